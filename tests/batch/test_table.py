"""A table of work: what its rows mean, and everything that is wrong with it, in these words."""

from pathlib import Path

import pytest
from openpyxl import Workbook

import econ
from econ.batch.table import read_batch
from econ.batch.written import given_in
from econ.errors import BatchError, FaultError
from econ.model.distributions import ChanceOfNone, Distribution, Gamma, Normal
from econ.model.parameters import Priced
from econ.workbook.reading.cells import InputCell
from tests.batch.work import BOARDS, Rows, batch, table, workbook

ROOT = Path(__file__).parents[2]


def refused(folder: Path, rows: Rows) -> str:
    with pytest.raises(BatchError) as error:
        batch(folder, rows)
    return str(error.value).replace(folder.as_posix(), "here")


def test_a_row_is_a_run_and_the_rows_of_a_board_are_a_unit(tmp_path: Path) -> None:
    found = batch(tmp_path)
    told = [(u.board, [(r.scenario.name, r.cohort) for r in u.runs]) for u in found.units]
    east, west = told
    assert east[1] == [("Base case", "all"), ("Longer", "all"), ("Nothing due", "all")]
    assert west == (
        "West",
        [("Base case", "all"), ("Longer", "all"), ("Base case", "north"), ("Base case", "south")],
    )


def test_a_run_is_what_the_verbs_make_of_the_base_case(tmp_path: Path) -> None:
    base = econ.read(workbook(tmp_path))
    east, west = batch(tmp_path).units
    assert east.runs[1].scenario.outcomes == base.alternative("Longer").outcomes
    varied = base.vary(people=80, hours=econ.Normal(12, 3))
    found = {(r.scenario.name, r.cohort): r.scenario for r in west.runs}
    assert found["Base case", "all"].changes == varied.changes
    assert found["Longer", "all"].years == 4
    assert found["Longer", "all"]["hours"].distribution == Normal(12, 3)
    assert found["Base case", "south"].changes == base.only(cohorts=["south"]).changes


def test_all_cohorts_are_everyone_together_and_each_alone(tmp_path: Path) -> None:
    rows = [{"cohort": "all", "scenario": "Base case; Longer"}]
    told = [(r.scenario.name, r.cohort) for r in batch(tmp_path, rows).runs]
    assert told == [(s, c) for s in ("Base case", "Longer") for c in ("all", "north", "south")]


def test_a_row_without_a_board_is_a_unit_of_its_own(tmp_path: Path) -> None:
    found = batch(tmp_path, [{"people": 80}, {"people": 90}])
    assert [unit.board for unit in found.units] == ["row 2", "row 3"]


def test_an_excel_table_reads_as_the_same_table_in_csv(tmp_path: Path) -> None:
    book, headings = Workbook(), ["workbook", "board", "scenario", "people", "hours", "cohort"]
    sheet = book.worksheets[0]
    sheet.append(headings)
    for row in BOARDS:
        sheet.append([{"workbook": "mine.xlsx", **row}.get(heading) for heading in headings])
    read = batch(tmp_path)
    book.save(tmp_path / "boards.xlsx")
    found = read_batch(tmp_path / "boards.xlsx")
    assert [unit.identity() for unit in found.units] == [unit.identity() for unit in read.units]


def test_a_script_stands_as_a_workbook_or_as_scenarios_of_it(tmp_path: Path) -> None:
    workbook(tmp_path)
    (tmp_path / "mine.py").write_text(
        'import econ\nbase = econ.read("mine.xlsx")\n'
        'scenario = base.over("Three years", years=1)\n'
        'scenarios = [scenario, base.vary("More people", people=500)]\n',
        encoding="utf-8",
    )
    rows = [
        {"board": "a", "workbook": "mine.py", "scenario": "all"},
        {"board": "b", "scenario": "Base case; mine.py", "hours": "Normal(12, 3)"},
    ]
    a, b = batch(tmp_path, rows).units
    assert [r.scenario.name for r in a.runs][:2] == ["Three years", "More people"]
    assert [r.scenario.name for r in b.runs] == ["Base case", "Three years", "More people"]
    assert b.runs[1].scenario["hours"].distribution == Normal(12, 3)
    told = refused(tmp_path, [{"scenario": "mine.py", "people": 10}])
    assert "people: the scenario 'More people' changes it too" in told


def test_everything_wrong_is_told_at_once_at_its_row_and_column(tmp_path: Path) -> None:
    rows: Rows = [
        {"board": "a", "people": "many", "hours": 12, "attribution": "Uniform(0, 3)"},
        {"board": "a", "scenario": "Longr; Base case", "cohort": "noth"},
        {"board": "b", "workbook": "none.xlsx", "peple": 3},
        {"board": "b", "workbook": ""},
        {"board": "c", "people": -5, "visit_cost": "Gamma(-1, 2)"},
        {"board": "c", "hours": "Normal(1, 2", "people": "=1+1"},
        {"board": "d", "scenario": "Base case"},
        {"board": "d", "scenario": ""},
    ]
    assert refused(tmp_path, rows) == KEPT


KEPT = """\
here/boards.csv: 13 problems

  boards.csv row 1  peple: no column and no parameter is called 'peple'
      Did you mean 'people'?
  boards.csv row 2  people: people is text, not a number: 'many'
      Type a number, or leave the cell blank.
  boards.csv row 2  hours: is uncertain, and 12.0 would remove its uncertainty in silence
      Give a distribution, or econ.Fixed(12.0) if that is what you mean.
  boards.csv row 2  attribution: 1.5 is 150%
      Did you mean 1.5%? Type 1.5% or 0.015.
  boards.csv row 3  scenario: there is no scenario 'Longr'
      Did you mean 'Longer'?
  boards.csv row 3  cohort: there is no cohort 'noth'
      Did you mean 'north'?
  boards.csv row 4, none.xlsx  workbook: there is no such file
      Check the path and the name.
  boards.csv row 5  workbook: is blank
      Name a workbook, or a scenario script.
  boards.csv row 6  people: -5 is below 0, and the unit is people
      Check its sign; a change that may be a harm has the role effect.
  boards.csv row 6  visit_cost: 'Gamma(-1, 2)': shape and scale of a gamma must be above 0
      Write a number, or a distribution as scripts do: Normal(0.3, 0.15), Fixed(0.2).
  boards.csv row 7  people: people is text, not a number: '=1+1'
      Type a number, or leave the cell blank.
  boards.csv row 7  hours: 'Normal(1, 2' is not written as a script is
      Write a number, or a distribution as scripts do: Normal(0.3, 0.15), Fixed(0.2).
  boards.csv row 9  scenario: 'Base case' of d stands in row 8 too
      Each run stands once: name another board, scenario or cohort."""


def test_headings_are_told_too(tmp_path: Path) -> None:
    path = tmp_path / "boards.csv"
    workbook(tmp_path)
    for text, said in (
        ("board,people\nx,1\n", "boards.csv row 1  workbook: there is no such column"),
        ("workbook,people,people\nmine.xlsx,1,1\n", "people: its heading stands twice"),
        ("workbook,people\nmine.xlsx,1,1\n", "row 2: has more cells than there are headings"),
        ("workbook\n", "table of work: has no rows below its headings"),
    ):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(BatchError) as error:
            read_batch(path)
        assert said in str(error.value)


def test_what_is_wrong_with_a_workbook_is_told_at_its_cell_once(tmp_path: Path) -> None:
    from tests.workbook.small import cell, written

    written(tmp_path, cell("Parameters", 2, "value", "a hundred"))
    told = refused(tmp_path, [{"board": "a"}, {"board": "b"}])
    assert told.count("boards.csv row 2, mine.xlsx Parameters!D2  people: value is text") == 1
    assert "1 problem" in told


def test_a_number_that_a_scenario_sets_too_is_warned_of(tmp_path: Path) -> None:
    rows = [{"scenario": "Nothing due", "attribution": "Uniform(0, 0.5)"}]
    (warning, *_) = batch(tmp_path, rows).warnings[-1:]
    assert str(warning) == (
        "boards.csv row 2  attribution: the scenario 'Nothing due' sets it too, and its value "
        "counts"
    )


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1085", 1085.0),
        ("-.5e2", -50.0),
        ("Normal(0.3, 0.15)", Normal(0.3, 0.15)),
        (" econ.Gamma.from_moments(280, sd=70)", Gamma.from_moments(280, 70)),
        ("ChanceOfNone(0.5, Normal(-1, 2))", ChanceOfNone(0.5, Normal(-1, 2))),
        ("Priced(Fixed(400), '2021/22')", Priced(econ.Fixed(400), "2021/22")),
    ],
)
def test_a_cell_is_a_number_or_a_distribution_as_scripts_write_it(
    text: str, meant: float | Distribution | Priced
) -> None:
    assert given_in(InputCell("", 2, 1, text), "x") == meant


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('true')", "Normal(__import__('os'), 1)", "Normal(1, 2).mean",
        "open('x')", "Normal(" * 200, "Normal(1e999, 1)", "Normal(*[1, 2])", "Normal(1)",
        "Normal(a, 1)", "Normal(1, -1)", "nan", "1_000", "Sample((1, 2))", "£3", "Normal(True, 1)",
        "Normal(1, 2) + Normal(1, 2)", "Normal(**{'mean': 1})",
    ],
)  # fmt: skip
def test_whatever_else_stands_in_a_cell_is_refused_and_never_run(text: str) -> None:
    with pytest.raises(FaultError):
        given_in(InputCell("", 2, 1, text), "x")


def test_the_shipped_example_is_of_42_boards_that_are_called_illustrative() -> None:
    found = read_batch(ROOT / "scenarios" / "boards.csv")
    assert [u.board for u in found.units] == [
        f"Board {number:02d} (illustrative)" for number in range(1, 43)
    ]
    assert {len(unit.runs) for unit in found.units} == {7}
    people = [unit.runs[0].scenario["participants"].mean for unit in found.units]
    assert len(set(people)) == 42


def test_an_empty_or_missing_table_is_said_so(tmp_path: Path) -> None:
    for name in ("none.csv", "boards.txt"):
        (tmp_path / "boards.txt").write_text("x")
        with pytest.raises(BatchError, match="table of work: "):
            read_batch(tmp_path / name)


def test_workbooks_in_prices_of_two_years_are_not_ranked_together(tmp_path: Path) -> None:
    from tests.workbook.small import Books

    table(tmp_path)
    (tmp_path / "later").mkdir()
    books = Books()
    books.programme["About"][7]["statement"] = "2023/24"
    books.write(tmp_path / "later")
    told = refused(tmp_path, [{"board": "a"}, {"board": "b", "workbook": "later/mine.xlsx"}])
    assert "later/mine.xlsx: is in 2023/24 prices, that of row 2 in 2024/25" in told
