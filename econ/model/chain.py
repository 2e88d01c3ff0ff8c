"""What a quantity is made of: names multiplied, where a term may be a bracket.

One declaration has three readings: NumPy evaluates it, Excel holds it as a live formula, and a
reader sees it as a sentence. The grammar is closed by decision: a bracket holds the sum or the
difference of two names, or one minus a name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import mul
from typing import Any, Literal, Protocol, TypeVar

from econ.errors import FaultError

Operator = Literal["", "+", "-", "1-"]


class Arithmetic(Protocol):
    """Whatever can be added, subtracted and multiplied: numbers, or cells of a spreadsheet."""

    def __add__(self, other: Any, /) -> Any: ...  # noqa: ANN401 - whatever it is made of
    def __sub__(self, other: Any, /) -> Any: ...  # noqa: ANN401
    def __rsub__(self, other: Any, /) -> Any: ...  # noqa: ANN401
    def __mul__(self, other: Any, /) -> Any: ...  # noqa: ANN401


Worth = TypeVar("Worth", bound=Arithmetic)

_NAME = r"[a-z][a-z0-9_]*"
_TERM = re.compile(
    rf"\s*(?:(?P<name>{_NAME})"
    rf"|\(\s*1\s*-\s*(?P<rest>{_NAME})\s*\)"
    rf"|\(\s*(?P<left>{_NAME})\s*(?P<operator>[+-])\s*(?P<right>{_NAME})\s*\))\s*"
)


@dataclass(frozen=True, slots=True)
class Term:
    """One factor: a name, ``(a + b)``, ``(a - b)`` or ``(1 - a)``."""

    operator: Operator
    names: tuple[str, ...]

    def __str__(self) -> str:
        return self.written(lambda name: name)

    def formula(self, of: Callable[[str], Worth]) -> Worth:
        """What the term comes to, of what stands for each name."""
        first, *others = (of(name) for name in self.names)
        made: Worth = first
        if self.operator == "1-":
            made = 1 - first
        elif self.operator == "+":
            made = first + others[0]
        elif self.operator == "-":
            made = first - others[0]
        return made

    def written(self, show: Callable[[str], str], minus: str = " - ") -> str:
        """The term in words, each name shown as ``show`` says."""
        shown = [show(name) for name in self.names]
        if self.operator == "":
            return shown[0]
        if self.operator == "1-":
            return f"(1{minus}{shown[0]})"
        return f"({(' + ' if self.operator == '+' else minus).join(shown)})"


@dataclass(frozen=True, slots=True)
class Chain:
    """Factors multiplied together.

    >>> chain = parse("participants * (visits_before - visits_after) * attribution")
    >>> chain.names
    ('participants', 'visits_before', 'visits_after', 'attribution')
    >>> chain.formula({"participants": 100, "visits_before": 3, "visits_after": 2,
    ...                "attribution": 0.5}.__getitem__)
    50.0
    """

    terms: tuple[Term, ...]

    def __str__(self) -> str:
        return " * ".join(str(term) for term in self.terms)

    def __iter__(self) -> Iterator[Term]:
        return iter(self.terms)

    @property
    def names(self) -> tuple[str, ...]:
        """Every name in the chain, in order, each once."""
        return tuple(dict.fromkeys(name for term in self.terms for name in term.names))

    def formula(self, of: Callable[[str], Worth]) -> Worth:
        """What the chain comes to, of what stands for each name: a number, or a live formula."""
        return reduce(mul, (term.formula(of) for term in self.terms))

    def sentence(self, label: Callable[[str], str]) -> str:
        """The chain as a reader sees it, names replaced by their labels."""
        return " × ".join(term.written(label, minus=" − ") for term in self.terms)


def parse(text: str) -> Chain:
    """Read a chain.

    Raises ``FaultError`` at the first factor that is not in the grammar, saying what may be
    written.

    >>> str(parse("people*( 1 - deadweight )"))
    'people * (1 - deadweight)'
    """
    factors = text.split("*")
    terms = []
    for factor in factors:
        match = _TERM.fullmatch(factor)
        if match is None:
            raise _unread(factor.strip())
        terms.append(_term(match))
    return Chain(tuple(terms))


def _unread(factor: str) -> FaultError:
    """What is said of a factor that is not in the grammar, and what to do."""
    remedy = "Multiply names, as in a * b; a factor may be (a + b), (a - b) or (1 - a)."
    if re.fullmatch(r"[\d.,]+%?", factor):
        remedy = "Give the number a name in Parameters, and write the name; a lump sum counts 1."
    return FaultError(f"cannot read {factor!r}" if factor else "a factor is missing", remedy)


def _term(match: re.Match[str]) -> Term:
    if match["name"]:
        return Term("", (match["name"],))
    if match["rest"]:
        return Term("1-", (match["rest"],))
    return Term("+" if match["operator"] == "+" else "-", (match["left"], match["right"]))
