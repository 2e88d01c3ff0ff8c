"""From what a row gives to the distribution it means."""

from math import log, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from econ.errors import FaultError
from econ.model.distributions import (
    PERT,
    Z_95,
    Beta,
    Distribution,
    Fixed,
    Gamma,
    LogNormal,
    Normal,
    Triangular,
    Uniform,
    interval,
)
from econ.model.fitting import POSITIVE, Given, fit, misses


def test_a_value_alone_is_fixed() -> None:
    assert fit("fixed", Given(value=0.18)) == Fixed(0.18)


@pytest.mark.parametrize("name", ["normal", "lognormal", "gamma"])
def test_a_mean_and_its_standard_error_are_kept(name: str) -> None:
    fitted = fit(name, Given(value=280.17, se=70))
    assert fitted.mean == pytest.approx(280.17)
    assert fitted.sd == pytest.approx(70)


def test_a_standard_error_outranks_limits() -> None:
    assert fit("normal", Given(value=1, low=0, high=9, se=0.5)) == Normal(1, 0.5)


def test_a_mean_and_95_percent_limits_are_a_normal_with_those_limits_c6() -> None:
    fitted = fit("normal", Given(value=-3808, low=-13350, high=5735))
    assert interval(fitted) == pytest.approx((-13350.5, 5734.5))
    assert fitted.mean == -3808


def test_limits_alone_are_a_normal_about_their_middle_c6() -> None:
    fitted = fit("normal", Given(low=0.2, high=0.5))
    assert fitted.mean == pytest.approx(0.35)
    assert interval(fitted) == pytest.approx((0.2, 0.5))


def test_limits_alone_are_a_lognormal_with_those_limits_c6() -> None:
    assert interval(fit("lognormal", Given(low=0.5, high=2.0))) == pytest.approx((0.5, 2.0))


def test_a_mean_and_limits_are_a_lognormal_of_that_mean_as_wide_as_the_limits_say() -> None:
    fitted = fit("lognormal", Given(value=1.1, low=0.5, high=2.0))
    assert isinstance(fitted, LogNormal)
    assert fitted.mean == pytest.approx(1.1)
    assert fitted.log_sd == pytest.approx(log(4) / (2 * Z_95))


@given(st.floats(0.01, 1e5), st.floats(1.05, 1000))
def test_limits_alone_are_a_gamma_with_those_limits_c6(low: float, ratio: float) -> None:
    assert interval(fit("gamma", Given(low=low, high=low * ratio))) == pytest.approx(
        (low, low * ratio), rel=1e-6
    )


def test_a_mean_and_limits_are_a_gamma_with_the_spread_of_the_limits() -> None:
    fitted = fit("gamma", Given(value=100, low=60, high=150))
    assert fitted.mean == pytest.approx(100)
    assert fitted.sd == pytest.approx(90 / (2 * Z_95))


def test_r_of_n_is_a_beta_of_counts() -> None:
    fitted = fit("beta", Given(value=33 / 93, n=93))
    assert isinstance(fitted, Beta)
    assert (fitted.alpha, fitted.beta) == pytest.approx((33, 60))


def test_a_share_and_its_standard_error_are_a_beta() -> None:
    fitted = fit("beta", Given(value=0.4, se=0.1))
    assert isinstance(fitted, Beta)
    assert (fitted.alpha, fitted.beta) == pytest.approx((9.2, 13.8))


def test_low_most_likely_and_high_are_a_triangular_or_a_pert() -> None:
    three = Given(value=137.6, low=106, high=197)
    assert fit("triangular", three) == Triangular(106, 137.6, 197)
    assert fit("pert", three) == PERT(106, 137.6, 197)


def test_low_and_high_are_a_uniform() -> None:
    assert fit("uniform", Given(value=3, low=1, high=7)) == Uniform(1, 7)


@pytest.mark.parametrize("name", POSITIVE)
def test_limits_that_straddle_zero_are_refused_where_harm_cannot_be_held_c9(name: str) -> None:
    with pytest.raises(FaultError, match="never below 0") as told:
        fit(name, Given(value=0.3, low=-0.1, high=0.7))
    assert told.value.fault.remedy == "Use normal, which can show harm as well as benefit."


UNFIT = {
    "nothing": ("fixed", Given(), "value is blank"),
    "no spread": ("normal", Given(value=1), "a normal needs its spread"),
    "one limit": ("gamma", Given(value=1, low=0.5), "a gamma needs its spread"),
    "no value": ("gamma", Given(se=1), "a gamma needs a value"),
    "spread of zero": ("gamma", Given(value=1, se=0), "must be above 0"),
    "limits the wrong way round": ("normal", Given(value=1, low=2, high=0.5), "must be above 0"),
    "negative cost": ("gamma", Given(value=-1, se=1), "a gamma must be above 0"),
    "negative ratio": ("lognormal", Given(value=-3, se=1), "a lognormal must be above 0"),
    "negative ratio with limits": (
        "lognormal",
        Given(value=-3, low=1, high=2),
        "a lognormal must be above 0",
    ),
    "ratio's limits the wrong way round": ("lognormal", Given(low=2, high=1), "above 0"),
    "percentage for a share": ("beta", Given(value=17, se=2), "between 0 and 1"),
    "share too uncertain": ("beta", Given(value=0.5, se=0.6), "spread as wide"),
    "none of n": ("beta", Given(value=0, n=20), "0 < r < n"),
    "n without a share": ("beta", Given(n=20), "needs value = r / n"),
    "gamma's limits the wrong way round": ("gamma", Given(low=3, high=2), "low below high"),
    "gamma's limits too far apart": ("gamma", Given(low=1e-9, high=1e9), "no gamma has"),
    "gamma's limits too close": ("gamma", Given(low=1, high=1 + 1e-9), "no gamma has"),
    "uniform without limits": ("uniform", Given(value=3), "needs low and high"),
    "uniform of an empty range": ("uniform", Given(low=3, high=3), "below the highest"),
    "pert without a value": ("pert", Given(low=1, high=3), "a PERT needs low, value"),
    "pert out of order": ("pert", Given(value=0, low=1, high=3), "in order"),
    "triangular without limits": ("triangular", Given(value=2), "a triangular needs low, value"),
    "triangular out of order": ("triangular", Given(value=9, low=1, high=3), "in order"),
}


@pytest.mark.parametrize(("name", "given", "what"), UNFIT.values(), ids=UNFIT.keys())
def test_numbers_that_do_not_fit_are_told_in_words_with_a_remedy(
    name: str, given: Given, what: str
) -> None:
    with pytest.raises(FaultError) as told:
        fit(name, given)
    assert what in told.value.fault.what
    assert told.value.fault.remedy.endswith(".")
    for of_python in ("math domain", "f(a)", "NoneType", "float"):
        assert of_python not in str(told.value)


def test_limits_that_the_fit_misses_are_reported_c6() -> None:
    """A gamma keeps the mean and the width, but not limits that are not as skewed as it is."""
    symmetric = Given(value=100, low=40, high=160)
    assert misses(fit("gamma", symmetric), symmetric)
    assert not misses(fit("normal", symmetric), symmetric)
    alone = Given(low=40, high=160)
    assert not misses(fit("gamma", alone), alone)


def test_where_a_row_gives_no_limits_there_is_none_to_miss() -> None:
    given = Given(value=100, se=30)
    assert not misses(fit("gamma", given), given)


@pytest.mark.parametrize("name", ["pert", "triangular", "uniform"])
def test_the_ends_of_a_range_are_not_its_95_percent_limits(name: str) -> None:
    """Low and high of these three are the least and most that can be: nothing is missed."""
    given = Given(value=137.6, low=106, high=197)
    assert not misses(fit(name, given), given)


def test_a_beta_that_misses_its_limits_is_reported() -> None:
    given = Given(value=0.1, low=0.01, high=0.4)
    fitted = fit("beta", given)
    assert fitted.sd == pytest.approx(0.39 / (2 * Z_95))
    assert misses(fitted, given)


def test_the_spread_of_a_proportion_of_counts_is_binomial() -> None:
    fitted = fit("beta", Given(value=0.25, n=99))
    assert fitted.sd == pytest.approx(sqrt(0.25 * 0.75 / 100))


@pytest.mark.parametrize(
    ("distribution", "numbers", "made"),
    [
        ("normal", Given(low=-0.2, high=0.6), Normal.from_interval(-0.2, 0.6)),
        ("lognormal", Given(low=10, high=40), LogNormal.from_interval(10, 40)),
        ("lognormal", Given(value=0.8, low=0.63, high=1.02), LogNormal.from_ratio(0.8, 0.63, 1.02)),
        ("gamma", Given(low=10, high=40), Gamma.from_interval(10, 40)),
        ("gamma", Given(value=10, se=2), Gamma.from_moments(10, 2)),
        ("beta", Given(low=0.1, high=0.3), Beta.from_interval(0.1, 0.3)),
        ("beta", Given(value=0.25, n=40), Beta.from_counts(10, 40)),
    ],
)
def test_python_makes_what_a_workbook_means(
    distribution: str, numbers: Given, made: Distribution
) -> None:
    assert fit(distribution, numbers) == made


def test_limits_are_those_of_the_distribution_made_of_them() -> None:
    for made in (
        Normal.from_interval(1, 4),
        LogNormal.from_interval(1, 4),
        Gamma.from_interval(1, 4),
    ):
        assert interval(made) == pytest.approx((1, 4))


def test_a_ratio_outside_its_limits_is_none() -> None:
    with pytest.raises(ValueError, match="a ratio lies between its limits"):
        LogNormal.from_ratio(1.2, 0.6, 1.1)
