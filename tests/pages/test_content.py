"""What the summary workbook says: its words and numbers are those of the report."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from econ.model.distributions import Fixed, Gamma
from econ.model.scenario import Scenario
from econ.reports.narrative import answer, cautions, rests_on
from econ.reports.report import ALL, HAD_IT_PAID, Report
from tests.programmes import PERSPECTIVES
from tests.recalculation import values
from tests.workbook.summaries import Cells, grid, lines, rich, written


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("content")


@pytest.fixture(scope="module")
def found(home: Path) -> Report:
    return written(rich(), home / "summary.xlsx")


@pytest.fixture(scope="module")
def shown(home: Path, found: Report) -> dict[str, dict[str, object]]:
    assert found.design.seed == 1
    return values(home / "summary.xlsx")


def summary_of(scenario: Scenario, folder: Path) -> Cells:
    written(scenario, folder / "summary.xlsx")
    return values(folder / "summary.xlsx")["Summary"]


def words(cells: Cells) -> list[str]:
    return [value for value in cells.values() if isinstance(value, str)]


def test_the_answer_comes_before_any_table(shown: dict[str, Cells], found: Report) -> None:
    first = [row[0] for row in grid(shown["Summary"])]
    places = [first.index(sentence) for sentence in answer(found)]
    assert places == sorted(places)
    assert places[-1] < first.index("Four figures, view: society")


def test_every_sentence_of_the_narrative_is_on_the_first_sheet(
    shown: dict[str, Cells], found: Report
) -> None:
    said = words(shown["Summary"])
    assert {*answer(found), *rests_on(found), *cautions(found)} <= set(said)


def test_the_question_the_horizon_and_the_view_are_on_the_first_sheet(
    shown: dict[str, Cells],
) -> None:
    said = words(shown["Summary"])
    assert "=Does it pay for itself?" in said
    assert any("2025/26 to 2028/29, 2024/25 prices, societal view" in line for line in said)


def test_words_that_a_commissioner_may_not_know_are_explained_in_contents(
    shown: dict[str, Cells],
) -> None:
    explained = " ".join(str(row[0]) for row in lines(shown["Contents"], "Word")).lower()
    for word in ("present value", "pss", "gross value", "analogue", "draws", "view", "capacity"):
        assert word in explained


def test_no_name_stands_on_the_first_sheet_where_there_is_a_label(
    shown: dict[str, Cells],
) -> None:
    scenario = rich()
    names = {*scenario.parameters, *(outcome.name for outcome in scenario.outcomes)}
    names |= {payer.name for payer in scenario.payers}
    names |= {cohort.name for cohort in scenario.cohorts}
    used = {word for line in words(shown["Summary"]) for word in re.findall(r"\w+", line)}
    assert not names & used


def test_the_four_figures_are_those_of_the_report(shown: dict[str, Cells], found: Report) -> None:
    rows = lines(shown["Summary"], "Four figures, view: society")
    for row, name in zip(rows, ("costs", "benefits", "net_present_value"), strict=False):
        figures = found.measure(name)
        assert row[1:] == pytest.approx([figures.mean, figures.p50, figures.p2_5, figures.p97_5])
    paid = found.had_it_paid()  # the funder is not in society, and bears some of the cost
    assert paid is not None
    assert rows[3][:2] == ["Net, had it paid for the programme (present value)", paid.mean]
    assert rows[4][1] == found.measure("net_present_value").probability_positive
    assert rows[5][1] == paid.probability_positive
    assert rows[4][2:] == rows[5][2:] == ["n/a"] * 3


def test_payers_and_views_by_year_are_means_that_add_up(
    shown: dict[str, Cells], found: Report
) -> None:
    said = "Money kept (−: spent), mean, undiscounted, 2024/25 prices"
    rows = {str(row[0]): row[1:] for row in lines(shown["Summary"], said)}
    for payer in found.scenario.payers:
        own = [line.impact.mean or 0.0 for line in found.budget if line.payer == payer.name]
        assert rows[payer.label] == pytest.approx([*own, sum(own)])
    for view in PERSPECTIVES:
        own = [line.impact.mean or 0.0 for line in found.totals if line.payer == view]
        assert rows[f"All together, view: {view}"] == pytest.approx(own)


def test_what_was_changed_is_listed_with_what_it_was(tmp_path: Path) -> None:
    changed = rich().vary("Dear visits", why="a new tariff", cost_visit=Gamma(25.0, 20.0))
    said = words(summary_of(changed, tmp_path))
    assert "This scenario: a new tariff." in said
    (line,) = [line for line in said if line.startswith("A visit: 500 ")]
    assert "base case: 280 " in line


def test_a_base_case_says_that_nothing_was_changed(shown: dict[str, Cells]) -> None:
    assert "Nothing: this is the base case." in words(shown["Summary"])


def test_illustrative_numbers_are_called_so_in_capitals(shown: dict[str, Cells]) -> None:
    assert any(line.startswith("ILLUSTRATIVE NUMBERS: ") for line in words(shown["Summary"]))


def test_a_programme_without_illustrative_numbers_has_no_such_banner(tmp_path: Path) -> None:
    graded = {
        name: replace(parameter, evidence="observed")
        for name, parameter in rich().parameters.items()
    }
    said = words(summary_of(rich(parameters=graded), tmp_path))
    assert not any("ILLUSTRATIVE" in line for line in said)


def test_impacts_without_a_price_are_counted_on_the_first_sheet(shown: dict[str, Cells]) -> None:
    assert any("Without a price" in line for line in words(shown["Summary"]))
    assert [row[0] for row in lines(shown["Without a price"], "Impact without a price")] == [
        "Confidence"
    ]


def test_each_payer_year_and_total_stands_with_its_interval_and_error(
    shown: dict[str, Cells], found: Report
) -> None:
    rows = {(row[0], row[1]): row[2:] for row in lines(shown["By payer and year"], "Payer or view")}
    labels = {payer.name: payer.label for payer in found.scenario.payers}
    labels |= {ALL: "All payers"} | {view: f"View: {view}" for view in PERSPECTIVES}
    labels |= {view + HAD_IT_PAID: f"View: {view}{HAD_IT_PAID}" for view in PERSPECTIVES}
    both = (*found.budget, *found.totals)
    assert len(rows) == len(both)
    for line in both:
        year = "All years" if line.year == ALL else line.year
        impact = line.impact
        expected = [impact.mean, impact.p2_5, impact.p97_5, impact.se]
        expected += [line.cash, (impact.mean or 0.0) - line.cash]
        assert rows[labels[line.payer], year] == pytest.approx(expected)


def test_each_outcome_stands_whole_and_by_payer_with_its_making_in_words(
    shown: dict[str, Cells], found: Report
) -> None:
    rows = lines(shown["By outcome"], "Outcome")
    split = [row for row in rows if row[0] == "Visits staying"]
    assert [row[1] for row in split] == ["All payers", "Hospitals", "=Council"]
    figures = found.outcome("visits_staying", "town_council")
    assert split[2][2:4] == pytest.approx([figures.mean, figures.p2_5])
    sentence = (
        "People reached × (Visits before − Visits after) × Share due to it × (1 − Deadweight)"
    )
    assert sentence in split[0]
    (care,) = [row for row in rows if row[0] == "Care given"]
    assert care[1] == "Family and friends"


def test_shares_of_gross_value_add_up_and_costs_have_none(shown: dict[str, Cells]) -> None:
    rows = lines(shown["By outcome"], "Outcome")
    whole = [row for row in rows if row[1] in ("All payers", "Family and friends")]
    shares = [row[6] for row in whole if isinstance(row[6], float)]
    assert sum(shares) == pytest.approx(1.0)
    assert all(row[6] == "n/a" for row in rows if row[0] == "Delivery cost")


def test_cohorts_stand_weighted_beside_unweighted(shown: dict[str, Cells], found: Report) -> None:
    north, south, whole = lines(shown["By cohort"], "Cohort")
    assert (north[0], north[1], south[1], whole[1]) == ("@North", 180, 120, 300)
    care = found.outcome("care_given", cohort="south_side").mean or 0.0
    assert south[13] == pytest.approx(float(str(south[4])) + 0.8 * care)
    assert south[8] == pytest.approx(float(str(south[3])) / 120)  # what it costs a person
    assert south[9] == pytest.approx(float(str(south[4])) / 120)
    weighted = found.measure("equity_weighted_net_present_value")
    assert whole[13:16] == pytest.approx([weighted.mean, weighted.p2_5, weighted.p97_5])
    mean, low, high, below, above = (float(str(whole[column])) for column in (4, 5, 6, 10, 11))
    assert (mean - below, mean + above) == pytest.approx((low, high))


def test_cash_and_capacity_add_up_to_everything(shown: dict[str, Cells], found: Report) -> None:
    rows = lines(shown["By payer and year"], "Payer or view")
    assert len(rows) >= (len(found.scenario.payers) + 1) * (found.scenario.years + 1)
    for _, _, everything, *_, cash, capacity in rows:
        assert float(str(cash)) + float(str(capacity)) == pytest.approx(everything)
    first = next(row for row in rows if row[0] == "Family and friends")
    assert first[6] == 0
    assert "An average cost is not cash saved" in " ".join(words(shown["By payer and year"]))


def test_inputs_show_source_uplift_and_what_the_scenario_changed(tmp_path: Path) -> None:
    scenario = rich().vary("Fewer people", why="a count", people_reached=Fixed(250.0))
    written(scenario, tmp_path / "summary.xlsx")
    cells = values(tmp_path / "summary.xlsx")["Inputs"]
    headings = next(row for row in grid(cells) if row[0] == "Label")
    rows = {str(row[1]): dict(zip(headings, row, strict=True)) for row in lines(cells, "Label")}
    assert set(rows) == set(scenario.parameters)
    people, visit = rows["people_reached"], rows["cost_visit"]
    assert (people["Value used"], people["Changed by the scenario"]) == (250, "yes")
    assert (people["Low (2.5%)"], people["Source"]) == ("n/a", "a count")
    assert visit["Index and edition"] == "GDP deflator, 2025"
    assert (visit["Index factor"], visit["Price year"]) == (1.2, "2020/21")
    assert visit["Changed by the scenario"] == "no"
    low, high = (float(str(visit[name])) for name in ("Low (2.5%)", "High (97.5%)"))
    assert low < float(str(visit["Value used"])) < high


def test_a_number_that_nothing_uses_is_marked(tmp_path: Path) -> None:
    kept = [o for o in rich().outcomes if "lasting" not in o.profile]
    written(rich(outcomes=tuple(kept)), tmp_path / "summary.xlsx")
    rows = lines(values(tmp_path / "summary.xlsx")["Inputs"], "Label")
    assert {row[1] for row in rows if row[15] == "no"} == {"carried_on", "fading_rate"}


def test_a_ratio_that_does_not_exist_is_said_in_words(tmp_path: Path) -> None:
    savings = tuple(o for o in rich().outcomes if o.direction == "saving")
    written(rich(outcomes=savings), tmp_path / "summary.xlsx")
    shown = values(tmp_path / "technical.xlsx")
    ratios = [r for r in lines(shown["All measures"], "Measure") if r[0] == "Benefit-cost ratio"]
    assert ratios
    assert all(cell == "n/a" for row in ratios for cell in row[2:])
