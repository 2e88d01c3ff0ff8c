"""Pictures of what would change the answer, of scenarios side by side, and of enough draws."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.patches import Patch

from econ.analysis.acceptability import Acceptability
from econ.analysis.comparison import Comparison, ComparisonLine
from econ.analysis.convergence import Convergence, RunningMean
from econ.analysis.one_way import Bar, Tornado
from econ.analysis.switching import Frontier
from econ.figures import style
from econ.model.distributions import FloatArray
from econ.model.measures import HEADLINE, Definition
from econ.model.units import figure, is_proportion
from econ.palette import BLUE, GREY, ORANGE, TEAL
from econ.reports.report import with_interval
from econ.words import NOT_AVAILABLE, listed, money, percent

MOST_BARS = 12
"""Bars of a tornado that are drawn unless more are asked for."""


def draw_tornado(found: Tornado, axes: Axes, *, most: int = MOST_BARS) -> Axes:
    """How far each parameter's 95% interval moves the answer, the longest bars on top.

    At the ends of each half stands the parameter's value there. Where the answer turns on the way,
    a thin line reaches as far as it goes.
    """
    bars = found.bars[:most]
    for row, bar in enumerate(bars):
        _bar(axes, row, bar, found.base_case)
    axes.axvline(found.base_case, color=GREY, linewidth=1, linestyle="--")
    style.rows_down(axes, [bar.label for bar in bars])
    axes.margins(x=0.25 if style.narrow(axes) else 0.14)
    measured = f"{_measured(found.measure, found.view)}, {found.price_year} prices"
    style.money_along(axes.xaxis, f"{measured}; dashed: the central case")
    low = Patch(facecolor=ORANGE, hatch="////", edgecolor="white", label="Number at its low end")
    style.keyed(axes, patches=[low, Patch(facecolor=BLUE, label="Number at its high end")])
    said = "; ".join(f"{bar.label}: {money(bar.least)} to {money(bar.most)}" for bar in bars)
    left = len(found.bars) - len(bars)
    rest = f" {left} shorter bars are not drawn." if left else ""
    words = (
        f"Bars, longest first, about the central case of {money(found.base_case)}. {said}.{rest}"
    )
    return style.dress(axes, "How far each number moves the answer, alone", words)


def _bar(axes: Axes, row: int, bar: Bar, base: float) -> None:
    ends = (bar.at_low, bar.at_high, base)
    if bar.least < min(ends) or bar.most > max(ends):
        axes.plot([bar.least, bar.most], [row, row], color=GREY, linewidth=1)
    low, high = style.filled(ORANGE, "////"), style.filled(BLUE)
    for at, value, drawn in ((bar.at_low, bar.low, low), (bar.at_high, bar.high, high)):
        axes.barh(row, at - base, 0.6, left=base, **drawn)
        left = at == min(bar.at_low, bar.at_high)
        look = {"xytext": (-4, 0), "ha": "right"} if left else {"xytext": (4, 0), "ha": "left"}
        style.noted(axes, at, row, figure(value, bar.unit), **look)


def draw_acceptability(found: Acceptability, axes: Axes) -> Axes:
    """The chance of paying for itself against what a parameter is believed to be."""
    axes.plot(found.values, found.probability, color=BLUE, linewidth=2)
    low, high = (np.clip(end, 0, 1) for end in found.band())
    axes.fill_between(found.values, low, high, color=BLUE, alpha=0.15, linewidth=0)
    axes.axhline(0.5, color=GREY, linewidth=1, linestyle=":")
    axes.axvline(found.base_case, color=GREY, linewidth=1, linestyle="--")
    style.noted(axes, found.base_case, 0.96, f"Central case {figure(found.base_case, found.unit)}")
    axes.set_ylim(0, 1)
    axes.set_xlim(found.values[0], found.values[-1])
    _parameter_along(axes.xaxis, found.label, found.unit)
    style.shares_along(axes.yaxis, "Probability of paying for itself")
    every = list(zip(found.probability, found.values, strict=True))
    told = every[:: max(1, len(every) // 5)]
    said = listed([f"{percent(p)} at {figure(value, found.unit)}" for p, value in told])
    words = f"A line of the chance of paying for itself against '{found.label}': {said}."
    return style.dress(axes, "The chance of paying for itself, for each belief", words)


def draw_frontier(found: Frontier, axes: Axes) -> Axes:
    """Where two parameters together make the programme pay; a line parts the two.

    The side on which it pays is shaded, unless the line is crossed more than once.
    """
    x = np.array([point.at for point in found.points])
    y = np.array([np.nan if point.value is None else point.value for point in found.points])
    axes.plot(x, y, color=BLUE, linewidth=2, label="Return equals cost")
    if all(len(point.crossings) <= 1 for point in found.points):
        _shade(axes, found, x, y)
    for point in found.points:
        others = [c for c in point.crossings if c != point.value]
        axes.plot([point.at] * len(others), others, ".", color=BLUE)
    axes.plot([found.other.base_case], [found.parameter.base_case], "o", color=ORANGE)
    style.noted(
        axes, found.other.base_case, found.parameter.base_case, "Central case", xytext=(7, 0)
    )
    axes.set_xlim(x[0], x[-1])
    axes.set_ylim(found.parameter.values[0], found.parameter.values[-1])
    _parameter_along(axes.xaxis, found.other.label, found.other.unit)
    _parameter_along(axes.yaxis, found.parameter.label, found.parameter.unit)
    style.keyed(axes)
    return style.dress(axes, "What the two would have to be together", _frontier_words(found))


def _shade(axes: Axes, found: Frontier, x: FloatArray, y: FloatArray) -> None:
    """Fill the side that pays: that of the base case or the other, as it pays or it does not."""
    drawn = ~np.isnan(y)
    if not drawn.any():
        return
    line = float(np.interp(found.other.base_case, x[drawn], y[drawn]))
    above = (found.parameter.base_case > line) == (found.base_case > 0)
    low, high = found.parameter.values[0], found.parameter.values[-1]
    whole = np.array([(p.reason or "").endswith("throughout") for p in found.points])
    edge = np.where(np.isnan(y), np.where(whole == above, low, high), y)
    start, end = (edge, np.full_like(edge, high)) if above else (np.full_like(edge, low), edge)
    axes.fill_between(
        x, start, end, color=TEAL, alpha=0.25, hatch="//", linewidth=0, label="Pays for itself"
    )


def _frontier_words(found: Frontier) -> str:
    said = []
    for point in found.points[:: max(1, len(found.points) // 4)]:
        at = f"where '{found.other.label}' is {figure(point.at, found.other.unit)}"
        needed = point.reason if point.value is None else figure(point.value, found.parameter.unit)
        said.append(f"{at}: {needed}")
    return f"A line of what '{found.parameter.label}' would have to be. {'; '.join(said)}."


def _parameter_along(axis: Axis, label: str, unit: str) -> None:
    if is_proportion(unit):
        style.shares_along(axis, label)
    elif unit.startswith("GBP"):
        style.money_along(axis, f"{label} ({unit})")
    else:
        style.plain_along(axis, f"{label} ({unit})" if unit else label)


def draw_scenarios(
    found: Comparison, axes: Axes, *, measure: str = "net_present_value", view: str = ""
) -> Axes:
    """Scenarios side by side: mean and 95% interval of one measure, the first on top.

    ``view`` is the first for which the measure was asked, unless said.
    """
    lines = [found.line(name, measure, view) for name in found.scenarios]
    for row, line in enumerate(lines):
        _scenario(axes, row, line)
    first = lines[0].estimate.mean
    if first is not None:
        axes.axvline(first, color=GREY, linewidth=1, linestyle="--")
    style.rows_down(axes, found.scenarios)
    asked = lines[0].measure
    _measure_along(axes.xaxis, asked, lines[0].view)
    if asked.is_money:
        heading = {"xycoords": "axes fraction", "xytext": (4, 4), "va": "bottom"}
        style.noted(axes, 1, 1, "Chance\nabove 0", **heading)
    axes.margins(x=0.08)
    said = "; ".join(f"{line.scenario} {_said(line)}" for line in lines)
    words = f"Dots are means, lines 95% intervals, in {found.draws:,} shared draws. {said}."
    return style.dress(axes, "Scenarios side by side, on the same draws", words)


def _scenario(axes: Axes, row: int, line: ComparisonLine) -> None:
    found = line.estimate
    if found.mean is None or found.p2_5 is None or found.p97_5 is None:
        style.noted(axes, 0, row, "n/a")
        return
    axes.hlines(row, found.p2_5, found.p97_5, color=BLUE, linewidth=2.2)
    axes.plot([found.mean], [row], "o", color=BLUE)
    if line.measure.is_money and found.probability_positive is not None:
        chance = percent(found.probability_positive)
        style.noted(axes, 1, row, chance, xycoords=("axes fraction", "data"))


def _said(line: ComparisonLine) -> str:
    found = line.estimate
    if found.mean is None:
        return f"n/a (it needs {line.measure.needs})" if line.measure.needs else NOT_AVAILABLE
    if line.measure.is_money:
        return f"{with_interval(found)}, {percent(found.probability_positive)} above 0"
    return with_interval(found) if line.measure.in_pounds else f"{found.mean:.2f}"


def convergence(found: Convergence, axes: Axes) -> Axes:
    """How the mean settled as draws were added, with its 95% band."""
    run = found.running_mean()
    axes.plot(run.draws, run.mean, color=BLUE, linewidth=2, label="Mean of the first draws")
    axes.fill_between(
        run.draws, run.low, run.high, color=BLUE, alpha=0.15, linewidth=0, label="95% band"
    )
    if run.mean:
        axes.axhline(run.mean[-1], color=GREY, linewidth=1, linestyle="--", label="Last mean")
    axes.set_xscale("log")
    axes.xaxis.set_major_formatter(lambda x, _: f"{x:,.0f}")
    axes.set_xlabel("Draws", fontsize=9)
    _measure_along(axes.yaxis, found.measure, found.view)
    style.keyed(axes, columns=3)
    return style.dress(axes, "Whether there were draws enough", _converged(found, run))


def _converged(found: Convergence, run: RunningMean) -> str:
    if not run.mean:
        return f"Nothing is drawn: {found.reason or 'there are too few draws'}."
    ends = (run.mean[-1], run.low[-1], run.high[-1])
    last, low, high = (money(x) if found.measure.in_pounds else f"{x:.3g}" for x in ends)
    words = f"A line that settles at {last} (95% band {low} to {high}) after {found.draws:,} draws"
    return f"{words}; {found.reason}." if found.reason else f"{words}."


def _measure_along(axis: Axis, measure: Definition, view: str) -> None:
    (style.money_along if measure.in_pounds else style.plain_along)(axis, _measured(measure, view))


def _measured(measure: Definition, view: str) -> str:
    return f"{measure.title}, {view}" if view not in ("", HEADLINE) else measure.title
