"""Designs: points in the unit cube.

A Monte Carlo, a Latin hypercube and a Sobol' sequence differ only in their points. A random stream
belongs to a parameter's name (C11): adding or reordering rows leaves every other draw as it was, a
longer run extends a shorter one, and the size of blocks changes nothing. Any block of points can be
made on its own, so that it does not matter who makes which. This is the only module of the model
that draws random numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Protocol

import numpy as np

from econ.model.distributions import FloatArray

Points = Mapping[str, FloatArray]
"""Points of the unit cube: one array of probabilities, of one length, for each stream."""

AS_IMPORTED = "as imported"
BATCHES = 16
"""Independent replicates of a Latin hypercube or Sobol' sequence, from which errors are told."""


class Design(Protocol):
    """Where the points come from: how many, of which seed, and what it is called in reports.

    ``batches`` is the number of independent replicates, 0 where every draw is one. In a ``joint``
    design the points of one stream depend on which others there are.
    """

    __slots__ = ()
    joint: ClassVar[bool] = False
    size: int
    seed: int
    name: str
    batches: int

    def points(self, streams: Sequence[str], start: int, count: int) -> Points:
        """``count`` points from number ``start`` on, without making those before.

        The bits are those of the whole design, whatever the block (C11).
        """
        ...

    def blocks(
        self, streams: Sequence[str], rows: int, start: int = 0, stop: int | None = None
    ) -> Iterator[Points]:
        """The points in order, at most ``rows`` at a time: all, or those of a stretch."""
        end = self.size if stop is None else stop
        for place in range(start, end, rows):
            yield self.points(streams, place, min(rows, end - place))


def stream(seed: int, name: str, place: int = 0) -> np.random.Generator:
    """The random stream of a parameter, of its name and the seed alone (C11), from a place on.

    >>> stream(2025, "attribution").random(3).tolist()[2] == stream(2025, "attribution", 2).random()
    True
    """
    source = np.random.PCG64(np.random.SeedSequence([seed, *name.encode()]))
    return np.random.Generator(source.advance(place) if place else source)


@dataclass(frozen=True, slots=True)
class MonteCarlo(Design):
    """Independent random points: a longer run extends a shorter one."""

    size: int = 10_000
    seed: int = 2025
    name: str = "Monte Carlo"
    batches: int = 0

    def points(self, streams: Sequence[str], start: int, count: int) -> Points:
        """Each stream advanced to its place: a point takes one output of the generator."""
        return {name: stream(self.seed, name, start).random(count) for name in streams}

    def blocks(
        self, streams: Sequence[str], rows: int, start: int = 0, stop: int | None = None
    ) -> Iterator[Points]:
        """Each stream goes on where it was: to find its place costs as much as the block."""
        generators = {name: stream(self.seed, name, start) for name in streams}
        end = self.size if stop is None else stop
        for place in range(start, end, rows):
            count = min(rows, end - place)
            yield {name: generators[name].random(count) for name in streams}


@dataclass(frozen=True, slots=True)
class LatinHypercube(Design):
    """Every parameter's range cut into equal slices, one point in each, in random order.

    The draws are ``BATCHES`` independent hypercubes, one after the other.
    """

    size: int = 10_000
    seed: int = 2025
    name: str = "Latin hypercube"
    batches: int = BATCHES

    def points(self, streams: Sequence[str], start: int, count: int) -> Points:
        """Whole hypercubes, up to the last that the block reaches into, and what lies before cut.

        No permutation can be entered midway, and how much of a stream one takes is not known until
        it is made: this is the one design in which a late block costs more than an early one.
        """
        sizes = batch_sizes(self.size)
        sizes = sizes[: np.cumsum(sizes).searchsorted(start + count) + 1]
        return {name: self._column(name, sizes)[start : start + count] for name in streams}

    def blocks(
        self, streams: Sequence[str], rows: int, start: int = 0, stop: int | None = None
    ) -> Iterator[Points]:
        """One hypercube after the other, so that none is made twice and few are held."""
        end, first, last = self.size if stop is None else stop, 0, 0
        generators = {name: stream(self.seed, name) for name in streams}
        held = {name: np.empty(0) for name in streams}
        for size in batch_sizes(self.size):
            made = {name: _slices(generators[name], size) for name in streams}
            held = {name: np.concatenate([held[name], made[name]]) for name in streams}
            last += size
            while start < end and min(start + rows, end) <= last:
                cut = slice(start - first, min(start + rows, end) - first)
                yield {name: column[cut] for name, column in held.items()}
                start += rows
            if start >= end:
                return
            gone = min(start, last) - first
            held, first = {name: column[gone:] for name, column in held.items()}, first + gone

    def _column(self, name: str, sizes: Sequence[int]) -> FloatArray:
        generator = stream(self.seed, name)
        return np.concatenate([_slices(generator, size) for size in sizes])


def _slices(generator: np.random.Generator, size: int) -> FloatArray:
    """One column of a hypercube."""
    return np.asarray((generator.permutation(size) + generator.random(size)) / size)


@dataclass(frozen=True, slots=True)
class SobolSequence(Design):
    """A scrambled low-discrepancy sequence (Owen scrambling, from SciPy).

    The draws are ``BATCHES`` independently scrambled sequences. The design is joint: its
    dimensions are the parameters in alphabetical order, and another parameter changes them all.
    """

    joint: ClassVar[bool] = True
    size: int = 10_000
    seed: int = 2025
    name: str = "Sobol' sequence"
    batches: int = BATCHES

    def points(self, streams: Sequence[str], start: int, count: int) -> Points:
        """The parts of the sequences that the block reaches into, each entered at its place."""
        ordered, first = sorted(streams), 0
        parts = [np.empty((len(ordered), 0))]
        seeds = np.random.SeedSequence(self.seed).spawn(BATCHES)
        for size, child in zip(batch_sizes(self.size), seeds, strict=True):
            low, high = max(start - first, 0), min(start + count - first, size)
            if low < high:
                generator = np.random.default_rng(child)
                parts.append(_sequence(len(ordered), generator, low, high - low))
            first += size
        return dict(zip(ordered, np.concatenate(parts, axis=1), strict=True))


@dataclass(frozen=True, slots=True)
class AsImported(Design):
    """The rows of imported draws as they are, one a draw; what else varies is random.

    ``rows`` says how many each stream of joint draws has; the longest sets the ``size``, and one
    that is shorter begins again.
    """

    size: int
    seed: int = 2025
    name: str = AS_IMPORTED
    batches: int = 0
    rows: Mapping[str, int] = field(default_factory=dict)

    def points(self, streams: Sequence[str], start: int, count: int) -> Points:
        """The middle of each row's share of probability, row by row."""
        others = [name for name in streams if name not in self.rows]
        place = np.arange(start, start + count)
        own = {name: (place % n + 0.5) / n for name, n in self.rows.items() if name in streams}
        return {**MonteCarlo(self.size, self.seed).points(others, start, count), **own}


def saltelli(
    streams: Sequence[str], size: int, seed: int, rows: int
) -> Iterator[tuple[Points, Points]]:
    """Two independent sets of points, at most ``rows`` at a time, for variance-based analyses.

    Both come from one scrambled Sobol' sequence of twice the dimensions (Saltelli et al. 2010), of
    which ``size``, a power of two, points are taken; each lies in the middle of its cell, so that
    none is 0 or 1.
    """
    ordered = sorted(streams)
    for start in range(0, size, rows):
        generator = stream(seed, "Saltelli")
        cube = _sequence(2 * len(ordered), generator, start, min(rows, size - start)) + 2.0**-31
        first, second = (dict(zip(ordered, s, strict=True)) for s in np.split(cube, 2))
        yield first, second


def _sequence(
    dimensions: int, generator: np.random.Generator, start: int, count: int
) -> FloatArray:
    """Points of one scrambled sequence from a place on: shape (dimensions, count)."""
    from scipy.stats import qmc

    if dimensions == 0:
        return np.empty((0, count))
    sequence = qmc.Sobol(dimensions, scramble=True, rng=generator)
    if start:
        sequence.fast_forward(start)
        points = sequence.random(count)
    else:  # SciPy warns of a beginning that is no power of two, though more may follow it
        points = sequence.random_base2((count - 1).bit_length())[:count]
    return np.ascontiguousarray(points.T)


DESIGNS: dict[str, type[MonteCarlo] | type[LatinHypercube] | type[SobolSequence]] = {
    "monte-carlo": MonteCarlo,
    "latin-hypercube": LatinHypercube,
    "sobol-sequence": SobolSequence,
}


def batch_sizes(size: int) -> list[int]:
    """How many draws each of the replicates has: as equal as can be.

    >>> sum(batch_sizes(1000)), max(batch_sizes(1000))
    (1000, 63)
    """
    return [size // BATCHES + (batch < size % BATCHES) for batch in range(BATCHES)]
