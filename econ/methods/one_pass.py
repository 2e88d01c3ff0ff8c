"""Figures of one scenario, asked for first and found together in one pass over its draws.

What is asked for is told once, by a function (``Ask``) that anyone who reads a stretch of the
draws calls anew; so the same figures are found by one process, many, or many machines, to the last
bit (C11). Memory is flat in the number of draws, but for the answers that are kept.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import accumulate, compress, count, repeat, takewhile
from typing import Any, NamedTuple, cast

import numpy as np
import numpy.typing as npt

from econ.methods.tally import PLACE, ColumnTally, Counts
from econ.methods.workers import ALONE, Workers
from econ.model.designs import Design, MonteCarlo
from econ.model.distributions import FloatArray
from econ.model.draws import Draws, base_case, blocks_together, require_size, sampling
from econ.model.estimates import Estimate, estimate, scaled, unmoved
from econ.model.form_trees import Form, FormColumn, FormTrees
from econ.model.forms import DrawsBlock, Forms
from econ.model.impacts import Impacts
from econ.model.measures import Measure
from econ.model.scenario import Scenario
from econ.model.shelf import Shelf

Ask = Callable[["OnePass"], None]
"""Asks for figures; who reads a stretch elsewhere calls it anew, so it is a function by name."""
Kept = Measure | Callable[[Scenario, Draws], npt.NDArray[Any]]
"""What is kept of every draw: a measure, or a question about draws; the base case first."""
_FEW = 2
"""Draws of which whoever reads a stretch makes the forms: any have the same."""
_LEAST = 8
"""Places that are worth a worker's while."""
_WORTH = 4
"""Times as many are worth beginning with workers at all."""
_SPELL = 4
"""Places that are read before it is looked again whether workers are ready."""
_GROUP = 8
"""Columns read together: 512 KB of each place."""
_AT_ONCE = 4
"""Places that are read together, if there is room: the more the fewer calls."""
_ROOM = 64_000_000
"""Bytes that parameters, columns and sums of what is read together may take."""
_TOGETHER = 32
"""Scenarios that are read side by side: what they draw and make is held at once."""
ANSWERED = 8
"""Scenarios whose answers in every draw are held at once."""
_GROWTH = 4
"""How many times as many places are read before brackets narrow again."""


class OnePass:
    """Where figures are asked for, each by a key under which it is found."""

    def __init__(self, scenario: Scenario, forms: Forms) -> None:
        """Nothing is asked for yet; ``forms`` lead to what can be."""
        self.scenario, self.forms = scenario, forms
        self.asked: dict[Hashable, Form | Measure] = {}
        self.means: list[FormColumn] = []
        self.kept: list[Kept] = []

    def each(self, key: tuple[Hashable, ...], forms: Iterable[Form]) -> None:
        """Ask for the estimates of some sums, numbered."""
        self.asked |= {(*key, number): form for number, form in enumerate(forms)}

    def answer(self, measure: Measure) -> FloatArray:
        """A measure's answer in the block at hand: shape (draws + 1,)."""
        block = self.forms.block
        block.beyond = False
        with suppress(Exception):  # it asks for more than sums, works in place, or meets its fault
            found = measure(cast(Impacts, self.forms.money))
            if not block.beyond:
                return found
        return measure(block.impacts)

    def value(self, asked: Form | Measure) -> FloatArray:
        """What was asked for in the block at hand, the base case first."""
        block = self.forms.block
        if isinstance(asked, Measure):
            known = block.answers.get(id(asked))
            return self.answer(asked) if known is None else known
        return block.value(asked) if asked in block.found else block.added(asked)


@dataclass(frozen=True, slots=True)
class FiguresFound:
    """What one pass found, under the keys by which it was asked for.

    ``means`` are of the columns of which only those were asked, ``kept`` what is kept of all draws,
    the base case first.
    """

    forms: Forms
    estimates: Mapping[Any, Estimate]
    means: FloatArray
    kept: tuple[FloatArray, ...]

    def __getitem__(self, key: Hashable) -> Estimate:
        return self.estimates[key]

    def each(self, *key: Hashable) -> tuple[Estimate, ...]:
        """Those that were asked for together, in their order."""
        numbers = takewhile(lambda number: (*key, number) in self.estimates, count())
        return tuple(self.estimates[*key, number] for number in numbers)


_Progress = Callable[[int], None]
Tallies = Sequence[ColumnTally]
KeptRows = list[FloatArray]
AskedOf = tuple[Scenario, Ask]
"""A scenario, and what is asked of it."""


def in_one_pass(
    scenario: Scenario,
    design: Design,
    ask: Ask,
    *,
    workers: Workers = ALONE,
    progress: _Progress | None = None,
) -> FiguresFound:
    """Find what ``ask`` asks for, of a whole design; ``progress`` is told the draws done."""
    (found,) = all_in_one_pass([(scenario, ask)], design, workers=workers, progress=progress)
    return found


def all_in_one_pass(
    asked: Sequence[AskedOf],
    design: Design,
    *,
    workers: Workers = ALONE,
    progress: _Progress | None = None,
    trees: FormTrees | None = None,
) -> list[FiguresFound]:
    """The same of several scenarios, which share what is drawn and made alike of the same draws.

    Each has the figures that it has alone, to the last bit. ``progress`` is told the draws of them
    all; ``trees`` are what is known of forms already, where there is more of the same to come.
    """
    require_size(design)
    trees, found = FormTrees() if trees is None else trees, list[FiguresFound]()
    for start in range(0, len(asked), _TOGETHER):
        told = _beyond(progress, start * design.size)
        few = asked[start : start + _TOGETHER]
        found += _found(few, design, workers, told, trees)
    return found


def _found(
    asked: Sequence[AskedOf],
    design: Design,
    workers: Workers,
    progress: _Progress | None,
    trees: FormTrees,
) -> list[FiguresFound]:
    """The same of so few that what they share may be held at once."""
    reading, tallies = _Reading(asked, design), list[ColumnTally]()
    kept = zip(*_all_read(reading, tallies, workers, progress, trees), strict=True)
    pairs = zip(reading.readers, tallies, kept, strict=True)
    return [reader.found(tally, rows, design) for reader, tally, rows in pairs]


def _all_read(
    reading: _Reading,
    tallies: list[ColumnTally],
    workers: Workers,
    progress: _Progress | None,
    trees: FormTrees,
) -> Iterator[list[KeptRows]]:
    """Take a whole design into tallies, to be filled; what is kept of each stretch and scenario.

    Until others are ready this process reads alone, so that nobody waits.
    """
    size, ready = reading.design.size, None
    if size >= _WORTH * _LEAST * PLACE:
        ready = workers.begin(_Rehearsal(reading.asked))
    done, *stages = _stages(size)
    kept = list[KeptRows]()
    for reader in reading.begin(done, trees.pruned()):
        tallies.append(reader.tally(reading.design))
        kept.append(reader.read(reader.asking.forms.block, 0, tallies[-1]))
        if progress is not None and done:
            progress(done * len(tallies))
    yield kept
    for stop in stages:
        for tally in tallies:
            tally.narrow()
        while done < stop:
            parts = [(done, stop)]
            if ready is not None:
                spell = min(done + _SPELL * PLACE, stop)
                parts = workers.shared(done, stop, PLACE, _LEAST) if ready() else [(done, spell)]
            if len(parts) == 1:
                yield reading.read(*parts[0], tallies, progress)
            else:
                yield from _shared(reading, tallies, workers, parts, progress)
            done = parts[-1][1]


def _shared(
    reading: _Reading,
    tallies: Tallies,
    workers: Workers,
    parts: Sequence[tuple[int, int]],
    progress: _Progress | None,
) -> Iterator[list[KeptRows]]:
    """The same of stretches that are read by different workers."""
    fresh = [[tally.fresh() for tally in tallies] for _ in parts]
    tasks = [
        _Stretch(reading.asked, reading.design, reading.seen, own, *part)
        for own, part in zip(fresh, parts, strict=True)
    ]
    for (found, rows), (_, end) in zip(workers.work(tasks), parts, strict=True):
        for tally, more in zip(tallies, found, strict=True):
            tally.add(more)
        yield rows
        if progress is not None:
            progress(end * len(tallies))


def estimates(
    scenario: Scenario,
    design: Design,
    measures: Sequence[Measure],
    *,
    progress: _Progress | None = None,
) -> tuple[Estimate, ...]:
    """The estimates of some measures, in one pass.

    >>> import econ
    >>> base = econ.read("parameters/side_by_side.xlsx")
    >>> (net,) = estimates(base, econ.MonteCarlo(100), [econ.net_present_value()])
    >>> whole = econ.net_present_value().estimate(econ.run(base, draws=100))
    >>> abs(net.mean - whole.mean) < 1e-9 * abs(whole.mean)
    True
    """

    def ask(asking: OnePass) -> None:
        asking.asked |= dict(enumerate(measures))

    found = in_one_pass(scenario, design, ask, progress=progress)
    return tuple(found.estimates.values())


def answers_together(
    scenarios: Sequence[Scenario],
    design: Design,
    measures: Sequence[Measure],
    *,
    progress: _Progress | None = None,
) -> Iterator[tuple[FloatArray, ...]]:
    """Each scenario's answers in every draw, the base case first, in their order.

    A few are read together, so that memory grows with these. ``progress`` is told the draws done,
    over all scenarios.
    """

    def ask(asking: OnePass) -> None:
        asking.kept = list(measures)

    require_size(design)
    for start in range(0, len(scenarios), ANSWERED):
        few = [(scenario, ask) for scenario in scenarios[start : start + ANSWERED]]
        told = _beyond(progress, start * design.size)
        yield from (found.kept for found in all_in_one_pass(few, design, progress=told))


def _beyond(progress: _Progress | None, before: int) -> _Progress | None:
    """The same progress, of draws that come after so many."""
    return None if progress is None else lambda done: progress(before + done)


def _stages(size: int) -> Iterator[int]:
    """Where brackets narrow: after one place, then after ever more of them; the whole last.

    They narrow where at least as much is to come as they have been narrowed by.
    """
    ends = accumulate(repeat(_GROWTH), lambda end, more: end * more, initial=1)
    yield from takewhile(lambda end: 2 * end <= size, (end * PLACE for end in ends))
    yield size


@dataclass(frozen=True, slots=True)
class _Rehearsal:
    """A few draws to be read and forgotten, so that whoever reads them has all that it takes."""

    asked: Sequence[AskedOf]

    def __call__(self) -> None:
        all_in_one_pass(self.asked, MonteCarlo(_FEW))


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Some draws to be read by whoever has time, with all that it takes."""

    asked: Sequence[AskedOf]
    design: Design
    seen: Sequence[_Seen]
    tallies: Tallies
    start: int
    stop: int

    def __call__(self) -> tuple[Tallies, list[KeptRows]]:
        """The tallies with these draws in them, and what is kept of them."""
        reading = _Reading(self.asked, self.design)
        deque(reading.begin(min(_FEW, self.design.size), FormTrees(), self.seen), 0)
        return self.tallies, reading.read(self.start, self.stop, self.tallies)


class _Seen(NamedTuple):
    """What the first draws tell of a scenario: which columns to read of any.

    By their numbers, those asked for which a column is read, and whether each of which the mean
    alone is asked moves.
    """

    read: tuple[int, ...]
    moving: tuple[bool, ...]


class _Reading:
    """Reads the draws of some scenarios side by side, some places at a time."""

    def __init__(self, asked: Sequence[AskedOf], design: Design) -> None:
        self.asked, self.design = asked, design
        self.prepared = [sampling(scenario) for scenario, _ in asked]
        self.readers: list[_Reader] = []
        self.rows = PLACE

    @property
    def seen(self) -> list[_Seen]:
        """What was seen of each scenario."""
        return [reader.seen for reader in self.readers]

    def begin(self, stop: int, trees: FormTrees, seen: Sequence[_Seen] = ()) -> Iterator[_Reader]:
        """Ask, and see of the draws before ``stop`` what to read of any, unless it was ``seen``.

        Each reader has these draws at hand when its turn comes.
        """
        few = next(self._draws(0, stop, max(stop, 1)), None)
        shelf, first = few or (Shelf(), [base_case(scenario) for scenario, _ in self.asked])
        held, sums = set[int](), 0
        known: Sequence[_Seen | None] = seen or [None] * len(self.asked)
        for (scenario, ask), draws, what in zip(self.asked, first, known, strict=True):
            block = DrawsBlock(scenario, draws, shelf)
            reader = _Reader(OnePass(scenario, Forms(block, trees)), ask, what)
            held |= {id(rows) for rows in block.held}
            sums = max(sums, len(block.moving))
            yield reader
            self.readers.append(reader)
        each = 8 * PLACE * max(len(held) + sums, 1)
        self.rows *= min(max(_ROOM // each, 1), _AT_ONCE)

    def _draws(self, start: int, stop: int, rows: int) -> Iterator[tuple[Shelf, list[Draws]]]:
        return blocks_together(self.prepared, self.design, rows, start, stop)

    def read(
        self, start: int, stop: int, tallies: Tallies, progress: _Progress | None = None
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


class _Reader:
    """Reads places for one scenario: sums that are multiples of each other as one column.

    What no draw changes is not read at all: ``steady`` holds it. The block at hand to begin with
    tells what to read of any; where it was ``seen`` by another, this one only reads.
    """

    def __init__(self, asking: OnePass, ask: Ask, seen: _Seen | None) -> None:
        """Ask, and see of what."""
        self.asking = asking
        self.at_rest = DrawsBlock(asking.scenario, base_case(asking.scenario))
        ask(asking)
        self.asked = list(asking.asked.values())
        self.seen = self._look() if seen is None else seen
        self.columns = [self.asked[k] for k in self.seen.read]

    def _look(self) -> _Seen:
        """See of the block at hand what to read of any, and keep what need not be read."""
        asking, block = self.asking, self.asking.forms.block
        self.steady = np.zeros(len(self.asked), dtype=np.bool_)
        self.base = list[float]()
        for k, one in enumerate(self.asked):
            base, self.steady[k], self.asked[k] = self._look_at(one)
            self.base.append(base + 0.0)  # a 0 without a sign
        groups: dict[object, list[int]] = {}
        for k in np.flatnonzero(~self.steady).tolist():
            groups.setdefault(_alike(self.asked[k]), []).append(k)
        together = sorted(groups.values(), key=lambda group: _length(self.asked[group[0]]))
        largest = [max(group, key=lambda k: _size(self.asked[k])) for group in together]
        self.base_of = [self.base[k] for k in largest]
        self.place = {k: place for place, group in enumerate(together) for k in group}
        self.kept = [self._kept(one)[:1].copy() for one in asking.kept]
        means = [block.column(one) for one in asking.means]
        self.means = np.array([rows[0] for rows in means])
        return _Seen(tuple(largest), tuple(len(rows) > 1 for rows in means))

    def _look_at(self, one: Form | Measure) -> tuple[float, bool, Form | Measure]:
        """Its central case, whether no draw changes it, and the form that it is, if it is one."""
        block = self.asking.forms.block
        if isinstance(one, Measure):
            one = self.asking.forms.of(one) or one
        if isinstance(one, Form):
            return *block.central(one), one
        block.varied = False
        rows = self.asking.value(one)
        base = float(rows[0])
        if not block.varied and np.array_equal(rows, np.full_like(rows, base), equal_nan=True):
            return base, True, one
        block.answers[id(one)] = rows.copy()  # another may make its own in the same place
        return base, False, one

    @property
    def more(self) -> int:
        """How many columns are read of which the means alone are asked."""
        return self.seen.moving.count(True)

    def tally(self, design: Design) -> ColumnTally:
        """One with room for what is asked of a design."""
        return ColumnTally(len(self.columns), design.size, design.batches, self.more)

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
        means = list(compress(self.asking.means, self.seen.moving))
        for start in range(0, len(means), _GROUP):
            few = [block.column(one)[1:] for one in means[start : start + _GROUP]]
            rows = room[: len(few) * (block.rows - 1)].reshape(len(few), -1)
            yield np.arange(len(few)) + len(self.columns) + start, np.stack(few, out=rows)

    def _kept(self, one: Kept) -> npt.NDArray[Any]:
        if isinstance(one, Measure):
            return np.broadcast_to(self.asking.answer(one), self.asking.forms.block.rows)
        return one(self.asking.scenario, self.asking.forms.block.draws)

    def read(self, block: DrawsBlock, start: int, tally: ColumnTally) -> KeptRows:
        """Take a block into the tally, from number ``start`` on; returns what is kept of it."""
        self.asking.forms.block = block
        if len(block.draws):
            tally.read(start, len(block.draws), self._groups(block, tally.wanted))
        kept = [self._kept(one)[1:] for one in self.asking.kept]
        self.asking.forms.block = self.at_rest  # which lets go of what was worked out
        return kept

    def found(self, tally: ColumnTally, parts: Iterable[KeptRows], design: Design) -> FiguresFound:
        """What the tally of all draws comes to, and what was kept in parts."""
        means = self.means.copy()
        if self.more and tally.size:
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


def _alike(one: Form | Measure) -> object:
    return one.shape if isinstance(one, Form) else one


def _size(one: Form | Measure) -> tuple[float, ...]:
    if isinstance(one, Measure):
        return ()
    return (one.size, *(number for _, number in one.terms))


def _length(one: Form | Measure) -> int:
    """Sums of as many terms are read together, after the measures, which make sums of their own."""
    return len(one.terms) if isinstance(one, Form) else -1
