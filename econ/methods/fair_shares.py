"""A gain shared out over those who made it, whatever the order in which they came.

What a player adds depends on who came before. Shapley (1953) takes the mean over all orders, the
one split in which the parts add up and players that do the same count the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import factorial, sqrt
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from econ.model.designs import MonteCarlo
from econ.model.distributions import FloatArray

BoolArray = npt.NDArray[np.bool_]
Game = Callable[[BoolArray], FloatArray]
"""What is gained where some players take part: (rows, players) to (rows, outputs)."""

EVERY_ORDER = 10
"""Up to so many players every order counts; beyond, a sample of them."""


class Shared(NamedTuple):
    """Each player's part and the error of sampling it, both of shape (players, outputs).

    ``orders`` is how many orders were sampled, 0 where all were taken: then the error is 0.
    """

    worth: FloatArray
    error: FloatArray
    orders: int


def shared_out(
    game: Game, names: Sequence[str], *, orders: int = 1_000, seed: int = 2025
) -> Shared:
    """Each player's mean gain over the orders in which players may come.

    All orders count up to ``EVERY_ORDER`` players; beyond, ``orders`` random ones, in pairs of
    one and its reverse. Sampled parts add up too, each within its own error. Names tell the
    players' random streams apart.

    >>> two = shared_out(lambda chosen: chosen.prod(axis=1, keepdims=True) * 6.0, ["a", "b"])
    >>> two.worth.ravel().tolist()
    [3.0, 3.0]
    """
    with np.errstate(invalid="ignore"):  # what does not exist has no parts
        if len(names) <= EVERY_ORDER:
            return _over_all(game, len(names))
        return _over(game, names, orders, seed)


def _over_all(game: Game, count: int) -> Shared:
    """Over all orders: by the sets of players that may come before each."""
    sets = np.arange(2**count)
    chosen = (sets[:, np.newaxis] >> np.arange(count)) % 2 == 1
    value, size = game(chosen), chosen.sum(axis=1)
    ways = [factorial(s) * factorial(count - 1 - s) / factorial(count) for s in range(count)]
    worth = np.zeros((count, value.shape[1]))
    for k in range(count):
        without = sets[~chosen[:, k]]
        gain = value[without | (1 << k)] - value[without]
        worth[k] = np.sum(np.array(ways)[size[without], np.newaxis] * gain, axis=0)
    return Shared(worth, np.zeros_like(worth), 0)


def _over(game: Game, names: Sequence[str], orders: int, seed: int) -> Shared:
    """Over random orders, each beside its reverse (antithetic)."""
    pairs = max(orders // 2, 2)
    points = next(MonteCarlo(pairs, seed).blocks(names, pairs))
    rank = np.stack([points[name] for name in names], axis=1).argsort(axis=1).argsort(axis=1)
    rank = np.concatenate([rank, len(names) - 1 - rank])
    before = np.arange(len(names) + 1)[:, np.newaxis]
    chosen = rank[:, np.newaxis, :] < before
    value = game(chosen.reshape(-1, len(names)))
    gain = np.diff(value.reshape(2 * pairs, len(names) + 1, -1), axis=1)
    each = np.take_along_axis(gain, rank[:, :, np.newaxis], axis=1)
    paired = (each[:pairs] + each[pairs:]) / 2
    return Shared(paired.mean(axis=0), paired.std(axis=0, ddof=1) / sqrt(pairs), 2 * pairs)
