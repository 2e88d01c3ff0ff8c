"""A number that may be exactly 0, through every analysis, against closed forms of its mixture."""

from math import pi, sin, sqrt

import numpy as np
import pytest
from scipy.stats import multivariate_normal, norm

import econ
from econ.analysis.acceptability import acceptability
from econ.analysis.one_way import tornado
from econ.analysis.shapley import shapley_effects
from econ.analysis.sobol import sobol
from econ.analysis.switching import frontier, switching_values, threshold
from econ.model.designs import LatinHypercube, MonteCarlo, SobolSequence
from econ.model.distributions import ChanceOfNone, Distribution, Normal, Uniform
from econ.model.draws import draw, monte_carlo
from econ.model.equation import evaluate
from econ.model.measures import net_present_value
from econ.model.programme import Correlation
from econ.model.scenario import Scenario
from tests.programmes import Number, cost, programme, saving

NPV = net_present_value("society")
DUE = ChanceOfNone(0.3, Uniform(0.0, 1.0))
"""Nothing in three of ten; else any share. Mean 0.35, variance 0.7 / 3 less its square."""
VARIANCE = 0.7 / 3 - 0.35**2


def due_less(spend: Number, due: Distribution = DUE) -> Scenario:
    """£100 of change, of which some is due to the programme, less what is spent."""
    return programme(
        {"people": 1.0, "due": due, "hundred": 100.0, "one": 1.0, "spend": spend},
        [saving("gain", "people * due", "hundred"), cost("grant", "one", "spend")],
    )


def test_a_bar_of_the_tornado_runs_between_percentiles_of_the_mixture() -> None:
    """The 2.5th percentile is none; the 97.5th that of 0.675 / 0.7 of the uniform."""
    (bar,) = (bar for bar in tornado(due_less(20.0), NPV).bars if bar.parameter == "due")
    high = (0.975 - 0.3) / 0.7
    assert (bar.low, bar.high) == pytest.approx((0.0, high), abs=1e-12)
    assert (bar.at_low, bar.at_high) == pytest.approx((-20.0, 100 * high - 20), abs=1e-9)


@pytest.mark.parametrize(
    ("spend", "switching", "beyond"),
    [(20.0, 0.2, 0.3 + 0.7 * 0.2), (50.0, 0.5, 0.7 * 0.5)],
    ids=["it pays at the mean", "it does not"],
)
def test_the_chance_beyond_a_switching_value_counts_none_on_its_side(
    spend: float, switching: float, beyond: float
) -> None:
    found = threshold(due_less(spend), "due", NPV)
    assert found.value == pytest.approx(switching)
    assert found.probability_beyond == pytest.approx(beyond, abs=1e-9)
    assert switching_values(due_less(spend), NPV)["due"] == found


@pytest.mark.parametrize("chance", [0.3, 0.004])
@pytest.mark.parametrize("sign", ["+", "-"])
def test_where_the_answer_turns_at_none_itself_none_does_not_pay(sign: str, chance: float) -> None:
    """Of an effect that may be a harm, 100 times it, plus or less nothing: zero is not above zero.

    It pays, or where it is a cost does not, on the side of the benefit alone.
    """
    effect = ChanceOfNone(chance, Normal(0.213, 0.4))
    make = saving if sign == "+" else cost
    scenario = programme(
        {"people": 1.0, "effect": effect, "third": 1 / 3, "hundred": 97.7},
        [make("gain", "people * third * effect", "hundred")],
    )
    found = threshold(scenario, "effect", NPV)
    assert found.value == pytest.approx(0.0, abs=1e-12)
    above, harm = ((1 - chance) * norm.cdf(z) for z in (0.5325, -0.5325))
    wanted = 1 - above if sign == "+" else harm
    assert found.probability_beyond == pytest.approx(wanted, abs=1e-9)
    draws = evaluate(scenario, monte_carlo(scenario, 20_000, 3))
    turned = NPV.draws(draws) <= 0 if sign == "+" else NPV.draws(draws) > 0
    assert found.probability_beyond == pytest.approx(float(np.mean(turned)), abs=0.015)


def test_the_chance_beyond_is_the_share_of_draws_that_turn_the_answer() -> None:
    scenario = due_less(20.0)
    values = NPV.draws(evaluate(scenario, monte_carlo(scenario, 20_000, 1)))
    beyond = threshold(scenario, "due", NPV).probability_beyond
    assert beyond == pytest.approx(float(np.mean(values <= 0)), abs=4 * 0.5 / sqrt(20_000))


def test_a_frontier_is_that_of_the_value_whatever_its_chance() -> None:
    found = frontier(due_less(Uniform(10.0, 40.0)), "due", "spend", NPV, points=3)
    last = found.points[-1]
    assert last.value == pytest.approx(last.at / 100)


def of_sum() -> Scenario:
    """What is due times £1, and another number times £1."""
    return programme(
        {"people": 1.0, "one": 1.0, "due": DUE, "other": Normal(2.0, 0.4)},
        [saving("first", "people * due", "one"), saving("second", "people * other", "one")],
    )


def test_sobol_indices_of_a_sum_are_shares_of_the_mixtures_variance() -> None:
    found = {x.parameter: x for x in sobol(of_sum(), NPV, n=2**12).first}
    known = VARIANCE / (VARIANCE + 0.16)
    due = found["due"]
    assert due.estimate == pytest.approx(known, abs=0.02)
    assert found["other"].estimate == pytest.approx(1 - known, abs=0.02)


def test_sobol_indices_of_a_product_are_those_of_its_moments() -> None:
    """Of an independent product, the first index of x is var(x) E(y)^2 over the whole."""
    price = Normal(10.0, 2.0)
    scenario = programme(
        {"people": 1.0, "due": DUE, "price": price}, [saving("x", "people * due", "price")]
    )
    whole = (VARIANCE + 0.35**2) * (4 + 100) - (0.35 * 10) ** 2
    found = {x.parameter: x.estimate for x in sobol(scenario, NPV, n=2**12).first}
    assert found["due"] == pytest.approx(VARIANCE * 100 / whole, abs=0.02)
    assert found["price"] == pytest.approx(4 * 0.35**2 / whole, abs=0.02)


def test_shapley_effects_of_a_sum_are_shares_of_the_mixtures_variance() -> None:
    found = {x.parameter: x for x in shapley_effects(of_sum(), NPV).effects}
    known = VARIANCE / (VARIANCE + 0.16)
    assert found["due"].estimate == pytest.approx(known, abs=0.03)
    low, high = found["due"].low, found["due"].high
    assert low is not None
    assert high is not None
    assert low <= known <= high


@pytest.mark.parametrize("rank", [0.6, -0.8])
@pytest.mark.parametrize(
    "design",
    [MonteCarlo(20_000, 5), LatinHypercube(20_000, 5), SobolSequence(2**14, 5)],
    ids=lambda design: type(design).__name__,
)
def test_a_correlated_pair_keeps_its_atom_and_its_tie(
    rank: float, design: econ.MonteCarlo | econ.LatinHypercube | econ.SobolSequence
) -> None:
    """Of a Gaussian copula, the chance of none and a low partner is a bivariate normal's.

    Within four standard errors of a share at 16,384 draws: 0.0157.
    """
    scenario = programme(
        {"people": 1.0, "one": 1.0, "due": DUE, "other": Uniform(0.0, 1.0)},
        [saving("first", "people * due", "one"), saving("second", "people * other", "one")],
        correlations=[Correlation("due", "other", rank)],
    )
    drawn = draw(scenario, design)
    due, other = drawn["due"], drawn["other"]
    assert float(np.mean(due == 0)) == pytest.approx(0.3, abs=0.0157)
    assert float(np.mean(due[due > 0])) == pytest.approx(0.5, abs=0.0157)
    rho = 2 * sin(pi * rank / 6)
    both = multivariate_normal([0, 0], [[1, rho], [rho, 1]]).cdf([norm.ppf(0.3), norm.ppf(0.4)])
    assert float(np.mean((due == 0) & (other < 0.4))) == pytest.approx(float(both), abs=0.0157)


def test_the_chance_of_paying_counts_none_of_another_number_at_each_value() -> None:
    """It pays where visits are fewer at all, and 100 a (10 + 4 z) > 500."""
    scenario = programme(
        {
            "people": 100,
            "fewer": ChanceOfNone(0.3, Normal(10, 4)),
            "due": Uniform(0, 1),
            "price": 1,
            "grant": 500,
            "once": 1,
        },
        [saving("visits", "people * fewer * due", "price"), cost("delivery", "once", "grant")],
    )
    found = acceptability(scenario, "due", draws=20_000, low=0.25, high=1, points=4)
    exact = [0.7 * norm.sf((5 / a - 10) / 4) for a in found.values]
    for chance, se, known in zip(found.probability, found.se, exact, strict=True):
        assert chance == pytest.approx(known, abs=4 * se)


def test_one_that_may_be_none_may_be_held_at_each_value() -> None:
    """Spending 10 to 40 is less than 100 a with a chance of (100 a - 10) / 30, from 0 to 1."""
    scenario = due_less(Uniform(10.0, 40.0))
    found = acceptability(scenario, "due", draws=20_000, low=0.0, high=0.4, points=5)
    exact = np.clip((100 * np.array(found.values) - 10) / 30, 0, 1)
    assert found.probability == pytest.approx(exact.tolist(), abs=0.015)
