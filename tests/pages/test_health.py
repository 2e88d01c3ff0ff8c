"""Health beside money on the sheet What it is made of: sentences for their meaning, and tables."""

import pytest

from econ.analysis.cost_effectiveness import cost_effectiveness
from econ.figures import blank, described, plane, value_of_a_unit
from econ.model.designs import LatinHypercube, MonteCarlo
from econ.pages.health import health_blocks
from econ.pages.made_of import made_of_sheet
from econ.pages.page import Chart, Table, Text, flat
from econ.reports.health import health_beside_money
from econ.reports.records import as_json
from econ.reports.report import Report, report
from econ.words import percent
from tests.analysis.test_cost_effectiveness import clinic
from tests.programmes import cost, programme

NHS = "The NHS and personal social services"


@pytest.fixture(scope="module")
def found() -> Report:
    """Two QALYs (standard error 0.5) for 40,000 pounds that the lottery pays."""
    return report(clinic(), LatinHypercube(4_000, 1))


def test_what_is_gained_what_it_costs_and_its_price_are_told_for_each_view(found: Report) -> None:
    society, chance, nhs, again = health_beside_money(found)
    assert society.startswith(
        "Society: 2.0 QALYs are gained (95% interval 1.0 to 3.0) at a net cost"
    )
    assert "cost of £40,000. That is £20,000 for each QALY (95% interval £12," in society
    assert chance == "The chance that this is worth it is about 1 in 2 at £20,000 for each QALY."
    assert nhs.startswith(f"{NHS}, had it paid: 2.0 QALYs are gained")
    assert again == chance


@pytest.mark.parametrize(
    ("gain", "fee", "said"),
    [
        (-0.02, 400.0, "A price for each QALY does not exist: no health is gained on average"),
        (
            0.02,
            -400.0,
            "at a net saving of £40,000. A price for each QALY does not exist: it gains",
        ),
    ],
)
def test_where_there_is_no_price_it_is_told_why(gain: float, fee: float, said: str) -> None:
    first, *_ = health_beside_money(report(clinic(gain, 1e-4, fee, 0.1), MonteCarlo(200, 1)))
    assert said in first


def test_an_interval_without_an_upper_end_is_told_so() -> None:
    first, *_ = health_beside_money(report(clinic(0.02, 0.02), LatinHypercube(2_000, 1)))
    assert "and has no upper end: no price is acceptable with a chance of 97.5%: 16% of" in first


def test_the_sheet_has_a_table_of_values_a_curve_and_a_plane(found: Report) -> None:
    sheet = made_of_sheet(found)
    assert Text("Health beside money", "subtitle") in sheet.blocks
    blocks = [*flat(health_blocks(found))]
    (table,) = (b for b in blocks if isinstance(b, Table))
    label, value, mean, low, high, chance, whose = table.rows[0]
    assert (label, value, whose) == ("qaly", 20_000.0, "Society")
    assert mean == pytest.approx(0.0, abs=50)
    assert (low, high) == pytest.approx((-1.96 * 11_180, 1.96 * 11_180), rel=0.03)
    assert chance == pytest.approx(0.5, abs=0.01)
    assert table.rows[1] == (
        label,
        value,
        mean,
        low,
        high,
        chance,
        f"{NHS}, had it paid",
    )
    curve, points = (b for b in blocks if isinstance(b, Chart))
    share = percent(found.health[0].at[0].probability)
    assert curve.words.endswith(f"society: qaly {share}.")
    assert "gains and costs over 99%; gains and saves 0%" in points.words


def test_nothing_is_said_of_health_where_none_is_counted() -> None:
    alone = programme({"people": 10, "once": 1, "fee": 100}, [cost("grant", "once", "fee")])
    found = report(alone, MonteCarlo(4, 1))
    assert (found.health, health_blocks(found), as_json(found)["health"]) == ((), (), [])


def test_machines_read_what_people_do(found: Report) -> None:
    society, nhs = (one.record() for one in found.health)
    assert as_json(found)["health"] == [society, nhs]
    assert society["unit"] == "QALY"
    assert society["cost_per_unit"] == pytest.approx(20_000, rel=1e-3)
    assert (society["others_pay"], nhs["others_pay"]) == (False, True)


def test_the_plane_and_the_curve_are_drawn_and_described() -> None:
    found = cost_effectiveness(clinic(), design=LatinHypercube(1_000, 1))
    assert described(plane(found, blank())) == (
        "Points: draws by QALYs gained and net cost. Of all: gains and costs 100%, gains and saves "
        "0%, loses and costs 0% and loses and saves 0%."
    )
    assert described(value_of_a_unit(found, blank())).endswith("of a QALY: 50% at £20,000.")
