"""Sobol' indices from outputs: the pick-and-freeze designs and their estimators.

First order after Saltelli et al. (2010), total order after Jansen (1999), second order after
Saltelli (2002). A bootstrap is a matrix of weights, so that every estimator is a product of
matrices: forty factors with all their pairs take a fraction of a second.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from econ.methods.factors import Columns, Model
from econ.model.distributions import FloatArray


class Swapped(NamedTuple):
    """Outputs on two independent sets of draws, A and B, and with factors swapped between them.

    ``a`` and ``b`` have shape (outputs, draws). ``ab``, of shape (outputs, factors, draws), is A
    with each factor in turn from B; ``ba`` is B with each from A where second order is wanted, else
    of no factor.
    """

    a: FloatArray
    b: FloatArray
    ab: FloatArray
    ba: FloatArray

    def of(self, output: int) -> Swapped:
        """One of the outputs, without the axis of outputs."""
        return Swapped(*(part[output] for part in self))


class Resampled(NamedTuple):
    """Indices under each row of weights: (rows, factors); second order (rows, factors, factors).

    Of the second order only the entries above the diagonal hold anything, and of one that is not
    wanted there are none.
    """

    first: FloatArray
    total: FloatArray
    second: FloatArray

    def of(self, kind: str, place: tuple[int, ...]) -> FloatArray:
        """One index of a kind (*first*, *total* or *second*) under each row of weights.

        ``place`` is its factor, or its pair of factors in order.
        """
        found: FloatArray = getattr(self, kind)
        for factor in place:
            found = found[:, factor]
        return found


def swapped(
    model: Model,
    pairs: Iterable[tuple[Columns, Columns]],
    swaps: Sequence[Sequence[str]],
    second_order: bool = False,
) -> Swapped:
    """Evaluate a model on blocks of A and B, and with each factor's columns swapped.

    ``swaps`` names the columns of each factor. Columns are values already: a swap copies nothing
    and transforms nothing again, and only outputs are kept.
    """
    blocks = []
    for a, b in pairs:
        ab = np.stack([model(_exchanged(a, b, names)) for names in swaps], 1)
        ba = [model(_exchanged(b, a, names)) for names in swaps if second_order]
        blocks.append((model(a), model(b), ab, np.stack(ba, 1) if ba else ab[:, :0]))
    return Swapped(*(np.concatenate(parts, -1) for parts in zip(*blocks, strict=True)))


def _exchanged(kept: Columns, other: Columns, names: Sequence[str]) -> Columns:
    return {**kept, **{name: other[name] for name in names}}


def indices(outputs: Swapped, weights: FloatArray) -> Resampled:
    """The indices of one output under each row of ``weights``, of shape (rows, draws).

    Outputs are centred first, on the mean of all, which lessens the error of the first order
    (Sobol' et al. 2007). Where the draws of a row do not vary the indices are not numbers.
    """
    centre = sum(float(part.sum()) for part in outputs) / sum(part.size for part in outputs)
    a, b, ab = outputs.a - centre, outputs.b - centre, outputs.ab - centre
    variance = weights @ (a * a + b * b) / 2 - (weights @ (a + b) / 2) ** 2
    variance = np.where(variance > 0, variance, np.nan)[:, np.newaxis]
    first = weights @ (b * (ab - a)).T / variance
    total = weights @ ((a - ab) ** 2).T / (2 * variance)
    if not len(outputs.ba):
        return Resampled(first, total, np.empty((len(weights), 0, 0)))
    second = _products(outputs.ba - centre, ab, weights)
    second -= (weights @ (a * b))[:, np.newaxis, np.newaxis]
    second /= variance[:, :, np.newaxis]
    second -= first[:, :, np.newaxis] + first[:, np.newaxis, :]
    return Resampled(first, total, second)


def _products(ba: FloatArray, ab: FloatArray, weights: FloatArray) -> FloatArray:
    """Weighted means of each factor's ``ba`` times every later factor's ``ab``."""
    count = len(ab)
    means = np.zeros((len(weights), count, count))
    for factor in range(count - 1):
        means[:, factor, factor + 1 :] = weights @ (ba[factor] * ab[factor + 1 :]).T
    return means
