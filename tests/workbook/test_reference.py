"""The reference of sheets and columns says what the declarations say."""

from pathlib import Path
from typing import get_args

import pytest

from econ.workbook.layout import LIBRARY, PROGRAMME, CellKind
from econ.workbook.reference import KINDS, reference

PAGE = Path(__file__).parents[2] / "parameters" / "README.md"
EVERY = [(sheet, column) for sheet in (*PROGRAMME, *LIBRARY) for column in sheet.columns]


def test_the_page_is_what_the_declarations_make_of_it() -> None:
    stale = "run: python parameters/reference.py"
    assert PAGE.read_text(encoding="utf-8") == reference(), stale


@pytest.mark.parametrize("sheet", [*PROGRAMME, *LIBRARY], ids=lambda sheet: sheet.name)
def test_every_sheet_has_its_heading(sheet: object) -> None:
    name = getattr(sheet, "name", "")
    assert f"\n### {name}" in reference()


def test_every_column_has_a_row_with_its_meaning_and_its_choices() -> None:
    page = reference()
    for _, column in EVERY:
        row = next(
            line for line in page.splitlines() if f"| `{column.heading}` | {column.meaning}" in line
        )
        assert all(choice in row for choice in column.choices)


def test_every_kind_of_cell_is_described() -> None:
    assert set(KINDS) == set(get_args(CellKind))


def test_every_column_that_must_be_filled_in_has_an_example_but_for_words_alone() -> None:
    without = {
        line.split("|")[1].strip(" `")
        for line in reference().splitlines()
        if line.startswith("| `") and line.endswith("|  |")
    }
    assert without == {"statement", "step", "what to do", "label", "note", "source", "item"}


def test_every_row_of_a_table_has_as_many_cells_as_its_heading() -> None:
    counts = [line.count("|") for line in reference().splitlines() if line.startswith("|")]
    assert set(counts) == {3, 5}
