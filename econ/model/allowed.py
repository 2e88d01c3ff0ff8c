"""What a number may be: one rule, of its unit and its part, in the same words at every door (C17).

A cell of a workbook, a verb, a range, a slider and the sheet What-if all ask here. An effect may be
a harm (C9): it alone may be negative where its unit would not let another number be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import inf, isfinite

from econ.errors import Fault
from econ.model.chain import Chain
from econ.model.distributions import Distribution, Fixed, interval
from econ.model.profiles import PARAMETERS_OF, Profile
from econ.model.units import is_money, is_proportion, most_in, share_fault
from econ.words import exact_number

ATTRIBUTION, DEADWEIGHT, EFFECT = "attribution", "deadweight", "effect"
SHARES = (ATTRIBUTION, DEADWEIGHT, "displacement", "uptake")
"""Parts that are shares, whatever the unit; without a role, a name says which part it is."""
_NOT_NEGATIVE = ("count", "rate", "share", "time", "unit cost", "optimism bias")
"""Other parts that are never below 0."""
_SHARE, _CHANGE = "a share lies between 0% and 100%", "a change lies between -100% and 100%"
_OR_HARM = "; a change that may be a harm has the role effect."
_EITHER_WAY = "a difference in cost that may go either way has the role effect."
_NEAR, _RATE = 1e-9, 1e-9
"""What rounding leaves, and the smallest rate at which people leave."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """Between which values a number may lie, and what is said of one that does not.

    ``most`` names what there is of a span of time. ``use`` is what the number is used as, where
    that is more than its unit and its role say.

    >>> [fault.what for fault in allowed("GBP per hour").faults(-20)]
    ['-20 is below 0, and the unit is money']
    """

    low: float = -inf
    high: float = inf
    why: str = ""
    remedy: str = ""
    most: str = ""
    use: str = ""

    @property
    def words(self) -> str:
        """What may be typed, as a sentence."""
        if self.high == 1:
            return f"{self.why[:1].upper()}{self.why[1:]}."
        least = "above 0" if self.low > 0 else "of 0 or more" if self.low == 0 else ""
        most = f"of at most {exact_number(self.high)}, the {self.most}" if self.most else ""
        return (
            f"Type a number{' ' * bool(least or most)}{' and '.join(filter(None, (least, most)))}."
        )

    def fault(self, number: float) -> Fault | None:
        """What is said of one number; ``None`` where it may be."""
        if not isfinite(number):
            return Fault(f"{number} is not a number", "Give a number.")
        if self._least <= number <= self.high + _NEAR:
            return None
        if self.high == 1:
            return share_fault(number, self.low, self.remedy)
        if self.most and abs(number) > self.high:
            what = f"{exact_number(number)} is more than the {exact_number(self.high)} {self.most}"
            return Fault(what, "Check the unit; of several people together, say so in it.")
        side = "not above" if self.low > 0 else "below"
        why = f", and {self.why}" if self.why else ""
        return Fault(f"{exact_number(number)} is {side} 0{why}", self.remedy)

    def faults(self, given: float | Distribution) -> Iterator[Fault]:
        """What is said of a number, or of a distribution: of its mean, or else of its interval."""
        distribution = given if isinstance(given, Distribution) else Fixed(float(given))
        fault, told = self.fault(distribution.mean), f"used as a {self.use}: " if self.use else ""
        if fault is None and distribution.sd > 0:
            low, high = interval(distribution)
            fault = self._spread(low, high)
        if fault:
            yield Fault(told + fault.what, fault.remedy)

    @property
    def _least(self) -> float:
        return self.low - _NEAR if self.low <= 0 else self.low

    def _spread(self, low: float, high: float) -> Fault | None:
        """What is said of a 95% interval that goes beyond what is allowed."""
        if low >= self._least and high <= self.high + _NEAR:
            return None
        why, remedy = self.why, "Choose one that is never below 0, such as gamma, or truncate it."
        if self.remedy.endswith(_EITHER_WAY):
            remedy = f"{remedy.removesuffix('.')}; {_EITHER_WAY}"
        if self.high == 1:
            remedy = "Choose one that stays between them, such as beta, or truncate it"
            remedy += self.remedy or "."
        elif high > self.high + _NEAR:
            why, remedy = f"there are {exact_number(self.high)} {self.most}", "Check the unit."
        what = f"its 95% interval is {low:.3g} to {high:.3g}"
        return Fault(f"{what}, and {why}" if why else what, remedy)


def part_of(role: str, name: str) -> str:
    """What part a number plays: its role or, without one, what its name says.

    >>> part_of("", "attribution"), part_of("effect", "attribution")
    ('attribution', 'effect')
    """
    return role or (name if name in SHARES else "")


def allowed(unit: str, part: str = "") -> Allowed:
    """What a number of this unit may be that plays this part."""
    orharm = "" if part else _OR_HARM
    if is_proportion(unit) or part in SHARES or (part == "share" and not unit):
        change = part == EFFECT
        return Allowed(-1 if change else 0, 1, _CHANGE if change else _SHARE, orharm)
    most, span = most_in(unit) or (inf, "")
    if part == EFFECT:
        return Allowed(-most, most, most=span)
    if is_money(unit):
        remedy = "Type it as positive, a cost being an outcome with direction cost"
        return Allowed(0, most, "the unit is money", f"{remedy}; {_EITHER_WAY}")
    if unit == "people" or part in _NOT_NEGATIVE:
        why = "the unit is people" if unit == "people" else f"its role is {part}"
        return Allowed(0, most, why, f"Check its sign{_OR_HARM}", span)
    return Allowed(-most, most, most=span)


def used_as(meaning: str) -> Allowed:
    """What a number may be that is used so by a time profile, or taken from 1.

    >>> [fault.what for fault in used_as("leaving rate").faults(-3)]
    ['used as a leaving rate: -3 is not above 0']
    """
    if meaning.startswith("share"):
        return Allowed(0, 1, _SHARE, use="share")
    low, said = (_RATE, "above 0") if meaning == "leaving rate" else (0, "0 or more")
    return Allowed(low, inf, "", f"A {meaning} is {said}.", use=meaning)


def uses(profiles: Iterable[Profile]) -> Mapping[str, list[Allowed]]:
    """What time profiles use each parameter as."""
    found = dict[str, list[Allowed]]()
    for profile in profiles:
        for meaning, name in zip(PARAMETERS_OF[profile.kind], profile.parameters, strict=False):
            found.setdefault(name, []).append(used_as(meaning))
    return found


def taken_from_one(chain: Chain) -> Iterator[str]:
    """The names that stand alone behind a minus, where the first number is 1: they are shares."""
    for inner in chain.walk():
        for sign, part in zip(inner.signs, inner.parts[1:], strict=True):
            if inner.parts[0] == 1 and sign == "-" and isinstance(part, str):
                yield part
