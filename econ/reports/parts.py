"""What a result is made of: its evidence, its cash, its activity, and who spends and frees what."""

from __future__ import annotations

from collections.abc import Iterator
from math import isclose
from typing import NamedTuple

from econ.model.estimates import ROUNDING, Estimate, scaled
from econ.model.impacts import Impacts
from econ.model.programme import Outcome
from econ.model.units import capacity_in, in_unit
from econ.reports.periods import periods
from econ.reports.pictures import PeriodRow, in_periods
from econ.reports.report import ALL, CohortLine, Report, perspectives_shown, weakest
from econ.reports.scenarios import Tried, central_people
from econ.words import listed, percent

_TOLD = {
    "observed": "observed here",
    "analogue": "borrowed",
    "expert": "judgement",
    "illustrative": "illustrative",
}


def evidence_behind(found: Report, outcome: Outcome) -> str:
    """What an outcome's value rests on, by the weakest number of each cohort."""
    scenario, parts = found.scenario, dict[str, float]()
    for cohort in scenario.cohorts:
        grade = weakest(scenario, outcome, cohort)
        amount = abs(found.outcome(outcome.name, ALL, cohort.name).mean or 0.0)
        parts[grade] = parts.get(grade, 0.0) + amount
    told = [(_TOLD.get(grade, "not graded"), x) for grade, x in parts.items() if x]
    whole = sum(x for _, x in told)
    if len(told) < 2:
        return told[0][0] if told else "nothing"
    return listed([f"{grade} {percent(x / whole)}" for grade, x in told])


def kept_by(found: Report, outcome: str) -> str:
    """Who keeps or bears an outcome, and how much of it where there are several."""
    labels = {payer.name: payer.label for payer in found.scenario.payers}
    lines = [x for x in found.outcomes if (x.outcome, x.cohort) == (outcome, ALL)]
    amounts = {x.payer: x.present_value.mean or 0.0 for x in lines}
    whole = amounts.pop(ALL)
    if len(amounts) < 2 or not whole:
        return listed([labels[payer] for payer in amounts])
    return listed([f"{labels[payer]} {percent(x / whole)}" for payer, x in amounts.items()])


def groups_alike(found: Report) -> list[tuple[tuple[str, ...], CohortLine]]:
    """The groups of people, those of the same size with the same figures together."""
    made = list[tuple[tuple[str, ...], CohortLine]]()
    for line in found.cohorts:
        place = next((k for k, (_, one) in enumerate(made) if _same(line, one)), None)
        if place is None:
            made.append(((line.cohort,), line))
        else:
            made[place] = ((*made[place][0], line.cohort), made[place][1])
    return made


def _same(line: CohortLine, other: CohortLine) -> bool:
    pairs = zip(_compared(line), _compared(other), strict=True)
    return all(a == b or (a and b and isclose(a, b, rel_tol=ROUNDING)) for a, b in pairs)


def _compared(line: CohortLine) -> tuple[float | None, ...]:
    of = (line.benefits, line.costs, line.net, line.equity_weighted)
    return line.people, *(x for one in of for x in (one.mean, one.p2_5, one.p97_5))


def cash_of(found: Report, outcome: str) -> float | None:
    """The share of an outcome that releases cash within the horizon; none where it is nothing."""
    money = found.means.select(outcome=[outcome])
    whole = float(money.total()[0])
    return float(money.cash().total()[0]) / whole if whole else None


class Activity(NamedTuple):
    """How much less of something is done or needed (−: more), before it is valued.

    ``makes`` says of which capacity, such as beds, it is so much a year; then it has no whole.
    """

    label: str
    by_period: tuple[Estimate, ...]
    whole: Estimate | None
    makes: str = ""


def activity(found: Report) -> Iterator[Activity]:
    """Each saving, and where the workbook says how many make a bed or a clinic, how many of these.

    Capacity is what would be in use all year: of several years together it is that of each.
    """
    years = [len(period.years) for period in periods(found.scenario.year_labels)]
    for o in found.scenario.outcomes:
        if o.sign < 0 or o.name in found.left_out:
            continue
        many = found.quantities[o.name]
        yield Activity(o.label, *many)
        if o.capacity:
            per = found.scenario[o.capacity]
            made = zip(many.by_period, years, strict=True)
            parts = tuple(scaled(x, 1 / (per.mean * n)) for x, n in made)
            said = f"the same as {capacity_in(per.unit)}s ({in_unit(per.mean, per.unit)} a year)"
            yield Activity(said, parts, None, capacity_in(per.unit))


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
    """Who pays for the programme: label, share and amount of each payer that bears some of it.

    Undiscounted.
    """
    spent = found.means.where_outcome("cost").by("payer").base.tolist()
    whole = sum(spent)
    payers = zip(found.scenario.payers, spent, strict=True)
    return tuple((payer.label, x / whole, -x) for payer, x in payers if x and whole)


def as_tried(found: Report) -> Tried:
    """The run itself, as its workbook's scenarios are told."""
    own = (found.measure(name) for name in ("costs", "benefits", "net_present_value"))
    return Tried(found.scenario, central_people(found.base.people), *own)


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
