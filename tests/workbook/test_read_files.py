"""Files that are not workbooks, and workbooks whose cells are not what they seem."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.worksheet.worksheet import Worksheet

import econ
from econ.workbook.layout import PROGRAMME
from econ.workbook.read import check
from econ.workbook.reading.cells import begins_like_a_formula
from econ.workbook.writing.inputs import write_input
from tests.workbook.small import Books, cell, lines, programme, written


def said(path: Path) -> list[str]:
    with pytest.raises(econ.WorkbookError) as error:
        econ.read(path)
    return lines(error.value.problems)


def edited(path: Path, sheet: str, edit: Callable[[Worksheet], None]) -> Path:
    book = openpyxl.load_workbook(path)
    edit(book[sheet])
    book.save(path)
    return path


def test_a_file_that_is_not_there_is_told_in_words(tmp_path: Path) -> None:
    assert said(tmp_path / "absent.xlsx") == [
        "workbook: there is no such file",
        "Check the path and the name.",
    ]


def test_a_folder_is_told_in_words(tmp_path: Path) -> None:
    assert said(tmp_path) == [
        "workbook: is a folder, not a workbook",
        "Name the workbook within it.",
    ]


def test_a_file_that_may_not_be_opened_is_told_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_: Path) -> bytes:
        raise PermissionError

    path = written(tmp_path)
    monkeypatch.setattr(Path, "read_bytes", refused)
    assert said(path) == [
        "workbook: cannot be opened",
        "Close it where it is open, and check that you may read it.",
    ]


def text(path: Path) -> None:
    path.write_text("name,value\nvisits,3\n", encoding="utf-8")


def nothing(path: Path) -> None:
    path.write_bytes(b"")


def other_archive(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr("letter.txt", "Dear reader")


def cut_short(path: Path) -> None:
    Books().write(path.parent)
    path.write_bytes(path.read_bytes()[:3000])


def broken_sheet(path: Path) -> None:
    replace_in_sheets(Books().write(path.parent), b"</sheetData>", b"")


def replace_in_sheets(path: Path, before: bytes, after: bytes) -> None:
    with zipfile.ZipFile(path) as parts:
        contents = {name: parts.read(name) for name in parts.namelist()}
    with zipfile.ZipFile(path, "w") as parts:
        for name, content in contents.items():
            sheet = name.startswith("xl/worksheets/")
            parts.writestr(name, content.replace(before, after) if sheet else content)


@pytest.mark.parametrize(
    "make",
    [
        text,
        nothing,
        other_archive,
        cut_short,
        broken_sheet,
    ],
)
def test_a_file_that_is_no_workbook_is_told_in_words(
    tmp_path: Path, make: Callable[[Path], None]
) -> None:
    make(tmp_path / "mine.xlsx")
    assert said(tmp_path / "mine.xlsx") == [
        "workbook: is not an Excel workbook that can be read",
        "Save it from Excel as an Excel workbook (.xlsx), without a password.",
    ]


def test_a_library_that_is_no_workbook_is_told_where_it_is_named(tmp_path: Path) -> None:
    path = written(tmp_path)
    text(tmp_path / "costs.xlsx")
    assert said(path)[0] == (
        "About!B13  unit-cost library: 'costs.xlsx': is not an Excel workbook that can be read"
    )


@pytest.mark.parametrize("named", ["library/costs.xlsx", "library\\costs.xlsx"])
def test_a_library_may_stand_in_another_folder(tmp_path: Path, named: str) -> None:
    path = written(tmp_path, cell("About", 13, "statement", named))
    (tmp_path / "library").mkdir()
    (tmp_path / "costs.xlsx").rename(tmp_path / "library" / "costs.xlsx")
    assert econ.read(path).library


def test_an_empty_template_lacks_rows_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "empty.xlsx"
    write_input(path, {}, "programme")
    assert said(path) == [
        line
        for sheet in PROGRAMME
        if not sheet.optional
        for line in (
            f"{sheet.name}  sheet: has no rows",
            f"Add at least one: a row is {sheet.row_is}.",
        )
    ]


def test_a_sheet_or_a_heading_that_the_layout_does_not_know_is_not_written(tmp_path: Path) -> None:
    tables: dict[str, list[dict[str, object]]] = {"Payer": [{}], "Outcomes": [{"qantity": "a"}]}
    with pytest.raises(econ.WorkbookError) as error:
        write_input(tmp_path / "mine.xlsx", tables, "programme")
    assert lines(error.value.problems) == [
        "Payer: no such sheet",
        "Did you mean 'Payers'?",
        "Outcomes  qantity: no such column",
        "Did you mean 'quantity'?",
    ]


def test_what_the_template_writes_is_read_as_it_was_given(tmp_path: Path) -> None:
    books = Books()
    books.write(tmp_path)
    write_input(tmp_path / "again.xlsx", books.programme, "programme")
    again, first = econ.read(tmp_path / "again.xlsx"), econ.read(tmp_path / "mine.xlsx")
    assert again.parameters == first.parameters
    assert (again.outcomes, again.cohorts) == (first.outcomes, first.cohorts)


def with_formula(path: Path, formula: str, stored: object) -> Path:
    """The small programme, in which the number of people is a formula with a stored value."""
    with xlsxwriter.Workbook(path) as book:
        for name, rows in programme().items():
            page = book.add_worksheet(name)
            page.write_row(0, 0, list(rows[0]))
            for number, row in enumerate(rows, 1):
                page.write_row(number, 0, list(row.values()))
        book.get_worksheet_by_name("Parameters").write_formula("D2", formula, None, stored)
    return path


def test_a_formula_counts_as_the_value_that_excel_stored(tmp_path: Path) -> None:
    written(tmp_path)
    path = with_formula(tmp_path / "calculated.xlsx", "=60+40", 100)
    assert econ.read(path)["people"].mean == 100


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#NUM!", "#VALUE!", "#DIV/0!", "#NAME?"])
def test_a_formula_that_went_wrong_is_a_problem_not_a_zero_c8(tmp_path: Path, error: str) -> None:
    written(tmp_path)
    path = with_formula(tmp_path / "wrong.xlsx", "=1/0", error)
    assert said(path) == [
        f"Parameters!D2  people: value holds the Excel error {error}",
        "Mend the formula, or type the number.",
    ]


def test_a_formula_that_gives_a_blank_is_a_problem_not_a_zero_c8(tmp_path: Path) -> None:
    written(tmp_path)
    told = said(with_formula(tmp_path / "blank.xlsx", '=""', ""))
    assert told[0] == "Parameters!D2  people: value is a formula without a stored value"


def test_a_workbook_with_a_wrong_size_on_record_is_read_whole(tmp_path: Path) -> None:
    path = written(tmp_path)
    with zipfile.ZipFile(path) as parts:
        contents = {name: parts.read(name) for name in parts.namelist()}
    with zipfile.ZipFile(path, "w") as parts:
        for name, content in contents.items():
            parts.writestr(
                name, re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1"', content)
            )
    assert len(econ.read(path).parameters) == 10


def test_merged_cells_are_a_problem_because_they_lose_values(tmp_path: Path) -> None:
    path = edited(written(tmp_path), "Payers", lambda sheet: sheet.merge_cells("C2:C3"))
    assert said(path) == [
        "Payers!C2:C3  merged cells: only the first can hold a value",
        "Unmerge them and fill in each cell.",
        "Payers!C3  council: NHS and PSS is blank",
        "Type yes or no.",
    ]


def test_hidden_rows_and_columns_count_and_are_told(tmp_path: Path) -> None:
    def hide(sheet: Worksheet) -> None:
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["B"].hidden = True
        sheet.column_dimensions["Z"].hidden = True

    path = edited(written(tmp_path), "Payers", hide)
    remedy = "Unhide it, so that readers see what counts."
    assert lines(check(path)) == [
        "Payers!B:B  hidden: is read all the same",
        remedy,
        "Payers!3:3  hidden: is read all the same",
        remedy,
    ]
    assert len(econ.read(path).payers) == 3


def test_a_sheet_of_ones_own_is_told_not_to_count(tmp_path: Path) -> None:
    path = written(tmp_path, lambda books: books.programme.update({"Scribbles": [{"a": 1}]}))
    assert lines(check(path)) == [
        "Scribbles  sheet: is not read",
        "Only the declared sheets count.",
    ]


def test_a_heading_that_stands_twice_is_a_problem(tmp_path: Path) -> None:
    def repeat(sheet: Worksheet) -> None:
        sheet["F1"] = "label"

    assert said(edited(written(tmp_path), "Payers", repeat)) == [
        "Payers!F1  heading: 'label' stands in B1 too",
        "Keep one.",
    ]


def test_a_sheet_with_headings_and_no_rows_is_a_problem(tmp_path: Path) -> None:
    path = edited(written(tmp_path), "Profiles", lambda sheet: sheet.delete_rows(2, 9))
    assert "Profiles  sheet: has no rows" in said(path)


def test_columns_are_found_by_their_headings_wherever_they_stand(tmp_path: Path) -> None:
    path = edited(written(tmp_path), "Parameters", lambda sheet: sheet.insert_cols(1, 3))
    assert econ.read(path)["people"].where == "Parameters!G2"


@pytest.mark.parametrize("mark", ["=", "+", "-", "@"])
def test_text_that_a_spreadsheet_could_take_for_a_formula_is_known(mark: str) -> None:
    assert begins_like_a_formula(f"{mark}cmd")
    assert not begins_like_a_formula(f"a{mark}b")
