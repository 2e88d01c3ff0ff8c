"""What drives an answer: every sensitivity analysis of one headline, gathered once.

One-way on the base case; switching values; and, on the draws' own joint distribution, Sobol',
Shapley, Morris and PAWN. The workbook, ``--json`` and the command line all show this object.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields

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
from econ.model.measures import net_present_value
from econ.model.scenario import Scenario
from econ.reports.report import ATTRIBUTION


@dataclass(frozen=True, slots=True)
class OneWay:
    """One parameter at a time: cheap enough for every run.

    ``attribution`` is the share of the observed change for which the headline is £0, ``None``
    where no parameter says what share is due to the programme. ``leaving`` are the rates by which
    people leave: they are told as how long people stay, which is one over the rate.
    """

    tornado: Tornado
    options: OptionView
    switching: SwitchingValues
    frontier: Frontier | None
    attribution: Threshold | None
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
    others = [bar.parameter for bar in bars.bars if bar.parameter != ATTRIBUTION]
    rates = [profile.leaving_rate for profile in scenario.profiles.values()]
    known, used = ATTRIBUTION in scenario.parameters, ATTRIBUTION in scenario.used
    return OneWay(
        bars,
        option_view(scenario, headline),
        switching_values(scenario, headline),
        frontier(scenario, ATTRIBUTION, others[0], headline) if used and others else None,
        threshold(scenario, ATTRIBUTION, headline, low=0.0, high=1.0) if known else None,
        frozenset(name for name in rates if name and scenario[name].unit == "per year"),
    )


def sensitivity(
    scenario: Scenario,
    *,
    n: int = 4096,
    seed: int = 2025,
    second_order: bool = False,
    step: Callable[[str], None] | None = None,
) -> Sensitivity:
    """Run every sensitivity analysis of the headline net present value.

    ``n`` is the number of draws of each global analysis; ``step`` is told the name of each as it
    begins. Raises ``ScenarioError`` where nothing varies.
    """
    headline = net_present_value(scenario.perspective)
    step = step or (lambda _: None)
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
    together = Global(indices, grouped, screened, effects, grouped_effects, shifted)
    return Sensitivity(scenario, alone, together)
