"""The sheet Acceptability: the chance that the headline is at least so much, read off the draws."""

from __future__ import annotations

from typing import TYPE_CHECKING

from econ.pages.page import Column, Content
from econ.pages.style import BLUE, POUNDS, SHARE, signed
from econ.reports.pictures import chances
from econ.reports.report import Report
from econ.words import money, percent
from econ.workbook.writing import charts
from econ.workbook.writing.paper import Page

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

SHEET = "Acceptability"
SIZE = (1_000, 380)
COLUMNS = (
    Column("Result", 52),
    Column("Net present value of at least", 22, POUNDS),
    Column("Chance", 16, signed("0.0%")),
)


def write_acceptability(workbook: Workbook, page: Page, found: Report) -> int:
    """The chart and its table; returns the row of the headings."""
    scenario, points = found.scenario, chances(found)
    (least, surest), (most, rarest) = points[0], points[-1]
    pays = found.measure("net_present_value").probability_positive
    row = page.opening(
        SHEET,
        f"Net present value, view: {scenario.perspective}, {scenario.price_year} prices.",
        "Read it so: if you want a result of at least the amount on the left, this is the chance "
        "of it. An amount below £0 also says what the impacts without a price would have to be "
        "worth, at least, for the programme to be worth its cost with that chance.",
    )
    top = row + charts.rows_below(SIZE[1])
    rows: list[list[Content]] = [[_said(step), step, chance] for step, chance in points]
    page.table(top, COLUMNS, rows, "The chance that net present value is at least each amount.")
    axis = charts.money_axis([step for step, _ in points])
    picture = charts.line_chart(
        workbook,
        "The chance of a result of at least so much",
        {"name": "Net present value of at least", **axis},
        {"name": "Chance", "num_format": SHARE, "min": 0, "max": 1, "major_unit": 0.25},
    )
    lines = (top + 1, top + len(rows))
    line = {"color": BLUE, "width": 2.25}
    picture.add_series({**charts.line(page, lines, (1, 2), top), "line": line})
    picture.set_legend({"none": True})
    words = (
        f"A line that falls from left to right: the chance of at least {money(least)} "
        f"is {percent(surest)}, of more than £0 {percent(pays)}, of at least "
        f"{money(most)} {percent(rarest)}."
    )
    charts.place(page, row, picture, SIZE, words)
    return top


def _said(amount: float) -> str:
    if amount == 0:
        return "It pays for itself"
    short = f"It falls short by no more than {money(-amount)}"
    return short if amount < 0 else f"It brings {money(amount)} or more above its cost"
