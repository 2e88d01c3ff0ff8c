"""The workbooks: the summary of one run, scenarios side by side, and what a revision did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

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
)
from econ.pages import difference as revised
from econ.pages.live.what_if import live
from econ.pages.style import INPUT
from econ.reports.choices import choices

if TYPE_CHECKING:
    from econ.analysis.comparison import Comparison, ModelAverage
    from econ.analysis.difference import Difference
    from econ.model.scenario import Scenario
    from econ.reports.report import Report
    from econ.reports.revisions import Revision
    from econ.reports.sensitivity import Sensitivity

CREATED = datetime(2026, 1, 1, tzinfo=UTC)
"""Every workbook says it was made then, so that the same results are the same bytes."""
ALONE = (one_way.tornado_sheet, one_way.switching_sheet, one_way.frontier_sheet)
"""The sheets of one number at a time, and of two."""
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


def summary(
    found: Report,
    run: Mapping[str, object],
    sensitivity: Sensitivity | None = None,
    what_if: Sequence[str] = (),
) -> tuple[page.Book, tuple[str, ...]]:
    """A report as a workbook: Summary first, Run last; and the checks that failed.

    Args:
        found: What a run found (``econ.reports.report.report``).
        run: Rows of the sheet Run: label and text, in order.
        sensitivity: What drives it (``econ.reports.sensitivity``), for the sheets Tornado,
            Switching values and Frontier, and for what Uncertainty and Summary say of it.
        what_if: Names of parameters that have a cell on the sheet What-if, besides those that
            matter most.

    Returns:
        The workbook, and the name of each check on the sheet Checks whose formula is FALSE.

    Raises:
        ScenarioError: A name of ``what_if`` is not one that can be changed alone.
    """
    alone = sensitivity.one_way if sensitivity else None
    together = sensitivity.together if sensitivity else None
    made = live(found, choices(found.scenario, alone.tornado if alone else None, what_if))
    ranges, settling = spread.draws_in_ranges(found), spread.as_draws_were_added(found)
    first = answer.answer_sheet(found, ranges[1] if ranges else None, made, sensitivity)
    results = [
        money.by_payer_and_year(found),
        money.by_outcome(found),
        spread.from_cost_to_net(found),
        money.without_a_price(found),
        money.by_cohort(found),
        money.cash_and_capacity(found),
        impact_assessment.impact_sheet(found, sensitivity),
        *(make(alone) for make in ALONE if alone),
        uncertainty.uncertainty_sheet(found, together, settling[1] if settling else None),
        settling[0] if settling else None,
        ranges[0] if ranges else None,
        spread.chance_of_at_least(found),
        *made.sheets,
    ]
    shown = [sheet for sheet in results if sheet]
    assumed = assumptions.register(found, sensitivity)
    known = {sheet.name for sheet in (first, *shown, assumed)} | {CONTENTS}
    shown += [cheers.cheers_sheet(found, sensitivity, frozenset(known)), assumed]
    shown += [account.versions(found, run), account.sources(found), account.run_sheet(found, run)]
    sheets = (first, contents(first, shown), *shown)
    return page.Book(sheets, found.scenario.name, properties(found)), made.failures


def properties(found: Report) -> dict[str, object]:
    """What the file says of itself, in the document's properties."""
    about = found.scenario.about
    return {
        "title": found.scenario.name,
        "subject": about.get("decision question", "Costs and impacts by payer and year")[:250],
        "author": about.get("analyst", "Not said"),
        "category": "Economic evaluation",
        "keywords": "costs, impacts, budget impact, uncertainty",
        "comments": "Made by econ",
        "created": CREATED,
    }


def contents(first: page.Sheet, others: Sequence[page.Sheet]) -> page.Sheet:
    """What each sheet answers, with a link to it, and how cells are marked; it stands second."""
    answers = "What each sheet answers."
    listed = [(sheet.name, sheet.answers, _held(sheet)) for sheet in (first, *others)]
    listed.insert(1, (CONTENTS, answers, "2 tables"))
    rows: list[list[page.Content]] = [
        [page.to_sheet(name), said, held] for name, said, held in listed
    ]
    blocks = (
        *page.opening(
            CONTENTS, "Start with Summary. The last sheets are for whoever checks this work."
        ),
        page.tabled(CONTENTS, LISTED, rows, "Each sheet, what it answers and what it holds."),
        page.Space(),
        page.Text("How cells are marked", "subtitle"),
        page.tabled("Marks", MARKED, _MARKS, "How cells are marked, and why."),
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
