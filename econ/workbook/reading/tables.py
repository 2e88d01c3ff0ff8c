"""The rows of each sheet, with everything wrong in a cell told there."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import pairwise
from typing import Any

from econ.errors import Fault, FaultError
from econ.model.chain import Chain
from econ.model.sharing import REST
from econ.workbook.layout import FROM_LIBRARY, InputColumn, InputSheet
from econ.workbook.reading.cells import InputBook, InputCell
from econ.workbook.reading.findings import Findings
from econ.workbook.reading.formulas import check_formulas
from econ.workbook.reading.headings import Headings, find_keys
from econ.workbook.reading.kinds import CellValue, blank_fault, read_cell

_ALIKE = 0.75
"""How alike an unknown sheet's name must be to that of a missing one to be taken for it."""
_SECOND_TABLE = Fault(
    "reads like the headings of a second table",
    "One table a sheet: move it to a sheet of its own, or drop the row.",
)
_GAP = Fault(
    "is blank, and rows follow it", "Delete what is blank: one table a sheet, without gaps."
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells by heading, what they mean, and the headings that cannot be used.

    A heading is ``unsound`` where its cell has a problem of its own, or where a fault of the
    headings hides it: nothing more is said of it.
    """

    sheet: InputSheet
    first: InputCell
    cells: Mapping[str, InputCell]
    values: Mapping[str, CellValue]
    unsound: frozenset[str]

    def __format__(self, headings: str) -> str:
        """A sentence's headings, with commas and a last "and", as the addresses of their cells."""
        named = re.split(r"(, | and )", headings)
        return "".join(self.cell(n).address if n in self.cells else n for n in named)

    @property
    def who(self) -> str:
        """What the row is about, as it stands in its key column."""
        key = self.cells.get(self.sheet.key)
        told = key is not None and not key.blank and not key.uncalculated
        return str(key.value).strip() if key and told else f"row {self.first.row}"

    def cell(self, heading: str) -> InputCell:
        """The cell under a heading; the row's first cell where there is no such column."""
        return self.cells.get(heading, self.first)

    def sound(self, *headings: str) -> bool:
        """Whether these cells, or where none are named all cells of the row, can be used."""
        return not self.unsound.intersection(headings) if headings else not self.unsound

    def text(self, heading: str) -> str:
        """A text, also of arithmetic; empty where the cell is blank."""
        value = self.values.get(heading)
        value = str(value) if isinstance(value, Chain) else value
        return value if isinstance(value, str) else ""

    def texts(self, *headings: str) -> dict[str, Any]:
        """Several texts, each by its heading as a field is called: ``unit_value``."""
        return {heading.replace(" ", "_"): self.text(heading) for heading in headings}

    def number(self, heading: str) -> float | None:
        """A number; ``None`` where the cell is blank."""
        value = self.values.get(heading)
        return float(value) if isinstance(value, int | float) else None

    def left_over(self, heading: str) -> bool:
        """Whether a cell of a sheet in which it may stands for what the others of its row leave."""
        value = self.values.get(heading)
        rest = isinstance(value, Chain) and value.parts == (REST,)
        return rest and self.sheet.may_be_rest

    def names(self, heading: str) -> tuple[str, ...]:
        """The names that a cell mentions: one, a list, or those of a quantity."""
        value = self.values.get(heading)
        if isinstance(value, Chain):
            return value.names
        return value if isinstance(value, tuple) else (value,) if isinstance(value, str) else ()


@dataclass(frozen=True, slots=True)
class InputTable:
    """The rows of a sheet; ``further`` are the headings of its further columns.

    ``keys`` are the texts of the key column, those of unsound rows too, so that nothing that
    stands there is called missing; ``None`` where one of them cannot be told.
    """

    sheet: InputSheet
    rows: tuple[Row, ...] = ()
    further: tuple[str, ...] = ()
    keys: tuple[str, ...] | None = None

    def named(self) -> dict[str, Row]:
        """Rows by their key; of two that share one, the first."""
        named: dict[str, Row] = {}
        for row in self.rows:
            named.setdefault(row.who, row)
        return named


def read_tables(
    book: InputBook, sheets: Sequence[InputSheet], findings: Findings
) -> dict[str, InputTable]:
    """The rows of every declared sheet; faults go to ``findings``."""
    keys = {sheet.name: find_keys(sheet, book.pages.get(sheet.name, {})) for sheet in sheets}
    tables = {}
    for sheet in sheets:
        page = book.pages.get(sheet.name, {})
        tables[sheet.name] = _Reading(sheet, page, keys, book.name, findings).table()
    _check_sheets(book, sheets, findings)
    _check_areas(book, sheets, findings)
    check_formulas(book, sheets, findings)
    return tables


def _check_sheets(book: InputBook, sheets: Sequence[InputSheet], findings: Findings) -> None:
    """Sheets that are missing or empty, and sheets that are not read."""
    declared = {sheet.name: sheet for sheet in sheets}
    absent = [name for name in declared if name not in book.pages]
    meant = set[str]()
    for name in (name for name in book.pages if name not in declared):
        place = InputCell(name, 0, 0, book=book.name)
        if likely := next(iter(get_close_matches(name, absent, 1, _ALIKE)), ""):
            meant.add(likely)
            fault = Fault(f"no sheet called '{name}'", f"Did you mean '{likely}'?")
            findings.wrong(place, "sheet", fault)
        else:
            findings.warn(place, "sheet", Fault("is not read", "Only the declared sheets count."))
    for name, sheet in declared.items():
        place = InputCell(name, 0, 0, book=book.name)
        if size := book.oversized.get(name):
            findings.wrong(place, "sheet", Fault(size, "Delete what lies outside its table."))
        elif not sheet.optional and name not in meant and not book.pages.get(name):
            remedy = f"Row 1 holds the headings; then one row is {sheet.row_is}."
            what = "is missing" if name in absent else "is empty"
            findings.wrong(place, "sheet", Fault(what, remedy))


def _check_areas(book: InputBook, sheets: Sequence[InputSheet], findings: Findings) -> None:
    """Merged cells, which lose values, and hidden rows and columns, which count unseen."""
    merged = Fault("only the first can hold a value", "Unmerge them and fill in each cell.")
    hidden = Fault("is read all the same", "Unhide it, so that readers see what counts.")
    told = (
        (book.merged, findings.wrong, "merged cells", merged),
        (book.hidden, findings.warn, "hidden", hidden),
    )
    for areas, keep, who, fault in told:
        for area, cell in areas:
            if cell.sheet in {sheet.name for sheet in sheets}:
                keep(cell, who, fault, f"{book.name} {cell.sheet}!{area}".lstrip())


@dataclass(frozen=True, slots=True)
class _Reading(Headings):
    """One sheet on its way from cells to rows, under its headings."""

    def table(self) -> InputTable:
        """The rows under their headings."""
        if not self.page:
            return InputTable(self.sheet)
        columns, hidden = self.columns()
        kinds = {heading: self._column(heading) for heading in columns}
        filled = self._filled(columns)
        rows = tuple(self._row(number, columns, kinds, hidden) for number in filled)
        if not rows and not self.sheet.optional:
            fault = Fault("has no rows", f"Add at least one: a row is {self.sheet.row_is}.")
            self.findings.wrong(self.at(2, 0), "sheet", fault)
        self._doubled(rows)
        further = tuple(name for name in columns if name not in self.sheet.headings)
        return InputTable(self.sheet, rows, further, self.keys[self.sheet.name])

    def _filled(self, columns: Mapping[str, int]) -> list[int]:
        """The rows of the table; blank ones within it, and a second table below it, are told."""
        among = set(columns.values())
        rows = [row for row in sorted(self.page) if row > 1 and among & set(self.page[row])]
        for place, (before, row) in enumerate(pairwise((1, *rows))):
            if self._headings_again(row, before):
                self.findings.wrong(self.at(row), f"row {row}", _SECOND_TABLE)
                return rows[:place]
            if row - before > 1:
                blank = f"{before + 1}:{row - 1}" if row - before > 2 else f"{before + 1}"
                self.findings.warn(self.at(before + 1), f"row {blank}", _GAP)
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

    def _row(
        self,
        number: int,
        columns: Mapping[str, int],
        kinds: Mapping[str, InputColumn],
        hidden: frozenset[str],
    ) -> Row:
        filled = self.page[number]
        cells = {name: filled.get(c, self.at(number, c)) for name, c in columns.items()}
        first = cells.get(self.sheet.key, self.at(number))
        read = {name: self._read(cells, name, kind, hidden) for name, kind in kinds.items()}
        faults = {name: told for name, told in read.items() if isinstance(told, Fault)}
        values = {name: told for name, told in read.items() if not isinstance(told, Fault)}
        row = Row(self.sheet, first, cells, values, hidden.union(faults))
        for name, fault in faults.items():
            self.findings.wrong(cells[name], row.who, fault)
        return row

    def _read(
        self,
        cells: Mapping[str, InputCell],
        heading: str,
        column: InputColumn,
        hidden: frozenset[str],
    ) -> CellValue | Fault:
        """What one cell means, or what is wrong with it."""
        givers = [cells[name] for name in ("from library", "formula") if name in cells]
        library = "from library" in hidden or not all(cell.blank for cell in givers)
        if cells[heading].blank and column.required and not (library and heading in FROM_LIBRARY):
            return blank_fault(column)
        try:
            return read_cell(cells[heading], column)
        except FaultError as error:
            return error.fault

    def _column(self, heading: str) -> InputColumn:
        """The declaration of a column; cells of further ones must be filled in but for years."""
        if heading in self.sheet.headings:
            return self.sheet.column(heading)
        return self.sheet.further_column(heading)

    def _doubled(self, rows: Sequence[Row]) -> None:
        """Rows that share a key: each stands once."""
        first: dict[str, InputCell] = {}
        for row in rows:
            cell = row.cells.get(self.sheet.key)
            if cell is None or cell.value is None or self.sheet.repeats:
                continue
            before = first.setdefault(row.who, cell)
            if before is not cell:
                what = f"the {self.sheet.key} stands in {before.address} too"
                self.findings.wrong(cell, row.who, Fault(what, "Each stands once."))


def _out_of_place(column: InputColumn, text: str) -> bool:
    """Whether a text stands in a column of numbers, or of other words than this."""
    words = ("yes", "no") if column.kind == "yes/no" else column.choices
    if column.named:
        return " " in text.strip()
    return column.kind in ("number", "share", "count") or bool(words and text not in words)
