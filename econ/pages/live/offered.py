"""What may be chosen on the sheet What-if: lists of Workings that say which line was chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from econ.model.scenario import Scenario
from econ.pages.live.formulas import (
    NOT_CHOSEN,
    Formula,
    Operand,
    added,
    as_number,
    dot,
    is_number,
    total,
    when,
)
from econ.pages.live.ledger import Ledger, Part, by_year
from econ.pages.page import Column
from econ.pages.style import DECIMAL
from econ.reports.choices import ALL_COHORTS, Choices, Option, Valuation

CHOSEN = Column("Chosen (1) or not (0)", shown="0")
VALUE = Column("Value of one", shown=DECIMAL)
RATE = "0.0##%"


@dataclass(frozen=True, slots=True)
class Offered:
    """Lines of a list on Workings, whose first column is what a drop-down shows."""

    part: Part
    rows: tuple[str, ...]

    @property
    def labels(self) -> Formula:
        """What the drop-down shows."""
        return self.part.down(self.part.columns[0].name, self.rows)

    @property
    def chosen(self) -> Formula:
        """The block of ones and noughts."""
        return self.part.down(CHOSEN.name, self.rows)

    def is_chosen(self, row: str) -> Formula:
        """The one or nought of one line."""
        return self.part.cell(row, CHOSEN.name)

    def mark(self, row: str, choice: Formula) -> None:
        """Go on with a line: 1 where its label is what was chosen."""
        label = self.part.cell(row, self.part.columns[0].name)
        self.part.row(row, when(label.equals(choice), 1, 0))

    def picked(self, column: str) -> Formula:
        """The number of a column that stands beside what was chosen."""
        picked = dot(self.chosen, self.part.down(column, self.rows))
        return when(total(self.chosen).equals(1), picked, NOT_CHOSEN)

    def holds(self, choice: Operand) -> Formula:
        """Whether a cell holds one of the labels; no sign in a text is a wildcard."""
        return dot(as_number(self.labels.equals(choice))).equals(1)


@dataclass(frozen=True, slots=True)
class Lists:
    """What the drop-downs of What-if offer; ``valued`` is by outcome."""

    views: Offered
    cohorts: Offered
    rates: Offered
    values: Part
    valued: Mapping[str, Offered]


def lists(scenario: Scenario, choices: Choices) -> Lists:
    """The lists with their labels alone, so that the cells of What-if can point at them."""
    said = "The list of a drop-down on the sheet What-if."
    views = Part("Whose money", [Column("View or payer"), CHOSEN], said=said)
    cohorts = Part("Which cohort", [Column("Cohort chosen from"), CHOSEN], said=said)
    heads = by_year(scenario, ("Discount rates with a name", CHOSEN.heading), RATE)
    said = "Each year's rate; one typed on the sheet What-if holds for every year."
    rates = Part("Discount rates with a name", heads, said=said)
    said = "The model's own first, then means of the unit-cost library, uplifted as it says."
    heads = [Column("Value to choose"), Column("Outcome"), VALUE, CHOSEN]
    values = Part("Values to choose from", heads, said=said)
    return Lists(
        _listed(views, choices.views),
        _listed(cohorts, choices.cohorts),
        _listed(rates, [Option(schedule.name, schedule.name) for schedule in choices.schedules]),
        values,
        {v.outcome.name: _listed(values, v.options, v.outcome.name) for v in choices.valuations},
    )


def _listed(part: Part, options: Iterable[Option], of: str = "") -> Offered:
    listed = {row_of(option.name, of): option.label for option in options}
    for row, label in listed.items():
        part.row(row, label)
    return Offered(part, tuple(listed))


def row_of(option: str, of: str = "") -> str:
    """The row of an option in its list, perhaps among those of other outcomes."""
    return f"{of}: {option}" if of else option or ALL_COHORTS


@dataclass(frozen=True, slots=True)
class Asked:
    """The cells of What-if that hold what was chosen; ``valued`` is by outcome."""

    view: Formula
    cohort: Formula
    discount: Formula
    valued: Mapping[str, Formula]


def add_list(ledger: Ledger, offered: Offered, choice: Formula) -> None:
    """A list for a drop-down, with what was chosen."""
    for row in offered.rows:
        offered.mark(row, choice)
    ledger.add(offered.part)


def add_rates(ledger: Ledger, rates: Offered, choices: Choices, asked: Asked) -> None:
    """The discount rates that have a name, by year."""
    for schedule in choices.schedules:
        rates.mark(schedule.name, asked.discount)
        rates.part.row(schedule.name, *(schedule.rate(y) for y in range(ledger.scenario.years)))
    ledger.add(rates.part)


def rate_of(asked: Asked, rates: Offered, year: str) -> Formula:
    """The discount rate that carries a year back by one."""
    return when(is_number(asked.discount), asked.discount, rates.picked(year))


def add_values(ledger: Ledger, known: Lists, choices: Choices, asked: Asked) -> None:
    """The values to choose from, by outcome, where there are any."""
    for valuation in choices.valuations:
        outcome = valuation.outcome
        for option, value in zip(valuation.options, valuation.values, strict=True):
            row = row_of(option.name, outcome.name)
            shared = option.name in ledger.numbers.lines
            held = ledger.number(option.name) if shared else value
            known.values.row(row, outcome.label, held)
            known.valued[outcome.name].mark(row, asked.valued[outcome.name])
    if known.values.lines:
        ledger.add(known.values)


def chosen_value(
    offered: Offered, valuation: Valuation, own: Callable[[str], Formula | None]
) -> Formula:
    """The value of one that was chosen; ``own`` is the cell of a cohort's own, if it has one."""
    parts = [offered.picked(VALUE.name)]
    for option, row in zip(valuation.options, offered.rows, strict=True):
        if (local := own(option.name)) is not None:
            held = offered.part.cell(row, VALUE.name)
            parts.append(offered.is_chosen(row) * (local - held))
    return added(parts)
