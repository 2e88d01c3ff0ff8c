"""What others ask of an analysis, in the workbook: what it is made of, and its boxes."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from econ.model.designs import MonteCarlo
from econ.model.distributions import Fixed
from econ.reports.parts import activity
from econ.reports.pictures import Step, steps
from econ.reports.report import Report, report
from econ.reports.sensitivity import Sensitivity, one_way
from tests.programmes import programme, saving
from tests.recalculation import values
from tests.workbook.summaries import RUN, Cells, grid, lines, rich, write_summary, written


@pytest.fixture(scope="module")
def found() -> Report:
    return report(rich(), MonteCarlo(300, 1))


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
        "7. Financial case and economic case",
        "8. Cost profile",
    ]
    assert any(line.startswith("ILLUSTRATIVE NUMBERS") for line in said)


def test_spending_cash_and_capacity_of_a_payer_add_up_to_its_budget(
    shown: dict[str, Cells], found: Report
) -> None:
    cells = grid(shown["Impact assessment"])
    top = next(n for n, row in enumerate(cells) if row[1:2] == ["Spent on the programme"])
    for payer, row in zip(found.scenario.payers, cells[top + 1 :], strict=False):
        own = found.means.select(payer.name)
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


def test_a_certain_programme_has_no_chances_but_all_the_rest(tmp_path: Path) -> None:
    parameters = {
        name: replace(parameter, distribution=Fixed(parameter.mean))
        for name, parameter in rich().parameters.items()
    }
    written(rich(parameters=parameters), tmp_path / "certain.xlsx", draws=2)
    shown = values(tmp_path / "certain.xlsx")
    assert "Acceptability" not in shown
