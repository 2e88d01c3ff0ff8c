"""What is said of health beside money, in plain English."""

from __future__ import annotations

from collections.abc import Iterator

from econ.analysis.cost_effectiveness import CostEffectiveness
from econ.model.perspectives import the_view
from econ.reports.report import HAD_IT_PAID, Report
from econ.words import about_one_in, exact_money, money, percent, rounded_number, started


def whose(found: CostEffectiveness) -> str:
    """Whose money it is: a view, had it paid where it does not."""
    view = the_view(found.view)
    return f"{view}{HAD_IT_PAID.removesuffix(' for the programme')}" if found.others_pay else view


def health_beside_money(found: Report) -> list[str]:
    """What is gained, what it costs, what a unit costs, and how likely that is acceptable."""
    return [said for one in found.health for said in _of_view(one)]


def _of_view(of: CostEffectiveness) -> Iterator[str]:
    gained, cost = of.gained, of.net_cost
    ends = f"95% interval {_count(gained.p2_5)} to {_count(gained.p97_5)}"
    spent = cost.mean or 0.0
    net = f"a net cost of {money(spent)}" if spent > 0 else f"a net saving of {money(-spent)}"
    view = started(whose(of))
    yield f"{view}: {_count(gained.mean)} {of.unit}s are gained ({ends}) at {net}.{_price(of)}"
    yield f"{_chances(of)}"


def _count(number: float | None) -> str:
    return rounded_number(number, 0 if not number or abs(number) >= 10 else 1)


def _price(of: CostEffectiveness) -> str:
    if of.cost_per_unit is None:
        return f" A price for each {of.unit} does not exist: {of.reason}."
    low = money(of.low) if of.low is not None else "nothing"
    if of.high is None:
        return (
            f" That is {money(of.cost_per_unit)} for each {of.unit} on average (its 95% interval "
            f"begins at {low} and has no upper end: {of.reason})."
        )
    ends = f"95% interval {low} to {money(of.high)}"
    return f" That is {money(of.cost_per_unit)} for each {of.unit} ({ends})."


def _chances(of: CostEffectiveness) -> str:
    """How likely it is acceptable at the least and at the most that a unit is said to be worth."""
    if not of.at:
        return "No value of a unit is in the workbook or its library."
    told = [
        f"{about_one_in(at.probability) or percent(at.probability)} at {exact_money(at.value)}"
        for at in dict.fromkeys((of.at[0], of.at[-1]))
    ]
    return f"The chance that this is worth it is {' and '.join(told)} for each {of.unit}."
