"""The figures of one row, what is wrong with them, and the distribution that they mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import inf

from econ.errors import Fault, FaultError
from econ.model.allowed import Allowed, allowed, part_of
from econ.model.distributions import (
    ChanceOfNone,
    DirichletShare,
    Distribution,
    Sample,
    Truncated,
    interval,
)
from econ.model.fitting import Given, fit, misses
from econ.model.units import is_money, unit_fault
from econ.words import exact_number, exact_percent, listed
from econ.workbook.layout import FROM_LIBRARY, SAMPLES
from econ.workbook.reading.rules import Found, Seen, SheetRule, found
from econ.workbook.reading.tables import Row

_LIMITS = ("value", "low", "high")
_NUMBERS = (*_LIMITS, "se", "sd", "n")

Samples = Mapping[str, tuple[float, ...] | None]
"""Imported draws by parameter; ``None`` where a cell of the column has a problem of its own."""


@dataclass(frozen=True, slots=True)
class Figures(Seen):
    """A row's figures: where its own are blank, those of a row of the library."""

    own: Row
    library: Row | None = None

    @classmethod
    def of(cls, own: Row, library: Row | None = None) -> Figures:
        """The figures of both; a fault of either is a fault of them."""
        if library is None:
            return cls(own, own)
        given = {name: value for name, value in own.values.items() if value is not None}
        values = {name: library.values.get(name) for name in FROM_LIBRARY} | given
        unsound = own.unsound | library.unsound
        return cls(replace(own, values=values, unsound=unsound), own, library)

    @property
    def given(self) -> Given:
        """The numbers that a distribution is fitted to."""
        return Given.of(*(self.row.number(heading) for heading in _NUMBERS))

    @property
    def distribution(self) -> str:
        """The name of the distribution; blank means fixed."""
        return self.row.text("distribution") or "fixed"

    @property
    def allowed(self) -> Allowed:
        """What the number may be (C17)."""
        row = self.own
        return allowed(self.row.text("unit"), part_of(row.text("role"), row.who))

    @property
    def overridden(self) -> tuple[str, ...]:
        """The headings in which the row departs from the library's."""
        mine, theirs = self.own.values, self.library.values if self.library else {}
        given = (h for h in FROM_LIBRARY if self.library and mine.get(h) is not None)
        return tuple(heading for heading in given if mine[heading] != theirs.get(heading))


def fitted(figures: Figures, samples: Samples) -> Distribution | Found | None:
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
        distribution = fit(figures.distribution, figures.given)
        return _contradiction(figures) or distribution
    except FaultError as error:
        heading = "value" if figures.distribution == "fixed" else "distribution"
        return figures.at(heading, error.fault.what, error.fault.remedy)
    except ValueError as error:
        return figures.at("distribution", str(error), "Check value and n.")


def perhaps_none(
    figures: Figures, otherwise: Distribution | Found | None
) -> Distribution | Found | None:
    """The distribution with the row's chance of none, if it gives one, or why it cannot."""
    chance = figures.own.number("chance of none") if figures.sound("chance of none") else None
    if not chance or not isinstance(otherwise, Distribution):
        return otherwise
    nothing = otherwise.sd == 0 and otherwise.mean == 0
    if nothing or figures.distribution in ("dirichlet", "sample"):
        kind = "a fixed 0" if nothing else f"a {figures.distribution}"
        remedy = "Clear it, or choose another distribution for what the number is otherwise."
        return figures.at("chance of none", f"{kind} has no chance of none", remedy)
    if chance == 1:
        remedy = "Drop what is certainly none; a chance lies below 100%."
        return figures.at("chance of none", "chance of none is 100%", remedy)
    return ChanceOfNone(chance, otherwise)


def distribution_of(figures: Figures, samples: Samples) -> Distribution | list[Found]:
    """The distribution of a row with its chance of none, or what is wrong with its figures.

    Nothing at all where that is told elsewhere.
    """
    if faults := found(OF_FIGURES, figures) or found(OF_SHAPE, figures):
        return faults
    made = perhaps_none(figures, _cut_off(figures, fitted(figures, samples)))
    if not isinstance(made, Distribution):
        return [made] if made else []
    kind, refused = figures.distribution, figures.allowed.faults(made)
    return [figures.at("distribution", f"{kind}: {f.what}", f.remedy) for f in refused] or made


def _cut_off(figures: Figures, whole: Distribution | Found | None) -> Distribution | Found | None:
    """The distribution without what the number cannot be, where the row says so."""
    asked = figures.sound("truncated") and figures.row.values.get("truncated")
    if not asked or not isinstance(whole, Distribution):
        return whole
    ends, kind = (figures.allowed.low, figures.allowed.high), figures.distribution
    if whole.sd == 0 or kind in ("dirichlet", "sample"):
        return figures.at("truncated", f"a {kind} cannot be truncated", "Clear it.")
    if ends == (-inf, inf):
        what = f"nothing is cut off: {figures.row.who} may be any number"
        return figures.at(
            "truncated", what, "Clear it, or give the role or the unit that bounds it."
        )
    try:
        made = Truncated(whole, *ends)
    except ValueError as error:
        return figures.at("truncated", str(error), "Check the value and its limits.")
    if made.span == (0.0, 1.0):
        what = f"nothing is cut off: a {kind} is never beyond what {figures.row.who} may be"
        return figures.at("truncated", what, "Clear it.")
    return made


def _contradiction(figures: Figures) -> Found | None:
    """A standard error that is less than half, or more than twice, what the limits mean."""
    given = figures.given
    if given.se is None or given.limits is None or figures.distribution == "fixed":
        return None
    heading = "se" if figures.row.number("sd") is None else "sd"
    try:
        meant = fit(figures.distribution, replace(given, se=None)).sd
    except FaultError:
        return None
    if meant / _WORLDS_APART <= given.se <= meant * _WORLDS_APART:
        return None
    said = f"se {exact_number(given.se)}" if heading == "se" else f"sd / √n, {given.se:,.3g},"
    what = f"{said} contradicts the limits, which mean about {meant:,.2g}"
    return figures.at(heading, what, f"Check {format(figures.row, f'low, high and {heading}')}.")


_WORLDS_APART = 2.0
"""How many times one spread may be the other before they cannot both be meant."""


def _missed_limits(figures: Figures) -> Iterator[Fault]:
    """The fitted 95% interval is not what the limits say (C6)."""
    distribution, given = fitted(figures, {}), figures.given
    if isinstance(distribution, Distribution) and misses(distribution, given):
        low, high = (f"{limit:,.4g}" for limit in interval(distribution))
        said = " to ".join(exact_number(limit) for limit in given.limits or ())
        name = figures.distribution
        what = f"limits say {said}; the fitted {name}'s 95% interval is {low} to {high}"
        yield Fault(what, "Check the limits, or choose a distribution that fits them.")


def _not_the_mean(figures: Figures) -> Iterator[Fault]:
    """A typed value that is the most likely, or the median: the base case takes the mean (C5).

    Not told where the row's source or note says which it is.
    """
    distribution, typed = fitted(figures, {}), figures.given.value
    kind = {"triangular": _LIKELY, "pert": _LIKELY, "lognormal": "median"}.get(figures.distribution)
    if figures.row.values.get("truncated"):
        kind, distribution = _CUT, _cut_off(figures, distribution)
    if not kind or typed is None or not isinstance(distribution, Distribution):
        return
    said = f"{figures.row.text('source')} {figures.row.text('note')}"
    if (kind.removesuffix(" value") if kind != _CUT else "truncat") in said.lower():
        return
    if abs(distribution.mean - typed) > _SAME_MEAN * abs(typed):
        what = f"{exact_number(typed)} is the {kind}; the base case takes the mean, "
        wanted = kind if kind != _CUT else "truncated"
        remedy = f"Choose another distribution where it is meant as the mean; else note '{wanted}'."
        yield Fault(f"{what}{distribution.mean:,.4g}", remedy)


_LIKELY, _CUT, _SAME_MEAN = "most likely value", "mean before it is truncated", 0.01


def _without_effect(figures: Figures) -> Iterator[Found]:
    """Figures that the distribution passes over."""
    name, row, given = figures.distribution, figures.row, figures.given
    spread = [h for h in _NUMBERS[1:5] if row.number(h) is not None]
    if name == "fixed" and spread:
        remedy = "Choose another distribution, or clear what is not used."
        yield figures.at("distribution", f"fixed leaves out {listed(spread)}", remedy)
    elif name == "beta" and given.n is not None and spread:
        what = f"{listed(spread)} {'has' if spread == ['se'] else 'have'} no effect beside n"
        yield figures.at(spread[0], what, "Clear n, or clear what it replaces.")
    if given.n is None or name in ("beta", "dirichlet"):
        return
    remedy = "Clear it: only sd, a beta and a dirichlet use it."
    if given.se is not None and given.n > 0:
        error = f"{given.se / given.n**0.5:,.3g}"
        remedy = f"Were {exact_number(given.se)} the standard deviation of {exact_number(given.n)} "
        remedy += f"people, the standard error would be {error}: type it in sd."
    yield figures.at("n", f"n has no effect with {name}", remedy)


def _ungraded(figures: Figures) -> Iterator[Fault]:
    """National figures need no grade: they were observed, though not in this programme."""
    if not figures.row.text("evidence") and figures.library is None:
        remedy = "Choose observed, analogue, expert or illustrative."
        yield Fault("evidence is blank: no grade is shown", remedy)


def _of_limits(figures: Figures) -> Iterator[Found]:
    value, low, high = map(figures.row.number, _LIMITS)
    if (low is None) != (high is None):
        there, blank = ("high", "low") if low is None else ("low", "high")
        yield figures.at(blank, f"{blank} is blank, but {there} is given", "Give both, or neither.")
    if low is None or high is None:
        return
    limits = exact_number(low), exact_number(high)
    if low > high:
        what = f"low {limits[0]} is above high {limits[1]}"
        yield figures.at("low", what, f"Check {figures.row:low and high}.")
    elif value is not None and not low <= value <= high:
        what = f"value {exact_number(value)} is outside its limits {' to '.join(limits)}"
        yield figures.at("value", what, f"Check {figures.row:value, low and high}.")


def _of_unit(figures: Figures) -> Iterator[Fault | Found]:
    unit = figures.row.text("unit")
    if fault := unit_fault(unit):
        yield fault
    elif not is_money(unit) and figures.row.values.get("price year") is not None:
        remedy = "Begin the unit with GBP, or clear the price year."
        what = f"unit '{unit}' is not money" if unit else "unit is blank"
        yield Fault(f"{what}, but a price year is given", remedy)


def _of_number(figures: Figures) -> Iterator[Found]:
    """What the number may be, in each cell; a standard error is no share of more than 100%."""
    rule = figures.allowed
    for heading in _NUMBERS[:5] if rule.high == 1 else _LIMITS:
        number = figures.row.number(heading)
        cut = heading in ("low", "high", "sd") and figures.row.values.get("truncated")
        if number is not None and not cut and (fault := rule.fault(number)):
            yield figures.at(heading, f"{heading} {fault.what}", fault.remedy)


def _of_borrowed(figures: Figures) -> Iterator[Fault]:
    """The value of a library row keeps the price year that it stands in, or is uprated twice."""
    own, library = figures.own, figures.library
    if library is None or own.number("value") is not None or own.number("low") is not None:
        return
    mine, theirs = own.text("price year"), library.text("price year")
    if mine and theirs and mine != theirs:
        what = f"price year {mine} is given for a value of the library in {theirs} prices"
        yield Fault(what, "Clear it: its index carries the value once.")


def _of_deviation(figures: Figures) -> Iterator[Found]:
    """A standard deviation between people is one of so many people."""
    sd, n, se = (figures.row.number(heading) for heading in ("sd", "n", "se"))
    if sd is not None and se is not None:
        yield figures.at("sd", "sd is given, and se too", "Keep one: with n, sd means sd / √n.")
    elif sd is not None and (n is None or n <= 0):
        what = "sd is given without n" if n is None else f"n {exact_number(n)} is not above 0"
        remedy = "Fill in n, the people behind the mean; a standard error goes into se."
        yield figures.at("n", what, remedy)
    elif sd is not None and sd < 0:
        yield figures.at("sd", f"sd {exact_number(sd)} is below 0", "Check its sign.")


def _of_spread(figures: Figures) -> Iterator[Fault]:
    spread = any(figures.row.number(heading) is not None for heading in _NUMBERS[1:5])
    if spread and figures.row.values.get("distribution") is None:
        remedy = "Choose one; fixed leaves the spread out."
        yield Fault("distribution is blank, but a spread is given", remedy)


def _of_uniform(figures: Figures) -> Iterator[Fault]:
    given = figures.given
    if figures.distribution != "uniform" or given.value is None or given.limits is None:
        return
    low, high = given.limits
    if abs(given.value - (low + high) / 2) > 1e-6 * (high - low):
        value, mean = exact_number(given.value), exact_number((low + high) / 2)
        what = f"value {value} is not the mean of a uniform, {mean}"
        remedy = "Leave value blank, or choose triangular or pert, where it is the most likely."
        yield Fault(what, remedy)


OF_FIGURES: tuple[SheetRule[Figures], ...] = (
    SheetRule("Parameters", _LIMITS, _of_limits),
    SheetRule("Parameters", ("unit", "value", "price year"), _of_unit),
    SheetRule("Parameters", ("unit", *_LIMITS, "se", "sd"), _of_number),
    SheetRule("Parameters", ("price year", "value", "low"), _of_borrowed),
    SheetRule("Parameters", ("distribution", "low", "high", "se", "sd"), _of_spread),
    SheetRule("Parameters", ("sd", "n", "se"), _of_deviation),
)
"""What is wrong with the numbers and the unit, before any distribution is fitted."""

OF_SHAPE: tuple[SheetRule[Figures], ...] = (SheetRule("Parameters", _LIMITS, _of_uniform),)
"""What is wrong with them where nothing else is."""

MISSED: SheetRule[Figures] = SheetRule("Parameters", ("distribution",), _missed_limits, warns=True)
OF_USABLE: tuple[SheetRule[Figures], ...] = (
    MISSED,
    SheetRule("Parameters", ("value",), _not_the_mean, warns=True),
    SheetRule("Parameters", ("distribution", *_NUMBERS), _without_effect, warns=True),
    SheetRule("Parameters", ("evidence",), _ungraded, warns=True),
)
"""What is let pass, and told, of figures that a distribution fits."""


def _dirichlet(figures: Figures) -> Distribution | Found:
    """A share of a group: alpha is the share times the group's effective sample size."""
    group, share, size = figures.row.text("group"), figures.given.value, figures.given.n
    if not group:
        remedy = "Give the shares that add up to 100% one group."
        return figures.at("group", "group is blank, and the distribution is dirichlet", remedy)
    if is_money(figures.row.text("unit")):
        what = "a dirichlet is a share, not money"
        return figures.at("unit", what, "Check unit and distribution.")
    if share is None or size is None or size <= 0:
        remedy = "Fill in the share in value and, in n, the effective sample size of its group."
        return figures.at("distribution", "a dirichlet needs value and n", remedy)
    if size < 1:
        remedy = "It is how many people the shares are worth: 1 or more."
        return figures.at("n", f"n {exact_number(size)} is less than one person", remedy)
    if not 0 < share < 1:
        what = f"a share of {exact_percent(share)} cannot vary in a dirichlet"
        small = f"give {figures.row.who} a small one, such as {min(0.5 / size, 0.01):.2g}"
        return figures.at("value", what, f"Leave that category out, or {small}.")
    return DirichletShare(share * size, size, group)


def _sample(figures: Figures, samples: Samples) -> Distribution | Found | None:
    """Imported draws, drawn by the row together with all others of the sheet."""
    name, value = figures.row.who, figures.row.number("value")
    if name not in samples:
        remedy = f"Add a column headed '{name}' to the sheet {SAMPLES.name}."
        return figures.at("distribution", "a sample needs its draws", remedy)
    column = samples[name]
    if column is None:
        return None
    if len(column) < 2:
        remedy = f"Add rows to the sheet {SAMPLES.name}."
        return figures.at("distribution", "a sample needs at least two draws", remedy)
    sample = Sample(column, SAMPLES.name)
    if value is not None and abs(value - sample.mean) > 1e-6 * max(abs(value), sample.sd):
        what = f"value {exact_number(value)} is not the mean of its draws, {sample.mean:,.6g}"
        remedy = "Leave value blank: the mean of the draws is the base case."
        return figures.at("value", what, remedy)
    return sample
