"""The R package htaBIM, commit 15015d7 (MIT), README: budget impact of a new medicine.

42 million people x prevalence 0.3% x diagnosed 60% x treated 45% x eligible 30% = 10,206; the new
medicine costs 28,000 a year in place of 1,500; uptake rises in a line to 20% over three years.

A convention of the package that is not this model's: people are rounded to whole ones before they
are priced. With people as printed (680, 1,361 and 2,041) the model gives its figures to the pound;
with people unrounded it differs by less than half a person's 26,500 a year.
"""

import pytest

from econ.model.draws import base_case
from econ.model.equation import evaluate
from econ.model.impacts import Impacts
from econ.model.measures import annual_budget_impact
from econ.model.profiles import Profile
from tests.programmes import NO_DISCOUNT, cost, programme, saving

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


def test_as_many_are_eligible_as_printed() -> None:
    everyone = budget((1.0,) * 5)
    assert -everyone.select(outcome="new_medicine").by("year").base[0] == pytest.approx(
        ELIGIBLE * 28_000
    )


@pytest.mark.parametrize("year", range(5))
def test_each_year_costs_what_is_printed(year: int) -> None:
    assert -annual_budget_impact(year).base(budget(WHOLE)) == pytest.approx(PRINTED[year], abs=0.01)


def test_all_years_cost_what_is_printed() -> None:
    assert -budget(WHOLE).total()[0] == pytest.approx(216_346_000, abs=0.01)


@pytest.mark.parametrize("year", range(5))
def test_unrounded_people_cost_the_same_but_for_half_a_person(year: int) -> None:
    found = -annual_budget_impact(year).base(budget(UPTAKE))
    assert found == pytest.approx(PRINTED[year], abs=0.5 * 26_500)
    assert found != pytest.approx(PRINTED[year], abs=1)
