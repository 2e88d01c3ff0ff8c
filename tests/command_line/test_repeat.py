"""A run is made again from its record; sets of results stand beside each other, and name nobody."""

from __future__ import annotations

import json
import shutil
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest
from typer.testing import CliRunner

import econ
from econ.__main__ import app
from econ.command_line.asking import place_of
from econ.reports.records import inputs_of
from econ.reports.sets import two_runs
from tests.workbook.small import written

MORE = 'import econ\nscenario = econ.read("mine.xlsx").vary("More", why="a plan", people=60)\n'


def told(*words: str | Path) -> tuple[int, str, str]:
    found = CliRunner().invoke(app, [str(word) for word in words])
    return found.exit_code, found.stdout, found.stderr


@pytest.fixture
def somebody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of somebody whose name is nobody's business, with a programme and a scenario."""
    folder = tmp_path / "jo-bloggs" / "project"
    folder.mkdir(parents=True)
    written(folder)
    (folder / "more.py").write_text(MORE, "utf-8")
    monkeypatch.chdir(folder)
    return folder


def changed(path: Path, *, what: str, to: object) -> None:
    content = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({**content, what: to}), "utf-8")


def test_a_run_is_repeated_to_the_last_bit_or_it_is_said_what_differs(somebody: Path) -> None:
    code, _, err = told("run", somebody / "more.py", "--draws", "30", "--seed", "4")
    assert (code, err) == (0, "")
    record = json.loads(Path("results/more/run.json").read_text("utf-8"))
    command = "econ run more.py --draws 30 --seed 4 --design monte-carlo"
    assert record["Command"] == command
    assert set(record["Inputs"]) == {"mine.xlsx", "costs.xlsx", "more.py"}
    nobody(Path("results/more"), "jo-bloggs")
    for name in ("mine.xlsx", "costs.xlsx", "more.py"):
        Path(name).unlink()  # what was archived is what is run
    code, out, err = told("run", "--repeat", "results/more/run.json")
    first, second, *rest, last = out.splitlines()
    assert (code, err) == (0, "")
    assert first == f"results/more/run.json: run {record['Run']}, repeated"
    assert second.startswith("All ")
    assert second.endswith(" figures are the same, to the last bit.")
    assert rest == ["What was asked is the same.", "What made it is the same."]
    assert Path(last) == Path("results/repeat/more")
    again, before = Path(last), Path("results/more")
    assert {path.name for path in again.iterdir()} == {path.name for path in before.iterdir()}
    assert told("check", again)[:2] == (0, f"{again}: 7 files, all of run {record['Run']}\n")


def nobody(folder: Path, name: str) -> None:
    """No file of a set, and no part of one, has somebody's name."""
    for path in folder.iterdir():
        held = [path.read_bytes()]
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as file:
                held = [file.read(part) for part in file.namelist()]
                held.append(" ".join(file.namelist()).encode())
        assert not [path.name for content in held if name.encode() in content]


def test_what_cannot_be_repeated_is_told_with_why(somebody: Path) -> None:
    assert told("what-if", "mine.xlsx", "--draws", "20", "--no-open")[0] == 0
    folder = Path("results/mine-what-if")
    record, results = folder / "run.json", folder / "results.json"
    found = json.loads(results.read_text("utf-8"))
    mean = found["measures"][0]["mean"]
    found["measures"][0]["mean"] = 12.5
    results.write_text(json.dumps(found), "utf-8")
    changed(record, what="numpy", to="1.0")
    code, out, err = told("run", "--repeat", folder)
    assert code == 4
    assert f"mean: 12.5 → {mean}" in out
    assert f"  numpy: 1.0 → {json.loads(record.read_text('utf-8'))['numpy']}" not in out
    assert "What made it differs:\n  numpy: 1.0 → " in out
    assert "What was asked is the same." in out
    assert "results.json: was changed after the run" in err
    machine = json.loads(told("run", "--repeat", folder, "--json")[1])
    assert (machine["same"], len(machine["found"]), len(machine["made_by"])) == (False, 1, 1)
    (folder / "inputs.zip").unlink()
    shutil.copy("costs.xlsx", "mine.xlsx")
    code, out, err = told("run", "--repeat", folder)
    assert (code, out) == (3, "")
    assert err.splitlines()[2:] == [
        "  mine.xlsx: is not the file of the run",
        "      Put that file there, or keep inputs.zip beside the record.",
    ]
    changed(record, what="Command", to="not known")
    assert "Command: was not made by a command" in told("run", "--repeat", folder)[2]
    results.unlink()
    assert "has no results that can be read" in told("run", "--repeat", folder)[2]
    assert told("run", "--repeat", somebody)[0] == 3
    assert told("run", "mine.xlsx", "--repeat", folder)[0] == 2


def test_two_files_of_one_name_do_not_share_a_folder_c19(somebody: Path) -> None:
    """C19."""
    place = place_of(Path("results/mine"), Path("mine.xlsx"))
    Path("results/mine").mkdir(parents=True)
    record = Path("results/mine/run.json")
    record.write_text(json.dumps({"Place": place_of(Path("results/mine"), Path("b/mine.xlsx"))}))
    code, out, err = told("run", "mine.xlsx")
    assert (code, out) == (3, "")
    assert err.splitlines() == [
        "results/mine: 1 problem",
        "",
        "  mine.xlsx: the results of another file of this name are there",
        "      Name another folder with --out, or remove this one.",
    ]
    somebody.rename(somebody.parent / "moved")
    moved = somebody.parent / "moved"
    assert place_of(moved / "results/mine", moved / "mine.xlsx") == place


@pytest.mark.usefixtures("somebody")
def test_a_folder_is_checked_as_a_workbook_is_c19() -> None:
    """C19."""
    Path("results").mkdir()
    code, _, err = told("check", "results")
    assert code == 3
    assert err.splitlines()[2] == "  run.json: is no record of a run"
    record = {"Run": "0123456789ab", "Files": {"results.json": "", "summary.html": ""}}
    Path("results/run.json").write_text(json.dumps(record))
    Path("results/results.json").write_text('{"run": "ba9876543210"}')
    assert told("check", "results")[2].splitlines() == [
        "results: 2 problems",
        "",
        "  results.json: is of run ba9876543210, and run.json is of run 0123456789ab",
        "      Run it again: a run replaces all of its files at once.",
        "  summary.html: is not there",
        "      Run it again: a run replaces all of its files at once.",
    ]
    assert len(json.loads(told("check", "results", "--json")[1])["problems"]) == 2


def test_files_are_archived_as_they_stand_to_each_other_and_in_nobodys_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "parameters").mkdir()
    path = written(tmp_path / "parameters")
    script = tmp_path / "scenarios" / "ours.py"
    script.parent.mkdir()
    script.write_text("x = 1")
    scenario = econ.read(path)
    kept, names = inputs_of([scenario], [script])
    assert list(kept) == ["parameters/costs.xlsx", "parameters/mine.xlsx", "scenarios/ours.py"]
    assert names[script] == "scenarios/ours.py"
    monkeypatch.setenv("HOME", str(tmp_path / "jo"))
    assert list(inputs_of([scenario], [script])[0]) == ["costs.xlsx", "mine.xlsx", "ours.py"]
    path.write_bytes(b"saved again while the run went on")
    assert list(inputs_of([scenario], [script])[0]) == ["costs.xlsx", "ours.py"]
    assert inputs_of([], [tmp_path / "none.py"]) == ({}, {})


@pytest.mark.usefixtures("somebody")
def test_two_records_are_compared_in_words() -> None:
    means = {"costs": 1.5, "net_present_value": 2.5}
    for run, add in (("a", 0.0), ("b", 1.0)):
        Path(run).mkdir()
        found = [{"measure": name, "mean": mean + add} for name, mean in means.items()]
        text = json.dumps({"run": run, "measures": found})
        Path(run, "results.json").write_text(text)
        files = {"results.json": sha256(text.encode()).hexdigest()}
        Path(run, "run.json").write_text(json.dumps({"Run": run, "Files": files}))
    code, out, err = told("compare", "a/run.json", "b/run.json")
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "a/run.json (run a) → b/run.json (run b)",
        "2 of 2 figures differ:",
        "  measures, net present value, mean: 2.5 → 3.5",
        "  measures, costs, mean: 1.5 → 2.5",
        "What was asked is the same.",
        "What made it is the same.",
    ]
    assert not json.loads(told("compare", "a/run.json", "b/run.json", "--json")[1])["same"]
    assert told("compare", "a/run.json", "mine.xlsx")[0] == 2
    Path("b/results.json").write_text("{}")
    assert "was changed after the run" in told("compare", "a/run.json", "b/run.json")[2]


def test_two_runs_are_held_against_each_other_in_words() -> None:
    record = {"Run": "a", "Command": "econ run x", "Inputs": {"x": "1" * 64}, "numpy": "2.0"}
    other = {**record, "Run": "b", "Inputs": {"x": "2" * 64, "y": "3" * 64}, "numpy": "2.1"}
    rows = [{"view": "nhs", "mean": 1.0}, {"view": "society", "mean": 2}, {"a": 1}, {"a": 2}]
    found = two_runs(
        (record, {"run": "a", "measures": rows, "n": None}),
        (other, {"run": "b", "measures": [*rows[:1], {"view": "society", "mean": 2.5}, *rows[2:]]}),
    )
    assert list(found.lines()) == [
        "2 of 4 figures differ:",
        "  measures, society, mean: 2 → 2.5",
        "  n: None → none",
        "What was asked differs:",
        "  x: 111111111111 → 222222222222",
        "  y: none → 333333333333",
        "What made it differs:",
        "  numpy: 2.0 → 2.1",
    ]
