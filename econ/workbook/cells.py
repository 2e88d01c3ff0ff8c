"""Cells of a workbook as they stand in its file, each with its address.

A file is opened for the values that Excel stored. Where it holds formulas, merged cells or hidden
rows it is opened a second time, in full, because stored values alone cannot tell a blank cell from
a formula that was never calculated.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell as WrittenCell
from openpyxl.utils import get_column_letter
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

Content = str | int | float | bool | datetime | date | time | timedelta | None
"""What a cell may hold."""

EXCEL_ERRORS = (
    "#N/A",
    "#REF!",
    "#NUM!",
    "#VALUE!",
    "#DIV/0!",
    "#NAME?",
    "#NULL!",
    "#SPILL!",
    "#CALC!",
)
"""What a cell holds whose formula went wrong."""

_SECOND_LOOK = re.compile(rb'<(?:\w+:)?(?:f[ >/]|mergeCell |(?:row|col) [^>]*hidden="(?:1|true)")')


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: where it stands and what Excel stored there.

    ``row`` and ``column`` count from 1; ``uncalculated`` says that it holds a formula without a
    stored value; ``book`` is empty for the programme's own workbook.

    >>> Cell("Parameters", 4, 3, 0.24).where
    'Parameters!C4'
    """

    sheet: str
    row: int
    column: int
    value: Content = None
    uncalculated: bool = False
    book: str = ""

    @property
    def address(self) -> str:
        """Column and row, such as C4."""
        return f"{get_column_letter(self.column)}{self.row}"

    @property
    def where(self) -> str:
        """Workbook (where it is not the programme's own), sheet and address."""
        return f"{self.book} {self.sheet}!{self.address}".lstrip()

    @property
    def blank(self) -> bool:
        """Whether nothing stands there; spaces are nothing."""
        empty = self.value is None or (isinstance(self.value, str) and not self.value.strip())
        return empty and not self.uncalculated


def area(cells: Sequence[Cell]) -> str:
    """Where several cells of a sheet stand: a range where they lie side by side.

    >>> area([Cell("Incidence", 4, 2), Cell("Incidence", 4, 3), Cell("Incidence", 4, 4)])
    'Incidence!B4:D4'
    """
    ordered = sorted(cells, key=lambda cell: (cell.row, cell.column))
    first, last = ordered[0], ordered[-1]
    size = (last.row - first.row + 1) * (last.column - first.column + 1)
    if len(ordered) == 1 or size != len(ordered):
        return ", ".join([first.where, *(cell.address for cell in ordered[1:])])
    return f"{first.where}:{last.address}"


Page = Mapping[int, Mapping[int, Cell]]
"""The cells of a sheet that are not blank, by row and column."""


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook: its pages by sheet name, in order, and the hash of its bytes.

    ``merged`` and ``hidden`` name areas, such as ``A2:A4`` or ``7:7``, with the sheet and the row
    and column at which each begins.
    """

    name: str
    pages: Mapping[str, Page]
    sha256: str
    merged: tuple[tuple[str, Cell], ...] = ()
    hidden: tuple[tuple[str, Cell], ...] = ()


class UnreadableError(ValueError):
    """A file or a cell that cannot be read; says what is wrong and what to do."""

    def __init__(self, what: str, remedy: str = "") -> None:
        """Keep both halves of the message."""
        self.what, self.remedy = what, remedy
        super().__init__(what)


def begins_like_a_formula(text: str) -> bool:
    """Whether a spreadsheet could take a text for a formula.

    >>> begins_like_a_formula("=1+1"), begins_like_a_formula("Assumption: none")
    (True, False)
    """
    return text.startswith(("=", "+", "-", "@"))


def open_book(path: Path, name: str = "") -> Book:
    """Every cell of a workbook.

    ``name`` is how its cells are called in messages; empty for the programme's own workbook.
    Raises ``UnreadableError`` where there is no such file, or it is not an Excel workbook.
    """
    content = _bytes(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of openpyxl, about styles and extensions
            return _book(content, name)
    except _NOT_A_WORKBOOK as error:
        raise UnreadableError(
            "is not an Excel workbook that can be read",
            "Save it from Excel as an Excel workbook (.xlsx), without a password.",
        ) from error


_NOT_A_WORKBOOK = (
    BadZipFile,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    SyntaxError,  # of the XML within
    EOFError,
    OSError,
    NotImplementedError,
)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableError("there is no such file", "Check the path and the name.") from error
    except OSError as error:
        raise UnreadableError(
            "cannot be opened", "Close it where it is open, and check that you may read it."
        ) from error


def _book(content: bytes, name: str) -> Book:
    in_full = _opened(content, values=False) if _needs_second_look(content) else None
    unstored = set[tuple[str, int, int]]() if in_full is None else set(_formulas(in_full))
    stored = _opened(content, values=True)
    pages = {
        sheet.title: _page(sheet, name, {cell[1:] for cell in unstored if cell[0] == sheet.title})
        for sheet in stored.worksheets
    }
    digest = sha256(content).hexdigest()
    if in_full is None:
        return Book(name, pages, digest)
    return Book(
        name, pages, digest, tuple(_merged(in_full, name)), tuple(_hidden(in_full, pages, name))
    )


def _needs_second_look(content: bytes) -> bool:
    with ZipFile(BytesIO(content)) as parts:
        sheets = [part for part in parts.namelist() if part.startswith("xl/worksheets/")]
        return any(_SECOND_LOOK.search(parts.read(part)) for part in sheets)


def _opened(content: bytes, *, values: bool) -> Workbook:
    return load_workbook(BytesIO(content), read_only=values, data_only=values)


def _page(sheet: Worksheet, book: str, formulas: set[tuple[int, int]]) -> Page:
    """The cells that are not blank; those of ``formulas`` without a value are uncalculated."""
    if hasattr(sheet, "reset_dimensions"):
        sheet.reset_dimensions()  # some programs store a wrong size
    page: dict[int, dict[int, Cell]] = {}
    for row, values in enumerate(sheet.iter_rows(values_only=True), 1):
        for column, value in enumerate(values, 1):
            uncalculated = value is None and (row, column) in formulas
            content = value if isinstance(value, Content) else str(value)
            cell = Cell(sheet.title, row, column, content, uncalculated, book)
            if not cell.blank:
                page.setdefault(row, {})[column] = cell
    return page


def _formulas(book: Workbook) -> Iterator[tuple[str, int, int]]:
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f" and isinstance(cell, WrittenCell):
                    yield sheet.title, cell.row, cell.column


def _merged(book: Workbook, name: str) -> Iterator[tuple[str, Cell]]:
    for sheet in book.worksheets:
        for area in sheet.merged_cells.ranges:
            yield area.coord, Cell(sheet.title, area.min_row, area.min_col, book=name)


def _hidden(book: Workbook, pages: Mapping[str, Page], name: str) -> Iterator[tuple[str, Cell]]:
    """Hidden rows and columns that hold something."""
    for sheet in book.worksheets:
        page = pages[sheet.title]
        for row in sorted(page):
            if sheet.row_dimensions[row].hidden:
                yield f"{row}:{row}", Cell(sheet.title, row, 1, book=name)
        filled = {column for cells in page.values() for column in cells}
        for columns in sheet.column_dimensions.values():
            first, last = columns.min or 0, columns.max or 0
            if columns.hidden and filled.intersection(range(first, last + 1)):
                letters = f"{get_column_letter(first)}:{get_column_letter(last)}"
                yield letters, Cell(sheet.title, 1, first, book=name)
