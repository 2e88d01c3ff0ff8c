"""Rebuild the shipped workbooks from the CSV files beside this script.

    python parameters/build.py

The CSV files are what is edited and reviewed; the workbooks are what is read. The same files give
the same bytes.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import NamedTuple

from econ.model.prices import year_labels
from econ.workbook.layout import INDICES, LIBRARY, PROGRAMME, InputSheet
from econ.workbook.writing.inputs import write_input

HERE = Path(__file__).parent

Row = dict[str, object]


class Published(NamedTuple):
    """One row of ``indices.csv``: a level, or the change on the year before in percent."""

    year: str
    kind: str
    value: float
    source: str
    licence: str


def rows(path: Path, sheet: InputSheet) -> list[Row]:
    """The rows of a CSV file, its cells typed as the sheet's columns say.

    >>> payers = next(sheet for sheet in PROGRAMME if sheet.name == "Payers")
    >>> rows(HERE / "side_by_side" / "payers.csv", payers)[0]["name"]
    'nhs_acute'
    """
    with path.open(encoding="utf-8", newline="") as file:
        return [
            {heading: typed(sheet, heading, text) for heading, text in row.items()}
            for row in csv.DictReader(file)
        ]


def typed(sheet: InputSheet, heading: str, text: str) -> object:
    """A cell of a CSV file as the workbook holds it: blank, a number or text."""
    if not text:
        return None
    kind = sheet.column(heading).kind if heading in sheet.headings else sheet.further_kind
    if kind in ("number", "share", "count") or (kind == "setting" and _is_number(text)):
        return float(text)
    whole = (kind == "year" or heading == "statement") and text.isdigit()
    return int(text) if whole else text


def _is_number(text: str) -> bool:
    return text.removeprefix("-").replace(".", "", 1).isdigit()


def levels(published: list[Published]) -> dict[str, float]:
    """Index levels at full precision: chained forwards and backwards from the level given.

    >>> change = Published("2016/17", "change", 2.0, "", "")
    >>> levels([Published("2016/17", "level", 102.0, "", ""), change])
    {'2015/16': 100.0, '2016/17': 102.0}
    """
    known = {row.year: row.value for row in published if row.kind == "level"}
    changes = {row.year: 1 + row.value / 100 for row in published if row.kind == "change"}
    for year, factor in sorted(changes.items()):
        if before(year) in known:
            known.setdefault(year, known[before(year)] * factor)
    for year, factor in sorted(changes.items(), reverse=True):
        known.setdefault(before(year), known[year] / factor)
    return dict(sorted(known.items()))


def before(year: str) -> str:
    """The year before, written in the same way.

    >>> before("2000/01")
    '1999/00'
    """
    start = str(int(year[:4]) - 1)
    return year_labels(start + year[4:], 1)[0]


def indices(path: Path) -> list[Row]:
    """The rows of the sheet Indices: one level a year, for each edition of each index."""
    series: dict[tuple[str, str], list[Published]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            read = Published(
                row["year"], row["kind"], float(row["value"]), row["source"], row["licence"]
            )
            series.setdefault((row["index"], row["edition"]), []).append(read)
    return [
        level
        for (name, edition), published in series.items()
        for level in _levels_of(name, edition, published)
    ]


def _levels_of(name: str, edition: str, published: list[Published]) -> list[Row]:
    told = {row.year: row for row in published}  # of a base year, the change, which follows it
    first = min(told)
    made = []
    for year, level in levels(published).items():
        row = told.get(year, told[first])
        shown = typed(INDICES, "year", year)
        values = (name, edition, shown, level, row.source, row.licence)
        made.append(dict(zip(INDICES.headings, values, strict=True)))
    return made


def library(folder: Path = HERE) -> dict[str, list[Row]]:
    """The sheets of the unit-cost library."""
    about, unit_costs, index, changes = LIBRARY
    return {
        about.name: rows(folder / "unit_costs_about.csv", about),
        unit_costs.name: rows(folder / "unit_costs.csv", unit_costs),
        index.name: indices(folder / "indices.csv"),
        changes.name: rows(folder / "unit_costs_changes.csv", changes),
    }


def programme(folder: Path) -> dict[str, list[Row]]:
    """The sheets of a programme, each from the file of its name in a folder."""
    files = {sheet.name: folder / f"{sheet.name.lower()}.csv" for sheet in PROGRAMME}
    return {
        sheet.name: rows(files[sheet.name], sheet)
        for sheet in PROGRAMME
        if files[sheet.name].exists()
    }


def build(out: Path = HERE) -> None:
    """Write both workbooks into a folder."""
    write_input(out / "unit_costs.xlsx", library(), "library")
    write_input(out / "side_by_side.xlsx", programme(HERE / "side_by_side"), "programme")


if __name__ == "__main__":
    build()
