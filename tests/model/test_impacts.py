"""Money along any axes: what is kept, what is summed, and what always adds up."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from econ.errors import ScenarioError
from econ.model.designs import BATCHES, LatinHypercube, SobolSequence
from econ.model.distributions import FloatArray, Gamma, Normal, Uniform
from econ.model.draws import base_case, draw, monte_carlo
from econ.model.equation import evaluate, run
from econ.model.impacts import AXES, Axis, Impacts, added
from econ.model.prices import constant_rate
from econ.model.programme import Cohort
from econ.model.scenario import Scenario
from tests.any_programme import programmes
from tests.programmes import RATE, cost, programme, saving

SUBSETS: list[Sequence[Axis]] = [
    chosen for length in range(5) for chosen in permutations(AXES, length)
]


@pytest.fixture
def scenario() -> Scenario:
    """Two areas, two payers, three years; a part of the saving releases cash after a year."""
    return programme(
        {
            "people": 100,
            "effect": Normal(0.5, 0.2),
            "price": Gamma.from_moments(80, 20),
            "fee": 30,
        },
        [
            saving(
                "visits",
                "people * effect",
                "price",
                "every year",
                {"nhs": 0.9, "carers": 0.1},
                cash_share=0.4,
                cash_delay=1,
            ),
            cost("grant", "people", "fee", cash_share=1.0),
        ],
        cohorts=[
            Cohort("leeds", "Leeds", 2.0, {"people": 0.3}),
            Cohort("suffolk", "Suffolk", 0.5, {"people": 0.7}),
        ],
        years=3,
        discount=RATE,
    )


@pytest.fixture
def impacts(scenario: Scenario) -> Impacts:
    return evaluate(scenario, monte_carlo(scenario, 8))


def total_of(rows: FloatArray) -> FloatArray:
    found: FloatArray = rows.reshape(len(rows), -1).sum(axis=1)
    return found


@pytest.mark.parametrize("axes", SUBSETS, ids="-".join)
def test_any_axes_in_any_order_are_the_whole_summed_over_the_others(
    impacts: Impacts, axes: Sequence[Axis]
) -> None:
    whole = impacts.by(*AXES).rows
    over = tuple(1 + k for k, axis in enumerate(AXES) if axis not in axes)
    kept = [axis for axis in AXES if axis in axes]
    expected = whole.sum(axis=over).transpose([0] + [1 + kept.index(axis) for axis in axes])
    found = impacts.by(*axes)
    assert found.axes == tuple(axes)
    assert found.rows.shape == (9, *(len(impacts.labels(axis)) for axis in axes))
    assert found.rows == pytest.approx(expected, rel=1e-12, abs=1e-9)


@settings(max_examples=40)
@given(programmes(), st.sampled_from(SUBSETS))
def test_every_breakdown_of_every_programme_adds_up_to_the_total(
    scenario: Scenario, axes: Sequence[Axis]
) -> None:
    found = evaluate(scenario, monte_carlo(scenario, 4))
    size = np.abs(found.by(*AXES).rows).max()
    assert total_of(found.by(*axes).rows) == pytest.approx(found.total(), rel=1e-9, abs=1e-9 * size)


@settings(max_examples=40)
@given(programmes())
def test_cash_and_capacity_add_up_to_the_whole_c14(scenario: Scenario) -> None:
    found = evaluate(scenario, monte_carlo(scenario, 4))
    whole = found.by(*AXES).rows
    parts = found.cash().by(*AXES).rows + found.capacity().by(*AXES).rows
    assert parts == pytest.approx(whole, rel=1e-12, abs=1e-9)


def test_nothing_is_cash_before_its_delay_or_beyond_its_share_c14(impacts: Impacts) -> None:
    """Forty per cent of the visits' value, from the second year on; the grant is all cash."""
    whole = impacts.by("outcome", "year").base
    cash = impacts.cash().by("outcome", "year").base
    assert cash[0].tolist() == pytest.approx([0.0, 0.4 * whole[0, 1], 0.4 * whole[0, 2]])
    assert cash[1].tolist() == whole[1].tolist()


def test_what_is_not_marked_cash_releasing_is_capacity_c14() -> None:
    scenario = programme({"people": 10, "price": 50}, [saving("visits", "people", "price")])
    found = evaluate(scenario, base_case(scenario))
    assert found.cash().total().tolist() == [0.0]
    assert found.capacity().total().tolist() == [500.0]


def test_a_selection_keeps_its_rows_in_the_order_asked(impacts: Impacts) -> None:
    chosen = impacts.select("nhs", cohort=["suffolk", "leeds"], outcome="visits")
    assert (chosen.cohorts, chosen.payers, chosen.outcomes) == (
        ("suffolk", "leeds"),
        ("nhs",),
        ("visits",),
    )
    whole = impacts.by(*AXES).rows
    assert chosen.by("cohort", "year").rows == pytest.approx(whole[:, ::-1, :, 0, 0])
    assert chosen.people is not None
    assert chosen.people[0].tolist() == [70.0, 30.0]


def test_all_selections_of_one_axis_add_up_to_the_whole(impacts: Impacts) -> None:
    for parts in (
        [impacts.select(cohort=name) for name in impacts.cohorts],
        [impacts.select(outcome=name) for name in impacts.outcomes],
        [impacts.select(name) for name in impacts.payers],
        [impacts.where_outcome(direction) for direction in ("saving", "cost")],
    ):
        assert sum(part.total() for part in parts) == pytest.approx(impacts.total(), abs=1e-9)


def test_no_outcome_of_a_direction_is_no_money(impacts: Impacts) -> None:
    none = impacts.select(outcome="visits").where_outcome("cost")
    assert none.outcomes == ()
    assert none.total().tolist() == [0.0] * 9


def test_present_value_discounts_each_year_once_c3(impacts: Impacts) -> None:
    yearly = impacts.by("year").rows
    factors = np.array([1, 1 / 1.035, 1 / 1.035**2])
    assert impacts.present_value().by("year").rows == pytest.approx(yearly * factors)


def test_equity_weights_bear_on_what_falls_on_people_and_not_on_public_money(
    scenario: Scenario,
) -> None:
    """Visits are counted as social here: a pound of them is 2 in Leeds and 0.5 in Suffolk."""
    visits, grant = scenario.outcomes
    social = replace(visits, value_class="social", shares={"carers": 1.0})
    scenario = replace(scenario, outcomes=(social, grant))
    impacts = evaluate(scenario, monte_carlo(scenario, 8))
    plain = impacts.by("outcome", "cohort").rows
    weighted = impacts.equity_weighted().by("outcome", "cohort").rows
    assert weighted[:, 0] == pytest.approx(plain[:, 0] * np.array([2.0, 0.5]))
    assert weighted[:, 1] == pytest.approx(plain[:, 1])


def test_a_transfer_is_shown_by_payer_and_is_nothing_to_society(scenario: Scenario) -> None:
    visits, grant = scenario.outcomes
    scenario = replace(scenario, outcomes=(replace(visits, value_class="transfer"), grant))
    impacts = evaluate(scenario, monte_carlo(scenario, 8))
    assert np.all(impacts.select("carers").by("outcome").rows[:, 0] > 0)
    assert np.all(impacts.select("society").by("outcome").rows[:, 0] == 0)
    assert impacts.select("society").total() == pytest.approx(-np.full(9, 3000.0))
    alone = impacts.select("public sector").by("outcome").rows[:, 0]
    assert alone == pytest.approx(impacts.select("nhs").by("outcome").rows[:, 0])


def test_an_outcome_is_discounted_at_its_own_rate_and_its_value_grows(scenario: Scenario) -> None:
    """A visit of 40 a year for 100 people: 1.5% a year instead of 3.5%, growing 2% a year."""
    visits, grant = scenario.outcomes
    own = replace(visits, discount_rate=constant_rate(0.015), growth=0.02)
    scenario = replace(scenario, outcomes=(own, grant))
    impacts = evaluate(scenario, base_case(scenario))
    by_year = impacts.by("outcome", "year").base[0]
    assert by_year == pytest.approx([4000, 4000 * 1.02, 4000 * 1.02**2])
    worth = impacts.present_value().by("outcome").base
    assert worth[0] == pytest.approx(sum(4000 * (1.02 / 1.015) ** y for y in range(3)))
    assert worth[1] == pytest.approx(-3000)


@pytest.mark.parametrize(
    ("asked", "near"),
    [
        ({"view": "nh"}, "Did you mean 'nhs'?"),
        ({"view": "socety"}, "Did you mean 'society'?"),
        ({"cohort": "leds"}, "Did you mean 'leeds'?"),
        ({"outcome": "visit"}, "Did you mean 'visits'?"),
    ],
)
def test_a_name_that_is_not_there_is_answered_with_the_nearest_c7(
    impacts: Impacts, asked: dict[str, str], near: str
) -> None:
    with pytest.raises(ScenarioError) as told:
        impacts.select(**asked)
    assert near in str(told.value)


def test_an_axis_that_is_not_there_is_answered_with_the_nearest_c7(impacts: Impacts) -> None:
    with pytest.raises(ScenarioError, match="Did you mean 'year'"):
        impacts.by("years")  # type: ignore[arg-type]


def test_an_axis_asked_for_twice_is_given_once(impacts: Impacts) -> None:
    assert impacts.by("year", "year").axes == ("year",)


def test_cells_carry_their_labels(impacts: Impacts) -> None:
    found = impacts.by("payer", "year")
    cells = dict(found.cells())
    assert list(cells) == [(p, y) for p in impacts.payers for y in impacts.years]
    assert cells[("carers", "2026/27")].tolist() == found.rows[:, 1, 1].tolist()


def test_a_summary_has_one_row_a_cell_and_the_same_figures(impacts: Impacts) -> None:
    frame = impacts.summary()
    assert list(frame.columns[:2]) == ["payer", "year"]
    assert len(frame) == 6
    row = frame[(frame["payer"] == "nhs") & (frame["year"] == "2025/26")].iloc[0]
    rows = impacts.by("payer", "year").rows[:, 0, 0]
    assert row["base_case"] == rows[0]
    assert row["mean"] == pytest.approx(rows[1:].mean())
    assert row["p97_5"] == pytest.approx(np.quantile(rows[1:], 0.975))


@pytest.mark.parametrize("kind", [LatinHypercube, SobolSequence])
def test_every_cell_of_a_stratified_design_tells_its_error_by_the_replicates(
    kind: type[LatinHypercube] | type[SobolSequence],
) -> None:
    scenario = programme(
        {"people": 10, "effect": Normal(3, 1), "price": Uniform(0, 2)},
        [saving("a", "people * effect", "price", "every year", {"nhs": 0.25, "carers": 0.75})],
        years=2,
    )
    impacts = evaluate(scenario, draw(scenario, kind(320)))
    for found in (impacts.by(), impacts.by("payer", "year"), impacts.select("nhs").by("payer")):
        told = found.estimates()
        for names, rows in found.cells():
            means = [part.mean() for part in np.array_split(rows[1:], BATCHES)]
            assert told[names].se == pytest.approx(np.std(means, ddof=1) / 4)


def test_draws_as_a_table_leave_the_base_case_out_c4(impacts: Impacts) -> None:
    frame = impacts.to_frame("outcome")
    assert frame.shape == (8, 2)
    assert frame["visits"].to_numpy().tolist() == impacts.by("outcome").values[:, 0].tolist()
    assert impacts.by().to_frame()["impact"].to_list() == impacts.total()[1:].tolist()


def test_factors_are_kept_apart_and_no_array_has_five_axes(scenario: Scenario) -> None:
    found = run(scenario, draws=500)
    assert {common.shape for common in found.common} == {(501,), (1,)}
    assert {local.shape for local in found.local} == {(1, 2)}
    assert {timing.shape for timing in found.timing} == {(1, 3)}
    assert found.share.shape == (1, 2, 2)
    assert len(found) == 500


def test_adding_goes_in_order_so_that_it_cannot_depend_on_the_block_c11() -> None:
    """1e16 + 1 + 1 loses both ones in that order, and keeps them in the other."""
    assert added(np.array([[1e16, 1.0, 1.0]])).tolist() == [1e16]
    assert added(np.array([[1.0, 1.0, 1e16]])).tolist() == [1e16 + 2]
    assert added(np.empty((3, 0))).tolist() == [0.0, 0.0, 0.0]
