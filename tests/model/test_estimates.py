"""What is said of one number a draw."""

from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from econ.model.estimates import estimate, standard_error

NORMAL = np.random.default_rng(5).normal(3, 2, 40_000)


def rows(*values: float, base: float = 0.0) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return np.array([base, *values])


def test_the_base_case_takes_no_part_in_the_mean() -> None:
    found = estimate(rows(1, 2, 3, base=100))
    assert (found.base_case, found.mean, found.p50, found.sd) == (100, 2, 2, 1)
    assert found.se == pytest.approx(1 / sqrt(3))


def test_a_known_distribution_is_told_as_it_is() -> None:
    found = estimate(np.concatenate([[3.0], NORMAL]))
    assert found.mean == pytest.approx(3, abs=0.04)
    assert found.sd == pytest.approx(2, rel=0.02)
    assert found.p2_5 == pytest.approx(3 - 1.96 * 2, abs=0.1)
    assert found.p97_5 == pytest.approx(3 + 1.96 * 2, abs=0.1)
    assert found.probability_positive == pytest.approx(0.9332, abs=0.01)  # Phi(1.5)
    assert found.se == pytest.approx(2 / 200, rel=0.02)


def test_nothing_gained_is_not_a_gain() -> None:
    assert estimate(rows(0, 0, 1, -1)).probability_positive == 0.25


def test_no_draws_leave_the_base_case_alone() -> None:
    found = estimate(rows(base=7))
    assert found.base_case == 7
    assert not found.exists
    assert found.p50 is None


def test_one_draw_has_a_mean_and_no_spread() -> None:
    found = estimate(rows(4))
    assert (found.mean, found.sd, found.se, found.p50) == (4, None, None, 4)


def test_where_a_draw_is_undefined_no_figure_of_the_distribution_is_given_c13() -> None:
    found = estimate(rows(1, float("nan"), 3, base=2))
    assert found.base_case == 2
    assert not found.exists
    assert found.probability_positive is None


def test_an_undefined_base_case_does_not_exist_c13() -> None:
    assert estimate(rows(1, 2, base=float("nan"))).base_case is None


def test_a_payback_that_never_comes_lies_beyond_every_other() -> None:
    """Three of ten never pay back: the median exists, the upper limit and the mean do not."""
    found = estimate(rows(1, 1, 2, 2, 3, 3, 4, *[float("inf")] * 3, base=2))
    assert (found.p50, found.p97_5, found.mean, found.sd, found.se) == (3, None, None, None, None)
    assert found.p2_5 == 1


def test_replicates_tell_the_error_from_the_spread_of_their_means() -> None:
    """Sixteen replicates that agree: the error is nothing, however much the draws vary."""
    alike = np.tile([1.0, 5.0], 16)
    assert standard_error(alike, 16) == 0
    assert standard_error(alike) == pytest.approx(float(np.std(alike, ddof=1)) / sqrt(32))


def test_too_few_draws_for_replicates_count_as_independent() -> None:
    few = np.arange(20, dtype=float)
    assert standard_error(few, 16) == standard_error(few)


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=50), st.floats(0.1, 10))
def test_money_in_another_currency_is_the_same_money(values: list[float], factor: float) -> None:
    first, second = estimate(rows(*values)), estimate(factor * rows(*values))
    for ours, theirs in (
        (first.mean, second.mean),
        (first.p2_5, second.p2_5),
        (first.p97_5, second.p97_5),
        (first.se, second.se),
    ):
        assert ours is not None
        assert theirs == pytest.approx(factor * ours, rel=1e-9, abs=1e-6)


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=50))
def test_the_interval_holds_the_median_and_lies_within_the_draws(values: list[float]) -> None:
    found = estimate(rows(*values))
    assert found.p2_5 is not None
    assert found.p50 is not None
    assert found.p97_5 is not None
    assert min(values) <= found.p2_5 <= found.p50 <= found.p97_5 <= max(values)
