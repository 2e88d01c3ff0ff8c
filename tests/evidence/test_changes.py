"""Reductions by hand: before and after, against a comparison, by dose, over sets; leaving."""

from dataclasses import replace
from math import sqrt

import numpy as np
import pytest
from scipy import stats

from econ.evidence.changes import (
    Estimated,
    change,
    correlation_of,
    covariance,
    dose_response,
    leaving_rate,
)
from econ.evidence.records import BEFORE_AFTER, DIFFERENCE, Codebook, RecordColumn, Records
from econ.model.distributions import FloatArray

BOOK = Codebook(
    *("Made", "here"),
    columns=(
        RecordColumn("area", "area"),
        RecordColumn("arm", "arm"),
        RecordColumn("x", "outcome", kind="count", months=12.0, per="year"),
        RecordColumn("got", "received"),
        RecordColumn("gave", "given"),
        RecordColumn("months", "months involved"),
        RecordColumn("still", "still involved"),
    ),
    comparison="other",
    smallest=1,
)


def made(x: FloatArray, area: list[int], arm: list[str], **more: FloatArray) -> Records:
    """Records of people by waves."""
    waves = tuple(range(x.shape[1]))
    labels = {"area": np.array([f"A{a}" for a in area]), "arm": np.array(arm)}
    values = {"x": x, **{c.heading: np.full(x.shape, np.nan) for c in BOOK.columns[3:]}, **more}
    return Records(BOOK, "f.csv", "", x.size, waves, np.ones(x.shape, bool), values, labels)


FOUR = made(
    np.array([[4.0, 1.0], [0.0, 0.0], [6.0, 2.0], [2.0, 2.0], [8.0, 6.0], [2.0, 0.0], [3.0, 3.0]]),
    area=[0, 0, 1, 1, 0, 1, 1],
    arm=["support"] * 4 + ["other"] * 3,
)


def pairs(records: Records) -> list[tuple[FloatArray, FloatArray]]:
    return [(records.at("x", 0), records.at("x", 1))]


def test_before_and_after_by_hand() -> None:
    """Changes 3, 0 | 4, 0 of two areas: mean 7/4; residual sums -1/2 and 1/2; terms 1/4 each."""
    found = change(FOUR, pairs(FOUR), BEFORE_AFTER)
    assert found is not None
    assert found.value == 1.75
    assert found.se == pytest.approx(sqrt(2) / 4)
    assert (found.df, found.n, found.clusters) == (1.0, 4, 2)
    half = stats.t(1).ppf(0.975) * sqrt(2) / 4
    assert found.limits == pytest.approx((1.75 - half, 1.75 + half))


def test_a_difference_in_differences_by_hand() -> None:
    """The comparison changes by 2, 2, 0: 4/3 fewer; 7/4 - 4/3."""
    found = change(FOUR, pairs(FOUR), DIFFERENCE)
    assert found is not None
    assert found.value == pytest.approx(7 / 4 - 4 / 3)
    assert found.n == 7


def test_a_ratio_by_hand() -> None:
    """The comparison keeps 9/13; of a mean of 3 that leaves 27/13, and 5/4 were seen."""
    found = change(FOUR, pairs(FOUR), DIFFERENCE, "ratio")
    assert found is not None
    assert found.value == pytest.approx(27 / 13 - 5 / 4)


def test_two_parts_by_hand() -> None:
    """Of the comparison all use it at first, so that its odds do not exist; then two of three."""
    assert change(FOUR, pairs(FOUR), DIFFERENCE, "two-part") is None
    x = FOUR.values["x"].copy()
    x[5:, :] = [[0.0, 0.0], [4.0, 2.0]]
    two = replace(FOUR, values={**FOUR.values, "x": x})
    found = change(two, pairs(two), DIFFERENCE, "two-part")
    assert found is not None
    use, amount = 3 / 4, 4.0  # the comparison's odds stay; its amounts go from 6 to 4
    assert found.value == pytest.approx(use * amount * 4 / 6 - x[:4, 1].mean())


@pytest.mark.parametrize("model", ["ratio", "two-part"])
def test_before_and_after_every_model_gives_the_linear_number(model: str) -> None:
    linear = change(FOUR, pairs(FOUR), BEFORE_AFTER)
    other = change(FOUR, pairs(FOUR), BEFORE_AFTER, model)
    assert linear is not None
    assert other is not None
    assert other.value == pytest.approx(linear.value)
    assert other.se == pytest.approx(linear.se, rel=1e-6)


def test_one_area_gives_no_estimate() -> None:
    alone = made(FOUR.values["x"], area=[0] * 7, arm=["support"] * 7)
    assert change(alone, pairs(alone), BEFORE_AFTER) is None


def test_several_sets_are_combined_by_rubins_rules() -> None:
    """Values 1, 2, 3; variance within 4, between 1: 4 + 4/3 in all, on 8 degrees and 2."""
    term = np.full((3, 1), 2.0)
    three = Estimated(np.array([1.0, 2.0, 3.0]), term, 8.0, 40, 9, 1.0)
    whole = 4 + 4 / 3
    assert (three.value, three.se) == pytest.approx((2.0, sqrt(whole)))
    between = (4 / 3) / whole
    assert three.df == pytest.approx(1 / (between**2 / 2 + 1 / 8))


def test_two_estimates_vary_together_as_their_terms_do() -> None:
    first = Estimated(np.array([1.0]), np.array([[1.0, -1.0, 0.0]]), 2.0, 9, 3, 1.0)
    second = Estimated(np.array([5.0]), np.array([[2.0, 0.0, -2.0]]), 2.0, 9, 3, 1.0)
    assert covariance(first, second) == 2.0
    assert correlation_of(first, second) == pytest.approx(2 / sqrt(2 * 8))


def test_a_dose_is_found_within_people_whatever_their_level_and_the_wave() -> None:
    """x = level of the person + wave - 2 received - 3 received x given, exactly."""
    draws = np.random.default_rng(1)
    got, gave = draws.uniform(0, 2, (2, 60, 3))
    x = draws.uniform(50, 90, (60, 1)) + np.array([0.0, 4.0, 1.0]) - 2 * got - 3 * got * gave
    area = [person % 9 for person in range(60)]
    found = dose_response(made(x, area, ["support"] * 60, got=got, gave=gave), "x")
    told = {term: one.value for term, one in found.items()}
    assert told == pytest.approx({"received": 2.0, "given": 0.0, "received x given": 3.0}, abs=1e-9)
    assert all(one.se < 1e-9 for one in found.values())


def test_a_person_of_one_wave_tells_nothing_of_a_dose() -> None:
    draws = np.random.default_rng(1)
    got, gave, x = draws.uniform(0, 2, (3, 60, 2))
    area = [person % 9 for person in range(60)]
    whole = dose_response(made(x, area, ["s"] * 60, got=got, gave=gave), "x")
    more = [np.vstack([values, [[9.0, np.nan]]]) for values in (x, got, gave)]
    beside = dose_response(made(more[0], [*area, 3], ["s"] * 61, got=more[1], gave=more[2]), "x")
    assert beside["given"].value == pytest.approx(whole["given"].value)
    assert beside["given"].n == 60


def test_people_leave_at_a_rate_of_leavers_over_years() -> None:
    """Three of four left after 6, 12 and 6 months, one is there after 12: 3 in 3 years."""
    months = np.array([[np.nan, 6.0], [np.nan, 12.0], [np.nan, 6.0], [np.nan, 12.0]])
    still = np.array([[np.nan, 0.0], [np.nan, 0.0], [np.nan, 0.0], [np.nan, 1.0]])
    four = made(np.ones((4, 2)), [0, 0, 1, 1], ["s"] * 4, months=months, still=still)
    found = leaving_rate(four)
    assert found is not None
    assert found.value == pytest.approx(1.0)


# GP contacts, outpatients, day case or A&E, physiotherapy, hours of family and friends (Newham, W1)
W1 = [(88, 4.8, 2.88, 6.77), (87, 0.6, 0.03, 1.19), (87, 0.5, 0.15, 0.86), (33, 1.27, -2.49, 5.04)]


@pytest.mark.parametrize(("n", "mean", "low", "high"), W1)
def test_the_paired_differences_of_newham_come_out_of_people_who_have_them(
    n: int, mean: float, low: float, high: float
) -> None:
    """People whose changes have the published mean and the SD that the published interval implies.

    Each is a cluster of their own, so that ours is the usual interval times the root of n / (n-1).
    """
    sd = (high - low) / 2 / stats.t(n - 1).ppf(0.975) * sqrt(n)
    spread = stats.norm.ppf((np.arange(n) + 0.5) / n)
    changes = mean + sd * (spread - spread.mean()) / spread.std(ddof=1)
    everyone = made(np.column_stack([50 + changes, np.full(n, 50.0)]), list(range(n)), ["s"] * n)
    found = change(everyone, pairs(everyone), BEFORE_AFTER)
    assert found is not None
    half = (high - low) / 2 * sqrt(n / (n - 1))
    assert found.df == pytest.approx(n - 1)
    assert found.limits == pytest.approx((mean - half, mean + half), abs=1e-9)
