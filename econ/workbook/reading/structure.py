"""Outcomes, payers, profiles, cohorts and the rest, from their rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isnan, nan
from typing import TypeVar

from econ.errors import Fault
from econ.model.chain import Chain, Made, rest_of
from econ.model.distributions import ChanceOfNone
from econ.model.parameters import Parameter, Parameters, made_from
from econ.model.prices import DiscountRate
from econ.model.profiles import PARAMETERS_OF, Profile
from econ.model.programme import Cohort, Correlation, Edit, Outcome, Payer, Unmonetised
from econ.words import exact_number, listed
from econ.workbook.reading.about import Settings
from econ.workbook.reading.findings import Findings
from econ.workbook.reading.rules import Found, Seen, SheetRule, found, note
from econ.workbook.reading.spread import Samples
from econ.workbook.reading.tables import InputTable, Row

_NEAR_ENOUGH = 1e-6
"""How far shares may miss 100%, and cohorts their whole, as a share of it."""

Words = TypeVar("Words", Edit, Unmonetised)
EVERYONE = Cohort("everyone", "Everyone")
"""The one group where a workbook has no sheet Cohorts."""


@dataclass(frozen=True, slots=True)
class Built:
    """What could be made of the sheets, for the checks between them; the unit costs by name."""

    tables: Mapping[str, InputTable]
    settings: Settings
    parameters: Mapping[str, Parameter]
    cohorts: tuple[Cohort, ...]
    outcomes: tuple[Outcome, ...]
    profiles: Mapping[str, Profile]
    correlations: tuple[Correlation, ...]
    library: Mapping[str, Row]


@dataclass(frozen=True, slots=True)
class Among(Seen):
    """A row among all that could be made of the workbook."""

    built: Built

    @property
    def outcome(self) -> Outcome:
        """The outcome of a row of Outcomes that is sound."""
        return next(outcome for outcome in self.built.outcomes if outcome.name == self.row.who)

    def behind(self, *headings: str) -> tuple[str, ...]:
        """The names that cells mention, and all that those are made from."""
        names = [name for heading in headings for name in self.row.names(heading)]
        return made_from(names, self.built.parameters)

    def arithmetic(self, heading: str) -> Chain | None:
        """What is written under a heading, where all that it is made from is there."""
        chain, there = self.row.values.get(heading), self.built.parameters.keys()
        known = there >= {*self.behind(heading)}
        return chain if isinstance(chain, Chain) and known else None


def wrong_rows(rules: Iterable[SheetRule[Among]], built: Built) -> Iterator[Found]:
    """What is wrong with the rows of each sheet, given all others."""
    for rule in rules:
        for row in built.tables[rule.sheet].rows:
            yield from rule.found(Among(row, built))


def unequal(total: float, whole: float) -> bool:
    """Whether what should add up to a whole does not.

    >>> unequal(0.95, 1), unequal(0.1 + 0.2, 0.3)
    (True, False)
    """
    return abs(total - whole) > _NEAR_ENOUGH * max(abs(whole), _NEAR_ENOUGH)


def read_payers(table: InputTable) -> tuple[Payer, ...]:
    """The payers, with the views that each counts for."""
    views = [tuple(view for view in table.further if row.values.get(view)) for row in table.rows]
    told = zip(table.rows, views, strict=True)
    return tuple(Payer(row.who, row.text("label"), seen, row.text("note")) for row, seen in told)


def numbers_of(row: Row, headings: Sequence[str], known: Parameters) -> list[float]:
    """Numbers that stand under some headings, those made of parameters at their means.

    One of them may be what the others leave of the whole; a blank is 0. What names a parameter
    that is not there is no number.
    """
    means = {name: parameter.mean for name, parameter in known.items()}

    def number(heading: str) -> float:
        value = row.values.get(heading)
        if not isinstance(value, Chain):
            return row.number(heading) or 0.0
        return Made(value).at(means.__getitem__) if means.keys() >= {*value.names} else nan

    found = {heading: number(heading) for heading in headings if not row.left_over(heading)}
    rest = rest_of(found.values())
    rest = rest.at(means.__getitem__) if isinstance(rest, Made) else rest
    return [found.get(heading, rest) for heading in headings]


def read_outcomes(
    table: InputTable, incidence: InputTable, known: Parameters
) -> tuple[Outcome, ...]:
    """The outcomes whose rows are sound, each payer's share with them where its row is."""
    payers = incidence.further
    shares = {
        row.who: dict(zip(payers, numbers_of(row, payers, known), strict=True))
        for row in incidence.rows
        if row.sound()
    }
    cash = ("cash-releasing share", "cash delay")
    words = ("label", "unit value", "direction", "profile", "value class", "counts", "note")
    return tuple(
        Outcome(
            name=row.who,
            quantity=quantity,
            shares=shares.get(row.who, {}),
            cash_share=numbers_of(row, cash[:1], known)[0],
            cash_delay=numbers_of(row, cash[1:], known)[0],
            published=row.number("published"),
            discount_rate=rate if isinstance(rate, DiscountRate) else None,
            growth=row.number("real growth") or 0.0,
            **row.texts(*words, "capacity"),
        )
        for row in table.rows
        for rate in (row.values.get("discount"),)
        if row.sound() and isinstance(quantity := row.values["quantity"], Chain)
    )


def read_profiles(table: InputTable, known: Parameters, findings: Findings) -> dict[str, Profile]:
    """The time profiles whose rows are sound; a fault of their parameters or years is told."""
    numbers = {h: h.removeprefix("year ") for h in table.further}
    years = sorted((h for h, n in numbers.items() if n.isdecimal()), key=lambda h: int(numbers[h]))
    profiles = {}
    for row in filter(Row.sound, table.rows):
        faults = found(OF_PROFILES, Shape(row, years))
        note(faults, findings)
        if not faults:
            filled = [year for year in years if row.values.get(year) is not None]
            given = tuple(numbers_of(row, filled, known))
            named, note_of = row.names("parameters"), row.text("note")
            kind, clock = row.text("kind"), row.text("clock")
            after = row.text("after")
            profiles[row.who] = Profile(row.who, kind, clock, named, given, note_of, after)
    return profiles


@dataclass(frozen=True, slots=True)
class Shape(Seen):
    """A row of Profiles, with the headings of all years in their order."""

    years: list[str]


def _of_names(shape: Shape) -> Iterator[Fault]:
    """Too many or too few parameters for the kind of profile."""
    kind, named = shape.row.text("kind"), shape.row.names("parameters")
    wanted = PARAMETERS_OF[kind]
    if named and not wanted:
        yield Fault(f"kind '{kind}' takes no parameters", "Clear the cell.")
    elif len(named) != len(wanted):
        what = f"kind '{kind}' needs {', '.join(wanted)}: {len(wanted)} names, not {len(named)}"
        yield Fault(what, "Name a row of Parameters for each, in this order, with commas.")


def _of_years(shape: Shape) -> Iterator[Fault | Found]:
    """Years that a table lacks, or that another kind has."""
    years, kind = shape.years, shape.row.text("kind")
    given = [year for year in years if shape.row.values.get(year) is not None]
    if given and kind != "table":
        what = f"{given[0]} is given, but the kind is '{kind}'"
        yield shape.at(given[0], what, "Clear the years, or choose table.")
    elif kind == "table" and not given:
        yield Fault("a table needs its years", "Fill in year 0 and those after it.")
    for year in years[: years.index(given[-1])] if kind == "table" and given else ():
        if year not in given:
            what = f"{year} is blank, but {given[-1]} is given"
            yield shape.at(year, what, "Type a number; 0 where there is none.")


OF_PROFILES: tuple[SheetRule[Shape], ...] = (
    SheetRule("Profiles", ("parameters", "kind"), _of_names),
    SheetRule("Profiles", ("kind",), _of_years),
)


def read_samples(table: InputTable) -> Samples:
    """Imported draws by parameter; ``None`` where one of them has a problem of its own."""
    return {
        name: tuple(row.number(name) or 0.0 for row in table.rows)
        if all(row.sound(name) for row in table.rows)
        else None
        for name in table.further
    }


def read_cohorts(
    table: InputTable, parameters: Mapping[str, Parameter], findings: Findings
) -> tuple[Cohort, ...]:
    """The cohorts, their own values told relative to the parameters' base-case means."""
    cohorts = list[Cohort]()
    for row in filter(Row.sound, table.rows):
        relative = {}
        for name in (name for name in table.further if name in parameters):
            if formula := parameters[name].formula:
                remedy = f"Drop the column, and give one to {listed([*formula.names])}."
                what = f"{name} has a formula, which each cohort follows"
                if not cohorts:  # once
                    findings.wrong(row.cell(name), row.who, Fault(what, remedy))
                continue
            (own,), mean = numbers_of(row, [name], parameters), base_mean(parameters[name])
            if isinstance(own, Made):  # in the programme's prices, as what it is made from
                mean = parameters[name].mean
            fault = None if isnan(own) else parameters[name].allowed.fault(own)
            fault = fault and Fault(f"{name} {fault.what}", fault.remedy)
            if mean == 0 and own != 0 and not fault:
                what = f"{name} is {exact_number(own)}, but the mean of its row in Parameters is 0"
                remedy = "Give the parameter the mean of the whole, which the cohorts share out."
                fault = Fault(what, remedy)
            if fault:
                findings.wrong(row.cell(name), row.who, fault)
            relative[name] = own / mean if mean else 1.0
            if isinstance(own, Made) and mean:
                relative[name] = Made(own.chain, own / mean)
        weight = row.number("equity weight")
        weight = 1.0 if weight is None else weight
        cohorts.append(Cohort(row.who, row.text("label"), weight, relative, row.text("note")))
    return tuple(cohorts) or (EVERYONE,)


def base_mean(parameter: Parameter) -> float:
    """The base-case value as a cell gives it: before any uplift, and where it is not none."""
    given = parameter.original or parameter.distribution
    return (given.otherwise if isinstance(given, ChanceOfNone) else given).mean


def read_correlations(table: InputTable) -> tuple[Correlation, ...]:
    """The pairs whose rows are sound."""
    return tuple(
        Correlation(row.text("parameter"), row.text("with"), rank, row.text("why"))
        for row in table.rows
        if row.sound() and (rank := row.number("rank correlation")) is not None
    )


def read_words(table: InputTable, made: type[Words]) -> tuple[Words, ...]:
    """What each row of a sheet says that holds only texts: an edit, an impact without a price."""
    return tuple(made(**row.texts(*table.sheet.headings)) for row in table.rows)
