"""Rebuild the synthetic records, their codebook and what is estimated from them.

    python parameters/records/build.py

Nobody in these records exists. The same files give the same bytes.
"""

from __future__ import annotations

import csv
from pathlib import Path

from econ.evidence.synthetic import Synthetic
from econ.workbook.layout import CODEBOOK, InputSheet
from econ.workbook.writing.inputs import write_input

HERE = Path(__file__).parent
PEOPLE, BOOK = "synthetic_people.csv", "synthetic_codebook.xlsx"


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


def build(out: Path = HERE) -> None:
    """Write records and codebook into a folder."""
    write_people(out / PEOPLE)
    write_codebook(out / BOOK)


if __name__ == "__main__":
    build()
