"""The shipped data: what is reviewed (CSV) is what is read (xlsx), and every number is sourced."""

from __future__ import annotations

import csv
import doctest
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from econ.errors import WorkbookError
from econ.model.chain import parse
from econ.model.distributions import Distribution
from econ.model.fitting import Given, fit, misses
from econ.model.prices import PriceIndex
from econ.workbook.layout import LIBRARY, PROGRAMME, UNIT_COSTS
from econ.workbook.writing.inputs import write_input
from parameters import build

FOLDER = Path(build.__file__).parent
SIDE_BY_SIDE = FOLDER / "side_by_side"
NAME = re.compile(r"[a-z][a-z0-9_]*")

Record = dict[str, str]


def records(path: Path) -> list[Record]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


UNIT_COST_ROWS = records(FOLDER / "unit_costs.csv")
PARAMETER_ROWS = records(SIDE_BY_SIDE / "parameters.csv")
BY_NAME = {row["name"]: row for row in UNIT_COST_ROWS}
SHEETS = [
    *((FOLDER / "unit_costs.xlsx", sheet) for sheet in ("About", "Unit costs", "Changes")),
    *((FOLDER / "side_by_side.xlsx", path.stem.title()) for path in SIDE_BY_SIDE.glob("*.csv")),
]


def source_of(workbook: Path, sheet: str) -> Path:
    if workbook.stem == "side_by_side":
        return SIDE_BY_SIDE / f"{sheet.lower()}.csv"
    return FOLDER / (
        "unit_costs.csv" if sheet == "Unit costs" else f"unit_costs_{sheet.lower()}.csv"
    )


def cells(workbook: Path, sheet: str) -> list[dict[str, object]]:
    page = load_workbook(workbook)[sheet]
    headings, *rows = page.iter_rows(values_only=True)
    return [dict(zip(map(str, headings), row, strict=True)) for row in rows]


def same(text: str, value: object) -> bool:
    """Whether a cell holds what the CSV file says: nothing, the same number or the same text."""
    if value is None or isinstance(value, str):
        return text == (value or "")
    return isinstance(value, int | float) and float(text) == value


def given(row: Record) -> Given:
    """The numbers of a row, after the library row it may be taken from."""
    library = BY_NAME.get(row.get("from library", ""), {})
    numbers = (row[key] or library.get(key, "") for key in ("value", "low", "high", "se", "n"))
    return Given(*(float(text) if text else None for text in numbers))


def fitted(row: Record) -> Distribution:
    library = BY_NAME.get(row.get("from library", ""), {})
    return fit(row["distribution"] or library["distribution"], given(row))


def misses_its_limits(row: Record) -> bool:
    """Whether 95% limits are missed; low and high of a PERT are its ends, never missed."""
    return row["distribution"] != "pert" and misses(fitted(row), given(row))


def shipped_indices() -> Iterator[PriceIndex]:
    series: dict[tuple[str, str], dict[str, float]] = {}
    for row in cells(FOLDER / "unit_costs.xlsx", "Indices"):
        levels = series.setdefault((str(row["index"]), str(row["edition"])), {})
        levels[str(row["year"])] = float(str(row["value"]))
    for (name, edition), levels in series.items():
        yield PriceIndex(name, edition, levels)


INDICES = {(index.name, index.edition): index for index in shipped_indices()}


@pytest.mark.parametrize(("workbook", "sheet"), SHEETS)
def test_every_cell_of_the_workbooks_is_what_its_csv_file_says(workbook: Path, sheet: str) -> None:
    expected, found = records(source_of(workbook, sheet)), cells(workbook, sheet)
    assert len(found) == len(expected)
    for line, (row, cell) in enumerate(zip(expected, found, strict=True), 2):
        assert set(row) <= set(cell)
        wrong = [key for key in cell if not same(row.get(key, ""), cell[key])]
        assert not wrong, f"{workbook.name} {sheet} row {line}: {wrong}"


def test_the_index_levels_of_the_workbook_are_those_chained_from_the_csv_file() -> None:
    found = cells(FOLDER / "unit_costs.xlsx", "Indices")
    expected = build.indices(FOLDER / "indices.csv")
    levels = [row.pop("value") for row in found]
    assert levels == pytest.approx([row.pop("value") for row in expected], rel=1e-15)
    assert found == expected


def test_the_workbooks_hold_no_sheet_without_a_csv_file() -> None:
    written = {(path.stem, name) for path, name in SHEETS} | {("unit_costs", "Indices")}
    for path in (FOLDER / "unit_costs.xlsx", FOLDER / "side_by_side.xlsx"):
        assert {(path.stem, name) for name in load_workbook(path).sheetnames} <= written


def test_building_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "first").mkdir()
    (tmp_path / "second").mkdir()
    for name in ("first", "second"):
        build.build(tmp_path / name)
    for name in ("unit_costs.xlsx", "side_by_side.xlsx"):
        first, second = ((tmp_path / run / name).read_bytes() for run in ("first", "second"))
        assert first == second


def test_the_examples_in_the_build_script_run() -> None:
    result = doctest.testmod(build)
    assert result.attempted > 0
    assert result.failed == 0


def test_the_library_holds_at_least_eighty_unit_costs_each_under_its_own_name() -> None:
    assert len(UNIT_COST_ROWS) >= 80
    assert len(BY_NAME) == len(UNIT_COST_ROWS)
    assert all(NAME.fullmatch(name) for name in BY_NAME)


@pytest.mark.parametrize("row", UNIT_COST_ROWS, ids=lambda row: row["name"])
def test_a_unit_cost_has_a_source_a_licence_and_a_distribution_that_fits(row: Record) -> None:
    assert row["source"]
    assert row["licence"]
    assert row["link"] or "address was not found" in row["note"]
    assert not misses_its_limits(row)
    for column in UNIT_COSTS.columns:
        assert not column.choices or row[column.heading] in column.choices


def test_every_price_in_pounds_is_of_a_year_that_its_index_covers() -> None:
    first = {name: index for (name, _), index in reversed(INDICES.items())}
    for row in (*UNIT_COST_ROWS, *PARAMETER_ROWS):
        if row["unit"].split(" ")[0] == "GBP":
            assert first[row["index"]].covers(row["price year"]), row["name"]
    assert {row["index"] for row in UNIT_COST_ROWS if row["unit"].startswith("EUR")} == {""}


def test_a_spread_is_published_or_its_row_says_that_it_is_assumed_or_worked_out() -> None:
    told = {"assumed": "is assumed to be", "derived": "worked out", "none": "", "published": ""}
    for row in UNIT_COST_ROWS:
        assert told[row["range kind"]] in row["note"], row["name"]
        assert (row["range kind"] == "none") == (row["distribution"] == "fixed"), row["name"]
    published = {row["name"] for row in UNIT_COST_ROWS if row["range kind"] == "published"}
    assert {name for name in published if BY_NAME[name]["se"]} == {
        "mh_bed_provider_1415",
        "mh_bed_national_1415",
        "mh_nonadm_day_1415",
    }


def test_the_between_hrg_spread_of_attendances_is_not_taken_for_uncertainty() -> None:
    row = BY_NAME["ae_attendance_2425"]
    assert float(row["se"]) == pytest.approx(0.25 * 280.17)
    assert (row["low"], row["high"]) == ("", "")
    assert "case mix" in row["note"]


def test_what_carers_are_paid_in_benefits_is_a_transfer() -> None:
    rows = [row for row in UNIT_COST_ROWS if "Carer's Allowance" in row["label"]]
    assert len(rows) >= 10
    assert {row["value class"] for row in rows} == {"transfer"}


def test_the_nhs_index_reproduces_the_published_chain_to_its_last_digit() -> None:
    index = INDICES["NHSCII", "PSSRU 2025"]
    assert round(index.levels["2014/15"], 3) == 97.563
    assert round(index.levels["2022/23"], 3) == 118.540
    assert round(index.levels["2024/25"], 3) == 126.351
    assert round(index.factor("2014/15", "2024/25"), 4) == 1.2951
    assert round(148 * index.factor("2016/17", "2024/25"), 2) == 187.00


def test_the_earlier_edition_has_its_provisional_change_and_nothing_after_it() -> None:
    index = INDICES["NHSCII", "PSSRU 2024"]
    assert index.factor("2022/23", "2023/24") == pytest.approx(1.0431, rel=1e-12)
    assert not index.covers("2024/25")


def test_prices_in_social_services_are_chained_to_2023_and_not_beyond() -> None:
    index = INDICES["PSS pay and prices", "PSSRU 2024"]
    assert index.factor("2021/22", "2023/24") == pytest.approx(1.072 * 1.074, rel=1e-12)
    assert index.span == "2007/08 to 2023/24"


def test_the_gdp_deflator_reads_a_financial_year_as_the_year_it_begins_in() -> None:
    index = INDICES["GDP deflator", "HMT December 2025"]
    assert index.factor("2015/16", "2024/25") == pytest.approx(100 / 75.1536, rel=1e-12)


def test_every_parameter_of_side_by_side_has_a_source_or_says_that_it_is_assumed() -> None:
    for row in PARAMETER_ROWS:
        library = BY_NAME.get(row["from library"], {"source": ""})
        source = row["source"] or library["source"]
        assert source, row["name"]
        assert row["link"] or row["from library"] or re.match("Assumption: |Definition: ", source)
        assert row["evidence"], row["name"]
        assert not misses_its_limits(row), row["name"]


def test_no_effect_and_harm_lie_within_the_limits_of_every_effect() -> None:
    effects = [row for row in PARAMETER_ROWS if row["name"].startswith("reduction_")]
    assert len(effects) == 7
    for row in effects:
        assert row["distribution"] == "normal"
        assert float(row["low"]) <= 0 < float(row["high"]), row["name"]


def test_every_borrowed_effect_is_widened_by_one_rule() -> None:
    """Twice as wide as published, and reaching at least to none; figures of the notes' sources."""
    published = {
        "reduction_ae": (0.5, 0.15, 0.86),
        "reduction_outpatient": (0.6, 0.03, 1.19),
        "reduction_physiotherapy": (1.3, 0.68, 1.96),
        "reduction_gp": (4 * 1.13, 4 * 1.03, 4 * 1.21),
        "reduction_care_hours": (1.27, -2.49, 5.04),
    }
    rows = {row["name"]: row for row in PARAMETER_ROWS}
    borrowed = {n for n, row in rows.items() if n.startswith("reduction_")} & {
        n for n, row in rows.items() if row["evidence"] == "analogue"
    }
    assert borrowed == set(published)
    for name, (estimate, low, high) in published.items():
        half = max(high - low, abs(estimate))
        assert float(rows[name]["value"]) == pytest.approx(estimate)
        limits = float(rows[name]["low"]), float(rows[name]["high"])
        assert limits == pytest.approx((estimate - half, estimate + half), abs=0.011), name


def test_structures_that_nothing_tells_between_are_weighed_evenly() -> None:
    weights = {
        row["name"]: row["chance of none"] for row in PARAMETER_ROWS if row["chance of none"]
    }
    assert weights == dict.fromkeys(
        ("attribution", "reduction_gp", "reduction_care_hours", "counts_half_yearly", "qaly_gain"),
        "0.5",
    )


def test_what_had_a_comparison_group_takes_no_attribution_and_what_had_none_does() -> None:
    """Deadweight or a comparison group, never both (referee 5 and 6)."""
    chains = {row["name"]: row["quantity"] for row in records(SIDE_BY_SIDE / "outcomes.csv")}
    before_and_after = {n for n, chain in chains.items() if "reduction" in chain} - {"gp_contacts"}
    assert all("attribution" in parse(chains[name]).names for name in before_and_after)
    assert "attribution" not in parse(chains["gp_contacts"]).names


def test_people_join_evenly_over_the_eighteen_months_of_the_local_grants() -> None:
    rows = {row["name"]: row for row in records(SIDE_BY_SIDE / "profiles.csv")}
    about = {row["item"]: row["statement"] for row in records(SIDE_BY_SIDE / "about.csv")}
    joined = [float(rows["intake"][f"year {year}"]) for year in (0, 1)]
    assert joined == pytest.approx([6 / 18, 12 / 18], rel=1e-12)
    assert (about["entry"], about["support ends"]) == ("evenly from October", "2016/17")


def test_the_grant_of_the_second_year_is_carried_from_that_year() -> None:
    index = INDICES["GDP deflator", "HMT December 2025"]
    spent = next(r for r in records(SIDE_BY_SIDE / "profiles.csv") if r["name"] == "grant_spend")
    carried = 0.5 * index.factor("2016/17", "2024/25") / index.factor("2015/16", "2024/25")
    assert float(spent["year 0"]) == 0.5
    assert float(spent["year 1"]) == pytest.approx(carried, rel=1e-12)


def test_at_least_a_dozen_other_assumptions_are_listed_each_with_its_reason() -> None:
    rows = records(SIDE_BY_SIDE / "scenarios.csv")
    assert len({row["scenario"] for row in rows}) >= 12
    assert all(row["why"] for row in rows)


def test_attribution_runs_from_nothing_to_twice_what_was_left_of_a_crude_association() -> None:
    row = next(row for row in PARAMETER_ROWS if row["name"] == "attribution")
    left = 0.039 / 0.094
    assert float(row["low"]) == 0
    assert float(row["high"]) == pytest.approx(2 * left, abs=5e-4)
    assert fitted(row).mean == pytest.approx(left, abs=5e-4)
    assert row["chance of none"] == "0.5"


def test_people_and_shares_of_the_cohorts_add_up_to_the_whole() -> None:
    cohorts = records(SIDE_BY_SIDE / "cohorts.csv")
    totals = [row for row in PARAMETER_ROWS if row["unit"] in ("people", "share")]
    assert {row["name"] for row in totals} == {
        "participants",
        "in_person_share",
        "online_share",
    }
    for row in totals:
        added = sum(float(cohort[row["name"]]) for cohort in cohorts)
        assert added == pytest.approx(float(row["value"]), rel=1e-12)
    people = {cohort["name"]: float(cohort["participants"]) for cohort in cohorts}
    assert people == {"bame_communities": 1085, "other_communities": 2170, "online": 17936}
    assert [float(cohort["online_not_counted"]) for cohort in cohorts] == [0, 0, 1]


def test_the_sheets_of_side_by_side_name_only_what_stands_in_them() -> None:
    known = {row["name"] for row in PARAMETER_ROWS}
    profiles = {row["name"]: row for row in records(SIDE_BY_SIDE / "profiles.csv")}
    payers = [row["name"] for row in records(SIDE_BY_SIDE / "payers.csv")]
    shares = {row["outcome"]: row for row in records(SIDE_BY_SIDE / "incidence.csv")}
    used: set[str] = set()
    for outcome in records(SIDE_BY_SIDE / "outcomes.csv"):
        used |= {*parse(outcome["quantity"]).names, outcome["unit value"]}
        assert outcome["profile"] in profiles
        assert sum(float(shares[outcome["name"]][payer]) for payer in payers) == pytest.approx(1)
    for profile in profiles.values():
        used |= {name.strip() for name in profile["parameters"].split(",") if name}
    told_only = {"hours_of_full_carer", "days_of_bed"}  # capacity, in no money
    assert used == known - told_only


def test_every_heading_is_frozen_and_explained_and_choices_are_offered() -> None:
    for path, sheets in (("unit_costs.xlsx", LIBRARY), ("side_by_side.xlsx", PROGRAMME)):
        workbook = load_workbook(FOLDER / path)
        for sheet in sheets:
            if sheet.name in workbook.sheetnames:
                page = workbook[sheet.name]
                assert page.freeze_panes == "B2"
                assert all(cell.comment is not None for cell in page[1])
                lists = {
                    str(rule.sqref).split(":")[0] for rule in page.data_validations.dataValidation
                }
                assert lists >= {
                    heading_cell(page, column.heading)
                    for column in sheet.columns
                    if column.choices and column.heading != "item"  # too many for a list of Excel
                }


def heading_cell(page: Worksheet, heading: str) -> str:
    """The address of the first cell under a heading."""
    return next(f"{cell.column_letter}2" for cell in page[1] if cell.value == heading)


def test_text_that_begins_like_a_formula_is_written_as_text(tmp_path: Path) -> None:
    path = tmp_path / "text.xlsx"
    rows = [{"name": "a", "label": begins + "1+1"} for begins in "=+-@"]
    write_input(path, {"Parameters": rows}, "programme")
    labels = [page[0] for page in load_workbook(path)["Parameters"].iter_rows(2, 5, 2, 2)]
    assert [cell.value for cell in labels] == ["=1+1", "+1+1", "-1+1", "@1+1"]
    assert {cell.data_type for cell in labels} <= {"s", "f"}
    assert "<f>" not in sheet_xml(path)


def sheet_xml(path: Path) -> str:
    from zipfile import ZipFile

    with ZipFile(path) as archive:
        return "".join(
            archive.read(name).decode() for name in archive.namelist() if "/worksheets/" in name
        )


def test_a_year_typed_below_the_last_row_stays_text_and_becomes_no_date() -> None:
    page = load_workbook(FOLDER / "unit_costs.xlsx")["Unit costs"]
    letter = heading_cell(page, "price year").rstrip("2")
    assert {page[f"{letter}{row}"].number_format for row in range(2, page.max_row + 1)} == {"@"}
    style = page.column_dimensions[letter]
    assert style.number_format == "@"


def test_an_empty_programme_has_every_required_sheet_and_those_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "empty.xlsx"
    write_input(path, {"Cohorts": []}, "programme")
    required = [s.name for s in PROGRAMME if not s.optional or s.name == "Cohorts"]
    assert load_workbook(path).sheetnames == required
    write_input(path, {sheet.name: [] for sheet in PROGRAMME}, "programme")
    assert load_workbook(path).sheetnames == [sheet.name for sheet in PROGRAMME]
    assert [file.name for file in tmp_path.iterdir()] == ["empty.xlsx"]


def test_a_heading_that_the_layout_does_not_know_is_refused_with_the_nearest(
    tmp_path: Path,
) -> None:
    rows = [{"name": "a", "vaule": 3}]
    with pytest.raises(WorkbookError, match="Did you mean 'value'"):
        write_input(tmp_path / "wrong.xlsx", {"Parameters": rows, "Outcome": []}, "programme")
    assert not list(tmp_path.iterdir())
