"""What the summary workbook says: its words and numbers are those of the report."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from econ.model.distributions import Fixed, Gamma
from econ.model.programme import Cohort
from econ.model.scenario import Scenario
from econ.reports.narrative import answer, cautions, rests_on
from econ.reports.report import ALL, HAD_IT_PAID, Report
from tests.programmes import PERSPECTIVES
from tests.recalculation import values
from tests.workbook.summaries import INPUTS, NUMBER, Cells, grid, lines, rich, written


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


def text(cells: Cells) -> str:
    """All the words of a sheet, a space between the lines into which they were broken."""
    return " ".join(words(cells))


def test_the_answer_comes_before_any_table(shown: dict[str, Cells], found: Report) -> None:
    told = text(shown["Summary"])
    places = [told.index(sentence) for sentence in answer(found)]
    assert places == sorted(places)
    assert places[-1] < told.index("Present values, view: society")


def test_every_sentence_of_the_narrative_is_on_the_first_sheet(
    shown: dict[str, Cells], found: Report
) -> None:
    told = text(shown["Summary"])
    assert all(said in told for said in (*answer(found), *rests_on(found), *cautions(found)))


def test_the_question_the_horizon_and_the_view_are_on_the_first_sheet(
    shown: dict[str, Cells],
) -> None:
    said = words(shown["Summary"])
    assert "=Does it pay for itself?" in said
    assert any("2025/26 to 2028/29, 2024/25 prices, societal view" in line for line in said)


def test_words_that_a_commissioner_may_not_know_are_explained_in_about(
    shown: dict[str, Cells],
) -> None:
    explained = {str(row[0]).lower(): row[1] for row in grid(shown["About"])}
    for word in ("present value", "view", "gross value", "draws", "cash, capacity", "central case"):
        assert explained[word]


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
    rows = lines(shown["Summary"], "Present values, view: society")
    for row, name in zip(rows, ("costs", "benefits", "net_present_value"), strict=False):
        figures = found.measure(name)
        assert row[1:] == pytest.approx([figures.mean, figures.p50, figures.p2_5, figures.p97_5])
    paid = found.had_it_paid()  # the funder is not in society, and bears some of the cost
    assert paid is not None
    assert rows[3][:2] == ["Net, had it paid for the programme", paid.mean]
    assert rows[4][1] == found.measure("net_present_value").probability_positive
    assert rows[5][1] == paid.probability_positive
    assert rows[4][2:] == rows[5][2:] == ["n/a"] * 3


def test_payers_and_views_by_year_are_means_that_add_up(
    shown: dict[str, Cells], found: Report
) -> None:
    """With the interval of all years, and cash apart from capacity (C14)."""
    said = "Money kept (−: spent), mean, undiscounted, 2024/25 prices"
    rows = {str(row[0]): row[1:] for row in lines(shown["Who pays, who gains"], said)}
    whole = {line.payer: line for line in found.totals if line.year == ALL}
    for payer in found.scenario.payers:
        own = [line.impact.mean or 0.0 for line in found.budget if line.payer == payer.name]
        line = whole[payer.name]
        parts = [line.cash, sum(own) - line.cash]
        expected = [*own, sum(own), line.impact.p2_5, line.impact.p97_5, *parts]
        assert rows[payer.label] == pytest.approx(expected)
    for view in PERSPECTIVES:
        own = [line.impact.mean or 0.0 for line in found.totals if line.payer == view]
        assert rows[f"All together, view: {view}"][: len(own)] == pytest.approx(own)
        paid = whole[view + HAD_IT_PAID].impact.mean
        (row,) = [
            x for n, x in rows.items() if n.startswith(f"All together, view: {view}{HAD_IT_PAID}")
        ]
        assert row[len(own) - 1] == pytest.approx(paid)
    assert "An average cost is not cash saved" in text(shown["Who pays, who gains"])


def test_what_was_changed_is_listed_with_what_it_was(tmp_path: Path) -> None:
    changed = rich().vary("Dear visits", why="a new tariff", cost_visit=Gamma(25.0, 20.0))
    said = text(summary_of(changed, tmp_path))
    assert "This scenario: a new tariff." in said
    assert "Changed from the base case" in said
    assert "A visit: 500 " in said
    assert "base case: 280)" in said


def test_a_base_case_says_nothing_of_changes(shown: dict[str, Cells]) -> None:
    assert "Changed from the base case" not in text(shown["Summary"])


def test_illustrative_numbers_are_called_so_in_capitals(shown: dict[str, Cells]) -> None:
    assert any(line.startswith("ILLUSTRATIVE NUMBERS: ") for line in words(shown["Summary"]))


def test_a_programme_without_illustrative_numbers_has_no_such_banner(tmp_path: Path) -> None:
    graded = {
        name: replace(parameter, evidence="observed")
        for name, parameter in rich().parameters.items()
    }
    said = words(summary_of(rich(parameters=graded), tmp_path))
    assert not any("ILLUSTRATIVE" in line for line in said)


def test_impacts_without_a_price_are_counted_on_the_first_sheet_and_told(
    shown: dict[str, Cells],
) -> None:
    assert "One known impact has no price" in text(shown["Summary"])
    known = {str(row[0]): row[1] for row in grid(shown["What it is made of"])}
    assert known["Confidence"] == "Benefit: + in one trial."
    sources = {str(row[0]): row[1] for row in grid(shown["Assumptions and sources"])}
    assert sources["Confidence"] == "+ a trial"


def test_each_outcome_stands_with_its_interval_its_payers_and_its_making_in_words(
    shown: dict[str, Cells], found: Report
) -> None:
    cells = shown["What it is made of"]
    rows = {str(row[0]): row[1:] for row in lines(cells, "Outcome, and what it counts")}
    split = rows["Visits staying (a visit, staying)"]
    figures = found.outcome("visits_staying")
    assert split[:3] == pytest.approx([figures.mean, figures.p2_5, figures.p97_5])
    assert split[6] == "Hospitals 70% and =Council 30%"
    assert rows["Care given (a visit, staying)"][6] == "Family and friends"
    sentence = (
        "People reached × (Visits before − Visits after) × Share due to it × (1 − Deadweight) × A "
        "visit."
    )
    assert sentence in text(cells)


def test_shares_of_gross_value_add_up_and_costs_have_none(
    shown: dict[str, Cells], found: Report
) -> None:
    rows = lines(shown["What it is made of"], "Outcome, and what it counts")
    shares = [row[4] for row in rows if isinstance(row[4], float)]
    assert sum(shares) == pytest.approx(1.0)
    (grant,) = [row for row in rows if str(row[0]).startswith("Delivery cost")]
    assert grant[4:7] == ["n/a", 1.0, "Not graded"]
    cash = {str(row[0]): row[5] for row in rows}
    once = found.means.select(outcome=["visits_always"])
    share = float(once.cash().total()[0]) / float(once.total()[0])
    assert cash["Visits always (a visit, always)"] == pytest.approx(share)


def test_cohorts_stand_weighted_beside_unweighted(shown: dict[str, Cells], found: Report) -> None:
    north, south, whole = lines(shown["Who benefits"], "Group")
    assert (north[0], north[1], south[1], whole[1]) == ("@North", 180, 120, 300)
    care = found.outcome("care_given", cohort="south_side").mean or 0.0
    assert south[10] == pytest.approx(float(str(south[4])) + 0.8 * care)
    assert south[7] == pytest.approx(float(str(south[3])) / 120)  # what it costs a person
    assert south[8] == pytest.approx(float(str(south[4])) / 120)
    weighted = found.measure("equity_weighted_net_present_value")
    assert whole[10:13] == pytest.approx([weighted.mean, weighted.p2_5, weighted.p97_5])


def test_groups_that_are_equal_by_assumption_are_one_line_that_says_so(tmp_path: Path) -> None:
    """Three places that share people and costs alike look like local results, and are none."""
    third = {"people_reached": 0.3, "whole_of_it": 0.3}
    places = [Cohort(f"p{k}", f"Place {k}", 1.0, third) for k in range(3)]
    own = Cohort("own", "A place apart", 1.0, {"people_reached": 0.1, "whole_of_it": 0.1})
    written(rich(cohorts=(*places, own)), tmp_path / "summary.xlsx")
    cells = values(tmp_path / "summary.xlsx")["Who benefits"]
    folded, apart, whole = lines(cells, "Group")
    assert folded[:2] == ["3 groups alike, each: Place 0, Place 1 and Place 2", 90]
    assert (apart[0], whole[0]) == ("A place apart", "All groups")
    assert len(folded) == 9  # no weights, and so no columns of weights
    assert "Groups in one line are equal by assumption" in text(cells)


def inputs_of(scenario: Scenario, folder: Path) -> dict[str, dict[object, object]]:
    """The rows of the table of inputs, by name, each by heading."""
    written(scenario, folder / "summary.xlsx")
    cells = values(folder / "summary.xlsx")[INPUTS]
    headings = next(row for row in grid(cells) if row[0] == NUMBER)
    rows = (dict(zip(headings, row, strict=False)) for row in lines(cells, NUMBER))
    return {str(row[NUMBER]).rpartition("\n")[2]: row for row in rows}


def test_inputs_show_source_uplift_and_what_the_scenario_changed(tmp_path: Path) -> None:
    scenario = rich().vary("Fewer people", why="a count", people_reached=Fixed(250.0))
    rows = inputs_of(scenario, tmp_path)
    assert set(rows) == set(scenario.parameters)
    people, visit = rows["people_reached"], rows["cost_visit"]
    interval, why = "95% interval, and unit", "How it was made, source, and why"
    assert (people["Value used"], people[interval]) == (250, "does not vary (people)")
    assert people[why] == "Fixed. A count. Changed by this scenario."
    assert visit[interval] == "£160.04 to £432.95 per visit"
    assert "2020/21 prices × 1.2000 (GDP deflator, 2025). Source not given." in str(visit[why])
    assert "Changed" not in str(visit[why])


def test_a_number_that_nothing_uses_is_marked(tmp_path: Path) -> None:
    kept = [o for o in rich().outcomes if "lasting" not in o.profile]
    rows = inputs_of(rich(outcomes=tuple(kept)), tmp_path)
    unused = {name for name, row in rows.items() if "Not used here." in str([*row.values()])}
    assert unused == {"carried_on", "fading_rate"}


def test_a_ratio_that_does_not_exist_is_said_in_words(tmp_path: Path) -> None:
    savings = tuple(o for o in rich().outcomes if o.direction == "saving")
    written(rich(outcomes=savings), tmp_path / "summary.xlsx")
    shown = values(tmp_path / "technical.xlsx")
    ratios = [r for r in lines(shown["All measures"], "Measure") if r[0] == "Benefit-cost ratio"]
    assert ratios
    assert all(cell == "n/a" for row in ratios for cell in row[2:])
