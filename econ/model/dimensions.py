"""What units come to when numbers are multiplied, divided and added: money, and spans of time.

People, and things that are counted (visits, sessions, indicators), have no dimension: their names
differ from source to source, and a reader sees whether they match. Pounds, hours, days, weeks,
months and years are told apart and never converted: what is missing is said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache

from econ.errors import FaultError
from econ.model.chain import Chain
from econ.model.parameters import Parameters, formulas

SPANS = ("hour", "day", "week", "month", "year")
"""Spans of time, each a dimension of its own, the shortest first."""
_OF = ("GBP", *SPANS)
_ALSO = {"night": "day", "hr": "hour", "wk": "week", "mth": "month", "yr": "year", "annum": "year"}
_EACH = {f"{span}ly": span for span in SPANS}
_EACH |= {"daily": "day", "annual": "year", "annually": "year"}
"""Other words for spans, and words that say per span, such as weekly."""
_LONGEST = 200
"""Characters of a unit that are looked at."""
_PER = re.compile(r"(?:^|\s)(?:per|an?|each|every)\s|/", re.IGNORECASE)
_AFTER_HEAD = re.compile(r",|\s(?:of|in|for|with|spent|at|by|to|from)\s", re.IGNORECASE)
_LIVED = re.compile(r"\b(?:qaly|wellby|daly)")
"""Years of life, which are not one of what services count."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """Powers of pounds and of each span of time.

    ``known`` is false where some unit was blank. A ``bare`` number takes the unit that it is added
    to; where there are ``numbers``, one may stand for a conversion, such as 52 weeks a year.
    """

    powers: tuple[int, ...] = (0,) * len(_OF)
    known: bool = True
    numbers: bool = False
    bare: bool = False

    @property
    def pounds(self) -> int:
        """The power of pounds."""
        return self.powers[0]

    @property
    def left(self) -> Mapping[str, int]:
        """The powers of spans of time, but for once a year, which is how money is counted."""
        pairs = zip(SPANS, self.powers[1:], strict=True)
        return {span: power for span, power in pairs if power and (span, power) != ("year", -1)}

    def __str__(self) -> str:
        pairs = [*zip(_OF, self.powers, strict=True)]
        above = [f"{n}s" if n in SPANS else n for n, power in pairs for _ in range(power)]
        below = [f"per {n}" for n, power in pairs for _ in range(-power)]
        return " ".join([" times ".join(above), *below]).strip() or "a plain number"

    def __mul__(self, other: Dimension, times: int = 1) -> Dimension:
        powers = (a + times * b for a, b in zip(self.powers, other.powers, strict=True))
        known, numbers = self.known and other.known, self.numbers or other.numbers
        return Dimension(tuple(powers), known, numbers, self.bare and other.bare)

    def __truediv__(self, other: Dimension) -> Dimension:
        return self.__mul__(other, -1)

    def __add__(self, other: Dimension) -> Dimension:
        known, numbers = self.known and other.known, self.numbers or other.numbers
        if known and not (self.bare or other.bare) and self.powers != other.powers:
            what = f"{self} and {other} cannot be added or taken from each other"
            raise FaultError(what, "Check the units of what it names.")
        told = other if self.bare or not self.known else self
        return Dimension(told.powers, known, numbers, self.bare and other.bare)

    __sub__ = __add__


def dimension(unit: str) -> Dimension:
    """What a unit comes to; a blank one is not known.

    >>> str(dimension("GBP per hour of care")), str(dimension("visits per person a year"))
    ('GBP per hour', 'per year')
    """
    first, *others = _PER.split(unit.strip().lower()[:_LONGEST])
    each = [*first.split(), *(word for part in others for word in part.split()[-1:])]
    found = _counted(first)
    for part in (*others, *(_EACH[word] for word in each if word in _EACH)):
        found /= _counted(part)
    return Dimension(found.powers, known=bool(unit.strip()))


def _counted(text: str) -> Dimension:
    """The dimension of what is counted: the last word of what stands before an "of"."""
    head = _AFTER_HEAD.split(text.strip(), maxsplit=1)[0].replace("-", " ").split() or [""]
    one = "GBP" if head[0] == "gbp" else head[-1].removesuffix("s")
    return Dimension(tuple(int(name == _ALSO.get(one, one)) for name in _OF))


def unlike(unit: str, other: str) -> bool:
    """Whether one of these cannot be had in place of the other, as far as units tell.

    >>> unlike("GBP per hour", "GBP per QALY"), unlike("GBP per visit", "GBP per contact")
    (True, False)
    """
    one, two = dimension(unit), dimension(other)
    lived = [{*_LIVED.findall(said[:_LONGEST].lower())} for said in (unit, other)]
    return one.known and two.known and (one.powers != two.powers or lived[0] != lived[1])


def dimension_of(chain: Chain, unit: Callable[[str], Dimension]) -> Dimension:
    """What a chain comes to, given what each name is.

    Raises ``FaultError`` where it adds what has different units.
    """
    found: Dimension = chain.formula(unit, lambda _: Dimension(numbers=True, bare=True))
    return found


def units_of(parameters: Parameters) -> Callable[[str], Dimension]:
    """The dimension of each parameter: of its unit, or of its formula where that is blank.

    What is returned raises ``FaultError`` where a formula adds what has different units.
    """

    @cache
    def unit(name: str) -> Dimension:
        if (parameter := parameters.get(name)) is None:
            return Dimension(known=False)
        said = dimension(parameter.unit)
        if parameter.formula is None:
            return said
        try:
            comes_to = dimension_of(parameter.formula, unit)
        except FaultError:
            if parameter.unit:
                return said
            raise
        return comes_to if parameter.unit in ("", str(comes_to)) else said

    for name in formulas(parameters):  # in their order, so that none goes deep
        with suppress(FaultError):
            unit(name)
    return unit
