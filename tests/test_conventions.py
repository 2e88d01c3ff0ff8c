"""The conventions: each is defined in ARCHITECTURE.md, and each is cited by a test.

A test cites a convention at the end of its name: ``..._c9`` holds C9.
"""

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import econ
from econ.errors import ScenarioError
from econ.model.designs import MonteCarlo
from econ.model.distributions import Fixed, Normal, Uniform
from econ.model.draws import monte_carlo
from econ.model.equation import evaluate
from econ.model.profiles import Profile
from econ.output import save
from econ.pages.book import comparison_book, difference_book, workbooks
from econ.pages.page import Table
from econ.reports import narrative
from econ.reports.parts import largest_figure
from econ.reports.records import as_json
from econ.reports.report import Report, report
from econ.reports.sensitivity import Sensitivity, one_way
from econ.reports.sets import look_through
from econ.words import money
from tests.programmes import PERSPECTIVES, number, programme, saving
from tests.recalculation import values

ROOT = Path(__file__).parents[1]
SHIPPED = ROOT / "parameters" / "side_by_side.xlsx"
NUMBERS = [f"C{number}" for number in range(1, 23)]


@pytest.fixture(scope="module")
def shipped() -> econ.Scenario:
    return econ.read(SHIPPED)


@pytest.fixture(scope="module")
def found(shipped: econ.Scenario) -> Report:
    return report(shipped, MonteCarlo(400, 3))


@pytest.mark.parametrize("number", NUMBERS)
def test_each_convention_is_defined_once_and_cited_by_a_test(number: str) -> None:
    told = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    assert len(re.findall(rf"^\| {number} \|", told, re.MULTILINE)) == 1
    pattern = re.compile(rf"^def test_\w+_{number.lower()}\b", re.MULTILINE)
    tests = [*(ROOT / "tests").rglob("test_*.py")]
    assert any(pattern.search(path.read_text(encoding="utf-8")) for path in tests)


def test_an_effect_that_may_harm_is_never_cut_at_none_c9() -> None:
    """C9."""
    scenario = programme(
        {"people": 10, "fewer": Normal(0.1, 0.5), "price": 20},
        [saving("visits", "people * fewer", "price")],
    )
    draws = econ.benefits("society").draws(econ.run(scenario, draws=2_000, seed=1))
    harm = float(np.mean(draws < 0))
    assert harm == pytest.approx(0.4207, abs=4 * 0.5 / 2_000**0.5)  # the normal's, below -0.2 sd


def test_what_is_due_to_the_programme_may_be_nothing_at_all_c10(shipped: econ.Scenario) -> None:
    """C10."""
    low, high = shipped["attribution"].distribution.quantile(np.array([0.0, 1.0]))
    assert low == 0 < high
    nothing = shipped.vary(attribution=Fixed(0.0))
    kept = {
        outcome.name
        for outcome in shipped.outcomes
        if outcome.direction == "saving"
        and econ.net_present_value().base(econ.run(nothing.only(outcomes=[outcome.name]), draws=2))
    }
    assert kept == {"gp_contacts"}  # from a study with a comparison group


def test_a_parameter_has_one_draw_wherever_its_name_appears_c12() -> None:
    """C12."""
    """Twice the same name is the square of one draw, and two outcomes of it move as one."""
    scenario = programme(
        {"x": Uniform(0.0, 2.0), "price": 3},
        [saving("a", "x * x", "price"), saving("b", "x", "price")],
    )
    draws = monte_carlo(scenario, 50)
    rows = evaluate(scenario, draws).by("outcome").values
    assert rows[:, 0] == pytest.approx(3 * draws["x"] ** 2)
    assert rows[:, 1] == pytest.approx(3 * draws["x"])


def test_nothing_is_called_a_saving_to_a_budget_that_is_not_marked_as_cash_c14(
    found: Report,
) -> None:
    """C14."""
    freed = found.measure("cash_releasing", "public sector"), found.measure("capacity_freed")
    assert not [o for o in found.scenario.outcomes if o.sign > 0 and o.cash_share]
    assert narrative.answer(found)[1] == narrative.cash(found)
    assert "None of the saving to the public purse is marked as" in narrative.cash(found)
    assert freed[0].mean == pytest.approx(-(found.measure("costs", "public sector").mean or 0.0))


def test_no_column_of_results_is_of_the_base_case_which_names_a_scenario_c15(found: Report) -> None:
    """C15. The central case has a column only where something is moved alone or live."""
    book = workbooks(found, {}).summary
    columns = {
        (sheet.name, column.heading)
        for sheet in book.sheets
        for table in sheet.every(Table)
        if isinstance(table, Table)
        for column in table.columns
    }
    assert not [where for where in columns if "base case" in where[1].lower()]
    central = {sheet for sheet, heading in columns if "central case" in heading.lower()}
    assert central <= {"What would change it", "Frontier", "What-if", "Workings"}
    median = found.measure("net_present_value").p50
    said = [str(row) for t in book.sheets[0].every(Table) if isinstance(t, Table) for row in t.rows]
    assert any(str(median) in row for row in said)


def test_the_headline_is_the_mean_of_the_draws_wherever_it_is_told_c15(found: Report) -> None:
    """C15."""
    mean = float(found.net_rows[1:].mean())
    assert found.measure("net_present_value").mean == pytest.approx(mean, rel=1e-12)
    (told,) = [
        line
        for line in as_json(found)["measures"]  # type: ignore[attr-defined]
        if (line["measure"], line["view"]) == ("net_present_value", "society")
    ]
    assert told["mean"] == pytest.approx(mean, rel=1e-12)
    said = narrative.answer(found, Sensitivity(found.scenario, one_way(found.scenario)))
    most = largest_figure(found)
    assert f"return {money(found.measure('benefits').mean, most)} to society" in said[0]
    assert f"costs {money(found.measure('costs').mean, most)} in" in said[0]


@pytest.mark.parametrize("view", PERSPECTIVES)
def test_a_view_keeps_what_its_own_payers_keep_and_no_one_elses_c16(
    shipped: econ.Scenario, view: str
) -> None:
    """C16."""
    impacts = evaluate(shipped, monte_carlo(shipped, 20))
    payers = [payer.name for payer in shipped.payers if view in payer.perspectives]
    whole = econ.net_present_value(view)(impacts)
    parts = [econ.net_present_value(payer=payer)(impacts) for payer in payers]
    assert whole == pytest.approx(np.sum(parts, axis=0))


def test_an_amount_that_came_in_other_prices_keeps_its_year_c18(shipped: econ.Scenario) -> None:
    """C18."""
    grant = shipped["grant"]
    assert grant.uplift is not None
    assert (grant.uplift.from_year, grant.uplift.to_year) == ("2015/16", shipped.price_year)
    assert grant.mean == pytest.approx(3_200_000 * grant.uplift.factor)


def test_every_sheet_that_shows_money_names_its_price_year_c18(
    shipped: econ.Scenario, found: Report
) -> None:
    """C18."""
    alone = Sensitivity(shipped, one_way(shipped))
    longer = shipped.vary("Dearer", grant=econ.Priced(Fixed(3_300_000), "2015/16")).over(years=3)
    compared = econ.compare([shipped, longer], draws=50)
    average = econ.average([shipped, longer], [0.5, 0.5], draws=50)
    apart = econ.difference(shipped, longer)
    revision = econ.Revision("old.xlsx", "new.xlsx", (), apart)
    books = (
        workbooks(found, {}, alone).summary,
        comparison_book(compared, [apart], average, {}),
        difference_book(revision),
    )
    shown = [sheet for book in books for sheet in book.sheets if "£" in repr(sheet)]
    assert {x.name for x in shown} > {
        "Business case",
        "What would change it",
        "What-if",
        "By payer",
    }
    assert not [s.name for s in shown if f"{shipped.price_year} prices" not in repr(s)]


def test_a_script_says_in_which_prices_an_amount_is_and_so_does_its_change_c18(
    shipped: econ.Scenario,
) -> None:
    """C18."""
    grant, year = shipped["grant"], shipped.price_year
    assert grant.uplift is not None
    plain = shipped.vary(grant=Fixed(3_200_000))
    assert plain["grant"].mean == 3_200_000
    assert plain.changes[-1].after == f"3,200,000 in {year} prices"
    dated = shipped.vary(grant=econ.Priced(Fixed(3_200_000), "2015/16"))
    assert dated["grant"].mean == pytest.approx(grant.mean)
    told = dated.changes[-1]
    assert told.before.endswith(f" in {year} prices")
    assert told.after.startswith("3,200,000 in 2015/16 prices, which is ")
    assert told.after.endswith(f" in {year} prices")


def test_the_files_of_one_run_tell_of_one_run_c19(found: Report, tmp_path: Path) -> None:
    """C19."""
    save(found, tmp_path)
    results = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))["scenario"]
    record = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))
    sheet = {row["A"]: row["B"] for row in _rows(values(tmp_path / "technical.xlsx")["Run"])}
    assert record["Workbook sha256"] == results["sha256"] == sheet["Workbook sha256"]
    assert record["Seed"] == results["seed"] == int(str(sheet["Seed"]))
    assert record["Draws"] == results["draws"] == 400
    assert {*record["Files"], "run.json"} == {path.name for path in tmp_path.iterdir()}
    assert "400 draws (Monte Carlo, seed 3)" in (tmp_path / "summary.html").read_text("utf-8")
    assert set(str(sheet["Files"]).split(", ")) == {path.name for path in tmp_path.iterdir()}
    run, files, changed = look_through(tmp_path)
    assert (run, files, changed) == (record["Run"], 7, ())
    assert run == sheet["Run"]
    for name in ("summary.html", "what_if.html"):
        assert f"Made by econ, run {run}" in (tmp_path / name).read_text("utf-8")


def test_whoever_reads_a_mixed_set_is_told_c19(tmp_path: Path) -> None:
    """C19. Whichever file is of another run, and whatever was done to it since."""
    small = programme({"people": 10, "price": 20}, [saving("visits", "people", "price")])
    one, other = tmp_path / "one", tmp_path / "other"
    for folder, seed in ((one, 1), (other, 2)):
        save(report(small, MonteCarlo(20, seed)), folder)
    first, second = (look_through(folder)[0] for folder in (one, other))
    assert first != second
    for name in ("summary.xlsx", "technical.xlsx", "summary.html", "results.json"):
        kept = (one / name).read_bytes()
        (one / name).write_bytes((other / name).read_bytes())
        with pytest.raises(ScenarioError) as told:
            look_through(one)
        (problem,) = told.value.problems
        assert (problem.who, problem.what) == (
            name,
            f"is of run {second}, and run.json is of run {first}",
        )
        (one / name).write_bytes(kept)
    with (one / "what_if.html").open("a") as page:
        page.write("changed")
    assert [warning.who for warning in look_through(one)[2]] == ["what_if.html"]
    (one / "report.docx").write_bytes(b"of an older run")
    (one / "summary.html").unlink()
    with pytest.raises(ScenarioError, match="is of an unknown run") as told:
        look_through(one)
    assert [p.who for p in told.value.problems] == ["summary.html", "report.docx"]


def _rows(cells: dict[str, object]) -> list[dict[str, object]]:
    """The cells of a sheet by row, each by its column's letter."""
    rows: dict[str, dict[str, object]] = {}
    for at, value in cells.items():
        letter, row = at.rstrip("0123456789"), at.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        rows.setdefault(row, {})[letter] = value
    return [row for row in rows.values() if {"A", "B"} <= row.keys()]


def test_an_outcome_rests_on_the_weakest_of_its_numbers_c21() -> None:
    """C21."""
    """Three pounds of four rest on a guess, whatever stands behind the rest of their chain."""
    graded = {
        "people": replace(number("people", 1), unit="people", evidence="observed"),
        "fewer": replace(number("fewer", 3), evidence="illustrative"),
        "less": replace(number("less", 1), evidence="analogue"),
        "price": replace(number("price", 1), evidence="observed"),
    }
    scenario = programme(
        graded,
        [saving("a", "people * fewer", "price"), saving("b", "people * less", "price")],
    )
    grades = report(scenario, MonteCarlo(2, 1)).grades
    assert grades == {"observed": 0, "analogue": 0.25, "expert": 0, "illustrative": 0.75}


def test_an_outcome_rests_on_how_long_it_lasts_as_well_c21() -> None:
    """C21."""
    """What is observed and lasts for as long as somebody guessed is a guess."""
    graded = {
        "people": replace(number("people", 1), unit="people", evidence="observed"),
        "price": replace(number("price", 1), evidence="analogue"),
        "leaving": replace(number("leaving", 0.5), evidence="illustrative"),
    }
    profiles = [Profile("staying", "involved", "entry", ("leaving",))]
    scenario = programme(
        graded,
        [saving("a", "people", "price", "staying"), saving("b", "people", "price", "every year")],
        profiles=profiles,
    )
    grades = report(scenario, MonteCarlo(2, 1)).grades
    a, b = (1 - np.exp(-0.5)) / 0.5, 1.0
    assert grades["illustrative"] == pytest.approx(a / (a + b))
    assert grades["analogue"] == pytest.approx(b / (a + b))


def test_a_figure_within_its_own_error_is_not_printed_as_known_c22(found: Report) -> None:
    """C22."""
    """A gap between mean and central case of less than four errors is not told."""
    net = found.measure("net_present_value")
    near = replace(net, base_case=(net.mean or 0.0) + 3.9 * (net.se or 0.0))
    key = ("net_present_value", found.scenario.perspective)
    quiet = replace(found, measures={**found.measures, key: near})
    assert "because" not in narrative.one_net(quiet)
    far = replace(net, base_case=(net.mean or 0.0) + 40 * (net.se or 0.0))
    loud = replace(found, measures={**found.measures, key: far})
    assert "because" in narrative.one_net(loud)
