"""The folder of one run: the summary workbook, the results for machines, and how to repeat it."""

from __future__ import annotations

from pathlib import Path

from econ.report import Report
from econ.results import as_json, provenance, write_draws, write_json
from econ.workbook.write import write_summary


def save(
    found: Report, folder: str | Path, *, command: str = "", keep_draws: bool = False
) -> tuple[Path, ...]:
    """Write ``summary.xlsx``, ``results.json`` and ``run.json``, and the draws where asked.

    Returns what was written, the summary last. Each file is whole or not there.
    """
    where = Path(folder)
    record = provenance(found, command or "not known")
    write_json(as_json(found), where / "results.json")
    write_json(record, where / "run.json")
    kept = (write_draws(found, where),) if keep_draws else ()
    summary = where / "summary.xlsx"
    write_summary(found, summary, record)
    return (*kept, where / "results.json", where / "run.json", summary)
