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
from typing import Any

import numpy as np
import numpy.typing as npt

Value = float | str | bool | npt.NDArray[Any]
"""What a formula comes to: one value, or those of a block of cells, rows by columns."""

ATOM, POWER, PRODUCT, SUM, COMPARED = range(5)
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


@dataclass(frozen=True, slots=True, eq=False)
class Formula:
    """A live formula, without its ``=``, and its value.

    ``pieces`` are its text with cells in their places. Arithmetic with formulas, numbers and words
    gives another formula, with brackets only where they are needed.

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

    def __add__(self, other: Operand) -> Formula:
        """The sum."""
        return _joined(self, "+", other, SUM, np.add)

    def __radd__(self, other: Operand) -> Formula:
        """The sum."""
        return _joined(other, "+", self, SUM, np.add)

    def __sub__(self, other: Operand) -> Formula:
        """The difference."""
        return _joined(self, "-", other, SUM, _less)

    def __rsub__(self, other: Operand) -> Formula:
        """The difference."""
        return _joined(other, "-", self, SUM, _less)

    def __mul__(self, other: Operand) -> Formula:
        """The product."""
        return _joined(self, "*", other, PRODUCT, np.multiply)

    def __rmul__(self, other: Operand) -> Formula:
        """The product."""
        return _joined(other, "*", self, PRODUCT, np.multiply)

    def __truediv__(self, other: Operand) -> Formula:
        """The quotient; an error value where the divisor is 0."""
        return _joined(self, "/", other, PRODUCT, np.divide)

    def __rtruediv__(self, other: Operand) -> Formula:
        """The quotient; an error value where the divisor is 0."""
        return _joined(other, "/", self, PRODUCT, np.divide)

    def __pow__(self, other: Operand) -> Formula:
        """The power."""
        return _joined(self, "^", other, POWER, np.power)

    def __neg__(self) -> Formula:
        """The negative: of a product or a function as it stands, else in brackets."""
        held = formula(self)
        kept = held.pieces if held.binding <= PRODUCT else ("(", *held.pieces, ")")
        return Formula(("-", *kept), np.negative(held.value), SUM)

    def equals(self, other: Operand) -> Formula:
        """Whether both are the same."""
        return _compared(self, "=", other, eq)

    def differs(self, other: Operand) -> Formula:
        """Whether they are not the same."""
        return _compared(self, "<>", other, ne)

    def above(self, other: Operand) -> Formula:
        """Whether this is more."""
        return _compared(self, ">", other, gt)

    def below(self, other: Operand) -> Formula:
        """Whether this is less."""
        return _compared(self, "<", other, lt)

    def at_least(self, other: Operand) -> Formula:
        """Whether this is no less."""
        return _compared(self, ">=", other, ge)

    def at_most(self, other: Operand) -> Formula:
        """Whether this is no more."""
        return _compared(self, "<=", other, le)


Operand = Formula | float | str


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
    return Formula((text,), float(content), ATOM if content >= 0 else SUM)


def _within(content: Operand, loosest: int) -> tuple[Piece, ...]:
    """A formula's pieces, in brackets where its operation binds less tightly than asked."""
    held = formula(content)
    return held.pieces if held.binding <= loosest else ("(", *held.pieces, ")")


def _joined(
    left: Operand, sign: str, right: Operand, binding: int, compute: Callable[..., Any]
) -> Formula:
    """An operation with its value; what stands on the right binds more tightly than the sign.

    After a plus or a times sign it may bind as tightly: a+(b+c) is a+b+c.
    """
    first = _within(left, binding)
    last = _within(right, binding if sign in "+*" else binding - 1)
    values = formula(left).value, formula(right).value
    worded = any(isinstance(value, str) for value in values)
    with np.errstate(all="ignore"):  # an error value in the spreadsheet is not a number here
        value = float("nan") if worded else _plain(compute(*values))
    return Formula((*first, sign, *last), value, binding)


def _less(left: npt.NDArray[Any], right: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """A difference as spreadsheets take it: none where both sides are alike but for rounding."""
    gap = np.subtract(left, right)
    kept: npt.NDArray[Any] = gap * (np.abs(gap) >= ALIKE * np.abs(left))
    return kept


def _compared(
    left: Operand, sign: str, right: Operand, holds: Callable[[Any, Any], object]
) -> Formula:
    pieces = (*_within(left, SUM), sign, *_within(right, SUM))
    values = formula(left).value, formula(right).value
    if any(isinstance(value, np.ndarray) for value in values):
        return Formula(pieces, np.asarray(holds(*values)), COMPARED)
    ranked = [(isinstance(value, str), value) for value in values]  # any word is above any number
    return Formula(pieces, bool(holds(*ranked)), COMPARED)


def _plain(value: Any) -> Value:  # noqa: ANN401 - whatever arithmetic gives
    """A value without NumPy's type where it is one; what is beyond numbers is an error."""
    if isinstance(value, np.ndarray | str):
        return value
    if isinstance(value, bool | np.bool_):
        return bool(value)
    return float(value) if isfinite(value) else float("nan")


def call(name: str, value: object, *arguments: Operand) -> Formula:
    """A function of the spreadsheet, with what it comes to.

    >>> call("MAX", 2.0, 1, 2).pieces
    ('MAX(', '1', ',', '2', ')')
    """
    listed: list[Piece] = []
    for place, argument in enumerate(arguments):
        listed += [","] if place else []
        listed += formula(argument).pieces
    return Formula((f"{name}(", *listed, ")"), _plain(value))


def _values(arguments: Iterable[Operand]) -> list[Any]:
    return [formula(argument).value for argument in arguments]


def total(*blocks: Operand) -> Formula:
    """The sum of blocks or numbers: SUM."""
    return call("SUM", sum(float(np.sum(v)) for v in _values(blocks)), *blocks)


def dot(*blocks: Operand) -> Formula:
    """The sum of the products of blocks of one shape, or of an expression of blocks: SUMPRODUCT."""
    values = [np.asarray(value, dtype=np.float64) for value in _values(blocks)]
    with np.errstate(all="ignore"):
        return call("SUMPRODUCT", np.sum(reduce(np.multiply, values)), *blocks)


def when(holds: Operand, then: Operand, other: Operand) -> Formula:
    """The one value or the other: IF."""
    chosen = then if formula(holds).value else other
    return call("IF", formula(chosen).value, holds, then, other)


def size(content: Operand) -> Formula:
    """The size without its sign: ABS."""
    return call("ABS", np.abs(formula(content).value), content)


def exp(content: Operand) -> Formula:
    """The exponential: EXP."""
    return call("EXP", np.exp(formula(content).value), content)


def rounded(content: Operand, digits: int) -> Formula:
    """Rounded to so many decimals: ROUND."""
    return call("ROUND", round(formula(content).number, digits), content, digits)


def largest(*contents: Operand) -> Formula:
    """The largest of some numbers: MAX."""
    return call("MAX", max(float(np.max(v)) for v in _values(contents)), *contents)


def every(*conditions: Operand) -> Formula:
    """Whether all hold: AND."""
    return call("AND", all(bool(value) for value in _values(conditions)), *conditions)


def is_number(content: Operand) -> Formula:
    """Whether it is a number: ISNUMBER."""
    value = formula(content).value
    held = isinstance(value, float) and not np.isnan(value)
    return call("ISNUMBER", held, content)


def count(*contents: Operand) -> Formula:
    """How many are numbers: COUNT."""
    return call("COUNT", sum(isinstance(v, float) and v == v for v in _values(contents)), *contents)


def position(wanted: Operand, block: Formula) -> Formula:
    """Where a value first stands in a column, from 1; an error value where it does not: MATCH."""
    found = np.flatnonzero(np.equal(block.value, formula(wanted).value))
    return call("MATCH", found[0] + 1 if len(found) else np.nan, wanted, block, 0)


def entry(block: Formula, place: Operand) -> Formula:
    """A cell of a row by its place, from 1; an error value where there is none: INDEX."""
    cells, at = np.ravel(np.asarray(block.value)), formula(place).number
    value = cells[int(at) - 1] if 1 <= at <= len(cells) else np.nan
    return call("INDEX", value, block, 1, place)


def or_else(content: Operand, other: Operand) -> Formula:
    """What a formula gives, or something else in place of an error value: IFERROR."""
    value = formula(content).value
    return call("IFERROR", formula(other).value if value != value else value, content, other)


def how_many(block: Formula, wanted: Operand) -> Formula:
    """How many cells of a block are as wanted: COUNTIF."""
    return call("COUNTIF", np.sum(np.equal(block.value, formula(wanted).value)), block, wanted)


def true_in(block: Formula) -> Formula:
    """How many cells of a block are TRUE."""
    here = np.frompyfunc(lambda cell: cell is True or cell is np.True_, 1, 1)(block.value)
    return call("COUNTIF", np.sum(here), block, Formula(("TRUE",), True))


def height(block: Formula) -> Formula:
    """How many rows a block has: ROWS."""
    return call("ROWS", len(np.asarray(block.value)), block)


def as_number(condition: Formula) -> Formula:
    """Ones and noughts of what holds and does not: a double minus."""
    pieces = ("--", "(", *condition.pieces, ")")
    return Formula(pieces, np.asarray(condition.value, dtype=np.float64), PRODUCT)


def text(*parts: Operand) -> Formula:
    """Words and figures one after another: the ampersand; figures are whole numbers."""
    pieces: list[Piece] = []
    for place, part in enumerate(parts):
        pieces += ["&"] if place else []
        pieces += _within(part, SUM)
    said = [f"{v:.0f}" if isinstance(v, float) else str(v) for v in _values(parts)]
    return Formula(tuple(pieces), "".join(said), COMPARED)


def added(parts: Iterable[Operand]) -> Formula:
    """Some formulas added up, sign by sign; 0 where there are none."""
    listed = [formula(part) for part in parts]
    return reduce(add, listed) if listed else formula(0)


NOT_CHOSEN = Formula(("NA()",), float("nan"))
"""What a formula gives where there is nothing to give: an error, never a zero."""
