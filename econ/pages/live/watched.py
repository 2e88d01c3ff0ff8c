"""What was changed in yellow cells of other sheets than What-if, and what cannot be used."""

from __future__ import annotations

from econ.pages.live.formulas import Formula, or_else, sum_of, when, within
from econ.pages.live.ledger import Ledger
from econ.pages.page import Cell, Column, Draft
from econ.pages.style import INPUT

CELLS, OTHER, BAD = "Yellow cells", "Of them changed", "Of them not usable"


def add_watch(ledger: Ledger) -> Draft:
    """A line for every row of numbers and of Workings that has yellow cells."""
    said = "How many are not as in the run, and how many are no number that can be used there."
    columns = [Column("Row"), Column("Table"), *(Column(n, shown="0") for n in (CELLS, OTHER, BAD))]
    watch = ledger.table(CELLS, said, columns)
    for part in [ledger.numbers, *ledger.parts]:
        for row, contents in part.lines.items():
            if cells := _yellow(part, row):
                moved = sum_of(when(cell.differs(was), 1, 0) for cell, was, *_ in cells)
                good = sum_of(within(cell, low, high) for cell, _, low, high in cells)
                counts = len(cells), or_else(moved, len(cells)), len(cells) - good
                watch.row(f"{part.name}: {row}", contents[0], part.name, *counts)
    return watch


def _yellow(part: Draft, row: str) -> list[tuple[Formula, float, float, float]]:
    """The yellow cells of a row, what they held in the run, and their ends."""
    return [
        (part.cell(row, column.name), float(str(of.content)), float(str(low)), float(str(high)))
        for column, of in zip(part.columns, part.lines[row], strict=False)
        if isinstance(of, Cell) and of.look is INPUT and of.rule
        for low, high in [(of.rule["minimum"], of.rule["maximum"])]
    ]
