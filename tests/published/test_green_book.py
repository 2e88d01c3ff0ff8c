"""The R package greenbook, commit 6ad7f37 (MIT): discounting, optimism bias, equity, deflating.

https://github.com/charlescoverdale/greenbook

Figures printed by that package for its own examples, which follow HM Treasury's Green Book. They
are printed to twelve digits, which is the tolerance unless said.

Conventions of the package that are not this model's, and are worked out beside it: a marginal
excess tax burden of 20% on public money (its default, not in the Green Book of 2026); an annual
equivalent over the horizon less one year.
"""

from collections.abc import Iterator
from pathlib import Path

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
from econ.model.prices import GREEN_BOOK, GREEN_BOOK_HEALTH, PriceIndex
from econ.model.profiles import Profile
from econ.model.programme import Cohort
from econ.model.scenario import Scenario
from tests.programmes import cost, programme, saving
from tests.published.declared import Number, source

SOURCE = source(__doc__, "program", "its own examples, and its table of factors")
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


FACTORS = {
    1: 0.9661835749,
    5: 0.8419731669,
    10: 0.7089188137,
    30: 0.3562784106,
    31: 0.3459013695,
    60: 0.1467819879,
    75: 0.0942137726,
    76: 0.0919158757,
    100: 0.0508180223,
}
HEALTH = {
    1: 0.985221674877,
    5: 0.928260325,
    10: 0.861667232,
    30: 0.639762430,
    31: 0.631614602,
    60: 0.435533533,
}
WEIGHT, WEIGHTED, WELLBY = 5.41443144898, 759.1, 16_027.9132273


def numbers(_: Path) -> Iterator[Number]:
    for year, printed in FACTORS.items():
        found = float(GREEN_BOOK.factors(101)[year])
        yield Number(f"Discount factor of year {year}", printed, found, 5e-11)
    for year, printed in HEALTH.items():
        digits = 5e-13 if year == 1 else 5e-10
        found = float(GREEN_BOOK_HEALTH.factors(61)[year])
        yield Number(f"Discount factor of health of year {year}", printed, found, digits)
    yield from appraised()
    yield from adjusted()
    yield Number("Weight of an income of 15,000", WEIGHT, weight(), DIGITS * WEIGHT)
    unequal = base(equity_weighted_net_present_value(), poorer())
    yield Number("30 a year for five years, weighted", WEIGHTED, unequal, 0.05)
    why = "by the deflator alone, without real growth"
    found = wellby_of_2024().mean
    yield Number("A WELLBY of 13,000 in 2024 prices", WELLBY, found, DIGITS * WELLBY, why)


def appraised() -> Iterator[Number]:
    """A plain appraisal."""
    for said, measure, printed in (
        ("Net present value", net_present_value(), -23.7449467536),
        ("Benefit-cost ratio", benefit_cost_ratio(), 0.878221495955),
        ("Benefits", benefits(), 171.239767009),
        ("Costs", costs(), 194.984713762),
    ):
        yield Number(said, printed, base(measure, appraisal()), DIGITS * abs(printed))


def adjusted() -> Iterator[Number]:
    """Non-standard buildings, 51% mitigated by half, and then a tax burden of 20%."""
    scenario = appraisal(0.51 / 2, 0.2)
    told = "with optimism bias and tax burden"
    for said, measure, printed in (
        ("Net present value", net_present_value(), -122.407211917),
        ("Benefit-cost ratio", benefit_cost_ratio(), 0.583148403689),
        ("Costs", costs(), 293.646978926),
    ):
        yield Number(f"{said}, {told}", printed, base(measure, scenario), DIGITS * abs(printed))
    nine = GREEN_BOOK.factors(10)[1:].sum()
    worth, printed = base(net_present_value(), scenario), -16.0899390077
    why = "its annuity counts years 1 to 9 and leaves year 0 out, and so does this"
    within = DIGITS * abs(printed)
    yield Number("Annual equivalent over nine years", printed, worth / nine, within, why)


def weight() -> float:
    """Income 15,000 where the middle of 10,000 ... 100,000 is 55,000; elasticity 1.3."""
    return float((55_000 / 15_000) ** 1.3)


def poorer() -> Scenario:
    return programme(
        {"one": 1, "pound": 30},
        [saving("gains", "one", "pound", "every year", value_class="social")],
        cohorts=[Cohort("poorer", "Poorer", equity_weight=weight())],
        years=5,
        discount=GREEN_BOOK,
    )


def test_a_distributional_weight_multiplies_the_present_value() -> None:
    found = base(net_present_value(), poorer())
    assert found == pytest.approx(WEIGHTED / weight(), abs=0.01)


def wellby_of_2024() -> Parameter:
    """The calendar GDP deflator of 2019 to 2024 is 1.2329164021; a WELLBY of 13,000 follows.

    By the deflator alone; HM Treasury's own uprating adds real growth.
    """
    deflator = PriceIndex("GDP deflator", "greenbook 6ad7f37", {"2019": 1.0, "2024": 1.2329164021})
    wellby = Parameter("wellby", "A wellbeing-adjusted life year", Fixed(13_000.0), "GBP per year")
    return wellby.uplifted(deflator, "2019", "2024")


def test_a_price_that_was_deflated_is_worth_so_much() -> None:
    scenario = programme(
        {"people": 2, "wellby": wellby_of_2024()}, [saving("wellbeing", "people", "wellby")]
    )
    assert base(net_present_value(), scenario) == pytest.approx(2 * WELLBY, rel=DIGITS)
