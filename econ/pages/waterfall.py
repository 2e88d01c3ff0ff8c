"""The sheet Waterfall: from cost to net present value, outcome by outcome, with a native chart.

A bar floats because it is stacked on one that cannot be seen; one that crosses £0 is in two parts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from econ.pages.page import Column, Content
from econ.pages.style import BLUE, GREY, ORANGE, POUNDS
from econ.reports.pictures import Step, steps
from econ.reports.report import Report
from econ.words import money
from econ.workbook.writing import charts
from econ.workbook.writing.paper import Page

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

SHEET = "Waterfall"
WIDE = 1_100
MOST = 24
COLUMNS = (
    Column("Step", 62),
    Column("Adds (mean)", 16, POUNDS),
    Column("From", 16, POUNDS),
    Column("To", 16, POUNDS),
    Column("Room before the bar", 16, POUNDS),
    Column("Bar above £0", 16, POUNDS),
    Column("Bar below £0", 16, POUNDS),
)


def write_waterfall(workbook: Workbook, page: Page, found: Report) -> int:
    """The chart and the table that it is drawn from; returns the row of the headings."""
    scenario, made = found.scenario, steps(found)
    row = page.opening(
        SHEET,
        f"Means of present values, view: {scenario.perspective}, {scenario.price_year} prices. "
        "Each bar begins where the one before it ends; the last is all of them together.",
    )
    count = min(len(made), MOST)
    top = row + charts.rows_below(charts.height(count))
    rows: list[list[Content]] = [
        [_named(bar), bar.change, bar.start, bar.end, bar.room, bar.above, bar.below]
        for bar in made
    ]
    describes = "What each outcome adds to the result, costs first, and where its bar stands."
    page.table(top, COLUMNS, rows, describes, [len(rows) - 1])
    _chart(workbook, page, made[-count:], (row, top, top + 1 + len(made) - count))
    return top


def _named(bar: Step) -> str:
    return bar.label if bar.kind == "net" else f"{bar.label} ({bar.kind})"


def _chart(
    workbook: Workbook, page: Page, shown: Sequence[Step], where: tuple[int, int, int]
) -> None:
    row, top, first = where
    ends = [end for bar in shown for end in (bar.start, bar.end)]
    axis = charts.money_axis(ends)
    along = "Present value; left of £0: money spent, or harm"
    title = "From cost to net present value"
    chart = charts.bar_chart(workbook, title, along, axis, of="Step", stacked=True)
    last = first + len(shown) - 1
    shared = {"gap": 40, "overlap": 100, "categories": [page.name, first, 0, last, 0]}
    hidden = {"fill": {"none": True}, "border": {"none": True}}
    points = [_look(bar.kind) for bar in shown]
    for column, look in ((4, hidden), (5, {"points": points}), (6, {"points": points})):
        values = [page.name, first, column, last, column]
        chart.add_series({"name": [page.name, top, column], "values": values, **shared, **look})
    said = "; ".join(f"{_named(bar)} {money(bar.change)}" for bar in shown)
    words = f"Bars from the top, each from where the last one ended. {said}."
    charts.place(page, row, chart, (WIDE, charts.height(len(shown))), words)


def _look(kind: str) -> dict[str, object]:
    """A cost is striped, so that it is not told by its colour alone."""
    border = {"color": GREY, "width": 0.5}
    if kind == "cost":
        striped = {"pattern": "wide_upward_diagonal", "fg_color": ORANGE, "bg_color": "#FFFFFF"}
        return {"pattern": striped, "border": border}
    return {"fill": {"color": BLUE if kind == "saving" else GREY}, "border": border}
