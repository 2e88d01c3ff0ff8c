"""The workbooks: the two of one run, scenarios side by side, and what a revision did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from econ.files import SUMMARY
from econ.pages import (
    about,
    answer,
    assumptions,
    batch,
    business_case,
    cheers,
    how_sure,
    made_of,
    one_way,
    page,
    scenarios,
    technical,
    verification,
    who_benefits,
    who_pays,
)
from econ.pages import difference as revised
from econ.pages.live.what_if import live
from econ.pages.value_of_evidence import value_of_evidence_sheet
from econ.reports import narrative
from econ.reports.choices import choices
from econ.reports.records import made_by, today
from econ.words import day

if TYPE_CHECKING:
    from econ.analysis.comparison import Comparison, ModelAverage
    from econ.analysis.difference import Difference
    from econ.analysis.verification import Verification
    from econ.model.scenario import Scenario
    from econ.reports.batch import BatchFound
    from econ.reports.report import Report
    from econ.reports.revisions import Revision
    from econ.reports.sensitivity import Sensitivity

BACK = page.Link("Back to Summary", f"internal:{answer.FIRST}!A1")
AWAY = page.to_sheet(answer.FIRST, SUMMARY)
"""The lines that lead back to the first sheet, from either workbook."""
_BEHIND = "Behind the pictures"


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
    tried: Verification | None = None,
) -> Workbooks:
    """A report as workbooks: the summary, and all that whoever checks it wants besides.

    Args:
        found: What a run found (``econ.reports.report.report``).
        run: Rows of the sheet Run: label and text, in order.
        sensitivity: What drives it (``econ.reports.sensitivity``), for the sheets What would
            change it, Frontier and Global sensitivity, and for what others say of it.
        what_if: Names of parameters that have a cell on the sheet What-if, besides those that
            matter most.
        tried: What ``econ verify`` found, for the sheet Verification.

    Raises:
        ScenarioError: A name of ``what_if`` is not one that can be changed alone.
    """
    alone = sensitivity.one_way if sensitivity else None
    made = live(found, choices(found.scenario, alone.tornado if alone else None, what_if))
    what_if_sheet, listed, workings, checks = made.sheets
    histogram = how_sure.draws_in_ranges(found)
    pays = who_pays.who_pays_sheet(found)
    results = [
        *_results(found, sensitivity, pays, histogram),
        what_if_sheet,
        business_case.business_case_sheet(found, sensitivity),
        assumptions.register(found, sensitivity, listed),
    ]
    after = (_behind(workings, results), checks)
    names = [answer.FIRST, *(x.name for x in results), about.ABOUT_SHEET, *(x.name for x in after)]
    verified = verification.verification_sheet(found, checks, tried)
    checking = _checking(found, run, sensitivity, names, verified)
    (kept,) = (t for t in pays.every(page.Table) if isinstance(t, page.Table))
    shown = (histogram, made, sensitivity, str(run.get("Date", "")), names[1:])
    first = answer.answer_sheet(found, kept, *shown)
    own = about.about_sheet(found, run, (first, *results), after, checking)
    said, foot = narrative.headed_by(found.scenario), footing(found, run)
    known = properties(found, run)
    others = (_leading(sheet, BACK) for sheet in (*results, own, *after))
    away = tuple(_leading(sheet, AWAY) for sheet in checking)
    return Workbooks(
        page.Book((first, *others), said, known, foot),
        page.Book(away, said, known, foot),
        made.failures,
    )


def _leading(sheet: page.Sheet, link: page.Link) -> page.Sheet:
    """The same sheet, with a line below its answer that leads to the first."""
    return replace(sheet, blocks=(*sheet.blocks[:2], link, *sheet.blocks[2:]))


def footing(found: Report, run: Mapping[str, object]) -> str:
    """What the foot of every page says: what nobody may miss, and of what and when it is."""
    version = found.scenario.about.get("version")
    parts = [narrative.headed_by(found.scenario)]
    which = f"run {run['Run']}" if run.get("Run") else "run"
    parts += [f"{which} on {day(str(run['Date']))}"] if run.get("Date") else []
    parts += [f"version {version}"] if version else []
    warned = "ILLUSTRATIVE NUMBERS: do not quote as a finding\n" if narrative.alert(found) else ""
    return f"{warned}{', '.join(parts)}"


def _results(
    found: Report, told: Sensitivity | None, pays: page.Sheet, histogram: page.Chart | None
) -> list[page.Sheet]:
    """The sheets of results, before those of what is asked of them."""
    sheets = [
        pays,
        made_of.made_of_sheet(found),
        who_benefits.who_benefits_sheet(found),
        how_sure.how_sure_sheet(found, histogram),
        one_way.would_change_sheet(found, told) if told else None,
        scenarios.tried_sheet(found),
        value_of_evidence_sheet(found),
    ]
    return [sheet for sheet in sheets if sheet]


def _behind(workings: page.Sheet, sheets: Sequence[page.Sheet]) -> page.Sheet:
    """Workings, with the tables below that only pictures are drawn from."""
    drawn = [b for sheet in sheets for b in sheet.every(page.Chart) if isinstance(b, page.Chart)]
    blocks = [(chart.behind, page.Space()) for chart in drawn if chart.behind]
    told = page.Text("Means of the draws, for the pictures of other sheets alone.", "note")
    more = (page.Text(_BEHIND, "subtitle"), told, *(x for pair in blocks for x in pair))
    return replace(workings, blocks=(*workings.blocks, *(more if blocks else ())))


def _checking(
    found: Report,
    run: Mapping[str, object],
    told: Sensitivity | None,
    names: Sequence[str],
    verified: page.Sheet,
) -> list[page.Sheet]:
    """The sheets of the technical workbook; ``names`` are those of the summary."""
    sheets = [
        technical.all_measures(found),
        technical.as_draws_were_added(found),
        technical.global_sheet(found, told.together) if told and told.together else None,
        one_way.frontier_sheet(told.one_way) if told else None,
        cheers.cheers_sheet(found, told, frozenset(names)),
        verified,
        about.run_sheet(found, run),
    ]
    return [sheet for sheet in sheets if sheet]


def created(date: str) -> datetime:
    """When a file says that it was made: at the start of its run's day, or of today's.

    The hour is left out, so that the same results on the same day are the same bytes.

    >>> created("2026-11-27").isoformat()
    '2026-11-27T00:00:00+00:00'
    """
    return datetime.fromisoformat(date or today()).replace(tzinfo=UTC)


def properties(found: Report, run: Mapping[str, object]) -> dict[str, object]:
    """What a file of a run says of itself, in the document's properties."""
    about = found.scenario.about
    return {
        "title": narrative.headed_by(found.scenario),
        "subject": about.get("decision question", "Costs and impacts by payer and year")[:250],
        "author": about.get("analyst", "Not said"),
        "category": "Economic evaluation",
        "keywords": "costs, impacts, budget impact, uncertainty",
        "comments": made_by(str(run.get("Run", ""))),
        "created": created(str(run.get("Date", ""))),
    }


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
        about.comparison_run(found, run),
    )
    author = next((x.about["analyst"] for x in compared if x.about.get("analyst")), "Not said")
    return _made(names.title, names.title, sheets, author, run)


def batch_book(found: BatchFound, run: Mapping[str, object]) -> page.Book:
    """The runs of a table of work as a workbook: the answer first, then each run.

    Args:
        found: All runs, ranked.
        run: Rows of the sheet Run: label and text, in order.
    """
    title = f"{found.name}: boards and scenarios beside each other"
    book = _made(title, title, batch.batch_sheets(found, run), run=run)
    warned = "ILLUSTRATIVE BOARDS: do not quote as a finding\n" if found.illustrative else ""
    return replace(book, foot=f"{warned}{found.name}, batch {found.identity}")


def difference_book(found: Revision) -> page.Book:
    """What differs between two workbooks: what that did to the result, then each cell."""
    said = f"{Path(found.old).name} → {Path(found.new).name}"
    return _made("What changed", said, (revised.what_it_did(found), revised.what_changed(found)))


def _made(
    title: str,
    said: str,
    sheets: tuple[page.Sheet, ...],
    author: str = "Not said",
    run: Mapping[str, object] = MappingProxyType({}),
) -> page.Book:
    told = {"title": title, "subject": said, "author": author}
    made = {
        "comments": made_by(str(run.get("Run", ""))),
        "created": created(str(run.get("Date", ""))),
    }
    return page.Book(sheets, said, {**told, **made})
