"""Confidence limits by drawing again from the draws there are (Efron 1979).

A bootstrap is a matrix of weights: row 0 weighs all draws alike and gives the estimate, each other
row counts how often every draw was drawn again. Whatever is linear in the draws is then a product
of matrices.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from scipy import special

from econ.errors import Problem, refuse
from econ.model.designs import MonteCarlo
from econ.model.distributions import FloatArray

TOO_WIDE = 0.1
"""A share that may be wrong by this much either way is not known well enough to be read."""
WANTED = 0.05
"""Half the width of interval for which a larger sample is proposed."""
UNSURE = 0.05
"""Two that change places in more than this part of the resamples are not ranked."""
NEGLIGIBLE = 0.01
"""Shares below this do not matter, nor does their order."""
MOST_PROPOSED = 2**20
"""No larger sample than this is proposed."""


class Limits(NamedTuple):
    """An estimate between its confidence limits; ``None`` where it does not exist."""

    estimate: float | None
    low: float | None
    high: float | None


NO_LIMITS = Limits(None, None, None)
"""What is said of an estimate that does not exist."""


def resamples(size: int, count: int, seed: int) -> FloatArray:
    """Weights of ``size`` draws, shape (count + 1, size); each row adds up to 1.

    Raises ``ScenarioError`` where there are fewer than two resamples, which have no spread.

    >>> weights = resamples(8, 3, seed=1)
    >>> weights.shape, bool(np.allclose(weights.sum(axis=1), 1))
    ((4, 8), True)
    """
    if count < 2:
        raise refuse("bootstrap", "resamples", f"{count} have no spread", "Choose 100 or so.")
    points = MonteCarlo(size * count, seed).blocks(("bootstrap",), size)
    again = [np.bincount((p["bootstrap"] * size).astype(np.intp), minlength=size) for p in points]
    return np.array([np.ones(size), *again]) / size


def half_width(values: FloatArray, confidence: float) -> FloatArray:
    """Half the width of the interval of each statistic, from its resamples along the first axis.

    Raises ``ScenarioError`` where ``confidence`` is not between 0 and 1.
    """
    if not 0 < confidence < 1:
        what = f"{confidence} is not between 0 and 1"
        raise refuse("interval", "confidence", what, "Choose 0.95 for a 95% interval.")
    z = special.ndtri(0.5 + confidence / 2)
    width: FloatArray = z * np.std(values[1:], axis=0, ddof=1)
    return width


def limits(values: FloatArray, confidence: float) -> Limits:
    """The estimate, from row 0, between limits from the spread of the other rows.

    The interval is symmetric, as wide as a normal of the resamples' standard deviation, as SALib's
    is; resamples in which the statistic is not a number are left out.

    >>> limits(np.array([0.5, 0.4, 0.6]), 0.95).estimate
    0.5
    """
    estimate = float(values[0])
    if np.isnan(estimate):
        return NO_LIMITS
    half = float(half_width(values[np.isfinite(values)], confidence))
    return Limits(estimate, estimate - half, estimate + half)


def power_of_two(n: float) -> int:
    """The least power of two that is not below ``n``, as Sobol' sequences need, and at least 16.

    >>> power_of_two(4096), power_of_two(5000)
    (4096, 8192)
    """
    return 1 << max(int(n) - 1, 15).bit_length()


def doubts(
    measure: str, labels: Sequence[str], shares: FloatArray, size: int, confidence: float
) -> list[Problem]:
    """What a sample of ``size`` draws cannot bear, in words: an order, or a width.

    ``shares`` of the variance have shape (resamples + 1, shares); the first, one for each of the
    ``labels``, are those by which the reader ranks.
    """
    said = []
    swaps = _changing_places(labels, shares)
    if swaps:
        what = f"the sample is too small to rank {'; '.join(swaps)}"
        said.append(Problem("", measure, what, "Read them as equal, or use a larger n."))
    widest = float(np.nan_to_num(np.max(half_width(shares, confidence)), nan=1.0))
    if widest > TOO_WIDE:
        enough = power_of_two(min(size * (widest / WANTED) ** 2, MOST_PROPOSED))
        what = f"the sample is too small: an index is known only to within {widest:.2f} either way"
        said.append(Problem("", measure, what, f"Use n={enough:,} or more."))
    return said


def _changing_places(labels: Sequence[str], shares: FloatArray) -> list[str]:
    """Neighbours in the order of their shares, where the resamples do not settle the order."""
    order = np.argsort(-shares[0, : len(labels)], kind="stable")
    swaps = []
    for upper, lower in pairwise(order):
        swapped = float(np.mean(shares[1:, upper] <= shares[1:, lower]))
        if shares[0, upper] >= NEGLIGIBLE and swapped > UNSURE:
            names = f"{labels[upper]} and {labels[lower]}"
            swaps.append(f"{names} (they change places in {swapped:.0%} of resamples)")
    return swaps
