"""The first part of Workings: discount factors, who starts when, and the time profiles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from econ.model.profiles import NEARLY_EQUAL, SMALL_RATE, Profile
from econ.pages.live.formulas import YEAR_0, Ledger
from econ.pages.live.offered import RATE, Offered, rate_of, write_rates
from econ.pages.live.profile_formulas import (
    at_age,
    convolved,
    mean_survival,
    mean_survival_value,
    mean_time,
    mean_time_value,
)
from econ.pages.page import Cell, Column, Content, Formula, given
from econ.reports.choices import Asked

FACTOR = "0.000000"
LEAVING = ("involved", "involved then fading")


@dataclass(frozen=True, slots=True)
class Time:
    """Where time stands on the sheet.

    ``factors`` is the block of discount factors and ``first`` its first cell; ``numbers`` are the
    cells of the years' numbers; ``timing`` holds each profile's cells by calendar year; ``rates``
    are the discount rates that have a name.
    """

    factors: str
    first: str
    numbers: Sequence[str]
    timing: dict[str, list[str]]
    rates: Offered


def write_time(ledger: Ledger, asked: Asked) -> Time:
    """Write the tables about time, and say where their results stand."""
    rates = write_rates(ledger, asked)
    line = _years(ledger, asked, rates)
    numbers, starts = ledger.across(line), ledger.across(line + 3)
    profiles = _profiles(ledger)
    near, cells = _rates(ledger, profiles)
    ages = _ages(ledger, profiles, numbers, near, cells)
    timing = _calendar(ledger, profiles, ages, starts)
    first = ledger.page.at(line + 2, YEAR_0)
    return Time(ledger.years_of(line + 2), first, numbers, timing, rates)


def _profiles(ledger: Ledger) -> list[Profile]:
    scenario = ledger.found.scenario
    names = dict.fromkeys(outcome.profile for outcome in scenario.outcomes)
    return [scenario.profiles[name] for name in names]


def _years(ledger: Ledger, asked: Asked, rates: Offered) -> int:
    scenario, first = ledger.found.scenario, ledger.first
    factors = scenario.discount.factors(scenario.years)
    number, rate, factor = (ledger.across(first + k) for k in range(3))
    intake = [*scenario.intake_shares, *[0.0] * scenario.years][: scenario.years]
    counted: list[float | Formula] = [0.0]
    counted += [Formula(f"{number[y - 1]}+1", float(y)) for y in ledger.years[1:]]
    kept: list[Content] = [Formula(f"1/(1+{rate[0]})", 1.0)]
    kept += [Formula(f"{factor[y - 1]}/(1+{rate[y]})", float(factors[y])) for y in ledger.years[1:]]
    back: list[float | Formula] = [
        0.0,
        *(rate_of(ledger, asked, rates, y) for y in ledger.years[1:]),
    ]
    rows: list[list[Content]] = [
        ["Year number", "Formula", *(Cell(c, "0") for c in counted)],
        [
            "Discount rate that carries it back a year",
            "From What-if",
            *(Cell(b, RATE) for b in back),
        ],
        ["Discount factor", "Formula", *kept],
        ["Share of people who start in it", "Input", *(given(share, RATE) for share in intake)],
    ]
    columns = ledger.by_year(("Years", "Kind of cell"), FACTOR)
    return ledger.table(
        "Years", "The rate is chosen on What-if; year 0 is not discounted.", columns, rows
    )


def _rates(ledger: Ledger, profiles: list[Profile]) -> tuple[str, dict[str, list[str]]]:
    """Rates of leaving and fading and what follows from them; the cells of each profile."""
    leaving = [profile for profile in profiles if profile.kind in LEAVING]
    cells = {p.name: [ledger.inputs[n] for n in p.parameters] for p in profiles}
    if not leaving:
        return "", cells
    limits: list[list[Content]] = [
        ["A rate below this uses a series", Cell(SMALL_RATE, "0.00")],
        ["Two rates nearer than this count as equal", Cell(NEARLY_EQUAL, "0.00000")],
    ]
    columns = [Column("Limits of the closed forms"), Column("Value", shown="0.00000")]
    line = ledger.table(
        "Limits", "The same as the model's: beyond them formulas lose digits.", columns, limits
    )
    small, near = (ledger.page.at(line + k, 1) for k in range(2))
    rows = []
    for place, profile in enumerate(leaving, ledger.first):
        rows.append(_rate_row(ledger, profile, place, small))
        cells[profile.name] = [ledger.page.at(place, column) for column in _PARTS[profile.kind]]
    ledger.table(
        "Leaving and fading",
        "Means over one year of those who are still there, at each rate.",
        _RATES,
        rows,
    )
    return near, cells


_RATES = [
    Column("Profile"),
    Column("Kind"),
    *(
        Column(heading, 14, FACTOR)
        for heading in (
            "Leaving rate",
            "Mean staying in a year",
            "Share carried on",
            "Fading rate",
            "Mean not faded in a year",
            "Rate between both",
            "Mean staying at it",
            "Mean time at it",
        )
    ),
]
_PARTS = {"involved": (2, 3), "involved then fading": (2, 3, 4, 5, 6, 7, 8, 9)}


def _rate_row(ledger: Ledger, profile: Profile, line: int, small: str) -> list[Content]:
    base = ledger.found.base.draws.base
    here = [ledger.page.at(line, column) for column in range(10)]
    values = [base[name] for name in profile.parameters]
    link = [Formula(ledger.inputs[n], v) for n, v in zip(profile.parameters, values, strict=True)]
    stayed = Formula(mean_survival(here[2], small), mean_survival_value(values[0]))
    if profile.kind == "involved":
        return [profile.name, profile.kind, link[0], stayed, *[None] * 6]
    middle = (values[0] + values[2]) / 2
    return [
        profile.name,
        profile.kind,
        link[0],
        stayed,
        link[1],
        link[2],
        Formula(mean_survival(here[5], small), mean_survival_value(values[2])),
        Formula(f"({here[2]}+{here[5]})/2", middle),
        Formula(mean_survival(here[7], small), mean_survival_value(middle)),
        Formula(mean_time(here[7], small), mean_time_value(middle)),
    ]


def _ages(
    ledger: Ledger,
    profiles: list[Profile],
    numbers: Sequence[str],
    near: str,
    cells: dict[str, list[str]],
) -> dict[str, list[str]]:
    rows: list[list[Content]] = []
    places = {}
    for line, profile in enumerate(profiles, ledger.first):
        places[profile.name] = ledger.across(line)
        values = _by_age(ledger, profile)
        if profile.kind == "table":
            rows.append([profile.name, "table (Input)", *(given(v, FACTOR) for v in values)])
            continue
        formulas = [at_age(profile.kind, year, cells[profile.name], near) for year in numbers]
        made = [Formula(text, v) for text, v in zip(formulas, values, strict=True)]
        rows.append([profile.name, profile.kind, *made])
    ledger.table(
        "Time profiles by year since the start",
        "The share of a full year's effect that falls in each year.",
        ledger.by_year(("Profile", "Kind"), FACTOR),
        rows,
    )
    return places


def _by_age(ledger: Ledger, profile: Profile) -> list[float]:
    base = ledger.found.base.draws.base
    values = [np.array([base[name]]) for name in profile.parameters]
    return [float(x) for x in profile.by_age(values, len(ledger.years))[0]]


def _calendar(
    ledger: Ledger,
    profiles: list[Profile],
    ages: dict[str, list[str]],
    starts: Sequence[str],
) -> dict[str, list[str]]:
    found = ledger.found
    profile_of = {outcome.profile: o for o, outcome in enumerate(found.scenario.outcomes)}
    rows: list[list[Content]] = []
    places = {}
    for line, profile in enumerate(profiles, ledger.first):
        places[profile.name] = ledger.across(line)
        own = ages[profile.name]
        entry = profile.clock == "entry"
        formulas = [convolved(own, starts, year) if entry else own[year] for year in ledger.years]
        values = found.base.timing[profile_of[profile.name]][0]
        made = [Formula(text, float(v)) for text, v in zip(formulas, values, strict=True)]
        clock = "from each start" if entry else "by the calendar"
        rows.append([profile.name, clock, *made])
    ledger.table(
        "Time profiles by calendar year",
        "From each start: those who start in each year, at the age they have reached, added up.",
        ledger.by_year(("Profile", "Clock"), FACTOR),
        rows,
    )
    return places
