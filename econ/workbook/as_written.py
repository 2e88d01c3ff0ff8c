"""The rows of a workbook as they stand, whatever they mean and whether or not they are sound."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from econ.workbook.cells import Book, Cell, Page
from econ.workbook.kinds import shown

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


def in_words(content: Written | None) -> str:
    """A cell as readers write it; nothing is blank.

    >>> in_words(3_200_000.0), in_words(None)
    ('3,200,000', 'blank')
    """
    if content is None:
        return "blank"
    return shown(content) if isinstance(content, float) else content


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


def tables(book: Book, names: Sequence[str]) -> dict[str, list[dict[str, object]]]:
    """The rows of some sheets, to be written again: each holds every heading of its sheet."""
    found: dict[str, list[dict[str, object]]] = {}
    for name in names:
        page = book.pages.get(name, {})
        if page:
            every = dict.fromkeys(headings(page))
            found[name] = [{**every, **row} for row in rows(page).values()]
    return found
