"""What may be said to the commands, each option once."""

from __future__ import annotations

import os
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from econ.errors import suggestion

AS_TYPED = "as-imported"
"""The design that uses the rows of imported draws as they are."""


def _known_design(name: str) -> str:
    from econ.model.designs import DESIGNS

    if name in (*DESIGNS, AS_TYPED):
        return name
    raise typer.BadParameter(f"no design called '{name}'. {suggestion(name, [*DESIGNS, AS_TYPED])}")


def _writable(folder: Path | None) -> Path | None:
    if folder is None:
        return None
    there = next(place for place in (folder, *folder.absolute().parents) if place.exists())
    if there.is_dir() and os.access(there, os.W_OK | os.X_OK):
        return folder
    why = "you may not write there" if there.is_dir() else "it is a file, not a folder"
    raise typer.BadParameter(f"nothing can be written to {folder}: of {there}, {why}")


def _there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ValueError:  # something stands in its place
        return False


def require_package(asker: str, module: str, package: str) -> None:
    """End with 2, and say what to install, where a package is not there that is needed."""
    if not _there(module):
        needed = f"{asker} needs {package}, which is not installed: pip install {package}"
        typer.echo(needed, err=True)
        raise typer.Exit(2)


def _with_word(asked: bool) -> bool:
    if asked:
        require_package("--word", "docx", "python-docx")
    return asked


def _several(count: int) -> int:
    if count > 1:
        require_package("--workers", "joblib", "joblib")
    return count


def _elsewhere(address: str) -> str:
    if address:
        require_package("--cluster", "distributed", "distributed")
    return address


def _tell_version(asked: bool) -> None:
    if asked:
        typer.echo(f"econ {version('econ')}")
        raise typer.Exit


VersionOption = Annotated[
    bool,
    typer.Option("--version", help="Tell the version.", callback=_tell_version, is_eager=True),
]
Target = Annotated[
    Path, typer.Argument(help="A scenario script (.py) or a programme's workbook (.xlsx).")
]
AnyTarget = Annotated[
    Path | None, typer.Argument(help="A scenario script (.py) or a programme's workbook (.xlsx).")
]
RepeatOption = Annotated[
    Path | None,
    typer.Option(
        "--repeat", help="The record of a run, run.json, to run again and hold the results against."
    ),
]
Checked = Annotated[
    Path, typer.Argument(help="A programme's workbook, or the folder of a run's results.")
]
REPORT_DRAWS = 100_000
"""Of a report unless said: so many that another seed seldom changes a figure as it is printed."""
DrawsOption = Annotated[int, typer.Option("--draws", min=2, help="Number of draws.")]
SeedOption = Annotated[int, typer.Option("--seed", min=0, help="Seed of the random streams.")]
DesignOption = Annotated[
    str,
    typer.Option(
        "--design",
        callback=_known_design,
        help="Where the draws come from: monte-carlo, latin-hypercube, sobol-sequence, or "
        "as-imported, the rows of the sheet Samples, one a draw.",
    ),
]
WorkersOption = Annotated[
    int,
    typer.Option(
        "--workers", min=1, callback=_several, help="Processes of this machine to share the work."
    ),
]
ClusterOption = Annotated[
    str,
    typer.Option(
        "--cluster",
        callback=_elsewhere,
        help="A running Dask scheduler whose workers share the work, such as tcp://host:8786.",
    ),
]
OutOption = Annotated[
    Path,
    typer.Option(
        "--out", callback=_writable, help="Folder for results; each scenario gets its own in it."
    ),
]
JsonOption = Annotated[
    bool, typer.Option("--json", help="Print machine-readable results on standard output.")
]
UntilOption = Annotated[
    str,
    typer.Option(
        "--until", help="Draw until the error of the headline is this share of it, such as 0.5%."
    ),
]
SizeOption = Annotated[
    int, typer.Option("--size", min=256, max=2**24, help="Draws of each global analysis.")
]
SecondOrderOption = Annotated[
    bool, typer.Option("--second-order", help="Sobol' indices of pairs as well.")
]
WeightsOption = Annotated[
    str, typer.Option("--weights", help="Weights over the scenarios, such as 50%,25%,25%.")
]
ViewOption = Annotated[
    str,
    typer.Option("--view", help="Whose decision: a perspective or a payer."),
]
StudyOption = Annotated[
    list[str] | None,
    typer.Option("--study", help="A study of the workbook to look at; may be repeated."),
]
FurtherOption = Annotated[
    list[Path] | None,
    typer.Option("--options", help="A script or workbook that is a further option."),
]
ValueDrawsOption = Annotated[
    int, typer.Option("--draws", min=1_024, help="Draws of the Sobol' sequence.")
]
KeepOption = Annotated[
    bool, typer.Option("--keep-draws", help="Keep every draw beside the summary.")
]
WordOption = Annotated[
    bool,
    typer.Option(
        "--word", callback=_with_word, help="Write a report for Word beside the summary as well."
    ),
]
BatchTable = Annotated[
    Path, typer.Argument(help="A table of work, a row a run: .csv, or the first sheet of an .xlsx.")
]
BatchOutOption = Annotated[
    Path | None,
    typer.Option("--out", callback=_writable, help="Folder for results: results/ and its name."),
]
ShowOption = Annotated[
    bool, typer.Option("--open/--no-open", help="Open the page in a browser, of a terminal.")
]
WhatIfOption = Annotated[
    list[str] | None,
    typer.Option("--what-if", help="A parameter to put on the sheet What-if; may be repeated."),
]
