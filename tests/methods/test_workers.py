"""Who reads the draws changes nothing; who cannot be had is told in words."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from itertools import count
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import numpy as np
import pytest

from econ.errors import ScenarioError
from econ.methods import one_pass, readers, tally
from econ.methods.asked import OnePass
from econ.methods.one_pass import in_one_pass
from econ.methods.workers import ALONE, Workers, hired, processes
from econ.model.chain import Made, parse
from econ.model.designs import DESIGNS
from econ.model.distributions import ChanceOfNone, FloatArray, Normal
from econ.model.draws import sampling
from econ.model.equation import ask, evaluate
from econ.model.impacts import Impacts
from econ.model.measures import declared, equivalent_annual_value, net_present_value
from econ.model.programme import Cohort
from econ.model.scenario import Scenario
from econ.reports.report import report
from tests.all_at_once import told
from tests.methods.test_one_pass import areas
from tests.programmes import Number, cost, programme, saving

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


def one_after_the_other(count: int) -> Workers:
    """Workers that are this process, each given what would be sent."""

    def work(tasks: Sequence[Callable[[], Any]]) -> Iterator[Any]:
        return (pickle.loads(pickle.dumps(task))() for task in tasks)  # noqa: S301 - our own

    return Workers(count, work)


def own_chances(chance: float) -> Scenario:
    """Two numbers of each area, made from chances of none that agree until a draw parts them."""
    cohorts = [
        Cohort(
            f"a{k}", f"A{k}", relative={x: Made(parse(f"{p} * {k + 1}")) for x, p in OWN.items()}
        )
        for k in range(2)
    ]
    none = ChanceOfNone(chance, Normal(2, 0.5))
    numbers: dict[str, Number] = {
        "people": 10,
        "x": 1,
        "y": 1,
        "p": none,
        "q": none,
        "fee": Normal(3, 1),
    }
    outcomes = [
        saving("before", "people", "fee"),
        saving("own", "people * (x + y)", "fee", "every year"),
        cost("grant", "people", "fee"),
    ]
    return programme(numbers, outcomes, cohorts=cohorts, years=2)


OWN = {"x": "p", "y": "q"}


@pytest.mark.parametrize("size", [81, 199, 401, 400])
@pytest.mark.parametrize("seed", range(4))
def test_what_agrees_in_the_draws_at_hand_is_no_less_apart_c11(
    size: int, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last place may be of one draw, in which both are none; a worker may begin with such."""
    for room in (one_pass, readers, tally):
        monkeypatch.setattr(room, "PLACE", 40)
    monkeypatch.setattr(one_pass, "_LEAST", 1)
    monkeypatch.setattr(one_pass, "_WORTH", 1)
    scenario, design = own_chances(0.9), DESIGNS["monte-carlo"](size, seed)
    alone = report(scenario, design)
    assert told(report(scenario, design, workers=one_after_the_other(3))) == told(alone)
    (whole,) = ask(scenario, design, [net_present_value("society")])
    found = alone.measure("net_present_value", "society")
    assert found.mean == pytest.approx(whole[1:].mean(), rel=1e-9)
    assert found.sd == pytest.approx(whole[1:].std(ddof=1), rel=1e-9)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("place", [0, 1, 5])
def test_workers_read_what_was_seen_and_not_what_few_draws_tell_them(
    seed: int, place: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A measure of someone's own that is one sum in some places, and none in others."""
    design = DESIGNS["monte-carlo"](700, seed)
    every = [evaluate(areas(), draws) for draws in sampling(areas()).blocks(design, 40)]
    least = every[place].present_value().total()[1:].min() - 1e-9

    @declared("net, or benefits where there is no loss", "GBP")
    def either(impacts: Impacts) -> FloatArray:
        net = impacts.present_value().total()
        gains = impacts.present_value().where_outcome("saving").total()
        return gains if net[1:].min() > least else np.maximum(net, least)

    def ask_for(asking: OnePass) -> None:
        asking.asked |= {"either": either(), "net": net_present_value(), "half": asking.forms.times(
            0.5, asking.forms.money.present_value().sums().item()
        )}  # fmt: skip

    monkeypatch.setattr(one_pass, "_LEAST", 1)
    monkeypatch.setattr(one_pass, "_WORTH", 1)
    monkeypatch.setattr(readers, "_AT_ONCE", 1)
    for room in (one_pass, readers, tally):
        monkeypatch.setattr(room, "PLACE", 40)
    workers = Workers(3, lambda tasks: (task() for task in tasks))
    alone = in_one_pass(areas(), design, ask_for)
    shared = in_one_pass(areas(), design, ask_for, workers=workers)
    assert list(map(repr, alone.estimates.values())) == list(map(repr, shared.estimates.values()))
    rows = list(map(either().draws, every))
    assert alone["either"].mean == pytest.approx(np.concatenate(rows).mean(), rel=1e-9)


def asked_a_year(asking: OnePass) -> None:
    asking.asked["a year"] = equivalent_annual_value()


def test_a_share_of_a_sum_has_the_same_bits_whoever_reads_it_c11(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Alone it is read itself: as the sum that it is, and not as its own arithmetic has it."""
    monkeypatch.setattr(one_pass, "_LEAST", 1)
    monkeypatch.setattr(one_pass, "_WORTH", 1)
    for room in (one_pass, readers, tally):
        monkeypatch.setattr(room, "PLACE", 40)
    design = DESIGNS["monte-carlo"](700, 2)
    alone = in_one_pass(areas(), design, asked_a_year)
    shared = in_one_pass(areas(), design, asked_a_year, workers=one_after_the_other(3))
    assert repr(alone["a year"]) == repr(shared["a year"])


def test_a_measure_is_asked_once_of_each_place_whoever_reads_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = list[int]()

    @declared("net", "GBP")
    def counted(impacts: Impacts) -> FloatArray:
        asked.append(len(impacts))
        return impacts.present_value().total() + 1

    def ask_for(asking: OnePass) -> None:
        asking.asked["counted"] = counted()

    monkeypatch.setattr(one_pass, "_LEAST", 1)
    monkeypatch.setattr(one_pass, "_WORTH", 1)
    monkeypatch.setattr(readers, "_AT_ONCE", 1)
    for room in (one_pass, readers, tally):
        monkeypatch.setattr(room, "PLACE", 40)
    for workers in (ALONE, Workers(3, lambda tasks: (task() for task in tasks))):
        asked.clear()
        found = in_one_pass(areas(), DESIGNS["monte-carlo"](390, 1), ask_for, workers=workers)
        assert sorted(asked) == [30, *[40] * 9]
        assert found.forms.block.rows == 1  # what was worked out is let go of


def rehearsed() -> None:
    areas()


def test_processes_are_ready_once_they_have_rehearsed() -> None:
    ready, began = processes(2).begin(rehearsed), monotonic()
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


def test_joblibs_own_processes_work_beside_ours() -> None:
    """It holds one set of them for all who use it: scikit-learn's, say, in the same notebook."""
    from joblib import Parallel, delayed

    workers = processes(2)
    for _ in range(2):
        assert os.getpid() not in list(workers.work([os.getpid] * 3))
        assert Parallel(n_jobs=2)(delayed(abs)(-k) for k in range(4)) == [0, 1, 2, 3]
    with hired(2) as other:
        assert len(list(other.work([os.getpid] * 3))) == 3
    assert len(list(workers.work([os.getpid] * 3))) == 3
    workers.end()


def killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal here")
def test_a_lost_process_is_told_and_others_are_begun_for_whoever_asks_again() -> None:
    workers = processes(2)
    with pytest.raises(ScenarioError, match="a worker was stopped"):
        list(workers.work([rehearsed, killed]))
    assert len(list(workers.work([os.getpid] * 2))) == 2
    ready = workers.begin(killed)
    while not ready():
        sleep(0.01)
    assert len(list(workers.work([os.getpid] * 2))) == 2
    workers.begin(rehearsed)
    workers.end()  # while they begin


@pytest.mark.parametrize("tasks", [3, 2])
def test_where_one_task_fails_its_fault_is_told_and_no_process_is_left_at_it(tasks: int) -> None:
    workers, began = processes(2), monotonic()
    with pytest.raises(ZeroDivisionError):
        list(workers.work([failing, *[partial(sleep, 60)] * (tasks - 1)]))
    assert monotonic() < began + 30


def failing() -> float:
    return 1 / len(())


def children_of(number: int) -> Iterator[str]:
    """How the processes were called that one has begun."""
    for listed in Path(f"/proc/{number}/task").glob("*/children"):
        for child in listed.read_text(encoding="utf-8").split():
            yield Path(f"/proc/{child}/cmdline").read_text(encoding="utf-8")


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="processes are not listed here")
@pytest.mark.parametrize("after", [0.0, 0.4])
def test_ctrl_c_is_quiet_while_processes_begin_and_none_is_left(
    after: float, tmp_path: Path
) -> None:
    """Of those that are importing none tells what it lacks once the one that began them is gone."""
    words = ["run", "scenarios/base_case.py", "--draws", "3000000", "--workers", "2"]
    asked = [sys.executable, "-m", "econ", *words, "--out", str(tmp_path)]
    with subprocess.Popen(asked, stderr=subprocess.PIPE, text=True, start_new_session=True) as run:
        while run.poll() is None:
            with suppress(OSError):  # a child may end meanwhile
                if any("loky_posix" in called for called in children_of(run.pid)):
                    break
            sleep(0.01)
        sleep(after)
        os.killpg(run.pid, signal.SIGINT)
        _, said = run.communicate(timeout=60)
    assert run.returncode == 128 + signal.SIGINT
    assert "Traceback" not in said
    assert "Error" not in said
    began = monotonic()
    with suppress(ProcessLookupError):  # once what tidies up after them has ended too
        while True:
            os.killpg(run.pid, 0)
            assert monotonic() < began + 20
            sleep(0.05)


def test_a_local_cluster_gives_the_same_bits_as_one_process_c11(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from distributed import LocalCluster

    monkeypatch.setattr(one_pass, "_LEAST", 1)
    made = DESIGNS["monte-carlo"](40_000, 1)
    with (
        LocalCluster(
            n_workers=1, threads_per_worker=2, processes=False, dashboard_address=":0"
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
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as cluster,
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
