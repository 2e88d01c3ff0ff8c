"""What must hold between the sheets of a workbook: names, totals, and nothing counted twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from econ.model.chain import Chain
from econ.model.parameters import Parameter
from econ.model.profiles import PARAMETERS_OF
from econ.model.units import is_total
from econ.workbook.layout import UNIT_COSTS, nearest, suggestion
from econ.workbook.reading.cells import Cell, area
from econ.workbook.reading.drawn_together import (
    check_dirichlets,
    check_pairs,
    check_samples,
    dirichlets,
)
from econ.workbook.reading.findings import Findings
from econ.workbook.reading.kinds import LONGEST_CHOICE, percent, share_fault, shown
from econ.workbook.reading.structure import TOLERANCE, Built, base_mean
from econ.workbook.reading.tables import Row, Table

_NOUNS = {
    "Parameters": "parameter",
    "Outcomes": "outcome",
    "Profiles": "profile",
    "Unit costs": "unit cost",
}
_MENTIONS = {"chain": "Parameters", "names": "Parameters"}


def check_names(
    tables: Mapping[str, Table], known: Mapping[str, Sequence[str] | None], findings: Findings
) -> None:
    """Names that one sheet mentions and another does not have (C7).

    ``known`` holds the names of each sheet, ``None`` where they cannot be told.
    """
    for table in tables.values():
        for column in table.sheet.columns:
            target = _MENTIONS.get(column.kind, column.refers)
            names = known.get(target)
            if target in _NOUNS and names is not None:
                for row in table.rows:
                    _check_mentions(row, column.heading, target, names, findings)


def _check_mentions(
    row: Row, heading: str, target: str, names: Sequence[str], findings: Findings
) -> None:
    for name in row.names(heading):
        if name not in names:
            what = f"no {_NOUNS[target]} called '{name}'"
            findings.wrong(row.cell(heading), row.who, what, _remedy(name, target, names))


def _remedy(name: str, target: str, names: Sequence[str]) -> str:
    if target == UNIT_COSTS.name and not names:
        return "Name a unit-cost library in the sheet About."
    if nearest(name, names) or len(names) <= LONGEST_CHOICE:
        return suggestion(name, names)
    return f"Take a name from the sheet {target}."


def check_all(built: Built, findings: Findings) -> None:
    """Every check between sheets."""
    for check in (
        _check_incidence,
        _check_unit_values,
        _check_quantities,
        _check_profiles,
        _check_double_counting,
        _check_intake,
        _check_totals,
        _check_cohort_columns,
        check_dirichlets,
        check_samples,
        check_pairs,
        _check_unused,
    ):
        check(built, findings)


def _check_incidence(built: Built, findings: Findings) -> None:
    """Every outcome has a row that shares it out."""
    shared, outcomes = built.tables["Incidence"].keys, built.tables["Outcomes"]
    if shared is None or not set(shared) <= set(outcomes.keys or ()):
        return  # a row that is not known may be the one that seems to be missing
    for row in outcomes.rows:
        if row.who not in shared:
            remedy = "Add a row that shares its value among the payers."
            findings.wrong(row.first, row.who, "has no row in the sheet Incidence", remedy)


def _check_unit_values(built: Built, findings: Findings) -> None:
    """A unit value is money."""
    for row in built.tables["Outcomes"].rows:
        value = built.parameters.get(row.text("unit value"))
        if value is not None and not value.money:
            unit = f"'{value.unit}'" if value.unit else "blank"
            remedy = "A unit value is money: its unit begins with GBP."
            what = f"{value.name} is not money: its unit is {unit}"
            findings.wrong(row.cell("unit value"), row.who, what, remedy)


def _check_quantities(built: Built, findings: Findings) -> None:
    """A quantity is not money, as its unit value is; what is taken from 1 is a share."""
    for row in built.tables["Outcomes"].rows:
        quantity = row.values.get("quantity")
        for term in quantity if isinstance(quantity, Chain) else ():
            for parameter in (built.parameters[n] for n in term.names if n in built.parameters):
                if parameter.money:
                    remedy = "Name it as the unit value only: money is multiplied once."
                    what = f"{parameter.name} is money"
                    findings.wrong(row.cell("quantity"), row.who, what, remedy)
                elif term.operator == "1-":
                    _check_share(row.cell("quantity"), row.who, parameter, findings)


def _check_share(cell: Cell, who: str, parameter: Parameter, findings: Findings) -> None:
    """The mean of a parameter that is used as a share."""
    fault = share_fault(f"{parameter.name}, used as a share:", parameter.mean)
    if fault:
        findings.wrong(cell, who, *fault)


def _check_profiles(built: Built, findings: Findings) -> None:
    """The shares of a profile lie between 0 and 1, and its rates are not below 0."""
    rows = built.tables["Profiles"].named()
    for profile in built.profiles.values():
        cell = rows[profile.name].cell("parameters")
        wanted = PARAMETERS_OF[profile.kind]
        for meaning, name in zip(wanted, profile.parameters, strict=True):
            parameter = built.parameters.get(name)
            if parameter is None:
                continue
            if meaning.startswith("share"):
                _check_share(cell, profile.name, parameter, findings)
            elif parameter.mean < 0:
                what = f"{name}, used as a {meaning}: {shown(parameter.mean)} is below 0"
                findings.wrong(cell, profile.name, what, "A rate is 0 or more.")


def _check_double_counting(built: Built, findings: Findings) -> None:
    """No two savings value the same thing for the same payer."""
    rows = built.tables["Outcomes"].named()
    savings = [outcome for outcome in built.outcomes if outcome.direction == "saving"]
    for first, second in combinations(savings, 2):
        both = [name for name, share in second.shares.items() if share and first.shares.get(name)]
        if first.counts.casefold() == second.counts.casefold() and both:
            before = rows[first.name].cell("counts").address
            what = f"'{second.counts}' is counted for {', '.join(both)} in {before} too"
            remedy = "Keep one of the two, or say what else it counts."
            findings.wrong(rows[second.name].cell("counts"), second.name, what, remedy)


def _check_intake(built: Built, findings: Findings) -> None:
    """The intake is a calendar table of shares that add up to 100%."""
    name, keys = built.settings.intake, built.tables["Profiles"].keys
    if not name or keys is None:
        return
    cell = built.settings.rows["intake"].cell("statement")
    if name not in keys:
        findings.wrong(cell, "intake", f"no profile called '{name}'", suggestion(name, keys))
    if name not in built.profiles:
        return
    profile = built.profiles[name]
    if (profile.kind, profile.clock) != ("table", "calendar"):
        what = f"the profile '{name}' is not a table by the calendar"
        findings.wrong(cell, "intake", what, "Choose kind table and clock calendar for it.")
    elif profile.table and abs(sum(profile.table) - 1) > TOLERANCE:
        table = built.tables["Profiles"]
        row = table.named()[name]
        cells = [row.cell(year) for year in table.further if row.number(year) is not None]
        what = f"the intake's years add to {percent(sum(profile.table))}, not 100%"
        findings.wrong(cells[0], name, what, where=area(cells))


def _check_totals(built: Built, findings: Findings) -> None:
    """People and shares of the cohorts add up to the whole, and are shared out at all."""
    table, rows = built.tables["Cohorts"], built.tables["Parameters"].named()
    for parameter in built.parameters.values():
        if not is_total(parameter.unit) or not table.rows:
            continue
        name, whole = parameter.name, base_mean(parameter)
        if name not in table.further:
            named = rows[name].sound("name") and all(row.sound(name) for row in table.rows)
            if named and len(table.rows) > 1:
                what = f"has no column in the sheet Cohorts, so each would count {shown(whole)}"
                remedy = f"Add a column headed '{name}'; its cells add up to the whole."
                findings.wrong(rows[name].first, name, what, remedy)
        elif all(row.sound(name) for row in table.rows):
            cells = [row.cell(name) for row in table.rows]
            total = sum(row.number(name) or 0.0 for row in table.rows)
            if abs(total - whole) > TOLERANCE * max(abs(whole), TOLERANCE):
                what = f"the cohorts add up to {shown(total)}, not {shown(whole)}"
                remedy = f"Check the column, and {rows[name].cell('value').where}."
                findings.wrong(cells[0], name, what, remedy, area(cells))


def _check_cohort_columns(built: Built, findings: Findings) -> None:
    """An outcome that is the same in every cohort is counted once for each of them."""
    table, rows = built.tables["Cohorts"], built.tables["Outcomes"].named()
    for outcome in built.outcomes if len(table.rows) > 1 else ():
        if not set(outcome.names) & set(table.further):
            what = f"is counted in full for each of the {len(table.rows)} cohorts"
            remedy = "Let its quantity name a parameter that has a column in the sheet Cohorts."
            findings.warn(rows[outcome.name].cell("quantity"), outcome.name, what, remedy)


def _check_unused(built: Built, findings: Findings) -> None:
    """A parameter that nothing depends on is reported."""
    used = {name for outcome in built.outcomes for name in outcome.names}
    used |= {name for profile in built.profiles.values() for name in profile.parameters}
    for members in dirichlets(built).values():
        used |= set(members) if used & set(members) else set()
    rows = built.tables["Parameters"].named()
    for name in built.parameters:
        if name not in used:
            remedy = "Use its name in a quantity, a unit value or a profile, or drop the row."
            findings.warn(rows[name].first, name, "is not used", remedy)
