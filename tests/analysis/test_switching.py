"""Switching values, on responses that are straight, bent, flat or only touch zero."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from scipy import stats

from econ.analysis.switching import Threshold, switching_values, threshold
from econ.errors import ScenarioError
from econ.model.distributions import (
    Beta,
    DirichletShare,
    Distribution,
    Fixed,
    Gamma,
    LogNormal,
    Normal,
    Sample,
    Uniform,
)
from econ.model.draws import sweep
from econ.model.equation import evaluate
from econ.model.measures import benefit_cost_ratio, net_present_value
from econ.model.parameters import Parameter
from econ.model.scenario import Scenario
from tests.any_programme import programmes
from tests.programmes import Number, cost, programme, saving

NET = net_present_value()


def visits(**changes: Number) -> Scenario:
    """10 people x 2 fewer visits x £5 less £40: £60 in the base case."""
    numbers: dict[str, Number] = {
        "people": 10.0,
        "effect": Normal(2, 1),
        "price": Gamma.from_moments(5, 1),
        "one": 1.0,
        "spend": Uniform(20, 160),
        "unused": Normal(0, 5),
    }
    return programme(
        {**numbers, "spend": 40.0, **changes},
        [saving("visits", "people * effect", "price"), cost("grant", "one", "spend")],
    )


def hump(spend: float, distribution: Distribution | None = None) -> Scenario:
    """100 a (1 - a) less the spending."""
    return programme(
        {"people": 100.0, "a": distribution or Uniform(0, 1), "one": 1.0, "spend": spend},
        [saving("gain", "people * a * (1 - a)", "one"), cost("grant", "one", "spend")],
    )


def share_of_change(distribution: Distribution, spend: float) -> Scenario:
    """£100 of change, of which some share is the programme's, less the spending."""
    attribution = Parameter("attribution", "Attribution", distribution, "proportion")
    return programme(
        {"people": 1.0, "attribution": attribution, "hundred": 100.0, "one": 1.0, "spend": spend},
        [saving("gain", "attribution", "hundred"), cost("grant", "one", "spend")],
    )


def test_a_straight_line_by_hand() -> None:
    """50 x effect = 40 at 0.8, which is 1.2 standard deviations below the mean."""
    found = threshold(visits(), "effect", NET)
    assert found.crossings == pytest.approx((0.8,), rel=1e-12)
    assert found.value == found.crossings[0]
    assert found.distance == pytest.approx(-1.2)
    assert found.percent == pytest.approx(-60)
    assert found.probability_beyond == pytest.approx(stats.norm.cdf(-1.2), abs=1e-12)
    assert found.positive_side == "above"
    assert found.reason is None
    assert (found.base_case, found.at_base) == (2, 60)
    reach = stats.norm.isf(0.0005)
    assert (found.low, found.high) == pytest.approx((2 - reach, 2 + reach))
    assert (found.at_low, found.at_high) == pytest.approx((60 - 50 * reach, 60 + 50 * reach))


def test_spending_pays_below_its_switching_value() -> None:
    """The base case spends £90 and returns £100."""
    found = threshold(visits(spend=Uniform(20, 160)), "spend", NET)
    assert found.value == pytest.approx(100)
    assert found.positive_side == "below"
    assert found.probability_beyond == pytest.approx(60 / 140)


def test_the_chance_beyond_is_on_the_other_side_where_the_base_case_does_not_pay() -> None:
    """Spending £140 needs an effect of 2.8 for the programme to pay."""
    found = threshold(visits(spend=140.0), "effect", NET)
    assert found.value == pytest.approx(2.8)
    assert found.probability_beyond == pytest.approx(stats.norm.sf(0.8), abs=1e-12)


@pytest.mark.parametrize(
    "distribution",
    [
        Normal(2, 1),
        Gamma.from_moments(2, 1),
        LogNormal.from_moments(2, 1),
        Beta(2, 3, 0, 5),
        Uniform(0, 4),
        Sample(tuple(np.random.default_rng(1).normal(2, 1, 500))),
    ],
)
def test_the_chance_beyond_is_the_share_of_draws_that_turn_the_answer(
    distribution: Distribution,
) -> None:
    found = threshold(visits(effect=distribution), "effect", NET)
    draws = distribution.quantile((np.arange(100_000) + 0.5) / 100_000)
    assert found.probability_beyond == pytest.approx(np.mean(draws <= 0.8), abs=1e-5)


def test_a_response_that_turns_crosses_twice_and_both_parts_count() -> None:
    """100 a (1 - a) = 16 at 0.2 and 0.8."""
    found = threshold(hump(16.0), "a", NET)
    assert found.crossings == pytest.approx((0.2, 0.8))
    assert found.probability_beyond == pytest.approx(0.4)
    assert found.positive_side is None


def test_the_value_is_the_crossing_nearest_to_the_base_case() -> None:
    assert threshold(hump(16.0, Uniform(0.3, 1)), "a", NET).value == pytest.approx(0.8)
    assert threshold(hump(16.0, Uniform(0, 0.6)), "a", NET).value == pytest.approx(0.2)


def test_two_crossings_closer_than_any_grid_are_found() -> None:
    """25 - 100 d^2 = 24.9999 at d = 0.001: 0.499 and 0.501."""
    found = threshold(hump(24.9999), "a", NET)
    assert found.crossings == pytest.approx((0.499, 0.501), rel=1e-9)
    assert found.probability_beyond == pytest.approx(0.998)


def test_touching_zero_is_not_crossing_it() -> None:
    found = threshold(hump(25.0), "a", NET)
    assert (found.value, found.probability_beyond) == (None, None)
    assert found.reason == "reaches zero but does not cross it"


def test_touching_zero_between_grid_points_is_not_crossing_it_either() -> None:
    found = threshold(hump(25.0, Uniform(0.013, 0.9)), "a", NET)
    assert found.reason == "reaches zero but does not cross it"


def test_falling_just_short_of_zero_is_never() -> None:
    found = threshold(hump(25.000001), "a", NET)
    assert (found.value, found.reason) == (None, "never, even far beyond any plausible range")


def test_a_value_beyond_the_plausible_range_is_given_and_called_implausible() -> None:
    """£60 with effects of 2 give or take 0.1: 50 x effect = 40 at 0.8, twelve of those away."""
    found = threshold(visits(effect=Normal(2, 0.1)), "effect", NET)
    assert found.crossings == pytest.approx((0.8,), rel=1e-12)
    assert (found.plausible, found.reason) == (False, "beyond its plausible range")
    assert (found.probability_beyond, found.positive_side) == (0.0, "above")
    assert found.low == pytest.approx(2 - 0.1 * stats.norm.isf(0.0005))
    assert found.records()[0]["plausible"] is False


@pytest.mark.parametrize(
    ("spend", "side", "value"),
    [(Uniform(20, 60), "below", 100), (Uniform(120, 160), "below", 100)],
)
def test_it_is_looked_for_on_both_sides(spend: Uniform, side: str, value: float) -> None:
    found = threshold(visits(spend=spend), "spend", NET)
    assert (found.positive_side, found.plausible) == (side, False)
    assert found.value == pytest.approx(value, rel=1e-12)


def test_of_those_beyond_the_nearest_to_its_plausible_range_comes_first() -> None:
    """Each by itself turns 60 at 0.8 of 2, or 2 of 5: a width of 0.2 lies nearer than of 0.02."""
    scenario = visits(effect=Uniform(1.9, 2.1), price=Uniform(4.99, 5.01))
    found = switching_values(scenario, NET)
    assert [turn.parameter for turn in found.thresholds][:2] == ["effect", "price"]
    wide = visits(effect=Uniform(1.99, 2.01), price=Uniform(4.5, 5.5))
    found = switching_values(wide, NET)
    assert [turn.parameter for turn in found.thresholds][:2] == ["price", "effect"]


def priced(price: Distribution, unit: str = "GBP per visit") -> Scenario:
    """1,000 at the price, less £1: nothing at 0.001."""
    parameter = Parameter("price", "Price", price, unit)
    return programme(
        {"people": 1000.0, "price": parameter, "one": 1.0, "spend": 1.0},
        [saving("visits", "people", "price"), cost("grant", "one", "spend")],
    )


def test_it_is_found_a_thousand_ranges_away() -> None:
    assert threshold(priced(Normal(5e-4, 5e-8)), "price", NET).crossings == pytest.approx((0.001,))


def test_no_number_goes_where_its_own_rule_does_not_let_it() -> None:
    """Two saved an hour: to cost, time would have to be negative, or a share above one."""
    scenario = priced(Uniform(3, 4)).vary(spend=-1.0)
    assert threshold(scenario, "price", NET).reason == "never, even far beyond any plausible range"
    share = priced(Uniform(0.3, 0.4), "proportion").vary(spend=2000.0)
    assert threshold(share, "price", NET).reason == "never within any plausible range"
    week = priced(Normal(2, 0.5), "hours per week").vary(spend=169_000.0)
    assert threshold(week, "price", NET).reason == "never, even far beyond any plausible range"
    assert threshold(week.vary(spend=167_000.0), "price", NET).value == pytest.approx(167)


def test_to_jump_past_zero_is_not_to_be_zero() -> None:
    """100 / (a - b) less 10, with b = 1: zero at a = 11, and a jump at a = 1."""
    scenario = programme(
        {"a": Normal(4, 0.3), "b": 1.0, "hundred": 100.0, "one": 1.0, "spend": 10.0},
        [saving("gain", "hundred / (a - b)", "one"), cost("grant", "one", "spend")],
    )
    assert threshold(scenario, "a", NET).crossings == pytest.approx((11,))


def test_a_zero_at_the_end_of_the_range_is_touched() -> None:
    """Without any cost, no attribution is no saving, and nothing is below that."""
    found = threshold(share_of_change(Uniform(0, 0.8), 0.0), "attribution", NET)
    assert (found.value, found.at_low) == (None, 0)
    assert found.reason == "reaches zero but does not cross it"


def test_a_parameter_that_cancels_out_says_so() -> None:
    scenario = programme(
        {"people": 10.0, "effect": Normal(2, 1), "nothing": 0.0, "price": 5.0, "one": 1.0},
        [saving("visits", "people * effect * nothing", "price"), cost("grant", "one", "people")],
    )
    found = threshold(scenario, "effect", NET)
    assert (found.value, found.reason) == (None, "the result does not depend on it")


def test_a_measure_that_is_zero_throughout_has_no_switching_value() -> None:
    found = threshold(visits(), "effect", net_present_value(payer="carers"))
    assert (found.crossings, found.reason) == ((), "the result does not depend on it")


def test_a_base_case_of_exactly_zero_turns_where_it_pays() -> None:
    found = threshold(visits(spend=100.0), "effect", NET)
    assert found.at_base == 0
    assert found.value == pytest.approx(2)
    assert found.distance == pytest.approx(0, abs=1e-12)
    assert found.probability_beyond == pytest.approx(0.5)


def test_a_base_case_of_zero_has_a_distance_but_no_percentage() -> None:
    found = threshold(visits(effect=Normal(0, 1)), "effect", NET)
    assert found.distance == pytest.approx(0.8)
    assert found.percent is None


def test_a_proportion_is_looked_for_from_0_to_1_whatever_its_distribution() -> None:
    """£90 needs nine tenths, which a share between 0 and 0.8 never is."""
    found = threshold(share_of_change(Uniform(0, 0.8), 90.0), "attribution", NET)
    assert (found.low, found.high) == (0, 1)
    assert found.value == pytest.approx(0.9)
    assert found.probability_beyond == 0


def test_a_certain_proportion_has_a_range_and_no_chance_of_being_another() -> None:
    found = threshold(share_of_change(Fixed(0.5), 30.0), "attribution", NET)
    assert found.value == pytest.approx(0.3)
    assert found.probability_beyond == 0


def test_a_proportion_that_may_be_a_harm_keeps_its_range_below_0() -> None:
    scenario = share_of_change(Normal(0.1, 0.1), 30.0)
    effect = replace(scenario["attribution"], role="effect")
    harm = replace(scenario, parameters={**scenario.parameters, "attribution": effect})
    found = threshold(harm, "attribution", NET)
    assert found.low < 0
    assert found.high == 1


def test_a_share_of_a_group_moves_the_others() -> None:
    """Home care returns £1 a person and the ward nothing; the clinic takes what is left.

    At a share x at home, 3/8 of the rest is in the clinic, at £2: x + 0.75 (1 - x) = 0.9 at 0.6.
    """
    scenario = programme(
        {
            "home": DirichletShare(2.0, 10.0, "setting"),
            "clinic": DirichletShare(3.0, 10.0, "setting"),
            "ward": DirichletShare(5.0, 10.0, "setting"),
            "two": 2.0,
            "people": 1.0,
            "spend": 0.9,
        },
        [
            saving("at_home", "home", "people"),
            saving("in_clinic", "clinic", "two"),
            cost("grant", "people", "spend"),
        ],
    )
    found = threshold(scenario, "home", NET)
    assert (found.low, found.high) == (0, 1)
    assert found.value == pytest.approx(0.6)
    assert found.probability_beyond == pytest.approx(stats.beta.sf(0.6, 2, 8))


def test_a_sample_counts_its_own_draws() -> None:
    found = threshold(visits(effect=Sample((0.5, 1.0, 3.0, 4.0))), "effect", NET)
    assert found.value == pytest.approx(0.8)
    assert found.probability_beyond == pytest.approx(0.25)


def test_a_draw_at_the_switching_value_itself_does_not_pay() -> None:
    found = threshold(visits(effect=Sample((0.5, 1.0, 3.0, 4.0)), spend=50.0), "effect", NET)
    assert found.value == 1
    assert found.probability_beyond == pytest.approx(0.5)


def test_a_certain_number_is_looked_for_in_the_range_given() -> None:
    found = threshold(visits(), "people", NET, low=0, high=100)
    assert found.value == pytest.approx(4)
    assert found.probability_beyond == 0


def test_a_range_that_is_given_bounds_the_crossings_and_not_the_chance() -> None:
    found = threshold(hump(16.0), "a", NET, low=0.5, high=1)
    assert found.crossings == pytest.approx((0.8,))
    assert found.probability_beyond == pytest.approx(0.4)
    assert (found.at_low, found.at_high) == pytest.approx((9, -16))


def test_a_range_without_a_crossing_is_named() -> None:
    found = threshold(visits(), "effect", NET, low=1, high=3)
    assert (found.value, found.reason) == (None, "never between 1 and 3")


def test_one_end_may_be_given_and_the_other_is_the_plausible_one() -> None:
    found = threshold(visits(), "effect", NET, low=1)
    assert (found.low, found.high) == pytest.approx((1, 2 + stats.norm.isf(0.0005)))
    assert found.reason == "never between 1 and 5.29053"


def test_a_parameter_that_is_not_in_use_is_not_among_the_switching_values() -> None:
    with pytest.raises(KeyError, match="unused"):
        switching_values(visits(), NET)["unused"]


def test_a_certain_number_needs_a_range() -> None:
    with pytest.raises(ScenarioError, match="people: is not uncertain and has no plausible range"):
        threshold(visits(), "people", NET)


@pytest.mark.parametrize(("low", "high"), [(3, 1), (3, 3)])
def test_a_range_runs_upwards(low: float, high: float) -> None:
    with pytest.raises(ScenarioError, match=f"effect: 3 to {high} is not a range"):
        threshold(visits(), "effect", NET, low=low, high=high)


def test_only_money_has_a_switching_value() -> None:
    with pytest.raises(ScenarioError, match="benefit_cost_ratio: is a ratio"):
        threshold(visits(), "effect", benefit_cost_ratio())
    with pytest.raises(ScenarioError, match="benefit_cost_ratio: is a ratio"):
        switching_values(visits(), benefit_cost_ratio())


def test_a_parameter_that_does_not_exist_is_named() -> None:
    with pytest.raises(ScenarioError, match="efect: there is no such parameter"):
        threshold(visits(), "efect", NET)


def test_every_parameter_in_use_is_listed_the_likeliest_to_turn_first() -> None:
    """£100 of visits and £3 of time less £70; the aid is worth nothing, however much there is."""
    scenario = programme(
        {
            "people": 10.0,
            "effect": Normal(2, 1),
            "price": 5.0,
            "one": 1.0,
            "spend": Uniform(20, 120),
            "hour": Normal(3, 0.1),
            "aid": Normal(1, 0.1),
            "nothing": 0.0,
        },
        [
            saving("visits", "people * effect", "price"),
            cost("grant", "one", "spend"),
            saving("time", "one", "hour"),
            saving("waived", "aid", "nothing"),
        ],
    )
    found = switching_values(scenario, NET)
    rows = [(turn.parameter, turn.reason) for turn in found.thresholds]
    assert rows == [
        ("effect", None),
        ("spend", None),
        ("hour", "beyond its plausible range"),
        ("aid", "the result does not depend on it"),
        ("nothing", "is not uncertain"),
        ("one", "is not uncertain"),
        ("people", "is not uncertain"),
        ("price", "is not uncertain"),
    ]
    chances = [turn.probability_beyond for turn in found.thresholds]
    assert chances[:2] == pytest.approx([stats.norm.cdf(-0.66), 0.17])
    assert chances[2:] == [0.0, *[None] * 5]
    assert found["hour"].value == pytest.approx(-30)
    assert found.base_case == 33


def test_all_together_are_what_each_is_alone() -> None:
    scenario = visits(spend=Uniform(20, 160))
    together = switching_values(scenario, NET)
    for name in ("effect", "price", "spend"):
        alone = threshold(scenario, name, NET)
        assert together[name].value == pytest.approx(alone.value, rel=1e-12)
        assert together[name].probability_beyond == pytest.approx(alone.probability_beyond)


def test_a_certain_scenario_has_its_base_case_and_no_switching_values() -> None:
    found = switching_values(visits(effect=2.0, price=5.0), NET)
    assert found.base_case == 60
    assert {turn.reason for turn in found.thresholds} == {"is not uncertain"}
    people = found["people"]
    assert (people.low, people.base_case, people.high) == (10, 10, 10)
    assert (people.at_low, people.at_high) == (60, 60)


@given(programmes())
def test_the_measure_is_zero_at_every_switching_value_and_turns_there(scenario: Scenario) -> None:
    for turn in switching_values(scenario, NET).thresholds:
        step = 1e-6 * (turn.high - turn.low)
        for value in turn.crossings:
            points = [value - step, value, value + step, turn.low, turn.high]
            before, at, after, *ends = NET.draws(
                evaluate(scenario, sweep(scenario, turn.parameter, points))
            )
            scale = max(abs(turn.at_base), *(abs(end) for end in ends))
            assert abs(at) <= 1e-9 * scale
            assert before * after <= 0


@given(programmes())
def test_no_sign_changes_between_two_neighbouring_crossings(scenario: Scenario) -> None:
    found = [turn for turn in switching_values(scenario, NET).thresholds if turn.low < turn.high]
    for turn in found:
        ends = np.sort([turn.low, *(turn.crossings if turn.plausible else ()), turn.high])
        share = np.array([0.01, 0.37, 0.99])[:, np.newaxis]
        inside = ends[:-1] + share * np.diff(ends)
        swept = sweep(scenario, turn.parameter, inside.ravel())
        values = NET.draws(evaluate(scenario, swept)).reshape(inside.shape)
        level = 1e-9 * max(abs(turn.at_low), abs(turn.at_high), abs(turn.at_base))
        signs = np.where(np.abs(values) <= level, 0, np.sign(values))
        assert np.all(signs.max(axis=0) - signs.min(axis=0) < 2)


def test_records_hold_what_the_issue_asks_and_null_where_there_is_none() -> None:
    records = json.loads(json.dumps(switching_values(visits(), NET).records()))
    by_name = {record["parameter"]: record for record in records}
    effect = by_name["effect"]
    assert {"estimate", "low", "high", "value", "probability_beyond", "reason"} <= effect.keys()
    assert (effect["estimate"], effect["reason"]) == (2, None)
    assert effect["value"] == pytest.approx(0.8)
    assert by_name["people"]["value"] is None
    assert by_name["people"]["probability_beyond"] is None
    assert by_name["people"]["reason"] == "is not uncertain"


def test_a_threshold_without_crossings_has_no_value_nor_distance() -> None:
    found = Threshold("a", "", "", "", 1.0, 0.0, 2.0, (), 1.0, 1.0, 1.0)
    assert (found.value, found.distance, found.percent, found.positive_side) == (None,) * 4
