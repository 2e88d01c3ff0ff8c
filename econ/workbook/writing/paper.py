"""One sheet on its way to the file: words, tables, pictures, row heights and the printed page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import isfinite
from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_rowcol_to_cell

from econ.pages.page import Cell, Column, Content, Formula, Link, quoted, to_web
from econ.pages.style import (
    ADDRESS,
    HEADING,
    LINED,
    NOTE,
    SIZE,
    TITLE,
    TOTAL,
    Look,
    Styles,
    broken,
    lines,
)
from econ.words import NOT_AVAILABLE, unique

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

A4 = 9
LINE = 14.5
"""Points that a line of Arial 11 takes."""
TALLEST = 409
"""Points that a row of Excel can have at most."""
LONGEST_ADDRESS = 500
UNLOCKED = {"objects": True, "scenarios": True, "format_columns": True, "format_rows": True}
"""What a reader may do on a sheet with formulas, besides filling in the cells of inputs."""
INDENT = 1.5
"""Characters that one step of indentation takes."""


@dataclass(slots=True)
class Page:
    """A sheet being written; rows and columns count from 0."""

    sheet: Worksheet
    name: str
    style: Styles
    widths: Sequence[float]
    heights: dict[int, float] = field(default_factory=dict)
    bottom: int = 0
    live: bool = False

    def __post_init__(self) -> None:
        """Set the widths of the columns."""
        for column, width in enumerate(self.widths):
            self.sheet.set_column(column, column, width)
        self.sheet.hide_gridlines(2)

    def at(self, row: int, column: int, *, sheet: bool = False) -> str:
        """A cell's address, with both places fixed; with the sheet's name where asked."""
        place = xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)
        return f"{quoted(self.name)}!{place}" if sheet else str(place)

    def span(self, first: tuple[int, int], last: tuple[int, int]) -> str:
        """The address of a block of cells of this sheet."""
        return f"{self.at(*first)}:{self.at(*last)}"

    def reach(self, row: int) -> None:
        """Make sure that the printed page goes down to this row."""
        self.bottom = max(self.bottom, row)

    def taller(self, row: int, points: float) -> None:
        """Make sure that a row is at least this high."""
        self.reach(row)
        self.heights[row] = min(max(self.heights.get(row, 0.0), points), TALLEST)

    def text(self, row: int, column: int, text: str, *looks: Look) -> None:
        """Text, never a formula whatever it begins with.

        It wraps where its look says so, and else runs over the empty cells on its right.
        """
        self.sheet.write_string(row, column, text, self.style(self.room(row, column, text, *looks)))

    def room(self, row: int, column: int, text: str, *looks: Look) -> Look:
        """Make a row high enough for a text; returns its looks, joined."""
        look: dict[str, object] = {}
        for part in looks:
            look |= part
        size, bold = float(str(look.get("font_size", SIZE))), bool(look.get("bold"))
        width = self.widths[column] - INDENT * int(str(look.get("indent", 0)))
        count = lines(text, width, size, bold) if look.get("text_wrap") else 1
        self.taller(row, 4 + count * LINE * size / SIZE)
        return look

    def opening(self, title: str, *notes: str, narrow: bool = False) -> int:
        """The title in A1 and what must be known below it; returns the row after an empty one.

        ``narrow`` keeps the notes within the first column, which is printed again on each page
        where a table is more than one page wide.
        """
        self.text(0, 0, title, TITLE)
        if not narrow:
            return self.notes(1, notes) + 1
        for row, note in enumerate(notes, 1):
            self.text(row, 0, note, NOTE, {"text_wrap": True})
        return len(notes) + 2

    def notes(self, row: int, notes: Iterable[str], *looks: Look) -> int:
        """Sentences across the page, a row a line; returns the next row."""
        width = min(sum(self.widths), 150.0)
        for note in notes:
            for line in broken(note, width):
                self.text(row, 0, line, NOTE, *looks)
                row += 1
        return row

    def banner(self, row: int, text: str, *looks: Look) -> int:
        """Sentences that nobody can miss, coloured across the page; returns the next row."""
        end = self.notes(row, [text], *looks)
        for line in range(row, end):
            for column in range(1, len(self.widths)):
                self.sheet.write_blank(line, column, None, self.style(*looks))
        return end

    def table(
        self,
        top: int,
        columns: Sequence[Column],
        rows: Sequence[Sequence[Content]],
        describes: str,
        totals: Iterable[int] = (),
    ) -> int:
        """A table, marked up as one, with one row of headings; returns the row after it.

        ``totals`` are the rows, from 0, that add up others. ``describes`` is its text alternative.
        """
        strong = frozenset(totals)
        headings = unique([column.heading for column in columns])
        for place, (column, heading) in enumerate(zip(columns, headings, strict=True)):
            self.room(top, place, heading, _heading_look(column, place))
        for line, cells in enumerate(rows):
            look = TOTAL if line in strong else LINED
            for place, (column, content) in enumerate(zip(columns, cells, strict=True)):
                self.put(top + 1 + line, place, content, column, look)
        last = top + len(rows)
        options = {
            "header_row": True,
            "autofilter": False,
            "style": None,
            "description": describes,
            "columns": [
                {"header": heading, "header_format": self.style(_heading_look(column, place))}
                for place, (heading, column) in enumerate(zip(headings, columns, strict=True))
            ],
        }
        self.sheet.add_table(top, 0, last, len(columns) - 1, options)
        return last + 1

    def put(self, row: int, place: int, content: Content, column: Column, *looks: Look) -> None:
        """A cell of a table, as its column and its own look say."""
        cell = content if isinstance(content, Cell) else Cell(content)
        shown = cell.shown or column.shown
        kept, own = cell.content, (*looks, column.look, cell.look)
        if isinstance(kept, Link):
            self._link(row, place, kept, *own, _side(column, place))
        elif isinstance(kept, Formula):
            self.live = True
            side: Look = {} if isinstance(kept.value, str) else {"align": "right"}
            style = self.style(*own, side, {"num_format": shown})
            self.sheet.write_formula(row, place, f"={kept.text}", style, _plain(kept.value))
            self.taller(row, 4 + LINE)
        elif kept is None or (isinstance(kept, float) and not isfinite(kept)):
            self.text(row, place, NOT_AVAILABLE, *own, {"align": "right"})
        elif isinstance(kept, str):
            self._words(row, place, kept, column, own)
        else:
            style = self.style(*own, {"num_format": shown, "align": "right"})
            self.sheet.write_number(row, place, _plain(kept), style)
            self.taller(row, 4 + LINE)

    def _words(
        self, row: int, place: int, text: str, column: Column, looks: tuple[Look, ...]
    ) -> None:
        side = _side(column, place)
        if text.startswith(("https://", "http://")) and len(text) < LONGEST_ADDRESS:
            self._link(row, place, to_web(text), *looks, side)
            return
        self.text(row, place, text, {"text_wrap": True}, *looks, side)

    def _link(self, row: int, place: int, link: Link, *looks: Look) -> None:
        look = self.room(row, place, link.text, *looks, ADDRESS)
        self.sheet.write_url(row, place, link.target, self.style(look), link.text)

    def finish(
        self, heading: int | None, said: str, *, wide: bool, across: int = 1, pages: int = 0
    ) -> None:
        """Row heights, frozen headings and the printed page, with ``said`` at its head.

        ``across`` and ``pages`` are how many sheets of paper wide and high; 0 is as many as needed.
        """
        for row, points in self.heights.items():
            self.sheet.set_row(row, points)
        if heading is not None:
            self.sheet.freeze_panes(heading + 1, 1)
            self.sheet.repeat_rows(heading)
        if wide:
            self.sheet.set_landscape()
        self.sheet.set_paper(A4)
        self.sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
        self.sheet.fit_to_pages(across, pages)
        if across > 1:
            self.sheet.repeat_columns(0)
        self.sheet.print_area(0, 0, self.bottom, len(self.widths) - 1)
        if self.live:
            self.sheet.protect("", UNLOCKED)
        scenario = said[:100].replace("&", "&&")
        self.sheet.set_header(f'&L&9&"Arial,Regular"{scenario}&R&9&"Arial,Regular"&A')
        self.sheet.set_footer('&L&9&"Arial,Regular"Made by econ&R&9&"Arial,Regular"Page &P of &N')


def _heading_look(column: Column, place: int) -> Look:
    return {**HEADING, **_side(column, place)}


def _side(column: Column, place: int) -> Look:
    """Numbers stand on the right; words on the left, and clear of numbers before them."""
    if column.is_number:
        return {"align": "right"}
    return {"align": "left", "indent": 1} if place else {"align": "left"}


def _plain(value: float | str | bool) -> float | str | bool:
    """A number without NumPy's type and without a negative zero; anything else as it is."""
    return value if isinstance(value, str | bool) else float(value) + 0.0
