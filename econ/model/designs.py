"""Designs: points in the unit cube.

A Monte Carlo, a Latin hypercube and a Sobol' sequence differ only in their points. A random stream
belongs to a parameter's name (C11): adding or reordering rows leaves every other draw as it was, a
longer run extends a shorter one, and the size of blocks changes nothing. This is the only module of
the model that draws random numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from econ.model.distributions import FloatArray

if TYPE_CHECKING:
    pass


Points = Mapping[str, FloatArray]
"""Points of the unit cube: one array of probabilities, of one length, for each stream."""


BATCHES = 16
"""Independent replicates of a Latin hypercube or Sobol' sequence, from which errors are told."""


class Design(Protocol):
    """Where the points come from."""

    @property
    def name(self) -> str:
        """What the design is called in reports."""
        ...

    @property
    def size(self) -> int:
        """The number of draws."""
        ...

    @property
    def seed(self) -> int:
        """The seed."""
        ...

    @property
    def batches(self) -> int:
        """Independent replicates; 0 where every draw is one."""
        ...

    def blocks(self, streams: Sequence[str], rows: int) -> Iterator[Points]:
        """The points, at most ``rows`` at a time."""
        ...


def stream(seed: int, name: str) -> np.random.Generator:
    """The random stream of a parameter: of its name and the seed alone (C11)."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, *name.encode()])))


@dataclass(frozen=True, slots=True)
class MonteCarlo:
    """Independent random points."""

    size: int = 10_000
    seed: int = 2025
    name: str = "Monte Carlo"
    batches: int = 0

    def blocks(self, streams: Sequence[str], rows: int) -> Iterator[Points]:
        """Each stream's points in turn, so that a longer run extends a shorter one."""
        generators = {name: stream(self.seed, name) for name in streams}
        for start in range(0, self.size, rows):
            count = min(rows, self.size - start)
            yield {name: generators[name].random(count) for name in streams}


@dataclass(frozen=True, slots=True)
class LatinHypercube:
    """Every parameter's range cut into equal slices, one point in each, in random order.

    The draws are ``BATCHES`` independent hypercubes, one after the other.
    """

    size: int = 10_000
    seed: int = 2025
    name: str = "Latin hypercube"
    batches: int = BATCHES

    def blocks(self, streams: Sequence[str], rows: int) -> Iterator[Points]:
        """All points are made at once, then handed out."""
        points = {name: self._column(name) for name in streams}
        yield from _sliced(points, self.size, rows)

    def _column(self, name: str) -> FloatArray:
        generator = stream(self.seed, name)
        parts = [
            (generator.permutation(count) + generator.random(count)) / count
            for count in batch_sizes(self.size)
        ]
        return np.concatenate(parts)


@dataclass(frozen=True, slots=True)
class SobolSequence:
    """A scrambled low-discrepancy sequence (Owen scrambling, from SciPy).

    The draws are ``BATCHES`` independently scrambled sequences. The design is joint: its
    dimensions are the parameters in alphabetical order, and another parameter changes them all.
    """

    size: int = 10_000
    seed: int = 2025
    name: str = "Sobol' sequence"
    batches: int = BATCHES

    def blocks(self, streams: Sequence[str], rows: int) -> Iterator[Points]:
        """All points are made at once, then handed out."""
        ordered = sorted(streams)
        cube = self._cube(len(ordered))
        points = {name: np.ascontiguousarray(cube[:, k]) for k, name in enumerate(ordered)}
        yield from _sliced(points, self.size, rows)

    def _cube(self, dimensions: int) -> FloatArray:
        from scipy.stats import qmc

        if dimensions == 0:
            return np.empty((self.size, 0))
        seeds = np.random.SeedSequence(self.seed).spawn(BATCHES)
        parts = []
        for count, child in zip(batch_sizes(self.size), seeds, strict=True):
            sequence = qmc.Sobol(dimensions, scramble=True, rng=np.random.default_rng(child))
            exponent = max(int(np.ceil(np.log2(max(count, 1)))), 0)
            parts.append(sequence.random_base2(exponent)[:count])
        return np.concatenate(parts)


def saltelli(
    streams: Sequence[str], size: int, seed: int, rows: int
) -> Iterator[tuple[Points, Points]]:
    """Two independent sets of points, at most ``rows`` at a time, for variance-based analyses.

    Both come from one scrambled Sobol' sequence of twice the dimensions (Saltelli et al. 2010), of
    which ``size``, a power of two, points are taken; each lies in the middle of its cell, so that
    none is 0 or 1.
    """
    from scipy.stats import qmc

    ordered = sorted(streams)
    sequence = qmc.Sobol(2 * len(ordered), scramble=True, rng=stream(seed, "Saltelli"))
    cube = np.ascontiguousarray(sequence.random_base2(size.bit_length() - 1).T) + 2.0**-31
    first, second = (dict(zip(ordered, half, strict=True)) for half in np.split(cube, 2))
    yield from zip(_sliced(first, size, rows), _sliced(second, size, rows), strict=True)


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


def _sliced(points: Points, size: int, rows: int) -> Iterator[Points]:
    for start in range(0, size, rows):
        yield {name: column[start : start + rows] for name, column in points.items()}
