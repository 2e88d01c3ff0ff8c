"""A small sound programme with its library, as rows of dictionaries, to be changed by one cell."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

import econ

Tables = dict[str, list[dict[str, object]]]
Change = Callable[["Books"], None]
Messages = dict[str, tuple[list[Change], str]]
"""What is said of changes: a title, the changes, and the whole report."""

SENTENCE = "Assumption: for this test"


class Books:
    """The sheets of both workbooks, and the file names under which they are written."""

    def __init__(self) -> None:
        self.programme = programme()
        self.library = library()
        self.name = "mine.xlsx"

    def write(self, folder: Path) -> Path:
        if self.library:
            write(folder / "costs.xlsx", self.library)
        return write(folder / self.name, self.programme)


def write(path: Path, tables: Tables) -> Path:
    """One sheet a table, headings in the order in which the rows name them."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in tables.items():
        sheet = book.create_sheet(name)
        headings = list(dict.fromkeys(heading for row in rows for heading in row))
        if headings:
            sheet.append(headings)
        for row in rows:
            sheet.append([row.get(heading) for heading in headings])
    book.save(path)
    return path


def written(folder: Path, *changes: Change) -> Path:
    """The small programme with these changes, written into a folder."""
    books = Books()
    for change in changes:
        change(books)
    return books.write(folder)


def told(folder: Path, *changes: Change) -> str:
    """The whole report on the small programme with these changes."""
    path = written(folder, *changes)
    with pytest.raises(econ.WorkbookError) as error:
        econ.read(path)
    return str(error.value).replace(path.as_posix(), path.name)


def warned(folder: Path, *changes: Change) -> list[str]:
    """The warnings on the small programme with these changes, line by line."""
    return lines(econ.read(written(folder, *changes)).warnings)


def lines(problems: Iterable[econ.Problem]) -> list[str]:
    """Problems or warnings as they are shown, line by line."""
    return [line.strip() for problem in problems for line in str(problem).splitlines()]


def cell(sheet: str, row: int, heading: str, value: object) -> Change:
    """One cell of the programme; rows are numbered as in Excel, so that the first is 2."""

    def change(books: Books) -> None:
        books.programme[sheet][row - 2][heading] = value

    return change


def library_cell(sheet: str, row: int, heading: str, value: object) -> Change:
    """One cell of the library."""

    def change(books: Books) -> None:
        books.library[sheet][row - 2][heading] = value

    return change


def heading(sheet: str, before: str, after: str) -> Change:
    """Another heading for a column, its cells kept."""

    def change(books: Books) -> None:
        books.programme[sheet] = [
            {after if name == before else name: value for name, value in row.items()}
            for row in books.programme[sheet]
        ]

    return change


def without(sheet: str, *headings: str) -> Change:
    """A sheet without some columns, or without any rows or headings where none are named."""

    def change(books: Books) -> None:
        rows = books.programme[sheet]
        kept = [{k: v for k, v in row.items() if k not in headings} for row in rows]
        books.programme[sheet] = kept if headings else []

    return change


def no_sheet(sheet: str, renamed: str = "") -> Change:
    """A workbook without a sheet, or with that sheet under another name."""

    def change(books: Books) -> None:
        rows = books.programme.pop(sheet)
        if renamed:
            books.programme[renamed] = rows

    return change


def add(sheet: str, **values: object) -> Change:
    """One row more; a blank in a heading is written as an underscore."""
    return add_row(sheet, {name.replace("_", " "): value for name, value in values.items()})


def add_row(sheet: str, row: Mapping[str, object]) -> Change:
    """One row more, under these headings."""

    def change(books: Books) -> None:
        books.programme.setdefault(sheet, []).append(dict(row))

    return change


def dirichlet(name: str, share: float, size: float) -> Change:
    """One share more of a group called Mix."""
    return add(
        "Parameters",
        name=name,
        label=name,
        group="Mix",
        value=share,
        n=size,
        distribution="dirichlet",
        unit="proportion",
        evidence="illustrative",
        source=SENTENCE,
    )


def own_values(parameter: str, *values: object) -> Change:
    """A column of the sheet Cohorts."""

    def change(books: Books) -> None:
        for row, value in zip(books.programme["Cohorts"], values, strict=True):
            row[parameter] = value

    return change


def drop(sheet: str, row: int) -> Change:
    """One row less."""

    def change(books: Books) -> None:
        del books.programme[sheet][row - 2]

    return change


def table(headings: str, *rows: Sequence[object]) -> list[dict[str, object]]:
    """Rows under headings, which are parted by bars; what is missing at the end is blank."""
    names = headings.split("|")
    return [dict.fromkeys(names) | dict(zip(names, row, strict=False)) for row in rows]


def programme() -> Tables:
    """Visits saved by hospitals, care saved by families, and a grant; two areas, two years."""
    return {
        "About": table(
            "item|statement",
            ("decision question", "What does the small programme return?"),
            ("population", "A hundred people"),
            ("setting", "Two areas"),
            ("comparator", "No programme"),
            ("perspective", "society"),
            ("first year", "2023/24"),
            ("years", 2),
            ("price year", "2024/25"),
            ("currency", "GBP"),
            ("intake", "intake"),
            ("discount rate", "Green Book"),
            ("unit-cost library", "costs.xlsx"),
        ),
        "Parameters": table(
            "name|label|group|value|low|high|se|n|distribution|range kind|unit|price year|index"
            "|evidence|source|from library",
            _figure("people", 100, unit="people"),
            _figure("visits_before", 3, low=2, high=4, distribution="normal", unit="visits a year"),
            _figure("visits_after", 2, unit="visits a year"),
            _figure("attribution", low=0, high=1, distribution="uniform", unit="proportion"),
            _figure("hours", 10, se=4, distribution="normal", unit="hours a year"),
            _figure("leaving_rate", 0.5, se=0.1, distribution="gamma", unit="per year"),
            _taken("visit_cost", "visit_2324"),
            _figure(
                "hour_value",
                20,
                low=15,
                high=30,
                distribution="pert",
                unit="GBP per hour",
                year="2024/25",
                index="NHSCII",
                source=f"{SENTENCE}, the most likely value",
            ),
            _figure("grant", 1000, unit="GBP", year="2023/24", index="NHSCII"),
            _figure("grant_share", 1, unit="share"),
        ),
        "Outcomes": table(
            "name|label|quantity|unit value|direction|profile|value class|cash-releasing share"
            "|cash delay|counts",
            (
                "visits",
                "Hospital visits",
                "people * (visits_before - visits_after) * attribution",
                "visit_cost",
                "saving",
                "involved",
                "fiscal",
                0.5,
                1,
                "a visit",
            ),
            (
                "care",
                "Care by family",
                "people * hours * attribution",
                "hour_value",
                "saving",
                "every_year",
                "social",
                0,
                0,
                "an hour of care",
            ),
            (
                "delivery",
                "The grant",
                "grant_share",
                "grant",
                "cost",
                "intake",
                "fiscal",
                1,
                0,
                "the grant",
            ),
        ),
        "Incidence": table(
            "outcome|nhs|council|families",
            ("visits", 0.75, 0.25, 0),
            ("care", 0, 0, 1),
            ("delivery", 0, 1, 0),
        ),
        "Payers": table(
            "name|label|NHS and PSS|public sector|society",
            ("nhs", "The NHS", "yes", "yes", "yes"),
            ("council", "The council", "yes", "yes", "yes"),
            ("families", "Families", "no", "no", "yes"),
        ),
        "Profiles": table(
            "name|kind|clock|parameters|year 0|year 1",
            ("intake", "table", "calendar", None, 0.6, 0.4),
            ("involved", "involved", "entry", "leaving_rate"),
            ("every_year", "every year", "entry"),
        ),
        "Cohorts": table(
            "name|label|equity weight|people|grant_share",
            ("north", "The north", 1, 60, 0.5),
            ("south", "The south", 1.2, 40, 0.5),
        ),
        "Correlations": table(
            "parameter|with|rank correlation|why",
            ("visit_cost", "hour_value", 0.5, SENTENCE),
        ),
        "Unmonetised": table(
            "label|direction|evidence|source",
            ("Loneliness", "benefit", "People said so", SENTENCE),
        ),
    }


def library() -> Tables:
    """Three unit costs, of which one is in euros and one beyond its index; two editions."""
    shared = ("The NHS", "fiscal", SENTENCE, None, "cited figure", "high")
    levels = {"2022/23": 100.0, "2023/24": 104.0, "2024/25": 109.2}
    late = {**levels, "2024/25": 106.08}
    return {
        "About": table("item|statement", ("title", "Unit costs for this test")),
        "Unit costs": table(
            "name|label|group|value|low|high|se|n|distribution|range kind|unit|price year|index"
            "|payer|value class|source|link|licence|how sure",
            (
                *("visit_2324", "A visit", "Visits", 200, None, None, 50, None, "gamma"),
                *("assumed", "GBP per visit", "2023/24", "NHSCII", *shared),
            ),
            (
                *("euro_hour", "An hour abroad", "Hours", 9, None, None, None, None, "fixed"),
                *("none", "EUR per hour", "2023/24", None, *shared),
            ),
            (
                *("visit_1112", "A visit then", "Visits", 150, None, None, None, None, "fixed"),
                *("none", "GBP per visit", "2011/12", "NHSCII", *shared),
            ),
        ),
        "Indices": table(
            "index|edition|year|value|source|licence",
            *(("NHSCII", "2026", year, level, SENTENCE, "OGL") for year, level in levels.items()),
            *(("NHSCII", "2025", year, level, SENTENCE, "OGL") for year, level in late.items()),
        ),
    }


def _figure(
    name: str,
    value: float | None = None,
    *,
    low: float | None = None,
    high: float | None = None,
    se: float | None = None,
    distribution: str | None = None,
    unit: str,
    year: str | None = None,
    index: str | None = None,
    source: str = SENTENCE,
) -> tuple[object, ...]:
    label = name.replace("_", " ").capitalize()
    figures = (value, low, high, se, None, distribution, "assumed", unit, year, index)
    return (name, label, None, *figures, "illustrative", source)


def _taken(name: str, row: str) -> tuple[object, ...]:
    label = name.replace("_", " ").capitalize()
    return (name, label, None, *(None,) * 10, "analogue", None, row)
