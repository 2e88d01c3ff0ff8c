"""Quantiles from a table, faster than drawing the numbers directly.

SciPy's inverses of the gamma and the beta cost some 500 ns a value, those of the normal and the
lognormal some 16; a piecewise cubic in the logit of the probability costs about 10. A table is made
from a few hundred exact values: between those at the roots of Chebyshev polynomials a quantile is
a polynomial to 1e-9 standard deviations, and every number of the table is a fixed sum of them. Each
table is checked against SciPy elsewhere when it is made, and made finer until the two agree: there
is one door for uncertainty, and it is not slow.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.polynomial import chebyshev
from scipy import special

from econ.model.distributions import (
    Beta,
    ChanceOfNone,
    Distribution,
    FloatArray,
    Gamma,
    LogNormal,
    Normal,
    Truncated,
    beta_quantile,
)

Quantile = Callable[[FloatArray], FloatArray]
Tabled = Normal | LogNormal | Gamma | Beta

SMALLEST = 2.0**-54
"""A probability of 0 is read as this: half the step of a random double."""
LARGEST = 1 - 2.0**-53
"""A probability of 1 is read as this: the largest double below 1."""
CLOSE_ENOUGH = 1e-9
"""Largest accepted difference from SciPy, in standard deviations of the distribution."""
_REACH = 38.0
_EDGES = np.array([-38, -25, -15, -9, -5.5, -3, -1, 1, 3, 5.5, 9, 15, 25, 38])
"""Segments of the logit in each of which a quantile is a polynomial through a few exact values."""
_DEGREE = 15
_CELLS, _FINEST = 2048, 8
"""Cells of a table, and how many times finer it may become."""
_KEPT = 128
"""Tables that are kept: of the coarsest 64 KB each."""


@dataclass(frozen=True, slots=True)
class QuantileTable:
    """Cubic pieces of equal width over the logit of the probability."""

    pieces: FloatArray

    def __call__(self, u: FloatArray) -> FloatArray:
        """Quantiles at probabilities ``u`` (0 <= u < 1), elementwise."""
        place = np.maximum(u, SMALLEST)
        place /= 1.0 - u
        np.log(place, out=place)
        place += _REACH
        place *= len(self.pieces) / (2 * _REACH)
        cell = place.astype(np.intp)
        place -= cell
        piece = self.pieces.take(cell, axis=0)
        value = piece[:, 0] * place
        value += piece[:, 1]
        value *= place
        value += piece[:, 2]
        value *= place
        value += piece[:, 3]
        return value


def tabulated(distribution: Distribution) -> Quantile:
    """A quantile function for many draws: a table where that is faster, else the exact one.

    >>> from econ.model.distributions import Gamma
    >>> u = np.array([0.001, 0.5, 0.999])
    >>> gamma = Gamma.from_moments(280.17, 70)
    >>> bool(np.allclose(tabulated(gamma)(u), gamma.quantile(u), rtol=1e-10))
    True
    """
    if isinstance(distribution, ChanceOfNone):
        otherwise = tabulated(distribution.otherwise)
        return lambda u: distribution.placed(u, otherwise)
    if isinstance(distribution, Truncated):
        whole = tabulated(distribution.whole)
        return lambda u: distribution.placed(u, whole)
    if not isinstance(distribution, Normal | LogNormal | Gamma | Beta):
        return distribution.quantile
    return _tabulated(distribution)


@lru_cache(maxsize=_KEPT)
def _tabulated(distribution: Tabled) -> Quantile:
    """The same of what has a table: scenarios of one workbook share most of theirs."""
    finer = 1
    while finer <= _FINEST:
        pieces = (_COARSEST if finer == 1 else _Segments.of(finer)).pieces(distribution)
        if pieces is not None:
            return QuantileTable(pieces)
        finer *= 2
    return distribution.quantile


@dataclass(frozen=True, slots=True)
class _Segments:
    """What every table of as many cells shares: where exact values are taken, and what of them.

    In each segment the polynomial through the exact values at ``nodes`` (of Chebyshev) gives the
    table's values and slopes (by ``ends`` of cells), what lies halfway between these (``halfway``)
    and what should come out at further exact places (``checks``).
    """

    nodes: FloatArray
    checks: FloatArray
    between: FloatArray
    ends: tuple[FloatArray, ...]
    slopes: tuple[FloatArray, ...]
    halfway: tuple[FloatArray, ...]

    @classmethod
    def of(cls, finer: int) -> _Segments:
        """Segments and cells so many times finer."""
        at = np.arange(len(_EDGES) * finer - finer + 1) / finer
        edges = np.interp(at, np.arange(len(_EDGES)), _EDGES)
        lines = np.linspace(-_REACH, _REACH, _CELLS * finer + 1)
        place = np.cos(np.pi * (np.arange(_DEGREE, -1, -1) + 0.5) / (_DEGREE + 1))
        middle = (place[1::2] + place[:-1:2]) / 2
        inverse = np.linalg.inv(chebyshev.chebvander(place, _DEGREE))
        slope = chebyshev.chebder(np.eye(_DEGREE + 1)) @ np.eye(_DEGREE + 1)
        width = lines[1] - lines[0]
        ends, slopes, halfway = [], [], []
        for low, high in pairwise(edges):
            inside = lines[(lines >= low) & ((lines < high) | (high == _REACH))]
            z, half = ((2 * x - low - high) / (high - low) for x in (inside, inside + width / 2))
            ends.append(chebyshev.chebvander(z, _DEGREE) @ inverse)
            rise = chebyshev.chebvander(z, _DEGREE - 1) @ slope @ inverse
            slopes.append(rise * (2 * width / (high - low)))
            halfway.append(chebyshev.chebvander(half, _DEGREE) @ inverse)

        def spread(x: FloatArray) -> FloatArray:
            low, high = edges[:-1, np.newaxis], edges[1:, np.newaxis]
            return np.asarray(((high - low) / 2 * x + (low + high) / 2).ravel())

        between = chebyshev.chebvander(middle, _DEGREE) @ inverse
        return cls(spread(place), spread(middle), between, *map(tuple, (ends, slopes, halfway)))

    def pieces(self, distribution: Tabled) -> FloatArray | None:
        """The cubic pieces of a table; ``None`` where they are not close enough."""
        exact = _at_logit(distribution, self.nodes).reshape(-1, _DEGREE + 1)
        allowed = CLOSE_ENOUGH * distribution.sd
        wanted = _at_logit(distribution, self.checks)
        if not np.max(np.abs((exact @ self.between.T).ravel() - wanted)) <= allowed:
            return None
        value, slope, half = (
            np.concatenate([by @ own for by, own in zip(matrix, exact, strict=True)])
            for matrix in (self.ends, self.slopes, self.halfway)
        )
        rise, first, last = np.diff(value), slope[:-1], slope[1:]
        bend, turn = 3 * rise - 2 * first - last, first + last - 2 * rise
        made = ((turn / 2 + bend) / 2 + first) / 2 + value[:-1]
        if not np.max(np.abs(made - half[:-1])) <= allowed:
            return None
        return np.ascontiguousarray(np.stack([turn, bend, first, value[:-1]], axis=1))


def _at_logit(distribution: Tabled, logit: FloatArray) -> FloatArray:
    """Exact quantiles at rising logits; the upper half by the complement, for the tail's digits."""
    half = int(np.searchsorted(logit, 0.0))
    below = distribution.quantile(special.expit(logit[:half]))
    return np.concatenate([below, _from_above(distribution, special.expit(-logit[half:]))])


def _from_above(distribution: Tabled, tail: FloatArray) -> FloatArray:
    """Quantiles by the probability of being above them."""
    match distribution:
        case Normal(mean, sd):
            return np.asarray(mean - sd * special.ndtri(tail))
        case LogNormal(log_mean, log_sd):
            return np.asarray(np.exp(log_mean - log_sd * special.ndtri(tail)))
        case Gamma(shape, scale):
            return np.asarray(scale * special.gammainccinv(shape, tail))
        case Beta(alpha, beta, low, high):
            above = special.betainccinv(alpha, beta, tail)
            none = np.isnan(above)
            above[none] = 1.0 - beta_quantile(beta, alpha, tail[none])
            return np.asarray(low + (high - low) * above)


_COARSEST = _Segments.of(1)
