"""Every table of Workings against the model, in Python: no spreadsheet is needed for it."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from econ.model import measures
from econ.model.designs import MonteCarlo
from econ.model.distributions import Fixed, FloatArray
from econ.model.impacts import Impacts
from econ.model.parameters import Parameter
from econ.model.prices import constant_rate
from econ.model.scenario import Scenario
from econ.pages.live.what_if import Live, live
from econ.reports.choices import choices
from econ.reports.report import Report, report
from tests.any_programme import programmes, with_number
from tests.pages.live.sheets import CHANGES, table
from tests.programmes import PERSPECTIVES, cost, programme, saving
from tests.workbook.summaries import rich


def both(scenario: Scenario) -> tuple[Report, Live]:
    found = report(scenario, MonteCarlo(2, 1))
    return found, live(found, choices(scenario, None))


def numbers(
    made: Live, name: str, columns: Sequence[str] = (), rows: Sequence[str] | None = None
) -> FloatArray:
    """The numbers of a table: those of some columns, or all after the two of labels."""
    of = table(made, name)
    kept = columns or [column.name for column in of.columns[2:]]
    return np.asarray(of.block(rows, kept).value, dtype=np.float64)


def assert_tables(found: Report, made: Live) -> None:
    """Time, shares and money are the model's, whatever Checks holds against it."""
    base, scenario = found.base, found.scenario
    gross = max(1.0, float(np.abs(base.by("outcome", "cohort", "year").base).sum()))
    used = list(dict.fromkeys(outcome.profile for outcome in scenario.outcomes))
    place = {outcome.profile: o for o, outcome in enumerate(scenario.outcomes)}
    timing = np.array([base.timing[place[name]][0] for name in used])
    np.testing.assert_allclose(
        numbers(made, "Time profiles by calendar year"), timing, rtol=1e-9, atol=1e-14
    )
    factors = numbers(made, "Years")[2]
    np.testing.assert_allclose(factors, scenario.discount.factors(scenario.years), rtol=1e-12)
    amounts = numbers(made, "Quantities and full-year money", ["Money in a full year"])
    wanted = np.concatenate([amount[0] for amount in base.amount])
    np.testing.assert_allclose(amounts[:, 0], wanted, rtol=1e-9, atol=1e-12 * gross)
    for view in PERSPECTIVES:
        seen = base.select(view)
        by_year = seen.by("year").base
        wanted = np.array([*by_year, by_year.sum(), seen.present_value().total()[0]])
        money = numbers(made, "Money by view and year", rows=[view])
        np.testing.assert_allclose(money, [wanted], rtol=1e-9, atol=1e-12 * gross)
        paid = numbers(made, "Results", ["Net present value, had it paid"], rows=[view])
        wanted = seen.had_it_paid().present_value().total()
        np.testing.assert_allclose(paid[0], wanted, rtol=1e-9, atol=1e-12 * gross)
        shares = numbers(made, "Share of each outcome in each view", [view])
        np.testing.assert_allclose(shares[:, 0], seen.share[0].sum(axis=1), rtol=1e-12)
    assert_money(made, base, gross)


def assert_money(made: Live, base: Impacts, gross: float) -> None:
    """Money by payer in cash and capacity, by cohort, and the running total."""
    for title, part in (("Cash", base.cash()), ("Capacity", base.capacity())):
        years = part.by("payer", "year").base
        discounted = part.present_value().by("payer").base
        wanted = np.column_stack([years, years.sum(axis=1), discounted])
        money = numbers(made, f"{title} by payer and year")
        np.testing.assert_allclose(money, wanted, rtol=1e-9, atol=1e-12 * gross)
    seen = base.select(base.scenario.perspective)
    worth = seen.present_value()
    weighted = worth.equity_weighted().by("cohort").base
    cohorts = numbers(made, "Money by cohort", ["Net present value", "Equity-weighted"])
    wanted = np.column_stack([worth.by("cohort").base, weighted])
    np.testing.assert_allclose(cohorts, wanted, rtol=1e-9, atol=1e-12 * gross)
    running = numbers(made, "What was chosen: running total")
    total = np.cumsum(seen.by("year").base)
    np.testing.assert_allclose(running, [total, total], rtol=1e-9, atol=1e-12 * gross)


@pytest.mark.parametrize("view", PERSPECTIVES)
def test_every_table_of_a_rich_programme_is_the_models(view: str) -> None:
    found, made = both(rich(perspective=view))
    assert made.failures == ()
    assert_tables(found, made)


def test_rates_that_fall_and_horizons_that_outlive_tables_are_the_models() -> None:
    assert_tables(*both(rich(years=33)))
    assert_tables(*both(rich(years=1, discount=constant_rate(0.05))))


@pytest.mark.parametrize("title", CHANGES)
def test_every_table_is_the_models_at_the_edges_of_the_closed_forms(title: str) -> None:
    scenario = rich()
    for name, value in CHANGES[title].items():
        scenario = with_number(scenario, name, Fixed(value))
    found, made = both(scenario)
    assert made.failures == ()
    assert_tables(found, made)


def test_a_cohort_keeps_a_value_of_its_own_of_what_may_be_chosen() -> None:
    floor = Parameter("floor", "Wage floor", Fixed(11.44), "GBP per hour", group="Unpaid care")
    library = {"floor": floor}
    north, south = rich().cohorts
    cohorts = (replace(north, relative={**north.relative, "carer_hour": 0.5}), south)
    found, made = both(rich(library=library, cohorts=cohorts))
    assert made.failures == ()
    assert_tables(found, made)
    assert [row[0] for row in table(made, "Values to choose from").rows][1:] == [
        "Wage floor: £11.44"
    ]


@settings(max_examples=20)
@given(scenario=programmes())
def test_every_table_of_any_programme_is_the_models(scenario: Scenario) -> None:
    found, made = both(scenario)
    assert made.failures == ()
    assert_tables(found, made)


def test_what_the_model_found_stands_beside_each_choice() -> None:
    found, made = both(rich())
    title = "The model's figures for each choice"
    worth = ["Benefits, present value", "Costs, present value"]
    for view in [*PERSPECTIVES, *(payer.name for payer in found.scenario.payers)]:
        whose = {"perspective" if view in PERSPECTIVES else "payer": view}
        for cohort in found.scenario.cohorts:
            wanted = [
                measure(**whose, cohort=cohort.name).base(found.base)
                for measure in (measures.benefits, measures.costs)
            ]
            row = numbers(made, title, worth, [f"{view}: {cohort.name}"])
            np.testing.assert_allclose(row[0], np.array(wanted), rtol=1e-12, atol=1e-9)


def test_the_answer_is_the_models_and_nothing_is_changed() -> None:
    found, made = both(rich())
    answer = table(made, "Answer")
    asked = {
        "Net present value": "net_present_value",
        "Benefits, present value": "benefits",
        "Costs, present value": "costs",
        "Benefits for each £1 of costs": "benefit_cost_ratio",
        "Years until it has paid for itself": "payback_year",
    }
    assert list(answer.lines) == list(asked)
    for row, name in asked.items():
        wanted = found.measure(name).base_case
        for column in ("With your inputs", "With the model's inputs"):
            assert answer.cell(row, column).value == pytest.approx(wanted, rel=1e-12)
        assert answer.cell(row, "Difference").value == 0.0
    for name in ("Choices", "Numbers"):
        assert set(np.ravel(np.asarray(table(made, name).down("Changed").value))) == {"no"}
    assert made.status.value == "No: every input is the model's own."
    assert made.chosen.value == "View: society, All cohorts"


def test_what_never_pays_for_itself_says_so() -> None:
    made = both(programme({"people": 10, "value": 3.0}, [cost("pay", "people", "value")]))[1]
    answer = table(made, "Answer")
    row = "Years until it has paid for itself"
    assert answer.cell(row, "With your inputs").value == "n/a: not within one year"
    assert answer.cell(row, "Difference").value == "n/a"


def test_what_costs_first_has_paid_for_itself_in_the_year_in_which_it_has() -> None:
    """50 once, and 20 saved in each year: -30, -10, then 10 in the third year, and 30."""
    outcomes = [
        cost("pay", "people", "value", "first year"),
        saving("visits", "people", "less", "every year"),
    ]
    scenario = programme({"people": 10, "value": 5.0, "less": 2.0}, outcomes, years=4)
    found, made = both(scenario)
    paid = table(made, "Answer").cell("Years until it has paid for itself", "With your inputs")
    assert paid.value == found.measure("payback_year").base_case == 3.0
