"""Outcomes, payers, profiles, cohorts and the rest, from their rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from econ.model.chain import Chain
from econ.model.parameters import Parameter
from econ.model.profiles import PARAMETERS_OF, Profile
from econ.model.programme import (
    PERSPECTIVES,
    Cohort,
    Correlation,
    Edit,
    Outcome,
    Payer,
    Unmonetised,
)
from econ.model.units import PROPORTIONS
from econ.workbook.reading.about import Settings
from econ.workbook.reading.cells import area
from econ.workbook.reading.findings import Findings
from econ.workbook.reading.kinds import percent, share_fault, shown
from econ.workbook.reading.spread import Samples
from econ.workbook.reading.tables import Row, Table

TOLERANCE = 1e-6
"""How far shares may miss 100%, and cohorts their whole, as a share of it."""

EVERYONE = Cohort("everyone", "Everyone")
"""The one group where a workbook has no sheet Cohorts."""


@dataclass(frozen=True, slots=True)
class Built:
    """What could be made of the sheets, for the checks between them.

    ``library`` holds the rows of unit costs by name.
    """

    tables: Mapping[str, Table]
    settings: Settings
    parameters: Mapping[str, Parameter]
    outcomes: tuple[Outcome, ...]
    profiles: Mapping[str, Profile]
    correlations: tuple[Correlation, ...]
    library: Mapping[str, Row]


def read_payers(table: Table) -> tuple[Payer, ...]:
    """The payers, with the views that each counts for."""
    return tuple(
        Payer(
            row.who,
            row.text("label"),
            tuple(view for view in PERSPECTIVES if row.values.get(view)),
            row.text("note"),
        )
        for row in table.rows
    )


def read_shares(table: Table, findings: Findings) -> dict[str, dict[str, float]]:
    """Each payer's share, by outcome; the shares of an outcome add up to 100%."""
    shares = {}
    for row in table.rows:
        if not row.sound() or not table.further:
            continue
        shares[row.who] = {payer: row.number(payer) or 0.0 for payer in table.further}
        total = sum(shares[row.who].values())
        if abs(total - 1) > TOLERANCE:
            cells = [row.cell(payer) for payer in table.further]
            what = f"payers' shares add to {percent(total)}, not 100%"
            findings.wrong(cells[0], row.who, what, where=area(cells))
    return shares


def read_outcomes(table: Table, shares: Mapping[str, Mapping[str, float]]) -> tuple[Outcome, ...]:
    """The outcomes whose rows are sound."""
    return tuple(
        Outcome(
            name=row.who,
            label=row.text("label"),
            quantity=quantity,
            unit_value=row.text("unit value"),
            direction=row.text("direction"),
            profile=row.text("profile"),
            value_class=row.text("value class"),
            shares=shares.get(row.who, {}),
            cash_share=row.number("cash-releasing share") or 0.0,
            cash_delay=int(row.number("cash delay") or 0),
            counts=row.text("counts"),
            note=row.text("note"),
        )
        for row in table.rows
        if row.sound() and isinstance(quantity := row.values["quantity"], Chain)
    )


def read_profiles(table: Table, findings: Findings) -> dict[str, Profile]:
    """The time profiles whose rows are sound; a fault of their parameters or years is told."""
    years = sorted(table.further, key=lambda heading: int(heading.removeprefix("year ")))
    profiles = {}
    for row in (row for row in table.rows if row.sound()):
        faults = [*_of_shape(row), *_of_years(row, years)]
        for heading, what, remedy in faults:
            findings.wrong(row.cell(heading), row.who, what, remedy)
        if not faults:
            profiles[row.who] = _profile(row, years)
    return profiles


def _profile(row: Row, years: list[str]) -> Profile:
    table = tuple(number for year in years if (number := row.number(year)) is not None)
    names, note = row.names("parameters"), row.text("note")
    return Profile(row.who, row.text("kind"), row.text("clock"), names, table, note)


def _of_shape(row: Row) -> Iterator[tuple[str, str, str]]:
    """Too many or too few parameters for the kind of profile."""
    kind, named = row.text("kind"), row.names("parameters")
    wanted = PARAMETERS_OF[kind]
    if len(named) == len(wanted):
        return
    if not wanted:
        yield "parameters", f"kind '{kind}' takes no parameters", "Clear the cell."
    else:
        what = f"kind '{kind}' needs {', '.join(wanted)}: {len(wanted)} names, not {len(named)}"
        yield "parameters", what, "Name a row of Parameters for each, in this order, with commas."


def _of_years(row: Row, years: list[str]) -> Iterator[tuple[str, str, str]]:
    """Years that a table lacks, or that another kind has."""
    given = [year for year in years if row.number(year) is not None]
    table = row.text("kind") == "table"
    if given and not table:
        what = f"{given[0]} is given, but the kind is '{row.text('kind')}'"
        yield given[0], what, "Clear the years, or choose table."
    if table and not given:
        yield "kind", "a table needs its years", "Fill in year 0 and those after it."
    for year in years[: years.index(given[-1])] if table and given else ():
        if year not in given:
            remedy = "Type a number; 0 where there is none."
            yield year, f"{year} is blank, but {given[-1]} is given", remedy


def read_samples(table: Table) -> Samples:
    """Imported draws by parameter; ``None`` where one of them has a problem of its own."""
    return {
        name: tuple(row.number(name) or 0.0 for row in table.rows)
        if all(row.sound(name) for row in table.rows)
        else None
        for name in table.further
    }


def read_cohorts(
    table: Table, parameters: Mapping[str, Parameter], findings: Findings
) -> tuple[Cohort, ...]:
    """The cohorts, their own values told relative to the parameters' base-case means."""
    cohorts = []
    for row in (row for row in table.rows if row.sound()):
        relative = {}
        for name in (name for name in table.further if name in parameters):
            own, mean = row.number(name) or 0.0, base_mean(parameters[name])
            fault = share_fault(name, own) if parameters[name].unit in PROPORTIONS else None
            if fault:
                findings.wrong(row.cell(name), row.who, *fault)
            elif mean == 0 and own != 0:
                what = f"{name} is {shown(own)}, but the mean of its row in Parameters is 0"
                remedy = "Give the parameter the mean of the whole, which the cohorts share out."
                findings.wrong(row.cell(name), row.who, what, remedy)
            relative[name] = own / mean if mean else 1.0
        weight = row.number("equity weight")
        weight = 1.0 if weight is None else weight
        cohorts.append(Cohort(row.who, row.text("label"), weight, relative, row.text("note")))
    return tuple(cohorts) or (EVERYONE,)


def base_mean(parameter: Parameter) -> float:
    """The base-case value as the workbook gives it: before any uplift."""
    return (parameter.original or parameter.distribution).mean


def read_correlations(table: Table) -> tuple[Correlation, ...]:
    """The pairs whose rows are sound."""
    return tuple(
        Correlation(row.text("parameter"), row.text("with"), rank, row.text("why"))
        for row in table.rows
        if row.sound() and (rank := row.number("rank correlation")) is not None
    )


def read_edits(table: Table) -> tuple[Edit, ...]:
    """The version log, in the order of its rows."""
    headings = ("date", "version", "sheet", "what", "why")
    return tuple(Edit(*(row.text(heading) for heading in headings)) for row in table.rows)


def read_unmonetised(table: Table) -> tuple[Unmonetised, ...]:
    """The impacts without a price."""
    return tuple(
        Unmonetised(
            row.text("label"), row.text("direction"), row.text("evidence"), row.text("source")
        )
        for row in table.rows
    )
