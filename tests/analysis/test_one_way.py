"""The tornado and the option view, on models small enough to work out by hand."""

import json

import numpy as np
import pytest
from hypothesis import given

from econ.analysis.one_way import OptionView, Tornado, option_view, tornado
from econ.errors import ScenarioError
from econ.model.distributions import (
    DirichletShare,
    Distribution,
    LogNormal,
    Normal,
    Sample,
    Uniform,
)
from econ.model.draws import base_case, one_at_a_time, sweep, together
from econ.model.equation import evaluate
from econ.model.measures import (
    Measure,
    benefit_cost_ratio,
    cost_per_participant,
    costs,
    net_present_value,
    payback_year,
)
from econ.model.parameters import Parameter
from econ.model.programme import Cohort
from econ.model.scenario import Scenario
from tests.any_programme import programmes
from tests.programmes import cost, programme, saving

NET = net_present_value()


def visits(**changes: float | Distribution) -> Scenario:
    """10 people x 2 fewer visits x £5 less £40: £60 in the base case."""
    numbers: dict[str, float | Distribution] = {
        "people": 10.0,
        "effect": Normal(2, 1),
        "price": Uniform(3, 7),
        "one": 1.0,
        "spend": Uniform(20, 60),
        "unused": Normal(0, 5),
    }
    return programme(
        numbers | changes,
        [saving("visits", "people * effect", "price"), cost("grant", "one", "spend")],
    )


def hump(distribution: Distribution, spend: float) -> Scenario:
    """100 a (1 - a) less the spending: as much at a as at 1 - a."""
    return programme(
        {"people": 100.0, "a": distribution, "one": 1.0, "spend": spend},
        [saving("gain", "people * a * (1 - a)", "one"), cost("grant", "one", "spend")],
    )


def hollow(distribution: Distribution, spend: float) -> Scenario:
    """The hump the other way up: what is paid for is least at the ends."""
    return programme(
        {"people": 100.0, "a": distribution, "one": 1.0, "spend": spend},
        [cost("loss", "people * a * (1 - a)", "one"), saving("grant", "one", "spend")],
    )


def shares() -> Scenario:
    """Three settings of care, with prices 1, 2 and 10."""
    alphas = {"home": 2.0, "clinic": 3.0, "ward": 5.0}
    numbers: dict[str, float | Distribution] = {
        name: DirichletShare(alpha, 10.0, "setting") for name, alpha in alphas.items()
    }
    prices: dict[str, float | Distribution] = {"one": 1.0, "two": 2.0, "ten": 10.0}
    return programme(
        numbers | prices | {"people": 10.0},
        [
            saving("at_home", "people * home", "one"),
            saving("in_clinic", "people * clinic", "two"),
            saving("on_ward", "people * ward", "ten"),
        ],
    )


def test_each_parameter_moves_in_rows_of_its_own_and_all_others_stay_at_their_means() -> None:
    draws = one_at_a_time(visits(), {"effect": [1.0, 3.0], "price": [4.0]})
    assert draws["effect"].tolist() == [1, 3, 2]
    assert draws["price"].tolist() == [5, 5, 4]
    assert draws["spend"].tolist() == [40, 40, 40]
    assert draws.base == base_case(visits()).base
    assert len(draws) == 3


def test_a_sweep_is_one_parameter_moved_alone() -> None:
    swept, alone = sweep(shares(), "home", [0.1, 0.9]), {"home": [0.1, 0.9]}
    moved = one_at_a_time(shares(), alone)
    for name in swept.columns:
        assert np.array_equal(swept[name], moved[name])


def test_other_shares_of_a_group_keep_their_proportions_and_the_group_adds_up_to_1() -> None:
    draws = one_at_a_time(shares(), {"home": [0.0, 0.6, 1.0], "ward": [0.2]})
    home, clinic, ward = (draws[name] for name in ("home", "clinic", "ward"))
    np.testing.assert_allclose(home + clinic + ward, 1.0, rtol=1e-15)
    np.testing.assert_allclose(clinic, [0.375, 0.15, 0.0, 0.48], rtol=1e-15)
    np.testing.assert_allclose(ward, [0.625, 0.25, 0.0, 0.2], rtol=1e-15)


def test_two_shares_of_one_group_are_not_free_to_move_together() -> None:
    with pytest.raises(ScenarioError, match="home and ward: are shares of one group"):
        together(shares(), {"home": [0.1], "ward": [0.2]})


def test_a_parameter_that_does_not_exist_is_named() -> None:
    with pytest.raises(ScenarioError, match="efect: there is no such parameter"):
        one_at_a_time(visits(), {"efect": [1.0]})


def test_bars_by_hand() -> None:
    """Effect 2 -+ 1.959964 at £50 a visit; price 3.1 to 6.9 for 20 visits; spending 21 to 59."""
    found = tornado(visits(), NET)
    reach = 1.959963984540054
    assert found.base_case == 60
    assert [bar.parameter for bar in found.bars] == ["effect", "price", "spend"]
    effect, price, spend = found.bars
    expected = {
        effect: (2 - reach, 2 + reach, 60 - 50 * reach, 60 + 50 * reach),
        price: (3.1, 6.9, 22, 98),
        spend: (21, 59, 79, 41),
    }
    for bar, figures in expected.items():
        seen = (bar.low, bar.high, bar.at_low, bar.at_high)
        assert seen == pytest.approx(figures, rel=1e-12)
    assert [bar.swing for bar in found.bars] == pytest.approx([100 * reach, 76, 38], rel=1e-12)
    assert [bar.crosses for bar in found.bars] == [True, False, False]
    assert effect.words == "crosses: pays at the high end only"
    assert price.words == "does not cross: pays throughout"


def test_a_bar_that_pays_when_spending_is_low_says_so() -> None:
    words = tornado(visits(spend=Uniform(20, 160)), NET)["spend"].words
    assert words == "crosses: pays at the low end only"


def test_a_bar_that_ends_at_zero_does_not_cross_it() -> None:
    """Spending £40 exactly where the visits return £40: at a price of 2, the interval's end."""
    bar = tornado(visits(price=Uniform(1.9, 5.9), spend=40.0), NET)["price"]
    assert bar.at_low == pytest.approx(0, abs=1e-12)
    assert not bar.crosses
    assert bar.words == "does not cross: pays throughout"


def test_a_bar_on_the_wrong_side_never_pays() -> None:
    assert tornado(visits(spend=200.0), NET)["price"].words == "does not cross: never pays"


def test_certain_and_unused_parameters_have_no_bar() -> None:
    found = tornado(visits(price=5.0), NET)
    assert {bar.parameter for bar in found.bars} == {"effect", "spend"}
    for name in ("price", "unused"):
        with pytest.raises(KeyError, match=name):
            found[name]


def test_a_scenario_without_uncertainty_has_an_empty_tornado_and_its_base_case() -> None:
    certain = visits(effect=2.0, price=5.0, spend=40.0)
    assert tornado(certain, NET).bars == ()
    assert option_view(certain, NET).options == ()
    assert tornado(certain, NET).base_case == option_view(certain, NET).base_case == 60


def test_a_bar_reaches_to_the_top_of_a_response_that_turns() -> None:
    """At both ends £2.4375 less £8; in the middle £25 less £8."""
    bar = tornado(hump(Uniform(0, 1), 8.0), NET)["a"]
    assert (bar.at_low, bar.at_high) == pytest.approx((-5.5625, -5.5625))
    assert (bar.least, bar.most) == pytest.approx((-5.5625, 17))
    assert bar.swing == pytest.approx(22.5625)
    assert bar.crosses
    assert bar.words == "crosses: pays between its ends only"


def test_a_bar_that_pays_at_both_ends_says_so() -> None:
    assert tornado(hollow(Uniform(0, 1), 8.0), NET)["a"].words == (
        "crosses: pays at both ends, not between them"
    )


def test_a_parameter_that_cancels_out_makes_no_difference() -> None:
    scenario = programme(
        {"people": 10.0, "effect": Normal(2, 1), "nothing": 0.0, "price": 5.0},
        [saving("visits", "people * effect * nothing", "price")],
    )
    bar = tornado(scenario, NET)["effect"]
    assert (bar.swing, bar.crosses, bar.words) == (0.0, False, "makes no difference")


def test_a_mean_beyond_its_own_interval_is_said_and_lies_on_the_bar_all_the_same() -> None:
    """The mean of a lognormal passes its 97.5th percentile where log_sd / 2 is above 1.96."""
    bar = tornado(visits(price=LogNormal(0, 4.5)), NET)["price"]
    assert bar.base_case > bar.high
    assert bar.words.endswith("; the central case lies outside its 95% interval")
    assert bar.most == tornado(visits(price=LogNormal(0, 4.5)), NET).base_case
    assert "outside" not in tornado(visits(), NET)["price"].words


def test_joint_samples_move_alone_by_their_own_quantiles() -> None:
    joint = {
        "effect": Sample((1.0, 2.0, 3.0, 4.0), "trial"),
        "price": Sample((9.0, 7.0, 5.0, 3.0), "trial"),
    }
    found = tornado(visits(**joint), NET)
    assert (found["effect"].low, found["effect"].high) == (1, 4)
    assert (found["effect"].at_low, found["effect"].at_high) == (20, 200)
    assert (found["price"].at_low, found["price"].at_high) == (35, 185)


def test_a_tornado_is_of_one_payer_or_one_cohort_where_asked() -> None:
    scenario = programme(
        {"people": 10.0, "effect": Uniform(0, 2), "price": 5.0},
        [saving("visits", "people * effect", "price", shares={"nhs": 0.25, "carers": 0.75})],
        cohorts=[
            Cohort("north", "North", relative={"people": 0.2}),
            Cohort("south", "South", relative={"people": 0.8}),
        ],
    )
    swings = {
        "all": tornado(scenario, NET),
        "carers": tornado(scenario, net_present_value(payer="carers")),
        "north": tornado(scenario, net_present_value(cohort="north")),
    }
    lengths = {name: found["effect"].swing for name, found in swings.items()}
    assert lengths == pytest.approx({"all": 95, "carers": 71.25, "north": 19})
    assert (swings["carers"].view, swings["north"].cohort) == ("carers", "north")


@pytest.mark.parametrize(
    ("measure", "why"),
    [
        (benefit_cost_ratio(), "is a ratio, which jumps where its denominator is small"),
        (payback_year(), "is a number of years"),
        (cost_per_participant(), "is an amount per person"),
    ],
)
def test_only_money_has_a_tornado(measure: Measure, why: str) -> None:
    for asked in (tornado, option_view):
        with pytest.raises(ScenarioError, match=f"{measure.name}: {why}"):
            asked(visits(), measure)


@given(programmes())
def test_the_base_case_lies_on_every_bar_and_each_end_is_the_model_there(
    scenario: Scenario,
) -> None:
    found = tornado(scenario, NET)
    for bar in found.bars:
        assert bar.least <= found.base_case <= bar.most
        assert bar.least <= min(bar.at_low, bar.at_high)
        ends = sweep(scenario, bar.parameter, [bar.low, bar.high])
        expected = NET.draws(evaluate(scenario, ends))
        scale = max(abs(bar.least), abs(bar.most))
        np.testing.assert_allclose([bar.at_low, bar.at_high], expected, atol=1e-12 * scale)
    assert list(found.bars) == sorted(found.bars, key=lambda bar: (-bar.swing, bar.parameter))


def test_the_option_view_by_hand() -> None:
    """The programme pays where the effect is above 0.8, the price above 2 and always."""
    found = option_view(visits(), NET)
    effect = found["effect"]
    assert effect.intervals[0] == pytest.approx((0.8, 2 + 3.2905267314918945))
    assert len(effect.intervals) == 1
    assert effect.probability == pytest.approx(0.8849303297782918, abs=1e-12)
    assert effect.words == "pays above 0.8"
    assert found["price"].words == "pays throughout"
    assert found["price"].intervals[0] == pytest.approx((3.002, 6.998))
    assert found["price"].probability == 1
    assert found.options[0] is effect


def test_an_option_may_pay_in_the_middle_at_both_ends_or_never() -> None:
    """100 a (1 - a) is 16 at 0.2 and 0.8, and never above 25."""
    middle = option_view(hump(Uniform(0, 1), 16.0), NET)["a"]
    assert middle.words == "pays from 0.2 to 0.8"
    assert middle.intervals[0] == pytest.approx((0.2, 0.8))
    assert middle.probability == pytest.approx(0.6)
    ends = option_view(hollow(Uniform(0, 1), 16.0), NET)["a"]
    assert ends.words == "pays below 0.2 or above 0.8"
    assert ends.probability == pytest.approx(0.4)
    never = option_view(hump(Uniform(0, 1), 30.0), NET)["a"]
    assert (never.words, never.intervals, never.probability) == ("never pays", (), 0)


def test_spending_pays_below_a_value() -> None:
    assert option_view(visits(spend=Uniform(0, 200)), NET)["spend"].words == "pays below 100"


def test_costs_are_not_said_to_pay() -> None:
    assert option_view(visits(), costs())["spend"].words == "is above zero throughout"
    assert tornado(visits(), costs())["spend"].words == "does not cross: is above zero throughout"
    refund = visits(spend=Uniform(-3, -1))
    assert option_view(refund, costs())["spend"].words == "is never above zero"


def test_records_are_what_a_table_or_json_needs() -> None:
    labelled = visits()
    price = labelled["price"]
    named = Parameter("price", "A visit's price", price.distribution, "GBP", "Unit costs")
    parameters = {**labelled.parameters, "price": named}
    found: Tornado | OptionView
    scenario = programme(
        parameters, [saving("visits", "people * effect", "price"), cost("grant", "one", "spend")]
    )
    found = tornado(scenario, NET)
    record = found.records()[1]
    wanted = {"parameter": "price", "label": "A visit's price", "group": "Unit costs"}
    assert {key: record[key] for key in wanted} == wanted
    assert {"estimate", "low", "high", "at_low", "at_high", "swing"} <= record.keys()
    assert record["estimate"] == 5
    found = option_view(scenario, NET)
    assert found.records()[0]["probability"] == found.options[0].probability
    for records in (tornado(scenario, NET).records(), found.records()):
        assert json.loads(json.dumps(records))[0]["parameter"] == "effect"
