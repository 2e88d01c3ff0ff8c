"""Two-way sensitivity: a measure over two parameters moved together, all others at their means.

A grid is for a contour; a frontier says, for each value of one parameter, what another would have
to be for the measure to be zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from econ.errors import refuse, require_known
from econ.methods.crossings import Curve, IndexArray, follow
from econ.methods.moved_alone import Range, at_base, chosen_range, require_money, verb_of
from econ.model.distributions import FloatArray
from econ.model.draws import together
from econ.model.equation import evaluate
from econ.model.measures import Definition, Measure
from econ.model.scenario import Scenario

POINTS = 41
_STEPS = 101


@dataclass(frozen=True, slots=True)
class Axis:
    """One of the two parameters: its base-case value and the values it takes, in order."""

    parameter: str
    label: str
    unit: str
    base_case: float
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A measure over two parameters: ``values`` has shape (first, second).

    ``base_case`` is the measure in the base case.
    """

    scenario: str
    measure: Definition
    view: str
    cohort: str
    base_case: float
    first: Axis
    second: Axis
    values: FloatArray

    def records(self) -> list[dict[str, object]]:
        """One record a cell: the value of each parameter, and the measure there."""
        return [
            {
                "parameter": self.first.parameter,
                "at": x,
                "with": self.second.parameter,
                "with_at": y,
                "estimate": float(self.values[i, j]),
            }
            for i, x in enumerate(self.first.values)
            for j, y in enumerate(self.second.values)
        ]


@dataclass(frozen=True, slots=True)
class FrontierPoint:
    """The values of a parameter at which the measure is zero, where the other is ``at``.

    ``value`` is the one nearest to the base case, and ``reason`` says why there is none.
    """

    at: float
    value: float | None
    crossings: tuple[float, ...]
    reason: str | None


@dataclass(frozen=True, slots=True)
class Frontier:
    """What ``parameter`` would have to be, for each value of ``other``.

    ``base_case`` is the measure in the base case. The parameter was looked for between the first
    and the last of its values; there is one of ``points`` for each value of the other.
    """

    scenario: str
    measure: Definition
    view: str
    cohort: str
    base_case: float
    parameter: Axis
    other: Axis
    points: tuple[FrontierPoint, ...]

    def records(self) -> list[dict[str, object]]:
        """One record a value of the other parameter."""
        return [
            {
                "parameter": self.parameter.parameter,
                "with": self.other.parameter,
                "with_at": point.at,
                "value": point.value,
                "crossings": list(point.crossings),
                "reason": point.reason,
            }
            for point in self.points
        ]


def grid(
    scenario: Scenario,
    first: str,
    second: str,
    measure: Measure,
    points: int = POINTS,
    *,
    ranges: Mapping[str, Range] | None = None,
) -> Grid:
    """A measure on ``points`` values of each of two parameters, at equal steps.

    Each goes through its plausible range, unless ``ranges`` gives its lowest and highest value.
    Raises ``ScenarioError`` for names that are not known, one parameter named twice, one without a
    range, two shares of one group, or a measure that is not an amount of money.
    """
    axes = _axes(scenario, (first, second), measure, points, ranges or {})
    x, y = (np.array(axis.values) for axis in axes)
    draws = together(scenario, {first: np.repeat(x, len(y)), second: np.tile(y, len(x))})
    values = measure.draws(evaluate(scenario, draws)).reshape(len(x), len(y))
    return Grid(
        scenario.name,
        measure.definition,
        measure.view,
        measure.cohort,
        at_base(scenario, measure),
        *axes,
        values,
    )


def frontier(
    scenario: Scenario,
    parameter: str,
    other: str,
    measure: Measure,
    points: int = POINTS,
    *,
    ranges: Mapping[str, Range] | None = None,
) -> Frontier:
    """For each value of ``other``, the value of ``parameter`` at which the measure is zero.

    Ranges and errors are those of ``grid``: attribution is looked for between 0 and 1.
    """
    sought, given = _axes(scenario, (parameter, other), measure, points, ranges or {})
    others = np.array(given.values)

    def curves(x: FloatArray, which: IndexArray) -> FloatArray:
        draws = together(scenario, {parameter: x, other: others[which]})
        return measure.draws(evaluate(scenario, draws))

    steps = np.linspace(sought.values[0], sought.values[-1], _STEPS)
    found = follow(curves, [steps] * len(others))
    return Frontier(
        scenario.name,
        measure.definition,
        measure.view,
        measure.cohort,
        at_base(scenario, measure),
        sought,
        given,
        tuple(
            _point(at, curve, sought.base_case, measure)
            for at, curve in zip(given.values, found, strict=True)
        ),
    )


def _axes(
    scenario: Scenario,
    names: tuple[str, str],
    measure: Measure,
    points: int,
    ranges: Mapping[str, Range],
) -> tuple[Axis, Axis]:
    require_known("two-way", names, scenario.parameters, "parameter")
    require_known("ranges", ranges, names, "parameter of the two")
    require_money("two-way", measure)
    if names[0] == names[1]:
        raise refuse("two-way", names[0], "is named twice", "Name two parameters.")
    if points < 2:
        raise refuse("two-way", "points", f"{points} is too few", "Ask for 2 or more.")
    first, second = (_axis(scenario, name, points, ranges.get(name)) for name in names)
    return first, second


def _axis(scenario: Scenario, name: str, points: int, given: Range | None) -> Axis:
    low, high = chosen_range(scenario, name, *(given or (None, None)))
    parameter = scenario[name]
    values = tuple(float(x) for x in np.linspace(low, high, points))
    return Axis(name, parameter.label, parameter.unit, parameter.mean, values)


def _point(at: float, curve: Curve, base_case: float, measure: Measure) -> FrontierPoint:
    value = min(curve.changes, key=lambda x: abs(x - base_case), default=None)
    verb = verb_of(measure)
    reason = verb.throughout if curve.positive() else verb.never
    return FrontierPoint(at, value, curve.changes, None if curve.changes else reason)
