"""Medically unexplained symptoms in Newham, East London: use of services before and after.

https://pmc.ncbi.nlm.nih.gov/articles/PMC6181103/table/tbl3, an uncontrolled comparison of what
people reported. Each row is written as a newcomer would: one outcome, whose quantity is what the
table prints, n times the mean before less n times the mean after. Hours of family have no price in
the table: a contact counts 1 GBP here, so that money is contacts, but where its prices are asked
for. Printed differences are paired, and not those of the rounded means (outpatients: 0.6 printed,
0.7 from the means).
"""

from collections.abc import Iterator
from math import sqrt
from pathlib import Path

import pytest

import econ
from econ.model.distributions import Normal, interval
from econ.model.draws import base_case
from econ.model.equation import evaluate, run
from econ.model.scenario import Scenario
from tests.published.declared import Number, source
from tests.published.tables import Row, figure, line, read, worth
from tests.workbook.small import table, write

SOURCE = source(__doc__, "paper", "Table 3")
# n, mean and SD before, then after; the printed paired difference with its limits.
ROWS = {
    "gp": (90, 14.5, 10.3, 88, 9.7, 6.8, 4.8, 2.88, 6.77),
    "outpatient": (87, 3.0, 2.9, 87, 2.3, 2.4, 0.6, 0.03, 1.19),
    "hospital": (87, 0.9, 1.5, 87, 0.4, 0.8, 0.5, 0.15, 0.86),
    "physiotherapy": (89, 1.7, 3.1, 88, 0.4, 1.2, 1.3, 0.68, 1.96),
    "family_hours": (33, 16.2, 20.9, 33, 15.0, 22.3, 1.27, -2.49, 5.04),
}
# Of a contact: its unit cost, and the printed cost of all before and after.
PRICES = {
    "gp": (39.72, 51_835, 33_905),
    "outpatient": (113, 29_493, 22_611),
    "hospital": (140, 10_962, 4872),
    "physiotherapy": (28, 4236, 986),
}
TOTALS, EACH_OF_93 = (96_526, 62_374, 34_152), 367


def means() -> list[tuple[object, ...]]:
    """Rows of Parameters: of each line both numbers of people, and both means with their errors."""
    made: list[tuple[object, ...]] = []
    for name, (n_before, before, sd_before, n_after, after, sd_after, *_) in ROWS.items():
        for when, n, mean, sd in (
            ("before", n_before, before, sd_before),
            ("after", n_after, after, sd_after),
        ):
            label = f"{name} {when}"
            made.append(
                (f"{name}_n_{when}", f"People, {label}", n, None, None, "people who answered")
            )
            error = sd / sqrt(n)
            made.append(
                (f"{name}_{when}", f"Mean, {label}", mean, error, "normal", "contacts per person")
            )
    return made


@pytest.fixture(scope="module")
def scenario(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    folder = tmp_path_factory.mktemp("newham")
    stated = (
        ("decision question", "How much less was used after the service?"),
        ("population", "93 people with medically unexplained symptoms"),
        ("setting", "Newham"),
        ("comparator", "The same people before"),
        ("perspective", "society"),
        ("first year", "2014/15"),
        ("years", 1),
        ("price year", "2014/15"),
        ("currency", "GBP"),
        ("discount rate", "Green Book"),
    )
    figures = [(*row, None, None, "observed", SOURCE.address) for row in means()]
    pound = ("pound", "One pound", 1, None, None, "GBP per contact", "2014/15", "None")
    figures.append((*pound, "illustrative", "Assumption: a contact counts one pound"))
    outcome = "{0}_n_before * {0}_before − {0}_n_after * {0}_after"
    outcomes = [
        (name, name, outcome.format(name), "pound", "saving", "once", "economic", 0, 0, name)
        for name in ROWS
    ]
    tables = {
        "About": table("item|statement", *stated),
        "Parameters": table(
            "name|label|value|se|distribution|unit|price year|index|evidence|source", *figures
        ),
        "Outcomes": table(
            "name|label|quantity|unit value|direction|profile|value class"
            "|cash-releasing share|cash delay|counts",
            *outcomes,
        ),
        "Incidence": table("outcome|all", *((name, 1) for name in ROWS)),
        "Payers": table(
            "name|label|NHS and PSS|public sector|society", ("all", "All", "yes", "yes", "yes")
        ),
        "Profiles": table("name|kind|clock", ("once", "first year", "entry")),
        "Indices": table(
            "index|edition|year|value|source", ("None", "1", "2014/15", 100, "No price is carried")
        ),
    }
    return econ.read(write(folder / "newham.xlsx", tables))


@pytest.mark.parametrize("name", ROWS)
def test_a_row_of_the_table_is_one_saving_and_nothing_of_it_is_a_cost(
    scenario: Scenario, name: str
) -> None:
    n_before, before, _, n_after, after, *_ = ROWS[name]
    impacts = evaluate(scenario, base_case(scenario))
    found = impacts.select(outcome=name).total()[0]
    assert found == pytest.approx(n_before * before - n_after * after, rel=1e-12)
    assert econ.costs("society").base(impacts) == 0


@pytest.mark.parametrize("name", ROWS)
def test_its_uncertainty_is_that_of_both_means(scenario: Scenario, name: str) -> None:
    """Independent means; those of one person before and after go together, so printed is less."""
    n_before, before, sd_before, n_after, after, sd_after, _, low, high = ROWS[name]
    draws = run(scenario, draws=20_000, seed=1).select(outcome=name).total()[1:]
    variance = n_before * sd_before**2 + n_after * sd_after**2
    mean = n_before * before - n_after * after
    assert draws.mean() == pytest.approx(mean, abs=4 * sqrt(variance / 20_000))
    assert draws.std(ddof=1) == pytest.approx(sqrt(variance), rel=4 / sqrt(2 * 20_000))
    least, most = interval(
        Normal(before - after, sqrt(sd_before**2 / n_before + sd_after**2 / n_after))
    )
    assert high - low < most - least


def numbers(folder: Path) -> Iterator[Number]:
    scenario = of_printed_prices(folder)
    why = "printed differences are paired, and those of the rounded means are not"
    for name in PRICES:
        before, after = (scenario[f"{name}_{when}"].mean for when in ("before", "after"))
        said = name.replace("_", " ")
        within = 0.1001 if name == "outpatient" else 0.05
        yield Number(f"Fewer contacts each: {said}", ROWS[name][6], before - after, within, why)
    found = worth(scenario, "gp") / PRICES["gp"][0]
    yield Number("Fewer GP contacts of all, 1,305 less 853.6", 1305 - 853.6, found, 1e-9)
    for name, (_, before, after) in PRICES.items():
        found = worth(scenario, name)
        yield Number(f"Saved on {name}", before - after, found, 1, "costs are printed to the pound")
    saved = econ.benefits().base(econ.run(scenario, draws=10))
    yield Number("Saved in all", TOTALS[2], saved, 4, "costs are printed to the pound")
    yield Number("Saved by each of 93 people", EACH_OF_93, saved / 93, 0.5)
    for k, when in ((1, "before"), (2, "after")):
        printed = sum(row[k] for row in PRICES.values())
        yield Number(f"Printed costs {when} added up", TOTALS[k - 1], printed, 0)


def of_printed_prices(folder: Path) -> econ.Scenario:
    """The four lines that have a price."""
    figures, lines = list[Row](), list[Row]()
    for name in PRICES:
        n_before, before, _, n_after, after, *_ = ROWS[name]
        for when, n, mean in (("before", n_before, before), ("after", n_after, after)):
            figures.append(figure(f"{name}_n_{when}", n, "people who answered"))
            figures.append(figure(f"{name}_{when}", mean, "contacts per person"))
        figures.append(figure(f"{name}_cost", PRICES[name][0], "GBP per contact"))
        used = f"{name}_n_before * {name}_before - {name}_n_after * {name}_after"
        lines.append(line(name, used, f"{name}_cost", "saving"))
    return read(folder, __doc__, figures, lines)
