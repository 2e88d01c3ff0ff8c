"""How an effect runs over the years, in closed form so that Excel can hold it too.

Each kind is the share of a full year's effect that falls in year *y* after the start. People leave
at rate lambda; what each carries on after leaving (a share kappa) fades at rate delta. ``entry``
profiles run from each person's start, at the start of a year, and are convolved with the intake.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from econ.model.distributions import FloatArray

PARAMETERS_OF: dict[str, tuple[str, ...]] = {
    "first year": (),
    "every year": (),
    "retained": ("share kept",),
    "involved": ("leaving rate",),
    "involved then fading": ("leaving rate", "share carried on", "fading rate"),
    "table": (),
}
"""What the parameters of each kind are, in the order in which a workbook names them."""

SMALL_RATE = 0.01
"""Below this a rate's integrals use their series, whose error is then below 1e-12."""
NEARLY_EQUAL = 1e-5
"""Rates closer than this are treated as equal: the quotient would lose its digits."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A time profile: its kind, its clock, the names of its parameters, or its table."""

    name: str
    kind: str
    clock: str
    parameters: tuple[str, ...] = ()
    table: tuple[float, ...] = ()
    note: str = ""

    def by_age(self, values: Sequence[FloatArray], years: int) -> FloatArray:
        """The profile by year since the start: shape (draws or 1, years).

        ``values`` holds one array of shape (draws,) or (1,) for each parameter. A table counts 0
        in the years after its last column.
        """
        year = np.arange(years, dtype=np.float64)
        if self.kind == "table":
            listed = np.zeros(years)
            listed[: len(self.table)] = self.table[:years]
            return listed[np.newaxis, :]
        return SHAPES[self.kind](year, *(value[:, np.newaxis] for value in values))

    def by_year(
        self, values: Sequence[FloatArray], years: int, intake: Sequence[float]
    ) -> FloatArray:
        """The profile by calendar year of the horizon: shape (draws or 1, years).

        ``intake`` is the share of people who start in each year.
        """
        by_age = self.by_age(values, years)
        if self.clock == "calendar":
            return by_age
        result = np.zeros_like(by_age)
        for start, share in enumerate(intake[:years]):
            result[:, start:] += share * by_age[:, : years - start]
        return result


def involved(year: FloatArray, leaving: FloatArray) -> FloatArray:
    """Mean share still involved during each year: (e^(-ly) - e^(-l(y+1))) / l.

    >>> involved(np.array([0.0]), np.array([0.0]))
    array([1.])
    """
    return np.asarray(np.exp(-leaving * year) * _mean_survival(leaving))


def involved_then_fading(
    year: FloatArray, leaving: FloatArray, carried_on: FloatArray, fading: FloatArray
) -> FloatArray:
    """Involved, plus the share carried on after leaving, which fades.

    The limit is taken where the two rates meet.
    """
    gap = fading - leaving
    equal = np.abs(gap) < NEARLY_EQUAL
    quotient = (involved(year, leaving) - involved(year, fading)) / np.where(equal, 1.0, gap)
    meeting = _slope(year, (leaving + fading) / 2)
    left = np.where(equal, meeting, quotient)
    return np.asarray(involved(year, leaving) + carried_on * leaving * left)


def _mean_survival(rate: FloatArray) -> FloatArray:
    """Integral over one year of e^(-at)."""
    safe = np.where(rate == 0, 1.0, rate)
    return np.where(rate == 0, 1.0, -np.expm1(-safe) / safe)


def _mean_time(rate: FloatArray) -> FloatArray:
    """Integral over one year of t e^(-at)."""
    small = np.abs(rate) < SMALL_RATE
    safe = np.where(small, 1.0, rate)
    series = 1 / 2 - rate / 3 + rate**2 / 8 - rate**3 / 30 + rate**4 / 144
    return np.where(small, series, (1 - np.exp(-safe) * (1 + safe)) / safe**2)


def _slope(year: FloatArray, rate: FloatArray) -> FloatArray:
    """Minus the derivative of ``involved`` in the rate."""
    return np.asarray(np.exp(-rate * year) * (year * _mean_survival(rate) + _mean_time(rate)))


SHAPES: dict[str, Callable[..., FloatArray]] = {
    "first year": lambda year: (year == 0).astype(np.float64)[np.newaxis, :],
    "every year": lambda year: np.ones_like(year)[np.newaxis, :],
    "retained": lambda year, kept: kept**year,
    "involved": involved,
    "involved then fading": involved_then_fading,
}
