"""A small table of work beside the small programme, for the tests of this folder."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from econ.batch.table import Batch, read_batch
from tests.workbook.small import SENTENCE, add, cell, written

Rows = Sequence[Mapping[str, object]]

BOARDS: Rows = (
    {"board": "East (illustrative)", "scenario": "all", "people": 120},
    {"board": "West", "scenario": "", "people": 80, "hours": "Normal(12, 3)"},
    {"board": "West", "scenario": "Longer", "people": 80, "hours": "Normal(12, 3)"},
    {"board": "West", "scenario": "", "cohort": "north; south"},
)


def workbook(folder: Path) -> Path:
    """The small programme, with two scenarios of its own."""
    rows = (("Longer", "years", 4), ("Nothing due", "attribution", 0))
    asked = [add("Scenarios", scenario=a, what=b, value=c, why=SENTENCE) for a, b, c in rows]
    return written(folder, cell("Profiles", 2, "after", "0"), *asked)


def table(folder: Path, rows: Rows = BOARDS, name: str = "boards.csv") -> Path:
    """A table of work beside the small programme, whose workbook each row names unless it does."""
    if not (folder / "mine.xlsx").exists():
        workbook(folder)
    path = folder / name
    whole = [{"workbook": "mine.xlsx", **row} for row in rows]
    headings = list(dict.fromkeys(heading for row in whole for heading in row))
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, headings)
        writer.writeheader()
        writer.writerows(whole)
    return path


def batch(folder: Path, rows: Rows = BOARDS) -> Batch:
    """The same, read."""
    return read_batch(table(folder, rows))
