"""The pages that are made from the code: commands, sheets, public names and what was verified."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_type_hints

from typer import Context

import econ
from econ.__main__ import COMMANDS
from econ.workbook.reference import reference

ROOT = Path(__file__).parents[1]
ROOMS = {
    "econ.workbook": "Workbooks",
    "econ.model.scenario": "Scenarios",
    "econ.model.combinations": "Scenarios",
    "econ.model.distributions": "Distributions",
    "econ.model.parameters": "Distributions",
    "econ.model.prices": "Discount rates",
    "econ.model.measures": "Measures",
    "econ.model.studies": "Value of information",
    "econ.model": "Draws, the equation and impacts",
    "econ.methods": "Value of information",
    "econ.analysis.value_of_information": "Value of information",
    "econ.analysis.deciding_for": "Value of information",
    "econ.analysis.freeze_and_average": "Value of information",
    "econ.analysis": "Analyses",
    "econ.errors": "What is wrong",
    "econ": "Pages and commands",
}
"""Under which heading the public names of a module stand; the longest name that fits counts."""


def commands(opening: str) -> str:
    """Every command, from what it says of itself in its help."""
    return "\n".join([opening, *(line for name in COMMANDS for line in _command(name))])


def _command(name: str) -> Iterator[str]:
    told = inspect.getdoc(COMMANDS[name]) or ""
    yield from ("", f"## econ {name}", "", told, "", "| | what it is | if not given |")
    yield "|---|---|---|"
    hints = get_type_hints(COMMANDS[name], include_extras=True)
    for parameter in inspect.signature(COMMANDS[name]).parameters.values():
        if hints[parameter.name] is Context:  # the command's own, which nobody types
            continue
        said: Any = hints[parameter.name].__metadata__[0]
        option = said.default if isinstance(said.default, str) else parameter.name.upper()
        yield f"| `{option}` | {said.help} | {_otherwise(parameter.default)} |"


def _otherwise(default: object) -> str:
    if default is inspect.Parameter.empty:
        return "it must be given"
    return "" if default in (None, "", False, True) else f"`{default}`"


def sheets(opening: str) -> str:
    """The reference of sheets and columns, as ``parameters/README.md`` has it."""
    _, _, rest = reference().partition("\nRow 1 of every sheet")
    return f"{opening}\nRow 1 of every sheet{rest}"


def names(opening: str) -> str:
    """Every public name, with its docstring, under what it is for."""
    under: dict[str, list[str]] = {heading: [] for heading in ROOMS.values()}
    for name in econ.__all__:
        under[_heading(econ._MODULE[name])].append(name)
    lines = [opening]
    for heading, found in under.items():
        lines += ["", f"## {heading}", "", "```{eval-rst}", *map(_documented, found), "```"]
    return "\n".join(lines)


def _heading(module: str) -> str:
    fits = [room for room in ROOMS if f"{module}.".startswith(f"{room}.")]
    return ROOMS[max(fits, key=len)]


def _documented(name: str) -> str:
    public = getattr(econ, name)
    if inspect.isclass(public):
        return f".. autoclass:: econ.{name}\n   :members:\n"
    if callable(public) and hasattr(public, "__name__"):
        return f".. autofunction:: econ.{name}\n"
    return f".. autodata:: econ.{name}\n   :no-value:\n"


def verification(opening: str) -> str:
    """What the repository's own page of verification says, where it has one."""
    page = ROOT / "VERIFICATION.md"
    if not page.exists():
        return opening
    links = re.compile(r"\[([^\]]+)\]\((?!https?:|#)[^)]*\)")  # files of the repository, not pages
    return links.sub(r"\1", page.read_text(encoding="utf-8"))


RENDERED: dict[str, Callable[[str], str]] = {
    "reference/commands": commands,
    "reference/sheets": sheets,
    "reference/python": names,
    "verification": verification,
}
