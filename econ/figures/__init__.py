"""The pictures, one function each: axes in, the same axes out, and nothing else changed.

    from econ import figures

    axes = figures.tornado(econ.tornado(base, econ.net_present_value()), figures.blank())
    figures.save(axes, "tornado.svg")

In a notebook the axes of ``matplotlib.pyplot.subplots()`` serve as well.
"""

from econ.figures.evidence import best_option, worth_of_knowing, worth_of_studies
from econ.figures.health import plane, value_of_a_unit
from econ.figures.results import distribution, exceedance, payer_by_year, waterfall, who_pays
from econ.figures.results import draw_cohorts as by_cohort
from econ.figures.sensitivity import convergence
from econ.figures.sensitivity import draw_acceptability as acceptability
from econ.figures.sensitivity import draw_frontier as frontier
from econ.figures.sensitivity import draw_scenarios as scenarios
from econ.figures.sensitivity import draw_tornado as tornado
from econ.figures.style import blank, png, rows_high, svg, title
from econ.figures.style import words_of as described
from econ.figures.style import write_picture as save

__all__ = [
    "acceptability",
    "best_option",
    "blank",
    "by_cohort",
    "convergence",
    "described",
    "distribution",
    "exceedance",
    "frontier",
    "payer_by_year",
    "plane",
    "png",
    "rows_high",
    "save",
    "scenarios",
    "svg",
    "title",
    "tornado",
    "value_of_a_unit",
    "waterfall",
    "who_pays",
    "worth_of_knowing",
    "worth_of_studies",
]
