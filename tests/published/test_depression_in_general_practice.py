"""Usual care, cognitive behaviour therapy and counselling for depression in general practice.

https://pmc.ncbi.nlm.nih.gov/articles/PMC27543/table/T3 (BMJ 2000;321:1389), Table 3: a year's mean
(SD) costs of three arms, and the sensitivity analyses, which are rows of the sheet Scenarios here.

Tolerance: means are printed to ten pence, so that the sum of two may be ten pence from a third.
"""

from collections.abc import Iterator
from math import sqrt
from pathlib import Path

import pytest

import econ
from tests.published.declared import Number, source
from tests.published.tables import figure, line, read, worth

SOURCE = source(__doc__, "paper", "Table 3")
ARMS = ("usual", "cbt", "counselling")
PATIENTS = (67, 63, 67)
DIRECT = ((472.9, 779.3), (448.9, 471.6), (501.4, 614.8))
INDIRECT = ((744.7, 1796.4), (611.6, 1370.4), (897.2, 2336.1))
MAIN = (1217.5, 1060.5, 1398.6)
SOCIETAL_SD = (2013.0, 1471.1, 2474.1)
# What differs, with the means of the three arms, and what they then cost society.
SENSITIVITY = {
    "Missed sessions": ({"direct": (482.7, 460.8, 517.9)}, (1227.4, 1072.4, 1415.1)),
    "Dearest drug": ({"direct": (474.0, 449.1, 501.6)}, (1218.7, 1060.7, 1398.8)),
    "National wage": ({"indirect": (2053.6, 1585.9, 2249.5)}, (2526.5, 2034.8, 2750.9)),
    "Complete data": (
        {"direct": (419.9, 470.5, 532.3), "indirect": (782.9, 484.4, 877.3)},
        (1202.8, 954.9, 1409.6),
    ),
}


def trial(folder: Path) -> econ.Scenario:
    """A patient, and what each therapy saves in place of usual care."""
    figures = [figure("patient", 1, "people")]
    for part, costs in (("direct", DIRECT), ("indirect", INDIRECT)):
        for arm, n, (mean, sd) in zip(ARMS, PATIENTS, costs, strict=True):
            spread = {"se": sd / sqrt(n), "distribution": "normal"}
            figures.append(figure(f"{part}_{arm}", mean, "GBP per person", **spread))
    figures += [
        figure(f"cost_{arm}", None, "GBP per person", formula=f"direct_{arm} + indirect_{arm}")
        for arm in ARMS
    ]
    lines = [line(arm, "patient", f"cost_usual - cost_{arm}", "saving") for arm in ARMS[1:]]
    alternatives = [
        (name, f"{part}_{arm}", mean, "A sensitivity analysis of the table")
        for name, (changed, _) in SENSITIVITY.items()
        for part, means in changed.items()
        for arm, mean in zip(ARMS, means, strict=True)
    ]
    return read(folder, __doc__, figures, lines, scenarios=alternatives)


def societal(scenario: econ.Scenario) -> list[float]:
    return [scenario[f"cost_{arm}"].mean for arm in ARMS]


def numbers(folder: Path) -> Iterator[Number]:
    scenario = trial(folder)
    ways = {other.name: other for other in econ.scenarios(scenario)}
    assert ways.keys() == SENSITIVITY.keys()
    yield from of_way("main analysis", scenario, MAIN)
    for name, (_, printed) in SENSITIVITY.items():
        yield from of_way(name.lower(), ways[name], printed)


def of_way(way: str, scenario: econ.Scenario, printed: tuple[float, ...]) -> Iterator[Number]:
    """Direct and indirect costs of each arm, and what a therapy saves, of one analysis."""
    for arm, cost, found in zip(ARMS, printed, societal(scenario), strict=True):
        yield Number(f"Cost to society of {arm}, {way}", cost, found, 0.101)
    for arm, cost in zip(ARMS[1:], printed[1:], strict=True):
        yield Number(f"Saved by {arm}, {way}", printed[0] - cost, worth(scenario, arm), 0.201)


@pytest.fixture
def scenario(tmp_path: Path) -> econ.Scenario:
    return trial(tmp_path)


@pytest.mark.parametrize("k", [1, 2], ids=ARMS[1:])
def test_no_therapy_surely_saves_or_costs_society_money(scenario: econ.Scenario, k: int) -> None:
    """Printed: P=0.63. Independent parts vary up to 3% less than the printed societal deviations.

    Costs of one patient go together a little. Tolerance: four standard errors of 10,000 draws.
    """
    found = econ.run(scenario, draws=10_000, seed=1).select(outcome=ARMS[k]).total()[1:]
    printed = sqrt(sum(SOCIETAL_SD[arm] ** 2 / PATIENTS[arm] for arm in (0, k)))
    assert found.mean() == pytest.approx(MAIN[0] - MAIN[k], abs=0.2 + 4 * printed / 100)
    assert found.std(ddof=1) == pytest.approx(printed, rel=0.03 + 4 / sqrt(2 * 10_000))
    assert found.std(ddof=1) < printed
    assert 0.1 < (found > 0).mean() < 0.9
