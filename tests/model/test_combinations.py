"""Grids of scenarios: one for each combination, each what its verbs make one by one."""

import pytest

import econ
from econ.analysis.comparison import compare
from econ.errors import ScenarioError
from econ.model.combinations import grid
from econ.model.distributions import Fixed, Uniform
from econ.model.draws import base_case
from econ.model.equation import evaluate
from econ.model.measures import net_present_value
from econ.model.scenario import Scenario
from tests.programmes import cost, number, programme, saving


def due() -> Scenario:
    """Ten people, £30 a year each where it is due to the programme, for £100."""
    return programme(
        {
            "people": 10,
            "attribution": number("attribution", Uniform(0.1, 0.9), "proportion"),
            "price": number("price", 30, "GBP per person"),
            "once": 1,
            "fee": 100,
        },
        [
            saving("visits", "people * attribution", "price", "every year"),
            cost("grant", "once", "fee"),
        ],
    )


def test_each_combination_is_a_scenario_named_in_words() -> None:
    """300 x share x years - 100; the first axis changes slowest."""
    found = grid(due(), attribution=[0.2, 0.45], years=[1, 3])
    assert [made.name for made in found] == [
        "Attribution 20%, 1 year",
        "Attribution 20%, 3 years",
        "Attribution 45%, 1 year",
        "Attribution 45%, 3 years",
    ]
    nets = [net_present_value().base(evaluate(made, base_case(made))) for made in found]
    assert nets == pytest.approx([-40, 80, 35, 305])
    assert found[1] == due().vary(attribution=Fixed(0.2)).over(found[1].name, years=3)
    assert [change.what for change in found[1].changes] == ["attribution", "Time horizon"]


def test_every_kind_of_axis_has_its_words() -> None:
    (made,) = grid(
        due(),
        perspective=["public sector"],
        discount=[0.015],
        entry=["evenly"],
        support_ends=["2030/31"],
        grant=[{"nhs": 0.5, "carers": 0.5}],
        price=[econ.Normal(30, 3)],
    )
    assert made.name == (
        "Perspective public sector, discount 0.015, entry evenly, support ends 2030/31, grant "
        "borne by nhs 50%, carers 50%, price 30 (95% interval 24.12 to 35.88) in 2024/25 prices"
    )
    assert made.outcomes[1].shares == {"nhs": 0.5, "carers": 0.5}


def test_a_grid_is_compared_as_any_scenarios_are() -> None:
    found = compare([due(), *grid(due(), attribution=[0.2, 0.4])], draws=100)
    assert found.scenarios == ("Small programme", "Attribution 20%", "Attribution 40%")


@pytest.mark.parametrize(
    ("axes", "what"),
    [
        ({}, "axes: there are none"),
        ({"years": 5}, "years: 5 is no list of values"),
        ({"entry": "evenly"}, "entry: 'evenly' is no list of values"),
        ({"years": []}, "years: [] is no list of values"),
        ({"atribution": [1]}, "Did you mean 'attribution'?"),
        ({"attribution": [17]}, "attribution: 17 is 1,700%"),
        ({"years": [0]}, "years: 0 is not between 1 and 125"),
    ],
)
def test_an_axis_that_cannot_be_is_told(axes: dict[str, list[object]], what: str) -> None:
    with pytest.raises(ScenarioError) as told:
        grid(due(), **axes)
    assert what in str(told.value)
