"""A correction for optimism: the same draws with it and without."""

from dataclasses import replace

import numpy as np
import pytest

from econ.analysis.optimism import optimism
from econ.model.designs import MonteCarlo
from econ.model.distributions import Distribution, Triangular, Uniform
from econ.model.equation import run
from econ.model.measures import net_present_value
from econ.model.parameters import OPTIMISM_BIAS, Parameter
from econ.model.programme import Cohort, Correlation
from econ.model.scenario import Scenario
from econ.pages.business_case import business_case_sheet
from econ.reports.report import report
from econ.words import money
from tests.pages import shown
from tests.programmes import cost, programme, saving


def bias(name: str, factor: Distribution) -> Parameter:
    note = f"{name} was guessed"
    return Parameter(name, name, factor, "factor", evidence="expert", note=note, role=OPTIMISM_BIAS)


def hopeful() -> Scenario:
    """Ten people at 20 to 40 each, a tenth less; a grant of 200, a tenth to a half more."""
    return programme(
        {
            "people": 10,
            "gain": Uniform(20, 40),
            "fee": 20,
            "lower": bias("lower", Triangular(0.8, 0.9, 1.0)),
            "dearer": bias("dearer", Uniform(1.1, 1.5)),
        },
        [saving("visits", "people * lower", "gain"), cost("grant", "people * dearer", "fee")],
    )


def test_each_is_taken_away_alone_and_then_all_on_the_same_draws() -> None:
    scenario, design = hopeful(), MonteCarlo(500, 3)
    impacts = run(scenario, draws=500, seed=3)
    gain, lower, dearer = (impacts.draws[name] for name in ("gain", "lower", "dearer"))
    worked = (
        10 * gain - 200 * dearer,  # without lower
        10 * gain * lower - 200,
        10 * gain - 200,
    )
    found = optimism(scenario, design, net_present_value())
    assert [[f.name for f in made.factors] for made in found] == [
        ["lower"],
        ["dearer"],
        ["lower", "dearer"],
    ]
    for made, rows in zip(found, worked, strict=True):
        assert made.without.mean == pytest.approx(rows.mean(), rel=1e-9)
        assert made.without.p2_5 == pytest.approx(np.quantile(rows, 0.025), rel=1e-9)
        whole = 10 * gain * lower - 200 * dearer
        assert made.adjusted.mean == pytest.approx(whole.mean(), rel=1e-9)


def test_none_is_at_one_in_every_cohort_and_correlated_with_nothing() -> None:
    alone = replace(
        hopeful(),
        cohorts=(Cohort("all", "All", 1.0, {"lower": 0.5, "people": 1.0}),),
        correlations=(Correlation("lower", "gain", 0.5), Correlation("dearer", "gain", 0.5)),
    )
    first, *_ = optimism(alone, MonteCarlo(200, 1), net_present_value())
    assert first.without.base_case == pytest.approx(300 - 200 * 1.3)


def test_where_there_is_none_that_is_all_that_is_said() -> None:
    scenario = programme({"people": 10, "fee": 20}, [cost("grant", "people", "fee")])
    assert optimism(scenario, MonteCarlo(2, 1), net_present_value()) == ()
    said = shown.said(business_case_sheet(report(scenario, MonteCarlo(2, 1))))
    assert "No adjustment is applied." in said


def test_the_sheet_says_of_each_its_grade_its_reason_and_both_answers() -> None:
    found = report(hopeful(), MonteCarlo(200, 1))
    said = shown.said(business_case_sheet(found))
    ends = ((money(x.without.mean), money(x.adjusted.mean)) for x in found.optimism)
    nets = [f"net {without} without, {adjusted} with." for without, adjusted in ends]
    wanted = [
        f"lower (expert, factor 0.9): {nets[0]} lower was guessed",
        f"dearer (expert, factor 1.3): {nets[1]} dearer was guessed",
        f"All of them: {nets[2]}",
    ]
    assert [line for line in said if " without, " in line] == wanted
    assert found.optimism[0].adjusted == found.measure("net_present_value")
