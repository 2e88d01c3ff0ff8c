"""Tables one under another on the sheet Workings, with years in the same columns throughout."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from econ.model.scenario import Scenario
from econ.pages.live.formulas import Formula, dot, total
from econ.pages.live.inputs import USED
from econ.pages.page import Block, Column, Draft, Space, Text
from econ.pages.style import DECIMAL

TOTAL, WORTH = "Total", "Present value"
"""The columns after those of the years, in a table of money."""


@dataclass(slots=True)
class Part(Draft):
    """A table of Workings that is being filled; ``said`` is a sentence on how it is made."""

    said: str = ""

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The table as it stands, under its title."""
        table = self.table(f"{self.name}: {self.said}")
        return Text(self.name, "subtitle"), Text(self.said, "note"), table, Space()


@dataclass(frozen=True, slots=True)
class Ledger:
    """The tables of Workings from the top; ``numbers`` is the table of Inputs, by name."""

    scenario: Scenario
    numbers: Draft
    parts: list[Part] = field(default_factory=list)

    @property
    def years(self) -> tuple[str, ...]:
        """The columns of the years."""
        return self.scenario.year_labels

    def number(self, name: str) -> Formula:
        """The value of a parameter that is used."""
        return self.numbers.cell(name, USED)

    def add(self, part: Part) -> Part:
        """Put a table below the others."""
        self.parts.append(part)
        return part

    def table(self, title: str, said: str, *columns: Column) -> Part:
        """A new table below the others, without rows so far."""
        return self.add(Part(title, columns, said=said))

    def by_year(self, title: str, said: str, heads: tuple[str, str], shown: str) -> Part:
        """A new table: two columns of labels, then one a year."""
        return self.table(title, said, *by_year(self.scenario, heads, shown))

    def money(self, title: str, said: str, heads: tuple[str, str]) -> Part:
        """A new table of money by year, with its total and its present value."""
        columns = by_year(self.scenario, heads, DECIMAL)
        worth = (Column(heading, 14, DECIMAL) for heading in (TOTAL, WORTH))
        return self.table(title, said, *columns, *worth)

    def add_money(
        self,
        table: Part,
        key: str,
        labels: tuple[str, str],
        formulas: Iterable[Formula],
        factors: Formula,
    ) -> None:
        """A row of money: a formula a year, their total, and what they are worth in year 0."""
        table.row(key, *labels, *formulas)
        years = table.across(key, self.years)
        table.row(key, total(years), dot(years, factors))


def by_year(scenario: Scenario, heads: tuple[str, str], shown: str) -> Sequence[Column]:
    """Two columns of labels, then one a year."""
    years = (Column(year, 14, shown) for year in scenario.year_labels)
    return (Column(heads[0]), Column(heads[1]), *years)
