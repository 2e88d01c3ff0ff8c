"""Rebuild the synthetic records, their codebook and what is estimated from them.

    python parameters/records/build.py

Nobody in these records exists. The same files give the same bytes.
"""

from __future__ import annotations

import csv
from pathlib import Path
from tempfile import TemporaryDirectory

from econ.evidence.observed import observe
from econ.evidence.synthetic import Synthetic
from econ.workbook.as_written import tables
from econ.workbook.estimated import write_estimated
from econ.workbook.layout import ABOUT, ALTERNATIVES, CODEBOOK, PARAMETERS, PROGRAMME, InputSheet
from econ.workbook.reading.cells import open_book
from econ.workbook.reading.people import read_records
from econ.workbook.writing.inputs import write_input

HERE = Path(__file__).parent
PEOPLE, BOOK = "synthetic_people.csv", "synthetic_codebook.xlsx"
ESTIMATED = "synthetic_records.xlsx"
"""Side by Side's workbook with the reductions of these records in it."""
DAY = "2026-11-27"


def write_people(path: Path) -> None:
    """The records, a row a person and wave."""
    rows = Synthetic().rows()
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def write_codebook(path: Path, source: Path = HERE) -> None:
    """The codebook, from its two CSV files."""
    sheets = {sheet.name: _rows(source, sheet) for sheet in CODEBOOK}
    write_input(path, sheets, "codebook", title="synthetic codebook")


def _rows(source: Path, sheet: InputSheet) -> list[dict[str, object]]:
    with (source / f"codebook_{sheet.name.lower()}.csv").open(encoding="utf-8", newline="") as file:
        return [
            {h: float(t) if t and sheet.kind(h) == "number" else t for h, t in row.items()}
            for row in csv.DictReader(file)
        ]


def write_programme(path: Path, folder: Path) -> None:
    """Side by Side with what these records say: their counts are of a year already."""
    sheets = tables(open_book(HERE.parent / "side_by_side.xlsx"), [s.name for s in PROGRAMME])
    for row in sheets[PARAMETERS.name]:
        if row["name"] == "counts_half_yearly":
            row |= {"value": 0, "chance of none": None, "range kind": "none"}
            row["source"] = "Definition: observed reductions are of a year already"
    others = sheets[ALTERNATIVES.name]
    sheets[ALTERNATIVES.name] = [row for row in others if row["what"] != "counts_half_yearly"]
    for row in sheets[ABOUT.name]:
        if row["item"] == "unit-cost library":
            row["statement"] = (HERE.parent / "unit_costs.xlsx").resolve().as_posix()
    found = observe(read_records(folder / PEOPLE, folder / BOOK))
    with TemporaryDirectory() as place:
        start = Path(place, "start.xlsx")
        write_input(start, sheets, "programme")
        write_estimated(found, path, start, replace=True, on=DAY)


def build(out: Path = HERE) -> None:
    """Write records and codebook into a folder, and the workbook into the one above."""
    write_people(out / PEOPLE)
    write_codebook(out / BOOK)
    write_programme(out.parent / ESTIMATED, out)


if __name__ == "__main__":
    build()
