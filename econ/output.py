"""The folder of one run: workbooks, pages, the results for machines, and how to repeat it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from econ.analysis.verification import Verification
from econ.errors import CheckError, Problem
from econ.files import BRIEF, LIVE_PAGE, SUMMARY, TECHNICAL, WORD_REPORT
from econ.pages.book import comparison_book, workbooks
from econ.reports.records import as_json, provenance, write_draws, write_json
from econ.reports.report import Report
from econ.reports.scenarios import SideBySide
from econ.reports.sensitivity import Sensitivity
from econ.web.brief import write_brief
from econ.web.live_page import live_page
from econ.workbook.writing.paper import write_book

FILES = ("results.json", "run.json", BRIEF, LIVE_PAGE, TECHNICAL, SUMMARY)
"""What a run leaves in its folder, the summary last."""
DISAGREE = "the workbook's formula and the model do not come to the same"
REPORT_IT = "Use none of these results; please report it."


def save(
    found: Report,
    folder: str | Path,
    *,
    sensitivity: Sensitivity | None = None,
    command: str = "",
    keep_draws: bool = False,
    what_if: Sequence[str] = (),
    word: bool = False,
    tried: Verification | None = None,
) -> tuple[Path, ...]:
    """Write the two workbooks, the brief, the live page, and the results as JSON.

    With ``keep_draws`` the draws as well, with ``word`` the report for Word; ``what_if`` names
    further parameters for the sheet What-if; with ``sensitivity`` the sheets on what drives the
    answer, and with ``tried`` (``econ.verify``) its checks on the sheet Verification.

    Returns what was written, the summary last. Each file is whole or not there. Raises
    ``CheckError``, once all is written, where a formula of Workings and the model do not agree,
    and ``ImportError``, before anything is, where ``word`` is asked for without python-docx.
    """
    report_for_word = _word_writer() if word else None
    where = Path(folder)
    analyses = sensitivity.records() if sensitivity and sensitivity.together else {}
    written = (*((WORD_REPORT,) if word else ()), *FILES)
    record = {**provenance(found, command), "Files": ", ".join(written)}
    write_json({**as_json(found), **analyses}, where / "results.json")
    write_json(record, where / "run.json")
    kept = (write_draws(found, where),) if keep_draws else ()
    beside = (LIVE_PAGE, SUMMARY, *written[: -len(FILES)])
    write_brief(found, where / BRIEF, sensitivity, beside=beside, date=str(record["Date"]))
    live_page(found, sensitivity, beside=(BRIEF, SUMMARY)).save(where / LIVE_PAGE)
    if report_for_word:
        report_for_word(found, where / WORD_REPORT, record, sensitivity)
    made = workbooks(found, record, sensitivity, what_if, tried)
    write_book(made.technical, where / TECHNICAL)
    write_book(made.summary, where / SUMMARY)
    if made.failures:
        told = [Problem("Checks", name, DISAGREE, REPORT_IT) for name in made.failures]
        raise CheckError(str(where / SUMMARY), told)
    return (*kept, *(where / name for name in written))


def _word_writer() -> Callable[..., Path]:
    """What writes the report for Word: loaded when it is asked for, as it needs python-docx."""
    from econ.word.document import write_report

    return write_report


def save_comparison(found: SideBySide, folder: str | Path, *, command: str = "") -> Path:
    """Write ``comparison.xlsx`` and ``comparison.json``; returns the workbook's path."""
    workbook = Path(folder) / "comparison.xlsx"
    write_json(found.records(), workbook.with_suffix(".json"))
    record = provenance(found, command)
    book = comparison_book(
        found.comparison, found.explanations, found.average, record, found.scenarios
    )
    write_book(book, workbook)
    return workbook
