"""What a study of one number would lead to: which option is chosen at which result, how likely.

The prior is a few hundred nodes at even steps of the normal score of the draws' own quantiles, at
which a sum over nodes is as good as an integral; a value that many draws share is a node with a
weight of its own. What the options gain is known at each node. The gain to be expected after a
result is their mean with the likelihood as weights, so that no conjugate family is needed; where
the choice changes is then found by halving, and the chance of each choice is then a difference
of distribution functions (the pre-posterior analysis of Raiffa and Schlaifer 1961).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from scipy import special

from econ.methods.smooth import BinnedDraws
from econ.model.distributions import FloatArray
from econ.model.studies import Likelihood

_NODES, _REACH, _HALVINGS, _STEPS = 400, 6.0, 16, 12


class Nodes(NamedTuple):
    """Values of a number, in order, and their weights, which add up to 1."""

    values: FloatArray
    weights: FloatArray


def nodes(bins: BinnedDraws, draws: FloatArray, number: int = _NODES) -> Nodes:
    """The nodes of a number's draws, which were binned.

    >>> x = np.arange(1000.0)
    >>> found = nodes(BinnedDraws.of(x), x)
    >>> round(float(found.values @ found.weights), 1)
    499.5
    """
    shared = bins.values[bins.levels]
    rest = np.sort(draws[~np.isin(draws, shared)])
    values, weights = np.unique(rest, return_counts=True)
    if len(values) > number:
        return _joined(bins, quantile_nodes(lambda u: _quantiles(rest, u), number), len(rest))
    return _joined(bins, Nodes(values, weights / max(len(rest), 1)), len(rest))


def quantile_nodes(quantile: Callable[[FloatArray], FloatArray], number: int = _NODES) -> Nodes:
    """The nodes of a distribution that is known by its quantiles."""
    score = np.linspace(-_REACH, _REACH, number)
    weights = np.exp(-(score**2) / 2)
    return Nodes(quantile(special.ndtr(score)), weights / weights.sum())


def _quantiles(ordered: FloatArray, probability: FloatArray) -> FloatArray:
    """The quantiles of draws in order, each in the middle of its share."""
    size = len(ordered)
    return np.interp(probability * size - 0.5, np.arange(size), ordered)


def _joined(bins: BinnedDraws, beside: Nodes, rest: int) -> Nodes:
    """The nodes of what is shared by many draws, and those beside them."""
    size = bins.sizes.sum()
    values = np.append(beside.values, bins.values[bins.levels])
    weights = np.append(beside.weights * rest, bins.sizes[bins.levels]) / size
    order = np.argsort(values)
    return Nodes(values[order], weights[order])


class Observed(NamedTuple):
    """What a study observes of a number: a mean with its error, or a count among so many people.

    ``size`` is the standard error of a mean, and otherwise how many people are observed.
    """

    kind: Likelihood
    size: float

    def likelihood(self, results: FloatArray, values: FloatArray) -> FloatArray:
        """How likely each result is at each value, but for a factor of each result's own."""
        x = results[:, np.newaxis]
        if self.kind == "proportion":
            log = np.asarray(special.xlogy(x, values) + special.xlog1py(self.size - x, -values))
        elif self.kind == "count":
            log = np.asarray(special.xlogy(x, values) - self.size * values)
        else:
            log = -(((x - values) / self.size) ** 2) / 2
        return np.asarray(np.exp(log - log.max(axis=1, keepdims=True)))

    def below(self, results: FloatArray, values: FloatArray) -> FloatArray:
        """The probability of a result of at most each of these, shape (values, results)."""
        at = values[:, np.newaxis]
        if self.kind == "mean":
            return np.asarray(special.ndtr((results - at) / self.size))
        if self.kind == "proportion":
            return np.asarray(special.bdtr(results, int(self.size), at))
        return np.asarray(special.pdtr(results, self.size * at))

    def simulated(self, values: FloatArray, chance: np.random.Generator) -> FloatArray:
        """A result for each value; counts as a share of all, so that sizes compare."""
        if self.kind == "mean":
            return np.asarray(values + self.size * chance.standard_normal(len(values)))
        people = max(int(self.size), 1)
        share = self.kind == "proportion"
        drawn = chance.binomial(people, values) if share else chance.poisson(people * values)
        return np.asarray(drawn / people)

    def results(self, values: FloatArray) -> FloatArray:
        """Results, in order, between any two of which the choice changes at most once."""
        low, high = values[0], values[-1]
        if self.kind == "mean":
            beyond = np.linspace(0, 6 * self.size, _STEPS)
            return np.concatenate([low - beyond[:0:-1], values[::4], high + beyond[1:]])
        most = float(np.floor(self.size * high + 6 * np.sqrt(self.size * high) + 10))
        most = self.size if self.kind == "proportion" else most
        if most <= _NODES:
            return np.arange(most + 1)
        return np.unique(np.rint([0.0, *(self.size * values), most]))


class Rule(NamedTuple):
    """The option chosen at each result: ``options[k]`` up to ``ends[k]``, the last beyond all.

    Option 0 is the default; the others follow in the order of gains.
    """

    observed: Observed
    ends: FloatArray
    options: tuple[int, ...]

    def chances(self, values: FloatArray, number: int) -> FloatArray:
        """The chance that each of ``number`` others than the default is chosen, at each value."""
        below = self.observed.below(self.ends, values)
        sides = np.zeros((len(values), 1)), np.ones((len(values), 1))
        parts = np.diff(np.hstack([sides[0], below, sides[1]]), axis=1)
        chosen = np.array(self.options)[:, np.newaxis] == np.arange(1, number + 1)
        return np.asarray(parts @ chosen)


def rule(observed: Observed, prior: Nodes, gains: FloatArray) -> Rule:
    """What is best to choose at each result, where gains, shape (nodes, options - 1), are known.

    Of two options and a Normal, the prior's own standard deviation 2 and the study's 1: the option
    is chosen where its posterior mean, 0.8 of the result, is above 0.

    >>> prior = quantile_nodes(lambda u: 2 * special.ndtri(u))
    >>> found = rule(Observed("mean", 1.0), prior, prior.values[:, np.newaxis])
    >>> found.options, bool(abs(found.ends[0]) < 1e-4)
    ((0, 1), True)
    """
    weighted = prior.weights[:, np.newaxis] * gains

    def best(results: FloatArray) -> FloatArray:
        means = observed.likelihood(results, prior.values) @ weighted
        return np.where(means.max(axis=1) > 0, means.argmax(axis=1) + 1, 0)

    results = observed.results(prior.values)
    chosen = best(results)
    at = np.flatnonzero(chosen[1:] != chosen[:-1])
    low, high, first = results[at], results[at + 1], chosen[at]
    whole = observed.kind != "mean"
    for _ in range(_HALVINGS if len(at) else 0):
        middle = np.floor((low + high) / 2) if whole else (low + high) / 2
        same = best(middle) == first
        low, high = np.where(same, middle, low), np.where(same, high, middle)
        if whole and np.all(high - low <= 1):
            break
    return Rule(observed, low, (int(chosen[0]), *map(int, chosen[at + 1])))
