"""The commands as people meet them: what is printed, what is written, how they end."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner, Result

from econ.__main__ import app
from econ.model.equation import run as run_draws
from econ.model.measures import net_present_value
from econ.scripts import load, load_all
from econ.workbook.read import read
from tests.workbook.small import SENTENCE, add, cell, written

ROOT = Path(__file__).resolve().parents[2]
PROGRAMME = "parameters/side_by_side.xlsx"


@pytest.fixture(autouse=True)
def in_the_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def econ(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def run(target: str | Path, out: Path, *words: str) -> Result:
    return econ("run", target, "--out", out, "--draws", "500", "--seed", "1", *words)


def test_the_last_line_of_a_run_is_the_path_of_a_summary_that_is_there(tmp_path: Path) -> None:
    told = run("scenarios/base_case.py", tmp_path)
    assert told.exit_code == 0, told.output
    assert Path(told.stdout.splitlines()[-1]) == tmp_path / "base_case" / "summary.xlsx"
    names = {path.name for path in (tmp_path / "base_case").iterdir()}
    pages = {"summary.html", "what_if.html"}
    machines = {"results.json", "run.json", "inputs.zip"}
    assert names == {"summary.xlsx", "technical.xlsx", *pages, *machines}


def test_a_report_for_word_stands_beside_the_summary_where_it_is_asked_for(tmp_path: Path) -> None:
    told = run("scenarios/base_case.py", tmp_path, "--word")
    assert told.exit_code == 0, told.output
    folder = tmp_path / "base_case"
    assert Path(told.stdout.splitlines()[-1]) == folder / "summary.xlsx"
    assert (folder / "report.docx").read_bytes()[:2] == b"PK"
    assert "report.docx" in json.loads((folder / "run.json").read_text("utf-8"))["Files"]
    assert 'href="report.docx"' in (folder / "summary.html").read_text("utf-8")


def test_without_python_docx_word_is_refused_in_one_line_before_anything_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    told = run("scenarios/base_case.py", tmp_path / "results", "--word")
    assert told.exit_code == 2
    assert told.stderr == (
        "--word needs python-docx, which is not installed: pip install python-docx\n"
    )
    assert not (tmp_path / "results").exists()


def test_the_results_are_the_same_to_the_last_bit_on_every_run(tmp_path: Path) -> None:
    first, second = (run(PROGRAMME, tmp_path / name, "--json") for name in ("a", "b"))
    assert first.stdout == second.stdout
    assert first.stdout == (tmp_path / "a/side_by_side/results.json").read_text("utf-8")


def test_the_results_for_machines_have_the_shape_that_was_promised(tmp_path: Path) -> None:
    told = json.loads(run(PROGRAMME, tmp_path, "--json").stdout)
    parts = ["run", "scenario", "measures", "budget_impact", "outcomes", "scenarios", "structures"]
    assert list(told) == [*parts, "quantities", "health", "warnings"]
    assert list(told["scenario"]) == (
        ["name", "why", "workbook", "sha256", "years", "price_year", "design", "draws", "seed"]
    )
    figures = ["base_case", "mean", "sd", "se", "p2_5", "p50", "p97_5", "probability_positive"]
    assert list(told["measures"][0]) == ["measure", "view", *figures]
    assert list(told["budget_impact"][0]) == (
        ["payer", "year", "base_case", "mean", "p2_5", "p97_5"]
    )
    assert list(told["outcomes"][0]) == ["outcome", "payer", "cohort", "present_value"]


def test_a_wrong_cell_is_told_at_its_place_and_ends_with_3(tmp_path: Path) -> None:
    for name in ("side_by_side.xlsx", "unit_costs.xlsx"):
        shutil.copy(ROOT / "parameters" / name, tmp_path / name)
    book = openpyxl.load_workbook(tmp_path / "side_by_side.xlsx")
    book["Parameters"]["D9"] = "£1,200"
    book.save(tmp_path / "side_by_side.xlsx")
    for command in ("check", "run"):
        told = econ(command, tmp_path / "side_by_side.xlsx")
        assert told.exit_code == 3
        assert "Parameters!D9" in told.stderr
        assert "reduction_ae" in told.stderr
        assert "Traceback" not in told.output + told.stderr


def test_a_workbook_that_is_not_there_is_said_so() -> None:
    told = econ("run", "parameters/none.xlsx")
    assert told.exit_code == 3
    assert "parameters/none.xlsx" in told.stderr


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("scenario = 1 / 0", "line 1"),
        ("import econ\n\nbase = (", "line 3"),
        ("x = 1", "the script names no scenario"),
        ("raise SystemExit(4)", "line 1"),
    ],
)
def test_a_fault_of_a_script_is_told_at_its_line(script: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.py"
    path.write_text(script, encoding="utf-8")
    told = econ("run", path)
    assert told.exit_code == 3
    assert words in told.stderr
    assert "Traceback" not in told.stderr


def test_an_unknown_parameter_in_a_script_names_the_nearest(tmp_path: Path) -> None:
    path = tmp_path / "mine.py"
    path.write_text(
        f"import econ\nscenario = econ.read({PROGRAMME!r}).vary(attribtion=econ.Fixed(0.2))\n",
        encoding="utf-8",
    )
    told = econ("run", path)
    assert told.exit_code == 3
    assert "Did you mean 'attribution'?" in told.stderr


def test_results_never_leave_the_folder_asked_for(tmp_path: Path) -> None:
    script = tmp_path / "...py"
    script.write_text(f"import econ\nscenario = econ.read({PROGRAMME!r})\n", encoding="utf-8")
    told = econ("run", script, "--out", tmp_path / "out" / "deep", "--draws", "100")
    assert told.exit_code == 3
    assert "is not a name for a folder" in told.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["...py"]


def test_wrong_usage_ends_with_2() -> None:
    assert econ("run").exit_code == 2
    assert econ("run", PROGRAMME, "--draws", "many").exit_code == 2


def test_an_unknown_design_names_the_known_ones(tmp_path: Path) -> None:
    told = run(PROGRAMME, tmp_path, "--design", "monte-carol")
    assert told.exit_code == 2
    assert "Did you mean 'monte-carlo'?" in told.stderr


def test_a_sound_workbook_has_no_problems() -> None:
    told = econ("check", PROGRAMME)
    assert told.exit_code == 0
    assert told.stdout.startswith(f"{PROGRAMME}: no problems")


def test_kept_draws_stand_beside_the_summary(tmp_path: Path) -> None:
    told = run(PROGRAMME, tmp_path, "--keep-draws")
    assert told.exit_code == 0, told.output
    kept = list((tmp_path / "side_by_side").glob("draws.*"))
    assert [path.name in ("draws.parquet", "draws.csv.gz") for path in kept] == [True]


def test_a_named_number_has_a_cell_on_what_if(tmp_path: Path) -> None:
    told = run(PROGRAMME, tmp_path, "--what-if", "weeks_per_year")
    assert told.exit_code == 0, told.output
    sheet = openpyxl.load_workbook(tmp_path / "side_by_side" / "summary.xlsx")["What-if"]
    assert "Weeks in a year" in {cell.value for row in sheet.iter_rows() for cell in row}
    wrong = run(PROGRAMME, tmp_path, "--what-if", "week_per_year")
    assert wrong.exit_code == 3
    assert "Did you mean 'weeks_per_year'?" in wrong.stderr


def test_until_draws_until_the_error_is_small_and_says_how_many(tmp_path: Path) -> None:
    told = econ("run", PROGRAMME, "--until", "5%", "--out", tmp_path, "--json")
    assert told.exit_code == 0, told.output
    found = json.loads(told.stdout)
    headline = found["measures"][0] | next(
        m
        for m in found["measures"]
        if (m["measure"], m["view"]) == ("net_present_value", "society")
    )
    assert headline["se"] <= 0.05 * abs(headline["mean"])
    assert f"{found['scenario']['draws']:,} draws" in told.stderr


def test_sensitivity_gives_the_promised_lists(tmp_path: Path) -> None:
    told = econ(
        "sensitivity", PROGRAMME, "--size", "256", "--draws", "500", "--out", tmp_path, "--json"
    )
    assert told.exit_code == 0, told.output
    found = json.loads(told.stdout)
    for name in ("tornado", "switching_values", "sobol", "morris", "shapley"):
        assert {"parameter", "estimate", "low", "high"} <= set(found[name][0]), name
    assert {"at_low", "at_high"} <= set(found["tornado"][0])
    assert {"value", "probability_beyond", "reason"} <= set(found["switching_values"][0])
    assert {"index", "with"} <= set(found["sobol"][0])
    shares = [effect["estimate"] for effect in found["shapley"]]
    assert sum(shares) == pytest.approx(1.0, abs=1e-9)


def test_sensitivity_tells_its_answers_in_one_screen(tmp_path: Path) -> None:
    told = econ(
        "sensitivity", "scenarios/base_case.py", "--size", "256", "--draws", "500",
        "--out", tmp_path,
    )  # fmt: skip
    assert told.exit_code == 0, told.output
    assert len(told.stdout.splitlines()) < 40
    assert (
        "No single number, within its plausible range, would change whether it pays for itself."
        in told.stdout
    )


def value(*words: str | Path) -> Result:
    return econ("value", *words, "--draws", "2048", "--seed", "1")


def test_value_tells_which_study_comes_first_and_where_the_sheet_is(tmp_path: Path) -> None:
    told = value("scenarios/health.py", "--out", tmp_path)
    assert told.exit_code == 0, told.output
    *said, path = told.stdout.splitlines()
    assert said[1].startswith("  Best for society, on average and on what is known now, is to fund")
    assert any("Study first “A trial of group peer support that counts QALYs" in x for x in said)
    book = openpyxl.load_workbook(path, read_only=True)
    assert "Value of evidence" in book.sheetnames
    assert len(book.sheetnames) <= 14
    written_as = json.loads((tmp_path / "health-value" / "results.json").read_text("utf-8"))
    assert {"evpi", "evppi", "evppi_groups", "evsi", "enbs", "options"} <= written_as.keys()


def test_value_takes_a_workbook_a_view_a_study_and_further_options(tmp_path: Path) -> None:
    more = "scenarios/more_offered.py"
    words = (
        "--view",
        "NHS and PSS",
        "--study",
        "gp_trial",
        "--options",
        "scenarios/grant_everyone.py",
    )
    told = value(PROGRAMME, more, *words, "--json", "--out", tmp_path)
    assert told.exit_code == 0, told.output
    found = json.loads(told.stdout)
    assert (found["view"], found["measure"]) == ("NHS and PSS", "net_present_value_had_it_paid")
    assert {record["study"] for record in found["enbs"]} == {"gp_trial"}
    names = [record["option"] for record in found["options"]]
    assert sorted(names) == sorted(
        ["fund nothing", "Base case", load(Path(more)).name, load(Path(words[-1])).name]
    )
    assert all(one["estimate"] <= found["evpi"]["estimate"] for one in found["evppi"])
    assert found["other_views"] == []


def test_value_of_a_view_or_a_study_that_there_is_not_ends_with_3(tmp_path: Path) -> None:
    for words in (("--view", "nobody"), ("--study", "gp_trail")):
        told = value(PROGRAMME, *words, "--out", tmp_path)
        assert told.exit_code == 3, told.output
        assert "Did you mean" in told.stderr or "Choose" in told.stderr


def test_scenarios_are_compared_in_one_workbook(tmp_path: Path) -> None:
    told = econ(
        "compare", "scenarios/base_case.py", "scenarios/no_attribution.py",
        "--draws", "500", "--weights", "75%,25%", "--out", tmp_path, "--json",
    )  # fmt: skip
    assert told.exit_code == 0, told.output
    found = json.loads(told.stdout)
    assert [s["name"] for s in found["scenarios"]] == ["Base case", "No attribution"]
    assert {"parameter", "estimate", "before", "after"} <= set(found["explanations"][0])
    assert found["average"][-1]["scenario"] is None
    assert (tmp_path / "base_case-compare" / "comparison.xlsx").is_file()


def several(folder: Path) -> Path:
    """A script of the small programme and a grid of it."""
    written(folder)
    script = folder / "several.py"
    script.write_text(
        "import econ\n"
        'base = econ.read("mine.xlsx")\n'
        'paid = base.borne_by("The council pays", delivery={"council": 1})\n'
        "scenarios = [base, paid, *econ.grid(base, attribution=[0.2], years=[1, 2])]\n",
        encoding="utf-8",
    )
    return script


def test_a_script_of_several_scenarios_is_compared_and_not_run(tmp_path: Path) -> None:
    script = several(tmp_path)
    told = econ("compare", script, "--draws", "200", "--out", tmp_path, "--json")
    assert told.exit_code == 0, told.output
    names = [scenario["name"] for scenario in json.loads(told.stdout)["scenarios"]]
    assert names == [
        "Base case", "The council pays", "Attribution 20%, 1 year", "Attribution 20%, 2 years",
    ]  # fmt: skip
    ran = econ("run", script)
    assert ran.exit_code == 3
    assert "the script names 4" in ran.stderr
    assert "econ compare" in ran.stderr
    script.write_text(script.read_text("utf-8") + "scenario = paid\n", encoding="utf-8")
    assert load(script).name == "The council pays"
    assert [made.name for made in load_all(script)] == names


def asking(folder: Path) -> Path:
    """The small programme, with two scenarios of its own and a number that may be none."""
    rows = (("Longer", "years", 4), ("Nothing due", "attribution", 0), ("Nothing due", "years", 1))
    asked = [add("Scenarios", scenario=a, what=b, value=c, why=SENTENCE) for a, b, c in rows]
    none = cell("Parameters", 6, "chance of none", 0.5)
    return written(folder, none, cell("Profiles", 2, "after", "0"), *asked)


def test_a_run_tries_the_scenarios_of_its_workbook_on_the_same_draws(tmp_path: Path) -> None:
    path = asking(tmp_path)
    told = run(path, tmp_path / "out", "--json")
    assert told.exit_code == 0, told.output
    found = json.loads(told.stdout)
    longer, nothing = found["scenarios"]
    figures = ["mean", "p2_5", "p97_5", "probability_positive"]
    assert list(longer) == ["name", "why", "view", "changes", "people", *figures]
    assert longer["name"] == "Longer"
    assert longer["changes"] == [{"what": "Time horizon", "before": "2 years", "after": "4 years"}]
    alone = read(path).alternative("Longer")
    npv = net_present_value(perspective="society").estimate(run_draws(alone, 500, 1))
    assert longer["mean"] == pytest.approx(npv.mean, rel=1e-12)
    assert nothing["probability_positive"] == 0
    (structure,) = found["structures"]
    assert (structure["parameter"], structure["weight"]) == ("hours", 0.5)
    pages = openpyxl.load_workbook(tmp_path / "out/mine/summary.xlsx").sheetnames
    assert pages.count("Scenarios") == 1
    said = run(path, tmp_path / "out")
    assert "Two other assumptions were tried: the net runs from " in said.stdout
    assert "With “Hours” none, which has a weight of 50%, the net is " in said.stdout


def test_a_script_that_changes_something_does_not_try_them_and_one_that_does_not_does(
    tmp_path: Path,
) -> None:
    asking(tmp_path)
    for change, tried in (("", 2), (", people=90", 0)):
        script = tmp_path / "ours.py"
        begin = f'import econ\nbase = econ.read("{(tmp_path / "mine.xlsx").as_posix()}")\n'
        script.write_text(f'{begin}scenario = base.vary("Ours"{change})\n', "utf-8")
        found = json.loads(run(script, tmp_path / "out", "--json").stdout)
        assert len(found["scenarios"]) == tried


def test_a_workbook_is_compared_with_its_own_scenarios(tmp_path: Path) -> None:
    asked = ("--draws", "100", "--out", tmp_path)
    told = econ("compare", asking(tmp_path), *asked, "--json")
    assert told.exit_code == 0, told.output
    names = [scenario["name"] for scenario in json.loads(told.stdout)["scenarios"]]
    assert names == ["Base case", "Longer", "Nothing due"]
    alone = econ("compare", PROGRAMME, *asked)
    if not read(PROGRAMME).alternatives:
        assert "fill in the sheet Scenarios of its workbook" in alone.output


def test_a_comparison_is_told_in_sentences(tmp_path: Path) -> None:
    told = econ(
        "compare", "scenarios/base_case.py", "scenarios/no_attribution.py",
        "--draws", "100", "--out", tmp_path,
    )  # fmt: skip
    assert told.exit_code == 0, told.output
    first, other, because, *_ = told.stdout.splitlines()
    assert first.startswith("Base case: net present value −£")
    assert other.startswith("No attribution: net present value −£4.5m")
    assert because.startswith(
        "    because of Share of a before-and-after change that is due to the "
    )
    assert because.endswith(" (central case).")


def test_a_scenario_script_runs_by_itself(tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "scenarios/nhs_and_pss.py", "--draws", "200", "--out", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
    )
    assert told.returncode == 0, told.stderr
    assert (tmp_path / "nhs_and_pss" / "summary.xlsx").is_file()


def test_a_new_workbook_has_no_problems_and_runs(tmp_path: Path) -> None:
    path = tmp_path / "mine.xlsx"
    assert econ("new", path).exit_code == 0
    assert econ("check", path).exit_code == 0
    assert run(path, tmp_path / "out").exit_code == 0
    again = econ("new", path)
    assert again.exit_code == 3
    assert "mine.xlsx" in again.stderr


def test_a_new_workbook_may_start_from_another(tmp_path: Path) -> None:
    path = tmp_path / "mine.xlsx"
    assert econ("new", path, "--from", PROGRAMME).exit_code == 0
    told = econ("diff", PROGRAMME, path)
    assert told.exit_code == 0, told.stderr
    assert "Parameters" not in told.stdout


def test_the_shipped_example_can_be_written_and_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert econ("new", "--example", tmp_path / "example").exit_code == 0
    monkeypatch.chdir(tmp_path / "example")
    assert run("scenarios/base_case.py", tmp_path / "out").exit_code == 0


def test_a_difference_is_told_in_words_and_in_money(tmp_path: Path) -> None:
    for name in ("side_by_side.xlsx", "unit_costs.xlsx"):
        shutil.copy(ROOT / "parameters" / name, tmp_path / name)
    book = openpyxl.load_workbook(tmp_path / "side_by_side.xlsx")
    sheet = book["Parameters"]
    for row in sheet.iter_rows(min_row=2):
        if row[0].value == "weeks_per_year":
            row[3].value = 26
    book.save(tmp_path / "side_by_side.xlsx")
    told = econ("diff", PROGRAMME, tmp_path / "side_by_side.xlsx", "--to", tmp_path / "d.xlsx")
    assert told.exit_code == 0, told.stderr
    assert "weeks_per_year" in told.stdout
    assert "52" in told.stdout
    assert (tmp_path / "d.xlsx").is_file()
    machine = econ("diff", PROGRAMME, tmp_path / "side_by_side.xlsx", "--json")
    found = json.loads(machine.stdout)
    parts = sum(part["estimate"] for part in found["result"]["parts"])
    assert parts == pytest.approx(found["result"]["difference"], rel=1e-9)


def test_a_workbook_as_text_has_a_line_a_row() -> None:
    told = econ("diff", "--text", PROGRAMME)
    assert told.exit_code == 0
    assert any(line.startswith("Parameters attribution |") for line in told.stdout.splitlines())
    assert econ("diff", PROGRAMME).exit_code == 2


def test_a_script_is_loaded_without_its_own_run() -> None:
    assert load("scenarios/base_case.py").name == "Base case"


def test_what_if_writes_the_live_page_and_says_where(tmp_path: Path) -> None:
    told = econ("what-if", PROGRAMME, "--out", tmp_path, "--draws", "50", "--seed", "3")
    assert told.exit_code == 0, told.output
    path = tmp_path / "side_by_side-what-if" / "what_if.html"
    assert told.stdout.splitlines() == [str(path)]
    html = path.read_text("utf-8")
    assert "50 draws (Monte Carlo, seed 3)" in html
    assert "What if? Side by Side" in html
    assert not list(path.parent.glob("*.xlsx"))


def test_what_if_opens_its_page_where_a_person_is_there_to_see_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from econ.command_line import running

    opened = list[str]()
    monkeypatch.setattr("webbrowser.open", opened.append)
    monkeypatch.setattr(running, "seen_by_a_person", lambda: True)
    words = ("what-if", PROGRAMME, "--out", tmp_path, "--draws", "20")
    econ(*words, "--no-open")
    assert not opened
    econ(*words)
    assert opened == [(tmp_path / "side_by_side-what-if" / "what_if.html").as_uri()]
