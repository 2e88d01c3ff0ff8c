"""What is said of one number a draw: base case, mean, interval, Monte Carlo error."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from math import inf, isfinite, sqrt

import numpy as np
from scipy import special

from econ.model.distributions import Z_95, FloatArray
from econ.shown import Line, Shown, line_of

QUANTILES = (0.025, 0.5, 0.975)
ROUNDING = 1e-9
"""Numbers that differ by less than this share of themselves differ by rounding alone."""
_WINDOW = 10.0
"""Order statistics further than this many standard deviations from a quantile have no weight."""


@dataclass(frozen=True, slots=True, repr=False)
class Estimate(Shown):
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

    def told(self) -> tuple[str, list[Line]]:
        """Its figures side by side."""
        return "Estimate", [line_of({**self.briefly, "se": self.se})]

    @property
    def briefly(self) -> dict[str, float | None]:
        """What a table on a screen has room for."""
        kept = ("base_case", "mean", "p2_5", "p97_5", "probability_positive")
        return {name: getattr(self, name) for name in kept}

    @property
    def exists(self) -> bool:
        """Whether there is a mean to speak of."""
        return self.mean is not None


@dataclass(frozen=True, slots=True)
class Errors:
    """The Monte Carlo standard error of each figure of an ``Estimate``, under the same name."""

    mean: float | None
    p2_5: float | None
    p50: float | None
    p97_5: float | None
    probability_positive: float | None


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
    found = np.quantile(values, QUANTILES, method="linear" if defined else "higher")
    low, middle, high = map(_finite, found.tolist())
    if not defined:
        return Estimate(_finite(base), None, None, None, low, middle, high, None)
    mean, positive = float(np.mean(values)), float(np.mean(values > 0))
    sd = float(np.std(values, ddof=1)) if len(values) > 1 else None
    se = standard_error(values, batches)
    return Estimate(_finite(base), _finite(mean), sd, se, low, middle, high, positive)


def chance_positive(values: FloatArray) -> float | None:
    """The share of draws above 0; ``None`` where some are undefined or endless.

    >>> chance_positive(np.array([-1.0, 1.0, 1.0, 1.0]))
    0.75
    """
    return float(np.mean(values > 0)) if len(values) and np.isfinite(values).all() else None


def unmoved(value: float, draws: int) -> Estimate:
    """The estimate of what is the same in all of so many draws, and in the base case.

    >>> unmoved(2.0, 10) == estimate(np.full(11, 2.0))
    True
    """
    if not draws or not isfinite(value):
        return estimate(np.full(min(draws, 2) + 1, value))
    spread = 0.0 if draws > 1 else None
    return Estimate(value, value, spread, spread, value, value, value, float(value > 0))


def scaled(whole: Estimate, share: float) -> Estimate:
    """The estimate of a fixed, positive share or multiple of a number."""
    parts = {name: None if x is None else x * share for name, x in asdict(whole).items()}
    return replace(Estimate(**parts), probability_positive=whole.probability_positive)


def errors(rows: FloatArray, batches: int = 0) -> Errors:
    """How far each figure of ``estimate(rows, batches)`` may be from that of endless draws.

    Independent draws: the mean as ``standard_error`` says, the probability as a binomial share,
    the quantiles by the order statistics around them (Maritz and Jarrett 1978), which needs no
    density. With ``batches`` replicates, everything from the spread of the replicates, the
    quantiles by way of the share of each that lies below (Woodruff 1952). ``None`` where the
    figure or its error does not exist.

    >>> errors(np.array([0.0, -1.0, 1.0, -1.0, 1.0])).probability_positive
    0.25
    """
    values = rows[1:]
    if len(values) < 2 or np.isnan(values).any():
        return Errors(None, None, None, None, None)
    defined = bool(np.isfinite(values).all())
    ordered, parts = np.sort(values), _replicates(values, batches)
    low, middle, high = (
        _finite(_woodruff(ordered, p, parts) if parts else _maritz_jarrett(ordered, p))
        for p in QUANTILES
    )
    if not defined:
        return Errors(None, low, middle, high, None)
    mean, positive = standard_error(values, batches), probability_error(values, batches)
    return Errors(mean, low, middle, high, positive)


def standard_error(values: FloatArray, batches: int = 0) -> float | None:
    """Monte Carlo standard error of the mean of ``values``; ``None`` of fewer than two."""
    if len(values) < 2:
        return None
    return _spread([part.mean() for part in _replicates(values, batches)] or values)


def _woodruff(ordered: FloatArray, probability: float, parts: Sequence[FloatArray]) -> float:
    """Standard error of a quantile: that of the share below it, read off the draws.

    Small replicates tell that share well, and their own quantiles badly.
    """
    place = np.quantile(ordered, probability, method="higher")
    half = Z_95 * _spread([np.mean(part <= place) for part in parts])
    limits = np.clip([probability - half, probability + half], 0, 1)
    low, high = np.quantile(ordered, limits, method="higher")
    return float(high - low) / (2 * Z_95) if isfinite(high) else inf


def probability_error(values: FloatArray, batches: int = 0) -> float:
    """Monte Carlo standard error of the probability that ``values`` are above 0.

    Where every draw falls on one side the probability is uncertain still, unless the answer is
    certain: half a draw is then taken to have fallen on the other (Jeffreys' prior).
    """
    above = (values > 0).astype(np.float64)
    count, share = len(above), float(above.mean())
    if share in (0.0, 1.0):
        certain = np.ptp(values) <= ROUNDING * abs(values[0])
        rare = 0.0 if certain else 0.5 / (count + 1)
        return sqrt(rare * (1 - rare) / count)
    parts = [part.mean() for part in _replicates(above, batches)]
    return _spread(parts) if parts else sqrt(share * (1 - share) / count)


def _maritz_jarrett(ordered: FloatArray, probability: float) -> float:
    """Standard error of a quantile: the spread of the order statistic that a resample would give.

    An order statistic is picked with the probability that a beta puts on its share of the draws.
    """
    near, weight = _picks(len(ordered), probability)
    picked = ordered[near]
    if not np.isfinite(picked).all():
        return inf
    away = picked - picked[len(picked) // 2]
    mean = np.average(away, weights=weight)
    return sqrt(float(np.average((away - mean) ** 2, weights=weight)))


@lru_cache(maxsize=8)
def _picks(count: int, probability: float) -> tuple[slice, FloatArray]:
    """Which of so many order statistics stand for a quantile, and how often each does."""
    above = 1 - probability
    reach = _WINDOW * (sqrt(count * probability * above) + 1)
    first = max(int(count * probability - reach), 0)
    last = min(int(count * probability + reach) + 1, count)
    edges = np.arange(first, last + 1) / count
    weight = np.diff(special.betainc((count + 1) * probability, (count + 1) * above, edges))
    near = np.flatnonzero(weight > 1e-12)  # all in a row: the weights have one peak
    weight = weight[near]
    weight.flags.writeable = False
    return slice(first + int(near[0]), first + int(near[-1]) + 1), weight


def _replicates(values: FloatArray, batches: int) -> list[FloatArray]:
    """The independent replicates; none where every draw is one, or they are too small to tell."""
    if batches == 0 or len(values) < 2 * batches:
        return []
    return np.array_split(values, batches)


def _spread(figures: Sequence[np.floating] | FloatArray) -> float:
    """Standard error of the mean of independent figures."""
    return float(np.std(figures, ddof=1)) / sqrt(len(figures))


def _finite(number: float) -> float | None:
    return number + 0.0 if isfinite(number) else None  # a 0 without a sign
