"""Perspectives are a programme's own; a view keeps its payers' money, and had it paid (C16)."""

from dataclasses import replace

import numpy as np
import pytest

from econ.analysis.difference import explain
from econ.errors import ScenarioError
from econ.model.distributions import Normal, Uniform
from econ.model.draws import base_case, monte_carlo
from econ.model.equation import evaluate
from econ.model.measures import (
    Measure,
    benefits,
    costs,
    net_present_value,
    net_present_value_had_it_paid,
)
from econ.model.prices import constant_rate
from econ.model.scenario import Scenario
from tests.programmes import cost, programme, saving

PAYERS = {
    "nhs": ("health", "public money"),
    "council": ("public money",),
    "lottery": (),
    "carers": ("households",),
}


def shared(transfer: float = 0.0) -> Scenario:
    """Two years at 25%: visits 100 and 80 to the NHS, care 50 and 40 to carers.

    A grant of 200 at once: the lottery 50%, the council 30%, the NHS 20%; carers give hours worth
    10 at once.
    """
    outcomes = [
        saving("visits", "people", "visit", "every year"),
        saving("care", "people", "hour", "every year", {"carers": 1.0}, value_class="social"),
        cost("grant", "people", "fee", shares={"lottery": 0.5, "council": 0.3, "nhs": 0.2}),
        cost("hours", "people", "time", shares={"carers": 1.0}, value_class="social"),
    ]
    if transfer:
        moved = cost("allowance", "people", "allowance", shares={"council": 1.0})
        outcomes.append(replace(moved, value_class="transfer"))
    return programme(
        {"people": 10, "visit": 10, "hour": 5, "fee": 20, "time": 1, "allowance": transfer},
        outcomes,
        payers=PAYERS,
        years=2,
        discount=constant_rate(0.25),
    )


def base(measure: Measure, scenario: Scenario) -> float:
    return measure.base(evaluate(scenario, base_case(scenario)))


def test_perspectives_are_those_that_payers_count_in_and_society() -> None:
    assert shared().perspectives == ("health", "public money", "households", "society")
    assert shared().payers_in("public money") == ("nhs", "council")


def test_every_payer_is_in_society_where_none_is_said_to_be() -> None:
    assert shared().payers_in("society") == ("nhs", "council", "lottery", "carers")
    named = programme({"a": 1}, [], payers={"nhs": ("society",), "abroad": ("health",)})
    assert named.payers_in("society") == ("nhs",)


def test_an_unknown_view_gets_the_nearest_of_the_programmes_own() -> None:
    with pytest.raises(ScenarioError, match="Did you mean 'households'"):
        shared().seen_by("household")
    with pytest.raises(ScenarioError, match="Did you mean 'public money'"):
        base(net_present_value("public monney"), shared())
    with pytest.raises(ScenarioError, match="there is no such payer or perspective"):
        base(net_present_value("NHS and PSS"), shared())


HAD_IT_PAID = {
    "health": (180 - 40, 180 - 200),
    "public money": (180 - 100, 180 - 200),
    "households": (90 - 10, 90 - 10 - 200),
    "society": (270 - 210, 270 - 210),
    "lottery": (-100, -200),
    "carers": (90 - 10, 90 - 10 - 200),
}


@pytest.mark.parametrize("view", HAD_IT_PAID)
def test_a_view_and_the_same_had_it_paid_are_as_worked_by_hand_c16(view: str) -> None:
    """C16. Carers' hours stay theirs: a budget that pays does not give them."""
    own, paid = HAD_IT_PAID[view]
    assert base(net_present_value(view), shared()) == pytest.approx(own, rel=1e-12)
    assert base(net_present_value_had_it_paid(view), shared()) == pytest.approx(paid, rel=1e-12)


def test_a_transfer_is_paid_by_whoever_pays_and_is_nothing_to_society() -> None:
    made = shared(transfer=3.0)
    assert base(net_present_value_had_it_paid("health"), made) == pytest.approx(180 - 230)
    assert base(net_present_value("public money"), made) == pytest.approx(180 - 130)
    assert base(net_present_value_had_it_paid(), made) == pytest.approx(60)


def test_what_a_payer_loses_by_a_transfer_is_a_saving_below_0_and_no_spending() -> None:
    """The council pays 3 less to each of ten carers, who have 30 less: nobody spends on that."""
    fee = {"people": 10, "allowance": 3, "fee": 20}
    gains = saving("kept", "people", "allowance", shares={"council": 1.0}, value_class="transfer")
    loses = saving(
        "lost", "(0 - people)", "allowance", shares={"carers": 1.0}, value_class="transfer"
    )
    made = programme(fee, [gains, loses, cost("grant", "people", "fee")], payers=PAYERS)
    for view, kept in {"council": 30, "carers": -30, "society": -200}.items():
        assert base(net_present_value(view), made) == pytest.approx(kept)
    assert base(net_present_value_had_it_paid("public money"), made) == pytest.approx(30 - 200)


def test_had_it_paid_is_its_own_net_less_what_others_bear_in_every_draw() -> None:
    unsure = shared().vary(fee=Uniform(10, 30), visit=Normal(10, 5))
    impacts = evaluate(unsure, monte_carlo(unsure, 50))
    others = costs(payer="lottery")(impacts) + costs(payer="council")(impacts)
    expected = net_present_value("health")(impacts) - others
    found = net_present_value_had_it_paid("health")(impacts)
    np.testing.assert_allclose(found, expected, rtol=1e-12)
    assert np.ptp(found) > 0
    part = benefits("health")(impacts) + benefits("households")(impacts)
    np.testing.assert_allclose(benefits()(impacts), part, rtol=1e-12)


def test_a_difference_had_it_paid_is_split_over_changes_that_others_bear() -> None:
    dear = shared().vary(fee=25.0)
    found = explain(shared(), dear, net_present_value_had_it_paid("health"))
    assert found.difference == pytest.approx(-50)
    assert sum(part.estimate or 0.0 for part in found.parts) == pytest.approx(-50)


def test_a_view_chosen_twice_still_knows_what_was_left_outside() -> None:
    impacts = evaluate(shared(), base_case(shared()))
    twice = impacts.select("public money").select("health").had_it_paid()
    assert float(twice.present_value().total()[0]) == pytest.approx(180 - 200)
