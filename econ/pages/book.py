"""The workbooks: the two of one run, scenarios side by side, and what a revision did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from econ.files import SUMMARY, TECHNICAL
from econ.pages import (
    account,
    answer,
    assumptions,
    cheers,
    impact_assessment,
    money,
    one_way,
    page,
    scenarios,
    spread,
    uncertainty,
    verification,
)
from econ.pages import difference as revised
from econ.pages.live.what_if import live
from econ.pages.style import INPUT
from econ.reports import narrative
from econ.reports.choices import choices
from econ.words import day

if TYPE_CHECKING:
    from econ.analysis.comparison import Comparison, ModelAverage
    from econ.analysis.difference import Difference
    from econ.model.scenario import Scenario
    from econ.pages.live.what_if import Live
    from econ.reports.report import Report
    from econ.reports.revisions import Revision
    from econ.reports.sensitivity import Sensitivity

CREATED = datetime(2026, 1, 1, tzinfo=UTC)
"""Every workbook says it was made then, so that the same results are the same bytes."""
CONTENTS = "Contents"
LISTED = (page.Column("Sheet", 24), page.Column("What it answers", 84), page.Column("Holds", 24))
MARKED = (page.Column("Mark", 24), page.Column("What it means", 84))
_MARKS = (
    (
        page.Cell("Input", look=INPUT),
        "A cell to fill in or change: yellow, in blue, with the word Input in it or beside it.",
    ),
    (
        page.strong("Formula or result"),
        "Everything else. Sheets with formulas are locked, without a password: Unprotect Sheet.",
    ),
    ("n/a", "The figure does not exist, and no number could stand for it."),
    ("−", "Before an amount: money spent, or harm."),
)
WORDS = (page.Column("Word", 24), page.Column("As it is used here", 84))


@dataclass(frozen=True, slots=True)
class Workbooks:
    """The two of a run, and the checks on the sheet Checks whose formula is FALSE."""

    summary: page.Book
    technical: page.Book
    failures: tuple[str, ...]


def workbooks(
    found: Report,
    run: Mapping[str, object],
    sensitivity: Sensitivity | None = None,
    what_if: Sequence[str] = (),
) -> Workbooks:
    """A report as workbooks: the summary, and all that whoever checks it wants besides.

    Args:
        found: What a run found (``econ.reports.report.report``).
        run: Rows of the sheet Run: label and text, in order.
        sensitivity: What drives it (``econ.reports.sensitivity``), for the sheets Tornado,
            Switching values, Frontier and Global sensitivity, and for what Summary says of it.
        what_if: Names of parameters that have a cell on the sheet What-if, besides those that
            matter most.

    Raises:
        ScenarioError: A name of ``what_if`` is not one that can be changed alone.
    """
    alone = sensitivity.one_way if sensitivity else None
    made = live(found, choices(found.scenario, alone.tornado if alone else None, what_if))
    shown = _shown(found, run, sensitivity, made)
    checking = _checking(found, run, sensitivity, {sheet.name: sheet for sheet in shown})
    first, *others = shown
    named = ", ".join(sheet.name for sheet in checking)
    there = f"For whoever checks this work, {TECHNICAL} beside this file has: {named}."
    here = f"For whoever checks this work. All else is in {SUMMARY} beside this file."
    in_summary = (first, contents([first], others, there), *others)
    in_technical = (contents([], checking, here), *checking)
    said, known, foot = narrative.headed_by(found.scenario), properties(found), _foot(found, run)
    return Workbooks(
        page.Book(in_summary, said, known, foot),
        page.Book(in_technical, said, known, foot),
        made.failures,
    )


def _foot(found: Report, run: Mapping[str, object]) -> str:
    """What the foot of every page says: what nobody may miss, and of what and when it is."""
    version = found.scenario.about.get("version")
    parts = [narrative.headed_by(found.scenario)]
    parts += [f"run on {day(str(run['Date']))}"] if run.get("Date") else []
    parts += [f"version {version}"] if version else []
    warned = "ILLUSTRATIVE NUMBERS: do not quote as a finding\n" if narrative.alert(found) else ""
    return f"{warned}{', '.join(parts)}"


def _shown(
    found: Report, run: Mapping[str, object], told: Sensitivity | None, made: Live
) -> list[page.Sheet]:
    """The sheets of the summary, but for its contents."""
    ranges = spread.draws_in_ranges(found)
    alone = told.one_way if told else None
    sheets = [
        answer.answer_sheet(
            found, ranges[1] if ranges else None, made, told, str(run.get("Date", ""))
        ),
        money.by_payer_and_year(found),
        money.by_outcome(found),
        spread.from_cost_to_net(found),
        money.without_a_price(found),
        money.by_cohort(found),
        impact_assessment.impact_sheet(found, told),
        *((one_way.tornado_sheet(alone), one_way.switching_sheet(alone)) if alone else ()),
        scenarios.tried_sheet(found),
        uncertainty.uncertainty_sheet(found),
        ranges[0] if ranges else None,
        spread.chance_of_at_least(found),
        *made.sheets,
        assumptions.register(found, told),
        account.versions(found, run),
        account.sources(found),
    ]
    return [sheet for sheet in sheets if sheet]


def _checking(
    found: Report,
    run: Mapping[str, object],
    told: Sensitivity | None,
    known: Mapping[str, page.Sheet],
) -> list[page.Sheet]:
    """The sheets of the technical workbook; ``known`` are those of the summary, by name."""
    sheets = [
        uncertainty.all_measures(found),
        spread.as_draws_were_added(found),
        uncertainty.global_sheet(found, told.together) if told and told.together else None,
        one_way.frontier_sheet(told.one_way) if told else None,
        cheers.cheers_sheet(found, told, frozenset(known)),
        verification.verification_sheet(found, known["Checks"]),
        account.run_sheet(found, run),
    ]
    return [sheet for sheet in sheets if sheet]


def properties(found: Report) -> dict[str, object]:
    """What the file says of itself, in the document's properties."""
    about = found.scenario.about
    return {
        "title": narrative.headed_by(found.scenario),
        "subject": about.get("decision question", "Costs and impacts by payer and year")[:250],
        "author": about.get("analyst", "Not said"),
        "category": "Economic evaluation",
        "keywords": "costs, impacts, budget impact, uncertainty",
        "comments": "Made by econ",
        "created": CREATED,
    }


def contents(
    before: Sequence[page.Sheet], after: Sequence[page.Sheet], elsewhere: str
) -> page.Sheet:
    """What each sheet answers, with a link to it, and how cells are marked.

    It stands between those ``before`` and those ``after``; ``elsewhere`` is what another file has.
    """
    answers = "What each sheet answers."
    own = (CONTENTS, answers, "3 tables")
    first, last = ([(s.name, s.answers, _held(s)) for s in part] for part in (before, after))
    rows: list[list[page.Content]] = [
        [page.to_sheet(name), said, held] for name, said, held in (*first, own, *last)
    ]
    words = [list(word.values()) for word in page.listed_in("words.csv")]
    blocks = (
        *page.opening(CONTENTS, *(f"Start with {sheet.name}." for sheet in before), elsewhere),
        page.tabled(CONTENTS, LISTED, rows, "Each sheet, what it answers and what it holds."),
        page.Space(),
        page.Text("How cells are marked", "subtitle"),
        page.tabled("Marks", MARKED, _MARKS, "How cells are marked, and why."),
        page.Space(),
        page.Text("What words mean", "subtitle"),
        page.tabled("Words", WORDS, words, "Words of this workbook, and what they mean in it."),
    )
    return page.Sheet(CONTENTS, answers, page.widths(LISTED), blocks, pages=1)


def _held(sheet: page.Sheet) -> str:
    """How many tables and charts a sheet has; plain lines are no table."""
    tables = sum(
        isinstance(table, page.Table) and not table.plain for table in sheet.every(page.Table)
    )
    charts = len(sheet.every(page.Chart))
    said = f"{tables} table{'s' * (tables != 1)}"
    return f"{said}, {charts} chart{'s' * (charts != 1)}" if charts else said


def comparison_book(
    found: Comparison,
    explanations: Sequence[Difference],
    average: ModelAverage | None,
    run: Mapping[str, object],
    compared: Sequence[Scenario] = (),
) -> page.Book:
    """A comparison as a workbook: Scenarios first, Run last.

    Args:
        found: Scenarios on the same draws, the first of them what the others differ from.
        explanations: Why each later scenario differs from the first.
        average: The result averaged over the scenarios, where weights were given.
        run: Rows of the sheet Run: label and text, in order.
        compared: The scenarios themselves, in their order: for their stories and the labels of
            payers. Without them, names stand for both.
    """
    names = scenarios.Names.of(found, compared)
    sheets = (
        scenarios.each_scenario(found, names),
        *([scenarios.why_they_differ(explanations, names)] if explanations else []),
        scenarios.for_each_payer(found, names),
        *([scenarios.averaged(average)] if average is not None else []),
        account.comparison_run(found, run),
    )
    return _made(names.title, names.title, sheets)


def difference_book(found: Revision) -> page.Book:
    """What differs between two workbooks: what that did to the result, then each cell."""
    said = f"{Path(found.old).name} → {Path(found.new).name}"
    return _made("What changed", said, (revised.what_it_did(found), revised.what_changed(found)))


def _made(title: str, said: str, sheets: tuple[page.Sheet, ...]) -> page.Book:
    return page.Book(sheets, said, {"title": title, "created": CREATED, "comments": "Made by econ"})
