"""Questions answered by one number a draw.

A measure is asked of ``Impacts`` and answers with one number a row, the base case first. Money is
positive where it is kept (C1); ratios with a zero or sign-changing denominator do not exist (C13).
All that the rest of the package knows of a measure is said here, where it is made: a new one is a
function in this file and a place in ``MEASURES``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate
from typing import Protocol

import numpy as np

from econ.errors import refuse, require_kind
from econ.model.distributions import FloatArray
from econ.model.estimates import Estimate, estimate
from econ.model.impacts import Impacts
from econ.words import started

Answer = Callable[[Impacts], FloatArray]
"""One number a row: shape (draws + 1,), the base case first."""

HEADLINE = "headline"
"""Stands in tables for the view that each scenario's own headline takes."""


@dataclass(frozen=True, slots=True)
class Definition:
    """What the answers of a measure are, and how they are to be read; results carry it along.

    ``label`` stands within a sentence; ``unit`` is *GBP*, *GBP per* something, *ratio*, or what is
    counted. A measure that is ``one_sided``, savings alone or costs, does not yet pay where it is
    above 0. ``needs`` is what must be there for an answer to exist, in words.

    >>> Definition("payback_year", "payback", "years").title
    'Payback, in years'
    """

    name: str
    label: str
    unit: str
    less_is_better: bool = False
    one_sided: bool = False
    needs: str = ""

    @property
    def is_money(self) -> bool:
        """Whether answers are amounts, which add up and may be set against 0."""
        return self.unit == "GBP"

    @property
    def in_pounds(self) -> bool:
        """Whether answers are written in pounds."""
        return self.unit.startswith("GBP")

    @property
    def is_rate(self) -> bool:
        """Whether answers are rates a year, written in percent."""
        return self.unit == "share a year"

    @property
    def title(self) -> str:
        """The label as a heading, with the unit where pounds do not show it."""
        named = self.in_pounds or self.is_rate or self.unit == "ratio"
        return started(self.label) if named else f"{started(self.label)}, in {self.unit}"

    @property
    def not_money(self) -> str:
        """Why answers are no amounts, in words; empty where they are."""
        if self.is_rate:
            return "is a rate a year"
        if self.unit == "ratio":
            return "is a ratio, which jumps where its denominator is small"
        if self.in_pounds:
            return "" if self.is_money else f"is an amount {self.unit.removeprefix('GBP ')}"
        return f"is a number of {self.unit}"


@dataclass(frozen=True, slots=True)
class Measure:
    """One question: its definition, whose view it takes, and how it is answered.

    ``view`` is a perspective or a payer, empty where each scenario's own headline decides;
    ``cohort`` is empty for all of them.
    """

    definition: Definition
    view: str
    answer: Answer
    cohort: str = ""

    @property
    def name(self) -> str:
        """The name by which it is asked for."""
        return self.definition.name

    @property
    def unit(self) -> str:
        """What its answers are counted in."""
        return self.definition.unit

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


def require_money(subject: str, measure: Measure) -> None:
    """Raise ``ScenarioError`` where something is no measure, or not of an amount of money (C13)."""
    require_kind(subject, "measure", measure, Measure, "a measure, as econ.net_present_value()")
    if what := measure.definition.not_money:
        raise refuse(
            subject, measure.name, what, "Ask of an amount of money, as net_present_value."
        )


class Asking(Protocol):
    """Makes a measure in the view of a perspective or a payer (society unless said)."""

    def __call__(self, perspective: str = "", *, payer: str = "", cohort: str = "") -> Measure:
        """The measure, of one cohort or of all; ``ScenarioError`` where both views are given."""


def declared(
    label: str, unit: str, *, less_is_better: bool = False, one_sided: bool = False, needs: str = ""
) -> Callable[[Answer], Asking]:
    """Say of a function what its answers mean (``Definition``), and so make a measure of it.

    >>> @declared("number of years", "years")
    ... def horizon(impacts):
    ...     return np.full(len(impacts) + 1, float(len(impacts.years)))
    >>> horizon(payer="nhs_acute").definition.title
    'Number of years, in years'
    """

    def declare(answer: Answer) -> Asking:
        name = getattr(answer, "__name__", label)
        definition = Definition(name, label, unit, less_is_better, one_sided, needs)

        def asking(perspective: str = "", *, payer: str = "", cohort: str = "") -> Measure:
            return Measure(definition, _view(perspective, payer), answer, cohort)

        for said in ("__module__", "__name__", "__qualname__", "__doc__"):
            setattr(asking, said, getattr(answer, said))
        return asking

    return declare


def _view(perspective: str, payer: str) -> str:
    if perspective and payer:
        raise refuse("measure", "view", "names both a perspective and a payer", "Give one.")
    return perspective or payer or "society"


def _ratio(top: FloatArray, bottom: FloatArray) -> FloatArray:
    """The ratio where the denominator is above 0, else not a number (C13)."""
    return np.divide(top, bottom, out=np.full_like(top, np.nan), where=bottom > 0)


def _net(impacts: Impacts) -> FloatArray:
    return impacts.present_value().total()


def _outlay(impacts: Impacts) -> FloatArray:
    return 0.0 - _net(impacts.where_outcome("cost"))


@declared("net present value", "GBP")
def net_present_value(impacts: Impacts) -> FloatArray:
    """Present value of savings less that of costs, in pounds.

    >>> net_present_value(payer="nhs_acute").view
    'nhs_acute'
    """
    return _net(impacts)


@declared("net present value had it paid for the programme", "GBP")
def net_present_value_had_it_paid(impacts: Impacts) -> FloatArray:
    """Net present value less the programme's costs that payers outside the view bear (C16).

    Where the view bears them all it is the net present value.
    """
    return _net(impacts.had_it_paid())


@declared("benefits", "GBP", one_sided=True)
def benefits(impacts: Impacts) -> FloatArray:
    """Present value of savings; negative where harm outweighs them."""
    return _net(impacts.where_outcome("saving"))


@declared("costs", "GBP", less_is_better=True, one_sided=True)
def costs(impacts: Impacts) -> FloatArray:
    """Present value of costs, as a positive amount."""
    return _outlay(impacts)


@declared("benefit-cost ratio", "ratio", needs="a view that bears costs")
def benefit_cost_ratio(impacts: Impacts) -> FloatArray:
    """Benefits over costs of the same view; it does not exist where the view bears no cost."""
    return _ratio(_net(impacts.where_outcome("saving")), _outlay(impacts))


@declared("return on investment", "ratio", needs="a view that bears costs")
def return_on_investment(impacts: Impacts) -> FloatArray:
    """Net present value over costs."""
    return _ratio(_net(impacts), _outlay(impacts))


@declared("payback", "years", less_is_better=True, needs="a time horizon within which it comes")
def payback_year(impacts: Impacts) -> FloatArray:
    """Years until the undiscounted running total is no longer below 0, and stays so.

    A payback that does not come within the horizon is infinite, and is reported as none.
    """
    running = list(accumulate(impacts.by("year").rows.T))
    found = np.full(len(running[0]), np.inf)
    lasting = np.ones(len(found), dtype=np.bool_)
    for year in range(len(running), 0, -1):
        lasting &= running[year - 1] >= 0  # from this year on it stays so, once and for all
        np.copyto(found, year, where=lasting)
    return found


@declared("equivalent annual value", "GBP per year")
def equivalent_annual_value(impacts: Impacts) -> FloatArray:
    """The even amount a year that over the horizon has the same present value.

    Years count by the scenario's own discount factors, from the first, which is not discounted.
    """
    return _net(impacts) / float(impacts.scenario.discount.factors(len(impacts.years)).sum())


@declared(
    "internal rate of return",
    "share a year",
    needs="money that is spent first and kept later, turning once over the central case's years",
)
def internal_rate_of_return(impacts: Impacts) -> FloatArray:
    """The discount rate at which the yearly undiscounted net is worth nothing.

    Where yearly amounts change sign more than once, or from gain to loss, none is given (C13). A
    draw that only loses earns less than any rate, and one that never spends more.
    """
    flows = impacts.by("year").rows.T
    (first,), (changes,) = _turns(flows[:, :1])
    if not (changes == 1 and first < 0):
        return np.full(flows.shape[1], np.nan)
    first, changes = _turns(flows)
    turned = (changes == 1) & (first < 0)
    found = np.where(changes == 0, np.inf * np.where(first < 0, -1, 1), np.nan)
    found[turned] = _rate(flows[:, turned])
    return found


def _turns(flows: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The sign of each draw's first amount that is not 0, and how often the sign changes.

    ``flows`` have shape (years, draws).
    """
    first, last, changes = np.zeros((3, flows.shape[1]))
    for now in np.sign(flows):
        changes += last * now < 0
        first, last = np.where(first, first, now), np.where(now, now, last)
    return first, changes


def _rate(flows: FloatArray) -> FloatArray:
    """The rate at which each draw's money, spent first and then kept, is worth nothing.

    With the discount factor as y over (1 - y) it is the only root between 0 and 1 (Descartes), and
    halving finds it to the last bit whatever its size.
    """
    low = np.zeros(flows.shape[1])
    later, *others = flows[::-1]
    for halved in range(1, _HALVINGS + 1):
        y = low + 0.5**halved
        rest, worth = 1 - y, later.copy()
        power = rest.copy()
        for flow in others:
            worth *= y
            worth += flow * power
            power *= rest
        np.copyto(low, y, where=worth < 0)  # later amounts count for too little yet
    return np.asarray((1 - 2 * low) / low)


_HALVINGS = 60


@declared("net present value that is cash", "GBP")
def cash_releasing(impacts: Impacts) -> FloatArray:
    """Net present value of what releases cash or takes it (C14)."""
    return _net(impacts.cash())


@declared("net present value that is capacity", "GBP")
def capacity_freed(impacts: Impacts) -> FloatArray:
    """Present value of what frees capacity, not cash; with the cash it adds up to the whole."""
    return _net(impacts.capacity())


@declared("equity-weighted net present value", "GBP")
def equity_weighted_net_present_value(impacts: Impacts) -> FloatArray:
    """Net present value with each cohort's money multiplied by its equity weight."""
    return _net(impacts.equity_weighted())


@declared(
    "cost per participant",
    "GBP per person",
    less_is_better=True,
    needs="costs, and one parameter whose unit is people",
)
def cost_per_participant(impacts: Impacts) -> FloatArray:
    """Present value of costs over people reached: the parameter whose unit is people."""
    outlay = _outlay(impacts)
    if impacts.reached is None:
        return np.full_like(outlay, np.nan)
    return _ratio(outlay, np.broadcast_to(impacts.reached, outlay.shape))


MEASURES: tuple[Asking, ...] = (
    net_present_value,
    net_present_value_had_it_paid,
    benefits,
    costs,
    benefit_cost_ratio,
    return_on_investment,
    payback_year,
    equivalent_annual_value,
    internal_rate_of_return,
    cash_releasing,
    capacity_freed,
    equity_weighted_net_present_value,
    cost_per_participant,
)
"""What every run answers, for every perspective and payer, in the order in which it is told."""


def headline(*, had_it_paid: bool = False) -> Measure:
    """Net present value as each scenario's own headline sees it: to its own perspective.

    Perhaps as if that perspective paid for the programme (C16).

    >>> headline().view
    ''
    """

    def net(impacts: Impacts) -> FloatArray:
        own = impacts.select(impacts.scenario.perspective)
        return _net(own.had_it_paid() if had_it_paid else own)

    of = net_present_value_had_it_paid() if had_it_paid else net_present_value()
    return Measure(of.definition, "", net)


def annual_budget_impact(year: int, perspective: str = "", *, payer: str = "") -> Measure:
    """Undiscounted money in one year, counted from 0 (ISPOR's budget view)."""

    def in_year(impacts: Impacts) -> FloatArray:
        if not 0 <= year < len(impacts.years):
            remedy = f"Choose 0 to {len(impacts.years) - 1}."
            raise refuse("annual_budget_impact", "year", f"{year} is outside the horizon", remedy)
        return impacts.by("year").rows[:, year]

    definition = Definition("annual_budget_impact", "annual budget impact", "GBP")
    return Measure(definition, _view(perspective, payer), in_year)
