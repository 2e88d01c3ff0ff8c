"""The summary on paper: two pages a sheet, pictures whole, and nothing below 8 points."""

import re
import subprocess
import zlib
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.dimensions import ColumnDimension
from openpyxl.worksheet.worksheet import Worksheet

from econ.model.designs import MonteCarlo
from econ.reports.report import report
from econ.reports.sensitivity import Sensitivity, one_way
from econ.scripts import load
from tests.recalculation import LONGEST, needs_libreoffice, soffice
from tests.workbook.summaries import write_summary

ROOT = Path(__file__).resolve().parents[2]
RUN = {"Date": "2026-11-27"}
ASIDE = {"Workings", "Assumptions and sources"}
"""Sheets that take as many pages as they need."""
BODY, SMALLEST, UNSAID = 11, 8.0, 14.25


@pytest.fixture(scope="module", params=["base_case", "no_attribution"])
def path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp(request.param) / "summary.xlsx"
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        scenario = load(ROOT / "scenarios" / f"{request.param}.py")
    told = Sensitivity(scenario, one_way(scenario))
    write_summary(report(scenario, MonteCarlo(200, 1)), made, RUN, told)
    return made


@pytest.fixture(scope="module")
def sheets(path: Path) -> list[Worksheet]:
    return list(openpyxl.load_workbook(path))


def size(sheet: Worksheet) -> tuple[float, float]:
    """Points across and down a page that its margins leave."""
    upright = sheet.page_setup.orientation == "portrait"
    across, down = (595, 842) if upright else (842, 595)
    edges = sheet.page_margins
    return across - 72 * (edges.left + edges.right), down - 72 * (edges.top + edges.bottom)


def rows(sheet: Worksheet) -> list[float]:
    """The heights of its rows, down to the last that is printed."""
    last = int(str(sheet.print_area).rsplit("$", 1)[1])
    return [sheet.row_dimensions[row].height or UNSAID for row in range(1, last + 1)]


def scale(sheet: Worksheet) -> float:
    """What a sheet is made smaller by, in whole percents, to be as wide and high as it may be."""
    columns = sheet.column_dimensions.values()
    wide = sum(_wide(c) for c in columns)
    fitted = int(100 * size(sheet)[0] * (sheet.page_setup.fitToWidth or 1) / wide)
    pages = sheet.page_setup.fitToHeight
    most = 1 if pages is None else pages or 1_000
    return next(p / 100 for p in range(fitted, 0, -1) if len(ends(sheet, p / 100)) <= most)


def _wide(columns: ColumnDimension) -> float:
    """Points of neighbours that are alike, each with the pixels that a file adds to its width."""
    assert columns.min is not None
    assert columns.max is not None
    return (columns.max - columns.min + 1) * (8 * (columns.width - 0.625) + 5) * 0.75


def ends(sheet: Worksheet, scaled: float = 0) -> list[int]:
    """The first row of each page after the first, and the row after the last."""
    room, found, used = size(sheet)[1] / (scaled or scale(sheet)), [], 0.0
    heights = rows(sheet)
    for row, height in enumerate(heights):
        if used + height > room:
            found.append(row)
            used = 0.0
        used += height
    return [*found, len(heights)]


def cut(sheet: Worksheet) -> Iterator[str]:
    """Pictures that a page's end parts, and that a page has room for."""
    tops, room = [0.0, *accumulate(rows(sheet))], size(sheet)[1] / scale(sheet)
    for chart in vars(sheet)["_charts"]:
        first, last = chart.anchor._from.row, chart.anchor.to.row
        if any(first < end <= last for end in ends(sheet)[:-1]) and tops[last] - tops[first] < room:
            yield f"{sheet.title}!{first + 1}"


def test_a_sheet_is_two_pages_at_most(sheets: list[Worksheet]) -> None:
    long = {sheet.title: len(ends(sheet)) for sheet in sheets if sheet.title not in ASIDE}
    assert {name: pages for name, pages in long.items() if pages > 2} == {}
    assert [long[name] for name in ("Summary", "Who pays, who gains", "How sure")] == [1, 1, 1]


def test_no_picture_is_parted_by_a_pages_end(sheets: list[Worksheet]) -> None:
    assert [place for sheet in sheets for place in cut(sheet)] == []


def test_a_picture_that_is_parted_is_found(path: Path) -> None:
    sheet = openpyxl.load_workbook(path)["What would change it"]
    sheet.row_dimensions[1].height = 380
    sheet.page_setup.fitToHeight = 0
    assert len(list(cut(sheet))) == 1


def test_nothing_on_any_sheet_is_below_eight_points(sheets: list[Worksheet]) -> None:
    assert {s.title for s in sheets if BODY * scale(s) < SMALLEST} == set()
    for sheet in sheets:
        for edge in (sheet.oddHeader, sheet.oddFooter):
            assert edge is not None
            assert edge.left.size == edge.right.size == BODY  # scaled like the cells


@needs_libreoffice
def test_libreoffice_prints_it_so(path: Path, tmp_path: Path) -> None:
    """Its own pages and letters: a sheet's number of pages is not in the file."""
    own = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    asked = ["--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(path)]
    subprocess.run([str(soffice()), own, *asked], capture_output=True, check=True, timeout=LONGEST)
    printed = (tmp_path / "summary.pdf").read_bytes()
    sizes = [size for page in _pages(printed) for size in page]
    assert sizes
    assert min(sizes) >= SMALLEST
    found = openpyxl.load_workbook(path).worksheets
    assert abs(len(list(_pages(printed))) - sum(len(ends(sheet)) for sheet in found)) <= 4


def _pages(printed: bytes) -> Iterator[list[float]]:
    """The sizes of the letters of each page, pictures aside, that are most used."""
    for start in re.finditer(rb"stream\r?\n", printed):
        try:
            said = zlib.decompress(printed[start.end() : printed.find(b"endstream", start.end())])
        except zlib.error:
            continue
        if sizes := [float(x) for x in re.findall(rb"/F\d+ ([\d.]+) Tf", said)]:
            yield [max(set(sizes), key=sizes.count)]
