"""How small a change a design can find, and how many people a follow-up needs, in clusters."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, sqrt

import numpy as np
import numpy.typing as npt
from scipy import special

from econ.model.distributions import FloatArray

POWER_WANTED = 0.8
"""The chance of finding a change that is there, at two-sided 5%."""


@dataclass(frozen=True, slots=True)
class SpreadOfChanges:
    """How people's changes differ: what a study of the same design may expect.

    ``sd`` is from person to person, ``icc`` the share of its square that clusters have in common,
    ``people`` how many answered twice, in so many ``clusters``, and ``lost`` the share who did not.
    """

    sd: float
    icc: float
    people: int
    clusters: int
    lost: float

    @property
    def as_if_alone(self) -> float:
        """The spread at which as many people who share nothing would tell as little.

        By the design effect of clusters of the mean size, 1 + (m - 1) rho (Kish 1965).

        >>> SpreadOfChanges(2.0, 0.02, 450, 9, 0.3).as_if_alone == 2 * sqrt(1 + 49 * 0.02)
        True
        """
        return self.sd * sqrt(1 + max(self.people / self.clusters - 1, 0) * self.icc)


def smallest_change(se: float, df: float, power: float = POWER_WANTED) -> float:
    """The smallest true change that a study with such a standard error finds with that chance.

    >>> round(smallest_change(1.0, 1e9), 2), round(smallest_change(1.0, 8), 2)
    (2.8, 3.19)
    """
    return float(special.stdtrit(df, 0.975) + special.stdtrit(df, power)) * se


def people_needed(
    change: float,
    sd: float,
    icc: float,
    clusters: int,
    lost: float = 0.0,
    power: float = POWER_WANTED,
) -> int | None:
    """How many people a follow-up in so many clusters starts with, to find a change.

    ``sd`` is that of people's changes, ``icc`` the share of its square that clusters have in
    common, ``lost`` the share of people who leave. ``None`` where no number of people in so few
    clusters finds it: what clusters have in common does not average out over people.

    >>> people_needed(0.5, 2.0, 0.0, 48), people_needed(0.5, 2.0, 0.02, 48, lost=0.3)
    (131, 194)
    >>> people_needed(0.5, 2.0, 0.3, 9)
    """
    if change == 0 or clusters < 2:
        return None
    wanted = (change / smallest_change(1.0, clusters - 1.0, power)) ** 2
    left = wanted - sd**2 * icc / clusters
    if left <= 0:
        return None
    return ceil(sd**2 * (1 - icc) / left / (1 - lost))


def in_common(values: FloatArray, clusters: npt.NDArray[np.intp]) -> float:
    """The share of the variance that lies between clusters, by analysis of variance; at least 0.

    >>> in_common(np.array([1.0, 1.0, 3.0, 3.0]), np.array([0, 0, 1, 1]))
    1.0
    """
    groups, sizes = np.unique(clusters, return_counts=True)
    if len(groups) < 2 or len(values) <= len(groups):
        return 0.0
    means = np.array([values[clusters == group].mean() for group in groups])
    between = float(sizes @ (means - values.mean()) ** 2) / (len(groups) - 1)
    within = float(np.sum((values - means[np.searchsorted(groups, clusters)]) ** 2))
    within /= len(values) - len(groups)
    usual = (len(values) - float(sizes @ sizes) / len(values)) / (len(groups) - 1)
    whole = between + (usual - 1) * within
    return max((between - within) / whole, 0.0) if whole > 0 else 0.0
