"""The chance of paying for itself, for each value that a parameter might have.

The sceptic and the enthusiast differ over one number, most often the share of the change that is
due to the programme. Here each reads off the answer of their own belief.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from econ.errors import require_known
from econ.methods.moved_alone import chosen_range
from econ.methods.results import Asked, Result, asked_of
from econ.model.allowed import ATTRIBUTION
from econ.model.designs import MonteCarlo
from econ.model.distributions import Z_95, Fixed, FloatArray
from econ.model.equation import ask
from econ.model.estimates import probability_error
from econ.model.measures import Measure, headline, require_money
from econ.model.scenario import Scenario

VALUES_TRIED = 21


@dataclass(frozen=True, slots=True, repr=False)
class Acceptability(Result, Asked):
    """The probability that a measure is above zero, for each value of one parameter.

    ``base_case`` is the parameter's mean. ``probability`` and its Monte Carlo error ``se`` have one
    entry a value.
    """

    READS = "at$ estimate% low% high%"

    scenario: str
    parameter: str
    label: str
    unit: str
    base_case: float
    draws: int
    seed: int
    values: tuple[float, ...]
    probability: tuple[float, ...]
    se: tuple[float, ...]

    def band(self) -> tuple[FloatArray, FloatArray]:
        """The 95% limits of the probabilities that the number of draws leaves, within 0 and 1."""
        middle, half = np.array(self.probability), Z_95 * np.array(self.se)
        return np.clip(middle - half, 0, 1), np.clip(middle + half, 0, 1)

    def records(self) -> list[dict[str, object]]:
        """One record a value: ``parameter``, ``at``, ``estimate`` and its limits."""
        low, high = self.band()
        names = ("at", "estimate", "low", "high", "se")
        rows = zip(self.values, self.probability, low.tolist(), high.tolist(), self.se, strict=True)
        return [{"parameter": self.parameter} | dict(zip(names, row, strict=True)) for row in rows]


def acceptability(
    scenario: Scenario,
    parameter: str = "",
    measure: Measure | None = None,
    points: int = VALUES_TRIED,
    draws: int = 2_000,
    seed: int = 2025,
    *,
    low: float | None = None,
    high: float | None = None,
) -> Acceptability:
    """The chance that a measure is above zero, with a parameter held at each of some values.

    All others vary as they do, in the same draws at every value (C11), so that the line is smooth.
    The values go through the parameter's plausible range at equal steps unless ``low`` and
    ``high`` say another; the measure is the headline net present value unless one is given.

    Unless a parameter is named it is what says how much is due to the programme: the attribution.

    Raises ``ScenarioError`` for a parameter that is not known, is one share of a group, or has no
    range, and for a measure that is not an amount of money.

    >>> import econ
    >>> base = econ.read("parameters/side_by_side.xlsx")
    >>> acceptability(base, draws=200, low=0, high=1, points=3).probability[0]
    0.0
    """
    asked = measure or headline()
    parameter = parameter or next(iter(scenario.attributions), ATTRIBUTION)
    require_known("acceptability", [parameter], scenario.parameters, "parameter")
    require_money("acceptability", asked)
    first, last = chosen_range(scenario, parameter, low, high)
    values = np.linspace(first, last, points)
    held: list[dict[str, Any]] = [{parameter: Fixed(value)} for value in values.tolist()]
    rows = [ask(scenario.vary(**one), MonteCarlo(draws, seed), [asked])[0][1:] for one in held]
    named = scenario[parameter]
    return Acceptability(
        *asked_of(asked, scenario.perspective),
        scenario=scenario.name,
        parameter=parameter,
        label=named.label,
        unit=named.unit,
        base_case=named.mean,
        draws=draws,
        seed=seed,
        values=tuple(values.tolist()),
        probability=tuple(float(np.mean(row > 0)) for row in rows),
        se=tuple(probability_error(row) for row in rows),
    )
