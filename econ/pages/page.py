"""A sheet as a value: its title, what it answers, and blocks of words, tables and pictures.

Nothing here knows a file, a row number or a pixel of a page: Excel, the brief and Word lay these
values out. A cell is found by the names of its table, row and column.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from itertools import accumulate, takewhile, zip_longest
from math import ceil
from typing import Any, Literal
from urllib.parse import urlsplit

import numpy as np
import numpy.typing as npt

from econ.model.allowed import Allowed
from econ.pages.live.formulas import Area, Formula, Spot
from econ.pages.style import ALERT, INPUT, NAMING, POUNDS, SAID, STRONG, TEXT, Look


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere: to a sheet of this workbook, or to an address of the web."""

    text: str
    target: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell, with a format of its own, or marked as an input.

    Empty text is a blank cell. ``rule`` says what may be typed in it (as XlsxWriter takes a data
    validation, formulas as values); ``lines`` keeps room for so many lines of text at any time.
    """

    content: str | float | Formula | Link | None
    shown: str = ""
    look: Look = field(default_factory=dict)
    rule: Look | None = None
    lines: int = 0


Content = str | float | Formula | Cell | Link | None
"""Text, a number, a formula, a link; ``None`` is what does not exist, and is said so."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, its width in characters, how its numbers are shown.

    It is found by its ``key``, which is its heading unless said.
    """

    heading: str
    width: float = 14
    shown: str = TEXT
    look: Look = field(default_factory=dict)
    key: str = ""

    @property
    def is_number(self) -> bool:
        """Whether it holds numbers, which stand on the right."""
        return self.shown != TEXT

    @property
    def name(self) -> str:
        """What it is found by."""
        return self.key or self.heading


class CellsByName:
    """Cells by the names of their rows and columns, each as a formula that points at it."""

    __slots__ = ()
    name: str
    columns: Sequence[Column]
    lines: Mapping[str, Sequence[Content]]

    def cell(self, row: str, column: str) -> Formula:
        """One cell. Raises ``KeyError`` where there is no such row or column."""
        return Formula((Spot(self.name, row, column),), _value(self.lines[row][self._at(column)]))

    def heading(self, column: str) -> Formula:
        """The heading of a column."""
        return Formula((Spot(self.name, "", column),), self.columns[self._at(column)].heading)

    def _at(self, column: str) -> int:
        return [known.name for known in self.columns].index(column)

    def headings(self, columns: Sequence[str]) -> Formula:
        """The headings of some columns, from the first to the last: shape (1, columns)."""
        said = {column.name: column.heading for column in self.columns}
        ends = (Spot(self.name, "", column) for column in (columns[0], columns[-1]))
        return Formula((Area(*ends),), np.array([[said[column] for column in columns]]))

    def block(
        self, rows: Sequence[str] | None = None, columns: Sequence[str] | None = None
    ) -> Formula:
        """The cells from the first to the last of some rows and columns; all unless said.

        Its value has shape (rows, columns).
        """
        down = list(self.lines) if rows is None else list(rows)
        place = {column.name: place for place, column in enumerate(self.columns)}
        across = list(place) if columns is None else list(columns)
        held = [[_value(self.lines[row][place[c]]) for c in across] for row in down]
        numbers = all(isinstance(x, float) for line in held for x in line)
        values: npt.NDArray[Any] = np.array(held, dtype=np.float64 if numbers else np.object_)
        ends = Spot(self.name, down[0], across[0]), Spot(self.name, down[-1], across[-1])
        return Formula((Area(*ends),), values)

    def down(self, column: str, rows: Sequence[str] | None = None) -> Formula:
        """A column, or some rows of it: shape (rows, 1)."""
        return self.block(rows, [column])

    def across(self, row: str, columns: Sequence[str]) -> Formula:
        """Some columns of a row, from the first to the last: shape (1, columns)."""
        return self.block([row], columns)


def _value(content: Content) -> float | str | bool:
    """What a cell comes to; what does not exist is not a number."""
    kept = content.content if isinstance(content, Cell) else content
    if isinstance(kept, Link):
        return kept.text
    if isinstance(kept, Formula):
        return kept.single
    return float("nan") if kept is None else kept if isinstance(kept, str) else float(kept)


@dataclass(frozen=True, slots=True)
class Mark:
    """Cells of some columns that stand out while they hold a value."""

    columns: tuple[str, ...]
    value: str | bool
    look: Look


@dataclass(frozen=True, slots=True)
class Table(CellsByName):
    """A table with one row of headings, or plain lines without.

    ``name`` is its own within a workbook. ``describes`` is its text alternative; ``totals`` are
    the rows that add up others; ``names`` are defined for whoever looks for a figure by name.
    """

    name: str
    columns: tuple[Column, ...]
    lines: Mapping[str, tuple[Content, ...]]
    describes: str = ""
    totals: frozenset[str] = frozenset()
    marks: tuple[Mark, ...] = ()
    names: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    plain: bool = False

    @property
    def rows(self) -> list[tuple[Content, ...]]:
        """What stands in its rows."""
        return list(self.lines.values())


@dataclass(slots=True)
class Draft(CellsByName):
    """A table that is being filled, row by row: a cell can be pointed at once it is there."""

    name: str
    columns: Sequence[Column]
    lines: dict[str, list[Content]] = field(default_factory=dict)

    def row(self, key: str, *cells: Content) -> None:
        """Begin a row, or go on with it."""
        self.lines.setdefault(key, []).extend(cells)

    def table(self, describes: str = "", totals: Iterable[str] = (), **more: object) -> Table:
        """The table as it stands."""
        lines = {key: tuple(cells) for key, cells in self.lines.items()}
        columns, adding = tuple(self.columns), frozenset(totals)
        return Table(self.name, columns, lines, describes, adding, **more)  # type: ignore[arg-type]


def tabled(
    name: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Content]],
    describes: str,
    totals: Iterable[int] = (),
) -> Table:
    """A table whose rows need no names of their own: they are counted, and so are ``totals``.

    >>> tabled("Visits", [Column("Year"), Column("Visits", shown="0")], [["2016", 3.0]], "").rows
    [('2016', 3.0)]
    """
    lines = {str(place): tuple(cells) for place, cells in enumerate(rows)}
    every = list(lines)
    return Table(name, tuple(columns), lines, describes, frozenset(every[k] for k in totals))


Kind = Literal["title", "subtitle", "strong", "note", "prose"]


@dataclass(frozen=True, slots=True)
class Text:
    """A line of words, or a paragraph within the first column (*prose*)."""

    text: str
    kind: Kind = "prose"
    look: Look = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Notes:
    """Sentences across the page, broken where it ends; as a banner coloured from side to side.

    What has a ``label`` stands on the right of it, from the second column on.
    """

    sentences: tuple[str, ...]
    look: Look = field(default_factory=dict)
    banner: bool = False
    label: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A native picture of cells.

    ``kind``, ``series`` and ``sets`` are what XlsxWriter takes to make it, with blocks of cells as
    formulas; ``sets`` is by what is set: *title*, *x_axis* and so on. ``size`` is pixels wide and
    high; ``words`` say what it shows to whoever cannot see it. ``behind`` is a table that only the
    picture is drawn from, for a sheet that nobody prints.
    """

    kind: Look
    series: tuple[Look, ...]
    sets: Mapping[str, Look]
    words: str
    size: tuple[int, int] = (0, 0)
    behind: Table | None = None


@dataclass(frozen=True, slots=True)
class Beside:
    """Blocks with a picture on their right, from a column on, as high as they are.

    ``margins`` are pixels that stay free on the picture's left and right.
    """

    blocks: tuple[Block, ...]
    picture: Chart
    column: int = 1
    lowest: float = 0.0
    margins: tuple[int, int] = (10, 0)


@dataclass(frozen=True, slots=True)
class Space:
    """Empty rows."""

    rows: int = 1


Block = Text | Notes | Table | Chart | Beside | Space | Link


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, the question it answers, how wide its columns are, and its blocks.

    The headings of its only table are printed again on each page, where it stands last. ``across``
    and ``pages`` are how many sheets of paper wide and high it is; 0 is as many as needed. Where
    it is several wide, its first columns stand on each: ``repeated`` is how many.
    """

    name: str
    answers: str
    widths: tuple[float, ...]
    blocks: tuple[Block, ...]
    wide: bool = False
    across: int = 1
    pages: int = 0
    repeated: int = 1

    def every(self, kind: type[Table] | type[Chart]) -> list[Block]:
        """Its tables, or its charts, in their order."""
        return [block for block in flat(self.blocks) if isinstance(block, kind)]


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook: its sheets in order, what its pages say at head and foot, and its properties."""

    sheets: tuple[Sheet, ...]
    said: str
    properties: Mapping[str, object]
    foot: str = "Made by econ"


def flat(blocks: Iterable[Block]) -> Iterable[Block]:
    """Blocks one by one, those beside a picture too, followed by the picture."""
    for block in blocks:
        if isinstance(block, Beside):
            yield from flat(block.blocks)
            yield block.picture
        else:
            yield block


def opening(asks: str, said: str, *notes: str) -> tuple[Block, ...]:
    """The title of a sheet, which is what it answers; the answer; and what must be known below."""
    return Text(asks, "title"), Notes((said,), SAID), Notes(notes), Space()


ROOM, WIDEST_PAPER = (112.0, 160.0), 168.0
"""Characters across a page, upright and wide, printed at 8 to 9 points; and the most at 8."""


def sheet_of(
    name: str,
    asks: str,
    said: str,
    *blocks: Block | None,
    note: str = "",
    wide: bool = True,
) -> Sheet:
    """A sheet of blocks, each column as wide as the widest of its tables has it, and of a page's.

    What is wider than a page goes on beside it, below the words of its first columns.

    A ``note`` may have several lines. A block that is not there is left out, and so is a table
    without rows.
    """
    there = [b for b in blocks if b is not None and not (isinstance(b, Table) and not b.lines)]
    found = [b.columns for b in flat(there) if isinstance(b, Table)]
    own = tuple(map(max, zip_longest(*map(widths, found), fillvalue=0.0)))
    repeated = _labels(found[0]) if found else 1
    named = sum(own[:repeated])
    across = ceil((sum(own) - named) / (WIDEST_PAPER - named)) if sum(own) > WIDEST_PAPER + 4 else 1
    room = ROOM[wide] * across - sum(own)
    shown = (*opening(asks, said, *filter(None, note.split("\n"))), *there)
    full = (*own, *([room] if room > 1 and across == 1 else ()))
    return Sheet(name, asks, full, shown, wide, across, repeated=repeated)


def _labels(columns: Sequence[Column]) -> int:
    """How many columns of words stand before the first numbers, in half a page at most."""
    words = list(takewhile(lambda column: not column.is_number, columns))
    wide = accumulate(column.width for column in words)
    return max(1, sum(width <= WIDEST_PAPER / 2 for width in wide))


def headed(title: str, *blocks: Block) -> tuple[Block, ...]:
    """A heading, and blocks below it."""
    return Text(title, "subtitle"), *blocks, Space()


def words(title: str, sentences: Iterable[str]) -> tuple[Block, ...]:
    """A heading, and a paragraph a sentence below it."""
    return headed(title, *map(Text, sentences))


def alarm(text: str) -> tuple[Block, ...]:
    """What nobody may miss, across the page; nothing where nothing is said."""
    return (Notes((text,), ALERT, banner=True),) if text else ()


def in_pounds(*headings: str, width: float = 14) -> tuple[Column, ...]:
    """Columns of amounts of money."""
    return tuple(Column(heading, width, POUNDS) for heading in headings)


def widths(columns: Iterable[Column]) -> tuple[float, ...]:
    """The widths of a table's columns, for a sheet that is as wide as it."""
    return tuple(column.width for column in columns)


_TOP, LONGEST = 1e12, 255
"""The largest number that is taken, and the most characters that Excel shows beside a cell."""


def ends(rules: Iterable[Allowed]) -> tuple[float, float]:
    """Between which values a number may lie, by all its rules (C17)."""
    lows, highs = zip((-_TOP, _TOP), *((rule.low, rule.high) for rule in rules), strict=True)
    return max(lows), min(highs)


def number_rule(rules: Sequence[Allowed], message: str) -> dict[str, Any]:
    """What may be typed where a number belongs, and what is said beside the cell."""
    least, most = ends(rules)
    words = " ".join(dict.fromkeys(rule.words for rule in rules)) or Allowed().words
    between = {"validate": "decimal", "criteria": "between", "minimum": least, "maximum": most}
    return between | told(message, "Not a number that can be used", words)


def told(message: str, wrong: str, remedy: str) -> dict[str, Any]:
    """What is said beside a cell, and of what cannot be typed there."""
    beside = {"input_title": "Input", "input_message": message[:LONGEST]}
    return {**beside, "error_title": wrong, "error_message": remedy[:LONGEST]}


def given(value: float, shown: str = "", *rules: Allowed) -> Cell:
    """A number that the reader may change, in yellow; text or what ``rules`` forbid is refused."""
    rule = number_rule(rules, f"In this run: {float(value):.6g}.")
    rule |= {"minimum": min(rule["minimum"], value), "maximum": max(rule["maximum"], value)}
    return Cell(float(value), shown, INPUT, rule)


def strong(content: str | float | Formula | None, shown: str = "") -> Cell:
    """A cell in bold."""
    return Cell(content, shown, STRONG)


def to_fill(text: str) -> Cell:
    """A cell that whoever answers for the work fills in."""
    return Cell(text, look={**INPUT, "text_wrap": True})


def labelled(text: str) -> Cell:
    """A cell that says what stands on its right: in bold, on one line."""
    return Cell(text, look=NAMING)


def to_sheet(name: str, file: str = "") -> Link:
    """A link to a sheet of this workbook, or of another file beside it, which its words name.

    >>> to_sheet("How sure").target
    "internal:'How sure'!A1"
    >>> to_sheet("Checks", "summary.xlsx")
    Link(text='Checks, in summary.xlsx', target='external:summary.xlsx#Checks!A1')
    """
    if file:
        return Link(f"{name}, in {file}", f"external:{file}#{quoted(name)}!A1")
    return Link(name, f"internal:{quoted(name)}!A1")


def to_web(address: str) -> Link:
    """A link to an address, in words that say whose it is.

    >>> to_web("https://www.mind.org.uk/about-us/").text
    'Source at mind.org.uk'
    """
    return Link(f"Source at {(urlsplit(address).hostname or '').removeprefix('www.')}", address)


def listed_in(file: str) -> list[dict[str, str]]:
    """The rows of a file of words beside this one, by the headings of its columns."""
    text = files("econ.pages").joinpath(file).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def quoted(sheet: str) -> str:
    """A sheet's name as formulas write it.

    >>> quoted("How sure"), quoted("Checks")
    ("'How sure'", 'Checks')
    """
    return sheet if sheet.isalpha() else "'" + sheet.replace("'", "''") + "'"
