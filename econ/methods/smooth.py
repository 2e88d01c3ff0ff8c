"""The mean of some answers given one number, from draws: a penalised spline, its penalty by REML.

Draws are put in order of the number and cut into bins; the means of bins are smoothed. A line in
the number itself is free; what departs from it is a cosine series in the number's rank, the k-th
term with a prior variance in proportion to k to the power of -4, which is a cubic smoothing spline
(Wahba 1990). One factor scales them all, by restricted maximum likelihood (Patterson and Thompson
1971). How rough the means of bins are tells their noise, so that draws which are more even than
random ones are smoothed less. A value that many draws share has a level of its own.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import special

from econ.model.distributions import FloatArray

_BINS = 200
SHARED = 0.05
"""The part of all draws from which on a value has a level of its own: of twenty, none is noise."""
_TERMS, _GRID = 24, np.append(0.0, np.geomspace(1e-6, 1e8, 57))
_LEAST, _FEW = 1e-14, 8

IntArray = npt.NDArray[np.intp]


class BinnedDraws(NamedTuple):
    """Draws in the order of a number, cut into bins: draws of one value are never cut.

    ``order`` lists the draws, bin by bin, and ``starts`` where each bin begins; ``values`` is the
    mean of each bin's values and ``sizes`` how many draws each has. ``levels`` are the bins of one
    value which many draws share.
    """

    order: IntArray
    starts: IntArray
    values: FloatArray
    sizes: FloatArray
    levels: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, values: FloatArray, most: int = _BINS) -> BinnedDraws:
        """The bins of a number's draws, as even as shared values allow."""
        size = len(values)
        rising = bool((values[1:] >= values[:-1]).all())
        order = np.arange(size) if rising else np.argsort(values)
        ordered = values[order]
        cuts = _cuts(size, most)
        low = np.searchsorted(ordered, ordered[cuts], side="left")
        high = np.searchsorted(ordered, ordered[cuts], side="right")
        starts = np.unique(np.concatenate([[0], low, high[high - low > 1]]))
        starts = starts[starts < size]
        count = np.diff(np.append(starts, size))
        ends = ordered[starts], ordered[starts + count - 1]
        levels = (ends[0] == ends[1]) & (count >= SHARED * size)
        means = np.where(ends[0] == ends[1], ends[0], np.add.reduceat(ordered, starts) / count)
        return cls(order, starts, means, count.astype(np.float64), levels)

    def sums(self, answers: FloatArray) -> FloatArray:
        """The sum of answers, shape (draws, ...), within each bin."""
        found: FloatArray = np.add.reduceat(answers[self.order], self.starts, axis=0)
        return found


def _cuts(size: int, most: int) -> IntArray:
    """Where draws in order are cut: evenly, the outermost parts again and again.

    A choice that changes in one draw of a thousand changes in a tail.
    """
    tail, tails = size // most, list[int]()
    while (tail := tail // 2) >= _FEW:
        tails += [tail, size - tail]
    return np.sort(np.append(np.arange(1, most) * size // most, tails).astype(np.intp))


class Smooth(NamedTuple):
    """A smooth mean of answers given a number: ``mean`` has one row a bin.

    >>> x = np.linspace(0, 1, 1000)
    >>> found = Smooth.of(BinnedDraws.of(x), x[:, np.newaxis] ** 2)
    >>> bool(abs(found.at(np.array([0.3]))[0, 0] - 0.09) < 1e-3)
    True
    """

    bins: BinnedDraws
    frame: _Frame
    gain: FloatArray
    coefficients: FloatArray
    mean: FloatArray

    @classmethod
    def of(cls, bins: BinnedDraws, answers: FloatArray) -> Smooth:
        """The mean of answers, shape (draws, answers), given the number that was binned."""
        frame = _framed(*_columns(bins, bins.values), bins.sizes)
        means = bins.sums(answers) / bins.sizes[:, np.newaxis]
        gain = _likeliest(frame, means)
        coefficients = _coefficients(frame, means, gain)
        return cls(bins, frame, gain, coefficients, frame.columns @ coefficients)

    def at(self, values: FloatArray) -> FloatArray:
        """The mean given values: those of a level get its own."""
        return np.asarray(np.hstack(_columns(self.bins, values)) @ self.coefficients)

    def again(self, rows: FloatArray) -> FloatArray:
        """Others, as many and one row a bin, smoothed just as the answers were."""
        return np.asarray(self.frame.columns @ _coefficients(self.frame, rows, self.gain))

    def spread(self, rows: FloatArray) -> FloatArray:
        """What is given a bin, shape (bins, ...), in each draw."""
        found = np.empty((len(self.bins.order), *rows.shape[1:]))
        found[self.bins.order] = np.repeat(rows, self.bins.sizes.astype(np.intp), axis=0)
        return found


def _columns(bins: BinnedDraws, values: FloatArray) -> tuple[FloatArray, FloatArray]:
    """What is free (levels, and a line beside them), and the terms that are penalised."""
    own = bins.values[bins.levels]
    levels = (values[:, np.newaxis] == own).astype(np.float64)
    rest = ~bins.levels
    if rest.sum() < 2:
        spare = np.ones((len(values), int(rest.any())))
        spare[levels.any(axis=1)] = 0.0
        return np.hstack([levels, spare]), np.empty((len(values), 0))
    beside, count = bins.values[rest], bins.sizes[rest]
    beside_all = ~levels.any(axis=1)[:, np.newaxis]
    middle = np.average(beside, weights=count)
    line = (values - middle) / np.sqrt(np.average((beside - middle) ** 2, weights=count))
    score = special.ndtri((np.cumsum(count) - count / 2) / count.sum())
    rank = np.interp(values, beside, (score - score[0]) / (score[-1] - score[0]))
    terms = np.arange(1, min(_TERMS, len(beside) - 1) + 1)
    fixed = np.column_stack([np.ones_like(line), line]) * beside_all
    random = np.cos(np.pi * rank[:, np.newaxis] * terms) / terms**2 * beside_all
    return np.hstack([levels, fixed]), random


class _Frame(NamedTuple):
    """Columns and weights of rows, taken apart for any answers.

    The fixed columns are orthonormal in ``basis``, and what is left of the random ones varies by
    ``spread`` along the directions ``turned``.
    """

    columns: FloatArray
    root: FloatArray
    basis: FloatArray
    triangle: FloatArray
    inner: FloatArray
    left: FloatArray
    spread: FloatArray
    turned: FloatArray


def _framed(fixed: FloatArray, random: FloatArray, sizes: FloatArray) -> _Frame:
    root = np.sqrt(sizes)[:, np.newaxis]
    basis, triangle = np.linalg.qr(root * fixed)
    inner = basis.T @ (root * random)
    left = root * random - basis @ inner
    spread, turned = np.linalg.eigh(left.T @ left)
    columns = np.hstack([fixed, random])
    return _Frame(columns, root, basis, triangle, inner, left, np.maximum(spread, 0.0), turned)


def _likeliest(frame: _Frame, means: FloatArray) -> FloatArray:
    """How much of each direction is kept, by column of means: REML over a grid, 0 in it.

    The grid is of the ratio of the variance of random coefficients to that of the noise.
    """
    y = frame.root * means
    left = y - frame.basis @ (frame.basis.T @ y)
    along = frame.turned.T @ (frame.left.T @ left)
    gain = _GRID[:, np.newaxis] / (1 + _GRID[:, np.newaxis] * frame.spread)
    floor = _LEAST * np.square(y).sum(axis=0) + 1e-300
    rest = np.maximum(np.square(left).sum(axis=0) - gain @ along**2, floor)
    freedom = max(len(means) - frame.basis.shape[1], 1)
    unlikely = np.log1p(_GRID[:, np.newaxis] * frame.spread).sum(axis=1)[:, np.newaxis]
    return np.asarray(gain[np.argmin(unlikely + freedom * np.log(rest), axis=0)].T)


def _coefficients(frame: _Frame, means: FloatArray, gain: FloatArray) -> FloatArray:
    """Those of fixed columns, then of random ones, for each column of means."""
    y = frame.root * means
    drawn = frame.turned @ (gain * (frame.turned.T @ (frame.left.T @ y)))
    free = np.linalg.solve(frame.triangle, frame.basis.T @ y - frame.inner @ drawn)
    return np.vstack([free, drawn])
