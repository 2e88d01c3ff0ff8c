"""The command on a table of work: batch."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from time import monotonic

import typer

from econ.command_line import options
from econ.command_line.messages import (
    as_records,
    errors_for_people,
    print_json,
    say,
    tell_warnings,
)
from econ.errors import counted
from econ.methods.workers import hired
from econ.words import how_soon

SAID_EVERY = 5.0
"""Seconds that pass before it is told again how far the work is."""


def work_through_table(
    context: typer.Context,
    table: options.BatchTable,
    out: options.BatchOutOption = None,
    workers: options.WorkersOption = 1,
    cluster: options.ClusterOption = "",
    draws: options.DrawsOption = 10_000,
    seed: options.SeedOption = 2025,
    json: options.JsonOption = False,
) -> None:
    """Run a table of work: many workbooks, scenarios and groups, on any number of workers."""
    with errors_for_people(json), hired(workers, cluster) as who:
        options.require_package("econ batch", "pyarrow", "pyarrow")
        from econ.batch.results import run_batch
        from econ.batch.table import read_batch
        from econ.command_line.asking import folder_of, request_of
        from econ.command_line.running import require_memory
        from econ.reports.batch import batch_sentences

        with redirect_stdout(sys.stderr):  # what a script prints is no result
            batch = read_batch(table)
        for run in batch.runs:
            require_memory(run.scenario, draws)
        folder = out or folder_of(Path("results"), table, "run")
        runs = counted(len(batch.runs), "run")
        say(f"{batch.name}: {counted(len(batch.units), 'board')}, {runs}", err=True)
        scenarios = [run.scenario for run in batch.runs]
        found, summary = run_batch(
            *(batch, folder),
            draws=draws,
            seed=seed,
            workers=who,
            progress=_teller(),
            request=request_of(context, "batch", scenarios, table, folder),
        )
        if json:
            print_json({**found.records(), "warnings": as_records(batch.warnings)})
        else:
            say("\n  ".join(batch_sentences(found)))
            tell_warnings(batch.warnings)
        say(summary, err=json)


def _teller() -> Callable[[int, int], None]:
    """Tells what was finished before, and now and then how long the rest takes."""
    began = last = monotonic()
    before = -1

    def tell(done: int, total: int) -> None:
        nonlocal last, before
        now = monotonic()
        if before < 0:
            before = done
            if done:
                say(f"{done} of {total} were finished before; {total - done} to do", err=True)
        elif done == total or now - last >= SAID_EVERY:
            last = now
            soon = how_soon((now - began) / (done - before) * (total - done))
            say(f"{done} of {total} done{f', {soon} left' if done < total else ''}", err=True)

    return tell
