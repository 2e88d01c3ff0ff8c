"""What stands on a sheet, as values: cells, formulas, links and the columns of tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from econ.pages.style import (
    INPUT,
    STRONG,
    TEXT,
    Look,
)


@dataclass(frozen=True, slots=True)
class Formula:
    """A live formula, without its ``=``, and the model's value beside it."""

    text: str
    value: float | str | bool


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere: to a sheet of this workbook, or to an address of the web."""

    text: str
    target: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell, with a format of its own, or marked as an input."""

    content: str | float | Formula | Link | None
    shown: str = ""
    look: Look = field(default_factory=dict)


Content = str | float | Formula | Cell | Link | None
"""Text, a number, a formula, a link; ``None`` is what does not exist, and is said so."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, its width in characters, how its numbers are shown."""

    heading: str
    width: float = 14
    shown: str = TEXT
    look: Look = field(default_factory=dict)

    @property
    def is_number(self) -> bool:
        """Whether it holds numbers, which stand on the right."""
        return self.shown != TEXT


def given(value: float, shown: str = "") -> Cell:
    """A number that the reader may change: yellow, blue and, beside it, called an input."""
    return Cell(float(value), shown, INPUT)


def strong(content: str | float | Formula | None, shown: str = "") -> Cell:
    """A cell in bold."""
    return Cell(content, shown, STRONG)


def to_sheet(name: str, text: str = "") -> Link:
    """A link to a sheet of this workbook.

    >>> to_sheet("By outcome").target
    "internal:'By outcome'!A1"
    """
    return Link(text or name, f"internal:{quoted(name)}!A1")


def to_web(address: str) -> Link:
    """A link to an address, in words that say whose it is.

    >>> to_web("https://www.mind.org.uk/about-us/").text
    'Source at mind.org.uk'
    """
    return Link(f"Source at {(urlsplit(address).hostname or '').removeprefix('www.')}", address)


def quoted(sheet: str) -> str:
    """A sheet's name as formulas write it.

    >>> quoted("By outcome"), quoted("Inputs")
    ("'By outcome'", 'Inputs')
    """
    return sheet if sheet.isalpha() else "'" + sheet.replace("'", "''") + "'"
