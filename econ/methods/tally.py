"""What is said of many columns of draws, read once and in any order: as exact as of all at once.

Means and spreads are merged from fixed places in the order of their numbers, so that neither the
number of workers nor the order in which they come back changes the last bit (C11). Quantiles are
those of all draws: the first place brackets each, later ones are counted below it and kept within
it, and brackets narrow as more is known. Where a quantile turns out to lie outside its bracket the
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
_FEW = 2**22
"""Values of all columns together, 32 MB, that are held rather than bracketed."""
_TAIL = 0.2
"""Of a quantile further out most values are told to be beyond it at one glance."""
_SIGMAS = 6.0
"""A quantile lies outside so many standard errors of a rank once in a thousand million times."""

Moments = tuple[int, FloatArray, FloatArray]
"""How many draws, and of each column their mean and the sum of squares about it."""


@dataclass(slots=True)
class Bracket:
    """Where one quantile of one column lies: what is below, at either end, and what lies within.

    The quantile is that of a ``probability``. ``within`` are parts of the values between the ends,
    and of those at the ends that are not yet counted as such.
    """

    probability: float
    low: float = -inf
    high: float = inf
    below: int = 0
    at_low: int = 0
    at_high: int = 0
    within: list[FloatArray] = field(default_factory=list)

    def count(self, values: FloatArray) -> None:
        """Take in further values."""
        if self.low == self.high:
            self.below += int(np.count_nonzero(values < self.low))
            self.at_low += int(np.count_nonzero(values == self.low))
            return
        if self.probability < _TAIL:
            near = values[(values <= self.high).nonzero()[0]]
        elif self.probability > 1 - _TAIL:
            near = values[(values >= self.low).nonzero()[0]]
            self.below += len(values) - len(near)
        else:
            near = values
        under = near < self.low
        self.below += int(np.count_nonzero(under))
        inside = near <= self.high
        kept = near[np.not_equal(under, inside, out=inside)]
        if len(kept) > len(values) // 8:  # many values are the same as an end
            first, last = kept == self.low, kept == self.high
            self.at_low += int(np.count_nonzero(first))
            self.at_high += int(np.count_nonzero(last))
            kept = kept[~(first | last)]
        self.within.append(kept)

    def _settle(self) -> FloatArray:
        """Count values at either end apart, and put what lies between them in order."""
        inside = np.concatenate([np.empty(0), *self.within])
        inside.sort()
        first, last = inside.searchsorted(self.low, "right"), inside.searchsorted(self.high)
        self.at_low += int(first)
        self.at_high += int(len(inside) - last) if self.high > self.low else 0
        self.within = [inside[first:last]]
        return self.within[0]

    def add(self, other: Bracket) -> None:
        """Take in what another with the same ends has found."""
        self.below += other.below
        self.at_low += other.at_low
        self.at_high += other.at_high
        self.within += other.within

    @classmethod
    def of(cls, ordered: FloatArray, probability: float) -> Bracket:
        """One that holds the first values, in their order, its ends drawn about the quantile."""
        first, last = ordered.searchsorted(-inf, "right"), ordered.searchsorted(inf)
        found = cls(probability, at_low=int(first), at_high=int(len(ordered) - last))
        found._close(ordered[first:last], len(ordered))
        return found

    def narrow(self, count: int) -> None:
        """Draw the ends closer, as far as ``count`` values allow."""
        self._close(self._settle(), count)

    def _close(self, inside: FloatArray, count: int) -> None:
        probability = self.probability
        reach = _SIGMAS * sqrt(count * probability * (1 - probability)) + 2
        start, end = self.below + self.at_low, len(inside)
        first = floor(count * probability - reach) - start
        last = ceil(count * probability + reach) - start
        low = float(inside[first]) if 0 <= first < end else self.low
        high = float(inside[last]) if 0 <= last < end else self.high
        before, after = inside.searchsorted(low), inside.searchsorted(low, "right")
        until, beyond = inside.searchsorted(high), inside.searchsorted(high, "right")
        if low != self.low:
            self.below, self.at_low, self.low = start + int(before), int(after - before), low
        if high != self.high:
            self.at_high, self.high = int(beyond - until) * (high > low), high
        self.within = [inside[after:until].copy()]

    def at(self, ranks: Sequence[int]) -> list[float] | None:
        """The values of these ranks, from 0; ``None`` where one lies outside."""
        inside = self._settle()
        start = self.below + self.at_low
        found = list[float]()
        for rank in ranks:
            if self.below <= rank < start:
                found.append(self.low)
            elif start <= rank < start + len(inside):
                found.append(float(inside[rank - start]))
            elif start + len(inside) <= rank < start + len(inside) + self.at_high:
                found.append(self.high)
            else:
                return None
        return found


@dataclass(slots=True)
class ColumnTally:
    """What is known of ``columns`` columns of ``size`` draws so far, and the means of some more.

    ``batches`` are independent replicates, whose means are told apart. ``moments`` are by the first
    draw of what they are of. Few values need no brackets: ``whole`` holds them all, to be put in
    order at once.
    """

    columns: int
    size: int
    batches: int = 0
    more: int = 0
    moments: dict[int, Moments] = field(default_factory=dict)
    brackets: list[list[Bracket]] = field(default_factory=list)
    whole: list[list[FloatArray]] = field(init=False)
    positive: npt.NDArray[np.int64] = field(init=False)
    undefined: npt.NDArray[np.bool_] = field(init=False)
    endless: npt.NDArray[np.bool_] = field(init=False)

    def __post_init__(self) -> None:
        self.positive = np.zeros(self.columns, dtype=np.int64)
        self.undefined, self.endless = np.zeros((2, self.columns), dtype=np.bool_)
        self.whole = [[] for _ in self.positive]
        self.brackets = self.brackets or [[] for _ in self.positive]

    @property
    def few(self) -> bool:
        """Whether all values are held."""
        return self.columns * self.size <= _FEW

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
        ends = [
            [Bracket(one.probability, one.low, one.high) for one in three]
            for three in self.brackets
        ]
        return ColumnTally(self.columns, self.size, self.batches, self.more, brackets=ends)

    def read(self, start: int, rows: Iterable[FloatArray]) -> None:
        """Take in one place: each column's draws, from number ``start`` on."""
        parts: list[tuple[slice, FloatArray, FloatArray]] = []
        for index, values in enumerate(rows):
            parts = parts or self._parts(start, len(values))
            with np.errstate(invalid="ignore"):  # endless values have no mean
                for cut, means, squares in parts:
                    means[index], squares[index] = _moments(values[cut])
            if index < self.columns:
                finite = all(isfinite(means[index]) for _, means, _ in parts)
                self._column(index, values, finite=finite)
        for cut, means, squares in parts:
            self.moments[start + cut.start] = (cut.stop - cut.start, means, squares)

    def _parts(self, start: int, count: int) -> list[tuple[slice, FloatArray, FloatArray]]:
        """A place, cut where replicates meet, with room for means and sums of squares."""
        ends = [end - start for end in self.ends if start < end < start + count]
        cuts = map(slice, [0, *ends], [*ends, count])
        return [(cut, *np.empty((2, self.columns + self.more))) for cut in cuts]

    def _column(self, index: int, values: FloatArray, *, finite: bool) -> None:
        self.positive[index] += int(np.count_nonzero(values > 0))
        if not finite:
            self.undefined[index] |= bool(np.isnan(values).any())
            self.endless[index] |= bool(np.isinf(values).any())
        if self.undefined[index]:
            return
        if self.few:
            self.whole[index].append(values)
            return
        if not self.brackets[index]:
            ordered = np.sort(values)
            self.brackets[index] = [Bracket.of(ordered, one) for one in QUANTILES]
            return
        for bracket in self.brackets[index]:
            bracket.count(values)

    def narrow(self) -> None:
        """Draw all brackets closer, by what has been read so far."""
        count = self.count
        for index in np.flatnonzero(~self.undefined):
            for bracket in self.brackets[index]:
                bracket.narrow(count)

    def _ordered(self, index: np.intp) -> FloatArray:
        return np.sort(np.concatenate(self.whole[index]))

    def add(self, other: ColumnTally) -> None:
        """Take in what another found in other places."""
        self.moments |= other.moments
        self.positive += other.positive
        self.undefined |= other.undefined
        self.endless |= other.endless
        for own, rows in zip(self.whole, other.whole, strict=True):
            own.extend(rows)
        for mine, others in zip(self.brackets, other.brackets, strict=True):
            for bracket, found in zip(mine, others, strict=False):  # none of what is undefined
                bracket.add(found)

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
        for k in np.flatnonzero(~self.undefined):
            ordered = self._ordered(k) if self.few else None
            for q, place in enumerate(places):
                ranks = (ceil(place) if self.endless[k] else floor(place), ceil(place))
                if ordered is not None:
                    pairs[q, :, k] = ordered[[*ranks]]
                else:
                    pairs[q, :, k] = self.brackets[k][q].at(ranks) or np.nan
        for q, (place, pair) in enumerate(zip(places, pairs, strict=True)):
            equal = pair[0] == pair[1]  # endless values have no difference
            found[q, equal] = pair[0, equal]
            found[q, ~equal] = np.quantile(pair[:, ~equal], place - floor(place), axis=0)
        return found


def _moments(values: FloatArray) -> tuple[float, float]:
    """The mean, and the sum of squares about it: none at all where all values are the same."""
    away = values - values[0]
    gap = np.add.reduce(away) / len(values)
    if not isfinite(gap):
        return nan, nan
    away -= gap
    away *= away
    return float(values[0] + gap), float(np.add.reduce(away))


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
    return number if isfinite(number) else None
