"""Price years and discount factors.

Prices are carried once, by a named index of a named edition (C2). Discounting follows HM
Treasury's Green Book, whose rate falls after year 30 (Green Book 2026, chapter 6); year 0 is
undiscounted (C3).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from econ.errors import Fault
from econ.model.distributions import FloatArray

THEN = ", then "
"""What stands between two indices, the first of which is carried on by the second."""

YEAR = re.compile(r"(?P<start>\d{4})(?:/(?P<end>\d{2}))?")


@dataclass(frozen=True, slots=True)
class PriceIndex:
    """A price index of one edition: its level in each year it covers.

    A calendar index read with a financial year uses the calendar year in which that year begins
    (nine of its twelve months).

    >>> index = PriceIndex("GDP deflator", "2025", {"2019": 81.1, "2024": 100.0})
    >>> round(index.factor("2019/20", "2024/25"), 4)
    1.233
    """

    name: str
    edition: str
    levels: Mapping[str, float]
    source: str = ""

    def covers(self, year: str) -> bool:
        """Whether the index has a level for this year."""
        return self._key(year) in self.levels

    def factor(self, from_year: str, to_year: str) -> float:
        """What a price of ``from_year`` is multiplied by; ``KeyError`` outside the index.

        Within one year it is 1, whether or not the index has that year.
        """
        return 1.0 if from_year == to_year else self.level(to_year) / self.level(from_year)

    def level(self, year: str) -> float:
        """The level of a year; ``KeyError`` where there is none."""
        return self.levels[self._key(year)]

    def then(self, other: PriceIndex) -> PriceIndex:
        """This index, carried on by another from its last year; ``KeyError`` where that lacks it.

        >>> pay = PriceIndex("PSS pay", "2024", {"2022/23": 50.0, "2023/24": 52.0})
        >>> on = pay.then(PriceIndex("GDP deflator", "2025", {"2023": 80.0, "2024": 84.0}))
        >>> on.name, round(on.factor("2022/23", "2024/25"), 4)  # 52 / 50 x 84 / 80
        ('PSS pay, then GDP deflator', 1.092)
        """
        link = self.level(self.last) / other.level(self.last)
        later = {y: link * x for y, x in other.levels.items() if y[:4] > self.last[:4]}
        name, edition = f"{self.name}{THEN}{other.name}", f"{self.edition}{THEN}{other.edition}"
        return PriceIndex(name, edition, {**self.levels, **later}, self.source)

    @property
    def last(self) -> str:
        """The last year that it has."""
        return max(self.levels)

    @property
    def span(self) -> str:
        """First and last year, in words."""
        return f"{min(self.levels)} to {self.last}"

    def _key(self, year: str) -> str:
        return year if year in self.levels else year.partition("/")[0]


@lru_cache(maxsize=64)
def year_labels(first: str, years: int) -> tuple[str, ...]:
    """The names of the years of a horizon.

    >>> year_labels("2015/16", 3)
    ('2015/16', '2016/17', '2017/18')
    >>> year_labels("2025", 2)
    ('2025', '2026')
    """
    start = int(first[:4])
    if "/" not in first:
        return tuple(str(start + year) for year in range(years))
    return tuple(f"{start + year}/{(start + year + 1) % 100:02d}" for year in range(years))


@dataclass(frozen=True, slots=True)
class DiscountRate:
    """A schedule of yearly rates: each holds up to and including its year.

    ``longest`` is the longest horizon, in years, for which the schedule is known; 0 for any.

    >>> float(GREEN_BOOK.factors(32)[31].round(10))
    0.3459013695
    """

    name: str
    steps: tuple[tuple[int, float], ...]
    longest: int = 0

    def rate(self, year: int) -> float:
        """The rate that carries year ``year`` back by one; the last holds ever after."""
        return _rate_of(self.steps, year)

    def factors(self, years: int) -> FloatArray:
        """Discount factors of years 0 to ``years - 1``; the first is 1."""
        return _factors(tuple(map(tuple, self.steps)), years).copy()

    def needs_test(self, years: int) -> bool:
        """Whether over so many years the Green Book asks for its test at 3.0% as well."""
        return years > LONG and self != GREEN_BOOK_LONG_TEST

    def beyond(self, years: int) -> list[Fault]:
        """What is wrong with it over so many years, if anything: nothing is guessed."""
        if not self.longest or years <= self.longest:
            return []
        what = f"'{self.name}' is known for {self.longest} years at most, not for {years}"
        return [Fault(what, "Choose a shorter horizon, or another rate.")]


def _rate_of(steps: Sequence[tuple[int, float]], year: int) -> float:
    return next((rate for until, rate in steps if year <= until), steps[-1][1])


@lru_cache(maxsize=64)
def _factors(steps: Sequence[tuple[int, float]], years: int) -> FloatArray:
    yearly = [1.0] + [1 / (1 + _rate_of(steps, year)) for year in range(1, years)]
    return np.cumprod(np.array(yearly))


GREEN_BOOK = DiscountRate("Green Book", ((30, 0.035), (75, 0.03), (125, 0.025)))
GREEN_BOOK_HEALTH = DiscountRate("Green Book health", ((30, 0.015), (75, 0.0129), (125, 0.0107)))
GREEN_BOOK_LONG_TEST = DiscountRate("Green Book 3.0% test", ((10_000, 0.03),))
"""What the Green Book of February 2026 asks for as well, of horizons beyond ``LONG`` years."""
JUNE_2026_REVIEW = DiscountRate("June 2026 review", ((30, 0.03),), longest=30)
"""What the review of 30 June 2026 recommends, of health too; its later rates could not be read."""
SCHEDULES = (GREEN_BOOK, GREEN_BOOK_HEALTH, GREEN_BOOK_LONG_TEST, JUNE_2026_REVIEW)
"""The discount rates that have names."""
LONG = 50
"""Years beyond which the Green Book asks for its test at 3.0%."""


HIGHEST_RATE = 0.3
"""A yearly discount rate is below this, in a cell, a script and on a sheet alike."""
FASTEST = 0.3
"""The largest real growth, or fall, of a value in a year."""


def constant_rate(rate: float) -> DiscountRate:
    """One rate for every year.

    >>> constant_rate(0.035).name
    '3.5%'
    """
    return DiscountRate(f"{rate * 100:.4g}%", ((10_000, rate),))


def discount_rate(text: str) -> DiscountRate:
    """A discount rate as written in a workbook: a schedule's name, ``3.5%`` or ``0.035``.

    Raises ``ValueError`` where it is neither.
    """
    for schedule in SCHEDULES:
        if text.strip().lower() == schedule.name.lower():
            return schedule
    share = text.strip().endswith("%")
    rate = float(text.strip().removesuffix("%")) / (100 if share else 1)
    if not 0 <= rate < HIGHEST_RATE:
        raise ValueError(text)
    return constant_rate(rate)


MONTHS = """January February March April May June
July August September October November December""".split()  # noqa: SIM905 - as a year is written


def share_gone(first_year: str, month: str) -> float:
    """The share of a year that has gone when a month begins: financial years begin in April.

    Raises ``ValueError`` where there is no such month.

    >>> share_gone("2015/16", "October"), share_gone("2015", "October")
    (0.5, 0.75)
    """
    begins = 3 if "/" in first_year else 0
    return (MONTHS.index(month) - begins) % 12 / 12
