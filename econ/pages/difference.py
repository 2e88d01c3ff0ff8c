"""The workbook of ``econ diff``: what the changes did to the result, and what changed, by row."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from econ.analysis.revision import Revision
from econ.files import replacing
from econ.model.distributions import Z_95
from econ.pages.book import CREATED
from econ.pages.page import Column, Content, Formula
from econ.pages.style import PLAIN, POUNDS, Styles
from econ.words import cell_in_words, exact_money
from econ.workbook.diff import CellChange, Difference, RowChange, more_or_less
from econ.workbook.writing.paper import Page

DID = (
    Column("What changed", 52, look={"text_wrap": True}),
    Column("Sheet", 14),
    Column("Name", 26),
    Column("Before", 36, look={"text_wrap": True}),
    Column("After", 36, look={"text_wrap": True}),
    Column("Effect on net present value", 18, POUNDS),
    Column("Error of sampling (95%)", 16, POUNDS),
)
CHANGED = (
    Column("Row", 30, look={"text_wrap": True}),
    Column("Cell", 28, look={"text_wrap": True}),
    Column("What happened", 14),
    Column("Column", 20, look={"text_wrap": True}),
    Column("Before", 60, look={"text_wrap": True}),
    Column("After", 60, look={"text_wrap": True}),
)


def write_diff(found: Difference, path: Path) -> None:
    """Write a comparison as a workbook: what the changes did, then what changed.

    Raises ``OSError`` where the file cannot be written; it is whole or as it was before.
    """
    with replacing(path) as temporary, xlsxwriter.Workbook(temporary, PLAIN) as workbook:
        about = {"title": "What changed", "created": CREATED, "comments": "Made by econ"}
        workbook.set_properties(about)
        style, said = Styles(workbook), f"{Path(found.old).name} → {Path(found.new).name}"
        for name, columns, write in (
            ("What it did", DID, _did),
            ("What changed", CHANGED, _changed),
        ):
            widths = [column.width for column in columns]
            page = Page(workbook.add_worksheet(name), name, style, widths)
            page.finish(write(page, found), said, wide=True)


def _did(page: Page, found: Difference) -> int | None:
    """What each change did to net present value, with its total; the row of its headings."""
    title = "What the changes did to the result"
    if found.result is None:
        page.opening(title, found.reason)
        return None
    result = found.result
    top = page.opening(title, *_sentences(result))
    if not result.parts:
        return None
    rows: list[list[Content]] = [
        [
            *(part.label, part.sheet, part.name, part.before, part.after),
            *(part.estimate, Z_95 * part.se),
        ]
        for part in result.parts
    ]
    first, last = (xl_rowcol_to_cell(row, 5) for row in (top + 1, top + len(rows)))
    total = Formula(f"SUM({first}:{last})", sum(part.estimate for part in result.parts))
    rows.append(["All changes", "", "", "", "", total, None])
    shown = len(DID) if result.orders else len(DID) - 1  # the error stands last
    described = "What each change did to net present value"
    page.table(top, DID[:shown], [row[:shown] for row in rows], described, [len(rows) - 1])
    return top


def _sentences(found: Revision) -> list[str]:
    before, after = exact_money(found.at_old), exact_money(found.at_new)
    views = ", then ".join(dict.fromkeys(found.perspectives))
    said = f"Net present value in the base case ({views}) was {before} and is {after}"
    told = [f"{said}: {more_or_less(found.difference)}."]
    if not found.parts:
        return [*told, "Nothing that changed moves the base case."]
    told.append("The parts add up to the whole, whatever the order of the changes.")
    if found.orders:
        told.append(f"They rest on a sample of {found.orders:,} orders, with the error told.")
    return told


def _changed(page: Page, found: Difference) -> int | None:
    """Every cell that differs, one row each; the row of the headings."""
    title = "What changed, row by row"
    if not found.rows:
        page.opening(title, "No row differs.")
        return None
    top = page.opening(title, f"{found.old} → {found.new}: {found.counts()}.")
    rows = [_line(row, cell) for row in found.rows for cell in row.cells]
    page.table(top, CHANGED, rows, "Cells that differ between the two workbooks")
    return top


def _line(row: RowChange, cell: CellChange) -> list[Content]:
    before, after = (cell_in_words(x, share=cell.share) for x in (cell.before, cell.after))
    return [row.name, cell.where, f"row {row.kind}", cell.heading, before, after]
