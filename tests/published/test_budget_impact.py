"""The R package htaBIM, commit 15015d7 (MIT), README: budget impact of a new medicine.

https://github.com/heorlytics/htaBIM

42 million people x prevalence 0.3% x diagnosed 60% x treated 45% x eligible 30% = 10,206; the new
medicine costs 28,000 a year in place of 1,500; uptake rises in a line to 20% over three years.

A convention of the package that is not this model's: people are rounded to whole ones before they
are priced. With people as printed (680, 1,361 and 2,041) the model gives its figures to the pound;
with people unrounded it differs by less than half a person's 26,500 a year.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from econ.model.draws import base_case
from econ.model.equation import evaluate
from econ.model.impacts import Impacts
from econ.model.measures import annual_budget_impact
from econ.model.profiles import Profile
from tests.programmes import NO_DISCOUNT, cost, programme, saving
from tests.published.declared import Number, source

SOURCE = source(__doc__, "program", "README, at the commit named")
ELIGIBLE = 10_206
PRINTED = (18_020_000, 36_066_500, 54_086_500, 54_086_500, 54_086_500)
UPTAKE = (0.2 / 3, 0.4 / 3, 0.2, 0.2, 0.2)
WHOLE = tuple(people / ELIGIBLE for people in (680, 1361, 2041, 2041, 2041))


def budget(uptake: tuple[float, ...]) -> Impacts:
    """What is spent on the new medicine, less what is no longer spent on the old."""
    eligible = "population * prevalence * diagnosed * treated * eligible"
    scenario = programme(
        {
            "population": 42_000_000,
            "prevalence": 0.003,
            "diagnosed": 0.6,
            "treated": 0.45,
            "eligible": 0.30,
            "new_price": 28_000,
            "old_price": 1500,
        },
        [
            cost("new_medicine", eligible, "new_price", "uptake"),
            saving("old_medicine", eligible, "old_price", "uptake"),
        ],
        profiles=[Profile("uptake", "table", "calendar", (), uptake)],
        years=5,
        discount=NO_DISCOUNT,
        people="",
    )
    return evaluate(scenario, base_case(scenario))


def numbers(_: Path) -> Iterator[Number]:
    everyone = budget((1.0,) * 5).select(outcome="new_medicine").by("year").base[0]
    yield Number("People eligible", ELIGIBLE, -everyone / 28_000, 1e-6)
    rounded = "people are rounded to whole ones first, and are so here too"
    for year, printed in enumerate(PRINTED):
        found = -annual_budget_impact(year).base(budget(WHOLE))
        yield Number(f"Budget impact of year {year + 1}", printed, found, 0.01, rounded)
    yield Number("Budget impact of five years", 216_346_000, -budget(WHOLE).total()[0], 0.01)
    found = -annual_budget_impact(0).base(budget(UPTAKE))
    why = "people unrounded: less than half a person's 26,500 apart"
    yield Number("Budget impact of year 1, unrounded", PRINTED[0], found, 0.5 * 26_500, why)


@pytest.mark.parametrize("year", range(5))
def test_unrounded_people_cost_the_same_but_for_half_a_person(year: int) -> None:
    found = -annual_budget_impact(year).base(budget(UPTAKE))
    assert found == pytest.approx(PRINTED[year], abs=0.5 * 26_500)
    assert found != pytest.approx(PRINTED[year], abs=1)
