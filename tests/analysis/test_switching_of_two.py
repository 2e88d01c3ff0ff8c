"""Grids and frontiers of two parameters, against what they are by hand."""

import json

import numpy as np
import pytest

from econ.analysis.switching import frontier, two_way
from econ.errors import ScenarioError
from econ.model.distributions import DirichletShare, Normal, Uniform
from econ.model.measures import benefit_cost_ratio, net_present_value
from econ.model.parameters import Parameter
from econ.model.scenario import Scenario
from tests.programmes import Number, cost, programme, saving

NET = net_present_value()
ATTRIBUTION = Parameter("attribution", "Attribution", Uniform(0, 0.8), "proportion")


def change(**changes: Number) -> Scenario:
    """10 people x effect x attribution x £5 less £20."""
    numbers: dict[str, Number] = {
        "people": 10.0,
        "effect": Uniform(0, 4),
        "attribution": ATTRIBUTION,
        "price": 5.0,
        "one": 1.0,
        "spend": 20.0,
    }
    return programme(
        {**numbers, **changes},
        [
            saving("visits", "people * effect * attribution", "price"),
            cost("grant", "one", "spend"),
        ],
    )


def test_a_grid_by_hand() -> None:
    found = two_way(change(), "effect", "attribution", NET, 3, ranges={"effect": (0, 4)})
    assert found.first.values == (0, 2, 4)
    assert found.second.values == (0, 0.5, 1)
    expected = 50 * np.outer([0, 2, 4], [0, 0.5, 1]) - 20
    np.testing.assert_allclose(found.values, expected, rtol=1e-14)
    assert found.base_case == pytest.approx(20)
    assert (found.first.base_case, found.second.base_case) == (2, 0.4)


def test_a_grid_covers_the_plausible_ranges_unless_told() -> None:
    found = two_way(change(), "effect", "attribution", NET)
    assert found.values.shape == (41, 41)
    assert (found.first.values[0], found.first.values[-1]) == pytest.approx((0.002, 3.998))
    assert (found.second.values[0], found.second.values[-1]) == (0, 1)


def test_a_certain_number_joins_a_grid_where_its_range_is_given() -> None:
    found = two_way(
        change(), "people", "effect", NET, 2, ranges={"people": (0, 20), "effect": (1, 2)}
    )
    np.testing.assert_allclose(found.values, [[-20, -20], [20, 60]])
    with pytest.raises(ScenarioError, match="people: is not uncertain"):
        two_way(change(), "people", "effect", NET)


def test_records_of_a_grid_are_its_cells() -> None:
    found = two_way(change(), "effect", "attribution", NET, 2, ranges={"effect": (0, 4)})
    records = json.loads(json.dumps(found.records()))
    assert len(records) == 4
    assert records[3] == {
        "parameter": "effect",
        "at": 4,
        "with": "attribution",
        "with_at": 1,
        "estimate": 180,
    }


def test_the_frontier_of_attribution_is_a_hyperbola() -> None:
    """50 x effect x attribution = 20 at 0.4 / effect; below an effect of 0.4 it never pays."""
    found = frontier(change(), "attribution", "effect", NET, 9, ranges={"effect": (0, 4)})
    for point in found.points:
        if point.at < 0.4:
            assert (point.value, point.reason) == (None, "never pays")
        else:
            assert point.value == pytest.approx(0.4 / point.at, rel=1e-12)
            assert point.reason is None
    assert [point.at for point in found.points] == list(found.other.values)


def test_where_it_always_pays_the_frontier_says_so() -> None:
    found = frontier(change(spend=Uniform(-10, 30)), "attribution", "spend", NET, 2)
    assert found.points[0].reason == "pays throughout"
    assert found.points[1].value == pytest.approx(0.2998, rel=1e-3)


def test_a_frontier_may_be_crossed_twice_and_names_the_nearer() -> None:
    """100 a (1 - a) = 16 at 0.2 and 0.8; the base case is 0.5 and a little more."""
    near_high = Parameter("a", "a", Uniform(0.02, 1), "proportion")
    scenario = programme(
        {"people": 100.0, "a": near_high, "one": 1.0, "spend": Uniform(0, 30)},
        [saving("gain", "people * a * (1 - a)", "one"), cost("grant", "one", "spend")],
    )
    found = frontier(scenario, "a", "spend", NET, 2, ranges={"spend": (16, 26)})
    assert found.points[0].crossings == pytest.approx((0.2, 0.8))
    assert found.points[0].value == pytest.approx(0.8)
    assert found.points[1].reason == "never pays"


def test_records_of_a_frontier_are_null_where_there_is_no_value() -> None:
    found = frontier(change(), "attribution", "effect", NET, 2, ranges={"effect": (0, 4)})
    first, last = json.loads(json.dumps(found.records()))
    assert (first["value"], first["reason"]) == (None, "never pays")
    assert (last["parameter"], last["with"], last["with_at"]) == ("attribution", "effect", 4)
    assert last["value"] == pytest.approx(0.1)


def test_one_parameter_is_not_two() -> None:
    with pytest.raises(ScenarioError, match="effect: is named twice"):
        two_way(change(), "effect", "effect", NET)


def test_two_shares_of_one_group_have_no_grid() -> None:
    group = {"effect": DirichletShare(1, 3, "g"), "attribution": DirichletShare(2, 3, "g")}
    with pytest.raises(ScenarioError, match="effect and attribution: are shares of one group"):
        two_way(change(**group), "effect", "attribution", NET)


def test_ranges_are_of_the_two_parameters() -> None:
    with pytest.raises(ScenarioError, match="price: there is no such parameter of the two"):
        two_way(change(), "effect", "attribution", NET, ranges={"price": (1, 2)})


def test_one_point_is_no_grid() -> None:
    with pytest.raises(ScenarioError, match="points: 1 is too few"):
        frontier(change(), "attribution", "effect", NET, 1)


def test_only_money_has_a_grid() -> None:
    with pytest.raises(ScenarioError, match="benefit_cost_ratio: is a ratio"):
        two_way(change(), "effect", "attribution", benefit_cost_ratio())


def test_correlations_and_other_parameters_play_no_part() -> None:
    wide = change(price=Normal(5, 2))
    narrow = change()
    first = two_way(wide, "effect", "attribution", NET, 4).values
    assert np.array_equal(first, two_way(narrow, "effect", "attribution", NET, 4).values)
