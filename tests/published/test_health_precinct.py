"""The Health Precinct in North Wales: a social return on investment.

https://doi.org/10.3390/ijerph17145249, the table of outcomes; 2018 prices, one year of benefit.
Each line is people x proxy x (1 - deadweight) x (1 - attribution to others).

Anomalies of the source, kept as they are:

* The line for GP attendances works out at 395.44, and is printed as 400, so that the total works
  out at 281,005.31, and is printed as 281,010.
* A drop-off of 50% is printed and not applied in the first year; applying it would halve every
  line.
"""

import pytest

from econ.model.draws import base_case
from econ.model.equation import evaluate
from econ.model.impacts import Impacts
from econ.model.measures import benefit_cost_ratio, benefits, costs
from econ.model.profiles import Profile
from econ.model.programme import Outcome
from econ.model.scenario import Scenario
from tests.programmes import NO_DISCOUNT, Number, cost, programme, saving

# Line: who benefits, people (or visits), proxy, due to others, printed net value.
LINES = {
    "activity": ("participants", 32, 4179, 0.50, 50_148),
    "health": ("participants", 13, 20_141, 0.50, 98_187),
    "confidence": ("participants", 15, 13_080, 0.50, 73_575),
    "connection": ("participants", 14, 1850, 0.50, 9713),
    "family_health": ("family", 12, 20_141, 0.75, 45_317),
    "gp_visits": ("nhs", 19, 37, 0.25, 400),
    "memberships": ("council", 28, 233, 0.25, 3670),
}
INPUTS = {"staffing": 45_331, "overheads": 5998, "equipment": 1552, "fees": 2508}
PENCE = 0.51  # printed lines are whole pounds
PAYERS = dict.fromkeys(("participants", "family", "nhs", "council", "funder"), ("society",))


def precinct(years: int = 1, profile: str = "first year") -> Scenario:
    """The published table, each line an outcome of the model."""
    numbers: dict[str, Number] = {"deadweight": 0.25, "dropped_off": 0.5, "one": 1}
    outcomes: list[Outcome] = []
    for name, (payer, people, proxy, others, _) in LINES.items():
        numbers |= {f"{name}_n": people, f"{name}_proxy": proxy, f"{name}_others": others}
        quantity = f"{name}_n * (1 - deadweight) * (1 - {name}_others)"
        outcomes.append(saving(name, quantity, f"{name}_proxy", profile, {payer: 1.0}))
    for name, amount in INPUTS.items():
        numbers[f"{name}_cost"] = amount
        outcomes.append(cost(name, "one", f"{name}_cost", shares={"funder": 1.0}))
    return programme(
        numbers,
        outcomes,
        payers=PAYERS,
        profiles=[Profile("dropping off", "retained", "entry", ("dropped_off",))],
        years=years,
        discount=NO_DISCOUNT,
    )


@pytest.fixture
def impacts() -> Impacts:
    return evaluate(precinct(), base_case(precinct()))


@pytest.mark.parametrize("name", [name for name in LINES if name != "gp_visits"])
def test_each_line_is_the_printed_one_to_the_pound(impacts: Impacts, name: str) -> None:
    assert impacts.select(outcome=name).total()[0] == pytest.approx(LINES[name][4], abs=PENCE)


def test_the_line_for_gp_visits_is_printed_rounded_up(impacts: Impacts) -> None:
    found = impacts.select(outcome="gp_visits").total()[0]
    assert found == pytest.approx(395.4375)
    assert LINES["gp_visits"][4] - found == pytest.approx(4.5625)


def test_the_total_is_the_printed_one_but_for_that_line(impacts: Impacts) -> None:
    assert benefits().base(impacts) == pytest.approx(281_005.3125)
    assert sum(line[4] for line in LINES.values()) == 281_010


def test_inputs_and_the_ratio_are_the_printed_ones(impacts: Impacts) -> None:
    assert costs().base(impacts) == 55_389
    assert benefit_cost_ratio().base(impacts) == pytest.approx(5.07, abs=0.005)


def test_drop_off_belongs_to_later_years_not_to_the_first() -> None:
    """Over two years with half kept the second year adds half of the first, not a quarter."""
    scenario = precinct(2, "dropping off")
    yearly = evaluate(scenario, base_case(scenario)).where_outcome("saving").by("year").base
    assert yearly.tolist() == pytest.approx([281_005.3125, 281_005.3125 / 2])
