"""Proof that a recalculation test can fail: a wrong stored value is planted, and found out."""

from pathlib import Path

import pytest
import xlsxwriter

from tests.recalculation import NEVER, needs_libreoffice, recalculate, values

WRONG = 99


@pytest.fixture
def misleading(tmp_path: Path) -> Path:
    """A workbook whose sum of 2 and 3 is stored as 99."""
    path = tmp_path / "misleading.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Numbers").write_row("A1", [2, 3])
        sums = book.add_worksheet("Sums")
        sums.write_formula("A1", "=Numbers!A1+Numbers!B1", None, WRONG)
        sums.write_formula("A2", "=A1/0", None, WRONG)
        sums.write("B1", "the sum")
    return path


def test_the_stored_value_is_what_a_reader_sees_before_recalculation(misleading: Path) -> None:
    assert values(misleading) == {
        "Numbers": {"A1": 2, "B1": 3},
        "Sums": {"A1": WRONG, "A2": WRONG, "B1": "the sum"},
    }


@needs_libreoffice
def test_recalculation_corrects_a_wrong_stored_value(misleading: Path, tmp_path: Path) -> None:
    corrected = recalculate(misleading, tmp_path / "out")
    assert values(corrected) == {
        "Numbers": {"A1": 2, "B1": 3},
        "Sums": {"A1": 5, "A2": "#DIV/0!", "B1": "the sum"},
    }


@needs_libreoffice
@pytest.mark.parametrize("mode", [None, NEVER])
def test_without_the_profile_the_wrong_value_stands(
    misleading: Path, tmp_path: Path, mode: int | None
) -> None:
    copy = recalculate(misleading, tmp_path / "out", mode)
    assert values(copy)["Sums"]["A1"] == WRONG


@needs_libreoffice
def test_recalculation_leaves_the_workbook_itself_alone(misleading: Path, tmp_path: Path) -> None:
    before = misleading.read_bytes()
    recalculate(misleading, tmp_path / "out")
    assert misleading.read_bytes() == before


def test_a_workbook_is_never_recalculated_over_itself(misleading: Path) -> None:
    with pytest.raises(ValueError, match="would be overwritten"):
        recalculate(misleading, misleading.parent)


@needs_libreoffice
def test_a_file_that_cannot_be_opened_is_an_error_not_an_old_result(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "absent.xlsx").write_bytes(b"left by an earlier run")
    with pytest.raises(RuntimeError, match="could not recalculate"):
        recalculate(tmp_path / "absent.xlsx", out)
