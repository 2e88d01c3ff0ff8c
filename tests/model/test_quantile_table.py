"""The table of quantiles against SciPy's own inverses."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from econ.model.distributions import PERT, Beta, Distribution, Gamma, LogNormal, Normal, Triangular
from econ.model.quantile_table import LARGEST, SMALLEST, QuantileTable, tabulated

TABLED = {
    "unit cost": Gamma.from_moments(280.17, 70),
    "skewed cost": Gamma.from_moments(38.3, 40.34),
    "nearly normal": Gamma(2500, 0.04),
    "proportion": Beta.from_counts(33, 93),
    "rare event": Beta.from_counts(2, 400),
    "flat": Beta(1, 1),
    "nearly flat": Beta(1.03125, 0.75),  # where SciPy finds no quantile at 5e-17
    "pert": PERT(106, 137.6, 197),
    "effect": Normal(0.3, 0.15),
    "ratio": LogNormal.from_moments(1.1, 0.3),
    "skewed ratio": LogNormal.from_moments(38.3, 40.34),
}
U = np.random.default_rng(1).random(20_000)


@pytest.mark.parametrize("distribution", TABLED.values(), ids=TABLED.keys())
def test_a_table_agrees_with_scipy_between_its_nodes(distribution: Distribution) -> None:
    quantile = tabulated(distribution)
    assert isinstance(quantile, QuantileTable)
    error = np.abs(quantile(U) - distribution.quantile(U))
    assert error.max() <= 1.5e-9 * distribution.sd


@settings(max_examples=40)
@given(
    st.one_of(
        st.builds(Gamma, st.floats(0.05, 1e4), st.floats(0.01, 1e4)),
        st.builds(Beta, st.floats(0.05, 1e3), st.floats(0.05, 1e3)),
        st.builds(Normal, st.floats(-1e3, 1e3), st.floats(0.01, 1e3)),
        st.builds(LogNormal, st.floats(-5, 5), st.floats(0.01, 2)),
    )
)
def test_any_distribution_is_as_close_whether_tabled_or_not(distribution: Distribution) -> None:
    error = np.abs(tabulated(distribution)(U) - distribution.quantile(U))
    assert error.max() <= 2e-9 * distribution.sd


@pytest.mark.parametrize("distribution", TABLED.values(), ids=TABLED.keys())
def test_the_far_tails_are_as_exact(distribution: Distribution) -> None:
    u = np.array([SMALLEST, 1e-15, 1e-12, 1e-6, 1 - 1e-6, 1 - 1e-12, LARGEST])
    assert tabulated(distribution)(u) == pytest.approx(
        distribution.quantile(u), rel=1e-7, abs=1e-8 * distribution.sd
    )


def test_a_probability_of_zero_has_a_finite_quantile() -> None:
    gamma = Gamma.from_moments(280.17, 70)
    found = tabulated(gamma)(np.array([0.0]))
    assert found[0] == tabulated(gamma)(np.array([SMALLEST]))[0]
    assert 0 < found[0] < gamma.quantile(np.array([1e-12]))[0]


def test_a_table_never_falls_as_the_probability_rises() -> None:
    found = tabulated(Gamma.from_moments(280.17, 70))(np.sort(U))
    assert np.all(np.diff(found) >= 0)


def test_asking_does_not_change_the_probabilities() -> None:
    u = np.array([0.2, 0.7])
    tabulated(Gamma(25, 40))(u)
    assert u.tolist() == [0.2, 0.7]


def test_a_value_does_not_depend_on_its_neighbours() -> None:
    quantile = tabulated(Beta(9.2, 13.8))
    assert np.array_equal(quantile(U), np.concatenate([quantile(U[:77]), quantile(U[77:])]))


def test_other_distributions_keep_their_exact_quantiles() -> None:
    triangular = Triangular(0, 1, 4)
    assert tabulated(triangular) == triangular.quantile


def test_a_shape_no_table_can_follow_keeps_its_exact_quantiles() -> None:
    """A beta so u-shaped that it is nearly a coin toss."""
    coin = Beta(0.001, 0.001)
    assert tabulated(coin) == coin.quantile
