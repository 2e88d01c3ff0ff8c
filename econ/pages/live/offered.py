"""The part of Workings that holds what may be chosen on the sheet What-if, and what was."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from econ.pages.live.formulas import YEAR_0, Ledger
from econ.pages.page import Column, Content, Formula
from econ.pages.style import DECIMAL
from econ.reports.choices import Asked, Option, Valuation
from econ.workbook.writing.paper import Page

CHOSEN = Column("Chosen (1) or not (0)", shown="0")
NOT_CHOSEN = "NA()"
"""What a formula gives where nothing that is offered was chosen: an error, never a zero."""
RATE = "0.0##%"


@dataclass(frozen=True, slots=True)
class Offered:
    """A list on Workings: its labels stand in column 0, and which is chosen in ``column``."""

    page: Page
    first: int
    count: int
    column: int = 1

    @property
    def labels(self) -> str:
        """The labels, as other sheets write the block."""
        start = self.page.at(self.first, 0, sheet=True)
        return f"{start}:{self.page.at(self.first + self.count - 1, 0)}"

    @property
    def chosen(self) -> str:
        """The block of ones and noughts."""
        return self.down(self.column)

    def is_chosen(self, place: int) -> str:
        """The one or nought of one line."""
        return self.page.at(self.first + place, self.column)

    def down(self, column: int) -> str:
        """The block of a column of the list."""
        return self.page.span((self.first, column), (self.first + self.count - 1, column))

    def picked(self, column: int) -> str:
        """The number of a column that stands beside what was chosen, as a formula."""
        picked = f"SUMPRODUCT({self.chosen},{self.down(column)})"
        return f"IF(SUM({self.chosen})=1,{picked},{NOT_CHOSEN})"


def write_rates(ledger: Ledger, asked: Asked) -> Offered:
    """The discount rates that have a name, by year."""
    own = ledger.found.scenario.discount.name
    rows: list[list[Content]] = []
    for line, schedule in enumerate(asked.choices.schedules, ledger.first):
        chosen = is_choice(ledger.page, line, asked.discount, schedule.name == own)
        rows.append([schedule.name, chosen, *(schedule.rate(y) for y in ledger.years)])
    columns = ledger.by_year(("Discount rates with a name", CHOSEN.heading), RATE)
    said = "Each year's rate; one typed on the sheet What-if holds for every year."
    first = ledger.table("Discount rates with a name", said, columns, rows)
    return Offered(ledger.page, first, len(rows))


def rate_of(ledger: Ledger, asked: Asked, rates: Offered, year: int) -> Formula:
    """The discount rate that carries a year back by one."""
    text = f"IF(ISNUMBER({asked.discount}),{asked.discount},{rates.picked(YEAR_0 + year)})"
    return Formula(text, ledger.found.scenario.discount.rate(year))


@dataclass(frozen=True, slots=True)
class Valued:
    """The values that an outcome may be given, and where they stand on Workings."""

    valuation: Valuation
    offered: Offered

    def formula(self, ledger: Ledger, cell: Callable[[str], str]) -> str:
        """The value that was chosen.

        ``cell`` gives the cell of a parameter, which may be one that a cohort has of its own.
        """
        parts = [self.offered.picked(2)]
        for place, option in enumerate(self.valuation.options):
            shared = ledger.inputs.get(option.name)
            if shared is not None and (own := cell(option.name)) != shared:
                held = ledger.page.at(self.offered.first + place, 2)
                parts.append(f"{self.offered.is_chosen(place)}*({own}-{held})")
        return "+".join(parts)


def write_valuations(ledger: Ledger, asked: Asked) -> dict[str, Valued]:
    """The values to choose from, by outcome."""
    rows: list[list[Content]] = []
    places = {}
    for valuation in asked.choices.valuations:
        first, count = ledger.first + len(rows), len(valuation.options)
        offered = Offered(ledger.page, first, count, column=3)
        places[valuation.outcome.name] = Valued(valuation, offered)
        rows += _values(ledger, valuation, first, asked.valued[valuation.outcome.name])
    if rows:
        columns = [Column("Value to choose"), Column("Outcome")]
        columns += [Column("Value of one", shown=DECIMAL), CHOSEN]
        said = "The model's own first, then means of the unit-cost library, uplifted as it says."
        ledger.table("Values to choose from", said, columns, rows)
    return places


def _values(ledger: Ledger, valuation: Valuation, first: int, choice: str) -> list[list[Content]]:
    rows: list[list[Content]] = []
    for place, (option, value) in enumerate(zip(valuation.options, valuation.values, strict=True)):
        linked = ledger.inputs.get(option.name)
        held = value if linked is None else Formula(linked, value)
        chosen = is_choice(ledger.page, first + place, choice, place == 0)
        rows.append([option.label, valuation.outcome.label, held, chosen])
    return rows


def write_list(
    ledger: Ledger, title: str, heading: str, options: Sequence[Option], choice: str, now: str
) -> Offered:
    """A list for a drop-down; ``now`` is the name of what the model has."""
    rows: list[list[Content]] = [
        [option.label, is_choice(ledger.page, line, choice, option.name == now)]
        for line, option in enumerate(options, ledger.first)
    ]
    said = "The list of a drop-down on the sheet What-if."
    first = ledger.table(title, said, [Column(heading), CHOSEN], rows)
    return Offered(ledger.page, first, len(rows))


def matches(cells: str, choice: str) -> str:
    """How many cells of a list are what was chosen; no sign in a text is a wildcard.

    >>> matches("A1:A3", "B7")
    'SUMPRODUCT(--(A1:A3=B7))'
    """
    return f"SUMPRODUCT(--({cells}={choice}))"


def is_choice(page: Page, line: int, choice: str, value: bool) -> Formula:
    """1 where the label of a line is what was chosen."""
    return Formula(f"IF({page.at(line, 0)}={choice},1,0)", float(value))
