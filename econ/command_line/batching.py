"""The command on a table of work: batch."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from econ.command_line import options
from econ.command_line.messages import (
    as_records,
    command,
    errors_for_people,
    print_json,
    say,
    tell_warnings,
)
from econ.errors import counted
from econ.words import how_soon

if TYPE_CHECKING:
    from econ.batch.table import Batch
    from econ.batch.units import Task

SAID_EVERY = 5.0
"""Seconds that pass before it is told again how far the work is."""


def work_through_table(
    table: options.BatchTable,
    out: options.BatchOutOption = None,
    workers: options.WorkersOption = 1,
    cluster: options.ClusterOption = "",
    draws: options.DrawsOption = 10_000,
    seed: options.SeedOption = 2025,
    json: options.JsonOption = False,
) -> None:
    """Run a table of work: many workbooks, scenarios and groups, on any number of workers."""
    with errors_for_people(json):
        options.require_package("econ batch", "pyarrow", "pyarrow")
        from econ.batch.results import save_batch
        from econ.batch.table import read_batch
        from econ.batch.units import tasks_of
        from econ.command_line.running import plain, require_memory
        from econ.reports.batch import batch_sentences

        with redirect_stdout(sys.stderr):  # what a script prints is no result
            batch = read_batch(table)
        for run in batch.runs:
            require_memory(run.scenario, draws)
        folder = out or Path("results") / plain(table.stem)
        tasks = tasks_of(batch, draws, seed)
        _work(batch, tasks, folder, workers, cluster)
        found, summary = save_batch(batch, tasks, folder, command=command())
        if json:
            print_json({**found.records(), "warnings": as_records(batch.warnings)})
        else:
            say("\n  ".join(batch_sentences(found)))
            tell_warnings(batch.warnings)
        say(summary, err=json)


def _work(batch: Batch, tasks: list[Task], folder: Path, workers: int, cluster: str) -> None:
    """Do what is left to do; on standard error how much that is, and how long it takes."""
    from econ.batch.units import BESIDE, finished, work_through

    done = finished(tasks, folder)
    left = [task for task in tasks if task.identity not in done]
    units, runs = counted(len(tasks), "board"), counted(len(batch.runs), "run")
    say(f"{batch.name}: {units}, {runs}", err=True)
    if done:
        what = f"{len(done)} of them finished before, in {(folder / BESIDE).as_posix()}"
        say(f"{what}; {len(left)} to do", err=True)
    work_through(left, folder, workers=workers, cluster=cluster, progress=_teller(len(left)))


def _teller(total: int) -> Callable[[int], None]:
    """Tells, now and then, how many of so many are done, and how long the rest takes."""
    began = last = monotonic()

    def tell(done: int) -> None:
        nonlocal last
        now = monotonic()
        if done == total or now - last >= SAID_EVERY:
            last = now
            soon = how_soon((now - began) / done * (total - done))
            say(f"{done} of {total} done{f', {soon} left' if done < total else ''}", err=True)

    return tell
