"""What the Government Analysis Function's checklist asks of spreadsheets, of every sheet."""

import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from openpyxl.cell import Cell
from openpyxl.styles import Font
from openpyxl.workbook import Workbook

from econ.files import SUMMARY, TECHNICAL
from econ.model.designs import MonteCarlo
from econ.reports.report import report
from econ.reports.sensitivity import sensitivity
from tests.recalculation import values
from tests.workbook.summaries import RUN, lines, rich, write_summary

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
FEWEST = {SUMMARY: 8, TECHNICAL: 2}
"""The least pictures of each file."""
CONTRAST = 4.5
"""The least contrast of text, by the Web Content Accessibility Guidelines, level AA."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("accessible")
    scenario = rich()
    told = sensitivity(scenario, n=256)
    write_summary(report(scenario, MonteCarlo(200, 1)), home / SUMMARY, RUN, told)
    return home


@pytest.fixture(scope="module", params=[SUMMARY, TECHNICAL])
def path(home: Path, request: pytest.FixtureRequest) -> Path:
    return home / str(request.param)


@pytest.fixture(scope="module")
def book(path: Path) -> Workbook:
    return openpyxl.load_workbook(path)


def filled(book: Workbook) -> Iterator[Cell]:
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell, Cell) and cell.value is not None:
                    yield cell


def parts(path: Path, pattern: str) -> Mapping[str, str]:
    with zipfile.ZipFile(path) as file:
        names = [name for name in file.namelist() if re.fullmatch(pattern, name)]
        return {name: file.read(name).decode() for name in names}


def luminance(colour: str) -> float:
    """The relative luminance of a colour such as FF12436D."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (2, 4, 6)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(cell: Cell) -> float:
    """How far the text of a cell stands out from what is behind it."""
    text = cell.font.color.rgb if cell.font.color and cell.font.color.rgb else "FF000000"
    solid = cell.fill.patternType == "solid"
    behind = cell.fill.fgColor.rgb if solid else "FFFFFFFF"
    text = text if isinstance(text, str) else "FF000000"
    pale, dark = sorted((luminance(str(behind)), luminance(text)), reverse=True)
    return (pale + 0.05) / (dark + 0.05)


def test_the_title_is_in_the_first_cell_and_looks_like_one(book: Workbook) -> None:
    for sheet in book.worksheets:
        title = sheet["A1"]
        assert isinstance(title.value, str), sheet.title
        assert title.font.bold
        assert title.font.sz == 16


def test_about_names_every_sheet_of_the_summary_links_to_it_and_says_what_it_answers(
    home: Path,
) -> None:
    book = openpyxl.load_workbook(home / SUMMARY)
    rows = lines(values(home / SUMMARY)["About"], "Sheet")
    assert [row[0] for row in rows] == book.sheetnames
    links = {
        str(cell.value): cell.hyperlink.location
        for cell in filled(book)
        if cell.parent.title == "About" and cell.hyperlink is not None
    }
    for name, asks in rows:
        assert str(links[str(name)]).replace("'", "") == f"{name}!A1"
        assert str(asks).endswith("?")


def test_every_table_has_headings_that_are_there_and_differ(book: Workbook) -> None:
    for sheet in book.worksheets:
        assert sheet.tables
        for table in sheet.tables.values():
            headings = [cell.value for cell in sheet[table.ref][0]]
            assert all(isinstance(heading, str) and heading.strip() for heading in headings)
            assert len({str(heading).lower() for heading in headings}) == len(headings)
            assert headings == [column.name for column in table.tableColumns]


def test_no_cell_within_a_table_is_blank_but_those_of_what_if_that_wait_for_a_number(
    book: Workbook,
) -> None:
    for sheet in book.worksheets:
        for table in sheet.tables.values():
            for row in sheet[table.ref]:
                blank = [cell for cell in row if cell.value in (None, "")]
                inputs = sheet.title == "What-if" and len(blank) == 1
                assert not blank or (inputs and not blank[0].protection.locked), (sheet.title, row)


def test_no_table_has_filter_buttons_which_screen_readers_stumble_over(path: Path) -> None:
    tables = parts(path, r"xl/tables/table\d+\.xml")
    assert tables
    assert not any("<autoFilter" in table for table in tables.values())


def test_nothing_is_merged_or_hidden(book: Workbook) -> None:
    for sheet in book.worksheets:
        assert not sheet.merged_cells.ranges
        assert sheet.sheet_state == "visible"
        assert not any(row.hidden for row in sheet.row_dimensions.values())
        assert not any(column.hidden for column in sheet.column_dimensions.values())


def test_every_table_and_every_chart_has_a_text_alternative(path: Path) -> None:
    for table in parts(path, r"xl/tables/table\d+\.xml").values():
        assert re.search(r'altTextSummary="[^"]{10,}"', table)
    frames = "".join(parts(path, r"xl/drawings/drawing\d+\.xml").values())
    count = frames.count("<xdr:graphicFrame ")
    assert count >= FEWEST[path.name]
    assert len(re.findall(r'descr="[^"]{40,}"', frames)) == count


def test_every_chart_has_a_title_and_both_its_axes_have_one(path: Path) -> None:
    charts = parts(path, r"xl/charts/chart\d+\.xml")
    assert len(charts) >= FEWEST[path.name]
    for name, text in charts.items():
        tree = ET.fromstring(text)  # noqa: S314 - our own file
        axes = [axis for kind in ("catAx", "valAx") for axis in tree.iter(f"{CHART}{kind}")]
        assert len(axes) == 2, name
        for titled in [tree.find(f"{CHART}chart"), *axes]:
            assert titled is not None
            title = titled.find(f"{CHART}title")
            assert title is not None, name
            assert "".join(title.itertext()).strip()


def test_series_of_one_chart_are_named_in_a_legend_or_by_their_bars(path: Path) -> None:
    for name, text in parts(path, r"xl/charts/chart\d+\.xml").items():
        tree = ET.fromstring(text)  # noqa: S314 - our own file
        several = len(list(tree.iter(f"{CHART}ser"))) > 1
        floats = tree.find(f".//{CHART}grouping") is not None and 'val="stacked"' in text
        if several and not floats:
            assert tree.find(f".//{CHART}legend") is not None, name


def test_text_stands_out_from_what_is_behind_it(book: Workbook) -> None:
    for cell in filled(book):
        assert contrast(cell) >= CONTRAST, (cell.parent.title, cell.coordinate)


def test_contrast_is_that_of_the_guidelines(book: Workbook) -> None:
    sheet = book.create_sheet("contrast")
    black, grey = sheet["A1"], sheet["A2"]
    grey.font = Font(color="FF777777")
    assert contrast(black) == pytest.approx(21)
    assert contrast(grey) == pytest.approx(4.478, abs=1e-3)
    book.remove(sheet)


def test_text_is_arial_and_large_enough(book: Workbook) -> None:
    for cell in filled(book):
        assert cell.font.name == "Arial"
        assert cell.font.sz is not None
        assert cell.font.sz >= 11


def test_names_of_sheets_say_what_is_on_them(book: Workbook) -> None:
    for name in book.sheetnames:
        assert not re.match(r"(?i)sheet|table|tab|data\d", name)
        assert 3 <= len(name) <= 31


def test_links_are_words_and_not_addresses(book: Workbook) -> None:
    linked = [cell for cell in filled(book) if cell.hyperlink is not None]
    assert linked
    for cell in linked:
        assert not re.search(r"(?i)https?:|www\.|click here|^link$", str(cell.value))
