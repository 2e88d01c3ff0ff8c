"""What would go if one number were known: closed forms, what chance makes, how far it is off."""

import numpy as np
import pytest

from econ.analysis.if_known import FEWEST, IfKnown, if_known
from econ.model.distributions import ChanceOfNone, FloatArray, Normal, Uniform
from econ.model.draws import Draws, monte_carlo
from econ.model.programme import Correlation
from tests.programmes import Number, number, programme, saving

NAMES = ("a", "b", "c")
NOISY: dict[str, Number] = {"a": Normal(0.0, 3.0), "b": Normal(0.0, 4.0), "c": Uniform(0.0, 1.0)}


def drawn(size: int = 10_000, seed: int = 1, rank: float = 0.0) -> Draws:
    tied = [Correlation("a", "b", rank, "")] if rank else []
    outcomes = [saving("x", "a * b", "c")]
    return monte_carlo(programme(NOISY, outcomes, correlations=tied), size, seed)


def rows(answers: FloatArray) -> FloatArray:
    return np.append(0.0, answers)


def found(draws: Draws, answers: FloatArray) -> dict[str, IfKnown]:
    return {one.parameter: one for one in if_known(draws, NAMES, rows(answers))}


def test_parts_of_a_sum_carry_their_own_variance() -> None:
    """Variances 9 and 16 of 25: 36% and 64%. Bins lose at most 2% of a normal's."""
    draws = drawn()
    shares = found(draws, draws["a"] + draws["b"])
    for name, share in (("a", 0.36), ("b", 0.64)):
        one = shares[name]
        assert 0.97 * share - 4 * one.error < one.share < share + 4 * one.error
        assert one.seen
    assert not shares["c"].seen
    assert shares["b"].above(shares["a"])
    assert list(shares) == ["b", "a", "c"]


def test_a_curve_counts_as_a_line_does_and_a_pure_interaction_not_at_all() -> None:
    """The mean of a * b, given a, is 0 whatever a is: knowing one alone tells nothing."""
    draws = drawn()
    assert found(draws, draws["a"] ** 2)["a"].share > 0.9
    shares = found(draws, draws["a"] * draws["b"])
    assert all(abs(one.share) < 4 * one.error for one in shares.values())


def test_of_numbers_that_vary_together_each_tells_of_the_other() -> None:
    """Normal, of correlation r: knowing a tells all of it and r squared of b's."""
    draws = drawn(rank=0.6)
    r = 2 * np.sin(np.pi * 0.6 / 6)
    shares = found(draws, draws["b"])
    assert shares["a"].share == pytest.approx(r**2, abs=0.03)


def test_shares_of_nothing_are_nothing_on_average_and_seldom_seen() -> None:
    """By chance alone a share is as often below 0 as above, and seen in some 2% to 3% of cases."""
    alone = []
    for seed in range(60):
        draws = drawn(400, seed)
        alone += [one for name, one in found(draws, draws["b"]).items() if name != "b"]
    assert (
        abs(np.mean([one.share for one in alone])) < 4 * np.std([o.share for o in alone]) / 120**0.5
    )
    assert np.mean([one.seen for one in alone]) < 0.08


def test_the_error_is_how_far_shares_of_other_draws_lie_apart() -> None:
    shares = [found(d, d["a"] + d["b"])["a"] for d in (drawn(1_000, seed) for seed in range(60))]
    spread = np.std([one.share for one in shares])
    assert np.mean([one.error for one in shares]) == pytest.approx(spread, rel=0.4)


def test_draws_of_exactly_nothing_are_a_bin_of_their_own() -> None:
    none = ChanceOfNone(0.5, Uniform(1.0, 2.0))
    draws = monte_carlo(programme({"a": number("a", 1), "b": none}, [saving("x", "a", "b")]), 4_000)
    (one,) = if_known(draws, ["b"], rows(draws["b"]))
    assert one.share > 0.99


def test_nothing_is_said_of_few_draws_or_of_what_does_not_vary_or_exist() -> None:
    few, many = drawn(FEWEST - 1), drawn(FEWEST)
    assert if_known(few, NAMES, rows(few["a"])) == ()
    assert if_known(many, NAMES, np.ones(FEWEST + 1)) == ()
    assert if_known(many, NAMES, np.full(FEWEST + 1, np.nan)) == ()
