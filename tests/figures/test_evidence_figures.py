"""Pictures of the value of evidence: what they draw, and what they say they draw."""

import numpy as np
import pytest
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from econ import figures
from econ.analysis.options import options
from econ.analysis.value_of_information import ValueOfInformation, value_of_information
from econ.model.designs import SobolSequence
from econ.model.distributions import FloatArray
from econ.model.measures import net_present_value
from tests.analysis.test_cost_effectiveness import clinic
from tests.reports.test_value_of_evidence import DEAR, DRAWS, SURVEY, unsure


@pytest.fixture(scope="module")
def found() -> ValueOfInformation:
    society = net_present_value("society")
    return value_of_information(unsure(), society, studies=(SURVEY, DEAR), draws=DRAWS)


def test_what_is_worth_knowing_is_drawn_as_bars_beside_everything(
    found: ValueOfInformation,
) -> None:
    axes = figures.worth_of_knowing(found, figures.blank())
    widths = [bar.get_width() for bar in axes.patches if isinstance(bar, Rectangle)]
    assert widths == [found.evpi.estimate, found.evppi[0].estimate]
    assert figures.described(axes) == "Bars: everything £4 and gain £4."


def drawn(line: Line2D) -> FloatArray:
    return np.array([line.get_xdata(), line.get_ydata()], dtype=np.float64)


def test_studies_are_drawn_as_lines_by_size(found: ValueOfInformation) -> None:
    axes = figures.worth_of_studies(found, figures.blank())
    survey, dear, nothing = (drawn(line) for line in axes.lines)
    assert list(survey[0]) == [one.n for one in found.enbs[0].enbs]
    assert max(survey[1]) == found.enbs[0].best.estimate
    assert max(dear[1]) == 0
    assert list(nothing[1]) == [0, 0]
    assert "A dear survey, best with 0 people: £0" in figures.described(axes)


def test_the_best_option_by_the_value_of_a_unit_is_drawn_with_its_frontier() -> None:
    """Two QALYs for £40,000: at £0 nothing is best; at £25,000 it is, with Φ(0.74) = 77%."""
    beside = options([clinic()], "society", health=True, design=SobolSequence(DRAWS, 1))
    axes = figures.best_option(beside, figures.blank())
    own, none, frontier = (drawn(line) for line in axes.lines)
    assert own[1][-1] + none[1][-1] == pytest.approx(1.0)
    assert frontier[1][0] == 1.0
    said = figures.described(axes)
    assert "at £0 fund nothing is best on average, and in 100% of draws" in said
    assert "at £25,000 Small programme is best on average, and in 77% of draws" in said
