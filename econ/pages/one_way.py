"""The sheets of one number at a time: Tornado, Switching values and, of two numbers, Frontier."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import floor, log10
from typing import TYPE_CHECKING

from econ.analysis.one_way import Bar, Option, OptionView, Tornado
from econ.analysis.switching import Frontier, FrontierPoint, Moved, SwitchingValues, Threshold
from econ.model.units import figure, is_money, is_proportion
from econ.pages.page import Cell, Column, Content
from econ.pages.style import BLUE, ORANGE, PENCE, POUNDS, SHARE, signed
from econ.words import NOT_AVAILABLE, listed, money, percent, started
from econ.workbook.writing import charts
from econ.workbook.writing.paper import Page

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

WIDE = 1_100
"""Pixels of the widest chart."""
FIGURES, MOST_DECIMALS = 3, 6
CHANCE = "0.0%"
ROUNDING = 1e-9
OTHERS = "All other numbers stay at their base-case values (their means)."

TORNADO = (
    Column("Number", 46),
    Column("Base case", 11, POUNDS),
    Column("Low (2.5%)", 11, POUNDS),
    Column("High (97.5%)", 11, POUNDS),
    Column("Unit", 20),
    Column("Result at its low end", 14, POUNDS),
    Column("Result at its high end", 14, POUNDS),
    Column("Swing", 14, POUNDS),
    Column("Does the bar cross 0?", 32),
    Column("Over its plausible range, the programme", 30),
    Column("Chance that it pays", 10, CHANCE),
)


def write_tornado(workbook: Workbook, page: Page, found: Tornado, options: OptionView) -> int:
    """The bars of every uncertain number, longest first; returns the row of the headings."""
    row = page.opening(
        "Tornado",
        f"How far each number, moved alone from the low to the high end of its 95% interval, "
        f"moves net present value ({_view(found.view)}) from the base case of "
        f"{money(found.base_case)}. {OTHERS}",
        "The last two columns look beyond that interval: over which part of its plausible range "
        "(its middle 99.9%, or 0% to 100%) each number by itself would make the programme pay, "
        "and how likely it is to lie there.",
    )
    count = min(len(found.bars), charts.MOST)
    top = row + charts.rows_below(charts.height(count)) if count else row
    named = {option.parameter: option for option in options.options}
    rows = [_bar(bar, named.get(bar.parameter)) for bar in found.bars]
    if not rows:
        page.notes(row, ["No number is uncertain, so that there is nothing to move."])
        return row
    page.table(top, TORNADO, rows, "How far each number moves the result, longest bar first.")
    _tornado_chart(workbook, page, found, (row, top, count))
    return top


def _bar(bar: Bar, option: Option | None) -> list[Content]:
    values = [bar.base_case, bar.low, bar.high]
    shown = number_format(bar.unit, values)
    turns = bar.least < min(bar.at_low, bar.at_high) or bar.most > max(bar.at_low, bar.at_high)
    reach = f"; on the way from {money(bar.least)} to {money(bar.most)}" if turns else ""
    pays = (NOT_AVAILABLE, None) if option is None else (_pays(option), option.probability)
    return [
        bar.label,
        *(Cell(_clean(x, values), shown) for x in values),
        _unit(bar.unit),
        bar.at_low,
        bar.at_high,
        bar.swing,
        started(f"{bar.words}{reach}"),
        *pays,
    ]


def _pays(option: Option) -> str:
    """Where a number makes the programme pay, in its unit."""
    parts = []
    for start, end in option.intervals:
        low, high = (figure(x, option.unit) for x in (start, end))
        if start == option.low:
            parts.append("throughout" if end == option.high else f"below {high}")
        else:
            parts.append(f"above {low}" if end == option.high else f"from {low} to {high}")
    return f"pays {' or '.join(parts)}" if parts else "never pays"


def _tornado_chart(
    workbook: Workbook, page: Page, found: Tornado, where: tuple[int, int, int]
) -> None:
    row, top, count = where
    shown = found.bars[:count]
    ends = [x for bar in shown for x in (bar.least, bar.most)]
    base = money(found.base_case)
    title = f"How far each number moves net present value, alone, from {base}"
    along = f"Net present value, {_view(found.view)}; the bars meet at the base case, {base}"
    axis = charts.money_axis([*ends, found.base_case])
    chart = charts.bar_chart(workbook, title, along, {**axis, "crossing": found.base_case})
    rows = (top + 1, top + count)
    striped = {"pattern": "wide_upward_diagonal", "fg_color": ORANGE, "bg_color": "#FFFFFF"}
    for column, look in ((5, {"pattern": striped}), (6, {"fill": {"color": BLUE}})):
        chart.add_series({**charts.bars(page, rows, column), "overlap": 100, **look})
    chart.set_legend({"position": "bottom", "font": charts.font(9)})
    said = "; ".join(f"{bar.label}: {money(bar.least)} to {money(bar.most)}" for bar in shown[:5])
    words = f"Bars, longest first, that meet at the base case of {base}. {said}."
    charts.place(page, row, chart, (WIDE, charts.height(count)), words)


SWITCHING = (
    Column("Number", 46),
    Column("Base case", 11, POUNDS),
    Column("Switching value", 12, POUNDS),
    Column("Unit", 20),
    Column("Distance from base case", 12, SHARE),
    Column("Chance of lying beyond", 12, CHANCE),
    Column("Looked for from", 11, POUNDS),
    Column("Looked for to", 11, POUNDS),
    Column("In words", 60),
)


def write_switching(workbook: Workbook, page: Page, found: SwitchingValues) -> int:
    """What each number would have to be; returns the row of the headings."""
    row = page.opening(
        "Switching values",
        f"What each number by itself would have to be for the net present value "
        f"({_view(found.view)}) to be £0: on one side of it the programme pays for itself, on the "
        f"other it does not. In the base case it is {money(found.base_case)}. {OTHERS}",
        "The chance of lying beyond is that of a value which turns the answer, by the number's "
        "own distribution. Likeliest to turn the answer first.",
    )
    turning = [value for value in found.thresholds if value.value is not None]
    count = min(len(turning), charts.MOST)
    if not count:
        said = "No number by itself turns the answer, within its plausible range."
        row = page.notes(row, [said]) + 1
    top = row + charts.rows_below(charts.height(count)) if count else row
    rows = [_threshold(value, found.base_case > 0) for value in found.thresholds]
    page.table(top, SWITCHING, rows, "The switching value of each number, likeliest first.")
    if count:
        _switching_chart(workbook, page, turning[:count], (row, top))
    return top


def _threshold(value: Threshold, pays: bool) -> list[Content]:
    ends = [value.base_case, value.low, value.high]
    shown = number_format(value.unit, ends)
    share = None if value.percent is None else value.percent / 100
    return [
        value.label,
        Cell(value.base_case, shown),
        Cell(value.value, shown),
        _unit(value.unit),
        share,
        value.probability_beyond,
        *(Cell(_clean(x, ends), shown) for x in (value.low, value.high)),
        _turns(value, pays),
    ]


def _turns(value: Threshold, pays: bool) -> str:
    """What a switching value means, or why there is none."""
    points = [figure(x, value.unit) for x in value.crossings]
    if not points:
        stays = "it pays" if pays else "it does not pay"
        if value.reason is None or not value.reason.startswith("never"):
            return started(value.reason or NOT_AVAILABLE)
        return started(f"{value.reason}: {stays} for any value looked at")
    if len(points) > 1:
        return f"The answer turns more than once: at {listed(points)}"
    return f"Pays for itself {value.positive_side} {points[0]}"


def _switching_chart(
    workbook: Workbook, page: Page, shown: Sequence[Threshold], where: tuple[int, int]
) -> None:
    row, top = where
    title = "How likely each number is to turn the answer by itself"
    along = "Chance that the number lies beyond its switching value"
    most = max(value.probability_beyond or 0.0 for value in shown)
    axis = {"num_format": "0%" if most >= 0.05 else "0.0%", "min": 0}
    chart = charts.bar_chart(workbook, title, along, {**axis, **({} if most else {"max": 0.05})})
    series = charts.bars(page, (top + 1, top + len(shown)), 5)
    labels = {"data_labels": {"value": True, "font": charts.font(9)}}
    chart.add_series({**series, "fill": {"color": BLUE}, **labels})
    parts = [f"{value.label}: {percent(value.probability_beyond)}" for value in shown[:5]]
    words = f"Bars: the chance that a number lies beyond its switching value. {'; '.join(parts)}."
    charts.place(page, row, chart, (WIDE, charts.height(len(shown))), words)


FRONTIER = (
    Column("Point", 24),
    Column("Along", 26, POUNDS),
    Column("Up", 26, POUNDS),
    Column("In words", 70),
)


def write_frontier(workbook: Workbook, page: Page, found: Frontier) -> int:
    """Where two numbers together make the return equal the cost; the row of the headings."""
    sought, other = found.parameter, found.other
    row = page.opening(
        "Frontier",
        f"Two numbers moved together: for each value of “{other.label}”, what “{sought.label}” "
        f"would have to be for the net present value ({_view(found.view)}) to be £0. {OTHERS}",
        f"It was looked for between {figure(sought.values[0], sought.unit)} and "
        f"{figure(sought.values[-1], sought.unit)}.",
    )
    runs = list(_runs(found.points))
    pixels = 380
    top = row + charts.rows_below(pixels)
    columns = (FRONTIER[0], _axis(FRONTIER[1], other), _axis(FRONTIER[2], sought), FRONTIER[3])
    rows = [_frontier_point(found, point) for point in found.points]
    pays = "pays for itself" if found.base_case > 0 else "does not pay for itself"
    base: list[Content] = ["Base case", other.base_case, sought.base_case, f"There it {pays}"]
    page.table(top, columns, [base, *rows], "What the two numbers would have to be together.")
    _frontier_chart(workbook, page, found, (row, top, pixels), runs)
    return top


def _axis(column: Column, axis: Moved) -> Column:
    return Column(_named(axis), column.width, number_format(axis.unit, axis.values))


def _frontier_point(found: Frontier, point: FrontierPoint) -> list[Content]:
    if point.value is None:
        return ["No such value", point.at, None, started(point.reason or NOT_AVAILABLE)]
    needed = figure(point.value, found.parameter.unit)
    others = [figure(x, found.parameter.unit) for x in point.crossings if x != point.value]
    also = f"; also at {listed(others)}" if others else ""
    return ["Return equals cost", point.at, point.value, f"It would have to be {needed}{also}"]


def _runs(points: Sequence[FrontierPoint]) -> Iterator[tuple[int, int]]:
    """First and last places of each unbroken run of points that have a value."""
    start = None
    for place, point in enumerate((*points, None)):
        if point is not None and point.value is not None:
            start = place if start is None else start
        elif start is not None:
            yield start, place - 1
            start = None


def _frontier_chart(
    workbook: Workbook,
    page: Page,
    found: Frontier,
    where: tuple[int, int, int],
    runs: Sequence[tuple[int, int]],
) -> None:
    row, top, pixels = where
    sought, other = found.parameter, found.other
    chart = charts.line_chart(
        workbook,
        "What the two would have to be together",
        _along(other, charts.font(9)),
        _along(sought, charts.font(9)),
    )
    for first, last in runs:
        series = charts.line(page, (top + 2 + first, top + 2 + last), (1, 2), top)
        named = [page.name, top + 2 + first, 0]
        look = {"name": named, "line": {"color": BLUE, "width": 2.25}}
        chart.add_series({**series, **look})
    spot = {"type": "diamond", "size": 10, "fill": {"color": ORANGE}, "border": {"color": "black"}}
    base = charts.line(page, (top + 1, top + 1), (1, 2), top)
    named = [page.name, top + 1, 0]
    chart.add_series({**base, "name": named, "marker": spot, "line": {"none": True}})
    if len(runs) > 1:
        chart.set_legend({"position": "bottom", "delete_series": list(range(1, len(runs)))})
    words = f"A line of what “{sought.label}” would have to be for each value of “{other.label}”."
    charts.place(page, row, chart, (WIDE, pixels), words)


def _named(axis: Moved) -> str:
    """An axis' label, with its unit where the numbers do not show it."""
    return (
        f"{axis.label} ({axis.unit})" if axis.unit and not is_proportion(axis.unit) else axis.label
    )


def _along(axis: Moved, font: dict[str, object]) -> dict[str, object]:
    """An axis over the values looked at, in their unit."""
    share, (low, *_, high) = is_proportion(axis.unit), axis.values
    shown = signed("0%") if share else number_format(axis.unit, [(high - low) / charts.TICKS], 1)
    ends = {"min": low, "max": high} if share else {}
    return {"name": _named(axis), "name_font": font, "num_font": font, "num_format": shown, **ends}


def number_format(unit: str, values: Sequence[float], figures: int = FIGURES) -> str:
    """How numbers of one unit are shown beside each other: the largest to so many figures.

    >>> number_format("hours per week", [1.27, -2.495]), number_format("proportion", [0.4])
    ('#,##0.00;"−"#,##0.00;#,##0.00', '0.0%;"−"0.0%;0.0%')
    """
    most = max(abs(value) for value in values)
    if is_money(unit):
        return POUNDS if most >= 1_000 else PENCE
    if is_proportion(unit):
        return signed("0.0%")
    places = figures - 1 - floor(log10(most)) if most else 0
    decimals = min(max(places, 0), MOST_DECIMALS)
    return signed("#,##0." + "0" * decimals if decimals else "#,##0")


def _clean(value: float, values: Sequence[float]) -> float:
    """A value without what rounding leaves of 0, beside others of its kind."""
    return 0.0 if abs(value) < ROUNDING * max(abs(other) for other in values) else value


def _unit(unit: str) -> str:
    return unit or "none"


def _view(view: str) -> str:
    return f"{view} view"
