"""The sheets What would change it, one number at a time, and Frontier, of two numbers."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from math import floor, log10

from econ.analysis.one_way import Bar, Option, Tornado
from econ.analysis.switching import Frontier, FrontierPoint, Moved
from econ.model.estimates import ROUNDING
from econ.model.units import figure, is_money, is_proportion
from econ.pages import charts, page
from econ.pages.style import CHANCE, PENCE, POUNDS, signed
from econ.palette import BLUE, ORANGE
from econ.reports import narrative, otherwise
from econ.reports.narrative import pays_where, would_have_to
from econ.reports.report import Report
from econ.reports.sensitivity import OneWay, Sensitivity
from econ.words import NOT_AVAILABLE, as_change, in_prices_of, listed, money, started

FIGURES, MOST_DECIMALS = 3, 6
OTHERS = "All other numbers stay at their means (the central case)."
TORNADO = (
    page.Column("Number", 38),
    *page.in_pounds("Central case", "Low (2.5%)", "High (97.5%)", width=11),
    page.Column("Unit", 17),
    *page.in_pounds("Result at its low end", "Result at its high end", width=12),
    page.Column("Over its plausible range, the programme", 40),
    page.Column("Chance that it pays", 10, CHANCE),
)


def would_change_sheet(found: Report, told: Sensitivity) -> page.Sheet | None:
    """The bars of every uncertain number, longest first, and what to find out next.

    ``None`` where no number moves the answer.
    """
    alone, tornado = told.one_way, told.one_way.tornado
    named = {option.parameter: option for option in alone.options.options}
    moving = [bar for bar in tornado.bars if bar.most > bar.least]
    if not moving:
        return None
    rows = [_bar(alone, bar, named.get(bar.parameter)) for bar in moving]
    still = "; ".join(bar.label for bar in tornado.bars if bar.most <= bar.least)
    unmoved = f"Makes no difference: {still}." if still else ""
    described = "How far each number moves the result, longest bar first, and where it turns it."
    table = page.tabled("Tornado", TORNADO, rows, described)
    sought = tuple(narrative.find_out(found))
    between = tuple(map(otherwise.between, found.structures.structures))
    first, *_ = narrative.would_change(told)
    return page.sheet_of(
        "What would change it",
        "What would change the answer, and what to find out next?",
        first,
        _tornado_chart(tornado, table),
        *(page.headed("What to find out next", page.Notes(sought)) if sought else ()),
        *(page.headed("What may be none at all", page.Notes(between)) if between else ()),
        table,
        note="How far each number, moved alone from the low to the high end of its 95% interval, "
        f"moves net present value ({tornado.view} view) from the central case of "
        f"{money(tornado.base_case)}. {OTHERS} {in_prices_of(tornado.price_year)}\n"
        "The last two columns look beyond that interval: over which part of its plausible range "
        "(its middle 99.9%, or 0% to 100%) each number by itself would make the programme pay, "
        f"and how likely it is to lie there.\n{unmoved}",
    )


def _bar(alone: OneWay, bar: Bar, option: Option | None) -> list[page.Content]:
    values = [bar.base_case, bar.low, bar.high]
    shown = figures_format(bar.unit, values)
    turns = bar.least < min(bar.at_low, bar.at_high) or bar.most > max(bar.at_low, bar.at_high)
    reach = f"; on the way from {money(bar.least)} to {money(bar.most)}" if turns else ""
    pays, chance = NOT_AVAILABLE, None
    if option is not None:
        pays, chance = _pays(alone, option), option.probability
    moved = [page.Cell(_clean(x, values), shown) for x in values]
    results, label = (bar.at_low, bar.at_high), as_change(bar.label, bar.low)
    return [label, *moved, bar.unit or "none", *results, f"{pays}{reach}", chance]


def _pays(alone: OneWay, option: Option) -> str:
    """Where a number makes the programme pay, in its unit."""
    parts = []
    for start, end in option.intervals:
        low, high = (figure(x, option.unit) for x in (start, end))
        if start == option.low:
            below = pays_where(alone, option, "below", end)
            parts.append("throughout" if end == option.high else below)
        else:
            above = pays_where(alone, option, "above", start)
            parts.append(above if end == option.high else f"from {low} to {high}")
    if parts:
        return f"pays {' or '.join(parts)}"
    known = alone.switching.thresholds
    near = [x for x in known if x.parameter == option.parameter and x.plausible is False]
    return f"never pays: {would_have_to(alone, near[0])}, beyond it" if near else "never pays"


def _tornado_chart(found: Tornado, table: page.Table) -> page.Chart:
    rows = list(table.lines)[: charts.MOST]
    shown = found.bars[: len(rows)]
    ends = [x for bar in shown for x in (bar.least, bar.most)]
    base = money(found.base_case)
    low, high = {"pattern": charts.STRIPED}, {"fill": {"color": BLUE}}
    said = "; ".join(f"{bar.label}: {money(bar.least)} to {money(bar.most)}" for bar in shown[:5])
    return charts.bar_chart(
        f"How far each number moves net present value, alone, from {base}",
        f"Net present value, {found.view} view; the bars meet at the central case, {base}",
        {**charts.money_axis([*ends, found.base_case]), "crossing": found.base_case},
        [
            charts.bars(table, "Result at its low end", rows, overlap=100, **low),
            charts.bars(table, "Result at its high end", rows, overlap=100, **high),
        ],
        f"Bars, longest first, that meet at the central case of {base}. {said}.",
        legend=charts.LEGEND,
        size=(charts.WIDEST, charts.height(len(rows))),
    )


def frontier_sheet(alone: OneWay) -> page.Sheet | None:
    """Where two numbers together make the return equal the cost, if it was looked for."""
    found = alone.frontier
    if found is None:
        return None
    sought, other = found.parameter, found.other
    axes = [
        page.Column(_named(axis), 26, figures_format(axis.unit, axis.values), key=key)
        for key, axis in (("Along", other), ("Up", sought))
    ]
    columns = (page.Column("Point", 24), *axes, page.Column("In words", 70))
    pays = "pays for itself" if found.base_case > 0 else "does not pay for itself"
    base: list[page.Content] = [
        "Central case",
        other.base_case,
        sought.base_case,
        f"There it {pays}",
    ]
    rows = [base, *(_frontier_point(found, point) for point in found.points)]
    described = "What the two numbers would have to be together."
    table = page.tabled("Frontier", columns, rows, described)
    return page.sheet_of(
        "Frontier",
        "What would two numbers have to be, together, to turn the answer?",
        f"Two numbers moved together: for each value of “{other.label}”, what “{sought.label}” "
        f"would have to be for the net present value ({found.view} view) to be £0. {OTHERS} "
        f"{in_prices_of(found.price_year)}",
        _frontier_chart(found, table),
        table,
        note=f"It was looked for between {figure(sought.values[0], sought.unit)} and "
        f"{figure(sought.values[-1], sought.unit)}.",
    )


def _frontier_point(found: Frontier, point: FrontierPoint) -> list[page.Content]:
    if point.value is None:
        return ["No such value", point.at, None, started(point.reason or NOT_AVAILABLE)]
    needed = figure(point.value, found.parameter.unit)
    others = [figure(x, found.parameter.unit) for x in point.crossings if x != point.value]
    also = f"; also at {listed(others)}" if others else ""
    return ["Return equals cost", point.at, point.value, f"It would have to be {needed}{also}"]


def _frontier_chart(found: Frontier, table: page.Table) -> page.Chart:
    base, *points = table.lines
    known = groupby(zip(points, found.points, strict=True), lambda pair: pair[1].value is not None)
    runs = [[row for row, _ in run] for has_value, run in known if has_value]
    spot = {"type": "diamond", "size": 10, "fill": {"color": ORANGE}, "border": {"color": "black"}}
    series = [
        charts.line(table, "Along", "Up", run, color=BLUE, width=2.25)
        | {"name": table.cell(run[0], "Point")}
        for run in runs
    ]
    one = charts.series(table, "Along", "Up", [base], marker=spot, line={"none": True})
    series.append({**one, "name": table.cell(base, "Point")})
    once = {"position": "bottom", "delete_series": list(range(1, len(runs)))}
    sought, other = found.parameter.label, found.other.label
    return charts.line_chart(
        "What the two would have to be together",
        _along(found.other),
        _along(found.parameter),
        series,
        f"A line of what “{sought}” would have to be for each value of “{other}”.",
        (charts.WIDEST, 380),
        legend=once if len(runs) > 1 else charts.LEGEND,
    )


def _named(axis: Moved) -> str:
    """An axis' label, with its unit where the numbers do not show it."""
    named = axis.unit and not is_proportion(axis.unit)
    return f"{axis.label} ({axis.unit})" if named else axis.label


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
