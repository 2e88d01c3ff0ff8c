"""A number's uncertainty as a quantile function.

Every design of points in the unit cube (Monte Carlo, Latin hypercube, Sobol' sequence, tornado)
becomes values of a parameter through ``quantile``; nothing here draws a random number.
Hyperparameters are named for what they are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from functools import wraps
from math import exp, inf, isfinite, log, sqrt
from numbers import Real
from typing import ParamSpec, Protocol, Self, TypeVar, runtime_checkable

import numpy as np
import numpy.typing as npt
from scipy import special

FloatArray = npt.NDArray[np.float64]
_Given = ParamSpec("_Given")
_Made = TypeVar("_Made")

Z_95 = float(special.ndtri(0.975))
"""Standard normal quantile at 97.5%: half the width of a 95% interval in standard deviations."""

_LEAST_SHAPE, _MOST_SHAPE = -0.7, 9.0
"""The logarithms (base 10) of the least and the greatest shape that limits are fitted with."""


@runtime_checkable
class Distribution(Protocol):
    """What every distribution offers: its mean, its standard deviation and its quantiles."""

    @property
    def mean(self) -> float:
        """Expected value."""

    @property
    def sd(self) -> float:
        """Standard deviation; zero where the number is fixed."""

    def quantile(self, u: FloatArray) -> FloatArray:
        """Values at probabilities ``u``, elementwise, in the parameter's unit."""

    def scaled(self, factor: float) -> Self:
        """The distribution of ``factor`` times the number; ``factor`` is positive."""


def _require(condition: bool, message: str) -> None:
    if not condition:
        raise ValueError(message)


def _number(given: object) -> bool:
    return isinstance(given, Real) and not isinstance(given, bool)


def _require_numbers(
    made: Fixed | Normal | LogNormal | Gamma | Beta | Uniform | Triangular,
) -> None:
    """Raise ``ValueError`` where one of what a distribution is made of is no number."""
    for field_ in fields(made):
        given = getattr(made, field_.name)
        _require(_number(given), f"{field_.name} is {given!r}, not a number")


def _of_numbers(make: Callable[_Given, _Made]) -> Callable[_Given, _Made]:
    """A way to make a distribution that takes numbers alone, but for the class it makes."""

    @wraps(make)
    def checked(*args: _Given.args, **named: _Given.kwargs) -> _Made:
        for given in (*args, *named.values()):
            _require(isinstance(given, type) or _number(given), f"{given!r} is not a number")
        return make(*args, **named)

    return checked


@dataclass(frozen=True, slots=True)
class Fixed:
    """A number taken as certain.

    >>> Fixed(0.18).mean
    0.18
    """

    value: float

    def __post_init__(self) -> None:
        _require_numbers(self)

    @property
    def mean(self) -> float:
        """The number."""
        return self.value

    @property
    def sd(self) -> float:
        """Zero."""
        return 0.0

    def quantile(self, u: FloatArray) -> FloatArray:
        """The number, whatever the probability."""
        return np.full_like(u, self.value)

    def scaled(self, factor: float) -> Fixed:
        """The number times ``factor``."""
        return Fixed(self.value * factor)


@dataclass(frozen=True, slots=True)
class Normal:
    """Normal: for effects, which may be harms.

    >>> Normal(0.3, 0.15).quantile(np.array([0.5]))
    array([0.3])
    """

    mean: float
    sd: float

    def __post_init__(self) -> None:
        _require_numbers(self)
        _require(0 < self.sd < inf, "the standard deviation of a normal must be above 0")

    @classmethod
    @_of_numbers
    def from_interval(cls, low: float, high: float) -> Normal:
        """The normal with these 95% limits.

        >>> [round(limit, 9) for limit in interval(Normal.from_interval(0.2, 0.6))]
        [0.2, 0.6]
        """
        return cls((low + high) / 2, (high - low) / (2 * Z_95))

    def quantile(self, u: FloatArray) -> FloatArray:
        """Values at probabilities ``u``."""
        return np.asarray(self.mean + self.sd * special.ndtri(u))

    def scaled(self, factor: float) -> Normal:
        """Mean and standard deviation times ``factor``."""
        return Normal(self.mean * factor, self.sd * factor)


@dataclass(frozen=True, slots=True)
class LogNormal:
    """LogNormal: ratios and skewed costs; ``log_mean`` and ``log_sd`` are those of the logarithm.

    >>> round(LogNormal.from_moments(100, 50).log_mean, 9)
    4.49359841
    """

    log_mean: float
    log_sd: float

    def __post_init__(self) -> None:
        _require_numbers(self)
        _require(0 < self.log_sd < inf, "the log-scale standard deviation must be above 0")

    @classmethod
    @_of_numbers
    def from_interval(cls, low: float, high: float) -> LogNormal:
        """The lognormal with these 95% limits."""
        _require(0 < low < high, "a lognormal needs limits above 0, low below high")
        return cls((log(low) + log(high)) / 2, (log(high) - log(low)) / (2 * Z_95))

    @classmethod
    @_of_numbers
    def from_ratio(cls, ratio: float, low: float, high: float) -> LogNormal:
        """A published ratio and its 95% limits: it is their median, but for its rounding.

        >>> round(LogNormal.from_ratio(0.8, 0.64, 1.0).quantile(np.array(0.5)).item(), 9)
        0.8
        """
        _require(low < ratio < high, "a ratio lies between its limits")
        return cls.from_interval(low, high)

    @classmethod
    @_of_numbers
    def from_moments(cls, mean: float, sd: float) -> LogNormal:
        """The lognormal with this mean and standard deviation."""
        _require(mean > 0, "a lognormal must be above 0: its mean is not")
        variance = log(1 + (sd / mean) ** 2)
        return cls(log(mean) - variance / 2, sqrt(variance))

    @property
    def mean(self) -> float:
        """Expected value."""
        return exp(self.log_mean + self.log_sd**2 / 2)

    @property
    def sd(self) -> float:
        """Standard deviation."""
        return self.mean * sqrt(np.expm1(self.log_sd**2))

    def quantile(self, u: FloatArray) -> FloatArray:
        """Values at probabilities ``u``."""
        return np.asarray(np.exp(self.log_mean + self.log_sd * special.ndtri(u)))

    def scaled(self, factor: float) -> LogNormal:
        """The logarithm shifted by that of ``factor``."""
        return LogNormal(self.log_mean + log(factor), self.log_sd)


@dataclass(frozen=True, slots=True)
class Gamma:
    """Gamma: unit costs. ``shape`` has no unit, ``scale`` has the parameter's.

    >>> Gamma.from_moments(1000, 200)
    Gamma(shape=25.0, scale=40.0)
    """

    shape: float
    scale: float

    def __post_init__(self) -> None:
        _require_numbers(self)
        _require(self.shape > 0 and self.scale > 0, "shape and scale of a gamma must be above 0")

    @classmethod
    @_of_numbers
    def from_interval(cls, low: float, high: float) -> Gamma:
        """The gamma with these 95% limits: one root in its shape.

        >>> [round(limit, 6) for limit in interval(Gamma.from_interval(20, 60))]
        [20.0, 60.0]
        """
        from scipy.optimize import brentq

        _require(0 < low < high, "a gamma needs limits above 0, low below high")

        def gap(log_shape: float) -> float:
            lower, upper = interval(cls(10.0**log_shape, 1.0))
            return log(upper / lower) - log(high / low)

        known = gap(_LEAST_SHAPE) >= 0 >= gap(_MOST_SHAPE)
        _require(known, f"no gamma has the 95% limits {low:g} to {high:g}")
        shape = 10.0 ** float(brentq(gap, _LEAST_SHAPE, _MOST_SHAPE, xtol=1e-13))
        return cls(shape, high / interval(cls(shape, 1.0))[1])

    @classmethod
    @_of_numbers
    def from_moments(cls, mean: float, sd: float) -> Gamma:
        """The gamma with this mean and standard deviation (NICE CG144, appendix H)."""
        _require(mean > 0, "a gamma must be above 0: its mean is not")
        _require(sd > 0, "the standard deviation of a gamma must be above 0")
        return cls((mean / sd) ** 2, sd**2 / mean)

    @property
    def mean(self) -> float:
        """Expected value."""
        return self.shape * self.scale

    @property
    def sd(self) -> float:
        """Standard deviation."""
        return sqrt(self.shape) * self.scale

    def quantile(self, u: FloatArray) -> FloatArray:
        """Values at probabilities ``u``."""
        return np.asarray(self.scale * special.gammaincinv(self.shape, u))

    def scaled(self, factor: float) -> Gamma:
        """Scale times ``factor``."""
        return Gamma(self.shape, self.scale * factor)


@dataclass(frozen=True, slots=True)
class Beta:
    """Beta between ``low`` and ``high`` (0 and 1 unless said): proportions.

    >>> Beta.from_counts(33, 93).mean == 33 / 93
    True
    """

    alpha: float
    beta: float
    low: float = 0.0
    high: float = 1.0

    def __post_init__(self) -> None:
        _require_numbers(self)
        _require(self.alpha > 0 and self.beta > 0, "alpha and beta must be above 0")
        _require(self.low < self.high, "the lowest value must be below the highest")

    @classmethod
    @_of_numbers
    def from_counts(cls, r: float, n: float) -> Beta:
        """``r`` people of ``n``: alpha is r, beta is n - r (NICE CG144, appendix H)."""
        _require(0 < r < n, "a beta needs some people with and some without: 0 < r < n")
        return cls(r, n - r)

    @classmethod
    @_of_numbers
    def from_interval(cls, low: float, high: float) -> Beta:
        """The beta of 95% limits as a workbook reads them: their middle, and a normal's spread.

        >>> round(Beta.from_interval(0.2, 0.4).mean, 9)
        0.3
        """
        return cls.from_moments((low + high) / 2, (high - low) / (2 * Z_95))

    @classmethod
    @_of_numbers
    def from_moments(cls, mean: float, sd: float) -> Beta:
        """The beta on 0 to 1 with this mean and standard deviation."""
        _require(0 < mean < 1, "a beta lies between 0 and 1: its mean does not")
        total = mean * (1 - mean) / sd**2 - 1
        _require(total > 0, f"no beta with mean {mean:g} has a spread as wide as {sd:g}")
        return cls(mean * total, (1 - mean) * total)

    @property
    def mean(self) -> float:
        """Expected value."""
        return self.low + (self.high - self.low) * self.alpha / (self.alpha + self.beta)

    @property
    def sd(self) -> float:
        """Standard deviation."""
        total = self.alpha + self.beta
        return (self.high - self.low) * sqrt(self.alpha * self.beta / (total + 1)) / total

    def quantile(self, u: FloatArray) -> FloatArray:
        """Values at probabilities ``u``."""
        share = beta_quantile(self.alpha, self.beta, np.asarray(u))
        return np.asarray(self.low + (self.high - self.low) * share)

    def scaled(self, factor: float) -> Beta:
        """Both ends times ``factor``."""
        return Beta(self.alpha, self.beta, self.low * factor, self.high * factor)


def beta_quantile(alpha: float, beta: float, u: FloatArray) -> FloatArray:
    """Quantiles of a beta from 0 to 1; where SciPy finds none, far in a tail, by its power law.

    >>> bool(beta_quantile(1.03125, 0.75, np.array([5e-17]))[0] > 0)
    True
    """
    share = np.asarray(special.betaincinv(alpha, beta, u), dtype=np.float64)
    if np.isnan(share).any():
        with np.errstate(divide="ignore"):
            tail = np.exp((np.log(u) + np.log(alpha) + special.betaln(alpha, beta)) / alpha)
        share = np.where(np.isnan(share), tail, share)
    return share


@_of_numbers
def PERT(low: float, mode: float, high: float) -> Beta:  # noqa: N802 - reads as a distribution
    """PERT: a smooth low, most likely, high, as the beta that it is (shape 4).

    >>> round(PERT(106, 137.6, 197).mean, 4)
    142.2333
    """
    _require(low <= mode <= high and low < high, "a PERT needs low, most likely, high in order")
    width = high - low
    return Beta(1 + 4 * (mode - low) / width, 1 + 4 * (high - mode) / width, low, high)


@dataclass(frozen=True, slots=True)
class Uniform:
    """Every value between ``low`` and ``high`` equally likely."""

    low: float
    high: float

    def __post_init__(self) -> None:
        _require_numbers(self)
        _require(self.low < self.high, "the lowest value must be below the highest")

    @property
    def mean(self) -> float:
        """Middle of the range."""
        return (self.low + self.high) / 2

    @property
    def sd(self) -> float:
        """Standard deviation."""
        return (self.high - self.low) / sqrt(12)

    def quantile(self, u: FloatArray) -> FloatArray:
        """Values at probabilities ``u``."""
        return np.asarray(self.low + (self.high - self.low) * u)

    def scaled(self, factor: float) -> Uniform:
        """Both ends times ``factor``."""
        return Uniform(self.low * factor, self.high * factor)


@dataclass(frozen=True, slots=True)
class Triangular:
    """Lowest, most likely and highest value, joined by straight lines.

    >>> Triangular(0, 1, 5).mean
    2.0
    """

    low: float
    mode: float
    high: float

    def __post_init__(self) -> None:
        _require_numbers(self)
        in_order = self.low <= self.mode <= self.high and self.low < self.high
        _require(in_order, "a triangular needs low, most likely, high in order")

    @property
    def mean(self) -> float:
        """Expected value."""
        return (self.low + self.mode + self.high) / 3

    @property
    def sd(self) -> float:
        """Standard deviation."""
        rise, fall = self.mode - self.low, self.high - self.mode
        return sqrt((rise * rise + rise * fall + fall * fall) / 18)

    def quantile(self, u: FloatArray) -> FloatArray:
        """Values at probabilities ``u``."""
        width = self.high - self.low
        turn = (self.mode - self.low) / width
        rising = self.low + np.sqrt(u * (width * (self.mode - self.low)))
        falling = self.high - np.sqrt((1 - u) * (width * (self.high - self.mode)))
        return np.asarray(np.where(u < turn, rising, falling))

    def scaled(self, factor: float) -> Triangular:
        """All three values times ``factor``."""
        return Triangular(self.low * factor, self.mode * factor, self.high * factor)


@dataclass(frozen=True, slots=True)
class DirichletShare:
    """One share of a group that adds up to 1; the group is drawn together.

    ``alpha`` of this share and ``total`` of the group; alone it is a beta.
    """

    alpha: float
    total: float
    group: str

    def __post_init__(self) -> None:
        _require(0 < self.alpha < self.total, "each share of a dirichlet must lie between 0 and 1")

    @property
    def marginal(self) -> Beta:
        """The distribution of this share alone."""
        return Beta(self.alpha, self.total - self.alpha)

    @property
    def mean(self) -> float:
        """Expected share."""
        return self.alpha / self.total

    @property
    def sd(self) -> float:
        """Standard deviation."""
        return self.marginal.sd

    def quantile(self, u: FloatArray) -> FloatArray:
        """Values of this share alone at probabilities ``u``."""
        return self.marginal.quantile(u)

    def scaled(self, factor: float) -> DirichletShare:
        """Shares cannot be scaled: they add up to 1."""
        _require(factor == 1, "shares of a dirichlet add up to 1 and cannot be scaled")
        return self


@dataclass(frozen=True, slots=True)
class Sample:
    """Imported draws (a bootstrap, a posterior); those that share ``joint`` are drawn by the row.

    ``values`` keeps the order of the rows, so that joint draws stay together.
    """

    values: tuple[float, ...]
    joint: str = ""
    ordered: FloatArray = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        _require(len(self.values) > 1, "a sample needs at least two draws")
        ordered = np.sort(np.array(self.values, dtype=np.float64))
        _require(bool(np.isfinite(ordered).all()), "a sample must hold numbers only")
        object.__setattr__(self, "ordered", ordered)

    @property
    def mean(self) -> float:
        """Mean of the draws."""
        return float(np.mean(self.values))

    @property
    def sd(self) -> float:
        """Standard deviation of the draws."""
        return float(np.std(self.values))

    def quantile(self, u: FloatArray) -> FloatArray:
        """The draw at rank ``u`` (the inverse of the empirical distribution)."""
        rank = np.ceil(u * len(self.values)).astype(np.intp) - 1
        return self.ordered[np.clip(rank, 0, len(self.values) - 1)]

    def rows(self, u: FloatArray) -> FloatArray:
        """The draws of the rows that ``u`` points at, for joint draws."""
        row = np.minimum((u * len(self.values)).astype(np.intp), len(self.values) - 1)
        return np.array(self.values, dtype=np.float64)[row]

    def scaled(self, factor: float) -> Sample:
        """Every draw times ``factor``."""
        return Sample(tuple(value * factor for value in self.values), self.joint)


@dataclass(frozen=True, slots=True)
class Truncated:
    """A distribution whose values all lie from ``low`` to ``high``: what lies beyond is left out.

    Its mean is no longer that of ``whole``; mean and sd are by quadrature, to 1e-10 of the sd.

    >>> half = Truncated(Normal(0.0, 1.0), 0.0, float("inf"))
    >>> round(half.mean, 9), half.quantile(np.array([0.0])).tolist()
    (0.797884561, [0.0])
    """

    whole: Distribution
    low: float
    high: float
    span: tuple[float, float] = field(init=False, repr=False, compare=False)
    moments: tuple[float, float] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        _require(self.low < self.high, "a truncation has a low end below its high end")
        _require(
            not isinstance(self.whole, DirichletShare | ChanceOfNone)
            and not getattr(self.whole, "joint", ""),
            "a share of a group, a joint sample and a chance of none cannot be truncated",
        )
        first = _probability_below(self.whole, self.low)
        last = _probability_below(self.whole, self.high) if isfinite(self.high) else 1.0
        _require(last - first > _LEAST_LEFT, "nothing is left between the ends of a truncation")
        object.__setattr__(self, "span", (first, last))
        object.__setattr__(self, "moments", self._integrated())

    def _integrated(self) -> tuple[float, float]:
        """Over the probability u = s³(10 − 15s + 6s²), flat at both ends, where tails are steep."""
        from scipy.integrate import quad

        quarter, rest = self.quantile(np.array([0.25, 0.75])).tolist()

        def of(power: int, centre: float = 0.0) -> float:
            def value(s: float) -> float:
                u = s**3 * (10.0 - 15.0 * s + 6.0 * s * s)
                moment = (self.quantile(np.array([u]))[0] - centre) ** power
                return float(moment) * 30.0 * (s * (1.0 - s)) ** 2

            least = 1e-11 * (rest - quarter) ** power
            return float(quad(value, 0.0, 1.0, limit=400, epsabs=least, epsrel=1e-11)[0])

        mean = of(1)
        return mean, sqrt(of(2, mean))

    @property
    def mean(self) -> float:
        """Expected value."""
        return self.moments[0]

    @property
    def sd(self) -> float:
        """Standard deviation."""
        return self.moments[1]

    def quantile(self, u: FloatArray) -> FloatArray:
        """Values at probabilities ``u``."""
        return self.placed(u, self.whole.quantile)

    def placed(self, u: FloatArray, whole: Callable[[FloatArray], FloatArray]) -> FloatArray:
        """Values at probabilities ``u``, with another way to the quantiles of the whole."""
        first, last = self.span
        inside = np.minimum(first + np.asarray(u) * (last - first), _BELOW_ONE)
        return np.clip(whole(inside), self.low, self.high)

    def scaled(self, factor: float) -> Truncated:
        """Everything times a positive ``factor``."""
        return Truncated(self.whole.scaled(factor), self.low * factor, self.high * factor)


def truncated_at_none(given: object) -> bool:
    """Whether something is cut off at 0, so that an effect could not be a harm (C9)."""
    return isinstance(given, Truncated) and 0.0 in (given.low, given.high)


_LEAST_LEFT, _BELOW_ONE = 1e-6, 1.0 - 2.0**-53
"""The smallest chance that is told apart from none, and the largest probability below 1."""


@dataclass(frozen=True, slots=True)
class ChanceOfNone:
    """A number that may be exactly 0: none with a ``chance``, else as ``otherwise`` says.

    For an effect that may not exist at all. ``below`` is the chance of ``otherwise`` being
    negative, so that the quantile function rises: harm first, then none, then benefit.

    >>> due = ChanceOfNone(0.25, Uniform(0.0, 0.8))
    >>> round(due.mean, 12), due.quantile(np.array([0.1, 0.25, 1.0])).tolist()
    (0.3, [0.0, 0.0, 0.8])
    """

    chance: float
    otherwise: Distribution
    below: float = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        _require(0 < self.chance < 1, "a chance of none lies between 0 and 1")
        _require(
            not isinstance(self.otherwise, DirichletShare | ChanceOfNone)
            and not getattr(self.otherwise, "joint", ""),
            "a share of a group and a joint sample cannot be none by themselves",
        )
        object.__setattr__(self, "below", _probability_below(self.otherwise, 0.0))

    @property
    def mean(self) -> float:
        """Expected value."""
        return (1 - self.chance) * self.otherwise.mean

    @property
    def sd(self) -> float:
        """Standard deviation."""
        square = (1 - self.chance) * (self.otherwise.sd**2 + self.otherwise.mean**2)
        return sqrt(square - self.mean**2)

    def quantile(self, u: FloatArray) -> FloatArray:
        """Values at probabilities ``u``."""
        return self.placed(u, self.otherwise.quantile)

    def placed(self, u: FloatArray, otherwise: Callable[[FloatArray], FloatArray]) -> FloatArray:
        """Values at probabilities ``u``, with another way to the quantiles of ``otherwise``."""
        harm = (1 - self.chance) * self.below
        above = np.where(u < harm, u, u - self.chance) / (1 - self.chance)
        none = (u >= harm) & (u <= harm + self.chance)
        inside = np.clip(above, 0.0, 1.0)
        return np.where(none, 0.0, otherwise(np.where(none, 0.5, inside)))

    def scaled(self, factor: float) -> ChanceOfNone:
        """The same chance; what it is otherwise times ``factor``."""
        return ChanceOfNone(self.chance, self.otherwise.scaled(factor))


_HALVINGS = 60


def _probability_below(distribution: Distribution, value: float) -> float:
    """The chance of less than a value: the quantile function inverted there, by bisection."""
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if float(distribution.quantile(np.array([middle]))[0]) < value:
            low = middle
        else:
            high = middle
    return 0.0 if low == 0.0 else (low + high) / 2


def interval(distribution: Distribution) -> tuple[float, float]:
    """The 2.5th and 97.5th percentiles: one interval a parameter (C6).

    >>> [round(limit, 3) for limit in interval(Normal(0, 1))]
    [-1.96, 1.96]
    """
    low, high = distribution.quantile(np.array([0.025, 0.975]))
    return float(low), float(high)
