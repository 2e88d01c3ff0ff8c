"""Cells of a workbook as they stand in its file, each with its address.

A file is opened for the values that Excel stored. Where it holds formulas it is opened a second
time for them, because stored values alone cannot tell a blank cell from a formula that was never
calculated.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from econ.errors import Fault, FaultError
from econ.workbook.reading.container import (
    SAVE_AS,
    PackagePart,
    bytes_of,
    inspected,
    open_elsewhere,
)

StoredValue = str | int | float | bool | datetime | date | time | timedelta | None
"""What a cell may hold."""

EXCEL_ERRORS = (
    *("#N/A", "#REF!", "#NUM!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#SPILL!", "#CALC!"),
    *("#FIELD!", "#BLOCKED!", "#CONNECT!", "#BUSY!", "#UNKNOWN!", "#EXTERNAL!", "#PYTHON!"),
    "#GETTING_DATA",
)
"""What a cell holds whose formula went wrong."""

LAST_ROW = 1_048_576
"""The last row that a sheet of Excel has."""

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_PLAIN = {
    **dict.fromkeys((*range(9), *range(11, 32), *range(127, 160), *range(0xD800, 0xE000)), " "),
    **dict.fromkeys(map(ord, "\xa0\u2007\u202f\u2009"), " "),
    **dict.fromkeys(map(ord, "\xad\u200b\u2060\ufeff")),
}
"""Spaces that do not break a line become spaces; what cannot be seen is nothing."""


@dataclass(frozen=True, slots=True)
class InputCell:
    """One cell: where it stands and what Excel stored there.

    ``row`` and ``column`` count from 1; ``uncalculated`` says that it holds a formula without a
    stored value; ``book`` is empty for the programme's own workbook; ``formula`` begins with ``=``.

    >>> InputCell("Parameters", 4, 3, 0.24).where
    'Parameters!C4'
    """

    sheet: str
    row: int
    column: int
    value: StoredValue = None
    uncalculated: bool = False
    book: str = ""
    formula: str = ""

    @property
    def address(self) -> str:
        """Column and row, such as C4."""
        return f"{get_column_letter(self.column)}{self.row}"

    @property
    def where(self) -> str:
        """Workbook (where it is not the programme's own), sheet and address."""
        place = f"!{self.address}" if self.row and self.column else ""
        return f"{self.book} {self.sheet or 'unnamed sheet'}{place}".lstrip()

    @property
    def blank(self) -> bool:
        """Whether nothing stands there; spaces are nothing."""
        empty = self.value is None or (isinstance(self.value, str) and not self.value.strip())
        return empty and not self.uncalculated


def area(cells: Sequence[InputCell]) -> str:
    """Where several cells of a sheet stand: a range where they lie side by side.

    >>> area([InputCell("Incidence", 4, column) for column in (2, 3, 4)])
    'Incidence!B4:D4'
    """
    ordered = sorted(cells, key=lambda cell: (cell.row, cell.column))
    first, last = ordered[0], ordered[-1]
    size = (last.row - first.row + 1) * (last.column - first.column + 1)
    if len(ordered) == 1 or size != len(ordered):
        return ", ".join([first.where, *(cell.address for cell in ordered[1:])])
    return f"{first.where}:{last.address}"


Page = Mapping[int, Mapping[int, InputCell]]
"""The cells of a sheet that are not blank, by row and column."""


@dataclass(frozen=True, slots=True)
class InputBook:
    """A workbook: its pages by sheet name, in order, and the hash of its bytes.

    ``merged`` and ``hidden`` name areas, such as ``A2:A4`` or ``7:7``, with the sheet and the row
    and column at which each begins. ``cautions`` concern the file; ``oversized`` says of sheets
    that are not read, because they are too large, how large.
    """

    name: str
    pages: Mapping[str, Page]
    sha256: str
    merged: tuple[tuple[str, InputCell], ...] = ()
    hidden: tuple[tuple[str, InputCell], ...] = ()
    cautions: tuple[Fault, ...] = ()
    oversized: Mapping[str, str] = field(default_factory=dict)


def open_book(path: Path, name: str = "") -> InputBook:
    """Every cell of a workbook.

    ``name`` is how its cells are called in messages; empty for the programme's own workbook.
    Raises ``FaultError`` where there is no such file, or it is not an Excel workbook.
    """
    content = bytes_of(path)
    locked = open_elsewhere(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of openpyxl, about styles and extensions
            return _book(content, name, (_OPEN_ELSEWHERE,) if locked else ())
    except FaultError:
        raise
    except Exception as error:  # whatever is made of a file that is broken, or is no workbook
        raise FaultError("is not an Excel workbook that can be read", SAVE_AS) from error


_OPEN_ELSEWHERE = Fault(
    "is open elsewhere: what was saved last is read", "Save it there, and run this again."
)


def _book(content: bytes, name: str, cautions: tuple[Fault, ...]) -> InputBook:
    held = inspected(content)
    stored = _opened(held.content, values=True)
    written = _opened(held.content, values=False) if held.formulas else None
    pages, merged, hidden, oversized = {}, list[_Place](), list[_Place](), {}
    for number, sheet in enumerate(stored.worksheets):
        part = str(vars(sheet)["_worksheet_path"])
        formulas = _formulas(written.worksheets[number]) if written is not None else {}
        pages[sheet.title] = page = _page(sheet, name, formulas)
        seen = held.sheets[part]  # KeyError: what is read is what was looked through
        merged.extend(_merged(seen, sheet.title, name))
        hidden.extend(_hidden(seen, page, sheet.title, name))
        if part in held.oversized:
            oversized[sheet.title] = held.oversized[part]
    told = (*cautions, *held.cautions)
    digest = sha256(content).hexdigest()
    return InputBook(name, pages, digest, tuple(merged), tuple(hidden), told, oversized)


_Place = tuple[str, InputCell]
"""An area, such as A2:A4, and the cell at which it begins."""


def _opened(content: bytes, *, values: bool) -> Workbook:
    book = load_workbook(BytesIO(content), read_only=True, data_only=values)
    for sheet in book.worksheets:
        if hasattr(sheet, "reset_dimensions"):
            sheet.reset_dimensions()  # some programs store a wrong size
    return book


def _page(sheet: Worksheet, book: str, formulas: Mapping[tuple[int, int], str]) -> Page:
    """The cells that are not blank; those of ``formulas`` without a value are uncalculated."""
    page: dict[int, dict[int, InputCell]] = {}
    for row, values in enumerate(sheet.iter_rows(values_only=True, max_row=LAST_ROW), 1):
        for column, value in enumerate(values, 1):
            formula = formulas.get((row, column), "")
            if value is not None or formula:
                content = value if isinstance(value, StoredValue) else str(value)
                content = in_plain(content) if isinstance(content, str) else content
                cell = InputCell(sheet.title, row, column, content, value is None, book, formula)
                if not cell.blank:
                    page.setdefault(row, {})[column] = cell
    return page


def in_plain(text: str) -> str:
    r"""Text as it is read: OOXML's escapes as their characters, one kind of space and of line end.

    >>> in_plain("price\xa0year"), in_plain("two_x000D__x000A_lines"), in_plain("a_x005F_x000D_")
    ('price year', 'two\nlines', 'a_x000D_')
    """
    if "_x" in text:
        text = _ESCAPED.sub(lambda escape: chr(int(escape[1], 16)), text)
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # pairs of them
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_PLAIN)


def _formulas(sheet: Worksheet) -> dict[tuple[int, int], str]:
    """The formulas of a sheet; one over an array of cells is known to be there, and no more."""
    return {
        (cell.row, cell.column): cell.value if isinstance(cell.value, str) else "={}"
        for row in sheet.iter_rows(max_row=LAST_ROW)
        for cell in row
        if cell.value is not None and cell.data_type == "f"
    }


def _merged(part: PackagePart, sheet: str, book: str) -> Iterator[_Place]:
    for place in part.merged:
        left, top, _, _ = (corner or 1 for corner in range_boundaries(place))
        yield place, InputCell(sheet, top, left, book=book)


def _hidden(part: PackagePart, page: Page, sheet: str, book: str) -> Iterator[_Place]:
    """Hidden rows and columns that hold something."""
    filled = {column for cells in page.values() for column in cells}
    for kind, place in part.hidden:
        row, first, last = (int(place.get(key, 0)) for key in ("r", "min", "max"))
        if kind == "row" and row in page:
            yield f"{row}:{row}", InputCell(sheet, row, 1, book=book)
        elif kind == "col" and filled.intersection(range(first, last + 1)):
            letters = f"{get_column_letter(first)}:{get_column_letter(last)}"
            yield letters, InputCell(sheet, 1, first, book=book)
