"""The method of moments: the shapes of distributions with a given mean and standard deviation.

Gamma: shape is (mean / sd) squared, and scale is variance over mean. Beta: both shapes share
mean (1 - mean) / variance - 1. Lognormal: the variance of the logarithm is
log(1 + (sd / mean) squared).
"""

from collections.abc import Iterator
from pathlib import Path

from econ.model.distributions import Beta, Gamma, LogNormal
from tests.published.declared import Number, source

SOURCE = source(__doc__, "closed form", "the formulas, worked out")


def numbers(_: Path) -> Iterator[Number]:
    gamma, beta = Gamma.from_moments(1000, 200), Beta.from_moments(0.4, 0.1)
    yield Number("Shape of a gamma, mean 1000 and SD 200", 25, gamma.shape, 1e-9)
    yield Number("Scale of a gamma, mean 1000 and SD 200", 40, gamma.scale, 1e-9)
    yield Number("First shape of a beta, mean 0.4 and SD 0.1", 9.2, beta.alpha, 1e-9)
    yield Number("Second shape of a beta, mean 0.4 and SD 0.1", 13.8, beta.beta, 1e-9)
    normal = LogNormal.from_moments(100, 50)
    said = "of the logarithm of a lognormal, mean 100 and variance 2500"
    yield Number(f"Mean {said}", 4.49359841, normal.log_mean, 5e-9)
    yield Number(f"SD {said}", 0.4723807271, normal.log_sd, 5e-11)
