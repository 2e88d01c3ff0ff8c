"""Who starts when, own rates, transfers, weights and a chance of none, as readers see them."""

import pytest

from econ.model import measures
from econ.model.designs import MonteCarlo
from econ.model.distributions import ChanceOfNone, Normal, Uniform, interval
from econ.model.parameters import mean_and_interval
from econ.pages import assumptions, who_pays
from econ.pages.live.inputs import in_words
from econ.reports.pictures import by_payer, by_view, transfers
from econ.reports.report import ALL, Report, report
from tests.pages.live.sheets import made_live, table
from tests.programmes import PERSPECTIVES
from tests.workbook.summaries import perhaps_none, rich, richer


@pytest.fixture(scope="module")
def found() -> Report:
    return report(richer(), MonteCarlo(200, 1))


def test_a_chance_of_none_is_told_in_words_with_its_interval() -> None:
    due = ChanceOfNone(0.3, Uniform(0.0, 0.83))
    assert in_words(due) == "None with a chance of 30%; else Uniform: 0, 0.83"
    high = 0.83 * (0.975 - 0.3) / 0.7
    assert interval(due) == pytest.approx((0.0, high), abs=1e-12)
    assert mean_and_interval(due) == (
        "0.2905 (95% interval 0 to 0.8004; none with a chance of 30%)"
    )


def test_inputs_show_its_mean_and_its_interval() -> None:
    listed = table(made_live(perhaps_none(rich())), "Inputs")
    assert listed.cell("due_to_it", "Value used").value == pytest.approx(0.7 * 0.83 / 2)
    high = 100 * 0.83 * (0.975 - 0.3) / 0.7
    told = listed.cell("due_to_it", "95% interval, and unit").value
    assert told == f"0% to {high:.0f}%"
    said = listed.cell("due_to_it", "How it was made, source, and why").value
    assert str(said).startswith("None with a chance of 30%; else Uniform: 0, 0.83.")


def test_a_chance_of_none_is_told_where_a_scenario_changes_a_number() -> None:
    changed = rich().vary("Doubt", why="", due_to_it=ChanceOfNone(0.5, Normal(0.4, 0.1)))
    assert changed.changes[0].after == ("0.2 (95% interval 0 to 0.5645; none with a chance of 50%)")


def test_assumptions_say_who_starts_when_and_what_an_outcome_has_of_its_own(found: Report) -> None:
    said = [choice[:2] for choice in assumptions.structure(found)]
    assert ("How people start within a year", "evenly from October") in said
    assert ("Last year of support", "2026/27") in said
    own = {which for of, which in said if of == "Terms of its own"}
    assert "Care given: discounted at 1.5%, growing 2% a year" in own
    assert "Visits listed: a transfer" in own


@pytest.mark.parametrize("view", PERSPECTIVES)
def test_totals_of_a_view_are_its_measure_whatever_is_a_transfer(found: Report, view: str) -> None:
    """Undiscounted money of a view, year by year, adds up to what the model gives that view."""
    seen = found.base.select(view)
    lines = {line.year: line for line in found.totals if line.payer == view}
    for year, money in zip(found.base.years, seen.by("year").base, strict=True):
        assert lines[year].impact.base_case == pytest.approx(money, abs=1e-6)
    cash = found.means.select(view).cash().total()[0]
    assert lines[ALL].cash == pytest.approx(cash, abs=1e-6)


def test_the_summary_takes_transfers_off_society_in_a_row_of_their_own(found: Report) -> None:
    moved = transfers(found)
    assert moved is not None
    budget = who_pays.money_kept(found)
    views = {view.name: view.by_period for view in by_view(found)}
    every = sum(own.total for own in by_payer(found) if own.name != "the_funder")
    assert sum(views["society"]) == pytest.approx(every + moved.total)
    shown = budget.cell("view: society", "All years").value
    assert shown == pytest.approx(sum(views["society"]))
    assert moved.total < 0
    assert transfers(report(rich(), MonteCarlo(2, 1))) is None


def test_a_cohorts_weighted_lines_are_what_the_measure_of_the_cohort_is(found: Report) -> None:
    for line in found.cohorts:
        asked = measures.equity_weighted_net_present_value(cohort=line.cohort)
        assert line.equity_weighted.base_case == pytest.approx(asked.base(found.base))
    south = found.cohorts[1]
    assert south.equity_weighted.base_case != pytest.approx(1.8 * (south.net.base_case or 0.0))
