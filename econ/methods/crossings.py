"""Where curves cross zero: many curves at once, so that each step is one evaluation.

A curve is swept over its grid; every change of sign is closed in on (Chandrupatla 1997, from
SciPy), and every dip towards zero between grid points is followed to its bottom first, so that
curves that cross twice within a step, or only touch zero, are told apart.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from econ.model.distributions import FloatArray

IndexArray = npt.NDArray[np.intp]
Curves = Callable[[FloatArray, IndexArray], FloatArray]
"""Value at each point of the curve of that number; the numbers come in rising order."""

LIKE_ZERO = 1e-12
"""Values below this share of the largest one are rounding, and count as zero."""


@dataclass(frozen=True, slots=True)
class Curve:
    """One curve: its points in order, its values, and where it meets zero.

    ``changes`` are the points at which its sign changes; at ``touches`` it is zero and has the
    same sign on both sides, or ends. ``level`` is what counts as zero.
    """

    points: FloatArray
    values: FloatArray
    changes: tuple[float, ...]
    touches: tuple[float, ...]
    level: float

    @property
    def flat(self) -> bool:
        """Whether it has one value throughout."""
        return bool(np.ptp(self.values) <= self.level)

    def at(self, point: float) -> float:
        """The value at one of the points."""
        return float(self.values[np.searchsorted(self.points, point)])

    def positive(self) -> list[tuple[float, float]]:
        """The stretches between changes of sign on which the curve is above zero."""
        ends = [float(self.points[0]), *self.changes, float(self.points[-1])]
        signed = self.values[np.abs(self.values) > self.level]
        above = len(signed) > 0 and signed[0] > 0
        stretches = list(pairwise(ends))
        return stretches[0 if above else 1 :: 2] if len(signed) else []


def follow(curves: Curves, grids: Sequence[FloatArray]) -> list[Curve]:
    """Sweep each curve over its grid and find where it meets zero.

    Each grid holds at least two points, in rising order, each once. Between grid points curves
    must be continuous.

    >>> parabola = follow(lambda x, which: (x - 1) * (x - 2), [np.array([0.0, 1.4, 5.0])])[0]
    >>> [round(point, 9) for point in parabola.changes]
    [1.0, 2.0]
    """
    which = np.repeat(np.arange(len(grids)), [len(grid) for grid in grids])
    x = np.concatenate([np.asarray(grid, dtype=np.float64) for grid in grids])
    y = curves(x, which)
    level = LIKE_ZERO * float(np.max(np.abs(y), initial=0.0))
    which, x, y = _with_dips(curves, which, x, y, level)
    changes, touches = _meetings(curves, which, x, y, level)
    found = []
    for k in range(len(grids)):
        own = which == k
        flat = np.ptp(y[own]) <= level
        found.append(
            Curve(x[own], y[own], changes.get(k, ()), () if flat else touches.get(k, ()), level)
        )
    return found


def _with_dips(
    curves: Curves, which: IndexArray, x: FloatArray, y: FloatArray, level: float
) -> tuple[IndexArray, FloatArray, FloatArray]:
    """The same sweep, with the bottom of each dip that reaches zero among its points."""
    sign = _signs(y, level)
    size = np.abs(y)
    left, middle, right = slice(None, -2), slice(1, -1), slice(2, None)
    dips = (which[left] == which[right]) & (sign[middle] != 0)
    dips &= (sign[left] == sign[middle]) & (sign[right] == sign[middle])
    dips &= (size[middle] <= size[left]) & (size[middle] < size[right])
    dips &= size[left] + size[right] - 2 * size[middle] > level
    i = np.flatnonzero(dips) + 1
    if not len(i):
        return which, x, y
    from scipy.optimize import elementwise

    def upright(points: FloatArray, curve: IndexArray, side: FloatArray) -> FloatArray:
        return side * curves(points, curve)

    bottom = elementwise.find_minimum(upright, (x[i - 1], x[i], x[i + 1]), args=(which[i], sign[i]))
    reached = bottom.f_x <= level
    i, value = i[reached], (sign[i] * bottom.f_x)[reached]
    place = i + (bottom.x[reached] > x[i])
    return (
        np.insert(which, place, which[i]),
        np.insert(x, place, bottom.x[reached]),
        np.insert(y, place, value),
    )


def _meetings(
    curves: Curves, which: IndexArray, x: FloatArray, y: FloatArray, level: float
) -> tuple[dict[int, tuple[float, ...]], dict[int, tuple[float, ...]]]:
    """The changes of sign and the touches of each curve, by its number."""
    sign = _signs(y, level)
    changes, touches = dict[int, tuple[float, ...]](), dict[int, tuple[float, ...]]()
    signed = np.flatnonzero(sign)
    pairs = signed[:-1], signed[1:]
    turns = (which[pairs[0]] == which[pairs[1]]) & (sign[pairs[0]] != sign[pairs[1]])
    lows, highs = pairs[0][turns], pairs[1][turns]
    for k, root in zip(which[lows], _roots(curves, which, x, sign, lows, highs), strict=True):
        changes[int(k)] = (*changes.get(int(k), ()), float(root))
    between = np.zeros(len(x), dtype=bool)
    for low, high in zip(lows, highs, strict=True):
        between[low:high] = True
    for j in np.flatnonzero((sign == 0) & ~between):
        k = int(which[j])
        touches[k] = (*touches.get(k, ()), float(x[j]))
    return changes, touches


def _roots(
    curves: Curves,
    which: IndexArray,
    x: FloatArray,
    sign: FloatArray,
    lows: IndexArray,
    highs: IndexArray,
) -> FloatArray:
    """The root in each bracket: a grid point that is zero, else by closing in on all at once."""
    roots = x[lows + 1]
    open_ = sign[lows + 1] != 0
    if open_.any():
        from scipy.optimize import elementwise

        low, high = lows[open_], highs[open_]
        closed = elementwise.find_root(curves, (x[low], x[high]), args=(which[low],))
        roots[open_] = closed.x
    return roots


def _signs(y: FloatArray, level: float) -> FloatArray:
    return np.where(np.abs(y) <= level, 0.0, np.sign(y))
