"""How much of the uncertainty would go if one number were known, from draws that are there already.

The variance of the mean given a number, over the whole variance; of numbers that vary together,
all that knowing one tells. Draws are cut into bins by the number; what the means of bins differ by
chance alone is taken off, and a jackknife over groups of draws says how far a share may be off.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from econ.model.distributions import Z_95, FloatArray
from econ.model.draws import Draws

FEWEST = 100
"""Fewer draws tell nothing."""
_BINS, _GROUPS = 50, 20


class IfKnown(NamedTuple):
    """A parameter, and the share of the variance that would go if it were known.

    ``error`` is the share's Monte Carlo standard error.
    """

    parameter: str
    share: float
    error: float

    @property
    def seen(self) -> bool:
        """Whether the share is more than chance would make it."""
        return self.share > Z_95 * self.error

    def above(self, other: IfKnown) -> bool:
        """Whether its share is larger than another's by more than chance would make it."""
        return self.share - other.share > Z_95 * float(np.hypot(self.error, other.error))


def if_known(draws: Draws, names: Sequence[str], rows: FloatArray) -> tuple[IfKnown, ...]:
    """The share of each parameter, largest first; none where there are too few draws to tell.

    ``rows`` is the answer, the base case first; of more draws than ``draws`` has, the first count.
    """
    answers = rows[1 : len(draws) + 1]
    if len(answers) < FEWEST or not np.isfinite(answers).all() or not np.ptp(answers):
        return ()
    scaled = (answers - answers.mean()) / answers.std()
    found = [IfKnown(name, *_share(draws[name], scaled)) for name in names]
    return tuple(sorted(found, key=lambda one: -one.share))


def _share(values: FloatArray, answers: FloatArray) -> tuple[float, float]:
    """The share of the variance of answers that lies between bins of values, and its error."""
    size = len(answers)
    bins = min(_BINS, int(np.sqrt(size) / 2))
    ends = np.quantile(values, np.arange(1, bins) / bins)
    edges = np.unique([ends, np.nextafter(ends, np.inf)])  # a value of many draws is its own bin
    cell = np.searchsorted(edges, values, side="right") * _GROUPS
    cell += np.arange(size) * _GROUPS // size
    shape, cells = (len(edges) + 1, _GROUPS), (len(edges) + 1) * _GROUPS
    count = np.bincount(cell, minlength=cells).reshape(shape).astype(np.float64)
    total = np.bincount(cell, answers, cells).reshape(shape)
    square = np.bincount(cell, answers**2, cells).reshape(shape).sum(axis=0)
    whole = _between(*(part.sum(axis=-1, keepdims=True) for part in (count, total, square)))
    left_out = _between(
        *(part.sum(axis=-1, keepdims=True) - part for part in (count, total, square))
    )
    spread = np.square(left_out - left_out.mean()).sum() * (_GROUPS - 1) / _GROUPS
    return float(whole[0]), float(np.sqrt(spread))


def _between(count: FloatArray, total: FloatArray, square: FloatArray) -> FloatArray:
    """One less the mean square within bins over that of all: no larger for having more bins."""
    size, filled = count.sum(axis=0), (count > 0).sum(axis=0)
    means = np.divide(total**2, count, out=np.zeros_like(total), where=count > 0).sum(axis=0)
    within = (square - means) / (size - filled)
    whole = (square - total.sum(axis=0) ** 2 / size) / (size - 1)
    found: FloatArray = 1.0 - within / whole
    return found
