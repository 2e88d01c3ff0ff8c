"""Native charts of a table's rows: bars with what they may be off by, and lines.

Every series, and every error bar, points at cells by the names of their rows and columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import ceil, floor

from econ.pages.page import Chart, Table
from econ.pages.style import FONT, MILLIONS, POUNDS, SHARE, SIZE, THOUSANDS, Look
from econ.palette import GREY, SERIES
from econ.reports.pictures import round_width

MOST = 15
"""Bars of one chart: more could not be read."""
BAR, AROUND = 24, 130
"""Pixels: the height of a bar, and of all that stands above and below the bars."""
WIDEST = 1_280
"""Pixels of the widest chart."""
TICKS = 5
GRID = {"visible": True, "line": {"color": "#D9D9D9", "width": 0.5}}
STRIPED = {"pattern": "wide_upward_diagonal", "fg_color": "#F46A25", "bg_color": "#FFFFFF"}
"""A pattern beside a colour, so that nothing is told by colour alone."""
_WOVEN = ("", "", "dark_vertical", "narrow_horizontal", "large_grid", "wide_downward_diagonal")
FILLS: tuple[Look, ...] = tuple(
    {"pattern": {"pattern": woven, "fg_color": colour, "bg_color": "#FFFFFF"}}
    if woven
    else {"fill": {"color": colour}}
    for colour, woven in zip(SERIES, _WOVEN, strict=True)
)
"""Of series beside each other: those whose colours are alike in strength differ in pattern."""


def font(size: int = SIZE, *, bold: bool = False) -> dict[str, object]:
    """The font of a chart's words."""
    return {"name": FONT, "size": size, "bold": bold, "color": "#000000"}


NAMED = {"name_font": font(), "num_font": font()}
"""The fonts of an axis."""
LEGEND = {"position": "bottom", "font": font()}
NO_LEGEND = {"none": True}


def titled(title: str) -> Look:
    """A chart's title."""
    return {"name": title, "name_font": font(SIZE + 1, bold=True), "overlay": False}


def height(bars: int) -> int:
    """Pixels that a chart of so many bars takes."""
    return AROUND + BAR * max(bars, 3)


def money_format(amounts: Sequence[float]) -> str:
    """How money along an axis is shown: in pounds, thousands or millions."""
    most = max(abs(amount) for amount in amounts)
    return MILLIONS if most >= 500_000 else THOUSANDS if most >= 2_000 else POUNDS


def money_axis(amounts: Sequence[float]) -> dict[str, object]:
    """An axis of pounds, thousands or millions, as long as all that is drawn along it."""
    return {"num_format": money_format(amounts), **_reach(amounts)}


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
    title: str,
    along: str,
    axis: Look,
    drawn: Sequence[Look],
    words: str,
    *,
    of: str = "Number",
    stacked: bool = False,
    legend: Look = NO_LEGEND,
    size: tuple[int, int] = (0, 0),
    behind: Table | None = None,
) -> Chart:
    """A chart of bars from the top down, one row of a table each.

    ``along`` says what the bars measure, ``of`` what each is of; ``behind`` is their table where
    nothing else shows it.
    """
    down = {"name": of, "reverse": True, "crossing": "max", "label_position": "low", **NAMED}
    across = {"name": along, **NAMED, "major_gridlines": GRID, **axis}
    sets = {"title": titled(title), "x_axis": across, "y_axis": down, "legend": legend}
    kind = {"type": "bar", **({"subtype": "stacked"} if stacked else {})}
    return Chart(kind, tuple(drawn), sets, words, size, behind)


def at_nothing(chart: Chart) -> Chart:
    """The same bars, from a heavy line at nothing."""
    heavy = {**chart.sets["y_axis"], "line": {"color": "#000000", "width": 1.5}}
    return replace(chart, sets={**chart.sets, "y_axis": heavy})


def series(
    table: Table, along: str, column: str, rows: Sequence[str] | None = None, /, **look: object
) -> dict[str, object]:
    """A column of numbers, along the numbers or named by the words of another."""
    categories, values = table.down(along, rows), table.down(column, rows)
    return {"name": table.heading(column), "categories": categories, "values": values, **look}


def bars(
    table: Table, column: str, rows: Sequence[str] | None = None, /, **look: object
) -> dict[str, object]:
    """A series of bars: the numbers of a column, named by the table's first column."""
    drawn = {"border": {"color": GREY, "width": 0.5}, "gap": 45, **look}
    return series(table, table.columns[0].name, column, rows, **drawn)


def error_bars(
    table: Table, down: str, up: str, rows: Sequence[str] | None = None
) -> dict[str, object]:
    """Error bars whose lengths stand in two columns: how far down from the bar, and how far up."""
    return {
        "y_error_bars": {
            "type": "custom",
            "plus_values": table.down(up, rows),
            "minus_values": table.down(down, rows),
            "line": {"color": "#000000", "width": 1.25},
        }
    }


def line(
    table: Table, along: str, up: str, rows: Sequence[str] | None = None, /, **look: object
) -> dict[str, object]:
    """A series of a scatter chart: a column of numbers along, and one up."""
    return series(table, along, up, rows, marker={"type": "none"}, line=look)


def line_chart(
    title: str,
    x_axis: Look,
    y_axis: Look,
    drawn: Sequence[Look],
    words: str,
    size: tuple[int, int],
    *,
    legend: Look = LEGEND,
) -> Chart:
    """A chart of lines over numbers."""
    look = {**NAMED, "label_position": "low", "major_gridlines": GRID}
    axes = {"x_axis": {**look, **x_axis}, "y_axis": {**look, **y_axis}}
    kind = {"type": "scatter", "subtype": "straight"}
    sets = {"title": titled(title), **axes, "legend": legend}
    return Chart(kind, tuple(drawn), sets, words, size)
