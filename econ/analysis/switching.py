"""Switching values: what a parameter would have to be for a measure to be zero.

Each parameter moves through its plausible range with all others at their means; the chance that it
lies beyond its switching value comes from its own distribution.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from econ.errors import require_known
from econ.methods.moved_alone import (
    Response,
    at_base,
    chosen_range,
    moving,
    plausible_range,
    record,
    require_money,
    responses,
)
from econ.model.measures import Definition, Measure
from econ.model.parameters import Parameter
from econ.model.scenario import Scenario

NEVER = "never within any plausible range"
FLAT = "the result does not depend on it"
TOUCHES = "reaches zero but does not cross it"
CERTAIN = "is not uncertain"


@dataclass(frozen=True, slots=True)
class Threshold:
    """Where a measure crosses zero as one parameter moves through ``low`` to ``high``.

    ``base_case`` is the parameter's value in the base case, and ``at_base``, ``at_low`` and
    ``at_high`` are the measure there. ``crossings`` are all values at which the measure's sign
    changes, in order. ``probability_beyond`` is the chance that the parameter has a value that
    turns the answer: for which the measure is above zero where in the base case it is not, or the
    other way round. ``reason`` says why there is no crossing. What does not exist is ``None``; a
    parameter that is not uncertain has a range of one value.
    """

    parameter: str
    base_case: float
    low: float
    high: float
    crossings: tuple[float, ...]
    at_low: float
    at_high: float
    at_base: float
    probability_beyond: float | None = None
    reason: str | None = None
    label: str = ""
    group: str = ""
    unit: str = ""

    @property
    def value(self) -> float | None:
        """The crossing nearest to the base case, or ``None`` where there is none."""
        return min(self.crossings, key=lambda x: abs(x - self.base_case), default=None)

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
        return "above" if self.at_high > self.at_low else "below"

    def records(self) -> list[dict[str, object]]:
        """One record: the parameter, its base case and range, and where the answer turns."""
        found = record(self) | {
            "value": self.value,
            "distance": self.distance,
            "percent": self.percent,
            "positive_side": self.positive_side,
        }
        return [found]


@dataclass(frozen=True, slots=True)
class SwitchingValues:
    """The switching values of every parameter of a scenario, likeliest to be passed first.

    ``base_case`` is the measure in the base case.
    """

    scenario: str
    measure: Definition
    view: str
    cohort: str
    base_case: float
    thresholds: tuple[Threshold, ...]

    def __getitem__(self, parameter: str) -> Threshold:
        """A parameter's; ``KeyError`` where it is not among them."""
        return {found.parameter: found for found in self.thresholds}[parameter]

    def records(self) -> list[dict[str, object]]:
        """One record a parameter."""
        return [record for found in self.thresholds for record in found.records()]


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
    or 0 to 1 for a proportion. Raises ``ScenarioError`` where there is no such parameter, where it
    has no plausible range and none is given, or where the measure is not an amount of money.
    """
    require_known("threshold", [parameter], scenario.parameters, "parameter")
    require_money("threshold", measure)
    chosen = chosen_range(scenario, parameter, low, high)
    response = responses(scenario, measure, {parameter: chosen})[parameter]
    plausible = low is None and high is None
    never = NEVER if plausible else f"never between {chosen[0]:g} and {chosen[1]:g}"
    return _threshold(response, never)


def switching_values(scenario: Scenario, measure: Measure) -> SwitchingValues:
    """The switching value of every parameter that the scenario uses, each moved alone.

    Raises ``ScenarioError`` where the measure is not an amount of money.
    """
    require_money("switching values", measure)
    used = [scenario[name] for name in sorted(scenario.used)]
    ranges = {p.name: r for p in moving(scenario) if (r := plausible_range(p))}
    found = responses(scenario, measure, ranges)
    base = at_base(scenario, measure)
    thresholds = [_threshold(response, NEVER) for response in found.values()]
    thresholds += [_certain(p, base) for p in used if p.name not in found]
    return SwitchingValues(
        scenario.name,
        measure.definition,
        measure.view,
        measure.cohort,
        base,
        tuple(sorted(thresholds, key=_likeliest)),
    )


def _threshold(response: Response, never: str) -> Threshold:
    parameter, crossings = response.parameter, response.crossings
    reason = FLAT if response.curve.flat else TOUCHES if response.touches else never
    return Threshold(
        parameter=parameter.name,
        base_case=parameter.mean,
        low=response.low,
        high=response.high,
        crossings=crossings,
        at_low=response.curve.at(response.low),
        at_high=response.curve.at(response.high),
        at_base=response.at_base,
        probability_beyond=_turned(response) if crossings else None,
        reason=None if crossings else reason,
        label=parameter.label,
        group=parameter.group,
        unit=parameter.unit,
    )


def _turned(response: Response) -> float:
    """The chance of the parts in which the answer is not that of the base case."""
    positive = response.probability_positive()
    return 1 - positive if response.at_base > response.curve.level else positive


def _certain(parameter: Parameter, base: float) -> Threshold:
    return Threshold(
        parameter=parameter.name,
        base_case=parameter.mean,
        low=parameter.mean,
        high=parameter.mean,
        crossings=(),
        at_low=base,
        at_high=base,
        at_base=base,
        reason=CERTAIN,
        label=parameter.label,
        group=parameter.group,
        unit=parameter.unit,
    )


def _likeliest(found: Threshold) -> tuple[int, float, float, str]:
    """Likeliest to be passed first, then nearest to the base case, then those never passed."""
    return (
        _LATER.get(found.reason, 1),
        -(found.probability_beyond or 0.0),
        abs(found.percent or 0.0),
        found.parameter,
    )


_LATER = {None: 0, FLAT: 2, CERTAIN: 3}
