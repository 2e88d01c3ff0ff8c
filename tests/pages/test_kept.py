"""Every word, number, formula, width and picture of the sheets of results, as they were kept."""

from dataclasses import replace

from econ.model.designs import MonteCarlo
from econ.pages import uncertainty
from econ.reports.report import report
from econ.reports.sensitivity import sensitivity
from tests.pages import kept


def test_the_sheets_of_results_are_as_they_were_kept() -> None:
    assert kept.listing().splitlines() == kept.KEPT.read_text("utf-8").splitlines()


def test_a_share_that_would_be_shown_as_minus_nothing_is_nothing() -> None:
    scenario = kept.small()
    together = sensitivity(scenario, n=128, seed=1).together
    assert together is not None
    shares = (-0.0004, -0.0006, None, 0.5, 0.5)
    effects = [
        replace(effect, estimate=share)
        for effect, share in zip(together.shapley.effects, shares, strict=True)
    ]
    changed = replace(together, shapley=replace(together.shapley, effects=tuple(effects)))
    table = uncertainty.by_number(report(scenario, MonteCarlo(2, 1)), changed)
    assert [row[2] for row in table.rows] == [0.0, -0.0006, None, 0.5, 0.5]
    assert [row[3] is None for row in table.rows] == [False, False, True, False, False]
