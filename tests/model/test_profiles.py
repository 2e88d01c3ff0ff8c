"""Profiles in closed form against numerical integration, their limits, and the intake."""

from dataclasses import replace
from itertools import pairwise
from math import exp

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad

from econ.model.distributions import FloatArray
from econ.model.profiles import NEARLY_EQUAL, SMALL_RATE, Intake, Profile, Start

INVOLVED = Profile("involved", "involved", "entry", ("leaving",))
FADING = Profile("fading", "involved then fading", "entry", ("leaving", "kept", "fading"))


def column(value: float) -> FloatArray:
    return np.array([value])


def involved(leaving: float, years: int) -> FloatArray:
    found: FloatArray = INVOLVED.by_age([column(leaving)], years)[0]
    return found


def fading(leaving: float, kept: float, rate: float, years: int) -> FloatArray:
    found: FloatArray = FADING.by_age([column(leaving), column(kept), column(rate)], years)[0]
    return found


def over_the_year(effect: object, year: int) -> float:
    """The mean of an effect over a year, by quadrature."""
    assert callable(effect)
    return float(quad(effect, year, year + 1, epsabs=1e-13, epsrel=1e-12)[0])


def effect_at(time: float, leaving: float, kept: float, rate: float) -> float:
    """The effect at a moment: those still involved, and what those who left still carry.

    Of those who left at s a share exp(-rate (time - s)) of what they kept is left.
    """
    carried = quad(lambda s: leaving * exp(-leaving * s) * exp(-rate * (time - s)), 0, time)[0]
    return exp(-leaving * time) + kept * float(carried)


@pytest.mark.parametrize("leaving", [1e-6, 0.009, 0.011, 0.3, 1.0, 4.0])
def test_involved_is_the_mean_share_still_there(leaving: float) -> None:
    found = involved(leaving, 4)
    expected = [over_the_year(lambda t: exp(-leaving * t), year) for year in range(4)]
    assert found.tolist() == pytest.approx(expected, rel=1e-10)


@pytest.mark.parametrize(
    ("leaving", "rate"),
    [(0.3, 0.8), (0.8, 0.3), (2.0, 0.1), (0.01, 0.02), (0.5, 0.5), (0.5, 0.5 + 1e-7), (1, 0)],
)
def test_involved_then_fading_is_the_integral_that_it_stands_for(
    leaving: float, rate: float
) -> None:
    found = fading(leaving, 0.6, rate, 3)
    expected = [
        over_the_year(lambda t: effect_at(t, leaving, 0.6, rate), year) for year in range(3)
    ]
    assert found.tolist() == pytest.approx(expected, rel=1e-8)


def test_nobody_leaving_is_every_year() -> None:
    assert involved(0, 5).tolist() == [1.0] * 5
    assert fading(0, 0.7, 0.3, 5).tolist() == [1.0] * 5


def test_an_effect_kept_whole_and_never_fading_is_every_year() -> None:
    assert fading(0.4, 1.0, 0.0, 6).tolist() == pytest.approx([1.0] * 6, rel=1e-12)


def test_nothing_carried_on_is_involved() -> None:
    assert fading(0.4, 0.0, 0.9, 6).tolist() == involved(0.4, 6).tolist()


def test_fading_at_once_is_involved() -> None:
    assert fading(0.4, 1.0, 1e9, 6).tolist() == pytest.approx(involved(0.4, 6).tolist(), abs=1e-8)


@given(st.floats(0.02, 3), st.sampled_from([0.0, 1e-9, 1e-7, 1e-6, 0.99e-5, 1.01e-5, 1e-4]))
def test_the_limit_of_equal_rates_joins_without_a_step(rate: float, gap: float) -> None:
    """Just inside and just outside of where the two rates are treated as equal."""
    met, apart = fading(rate, 1.0, rate, 4), fading(rate, 1.0, rate + gap, 4)
    slope = (fading(rate, 1.0, rate + 0.01, 4) - met) / 0.01
    assert apart.tolist() == pytest.approx((met + slope * gap).tolist(), abs=2e-10 + gap * 0.02)


@given(st.floats(0, 3), st.floats(0, 1), st.floats(0, 3))
def test_a_profile_lies_between_nothing_and_a_whole_year(
    leaving: float, kept: float, rate: float
) -> None:
    found = fading(leaving, kept, rate, 6)
    assert np.all(found >= 0)
    assert np.all(found <= 1 + 1e-9)
    assert np.all(np.diff(found) <= 1e-9)
    assert np.all(found >= involved(leaving, 6) - 1e-12)


@pytest.mark.parametrize("boundary", [SMALL_RATE, NEARLY_EQUAL])
def test_the_series_for_small_rates_meets_the_formula(boundary: float) -> None:
    """A huge share carried on, so that nothing but the limit of equal rates is seen."""
    below, above = (fading(boundary * f, 1e12, boundary * f, 5) for f in (1 - 1e-13, 1 + 1e-13))
    assert below.tolist() == pytest.approx(above.tolist(), rel=1e-11)


def test_retained_keeps_a_share_of_what_was_left_each_year() -> None:
    profile = Profile("retained", "retained", "entry", ("kept",))
    assert profile.by_age([column(0.7)], 3).tolist() == [pytest.approx([1, 0.7, 0.49])]
    assert profile.by_age([column(0.0)], 3).tolist() == [[1, 0, 0]]


def test_first_year_and_every_year_need_no_parameters() -> None:
    assert Profile("a", "first year", "calendar").by_age([], 3).tolist() == [[1, 0, 0]]
    assert Profile("a", "every year", "calendar").by_age([], 3).tolist() == [[1, 1, 1]]


def test_a_table_counts_nothing_after_its_last_year_and_is_cut_at_the_horizon() -> None:
    table = Profile("spend", "table", "calendar", (), (0.5, 0.3, 0.2))
    assert table.by_age([], 5).tolist() == [[0.5, 0.3, 0.2, 0, 0]]
    assert table.by_age([], 2).tolist() == [[0.5, 0.3]]


def test_a_table_goes_on_as_it_says_for_whoever_starts_when() -> None:
    """From each start 1, 0.5, 0.5, ...; half start in year 1: 0.5, 0.25 + 0.5, 0.25 + 0.25."""
    table = Profile("taper", "table", "entry", (), (1.0, 0.5), after="last")
    assert table.by_age([], 4).tolist() == [[1, 0.5, 0.5, 0.5]]
    assert table.by_year([], 3, Intake((0.5, 0.5))).tolist() == [[0.5, 0.75, 0.5]]
    assert replace(table, after="0").by_age([], 3).tolist() == [[1, 0.5, 0]]


def test_a_table_that_ends_early_says_what_follows_or_is_told() -> None:
    table = Profile("taper", "table", "entry", (), (1.0, 0.5))
    assert table.untold(2) is None
    assert replace(table, after="0").untold(9) is None
    told = table.untold(5)
    assert told is not None
    assert told.what == "its table ends with year 1, and the time horizon is 5 years"
    assert "fill in year 2 to year 4, or write" in told.remedy


def test_a_profile_of_draws_has_one_row_a_draw() -> None:
    found = INVOLVED.by_age([np.array([0.1, 0.5, 2.0])], 4)
    assert found.shape == (3, 4)
    for row, leaving in zip(found, (0.1, 0.5, 2.0), strict=True):
        assert row.tolist() == involved(leaving, 4).tolist()


def test_an_entry_clock_starts_with_each_person() -> None:
    """Half start in year 0 and half in year 1: year 1 holds ages 1 and 0.

    With 0.7 kept a year: 0.5; 0.5 x 0.7 + 0.5 = 0.85; 0.5 x 0.49 + 0.5 x 0.7 = 0.595.
    """
    profile = Profile("retained", "retained", "entry", ("kept",))
    found = profile.by_year([column(0.7)], 3, Intake((0.5, 0.5)))
    assert found.tolist() == [pytest.approx([0.5, 0.85, 0.595])]


def test_a_calendar_clock_takes_no_notice_of_the_intake() -> None:
    profile = Profile("retained", "retained", "calendar", ("kept",))
    assert profile.by_year([column(0.7)], 3, Intake((0.5, 0.5))).tolist() == [
        pytest.approx([1, 0.7, 0.49])
    ]


def test_those_who_start_after_the_horizon_count_nothing_within_it() -> None:
    profile = Profile("every", "every year", "entry")
    assert profile.by_year([], 2, Intake((0.2, 0.3, 0.5))).tolist() == [pytest.approx([0.2, 0.5])]


@given(st.floats(0, 2))
def test_everyone_starting_in_year_0_is_the_profile_by_age(leaving: float) -> None:
    by_age = INVOLVED.by_age([column(leaving)], 4)
    assert INVOLVED.by_year([column(leaving)], 4, Intake((1.0,))).tolist() == by_age.tolist()


def starting(offset: float, support: float, leaving: float, kept: float, rate: float) -> object:
    """The effect at a time of the calendar on a person who starts at ``offset``.

    Whoever is still involved when support ends leaves then.
    """

    def effect(time: float) -> float:
        age = time - offset
        if age < 0 or offset >= support:
            return 0.0
        if time <= support:
            return effect_at(age, leaving, kept, rate)
        there = support - offset
        then = effect_at(there, leaving, 1.0, rate)
        return kept * then * exp(-rate * (time - support))

    return effect


def averaged(year: int, window: float, support: float, rates: tuple[float, float, float]) -> float:
    """The effect in a year, over all who start evenly through the last ``window`` of year 0."""

    def own(offset: float) -> float:
        points = sorted({year, year + 1, *(x for x in (offset, support) if year < x < year + 1)})
        effect = starting(offset, support, *rates)
        assert callable(effect)
        return sum(quad(effect, a, b, epsabs=1e-12)[0] for a, b in pairwise(points))

    if not window:
        return own(0.0)
    return float(quad(own, 1 - window, 1, epsabs=1e-11)[0] / window)


@pytest.mark.parametrize("window", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("support", [None, 1, 2])
@pytest.mark.parametrize("rates", [(0.7, 0.4, 0.3), (0.5, 1.0, 0.5), (0.002, 0.5, 0.004)])
def test_starting_evenly_and_an_end_of_support_are_the_integrals_that_they_stand_for(
    window: float, support: int | None, rates: tuple[float, float, float]
) -> None:
    start = Start(window, support)
    found = FADING.by_age([column(rate) for rate in rates], 4, start)[0]
    end = float("inf") if support is None else float(support)
    expected = [averaged(year, window, end, rates) for year in range(4)]
    assert found.tolist() == pytest.approx(expected, abs=2e-8)
    alone = INVOLVED.by_age([column(rates[0])], 4, start)[0]
    nothing = [averaged(year, window, end, (rates[0], 0.0, rates[2])) for year in range(4)]
    assert alone.tolist() == pytest.approx(nothing, abs=2e-8)


def test_a_table_of_people_who_start_evenly_lies_half_in_the_next_year() -> None:
    table = Profile("spend", "table", "entry", (), (0.6, 0.4))
    assert table.by_age([], 3, Start(1.0)).tolist() == [pytest.approx([0.3, 0.5, 0.2])]
    assert table.by_age([], 3, Start(0.5)).tolist() == [pytest.approx([0.15, 0.55, 0.3])]


def test_people_who_join_evenly_from_october_until_support_ends_in_march() -> None:
    """A third in the half year to March 2016, two thirds in the year to March 2017.

    Nobody leaves before the end: a quarter of a year each and a whole one for the first, half a
    year for the second: (1/4 + 1) / 3 + (1/2) x 2 / 3 = 0.75 of a year for each person.
    """
    intake = Intake((1 / 3, 2 / 3), evenly=True, first=0.5, support=2)
    found = INVOLVED.by_year([column(0.0)], 4, intake)
    assert found.tolist() == [pytest.approx([1 / 12, 1 / 3 + 1 / 3, 0.0, 0.0])]


def test_nobody_starts_after_support_has_ended() -> None:
    intake = Intake((0.5, 0.25, 0.25), support=2)
    assert INVOLVED.by_year([column(0.0)], 3, intake).tolist() == [[0.5, 0.75, 0.0]]
    carried = FADING.by_year([column(0.0), column(1.0), column(0.0)], 4, intake)
    assert carried.tolist() == [pytest.approx([0.5, 0.75, 0.75, 0.75])]


def test_each_person_has_as_much_in_all_however_they_start_within_the_year() -> None:
    """Starting evenly moves an effect back; over an endless horizon nothing is lost."""
    at_once, evenly = (INVOLVED.by_age([column(1.0)], 60, Start(w)).sum() for w in (0.0, 1.0))
    assert at_once == pytest.approx(1.0, rel=1e-12)
    assert evenly == pytest.approx(1.0, rel=1e-12)


@pytest.mark.parametrize("boundary", [SMALL_RATE, NEARLY_EQUAL])
def test_the_series_of_those_who_start_evenly_meet_their_formulas(boundary: float) -> None:
    for support in (None, 2):
        below, above = (
            FADING.by_age([column(boundary * f), column(1e12), column(boundary * f)], 4, start)[0]
            for f in (1 - 1e-13, 1 + 1e-13)
            for start in [Start(1.0, support)]
        )
        assert below.tolist() == pytest.approx(above.tolist(), rel=1e-9)
