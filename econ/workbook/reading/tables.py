"""The rows of each sheet, with everything wrong in a cell told there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import pairwise

from econ.model.chain import Chain
from econ.workbook.layout import FROM_LIBRARY, Column, Sheet
from econ.workbook.reading.cells import Book, Cell, Page, UnreadableError
from econ.workbook.reading.findings import Findings
from econ.workbook.reading.formulas import check_formulas
from econ.workbook.reading.headings import Headings, Keys, find_keys
from econ.workbook.reading.kinds import Value, blank_fault, read_cell

_ALIKE = 0.75
"""How alike an unknown sheet's name must be to that of a missing one to be taken for it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells by heading, what they mean, and the headings that cannot be used.

    A heading is ``unsound`` where its cell has a problem of its own, or where a fault of the
    headings hides it: nothing more is said of it.
    """

    sheet: Sheet
    first: Cell
    cells: Mapping[str, Cell]
    values: Mapping[str, Value]
    unsound: frozenset[str]

    @property
    def who(self) -> str:
        """What the row is about, as it stands in its key column."""
        key = self.cells.get(self.sheet.key)
        told = key is not None and not key.blank and not key.uncalculated
        return str(key.value).strip() if key and told else f"row {self.first.row}"

    def cell(self, heading: str) -> Cell:
        """The cell under a heading; the row's first cell where there is no such column."""
        return self.cells.get(heading, self.first)

    def sound(self, *headings: str) -> bool:
        """Whether these cells, or where none are named all cells of the row, can be used."""
        return not self.unsound.intersection(headings) if headings else not self.unsound

    def text(self, heading: str) -> str:
        """A text; empty where the cell is blank."""
        value = self.values.get(heading)
        return value if isinstance(value, str) else ""

    def number(self, heading: str) -> float | None:
        """A number; ``None`` where the cell is blank."""
        value = self.values.get(heading)
        return float(value) if isinstance(value, int | float) else None

    def names(self, heading: str) -> tuple[str, ...]:
        """The names that a cell mentions: one, a list, or those of a quantity."""
        value = self.values.get(heading)
        if isinstance(value, Chain):
            return value.names
        return value if isinstance(value, tuple) else (value,) if isinstance(value, str) else ()


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a sheet; ``further`` are the headings of its further columns.

    ``keys`` are the texts of the key column, those of unsound rows too, so that nothing that
    stands there is called missing; ``None`` where one of them cannot be told.
    """

    sheet: Sheet
    rows: tuple[Row, ...] = ()
    further: tuple[str, ...] = ()
    keys: tuple[str, ...] | None = None

    def named(self) -> dict[str, Row]:
        """Rows by their key; of two that share one, the first."""
        named: dict[str, Row] = {}
        for row in self.rows:
            named.setdefault(row.who, row)
        return named


def read_tables(book: Book, sheets: Sequence[Sheet], findings: Findings) -> dict[str, Table]:
    """The rows of every declared sheet; faults go to ``findings``."""
    keys = {sheet.name: find_keys(sheet, book.pages.get(sheet.name, {})) for sheet in sheets}
    tables = {}
    for sheet in sheets:
        page = book.pages.get(sheet.name, {})
        tables[sheet.name] = _Reading(book.name, sheet, page, keys, findings).table()
    _check_sheets(book, sheets, findings)
    _check_areas(book, sheets, findings)
    check_formulas(book, sheets, findings)
    return tables


def _check_sheets(book: Book, sheets: Sequence[Sheet], findings: Findings) -> None:
    """Sheets that are missing or empty, and sheets that are not read."""
    declared = {sheet.name: sheet for sheet in sheets}
    absent = [name for name in declared if name not in book.pages]
    meant = set[str]()
    for name in (name for name in book.pages if name not in declared):
        likely = next(iter(get_close_matches(name, absent, 1, _ALIKE)), "")
        meant.add(likely)
        place, where = Cell(name, 0, 0, book=book.name), f"{book.name} {name}".lstrip()
        if likely:
            findings.wrong(
                place, "sheet", f"no sheet called '{name}'", f"Did you mean '{likely}'?", where
            )
        else:
            findings.warn(place, "sheet", "is not read", "Only the declared sheets count.", where)
    for name, size in book.oversized.items():
        if name in declared:
            place, where = Cell(name, 0, 0, book=book.name), f"{book.name} {name}".lstrip()
            findings.wrong(place, "sheet", size, "Delete what lies outside its table.", where)
    for name, sheet in declared.items():
        if name in book.oversized:
            continue
        if not sheet.optional and name not in meant and not book.pages.get(name):
            what = "is missing" if name in absent else "is empty"
            remedy = f"Row 1 holds the headings; then one row is {sheet.row_is}."
            where = f"{book.name} {name}".lstrip()
            findings.wrong(Cell(name, 0, 0, book=book.name), "sheet", what, remedy, where)


def _check_areas(book: Book, sheets: Sequence[Sheet], findings: Findings) -> None:
    """Merged cells, which lose values, and hidden rows and columns, which count unseen."""
    declared = [sheet.name for sheet in sheets]
    for area, cell in book.merged:
        if cell.sheet in declared:
            where = f"{book.name} {cell.sheet}!{area}".lstrip()
            remedy = "Unmerge them and fill in each cell."
            findings.wrong(cell, "merged cells", "only the first can hold a value", remedy, where)
    for area, cell in book.hidden:
        if cell.sheet in declared:
            where = f"{book.name} {cell.sheet}!{area}".lstrip()
            remedy = "Unhide it, so that readers see what counts."
            findings.warn(cell, "hidden", "is read all the same", remedy, where)


@dataclass(frozen=True, slots=True)
class _Reading:
    """One sheet on its way from cells to rows."""

    book: str
    sheet: Sheet
    page: Page
    keys: Keys
    findings: Findings

    def table(self) -> Table:
        """The rows under their headings."""
        if not self.page:
            return Table(self.sheet)
        headings = Headings(self.sheet, self.page, self.keys, self.book, self.findings)
        columns, hidden = headings.columns()
        kinds = {heading: self._column(heading) for heading in columns}
        filled = self._filled(columns)
        rows = tuple(self._row(number, columns, kinds, hidden) for number in filled)
        if not rows and not self.sheet.optional:
            place, where = Cell(self.sheet.name, 2, 0, book=self.book), self.sheet.name
            remedy = f"Add at least one: a row is {self.sheet.row_is}."
            where = f"{self.book} {where}".lstrip()
            self.findings.wrong(place, "sheet", "has no rows", remedy, where)
        self._doubled(rows)
        further = tuple(name for name in columns if name not in self.sheet.headings)
        return Table(self.sheet, rows, further, self.keys[self.sheet.name])

    def _filled(self, columns: Mapping[str, int]) -> list[int]:
        """The rows of the table; blank ones within it, and a second table below it, are told."""
        among = set(columns.values())
        rows = [row for row in sorted(self.page) if row > 1 and among & set(self.page[row])]
        for place, (before, row) in enumerate(pairwise((1, *rows))):
            if self._headings_again(row, before):
                remedy = "One table a sheet: move it to a sheet of its own, or drop the row."
                what = "reads like the headings of a second table"
                self.findings.wrong(self._at(row), f"row {row}", what, remedy)
                return rows[:place]
            if row - before > 1:
                blank = f"{before + 1}:{row - 1}" if row - before > 2 else f"{before + 1}"
                remedy = "Delete what is blank: one table a sheet, without gaps."
                self.findings.warn(
                    self._at(before + 1), f"row {blank}", "is blank, and rows follow it", remedy
                )
        return rows

    def _headings_again(self, row: int, before: int) -> bool:
        """Whether a row repeats headings, or after a gap holds words where others belong."""
        cells, head = self.page[row], self.page.get(1, {})
        texts = [cell.value for cell in cells.values() if isinstance(cell.value, str)]
        if len(texts) < len(cells) or len(texts) == 1:
            return False
        if set(texts) <= {cell.value for cell in head.values()}:
            return True
        columns = {c: self._column(str(head[c].value)) for c in cells if c in head}
        return row - before > 1 and any(
            _out_of_place(column, str(cells[c].value)) for c, column in columns.items()
        )

    def _at(self, row: int) -> Cell:
        return Cell(self.sheet.name, row, 1, book=self.book)

    def _row(
        self,
        number: int,
        columns: Mapping[str, int],
        kinds: Mapping[str, Column],
        hidden: frozenset[str],
    ) -> Row:
        filled = self.page[number]
        cells = {
            heading: filled.get(column, Cell(self.sheet.name, number, column, book=self.book))
            for heading, column in columns.items()
        }
        first = cells.get(self.sheet.key, Cell(self.sheet.name, number, 1, book=self.book))
        values: dict[str, Value] = {}
        row = Row(self.sheet, first, cells, values, hidden)
        unsound = {name for name, kind in kinds.items() if not self._read(row, name, kind, values)}
        return Row(self.sheet, first, cells, values, hidden | unsound)

    def _read(self, row: Row, heading: str, column: Column, values: dict[str, Value]) -> bool:
        """Read one cell; ``False`` where it has a problem."""
        cell = row.cells[heading]
        try:
            values[heading] = read_cell(cell, column)
        except UnreadableError as error:
            self.findings.wrong(cell, row.who, error.what, error.remedy)
            return False
        if cell.blank and column.required and not _given_by_library(row, heading):
            self.findings.wrong(cell, row.who, *blank_fault(column))
            return False
        return True

    def _column(self, heading: str) -> Column:
        """The declaration of a column; cells of further ones must be filled in but for years."""
        if heading in self.sheet.headings:
            return self.sheet.column(heading)
        return Column(heading, self.sheet.further_kind, "", self.sheet.further != "years")

    def _doubled(self, rows: Sequence[Row]) -> None:
        """Rows that share a key: each stands once."""
        first: dict[str, Cell] = {}
        for row in rows:
            cell = row.cells.get(self.sheet.key)
            if cell is None or cell.value is None:
                continue
            before = first.setdefault(row.who, cell)
            if before is not cell:
                what = f"the {self.sheet.key} stands in {before.address} too"
                self.findings.wrong(cell, row.who, what, "Each stands once.")


def _out_of_place(column: Column, text: str) -> bool:
    """Whether a text stands in a column of numbers, or of other words than this."""
    words = ("yes", "no") if column.kind == "yes/no" else column.choices
    return column.kind in ("number", "share", "count") or bool(words and text not in words)


def _given_by_library(row: Row, heading: str) -> bool:
    """Whether a row of the library gives, or may give, what this cell leaves blank."""
    named = row.cells.get("from library")
    hidden = "from library" in row.unsound
    return heading in FROM_LIBRARY and (hidden or (named is not None and not named.blank))
