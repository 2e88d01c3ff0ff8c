"""How far the answer moves between structures: where a number is none, and where it is not.

A choice of structure is a parameter with a chance of none (``econ.ChanceOfNone``): an effect that
may not exist, or a fixed 1 that switches a part of the model. The headline is then an average over
structures, with the chances as weights, and the draws in which the number is none tell one from
the other: they are a random part of all draws, so that no further evaluation is needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot, isfinite

import numpy as np
import numpy.typing as npt

from econ.methods.results import Headed, Result, Subject, header, record, subject
from econ.model.designs import MonteCarlo
from econ.model.distributions import Z_95, ChanceOfNone, FloatArray
from econ.model.draws import Draws
from econ.model.equation import ask
from econ.model.estimates import ROUNDING, standard_error
from econ.model.impacts import Impacts
from econ.model.measures import Measure, headline
from econ.model.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Structure(Subject):
    """The answer where a number is none, and otherwise, each with its Monte Carlo standard error.

    ``weight`` is the chance of none that the scenario states. ``difference`` is what its not being
    none adds, ``None`` where it lies within its own error (C22) or does not exist.
    """

    weight: float
    none: float | None
    none_se: float | None
    otherwise: float | None
    otherwise_se: float | None
    difference: float | None


@dataclass(frozen=True, slots=True, repr=False)
class Structures(Result, Headed):
    """The structures of a scenario, the one that moves the answer most first."""

    READS = "label weight% none£ otherwise£ difference£"

    structures: tuple[Structure, ...]

    def records(self) -> list[dict[str, object]]:
        """One record a structure."""
        asked = {**self.asked(), "scenario": self.scenario}
        return [record(asked, found) for found in self.structures]


def structural(scenario: Scenario) -> tuple[str, ...]:
    """The parameters with a chance of none that something depends on."""
    used = scenario.used
    return tuple(
        name
        for name, parameter in scenario.parameters.items()
        if isinstance(parameter.distribution, ChanceOfNone) and name in used
    )


def none_drawn(scenario: Scenario, draws: Draws) -> npt.NDArray[np.bool_]:
    """In which draws each number that may be none is: shape (draws + 1, numbers)."""
    drawn = [draws.columns[name] == 0 for name in structural(scenario)]
    found = np.zeros((len(draws) + 1, len(drawn)), dtype=np.bool_)
    for place, none in enumerate(drawn):
        found[:, place] = none
    return found


def _as_numbers(impacts: Impacts) -> FloatArray:
    none = none_drawn(impacts.scenario, impacts.draws)
    return np.asarray(none, dtype=np.float64)


def structures(
    scenario: Scenario, measure: Measure | None = None, draws: int = 10_000, seed: int = 2025
) -> Structures:
    """The answer where each number with a chance of none is none, and where it is not.

    >>> import econ
    >>> base = econ.read("parameters/side_by_side.xlsx")
    >>> unsure = base.vary(reduction_ae=econ.ChanceOfNone(0.5, econ.Normal(0.5, 0.2)))
    >>> structures(unsure, draws=500).structures[0].weight
    0.5
    """
    asked = measure or headline()
    rows, none = ask(scenario, MonteCarlo(draws, seed), [asked, _as_numbers])
    return structures_in(scenario, asked, rows, none)


def structures_in(
    scenario: Scenario, measure: Measure, rows: FloatArray, none: FloatArray, batches: int = 0
) -> Structures:
    """The same of draws that are there: answers, and which numbers were none, base case first."""
    found = [
        _structure(scenario, name, rows[1:], none[1:, place] > 0, batches)
        for place, name in enumerate(structural(scenario))
    ]
    found.sort(key=lambda structure: -abs(structure.difference or 0.0))
    return Structures(*header(scenario, measure, float(rows[0])), tuple(found))


def _structure(
    scenario: Scenario, name: str, values: FloatArray, none: npt.NDArray[np.bool_], batches: int
) -> Structure:
    distribution = scenario[name].distribution
    weight = distribution.chance if isinstance(distribution, ChanceOfNone) else 0.0
    first, se = _where(values, none, batches)
    other, other_se = _where(values, ~none, batches)
    gap = None
    if first is not None and other is not None and se is not None and other_se is not None:
        noise = Z_95 * hypot(se, other_se) + ROUNDING * max(abs(first), abs(other))
        gap = other - first if abs(other - first) > noise else None
    return Structure(*subject(scenario[name]), weight, first, se, other, other_se, gap)


def _where(
    values: FloatArray, kept: npt.NDArray[np.bool_], batches: int
) -> tuple[float | None, float | None]:
    """The mean of some draws, and its error: by the means of replicates where there are some."""
    if kept.sum() < 2 or not isfinite(mean := float(values[kept].mean())):
        return None, None
    if not batches:
        return mean, standard_error(values[kept])
    parts = zip(np.array_split(values, batches), np.array_split(kept, batches), strict=True)
    means = [part[some].mean() for part, some in parts if some.any()]
    return mean, standard_error(np.array(means))
