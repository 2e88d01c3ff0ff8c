"""A new workbook to fill in: a small example, or a copy of a programme that is there."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from econ.errors import refuse
from econ.workbook.as_written import tables
from econ.workbook.example import EXAMPLE, EXAMPLE_INDEX, about, codebook_example, start_here
from econ.workbook.layout import ABOUT, CHANGES, INDICES, PROGRAMME, START_HERE
from econ.workbook.read import read
from econ.workbook.reading.cells import open_book
from econ.workbook.shipped import shipped
from econ.workbook.writing.inputs import Tables, write_input

READY = 20
"""Blank rows on each sheet that look like those to be filled in."""
LIBRARY_FILE = "unit_costs.xlsx"


def new_workbook(path: str | Path, from_: str | Path | None = None) -> Path:
    """Write a workbook to fill in: what to do first, every heading explained, drop-down lists.

    Args:
        path: The file to write; it must not be there yet.
        from_: A programme's workbook to start from. Values are copied, not formulas; sheets that
            are not declared are left out; its library is found from the new place.

    Returns:
        The path written.

    Raises:
        ScenarioError: There is such a file already, or its name is not that of a workbook.
        WorkbookError: The workbook to start from has problems.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     read(new_workbook(f"{folder}/mine.xlsx")).warnings
    ()
    """
    place = _free(path)
    made = _empty(place) if from_ is None else _copy(Path(from_), place)
    first = {START_HERE.name: start_here(place.as_posix())}
    write_input(place, {**first, **made}, "programme", ready=READY)
    return place


def new_codebook(path: str | Path) -> Path:
    """Write a codebook of people's records to fill in: every heading explained, an example.

    Returns the path written. Raises ``ScenarioError`` where there is such a file already.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     new_codebook(f"{folder}/codebook.xlsx").name
    'codebook.xlsx'
    """
    place = _free(path)
    write_input(place, codebook_example(), "codebook", ready=READY)
    return place


def _free(path: str | Path) -> Path:
    """Where a new workbook may be written."""
    place = Path(path)
    if place.suffix != ".xlsx":
        remedy = f"Call it {place.stem or 'mine'}.xlsx."
        raise refuse(place.as_posix(), "name", "does not end in .xlsx", remedy)
    if place.exists():
        remedy = "Choose another name: what is there is not overwritten."
        raise refuse(place.as_posix(), "workbook", "is there already", remedy)
    return place


def _empty(place: Path) -> Tables:
    """The example, with a price index whose levels may be reproduced."""
    beside = (place.parent / LIBRARY_FILE).is_file()
    library = open_book(shipped() / "parameters" / LIBRARY_FILE, LIBRARY_FILE)
    levels = tables(library, [INDICES.name])[INDICES.name]
    used = [row for row in levels if row["index"] == EXAMPLE_INDEX]
    return {ABOUT.name: about(LIBRARY_FILE if beside else ""), **EXAMPLE, INDICES.name: used}


def _copy(source: Path, place: Path) -> Tables:
    sound = read(source)
    names = [sheet.name for sheet in PROGRAMME if sheet is not START_HERE]
    made = tables(open_book(source), names)
    for row in made[ABOUT.name]:
        if row["item"] == "unit-cost library" and row.get("statement"):
            row["statement"] = seen_from(place.parent, source.parent, str(row["statement"]))
    what = f"Started from {source.name} (SHA-256 {sound.sha256[:12]}...)."
    today = datetime.now(UTC).strftime("%Y-%m-%d")
    version = sound.about.get("version", "0.1")
    edit = (today, version, "all", what, "A new analysis.")
    made.setdefault(CHANGES.name, []).append(dict(zip(CHANGES.headings, edit, strict=True)))
    return made


def seen_from(here: Path, there: Path, path: str) -> str:
    """A path that is read from one folder, as it is read from another."""
    whole = (there / path.replace("\\", "/")).resolve()
    try:
        return Path(os.path.relpath(whole, here.resolve())).as_posix()
    except ValueError:  # on another drive
        return whole.as_posix()
