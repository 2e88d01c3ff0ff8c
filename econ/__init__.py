"""Health-economic cost-impact models of community programmes.

    scenario = econ.read("parameters/side_by_side.xlsx")       # every assumption, sourced
    draws = econ.monte_carlo(scenario, draws=10_000, seed=1)    # draw x parameter
    impacts = econ.evaluate(scenario, draws)                    # draw x cohort x year x payer ...
    npv = econ.net_present_value(perspective="society")         # one number a draw
    npv.estimate(impacts)                                       # mean, interval, error

Names are imported when first used, so that ``import econ`` stays light.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from econ.__main__ import main as main
    from econ.analysis.acceptability import Acceptability as Acceptability
    from econ.analysis.acceptability import acceptability as acceptability
    from econ.analysis.comparison import Comparison as Comparison
    from econ.analysis.comparison import ModelAverage as ModelAverage
    from econ.analysis.comparison import average as average
    from econ.analysis.comparison import compare as compare
    from econ.analysis.convergence import Convergence as Convergence
    from econ.analysis.convergence import RunningMean as RunningMean
    from econ.analysis.convergence import running_mean as running_mean
    from econ.analysis.convergence import until as until
    from econ.analysis.explanation import Explanation as Explanation
    from econ.analysis.explanation import explain as explain
    from econ.analysis.global_sensitivity import DensityIndices as DensityIndices
    from econ.analysis.global_sensitivity import MorrisEffects as MorrisEffects
    from econ.analysis.global_sensitivity import density_based as density_based
    from econ.analysis.global_sensitivity import morris as morris
    from econ.analysis.one_way import OptionView as OptionView
    from econ.analysis.one_way import Tornado as Tornado
    from econ.analysis.one_way import option_view as option_view
    from econ.analysis.one_way import tornado as tornado
    from econ.analysis.revision import Revision as Revision
    from econ.analysis.revision import revision as revision
    from econ.analysis.shapley import ShapleyEffects as ShapleyEffects
    from econ.analysis.shapley import shapley_effects as shapley_effects
    from econ.analysis.sobol_indices import SobolIndices as SobolIndices
    from econ.analysis.sobol_indices import sobol as sobol
    from econ.analysis.threshold import SwitchingValues as SwitchingValues
    from econ.analysis.threshold import Threshold as Threshold
    from econ.analysis.threshold import switching_values as switching_values
    from econ.analysis.threshold import threshold as threshold
    from econ.analysis.two_way import Frontier as Frontier
    from econ.analysis.two_way import Grid as Grid
    from econ.analysis.two_way import frontier as frontier
    from econ.analysis.two_way import grid as grid
    from econ.distributions import PERT as PERT
    from econ.distributions import Beta as Beta
    from econ.distributions import Fixed as Fixed
    from econ.distributions import Gamma as Gamma
    from econ.distributions import LogNormal as LogNormal
    from econ.distributions import Normal as Normal
    from econ.distributions import Sample as Sample
    from econ.distributions import Triangular as Triangular
    from econ.distributions import Uniform as Uniform
    from econ.draws import Draws as Draws
    from econ.draws import LatinHypercube as LatinHypercube
    from econ.draws import MonteCarlo as MonteCarlo
    from econ.draws import SobolSequence as SobolSequence
    from econ.draws import base_case as base_case
    from econ.draws import draw as draw
    from econ.draws import monte_carlo as monte_carlo
    from econ.draws import sweep as sweep
    from econ.errors import EconError as EconError
    from econ.errors import Problem as Problem
    from econ.errors import ScenarioError as ScenarioError
    from econ.errors import WorkbookError as WorkbookError
    from econ.impacts import Impacts as Impacts
    from econ.measures import Measure as Measure
    from econ.measures import annual_budget_impact as annual_budget_impact
    from econ.measures import benefit_cost_ratio as benefit_cost_ratio
    from econ.measures import benefits as benefits
    from econ.measures import capacity_freed as capacity_freed
    from econ.measures import cash_releasing as cash_releasing
    from econ.measures import cost_per_participant as cost_per_participant
    from econ.measures import costs as costs
    from econ.measures import (
        equity_weighted_net_present_value as equity_weighted_net_present_value,
    )
    from econ.measures import headline as headline
    from econ.measures import net_present_value as net_present_value
    from econ.measures import payback_year as payback_year
    from econ.measures import return_on_investment as return_on_investment
    from econ.model import ask as ask
    from econ.model import evaluate as evaluate
    from econ.model import run as run
    from econ.prices import GREEN_BOOK as GREEN_BOOK
    from econ.prices import GREEN_BOOK_HEALTH as GREEN_BOOK_HEALTH
    from econ.prices import constant_rate as constant_rate
    from econ.scenario import Scenario as Scenario
    from econ.workbook.diff import Difference as Difference
    from econ.workbook.diff import compare_workbooks as compare_workbooks
    from econ.workbook.new import new_workbook as new_workbook
    from econ.workbook.read import read as read
    from econ.workbook.shipped import write_example as write_example

_HOME = {
    "econ.__main__": "main",
    "econ.analysis.acceptability": "Acceptability acceptability",
    "econ.analysis.comparison": "Comparison ModelAverage average compare",
    "econ.analysis.convergence": "Convergence RunningMean running_mean until",
    "econ.analysis.explanation": "Explanation explain",
    "econ.analysis.global_sensitivity": "DensityIndices MorrisEffects density_based morris",
    "econ.analysis.one_way": "OptionView Tornado option_view tornado",
    "econ.analysis.revision": "Revision revision",
    "econ.analysis.shapley": "ShapleyEffects shapley_effects",
    "econ.analysis.sobol_indices": "SobolIndices sobol",
    "econ.analysis.threshold": "SwitchingValues Threshold switching_values threshold",
    "econ.analysis.two_way": "Frontier Grid frontier grid",
    "econ.distributions": "PERT Beta Fixed Gamma LogNormal Normal Sample Triangular Uniform",
    "econ.draws": "Draws LatinHypercube MonteCarlo SobolSequence base_case draw monte_carlo sweep",
    "econ.errors": "EconError Problem ScenarioError WorkbookError",
    "econ.impacts": "Impacts",
    "econ.measures": "Measure annual_budget_impact benefit_cost_ratio benefits capacity_freed "
    "cash_releasing cost_per_participant costs equity_weighted_net_present_value "
    "headline net_present_value payback_year return_on_investment",
    "econ.model": "ask evaluate run",
    "econ.prices": "GREEN_BOOK GREEN_BOOK_HEALTH constant_rate",
    "econ.scenario": "Scenario",
    "econ.workbook.diff": "Difference compare_workbooks",
    "econ.workbook.new": "new_workbook",
    "econ.workbook.read": "read",
    "econ.workbook.shipped": "write_example",
}
_MODULE = {name: module for module, names in _HOME.items() for name in names.split()}

__all__ = sorted(_MODULE)  # noqa: PLE0605 - a test pins the names


def __getattr__(name: str) -> object:
    """Import a public name when it is first used."""
    if name in _MODULE:
        return getattr(import_module(_MODULE[name]), name)
    raise AttributeError(f"module 'econ' has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
