"""Health in units of its own beside money: whose it is, what it is worth, and the net benefit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from econ.errors import refuse, require_known
from econ.model.designs import Design
from econ.model.distributions import FloatArray
from econ.model.equation import ask, unvalued
from econ.model.impacts import Impacts
from econ.model.measures import Definition, Measure, net_present_value
from econ.model.programme import Outcome
from econ.model.scenario import Scenario
from econ.words import exact_money, listed

HEALTH = "health"
"""The value class of outcomes that are counted in units of their own."""


def whose_health(scenario: Scenario, named: Sequence[str] = ()) -> tuple[tuple[str, ...], str]:
    """The outcomes that are health, all or those named, and the unit that they are counted in.

    Raises ``ScenarioError`` where there is none, or units differ.
    """
    require_known("cost_effectiveness", named, [o.name for o in scenario.outcomes], "outcome")
    found = [
        o for o in scenario.outcomes if (o.name in named if named else o.value_class == HEALTH)
    ]
    units = {o.name: unit_of(scenario, o) for o in found}
    if not found:
        remedy = "Add an outcome of the value class health, such as QALYs gained."
        raise refuse("cost_effectiveness", "outcomes", "no outcome is health", remedy)
    if len(set(units.values())) > 1:
        told = listed([f"{name} in {unit}" for name, unit in units.items()])
        raise refuse("cost_effectiveness", "outcomes", f"units differ: {told}", "Name like ones.")
    return tuple(units), next(iter(units.values()))


def unit_of(scenario: Scenario, outcome: Outcome) -> str:
    """What an outcome is counted in, by its unit value: the QALY of GBP per QALY."""
    return scenario[outcome.unit_value].unit.partition(" per ")[2] or "unit"


def values_of(scenario: Scenario, unit: str) -> dict[str, float]:
    """The values of a unit that the workbook or its library has, by label: least first."""
    rows = (*scenario.library.values(), *scenario.parameters.values())
    found = {p.mean: p.label for p in rows if p.unit == f"GBP per {unit}"}
    return {found[value]: value for value in sorted(found)}


@dataclass(frozen=True, slots=True)
class NetBenefit(Measure):
    """Health, whoever has it, at ``value`` pounds a unit, less the net cost to a view.

    The view is taken as if it paid for the programme (C16).
    """

    value: float = 0.0

    def __call__(self, impacts: Impacts) -> FloatArray:
        """The net benefit in every row, the base case first: shape (draws + 1,)."""
        names, _ = whose_health(impacts.scenario)
        gained, spent = _rows(impacts, names, self.view)
        return self.value * gained - spent[:, 1]


def net_benefit(value: float, perspective: str = "", *, payer: str = "") -> NetBenefit:
    """The net benefit of health at a value of one unit, to a view, as a measure.

    >>> net_benefit(20_000, "NHS and PSS").definition.label
    'net benefit at £20,000 a unit of health'
    """
    label = f"net benefit at {exact_money(value)} a unit of health"
    definition = Definition("net_benefit", label, "GBP")
    view = net_present_value(perspective, payer=payer).view
    return NetBenefit(definition, view, net_present_value(view).answer, "", value)


def _rows(impacts: Impacts, names: Sequence[str], view: str) -> tuple[FloatArray, FloatArray]:
    """Health gained, and the net cost of all else to a view: as it is, and had it paid."""
    others = [o.name for o in impacts.scenario.outcomes if o.name not in names]
    gained = unvalued(impacts).select(outcome=names).present_value().total()
    seen = impacts.select(outcome=others).present_value().select(view)
    return gained, 0.0 - np.column_stack([seen.total(), seen.had_it_paid().total()])


def gained_and_spent(
    scenario: Scenario, design: Design, names: Sequence[str], view: str
) -> tuple[FloatArray, FloatArray]:
    """The same of a whole design, the base case first."""
    (both,) = ask(scenario, design, [lambda x: np.column_stack(_rows(x, names, view))])
    return both[:, 0], both[:, 1:]
