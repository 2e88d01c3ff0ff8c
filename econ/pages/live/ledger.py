"""Tables one under another on the sheet Workings, with years in the same columns throughout."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from types import MappingProxyType

from econ.model.allowed import Allowed, allowed
from econ.model.chain import Made
from econ.model.prices import HIGHEST_RATE
from econ.model.programme import Cohort, Outcome
from econ.model.scenario import Scenario
from econ.pages.live.formulas import NOT_CHOSEN, Formula, dot, formula, total
from econ.pages.live.inputs import USED
from econ.pages.page import Cell, Column, Content, Draft, given
from econ.pages.style import DECIMAL

A_SHARE, NOT_NEGATIVE = allowed("proportion"), Allowed(0)
A_RATE = Allowed(0, HIGHEST_RATE, most="highest discount rate")
IN_ALL, WORTH = "Total", "Present value"
"""The columns after those of the years, in a table of money."""


def kind_of(numbers: Iterable[float]) -> str:
    """What a row of such numbers says of its cells.

    >>> kind_of((0.5, 1.0))
    'Input'
    """
    made = [isinstance(number, Made) for number in numbers]
    return "Input" if not any(made) else "Formula" if all(made) else "Input or formula"


Rows = Mapping[str, Sequence[Content]]
"""Rows of a table by their names."""
Labels = Mapping[str, tuple[str, str]]
"""What stands in the first two columns, by the names of rows."""


@dataclass(slots=True)
class Section(Draft):
    """A table of Workings that is being filled; ``said`` is a sentence on how it is made."""

    said: str = ""


@dataclass(slots=True)
class Ledger:
    """The tables of Workings from the top.

    ``numbers`` is the table of Inputs, by name; once they are there, ``factors`` are the discount
    factors, ``own`` those of each outcome, if any has a rate of its own, and ``local`` the values
    that differ between cohorts.
    """

    scenario: Scenario
    numbers: Draft
    parts: list[Section] = field(default_factory=list)
    factors: Formula = NOT_CHOSEN
    own: Section | None = None
    local: Draft = field(default_factory=lambda: Draft("None", ()))

    @property
    def years(self) -> tuple[str, ...]:
        """The columns of the years."""
        return self.scenario.year_labels

    @property
    def outcomes(self) -> Labels:
        """Each outcome and its direction."""
        return {o.name: (o.label, o.direction) for o in self.scenario.outcomes}

    @property
    def cells(self) -> Mapping[str, tuple[Outcome, Cohort]]:
        """Each outcome in each cohort, by its row."""
        pairs = product(self.scenario.outcomes, self.scenario.cohorts)
        return {f"{outcome.name}, {cohort.name}": (outcome, cohort) for outcome, cohort in pairs}

    def in_cohorts(self, outcome: str) -> list[str]:
        """The rows of an outcome in each cohort."""
        return [row for row, (of, _) in self.cells.items() if of.name == outcome]

    def number(self, name: str, cohort: str = "") -> Formula:
        """The value of a parameter that is used; a cohort may have one of its own."""
        own = cohort and name in self.local.lines
        return self.local.cell(name, cohort) if own else self.numbers.cell(name, USED)

    def figure(self, number: float, shown: str, rule: Allowed = A_SHARE) -> Cell:
        """A number of the structure: an input or, where it is made of parameters, a formula."""
        if isinstance(number, Made):
            return Cell(number.chain.formula(self.number, formula), shown)
        return given(number, shown, rule)

    def factors_of(self, outcome: str) -> Formula:
        """The discount factors of an outcome, which may be its own."""
        return self.own.across(outcome, self.years) if self.own else self.factors

    @property
    def own_factors(self) -> Mapping[str, Formula]:
        """The discount factors of every outcome."""
        return {name: self.factors_of(name) for name in self.outcomes}

    def add(self, part: Section) -> Section:
        """Put a table below the others."""
        self.parts.append(part)
        return part

    def table(
        self, title: str, said: str, columns: Sequence[Column], rows: Rows | None = None
    ) -> Section:
        """A new table below the others, with the rows that are known so far."""
        lines = {row: [*cells] for row, cells in (rows or {}).items()}
        return self.add(Section(title, columns, lines, said))

    def columns(self, heads: tuple[str, str], shown: str) -> list[Column]:
        """Two columns of labels, then one a year."""
        return [*map(Column, heads), *(Column(year, 14, shown) for year in self.years)]

    def by_year(self, title: str, said: str, heads: tuple[str, str], shown: str) -> Section:
        """A new table: two columns of labels, then one a year."""
        return self.table(title, said, self.columns(heads, shown))

    def money(
        self,
        title: str,
        said: str,
        heads: tuple[str, str],
        labels: Labels,
        amount: Callable[[str, str], Formula],
        *,
        factors: Mapping[str, Formula] = MappingProxyType({}),
        worths: Mapping[str, Formula] = MappingProxyType({}),
    ) -> Section:
        """A new table of money by row and year, with its total and its present value.

        ``factors`` are the discount factors of rows that have their own; ``worths`` the present
        values of rows in which outcomes that have their own are added up.
        """
        worth = (Column(heading, 14, DECIMAL) for heading in (IN_ALL, WORTH))
        part = self.table(title, said, [*self.columns(heads, DECIMAL), *worth])
        for row, pair in labels.items():
            money = (amount(row, year) for year in self.years)
            self.add_money(part, row, pair, money, factors.get(row), worths.get(row))
        return part

    def add_money(
        self,
        part: Section,
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
