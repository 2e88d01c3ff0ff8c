"""What is chosen among, from draws that anyone has made: net benefits, and what to choose brings.

What it is worth to know more is always one thing: the mean, over draws, of what is gained by
choosing on that knowledge in place of choosing what is best on average.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt
from scipy import special

from econ.errors import counted, refuse
from econ.methods.smooth import IntArray
from econ.model.distributions import Z_95, FloatArray

if TYPE_CHECKING:
    import pandas as pd

    Table = pd.DataFrame | Mapping[str, FloatArray] | FloatArray | Sequence[Sequence[float]]

DO_NOTHING = "do nothing"
"""The option that one column of net benefit alone is set against."""
TOO_FEW = 100


class Fitted(Protocol):
    """The mean of gains given what is known, and the smoother that found it.

    Its rows are draws, or bins of draws of which nothing else is known.
    """

    @property
    def mean(self) -> FloatArray:
        """The mean of gains: shape (rows, options - 1)."""
        ...

    def again(self, rows: FloatArray) -> FloatArray:
        """Others of that shape, smoothed as the gains were."""
        ...

    def spread(self, rows: FloatArray) -> FloatArray:
        """What is given by rows, shape (rows, ...), in each draw."""
        ...


class Worth(NamedTuple):
    """An amount in the unit of net benefit, and its Monte Carlo standard error."""

    estimate: float
    se: float


class Decision(NamedTuple):
    """Options, and what each brings beyond the ``default``, the best on average.

    ``gains`` has shape (draws, options - 1): the default is left out, and the rest are in
    their order. ``batch`` is the replicate of each draw, ``None`` where each draw is one.
    """

    options: tuple[str, ...]
    default: int
    gains: FloatArray
    batch: IntArray | None

    def gain_of(self, option: int) -> FloatArray:
        """What an option, by its place, gains in each draw: of the default, 0."""
        if option == self.default:
            return np.zeros(len(self.gains))
        return self.gains[:, option - (option > self.default)]

    def worth(self, taken: FloatArray) -> Worth:
        """The mean of what is gained in each draw, and its standard error.

        Of independent draws the error is their spread over the root of their number; of replicates
        that of their means (Owen 1997), for draws more even than random ones are not each other's
        measure. Replicates are few: their error is widened as Student's t is, so that 1.96 of it
        cover 95% here too.
        """
        if self.batch is None:
            return Worth(float(taken.mean()), float(taken.std(ddof=1) / np.sqrt(len(taken))))
        means = np.bincount(self.batch, taken) / np.bincount(self.batch)
        return Worth(float(taken.mean()), _wider(means.std(ddof=1) / np.sqrt(len(means)), means))

    def only(self, draws: npt.NDArray[np.bool_]) -> Decision:
        """The same options in some draws, each of which counts by itself."""
        return self._replace(gains=self.gains[draws], batch=None)

    def jackknifed(self, found: Callable[[npt.NDArray[np.bool_]], float]) -> float:
        """The standard error of what is found from some draws: each replicate left out in turn.

        Slower than what a rule's own gains tell, and truer: bins and fit follow the draws that are
        left, which the gains of one fit do not show (Quenouille 1956; Tukey 1958).
        """
        assert self.batch is not None  # noqa: S101 - who asks has replicates
        without = np.array([found(self.batch != k) for k in range(int(self.batch.max()) + 1)])
        away = without - without.mean()
        return _wider(np.sqrt((away**2).sum() * (1 - 1 / len(away))), away)

    def best(self, means: FloatArray) -> FloatArray:
        """1 for the option with the largest mean where that is above the default's, else 0.

        ``means`` are those of gains, shape (draws, options - 1), given what is known.
        """
        best = means.argmax(axis=1)[:, np.newaxis]
        return np.where(np.arange(means.shape[1]) == best, means > 0, 0.0)

    def by_rule(self, rule: FloatArray, fit: Fitted) -> Worth:
        """What it is worth to choose by a rule: the chance of each option in each row of a fit.

        What is fitted counts by the rule; what the fit leaves of the draws' own gains counts by
        the rule as the fit smooths it. The first is nearly the whole, the second mends its bias,
        and the two in each draw tell how far off their mean is (its influence function).
        """
        smoothed = fit.again(rule)
        level = ((rule - smoothed) * fit.mean).sum(axis=1)
        return self.worth(fit.spread(level) + (fit.spread(smoothed) * self.gains).sum(axis=1))


def _wider(error: np.float64, replicates: FloatArray) -> float:
    """An error from so few replicates, so that 1.96 of it cover 95% as Student's t does."""
    return float(error * special.stdtrit(len(replicates) - 1, 0.975) / Z_95)


def decision(net_benefit: Table, batches: int | Sequence[int] | IntArray = 0) -> Decision:
    """The decision between the columns of net benefit: one column alone is set against nothing.

    ``batches`` is the number of replicates of equal size, one after the other, as of a Sobol'
    sequence, or the replicate of each draw; 0 where every draw is one.

    Raises ``ScenarioError`` for what is no table of numbers, for too few draws, and for replicates
    that are not two or more.

    >>> decision(np.arange(-50.0, 51.0)).options
    ('do nothing', 'option 1')
    """
    found = columns("net benefit", "option", net_benefit)
    if len(found) == 1:
        found = {DO_NOTHING: np.zeros(len(next(iter(found.values())))), **found}
    if len(found) < 2:
        raise refuse("net benefit", "options", "there is none", "Give a column for each option.")
    values = np.column_stack(list(found.values()))
    if len(values) < TOO_FEW:
        what = f"{counted(len(values), 'draw')} tell too little"
        raise refuse("net benefit", "draws", what, f"Give at least {TOO_FEW}.")
    default = int(values.mean(axis=0).argmax())
    gains = np.delete(values, default, axis=1) - values[:, [default]]
    return Decision(tuple(found), default, gains, _batch(batches, len(values)))


def _batch(batches: int | Sequence[int] | IntArray, size: int) -> IntArray | None:
    given = np.asarray(batches)
    if given.ndim == 0 and given == 0:
        return None
    labels = given
    if given.ndim == 0:  # as ``batch_sizes`` makes them
        number = max(int(given), 1)
        labels = np.repeat(np.arange(number), size // number + (np.arange(number) < size % number))
    known, place = np.unique(labels, return_inverse=True)
    if len(place) != size or len(known) < 2 or len(known) > size // 2:
        what = f"do not put {size:,} draws into two or more replicates"
        raise refuse("net benefit", "batches", what, "Give their number, or one label a draw.")
    return place.astype(np.intp)


def columns(subject: str, noun: str, given: Table) -> dict[str, FloatArray]:
    """The columns of a table by name: a data frame, a mapping, or an array (draws, columns).

    Columns of an array are numbered. Raises ``ScenarioError`` for what is not numbers, is not
    finite, or is not of one length, naming every such column.
    """
    if hasattr(given, "keys"):
        frame: Any = given
        named = {str(name): frame[name] for name in frame.keys()}  # noqa: SIM118 - of a frame too
    else:
        array = _numbers(subject, noun, given)
        array = array[:, np.newaxis] if array.ndim == 1 else array
        if array.ndim != 2:
            what = f"has {array.ndim} dimensions"
            raise refuse(subject, noun, what, "Give one row a draw, and one column each.")
        named = {f"{noun} {k + 1}": column for k, column in enumerate(array.T)}
    found = {name: _numbers(subject, name, values) for name, values in named.items()}
    sizes = {name: values.shape for name, values in found.items()}
    for name, values in found.items():
        if values.ndim != 1 or sizes[name] != next(iter(sizes.values())):
            what = f"has shape {values.shape}, and the first {next(iter(sizes.values()))}"
            raise refuse(subject, name, what, "Give one number a draw in each.")
        if wrong := int(np.count_nonzero(~np.isfinite(values))):
            what = f"is not a finite number in {counted(wrong, 'draw')} of {len(values):,}"
            raise refuse(subject, name, what, "Leave those draws out of every table, or mend them.")
    return found


def _numbers(subject: str, name: str, given: object) -> FloatArray:
    try:
        return np.asarray(given, dtype=np.float64)
    except (TypeError, ValueError):
        raise refuse(subject, name, "is not all numbers", "Give one number a draw.") from None
