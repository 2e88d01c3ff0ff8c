"""The account of an analysis: CHEERS, assumptions, versions, sources, and how to run it again."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from econ.model.designs import MonteCarlo
from econ.model.distributions import Fixed, Gamma
from econ.model.programme import Correlation, Edit
from econ.model.scenario import Scenario
from econ.pages import account, assumptions, cheers
from econ.pages.cheers import NOTHING, TO_SAY
from econ.pages.page import Link, Sheet
from econ.reports.narrative import carried_over
from econ.reports.report import Report, report
from econ.reports.sensitivity import Sensitivity, one_way
from econ.words import as_change
from tests.pages.shown import rows, said, tables
from tests.workbook.summaries import rich

LOG = Edit("2025-05-01", "2", "Payers", "=A payer more", "Asked for")
EVERY = frozenset({"Summary", "Inputs", "Workings", "Assumptions", "Uncertainty", "By cohort"})


@pytest.fixture(scope="module")
def found() -> Report:
    about = {**rich().about, "analyst": "A. Analyst", "population": "adults", "version": "3"}
    return report(rich(version_log=(LOG,), about=about), MonteCarlo(300, 1))


@pytest.fixture(scope="module")
def told(found: Report) -> Sensitivity:
    return Sensitivity(found.scenario, one_way(found.scenario))


def certain() -> Scenario:
    parameters = {
        name: replace(parameter, distribution=Fixed(parameter.mean))
        for name, parameter in rich().parameters.items()
    }
    return rich(parameters=parameters)


def named(sheet: Sheet) -> Mapping[object, list[object]]:
    """The rows of a sheet's first table by what stands first in each."""
    return {row[0]: row[1:] for row in rows(sheet)}


def test_cheers_has_its_28_items_each_filled_or_left_to_the_analyst(found: Report) -> None:
    items = rows(cheers.cheers_sheet(found, None, EVERY))
    assert [item[0] for item in items] == list(range(1, 29))
    for number, _, _, said_of_it, left, where in items:
        assert said_of_it != NOTHING or left == TO_SAY, number
        assert str(left) == NOTHING or str(left).startswith(TO_SAY)
        assert where == "the report" if said_of_it == NOTHING else where
    assert {item[0] for item in items if item[3] == NOTHING} == {4, 6, 7, 21, 25, 27, 28}


def test_cheers_says_what_the_run_knows(found: Report, told: Sensitivity) -> None:
    items = {item[0]: item[3:] for item in rows(cheers.cheers_sheet(found, told, EVERY))}
    assert items[1] == [
        "A & B: every shape: costs and impacts by payer and year, with their uncertainty.",
        f"{TO_SAY}: the title of the report",
        "Summary, in summary.xlsx",
    ]
    assert items[3][0] == "=Does it pay for itself?"
    assert items[5] == ["Adults", NOTHING, "the workbook of inputs"]
    assert items[8][0] == "Society: Hospitals, =Council and Family and friends."
    assert items[9][0] == "Four years, 2025/26 to 2028/29."
    assert items[10][0] == (
        "Green Book: 3.5% in the first years; the first year is year 0 and is not discounted. "
        "Budget figures by year are undiscounted."
    )
    grades = "1 observed, 2 analogue, 0 expert and 1 illustrative"
    assert items[12][:2] == [f"Numbers used, by grade of evidence: {grades}.", NOTHING]
    assert items[13][0] == "A visit; An hour of care."
    assert items[14][0] == "Delivery cost."
    assert items[15][0] == (
        "Pounds sterling at 2024/25 prices, carried there by GDP deflator, 2025."
    )
    by_cohort = "By cohort, in summary.xlsx"
    assert items[18] == ["2 groups, each with its own result.", NOTHING, by_cohort]
    assert items[20][0] == (
        "9 numbers varied together in 300 draws (Monte Carlo). One-way analysis and switching "
        "values."
    )
    assert items[22][0] == "All 14 numbers, with distribution, limits, evidence and source."
    assert "had it paid for the programme, it would" in str(items[24][0])
    assert "It moves most with “Visits" in str(items[24][0])
    assert items[24][2] == "Uncertainty, in summary.xlsx"
    assert items[9][2] == "the workbook of inputs"  # there is no sheet By payer and year


def test_cheers_says_less_of_a_simpler_programme() -> None:
    plain = report(rich(cohorts=rich().cohorts[:1]), MonteCarlo(20, 1))
    items = {item[0]: item for item in rows(cheers.cheers_sheet(plain, None, EVERY))}
    assert items[18][3] == "One group: no differences are shown."
    assert items[19][3] == (
        "Each payer's gains and losses stand apart. Every group has the equity weight 1, so that "
        "weighted results are the same."
    )
    assert items[20][3] == "9 numbers varied together in 20 draws (Monte Carlo)."
    assert items[24][5] == "Uncertainty, in summary.xlsx"
    pairs = rich(correlations=(Correlation("visits_before", "visits_after", 0.5, ""),))
    tied = rows(cheers.cheers_sheet(report(pairs, MonteCarlo(20, 1)), None, EVERY))
    assert str(tied[19][3]).endswith("(Monte Carlo), 1 pairs of them correlated.")
    assert "Equity-weighted results stand beside unweighted ones." in str(tied[18][3])


def test_cheers_links_to_the_sheets_that_there_are(found: Report) -> None:
    (table,) = tables(cheers.cheers_sheet(found, None, frozenset({"By outcome"})))
    links = [row[5] for row in table.rows if isinstance(row[5], Link)]
    assert {link.target for link in links} == {"external:summary.xlsx#'By outcome'!A1"}
    assert len(links) == 2


def test_assumptions_list_every_number_used_the_weightiest_first(
    found: Report, told: Sensitivity
) -> None:
    numbers = [row for row in rows(assumptions.register(found, told)) if row[1] == "number"]
    used = [found.scenario[name] for name in found.scenario.used]
    lows = [number.distribution.quantile(np.array([0.025]))[0] for number in used]
    assert {row[0] for row in numbers} == {
        as_change(number.label, low) for number, low in zip(used, lows, strict=True)
    }
    effects = [bar.swing for bar in told.one_way.tornado.bars]
    assert [row[5] for row in numbers] == [*effects, *[None] * (len(numbers) - len(effects))]
    shown = {row[0]: row for row in numbers}
    assert shown["A visit"][2:5] == ["£280.00 per visit", "£160.04 to £432.95", "not graded"]
    assert shown["Deadweight"][2:5] == ["10%", "does not vary", "illustrative"]
    assert shown["Fading rate"][6:] == ["Source not given. =1+1.", "Input: name and date"]


def test_assumptions_say_whether_their_effects_are_known(found: Report, told: Sensitivity) -> None:
    rest = " A number that does not vary, and a choice of structure, has none (n/a): see scenarios."
    rest += " Money is in 2024/25 prices."
    assert said(assumptions.register(found, told))[1] == (
        f"The effect is how far the net present value moves over the number's 95% interval.{rest}"
    )
    alone = assumptions.register(found, None)
    assert said(alone)[1] == (
        f"The effect of each number is not known: the one-way analysis was not run (n/a).{rest}"
    )
    assert {row[5] for row in rows(alone)} == {None}


def test_choices_of_structure_are_assumptions_too(found: Report) -> None:
    structure = {
        row[0]: row for row in rows(assumptions.register(found, None)) if row[1] != "number"
    }
    assert structure["Time horizon"][1:] == [
        *("structure", "four years, 2025/26 to 2028/29", "see scenarios", "a choice"),
        *(None, "About", "Input: name and date"),
    ]
    assert structure["Comparator"][2] == "Not said in the workbook"
    assert structure["Perspective of the headline"][2] == "society"
    assert structure["Discount rate"][2] == "Green Book"
    starts = "50% in 2025/26, 30% in 2026/27, 20% in 2027/28"
    assert structure["When people start"][2] == starts
    assert structure["Share that releases cash: Visits once"][2] == "25%, after one year"
    assert structure["Over time: Visits listed"][2] == (
        "table, from each person's start: 50%, 40%, 10%, 0%"
    )
    assert structure["Over time: Visits staying; Care given"][2] == (
        "involved, from each person's start"
    )
    assert "Share that releases cash: Delivery cost" not in structure


def test_a_horizon_beyond_fifty_years_says_that_it_needs_the_test_of_the_green_book() -> None:
    row = "Horizon beyond 50 years"
    for years, told in ((50, None), (51, "needs a test at 3.0% as well")):
        found = report(rich(years=years), MonteCarlo(20, 1))
        shown = named(assumptions.register(found, None))
        assert (row in shown) is (told is not None)
        if told is not None:
            assert shown[row][1] == f"{told}: run it with the rate 'Green Book 3.0% test'"


def test_a_saving_that_is_cash_at_once_or_never_has_no_delay() -> None:
    at_once, never, *others = rich().outcomes
    outcomes = (replace(at_once, cash_delay=0), replace(never, cash_share=0.0), *others)
    everyone = rich(outcomes=outcomes, intake="")
    shown = named(assumptions.register(report(everyone, MonteCarlo(20, 1)), None))
    assert shown["Share that releases cash: Visits once"][1] == "25%"
    assert shown["Share that releases cash: Visits once each"][1] == "0%"
    assert shown["When people start"][1] == "all in the first year"


def test_pairs_of_one_reason_are_one_assumption() -> None:
    pairs = (
        Correlation("visits_before", "visits_after", 0.5, "One survey"),
        Correlation("visits_before", "hours_fewer", 0.5, "One survey"),
    )
    shown = named(assumptions.register(report(rich(correlations=pairs), MonteCarlo(20, 1)), None))
    tied = shown["Vary together: Visits before; Visits after; Fewer hours of care"]
    assert (tied[1], tied[5]) == ("rank correlation 0.50 of each pair", "One survey")


def test_what_is_certain_does_not_vary() -> None:
    shown = rows(assumptions.register(report(certain(), MonteCarlo(2, 1)), None))
    assert {row[3] for row in shown if row[1] == "number"} == {"does not vary"}


def test_the_version_log_is_the_workbooks_then_the_scenarios_then_the_runs(found: Report) -> None:
    changed = found.scenario.vary("Dear", why="a tariff", cost_visit=Gamma(25.0, 20.0))
    log, change, run = rows(account.versions(report(changed, MonteCarlo(20, 1)), {"Date": "now"}))
    assert log == [LOG.version, "1 May 2025", LOG.sheet, LOG.what, LOG.why]
    assert change[:3] == ["Dear", "in this scenario", "the scenario"]
    assert str(change[3]).startswith("A visit: 500")
    assert str(change[3]).count(" (before: 280") == 1
    assert change[4] == "a tariff"
    assert run == [
        *("3", "now", "this workbook"),
        "Run of “Dear”: the sheet Run of technical.xlsx says how to repeat it.",
        "=Does it pay for itself?",
    ]


def test_a_version_that_is_not_said_is_said_so() -> None:
    (run,) = rows(account.versions(report(rich(about={}), MonteCarlo(20, 1)), {}))
    assert [run[0], run[1], run[4]] == ["not said", "not known", "not said"]


def test_the_four_roles_of_assurance_are_named_or_asked_for(found: Report) -> None:
    sheet = account.versions(found, {})
    assert "Who answers for it" in said(sheet)
    roles = rows(sheet, 1)
    assert [(role[0], role[1]) for role in roles] == [
        ("Commissioner", "Not named. Input: name"),
        ("Analyst", "A. Analyst"),
        ("Assurer", "Not named. Input: name"),
        ("Approver", "Not named. Input: name"),
    ]
    assert {role[2] for role in roles} == {"Input: date"}
    assert roles[2][3] == "The assurer checks the work, and did not do it."
    about = {"assurer": "B. Check", "assured on": "2026-11-26", "approver": "C. Owner"}
    named = rows(account.versions(replace(found, scenario=rich(about=about)), {}), 1)
    assert [role[1:3] for role in named[2:]] == [
        ["B. Check", "26 November 2026"],
        ["C. Owner", "Input: date"],
    ]


def test_to_whom_the_result_may_be_carried_over_stands_beside_who_answers_for_it(
    found: Report,
) -> None:
    shown = said(account.versions(found, {}))
    assert shown[shown.index(account.CARRIED_OVER) + 1 :] == carried_over(found)
    items = {item[0]: item[3] for item in rows(cheers.cheers_sheet(found, None, EVERY))}
    assert str(items[26]).endswith(carried_over(found)[0])


def test_each_source_stands_once_with_link_licence_and_who_uses_it() -> None:
    parameters = dict(rich().parameters)
    shared = {"source": "A study", "link": "https://www.example.org/study", "licence": "OGL v3.0"}
    for name in ("cost_visit", "carer_hour"):
        parameters[name] = replace(parameters[name], **shared)  # type: ignore[arg-type]  # texts
    trial = replace(rich().unmonetised[0], source="a trial, https://example.org/a).")
    made = rich(parameters=parameters, unmonetised=(trial,))
    shown = named(account.sources(report(made, MonteCarlo(2, 1))))
    link = ["Source at example.org", "www.example.org/study"]
    assert shown["A study"] == [*link, "OGL v3.0", "not graded", "A visit; An hour of care"]
    assert shown["Source not given"][:4] == [
        *("none", "none", "not said", "observed, analogue, illustrative")
    ]
    assert shown["Price index: GDP deflator, 2025"][-1] == "A visit"
    assert list(shown)[-1] == "A trial, https://example.org/a)."
    assert shown[list(shown)[-1]][:2] == ["Source at example.org", "example.org/a"]
    assert shown[list(shown)[-1]][-1] == "Confidence (without a price)"


def test_a_run_says_enough_to_be_made_again_and_what_its_figures_mean(found: Report) -> None:
    record = {"Command": "econ run x", "Date": "", "Seed": "of the command"}
    made = {str(row[0]): row[1] for row in rows(account.run_sheet(found, record))}
    assert list(made)[:6] == ["Scenario", "Command", "Date", "Seed", "Design", "Draws"]
    assert [made[item] for item in ("Command", "Date", "Seed", "Design", "Draws")] == [
        *("econ run x", "not known", "1", "Monte Carlo", "300")
    ]
    assert list(made)[6:] == [
        *("Central case", "95% interval", "Monte Carlo standard error", "Prices", "Discounting"),
        "Sign",
    ]
    assert made["Prices"] == (
        "2024/25 prices; each price was carried there once, by the index named on the sheet Inputs "
        "of summary.xlsx."
    )
    assert made["Sign"] == "Positive is money that a payer keeps; costs are negative."
