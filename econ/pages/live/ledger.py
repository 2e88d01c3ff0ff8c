"""Tables one under another on the sheet Workings, with years in the same columns throughout."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from econ.model.scenario import Scenario
from econ.pages.live.formulas import NOT_CHOSEN, Formula, dot, total
from econ.pages.live.inputs import USED
from econ.pages.page import Block, Column, Content, Draft, Space, Text
from econ.pages.style import DECIMAL

TOTAL, WORTH = "Total", "Present value"
"""The columns after those of the years, in a table of money."""
Rows = Mapping[str, Sequence[Content]]
"""Rows of a table by their names."""
NO_ROWS: Rows = MappingProxyType({})


@dataclass(slots=True)
class Part(Draft):
    """A table of Workings that is being filled; ``said`` is a sentence on how it is made."""

    said: str = ""

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The table as it stands, under its title."""
        table = self.table(f"{self.name}: {self.said}")
        return Text(self.name, "subtitle"), Text(self.said, "note"), table, Space()


@dataclass(slots=True)
class Ledger:
    """The tables of Workings from the top.

    ``numbers`` is the table of Inputs, by name; ``factors`` are the discount factors, once they
    are there, and ``own`` those of each outcome, if any has a rate of its own.
    """

    scenario: Scenario
    numbers: Draft
    parts: list[Part] = field(default_factory=list)
    factors: Formula = NOT_CHOSEN
    own: Part | None = None

    @property
    def years(self) -> tuple[str, ...]:
        """The columns of the years."""
        return self.scenario.year_labels

    def number(self, name: str) -> Formula:
        """The value of a parameter that is used."""
        return self.numbers.cell(name, USED)

    def factors_of(self, outcome: str) -> Formula:
        """The discount factors of an outcome, which may be its own."""
        return self.own.across(outcome, self.years) if self.own else self.factors

    def add(self, part: Part) -> Part:
        """Put a table below the others."""
        self.parts.append(part)
        return part

    def table(self, title: str, said: str, columns: Sequence[Column], rows: Rows = NO_ROWS) -> Part:
        """A new table below the others, with the rows that are known so far."""
        lines = {row: list(cells) for row, cells in rows.items()}
        return self.add(Part(title, columns, lines, said))

    def by_year(
        self, title: str, said: str, heads: tuple[str, str], shown: str, rows: Rows = NO_ROWS
    ) -> Part:
        """A new table: two columns of labels, then one a year."""
        return self.table(title, said, by_year(self.scenario, heads, shown), rows)

    def money(
        self,
        title: str,
        said: str,
        heads: tuple[str, str],
        rows: Iterable[tuple[str, str, str, Iterable[Formula]]],
        *,
        factors: Mapping[str, Formula] = MappingProxyType({}),
        worths: Mapping[str, Formula] = MappingProxyType({}),
    ) -> Part:
        """A new table of money by year, with its total and its present value.

        Each row is its name, its two labels and a formula a year. ``factors`` are the discount
        factors of rows that have their own; ``worths`` the present values of rows in which
        outcomes that have their own are added up.
        """
        columns = by_year(self.scenario, heads, DECIMAL)
        worth = (Column(heading, 14, DECIMAL) for heading in (TOTAL, WORTH))
        part = self.table(title, said, (*columns, *worth))
        for row, label, second, formulas in rows:
            self.add_money(part, row, (label, second), formulas, factors.get(row), worths.get(row))
        return part

    def add_money(
        self,
        part: Part,
        row: str,
        labels: tuple[str, str],
        formulas: Iterable[Formula],
        factors: Formula | None = None,
        worth: Formula | None = None,
    ) -> None:
        """A row of money: a formula a year, their total, and what they are worth in year 0."""
        part.row(row, *labels, *formulas)
        years = part.across(row, self.years)
        discounted = dot(years, self.factors if factors is None else factors)
        part.row(row, total(years), discounted if worth is None else worth)


def by_year(scenario: Scenario, heads: tuple[str, str], shown: str) -> Sequence[Column]:
    """Two columns of labels, then one a year."""
    years = (Column(year, 14, shown) for year in scenario.year_labels)
    return (Column(heads[0]), Column(heads[1]), *years)
