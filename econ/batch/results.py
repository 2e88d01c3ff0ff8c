"""The folder of a batch: its data set, its workbook, and what they were made from."""

from __future__ import annotations

import platform
import shlex
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from econ.batch.table import Batch
from econ.batch.units import gather, tasks_of, unfinished, work_through
from econ.files import COMPARISON, DATA, replacing_set, sweep_up
from econ.methods.workers import ALONE, Workers
from econ.pages.book import batch_book
from econ.reports.batch import BatchFound
from econ.reports.records import NOT_KNOWN, PACKAGES, Request, seal, today
from econ.workbook.writing.paper import write_book


def run_batch(
    batch: Batch,
    folder: str | Path,
    *,
    draws: int = 10_000,
    seed: int = 2025,
    workers: Workers = ALONE,
    progress: Callable[[int, int], None] | None = None,
    request: Request | None = None,
) -> tuple[BatchFound, Path]:
    """Work through a table of work, and write ``runs.parquet`` and ``comparison.xlsx``.

    Units that are in the folder already, of the same inputs, are not run again. ``progress`` is
    told how many of how many are finished, first of all those that were before. Both files, with
    the record that says what they were made from, take the place of older ones at once (C19).
    ``request`` is what a command was asked, and the files that it read. Returns what was found,
    and the path of the workbook.

    Raises ``EconError`` where a worker is lost, and ``ImportError`` where pyarrow is not there.
    """
    where, tasks, asked = Path(folder), tasks_of(batch, draws, seed), request or Request()
    sweep_up(where.parent)
    left = unfinished(tasks, where)
    before = len(tasks) - len(left)

    def tell(done: int) -> None:
        if progress is not None:
            progress(before + done, len(tasks))

    tell(0)
    work_through(left, where, workers=workers, progress=tell)
    with replacing_set(where) as there:
        found = gather(batch, tasks, where, there)
        record = _record(batch, found, asked)
        write_book(batch_book(found, record), there / COMPARISON)
        seal(there, record, asked)
    return found, where / COMPARISON


def _record(batch: Batch, found: BatchFound, asked: Request) -> dict[str, object]:
    """Rows of the sheet Run."""
    used = {run.workbook: f"sha256 {run.scenario.sha256}" for run in batch.runs}
    return {
        "Run": found.identity,
        "Table of work": batch.name,
        "Table of work sha256": batch.sha256,
        **{f"Workbook {name}": of for name, of in used.items()},
        "Boards": str(len(batch.units)),
        "Runs": str(len(batch.runs)),
        "Design": "Monte Carlo, the same draws for every run",
        "Draws": f"{found.draws:,}",
        "Seed": str(found.seed),
        "Command": shlex.join(["econ", *asked.words]) if asked.words else NOT_KNOWN,
        "Date": today(),
        "Python": platform.python_version(),
        **{package: version(package) for package in (*PACKAGES, "pyarrow")},
        "Data set": f"{DATA} beside this file",
    }
