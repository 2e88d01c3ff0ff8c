"""The sheet Workings: the base case again, as live formulas down to outcome, cohort and year."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

from econ.model.programme import Cohort, Outcome
from econ.model.scenario import Scenario
from econ.pages.live.budget import MONEY, Budget, add_budget, row_of_cell
from econ.pages.live.chosen import Answered, add_answer
from econ.pages.live.formulas import Formula
from econ.pages.live.inputs import number_format
from econ.pages.live.ledger import Ledger, Part
from econ.pages.live.offered import Asked, Lists, add_rates, add_values, chosen_value
from econ.pages.live.time import Time, add_time
from econ.pages.page import Block, Cell, Column, Draft, Sheet, given, opening
from econ.pages.style import DECIMAL, EXACT, pixels
from econ.reports.choices import Choices
from econ.reports.report import Report

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


def worked(found: Report, inputs: Draft, asked: Asked, offered: Choices, known: Lists) -> Workings:
    """The base case from its inputs: nothing of it is taken from the model."""
    ledger = Ledger(found.scenario, inputs)
    add_rates(ledger, known.rates, offered, asked)
    time, local = add_time(ledger, asked, known.rates), _local(ledger)
    add_values(ledger, known, offered, asked)
    amounts = _amounts(ledger, local, offered, known)
    budget = add_budget(ledger, time, amounts)
    answered = add_answer(ledger, found, time, budget, asked, offered, known)
    return Workings(tuple(ledger.parts), time, budget, answered, local)


def sheet(found: Report, made: Workings) -> Sheet:
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
    wide = _widths(found.scenario)
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
    relative = ledger.table("Cohorts beside the base case", said, *heads, *columns)
    said = "The number on the sheet Inputs times the figure above."
    part = ledger.table("Values by cohort", said, heads[0], Column("Unit"), *columns)
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
QUANTITY, WORTH_OF_ONE, SIGN = (
    "Quantity in a full year",
    "Value of one",
    "Saving (1) or cost (−1)",
)


def _amounts(ledger: Ledger, local: Part | None, offered: Choices, known: Lists) -> Part:
    """Quantities, unit values and a full year's money, by outcome and cohort."""
    said = "The quantity is the product of its parts, as the sheet By outcome says it in words."
    part = ledger.table(
        "Quantities and full-year money",
        said,
        Column("Outcome"),
        Column("Cohort"),
        Column(QUANTITY, shown=EXACT),
        Column(WORTH_OF_ONE, shown=DECIMAL),
        Column(SIGN, shown="0"),
        Column(MONEY, shown=DECIMAL),
    )
    for outcome in ledger.scenario.outcomes:
        for cohort in ledger.scenario.cohorts:
            row, of = row_of_cell(outcome, cohort), _numbers(ledger, local, cohort)
            quantity = outcome.quantity.formula(of)
            shown = Cell(quantity, number_format("", quantity.number))
            worth = _worth(ledger, outcome, of, offered, known)
            sign = -1.0 if outcome.direction == "cost" else 1.0
            part.row(row, outcome.label, cohort.label, shown, worth, sign)
            times = [part.cell(row, column) for column in (QUANTITY, WORTH_OF_ONE, SIGN)]
            part.row(row, times[0] * times[1] * times[2])
    return part


def _numbers(ledger: Ledger, local: Part | None, cohort: Cohort) -> Callable[[str], Formula]:
    """The value of a parameter in a cohort, which may be one of its own."""

    def of(name: str) -> Formula:
        if local is not None and name in local.lines:
            return local.cell(name, cohort.name)
        return ledger.number(name)

    return of


def _worth(
    ledger: Ledger,
    outcome: Outcome,
    of: Callable[[str], Formula],
    offered: Choices,
    known: Lists,
) -> Formula:
    """What one is worth, perhaps by the value that was chosen."""
    valuation = next((v for v in offered.valuations if v.outcome.name == outcome.name), None)
    if valuation is None:
        return of(outcome.unit_value)

    def own(name: str) -> Formula | None:
        here = of(name) if name in ledger.numbers.lines else None
        return None if here is None or here.pieces == ledger.number(name).pieces else here

    return chosen_value(known.valued[outcome.name], valuation, own)
