"""Draws in which an answer does not exist: counted and shown, and none dropped in silence (C13)."""

from __future__ import annotations

import numpy as np

from econ.errors import counted, refuse
from econ.model.designs import Design
from econ.model.distributions import FloatArray
from econ.model.draws import Draws, sampling
from econ.model.equation import evaluate, rows_together
from econ.model.estimates import Estimate
from econ.model.measures import Measure
from econ.model.parameters import made_from
from econ.model.scenario import Scenario
from econ.words import exact_number, listed

_SHOWN = 8
"""Numbers of a draw that are shown."""


def require_every_draw(
    scenario: Scenario, design: Design, measure: Measure, found: Estimate | FloatArray
) -> None:
    """Raise ``ScenarioError`` where an answer is no finite number in some draws of a design.

    ``found`` is its estimate, which then has no mean, or the answer in each draw. Only then are the
    draws made again and counted, and the first that fails is shown with the numbers of those
    outcomes that fail in it.
    """
    exists = found.mean is not None if isinstance(found, Estimate) else np.isfinite(found).all()
    if exists or design.size == 0:
        return
    made, failing, done, first = sampling(scenario), 0, 0, 0
    for draws in made.blocks(design, rows_together([scenario])):
        wrong = np.flatnonzero(~np.isfinite(measure.draws(evaluate(scenario, draws))))
        first = done + int(wrong[0]) if len(wrong) and not failing else first
        failing, done = failing + len(wrong), done + len(draws)
    subject, who = f"scenario {scenario.name}", measure.definition.label
    if not failing:
        what, remedy = "is too large to be added up over the draws", "Look for a price in pence."
        raise refuse(subject, who, what, remedy)
    one = next(made.blocks(design, 1, first, first + 1))
    what = (
        f"is no finite number in {failing:,} of {counted(design.size, 'draw')}; the first is "
        f"number {first + 1:,}, {_shown(scenario, one)}"
    )
    remedy = "Give these a range in which it exists, or leave the outcome out."
    raise refuse(subject, who, what, remedy)


def _shown(scenario: Scenario, one: Draws) -> str:
    """The outcomes that fail in a draw, with the numbers they are made from."""
    money = evaluate(scenario, one).by("outcome").rows[1]
    fails = [o for o, x in zip(scenario.outcomes, money, strict=True) if not np.isfinite(x)]
    rows = scenario.parameters
    named = made_from([name for outcome in fails for name in outcome.names], rows)
    numbers = [f"{rows[name].label} {exact_number(float(one[name][0]))}" for name in named]
    more = [f"{len(numbers) - _SHOWN} more"] if len(numbers) > _SHOWN else []
    which = listed([f"'{outcome.label}'" for outcome in fails]) or "all outcomes together"
    return f"where {which} fails with {listed([*numbers[:_SHOWN], *more])}"
