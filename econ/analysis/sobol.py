"""Sobol' indices: which share of the variance each parameter, or group of them, answers for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, combinations
from typing import Literal

import numpy as np

from econ.errors import Problem
from econ.methods.bootstrap import NO_LIMITS, Limits, doubts, half_width, resamples
from econ.methods.factors import (
    Factor,
    GlobalStudy,
    Groups,
    Output,
    Questions,
    correlated,
    unusable,
)
from econ.methods.pick_and_freeze import Swapped, indices, swapped
from econ.methods.results import Result, record
from econ.model.distributions import FloatArray
from econ.model.scenario import Scenario

Order = Literal["first", "total", "second"]

CORRELATED = "the inputs are correlated: use Shapley effects"
"""Why a Sobol' index is not given: parts of the variance then belong to no parameter alone."""
INAPPLICABLE = (
    "are correlated, so that Sobol' indices do not apply",
    "Use Shapley effects, or put correlated parameters in one group.",
)


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


@dataclass(frozen=True, slots=True, repr=False)
class SobolIndices(Result):
    """Sobol' indices of one or many measures, all from one set of draws.

    ``indices`` are sorted by total index within each measure. ``size`` is the number of draws in
    each of the two sets and ``evaluations`` the number of times the model was evaluated, both 0
    where the indices do not apply; ``warnings`` say in words what the sample cannot bear.
    """

    READS = "measure view index label estimate% low% high%"

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
    study = GlobalStudy.of(scenario, measures, n, seed, groups)
    varied, columns = study.varied, study.prepared.columns
    if tied := correlated(study.prepared, varied):
        named, blank = ", ".join(sorted({*chain(*tied)})), list[SobolIndex]()
        for output in study.asked:
            blank += _blank(output, varied, second_order, CORRELATED)
        said = Problem("", named, *INAPPLICABLE)
        return SobolIndices(tuple(blank), 0, 0, seed, confidence, (said,))
    pairs = ((columns(a), columns(b)) for a, b in study.sets())
    found = swapped(study.model, pairs, [factor.parameters for factor in varied], second_order)
    weights = resamples(study.size, bootstrap, seed)
    read = [_read(o, varied, found.of(k), weights, confidence) for k, o in enumerate(study.asked)]
    indices, warnings = (tuple(chain(*parts)) for parts in zip(*read, strict=True))
    evaluations = study.size * (2 + len(varied) * (1 + second_order))
    return SobolIndices(indices, study.size, evaluations, seed, confidence, warnings)


def _places(order: Sequence[int], second_order: bool) -> list[tuple[Order, tuple[int, ...]]]:
    """Which indices there are: first and total of each factor, second of each pair."""
    places: list[tuple[Order, tuple[int, ...]]] = [("first", (k,)) for k in order]
    places += [("total", (k,)) for k in order]
    pairs = combinations(order, 2) if second_order else ()
    return [*places, *(("second", (min(pair), max(pair))) for pair in pairs)]


def _blank(
    output: Output, varied: Sequence[Factor], second_order: bool, reason: str
) -> list[SobolIndex]:
    every = _places(range(len(varied)), second_order)
    return [_index(output, kind, [varied[k] for k in p], NO_LIMITS, reason) for kind, p in every]


def _index(
    output: Output, kind: Order, of: Sequence[Factor], found: Limits, reason: str = ""
) -> SobolIndex:
    first, *others = ((factor.name, factor.label) for factor in of)
    partner = others[0] if others else ("", "")
    return SobolIndex(output.measure, output.view, kind, *first, *partner, *found, reason)


def _read(
    output: Output, varied: Sequence[Factor], found: Swapped, weights: FloatArray, confidence: float
) -> tuple[list[SobolIndex], list[Problem]]:
    """The indices of one output, largest total first, and what is to be said of them."""
    reason = unusable(np.concatenate([part.ravel() for part in found]))
    if reason:
        return _blank(output, varied, found.ba.size > 0, f"the measure {reason}"), []
    values = indices(found, weights)
    order = [int(k) for k in np.argsort(-values.total[0], kind="stable")]
    read = []
    for kind, place in _places(order, found.ba.size > 0):
        known = Limits.of(values.of(kind, place), confidence)
        read.append(_index(output, kind, [varied[k] for k in place], known))
    shares = np.concatenate([values.total, values.first], axis=1)
    labels = [factor.label for factor in varied]
    said = doubts(output.label, labels, shares, found.a.size, confidence)
    return read, said + adding_to_more_than_one(output.label, values.first, confidence)


def adding_to_more_than_one(measure: str, first: FloatArray, confidence: float) -> list[Problem]:
    """Whether first-order indices add up to more than 1 by more than their error."""
    sums = first.sum(axis=1)
    if sums[0] - 1 <= half_width(sums, confidence):
        return []
    what = f"first-order indices add up to {sums[0]:.2f}, more than all of the variance"
    return [Problem("", measure, what, "Use a larger n.")]
