"""Dementia and Imagination: a social return on investment (England and Wales, 2015/16 pounds).

https://doi.org/10.1093/geront/gny147, tables of inputs and of outcomes, and the sensitivity
analyses.

What is derived here, because the full deflators are in a supplement that was not read: two printed
lines (wellbeing and confidence) imply one net factor, 0.5103, after deadweight, attribution and
the rest; the remaining lines are taken together as what is left of the printed total.

An anomaly of the source: the printed ratios with half of one stakeholder's outcomes (3.20, 4.95
and 5.01) imply stakeholders' totals that add up to some 84,000 less than the printed 980,717.
"""

from itertools import pairwise

import pytest

from econ.model.distributions import Fixed
from econ.model.draws import base_case
from econ.model.equation import evaluate
from econ.model.measures import Measure, benefit_cost_ratio, benefits, costs
from econ.model.scenario import Scenario
from tests.programmes import cost, programme, saving

TOTAL = 980_717
WELLBEING, CONFIDENCE = 373_350, 109_003
INPUTS = {
    "state": 103_292,
    "partners": 44_846,
    "people_time": 19_634,
    "family_time": 13_090,
    "staff_time": 8636,
}


@pytest.fixture
def scenario() -> Scenario:
    """Two printed lines by people and proxy, the rest as one, and the five inputs."""
    lines = [
        saving("wellbeing", "wellbeing_n * net_factor", "wellbeing_proxy"),
        saving("confidence", "confidence_n * net_factor", "confidence_proxy"),
        saving("other_lines", "one", "other_value"),
    ]
    return programme(
        {
            "one": 1,
            "net_factor": 0.5103,
            "wellbeing_n": 36,
            "wellbeing_proxy": 20_323,
            "confidence_n": 17,
            "confidence_proxy": 12_565,
            "other_value": TOTAL - WELLBEING - CONFIDENCE,
            **INPUTS,
        },
        [*lines, *(cost(f"of_{name}", "one", name) for name in INPUTS)],
    )


def base(measure: Measure, scenario: Scenario) -> float:
    return measure.base(evaluate(scenario, base_case(scenario)))


@pytest.mark.parametrize(("name", "printed"), [("wellbeing", 373_350), ("confidence", 109_003)])
def test_both_printed_lines_imply_one_net_factor(
    scenario: Scenario, name: str, printed: float
) -> None:
    """The factor is known to four digits: one part in ten thousand of a line."""
    found = evaluate(scenario, base_case(scenario)).select(outcome=name).total()[0]
    assert found == pytest.approx(printed, rel=1e-4)


def test_inputs_add_up_to_the_printed_total(scenario: Scenario) -> None:
    """Their printed total is 189,498."""
    assert base(costs(), scenario) == 189_498


def test_the_ratio_is_the_printed_one(scenario: Scenario) -> None:
    """Printed 5.18; 980,717 over 189,498 is 5.175."""
    assert base(benefits(), scenario) == pytest.approx(TOTAL, abs=50)  # the factor's four digits
    assert base(benefit_cost_ratio(), scenario) == pytest.approx(5.175, abs=0.001)
    assert round(base(benefit_cost_ratio(), scenario) + 0.0005, 2) == 5.18


def test_with_peoples_time_free_of_charge_the_ratio_is_the_printed_one(scenario: Scenario) -> None:
    """Printed 6.62: what the state and the partners gave alone."""
    free = scenario.vary(
        "Time valued at nothing",
        people_time=Fixed(0),
        family_time=Fixed(0),
        staff_time=Fixed(0),
    )
    assert base(costs(), free) == 148_138
    assert base(benefit_cost_ratio(), free) == pytest.approx(6.62, abs=0.005)


def test_the_printed_halves_do_not_add_up_to_the_whole(scenario: Scenario) -> None:
    """Halving a stakeholder's outcomes takes half its total: each total is twice the fall."""
    ratio = base(benefit_cost_ratio(), scenario)
    inputs = base(costs(), scenario)
    implied = [2 * (ratio - halved) * inputs for halved in (3.20, 4.95, 5.01)]
    assert sum(implied) == pytest.approx(TOTAL - 84_000, abs=3000)
    assert all(larger > smaller for larger, smaller in pairwise(implied))
