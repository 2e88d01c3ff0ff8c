"""Dementia and Imagination: a social return on investment (England and Wales, 2015/16 pounds).

https://doi.org/10.1093/geront/gny147, tables of inputs and of outcomes, and the sensitivity
analyses.

What is derived here, because the full deflators are in a supplement that was not read: two printed
lines (wellbeing and confidence) imply one net factor, 0.5103, after deadweight, attribution and
the rest; the remaining lines are taken together as what is left of the printed total.

An anomaly of the source: the printed ratios with half of one stakeholder's outcomes (3.20, 4.95
and 5.01) imply stakeholders' totals that add up to some 84,000 less than the printed 980,717.
"""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from econ.model.distributions import Fixed
from econ.model.draws import base_case
from econ.model.equation import evaluate
from econ.model.measures import Measure, benefit_cost_ratio, benefits, costs
from econ.model.scenario import Scenario
from tests.programmes import cost, programme, saving
from tests.published.declared import Number, source

SOURCE = source(__doc__, "paper", "tables of inputs and of outcomes, sensitivity analyses")
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
    return returned()


def returned() -> Scenario:
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


def numbers(_: Path) -> Iterator[Number]:
    scenario = returned()
    impacts = evaluate(scenario, base_case(scenario))
    for name, printed in (("wellbeing", WELLBEING), ("confidence", CONFIDENCE)):
        why = "one net factor, derived to four digits, gives both lines"
        found = impacts.select(outcome=name).total()[0]
        yield Number(f"Value of {name}", printed, found, 1e-4 * printed, why)
    yield Number("Inputs", 189_498, base(costs(), scenario), 0)
    why = "the factor has four digits"
    yield Number("Value of all outcomes", TOTAL, base(benefits(), scenario), 50, why)
    ratio = base(benefit_cost_ratio(), scenario)
    yield Number("Return on each pound", 5.18, ratio, 0.006, "980,717 over 189,498 is 5.175")
    free = scenario.vary(
        "Time valued at nothing",
        people_time=Fixed(0),
        family_time=Fixed(0),
        staff_time=Fixed(0),
    )
    found = base(benefit_cost_ratio(), free)
    yield Number("Return, people's time free of charge", 6.62, found, 0.005)


def test_the_ratio_is_rounded_up_and_time_free_of_charge_leaves_148138(scenario: Scenario) -> None:
    ratio = base(benefit_cost_ratio(), scenario)
    assert ratio == pytest.approx(5.175, abs=0.001)
    assert round(ratio + 0.0005, 2) == 5.18
    free = scenario.vary(people_time=Fixed(0), family_time=Fixed(0), staff_time=Fixed(0))
    assert base(costs(), free) == 148_138


def test_the_printed_halves_do_not_add_up_to_the_whole(scenario: Scenario) -> None:
    """Halving a stakeholder's outcomes takes half its total: each total is twice the fall."""
    ratio = base(benefit_cost_ratio(), scenario)
    inputs = base(costs(), scenario)
    implied = [2 * (ratio - halved) * inputs for halved in (3.20, 4.95, 5.01)]
    assert sum(implied) == pytest.approx(TOTAL - 84_000, abs=3000)
    assert all(larger > smaller for larger, smaller in pairwise(implied))
