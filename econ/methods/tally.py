"""What is said of many columns of draws, read once and in any order: as exact as of all at once.

Means and spreads are merged from fixed places in the order of their numbers, so that neither the
number of workers nor the order in which they come back changes the last bit (C11). Quantiles are
those of all draws: the first of them bracket each, all are counted below it and kept within it, and
brackets narrow as more is known. Where a quantile turns out to lie outside its bracket the
column is read again. Memory is flat but for what lies within the brackets, of the order of the
root of the number of draws.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import ceil, floor, inf, isfinite, nan, sqrt

import numpy as np
import numpy.typing as npt

from econ.model.designs import batch_sizes
from econ.model.distributions import FloatArray
from econ.model.estimates import QUANTILES, Estimate

PLACE = 8_192
"""Draws of one place: places are the same whatever the machine and whoever reads them."""
_PILOT = 1_024
"""Of so many draws the first ends are drawn; all are then counted, these among them."""
_TAIL = 0.2
"""Of a quantile further out most values are told to be beyond it at one glance."""
_WAITING = 16
"""Parts of what lies near a bracket that are looked at together."""
_HEAVY = 16
"""An end at which one of so many values lies is looked at by itself."""
_SIGMAS = 6.0
"""A quantile lies outside so many standard errors of a rank once in a thousand million times."""

Counts = npt.NDArray[np.int64]
Moments = tuple[int, FloatArray, FloatArray]
"""How many draws, and of each column their mean and the sum of squares about it."""
Apart = dict[tuple[int, float], tuple[npt.NDArray[np.bool_], int]]
"""By column and value, where in what is read it stands, and how often."""


def _reach(count: int, probability: float) -> tuple[int, int]:
    """Ranks, from 0, between which a quantile of more values lies, by the first ``count``."""
    reach = _SIGMAS * sqrt(count * probability * (1 - probability)) + 2
    return floor(count * probability - reach), ceil(count * probability + reach)


@dataclass(slots=True)
class Brackets:
    """Where one quantile of each column lies: what is below, at either end, and what lies within.

    The quantile is that of a ``probability``. Of each column are the ends ``low`` and ``high``,
    whether many values lie there (``heavy``), how many are ``below`` and at the ends, and
    ``within`` parts of what lies between, and of what is not yet counted as beyond or at them.
    """

    probability: float
    low: FloatArray
    high: FloatArray
    heavy: npt.NDArray[np.bool_]
    below: Counts = field(init=False)
    at_low: Counts = field(init=False)
    at_high: Counts = field(init=False)
    within: list[list[FloatArray]] = field(init=False)

    def __post_init__(self) -> None:
        self.below, self.at_low, self.at_high = np.zeros((3, len(self.low)), dtype=np.int64)
        self.within = [[] for _ in self.low]

    @classmethod
    def of(cls, columns: int, probability: float) -> Brackets:
        """Those of so many columns of which nothing is known."""
        low, high, heavy = np.full((3, columns), [[-inf], [inf], [0]])
        return cls(probability, low, high, heavy.astype(np.bool_))

    def fresh(self) -> Brackets:
        """The same ends, and nothing counted."""
        return Brackets(self.probability, self.low, self.high, self.heavy)

    def begin(self, at: Counts, ordered: FloatArray) -> None:
        """Draw the first ends of some columns by a few values of each, in their order."""
        count = ordered.shape[1]
        first, last = _reach(count, self.probability)
        if first >= 0:
            self.low[at] = ordered[:, first]
        if last < count:
            self.high[at] = ordered[:, last]
        for end in (self.low[at], self.high[at]):
            equal = np.count_nonzero(ordered == end[:, np.newaxis], axis=1)
            self.heavy[at] |= equal * _HEAVY > count

    def count(self, at: Counts, rows: FloatArray, known: Apart) -> None:
        """Take in further values of some columns: shape (columns, draws).

        In a tail most are told to lie beyond the bracket by one of its ends; what lies beyond the
        other is few, and waits until there is more of it. ``known`` are those values that stand at
        ends of brackets of other quantiles, with room for more.
        """
        low, high = self.low[at][:, np.newaxis], self.high[at][:, np.newaxis]
        near = rows <= high if self.probability <= 1 - _TAIL else rows >= low
        if _TAIL <= self.probability <= 1 - _TAIL:
            under = rows < low
            self.below[at] += _how_many(under)
            near ^= under
        apart = np.zeros(len(rows), dtype=np.int64)
        for row in self.heavy[at].nonzero()[0].tolist():
            apart[row] = self._apart(at[row], rows[row], near[row], known)
        found = near.ravel().nonzero()[0]
        ends = found.searchsorted(np.arange(len(rows) + 1) * rows.shape[1])
        if self.probability > 1 - _TAIL:
            self.below[at] += rows.shape[1] - (ends[1:] - ends[:-1]) - apart
        values = rows.ravel().take(found)
        for column, (start, end) in zip(at.tolist(), pairwise(ends.tolist()), strict=True):
            parts = self.within[column]
            parts.append(values[start:end])
            if len(parts) >= _WAITING:
                self._settle(column)

    def _apart(
        self, column: int, values: FloatArray, near: npt.NDArray[np.bool_], known: Apart
    ) -> int:
        """Count values at the ends of one column, mark them as no longer ``near``; how many."""
        low, high, total = self.low[column], self.high[column], 0
        for end, counts in ((low, self.at_low), (high, self.at_high))[: 1 + (high > low)]:
            if (column, end) not in known:
                equal = values == end
                known[column, end] = equal, int(np.count_nonzero(equal))
            equal, here = known[column, end]
            counts[column] += here
            total += here
            near ^= equal
        return total

    def _settle(self, column: int) -> FloatArray:
        """What lies within, in order; what lies beyond or at an end is counted."""
        values = np.concatenate([np.empty(0), *self.within[column]])
        values.sort()
        low, high = self.low[column], self.high[column]
        first, after = values.searchsorted(low), values.searchsorted(low, "right")
        until, last = values.searchsorted(high), values.searchsorted(high, "right")
        self.below[column] += first
        self.at_low[column] += after - first
        self.at_high[column] += (last - until) * (high > low)
        self.within[column] = [values[after:until].copy()]
        return self.within[column][0]

    def add(self, other: Brackets) -> None:
        """Take in what another with the same ends has found."""
        self.below += other.below
        self.at_low += other.at_low
        self.at_high += other.at_high
        for mine, others in zip(self.within, other.within, strict=True):
            mine.extend(others)

    def narrow(self, column: int, count: int) -> None:
        """Draw the ends closer, as far as ``count`` values of the column allow."""
        inside = self._settle(column)
        start, end = int(self.below[column] + self.at_low[column]), len(inside)
        first, last = (rank - start for rank in _reach(count, self.probability))
        if 0 <= first < end:
            low = inside[first]
            before, after = inside.searchsorted(low), inside.searchsorted(low, "right")
            self.below[column], self.at_low[column] = start + before, after - before
            self.low[column] = low
        else:
            after = 0
        if 0 <= last < end:
            high = inside[last]
            until, beyond = inside.searchsorted(high), inside.searchsorted(high, "right")
            self.at_high[column] = (beyond - until) * (high > self.low[column])
            self.high[column] = high
        else:
            until = end
        self.within[column] = [inside[after:until].copy()]
        most = max(self.at_low[column], self.at_high[column])
        self.heavy[column] = most * _HEAVY > count

    def close(self, column: int) -> None:
        """Look at a column no more."""
        self.low[column] = self.high[column] = nan
        self.within[column] = []

    def at(self, column: int, ranks: Sequence[int]) -> list[float] | None:
        """The values of these ranks of a column, from 0; ``None`` where one lies outside."""
        inside = self._settle(column)
        start = self.below[column] + self.at_low[column]
        found = list[float]()
        for rank in ranks:
            if self.below[column] <= rank < start:
                found.append(float(self.low[column]))
            elif start <= rank < start + len(inside):
                found.append(float(inside[rank - start]))
            elif start + len(inside) <= rank < start + len(inside) + self.at_high[column]:
                found.append(float(self.high[column]))
            else:
                return None
        return found


@dataclass(slots=True)
class ColumnTally:
    """What is known of ``columns`` columns of ``size`` draws so far, and the means of some more.

    ``batches`` are independent replicates, whose means are told apart. ``moments`` are by the first
    draw of what they are of.
    """

    columns: int
    size: int
    batches: int = 0
    more: int = 0
    moments: dict[int, Moments] = field(default_factory=dict)
    brackets: list[Brackets] = field(default_factory=list)
    positive: Counts = field(init=False)
    undefined: npt.NDArray[np.bool_] = field(init=False)
    endless: npt.NDArray[np.bool_] = field(init=False)

    def __post_init__(self) -> None:
        self.positive = np.zeros(self.columns, dtype=np.int64)
        self.undefined, self.endless = np.zeros((2, self.columns), dtype=np.bool_)

    @property
    def count(self) -> int:
        """How many draws have been read."""
        return sum(part[0] for part in self.moments.values())

    @property
    def ends(self) -> list[int]:
        """Where each replicate ends, as far as they are large enough to tell anything."""
        told = self.batches and self.size >= 2 * self.batches
        return np.cumsum(batch_sizes(self.size)).tolist() if told else []

    def fresh(self) -> ColumnTally:
        """One for others to fill: nothing in it yet, and the brackets as they are now."""
        ends = [one.fresh() for one in self.brackets]
        made = ColumnTally(self.columns, self.size, self.batches, self.more, brackets=ends)
        made.undefined |= self.undefined
        return made

    @property
    def wanted(self) -> Counts:
        """The numbers of the columns that are still to be read: not those that are undefined."""
        return np.flatnonzero(~self.undefined)

    def read(self, start: int, count: int, groups: Iterable[tuple[Counts, FloatArray]]) -> None:
        """Take in places of ``count`` draws, from number ``start`` on: some columns at a time.

        A group has the columns' numbers, those of which the mean alone is told last, and rows of
        shape (columns, draws): few for the sake of memory, and enough to outweigh the calls. None
        holds columns of both kinds.
        """
        parts, room = self._parts(start, count), np.empty(0)
        first = not self.brackets
        if first:
            self.brackets = [Brackets.of(self.columns, one) for one in QUANTILES]
        for at, rows in groups:
            room = room if len(room) >= len(rows) else np.empty_like(rows)
            told, finite = at[0] < self.columns, np.ones(len(rows), dtype=np.bool_)
            for cut, means, squares in parts:
                away = room[: len(rows), cut]
                means[at] = _means(rows[:, cut], away)
                if told:
                    squares[at] = np.einsum("ij,ij->i", away, away)
                    finite &= np.isfinite(means[at])
            if not told:
                continue
            self._tell(at, rows, finite)
            if first:
                self._begin(at, rows)
            known: Apart = {}
            for bracket in self.brackets:
                bracket.count(at, rows, known)
        for cut, means, squares in parts:
            self.moments[start + cut.start] = (cut.stop - cut.start, means, squares)

    def _parts(self, start: int, count: int) -> list[tuple[slice, FloatArray, FloatArray]]:
        """Where places end and replicates meet, with room for means and sums of squares."""
        meeting = (end - start for end in self.ends if start < end < start + count)
        ends = sorted({*range(PLACE, count, PLACE), *meeting})
        cuts = map(slice, [0, *ends], [*ends, count])
        return [(cut, *np.full((2, self.columns + self.more), nan)) for cut in cuts]

    def _tell(self, at: Counts, rows: FloatArray, finite: npt.NDArray[np.bool_]) -> None:
        """How often columns are above 0, and whether some are no numbers, or without end."""
        self.positive[at] += _how_many(rows > 0)
        if not finite.all():
            self.undefined[at] |= np.isnan(rows).any(axis=1)
            self.endless[at] |= np.isinf(rows).any(axis=1)

    def _begin(self, at: Counts, rows: FloatArray) -> None:
        ordered = np.sort(rows[:, :_PILOT], axis=1)
        for bracket in self.brackets:
            bracket.begin(at, ordered)

    def narrow(self) -> None:
        """Draw all brackets closer, by what has been read so far."""
        count = self.count
        for bracket in self.brackets:
            for column, undefined in enumerate(self.undefined):
                if undefined:
                    bracket.close(column)
                else:
                    bracket.narrow(column, count)

    def add(self, other: ColumnTally) -> None:
        """Take in what another found in other places."""
        self.moments |= other.moments
        self.positive += other.positive
        self.undefined |= other.undefined
        self.endless |= other.endless
        for mine, others in zip(self.brackets, other.brackets, strict=True):
            mine.add(others)

    def mean(self) -> FloatArray:
        """The mean of each column so far; not a number where a draw is not."""
        return _merged([self.moments[start] for start in sorted(self.moments)])[1]

    def estimates(self, base: Sequence[float]) -> list[Estimate | None]:
        """Each column's estimate beside its central case; ``None`` where it must be read again."""
        if not self.moments:
            return [Estimate(_finite(x), *(None,) * 7) for x in base]
        parts = {start: self.moments[start] for start in sorted(self.moments)}
        count, mean, squares = _merged(list(parts.values()))
        sd = np.sqrt(squares / max(count - 1, 1))
        se, quantiles = self._errors(parts, sd), self._quantiles(count)
        found = list[Estimate | None]()
        for k, central in enumerate(base):
            low, middle, high = (_finite(x) for x in quantiles[:, k].tolist())
            if self.undefined[k]:
                found.append(Estimate(_finite(central), *(None,) * 7))
            elif np.isnan(quantiles[:, k]).any():
                found.append(None)
            elif self.endless[k]:
                found.append(Estimate(_finite(central), *(None,) * 3, low, middle, high, None))
            else:
                spread = (float(sd[k]), float(se[k])) if count > 1 else (None, None)
                above = float(self.positive[k] / count)
                ends = (low, middle, high, above)
                told = (_finite(central), float(mean[k]), *spread, *ends)
                found.append(Estimate(*told))
        return found

    def _errors(self, parts: Mapping[int, Moments], sd: FloatArray) -> FloatArray:
        """The standard error of each mean; from those of the replicates, where there are some."""
        if not self.ends:
            return sd / sqrt(self.size)
        starts = [0, *self.ends]
        means = [
            _merged([part for start, part in parts.items() if first <= start < last])[1]
            for first, last in pairwise(starts)
        ]
        away = np.array(means) - means[0]  # so that means that are the same have no spread at all
        return np.asarray(np.std(away, axis=0, ddof=1) / sqrt(len(means)))

    def _quantiles(self, count: int) -> FloatArray:
        """The quantiles as ``np.quantile`` tells them: shape (quantiles, columns).

        Between two values beside each other; the higher where some are endless.
        """
        found = np.full((len(QUANTILES), self.columns), np.nan)
        places = [(count - 1) * probability for probability in QUANTILES]
        pairs = np.full((len(QUANTILES), 2, self.columns), np.nan)
        for k in self.wanted.tolist():
            for q, place in enumerate(places):
                ranks = (ceil(place) if self.endless[k] else floor(place), ceil(place))
                pairs[q, :, k] = self.brackets[q].at(k, ranks) or np.nan
        for q, (place, pair) in enumerate(zip(places, pairs, strict=True)):
            equal = pair[0] == pair[1]  # endless values have no difference
            found[q, equal] = pair[0, equal]
            found[q, ~equal] = np.quantile(pair[:, ~equal], place - floor(place), axis=0)
        return found


def _how_many(marks: npt.NDArray[np.bool_]) -> Counts:
    """How many of each row are marked."""
    return np.array([np.count_nonzero(row) for row in marks], dtype=np.int64)


def _means(rows: FloatArray, away: FloatArray) -> FloatArray:
    """The mean of each row, and in the room ``away`` how far its values are from it.

    That is exactly 0 where all values are the same. Values without end have no mean.
    """
    with np.errstate(invalid="ignore"):
        np.subtract(rows, rows[:, :1], out=away)
        gap = np.add.reduce(away, axis=1) / rows.shape[1]
        away -= gap[:, np.newaxis]
        return np.where(np.isfinite(gap), rows[:, 0] + gap, nan)


def _merged(parts: Sequence[Moments]) -> Moments:
    """Moments of several parts, in their order (Chan, Golub and LeVeque 1979)."""
    count, mean, squares = parts[0]
    for more, other, about in parts[1:]:
        gap = other - mean
        whole = count + more
        mean = mean + gap * (more / whole)
        squares = squares + about + gap * gap * (count * more / whole)
        count = whole
    return count, mean, squares


def _finite(number: float) -> float | None:
    return number + 0.0 if isfinite(number) else None  # a 0 without a sign
