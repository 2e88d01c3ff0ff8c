"""Years in columns, payers and views in rows."""

from dataclasses import replace

import pytest

import econ
from econ.model.designs import MonteCarlo
from econ.reports.periods import by_payer, by_view, periods
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
    narrow, _, society = by_view(run)
    assert narrow.by_period == nhs.by_period
    assert society.total == pytest.approx(nhs.total + carers.total)
    assert [row.name for row in by_view(run)] == ["NHS and PSS", "public sector", "society"]
