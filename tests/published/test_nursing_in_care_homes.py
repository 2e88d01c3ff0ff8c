"""In-reach nursing teams for residential care homes in England (2005/06 pounds).

https://bmchealthservres.biomedcentral.com/articles/10.1186/1472-6963-8-269/tables/10 and tables/9
(BMC Health Services Research 2008;8:269), Tables 9 and 10: what the team costs a year, what it
saves, and the net for each resident and week; 131 residents, as the abstract says. The shared care
model of Table 9 is in 2007/08 pounds, and so a workbook of its own.

A penny of the source: 43,156 over 131 residents and 52 weeks is 6.34, and is printed as 6.33, which
is what the two printed weekly amounts differ by when savings are rounded first.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

import econ
from tests.published.declared import Number, source
from tests.published.tables import figure, line, read

SOURCE = source(__doc__, "paper", "Tables 9 and 10")
# A year of the team, and of the shared care model.
COSTS = {
    "nurses": (242_368, 218_000),
    "physiotherapist": (6601, 0),
    "administrator": (18_704, 9500),
    "travel": (12_335, 12_000),
    "uniforms": (629, 629),
    "accommodation": (5000, 5000),
    "office_costs": (1992, 1900),
    "office_equipment": (11_958, 3000),
    "clinical_equipment": (2726, 2800),
}
TOTAL = (302_313, 252_829)
SAVINGS = {
    "admissions": 227_230,
    "early_discharges": 34_777,
    "transfers": 51_899,
    "gp_visits": 12_363,
    "early_detection": 19_200,
}
SAVED, NET, RESIDENTS, WEEKS = 345_469, 43_156, 131, 52


def model(folder: Path, k: int, year: str) -> econ.Scenario:
    """What the team or the shared care model costs, and what the team saves."""
    figures = [figure("year", 1, "years")]
    for name, costs in COSTS.items():
        figures.append(figure(f"{name}_cost", costs[k], "GBP per year"))
    for name, saved in SAVINGS.items():
        figures.append(figure(f"{name}_saved", saved, "GBP per year"))
    lines = [line(name, "year", f"{name}_cost") for name in COSTS]
    lines += [line(name, "year", f"{name}_saved", "saving") for name in SAVINGS]
    without = [("Without transfers", "without: outcomes", "transfers", "Delayed, or prevented?")]
    return read(folder, __doc__, figures, lines, year=year, scenarios=without)


@pytest.fixture
def team(tmp_path: Path) -> econ.Scenario:
    return model(tmp_path, 0, "2005/06")


def numbers(folder: Path) -> Iterator[Number]:
    shared = econ.costs().base(econ.run(model(folder, 1, "2007/08"), draws=10))
    yield Number("Cost of shared care", TOTAL[1], shared, 0)
    impacts = econ.run(model(folder, 0, "2005/06"), draws=10)
    spent, net = econ.costs().base(impacts), econ.net_present_value().base(impacts)
    yield Number("Cost of the team", TOTAL[0], spent, 0)
    yield Number("Saved by the team", SAVED, econ.benefits().base(impacts), 0)
    yield Number("Net of the team", NET, net, 0)
    each = RESIDENTS * WEEKS
    yield Number("Cost of a resident each week", 44.38, spent / each, 0.005)
    why = "printed from two rounded amounts"
    yield Number("Net of a resident each week", 6.33, net / each, 0.0055, why)


def test_a_penny_is_lost_by_rounding_before_subtracting(team: econ.Scenario) -> None:
    each = RESIDENTS * WEEKS
    found = econ.net_present_value().base(econ.run(team, draws=10)) / each
    assert found == pytest.approx(6.335, abs=0.0005)
    assert round(SAVED / each, 2) - round(TOTAL[0] / each, 2) == pytest.approx(6.33, abs=1e-9)


def test_without_transfers_it_costs_more_than_it_saves(team: econ.Scenario) -> None:
    """Printed as delayed or prevented: the sheet Scenarios asks what the rest comes to."""
    (rest,) = econ.scenarios(team)
    assert econ.net_present_value().base(econ.run(rest, draws=10)) == NET - 51_899 == -8743
