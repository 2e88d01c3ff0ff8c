"""Rank correlations: those asked for are those drawn, and nothing else changes."""

from dataclasses import replace
from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special, stats

from econ.model.correlation import Copula, nearest_correlation
from econ.model.designs import DESIGNS, LatinHypercube, MonteCarlo, SobolSequence
from econ.model.distributions import (
    Beta,
    Distribution,
    FloatArray,
    Gamma,
    LogNormal,
    Normal,
    Triangular,
)
from econ.model.draws import draw, monte_carlo
from econ.model.programme import Correlation
from econ.model.scenario import Scenario
from tests.programmes import programme, saving

NUMBERS: dict[str, Distribution] = {
    "beds": Gamma.from_moments(500, 125),
    "clinic": LogNormal.from_moments(150, 60),
    "effect": Normal(0.3, 0.15),
    "share": Beta.from_counts(33, 93),
    "zeal": Triangular(0, 0, 1),
}
ASKED = {("beds", "clinic"): 0.6, ("beds", "share"): 0.2, ("clinic", "share"): 0.3}
SIZE = 50_000


def tied(*pairs: Correlation) -> Scenario:
    scenario = programme({"people": 1, **NUMBERS}, [saving("a", "people * effect", "beds")])
    return replace(scenario, correlations=pairs)


THREE = tied(*(Correlation(a, b, rank) for (a, b), rank in ASKED.items()))


def rank_correlation(first: FloatArray, second: FloatArray) -> float:
    return float(stats.spearmanr(first, second).statistic)


@pytest.mark.parametrize("kind", DESIGNS.values(), ids=DESIGNS.keys())
def test_every_design_has_the_rank_correlations_asked_for(
    kind: type[MonteCarlo] | type[LatinHypercube] | type[SobolSequence],
) -> None:
    """0.6, 0.2 and 0.3 between a gamma, a lognormal and a beta; 0 with the rest."""
    drawn = draw(THREE, kind(SIZE))
    names = sorted(NUMBERS)
    for first in names:
        for second in names:
            if first < second:
                found = rank_correlation(drawn[first], drawn[second])
                expected = ASKED.get((first, second), 0.0)
                assert found == pytest.approx(expected, abs=4.5 / sqrt(SIZE))


@pytest.mark.parametrize("rank", [-1.0, -0.9, -0.3, 0.5, 0.99, 1.0])
def test_a_pair_may_be_tied_as_strongly_as_can_be(rank: float) -> None:
    drawn = monte_carlo(tied(Correlation("beds", "effect", rank)), SIZE)
    found = rank_correlation(drawn["beds"], drawn["effect"])
    assert found == pytest.approx(rank, abs=4.5 * (1 - rank * rank) / sqrt(SIZE) + 1e-4)


def test_normal_scores_are_scipys_to_a_thousand_millionth() -> None:
    """Of a pair tied with rank 0.6 at points right into the tails: |difference| < 2e-9 SD."""
    (group,) = Copula.of([("a", "b", 0.6)]).groups
    tail = np.logspace(-16, -0.31, 2_000)
    points = {"a": np.concatenate([tail, 1 - tail]), "b": np.concatenate([tail[::-1], tail])}
    pearson = 2 * np.sin(np.pi * 0.6 / 6)
    a, b = (special.ndtri(points[name]) for name in "ab")
    exact = pearson * a + np.sqrt(1 - pearson**2) * b
    found = special.ndtri(group.apply(points)["b"])
    inside = exact < 5  # beyond, a double holds too few digits of a probability near 1
    assert np.abs(found - exact)[inside].max() < 2e-9 + 1e-16 / stats.norm.pdf(5)


@pytest.mark.parametrize("name", sorted(NUMBERS))
def test_a_correlation_leaves_each_distribution_as_it_was(name: str) -> None:
    drawn = monte_carlo(THREE, SIZE)[name]
    u = np.array([0.025, 0.25, 0.5, 0.75, 0.975])
    below = [float(np.mean(drawn <= quantile)) for quantile in NUMBERS[name].quantile(u)]
    assert below == pytest.approx(u.tolist(), abs=4.5 * 0.5 / sqrt(SIZE))


def test_parameters_that_are_not_tied_keep_their_draws_to_the_last_bit_c11() -> None:
    free, bound = monte_carlo(tied(), 200), monte_carlo(THREE, 200)
    for name in ("effect", "zeal", "beds"):  # beds is the first of its group
        assert free[name].tobytes() == bound[name].tobytes()
    assert free["clinic"].tobytes() != bound["clinic"].tobytes()


def test_the_order_of_the_pairs_changes_no_draw_c11() -> None:
    backwards = tied(*(Correlation(b, a, r) for (a, b), r in reversed(ASKED.items())))
    first, second = monte_carlo(THREE, 100), monte_carlo(backwards, 100)
    assert all(first[name].tobytes() == second[name].tobytes() for name in NUMBERS)


def test_a_parameter_made_certain_is_no_longer_tied() -> None:
    certain = replace(
        THREE.vary(),
        parameters={
            **THREE.parameters,
            "clinic": programme({"clinic": 3}, []).parameters["clinic"],
        },
    )
    drawn = monte_carlo(certain, 100)
    assert drawn["clinic"].tolist() == [3.0] * 100
    assert rank_correlation(drawn["beds"], drawn["share"]) > 0


def test_groups_that_share_no_parameter_stay_apart() -> None:
    copula = Copula.of([("b", "a", 0.3), ("d", "c", 0.2), ("e", "c", 0.1)])
    assert [group.names for group in copula.groups] == [("a", "b"), ("c", "d", "e")]
    joined = Copula.of([("b", "a", 0.3), ("d", "c", 0.2), ("b", "d", 0.1)])
    assert [group.names for group in joined.groups] == [("a", "b", "c", "d")]


def test_a_possible_matrix_is_left_alone() -> None:
    (group,) = Copula.of([("a", "b", 0.6), ("a", "c", 0.2), ("b", "c", 0.3)]).groups
    assert group.repair == 0
    found = group.cholesky @ group.cholesky.T
    assert found[0, 1] == pytest.approx(2 * np.sin(np.pi * 0.6 / 6))


def test_an_impossible_matrix_is_repaired_and_the_largest_change_told() -> None:
    """Two numbers that both rise with a third cannot fall with each other."""
    pairs = [("a", "b", 0.9), ("a", "c", 0.9), ("b", "c", -0.9)]
    (group,) = Copula.of(pairs).groups
    assert group.repair > 0.1
    assert set(group.worst) < {"a", "b", "c"}
    pearson = group.cholesky @ group.cholesky.T
    ranks = 6 / np.pi * np.arcsin(pearson / 2)
    place = {name: k for k, name in enumerate(group.names)}
    changes = {pair[:2]: abs(ranks[place[pair[0]], place[pair[1]]] - pair[2]) for pair in pairs}
    assert max(changes.values()) == pytest.approx(group.repair)
    worst = changes.get(group.worst, changes.get(group.worst[::-1]))
    assert worst == pytest.approx(group.repair)


def test_the_nearest_matrix_is_highams() -> None:
    """Higham (2002), IMA Journal of Numerical Analysis 22, section 4, printed to four digits."""
    asked = np.array([[1.0, 1.0, 0.0], [1.0, 1.0, 1.0], [0.0, 1.0, 1.0]])
    printed = [[1, 0.7607, 0.1573], [0.7607, 1, 0.7607], [0.1573, 0.7607, 1]]
    assert nearest_correlation(asked) == pytest.approx(np.array(printed), abs=5.1e-5)


@settings(max_examples=30)
@given(st.lists(st.floats(-1, 1), min_size=6, max_size=6))
def test_whatever_is_asked_becomes_a_correlation_matrix(ranks: list[float]) -> None:
    asked = np.eye(4)
    asked[np.triu_indices(4, 1)] = ranks
    asked = asked + asked.T - np.eye(4)
    repaired = nearest_correlation(asked)
    assert np.diag(repaired) == pytest.approx(np.ones(4))
    assert repaired == pytest.approx(repaired.T)
    assert np.linalg.eigvalsh(repaired)[0] > 0
    assert np.abs(repaired).max() <= 1 + 1e-12


@settings(max_examples=30)
@given(st.lists(st.floats(-1, 1), min_size=3, max_size=3))
def test_any_three_ranks_can_be_drawn(ranks: list[float]) -> None:
    a, b, c = ranks
    scenario = tied(
        Correlation("beds", "clinic", a),
        Correlation("beds", "share", b),
        Correlation("clinic", "share", c),
    )
    drawn = monte_carlo(scenario, 50)
    assert all(np.isfinite(drawn[name]).all() for name in NUMBERS)


def test_of_pairs_that_a_repair_changes_alike_the_first_given_is_named() -> None:
    pairs = [("b", "c", 0.9), ("a", "b", -0.9), ("a", "c", 0.5)]
    (first,), (last,) = (Copula.of(given).groups for given in (pairs, pairs[::-1]))
    assert first.repair == pytest.approx(last.repair)
    assert (first.worst, last.worst) == (("b", "c"), ("a", "b"))
