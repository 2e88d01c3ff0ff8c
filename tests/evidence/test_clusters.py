"""The variance of Mancl and DeRouen and its degrees of freedom, by hand and by statsmodels."""

import numpy as np
import pytest

from econ.evidence.clusters import Clusters, clustered, gradient
from econ.model.distributions import FloatArray

RNG = np.random.default_rng(7)
SIZES = (40, 5, 12, 80, 7, 21, 9, 30, 16)
CLUSTERS = np.repeat(np.arange(len(SIZES)), SIZES)


def made(columns: int = 3) -> tuple[FloatArray, FloatArray]:
    """A design with an intercept, and an outcome that clusters share a part of."""
    n = len(CLUSTERS)
    x = np.column_stack([np.ones(n), *RNG.normal(size=(columns - 1, n))])
    y = x @ np.arange(1.0, columns + 1) + RNG.normal(size=len(SIZES))[CLUSTERS]
    return x, (y + RNG.normal(size=n))[:, None]


def test_a_mean_of_two_clusters_by_hand() -> None:
    """y = 1, 2, 4, 5 in pairs: mean 3, residual sums -3 and 3.

    A = 1/4; each cluster pulls its own fit by one half, so that its term is 1/4 / (1 - 1/2) * 3.
    """
    fit = clustered(np.ones((4, 1)), np.array([[1.0], [2.0], [4.0], [5.0]]), np.array([0, 0, 1, 1]))
    assert fit.coefficients.tolist() == [[3.0]]
    assert np.abs(fit.terms[:, 0, 0]) == pytest.approx([1.5, 1.5])


def test_the_variance_is_that_of_the_bias_reduced_gee_of_statsmodels() -> None:
    sm = pytest.importorskip("statsmodels.api")
    x, y = made()
    fit = clustered(x, y, CLUSTERS)
    gee = sm.GEE(y[:, 0], x, CLUSTERS, cov_struct=sm.cov_struct.Independence())
    theirs = gee.fit(cov_type="bias_reduced")
    assert fit.coefficients[:, 0] == pytest.approx(theirs.params, abs=1e-9)
    ours = np.einsum("gk,gl->kl", fit.terms[:, :, 0], fit.terms[:, :, 0])
    assert ours == pytest.approx(theirs.cov_params(), rel=1e-6)


def test_the_variance_is_the_jackknifes_times_clusters_over_clusters_less_one() -> None:
    x, y = made()
    fit = clustered(x, y, CLUSTERS)
    left_out = np.array(
        [
            np.linalg.lstsq(x[keep], y[keep, 0], rcond=None)[0]
            for keep in (group != CLUSTERS for group in range(len(SIZES)))
        ]
    )
    apart = left_out - fit.coefficients[:, 0]
    jackknife = (len(SIZES) - 1) / len(SIZES) * np.sum(apart**2, axis=0)
    ours = np.sum(fit.terms[:, :, 0] ** 2, axis=0)
    assert ours == pytest.approx(jackknife * len(SIZES) / (len(SIZES) - 1), rel=1e-9)


def test_whole_weights_count_people_so_many_times() -> None:
    x, y = made()
    times = RNG.integers(1, 4, len(x))
    weighted = clustered(x, y, CLUSTERS, times.astype(float))
    more, used = (np.repeat(each, times, axis=0) for each in (x, y))
    repeated = clustered(more, used, np.repeat(CLUSTERS, times))
    assert weighted.coefficients == pytest.approx(repeated.coefficients)
    assert weighted.terms == pytest.approx(repeated.terms)


def by_definition(x: FloatArray, clusters: Clusters, w: FloatArray, contrast: FloatArray) -> float:
    """Bell and McCaffrey's degrees of freedom with whole matrices, n by n."""
    bread = np.linalg.inv(x.T @ (w[:, None] * x))
    left = np.eye(len(x)) - x @ bread @ (x.T * w)
    columns = []
    for group in np.unique(clusters):
        inside = clusters == group
        own = x[inside] @ bread @ (x[inside].T * w[inside])
        middle = np.linalg.inv(np.eye(inside.sum()) - own)
        row = contrast @ bread @ (x[inside].T * w[inside]) @ middle @ left[inside]
        columns.append(row)
    products = np.array(columns) @ np.array(columns).T
    return float(np.trace(products) ** 2 / np.sum(products**2))


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_degrees_of_freedom_are_those_of_their_definition(place: int, weighted: bool) -> None:
    x, y = made()
    w = RNG.uniform(1, 3, len(x)) if weighted else np.ones(len(x))
    contrast = np.eye(3)[place]
    ours = clustered(x, y, CLUSTERS, w).degrees(contrast)
    assert ours == pytest.approx(min(len(SIZES) - 1, by_definition(x, CLUSTERS, w, contrast)))


def test_of_clusters_of_one_size_a_mean_has_all_but_one_degree_of_freedom() -> None:
    clusters = np.repeat(np.arange(9), 10)
    fit = clustered(np.ones((90, 1)), RNG.normal(size=(90, 1)), clusters)
    assert fit.degrees(np.ones(1)) == pytest.approx(8.0)


def test_of_unequal_clusters_a_mean_has_fewer() -> None:
    fit = clustered(np.ones((len(CLUSTERS), 1)), RNG.normal(size=(len(CLUSTERS), 1)), CLUSTERS)
    assert 1 < fit.degrees(np.ones(1)) < 6


def test_a_gradient_is_that_of_calculus() -> None:
    slopes = gradient(lambda m: float(m[0, 0] * m[0, 1] ** 2), np.array([[2.0, 3.0]]))
    assert slopes[0] == pytest.approx([9.0, 12.0], rel=1e-6)
