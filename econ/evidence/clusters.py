"""Means and regressions of people who come in few clusters, with standard errors that hold there.

The variance is that of Mancl and DeRouen (2001, Biometrics 57: 126-134): each cluster's residuals
are put right for the pull that the cluster has on its own fit. Degrees of freedom are the smaller
of clusters less one and those of Bell and McCaffrey (2002, Survey Methodology 28: 169-181;
Pustejovsky and Tipton 2018), which tell how unequal clusters are. In a linear model the variance is
that of the jackknife which leaves out whole clusters, times G / (G - 1).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from econ.model.distributions import FloatArray

Clusters = npt.NDArray[np.intp]
"""The number of each person's cluster."""


@dataclass(frozen=True, slots=True)
class Clustered:
    """A linear fit of several columns at once, of n people in G clusters.

    ``coefficients`` are design columns by outcomes (k, q); ``terms`` what each cluster adds to
    their error (G, k, q): the sum of outer products of the terms is the variance. ``plain`` is what
    each person would add alone (n, k, q), were people independent.
    """

    coefficients: FloatArray
    terms: FloatArray
    weights: FloatArray
    design: FloatArray
    clusters: Clusters
    plain: FloatArray

    def degrees(self, contrast: FloatArray) -> float:
        """The degrees of freedom of a contrast (k,) of the coefficients, at least 1.

        Satterthwaite's, under people who are independent and vary alike: with P the matrix of
        products of what each cluster adds, (trace P)^2 / trace P^2.
        """
        x, w = self.design, self.weights[:, None]
        bread = np.linalg.pinv(x.T @ (w * x))
        groups = np.unique(self.clusters)
        own, crossed, squares = (np.zeros((len(groups), x.shape[1])) for _ in range(3))
        for place, group in enumerate(groups):
            inside = self.clusters == group
            part, weight = x[inside], self.weights[inside]
            meat = part.T @ (weight[:, None] * part)
            pulled = np.linalg.pinv(np.eye(len(bread)) - bread @ meat) @ (bread @ contrast)
            adding = weight * (part @ pulled)
            own[place], crossed[place] = part.T @ adding, part.T @ (weight * adding)
            squares[place, 0] = adding @ adding
        mixed = own @ bread @ crossed.T
        middle = bread @ (x.T @ (w**2 * x)) @ bread
        products = np.diag(squares[:, 0]) - mixed - mixed.T + own @ middle @ own.T
        satterthwaite = np.trace(products) ** 2 / max(float(np.sum(products**2)), 1e-300)
        return float(max(min(len(groups) - 1, satterthwaite), 1.0))


def clustered(
    design: FloatArray, outcomes: FloatArray, clusters: Clusters, weights: FloatArray | None = None
) -> Clustered:
    """Fit outcomes (n, q) on a design (n, k) by least squares, with each cluster's error terms.

    ``weights`` are of sampling: how many people each stands for. Nothing may be missing.

    >>> x, y = np.ones((4, 1)), np.array([[1.0], [2.0], [4.0], [5.0]])
    >>> fit = clustered(x, y, np.array([0, 0, 1, 1]))
    >>> float(fit.coefficients[0, 0]), float(np.sum(fit.terms**2))
    (3.0, 4.5)
    """
    w = np.ones(len(design)) if weights is None else weights
    bread = np.linalg.pinv(design.T @ (w[:, None] * design))
    coefficients = bread @ (design.T @ (w[:, None] * outcomes))
    left = w[:, None] * (outcomes - design @ coefficients)
    groups = np.unique(clusters)
    terms = np.zeros((len(groups), *coefficients.shape))
    for place, group in enumerate(groups):
        inside = clusters == group
        part = design[inside]
        meat = part.T @ (w[inside][:, None] * part)
        terms[place] = (
            bread @ np.linalg.pinv(np.eye(len(bread)) - meat @ bread) @ (part.T @ left[inside])
        )
    plain = np.einsum("ij,nj,nq->niq", bread, design, left)
    return Clustered(coefficients, terms, w, design, clusters, plain)


Functional = Callable[[FloatArray], float]
"""One number made of the means of the columns (k, q), such as a difference of two of them."""


def gradient(functional: Functional, at: FloatArray) -> FloatArray:
    """How a number moves with each mean it is made of, by central differences.

    >>> gradient(lambda m: float(m[0, 0] - 2 * m[0, 1]), np.ones((1, 2))).round(6).tolist()
    [[1.0, -2.0]]
    """
    slopes = np.zeros_like(at)
    for place in np.ndindex(at.shape):
        step = np.zeros_like(at)
        step[place] = 1e-5 * max(abs(float(at[place])), 1e-3)
        up, down = functional(at + step), functional(at - step)
        slopes[place] = (up - down) / (2 * step[place])
    return slopes
