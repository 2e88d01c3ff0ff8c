"""Health beside money: what a unit of health costs, and the net benefit at what it may be worth.

Health is counted in units of its own (QALYs, WELLBYs), discounted at its own rate, from the same
evaluation as the money. Net benefit at a value v of a unit is v times what is gained, less the net
cost; the chance that it is above 0 is the acceptability curve (Fenwick, O'Brien and Briggs 2004).
The limits of the cost of a unit are the values at which that chance is 2.5% and 97.5%: unlike
quantiles of a ratio, they say what they should where cost or gain may be negative.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from econ.errors import refuse
from econ.methods.health import gained_and_spent, values_of, whose_health
from econ.methods.results import Result, figures
from econ.model.designs import Design, MonteCarlo
from econ.model.distributions import FloatArray
from econ.model.estimates import ROUNDING, Estimate, estimate, probability_error
from econ.model.scenario import Scenario
from econ.words import money, percent

LIMITS = (0.025, 0.975)
_BEYOND, _CURVE = 1.25, 51
_SHOWN = 200
"""Points of a plane: enough to be seen, few enough to be drawn."""


class AtValue(NamedTuple):
    """What a value of one unit of health makes of it: the net benefit, and its chance above 0."""

    label: str
    value: float
    net_benefit: Estimate
    probability: float
    se: float


class Quadrants(NamedTuple):
    """Shares of the draws by whether health is gained, and whether it costs on the whole."""

    gains_and_costs: float
    gains_and_saves: float
    loses_and_costs: float
    loses_and_saves: float


@dataclass(frozen=True, slots=True, repr=False)
class CostEffectiveness(Result):
    """What health costs, in pounds of ``price_year`` and ``unit``, to a view.

    ``gained`` is health and ``net_cost`` money spent less saved, both present values; had the view
    paid for the whole programme where ``others_pay`` for some of it (C16). ``cost_per_unit`` is one
    mean over the other, ``low`` and ``high`` are its 95% limits; each is ``None`` where it does not
    exist (C13), and
    ``reason`` says why. ``curve`` is the chance of being acceptable by the value of a unit, from 0
    to beyond the largest of ``at``; ``plane`` has draws of health and cost, thinned.
    """

    READS = "label value£ estimate£ low£ high£ probability%"

    scenario: str
    outcomes: tuple[str, ...]
    unit: str
    view: str
    others_pay: bool
    price_year: str
    draws: int
    gained: Estimate
    net_cost: Estimate
    cost_per_unit: float | None
    low: float | None
    high: float | None
    reason: str
    quadrants: Quadrants
    at: tuple[AtValue, ...]
    curve: tuple[tuple[float, float], ...]
    plane: tuple[tuple[float, float], ...]

    def records(self) -> list[dict[str, object]]:
        """One record a value of a unit: ``label``, ``value``, the net benefit and its chance."""
        return [
            {"label": x.label, "value": x.value, "unit": "GBP", **figures(x.net_benefit)}
            | {"probability": x.probability, "probability_se": x.se}
            for x in self.at
        ]

    def record(self) -> dict[str, object]:
        """All of it for machines; ``None`` for what does not exist."""
        return {
            **{name: getattr(self, name) for name in ("unit", "view", "others_pay")},
            "outcomes": list(self.outcomes),
            "gained": figures(self.gained),
            "net_cost": figures(self.net_cost),
            "cost_per_unit": self.cost_per_unit,
            "low": self.low,
            "high": self.high,
            "reason": self.reason or None,
            "quadrants": self.quadrants._asdict(),
            "at": self.records(),
        }


def cost_effectiveness(
    scenario: Scenario,
    outcomes: str | Sequence[str] = (),
    view: str = "",
    values: Sequence[float] = (),
    *,
    had_it_paid: bool = True,
    draws: int = 10_000,
    seed: int = 2025,
    design: Design | None = None,
) -> CostEffectiveness:
    """What a unit of health costs a view, and the net benefit at values of a unit.

    The health is that of ``outcomes``, by default all of the value class *health*, whoever has it;
    the money is all other outcomes to the view, by default the scenario's. ``values`` are pounds
    for a unit; unless said they are those of the workbook and its library in the same unit. Where
    others pay for the programme, the view is told as if it paid, unless ``had_it_paid`` is False.

    Raises ``ScenarioError`` where there is no health, its units differ, or a value is below 0.
    References: Fenwick and others 2004 (curve), Fieller 1954 and O'Brien and Briggs 2002 (limits).

    >>> import econ
    >>> base = econ.read("parameters/side_by_side.xlsx").alternative("Health is counted in QALYs")
    >>> found = cost_effectiveness(base, draws=1_000)
    >>> found.unit, found.at[0].label
    ('QALY', 'Value of a QALY: NICE, lower, until March 2026')
    """
    names, unit = whose_health(scenario, (outcomes,) if isinstance(outcomes, str) else outcomes)
    whose = view or scenario.perspective
    scenario.payers_in(whose)  # refuses a view that there is not
    drawn = design or MonteCarlo(draws, seed)
    gained, costs = gained_and_spent(scenario, drawn, names, whose)
    others_pay = had_it_paid and not np.allclose(costs[:, 0], costs[:, 1], ROUNDING, ROUNDING)
    cost = costs[:, int(others_pay)]
    known = [("", float(value)) for value in values] or [*values_of(scenario, unit).items()]
    if any(value < 0 for _, value in known):
        raise refuse("cost_effectiveness", "values", "are below 0", "Give pounds for a unit.")
    batches, told = drawn.batches, (estimate(gained, drawn.batches), estimate(cost, drawn.batches))
    per_unit = _per_unit(gained[1:], cost[1:], *told)
    thin = slice(1, None, max(1, drawn.size // _SHOWN))
    return CostEffectiveness(
        *(scenario.name, names, unit, whose, others_pay, scenario.price_year, drawn.size),
        *told,
        **per_unit._asdict(),
        quadrants=_quadrants(gained[1:], cost[1:]),
        at=tuple(_at(label, value, gained, cost, batches) for label, value in known),
        curve=_curve(gained[1:], cost[1:], max((value for _, value in known), default=0.0)),
        plane=tuple(zip(gained[thin].tolist(), cost[thin].tolist(), strict=True)),
    )


def _at(label: str, value: float, gained: FloatArray, cost: FloatArray, batches: int) -> AtValue:
    net = value * gained - cost
    told, above = estimate(net, batches), net[1:] > 0
    return AtValue(label, value, told, float(np.mean(above)), probability_error(net[1:]))


def _curve(gained: FloatArray, cost: FloatArray, most: float) -> tuple[tuple[float, float], ...]:
    values = np.linspace(0.0, _BEYOND * most, _CURVE).tolist()
    return tuple((value, float(np.mean(value * gained > cost))) for value in values)


def _quadrants(gained: FloatArray, cost: FloatArray) -> Quadrants:
    gains, costs = gained > 0, cost > 0
    parts = (gains & costs, gains & ~costs, ~gains & costs, ~gains & ~costs)
    return Quadrants(*(float(np.mean(part)) for part in parts))


class PerUnit(NamedTuple):
    """What a unit costs, the values at which it is acceptable in 2.5% and 97.5%, and why none."""

    cost_per_unit: float | None = None
    low: float | None = None
    high: float | None = None
    reason: str = ""


def _per_unit(gained: FloatArray, cost: FloatArray, gain: Estimate, spent: Estimate) -> PerUnit:
    mean, spend = gain.mean or 0.0, spent.mean or 0.0
    if mean <= 0 <= spend:
        return PerUnit(reason="no health is gained on average, and it costs: there is no price")
    if mean <= 0:
        return PerUnit(reason=f"it saves {money(spend / mean)} for each unit of health lost")
    if spend <= 0:
        return PerUnit(reason="it gains health and costs nothing on average: no price is paid")
    low, high = (_crossing(gained, cost, limit) for limit in LIMITS)
    if high is not None:
        return PerUnit(spend / mean, low, high)
    none = percent(float(np.mean(gained <= 0)))
    why = f"no price is acceptable with a chance of 97.5%: {none} of draws gain no health"
    return PerUnit(spend / mean, low, None, why)


def _crossing(gained: FloatArray, cost: FloatArray, chance: float) -> float | None:
    """The least value of a unit, 0 or above, from which on it is acceptable with such a chance.

    ``None`` where it never is, or is at 0 already. A draw that gains is acceptable above its own
    cost of a unit, one that loses below it.
    """
    level, steps = _acceptable_steps(gained, cost)
    at_nothing, count = float(np.mean(cost < 0)), len(cost)
    if at_nothing >= chance:
        return None
    values, changes = steps
    after = level + np.cumsum(changes)
    reached = np.flatnonzero((after >= chance * count) & (values > 0))
    return float(values[reached[0]]) if len(reached) else None


def _acceptable_steps(
    gained: FloatArray, cost: FloatArray
) -> tuple[int, tuple[FloatArray, FloatArray]]:
    """How many draws are acceptable at a value below all, and where that changes by how much."""
    moving = gained != 0
    values = cost[moving] / gained[moving]
    changes = np.sign(gained[moving])
    order = np.argsort(values, kind="stable")
    below = int(np.sum(gained < 0)) + int(np.sum(~moving & (cost < 0)))
    return below, (values[order], changes[order])
