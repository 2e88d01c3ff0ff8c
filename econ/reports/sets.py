"""Sets of results: whether the files of a folder are of one run (C19), and how two runs differ."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from econ.errors import Problem, ScenarioError, counted, refuse
from econ.files import COMPARISON_JSON, OURS, RECORD, RESULTS_JSON
from econ.reports.records import PACKAGES

_SAID = re.compile(rb'(?:Made by econ, run |"run": ")([0-9a-f]{12})')
_CORE, _UNKNOWN = "docProps/core.xml", "an unknown run"
_AGAIN = "Run it again: a run replaces all of its files at once."
_CHANGED = "was changed after the run", "What it says now may be no result."
_MADE_BY = ("Python", *PACKAGES, "Processor")
_NET = "net present value"
_TOLD, _SHORT = 5, 60
"""Figures that differ and are told one by one; letters of a word that names a record."""


def record_in(place: Path) -> dict[str, Any]:
    """The record of a run: ``run.json``, or the folder in which it is.

    Raises ``ScenarioError`` where there is none.
    """
    path = place / RECORD if place.is_dir() else place
    found = _read(path)
    if not isinstance(found, dict) or not isinstance(found.get("Files"), dict):
        remedy = f"Name a folder of results, or the {RECORD} in one; an older econ wrote no such."
        raise refuse(path.as_posix(), RECORD, "is no record of a run", remedy)
    return found


def results_in(folder: Path, record: Mapping[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    """The results of a run, for machines, and a warning where they were changed since.

    Raises ``ScenarioError`` where they are not there.
    """
    name = COMPARISON_JSON if COMPARISON_JSON in record["Files"] else RESULTS_JSON
    found, digest = _read(folder / name), sha256(_content(folder / name)).hexdigest()
    if name not in record["Files"]:
        remedy = (
            f"Ask the same again, and compare its files: {record.get('Command', 'its command')}"
        )
        raise refuse((folder / RECORD).as_posix(), RECORD, "is of a table of many runs", remedy)
    if not isinstance(found, dict):
        remedy = "Keep the files of a run together."
        raise refuse((folder / name).as_posix(), name, "has no results that can be read", remedy)
    same = digest == record["Files"].get(name)
    return found, [] if same else [Problem("", name, *_CHANGED)]


def _read(path: Path) -> object:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def refuse_another(folder: Path, name: str, place: str) -> None:
    """Raise ``ScenarioError`` where a folder has the results of another file of this name."""
    there = _read(folder / RECORD)
    known = there.get("Place") if isinstance(there, dict) else None
    if known and known != place:
        what = "the results of another file of this name are there"
        remedy = "Name another folder with --out, or remove this one."
        raise refuse(folder.as_posix(), name, what, remedy)


def look_through(folder: Path) -> tuple[str, int, tuple[Problem, ...]]:
    """The run that a folder is of, how many files it has, and warnings of files changed since.

    Raises ``ScenarioError`` with each file that is missing or of another run.
    """
    record, wrong, changed = record_in(folder), list[Problem](), list[Problem]()
    run, files = str(record.get("Run")), record["Files"]
    for name, digest in files.items():
        content = _content(folder / name)
        said = _run_of(folder / name, content)
        if not content:
            wrong.append(Problem("", name, "is not there", _AGAIN))
        elif said and said != run:
            wrong.append(_of_another(name, said, run))
        elif sha256(content).hexdigest() != digest:
            changed.append(Problem("", name, *_CHANGED))
    for path in sorted(folder.iterdir()):
        if path.name in OURS - {RECORD, *files}:
            wrong.append(_of_another(path.name, _run_of(path, _content(path)), run))
    if wrong:
        raise ScenarioError(folder.as_posix(), wrong)
    return run, len(files) + 1, tuple(changed)


def _of_another(name: str, said: str, run: str) -> Problem:
    named = f"run {said}" if said else _UNKNOWN
    return Problem("", name, f"is of {named}, and {RECORD} is of run {run}", _AGAIN)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _run_of(path: Path, content: bytes) -> str:
    """The run that a file says it is of; empty where it says none."""
    if path.suffix in (".xlsx", ".docx"):
        try:
            with ZipFile(path) as file:
                content = file.read(_CORE)
        except (OSError, BadZipFile, KeyError):
            return ""
    said = _SAID.search(content)
    return said[1].decode() if said else ""


@dataclass(frozen=True, slots=True)
class Differs:
    """One thing that is not the same in two runs: an input, a version, a figure."""

    what: str
    one: object
    other: object

    def __str__(self) -> str:
        return f"{self.what}: {self.one} → {self.other}"


@dataclass(frozen=True, slots=True)
class TwoRuns:
    """How two runs differ: in what was asked, in what made them, in what they found.

    ``numbers`` are those that both have; ``found`` are the results that are not the same.
    """

    runs: tuple[str, str]
    asked: tuple[Differs, ...]
    made_by: tuple[Differs, ...]
    numbers: int
    found: tuple[Differs, ...]

    def as_json(self) -> dict[str, object]:
        """The same for machines."""
        return {"same": not self.found, **asdict(self)}

    def lines(self) -> Iterator[str]:
        """The same in words: what was found, then why it may differ."""
        if self.found:
            share = f"{len(self.found):,} of {counted(self.numbers, 'figure')}"
            yield f"{share} {'differs' if len(self.found) == 1 else 'differ'}:"
            first = sorted(self.found, key=lambda one: _NET not in one.what)
            yield from (f"  {one}" for one in first[:_TOLD])
            yield from [f"  and {len(self.found) - _TOLD:,} more"] if self.found[_TOLD:] else ()
        else:
            yield f"All {counted(self.numbers, 'figure')} are the same, to the last bit."
        for words, told in (("was asked", self.asked), ("made it", self.made_by)):
            yield f"What {words} {'differs:' if told else 'is the same.'}"
            yield from (f"  {one}" for one in told)


def two_runs(
    one: tuple[Mapping[str, Any], Mapping[str, Any]],
    other: tuple[Mapping[str, Any], Mapping[str, Any]],
) -> TwoRuns:
    """What differs between two runs, each given as its record and its results."""
    (first, found), (second, found_then) = one, other
    leaves, then = dict(_leaves(found)), dict(_leaves(found_then))
    numbers = sum(isinstance(value, int | float) for value in leaves.values())
    words = [dict(_asked(record)) for record in (first, second)]
    tools = [{name: record.get(name) for name in _MADE_BY} for record in (first, second)]
    return TwoRuns(
        (str(first.get("Run")), str(second.get("Run"))),
        tuple(_apart(*words)),
        tuple(_apart(*tools)),
        numbers,
        tuple(_apart(leaves, then)),
    )


def _asked(record: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    """The command of a run, and its inputs by their hashes."""
    yield "command", record.get("Command")
    yield from ((name, digest[:12]) for name, digest in record.get("Inputs", {}).items())


def _apart(one: Mapping[str, object], other: Mapping[str, object]) -> Iterator[Differs]:
    for name in dict.fromkeys((*one, *other)):
        before, after = (of.get(name, "none") for of in (one, other))
        if before != after:
            yield Differs(name, before, after)


def _leaves(content: object, place: tuple[str, ...] = ()) -> Iterator[tuple[str, object]]:
    """Each figure and word of results, by where it stands, said in words."""
    if isinstance(content, dict):
        for key, value in content.items():
            if key != "run" or place:
                yield from _leaves(value, (*place, key.replace("_", " ")))
    elif isinstance(content, list):
        labels = [_named(value) for value in content]
        for number, (value, label) in enumerate(zip(content, labels, strict=True), 1):
            alone = label and labels.count(label) == 1
            yield from _leaves(value, (*place, label if alone else f"{label} {number}".strip()))
    else:
        yield ", ".join(place), content


def _named(value: object) -> str:
    """A record of a list by its first three short words."""
    said = value.values() if isinstance(value, dict) else ()
    words = [x for x in said if isinstance(x, str) and 0 < len(x) < _SHORT]
    return ", ".join(words[:3]).replace("_", " ")
