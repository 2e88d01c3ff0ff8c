"""A workbook as plain text, one line a row, for tools that compare text: git's textconv."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from econ.workbook.as_written import SHEETS, headings, in_words, named_rows, opened, rows
from econ.workbook.reading.cells import Page


def as_text(path: str | Path) -> str:
    """The rows of a workbook, each in one line, in an order that does not depend on the workbook's.

    Sheets come in the order in which they are declared, others after them; rows by name; cells in
    the order of the declared columns, others after them by heading. Blank cells are left out, and
    so is all formatting. A formula is told by its stored value.

    Raises ``WorkbookError`` where the file is not a workbook that can be read.
    """
    book = opened(Path(path))
    declared = [name for name in SHEETS if name in book.pages]
    others = sorted(name for name in book.pages if name not in SHEETS)
    sheets = sorted(declared, key=_place) + others
    lines = [line for sheet in sheets for line in _sheet(sheet, book.pages[sheet])]
    return "".join(f"{line}\n" for line in lines)


def _place(sheet: str) -> int:
    order = ("Start here", "About")
    return order.index(sheet) if sheet in order else len(order) + list(SHEETS).index(sheet)


def _sheet(sheet: str, page: Page) -> Iterator[str]:
    first = SHEETS[sheet].headings if sheet in SHEETS else ()
    others = sorted((h for h in headings(page) if h not in first), key=_natural)
    told, placed = rows(page), named_rows(sheet, page)
    for name in sorted(placed, key=_natural):
        cells = told[placed[name]]
        said = [f"{h}: {in_words(cells[h])}" for h in (*first, *others) if h in cells]
        yield " | ".join([f"{sheet} {name}", *said]).replace("\r", "").replace("\n", " / ")


def _natural(text: str) -> list[tuple[int, str]]:
    """Text in the order of readers: year 2 before year 10.

    >>> sorted(["year 10", "year 2"], key=_natural)
    ['year 2', 'year 10']
    """
    return [(int(part) if part.isdecimal() else 0, part) for part in re.split(r"(\d+)", text)]
