"""The figures of one row, what is wrong with them, and the distribution that they mean."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from econ.model.distributions import DirichletShare, Distribution, Sample, interval
from econ.model.fitting import Given, UnfitError, fit, misses
from econ.model.units import PROPORTIONS, is_money, most_in, unit_fault
from econ.workbook.layout import FROM_LIBRARY, SAMPLES
from econ.workbook.reading.kinds import Value, share_fault, shown
from econ.workbook.reading.tables import Row

SHARES_BY_NAME = ("attribution", "deadweight", "displacement", "uptake")
"""Parameters that are shares, whatever their unit."""
_NUMBERS = ("value", "low", "high", "se", "n")

Samples = Mapping[str, tuple[float, ...] | None]
"""Imported draws by parameter; ``None`` where a cell of the column has a problem of its own."""


class Fault(NamedTuple):
    """What is wrong with a row's figures, under which heading, and what to do."""

    heading: str
    what: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Figures:
    """A row's own figures and, where they are blank, those of a row of the library."""

    own: Row
    library: Row | None = None

    def value(self, heading: str) -> Value:
        """What the row says, or else the library."""
        mine = self.own.values.get(heading)
        if mine is None and self.library is not None and heading in FROM_LIBRARY:
            return self.library.values.get(heading)
        return mine

    def text(self, heading: str) -> str:
        """A text; empty where it is blank."""
        value = self.value(heading)
        return value if isinstance(value, str) else ""

    def number(self, heading: str) -> float | None:
        """A number; ``None`` where it is blank."""
        value = self.value(heading)
        return float(value) if isinstance(value, int | float) else None

    @property
    def given(self) -> Given:
        """The numbers that a distribution is fitted to."""
        return Given(*(self.number(heading) for heading in _NUMBERS))

    @property
    def distribution(self) -> str:
        """The name of the distribution; blank means fixed."""
        return self.text("distribution") or "fixed"

    def sound(self, *headings: str) -> bool:
        """Whether none of these cells has a problem of its own."""
        rows = [self.own] if self.library is None else [self.own, self.library]
        return all(row.sound(*headings) for row in rows)

    @property
    def overridden(self) -> tuple[str, ...]:
        """The headings in which the row departs from the library's."""
        if self.library is None:
            return ()
        mine, theirs = self.own.values, self.library.values
        given = (heading for heading in FROM_LIBRARY if mine.get(heading) is not None)
        return tuple(heading for heading in given if mine[heading] != theirs.get(heading))

    def cells(self, *headings: str) -> str:
        """The addresses of some cells, in words."""
        *first, last = (self.own.cell(heading).address for heading in headings)
        return f"{', '.join(first)} and {last}" if first else last


def find_faults(figures: Figures) -> list[Fault]:
    """Everything wrong with the numbers and the unit, before any distribution is fitted."""
    found = [
        fault
        for check, headings in _CHECKS.items()
        if figures.sound(*headings)
        for fault in check(figures)
    ]
    return found or list(_of_uniform(figures))


def fitted(figures: Figures, samples: Samples) -> Distribution | Fault | None:
    """The distribution that the figures mean, or why there is none.

    ``None`` where cells that it needs have problems of their own.
    """
    if not figures.sound("group", "distribution", *_NUMBERS):
        return None
    try:
        if figures.distribution == "dirichlet":
            return _dirichlet(figures)
        if figures.distribution == "sample":
            return _sample(figures, samples)
        found = fit(figures.distribution, figures.given)
        return _contradiction(figures) or found
    except UnfitError as error:
        heading = "value" if figures.distribution == "fixed" else "distribution"
        return Fault(heading, error.what, error.remedy)
    except ValueError as error:
        return Fault("distribution", str(error), "Check value and n.")


def _contradiction(figures: Figures) -> Fault | None:
    """A standard error that is less than half, or more than twice, what the limits mean."""
    given = figures.given
    if given.se is None or given.limits is None or figures.distribution == "fixed":
        return None
    try:
        meant = fit(figures.distribution, replace(given, se=None)).sd
    except UnfitError:
        return None
    if meant / _WORLDS_APART <= given.se <= meant * _WORLDS_APART:
        return None
    what = f"se {shown(given.se)} contradicts the limits, which mean about {meant:,.2g}"
    return Fault("se", what, f"Check {figures.cells('low', 'high', 'se')}.")


_WORLDS_APART = 2.0
"""How many times one spread may be the other before they cannot both be meant."""


def missed_limits(figures: Figures, distribution: Distribution) -> Fault | None:
    """A warning where the fitted 95% interval is not what the limits say (C6)."""
    given, name = figures.given, figures.distribution
    if not misses(distribution, given):
        return None
    low, high = (f"{limit:,.4g}" for limit in interval(distribution))
    said = " to ".join(shown(limit) for limit in given.limits or ())
    what = f"limits say {said}; the fitted {name}'s 95% interval is {low} to {high}"
    return Fault("distribution", what, "Check the limits, or choose a distribution that fits them.")


def _of_limits(figures: Figures) -> Iterator[Fault]:
    value, low, high = figures.number("value"), figures.number("low"), figures.number("high")
    if (low is None) != (high is None):
        there, blank = ("high", "low") if low is None else ("low", "high")
        yield Fault(blank, f"{blank} is blank, but {there} is given", "Give both, or neither.")
    if low is None or high is None:
        return
    if low > high:
        what = f"low {shown(low)} is above high {shown(high)}"
        yield Fault("low", what, f"Check {figures.cells('low', 'high')}.")
    elif value is not None and not low <= value <= high:
        what = f"value {shown(value)} is outside its limits {shown(low)} to {shown(high)}"
        yield Fault("value", what, f"Check {figures.cells('value', 'low', 'high')}.")


def _of_unit(figures: Figures) -> Iterator[Fault]:
    unit, value = figures.text("unit"), figures.given.centre
    fault = unit_fault(unit)
    if is_money(unit):
        if value is not None and value < 0:
            remedy = "Type it as positive; a cost is an outcome with direction cost."
            yield Fault("value", f"value {shown(value)} is below 0, and the unit is money", remedy)
    elif fault:
        yield Fault("unit", *fault)
    elif figures.value("price year") is not None:
        remedy = "Begin the unit with GBP, or clear the price year."
        what = f"unit '{unit}' is not money" if unit else "unit is blank"
        yield Fault("unit", f"{what}, but a price year is given", remedy)


def _of_proportion(figures: Figures) -> Iterator[Fault]:
    """A share lies between 0 and 1, whatever its unit says where its name says that it is one."""
    if figures.text("unit") not in PROPORTIONS and figures.own.who not in SHARES_BY_NAME:
        return
    for heading in ("value", "low", "high", "se"):
        number = figures.number(heading)
        fault = None if number is None else share_fault(heading, number)
        if fault and number is not None and number < 0:
            remedy = "Give a change that may be a harm another unit: a share is never below 0%."
            yield Fault(heading, fault[0], remedy)
        elif fault:
            yield Fault(heading, *fault)


def _of_time(figures: Figures) -> Iterator[Fault]:
    """No week has more than 168 hours."""
    most = most_in(figures.text("unit"))
    for heading in ("value", "low", "high") if most else ():
        number = figures.number(heading)
        if most and number is not None and abs(number) > most[0]:
            what = f"{heading} {shown(number)} is more than the {shown(most[0])} {most[1]}"
            remedy = "Check the unit; of several people together, say so in it."
            yield Fault(heading, what, remedy)


def _of_borrowed(figures: Figures) -> Iterator[Fault]:
    """The value of a library row keeps the price year that it stands in, or is uprated twice."""
    if figures.library is None or figures.own.number("value") is not None:
        return
    mine, theirs = figures.own.text("price year"), figures.library.text("price year")
    if mine and theirs and mine != theirs and figures.own.number("low") is None:
        what = f"price year {mine} is given for a value of the library in {theirs} prices"
        yield Fault("price year", what, "Clear it: its index carries the value once.")


def _of_spread(figures: Figures) -> Iterator[Fault]:
    if figures.value("distribution") is not None:
        return
    if any(figures.number(heading) is not None for heading in ("low", "high", "se")):
        remedy = "Choose one; fixed leaves the spread out."
        yield Fault("distribution", "distribution is blank, but a spread is given", remedy)


_CHECKS: dict[Callable[[Figures], Iterator[Fault]], tuple[str, ...]] = {
    _of_limits: ("value", "low", "high"),
    _of_unit: ("unit", "value", "price year"),
    _of_proportion: ("unit", "value", "low", "high", "se"),
    _of_time: ("unit", "value", "low", "high"),
    _of_borrowed: ("value", "low", "price year"),
    _of_spread: ("distribution", "low", "high", "se"),
}


def _of_uniform(figures: Figures) -> Iterator[Fault]:
    given = figures.given
    if figures.distribution != "uniform" or given.value is None or given.limits is None:
        return
    low, high = given.limits
    if abs(given.value - (low + high) / 2) > 1e-6 * (high - low):
        what = f"value {shown(given.value)} is not the mean of a uniform, {shown((low + high) / 2)}"
        remedy = "Leave value blank, or choose triangular or pert, where it is the most likely."
        yield Fault("value", what, remedy)


def _dirichlet(figures: Figures) -> Distribution | Fault:
    """A share of a group: alpha is the share times the group's effective sample size."""
    group, share, size = figures.own.text("group"), figures.number("value"), figures.number("n")
    if not group:
        remedy = "Give the shares that add up to 100% one group."
        return Fault("group", "group is blank, and the distribution is dirichlet", remedy)
    if is_money(figures.text("unit")):
        return Fault("unit", "a dirichlet is a share, not money", "Check unit and distribution.")
    if share is None or size is None or size <= 0:
        remedy = "Fill in the share in value and, in n, the effective sample size of its group."
        return Fault("distribution", "a dirichlet needs value and n", remedy)
    return DirichletShare(share * size, size, group)


def _sample(figures: Figures, samples: Samples) -> Distribution | Fault | None:
    """Imported draws, drawn by the row together with all others of the sheet."""
    name, value = figures.own.who, figures.number("value")
    if name not in samples:
        remedy = f"Add a column headed '{name}' to the sheet {SAMPLES.name}."
        return Fault("distribution", "a sample needs its draws", remedy)
    column = samples[name]
    if column is None:
        return None
    if len(column) < 2:
        remedy = f"Add rows to the sheet {SAMPLES.name}."
        return Fault("distribution", "a sample needs at least two draws", remedy)
    sample = Sample(column, SAMPLES.name)
    if value is not None and abs(value - sample.mean) > 1e-6 * max(abs(value), sample.sd):
        what = f"value {shown(value)} is not the mean of its draws, {sample.mean:,.6g}"
        return Fault("value", what, "Leave value blank: the mean of the draws is the base case.")
    return sample
