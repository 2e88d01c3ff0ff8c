"""What a study of one number would lead to, against conjugate families, to a millionth."""

import numpy as np
import pytest
from scipy import special

from econ.methods.pre_posterior import Nodes, Observed, nodes, quantile_nodes, rule
from econ.methods.smooth import BinnedDraws
from econ.model.distributions import FloatArray


def worth(observed: Observed, prior: Nodes, gains: FloatArray) -> float:
    """What is gained on average by choosing on what is observed, the default being 0."""
    gains = gains[:, np.newaxis] if gains.ndim == 1 else gains
    chances = rule(observed, prior, gains).chances(prior.values, gains.shape[1])
    return float(prior.weights @ (chances * gains).sum(axis=1))


@pytest.mark.parametrize(("n", "exact"), [(10, 0.07232512), (100, 0.08211761), (1000, 0.08319461)])
def test_a_normal_mean_of_a_normal_number(n: int, exact: float) -> None:
    """Options 0 and p1 + p2; the default is to fund, so that not to fund gains -p1."""
    prior = quantile_nodes(lambda u: 1 + special.ndtri(u))
    assert worth(Observed("mean", n**-0.5), prior, -prior.values) == pytest.approx(exact, abs=1e-6)


@pytest.mark.parametrize(
    ("alpha", "beta", "at", "n", "exact"),
    [
        (14, 11, 0.6, 20, 0.0103639229),
        (14, 11, 0.6, 100, 0.0183157198),
        (2, 2, 0.5, 10, 0.0786713287),
    ],
)
def test_a_proportion_of_a_beta(alpha: float, beta: float, at: float, n: int, exact: float) -> None:
    prior = quantile_nodes(lambda u: special.betaincinv(alpha, beta, u))
    found = worth(Observed("proportion", n), prior, prior.values - at)
    assert found == pytest.approx(exact, abs=1e-8)


@pytest.mark.parametrize(("n", "exact"), [(5, 0.2528539021), (50, 0.3041454518)])
def test_a_count_of_a_gamma(n: int, exact: float) -> None:
    prior = quantile_nodes(lambda u: special.gammaincinv(4, u) / 2)
    assert worth(Observed("count", n), prior, prior.values - 2.2) == pytest.approx(exact, abs=1e-7)


def test_very_many_people_are_worth_nearly_what_it_is_worth_to_know() -> None:
    """EVPPI of Beta(14, 11) at .6, and of Gamma(4, 2) at 2.2; results are then taken in steps."""
    beta = quantile_nodes(lambda u: special.betaincinv(14, 11, u))
    found = worth(Observed("proportion", 10**6), beta, beta.values - 0.6)
    assert found == pytest.approx(0.0221089035, rel=1e-3)
    gamma = quantile_nodes(lambda u: special.gammaincinv(4, u) / 2)
    found = worth(Observed("count", 10**6), gamma, gamma.values - 2.2)
    assert found == pytest.approx(0.3115825170, rel=1e-3)


def test_a_choice_that_turns_twice_has_two_ends() -> None:
    """What gains where the number is far from 0, on either side."""
    prior = quantile_nodes(special.ndtri)
    found = rule(Observed("mean", 0.1), prior, prior.values[:, np.newaxis] ** 2 - 1)
    assert found.options == (1, 0, 1)
    assert found.ends == pytest.approx([-found.ends[1], found.ends[1]], abs=1e-4)
    shrunk = 1 / (1 + 0.01)  # posterior mean of x squared: (shrunk x)^2 + its variance
    assert (shrunk * found.ends[1]) ** 2 + shrunk * 0.01 == pytest.approx(1, abs=1e-4)


def test_of_three_options_each_has_its_own_results() -> None:
    prior = quantile_nodes(special.ndtri)
    gains = np.column_stack([prior.values - 0.5, -prior.values - 0.5])
    found = rule(Observed("mean", 0.5), prior, gains)
    assert found.options == (2, 0, 1)
    assert found.ends == pytest.approx([-0.625, 0.625], abs=1e-4)


def test_a_study_of_nobody_changes_nothing() -> None:
    prior = quantile_nodes(lambda u: special.betaincinv(2, 2, u))
    assert rule(Observed("proportion", 0), prior, prior.values[:, np.newaxis] - 0.6).options == (0,)


def test_nodes_keep_the_mean_the_spread_and_the_weight_of_none() -> None:
    rng = np.random.default_rng(1)
    draws = np.where(rng.random(20_000) < 0.3, 0.0, rng.gamma(4, 1, 20_000))
    found = nodes(BinnedDraws.of(draws), draws)
    assert found.weights.sum() == pytest.approx(1)
    assert found.weights[found.values == 0].sum() == pytest.approx(np.mean(draws == 0))
    assert found.weights @ found.values == pytest.approx(draws.mean(), rel=1e-3)
    assert found.weights @ found.values**2 == pytest.approx(np.mean(draws**2), rel=5e-3)


def test_few_values_are_their_own_nodes() -> None:
    draws = np.repeat([1.0, 2.0, 5.0], [50, 30, 20])
    found = nodes(BinnedDraws.of(draws), draws)
    assert found.values.tolist() == [1, 2, 5]
    assert found.weights == pytest.approx([0.5, 0.3, 0.2])
