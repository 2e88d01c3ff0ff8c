"""A run again from its record, and the records of two runs beside each other."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from contextlib import chdir, contextmanager, redirect_stdout
from hashlib import sha256
from io import StringIO
from pathlib import Path
from shutil import rmtree
from typing import Any
from zipfile import ZipFile

import typer

from econ.command_line.asking import called
from econ.command_line.messages import CHECK_FAILED, print_json, say, tell_warnings
from econ.errors import Problem, ScenarioError, refuse
from econ.files import BEGUN, INPUTS, RECORD

_RUN_IT = "Run what made it; a run of econ at the command line says how it was asked."
_KEEP = f"Put that file there, or keep {INPUTS} beside the record."


def repeat(
    context: typer.Context, target: Path | None, record: Path | None, out: Path, *, json: bool
) -> None:
    """Run what a record says again, tell what differs from it, and keep what was found.

    Ends with 4 where a figure is not the same, to the last bit.
    """
    from econ.files import replacing_set
    from econ.reports.records import NOT_KNOWN
    from econ.reports.sets import record_in, results_in, two_runs

    if record is None or target is not None:
        raise typer.BadParameter("name a script or a workbook, or a record with --repeat")
    then = record_in(record)
    where = record if record.is_dir() else record.parent
    words = shlex.split(str(then["Command"]))[1:]
    known, changed = results_in(where, then)
    if len(words) < 2 or then["Command"] == NOT_KNOWN:
        raise refuse(record.as_posix(), "Command", "was not made by a command", _RUN_IT)
    name = called(Path(words[1]), words[0])
    with replacing_set(out / "repeat" / name) as there:
        made = there / f"{BEGUN}made"
        with _laid_out(where, then, there / f"{BEGUN}inputs"), redirect_stdout(StringIO()):
            code = context.find_root().command.main(
                [*words, "--out", str(made)], standalone_mode=False
            )
        if code:
            raise typer.Exit(code)
        now = record_in(made / name)
        found = two_runs((then, known), (now, results_in(made / name, now)[0]))
        for path in [*(made / name).iterdir()]:
            path.rename(there / path.name)
        for room in there.glob(f"{BEGUN}*"):
            rmtree(room)
    if json:
        print_json(found.as_json())
    else:
        say("\n".join([f"{record}: run {found.runs[0]}, repeated", *found.lines()]))
    tell_warnings(changed)
    say(out / "repeat" / name, err=json)
    if found.found:
        raise typer.Exit(CHECK_FAILED)


def put_records_side_by_side(records: Sequence[Path], *, json: bool) -> None:
    """Tell how two runs differ: in what was asked, in what made them, and in what they found."""
    from econ.reports.sets import record_in, results_in, two_runs

    if len(records) != 2 or any(path.suffix != ".json" for path in records):
        raise typer.BadParameter("name the records of two runs, or scripts and workbooks")
    read = [(path, record_in(path)) for path in records]
    known = [(record, *results_in(path.parent, record)) for path, record in read]
    one, other = ((record, results) for record, results, _ in known)
    found = two_runs(one, other)
    if json:
        print_json(found.as_json())
    else:
        named = (f"{p} (run {run})" for p, run in zip(records, found.runs, strict=True))
        say("\n".join([" → ".join(named), *found.lines()]))
    tell_warnings(warning for *_, warnings in known for warning in warnings)


@contextmanager
def _laid_out(where: Path, record: Mapping[str, Any], room: Path) -> Iterator[None]:
    """Be where the files of a run are, as they were: those kept beside its record, or else here.

    Raises ``ScenarioError`` with each file that is not there, or is not the one of the run.
    """
    room.mkdir()
    kept = where / INPUTS
    if kept.is_file():
        with ZipFile(kept) as archive:
            archive.extractall(room)  # which leaves out what would lead elsewhere
    beside = room if kept.is_file() else Path()
    wrong = [
        Problem("", name, "is not the file of the run", _KEEP)
        for name, digest in record.get("Inputs", {}).items()
        if _digest(beside / name) != digest
    ]
    if wrong:
        raise ScenarioError((where / RECORD).as_posix(), wrong)
    with chdir(beside):
        yield


def _digest(path: Path) -> str:
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
