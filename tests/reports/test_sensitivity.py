"""How surely shares of the variance are known, and as what they are printed (C22)."""

from functools import partial

import pytest

from econ.analysis.shapley import ShapleyEffects, shapley_effects
from econ.analysis.sobol import sobol
from econ.model.distributions import Normal
from econ.model.measures import net_present_value
from econ.model.scenario import Scenario
from econ.reports.sensitivity import DIGIT, known_to, printable
from tests.programmes import programme, saving

NPV = net_present_value("society")


def product() -> Scenario:
    """An effect times a price: 25, 16 and 4 of 45 by the one, by the other and by both."""
    return programme(
        {"people": 1.0, "effect": Normal(2, 1), "price": Normal(5, 2)},
        [saving("x", "people * effect", "price")],
    )


def test_a_sample_grows_until_shapley_effects_are_known_to_a_printed_digit_c22() -> None:
    fair = partial(shapley_effects, product(), NPV)
    small, found = fair(n=256), printable(fair, 256)
    assert known_to(small) > DIGIT >= known_to(found)
    assert 256 < found.size < 2**16
    assert found == fair(n=found.size)
    (first, _) = found.effects
    assert first.estimate == pytest.approx(27 / 45, abs=4 * (first.se or 0))


def test_a_sample_grows_no_further_than_it_may() -> None:
    fair = partial(shapley_effects, product(), NPV)
    assert printable(fair, 256, most=256) == fair(n=256)
    assert printable(fair, 256, most=512).size == 512


def test_a_sample_that_will_do_is_not_drawn_again() -> None:
    asked: list[int] = []

    def fair(n: int) -> ShapleyEffects:
        asked.append(n)
        return shapley_effects(product(), NPV, n=n)

    found = printable(fair, 2**15)
    assert asked == [2**15]
    assert known_to(found) <= DIGIT


def test_sobol_indices_too_are_known_to_a_digit_or_as_well_as_may_be() -> None:
    found = printable(partial(sobol, product(), NPV), 256)
    widest = max((i.high or 0) - (i.estimate or 0) for i in found.indices)
    assert known_to(found) == widest
    assert widest <= DIGIT or found.size == 2**16
