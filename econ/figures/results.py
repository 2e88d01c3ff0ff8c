"""Pictures of one run: from cost to net, who keeps what and when, each group, and how surely."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from econ.figures.style import (
    dress,
    keyed,
    money_along,
    noted,
    rows_down,
    shares_along,
    zero_line,
)
from econ.model.estimates import Estimate
from econ.model.impacts import Impacts
from econ.palette import BLUE, GREY, ORANGE, SERIES
from econ.reports.pictures import binned, by_payer, falling, nearly_all, periods, reached, steps
from econ.reports.report import Report
from econ.words import listed, money, percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HATCHES = ("", "////", "\\\\\\\\", "xxxx", "----", "||||")
"""Beside the colours, so that neither is the only signal."""
COLUMNS_DRAWN = 32
"""About how many columns a distribution has."""

_LOOK = {"cost": (ORANGE, "////"), "saving": (BLUE, ""), "net": (GREY, "")}


def waterfall(found: Report | Impacts, axes: Axes) -> Axes:
    """From cost to net present value, outcome by outcome, in the headline's view.

    Means of a report; of impacts the base case, which is quick enough to follow a slider.
    """
    made = steps(found)
    for row, step in enumerate(made):
        colour, hatch = _LOOK[step.kind]
        axes.barh(
            row, step.change, 0.62, left=step.start, color=colour, hatch=hatch, edgecolor="white"
        )
        if row + 1 < len(made):
            axes.plot([step.end] * 2, [row - 0.31, row + 1.31], color=GREY, linewidth=0.7)
        noted(axes, max(step.start, step.end), row, money(step.change))
    zero_line(axes)
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
        axes.barh(
            [row - 0.4 + high * (k + 0.5) for row in range(len(rows))],
            [row.by_period[k] for row in rows],
            high,
            color=SERIES[k],
            hatch=HATCHES[k],
            edgecolor="white",
            label=period.label,
        )
    zero_line(axes)
    rows_down(axes, [f"{row.label}: {money(row.total)}" for row in rows])
    prices = f"{found.scenario.price_year} prices; beside each name, all years together"
    money_along(axes.xaxis, f"Money kept (below 0: spent) in each year, undiscounted, {prices}")
    keyed(axes, columns=min(len(shown), 3))
    said = "; ".join(
        f"{row.label}: "
        + listed([f"{money(x)} in {p.label}" for x, p in zip(row.by_period, shown, strict=True)])
        for row in rows
    )
    return dress(axes, "Who keeps or spends money, and when", f"Bars by payer. {said}.")


def by_cohort(found: Report, axes: Axes) -> Axes:
    """Net present value of each cohort: mean and 95% interval, in the headline's view.

    Where some cohort has an equity weight other than 1, a diamond shows the weighted mean.
    """
    lines = found.cohorts
    nets = [line.net for line in lines]
    _ranges(axes, nets)
    weighted = any(cohort.equity_weight != 1 for cohort in found.scenario.cohorts)
    if weighted:
        rows = [(line.equity_weighted.mean, row) for row, line in enumerate(lines)]
        drawn = [(mean, row) for mean, row in rows if mean is not None]
        axes.plot(
            [mean for mean, _ in drawn],
            [row for _, row in drawn],
            "D",
            color=ORANGE,
            fillstyle="none",
            label="Equity-weighted mean",
        )
    zero_line(axes)
    labels = [found.scenario.label(line.cohort) for line in lines]
    people = ["" if line.people is None else f" ({line.people:,.0f} people)" for line in lines]
    rows_down(axes, [a + b for a, b in zip(labels, people, strict=True)])
    money_along(axes.xaxis, f"Net present value, {found.scenario.price_year} prices")
    keyed(axes)
    said = "; ".join(f"{a} {mean_and_interval(net)}" for a, net in zip(labels, nets, strict=True))
    return dress(axes, f"Each group: {_view(found, 'net present value')}", f"{said}.")


def _ranges(axes: Axes, estimates: list[Estimate]) -> None:
    """A dot for the mean and a line for the 95% interval, one row an estimate."""
    drawn = [(row, e) for row, e in enumerate(estimates) if e.mean is not None]
    rows = [row for row, _ in drawn]
    low, high = ([e.p2_5 or 0.0 for _, e in drawn], [e.p97_5 or 0.0 for _, e in drawn])
    axes.hlines(rows, low, high, color=BLUE, linewidth=2.2, label="95% interval")
    axes.plot([e.mean or 0.0 for _, e in drawn], rows, "o", color=BLUE, label="Mean")


def mean_and_interval(found: Estimate) -> str:
    """A mean and its 95% interval, in words."""
    return f"{money(found.mean)} (95% interval {money(found.p2_5)} to {money(found.p97_5)})"


def distribution(found: Report, axes: Axes) -> Axes:
    """How the draws of the headline net present value lie, those that pay apart from the rest.

    The outermost columns hold whatever lies beyond them.
    """
    values, net = found.net_rows[1:], found.measure("net_present_value")
    bins = binned(values, COLUMNS_DRAWN)
    edges, shares = np.array(bins.edges), np.array(bins.counts) / len(values)
    for pays, colour, hatch, label in (
        (False, ORANGE, "////", "Costs more than it returns"),
        (True, BLUE, "", "Pays for itself"),
    ):
        side = (edges[:-1] >= 0) == pays
        axes.bar(
            edges[:-1][side],
            shares[side],
            np.diff(edges)[side],
            align="edge",
            color=colour,
            hatch=hatch,
            edgecolor="white",
            label=label,
        )
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
    words = f"Columns of {len(values):,} draws: {mean_and_interval(net)}; {chance} of them above 0."
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
