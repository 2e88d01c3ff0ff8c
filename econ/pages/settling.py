"""The sheet Running mean: how the mean of the headline settled as draws were added."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, log10
from typing import TYPE_CHECKING

from econ.analysis.convergence import RunningMean
from econ.pages.page import Column, Content
from econ.pages.style import BLUE, GREY, ORANGE, POUNDS
from econ.reports.report import Report
from econ.words import exact_money, money
from econ.workbook.writing import charts
from econ.workbook.writing.paper import Page

if TYPE_CHECKING:
    from xlsxwriter.chart import Chart
    from xlsxwriter.workbook import Workbook

SHEET = "Running mean"
COLUMNS = (
    Column("The first draws", 26),
    Column("Draws", 14, "#,##0"),
    Column("Mean so far", 16, POUNDS),
    Column("95% band from", 16, POUNDS),
    Column("95% band to", 16, POUNDS),
)


@dataclass(frozen=True, slots=True)
class Settling:
    """The points of the running mean, and where their headings stand."""

    page: Page
    top: int
    run: RunningMean


def write_settling(page: Page, found: Report, run: RunningMean) -> Settling:
    """The table of the running mean."""
    top = page.opening(
        SHEET,
        f"Net present value, view: {found.scenario.perspective}. {said(found)}.",
        "The chart on the sheet Uncertainty is drawn from this table.",
    )
    rows: list[list[Content]] = [
        [f"the first {count:,}", count, mean, low, high]
        for count, mean, low, high in zip(run.draws, run.mean, run.low, run.high, strict=True)
    ]
    page.table(top, COLUMNS, rows, "The mean of the first draws, for ever more of them.")
    return Settling(page, top, run)


def said(found: Report) -> str:
    """Where the mean came to, and its error."""
    net = found.measure("net_present_value")
    return (
        f"After {found.design.size:,} draws the mean is {money(net.mean)}, with a Monte Carlo "
        f"standard error of {exact_money(net.se)}"
    )


def chart(workbook: Workbook, settled: Settling) -> Chart:
    """The running mean and its band, over the number of draws on a log scale."""
    run, top = settled.run, settled.top
    rows = (top + 1, top + len(run.draws))
    amounts = charts.money_axis([*run.low, *run.high])
    decade = 10 ** floor(log10(run.draws[0]))
    picture = charts.line_chart(
        workbook,
        "How the mean of net present value settled",
        {"name": "Draws", "log_base": 10, "num_format": "#,##0", "min": decade},
        {"name": "Net present value", "num_format": amounts["num_format"]},
    )
    looks = ((2, BLUE, 2.25, "solid"), (3, ORANGE, 1.25, "dash"), (4, GREY, 1.25, "round_dot"))
    for column, colour, width, dash in looks:
        line = {"color": colour, "width": width, "dash_type": dash}
        picture.add_series({**charts.line(settled.page, rows, (1, column), top), "line": line})
    return picture
