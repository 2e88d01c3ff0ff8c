"""How an effect runs over the years, in closed form so that Excel can hold it too.

Each kind is the share of a full year's effect that falls in year *y* after the start. People leave
at rate lambda; what each carries on after leaving (a share kappa) fades at rate delta. ``entry``
profiles run from each person's start, at the beginning of a year or evenly through it, and are
convolved with the intake. Where support ends, all who are still involved leave.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.polynomial.polynomial import polyval

from econ.errors import Fault
from econ.model.chain import at_means, names_in
from econ.model.distributions import FloatArray

PARAMETERS_OF: dict[str, tuple[str, ...]] = {
    "first year": (),
    "every year": (),
    "retained": ("share kept",),
    "involved": ("leaving rate",),
    "involved then fading": ("leaving rate", "share carried on", "fading rate"),
    "rising then fading": ("rise rate", "fading rate"),
    "table": (),
}
"""What the parameters of each kind are, in the order in which a workbook names them."""

SMALL_RATE = 0.01
"""Below this a rate's integrals use their series, whose error is then below 1e-12."""
NEARLY_EQUAL = 1e-5
"""Rates closer than this are treated as equal: the quotient would lose its digits."""


@dataclass(frozen=True, slots=True)
class Intake:
    """Who starts when, and until when there is support.

    ``shares`` are those of people who start in each year: numbers, or arrays of shape (draws, 1).
    They start at its beginning or, where
    ``evenly``, spread through it; in the first year with a share only after ``first`` of the year
    (0 to below 1) has gone. ``support`` is how many years from the beginning of year 0 there is
    support; nobody is involved after that. ``None`` is without end.
    """

    shares: tuple[float | FloatArray, ...] = (1.0,)
    evenly: bool = False
    first: float = 0.0
    support: int | None = None

    def starts(self, years: int) -> list[tuple[int, float | FloatArray, Start]]:
        """Each year of the horizon in which people start: its number, their share, and how."""
        begun = [year for year, share in enumerate(self.shares[:years]) if np.any(share)]
        return [
            (year, self.shares[year], Start(self._window(year == begun[0]), self._left(year)))
            for year in begun
        ]

    def _window(self, opening: bool) -> float:
        if not self.evenly:
            return 0.0
        return 1.0 - self.first if opening else 1.0

    def _left(self, year: int) -> int | None:
        return None if self.support is None else max(self.support - year, 0)


@dataclass(frozen=True, slots=True)
class Start:
    """How the people of one year start, and how many years of support they have from its beginning.

    They start evenly through the last ``window`` of the year; 0 is at its beginning. A rate's
    means are taken over all of them, year by year from the one in which they start.
    """

    window: float = 0.0
    support: int | None = None

    def during(self, rate: FloatArray, year: FloatArray) -> FloatArray:
        """Mean of e^(-at) over each year, t the time since the start; 0 before it."""
        if not self.window:
            return np.asarray(np.exp(-rate * year) * _mean_survival(rate))
        later = np.exp(-rate * np.maximum(year - 1, 0)) * _mean_survival(rate) * self._spread(rate)
        return np.asarray(np.where(year == 0, self.window * _ramp(rate * self.window), later))

    def slope_during(self, rate: FloatArray, year: FloatArray) -> FloatArray:
        """Minus the derivative of ``during`` in the rate."""
        there, time = _mean_survival(rate), _mean_time(rate)
        if not self.window:
            return np.asarray(np.exp(-rate * year) * (year * there + time))
        before, spread = np.maximum(year - 1, 0), self._spread(rate)
        later = (before * there + time) * spread + there * self._spread_slope(rate)
        first = self.window**2 * _ramp_slope(rate * self.window)
        return np.asarray(np.where(year == 0, first, np.exp(-rate * before) * later))

    def at(self, rate: FloatArray, after: int) -> FloatArray:
        """Mean of e^(-at) so many years, at least one, after the beginning of the first."""
        if not self.window:
            return np.asarray(np.exp(-rate * after))
        return np.asarray(np.exp(-rate * (after - 1)) * self._spread(rate))

    def slope_at(self, rate: FloatArray, after: int) -> FloatArray:
        """Minus the derivative of ``at`` in the rate."""
        if not self.window:
            return np.asarray(after * np.exp(-rate * after))
        inner = (after - 1) * self._spread(rate) + self._spread_slope(rate)
        return np.asarray(np.exp(-rate * (after - 1)) * inner)

    def of_years(self, by_age: FloatArray) -> FloatArray:
        """A profile given year by year, of people who start within the year: shape as given.

        Within a year of age the effect is even, so that a year of the calendar holds parts of two.
        """
        if not self.window:
            return by_age
        gone = 1.0 - self.window / 2
        before = np.concatenate([np.zeros_like(by_age[:, :1]), by_age[:, :-1]], axis=1)
        return np.asarray((1.0 - gone) * by_age + gone * before)

    def _spread(self, rate: FloatArray) -> FloatArray:
        return _mean_survival(rate * self.window)

    def _spread_slope(self, rate: FloatArray) -> FloatArray:
        return np.asarray(self.window * _mean_time(rate * self.window))


ALL_AT_ONCE = Start()
"""Everybody at the beginning of the year, with support without end."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A time profile: its kind, its clock, the names of its parameters, or its table.

    ``after`` says what follows a table: ``0`` or its ``last`` value; empty where it does not say.
    Numbers of the table may be made of parameters.
    """

    name: str
    kind: str
    clock: str
    parameters: tuple[str, ...] = ()
    table: tuple[float, ...] = ()
    note: str = ""
    after: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The parameters of the kind, and those of which numbers of the table are made."""
        return tuple(dict.fromkeys((*self.parameters, *names_in(self.table))))

    def at(self, mean: Callable[[str], float]) -> Profile:
        """The same, numbers that are made of parameters at these means."""
        return replace(self, table=at_means(self.table, mean))

    def through(self, years: int) -> tuple[float, ...]:
        """A table year by year: after its end its last value, or nothing.

        >>> Profile("taper", "table", "entry", table=(1.0, 0.5), after="last").through(3)
        (1.0, 0.5, 0.5)
        """
        follows = self.table[-1] if self.after == "last" else 0.0
        return (*self.table, *[follows] * years)[:years]

    def untold(self, years: int) -> Fault | None:
        """What is said of a table that ends before the horizon without a word of what follows.

        >>> Profile("taper", "table", "entry", table=(1.0, 0.5)).untold(3).what
        'its table ends with year 1, and the time horizon is 3 years'
        """
        ends = len(self.table)
        if self.kind != "table" or self.after or ends >= years:
            return None
        lacking = f"year {ends}" + (f" to year {years - 1}" if years - ends > 1 else "")
        what = f"its table ends with year {ends - 1}, and the time horizon is {years} years"
        remedy = f"In its row of the sheet Profiles fill in {lacking}, or write in the column"
        return Fault(what, f"{remedy} 'after' what follows: 0 or last.")

    @property
    def leaving_rate(self) -> str:
        """The name of the parameter by which people leave; empty where the kind knows none."""
        named = zip(PARAMETERS_OF[self.kind], self.parameters, strict=False)
        return next((name for meant, name in named if meant == "leaving rate"), "")

    def by_age(
        self, values: Sequence[FloatArray], years: int, start: Start = ALL_AT_ONCE
    ) -> FloatArray:
        """The profile by year since the one in which people start: shape (draws or 1, years).

        ``values`` holds one array of shape (draws,) or (1,) for each parameter, or for each year of
        a table. The end of support bears on those kinds that tell how long people are involved.
        """
        year = np.arange(years, dtype=np.float64)
        columns = [value[:, np.newaxis] for value in values]
        match self.kind:
            case "table":
                listed = columns or [np.array([[share]]) for share in self.through(years)]
                return start.of_years(np.concatenate(np.broadcast_arrays(*listed), axis=1))
            case "first year":
                return start.of_years((year == 0).astype(np.float64)[np.newaxis, :])
            case "every year":
                return start.of_years(np.ones_like(year)[np.newaxis, :])
            case "retained":
                return start.of_years(columns[0] ** year)
            case "involved":
                return involved(year, columns[0], start)
            case "rising then fading":
                rise, fading = columns
                return rising_then_fading(year, rise, fading, start)
            case _:
                leaving, carried_on, fading = columns
                return involved_then_fading(year, leaving, carried_on, fading, start)

    def by_year(self, values: Sequence[FloatArray], years: int, intake: Intake) -> FloatArray:
        """The profile by calendar year of the horizon: shape (draws or 1, years)."""
        if self.clock == "calendar":
            return self.by_age(values, years)
        result: FloatArray | None = None
        for year, share, start in intake.starts(years):
            by_age = self.by_age(values, years, start)
            part = np.asarray(share * by_age[:, : years - year])
            reached = np.concatenate([np.zeros((len(part), year)), part], axis=1)
            result = reached if result is None else result + reached
        return np.zeros((1, years)) if result is None else result


def involved(year: FloatArray, leaving: FloatArray, start: Start = ALL_AT_ONCE) -> FloatArray:
    """Mean share still involved during each year; at once: (e^(-ly) - e^(-l(y+1))) / l.

    >>> involved(np.array([0.0]), np.array([0.0]))
    array([1.])
    """
    there = start.during(leaving, year)
    return there if start.support is None else np.where(year < start.support, there, 0.0)


def rising_then_fading(
    year: FloatArray, rise: FloatArray, fading: FloatArray, start: Start = ALL_AT_ONCE
) -> FloatArray:
    """Mean over each year of (1 - e^(-rt)) e^(-ft), t the time since the start.

    1 is an effect that has risen in full and has not faded. It outlasts support, which whoever
    starts after its end never had.
    """
    if start.support == 0:
        return np.zeros((1, len(year)))
    return np.asarray(start.during(fading, year) - start.during(rise + fading, year))


def involved_then_fading(
    year: FloatArray,
    leaving: FloatArray,
    carried_on: FloatArray,
    fading: FloatArray,
    start: Start = ALL_AT_ONCE,
) -> FloatArray:
    """Involved, plus the share carried on after leaving, which fades.

    The limit is taken where the two rates meet. Those who are involved when support ends leave
    then, and carry on as others do; nobody starts after that.
    """
    carried = leaving * _between(start.during, start.slope_during, leaving, fading, year)
    if start.support is not None:
        carried = np.where(year < start.support, carried, _after(year, leaving, fading, start))
    return np.asarray(involved(year, leaving, start) + carried_on * carried)


def _after(year: FloatArray, leaving: FloatArray, fading: FloatArray, start: Start) -> FloatArray:
    """What is carried on in the years after support ended, of an effect kept whole."""
    ended = start.support or 0
    if not ended:
        return np.zeros_like(year)
    left = leaving * _between(start.at, start.slope_at, leaving, fading, ended)
    held = start.at(leaving, ended) + left
    return np.asarray(held * np.exp(-fading * np.maximum(year - ended, 0)) * _mean_survival(fading))


def _between(
    mean: Callable[..., FloatArray],
    slope: Callable[..., FloatArray],
    leaving: FloatArray,
    fading: FloatArray,
    when: FloatArray | int,
) -> FloatArray:
    """The difference quotient of a mean between two rates, and its limit where they meet."""
    gap = fading - leaving
    equal = np.abs(gap) < NEARLY_EQUAL
    quotient = (mean(leaving, when) - mean(fading, when)) / np.where(equal, 1.0, gap)
    return np.where(equal, slope((leaving + fading) / 2, when), quotient)


def _mean_survival(rate: FloatArray) -> FloatArray:
    """Integral over one year of e^(-at)."""
    none = rate == 0
    if not none.any():
        return np.asarray(-np.expm1(-rate) / rate)
    safe = np.where(none, 1.0, rate)
    return np.where(none, 1.0, -np.expm1(-safe) / safe)


def _mean_time(rate: FloatArray) -> FloatArray:
    """Integral over one year of t e^(-at)."""

    def exact(rate: FloatArray) -> FloatArray:
        return np.asarray((1 - np.exp(-rate) * (1 + rate)) / rate**2)

    return _near_0(rate, exact, (1 / 2, -1 / 3, 1 / 8, -1 / 30, 1 / 144))


def _ramp(rate: FloatArray) -> FloatArray:
    """Integral over one year of (1 - t) e^(-at): those who start evenly, in their first."""

    def exact(rate: FloatArray) -> FloatArray:
        return np.asarray((rate + np.expm1(-rate)) / rate**2)

    return _near_0(rate, exact, (1 / 2, -1 / 6, 1 / 24, -1 / 120, 1 / 720, -1 / 5040))


def _ramp_slope(rate: FloatArray) -> FloatArray:
    """Minus the derivative of ``_ramp`` in the rate."""

    def exact(rate: FloatArray) -> FloatArray:
        gone = np.expm1(-rate)
        return np.asarray((2 * (rate + gone) + rate * gone) / rate**3)

    return _near_0(rate, exact, (1 / 6, -1 / 12, 1 / 40, -1 / 180, 1 / 1008, -1 / 6720))


def _near_0(
    rate: FloatArray, exact: Callable[[FloatArray], FloatArray], series: Sequence[float]
) -> FloatArray:
    """A function of rates that loses its digits near 0, where its power series stands for it."""
    small = np.abs(rate) < SMALL_RATE
    if not small.any():
        return exact(rate)
    return np.where(small, polyval(rate, series), exact(np.where(small, 1.0, rate)))
