"""Cognitive behaviour therapy for depressed older people (UK, 2008 pounds).

https://pmc.ncbi.nlm.nih.gov/articles/PMC3046916, the tables of costs and of cost-effectiveness:
pounds for each point gained on the Beck Depression Inventory.

Tolerance: effects are printed to one decimal and costs to the pound, and each printed ratio must
lie within what that rounding allows. The source warns that contacts x unit costs do not give its
costs, because gaps between visits were extrapolated; so costs are taken as printed.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from econ.analysis.switching import threshold
from econ.model.draws import base_case
from econ.model.equation import evaluate
from econ.model.measures import net_present_value
from econ.model.scenario import Scenario
from tests.programmes import cost, programme, saving
from tests.published.declared import Number, source

SOURCE = source(__doc__, "paper", "the tables of costs and of cost-effectiveness")
# Months, against: cost of CBT, cost of the other, points gained, printed increment and ratio.
RATIOS = {
    "4 months, usual care": (741, 361, 2.8, 380, 133),
    "10 months, usual care": (1464, 1037, 3.6, 427, 120),
    "4 months, talking": (741, 419, 3.6, 322, 89),
    "10 months, talking": (1464, 884, 3.5, 580, 167),
}
each = pytest.mark.parametrize("row", RATIOS.values(), ids=RATIOS.keys())
Row = tuple[float, float, float, float, float]


def therapy(cbt: float, other: float, points: float) -> Scenario:
    """One person: what CBT costs more, and points worth a value that is to be found."""
    return programme(
        {"people": 1, "cbt": cbt, "other": other, "points": points, "point_value": 100, "pound": 1},
        [
            saving("points", "people * points", "point_value"),
            cost("therapy", "people * (cbt - other)", "pound"),
        ],
    )


def numbers(_: Path) -> Iterator[Number]:
    for months, (cbt, other, points, increment, ratio) in RATIOS.items():
        scenario = therapy(cbt, other, points)
        impacts = evaluate(scenario, base_case(scenario))
        spent = -impacts.select(outcome="therapy").total()[0]
        yield Number(f"More spent on CBT: {months}", increment, spent, 0)
        found = threshold(scenario, "point_value", net_present_value("society"), low=0, high=400)
        assert found.value is not None
        within = (0.5 + 0.05 * ratio + 0.5) / points + 0.5
        why = "points are printed to one decimal, and the ratio is of unrounded ones"
        yield Number(f"Pounds a point gained: {months}", ratio, found.value, within, why)


@each
def test_the_ratio_is_the_value_of_a_point_at_which_therapy_pays_for_itself(row: Row) -> None:
    """The switching value of a point is the cost-effectiveness ratio.

    The printed 133, 120, 89 and 167 are not the quotients of the printed figures (135.7, 118.6,
    89.4 and 165.7), but lie within their rounding.
    """
    cbt, other, points, increment, ratio = row
    scenario = therapy(cbt, other, points)
    npv = net_present_value("society")
    found = threshold(scenario, "point_value", npv, low=0, high=400).value
    assert found == pytest.approx(increment / points, rel=1e-9)
    least = threshold(therapy(cbt - 0.5, other, points + 0.05), "point_value", npv, low=0, high=400)
    most = threshold(therapy(cbt + 0.5, other, points - 0.05), "point_value", npv, low=0, high=400)
    assert least.value is not None
    assert most.value is not None
    assert least.value - 0.5 <= ratio <= most.value + 0.5
