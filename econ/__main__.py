"""The command line. Only this module prints, and only it reads arguments.

Heavy packages are imported when a command needs them, so that ``econ --help`` answers at once.
Exit codes: 0 done, 1 our own fault, 2 wrong usage, 3 problems in the inputs, 4 a check failed.
"""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from econ.errors import EconError, Problem, counted

if TYPE_CHECKING:
    from econ.draws import Design
    from econ.report import Report
    from econ.scenario import Scenario

OUR_FAULT, WRONG_INPUTS = 1, 3
SHOW_PROGRESS_FROM = 50_000

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Health-economic cost-impact models of community programmes, from a workbook.",
)

Target = Annotated[
    Path, typer.Argument(help="A scenario script (.py) or a programme's workbook (.xlsx).")
]
Workbook = Annotated[Path, typer.Argument(help="A programme's workbook.")]
DrawsOption = Annotated[int, typer.Option("--draws", min=2, help="Number of draws.")]
SeedOption = Annotated[int, typer.Option("--seed", min=0, help="Seed of the random streams.")]
DesignOption = Annotated[
    str,
    typer.Option(
        "--design", help="Where the draws come from: monte-carlo, latin-hypercube, sobol-sequence."
    ),
]
OutOption = Annotated[
    Path, typer.Option("--out", help="Folder for results; each scenario gets its own in it.")
]
JsonOption = Annotated[
    bool, typer.Option("--json", help="Print machine-readable results on standard output.")
]
KeepOption = Annotated[
    bool, typer.Option("--keep-draws", help="Keep every draw beside the summary.")
]


@app.callback()
def _root() -> None:
    """Health-economic cost-impact models of community programmes, from a workbook."""


@app.command()
def run(
    target: Target,
    draws: DrawsOption = 10_000,
    seed: SeedOption = 2025,
    design: DesignOption = "monte-carlo",
    out: OutOption = Path("results"),
    json: JsonOption = False,
    keep_draws: KeepOption = False,
) -> None:
    """Run a scenario and write its summary workbook."""
    with _errors_for_people():
        from econ.scripts import load

        _run(load(target), target.stem, _design(design, draws, seed), out, json, keep_draws)


@app.command()
def check(workbook: Workbook, json: JsonOption = False) -> None:
    """Tell every problem of a workbook, each at its cell."""
    with _errors_for_people(json):
        from econ.workbook.read import check as check_workbook

        warnings = check_workbook(workbook)
        if json:
            _print_json({"problems": [], "warnings": _as_records(warnings)})
            return
        verdict = "no problems"
        if warnings:
            verdict += f", {counted(len(warnings), 'warning')}"
        typer.echo(f"{workbook}: {verdict}")
        _tell_warnings(warnings)


def main(scenario: Scenario | None = None) -> None:
    """The command line; with a scenario, that of the script which calls this.

    A script takes the options of ``econ run``, and its results go to a folder of its own name.
    """
    if scenario is None:
        app()
        return
    script = Path(sys.argv[0])

    def run_script(
        draws: DrawsOption = 10_000,
        seed: SeedOption = 2025,
        design: DesignOption = "monte-carlo",
        out: OutOption = Path("results"),
        json: JsonOption = False,
        keep_draws: KeepOption = False,
    ) -> None:
        """Run this scenario and write its summary workbook."""
        with _errors_for_people():
            _run(scenario, script.stem, _design(design, draws, seed), out, json, keep_draws)

    alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    alone.command()(run_script)
    alone()


def _run(
    scenario: Scenario, stem: str, design: Design, out: Path, as_json: bool, keep_draws: bool
) -> None:
    from econ.output import save
    from econ.report import report
    from econ.results import as_json as json_of

    with _progress(design.size) as progress:
        found = report(scenario, design, progress=progress)
    command = shlex.join(["econ", *sys.argv[1:]])
    *_, summary = save(found, out / stem, command=command, keep_draws=keep_draws)
    if as_json:
        _print_json(json_of(found))
    else:
        _tell(found)
    typer.echo(summary, err=as_json)


def _tell(found: Report) -> None:
    from econ.narrative import answer, headline, rests_on

    typer.echo(headline(found))
    for sentence in (*answer(found), *rests_on(found)):
        typer.echo(f"  {sentence}")
    _tell_warnings(found.scenario.warnings)


def _tell_warnings(warnings: tuple[Problem, ...]) -> None:
    for problem in warnings:
        typer.echo(f"warning  {problem}", err=True)


def _design(name: str, draws: int, seed: int) -> Design:
    from econ.draws import DESIGNS
    from econ.scenario import require_known

    require_known("--design", [name], DESIGNS, "design")
    return DESIGNS[name](draws, seed)


@contextmanager
def _progress(draws: int) -> Iterator[Callable[[int], None] | None]:
    """A progress bar on standard error, where a person is there to see it and time to need it."""
    if draws < SHOW_PROGRESS_FROM or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Drawing", total=draws)
        yield lambda done: bar.update(task, completed=done)


@contextmanager
def _errors_for_people(as_json: bool = False) -> Iterator[None]:
    """Turn every fault into a message and an exit code; no traceback reaches a user."""
    try:
        yield
    except EconError as error:
        if as_json:
            _print_json({"problems": _as_records(error.problems), "warnings": []})
        typer.echo(error.report(), err=True)
        raise typer.Exit(WRONG_INPUTS) from None
    except OSError as error:
        typer.echo(f"{error.filename or 'file'}: {error.strerror or error}", err=True)
        raise typer.Exit(WRONG_INPUTS) from None
    except (typer.Exit, KeyboardInterrupt):
        raise
    except Exception as error:  # noqa: BLE001 - the last door before the user
        typer.echo(
            f"econ failed, and the fault is ours: {_said(error)}\n"
            f"    Please report it with this line: {_place(error)}",
            err=True,
        )
        raise typer.Exit(OUR_FAULT) from None


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def _place(error: Exception) -> str:
    import traceback

    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{Path(last.filename).name}:{last.lineno} in {last.name}"


def _as_records(problems: tuple[Problem, ...]) -> list[dict[str, str]]:
    from dataclasses import asdict

    return [asdict(problem) for problem in problems]


def _print_json(content: dict[str, Any]) -> None:
    import json

    typer.echo(json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False))


if __name__ == "__main__":
    main()
