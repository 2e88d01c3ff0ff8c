"""Everything that is said of records and codebooks, word for word, and never of whom.

Each case is the small study with one thing changed; lines of a message are parted by " / ".
"""

# ruff: noqa: E501 - messages stand here as they are shown

from pathlib import Path

import pytest

from econ.errors import EconError
from econ.workbook.reading.people import read_records
from tests.small_records import (
    PERSON,
    Change,
    add_column,
    add_row,
    cell,
    column,
    files,
    state,
)

Case = tuple[list[Change], list[str]]

AGAIN = "Type the number alone; what is no answer stands in the codebook as a code."
CHECK = "Check the answer; what is no answer stands in the codebook as a code."
TIME = "Write '3 months', '6 months' and so on, 'a week', or the heading of a recall column."


def wrong(value: object, what: str, remedy: str = AGAIN) -> Case:
    return [cell(3, "visits", value)], [f"b.csv row 3  visits: {what} / {remedy}"]


PROBLEMS: dict[str, Case] = {
    "R1 text": wrong("three", "is text, not a number"),
    "R1 two numbers": wrong("2 or 3", "is not one number"),
    "R1 and more": wrong("6+", "is not one number"),
    "R1 about": wrong("~4", "is not one number"),
    "R1 a comma": wrong("1,200", "has commas within the number"),
    "R1 money": wrong("£4", "has a sign of money"),
    "R1 an error": wrong(
        "#N/A", "holds an Excel error", "Mend it where it was made, or leave the cell blank."
    ),
    "R1 TRUE": wrong("TRUE", "is TRUE or FALSE"),
    "R1 nan": wrong("nan", "is not a finite number"),
    "R1 inf": wrong("-inf", "is not a finite number"),
    "R1 an exponent": wrong("1e3", "is written with an exponent"),
    "R1 a formula": wrong("=1+1", "is a formula", "Save the records with values only."),
    "R1 a date": wrong(
        "02-Jan",
        "is a date, not a number",
        "Excel makes dates of such as 1-2: type it again as text.",
    ),
    "R1 below nothing": wrong("-1", "-1 is below 0", CHECK),
    "R1 not whole": wrong("2.5", "2.5 is not a whole number", CHECK),
    "R1 beyond a limit": (
        [column("visits", "high", 20), cell(3, "visits", 21)],
        [f"b.csv row 3  visits: 21 is above 20, the most there can be / {CHECK}"],
    ),
    "R1 below a limit": (
        [column("care", "low", 1), cell(3, "care", 0.5)],
        [f"b.csv row 3  care: 0.5 is below 1 / {CHECK}"],
    ),
    "R1 more hours than a week has": (
        [cell(2, "care", 169)],
        [f"b.csv row 2  care: 169 is above 168, the most there can be / {CHECK}"],
    ),
    "R1 more days than the window has": (
        [column("visits", "kind", "days"), cell(2, "visits", 184)],
        [f"b.csv row 2  visits: 184 is above 183, the most there can be / {CHECK}"],
    ),
    "R1 yes or no": (
        [
            add_column({"column": "worked", "role": "outcome", "kind": "yes or no"}, "yes"),
            cell(4, "worked", "sometimes"),
        ],
        ["b.csv row 4  worked: is not yes or no / Type yes or no."],
    ),
    "R1 a label": (
        [cell(4, "sort", "#REF!")],
        ["b.csv row 4  sort: holds an Excel error / Mend it, or leave the cell blank."],
    ),
    "R2 rows that differ": (
        [add_row({"visits": 7})],
        [
            "b.csv row 2  id: another row is of this person and wave, and differs / Keep one.",
            "b.csv row 26  id: another row is of this person and wave, and differs / Keep one.",
        ],
    ),
    "R3 nobody": (
        [cell(2, "id", " ")],
        ["b.csv row 2  id: is blank / Give everyone a number of their own, at every wave."],
    ),
    "R3 no wave": (
        [cell(2, "wave", "first"), cell(5, "wave", -1)],
        [
            "b.csv row 2  wave: is not 0, 1, 2 and so on / Give the number of the wave.",
            "b.csv row 5  wave: is not 0, 1, 2 and so on / Give the number of the wave.",
        ],
    ),
    "R4 no area": (
        [cell(2, "area", ""), cell(3, "area", "")],
        [
            f"b.csv row {row}  area: is blank at every wave of this person / Give it at the first."
            for row in (2, 3)
        ],
    ),
    "R5 no window": (
        [cell(2, "months", "")],
        ["b.csv row 2  months: is blank, and answers of this row rest on it / Give the months."],
    ),
    "R5 no time": (
        [cell(2, "months", 0)],
        [
            "b.csv row 2  months: 0 months is no time to be asked about / Give months above 0, 60 at most."
        ],
    ),
    "a window that cannot be read is told once": (
        [cell(2, "months", "six")],
        [f"b.csv row 2  months: is text, not a number / {AGAIN}"],
    ),
    "a heading that the codebook has not": (
        [add_row({"Zaphod-99": 3})],
        ["b.csv row 1  column 10: its heading is not in the codebook / Add it there, as not used."],
    ),
    "a heading that is missing": (
        [lambda books: [line.pop("care") for line in books[2]]],
        ["b.csv row 1  care: there is no such column / Name it in row 1, or not used."],
    ),
    "no follow-up": (
        [state("follow-up", 3)],
        ["b.csv row 1  wave: no row is of wave 3, the follow-up / Check the codebook."],
    ),
    "nobody to compare with": (
        [
            add_column({"column": "arm", "role": "arm"}, "support"),
            state("comparison", "waiting"),
        ],
        ["b.csv row 1  arm: nobody is in the comparison / Check its name in the codebook."],
    ),
}

WARNINGS: dict[str, Case] = {
    "R2 rows that are the same": (
        [add_row({})],
        ["b.csv row 26  id: is the same as row 2 in every column / It counts once."],
    ),
    "R4 a group of two areas": (
        [cell(2, "group", "G1"), cell(3, "group", "G1")],
        ["b.csv row 4  group: group 'G1' is found in two areas / Check the areas."],
    ),
    "R4 a change of group": (
        [cell(3, "group", "G3")],
        ["b.csv row 3  group: a person of group 'G0' is in another now / The first counts."],
    ),
    "R6 labels": (
        [cell(3, "sort", " ONE ")],
        [
            "b.csv row 1  sort: spells 1 of its labels in more than one way / Capitals do not matter: each is one label."
        ],
    ),
    "R6 people": (
        [cell(3, "id", PERSON.format(0).upper())],
        ["b.csv row 3  id: is spelt in two ways / Capitals do not matter: it is one person."],
    ),
}

CODEBOOKS: dict[str, Case] = {
    "two of a role": (
        [column("group", "role", "area")],
        ["Columns!B5  group: another column is the area too / Keep one."],
    ),
    "no kind": (
        [column("care", "kind", None)],
        [
            "Columns!D9  care: kind is blank, which no outcome can be / Choose count, days, hours or yes or no."
        ],
    ),
    "a kind of another role": (
        [column("care", "kind", "number")],
        [
            "Columns!D9  care: kind is 'number', which no outcome can be / Choose count, days, hours or yes or no."
        ],
    ),
    "no window": (
        [column("care", "counted over", None)],
        [f"Columns!E9  care: counted over is blank / {TIME}"],
    ),
    "a window that is none": (
        [column("visits", "counted over", "month")],
        ["Columns!E8  visits: counted over 'month' is no time / Did you mean 'months'?"],
    ),
    "no months at all": (
        [column("visits", "counted over", "0 months")],
        [f"Columns!E8  visits: counted over 0 months is no time / {TIME}"],
    ),
    "per nothing": (
        [column("care", "per", None)],
        ["Columns!F9  care: per is blank / Choose year or week."],
    ),
    "a week of months": (
        [column("visits", "per", "week")],
        ["Columns!F8  visits: per is week, of a question about months / Choose year."],
    ),
    "limits": (
        [column("care", "low", 9), column("care", "high", 3)],
        ["Columns!I9  care: low is above high / Check both."],
    ),
    "a retest correlation": (
        [column("care", "retest correlation", 1.2)],
        ["Columns!K9  care: is not from 0 to below 1 / Type such as 0.6."],
    ),
    "a code of two meanings": (
        [column("visits", "zero codes", "no; dk")],
        ["Columns!G8  visits: is a zero code / A code means one thing in a column."],
    ),
    "one row of two columns": (
        [column("visits", "parameter", "x"), column("care", "parameter", "x")],
        [
            f"Columns!M{row}  {name}: 'x' is named more than once / One column writes a row."
            for row, name in ((8, "visits"), (9, "care"))
        ],
    ),
    "a row that is none's to write": (
        [column("sort", "parameter", "x")],
        ["Columns!M6  sort: a column that is subgroup writes none / Clear it."],
    ),
    "users alone": (
        [column("care", "users parameter", "x")],
        ["Columns!N9  care: stands without a parameter to divide / Name that too."],
    ),
    "nothing to estimate": (
        [column("visits", "role", "not used"), column("care", "role", "not used")],
        ["Columns  role: no column is the outcome / Say which is: its role is outcome."],
    ),
    "nobody": (
        [column("id", "role", "not used")],
        ["Columns  role: no column is the person / Say which is: its role is person."],
    ),
    "an item that is not stated": (
        [lambda books: books[0].pop("title")],
        [
            "About  title: the item is missing / Add a row 'title': what the records are of, as readers know it."
        ],
    ),
    "an item that is blank": (
        [state("source", None)],
        [
            "About!B3  source: statement is blank / Fill it in: who asked, whom, when, and where the records are kept."
        ],
    ),
    "an item that is none": (
        [lambda books: books[0].__setitem__("titel", "x")],
        [
            "About!A12  titel: no item called 'titel' / Choose title, source, synthetic, baseline, follow-up, comparison, cluster, smallest cell, method or missing."
        ],
    ),
    "a method that is none": (
        [state("method", "before and after")],
        [
            "About!B10  method: 'before and after' is not known here / Choose before-after or difference-in-differences."
        ],
    ),
    "a wave that is none": (
        [state("baseline", "first")],
        ["About!B5  baseline: 'first' is not a whole number / Type such as 0, 1 or 10."],
    ),
    "a follow-up before": (
        [state("follow-up", 0)],
        ["About!B6  follow-up: is not after the baseline / Give a later wave."],
    ),
    "no comparison": (
        [state("method", "difference-in-differences")],
        ["About!B10  method: needs a comparison / Name it, or choose before-after."],
    ),
    "no arm": (
        [state("comparison", "waiting")],
        ["About!B7  comparison: no column is the arm / Say which is, or clear it."],
    ),
    "no groups": (
        [state("cluster", "group"), column("group", "role", "not used")],
        ["About!B8  cluster: no column is the group / Say which is, or choose area."],
    ),
    "no cell": (
        [state("smallest cell", 0)],
        ["About!B9  smallest cell: is not 1 or more / Leave it blank: 10."],
    ),
}


def lines(error: EconError) -> list[str]:
    return [" / ".join(line.strip() for line in str(p).splitlines()) for p in error.problems]


@pytest.mark.parametrize("name", [*PROBLEMS, *CODEBOOKS])
def test_each_fault_is_told_word_for_word_and_no_other_after_it(name: str, tmp_path: Path) -> None:
    changes, expected = {**PROBLEMS, **CODEBOOKS}[name]
    with pytest.raises(EconError) as error:
        read_records(*files(tmp_path, *changes))
    assert lines(error.value) == expected


@pytest.mark.parametrize("name", WARNINGS)
def test_each_warning_is_told_word_for_word_and_no_other_after_it(
    name: str, tmp_path: Path
) -> None:
    changes, expected = WARNINGS[name]
    told = read_records(*files(tmp_path, *changes)).warnings
    assert [" / ".join(line.strip() for line in str(p).splitlines()) for p in told] == expected


RULES = [name for name in PROBLEMS if name.startswith("R")]


@pytest.mark.parametrize("name", RULES)
def test_what_is_set_aside_becomes_a_warning_and_is_counted(name: str, tmp_path: Path) -> None:
    changes, expected = PROBLEMS[name]
    records = read_records(*files(tmp_path, *changes), set_aside=True)
    assert [" / ".join(map(str.strip, str(p).splitlines())) for p in records.warnings] == expected
    assert sum(records.set_aside.values()) == len(expected)


FILES: dict[str, tuple[str, bytes, str]] = {
    "no such file": (
        "none.csv",
        b"",
        "records: there is no such file / Check the path and the name.",
    ),
    "another kind": (
        "b.dta",
        b"x",
        "records: is not of a kind that is read / Save it as .csv, .xlsx or .parquet.",
    ),
    "another encoding": (
        "b.csv",
        "id,wave\n1,é".encode("latin-1"),
        "records: is not in UTF-8 / Save it again as CSV UTF-8, with commas.",
    ),
    "semicolons": (
        "b.csv",
        b"id;wave\n1;0\n",
        "records: has no commas between its cells / Save it again as CSV UTF-8, with commas.",
    ),
    "an open quotation mark": (
        "b.csv",
        b'id,wave\n"1,0\n',
        "records: has quotation marks that do not close / Save it again as CSV UTF-8, with commas.",
    ),
    "no rows": (
        "b.csv",
        b"id,wave\n",
        "records: has no rows below its headings / Row 1 holds the headings.",
    ),
    "no workbook": (
        "b.xlsx",
        b"x",
        "records: is not an Excel workbook that can be read / Save it from Excel as an Excel workbook (.xlsx), without a password.",
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_each_fault_of_a_file_is_told_word_for_word(name: str, tmp_path: Path) -> None:
    file, content, expected = FILES[name]
    _, book = files(tmp_path)
    if content:
        (tmp_path / file).write_bytes(content)
    with pytest.raises(EconError) as error:
        read_records(tmp_path / file, book)
    assert lines(error.value) == [expected]


def test_a_row_that_is_longer_than_the_headings_is_told(tmp_path: Path) -> None:
    path, book = files(tmp_path)
    path.write_text(path.read_text("utf-8").replace("\n", "\n", 1).rstrip() + ",200\n", "utf-8")
    with pytest.raises(EconError) as error:
        read_records(path, book)
    assert lines(error.value) == [
        "b.csv row 25  row 25: has more cells than there are headings / Put quotes around commas."
    ]


def test_free_text_is_refused_and_not_shown(tmp_path: Path) -> None:
    def told(books: tuple[object, object, list[dict[str, object]]]) -> None:
        books[2].extend(
            {**books[2][0], "id": f"more {k}", "sort": f"born in {k}"} for k in range(20)
        )

    with pytest.raises(EconError) as error:
        read_records(*files(tmp_path, told), set_aside=True)
    assert lines(error.value) == [
        "b.csv row 1  sort: has 22 different labels, more than 20 / Free text is not used: say so in the codebook."
    ]


@pytest.mark.parametrize("name", [*PROBLEMS, *WARNINGS])
def test_no_message_names_a_person_or_when_they_were_born(name: str, tmp_path: Path) -> None:
    changes, _ = {**PROBLEMS, **WARNINGS}[name]
    try:
        told = "".join(map(str, read_records(*files(tmp_path, *changes)).warnings))
    except EconError as error:
        told = error.report()
    assert "zaphod" not in told.lower()
    assert "1970" not in told
