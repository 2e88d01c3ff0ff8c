"""Shapley effects: the variance of a measure shared out fairly, also where inputs are correlated.

A factor's share is what it adds to the variance explained, averaged over every order in which
factors could become known (Owen 2014; Song, Nelson and Staum 2016). The shares add up to 1 whether
or not the factors are correlated, which Sobol' indices do not.

What a factor adds is estimated by a product of two moves of the output, each by that factor alone
(Owen 2013), so that the error of a share is in proportion to it: a small share is known well, and
that of a factor without any influence is 0. Correlated factors are made of independent normals in
each order (Mara and Tarantola 2012), which leaves one estimator for all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

import numpy as np
from scipy import special

from econ.errors import Problem
from econ.methods.bootstrap import NO_LIMITS, Limits, doubts, resamples
from econ.methods.crossings import IndexArray
from econ.methods.factors import (
    Columns,
    Factor,
    GlobalStudy,
    Groups,
    Model,
    Output,
    Questions,
    missing,
    unusable,
)
from econ.methods.fair_shares import BoolArray
from econ.methods.results import Result, record
from econ.model.correlation import Copula, CorrelatedGroup
from econ.model.designs import MonteCarlo, Points
from econ.model.distributions import FloatArray
from econ.model.draws import Sampling
from econ.model.equation import BLOCK
from econ.model.quantile_table import LARGEST
from econ.model.scenario import Scenario


@dataclass(frozen=True, slots=True)
class ShapleyEffect:
    """A factor's share of the variance of one measure, with its standard error and limits.

    All figures are ``None`` where ``reason`` says why.
    """

    measure: str
    view: str
    parameter: str
    label: str
    estimate: float | None
    low: float | None
    high: float | None
    se: float | None
    reason: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class ShapleyEffects(Result):
    """Shares that add up to 1, largest first within each measure.

    ``size`` is the number of draws, ``evaluations`` that of times the model was evaluated.
    """

    READS = "measure view label estimate% low% high%"

    effects: tuple[ShapleyEffect, ...]
    size: int
    evaluations: int
    seed: int
    confidence: float
    warnings: tuple[Problem, ...] = ()

    def records(self) -> list[dict[str, object]]:
        """One record an effect."""
        return [record(effect) for effect in self.effects]


def shapley_effects(
    scenario: Scenario,
    measures: Questions,
    *,
    n: int = 4096,
    seed: int = 2025,
    groups: Groups = None,
    bootstrap: int = 100,
    confidence: float = 0.95,
) -> ShapleyEffects:
    """Shapley effects of one or many measures, under the scenario's rank correlations.

    Each of ``n`` draws, raised to a power of two, takes the factors in a random order of its own
    from one set of values to another: ``2 * n * factors`` evaluations, however many measures are
    asked. ``groups`` makes one factor of each group of parameters. Limits come from a bootstrap.
    Raises ``ScenarioError`` where nothing varies or a name is not known.

    >>> import econ
    >>> base = econ.read("parameters/side_by_side.xlsx")
    >>> found = shapley_effects(base, econ.net_present_value("society"), n=256)
    >>> round(sum(effect.estimate for effect in found.effects), 9)
    1.0
    """
    study = GlobalStudy.of(scenario, measures, n, seed, groups)
    varied, size = study.varied, study.size
    walked, weights = _walks(study, scenario), resamples(size, bootstrap, seed)
    read = [_read(o, varied, walked.of(k), weights, confidence) for k, o in enumerate(study.asked)]
    effects, warnings = (tuple(chain(*parts)) for parts in zip(*read, strict=True))
    evaluations = size * 2 * len(varied)
    return ShapleyEffects(effects, size, evaluations, seed, confidence, warnings)


class Walked(NamedTuple):
    """What each draw says of each factor's part of the variance, and how far its values moved.

    ``values`` are outputs on the first set, of shape (outputs, draws), ``added`` of shape (outputs,
    factors, draws); ``moved``, of shape (factors, draws), is half a squared move whose mean is 1.
    """

    values: FloatArray
    added: FloatArray
    moved: FloatArray

    def of(self, output: int) -> Walked:
        """That of one output, without the axis of outputs."""
        return Walked(self.values[output], self.added[output], self.moved)


def _walks(study: GlobalStudy, scenario: Scenario) -> Walked:
    """All draws, block by block."""
    places = [f"place of {factor.name}" for factor in study.varied]
    orders = MonteCarlo(study.size, study.seed).blocks(places, BLOCK)
    parts = []
    for points, order in zip(study.sets(), orders, strict=True):
        ranks = np.array([order[place] for place in places]).argsort(axis=0).argsort(axis=0)
        sets = TwoSets.of(study.prepared, study.varied, *points, ranks)
        parts.append(Walked(*walk(study.model, sets, ranks), sets.moved(scenario)))
    return Walked(*(np.concatenate(arrays, axis=-1) for arrays in zip(*parts, strict=True)))


def walk(model: Model, sets: TwoSets, ranks: IndexArray) -> tuple[FloatArray, FloatArray]:
    """Outputs on the first set, and what each factor adds when it comes at its ``ranks``.

    Each factor is moved twice, from the second set to the first: among those that came before it
    alone, and among all. The mean product of the two moves is twice what it adds to the variance
    explained; where it moves nothing both are 0, so that no noise is taken for a share.
    """
    last = len(ranks) - 1
    steps = [model(sets.taking(ranks < step)) for step in range(last + 2)]
    without = [model(sets.taking(ranks != step)) for step in range(last)] + [steps[last]]
    among_all = steps[-1] - np.array(without)
    gains = np.swapaxes(among_all * np.diff(steps, axis=0) / 2, 0, 1)
    return steps[-1], np.take_along_axis(gains, ranks[np.newaxis], axis=1)


@dataclass(frozen=True, slots=True)
class TwoSets:
    """Draws that take some factors from a first set of values, and the others from a second.

    Factors that are correlated are made of independent normals, one after the other in each draw's
    own order (``tied``, ``groups``): what comes early is taken, what comes later is given it.
    """

    varied: tuple[Factor, ...]
    first: Columns
    second: Columns
    tied: Sampling
    groups: tuple[InOrder, ...]
    probabilities: tuple[Points, Points]

    @classmethod
    def of(
        cls,
        prepared: Sampling,
        varied: tuple[Factor, ...],
        first: Points,
        second: Points,
        ranks: IndexArray,
    ) -> TwoSets:
        """The values of two independent sets of points; ``ranks`` are the factors' places."""
        of = {stream: k for k, factor in enumerate(varied) for stream in factor.streams}
        groups = [g for g in prepared.copula.groups if len({of.get(name) for name in g.names}) > 1]
        concerned = {of[name] for g in groups for name in g.names if name in of}
        streams = {stream for stream, k in of.items() if k in concerned}
        members = {name: s for name, s in prepared.stream_of.items() if s in streams}
        base = {name: prepared.base[name] for name in members}
        shares = {key: names for key, names in prepared.shares.items() if names[0] in members}
        tied = Sampling(base, members, prepared.varying, prepared.quantiles, shares, Copula(()))
        both = prepared.copula.apply(first), prepared.copula.apply(second)
        places = {name: ranks[k] for name, k in of.items()}
        ordered = tuple(InOrder.of(group, places, *both) for group in groups)
        values = prepared.columns(first), prepared.columns(second)
        return cls(varied, *values, tied, ordered, both)

    def taking(self, taken: BoolArray) -> Columns:
        """Values where ``taken``, of shape (factors, draws), says which come from the first."""
        columns, masks = dict(self.second), dict[str, BoolArray]()
        for factor, mask in zip(self.varied, taken, strict=True):
            masks.update(dict.fromkeys(factor.streams, mask))
            for name in factor.parameters:
                value, other = self.first[name], self.second[name]
                columns[name] = np.append(value[0], np.where(mask, value[1:], other[1:]))
        if self.groups:
            first, second = self.probabilities
            streams = self.tied.streams
            points = {name: np.where(masks[name], first[name], second[name]) for name in streams}
            for group in self.groups:
                points |= group.points(masks)
            columns.update(self.tied.columns(points))
        return columns

    def moved(self, scenario: Scenario) -> FloatArray:
        """Half the squared move of each factor from set to set, as a share of its mean.

        It is known of one number alone, and of the normal that makes one of a correlated group;
        elsewhere it is 0.
        """
        normals, found = dict[str, FloatArray](), list[FloatArray]()
        for group in self.groups:
            normals.update(zip(group.names, group.first - group.second, strict=True))
        for factor in self.varied:
            name = factor.parameters[0]
            move = (self.first[name] - self.second[name])[1:] / scenario[name].distribution.sd
            known = factor.streams == (name,)
            found.append(normals.get(name, move) ** 2 / 2 if known else np.zeros_like(move))
        return np.array(found)


class InOrder(NamedTuple):
    """A correlated group as independent normals, each draw's in its own order (Rosenblatt 1952).

    ``factor``, of shape (draws, names, names), makes scores of the normals ``first`` and ``second``
    of the two sets, of shape (names, draws).
    """

    names: tuple[str, ...]
    factor: FloatArray
    first: FloatArray
    second: FloatArray

    @classmethod
    def of(
        cls, group: CorrelatedGroup, places: Mapping[str, IndexArray], first: Points, second: Points
    ) -> InOrder:
        """The normals of both sets; what is no factor's comes last."""
        never = np.full(len(first[group.names[0]]), len(places))
        order = np.array([places.get(name, never) for name in group.names]).T.argsort(kind="stable")
        rows, columns = order[:, :, np.newaxis], order[:, np.newaxis, :]
        covariance = group.cholesky @ group.cholesky.T
        factor = np.zeros((len(order), *covariance.shape))
        each = np.arange(len(order))[:, np.newaxis, np.newaxis]
        factor[each, rows, columns] = np.linalg.cholesky(covariance[rows, columns])
        normals = list[FloatArray]()
        for points in (first, second):
            scores = special.ndtri(np.array([points[name] for name in group.names]).T)
            normals.append(np.linalg.solve(factor, scores[:, :, np.newaxis])[:, :, 0].T)
        return cls(group.names, factor, *normals)

    def points(self, masks: Mapping[str, BoolArray]) -> Points:
        """Probabilities where the normals of some names are taken from the first set."""
        pairs = zip(self.names, self.first, self.second, strict=True)
        taken = [np.where(masks.get(name, False), first, second) for name, first, second in pairs]
        scores = (self.factor @ np.array(taken).T[:, :, np.newaxis])[:, :, 0].T
        return dict(zip(self.names, np.minimum(special.ndtr(scores), LARGEST), strict=True))


def _read(
    output: Output, varied: Sequence[Factor], walked: Walked, weights: FloatArray, confidence: float
) -> tuple[list[ShapleyEffect], list[Problem]]:
    """The effects on one output, largest first, and what is to be said of them."""
    reason = unusable(walked.values) or missing(walked.added)
    named = [(output.measure, output.view, factor.name, factor.label) for factor in varied]
    if reason:
        why = f"the measure {reason}"
        return [ShapleyEffect(*names, *NO_LIMITS, None, why) for names in named], []
    parts = weights @ steadied(walked.added, walked.moved).T
    shares = parts / parts.sum(axis=1, keepdims=True)
    se = np.std(shares[1:], axis=0, ddof=1)
    effects = [
        ShapleyEffect(*named[int(k)], *Limits.of(shares[:, k], confidence), float(se[k]))
        for k in np.argsort(-shares[0], kind="stable")
    ]
    labels = [factor.label for factor in varied]
    return effects, doubts(output.label, labels, shares, walked.values.size, confidence)


def steadied(added: FloatArray, moved: FloatArray) -> FloatArray:
    """What each draw adds, less what it adds by a move that happens to be larger than its mean.

    A control variate: means stay what they are, of a sum of parameters there is no error left.
    """
    away = moved - 1.0
    slope = np.sum((added - added.mean(axis=1, keepdims=True)) * moved, axis=1)
    spread = np.sum((moved - moved.mean(axis=1, keepdims=True)) ** 2, axis=1)
    slope = np.where(spread > 0, slope / np.where(spread > 0, spread, 1.0), 0.0)
    found: FloatArray = added - slope[:, np.newaxis] * away
    return found
