"""A number that may be exactly 0, through every analysis, against closed forms of its mixture."""

from math import pi, sin, sqrt

import numpy as np
import pytest
from scipy.stats import multivariate_normal, norm

import econ
from econ.analysis.acceptability import acceptability
from econ.analysis.one_way import tornado
from econ.analysis.shapley import ShapleyEffect, shapley_effects
from econ.analysis.sobol import SobolIndex, sobol
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


def of_limits(found: SobolIndex | ShapleyEffect) -> float:
    """Four standard errors of a share, from its 95% limits."""
    assert found.low is not None
    assert found.high is not None
    return 4 * (found.high - found.low) / (2 * 1.959963985)


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
    for name, share in (("due", known), ("other", 1 - known)):
        assert found[name].estimate == pytest.approx(share, abs=of_limits(found[name]))


def test_sobol_indices_of_a_product_are_those_of_its_moments() -> None:
    """Of an independent product, the first index of x is var(x) E(y)^2 over the whole."""
    price = Normal(10.0, 2.0)
    scenario = programme(
        {"people": 1.0, "due": DUE, "price": price}, [saving("x", "people * due", "price")]
    )
    whole = (VARIANCE + 0.35**2) * (4 + 100) - (0.35 * 10) ** 2
    found = {x.parameter: x for x in sobol(scenario, NPV, n=2**12).first}
    for name, part in (("due", VARIANCE * 100), ("price", 4 * 0.35**2)):
        assert found[name].estimate == pytest.approx(part / whole, abs=of_limits(found[name]))


def test_shapley_effects_of_a_sum_are_shares_of_the_mixtures_variance() -> None:
    found = {x.parameter: x for x in shapley_effects(of_sum(), NPV).effects}
    known = VARIANCE / (VARIANCE + 0.16)
    assert found["due"].estimate == pytest.approx(known, abs=1e-9)  # a sum has no error
    assert found["other"].estimate == pytest.approx(1 - known, abs=1e-9)


def both_none(rank: float) -> Scenario:
    """Two effects of one source, each of which may be none, whose scores go together."""
    first, second = ChanceOfNone(0.3, Normal(4.0, 1.0)), ChanceOfNone(0.5, Uniform(-1.0, 3.0))
    return programme(
        {"people": 1.0, "one": 1.0, "first": first, "second": second},
        [saving("x", "people * first", "one"), saving("y", "people * second", "one")],
        correlations=[Correlation("first", "second", rank, "one trial")],
    )


@pytest.mark.parametrize("rank", [0.9, 0.4, -0.7])
@pytest.mark.parametrize(
    "design",
    [MonteCarlo(20_000, 5), LatinHypercube(20_000, 5), SobolSequence(2**14, 5)],
    ids=lambda design: type(design).__name__,
)
def test_both_of_one_source_are_none_as_often_as_an_orthant_of_a_bivariate_normal_says(
    rank: float, design: econ.MonteCarlo | econ.LatinHypercube | econ.SobolSequence
) -> None:
    """None lies above what is a harm: of the first effect almost nothing, of the second 0.125.

    Within four standard errors of a share of 16,384 draws.
    """
    rho = 2 * sin(pi * rank / 6)
    normal = multivariate_normal([0, 0], [[1, rho], [rho, 1]])
    first, second = 0.7 * norm.cdf(-4.0), 0.5 * 0.25
    low, high = np.asarray(norm.ppf([first, first + 0.3])).tolist()
    left, right = np.asarray(norm.ppf([second, second + 0.5])).tolist()
    below = {(x, y): float(normal.cdf([x, y])) for x in (low, high) for y in (left, right)}
    known = below[high, right] - below[low, right] - below[high, left] + below[low, left]
    drawn = draw(both_none(rank), design)
    none = float(np.mean((drawn["first"] == 0) & (drawn["second"] == 0)))
    assert none == pytest.approx(known, abs=4 * sqrt(known * (1 - known) / 2**14))
    assert abs(known - 0.15) > 0.02  # an independent pair would be found out


def test_the_tornado_of_one_of_a_source_moves_it_alone_between_its_own_percentiles() -> None:
    """One-way is at the others' means, whatever is drawn together."""
    for rank in (0.9, -0.7):
        (bar, *_) = (b for b in tornado(both_none(rank), NPV).bars if b.parameter == "first")
        high = Normal(4.0, 1.0).quantile(np.array([(0.975 - 0.3) / 0.7]))[0]
        assert (bar.low, bar.high) == pytest.approx((0.0, high))
        assert (bar.at_low, bar.at_high) == pytest.approx((0.5, high + 0.5))


def score_of_none(chance: float, rho: float) -> tuple[float, float]:
    """Variance of a mixture's parts: what a correlated score alone tells of one that may be none.

    By quadrature: of ``ChanceOfNone(chance, Uniform(0, 1))``, the variance and that of its mean
    given a score tied to its own by ``rho``.
    """
    x, w = np.polynomial.hermite_e.hermegauss(201)
    w = w / w.sum()
    e = np.linspace(-8, 8, 4001)
    density = norm.pdf(e) * (e[1] - e[0])

    scores = rho * x[:, np.newaxis] + sqrt(1 - rho**2) * e
    given = np.clip((norm.cdf(scores) - chance) / (1 - chance), 0, 1) @ density
    mean = float(w @ given)
    whole = (1 - chance) / 3 - ((1 - chance) / 2) ** 2
    return whole, float(w @ given**2) - mean**2


def test_shapley_effects_know_a_tie_to_one_that_may_be_none_by_its_score() -> None:
    """Y is one that may be none; a number that moves nothing tells of it by its score.

    Knowing the other alone leaves what quadrature says; half of that is its share.
    """
    rank = 0.8
    scenario = programme(
        {"people": 1.0, "one": 1.0, "nil": 1e-12, "due": DUE, "other": Normal(0.0, 1.0)},
        [saving("x", "people * due", "one"), saving("y", "people * other * nil", "one")],
        correlations=[Correlation("due", "other", rank)],
    )
    whole, told = score_of_none(0.3, 2 * sin(pi * rank / 6))
    assert whole == pytest.approx(VARIANCE)
    found = {x.parameter: x for x in shapley_effects(scenario, NPV, n=2**13).effects}
    other = found["other"]
    assert other.estimate == pytest.approx(told / whole / 2, abs=4 * (other.se or 0))
    assert (other.se or 1) < 0.01


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
