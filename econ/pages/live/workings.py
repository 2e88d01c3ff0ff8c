"""The sheet Workings: the base case again, as live formulas down to outcome, cohort and year."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from math import ceil
from operator import mul

from econ.model.impacts import Impacts
from econ.model.programme import Cohort, Outcome
from econ.model.scenario import Scenario
from econ.pages.live.budget import MONEY, Budget, add_budget, row_of_cell
from econ.pages.live.chosen import Answered, add_answer
from econ.pages.live.formulas import Formula, added
from econ.pages.live.inputs import number_format
from econ.pages.live.ledger import Ledger, Part
from econ.pages.live.offered import VALUE, Lists, Offered, row_of
from econ.pages.live.time import Time, add_time
from econ.pages.page import Block, Cell, Column, Sheet, given, opening
from econ.pages.style import DECIMAL, EXACT, pixels

SHEET = "Workings"
LABELS = (52.0, 36.0)
NARROWEST = 15.0
PRINTED = 280.0
"""Characters that still can be read across one printed page."""


@dataclass(frozen=True, slots=True)
class Workings:
    """The tables of the sheet; ``local`` has the values that differ between cohorts, if any do."""

    parts: tuple[Part, ...]
    time: Time
    budget: Budget
    answered: Answered
    local: Part | None


def worked(ledger: Ledger, base: Impacts, known: Lists) -> Workings:
    """The base case from its inputs; ``base`` is what the model found, to stand beside it."""
    time, local = add_time(ledger, known), _local(ledger)
    if known.valued:
        ledger.add(known.values)
    budget = add_budget(ledger, time, _amounts(ledger, local, known))
    answered = add_answer(ledger, base, budget, known)
    return Workings(tuple(ledger.parts), time, budget, answered, local)


def sheet(scenario: Scenario, made: Workings) -> Sheet:
    """The sheet Workings."""
    blocks: list[Block] = [
        *opening(
            SHEET,
            "The base case again, as formulas: numbers come from the sheets What-if and Inputs and "
            "from the yellow cells here, and every figure below follows from them.",
            "Read from the top: time, values of each cohort, quantities, money by outcome and "
            "cohort, then by payer, by view, cash apart from capacity, and what What-if asks for.",
        )
    ]
    for part in made.parts:
        blocks += part.blocks
    answers = "The base case again, as formulas that anyone can follow."
    wide = _widths(scenario)
    across = ceil(sum(wide) / PRINTED)
    return Sheet(SHEET, answers, wide, tuple(blocks), heads="", wide=True, across=across)


def _widths(scenario: Scenario) -> tuple[float, ...]:
    """Two columns of labels, then as many of numbers as any table needs."""
    most = max(scenario.years + 2, len(scenario.payers) + 1, len(scenario.cohorts), 8)
    labels = [item.label for item in scenario.cohorts] + [p.label for p in scenario.payers]
    longest = max(pixels(word, bold=True) for label in labels for word in label.split())
    return (*LABELS, *[max(NARROWEST, longest / 8 + 2)] * most)


def _local(ledger: Ledger) -> Part | None:
    """The value of each parameter for each cohort, of those that some cohort has its own of."""
    scenario = ledger.scenario
    own = [n for n in scenario.parameters if any(n in c.relative for c in scenario.cohorts)]
    if not own:
        return None
    columns = [Column(cohort.label, shown=EXACT, key=cohort.name) for cohort in scenario.cohorts]
    said = "A cohort's own value over the base case's; 1 where it has none."
    heads = Column("Number"), Column("Kind of cell")
    relative = ledger.table("Cohorts beside the base case", said, (*heads, *columns))
    said = "The number on the sheet Inputs times the figure above."
    part = ledger.table("Values by cohort", said, (heads[0], Column("Unit"), *columns))
    for name in own:
        parameter = scenario[name]
        relative.row(name, parameter.label, "Input")
        part.row(name, parameter.label, parameter.unit or "none")
        for cohort in scenario.cohorts:
            relative.row(name, given(cohort.relative.get(name, 1.0), FINE))
            value = ledger.number(name) * relative.cell(name, cohort.name)
            part.row(name, Cell(value, number_format(parameter.unit, value.number)))
    return part


FINE = "0.000000"
QUANTITY, SIGN = "Quantity in a full year", "Saving (1) or cost (−1)"


def _amounts(ledger: Ledger, local: Part | None, known: Lists) -> Part:
    """Quantities, unit values and a full year's money, by outcome and cohort."""
    said = "The quantity is the product of its parts, as the sheet By outcome says it in words."
    shown = {QUANTITY: EXACT, VALUE.name: DECIMAL, SIGN: "0", MONEY: DECIMAL}
    columns = (Column(heading, shown=numbers) for heading, numbers in shown.items())
    heads = Column("Outcome"), Column("Cohort")
    part = ledger.table("Quantities and full-year money", said, (*heads, *columns))
    for outcome in ledger.scenario.outcomes:
        for cohort in ledger.scenario.cohorts:
            row, of = row_of_cell(outcome, cohort), _numbers(ledger, local, cohort)
            quantity, offered = outcome.quantity.formula(of), known.valued.get(outcome.name)
            worth = of(outcome.unit_value)
            if offered is not None:
                worth = _chosen(offered, outcome, cohort, local)
            part.row(row, outcome.label, cohort.label)
            part.row(row, Cell(quantity, number_format("", quantity.number)), worth)
            part.row(row, -1.0 if outcome.direction == "cost" else 1.0)
            times = (part.cell(row, column) for column in (QUANTITY, VALUE.name, SIGN))
            part.row(row, reduce(mul, times))
    return part


def _numbers(ledger: Ledger, local: Part | None, cohort: Cohort) -> Callable[[str], Formula]:
    """The value of a parameter in a cohort, which may be one of its own."""

    def of(name: str) -> Formula:
        if local is not None and name in local.lines:
            return local.cell(name, cohort.name)
        return ledger.number(name)

    return of


def _chosen(offered: Offered, outcome: Outcome, cohort: Cohort, local: Part | None) -> Formula:
    """The value of one that was chosen, where a cohort has its own of it that instead."""
    own = {row_of(name, outcome.name): name for name in local.lines} if local else {}
    differs = (
        offered.is_chosen(row)
        * (local.cell(own[row], cohort.name) - offered.part.cell(row, VALUE.name))
        for row in offered.rows
        if local is not None and row in own
    )
    return added([offered.picked(VALUE.name), *differs])
