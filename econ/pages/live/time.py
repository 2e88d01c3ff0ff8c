"""The first part of Workings: discount factors, who starts when, and the time profiles.

The closed forms of ``econ.model.profiles`` again, limits and all. Excel has no e^x - 1, so that
the mean over a year is a series below the same rate at which the model turns to one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from econ.model.profiles import NEARLY_EQUAL, SMALL_RATE, Profile
from econ.pages.live.formulas import Formula, added, exp, formula, size, when
from econ.pages.live.ledger import Ledger, Part, Rows
from econ.pages.live.offered import RATE, Lists
from econ.pages.page import Cell, Column, Content, given

FACTOR = "0.000000"
RATES = (
    "Leaving rate",
    "Mean staying in a year",
    "Share carried on",
    "Fading rate",
    "Mean not faded in a year",
    "Rate between both",
    "Mean staying at it",
    "Mean time at it",
)
LEAVING, STAYING, CARRIED, FADING, FADED, BETWEEN, STAYING_BETWEEN, TIME_BETWEEN = RATES
LEFT = ("involved", "involved then fading")
"""The kinds of profile in which people leave."""


@dataclass(frozen=True, slots=True)
class Time:
    """Where time stands on Workings: years by row, and profiles by calendar year."""

    years: Part
    timing: Part


def add_time(ledger: Ledger, known: Lists) -> Time:
    """The tables about time; the ledger knows its discount factors from here on."""
    ledger.add(known.rates.part)
    years = _years(ledger, known)
    ledger.factors = years.across(DISCOUNTED, ledger.years)
    used = dict.fromkeys(outcome.profile for outcome in ledger.scenario.outcomes)
    profiles = [ledger.scenario.profiles[name] for name in used]
    return Time(years, _calendar(ledger, profiles, _ages(ledger, profiles, years), years))


NUMBER, CARRIED_BACK, DISCOUNTED, STARTING = (
    "Year number",
    "Discount rate that carries it back a year",
    "Discount factor",
    "Share of people who start in it",
)


def _years(ledger: Ledger, known: Lists) -> Part:
    scenario, said = ledger.scenario, "The rate is chosen on What-if; year 0 is not discounted."
    part = ledger.by_year("Years", said, ("Years", "Kind of cell"), FACTOR)
    kinds = {NUMBER: "Formula", CARRIED_BACK: "From What-if", DISCOUNTED: "Formula"}
    for row, kind in {**kinds, STARTING: "Input"}.items():
        part.row(row, row, kind)
    intake = [*scenario.intake_shares, *[0.0] * scenario.years]
    before = ""
    for year, share in zip(ledger.years, intake, strict=False):
        number: float | Formula = part.cell(NUMBER, before) + 1 if before else 0.0
        part.row(NUMBER, Cell(number, "0"))
        rate: float | Formula = known.rate(year) if before else 0.0
        part.row(CARRIED_BACK, Cell(rate, RATE))
        kept = part.cell(DISCOUNTED, before) if before else formula(1)
        part.row(DISCOUNTED, kept / (1 + part.cell(CARRIED_BACK, year)))
        part.row(STARTING, given(share, RATE))
        before = year
    return part


def _rates(ledger: Ledger, profiles: Iterable[Profile]) -> tuple[Part, Formula]:
    """Rates of leaving and fading and what follows from them; the gap of rates that are equal."""
    said = "The same as the model's: beyond them formulas lose digits."
    columns = Column("Limits of the closed forms"), Column("Value", shown="0.00000")
    rows: Rows = {
        "series": ("A rate below this uses a series", Cell(SMALL_RATE, "0.00")),
        "equal": ("Two rates nearer than this count as equal", NEARLY_EQUAL),
    }
    limits = ledger.table("Limits", said, columns, rows)
    said = "Means over one year of those who are still there, at each rate."
    rates = (Column(name, 14, FACTOR) for name in RATES)
    part = ledger.table("Leaving and fading", said, (Column("Profile"), Column("Kind"), *rates))
    for profile in profiles:
        _add_rates_of(ledger, part, profile, limits.cell("series", "Value"))
    return part, limits.cell("equal", "Value")


def _add_rates_of(ledger: Ledger, part: Part, profile: Profile, small: Formula) -> None:
    row, (leaving, *others) = profile.name, [ledger.number(n) for n in profile.parameters]

    def here(column: str) -> Formula:
        return part.cell(row, column)

    part.row(row, row, profile.kind, leaving)
    part.row(row, mean_survival(here(LEAVING), small))
    if not others:
        part.row(row, *[None] * (len(RATES) - 2))
        return
    part.row(row, *others)
    part.row(row, mean_survival(here(FADING), small))
    part.row(row, (here(LEAVING) + here(FADING)) / 2)
    part.row(row, mean_survival(here(BETWEEN), small), mean_time(here(BETWEEN), small))


def mean_survival(rate: Formula, small: Formula) -> Formula:
    """Mean over one year of e^(-at); ``small`` is the rate below which a series is used.

    >>> rate = Formula(("B2",), 0.0)
    >>> mean_survival(rate, Formula(("B1",), 0.01)).value
    1.0
    """
    series = 1 - rate / 2 + rate**2 / 6 - rate**3 / 24 + rate**4 / 120 - rate**5 / 720
    return when(size(rate).below(small), series, (1 - exp(-rate)) / rate)


def mean_time(rate: Formula, small: Formula) -> Formula:
    """Mean over one year of t e^(-at).

    >>> mean_time(Formula(("B2",), 0.0), Formula(("B1",), 0.01)).value
    0.5
    """
    series = formula(1) / 2 - rate / 3 + rate**2 / 8 - rate**3 / 30 + rate**4 / 144
    return when(size(rate).below(small), series, (1 - exp(-rate) * (1 + rate)) / rate**2)


def _ages(ledger: Ledger, profiles: Iterable[Profile], years: Part) -> Part:
    leaving = [profile for profile in profiles if profile.kind in LEFT]
    held = _rates(ledger, leaving) if leaving else None
    said = "The share of a full year's effect that falls in each year."
    heads = "Profile", "Kind"
    part = ledger.by_year("Time profiles by year since the start", said, heads, FACTOR)
    for profile in profiles:
        if profile.kind == "table":
            listed = [*profile.table, *[0.0] * len(ledger.years)][: len(ledger.years)]
            cells: list[Content] = [given(share, FACTOR) for share in listed]
            part.row(profile.name, profile.name, "table (Input)", *cells)
            continue
        numbers = [years.cell(NUMBER, year) for year in ledger.years]
        if profile.kind in LEFT and held is not None:
            rates = {name: held[0].cell(profile.name, name) for name in RATES}
            shares = [_still_there(profile.kind, year, rates, held[1]) for year in numbers]
        else:
            kept = [ledger.number(name) for name in profile.parameters]
            shares = [_at_age(profile.kind, year, *kept) for year in numbers]
        part.row(profile.name, profile.name, profile.kind, *shares)
    return part


def _at_age(kind: str, year: Formula, kept: Formula | None = None) -> Formula:
    """A profile in which nobody leaves, in one year since the start."""
    if kind == "first year":
        return when(year.equals(0), 1, 0)
    if kept is None:
        return when(year.at_least(0), 1, 0)
    return when(year.equals(0), 1, kept**year)


def _still_there(kind: str, year: Formula, of: Mapping[str, Formula], near: Formula) -> Formula:
    """A profile in which people leave, in one year since the start."""
    leaving, staying = of[LEAVING], of[STAYING]
    involved = exp(-(leaving * year)) * staying
    if kind == "involved":
        return involved
    fading, between = of[FADING], of[BETWEEN]
    quotient = (involved - exp(-(fading * year)) * of[FADED]) / (fading - leaving)
    meeting = exp(-(between * year)) * (year * of[STAYING_BETWEEN] + of[TIME_BETWEEN])
    left = when(size(fading - leaving).below(near), meeting, quotient)
    return involved + of[CARRIED] * leaving * left


def _calendar(ledger: Ledger, profiles: Iterable[Profile], ages: Part, years: Part) -> Part:
    said = "From each start: those who start in each year, at the age they have reached, added up."
    heads = "Profile", "Clock"
    part = ledger.by_year("Time profiles by calendar year", said, heads, FACTOR)
    starts = [years.cell(STARTING, year) for year in ledger.years]
    for profile in profiles:
        entry, own = profile.clock == "entry", [ages.cell(profile.name, y) for y in ledger.years]
        part.row(profile.name, profile.name, "from each start" if entry else "by the calendar")
        for year, age in enumerate(own):
            reached = zip(starts[: year + 1], reversed(own[: year + 1]), strict=True)
            part.row(profile.name, added(s * a for s, a in reached) if entry else age)
    return part
