"""Input workbooks written from rows: an empty one to fill in, the library, a programme.

Headings, comments, drop-down lists and number formats all come from ``layout``, so that what is
written here is what the reader expects.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from textwrap import wrap
from typing import TYPE_CHECKING, Literal

from xlsxwriter.utility import xl_col_to_name

from econ.errors import Problem, WorkbookError, suggestion
from econ.model.perspectives import SOCIETY
from econ.model.prices import SCHEDULES, YEAR
from econ.model.starting import AT_ONCE, EVENLY
from econ.workbook.layout import (
    ABOUT,
    CODEBOOK,
    CODEBOOK_ABOUT,
    FURTHER_MEANING,
    INDICES,
    LIBRARY,
    PARAMETERS,
    PAYERS,
    PERCENT,
    PROFILES,
    PROGRAMME,
    START_HERE,
    InputColumn,
    InputSheet,
)
from econ.workbook.writing.file import workbook_at

if TYPE_CHECKING:
    from pathlib import Path

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

Filled = Mapping[str, object]
"""The cells of a row, by heading."""
Tables = Mapping[str, Sequence[Filled]]
Style = Callable[..., "Format"]

SPARE_ROWS = 200
"""Rows below the last that carry the drop-down lists too."""
LONGEST_LIST = 255
"""Characters that Excel takes in a list that is not made of cells."""
SPARE_COLUMNS = 30
"""Headings to the right of the last that offer the names of payers or parameters."""

_OF_WIDTH = {
    8: "n",
    16: "step",
    18: "index",
    20: "unit, unit value, profile",
    22: "edition, licence",
    26: "name, item, column, outcome, parameter, with, from library, scenario",
    30: "counts, payer",
    36: "label",
    40: "link",
    44: "parameters",
    50: "source, quantity",
    60: "note, evidence, why, what",
    80: "statement",
    110: "what to do",
}
_WIDTHS = {heading: w for w, headings in _OF_WIDTH.items() for heading in headings.split(", ")}
"""How wide columns are at least, where they hold more than a number or a word of a list."""
_WIDTH = 14

InputKind = Literal["programme", "library", "codebook"]
"""What an input workbook is of."""
_SHEETS: dict[str, tuple[InputSheet, ...]] = {
    "programme": PROGRAMME,
    "library": LIBRARY,
    "codebook": CODEBOOK,
}
_CREATED = datetime(2026, 11, 22, tzinfo=UTC)
_LIMITS: dict[str, dict[str, object]] = {
    "share": {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1},
    "count": {"validate": "integer", "criteria": ">=", "value": 0},
    "growth": {"validate": "decimal", "criteria": "between", "minimum": -0.3, "maximum": 0.3},
}
_SHARED = {"font_name": "Arial", "font_size": 11, "valign": "top", "text_wrap": True}
_HEADING = {"bold": True, "font_color": "#FFFFFF", "bg_color": "#12436D"}
_MAY_BE_BLANK = {"italic": True, "font_color": "#12436D", "bg_color": "#D5E0EC"}
_INPUT = {"font_color": "#0000C8", "bg_color": "#FFF9DB", "border": 1, "border_color": "#B0B0B0"}
_LOOKS: dict[str, Mapping[str, object]] = {
    "Bold on dark": _HEADING,
    "Italic on light": _MAY_BE_BLANK,
    "Boxed": _INPUT,
    "Bold": {"bold": True},
    "Plain": {},
}
"""How cells look, by the word in the sheet Start here that says so: never by colour alone."""


def write_input(
    path: Path, tables: Tables, kind: InputKind, *, ready: int = 0, title: str = ""
) -> None:
    """Write an input workbook from its rows, sheet by sheet.

    Args:
        path: The file to write; one that stands there is replaced when the new one is whole.
        tables: Rows of each sheet, as ``{heading: value}``. Numbers are numbers, everything else
            is text; ``None`` and ``""`` are blank cells. Required sheets are always written, and
            optional ones where they are named.
        kind: ``programme`` for an analysis, ``library`` for unit costs and indices, ``codebook``
            for what the columns of people's records are.
        ready: Blank rows below the last that look like those to be filled in.
        title: What the workbook is called within; the name of the file unless said.

    Raises:
        WorkbookError: A sheet or a heading that the layout does not know.

    >>> from pathlib import Path; from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     write_input(Path(folder, "empty.xlsx"), {}, "programme")
    ...     Path(folder, "empty.xlsx").exists()
    True
    """
    written = [sheet for sheet in _SHEETS[kind] if sheet.name in tables or not sheet.optional]
    columns = {sheet.name: _columns(sheet, tables.get(sheet.name, ())) for sheet in written}
    _refuse_unknown(path, tables, kind)
    with workbook_at(path, {}) as workbook:
        workbook.set_properties(
            {"title": (title or path.stem).replace("_", " "), "created": _CREATED}
        )
        style = _styles(workbook)
        for sheet in written:
            page, rows = workbook.add_worksheet(sheet.name), tables.get(sheet.name, ())
            _Page(sheet, page, columns[sheet.name], rows, columns, tables, style, ready).write()


def _columns(sheet: InputSheet, rows: Sequence[Filled]) -> tuple[InputColumn, ...]:
    """The declared columns, then those further ones that the rows name, in their order."""
    if not sheet.further:
        return sheet.columns
    further = tuple(
        sheet.further_column(name, FURTHER_MEANING[sheet.further])
        for name in _headings(rows)
        if name not in sheet.headings
    )
    notes = 1 if sheet.further == "perspectives" else 0  # they stand beside the label
    declared = len(sheet.columns) - notes
    return sheet.columns[:declared] + further + sheet.columns[declared:]


def _headings(rows: Sequence[Filled]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(heading for row in rows for heading in row))


def _refuse_unknown(path: Path, tables: Tables, kind: str) -> None:
    sheets = {sheet.name: sheet for sheet in _SHEETS[kind]}
    asked = [("", "sheet", tuple(tables), tuple(sheets))]
    for sheet in sheets.values():
        words = () if sheet.further else _headings(tables.get(sheet.name, ()))
        asked.append((sheet.name, "column", words, sheet.headings))
    problems = [
        Problem(where, word, f"no such {what}", suggestion(word, known))
        for where, what, words, known in asked
        for word in words
        if word not in known
    ]
    if problems:
        raise WorkbookError(str(path), problems)


def _styles(workbook: Workbook) -> Style:
    """Cell formats by look and number format, each made once."""
    made = cache(lambda look: workbook.add_format({**_SHARED, **dict(look)}))
    return lambda look, shown="General": made((*look.items(), ("num_format", shown)))


@dataclass(slots=True)
class _Page:
    """One sheet on its way to the file; ``every`` holds the columns of all sheets."""

    sheet: InputSheet
    page: Worksheet
    columns: tuple[InputColumn, ...]
    rows: Sequence[Filled]
    every: Mapping[str, tuple[InputColumn, ...]]
    tables: Tables
    style: Style
    ready: int = 0

    def write(self) -> None:
        """Headings, cells, lists, widths and the printed page."""
        for place, column in enumerate(self.columns):
            self._heading(place, column)
            self._cells(place, column)
            self._list(place, column)
        self._named_headings()
        if self.sheet is ABOUT:
            self._statements()
        self._heights()
        self.page.freeze_panes(1, 1)
        self.page.set_landscape()
        self.page.set_paper(9)
        self.page.fit_to_pages(1, 0)
        self.page.repeat_rows(0)
        self.page.set_footer("&L&A&RPage &P of &N")

    def _heading(self, place: int, column: InputColumn) -> None:
        told = _comment(column, f"One row is {self.sheet.row_is}." if place == 0 else "")
        needed = column.required or self.sheet is START_HERE
        look = _HEADING if needed else _MAY_BE_BLANK
        self.page.write_string(0, place, column.heading, self.style(look))
        size = {"width": 320, "height": 20 * (2 + len(told) // 45 + told.count("\n"))}
        self.page.write_comment(0, place, told, {"author": "econ", "font_size": 9, **size})
        shown = {"year": "@", "share": "0%_)", "rate": "0.0##%_)", "growth": "0.0##%_)"}.get(
            column.kind
        )  # 17 typed in such a cell is 17%
        spare = self.style({}, shown) if shown else None
        self.page.set_column(place, place, self._width(column), spare)

    def _cells(self, place: int, column: InputColumn) -> None:
        """Every cell of a column; text never becomes a formula, whatever it begins with."""
        usual = _look(column, place)
        ready = (
            0 if self.sheet in (START_HERE, ABOUT, CODEBOOK_ABOUT) else self.ready
        )  # nobody adds rows to those
        for line, row in enumerate((*self.rows, *({},) * ready), 1):
            value = row.get(column.heading)
            look = usual if self.sheet is not START_HERE else _LOOKS.get(str(value), usual)
            style = self.style(look, cell_format(column, value))
            if isinstance(value, int | float):
                self.page.write_number(line, place, value, style)
            elif value is None or value == "":
                self.page.write_blank(line, place, None, style)
            else:
                self.page.write_string(line, place, str(value), style)

    def _heights(self) -> None:
        """Rows as high as their wrapped text: LibreOffice does not work it out by itself."""
        widths = [int(1.15 * self._width(column)) for column in self.columns]
        headings = {column.heading: column.heading for column in self.columns}
        for line, row in enumerate((headings, *self.rows)):
            cells = (_shown(row.get(column.heading)) for column in self.columns)
            lines = [len(wrap(text, width)) for text, width in zip(cells, widths, strict=True)]
            self.page.set_row(line, min(4 + 14 * max([1, *lines]), 409))

    def _list(self, place: int, column: InputColumn) -> None:
        """The drop-down list, or the limits, of a column."""
        limits = {} if column.named else _LIMITS.get(column.kind)
        if rule := limits or self._allowed(column) or self._once(place, column):
            self.page.data_validation(1, place, len(self.rows) + SPARE_ROWS, place, rule)

    def _allowed(self, column: InputColumn) -> dict[str, object]:
        choices = column.choices or (("yes", "no") if column.kind == "yes/no" else ())
        if choices:  # those that Excel can hold in a list; else each is in the template's rows
            return _listed(list(choices)) if len(",".join(choices)) <= LONGEST_LIST else {}
        target, _, heading = column.refers.partition("/")
        if target == INDICES.name and heading:
            return self._indices(heading)
        told = "It is no row of that sheet. Is it arithmetic of their names?"
        told = told if column.kind == "chain" else ""
        return self._names(target, told) if column.kind != "names" else {}

    def _names(self, sheet: str, told: str = "") -> dict[str, object]:
        """The list of what another sheet names, wherever rows are added to it."""
        if sheet not in self.every:
            return {}
        place = [column.heading for column in self.every[sheet]].index("name")
        return _listed(f"='{sheet}'!{_cells_of(place, self.tables.get(sheet, ()))}", told)

    def _indices(self, heading: str) -> dict[str, object]:
        """The indices of this workbook; those of its library may be typed too."""
        known = dict.fromkeys(str(row[heading]) for row in self.tables.get(INDICES.name, ()))
        told = "It is not of this list. Is it in the sheet Indices, or in the unit-cost library?"
        return _listed(list(known), told) if 0 < len(",".join(known)) <= LONGEST_LIST else {}

    def _once(self, place: int, column: InputColumn) -> dict[str, object]:
        """A name is given once."""
        if column.kind != "name" or column.heading != self.sheet.key:
            return {}
        once = f"=COUNTIF({_cells_of(place, self.rows)},{xl_col_to_name(place)}2)=1"
        told = {"error_title": "Name", "error_message": "Each name stands once."}
        return {"validate": "custom", "value": once, **told}

    def _named_headings(self) -> None:
        """Headings that are the names of payers or parameters, offered where one may be added."""
        source = {"payers": PAYERS, "parameters": PARAMETERS}.get(self.sheet.further)
        if source and (rule := self._names(source.name)):
            first = len(self.sheet.columns)
            asked = {"input_title": f"From {source.name}", "input_message": "Choose a name."}
            last = max(first, len(self.columns) - 1) + SPARE_COLUMNS
            self.page.data_validation(0, first, 0, last, {**rule, **asked})

    def _statements(self) -> None:
        """What an item of About may state, where that is a list."""
        rates = [schedule.name for schedule in SCHEDULES]
        rules: dict[object, dict[str, object]] = {
            "perspective": _listed(self._perspectives()),
            "entry": _listed(
                [AT_ONCE, EVENLY], f"Is it from a month, such as {EVENLY} from October?"
            ),
            "currency": _listed(["GBP"]),
            "intake": self._names(PROFILES.name),
            "discount rate": _listed(rates, "Is it a rate, such as 3.5%?"),
        }
        place = [column.heading for column in self.columns].index("statement")
        for line, row in enumerate(self.rows, 1):
            if rule := rules.get(row.get("item")):
                self.page.data_validation(line, place, line, place, rule)

    def _perspectives(self) -> list[str]:
        headings = [column.heading for column in self.every[PAYERS.name]]
        views = [heading for heading in headings if heading not in PAYERS.headings]
        return list(dict.fromkeys((*views, SOCIETY)))

    def _width(self, column: InputColumn) -> float:
        """Wide enough for the longest word of the heading and for cells that are not prose."""
        least = max(len(word) for word in column.heading.split())
        prose = column.kind in ("text", "link", "chain", "names", "setting")
        cells = () if prose else (_shown(row.get(column.heading)) for row in self.rows)
        declared = column in self.sheet.columns and not column.choices
        width = _WIDTHS.get(column.heading, _WIDTH) if declared else _WIDTH
        if self.sheet is INDICES and column.heading == "index":
            width = _WIDTHS["edition"]
        return 1.1 * max(least + 3, width, *(len(text) + 3 for text in cells))


def _listed(source: list[str] | str, told: str = "") -> dict[str, object]:
    """The rule of a drop-down list; with something to be ``told``, other words may be typed too."""
    asked = {"error_type": "warning", "error_title": "Not in the list", "error_message": told}
    return {"validate": "list", "source": source, **(asked if told else {})}


def _cells_of(place: int, rows: Sequence[Filled]) -> str:
    """The cells of a column, and those below in which rows may be added."""
    letter = xl_col_to_name(place)
    return f"${letter}$2:${letter}${1 + len(rows) + SPARE_ROWS}"


def _look(column: InputColumn, place: int) -> Mapping[str, object]:
    """Names in bold; what the model reads as an input; prose plain."""
    if place == 0:
        return {"bold": True}
    if column.kind in ("number", "share", "count", "growth"):
        return {**_INPUT, "align": "right", "text_wrap": False}
    prose = column.kind in ("text", "link") and not column.refers
    look = {} if prose and column.heading not in ("statement", "unit") else _INPUT
    return {**look, "align": "left"}


def _comment(column: InputColumn, row_is: str = "") -> str:
    """What a heading means, as the comment on its cell."""
    told = (
        (row_is, row_is),
        (True, column.meaning),
        (column.choices, f"One of: {', '.join(column.choices)}."),
        (column.refers, f"A name from: {column.refers.replace('/', ', column ')}."),
        (column.example, f"For example: {column.example}"),
        (True, "Must be filled in." if column.required else "May be left blank."),
    )
    return "\n".join(line for holds, line in told if holds)


def cell_format(column: InputColumn, value: object) -> str:
    """How a cell is shown; years as text, because Excel makes a date of such as 2011/12.

    >>> cell_format(InputColumn("value", "number", ""), 3_200_000)
    '#,##0_)'
    """
    if column.kind == "year" or (isinstance(value, str) and YEAR.fullmatch(value)):
        return "@"
    setting = column.kind == "setting" and isinstance(value, int | float)
    if column.kind not in ("number", "count", *PERCENT) and not setting:
        return "General"
    number = value if isinstance(value, int | float) else 0.5
    if column.kind in PERCENT:
        return "0%_)" if abs(100 * number - round(100 * number)) < 1e-9 else "0.0##%_)"
    return "#,##0_)" if number == round(number) else "#,##0.00##_)"


def _shown(value: object) -> str:
    """The text of a cell as it will be read, for the width of its column."""
    if isinstance(value, int | float):
        return f"{value:,.4f}" if value != round(value) else f"{value:,.0f}"
    return str(value or "")
