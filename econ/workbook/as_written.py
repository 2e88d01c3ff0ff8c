"""The rows of a workbook as they stand, whatever they mean and whether or not they are sound."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from econ.errors import Problem, WorkbookError
from econ.workbook.columns import Sheet
from econ.workbook.layout import CORRELATIONS, INDICES, LIBRARY, PROGRAMME
from econ.workbook.reading.cells import Book, Cell, Page, UnreadableError, open_book
from econ.workbook.reading.kinds import percent, shown

SHEETS: Mapping[str, Sheet] = {sheet.name: sheet for sheet in (*LIBRARY, *PROGRAMME)}
"""Every declared sheet, by its name."""
_KEYS = {
    CORRELATIONS.name: ("parameter", "with"),
    INDICES.name: ("index", "edition", "year"),
}
"""What tells rows apart where no one column does."""

UNCALCULATED = "a formula without a stored value"

Written = str | float
"""What stands in a cell that is not blank: a number, or anything else in words."""


def written(cell: Cell) -> Written:
    """What a cell says: numbers are numbers, dates are days, spaces at the ends are nothing.

    >>> written(Cell("Parameters", 2, 4, 3)), written(Cell("Parameters", 2, 2, " Visits "))
    (3.0, 'Visits')
    """
    value = cell.value
    if cell.uncalculated:
        return UNCALCULATED
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        return value.date().isoformat()
    return str(value).strip()


def in_words(content: Written | None, *, share: bool = False) -> str:
    """A cell as readers write it; nothing is blank.

    >>> in_words(3_200_000.0), in_words(0.25, share=True), in_words(None)
    ('3,200,000', '25%', 'blank')
    """
    if content is None:
        return "blank"
    if isinstance(content, str):
        return content
    return percent(content) if share else shown(content)


def is_share(sheet: str, heading: str) -> bool:
    """Whether the cells of a column are shares.

    >>> is_share("Incidence", "nhs"), is_share("Parameters", "value")
    (True, False)
    """
    declared = SHEETS.get(sheet)
    if declared is None:
        return False
    kinds = {column.heading: column.kind for column in declared.columns}
    return kinds.get(heading, declared.further_kind if declared.further else "text") == "share"


def opened(path: Path) -> Book:
    """The cells of a workbook, sound or not; ``WorkbookError`` where there is none to open."""
    try:
        return open_book(path)
    except UnreadableError as error:
        problem = Problem("", "workbook", error.what, error.remedy)
        raise WorkbookError(path.as_posix(), [problem]) from error


def headings(page: Page) -> dict[str, int]:
    """The column of each heading; of two alike, the first."""
    found: dict[str, int] = {}
    for column, cell in sorted(page.get(1, {}).items()):
        found.setdefault(str(written(cell)), column)
    return found


def rows(page: Page) -> dict[int, dict[str, Written]]:
    """What stands under each heading, by row; blank cells and rows are left out."""
    columns = headings(page)
    found = {}
    for number in sorted(page):
        cells = {
            heading: written(page[number][column])
            for heading, column in columns.items()
            if column in page[number]
        }
        if number > 1 and cells:
            found[number] = cells
    return found


def named_rows(sheet: str, page: Page) -> dict[str, int]:
    """Where each row stands, by what tells it apart from others.

    That is its name, or its names where several make one; of rows that share it, the later ones
    are numbered. The two of a correlation may change places.
    """
    declared = SHEETS.get(sheet)
    keys = _KEYS.get(sheet, (declared.key,) if declared is not None and declared.key else ())
    found: dict[str, int] = {}
    for number, cells in rows(page).items():
        parts = [in_words(cells[key]) for key in keys if key in cells]
        if sheet == CORRELATIONS.name:
            parts.sort()
        name = " ".join(parts) or ("row" if keys else " ".join(map(in_words, cells.values())))
        count, own = 2, name
        while own in found:
            own, count = f"{name} ({count})", count + 1
        found[own] = number
    return found


def tables(book: Book, names: Sequence[str]) -> dict[str, list[dict[str, object]]]:
    """The rows of some sheets, to be written again: each holds every heading of its sheet."""
    found: dict[str, list[dict[str, object]]] = {}
    for name in names:
        page = book.pages.get(name, {})
        if page:
            every = dict.fromkeys(headings(page))
            found[name] = [{**every, **row} for row in rows(page).values()]
    return found
