"""Tables one under another on the sheet Workings, with years in the same columns throughout."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from econ.model.distributions import FloatArray
from econ.pages.page import Column, Content, Formula
from econ.pages.style import DECIMAL, NOTE, SUBTITLE
from econ.reports.report import Report
from econ.workbook.writing.paper import Page

YEAR_0 = 2
"""The column of year 0, wherever years are columns."""


@dataclass(slots=True)
class Ledger:
    """The sheet being filled: ``row`` is where the next table's title goes.

    ``inputs`` holds the address of each parameter's value.
    """

    page: Page
    found: Report
    inputs: dict[str, str]
    row: int

    @property
    def first(self) -> int:
        """The row of the first line of the table that is written next."""
        return self.row + 3

    @property
    def years(self) -> range:
        """The years, from 0."""
        return range(self.found.scenario.years)

    def table(
        self,
        title: str,
        said: str,
        columns: Sequence[Column],
        rows: Sequence[Sequence[Content]],
    ) -> int:
        """A table under its title and a sentence on how it is made; returns its first line."""
        first = self.first
        self.page.text(self.row, 0, title, SUBTITLE)
        self.page.text(self.row + 1, 0, said, NOTE)
        self.row = self.page.table(self.row + 2, columns, rows, f"{title}: {said}") + 1
        return first

    def by_year(self, heads: tuple[str, str], shown: str) -> list[Column]:
        """Two columns of labels, then one a year."""
        labels = self.found.scenario.year_labels
        return [Column(heads[0]), Column(heads[1]), *(Column(year, 14, shown) for year in labels)]

    def across(self, line: int) -> list[str]:
        """The cells of the years in a line."""
        return [self.page.at(line, YEAR_0 + year) for year in self.years]

    def years_of(self, line: int) -> str:
        """The block of the years in a line."""
        return self.page.span((line, YEAR_0), (line, YEAR_0 + self.years[-1]))

    def down(self, column: int, first: int, count: int) -> str:
        """The block of a column of a table."""
        return self.page.span((first, column), (first + count - 1, column))

    def money(
        self,
        title: str,
        said: str,
        heads: tuple[str, str],
        rows: Sequence[tuple[str, str, Sequence[str], FloatArray]],
        factors: str,
    ) -> int:
        """Money by year, its total and its present value, all as formulas.

        Each row is its two labels, a formula a year, and the model's values of the years.
        """
        columns = [
            *self.by_year(heads, DECIMAL),
            Column("Total", 14, DECIMAL),
            Column("Present value", 14, DECIMAL),
        ]
        discount = self.found.scenario.discount.factors(len(self.years))
        lines: list[list[Content]] = []
        for line, (label, second, formulas, values) in enumerate(rows, self.first):
            block = self.years_of(line)
            cells: list[Content] = [
                Formula(text, float(value)) for text, value in zip(formulas, values, strict=True)
            ]
            whole = Formula(f"SUM({block})", float(values.sum()))
            discounted = Formula(f"SUMPRODUCT({block},{factors})", float((values * discount).sum()))
            lines.append([label, second, *cells, whole, discounted])
        return self.table(title, said, columns, lines)

    def total_column(self) -> int:
        """The column of totals in a table of money; present values stand in the next."""
        return YEAR_0 + len(self.years)
