"""Sheets laid out in Excel: addresses for names, rows and their heights, and the printed page.

First every block is given its rows, so that each table has a place; then cells, formulas, rules
and pictures are written, what they point at resolved to addresses.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from econ.files import replacing
from econ.pages.live.formulas import Area, Formula, Piece, Spot
from econ.pages.page import (
    Beside,
    Block,
    Book,
    Cell,
    Chart,
    Column,
    Content,
    Link,
    Notes,
    PageBreak,
    Sheet,
    Space,
    Table,
    Text,
    quoted,
    to_web,
)
from econ.pages.style import (
    ADDRESS,
    FONT,
    HEADING,
    INDENT,
    LINED,
    NOTE,
    SIZE,
    STRONG,
    SUBTITLE,
    TITLE,
    TOTAL,
    Look,
    broken,
    lines,
)
from econ.words import NOT_AVAILABLE, unique

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

PLAIN = {
    "default_format_properties": {"font_name": FONT, "font_size": SIZE, "font_scheme": "none"},
    "default_column_width": 72,
    "default_row_height": 19,
}
"""What a workbook is told, so that widths are counted in digits of the font that is used.

The font follows no theme, which else would put its own in its place.
"""
A4 = 9
LINE = 14.5
"""Points that a line of Arial 11 takes."""
TALLEST, UNSAID = 409, 14.25
"""Points: the most that a row of Excel can have, and what one has that nothing was said about."""
ROW_PIXELS, PIXELS_A_POINT = 19, 96 / 72
LONGEST_ADDRESS = 500
UNLOCKED = {"objects": True, "scenarios": True, "format_columns": True, "format_rows": True}
"""What a reader may do on a sheet with formulas, besides filling in the cells of inputs."""
WIDEST_NOTE = 150.0
LOOKS: Mapping[str, Look] = {
    "title": TITLE,
    "subtitle": SUBTITLE,
    "strong": STRONG,
    "note": NOTE,
    "prose": {"text_wrap": True},
}


def write_book(book: Book, path: str | Path) -> None:
    """Write a book as a workbook; the file is whole or as it was before.

    Raises ``OSError`` where it cannot be written.
    """
    with replacing(Path(path)) as temporary, xlsxwriter.Workbook(temporary, PLAIN) as workbook:
        workbook.set_properties(dict(book.properties))
        places, styles = _places(book.sheets), _Styles(workbook)
        papers = [
            _Paper(workbook, workbook.add_worksheet(sheet.name), sheet, styles, places)
            for sheet in book.sheets
        ]
        for paper in papers:
            paper.write(book.said)


@dataclass(frozen=True, slots=True)
class _Styles:
    """The cell formats of one workbook, each made once."""

    workbook: Workbook
    made: dict[tuple[tuple[str, object], ...], Format] = field(default_factory=dict)

    def __call__(self, *looks: Look) -> Format:
        """The format that joins these looks; a later one wins."""
        joined: dict[str, object] = {"font_name": FONT, "font_size": SIZE, "valign": "top"}
        for look in looks:
            joined |= look
        key = tuple(sorted(joined.items()))
        if key not in self.made:
            self.made[key] = self.workbook.add_format(joined)
        return self.made[key]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a table stands: its sheet, the row of its headings, and its rows and columns."""

    sheet: str
    top: int
    rows: Mapping[str, int]
    columns: Mapping[str, int]

    def of(self, spot: Spot) -> tuple[int, int]:
        """The row and the column of a cell, both from 0."""
        row = self.rows[spot.row] if spot.row else self.top
        return row, self.columns[spot.column]


def _places(sheets: Sequence[Sheet]) -> dict[str, _Place]:
    """Where every table of some sheets stands, by its name."""
    found: dict[str, _Place] = {}
    for sheet in sheets:
        for row, block in _rows(sheet.blocks, sheet.widths):
            if isinstance(block, Table):
                if block.name in found:
                    raise ValueError(f"two tables are called {block.name}")
                first = row + (not block.plain)
                rows = {key: first + line for line, key in enumerate(block.lines)}
                columns = {column.name: place for place, column in enumerate(block.columns)}
                found[block.name] = _Place(sheet.name, row, rows, columns)
    return found


def _rows(
    blocks: Sequence[Block], widths: Sequence[float], row: int = 0
) -> Iterator[tuple[int, Block]]:
    """Each block with its first row."""
    for block in blocks:
        yield row, block
        if isinstance(block, Beside):
            yield from _rows(block.blocks, widths, row)
        row += _height(block, widths)


def _height(block: Block, widths: Sequence[float]) -> int:
    """How many rows a block takes."""
    match block:
        case Text():
            return 1
        case Notes():
            return len(_broken(block, widths))
        case Table():
            return len(block.lines) + (not block.plain)
        case Chart():
            return -(-block.size[1] // ROW_PIXELS) + 1
        case Beside():
            return sum(_height(inner, widths) for inner in block.blocks)
        case Space():
            return block.rows
        case PageBreak():
            return 0


def _broken(notes: Notes, widths: Sequence[float]) -> list[str]:
    width = min(sum(widths), WIDEST_NOTE)
    return [line for sentence in notes.sentences for line in broken(sentence, width)]


@dataclass(slots=True)
class _Paper:
    """A sheet being written; rows and columns count from 0."""

    workbook: Workbook
    sheet: Worksheet
    value: Sheet
    style: _Styles
    places: Mapping[str, _Place]
    heights: dict[int, float] = field(default_factory=dict)
    bottom: int = 0
    live: bool = False

    def write(self, said: str) -> None:
        """Everything, then the row heights and the printed page, with ``said`` at its head."""
        for column, width in enumerate(self.value.widths):
            self.sheet.set_column(column, column, width)
        self.sheet.hide_gridlines(2)
        breaks = []
        pictures: list[tuple[int, Beside | Chart]] = []
        for row, block in _rows(self.value.blocks, self.value.widths):
            if isinstance(block, PageBreak):
                breaks.append(row)
            elif isinstance(block, Beside | Chart):
                pictures.append((row, block))
            else:
                self._block(row, block)
        for row, picture in pictures:  # once the heights of all rows are known
            self._picture(row, picture)
        if breaks:
            self.sheet.set_h_pagebreaks(breaks)
        self._finish(said)

    def _block(self, row: int, block: Block) -> None:
        match block:
            case Text():
                self._text(row, 0, block.text, LOOKS[block.kind], block.look)
            case Notes():
                self._notes(row, block)
            case Table():
                self._table(row, block)

    def _picture(self, row: int, picture: Beside | Chart) -> None:
        if isinstance(picture, Beside):
            self._beside(row, picture)
            return
        width = int(sum(8 * characters + 5 for characters in self.value.widths)) - 10
        size = (min(picture.size[0], width), picture.size[1])
        self._chart((row, 0), picture, size, 0)
        self._reach(row + _height(picture, self.value.widths))

    def _text(self, row: int, column: int, text: str, *looks: Look) -> None:
        """Text, never a formula whatever it begins with.

        It wraps where its look says so, and else runs over the empty cells on its right.
        """
        look = self._room(row, column, text, *looks)
        self.sheet.write_string(row, column, text, self.style(look))

    def _room(self, row: int, column: int, text: str, *looks: Look) -> Look:
        """Make a row high enough for a text; returns its looks, joined."""
        look: dict[str, object] = {}
        for part in looks:
            look |= part
        size, bold = float(str(look.get("font_size", SIZE))), bool(look.get("bold"))
        width = self.value.widths[column] - INDENT * int(str(look.get("indent", 0)))
        count = lines(text, width, size, bold) if look.get("text_wrap") else 1
        self._taller(row, 4 + count * LINE * size / SIZE)
        return look

    def _taller(self, row: int, points: float) -> None:
        """Make sure that a row is at least this high."""
        self._reach(row)
        self.heights[row] = min(max(self.heights.get(row, 0.0), points), TALLEST)

    def _reach(self, row: int) -> None:
        """Make sure that the printed page goes down to this row."""
        self.bottom = max(self.bottom, row)

    def _notes(self, row: int, notes: Notes) -> None:
        for line, words in enumerate(_broken(notes, self.value.widths), row):
            self._text(line, 0, words, NOTE, notes.look)
            for column in range(1, len(self.value.widths)) if notes.banner else ():
                self.sheet.write_blank(line, column, None, self.style(notes.look))

    def _table(self, top: int, table: Table) -> None:
        """A table, marked up as one where it has headings, with its cells and its marks."""
        first, last = top + (not table.plain), top + len(table.lines) - table.plain
        rows = {key: first + line for line, key in enumerate(table.lines)}
        looks = [{**HEADING, **_side(column, place)} for place, column in enumerate(table.columns)]
        headings = unique([column.heading for column in table.columns])
        for place, heading in enumerate(headings if not table.plain else ()):
            self._room(top, place, heading, looks[place])
        for key, cells in table.lines.items():
            look: Look = {} if table.plain else TOTAL if key in table.totals else LINED
            for place, content in enumerate(cells):
                self._put((rows[key], place), content, table.columns[place], look)
        for mark in table.marks:
            self._mark(mark.columns, table, (first, last), mark.value, mark.look)
        for name, (key, column) in table.names.items():
            at = rows[key], [known.name for known in table.columns].index(column)
            self.workbook.define_name(name, f"={quoted(self.value.name)}!{_address(*at)}")
        if table.plain:
            return
        columns = [
            {"header": heading, "header_format": self.style(look)}
            for heading, look in zip(headings, looks, strict=True)
        ]
        options = {"header_row": True, "autofilter": False, "style": None}
        described = {**options, "description": table.describes, "columns": columns}
        self.sheet.add_table(top, 0, last, len(columns) - 1, described)

    def _mark(
        self,
        columns: Sequence[str],
        table: Table,
        rows: tuple[int, int],
        value: str | bool,
        look: Look,
    ) -> None:
        wanted = str(value).upper() if isinstance(value, bool) else f'"{value}"'
        rule = {"type": "cell", "criteria": "==", "value": wanted, "format": self.style(look)}
        for column in columns:
            place = [known.name for known in table.columns].index(column)
            self.sheet.conditional_format(rows[0], place, rows[1], place, rule)

    def _put(self, at: tuple[int, int], content: Content, column: Column, look: Look) -> None:
        """A cell of a table, as its column and its own look say."""
        cell = content if isinstance(content, Cell) else Cell(content)
        shown = cell.shown or column.shown
        kept, own = cell.content, (look, column.look, cell.look)
        if cell.rule is not None:
            self.sheet.data_validation(*at, *at, self._resolved(cell.rule))
        if cell.lines:
            self._taller(at[0], 4 + cell.lines * LINE)
        if isinstance(kept, Link):
            self._link(at, kept, *own, _side(column, at[1]))
        elif isinstance(kept, Formula):
            self.live = True
            value = _plain(kept.single)
            side: Look = {} if isinstance(value, str) else {"align": "right"}
            style = self.style(*own, side, {"num_format": shown})
            self.sheet.write_formula(*at, f"={self._written(kept.pieces)}", style, value)
            self._taller(at[0], 4 + LINE)
        elif kept is None or (isinstance(kept, float) and not isfinite(kept)):
            self._text(*at, NOT_AVAILABLE, *own, {"align": "right"})
        elif isinstance(kept, str):
            self._words(at, kept, column, own)
        else:
            style = self.style(*own, {"num_format": shown, "align": "right"})
            self.sheet.write_number(*at, _plain(kept), style)
            self._taller(at[0], 4 + LINE)

    def _words(
        self, at: tuple[int, int], text: str, column: Column, looks: tuple[Look, ...]
    ) -> None:
        side = _side(column, at[1])
        if text.startswith(("https://", "http://")) and len(text) < LONGEST_ADDRESS:
            self._link(at, to_web(text), *looks, side)
            return
        self._text(*at, text, {"text_wrap": True}, side, *looks)

    def _link(self, at: tuple[int, int], link: Link, *looks: Look) -> None:
        look = self._room(*at, link.text, *looks, ADDRESS)
        self.sheet.write_url(*at, link.target, self.style(look), link.text)

    def _written(self, pieces: Sequence[Piece]) -> str:
        """A formula's text, with addresses; cells of other sheets with the sheet's name."""
        return "".join(
            piece if isinstance(piece, str) else self._addressed(piece) for piece in pieces
        )

    def _addressed(self, piece: Spot | Area) -> str:
        ends = (piece,) if isinstance(piece, Spot) else (piece.first, piece.last)
        place = self.places[ends[0].table]
        block = ":".join(_address(*self.places[end.table].of(end)) for end in ends)
        return block if place.sheet == self.value.name else f"{quoted(place.sheet)}!{block}"

    def _resolved(self, options: Look) -> dict[str, object]:
        """Options of a rule, with formulas as Excel writes them."""
        return {
            key: f"={self._written(value.pieces)}" if isinstance(value, Formula) else value
            for key, value in options.items()
        }

    def _chart(
        self, at: tuple[int, int], chart: Chart, size: tuple[float, float], offset: int
    ) -> None:
        made = self.workbook.add_chart(dict(chart.kind))
        for series in chart.series:
            made.add_series(self._series(series))
        for what, options in chart.sets.items():
            getattr(made, f"set_{what}")(dict(options))
        made.set_size({"width": size[0], "height": size[1]})
        place = {"description": chart.words, "object_position": 2}
        self.sheet.insert_chart(*at, made, {**place, **({"x_offset": offset} if offset else {})})

    def _series(self, options: Look) -> dict[str, object]:
        """A series with its blocks of cells as XlsxWriter takes them; error bars take text."""
        made: dict[str, object] = {}
        for key, value in options.items():
            if isinstance(value, Formula):
                made[key] = self._listed(value)
            elif isinstance(value, dict):
                made[key] = {
                    name: f"={self._whole(held)}" if isinstance(held, Formula) else held
                    for name, held in value.items()
                }
            else:
                made[key] = value
        return made

    def _cells(self, block: Formula) -> tuple[str, list[tuple[int, int]]]:
        """The sheet of a block of cells, and the places of its ends."""
        place = self.places[block.ends[0].table]
        return place.sheet, [place.of(end) for end in block.ends]

    def _listed(self, block: Formula) -> list[object]:
        sheet, ends = self._cells(block)
        return [sheet, *(number for end in ends for number in end)]

    def _whole(self, block: Formula) -> str:
        """A block with its sheet's name, whichever sheet that is."""
        sheet, ends = self._cells(block)
        return f"{quoted(sheet)}!{':'.join(_address(*end) for end in ends)}"

    def _beside(self, row: int, block: Beside) -> None:
        """Put a picture on the right of some blocks, as high as they are."""
        last = row + _height(block, self.value.widths) - 1
        height = sum(self.heights.get(line, UNSAID) for line in range(row, last))
        if height < block.lowest:
            self._taller(last, UNSAID + block.lowest - height)
            height = block.lowest
        width = sum(8 * width + 5 for width in self.value.widths[block.column :])
        size = width - sum(block.margins), height * PIXELS_A_POINT
        self._chart((row, block.column), block.picture, size, block.margins[0])

    def _finish(self, said: str) -> None:
        """Row heights, frozen headings and the printed page."""
        value = self.value
        for row, points in self.heights.items():
            self.sheet.set_row(row, points)
        tables = (
            row
            for row, block in _rows(value.blocks, value.widths)
            if isinstance(block, Table) and not block.plain
        )
        top = next(tables, None)
        if value.heads and top is not None:
            if value.heads == "frozen":
                self.sheet.freeze_panes(top + 1, 1)
            self.sheet.repeat_rows(top)
        if value.wide:
            self.sheet.set_landscape()
        self.sheet.set_paper(A4)
        self.sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
        self.sheet.fit_to_pages(value.across, value.pages)
        if value.across > 1:
            self.sheet.repeat_columns(0)
        self.sheet.print_area(0, 0, self.bottom, len(value.widths) - 1)
        if self.live:
            self.sheet.protect("", UNLOCKED)
        head = said[:100].replace("&", "&&")
        self.sheet.set_header(f'&L&9&"Arial,Regular"{head}&R&9&"Arial,Regular"&A')
        self.sheet.set_footer('&L&9&"Arial,Regular"Made by econ&R&9&"Arial,Regular"Page &P of &N')


def _address(row: int, column: int) -> str:
    return str(xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True))


def _side(column: Column, place: int) -> Look:
    """Numbers stand on the right; words on the left, and clear of numbers before them."""
    if column.is_number:
        return {"align": "right"}
    return {"align": "left", "indent": 1} if place else {"align": "left"}


def _plain(value: float | str | bool) -> float | str | bool:
    """A value as a file holds it: no type of NumPy's, no negative zero; an error where none is."""
    if isinstance(value, str | bool):
        return value
    return float(value) + 0.0 if isfinite(value) else "#N/A"
