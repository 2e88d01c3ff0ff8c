"""Options side by side: dominance by a table worked by hand, chances and losses in closed form."""

from collections.abc import Sequence
from math import sqrt

import pytest
from scipy.stats import norm

import econ
from econ.analysis.options import options
from econ.errors import ScenarioError
from econ.methods.net_benefits import FUND_NOTHING
from econ.model.designs import SobolSequence
from econ.model.distributions import Distribution, Fixed, Normal
from econ.model.scenario import Scenario
from tests.analysis.test_cost_effectiveness import clinic
from tests.programmes import PERSPECTIVES, Number, cost, programme, saving

PAYERS = {"nhs": PERSPECTIVES, "carers": ("society",)}


def option(name: str, fee: float, back: float | Distribution, carers: float = 0.0) -> Scenario:
    """A programme of one year that costs a fee and brings a return, some of it to carers."""
    made: dict[str, Number] = {"once": 1.0, "fee": fee, "back": 0.0, "hours": carers}
    outcomes = [
        saving("visits", "once", "back"),
        saving("care", "once", "hours", shares={"carers": 1.0}, value_class="social"),
        cost("grant", "once", "fee"),
    ]
    given = back if isinstance(back, Distribution) else Fixed(back)
    return programme(made, outcomes, payers=PAYERS).vary(name, back=given)


def hand_worked() -> Sequence[Scenario]:
    """By hand, cost and return: A 10, 20; B 20, 25; C 30, 50; D 40, 45.

    D costs more than C and returns less. From A to C each pound brings 1.50, from A to B 0.50: a
    mix of A and C does better than B. From nothing to A each brings 2. So nothing, A and C are
    left, and the steps are 10 for 20, and 20 for 30.
    """
    table = {"A": (10, 20), "B": (20, 25), "C": (30, 50), "D": (40, 45)}
    return [option(name, *figures) for name, figures in table.items()]


def test_dominated_options_and_each_further_step_are_as_by_hand() -> None:
    found = options(hand_worked(), "society", draws=100)
    assert [line.option for line in found.lines] == [FUND_NOTHING, "A", "B", "C", "D"]
    assert {line.option: line.dominated_by for line in found.lines} == {
        FUND_NOTHING: "",
        "A": "",
        "B": "a mix of A and C",
        "C": "",
        "D": "C",
    }
    steps = {x.option: (x.extra_cost, x.extra_effect, x.extra_ratio) for x in found.lines}
    assert steps["A"] == pytest.approx((10, 20, 0.5))
    assert steps["C"] == pytest.approx((20, 30, 2 / 3))
    assert steps["B"] == steps["D"] == steps[FUND_NOTHING] == (None, None, None)
    assert found.best == "C"
    assert [line.expected_loss for line in found.lines] == pytest.approx([20, 10, 15, 0, 15])


def test_the_order_in_which_options_are_named_changes_nothing() -> None:
    forward, back = (options(x, "society", draws=50) for x in (hand_worked(), hand_worked()[::-1]))
    assert forward.lines == back.lines


def test_how_often_each_is_best_and_what_it_may_lose_are_those_of_a_normal() -> None:
    """One option, net N(10, 20): best with chance Φ(0.5); losses by the unit-normal loss.

    The worst twentieth of a Normal has mean μ - σ φ(z) / 0.05. A Sobol' sequence of 65,536.
    """
    found = options([option("A", 40, Normal(50, 20))], design=SobolSequence(65_536, 1))
    loss = 20 * norm.pdf(0.5) - 10 * norm.sf(0.5)  # E[max(0, -net)]
    own, none = found["A"], found[FUND_NOTHING]
    assert own.probability_best == pytest.approx(norm.cdf(0.5), abs=1e-4)
    assert own.expected_loss == pytest.approx(loss, rel=1e-3)
    assert none.expected_loss == pytest.approx(10 + loss, rel=1e-3)
    tail = 10 - 20 * norm.pdf(norm.ppf(0.05)) / 0.05
    assert own.shortfall == pytest.approx(tail, rel=1e-3)
    assert (none.mean, none.se, none.shortfall) == (0.0, 0.0, 0.0)


def test_options_share_their_draws_so_that_one_that_is_always_better_is_always_best() -> None:
    """C11. Both have the same uncertain return; the second costs 1 more."""
    both = [option("A", 40, Normal(100, 5)), option("B", 41, Normal(100, 5))]
    found = options(both, draws=500)
    assert (found["A"].probability_best, found["B"].probability_best) == (1.0, 0.0)
    assert found["B"].expected_loss - found["A"].expected_loss == pytest.approx(1.0)


def test_each_payer_has_its_own_chance_of_being_better_off() -> None:
    found = options([option("A", 60, Normal(50, 10), carers=5.0)], design=SobolSequence(16_384, 1))
    nhs, carers = found["A"].payers
    assert (nhs.payer, carers.payer) == ("nhs", "carers")
    assert nhs.probability_better == pytest.approx(norm.sf(1.0), abs=1e-3)
    assert nhs.se == pytest.approx(sqrt(norm.sf(1) * norm.cdf(1) / 16_384), rel=0.05)
    assert (carers.mean, carers.probability_better) == (5.0, 1.0)
    assert [odds.probability_better for odds in found[FUND_NOTHING].payers] == [0.0, 0.0]


def test_health_is_weighed_at_a_value_of_a_unit_with_its_curve_and_frontier() -> None:
    """Two QALYs for 40,000 pounds (5,000): best with a chance of a half at 20,000 pounds each."""
    found = options([clinic()], "society", health=True, design=SobolSequence(16_384, 1))
    (own,) = (line for line in found.lines if line.option != FUND_NOTHING)
    assert found.effect == "QALY"
    assert own.effect == pytest.approx(2.0, rel=1e-3)
    assert own.extra_ratio == pytest.approx(20_000, rel=1e-3)
    assert own.probability_best == pytest.approx(0.5, abs=2e-3)
    dearer = options([clinic()], "society", health=True, value=40_000, draws=2_000)
    assert dearer.best == own.option
    assert [point.frontier for point in found.curves][:: len(found.curves) - 1] == [
        FUND_NOTHING,
        own.option,
    ]
    assert all(sum(point.probability_best) == pytest.approx(1.0) for point in found.curves)


def test_a_record_an_option_has_what_machines_are_promised() -> None:
    first, *_ = options(hand_worked(), "society", draws=50).records()
    assert {"option", "mean", "probability_best", "expected_loss"} <= set(first)
    assert first["payers"] == {"nhs": 0.0, "carers": 0.0}


def test_two_options_of_one_name_are_refused() -> None:
    with pytest.raises(ScenarioError, match="two have one name"):
        options([option("A", 1, 2), option("A", 2, 3)], draws=50)
    with pytest.raises(ScenarioError, match="payer or perspective"):
        econ.options([option("A", 1, Normal(2, 1))], "nobody", draws=50)
