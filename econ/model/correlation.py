"""Rank correlations through a Gaussian copula on the unit cube, so that every design honours them.

Spearman's rank correlation rho of two normals belongs to Pearson's 2 sin(pi rho / 6). A matrix that
is not positive definite is repaired to the nearest correlation matrix (Higham 2002, by alternating
projections) and the repair is reported.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from econ.model.distributions import FloatArray, Normal
from econ.model.quantile_table import LARGEST, tabulated

Pair = tuple[str, str, float]
"""Two parameters and their rank correlation."""

_STANDARD = Normal(0.0, 1.0)
_FLOOR = 1e-8
_ALIKE = 1e-6
"""Changes of rank correlations that differ by less than the repair itself is sure of."""


@dataclass(frozen=True, slots=True)
class CorrelatedGroup:
    """Parameters tied together: their names in alphabetical order and their Cholesky factor.

    ``repair`` is the largest change made to a rank correlation; 0 where none was needed.
    """

    names: tuple[str, ...]
    cholesky: FloatArray
    repair: float = 0.0
    worst: tuple[str, str] = ("", "")

    def apply(self, points: Mapping[str, FloatArray]) -> dict[str, FloatArray]:
        """Correlated probabilities from independent ones; the first name's stay as they are."""
        score = tabulated(_STANDARD)
        scores = [score(points[name]) for name in self.names]
        tied = {self.names[0]: points[self.names[0]]}
        for row in range(1, len(self.names)):
            mixed = self.cholesky[row, 0] * scores[0]
            for column in range(1, row + 1):
                mixed += self.cholesky[row, column] * scores[column]
            tied[self.names[row]] = np.minimum(special.ndtr(mixed), LARGEST)
        return tied


@dataclass(frozen=True, slots=True)
class Copula:
    """All correlated groups of a scenario; those not tied to each other stay apart.

    >>> copula = Copula.of([("a", "b", 0.6)])
    >>> copula.groups[0].names
    ('a', 'b')
    """

    groups: tuple[CorrelatedGroup, ...]

    @classmethod
    def of(cls, pairs: Sequence[Pair]) -> Copula:
        """The copula of these pairs; pairs not named are uncorrelated."""
        return cls(tuple(_group(names, pairs) for names in _components(pairs)))

    def apply(self, points: Mapping[str, FloatArray]) -> dict[str, FloatArray]:
        """Points with every group's correlations."""
        tied = dict(points)
        for group in self.groups:
            tied.update(group.apply(points))
        return tied


def _components(pairs: Sequence[Pair]) -> list[tuple[str, ...]]:
    groups: list[set[str]] = []
    for first, second, _ in pairs:
        joined = {first, second}.union(*(g for g in groups if first in g or second in g))
        groups = [g for g in groups if not g & joined] + [joined]
    return sorted(tuple(sorted(group)) for group in groups)


def _group(names: tuple[str, ...], pairs: Sequence[Pair]) -> CorrelatedGroup:
    ranks = np.eye(len(names))
    for first, second, rank in pairs:
        if first in names:
            i, j = names.index(first), names.index(second)
            ranks[i, j] = ranks[j, i] = rank
    pearson = 2 * np.sin(np.pi * ranks / 6)
    np.fill_diagonal(pearson, 1.0)
    sound = np.linalg.eigvalsh(pearson)[0] > _FLOOR
    nearest = pearson if sound else nearest_correlation(pearson)
    cholesky = np.asarray(np.linalg.cholesky(nearest), dtype=np.float64)
    if sound:
        return CorrelatedGroup(names, cholesky)
    change = np.abs(6 / np.pi * np.arcsin(nearest / 2) - ranks)
    np.fill_diagonal(change, 0.0)
    worst = _worst(names, pairs, change)
    return CorrelatedGroup(names, cholesky, float(change.max()), worst)


def _worst(names: tuple[str, ...], pairs: Sequence[Pair], change: FloatArray) -> tuple[str, str]:
    """The pair that changes most; of pairs that change alike, the first given.

    Symmetric ranks change alike but for the last bits, which differ from one machine to another.
    """
    given = [tuple(sorted(pair[:2])) for pair in pairs if pair[0] in names]
    largest = np.argwhere(np.triu(change) > change.max() - _ALIKE)
    worst = [(names[row], names[column]) for row, column in largest]
    return min(worst, key=lambda pair: given.index(pair) if pair in given else len(given))


def nearest_correlation(matrix: FloatArray, steps: int = 2000) -> FloatArray:
    """The nearest positive definite correlation matrix in the Frobenius norm (Higham 2002).

    >>> repaired = nearest_correlation(np.array([[1, .9, -.9], [.9, 1, .9], [-.9, .9, 1]]))
    >>> bool(np.linalg.eigvalsh(repaired)[0] > 0)
    True
    """
    current, correction = matrix.copy(), np.zeros_like(matrix)
    for _ in range(steps):
        shifted = current - correction
        projected = _positive(shifted)
        correction = projected - shifted
        previous, current = current, projected.copy()
        np.fill_diagonal(current, 1.0)
        if np.max(np.abs(current - previous)) < 1e-12:
            break
    positive = _positive(current, 10 * _FLOOR)
    scale = np.sqrt(np.diag(positive))
    result: FloatArray = positive / np.outer(scale, scale)
    return result


def _positive(matrix: FloatArray, floor: float = 0.0) -> FloatArray:
    values, vectors = np.linalg.eigh(matrix)
    result: FloatArray = (vectors * np.maximum(values, floor)) @ vectors.T
    return result
