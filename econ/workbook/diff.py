"""Two workbooks compared: what changed, row by row, and what it did to the result."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import isclose
from pathlib import Path
from statistics import fmean

from econ.analysis.difference import Difference, difference
from econ.errors import FaultError, WorkbookError, counted
from econ.model.scenario import Scenario
from econ.reports.revisions import CellChange, Revision, RowChange, RowKind, by_sheet
from econ.words import Written, cell_in_words
from econ.workbook.as_written import SHEETS, headings, is_share, named_rows, opened, rows
from econ.workbook.layout import SAMPLES, START_HERE
from econ.workbook.read import read
from econ.workbook.reading.cells import InputBook, InputCell, Page, open_book

NOISE = 1e-14
"""How little two numbers may differ, as a share, before a cell is said to differ."""


def compare_workbooks(
    old: str | Path, new: str | Path, *, orders: int = 1_000, seed: int = 2025
) -> Revision:
    """Compare two versions of a programme's workbook, and of the libraries that they name.

    Rows are told apart by name, so that their order plays no part, nor does that of columns. The
    result is split over what changed as ``econ.difference`` says; ``orders`` and ``seed``
    are for outcomes that more than ten changes touch.

    Raises ``WorkbookError`` where either is not a workbook that can be opened. One that can be
    opened but has problems is compared row by row, and has no result.

    >>> shipped = "parameters/side_by_side.xlsx"
    >>> compare_workbooks(shipped, shipped).lines()[0].endswith("no row differs")
    True
    """
    paths = Path(old), Path(new)
    books = opened(paths[0]), opened(paths[1])
    found = [*_differences(*books), *_libraries(*books, *paths)]
    later = paths[1] if found else paths[0]  # where no row differs, nor does the result
    result, reason = _result(paths[0], later, orders, seed)
    return Revision(paths[0].as_posix(), paths[1].as_posix(), tuple(found), result, reason)


def _result(old: Path, new: Path, orders: int, seed: int) -> tuple[Difference | None, str]:
    scenarios: list[Scenario] = []
    for path in (old, new):
        try:
            scenarios.append(read(path))
        except WorkbookError as error:
            said = f"{path.as_posix()} has {counted(len(error.problems), 'problem')}"
            unknown = "so what the changes did to the result is not known"
            return None, f"{said}, {unknown}. Type: econ check {path.as_posix()}"
    return difference(scenarios[0], scenarios[1], told=by_sheet, orders=orders, seed=seed), ""


def _differences(old: InputBook, new: InputBook, of: str = "") -> Iterator[RowChange]:
    """The rows of declared sheets that differ; ``of`` names a library."""
    for name in SHEETS:
        if name == START_HERE.name:
            continue
        pages = old.pages.get(name, {}), new.pages.get(name, {})
        if name == SAMPLES.name:
            yield from _samples(*pages)
        else:
            yield from _sheet(name, *pages, of)


def _sheet(sheet: str, old: Page, new: Page, of: str) -> Iterator[RowChange]:
    before, after = _side(sheet, old, of), _side(sheet, new, of)
    for name in dict.fromkeys((*after, *before)):
        cells = []
        for heading in dict.fromkeys((*headings(new), *headings(old))):
            was, now = (side.get(name, {}).get(heading, ("", None)) for side in (before, after))
            if not _alike(was[1], now[1]):
                both, share = (was[1], now[1]), is_share(sheet, heading)
                cells.append(_cell(heading, now[0] or was[0], both, share=share))
        if cells:
            kind = _kind(name in before, name in after)
            yield RowChange(f"{of} {sheet}".lstrip(), name, kind, tuple(cells))


def _alike(was: Written | None, now: Written | None) -> bool:
    """Whether two cells say the same: the last bits of a number are the noise of arithmetic."""
    if isinstance(was, float) and isinstance(now, float):
        return isclose(was, now, rel_tol=NOISE)
    return was == now


def _side(
    sheet: str, page: Page, book: str
) -> Mapping[str, Mapping[str, tuple[str, Written | None]]]:
    """The rows of a sheet by name: where each cell stands, and what it says, by its heading."""
    columns, told = headings(page), rows(page)
    return {
        name: {
            heading: (InputCell(sheet, number, column, book=book).where, told[number].get(heading))
            for heading, column in columns.items()
        }
        for name, number in named_rows(sheet, page).items()
    }


def _cell(
    heading: str, where: str, both: tuple[Written | None, Written | None], *, share: bool = False
) -> CellChange:
    before, after = (cell_in_words(content, share=share) for content in both)
    return CellChange(heading, where, *both, (before, after), share)


def _kind(before: bool, after: bool) -> RowKind:
    return "changed" if before and after else "added" if after else "removed"


def _samples(old: Page, new: Page) -> Iterator[RowChange]:
    """Imported draws, a column at a time: ten thousand rows would say nothing."""
    was, now = (_draws(page) for page in (old, new))
    for name in dict.fromkeys((*now, *was)):
        before, after = was.get(name), now.get(name)
        if not (before and after and len(before) == len(after) and all(map(_alike, before, after))):
            both = _summary(before), _summary(after)
            cell = _cell("draws", SAMPLES.name, both)
            yield RowChange(SAMPLES.name, name, _kind(name in was, name in now), (cell,))


def _draws(page: Page) -> dict[str, list[Written | None]]:
    found = rows(page).values()
    return {heading: [row.get(heading) for row in found] for heading in headings(page)}


def _summary(draws: Sequence[Written | None] | None) -> str | None:
    if draws is None:
        return None
    numbers = [x for x in draws if isinstance(x, float)]
    mean = f" with mean {fmean(numbers):.6g}" if numbers else ""
    return f"{len(draws):,}{mean}"


def _libraries(old: InputBook, new: InputBook, *paths: Path) -> Iterator[RowChange]:
    """What differs between the libraries that two programmes name, where both can be opened."""
    first, last = (_library(book, path) for book, path in zip((old, new), paths, strict=True))
    if first is not None and last is not None and first.sha256 != last.sha256:
        yield from _differences(first, last, last.name)


def _library(book: InputBook, path: Path) -> InputBook | None:
    page = book.pages.get("About", {})
    stated = {row.get("item"): row.get("statement") for row in rows(page).values()}
    named = stated.get("unit-cost library")
    if not isinstance(named, str):
        return None
    place = path.parent / named.replace("\\", "/")
    try:
        return open_book(place, place.name)
    except FaultError:
        return None
