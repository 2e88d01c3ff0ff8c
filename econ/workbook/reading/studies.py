"""Studies that could be done, from the rows of the sheet Studies."""

from __future__ import annotations

from collections.abc import Iterator

from econ.errors import Fault, ScenarioError
from econ.model.studies import Study, untaught
from econ.workbook.reading.rules import Found, SheetRule
from econ.workbook.reading.structure import Among
from econ.workbook.reading.tables import InputTable, Row

_HEADINGS = {"follow up lost": "follow-up lost"}
"""Where a fault of a study is told, if not under the heading of its own name."""


def _study_of(row: Row) -> Study:
    """The study of a sound row. Raises ``ScenarioError`` for one that cannot be done."""
    return Study(
        name=row.who,
        label=row.text("label"),
        measures=row.names("measures"),
        design=row.text("design"),
        spread=row.number("spread") or 0.0,
        follow_up_lost=row.number("follow-up lost") or 0.0,
        fixed_cost=row.number("fixed cost") or 0.0,
        cost_per_person=row.number("cost per person") or 0.0,
        largest=int(row.number("largest") or 0),
        years_until_it_reports=row.number("years until it reports") or 0.0,
        source=row.text("source"),
    )


def read_studies(table: InputTable) -> tuple[Study, ...]:
    """The studies whose rows are sound and can be done."""
    found = list[Study]()
    for row in filter(Row.sound, table.rows):
        try:
            found.append(_study_of(row))
        except ScenarioError:
            continue  # told by the rule, at its cell
    return tuple(found)


def _of_study(seen: Among) -> Iterator[Fault | Found]:
    """A study can be done, and can teach what it is said to measure."""
    if not seen.row.sound():
        return
    try:
        study = _study_of(seen.row)
    except ScenarioError as error:
        for wrong in error.problems:
            yield seen.at(_HEADINGS.get(wrong.who, wrong.who), wrong.what, wrong.remedy)
        return
    for name in study.measures:
        if name in seen.built.parameters and (told := untaught(study, seen.built.parameters, name)):
            yield Fault(f"{name} {told[0]}", told[1])


OF_STUDIES: tuple[SheetRule[Among], ...] = (SheetRule("Studies", ("measures",), _of_study),)
