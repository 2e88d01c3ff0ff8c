"""The reference of sheets and columns, as a page of Markdown, made from their declarations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from econ.workbook.example import EXAMPLE
from econ.workbook.layout import (
    ABOUT,
    ABOUT_ITEMS,
    CHANGES,
    CODEBOOK,
    CODEBOOK_ABOUT,
    CODEBOOK_ITEMS,
    FURTHER_MEANING,
    INDICES,
    LIBRARY,
    LIBRARY_ABOUT,
    PROGRAMME,
    START_HERE,
    CellKind,
    InputColumn,
    InputSheet,
)

KINDS: dict[CellKind, tuple[str, str]] = {
    "name": ("a name", "Capitals, blanks or hyphens in it; the same name twice."),
    "names": ("names, with commas", "A name that is not there."),
    "text": ("text", ""),
    "number": ("a number", "A number kept as text, such as '£1,200'; an Excel error; a date."),
    "share": ("a share, 0% to 100%", "17 typed where 17% was meant; a number kept as text."),
    "count": ("a whole number, 0 or more", "A fraction; a number below 0; text."),
    "choice": ("a choice", "Any other word, or another spelling of one of these."),
    "yes/no": ("yes or no", "Y, N, TRUE, FALSE or a cross."),
    "chain": ("arithmetic", "Powers, functions, percent signs; a sign in front of a name."),
    "year": ("a year", "2011/12 turned into a date by Excel: format the cell as text first."),
    "link": ("an address", ""),
    "rate": ("a discount rate", "A word that is no schedule's name; 3.5 where 3.5% was meant."),
    "setting": (
        "a number, a name or words, as `what` asks",
        "A number kept as text; 2016/17 turned into a date by Excel: format it as text first.",
    ),
    "growth": ("a percentage, −30% to 30%", "2 typed where 2% was meant."),
}
"""What may stand in a cell of each kind, and what most often goes wrong."""

FURTHER = {
    "payers": "the name of a payer; all payers must have one",
    "parameters": "the name of a parameter; every row fills it in",
    "perspectives": "the name of a perspective. There may be any number; without one called "
    "`society`, every payer is in it",
    "years": "`year 0`, `year 1` and so on, without a gap, for the rows that are tables",
}

OPENING = """\
# The workbooks, sheet by sheet

This page is made from the declarations in `econ/workbook/layout.py`, from which the reader and the
empty workbook of `econ new` are made too. Do not edit it, but run

    python parameters/reference.py

Row 1 of every sheet holds its headings, in any order; of one that is not listed here `econ check`
names the nearest that is. There is one table a sheet, from A1. Merged cells, a blank
where a cell must be filled in, an Excel error and a formula that was never calculated are problems,
each told at its cell. Empty rows are passed over. Other sheets are not read, and that is said.
"""
PROGRAMME_OPENING = """
## A programme

Such as `side_by_side.xlsx`. `econ new mine.xlsx` writes one to fill in.
"""
LIBRARY_OPENING = """
## A library of unit costs

Such as `unit_costs.xlsx`. A programme names its library in About, and takes a unit cost by name
in the column `from library` of the sheet Parameters.
"""
CODEBOOK_OPENING = """
## A codebook of people's records

Such as `records/synthetic_codebook.xlsx`. `econ new --codebook mine.xlsx` writes one to fill in,
and `econ estimate` reads records with it. It may hold other sheets, which are not read.
"""


def reference() -> str:
    """The whole page, the same each time.

    >>> reference().splitlines()[0]
    '# The workbooks, sheet by sheet'
    """
    return "\n".join(line.rstrip() for line in _lines()) + "\n"


def _lines() -> Iterator[str]:
    yield from OPENING.splitlines()
    yield from PROGRAMME_OPENING.splitlines()
    for sheet in PROGRAMME:
        yield from _sheet(sheet)
    yield from LIBRARY_OPENING.splitlines()
    for sheet in LIBRARY:
        if sheet in (INDICES, CHANGES):
            yield from ("", f"### {sheet.name}, of a library", "", "As in a programme.")
        else:
            yield from _sheet(sheet, " of a library" if sheet is LIBRARY_ABOUT else "")
    yield from CODEBOOK_OPENING.splitlines()
    for sheet in CODEBOOK:
        yield from _sheet(sheet, " of a codebook" if sheet is CODEBOOK_ABOUT else "")


def _sheet(sheet: InputSheet, of: str = "") -> Iterator[str]:
    optional = " The sheet may be left out." if sheet.optional else ""
    title = f"{sheet.name},{of}" if of else sheet.name
    yield from ("", f"### {title}", "", f"A row is {sheet.row_is}.{optional}")
    if sheet is START_HERE:
        yield from ("", "It is for people: nothing in it changes a result.")
    if sheet.columns:
        yield from ("", _row("Column", "What it means", "What may stand there", "Example"))
        yield _row("---", "---", "---", "---")
        yield from (_column(sheet, column) for column in sheet.columns)
    if sheet.further:
        every = "Every column" if not sheet.columns else "Each further column"
        cells = f" {FURTHER_MEANING[sheet.further]}" if sheet.columns else ""
        yield from ("", f"{every} is headed by {FURTHER[sheet.further]}.{cells}")
    if sheet in (ABOUT, CODEBOOK_ABOUT):
        yield from _items(ABOUT_ITEMS if sheet is ABOUT else CODEBOOK_ITEMS)
    wrong = list(_faults(sheet))
    if wrong:
        yield from ("", "What goes wrong:", "", *wrong)


def _column(sheet: InputSheet, column: InputColumn) -> str:
    needed = " Must be filled in." if column.required else ""
    return _row(
        f"`{column.heading}`",
        f"{column.meaning}{needed}",
        _allowed(column),
        _example(sheet, column),
    )


def _allowed(column: InputColumn) -> str:
    """The kind of a cell, and the words or names that it may hold.

    >>> _allowed(InputColumn("direction", "choice", "", choices=("saving", "cost")))
    'saving, cost'
    """
    if column.choices:
        return ", ".join(column.choices)
    sheet, _, heading = column.refers.partition("/")
    if sheet and column.kind != "chain":
        return f"one that stands in the sheet {sheet}, column {heading or 'name'}"
    return KINDS[column.kind][0]


def _example(sheet: InputSheet, column: InputColumn) -> str:
    """The column's own example, or what a row of a new workbook says there."""
    rows = EXAMPLE.get(sheet.name, [])
    said = [row[column.heading] for row in rows if row.get(column.heading) is not None]
    if said and (not column.example or column.heading == sheet.key):
        shown = f"{said[0]:.0%}" if column.kind in ("share", "growth") else str(said[0])
        return shown.removeprefix("Example: ")
    return column.example or next(iter(column.choices), "")


def _faults(sheet: InputSheet) -> Iterator[str]:
    """What goes wrong, a line a fault: that of a kind of cell once, for all its columns."""
    columns: dict[str, list[str]] = {}
    for column in sheet.columns:
        refers = column.refers and column.kind != "chain"
        usual = "A name that is not there." if refers else KINDS[column.kind][1]
        for fault in (usual, column.wrong):
            columns.setdefault(fault, []).append(f"`{column.heading}`")
    for fault, headings in columns.items():
        if fault:
            yield f"- {', '.join(headings)}: {fault}"


def _items(items: Mapping[str, tuple[bool, str]]) -> Iterator[str]:
    yield from ("", _row("Item", "What is stated"), _row("---", "---"))
    for item, (required, meaning) in items.items():
        yield _row(f"`{item}`", f"{meaning}{'' if required else ' May be left blank.'}")


def _row(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"
