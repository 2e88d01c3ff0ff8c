"""Pictures of the value of evidence: what is worth knowing, which study, and which option when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from econ.figures import style
from econ.methods.decisions import Worth
from econ.model.distributions import Z_95
from econ.palette import BLUE, GREY, SERIES
from econ.words import exact_money, listed, money, percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from econ.analysis.options import Options
    from econ.analysis.value_of_information import ValueOfInformation

_MOST, _LINES = 10, ("-", "--", ":", "-.")


def _colour(place: int) -> str:
    return SERIES[place % len(SERIES)]


def worth_of_knowing(found: ValueOfInformation, axes: Axes) -> Axes:
    """What each number would be worth to know alone, largest first, beside everything."""
    shown = [one for one in found.evppi if one.estimate > 0][:_MOST]
    names = ["everything", *(one.name.replace("_", " ") for one in shown)]
    worth = [found.evpi, *(Worth(one.estimate, one.se) for one in shown)]
    for row, one in enumerate(worth):
        axes.barh(row, one.estimate, xerr=Z_95 * one.se, **style.filled(BLUE if row else GREY))
    style.rows_down(axes, names)
    style.money_along(axes.xaxis, "Worth of knowing it, one programme")
    pairs = zip(names, worth, strict=True)
    told = listed([f"{name} {money(one.estimate)}" for name, one in pairs])
    return style.dress(axes, "What it would be worth to know", f"Bars: {told}.")


def worth_of_studies(found: ValueOfInformation, axes: Axes) -> Axes:
    """What each study would be worth to all, less its cost, by how many people take part."""
    told = []
    for place, study in enumerate(found.enbs):
        sizes, left = zip(*((one.n, one.estimate) for one in study.enbs), strict=True)
        name, best = study.study.label or study.study.name, study.best
        axes.plot(sizes, left, _LINES[place % len(_LINES)], label=name, color=_colour(place))
        told.append(f"{name}, best with {best.n:,} people: {money(best.estimate)}")
    axes.axhline(0, color=GREY, linewidth=1)
    style.plain_along(axes.xaxis, "People who take part")
    style.money_along(axes.yaxis, "Worth to all, less its cost")
    style.keyed(axes)
    words = f"Lines by size. {'; '.join(told) or 'No study'}."
    return style.dress(axes, "What each study would leave", words)


def best_option(found: Options, axes: Axes) -> Axes:
    """How often each option is best by the value of a unit of health, and which is on average."""
    values = [point.value for point in found.curves]
    names = [line.option for line in sorted(found.lines, key=lambda line: line.option)]
    places = {name: place for place, name in enumerate(found.order)}
    for row, name in enumerate(names):
        chances = [point.probability_best[places[name]] for point in found.curves]
        axes.plot(values, chances, _LINES[row % len(_LINES)], label=name, color=_colour(row))
    frontier = [point.probability_best[places[point.frontier]] for point in found.curves]
    axes.plot(values, frontier, color=GREY, linewidth=4, alpha=0.4, label="best on average")
    axes.set_ylim(0, 1)
    style.money_along(axes.xaxis, f"Value of a {found.effect}")
    style.shares_along(axes.yaxis, "Probability of being best")
    style.keyed(axes)
    ends = [found.curves[0], found.curves[-1]] if found.curves else []
    told = [
        f"at {exact_money(x.value)} {x.frontier} is best on average, and in "
        f"{percent(x.probability_best[places[x.frontier]])} of draws"
        for x in ends
    ]
    return style.dress(axes, "Which option is best, and how surely", f"Lines: {listed(told)}.")
