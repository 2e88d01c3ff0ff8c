"""Who starts when, an end of support, own rates and transfers on Workings, against the model."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from econ.model.distributions import Fixed
from econ.model.profiles import NEARLY_EQUAL, SMALL_RATE
from econ.model.scenario import Scenario
from econ.pages.live.time import SMALL_FIRST
from econ.reports.choices import choices
from tests.any_programme import with_number
from tests.pages.live.sheets import CHANGES, made_live, table, written_live
from tests.pages.live.test_what_if import Setting, answer, assert_answers, shown
from tests.pages.live.test_workings import assert_same, assert_stored
from tests.recalculation import needs_libreoffice, recalculate, recalculate_all, values
from tests.workbook.summaries import (
    Cells,
    edited,
    grid,
    lines,
    own_rates,
    perhaps_none,
    rich,
    richer,
    transfers,
    written,
)

ENTRIES = ("start of year", "evenly", "evenly from October")
ENDS = ("", "2025/26", "2026/27", "2028/29")
EDGES = {
    "rates about the limit of a first year": {
        "leaving_rate": 0.9999 * SMALL_FIRST,
        "fading_rate": 1.0011 * SMALL_FIRST,
    },
    "nearly equal rates at that limit": {
        "leaving_rate": SMALL_FIRST,
        "fading_rate": SMALL_FIRST + 0.5 * NEARLY_EQUAL,
    },
    "nearly equal rates near none": {
        "leaving_rate": 0.3 * SMALL_RATE,
        "fading_rate": 0.3 * SMALL_RATE + 0.5 * NEARLY_EQUAL,
    },
}
CHANGED = CHANGES | EDGES
EXTRA = {
    "rates of their own": own_rates(rich()),
    "transfers": transfers(rich()),
    "transfers, seen by society alone": transfers(rich(perspective="NHS and PSS")),
    "a chance of none": perhaps_none(rich()),
    "one year": rich(years=1, entry="evenly", support_ends="2025/26"),
    "all at first": rich(intake="", entry="evenly from March", support_ends="2026/27"),
    "a long horizon": richer(years=35),
    "all of these": richer(),
    "all of these at the start of years": richer(entry="start of year"),
}


@pytest.mark.parametrize(("entry", "ends"), [*product(ENTRIES, ENDS)])
def test_workings_agree_with_the_model_whoever_starts_when(entry: str, ends: str) -> None:
    assert made_live(rich(entry=entry, support_ends=ends)).failures == ()


@pytest.mark.parametrize("title", EXTRA)
def test_workings_agree_with_the_model_in_each_and_in_all(title: str) -> None:
    assert made_live(EXTRA[title]).failures == ()


@pytest.mark.parametrize("title", CHANGED)
@pytest.mark.parametrize("entry", ENTRIES)
def test_closed_forms_of_starts_agree_to_their_edges(title: str, entry: str) -> None:
    scenario = richer(entry=entry)
    for name, value in CHANGED[title].items():
        scenario = with_number(scenario, name, Fixed(value))
    assert made_live(scenario).failures == ()


def test_where_all_start_at_the_beginning_workings_say_nothing_of_starts() -> None:
    names = {sheet.name: sheet for sheet in made_live(rich()).sheets}
    titles = {getattr(block, "text", "") for block in names["Workings"].blocks}
    assert "Time profiles by year since the start" in titles
    assert not titles & {"How people start", "Time profiles by start", "Starting evenly"}
    assert not titles & {"Discount factors by outcome", "Real growth"}


def test_a_transfer_is_left_out_of_society_alone() -> None:
    made = table(made_live(transfers(rich())), "Share of each outcome in each view")
    assert made.cell("visits_staying", "society").value == 0
    assert made.cell("visits_staying", "public sector").value == pytest.approx(1.0)
    assert made.cell("visits_kept", "society").value == pytest.approx(1.0)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("starting")


@pytest.fixture(scope="module")
def summary(home: Path) -> Path:
    path = home / "richer.xlsx"
    written_live(richer(), path)
    return path


@needs_libreoffice
def test_libreoffice_gives_the_models_numbers_and_the_stored_values(
    summary: Path, home: Path
) -> None:
    cells = values(recalculate(summary, home / "fresh"))
    assert_stored(values(summary), cells)
    assert_same(cells["Workings"], richer())
    assert all(row[-1] is True for row in lines(cells["Checks"], "What is checked"))


@needs_libreoffice
def test_every_stored_value_of_a_whole_summary_is_what_its_formula_gives(home: Path) -> None:
    path = home / "whole.xlsx"
    written(richer(), path)
    cells = values(recalculate(path, home / "whole"))
    assert_stored(values(path), cells)
    first = [row[0] for row in grid(cells["Who pays, who gains"])]
    assert "Transfers, which are nothing to society" in first


LIVE = (
    "nobody leaves and nothing fades",
    "rates below the series' limit",
    "nearly equal rates",
    "harm",
    *EDGES,
)


@pytest.fixture(scope="module")
def changed(summary: Path, home: Path) -> Mapping[str, Mapping[str, Cells]]:
    copies = [
        edited(summary, home / "edited" / f"{place}.xlsx", CHANGED[title])
        for place, title in enumerate(LIVE)
    ]
    found = [values(path) for path in recalculate_all(copies, home / "changed")]
    return dict(zip(LIVE, found, strict=True))


@needs_libreoffice
@pytest.mark.parametrize("title", LIVE)
def test_workings_follow_changed_inputs_as_the_model_does(
    title: str, changed: Mapping[str, Mapping[str, Cells]]
) -> None:
    scenario = richer()
    for name, value in CHANGED[title].items():
        scenario = with_number(scenario, name, Fixed(value))
    assert_same(changed[title]["Workings"], scenario)


SETTINGS = (
    Setting({"cost_visit": 311.0}, "society", "", "Green Book health"),
    Setting({"leaving_rate": 0.2}, "public sector", "south_side", 0.1),
    Setting({}, "acute_trusts", "north_side"),
    Setting({}, "society", "south_side"),
)


@pytest.fixture(scope="module")
def answered(summary: Path, home: Path) -> list[Mapping[str, Cells]]:
    offered = choices(richer(), None)
    return shown(summary, home / "typed", [s.cells(richer(), offered) for s in SETTINGS])


@needs_libreoffice
@pytest.mark.parametrize("place", range(len(SETTINGS)))
def test_what_if_gives_the_models_answer(place: int, answered: list[Mapping[str, Cells]]) -> None:
    setting, cells = SETTINGS[place], answered[place]["What-if"]
    assert_answers(answer(cells), setting.applied(richer()), setting.view, setting.cohort)
    assert_answers(answer(cells, 3), richer(), setting.view, setting.cohort)


@needs_libreoffice
def test_the_month_and_the_end_of_support_may_be_changed_on_workings(
    summary: Path, home: Path
) -> None:
    """What is marked Input there is live: a whole first year of starts, and a year more."""
    other = home / "other.xlsx"
    _retyped(summary, other)
    cells = values(recalculate(other, home / "retyped"))
    wanted: Scenario = replace(richer(), entry="evenly", support_ends="2027/28")
    assert_same(cells["Workings"], wanted)


def _retyped(path: Path, out: Path) -> None:
    import openpyxl

    book = openpyxl.load_workbook(path)
    sheet = book["Workings"]
    rows = list(sheet.iter_rows())
    top = next(k for k, row in enumerate(rows) if row[0].value == "How people start")
    first = rows[top + 3]
    assert [cell.value for cell in first[:4]] == ["2025/26", "Input", 0.5, 2]
    first[2].value, first[3].value = 1.0, 3
    book.save(out)
