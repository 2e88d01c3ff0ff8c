"""Sobol' indices from outputs: the pick-and-freeze designs and their estimators.

First order after Saltelli et al. (2010), total order after Jansen (1999), second order after
Saltelli (2002). A bootstrap is a matrix of weights, so that every estimator is a product of
matrices: forty factors with all their pairs take a fraction of a second.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from econ.methods.factors import Columns, Model
from econ.model.distributions import FloatArray


@dataclass(frozen=True, slots=True)
class Swapped:
    """Outputs on two independent sets of draws, A and B, and with factors swapped between them.

    ``a`` and ``b`` have shape (outputs, draws). ``ab``, of shape (outputs, factors, draws), is A
    with each factor in turn from B; ``ba`` is B with each from A, where second order is wanted.
    """

    a: FloatArray
    b: FloatArray
    ab: FloatArray
    ba: FloatArray | None = None

    def of(self, output: int) -> Swapped:
        """One of the outputs, with a first axis of its own no more."""
        ba = None if self.ba is None else self.ba[output]
        return Swapped(self.a[output], self.b[output], self.ab[output], ba)

    @property
    def parts(self) -> tuple[FloatArray, ...]:
        """Every array there is."""
        return tuple(part for part in (self.a, self.b, self.ab, self.ba) if part is not None)


@dataclass(frozen=True, slots=True)
class Resampled:
    """Indices under each row of weights: (rows, factors); second order (rows, factors, factors).

    Of the second order only the entries above the diagonal hold anything.
    """

    first: FloatArray
    total: FloatArray
    second: FloatArray | None = None

    def of(self, kind: str, place: tuple[int, ...]) -> FloatArray:
        """One index of a kind (*first*, *total* or *second*) under each row of weights.

        ``place`` is its factor, or its pair of factors in order. Raises ``KeyError`` where there
        is none of that kind.
        """
        there = {"first": self.first, "total": self.total}
        if self.second is not None:
            there["second"] = self.second
        found = there[kind]
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
        ab = [model(_exchanged(a, b, names)) for names in swaps]
        ba = [model(_exchanged(b, a, names)) for names in swaps] if second_order else []
        blocks.append((model(a), model(b), np.stack(ab, 1), np.stack(ba, 1) if ba else None))
    a_all, b_all, ab_all, ba_all = zip(*blocks, strict=True)
    return Swapped(
        np.concatenate(a_all, -1),
        np.concatenate(b_all, -1),
        np.concatenate(ab_all, -1),
        np.concatenate(ba_all, -1) if second_order else None,
    )


def _exchanged(kept: Columns, other: Columns, names: Sequence[str]) -> Columns:
    return {**kept, **{name: other[name] for name in names}}


def indices(outputs: Swapped, weights: FloatArray) -> Resampled:
    """The indices of one output under each row of ``weights``, of shape (rows, draws).

    Outputs are centred first, on the mean of all, which lessens the error of the first order
    (Sobol' et al. 2007). Where the draws of a row do not vary the indices are not numbers.
    """
    parts = outputs.parts
    centre = sum(float(part.sum()) for part in parts) / sum(part.size for part in parts)
    a, b, ab = outputs.a - centre, outputs.b - centre, outputs.ab - centre
    variance = weights @ (a * a + b * b) / 2 - (weights @ (a + b) / 2) ** 2
    variance = np.where(variance > 0, variance, np.nan)[:, np.newaxis]
    first = weights @ (b * (ab - a)).T / variance
    total = weights @ ((a - ab) ** 2).T / (2 * variance)
    if outputs.ba is None:
        return Resampled(first, total)
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
