"""A number or a distribution as a script writes it, in a cell: read, never run."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from dataclasses import replace
from math import isfinite

from econ.errors import FaultError
from econ.model import distributions
from econ.model.distributions import Distribution
from econ.model.parameters import Priced
from econ.workbook.layout import InputColumn
from econ.workbook.reading.cells import InputCell
from econ.workbook.reading.kinds import read_cell

_CLASSES = (
    *(distributions.Fixed, distributions.Normal, distributions.LogNormal, distributions.Gamma),
    *(distributions.Beta, distributions.Uniform, distributions.Triangular, distributions.PERT),
    *(distributions.Truncated, distributions.ChanceOfNone, Priced),
)
_MAKERS: dict[str, Callable[..., object]] = {made.__name__: made for made in _CLASSES} | {
    f"{made.__name__}.{way}": getattr(made, way)
    for made in _CLASSES
    for way in dir(made)
    if way.startswith("from_")
}
_NUMBER = re.compile(r"[-+]?(?:\d{1,15}(?:\.\d{0,15})?|\.\d{1,15})(?:[eE][-+]?\d{1,3})?")
_CALL = re.compile(r"(?:econ\.)?[A-Za-z]+(?:\.[a-z_]+)?\(")
_LONGEST = 300
_REMEDY = "Write a number, or a distribution as scripts do: Normal(0.3, 0.15), Fixed(0.2)."


def given_in(cell: InputCell, heading: str) -> float | Distribution | Priced | None:
    """What a cell gives a parameter; ``None`` where it is blank.

    Raises ``FaultError`` where it is no number, and nothing that ``vary`` takes.

    >>> given_in(InputCell("", 2, 1, "Normal(0.3, 0.15)"), "reduction_ae")
    Normal(mean=0.3, sd=0.15)
    >>> given_in(InputCell("", 2, 1, " 1085"), "participants")
    1085.0
    """
    text = cell.value.strip() if isinstance(cell.value, str) else ""
    if _CALL.match(text):
        return _distribution(text)
    number = replace(cell, value=float(text)) if _NUMBER.fullmatch(text) else cell
    value = read_cell(number, InputColumn(heading, "number", ""))
    return value if isinstance(value, float) else None


def _distribution(text: str) -> Distribution | Priced:
    try:
        made = _value(ast.parse(text[:_LONGEST], mode="eval").body)
    except (SyntaxError, RecursionError, MemoryError):
        raise FaultError(f"'{text[:_LONGEST]}' is not written as a script is", _REMEDY) from None
    except (ValueError, TypeError) as error:
        if isinstance(error, FaultError):
            raise
        what = str(error) if isinstance(error, ValueError) else "has other numbers than it needs"
        raise FaultError(f"'{text}': {what}", _REMEDY) from None
    if isinstance(made, Distribution | Priced):
        return made
    raise FaultError(f"'{text}' is no distribution", _REMEDY)


def _value(node: ast.expr) -> object:
    match node:
        case ast.Constant(value=str() as words):
            return words
        case ast.Constant(value=int() | float() as number) if isfinite(number):
            return number
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as number)):
            return -number
        case ast.Call() if make := _MAKERS.get(ast.unparse(node.func).removeprefix("econ.")):
            named = {word.arg or "": _value(word.value) for word in node.keywords}
            return make(*map(_value, node.args), **named)
    raise FaultError(f"'{ast.unparse(node)}' is no number and no distribution", _REMEDY)
