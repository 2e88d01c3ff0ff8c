"""Scenarios side by side, told in sentences, each word for word."""

import pytest

from econ.errors import ScenarioError
from econ.model.distributions import Normal
from econ.model.scenario import Scenario
from econ.reports.narrative import comparison_sentences
from econ.reports.scenarios import side_by_side
from tests.programmes import cost, programme, saving


def base() -> Scenario:
    """300 visits at £280 and two years of rent: £84,000 less £20,000."""
    return programme(
        {"people": 300.0, "price": 280.0, "one": 1.0, "rent": 10_000.0},
        [saving("visits", "people", "price"), cost("room", "one", "rent", "every year")],
        years=2,
    )


def test_each_scenario_is_told_with_the_three_changes_that_count_most() -> None:
    """People −100: −28,000; rent +£1,000: −2,000, and a year: −10,000, together −1,000 more."""
    first = base().vary("First")
    second = first.vary("Fewer, for longer", people=200, rent=11_000).over(years=3)
    told = comparison_sentences(side_by_side([first, second, first.vary("Twin")], draws=20))
    assert told == [
        "First: net present value £64,000.",
        (
            "Fewer, for longer: net present value £23,000; "
            "£41,000 less than First, better with a chance of 0%."
        ),
        "    because of people −£28,000, Time horizon −£10,500 and rent −£2,500 (central case).",
        ("Twin: net present value £64,000; £0 more than First, better with a chance of 0%."),
    ]


def test_no_more_than_three_changes_are_told() -> None:
    first = base().vary("First")
    other = first.vary("Other", people=310, price=281, rent=10_010).over(years=3)
    (*_, because) = comparison_sentences(side_by_side([first, other], draws=20))
    assert because == (
        "    because of Time horizon −£10,000, people £2,800 and price £305 (central case)."
    )


def test_the_average_is_told_with_how_much_lies_between_the_scenarios() -> None:
    first, other = base().vary("First"), base().vary("Other", price=Normal(180.0, 1e-9))
    told = comparison_sentences(side_by_side([first, other], [0.5, 0.5], draws=20))
    assert told[-2:] == [
        "Averaged over the scenarios: £49,000 (95% interval £34,000 to £64,000).",
        "    100% of its variance lies between the scenarios.",
    ]


def test_one_scenario_alone_is_not_compared() -> None:
    with pytest.raises(ScenarioError, match="there is only one"):
        side_by_side([base()])
