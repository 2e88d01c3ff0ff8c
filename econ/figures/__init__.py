"""The pictures, one function each: axes in, the same axes out, and nothing else changed.

    from econ import figures

    axes = figures.tornado(econ.tornado(base, econ.net_present_value()), figures.blank())
    figures.save(axes, "tornado.svg")

In a notebook the axes of ``matplotlib.pyplot.subplots()`` serve as well.
"""

from econ.figures.results import by_cohort as by_cohort
from econ.figures.results import distribution as distribution
from econ.figures.results import exceedance as exceedance
from econ.figures.results import payer_by_year as payer_by_year
from econ.figures.results import waterfall as waterfall
from econ.figures.sensitivity import acceptability as acceptability
from econ.figures.sensitivity import convergence as convergence
from econ.figures.sensitivity import frontier as frontier
from econ.figures.sensitivity import scenarios as scenarios
from econ.figures.sensitivity import tornado as tornado
from econ.figures.style import blank as blank
from econ.figures.style import described as described
from econ.figures.style import hold as hold
from econ.figures.style import rows_high as rows_high
from econ.figures.style import save as save
from econ.figures.style import svg as svg
from econ.figures.style import title as title
