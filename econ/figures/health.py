"""Pictures of health beside money: the plane, and the acceptability curve by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from econ.figures import style
from econ.palette import BLUE, GREY
from econ.words import exact_money, listed, percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from econ.analysis.cost_effectiveness import CostEffectiveness


def plane(found: CostEffectiveness, axes: Axes) -> Axes:
    """Draws by health gained and net cost: the cost-effectiveness plane."""
    gained, cost = np.array(found.plane).T
    axes.plot(gained, cost, ".", color=BLUE, markersize=4, alpha=0.6)
    for line in (axes.axhline, axes.axvline):
        line(0, color=GREY, linewidth=1)
    style.plain_along(axes.xaxis, f"{found.unit}s gained")
    style.money_along(axes.yaxis, "Net cost")
    told = [
        f"{name.replace('_', ' ')} {percent(x)}" for name, x in found.quadrants._asdict().items()
    ]
    words = f"Points: draws by {found.unit}s gained and net cost. Of all: {listed(told)}."
    return style.dress(axes, f"What it gains and what it costs, {found.view}", words)


def value_of_a_unit(found: CostEffectiveness, axes: Axes) -> Axes:
    """The chance of being worth it against what a unit of health is worth."""
    values, chances = np.array(found.curve).T
    axes.plot(values, chances, color=BLUE, linewidth=2)
    axes.set_ylim(0, 1)
    axes.set_xlim(values[0], values[-1])
    style.money_along(axes.xaxis, f"Value of a {found.unit}")
    style.shares_along(axes.yaxis, "Probability of being worth it")
    said = listed([f"{percent(at.probability)} at {exact_money(at.value)}" for at in found.at])
    words = f"A line of the chance of being worth it against the value of a {found.unit}: {said}."
    return style.dress(axes, f"The chance of being worth it, by the value of a {found.unit}", words)
