"""The Monte Carlo error of a figure is how much that figure moves when the run is made again."""

from collections.abc import Callable
from dataclasses import fields
from itertools import product
from math import pi, sqrt

import numpy as np
import pytest
from scipy import stats

from econ.model.designs import BATCHES, DESIGNS
from econ.model.distributions import FloatArray, Gamma, Normal
from econ.model.equation import ask
from econ.model.estimates import Errors, Estimate, errors, estimate, standard_error
from econ.model.measures import net_present_value
from tests.programmes import cost, programme, saving

FIGURES = tuple(field.name for field in fields(Errors))


def told(found: Estimate | Errors) -> list[float]:
    figures = [getattr(found, name) for name in FIGURES]
    assert None not in figures
    return figures


def spread_and_errors(again: Callable[[int], tuple[FloatArray, int]], times: int) -> FloatArray:
    """What the errors say over what figures really did, over many runs: 1 where they agree."""
    estimates, stated = [], []
    for seed in range(times):
        rows, batches = again(seed)
        estimates.append(told(estimate(rows, batches)))
        stated.append(told(errors(rows, batches)))
    really = np.std(np.array(estimates), axis=0, ddof=1)
    return np.asarray(np.sqrt(np.mean(np.square(stated), axis=0)) / really)


@pytest.mark.parametrize("skewed", [False, True])
def test_errors_of_random_draws_are_the_spread_of_repeated_runs(skewed: bool) -> None:
    def again(seed: int) -> tuple[FloatArray, int]:
        values = np.random.default_rng(seed).normal(0.3, 1, 2_000)
        return np.concatenate([[0.0], np.exp(values) - 1 if skewed else values]), 0

    assert spread_and_errors(again, 1_000) == pytest.approx(1, abs=0.12)


@pytest.mark.parametrize("design", ["latin-hypercube", "sobol-sequence"])
def test_errors_of_replicated_designs_are_the_spread_of_repeated_runs(design: str) -> None:
    scenario = programme(
        {
            "people": 10.0,
            "effect": Normal(0.3, 0.4),
            "price": Gamma.from_moments(100, 40),
            "one": 1.0,
            "grant": Normal(250, 80),
        },
        [saving("visits", "people * effect", "price"), cost("delivery", "one", "grant")],
    )

    def again(seed: int) -> tuple[FloatArray, int]:
        return ask(scenario, DESIGNS[design](1_024, seed), [net_present_value()])[0], BATCHES

    assert spread_and_errors(again, 150) == pytest.approx(1, abs=0.2)


def test_a_stratified_design_has_a_smaller_error_than_random_draws() -> None:
    scenario = programme(
        {"people": 10.0, "effect": Normal(0.3, 0.4)}, [saving("a", "people", "effect")]
    )
    found = {
        name: errors(ask(scenario, design(1_600, 1), [net_present_value()])[0], batches)
        for name, design, batches in (
            (name, DESIGNS[name], 0 if name == "monte-carlo" else BATCHES) for name in DESIGNS
        )
    }
    for name in ("latin-hypercube", "sobol-sequence"):
        for figure in FIGURES:
            assert getattr(found[name], figure) < getattr(found["monte-carlo"], figure)


def test_the_error_of_the_median_of_a_normal_is_known() -> None:
    """Standard error of a median: 1 / (2 f sqrt(n)), with density f = 1 / (sd sqrt(2 pi))."""
    runs = np.random.default_rng(3).normal(5, 2, (20, 10_001))
    stated = [errors(rows).p50 or 0.0 for rows in runs]
    assert np.mean(stated) == pytest.approx(2 * sqrt(2 * pi) / 2 / sqrt(10_000), rel=0.04)


def test_the_error_of_a_probability_is_that_of_a_binomial_share() -> None:
    rows = np.array([0.0] + [1.0] * 30 + [-1.0] * 70)
    assert errors(rows).probability_positive == pytest.approx(sqrt(0.3 * 0.7 / 100))


def test_a_harm_never_seen_is_not_taken_as_impossible() -> None:
    found = errors(np.arange(1000.0)[1:] + 1)
    assert found.probability_positive is not None
    assert 0 < found.probability_positive < 1 / 998


def test_what_is_certain_has_no_error() -> None:
    assert told(errors(np.full(101, 5.0))) == [0, 0, 0, 0, 0]


def test_rounding_is_not_uncertainty() -> None:
    rows = np.array([3.0] + [3.0, 3.0 + 1e-12] * 50)
    assert errors(rows).probability_positive == 0


def test_the_errors_bear_the_names_of_the_figures_they_belong_to() -> None:
    assert set(FIGURES) <= {field.name for field in fields(Estimate)}


def test_the_errors_of_a_shifted_and_scaled_answer_scale_with_it() -> None:
    values = np.random.default_rng(9).gamma(2, 1, 501)
    once, twice = errors(values), errors(1_000 + 2 * values)
    for name in ("mean", "p2_5", "p50", "p97_5"):
        assert getattr(twice, name) == pytest.approx(2 * getattr(once, name), rel=1e-9)


@pytest.mark.parametrize("rows", [[1.0], [1.0, 2.0], [1.0, 2.0, float("nan"), 3.0]])
def test_too_few_draws_or_an_undefined_one_have_no_error(rows: list[float]) -> None:
    assert errors(np.array(rows)) == Errors(None, None, None, None, None)


def test_a_payback_that_may_not_come_has_an_error_only_where_it_comes() -> None:
    """Of 1,000 draws 900 are finite: the median is, the 97.5th percentile is not."""
    values = np.concatenate([np.linspace(1, 10, 900), np.full(100, np.inf)])
    found = errors(np.concatenate([[5.0], values]))
    assert found.mean is None
    assert found.p97_5 is None
    assert found.probability_positive is None
    assert found.p50 is not None
    assert found.p50 > 0


def test_replicates_that_disagree_on_a_payback_have_an_error_where_all_have_one() -> None:
    values = np.tile(np.concatenate([np.linspace(1, 10, 90), np.full(10, np.inf)]), 16)
    found = errors(np.concatenate([[5.0], values]), BATCHES)
    assert (found.p50, found.p97_5) == (0, None)


@pytest.mark.parametrize("values", [[0.0, 1.0, 10.0], [-3.0, 2.0, 2.5, 7.0, 40.0]])
def test_the_error_of_a_small_samples_median_is_that_of_every_resample(
    values: list[float],
) -> None:
    """Of an odd number of draws it is the exact bootstrap: all 27, or 3,125, are gone through."""
    medians = [np.median(again) for again in product(values, repeat=len(values))]
    assert errors(np.array([0.0, *values])).p50 == pytest.approx(float(np.std(medians)))


def test_the_lower_limit_of_a_small_sample_rests_on_its_first_draws() -> None:
    """Weights of a beta (Maritz and Jarrett 1978), by quadrature; the least draw has nearly all."""
    values = np.array([1.0, 2.0, 4.0, 8.0])
    share = stats.beta(5 * 0.025, 5 * 0.975)
    weight = [share.expect(lambda _: 1.0, lb=k / 4, ub=(k + 1) / 4) for k in range(1, 4)]
    weight = [1 - sum(weight), *weight]
    spread = np.average(values**2, weights=weight) - np.average(values, weights=weight) ** 2
    assert errors(np.array([0.0, *values])).p2_5 == pytest.approx(sqrt(spread), rel=1e-6)


def test_two_replicates_tell_the_error_of_the_mean_by_their_difference() -> None:
    """Their means are 2 and 5: their mean has a standard error of |5 - 2| / 2."""
    values = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0])
    assert standard_error(values, 2) == pytest.approx(1.5)
    assert errors(np.array([9.0, *values]), 2).mean == pytest.approx(1.5)
    above = np.array([-1.0, 1.0, 1.0, 1.0])  # shares of 1/2 and 1
    assert errors(np.array([0.0, *above]), 2).probability_positive == pytest.approx(0.25)


@pytest.mark.parametrize("draws", [3, 4])
def test_a_replicate_of_one_draw_has_no_mean_of_its_own(draws: int) -> None:
    values = np.array([0.0, 10.0, 1.0, 12.0])[:draws]
    single = float(np.std(values, ddof=1)) / sqrt(draws)
    by_two = (6.5 - 5) / 2
    assert standard_error(values, 2) == pytest.approx(by_two if draws == 4 else single)


def test_replicates_too_small_to_tell_are_read_as_single_draws() -> None:
    rows = np.random.default_rng(4).normal(size=2 * BATCHES)
    assert errors(rows, BATCHES) == errors(rows)
