"""A gain shared out over all orders, and over a sample of them."""

from itertools import permutations

import numpy as np
import pytest

from econ.methods.fair_shares import EVERY_ORDER, BoolArray, shared_out
from econ.model.distributions import FloatArray


def glove_market(chosen: BoolArray) -> FloatArray:
    """One left glove and two right ones: a pair is worth 1 (Shapley and Shubik 1969)."""
    left, *right = chosen.T
    return np.asarray(left & (right[0] | right[1]), dtype=np.float64)[:, np.newaxis]


def entangled(chosen: BoolArray) -> FloatArray:
    """A game of any size whose gains depend on who else takes part, with two outputs."""
    place = np.arange(1, chosen.shape[1] + 1)
    total = (chosen * place).sum(axis=1)
    return np.stack([total**1.5, np.sin(total) * total], axis=1)


def test_the_glove_market_is_shared_as_published() -> None:
    worth = shared_out(glove_market, ["left", "first", "second"]).worth.ravel()
    assert worth == pytest.approx([2 / 3, 1 / 6, 1 / 6])


def test_parts_are_the_mean_gain_over_every_order_listed_one_by_one() -> None:
    count = 4
    gains = np.zeros((count, 2))
    orders = list(permutations(range(count)))
    for order in orders:
        chosen = np.zeros((1, count), dtype=bool)
        for player in order:
            before = entangled(chosen)
            chosen[0, player] = True
            gains[player] += (entangled(chosen) - before)[0]
    found = shared_out(entangled, list("abcd"))
    assert found.worth == pytest.approx(gains / len(orders), rel=1e-12)
    assert found.orders == 0
    assert not found.error.any()


@pytest.mark.parametrize("count", [1, EVERY_ORDER, EVERY_ORDER + 1, 15])
def test_parts_add_up_to_the_whole_whether_all_orders_count_or_some(count: int) -> None:
    names = [f"player {k}" for k in range(count)]
    found = shared_out(entangled, names, orders=20)
    ends = entangled(np.array([[False] * count, [True] * count]))
    assert found.worth.sum(axis=0) == pytest.approx(ends[1] - ends[0], rel=1e-9)
    assert (found.orders == 0) == (count <= EVERY_ORDER)


def test_the_error_of_sampled_orders_is_of_the_size_of_their_scatter() -> None:
    names = [f"player {k}" for k in range(EVERY_ORDER + 1)]
    runs = [shared_out(entangled, names, orders=100, seed=seed) for seed in range(40)]
    scatter = np.std([run.worth for run in runs], axis=0, ddof=1)
    told = np.sqrt(np.mean([run.error**2 for run in runs], axis=0))
    assert told == pytest.approx(scatter, rel=0.5)


def test_the_order_in_which_players_are_named_changes_no_part() -> None:
    names = [f"player {k}" for k in range(EVERY_ORDER + 2)]

    def turned(chosen: BoolArray) -> FloatArray:
        return entangled(chosen[:, ::-1])

    one = shared_out(entangled, names, orders=10, seed=3).worth
    other = shared_out(turned, names[::-1], orders=10, seed=3).worth[::-1]
    assert one == pytest.approx(other, rel=1e-9)


def test_nobody_gains_nothing() -> None:
    assert shared_out(lambda chosen: np.zeros((len(chosen), 1)), []).worth.shape == (0, 1)
