"""The sheet Contents: what each sheet answers, with a link to it, and how cells are marked."""

from __future__ import annotations

from collections.abc import Sequence

from econ.pages.page import Cell, Column, Content, to_sheet
from econ.pages.style import INPUT, STRONG, SUBTITLE
from econ.workbook.writing.paper import Page

SHEET = "Contents"
COLUMNS = (
    Column("Sheet", 24),
    Column("What it answers", 84),
    Column("Holds", 24),
)
SAID = {
    "Summary": "What it costs, what it returns and to whom, how sure that is, what it rests on.",
    "Contents": "What each sheet answers.",
    "By payer and year": "Budget impact: what each payer keeps or spends in each year.",
    "By outcome": "What each thing that changes is worth, to whom, and how it is worked out.",
    "Waterfall": "How the programme gets from its cost to its net result, outcome by outcome.",
    "Without a price": "What is known to change but is in none of the figures.",
    "By cohort": "Who gains: each group, with and without equity weights.",
    "Cash-releasing": "How much of it a budget could spend again, and how much is capacity.",
    "Impact assessment": "The boxes of an NHS impact assessment, filled from this run.",
    "Tornado": "Which numbers move the answer most.",
    "Switching values": "What each number would have to be to turn the answer.",
    "Frontier": "What two numbers would have to be, together, to turn the answer.",
    "Uncertainty": "Where the uncertainty comes from, and how far figures may be off by chance.",
    "Running mean": "Whether there were draws enough.",
    "Distribution": "How the draws of the result are spread.",
    "Acceptability": "The chance of a result of at least so much.",
    "What-if": "The base case, live: change an input and see the answer.",
    "Inputs": "Every number used, with its uncertainty, its evidence and its source.",
    "Workings": "The base case again, as formulas that anyone can follow.",
    "Checks": "Whether the formulas and the model agree.",
    "CHEERS": "The 28 items of the CHEERS 2022 reporting standard, and what is left to say.",
    "Assumptions": "What was assumed, why, how much it matters, and who signed it off.",
    "Version log": "What was changed in the workbook of inputs, and who answers for it.",
    "Sources": "Where the numbers come from, with links and licences.",
    "Run": "How to make this workbook again.",
}
"""What a reader finds on each sheet."""

MARKS: tuple[tuple[Content, str], ...] = (
    (
        Cell("Input", look=INPUT),
        "A cell to fill in or change: yellow, in blue, with the word Input in it or beside it.",
    ),
    (
        Cell("Formula or result", look=STRONG),
        "Everything else. Sheets with formulas are locked, without a password: Unprotect Sheet.",
    ),
    ("n/a", "The figure does not exist, and no number could stand for it."),
    ("−", "Before an amount: money spent, or harm."),
)


def write_contents(page: Page, pages: Sequence[Page]) -> int:
    """A line for each sheet in its order, then the marks; returns the row of the headings."""
    top = page.opening(
        SHEET, "Start with Summary. The last sheets are for whoever checks this work."
    )
    rows: list[list[Content]] = [
        [to_sheet(other.name), SAID[other.name], _held(other)] for other in pages
    ]
    end = page.table(top, COLUMNS, rows, "Each sheet, what it answers and what it holds.")
    page.text(end + 1, 0, "How cells are marked", SUBTITLE)
    marked = (Column("Mark", 24), Column("What it means", 84))
    page.table(end + 2, marked, [list(mark) for mark in MARKS], "How cells are marked, and why.")
    return top


def _held(page: Page) -> str:
    """How many tables and charts a sheet has."""
    tables, charts = len(page.sheet.tables), len(page.sheet.charts)
    tables += 2 if page.name == SHEET else 0
    said = f"{tables} table{'s' * (tables != 1)}"
    return f"{said}, {charts} chart{'s' * (charts != 1)}" if charts else said
