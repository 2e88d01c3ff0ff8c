"""Live formulas: what the spreadsheet computes, and what it comes to, as one object (C20).

A formula is built from cells by arithmetic and a few functions, each of which makes the text and
the value at once; neither is typed by hand. Cells go by the names of their table, row and column,
and have no address until the sheets are laid out. Values are never taken from the model: they
follow from inputs alone, so that they are a second implementation, which Checks holds against it.

    kept = cells.cell("visits", "Money in a full year") * time.cell("visits", "2016/17")
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce
from math import isfinite
from operator import add, eq, ge, gt, le, lt, ne
from typing import Any, Union

import numpy as np
import numpy.typing as npt

Value = float | str | bool | npt.NDArray[Any]
"""What a formula comes to: one value, or those of a block of cells, rows by columns."""
ATOM, POWER, PRODUCT, _SUM, COMPARED = range(5)
"""How tightly a formula's outermost operation binds, the tightest first."""
ALIKE = 2**-48
"""Numbers whose difference is less than this of themselves are alike."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell by the names of its table, its row and its column; without a row it is the heading."""

    table: str
    row: str
    column: str


@dataclass(frozen=True, slots=True)
class Area:
    """A block of cells, from its first to its last."""

    first: Spot
    last: Spot


Piece = str | Spot | Area
Operand = Union["Formula", float, str]
Operation = Callable[[Operand, Operand], "Formula"]


def _operation(sign: str, binding: int, compute: Callable[..., Any]) -> tuple[Operation, Operation]:
    """An operation of a formula that stands left of its sign, and of one on its right.

    What stands on the right binds more tightly than the sign; after a plus or a times sign it may
    bind as tightly: a+(b+c) is a+b+c.
    """
    closer = binding if sign in "+*" else binding - 1

    def joined(left: Operand, right: Operand) -> Formula:
        pieces = (*_within(left, binding), sign, *_within(right, closer))
        values = _values((left, right))
        worded = any(isinstance(value, str) for value in values)
        with np.errstate(all="ignore"):
            value = float("nan") if worded else _plain(compute(*values))
        return Formula(pieces, value, binding)

    return joined, lambda right, left: joined(left, right)


def _comparison(sign: str, holds: Callable[[Any, Any], object]) -> Operation:
    """Whether something holds of two formulas; any word is above any number."""

    def compared(left: Operand, right: Operand) -> Formula:
        pieces = (*_within(left, _SUM), sign, *_within(right, _SUM))
        values = _values((left, right))
        if not any(isinstance(value, np.ndarray) for value in values):
            values = [(isinstance(value, str), value) for value in values]
        return Formula(pieces, _plain(holds(*values)), COMPARED)

    return compared


def _less(left: npt.NDArray[Any], right: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """A difference as spreadsheets take it: none where both sides are alike but for rounding."""
    gap = np.subtract(left, right)
    kept: npt.NDArray[Any] = gap * (np.abs(gap) >= ALIKE * np.abs(left))
    return kept


@dataclass(frozen=True, slots=True, eq=False)
class Formula:
    """A live formula, without its ``=``, and its value.

    ``pieces`` are its text with cells in their places. Arithmetic with formulas, numbers and words
    gives another formula, with brackets only where they are needed, and so do comparisons such as
    ``above``; what a spreadsheet makes no number of, such as a division by 0, is none here.

    >>> two = Formula(("A1",), 2.0)
    >>> area = (two + 1) * two
    >>> area.pieces, area.value
    (('(', 'A1', '+', '1', ')', '*', 'A1'), 6.0)
    """

    pieces: tuple[Piece, ...]
    value: Value
    binding: int = ATOM

    @property
    def single(self) -> float | str | bool:
        """Its value, which is one. Raises ``TypeError`` of a block of cells."""
        if isinstance(self.value, np.ndarray):
            raise TypeError(f"a block of cells has no one value: {self.pieces}")
        return self.value

    @property
    def number(self) -> float:
        """Its value as a number. Raises ``TypeError`` of a block, ``ValueError`` of words."""
        return float(self.single)

    @property
    def ends(self) -> tuple[Spot, ...]:
        """The one cell that it points at, or the first and last of its block."""
        (piece,) = self.pieces
        if isinstance(piece, str):
            raise TypeError(f"'{piece}' is no cell")
        return (piece,) if isinstance(piece, Spot) else (piece.first, piece.last)

    __add__, __radd__ = _operation("+", _SUM, np.add)
    __sub__, __rsub__ = _operation("-", _SUM, _less)
    __mul__, __rmul__ = _operation("*", PRODUCT, np.multiply)
    __truediv__, __rtruediv__ = _operation("/", PRODUCT, np.divide)
    __pow__ = _operation("^", POWER, np.power)[0]
    equals = _comparison("=", eq)
    differs = _comparison("<>", ne)
    above = _comparison(">", gt)
    below = _comparison("<", lt)
    at_least = _comparison(">=", ge)
    at_most = _comparison("<=", le)

    def __neg__(self) -> Formula:
        """The negative: of a product or a function as it stands, else in brackets."""
        return Formula(("-", *_within(self, PRODUCT)), np.negative(self.value), _SUM)


def formula(content: Operand) -> Formula:
    """A number or a word as a formula writes it; a formula as it is.

    >>> formula(0.5).pieces, formula(3.0).pieces, formula("no").pieces
    (('0.5',), ('3',), ('"no"',))
    """
    if isinstance(content, Formula):
        return content
    if isinstance(content, str):
        doubled = content.replace('"', '""')
        return Formula((f'"{doubled}"',), content)
    text = str(int(content)) if content == int(content) and abs(content) < 1e15 else repr(content)
    return Formula((text,), float(content), ATOM if content >= 0 else _SUM)


def _within(content: Operand, loosest: int) -> tuple[Piece, ...]:
    """A formula's pieces, in brackets where its operation binds less tightly than asked."""
    held = formula(content)
    return held.pieces if held.binding <= loosest else ("(", *held.pieces, ")")


def _between(sign: str, parts: Iterable[Operand], loosest: int) -> list[Piece]:
    """The pieces of formulas, with a sign between them."""
    return [piece for part in parts for piece in (sign, *_within(part, loosest))][1:]


def _values(contents: Iterable[Operand]) -> list[Any]:
    return [formula(content).value for content in contents]


def _plain(value: Any) -> Value:  # noqa: ANN401 - whatever arithmetic gives
    """A value without NumPy's type where it is one; what is beyond numbers is an error."""
    if isinstance(value, np.ndarray | str):
        return value
    if isinstance(value, bool | np.bool_):
        return bool(value)
    return float(value) if isfinite(value) else float("nan")


def _call(name: str, value: object, *arguments: Operand) -> Formula:
    """A function of the spreadsheet, with what it comes to."""
    return Formula((f"{name}(", *_between(",", arguments, COMPARED), ")"), _plain(value))


def _function(name: str, compute: Callable[..., Any]) -> Callable[..., Formula]:
    """A function of the spreadsheet, by what it makes of values and blocks of them."""

    @np.errstate(all="ignore")
    def called(*arguments: Operand) -> Formula:
        return _call(name, compute(*_values(arguments)), *arguments)

    return called


def _is_number(value: Value) -> bool:
    return isinstance(value, float) and value == value


def _alike(block: npt.NDArray[Any], wanted: Value) -> int:
    """How many cells are as wanted, and of its kind: TRUE is not 1."""
    return sum(type(cell) is type(wanted) and cell == wanted for cell in block.ravel().tolist())


total = _function("SUM", lambda *blocks: sum(float(np.sum(block)) for block in blocks))
"""The sum of blocks or numbers."""
dot = _function("SUMPRODUCT", lambda *blocks: np.sum(reduce(np.multiply, blocks), dtype=float))
"""The sum of the products of blocks of one shape, or of an expression of blocks."""
when = _function("IF", lambda holds, then, other: then if holds else other)
"""The one value or the other."""
size = _function("ABS", np.abs)
"""The size without its sign."""
exp = _function("EXP", np.exp)
"""The exponential."""
rounded = _function("ROUND", lambda number, digits: round(number, int(digits)))
"""Rounded to so many decimals."""
largest = _function("MAX", lambda *blocks: max(float(np.max(block)) for block in blocks))
"""The largest of some numbers."""
least = _function("MIN", lambda *blocks: min(float(np.min(block)) for block in blocks))
"""The smallest of some numbers."""
every = _function("AND", lambda *conditions: all(conditions))
"""Whether all hold."""
is_number = _function("ISNUMBER", _is_number)
"""Whether it is a number."""
count = _function("COUNT", lambda *values: sum(map(_is_number, values)))
"""How many are numbers."""
or_else = _function("IFERROR", lambda value, other: value if value == value else other)
"""What a formula gives, or something else in place of an error value."""
how_many = _function("COUNTIF", _alike)
"""How many cells of a block are as wanted."""
rows_in = _function("ROWS", len)
"""How many rows a block has."""


def within(block: Formula, low: float, high: float) -> Formula:
    """How many cells of a block are numbers from the one to the other, both in it: COUNTIFS."""
    cells = np.ravel(np.asarray(block.value, dtype=np.object_)).tolist()
    held = sum(_is_number(cell) and low <= cell <= high for cell in cells)
    ends = (f"{sign}{formula(end).pieces[0]}" for sign, end in ((">=", low), ("<=", high)))
    return _call("COUNTIFS", held, *(part for end in ends for part in (block, end)))


def position(wanted: Operand, block: Formula) -> Formula:
    """Where a value first stands in a column, from 1; an error value where it does not: MATCH."""
    places = np.flatnonzero(np.equal(block.value, formula(wanted).value)) + 1
    return _call("MATCH", next(iter(places), np.nan), wanted, block, 0)


def entry(block: Formula, place: Operand) -> Formula:
    """A cell of a row by its place, from 1; an error value where there is none: INDEX."""
    cells, at = np.ravel(np.asarray(block.value)), formula(place).number
    value = cells[int(at) - 1] if 1 <= at <= len(cells) else np.nan
    return _call("INDEX", value, block, 1, place)


def as_number(condition: Formula) -> Formula:
    """Ones and noughts of what holds and does not: a double minus."""
    return Formula(("--", "(", *condition.pieces, ")"), np.asarray(condition.value, float), PRODUCT)


def text(*parts: Operand) -> Formula:
    """Words and figures one after another: the ampersand; figures are whole numbers."""
    said = [f"{v:.0f}" if isinstance(v, float) else str(v) for v in _values(parts)]
    return Formula(tuple(_between("&", parts, _SUM)), "".join(said), COMPARED)


def sum_of(parts: Iterable[Operand]) -> Formula:
    """Some formulas added up, sign by sign; 0 where there are none."""
    listed = [formula(part) for part in parts]
    return reduce(add, listed) if listed else formula(0)


TRUE = Formula(("TRUE",), True)
NOT_CHOSEN = Formula(("NA()",), float("nan"))
"""What a formula gives where there is nothing to give: an error, never a zero."""
