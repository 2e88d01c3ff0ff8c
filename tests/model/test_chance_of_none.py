"""A number that may be exactly 0: its moments, its quantiles, and its draws."""

import numpy as np
import pytest

import econ
from econ.methods.moved_alone import probability_below
from econ.model.distributions import (
    ChanceOfNone,
    DirichletShare,
    Distribution,
    Gamma,
    Normal,
    Sample,
    Triangular,
    Uniform,
)
from econ.model.quantile_table import LARGEST, SMALLEST, tabulated
from tests.programmes import programme, saving

OTHERWISE: list[Distribution] = [
    Uniform(0.0, 0.83),
    Uniform(-0.5, 0.5),
    Normal(0.3, 0.4),
    Normal(-2.0, 0.1),
    Gamma(4.0, 0.1),
    Triangular(-1.0, 0.0, 3.0),
    Sample((-1.0, 0.0, 0.5, 2.0)),
]
EVENLY = (np.arange(200_000) + 0.5) / 200_000
each = pytest.mark.parametrize("otherwise", OTHERWISE, ids=lambda d: type(d).__name__)


@each
@pytest.mark.parametrize("chance", [0.05, 0.4, 0.9])
def test_moments_are_those_of_the_quantile_function(otherwise: Distribution, chance: float) -> None:
    """By the midpoint rule on 200,000 cells: 2e-5 of the spread, and of its tails 2e-4."""
    found = ChanceOfNone(chance, otherwise)
    values = found.quantile(EVENLY)
    assert values.mean() == pytest.approx(found.mean, abs=2e-5 * max(1.0, abs(found.mean)))
    assert values.std() == pytest.approx(found.sd, rel=5e-4)
    assert found.mean == pytest.approx((1 - chance) * otherwise.mean)


@each
def test_values_rise_with_the_probability_and_none_has_its_chance(otherwise: Distribution) -> None:
    values = ChanceOfNone(0.3, otherwise).quantile(EVENLY)
    assert np.all(np.diff(values) >= 0)
    zeros = float(np.mean(otherwise.quantile(EVENLY) == 0))
    assert float(np.mean(values == 0)) == pytest.approx(0.3 + 0.7 * zeros, abs=2e-5)
    harm = float(np.mean(otherwise.quantile(EVENLY) < 0))
    assert float(np.mean(values < 0)) == pytest.approx(0.7 * harm, abs=2e-5)


@each
def test_a_table_gives_the_same_values(otherwise: Distribution) -> None:
    found = ChanceOfNone(0.3, otherwise)
    assert tabulated(found)(EVENLY).tolist() == pytest.approx(
        found.quantile(EVENLY).tolist(), abs=1e-8
    )


def test_the_chance_of_lying_below_a_value_counts_none_where_it_stands() -> None:
    due = ChanceOfNone(0.25, Uniform(0.0, 0.8))
    assert probability_below(due, np.array([0.0, 1e-9, 0.4])).tolist() == pytest.approx(
        [0.0, 0.25, 0.25 + 0.75 / 2], abs=1e-8
    )
    assert probability_below(due, np.array([0.0]), or_at=True)[0] == pytest.approx(0.25, abs=1e-8)


def test_in_other_pounds_it_is_as_often_none() -> None:
    assert ChanceOfNone(0.25, Uniform(0.0, 0.8)).scaled(10) == ChanceOfNone(0.25, Uniform(0, 8))


@pytest.mark.parametrize("chance", [0.0, 1.0, -0.1])
def test_a_chance_lies_between_nothing_and_all(chance: float) -> None:
    with pytest.raises(ValueError, match="lies between 0 and 1"):
        ChanceOfNone(chance, Uniform(0.0, 1.0))


@pytest.mark.parametrize(
    "otherwise",
    [DirichletShare(1.0, 3.0, "g"), Sample((1.0, 2.0), "rows"), ChanceOfNone(0.1, Normal(0, 1))],
    ids=["share", "joint", "again"],
)
def test_what_is_drawn_together_cannot_be_none_by_itself(otherwise: Distribution) -> None:
    with pytest.raises(ValueError, match="cannot be none by themselves"):
        ChanceOfNone(0.1, otherwise)


def test_draws_of_a_programme_are_none_as_often_as_said() -> None:
    """Nothing is due to the programme in three draws of ten: then it saves nothing at all.

    Within four standard errors of a share at 20,000 draws: 0.013.
    """
    due = ChanceOfNone(0.3, Uniform(0.0, 1.0))
    scenario = programme(
        {"people": 10.0, "due": due, "price": 5.0}, [saving("visits", "people * due", "price")]
    )
    impacts = econ.run(scenario, draws=20_000, seed=1)
    values = econ.benefits("society").draws(impacts)
    assert float(np.mean(values == 0)) == pytest.approx(0.3, abs=0.013)
    assert float(np.mean(values)) == pytest.approx(10 * 5 * 0.35, abs=4 * 16 / 20_000**0.5)


@pytest.mark.parametrize("chance", [0.1, 0.3, 0.25 + 3 * 2.0**-54, 0.9])
def test_the_largest_probability_has_a_finite_quantile(chance: float) -> None:
    """What is left of it for the rest may round to 1, beyond what any table holds."""
    u = np.array([0.0, SMALLEST, LARGEST])
    found = tabulated(ChanceOfNone(chance, Normal(5.0, 1.0)))(u)
    assert np.isfinite(found).all()
    assert 12.0 < found[-1] < 14.0
