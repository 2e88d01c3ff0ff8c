"""What a quantity, a unit value or a formula is made of: arithmetic of names and numbers.

One declaration has four readings: NumPy evaluates it, Excel holds it as a live formula, a reader
sees it as a sentence, and as text it is an expression that a browser can work out. The grammar is
closed by decision, and a text is never run as code:

    sum     = product, then any number of "+" or "-" and a product
    product = part, then any number of "*" or "/" and a part
    part    = name | number | "(" sum ")"
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import reduce
from operator import add, mul, sub, truediv
from typing import Any, NamedTuple, Union

import numpy as np

from econ.errors import FaultError

Member = Union[str, float, "Chain"]
"""A name, a number, or arithmetic of them."""
LONGEST_TEXT, MOST_BRACKETS = 1_000, 20
"""Characters of a text, and brackets within brackets, that are read."""
_SIGNS = (("+", "-"), ("*", "/"))
"""What joins parts, from left to right; those that bind closer last."""
_SHOWN = {"+": " + ", "-": " − ", "*": " × ", "/": " ÷ "}
_PIECE = re.compile(r"(?P<name>[^\W\d]\w*)|(?P<number>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)|(?P<mark>\S)")
_READ_AS = str.maketrans(
    {"\u200b": "", "\u2060": "", "\ufeff": "", "＋": "+", "（": "(", "）": ")"}
    | dict.fromkeys("×∗⋅·✕✖＊", "*")
    | dict.fromkeys("÷∕⁄／", "/")
    | dict.fromkeys("−–‐‑﹣－", "-")
)
"""Signs that look like those of the grammar, and marks that cannot be seen."""


def ratio(top: Any, bottom: Any) -> Any:  # noqa: ANN401 - numbers, or arrays of them
    """A quotient of numbers, which is not a number where it divides by 0 (C13)."""
    return top / np.where(np.equal(bottom, 0), np.nan, bottom)


@dataclass(frozen=True, slots=True)
class Chain:
    """Parts joined by signs that bind alike: all sums and differences, or all products and ratios.

    >>> chain = parse("participants * (visits_before - visits_after) / 12")
    >>> chain.names
    ('participants', 'visits_before', 'visits_after')
    >>> chain.formula({"participants": 120, "visits_before": 3, "visits_after": 2}.__getitem__)
    10.0
    """

    parts: tuple[Member, ...]
    signs: tuple[str, ...] = ()
    names: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Find every name in the chain, in order, each once: asked for in every block of draws."""
        named = [
            part.names if isinstance(part, Chain) else (part,) if isinstance(part, str) else ()
            for part in self.parts
        ]
        names = tuple(dict.fromkeys(name for names in named for name in names))
        object.__setattr__(self, "names", names)

    def __str__(self) -> str:
        return self._written(str, lambda sign: f" {sign} ")

    def walk(self) -> Iterator[Chain]:
        """This arithmetic and all within it."""
        yield self
        for part in self.parts:
            if isinstance(part, Chain):
                yield from part.walk()

    @property
    def factors(self) -> tuple[tuple[str, Chain], ...]:
        """What is multiplied and divided, with the sign before each; a sum is one factor."""
        if set(self.signs) <= set(_SIGNS[1]):
            return tuple(zip(("*", *self.signs), map(chain_of, self.parts), strict=True))
        return (("*", self),)

    @property
    def divisors(self) -> tuple[Chain, ...]:
        """Everything by which something is divided."""
        every = (pair for chain in self.walk() for pair in chain.factors)
        return tuple(dict.fromkeys(divisor for sign, divisor in every if sign == "/"))

    def formula(
        self,
        of: Callable[[str], Any],
        number: Callable[[float], Any] = float,
        divide: Callable[[Any, Any], Any] = truediv,
    ) -> Any:  # noqa: ANN401 - whatever stands for names: numbers, arrays, cells, units
        """What the chain comes to, of what stands for each name and each number."""

        def worth(part: Member) -> Any:  # noqa: ANN401
            if isinstance(part, Chain):
                return part.formula(of, number, divide)
            return of(part) if isinstance(part, str) else number(part)

        joins = {"+": add, "-": sub, "*": mul, "/": divide}
        first, *others = map(worth, self.parts)
        steps = zip(self.signs, others, strict=True)
        return reduce(lambda left, step: joins[step[0]](left, step[1]), steps, first)

    def sentence(self, label: Callable[[str], str]) -> str:
        """The chain as a reader sees it, names replaced by their labels."""
        return self._written(label, _SHOWN.__getitem__)

    def _written(self, name: Callable[[str], str], sign: Callable[[str], str]) -> str:
        sums = bool(self.signs) and self.signs[0] in _SIGNS[0]

        def shown(part: Member) -> str:
            if not isinstance(part, Chain):
                return name(part) if isinstance(part, str) else _digits(part)
            text = part._written(name, sign)
            return text if sums and part.signs[0] in _SIGNS[1] else f"({text})"

        signs = ("", *map(sign, self.signs))
        return "".join(s + shown(part) for s, part in zip(signs, self.parts, strict=True))


class Made(float):
    """A number that is arithmetic of parameters: as a float, what that comes to at their means.

    It stands where a sheet has a number of its own, such as a payer's share; each draw has its own.

    >>> share = Made(parse("1 - nhs_share")).at({"nhs_share": 0.6}.__getitem__)
    >>> float(share), share.chain.names
    (0.4, ('nhs_share',))
    """

    chain: Chain

    def __new__(cls, chain: Chain, value: float = float("nan")) -> Made:
        """A number of this chain, which at the means comes to this value."""
        made = super().__new__(cls, value)
        made.chain = chain
        return made

    def __eq__(self, other: object) -> bool:
        """Equal where made alike: to no plain number, which stays where parameters move."""
        return isinstance(other, Made) and self.chain == other.chain

    def __ne__(self, other: object) -> bool:  # a float's own would compare what they come to
        return not self == other

    def __hash__(self) -> int:
        return hash(self.chain)

    def __getnewargs__(self) -> tuple[Chain, float]:  # type: ignore[override]
        return self.chain, float(self)

    def at(self, mean: Callable[[str], float]) -> Made:
        """The same, at these means of its parameters."""
        return Made(self.chain, float(self.chain.formula(mean, divide=ratio)))


def at_means(numbers: Iterable[float], mean: Callable[[str], float]) -> tuple[float, ...]:
    """Numbers, those that are made of parameters at their means."""
    return tuple(x.at(mean) if isinstance(x, Made) else x for x in numbers)


def names_in(numbers: Iterable[float]) -> tuple[str, ...]:
    """The parameters of which some of these numbers are made, each once."""
    named = (name for x in numbers if isinstance(x, Made) for name in x.chain.names)
    return tuple(dict.fromkeys(named))


def rest_of(others: Iterable[float]) -> float:
    """What is left of 1.

    >>> rest_of([0.25, 0.5]), str(rest_of([0.25, Made(parse("a"))]).chain)
    (0.25, '0.75 - a')
    """
    listed = [*others]
    made = [x.chain for x in listed if isinstance(x, Made)]
    left = 1.0 - sum(x for x in listed if not isinstance(x, Made))
    parts = (chain.parts[0] if not chain.signs else chain for chain in made)
    return Made(Chain((left, *parts), ("-",) * len(made))) if made else left


def chain_of(part: Member) -> Chain:
    """A part as a chain; a name or a number alone is a chain of one.

    >>> str(chain_of("people"))
    'people'
    """
    return part if isinstance(part, Chain) else Chain((part,))


def parse(text: str) -> Chain:
    """Read a chain; signs that look alike, such as a times sign, are read as what they mean.

    Raises ``FaultError`` where reading stopped, saying what may be written.

    >>> str(parse("people*( 1 - deadweight )÷12"))
    'people * (1 - deadweight) / 12'
    """
    if len(text) > LONGEST_TEXT:
        remedy = "Give parts of it names: rows of Parameters with a formula of their own."
        raise FaultError(f"is {len(text):,} characters long, of at most {LONGEST_TEXT:,}", remedy)
    reading = _Reading(text.translate(_READ_AS))
    made = reading.level(0)
    if reading.here.kind != "end":
        raise reading.unjoined()
    if not (chain := chain_of(made)).names:
        remedy = "Give the number a name in Parameters, and write the name; a lump sum counts 1."
        raise FaultError(f"'{chain}' names no parameter", remedy)
    return chain


class _Piece(NamedTuple):
    """A name, a number or a mark, and where it begins."""

    kind: str
    text: str
    start: int


class _Reading:
    """A text, read from left to right, a piece at a time."""

    def __init__(self, text: str) -> None:
        self.text, self.depth = text, 0
        self.last = self.here = _Piece("start", "", 0)
        self.taken()

    def taken(self) -> str:
        """The piece that stands here, and on to the next."""
        self.last, end = self.here, self.here.start + len(self.here.text)
        match = _PIECE.search(self.text, end)
        self.here = _Piece("end", "", len(self.text))
        if match is not None:
            self.here = _Piece(str(match.lastgroup), match.group(), match.start())
        return self.last.text

    def level(self, rank: int) -> Member:
        """Parts joined by signs of one rank; those that bind closer are read within."""
        parts, signs = [self.level(1) if rank == 0 else self.part()], list[str]()
        while self.here.text in _SIGNS[rank]:
            signs.append(self.taken())
            parts.append(self.level(1) if rank == 0 else self.part())
        return Chain(tuple(parts), tuple(signs)) if signs else parts[0]

    def part(self) -> Member:
        """A name, a number, or what stands in brackets."""
        kind, text, start = self.here
        if kind == "number":
            if len(text) > _DIGITS:
                raise FaultError(f"{_cut(text)} has too many digits", "Round it to 15 digits.")
            return float(self.taken())
        if kind == "name":
            return self.taken()
        if text != "(":
            raise self.missing()
        if self.depth == MOST_BRACKETS:
            what = f"has more than {MOST_BRACKETS} brackets within brackets"
            raise FaultError(what, "Give parts of it names: rows of Parameters with a formula.")
        self.taken()
        self.depth += 1
        made = self.level(0)
        if self.here.kind == "end":
            what = f"the bracket is not closed that opens at '{_cut(self.text[start:])}'"
            raise FaultError(what, "Close it with ).")
        if self.here.text != ")":
            raise self.unjoined()
        self.depth -= 1
        self.taken()
        return made

    def missing(self) -> FaultError:
        """What is said where a name or a number should begin."""
        kind, text, _ = self.here
        if text == "*" == self.text[self.here.start - 1]:
            return self.unread(_REMEDIES["^"])
        if kind == "end" or text in ("*", "/", ")"):
            what = "a name or a number is missing" + (f" before '{text}'" if text else "")
            return FaultError(what + self.behind(), MAY_BE_WRITTEN)
        return self.unread(_UNSIGNED if text in _SIGNS[0] else "")

    def unjoined(self) -> FaultError:
        """What is said where something follows that no sign joins."""
        kind, text, _ = self.here
        if text == ")":
            what = f"the bracket is not open that closes{self.behind()}"
            return FaultError(what, "Open it with ( where it begins, or drop it.")
        if kind == "mark" and text != "(":
            return self.unread()
        before, after = _cut(self.last.text, 30), _cut(text, 30)
        remedy = f"Write + - * or / between them; a name has no spaces, as {before}_{after}."
        if text == "(":
            remedy = "Write + - * or / between them; no function is read."
        elif text in ("x", "X"):
            remedy = "Write * for times."
        elif not before.isidentifier():
            remedy = "Write + - * or / between them."
        return FaultError(f"no sign joins '{before}' and '{after}'", remedy)

    def unread(self, remedy: str = "") -> FaultError:
        """What is said of a mark that is not in the grammar."""
        start = self.here.start
        what = f"cannot read '{_cut(self.text[start:])}'{self.behind()}"
        mark = self.here.text if self.last.kind == "number" else self.here.text.strip(",.'")
        return FaultError(what, remedy or _REMEDIES.get(mark, MAY_BE_WRITTEN))

    def behind(self) -> str:
        """What was read before it stopped, in words."""
        before = self.text[: self.here.start].rstrip()
        cut = before if len(before) <= _QUOTED else f"…{before[-_QUOTED:]}"
        return f" after '{cut}'" if before else ""


MAY_BE_WRITTEN = (
    "Write names and numbers, + - * / and brackets, as in people * (visits_before - visits_after)."
)
_UNSIGNED = (
    "Nothing begins with a sign: write a difference as a - b; a cost is an outcome of direction "
    "cost."
)
_AS_ONE_POINT = "Write a number in digits with at most one point, as 1000 or 0.5."
_NAMED = "Give the amount a name in Parameters, with its unit and source, and write the name."
_REMEDIES = {
    "^": "Powers are not read: multiply, as in a * a.",
    "%": "Write the share as a number, as 0.3 for 30%.",
    **dict.fromkeys(",.'", _AS_ONE_POINT),
    **dict.fromkeys("£$€", _NAMED),
    **dict.fromkeys("[{]}", "Use round brackets, also within brackets."),
    "=": "Write what comes after the equals sign alone.",
}
_DIGITS, _QUOTED = 17, 40


def _cut(text: str, most: int = 20) -> str:
    return text if len(text) <= most else f"{text[:most]}…"


def _digits(number: float) -> str:
    return np.format_float_positional(number, trim="-")
