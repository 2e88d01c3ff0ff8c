"""What is said of one number a draw: base case, mean, interval, Monte Carlo error."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite, sqrt

import numpy as np

from econ.distributions import FloatArray


@dataclass(frozen=True, slots=True)
class Estimate:
    """One result with its uncertainty; ``None`` where a figure does not exist (C13).

    ``se`` is the Monte Carlo standard error of the mean; ``probability_positive`` is the share of
    draws above 0.
    """

    base_case: float | None
    mean: float | None
    sd: float | None
    se: float | None
    p2_5: float | None
    p50: float | None
    p97_5: float | None
    probability_positive: float | None

    @property
    def exists(self) -> bool:
        """Whether there is a mean to speak of."""
        return self.mean is not None


def estimate(rows: FloatArray, batches: int = 0) -> Estimate:
    """Summarise one number a row: the base case in row 0, the draws after it.

    With ``batches`` replicates the standard error comes from their means (Owen 1997), otherwise
    it is the standard deviation over the root of the number of draws. Quantiles count an infinite
    value (a payback that never comes) as beyond every other; where a draw is undefined, no
    figure of the distribution is given.

    >>> estimate(np.array([2.0, 1.0, 2.0, 3.0])).mean
    2.0
    """
    base, values = float(rows[0]), rows[1:]
    if len(values) == 0 or np.isnan(values).any():
        return Estimate(_finite(base), None, None, None, None, None, None, None)
    defined = bool(np.isfinite(values).all())
    low, middle, high = (
        np.quantile(values, [0.025, 0.5, 0.975])
        if defined
        else np.quantile(values, [0.025, 0.5, 0.975], method="higher")
    )
    return Estimate(
        base_case=_finite(base),
        mean=_finite(float(np.mean(values))) if defined else None,
        sd=float(np.std(values, ddof=1)) if defined and len(values) > 1 else None,
        se=standard_error(values, batches) if defined else None,
        p2_5=_finite(float(low)),
        p50=_finite(float(middle)),
        p97_5=_finite(float(high)),
        probability_positive=float(np.mean(values > 0)),
    )


def standard_error(values: FloatArray, batches: int = 0) -> float | None:
    """Monte Carlo standard error of the mean of ``values``; ``None`` of fewer than two."""
    if len(values) < 2:
        return None
    if batches == 0 or len(values) < 2 * batches:
        return float(np.std(values, ddof=1)) / sqrt(len(values))
    means = np.array([part.mean() for part in np.array_split(values, batches)])
    return float(np.std(means, ddof=1)) / sqrt(batches)


def _finite(number: float) -> float | None:
    return number if isfinite(number) else None
