"""What units come to when numbers are multiplied, divided and added: money, and spans of time.

People, and things that are counted (visits, sessions, indicators), have no dimension: their names
differ from source to source, and a reader sees whether they match. Pounds, hours, days, weeks,
months and years are told apart and never converted: what is missing is said.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from econ.errors import FaultError
from econ.model.chain import Chain

SPANS = ("hour", "day", "week", "month", "year")
"""Spans of time, each a dimension of its own."""
_MONEY = "GBP"
_PER = re.compile(r"(?:^|\s)(?:per|an?|each|every)\s|/", re.IGNORECASE)
_HEAD = re.compile(r",|\s(?:of|in|for|with|spent|at|by|to|from)\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dimension:
    """Powers of pounds and of spans of time.

    ``known`` is false where some unit was blank; a ``bare`` number takes the unit that it is added
    to, and may stand for a conversion, such as 52 weeks a year.
    """

    powers: tuple[tuple[str, int], ...] = ()
    known: bool = True
    bare: bool = False
    numbers: bool = field(default=False, compare=False)

    def power(self, of: str) -> int:
        """The power of pounds or of a span."""
        return dict(self.powers).get(of, 0)

    @property
    def spans(self) -> tuple[tuple[str, int], ...]:
        """The powers of spans of time."""
        return tuple(pair for pair in self.powers if pair[0] in SPANS)

    def __str__(self) -> str:
        above = [n if n == _MONEY else f"{n}s" for n, power in self.powers for _ in range(power)]
        below = [f"per {n}" for n, power in self.powers for _ in range(-power)]
        return " ".join([" times ".join(above), *below]).strip() or "a plain number"

    def __mul__(self, other: Dimension) -> Dimension:
        return self._with(other, 1)

    def __truediv__(self, other: Dimension) -> Dimension:
        return self._with(other, -1)

    def _with(self, other: Dimension, times: int) -> Dimension:
        powers = ((n, self.power(n) + times * other.power(n)) for n in (_MONEY, *SPANS))
        return Dimension(
            tuple((n, power) for n, power in powers if power),
            self.known and other.known,
            self.bare and other.bare,
            self.numbers or other.numbers,
        )

    def __add__(self, other: Dimension) -> Dimension:
        numbers = self.numbers or other.numbers
        if self.bare or other.bare or not (self.known and other.known):
            kept = other if self.bare or (not self.known and other.known) else self
            return Dimension(kept.powers, self.known and other.known, kept.bare, numbers)
        if self.powers != other.powers:
            what = f"{self} and {other} cannot be added or taken from each other"
            raise FaultError(what, "Check the units of what it names.")
        return Dimension(self.powers, numbers=numbers)

    __sub__ = __add__


def dimension(unit: str) -> Dimension:
    """What a unit comes to; a blank one is not known.

    >>> str(dimension("GBP per hour of care")), str(dimension("visits per person a year"))
    ('GBP per hour', 'per year')
    """
    over, *under = _PER.split(unit.strip())
    found = _counted(over)
    for part in under:
        found /= _counted(part)
    return Dimension(found.powers, bool(unit.strip()))


def _counted(text: str) -> Dimension:
    """The dimension of what is counted: the last word of what stands before an "of"."""
    head = _HEAD.split(text.strip(), maxsplit=1)[0].lower().replace("-", " ").split()
    last = head[-1] if head else ""
    if head[:1] == ["gbp"]:
        return Dimension(((_MONEY, 1),))
    one = last.removesuffix("s")
    return Dimension(((one, 1),) if one in SPANS else ())


def dimension_of(chain: Chain, unit: Callable[[str], Dimension]) -> Dimension:
    """What a chain comes to, given what each name is.

    Raises ``FaultError`` where it adds what has different units.
    """
    found: Dimension = chain.formula(unit, lambda _: Dimension(bare=True, numbers=True))
    return found
