"""Draws until the error is small, and the running mean."""

from math import sqrt

import numpy as np
import pytest

from econ.analysis.convergence import running_mean, until
from econ.errors import ScenarioError
from econ.model.designs import BATCHES, DESIGNS, MonteCarlo
from econ.model.distributions import Fixed, Gamma, Normal
from econ.model.equation import ask
from econ.model.estimates import errors, estimate
from econ.model.measures import (
    Measure,
    benefit_cost_ratio,
    headline,
    net_present_value,
    payback_year,
)
from tests.programmes import cost, programme, saving

NET = net_present_value()
WORTH_IT = programme(
    {
        "people": 300.0,
        "effect": Normal(0.3, 0.15),
        "price": Gamma.from_moments(280, 70),
        "one": 1.0,
        "grant": Gamma.from_moments(10_000, 2_000),
    },
    [saving("visits", "people * effect", "price"), cost("delivery", "one", "grant")],
)
EVEN = WORTH_IT.vary("Breaks even", effect=Normal(10_000 / 280 / 300, 0.15))


def test_it_draws_until_the_error_is_small_and_says_how_many_that_took() -> None:
    found = until(WORTH_IT, NET, 0.01)
    assert found.reached
    assert found.reason == ""
    assert found.estimate.se is not None
    assert found.estimate.mean is not None
    assert found.estimate.se <= 0.01 * abs(found.estimate.mean)
    assert found.draws == found.needed == len(found.rows) - 1


def test_it_stops_as_soon_as_the_error_is_small() -> None:
    found = until(WORTH_IT, NET, 0.01)
    shorter = estimate(found.rows[:-2_000])
    assert shorter.se is not None
    assert shorter.mean is not None
    assert shorter.se > 0.01 * abs(shorter.mean)


def test_the_number_of_draws_is_that_of_the_central_limit() -> None:
    """NPV = 300 e p - g, independent: mean 15,200; variance 90,000 (E e^2 E p^2 - m^2) + sd_g^2."""
    variance = 90_000 * ((0.3**2 + 0.15**2) * (280**2 + 70**2) - (0.3 * 280) ** 2) + 2_000**2
    needed = variance / (0.004 * 15_200) ** 2
    assert until(WORTH_IT, NET, 0.004, first=500).draws == pytest.approx(needed, rel=0.03)


def test_drawing_on_gives_the_draws_of_one_plain_run_to_the_last_bit() -> None:
    """C11: a longer run extends a shorter one, and the size of blocks changes nothing."""
    found = until(WORTH_IT, NET, 0.01, first=1_000, seed=7)
    (plain,) = ask(WORTH_IT, MonteCarlo(found.draws, 7), [NET])
    assert np.array_equal(found.rows, plain)
    assert (found.estimate, found.errors) == (estimate(plain), errors(plain))


@pytest.mark.parametrize("design", ["latin-hypercube", "sobol-sequence"])
def test_a_stratified_design_needs_fewer_draws(design: str) -> None:
    found = until(WORTH_IT, NET, 0.002, design=design)
    assert found.reached
    assert found.draws < until(WORTH_IT, NET, 0.002).draws / 4
    (plain,) = ask(WORTH_IT, DESIGNS[design](found.draws, 2025), [NET])
    assert np.array_equal(found.rows, plain)
    assert found.batches == BATCHES


def test_a_replicated_design_grows_by_doubling_powers_of_two() -> None:
    told: list[int] = []
    found = until(WORTH_IT, NET, 0.0004, design="sobol-sequence", first=100, progress=told.append)
    assert told[0] == 128
    assert [b / a for a, b in zip(told, [*told[1:], found.draws], strict=True)] == [2] * len(told)


def test_a_mean_near_zero_is_given_up_early_and_told_in_words() -> None:
    found = until(EVEN, NET, 0.005)
    assert not found.reached
    assert found.needed is None
    assert "cannot be told from zero" in found.reason
    assert found.draws < 50_000


def test_what_would_take_more_draws_than_allowed_is_told_with_their_number() -> None:
    found = until(WORTH_IT, NET, 0.001, most=20_000)
    assert not found.reached
    assert found.draws <= 20_000
    assert found.needed is not None
    enough = until(WORTH_IT, NET, 0.001).draws
    assert found.needed == pytest.approx(enough, rel=0.1)
    assert (
        found.reason
        == f"it would take about {found.needed:,} draws, and at most 20,000 were allowed"
    )


def test_a_goal_within_reach_of_the_last_draw_allowed_is_tried() -> None:
    enough = until(WORTH_IT, NET, 0.005).draws
    assert until(WORTH_IT, NET, 0.005, most=enough).reached


def test_what_is_certain_needs_only_the_first_draws() -> None:
    certain = WORTH_IT.vary(effect=Fixed(0.3), price=Fixed(280), grant=Fixed(10_000))
    found = until(certain, NET, first=64)
    assert (found.draws, found.reached) == (64, True)


@pytest.mark.parametrize("measure", [payback_year(), benefit_cost_ratio(payer="carers")])
@pytest.mark.parametrize("design", list(DESIGNS))
def test_a_measure_that_may_not_exist_has_no_error_to_make_small(
    measure: Measure, design: str
) -> None:
    found = until(WORTH_IT, measure, design=design)
    assert not found.reached
    assert found.needed is None
    assert found.reason == "the measure does not exist in every draw"
    assert found.records()[0]["estimate"] is None


@pytest.mark.parametrize(
    ("more", "what"),
    [
        ({"tolerance": 0.0}, "is not a share between 0 and 1"),
        ({"tolerance": 5.0}, "is not a share between 0 and 1"),
        ({"first": 10}, "10 is not between 32 and 10,000,000"),
        ({"most": 1_000}, "2,000 is not between 32 and 1,000"),
        ({"design": "sobol"}, "there is no such design"),
    ],
)
def test_numbers_that_make_no_sense_are_refused(more: dict[str, object], what: str) -> None:
    with pytest.raises(ScenarioError, match=what):
        until(WORTH_IT, NET, **more)  # type: ignore[arg-type]


def test_a_record_tells_the_mean_its_limits_and_what_it_took() -> None:
    found = until(WORTH_IT, headline(), 0.01)
    (record,) = found.records()
    mean, se = found.estimate.mean, found.estimate.se
    assert mean is not None
    assert se is not None
    assert (record["view"], record["cohort"], record["reason"]) == ("headline", None, None)
    assert record["estimate"] == mean
    assert record["low"] == pytest.approx(mean - 1.96 * se, rel=1e-4)
    assert record["high"] == pytest.approx(mean + 1.96 * se, rel=1e-4)
    assert record["relative_error"] == pytest.approx(se / abs(mean))


def test_the_running_mean_ends_in_the_mean_and_its_band() -> None:
    found = until(WORTH_IT, NET, 0.01)
    points = found.running_mean()
    record = found.records()[0]
    assert points.draws[-1] == found.draws
    assert points.mean[-1] == pytest.approx(found.estimate.mean, rel=1e-12)
    assert points.low[-1] == pytest.approx(record["low"], rel=1e-9)
    assert points.high[-1] == pytest.approx(record["high"], rel=1e-9)


def test_each_point_of_the_running_mean_is_that_of_a_run_so_long() -> None:
    rows = np.concatenate([[0.0], np.random.default_rng(1).normal(1e6, 3, 5_000)])
    points = running_mean(rows)
    for count, mean, low, high in zip(
        points.draws, points.mean, points.low, points.high, strict=True
    ):
        assert mean == pytest.approx(rows[1 : count + 1].mean(), rel=1e-12)
        se = rows[1 : count + 1].std(ddof=1) / sqrt(count)
        assert high - mean == pytest.approx(mean - low, rel=1e-6)
        assert 1.95 * se < high - mean < 2.3 * se


def test_the_points_are_some_two_hundred_and_even_on_a_log_scale() -> None:
    draws = running_mean(np.random.default_rng(1).normal(size=100_001)).draws
    assert 150 < len(draws) <= 200
    assert (draws[0], draws[-1]) == (10, 100_000)
    steps = np.diff(np.log(draws[60:]))
    assert steps.max() < 1.3 * steps.min()


def test_replicates_grow_together_and_end_in_their_error() -> None:
    (rows,) = ask(WORTH_IT, DESIGNS["sobol-sequence"](2_048, 1), [NET])
    points = running_mean(rows, BATCHES)
    assert (points.draws[0], points.draws[-1]) == (16, 2_048)
    found = estimate(rows, BATCHES)
    assert found.se is not None
    assert points.mean[-1] == pytest.approx(found.mean, rel=1e-12)
    assert points.high[-1] - points.mean[-1] == pytest.approx(2.1314 * found.se, rel=1e-4)


def test_the_band_holds_the_mean_of_endless_draws_nineteen_times_in_twenty() -> None:
    rows = np.random.default_rng(8).normal(2.0, 1, (2_000, 41))
    ends = [running_mean(row) for row in rows]
    inside = np.mean([end.low[-1] <= 2.0 <= end.high[-1] for end in ends])
    assert inside == pytest.approx(0.95, abs=0.02)


@pytest.mark.parametrize("values", [[1.0] * 20, [1.0] * 40 + [np.inf]])
def test_too_few_draws_or_an_undefined_one_have_no_running_mean(values: list[float]) -> None:
    assert running_mean(np.array([0.0, *values])).records() == []


def test_the_records_of_a_running_mean_are_plain_numbers() -> None:
    first = running_mean(np.arange(100.0)).records()[0]
    assert first["draws"] == 10
    assert {type(value) for value in first.values()} == {int, float}
