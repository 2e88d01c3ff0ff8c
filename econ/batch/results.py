"""The folder of a batch: its data set, its workbook, and what they were made from."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from econ.batch.table import Batch
from econ.batch.units import DATA, Task, gather
from econ.pages.book import batch_book
from econ.reports.batch import BatchFound
from econ.reports.records import PACKAGES, today
from econ.workbook.writing.paper import write_book

COMPARED_BOARDS = "comparison.xlsx"


def save_batch(
    batch: Batch, tasks: Sequence[Task], folder: str | Path, *, command: str = ""
) -> tuple[BatchFound, Path]:
    """Write ``runs.parquet`` and ``comparison.xlsx`` of units that are all finished.

    Both carry the batch's identity. Returns what was found, and the path of the workbook.
    """
    where = Path(folder)
    found = gather(batch, tasks, where)
    record = {
        "Batch": found.identity,
        "Table of work": batch.name,
        "Table of work sha256": batch.sha256,
        **{f"Workbook {n}": of for n, of in _workbooks(batch).items()},
        "Boards": str(len(batch.units)),
        "Runs": str(len(batch.runs)),
        "Design": "Monte Carlo, the same draws for every run",
        "Draws": f"{found.draws:,}",
        "Seed": str(found.seed),
        "Command": command or "not known",
        "Date": today(),
        "Python": platform.python_version(),
        **{package: version(package) for package in (*PACKAGES, "pyarrow")},
        "Data set": f"{DATA} beside this file",
    }
    write_book(batch_book(found, record), where / COMPARED_BOARDS)
    return found, where / COMPARED_BOARDS


def _workbooks(batch: Batch) -> dict[str, str]:
    """Each workbook's hash, by its name."""
    return {run.workbook: f"sha256 {run.scenario.sha256}" for run in batch.runs}
