"""Native charts of a table's rows: bars with what they may be off by, and lines.

Every series, and every error bar, points at cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor
from typing import TYPE_CHECKING

from econ.pages.page import quoted
from econ.pages.style import FONT, GREY, MILLIONS, POUNDS, SHARE, THOUSANDS, Look
from econ.reports.pictures import round_width
from econ.workbook.writing.paper import Page

if TYPE_CHECKING:
    from xlsxwriter.chart import Chart
    from xlsxwriter.workbook import Workbook

MOST = 15
"""Bars of one chart: more could not be read."""
BAR, AROUND = 26, 130
"""Pixels: the height of a bar, and of all that stands above and below the bars."""
ROW = 19
"""Pixels of a row that nothing was said about."""
TICKS = 5
GRID = {"visible": True, "line": {"color": "#D9D9D9", "width": 0.5}}


def font(size: int, *, bold: bool = False) -> dict[str, object]:
    """The font of a chart's words."""
    return {"name": FONT, "size": size, "bold": bold, "color": "#000000"}


def height(bars: int) -> int:
    """Pixels that a chart of so many bars takes."""
    return AROUND + BAR * max(bars, 3)


def rows_below(pixels: int) -> int:
    """How many empty rows a chart of this height covers, and one more."""
    return -(-pixels // ROW) + 1


def money_axis(amounts: Sequence[float]) -> dict[str, object]:
    """An axis of pounds, thousands or millions, as long as all that is drawn along it."""
    most = max(abs(amount) for amount in amounts)
    shown = MILLIONS if most >= 500_000 else THOUSANDS if most >= 2_000 else POUNDS
    return {"num_format": shown, **_reach(amounts)}


def share_axis(shares: Sequence[float]) -> dict[str, object]:
    """An axis of percentages, as long as all that is drawn along it."""
    return {"num_format": SHARE, **_reach(shares)}


def _reach(numbers: Sequence[float]) -> dict[str, object]:
    """Ends and steps that hold these numbers and 0: error bars make no room for themselves."""
    low, high = min(*numbers, 0.0), max(*numbers, 0.0)
    if low == high:
        return {}
    step = round_width((high - low) / TICKS)
    ends = {"min": floor(low / step) * step, "max": ceil(high / step) * step}
    return {**ends, "major_unit": step}


def bar_chart(
    workbook: Workbook,
    title: str,
    along: str,
    axis: Look,
    *,
    of: str = "Number",
    stacked: bool = False,
) -> Chart:
    """A chart of bars from the top down, one row of a table each, without its series.

    ``along`` says what the bars measure, ``of`` what each is of.
    """
    chart = workbook.add_chart({"type": "bar", **({"subtype": "stacked"} if stacked else {})})
    chart.set_title({"name": title, "name_font": font(11, bold=True), "overlay": False})
    named: dict[str, object] = {"name": along, "name_font": font(9), "num_font": font(9)}
    chart.set_x_axis({**named, "major_gridlines": GRID, **axis})
    chart.set_y_axis(
        {
            "name": of,
            "name_font": font(9),
            "reverse": True,
            "crossing": "max",
            "label_position": "low",
            "num_font": font(9),
        }
    )
    chart.set_legend({"none": True})
    return chart


def bars(page: Page, rows: tuple[int, int], column: int, labels: int = 0) -> dict[str, object]:
    """A series of bars: the numbers of a column from the first to the last of ``rows``."""
    first, last = rows
    return {
        "name": [page.name, first - 1, column],
        "categories": [page.name, first, labels, last, labels],
        "values": [page.name, first, column, last, column],
        "border": {"color": GREY, "width": 0.5},
        "gap": 45,
    }


def error_bars(page: Page, rows: tuple[int, int], down: int, up: int) -> dict[str, object]:
    """Error bars whose lengths stand in two columns."""
    sheet = quoted(page.name)
    lengths = [f"={sheet}!{page.span((rows[0], c), (rows[1], c))}" for c in (up, down)]
    return {
        "y_error_bars": {
            "type": "custom",
            "plus_values": lengths[0],
            "minus_values": lengths[1],
            "line": {"color": "#000000", "width": 1.25},
        }
    }


def line(
    page: Page, rows: tuple[int, int], columns: tuple[int, int], heading: int
) -> dict[str, object]:
    """A series of a scatter chart: a column of numbers along, and one up."""
    along, up = columns
    return {
        "name": [page.name, heading, up],
        "categories": [page.name, rows[0], along, rows[1], along],
        "values": [page.name, rows[0], up, rows[1], up],
        "marker": {"type": "none"},
    }


def line_chart(workbook: Workbook, title: str, x_axis: Look, y_axis: Look) -> Chart:
    """A chart of lines over numbers, without its series."""
    chart = workbook.add_chart({"type": "scatter", "subtype": "straight"})
    chart.set_title({"name": title, "name_font": font(11, bold=True), "overlay": False})
    look: dict[str, object] = {"name_font": font(9), "num_font": font(9), "label_position": "low"}
    chart.set_x_axis({**look, "major_gridlines": GRID, **x_axis})
    chart.set_y_axis({**look, "major_gridlines": GRID, **y_axis})
    chart.set_legend({"position": "bottom", "font": font(9)})
    return chart


def place(page: Page, row: int, chart: Chart, size: tuple[int, int], words: str) -> int:
    """Put a chart over the rows from ``row`` on; returns the next free row."""
    width = min(size[0], int(sum(8 * characters + 5 for characters in page.widths)) - 10)
    chart.set_size({"width": width, "height": size[1]})
    page.sheet.insert_chart(row, 0, chart, {"description": words, "object_position": 2})
    below = row + rows_below(size[1])
    page.reach(below)
    return below
