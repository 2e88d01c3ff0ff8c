"""Each function of formulas: its value is what a second program makes of its text."""

import re
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from openpyxl.utils import FORMULAE

from econ.pages.live import formulas as excel
from econ.pages.live.formulas import Formula
from econ.pages.page import Book, Column, Draft, Sheet, Table, widths
from econ.workbook.writing.paper import write_book
from tests.recalculation import needs_libreoffice, recalculate, values

COLUMNS = (Column("Word"), Column("First", shown="0"), Column("Second", shown="0"))


def cells() -> Draft:
    draft = Draft("Cells", COLUMNS)
    draft.row("one", "a*", 3.0, 0.25)
    draft.row("two", "b?", -2.0, 0.5)
    draft.row("three", "c", 0.0, 4.0)
    return draft


def cases(of: Draft) -> dict[str, Formula]:
    """A formula for each function, and for each edge at which a spreadsheet has its own rule."""
    first, second, word = of.down("First"), of.down("Second"), of.down("Word")
    three, nought, text = of.cell("one", "First"), of.cell("three", "First"), of.cell("one", "Word")
    error, sum_of = three / nought, three + of.cell("two", "First")
    lost = excel.position("nowhere", word)
    return {
        "arithmetic": (three - 1) / 4 * 2 - -three + three**2,
        "minus a sum": 1 - (three - (2 - three)) - -(three + 1),
        "rounding that cancels": (three / 10 + 0.1 - 0.4) * 1e20,
        "a small difference stays": three + three / 1e12 - three,
        "total": excel.total(first, second, 1),
        "dot": excel.dot(first, second),
        "dot of an expression": excel.dot(first * (1 - second)),
        "cells beside a block": excel.dot(first, nought + second),
        "when": excel.when(three.above(2), "more", "less"),
        "when not": excel.when(three.below(3), 1, 2),
        "equal and not": excel.every(three.equals(3), text.differs("a")),
        "at least and at most": excel.every(three.at_least(3), three.at_most(2.9)),
        "a word is above any number": excel.every(text.above(1e300), nought.below(text)),
        "a word is no number": text.equals(0),
        "size": excel.size(of.cell("two", "First")),
        "exp": excel.exp(-three),
        "rounded": excel.rounded(three / 7, 3),
        "largest": excel.largest(first, 2, second),
        "is a number": excel.is_number(three),
        "a word is not a number": excel.is_number(text),
        "an error is not a number": excel.is_number(error),
        "how many": excel.how_many(first, 3),
        "height": excel.rows_in(first),
        "ones of what holds": excel.dot(excel.as_number(word.equals("c"))),
        "no sign is a wildcard": excel.dot(excel.as_number(word.equals("a*"))),
        "words and figures": excel.text("of ", sum_of, "; ", text),
        "how many are numbers": excel.count(three, text, nought, error),
        "position": excel.position("b?", word),
        "entry": excel.entry(of.across("two", ["First", "Second"]), excel.position(3, first) + 1),
        "in place of an error": excel.or_else(error, "n/a"),
        "no error to replace": excel.or_else(three, "n/a"),
        "a place outside": excel.or_else(excel.entry(of.across("one", ["First"]), 2), "none"),
        "nowhere": excel.or_else(lost, "nowhere"),
        "added": excel.sum_of([three, -three, three]),
        "words times numbers": excel.or_else(three * text, "no product"),
        "nothing": excel.or_else(excel.NOT_CHOSEN, "not chosen"),
        "division by nothing": error,
        "nothing is chosen": excel.NOT_CHOSEN,
    }


def written(folder: Path) -> Path:
    of = cells()
    lines = {title: (title, formula) for title, formula in cases(of).items()}
    table = Table("Formulas", (Column("What", 40), Column("Is", shown="0")), lines)
    sheet = Sheet("Formulas", "", widths(COLUMNS), (of.table("Cells."), table))
    write_book(Book((sheet,), "", {}), folder / "formulas.xlsx")
    return folder / "formulas.xlsx"


def test_every_function_is_one_that_spreadsheets_know(tmp_path: Path) -> None:
    """One that is not has a value in Python all the same; openpyxl lists Excel's own."""
    rows = openpyxl.load_workbook(written(tmp_path))["Formulas"].iter_rows(min_row=6)
    texts = [str(row[1].value) for row in rows if row[1].data_type == "f"]
    called = {name for text in texts for name in re.findall(r"([A-Za-z_.]+)\(", text)}
    assert {"SUM", "SUMPRODUCT", "IFERROR"} <= called
    assert called <= FORMULAE


@needs_libreoffice
def test_every_function_comes_to_what_a_spreadsheet_finds(tmp_path: Path) -> None:
    path, made = written(tmp_path), cases(cells())
    rows = openpyxl.load_workbook(path)["Formulas"].iter_rows(min_row=6)
    again = values(recalculate(path, tmp_path / "out"))["Formulas"]
    found = {str(row[0].value): again.get(row[1].coordinate) for row in rows}
    assert set(found) == set(made)
    for title, formula in made.items():
        value = formula.single
        if isinstance(value, float) and not np.isfinite(value):
            assert str(found[title]).startswith("#"), title
        elif isinstance(value, float):
            assert found[title] == pytest.approx(value, rel=1e-14), title
        else:
            assert found[title] == value, title


def test_a_block_has_no_one_value_and_a_word_is_no_block() -> None:
    of = cells()
    with pytest.raises(TypeError, match="a block of cells has no one value"):
        _ = of.down("First").single
    with pytest.raises(TypeError, match="'A1' is no cell"):
        _ = Formula(("A1",), 1.0).ends


def test_headings_of_columns_are_a_block() -> None:
    assert cells().headings(["First", "Second"]).value.tolist() == [["First", "Second"]]  # type: ignore[union-attr]


def test_true_is_counted_apart_from_1_as_excel_does_and_libreoffice_does_not() -> None:
    of = Draft("Mixed", (Column("Held"),))
    of.row("true", excel.TRUE)
    of.row("one", 1.0)
    of.row("word", "TRUE")
    assert excel.how_many(of.down("Held"), excel.TRUE).value == 1.0
    assert excel.how_many(of.down("Held"), 1).value == 1.0
    assert excel.how_many(of.down("Held"), "TRUE").value == 1.0
