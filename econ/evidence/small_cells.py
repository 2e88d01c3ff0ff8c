"""Small numbers of people, which are hidden with whatever would tell them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt


def too_few(count: float, smallest: int) -> bool:
    """Whether a count is of some people, but of too few to be told.

    >>> too_few(3, 10), too_few(0, 10), too_few(10, 10)
    (True, False, False)
    """
    return 0 < count < smallest


def hidden(counts: Sequence[int], smallest: int) -> npt.NDArray[np.bool_]:
    """Which cells of a breakdown are hidden: small ones, and the next smallest with them.

    Where the cells that are hidden are fewer than two, or hold too few people between them, what is
    left of the total would tell them: further cells are hidden, the smallest first.

    >>> hidden([120, 4, 60], 10).tolist(), hidden([120, 40], 10).tolist()
    ([False, True, True], [False, False])
    """
    numbers = np.asarray(counts)
    away = (numbers > 0) & (numbers < smallest)
    for place in np.argsort(numbers, kind="stable"):
        enough = away.sum() > 1 and numbers[away].sum() >= smallest
        if not away.any() or enough:
            break
        away[place] |= numbers[place] > 0
    return away
