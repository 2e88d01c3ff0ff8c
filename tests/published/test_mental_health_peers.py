"""Lawn et al. (2008): peer support for people with mental health problems, South Australia (AUD).

https://informahealthcare.com/doi/abs/10.1080/09638230701530242, the abstract: 300 bed days saved,
about 19,850 spent, 93,150 saved net. Derived from these three: 113,000 saved gross, 376.67 a bed
day, 5.69 for each dollar. Nothing is rounded but what is printed; the sum of money is exact.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from econ.analysis.switching import threshold
from econ.model.draws import base_case
from econ.model.equation import evaluate
from econ.model.measures import benefit_cost_ratio, benefits, net_present_value
from econ.model.scenario import Scenario
from tests.programmes import cost, programme, saving
from tests.published.declared import Number, source

SOURCE = source(__doc__, "paper", "the abstract")
DAYS, SPENT, NET = 300, 19_850, 93_150


@pytest.fixture
def scenario() -> Scenario:
    return peers()


def peers() -> Scenario:
    """What the three printed numbers imply of a bed day."""
    return programme(
        {"bed_days": DAYS, "day_cost": (NET + SPENT) / DAYS, "one": 1, "peers": SPENT},
        [saving("admissions", "bed_days", "day_cost"), cost("peer_support", "one", "peers")],
    )


def numbers(_: Path) -> Iterator[Number]:
    found = net_present_value().base(evaluate(peers(), base_case(peers())))
    yield Number("Saved net, of 300 bed days and 19,850 spent", NET, found, 1e-6)


def test_the_three_printed_numbers_hang_together(scenario: Scenario) -> None:
    impacts = evaluate(scenario, base_case(scenario))
    assert benefits().base(impacts) == pytest.approx(113_000)
    assert scenario["day_cost"].mean == pytest.approx(376.67, abs=0.005)
    assert benefit_cost_ratio().base(impacts) == pytest.approx(5.69, abs=0.005)


def test_it_pays_for_itself_down_to_53_bed_days(scenario: Scenario) -> None:
    """19,850 / 376.67 = 52.7."""
    found = threshold(scenario, "bed_days", net_present_value(), low=0, high=400)
    assert found.value == pytest.approx(SPENT / (113_000 / DAYS), rel=1e-9)
    assert found.value == pytest.approx(52.7, abs=0.005)
