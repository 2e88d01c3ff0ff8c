"""Every fault that the reader promises to catch, with all that is said of it, word for word.

Each workbook is the small sound one with one thing changed; lines of a message are parted by " / ".
"""

# ruff: noqa: E501 - messages stand here as they are shown

import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.workbook.workbook import Workbook

import econ
from econ.model.chain import MAY_BE_WRITTEN
from tests.workbook.small import (
    SENTENCE,
    Books,
    Change,
    add,
    add_row,
    cell,
    dirichlet,
    drop,
    heading,
    library_cell,
    no_sheet,
    own_values,
    programme,
    without,
    written,
)

PROMISED = """
unknown columns; missing columns; doubled columns; unknown sheets; missing sheets; doubled sheets;
doubled names; names that are not usable; blank source;
"£1,200" as text; "12%" as text; "1 200" as text; "3.5 " as text; "1,2" as text;
17 where 17% was meant; #N/A; #REF!; #NUM!; #DIV/0!; their kin;
a formula with no stored value; a formula whose stored value contradicts its inputs;
NaN; infinity; a date where a number belongs; TRUE where a number belongs;
value outside its limits; low above high; limits alone that no distribution fits;
an SE that contradicts the limits; proportion outside 0-1; hours of care above 168 a week;
a negative unit cost; shares that do not add up;
unknown payer; unknown profile; unknown parameter; unknown unit; unknown index; unknown edition;
unknown price year; a price year outside its index; uprating twice;
an effect that straddles zero under a positive-only distribution; double counting;
two valuations of the same hour of care; a transfer counted as a cost to society;
deadweight together with a comparison group;
an unused parameter; an unused payer; an unused profile; an unused index;
a library row overridden; a stale source older than a stated age; a chain that cannot be read;
a divisor that can be zero; a formula that goes round in a circle; a formula beside a value;
a formula that cannot be followed; units that do not come to pounds;
cohorts with a missing value; a population that does not add up; a repaired correlation matrix;
merged headings; a second table on a sheet; blank rows inside a table;
signs and points that look alike; a number beyond 1e15; a number of more than 17 digits;
a share of nothing in a dirichlet; a spread of a proportion beyond 0-1; a spread that is not used;
n that is not used; a typed value that is not the mean;
a standard deviation without people; a truncation of nothing; a named number that is not there;
shares that are not a whole in every draw; a share that can go beyond 0-1; two that take the rest;
thousands of pounds; several months as one; two numbers in a cell; a cost that may go either way;
a named number of another unit; a number for all that cohorts have of their own; a misprint; an index level out of line;
no index where one is needed; a study that cannot be done; a capacity that cannot be told;
a hidden sheet is read as usual; a protected sheet is read as usual
"""


Messages = str | tuple[str, ...]


@dataclass(frozen=True)
class Case:
    """How one workbook is made, and what is said of it: problems unless said otherwise."""

    make: Callable[[Path], Path]
    told: Messages
    kind: str = "problem"


def by(*changes: Change, message: Messages, kind: str = "problem") -> Case:
    return Case(lambda folder: written(folder, *changes), message, kind)


def asking(
    what: str,
    value: object,
    *,
    message: Messages,
    low: float | None = None,
    high: float | None = None,
    distribution: str | None = None,
    chance: float | None = None,
    kind: str = "problem",
) -> Case:
    """One row of the sheet Scenarios."""
    row = {"scenario": "Other", "what": what, "value": value, "low": low, "high": high}
    row |= {"se": None, "distribution": distribution, "chance of none": chance, "why": SENTENCE}
    return by(add_row("Scenarios", row), message=message, kind=kind)


def edited(edit: Callable[[Workbook], object], message: Messages, kind: str = "problem") -> Case:
    def make(folder: Path) -> Path:
        path = written(folder)
        book = openpyxl.load_workbook(path)
        edit(book)
        book.save(path)
        return path

    return Case(make, message, kind)


def stored(xml: bytes, message: str) -> Case:
    """Another number of people as it stands in the file."""

    def make(folder: Path) -> Path:
        path = written(folder)
        with zipfile.ZipFile(path) as parts:
            contents = {name: parts.read(name) for name in parts.namelist()}
        with zipfile.ZipFile(path, "w") as parts:
            for name, content in contents.items():
                sheet = name.startswith("xl/worksheets/")
                changed = content.replace(b"<v>100</v>", xml) if sheet else content
                parts.writestr(name, changed)
        return path

    return Case(make, message)


def calculated(formula: str, value: object, message: str) -> Case:
    """The number of people as a formula, with what was stored beside it."""

    def make(folder: Path) -> Path:
        path = written(folder)
        with xlsxwriter.Workbook(path) as book:
            for name, rows in programme().items():
                page = book.add_worksheet(name)
                page.write_row(0, 0, list(rows[0]))
                for number, row in enumerate(rows, 1):
                    page.write_row(number, 0, list(row.values()))
            page = book.get_worksheet_by_name("Parameters")
            page.write_formula("D2", formula, None, value)
        return path

    return Case(make, message)


def text(value: str, meant: str) -> Case:
    shown = value.replace("\N{NO-BREAK SPACE}", " ")
    return by(
        cell("Parameters", 4, "value", value),
        message=f"Parameters!D4  visits_after: value is text, not a number: '{shown}' / Type {meant} in a cell that is not formatted as text.",
    )


def error(name: str) -> Case:
    return by(
        cell("Parameters", 2, "value", name),
        message=f"Parameters!D2  people: value holds the Excel error {name} / Mend the formula, or type the number.",
    )


def copied(books: Books) -> None:
    books.programme["Parameters (2)"] = books.programme["Parameters"]


def second_outcome(**changes: object) -> list[Change]:
    """The care outcome again, under another name, with some cells changed; other payers bear it."""
    row = {**programme()["Outcomes"][1], "name": "care_again", "counts": "time given"}
    shares = {"outcome": "care_again", "nhs": 0, "council": 0, "families": 1}
    return [add_row("Outcomes", {**row, **changes}), add_row("Incidence", shares)]


def figure(name: str, value: float, unit: str, **others: object) -> Change:
    row = {"name": name, "label": name, "value": value, "unit": unit, "source": SENTENCE}
    return add_row("Parameters", {**row, "evidence": "expert", **others})


def index(name: str, levels: Mapping[str, float]) -> Change:
    """An index of the programme's own."""

    def change(books: Books) -> None:
        for year, level in levels.items():
            row = {"index": name, "edition": "ours", "year": year, "value": level}
            add_row("Indices", {**row, "source": SENTENCE})(books)

    return change


SHORT = (index("Pay", {"2022/23": 50, "2023/24": 52}),)


def made(name: str, formula: str, unit: str, **others: object) -> Change:
    """A parameter more, made of others."""
    row = {"name": name, "label": name, "formula": formula, "unit": unit or None}
    return add_row("Parameters", {**row, **others})


def study(**changes: object) -> Change:
    """A survey that could be done, with some cells changed."""
    row: dict[str, object] = {
        "name": "survey",
        "label": "A survey",
        "measures": "visits_before",
        "design": "before-and-after survey",
        "spread": 2,
        "follow-up lost": 0.2,
        "fixed cost": 1000,
        "cost per person": 10,
        "largest": 100,
        "years until it reports": 1,
        "source": SENTENCE,
    }
    return add_row("Studies", {**row, **changes})


MONEY = {"price year": "2023/24", "index": "NHSCII"}
GIVEN = "family's own table"


own_draws = (
    cell("Parameters", 6, "distribution", "sample"),
    cell("Parameters", 6, "value", None),
    cell("Parameters", 6, "se", None),
    *(add("Samples", hours=hours) for hours in (8, 10, 15)),
)


def one_payer(books: Books) -> None:
    books.programme["Payers"] = books.programme["Payers"][:1]
    books.programme["Outcomes"][1]["value class"] = "economic"
    shares = (("visits", 1), ("care", 0.9), ("delivery", 1))
    books.programme["Incidence"] = [{"outcome": name, "nhs": share} for name, share in shares]


def remarks(book: Workbook) -> None:
    for row, text in enumerate(("remark", "all of it", None, "none"), 1):
        book["Payers"].cell(row, 7, text)


def another_table(book: Workbook) -> None:
    sheet = book["Payers"]
    sheet["A7"], sheet["B7"], sheet["C7"] = "Area", "Visits", "Cost"
    sheet["A8"], sheet["B8"], sheet["C8"] = "North", 3, 4


def same_table(book: Workbook) -> None:
    sheet = book["Payers"]
    for column in range(1, 6):
        sheet.cell(5, column).value = sheet.cell(1, column).value


def hide(book: Workbook) -> None:
    book["Parameters"].sheet_state = "hidden"


def protect(book: Workbook) -> None:
    book["Parameters"].protection.enable()


TABLE: dict[str, list[Case]] = {
    "unknown columns": [
        by(
            heading("Parameters", "value", "vlaue"),
            message="Parameters!D1  heading: no column called 'vlaue' / Did you mean 'value'?",
        ),
    ],
    "missing columns": [
        by(
            without("Outcomes", "counts"),
            message="Outcomes  heading: the column 'counts' is missing / Add it: the physical thing counted.",
        )
    ],
    "doubled columns": [
        edited(
            lambda book: book["Payers"].__setitem__("F1", "label"),
            "Payers!F1  heading: 'label' stands in B1 too / Keep one.",
        )
    ],
    "unknown sheets": [
        by(
            no_sheet("Cohorts", "Cohort"),
            message="Cohort  sheet: no sheet called 'Cohort' / Did you mean 'Cohorts'?",
        )
    ],
    "missing sheets": [
        by(
            no_sheet("Incidence"),
            message="Incidence  sheet: is missing / Row 1 holds the headings; then one row is an outcome.",
        )
    ],
    "doubled sheets": [
        by(
            copied,
            message="Parameters (2)  sheet: is not read / Only the declared sheets count.",
            kind="warning",
        )
    ],
    "doubled names": [
        by(
            cell("Parameters", 4, "name", "visits_before"),
            message="Parameters!A4  visits_before: the name stands in A3 too / Each stands once.",
        )
    ],
    "names that are not usable": [
        by(
            cell("Payers", 2, "name", "The NHS"),
            heading("Incidence", "nhs", "The NHS"),
            message="Payers!A2  The NHS: 'The NHS' is not a name / Write it as the_nhs: small letters, digits and underscores, a letter first.",
        ),
        *(
            by(
                cell("Parameters", 7, "name", word),
                cell("Profiles", 3, "parameters", word),
                message=f"Parameters!A7  {word}: '{word}' means something else in scripts / Choose another, such as {word}_value.",
            )
            for word in ("why", "lambda")
        ),
        by(
            cell("Outcomes", 2, "name", "../visits"),
            cell("Incidence", 2, "outcome", "../visits"),
            message="Outcomes!A2  ../visits: '../visits' is not a name / Write it as visits: small letters, digits and underscores, a letter first.",
        ),
    ],
    "blank source": [
        by(
            cell("Parameters", 2, "source", "  "),
            message="Parameters!O2  people: source is blank / Fill it in: where the number comes from, or the words 'Assumption: ' and the reasoning.",
        )
    ],
    '"£1,200" as text': [text("£1,200", "1200,"), text("£1.2m", "1200000,")],
    '"12%" as text': [text("12%", "0.12, or 12%")],
    '"1 200" as text': [text("1 200", "1200,"), text("1\N{NO-BREAK SPACE}200", "1200,")],
    '"3.5 " as text': [text("3.5 ", "3.5,"), text("\N{MINUS SIGN}2", "-2,")],
    '"1,2" as text': [text("1,2", "1.2,"), text("1,234.5", "1234.5,")],
    "17 where 17% was meant": [
        by(
            cell("Parameters", 5, "high", 17),
            message="Parameters!F5  attribution: high 17 is 1,700% / Did you mean 17%? Type 17% or 0.17.",
        ),
        by(
            cell("Parameters", 5, "high", 17),
            cell("Parameters", 5, "unit", None),
            message="Parameters!F5  attribution: high 17 is 1,700% / Did you mean 17%? Type 17% or 0.17.",
        ),
        by(
            cell("Outcomes", 2, "cash-releasing share", 17),
            message="Outcomes!H2  visits: cash-releasing share 17 is 1,700% / Did you mean 17%? Type 17% or 0.17.",
        ),
        by(
            own_values("attribution", 17, 0.5),
            message="Cohorts!F2  north: attribution 17 is 1,700% / Did you mean 17%? Type 17% or 0.17.",
        ),
        by(
            cell("About", 12, "statement", "3.5"),
            message="About!B12  discount rate: cannot read the rate '3.5' / Did you mean 3.5%?",
        ),
    ],
    "#N/A": [error("#N/A")],
    "#REF!": [error("#REF!")],
    "#NUM!": [error("#NUM!")],
    "#DIV/0!": [error("#DIV/0!")],
    "their kin": [error("#VALUE!"), error("#NAME?"), error("#SPILL!"), error("#FIELD!")],
    "a formula with no stored value": [
        by(
            cell("Parameters", 2, "value", "=50*2"),
            message="Parameters!D2  people: value is a formula without a stored value / Open the workbook in Excel, let it calculate and save it; a formula may not give a blank.",
        )
    ],
    "a formula whose stored value contradicts its inputs": [
        calculated(
            "=60+2*15",
            100,
            "Parameters!D2  formula: 100 is stored, but its formula 60+2*15 gives 90 / Open the workbook in Excel, let it calculate and save it.",
        ),
        calculated(
            "=SUM(Cohorts!D2:D3)-1",
            100,
            "Parameters!D2  formula: 100 is stored, but its formula SUM(Cohorts!D2:D3)-1 gives 99 / Open the workbook in Excel, let it calculate and save it.",
        ),
    ],
    "NaN": [
        stored(
            b"<v>NaN</v>",
            "Parameters!D2  people: value is text, not a number: 'NaN' / Type a number, or leave the cell blank.",
        )
    ],
    "infinity": [
        stored(
            b"<v>1E999</v>",
            "Parameters!D2  people: value is too large, not a number / Format the cell as a number and type the number again.",
        ),
        stored(
            b"<v>-INF</v>",
            "Parameters!D2  people: value is text, not a number: '-INF' / Type a number, or leave the cell blank.",
        ),
    ],
    "a date where a number belongs": [
        by(
            cell("Parameters", 2, "value", date(2024, 3, 1)),
            message="Parameters!D2  people: value is a date or a time, not a number / Format the cell as a number and type the number again.",
        )
    ],
    "TRUE where a number belongs": [
        by(
            cell("Parameters", 2, "value", True),
            message="Parameters!D2  people: value is TRUE, not a number / Type a number.",
        )
    ],
    "value outside its limits": [
        by(
            cell("Parameters", 3, "value", 1.5),
            message="Parameters!D3  visits_before: value 1.5 is outside its limits 2 to 4 / Check D3, E3 and F3.",
        )
    ],
    "low above high": [
        by(
            cell("Parameters", 3, "low", 5),
            message="Parameters!E3  visits_before: low 5 is above high 4 / Check E3 and F3.",
        )
    ],
    "limits alone that no distribution fits": [
        by(
            cell("Parameters", 3, "value", None),
            cell("Parameters", 3, "distribution", "gamma"),
            cell("Parameters", 3, "low", 1e-12),
            message="Parameters!I3  visits_before: no gamma has the 95% limits 1e-12 to 4 / Check low and high, or give value and se.",
        ),
        by(
            cell("Parameters", 3, "value", None),
            cell("Parameters", 3, "distribution", "beta"),
            message="Parameters!I3  visits_before: a beta lies between 0 and 1: its mean does not / Check value, low, high, se and n.",
        ),
    ],
    "an SE that contradicts the limits": [
        by(
            cell("Parameters", 3, "se", 4),
            message="Parameters!G3  visits_before: se 4 contradicts the limits, which mean about 0.51 / Check E3, F3 and G3.",
        ),
        by(
            cell("Parameters", 9, "se", 40),
            message="Parameters!G9  hour_value: se 40 contradicts the limits, which mean about 2.8 / Check E9, F9 and G9.",
        ),
    ],
    "proportion outside 0-1": [
        by(
            cell("Parameters", 5, "low", -0.5),
            message="Parameters!E5  attribution: low -0.5 is -50% / A share lies between 0% and 100%.",
        )
    ],
    "hours of care above 168 a week": [
        by(
            cell("Parameters", 6, "unit", "hours of care per week"),
            cell("Parameters", 6, "value", 170),
            message="Parameters!D6  hours: value 170 is more than the 168 hours of a week / Check the unit; of several people together, say so in it.",
        )
    ],
    "a negative unit cost": [
        by(
            cell("Parameters", 10, "value", -1000),
            message="Parameters!D10  grant: value -1,000 is below 0, and the unit is money / Type it as positive, a cost being an outcome with direction cost; a difference in cost that may go either way has the role effect.",
        ),
        by(
            library_cell("Unit costs", 2, "value", -200),
            message="Parameters!D8  visit_cost: value -200 is below 0, and the unit is money / Type it as positive, a cost being an outcome with direction cost; a difference in cost that may go either way has the role effect.",
        ),
    ],
    "shares that do not add up": [
        by(
            cell("Incidence", 3, "families", 0.95),
            message="Incidence!B3:D3  care: payers' shares add to 95%, not 100%",
        ),
        by(
            cell("Profiles", 2, "year 1", 0.3),
            message="Profiles!E2:F2  intake: the intake's years add to 90%, not 100%",
        ),
    ],
    "unknown payer": [
        by(
            heading("Incidence", "council", "councils"),
            message="Incidence!C1  heading: no column called 'councils' / Did you mean 'council'?",
        )
    ],
    "unknown profile": [
        by(
            cell("Outcomes", 2, "profile", "involvd"),
            message="Outcomes!F2  visits: no profile called 'involvd' / Did you mean 'involved'?",
        )
    ],
    "unknown parameter": [
        by(
            cell("Outcomes", 3, "quantity", "poeple * hours * attribution"),
            message="Outcomes!C3  care: no parameter called 'poeple' / Did you mean 'people'?",
        )
    ],
    "unknown unit": [
        by(
            cell("Parameters", 9, "unit", "£ per hour"),
            message="Parameters!K9  hour_value: unit '£ per hour' is money that does not begin with GBP / Begin it with GBP and a space, as in GBP per hour.",
        ),
        by(
            cell("Parameters", 5, "unit", "%"),
            message="Parameters!K5  attribution: unit '%' is a proportion in other words / Write 'proportion', and the number as 17% or 0.17.",
        ),
        by(
            cell("Parameters", 2, "unit", "People"),
            message="Parameters!K2  people: no unit called 'People' / Did you mean 'people'?",
        ),
    ],
    "unknown index": [
        by(
            cell("Parameters", 10, "index", "NHSCI"),
            message="Parameters!M10  grant: no index called 'NHSCI' / Did you mean 'NHSCII'?",
        )
    ],
    "unknown edition": [
        by(
            add("About", item="index edition", statement="NHSCII: 2024"),
            message="About!B14  index edition: no edition of NHSCII called '2024' / Did you mean '2026'?",
        )
    ],
    "unknown price year": [
        by(
            cell("Parameters", 10, "price year", "2023-24"),
            message="Parameters!L10  grant: price year '2023-24' is not a year / Write a financial year as 2023/24 and a calendar year as 2023.",
        )
    ],
    "a price year outside its index": [
        by(
            cell("Parameters", 10, "price year", "2011/12"),
            message="Parameters!L10  grant: NHSCII runs 2022/23 to 2024/25, without 2011/12 / Add to the sheet Indices one that has 2011/12 and 2024/25.",
        ),
        by(
            cell("About", 9, "statement", "2030/31"),
            message="About!B9  price year: no index covers 2030/31 / Choose a year within one: NHSCII runs 2022/23 to 2024/25.",
        ),
    ],
    "an index that ends before the programme's price year": [
        by(
            *SHORT,
            cell("Parameters", 10, "index", "Pay"),
            message="Parameters!M10  grant: Pay runs 2022/23 to 2023/24, without 2024/25 / Choose an index that has 2023/24 and 2024/25: NHSCII. Carry it on with another: 'Pay, then NHSCII'.",
        ),
        by(
            *SHORT,
            cell("Parameters", 10, "index", "Pay, then Paid"),
            message="Parameters!M10  grant: no index called 'Paid' / Known: Pay, NHSCII.",
        ),
        by(
            *SHORT,
            index("Rents", {"2024/25": 7}),
            cell("Parameters", 10, "index", "Pay, then Rents"),
            message="Parameters!M10  grant: Rents runs 2024/25 to 2024/25, and cannot carry on from 2023/24 / Name one that has 2023/24, where Pay ends.",
        ),
    ],
    "a rate of exchange that lacks the price year": [
        by(
            index("USD per GBP", {"2020/21": 1.3}),
            cell("Parameters", 10, "unit", "USD per area"),
            message="Parameters!L10  grant: USD per GBP runs 2020/21 to 2020/21, without 2023/24 / Add its rate of 2023/24 to the sheet Indices.",
        )
    ],
    "uprating twice": [
        by(
            cell("Parameters", 8, "price year", "2022/23"),
            message="Parameters!L8  visit_cost: price year 2022/23 is given for a value of the library in 2023/24 prices / Clear it: its index carries the value once.",
        ),
        by(
            figure("inflation", 1.05, "ratio"),
            cell("Outcomes", 4, "quantity", "grant_share * inflation"),
            message="Outcomes!C4  delivery: inflation uprates what its index has carried to the price year already / Take it out of the quantity: money is carried once.",
        ),
    ],
    "an effect that straddles zero under a positive-only distribution": [
        by(
            cell("Parameters", 3, "distribution", name),
            cell("Parameters", 3, "low", -1),
            message=f"Parameters!I3  visits_before: a {name} cannot hold the limits -1 to 4: it is never below 0 / Use normal, which can show harm as well as benefit.",
        )
        for name in ("gamma", "beta", "lognormal")
    ],
    "double counting": [
        by(
            cell("Outcomes", 3, "counts", "A visit"),
            cell("Incidence", 3, "nhs", 0.5),
            cell("Incidence", 3, "families", 0.5),
            cell("Outcomes", 3, "value class", "economic"),
            message="Outcomes!J3  care: 'A visit' is counted for nhs in J2 too / Keep one of the two, or say what else it counts.",
        )
    ],
    "a study that cannot be done": [
        by(study(**changes), message=message)
        for changes, message in (
            (
                {"measures": "attribution"},
                "Studies!C2  survey: attribution says how much of a change is due, which a before-and-after survey cannot tell / Choose a two-arm trial.",
            ),
            (
                {"measures": "grant"},
                "Studies!C2  survey: grant is certain already / Measure what is not.",
            ),
            (
                {"measures": "visits_befor"},
                "Studies!C2  survey: no parameter called 'visits_befor' / Did you mean 'visits_before'?",
            ),
            (
                {"spread": None},
                "Studies!E2  survey: is not above 0, and no two people would differ / Give the standard deviation from person to person.",
            ),
            (
                {"measures": "visits_before, visits_after, attribution", "design": "two-arm trial"},
                "Studies!C2  survey: two arms have two means at most / Name the difference, or the two means.",
            ),
            ({"largest": 0}, "Studies!I2  survey: nobody could take part / Give 1 or more."),
            ({"fixed cost": -1}, "Studies!G2  survey: is below 0 / Give 0 or more."),
            (
                {"design": "survey"},
                "Studies!D2  survey: no design called 'survey' / Choose before-and-after survey, two-arm trial, carers' diary, costing study, audit of a proportion or audit of a count.",
            ),
        )
    ],
    "a decision that lasts for no time": [
        by(
            add("About", item="decision lasts", statement="0"),
            message="About!B14  decision lasts: '0' is not a whole number from 1 to 125 / Type the number of years, or leave it blank: 10.",
        ),
        by(
            add("About", item="programmes a year", statement="none"),
            message="About!B14  programmes a year: 'none' is not a number above 0 / Type how many, or leave it blank: 1.",
        ),
    ],
    "a capacity that cannot be told": [
        by(
            heading("Outcomes", "note", "capacity"),
            cell("Outcomes", 2, "capacity", name),
            *more,
            message=f"Outcomes!K2  visits: {message}",
        )
        for name, more, message in (
            (
                "visits_before",
                (),
                "visits_before is uncertain / Name a fixed number: a definition.",
            ),
            (
                "beds",
                (),
                "no parameter called 'beds' / Known: people, visits_before, visits_after, attribution, hours, leaving_rate, visit_cost, hour_value, grant, grant_share.",
            ),
            (
                *("days_of_bed", (figure("days_of_bed", 0, "bed days per bed"),)),
                "days_of_bed is 0 / Give it a number above 0.",
            ),
            (
                *("days_of_bed", (figure("days_of_bed", 365, "days per year"),)),
                "days_of_bed: its unit is 'days per year' / Let the unit say what it makes, such as bed days per bed.",
            ),
        )
    ],
    "two valuations of the same hour of care": [
        by(
            figure("own_time", 8, "GBP per hour", **MONEY),
            *second_outcome(**{"unit value": "own_time"}),
            message="Outcomes!D5  care_again: the same hour is valued in D3 too, by hour_value / Keep one; the other is for a scenario that revalues the outcome.",
        ),
        by(
            figure("own_time", 8, "GBP per hour", **MONEY),
            *second_outcome(
                **{
                    "unit value": "own_time",
                    "quantity": "hours * attribution * people",
                    "counts": "leisure given up",
                }
            ),
            message="Outcomes!D5  care_again: the same hour is valued in D3 too, by hour_value / Keep one; the other is for a scenario that revalues the outcome.",
        ),
    ],
    "a transfer counted as a cost to society": [
        by(
            library_cell("Unit costs", 2, "value class", "transfer"),
            message="Outcomes!D2  visits: visit_cost is a transfer: for society it is no saving / Choose value class transfer, or add the outcome of who gains what this one loses.",
        )
    ],
    "deadweight together with a comparison group": [
        by(
            figure("deadweight", 0.2, "proportion"),
            cell("Outcomes", 3, "quantity", "people * hours * (1 - deadweight) * attribution"),
            cell("About", 5, "statement", "A matched comparison group of 90 people"),
            message="Outcomes!C3  care: deadweight is taken off, and About!B5 names a group: deadweight takes off £2,080 of a full year / Keep one: a comparison group shows what would have happened anyway.",
        ),
        by(
            figure("anyway", 0.2, "proportion", role="deadweight"),
            cell("Outcomes", 3, "quantity", "people * hours * (1 - anyway) * attribution"),
            cell("About", 5, "statement", "A matched comparison group"),
            message=(
                "Outcomes!C3  care: anyway is taken off, and About!B5 names a group: anyway takes off £2,080 of a full year / Keep one: a comparison group shows what would have happened anyway.",
            ),
        ),
        by(
            figure("anyway", 0.2, "proportion", role="deadweight"),
            cell("Outcomes", 3, "quantity", "people * hours * (1 - anyway) * attribution"),
            message="Outcomes!C3  care: anyway and attribution both take off what is not the programme's: anyway takes off £2,080 of a full year / Keep both only where each takes off something that the other leaves.",
            kind="warning",
        ),
    ],
    "an unused parameter": [
        by(
            figure("spare", 1, "visits"),
            message="Parameters!A12  spare: is not used / Use its name in a quantity, a unit value or a profile, or drop the row.",
            kind="warning",
        )
    ],
    "an unused payer": [
        by(
            cell("Incidence", 2, "nhs", 0),
            cell("Incidence", 2, "council", 1),
            message="Payers!A2  nhs: bears and keeps nothing / Give it a share in the sheet Incidence, or drop it from both sheets.",
            kind="warning",
        )
    ],
    "an unused profile": [
        by(
            cell("Outcomes", 3, "profile", "involved"),
            message="Profiles!A4  every_year: is followed by no outcome / Let an outcome follow it, say in its note which scenario does, or drop it.",
            kind="warning",
        )
    ],
    "an unused index": [
        by(
            add("Indices", index="CPI", edition="2026", year="2023/24", value=100, source=SENTENCE),
            message="Indices!A2  CPI: carries no price / Name it in the row of a price, or drop its rows.",
            kind="warning",
        )
    ],
    "a library row overridden": [
        by(cell("Parameters", 8, "value", 250), message="visit_cost: value", kind="shown")
    ],
    "a stale source older than a stated age": [
        by(
            add("About", item="oldest price year", statement="2024/25"),
            message=(
                "Parameters!L8  visit_cost: its price is of 2023/24, older than the 2024/25 that About allows / Look for a newer source, or say in its note why this one stands.",
                "Parameters!L10  grant: its price is of 2023/24, older than the 2024/25 that About allows / Look for a newer source, or say in its note why this one stands.",
            ),
            kind="warning",
        )
    ],
    "a divisor that can be zero": [
        by(
            cell("Outcomes", 3, "quantity", "people * hours / attribution"),
            message="Outcomes!C3  care: is divided by attribution, which can be 0: it goes from 0 to 1 / Divide by what stays on one side of 0: check limits, and chance of none.",
        ),
        by(
            cell("Outcomes", 3, "quantity", "people * hours / (visits_before - visits_after)"),
            message="Outcomes!C3  care: is divided by visits_before - visits_after, which can be 0: it goes from -0.6789 to 2.679 / Divide by what stays on one side of 0: check limits, and chance of none.",
        ),
        by(
            figure("half", 0.0, "proportion"),
            cell("Outcomes", 3, "unit value", "hour_value / half"),
            message="Outcomes!D3  care: is divided by half, which is 0 / Divide by what stays on one side of 0: check limits, and chance of none.",
        ),
        by(
            figure(
                "met",
                0.5,
                "proportion",
                distribution="uniform",
                low=0.2,
                high=0.8,
                **{"chance of none": 0.1},
            ),
            made("hours_each", "hours / met", "hours a year"),
            cell("Outcomes", 3, "quantity", "people * hours_each"),
            message="Parameters!R13  hours_each: is divided by met, which can be 0: it goes from 0 to 0.8 / Divide by what stays on one side of 0: check limits, and chance of none.",
        ),
        by(
            figure("met", 1, "proportion"),
            own_values("met", 1, 0),
            cell("Outcomes", 3, "quantity", "people * hours / met"),
            message="Outcomes!C3  care: is divided by met, which can be 0: it goes from 0 to 1 / Divide by what stays on one side of 0: check limits, and chance of none.",
        ),
    ],
    "a formula that goes round in a circle": [
        by(
            made("first", "last * 2", ""),
            made("middle", "first + people", ""),
            made("last", "middle - 1", ""),
            cell("Outcomes", 3, "quantity", "people * hours * middle"),
            message="Parameters!Q12  first: is made from itself: first from last from middle from first / Give one of them a value.",
        ),
        by(
            made("own", "own / 2", ""),
            message="Parameters!Q12  own: is made from itself: own from own / Give one of them a value.",
        ),
    ],
    "a formula beside a value": [
        by(
            made("staff", "people / 12", "", value=8, se=2, distribution="normal"),
            message=(
                "Parameters!D12  staff: value is given, and a formula too / Keep one: the formula follows from what it names.",
                "Parameters!G12  staff: se is given, and a formula too / Keep one: the formula follows from what it names.",
                "Parameters!I12  staff: distribution is given, and a formula too / Keep one: the formula follows from what it names.",
            ),
        ),
    ],
    "a formula that cannot be followed": [
        by(
            made("staff", "peeple / 12", "people"),
            message="Parameters!Q12  staff: no parameter called 'peeple' / Did you mean 'people'?",
        ),
        by(
            made("staff", "people per 12", "people"),
            message="Parameters!Q12  staff: formula: no sign joins 'people' and 'per' / Write + - * or / between them; a name has no spaces, as people_per.",
        ),
        by(
            made("part", "attribution * 3", "proportion"),
            cell("Outcomes", 3, "quantity", "people * hours * part"),
            message="Parameters!Q12  part: formula: 1.5 is 150% / Check what it names.",
        ),
        by(
            made("less", "visit_cost - visit_cost * 2", "GBP per visit"),
            cell("Outcomes", 2, "unit value", "less"),
            message="Parameters!Q12  less: formula: -210 is below 0, and the unit is money / Check what it names.",
        ),
        by(
            made("staff", "people * 2", "people"),
            own_values("staff", 120, 80),
            cell("Outcomes", 3, "quantity", "staff * hours"),
            message="Cohorts!F2  north: staff has a formula, which each cohort follows / Drop the column, and give one to people.",
        ),
        by(
            made("staff", "people * attribution", "people"),
            cell("Outcomes", 3, "quantity", "staff * hours"),
            add(
                "Correlations",
                parameter="staff",
                rank_correlation=0.5,
                why=SENTENCE,
                **{"with": "hours"},
            ),
            message="Correlations!A3  staff with hours: staff has a formula / Name what it is made from.",
        ),
    ],
    "units that do not come to pounds": [
        by(
            cell("Parameters", 6, "unit", "hours per week"),
            message="Outcomes!C3  care: times hour_value it comes to GBP per week / Multiply by weeks per year.",
        ),
        by(
            cell("Parameters", 6, "unit", "days of care per person per year"),
            message="Outcomes!C3  care: times hour_value it comes to GBP times days per hour per year / Multiply by hours per day.",
        ),
        by(
            figure("spell", 2, "years"),
            cell("Parameters", 6, "unit", "hours of care per week"),
            cell("Outcomes", 3, "quantity", "people * hours * spell * attribution"),
            message="Outcomes!C3  care: times hour_value it comes to GBP times years per week / Multiply by weeks per year.",
        ),
        by(
            cell("Outcomes", 2, "unit value", "hour_value"),
            message="Outcomes!C2  visits: times hour_value it comes to GBP per hour per year / Multiply by hours per year.",
        ),
        by(
            cell("Outcomes", 2, "quantity", "people * visits_before * visit_cost"),
            message="Outcomes!C2  visits: visit_cost is money / Name it as the unit value only: money is multiplied once.",
        ),
        by(
            cell("Outcomes", 2, "unit value", "visit_cost * hour_value"),
            message="Outcomes!D2  visits: visit_cost * hour_value is not money: it comes to GBP times GBP per hour / A unit value is money: its unit begins with GBP.",
        ),
        by(
            cell("Outcomes", 2, "unit value", "visit_cost + hour_value"),
            message="Outcomes!D2  visits: visit_cost + hour_value is not money: GBP and GBP per hour cannot be added or taken from each other / A unit value is money: its unit begins with GBP.",
        ),
        by(
            made("weekly", "hour_value * 37.5", ""),
            figure("weeks", 2, "weeks"),
            cell("Outcomes", 3, "quantity", "people * weeks * attribution"),
            cell("Outcomes", 3, "unit value", "weekly"),
            message=(
                "Parameters!A6  hours: is not used / Use its name in a quantity, a unit value or a profile, or drop the row.",
                "Outcomes!C3  care: times weekly it seems to come to GBP times weeks per hour / Check the units; give a number in it a name and a unit, such as weeks per year.",
            ),
            kind="warning",
        ),
        by(
            cell("Outcomes", 2, "quantity", "people * (visits_before - hours)"),
            message="Outcomes!C2  visits: per year and hours per year cannot be added or taken from each other / Check the units of what it names.",
        ),
        by(
            cell("Parameters", 7, "unit", "per month"),
            message="Profiles!D3  involved: leaving_rate, used as a leaving rate: its unit is 'per month' / Give it a year at a time: a rate is per year.",
        ),
        by(
            figure("weeks", 52, "weeks per year"),
            cell("Parameters", 6, "unit", "hours per week"),
            made("hours_a_year", "hours * weeks", "hours per week"),
            cell("Outcomes", 3, "quantity", "people * hours_a_year * attribution"),
            message=(
                "Parameters!K13  hours_a_year: unit is 'hours per week', but the formula comes to hours per year / Check the unit, and those of what the formula names.",
                "Parameters!Q13  hours_a_year: formula: 520 is more than the 168 hours of a week / Check what it names.",
                "Outcomes!C3  care: times hour_value it comes to GBP per week / Multiply by weeks per year.",
            ),
        ),
        by(
            cell("Parameters", 6, "unit", "hours per week"),
            cell("Outcomes", 3, "quantity", "people * hours * 52 * attribution"),
            message="Outcomes!C3  care: times hour_value it seems to come to GBP per week / Check the units; give a number in it a name and a unit, such as weeks per year.",
            kind="warning",
        ),
    ],
    "units that do": [
        by(
            figure("weeks", 52, "weeks per year"),
            cell("Parameters", 6, "unit", "hours per week"),
            made("hours_a_year", "hours × weeks ÷ 2", "hours per year"),
            cell("Outcomes", 3, "quantity", "people * hours_a_year * attribution"),
            message=(),
            kind="warning",
        ),
        by(
            cell("Outcomes", 2, "quantity", "people * visits_before − people * visits_after"),
            cell("Outcomes", 2, "unit value", "visit_cost + visit_cost / 5"),
            message=(),
            kind="warning",
        ),
    ],
    "a chain that cannot be read": [
        by(
            cell("Outcomes", 3, "quantity", quantity),
            message=f"Outcomes!C3  care: quantity: {said}",
        )
        for quantity, said in {
            "people * hours^2": "cannot read '^2' after 'people * hours' / Powers are not read: multiply, as in a * a.",
            "people * hours ** 2": "cannot read '* 2' after 'people * hours *' / Powers are not read: multiply, as in a * a.",
            "people * hours *": f"a name or a number is missing after 'people * hours *' / {MAY_BE_WRITTEN}",
            "people * (hours / )": f"a name or a number is missing before ')' after 'people * (hours /' / {MAY_BE_WRITTEN}",
            "people * -hours": "cannot read '-hours' after 'people *' / Nothing begins with a sign: write a difference as a - b; a cost is an outcome of direction cost.",
            "people * (hours - attribution": "the bracket is not closed that opens at '(hours - attribution' / Close it with ).",
            "people * hours) * attribution": "the bracket is not open that closes after 'people * hours' / Open it with ( where it begins, or drop it.",
            "people hours": "no sign joins 'people' and 'hours' / Write + - * or / between them; a name has no spaces, as people_hours.",
            "people x hours": "no sign joins 'people' and 'x' / Write * for times.",
            "max(people, hours)": "no sign joins 'max' and '(' / Write + - * or / between them; no function is read.",
            "people * [hours - 2]": "cannot read '[hours - 2]' after 'people *' / Use round brackets, also within brackets.",
            "people * hours * 30%": "cannot read '%' after 'people * hours * 30' / Write the share as a number, as 0.3 for 30%.",
            "people * hours * 1,000": "cannot read ',000' after 'people * hours * 1' / Write a number in digits with at most one point, as 1000 or 0.5.",
            "people * £45": "cannot read '£45' after 'people *' / Give the amount a name in Parameters, with its unit and source, and write the name.",
            "if people > 3": "no sign joins 'if' and 'people' / Write + - * or / between them; a name has no spaces, as if_people.",
            "people > hours": f"cannot read '> hours' after 'people' / {MAY_BE_WRITTEN}",
            "0.5": "'0.5' names no parameter / Give the number a name in Parameters, and write the name; a lump sum counts 1.",
            "people * hours"
            + " + people * hours"
            * 100: "is 1,714 characters long, of at most 1,000 / Give parts of it names: rows of Parameters with a formula of their own.",
            "(" * 21
            + "people": "has more than 20 brackets within brackets / Give parts of it names: rows of Parameters with a formula.",
            "people * 123456789012345678": "123456789012345678 has too many digits / Round it to 15 digits.",
        }.items()
    ],
    "cohorts with a missing value": [
        by(
            cell("Cohorts", 3, "people", None),
            message="Cohorts!D3  south: people is blank / Type a number.",
        )
    ],
    "a population that does not add up": [
        by(
            cell("Cohorts", 3, "people", 30),
            message="Cohorts!D2:D3  people: the cohorts add up to 90, not 100 / Check the column, and Parameters!D2.",
        )
    ],
    "a repaired correlation matrix": [
        by(
            *(
                add_row(
                    "Correlations",
                    {"parameter": "hours", "with": name, "rank correlation": rank, "why": SENTENCE},
                )
                for name, rank in (("visit_cost", 0.9), ("hour_value", -0.9))
            ),
            message="Correlations!C2:C4  hours with visit_cost: the correlations cannot all hold; the nearest that can are used, and differ by up to 0.31 / Check the ranks given.",
            kind="warning",
        )
    ],
    "merged headings": [
        edited(
            lambda book: book["Payers"].merge_cells("C1:D1"),
            (
                "Payers!C1:D1  merged cells: only the first can hold a value / Unmerge them and fill in each cell.",
                "Payers!D1  column D: has cells but no heading / Name it in row 1, or clear its cells.",
            ),
        )
    ],
    "a second table on a sheet": [
        edited(
            another_table,
            "Payers!A7  row 7: reads like the headings of a second table / One table a sheet: move it to a sheet of its own, or drop the row.",
        ),
        edited(
            same_table,
            "Payers!A5  row 5: reads like the headings of a second table / One table a sheet: move it to a sheet of its own, or drop the row.",
        ),
        edited(
            lambda book: book["Payers"].__setitem__("H1", GIVEN),
            "Payers!H1  heading: no column called 'family's own table' / Known: note.",
        ),
    ],
    "blank rows inside a table": [
        edited(
            lambda book: book["Payers"].insert_rows(3),
            "Payers!A3  row 3: is blank, and rows follow it / Delete what is blank: one table a sheet, without gaps.",
            "warning",
        )
    ],
    "an item missing": [
        by(
            drop("About", 4),
            message="About  setting: the item is missing / Add a row 'setting': where, and by whom, the programme is provided.",
        )
    ],
    "an item misspelt": [
        by(
            cell("About", 12, "item", "discount rte"),
            message="About!A12  discount rte: no item called 'discount rte' / Did you mean 'discount rate'?",
        )
    ],
    "a statement left blank": [
        by(
            cell("About", 5, "statement", None),
            message="About!B5  comparator: statement is blank / Fill it in: what the programme is compared with.",
        )
    ],
    "a perspective with the name of a payer": [
        by(
            heading("Payers", "public sector", "nhs"),
            message="Payers!D1  heading: 'nhs' is the name of a payer / Name the perspective otherwise: each payer's own view is there already.",
        ),
        by(
            heading("Payers", "public sector", "all"),
            message="Payers!D1  heading: 'all' is the name of everyone / Name the perspective otherwise: each payer's own view is there already.",
        ),
    ],
    "a perspective that nearly is society": [
        by(
            heading("Payers", "society", "Society"),
            message="Payers!E1  heading: no column called 'Society' / Did you mean 'society'?",
        )
    ],
    "a further column that is no perspective": [
        edited(
            remarks,
            "Payers!G1  heading: no column called 'remark' / Known: note.",
        )
    ],
    "a perspective of whose cells one is blank": [
        by(
            heading("Payers", "public sector", "public purse"),
            cell("Payers", 3, "public purse", None),
            message="Payers!D3  council: public purse is blank / Type yes or no.",
        )
    ],
    "nobody in society": [
        by(
            *(cell("Payers", row, "society", "no") for row in (2, 3, 4)),
            message="Payers!E2  nhs: no payer counts for society / Type yes, or drop the column: all do.",
        )
    ],
    "social value in a public view": [
        by(
            cell("Payers", 4, "public sector", "yes"),
            message="Payers!D4  families: keeps what is social value (care), in public sector / Type no: public money counts there, and this falls on people.",
        ),
        by(
            cell("Payers", 4, "NHS and PSS", "yes"),
            cell("Payers", 4, "public sector", "yes"),
            message="Payers!C4:D4  families: keeps what is social value (care), in NHS and PSS and public sector / Type no: public money counts there, and this falls on people.",
        ),
        by(
            heading("Payers", "public sector", "those who pay"),
            cell("Payers", 4, "those who pay", "yes"),
            message="Payers!D4  families: keeps what is social value (care), in those who pay / Type no: public money counts there, and this falls on people.",
        ),
        by(
            cell("Incidence", 3, "council", 0.25),
            cell("Incidence", 3, "families", 0.75),
            message="Incidence!C3  care: is social value, and council holds public money / Let a payer of private people keep it.",
        ),
    ],
    "an optimism bias that flatters": [
        by(
            figure("bias", 0.3, "factor", role="optimism bias"),
            cell("Outcomes", 4, "quantity", "grant_share * bias"),
            message="Outcomes!C4  delivery: bias, an optimism bias of 0.3, makes a cost less / It is a factor: write 1.3 where a cost is to be 30% more.",
        ),
        by(
            figure("bias", 1.1, "factor", role="optimism bias"),
            cell("Outcomes", 3, "quantity", "people * hours * attribution * bias"),
            message="Outcomes!C3  care: bias, an optimism bias of 1.1, makes a saving more / It is a factor: write 0.9 for a saving 10% less.",
        ),
    ],
    "a perspective that is not known": [
        by(
            heading("Payers", "NHS and PSS", "health service"),
            cell("About", 6, "statement", "NHS"),
            message="About!B6  perspective: no perspective called 'NHS' / Choose health service, public sector or society.",
        ),
        by(
            cell("About", 6, "statement", "NHS"),
            message="About!B6  perspective: no perspective called 'NHS' / Choose NHS and PSS, public sector or society.",
        ),
    ],
    "years that are not whole": [
        by(
            cell("About", 8, "statement", 2.5),
            message="About!B8  years: '2.5' is not a whole number from 1 to 125 / Type the number of years.",
        )
    ],
    "years beyond all rates": [
        by(
            cell("About", 8, "statement", 126),
            message="About!B8  years: '126' is not a whole number from 1 to 125 / Type the number of years.",
        )
    ],
    "a horizon that needs a test": [
        by(
            cell("About", 8, "statement", 51),
            cell("Profiles", 2, "after", "0"),
            message="About!B8  years: beyond 50 years the Green Book asks for the answer at a rate of 3.0% as well / Run it with the discount rate 'Green Book 3.0% test' too.",
            kind="warning",
        )
    ],
    "a rate that is not known so far ahead": [
        by(
            cell("About", 8, "statement", 31),
            cell("Profiles", 2, "after", "0"),
            cell("About", 12, "statement", "June 2026 review"),
            message="About!B12  discount rate: 'June 2026 review' is known for 30 years at most, not for 31 / Choose a shorter horizon, or another rate.",
        ),
        by(
            cell("About", 8, "statement", 40),
            cell("Profiles", 2, "after", "0"),
            cell("Outcomes", 2, "discount", "June 2026 review"),
            message="Outcomes!K2  visits: 'June 2026 review' is known for 30 years at most, not for 40 / Choose a shorter horizon, or another rate.",
        ),
    ],
    "a first year that is no year": [
        by(
            cell("About", 7, "statement", "next year"),
            message="About!B7  first year: 'next year' is not a year / Write a financial year as 2024/25 and a calendar year as 2024.",
        )
    ],
    "another currency": [
        by(
            cell("About", 10, "statement", "EUR"),
            message="About!B10  currency: 'EUR' is not GBP / Type GBP: all money is in pounds.",
        )
    ],
    "a library that is not there": [
        by(
            cell("About", 13, "statement", "csts.xlsx"),
            message="About!B13  unit-cost library: 'csts.xlsx': there is no such file / Check the path and the name. The path is read from this workbook's folder.",
        )
    ],
    "no library named": [
        by(
            cell("About", 13, "statement", None),
            message=(
                "Parameters!P8  visit_cost: no unit cost called 'visit_2324' / Name a unit-cost library in the sheet About.",
                "Parameters!M9  hour_value: no index called 'NHSCII' / Name a unit-cost library in the sheet About, or add a sheet Indices.",
                "Parameters!M10  grant: no index called 'NHSCII' / Name a unit-cost library in the sheet About, or add a sheet Indices.",
            ),
        )
    ],
    "an edition that cannot be read": [
        by(
            add("About", item="index edition", statement="PSSRU 2024"),
            message="About!B14  index edition: cannot read the edition 'PSSRU 2024' / Write the index, a colon and its edition, as in NHSCII: PSSRU 2024.",
        )
    ],
    "an edition that is not known": [
        by(
            add("About", item="index edition", statement="NHSCII: 2024; CPI: 2025"),
            message=(
                "About!B14  index edition: no edition of NHSCII called '2024' / Did you mean '2026'?",
                "About!B14  index edition: no index called 'CPI' / Known: NHSCII.",
            ),
        )
    ],
    "a blank where a number must stand": [
        by(
            cell("Outcomes", 2, "cash-releasing share", None),
            message="Outcomes!H2  visits: cash-releasing share is blank / Type a share; 0% where there is none.",
        )
    ],
    "a blank choice": [
        by(
            cell("Outcomes", 3, "direction", None),
            message="Outcomes!E3  care: direction is blank / Choose saving or cost.",
        )
    ],
    "an Excel error in a name that refers": [
        by(
            cell("Outcomes", 2, "unit value", "#REF!"),
            message="Outcomes!D2  visits: unit value holds the Excel error #REF! / Mend the formula, or type the unit value.",
        )
    ],
    "a number kept as text": [
        by(
            cell("Parameters", 10, "value", "£1,200"),
            message="Parameters!D10  grant: value is text, not a number: '£1,200' / Type 1200, in a cell that is not formatted as text.",
        )
    ],
    "a percentage kept as text": [
        by(
            cell("Incidence", 4, "council", "100%"),
            message="Incidence!C4  delivery: council is text, not a number: '100%' / Type 1, or 100% in a cell that is not formatted as text.",
        )
    ],
    "words where a number may stand": [
        by(
            cell("Parameters", 3, "low", "n/a"),
            message="Parameters!E3  visits_before: low is text, not a number: 'n/a' / Type a number, or leave the cell blank.",
        )
    ],
    "words where a number must stand": [
        by(
            cell("Cohorts", 2, "equity weight", "one"),
            message="Cohorts!C2  north: equity weight is text, not a number: 'one' / Type a number.",
        )
    ],
    "a formula in a column of words": [
        by(
            cell("Parameters", 2, "label", "=A2"),
            message="Parameters!B2  people: label is a formula without a stored value / Open the workbook in Excel, let it calculate and save it; a formula may not give a blank.",
        )
    ],
    "a share below nothing": [
        by(
            cell("Outcomes", 2, "cash-releasing share", -0.1),
            message="Outcomes!H2  visits: cash-releasing share -0.1 is -10% / A share lies between 0% and 100%.",
        )
    ],
    "a delay of half a year": [
        by(
            cell("Outcomes", 2, "cash delay", 1.5),
            message="Outcomes!I2  visits: cash delay 1.5 is not a whole number, 0 or more / Type a whole number, 0 or more.",
        )
    ],
    "a word that is not among the choices": [
        by(
            cell("Parameters", 3, "distribution", "lognromal"),
            message="Parameters!I3  visits_before: no distribution called 'lognromal' / Choose fixed, normal, lognormal, gamma, beta, uniform, triangular, pert, dirichlet or sample.",
        )
    ],
    "a choice with a stray space": [
        by(
            cell("Outcomes", 2, "direction", "saving "),
            message="Outcomes!E2  visits: no direction called 'saving ' / Choose saving or cost.",
        )
    ],
    "yes in other words": [
        by(
            cell("Payers", 2, "society", "Yes"),
            message="Payers!E2  nhs: society is 'Yes', not yes or no / Type yes or no.",
        )
    ],
    "a name that scripts cannot use": [
        by(
            cell("Parameters", 7, "name", "lambda"),
            cell("Profiles", 3, "parameters", "lambda"),
            message="Parameters!A7  lambda: 'lambda' means something else in scripts / Choose another, such as lambda_value.",
        )
    ],
    "a quantity with a factor missing": [
        by(
            cell("Outcomes", 3, "quantity", "people * * hours"),
            message=f"Outcomes!C3  care: quantity: a name or a number is missing before '*' after 'people *' / {MAY_BE_WRITTEN}",
        )
    ],
    "a financial year whose end is wrong": [
        by(
            cell("Parameters", 10, "price year", "2023/25"),
            message="Parameters!L10  grant: price year '2023/25' is not a year / Write a financial year as 2023/24 and a calendar year as 2023.",
        )
    ],
    "a year that Excel made a date of": [
        by(
            cell("Parameters", 10, "price year", date(2011, 12, 1)),
            message="Parameters!L10  grant: price year is a date, not a year / Excel makes a date of such as 2011/12: format the cell as text and type it again.",
        )
    ],
    "a list of names with a comma too many": [
        by(
            cell("Profiles", 3, "parameters", "leaving_rate,"),
            message="Profiles!D3  involved: parameters has a comma without a name / Put one comma between names.",
        )
    ],
    "one limit without the other": [
        by(
            cell("Parameters", 3, "high", None),
            message="Parameters!F3  visits_before: high is blank, but low is given / Give both, or neither.",
        )
    ],
    "a spread without a distribution": [
        by(
            cell("Parameters", 3, "distribution", None),
            message="Parameters!I3  visits_before: distribution is blank, but a spread is given / Choose one; fixed leaves the spread out.",
        )
    ],
    "a distribution without a spread": [
        by(
            cell("Parameters", 6, "se", None),
            message="Parameters!I6  hours: a normal needs its spread / Fill in se, sd with n, or low and high; where the source gives none, say so and assume one.",
        )
    ],
    "limits that straddle zero where harm cannot be held": [
        by(
            cell("Parameters", 3, "distribution", "gamma"),
            cell("Parameters", 3, "low", -1),
            message="Parameters!I3  visits_before: a gamma cannot hold the limits -1 to 4: it is never below 0 / Use normal, which can show harm as well as benefit.",
        )
    ],
    "a fixed number without a value": [
        by(
            cell("Parameters", 4, "value", None),
            message="Parameters!D4  visits_after: value is blank / Type the number.",
        )
    ],
    "a proportion typed as a whole number": [
        by(
            cell("Parameters", 5, "high", 83),
            message="Parameters!F5  attribution: high 83 is 8,300% / Did you mean 83%? Type 83% or 0.83.",
        )
    ],
    "a uniform whose value is not its mean": [
        by(
            cell("Parameters", 5, "value", 0.2),
            message="Parameters!D5  attribution: value 0.2 is not the mean of a uniform, 0.5 / Leave value blank, or choose triangular or pert, where it is the most likely.",
        )
    ],
    "a beta of everybody": [
        by(
            cell("Parameters", 5, "distribution", "beta"),
            cell("Parameters", 5, "value", 1),
            cell("Parameters", 5, "n", 50),
            message="Parameters!I5  attribution: a beta needs some people with and some without: 0 < r < n / Check value, low, high, se and n.",
        )
    ],
    "money of another country": [
        by(
            cell("Parameters", 9, "unit", "EUR per hour"),
            message="Parameters!K9  hour_value: unit 'EUR per hour' is not in pounds / Choose a value in GBP, or add its rate to the sheet Indices, as 'USD per GBP'.",
        ),
        *(
            by(
                cell("Parameters", 9, "unit", f"{money} per hour"),
                message=f"Parameters!K9  hour_value: unit '{money} per hour' is not in pounds / Begin it with a code such as USD; its rate is 'USD per GBP' in Indices.",
            )
            for money in ("$", "US$", "usd", "US dollars", "euros")
        ),
    ],
    "money without a price year or an index": [
        by(
            cell("Parameters", 10, "price year", None),
            cell("Parameters", 10, "index", None),
            message=(
                "Parameters!L10  grant: price year is blank, and the unit is money / Type the year whose prices the value is in, such as 2024/25.",
            ),
        )
    ],
    "a price year without money": [
        by(
            cell("Parameters", 6, "price year", "2023/24"),
            message="Parameters!K6  hours: unit 'hours a year' is not money, but a price year is given / Begin the unit with GBP, or clear the price year.",
        )
    ],
    "a dirichlet without its group or size": [
        by(
            cell("Parameters", 5, "distribution", "dirichlet"),
            message="Parameters!C5  attribution: group is blank, and the distribution is dirichlet / Give the shares that add up to 100% one group.",
        )
    ],
    "shares of a dirichlet that do not add up": [
        by(
            dirichlet("steady", 0.5, 100),
            dirichlet("rare", 0.3, 80),
            message=(
                "Parameters!D12:D13  Mix: the shares of a dirichlet add to 80%, not 100%",
                "Parameters!H12:H13  Mix: n differs within a dirichlet / Give all shares of the group the same n.",
            ),
        )
    ],
    "a sample without its draws": [
        by(
            cell("Parameters", 6, "distribution", "sample"),
            cell("Parameters", 6, "se", None),
            message="Parameters!I6  hours: a sample needs its draws / Add a column headed 'hours' to the sheet Samples.",
        )
    ],
    "a sample of one draw": [
        by(
            cell("Parameters", 6, "distribution", "sample"),
            add("Samples", hours=10),
            message="Parameters!I6  hours: a sample needs at least two draws / Add rows to the sheet Samples.",
        )
    ],
    "a sample whose value is not its mean": [
        by(
            cell("Parameters", 6, "distribution", "sample"),
            add("Samples", hours=10),
            add("Samples", hours=12),
            message="Parameters!D6  hours: value 10 is not the mean of its draws, 11 / Leave value blank: the mean of the draws is the base case.",
        )
    ],
    "draws of a parameter that does not use them": [
        by(
            add("Samples", hours=10),
            add("Samples", hours=12),
            message="Parameters!I6  hours: has draws in the sheet Samples that are not used / Choose sample, or clear them.",
        )
    ],
    "a blank among the draws": [
        by(
            cell("Parameters", 6, "distribution", "sample"),
            add("Samples", hours=10, people=100),
            add("Samples", people=100),
            message=(
                "Parameters!I2  people: has draws in the sheet Samples that are not used / Choose sample, or clear them.",
                "Samples!A3  row 3: hours is blank / Type a number.",
            ),
        )
    ],
    "a heading with a stray space": [
        by(
            heading("Outcomes", "quantity", "quantity "),
            message="Outcomes!C1  heading: no column called 'quantity ' / Did you mean 'quantity'?",
        )
    ],
    "a heading that means nothing known": [
        by(
            heading("Payers", "label", "colour"),
            message=(
                "Payers  heading: the column 'label' is missing / Add it: what readers see instead of the name.",
                "Payers!B1  heading: no column called 'colour' / Known: label, note.",
            ),
        )
    ],
    "cells without a heading": [
        by(
            heading("Unmonetised", "evidence", ""),
            message=(
                "Unmonetised  heading: the column 'evidence' is missing / Add it: what is known of it.",
                "Unmonetised!C1  column C: has cells but no heading / Name it in row 1, or clear its cells.",
            ),
        )
    ],
    "a sheet without rows": [
        by(
            drop("Unmonetised", 2),
            drop("Payers", 4),
            drop("Payers", 3),
            drop("Payers", 2),
            message="Payers  sheet: is empty / Row 1 holds the headings; then one row is a budget.",
        )
    ],
    "a sheet quite empty": [
        by(
            without("Profiles"),
            message="Profiles  sheet: is empty / Row 1 holds the headings; then one row is a time profile.",
        )
    ],
    "a payer without a column": [
        by(
            without("Incidence", "families"),
            message="Incidence  heading: the column 'families' is missing / Add it: the share of each outcome's value that this payer keeps or bears.",
        )
    ],
    "a column for a parameter that does not exist": [
        by(
            heading("Cohorts", "people", "peolpe"),
            message="Cohorts!D1  heading: no column called 'peolpe' / Did you mean 'people'?",
        )
    ],
    "a year left out of the columns": [
        by(
            heading("Profiles", "year 1", "year 2"),
            message="Profiles  heading: the column 'year 1' is missing / Add it: the value of a table profile in this year.",
        )
    ],
    "a year in other words": [
        by(
            heading("Profiles", "year 1", "2nd year"),
            message="Profiles!F1  heading: no column called '2nd year' / Known: after, note, year 1.",
        )
    ],
    "a library row that is not known": [
        by(
            cell("Parameters", 8, "from library", "visit_2425"),
            message="Parameters!P8  visit_cost: no unit cost called 'visit_2425' / Did you mean 'visit_2324'?",
        )
    ],
    "a library row in euros": [
        by(
            cell("Parameters", 8, "from library", "euro_hour"),
            message="Parameters!K8  visit_cost: unit 'EUR per hour' is not in pounds / Choose a value in GBP, or add its rate to the sheet Indices, as 'USD per GBP'.",
        )
    ],
    "a library row whose price year no index covers": [
        by(
            cell("Parameters", 8, "from library", "visit_1112"),
            message="Parameters!L8  visit_cost: NHSCII runs 2022/23 to 2024/25, without 2011/12 / Add to the sheet Indices one that has 2011/12 and 2024/25.",
        )
    ],
    "an index of the row's own that is not known": [
        by(
            cell("Parameters", 8, "index", "CPI"),
            message="Parameters!M8  visit_cost: no index called 'CPI' / Known: NHSCII.",
        )
    ],
    "a value of the row's own outside the library's limits": [
        by(
            library_cell("Unit costs", 2, "low", 100),
            library_cell("Unit costs", 2, "high", 300),
            cell("Parameters", 8, "value", 400),
            message="Parameters!D8  visit_cost: value 400 is outside its limits 100 to 300 / Check D8, E8 and F8.",
        )
    ],
    "a number kept as text in the library": [
        by(
            library_cell("Unit costs", 2, "value", "200"),
            message="costs.xlsx Unit costs!D2  visit_2324: value is text, not a number: '200' / Type 200, in a cell that is not formatted as text.",
        )
    ],
    "a level of an index below nothing, and one twice": [
        by(
            library_cell("Indices", 2, "value", -100),
            library_cell("Indices", 4, "year", "2023/24"),
            message=(
                "costs.xlsx Indices!D2  NHSCII 2026: value -100 is not above 0 / Type the level of the index.",
                "costs.xlsx Indices!C4  NHSCII 2026: 2023/24 stands twice / Keep one.",
            ),
        )
    ],
    "several problems in sheet order": [
        by(
            cell("Incidence", 3, "families", 0.95),
            cell("Parameters", 3, "value", 0.24),
            cell("Parameters", 6, "distribution", "lognromal"),
            library_cell("Unit costs", 3, "how sure", None),
            cell("About", 6, "statement", "NHS"),
            message=(
                "About!B6  perspective: no perspective called 'NHS' / Choose NHS and PSS, public sector or society.",
                "Parameters!D3  visits_before: value 0.24 is outside its limits 2 to 4 / Check D3, E3 and F3.",
                "Parameters!I6  hours: no distribution called 'lognromal' / Choose fixed, normal, lognormal, gamma, beta, uniform, triangular, pert, dirichlet or sample.",
                "Incidence!B3:D3  care: payers' shares add to 95%, not 100%",
                "costs.xlsx Unit costs!S3  euro_hour: how sure is blank / Choose high, medium or low.",
            ),
        )
    ],
    "an unsound row is not called missing": [
        by(
            cell("Parameters", 2, "value", None),
            cell("Parameters", 7, "source", None),
            cell("Payers", 2, "label", None),
            cell("Profiles", 3, "clock", "entyr"),
            cell("Outcomes", 2, "counts", None),
            message=(
                "Parameters!D2  people: value is blank / Type the number.",
                "Parameters!O7  leaving_rate: source is blank / Fill it in: where the number comes from, or the words 'Assumption: ' and the reasoning.",
                "Outcomes!J2  visits: counts is blank / Fill it in: the physical thing counted.",
                "Payers!B2  nhs: label is blank / Fill it in: what readers see instead of the name.",
                "Profiles!C3  involved: no clock called 'entyr' / Choose entry or calendar.",
            ),
        )
    ],
    "a share left blank": [
        by(
            cell("Incidence", 3, "nhs", None),
            message="Incidence!B3  care: nhs is blank / Type a share; 0% where there is none.",
        )
    ],
    "an outcome nobody bears": [
        by(
            drop("Incidence", 3),
            message="Outcomes!A3  care: has no row in the sheet Incidence / Add a row that shares its value among the payers.",
        )
    ],
    "a row of Incidence for no outcome": [
        by(
            cell("Incidence", 3, "outcome", "carer"),
            message="Incidence!A3  carer: no outcome called 'carer' / Did you mean 'care'?",
        )
    ],
    "a unit value that does not exist": [
        by(
            cell("Outcomes", 3, "unit value", "wage"),
            message="Outcomes!D3  care: no parameter called 'wage' / Known: people, visits_before, visits_after, attribution, hours, leaving_rate, visit_cost, hour_value, grant, grant_share.",
        )
    ],
    "a label that differs by a space": [
        by(
            cell("Outcomes", 2, "profile", "involved "),
            message="Outcomes!F2  visits: no profile called 'involved ' / Did you mean 'involved'?",
        )
    ],
    "a unit value that is not money": [
        by(
            cell("Outcomes", 3, "unit value", "hours"),
            message="Outcomes!D3  care: hours is not money: its unit is 'hours a year' / A unit value is money: its unit begins with GBP.",
        )
    ],
    "a quantity that is money": [
        by(
            cell("Outcomes", 4, "quantity", "grant_share * hour_value"),
            message="Outcomes!C4  delivery: hour_value is money / Name it as the unit value only: money is multiplied once.",
        )
    ],
    "a profile with too few parameters": [
        by(
            cell("Profiles", 3, "kind", "involved then fading"),
            message="Profiles!D3  involved: kind 'involved then fading' needs leaving rate, share carried on, fading rate: 3 names, not 1 / Name a row of Parameters for each, in this order, with commas.",
        )
    ],
    "a profile with parameters it does not have": [
        by(
            cell("Profiles", 4, "parameters", "leaving_rate"),
            message="Profiles!D4  every_year: kind 'every year' takes no parameters / Clear the cell.",
        )
    ],
    "a profile's parameter that does not exist": [
        by(
            cell("Profiles", 3, "parameters", "leaving"),
            message="Profiles!D3  involved: no parameter called 'leaving' / Did you mean 'leaving_rate'?",
        )
    ],
    "a table without its years": [
        by(
            cell("Profiles", 4, "kind", "table"),
            message="Profiles!B4  every_year: a table needs its years / Fill in year 0 and those after it.",
        )
    ],
    "a table with a year left blank": [
        by(
            cell("Profiles", 2, "year 0", None),
            message="Profiles!E2  intake: year 0 is blank, but year 1 is given / Type a number; 0 where there is none.",
        )
    ],
    "a table that ends before the time horizon": [
        by(
            cell("Profiles", 2, "year 1", None),
            cell("Profiles", 2, "year 0", 1),
            message="Profiles!F2  intake: its table ends with year 0, and the time horizon is 2 years / In its row of the sheet Profiles fill in year 1, or write in the column 'after' what follows: 0 or last.",
        ),
        by(
            cell("About", 8, "statement", 5),
            message="Profiles!F2  intake: its table ends with year 1, and the time horizon is 5 years / In its row of the sheet Profiles fill in year 2 to year 4, or write in the column 'after' what follows: 0 or last.",
        ),
        by(
            cell("About", 8, "statement", 3),
            cell("Profiles", 4, "after", None),
            message="Profiles!G2  intake: its table ends with year 1, and the time horizon is 3 years / In its row of the sheet Profiles fill in year 2, or write in the column 'after' what follows: 0 or last.",
        ),
        asking(
            "years",
            5,
            message="Scenarios!C2  intake: its table ends with year 1, and the time horizon is 5 years / In its row of the sheet Profiles fill in year 2 to year 4, or write in the column 'after' what follows: 0 or last.",
        ),
    ],
    "a word for what follows a table that is none": [
        by(
            cell("Profiles", 2, "after", "nothing"),
            message="Profiles!G2  intake: no after called 'nothing' / Choose 0 or last.",
        ),
        by(
            cell("Profiles", 2, "after", 1),
            message="Profiles!G2  intake: no after called '1' / Choose 0 or last.",
        ),
    ],
    "people who start for ever": [
        by(
            cell("Profiles", 2, "after", "last"),
            message="Profiles!G2  intake: people start for ever: 40% in each later year too / Choose 0.",
        )
    ],
    "years of a profile that is no table": [
        by(
            cell("Profiles", 4, "year 0", 1),
            message="Profiles!E4  every_year: year 0 is given, but the kind is 'every year' / Clear the years, or choose table.",
        )
    ],
    "an intake that is no table": [
        by(
            cell("About", 11, "statement", "involved"),
            message="About!B11  intake: the profile 'involved' is not a table by the calendar / Choose kind table and clock calendar for it.",
        )
    ],
    "an intake that does not exist": [
        by(
            cell("About", 11, "statement", "intakes"),
            message="About!B11  intake: no profile called 'intakes' / Did you mean 'intake'?",
        )
    ],
    "people that are not shared out": [
        by(
            without("Cohorts", "people"),
            message="Parameters!A2  people: has no column in the sheet Cohorts, so each would count 100: £20,900 of a full year would be counted again / Add a column headed 'people'; its cells add up to the whole.",
        ),
        by(
            without("Cohorts", "grant_share"),
            message="Parameters!A11  grant_share: has no column in the sheet Cohorts, so each would count 1: £1,050 of a full year would be counted again / Add a column headed 'grant_share'; its cells add up to the whole. Where each has all of it, its unit is proportion.",
        ),
    ],
    "a cohort's own value of a parameter whose mean is zero": [
        by(
            cell("Parameters", 4, "value", 0),
            own_values("visits_after", 1, 2),
            message=(
                "Cohorts!F2  north: visits_after is 1, but the mean of its row in Parameters is 0 / Give the parameter the mean of the whole, which the cohorts share out.",
                "Cohorts!F3  south: visits_after is 2, but the mean of its row in Parameters is 0 / Give the parameter the mean of the whole, which the cohorts share out.",
            ),
        )
    ],
    "a correlation out of range, and with itself": [
        by(
            cell("Correlations", 2, "rank correlation", 1.2),
            cell("Correlations", 2, "with", "visit_cost"),
            message=(
                "Correlations!B2  visit_cost with visit_cost: is the same parameter / Name another one.",
                "Correlations!C2  visit_cost with visit_cost: rank correlation 1.2 is outside -1 to 1 / Type a number from -1 to 1.",
            ),
        )
    ],
    "a correlation of a fixed number": [
        by(
            cell("Correlations", 2, "with", "grant"),
            message="Correlations!B2  visit_cost with grant: grant is fixed / Give it a distribution, or drop the pair.",
        )
    ],
    "a correlation of a parameter that does not exist": [
        by(
            cell("Correlations", 2, "parameter", "visits_cost"),
            message="Correlations!A2  row 2: no parameter called 'visits_cost' / Did you mean 'visit_cost'?",
        )
    ],
    "a pair twice": [
        by(
            add_row(
                "Correlations",
                {
                    "parameter": "hour_value",
                    "with": "visit_cost",
                    "rank correlation": 0.2,
                    "why": SENTENCE,
                },
            ),
            message="Correlations!A3  hour_value with visit_cost: the pair stands in row 2 too / Each pair stands once.",
        )
    ],
    "a correlation of an imported sample": [
        by(
            cell("Parameters", 6, "distribution", "sample"),
            cell("Parameters", 6, "se", None),
            add("Samples", hours=10),
            add("Samples", hours=12),
            cell("Parameters", 6, "value", None),
            cell("Correlations", 2, "with", "hours"),
            message="Correlations!B2  visit_cost with hours: hours is drawn together with its group or sample / Drop the pair: those draws hold their own correlations.",
        )
    ],
    "a share that is taken from one, typed as a whole number": [
        by(
            cell("Outcomes", 4, "quantity", "grant_share * (1 - leaving_rate)"),
            cell("Parameters", 7, "value", 17),
            cell("Parameters", 7, "se", 1),
            message="Outcomes!C4  delivery: leaving_rate, used as a share: 17 is 1,700% / Did you mean 17%? Type 17% or 0.17.",
        )
    ],
    "a share of a profile typed as a whole number": [
        by(
            cell("Profiles", 3, "kind", "retained"),
            cell("Parameters", 7, "value", 80),
            cell("Parameters", 7, "se", 5),
            message="Profiles!D3  involved: leaving_rate, used as a share: 80 is 8,000% / Did you mean 80%? Type 80% or 0.8.",
        )
    ],
    "a rate of a profile below nothing": [
        by(
            cell("Parameters", 7, "value", -0.5),
            cell("Parameters", 7, "distribution", "normal"),
            message="Profiles!D3  involved: leaving_rate, used as a leaving rate: -0.5 is not above 0 / A leaving rate is above 0.",
        )
    ],
    "what no library gives, left blank": [
        by(
            cell("Parameters", 8, "label", None),
            message="Parameters!B8  visit_cost: label is blank / Fill it in: what readers see instead of the name.",
        )
    ],
    "an outcome that stands twice": [
        by(
            add_row("Outcomes", programme()["Outcomes"][0]),
            message="Outcomes!A5  visits: the name stands in A2 too / Each stands once.",
        )
    ],
    "a formula that is one cell": [
        calculated(
            "=Cohorts!D2",
            100,
            "Parameters!D2  formula: 100 is stored, but its formula Cohorts!D2 gives 60 / Open the workbook in Excel, let it calculate and save it.",
        ),
        calculated(
            "=-$D$4",
            100,
            "Parameters!D2  formula: 100 is stored, but its formula -$D$4 gives -2 / Open the workbook in Excel, let it calculate and save it.",
        ),
    ],
    "one payer whose shares are wrong": [
        by(one_payer, message="Incidence!B3  care: payers' shares add to 90%, not 100%")
    ],
    "the same hour saved by one outcome and spent by another": [
        by(
            figure("own_time", 8, "GBP per hour", **MONEY),
            *second_outcome(**{"unit value": "own_time", "direction": "cost"}),
            message=(),
            kind="warning",
        )
    ],
    "one quantity valued by the hour and by the head": [
        by(
            figure("fee", 8, "GBP per carer hour", **MONEY),
            *second_outcome(**{"unit value": "fee"}),
            message=(),
            kind="warning",
        )
    ],
    "a saving and a cost of the same thing": [
        by(
            cell("Outcomes", 3, "counts", "A visit"),
            cell("Outcomes", 3, "direction", "cost"),
            cell("Incidence", 3, "nhs", 0.5),
            cell("Incidence", 3, "families", 0.5),
            cell("Outcomes", 3, "value class", "economic"),
            message=(),
            kind="warning",
        )
    ],
    "a dirichlet that is money, or without its size": [
        by(
            cell("Parameters", 10, "distribution", "dirichlet"),
            cell("Parameters", 10, "group", "Mix"),
            message="Parameters!K10  grant: a dirichlet is a share, not money / Check unit and distribution.",
        ),
        by(
            dirichlet("steady", 0.5, 0),
            message="Parameters!I12  steady: a dirichlet needs value and n / Fill in the share in value and, in n, the effective sample size of its group.",
        ),
        by(
            dirichlet("steady", 0, 10),
            message="Parameters!D12  steady: a share of 0% cannot vary in a dirichlet / Leave that category out, or give steady a small one, such as 0.01.",
        ),
    ],
    "numbers that a distribution cannot take": [
        by(
            cell("Parameters", 6, "se", 0),
            message="Parameters!I6  hours: the spread of a normal must be above 0 / Fill in se, sd with n, or low and high; where the source gives none, say so and assume one.",
        ),
        by(
            cell("Parameters", 7, "value", None),
            cell("Parameters", 7, "se", None),
            cell("Parameters", 7, "low", 0),
            cell("Parameters", 7, "high", 1),
            message="Parameters!I7  leaving_rate: a gamma needs limits above 0, low below high / Check low and high, or give value and se.",
        ),
        by(
            cell("Parameters", 6, "se", None),
            cell("Parameters", 6, "distribution", "uniform"),
            message="Parameters!I6  hours: a uniform needs low and high / Fill in low and high.",
        ),
        by(
            cell("Parameters", 9, "value", None),
            message="Parameters!I9  hour_value: a PERT needs low, value (the most likely) and high / Fill in all three.",
        ),
    ],
    "a share of something for a unit": [
        by(
            cell("Parameters", 6, "unit", "share of people"),
            message="Parameters!K6  hours: unit 'share of people' is a proportion in other words / Write 'proportion'; say in the label of what.",
        )
    ],
    "a sheet of cohorts with headings and no rows": [
        edited(
            lambda book: book["Cohorts"].delete_rows(2, 2),
            (),
            "warning",
        )
    ],
    "who answers for it": [
        by(
            add("About", item="assured on", statement="last spring"),
            message="About!B14  assured on: 'last spring' is not a day / Write it as 2026-11-26.",
        ),
        by(
            add("About", item="analyst", statement="A. N. Other"),
            add("About", item="assurer", statement="a. n. other"),
            message="About!B15  assurer: is the analyst, who cannot check their own work / Name somebody who had no part in it, or leave it blank.",
        ),
    ],
    "how people start, and until when they are supported": [
        by(
            add("About", item="entry", statement="midway"),
            message="About!B14  entry: no entry called 'midway' / Write start of year, evenly, or evenly from October (or another month).",
        ),
        by(
            add("About", item="entry", statement="start of year from May"),
            message="About!B14  entry: no entry called 'start of year from May' / Write start of year, evenly, or evenly from October (or another month).",
        ),
        by(
            add("About", item="entry", statement="evenly from Octobre"),
            message="About!B14  entry: no month called 'Octobre' / Did you mean 'October'?",
        ),
        by(
            add("About", item="support ends", statement="2022/23"),
            message="About!B14  support ends: '2022/23' is not a year from 2023/24 on / Write the last year with support, such as 2024/25; none where it has no end.",
        ),
        by(
            add("About", item="support ends", statement="2024"),
            message="About!B14  support ends: '2024' is not a year from 2023/24 on / Write the last year with support, such as 2024/25; none where it has no end.",
        ),
        by(
            cell("About", 7, "statement", "last year"),
            add("About", item="support ends", statement="2024/25"),
            message="About!B7  first year: 'last year' is not a year / Write a financial year as 2024/25 and a calendar year as 2024.",
        ),
    ],
    "people who start after support has ended": [
        by(
            add("About", item="support ends", statement="2023/24"),
            message="About!B14  support ends: 40% of people start after it, and are never involved / Check it, and the years of the profile 'intake'.",
            kind="warning",
        )
    ],
    "a chance of none that cannot be": [
        by(
            cell("Parameters", 5, "chance of none", 30),
            message="Parameters!Q5  attribution: chance of none 30 is 3,000% / Did you mean 30%? Type 30% or 0.3.",
        ),
        by(
            cell("Parameters", 5, "chance of none", -0.1),
            message="Parameters!Q5  attribution: chance of none -0.1 is -10% / A share lies between 0% and 100%.",
        ),
        by(
            cell("Parameters", 5, "chance of none", 1),
            message="Parameters!Q5  attribution: chance of none is 100% / Drop what is certainly none; a chance lies below 100%.",
        ),
        by(
            cell("Parameters", 4, "value", 0),
            cell("Parameters", 4, "chance of none", 0.3),
            message="Parameters!Q4  visits_after: a fixed 0 has no chance of none / Clear it, or choose another distribution for what the number is otherwise.",
        ),
        by(
            dirichlet("steady", 0.5, 10),
            dirichlet("unsteady", 0.5, 10),
            cell("Parameters", 12, "chance of none", 0.3),
            message="Parameters!Q12  steady: a dirichlet has no chance of none / Clear it, or choose another distribution for what the number is otherwise.",
        ),
        by(
            *own_draws,
            cell("Parameters", 6, "chance of none", 0.3),
            message="Parameters!Q6  hours: a sample has no chance of none / Clear it, or choose another distribution for what the number is otherwise.",
        ),
    ],
    "an outcome's own discount rate and growth": [
        by(
            cell("Outcomes", 2, "discount", "Greenbook"),
            message="Outcomes!K2  visits: cannot read the rate 'Greenbook' / Write Green Book, Green Book health, Green Book 3.0% test, June 2026 review, or a rate such as 3.5%.",
        ),
        by(
            cell("Outcomes", 2, "discount", 3.5),
            message="Outcomes!K2  visits: cannot read the rate '3.5' / Did you mean 3.5%?",
        ),
        by(
            cell("Outcomes", 2, "real growth", 2),
            message="Outcomes!K2  visits: real growth 2 is 200% a year / Did you mean 2%? Type 2% or 0.02.",
        ),
        by(
            cell("Outcomes", 2, "real growth", -45),
            message="Outcomes!K2  visits: real growth -45 is -4,500% a year / Growth a year lies between -30% and 30%.",
        ),
    ],
    "a scenario that cannot be": [
        asking(
            "attribtion",
            0.2,
            message="Scenarios!B2  Other: nothing called 'attribtion' can be changed / Did you mean 'attribution'?",
        ),
        asking(
            "weather",
            1,
            message="Scenarios!B2  Other: nothing called 'weather' can be changed / Write a name of Parameters, an outcome as in 'visits: unit value', years, discount rate, perspective, entry, support ends, without: cohorts, without: outcomes, only: cohorts or only: outcomes.",
        ),
        asking(
            "without",
            "north",
            message="Scenarios!B2  Other: nothing called 'without' can be changed / Did you mean 'without: cohorts'?",
        ),
        asking(
            "delivery: payer",
            "nhss",
            message="Scenarios!C2  nhss: there is no such payer / Did you mean 'nhs'?",
        ),
        asking(
            "delivery: payer",
            "nhs 60%, council 30%",
            message="Scenarios!C2  delivery: payer: payers' shares add to 90%, not 100% / Give each payer its part of the whole.",
        ),
        asking(
            "delivery: payer",
            "nhs 60%, council",
            message="Scenarios!C2  delivery: payer: 'council' is not a payer with its share / Write one payer's name, or several as in 'icb 60%, council 40%'.",
        ),
        asking(
            "delivery: payer",
            "nhs 60%, nhs 40%",
            message="Scenarios!C2  delivery: payer: nhs is named twice / Write one payer's name, or several as in 'icb 60%, council 40%'.",
        ),
        asking(
            "delivery: payer",
            None,
            message="Scenarios!C2  delivery: payer: value is blank / Fill it in: what it is instead: a number, a name, names with commas, payers with shares ('icb 60%, council 40%'), or as About would say it.",
        ),
        asking(
            "care: payer",
            "nhs",
            message="Scenarios!B2  care: is social value, and nhs holds public money / Let a payer of private people keep it.",
        ),
        asking(
            "only: payers",
            "x",
            message="Scenarios!B2  Other: nothing called 'only: payers' can be changed / Did you mean 'delivery: payer'?",
        ),
        asking(
            "attribution",
            17,
            message="Scenarios!C2  attribution: value 17 is 1,700% / Did you mean 17%? Type 17% or 0.17.",
        ),
        asking(
            "attribution",
            "17%",
            message="Scenarios!C2  attribution: value is text, not a number: '17%' / Type 0.17, or 17% in a cell that is not formatted as text.",
        ),
        asking(
            "attribution",
            None,
            message="Scenarios!C2  attribution: value is blank / Type the number.",
        ),
        asking(
            "attribution",
            0.5,
            low=0.6,
            high=0.9,
            distribution="normal",
            message="Scenarios!C2  attribution: value 0.5 is outside its limits 0.6 to 0.9 / Check C2, D2 and E2.",
        ),
        asking(
            "attribution",
            None,
            low=0.2,
            high=0.4,
            message="Scenarios!G2  attribution: distribution is blank, but a spread is given / Choose one; fixed leaves the spread out.",
        ),
        asking(
            "hour_value",
            -20,
            message="Scenarios!C2  hour_value: value -20 is below 0, and the unit is money / Type it as positive, a cost being an outcome with direction cost; a difference in cost that may go either way has the role effect.",
        ),
        asking(
            "hours",
            10,
            low=-5,
            high=20,
            distribution="gamma",
            message="Scenarios!G2  hours: a gamma cannot hold the limits -5 to 20: it is never below 0 / Use normal, which can show harm as well as benefit.",
        ),
        asking(
            "hours",
            10,
            distribution="sample",
            message="Scenarios!G2  hours: a sample cannot be given in a scenario / Clear it, and give the value alone.",
        ),
        asking(
            "hours",
            0,
            chance=0.5,
            message="Scenarios!H2  hours: a fixed 0 has no chance of none / Clear it, or choose another distribution for what the number is otherwise.",
        ),
        asking(
            "years",
            0,
            message="Scenarios!C2  years: 0 is not between 1 and 125 / Choose a horizon.",
        ),
        asking(
            "years",
            2.5,
            message="Scenarios!C2  years: value 2.5 is not a whole number, 0 or more / Type a whole number, 0 or more.",
        ),
        asking(
            "years",
            None,
            message="Scenarios!C2  years: value is blank / Type a whole number, 0 or more.",
        ),
        asking(
            "years",
            5,
            low=3,
            message="Scenarios!D2  years: low is given, and 'years' is no parameter / Clear it: only a parameter has a spread.",
        ),
        asking(
            "discount rate",
            3.5,
            message="Scenarios!C2  discount rate: cannot read the rate '3.5' / Did you mean 3.5%?",
        ),
        asking(
            "perspective",
            "sosciety",
            message="Scenarios!C2  sosciety: there is no such perspective / Did you mean 'society'?",
        ),
        asking(
            "entry",
            "often",
            message="Scenarios!C2  entry: no entry called 'often' / Write start of year, evenly, or evenly from October (or another month).",
        ),
        asking(
            "support ends",
            "2020/21",
            message="Scenarios!C2  support ends: '2020/21' is not a year from 2023/24 on / Write the last year with support, such as 2024/25; none where it has no end.",
        ),
        asking(
            "support ends",
            date(2024, 11, 1),
            message="Scenarios!C2  support ends: value is a date, not a year / Excel makes a date of such as 2011/12: format the cell as text and type it again.",
        ),
        asking(
            "cares: unit value",
            "visit_cost",
            message="Scenarios!B2  cares: there is no such outcome / Did you mean 'care'?",
        ),
        asking(
            "care: unit value",
            "visit_costs",
            message="Scenarios!C2  visit_costs: there is no such parameter or unit cost / Did you mean 'visit_cost'?",
        ),
        asking(
            "care: unit value",
            "visit_cost",
            message="Scenarios!C2  visit_cost: is in GBP per visit, and hour_value, which it replaces, in GBP per hour / Name a value of the same unit.",
        ),
        asking(
            "care: unit value",
            "hours",
            message="Scenarios!C2  hours: is not an amount of money / Name a unit cost.",
        ),
        asking(
            "all savings: profile",
            "evry_year",
            message="Scenarios!C2  evry_year: there is no such profile / Did you mean 'every_year'?",
        ),
        asking(
            "without: outcomes",
            "car, vists",
            message=(
                "Scenarios!C2  car: there is no such outcome / Did you mean 'care'?",
                "Scenarios!C2  vists: there is no such outcome / Did you mean 'visits'?",
            ),
        ),
        asking(
            "without: cohorts",
            "north, south",
            message="Scenarios!C2  selection: nothing is left / Name at least one to keep.",
        ),
        asking(
            "only: cohorts",
            "north,",
            message="Scenarios!C2  only: cohorts: value has a comma without a name / Put one comma between names.",
        ),
        by(
            add("Scenarios", scenario="base case", what="years", value=1, why=SENTENCE),
            message="Scenarios!A2  base case: is the base case's own name / Choose another name.",
        ),
        by(
            add("Scenarios", scenario="Longer", what="years", value=1, why=SENTENCE),
            add("Scenarios", scenario="Longer", what="years", value=1, why=None),
            message=(
                "Scenarios!B3  Longer: 'years' is changed in B2 too / Each change of a scenario stands once.",
                "Scenarios!D3  Longer: why is blank / Fill it in: why it is worth asking, or where the value comes from.",
            ),
        ),
        asking(
            "years",
            2,
            message="Scenarios!B2  Other: changes nothing: all is as in the base case / Check its rows, or drop them.",
            kind="warning",
        ),
        asking(
            "hours",
            10,
            low=2,
            high=30,
            distribution="normal",
            message="Scenarios!G2  hours: limits say 2 to 30; the fitted normal's 95% interval is -4 to 24 / Check the limits, or choose a distribution that fits them.",
            kind="warning",
        ),
    ],
    "a number that is called as an item of About, and a why that is no outcome": [
        by(
            cell("Parameters", 4, "name", "years"),
            cell("Outcomes", 2, "quantity", "people * (visits_before - years) * attribution"),
            add("Scenarios", scenario="Other", what="years", value=3, why=SENTENCE),
            message="Scenarios!B2  Other: 'years' is a parameter and an item of About / Give the parameter another name: this one stands for an item of About.",
        ),
        asking(
            "why: profile",
            "every_year",
            message="Scenarios!B2  Other: nothing called 'why: profile' can be changed / Did you mean 'care: profile'?",
        ),
    ],
    "a scenario of a number that has a fault of its own, of which no more is said": [
        by(
            cell("Parameters", 5, "source", None),
            cell("Outcomes", 3, "counts", None),
            add("Scenarios", scenario="Other", what="attribution", value=0.3, why=SENTENCE),
            add(
                "Scenarios", scenario="Other", what="care: profile", value="involved", why=SENTENCE
            ),
            message=(
                "Parameters!O5  attribution: source is blank / Fill it in: where the number comes from, or the words 'Assumption: ' and the reasoning.",
                "Outcomes!J3  care: counts is blank / Fill it in: the physical thing counted.",
            ),
        ),
    ],
    "a share of a group that a scenario changes alone": [
        by(
            dirichlet("steady", 0.5, 10),
            dirichlet("unsteady", 0.5, 10),
            add("Scenarios", scenario="Other", what="steady", value=0.2, why=SENTENCE),
            add("Scenarios", scenario="Both", what="steady", value=0.2, why=SENTENCE),
            add("Scenarios", scenario="Both", what="unsteady", value=0.8, why=SENTENCE),
            message="Scenarios!C2  steady: is one share of the group 'Mix', which adds up to 1 / Vary all of it: steady, unsteady.",
        ),
    ],
    "signs and points that look alike": [
        text("\N{EN DASH}0.2", "-0.2,"),
        text("\N{FULLWIDTH HYPHEN-MINUS}3", "-3,"),
        text("0\N{MIDDLE DOT}4", "0.4,"),
        text("\N{NON-BREAKING HYPHEN}0\N{BULLET}4", "-0.4,"),
    ],
    "a number beyond 1e15": [
        by(
            cell("Parameters", 4, "value", 1e200),
            message="Parameters!D4  visits_after: value 1e+200 is beyond 1e+15 / Check the number, and its unit.",
        ),
        by(
            cell("Parameters", 4, "value", -2e15),
            message="Parameters!D4  visits_after: value -2e+15 is beyond 1e+15 / Check the number, and its unit.",
        ),
    ],
    "a number of more than 17 digits": [
        stored(
            b"<v>0.3333333333333333333333</v>",
            "Parameters!D2  people: value has more than 17 digits: 0.333333333333333333… / Type it again: Excel keeps 15 digits of a number.",
        ),
        stored(
            b"<v>" + b"7" * 400 + b"</v>",
            "Parameters!D2  people: value has more than 17 digits: 77777777777777777777… / Type it again: Excel keeps 15 digits of a number.",
        ),
    ],
    "a share of nothing in a dirichlet": [
        by(
            dirichlet("some", 1, 50),
            message=(
                "Parameters!D12  some: a share of 100% cannot vary in a dirichlet / Leave that category out, or give some a small one, such as 0.01.",
            ),
        ),
        by(
            dirichlet("some", 0.5, 0.001),
            message="Parameters!H12  some: n 0.001 is less than one person / It is how many people the shares are worth: 1 or more.",
        ),
    ],
    "a spread of a proportion beyond 0-1": [
        by(
            *(cell("Parameters", 5, name, None) for name in ("low", "high")),
            *(cell("Parameters", 5, "value", 0.25), cell("Parameters", 5, "se", 0.5)),
            cell("Parameters", 5, "distribution", "normal"),
            message="Parameters!I5  attribution: normal: its 95% interval is -0.73 to 1.23, and a share lies between 0% and 100% / Choose one that stays between them, such as beta, or truncate it.",
        )
    ],
    "a standard deviation without people": [
        by(
            figure("x", 14.5, "visits", sd=10.3, distribution="normal"),
            message="Parameters!H12  x: sd is given without n / Fill in n, the people behind the mean; a standard error goes into se.",
        ),
        by(
            figure("x", 14.5, "visits", sd=10.3, se=1, n=90, distribution="normal"),
            message="Parameters!Q12  x: sd is given, and se too / Keep one: with n, sd means sd / √n.",
        ),
        by(
            figure("x", 14.5, "visits", low=12, high=17, sd=103, n=90, distribution="normal"),
            message="Parameters!Q12  x: sd / √n, 10.9, contradicts the limits, which mean about 1.3 / Check E12, F12 and Q12.",
        ),
    ],
    "a truncation of nothing": [
        by(
            figure("x", 14.5, "visits", se=1, distribution="normal", truncated="yes"),
            message="Parameters!Q12  x: nothing is cut off: x may be any number / Clear it, or give the role or the unit that bounds it.",
        ),
        by(
            figure("x", 0.5, "proportion", se=0.1, distribution="beta", truncated="yes"),
            message="Parameters!Q12  x: nothing is cut off: a beta is never beyond what x may be / Clear it.",
        ),
        by(
            figure("x", 0.5, "proportion", truncated="yes"),
            message="Parameters!Q12  x: a fixed cannot be truncated / Clear it.",
        ),
    ],
    "a named number that is not there": [
        by(
            figure("nhs_share", 0.6, "proportion", se=0.1, distribution="beta"),
            *(cell("Incidence", 2, "nhs", "nhs_shar"), cell("Incidence", 2, "council", "rest")),
            message="Incidence!B2  visits: no parameter called 'nhs_shar' / Did you mean 'nhs_share'?",
        ),
        by(
            cell("Profiles", 2, "year 0", "most"),
            message="Profiles!E2  intake: no parameter called 'most' / Type a number, a name from the sheet Parameters, or the word rest.",
        ),
        by(
            figure("nhs_share", 0.6, "proportion", se=0.1, distribution="beta"),
            *(cell("Incidence", 2, "nhs", "nhs_share"), cell("Incidence", 2, "council", "Rest")),
            message="Incidence!C2  visits: no parameter called 'Rest' / Did you mean 'rest'?",
        ),
        by(
            cell("Outcomes", 2, "cash-releasing share", "rest"),
            message="Outcomes!H2  visits: no parameter called 'rest' / Type a number, or a name from the sheet Parameters.",
        ),
    ],
    "shares that are not a whole in every draw": [
        by(
            figure("nhs_share", 0.6, "proportion", se=0.1, distribution="beta"),
            *(cell("Incidence", 2, "nhs", "nhs_share"), cell("Incidence", 2, "council", 0.4)),
            message="Incidence!B2:D2  visits: payers' shares add to 100% at their means alone / Write the word rest in place of one of them.",
        ),
        by(
            figure("late", 0.4, "proportion", se=0.1, distribution="beta"),
            cell("Profiles", 2, "year 1", "late"),
            message="Profiles!E2:F2  intake: the intake's years add to 100% at their means alone / Write the word rest in place of one of them.",
        ),
        by(
            figure("late", 0.3, "proportion", se=0.1, distribution="beta"),
            cell("Profiles", 2, "year 1", "late"),
            message="Profiles!E2:F2  intake: the intake's years add to 90%, not 100% / Write the word rest where what is left belongs.",
        ),
    ],
    "a share that can go beyond 0-1": [
        by(
            figure("nhs_share", 0.6, "proportion", low=0.5, high=0.9, distribution="pert"),
            *(cell("Incidence", 2, "nhs", "nhs_share"), cell("Incidence", 2, "families", 0.2)),
            cell("Incidence", 2, "council", "rest"),
            message="Incidence!C2  visits: council's share goes from -10% to 30% / Choose shares that stay between 0% and 100% together, such as a dirichlet's.",
        ),
    ],
    "two that take the rest": [
        by(
            *(cell("Incidence", 2, "nhs", "rest"), cell("Incidence", 2, "council", "rest")),
            message="Incidence!C2  visits: 'rest' stands in B2 too / One cell takes what is left.",
        ),
    ],
    "thousands of pounds": [
        by(
            figure("x", 100_963, unit, **MONEY),
            message=f"Parameters!K12  x: unit '{unit}' is of more than one pound / Type the amount in pounds, and the unit as GBP{rest}.",
        )
        for unit, rest in (
            ("GBP thousand per region", " per region"),
            *(("GBP 000s", ""), ("GBP million", ""), ("£m a year", " a year")),
        )
    ],
    "several months as one": [
        by(
            figure("x", 3, unit),
            message=f"Parameters!K12  x: unit '{unit}' is {each} / Give it per month or per year, as 3 per 6 months is 0.5 per month.",
        )
        for unit, each in (
            ("nights per 6 months per person", "per 6 months"),
            ("visits per half year", "per half year"),
            ("hours per fortnight", "per fortnight"),
        )
    ],
    "two numbers in a cell": [
        by(
            figure("x", typed, "visits"),  # type: ignore[arg-type]
            message=f"Parameters!D12  x: value is text, not a number: '{typed}' / {remedy}",
        )
        for typed, remedy in (
            ("2.69 (6.85)", "Type 2.69, and 6.85 in sd or in se."),
            ("36–580", "Type 36 in low and 580 in high."),
            ("(183)", "Type -183: brackets are not read as a minus."),
        )
    ],
    "a cost that may go either way": [
        by(
            figure("x", 99, "GBP", low=-7, high=205, distribution="normal", **MONEY),
            message="Parameters!E12  x: low -7 is below 0, and the unit is money / Type it as positive, a cost being an outcome with direction cost; a difference in cost that may go either way has the role effect.",
        ),
        by(
            figure("x", 99, "GBP", role="effect", low=-7, high=205, distribution="normal", **MONEY),
            message="Parameters!A12  x: is not used / Use its name in a quantity, a unit value or a profile, or drop the row.",
            kind="warning",
        ),
    ],
    "a named number of another unit": [
        by(
            *(cell("Incidence", 2, "nhs", "visit_cost"), cell("Incidence", 2, "council", "rest")),
            message="Incidence!B2  visits: nhs: visit_cost comes to GBP, not a plain number / Check its unit, and whether it is meant here.",
        ),
        by(
            cell("Outcomes", 2, "cash delay", "attribution"),
            message="Outcomes!I2  visits: cash delay: attribution comes to a plain number, not years / Check its unit, and whether it is meant here.",
        ),
        by(
            figure("hours_south", 8, "hours a week", se=2, distribution="normal"),
            own_values("hours", 10, "hours_south"),
            message="Cohorts!F3  south: hours: hours_south comes to hours per week, not hours per year / Check its unit, and whether it is meant here.",
        ),
    ],
    "a number for all that cohorts have of their own": [
        by(
            own_values("leaving_rate", 0.4, 0.6),
            message="Profiles!A3  involved: leaving_rate has a column in the sheet Cohorts, but counts for all of them here / Drop the column, or give cohorts outcomes of their own.",
        ),
    ],
    "a misprint": [
        by(
            cell("Outcomes", 4, "published", 1050),
            message=(),
            kind="warning",
        ),
        by(
            cell("Outcomes", 4, "published", 1500),
            message="Outcomes!K4  delivery: its source prints 1,500, and this comes to 1,050.00 (-30.0%) / Check quantity, unit value and profile; or the source has a misprint.",
            kind="warning",
        ),
    ],
    "a spread that is not used": [
        by(
            cell("Parameters", 3, "distribution", "fixed"),
            message="Parameters!I3  visits_before: fixed leaves out low and high / Choose another distribution, or clear what is not used.",
            kind="warning",
        ),
        by(
            *(cell("Parameters", 5, name, None) for name in ("low", "high")),
            *(cell("Parameters", 5, "value", 0.25), cell("Parameters", 5, "se", 0.05)),
            *(cell("Parameters", 5, "distribution", "beta"), cell("Parameters", 5, "n", 20)),
            message="Parameters!G5  attribution: se has no effect beside n / Clear n, or clear what it replaces.",
            kind="warning",
        ),
    ],
    "n that is not used": [
        by(
            cell("Parameters", 6, "n", 93),
            message="Parameters!H6  hours: n has no effect with normal / Were 4 the standard deviation of 93 people, the standard error would be 0.415: type it in sd.",
            kind="warning",
        ),
        by(
            cell("Parameters", 3, "n", 93),
            message="Parameters!H3  visits_before: n has no effect with normal / Clear it: only sd, a beta and a dirichlet use it.",
            kind="warning",
        ),
    ],
    "a typed value that is not the mean": [
        by(
            cell("Parameters", 9, "source", SENTENCE),
            message="Parameters!D9  hour_value: 20 is the most likely value; the base case takes the mean, 20.83 / Choose another distribution where it is meant as the mean; else note 'most likely value'.",
            kind="warning",
        )
    ],
    "an index level out of line": [
        by(
            cell("Parameters", 9, "index", "own"),
            *(
                add("Indices", index="own", edition="1", year=year, value=level, source=SENTENCE)
                for year, level in (("2022/23", 90.5), ("2023/24", 96.25), ("2024/25", 3.9))
            ),
            message="Indices!D4  own 1: 3.9 is 96% below the 96.25 of 2023/24 / Check it: a level is not a growth rate, nor of another base.",
            kind="warning",
        )
    ],
    "no index where one is needed": [
        by(
            cell("Parameters", 10, "index", None),
            message="Parameters!M10  grant: index is blank, and the price is of 2023/24, not 2024/25 / Known: NHSCII.",
        ),
    ],
    "a hidden sheet is read as usual": [edited(hide, (), "warning")],
    "a protected sheet is read as usual": [edited(protect, (), "warning")],
}

CASES = [(name, number) for name, cases in TABLE.items() for number in range(len(cases))]


def test_every_fault_that_is_promised_is_listed() -> None:
    assert {" ".join(fault.split()) for fault in PROMISED.split(";")} <= set(TABLE)


def said(problems: tuple[econ.Problem, ...]) -> list[str]:
    return [" / ".join(line.strip() for line in str(told).splitlines()) for told in problems]


def told_or_shown(path: Path, kind: str) -> list[str]:
    """Problems, or warnings; or the headings in which rows depart from the library."""
    if kind == "problem":
        with pytest.raises(econ.WorkbookError) as error:
            econ.read(path)
        return said(error.value.problems)
    scenario = econ.read(path)
    overridden = [f"{p.name}: {h}" for p in scenario.parameters.values() for h in p.overridden]
    return [*said(scenario.warnings), *overridden]


@pytest.mark.parametrize(("name", "number"), CASES)
def test_each_fault_is_told_word_for_word_and_no_other_after_it(
    tmp_path: Path, name: str, number: int
) -> None:
    case = TABLE[name][number]
    expected = [case.told] if isinstance(case.told, str) else list(case.told)
    assert told_or_shown(case.make(tmp_path), case.kind) == expected


@pytest.mark.parametrize("change", [hide, protect])
def test_a_hidden_or_protected_sheet_is_read_as_usual(
    tmp_path: Path, change: Callable[[Workbook], None]
) -> None:
    changed = econ.read(edited(change, ()).make(tmp_path))
    assert changed.warnings == ()
    assert changed.parameters == econ.read(written(tmp_path)).parameters
