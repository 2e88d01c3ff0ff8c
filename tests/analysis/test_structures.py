"""Structures: the answer where a number is none and where it is not, against closed forms."""

from dataclasses import replace
from math import pi, sin, sqrt

import numpy as np
import pytest
from scipy.stats import norm

import econ
from econ.analysis.sobol import sobol
from econ.analysis.structures import Structure, structures, structures_in
from econ.analysis.switching import threshold
from econ.model.designs import SobolSequence
from econ.model.distributions import ChanceOfNone, Fixed, Normal
from econ.model.programme import Correlation
from econ.model.scenario import Scenario
from econ.reports.report import report
from tests.programmes import Number, cost, programme, saving

NPV = econ.net_present_value()
SWITCH = ChanceOfNone(0.5, Fixed(1.0))
OTHER = Normal(3.0, 1.0)


def of_two(effect: Number, other: Number = OTHER, rank: float = 0.0) -> Scenario:
    """£1 times an effect, and £10 times another number, less £20."""
    pairs = [Correlation("effect", "other", rank)] if rank else []
    return programme(
        {"people": 1.0, "effect": effect, "other": other, "one": 1.0, "ten": 10.0, "spend": 20.0},
        [
            saving("first", "people * effect", "one"),
            saving("second", "people * other", "ten"),
            cost("delivery", "people", "spend"),
        ],
        correlations=pairs,
    )


def only(scenario: Scenario, draws: int = 20_000) -> Structure:
    (found,) = structures(scenario, NPV, draws, seed=11).structures
    return found


def test_of_a_sum_the_conditional_means_are_those_of_its_other_part_within_four_errors() -> None:
    """None: 10 x 3 - 20 = 10. With it 8 more. The error is 10 over the root of the draws."""
    found = only(of_two(ChanceOfNone(0.4, Normal(8.0, 2.0))))
    assert found.weight == 0.4
    assert found.none is not None
    assert found.otherwise is not None
    assert found.none_se == pytest.approx(10 / sqrt(0.4 * 20_000), rel=0.05)
    assert found.otherwise_se == pytest.approx(sqrt(104) / sqrt(0.6 * 20_000), rel=0.05)
    assert abs(found.none - 10) < 4 * (found.none_se or 0)
    assert abs(found.otherwise - 18) < 4 * (found.otherwise_se or 0)
    assert found.difference == found.otherwise - found.none


def test_where_all_else_is_certain_both_means_are_exact() -> None:
    """A switch: 7 x 1 or 7 x 0, and 10 x 3 - 20 beside it."""
    scenario = programme(
        {"people": 1.0, "on": SWITCH, "seven": 7.0, "ten": 10.0},
        [saving("first", "people * on", "seven"), cost("delivery", "people", "ten")],
    )
    found = only(scenario, 200)
    assert found.none == pytest.approx(-10)
    assert found.otherwise == pytest.approx(-3)
    assert found.difference == pytest.approx(7)
    assert found.none_se == pytest.approx(0, abs=1e-12)


def test_a_switch_of_an_uncertain_effect_gives_its_mean_where_it_is_on() -> None:
    scenario = programme(
        {"people": 1.0, "on": SWITCH, "effect": Normal(5.0, 2.0), "two": 2.0, "four": 4.0},
        [saving("gain", "people * on * effect", "two"), cost("delivery", "people", "four")],
    )
    found = only(scenario)
    assert found.none == pytest.approx(-4)
    assert abs((found.otherwise or 0) - 6) < 4 * (found.otherwise_se or 0)


def test_the_two_means_weighted_by_their_draws_are_the_mean_of_all() -> None:
    scenario = of_two(ChanceOfNone(0.25, Normal(8.0, 2.0)))
    values = NPV.draws(econ.run(scenario, 5_000, seed=11))
    none = econ.monte_carlo(scenario, 5_000, seed=11)["effect"] == 0
    found = structures(scenario, NPV, 5_000, seed=11).structures[0]
    assert found.none == pytest.approx(values[none].mean(), rel=1e-12)
    share = none.mean()
    both = share * (found.none or 0) + (1 - share) * (found.otherwise or 0)
    assert both == pytest.approx(values.mean(), rel=1e-12)


def test_what_correlates_with_the_number_moves_with_it() -> None:
    """Of a Gaussian copula, the partner of the lowest 40% has mean -rho phi(z) / 0.4, z the 40%."""
    found = only(of_two(ChanceOfNone(0.4, Normal(80.0, 2.0)), rank=0.6), 40_000)
    rho = 2 * sin(pi * 0.6 / 6)
    shift = -rho * norm.pdf(norm.ppf(0.4)) / 0.4
    assert abs((found.none or 0) - (10 + 10 * shift)) < 4 * (found.none_se or 0)


def test_a_difference_within_its_own_error_is_not_told() -> None:
    found = only(of_two(ChanceOfNone(0.5, Normal(0.001, 0.001))), 1_000)
    assert found.none is not None
    assert found.difference is None


def test_a_number_on_which_nothing_depends_is_no_structure_nor_one_that_cannot_be_none() -> None:
    scenario = of_two(Normal(8.0, 2.0))
    spare = replace(scenario["effect"], name="spare", distribution=SWITCH)
    assert structures(scenario, NPV, 100).structures == ()
    made = replace(scenario, parameters={**scenario.parameters, "spare": spare})
    assert structures(made, NPV, 100).structures == ()


def test_the_structure_that_moves_the_answer_most_comes_first() -> None:
    scenario = of_two(ChanceOfNone(0.4, Normal(8.0, 2.0)), ChanceOfNone(0.4, Normal(8.0, 2.0)))
    names = [found.parameter for found in structures(scenario, NPV, 2_000).structures]
    assert names == ["other", "effect"]


def test_a_run_takes_its_own_draws_and_of_replicates_the_error_is_their_spread() -> None:
    scenario = of_two(ChanceOfNone(0.4, Normal(8.0, 2.0)))
    (found,) = report(scenario, SobolSequence(4_096, 1)).structures.structures
    (plain,) = structures(scenario, NPV, 4_096).structures
    assert abs((found.none or 0) - 10) < 4 * (found.none_se or 0)
    assert (found.none_se or 0) < 0.5 * (plain.none_se or 0)


def test_records_and_frame_have_a_row_a_structure() -> None:
    scenario = of_two(ChanceOfNone(0.4, Normal(8.0, 2.0)))
    found = structures(scenario, NPV, 500)
    (record,) = found.records()
    assert record["parameter"] == "effect"
    assert record["weight"] == 0.4
    assert list(found.to_frame().columns) == list(record)


def test_draws_without_a_figure_have_none() -> None:
    scenario = of_two(ChanceOfNone(0.4, Normal(8.0, 2.0)))
    rows = np.array([0.0, np.nan, 1.0, 2.0, 3.0])
    none = np.array([[0.0], [1.0], [1.0], [0.0], [0.0]])
    (found,) = structures_in(scenario, NPV, rows, none).structures
    assert (found.none, found.otherwise, found.difference) == (None, 2.5, None)


def switched(spend: float) -> Scenario:
    return programme(
        {"people": 1.0, "on": SWITCH, "hundred": 100.0, "spend": spend},
        [saving("gain", "people * on", "hundred"), cost("delivery", "people", "spend")],
    )


@pytest.mark.parametrize(("spend", "switching"), [(20.0, 0.2), (60.0, 0.6)])
def test_a_switch_has_a_switching_value_and_a_chance_beyond_of_its_weight(
    spend: float, switching: float
) -> None:
    """At a mean of a half it pays at 20 and not at 60; in either case half the draws turn it."""
    found = threshold(switched(spend), "on", NPV)
    assert found.value == pytest.approx(switching)
    assert found.probability_beyond == pytest.approx(0.5)


def test_a_tornado_takes_a_switch_from_none_to_one() -> None:
    (bar,) = econ.tornado(switched(20.0), NPV).bars
    assert (bar.low, bar.high, bar.at_low, bar.at_high) == (0, 1, -20, 80)


def test_the_sobol_index_of_a_switch_is_its_share_of_the_variance() -> None:
    """Of a Bernoulli(p) times a normal: mean^2 p (1 - p) over p (sd^2 + mean^2) - p^2 mean^2."""
    scenario = programme(
        {"people": 1.0, "on": SWITCH, "effect": Normal(3.0, 2.0), "one": 1.0},
        [saving("gain", "people * on * effect", "one")],
    )
    found = {x.parameter: x.estimate for x in sobol(scenario, NPV, n=2**12).first}
    whole = 0.5 * 13 - 0.25 * 9
    assert found["on"] == pytest.approx(9 * 0.25 / whole, abs=0.02)
    assert found["effect"] == pytest.approx(0.25 * 4 / whole, abs=0.02)
