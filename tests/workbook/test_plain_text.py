"""A workbook as text, one line a row: what git compares."""

import random
from pathlib import Path

import pytest

import econ
from econ.workbook.as_written import as_text
from tests.workbook.small import Books, cell, written


def test_a_row_is_a_line_with_its_headings_and_blank_cells_left_out(tmp_path: Path) -> None:
    lines = as_text(written(tmp_path)).splitlines()
    assert (
        "Payers nhs | name: nhs | label: The NHS | NHS and PSS: yes | public sector: yes | "
        "society: yes" in lines
    )
    assert "Incidence care | outcome: care | council: 0 | families: 1 | nhs: 0" in lines


def test_the_order_of_rows_columns_and_sheets_changes_no_line(tmp_path: Path) -> None:
    def shuffled(books: Books) -> None:
        for name, rows in books.programme.items():
            random.Random(name).shuffle(rows)  # noqa: S311 - an order, not a secret
            books.programme[name] = [dict(reversed(row.items())) for row in rows]
        books.programme = dict(reversed(books.programme.items()))

    for name in ("first", "second"):
        (tmp_path / name).mkdir()
    first = as_text(written(tmp_path / "first"))
    assert as_text(written(tmp_path / "second", shuffled)) == first


def test_one_changed_cell_changes_one_line(tmp_path: Path) -> None:
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
    before = as_text(written(tmp_path / "first")).splitlines()
    changed = written(tmp_path / "second", cell("Parameters", 2, "value", 120))
    after = as_text(changed).splitlines()
    assert len(before) == len(after)
    assert sum(a != b for a, b in zip(before, after, strict=True)) == 1


def test_about_comes_first_and_a_line_break_within_a_cell_breaks_no_line(tmp_path: Path) -> None:
    text = as_text(written(tmp_path, cell("Parameters", 2, "source", "one\ntwo")))
    assert text.splitlines()[0].startswith("About ")
    assert "source: one / two" in text
    assert text.endswith("\n")


def test_a_library_and_the_shipped_programme_can_be_told_too() -> None:
    folder = Path(__file__).parents[2] / "parameters"
    assert "Unit costs ae_attendance_2425 | " in as_text(folder / "unit_costs.xlsx")
    assert "Parameters attribution | " in as_text(folder / "side_by_side.xlsx")


def test_a_sheet_that_is_not_declared_is_told_after_the_others(tmp_path: Path) -> None:
    def noted(books: Books) -> None:
        books.programme["My notes"] = [{"what": "ask Ann", "when": 3}]

    assert as_text(written(tmp_path, noted)).splitlines()[-1] == (
        "My notes ask Ann 3 | what: ask Ann | when: 3"
    )


def test_what_is_not_a_workbook_is_a_problem_in_words(tmp_path: Path) -> None:
    (tmp_path / "notes.xlsx").write_text("not a workbook")
    with pytest.raises(econ.WorkbookError, match="is not an Excel workbook"):
        as_text(tmp_path / "notes.xlsx")
