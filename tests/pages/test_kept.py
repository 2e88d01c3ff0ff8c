"""Every word, number, formula, width and picture of the sheets of results, as they were kept."""

from dataclasses import replace

from econ.model.designs import MonteCarlo
from econ.pages import technical
from econ.pages.page import Chart
from econ.reports.report import report
from econ.reports.sensitivity import sensitivity
from tests.pages import kept


def test_the_sheets_of_results_are_as_they_were_kept() -> None:
    assert kept.listing().splitlines() == kept.KEPT.read_text("utf-8").splitlines()


def test_a_share_is_a_number_only_where_it_is_above_its_error_and_a_digit_c22() -> None:
    """Below, it is told by the upper end of its interval; a share below 0 is never shown."""
    scenario = kept.small()
    together = sensitivity(scenario, n=128, most=128, seed=1).together
    assert together is not None
    shares = (
        (-0.0004, -0.002, 0.001, "under 1%"),
        (-0.02, -0.06, 0.021, "under 3%"),
        (0.004, 0.0039, 0.0041, "under 1%"),
        (0.0, 0.0, 0.0, "none"),
        (0.5, 0.4, 0.6, 0.5),
    )
    effects = [
        replace(effect, estimate=share, low=low, high=high)
        for effect, (share, low, high, _) in zip(together.shapley.effects, shares, strict=True)
    ]
    changed = replace(together, shapley=replace(together.shapley, effects=tuple(effects)))
    table = technical.by_number(report(scenario, MonteCarlo(2, 1)), changed)
    assert [row[2] for row in table.rows] == [shown for *_, shown in shares]


def test_where_no_share_is_known_none_is_drawn() -> None:
    scenario = kept.small()
    together = sensitivity(scenario, n=128, most=128, seed=1).together
    assert together is not None
    found = report(scenario, MonteCarlo(2, 1))
    for low, drawn in ((0.1, 1), (-0.1, 0)):
        effects = [replace(e, estimate=0.2, low=low, high=0.5) for e in together.shapley.effects]
        changed = replace(together, shapley=replace(together.shapley, effects=tuple(effects)))
        blocks = technical.global_sheet(found, changed).blocks
        assert sum(isinstance(block, Chart) for block in blocks) == drawn
