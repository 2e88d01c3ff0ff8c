"""Columns found by their headings: order is free, and an unknown heading is a problem."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from econ.errors import Fault, nearest, suggestion
from econ.model.perspectives import SOCIETY
from econ.workbook.layout import NAME, InputSheet, briefly
from econ.workbook.reading.cells import EXCEL_ERRORS, InputCell, Page
from econ.workbook.reading.findings import Findings
from econ.workbook.reading.kinds import PATTERN

Keys = Mapping[str, tuple[str, ...] | None]
"""The texts of each sheet's key column; ``None`` where they cannot be told."""

_YEAR = re.compile(r"year (0|[1-9]\d{0,2})")
_FURTHER = {
    "payers": "The share of each outcome's value that this payer keeps or bears.",
    "years": "The value of a table profile in this year.",
}
_ANSWERS = ("yes", "no")
_NAMED_IN = {"payers": "Payers", "parameters": "Parameters"}


def find_keys(sheet: InputSheet, page: Page) -> tuple[str, ...] | None:
    """The texts of the key column; ``None`` where they cannot be told.

    That is where there is no such column, or where one of its cells has a problem: any name that
    seems to be missing may be the one that was meant there.
    """
    headings = {cell.value: column for column, cell in page.get(1, {}).items()}
    if sheet.key not in headings:
        return None
    column = headings[sheet.key]
    cells = [page[row].get(column) for row in sorted(page) if row > 1]
    keys = [str(cell.value) for cell in cells if cell and not cell.uncalculated]
    named = sheet.column(sheet.key) == NAME
    sound = all(PATTERN.fullmatch(key) if named else key not in EXCEL_ERRORS for key in keys)
    sound = sound and sheet.key not in keys  # headings of a second table
    return tuple(keys) if sound and len(set(keys)) == len(cells) else None


@dataclass(frozen=True, slots=True)
class Headings:
    """One sheet, of which the first row is read; ``keys`` say what may head further columns."""

    sheet: InputSheet
    page: Page
    keys: Keys
    book: str
    findings: Findings

    def columns(self) -> tuple[dict[str, int], frozenset[str]]:
        """The column of each heading, and the headings that a fault hides.

        Where a heading is not known, any column that is not there may be the one it means: its
        absence from each row is not told again.
        """
        columns: dict[str, int] = {}
        meant = set[str]()
        for number, cell in sorted(self.page.get(1, {}).items()):
            heading = str(cell.value)
            if heading in columns:
                before = self.at(1, columns[heading]).address
                fault = Fault(f"'{heading}' stands in {before} too", "Keep one.")
                self.findings.wrong(cell, "heading", fault)
            elif self._known(heading) or self._is_perspective(heading, number):
                columns[heading] = number
                self._own_name(heading, cell)
            else:
                meant.add(self._unknown(heading, cell))
        self._unheaded()
        absent = [name for name in self._wanted() if name not in {*columns, *meant}]
        for name in absent:
            self._absent(name)
        doubtful = {*absent, *meant, *(self.sheet.headings if meant else ())}
        return columns, frozenset(doubtful - set(columns))

    def at(self, row: int, column: int = 1) -> InputCell:
        """A place on the sheet, whether or not something stands there."""
        return InputCell(self.sheet.name, row, column, book=self.book)

    def _known(self, heading: str) -> bool:
        if heading in self.sheet.headings:
            return True
        if self.sheet.further == "years":
            return _YEAR.fullmatch(heading) is not None
        names = self._names()
        named = self.sheet.further in _NAMED_IN
        return named and (names is None or heading in names)

    def _is_perspective(self, heading: str, number: int) -> bool:
        """Whether a further column says whose money counts, under a name of its own."""
        if self.sheet.further != "perspectives" or nearest(heading, (SOCIETY,)):
            return heading == SOCIETY
        cells = (self.page[row].get(number) for row in self.page if row > 1)
        return any(str(cell.value).strip().lower() in _ANSWERS for cell in cells if cell)

    def _own_name(self, heading: str, cell: InputCell) -> None:
        """A perspective's name is no payer's, whose own view has that, nor that of everyone."""
        taken = (*(self.keys.get(self.sheet.name) or ()), "all")
        if self.sheet.further == "perspectives" and heading in taken:
            what = f"'{heading}' is the name of {'everyone' if heading == 'all' else 'a payer'}"
            remedy = "Name the perspective otherwise: each payer's own view is there already."
            self.findings.wrong(cell, "heading", Fault(what, remedy))

    def _names(self) -> tuple[str, ...] | None:
        """The names that may head further columns; ``None`` where that cannot be told."""
        return self.keys.get(_NAMED_IN.get(self.sheet.further, ""))

    def _unknown(self, heading: str, cell: InputCell) -> str:
        present = {str(cell.value) for cell in self.page[1].values()}
        further = len(present.difference(self.sheet.headings))
        years = [f"year {year}" for year in range(further if self.sheet.further == "years" else 0)]
        known = [*self.sheet.headings, *(self._names() or ()), *years]
        known += [SOCIETY] if self.sheet.further == "perspectives" else []
        free = [name for name in known if name not in present]
        fault = Fault(f"no column called '{heading}'", suggestion(heading, free))
        self.findings.wrong(cell, "heading", fault)
        return nearest(heading, free)

    def _unheaded(self) -> None:
        headed = self.page.get(1, {})
        filled = {column for cells in self.page.values() for column in cells}
        for column in sorted(filled - set(headed)):
            cell = self.at(1, column)
            fault = Fault("has cells but no heading", "Name it in row 1, or clear its cells.")
            self.findings.wrong(cell, f"column {cell.address.removesuffix('1')}", fault)

    def _wanted(self) -> Iterator[str]:
        """Headings that must be there: required ones, every payer, years without a gap."""
        yield from (column.heading for column in self.sheet.columns if column.required)
        if self.sheet.further == "payers":
            yield from dict.fromkeys(self._names() or ())
        if self.sheet.further == "years":
            matches = (_YEAR.fullmatch(str(cell.value)) for cell in self.page.get(1, {}).values())
            last = max((int(match[1]) for match in matches if match), default=-1)
            yield from (f"year {year}" for year in range(last))

    def _absent(self, name: str) -> None:
        meanings = {column.heading: column.meaning for column in self.sheet.columns}
        meaning = meanings.get(name, _FURTHER.get(self.sheet.further, ""))
        fault = Fault(f"the column '{name}' is missing", f"Add it: {briefly(meaning)}")
        self.findings.wrong(self.at(1, 0), "heading", fault)
