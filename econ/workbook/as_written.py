"""The rows of a workbook as they stand, whatever they mean and whether or not they are sound."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from econ.errors import FaultError, WorkbookError
from econ.words import Written, cell_in_words
from econ.workbook.layout import (
    ABOUT,
    ALTERNATIVES,
    CORRELATIONS,
    INDICES,
    LIBRARY,
    PERCENT,
    PROGRAMME,
    START_HERE,
    InputSheet,
)
from econ.workbook.reading.cells import InputBook, InputCell, Page, open_book

SHEETS: Mapping[str, InputSheet] = {
    sheet.name: sheet for sheet in (START_HERE, ABOUT, *LIBRARY, *PROGRAMME)
}
"""Every declared sheet, by its name, in the order in which its rows are told."""
_KEYS = {
    CORRELATIONS.name: ("parameter", "with"),
    INDICES.name: ("index", "edition", "year"),
    ALTERNATIVES.name: ("scenario", "what"),
}
"""What tells rows apart where no one column does."""

_DIGITS = re.compile(r"(\d+)")

UNCALCULATED = "a formula without a stored value"


def written(cell: InputCell) -> Written:
    """What a cell says: numbers are numbers, dates are days, spaces at the ends are nothing.

    >>> cells = InputCell("Parameters", 2, 4, 3), InputCell("Parameters", 2, 2, " Visits ")
    >>> tuple(written(cell) for cell in cells)
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


def is_share(sheet: str, heading: str) -> bool:
    """Whether the cells of a column are shares.

    >>> is_share("Incidence", "nhs"), is_share("Parameters", "value")
    (True, False)
    """
    declared = SHEETS.get(sheet)
    return declared is not None and declared.kind(heading) in PERCENT


def opened(path: Path) -> InputBook:
    """The cells of a workbook, sound or not; ``WorkbookError`` where there is none to open."""
    try:
        return open_book(path)
    except FaultError as error:
        raise WorkbookError(path.as_posix(), [error.fault.at("", "workbook")]) from error


def headings(page: Page) -> dict[str, int]:
    """The column of each heading; of two alike, the first."""
    found: dict[str, int] = {}
    for column, cell in sorted(page.get(1, {}).items()):
        found.setdefault(str(written(cell)), column)
    return found


def rows(page: Page) -> dict[int, dict[str, Written]]:
    """What stands under each heading, by row; blank cells and rows are left out."""
    columns = headings(page)
    told = {
        number: {h: written(page[number][c]) for h, c in columns.items() if c in page[number]}
        for number in sorted(page)
    }
    return {number: cells for number, cells in told.items() if number > 1 and cells}


def named_rows(sheet: str, page: Page) -> dict[str, int]:
    """Where each row stands, by what tells it apart from others.

    That is its name, or its names where several make one; of rows that share it, the later ones
    are numbered. The two of a correlation may change places.
    """
    declared = SHEETS.get(sheet)
    keys = _KEYS.get(sheet, (declared.key,) if declared is not None and declared.key else ())
    found: dict[str, int] = {}
    for number, cells in rows(page).items():
        parts = [cell_in_words(cells[key]) for key in keys if key in cells]
        if sheet == CORRELATIONS.name:
            parts.sort()
        name = " ".join(parts) or ("row" if keys else " ".join(map(cell_in_words, cells.values())))
        count, own = 2, name
        while own in found:
            own, count = f"{name} ({count})", count + 1
        found[own] = number
    return found


def tables(book: InputBook, names: Sequence[str]) -> dict[str, list[dict[str, object]]]:
    """The rows of some sheets, to be written again: each holds every heading of its sheet."""
    return {
        name: [{**dict.fromkeys(headings(page)), **row} for row in rows(page).values()]
        for name in names
        if (page := book.pages.get(name, {}))
    }


def as_text(path: str | Path) -> str:
    """The rows of a workbook, each in one line, in an order that does not depend on the workbook's.

    Sheets come in the order in which they are declared, others after them; rows by name; cells in
    the order of the declared columns, others after them by heading. Blank cells are left out, and
    so is all formatting. A formula is told by its stored value.

    Raises ``WorkbookError`` where the file is not a workbook that can be read.
    """
    book = opened(Path(path))
    declared = [name for name in SHEETS if name in book.pages]
    sheets = declared + sorted(name for name in book.pages if name not in SHEETS)
    lines = [line for sheet in sheets for line in _sheet(sheet, book.pages[sheet])]
    return "".join(f"{line}\n" for line in lines)


def _sheet(sheet: str, page: Page) -> Iterator[str]:
    first = SHEETS[sheet].headings if sheet in SHEETS else ()
    others = sorted((h for h in headings(page) if h not in first), key=_natural)
    told, placed = rows(page), named_rows(sheet, page)
    for name in sorted(placed, key=_natural):
        cells = told[placed[name]]
        said = [f"{h}: {cell_in_words(cells[h])}" for h in (*first, *others) if h in cells]
        yield " | ".join([f"{sheet} {name}", *said]).replace("\n", " / ")


def _natural(text: str) -> list[tuple[int, str]]:
    """Text in the order of readers: year 2 before year 10.

    >>> sorted(["year 10", "year 2"], key=_natural)
    ['year 2', 'year 10']
    """
    parts = ((part.lstrip("0") if part.isdecimal() else "", part) for part in _DIGITS.split(text))
    return [(len(number), part) for number, part in parts]
