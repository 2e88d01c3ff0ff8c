"""Closed forms of Workings against numerical integration."""

import numpy as np
import pytest
from scipy.integrate import quad

from econ.model.profiles import SMALL_RATE, Profile
from econ.pages.live.formulas import Formula, formula
from econ.pages.live.staying import first_year, first_year_time, mean_survival, mean_time
from econ.pages.live.time import SMALL_FIRST
from tests.pages.live.sheets import made_live, table
from tests.programmes import programme, saving


def test_a_table_whose_last_year_goes_on_follows_that_cell() -> None:
    """Someone who types another last year sees it in all that follow."""
    scenario = programme(
        {"people": 10.0, "price": 7.0},
        [saving("visits", "people", "price", "taper"), saving("calls", "people", "price", "once")],
        profiles=[
            Profile("taper", "table", "entry", (), (1.0, 0.5), after="last"),
            Profile("once", "table", "entry", (), (1.0,), after="0"),
        ],
        years=4,
    )
    made = made_live(scenario)
    assert made.failures == ()
    ages = table(made, "Time profiles by year since the start")
    later = [cell for cell in ages.lines["taper"] if isinstance(cell, Formula)]
    assert [cell.value for cell in later] == [0.5, 0.5]
    wanted = ages.cell("taper", scenario.year_labels[1]).pieces
    assert [cell.pieces for cell in later] == [wanted, wanted]


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


FIRST = (*RATES, 0.99 * SMALL_FIRST, SMALL_FIRST, 1.01 * SMALL_FIRST)


@pytest.mark.parametrize("rate", FIRST)
def test_the_mean_of_a_first_year_is_the_integral_over_those_who_start_evenly(rate: float) -> None:
    wanted = quad(lambda t: (1 - t) * np.exp(-rate * t), 0, 1, epsabs=0, epsrel=1e-13)[0]
    assert first_year(cell(rate), formula(SMALL_FIRST)).value == pytest.approx(wanted, rel=2e-12)


@pytest.mark.parametrize("rate", FIRST)
def test_the_mean_time_of_a_first_year_is_an_integral_too(rate: float) -> None:
    wanted = quad(lambda t: t * (1 - t) * np.exp(-rate * t), 0, 1, epsabs=0, epsrel=1e-13)[0]
    found = first_year_time(cell(rate), formula(SMALL_FIRST)).value
    assert found == pytest.approx(wanted, rel=5e-11)
