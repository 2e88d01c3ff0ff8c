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
    from econ.analysis.difference import Difference as Difference
    from econ.analysis.difference import difference as difference
    from econ.analysis.difference import explain as explain
    from econ.analysis.one_way import OptionView as OptionView
    from econ.analysis.one_way import Tornado as Tornado
    from econ.analysis.one_way import option_view as option_view
    from econ.analysis.one_way import tornado as tornado
    from econ.analysis.screening import DensityIndices as DensityIndices
    from econ.analysis.screening import MorrisEffects as MorrisEffects
    from econ.analysis.screening import density_based as density_based
    from econ.analysis.screening import morris as morris
    from econ.analysis.shapley import ShapleyEffects as ShapleyEffects
    from econ.analysis.shapley import shapley_effects as shapley_effects
    from econ.analysis.sobol import SobolIndices as SobolIndices
    from econ.analysis.sobol import sobol as sobol
    from econ.analysis.switching import Frontier as Frontier
    from econ.analysis.switching import Grid as Grid
    from econ.analysis.switching import SwitchingValues as SwitchingValues
    from econ.analysis.switching import Threshold as Threshold
    from econ.analysis.switching import frontier as frontier
    from econ.analysis.switching import grid as grid
    from econ.analysis.switching import switching_values as switching_values
    from econ.analysis.switching import threshold as threshold
    from econ.errors import EconError as EconError
    from econ.errors import Problem as Problem
    from econ.errors import ScenarioError as ScenarioError
    from econ.errors import WorkbookError as WorkbookError
    from econ.model.designs import LatinHypercube as LatinHypercube
    from econ.model.designs import MonteCarlo as MonteCarlo
    from econ.model.designs import SobolSequence as SobolSequence
    from econ.model.distributions import PERT as PERT
    from econ.model.distributions import Beta as Beta
    from econ.model.distributions import ChanceOfNone as ChanceOfNone
    from econ.model.distributions import Fixed as Fixed
    from econ.model.distributions import Gamma as Gamma
    from econ.model.distributions import LogNormal as LogNormal
    from econ.model.distributions import Normal as Normal
    from econ.model.distributions import Sample as Sample
    from econ.model.distributions import Triangular as Triangular
    from econ.model.distributions import Uniform as Uniform
    from econ.model.draws import Draws as Draws
    from econ.model.draws import base_case as base_case
    from econ.model.draws import draw as draw
    from econ.model.draws import monte_carlo as monte_carlo
    from econ.model.draws import sweep as sweep
    from econ.model.equation import ask as ask
    from econ.model.equation import evaluate as evaluate
    from econ.model.equation import run as run
    from econ.model.impacts import Impacts as Impacts
    from econ.model.measures import Measure as Measure
    from econ.model.measures import annual_budget_impact as annual_budget_impact
    from econ.model.measures import benefit_cost_ratio as benefit_cost_ratio
    from econ.model.measures import benefits as benefits
    from econ.model.measures import capacity_freed as capacity_freed
    from econ.model.measures import cash_releasing as cash_releasing
    from econ.model.measures import cost_per_participant as cost_per_participant
    from econ.model.measures import costs as costs
    from econ.model.measures import (
        equity_weighted_net_present_value as equity_weighted_net_present_value,
    )
    from econ.model.measures import headline as headline
    from econ.model.measures import net_present_value as net_present_value
    from econ.model.measures import payback_year as payback_year
    from econ.model.measures import return_on_investment as return_on_investment
    from econ.model.prices import GREEN_BOOK as GREEN_BOOK
    from econ.model.prices import GREEN_BOOK_HEALTH as GREEN_BOOK_HEALTH
    from econ.model.prices import constant_rate as constant_rate
    from econ.model.scenario import Scenario as Scenario
    from econ.reports.revisions import Revision as Revision
    from econ.workbook.diff import compare_workbooks as compare_workbooks
    from econ.workbook.new import new_workbook as new_workbook
    from econ.workbook.read import read as read
    from econ.workbook.shipped import write_example as write_example

_HOME = {
    "econ.__main__": "main",
    "econ.analysis.acceptability": "Acceptability acceptability",
    "econ.analysis.comparison": "Comparison ModelAverage average compare",
    "econ.analysis.convergence": "Convergence RunningMean running_mean until",
    "econ.analysis.difference": "Difference difference explain",
    "econ.analysis.screening": "DensityIndices MorrisEffects density_based morris",
    "econ.analysis.one_way": "OptionView Tornado option_view tornado",
    "econ.analysis.shapley": "ShapleyEffects shapley_effects",
    "econ.analysis.sobol": "SobolIndices sobol",
    "econ.analysis.switching": "Frontier Grid SwitchingValues Threshold frontier "
    "grid switching_values threshold",
    "econ.model.distributions": "PERT Beta ChanceOfNone Fixed Gamma LogNormal Normal Sample "
    "Triangular Uniform",
    "econ.model.designs": "LatinHypercube MonteCarlo SobolSequence",
    "econ.model.draws": "Draws base_case draw monte_carlo sweep",
    "econ.errors": "EconError Problem ScenarioError WorkbookError",
    "econ.model.impacts": "Impacts",
    "econ.model.measures": "Measure annual_budget_impact benefit_cost_ratio benefits "
    "capacity_freed cash_releasing cost_per_participant costs equity_weighted_net_present_value "
    "headline net_present_value payback_year return_on_investment",
    "econ.model.equation": "ask evaluate run",
    "econ.model.prices": "GREEN_BOOK GREEN_BOOK_HEALTH constant_rate",
    "econ.model.scenario": "Scenario",
    "econ.reports.revisions": "Revision",
    "econ.workbook.diff": "compare_workbooks",
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
