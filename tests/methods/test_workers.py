"""Who reads the draws changes nothing; who cannot be had is told in words."""

from __future__ import annotations

import os
import pickle
import signal
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest

from econ.errors import ScenarioError
from econ.methods import one_pass
from econ.methods.workers import ALONE, Workers, hired, processes
from econ.model.designs import DESIGNS
from econ.reports.report import report
from tests.all_at_once import told
from tests.methods.test_one_pass import areas

for extra in ("joblib", "distributed"):
    pytest.importorskip(extra)


def test_a_scenario_is_the_same_after_it_was_sent_elsewhere() -> None:
    scenario = areas().vary("Other people", people=12)
    sent = pickle.loads(pickle.dumps(scenario))  # noqa: S301 - our own
    assert sent == scenario
    assert sent.changes == scenario.changes


def test_two_processes_give_the_same_bits_as_one_c11(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(one_pass, "_LEAST", 1)
    made, waited_for = DESIGNS["latin-hypercube"](40_000, 1), lambda _: lambda: True
    workers = replace(processes(2), begin=waited_for)
    alone, two = report(areas(), made), report(areas(), made, workers=workers)
    assert told(two) == told(alone)
    assert two.net_rows.tobytes() == alone.net_rows.tobytes()
    assert two.means.by("outcome", "year").rows.tobytes() == (
        alone.means.by("outcome", "year").rows.tobytes()
    )


def test_one_reads_alone_until_the_others_are_ready_to_the_same_bits_c11(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(one_pass, "_LEAST", 1)
    monkeypatch.setattr(one_pass, "_SPELL", 1)
    asked, sent = count(), list[tuple[int, int]]()

    def work(tasks: Sequence[Callable[[], Any]]) -> Iterator[Any]:
        sent.extend((task.start, task.stop) for task in tasks)  # type: ignore[attr-defined]
        return (task() for task in tasks)

    workers, made = Workers(2, work, lambda _: lambda: next(asked) > 1), DESIGNS["monte-carlo"]
    found = told(report(areas(), made(40_000, 1), workers=workers))
    assert found == told(report(areas(), made(40_000, 1)))
    assert sent == [(24_576, 32_768), (32_768, 40_000)]


def test_processes_are_ready_once_they_know_what_they_need() -> None:
    ready, began = processes(2).begin(areas), monotonic()
    while not ready():
        assert monotonic() < began + 60
        sleep(0.01)


def signals_not_heard() -> set[int]:
    return set(signal.pthread_sigmask(signal.SIG_BLOCK, []))


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="no such masks here")
def test_ctrl_c_is_heard_by_the_one_that_was_asked_and_not_by_its_workers() -> None:
    """A terminal sends it to all of them, and each that is importing would show where it was."""
    before = signals_not_heard()
    heard = list(processes(2).work([signals_not_heard] * 3))
    assert all(signal.SIGINT in one for one in heard)
    assert signals_not_heard() == before


def test_a_local_cluster_gives_the_same_bits_as_one_process_c11(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from distributed import LocalCluster

    monkeypatch.setattr(one_pass, "_LEAST", 1)
    made = DESIGNS["monte-carlo"](40_000, 1)
    with (
        LocalCluster(
            n_workers=1, threads_per_worker=2, processes=False, dashboard_address=None
        ) as cluster,
        hired(1, cluster.scheduler_address) as workers,
    ):
        assert workers.count == 2
        assert told(report(areas(), made, workers=workers)) == told(report(areas(), made))


@dataclass(frozen=True)
class Dying:
    """A task whose worker is killed outright, once for each file in a folder."""

    marks: Path

    def __call__(self) -> str:
        """What is found where nobody kills."""
        for mark in self.marks.iterdir():
            mark.unlink()
            os.kill(os.getpid(), signal.SIGKILL)
        return "found"


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal here")
def test_a_worker_of_a_cluster_that_is_killed_is_made_good_by_others(tmp_path: Path) -> None:
    """Once, its work is done by another; where it kills whoever takes it on, that is told."""
    from distributed import LocalCluster

    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        hired(1, cluster.scheduler_address) as workers,
    ):
        (tmp_path / "once").touch()
        assert list(workers.work([Dying(tmp_path)] * 3)) == ["found"] * 3
        for time in range(20):
            (tmp_path / str(time)).touch()
        with pytest.raises(ScenarioError, match="a worker was stopped"):
            list(workers.work([Dying(tmp_path)]))


def test_a_scheduler_that_does_not_answer_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("econ.methods.workers.WAIT", 1)
    with pytest.raises(ScenarioError) as told_of, hired(1, "tcp://127.0.0.1:9"):
        pass
    assert str(told_of.value) == (
        "run: 1 problem\n\n  tcp://127.0.0.1:9: no scheduler answers there\n"
        "      Start one with dask scheduler, and give the address that it tells."
    )


def test_a_stretch_is_shared_out_evenly_and_never_in_crumbs() -> None:
    workers = processes(3)
    assert workers.shared(10, 105, 10, 2) == [(10, 40), (40, 70), (70, 105)]
    assert workers.shared(10, 105, 10, 4) == [(10, 60), (60, 105)]
    assert workers.shared(0, 100, 10, 1_000) == [(0, 100)]
    assert processes(1) is ALONE
