"""Scenarios as options, on the same draws: what each brings to each view, and from what.

The points are of all the dimensions that any of them has, so that what is uncertain in several is
drawn once (C11). Funding nothing is an option too: it brings 0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from econ.errors import refuse, require_kind
from econ.methods.factors import factors
from econ.methods.failing_draws import require_every_draw
from econ.model.designs import Design
from econ.model.distributions import FloatArray
from econ.model.draws import Draws, Sampling, require_size, sampling
from econ.model.equation import evaluate, rows_together
from econ.model.measures import Measure, require_money
from econ.model.scenario import A_SCENARIO, Scenario

FUND_NOTHING = "fund nothing"
"""The option that brings 0 to everyone."""


class NetBenefits(NamedTuple):
    """What options bring, a table a measure, and the uncertain parameters that they rest on.

    Each of ``tables`` has a column an option, the first *fund nothing*, of shape (draws,) each, as
    ``econ.evpi`` wants it. ``people`` is how many the first programme reaches, ``None`` where that
    is not known; ``batches`` is the number of replicates.
    """

    tables: tuple[dict[str, FloatArray], ...]
    parameters: dict[str, FloatArray]
    batches: int
    people: float | None


def net_benefits(
    options: Sequence[Scenario], measures: Sequence[Measure], design: Design
) -> NetBenefits:
    """Evaluate options on the same draws of a design, in blocks, for each measure.

    A parameter is told of the first option in which it is uncertain and used. Raises
    ``ScenarioError`` where a measure is not an amount of money, two options have one name, or
    nothing is uncertain.

    >>> import econ
    >>> base = econ.read("parameters/side_by_side.xlsx")
    >>> npv = econ.net_present_value("society")
    >>> found = net_benefits([base], [npv], econ.MonteCarlo(200, 1))
    >>> [(name, len(draws)) for name, draws in found.tables[0].items()]
    [('fund nothing', 200), ('Base case', 200)]
    """
    for option in options:
        require_kind("options", "option", option, Scenario, A_SCENARIO)
    for measure in measures:
        require_money("value of information", measure)
    require_size(design)
    if not options or not design.size:
        what = "none is given" if not options else "there are no draws"
        raise refuse("options", "value of information", what, "Give some.")
    names = [option.name for option in options]
    if len({FUND_NOTHING, *names}) <= len(names):
        remedy = "Name each scenario: base.vary('More groups', ...)."
        raise refuse("options", ", ".join(names), "two have one name", remedy)
    prepared = [sampling(option) for option in options]
    owner = _owners(options)
    at_once = rows_together(options)
    parts = [
        _block(options, prepared, measures, design, slice(start, start + at_once), owner)
        for start in range(0, design.size, at_once)
    ]
    answers = np.concatenate([answer for answer, _, _ in parts], axis=-1)
    for measure, of_measure in zip(measures, answers, strict=True):
        for option, rows in zip(options, of_measure, strict=True):
            require_every_draw(option, design, measure, rows)
    tables = tuple(
        {FUND_NOTHING: np.zeros(design.size), **dict(zip(names, of, strict=True))} for of in answers
    )
    drawn = {name: np.concatenate([columns[name] for _, columns, _ in parts]) for name in owner}
    return NetBenefits(tables, drawn, design.batches, parts[0][2])


def _owners(options: Sequence[Scenario]) -> dict[str, int]:
    """Each uncertain parameter that is used, and the place of the first option that uses it."""
    found = dict[str, int]()
    for place, option in enumerate(options):
        varied = not option.used.isdisjoint(option.uncertain)
        for factor in factors(option) if varied else ():
            for name in factor.parameters:
                found.setdefault(name, place)
    return found


def _block(
    options: Sequence[Scenario],
    prepared: Sequence[Sampling],
    measures: Sequence[Measure],
    design: Design,
    rows: slice,
    owner: Mapping[str, int],
) -> tuple[FloatArray, dict[str, FloatArray], float | None]:
    """Answers, shape (measures, options, draws), the parameters of some draws, and the people."""
    count = min(rows.stop, design.size) - rows.start
    streams = sorted({stream for one in prepared for stream in one.streams})
    points = design.points(streams, rows.start, count)
    found = [
        evaluate(option, Draws(one.columns(points), count, design.name, design.seed))
        for option, one in zip(options, prepared, strict=True)
    ]
    answers = np.array([[measure.draws(one) for one in found] for measure in measures])
    columns = {name: found[place].draws[name] for name, place in owner.items()}
    people = found[0].people
    return answers, columns, None if people is None else float(people[0].sum())
