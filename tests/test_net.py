"""The comparer of the net, on dumps made by hand: what it tells, and what it lets pass."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import xlsxwriter

from tests.net import main, masked
from tests.net_compare import alike, compare, differing, read_patterns
from tests.net_dumps import dump, page, records

BEFORE = "Summary!A1 = 'Net'\nSummary!B1 = 1234.5\nSummary!C1 = 7.0\n"


def folder(path: Path, text: str, name: str = "summary.xlsx.txt") -> Path:
    (path / "run").mkdir(parents=True, exist_ok=True)
    (path / "run" / name).write_text(text, encoding="utf-8")
    return path


def told(tmp_path: Path, after: str, *patterns: str, exact: bool = False) -> list[str]:
    old, new = folder(tmp_path / "old", BEFORE), folder(tmp_path / "new", after)
    listed = tmp_path / "meant.txt"
    listed.write_text("\n".join(["# told in the change log", *patterns]), encoding="utf-8")
    found = compare(old, new, read_patterns(listed), exact=exact)
    return [line for lines in found.differences.values() for line in lines]


def test_a_changed_cell_is_told_with_what_it_was(tmp_path: Path) -> None:
    after = BEFORE.replace("'Net'", "'Gross'")
    assert told(tmp_path, after) == ["- Summary!A1 = 'Net'", "+ Summary!A1 = 'Gross'"]


def test_the_last_digits_of_a_number_are_told_only_where_that_is_asked(tmp_path: Path) -> None:
    after = BEFORE.replace("1234.5", repr(1234.5 * (1 + 1e-12)))
    assert after != BEFORE
    assert told(tmp_path, after) == []
    assert len(told(tmp_path, after, exact=True)) == 2


@pytest.mark.parametrize("share", [1e-8, 1e-7, 1e-3])
def test_a_number_that_moved_is_told_however_little(tmp_path: Path, share: float) -> None:
    assert len(told(tmp_path, BEFORE.replace("1234.5", repr(1234.5 * (1 + share))))) == 2


def test_whole_numbers_are_the_same_or_not() -> None:
    assert not alike("row 1000000000001", "row 1000000000002")
    assert not alike("2015/16", "2015/17")
    assert alike("C1 = 7", "C1 = 7.000000000001")


def test_one_number_written_in_two_ways_is_told() -> None:
    assert not alike("'a return of 2.5'", "'a return of 2.50'")
    assert not alike("number '0.0'", "number '0.00'")


def test_a_difference_that_is_meant_is_not_told(tmp_path: Path) -> None:
    after = BEFORE.replace("'Net'", "'Gross'")
    assert told(tmp_path, after, r"summary\.xlsx.*Summary!A1 = '(Net|Gross)'") == []
    assert told(tmp_path, after, r"\+ Summary!A1") == ["- Summary!A1 = 'Net'"]
    assert len(told(tmp_path, after, r"Summary!A2")) == 2


def test_a_line_more_is_one_difference_though_all_below_it_move() -> None:
    old = [f"line {n}" for n in range(200)]
    new = [*old[:20], "more", *old[20:]]
    assert list(differing(old, new)) == ["+ more"]
    assert list(differing(new, old)) == ["- more"]


def test_an_artefact_that_is_gone_is_told(tmp_path: Path) -> None:
    old, new = folder(tmp_path / "old", BEFORE), folder(tmp_path / "new", BEFORE)
    folder(old, "x", "run.json.txt")
    assert list(compare(old, new).differences) == ["run/run.json.txt"]
    assert "whole artefact" in compare(new, old).differences["run/run.json.txt"][0]
    assert not compare(old, new, only="run/summary").differences


def test_the_exit_status_says_whether_anything_differs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = str(folder(tmp_path / "old", BEFORE))
    new = str(folder(tmp_path / "new", BEFORE.replace("Net", "Gross")))
    assert main(["--compare", old, old]) == 0
    assert main(["--compare", old, new]) == 1
    assert "1 of 1 artefacts differ" in capsys.readouterr().out


def test_two_folders_without_dumps_are_not_taken_to_agree(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="nothing to compare"):
        compare(tmp_path, tmp_path)


def test_a_folder_of_something_else_is_not_emptied(tmp_path: Path) -> None:
    kept = tmp_path / "kept.txt"
    kept.touch()
    with pytest.raises(SystemExit, match="holds something else"):
        main([str(tmp_path)])
    assert kept.exists()


def workbook(path: Path, label: str = "Net", places: str = "0.0", bar: str = "C") -> str:
    """The dump of a workbook with a formula, a format and a chart with error bars."""
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"created": datetime(2026, 1, 1, tzinfo=UTC)})
        sheet = book.add_worksheet("Bars")
        sheet.write_row(0, 0, [label, 2.5, 0.25])
        sheet.write_formula("A2", "=B1*2", book.add_format({"num_format": places}), 5)
        chart = book.add_chart({"type": "bar"})
        errors = {"type": "custom", "plus_values": f"=Bars!${bar}$1"}
        chart.add_series({"values": ["Bars", 0, 1, 0, 1], "x_error_bars": errors})
        sheet.insert_chart("D4", chart)
    return dump(path)


def test_a_label_a_format_and_a_reference_of_a_chart_are_in_the_dump(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    before = workbook(path)
    assert "Bars!A1 = 'Net'" in before
    assert "Bars!A2 formula 'B1*2' = 5.0" in before
    assert workbook(path) == before
    for after in (workbook(path, "Gross"), workbook(path, places="0.00"), workbook(path, bar="B")):
        assert list(differing(before.split("\n"), after.split("\n")))


def test_versions_commits_and_today_are_masked() -> None:
    assert masked(f"at {'0a' * 20}, with numpy 2.1.3") == "at <commit>, with numpy <version>"
    assert masked("a" * 64) == "a" * 64  # a SHA-256 says which workbook was read
    assert "2.1.3" not in page("<dt>numpy</dt><dd>2.1.3</dd>")
    assert "2.1.3" not in records('{"numpy": "2.1.3", "Draws": "2,000"}')


def test_the_order_of_keys_is_part_of_an_object_for_machines() -> None:
    assert records('{"a": 1, "b": 2}') != records('{"b": 2, "a": 1}')
