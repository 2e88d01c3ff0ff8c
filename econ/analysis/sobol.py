"""Sobol' indices: which share of the variance each parameter, or group of them, answers for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from econ.errors import Problem
from econ.methods.bootstrap import (
    NO_LIMITS,
    Limits,
    doubts,
    half_width,
    limits,
    power_of_two,
    resamples,
)
from econ.methods.factors import (
    Factor,
    Groups,
    Model,
    Output,
    Questions,
    correlated,
    factors,
    model_of,
    outputs,
    unusable,
)
from econ.methods.pick_and_freeze import Swapped, indices, swapped
from econ.methods.results import record
from econ.model.designs import saltelli
from econ.model.distributions import FloatArray
from econ.model.draws import Sampling, sampling
from econ.model.equation import BLOCK
from econ.model.scenario import Scenario

Order = Literal["first", "total", "second"]

CORRELATED = "the inputs are correlated: use Shapley effects"
"""Why a Sobol' index is not given: parts of the variance then belong to no parameter alone."""


@dataclass(frozen=True, slots=True)
class SobolIndex:
    """A share of the variance of one measure, with its confidence limits.

    ``index`` is *first* (by itself), *total* (with all its interactions) or *second* (what it does
    with ``partner`` beyond what either does by itself). ``estimate``, ``low`` and ``high`` are
    ``None`` where ``reason`` says why.
    """

    measure: str
    view: str
    index: Order
    parameter: str
    label: str
    partner: str
    partner_label: str
    estimate: float | None
    low: float | None
    high: float | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SobolIndices:
    """Sobol' indices of one or many measures, all from one set of draws.

    ``indices`` are sorted by total index within each measure. ``size`` is the number of draws in
    each of the two sets and ``evaluations`` the number of times the model was evaluated, both 0
    where the indices do not apply; ``warnings`` say in words what the sample cannot bear.
    """

    indices: tuple[SobolIndex, ...]
    size: int
    evaluations: int
    seed: int
    confidence: float
    warnings: tuple[Problem, ...] = ()

    @property
    def first(self) -> tuple[SobolIndex, ...]:
        """First order: the share of the variance that would go if the parameter were known."""
        return tuple(index for index in self.indices if index.index == "first")

    @property
    def total(self) -> tuple[SobolIndex, ...]:
        """Total: the share of the variance that would stay if all others were known."""
        return tuple(index for index in self.indices if index.index == "total")

    @property
    def second(self) -> tuple[SobolIndex, ...]:
        """Second order: the share that two answer for together, beyond each by itself."""
        return tuple(index for index in self.indices if index.index == "second")

    def records(self) -> list[dict[str, object]]:
        """One row an index, for a table or JSON."""
        return [record(index) for index in self.indices]


def sobol(
    scenario: Scenario,
    measures: Questions,
    *,
    n: int = 4096,
    seed: int = 2025,
    second_order: bool = False,
    groups: Groups = None,
    bootstrap: int = 100,
    confidence: float = 0.95,
) -> SobolIndices:
    """First-order and total Sobol' indices of one or many measures; second order on request.

    ``n`` is the size of each of two sets of draws, raised to a power of two. The model is
    evaluated ``n * (factors + 2)`` times, or ``n * (2 * factors + 2)`` with second order, however
    many measures are asked. ``groups`` makes one factor of each group of parameters, whose indices
    then count all that happens inside it: ``"group"`` takes the groups of the workbook, a mapping
    gives each parameter's. Limits come from ``bootstrap`` resamples.

    Where factors are correlated Sobol' indices do not apply: none is given, and each says so.
    Raises ``ScenarioError`` where nothing varies or a name is not known.

    Estimators: Saltelli et al. (2010), Jansen (1999) and, second order, Saltelli (2002); the same
    as SALib's.

    >>> import econ
    >>> base = econ.read("parameters/side_by_side.xlsx")
    >>> npv = econ.net_present_value("society")
    >>> sobol(base, npv, n=256).total[0].reason
    'the inputs are correlated: use Shapley effects'
    >>> sobol(base, npv, n=256, groups="group").total[0].reason
    ''
    """
    asked, varied, size = outputs(measures), factors(scenario, groups), power_of_two(n)
    prepared = sampling(scenario)
    tied = correlated(prepared, varied)
    if tied:
        blank = [index for o in asked for index in _blank(o, varied, second_order, CORRELATED)]
        return SobolIndices(tuple(blank), 0, 0, seed, confidence, (_inapplicable(tied),))
    found = _outputs(model_of(scenario, asked), prepared, varied, size, seed, second_order)
    weights = resamples(size, bootstrap, seed)
    read = [_read(o, varied, found.of(k), weights, confidence) for k, o in enumerate(asked)]
    return SobolIndices(
        tuple(index for part, _ in read for index in part),
        size,
        size * (2 + len(varied) * (1 + second_order)),
        seed,
        confidence,
        tuple(warning for _, warnings in read for warning in warnings),
    )


def _outputs(
    model: Model,
    prepared: Sampling,
    varied: Sequence[Factor],
    size: int,
    seed: int,
    second_order: bool,
) -> Swapped:
    """The model on both sets, and with each factor swapped, block by block."""
    pairs = (
        (prepared.columns(a), prepared.columns(b))
        for a, b in saltelli(prepared.streams, size, seed, BLOCK)
    )
    return swapped(model, pairs, [factor.parameters for factor in varied], second_order)


def _inapplicable(tied: Sequence[tuple[str, str]]) -> Problem:
    return Problem(
        "",
        ", ".join(sorted({name for pair in tied for name in pair})),
        "are correlated, so that Sobol' indices do not apply",
        "Use Shapley effects, or put correlated parameters in one group.",
    )


def _places(order: Sequence[int], second_order: bool) -> list[tuple[Order, tuple[int, ...]]]:
    """Which indices there are: first and total of each factor, second of each pair."""
    places: list[tuple[Order, tuple[int, ...]]] = [("first", (k,)) for k in order]
    places += [("total", (k,)) for k in order]
    if second_order:
        pairs = [(j, k) for place, j in enumerate(order) for k in order[place + 1 :]]
        places += [("second", (min(pair), max(pair))) for pair in pairs]
    return places


def _blank(
    output: Output, varied: Sequence[Factor], second_order: bool, reason: str
) -> list[SobolIndex]:
    every = _places(range(len(varied)), second_order)
    return [_index(output, varied, kind, place, NO_LIMITS, reason) for kind, place in every]


def _index(
    output: Output,
    varied: Sequence[Factor],
    kind: Order,
    place: tuple[int, ...],
    found: Limits,
    reason: str = "",
) -> SobolIndex:
    first, *others = ((varied[k].name, varied[k].label) for k in place)
    partner = others[0] if others else ("", "")
    return SobolIndex(output.measure, output.view, kind, *first, *partner, *found, reason)


def _read(
    output: Output,
    varied: Sequence[Factor],
    found: Swapped,
    weights: FloatArray,
    confidence: float,
) -> tuple[list[SobolIndex], list[Problem]]:
    """The indices of one output, largest total first, and what is to be said of them."""
    reason = unusable(np.concatenate([part.ravel() for part in found.parts]))
    if reason:
        return _blank(output, varied, found.ba is not None, f"the measure {reason}"), []
    values = indices(found, weights)
    order = [int(k) for k in np.argsort(-values.total[0], kind="stable")]
    read = [
        _index(output, varied, kind, place, limits(values.of(kind, place), confidence))
        for kind, place in _places(order, found.ba is not None)
    ]
    known = np.concatenate([values.total, values.first], axis=1)
    labels = [factor.label for factor in varied]
    said = doubts(output.label, labels, known, found.a.size, confidence)
    return read, said + adding_to_more_than_one(output.label, values.first, confidence)


def adding_to_more_than_one(measure: str, first: FloatArray, confidence: float) -> list[Problem]:
    """Whether first-order indices add up to more than 1 by more than their error."""
    sums = first.sum(axis=1)
    if sums[0] - 1 <= half_width(sums, confidence):
        return []
    what = f"first-order indices add up to {sums[0]:.2f}, more than all of the variance"
    return [Problem("", measure, what, "Use a larger n.")]
