"""The sheet Verification: each item is answered, or said not to be, and each test that it names is.

A test is named by its file and its name, or by ``*`` where all of a file are meant.
"""

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from econ.analysis.verification import Verification, verify
from econ.model.designs import MonteCarlo
from econ.model.prices import DiscountRate
from econ.pages.live.checks import FOUND, PASSES
from econ.pages.live.what_if import live
from econ.pages.page import Sheet, Table, listed_in
from econ.pages.verification import verification_sheet, with_workings
from econ.reports import narrative
from econ.reports.choices import choices
from econ.reports.report import Report, report
from tests.pages.shown import rows, said, tables
from tests.workbook.summaries import rich

ROOT = Path(__file__).parents[2]
ITEMS = listed_in("verification.csv")
ADVISHE = "A1 A2 B1 B2 C1 C2 C3 C4 D1 D2 D3 D4 E1".split()  # noqa: SIM905 - as the list has them


@pytest.fixture(scope="module")
def found() -> Report:
    return report(rich(), MonteCarlo(100, 1))


@pytest.fixture(scope="module")
def checked(found: Report) -> Sheet:
    return live(found, choices(found.scenario, None, ())).sheets[-1]


def test_the_thirteen_items_of_advishe_and_the_five_domains_of_tech_ver_are_there() -> None:
    codes = [(item["checklist"], item["code"]) for item in ITEMS]
    assert len(set(codes)) == len(codes)
    assert [code for checklist, code in codes if checklist == "AdViSHE"] == ADVISHE
    assert {code[0] for checklist, code in codes if checklist == "TECH-VER"} == set("12345")


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: f"{item['checklist']} {item['code']}")
def test_each_item_is_answered_by_a_test_or_a_sentence_or_said_not_to_be(
    item: dict[str, str],
) -> None:
    assert item["answered"] in ("yes", "partly", "no")
    assert item["asked"].endswith("?")
    assert item["answer"] or item["tests"]
    assert (item["answered"] == "no") == item["answer"].startswith("Not done")
    if item["answered"] == "yes":
        assert item["tests"]
    for test in filter(None, item["tests"].split("; ")):
        file, _, name = test.partition("::")
        text = (ROOT / file).read_text(encoding="utf-8")
        assert name == "*" or re.search(rf"^def {name}\(", text, re.MULTILINE), test


def test_what_nobody_from_outside_has_done_is_said_not_to_be_done() -> None:
    nobody = {item["code"] for item in ITEMS if item["answered"] == "no"}
    assert {"A1", "B1", "D1", "D4", "5.3"} <= nobody


def test_the_sheet_has_each_item_and_a_cell_to_fill_where_something_is_open(
    found: Report, checked: Sheet
) -> None:
    sheet = verification_sheet(found, checked)
    shown = rows(sheet)
    assert len(shown) == len(ITEMS) + 4
    for item, row in zip(ITEMS, shown[4:], strict=True):
        assert row[:2] == [item["checklist"], item["code"]]
        assert (row[7] == "nothing needed") == (item["answered"] == "yes")
    still = sum(item["answered"] != "yes" for item in ITEMS)
    assert f"{len(ITEMS)} items, of which {still} are answered in part" in said(sheet)[1]
    counted = Counter(row[4] for row in shown)
    assert counted["not done"] == sum(item["answered"] == "no" for item in ITEMS)


def test_this_runs_own_checks_are_counted_and_their_widest_gap_is_told(
    found: Report, checked: Sheet
) -> None:
    passes, gap, mean, sources = rows(verification_sheet(found, checked))[:4]
    (table,) = [t for t in checked.every(Table) if isinstance(t, Table) and not t.plain]
    assert passes[4:6] == [
        "passes",
        f"{len(table.lines)} of {len(table.lines)} (Checks of summary.xlsx).",
    ]
    assert float(str(gap[5]).split()[0]) < 1e-9
    assert "with an error of £" in str(mean[5])
    assert sources[5] == "Of 14 used, 13 have no source and 10 no grade."


def test_what_was_tried_on_the_programme_stands_first_with_its_figures(
    found: Report, checked: Sheet
) -> None:
    tried = with_workings(verify(found.scenario, 2_500), found)
    sheet = verification_sheet(found, checked, tried)
    lines, items = rows(sheet), rows(sheet, 1)
    assert len(items) == len(ITEMS) + 4
    assert [line[:4:3] for line in lines] == [[v.kind, v.check] for v in tried.verdicts]
    assert lines[-1][1:3] == [f"V{len(lines)}", "pass"]
    assert str(lines[-1][5]).startswith(f"{str(items[0][5])[:8]} checks pass, ")
    assert lines[0][5:7] == ["no number plays this part", tried.verdicts[0].expected]
    wide = [sum(column.width for column in table.columns) for table in tables(sheet)]
    assert len(set(wide)) == 1
    assert "Units are asked for by TECH-VER, input calculations." in said(sheet)
    assert f"Tried on this programme. {tried.in_one_line}." in said(sheet)


def test_formulas_that_do_not_agree_with_the_model_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    true = DiscountRate.factors
    monkeypatch.setattr(DiscountRate, "factors", lambda *given: 0.999 * true(*given))
    tried = with_workings(Verification("", ()), report(rich(), MonteCarlo(20, 1)))
    (verdict,) = tried.failures
    assert verdict.check == "The formulas of Workings"
    assert verdict.why


def test_a_check_that_fails_is_told_to_fail(found: Report, checked: Sheet) -> None:
    (table,) = [t for t in checked.every(Table) if isinstance(t, Table) and not t.plain]
    place = [column.name for column in table.columns]
    row, cells = list(table.lines.items())[-1]
    off = list(cells)
    off[place.index(FOUND)], off[place.index(PASSES)] = 1e6, "FALSE"
    broken = replace(table, lines={**table.lines, row: tuple(off)})
    blocks = tuple(broken if block is table else block for block in checked.blocks)
    passes, gap, *_ = rows(verification_sheet(found, replace(checked, blocks=blocks)))
    assert passes[4] == "fails"
    assert str(passes[5]).startswith(f"{len(table.lines) - 1} of {len(table.lines)} ")
    assert float(str(gap[5]).split()[0]) > 1e-9


def test_to_whom_it_may_be_carried_over_is_said_or_said_not_to_be_judged(found: Report) -> None:
    unjudged, made, elsewhere = narrative.carried_over(found)
    assert unjudged.startswith("Nobody has judged it: take it to hold for these people")
    assert made == (
        "Of the 14 numbers used, 1 were observed in this programme, 2 are borrowed from others, "
        "and so from other people and places, and 11 are judgement, illustrative or not graded."
    )
    assert elsewhere.startswith("Elsewhere, check who takes part")
    about = {"population": "Adults.", "setting": "Two towns", "carried over to": "Other towns."}
    known = narrative.carried_over(replace(found, scenario=rich(about=about)))
    assert known[:3] == ["Other towns.", "Population: Adults.", "Setting: Two towns."]
