"""How far numbers and arithmetic of them can go, so that nothing is divided by what can be zero."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from math import inf

import numpy as np

from econ.errors import Fault
from econ.model.chain import Chain, Made
from econ.model.distributions import (
    Beta,
    ChanceOfNone,
    Distribution,
    Sample,
    Triangular,
    Truncated,
    Uniform,
)
from econ.model.parameters import Parameters, formulas
from econ.model.programme import Cohort

PLAUSIBLE = (0.0005, 0.9995)
"""What lies between these percentiles is plausible: the distribution's middle 99.9%."""


@dataclass(frozen=True, slots=True)
class Reach:
    """The lowest and the highest that something can be, whatever the others are.

    >>> Reach(1, 2) - Reach(0, 3)
    Reach(low=-2, high=2)
    """

    low: float
    high: float

    def __add__(self, other: Reach) -> Reach:
        return Reach(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Reach) -> Reach:
        return Reach(self.low - other.high, self.high - other.low)

    def __mul__(self, other: Reach) -> Reach:
        ends = [a * b for a, b in product((self.low, self.high), (other.low, other.high))]
        return Reach(min(ends), max(ends))

    def __truediv__(self, other: Reach) -> Reach:
        if other.zero:
            return Reach(-inf, inf)
        return self * Reach(1 / other.high, 1 / other.low)

    @property
    def zero(self) -> bool:
        """Whether it can be 0."""
        return self.low <= 0 <= self.high

    @classmethod
    def of(cls, distribution: Distribution) -> Reach:
        """The middle 99.9% of a distribution, its ends where it has any, and 0 where it may be."""
        match distribution:
            case ChanceOfNone(otherwise=otherwise):
                there = cls.of(otherwise)
                return cls(min(there.low, 0.0), max(there.high, 0.0))
            case Truncated(whole=whole, low=low, high=high):
                there = cls.of(whole)
                return cls(max(there.low, low), min(there.high, high))
            case Uniform(low=low, high=high) | Triangular(low=low, high=high):
                return cls(low, high)
            case Beta(low=low, high=high) if (low, high) != (0.0, 1.0):
                return cls(low, high)
            case Sample(values=values):
                return cls(min(values), max(values))
        return cls(*(float(x) for x in distribution.quantile(np.array(PLAUSIBLE))))


def reach_of(parameters: Parameters, cohorts: Iterable[Cohort]) -> Callable[[str], Reach]:
    """How far a parameter can go in any cohort; through its formula, where it has one."""
    groups = tuple(cohorts)

    @cache
    def reach(name: str) -> Reach:
        parameter = parameters[name]
        if parameter.formula is not None:
            return going(parameter.formula, reach)
        times = [cohort.relative.get(name, 1.0) for cohort in groups] or [1.0]
        made = [going(x.chain, reach) for x in times if isinstance(x, Made)]
        plain = [x for x in times if not isinstance(x, Made)]
        common = Reach.of(parameter.distribution)
        every = made + ([common * Reach(min(plain), max(plain))] if plain else [])
        return Reach(min(part.low for part in every), max(part.high for part in every))

    for name in formulas(parameters):  # in their order, so that none goes deep
        reach(name)
    return reach


def going(chain: Chain, reach: Callable[[str], Reach]) -> Reach:
    """How far arithmetic can go, given how far each name can.

    >>> from econ.model.chain import parse
    >>> going(parse("1 - a"), {"a": Reach(0, 0.5)}.__getitem__)
    Reach(low=0.5, high=1.0)
    """
    found: Reach = chain.formula(reach, lambda number: Reach(number, number))
    return found


def zero_faults(chain: Chain, reach: Callable[[str], Reach]) -> Iterator[Fault]:
    """What is said of each part of a chain that something is divided by and that can be 0 (C13)."""
    for divisor in chain.divisors:
        found = going(divisor, reach)
        if found.zero:
            goes = f"can be 0: it goes from {found.low:,.4g} to {found.high:,.4g}"
            what = f"is divided by {divisor}, which {'is 0' if found.low == found.high else goes}"
            remedy = "Divide by what stays on one side of 0: check limits, and chance of none."
            yield Fault(what, remedy)
