"""What drives an answer: every sensitivity analysis of one headline, gathered once.

One-way on the base case; switching values; and, on the draws' own joint distribution, Sobol',
Shapley, Morris and PAWN. The workbook, ``--json`` and the command line all show this object.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import partial
from math import ceil
from typing import TypeVar

from econ.analysis.one_way import OptionView, Tornado, option_view, tornado
from econ.analysis.screening import DensityIndices, MorrisEffects, density_based, morris
from econ.analysis.shapley import ShapleyEffect, ShapleyEffects, shapley_effects
from econ.analysis.sobol import SobolIndex, SobolIndices, sobol
from econ.analysis.switching import (
    Frontier,
    SwitchingValues,
    Threshold,
    frontier,
    switching_values,
    threshold,
)
from econ.methods.bootstrap import power_of_two
from econ.model.measures import net_present_value
from econ.model.scenario import Scenario

Apportioned = TypeVar("Apportioned", ShapleyEffects, SobolIndices)

DIGIT = 0.01
"""Shares are printed in whole percent: so far may one be wrong, either way, with 95% confidence."""
MOST_DRAWN = 2**16
"""No larger sample is drawn to make the errors smaller than a digit."""
ROUNDED_OFF = 1e-12
"""A share that differs from 0 by less than this does so by rounding alone."""


@dataclass(frozen=True, slots=True)
class OneWay:
    """One parameter at a time: cheap enough for every run.

    ``attributions`` are the shares of the observed change for which the headline is £0, one for
    each parameter that says what share is due to the programme (C10).
    ``leaving`` are the rates by which people leave: they are told as how long people stay, which is
    one over the rate.
    """

    tornado: Tornado
    options: OptionView
    switching: SwitchingValues
    frontier: Frontier | None
    attributions: tuple[Threshold, ...]
    leaving: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Global:
    """All parameters together; ``groups`` are the headings of the workbook's Parameters."""

    sobol: SobolIndices
    sobol_groups: SobolIndices
    morris: MorrisEffects
    shapley: ShapleyEffects
    shapley_groups: ShapleyEffects
    density: DensityIndices


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """What was asked about what drives the headline net present value.

    ``together`` is ``None`` where only one parameter at a time was moved.
    """

    scenario: Scenario
    one_way: OneWay
    together: Global | None = None

    def records(self) -> dict[str, list[dict[str, object]]]:
        """The lists of ``--json``: one record a parameter, or a pair, or a group."""
        alone = {
            "tornado": self.one_way.tornado.records(),
            "options": self.one_way.options.records(),
            "switching_values": self.one_way.switching.records(),
        }
        names = [field.name for field in fields(Global)] if self.together else []
        return alone | {name: getattr(self.together, name).records() for name in names}


def one_way(scenario: Scenario) -> OneWay:
    """Tornado, options, switching values, and attribution's frontier against the top parameter."""
    headline = net_present_value(scenario.perspective)
    bars = tornado(scenario, headline)
    due = scenario.attributions
    others = [bar.parameter for bar in bars.bars if bar.parameter not in due]
    rates = [profile.leaving_rate for profile in scenario.profiles.values()]
    used = [name for name in due if name in scenario.used]
    return OneWay(
        bars,
        option_view(scenario, headline),
        switching_values(scenario, headline),
        frontier(scenario, used[0], others[0], headline) if used and others else None,
        tuple(threshold(scenario, name, headline, low=0.0, high=1.0) for name in due),
        frozenset(name for name in rates if name and scenario[name].unit == "per year"),
    )


def sensitivity(
    scenario: Scenario,
    *,
    n: int = 4096,
    most: int = MOST_DRAWN,
    seed: int = 2025,
    second_order: bool = False,
    step: Callable[[str], None] | None = None,
) -> Sensitivity:
    """Run every sensitivity analysis of the headline net present value.

    ``n`` is the number of draws of each global analysis, from which the shares of variance go on
    to as many, ``most`` at most, as make them known to a printed digit; ``step`` is told the name
    of each as it begins. Raises ``ScenarioError`` where nothing varies.
    """
    headline = net_present_value(scenario.perspective)
    step = step or (lambda _: None)
    step("Tornado and switching values")
    alone = one_way(scenario)
    step("Sobol' indices")
    one = partial(sobol, scenario, headline, seed=seed)
    indices = printable(partial(one, second_order=second_order), n, most)
    grouped = printable(partial(one, groups="group"), n, most)
    step("Shapley effects")
    fair = partial(shapley_effects, scenario, headline, seed=seed)
    effects = printable(fair, n, most)
    grouped_effects = printable(partial(fair, groups="group"), n, most)
    step("Morris and PAWN")
    screened = morris(scenario, headline, seed=seed)
    shifted = density_based(scenario, headline, n=n, seed=seed)
    together = Global(indices, grouped, screened, effects, grouped_effects, shifted)
    return Sensitivity(scenario, alone, together)


def printable(find: Callable[..., Apportioned], n: int, most: int = MOST_DRAWN) -> Apportioned:
    """Shares of the variance from ``n`` draws, or from as many as make them known to a digit."""
    found = find(n=n)
    if (off := known_to(found)) <= DIGIT or found.size >= most:
        return found
    return find(n=min(power_of_two(found.size * (1.1 * off / DIGIT) ** 2), most))


def known_to(found: ShapleyEffects | SobolIndices) -> float:
    """How far any of these shares may be off, either way, with the confidence of their limits."""
    every = found.effects if isinstance(found, ShapleyEffects) else found.indices
    off = [e.high - e.estimate for e in every if e.high is not None and e.estimate is not None]
    return max(off, default=0.0)


def as_known(found: ShapleyEffect | SobolIndex) -> float | str | None:
    """A share as it may be printed: one within its own error, or a digit, is told as a bound.

    What has exactly no influence has no share at all, which is said too.
    """
    if found.estimate is None or found.low is None or found.high is None:
        return None
    if max(abs(found.low), abs(found.high)) < ROUNDED_OFF:
        return "none"
    known = found.low > 0 and round(100 * found.estimate) > 0
    return found.estimate if known else f"under {max(ceil(100 * found.high), 1)}%"
