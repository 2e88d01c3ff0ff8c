"""How a measure responds as one parameter moves, and all others stay at their means.

What is asked of several parameters at once is answered by one evaluation, each parameter in rows
of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isfinite
from typing import NamedTuple

import numpy as np

from econ.errors import refuse
from econ.methods.crossings import Curve, IndexArray, follow
from econ.model.distributions import DirichletShare, Distribution, FloatArray
from econ.model.draws import Draws, base_case, one_at_a_time
from econ.model.equation import evaluate
from econ.model.measures import Measure
from econ.model.parameters import Parameter
from econ.model.reach import PLAUSIBLE
from econ.model.scenario import Scenario
from econ.model.units import is_proportion

Range = tuple[float, float]
"""The lowest and the highest value of a parameter that is looked at."""

_LINEAR, _RANKED = 101, 100
_HALVINGS = 60
_OUTWARD = np.concatenate([[0.0], 2.0 ** np.arange(-4, 21)])
"""How far beyond its range a number is looked for, in widths of it: a millionfold."""
_TO_AN_END = np.unique([*np.linspace(0, 1, 17), *(1 - 2.0 ** -np.arange(5, 21))])
"""The same where its own rule ends it, in shares of the way there."""
_NOTHING = 1e-6
"""Nothing, as a share of the largest value: at a jump past zero the measure is as large as ever."""


@dataclass(frozen=True, slots=True)
class Response:
    """A measure as one parameter moves, all others at their means.

    It moves through ``low`` to ``high`` and, where it is uncertain, through its plausible range as
    well. ``at_base`` is the measure in the base case.
    """

    parameter: Parameter
    low: float
    high: float
    at_base: float
    curve: Curve

    @property
    def crossings(self) -> tuple[float, ...]:
        """The values between ``low`` and ``high`` at which the measure's sign changes."""
        return self._within(self.curve.changes)

    @property
    def touches(self) -> tuple[float, ...]:
        """The values at which the measure is zero, but does not change its sign."""
        return self._within(self.curve.touches)

    def positive(self) -> tuple[Range, ...]:
        """The parts between ``low`` and ``high`` in which the measure is above zero."""
        parts = [(max(a, self.low), min(b, self.high)) for a, b in self.curve.positive()]
        return tuple((a, b) for a, b in parts if a < b)

    def probability_positive(self) -> float:
        """The chance that the parameter has a value for which the measure is above zero.

        Beyond the range looked at, the sign is taken to stay as it is at the end.
        """
        first, last = float(self.curve.points[0]), float(self.curve.points[-1])
        parts = self.curve.positive()
        ends = np.array([b if b < last else np.inf for _, b in parts])
        starts = np.array([a if a > first else -np.inf for a, _ in parts])
        distribution = self.parameter.distribution
        below = probability_below(distribution, ends)
        not_above = probability_below(distribution, starts, or_at=True)
        return float(np.sum(below - not_above))

    def _within(self, points: tuple[float, ...]) -> tuple[float, ...]:
        return tuple(x for x in points if self.low <= x <= self.high)


def responses(
    scenario: Scenario, measure: Measure, ranges: Mapping[str, Range] | None = None
) -> tuple[float, dict[str, Response]]:
    """The measure in the base case, and how it responds to each parameter moved alone.

    Without ``ranges`` each that is moving goes through its plausible range.
    """
    if ranges is None:
        divide = scenario.dividing
        every = ((p.name, plausible_range(p, divides=p.name in divide)) for p in moving(scenario))
        ranges = {name: ends for name, ends in every if ends}
    names, scenario = list(ranges), freed(scenario, ranges)
    grids = [_grid(scenario[name], *ranges[name]) for name in names]
    base, curves = followed(scenario, measure, _alone(scenario, names), grids)
    named = zip(ranges.items(), curves, strict=True)
    where = ((n, _existing(curve, *ends), curve) for (n, ends), curve in named)
    return base, {n: Response(scenario[n], *ends, base, curve) for n, ends, curve in where}


def beyond(
    scenario: Scenario, measure: Measure, found: Sequence[Response]
) -> dict[str, tuple[float, ...]]:
    """Where the measure's sign changes beyond the ranges of these responses.

    Each goes as far as its own rule lets it; what cannot go beyond its range is left out. To jump
    past zero, where something is divided by nothing, is not to be zero.
    """
    every = {r.parameter.name: (r, _further(scenario, r)) for r in found}
    asked = {name: pair for name, pair in every.items() if len(pair[1]) > 2}
    turned = dict[str, tuple[float, ...]]()
    with np.errstate(all="ignore"):  # what overflows far away does not exist there
        alone = _alone(scenario, list(asked))
        curves = followed(scenario, measure, alone, [grid for _, grid in asked.values()])[1]
        for (name, (r, _)), curve in zip(asked.items(), curves, strict=True):
            turns = [x for x in curve.changes if not r.low <= x <= r.high]
            there = one_at_a_time(scenario, {name: turns}) if turns else base_case(scenario)
            most = _NOTHING * float(np.max(np.abs(r.curve.values)))
            off = np.abs(measure(evaluate(scenario, there))[1:])
            turned[name] = tuple(x for x, far in zip(turns, off, strict=True) if far < most)
    return turned


def _further(scenario: Scenario, response: Response) -> FloatArray:
    """The ends of a range and points beyond them, ever further apart."""
    parameter, low, high = response.parameter, response.low, response.high
    least, most = _allowed_range(scenario, parameter.name)
    width = max(high - low, abs(parameter.mean))
    below = _outward(low, min(least - low, 0.0), -width)
    return np.unique(np.concatenate([below, _outward(high, max(most - high, 0.0), width)]))


def _outward(end: float, left: float, step: float) -> FloatArray:
    return end + (left * _TO_AN_END if isfinite(left) else step * _OUTWARD)


def _alone(scenario: Scenario, names: Sequence[str]) -> Callable[[FloatArray, IndexArray], Draws]:
    """Draws in which each parameter moves alone, by the numbers of their curves."""

    def moved(x: FloatArray, which: IndexArray) -> Draws:
        return one_at_a_time(scenario, {names[k]: x[which == k] for k in np.unique(which)})

    return moved


def _allowed_range(scenario: Scenario, name: str) -> Range:
    """All that a number could be, plausible or not: by its rules, and by its own distribution.

    What is never below 0 by its distribution stays so, and what something is divided by keeps to
    its side of 0.
    """
    parameter, rules = scenario[name], scenario.rules(name)
    low, high = max(rule.low for rule in rules), min(rule.high for rule in rules)
    if isinstance(parameter.distribution, DirichletShare) or parameter.unit == "indicator":
        low, high = 0.0, 1.0
    least, most = parameter.distribution.quantile(np.array([0.0, 1.0]))
    divides = name in scenario.dividing
    if divides and most < 0:
        return low, 0.0
    return (max(low, 0.0) if divides or least >= 0 else low), high


def _existing(curve: Curve, low: float, high: float) -> Range:
    """The part of a range in which a curve exists: nothing is divided by a share of 0."""
    within = (curve.points >= low) & (curve.points <= high) & np.isfinite(curve.values)
    there = curve.points[within]
    return (float(there[0]), float(there[-1])) if len(there) else (low, high)


def freed(scenario: Scenario, names: Iterable[str]) -> Scenario:
    """The same scenario, in which what a formula makes of these can move: its value, in its place.

    The base case stays as it is.
    """
    rows = {n: replace(scenario[n], formula=None) for n in names if scenario[n].formula}
    return replace(scenario, parameters={**scenario.parameters, **rows}) if rows else scenario


def followed(
    scenario: Scenario,
    measure: Measure,
    moved: Callable[[FloatArray, IndexArray], Draws],
    grids: Sequence[FloatArray],
) -> tuple[float, list[Curve]]:
    """The measure in the base case, and its curve over each grid.

    ``moved`` makes draws of points and of the numbers of the curves to which they belong.
    """

    def values(x: FloatArray, which: IndexArray) -> FloatArray:
        return measure(evaluate(scenario, moved(x, which)))[1:]

    base = measure.base(evaluate(scenario, base_case(scenario)))
    return base, follow(values, grids) if grids else []


def _grid(parameter: Parameter, low: float, high: float) -> FloatArray:
    """Equal steps through the range, and equal steps of probability where most values lie."""
    points = np.linspace(low, high, _LINEAR if parameter.uncertain else _LINEAR + _RANKED)
    if parameter.uncertain:
        ranked = parameter.distribution.quantile(np.linspace(*PLAUSIBLE, _RANKED))
        points = np.concatenate([points, ranked])
    return np.unique(points)


def moving(scenario: Scenario) -> list[Parameter]:
    """The parameters that are uncertain and that the scenario uses, in alphabetical order."""
    return [scenario[name] for name in scenario.uncertain if name in scenario.used]


def plausible_range(parameter: Parameter, *, divides: bool = False) -> Range | None:
    """The range in which a value is plausible; ``None`` where nothing says so.

    It is the middle 99.9% of the distribution. A proportion or a share may be anything from 0 to 1,
    unless something is divided by it: there it has the range in which no divisor is 0.
    """
    proportion = is_proportion(parameter.unit) or isinstance(parameter.distribution, DirichletShare)
    proportion = proportion and not divides
    if not parameter.uncertain:
        return (0.0, 1.0) if proportion else None
    low, high = (float(x) for x in parameter.distribution.quantile(np.array(PLAUSIBLE)))
    low, high = (min(low, 0.0), max(high, 1.0)) if proportion else (low, high)
    return max(low, parameter.allowed.low), min(high, parameter.allowed.high)


def chosen_range(
    scenario: Scenario, name: str, low: float | None = None, high: float | None = None
) -> Range:
    """The range asked for, or the plausible one where an end is not given.

    Raises ``ScenarioError`` where there is neither, the ends are not in order, or one of them is
    what the parameter may not be (C17).
    """
    for fault in (f for end in (low, high) if end is not None for f in scenario.faults(name, end)):
        raise refuse("range", name, fault.what, fault.remedy)
    divides = name in scenario.dividing
    least, most = plausible_range(scenario[name], divides=divides) or (None, None)
    first, last = least if low is None else low, most if high is None else high
    what = "is not uncertain and has no plausible range"
    if first is not None and last is not None:
        if first < last:
            return float(first), float(last)
        what = f"{first:g} to {last:g} is not a range"
    raise refuse("range", name, what, "Give a lowest and a highest value.")


def probability_below(
    distribution: Distribution, values: FloatArray, *, or_at: bool = False
) -> FloatArray:
    """The chance that a number lies below each value (with ``or_at``, below or at it).

    The quantile function is inverted by bisection, so that every distribution has one.

    >>> from econ.model.distributions import Normal, Sample
    >>> probability_below(Normal(0, 1), np.array([-np.inf, 0.0])).tolist()
    [0.0, 0.5]
    >>> probability_below(Sample((1.0, 2.0)), np.array([2.0]), or_at=True).tolist()
    [1.0]
    """
    compare = np.less_equal if or_at else np.less
    low, high = np.zeros(len(values)), np.ones(len(values))
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        under = compare(distribution.quantile(middle), values)
        low, high = np.where(under, middle, low), np.where(under, high, middle)
    # Below every value the bisection has not quite come down to 0.
    return np.where(low == 0.0, 0.0, (low + high) / 2)


class Verb(NamedTuple):
    """How a measure that is above zero is spoken of."""

    does: str
    never: str

    @property
    def throughout(self) -> str:
        """Above zero wherever looked."""
        return f"{self.does} throughout"


def verb_of(measure: Measure) -> Verb:
    """Net amounts above zero pay; those of one side only are above zero.

    >>> from econ.model.measures import costs, net_present_value
    >>> verb_of(net_present_value()).never, verb_of(costs()).throughout
    ('never pays', 'is above zero throughout')
    """
    if measure.definition.one_sided:
        return Verb("is above zero", "is never above zero")
    return Verb("pays", "never pays")
