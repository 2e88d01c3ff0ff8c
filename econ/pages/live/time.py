"""The first part of Workings: discount factors, who starts when, and the time profiles.

The closed forms of ``econ.model.profiles`` again, limits and all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from econ.model.profiles import NEARLY_EQUAL, SMALL_RATE, Profile
from econ.pages.live.formulas import Formula, formula, largest, sum_of, when
from econ.pages.live.ledger import A_RATE, A_SHARE, NOT_NEGATIVE, Ledger, Section, kind_of
from econ.pages.live.offered import RATE, Lists
from econ.pages.live.staying import (
    Evenly,
    Rate,
    Rates,
    first_year,
    first_year_time,
    mean_survival,
    mean_time,
)
from econ.pages.page import Cell, Column, Content, given

FACTOR = "0.000000"
RATES = (
    "Leaving rate",
    "Mean staying in a year",
    "Share carried on",
    "Fading rate",
    "Mean not faded in a year",
    "Rate between both (rising: both added up)",
    "Mean staying at it",
    "Mean time at it",
)
LEAVING, STAYING, CARRIED, FADING, FADED, BETWEEN, STAYING_BETWEEN, TIME_BETWEEN = RATES
LEFT = ("involved", "involved then fading", "rising then fading")
"""The kinds of profile that follow from rates, at which people leave or effects rise and fade."""
_BY_RATE = {
    "involved": (LEAVING,),
    "involved then fading": (LEAVING, FADING, BETWEEN),
    "rising then fading": (FADING, BETWEEN),
}
SMALL_FIRST = 0.05
"""Below this a rate's means over a first year are series: their closed forms lose more digits."""


@dataclass(frozen=True, slots=True)
class Time:
    """Where time stands on Workings: years by row, and profiles by calendar year."""

    years: Section
    timing: Section


def add_time(ledger: Ledger, known: Lists) -> Time:
    """The tables about time; the ledger knows its discount factors from here on."""
    ledger.add(known.rates.part)
    years = _years(ledger, known)
    ledger.factors = years.across(DISCOUNTED, ledger.years)
    ledger.own = _own_factors(ledger, years)
    used = dict.fromkeys(outcome.profile for outcome in ledger.scenario.outcomes)
    profiles = [ledger.scenario.profiles[name] for name in used]
    leaving = [profile for profile in profiles if profile.kind in LEFT]
    starts = _starts(ledger, years)
    held = _rates(ledger, leaving) if leaving else None
    ages = _ages(ledger, profiles, years, held, starts)
    rows = _rows_of_starts(ledger, profiles, starts, (years, ages), held)
    return Time(years, _calendar(ledger, profiles, rows, years))


NUMBER, CARRIED_BACK, DISCOUNTED, STARTING = (
    "Year number",
    "Discount rate that carries it back a year",
    "Discount factor",
    "Share of people who start in it",
)


def _years(ledger: Ledger, known: Lists) -> Section:
    scenario, said = ledger.scenario, "The rate is chosen on What-if; year 0 is not discounted."
    part = ledger.by_year("Years", said, ("Years", "Kind of cell"), FACTOR)
    kinds = {NUMBER: "Formula", CARRIED_BACK: "From What-if", DISCOUNTED: "Formula"}
    for row, kind in {**kinds, STARTING: kind_of(scenario.intake_shares)}.items():
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
        part.row(STARTING, ledger.figure(share, RATE))
        before = year
    return part


def _own_factors(ledger: Ledger, years: Section) -> Section | None:
    """The discount factors of each outcome, where some have a rate of their own."""
    own = {o.name: o.discount_rate for o in ledger.scenario.outcomes if o.discount_rate}
    if not own:
        return None
    said, heads = "They hold whatever is chosen on What-if.", ("Outcome", "Kind of cell")
    rates = ledger.by_year("Discount rates of outcomes' own", said, heads, RATE)
    said, heads = "At the rate of its own, or else the one above.", ("Outcome", "Rate")
    part = ledger.by_year("Discount factors by outcome", said, heads, FACTOR)
    for outcome in ledger.scenario.outcomes:
        row, rate, before = outcome.name, own.get(outcome.name), ""
        part.row(row, outcome.label, rate.name if rate else "as above")
        if rate:
            rates.row(row, outcome.label, "Input", 0.0)
            rates.row(
                row, *(given(rate.rate(y), RATE, A_RATE) for y in range(1, len(ledger.years)))
            )
        for year in ledger.years:
            kept = part.cell(row, before) if before else formula(1)
            own_rate = rates.cell(row, year) if rate else formula(0)
            common = years.cell(DISCOUNTED, year)
            part.row(row, kept / (1 + own_rate) if rate else common)
            before = year
    return part


WINDOW, SUPPORTED = "Share of it in which they start", "Years of support from its beginning"


@dataclass(frozen=True, slots=True)
class Starts:
    """Who starts how: a row for each year in which people may start.

    ``evenly`` says that they start through it, ``ending`` that support has an end.
    """

    part: Section
    evenly: bool
    ending: bool

    def window(self, year: str) -> Formula | None:
        """The last share of a year through which they start; ``None`` for its beginning."""
        return self.part.cell(year, WINDOW) if self.evenly else None

    def left(self, year: str) -> Formula | None:
        """How many years of support they have from its beginning; ``None`` without end."""
        return self.part.cell(year, SUPPORTED) if self.ending else None


def _starts(ledger: Ledger, years: Section) -> Starts | None:
    """How people start in each year; ``None`` where all do at its beginning, without an end."""
    intake = ledger.scenario.starting
    if not intake.evenly and intake.support is None:
        return None
    columns = [Column("Year"), Column("Kind of cell")]
    columns += [Column(WINDOW, shown=RATE)] if intake.evenly else []
    columns += [Column(SUPPORTED, shown="0")] if intake.support is not None else []
    said = "Nobody is involved after support has ended; its years are those from the first year on."
    part = ledger.table("How people start", said, columns)
    opening = next((place for place, share in enumerate(intake.shares) if share), 0)
    for place, year in enumerate(ledger.years):
        first = place == 0 or intake.support is None
        part.row(year, year, "Input" if first or intake.evenly else "Formula")
        if intake.evenly:
            part.row(year, given(1 - intake.first if place == opening else 1.0, RATE, A_SHARE))
        if intake.support is not None:
            ends = part.cell(ledger.years[0], SUPPORTED) if place else formula(0)
            left = largest(ends - years.cell(NUMBER, year), 0)
            part.row(year, given(float(intake.support), "0", NOT_NEGATIVE) if not place else left)
    return Starts(part, intake.evenly, intake.support is not None)


@dataclass(frozen=True, slots=True)
class Held:
    """The rates at which people leave and effects fade, and the limits of the closed forms."""

    limits: Section
    part: Section

    def limit(self, row: str) -> Formula:
        """A limit by its row."""
        return self.limits.cell(row, "Value")

    def rates(self, profile: Profile, evenly: Mapping[str, Evenly] | None = None) -> Rates:
        """Those of a profile; ``evenly`` has more of each, where people start evenly."""

        def at(rate: str, staying: str, time: str = "") -> Rate:
            there, still = (self.part.cell(profile.name, name) for name in (rate, staying))
            mean = self.part.cell(profile.name, time) if time else None
            return Rate(there, still, mean, evenly[rate] if evenly else None)

        if profile.kind == "involved":
            return Rates(at(LEAVING, STAYING))
        if profile.kind == "rising then fading":
            return Rates(at(BETWEEN, STAYING_BETWEEN), rising=at(FADING, FADED))
        return Rates(
            at(LEAVING, STAYING),
            self.part.cell(profile.name, CARRIED),
            at(FADING, FADED),
            at(BETWEEN, STAYING_BETWEEN, TIME_BETWEEN),
            self.limit("equal"),
        )


def _rates(ledger: Ledger, profiles: Iterable[Profile]) -> Held:
    """Rates of leaving and fading and what follows from them."""
    said = "The same as the model's: beyond them formulas lose digits."
    columns = Column("Limits of the closed forms"), Column("Value", shown="0.00000")
    rows: dict[str, Sequence[Content]] = {
        "series": ("A rate below this uses a series", Cell(SMALL_RATE, "0.00")),
        "equal": ("Two rates nearer than this count as equal", NEARLY_EQUAL),
    }
    if ledger.scenario.starting.evenly:
        said = "Beyond them formulas lose digits."
        rows["first"] = "The same for a first year", Cell(SMALL_FIRST, "0.00")
    limits = ledger.table("Limits", said, columns, rows)
    said = "Means over one year of those who are still there, at each rate."
    rates = (Column(name, 14, FACTOR) for name in RATES)
    part = ledger.table("Leaving and fading", said, (Column("Profile"), Column("Kind"), *rates))
    for profile in profiles:
        _add_rates_of(ledger, part, profile, limits.cell("series", "Value"))
    return Held(limits, part)


def _add_rates_of(ledger: Ledger, part: Section, profile: Profile, small: Formula) -> None:
    row, (first, *others) = profile.name, [ledger.number(n) for n in profile.parameters]

    def here(column: str) -> Formula:
        return part.cell(row, column)

    part.row(row, row, profile.kind)
    if profile.kind == "rising then fading":
        (fading,) = others
        part.row(row, None, None, None, fading, mean_survival(fading, small), first + fading)
        part.row(row, mean_survival(here(BETWEEN), small), None)
        return
    part.row(row, first, mean_survival(first, small))
    if not others:
        part.row(row, *[None] * (len(RATES) - 2))
        return
    part.row(row, *others)
    part.row(row, mean_survival(here(FADING), small))
    part.row(row, (here(LEAVING) + here(FADING)) / 2)
    part.row(row, mean_survival(here(BETWEEN), small), mean_time(here(BETWEEN), small))


def _ages(
    ledger: Ledger,
    profiles: Iterable[Profile],
    years: Section,
    held: Held | None,
    starts: Starts | None,
) -> Section:
    said = "The share of a full year's effect that falls in each year."
    heads = "Profile", "Kind"
    part = ledger.by_year("Time profiles by year since the start", said, heads, FACTOR)
    numbers = [years.cell(NUMBER, year) for year in ledger.years]
    for profile in profiles:
        if profile.kind == "table":
            part.row(profile.name, profile.name, f"table ({kind_of(profile.table)})")
            _add_listed(ledger, part, profile)
        elif profile.kind not in LEFT:
            kept = [ledger.number(name) for name in profile.parameters]
            shares = (_at_age(profile.kind, year, *kept) for year in numbers)
            part.row(profile.name, profile.name, profile.kind, *shares)
        elif held is not None and (starts is None or profile.clock != "entry"):
            rates = held.rates(profile)
            part.row(profile.name, profile.name, profile.kind, *map(rates.in_year, numbers))
    return part


def _add_listed(ledger: Ledger, part: Section, profile: Profile) -> None:
    """A table's years; where its last goes on, those after it follow that cell."""
    years = ledger.years
    ends = len(profile.table) if profile.after == "last" else len(years)
    listed = profile.through(len(years))[:ends]
    part.row(profile.name, *(ledger.figure(share, FACTOR) for share in listed))
    part.row(profile.name, *(part.cell(profile.name, years[ends - 1]) for _ in years[ends:]))


def _at_age(kind: str, year: Formula, kept: Formula | None = None) -> Formula:
    """A profile in which nobody leaves, in one year since the start."""
    if kind == "first year":
        return when(year.equals(0), 1, 0)
    if kept is None:
        return when(year.at_least(0), 1, 0)
    return when(year.equals(0), 1, kept**year)


RowOfStart = Mapping[tuple[str, str], Sequence[Formula]]
"""By profile and by the year in which people start: the effect from that year on."""


def _rows_of_starts(
    ledger: Ledger,
    profiles: Sequence[Profile],
    starts: Starts | None,
    known: tuple[Section, Section],
    held: Held | None,
) -> RowOfStart:
    """The effect from each start; that of one year is that of all, where all start alike."""
    (years, ages), entering = known, [p for p in profiles if p.clock == "entry"]
    rows: dict[tuple[str, str], Sequence[Formula]] = {
        (profile.name, year): [ages.cell(profile.name, reached) for reached in ledger.years]
        for profile in profiles
        for year in ledger.years
        if profile.name in ages.lines
    }
    if starts is None or not entering:
        return rows
    leaving = [profile for profile in entering if profile.kind in LEFT]
    spread = _spread(ledger, leaving, starts, held) if starts.evenly and held else {}
    kept = _carried(ledger, leaving, starts, held, spread) if starts.ending and held else None
    said = "The share of a full year's effect in each year since the one in which they start."
    part = ledger.by_year("Time profiles by start", said, ("Profile", "Who start in"), FACTOR)
    numbers = [years.cell(NUMBER, year) for year in ledger.years]
    for profile in entering:
        for year in ledger.years:
            row, window, left = _start(profile, year), starts.window(year), starts.left(year)
            if profile.kind in LEFT and held is not None:
                rates = held.rates(profile, spread.get(row))
                ends = kept.cell(row, HELD) if kept and row in kept.lines else None
                shares = [rates.in_year(number, left, ends) for number in numbers]
            elif window is None:
                continue
            else:
                shares = _of_years(rows[profile.name, year], window)
            part.row(row, profile.name, year, *shares)
            rows[profile.name, year] = [part.cell(row, reached) for reached in ledger.years]
    return rows


def _of_years(ages: Sequence[Formula], window: Formula) -> list[Formula]:
    """A profile year by year, of people who start within one: parts of two years of age."""
    return [
        window / 2 * age + (1 - window / 2) * before if place else window / 2 * age
        for place, (before, age) in enumerate(zip([ages[0], *ages[:-1]], ages, strict=True))
    ]


def _start(profile: Profile, year: str) -> str:
    """The row of those who start in a year."""
    return f"{profile.name}, {year}"


MEANS = (
    "Mean over the share in which they start",
    "Mean in the first year",
    "Mean time over that share",
    "Mean time in the first year",
)
OVER_SHARE = "Rate over the share in which they start"
HELD = "Carried on when support ends"
Spread = Mapping[str, Mapping[str, Evenly]]
"""By start and rate, the means of people who start evenly through a year."""


def _spread(ledger: Ledger, profiles: Iterable[Profile], starts: Starts, held: Held) -> Spread:
    """What leaving and fading come to for people who start evenly through a year."""
    said = "Means of those still there, of people who start evenly through a share of their year."
    heads = ("Profile, and the year in which they start", "Rate")
    columns = [Column(name, 14, FACTOR) for name in (OVER_SHARE, *MEANS)]
    part = ledger.table("Starting evenly", said, (*map(Column, heads), *columns))
    found: dict[str, dict[str, Evenly]] = {}
    for profile in profiles:
        for year in ledger.years:
            start, window = _start(profile, year), starts.window(year) or formula(0)
            for rate in _BY_RATE[profile.kind]:
                row = f"{start}: {rate}"
                part.row(row, start, rate, held.part.cell(profile.name, rate) * window)
                over, small = part.cell(row, OVER_SHARE), held.limit("series")
                part.row(row, mean_survival(over, small), first_year(over, held.limit("first")))
                part.row(row, mean_time(over, small), first_year_time(over, held.limit("first")))
                means = (part.cell(row, name) for name in MEANS)
                found.setdefault(start, {})[rate] = Evenly(window, *means)
    return found


def _carried(
    ledger: Ledger,
    profiles: Iterable[Profile],
    starts: Starts,
    held: Held,
    spread: Spread,
) -> Section | None:
    """By start, what people carry on who are still involved when support ends, or left before."""
    fading = [profile for profile in profiles if profile.kind == "involved then fading"]
    if not fading:
        return None
    said = "Of an effect kept whole: that of people who leave when support ends, or left before."
    columns = Column("Profile"), Column("Who start in"), Column(HELD, 14, FACTOR)
    part = ledger.table("When support ends", said, columns)
    for profile in fading:
        for year in ledger.years:
            row, left = _start(profile, year), starts.left(year)
            if left is not None:
                part.row(row, profile.name, year, held.rates(profile, spread.get(row)).held(left))
    return part


def _calendar(
    ledger: Ledger, profiles: Iterable[Profile], rows: RowOfStart, years: Section
) -> Section:
    said = "From each start: those who start in each year, at the age they have reached, added up."
    heads = "Profile", "Clock"
    part = ledger.by_year("Time profiles by calendar year", said, heads, FACTOR)
    starts = {year: years.cell(STARTING, year) for year in ledger.years}
    for profile in profiles:
        entry = profile.clock == "entry"
        part.row(profile.name, profile.name, "from each start" if entry else "by the calendar")
        for place, year in enumerate(ledger.years):
            reached = (
                starts[start] * rows[profile.name, start][place - begun]
                for begun, start in enumerate(ledger.years[: place + 1])
            )
            own = rows[profile.name, year][place]
            part.row(profile.name, sum_of(reached) if entry else own)
    return part
