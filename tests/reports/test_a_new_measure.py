"""A measure is whole: declared once, it is told by its own words and unit wherever it is met."""

from pathlib import Path

import numpy as np
import openpyxl
import pytest

import econ
from econ import figures
from econ.analysis.comparison import Comparison, compare
from econ.errors import ScenarioError
from econ.model import measures
from econ.model.designs import MonteCarlo
from econ.model.distributions import FloatArray
from econ.model.impacts import Impacts
from econ.model.measures import declared
from econ.model.scenario import Scenario
from econ.pages import book
from econ.reports.records import as_json
from econ.reports.report import report
from econ.workbook.writing.paper import write_book
from tests.programmes import cost, programme, saving
from tests.workbook.summaries import write_summary


@declared("reach", "people", needs="one parameter whose unit is people")
def people_reached(impacts: Impacts) -> FloatArray:
    """People reached, in all cohorts asked for."""
    if impacts.people is None:
        return np.full(len(impacts) + 1, np.nan)
    return np.broadcast_to(impacts.people.sum(axis=1), (len(impacts) + 1,))


@declared("cost of delay", "GBP", less_is_better=True, one_sided=True)
def cost_of_delay(impacts: Impacts) -> FloatArray:
    """What a year's wait would lose: the savings of the first year, undiscounted."""
    return impacts.where_outcome("saving").by("year").rows[:, 0]


BASE = programme(
    {"people": econ.Uniform(20, 60), "price": econ.Gamma.from_moments(50, 5), "one": 1, "fee": 900},
    [saving("visits", "people", "price"), cost("delivery", "one", "fee")],
).vary("Base case")
MORE = BASE.vary("More people", people=econ.Uniform(50, 90))


@pytest.fixture
def compared() -> Comparison:
    return compare([BASE, MORE], [people_reached(), cost_of_delay()], draws=400)


def nowhere(scenario: Scenario = BASE) -> Scenario:
    """The same people, of whom nobody says that they are people."""
    return programme({"heads": 5, "fee": 10}, [cost("delivery", "heads", "fee")], people="").vary(
        scenario.name
    )


def test_a_measure_that_is_declared_is_in_the_json_and_in_the_table_of_every_measure(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(measures, "MEASURES", (*measures.MEASURES, people_reached, cost_of_delay))
    found = report(BASE, MonteCarlo(400, 1))
    told = as_json(found)["measures"]
    assert isinstance(told, list)
    (line,) = [x for x in told if (x["measure"], x["view"]) == ("people_reached", "nhs")]
    assert line["base_case"] == 40
    assert 20 < line["p2_5"] < line["mean"] < line["p97_5"] < 60
    write_summary(found, tmp_path / "summary.xlsx", {"Date": ""})
    sheet = openpyxl.load_workbook(tmp_path / "technical.xlsx")["All measures"]
    rows = {(row[0].value, row[1].value): row for row in sheet.iter_rows()}
    view = "View: NHS and PSS (public sector and society: the same)"
    reach = rows["Reach, in people", view]
    assert reach[2].value == found.measure("people_reached").mean
    assert "£" not in reach[2].number_format
    assert reach[7].value in (None, "n/a")
    delay = rows["Cost of delay", view]
    assert delay[2].value == pytest.approx(found.measure("cost_of_delay").mean)
    assert "£" in delay[2].number_format
    assert delay[7].value == 1


def test_it_has_its_words_unit_and_sense_in_a_comparison(
    compared: Comparison, tmp_path: Path
) -> None:
    reach, delay = (
        compared.line("More people", name) for name in ("people_reached", "cost_of_delay")
    )
    assert reach.difference
    assert reach.difference.base_case == pytest.approx(30)
    assert reach.better == 1
    assert delay.worse == reach.better
    write_book(book.comparison_book(compared, [], None, {}, [BASE, MORE]), tmp_path / "both.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "both.xlsx")["By payer"]
    titles = {row[2].value: row[3].number_format for row in sheet.iter_rows() if row[2].value}
    assert "£" not in titles["Reach, in people"]
    assert "£" in titles["Cost of delay"]


def test_it_has_its_words_and_unit_along_an_axis(compared: Comparison) -> None:
    axes = figures.scenarios(compared, figures.blank(), measure="people_reached")
    assert axes.get_xlabel() == "Reach, in people, society"
    assert "£" not in "".join(label.get_text() for label in axes.get_xticklabels())
    told = [compared.line(name, "people_reached").estimate.mean for name in compared.scenarios]
    assert told == pytest.approx([40, 70], abs=1)
    said = f"shared draws. Base case {told[0]:.2f}; More people {told[1]:.2f}."
    assert figures.described(axes).endswith(said)
    bars = econ.tornado(BASE, cost_of_delay(payer="nhs"))
    axes = figures.tornado(bars, figures.blank())
    along = axes.get_xlabel().replace("\n", " ")
    assert along == "Cost of delay, nhs, 2024/25 prices; dashed: the central case"
    assert {bar.words for bar in bars.bars} == {"does not cross: is above zero throughout"}


def test_what_it_needs_is_said_where_it_does_not_exist() -> None:
    axes = figures.scenarios(
        compare([nowhere()], [people_reached()], draws=20),
        figures.blank(),
        measure="people_reached",
    )
    assert figures.described(axes).endswith(
        "Base case n/a (it needs one parameter whose unit is people)."
    )


def test_what_is_no_amount_of_money_has_no_tornado() -> None:
    with pytest.raises(ScenarioError, match="people_reached: is a number of people"):
        econ.tornado(BASE, people_reached())
