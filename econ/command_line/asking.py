"""What a command was asked, in words that ask it again; and where its results go."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from econ.command_line.messages import loaded
from econ.errors import refuse

if TYPE_CHECKING:
    from econ.model.scenario import Scenario
    from econ.reports.records import Request

_ONCE = {"out", "json", "show", "repeat", "again", "workers", "cluster"}
"""Options that say nothing of what is found."""


def folder_of(out: Path, target: Path, kind: str) -> Path:
    """The folder of a command's results on a target, which are told apart by the command.

    Raises ``ScenarioError`` where another file's results stand there, or its name is none.
    """
    from econ.reports.sets import refuse_another

    if not target.stem.strip("."):  # which would lead out of the folder asked for
        raise refuse("results", target.stem, "is not a name for a folder", "Rename the script.")
    folder = out / called(target, kind)
    refuse_another(folder, target.name, place_of(folder, target))
    return folder


def called(target: Path, kind: str) -> str:
    """What a folder of results is called: for its target and, but of a run, the command."""
    return target.stem if kind == "run" else f"{target.stem}-{kind}"


def place_of(folder: Path, target: Path) -> str:
    """Tells files of one name apart by how they are reached from their results, not by any path."""
    there, here = (os.path.realpath(path) for path in (target, folder))
    try:
        way = os.path.relpath(there, here)
    except ValueError:  # on another drive
        way = there
    return sha256(os.fsencode(Path(way).as_posix())).hexdigest()[:16]


def begun(
    context: typer.Context, kind: str, target: Path, out: Path
) -> tuple[Scenario, Path, Request]:
    """The scenario of a command's one target, the folder of its results, and what was asked."""
    folder, scenario = folder_of(out, target, kind), loaded(target)
    return scenario, folder, request_of(context, kind, [scenario], target, folder)


def request_of(
    context: typer.Context, kind: str, scenarios: Iterable[Scenario], target: Path, folder: Path
) -> Request:
    """What a command was asked of a target, its files read at once."""
    from econ.reports.records import Request, inputs_of

    given = [value for name, value in context.params.items() if name not in _ONCE]
    paths = [path for value in given for path in _several(value) if isinstance(path, Path)]
    inputs, names = inputs_of(scenarios, [target, *paths])
    words: list[object] = [kind]
    if target not in paths:  # a script that is run directly
        words.append(target)
    for parameter in context.command.params:
        value = context.params.get(parameter.name or "")
        if parameter.name not in _ONCE:
            words += _words(parameter, value)
    said = (names.get(x.resolve(), x.name) if isinstance(x, Path) else str(x) for x in words)
    return Request(tuple(said), inputs, place_of(folder, target))


def _several(value: object) -> Sequence[object]:
    return value if isinstance(value, list | tuple) else (value,)


def _words(parameter: Any, value: object) -> Iterator[object]:  # noqa: ANN401 - of two kinds
    """How an argument or an option is said with a value; not at all where it has none."""
    named = parameter.param_type_name == "option"
    if isinstance(value, bool):
        yield from parameter.opts[:1] if value else ()
        return
    for one in _several(value) if value not in (None, "") else ():
        yield from (parameter.opts[0], one) if named else (one,)
