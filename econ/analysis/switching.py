"""Switching values: what a parameter would have to be for a measure to be zero.

Each parameter moves through its plausible range with all others at their means; the chance that it
lies beyond its switching value comes from its own distribution. Where nothing there turns the
answer, it is moved on, as far as its own rule lets it, and the value is implausible. Two may move
together: two-way values are for a contour, and a frontier says, for each value of one, what the
other would have to be.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import Literal

import numpy as np

from econ.errors import refuse, require_known
from econ.methods.crossings import Curve, IndexArray
from econ.methods.moved_alone import (
    Range,
    Response,
    beyond,
    chosen_range,
    followed,
    freed,
    responses,
    verb_of,
)
from econ.methods.results import Headed, Result, Subject, header, record, subject
from econ.model.distributions import FloatArray
from econ.model.draws import Draws, together
from econ.model.equation import evaluate
from econ.model.measures import Measure, require_money
from econ.model.scenario import Scenario

NEVER = "never within any plausible range"
NOWHERE = "never, even far beyond any plausible range"
BEYOND = "beyond its plausible range"
FLAT = "the result does not depend on it"
TOUCHES = "reaches zero but does not cross it"
CERTAIN = "is not uncertain"
ALONG_AN_AXIS = 41
_SOUGHT = 101
"""Points at which a parameter is tried for each value of the other."""


@dataclass(frozen=True, slots=True, repr=False)
class Threshold(Result, Subject):
    """Where a measure crosses zero as one parameter moves through ``low`` to ``high``.

    ``at_base``, ``at_low`` and ``at_high`` are the measure there and in the base case.
    ``crossings`` are all values at which the measure's sign changes, in order.
    ``probability_beyond`` is the chance that the parameter has a value that turns the answer: for
    which the measure is above zero where in the base case it is not, or the other way round.
    Where there is none between ``low`` and ``high``, ``crossings`` are those beyond, which are not
    ``plausible``: their chance is taken to be 0. ``reason`` says why there is no crossing, or no
    plausible one. What does not exist is ``None``; a parameter that is not uncertain has a range
    of one value.
    """

    READS = "label estimate$ value$ low$ high$ probability_beyond% reason"

    low: float
    high: float
    crossings: tuple[float, ...]
    at_low: float
    at_high: float
    at_base: float
    probability_beyond: float | None = None
    reason: str | None = None

    @property
    def value(self) -> float | None:
        """The crossing nearest to the base case, or ``None`` where there is none."""
        return min(self.crossings, key=lambda x: abs(x - self.base_case), default=None)

    @property
    def plausible(self) -> bool | None:
        """Whether the value lies between ``low`` and ``high``."""
        return None if self.value is None else self.low <= self.value <= self.high

    @property
    def distance(self) -> float | None:
        """How far the value lies above the base case, in the parameter's unit."""
        return None if self.value is None else self.value - self.base_case

    @property
    def percent(self) -> float | None:
        """The distance in percent of the base case, which must not be 0."""
        if self.distance is None or self.base_case == 0:
            return None
        return 100 * self.distance / abs(self.base_case)

    @property
    def positive_side(self) -> Literal["above", "below"] | None:
        """On which side of its only crossing the measure is above zero."""
        if len(self.crossings) != 1:
            return None
        if not self.plausible:
            return "above" if (self.at_base < 0) == (self.crossings[0] > self.high) else "below"
        return "above" if self.at_high > 0 or self.at_low < 0 else "below"

    def records(self) -> list[dict[str, object]]:
        """One record: the parameter, its base case and range, and where the answer turns."""
        turns = ("value", "plausible", "distance", "percent", "positive_side")
        return [record(self, {name: getattr(self, name) for name in turns})]


@dataclass(frozen=True, slots=True, repr=False)
class SwitchingValues(Result, Headed):
    """The switching values of every parameter of a scenario, likeliest to be passed first."""

    READS = "label estimate$ value$ low$ high$ probability_beyond% reason"

    thresholds: tuple[Threshold, ...]

    def __getitem__(self, parameter: str) -> Threshold:
        """A parameter's; ``KeyError`` where it is not among them."""
        return {found.parameter: found for found in self.thresholds}[parameter]

    def records(self) -> list[dict[str, object]]:
        """One record a parameter."""
        return [record for found in self.thresholds for record in found.records()]


@dataclass(frozen=True, slots=True)
class Moved(Subject):
    """One of two parameters moved together, and the values it takes, in order."""

    values: tuple[float, ...]


@dataclass(frozen=True, slots=True, repr=False)
class TwoWay(Result, Headed):
    """A measure over two parameters: ``values`` has shape (first, second)."""

    READS = "parameter at with with_at estimate£"

    first: Moved
    second: Moved
    values: FloatArray

    def records(self) -> list[dict[str, object]]:
        """One record a cell: the value of each parameter, and the measure there."""
        first, second = self.first, self.second
        cells = zip(product(first.values, second.values), self.values.ravel().tolist(), strict=True)
        names = ("parameter", "at", "with", "with_at", "estimate")
        rows = ((first.parameter, x, second.parameter, y, z) for (x, y), z in cells)
        return [dict(zip(names, row, strict=True)) for row in rows]


@dataclass(frozen=True, slots=True)
class FrontierPoint:
    """The values of a parameter at which the measure is zero, where the other is ``at``.

    ``value`` is the one nearest to the base case, and ``reason`` says why there is none.
    """

    at: float
    value: float | None
    crossings: tuple[float, ...]
    reason: str | None


@dataclass(frozen=True, slots=True, repr=False)
class Frontier(Result, Headed):
    """What ``parameter`` would have to be, for each value of ``other``.

    The parameter was looked for between the first and the last of its values; there is one of
    ``points`` for each value of the other.
    """

    READS = "parameter with with_at value reason"

    parameter: Moved
    other: Moved
    points: tuple[FrontierPoint, ...]

    def records(self) -> list[dict[str, object]]:
        """One record a value of the other parameter."""
        both = (self.parameter.parameter, self.other.parameter)
        names = ("parameter", "with", "with_at", "value", "crossings", "reason")
        rows = ((*both, p.at, p.value, list(p.crossings), p.reason) for p in self.points)
        return [dict(zip(names, row, strict=True)) for row in rows]


def threshold(
    scenario: Scenario,
    parameter: str,
    measure: Measure,
    *,
    low: float | None = None,
    high: float | None = None,
) -> Threshold:
    """The values of ``parameter`` between ``low`` and ``high`` at which ``measure`` is zero.

    Unless said, the range is the plausible one: the middle 99.9% of the parameter's distribution,
    or 0 to 1 for a proportion; where nothing in it turns the answer, what lies beyond is looked at.
    Raises ``ScenarioError`` where there is no such parameter, where it has no plausible range and
    none is given, or where the measure is not an amount of money.
    """
    require_known("threshold", [parameter], scenario.parameters, "parameter")
    require_money("threshold", measure)
    chosen = chosen_range(scenario, parameter, low, high)
    _, found = responses(scenario, measure, {parameter: chosen})
    if low is None and high is None:
        return _further(scenario, measure, found)[0]
    return _threshold(found[parameter], f"never between {chosen[0]:g} and {chosen[1]:g}")


def switching_values(scenario: Scenario, measure: Measure) -> SwitchingValues:
    """The switching value of every parameter that the scenario uses, each moved alone.

    Raises ``ScenarioError`` where the measure is not an amount of money.
    """
    require_money("switching values", measure)
    base, found = responses(scenario, measure)
    thresholds = _further(scenario, measure, found)
    given = [name for name in sorted(scenario.used) if not scenario[name].formula]
    for parameter in (scenario[name] for name in given if name not in found):
        about, only = subject(parameter), parameter.mean
        thresholds.append(Threshold(*about, only, only, (), base, base, base, reason=CERTAIN))
    thresholds.sort(key=_likeliest)
    return SwitchingValues(*header(scenario, measure, base), tuple(thresholds))


def _threshold(response: Response, never: str) -> Threshold:
    about, low, high = subject(response.parameter), response.low, response.high
    at_low, at_high, base = response.curve.at(low), response.curve.at(high), response.at_base
    if not response.crossings:
        reason = FLAT if response.curve.flat else TOUCHES if response.touches else never
        return Threshold(*about, low, high, (), at_low, at_high, base, reason=reason)
    positive = response.probability_positive()
    turned = 1 - positive if base > response.curve.level else positive
    return Threshold(*about, low, high, response.crossings, at_low, at_high, base, turned)


def _further(
    scenario: Scenario, measure: Measure, found: Mapping[str, Response]
) -> list[Threshold]:
    """Thresholds within the plausible ranges, or else beyond them."""
    thresholds = {name: _threshold(response, NEVER) for name, response in found.items()}
    never = [found[name] for name, none in thresholds.items() if none.reason == NEVER]
    for name, turns in beyond(freed(scenario, found), measure, never).items():
        none, chance = thresholds[name], 0.0 if turns else None
        reason = BEYOND if turns else NOWHERE
        thresholds[name] = replace(none, crossings=turns, probability_beyond=chance, reason=reason)
    return list(thresholds.values())


def _likeliest(found: Threshold) -> tuple[int, float, float, str]:
    """Likeliest to be passed first, then nearest to the base case; then those beyond, and never.

    Beyond a plausible range, those nearest to it, in widths of it, come first.
    """
    chance, away = found.probability_beyond or 0.0, abs(found.percent or 0.0)
    if found.value is not None and found.plausible is False:
        past = max(found.low - found.value, found.value - found.high)
        away = past / (found.high - found.low)
    return _LATER.get(found.reason, 2), -chance, away, found.parameter


_LATER = {None: 0, BEYOND: 1, FLAT: 3, CERTAIN: 4}


def two_way(
    scenario: Scenario,
    first: str,
    second: str,
    measure: Measure,
    points: int = ALONG_AN_AXIS,
    *,
    ranges: Mapping[str, Range] | None = None,
) -> TwoWay:
    """A measure on ``points`` values of each of two parameters, at equal steps.

    Each goes through its plausible range, unless ``ranges`` gives its lowest and highest value.
    Raises ``ScenarioError`` for names that are not known, one parameter named twice, one without a
    range, two shares of one group, or a measure that is not an amount of money.
    """
    axes = _both(scenario, (first, second), measure, points, ranges or {})
    scenario = freed(scenario, (first, second))
    x, y = (np.array(axis.values) for axis in axes)
    draws = together(scenario, {first: np.repeat(x, len(y)), second: np.tile(y, len(x))})
    rows = measure(evaluate(scenario, draws))
    values = rows[1:].reshape(len(x), len(y))
    return TwoWay(*header(scenario, measure, float(rows[0])), *axes, values)


def frontier(
    scenario: Scenario,
    parameter: str,
    other: str,
    measure: Measure,
    points: int = ALONG_AN_AXIS,
    *,
    ranges: Mapping[str, Range] | None = None,
) -> Frontier:
    """For each value of ``other``, the value of ``parameter`` at which the measure is zero.

    Ranges and errors are those of ``two_way``: attribution is looked for between 0 and 1.
    """
    sought, given = _both(scenario, (parameter, other), measure, points, ranges or {})
    scenario = freed(scenario, (parameter, other))
    others = np.array(given.values)

    def moved(x: FloatArray, which: IndexArray) -> Draws:
        return together(scenario, {parameter: x, other: others[which]})

    steps = np.linspace(sought.values[0], sought.values[-1], _SOUGHT)
    base, curves = followed(scenario, measure, moved, [steps] * len(others))
    named = zip(given.values, curves, strict=True)
    found = tuple(_point(at, curve, sought.base_case, measure) for at, curve in named)
    return Frontier(*header(scenario, measure, base), sought, given, found)


def _both(
    scenario: Scenario,
    names: tuple[str, str],
    measure: Measure,
    points: int,
    ranges: Mapping[str, Range],
) -> tuple[Moved, Moved]:
    require_known("two-way", names, scenario.parameters, "parameter")
    require_known("ranges", ranges, names, "parameter of the two")
    require_money("two-way", measure)
    if names[0] == names[1]:
        raise refuse("two-way", names[0], "is named twice", "Name two parameters.")
    if points < 2:
        raise refuse("two-way", "points", f"{points} is too few", "Ask for 2 or more.")
    first, second = (_one(scenario, name, points, ranges.get(name)) for name in names)
    return first, second


def _one(scenario: Scenario, name: str, points: int, given: Range | None) -> Moved:
    low, high = chosen_range(scenario, name, *(given or (None, None)))
    return Moved(*subject(scenario[name]), tuple(np.linspace(low, high, points).tolist()))


def _point(at: float, curve: Curve, base_case: float, measure: Measure) -> FrontierPoint:
    value = min(curve.changes, key=lambda x: abs(x - base_case), default=None)
    verb = verb_of(measure)
    reason = verb.throughout if curve.positive() else verb.never
    return FrontierPoint(at, value, curve.changes, None if curve.changes else reason)
