"""Every fault that the reader promises to catch, beside what it says; none is unlisted.

Each workbook is the small sound one with one thing changed.
"""

# ruff: noqa: E501 - messages stand here as they are shown

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.workbook.workbook import Workbook

import econ
from tests.workbook.small import (
    SENTENCE,
    Books,
    Change,
    add,
    add_row,
    cell,
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
cohorts with a missing value; a population that does not add up; a repaired correlation matrix;
merged headings; a second table on a sheet; blank rows inside a table;
a hidden sheet is read as usual; a protected sheet is read as usual
"""


@dataclass(frozen=True)
class Fault:
    """How one workbook is made, and the line that it is given: a problem unless said otherwise."""

    make: Callable[[Path], Path]
    message: str
    kind: str = "problem"


def by(*changes: Change, message: str, kind: str = "problem") -> Fault:
    return Fault(lambda folder: written(folder, *changes), message, kind)


def edited(edit: Callable[[Workbook], None], message: str, kind: str = "problem") -> Fault:
    def make(folder: Path) -> Path:
        path = written(folder)
        book = openpyxl.load_workbook(path)
        edit(book)
        book.save(path)
        return path

    return Fault(make, message, kind)


def stored(xml: bytes, message: str) -> Fault:
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

    return Fault(make, message)


def calculated(formula: str, value: object, message: str) -> Fault:
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

    return Fault(make, message)


def text(value: str, meant: str) -> Fault:
    return by(
        cell("Parameters", 4, "value", value),
        message=f"Parameters!D4  visits_after: value is text, not a number: '{value}' / Type {meant}",
    )


def error(name: str) -> Fault:
    return by(
        cell("Parameters", 2, "value", name),
        message=f"Parameters!D2  people: value holds the Excel error {name}",
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


MONEY = {"price year": "2023/24", "index": "NHSCII"}
GIVEN = "family's own table"


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


TABLE: dict[str, list[Fault]] = {
    "unknown columns": [
        by(
            heading("Parameters", "value", "vlaue"),
            message="Parameters!D1  heading: no column called 'vlaue' / Did you mean 'value'?",
        ),
    ],
    "missing columns": [
        by(
            without("Outcomes", "counts"),
            message="Outcomes  heading: the column 'counts' is missing",
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
    "missing sheets": [by(no_sheet("Incidence"), message="Incidence  sheet: is missing")],
    "doubled sheets": [by(copied, message="Parameters (2)  sheet: is not read", kind="warning")],
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
            message="Payers!A2  The NHS: 'The NHS' is not a name / Write it as the_nhs",
        ),
        *(
            by(
                cell("Parameters", 7, "name", word),
                cell("Profiles", 3, "parameters", word),
                message=f"Parameters!A7  {word}: '{word}' means something else in scripts",
            )
            for word in ("why", "lambda")
        ),
        by(
            cell("Outcomes", 2, "name", "../visits"),
            cell("Incidence", 2, "outcome", "../visits"),
            message="Outcomes!A2  ../visits: '../visits' is not a name / Write it as visits",
        ),
    ],
    "blank source": [
        by(cell("Parameters", 2, "source", "  "), message="Parameters!O2  people: source is blank")
    ],
    '"£1,200" as text': [text("£1,200", "1200,"), text("£1.2m", "1200000,")],
    '"12%" as text': [text("12%", "0.12, or 12% in a cell")],
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
            message="Parameters!F5  attribution: high 17 is 1,700% / Did you mean 17%?",
        ),
        by(
            cell("Outcomes", 2, "cash-releasing share", 17),
            message="Outcomes!H2  visits: cash-releasing share 17 is 1,700%",
        ),
        by(
            own_values("attribution", 17, 0.5),
            message="Cohorts!F2  north: attribution 17 is 1,700%",
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
            message="Parameters!D2  people: value is a formula without a stored value",
        )
    ],
    "a formula whose stored value contradicts its inputs": [
        calculated(
            "=60+2*15",
            100,
            "Parameters!D2  formula: 100 is stored, but its formula 60+2*15 gives 90",
        ),
        calculated(
            "=SUM(Cohorts!D2:D3)-1",
            100,
            "Parameters!D2  formula: 100 is stored, but its formula SUM(Cohorts!D2:D3)-1 gives 99",
        ),
    ],
    "NaN": [stored(b"<v>NaN</v>", "Parameters!D2  people: value is text, not a number: 'NaN'")],
    "infinity": [
        stored(b"<v>1E999</v>", "Parameters!D2  people: value is too large, not a number"),
        stored(b"<v>-INF</v>", "Parameters!D2  people: value is text, not a number: '-INF'"),
    ],
    "a date where a number belongs": [
        by(
            cell("Parameters", 2, "value", date(2024, 3, 1)),
            message="Parameters!D2  people: value is a date or a time, not a number",
        )
    ],
    "TRUE where a number belongs": [
        by(
            cell("Parameters", 2, "value", True),
            message="Parameters!D2  people: value is TRUE, not a number",
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
            message="Parameters!I3  visits_before: no gamma has the 95% limits 1e-12 to 4",
        ),
        by(
            cell("Parameters", 3, "value", None),
            cell("Parameters", 3, "distribution", "beta"),
            message="Parameters!I3  visits_before: a beta",
        ),
    ],
    "an SE that contradicts the limits": [
        by(
            cell("Parameters", 3, "se", 4),
            message="Parameters!G3  visits_before: se 4 contradicts the limits, which mean about 0.51 / Check E3, F3 and G3.",
        ),
        by(
            cell("Parameters", 9, "se", 40),
            message="Parameters!G9  hour_value: se 40 contradicts the limits",
        ),
    ],
    "proportion outside 0-1": [
        by(
            cell("Parameters", 5, "low", -0.5),
            message="Parameters!E5  attribution: low -0.5 is -50%",
        )
    ],
    "hours of care above 168 a week": [
        by(
            cell("Parameters", 6, "unit", "hours of care per week"),
            cell("Parameters", 6, "value", 170),
            message="Parameters!D6  hours: value 170 is more than the 168 hours of a week",
        )
    ],
    "a negative unit cost": [
        by(
            cell("Parameters", 10, "value", -1000),
            message="Parameters!D10  grant: value -1,000 is below 0, and the unit is money",
        ),
        by(
            library_cell("Unit costs", 2, "value", -200),
            message="Parameters!D8  visit_cost: value -200 is below 0, and the unit is money",
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
            message="Parameters!K9  hour_value: unit '£ per hour' is money that does not begin with GBP",
        ),
        by(
            cell("Parameters", 5, "unit", "%"),
            message="Parameters!K5  attribution: unit '%' is a proportion in other words / Write 'proportion'",
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
            message="Parameters!L10  grant: price year '2023-24' is not a year / Write a financial year as 2023/24",
        )
    ],
    "a price year outside its index": [
        by(
            cell("Parameters", 10, "price year", "2011/12"),
            message="Parameters!L10  grant: NHSCII runs 2022/23 to 2024/25, without 2011/12",
        ),
        by(
            cell("About", 9, "statement", "2030/31"),
            message="About!B9  price year: no index covers 2030/31",
        ),
    ],
    "uprating twice": [
        by(
            cell("Parameters", 8, "price year", "2022/23"),
            message="Parameters!L8  visit_cost: price year 2022/23 is given for a value of the library in 2023/24 prices / Clear it",
        ),
        by(
            figure("inflation", 1.05, "ratio"),
            cell("Outcomes", 4, "quantity", "grant_share * inflation"),
            message="Outcomes!C4  delivery: inflation uprates what its index has carried to the price year already",
        ),
    ],
    "an effect that straddles zero under a positive-only distribution": [
        by(
            cell("Parameters", 3, "distribution", name),
            cell("Parameters", 3, "low", -1),
            message=f"Parameters!I3  visits_before: a {name} cannot hold the limits -1 to 4: it is never below 0",
        )
        for name in ("gamma", "beta", "lognormal")
    ],
    "double counting": [
        by(
            cell("Outcomes", 3, "counts", "A visit"),
            cell("Incidence", 3, "nhs", 0.5),
            cell("Incidence", 3, "families", 0.5),
            message="Outcomes!J3  care: 'A visit' is counted for nhs in J2 too",
        )
    ],
    "two valuations of the same hour of care": [
        by(
            figure("own_time", 8, "GBP per hour", **MONEY),
            *second_outcome(**{"unit value": "own_time"}),
            message="Outcomes!D5  care_again: the same hour is valued in D3 too, by hour_value",
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
            message="Outcomes!D5  care_again: the same hour is valued in D3 too",
        ),
    ],
    "a transfer counted as a cost to society": [
        by(
            library_cell("Unit costs", 2, "value class", "transfer"),
            message="Outcomes!D2  visits: visit_cost is a transfer: for society it is no saving",
        )
    ],
    "deadweight together with a comparison group": [
        by(
            figure("deadweight", 0.2, "proportion"),
            cell("Outcomes", 3, "quantity", "people * hours * (1 - deadweight) * attribution"),
            cell("About", 5, "statement", "A matched comparison group of 90 people"),
            message="Outcomes!C3  care: deadweight is taken off, and About!B5 names a group / Keep one",
        )
    ],
    "an unused parameter": [
        by(
            figure("spare", 1, "visits"),
            message="Parameters!A12  spare: is not used",
            kind="warning",
        )
    ],
    "an unused payer": [
        by(
            cell("Incidence", 2, "nhs", 0),
            cell("Incidence", 2, "council", 1),
            message="Payers!A2  nhs: bears and keeps nothing",
            kind="warning",
        )
    ],
    "an unused profile": [
        by(
            cell("Outcomes", 3, "profile", "involved"),
            message="Profiles!A4  every_year: is followed by no outcome",
            kind="warning",
        )
    ],
    "an unused index": [
        by(
            add("Indices", index="CPI", edition="2026", year="2023/24", value=100, source=SENTENCE),
            message="Indices!A2  CPI: carries no price",
            kind="warning",
        )
    ],
    "a library row overridden": [
        by(cell("Parameters", 8, "value", 250), message="visit_cost: value", kind="shown")
    ],
    "a stale source older than a stated age": [
        by(
            add("About", item="oldest price year", statement="2024/25"),
            message="Parameters!L10  grant: its price is of 2023/24, older than the 2024/25 that About allows",
            kind="warning",
        )
    ],
    "a chain that cannot be read": [
        by(
            cell("Outcomes", 3, "quantity", "people * hours / 2"),
            message="Outcomes!C3  care: quantity: cannot read 'hours / 2'",
        )
    ],
    "cohorts with a missing value": [
        by(cell("Cohorts", 3, "people", None), message="Cohorts!D3  south: people is blank")
    ],
    "a population that does not add up": [
        by(
            cell("Cohorts", 3, "people", 30),
            message="Cohorts!D2:D3  people: the cohorts add up to 90, not 100",
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
            message="Correlations!C2:C4  hours with visit_cost: the correlations cannot all hold; the nearest that can are used, and differ by up to 0.",
            kind="warning",
        )
    ],
    "merged headings": [
        edited(
            lambda book: book["Payers"].merge_cells("C1:D1"),
            "Payers!C1:D1  merged cells: only the first can hold a value",
        )
    ],
    "a second table on a sheet": [
        edited(another_table, "Payers!A7  row 7: reads like the headings of a second table"),
        edited(same_table, "Payers!A5  row 5: reads like the headings of a second table"),
        edited(
            lambda book: book["Payers"].__setitem__("H1", GIVEN),
            "Payers!H1  heading: no column called",
        ),
    ],
    "blank rows inside a table": [
        edited(
            lambda book: book["Payers"].insert_rows(3),
            "Payers!A3  row 3: is blank, and rows follow it",
            "warning",
        )
    ],
    "a hidden sheet is read as usual": [edited(hide, "", "as usual")],
    "a protected sheet is read as usual": [edited(protect, "", "as usual")],
}

CASES = [(name, number) for name, faults in TABLE.items() for number in range(len(faults))]


def test_no_fault_is_unlisted_and_none_is_listed_that_is_not_promised() -> None:
    promised = [" ".join(fault.split()) for fault in PROMISED.split(";")]
    assert list(TABLE) == promised


def said(problems: tuple[econ.Problem, ...]) -> list[str]:
    return [" / ".join(line.strip() for line in str(told).splitlines()) for told in problems]


@pytest.mark.parametrize(("name", "number"), CASES)
def test_each_fault_gives_its_message(tmp_path: Path, name: str, number: int) -> None:
    fault = TABLE[name][number]
    path = fault.make(tmp_path)
    if fault.kind == "problem":
        with pytest.raises(econ.WorkbookError) as error:
            econ.read(path)
        told = said(error.value.problems)
    else:
        told = told_or_shown(econ.read(path))
    if fault.kind == "as usual":
        assert told == []
        assert econ.read(path).parameters == econ.read(written(tmp_path)).parameters
    else:
        assert any(line.startswith(fault.message) for line in told), told


def told_or_shown(scenario: econ.Scenario) -> list[str]:
    """Warnings, and the headings in which a row departs from the library, as Inputs shows them."""
    overridden = [f"{p.name}: {h}" for p in scenario.parameters.values() for h in p.overridden]
    return said(scenario.warnings) + overridden


ALONE = [
    (name, number)
    for name, number in CASES
    if TABLE[name][number].kind == "problem" and name not in {"merged headings"}
]


@pytest.mark.parametrize(("name", "number"), ALONE)
def test_each_fault_is_told_once_and_draws_no_others_after_it(
    tmp_path: Path, name: str, number: int
) -> None:
    with pytest.raises(econ.WorkbookError) as error:
        econ.read(TABLE[name][number].make(tmp_path))
    assert len(error.value.problems) == 1, said(error.value.problems)
