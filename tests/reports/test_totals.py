"""Totals of a report: added from the same draws as their parts, and as sure as the design says."""

import numpy as np
import pytest

from econ.model.designs import BATCHES, LatinHypercube, MonteCarlo, SobolSequence
from econ.model.distributions import Gamma, Normal, Uniform
from econ.model.draws import draw
from econ.model.equation import evaluate
from econ.reports.records import as_json
from econ.reports.report import ALL, report
from tests.programmes import PERSPECTIVES, cost, programme, saving

SCENARIO = programme(
    {"people": 10, "effect": Normal(3, 1), "price": Uniform(0, 2)},
    [saving("a", "people * effect", "price", "every year", {"nhs": 0.25, "carers": 0.75})],
    years=2,
)


@pytest.mark.parametrize("design", [LatinHypercube(320), SobolSequence(320), MonteCarlo(320)])
def test_the_error_of_a_total_is_that_of_its_design(
    design: LatinHypercube | SobolSequence | MonteCarlo,
) -> None:
    rows = evaluate(SCENARIO, draw(SCENARIO, design)).by("payer", "year").rows[1:]
    lines = {(line.payer, line.year): line.impact for line in report(SCENARIO, design).totals}
    for found, values in (
        (lines["nhs", ALL], rows[:, 0].sum(axis=1)),
        (lines["society", "2026/27"], rows[:, :, 1].sum(axis=1)),
        (lines[ALL, ALL], rows.sum(axis=(1, 2))),
    ):
        means = [part.mean() for part in np.array_split(values, BATCHES)]
        single = np.std(values, ddof=1) / np.sqrt(320)
        known = np.std(means, ddof=1) / 4 if design.batches else single
        assert found.se == pytest.approx(known)
        assert found.mean == pytest.approx(values.mean())


def test_payers_stand_by_year_in_the_budget_and_views_in_the_totals() -> None:
    found, years = report(SCENARIO, MonteCarlo(10)), ("2025/26", "2026/27")
    alone = [(payer, year) for payer in ("nhs", "carers") for year in years]
    assert [(line.payer, line.year) for line in found.budget] == alone
    views = [view for view in (*PERSPECTIVES, ALL) for _ in (*years, ALL)]
    assert [line.payer for line in found.totals] == ["nhs", "carers", *views]
    assert [line.year for line in found.totals[2:]] == [*years, ALL] * (len(PERSPECTIVES) + 1)


def test_how_much_there_is_of_each_outcome_is_told_with_its_interval() -> None:
    """100 people x 3 fewer visits in each of two years, whatever a visit is worth; one lump sum."""
    scenario = programme(
        {"people": 100, "fewer": Normal(3.0, 1.0), "price": Gamma(4.0, 10.0), "once": 1},
        [
            saving("visits", "people * fewer", "price", "every year", counts="a visit", growth=0.1),
            cost("grant", "once", "price"),
        ],
        years=2,
    )
    found = as_json(report(scenario, MonteCarlo(4_000, 1)))["quantities"]
    assert isinstance(found, list)
    visits, grant = found
    assert (visits["outcome"], visits["counts"], visits["base_case"]) == ("visits", "a visit", 600)
    assert visits["mean"] == pytest.approx(600, abs=4 * 200 / 4_000**0.5)
    assert visits["p97_5"] == pytest.approx(600 + 1.96 * 200, rel=0.05)
    assert (grant["base_case"], grant["mean"]) == (1, 1)
