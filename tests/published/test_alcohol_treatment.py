"""The UK Alcohol Treatment Trial: use of public services before and after two therapies.

https://pmc.ncbi.nlm.nih.gov/articles/PMC1200587/table/tbl1 (BMJ 2005;331:544), Table 1: unit costs,
and the mean number (SD) of units a client used in six months, before randomisation and before the
follow-up a year later. The costs of the therapies are those of the abstract.

A claim that this table does not bear out: "Both therapies saved about five times as much ... as
they cost". Its six months give 1.8 and 2.4 times; carried to a year they would give 3.7 and 4.9.
The paper's own table of costs was not read.
"""

from collections.abc import Iterator
from math import sqrt
from pathlib import Path

import pytest

import econ
from tests.published.declared import Number, source
from tests.published.tables import figure, line, read, worth

SOURCE = source(__doc__, "paper", "Table 1, and the abstract")
# Unit cost; mean and SD before, mean and SD after: motivational, then social network.
UNITS = {
    "night": (242, (2.69, 6.85, 2.14, 10.46), (2.93, 6.68, 2.05, 8.89)),
    "day_patient": (77, (0.04, 0.20, 0.03, 0.17), (0.02, 0.16, 0.03, 0.16)),
    "outpatient": (74, (0.31, 0.70, 0.47, 1.18), (0.37, 0.76, 0.39, 0.98)),
    "emergency": (61, (0.55, 0.83, 0.28, 0.61), (0.50, 0.81, 0.33, 0.71)),
    "gp_at_home": (59, (0.12, 0.45, 0.12, 0.65), (0.15, 0.46, 0.12, 0.98)),
    "gp_surgery": (19, (4.05, 4.46, 3.11, 3.42), (3.75, 4.16, 3.84, 4.22)),
    "prescription": (19, (11.61, 18.00, 11.65, 19.80), (12.39, 17.90, 11.68, 21.90)),
    "psychiatric_nurse": (27, (0.61, 2.42, 0.32, 1.08), (0.96, 3.35, 0.48, 1.69)),
    "detoxification": (350, (0.16, 0.71, 0.06, 0.47), (0.18, 0.66, 0.04, 0.39)),
    "rehabilitation": (89, (0.32, 4.17, 0.13, 0.97), (0.24, 2.28, 0.10, 0.98)),
    "agency": (28, (1.83, 2.56, 1.03, 9.90), (1.85, 2.37, 1.33, 7.61)),
    "social_services": (7, (1.51, 3.66, 1.12, 4.71), (1.84, 6.16, 1.06, 3.43)),
    "crown_court": (8824, (0.017, 0.131, 0.020, 0.140), (0.027, 0.162, 0.011, 0.107)),
    "magistrates": (564, (0.21, 0.76, 0.17, 1.02), (0.28, 0.79, 0.16, 0.74)),
}
# Clients, cost of the therapy, and how many times itself it saves in the six months.
ARMS = ((347, 129, 1.8338), (261, 221, 2.4341))
each = pytest.mark.parametrize("k", [0, 1], ids=("motivational", "network"))


def arm(folder: Path, k: int) -> econ.Scenario:
    """What a therapy costs its clients, and what they used less."""
    people, therapy, _ = ARMS[k]
    figures = [figure("clients", people, "people"), figure("therapy", therapy, "GBP per person")]
    lines = [line("treatment", "clients", "therapy")]
    for name, (price, *arms) in UNITS.items():
        figures.append(figure(f"{name}_cost", price, f"GBP per {name}"))
        for when, (mean, sd) in (("before", arms[k][:2]), ("after", arms[k][2:])):
            spread = {"se": sd / sqrt(people), "distribution": "normal"}
            figures.append(figure(f"{name}_{when}", mean, f"{name} per person", **spread))
        used = f"clients * {name}_before - clients * {name}_after"
        lines.append(line(name, used, f"{name}_cost", "saving"))
    return read(folder, __doc__, figures, lines)


@pytest.fixture
def scenario(k: int, tmp_path: Path) -> econ.Scenario:
    return arm(tmp_path, k)


def ratio_of(scenario: econ.Scenario) -> float:
    return econ.benefit_cost_ratio().base(econ.evaluate(scenario, econ.base_case(scenario)))


def numbers(folder: Path) -> Iterator[Number]:
    yield Number("Clients of both therapies", 608, sum(people for people, *_ in ARMS), 0)
    for k, name in enumerate(("Motivational therapy", "Social network therapy")):
        why = "the table's six months do not bear out the abstract's 'about five times', nor a year"
        yield Number(f"{name}: saved for each pound", 5, ratio_of(arm(folder, k)), None, why)


@each
def test_a_line_is_worth_what_was_used_before_less_what_was_used_after(
    scenario: econ.Scenario, k: int
) -> None:
    for name, (price, *arms) in UNITS.items():
        before, _, after, _ = arms[k]
        found = ARMS[k][0] * (before - after) * price
        assert worth(scenario, name) == pytest.approx(found, rel=1e-9)


@each
def test_therapy_saves_twice_and_not_five_times_its_cost(scenario: econ.Scenario, k: int) -> None:
    """Means of two digits, of courts three: half a digit of each cannot make up the difference."""
    ratio = ratio_of(scenario)
    assert ratio == pytest.approx(ARMS[k][2], abs=5e-5)
    half = {"crown_court": 0.0005}
    slack = sum(2 * half.get(name, 0.005) * price for name, (price, *_) in UNITS.items())
    assert ratio + slack / ARMS[k][1] < 5


@each
def test_its_uncertainty_is_that_of_the_printed_deviations(scenario: econ.Scenario, k: int) -> None:
    """Means as if independent; tolerance four standard errors of 4,000 draws."""
    found = econ.benefits().estimate(econ.run(scenario, draws=4_000, seed=1))
    each_client = sum((price * sd) ** 2 for price, *arms in UNITS.values() for sd in arms[k][1::2])
    assert found.sd == pytest.approx(sqrt(ARMS[k][0] * each_client), rel=4 / sqrt(2 * 4_000))
