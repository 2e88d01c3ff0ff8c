"""What people meet: messages, progress, exit codes.

Exit codes: 0 done, 1 our own fault, 2 wrong usage, 3 problems in the inputs, 4 a check failed.
"""

from __future__ import annotations

import json
import shlex
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typer

from econ.errors import CheckError, EconError, Problem, refuse

OUR_FAULT, WRONG_INPUTS, CHECK_FAILED = 1, 3, 4
SHOW_PROGRESS_FROM = 50_000


@contextmanager
def progress_of(draws: int) -> Iterator[Callable[[int], None] | None]:
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
def errors_for_people(as_json: bool = False) -> Iterator[None]:
    """Turn every fault into a message and an exit code; no traceback reaches a user."""
    try:
        yield
    except EconError as error:
        if as_json:
            print_json({"problems": as_records(error.problems), "warnings": []})
        typer.echo(error.report(), err=True)
        code = CHECK_FAILED if isinstance(error, CheckError) else WRONG_INPUTS
        raise typer.Exit(code) from None
    except OSError as error:
        typer.echo(f"{error.filename or 'file'}: {error.strerror or error}", err=True)
        raise typer.Exit(WRONG_INPUTS) from None
    except (typer.Exit, typer.BadParameter, KeyboardInterrupt):
        raise
    except Exception as error:  # noqa: BLE001 - the last door before the user
        last = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(last.filename).name}:{last.lineno} in {last.name}"
        typer.echo(
            f"econ failed, and the fault is ours: {type(error).__name__}: {error}\n"
            f"    Please report it with this line: {place}",
            err=True,
        )
        raise typer.Exit(OUR_FAULT) from None


@contextmanager
def steps_of() -> Iterator[Callable[[str], None] | None]:
    """What is being done, on standard error, where a person is there to see it."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console

    with Console(stderr=True).status("Beginning") as status:
        yield status.update


def as_records(problems: tuple[Problem, ...]) -> list[dict[str, str]]:
    """Problems as records for machines."""
    return [asdict(problem) for problem in problems]


def print_json(content: dict[str, Any]) -> None:
    """Print an object as JSON on standard output."""
    typer.echo(json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False))


def tell_warnings(warnings: tuple[Problem, ...]) -> None:
    """Tell warnings on standard error."""
    for problem in warnings:
        typer.echo(f"warning  {problem}", err=True)


def command() -> str:
    """The command as it was typed, for the record of the run."""
    return shlex.join(["econ", *sys.argv[1:]])


def share_of(option: str, text: str) -> float:
    """A share written as ``0.5%`` or ``0.005``."""
    try:
        return float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        raise refuse(option, text, "is not a share", "Write 0.5% or 0.005.") from None


def weights_of(text: str) -> list[float] | None:
    """Weights of scenarios, with commas; ``None`` where none are given."""
    return [share_of("--weights", part.strip()) for part in text.split(",")] if text else None
