"""Confidence limits from resamples, and what is said of a sample that is too small."""

import numpy as np
import pytest

from econ.errors import ScenarioError
from econ.methods.bootstrap import doubts, half_width, limits, power_of_two, resamples


def test_the_first_row_of_weights_is_the_plain_mean() -> None:
    np.testing.assert_array_equal(resamples(8, 2, seed=1)[0], np.full(8, 1 / 8))


def test_each_resample_draws_as_many_as_there_are() -> None:
    counts = resamples(50, 20, seed=1)[1:] * 50
    np.testing.assert_allclose(counts, np.round(counts), atol=1e-12)
    np.testing.assert_allclose(counts.sum(axis=1), 50)


def test_resamples_differ_from_each_other_and_with_the_seed() -> None:
    weights = resamples(50, 2, seed=1)
    assert not np.array_equal(weights[1], weights[2])
    assert not np.array_equal(weights[1], resamples(50, 2, seed=2)[1])


def test_more_resamples_keep_the_first_ones() -> None:
    np.testing.assert_array_equal(resamples(50, 5, seed=1), resamples(50, 9, seed=1)[:6])


def test_the_bootstrap_error_of_a_mean_is_its_standard_error() -> None:
    values = np.sin(np.arange(400.0))
    means = resamples(400, 2000, seed=1) @ values
    assert np.std(means[1:]) == pytest.approx(values.std() / 20, rel=0.05)


def test_limits_are_as_far_apart_as_a_normal_of_the_resamples_spread() -> None:
    found = limits(np.array([2.0, 1.0, 3.0, 2.0]), 0.95)
    assert found.low == pytest.approx(2 - 1.959963985)
    assert found.high == pytest.approx(2 + 1.959963985)


def test_resamples_without_a_value_are_left_out_of_the_limits() -> None:
    assert limits(np.array([2.0, 1.0, np.nan, 3.0]), 0.95) == limits(np.array([2.0, 1, 3]), 0.95)


def test_an_estimate_that_does_not_exist_has_no_limits() -> None:
    assert limits(np.array([np.nan, 1.0, 2.0]), 0.95) == (None, None, None)


def test_more_confidence_asks_for_a_wider_interval() -> None:
    values = np.array([2.0, 1.0, 3.0])
    assert half_width(values, 0.99) > half_width(values, 0.95)


@pytest.mark.parametrize(("asked", "given"), [(1, 16), (16, 16), (17, 32), (1e6, 2**20)])
def test_a_size_is_raised_to_a_power_of_two(asked: float, given: int) -> None:
    assert power_of_two(asked) == given


@pytest.mark.parametrize("confidence", [0.0, 1.0, 95])
def test_a_confidence_that_is_no_probability_is_refused(confidence: float) -> None:
    with pytest.raises(ScenarioError, match="is not between 0 and 1"):
        half_width(np.array([2.0, 1.0, 3.0]), confidence)


def test_one_resample_has_no_spread_and_is_refused() -> None:
    with pytest.raises(ScenarioError, match="1 have no spread"):
        resamples(8, 1, seed=1)


def spread(*ranges: tuple[float, float]) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Twenty resamples, evenly spread between each low and high and not in one order."""
    order = np.array([(k * (7 + 2 * j)) % 20 for j in range(len(ranges)) for k in range(20)])
    even = order.reshape(len(ranges), 20) / 19
    values = np.array([low + (high - low) * e for (low, high), e in zip(ranges, even, strict=True)])
    return np.concatenate([values.mean(axis=1, keepdims=True), values], axis=1).T


def test_shares_far_apart_and_well_known_raise_no_caution() -> None:
    assert doubts("net saving", ["A", "B"], spread((0.6, 0.62), (0.3, 0.32)), 1000, 0.95) == []


def test_two_that_change_places_are_named_in_words() -> None:
    (said,) = doubts("net saving", ["A", "B"], spread((0.3, 0.4), (0.31, 0.38)), 1000, 0.95)
    assert said.who == "net saving"
    assert said.what == (
        "the sample is too small to rank A and B (they change places in 45% of resamples)"
    )


def test_the_order_of_shares_that_do_not_matter_is_not_asked_for() -> None:
    shares = spread((0.98, 0.99), (0.001, 0.004), (0.002, 0.003))
    assert doubts("net saving", ["A", "B", "C"], shares, 1000, 0.95) == []


def test_a_share_known_only_roughly_asks_for_a_sample_that_would_do() -> None:
    (said,) = doubts("net saving", ["A", "B"], spread((0.5, 0.9), (0.0, 0.1)), 1000, 0.95)
    assert said.what == (
        "the sample is too small: an index is known only to within 0.24 either way"
    )
    assert said.remedy == "Use n=32,768 or more."
