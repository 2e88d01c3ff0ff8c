"""Pictures of one run: from cost to net, who keeps what and when, each group, and how surely."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from matplotlib.axes import Axes

from econ.figures.style import (
    dress,
    filled,
    keyed,
    money_along,
    noted,
    rows_down,
    shares_along,
    zero_line,
)
from econ.model.distributions import FloatArray
from econ.model.estimates import Estimate
from econ.model.impacts import Impacts
from econ.palette import BLUE, GREY, ORANGE, SERIES
from econ.reports.periods import periods
from econ.reports.pictures import binned, by_payer, falling, nearly_all, reached, steps
from econ.reports.report import Report, with_interval
from econ.words import listed, money, percent

HATCHES = ("", "////", "\\\\\\\\", "xxxx", "----", "||||")
"""Beside the colours, so that neither is the only signal."""
COLUMNS_DRAWN = 32
"""About how many columns a distribution has."""

_LOOK = {"cost": filled(ORANGE, "////"), "saving": filled(BLUE), "net": filled(GREY)}


def waterfall(found: Report | Impacts, axes: Axes, *, most: int = 0) -> Axes:
    """From cost to net present value, outcome by outcome, in the headline's view.

    With ``most``, so many costs and so many savings, the smaller ones together.
    Means of a report; of impacts the central case, which is quick enough to follow a slider.
    """
    made = steps(found, most)
    for row, step in enumerate(made):
        axes.barh(row, step.change, 0.62, left=step.start, **_LOOK[step.kind])
        if row + 1 < len(made):
            axes.plot([step.end] * 2, [row - 0.31, row + 1.31], color=GREY, linewidth=0.7)
        noted(axes, max(step.start, step.end), row, money(step.change))
    rows_down(axes, [step.label for step in made])
    axes.margins(x=0.1)
    money_along(axes.xaxis, f"Present value, {found.scenario.price_year} prices")
    said = "; ".join(f"{step.label} {money(step.change)}" for step in made)
    return dress(axes, f"From cost to net: {_view(found)}", f"Bars, from the top: {said}.")


def payer_by_year(found: Report, axes: Axes) -> Axes:
    """Mean money that each payer keeps (or spends, below 0) in each year, undiscounted."""
    rows, shown = by_payer(found), periods(found.scenario.year_labels)
    high = 0.8 / len(shown)
    for k, period in enumerate(shown):
        places = [row - 0.4 + high * (k + 0.5) for row in range(len(rows))]
        kept = [row.by_period[k] for row in rows]
        axes.barh(places, kept, high, label=period.label, **filled(SERIES[k], HATCHES[k]))
    rows_down(axes, [f"{row.label}: {money(row.total)}" for row in rows])
    prices = f"{found.scenario.price_year} prices; beside each name, all years together"
    money_along(axes.xaxis, f"Money kept (below 0: spent) in each year, undiscounted, {prices}")
    keyed(axes, columns=min(len(shown), 3))
    words = []
    for row in rows:
        each = zip(row.by_period, shown, strict=True)
        words.append(f"{row.label}: {listed([f'{money(x)} in {p.label}' for x, p in each])}")
    said = "; ".join(words)
    return dress(axes, "Who keeps or spends money, and when", f"Bars by payer. {said}.")


def who_pays(found: Report, axes: Axes) -> Axes:
    """Mean money that each payer keeps (or spends, below 0) over all years, undiscounted."""
    rows = by_payer(found)
    for place, row in enumerate(rows):
        axes.barh(place, row.total, 0.62, **_LOOK["cost" if row.total < 0 else "saving"])
        noted(axes, max(row.total, 0.0), place, money(row.total))
    rows_down(axes, [row.label for row in rows])
    axes.margins(x=0.1)
    prices = f"{found.scenario.price_year} prices"
    money_along(axes.xaxis, f"Money kept (below 0: spent) over all years, undiscounted, {prices}")
    said = "; ".join(f"{row.label} {money(row.total)}" for row in rows)
    return dress(axes, "Who pays and who gains", f"Bars by payer. {said}.")


def draw_cohorts(found: Report, axes: Axes) -> Axes:
    """Net present value of each cohort: mean and 95% interval, in the headline's view.

    Where some cohort has an equity weight other than 1, a diamond shows the weighted mean.
    """
    lines = found.cohorts
    rows, mean, low, high = _drawn(line.net for line in lines)
    axes.hlines(rows, low, high, color=BLUE, linewidth=2.2, label="95% interval")
    axes.plot(mean, rows, "o", color=BLUE, label="Mean")
    if any(cohort.equity_weight != 1 for cohort in found.scenario.cohorts):
        rows, mean, *_ = _drawn(line.equity_weighted for line in lines)
        label = "Equity-weighted mean"
        axes.plot(mean, rows, "D", color=ORANGE, fillstyle="none", label=label)
    labels = [found.scenario.label(line.cohort) for line in lines]
    people = ["" if line.people is None else f" ({line.people:,.0f} people)" for line in lines]
    rows_down(axes, [a + b for a, b in zip(labels, people, strict=True)])
    money_along(axes.xaxis, f"Net present value, {found.scenario.price_year} prices")
    keyed(axes)
    each = zip(labels, lines, strict=True)
    said = "; ".join(f"{label} {with_interval(line.net)}" for label, line in each)
    return dress(axes, f"Each group: {_view(found, 'net present value')}", f"{said}.")


def _drawn(estimates: Iterable[Estimate]) -> FloatArray:
    """Row, mean and ends of the 95% interval of each estimate that exists."""
    every = [(row, e.mean, e.p2_5, e.p97_5) for row, e in enumerate(estimates) if e.exists]
    return np.array(every, dtype=float).reshape(-1, 4).T


def distribution(found: Report, axes: Axes) -> Axes:
    """How the draws of the headline net present value lie, those that pay apart from the rest.

    The outermost columns hold whatever lies beyond them.
    """
    values, net = found.net_rows[1:], found.measure("net_present_value")
    bins = binned(values, COLUMNS_DRAWN)
    edges, shares = np.array(bins.edges), np.array(bins.counts) / len(values)
    pays = edges[:-1] >= 0
    sides = ((~pays, "cost", "Costs more than it returns"), (pays, "saving", "Pays for itself"))
    for side, kind, label in (one for one in sides if one[0].any()):
        left, high, wide = edges[:-1][side], shares[side], np.diff(edges)[side]
        axes.bar(left, high, wide, align="edge", label=label, **_LOOK[kind])
    zero_line(axes)
    if net.mean is not None:
        axes.axvline(net.mean, color="black", linewidth=1.2, linestyle="--")
        top = float(shares.max())
        noted(axes, net.mean, top * 1.08, f"Mean {money(net.mean)}", xytext=(-4, 0), ha="right")
        axes.set_ylim(0, top * 1.15)
    money_along(axes.xaxis, f"Net present value, {found.scenario.price_year} prices")
    shares_along(axes.yaxis, "Share of draws")
    keyed(axes)
    chance = percent(net.probability_positive)
    words = f"Columns of {len(values):,} draws: {with_interval(net)}; {chance} of them above 0."
    return dress(axes, f"The chance of paying for itself is {chance}", words)


def exceedance(found: Report, axes: Axes) -> Axes:
    """The chance that the headline net present value is at least an amount, for each amount."""
    chance = found.measure("net_present_value").probability_positive
    axes.plot(*falling(found), color=BLUE, linewidth=2)
    zero_line(axes)
    if chance is not None:
        axes.plot([0], [chance], "o", color=ORANGE, zorder=4)
        noted(axes, 0, chance, f"{percent(chance)} chance of paying for itself", xytext=(8, 6))
    axes.set_xlim(*nearly_all(found.net_rows[1:]))
    axes.set_ylim(0, 1)
    money_along(axes.xaxis, f"At least this net present value, {found.scenario.price_year} prices")
    shares_along(axes.yaxis, "Probability")
    at = (0.9, 0.5, 0.1)
    told = zip(at, reached(found, at), strict=True)
    said = listed([f"{percent(p)} to be at least {money(amount)}" for p, amount in told])
    words = f"A falling line: it is {said}; the chance of being above 0 is {percent(chance)}."
    return dress(axes, "How likely is at least this much?", words)


def _view(found: Report | Impacts, what: str = "present values") -> str:
    view = found.scenario.perspective
    return f"{what}, {'society' if view == 'society' else f'the {view}'}"
