"""The sheets of ``econ diff``: what the changes did to the result, and what changed, by row."""

from __future__ import annotations

from econ.analysis.difference import Difference
from econ.model.distributions import Z_95
from econ.pages.live.formulas import total
from econ.pages.page import Column, Draft, Sheet, Table, sheet_of, tabled
from econ.pages.style import POUNDS
from econ.reports.revisions import Revision
from econ.words import exact_money, more_or_less

WRAPPED = {"text_wrap": True}
DID = (
    Column("What changed", 52, look=WRAPPED),
    Column("Sheet", 14),
    Column("Name", 26),
    Column("Before", 36, look=WRAPPED),
    Column("After", 36, look=WRAPPED),
    Column("Effect on net present value", 18, POUNDS),
    Column("Error of sampling (95%)", 16, POUNDS),
)
_CHANGED = (
    Column("Row", 30, look=WRAPPED),
    Column("Cell", 28, look=WRAPPED),
    Column("What happened", 14),
    Column("Column", 20, look=WRAPPED),
    Column("Before", 60, look=WRAPPED),
    Column("After", 60, look=WRAPPED),
)


def what_it_did(found: Revision) -> Sheet:
    """What each change did to net present value, with its total."""
    result, asks = found.result, "What did the changes do to the result?"
    notes = [found.reason] if result is None else _sentences(result)
    table = None if result is None or not result.parts else _parts(result)
    return sheet_of("What it did", asks, notes[0], table, note="\n".join(notes[1:]))


def _parts(found: Difference) -> Table:
    """The parts and their sum; where orders were sampled, each with its error."""
    shown = len(DID) if found.orders else len(DID) - 1
    made = Draft("What it did", DID[:shown])
    for place, part in enumerate(found.parts):
        said = (part.what, part.sheet, part.parameter, part.before, part.after)
        made.row(str(place), *(*said, part.estimate, Z_95 * (part.se or 0.0))[:shown])
    effect = total(made.down("Effect on net present value"))
    made.row("all", *("All changes", "", "", "", "", effect, None)[:shown])
    return made.table("What each change did to net present value", ["all"])


def _sentences(found: Difference) -> list[str]:
    before, after = exact_money(found.at_base), exact_money(found.at_other)
    said = f"Net present value of the central case ({found.terms}) was {before} and is {after}"
    told = [f"{said}: {more_or_less(found.difference or 0.0)}."]
    if not found.parts:
        return [*told, "Nothing that changed moves the central case."]
    told.append("The parts add up to the whole, whatever the order of the changes.")
    if found.orders:
        told.append(f"They rest on a sample of {found.orders:,} orders, with the error told.")
    return told


def what_changed(found: Revision) -> Sheet:
    """Every cell that differs, one row each."""
    name = "What changed"
    rows = [
        [row.name, cell.where, f"row {row.kind}", cell.heading, *cell.words]
        for row in found.rows
        for cell in row.cells
    ]
    said = f"{found.old} → {found.new}: {found.counts()}." if rows else "No row differs."
    table = tabled(name, _CHANGED, rows, "Cells that differ between the two workbooks")
    return sheet_of(name, "What changed in the inputs, row by row?", said, table)
