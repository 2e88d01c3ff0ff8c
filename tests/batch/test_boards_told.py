"""What a batch tells: ranks no finer than their error, and what is illustrative in every output."""

import json
import sys
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner, Result

from econ.__main__ import app
from econ.model.estimates import Estimate
from econ.pages.book import batch_book
from econ.pages.page import Book, Notes, Table, Text
from econ.reports.batch import DATA_COLUMNS, BatchFound, DataLine, batch_found, batch_sentences
from econ.reports.sets import record_in
from tests.batch.work import Rows, batch, table


def line(board: str, scenario: str, mean: float, se: float) -> DataLine:
    """The headline's row of a run whose draws are normal."""
    net = Estimate(mean, mean, 100 * se, se, mean - 196 * se, mean, mean + 196 * se, 0.5)
    own = {"run": f"{board} {scenario}", "board": board, "scenario": scenario, "cohort": "all"}
    own |= {"workbook": "mine.xlsx", "price_year": "2024/25", "perspective": "society"}
    own |= {"measure": "net_present_value", "view": "society"}
    figures = {name: getattr(net, name) for name in Estimate.__slots__}
    return tuple((own | figures).get(column.name) for column in DATA_COLUMNS)


def found(*lines: DataLine) -> BatchFound:
    return batch_found("abc", "boards.csv", lines, 10_000, 3)


THREE = (
    line("A", "Base", 100.0, 1.0),
    line("A", "Other", -50.0, 1.0),
    line("B", "Base", 104.0, 1.0),  # 4 more than A: under four errors of the difference, 5.7
    line("B", "Other", 1.0, 1.0),
    line("C", "Base", 200.0, 1.0),
)


def test_a_rank_is_told_as_far_as_monte_carlo_error_lets_it_be_known_c22() -> None:
    """C22."""
    told = found(*THREE)
    assert [(s.board, s.scenario, s.rank) for s in told.standings] == [
        ("C", "Base", "1"),
        ("B", "Base", "2 to 3"),
        ("A", "Base", "2 to 3"),
        ("B", "Other", "4"),
        ("A", "Other", "5"),
    ]
    assert [(s.board, s.rank) for s in told.boards] == [
        ("C", "1"),
        ("B", "2 to 3"),
        ("A", "2 to 3"),
    ]
    apart = found(line("A", "Base", 100.0, 1.0), line("B", "Base", 105.7, 1.0))
    assert [s.rank for s in apart.standings] == ["1", "2"]


def test_the_answer_says_how_many_pay_and_which_are_too_close_to_tell_c22() -> None:
    """C22."""
    many, best, worst, ranks = batch_sentences(found(*THREE))
    assert many.endswith(
        "of 3 boards: on average 3 pay for themselves, and 1 cannot be told from breaking even "
        "with so few draws."
    )
    assert best == (
        "Highest net: C, “Base”: £200 (95% interval £4 to £396), a chance of 50% of paying for "
        "itself."
    )
    assert worst.startswith("Lowest: A, “Other”: −£50 (95% interval −£246 to £146)")
    assert ranks.startswith("10,000 draws tell the rank of 3 of the 5; the others share theirs")
    apart = found(line("A", "Base", 100.0, 1.0), line("B", "Base", 105.7, 1.0))
    assert batch_sentences(apart)[-1] == "10,000 draws tell the rank of each of them."


def test_each_scenario_is_told_over_all_boards() -> None:
    book = batch_book(found(*THREE), {})
    assert [sheet.name for sheet in book.sheets] == [
        "Boards and scenarios", "Every run", "By board", "Data set", "Run",
    ]  # fmt: skip
    first = [block for block in book.sheets[0].every(Table) if isinstance(block, Table)]
    scenarios = {row[0]: row[1:4] for row in first[0].rows}
    assert scenarios == {"Base": (3.0, 3.0, 0.0), "Other": (2.0, 0.0, 1.0)}
    (matrix,) = (block for block in book.sheets[2].every(Table) if isinstance(block, Table))
    assert [row[0] for row in matrix.rows] == ["C", "B", "A"]
    assert matrix.rows[0][2] == ""  # C has no other scenario: blank, and not nothing


def test_made_up_boards_are_called_illustrative_on_the_sheet_and_at_each_foot() -> None:
    real = batch_book(found(*THREE), {})
    made_up = batch_book(found(line("Board 01 (illustrative)", "Base", 1.0, 0.1)), {})

    def words(of: Book) -> str:
        sheet = of.sheets[0]
        said = [x for b in sheet.blocks if isinstance(b, Notes) for x in b.sentences]
        return " ".join([*said, *(b.text for b in sheet.blocks if isinstance(b, Text))])

    assert "ILLUSTRATIVE" not in words(real) + real.foot
    assert "ILLUSTRATIVE: these boards are made up" in words(made_up)
    assert made_up.foot.startswith("ILLUSTRATIVE BOARDS: do not quote as a finding")


def econ(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


ROWS: Rows = [{"board": "East (illustrative)", "people": 120}, {"board": "West"}]


def test_the_command_tells_its_answer_and_says_illustrative_in_every_output(tmp_path: Path) -> None:
    pd = pytest.importorskip("pandas")
    path, out = table(tmp_path, ROWS), tmp_path / "out"
    told = econ("batch", path, "--draws", "50", "--out", out)
    assert told.exit_code == 0, told.output
    assert told.stdout.startswith("ILLUSTRATIVE: these boards are made up")
    assert Path(told.stdout.splitlines()[-1]) == out / "comparison.xlsx"
    assert told.stderr.splitlines()[:1] == ["boards.csv: 2 boards, 2 runs"]
    assert "East (illustrative)" in set(pd.read_parquet(out / "runs.parquet")["board"])
    sheet = openpyxl.load_workbook(out / "comparison.xlsx").worksheets[0]
    cells = {str(cell.value) for row in sheet.iter_rows() for cell in row}
    assert any(text.startswith("ILLUSTRATIVE") for text in cells)
    again = econ("batch", path, "--draws", "50", "--out", out, "--json")
    assert "2 of 2 were finished before; 0 to do" in again.stderr
    whole = json.loads(again.stdout)
    assert whole["batch"]["illustrative"] is True
    assert (whole["batch"]["boards"], whole["batch"]["runs"]) == (2, 2)
    assert {run["board"] for run in whole["runs"]} == {"East (illustrative)", "West"}


def test_a_table_with_problems_ends_with_3_and_nothing_is_written(tmp_path: Path) -> None:
    path = table(tmp_path, [{"board": "a", "people": -1}])
    told = econ("batch", path, "--out", tmp_path / "out", "--json")
    assert told.exit_code == 3
    assert "boards.csv row 2  people: -1 is below 0, and the unit is people" in told.stderr
    assert json.loads(told.stdout)["problems"][0]["who"] == "people"
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("module", "words", "said"),
    [
        ("pyarrow", (), "econ batch needs pyarrow, which is not installed: pip install pyarrow\n"),
        ("joblib", ("--workers", "2"), "--workers needs joblib, which is not installed"),
        ("distributed", ("--cluster", "tcp://x:1"), "--cluster needs distributed, which is not"),
    ],
)
def test_an_extra_that_is_missing_is_said_before_anything_is_done(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    module: str,
    words: tuple[str, ...],
    said: str,
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    told = econ("batch", "none.csv", *words, "--out", tmp_path / "out")
    assert told.exit_code == 2
    assert said in told.stderr


def test_three_lines_of_python_do_what_the_command_does(tmp_path: Path) -> None:
    from econ.batch.results import run_batch

    told, path = run_batch(batch(tmp_path, ROWS), tmp_path / "out", draws=50, seed=3)
    assert path.is_file()
    assert len(told.standings) == 2


def test_a_batch_says_how_it_was_asked_and_another_table_of_its_name_keeps_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("one", "other"):
        (tmp_path / folder).mkdir()
        table(tmp_path / folder, ROWS)
    monkeypatch.chdir(tmp_path)
    words = ("--draws", "40", "--seed", "7")
    first = econ("batch", "one/boards.csv", *words, "--workers", "1")
    assert first.exit_code == 0, first.output
    record = record_in(tmp_path / "results" / "boards")
    assert "batch" in record["Command"]
    assert "--draws 40 --seed 7" in record["Command"]
    assert str(tmp_path) not in str(record)
    assert record["Command"].count("boards.csv") == 1
    refused = econ("batch", "other/boards.csv", *words)
    assert refused.exit_code == 3
    assert "the results of another file of this name are there" in refused.stderr
    assert econ("batch", "one/boards.csv", *words).exit_code == 0
