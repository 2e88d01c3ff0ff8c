"""Quantiles from a table, faster than drawing the numbers directly.

SciPy's inverses of the gamma and the beta cost some 500 ns a value, those of the normal and the
lognormal some 16; a piecewise cubic in the odds of the probability costs about 10. There are as
many pieces in each doubling of the odds, so that the bits of a double tell which it is, and no
logarithm need be taken. A table is made from a few hundred exact values: between those at the roots
of Chebyshev polynomials in the logit a quantile is a polynomial to 1e-9 standard deviations, and
every number of the table is a fixed sum of them. Each table is checked against SciPy elsewhere when
it is made, and made finer until the two agree: there is one door for uncertainty, and it is not
slow.
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
_ALLOWED = 0.8 * CLOSE_ENOUGH
"""What is left is for places that are not looked at, and for rounding."""
_EDGES = np.array([-38, -25, -15, -9, -5.5, -3, -1, 1, 3, 5.5, 9, 15, 25, 38])
"""Segments of the logit in each of which a quantile is a polynomial through a few exact values."""
_DEGREE = 15
_CELLS, _FINEST = 64, 8
"""Pieces of a table in each doubling of the odds, and how many times finer it may become."""
_LOWEST, _HIGHEST = -54, 53
"""Powers of two between which the odds of any probability lie."""
_KEPT = 64
"""Tables that are kept: of the coarsest 214 KB each."""
_MANTISSA, _BITS = (1 << 52) - 1, 52
_ONE, _BIAS = 1023 << 52, 1023
"""Of a double: the bits of its mantissa, how many; those of 1, and of an exponent of 0."""


@dataclass(frozen=True, slots=True)
class QuantileTable:
    """Cubic pieces of equal width in each doubling of the odds of the probability.

    A piece has its powers from the third down, of the odds' mantissa: between 1 and 2.
    """

    pieces: FloatArray

    def __call__(self, u: FloatArray) -> FloatArray:
        """Quantiles at probabilities ``u`` (0 <= u < 1), elementwise."""
        doubling = (len(self.pieces) // (_HIGHEST - _LOWEST)).bit_length() - 1
        place = np.maximum(u, SMALLEST)
        place /= 1.0 - u
        bits = place.view(np.int64)
        cell = bits >> (_BITS - doubling)
        cell -= (_BIAS + _LOWEST) << doubling
        bits &= _MANTISSA
        bits |= _ONE
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
        return lambda u: distribution.placed(u, lambda v: otherwise(np.minimum(v, LARGEST)))
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
        pieces = _segments(finer).pieces(distribution)
        if pieces is not None:
            return QuantileTable(pieces)
        finer *= 2
    return distribution.quantile


@dataclass(frozen=True, slots=True)
class _Segments:
    """What every table of as many cells shares: where exact values are taken, and what of them.

    In each segment the polynomial through the exact values at ``nodes`` (of Chebyshev) gives the
    table's values and slopes by the logit (at the ``ends`` of cells), what lies halfway between
    these (``halfway``) and what should come out at further exact places (``checks``). ``starts``
    are where cells begin, in widths of a cell from no odds of their doubling.
    """

    nodes: FloatArray
    checks: FloatArray
    between: FloatArray
    starts: FloatArray
    ends: tuple[FloatArray, ...]
    slopes: tuple[FloatArray, ...]
    halfway: tuple[FloatArray, ...]

    @classmethod
    def of(cls, finer: int) -> _Segments:
        """Segments and cells so many times finer."""
        at = np.arange(len(_EDGES) * finer - finer + 1) / finer
        edges = np.interp(at, np.arange(len(_EDGES)), _EDGES)
        cells = _CELLS * finer
        starts = np.tile(np.arange(cells, 2.0 * cells), _HIGHEST - _LOWEST)
        doubled = np.repeat(np.arange(_LOWEST, _HIGHEST), cells) * np.log(2)
        lines = np.append(np.log(starts / cells) + doubled, _HIGHEST * np.log(2))
        middles = np.log((starts + 0.5) / cells) + doubled
        place = np.cos(np.pi * (np.arange(_DEGREE, -1, -1) + 0.5) / (_DEGREE + 1))
        middle = (place[1::2] + place[:-1:2]) / 2
        inverse = np.linalg.inv(chebyshev.chebvander(place, _DEGREE))
        slope = chebyshev.chebder(np.eye(_DEGREE + 1)) @ np.eye(_DEGREE + 1)
        ends, slopes, halfway = [], [], []
        for low, high in pairwise(edges):
            at_ends, between_ends = (
                (2 * x[(x >= low) & (x < high)] - low - high) / (high - low)
                for x in (lines, middles)
            )
            ends.append(chebyshev.chebvander(at_ends, _DEGREE) @ inverse)
            rise = chebyshev.chebvander(at_ends, _DEGREE - 1) @ slope @ inverse
            slopes.append(rise * (2 / (high - low)))
            halfway.append(chebyshev.chebvander(between_ends, _DEGREE) @ inverse)

        def spread(x: FloatArray) -> FloatArray:
            low, high = edges[:-1, np.newaxis], edges[1:, np.newaxis]
            return np.asarray(((high - low) / 2 * x + (low + high) / 2).ravel())

        between = chebyshev.chebvander(middle, _DEGREE) @ inverse
        fixed = map(tuple, (ends, slopes, halfway))
        return cls(spread(place), spread(middle), between, starts, *fixed)

    def pieces(self, distribution: Tabled) -> FloatArray | None:
        """The cubic pieces of a table; ``None`` where they are not close enough."""
        exact = _at_logit(distribution, self.nodes).reshape(-1, _DEGREE + 1)
        allowed = _ALLOWED * distribution.sd
        wanted = _at_logit(distribution, self.checks)
        if not np.max(np.abs((exact @ self.between.T).ravel() - wanted)) <= allowed:
            return None
        value, slope, half = (
            np.concatenate([by @ own for by, own in zip(matrix, exact, strict=True)])
            for matrix in (self.ends, self.slopes, self.halfway)
        )
        start = self.starts
        rise, first, last = np.diff(value), slope[:-1] / start, slope[1:] / (start + 1)
        bend, turn = 3 * rise - 2 * first - last, first + last - 2 * rise
        made = ((turn / 2 + bend) / 2 + first) / 2 + value[:-1]
        if not np.max(np.abs(made - half)) <= allowed:
            return None
        return self._by_mantissa(np.stack([turn, bend, first, value[:-1]]))

    def _by_mantissa(self, powers: FloatArray) -> FloatArray:
        """Powers of how far within a cell as those of the mantissa: shape (cells, 4)."""
        turn, bend, first, value = powers
        start, many = self.starts, int(self.starts[0])
        third, second = turn, bend - 3 * start * turn
        one = first - start * (2 * bend - 3 * start * turn)
        none = value - start * (first - start * (bend - start * turn))
        scaled = [third * many**3, second * many**2, one * many, none]
        return np.ascontiguousarray(np.stack(scaled, axis=1))


@lru_cache(maxsize=2)
def _segments(finer: int) -> _Segments:
    """Those of so many cells, made once: nearly all tables are of the coarsest or the next."""
    return _Segments.of(finer)


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
