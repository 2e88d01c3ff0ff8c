"""The distribution of the headline net present value, as a table of bins and a native chart."""

from __future__ import annotations

from math import floor, log10
from typing import TYPE_CHECKING

from econ.pages.page import Column, Content
from econ.pages.style import FONT, POUNDS
from econ.palette import BLUE, GREY, ORANGE, PALE
from econ.reports.pictures import Bins
from econ.reports.report import Report
from econ.words import MINUS, money, percent
from econ.workbook.writing.paper import Page

if TYPE_CHECKING:
    from xlsxwriter.chart import Chart
    from xlsxwriter.workbook import Workbook

BINS = 24
COLUMNS = (
    Column("Net present value", 26),
    Column("On the chart", 14),
    Column("From", 14, POUNDS),
    Column("To", 14, POUNDS),
    Column("Below 0: costs more", 14, "#,##0"),
    Column("Above 0: pays for itself", 14, "#,##0"),
    Column("Share of draws", 14, "0.0%"),
)


def write_bins(page: Page, found: Report, bins: Bins) -> int:
    """The table of bins; returns the row of its headings."""
    top = page.opening(
        "Distribution",
        f"Net present value, view: {found.scenario.perspective}, "
        f"{found.scenario.price_year} prices. {said(found)}.",
        "The chart on the sheet Summary is drawn from this table.",
    )
    end, whole = len(bins.counts) - 1, sum(bins.counts)
    rows: list[list[Content]] = []
    for place, count in enumerate(bins.counts):
        low, high = bins.edges[place], bins.edges[place + 1]
        words = f"{short(low, bins)} to {short(high, bins)}"
        words = f"below {short(high, bins)}" if place == 0 else words
        words = f"{short(low, bins)} and above" if place == end else words
        below, above = (count, 0) if high <= 0 else (0, count)
        rows.append([words, short(low, bins), low, high, below, above, count / whole])
    page.table(top, COLUMNS, rows, "How many draws lie in each range of net present value.")
    return top


def short(amount: float, bins: Bins) -> str:
    """An edge as the axis shows it: in one unit and with as few decimals as tell edges apart.

    >>> short(-500_000, Bins((-1_000_000.0, -500_000.0, 0.0), (1, 2)))
    '−£0.5m'
    """
    width = bins.edges[1] - bins.edges[0]
    most = max(abs(bins.edges[0]), abs(bins.edges[-1]))
    unit, letter = (1e6, "m") if most >= 1e6 else (1e3, "k") if most >= 1e3 else (1.0, "")
    decimals = max(0, -floor(log10(width / unit) + 1e-9))
    sign = MINUS if amount < 0 else ""
    return f"{sign}£{abs(amount) / unit:,.{decimals}f}{letter}" if amount else "£0"


def chart(workbook: Workbook, found: Report, page: Page, first: int, count: int) -> Chart:
    """The bins as columns, those below 0 in another colour, pattern and name."""
    picture = workbook.add_chart({"type": "column"})
    last, name = first + count - 1, page.name
    for column, colour in ((4, ORANGE), (5, BLUE)):
        picture.add_series(
            {
                "name": [name, first - 1, column],
                "categories": [name, first, 1, last, 1],
                "values": [name, first, column, last, column],
                "gap": 8,
                "overlap": 100,
                "fill": {"color": colour},
                "border": {"color": GREY, "width": 0.5},
            }
        )
    picture.set_title({"name": said(found), "name_font": _font(11, bold=True), "overlay": False})
    picture.set_x_axis(
        {
            "name": "Net present value, from the left edge of each column",
            "name_font": _font(9),
            "num_font": {**_font(9), "rotation": -90},
            "label_position": "low",
        }
    )
    picture.set_y_axis(
        {
            "name": "Draws",
            "name_font": _font(9),
            "num_font": _font(9),
            "num_format": "#,##0",
            "major_gridlines": {"visible": True, "line": {"color": PALE, "width": 0.5}},
        }
    )
    picture.set_legend({"position": "bottom", "font": _font(9)})
    return picture


def said(found: Report) -> str:
    """The picture in words: its mean, and how many draws lie above 0."""
    net = found.measure("net_present_value")
    return (
        f"Net present value: mean {money(net.mean)}, {percent(net.probability_positive)} "
        "of draws above 0"
    )


def _font(size: int, *, bold: bool = False) -> dict[str, object]:
    return {"name": FONT, "size": size, "bold": bold, "color": "#000000"}
