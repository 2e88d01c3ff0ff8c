"""What people meet: messages, progress, exit codes.

Exit codes: 0 done, 1 our own fault, 2 wrong usage, 3 problems in the inputs, 4 a check failed.
"""

from __future__ import annotations

import codecs
import errno
import json
import os
import re
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import asdict
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from econ.errors import CheckError, EconError, Problem
from econ.words import MINUS

if TYPE_CHECKING:
    from econ.model.scenario import Scenario

OUR_FAULT, WRONG_USAGE, WRONG_INPUTS, CHECK_FAILED = 1, 2, 3, 4
SHOW_PROGRESS_FROM = 50_000
_UNSEEN = dict.fromkeys((*range(9), *range(11, 32), *range(127, 160)), " ")
_IN_JSON = {code: f"\\u{code:04x}" for code in range(127, 160)}
_LIKE = {MINUS: "-", "→": "->", "…": "...", "£": "GBP ", "±": "+/-", "×": "x"}
_LIKE |= dict.fromkeys("–—‐‑", "-") | dict.fromkeys("‘’", "'") | dict.fromkeys("“”", '"')
_ELSEWHERE, _AS_BEFORE = "Name another place", "What was there before is as it was."
_NOT_ALLOWED = (
    "may not be used, or is open in another program",
    f"Close it there. {_ELSEWHERE} if it is not yours.",
)
_A_FILE = "is a file, where a folder is needed", f"{_ELSEWHERE}, or move the file away."
_FULL = "has no room: the disk is full", f"Make room, or name another place. {_AS_BEFORE}"
_WORDS = {
    **dict.fromkeys((errno.EACCES, errno.EPERM, errno.EBUSY, errno.ETXTBSY), _NOT_ALLOWED),
    **dict.fromkeys((errno.EEXIST, errno.ENOTDIR), _A_FILE),
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), _FULL),
    errno.EROFS: ("is on a disk that cannot be written to", f"{_ELSEWHERE}."),
    errno.EISDIR: ("is a folder, where a file is needed", f"{_ELSEWHERE}."),
    errno.ENAMETOOLONG: ("has too long a name", "Name a shorter one."),
}
"""What the system says of files, in plain words, and what to do."""


def _replaced(error: UnicodeEncodeError) -> tuple[str, int]:
    """What is shown instead of characters that a screen's encoding has not."""
    return "".join(_LIKE.get(c, "?") for c in error.object[error.start : error.end]), error.end


codecs.register_error("econ", _replaced)  # type: ignore[arg-type]


def fit_in() -> None:
    """Show what the screen can show, and forget a date that is none."""
    if not re.fullmatch(r"\d{1,10}", os.environ.get("SOURCE_DATE_EPOCH", "0")):
        del os.environ["SOURCE_DATE_EPOCH"]  # NumPy would fail of it
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed before we began
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="econ")


def say(text: object, *, err: bool = False) -> None:
    """Print a text and nothing that would steer a terminal; quietly where nobody listens."""
    stream = sys.stderr if err else sys.stdout
    try:
        stream.write(f"{text}\n".translate(_UNSEEN))
        stream.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        if not err and not isinstance(error, BrokenPipeError):
            raise OSError(error.errno, error.strerror, "standard output") from None
        # as of "| head -1": what is to be done is done, without a word


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
    fit_in()
    try:
        yield
    except EconError as error:
        if as_json:
            print_json({"problems": as_records(error.problems), "warnings": []})
        say(error.report(), err=True)
        code = CHECK_FAILED if isinstance(error, CheckError) else WRONG_INPUTS
        raise typer.Exit(code) from None
    except OSError as error:
        raise typer.Exit(tell_of_the_world(error, as_json)) from None
    except MemoryError:
        say("There is not enough memory for this: ask for fewer draws.", err=True)
        raise typer.Exit(WRONG_USAGE) from None
    except (typer.Exit, typer.BadParameter, KeyboardInterrupt):
        raise
    except Exception as error:  # noqa: BLE001 - the last door before the user
        last = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(last.filename).name}:{last.lineno} in {last.name}"
        say(
            f"econ failed, and the fault is ours: {type(error).__name__}: {error}\n"
            f"    Please report it with this line: {place}",
            err=True,
        )
        raise typer.Exit(OUR_FAULT) from None


def tell_of_the_world(error: OSError, as_json: bool = False) -> int:
    """Tell which file cannot be used, what is wrong with it and what to do; returns the exit code.

    On standard output nothing is told of itself.
    """
    said = f"cannot be used: {error.strerror or error}"
    what, remedy = _WORDS.get(error.errno or 0, (said, "Look at the disk, then run this again."))
    problem = Problem("", str(error.filename or "standard output"), what, remedy)
    if as_json and error.filename != "standard output":
        print_json({"problems": as_records((problem,)), "warnings": []})
    say(problem, err=True)
    return WRONG_USAGE if error.errno in _WORDS else WRONG_INPUTS


def loaded(target: Path) -> Scenario:
    """The scenario of a script or workbook; what a script prints is no result."""
    from econ.scripts import load

    with redirect_stdout(sys.stderr):
        return load(target)


def loaded_all(targets: Sequence[Path]) -> list[Scenario]:
    """Every scenario of scripts and workbooks, in their order."""
    from econ.scripts import load_all

    with redirect_stdout(sys.stderr):
        return [scenario for target in targets for scenario in load_all(target)]


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
    plain = "utf" not in (sys.stdout.encoding or "").lower()
    text = json.dumps(content, indent=1, ensure_ascii=plain, allow_nan=False)
    say(text.translate(_IN_JSON))


def tell_warnings(warnings: Iterable[Problem]) -> None:
    """Tell warnings on standard error."""
    for problem in warnings:
        say(f"warning  {problem}", err=True)


def share_of(option: str, text: str) -> float:
    """A share written as ``0.5%`` or ``0.005``."""
    try:
        share = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        share = -1.0
    if not isfinite(share) or share < 0:
        raise typer.BadParameter(f"{text} is not a share: write 0.5% or 0.005", param_hint=option)
    return share


def weights_of(text: str) -> list[float] | None:
    """Weights of scenarios, with commas; ``None`` where none are given."""
    return [share_of("--weights", part.strip()) for part in text.split(",")] if text else None
