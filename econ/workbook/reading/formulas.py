"""Whether a formula's stored value is what its inputs give, where that can be told.

Programs that write formulas without calculating them leave the old value behind, and a workbook
saved half-calculated is read as if it were whole. Sums and products of numbers and cells can be
worked out here; of any other formula nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite, prod

from openpyxl.utils import column_index_from_string

from econ.errors import Fault
from econ.words import exact_number
from econ.workbook.layout import Sheet
from econ.workbook.reading.cells import Book, Cell, Page
from econ.workbook.reading.findings import Findings

_LONGEST = 300
"""Characters of a formula that is worked out, so that brackets nest within reason."""

_LARGEST = 10_000
"""Cells of a range that is worked out."""

_CELL = r"\$?[A-Z]{1,3}\$?\d{1,7}"
_TOKEN = re.compile(
    rf"\s*(?:(?P<place>(?:(?:'[^']+'|\w+)!)?{_CELL}(?::{_CELL})?)(?![\w(])"
    r"|(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?P<name>[A-Z]+)(?=\()"
    r"|(?P<mark>[-+*/^%(),]))"
)
_FUNCTIONS: Mapping[str, Callable[[Sequence[float]], float]] = {
    "SUM": sum,
    "PRODUCT": prod,
    "AVERAGE": lambda numbers: sum(numbers) / len(numbers),
    "MIN": min,
    "MAX": max,
}


def check_formulas(book: Book, sheets: Sequence[Sheet], findings: Findings) -> None:
    """Stored values that contradict the inputs of their formulas."""
    for sheet in sheets:
        for cells in book.pages.get(sheet.name, {}).values():
            for cell in cells.values():
                if cell.formula and isinstance(cell.value, int | float):
                    _check(cell, book.pages, findings)


def _check(cell: Cell, pages: Mapping[str, Page], findings: Findings) -> None:
    given = worked_out(cell.formula, cell.sheet, pages)
    stored = float(cell.value) if isinstance(cell.value, int | float) else 0.0
    if given is None or abs(given - stored) <= 1e-9 * max(abs(given), abs(stored), 1e-6):
        return
    said = cell.formula.removeprefix("=")
    numbers = exact_number(stored), exact_number(given)
    what = f"{numbers[0]} is stored, but its formula {said} gives {numbers[1]}"
    remedy = "Open the workbook in Excel, let it calculate and save it."
    findings.wrong(cell, "formula", Fault(what, remedy))


def worked_out(formula: str, sheet: str, pages: Mapping[str, Page]) -> float | None:
    """What a formula gives; ``None`` where it is more than sums and products of numbers.

    >>> worked_out("=2*(3+10%)", "Parameters", {})
    6.2
    """
    tokens = list(_tokens(formula.removeprefix("="))) if len(formula) <= _LONGEST else []
    try:
        reading = _Reading(tokens, sheet, pages)
        number = reading.sum()
    except (_Unknown, ArithmeticError, ValueError, RecursionError):
        return None
    whole = reading.at == len(tokens) and isinstance(number, float)
    return number if whole and isfinite(number) else None


class _Unknown(Exception):  # noqa: N818 - not an error: nothing is said
    """Something that is not worked out here."""


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    place = 0
    text = text.rstrip()
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None or match.lastgroup is None:
            yield "unknown", text[place:]
            return
        yield match.lastgroup, match[match.lastgroup]
        place = match.end()


@dataclass(slots=True)
class _Reading:
    """A formula's tokens, read from left to right."""

    tokens: Sequence[tuple[str, str]]
    sheet: str
    pages: Mapping[str, Page]
    at: int = 0

    def sum(self) -> float:
        """Terms added and subtracted."""
        total = self._product()
        while mark := self._taken("+", "-"):
            total += self._product() if mark == "+" else -self._product()
        return total

    def _product(self) -> float:
        total = self._power()
        while mark := self._taken("*", "/"):
            total = total * self._power() if mark == "*" else total / self._power()
        return total

    def _power(self) -> float:
        total = self._factor()
        while self._taken("^"):
            total = float(total ** self._factor())
        return total

    def _factor(self) -> float:
        if mark := self._taken("+", "-"):
            return self._factor() * (1 if mark == "+" else -1)
        number = self._atom()
        while self._taken("%"):
            number /= 100
        return number

    def _atom(self) -> float:
        kind, text = self._next()
        if kind == "number":
            return float(text)
        if kind == "place" and ":" not in text:
            return self._cells(text, blank=0.0)[0]
        if kind == "name" and text in _FUNCTIONS:
            return float(_FUNCTIONS[text](self._arguments()))
        if (kind, text) == ("mark", "("):
            return self._closed(self.sum())
        raise _Unknown

    def _arguments(self) -> list[float]:
        numbers, mark = list[float](), "("
        if self._next()[1] != "(":
            raise _Unknown
        while mark != ")":
            kind, text = self.tokens[self.at] if self.at < len(self.tokens) else ("", "")
            if kind == "place" and ":" in text:
                self.at += 1
                numbers += self._cells(text)
            else:
                numbers.append(self.sum())
            mark = self._taken(",", ")")
            if not mark:
                raise _Unknown
        return numbers

    def _closed(self, number: float) -> float:
        if not self._taken(")"):
            raise _Unknown
        return number

    def _taken(self, *marks: str) -> str:
        there = self.at < len(self.tokens) and self.tokens[self.at] in {("mark", m) for m in marks}
        self.at += there
        return self.tokens[self.at - 1][1] if there else ""

    def _next(self) -> tuple[str, str]:
        if self.at >= len(self.tokens):
            raise _Unknown
        self.at += 1
        return self.tokens[self.at - 1]

    def _cells(self, place: str, blank: float | None = None) -> list[float]:
        """The numbers of a cell or a range; blank cells of a range are passed over."""
        sheet, _, area = place.rpartition("!")
        corners = [_corner(corner) for corner in area.replace("$", "").split(":")]
        (top, left), (bottom, right) = corners[0], corners[-1]
        if (bottom - top + 1) * (right - left + 1) > _LARGEST:
            raise _Unknown
        page = self.pages.get(sheet.strip("'") or self.sheet)
        if page is None:
            raise _Unknown
        found = [
            page.get(row, {}).get(column)
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        ]
        return [_number(cell, blank) for cell in found if cell is not None or blank is not None]


def _corner(address: str) -> tuple[int, int]:
    letters = address.rstrip("0123456789")
    return int(address.removeprefix(letters)), column_index_from_string(letters)


def _number(cell: Cell | None, blank: float | None) -> float:
    if cell is None and blank is not None:
        return blank
    if cell is None or isinstance(cell.value, bool) or not isinstance(cell.value, int | float):
        raise _Unknown
    return float(cell.value)
