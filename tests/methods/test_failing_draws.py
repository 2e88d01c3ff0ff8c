"""Draws in which an answer does not exist are counted and shown, at every door."""

from collections.abc import Callable

import numpy as np
import pytest

from econ.analysis.comparison import compare
from econ.errors import ScenarioError
from econ.methods.failing_draws import require_every_draw
from econ.methods.net_benefits import net_benefits
from econ.model.designs import MonteCarlo
from econ.model.distributions import ChanceOfNone, Fixed, Normal
from econ.model.draws import draw
from econ.model.estimates import Estimate
from econ.model.measures import net_present_value
from econ.model.scenario import Scenario
from econ.reports.batch import found_together
from econ.reports.report import report
from tests.programmes import Number, cost, programme, saving

NET = net_present_value()
DESIGN = MonteCarlo(2_000, 7)


def failing(chance: float = 0.01) -> Scenario:
    """Visits are people over hours, which are none now and then; the delivery never fails."""
    hours = ChanceOfNone(chance, Normal(5, 1))
    numbers: dict[str, Number] = {"people": 100, "hours": hours, "price": 10, "fee": 5}
    outcomes = [saving("visits", "people / hours", "price"), cost("delivery", "people", "fee")]
    return programme(numbers, outcomes)


DOORS: dict[str, Callable[[Scenario], object]] = {
    "report": lambda scenario: report(scenario, DESIGN),
    "batch": lambda scenario: found_together([scenario], DESIGN),
    "compare": lambda scenario: compare([scenario], draws=DESIGN.size, seed=DESIGN.seed),
    "value": lambda scenario: net_benefits([scenario], [NET], DESIGN),
}


@pytest.mark.parametrize("door", DOORS)
def test_draws_that_fail_are_counted_and_the_first_is_shown_with_its_numbers(door: str) -> None:
    none = np.flatnonzero(draw(failing(), DESIGN)["hours"] == 0)
    assert len(none) > 5
    with pytest.raises(ScenarioError) as told:
        DOORS[door](failing())
    said = " ".join(str(told.value).split())
    assert f"is no finite number in {len(none)} of 2,000 draws" in said
    assert f"the first is number {none[0] + 1}, where 'visits' fails with people 100" in said
    assert "hours 0 and price 10" in said
    assert "delivery" not in said


@pytest.mark.parametrize("door", DOORS)
def test_a_scenario_that_never_fails_passes_every_door(door: str) -> None:
    sound = failing().vary(hours=Normal(50, 1))
    assert DOORS[door](sound)


def test_where_no_draw_fails_and_there_is_still_no_mean_their_sum_is_too_large() -> None:
    sound, none = failing().vary(hours=Fixed(1.0)), Estimate(1.0, *(None,) * 7)
    with pytest.raises(ScenarioError, match="too large to be added up"):
        require_every_draw(sound, DESIGN, NET, none)
