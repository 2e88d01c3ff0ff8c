"""The summary workbook as a file: its sheets, pictures, pages, and what must never be in it."""

import re
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import openpyxl
import pytest
import typer
from openpyxl.worksheet.worksheet import Worksheet

from econ import output
from econ.command_line.messages import errors_for_people
from econ.model.designs import MonteCarlo
from econ.model.distributions import Fixed
from econ.model.scenario import Scenario
from econ.pages import how_sure
from econ.pages.book import Workbooks, workbooks
from econ.pages.page import Book, Sheet, Table, Text
from econ.reports.report import Report, report
from econ.workbook.writing import paper
from tests.programmes import programme, saving
from tests.recalculation import values
from tests.workbook.summaries import RUN, grid, lines, rich, write_summary, written

LIVE = {
    *("Summary", "Who pays, who gains", "What-if", "Assumptions and sources", "Workings", "Checks"),
}
SHEETS = [
    "Summary",
    "Who pays, who gains",
    "What it is made of",
    "Who benefits",
    "How sure",
    "What-if",
    "Business case",
    "Assumptions and sources",
    "About",
    "Workings",
    "Checks",
]
TECHNICAL = ["All measures", "Convergence", "CHEERS", "Verification", "Run"]
SMALLEST, UPRIGHT, LANDSCAPE = 8.0, 717, 1_045
"""Points of the least that is printed, and pixels across a page of A4 within its margins."""
NAMED = r"\bsheets? ([A-Z][\w-]*)\b(?!(?: [\w-]+){0,3} of \w+\.xlsx)"
"""A sheet that is named, and not with the file in which it is."""
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("summary")


@pytest.fixture(scope="module")
def found(home: Path) -> Report:
    found = report(rich(), MonteCarlo(200, 1))
    write_summary(found, home / "summary.xlsx", {**RUN, "Date": "2026-11-26"})
    return found


@pytest.fixture(scope="module")
def path(home: Path, found: Report) -> Path:
    assert found.design.size == 200
    return home / "summary.xlsx"


@pytest.fixture(scope="module")
def technical(path: Path) -> Sequence[Worksheet]:
    return openpyxl.load_workbook(path.with_name("technical.xlsx")).worksheets


@pytest.fixture(scope="module")
def sheets(path: Path) -> Sequence[Worksheet]:
    return openpyxl.load_workbook(path).worksheets


def parts(path: Path, pattern: str) -> list[str]:
    """The parts of the file whose names match."""
    with zipfile.ZipFile(path) as file:
        names = [name for name in file.namelist() if re.fullmatch(pattern, name)]
        return [file.read(name).decode("utf-8") for name in sorted(names)]


def pictures(path: Path) -> list[str]:
    """The text alternatives of the pictures on the first sheet."""
    drawing, *_ = parts(path, r"xl/drawings/drawing1\.xml")
    return re.findall(r'descr="([^"]*)"', drawing)


def certain(scenario: Scenario) -> Scenario:
    fixed = {
        name: replace(parameter, distribution=Fixed(parameter.mean))
        for name, parameter in scenario.parameters.items()
    }
    return replace(scenario, parameters=fixed)


def test_the_sheets_stand_in_their_order(sheets: Sequence[Worksheet]) -> None:
    titles = [sheet.title for sheet in sheets]
    assert titles == SHEETS


def test_what_commissioners_do_not_need_is_in_a_file_of_its_own(
    technical: Sequence[Worksheet],
) -> None:
    assert [sheet.title for sheet in technical] == TECHNICAL


def test_each_link_leads_to_a_sheet_that_is_there_and_says_where(
    sheets: Sequence[Worksheet], technical: Sequence[Worksheet]
) -> None:
    names = {"summary.xlsx": SHEETS, "technical.xlsx": TECHNICAL}
    led = set()
    for own, book in (("summary.xlsx", sheets), ("technical.xlsx", technical)):
        for cell in (cell for sheet in book for row in sheet.iter_rows() for cell in row):
            link = cell.hyperlink
            if link is not None and link.location:
                file = link.target or own
                assert link.location.removesuffix("!A1").strip("'") in names[file]
                assert str(cell.value).endswith(file) or file == own
                led.add((own, file))
    assert led == {("summary.xlsx", "summary.xlsx"), ("technical.xlsx", "summary.xlsx")}


def test_no_sheet_of_another_file_is_named_without_its_file(
    sheets: Sequence[Worksheet], technical: Sequence[Worksheet]
) -> None:
    """“The sheet Run of technical.xlsx”, never “the sheet Run” in a file that has none."""
    for own, book in ((set(SHEETS), sheets), (set(TECHNICAL), technical)):
        cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
        for text in (value for value in cells if isinstance(value, str)):
            for name in re.findall(NAMED, text):
                assert any(known.startswith(name) for known in own | {"Changes"}), text


def test_a_programme_without_uncertainty_has_its_sheets_and_no_picture_of_draws(
    tmp_path: Path,
) -> None:
    path = tmp_path / "certain.xlsx"
    written(replace(certain(rich()), unmonetised=()), path)
    assert list(values(path)) == SHEETS
    assert len(pictures(path)) == 1


def test_each_sheet_asks_a_question_answers_it_and_leads_back(
    sheets: Sequence[Worksheet], technical: Sequence[Worksheet]
) -> None:
    for sheet in (*sheets[1:], *technical):
        assert str(sheet["A1"].value).endswith("?"), sheet.title
        assert sheet["A2"].value
        assert sheet["A2"].font.bold
        links = [row[0] for row in sheet.iter_rows(max_row=8) if row[0].hyperlink]
        assert links[0].hyperlink is not None
        assert links[0].hyperlink.location == "Summary!A1"
        assert links[0].value in ("Back to Summary", "Summary, in summary.xlsx")


def test_nothing_is_printed_below_eight_points(
    sheets: Sequence[Worksheet], technical: Sequence[Worksheet]
) -> None:
    """Of 11 points, as wide as a sheet is and as many pages as it may take; nothing is smaller."""
    for sheet in (*sheets, *technical):
        wide = sum(8 * column.width + 5 for column in sheet.column_dimensions.values())
        page = LANDSCAPE if sheet.page_setup.orientation == "landscape" else UPRIGHT
        across = sheet.page_setup.fitToWidth or 1
        assert 11 * page * across / wide >= SMALLEST - 0.05, sheet.title
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
            assert cell.font.size >= 11


def test_nothing_is_merged_or_hidden(sheets: Sequence[Worksheet]) -> None:
    for sheet in sheets:
        assert not sheet.merged_cells.ranges
        assert sheet.sheet_state == "visible"
        assert not any(row.hidden for row in sheet.row_dimensions.values())
        assert not any(column.hidden for column in sheet.column_dimensions.values())


def test_only_our_own_cells_are_formulas(sheets: Sequence[Worksheet]) -> None:
    for sheet in sheets:
        live = [c for row in sheet.iter_rows() for c in row if c.data_type == "f"]
        assert bool(live) == (sheet.title in LIVE), sheet.title


@pytest.mark.parametrize("text", ["=Council", "@North", "=Does it pay for itself?", "+ a trial"])
def test_text_that_begins_like_a_formula_is_text(text: str, sheets: Sequence[Worksheet]) -> None:
    held = [c for sheet in sheets for row in sheet.iter_rows() for c in row if c.value == text]
    assert held
    assert all(cell.data_type == "s" for cell in held)


def test_every_table_is_marked_up_with_a_text_alternative(
    sheets: Sequence[Worksheet], path: Path
) -> None:
    assert all(sheet.tables for sheet in sheets)
    for part in parts(path, r"xl/tables/table\d+\.xml"):
        assert 'altTextSummary="' in part


def test_the_title_of_each_sheet_is_in_its_first_cell(sheets: Sequence[Worksheet]) -> None:
    titles = [sheet["A1"] for sheet in sheets]
    assert titles[0].value == rich().name
    assert {(title.font.size, title.font.bold) for title in titles} == {(16, True)}


def test_every_series_of_every_chart_points_at_cells(path: Path) -> None:
    charts = parts(path, r"xl/charts/chart\d+\.xml")
    assert len(charts) >= 2
    for chart in charts:
        tree = ET.fromstring(chart)  # noqa: S314 - our own file
        series = list(tree.iter(f"{CHART}ser"))
        assert series
        for one in series:
            scatter = one.find(CHART + "xVal") is not None
            for part in ("tx", "xVal", "yVal") if scatter else ("tx", "cat", "val"):
                references = [
                    f.text for kept in one.iter(CHART + part) for f in kept.iter(CHART + "f")
                ]
                assert len(references) == 1, part
                assert "!$" in str(references[0])
        assert not list(tree.iter(f"{CHART}numLit"))


def test_every_chart_has_a_title_and_a_text_alternative(path: Path, found: Report) -> None:
    for chart in parts(path, r"xl/charts/chart\d+\.xml"):
        tree = ET.fromstring(chart)  # noqa: S314 - our own file
        assert tree.find(f".//{CHART}title") is not None
    for drawing in parts(path, r"xl/drawings/drawing\d+\.xml"):
        assert drawing.count("<xdr:graphicFrame") == len(re.findall(r'descr="[^"]+"', drawing))
    distribution_of_net, by_payer = pictures(path)
    assert all(payer.label in by_payer for payer in found.scenario.payers)
    assert "chance of more than £0: " in distribution_of_net


def test_the_same_results_are_the_same_bytes(tmp_path: Path, found: Report) -> None:
    for name in ("one.xlsx", "two.xlsx"):
        write_summary(found, tmp_path / name, RUN)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_what_is_interrupted_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, found: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "summary.xlsx"
    path.write_bytes(b"the old one")

    laid_out = paper._Paper.write

    def interrupted(sheet: paper._Paper, said: Book) -> None:
        if sheet.value.name == "About":
            raise KeyboardInterrupt
        laid_out(sheet, said)

    monkeypatch.setattr(paper._Paper, "write", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_summary(found, path, RUN)
    assert path.read_bytes() == b"the old one"
    assert list(tmp_path.iterdir()) == [path]


def test_every_page_is_a4_and_says_of_what_and_which_run_it_is(
    sheets: Sequence[Worksheet], technical: Sequence[Worksheet]
) -> None:
    for sheet in (*sheets, *technical):
        assert str(sheet.page_setup.paperSize) == "9"
        assert sheet.sheet_properties.pageSetUpPr is not None
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.oddHeader is not None
        assert sheet.oddFooter is not None
        assert "A && B: every shape" in str(sheet.oddHeader.left.text)
        foot = str(sheet.oddFooter.left.text)
        named = "ILLUSTRATIVE NUMBERS: do not quote as a finding. A && B: every shape"
        assert named in foot.replace("\n", ". ")
        assert foot.endswith(", run on 26 November 2026")
        assert "Page &P of &N" in str(sheet.oddFooter.right.text)


def test_a_foot_without_a_warning_a_date_or_a_version_says_none() -> None:
    graded = {n: replace(p, evidence="observed") for n, p in rich().parameters.items()}
    about = {**rich().about, "programme": "A && B", "version": "3"}
    sure = report(rich(parameters=graded, about=about), MonteCarlo(20, 1))
    made = workbooks(sure, {})
    assert made.summary.foot == "A && B: A & B: every shape, version 3"
    assert made.technical.foot == made.summary.foot
    assert made.summary.properties["title"] == "A && B: A & B: every shape"


def test_the_first_sheet_prints_on_one_page(sheets: Sequence[Worksheet]) -> None:
    setup = sheets[0].page_setup
    assert (setup.fitToWidth or 1, setup.fitToHeight or 1) == (1, 1)


def test_headings_of_a_sheets_only_table_are_printed_on_each_page_and_nothing_is_frozen(
    sheets: Sequence[Worksheet], technical: Sequence[Worksheet]
) -> None:
    repeated = set()
    for sheet in (*sheets, *technical):
        assert sheet.freeze_panes is None
        if sheet.print_title_rows:
            top = int(sheet.print_title_rows.split("$")[-1])
            assert sheet.cell(top, 1).font.bold
            assert len(sheet.tables) == 1
            repeated.add(sheet.title)
    assert {"Assumptions and sources", "Checks", "CHEERS", "Verification"} <= repeated


def test_no_row_of_words_is_lower_than_a_line(sheets: Sequence[Worksheet]) -> None:
    for sheet in sheets:
        for number, row in enumerate(sheet.iter_rows(), 1):
            if any(isinstance(cell.value, str) for cell in row):
                height = sheet.row_dimensions[number].height
                assert height is not None
                assert height >= 14.5


def test_inputs_are_marked_by_a_word_and_not_by_colour_alone(sheets: Sequence[Worksheet]) -> None:
    found = set()
    for sheet in sheets:
        for row in sheet.iter_rows():
            if any(cell.fill.fgColor.rgb == "FFFFF9DB" for cell in row):
                assert any("Input" in str(cell.value) for cell in row), (sheet.title, row[0].row)
                found.add(sheet.title)
    assert found == {"What-if", "Assumptions and sources", "Workings", "About"}


def test_no_number_is_written_with_numpys_type(path: Path) -> None:
    assert not any("np.float" in part for part in parts(path, r"xl/.*\.xml"))


def test_a_long_horizon_adds_its_later_years_up(tmp_path: Path) -> None:
    path = tmp_path / "long.xlsx"
    found = written(rich(years=30), path, draws=10)
    cells = values(path)["Who pays, who gains"]
    said = "Money kept (−: spent), mean, undiscounted, 2024/25 prices"
    rows = grid(cells)
    headings = [cell for cell in next(row for row in rows if row[0] == said) if cell is not None]
    assert headings[1:] == [
        *("2025/26", "2026/27", "2027/28", "2028/29", "2029/30"),
        "2030/31 to 2054/55",
        *("All years", "95% from", "95% to", "Of the mean: cash", "Of the mean: capacity"),
    ]
    first = lines(cells, said)[0]
    own = [line.impact.mean for line in found.budget if line.payer == "acute_trusts"]
    assert first[6] == pytest.approx(sum(x or 0.0 for x in own[5:]))
    assert first[7] == pytest.approx(sum(x or 0.0 for x in own))


def test_the_smallest_programme_can_be_written(tmp_path: Path) -> None:
    scenario = programme({"people": 10, "value": 3.0}, [saving("visits", "people", "value")])
    found = written(scenario, tmp_path / "small.xlsx", draws=2)
    assert found.measure("net_present_value").base_case == 30.0
    assert values(tmp_path / "small.xlsx")["Summary"]["A1"] == "Small programme"


def test_a_rare_value_far_away_has_a_distribution_and_no_amounts_to_choose_from(
    found: Report,
) -> None:
    rare = replace(found, net_rows=np.array([5.0] * 1000 + [100.0]))
    drawn = how_sure.draws_in_ranges(rare)
    assert drawn is not None
    table = drawn.behind
    assert table is not None
    assert sum(float(str(row[2])) for row in table.rows) == 1000
    sheet = how_sure.how_sure_sheet(rare, drawn)
    assert [t.name for t in sheet.every(Table) if isinstance(t, Table)] == ["Errors by chance"]


def test_results_are_written_but_not_told_where_formulas_and_model_disagree(
    found: Report,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    book = Book((Sheet("Summary", "", (10.0,), (Text("Title"),)),), "", {})
    made = Workbooks(book, book, ("Net present value", "Costs"))
    monkeypatch.setattr(output, "workbooks", lambda *_: made)
    with pytest.raises(typer.Exit) as left, errors_for_people():
        output.save(found, tmp_path)
    assert left.value.exit_code == 4
    assert capsys.readouterr() == ("", DISAGREE.format(tmp_path / "summary.xlsx"))
    assert (tmp_path / "summary.xlsx").exists()


DISAGREE = """{}: 2 problems

  Checks  Net present value: the workbook's formula and the model do not come to the same
      Use none of these results; please report it.
  Checks  Costs: the workbook's formula and the model do not come to the same
      Use none of these results; please report it.
"""


def test_a_report_says_what_its_draws_were(tmp_path: Path) -> None:
    found = report(rich(), MonteCarlo(50, 7))
    write_summary(found, tmp_path / "run.xlsx", {"Command": "econ run x", "Date": ""})
    cells = values(tmp_path / "technical.xlsx")["Run"]
    run = {str(row[0]): row[1] for row in lines(cells, "Item")}
    assert run["Command"] == "econ run x"
    assert run["Date"] == "not known"
    assert (run["Draws"], run["Seed"]) == ("50", "7")
