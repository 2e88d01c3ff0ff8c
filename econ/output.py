"""The folder of one run: workbooks, pages, the results for machines, and how to repeat it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from econ.analysis.verification import Verification
from econ.errors import CheckError, Problem
from econ.files import (
    BRIEF,
    COMPARISON,
    COMPARISON_JSON,
    INPUTS,
    LIVE_PAGE,
    RECORD,
    RESULTS_JSON,
    SUMMARY,
    TECHNICAL,
    WORD_REPORT,
    replacing_set,
)
from econ.pages.book import comparison_book, workbooks
from econ.reports.records import (
    Request,
    inputs_of,
    provenance,
    results_of,
    seal,
    write_draws,
    write_json,
)
from econ.reports.report import Report
from econ.reports.scenarios import SideBySide
from econ.reports.sensitivity import Sensitivity
from econ.web.brief import write_brief
from econ.web.live_page import live_page
from econ.workbook.writing.paper import write_book

FILES = (RESULTS_JSON, BRIEF, LIVE_PAGE, TECHNICAL, SUMMARY)
"""What a run leaves in its folder besides its record, the summary last."""
DISAGREE = "the workbook's formula and the model do not come to the same"
REPORT_IT = "Use none of these results; please report it."


def save(
    found: Report,
    folder: str | Path,
    *,
    sensitivity: Sensitivity | None = None,
    request: Request | None = None,
    keep_draws: bool = False,
    what_if: Sequence[str] = (),
    word: bool = False,
    tried: Verification | None = None,
) -> tuple[Path, ...]:
    """Write the two workbooks, the brief, the live page, the results as JSON, and the record.

    With ``keep_draws`` the draws as well, with ``word`` the report for Word; ``what_if`` names
    further parameters for the sheet What-if; with ``sensitivity`` the sheets on what drives the
    answer, and with ``tried`` (``econ.verify``) its checks on the sheet Verification. ``request``
    is what a command was asked, and the files that it read.

    Returns what was written, the summary last. All of it takes the place of what was there at
    once, or none does (C19); a file of anybody else's stays. Raises ``CheckError``, once all is
    written, where a formula of Workings and the model do not agree, and ``ImportError``, before
    anything is, where ``word`` is asked for without python-docx.
    """
    report_for_word = _word_writer() if word else None
    where, asked = Path(folder), request or Request(inputs=inputs_of([found.scenario])[0])
    results = results_of(found, further(sensitivity), asked)
    run, written = str(results["run"]), (*((WORD_REPORT,) if word else ()), *FILES)
    made_of = (INPUTS,) if asked.inputs else ()
    record = provenance(found, asked, run)
    record |= {"Files": ", ".join((*written[:-1], *made_of, RECORD, SUMMARY))}
    with replacing_set(where) as there:
        write_json(results, there / RESULTS_JSON)
        kept = (write_draws(found, there).name,) if keep_draws else ()
        beside = (LIVE_PAGE, SUMMARY, *written[: -len(FILES)])
        date = str(record["Date"])
        write_brief(found, there / BRIEF, sensitivity, beside=beside, date=date, run=run)
        live_page(found, sensitivity, (BRIEF, SUMMARY), run).save(there / LIVE_PAGE)
        if report_for_word:
            report_for_word(found, there / WORD_REPORT, record, sensitivity)
        made = workbooks(found, record, sensitivity, what_if, tried)
        write_book(made.technical, there / TECHNICAL)
        write_book(made.summary, there / SUMMARY)
        seal(there, record, asked)
    if made.failures:
        told = [Problem("Checks", name, DISAGREE, REPORT_IT) for name in made.failures]
        raise CheckError(str(where / SUMMARY), told)
    return tuple(where / name for name in (*kept, *made_of, RECORD, *written))


def further(sensitivity: Sensitivity | None) -> dict[str, object]:
    """What analyses of all numbers together found, where they were asked for."""
    return dict(sensitivity.records()) if sensitivity and sensitivity.together else {}


def _word_writer() -> Callable[..., Path]:
    """What writes the report for Word: loaded when it is asked for, as it needs python-docx."""
    from econ.word.document import write_report

    return write_report


def save_comparison(found: SideBySide, folder: str | Path, request: Request | None = None) -> Path:
    """Write a comparison as a workbook and as JSON, at once; returns the workbook's path."""
    where, asked = Path(folder), request or Request(inputs=inputs_of(found.scenarios)[0])
    results = results_of(found, {}, asked)
    record = provenance(found, asked, results["run"])
    book = comparison_book(
        found.comparison, found.explanations, found.average, record, found.scenarios
    )
    with replacing_set(where) as there:
        write_json(results, there / COMPARISON_JSON)
        write_book(book, there / COMPARISON)
        seal(there, record, asked)
    return where / COMPARISON


def save_live_page(
    found: Report, folder: str | Path, told: Sensitivity, request: Request | None = None
) -> Path:
    """Write the live page alone, with its results and its record; returns the page's path."""
    where, asked = Path(folder), request or Request(inputs=inputs_of([found.scenario])[0])
    results = results_of(found, {}, asked)
    with replacing_set(where) as there:
        write_json(results, there / RESULTS_JSON)
        live_page(found, told, run=str(results["run"])).save(there / LIVE_PAGE)
        seal(there, provenance(found, asked, results["run"]), asked)
    return where / LIVE_PAGE
