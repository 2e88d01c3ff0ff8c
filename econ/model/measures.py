"""Questions answered by one number a draw.

A measure is asked of ``Impacts`` and answers with one number a row, the base case first. Money is
positive where it is kept (C1); ratios with a zero or sign-changing denominator do not exist (C13).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from econ.errors import refuse
from econ.model.distributions import FloatArray
from econ.model.estimates import Estimate, estimate
from econ.model.impacts import Impacts

Unit = Literal["GBP", "ratio", "years", "GBP per person"]

HEADLINE = "headline"
"""Stands in tables for the view that each scenario's own headline takes."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One question: its name, whose view it takes, and how it is answered.

    ``view`` is a perspective or a payer, empty where each scenario's own headline decides;
    ``cohort`` is empty for all of them.
    """

    name: str
    view: str
    unit: Unit
    answer: Callable[[Impacts], FloatArray]
    cohort: str = ""

    def __call__(self, impacts: Impacts) -> FloatArray:
        """The answer in every row, the base case first: shape (draws + 1,).

        Raises ``ScenarioError`` where the view or the cohort is not known.
        """
        return self.answer(impacts.select(self.view, cohort=self.cohort or ()))

    def base(self, impacts: Impacts) -> float:
        """The answer in the base case."""
        return float(self(impacts)[0])

    def draws(self, impacts: Impacts) -> FloatArray:
        """The answer in each draw: shape (draws,)."""
        return self(impacts)[1:]

    def estimate(self, impacts: Impacts) -> Estimate:
        """The answer with its interval and its Monte Carlo error."""
        return estimate(self(impacts), impacts.draws.batches)


def _view(perspective: str, payer: str) -> str:
    if perspective and payer:
        raise refuse("measure", "view", "names both a perspective and a payer", "Give one.")
    return perspective or payer or "society"


def _gains(impacts: Impacts) -> FloatArray:
    return impacts.where_outcome("saving").present_value().total()


def _outlay(impacts: Impacts) -> FloatArray:
    return np.asarray(0.0 - impacts.where_outcome("cost").present_value().total())


def _net(impacts: Impacts) -> FloatArray:
    return impacts.present_value().total()


def _ratio(top: FloatArray, bottom: FloatArray) -> FloatArray:
    """The ratio where the denominator is above 0, else not a number (C13)."""
    return np.divide(top, bottom, out=np.full_like(top, np.nan), where=bottom > 0)


def _benefit_cost(impacts: Impacts) -> FloatArray:
    return _ratio(_gains(impacts), _outlay(impacts))


def _return(impacts: Impacts) -> FloatArray:
    return _ratio(_net(impacts), _outlay(impacts))


def _payback(impacts: Impacts) -> FloatArray:
    cumulative = np.cumsum(impacts.by("year").rows, axis=1)
    paid = cumulative >= 0
    # Paid back once and for all: from this year the running total stays at or above 0.
    lasting = np.logical_and.accumulate(paid[:, ::-1], axis=1)[:, ::-1]
    return np.where(lasting.any(axis=1), lasting.argmax(axis=1) + 1.0, np.inf)


def _per_person(impacts: Impacts) -> FloatArray:
    outlay = _outlay(impacts)
    if impacts.people is None:
        return np.full_like(outlay, np.nan)
    people = impacts.people.sum(axis=1)
    return _ratio(outlay, np.broadcast_to(people, outlay.shape))


def net_present_value(perspective: str = "", *, payer: str = "", cohort: str = "") -> Measure:
    """Present value of savings less that of costs, in pounds.

    >>> net_present_value(payer="nhs_acute").view
    'nhs_acute'
    """
    return Measure("net_present_value", _view(perspective, payer), "GBP", _net, cohort)


def headline() -> Measure:
    """Net present value as each scenario's own headline sees it: to its own perspective.

    >>> headline().view
    ''
    """

    def net(impacts: Impacts) -> FloatArray:
        return _net(impacts.select(impacts.scenario.perspective))

    return Measure("net_present_value", "", "GBP", net)


def benefits(perspective: str = "", *, payer: str = "", cohort: str = "") -> Measure:
    """Present value of savings; negative where harm outweighs them."""
    return Measure("benefits", _view(perspective, payer), "GBP", _gains, cohort)


def costs(perspective: str = "", *, payer: str = "", cohort: str = "") -> Measure:
    """Present value of costs, as a positive amount."""
    return Measure("costs", _view(perspective, payer), "GBP", _outlay, cohort)


def benefit_cost_ratio(perspective: str = "", *, payer: str = "", cohort: str = "") -> Measure:
    """Benefits over costs of the same view; it does not exist where the view bears no cost."""
    return Measure("benefit_cost_ratio", _view(perspective, payer), "ratio", _benefit_cost, cohort)


def return_on_investment(perspective: str = "", *, payer: str = "", cohort: str = "") -> Measure:
    """Net present value over costs."""
    return Measure("return_on_investment", _view(perspective, payer), "ratio", _return, cohort)


def payback_year(perspective: str = "", *, payer: str = "", cohort: str = "") -> Measure:
    """Years until the undiscounted running total is no longer below 0, and stays so.

    A payback that does not come within the horizon is infinite, and is reported as none.
    """
    return Measure("payback_year", _view(perspective, payer), "years", _payback, cohort)


def cost_per_participant(perspective: str = "", *, payer: str = "", cohort: str = "") -> Measure:
    """Present value of costs over people reached: the parameter whose unit is people."""
    return Measure(
        "cost_per_participant", _view(perspective, payer), "GBP per person", _per_person, cohort
    )


def annual_budget_impact(year: int, perspective: str = "", *, payer: str = "") -> Measure:
    """Undiscounted money in one year, counted from 0 (ISPOR's budget view)."""

    def in_year(impacts: Impacts) -> FloatArray:
        if not 0 <= year < len(impacts.years):
            raise refuse(
                "annual_budget_impact",
                "year",
                f"{year} is outside the horizon",
                f"Choose 0 to {len(impacts.years) - 1}.",
            )
        return impacts.by("year").rows[:, year]

    return Measure("annual_budget_impact", _view(perspective, payer), "GBP", in_year)


def cash_releasing(perspective: str = "", *, payer: str = "", cohort: str = "") -> Measure:
    """Net present value of what releases cash or takes it (C14)."""
    return Measure(
        "cash_releasing",
        _view(perspective, payer),
        "GBP",
        lambda impacts: _net(impacts.cash()),
        cohort,
    )


def capacity_freed(perspective: str = "", *, payer: str = "", cohort: str = "") -> Measure:
    """Present value of what frees capacity, not cash; with the cash it adds up to the whole."""
    return Measure(
        "capacity_freed",
        _view(perspective, payer),
        "GBP",
        lambda impacts: _net(impacts.capacity()),
        cohort,
    )


def equity_weighted_net_present_value(
    perspective: str = "", *, payer: str = "", cohort: str = ""
) -> Measure:
    """Net present value with each cohort's money multiplied by its equity weight."""
    return Measure(
        "equity_weighted_net_present_value",
        _view(perspective, payer),
        "GBP",
        lambda impacts: _net(impacts.equity_weighted()),
        cohort,
    )
