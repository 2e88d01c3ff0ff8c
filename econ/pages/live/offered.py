"""What may be chosen on the sheet What-if: lists of Workings that say which line was chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from econ.pages.live import formulas as excel
from econ.pages.live.formulas import Formula, Spot
from econ.pages.live.inputs import OWN
from econ.pages.live.ledger import Ledger, Rows, Section
from econ.pages.page import Column, Content
from econ.pages.style import DECIMAL
from econ.reports.choices import EVERY_COHORT, Choice, Choices, Valuation

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

    ``typed`` is the cell of What-if that holds what was chosen, blank for the model's ``own``.
    """

    part: Section
    rows: tuple[str, ...]
    typed: Formula
    own: Formula

    @property
    def choice(self) -> Formula:
        """What is in use."""
        return excel.when(self.typed.equals(""), self.own, self.typed)

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
        return excel.dot(excel.as_number(self.labels.equals(self.typed))).equals(1)


@dataclass(frozen=True, slots=True)
class Lists:
    """What the drop-downs of What-if offer; ``valued`` is by outcome, all in one table."""

    choices: Choices
    views: Offered
    cohorts: Offered
    rates: Offered
    values: Section
    valued: Mapping[str, Offered]

    def rate(self, year: str) -> Formula:
        """The discount rate that carries a year back by one: one typed, or a schedule's."""
        rate = self.rates.choice
        return excel.when(excel.is_number(rate), rate, self.rates.picked(year))


def lists(ledger: Ledger, choices: Choices) -> Lists:
    """The lists, for Workings to put where they belong."""
    now, heading = f"View: {ledger.scenario.perspective}", "Cohort chosen from"
    views = _listed("Whose money", "View or payer", choices.views, VIEW, now)
    cohorts = _listed("Which cohort", heading, choices.cohorts, COHORT, EVERY_COHORT)
    said = "The model's own first, then means of the unit-cost library, uplifted as it says."
    columns = Column("Value to choose"), Column("Outcome"), VALUE, CHOSEN
    values = Section("Values to choose from", columns, said=said)
    valued = {v.outcome.name: _valued(ledger, values, v) for v in choices.valuations}
    return Lists(choices, views, cohorts, _rates(ledger, choices), values, valued)


def _listed(title: str, heading: str, options: Iterable[Choice], choice: str, now: str) -> Offered:
    """A list of labels alone."""
    said = "The list of a drop-down on the sheet What-if."
    part = Section(title, (Column(heading), CHOSEN), said=said)
    return _offered(part, {row_of(o.name): (o.label,) for o in options}, choice, now)


def _rates(ledger: Ledger, choices: Choices) -> Offered:
    """The schedules, each with its rates by year."""
    title, rate = "Discount rates with a name", ledger.scenario.discount
    said = "Each year's rate; one typed on the sheet What-if holds for every year."
    part = Section(title, ledger.columns((title, CHOSEN.heading), RATE), said=said)
    own = rate.name if len(rate.steps) > 1 else rate.rate(1)
    rows = {schedule.name: (schedule.name,) for schedule in choices.schedules}
    offered = _offered(part, rows, DISCOUNT, own)
    for schedule in choices.schedules:
        part.row(schedule.name, *map(schedule.rate, range(ledger.scenario.years)))
    return offered


def _valued(ledger: Ledger, values: Section, valuation: Valuation) -> Offered:
    """The values that one outcome may be given; those of Inputs are taken from there."""
    outcome, rows = valuation.outcome, dict[str, Sequence[Content]]()
    for option, mean in zip(valuation.options, valuation.values, strict=True):
        held = ledger.number(option.name) if option.name in ledger.numbers.lines else mean
        rows[row_of(option.name, outcome.name)] = (option.label, outcome.label, held)
    return _offered(values, rows, outcome.name, valuation.options[0].label)


def _offered(part: Section, rows: Rows, choice: str, now: str | float) -> Offered:
    """Lines added to a list, each with whether it was chosen; ``now`` is what the model has."""
    held = ((CHOICE, ""), (OWN, now))
    typed, own = (Formula((Spot(CHOOSING, choice, at),), value) for at, value in held)
    offered = Offered(part, tuple(rows), typed, own)
    for row, cells in rows.items():
        part.row(row, *cells)
        label = part.cell(row, part.columns[0].name)
        part.row(row, excel.when(label.equals(offered.choice), 1, 0))
    return offered


def row_of(option: str, of: str = "") -> str:
    """The row of an option in its list, perhaps among those of another."""
    return f"{of}: {option}" if of else option or EVERY_COHORT
