"""A new workbook, a copy of one that is there, and the shipped example."""

import hashlib
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

import econ
from econ.scripts import load
from econ.workbook import shipped as shipped_module
from econ.workbook.layout import ABOUT_ITEMS, PARAMETERS, PROGRAMME, START_HERE, InputColumn
from econ.workbook.new import new_workbook
from econ.workbook.shipped import shipped, write_example
from tests.workbook.small import written

ROOT = Path(__file__).parents[2]
SIDE_BY_SIDE = ROOT / "parameters" / "side_by_side.xlsx"
LEFT_OUT = {"Samples", "Studies"}
"""Imported draws: an example of one row would not be a sample."""


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_workbook(tmp_path_factory.mktemp("new") / "mine.xlsx")


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("example")
    write_example(folder)
    return folder


def base_case(path: Path) -> float:
    scenario = econ.read(path)
    return econ.headline().base(econ.evaluate(scenario, econ.base_case(scenario)))


def columns(path: Path) -> Iterator[tuple[Worksheet, int, InputColumn]]:
    """Every declared column of a workbook, with its sheet and its place."""
    workbook = load_workbook(path)
    for sheet in PROGRAMME:
        if sheet.name in workbook.sheetnames:
            page = workbook[sheet.name]
            places = {str(cell.value): place for place, cell in enumerate(page[1], 1)}
            for column in sheet.columns:
                yield page, places[column.heading], column


def lists(page: Worksheet, address: str) -> list[str]:
    """What the drop-down lists on a cell are made of."""
    rules = page.data_validations.dataValidation
    return [str(r.formula1) for r in rules if r.type == "list" and address in r.sqref]


def test_a_new_workbook_is_accepted_as_it_is_without_a_warning(fresh: Path) -> None:
    assert econ.read(fresh).warnings == ()


def test_a_new_workbook_runs_and_says_that_its_numbers_are_illustrative(fresh: Path) -> None:
    scenario = econ.read(fresh)
    impacts = econ.run(scenario, draws=200, seed=1)
    spread = econ.headline().estimate(impacts)
    assert spread.sd
    assert {p.evidence for p in scenario.parameters.values()} == {"illustrative"}


def test_every_sheet_but_imported_draws_has_a_worked_example(fresh: Path) -> None:
    workbook = load_workbook(fresh)
    assert workbook.sheetnames == [s.name for s in PROGRAMME if s.name not in LEFT_OUT]
    assert all(page["A2"].value is not None for page in workbook.worksheets)


def test_every_row_that_readers_see_says_that_it_is_an_example(fresh: Path) -> None:
    scenario = econ.read(fresh)
    names = [*scenario.parameters, *(outcome.name for outcome in scenario.outcomes)]
    names += [payer.name for payer in scenario.payers]
    names += [cohort.name for cohort in scenario.cohorts]
    assert all(scenario.label(name).startswith("Example: ") for name in names)


def test_an_index_that_is_not_of_the_list_is_not_said_to_be_missing(fresh: Path) -> None:
    """The list is of the day on which the workbook was made; an index typed below is there."""
    page = load_workbook(fresh)[PARAMETERS.name]
    (rule,) = [r for r in page.data_validations.dataValidation if "deflator" in str(r.formula1)]
    assert rule.errorStyle == "warning"
    assert rule.error == (
        "It is not of this list. Is it in the sheet Indices, or in the unit-cost library?"
    )


def test_the_first_sheet_says_in_ten_lines_what_to_do_and_names_the_file(fresh: Path) -> None:
    page = load_workbook(fresh).worksheets[0]
    assert page.title == START_HERE.name
    steps = [str(row[1].value) for row in page.iter_rows(2) if str(row[0].value).startswith("Step")]
    assert len(steps) == 10
    assert f"econ check {fresh.as_posix()}" in steps[-1]
    told = " ".join(steps)
    assert all(
        sheet in told for sheet in ("About", "Payers", "Parameters", "Outcomes", "Incidence")
    )


def test_the_key_shows_each_look_and_says_it_in_words(fresh: Path) -> None:
    page = load_workbook(fresh)[START_HERE.name]
    key = {str(row[0].value): row[0] for row in page.iter_rows(2)}
    assert key["Bold on dark"].font.b
    assert key["Italic on light"].font.i
    assert key["Boxed"].border.left.style
    assert not key["Plain"].font.b


def test_a_heading_that_must_be_filled_in_differs_by_more_than_its_colour(fresh: Path) -> None:
    for page, place, column in columns(fresh):
        font = page.cell(1, place).font
        if page.title != START_HERE.name:
            assert (font.b, font.i) == (column.required, not column.required)


def test_every_heading_is_explained_and_frozen(fresh: Path) -> None:
    for page, place, column in columns(fresh):
        comment = page.cell(1, place).comment
        assert comment is not None
        assert column.meaning in comment.text
        assert page.freeze_panes == "B2"


def test_choices_and_names_of_other_sheets_are_offered_in_the_next_blank_row(fresh: Path) -> None:
    for page, place, column in columns(fresh):
        address = page.cell(page.max_row, place).coordinate
        offered = lists(page, address)
        if column.choices:
            listed = ",".join(column.choices)  # Excel takes 255 characters: else rows name all
            assert offered == ([f'"{listed}"'] if len(listed) <= 255 else [])
        elif column.kind == "yes/no":
            assert offered == ['"yes,no"']
        elif column.refers.split("/")[0] in {s.name for s in PROGRAMME} and column.kind != "names":
            assert len(offered) == 1


def test_payers_and_parameters_are_offered_as_headings(fresh: Path) -> None:
    workbook = load_workbook(fresh)
    assert lists(workbook["Incidence"], "D1") == ["'Payers'!$A$2:$A$203"]
    assert lists(workbook["Cohorts"], "F1") == ["'Parameters'!$A$2:$A$207"]


def test_perspective_intake_and_discount_rate_are_offered_in_about(fresh: Path) -> None:
    page = load_workbook(fresh)["About"]
    offered = {str(row[0].value): lists(page, row[1].coordinate) for row in page.iter_rows(2)}
    assert set(offered) == set(ABOUT_ITEMS)
    assert offered["perspective"] == ['"NHS and PSS,public sector,society"']
    assert offered["intake"] == ["'Profiles'!$A$2:$A$204"]
    assert "Green Book" in offered["discount rate"][0]


def test_a_share_typed_as_17_becomes_17_percent_and_a_year_stays_text(fresh: Path) -> None:
    workbook = load_workbook(fresh)
    for sheet in PROGRAMME:
        if sheet.name in workbook.sheetnames:
            page = workbook[sheet.name]
            for column, cell in zip(sheet.columns, page[page.max_row], strict=False):
                if column.kind == "share":
                    assert "%" in cell.number_format
                if column.kind == "year":
                    assert cell.number_format == "@"


def test_only_indices_that_may_be_reproduced_are_written_into_a_new_workbook(fresh: Path) -> None:
    page = load_workbook(fresh)["Indices"]
    assert {row[0].value for row in page.iter_rows(2) if row[0].value} == {"GDP deflator"}


def test_a_library_that_lies_beside_the_new_workbook_is_named_in_it(example: Path) -> None:
    scenario = econ.read(new_workbook(example / "parameters" / "mine.xlsx"))
    assert scenario.about["unit-cost library"] == "unit_costs.xlsx"
    assert "ae_attendance_2425" in scenario.library
    (example / "parameters" / "mine.xlsx").unlink()


def test_a_workbook_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "mine.xlsx"
    path.write_bytes(b"a week's work")
    with pytest.raises(econ.ScenarioError, match="is there already"):
        new_workbook(path)
    assert path.read_bytes() == b"a week's work"


def test_a_new_workbook_has_the_name_of_a_workbook(tmp_path: Path) -> None:
    with pytest.raises(econ.ScenarioError, match=re.escape("Call it mine.xlsx.")):
        new_workbook(tmp_path / "mine.csv")


def test_a_copy_gives_the_base_case_of_what_it_started_from(tmp_path: Path) -> None:
    copy = new_workbook(tmp_path / "deep" / "copy.xlsx", from_=SIDE_BY_SIDE)
    assert base_case(copy) == pytest.approx(base_case(SIDE_BY_SIDE), rel=1e-12)
    assert econ.read(copy).warnings == econ.read(SIDE_BY_SIDE).warnings


def test_a_copy_says_in_its_changes_what_it_started_from(tmp_path: Path) -> None:
    copy = new_workbook(tmp_path / "copy.xlsx", from_=SIDE_BY_SIDE)
    told = [str(row[3].value) for row in load_workbook(copy)["Changes"].iter_rows(2)]
    digest = hashlib.sha256(SIDE_BY_SIDE.read_bytes()).hexdigest()[:12]
    assert any("side_by_side.xlsx" in text and digest in text for text in told)


def test_a_copy_of_every_kind_of_sheet_reads_as_the_first_does(tmp_path: Path) -> None:
    source = written(tmp_path)
    copy = new_workbook(tmp_path / "elsewhere" / "copy.xlsx", from_=source)
    first, second = econ.read(source), econ.read(copy)
    assert second.about["unit-cost library"] == "../costs.xlsx"
    for name in ("outcomes", "payers", "cohorts", "correlations", "unmonetised", "profiles"):
        assert getattr(first, name) == getattr(second, name)
    assert {n: p.distribution for n, p in first.parameters.items()} == {
        n: p.distribution for n, p in second.parameters.items()
    }


def test_an_unsound_workbook_is_not_copied(tmp_path: Path) -> None:
    (tmp_path / "text.xlsx").write_text("not a workbook")
    with pytest.raises(econ.WorkbookError):
        new_workbook(tmp_path / "copy.xlsx", from_=tmp_path / "text.xlsx")
    assert not (tmp_path / "copy.xlsx").exists()


def test_the_example_holds_what_is_shipped_and_its_scenarios_load_from_its_folder(
    example: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(example)
    scripts = sorted(Path("scenarios").glob("*.py"))
    assert [s.name for s in scripts] == sorted(s.name for s in (ROOT / "scenarios").glob("*.py"))
    assert all(load(script).name for script in scripts)
    assert Path("parameters/side_by_side.xlsx").read_bytes() == SIDE_BY_SIDE.read_bytes()


def test_an_example_overwrites_nothing_and_then_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "base_case.py").write_text("mine")
    with pytest.raises(econ.ScenarioError, match="is there already"):
        write_example(tmp_path)
    assert [p.name for p in tmp_path.rglob("*") if p.is_file()] == ["base_case.py"]


def test_what_is_shipped_is_found_inside_an_installed_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = tmp_path / "econ" / "shipped" / "parameters"
    inside.mkdir(parents=True)
    monkeypatch.setattr(shipped_module, "files", lambda _: tmp_path / "econ")
    assert shipped() == inside.parent


def test_the_package_ships_every_file_of_the_example(example: Path) -> None:
    build = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]
    shipped_as: dict[str, str] = build["targets"]["wheel"]["force-include"]
    assert all((ROOT / source).exists() for source in shipped_as)
    assert shipped_as == {source: f"econ/shipped/{source}" for source in shipped_as}
    files = {path.relative_to(example).as_posix() for path in example.rglob("*.*")}
    assert all(any(file.startswith(source) for source in shipped_as) for file in files)
