"""What drives an answer: every sensitivity analysis of one headline, gathered once.

One-way on the base case; switching values; and, on the draws' own joint distribution, Sobol',
Shapley, Morris and PAWN. The workbook, ``--json`` and the command line all show this object.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from econ.analysis.one_way import OptionView, Tornado, option_view, tornado
from econ.analysis.screening import DensityIndices, MorrisEffects, density_based, morris
from econ.analysis.shapley import ShapleyEffects, shapley_effects
from econ.analysis.sobol import SobolIndices, sobol
from econ.analysis.switching import (
    Frontier,
    SwitchingValues,
    Threshold,
    frontier,
    switching_values,
    threshold,
)
from econ.model.measures import Measure, net_present_value
from econ.model.scenario import Scenario
from econ.reports.report import ATTRIBUTION

Beginning = Callable[[str], None]
"""Told the name of each analysis as it begins."""


@dataclass(frozen=True, slots=True)
class OneWay:
    """One parameter at a time: cheap enough for every run.

    ``attribution`` is the share of the observed change for which the headline is £0, ``None``
    where no parameter says what share is due to the programme.
    """

    tornado: Tornado
    options: OptionView
    switching: SwitchingValues
    frontier: Frontier | None
    attribution: Threshold | None


@dataclass(frozen=True, slots=True)
class Global:
    """All parameters together; ``groups`` are the headings of the workbook's Parameters."""

    sobol: SobolIndices
    sobol_groups: SobolIndices
    shapley: ShapleyEffects
    shapley_groups: ShapleyEffects
    morris: MorrisEffects
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
        if self.together is None:
            return alone
        return alone | {
            "sobol": self.together.sobol.records(),
            "sobol_groups": self.together.sobol_groups.records(),
            "morris": self.together.morris.records(),
            "shapley": self.together.shapley.records(),
            "shapley_groups": self.together.shapley_groups.records(),
            "density": self.together.density.records(),
        }


def one_way(scenario: Scenario) -> OneWay:
    """Tornado, options, switching values, and attribution's frontier against the top parameter."""
    headline = net_present_value(scenario.perspective)
    bars = tornado(scenario, headline)
    return OneWay(
        bars,
        option_view(scenario, headline),
        switching_values(scenario, headline),
        _frontier(scenario, bars),
        _attribution(scenario, headline),
    )


def sensitivity(
    scenario: Scenario,
    *,
    n: int = 4096,
    seed: int = 2025,
    second_order: bool = False,
    step: Beginning | None = None,
) -> Sensitivity:
    """Run every sensitivity analysis of the headline net present value.

    ``n`` is the number of draws of each global analysis. Raises ``ScenarioError`` where nothing
    varies.
    """
    headline = net_present_value(scenario.perspective)
    step = step or _silently
    step("Tornado and switching values")
    alone = one_way(scenario)
    step("Sobol' indices")
    indices = sobol(scenario, headline, n=n, seed=seed, second_order=second_order)
    grouped = sobol(scenario, headline, n=n, seed=seed, groups="group")
    step("Shapley effects")
    effects = shapley_effects(scenario, headline, n=n, seed=seed)
    grouped_effects = shapley_effects(scenario, headline, n=n, seed=seed, groups="group")
    step("Morris and PAWN")
    screened = morris(scenario, headline, seed=seed)
    shifted = density_based(scenario, headline, n=n, seed=seed)
    together = Global(indices, grouped, effects, grouped_effects, screened, shifted)
    return Sensitivity(scenario, alone, together)


def _silently(name: str) -> None:
    """Say nothing of a step."""
    del name


def _attribution(scenario: Scenario, headline: Measure) -> Threshold | None:
    """What share of the observed change would have to be the programme's, from none to all."""
    if ATTRIBUTION not in scenario.parameters:
        return None
    return threshold(scenario, ATTRIBUTION, headline, low=0.0, high=1.0)


def _frontier(scenario: Scenario, bars: Tornado) -> Frontier | None:
    """Attribution against the other parameter that moves the answer most."""
    others = [bar.parameter for bar in bars.bars if bar.parameter != ATTRIBUTION]
    if ATTRIBUTION not in scenario.used or not others:
        return None
    headline = net_present_value(scenario.perspective)
    return frontier(scenario, ATTRIBUTION, others[0], headline)
