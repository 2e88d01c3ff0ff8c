"""The years as tables show them: the first ones each, and of a long horizon the rest together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

SINGLE_YEARS = 6
"""Years that have a column of their own; of a longer horizon the later ones are added up."""


@dataclass(frozen=True, slots=True)
class Period:
    """A year, or the later years together: its label and the years, counted from 0."""

    label: str
    years: range


def periods(labels: Sequence[str]) -> tuple[Period, ...]:
    """The years, or the first ones and the rest together.

    >>> [period.label for period in periods([str(year) for year in range(2024, 2032)])][-2:]
    ['2028', '2029 to 2031']
    """
    single = SINGLE_YEARS if len(labels) <= SINGLE_YEARS else SINGLE_YEARS - 1
    shown = [Period(label, range(y, y + 1)) for y, label in enumerate(labels[:single])]
    if later := labels[single:]:
        shown.append(Period(f"{later[0]} to {later[-1]}", range(single, len(labels))))
    return tuple(shown)
