"""What a result is made of: its evidence, its cash, its activity, and who spends and frees what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from econ.model.impacts import Impacts
from econ.model.programme import Outcome
from econ.reports.pictures import PeriodRow, in_periods
from econ.reports.report import ALL, GRADES, Report, perspectives_shown, weakest

OWN_LINE = 5
"""Outcomes that have a line of their own in what the return is made of."""


class Ingredient(NamedTuple):
    """An outcome, or several: its share of mean gross value, and what that rests on.

    ``grades`` are the shares of it that rest on each grade of evidence, strongest first; ``cash``
    is the share that releases cash.
    """

    label: str
    share: float
    grades: tuple[float, ...]
    cash: float


def made_of(found: Report) -> tuple[Ingredient, ...]:
    """What the return is made of, largest first, the small ones and all of it at the end."""
    shares = found.by_outcome
    gains = [outcome for outcome in found.scenario.outcomes if shares.get(outcome.name)]
    if not gains:
        return ()
    gains.sort(key=lambda outcome: -shares[outcome.name])
    most = OWN_LINE if len(gains) > OWN_LINE + 1 else len(gains)
    lines = [(outcome.label, [outcome]) for outcome in gains[:most]]
    lines += [("All others", gains[most:]), ("All of it", gains)]
    return tuple(_ingredient(found, label, inside) for label, inside in lines if inside)


def _ingredient(found: Report, label: str, inside: Sequence[Outcome]) -> Ingredient:
    shares = [found.by_outcome[outcome.name] for outcome in inside]
    each = [np.array([*_evidence(found, o), o.cash_share]) for o in inside]
    mixed = np.sum([s * part for s, part in zip(shares, each, strict=True)], axis=0) / sum(shares)
    *grades, cash = mixed.tolist()
    return Ingredient(label, sum(shares), tuple(grades), cash)


def _evidence(found: Report, outcome: Outcome) -> list[float]:
    """The share of an outcome's value that rests on each grade of evidence."""
    scenario = found.scenario
    lines = (found.outcome(outcome.name, ALL, cohort.name) for cohort in scenario.cohorts)
    amounts = np.abs([line.mean or 0.0 for line in lines])
    grades = np.array([weakest(scenario, outcome, cohort) for cohort in scenario.cohorts])
    return [float(amounts[grades == grade].sum() / amounts.sum()) for grade in GRADES]


def activity(found: Report) -> tuple[PeriodRow, ...]:
    """How many of each saving's units are done or needed less (−: more), before valuing them."""
    return tuple(
        in_periods(found, o.name, f"{o.label} ({o.counts})" if o.counts else o.label, count)
        for o, count in zip(found.scenario.outcomes, found.units.tolist(), strict=True)
        if o.sign > 0 and o.name not in found.left_out
    )


def cost_profile(found: Report) -> tuple[PeriodRow, ...]:
    """What each cost takes, undiscounted, and all of them at the end: money spent is negative."""
    spent = found.means.where_outcome("cost").by("outcome", "year")
    named = zip(spent.labels[0], spent.base.tolist(), strict=True)
    rows = [
        in_periods(found, name, found.scenario.label(name), years)
        for name, years in named
        if name not in found.left_out
    ]
    return (*rows, in_periods(found, ALL, "All costs", spent.base.sum(axis=0).tolist()))


class Balance(NamedTuple):
    """What a payer or a view spends, saves in cash and frees as capacity: means, all years."""

    view: str
    spent: float
    cash: float
    capacity: float

    @property
    def total(self) -> float:
        """All together."""
        return self.spent + self.cash + self.capacity


def balances(found: Report) -> tuple[Balance, ...]:
    """Each payer, then each perspective; perspectives overlap, so they do not add up."""
    views = (*(payer.name for payer in found.scenario.payers), *perspectives_shown(found))
    return tuple(_balance(view, found.means.select(view)) for view in views)


def _balance(view: str, seen: Impacts) -> Balance:
    gains = seen.where_outcome("saving")
    parts = (seen.where_outcome("cost"), gains.cash(), gains.capacity())
    return Balance(view, *(float(part.total()[0]) for part in parts))


def funding(found: Report) -> tuple[tuple[str, float, float], ...]:
    """Who pays for the programme: label, share and amount of each payer that bears some of it."""
    spent = found.means.where_outcome("cost").by("payer").base.tolist()
    whole = sum(spent)
    payers = zip(found.scenario.payers, spent, strict=True)
    return tuple((payer.label, x / whole, -x) for payer, x in payers if x and whole)


def largest_figure(found: Report) -> float:
    """The size of the largest figure of the headline, beside which others are told."""
    named = ("costs", "benefits", "net_present_value")
    return max(abs(found.measure(name).mean or 0.0) for name in named)


def people_reached(found: Report) -> float | None:
    """People in all cohorts together; ``None`` where some cohort does not say how many."""
    known = [line.people for line in found.cohorts if line.people is not None]
    return sum(known) if len(known) == len(found.cohorts) else None


def cash_share(found: Report, view: str) -> float | None:
    """The share of a view's savings that releases cash; ``None`` where nothing is saved."""
    gains = found.means.where_outcome("saving").select(view).present_value()
    whole, cash = float(gains.total()[0]), float(gains.cash().total()[0])
    return cash / whole if whole > 0 else None


_KINDS = {
    "fiscal": "money of public bodies",
    "economic": "money of others",
    "social": "what has no market",
    "health": "health",
    "transfer": "transfers",
}
SPENT = "Spent on the programme"


def case_of(found: Report, view: str) -> dict[str, float | str | None]:
    """What a view spends, saves and frees; its net by kind of value, and had it paid."""
    seen, paid = found.means.select(view).present_value(), found.had_it_paid(view)
    own = _balance(view, seen)
    lines: dict[str, float | str | None] = {
        SPENT: own.spent,
        "Saved in cash": own.cash,
        "Cash, saved less spent": own.spent + own.cash,
        "Capacity freed, which is no cash": own.capacity,
        "Net present value": own.total,
    }
    for kind, label in _KINDS.items():
        if names := [o.name for o in found.scenario.outcomes if o.value_class == kind]:
            lines[f"of it {label}"] = float(seen.select(outcome=names).total()[0])
    lines["Net, had it paid for the programme"] = paid.mean if paid else "it bears the cost"
    return lines
