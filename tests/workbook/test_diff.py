"""Two workbooks compared, row by row in words, with what the changes did to the result."""

import json
import random
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

import econ
from econ.pages.book import difference_book
from econ.reports.revisions import Revision
from econ.workbook.diff import compare_workbooks
from econ.workbook.writing.paper import write_book
from tests.pages import shown
from tests.recalculation import needs_libreoffice, recalculate, values
from tests.workbook.small import (
    Books,
    Change,
    add,
    cell,
    drop,
    heading,
    library_cell,
    no_sheet,
    own_values,
    without,
    written,
)


def compared(folder: Path, *changes: Change) -> Revision:
    """The small programme beside itself with these changes."""
    old, new = folder / "old", folder / "new"
    old.mkdir()
    new.mkdir()
    told = cell("Profiles", 2, "after", 0)  # so that a horizon may be longer
    return compare_workbooks(written(old, told), written(new, told, *changes))


def told(folder: Path, *changes: Change) -> list[str]:
    """The rows that differ, in words."""
    return [str(row) for row in compared(folder, *changes).rows]


def test_a_workbook_does_not_differ_from_itself(tmp_path: Path) -> None:
    found = compared(tmp_path)
    assert found.rows == ()
    assert found.result is not None
    assert found.result.difference == 0
    assert found.lines() == [f"{found.old} and {found.new}: no row differs"]


def test_a_number_is_told_with_how_much_it_grew(tmp_path: Path) -> None:
    assert told(
        tmp_path, cell("Parameters", 2, "value", 104), cell("Cohorts", 2, "people", 64)
    ) == [
        "Parameters!D2  people: value 100 → 104 (+4%)",
        "Cohorts!D2  north: people 60 → 64 (+6.67%)",
    ]


def test_a_row_of_scenarios_is_told_by_scenario_and_change(tmp_path: Path) -> None:
    row = {"scenario": "Longer", "what": "years", "value": 5, "why": "A lease"}
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    new.mkdir()
    before = written(old, add("Scenarios", **row))
    after = written(new, add("Scenarios", **(row | {"value": 10})))
    found = compare_workbooks(before, after)
    assert [str(changed) for changed in found.rows] == [
        "Scenarios!C2  Longer years: value 5 → 10 (+100%)"
    ]


def test_distribution_unit_and_spread_of_a_row_are_told_in_one_line(tmp_path: Path) -> None:
    changes = [
        cell("Parameters", 6, "distribution", "gamma"),
        cell("Parameters", 6, "se", 2),
        cell("Parameters", 6, "unit", "hours per year"),
    ]
    assert told(tmp_path, *changes) == [
        (
            "Parameters!G6  hours: se 4 → 2 (−50%); distribution normal → gamma; "
            "unit hours a year → hours per year"
        )
    ]


def test_a_share_is_told_in_percent_and_a_cell_that_was_blank_as_blank(tmp_path: Path) -> None:
    changes = [
        cell("Incidence", 2, "nhs", 0.5),
        cell("Incidence", 2, "council", 0.5),
        cell("Parameters", 3, "source", None),
    ]
    assert told(tmp_path, *changes) == [
        "Parameters!O3  visits_before: source Assumption: for this test → blank",
        "Incidence!B2  visits: nhs 75% → 50%; council 25% → 50%",
    ]


def test_a_long_text_is_told_from_where_it_parts(tmp_path: Path) -> None:
    source = "Survey of 2024 by the council of the north, table 3, all ages, first wave, page "
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    new.mkdir()
    found = compare_workbooks(
        written(old, cell("Parameters", 3, "source", f"{source}12")),
        written(new, cell("Parameters", 3, "source", f"{source}14")),
    )
    assert [str(row) for row in found.rows] == [
        "Parameters!O3  visits_before: source changed, from '…12' to '…14'"
    ]
    assert found.records()[0]["after"] == f"{source}14"


def test_rows_that_were_added_and_removed_are_told_with_what_they_say(tmp_path: Path) -> None:
    changes = [
        add("Unmonetised", label="Pride", direction="benefit", evidence="Said", source="Heard"),
        drop("Correlations", 2),
    ]
    assert told(tmp_path, *changes) == [
        (
            "Correlations!A2  hour_value visit_cost: row removed (parameter visit_cost, with "
            "hour_value, rank correlation 0.5, why Assumption: for this test)"
        ),
        (
            "Unmonetised!A3  Pride: row added (label Pride, direction benefit, evidence Said, "
            "source Heard)"
        ),
    ]


def test_the_order_of_rows_and_columns_and_of_a_correlated_pair_plays_no_part(
    tmp_path: Path,
) -> None:
    def shuffled(books: Books) -> None:
        for name, rows in books.programme.items():
            random.Random(name).shuffle(rows)  # noqa: S311 - an order, not a secret
            books.programme[name] = [dict(reversed(row.items())) for row in rows]
        pair = books.programme["Correlations"][0]
        pair["parameter"], pair["with"] = pair["with"], pair["parameter"]

    found = compared(tmp_path, shuffled)
    assert {row.sheet for row in found.rows} == {"Correlations"}
    assert found.result is not None
    assert found.result.difference == pytest.approx(0, abs=1e-9)


def test_a_column_or_a_sheet_that_is_gone_is_told_row_by_row(tmp_path: Path) -> None:
    found = compared(tmp_path, no_sheet("Cohorts"), without("Parameters", "range kind"))
    kinds = {(row.sheet, row.kind) for row in found.rows}
    assert kinds == {("Parameters", "changed"), ("Cohorts", "removed")}
    assert "range kind assumed → blank" in str(found.rows[0])


def test_libraries_are_compared_too_and_what_they_changed_is_split(tmp_path: Path) -> None:
    found = compared(tmp_path, library_cell("Unit costs", 2, "value", 220))
    assert [str(row) for row in found.rows] == [
        "costs.xlsx Unit costs!D2  visit_2324: value 200 → 220 (+10%)"
    ]
    assert found.result is not None
    assert [(part.sheet, part.parameter) for part in found.result.parts] == [
        ("Parameters", "visit_cost")
    ]


def test_the_parts_add_up_to_the_change_of_net_present_value(tmp_path: Path) -> None:
    changes = [
        cell("Parameters", 2, "value", 200),
        own_values("people", 150, 50),
        cell("Parameters", 6, "value", 12),
        cell("About", 8, "statement", 4),
        cell("About", 12, "statement", "1.5%"),
        cell("Profiles", 4, "kind", "first year"),
        cell("Incidence", 2, "council", 0.5),
        cell("Incidence", 2, "nhs", 0.5),
    ]
    found = compared(tmp_path, *changes)
    assert found.result is not None
    names = {(part.sheet, part.parameter) for part in found.result.parts}
    assert names == {
        ("Parameters", "people"),
        ("Parameters", "hours"),
        ("About", "years"),
        ("About", "discount rate"),
        ("Profiles", "every_year"),
        ("Incidence", "visits"),
    }
    total = sum(part.estimate or 0 for part in found.result.parts)
    assert total == pytest.approx(found.result.difference)
    ends = [econ.read(path) for path in (found.old, found.new)]
    worth = [econ.headline().base(econ.evaluate(s, econ.base_case(s))) for s in ends]
    assert worth[1] - worth[0] == pytest.approx(total)


def test_another_price_year_is_one_part_though_it_moves_every_amount(tmp_path: Path) -> None:
    found = compared(tmp_path, cell("About", 9, "statement", "2023/24"))
    assert found.result is not None
    assert [part.parameter for part in found.result.parts] == ["price year"]


def test_the_result_is_told_in_pounds_with_a_line_a_part(tmp_path: Path) -> None:
    lines = compared(tmp_path, cell("Parameters", 6, "value", 12)).lines()
    start = next(k for k, line in enumerate(lines) if line.startswith("Net present value"))
    assert lines[start].startswith("Net present value, central case (society; 2024/25 prices): £")
    assert lines[start].endswith(" higher.")
    assert lines[start + 1].strip().startswith("+£")
    assert lines[start + 2] == "  The parts add up to the whole, whatever the order of the changes."


def test_a_spread_alone_moves_no_base_case_and_that_is_said(tmp_path: Path) -> None:
    lines = compared(tmp_path, cell("Parameters", 6, "se", 2)).lines()
    assert lines[-1] == "  Nothing that changed moves the central case."


def test_an_unsound_workbook_is_compared_but_has_no_result(tmp_path: Path) -> None:
    found = compared(tmp_path, heading("Outcomes", "quantity", "quantty"))
    assert found.result is None
    assert "has 1 problem, so what the changes did to the result is not known" in found.reason
    assert found.lines()[-1] == found.reason
    assert found.as_json()["result"] is None


def test_what_is_not_a_workbook_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(econ.WorkbookError, match="there is no such file"):
        compare_workbooks(tmp_path / "gone.xlsx", tmp_path / "gone.xlsx")


def test_names_that_stand_twice_are_compared_in_their_order(tmp_path: Path) -> None:
    twice = add("Payers", name="nhs", label="Again")
    assert told(tmp_path, twice) == ["Payers!A5  nhs (2): row added (name nhs, label Again)"]


def test_imported_draws_are_told_a_column_at_a_time(tmp_path: Path) -> None:
    def sampled(*draws: float) -> Change:
        def change(books: Books) -> None:
            books.programme["Samples"] = [{"hours": draw} for draw in draws]
            row = next(r for r in books.programme["Parameters"] if r["name"] == "hours")
            row.update({"value": None, "se": None, "distribution": "sample"})

        return change

    for name in ("old", "new"):
        (tmp_path / name).mkdir()
    found = compare_workbooks(
        written(tmp_path / "old", sampled(1, 2, 3)), written(tmp_path / "new", sampled(1, 2, 3, 6))
    )
    assert [str(row) for row in found.rows] == [
        "Samples  hours: draws 3 with mean 2 → 4 with mean 3"
    ]


def test_what_machines_read_is_complete_and_is_json(tmp_path: Path) -> None:
    found = compared(tmp_path, cell("Parameters", 6, "value", 12))
    read = json.loads(json.dumps(found.as_json(), allow_nan=False))
    assert read["changes"] == [
        {
            "sheet": "Parameters",
            "where": "Parameters!D6",
            "row": "hours",
            "kind": "changed",
            "column": "value",
            "before": 10,
            "after": 12,
        }
    ]
    result = read["result"]
    assert result["difference"] == pytest.approx(result["new"] - result["old"])
    assert {"parameter", "estimate", "low", "high", "se"} <= set(result["parts"][0])


def test_the_many_rows_of_a_sheet_are_told_one_by_one_up_to_a_point(tmp_path: Path) -> None:
    rows = [add("Unmonetised", label=f"Impact {k}", direction="benefit") for k in range(40)]
    found = compared(tmp_path, *rows)
    assert found.lines().count("  Unmonetised: 10 rows more") == 1
    assert len(found.rows) == 40


def test_the_workbook_of_a_comparison_tells_both_tables(tmp_path: Path) -> None:
    found = compared(
        tmp_path, cell("Parameters", 6, "value", 12), cell("Parameters", 3, "label", "@SUM(1)")
    )
    write_book(difference_book(found), tmp_path / "diff.xlsx")
    did, changed = load_workbook(tmp_path / "diff.xlsx").worksheets
    assert (did.title, changed.title) == ("What it did", "What changed")
    names = [row[2].value for row in did.iter_rows(5)]
    assert "hours" in names
    lines = [[c.value for c in row] for row in changed.iter_rows(4)]
    assert ["hours", "Parameters!D6", "row changed", "value", "10", "12"] in lines
    (text,) = [c for row in changed.iter_rows() for c in row if c.value == "@SUM(1)"]
    assert text.data_type == "s"


@needs_libreoffice
def test_the_total_of_the_parts_is_a_live_sum(tmp_path: Path) -> None:
    found = compared(tmp_path, cell("Parameters", 6, "value", 12), cell("About", 8, "statement", 3))
    write_book(difference_book(found), tmp_path / "diff.xlsx")
    (tmp_path / "out").mkdir()
    cells = values(recalculate(tmp_path / "diff.xlsx", tmp_path / "out"))["What it did"]
    row = next(address for address, value in cells.items() if value == "All changes")
    assert found.result is not None
    assert cells[f"F{row[1:]}"] == pytest.approx(found.result.difference)


def test_the_same_comparison_is_the_same_bytes_and_one_without_result_says_why(
    tmp_path: Path,
) -> None:
    found = compared(tmp_path, heading("Outcomes", "quantity", "quantty"))
    for name in ("first.xlsx", "second.xlsx"):
        write_book(difference_book(found), tmp_path / name)
    assert (tmp_path / "first.xlsx").read_bytes() == (tmp_path / "second.xlsx").read_bytes()
    page = load_workbook(tmp_path / "first.xlsx")["What it did"]
    assert "is not known" in " ".join(str(c.value) for row in page.iter_rows() for c in row)


def test_a_sample_of_orders_is_told_with_the_error_of_each_part(tmp_path: Path) -> None:
    found = compared(tmp_path, cell("Parameters", 6, "value", 12))
    assert found.result is not None
    (part,) = found.result.parts
    result = replace(found.result, orders=1_000, parts=(replace(part, se=3.0), part))
    sheet, _ = difference_book(replace(found, result=result)).sheets
    first, second, total = shown.rows(sheet)
    assert [first[6], second[6], total[6]] == [pytest.approx(1.959964 * 3), 0, None]
    assert total[:6] == ["All changes", "", "", "", "", pytest.approx(2 * (part.estimate or 0.0))]
    assert shown.said(sheet)[2:] == [
        "The parts add up to the whole, whatever the order of the changes.",
        "They rest on a sample of 1,000 orders, with the error told.",
    ]
    exact, changes = difference_book(found).sheets
    assert len(shown.tables(exact)[0].columns) == 6
    assert shown.said(changes)[1].endswith(": 1 row changed.")


def test_what_differs_in_nothing_has_no_tables(tmp_path: Path) -> None:
    sheets = difference_book(compared(tmp_path)).sheets
    assert not any(shown.tables(sheet) for sheet in sheets)
    assert shown.said(sheets[0])[2:] == ["Nothing that changed moves the central case."]
    assert shown.said(sheets[1]) == ["What changed in the inputs, row by row?", "No row differs."]


def test_who_starts_when_and_rates_of_an_outcomes_own_are_told_in_words(tmp_path: Path) -> None:
    found = compared(
        tmp_path,
        add("About", item="entry", statement="evenly"),
        add("About", item="support ends", statement="2023/24"),
        cell("Outcomes", 3, "discount", 0.015),
        cell("Outcomes", 3, "real growth", 0.02),
    )
    assert [str(row) for row in found.rows] == [
        "About!A14  entry: row added (item entry, statement evenly)",
        "About!A15  support ends: row added (item support ends, statement 2023/24)",
        "Outcomes!K3  care: discount blank → 1.5%; real growth blank → 2%",
    ]
    assert found.result is not None
    told = {part.what: (part.before, part.after) for part in found.result.parts}
    quantity = "saving, people * hours * attribution x hour_value, every_year"
    assert told["Entry"] == ("start of year", "evenly")
    assert told["Support ends"] == ("no end", "2023/24")
    assert told["Care by family"] == (
        quantity,
        f"{quantity}, discounted at 1.5%, growing 2% a year",
    )
