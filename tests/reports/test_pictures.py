"""What pictures are drawn from: periods, bins, chances, errors; each by hand."""

from dataclasses import replace

import numpy as np
import pytest

import econ
from econ.model.chain import Made, parse
from econ.model.designs import MonteCarlo
from econ.model.estimates import estimate
from econ.reports.periods import periods
from econ.reports.pictures import (
    alike,
    binned,
    by_payer,
    by_view,
    chances,
    error_lines,
    falling,
    nearly_all,
    reached,
    settled,
    steps,
)
from econ.reports.report import Report, report
from tests.programmes import cost, programme, saving


def found(years: int) -> Report:
    scenario = programme(
        {"people": 10, "hours": econ.Normal(2, 1), "wage": 15, "once": 1, "grant": 100},
        [
            saving("care", "people * hours", "wage", "every year", {"nhs": 0.25, "carers": 0.75}),
            cost("delivery", "once", "grant", "every year"),
        ],
        years=years,
    )
    return report(replace(scenario, first_year="2025/26"), MonteCarlo(100, 1))


def test_a_long_horizon_keeps_its_first_years_and_adds_up_the_rest() -> None:
    labels = [f"year {y}" for y in range(10)]
    shown = periods(labels)
    assert [period.label for period in shown][:5] == labels[:5]
    assert shown[-1].label == "year 5 to year 9"
    assert [y for period in shown for y in period.years] == list(range(10))


@pytest.mark.parametrize("years", [1, 6, 7, 12])
def test_a_payers_periods_add_up_to_what_it_keeps_over_all_years(years: int) -> None:
    run = found(years)
    for row in by_payer(run):
        whole = [x.impact.mean or 0.0 for x in run.budget if x.payer == row.name]
        assert row.total == pytest.approx(sum(whole))
        assert len(row.by_period) == min(years, 6)


def test_a_view_adds_up_the_payers_that_count_in_it() -> None:
    run = found(2)
    nhs, carers = by_payer(run)
    narrow, society = by_view(run)
    assert narrow.by_period == nhs.by_period
    assert society.total == pytest.approx(nhs.total + carers.total)
    assert [row.name for row in by_view(run)] == ["NHS and PSS", "society"]
    assert narrow.label == "NHS and PSS (public sector: the same)"


def test_an_outcome_whose_payers_shares_are_uncertain_is_one_bar() -> None:
    """Both payers count in society, so that the bars are those of the same value unshared."""
    half = Made(parse("half"))
    shared = {"nhs": half, "carers": Made(parse("1 - half"))}
    scenario = programme(
        {"people": 10, "half": econ.Beta.from_moments(0.5, 0.1), "wage": 15, "grant": 100},
        [saving("care", "people", "wage", shares=shared), cost("delivery", "people", "grant")],
    )
    made = steps(report(scenario, MonteCarlo(100, 1)))
    assert [(step.label, step.change) for step in made] == [
        ("delivery", -1000.0),
        ("care", pytest.approx(150.0)),
        ("Net present value", pytest.approx(-850.0)),
    ]


def drawn(*values: float) -> Report:
    """A report whose headline has these draws."""
    made, rows = found(1), np.array([0.0, *values])
    key = ("net_present_value", made.scenario.perspective)
    return replace(made, net_rows=rows, measures={**made.measures, key: estimate(rows)})


def test_edges_are_round_with_zero_among_them_and_the_tails_are_in_the_end_bins() -> None:
    """1,000 draws from -1.03m to 2.47m: 3.5m over 32 is 109,000, and so 200,000 a bin."""
    bins = binned(np.linspace(-1_030_000, 2_470_000, 1_000), 32)
    assert (bins.edges[0], bins.edges[-1]) == (-1_200_000, 2_600_000)
    assert set(np.diff(bins.edges)) == {200_000}
    assert 0.0 in bins.edges
    assert sum(bins.counts) == 1_000
    assert sum(bins.counts[:6]) == round(1_000 * 1.03 / 3.5)


def test_a_rare_value_far_away_is_still_in_a_bin() -> None:
    assert binned(np.array([5.0] * 999 + [100.0]), 24).counts == (999, *[0] * 17, 1)


def test_draws_that_differ_by_rounding_only_have_one_bin_that_holds_them() -> None:
    assert alike(np.array([4e6, 4e6 + 1e-9, 4e6 - 1e-9]))
    assert alike(np.zeros(2))
    assert not alike(np.array([1.0, 1.001]))
    bins = binned(np.array([30.0, 30.0]), 32)
    assert (bins.edges[0], bins.edges[-1], max(bins.counts)) == (15, 45, 2)


def test_chances_fall_from_the_least_amount_to_the_most_through_zero() -> None:
    """Draws of 2m to 3.1m: amounts of 250,000 each, from £0; at £0 the chance is the headline's."""
    told = chances(drawn(2.0e6, 2.5e6, 3.0e6, 3.1e6))
    assert [amount for amount, _ in told] == [250_000.0 * k for k in range(14)]
    assert dict(told)[0.0] == 1.0
    assert dict(told)[2.0e6] == 1.0
    assert dict(told)[2.25e6] == 0.75
    assert dict(told)[3.25e6] == 0.0
    assert chances(drawn(5.0, 5.0)) == ()


def test_the_falling_line_says_what_is_reached_with_nine_chances_in_ten() -> None:
    report = drawn(*range(100, 201))
    amounts, chance = falling(report, most=3)
    assert amounts.tolist() == [100, 150, 200]
    assert chance == pytest.approx([1, 51 / 101, 1 / 101])
    assert reached(report, (0.9, 0.5, 0.1)) == pytest.approx([110, 150, 190])
    assert nearly_all(report.net_rows[1:]) == (100.5, 199.5)


def test_each_figure_stands_between_its_limits_and_a_chance_stays_a_chance() -> None:
    """Of 200 draws 2 are above 0: 1% with an error of 0.7%, whose lower limit is cut at none."""
    lines = {line.name: line for line in error_lines(drawn(*[-1.0] * 99, *[-2.0] * 99, 1.0, 2.0))}
    mean, chance = lines["mean"], lines["probability_positive"]
    assert mean.estimate == pytest.approx(-1.47)
    assert mean.se
    assert (mean.low, mean.high) == pytest.approx(
        (-1.47 - 1.96 * mean.se, -1.47 + 1.96 * mean.se), abs=1e-4
    )
    assert chance.estimate == 0.01
    assert chance.se == pytest.approx((0.01 * 0.99 / 200) ** 0.5)
    assert chance.low == 0
    assert chance.high == pytest.approx(0.01 + 1.96 * 0.0070356, abs=1e-5)
    assert list(lines) == ["mean", "p2_5", "p50", "p97_5", "probability_positive"]


def test_a_mean_settles_at_its_last_draw_or_not_at_all() -> None:
    run = settled(drawn(*np.linspace(0, 10, 500)))
    assert run is not None
    assert run.draws[-1] == 500
    assert run.mean[-1] == pytest.approx(5)
    assert settled(drawn(1.0, float("nan"))) is None
