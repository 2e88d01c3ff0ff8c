"""Where curves meet zero, many at once."""

import numpy as np
import pytest

from econ.methods.crossings import Curve, IndexArray, follow
from econ.model.distributions import FloatArray

GRID = np.linspace(0.0, 1.0, 11)


def followed(*coefficients: tuple[float, ...]) -> list[Curve]:
    """Polynomials, lowest power first, on 0 to 1 in steps of a tenth."""
    powers = max(len(row) for row in coefficients)
    table = np.array([[*row, *(0.0,) * (powers - len(row))] for row in coefficients])

    def curves(x: FloatArray, which: IndexArray) -> FloatArray:
        values: FloatArray = np.sum(table[which] * x[:, np.newaxis] ** np.arange(powers), axis=1)
        return values

    return follow(curves, [GRID] * len(coefficients))


def test_many_curves_are_followed_at_once_and_kept_apart() -> None:
    rising, never, falling, twice = followed((-0.25, 1), (1, 1), (0.33, -1), (0.0875, -0.6, 1))
    assert rising.changes == pytest.approx((0.25,))
    assert never.changes == ()
    assert falling.changes == pytest.approx((0.33,))
    assert twice.changes == pytest.approx((0.25, 0.35))


def test_curves_that_end_apart_do_not_cross_between_them() -> None:
    above, below = followed((1,), (-1,))
    assert above.changes == below.changes == ()


def test_a_root_on_the_grid_is_that_point() -> None:
    (curve,) = followed((-0.5, 1))
    assert curve.changes == (0.5,)
    assert curve.touches == ()


def test_a_dip_below_zero_between_two_grid_points_is_two_changes() -> None:
    """(x - 0.53)^2 = 1e-6 at 0.529 and 0.531."""
    (curve,) = followed((0.53**2 - 1e-6, -1.06, 1))
    assert curve.changes == pytest.approx((0.529, 0.531), rel=1e-6)
    assert curve.positive() == [(0.0, curve.changes[0]), (curve.changes[1], 1.0)]


def test_a_dip_halfway_between_two_equal_grid_points_is_followed() -> None:
    (curve,) = followed((0.55**2 - 1e-6, -1.1, 1))
    assert curve.changes == pytest.approx((0.549, 0.551), rel=1e-6)


def test_a_dip_to_zero_is_touched() -> None:
    (curve,) = followed((0.53**2, -1.06, 1))
    assert curve.changes == ()
    assert curve.touches == pytest.approx((0.53,), rel=1e-6)
    assert curve.positive() == [(0.0, 1.0)]


def test_a_hump_below_zero_is_followed_as_well() -> None:
    (curve,) = followed((-(0.53**2) + 1e-6, 1.06, -1))
    assert curve.changes == pytest.approx((0.529, 0.531), rel=1e-6)
    assert curve.positive() == [pytest.approx(curve.changes)]


def test_a_cubic_that_flattens_at_zero_crosses_there() -> None:
    (curve,) = followed((-0.125, 0.75, -1.5, 1))
    assert curve.changes == pytest.approx((0.5,))
    assert curve.touches == ()


def test_a_curve_that_begins_or_ends_at_zero_touches_it_there() -> None:
    begins, ends = followed((0, 1), (1, -1))
    assert (begins.touches, ends.touches) == ((0,), (1,))
    assert begins.positive() == ends.positive() == [(0, 1)]


def test_zero_throughout_is_flat_and_meets_nothing() -> None:
    zero, other = followed((0,), (-0.5, 1))
    assert zero.flat
    assert (zero.changes, zero.touches, zero.positive()) == ((), (), [])
    assert not other.flat


def test_rounding_beside_a_large_curve_is_no_change_of_sign() -> None:
    noise, _ = followed((-1e-9, 3e-9), (1e9, 1))
    assert noise.flat
    assert noise.changes == ()
