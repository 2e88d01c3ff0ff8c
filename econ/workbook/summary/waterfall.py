"""The sheet Waterfall: from cost to net present value, outcome by outcome, with a native chart.

A bar floats because it is stacked on one that cannot be seen; one that crosses £0 is in two parts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from econ.report import ALL, Report
from econ.words import money
from econ.workbook.summary import charts
from econ.workbook.summary.page import Column, Content, Page
from econ.workbook.summary.style import BLUE, GREY, ORANGE, POUNDS

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

SHEET = "Waterfall"
WIDE = 1_100
MOST = 24
NET = "Net present value"
COLUMNS = (
    Column("Step", 62),
    Column("Adds (mean)", 16, POUNDS),
    Column("From", 16, POUNDS),
    Column("To", 16, POUNDS),
    Column("Room before the bar", 16, POUNDS),
    Column("Bar above £0", 16, POUNDS),
    Column("Bar below £0", 16, POUNDS),
)


@dataclass(frozen=True, slots=True)
class Bar:
    """A step and where it starts and ends, in pounds; its kind is *cost*, *saving* or *net*."""

    label: str
    kind: str
    start: float
    end: float

    @property
    def room(self) -> float:
        """What lies between £0 and the bar, with its sign; 0 where the bar touches or crosses."""
        low, high = sorted((self.start, self.end))
        return max(low, 0.0) + min(high, 0.0)

    @property
    def above(self) -> float:
        """The part of the bar above £0."""
        low, high = sorted((self.start, self.end))
        return max(high, 0.0) - max(low, 0.0)

    @property
    def below(self) -> float:
        """The part of the bar below £0: negative."""
        low, high = sorted((self.start, self.end))
        return min(low, 0.0) - min(high, 0.0)


def bars(found: Report) -> list[Bar]:
    """Costs first, then savings, largest first, then their sum; what is 0 has no bar."""
    payers = found.scenario.payers_in(found.scenario.perspective)
    means = dict.fromkeys([outcome.name for outcome in found.scenario.outcomes], 0.0)
    for line in found.outcomes:
        if line.payer in payers and line.cohort == ALL:
            means[line.outcome] += line.present_value.mean or 0.0
    listed = [outcome for outcome in found.scenario.outcomes if means[outcome.name]]
    listed.sort(key=lambda outcome: (outcome.sign > 0, -abs(means[outcome.name])))
    made, level = list[Bar](), 0.0
    for outcome in listed:
        end = level + means[outcome.name]
        made.append(Bar(outcome.label, outcome.direction, level, end))
        level = end
    return [*made, Bar(NET, "net", 0.0, level)]


def write_waterfall(workbook: Workbook, page: Page, found: Report) -> int:
    """The chart and the table that it is drawn from; returns the row of the headings."""
    scenario, steps = found.scenario, bars(found)
    row = page.opening(
        SHEET,
        f"Means of present values, view: {scenario.perspective}, {scenario.price_year} prices. "
        "Each bar begins where the one before it ends; the last is all of them together.",
    )
    count = min(len(steps), MOST)
    top = row + charts.rows_below(charts.height(count))
    rows: list[list[Content]] = [
        [_named(bar), bar.end - bar.start, bar.start, bar.end, bar.room, bar.above, bar.below]
        for bar in steps
    ]
    describes = "What each outcome adds to the result, costs first, and where its bar stands."
    page.table(top, COLUMNS, rows, describes, [len(rows) - 1])
    _chart(workbook, page, steps[-count:], (row, top, top + 1 + len(steps) - count))
    return top


def _named(bar: Bar) -> str:
    return bar.label if bar.kind == "net" else f"{bar.label} ({bar.kind})"


def _chart(workbook: Workbook, page: Page, steps: list[Bar], where: tuple[int, int, int]) -> None:
    row, top, first = where
    ends = [end for bar in steps for end in (bar.start, bar.end)]
    axis = charts.money_axis(ends)
    along = "Present value; left of £0: money spent, or harm"
    title = "From cost to net present value"
    chart = charts.bar_chart(workbook, title, along, axis, of="Step", stacked=True)
    last = first + len(steps) - 1
    shared = {"gap": 40, "overlap": 100, "categories": [page.name, first, 0, last, 0]}
    hidden = {"fill": {"none": True}, "border": {"none": True}}
    points = [_look(bar.kind) for bar in steps]
    for column, look in ((4, hidden), (5, {"points": points}), (6, {"points": points})):
        values = [page.name, first, column, last, column]
        chart.add_series({"name": [page.name, top, column], "values": values, **shared, **look})
    said = "; ".join(f"{_named(bar)} {money(bar.end - bar.start)}" for bar in steps)
    words = f"Bars from the top, each from where the last one ended. {said}."
    charts.place(page, row, chart, (WIDE, charts.height(len(steps))), words)


def _look(kind: str) -> dict[str, object]:
    """A cost is striped, so that it is not told by its colour alone."""
    border = {"color": GREY, "width": 0.5}
    if kind == "cost":
        striped = {"pattern": "wide_upward_diagonal", "fg_color": ORANGE, "bg_color": "#FFFFFF"}
        return {"pattern": striped, "border": border}
    return {"fill": {"color": BLUE if kind == "saving" else GREY}, "border": border}
