"""Switching values: what a parameter would have to be for a measure to be zero.

The parameter is swept over its plausible range with all others at their means; every change of
sign is then closed in on.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq

from econ.draws import sweep
from econ.measures import Measure
from econ.model import evaluate
from econ.scenario import Scenario

POINTS = 201


@dataclass(frozen=True, slots=True)
class Threshold:
    """Where a measure crosses zero as one parameter moves through ``low`` to ``high``.

    ``crossings`` are all such values, in order; empty where the sign never changes.
    """

    parameter: str
    base_case: float
    low: float
    high: float
    crossings: tuple[float, ...]
    at_low: float
    at_high: float

    @property
    def value(self) -> float | None:
        """The crossing nearest to the base case, or ``None`` where there is none."""
        return min(self.crossings, key=lambda x: abs(x - self.base_case), default=None)


def threshold(
    scenario: Scenario, parameter: str, measure: Measure, *, low: float, high: float
) -> Threshold:
    """The values of ``parameter`` between ``low`` and ``high`` at which ``measure`` is zero.

    Raises ``ScenarioError`` where there is no such parameter.
    """

    def at(values: object) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
        points = np.atleast_1d(np.asarray(values, dtype=np.float64))
        return measure.draws(evaluate(scenario, sweep(scenario, parameter, points)))

    grid = np.linspace(low, high, POINTS)
    response = at(grid)
    crossings = [float(x) for x in grid[response == 0]]
    for left in np.flatnonzero(response[:-1] * response[1:] < 0):
        root = brentq(lambda x: float(at(x)[0]), grid[left], grid[left + 1], xtol=1e-13)
        crossings.append(float(root))
    return Threshold(
        parameter,
        scenario[parameter].mean,
        low,
        high,
        tuple(sorted(crossings)),
        float(response[0]),
        float(response[-1]),
    )
