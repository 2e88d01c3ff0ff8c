"""Sheets as values: cells by name, whatever stands above them, and a formula with its value."""

from pathlib import Path

import numpy as np
import openpyxl
import pytest

from econ.pages import charts
from econ.pages.live.formulas import dot, formula, how_many, sum_of, total, when
from econ.pages.page import (
    Beside,
    Block,
    Book,
    Cell,
    Column,
    Draft,
    Mark,
    Notes,
    Sheet,
    Space,
    Table,
    Text,
    opening,
    tabled,
)
from econ.pages.style import ALERT, DECIMAL
from econ.workbook.writing.paper import write_book
from tests import recalculation

MONEY = (Column("Payer"), Column("2016/17", shown=DECIMAL), Column("2017/18", shown=DECIMAL))
SHARES = (Column("Payer"), Column("Share", shown="0%"))
YEARS = ["2016/17", "2017/18"]


def shares() -> Draft:
    made = Draft("Shares", SHARES)
    made.row("nhs", "NHS", 0.25)
    made.row("carers", "Carers", 0.75)
    return made


def money(of: Draft) -> Table:
    """Two payers' money by year, what they keep in all, and whether that is gain."""
    made = Draft("Money", [*MONEY, Column("All years", shown=DECIMAL), Column("Gains")])
    for payer, amounts in (("nhs", (100.0, -40.0)), ("carers", (8.0, 16.0))):
        made.row(payer, payer.upper())
        for amount in amounts:
            made.row(payer, formula(amount) * of.cell(payer, "Share"))
        made.row(payer, total(made.across(payer, YEARS)))
        made.row(payer, when(made.cell(payer, "All years").above(16), "yes", "no"))
    return made.table("Money of each payer.", marks=(Mark(("Gains",), "yes", ALERT),))


def book(*before: Block) -> Book:
    """A sheet of shares, and one of money that points at it; ``before`` stands above."""
    of = shares()
    table = money(of)
    whole = Table(
        "Whole",
        (Column(""), Column("", key="of it")),
        {
            "net": ("Net", dot(table.down("All years"))),
            "weighted": ("Weighted", dot(table.block(columns=YEARS) * (1 - of.down("Share")))),
            "gains": ("How many gain", how_many(table.down("Gains"), "yes")),
        },
        names={"net": ("net", "of it")},
        plain=True,
    )
    bars = charts.bar_chart(
        "Kept", "Money", {}, [charts.bars(table, "All years", ["carers"])], "Bars.", size=(400, 100)
    )
    blocks = (*opening("Money", "Who keeps what."), *before, table, Space(), bars, whole)
    return Book(
        (
            Sheet("Who bears", "Who bears what?", (20.0, 9.0), (of.table("Shares."),)),
            Sheet("Money", "Who gains?", (20.0, 14.0, 14.0, 14.0, 9.0), blocks),
        ),
        "A run",
        {"title": "A run"},
    )


def written(tmp_path: Path, made: Book) -> openpyxl.Workbook:
    write_book(made, tmp_path / "book.xlsx")
    return openpyxl.load_workbook(tmp_path / "book.xlsx")


def test_a_formula_points_at_cells_by_the_names_of_rows_and_columns(tmp_path: Path) -> None:
    sheet = written(tmp_path, book())["Money"]
    assert sheet["B5"].value == "=100*'Who bears'!$B$2"
    assert sheet["D6"].value == "=SUM($B$6:$C$6)"
    assert sheet["B16"].value == "=SUMPRODUCT($B$5:$C$6*(1-'Who bears'!$B$2:$B$3))"


def test_what_stands_above_a_table_moves_every_address_that_points_at_it(tmp_path: Path) -> None:
    made = written(tmp_path, book(Text("One more"), Notes(("And two.", "And three."))))
    assert made["Money"]["D9"].value == "=SUM($B$9:$C$9)"
    assert made.defined_names["net"].attr_text == "Money!$B$18"
    assert [str(r.sqref) for r in made["Money"].conditional_formatting] == ["E8:E9"]


@recalculation.needs_libreoffice
def test_a_formula_and_its_value_agree_with_a_second_program(tmp_path: Path) -> None:
    made = book()
    write_book(made, tmp_path / "book.xlsx")
    stored = openpyxl.load_workbook(tmp_path / "book.xlsx", data_only=True)["Money"]
    again = recalculation.values(
        recalculation.recalculate(tmp_path / "book.xlsx", tmp_path / "out")
    )
    assert [again["Money"][at] for at in ("E5", "E6")] == ["no", "yes"]
    for at in ("B5", "C5", "D5", "B15", "B16", "B17"):
        assert stored[at].value == pytest.approx(again["Money"][at], rel=1e-12), at
    assert stored["B15"].value == 100 * 0.25 - 40 * 0.25 + 8 * 0.75 + 16 * 0.75
    assert stored["B16"].value == (100 - 40) * 0.25 * 0.75 + (8 + 16) * 0.75 * 0.25


def test_a_series_points_at_the_rows_that_it_names(tmp_path: Path) -> None:
    (chart,) = written(tmp_path, book())["Money"]._charts  # type: ignore[attr-defined]  # openpyxl's only door
    (series,) = chart.series
    assert series.val.numRef.f == "Money!$D$6"
    assert series.cat.strRef.f == "Money!$A$6"
    assert series.tx.strRef.f == "Money!$D$4"


def test_two_tables_of_one_name_are_refused(tmp_path: Path) -> None:
    twice = tabled("Shares", SHARES, [["NHS", 1.0]], "")
    with pytest.raises(ValueError, match="two tables are called Shares"):
        written(tmp_path, book(twice))


def test_a_picture_beside_words_is_as_high_as_they_are(tmp_path: Path) -> None:
    table = shares().table("Shares.")
    picture = charts.bar_chart("Shares", "Share", {}, [charts.bars(table, "Share")], "Bars.")
    words = tuple(Text(f"Line {k}") for k in range(20))
    sheet = Sheet("One", "", (40.0, 20.0, 20.0), (Beside((*words, table), picture),))
    (chart,) = written(tmp_path, Book((sheet,), "", {}))["One"]._charts  # type: ignore[attr-defined]  # the same
    assert chart.anchor._from.row == 0
    assert 20 <= chart.anchor.to.row <= 22


def test_brackets_stand_where_they_are_needed_and_nowhere_else() -> None:
    a, b = formula(2.0), formula(3.0)
    told = {
        "2+3": a + b,
        "(2+3)*2": (a + b) * a,
        "2-(3-2)": a - (b - a),
        "2/(3*2)": a / (b * a),
        "2*3*2": a * (b * a),
        "2+3-2": sum_of([a, b - a]),
        "-(2+3)": -(a + b),
        "-2*3": -(a * b),
        "2-2*3": a - a * b,
        "2^(3+2)": a ** (b + a),
    }
    for text, made in told.items():
        assert "".join(map(str, made.pieces)) == text
        assert made.value == pytest.approx(eval(text.replace("^", "**")))  # noqa: S307


def test_a_row_whose_cell_is_not_there_yet_cannot_be_pointed_at() -> None:
    with pytest.raises(KeyError):
        shares().cell("council", "Share")
    with pytest.raises(ValueError, match="Money"):
        shares().cell("nhs", "Money")


def test_a_block_holds_numbers_or_words_in_rows_and_columns() -> None:
    of = shares()
    assert np.array_equal(of.down("Share").value, [[0.25], [0.75]])
    assert np.array_equal(of.down("Payer").value, [["NHS"], ["Carers"]])
    assert Cell(1.0).content == 1.0
