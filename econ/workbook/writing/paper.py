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

from xlsxwriter.utility import xl_rowcol_to_cell

from econ.pages import page, style
from econ.pages.live.formulas import Area, Formula, Spot
from econ.pages.style import Look
from econ.words import NOT_AVAILABLE, unique
from econ.workbook.writing.file import workbook_at

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

PLAIN = {
    "default_format_properties": {**style.BODY, "font_scheme": "none"},
    "default_column_width": 72,
    "default_row_height": 19,
}
"""What a workbook is told, so that widths are counted in digits of the font that is used.

The font follows no theme, which else would put its own in its place.
"""
_UPRIGHT, _ACROSS, _FILLED = 842.0, 595.0, 0.985
"""Points of a page upright and across, and what of a page rows fill."""
_NUMBERED, _LETTER = 140.0, 4.5
"""Points of a foot that its number and the margins take, and those of a letter."""
AT_8_POINTS = 8 / 11
"""The scale at which the body of a sheet, of 11 points, is printed at 8."""
A4, CALCULATED_BY = 9, 191029
"""Paper, and the engine of Excel 2019 and later, which works out anew what an older one left."""
LINE, PAD, _CLOSE = 14.25, 2.25, 0.75
"""Points that a line of Arial 11 takes; what a row has besides, and one of a paragraph."""
TALLEST, _UNSAID = 409, 14.25
"""Points: the most that a row of Excel can have, and what one has that nothing was said about."""
ROW_PIXELS, PIXELS_A_POINT = 19, 96 / 72
LONGEST_ADDRESS = 500
UNLOCKED = {"objects": True, "scenarios": True, "format_columns": True, "format_rows": True}
"""What a reader may do on a sheet with formulas, besides filling in the cells of inputs."""
WIDEST_NOTE = 165.0
_LOOKS: Mapping[str, Look] = {
    "title": style.TITLE,
    "subtitle": style.SUBTITLE,
    "strong": style.STRONG,
    "note": style.NOTE,
    "prose": {"text_wrap": True},
}
_RIGHT: Look = {"align": "right"}
Place = tuple[str, int, int]
"""Where a cell stands: its sheet, its row and its column, both from 0."""


def write_book(book: page.Book, path: str | Path) -> None:
    """Write a book as a workbook; the file is whole or as it was before.

    Raises ``OSError`` where it cannot be written.
    """
    with workbook_at(Path(path), PLAIN) as workbook:
        workbook.set_properties(dict(book.properties))
        workbook.set_calc_mode("auto", CALCULATED_BY)
        workbook.calc_on_load = False  # each formula has its value: nothing to save on closing
        places, styles = _places(book.sheets), _Styles(workbook)
        papers = [
            _Paper(workbook, workbook.add_worksheet(sheet.name), sheet, styles, places)
            for sheet in book.sheets
        ]
        for paper in papers:
            paper.write(book)


@dataclass(frozen=True, slots=True)
class _Styles:
    """The cell formats of one workbook, each made once."""

    workbook: Workbook
    made: dict[tuple[tuple[str, object], ...], Format] = field(default_factory=dict)

    def __call__(self, *looks: Look) -> Format:
        """The format that joins these looks; a later one wins."""
        joined = _joined(style.BODY, {"valign": "top"}, *looks)
        key = tuple(sorted(joined.items()))
        if key not in self.made:
            self.made[key] = self.workbook.add_format(joined)
        return self.made[key]


def _joined(*looks: Look) -> dict[str, object]:
    """These looks as one; a later one wins."""
    return {name: value for look in looks for name, value in look.items()}


def _places(sheets: Sequence[page.Sheet]) -> dict[Spot, Place]:
    """Where every cell of the tables of some sheets stands."""
    found: dict[Spot, Place] = {}
    for sheet in sheets:
        for top, table in _rows(sheet.blocks, sheet.widths):
            if isinstance(table, page.Table):
                if Spot(table.name, "", table.columns[0].name) in found:
                    raise ValueError(f"two tables are called {table.name}")
                for row, key in enumerate(["", *table.lines], top - table.plain):
                    for place, column in enumerate(table.columns):
                        found[Spot(table.name, key, column.name)] = sheet.name, row, place
    return found


def _rows(
    blocks: Sequence[page.Block], widths: Sequence[float], row: int = 0
) -> Iterator[tuple[int, page.Block]]:
    """Each block with its first row."""
    for block in blocks:
        yield row, block
        if isinstance(block, page.Beside):
            yield from _rows(block.blocks, widths, row)
        row += _height(block, widths)


def _height(block: page.Block, widths: Sequence[float]) -> int:
    """How many rows a block takes."""
    match block:
        case page.Text() | page.Link():
            return 1
        case page.Notes():
            return len(_broken(block, widths))
        case page.Table():
            return len(block.lines) + (not block.plain)
        case page.Chart():
            return -(-block.size[1] // ROW_PIXELS) + 1
        case page.Beside():
            return sum(_height(inner, widths) for inner in block.blocks)
        case page.Space():
            return block.rows


def _broken(notes: page.Notes, widths: Sequence[float]) -> list[str]:
    width = min(sum(widths[bool(notes.label) :]), WIDEST_NOTE)
    size, bold = float(str(notes.look.get("font_size", style.SIZE))), bool(notes.look.get("bold"))
    said = (style.broken(sentence, width, size, bold) for sentence in notes.sentences)
    return [line for lines in said for line in lines]


@dataclass(slots=True)
class _Paper:
    """A sheet being written; rows and columns count from 0."""

    workbook: Workbook
    sheet: Worksheet
    value: page.Sheet
    style: _Styles
    places: Mapping[Spot, Place]
    heights: dict[int, float] = field(default_factory=dict)
    bottom: int = 0
    live: bool = False

    def write(self, book: page.Book) -> None:
        """Everything, then the row heights and the printed page, with what its book says there."""
        for column, width in enumerate(self.value.widths):
            self.sheet.set_column(column, column, width)
        blocks = list(_rows(self.value.blocks, self.value.widths))
        for row, block in blocks:
            match block:
                case page.Text() | page.Link():
                    self._line(row, block)
                case page.Notes():
                    self._notes(row, block)
                case page.Table():
                    self._table(row, block)
        for row, block in blocks:  # once the heights of all rows are known
            match block:
                case page.Beside():
                    self._beside(row, block)
                case page.Chart():
                    width = min(block.size[0], int(self._pixels(0)) - 10)
                    self._chart((row, 0), block, (width, block.size[1]), 0)
                    self._reach(row + _height(block, self.value.widths))
        for row, points in self.heights.items():
            self.sheet.set_row(row, points)
        self._print(book, blocks)

    def _pixels(self, first: int) -> float:
        """How wide the columns are, from one of them on."""
        return sum(8 * width + 5 for width in self.value.widths[first:])

    def _line(self, row: int, line: page.Text | page.Link) -> None:
        if isinstance(line, page.Link):
            self._link((row, 0), line, {"text_wrap": False})
        else:
            self._text((row, 0), line.text, _LOOKS[line.kind], line.look)

    def _text(self, at: tuple[int, int], text: str, *looks: Look, pad: float = PAD) -> None:
        """Text, never a formula whatever it begins with.

        It wraps where its look says so, and else runs over the empty cells on its right.
        """
        self.sheet.write_string(*at, text, self.style(self._room(at, text, *looks, pad=pad)))

    def _room(self, at: tuple[int, int], text: str, *looks: Look, pad: float = PAD) -> Look:
        """Make a row high enough for a text; returns its looks, joined."""
        look = _joined(*looks)
        size, bold = float(str(look.get("font_size", style.SIZE))), bool(look.get("bold"))
        width = self.value.widths[at[1]] - style.INDENT * int(str(look.get("indent", 0)))
        count = style.lines(text, width, size, bold) if look.get("text_wrap") else 1
        self._taller(at[0], pad + count * LINE * size / style.SIZE)
        return look

    def _taller(self, row: int, points: float = PAD + LINE) -> None:
        """Make sure that a row is at least this high."""
        self._reach(row)
        self.heights[row] = min(max(self.heights.get(row, 0.0), points), TALLEST)

    def _reach(self, row: int) -> None:
        """Make sure that the printed page goes down to this row."""
        self.bottom = max(self.bottom, row)

    def _notes(self, row: int, notes: page.Notes) -> None:
        first = int(bool(notes.label))
        if first:
            self._text((row, 0), notes.label, style.STRONG, {"text_wrap": True}, pad=_CLOSE)
        for line, words in enumerate(_broken(notes, self.value.widths), row):
            look = {} if first else style.NOTE
            self._text((line, first), words, look, notes.look, pad=_CLOSE)
            for column in range(1, len(self.value.widths)) if notes.banner else ():
                self.sheet.write_blank(line, column, None, self.style(notes.look))

    def _table(self, top: int, table: page.Table) -> None:
        """A table, marked up as one where it has headings, with its cells and its marks."""
        first, last = top + (not table.plain), top + len(table.lines) - table.plain
        for row, (key, cells) in enumerate(table.lines.items(), first):
            look = style.TOTAL if key in table.totals else {} if table.plain else style.LINED
            for place, content in enumerate(cells):
                self._put((row, place), content, table.columns[place], look)
        for mark in table.marks:
            self._mark(mark, table, (first, last))
        for name, (key, column) in table.names.items():
            cell = table.cell(key, column)
            self.workbook.define_name(name, self._written(cell, named=True))
        if not table.plain:
            self._headings(top, last, table)

    def _headings(self, top: int, last: int, table: page.Table) -> None:
        columns = []
        headings = unique([column.heading for column in table.columns])
        for place, heading in enumerate(headings):
            look = {**style.HEADING, **_side(table.columns[place], place)}
            self._room((top, place), heading, look)
            columns.append({"header": heading, "header_format": self.style(look)})
        options = {"header_row": True, "autofilter": False, "style": None, "columns": columns}
        described = {**options, "description": table.describes}
        self.sheet.add_table(top, 0, last, len(columns) - 1, described)

    def _mark(self, mark: page.Mark, table: page.Table, rows: tuple[int, int]) -> None:
        wanted = str(mark.value).upper() if isinstance(mark.value, bool) else f'"{mark.value}"'
        rule = {"type": "cell", "criteria": "==", "value": wanted, "format": self.style(mark.look)}
        for place, column in enumerate(table.columns):
            if column.name in mark.columns:
                self.sheet.conditional_format(rows[0], place, rows[1], place, rule)

    def _put(
        self, at: tuple[int, int], content: page.Content, column: page.Column, look: Look
    ) -> None:
        """A cell of a table, as its column and its own look say."""
        cell = content if isinstance(content, page.Cell) else page.Cell(content)
        own, side = (look, column.look, cell.look), _side(column, at[1])
        shown: Look = {"num_format": cell.shown or column.shown}
        if cell.rule is not None:
            rule = {key: self._resolved(value) for key, value in cell.rule.items()}
            self.sheet.data_validation(*at, *at, rule)
        if cell.lines:
            self._taller(at[0], PAD + cell.lines * LINE)
        match cell.content:
            case page.Link() as link:
                self._link(at, link, *own, side)
            case Formula() as formula:
                self.live = True
                value = _plain(formula.single)
                right: Look = {} if isinstance(value, str) else _RIGHT
                made = self.style(*own, right, shown)
                self.sheet.write_formula(*at, self._written(formula), made, value)
                self._taller(at[0])
            case "":
                self.sheet.write_blank(*at, None, self.style(*own, shown, side))
            case str() as text if text.startswith(("https://", "http://")) and (
                len(text) < LONGEST_ADDRESS
            ):
                self._link(at, page.to_web(text), *own, side)
            case str() as text:
                self._text(at, text, {"text_wrap": True}, side, *own)
            case number if number is None or not isfinite(number):
                self._text(at, NOT_AVAILABLE, *own, _RIGHT)
            case number:
                self.sheet.write_number(*at, _plain(number), self.style(*own, shown, _RIGHT))
                self._taller(at[0])

    def _link(self, at: tuple[int, int], link: page.Link, *looks: Look) -> None:
        look = self._room(at, link.text, style.ADDRESS, *looks)
        self.sheet.write_url(*at, link.target, self.style(look), link.text)

    def _written(self, formula: Formula, *, named: bool = False) -> str:
        """A formula's text, with addresses."""
        return "=" + "".join(
            piece if isinstance(piece, str) else self._pointed(piece, named)
            for piece in formula.pieces
        )

    def _pointed(self, piece: Spot | Area, named: bool) -> str:
        """The address of a cell or a block; with its sheet, if it is another or to be named."""
        ends = [piece] if isinstance(piece, Spot) else [piece.first, piece.last]
        sheet, *_ = self.places[ends[0]]
        cells = [_address(*self.places[end][1:]) for end in ends]
        block = ":".join(dict.fromkeys(cells) if named else cells)
        return f"{page.quoted(sheet)}!{block}" if named or sheet != self.value.name else block

    def _resolved(self, value: object, *, named: bool = False) -> object:
        """An option of a rule or a picture, with formulas as Excel writes them."""
        if isinstance(value, dict):
            return {key: self._resolved(held, named=named) for key, held in value.items()}
        return self._written(value, named=named) if isinstance(value, Formula) else value

    def _chart(
        self, at: tuple[int, int], chart: page.Chart, size: tuple[float, float], offset: int
    ) -> None:
        made = self.workbook.add_chart(dict(chart.kind))
        for series in chart.series:
            made.add_series(self._resolved(dict(series), named=True))
        for what, options in chart.sets.items():
            getattr(made, f"set_{what}")(dict(options))
        made.set_size({"width": size[0], "height": size[1]})
        place = {"description": chart.words, "object_position": 2}
        self.sheet.insert_chart(*at, made, {**place, **({"x_offset": offset} if offset else {})})

    def _beside(self, row: int, block: page.Beside) -> None:
        """Put a picture on the right of some blocks, as high as they are."""
        last = row + _height(block, self.value.widths) - 1
        height = sum(self.heights.get(line, _UNSAID) for line in range(row, last))
        if height < block.lowest:
            self._taller(last, _UNSAID + block.lowest - height)
            height = block.lowest
        size = self._pixels(block.column) - sum(block.margins), height * PIXELS_A_POINT
        self._chart((row, block.column), block.picture, size, block.margins[0])

    def _print(self, book: page.Book, blocks: Sequence[tuple[int, page.Block]]) -> None:
        """The printed page."""
        value, sheet = self.value, self.sheet
        tops = [row for row, block in blocks if isinstance(block, page.Table) and not block.plain]
        *_, last = (b for b in value.blocks if not isinstance(b, page.Space))
        if len(tops) == 1 and isinstance(last, page.Table):
            sheet.repeat_rows(tops[0])
        if value.wide:
            sheet.set_landscape()
        sheet.hide_gridlines(2)
        sheet.set_paper(A4)
        foot = self._foot(book.foot)
        # LibreOffice fails on long sheets where a foot of two lines has no room to stand in
        top, bottom = 0.55, 0.9 if "\n" in foot else 0.5
        sheet.set_margins(left=0.3, right=0.3, top=top, bottom=bottom)
        sheet.fit_to_pages(value.across, value.pages or self._pages(72 * (top + bottom)))
        if value.across > 1:
            sheet.repeat_columns(0, value.repeated - 1)
        sheet.print_area(0, 0, self.bottom, len(value.widths) - 1)
        if self.live:
            sheet.protect("", UNLOCKED)
        head, foot = (text.replace("&", "&&") for text in (book.said[:100], foot))
        font = f'&{style.SIZE}&"Arial,Regular"'  # which is scaled like the cells
        sheet.set_header(f"&L{font}{head}&R{font}&A")
        sheet.set_footer(f"&L{font}{foot}&R{font}Page &P of &N")

    def _across(self) -> float:
        """Points that the paper is wide."""
        return _UPRIGHT if self.value.wide else _ACROSS

    def _foot(self, said: str) -> str:
        """What the foot says on one line, or on two where it is too long for one."""
        most = int((self._across() - _NUMBERED) / _LETTER)
        warned, _, named = said.rpartition("\n")
        joined = f"{warned}. {named}" if warned else named
        if len(joined) <= most:
            return joined
        return f"{warned}\n{named[:most]}" if warned else named[:most]

    def _pages(self, margins: float) -> int:
        """One page, or two, where the sheet stands there at 8 points; else as many as it takes.

        A width alone is fitted in larger print, and so on more pages, where a font is narrow.
        """
        high = sum(self.heights.get(row, _UNSAID) for row in range(self.bottom + 1)) * AT_8_POINTS
        room = _FILLED * (_UPRIGHT + _ACROSS - self._across() - margins)
        fitting = (pages for pages in (1, 2) if high <= pages * room)
        return next(fitting, 0) if self.value.across == 1 else 0


def _address(row: int, column: int) -> str:
    return str(xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True))


def _side(column: page.Column, place: int) -> Look:
    """Numbers stand on the right; words on the left, and clear of numbers before them."""
    if column.is_number:
        return _RIGHT
    return {"align": "left", "indent": 1} if place else {"align": "left"}


def _plain(value: float | str | bool) -> float | str | bool:
    """A value as a file holds it: no type of NumPy's, no negative zero; an error where none is."""
    if isinstance(value, str | bool):
        return value
    return float(value) + 0.0 if isfinite(value) else "#N/A"
