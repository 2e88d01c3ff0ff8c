"""One result over several structures, each as likely as its weight, on the same draws.

No structure is drawn by chance: every draw counts under each with its weight, so that means,
quantiles and probabilities are those of the mixture and carry no noise of a lottery.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
import numpy.typing as npt

from econ.model.distributions import Z_95, FloatArray
from econ.model.estimates import QUANTILES, Errors, Estimate, probability_error
from econ.model.estimates import estimate as summarised


@dataclass(frozen=True, slots=True)
class Shares:
    """The variance of a mixture, by the law of total variance.

    ``within`` is the mean of the structures' variances and ``between`` the variance of their
    means; ``share_between`` is how much of the whole lies between them and ``se`` its Monte Carlo
    error, both ``None`` where nothing varies.
    """

    between: float
    within: float
    share_between: float | None
    se: float | None


@dataclass(frozen=True, slots=True)
class Mixture:
    """Answers of shape (structures, draws + 1), the base case first, and a weight each.

    >>> two = Mixture(np.array([[1.0, 0.0, 2.0], [3.0, 2.0, 4.0]]), np.array([0.5, 0.5]))
    >>> two.estimate().mean, two.shares().between
    (2.0, 1.0)
    """

    rows: FloatArray
    weight: FloatArray

    @property
    def values(self) -> FloatArray:
        """The draws, shape (structures, draws)."""
        return self.rows[:, 1:]

    @property
    def defined(self) -> bool:
        """Whether there is a number in every draw, and more than one draw."""
        return self.values.shape[1] > 1 and bool(np.isfinite(self.values).all())

    def estimate(self) -> Estimate:
        """The mixture's estimate; of the distribution nothing where a draw is undefined."""
        base = float(self.weight @ self.rows[:, 0])
        if not self.defined:
            return summarised(np.array([base]))
        (mean, se), (positive, _) = self._mean(self.values), self._mean(self.values > 0)
        shares = self.shares()
        sd = sqrt(shares.between + shares.within)
        low, middle, high = self._quantile(np.array(QUANTILES)).tolist()
        return Estimate(base, mean, sd, se, low, middle, high, positive)

    def errors(self) -> Errors:
        """The Monte Carlo errors of ``estimate``."""
        if not self.defined:
            return Errors(None, None, None, None, None)
        low, middle, high = (self._quantile_error(p) for p in QUANTILES)
        share, se = self._mean(self.values > 0)
        if share in (0.0, 1.0):
            se = max(probability_error(row) for row in self.values)
        return Errors(self._mean(self.values)[1], low, middle, high, se)

    def shares(self) -> Shares:
        """How much of the variance lies between structures; the error by the delta method."""
        means = self.values.mean(axis=1)
        off_centre = means - self.weight @ means
        away = self.values - means[:, np.newaxis]
        variances = np.sum(away**2, axis=1) / (away.shape[1] - 1)
        between = float(self.weight @ off_centre**2)
        within = float(self.weight @ variances)
        whole = between + within
        if whole == 0:
            return Shares(between, within, None, None)
        moved = 2 * (self.weight * off_centre) @ away
        spread = self.weight @ (away**2 - variances[:, np.newaxis])
        each = (moved * within - spread * between) / whole**2
        return Shares(between, within, between / whole, float(each.std()) / sqrt(len(each)))

    def _mean(self, answers: FloatArray | npt.NDArray[np.bool_]) -> tuple[float, float]:
        """The mean of one answer a structure and draw, and its error, the draws being shared."""
        each = self.weight @ answers
        return float(each.mean()), float(each.std(ddof=1)) / sqrt(len(each))

    def _quantile(self, probabilities: FloatArray) -> FloatArray:
        """The first values at which the weights below them reach these probabilities."""
        weights = np.broadcast_to(self.weight[:, np.newaxis], self.values.shape)
        found = np.quantile(
            self.values.ravel(), probabilities, weights=weights.ravel(), method="inverted_cdf"
        )
        return np.asarray(found)

    def _quantile_error(self, probability: float) -> float:
        """From the error of the share below the quantile, read off the values (Woodruff 1952)."""
        place = self._quantile(np.array([probability]))
        half = Z_95 * self._mean(self.values <= place)[1]
        low, high = self._quantile(np.clip([probability - half, probability + half], 0, 1))
        return float(high - low) / (2 * Z_95)
