"""The sheet Workings: the base case again, as live formulas down to outcome, cohort and year."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from econ.model.chain import Term
from econ.model.programme import Cohort, Outcome
from econ.pages.live.budget import Budget, write_budget
from econ.pages.live.chosen import Answered, write_answer
from econ.pages.live.formulas import Ledger
from econ.pages.live.inputs import number_format
from econ.pages.live.offered import Valued, write_valuations
from econ.pages.live.time import Time, write_time
from econ.pages.page import Cell, Column, Content, Formula, given
from econ.pages.style import DECIMAL, EXACT, pixels
from econ.reports.choices import Asked
from econ.reports.report import Report
from econ.workbook.writing.paper import Page

SHEET = "Workings"
LABELS = (52.0, 36.0)
NARROWEST = 15.0
PRINTED = 280.0
"""Characters that still can be read across one printed page."""


@dataclass(frozen=True, slots=True)
class Workings:
    """Where the results stand on the sheet, for the checks."""

    time: Time
    budget: Budget
    answered: Answered
    valued: dict[str, Valued]
    local: dict[tuple[str, str], str]
    """Where the value of a parameter stands for each cohort, where cohorts have their own."""


def widths(found: Report) -> list[float]:
    """The widths of the columns: two of labels, then as many of numbers as any table needs."""
    scenario = found.scenario
    most = max(scenario.years + 2, len(scenario.payers) + 1, len(scenario.cohorts), 8)
    labels = [item.label for item in scenario.cohorts] + [p.label for p in scenario.payers]
    words = [word for label in labels for word in label.split()]
    longest = max(pixels(word, bold=True) for word in words)
    return [*LABELS, *[max(NARROWEST, longest / 8 + 2)] * most]


def workings(page: Page, found: Report, inputs: dict[str, str], asked: Asked) -> Workings:
    """Write the sheet; ``inputs`` holds the address of each parameter's value."""
    row = page.opening(
        "Workings",
        "The base case again, as formulas: numbers come from the sheets What-if and Inputs and "
        "from the yellow cells here, and every figure below follows from them.",
        "Read from the top: time, values of each cohort, quantities, money by outcome and "
        "cohort, then by payer, by view, cash apart from capacity, and what What-if asks for.",
    )
    ledger = Ledger(page, found, inputs, row)
    time = write_time(ledger, asked)
    values, valued = _cohort_values(ledger), write_valuations(ledger, asked)
    amounts = _amounts(ledger, values, valued)
    budget = write_budget(ledger, time, amounts)
    answered = write_answer(ledger, time.factors, budget, asked)
    return Workings(time, budget, answered, valued, values)


def _cohort_values(ledger: Ledger) -> dict[tuple[str, str], str]:
    """Where the value of each parameter stands for each cohort that has its own."""
    scenario = ledger.found.scenario
    own = [
        name
        for name in scenario.parameters
        if any(name in cohort.relative for cohort in scenario.cohorts)
    ]
    if not own:
        return {}
    columns = [Column("Number"), Column("Kind of cell")]
    columns += [Column(cohort.label, shown=EXACT) for cohort in scenario.cohorts]
    rows: list[list[Content]] = [
        [scenario[name].label, "Input"]
        + [given(cohort.relative.get(name, 1.0), "0.000000") for cohort in scenario.cohorts]
        for name in own
    ]
    said = "A cohort's own value over the base case's; 1 where it has none."
    relative = ledger.table("Cohorts beside the base case", said, columns, rows)
    return _multiplied(ledger, own, relative, columns)


def _multiplied(
    ledger: Ledger, own: list[str], relative: int, columns: list[Column]
) -> dict[tuple[str, str], str]:
    scenario, base = ledger.found.scenario, ledger.found.base.draws.base
    rows: list[list[Content]] = []
    places = {}
    for line, name in enumerate(own):
        cells: list[Content] = []
        for place, cohort in enumerate(scenario.cohorts, 2):
            times = ledger.page.at(relative + line, place)
            value = base[name] * cohort.relative.get(name, 1.0)
            shown = number_format(scenario[name].unit, value)
            cells.append(Cell(Formula(f"{ledger.inputs[name]}*{times}", value), shown))
            places[name, cohort.name] = ledger.page.at(ledger.first + line, place)
        rows.append([scenario[name].label, scenario[name].unit or "none", *cells])
    said = "The number on the sheet Inputs times the figure above."
    columns = [columns[0], Column("Unit"), *columns[2:]]
    ledger.table("Values by cohort", said, columns, rows)
    return places


def _amounts(
    ledger: Ledger, own: dict[tuple[str, str], str], valued: dict[str, Valued]
) -> list[list[str]]:
    """Quantities, unit values and a full year's money; its cells by outcome and cohort."""
    scenario = ledger.found.scenario
    rows: list[list[Content]] = []
    places: list[list[str]] = []
    for o, outcome in enumerate(scenario.outcomes):
        places.append([])
        for c, cohort in enumerate(scenario.cohorts):
            line = ledger.first + len(rows)
            places[-1].append(ledger.page.at(line, 5))
            amount = float(ledger.found.base.amount[o][0, c])
            chosen = valued.get(outcome.name)
            rows.append(_amount(ledger, own, chosen, outcome, cohort, line, amount))
    columns = [
        Column("Outcome"),
        Column("Cohort"),
        Column("Quantity in a full year", shown=EXACT),
        Column("Value of one", shown=DECIMAL),
        Column("Saving (1) or cost (−1)", shown="0"),
        Column("Money in a full year", shown=DECIMAL),
    ]
    said = "The quantity is the product of its parts, as the sheet By outcome says it in words."
    ledger.table("Quantities and full-year money", said, columns, rows)
    return places


def _amount(
    ledger: Ledger,
    own: dict[tuple[str, str], str],
    chosen: Valued | None,
    outcome: Outcome,
    cohort: Cohort,
    line: int,
    amount: float,
) -> list[Content]:
    base = ledger.found.base.draws.base

    def cell(name: str) -> str:
        return own.get((name, cohort.name), ledger.inputs[name])

    def value(name: str) -> float:
        return base[name] * cohort.relative.get(name, 1.0)

    quantity = float(np.prod([_factor(term, value) for term in outcome.quantity]))
    here = [ledger.page.at(line, column) for column in (2, 3, 4)]
    worth = chosen.formula(ledger, cell) if chosen else cell(outcome.unit_value)
    return [
        outcome.label,
        cohort.label,
        Cell(Formula(outcome.quantity.formula(cell), quantity), number_format("", quantity)),
        Formula(worth, value(outcome.unit_value)),
        outcome.sign,
        Formula("*".join(here), amount),
    ]


def _factor(term: Term, value: Callable[[str], float]) -> float:
    first = value(term.names[0])
    if term.operator == "1-":
        return 1 - first
    second = value(term.names[-1])
    return {"": first, "+": first + second, "-": first - second}[term.operator]
