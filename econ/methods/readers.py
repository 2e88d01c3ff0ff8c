"""Reads the draws of scenarios side by side, some places at a time, into tallies.

Who asks looks at the first draws: they tell which columns to read of any. Whoever reads others,
here or elsewhere, is told that, and reads the same columns.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import compress
from typing import NamedTuple

import numpy as np

from econ.methods.asked import AskedOf, FiguresFound, OnePass
from econ.methods.tally import PLACE, ColumnTally, Counts
from econ.model.designs import Design
from econ.model.distributions import FloatArray
from econ.model.draws import Draws, Progress, base_case, blocks_together, sampling
from econ.model.estimates import Estimate, estimate, scaled, unmoved
from econ.model.form_trees import Form, FormTrees
from econ.model.forms import DrawsBlock, Forms
from econ.model.measures import Measure
from econ.model.shelf import Shelf

KeptRows = list[FloatArray]
"""What is kept of some draws, each kind in turn."""
_GROUP = 8
"""Columns read together: 512 KB of each place."""
_AT_ONCE = 6
"""Places that are read together, if there is room: the more the fewer calls."""
_ROOM = 96_000_000
"""Bytes that parameters, columns and sums of what is read together may take."""


class ToRead(NamedTuple):
    """What the first draws tell of a scenario: which columns to read of any.

    By their numbers, those asked for which a column is read, and whether each of which the mean
    alone is asked moves.
    """

    read: tuple[int, ...]
    moving: tuple[bool, ...]


class Reading:
    """Reads the draws of some scenarios side by side, some places at a time.

    ``looks`` are at the first draws, unless another has seen them.
    """

    def __init__(self, asked: Sequence[AskedOf], design: Design) -> None:
        self.asked, self.design = asked, design
        self.prepared = [sampling(scenario) for scenario, _ in asked]
        self.looks: list[FirstLook] = []
        self.readers: list[Reader] = []
        self.rows = PLACE

    @property
    def seen(self) -> list[ToRead]:
        """What was seen of each scenario."""
        return [look.seen for look in self.looks]

    def begin(self, stop: int, trees: FormTrees, seen: Sequence[ToRead] = ()) -> Iterator[Reader]:
        """Ask, and see of the draws before ``stop`` what to read of any, unless it was ``seen``.

        Each reader has these draws at hand when its turn comes.
        """
        few = next(self._draws(0, stop, max(stop, 1)), None)
        shelf, first = few or (Shelf(), [base_case(scenario) for scenario, _ in self.asked])
        held, sums = set[int](), 0
        for number, ((scenario, ask), draws) in enumerate(zip(self.asked, first, strict=True)):
            block = DrawsBlock(scenario, draws, shelf)
            asking = OnePass(scenario, Forms(block, trees))
            ask(asking)
            listed = asking.listed()
            if not seen:
                self.looks.append(FirstLook(asking, listed))
            told = seen[number] if seen else self.looks[-1].seen
            self.readers.append(Reader(asking, [listed[k] for k in told.read], told.moving))
            held |= {id(rows) for rows in block.held}
            sums = max(sums, len(block.moving))
            yield self.readers[-1]
        each = 8 * PLACE * max(len(held) + sums, 1)
        self.rows *= min(max(_ROOM // each, 1), _AT_ONCE)

    def _draws(self, start: int, stop: int, rows: int) -> Iterator[tuple[Shelf, list[Draws]]]:
        return blocks_together(self.prepared, self.design, rows, start, stop)

    def read(
        self,
        start: int,
        stop: int,
        tallies: Sequence[ColumnTally],
        progress: Progress | None = None,
    ) -> list[KeptRows]:
        """Take a stretch into the tallies; returns what is kept of it, of each scenario."""
        kept, done = [list[KeptRows]() for _ in self.readers], start * len(self.readers)
        for shelf, each in self._draws(start, stop, self.rows):
            for reader, draws, tally, rows in zip(self.readers, each, tallies, kept, strict=True):
                block = DrawsBlock(reader.asking.scenario, draws, shelf)
                rows.append(reader.read(block, start, tally))
                done += len(draws)
                if progress is not None:
                    progress(done)
            start += len(each[0])
        return [[*map(np.concatenate, zip(*rows, strict=True))] for rows in kept]


class FirstLook:
    """What the block at hand tells of a scenario, for who asks: what no draw changes is not read.

    Sums that are multiples of each other are read as one column, the largest. ``steady`` are those
    asked for that stay as in the central case, ``place`` the columns of the others.
    """

    def __init__(self, asking: OnePass, listed: Sequence[Form | Measure]) -> None:
        """Look at the block at hand, and keep what need not be read."""
        self.asking, self.asked = asking, listed
        block = asking.forms.block
        base, steady = zip(*map(self._look_at, listed), strict=True) if listed else ((), ())
        self.base, self.steady = [x + 0.0 for x in base], np.array(steady, dtype=np.bool_)  # no -0
        groups: dict[object, list[int]] = {}
        for k in np.flatnonzero(~self.steady).tolist():
            groups.setdefault(_alike(listed[k]), []).append(k)
        together = sorted(groups.values(), key=lambda group: _length(listed[group[0]]))
        largest = [max(group, key=lambda k: _size(listed[k])) for group in together]
        self.base_of = [self.base[k] for k in largest]
        self.place = {k: place for place, group in enumerate(together) for k in group}
        self.kept = [asking.kept_of(one)[:1].copy() for one in asking.kept]
        means = [block.column(one) for one in asking.means]
        self.means = np.array([rows[0] for rows in means])
        self.seen = ToRead(tuple(largest), tuple(len(rows) > 1 for rows in means))
        self.columns = [listed[k] for k in largest]

    def _look_at(self, one: Form | Measure) -> tuple[float, bool]:
        """Its central case, and whether no draw changes it."""
        block = self.asking.forms.block
        if isinstance(one, Form):
            return block.central(one)
        block.varied = False
        rows = self.asking.value(one)
        base = float(rows[0])
        if not block.varied and np.array_equal(rows, np.full_like(rows, base), equal_nan=True):
            return base, True
        block.answers[id(one)] = rows.copy()  # another may make its own in the same place
        return base, False

    def found(self, tally: ColumnTally, parts: Iterable[KeptRows], design: Design) -> FiguresFound:
        """What the tally of all draws comes to, and what was kept in parts."""
        means = self.means.copy()
        if any(self.seen.moving) and tally.size:
            means[np.array(self.seen.moving)] = tally.mean()[tally.columns :]
        kept = tuple(map(np.concatenate, zip(self.kept, *parts, strict=True)))
        return FiguresFound(self.asking.forms, self._estimates(tally, design), means, kept)

    def _estimates(self, tally: ColumnTally, design: Design) -> dict[Hashable, Estimate]:
        """The estimate of each figure asked for; a column that must be is read again, whole."""
        told = tally.estimates(self.base_of)
        again = [k for k, one in enumerate(told) if one is None]
        if again:
            scenario = self.asking.scenario
            every = sampling(scenario).blocks(design, PLACE)
            parts = [self._again(again, DrawsBlock(scenario, draws)) for draws in every]
            for k, values in zip(again, np.concatenate(parts, axis=1), strict=True):
                rows = np.append(self.base_of[k], values)
                told[k] = estimate(rows, tally.batches)
        keys = enumerate(self.asking.asked)
        return {key: self._scaled(told, k, tally.size) for k, key in keys}

    def _again(self, again: Sequence[int], block: DrawsBlock) -> FloatArray:
        self.asking.forms.block = block
        rows = [self.asking.value(self.columns[k])[1:] for k in again]
        return np.stack(np.broadcast_arrays(*rows, np.empty(len(block.draws)))[:-1])

    def _scaled(self, told: Sequence[Estimate | None], k: int, size: int) -> Estimate:
        """The estimate of a figure by its number, of that of the column it is a multiple of."""
        if self.steady[k]:
            return unmoved(self.base[k], size)
        one, place = self.asked[k], self.place[k]
        found, column = told[place], self.columns[place]
        assert found is not None  # noqa: S101 - what could not be told was read again
        if column is one or not isinstance(one, Form) or not isinstance(column, Form):
            return found
        return replace(scaled(found, one.size / (column.size or 1.0)), base_case=self.base[k])


class Reader:
    """Reads places for one scenario: its columns, and those of which the means alone are asked."""

    def __init__(
        self, asking: OnePass, columns: Sequence[Form | Measure], moving: Sequence[bool]
    ) -> None:
        self.asking, self.columns = asking, columns
        self.means = list(compress(asking.means, moving))
        self.at_rest = DrawsBlock(asking.scenario, base_case(asking.scenario))

    def tally(self, design: Design) -> ColumnTally:
        """One with room for what is asked of a design."""
        return ColumnTally(len(self.columns), design.size, design.batches, len(self.means))

    def _groups(self, block: DrawsBlock, wanted: Counts) -> Iterator[tuple[Counts, FloatArray]]:
        """The draws of the columns ``wanted``, some at a time; then of those of means alone."""
        room = np.empty(_GROUP * (block.rows - 1))
        for start in range(0, len(wanted), _GROUP):
            at = wanted[start : start + _GROUP]
            rows = room[: len(at) * (block.rows - 1)].reshape(len(at), -1)
            sums = list[tuple[Form, FloatArray]]()
            for row, k in zip(rows, at.tolist(), strict=True):
                one = self.columns[k]
                if isinstance(one, Form) and one not in block.found:
                    sums.append((one, row))
                else:
                    row[:] = self.asking.value(one)[1:]
            block.add_all(sums)
            yield at, rows
        for start in range(0, len(self.means), _GROUP):
            few = [block.column(one)[1:] for one in self.means[start : start + _GROUP]]
            rows = room[: len(few) * (block.rows - 1)].reshape(len(few), -1)
            yield np.arange(len(few)) + len(self.columns) + start, np.stack(few, out=rows)

    def read(self, block: DrawsBlock, start: int, tally: ColumnTally) -> KeptRows:
        """Take a block into the tally, from number ``start`` on; returns what is kept of it."""
        self.asking.forms.block = block
        if len(block.draws):
            tally.read(start, len(block.draws), self._groups(block, tally.wanted))
        kept = [self.asking.kept_of(one)[1:] for one in self.asking.kept]
        self.asking.forms.block = self.at_rest  # which lets go of what was worked out
        return kept


def _alike(one: Form | Measure) -> object:
    return one.shape if isinstance(one, Form) else one


def _size(one: Form | Measure) -> tuple[float, ...]:
    if isinstance(one, Measure):
        return ()
    return (one.size, *(number for _, number in one.terms))


def _length(one: Form | Measure) -> int:
    """Sums of as many terms are read together, after the measures, which make sums of their own."""
    return len(one.terms) if isinstance(one, Form) else -1
