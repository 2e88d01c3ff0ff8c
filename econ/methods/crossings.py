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

from econ.methods.fair_shares import BoolArray
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
        """The value at one of the points; none where the curve does not exist there."""
        place = int(np.searchsorted(self.points, point))
        there = place < len(self.points) and self.points[place] == point
        return float(self.values[place]) if there else float("nan")

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
    must be continuous; points at which one does not exist are passed over.

    >>> parabola = follow(lambda x, which: (x - 1) * (x - 2), [np.array([0.0, 1.4, 5.0])])[0]
    >>> [round(point, 9) for point in parabola.changes]
    [1.0, 2.0]
    """
    which = np.repeat(np.arange(len(grids)), [len(grid) for grid in grids])
    x = np.concatenate([np.asarray(grid, dtype=np.float64) for grid in grids])
    y = curves(x, which)
    exists = np.isfinite(y)
    which, x, y = which[exists], x[exists], y[exists]
    level = LIKE_ZERO * float(np.max(np.abs(y), initial=0.0))
    which, x, y = _with_dips(curves, which, x, y, level)
    roots, crossing, touching = _meetings(curves, which, x, y, level)
    found = []
    for k in range(len(grids)):
        own = which == k
        if not own.any():
            found.append(Curve(grids[k], np.full(len(grids[k]), np.nan), (), (), level))
            continue
        touches = x[own & touching] if np.ptp(y[own]) > level else ()
        changes = tuple(roots[crossing == k].tolist())
        found.append(Curve(x[own], y[own], changes, tuple(map(float, touches)), level))
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
    i, found, value = i[reached], bottom.x[reached], (sign[i] * bottom.f_x)[reached]
    place = i + (found > x[i])
    return (
        np.insert(which, place, which[i]),
        np.insert(x, place, found),
        np.insert(y, place, value),
    )


def _meetings(
    curves: Curves, which: IndexArray, x: FloatArray, y: FloatArray, level: float
) -> tuple[FloatArray, IndexArray, BoolArray]:
    """Where the sign changes and on which curves, and which points touch zero.

    A change is a grid point that is zero, or else closed in on, all at once.
    """
    sign = _signs(y, level)
    signed = np.flatnonzero(sign)
    lows, highs = signed[:-1], signed[1:]
    turns = (which[lows] == which[highs]) & (sign[lows] != sign[highs])
    lows, highs = lows[turns], highs[turns]
    touching = sign == 0
    for low, high in zip(lows, highs, strict=True):
        touching[low:high] = False
    roots = x[lows + 1]
    wide = y[lows + 1] != 0
    if wide.any():
        from scipy.optimize import elementwise

        low, high = lows[wide], highs[wide]
        roots[wide] = elementwise.find_root(curves, (x[low], x[high]), args=(which[low],)).x
    return roots, which[lows], touching


def _signs(y: FloatArray, level: float) -> FloatArray:
    return np.where(np.abs(y) <= level, 0.0, np.sign(y))
