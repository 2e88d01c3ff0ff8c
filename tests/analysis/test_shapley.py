"""Shapley effects against the closed forms of linear and product models of correlated normals."""

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from math import comb

import numpy as np
import pytest

from econ.analysis.shapley import (
    ShapleyEffects,
    TwoSets,
    shapley_effects,
    steadied,
)
from econ.analysis.sobol import sobol
from econ.methods.crossings import IndexArray
from econ.methods.factors import factors
from econ.methods.fair_shares import BoolArray
from econ.model.designs import saltelli
from econ.model.distributions import (
    Beta,
    ChanceOfNone,
    DirichletShare,
    Distribution,
    FloatArray,
    Gamma,
    LogNormal,
    Normal,
    Sample,
    Uniform,
)
from econ.model.draws import sampling
from econ.model.impacts import Impacts
from econ.model.measures import Measure, benefit_cost_ratio, costs, net_present_value
from econ.model.programme import Correlation
from econ.model.scenario import Scenario
from tests.programmes import PERSPECTIVES, programme, saving

NPV = net_present_value("society")


def rank(pearson: float) -> float:
    """The rank correlation of two normals with this correlation."""
    return float(6 / np.pi * np.arcsin(pearson / 2))


def total_of(
    values: Mapping[str, Distribution], correlations: Mapping[tuple[str, str], float] | None = None
) -> Scenario:
    """A programme worth the sum of these values, with Pearson correlations of their scores."""
    return programme(
        {"people": 1.0, "one": 1.0, **values},
        [saving(f"saving_{name}", f"people * {name}", "one") for name in values],
        correlations=[Correlation(*pair, rank(rho)) for pair, rho in (correlations or {}).items()],
    )


def product_of(first: Distribution, second: Distribution, rho: float) -> Scenario:
    """A programme worth an effect times a price."""
    return programme(
        {"people": 1.0, "effect": first, "price": second},
        [saving("x", "people * effect", "price")],
        correlations=[Correlation("effect", "price", rank(rho))],
    )


def shares(found: ShapleyEffects) -> dict[str, float]:
    return {e.parameter: e.estimate for e in found.effects if e.estimate is not None}


def assert_within_four_errors(found: ShapleyEffects, known: Mapping[str, float]) -> None:
    """Each share within four of its standard errors, which are small enough to print it."""
    assert {effect.parameter for effect in found.effects} == set(known)
    for effect in found.effects:
        assert effect.se is not None
        assert effect.se < 0.01
        assert effect.estimate == pytest.approx(known[effect.parameter], abs=4 * effect.se + 1e-12)


def of_sum(covariance: FloatArray) -> FloatArray:
    """Shapley effects of a sum of normals, from the variance left when a subset is known."""
    count = len(covariance)

    def left(chosen: Sequence[int]) -> float:
        rest = [k for k in range(count) if k not in chosen]
        inner = covariance[np.ix_(chosen, chosen)]
        if rest and chosen:
            across = covariance[np.ix_(chosen, rest)]
            inner = inner - across @ np.linalg.solve(covariance[np.ix_(rest, rest)], across.T)
        return float(inner.sum())

    found = np.zeros(count)
    for k in range(count):
        others = [j for j in range(count) if j != k]
        for size in range(count):
            for chosen in combinations(others, size):
                gain = left(sorted((*chosen, k))) - left(chosen)
                found[k] += gain / (count * comb(count - 1, size))
    return np.asarray(found / covariance.sum())


def pair_shares(rho: float, first_sd: float, second_sd: float) -> float:
    """The first of two correlated normals' share of the variance of their sum."""
    v1, v2 = first_sd**2, second_sd**2
    whole = v1 + v2 + 2 * rho * first_sd * second_sd
    return (v1 + rho * first_sd * second_sd + rho**2 * (v2 - v1) / 2) / whole


@pytest.mark.parametrize("rho", [-0.5, 0.0, 0.7])
def test_a_correlated_pair_has_the_shares_of_its_closed_form(rho: float) -> None:
    scenario = total_of({"a": Normal(3, 2), "b": Normal(1, 1)}, {("a", "b"): rho})
    found = shapley_effects(scenario, NPV)
    known = pair_shares(rho, 2, 1)
    assert_within_four_errors(found, {"a": known, "b": 1 - known})


def test_three_correlated_normals_have_the_shares_of_their_closed_form() -> None:
    sd, rho = np.array([1.0, 2.0, 1.5]), {("a", "b"): 0.6, ("b", "c"): -0.3, ("a", "c"): 0.2}
    correlation = np.array([[1, 0.6, 0.2], [0.6, 1, -0.3], [0.2, -0.3, 1]])
    values = {name: Normal(5, s) for name, s in zip("abc", sd, strict=True)}
    found = shapley_effects(total_of(values, rho), NPV)
    known = dict(zip("abc", of_sum(correlation * np.outer(sd, sd)), strict=True))
    assert_within_four_errors(found, known)


def test_the_closed_form_of_many_agrees_with_that_of_a_pair() -> None:
    covariance = np.array([[4, 1.4], [1.4, 1]])
    assert of_sum(covariance)[0] == pytest.approx(pair_shares(0.7, 2, 1))


def test_a_product_of_correlated_normals_has_the_shares_of_its_closed_form() -> None:
    # Y = (m1 + Z1)(m2 + Z2): once the one of mean m is known the other leaves a variance of
    # (1 + m^2)(1 - rho^2), of V = m1^2 + m2^2 + 2 m1 m2 rho + 1 + rho^2.
    rho, m1, m2 = 0.6, 2.0, 0.5
    whole = m1**2 + m2**2 + 2 * m1 * m2 * rho + 1 + rho**2
    effect_leaves, price_leaves = (1 + m2**2) * (1 - rho**2), (1 + m1**2) * (1 - rho**2)
    found = shapley_effects(product_of(Normal(m1, 1), Normal(m2, 1), rho), NPV)
    known = (effect_leaves + whole - price_leaves) / (2 * whole)
    assert_within_four_errors(found, {"effect": known, "price": 1 - known})


def test_many_factors_are_shared_by_random_orders_under_their_correlations() -> None:
    names = [f"p{k:02d}" for k in range(12)]
    sd = np.linspace(0.5, 2, 12)
    tied = {("p00", "p11"): 0.8, ("p01", "p02"): -0.6, ("p02", "p03"): 0.3}
    correlation = np.eye(12)
    for (first, second), rho in tied.items():
        i, j = names.index(first), names.index(second)
        correlation[i, j] = correlation[j, i] = rho
    values = {name: Normal(0, s) for name, s in zip(names, sd, strict=True)}
    found = shapley_effects(total_of(values, tied), NPV, n=8192)
    known = dict(zip(names, of_sum(correlation * np.outer(sd, sd)), strict=True))
    assert sum(shares(found).values()) == pytest.approx(1, abs=1e-12)
    assert_within_four_errors(found, known)


def test_independent_parameters_share_each_interaction_equally() -> None:
    scenario = product_of(Normal(2, 1), Normal(5, 2), 0.0)
    alone, other, both = 25 * 1, 4 * 4, 1 * 4
    whole = alone + other + both
    known = {"effect": (alone + both / 2) / whole, "price": (other + both / 2) / whole}
    assert_within_four_errors(shapley_effects(scenario, NPV), known)


def test_independent_shares_lie_between_first_order_and_total_indices() -> None:
    scenario = product_of(Normal(2, 1), Normal(5, 2), 0.0)
    found, indices = shares(shapley_effects(scenario, NPV)), sobol(scenario, NPV)
    for first, total in zip(indices.first, indices.total, strict=True):
        assert (first.estimate or 0) < found[first.parameter] < (total.estimate or 0)


@pytest.mark.parametrize("n", [16, 1024])
def test_shares_add_up_to_one_whatever_the_sample(n: int) -> None:
    values: dict[str, Distribution] = {
        "a": Gamma.from_moments(2, 3),
        "b": Normal(1, 1),
        "c": Normal(0, 1),
    }
    scenario = total_of(values, {("a", "c"): 0.5})
    found = shares(shapley_effects(scenario, NPV, n=n))
    assert sum(found.values()) == pytest.approx(1, abs=1e-12)


def test_a_parameter_that_does_nothing_has_the_share_of_what_it_tells_of_others() -> None:
    values = {"a": Normal(0, 1), "b": Normal(0, 1e-9)}
    found = shapley_effects(total_of(values, {("a", "b"): 0.8}), NPV)
    assert_within_four_errors(found, {"a": 1 - 0.8**2 / 2, "b": 0.8**2 / 2})


def test_the_standard_error_tells_how_far_estimates_stray() -> None:
    scenario = total_of({"a": Normal(3, 2), "b": Normal(1, 1)}, {("a", "b"): 0.5})
    runs = [shapley_effects(scenario, NPV, n=64, seed=seed) for seed in range(60)]
    strayed = np.std([shares(run)["a"] for run in runs])
    told = np.mean([effect.se for run in runs for effect in run.effects if effect.parameter == "a"])
    # The points are evener than chance, so that estimates stray less than a bootstrap tells.
    assert 0.3 * told < strayed < 1.3 * told


def test_groups_of_parameters_may_be_the_players() -> None:
    sd = {"a": 1.0, "b": 2.0, "c": 1.5}
    tied = {("a", "b"): 0.5, ("b", "c"): 0.4}
    found = shapley_effects(
        total_of({name: Normal(0, s) for name, s in sd.items()}, tied),
        NPV,
        n=8192,
        groups={"a": "pair", "b": "pair"},
    )
    # The group as one normal: variance 1 + 4 + 2 * 0.5 * 2, covariance with c 0.4 * 2 * 1.5.
    # Given c the pair keeps 7 - 1.2^2 / 2.25; given a and b, c keeps its residual variance.
    covariance = np.array([[1, 1, 0], [1, 4, 1.2], [0, 1.2, 2.25]])
    inner, across = covariance[:2, :2], covariance[:2, 2]
    pair_left = inner.sum() - across.sum() ** 2 / 2.25
    c_left = 2.25 - across @ np.linalg.solve(inner, across)
    whole = covariance.sum()
    known = (pair_left + whole - c_left) / 2 / whole
    assert_within_four_errors(found, {"pair": known, "c": 1 - known})


def test_a_joint_sample_and_a_group_of_shares_are_one_player_each() -> None:
    row = tuple(np.linspace(-1, 1, 21))
    scenario = total_of(
        {
            "a": Sample(row, "trial"),
            "b": Sample(row, "trial"),
            "c": DirichletShare(1, 3, "mix"),
            "d": DirichletShare(2, 3, "mix"),
        }
    )
    found = shares(shapley_effects(scenario, NPV))
    assert found == pytest.approx({"trial": 1.0, "mix": 0.0}, abs=1e-9)


def test_many_measures_are_answered_from_one_set_of_draws() -> None:
    scenario = programme(
        {"people": 1.0, "a": Normal(1, 1), "b": Normal(1, 1), "one": 1.0},
        [
            saving("x", "people * a", "one", shares={"nhs": 1.0}),
            saving("y", "people * b", "one", shares={"carers": 1.0}),
        ],
        payers={"nhs": PERSPECTIVES, "carers": ("society",)},
        correlations=[Correlation("a", "b", 0.5)],
    )
    many = shapley_effects(scenario, [NPV, net_present_value(payer="nhs")], n=256)
    alone = shapley_effects(scenario, NPV, n=256)
    assert [e for e in many.effects if e.view == "society"] == list(alone.effects)
    assert many.evaluations == alone.evaluations


def test_effects_are_sorted_by_size() -> None:
    values = {"a": Normal(0, 1), "b": Normal(0, 3), "c": Normal(0, 2), "d": Normal(0, 4)}
    found = shapley_effects(total_of(values), NPV)
    assert [effect.parameter for effect in found.effects] == ["d", "b", "c", "a"]


def test_the_number_of_evaluations_is_told() -> None:
    values = {"a": Normal(0, 1), "b": Normal(0, 3), "c": Normal(0, 2)}
    asked: list[int] = []

    def counting(impacts: Impacts) -> FloatArray:
        asked.append(len(impacts))
        return NPV(impacts)

    found = shapley_effects(total_of(values), {"x": counting}, n=32)
    assert found.evaluations == sum(asked)


def test_one_factor_alone_has_the_whole_variance() -> None:
    assert shares(shapley_effects(total_of({"a": Normal(0, 1)}), NPV)) == {"a": 1.0}


@pytest.mark.parametrize(
    ("measure", "reason"),
    [
        (costs("society"), "the measure does not vary"),
        (benefit_cost_ratio("society"), "the measure does not exist in 100% of draws"),
    ],
)
def test_a_measure_without_a_variance_has_no_effects_and_says_why(
    measure: Measure, reason: str
) -> None:
    scenario = total_of({"a": Normal(0, 1), "b": Normal(0, 1)})
    for effect in shapley_effects(scenario, measure, n=64).effects:
        assert (effect.estimate, effect.se, effect.reason) == (None, None, reason)


def test_a_sample_too_small_to_rank_says_so_in_words() -> None:
    like = product_of(Normal(1, 1), Normal(1, 0.98), 0.0)
    said = [warning.what for warning in shapley_effects(like, NPV, n=64).warnings]
    assert any(sentence.startswith("the sample is too small to rank") for sentence in said)


def test_the_same_seed_gives_the_same_effects_and_another_does_not() -> None:
    scenario = total_of({"a": Normal(0, 1), "b": Normal(0, 2)}, {("a", "b"): 0.5})
    assert shapley_effects(scenario, NPV, n=64) == shapley_effects(scenario, NPV, n=64)
    other = shapley_effects(scenario, NPV, n=64, seed=1)
    assert shapley_effects(scenario, NPV, n=64).effects != other.effects


def test_records_carry_the_keys_of_the_results_file() -> None:
    values = {"a": Normal(0, 1), "b": Normal(0, 2)}
    found = shapley_effects(total_of(values), NPV, n=64)
    effect, record = found.effects[0], found.records()[0]
    assert record == {
        "measure": "net_present_value",
        "view": "society",
        "parameter": "b",
        "label": "b",
        "estimate": effect.estimate,
        "low": effect.low,
        "high": effect.high,
        "se": effect.se,
        "reason": None,
    }
    assert (effect.low or 0) < (effect.estimate or 0) < (effect.high or 0)
    none, _ = shapley_effects(total_of(values), costs("society"), n=64).records()
    assert (none["estimate"], none["se"], none["reason"]) == (
        None,
        None,
        "the measure does not vary",
    )


def of_uniforms(count: int, function: Callable[[FloatArray], FloatArray]) -> ShapleyEffects:
    """The effects on a function of uniforms on 0 to 1, named x0, x1 and so on."""
    names = [f"x{k}" for k in range(count)]
    scenario = total_of({name: Uniform(0.0, 1.0) for name in names})

    def asked(impacts: Impacts) -> FloatArray:
        return function(np.array([impacts.draws.columns[name] for name in names]))

    return shapley_effects(scenario, {"function": asked}, n=2**14)


def test_ishigamis_function_has_its_known_shares() -> None:
    """First-order 0.314, 0.442 and 0; the 0.244 of x1 and x3 together is shared equally."""

    def ishigami(x: FloatArray) -> FloatArray:
        x1, x2, x3 = np.pi * (2 * x - 1)
        return np.asarray(np.sin(x1) + 7 * np.sin(x2) ** 2 + 0.1 * x3**4 * np.sin(x1))

    both = 0.2436836641
    known = {"x0": 0.3139051912 + both / 2, "x1": 0.4424111448, "x2": both / 2}
    assert_within_four_errors(of_uniforms(3, ishigami), known)


def test_the_g_function_has_its_known_shares_down_to_the_least() -> None:
    """Every interaction in equal parts to those in it: the variance of a set is a product."""
    a = np.array([0, 1, 4.5, 9, 99, 99, 99, 99])
    partial = 1 / (3 * (1 + a) ** 2)
    known = dict.fromkeys(range(8), 0.0)
    for size in range(1, 9):
        for chosen in combinations(range(8), size):
            for k in chosen:
                known[k] += float(np.prod(partial[list(chosen)])) / size

    def g(x: FloatArray) -> FloatArray:
        ends = (np.abs(4 * x - 2) + a[:, np.newaxis]) / (1 + a[:, np.newaxis])
        return np.asarray(ends.prod(axis=0))

    whole = float(np.prod(1 + partial) - 1)
    found = of_uniforms(8, g)
    assert_within_four_errors(found, {f"x{k}": v / whole for k, v in known.items()})
    least = [effect for effect in found.effects if effect.parameter in ("x4", "x5", "x6", "x7")]
    assert all(0 < (e.low or 0) < (e.high or 1) < 1e-4 for e in least)


@pytest.mark.parametrize("n", [16, 4096])
def test_what_does_nothing_has_no_share_at_all_though_others_are_correlated(n: int) -> None:
    values = {"a": Normal(0, 1), "b": Normal(1, 2), "c": Normal(3, 1)}
    scenario = programme(
        {"people": 1.0, "one": 1.0, "nothing": 0.0, **values},
        [
            saving("x", "people * a", "b"),
            saving("y", "people * c * nothing", "one"),
        ],
        correlations=[Correlation("a", "b", 0.5)],
    )
    found = {effect.parameter: effect for effect in shapley_effects(scenario, NPV, n=n).effects}
    assert (found["c"].estimate, found["c"].low, found["c"].high) == (0.0, 0.0, 0.0)


def test_a_sum_of_independent_numbers_is_known_without_an_error() -> None:
    """The control variate is the whole of it, whatever the distributions."""
    values: dict[str, Distribution] = {
        "a": Normal(3, 2),
        "b": Gamma.from_moments(10, 1),
        "c": Uniform(0, 1),
        "d": ChanceOfNone(0.3, Uniform(0.0, 6.0)),
    }
    variances = {name: value.sd**2 for name, value in values.items()}
    found = shapley_effects(total_of(values), NPV, n=64)
    whole = sum(variances.values())
    assert shares(found) == pytest.approx({n: v / whole for n, v in variances.items()}, rel=1e-6)
    assert all((effect.se or 0) < 1e-6 for effect in found.effects)


def test_a_control_takes_the_error_of_a_mean_and_not_the_mean() -> None:
    """Of moves whose mean is not quite 1 here, what goes with them is put right; 0 knows none."""
    moved = np.array([[0.5, 1.0, 2.5, 0.4], [0.0] * 4])
    added = np.array([3 * moved[0], [1.0, 2.0, 3.0, 6.0]])
    np.testing.assert_allclose(steadied(added, moved), [[3.0] * 4, [1.0, 2.0, 3.0, 6.0]])


DISTRIBUTIONS: dict[str, Distribution] = {
    "normal": Normal(3, 2),
    "gamma": Gamma.from_moments(4, 3),
    "lognormal": LogNormal(0, 0.5),
    "beta": Beta(2, 5),
    "none": ChanceOfNone(0.4, Normal(1, 1)),
    "sample": Sample((1.0, 2.0, 7.0)),
    "tied": Gamma.from_moments(4, 3),
    "with": Normal(0, 1),
}


def test_the_mean_move_of_every_distribution_is_one() -> None:
    """What the control variate stands on. A share of a group has no move that is known."""
    mix: dict[str, Distribution] = {
        "s": DirichletShare(1, 3, "mix"),
        "t": DirichletShare(2, 3, "mix"),
    }
    scenario = total_of(DISTRIBUTIONS | mix, {("tied", "with"): 0.7})
    moved = mixture_of(scenario, 2**14).moved(scenario)
    for factor, move in zip(factors(scenario), moved, strict=True):
        if factor.name == "mix":
            assert not move.any()
        else:
            assert move.mean() == pytest.approx(1, abs=4 * move.std() / 2**7), factor.name


def in_the_order_given(scenario: Scenario, size: int) -> IndexArray:
    count = len(factors(scenario))
    return np.broadcast_to(np.arange(count)[:, np.newaxis], (count, size))


def mixture_of(scenario: Scenario, size: int = 4096, ranks: IndexArray | None = None) -> TwoSets:
    prepared = sampling(scenario)
    (pair,) = saltelli(prepared.streams, size, 1, size)
    ranks = in_the_order_given(scenario, size) if ranks is None else ranks
    return TwoSets.of(prepared, factors(scenario), *pair, ranks)


def tied_programme() -> Scenario:
    values: dict[str, Distribution] = {
        "a": Normal(0, 1),
        "b": Gamma.from_moments(3, 1),
        "c": Normal(0, 1),
        "d": DirichletShare(1, 3, "mix"),
        "e": DirichletShare(2, 3, "mix"),
    }
    return total_of(values, {("a", "b"): 0.7, ("a", "d"): 0.5})


@pytest.fixture
def tied() -> TwoSets:
    return mixture_of(tied_programme())


def only_a(tied: TwoSets) -> BoolArray:
    """Factor a alone is taken from the first set, in every draw."""
    chosen = np.array([factor.name == "a" for factor in tied.varied])
    return np.repeat(chosen[:, np.newaxis], 4096, axis=1)


def test_keeping_all_factors_is_the_first_set_and_keeping_none_the_second(tied: TwoSets) -> None:
    for whether, other in ((True, tied.first), (False, tied.second)):
        columns = tied.taking(np.full((len(tied.varied), 4096), whether))
        for name in "abcde":
            np.testing.assert_allclose(columns[name], other[name], rtol=1e-9, atol=1e-9)


def test_what_is_kept_stays_and_what_is_not_is_drawn_anew_as_correlated_as_before(
    tied: TwoSets,
) -> None:
    keep_a = only_a(tied)
    columns = tied.taking(keep_a)
    np.testing.assert_allclose(columns["a"], tied.first["a"], atol=1e-12)
    for name in "bd":
        assert not np.array_equal(columns[name], tied.first[name])
        before = np.corrcoef(tied.first["a"][1:], tied.first[name][1:])[0, 1]
        after = np.corrcoef(columns["a"][1:], columns[name][1:])[0, 1]
        assert after == pytest.approx(before, abs=0.05)
        assert columns[name][1:].mean() == pytest.approx(tied.first[name][1:].mean(), rel=0.02)
    np.testing.assert_array_equal(columns["c"], tied.second["c"])


def test_shares_of_a_group_add_up_to_one_when_drawn_anew(tied: TwoSets) -> None:
    keep_a = only_a(tied)
    columns = tied.taking(keep_a)
    np.testing.assert_allclose(columns["d"] + columns["e"], 1)


def test_each_draw_may_keep_those_that_come_first_in_its_own_order() -> None:
    ranks = np.random.default_rng(1).random((4, 4096)).argsort(axis=0).argsort(axis=0)
    tied = mixture_of(tied_programme(), ranks=ranks)
    columns = tied.taking(ranks < 2)
    for factor, mask in zip(tied.varied, ranks < 2, strict=True):
        for name in factor.parameters:
            now, before = columns[name][1:], tied.first[name][1:]
            np.testing.assert_allclose(now[mask], before[mask], atol=1e-12)
            assert not np.any(now[~mask] == before[~mask])


def test_one_moved_among_all_takes_with_it_what_it_tells_of_those_after_it() -> None:
    """Of normals in the order a, b: the score of b is 0.8 a + 0.6 of its own."""
    values = {"a": Normal(0, 1), "b": Normal(0, 1)}
    tied = mixture_of(total_of(values, {("a", "b"): 0.8}))
    columns = tied.taking(np.repeat([[False], [True]], 4096, axis=1))
    moved = tied.second["a"] - tied.first["a"]
    np.testing.assert_allclose(columns["a"], tied.second["a"], atol=1e-12)
    np.testing.assert_allclose(columns["b"], tied.first["b"] + 0.8 * moved, atol=1e-9)
