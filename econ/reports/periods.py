"""The years as readers see them: each in a column of its own, and of a long horizon the rest added.

The summary workbook, the brief and the pictures all show these.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from econ.model.programme import PERSPECTIVES
from econ.reports.report import Report

MOST = 6
"""Years that have a column of their own; of a longer horizon the later ones are added up."""


@dataclass(frozen=True, slots=True)
class Period:
    """A year, or the later years together: its label and the years, counted from 0."""

    label: str
    years: range


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """The mean money that a payer, or all payers of a view, keep in each period; undiscounted."""

    name: str
    label: str
    by_period: tuple[float, ...]

    @property
    def total(self) -> float:
        """Over all years."""
        return sum(self.by_period)


def periods(labels: Sequence[str]) -> tuple[Period, ...]:
    """The years, or the first ones and the rest together.

    >>> [period.label for period in periods([str(year) for year in range(2024, 2032)])][-2:]
    ['2028', '2029 to 2031']
    """
    if len(labels) <= MOST:
        return tuple(Period(label, range(y, y + 1)) for y, label in enumerate(labels))
    single = MOST - 1
    shown = [Period(label, range(y, y + 1)) for y, label in enumerate(labels[:single])]
    rest = Period(f"{labels[single]} to {labels[-1]}", range(single, len(labels)))
    return (*shown, rest)


def by_payer(found: Report) -> tuple[BudgetRow, ...]:
    """One row a payer, in the order of the workbook."""
    shown = periods(found.scenario.year_labels)
    rows = []
    for payer in found.scenario.payers:
        years = [line.impact.mean or 0.0 for line in found.budget if line.payer == payer.name]
        rows.append(BudgetRow(payer.name, payer.label, _in(shown, years)))
    return tuple(rows)


def by_view(found: Report) -> tuple[BudgetRow, ...]:
    """One row a perspective, narrowest first; they overlap, so they do not add up."""
    payers = by_payer(found)
    views: dict[str, list[tuple[float, ...]]] = {}
    for payer, row in zip(found.scenario.payers, payers, strict=True):
        for view in payer.perspectives:
            views.setdefault(view, []).append(row.by_period)
    return tuple(
        BudgetRow(view, view, tuple(sum(column) for column in zip(*views[view], strict=True)))
        for view in PERSPECTIVES
        if view in views
    )


def _in(shown: Sequence[Period], years: Sequence[float]) -> tuple[float, ...]:
    return tuple(sum(years[p.years.start : p.years.stop]) for p in shown)
