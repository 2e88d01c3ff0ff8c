"""Quantiles against means, spreads, SciPy and each other."""

from collections.abc import Callable
from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from scipy.integrate import quad

from econ.model.distributions import (
    PERT,
    Beta,
    DirichletShare,
    Distribution,
    Fixed,
    Gamma,
    LogNormal,
    Normal,
    Sample,
    Triangular,
    Truncated,
    Uniform,
    interval,
)

SMOOTH: dict[str, Distribution] = {
    "normal": Normal(0.3, 0.15),
    "lognormal": LogNormal.from_moments(100, 50),
    "wide lognormal": LogNormal.from_moments(38.3, 40.34),
    "gamma": Gamma.from_moments(280.17, 70),
    "gamma without a mode": Gamma.from_moments(38.3, 40.34),
    "beta": Beta(9.2, 13.8),
    "u-shaped beta": Beta(0.5, 0.7),
    "beta between limits": Beta(2, 3, -1, 4),
    "pert": PERT(106, 137.6, 197),
    "uniform": Uniform(-2, 5),
    "triangular": Triangular(1, 2, 6),
    "triangular falling": Triangular(0, 0, 0.3),
    "triangular rising": Triangular(0, 0.3, 0.3),
    "dirichlet share": DirichletShare(3.5, 35, "mix"),
}
ALL: dict[str, Distribution] = {
    **SMOOTH,
    "fixed": Fixed(0.18),
    "sample": Sample((3.0, -1.0, 4.0, 1.0, 5.0)),
}
each = pytest.mark.parametrize("distribution", ALL.values(), ids=ALL.keys())
each_smooth = pytest.mark.parametrize("distribution", SMOOTH.values(), ids=SMOOTH.keys())
probabilities = st.floats(1e-9, 1 - 1e-9)


def at(distribution: Distribution, u: float) -> float:
    return float(distribution.quantile(np.array([u]))[0])


def integrated(distribution: Distribution, of: Callable[[float], float]) -> float:
    """The integral over u of a function of the quantile: its expected value."""
    halves = [(0.0, 0.5), (0.5, 1.0)]
    return sum(
        quad(lambda u: of(at(distribution, u)), low, high, limit=400, epsabs=0, epsrel=1e-9)[0]
        for low, high in halves
    )


@each_smooth
def test_a_quantile_integrates_to_the_mean(distribution: Distribution) -> None:
    assert integrated(distribution, lambda x: x) == pytest.approx(distribution.mean, rel=1e-6)


@each_smooth
def test_the_square_about_the_mean_integrates_to_the_variance(distribution: Distribution) -> None:
    variance = integrated(distribution, lambda x: (x - distribution.mean) ** 2)
    assert sqrt(variance) == pytest.approx(distribution.sd, rel=1e-5)


def test_the_quantiles_of_a_sample_are_its_draws_each_as_often_as_it_occurs() -> None:
    sample = Sample((3.0, -1.0, 4.0, 1.0, 5.0))
    found = sample.quantile((np.arange(500) + 0.5) / 500)
    assert sorted(set(found.tolist())) == sorted(sample.values)
    assert found.mean() == pytest.approx(sample.mean)
    assert found.std() == pytest.approx(sample.sd)


def test_a_sample_keeps_its_rows_together() -> None:
    """Two samples of one source are drawn by the row, not each by its own rank."""
    u = np.array([0.0, 0.3, 0.5, 0.7, 1 - 2.0**-53])
    first, second = Sample((3.0, 1.0, 2.0), "trial"), Sample((30.0, 10.0, 20.0), "trial")
    assert first.rows(u).tolist() == [3.0, 3.0, 1.0, 2.0, 2.0]
    assert second.rows(u).tolist() == (10 * first.rows(u)).tolist()


@each
@given(u=probabilities, v=probabilities)
def test_a_quantile_never_falls_as_the_probability_rises(
    distribution: Distribution, u: float, v: float
) -> None:
    low, high = sorted((u, v))
    assert at(distribution, low) <= at(distribution, high)


@each
def test_a_distribution_in_other_pounds_is_the_same_distribution(
    distribution: Distribution,
) -> None:
    u = np.linspace(0.001, 0.999, 25)
    if isinstance(distribution, DirichletShare):
        with pytest.raises(ValueError, match="cannot be scaled"):
            distribution.scaled(1.2)
        return
    scaled = distribution.scaled(1.2)
    assert type(scaled) is type(distribution)
    assert scaled.mean == pytest.approx(1.2 * distribution.mean)
    assert scaled.sd == pytest.approx(1.2 * distribution.sd)
    assert scaled.quantile(u) == pytest.approx(1.2 * distribution.quantile(u))


SCIPY = {
    "normal": (Normal(0.3, 0.15), stats.norm(0.3, 0.15)),
    "lognormal": (LogNormal(4.5, 0.5), stats.lognorm(0.5, scale=np.exp(4.5))),
    "gamma": (Gamma(25, 40), stats.gamma(25, scale=40)),
    "beta": (Beta(9.2, 13.8), stats.beta(9.2, 13.8)),
    "beta between limits": (Beta(2, 3, -1, 4), stats.beta(2, 3, loc=-1, scale=5)),
    "uniform": (Uniform(-2, 5), stats.uniform(-2, 7)),
    "triangular": (Triangular(1, 2, 6), stats.triang(0.2, loc=1, scale=5)),
    "dirichlet share": (DirichletShare(3.5, 35, "mix"), stats.beta(3.5, 31.5)),
}


@pytest.mark.parametrize(("ours", "theirs"), SCIPY.values(), ids=SCIPY.keys())
def test_scipy_has_the_same_quantiles_mean_and_spread(
    ours: Distribution, theirs: stats.rv_continuous
) -> None:
    u = np.array([1e-6, 0.025, 0.2, 0.5, 0.8, 0.975, 1 - 1e-6])
    assert ours.quantile(u) == pytest.approx(theirs.ppf(u), rel=1e-9)
    assert ours.mean == pytest.approx(float(theirs.mean()), rel=1e-12)
    assert ours.sd == pytest.approx(float(theirs.std()), rel=1e-12)


def test_moments_give_the_hyperparameters_that_other_packages_give() -> None:
    """Figures published with the R packages that offer the same conversions.

    A beta of 0.4 with standard deviation 0.1 has 9.2 and 13.8; a gamma of 1,000 (200) has shape
    25 and scale 40; a lognormal of mean 100 and variance 2,500 has 4.49359841 and 0.4723807271.
    """
    gamma = Gamma.from_moments(1000, 200)
    assert (gamma.shape, gamma.scale) == pytest.approx((25, 40), rel=1e-12)
    beta = Beta.from_moments(0.4, 0.1)
    assert (beta.alpha, beta.beta) == pytest.approx((9.2, 13.8), rel=1e-12)
    lognormal = LogNormal.from_moments(100, sqrt(2500))
    assert lognormal.log_mean == pytest.approx(4.49359841, abs=5e-9)
    assert lognormal.log_sd == pytest.approx(0.4723807271, abs=5e-11)


def test_a_dirichlet_of_given_means_has_the_spreads_that_its_total_implies() -> None:
    """Means 0.1, 0.4, 0.5 with alphas 3.5, 14, 17.5: each sd is sqrt(m (1 - m) / (35 + 1))."""
    for alpha, mean in ((3.5, 0.1), (14.0, 0.4), (17.5, 0.5)):
        share = DirichletShare(alpha, 35, "mix")
        assert share.mean == pytest.approx(mean, rel=1e-12)
        assert share.sd == pytest.approx(sqrt(mean * (1 - mean) / 36), rel=1e-12)
    assert DirichletShare(3.5, 35, "mix").sd == pytest.approx(0.05, rel=1e-12)


@given(st.floats(0.01, 1e6), st.floats(0.02, 2))
def test_a_gamma_or_a_lognormal_has_the_moments_it_was_made_from(mean: float, cv: float) -> None:
    for made in (Gamma.from_moments(mean, cv * mean), LogNormal.from_moments(mean, cv * mean)):
        assert made.mean == pytest.approx(mean)
        assert made.sd == pytest.approx(cv * mean)


@given(st.floats(0.01, 0.99), st.floats(0.01, 0.95))
def test_a_beta_has_the_moments_it_was_made_from(mean: float, part: float) -> None:
    widest = sqrt(mean * (1 - mean))
    made = Beta.from_moments(mean, part * widest)
    assert made.mean == pytest.approx(mean)
    assert made.sd == pytest.approx(part * widest)


def test_r_of_n_people_are_a_beta_of_r_and_the_rest() -> None:
    assert Beta.from_counts(33, 93) == Beta(33, 60)


def test_a_pert_weighs_the_most_likely_value_four_times() -> None:
    pert = PERT(106, 137.6, 197)
    assert pert.mean == pytest.approx((106 + 4 * 137.6 + 197) / 6)
    assert (pert.low, pert.high) == (106, 197)


def test_the_interval_is_the_central_95_percent_c6() -> None:
    gamma = Gamma(25, 40)
    assert interval(gamma) == pytest.approx((at(gamma, 0.025), at(gamma, 0.975)))
    assert interval(Fixed(3)) == (3, 3)


CUT = [
    (0.21, 0.1225, -1, 1),
    (0.29, 0.1531, -1, 1),
    (0.18, 0.1173, -1, 1),
    (0.29, 0.1531, 0, 1),
    (0.65, 0.2, 0, 1),
    (0.0, 0.3, -1, 1),
    (-0.4, 1.9, -1, 1),
]


@pytest.mark.parametrize(("mean", "sd", "low", "high"), CUT)
def test_a_truncated_normal_has_its_closed_moments(
    mean: float, sd: float, low: float, high: float
) -> None:
    """Johnson, Kotz and Balakrishnan (1994), 10.1; ends far out are no trouble, nor a mean of 0."""
    a, b = (low - mean) / sd, (high - mean) / sd
    kept = stats.norm.cdf(b) - stats.norm.cdf(a)
    off = (stats.norm.pdf(a) - stats.norm.pdf(b)) / kept
    spread = 1 + (a * stats.norm.pdf(a) - b * stats.norm.pdf(b)) / kept - off**2
    found = Truncated(Normal(mean, sd), low, high)
    assert found.mean == pytest.approx(mean + sd * off, abs=2e-10 * sd)
    assert found.sd == pytest.approx(sd * sqrt(spread), abs=2e-10 * sd)


REFUSED: dict[str, tuple[Callable[[], Distribution], str]] = {
    "normal without spread": (lambda: Normal(1, 0), "standard deviation of a normal"),
    "normal of negative spread": (lambda: Normal(1, -1), "standard deviation of a normal"),
    "lognormal of negative mean": (lambda: LogNormal.from_moments(-1, 1), "must be above 0"),
    "lognormal without spread": (lambda: LogNormal(1, 0), "log-scale standard deviation"),
    "gamma of mean zero": (lambda: Gamma.from_moments(0, 1), "must be above 0"),
    "gamma without spread": (lambda: Gamma.from_moments(1, 0), "standard deviation of a gamma"),
    "gamma of negative shape": (lambda: Gamma(-1, 1), "shape and scale"),
    "beta above 1": (lambda: Beta.from_moments(1.2, 0.1), "between 0 and 1"),
    "beta too wide": (lambda: Beta.from_moments(0.5, 0.5), "spread as wide as 0.5"),
    "beta of no people": (lambda: Beta.from_counts(0, 10), "0 < r < n"),
    "beta of all people": (lambda: Beta.from_counts(10, 10), "0 < r < n"),
    "beta of negative alpha": (lambda: Beta(-1, 1), "alpha and beta"),
    "beta of an empty range": (lambda: Beta(1, 1, 2, 2), "below the highest"),
    "pert out of order": (lambda: PERT(1, 5, 4), "in order"),
    "uniform of an empty range": (lambda: Uniform(2, 2), "below the highest"),
    "triangular out of order": (lambda: Triangular(0, -1, 2), "in order"),
    "whole dirichlet": (lambda: DirichletShare(35, 35, "mix"), "between 0 and 1"),
    "sample of one": (lambda: Sample((1.0,)), "at least two draws"),
    "sample with a gap": (lambda: Sample((1.0, float("nan"))), "numbers only"),
}


@pytest.mark.parametrize(("made", "why"), REFUSED.values(), ids=REFUSED.keys())
def test_what_no_distribution_can_be_is_refused_in_words(
    made: Callable[[], Distribution], why: str
) -> None:
    with pytest.raises(ValueError, match=why):
        made()
