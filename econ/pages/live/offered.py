"""What may be chosen on the sheet What-if: lists of Workings that say which line was chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from econ.pages.live import formulas as excel
from econ.pages.live.formulas import Formula, Spot
from econ.pages.live.ledger import NO_ROWS, Ledger, Part, Rows, by_year
from econ.pages.page import Column, Content
from econ.pages.style import DECIMAL
from econ.reports.choices import ALL_COHORTS, Choices, Option, Valuation

CHOOSING, CHOICE = "Choices", "Your choice"
"""The table of What-if in which the choices stand, and its column."""
VIEW, COHORT, DISCOUNT = "view", "cohort", "discount"
"""The rows of the choices, before those of outcomes by name."""
CHOSEN = Column("Chosen (1) or not (0)", shown="0")
VALUE = Column("Value of one", shown=DECIMAL)
RATE = "0.0##%"


@dataclass(frozen=True, slots=True)
class Offered:
    """Lines of a list on Workings, whose first column a drop-down shows.

    ``choice`` is the cell of What-if that holds what was chosen.
    """

    part: Part
    rows: tuple[str, ...]
    choice: Formula

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

    def picked(self, column: str) -> Formula:
        """The number of a column that stands beside what was chosen."""
        picked = excel.dot(self.chosen, self.part.down(column, self.rows))
        return excel.when(excel.total(self.chosen).equals(1), picked, excel.NOT_CHOSEN)

    @property
    def usable(self) -> Formula:
        """Whether what was chosen is one of the labels; no sign in a text is a wildcard."""
        return excel.dot(excel.as_number(self.labels.equals(self.choice))).equals(1)


@dataclass(frozen=True, slots=True)
class Lists:
    """What the drop-downs of What-if offer; ``valued`` is by outcome, all in one table."""

    choices: Choices
    views: Offered
    cohorts: Offered
    rates: Offered
    values: Part
    valued: Mapping[str, Offered]

    def rate(self, year: str) -> Formula:
        """The discount rate that carries a year back by one: one typed, or a schedule's."""
        typed = self.rates.choice
        return excel.when(excel.is_number(typed), typed, self.rates.picked(year))


def lists(ledger: Ledger, choices: Choices) -> Lists:
    """The lists, for Workings to put where they belong."""
    scenario, rate = ledger.scenario, ledger.scenario.discount
    now = f"View: {scenario.perspective}"
    views = _listed("Whose money", "View or payer", choices.views, VIEW, now)
    heading = "Cohort chosen from"
    cohorts = _listed("Which cohort", heading, choices.cohorts, COHORT, ALL_COHORTS)
    heads = by_year(scenario, ("Discount rates with a name", CHOSEN.heading), RATE)
    said = "Each year's rate; one typed on the sheet What-if holds for every year."
    rates = Part("Discount rates with a name", heads, said=said)
    named: Rows = {schedule.name: (schedule.name,) for schedule in choices.schedules}
    after: Rows = {s.name: [s.rate(y) for y in range(scenario.years)] for s in choices.schedules}
    own = rate.name if len(rate.steps) > 1 else rate.rate(1)
    said = "The model's own first, then means of the unit-cost library, uplifted as it says."
    columns = Column("Value to choose"), Column("Outcome"), VALUE, CHOSEN
    values = Part("Values to choose from", columns, said=said)
    return Lists(
        choices,
        views,
        cohorts,
        _offered(rates, named, DISCOUNT, own, after),
        values,
        {v.outcome.name: _valued(ledger, values, v) for v in choices.valuations},
    )


def _listed(title: str, heading: str, options: Iterable[Option], choice: str, now: str) -> Offered:
    """A list of labels alone."""
    said = "The list of a drop-down on the sheet What-if."
    part = Part(title, (Column(heading), CHOSEN), said=said)
    return _offered(part, {row_of(o.name): (o.label,) for o in options}, choice, now)


def _valued(ledger: Ledger, values: Part, valuation: Valuation) -> Offered:
    """The values that one outcome may be given; those of Inputs are taken from there."""
    outcome, rows = valuation.outcome, dict[str, Sequence[Content]]()
    for option, mean in zip(valuation.options, valuation.values, strict=True):
        held = ledger.number(option.name) if option.name in ledger.numbers.lines else mean
        rows[row_of(option.name, outcome.name)] = (option.label, outcome.label, held)
    return _offered(values, rows, outcome.name, valuation.options[0].label)


def _offered(
    part: Part,
    rows: Rows,
    choice: str,
    now: str | float,
    after: Rows = NO_ROWS,
) -> Offered:
    """Lines added to a list, each with whether it was chosen; ``now`` is what the model has."""
    cell = Formula((Spot(CHOOSING, choice, CHOICE),), now)
    for row, cells in rows.items():
        part.row(row, *cells)
        label = part.cell(row, part.columns[0].name)
        part.row(row, excel.when(label.equals(cell), 1, 0), *after.get(row, ()))
    return Offered(part, tuple(rows), cell)


def row_of(option: str, of: str = "") -> str:
    """The row of an option in its list, perhaps among those of another."""
    return f"{of}: {option}" if of else option or ALL_COHORTS
