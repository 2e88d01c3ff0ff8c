"""The sheet Acceptability: the chance that the headline is at least so much, read off the draws."""

from __future__ import annotations

from math import ceil, floor
from typing import TYPE_CHECKING

import numpy as np

from econ.model.distributions import FloatArray
from econ.pages.page import Column, Content
from econ.pages.spread import ROUNDING, SHOWN, round_width
from econ.pages.style import BLUE, POUNDS, SHARE, signed
from econ.reports.report import Report
from econ.words import money, percent
from econ.workbook.writing import charts
from econ.workbook.writing.paper import Page

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

SHEET = "Acceptability"
POINTS = 24
SIZE = (1_000, 380)
COLUMNS = (
    Column("Result", 52),
    Column("Net present value of at least", 22, POUNDS),
    Column("Chance", 16, signed("0.0%")),
)


def amounts(draws: FloatArray) -> FloatArray:
    """Round amounts through nearly all of the draws and £0; none where the draws hardly differ."""
    tail = (1 - SHOWN) / 2
    low, high = (float(x) for x in np.quantile(draws, [tail, 1 - tail]))
    if high - low <= ROUNDING * float(np.abs(draws).max(initial=0.0)):
        return np.empty(0)
    low, high = min(low, 0.0), max(high, 0.0)
    step = round_width((high - low) / POINTS)
    places = np.arange(floor(low / step), ceil(high / step) + 1, dtype=np.float64)
    edges: FloatArray = places * step
    return edges


def write_acceptability(workbook: Workbook, page: Page, found: Report, steps: FloatArray) -> int:
    """The chart and its table; returns the row of the headings."""
    scenario, draws = found.scenario, found.net_rows[1:]
    chances = [float(np.mean(draws >= step)) if step else _pays(found) for step in steps]
    row = page.opening(
        SHEET,
        f"Net present value, view: {scenario.perspective}, {scenario.price_year} prices.",
        "Read it so: if you want a result of at least the amount on the left, this is the chance "
        "of it. An amount below £0 also says what the impacts without a price would have to be "
        "worth, at least, for the programme to be worth its cost with that chance.",
    )
    top = row + charts.rows_below(SIZE[1])
    rows: list[list[Content]] = [
        [_said(step), step, chance] for step, chance in zip(steps.tolist(), chances, strict=True)
    ]
    page.table(top, COLUMNS, rows, "The chance that net present value is at least each amount.")
    axis = charts.money_axis(steps.tolist())
    picture = charts.line_chart(
        workbook,
        "The chance of a result of at least so much",
        {"name": "Net present value of at least", **axis},
        {"name": "Chance", "num_format": SHARE, "min": 0, "max": 1, "major_unit": 0.25},
    )
    points = (top + 1, top + len(rows))
    line = {"color": BLUE, "width": 2.25}
    picture.add_series({**charts.line(page, points, (1, 2), top), "line": line})
    picture.set_legend({"none": True})
    words = (
        f"A line that falls from left to right: the chance of at least {money(float(steps[0]))} "
        f"is {percent(chances[0])}, of more than £0 {percent(_pays(found))}, of at least "
        f"{money(float(steps[-1]))} {percent(chances[-1])}."
    )
    charts.place(page, row, picture, SIZE, words)
    return top


def _pays(found: Report) -> float:
    """The chance of paying for itself, as the Summary says it."""
    return found.measure("net_present_value").probability_positive or 0.0


def _said(amount: float) -> str:
    if amount == 0:
        return "It pays for itself"
    short = f"It falls short by no more than {money(-amount)}"
    return short if amount < 0 else f"It brings {money(amount)} or more above its cost"
