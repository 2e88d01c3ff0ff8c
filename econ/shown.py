"""How an object reads at a prompt and in a notebook: a title, and a screen of rows at most."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from math import isfinite

from econ.words import MINUS, NOT_AVAILABLE, percent, plain

Line = dict[str, str]
"""The cells of a row, in words, by their headings."""
ROWS_SHOWN, CELL_SHOWN = 20, 44
"""Rows that are shown, and characters of a cell in text."""


class Shown:
    """What reads as a title and a table, in text and in HTML; ``told`` gives both."""

    __slots__ = ()

    def told(self) -> tuple[str, Sequence[Line]]:
        """A title, and rows that all have the same headings."""
        raise NotImplementedError

    def __repr__(self) -> str:
        """The title, and the first rows below their headings."""
        title, rows = self.told()
        lines = [list(map(_short, cells)) for cells in _table(rows)]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        laid = ["  ".join(map(_beside, cells, widths)).rstrip() for cells in lines]
        return "\n".join([title, *laid, *_rest(rows)])

    def _repr_html_(self) -> str:
        title, rows = self.told()
        head, *body = _table(rows) or [[]]
        top = "".join(f"<th>{escape(cell)}</th>" for cell in head)
        lines = ("".join(f"<td>{escape(cell)}</td>" for cell in cells) for cells in body)
        table = "".join(f"<tr>{line}</tr>" for line in lines)
        rest = "".join(f"<p>{escape(said)}</p>" for said in _rest(rows))
        caption = f"<caption>{escape(title)}</caption>"
        return f"<table>{caption}<thead><tr>{top}</tr></thead><tbody>{table}</tbody></table>{rest}"


def line_of(figures: Mapping[str, object], amount: Callable[[float], str] | None = None) -> Line:
    """Figures by name as a row: words as they are, numbers as people write them.

    >>> line_of({"base_case": -1234.5, "p2_5": None, "probability_positive": 0.5})
    {'central case': '−1,234', '2.5%': 'n/a', 'probability positive': '50%'}
    """
    return {
        _HEADINGS.get(name, name.replace("_", " ")): _written(
            x, percent if name.startswith("probability") else amount or _number
        )
        for name, x in figures.items()
    }


_HEADINGS = {"base_case": "central case", "p2_5": "2.5%", "p50": "median", "p97_5": "97.5%"}


def _written(x: object, amount: Callable[[float], str]) -> str:
    return NOT_AVAILABLE if x is None else amount(x) if isinstance(x, float) else str(x)


def _number(x: float) -> str:
    return f"{MINUS if x < 0 else ''}{plain(abs(x))}" if isfinite(x) else NOT_AVAILABLE


def _table(rows: Sequence[Line]) -> list[list[str]]:
    """The headings, then the first rows; nothing where there are no rows."""
    return [list(rows[0]), *(list(row.values()) for row in rows[:ROWS_SHOWN])] if rows else []


def _rest(rows: Sequence[Line]) -> list[str]:
    return [f"... and {len(rows) - ROWS_SHOWN} more"] if len(rows) > ROWS_SHOWN else []


def _short(cell: str) -> str:
    return cell if len(cell) <= CELL_SHOWN else f"{cell[: CELL_SHOWN - 3]}..."


def _beside(cell: str, width: int) -> str:
    """Words to the left of their column, numbers to its right."""
    return cell.ljust(width) if cell[:1].isalpha() else cell.rjust(width)
