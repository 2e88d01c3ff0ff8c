"""What others ask of an analysis: impact assessment, CHEERS, assumptions, versions and sources."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from econ.model.designs import MonteCarlo
from econ.model.distributions import Fixed, Gamma
from econ.model.programme import Correlation, Edit
from econ.pages.book import write_summary
from econ.pages.cheers import LEFT, NOTHING
from econ.reports.parts import activity
from econ.reports.pictures import Step, steps
from econ.reports.report import Report, report
from econ.reports.sensitivity import Sensitivity, one_way
from tests.programmes import programme, saving
from tests.recalculation import values
from tests.workbook.summaries import RUN, Cells, grid, lines, rich, written

LOG = Edit("1 May 2025", "2", "Payers", "=A payer more", "Asked for")


@pytest.fixture(scope="module")
def found() -> Report:
    scenario = rich(version_log=(LOG,), about={**rich().about, "analyst": "A. Analyst"})
    return report(scenario, MonteCarlo(300, 1))


@pytest.fixture(scope="module")
def told(found: Report) -> Sensitivity:
    return Sensitivity(found.scenario, one_way(found.scenario))


@pytest.fixture(scope="module")
def shown(
    found: Report, told: Sensitivity, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, dict[str, object]]:
    path = tmp_path_factory.mktemp("account") / "summary.xlsx"
    write_summary(found, path, RUN | {"Date": "2026-11-22"}, told)
    return values(path)


def below(cells: Cells, heading: str) -> dict[str, list[float]]:
    """The numbers of a table by the first cell of each line."""
    return {
        str(row[0]): [float(str(cell)) for cell in row[1:] if isinstance(cell, int | float)]
        for row in lines(cells, heading)
    }


def test_the_return_is_shown_by_outcome_with_its_evidence_and_its_cash(
    shown: dict[str, Cells], found: Report
) -> None:
    heading = "What the return is made of, and the weakest evidence behind it"
    rows = below(shown["Summary"], heading)
    *parts, whole = rows.values()
    assert sum(row[0] for row in parts) == pytest.approx(1.0)
    assert whole[0] == pytest.approx(1.0)
    firm = found.grades["observed"] + found.grades["analogue"]
    assert whole[1:3] == pytest.approx(
        [firm, found.grades["expert"] + found.grades["illustrative"]]
    )
    cash = [found.by_outcome[o.name] * o.cash_share for o in found.scenario.outcomes if o.sign > 0]
    assert whole[3] == pytest.approx(sum(cash))
    assert "All others" in rows


def test_activity_is_counted_before_it_is_valued() -> None:
    scenario = programme(
        {"people": 10, "visits": 3.0, "value": 7.0}, [saving("v", "people * visits", "value")]
    )
    scenario = replace(scenario, years=2)
    np.testing.assert_allclose(
        np.array(activity(report(scenario, MonteCarlo(2, 1)))[0].by_period) * 7.0,
        report(scenario, MonteCarlo(2, 1)).base.by("outcome", "year").base[0],
    )


def test_every_box_of_the_impact_assessment_is_there(shown: dict[str, Cells]) -> None:
    said = [str(row[0]) for row in grid(shown["Impact assessment"])]
    boxes = [line for line in said if line[:2] in {f"{n}." for n in range(1, 9)}]
    assert boxes == [
        "1. Activity",
        "2. Service",
        "3. Finance",
        "4. Cost to the commissioner against the NHS as a whole",
        "5. Funding",
        "6. Risk",
        "7. Value for money",
        "8. Cost profile",
    ]
    assert any(line.startswith("ILLUSTRATIVE NUMBERS") for line in said)


def test_spending_cash_and_capacity_of_a_payer_add_up_to_its_budget(
    shown: dict[str, Cells], found: Report
) -> None:
    cells = grid(shown["Impact assessment"])
    top = next(n for n, row in enumerate(cells) if row[1:2] == ["Spent on the programme"])
    for payer, row in zip(found.scenario.payers, cells[top + 1 :], strict=False):
        own = found.base.select(payer.name)
        spent, cash, capacity, whole = (float(str(cell)) for cell in row[1:5])
        assert row[0] == payer.label
        assert spent == pytest.approx(own.where_outcome("cost").total()[0])
        assert spent + cash + capacity == pytest.approx(whole)
        assert whole == pytest.approx(own.total()[0])


def test_funding_names_who_pays_and_their_shares(shown: dict[str, Cells]) -> None:
    said = [str(row[0]) for row in grid(shown["Impact assessment"])]
    (line,) = [line for line in said if line.startswith("Who pays for the programme")]
    assert "Hospitals 50% (" in line
    assert "Funder 50% (" in line


def test_a_programme_of_costs_alone_has_no_activity(tmp_path: Path) -> None:
    costs = tuple(outcome for outcome in rich().outcomes if outcome.sign < 0)
    written(rich(outcomes=costs), tmp_path / "costs.xlsx", draws=2)
    said = [str(row[0]) for row in grid(values(tmp_path / "costs.xlsx")["Impact assessment"])]
    assert "There is no saving, and so no activity to count." in said


def test_the_waterfall_goes_from_cost_to_net_without_a_gap(found: Report) -> None:
    *made, net = steps(found)
    assert made[0].start == 0
    assert all(a.end == b.start for a, b in pairwise(made))
    assert net.end == made[-1].end
    assert net.end == pytest.approx(found.measure("net_present_value").mean)
    kinds = [step.kind for step in made]
    assert kinds == sorted(kinds)


@pytest.mark.parametrize(
    ("start", "end", "parts"),
    [
        (0.0, -5.0, (0.0, 0.0, -5.0)),
        (-5.0, -2.0, (-2.0, 0.0, -3.0)),
        (-2.0, 4.0, (0.0, 4.0, -2.0)),
        (4.0, 6.0, (4.0, 2.0, 0.0)),
        (6.0, -1.0, (0.0, 6.0, -1.0)),
    ],
)
def test_a_bar_floats_on_room_that_cannot_be_seen(
    start: float, end: float, parts: tuple[float, float, float]
) -> None:
    bar = Step("A step", start, end, "saving")
    assert (bar.room, bar.above, bar.below) == parts


def test_the_chance_of_at_least_so_much_falls_and_agrees_with_the_summary(
    shown: dict[str, Cells], found: Report
) -> None:
    rows = lines(shown["Acceptability"], "Result")
    wanted, chances = ([float(str(row[column])) for row in rows] for column in (1, 2))
    assert wanted == sorted(wanted)
    assert chances == sorted(chances, reverse=True)
    pays = dict(zip(wanted, chances, strict=True))[0.0]
    assert pays == found.measure("net_present_value").probability_positive
    assert chances[1] == pytest.approx(np.mean(found.net_rows[1:] >= wanted[1]))


def test_cheers_has_its_28_items_each_filled_or_left_to_the_analyst(
    shown: dict[str, Cells],
) -> None:
    rows = lines(shown["CHEERS"], "Item")
    assert [row[0] for row in rows] == list(range(1, 29))
    for number, _, _, said, left, where in rows:
        assert said != NOTHING or str(left) == LEFT, number
        assert str(left) == NOTHING or str(left).startswith(LEFT)
        assert where
    unknown = {row[0] for row in rows if row[3] == NOTHING}
    assert unknown == {4, 5, 6, 7, 21, 25, 27, 28}


def test_cheers_says_what_the_run_knows(shown: dict[str, Cells], found: Report) -> None:
    said = {row[0]: str(row[3]) for row in lines(shown["CHEERS"], "Item")}
    assert "=Does it pay for itself?" in said[3]
    assert "four years, 2025/26 to 2028/29" in said[9].lower()
    assert "Green Book: 3.5%" in said[10]
    assert "2024/25 prices, carried there by GDP deflator, 2025" in said[15]
    assert "300 draws" in said[20]
    assert "The chance that it pays for itself" in said[24]
    assert "Equity-weighted results stand beside" in said[19]
    assert str(len(found.scenario.used)) in said[22]


def test_assumptions_list_every_number_used_the_weightiest_first(
    shown: dict[str, Cells], found: Report, told: Sensitivity
) -> None:
    rows = [row for row in lines(shown["Assumptions"], "Assumption") if row[1] == "number"]
    labels = {found.scenario[name].label for name in found.scenario.used}
    assert {row[0] for row in rows} == labels
    effects = [float(str(row[5])) for row in rows if row[5] != "n/a"]
    assert effects == sorted(effects, reverse=True)
    assert effects[0] == pytest.approx(told.one_way.tornado.bars[0].swing)
    visit = next(row for row in rows if row[0] == "A visit")
    assert visit[2] == "£280.00 per visit"
    assert all(str(row[7]).startswith("Input: ") for row in rows)


def test_choices_of_structure_are_assumptions_too(shown: dict[str, Cells]) -> None:
    rows = lines(shown["Assumptions"], "Assumption")
    named = {str(row[0]): row for row in rows if row[1] == "structure"}
    assert named["Time horizon"][2] == "four years, 2025/26 to 2028/29"
    assert named["When people start"][2] == "50% in 2025/26, 30% in 2026/27, 20% in 2027/28"
    assert named["Share that releases cash: Visits once"][2] == "25%, after one year"
    assert any(name.startswith("Over time: Visits staying; Care given") for name in named)


def test_pairs_of_one_reason_are_one_assumption(tmp_path: Path) -> None:
    pairs = (
        Correlation("visits_before", "visits_after", 0.5, "One survey"),
        Correlation("visits_before", "hours_fewer", 0.5, "One survey"),
    )
    written(rich(correlations=pairs), tmp_path / "tied.xlsx", draws=20)
    rows = lines(values(tmp_path / "tied.xlsx")["Assumptions"], "Assumption")
    (line,) = [row for row in rows if str(row[0]).startswith("Vary together")]
    assert line[0] == "Vary together: Visits before; Visits after; Fewer hours of care"
    assert line[2] == "rank correlation 0.50 of each pair"
    assert all(row[5] == "n/a" for row in rows)


def test_the_version_log_is_the_workbooks_then_the_scenarios_then_the_runs(
    tmp_path: Path, found: Report
) -> None:
    changed = found.scenario.vary("Dear", why="a tariff", cost_visit=Gamma(25.0, 20.0))
    write_summary(report(changed, MonteCarlo(20, 1)), tmp_path / "log.xlsx", {"Date": "today"})
    rows = lines(values(tmp_path / "log.xlsx")["Version log"], "Version")
    assert rows[0] == [LOG.version, LOG.date, LOG.sheet, LOG.what, LOG.why]
    assert rows[1][0] == "Dear"
    assert str(rows[1][3]).startswith("A visit: 500")
    assert rows[1][4] == "a tariff"
    assert rows[2][1:3] == ["today", "this workbook"]


def test_the_four_roles_of_assurance_are_named_or_asked_for(shown: dict[str, Cells]) -> None:
    rows = {str(row[0]): row for row in lines(shown["Version log"], "Role")}
    assert list(rows) == ["Commissioner", "Analyst", "Assurer", "Approver"]
    assert rows["Analyst"][1] == "A. Analyst"
    assert rows["Approver"][1] == "Input: name"


def test_each_source_stands_once_with_link_licence_and_who_uses_it(tmp_path: Path) -> None:
    parameters = dict(rich().parameters)
    shared = {"source": "A study", "link": "https://www.example.org/study", "licence": "OGL v3.0"}
    for name in ("cost_visit", "carer_hour"):
        parameters[name] = replace(parameters[name], **shared)  # type: ignore[arg-type]  # texts
    written(rich(parameters=parameters), tmp_path / "sources.xlsx", draws=2)
    rows = lines(values(tmp_path / "sources.xlsx")["Sources"], "Source")
    assert len({(row[0], row[2]) for row in rows}) == len(rows)
    (study,) = [row for row in rows if row[0] == "A study"]
    assert study[1:4] == ["Source at example.org", "www.example.org/study", "OGL v3.0"]
    assert study[5] == "A visit; An hour of care"
    assert any(row[0] == "Price index: GDP deflator, 2025" for row in rows)
    assert any(row[5] == "Confidence (without a price)" for row in rows)


def test_a_certain_programme_has_no_chances_but_all_the_rest(tmp_path: Path) -> None:
    parameters = {
        name: replace(parameter, distribution=Fixed(parameter.mean))
        for name, parameter in rich().parameters.items()
    }
    written(rich(parameters=parameters), tmp_path / "certain.xlsx", draws=2)
    shown = values(tmp_path / "certain.xlsx")
    assert "Acceptability" not in shown
    rows = lines(shown["Assumptions"], "Assumption")
    assert {row[3] for row in rows if row[1] == "number"} == {"does not vary"}
