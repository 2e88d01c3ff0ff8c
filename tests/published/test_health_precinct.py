"""The Health Precinct in North Wales: a social return on investment.

https://doi.org/10.3390/ijerph17145249, the table of outcomes; 2018 prices, one year of benefit.
Each line is people x proxy x (1 - deadweight) x (1 - attribution to others).

Anomalies of the source, kept as they are:

* The line for GP attendances works out at 395.44, and is printed as 400, so that the total works
  out at 281,005.31, and is printed as 281,010.
* A drop-off of 50% is printed and not applied in the first year; applying it would halve every
  line.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from econ.model.draws import base_case
from econ.model.equation import evaluate
from econ.model.impacts import Impacts
from econ.model.measures import benefit_cost_ratio, benefits, costs
from econ.model.profiles import Profile
from econ.model.programme import Outcome
from econ.model.scenario import Scenario
from tests.programmes import NO_DISCOUNT, cost, programme, saving
from tests.programmes import Number as Value
from tests.published.declared import Number, source

SOURCE = source(__doc__, "paper", "the table of outcomes")
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
    values: dict[str, Value] = {"deadweight": 0.25, "dropped_off": 0.5, "one": 1}
    outcomes: list[Outcome] = []
    for name, (payer, people, proxy, others, _) in LINES.items():
        values |= {f"{name}_n": people, f"{name}_proxy": proxy, f"{name}_others": others}
        quantity = f"{name}_n * (1 - deadweight) * (1 - {name}_others)"
        outcomes.append(saving(name, quantity, f"{name}_proxy", profile, {payer: 1.0}))
    for name, amount in INPUTS.items():
        values[f"{name}_cost"] = amount
        outcomes.append(cost(name, "one", f"{name}_cost", shares={"funder": 1.0}))
    return programme(
        values,
        outcomes,
        payers=PAYERS,
        profiles=[Profile("dropping off", "retained", "entry", ("dropped_off",))],
        years=years,
        discount=NO_DISCOUNT,
    )


@pytest.fixture
def impacts() -> Impacts:
    return evaluate(precinct(), base_case(precinct()))


def numbers(_: Path) -> Iterator[Number]:
    impacts = evaluate(precinct(), base_case(precinct()))
    for name, printed in ((name, row[-1]) for name, row in LINES.items()):
        odd = name == "gp_visits"
        why = "the printed factors give 395.44" if odd else "printed to the pound"
        found = impacts.select(outcome=name).total()[0]
        within = 4.57 if odd else PENCE
        yield Number(name.replace("_", " ").capitalize(), printed, found, within, why)
    why = "by the line of GP visits"
    yield Number("All outcomes", 281_010, benefits().base(impacts), 4.69, why)
    yield Number("Inputs", 55_389, costs().base(impacts), 0)
    yield Number("Return on each pound", 5.07, benefit_cost_ratio().base(impacts), 0.005)


def test_the_line_for_gp_visits_is_printed_rounded_up_and_so_is_the_total(impacts: Impacts) -> None:
    assert impacts.select(outcome="gp_visits").total()[0] == pytest.approx(395.4375)
    assert benefits().base(impacts) == pytest.approx(281_005.3125)
    assert sum(line[4] for line in LINES.values()) == 281_010


def test_drop_off_belongs_to_later_years_not_to_the_first() -> None:
    """Over two years with half kept the second year adds half of the first, not a quarter."""
    scenario = precinct(2, "dropping off")
    yearly = evaluate(scenario, base_case(scenario)).where_outcome("saving").by("year").base
    assert yearly.tolist() == pytest.approx([281_005.3125, 281_005.3125 / 2])
