"""What must hold of every programme, whatever its numbers."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from econ.model.chain import chain_of
from econ.model.distributions import Fixed, FloatArray
from econ.model.draws import Draws, monte_carlo
from econ.model.equation import evaluate
from econ.model.impacts import AXES, Impacts
from econ.model.measures import net_present_value
from econ.model.programme import Cohort
from econ.model.scenario import Scenario
from tests.any_programme import programmes, with_number
from tests.programmes import NO_DISCOUNT

SIZE = 4
few = settings(max_examples=25)


def drawn(scenario: Scenario) -> Draws:
    return monte_carlo(scenario, SIZE)


def run(scenario: Scenario) -> Impacts:
    return evaluate(scenario, drawn(scenario))


def close(found: FloatArray, expected: FloatArray) -> bool:
    """Equal but for rounding, judged by the largest amount there is."""
    size = float(np.abs(expected).max(initial=0.0))
    return bool(np.allclose(found, expected, rtol=1e-9, atol=1e-9 * size + 1e-9))


@few
@given(programmes())
def test_payers_add_up_to_outcomes(scenario: Scenario) -> None:
    impacts = run(scenario)
    assert close(impacts.by("outcome", "payer").rows.sum(axis=2), impacts.by("outcome").rows)


@few
@given(programmes())
def test_cohorts_add_up_to_everyone(scenario: Scenario) -> None:
    impacts = run(scenario)
    parts = [evaluate(scenario.only(cohorts=[c.name]), impacts.draws) for c in scenario.cohorts]
    assert close(np.array([part.total() for part in parts]).sum(axis=0), impacts.total())
    together = impacts.by("cohort").rows
    apart = np.stack([part.total() for part in parts], axis=1)
    assert close(together, apart)


@few
@given(programmes())
def test_no_effect_no_saving(scenario: Scenario) -> None:
    """With nobody reached nothing is saved and nothing spent, in any cell."""
    nobody = with_number(scenario, "people", Fixed(0.0))
    assert not run(nobody).by(*AXES).rows.any()


@few
@given(programmes())
def test_an_effect_of_zero_leaves_only_what_does_not_depend_on_it(scenario: Scenario) -> None:
    none = run(with_number(scenario, "effect", Fixed(0.0))).by("outcome").rows
    for place, outcome in enumerate(scenario.outcomes):
        if ("*", chain_of("effect")) in outcome.quantity.factors:
            assert not none[:, place].any()


@few
@given(programmes(), st.floats(0.1, 10))
def test_twice_the_people_twice_the_money(scenario: Scenario, factor: float) -> None:
    people = scenario["people"].mean
    more = with_number(scenario, "people", Fixed(factor * people))
    assert close(run(more).by(*AXES).rows, factor * run(scenario).by(*AXES).rows)


@few
@given(programmes(), st.floats(0.1, 10))
def test_money_in_another_currency_is_the_same_money(scenario: Scenario, factor: float) -> None:
    """Every price times a factor is every answer times the factor."""
    other = scenario
    for name in ("price", "wage"):
        other = with_number(other, name, other[name].distribution.scaled(factor))
    npv = net_present_value("society")
    ours, theirs = npv(run(scenario)), npv(run(other))
    # Prices are drawn from tables that are exact to 1e-9 standard deviations.
    size = float(np.abs(run(scenario).by(*AXES).rows).max(initial=0.0))
    assert theirs == pytest.approx(factor * ours, rel=1e-7, abs=factor * (1e-7 * size + 1e-9))


@few
@given(programmes())
def test_no_discounting_no_difference(scenario: Scenario) -> None:
    impacts = run(replace(scenario, discount=NO_DISCOUNT))
    assert np.array_equal(impacts.present_value().by(*AXES).rows, impacts.by(*AXES).rows)


@few
@given(programmes())
def test_discounting_never_adds_to_an_amount_and_leaves_year_0(scenario: Scenario) -> None:
    impacts = run(scenario)
    whole, present = impacts.by(*AXES).rows, impacts.present_value().by(*AXES).rows
    assert np.all(np.abs(present) <= np.abs(whole))
    assert np.array_equal(present[:, :, 0], whole[:, :, 0])


@few
@given(programmes(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing_to_the_last_bit_c11(
    scenario: Scenario, random: object
) -> None:
    """Parameters, payers and cohorts in another order: every cell is the same number."""
    shuffle = getattr(random, "shuffle")  # noqa: B009 - typed as an object
    parameters, payers = list(scenario.parameters.items()), list(scenario.payers)
    cohorts, outcomes = list(scenario.cohorts), list(scenario.outcomes)
    for rows in (parameters, payers, cohorts, outcomes):
        shuffle(rows)
    other = replace(
        scenario,
        parameters=dict(parameters),
        payers=tuple(payers),
        cohorts=tuple(cohorts),
        outcomes=tuple(outcomes),
    )
    first = dict(run(scenario).by(*AXES).cells())
    second = dict(run(other).by(*AXES).cells())
    assert first.keys() == second.keys()
    assert all(first[cell].tobytes() == second[cell].tobytes() for cell in first)


@few
@given(programmes())
def test_another_parameter_moves_no_cell_c11(scenario: Scenario) -> None:
    extra = with_number(scenario, "people", scenario["people"].distribution)
    extra = replace(
        extra, parameters={"aaa": replace(scenario["effect"], name="aaa"), **extra.parameters}
    )
    first, second = run(scenario).by(*AXES).rows, run(extra).by(*AXES).rows
    assert first.tobytes() == second.tobytes()


@few
@given(programmes())
def test_more_draws_keep_the_first_ones_to_the_last_bit_c11(scenario: Scenario) -> None:
    npv = net_present_value("society")
    short = npv(run(scenario))
    longer = npv(evaluate(scenario, monte_carlo(scenario, SIZE + 7)))
    assert short.tobytes() == longer[: SIZE + 1].tobytes()


@few
@given(programmes())
def test_a_longer_horizon_keeps_the_first_years_c3(scenario: Scenario) -> None:
    """Nothing later changes what is spent and saved earlier, unless a table is cut short."""
    longer = scenario.over(years=scenario.years + 2)
    first, second = run(scenario).by(*AXES).rows, run(longer).by(*AXES).rows
    assert close(second[:, :, : scenario.years], first)


@few
@given(programmes())
def test_a_cost_is_a_saving_of_the_other_sign_c1(scenario: Scenario) -> None:
    turned = {"saving": "cost", "cost": "saving"}
    other = replace(
        scenario,
        outcomes=tuple(replace(o, direction=turned[o.direction]) for o in scenario.outcomes),
    )
    assert np.array_equal(run(other).by(*AXES).rows, -run(scenario).by(*AXES).rows)


@few
@given(programmes())
def test_wider_perspectives_count_whoever_narrower_ones_do(scenario: Scenario) -> None:
    views = [set(scenario.payers_in(v)) for v in ("NHS and PSS", "public sector", "society")]
    assert all(narrow <= wide for narrow, wide in pairwise(views))
    impacts = run(scenario)
    assert close(impacts.select("society").total(), impacts.total())


@few
@given(programmes(), st.floats(0.01, 0.99))
def test_a_cohort_may_be_split_without_changing_the_whole(scenario: Scenario, part: float) -> None:
    """Two groups with the same values as one, who share its people, are worth what it is."""
    first, *rest = scenario.cohorts
    whole = first.relative.get("people", 1.0)
    halves = [
        Cohort(f"{first.name}_{k}", "half", relative={**first.relative, "people": whole * size})
        for k, size in enumerate((part, 1 - part))
    ]
    split = replace(scenario, cohorts=(*halves, *rest))
    assert close(run(split).by("year", "payer").rows, run(scenario).by("year", "payer").rows)
