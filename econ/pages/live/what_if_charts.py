"""The pictures of the sheet What-if, which follow its cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from econ.pages.live.formulas import YEAR_0
from econ.pages.style import BLUE, GREY, ORANGE, POUNDS
from econ.workbook.writing import charts
from econ.workbook.writing.paper import Page

if TYPE_CHECKING:
    from xlsxwriter.chart import Chart
    from xlsxwriter.workbook import Workbook

COLOURS = (BLUE, ORANGE)
"""With the reader's inputs, and with the model's."""


def parts(workbook: Workbook, page: Page, rows: tuple[int, int], columns: tuple[int, int]) -> Chart:
    """Columns of the first to the last of ``rows``: with these inputs beside the model's."""
    chart = _chart(workbook, "With your inputs, and with the model's", "Present value", "Part")
    for column, colour in zip(columns, COLOURS, strict=True):
        chart.add_series({**charts.bars(page, rows, column), "fill": {"color": colour}})
    return chart


def running_total(workbook: Workbook, workings: Page, first: int, years: int) -> Chart:
    """Columns of two lines of Workings by year: with these inputs, and with the model's."""
    title, up = "Running total of net money, by year", "Money kept so far (undiscounted)"
    chart = _chart(workbook, title, up, "Year")
    last = YEAR_0 + years - 1
    for line, colour in zip((first, first + 1), COLOURS, strict=True):
        series = {
            "name": [workings.name, line, 0],
            "categories": [workings.name, first - 1, YEAR_0, first - 1, last],
            "values": [workings.name, line, YEAR_0, line, last],
            "fill": {"color": colour},
            "border": {"color": GREY, "width": 0.5},
            "gap": 45,
        }
        chart.add_series(series)
    return chart


def _chart(workbook: Workbook, title: str, up: str, along: str) -> Chart:
    """Columns of money; words along the axis are low, clear of columns below 0."""
    chart = workbook.add_chart({"type": "column"})
    words = {"name_font": charts.font(9), "num_font": charts.font(9)}
    chart.set_title({"name": title, "name_font": charts.font(11, bold=True), "overlay": False})
    chart.set_y_axis({"name": up, "num_format": POUNDS, "major_gridlines": charts.GRID, **words})
    chart.set_x_axis({"name": along, "label_position": "low", **words})
    chart.set_legend({"position": "bottom", "font": charts.font(9)})
    return chart
