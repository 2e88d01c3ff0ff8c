"""Health beside money, against what independent Normal gains and costs come to in closed form."""

from dataclasses import replace
from math import erf, sqrt

import numpy as np
import pytest
from scipy.optimize import brentq

import econ
from econ.analysis.cost_effectiveness import CostEffectiveness, cost_effectiveness
from econ.errors import ScenarioError
from econ.model.distributions import Normal
from econ.model.prices import constant_rate
from econ.model.scenario import Scenario
from tests.programmes import PERSPECTIVES, Number, cost, number, programme, saving

PAYERS = {"nhs": PERSPECTIVES, "lottery": ("public sector", "society"), "people": ("society",)}
EVERY = "every year"


def clinic(
    gain: float = 0.02, gain_se: float = 0.005, fee: float = 400.0, fee_se: float = 50.0
) -> Scenario:
    """A hundred people: QALYs a head, and a fee a head that the lottery pays; nothing else."""
    made: dict[str, Number] = {
        "people": 100.0,
        "gain": number("gain", Normal(gain, gain_se), "QALY per person"),
        "qaly": number("qaly", 20_000.0, "GBP per QALY"),
        "fee": number("fee", Normal(fee, fee_se), "GBP per person"),
    }
    health = saving("health", "people * gain", "qaly", EVERY, {"people": 1.0}, value_class="health")
    delivery = cost("delivery", "people", "fee", EVERY, {"lottery": 1.0})
    return programme(made, [health, delivery], payers=PAYERS)


def chance(value: float, gain: float, gain_sd: float, cost_of: float, cost_sd: float) -> float:
    """The chance that value x gain - cost is above 0, both Normal and independent."""
    z = (value * gain - cost_of) / sqrt((value * gain_sd) ** 2 + cost_sd**2)
    return 0.5 * (1 + erf(z / sqrt(2)))


@pytest.fixture(scope="module")
def found() -> CostEffectiveness:
    return cost_effectiveness(
        clinic(), values=[10_000, 20_000, 40_000], design=econ.SobolSequence(65_536, 3)
    )


def test_the_cost_of_a_unit_is_one_mean_over_the_other(found: CostEffectiveness) -> None:
    """By hand: 2 QALYs for 40,000 pounds. Tolerance: 1e-4, of a Sobol' sequence of 65,536."""
    assert found.unit == "QALY"
    assert found.gained.mean == pytest.approx(2.0, rel=1e-4)
    assert found.net_cost.mean == pytest.approx(40_000, rel=1e-4)
    assert found.cost_per_unit == pytest.approx(20_000, rel=1e-4)


def test_the_acceptability_curve_is_that_of_two_normals(found: CostEffectiveness) -> None:
    for at in found.at:
        assert at.probability == pytest.approx(chance(at.value, 2, 0.5, 40_000, 5_000), abs=1e-3)
        assert at.net_benefit.mean == pytest.approx(at.value * 2 - 40_000, abs=20)


def test_the_limits_are_fiellers(found: CostEffectiveness) -> None:
    """Where the curve reaches 2.5% and 97.5%; 0.5% of them, which 65,536 points allow."""
    for limit, value in ((0.025, found.low), (0.975, found.high)):
        exact = brentq(lambda v, p=limit: chance(v, 2, 0.5, 40_000, 5_000) - p, 1_000, 500_000)
        assert value == pytest.approx(exact, rel=5e-3)
    assert found.reason == ""


def test_quadrants_are_shares_of_draws_and_the_plane_has_some_of_them(
    found: CostEffectiveness,
) -> None:
    assert sum(found.quadrants) == pytest.approx(1.0)
    assert found.quadrants.gains_and_costs == pytest.approx(1.0, abs=1e-3)
    assert 150 < len(found.plane) <= 250
    gains, costs = np.array(found.plane).T
    assert gains.mean() == pytest.approx(2.0, abs=0.1)
    assert costs.mean() == pytest.approx(40_000, rel=0.05)


@pytest.mark.parametrize(
    ("gain", "fee", "reason"),
    [
        (-0.02, 400, "no health is gained on average, and it costs: there is no price"),
        (0.02, -400, "it gains health and costs nothing on average: no price is paid"),
        (-0.02, -400, "it saves £20,000 for each unit of health lost"),
    ],
)
def test_where_there_is_no_price_it_is_said_why_c13(gain: float, fee: float, reason: str) -> None:
    found = cost_effectiveness(clinic(gain, 0.0001, fee, 0.001), draws=500)
    assert (found.cost_per_unit, found.low, found.high, found.reason) == (None, None, None, reason)


def test_a_price_without_an_upper_end_says_how_often_no_health_is_gained() -> None:
    """A gain of 0.02 with a standard error of 0.02 is none or worse in 15.9% of draws."""
    found = cost_effectiveness(clinic(0.02, 0.02), design=econ.LatinHypercube(4_000, 1))
    assert found.cost_per_unit == pytest.approx(20_000, rel=0.01)
    assert found.high is None
    why = "no price is acceptable with a chance of 97.5%: 16% of draws gain no health"
    assert found.reason == why


def test_a_view_that_others_pay_for_is_told_as_if_it_paid_unless_said_c16() -> None:
    nhs = cost_effectiveness(clinic(), view="NHS and PSS", draws=200)
    alone = cost_effectiveness(clinic(), view="NHS and PSS", had_it_paid=False, draws=200)
    assert nhs.net_cost.mean == pytest.approx(40_000, rel=0.05)
    assert alone.net_cost.mean == 0
    assert nhs.gained == alone.gained


def test_health_is_discounted_at_its_own_rate_and_money_at_its_own() -> None:
    """Two years: health at 1.5%, money not at all, both once each year."""
    sure = clinic(0.02, 1e-9, 400, 1e-9)
    health, delivery = sure.outcomes
    own = replace(health, discount_rate=constant_rate(0.015))
    found = cost_effectiveness(replace(sure, years=2, outcomes=(own, delivery)), draws=50)
    assert found.gained.mean == pytest.approx(2 + 2 / 1.015, rel=1e-6)
    assert found.net_cost.mean == pytest.approx(80_000, rel=1e-6)


def test_values_of_a_unit_come_from_the_workbook_and_its_library() -> None:
    base = econ.read("parameters/side_by_side.xlsx").alternative("Health is counted in QALYs")
    found = cost_effectiveness(base, draws=200)
    known = {at.label: round(at.value) for at in found.at}
    assert known["Value of a QALY: NICE, lower, until March 2026"] == 20_000
    assert known["Value of a QALY: NICE, upper, from April 2026"] == 35_000
    assert known["What society gives for a QALY (Green Book)"] == round(70_000 * 100 / 85.2137)


def test_what_cannot_be_asked_is_refused_in_words() -> None:
    with pytest.raises(ScenarioError, match="no outcome is health"):
        cost_effectiveness(clinic().only(outcomes=["delivery"]), draws=50)
    with pytest.raises(ScenarioError, match="are below 0"):
        cost_effectiveness(clinic(), values=[-1.0], draws=50)
    with pytest.raises(ScenarioError, match="payer or perspective"):
        cost_effectiveness(clinic(), view="nobody", draws=50)


def test_records_have_a_line_a_value_and_say_what_does_not_exist(found: CostEffectiveness) -> None:
    assert [record["value"] for record in found.records()] == [10_000, 20_000, 40_000]
    told = found.record()
    assert told["reason"] is None
    assert told["unit"] == "QALY"
