"""The R package greenbook, commit 6ad7f37 (MIT): discounting, optimism bias, equity, deflating.

Figures printed by that package for its own examples, which follow HM Treasury's Green Book. They
are printed to twelve digits, which is the tolerance unless said.

Conventions of the package that are not this model's, and are worked out beside it: a marginal
excess tax burden of 20% on public money (its default, not in the Green Book of 2026); an annual
equivalent over the horizon less one year.
"""

import pytest

from econ.model.distributions import Fixed
from econ.model.draws import base_case
from econ.model.equation import evaluate
from econ.model.measures import (
    Measure,
    benefit_cost_ratio,
    benefits,
    costs,
    equity_weighted_net_present_value,
    net_present_value,
)
from econ.model.parameters import Parameter
from econ.model.prices import GREEN_BOOK, PriceIndex
from econ.model.profiles import Profile
from econ.model.programme import Cohort
from econ.model.scenario import Scenario
from tests.programmes import cost, programme, saving

DIGITS = 5e-12
COSTS, BENEFITS = (100.0, 50.0, 50.0), (0.0, 0.0, 0.0, *[30.0] * 7)


def appraisal(optimism_bias: float = 0.0, tax_burden: float = 0.0) -> Scenario:
    """Ten years: 200 spent in three, 30 a year gained in seven."""
    return programme(
        {"one": 1, "pound": 1, "optimism_bias": optimism_bias, "tax_burden": tax_burden},
        [
            saving("gains", "one", "pound", "gained"),
            cost("works", "(one + optimism_bias) * (one + tax_burden)", "pound", "spent"),
        ],
        profiles=[
            Profile("gained", "table", "calendar", (), BENEFITS),
            Profile("spent", "table", "calendar", (), COSTS),
        ],
        years=10,
        discount=GREEN_BOOK,
        people="",
    )


def base(measure: Measure, scenario: Scenario) -> float:
    return measure.base(evaluate(scenario, base_case(scenario)))


@pytest.mark.parametrize(
    ("measure", "printed"),
    [
        (net_present_value(), -23.7449467536),
        (benefit_cost_ratio(), 0.878221495955),
        (benefits(), 171.239767009),
        (costs(), 194.984713762),
    ],
    ids=["npv", "bcr", "benefits", "costs"],
)
def test_a_plain_appraisal_comes_out_as_printed(measure: Measure, printed: float) -> None:
    assert base(measure, appraisal()) == pytest.approx(printed, rel=DIGITS)


@pytest.mark.parametrize(
    ("measure", "printed"),
    [
        (net_present_value(), -122.407211917),
        (benefit_cost_ratio(), 0.583148403689),
        (costs(), 293.646978926),
    ],
    ids=["npv", "bcr", "costs"],
)
def test_optimism_bias_and_tax_burden_come_out_as_printed(measure: Measure, printed: float) -> None:
    """Non-standard buildings, 51% mitigated by half, and then a tax burden of 20%."""
    assert base(measure, appraisal(0.51 / 2, 0.2)) == pytest.approx(printed, rel=DIGITS)


def test_the_annual_equivalent_is_the_printed_one_over_nine_years() -> None:
    """Printed -16.0899390077: its annuity counts years 1 to 9, and leaves year 0 out."""
    annuity = GREEN_BOOK.factors(10)[1:].sum()
    worth = base(net_present_value(), appraisal(0.51 / 2, 0.2))
    assert worth / annuity == pytest.approx(-16.0899390077, rel=DIGITS)


def test_a_distributional_weight_and_what_it_multiplies_come_out_as_printed() -> None:
    """Income 15,000 where the middle of 10,000 ... 100,000 is 55,000; elasticity 1.3.

    The weight is printed as 5.41443144898, and 30 a year for five years, weighted, as 759.1.
    """
    weight = (55_000 / 15_000) ** 1.3
    assert weight == pytest.approx(5.41443144898, rel=DIGITS)
    scenario = programme(
        {"one": 1, "pound": 30},
        [saving("gains", "one", "pound", "every year", value_class="social")],
        cohorts=[Cohort("poorer", "Poorer", equity_weight=weight)],
        years=5,
        discount=GREEN_BOOK,
    )
    assert base(equity_weighted_net_present_value(), scenario) == pytest.approx(759.1, abs=0.05)
    assert base(net_present_value(), scenario) == pytest.approx(759.1 / weight, abs=0.01)


def test_a_price_is_deflated_as_printed() -> None:
    """The calendar GDP deflator of 2019 to 2024 is 1.2329164021; a WELLBY of 13,000 follows.

    Printed 16,027.9132273, by the deflator alone; HM Treasury's own uprating adds real growth.
    """
    deflator = PriceIndex("GDP deflator", "greenbook 6ad7f37", {"2019": 1.0, "2024": 1.2329164021})
    wellby = Parameter("wellby", "A wellbeing-adjusted life year", Fixed(13_000.0), "GBP per year")
    uplifted = wellby.uplifted(deflator, "2019", "2024")
    assert uplifted.mean == pytest.approx(16_027.9132273, rel=DIGITS)
    scenario = programme(
        {"people": 2, "wellby": uplifted}, [saving("wellbeing", "people", "wellby")]
    )
    assert base(net_present_value(), scenario) == pytest.approx(2 * 16_027.9132273, rel=DIGITS)
