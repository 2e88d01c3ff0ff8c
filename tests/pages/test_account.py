"""The account of an analysis: CHEERS, assumptions, versions, and how to run it again."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from econ.model.designs import MonteCarlo
from econ.model.distributions import Fixed, Gamma
from econ.model.programme import Correlation, Edit
from econ.model.scenario import Scenario
from econ.pages import about, assumptions, cheers, who_benefits
from econ.pages.cheers import NOTHING, TO_SAY
from econ.pages.live.what_if import live
from econ.pages.page import Link, Sheet
from econ.reports.choices import choices
from econ.reports.narrative import carried_over
from econ.reports.report import Report, report
from econ.reports.sensitivity import Sensitivity, one_way
from tests.pages.shown import rows, said, tables
from tests.workbook.summaries import rich

LOG = Edit("2025-05-01", "2", "Payers", "=A payer more", "Asked for")
EVERY = frozenset(
    {"Summary", "Workings", "Assumptions and sources", "How sure", "Who benefits", "Business case"}
)


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
    by_cohort = "Who benefits, in summary.xlsx"
    assert items[18] == ["2 groups, each with its own result.", NOTHING, by_cohort]
    assert items[20][0] == (
        "9 numbers varied together in 300 draws (Monte Carlo). One-way analysis and switching "
        "values."
    )
    assert items[22][0] == "All 14 numbers, with distribution, limits, evidence and source."
    assert "had it paid for the programme, it would" in str(items[24][0])
    assert "The net moves most with “Visits" in str(items[24][0])
    assert items[24][2] == "How sure, in summary.xlsx"
    assert items[8][2] == "the workbook of inputs"  # there is no sheet Who pays, who gains


def test_cheers_says_less_of_a_simpler_programme() -> None:
    plain = report(rich(cohorts=rich().cohorts[:1]), MonteCarlo(20, 1))
    items = {item[0]: item for item in rows(cheers.cheers_sheet(plain, None, EVERY))}
    assert items[18][3] == "One group: no differences are shown."
    assert items[19][3] == (
        "Each payer's gains and losses stand apart. Every group has the equity weight 1, so that "
        "weighted results are the same."
    )
    assert items[20][3] == "9 numbers varied together in 20 draws (Monte Carlo)."
    assert items[24][5] == "How sure, in summary.xlsx"
    pairs = rich(correlations=(Correlation("visits_before", "visits_after", 0.5, ""),))
    tied = rows(cheers.cheers_sheet(report(pairs, MonteCarlo(20, 1)), None, EVERY))
    assert str(tied[19][3]).endswith("(Monte Carlo), 1 pairs of them correlated.")
    assert "Equity-weighted results stand beside unweighted ones." in str(tied[18][3])


def test_cheers_links_to_the_sheets_that_there_are(found: Report) -> None:
    (table,) = tables(cheers.cheers_sheet(found, None, frozenset({"What it is made of"})))
    links = [row[5] for row in table.rows if isinstance(row[5], Link)]
    assert {link.target for link in links} == {"external:summary.xlsx#'What it is made of'!A1"}
    assert len(links) == 2


def listed(found: Report, told: Sensitivity | None = None) -> Sheet:
    """The sheet Assumptions and sources."""
    inputs = live(found, choices(found.scenario, None)).sheets[1]
    return assumptions.register(found, told, inputs)


def chosen(found: Report) -> dict[str, list[tuple[str, str]]]:
    """Choices of structure: which and why, by what they are of."""
    made = dict[str, list[tuple[str, str]]]()
    for of, which, why in assumptions.structure(found):
        made.setdefault(of, []).append((which, why))
    return made


def test_assumptions_list_every_number_with_its_effect(found: Report, told: Sensitivity) -> None:
    shown = {str(row[0]).rpartition("\n")[2]: row for row in rows(listed(found, told))}
    assert set(shown) == set(found.scenario.parameters)
    effects = {bar.parameter: bar.swing for bar in told.one_way.tornado.bars}
    assert {name: row[6] for name, row in shown.items()} == {
        name: effects.get(name) for name in shown
    }
    assert shown["cost_visit"][4:6] == ["£160.04 to £432.95 per visit", "not graded"]
    assert shown["dead_weight"][4:6] == ["does not vary (proportion)", "illustrative"]
    assert str(shown["fading_rate"][8]).endswith("Source not given. =1+1.")


def test_assumptions_say_whether_their_effects_are_known(found: Report, told: Sensitivity) -> None:
    rest = " One that does not vary, and a choice of structure, has none: see scenarios."
    rest += " Money is in 2024/25 prices."
    assert said(listed(found, told))[2] == (
        f"The effect is how far the net present value moves over the number's 95% interval.{rest}"
    )
    alone = listed(found)
    assert said(alone)[2] == (
        f"The effect of each number is not known: the one-way analysis was not run (n/a).{rest}"
    )
    assert {row[6] for row in rows(alone)} == {None}


def test_choices_of_structure_are_assumptions_too(found: Report) -> None:
    structure = chosen(found)
    assert structure["Time horizon"] == [("four years, 2025/26 to 2028/29", "")]
    assert structure["Comparator"] == [("not said in the workbook", "")]
    assert structure["Perspective of the headline"] == [("society", "")]
    assert structure["Discount rate"] == [("Green Book", "")]
    starts = "50% in 2025/26, 30% in 2026/27, 20% in 2027/28"
    assert structure["When people start"][0][0] == starts
    (cash,) = structure["Share that releases cash"]
    assert cash[0].startswith("25%, after one year: Visits once; ")
    assert "Delivery cost" not in cash[0]
    over = [which for which, _ in structure["Over time"]]
    assert "table, from each person's start: 50%, 40%, 10%, 0%: Visits listed" in over
    assert "involved, from each person's start: Visits staying; Care given" in over
    told = said(listed(found))
    assert "four years, 2025/26 to 2028/29." in told


def test_a_horizon_beyond_fifty_years_says_that_it_needs_the_test_of_the_green_book() -> None:
    row = "Horizon beyond 50 years"
    for years, told in ((50, None), (51, "needs a test at 3.0% as well")):
        found = report(rich(years=years), MonteCarlo(20, 1))
        shown = chosen(found)
        assert (row in shown) is (told is not None)
        if told is not None:
            assert shown[row][0][0] == f"{told}: run it with the rate 'Green Book 3.0% test'"


def test_a_saving_that_is_cash_at_once_or_never_has_no_delay() -> None:
    at_once, never, *others = rich().outcomes
    outcomes = (replace(at_once, cash_delay=0), replace(never, cash_share=0.0), *others)
    shown = chosen(report(rich(outcomes=outcomes, intake=""), MonteCarlo(20, 1)))
    cash = [which for which, _ in shown["Share that releases cash"]]
    assert cash[:2] == ["25%: Visits once", "0%: Visits once each"]
    assert shown["When people start"] == [("all in the first year", "")]


def test_pairs_of_one_reason_are_one_assumption() -> None:
    pairs = (
        Correlation("visits_before", "visits_after", 0.5, "One survey"),
        Correlation("visits_before", "hours_fewer", 0.5, "One survey"),
    )
    (tied,) = chosen(report(rich(correlations=pairs), MonteCarlo(20, 1)))["Vary together"]
    labels = "Visits before; Visits after; Fewer hours of care"
    assert tied == (f"rank correlation 0.50 of each pair: {labels}", "One survey")


def test_what_is_certain_does_not_vary() -> None:
    shown = rows(listed(report(certain(), MonteCarlo(2, 1))))
    assert {str(row[4]).partition(" (")[0] for row in shown} == {"does not vary"}


def test_a_source_is_a_link_in_its_own_first_words() -> None:
    """Twenty links called “Source at doi.org” tell a reader of a screen nothing."""
    parameters = dict(rich().parameters)
    linked = replace(
        parameters["cost_visit"],
        link="https://www.example.org/study",
        source="a study of many visits, table 3",
        licence="OGL v3.0",
    )
    made = rich(parameters={**parameters, "cost_visit": linked})
    (table, *_) = tables(listed(report(made, MonteCarlo(2, 1))))
    *_, link, why = table.lines["cost_visit"]
    assert isinstance(link, Link)
    assert link == Link("A study of many", "https://www.example.org/study")
    assert "A study of many visits, table 3 (OGL v3.0)." in str(why)
    assert table.lines["carer_hour"][-2] == "none"


def abouts(found: Report, record: Mapping[str, object]) -> Sheet:
    return about.about_sheet(found, record, (), (), ())


def test_the_version_log_is_the_workbooks_then_the_scenarios_then_the_runs(found: Report) -> None:
    changed = found.scenario.vary("Dear", why="a tariff", cost_visit=Gamma(25.0, 20.0))
    log, change, run = rows(abouts(report(changed, MonteCarlo(20, 1)), {"Date": "now"}), 1)
    assert log == [LOG.version, LOG.what, "1 May 2025", LOG.sheet, LOG.why]
    assert [change[0], *change[2:4]] == ["Dear", "in this scenario", "the scenario"]
    assert str(change[1]).startswith("A visit: 500")
    assert str(change[1]).count(" (before: 280") == 1
    assert change[4] == "a tariff"
    assert run == [
        *("3", "Run of “Dear”: the sheet Run of technical.xlsx says how to repeat it."),
        *("now", "this workbook"),
        "a tariff",
    ]


def test_a_version_that_is_not_said_is_said_so() -> None:
    (run,) = rows(abouts(report(rich(about={}), MonteCarlo(20, 1)), {}), 1)
    assert [run[0], run[2], run[4]] == [
        "not said",
        "not known",
        "to answer the question of the Summary",
    ]


def test_the_four_roles_of_assurance_are_named_or_asked_for(found: Report) -> None:
    sheet = abouts(found, {})
    assert "Who answers for it" in said(sheet)
    roles = rows(sheet, 2)
    assert [(role[0], role[3]) for role in roles] == [
        ("Commissioner", "Not named. Input: name"),
        ("Analyst", "A. Analyst"),
        ("Assurer", "Not named. Input: name"),
        ("Approver", "Not named. Input: name"),
    ]
    assert {role[2] for role in roles} == {"Input: date"}
    assert roles[2][1] == "The assurer checks the work, and did not do it."
    stated = {"assurer": "B. Check", "assured on": "2026-11-26", "approver": "C. Owner"}
    known = rows(abouts(replace(found, scenario=rich(about=stated)), {}), 2)
    assert [role[2:] for role in known[2:]] == [
        ["26 November 2026", "B. Check"],
        ["Input: date", "C. Owner"],
    ]


def test_to_whom_the_result_may_be_carried_over_stands_with_who_benefits(found: Report) -> None:
    shown = said(who_benefits.who_benefits_sheet(found))
    assert shown[shown.index("To whom it may be carried over") + 1 :] == carried_over(found)
    items = {item[0]: item[3] for item in rows(cheers.cheers_sheet(found, None, EVERY))}
    assert str(items[26]).endswith(carried_over(found)[0])


def test_a_run_says_enough_to_be_made_again_and_about_what_its_words_mean(found: Report) -> None:
    record = {"Command": "econ run x", "Date": "", "Seed": "of the command"}
    made = {str(row[0]): row[1] for row in rows(about.run_sheet(found, record))}
    assert list(made) == ["Scenario", "Command", "Date", "Seed", "Design", "Draws"]
    assert [made[item] for item in ("Command", "Date", "Seed", "Design", "Draws")] == [
        *("econ run x", "not known", "1", "Monte Carlo", "300")
    ]
    explained = said(abouts(found, record))
    assert "Where 95% of draws lie: from the 2.5th to the 97.5th percentile." in explained
    assert "300 draws (Monte Carlo), seed 1, on a day that is not known." in explained
