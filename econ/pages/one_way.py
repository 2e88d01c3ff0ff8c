"""The sheets of one number at a time: Tornado, Switching values and, of two numbers, Frontier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from math import floor, log10

from econ.analysis.one_way import Bar, Option, Tornado
from econ.analysis.switching import Frontier, FrontierPoint, Moved, Threshold
from econ.model.estimates import ROUNDING
from econ.model.units import figure, is_money, is_proportion
from econ.pages import charts
from econ.pages.page import (
    Cell,
    Chart,
    Column,
    Content,
    Notes,
    Sheet,
    Space,
    Table,
    sheet_of,
    tabled,
)
from econ.pages.style import BLUE, CHANCE, ORANGE, PENCE, POUNDS, SHARE, signed
from econ.reports.sensitivity import OneWay
from econ.words import NOT_AVAILABLE, listed, money, percent, started

FIGURES, MOST_DECIMALS = 3, 6
OTHERS = "All other numbers stay at their base-case values (their means)."
NOTHING_MOVES = "No number is uncertain, so that there is nothing to move."
NONE_TURNS = "No number by itself turns the answer, within its plausible range."

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


def tornado(alone: OneWay) -> Sheet:
    """The bars of every uncertain number, longest first."""
    found = alone.tornado
    named = {option.parameter: option for option in alone.options.options}
    rows = [_bar(bar, named.get(bar.parameter)) for bar in found.bars]
    described = "How far each number moves the result, longest bar first."
    table = tabled("Tornado", TORNADO, rows, described)
    return sheet_of(
        table,
        "Which numbers move the answer most.",
        f"How far each number, moved alone from the low to the high end of its 95% interval, "
        f"moves net present value ({found.view} view) from the base case of "
        f"{money(found.base_case)}. {OTHERS}",
        "The last two columns look beyond that interval: over which part of its plausible range "
        "(its middle 99.9%, or 0% to 100%) each number by itself would make the programme pay, "
        "and how likely it is to lie there.",
        above=(_tornado_chart(found, table),) if rows else (Notes((NOTHING_MOVES,)),),
    )


def _bar(bar: Bar, option: Option | None) -> list[Content]:
    values = [bar.base_case, bar.low, bar.high]
    shown = figures_format(bar.unit, values)
    turns = bar.least < min(bar.at_low, bar.at_high) or bar.most > max(bar.at_low, bar.at_high)
    reach = f"; on the way from {money(bar.least)} to {money(bar.most)}" if turns else ""
    pays = (NOT_AVAILABLE, None) if option is None else (_pays(option), option.probability)
    return [
        bar.label,
        *(Cell(_clean(x, values), shown) for x in values),
        bar.unit or "none",
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


def _tornado_chart(found: Tornado, table: Table) -> Chart:
    rows = list(table.lines)[: charts.MOST]
    shown = found.bars[: charts.MOST]
    ends = [x for bar in shown for x in (bar.least, bar.most)]
    base = money(found.base_case)
    axis = charts.money_axis([*ends, found.base_case])
    looks = (
        ("Result at its low end", {"pattern": charts.STRIPED}),
        ("Result at its high end", {"fill": {"color": BLUE}}),
    )
    said = "; ".join(f"{bar.label}: {money(bar.least)} to {money(bar.most)}" for bar in shown[:5])
    return charts.bar_chart(
        f"How far each number moves net present value, alone, from {base}",
        f"Net present value, {found.view} view; the bars meet at the base case, {base}",
        {**axis, "crossing": found.base_case},
        [{**charts.bars(table, column, rows), "overlap": 100, **look} for column, look in looks],
        f"Bars, longest first, that meet at the base case of {base}. {said}.",
        legend=charts.LEGEND,
        size=(charts.WIDEST, charts.height(len(rows))),
    )


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


def switching(alone: OneWay) -> Sheet:
    """What each number would have to be, likeliest first."""
    found = alone.switching
    turning = [value for value in found.thresholds if value.value is not None]
    rows = [_threshold(value, found.base_case > 0) for value in found.thresholds]
    described = "The switching value of each number, likeliest first."
    table = tabled("Switching values", SWITCHING, rows, described)
    return sheet_of(
        table,
        "What each number would have to be to turn the answer.",
        f"What each number by itself would have to be for the net present value "
        f"({found.view} view) to be £0: on one side of it the programme pays for itself, on the "
        f"other it does not. In the base case it is {money(found.base_case)}. {OTHERS}",
        "The chance of lying beyond is that of a value which turns the answer, by the number's "
        "own distribution. Likeliest to turn the answer first.",
        above=(_switching_chart(turning, table),) if turning else (Notes((NONE_TURNS,)), Space()),
    )


def _threshold(value: Threshold, pays: bool) -> list[Content]:
    ends = [value.base_case, value.low, value.high]
    shown = figures_format(value.unit, ends)
    share = None if value.percent is None else value.percent / 100
    return [
        value.label,
        Cell(value.base_case, shown),
        Cell(value.value, shown),
        value.unit or "none",
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


def _switching_chart(turning: Sequence[Threshold], table: Table) -> Chart:
    shown = turning[: charts.MOST]
    most = max(value.probability_beyond or 0.0 for value in shown)
    axis = {"num_format": "0%" if most >= 0.05 else "0.0%", "min": 0}
    series = charts.bars(table, "Chance of lying beyond", list(table.lines)[: len(shown)])
    labels = {"data_labels": {"value": True, "font": charts.font(9)}}
    parts = [f"{value.label}: {percent(value.probability_beyond)}" for value in shown[:5]]
    return charts.bar_chart(
        "How likely each number is to turn the answer by itself",
        "Chance that the number lies beyond its switching value",
        {**axis, **({} if most else {"max": 0.05})},
        [{**series, "fill": {"color": BLUE}, **labels}],
        f"Bars: the chance that a number lies beyond its switching value. {'; '.join(parts)}.",
        size=(charts.WIDEST, charts.height(len(shown))),
    )


FRONTIER = (
    Column("Point", 24),
    Column("Along", 26),
    Column("Up", 26),
    Column("In words", 70),
)


def frontier(alone: OneWay) -> Sheet | None:
    """Where two numbers together make the return equal the cost, if it was looked for."""
    found = alone.frontier
    if found is None:
        return None
    sought, other = found.parameter, found.other
    point, along, up, said = FRONTIER
    columns = (point, _axis(along, other), _axis(up, sought), said)
    pays = "pays for itself" if found.base_case > 0 else "does not pay for itself"
    base: list[Content] = ["Base case", other.base_case, sought.base_case, f"There it {pays}"]
    rows = [base, *(_frontier_point(found, point) for point in found.points)]
    table = tabled("Frontier", columns, rows, "What the two numbers would have to be together.")
    return sheet_of(
        table,
        "What two numbers would have to be, together, to turn the answer.",
        f"Two numbers moved together: for each value of “{other.label}”, what “{sought.label}” "
        f"would have to be for the net present value ({found.view} view) to be £0. {OTHERS}",
        f"It was looked for between {figure(sought.values[0], sought.unit)} and "
        f"{figure(sought.values[-1], sought.unit)}.",
        above=(_frontier_chart(found, table),),
    )


def _axis(column: Column, axis: Moved) -> Column:
    shown = figures_format(axis.unit, axis.values)
    return replace(column, heading=_named(axis), shown=shown, key=column.heading)


def _frontier_point(found: Frontier, point: FrontierPoint) -> list[Content]:
    if point.value is None:
        return ["No such value", point.at, None, started(point.reason or NOT_AVAILABLE)]
    needed = figure(point.value, found.parameter.unit)
    others = [figure(x, found.parameter.unit) for x in point.crossings if x != point.value]
    also = f"; also at {listed(others)}" if others else ""
    return ["Return equals cost", point.at, point.value, f"It would have to be {needed}{also}"]


def _runs(points: Sequence[FrontierPoint], rows: Sequence[str]) -> list[list[str]]:
    """The rows of each unbroken run of points that have a value."""
    known = zip(rows, points, strict=True)
    runs = groupby(known, key=lambda pair: pair[1].value is not None)
    return [[row for row, _ in run] for has_value, run in runs if has_value]


def _frontier_chart(found: Frontier, table: Table) -> Chart:
    base, *points = table.lines
    runs = _runs(found.points, points)
    spot = {"type": "diamond", "size": 10, "fill": {"color": ORANGE}, "border": {"color": "black"}}
    line = {"line": {"color": BLUE, "width": 2.25}}
    series = [{**_series(table, run), **line} for run in runs]
    series.append({**_series(table, [base]), "marker": spot, "line": {"none": True}})
    once = {"position": "bottom", "delete_series": list(range(1, len(runs)))}
    sought, other = found.parameter, found.other
    return charts.line_chart(
        "What the two would have to be together",
        _along(other),
        _along(sought),
        series,
        f"A line of what “{sought.label}” would have to be for each value of “{other.label}”.",
        (charts.WIDEST, 380),
        legend=once if len(runs) > 1 else charts.LEGEND,
    )


def _series(table: Table, rows: Sequence[str]) -> dict[str, object]:
    """Points of the frontier, called what the first of them is."""
    return {**charts.line(table, "Along", "Up", rows), "name": table.cell(rows[0], "Point")}


def _named(axis: Moved) -> str:
    """An axis' label, with its unit where the numbers do not show it."""
    return (
        f"{axis.label} ({axis.unit})" if axis.unit and not is_proportion(axis.unit) else axis.label
    )


def _along(axis: Moved) -> dict[str, object]:
    """An axis over the values looked at, in their unit."""
    share, (low, *_, high) = is_proportion(axis.unit), axis.values
    shown = signed("0%") if share else figures_format(axis.unit, [(high - low) / charts.TICKS], 1)
    ends = {"min": low, "max": high} if share else {}
    return {"name": _named(axis), "num_format": shown, **ends}


def figures_format(unit: str, values: Sequence[float], figures: int = FIGURES) -> str:
    """How numbers of one unit are shown beside each other: the largest to so many figures.

    >>> figures_format("hours per week", [1.27, -2.495]), figures_format("proportion", [0.4])
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
