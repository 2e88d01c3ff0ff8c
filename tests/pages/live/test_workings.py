"""Excel as a second implementation: Workings, recalculated by LibreOffice, against the model."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

import econ
from econ.model.distributions import Distribution, Fixed, FloatArray, Gamma, Normal, Uniform
from econ.model.draws import base_case
from econ.model.equation import evaluate
from econ.model.impacts import Axis, Impacts
from econ.model.profiles import Profile
from econ.model.programme import Cohort
from econ.model.scenario import Scenario
from tests.any_programme import programmes, with_number
from tests.pages.live.sheets import CHANGES, written_live
from tests.programmes import PERSPECTIVES, cost, made, programme, saving
from tests.recalculation import needs_libreoffice, recalculate, recalculate_all, values
from tests.workbook.summaries import Cells, edited, grid, lines, rich, section, written

pytestmark = needs_libreoffice
SHIPPED = Path(__file__).resolve().parents[3] / "parameters" / "side_by_side.xlsx"


def base_impacts(scenario: Scenario) -> Impacts:
    return evaluate(scenario, base_case(scenario))


def money(cells: Cells, title: str) -> FloatArray:
    """The numbers of a table of money: years, then the total and the present value."""
    return np.array([row[2:] for row in section(cells, title)], dtype=np.float64)


def assert_same(cells: Cells, scenario: Scenario) -> None:
    """Every table of results on Workings equals the model's base case."""
    base = base_impacts(scenario)
    gross = float(np.abs(base.by("outcome", "cohort", "year").base).sum())
    parts: list[tuple[str, Axis, Impacts]] = [
        ("Money by payer and year", "payer", base),
        ("Cash by payer and year", "payer", base.cash()),
        ("Capacity by payer and year", "payer", base.capacity()),
        ("Money by outcome and year", "outcome", base),
    ]
    for title, axis, part in parts:
        found, by_year = money(cells, title), part.by(axis, "year").base
        assert_close(found[:, :-2], by_year, gross, title)
        assert_close(found[:, -2], by_year.sum(axis=1), gross, title)
        assert_close(found[:, -1], part.present_value().by(axis).base, gross, title)
    found = money(cells, "Money by outcome, cohort and year")
    each = base.by("outcome", "cohort", "year").base.reshape(len(found), -1)
    assert_close(found[:, :-2], each, gross, "outcome, cohort and year")
    for row, view in zip(section(cells, "Results"), PERSPECTIVES, strict=True):
        seen = base.present_value().select(view)
        gains, net = seen.where_outcome("saving").total()[0], seen.total()[0]
        assert_close(np.array(row[2:5], float), np.array([net, gains, gains - net]), gross, view)


def assert_close(found: FloatArray, expected: FloatArray, gross: float, what: str) -> None:
    """Equal to 1e-9, or to rounding of the money that was added up and cancelled."""
    rounding = 1e-13 * max(gross, 1.0)
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=rounding, err_msg=what)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("workings")


@pytest.fixture(scope="module")
def summary(home: Path) -> Path:
    path = home / "rich.xlsx"
    written_live(rich(), path)
    return path


@pytest.fixture(scope="module")
def fresh(summary: Path, home: Path) -> dict[str, dict[str, object]]:
    """What the summary shows once every formula is worked out anew."""
    return values(recalculate(summary, home / "fresh"))


@pytest.fixture(scope="module")
def changed(summary: Path, home: Path) -> dict[str, dict[str, dict[str, object]]]:
    """What it shows after each change of inputs."""
    copies = [
        edited(summary, home / "edited" / f"{place}.xlsx", changes)
        for place, changes in enumerate(CHANGES.values())
    ]
    shown = [values(path) for path in recalculate_all(copies, home / "changed")]
    return dict(zip(CHANGES, shown, strict=True))


def test_every_profile_kind_clock_bracket_and_cohort_gives_the_models_numbers(
    fresh: Mapping[str, Cells],
) -> None:
    assert_same(fresh["Workings"], rich())


def assert_stored(stored: Mapping[str, Cells], fresh: Mapping[str, Cells]) -> None:
    """Each value made in Python is the one that LibreOffice finds for its formula."""
    for sheet, cells in stored.items():
        for address, value in cells.items():
            found, where = fresh[sheet].get(address), (sheet, address)
            if isinstance(value, int | float) and not isinstance(value, bool):
                assert isinstance(found, int | float), (*where, found)
                assert found == pytest.approx(value, rel=1e-12, abs=1e-9), where
            else:
                assert found == value, where


def test_every_stored_value_is_the_one_that_its_formula_gives(
    summary: Path, fresh: Mapping[str, Cells]
) -> None:
    assert_stored(values(summary), fresh)


def test_every_stored_value_of_a_whole_summary_is_what_its_formula_gives(home: Path) -> None:
    path = home / "whole.xlsx"
    written(rich(), path)
    cells = values(recalculate(path, home / "whole"))
    assert_stored(values(path), cells)
    assert any("All checks pass" in row for row in grid(cells["Summary"]))
    said = "With the What-if inputs, live"
    of, net, model = lines(cells["Summary"], said)[0]
    assert of == "View: society, All cohorts"
    assert net == pytest.approx(model, rel=1e-12)


def test_every_check_is_true_once_recalculated(fresh: Mapping[str, Cells]) -> None:
    passes = [row[-1] for row in lines(fresh["Checks"], "What is checked")]
    assert passes
    assert all(answer is True for answer in passes)
    assert any("All checks pass" in row for row in grid(fresh["Checks"]))


@pytest.mark.parametrize("title", CHANGES)
def test_workings_follow_changed_inputs_as_the_model_does(
    title: str, changed: Mapping[str, Mapping[str, Cells]]
) -> None:
    scenario = rich()
    for name, value in CHANGES[title].items():
        scenario = with_number(scenario, name, Fixed(value))
    assert_same(changed[title]["Workings"], scenario)


def test_a_changed_input_ends_the_checks_against_the_run_and_only_those(
    changed: Mapping[str, Mapping[str, Cells]],
) -> None:
    cells = changed["other numbers"]["Checks"]
    passes = {str(row[0]): row[-1] for row in lines(cells, "What is checked")}
    ended = {what for what, answer in passes.items() if answer == "inputs changed"}
    assert any("Inputs were changed since the run" in row for row in grid(cells))
    assert all(passes[what] is True for what in passes if what not in ended)
    against_the_run = {what for what in passes if "Workings and model" in what}
    assert "Net present value, society: Workings and model" in against_the_run
    counted = {what for what in passes if "changed since the run" in what}
    assert len(counted) == 3
    assert ended == against_the_run | counted


@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(scenario=programmes())
def test_any_programme_gives_the_same_numbers_in_excel(scenario: Scenario, tmp_path: Path) -> None:
    path = tmp_path / "any.xlsx"
    written_live(scenario, path)
    cells = values(recalculate(path, tmp_path / "out"))
    assert_same(cells["Workings"], scenario)
    assert all(row[-1] is True for row in lines(cells["Checks"], "What is checked"))


def test_the_shipped_programme_passes_every_check(home: Path) -> None:
    scenario = econ.read(SHIPPED)
    path = home / "side_by_side.xlsx"
    written_live(scenario, path)
    cells = values(recalculate(path, home / "shipped"))
    assert_stored(values(path), cells)
    assert_same(cells["Workings"], scenario)
    assert all(row[-1] is True for row in lines(cells["Checks"], "What is checked"))
    changes = {"attribution": 0.83, "leaving_rate": 0.5, "cost_ae": 148.0}
    copy = edited(path, home / "edited" / "side_by_side.xlsx", changes)
    cells = values(recalculate(copy, home / "changed"))
    fixed: dict[str, Distribution] = {name: Fixed(value) for name, value in changes.items()}
    assert_same(cells["Workings"], scenario.vary("Changed", why="", **fixed))


def nested() -> Scenario:
    """Expressions within expressions, quotients, and formulas of formulas, of which some are local.

    One rate of leaving is made of a stay in months, and one outcome has two arms.
    """
    return programme(
        {
            "people": 120.0,
            "before": Normal(3, 0.2),
            "after": Normal(2, 0.2),
            "months": Gamma.from_moments(24, 2),
            "leaving": made("leaving", "12 / months", "per year"),
            "salary": Gamma.from_moments(30, 3),
            "oncost": 8.0,
            "away": Uniform(0.1, 0.3),
            "visit": made("visit", "(pay * (2 - away / 4)) / (1 - away)", "GBP per visit"),
            "pay": made("pay", "salary + oncost", "GBP per hour"),
            "table": 36.5,
        },
        [
            saving("arms", "people * before - (people - 5) * after / 2", "visit", "stay"),
            saving("turned", "people / (before * (after - 1 / (3 + before)))", "pay", "stay"),
            cost("groups", "people / 12 / (1 + away)", "table"),
        ],
        cohorts=[
            Cohort("north", "North", 1, {"people": 0.4, "salary": 1.1}),
            Cohort("south", "South", 1, {"people": 0.6, "after": 0.9}),
        ],
        profiles=[Profile("stay", "involved", "entry", ("leaving",))],
        years=3,
    )


def test_nested_arithmetic_and_formulas_give_the_models_numbers(home: Path) -> None:
    path = home / "nested.xlsx"
    written_live(nested(), path)
    fresh = values(recalculate(path, home / "nested"))
    assert_stored(values(path), fresh)
    assert_same(fresh["Workings"], nested())
    assert all(row[-1] is True for row in lines(fresh["Checks"], "What is checked"))


def test_a_number_that_a_formula_names_moves_it_in_excel(home: Path) -> None:
    """Other salaries, months and shares, typed into the workbook: formulas follow."""
    path, changes = home / "nested_changed.xlsx", {"salary": 41.0, "months": 7.0, "away": 0.25}
    written_live(nested(), path)
    copy = edited(path, home / "edited" / "nested.xlsx", changes)
    scenario = nested()
    for name, value in changes.items():
        scenario = with_number(scenario, name, Fixed(value))
    assert scenario["visit"].mean == pytest.approx(49 * (2 - 0.0625) / 0.75)
    assert_same(values(recalculate(copy, home / "nested_after"))["Workings"], scenario)
