"""Parameters that are made of others: the column formula, and arithmetic under unit value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from graphlib import CycleError
from math import isfinite

from econ.errors import Fault, FaultError
from econ.model.chain import Chain
from econ.model.dimensions import dimension, dimension_of, units_of
from econ.model.distributions import Fixed
from econ.model.parameters import Parameter, Parameters, circle, formulas, made_from, with_formulas
from econ.model.units import unit_fault
from econ.workbook.reading.findings import Findings
from econ.workbook.reading.rules import Found, Seen, SheetRule, found, note
from econ.workbook.reading.tables import InputTable, Row

_INSTEAD = (
    *("value", "low", "high", "se", "sd", "n", "chance of none", "distribution", "truncated"),
    *("price year", "index", "from library"),
)
"""What a row with a formula leaves blank: it follows from what the formula names."""


def add_made(
    given: Parameters, table: InputTable, outcomes: InputTable, findings: Findings
) -> dict[str, Parameter]:
    """The parameters of the sheet in its order, with those made of them, then unit values.

    What names a row that has problems, or none, is left out: that is told elsewhere.
    """
    rows = {row.who: row for row in table.rows if isinstance(row.values.get("formula"), Chain)}
    note((told for row in rows.values() for told in found(_OF_ROW, Seen(row))), findings)
    made = {name: _parameter(row) for name, row in rows.items() if row.sound("name", "unit")}
    _drop_circles(made, rows, findings)
    named = {**given, **made}
    made |= {p.name: p for row in outcomes.rows if (p := _unit_value(row, named))}
    every = {**given, **made}
    every |= {name: replace(p, unit=p.unit or _unit(p, every)) for name, p in made.items()}
    ranked = [name for name in dict.fromkeys((*table.named(), *made)) if name in every]
    whole = with_formulas(
        {name: every[name] for name in ranked if every.keys() >= {*made_from([name], every)}}
    )
    note(
        (told for row in rows.values() for told in found(_OF_VALUE, Combined(row, whole))), findings
    )
    return whole


@dataclass(frozen=True, slots=True)
class Combined(Seen):
    """A row with a formula, among the parameters."""

    parameters: Mapping[str, Parameter]


def _parameter(row: Row) -> Parameter:
    chain = row.values["formula"]
    return Parameter(
        name=row.who,
        distribution=Fixed(0.0),
        formula=chain if isinstance(chain, Chain) else None,
        where=row.cell("formula").where,
        **row.texts("label", "unit", "group", "range kind", "evidence", "source", "link", "note"),
        **row.texts("role"),
    )


def _unit(made: Parameter, named: Parameters) -> str:
    """What the units of its parts come to, where those are known and it is pounds."""
    try:
        unit = units_of(named)(made.name)
    except FaultError:
        return ""  # told where units are looked at
    return str(unit) if unit.pounds == 1 else ""


def _unit_value(row: Row, named: Parameters) -> Parameter | None:
    """What arithmetic under unit value comes to, as a parameter that is called as it is written."""
    chain = row.values.get("unit value")
    if not isinstance(chain, Chain) or not chain.signs:
        return None
    return Parameter(
        name=str(chain),
        label=chain.sentence(lambda name: named[name].label if name in named else name),
        distribution=Fixed(0.0),
        formula=chain,
        where=row.cell("unit value").where,
    )


def _drop_circles(made: dict[str, Parameter], rows: Mapping[str, Row], findings: Findings) -> None:
    """Formulas that are made from themselves, each circle told once, at its first row."""
    while True:
        try:
            formulas(made)
        except CycleError as error:
            names = circle(error, list(rows))
            what = f"is made from itself: {' from '.join(names)}"
            row = rows[names[0]]
            findings.wrong(row.cell("formula"), row.who, Fault(what, "Give one of them a value."))
            for name in names[1:]:
                made.pop(name)
        else:
            return


def _beside(seen: Seen) -> Iterator[Found]:
    """A parameter has a formula, or a value of its own."""
    for heading in _INSTEAD:
        if seen.row.values.get(heading) is not None:
            what = f"{heading} is given, and a formula too"
            yield seen.at(heading, what, "Keep one: the formula follows from what it names.")


def _of_unit(seen: Seen) -> Iterator[Fault]:
    yield from filter(None, [unit_fault(seen.row.text("unit"))])


def _of_value(seen: Combined) -> Iterator[Fault]:
    """What a formula comes to is what its unit allows."""
    made = seen.parameters.get(seen.row.who)
    if made and isfinite(made.mean) and (fault := made.allowed.fault(made.mean)):
        yield Fault(f"formula: {fault.what}", "Check what it names.")


def _of_dimension(seen: Combined) -> Iterator[Fault | Found]:
    """The unit of a formula is what the units of its parts come to; a number may stand for some."""
    made, unit = seen.parameters.get(seen.row.who), seen.row.text("unit")
    if made is None or made.formula is None:
        return
    try:
        comes_to = dimension_of(made.formula, units_of(seen.parameters))
    except FaultError as error:
        yield Fault(f"formula: {error.fault.what}", error.fault.remedy)
        return
    said, places = dimension(unit), 1 if comes_to.numbers else None
    if unit and comes_to.known and said.powers[:places] != comes_to.powers[:places]:
        what = f"unit is '{unit}', but the formula comes to {comes_to}"
        yield seen.at("unit", what, "Check the unit, and those of what the formula names.")


_OF_ROW: tuple[SheetRule[Seen], ...] = (
    SheetRule("Parameters", ("formula",), _beside),
    SheetRule("Parameters", ("unit",), _of_unit),
)
_OF_VALUE: tuple[SheetRule[Combined], ...] = (
    SheetRule("Parameters", ("formula", "unit"), _of_value),
    SheetRule("Parameters", ("formula", "unit"), _of_dimension),
)
"""What is wrong with a formula: beside it, and with what it comes to."""
