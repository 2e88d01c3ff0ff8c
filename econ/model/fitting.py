"""From what a row of a workbook gives to the distribution it means.

A row may give a mean and a standard error; a mean and 95% limits; limits alone; a ratio and its
limits, of which it is the median; low, most likely and high; or r of n. Methods: NICE CG144
appendix H; Briggs, Claxton and Sculpher (2006) chapter 4.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import log, sqrt

from econ.errors import FaultError
from econ.model.distributions import (
    PERT,
    Z_95,
    Beta,
    Distribution,
    Fixed,
    Gamma,
    LogNormal,
    Normal,
    Triangular,
    Uniform,
    interval,
)


@dataclass(frozen=True, slots=True)
class Given:
    """The numbers of a row, ``None`` where the cell is blank."""

    value: float | None = None
    low: float | None = None
    high: float | None = None
    se: float | None = None
    n: float | None = None

    @classmethod
    def of(
        cls,
        value: float | None,
        low: float | None,
        high: float | None,
        se: float | None,
        sd: float | None,
        n: float | None,
    ) -> Given:
        """The numbers of a row; a standard deviation of n people is a standard error of sd / √n.

        >>> round(Given.of(14.5, None, None, None, 10.3, 90).se or 0, 4)
        1.0857
        """
        if sd is None or not n:
            return cls(value, low, high, se, n)
        return cls(value, low, high, sd / sqrt(n))

    @property
    def limits(self) -> tuple[float, float] | None:
        """Both limits, or ``None`` unless both are there."""
        return None if self.low is None or self.high is None else (self.low, self.high)

    @property
    def spread(self) -> float | None:
        """The standard error, or that of a normal with the given 95% limits."""
        if self.se is not None or self.limits is None:
            return self.se
        low, high = self.limits
        return (high - low) / (2 * Z_95)

    @property
    def centre(self) -> float | None:
        """The value, or the middle of the limits."""
        if self.value is not None or self.limits is None:
            return self.value
        return sum(self.limits) / 2


POSITIVE = ("lognormal", "gamma", "beta", "dirichlet")
"""Distributions that cannot hold a harm (C9)."""


def fit(distribution: str, given: Given) -> Distribution:
    """The distribution that a row means.

    Raises ``FaultError`` where the numbers given do not suffice or do not fit.

    >>> fit("gamma", Given(value=1000, se=200))
    Gamma(shape=25.0, scale=40.0)
    >>> fit("beta", Given(value=33 / 93, n=93))
    Beta(alpha=33.0, beta=60.0, low=0.0, high=1.0)
    """
    if distribution in POSITIVE and given.low is not None and given.low < 0:
        high = "blank" if given.high is None else f"{given.high:g}"
        what = f"a {distribution} cannot hold the limits {given.low:g} to {high}"
        remedy = "Use normal, which can show harm as well as benefit."
        raise FaultError(f"{what}: it is never below 0", remedy)
    try:
        return _FITS[distribution](given)
    except FaultError:
        raise
    except ValueError as error:
        raise FaultError(str(error), "Check value, low, high, se and n.") from error
    except ArithmeticError as error:
        what = f"no {distribution} can hold numbers of this size"
        raise FaultError(what, "Check value, low, high, se and n.") from error


def misses(distribution: Distribution, given: Given) -> bool:
    """Whether the fitted 95% interval misses the row's limits by 2% of its width or more (C6)."""
    if given.limits is None or not isinstance(distribution, Normal | LogNormal | Gamma | Beta):
        return False
    if isinstance(distribution, Beta) and given.limits == (distribution.low, distribution.high):
        return False  # a PERT's limits are the ends of its range
    within = 0.02 * (given.limits[1] - given.limits[0])
    ends = zip(interval(distribution), given.limits, strict=True)
    return any(abs(fitted - said) > within for fitted, said in ends)


def _need(number: float | None, what: str, remedy: str) -> float:
    if number is None:
        raise FaultError(what, remedy)
    return number


_SPREAD = (
    "Fill in se, sd with n, or low and high; where the source gives none, say so and assume one."
)


def _moments(given: Given, name: str) -> tuple[float, float]:
    centre = _need(given.centre, f"a {name} needs a value, or low and high", "Fill in value.")
    spread = _need(given.spread, f"a {name} needs its spread", _SPREAD)
    if spread <= 0:
        raise FaultError(f"the spread of a {name} must be above 0", _SPREAD)
    return centre, spread


def _lognormal(given: Given) -> Distribution:
    if given.se is None and given.limits is not None and given.limits[0] > 0:
        of_limits = LogNormal.from_interval(*given.limits)
        log_sd, middle = of_limits.log_sd, of_limits.log_mean
        if given.value is not None and given.value <= 0:
            raise FaultError("a lognormal must be above 0: its mean is not", "Check value.")
        # A published ratio is the median of its limits: it is nearer to that than to their mean.
        if given.value is None or log(given.value) - middle < log_sd**2 / 4:
            return of_limits
        return LogNormal(log(given.value) - log_sd**2 / 2, log_sd)
    return LogNormal.from_moments(*_moments(given, "lognormal"))


def _gamma(given: Given) -> Distribution:
    if given.value is None and given.limits is not None and given.se is None:
        try:
            return Gamma.from_interval(*given.limits)
        except ValueError as error:
            remedy = "Check low and high, or give value and se."
            raise FaultError(str(error), remedy) from error
    return Gamma.from_moments(*_moments(given, "gamma"))


def _beta(given: Given) -> Distribution:
    if given.n is not None:
        share = _need(given.value, "a beta of r in n needs value = r / n", "Fill in value.")
        return Beta.from_counts(share * given.n, given.n)
    return Beta.from_moments(*_moments(given, "beta"))


def _uniform(given: Given) -> Distribution:
    if given.limits is None:
        raise FaultError("a uniform needs low and high", "Fill in low and high.")
    return Uniform(*given.limits)


def _three_points(given: Given, name: str) -> tuple[float, float, float]:
    if given.limits is None or given.value is None:
        what = f"a {name} needs low, value (the most likely) and high"
        raise FaultError(what, "Fill in all three.")
    return given.limits[0], given.value, given.limits[1]


_FITS: dict[str, Callable[[Given], Distribution]] = {
    "fixed": lambda given: Fixed(_need(given.value, "value is blank", "Type the number.")),
    "normal": lambda given: Normal(*_moments(given, "normal")),
    "lognormal": _lognormal,
    "gamma": _gamma,
    "beta": _beta,
    "uniform": _uniform,
    "triangular": lambda given: Triangular(*_three_points(given, "triangular")),
    "pert": lambda given: PERT(*_three_points(given, "PERT")),
}
