"""The folder of one run: the summary workbook, the results for machines, and how to repeat it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from econ.pages.book import write_summary
from econ.pages.comparison_book import write_comparison
from econ.reports.provenance import comparison_provenance, provenance
from econ.reports.records import as_json, write_draws, write_json
from econ.reports.report import Report
from econ.reports.scenarios import SideBySide
from econ.reports.sensitivity import Sensitivity
from econ.web.brief import write as write_brief


def save(
    found: Report,
    folder: str | Path,
    *,
    sensitivity: Sensitivity | None = None,
    command: str = "",
    keep_draws: bool = False,
    what_if: Sequence[str] = (),
) -> tuple[Path, ...]:
    """Write ``summary.xlsx``, ``summary.html``, ``results.json`` and ``run.json``.

    With ``keep_draws`` the draws as well; ``what_if`` names further parameters for the sheet
    What-if; with ``sensitivity`` the sheets on what drives the
    answer.

    Returns what was written, the summary last. Each file is whole or not there.
    """
    where = Path(folder)
    full = sensitivity is not None and sensitivity.together is not None
    analyses = sensitivity.records() if sensitivity is not None and full else {}
    record = provenance(found, command or "not known")
    write_json({**as_json(found), **analyses}, where / "results.json")
    write_json(record, where / "run.json")
    kept = (write_draws(found, where),) if keep_draws else ()
    summary = where / "summary.xlsx"
    write_brief(found, where / "summary.html", sensitivity)
    write_summary(found, summary, record, sensitivity, what_if)
    others = ("results.json", "run.json", "summary.html")
    return (*kept, *(where / name for name in others), summary)


def save_comparison(found: SideBySide, folder: str | Path, *, command: str = "") -> Path:
    """Write ``comparison.xlsx`` and ``comparison.json``; returns the workbook's path."""
    where = Path(folder)
    workbook = where / "comparison.xlsx"
    write_json(found.records(), where / "comparison.json")
    record = comparison_provenance(found, command or "not known")
    write_comparison(
        found.comparison, found.explanations, found.average, workbook, record, found.scenarios
    )
    return workbook
