# ruff: noqa: E402 - Ctrl-C is quiet from the first import on
"""The command line: ``econ``, ``python -m econ``, and ``econ.main`` for a scenario script.

Heavy packages are imported when a command needs them, so that ``econ --help`` answers at once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from econ.command_line.endings import end_when_told, report_at_exit

report_at_exit()  # first, for Ctrl-C while the rest is loaded

import typer

from econ.command_line import batching, estimating, running, verifying, workbooks
from econ.command_line.messages import fit_in, tell_of_the_world
from econ.command_line.options import VersionOption

if TYPE_CHECKING:
    from econ.model.scenario import Scenario

COMMANDS: dict[str, Callable[..., None]] = {
    "new": workbooks.make_workbook,
    "check": workbooks.tell_problems,
    "run": running.run_target,
    "compare": running.put_side_by_side,
    "batch": batching.work_through_table,
    "sensitivity": running.tell_what_drives_it,
    "value": running.tell_what_knowing_is_worth,
    "what-if": running.open_page,
    "verify": verifying.tell_verification,
    "estimate": estimating.estimate_reductions,
    "diff": workbooks.tell_differences,
}

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)


@app.callback()
def _whole(version: VersionOption = False) -> None:
    """Health-economic cost-impact models of community programmes, from a workbook."""


for name, command in COMMANDS.items():
    app.command(name)(command)


def main(scenario: Scenario | None = None) -> None:
    """The command line; with a scenario, that of the script which calls this.

    A script takes the options of ``econ run``, and its results go to a folder of its own name.
    """
    end_when_told()
    fit_in()
    try:
        _command(scenario)()
    except OSError as error:  # of --help, where nobody can listen
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        raise SystemExit(tell_of_the_world(error)) from None


def _command(scenario: Scenario | None) -> typer.Typer:
    if scenario is None:
        return app
    alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    alone.command()(running.of_script(scenario, Path(sys.argv[0])))
    return alone


if __name__ == "__main__":
    main()
