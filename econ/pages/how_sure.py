"""The sheet How sure: how the draws of the headline are spread, and how far each may be off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import floor, log10

from econ.pages import charts, page
from econ.pages.style import POUNDS, SHARE, Look, signed
from econ.palette import BLUE, GREY, ORANGE
from econ.reports import narrative
from econ.reports.pictures import Bins, alike, binned, chances, error_lines
from econ.reports.report import Report
from econ.words import MINUS, money, percent

BINS = 24
INTERVAL = "The 95% interval is from the 2.5th to the 97.5th percentile of the draws."
DISTRIBUTION = (
    page.Column("Net present value from", 26),
    page.Column("Below 0: costs more", 14, "#,##0"),
    page.Column("Above 0: pays for itself", 14, "#,##0"),
)
ACCEPTABILITY = (
    page.Column("Result", 48),
    *page.in_pounds("Net present value of at least", width=17),
    page.Column("Chance", 17, signed("0.0%")),
)
ERRORS = (
    page.Column("Figure of net present value", 48),
    *page.in_pounds("Estimate", "Monte Carlo standard error", "95% from", "95% to", width=17),
)
_HALF = (520, 400)
"""Pixels of a picture that has another on its right, wide and high."""
_SAID = {
    "mean": "Mean: the average of all draws",
    "p2_5": "2.5th percentile: lower end of the 95% interval",
    "p50": "Median: half of the draws lie below",
    "p97_5": "97.5th percentile: upper end of it",
    "probability_positive": "Chance of paying for itself: draws above £0",
}


def how_sure_sheet(found: Report, histogram: page.Chart | None) -> page.Sheet:
    """The picture of the draws, the chance of at least so much, and the errors by chance."""
    scenario, design, points = found.scenario, found.design, chances(found)
    describes = "The chance that net present value is at least each amount."
    rows = [(_reaches(amount), amount, chance) for amount, chance in points]
    table = page.tabled("Acceptability", ACCEPTABILITY, rows, describes)
    curve = _falling_line(found, table, points) if points else None
    return page.sheet_of(
        "How sure",
        "How sure is the result?",
        narrative.how_sure(found),
        *_drawn(histogram, curve),
        *((table, page.Space()) if curve else ()),
        errors_by_chance(found),
        note=f"Net present value, view: {scenario.perspective}, {scenario.price_year} prices; "
        f"{design.size:,} draws ({design.name}). {INTERVAL}\n"
        f"{narrative.one_net(found)}\n"
        "The last table says how far a figure may be off because there were so many draws and "
        "no more. More draws make these errors smaller; they do not make the 95% interval of "
        "the result narrower.",
        wide=False,
    )


def _drawn(histogram: page.Chart | None, curve: page.Chart | None) -> tuple[page.Block, ...]:
    """The two pictures side by side; or the one that there is."""
    if histogram and curve:
        half = replace(histogram, size=_HALF)
        return (page.Beside((half,), curve, 2, margins=(10, 4)), page.Space())
    return tuple(filter(None, (histogram, curve)))


def draws_in_ranges(found: Report) -> page.Chart | None:
    """How many draws lie in each range, as columns; ``None`` where the draws are alike."""
    draws = found.net_rows[1:]
    if alike(draws):
        return None
    bins = binned(draws, BINS)
    rows = [_in_bin(bins, place) for place in range(len(bins.counts))]
    describes = "How many draws lie in each range of net present value."
    return _columns(found, page.tabled("Distribution", DISTRIBUTION, rows, describes))


def _in_bin(bins: Bins, place: int) -> list[page.Content]:
    """A range of net present value, and how many draws lie in it; tails are open."""
    (low, high), count = bins.edges[place : place + 2], bins.counts[place]
    start = short(low, bins) if place else f"to {short(high, bins)}"
    below, above = (count, 0) if high <= 0 else (0, count)
    return [start, below, above]


def short(amount: float, bins: Bins) -> str:
    """An edge as the axis shows it: in one unit and with as few decimals as tell each exactly.

    >>> short(-500_000, Bins((-1_000_000.0, -500_000.0, 0.0), (1, 2)))
    '−£0.5m'
    >>> short(-0.9, Bins((-1.0, -0.9, -0.8), (1, 2)))  # apart by a little less than 0.1
    '−£0.9'
    >>> short(-5_750_000, Bins((-6_000_000.0, -5_750_000.0, -5_500_000.0), (1, 2)))
    '−£5.75m'
    """
    width = bins.edges[1] - bins.edges[0]
    most = max(abs(bins.edges[0]), abs(bins.edges[-1]))
    unit, letter = (1e6, "m") if most >= 1e6 else (1e3, "k") if most >= 1e3 else (1.0, "")
    decimals = max(0, -floor(log10(width / unit) + 1e-9))
    if abs(round(width / unit, decimals) - width / unit) > 0.01 * width / unit:
        decimals += 1  # a quarter of a million has two decimals
    sign = MINUS if amount < 0 else ""
    return f"{sign}£{abs(amount) / unit:,.{decimals}f}{letter}" if amount else "£0"


def _columns(found: Report, table: page.Table) -> page.Chart:
    """The bins as columns, those below 0 in another colour and under another name."""
    look: Look = {"gap": 8, "overlap": 100, "border": {"color": GREY, "width": 0.5}}
    coloured = {"Below 0: costs more": ORANGE, "Above 0: pays for itself": BLUE}
    series = tuple(
        charts.series(table, DISTRIBUTION[0].name, column, **look, fill={"color": colour})
        for column, colour in coloured.items()
    )
    across = {
        "name": "Net present value, from the left edge of each column",
        "name_font": charts.font(),
        "num_font": {**charts.font(), "rotation": -90},
        "label_position": "low",
        "interval_unit": 2,
    }
    up = {"name": "Draws", **charts.NAMED, "num_format": "#,##0", "major_gridlines": charts.GRID}
    title = charts.titled(_pays(found))
    sets = {"title": title, "x_axis": across, "y_axis": up, "legend": charts.LEGEND}
    words = f"Columns: how many draws lie in each range. {_pays(found)}."
    return page.Chart({"type": "column"}, series, sets, words, (charts.WIDEST, 330), table)


def _pays(found: Report) -> str:
    """The picture in words: its mean, and how many draws lie above 0."""
    net = found.measure("net_present_value")
    pays = percent(net.probability_positive)
    return f"Net present value: mean {money(net.mean)}; chance of more than £0: {pays}"


def _reaches(amount: float) -> str:
    if amount < 0:
        return f"It falls short by no more than {money(-amount)}"
    return f"It brings {money(amount)} or more above its cost" if amount else "It pays for itself"


def _falling_line(
    found: Report, table: page.Table, points: Sequence[tuple[float, float]]
) -> page.Chart:
    along, up = "Net present value of at least", "Chance"
    (least, surest), *_, (most, rarest) = points
    pays = found.measure("net_present_value").probability_positive
    return charts.line_chart(
        "The chance of a result of at least so much",
        {"name": along, **charts.money_axis([amount for amount, _ in points])},
        {"name": up, "num_format": SHARE, "min": 0, "max": 1, "major_unit": 0.25},
        [charts.line(table, along, up, color=BLUE, width=2.25)],
        f"A line that falls from left to right: the chance of at least {money(least)} "
        f"is {percent(surest)}, of more than £0 {percent(pays)}, of at least "
        f"{money(most)} {percent(rarest)}.",
        (charts.WIDEST, 280),
        legend=charts.NO_LEGEND,
    )


def errors_by_chance(found: Report) -> page.Table:
    """The Monte Carlo error of each headline figure, and the 95% interval that it gives."""
    rows: list[list[page.Content]] = []
    for line in error_lines(found):
        shown = signed("0.0%") if line.name == "probability_positive" else POUNDS
        figures = (line.estimate, line.se, line.low, line.high)
        rows.append([_SAID[line.name], *(page.Cell(x, shown) for x in figures)])
    describes = "The Monte Carlo error of each figure of net present value."
    return page.tabled("Errors by chance", ERRORS, rows, describes)
