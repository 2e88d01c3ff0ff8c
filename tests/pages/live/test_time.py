"""Closed forms of Workings against numerical integration."""

import numpy as np
import pytest
from scipy.integrate import quad

from econ.model.profiles import SMALL_RATE
from econ.pages.live.formulas import Formula, formula
from econ.pages.live.time import mean_survival, mean_time

SMALL = formula(SMALL_RATE)
RATES = (0.0, 1e-6, 0.004, 0.99 * SMALL_RATE, SMALL_RATE, 0.02, 0.5, 3.0, -0.3)


def cell(rate: float) -> Formula:
    return Formula(("B2",), rate)


@pytest.mark.parametrize("rate", RATES)
def test_the_mean_of_those_still_there_is_the_integral_over_a_year(rate: float) -> None:
    wanted = quad(lambda t: np.exp(-rate * t), 0, 1, epsabs=0, epsrel=1e-13)[0]
    assert mean_survival(cell(rate), SMALL).value == pytest.approx(wanted, rel=1e-11)


@pytest.mark.parametrize("rate", RATES)
def test_the_mean_time_of_those_still_there_is_the_integral_over_a_year(rate: float) -> None:
    wanted = quad(lambda t: t * np.exp(-rate * t), 0, 1, epsabs=0, epsrel=1e-13)[0]
    assert mean_time(cell(rate), SMALL).value == pytest.approx(wanted, rel=1e-11)
