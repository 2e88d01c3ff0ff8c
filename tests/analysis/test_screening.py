"""Morris and PAWN: SALib's own regression values, and programmes worked out by hand."""

from collections.abc import Mapping

import numpy as np
import pytest
from SALib.analyze import pawn as salib
from scipy import special, stats

from econ.analysis.screening import (
    DUMMY,
    DensityIndex,
    MorrisEffect,
    density_based,
    elementary_effects,
    importance,
    morris,
    pawn,
    slides,
)
from econ.errors import ScenarioError
from econ.methods.bootstrap import resamples
from econ.methods.factors import Factor
from econ.model.distributions import (
    Beta,
    DirichletShare,
    Distribution,
    FloatArray,
    LogNormal,
    Normal,
    Sample,
    Uniform,
)
from econ.model.measures import costs, net_present_value
from econ.model.programme import Correlation
from econ.model.scenario import Scenario
from tests.programmes import programme, saving

NPV = net_present_value("society")


def total_of(values: Mapping[str, Distribution], *correlations: Correlation) -> Scenario:
    """A programme worth the sum of these values."""
    return programme(
        {"people": 1.0, "one": 1.0, **values},
        [saving(f"saving_{name}", f"people * {name}", "one") for name in values],
        correlations=correlations,
    )


def product_of(first: Distribution, second: Distribution) -> Scenario:
    """A programme worth an effect times a price."""
    return programme(
        {"people": 1.0, "effect": first, "price": second},
        [saving("x", "people * effect", "price")],
    )


def ishigami(cube: FloatArray) -> FloatArray:
    x1, x2, x3 = (np.pi * (2 * cube[:, k] - 1) for k in range(3))
    values: FloatArray = np.sin(x1) + 7 * np.sin(x2) ** 2 + 0.1 * x3**4 * np.sin(x1)
    return values


X = [Factor(name, name, (name,), (name,)) for name in ("x1", "x2", "x3")]


def test_ishigamis_morris_effects_are_salibs_own_regression_values() -> None:
    # SALib, tests/test_regression.py, test_regression_morris_vanilla: N = 10,000, 4 levels.
    found = elementary_effects(ishigami, X, 10_000, 4, np.random.default_rng(12345))
    sizes = np.array([effect.estimate for effect in found], dtype=np.float64)
    np.testing.assert_allclose(sizes, np.array([7.682808, 7.875, 6.256295]), rtol=1e-5)


def test_ishigamis_grouped_morris_effects_are_salibs_own_regression_values() -> None:
    # The same file, test_regression_morris_groups: x2 and x3 in one group.
    groups = [X[0], Factor("x2 and x3", "x2 and x3", ("x2", "x3"), ("x2", "x3"))]
    found = elementary_effects(ishigami, groups, 10_000, 4, np.random.default_rng(12345))
    sizes = np.array([effect.estimate for effect in found], dtype=np.float64)
    np.testing.assert_allclose(sizes, np.array([7.771541, 10.188284]), rtol=1e-5)
    assert found[0].mu is not None
    assert found[1].mu is None
    assert found[1].sigma is None


def effects(found: tuple[MorrisEffect, ...]) -> dict[str, MorrisEffect]:
    return {effect.parameter: effect for effect in found}


def test_a_straight_line_has_the_same_effect_everywhere() -> None:
    scenario = total_of({"a": Uniform(0, 10), "b": Uniform(-2, 0)})
    found = effects(morris(scenario, NPV).effects)
    for name, width in (("a", 10), ("b", 2)):
        assert found[name].estimate == pytest.approx(width * 0.99)
        assert found[name].mu == pytest.approx(width * 0.99)
        assert found[name].sigma == pytest.approx(0, abs=1e-12)
        assert found[name].low == pytest.approx(width * 0.99)


def test_effects_are_sorted_by_size() -> None:
    scenario = total_of({"a": Uniform(0, 1), "b": Uniform(0, 3), "c": Uniform(0, 2)})
    assert [effect.parameter for effect in morris(scenario, NPV).effects] == ["b", "c", "a"]


def test_a_harm_has_a_negative_mean_effect_of_the_same_size() -> None:
    scenario = programme(
        {"people": 1.0, "a": Uniform(0, 10), "price": 1.0}, [saving("x", "(1 - a)", "price")]
    )
    (found,) = morris(scenario, NPV).effects
    assert (found.estimate, found.mu) == pytest.approx((9.9, -9.9))


def test_an_effect_that_depends_on_another_parameter_has_a_spread() -> None:
    scenario = product_of(Uniform(0, 1), Uniform(0, 10))
    (effect, price) = morris(scenario, NPV, levels=6, trajectories=2000).effects
    for found in (effect, price):
        assert (found.sigma or 0) > 1
        assert found.estimate == pytest.approx(4.95, rel=0.1)
        assert (found.low or 0) < (found.estimate or 0) < (found.high or 0)


def test_the_endless_tails_of_a_distribution_are_left_out() -> None:
    (found,) = morris(total_of({"a": Normal(0, 1)}), NPV).effects
    reach = special.ndtri(np.array([0.005, 0.335, 0.665, 0.995]))
    steps = reach[2:] - reach[:2]
    assert found.low is not None
    assert found.estimate == pytest.approx(steps[0] * 1.5)
    assert steps[0] == pytest.approx(steps[1])


def test_every_distribution_can_be_screened() -> None:
    values: dict[str, Distribution] = {
        "a": Beta(0.5, 0.5),
        "b": LogNormal(0, 2),
        "c": Normal(0, 1),
        "d": Sample((1.0, 2.0, 4.0)),
    }
    for effect in morris(total_of(values), NPV).effects:
        assert (effect.estimate or 0) > 0


def test_the_shares_of_a_group_move_together_and_have_no_direction() -> None:
    scenario = total_of(
        {"a": DirichletShare(1, 3, "mix"), "b": DirichletShare(2, 3, "mix"), "c": Normal(0, 1)}
    )
    found = effects(morris(scenario, NPV).effects)
    assert found["mix"].estimate == pytest.approx(0, abs=1e-12)
    assert (found["mix"].mu, found["mix"].sigma) == (None, None)
    assert found["c"].mu is not None


def test_groups_named_by_the_reader_are_screened_as_one() -> None:
    scenario = total_of({"a": Uniform(0, 1), "b": Uniform(0, 3), "c": Uniform(0, 2)})
    found = effects(morris(scenario, NPV, groups={"a": "both", "b": "both"}).effects)
    assert set(found) == {"both", "c"}
    assert found["c"].estimate == pytest.approx(1.98)


def test_correlations_are_set_aside_and_a_warning_says_so() -> None:
    values = {"a": Uniform(0, 1), "b": Uniform(0, 3)}
    tied = total_of(values, Correlation("a", "b", 0.9))
    found = morris(tied, NPV)
    assert found.effects == morris(total_of(values), NPV).effects
    (warning,) = found.warnings
    assert str(warning) == (
        "a, b: are correlated; Morris moves each alone, as if they were not\n"
        "    Use Shapley effects to rank them."
    )


def test_morris_tells_how_often_it_evaluated_the_model() -> None:
    scenario = total_of({"a": Uniform(0, 1), "b": Uniform(0, 3)})
    assert morris(scenario, NPV, trajectories=10).evaluations == 30


def test_a_measure_that_does_not_vary_has_no_effects_and_says_why() -> None:
    (found,) = morris(total_of({"a": Uniform(0, 1)}), costs("society")).effects
    assert (found.estimate, found.reason) == (None, "the measure does not vary")


@pytest.mark.parametrize(("levels", "trajectories"), [(5, 10), (0, 10), (4, 1)])
def test_a_grid_that_cannot_be_moved_on_is_refused(levels: int, trajectories: int) -> None:
    with pytest.raises(ScenarioError, match="make no grid to move on"):
        morris(total_of({"a": Uniform(0, 1)}), NPV, levels=levels, trajectories=trajectories)


def test_the_same_seed_gives_the_same_screening_and_another_does_not() -> None:
    scenario = product_of(Normal(0, 1), Normal(3, 1))
    assert morris(scenario, NPV) == morris(scenario, NPV)
    assert morris(scenario, NPV).effects != morris(scenario, NPV, seed=1).effects


def test_a_morris_record_holds_the_figures_of_the_effect_between_its_limits() -> None:
    found = morris(product_of(Uniform(0, 1), Uniform(0, 10)), NPV, levels=6)
    effect, record = found.effects[0], found.records()[0]
    assert record == {
        "measure": "net_present_value",
        "view": "society",
        "parameter": effect.parameter,
        "label": effect.label,
        "estimate": effect.estimate,
        "low": effect.low,
        "high": effect.high,
        "mu": effect.mu,
        "sigma": effect.sigma,
        "reason": None,
    }
    assert (effect.low or 0) < (effect.estimate or 0) < (effect.high or 0)


def test_a_morris_record_without_figures_says_why() -> None:
    (record,) = morris(total_of({"a": Uniform(0, 1)}), costs("society")).records()
    blank = dict.fromkeys(("estimate", "low", "high", "mu", "sigma"))
    assert {name: record[name] for name in blank} == blank
    assert (record["label"], record["reason"]) == ("a", "the measure does not vary")


def densities(found: tuple[DensityIndex, ...]) -> dict[str, DensityIndex]:
    return {index.parameter: index for index in found}


def test_a_parameter_that_is_the_whole_result_has_the_index_of_its_closed_form() -> None:
    # Known to lie in the j-th tenth, the result is there: the distance is max(j - 1, 10 - j) / 10.
    found = densities(density_based(total_of({"a": Normal(0, 1)}), NPV).indices)
    distances = [max(j - 1, 10 - j) / 10 for j in range(1, 11)]
    assert found["a"].estimate == pytest.approx(np.median(distances), abs=0.01)
    assert found["a"].maximum == pytest.approx(max(distances), abs=0.01)


def test_a_normal_sums_index_is_that_of_the_conditional_normals() -> None:
    # Y = a + b with variances 4 and 1; the distance of Y | a in a tenth from Y, by quadrature.
    found = densities(density_based(total_of({"a": Normal(0, 2), "b": Normal(0, 1)}), NPV).indices)
    y = np.linspace(-12, 12, 2001)
    for name, own, other in (("a", 2.0, 1.0), ("b", 1.0, 2.0)):
        distances = []
        for j in range(10):
            inside = own * special.ndtri((j + (np.arange(200) + 0.5) / 200) / 10)
            given = special.ndtr((y[:, np.newaxis] - inside) / other).mean(axis=1)
            distances.append(np.abs(given - special.ndtr(y / np.sqrt(5))).max())
        index = found[name]
        assert index.low is not None
        assert index.high is not None
        assert index.estimate == pytest.approx(np.median(distances), abs=0.02)
        assert index.low <= np.median(distances) <= index.high


def test_the_index_sees_a_spread_that_the_mean_does_not_show() -> None:
    # The sign of an effect around 0 and the size of its price: knowing the price moves no mean.
    found = densities(density_based(product_of(Normal(0, 1), LogNormal(0, 1)), NPV).indices)
    assert found["price"].above_noise
    assert (found["price"].estimate or 0) > 0.1


def test_a_parameter_that_hardly_matters_is_not_above_what_chance_scores() -> None:
    found = density_based(total_of({"a": Normal(0, 1), "b": Normal(0, 1e-6)}), NPV)
    index = densities(found.indices)
    assert index["a"].above_noise
    assert index["b"].above_noise is False
    assert found.noise == pytest.approx(index["b"].estimate or 0, abs=0.03)


def test_correlated_parameters_tell_of_each_other() -> None:
    values = {"a": Normal(0, 1), "b": Normal(0, 1e-6)}
    found = density_based(total_of(values, Correlation("a", "b", 0.9)), NPV)
    assert densities(found.indices)["b"].above_noise


def test_a_sample_in_which_chance_scores_high_is_too_small_to_rank() -> None:
    found = density_based(total_of({"a": Normal(0, 1), "b": Normal(0, 0.9)}), NPV, n=128)
    (warning,) = found.warnings
    noise = found.noise or 0.0
    assert warning.who == "net present value (society)"
    assert warning.what == f"the sample is too small to rank: chance alone scores {noise:.2f}"
    assert not density_based(total_of({"a": Normal(0, 1), "b": Normal(0, 0.9)}), NPV).warnings


def test_the_sample_that_is_proposed_would_halve_the_noise_that_is_allowed() -> None:
    """What chance scores falls with the root of the sample, of which n is a power of two."""
    found = density_based(total_of({"a": Normal(0, 1), "b": Normal(0, 0.9)}), NPV, n=128)
    proposed = int(found.warnings[0].remedy.removeprefix("Use n=").split()[0].replace(",", ""))
    assert found.warnings[0].remedy == f"Use n={proposed:,} or more."
    assert 0.05 / np.sqrt(2) < (found.noise or 0.0) * np.sqrt(128 / proposed) <= 0.05


def test_a_parameter_of_few_values_has_no_density_index_and_says_why() -> None:
    scenario = total_of({"a": Sample((0.0, 1.0)), "b": Normal(0, 1)})
    found = densities(density_based(scenario, NPV, n=512).indices)
    assert found["a"].estimate is None
    assert found["a"].reason == "takes too few values to be cut into parts"
    assert found["b"].estimate is not None


def test_no_density_index_is_given_for_a_measure_that_does_not_vary() -> None:
    found = density_based(total_of({"a": Normal(0, 1)}), costs("society"), n=64)
    assert [(index.estimate, index.reason) for index in found.indices] == [
        (None, "the measure does not vary")
    ]
    assert found.noise is None


def test_the_distances_of_the_bootstrap_are_salibs_own() -> None:
    inputs = np.stack([((37 * np.arange(512)) % 512) / 512, ((91 * np.arange(512)) % 512) / 512], 1)
    values = inputs[:, 0] ** 2 + 0.3 * inputs[:, 1]
    weights = np.full((3, 512), 1 / 512)
    for name, (found, maximum) in zip(
        ("a", "b"), pawn(["a", "b"], inputs, values, weights), strict=True
    ):
        column = inputs[:, ["a", "b"].index(name)]
        parts = [stats.ks_2samp(values[part], values).statistic for part in slides(column)]
        assert found.estimate == pytest.approx(np.median(parts))
        assert found.low == pytest.approx(np.median(parts))
        assert maximum == pytest.approx(max(parts))


def test_the_index_is_salibs() -> None:
    inputs = np.random.default_rng(1).random((500, 3))
    values = inputs @ [1.0, 2.0, 0.0]
    problem = {"num_vars": 3, "names": ["a", "b", DUMMY], "bounds": [[0, 1]] * 3}
    theirs = salib.analyze(problem, inputs, values, S=10)
    ours = pawn(["a", "b", DUMMY], inputs, values, resamples(500, 10, 1))
    np.testing.assert_array_equal([found.estimate for found, _ in ours], theirs["median"])
    np.testing.assert_array_equal([maximum for _, maximum in ours], theirs["maximum"])


def test_density_records_hold_the_figures_between_their_limits_or_say_why_not() -> None:
    scenario = total_of({"a": Normal(0, 1), "b": Sample((0.0, 1.0))})
    found = density_based(scenario, NPV, n=256)
    first, second = found.indices
    known, none = found.records()
    assert known == {
        "measure": "net_present_value",
        "view": "society",
        "parameter": "a",
        "label": "a",
        "estimate": first.estimate,
        "low": first.low,
        "high": first.high,
        "maximum": first.maximum,
        "above_noise": True,
        "reason": None,
        "noise": found.noise,
    }
    assert list(known)[:3] == list(none)[:3] == ["measure", "view", "parameter"]
    assert (first.low or 0) < (first.estimate or 0) < (first.high or 0) <= (first.maximum or 0)
    assert (none["estimate"], none["low"], none["high"], none["above_noise"]) == (None,) * 4
    assert none["reason"] == second.reason == "takes too few values to be cut into parts"


def test_draws_that_anyone_has_made_are_ranked_as_a_scenario_s_are() -> None:
    """The score is SALib's own; a parameter that plays no part is not above chance."""
    x = np.random.default_rng(1).normal(size=(3, 4_000))
    values = 3 * x[0] + x[1] ** 2
    found = importance({"a": x[0], "b": x[1], "c": x[2]}, values)
    assert [one.parameter for one in found.indices] == ["a", "b", "c"]
    assert [one.above_noise for one in found.indices] == [True, True, False]
    problem = {"num_vars": 1, "names": ["a"], "bounds": [[0.0, 1.0]]}
    theirs = salib.analyze(problem, x[:1].T, values, S=10)
    assert found.indices[0].estimate == theirs["median"][0]
    assert found.size == 4_000
    flat = importance(x.T, np.ones(4_000)).indices
    assert {one.reason for one in flat} == {"the measure does not vary"}


@pytest.mark.parametrize(
    ("result", "words"),
    [(np.ones(99), "has not one number for each"), (np.full(100, np.nan), "is not a finite")],
)
def test_a_result_that_is_not_of_the_same_draws_is_refused(result: FloatArray, words: str) -> None:
    with pytest.raises(ScenarioError, match=words):
        importance({"a": np.arange(100.0)}, result)
