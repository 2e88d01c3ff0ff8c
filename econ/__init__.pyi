# ruff: noqa: I001 - as many names a line as fit
from econ.__main__ import main as main
from econ.analysis.acceptability import Acceptability as Acceptability
from econ.analysis.acceptability import acceptability as acceptability
from econ.analysis.comparison import Comparison as Comparison, ModelAverage as ModelAverage
from econ.analysis.comparison import average as average, compare as compare
from econ.analysis.convergence import Convergence as Convergence, RunningMean as RunningMean
from econ.analysis.convergence import running_mean as running_mean, until as until
from econ.analysis.cost_effectiveness import (
    CostEffectiveness as CostEffectiveness,
    cost_effectiveness as cost_effectiveness,
)
from econ.analysis.deciding_for import DecidingFor as DecidingFor
from econ.analysis.deciding_for import value_of_deciding_for as value_of_deciding_for
from econ.analysis.difference import Difference as Difference, difference as difference
from econ.analysis.difference import explain as explain
from econ.analysis.freeze_and_average import freeze_and_average as freeze_and_average
from econ.analysis.one_way import OptionView as OptionView, Tornado as Tornado
from econ.analysis.one_way import option_view as option_view, tornado as tornado
from econ.analysis.options import OptionLine as OptionLine, Options as Options
from econ.analysis.options import options as options
from econ.analysis.screening import DensityIndices as DensityIndices, MorrisEffects as MorrisEffects
from econ.analysis.screening import density_based as density_based, importance as importance
from econ.analysis.screening import morris as morris
from econ.analysis.shapley import ShapleyEffects as ShapleyEffects
from econ.analysis.shapley import shapley_effects as shapley_effects
from econ.analysis.sobol import SobolIndices as SobolIndices, sobol as sobol
from econ.analysis.structures import Structures as Structures, structures as structures
from econ.analysis.switching import Frontier as Frontier, TwoWay as TwoWay
from econ.analysis.switching import SwitchingValues as SwitchingValues, Threshold as Threshold
from econ.analysis.switching import frontier as frontier, two_way as two_way
from econ.analysis.switching import switching_values as switching_values, threshold as threshold
from econ.analysis.value_of_information import ValueOfInformation as ValueOfInformation
from econ.analysis.value_of_information import value_of_information as value_of_information
from econ.analysis.verification import Verification as Verification, verify as verify
from econ.errors import EconError as EconError, Problem as Problem, ScenarioError as ScenarioError
from econ.errors import WorkbookError as WorkbookError
from econ.methods.health import NetBenefit as NetBenefit, net_benefit as net_benefit
from econ.methods.information import PerfectInformation as PerfectInformation
from econ.methods.information import evpi as evpi, evppi as evppi
from econ.methods.studies import NetSampling as NetSampling
from econ.methods.studies import SampleInformation as SampleInformation, enbs as enbs, evsi as evsi
from econ.model.combinations import grid as grid
from econ.model.designs import LatinHypercube as LatinHypercube, MonteCarlo as MonteCarlo
from econ.model.designs import SobolSequence as SobolSequence
from econ.model.distributions import PERT as PERT, Beta as Beta, ChanceOfNone as ChanceOfNone
from econ.model.distributions import Fixed as Fixed, Gamma as Gamma
from econ.model.distributions import LogNormal as LogNormal, Normal as Normal, Sample as Sample
from econ.model.distributions import Triangular as Triangular, Truncated as Truncated
from econ.model.distributions import Uniform as Uniform
from econ.model.draws import Draws as Draws, as_imported as as_imported
from econ.model.draws import base_case as base_case, draw as draw
from econ.model.draws import monte_carlo as monte_carlo, sweep as sweep
from econ.model.equation import ask as ask, evaluate as evaluate, run as run
from econ.model.impacts import Impacts as Impacts
from econ.model.measures import Measure as Measure, annual_budget_impact as annual_budget_impact
from econ.model.measures import benefit_cost_ratio as benefit_cost_ratio, benefits as benefits
from econ.model.measures import capacity_freed as capacity_freed, cash_releasing as cash_releasing
from econ.model.measures import cost_per_participant as cost_per_participant, costs as costs
from econ.model.measures import (
    equity_weighted_net_present_value as equity_weighted_net_present_value,
)
from econ.model.measures import equivalent_annual_value as equivalent_annual_value
from econ.model.measures import headline as headline, net_present_value as net_present_value
from econ.model.measures import internal_rate_of_return as internal_rate_of_return
from econ.model.measures import net_present_value_had_it_paid as net_present_value_had_it_paid
from econ.model.measures import payback_year as payback_year
from econ.model.measures import return_on_investment as return_on_investment
from econ.model.parameters import Priced as Priced
from econ.model.prices import GREEN_BOOK as GREEN_BOOK, GREEN_BOOK_HEALTH as GREEN_BOOK_HEALTH
from econ.model.prices import GREEN_BOOK_LONG_TEST as GREEN_BOOK_LONG_TEST
from econ.model.prices import JUNE_2026_REVIEW as JUNE_2026_REVIEW
from econ.model.prices import constant_rate as constant_rate
from econ.model.scenario import Scenario as Scenario, scenarios as scenarios
from econ.model.studies import Population as Population, Study as Study
from econ.reports.revisions import Revision as Revision
from econ.web.live_page import LivePage as LivePage, what_if as what_if
from econ.workbook.diff import compare_workbooks as compare_workbooks
from econ.workbook.new import new_workbook as new_workbook
from econ.workbook.read import read as read
from econ.workbook.shipped import write_example as write_example

__all__: list[str]
__version__: str
