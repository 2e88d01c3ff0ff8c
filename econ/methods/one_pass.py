"""Figures of scenarios, asked for first and found together in one pass over the draws.

Whoever reads a stretch of the draws, here or elsewhere, finds the same figures to the last bit
(C11). Memory is flat in the number of draws, but for the answers that are kept.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, repeat, takewhile

from econ.methods.asked import Ask, AskedOf, FiguresFound, OnePass
from econ.methods.readers import KeptRows, Reading, ToRead
from econ.methods.tally import PLACE, ColumnTally
from econ.methods.workers import ALONE, Workers
from econ.model.designs import Design, MonteCarlo
from econ.model.distributions import FloatArray
from econ.model.draws import Progress, require_size
from econ.model.estimates import Estimate
from econ.model.form_trees import FormTrees
from econ.model.measures import Measure
from econ.model.scenario import Scenario

Tallies = Sequence[ColumnTally]
_FEW = 2
"""Draws of which whoever reads a stretch makes the forms: any have the same."""
_LEAST = 8
"""Places that are worth a worker's while."""
_WORTH = 4
"""Times as many are worth beginning with workers at all."""
_SPELL = 6
"""Places that are read before it is looked again whether workers are ready."""
_TOGETHER = 32
"""Scenarios that are read side by side: what they draw and make is held at once."""
ANSWERED = 8
"""Scenarios whose answers in every draw are held at once."""
_GROWTH = 4
"""How many times as many places are read before brackets narrow again."""


def in_one_pass(
    scenario: Scenario,
    design: Design,
    ask: Ask,
    *,
    workers: Workers = ALONE,
    progress: Progress | None = None,
) -> FiguresFound:
    """Find what ``ask`` asks for, of a whole design; ``progress`` is told the draws done."""
    (found,) = all_in_one_pass([(scenario, ask)], design, workers=workers, progress=progress)
    return found


def all_in_one_pass(
    asked: Sequence[AskedOf],
    design: Design,
    *,
    workers: Workers = ALONE,
    progress: Progress | None = None,
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
    progress: Progress | None,
    trees: FormTrees,
) -> list[FiguresFound]:
    """The same of so few that what they share may be held at once."""
    reading, tallies = Reading(asked, design), list[ColumnTally]()
    kept = zip(*_all_read(reading, tallies, workers, progress, trees), strict=True)
    pairs = zip(reading.looks, tallies, kept, strict=True)
    return [look.found(tally, rows, design) for look, tally, rows in pairs]


def _all_read(
    reading: Reading,
    tallies: list[ColumnTally],
    workers: Workers,
    progress: Progress | None,
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
    reading: Reading,
    tallies: Tallies,
    workers: Workers,
    parts: Sequence[tuple[int, int]],
    progress: Progress | None,
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
    progress: Progress | None = None,
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
    progress: Progress | None = None,
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


def _beyond(progress: Progress | None, before: int) -> Progress | None:
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
    seen: Sequence[ToRead]
    tallies: Tallies
    start: int
    stop: int

    def __call__(self) -> tuple[Tallies, list[KeptRows]]:
        """The tallies with these draws in them, and what is kept of them."""
        reading = Reading(self.asked, self.design)
        deque(reading.begin(min(_FEW, self.design.size), FormTrees(), self.seen), 0)
        return self.tallies, reading.read(self.start, self.stop, self.tallies)
