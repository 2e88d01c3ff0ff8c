"""What a correction for optimism does to the answer: the same draws with it and without.

An optimism bias is a parameter of that role, a factor of the quantity of its outcomes: 1 is no
adjustment (Green Book 2026, chapter 5: adjust, say by how much and why, and show both).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from econ.methods.one_pass import estimates
from econ.model.designs import Design
from econ.model.distributions import Fixed
from econ.model.estimates import Estimate
from econ.model.measures import Measure
from econ.model.parameters import OPTIMISM_BIAS, Parameter
from econ.model.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Adjustment:
    """Corrections for optimism, one or all together, and a measure without and with them."""

    factors: tuple[Parameter, ...]
    without: Estimate
    adjusted: Estimate


def optimism(scenario: Scenario, design: Design, measure: Measure) -> tuple[Adjustment, ...]:
    """Each correction for optimism that is used, alone; then, of several, all of them."""
    named = [n for n, p in scenario.parameters.items() if p.role == OPTIMISM_BIAS]
    used = [name for name in named if name in scenario.used]
    sets = [[name] for name in used] + ([used] if len(used) > 1 else [])
    if not sets:
        return ()
    asked = [unadjusted(scenario, names) for names in sets]
    adjusted, *without = (
        estimates(version, design, [measure])[0] for version in (scenario, *asked)
    )
    return tuple(
        Adjustment(tuple(scenario[name] for name in names), plain, adjusted)
        for names, plain in zip(sets, without, strict=True)
    )


def unadjusted(scenario: Scenario, names: Collection[str]) -> Scenario:
    """The scenario with these factors at 1, in every cohort."""
    cohorts = tuple(
        replace(c, relative={name: x for name, x in c.relative.items() if name not in names})
        for c in scenario.cohorts
    )
    none: dict[str, Any] = dict.fromkeys(names, Fixed(1.0))
    return replace(scenario.vary(**none), cohorts=cohorts)
