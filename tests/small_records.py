"""A small study as a file of records and its codebook, to be changed by one cell."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from pathlib import Path

from econ.workbook.layout import CODEBOOK_COLUMNS, CODEBOOK_ITEMS
from tests.workbook.small import write

Line = dict[str, object]

ABOUT: Mapping[str, object] = {
    "title": "Small study",
    "source": "Made for a test",
    "synthetic": "yes",
    "baseline": 0,
    "follow-up": 1,
    "comparison": None,
    "cluster": None,
    "smallest cell": 2,
    "method": "before-after",
    "missing": "complete",
}
COLUMNS: tuple[Line, ...] = (
    {"column": "id", "role": "person"},
    {"column": "wave", "role": "wave"},
    {"column": "area", "role": "area"},
    {"column": "group", "role": "group"},
    {"column": "sort", "role": "subgroup"},
    {"column": "months", "role": "recall"},
    {
        "column": "visits",
        "role": "outcome",
        "label": "Visits",
        "kind": "count",
        "counted over": "months",
        "per": "year",
        "missing codes": "99; dk",
        "zero codes": "no",
    },
    {
        "column": "care",
        "role": "outcome",
        "label": "Hours of care",
        "kind": "hours",
        "counted over": "a week",
        "per": "week",
    },
    {"column": "born", "role": "not used"},
)
HEADINGS = tuple(str(column["column"]) for column in COLUMNS)
PERSON = "Zaphod-{}"


def people(number: int = 12) -> list[Line]:
    """Everyone at two waves: as many visits in six months as the person's number, then one less."""
    lines = list[Line]()
    for person in range(number):
        for wave in (0, 1):
            lines.append(
                {
                    "id": PERSON.format(person),
                    "wave": wave,
                    "area": f"A{person % 3}",
                    "group": f"G{person % 6}",
                    "sort": ("one", "two")[person % 2],
                    "months": 6,
                    "visits": person + 1 - wave,
                    "care": 10 - 2 * wave,
                    "born": "1 May 1970",
                }
            )
    return lines


Books = tuple[dict[str, object], list[Line], list[Line]]
"""The statements of About, the rows of Columns, and the records."""
Change = Callable[[Books], object]


def files(folder: Path, *changes: Change) -> tuple[Path, Path]:
    """The records and the codebook with these changes, written into a folder."""
    books: Books = (dict(ABOUT), [dict(column) for column in COLUMNS], people())
    for change in changes:
        change(books)
    about, columns, lines = books
    assert {*about} <= {*CODEBOOK_ITEMS, "titel"}
    stated: list[Line] = [{"item": item, "statement": said} for item, said in about.items()]
    blank = dict.fromkeys(CODEBOOK_COLUMNS.headings)
    book = write(
        folder / "book.xlsx", {"About": stated, "Columns": [{**blank, **row} for row in columns]}
    )
    return as_csv(folder / "b.csv", lines), book


def as_csv(path: Path, lines: list[Line]) -> Path:
    """Records as a CSV file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(dict.fromkeys(h for line in lines for h in line)))
        writer.writeheader()
        writer.writerows(lines)
    return path


def cell(row: int, heading: str, value: object) -> Change:
    """One cell of the records; rows are numbered as in the file, the first person in row 2."""
    return lambda books: books[2][row - 2].__setitem__(heading, value)


def state(item: str, statement: object) -> Change:
    """One statement of the codebook."""
    return lambda books: books[0].__setitem__(item, statement)


def column(name: str, heading: str, value: object) -> Change:
    """One cell of the codebook's sheet Columns."""

    def change(books: Books) -> None:
        next(row for row in books[1] if row["column"] == name)[heading] = value

    return change


def add_row(row: Line) -> Change:
    """One more row of records."""
    return lambda books: books[2].append({**books[2][0], **row})


def add_column(row: Line, values: object = None) -> Change:
    """One more column, of the codebook and of every row of the records."""

    def change(books: Books) -> None:
        books[1].append(row)
        for line in books[2]:
            line[str(row["column"])] = values

    return change
