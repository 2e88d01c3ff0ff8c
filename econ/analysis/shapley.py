"""Shapley effects: the variance of a measure shared out fairly, also where inputs are correlated.

A factor's share is what it adds to the variance explained, averaged over every order in which
factors could become known (Owen 2014; Song, Nelson and Staum 2016). The shares add up to 1 whether
or not the factors are correlated, which Sobol' indices do not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations
from math import comb
from typing import NamedTuple

import numpy as np
from scipy import special

from econ.errors import Problem
from econ.methods.bootstrap import NO_LIMITS, Limits, doubts, resamples
from econ.methods.crossings import IndexArray
from econ.methods.factors import (
    Columns,
    Factor,
    Groups,
    Model,
    Output,
    Questions,
    Study,
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

Weighed = tuple[BoolArray, FloatArray]
"""Which factors are kept, and the sign and weight with which what is left counts for each."""

FEW = 8
"""Up to this many factors every subset is looked at; beyond, orders are drawn at random."""


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

    ``exact`` says whether every subset of factors was looked at, or orders drawn at random; in
    either case the figures rest on ``size`` draws. ``evaluations`` counts those of the model.
    """

    READS = "measure view label estimate% low% high%"

    effects: tuple[ShapleyEffect, ...]
    exact: bool
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
    few: int = FEW,
    bootstrap: int = 100,
    confidence: float = 0.95,
) -> ShapleyEffects:
    """Shapley effects of one or many measures, under the scenario's rank correlations.

    ``n`` draws, raised to a power of two, are each compared with draws that keep some factors and
    draw the others anew, given those kept. Up to ``few`` factors every subset is kept in turn,
    ``n * 2 ** factors`` evaluations; beyond, each draw takes the factors in a random order of its
    own, ``n * (factors + 1)`` evaluations. ``groups`` makes one factor of each group of
    parameters. Limits come from a bootstrap. Raises ``ScenarioError`` where nothing varies or a
    name is not known.

    Half the squared difference of such a pair is an unbiased estimate of the variance that is left
    when the kept factors are known; with independent inputs and random orders this is Goda's
    (2021) algorithm.

    >>> import econ
    >>> base = econ.read("parameters/side_by_side.xlsx")
    >>> found = shapley_effects(base, econ.net_present_value("society"), n=256)
    >>> round(sum(effect.estimate for effect in found.effects), 9)
    1.0
    """
    study = Study.of(scenario, measures, n, seed, groups)
    varied, size = study.varied, study.size
    exact = len(varied) <= few
    pairs, weights = _pairs(study, exact), resamples(size, bootstrap, seed)
    read = [_read(o, varied, pairs.of(k), weights, confidence) for k, o in enumerate(study.asked)]
    effects, warnings = (tuple(chain(*parts)) for parts in zip(*read, strict=True))
    evaluations = size * (2 ** len(varied) if exact else len(varied) + 1)
    return ShapleyEffects(effects, exact, size, evaluations, seed, confidence, warnings)


class Paired(NamedTuple):
    """Outputs of two independent sets, and what each draw adds to each factor's share.

    ``first`` and ``second`` have shape (outputs, draws), ``added`` (outputs, factors, draws);
    ``whole``, of shape (factors, draws), is how much of the whole variance comes on top.
    """

    first: FloatArray
    second: FloatArray
    added: FloatArray
    whole: FloatArray

    def of(self, output: int) -> Paired:
        """The pairs of one output, without the axis of outputs."""
        return Paired(self.first[output], self.second[output], self.added[output], self.whole)


def _pairs(study: Study, exact: bool) -> Paired:
    """All draws and what each adds, block by block."""
    places = [f"place of {factor.name}" for factor in study.varied]
    orders = MonteCarlo(study.size, study.seed).blocks(places, BLOCK)
    parts = []
    for points, order in zip(study.sets(), orders, strict=True):
        sets = TwoSets.of(study.prepared, study.varied, *points)
        ranks = np.array([order[place] for place in places]).argsort(axis=0).argsort(axis=0)
        parts.append(_paired(study.model, sets, ranks, exact))
    return Paired(*(np.concatenate(arrays, axis=-1) for arrays in zip(*parts, strict=True)))


def _paired(model: Model, sets: TwoSets, ranks: IndexArray, exact: bool) -> Paired:
    """Compare each draw with draws that keep some of its factors, through a plan of such steps."""
    first, second = model(sets.first), model(sets.second)
    added = np.zeros((len(first), *ranks.shape))
    for kept, sign in subsets(len(ranks)) if exact else walk(ranks):
        left = (first - model(sets.keeping(kept))) ** 2 / 2
        added += left[:, np.newaxis, :] * sign
    whole = np.full(ranks.shape, 1 / len(ranks)) if exact else 1.0 * (ranks == len(ranks) - 1)
    return Paired(first, second, added, whole)


def subsets(count: int) -> Iterator[Weighed]:
    """Every subset of factors but none and all, with each factor's Shapley weight.

    >>> len(list(subsets(3)))
    6
    """
    for size in range(1, count):
        gain, loss = 1 / (count * comb(count - 1, size - 1)), 1 / (count * comb(count - 1, size))
        for chosen in combinations(range(count), size):
            anew = np.isin(np.arange(count), chosen)[:, np.newaxis]
            yield ~anew, np.where(anew, gain, -loss)


def walk(ranks: IndexArray) -> Iterator[Weighed]:
    """One more factor drawn anew at each step, in each draw's own order."""
    for step in range(1, len(ranks)):
        yield ranks >= step, 1.0 * (ranks == step - 1) - (ranks == step)


@dataclass(frozen=True, slots=True)
class TwoSets:
    """Draws that keep some factors of a first set of values, and take the others from a second.

    Where factors are correlated the others must be drawn given those kept: ``tied`` makes the
    values of such factors, from their probabilities in either set.
    """

    varied: tuple[Factor, ...]
    first: Columns
    second: Columns
    tied: Sampling
    groups: tuple[CorrelatedGroup, ...]
    probabilities: tuple[Points, Points]

    @classmethod
    def of(
        cls, prepared: Sampling, varied: tuple[Factor, ...], first: Points, second: Points
    ) -> TwoSets:
        """The values of two independent sets of points."""
        of = {stream: factor for factor in varied for stream in factor.streams}
        groups = [g for g in prepared.copula.groups if len({of.get(name) for name in g.names}) > 1]
        concerned = {of[name].name for g in groups for name in g.names if name in of}
        streams = {stream for stream, factor in of.items() if factor.name in concerned}
        members = {name: s for name, s in prepared.stream_of.items() if s in streams}
        base = {name: prepared.base[name] for name in members}
        shares = {key: names for key, names in prepared.shares.items() if names[0] in members}
        tied = Sampling(base, members, prepared.quantiles, shares, Copula(()))
        values = prepared.columns(first), prepared.columns(second)
        probabilities = prepared.copula.apply(first), prepared.copula.apply(second)
        return cls(varied, *values, tied, tuple(groups), probabilities)

    def keeping(self, kept: BoolArray) -> Columns:
        """Values where ``kept``, of shape (factors, draws or 1), says which come from the first."""
        columns = dict(self.second)
        masks = dict[str, BoolArray]()
        for factor, mask in zip(self.varied, kept, strict=True):
            masks.update(dict.fromkeys(factor.streams, mask))
            for name in factor.parameters:
                value, other = self.first[name], self.second[name]
                columns[name] = np.append(value[0], np.where(mask, value[1:], other[1:]))
        if self.groups:
            columns.update(self.tied.columns(self._points(masks)))
        return columns

    def _points(self, masks: Mapping[str, BoolArray]) -> Points:
        """Probabilities of the correlated factors: kept, or drawn anew given those kept."""
        first, second = self.probabilities
        streams = self.tied.streams
        points = {name: np.where(masks[name], first[name], second[name]) for name in streams}
        for group in self.groups:
            none = np.zeros(len(first[group.names[0]]), dtype=bool)
            kept = np.array([masks.get(name, none) | none for name in group.names])
            points_of = (np.array([p[n] for n in group.names]) for p in (first, second))
            own, other = map(special.ndtri, points_of)
            drawn = drawn_given(group.cholesky @ group.cholesky.T, own, other, kept)
            anew = np.minimum(special.ndtr(drawn), LARGEST)
            for name, mask, values in zip(group.names, kept, anew, strict=True):
                points[name] = np.where(mask, first[name], values)
        return points


def drawn_given(
    covariance: FloatArray, first: FloatArray, second: FloatArray, kept: BoolArray
) -> FloatArray:
    """Normal scores, shape (names, draws), given that those ``kept`` are as in ``first``.

    The scores of ``second``, independent of them, are moved by the regression on what is kept
    (Matheron's rule), which is exact for normals.
    """
    patterns, which = np.unique(kept, axis=1, return_inverse=True)
    mask = patterns.T[:, :, np.newaxis]
    known = np.where(mask & mask.transpose(0, 2, 1), covariance, np.eye(len(covariance)))
    moved = np.where(kept, first - second, 0.0).T[:, :, np.newaxis]
    weights = np.linalg.inv(known)[which.reshape(-1)] @ moved
    drawn: FloatArray = second + covariance @ weights[:, :, 0].T
    return drawn


def _read(
    output: Output, varied: Sequence[Factor], pairs: Paired, weights: FloatArray, confidence: float
) -> tuple[list[ShapleyEffect], list[Problem]]:
    """The effects on one output, largest first, and what is to be said of them."""
    both = np.concatenate([pairs.first, pairs.second])
    reason = unusable(both) or missing(pairs.added)
    named = [(output.measure, output.view, factor.name, factor.label) for factor in varied]
    if reason:
        why = f"the measure {reason}"
        return [ShapleyEffect(*names, *NO_LIMITS, None, why) for names in named], []
    shares = _shares(pairs, weights, both.mean())
    se = np.std(shares[1:], axis=0, ddof=1)
    effects = [
        ShapleyEffect(*named[int(k)], *Limits.of(shares[:, k], confidence), float(se[k]))
        for k in np.argsort(-shares[0], kind="stable")
    ]
    labels = [factor.label for factor in varied]
    return effects, doubts(output.label, labels, shares, pairs.first.size, confidence)


def _shares(pairs: Paired, weights: FloatArray, centre: float) -> FloatArray:
    """Shares of the variance under each row of weights, shape (rows, factors)."""
    first, second = pairs.first - centre, pairs.second - centre
    variance = weights @ (first**2 + second**2) / 2 - (weights @ (first + second) / 2) ** 2
    variance = np.where(variance > 0, variance, np.nan)[:, np.newaxis]
    shares: FloatArray = weights @ pairs.added.T / variance + weights @ pairs.whole.T
    return shares
