"""Records are the same records from any file, in any order, whatever stands in codes."""

from dataclasses import fields
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest

from econ.errors import EconError
from econ.evidence.records import Records
from econ.workbook.reading.codebook import read_codebook
from econ.workbook.reading.people import read_records
from tests.small_records import HEADINGS, PERSON, add_row, cell, files, people, state


def same(first: Records, second: Records) -> bool:
    kept = [f.name for f in fields(Records) if f.name not in ("values", "labels", "asked")]
    kept = [name for name in kept if name not in ("file", "sha256", "warnings")]
    assert [getattr(first, n) for n in kept] == [getattr(second, n) for n in kept]
    assert (first.asked == second.asked).all()
    for table in ("values", "labels"):
        ours, theirs = getattr(first, table), getattr(second, table)
        assert ours.keys() == theirs.keys()
        for name, column in ours.items():
            np.testing.assert_array_equal(column, theirs[name])
    return True


def test_a_file_of_three_kinds_is_the_same_records(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    path, book = files(tmp_path)
    table = pd.DataFrame(people())
    table.to_excel(tmp_path / "b.xlsx", index=False)
    table.to_parquet(tmp_path / "b.parquet")
    read = read_records(path, book)
    assert read.people == 12
    assert same(read, read_records(tmp_path / "b.xlsx", book))
    assert same(read, read_records(tmp_path / "b.parquet", book))


def test_a_byte_order_mark_and_windows_line_ends_change_nothing(tmp_path: Path) -> None:
    path, book = files(tmp_path)
    read = read_records(path, book)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\r\n", b"\n"))
    assert same(read, read_records(path, book))


def test_rows_in_another_order_are_the_same_records(tmp_path: Path) -> None:
    read = read_records(*files(tmp_path))
    assert same(read, read_records(*files(tmp_path, lambda books: books[2].reverse())))


def test_rows_that_are_the_same_count_once(tmp_path: Path) -> None:
    read = read_records(*files(tmp_path))
    twice = read_records(*files(tmp_path, add_row({})))
    np.testing.assert_array_equal(read.values["visits"], twice.values["visits"])
    assert len(twice.warnings) == 1


def test_labels_are_those_of_the_first_wave(tmp_path: Path) -> None:
    moved = read_records(*files(tmp_path, cell(3, "group", "G5"), cell(3, "area", "A2")))
    assert same(moved, read_records(*files(tmp_path)))


def test_set_aside_leaves_out_the_cell_or_the_row_and_no_more(tmp_path: Path) -> None:
    whole = read_records(*files(tmp_path))
    path, book = files(tmp_path, cell(3, "visits", "a few"), cell(5, "wave", "x"))
    with pytest.raises(EconError):
        read_records(path, book)
    aside = read_records(path, book, set_aside=True)
    assert aside.set_aside == {("visits", "R1"): 1, ("wave", "R3"): 1}
    assert np.isnan(aside.values["visits"]).sum() == 2
    assert np.isnan(aside.values["care"]).sum() == 1
    assert aside.asked.sum() == whole.asked.sum() - 1


def test_a_missing_code_that_a_program_wrote_as_a_fraction_is_that_code(tmp_path: Path) -> None:
    read = read_records(*files(tmp_path, cell(2, "visits", "99.0")))
    assert np.isnan(read.values["visits"]).sum() == 1


def test_a_formula_of_a_workbook_is_not_taken_for_an_answer(tmp_path: Path) -> None:
    _, book = files(tmp_path)
    sheet = openpyxl.Workbook()
    page = sheet.active
    assert page is not None
    page.append(list(HEADINGS))
    for line in people():
        page.append([line[heading] for heading in HEADINGS])
    page["G2"] = "=1+1"
    sheet.save(tmp_path / "b.xlsx")
    with pytest.raises(EconError, match=r"b\.xlsx row 2  visits: is a formula"):
        read_records(tmp_path / "b.xlsx", book)


def test_a_heading_row_that_is_a_persons_answers_shows_none_of_them(tmp_path: Path) -> None:
    path, book = files(tmp_path)
    path.write_text("\n".join(path.read_text("utf-8").splitlines()[1:]), "utf-8")
    with pytest.raises(EconError) as error:
        read_records(path, book)
    assert PERSON.format(0) not in error.value.report()
    assert "column 1: its heading is not in the codebook" in error.value.report()


def test_records_keep_nobodys_identity(tmp_path: Path) -> None:
    assert "zaphod" not in repr(read_records(*files(tmp_path))).lower()


def test_the_comparison_is_spelt_as_the_records_spell_it(tmp_path: Path) -> None:
    from tests.small_records import add_column

    changes = [add_column({"column": "arm", "role": "arm"}, "Support"), state("comparison", "WAIT")]
    changes += [cell(row, "arm", "Wait") for row in range(2, 8)]
    read = read_records(*files(tmp_path, *changes))
    assert read.codebook.comparison == "Wait"
    assert read.supported.sum() == 9


def test_a_new_codebook_is_read_as_it_is_written(tmp_path: Path) -> None:
    from econ.workbook.new import new_codebook

    book = read_codebook(new_codebook(tmp_path / "mine.xlsx"))
    assert [column.heading for column in book.of_role("outcome")] == [
        "ae_visits",
        "nights",
        "care_hours",
    ]
