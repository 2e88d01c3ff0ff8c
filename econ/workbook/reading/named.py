"""Numbers that name a parameter: shares of payers, years of a table, cohorts' values, cash."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isnan

from econ.errors import Fault, FaultError
from econ.model.allowed import used_as
from econ.model.chain import Chain
from econ.model.dimensions import dimension, dimension_of, units_of
from econ.model.parameters import made_from
from econ.model.sharing import REST, share_faults, whole_fault
from econ.workbook.reading.rules import Found, SheetRule
from econ.workbook.reading.structure import Among, Built, numbers_of
from econ.workbook.reading.tables import Row


def _not_whole(seen: Among) -> Iterator[Found]:
    """The shares of an outcome add up to 100%, in every draw."""
    payers = seen.built.tables["Incidence"].further
    if payers and seen.row.sound() and not [*_of_named(seen)]:
        yield from of_whole(seen.row, payers, "payers' shares", seen.built)


def of_whole(row: Row, headings: Sequence[str], noun: str, built: Built) -> Iterator[Found]:
    """What is wrong with numbers of a row that add up to 100% and of which none can be below 0."""
    numbers = dict(zip(headings, numbers_of(row, headings, built.parameters), strict=True))
    rests = [heading for heading in headings if row.left_over(heading)]
    if any(map(isnan, numbers.values())):
        return
    if len(rests) > 1:
        what = f"'{REST}' stands in {row.cell(rests[0]).address} too"
        yield Found([row.cell(rests[1])], row.who, Fault(what, "One cell takes what is left."))
        return
    known, rest = built.parameters, next(iter(rests), "")
    told = [*share_faults(numbers, known, built.cohorts)]
    for heading, fault in told:
        yield Found([row.cell(heading)], row.who, fault)
    cells = [row.cell(heading) for heading in headings if row.values.get(heading) is not None]
    missed = None if told else whole_fault(numbers, rest, known, noun)
    if missed:
        yield Found(cells, row.who, missed)


def _of_named(seen: Among) -> Iterator[Found]:
    """What is named in place of a number is of a kind that may stand there."""
    sheet, table = seen.row.sheet, seen.built.tables[seen.row.sheet.name]
    every = (*sheet.columns, *map(sheet.further_column, table.further))
    made = [c for c in every if c.named and isinstance(seen.row.values.get(c.heading), Chain)]
    columns, known = [c for c in made if not seen.row.left_over(c.heading)], seen.built.parameters
    units = units_of(known) if columns else None
    for column in columns:
        chain = seen.arithmetic(column.heading)
        if chain is None or units is None:
            continue
        try:
            found = dimension_of(chain, units)
        except FaultError as error:
            yield seen.at(column.heading, error.fault.what, error.fault.remedy)
            continue
        wanted = dimension("years" if column.heading == "cash delay" else "share")
        if sheet.further == "parameters":
            wanted = dimension(known[column.heading].unit) if column.heading in known else found
        if found.known and wanted.known and found.powers != wanted.powers and not found.numbers:
            what = f"{column.heading}: {chain} comes to {found}, not {wanted}"
            yield seen.at(column.heading, what, "Check its unit, and whether it is meant here.")
        elif column.heading == "cash-releasing share" or sheet.name == "Incidence":
            for name in chain.names if not chain.signs else ():
                for fault in used_as("share").faults(known[name].distribution):
                    yield seen.at(column.heading, f"{name}, {fault.what}", fault.remedy)


def _the_same_for_all(seen: Among) -> Iterator[Fault]:
    """A number of the whole programme has one value, not one for each cohort."""
    own = {*seen.built.tables["Cohorts"].further}
    cells = {n for h in seen.row.cells if h not in ("name", "outcome") for n in seen.row.names(h)}
    if seen.row.sheet.name in ("Incidence", "Profiles"):
        for name in sorted(own & {*made_from(sorted(cells), seen.built.parameters)}):
            remedy = "Drop the column, or give cohorts outcomes of their own."
            what = f"{name} has a column in the sheet Cohorts, but counts for all of them here"
            yield Fault(what, remedy)


OF_NAMED: tuple[SheetRule[Among], ...] = (
    SheetRule("Incidence", ("outcome",), _not_whole),
    *(SheetRule(name, (), _of_named) for name in ("Outcomes", "Incidence", "Profiles", "Cohorts")),
    SheetRule("Incidence", ("outcome",), _the_same_for_all),
    SheetRule("Profiles", ("name",), _the_same_for_all),
)
"""What must hold of numbers that name a parameter, and of what adds up to a whole."""
