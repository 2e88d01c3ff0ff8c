"""Units of work: the figures of a report, the same whoever works, and kept through every stop."""

import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import astuple, replace
from pathlib import Path
from typing import ClassVar

import pandas as pd
import pytest

import econ
from econ.batch.results import run_batch
from econ.batch.table import Batch
from econ.batch.units import lines_of, tasks_of, told_lines, unfinished, work_through
from econ.errors import BatchError, ScenarioError
from econ.files import DATA, INPUTS, RECORD
from econ.methods.workers import hired
from econ.model.designs import MonteCarlo
from econ.model.estimates import Estimate
from econ.reports.batch import BUDGET, DATA_COLUMNS, PRESENT_VALUE, found_together
from econ.reports.report import ALL, report
from econ.reports.sets import look_through, record_in, results_in
from tests.batch.work import Rows, batch, table

pytest.importorskip("pyarrow")
DRAWS = 60
BOARDS: Rows = (
    {"board": "East", "scenario": "Longer", "people": 120},
    {"board": "West", "cohort": "south", "hours": "Normal(12, 3)"},
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the workbook is: the bytes of one are never those of another."""
    return tmp_path_factory.mktemp("place")


@pytest.fixture(scope="module")
def work(place: Path) -> Batch:
    return batch(place, BOARDS)


@pytest.fixture(scope="module")
def alone(place: Path, work: Batch) -> bytes:
    return found(work, place / "alone")


def finished(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "units").iterdir()}


def found(work: Batch, folder: Path, workers: int = 1, cluster: str = "") -> bytes:
    with hired(workers, cluster) as who:
        run_batch(work, folder, draws=DRAWS, seed=3, workers=who)
    return (folder / DATA).read_bytes()


def alike(one: Estimate, other: Estimate) -> bool:
    pairs = zip(astuple(one), astuple(other), strict=True)
    return all(x == (None if y is None else pytest.approx(y, rel=1e-9, abs=1e-9)) for x, y in pairs)


def test_a_run_has_the_figures_of_a_report(work: Batch) -> None:
    scenario, design = work.runs[0].scenario, MonteCarlo(DRAWS, 3)
    whole, told = report(scenario, design), found_together([scenario], design)[0]
    by_view = {(f.measure, f.view or ""): f.found for f in told if f.view}
    assert list(by_view) == list(whole.measures)
    assert all(alike(by_view[key], whole.measures[key]) for key in by_view)
    budget = {(f.payer, f.year): f.found for f in told if f.measure == BUDGET}
    assert set(budget) == {(line.payer, line.year) for line in whole.budget}
    assert all(alike(budget[x.payer, x.year], x.impact) for x in whole.budget)
    worth = {(f.outcome, f.payer): f.found for f in told if f.measure == PRESENT_VALUE}
    lines = [x for x in whole.outcomes if x.payer != ALL and x.cohort == ALL]
    assert set(worth) == {(x.outcome, x.payer) for x in lines}
    assert all(alike(worth[x.outcome, x.payer], x.present_value) for x in lines)


def test_a_scenario_goes_to_another_process_and_back(work: Batch) -> None:
    for run in work.runs:
        again = pickle.loads(pickle.dumps(run.scenario))  # noqa: S301 - made above
        assert again == run.scenario
        with pytest.raises(TypeError):
            again.parameters["people"] = 3


def test_any_number_of_workers_leaves_the_same_bits_c11(
    tmp_path: Path, work: Batch, alone: bytes
) -> None:
    pytest.importorskip("joblib")
    assert found(work, tmp_path / "out", workers=2) == alone


def test_a_cluster_leaves_the_same_bits_c11(tmp_path: Path, work: Batch, alone: bytes) -> None:
    distributed = pytest.importorskip("distributed")
    how = {"n_workers": 1, "processes": False, "dashboard_address": ":0"}
    with distributed.LocalCluster(**how) as cluster:
        address = cluster.scheduler_address
        assert found(work, tmp_path / "out", cluster=address) == alone


def test_no_scheduler_at_the_address_is_said_in_words(tmp_path: Path, work: Batch) -> None:
    pytest.importorskip("distributed")
    with pytest.raises(ScenarioError, match="no scheduler answers there"):
        found(work, tmp_path / "out", cluster="nowhere://127.0.0.1:1")


def test_the_order_of_rows_and_other_boards_change_no_figure_c11(place: Path) -> None:
    def figures(rows: Iterator[object]) -> set[tuple[object, ...]]:
        tasks = tasks_of(batch(place, list(rows)), DRAWS, 3)  # type: ignore[arg-type]
        return {line[1:] for task in tasks for line in lines_of(task)}

    assert figures(iter(BOARDS)) == figures(reversed(BOARDS))
    assert figures(iter(BOARDS[:1])) < figures(iter(BOARDS))


class Stopped(BaseException):
    """Stands for whatever ends a program."""


def test_what_is_finished_stays_and_the_rest_comes_to_the_same_bits(
    tmp_path: Path, work: Batch, alone: bytes
) -> None:
    out, told = tmp_path / "out", list[tuple[int, int]]()

    def stop(_: int) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        work_through(tasks_of(work, DRAWS, 3), out, progress=stop)
    before = finished(out)
    assert len(before) == 1
    run_batch(work, out, draws=DRAWS, seed=3, progress=lambda *done: told.append(done))
    assert told == [(1, 2), (2, 2)]
    assert (out / DATA).read_bytes() == alone
    assert before.items() <= finished(out).items()


def test_a_unit_of_other_inputs_is_run_again_and_no_other(
    tmp_path: Path, place: Path, work: Batch
) -> None:
    out = tmp_path / "out"
    found(work, out)
    before = finished(out)
    work = batch(place, [{**BOARDS[0], "people": 121}, *BOARDS[1:]])
    assert [t.unit.board for t in unfinished(tasks_of(work, DRAWS, 3), out)] == [BOARDS[0]["board"]]
    (out / "units" / ".left-by-a-kill.parquet").write_bytes(b"half")
    (out / "units" / "mine.txt").write_text("a person's own file")
    found(work, out)
    after = finished(out)
    assert len(before.keys() & after.keys()) == 1
    assert len(after) == 3  # neither the old unit nor what a kill left, but a person's own file
    assert "mine.txt" in after
    for other in ((DRAWS + 1, 3), (DRAWS, 4)):
        assert len(unfinished(tasks_of(work, *other), out)) == 2


def test_a_unit_whose_file_is_cut_short_is_run_again(
    tmp_path: Path, work: Batch, alone: bytes
) -> None:
    out = tmp_path / "out"
    found(work, out)
    for path in (out / "units").iterdir():
        path.write_bytes(path.read_bytes()[:-9])
    assert len(unfinished(tasks_of(work, DRAWS, 3), out)) == 2
    assert found(work, out) == alone


def test_a_worker_of_another_version_is_refused(work: Batch) -> None:
    (task, *_) = tasks_of(work, DRAWS, 3)
    with pytest.raises(BatchError, match="a worker: has another version of econ"):
        told_lines(replace(task, versions="another"))


def test_a_lost_worker_is_told_and_nothing_finished_is_lost(
    tmp_path: Path, work: Batch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first of two units is done here, the other by who is lost."""
    loky = pytest.importorskip("joblib.externals.loky")

    class Broken:
        _processes: ClassVar = dict[int, object]()

        def submit(self, *_: object) -> Future[None]:
            (lost := Future[None]()).set_exception(BrokenProcessPool())
            return lost

        def shutdown(self, **_: object) -> None: ...

    monkeypatch.setattr(loky, "ProcessPoolExecutor", lambda *_, **__: Broken())
    with pytest.raises(ScenarioError, match="a worker was stopped"):
        found(work, tmp_path / "out", workers=2)
    assert len(finished(tmp_path / "out")) == 1


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal here")
def test_a_batch_killed_at_once_goes_on_to_the_same_bits(tmp_path: Path, place: Path) -> None:
    """Killed -9 when a unit is finished; the same command then says what was there."""
    boards = [{"board": f"Board {n}", "people": 80 + n} for n in range(4)]
    path, out = table(place, boards), tmp_path / "killed"
    words = ["batch", str(path), "--draws", "400", "--out", str(out)]
    asked = [sys.executable, "-m", "econ", *words]
    with subprocess.Popen(asked, stderr=subprocess.PIPE, stdout=subprocess.PIPE) as killed:
        while killed.poll() is None and not list(out.glob("units/[!.]*")):
            time.sleep(0.005)
        killed.kill()
    done = len(finished(out))
    again = subprocess.run(asked, capture_output=True, text=True, check=True)
    assert f"{done} of 4 were finished before; {4 - done} to do" in again.stderr
    run_batch(batch(place, boards), tmp_path / "whole", draws=400)
    assert (out / DATA).read_bytes() == (tmp_path / "whole" / DATA).read_bytes()
    assert {path.name for path in out.iterdir()} == {
        *(DATA, "comparison.xlsx", RECORD, INPUTS, "units"),
    }


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="no such signal here")
def test_a_closed_lid_stops_all_that_work_and_they_go_on_to_the_same_bits(
    tmp_path: Path, place: Path
) -> None:
    """Every process stands still, with the files that it holds, and then goes on."""
    pytest.importorskip("joblib")
    boards = [{"board": f"Board {n}", "people": 80 + n} for n in range(4)]
    path, out = table(place, boards), tmp_path / "lid"
    words = ["batch", str(path), "--draws", "3000", "--out", str(out), "--workers", "2"]
    asked = [sys.executable, "-m", "econ", *words]
    with subprocess.Popen(
        asked, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as computer:
        while computer.poll() is None and not list(out.glob("units/[!.]*")):
            time.sleep(0.005)
        assert computer.poll() is None
        os.killpg(computer.pid, signal.SIGSTOP)
        time.sleep(1.5)
        os.killpg(computer.pid, signal.SIGCONT)
        _, said = computer.communicate(timeout=120)
    assert (computer.returncode, "trouble" in said) == (0, False)
    run_batch(batch(place, boards), tmp_path / "whole", draws=3000)
    assert (out / DATA).read_bytes() == (tmp_path / "whole" / DATA).read_bytes()
    assert {path.name for path in out.iterdir()} == {
        *(DATA, "comparison.xlsx", RECORD, INPUTS, "units"),
    }


def test_the_files_of_a_batch_are_one_set_and_a_mixed_one_is_told(
    tmp_path: Path, work: Batch
) -> None:
    told, _ = run_batch(work, tmp_path / "one", draws=DRAWS, seed=3)
    run_batch(work, tmp_path / "other", draws=DRAWS, seed=4)
    assert look_through(tmp_path / "one") == (told.identity, 3, ())
    (tmp_path / "other" / "comparison.xlsx").replace(tmp_path / "one" / "comparison.xlsx")
    with pytest.raises(ScenarioError, match=f"run.json is of run {told.identity}"):
        look_through(tmp_path / "one")
    run_batch(work, tmp_path / "one", draws=DRAWS, seed=3)
    assert look_through(tmp_path / "one") == (told.identity, 3, ())
    assert list(tmp_path.glob(".*")) == []
    with pytest.raises(ScenarioError, match="is of a table of many runs"):
        results_in(tmp_path / "one", record_in(tmp_path / "one"))


def test_the_data_set_says_what_its_columns_mean_and_of_which_batch_it_is(
    tmp_path: Path, work: Batch
) -> None:
    import pyarrow.parquet as pq

    told, _ = run_batch(work, tmp_path, draws=DRAWS, seed=3)
    schema = pq.read_schema(tmp_path / DATA)
    assert schema.names == [column.name for column in DATA_COLUMNS]
    meanings = [schema.field(c.name).metadata[b"meaning"].decode() for c in DATA_COLUMNS]
    assert meanings == [column.meaning for column in DATA_COLUMNS]
    assert schema.metadata[b"batch"].decode() == told.identity


def test_the_data_set_answers_in_pandas(tmp_path: Path, work: Batch) -> None:
    run_batch(work, tmp_path, draws=DRAWS, seed=3)
    runs = pd.read_parquet(tmp_path / DATA)
    assert runs["run"].nunique() == len(work.runs)
    net = runs[(runs["measure"] == "net_present_value") & (runs["view"] == runs["perspective"])]
    south = net[(net["board"] == "West") & (net["cohort"] == "south")]["mean"].item()
    alone = work.runs[1].scenario
    asked = econ.net_present_value().estimate(econ.run(alone, DRAWS, 3)).mean
    assert south == pytest.approx(asked, rel=1e-12)
