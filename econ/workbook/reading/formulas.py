"""Whether a formula's stored value is what its inputs give, where that can be told.

Programs that write formulas without calculating them leave the old value behind, and a workbook
saved half-calculated is read as if it were whole. Sums and products of numbers and cells can be
worked out here; of any other formula nothing is said.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product
from math import isclose, isfinite, prod
from operator import add, mul, sub, truediv

from openpyxl.utils import range_boundaries

from econ.errors import Fault
from econ.words import exact_number
from econ.workbook.layout import InputSheet
from econ.workbook.reading.cells import InputBook, Page, StoredValue
from econ.workbook.reading.findings import Findings

_LONGEST, _LARGEST = 300, 10_000
"""Characters of a formula, and cells of a range, that are worked out: brackets nest so far."""

_CELL = r"\$?[A-Z]{1,3}\$?\d{1,7}"
_TOKEN = re.compile(
    rf"\s*(?:(?P<place>(?:(?:'[^']+'|\w+)!)?{_CELL}(?::{_CELL})?)(?![\w(])"
    r"|(?P<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)|(?P<name>[A-Z]+)(?=\()"
    r"|(?P<mark>[-+*/^%(),]))"
)
_END = ("end", "")
_OPERATORS: Sequence[Mapping[str, Callable[[float, float], float]]] = (
    {"+": add, "-": sub},
    {"*": mul, "/": truediv},
    {"^": math.pow},
)
"""What is worked out from left to right, those that bind closer last."""

_FUNCTIONS: Mapping[str, Callable[[Sequence[float]], float]] = {
    "SUM": sum,
    "PRODUCT": prod,
    "AVERAGE": lambda numbers: sum(numbers) / len(numbers),
    "MIN": min,
    "MAX": max,
}


def check_formulas(book: InputBook, sheets: Sequence[InputSheet], findings: Findings) -> None:
    """Stored values that contradict the inputs of their formulas."""
    pages = [book.pages.get(sheet.name, {}) for sheet in sheets]
    for cell in (cell for page in pages for cells in page.values() for cell in cells.values()):
        given = worked_out(cell.formula, cell.sheet, book.pages) if cell.formula else None
        if given is None or not isinstance(stored := cell.value, int | float):
            continue
        if not isclose(given, stored, abs_tol=1e-15):
            said = f"its formula {cell.formula.removeprefix('=')} gives {exact_number(given)}"
            what = f"{exact_number(stored)} is stored, but {said}"
            remedy = "Open the workbook in Excel, let it calculate and save it."
            findings.wrong(cell, "formula", Fault(what, remedy))


def worked_out(formula: str, sheet: str, pages: Mapping[str, Page]) -> float | None:
    """What a formula gives; ``None`` where it is more than sums and products of numbers.

    >>> worked_out("=2*(3+10%)", "Parameters", {})
    6.2
    """
    if len(formula) > _LONGEST:
        return None
    reading = _Reading(list(_tokens(formula.removeprefix("="))), sheet, pages)
    try:
        number = reading.level()
    except (_Unknown, ArithmeticError, ValueError, RecursionError):
        return None
    return number if reading.tokens[reading.at] == _END and isfinite(number) else None


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
    yield _END


@dataclass(slots=True)
class _Reading:
    """A formula's tokens, read from left to right."""

    tokens: Sequence[tuple[str, str]]
    sheet: str
    pages: Mapping[str, Page]
    at: int = 0

    def level(self, rank: int = 0) -> float:
        """Operators of one rank and of those that bind closer: a sum of products of powers."""
        closer = partial(self.level, rank + 1) if rank + 1 < len(_OPERATORS) else self._factor
        total = closer()
        while mark := self._taken(*_OPERATORS[rank]):
            total = _OPERATORS[rank][mark](total, closer())
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
        if text == "(":
            number = self.level()
            if self._taken(")"):
                return number
        raise _Unknown

    def _arguments(self) -> list[float]:
        numbers, mark = list[float](), self._taken("(")
        while mark in {"(", ","}:
            kind, text = self.tokens[self.at]
            if kind == "place" and ":" in text:
                self.at += 1
                numbers += self._cells(text)
            else:
                numbers.append(self.level())
            mark = self._taken(",", ")")
        if not mark:
            raise _Unknown
        return numbers

    def _taken(self, *marks: str) -> str:
        kind, text = self.tokens[self.at]
        there = kind == "mark" and text in marks
        self.at += there
        return text if there else ""

    def _next(self) -> tuple[str, str]:
        self.at += 1
        return self.tokens[self.at - 1]

    def _cells(self, place: str, blank: float | None = None) -> list[float]:
        """The numbers of a cell or a range; blank cells of a range are passed over."""
        sheet, _, area = place.rpartition("!")
        left, top, right, bottom = (corner or 0 for corner in range_boundaries(area))
        page = self.pages.get(sheet.strip("'") or self.sheet)
        if page is None or (bottom - top + 1) * (right - left + 1) > _LARGEST:
            raise _Unknown
        places = product(range(top, bottom + 1), range(left, right + 1))
        found = [page.get(row, {}).get(column) for row, column in places]
        return [
            _number(cell.value if cell else blank) for cell in found if cell or blank is not None
        ]


def _number(value: StoredValue) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _Unknown
    return float(value)
