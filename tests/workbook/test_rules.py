"""A check of a workbook is a row: what it reads, and what is wrong there."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import econ
from econ.errors import Fault
from econ.workbook.reading.between_sheets import BETWEEN_SHEETS
from econ.workbook.reading.rules import SheetRule
from econ.workbook.reading.structure import Among
from tests.workbook.small import cell, lines, told, warned, written


def curt(seen: Among) -> Iterator[Fault]:
    """Labels of one word, where some other payer has more."""
    labels = [row.text("label") for row in seen.built.tables["Payers"].rows]
    if " " not in seen.row.text("label") and any(" " in label for label in labels):
        yield Fault("label is curt", "Say whose budget it is.")


@pytest.fixture(params=[False, True], ids=["problem", "warning"])
def warns(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    rule = SheetRule("Payers", ("label", "note"), curt, warns=request.param)
    monkeypatch.setattr("econ.workbook.read.BETWEEN_SHEETS", (*BETWEEN_SHEETS, rule))
    return bool(request.param)


def test_a_check_more_is_a_row_more(tmp_path: Path, warns: bool) -> None:
    expected = ["Payers!B4  families: label is curt", "Say whose budget it is."]
    if warns:
        assert warned(tmp_path) == expected
    else:
        assert [line.strip() for line in told(tmp_path).splitlines()[2:]] == expected


@pytest.mark.usefixtures("warns")
def test_a_cell_with_a_fault_of_its_own_is_not_judged_by_rules(tmp_path: Path) -> None:
    with pytest.raises(econ.WorkbookError) as error:
        econ.read(written(tmp_path, cell("Payers", 4, "label", "#N/A")))
    assert lines(error.value.problems)[::2] == [
        "Payers!B4  families: label holds the Excel error #N/A"
    ]
