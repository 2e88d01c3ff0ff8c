"""What others ask of an analysis, in the workbook: what it is made of, and its boxes."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from econ.model.designs import LatinHypercube, MonteCarlo
from econ.model.distributions import Fixed, Normal
from econ.pages.business_case import business_case_sheet
from econ.pages.page import Cell, Table, listed_in
from econ.reports import narrative
from econ.reports.parts import activity
from econ.reports.pictures import Step, steps
from econ.reports.report import ALL, Report, report, with_interval
from econ.reports.sensitivity import Sensitivity, one_way
from econ.words import rounded_number
from tests.programmes import number, programme, saving
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


def said(cells: Cells) -> str:
    """All the words of a sheet, a space between the lines into which they were broken."""
    return " ".join(value for value in cells.values() if isinstance(value, str))


def test_what_each_outcome_rests_on_is_told_by_its_weakest_number(
    shown: dict[str, Cells], found: Report
) -> None:
    rows = lines(shown["What it is made of"], "Outcome, and what it counts")
    grades = {str(row[0]): row[6] for row in rows}
    assert grades["Visits once (a visit, once)"] == "Illustrative"
    assert grades["Care given (a visit, staying)"] == "Observed here"
    whole = sum(float(str(row[4])) for row in rows if row[6] == "Illustrative")
    assert whole == pytest.approx(found.grades["illustrative"])


def test_activity_is_counted_before_it_is_valued() -> None:
    scenario = programme(
        {"people": 10, "visits": 3.0, "value": 7.0}, [saving("v", "people * visits", "value")]
    )
    scenario = replace(scenario, years=2)
    np.testing.assert_allclose(
        [
            7.0 * (x.mean or 0.0)
            for x in next(activity(report(scenario, MonteCarlo(2, 1)))).by_period
        ],
        report(scenario, MonteCarlo(2, 1)).base.by("outcome", "year").base[0],
    )


def labelled(cells: Cells) -> dict[str, str]:
    """The lines that have a label, by it, each with those below it that have none."""
    told, last = dict[str, str](), ""
    for first, second, *_ in grid(cells):
        last = str(first or last)
        if second and isinstance(second, str):
            told[last] = f"{told.get(last, '')} {second}".strip()
    return told


def test_every_box_of_the_impact_assessment_is_filled_by_its_code_or_left(
    shown: dict[str, Cells],
) -> None:
    told = labelled(shown["Business case"])
    boxes = [f"{box['code']} {box['box']}" for box in listed_in("boxes.csv")]
    codes = [box.split()[0] for box in boxes]
    assert codes == [
        f"{part}{n}" for part, last in (("A", 7), ("B", 4), ("C", 8)) for n in range(1, last + 1)
    ]
    left = told["Left to say"].rstrip(".").split("; ")
    filled = [box for box in boxes if box in told]
    assert sorted([*left, *filled]) == boxes
    assert {"C3 Cost to whoever commissions it", "C8 Cost profile"} <= set(filled)
    assert {"A6 Coding", "B1 Service organisation"} <= set(left)


def test_the_appraisal_summary_has_each_line_of_the_green_books(
    shown: dict[str, Cells], found: Report
) -> None:
    told = labelled(shown["Business case"])
    net, ratio = (found.measure(x) for x in ("net_present_value", "benefit_cost_ratio"))
    assert told["Net present social value"] == f"{with_interval(net)}, view: society."
    assert told["Benefit-cost ratio"] == f"{ratio.mean:.2f}, view: society."
    public = found.measure("net_present_value", found.scenario.public_views[-1])
    assert told["Public cost"].endswith(f"its net present value is {with_interval(public)}.")
    assert told["What has no price"] == "Benefit: Confidence."
    assert told["Risk"].startswith(narrative.how_sure(found))
    assert told["Optimism bias"] == "No adjustment is applied."
    assert told["Switching values"].startswith("The single number most likely to change")
    assert told["Time horizon"] == (
        "Four years, 2025/26 to 2028/29. Why so many is not said in the workbook."
    )
    assert "ILLUSTRATIVE NUMBERS" in said(shown["Business case"])


def test_spending_cash_and_capacity_of_a_view_add_up_to_its_net(
    shown: dict[str, Cells], found: Report
) -> None:
    rows = {str(row[0]): row[1:] for row in lines(shown["Business case"], "Present value")}
    for column, view in enumerate(found.scenario.perspectives):
        net = found.measure("net_present_value", view).mean
        parts = ("Cash, saved less spent", "Capacity freed, which is no cash")
        assert sum(float(str(rows[part][column])) for part in parts) == pytest.approx(net)
        assert rows["Net present value"][column] == pytest.approx(net)


def test_what_is_needed_less_is_told_by_year_each_with_its_interval(
    shown: dict[str, Cells], found: Report
) -> None:
    rows = lines(shown["Business case"], "Activity")
    twice = [made for made in activity(found) for _ in range(2)]
    for place, (row, made) in enumerate(zip(rows, twice, strict=True)):
        every = (*made.by_period, *filter(None, [made.whole]))
        if place % 2:
            ends = [f"{rounded_number(x.p2_5)} to {rounded_number(x.p97_5)}" for x in every]
            told = [end if x.sd else "fixed" for end, x in zip(ends, every, strict=True)]
            assert row == ["95% interval", *told]
        else:
            assert row == [made.label, *(pytest.approx(of.mean) for of in every)]


def beds(years: int) -> Report:
    """Ten people, 73 days each and year, of beds that each give 365 days: two beds, all years."""
    per = number("per_bed", 365, "bed days per bed")
    made = programme(
        {"people": 10, "days": Normal(73.0, 7.3), "fee": 5.0, "per_bed": per},
        [saving("days_in_bed", "people * days", "fee", "every year", capacity="per_bed")],
        years=years,
    )
    return report(made, LatinHypercube(4_000, 1))


@pytest.mark.parametrize("years", [2, 9])
def test_days_are_told_as_the_beds_that_are_in_use_all_year(years: int) -> None:
    """By hand: 730 days a year are two beds in each year, also where years stand together."""
    days, made = activity(beds(years))
    assert days.whole is not None
    assert days.whole.mean == pytest.approx(730 * years, rel=1e-4)
    assert made.label == "the same as beds (365 bed days per bed a year)"
    assert made.whole is None
    for period in made.by_period:
        assert period.mean == pytest.approx(2.0, rel=1e-4)
        assert period.p2_5 == pytest.approx(2 - 1.96 * 0.2, abs=0.02)
        assert period.p97_5 == pytest.approx(2 + 1.96 * 0.2, abs=0.02)


def test_the_interval_stands_beside_the_mean_where_there_is_room() -> None:
    sheet = business_case_sheet(beds(2))
    (table,) = (x for x in sheet.every(Table) if isinstance(x, Table) and x.name == "Activity")
    assert [row[0] for row in table.rows] == [made.label for made in activity(beds(2))]
    assert [column.heading for column in table.columns][1:3] == ["2025/26", "2025/26, 95% interval"]
    _, *cells = table.rows[1]
    assert [cell.content for cell in cells[:2] if isinstance(cell, Cell)][1] == "1.6 to 2.4"
    assert cells[-2:] == ["", ""]


def test_the_running_total_ends_at_all_years_of_the_headlines_view(
    shown: dict[str, Cells], found: Report
) -> None:
    running = lines(shown["Workings"], "Year of the running total")
    (whole,) = (x.impact for x in found.totals if (x.payer, x.year) == ("society", ALL))
    assert [row[0] for row in running] == list(found.scenario.year_labels)
    assert running[-1][1:] == pytest.approx([whole.mean, whole.p2_5, whole.p97_5])
    yearly = [x.impact.mean or 0.0 for x in found.totals if x.payer == "society" and x.year != ALL]
    assert [row[1] for row in running] == pytest.approx(np.cumsum(yearly))


def test_funding_names_who_pays_and_their_shares(shown: dict[str, Cells]) -> None:
    line = labelled(shown["Business case"])["C5 Funding"]
    assert "Hospitals 50% (" in line
    assert "Funder 50% (" in line


def test_a_programme_of_costs_alone_has_no_activity(tmp_path: Path) -> None:
    costs = tuple(outcome for outcome in rich().outcomes if outcome.sign < 0)
    written(rich(outcomes=costs), tmp_path / "costs.xlsx", draws=2)
    told = said(values(tmp_path / "costs.xlsx")["Business case"])
    assert "There is no saving, and so no activity to count." in told


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
    rows = lines(shown["How sure"], "Result")
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
    shown = values(tmp_path / "certain.xlsx")["How sure"]
    assert not [row for row in grid(shown) if row[0] == "Result"]
    assert lines(shown, "Figure of net present value")
