"""Figures of one pass are those of all draws at once, whoever reads which places."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

import econ
from econ.methods import one_pass, tally
from econ.methods.one_pass import OnePass, estimates, in_one_pass
from econ.methods.tally import Bracket, ColumnTally
from econ.model.designs import BATCHES, LatinHypercube, MonteCarlo, SobolSequence
from econ.model.distributions import FloatArray, Normal, Sample
from econ.model.draws import as_imported
from econ.model.estimates import Estimate, estimate
from econ.model.impacts import Impacts
from econ.model.measures import declared, net_present_value, payback_year
from econ.model.programme import Cohort
from econ.model.scenario import Scenario
from econ.reports.report import report
from tests.all_at_once import by_hand, differences, told
from tests.any_programme import programmes
from tests.programmes import Number, cost, programme, saving

SIZE = 40


@pytest.fixture(autouse=True, params=["held", "bracketed"])
def small_places(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Places of forty draws, so that a few hundred fill many; whether few are held or not."""
    monkeypatch.setattr(tally, "PLACE", SIZE)
    monkeypatch.setattr(one_pass, "PLACE", SIZE)
    if request.param == "bracketed":
        monkeypatch.setattr(tally, "_FEW", 0)


def areas(order: int = 1) -> Scenario:
    """Three areas with a price and people of their own, and a bracket of two that differ."""
    cohorts = [
        Cohort(f"area_{k}", f"Area {k}", relative={"people": 0.1 * (k + 1), "price": 0.3 + k})
        for k in range(3)
    ]
    outcomes = [
        saving("visits", "people * (effect - price / 90)", "price", "every year"),
        saving("care", "people / 3 * effect", "wage", "every year", {"nhs": 0.3, "carers": 0.7}),
        cost("delivery", "people", "fee"),
    ]
    numbers: dict[str, Number] = {"people": 31, "effect": Normal(0.4, 0.3), "fee": 1.7}
    numbers |= {"price": econ.Gamma.from_moments(7, 2), "wage": econ.LogNormal.from_moments(3, 1)}
    return programme(
        numbers,
        outcomes[::order],
        cohorts=cohorts[::order],
        years=3,
    )


@settings(max_examples=4, deadline=None)
@given(programmes())
def test_every_figure_of_a_report_is_that_of_all_draws_at_once(scenario: Scenario) -> None:
    found = told(report(scenario, design := MonteCarlo(100, 2)))
    assert differences(found, by_hand(scenario, design)) == []


@pytest.mark.parametrize(
    "design",
    [MonteCarlo(0), MonteCarlo(1), MonteCarlo(700), LatinHypercube(700), SobolSequence(700)],
)
def test_every_figure_is_found_of_few_draws_and_many_of_each_design(
    design: MonteCarlo | LatinHypercube | SobolSequence,
) -> None:
    scenario = areas()
    found = told(report(scenario, design))
    assert differences(found, by_hand(scenario, design)) == []
    assert len(found) > 100


def test_the_order_of_rows_changes_no_bit_of_any_figure_c11() -> None:
    ways = [told(report(areas(order), MonteCarlo(300))) for order in (1, -1)]
    assert ways[0] == ways[1]


def read(columns: list[FloatArray], places: list[int], batches: int = 0) -> list[Estimate | None]:
    """The estimates of columns, their places read in this order by two readers."""
    size = len(columns[0]) - 1
    whole = ColumnTally(len(columns), size, batches)
    whole.read(0, [column[1 : SIZE + 1] for column in columns])
    whole.narrow()
    readers = whole.fresh(), whole.fresh()
    for k, place in enumerate(places):
        cut = slice(1 + place * SIZE, min(1 + (place + 1) * SIZE, size + 1))
        readers[k % 2].read(place * SIZE, [column[cut] for column in columns])
    for reader in readers:
        whole.add(reader)
    return whole.estimates([float(column[0]) for column in columns])


@pytest.mark.parametrize("batches", [0, BATCHES])
def test_moments_quantiles_and_chances_are_numpys_in_any_order_of_places(batches: int) -> None:
    """Ties, endless values on both sides, values that are none, and one value alone."""
    rng = np.random.default_rng(3)
    plain = rng.normal(3.0, 2.0, 1_501)
    columns = [
        plain,
        np.round(plain),
        np.where(plain > 4, np.inf, np.round(plain)),
        np.where(plain > 5, np.nan, plain),
        np.where(plain < 2, -np.inf, plain),
        np.full(1_501, 0.1),
        np.where(plain > 3, plain, 0.0),
    ]
    places = list(range(1, 38))
    found = read(columns, places, batches)
    assert found == read(columns, places[::-1], batches)
    for one, column in zip(found, columns, strict=True):
        expected = estimate(column, batches)
        assert one is not None
        for name in ("p2_5", "p50", "p97_5", "probability_positive", "base_case"):
            assert getattr(one, name) == getattr(expected, name), name
        for name in ("mean", "sd", "se"):
            wanted = getattr(expected, name)
            assert getattr(one, name) == (wanted and pytest.approx(wanted, rel=1e-12, abs=1e-15))


@pytest.mark.parametrize("probability", [0.025, 0.5, 0.975])
def test_a_bracket_holds_few_values_and_still_the_quantile(probability: float) -> None:
    values = np.random.default_rng(1).normal(size=100_000)
    bracket = Bracket.of(np.sort(values[:1_000]), probability)
    bracket.count(values[1_000:10_000])
    bracket.narrow(10_000)
    bracket.count(values[10_000:])
    ranks = [int(99_999 * probability), int(99_999 * probability) + 1]
    assert bracket.at(ranks) == np.sort(values)[ranks].tolist()
    assert sum(map(len, bracket.within)) < 7_000
    assert bracket.at([10]) is None


def test_a_quantile_outside_its_bracket_is_found_by_reading_again() -> None:
    """The first places of imported draws need not be like the rest: here they rise throughout."""
    rows = tuple(np.linspace(0.0, 1.0, 2_000).tolist())
    scenario = programme(
        {"people": 1, "price": Sample(rows, joint="imported")}, [saving("a", "people", "price")]
    )
    design = as_imported(scenario)
    (found,) = estimates(scenario, design, [net_present_value()])
    assert (found.p2_5, found.p50) == pytest.approx((0.025, 0.5), abs=1e-12)


def test_a_measure_that_asks_for_more_than_sums_is_answered_too() -> None:
    @declared("largest price", "GBP")
    def largest(impacts: Impacts) -> FloatArray:
        return np.asarray(impacts.draws.columns["price"] + impacts.total() * 0)

    (found,) = estimates(areas(), MonteCarlo(100), [largest()])
    drawn = econ.monte_carlo(areas(), 100)
    assert found.mean == pytest.approx(drawn["price"].mean())


def test_what_is_kept_is_kept_of_every_draw_the_base_case_first() -> None:
    net = net_present_value()

    def ask(asking: OnePass) -> None:
        asking.asked["payback"] = payback_year()
        asking.kept = [net]

    done: list[int] = []
    found = in_one_pass(areas(), MonteCarlo(100), ask, progress=done.append)
    assert found.kept[0] == pytest.approx(net(econ.run(areas(), 100)), rel=1e-12)
    assert done == [40, 80, 100]
