"""How many draws are enough: draw until the error is small, and show how the mean settled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, isfinite, log2, nan, sqrt
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import special

from econ.errors import refuse, require_known
from econ.methods.results import Asked, Result, asked_of, record
from econ.model.designs import BATCHES, DESIGNS, Design, MonteCarlo
from econ.model.distributions import FloatArray
from econ.model.draws import Progress, draw_blocks
from econ.model.equation import ask, evaluate
from econ.model.estimates import Errors, Estimate, errors, estimate
from econ.model.measures import Measure
from econ.model.scenario import Scenario

MEANS_SHOWN = 200
FEWEST_DRAWS = 2 * BATCHES
"""Fewer draws than this say nothing of their own error."""
HOPE = 4.0
"""How many standard errors further from zero a mean is allowed to lie than it seems."""


class SoFar(NamedTuple):
    """What was found so far: parts of rows, how many draws, their mean and its standard error."""

    parts: list[FloatArray]
    draws: int
    mean: float
    se: float


@dataclass(frozen=True, slots=True, repr=False)
class RunningMean(Result):
    """The mean of the first draws, for ever more of them, with its 95% band.

    There is no point where there are too few draws, or one is undefined.
    """

    READS = "draws estimate low high"

    draws: tuple[int, ...]
    mean: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]

    def records(self) -> list[dict[str, object]]:
        """One record a point: ``draws``, ``estimate``, ``low``, ``high``."""
        names = ("draws", "estimate", "low", "high")
        points = zip(self.draws, self.mean, self.low, self.high, strict=True)
        return [dict(zip(names, point, strict=True)) for point in points]


@dataclass(frozen=True, slots=True, repr=False)
class Convergence(Result, Asked):
    """What drawing until the error is small came to.

    ``reached`` says whether the standard error of the mean is at most ``tolerance`` times the
    size of the mean; ``reason`` why not, in words, else empty. ``needed`` is about how many draws
    it takes, as far as these tell; ``None`` where the mean cannot be told from zero, or is none.
    ``rows`` holds the measure, the base case first.
    """

    READS = "estimate$ low$ high$ se$ draws reached reason"

    design: str
    seed: int
    batches: int
    tolerance: float
    draws: int
    reached: bool
    needed: int | None
    reason: str
    estimate: Estimate
    errors: Errors
    rows: FloatArray

    @property
    def relative_error(self) -> float | None:
        """The standard error over the size of the mean; ``None`` where there is no such number."""
        mean, se = self.estimate.mean, self.estimate.se
        return None if not mean or se is None else se / abs(mean)

    def running_mean(self, points: int = MEANS_SHOWN) -> RunningMean:
        """How the mean settled."""
        return running_mean(self.rows, self.batches, points)

    def records(self) -> list[dict[str, object]]:
        """One record: the mean, its limits, how many draws it took and whether that was enough."""
        mean, se, low, high = self.estimate.mean, self.estimate.se, None, None
        if mean is not None and se is not None:
            half = float(special.stdtrit((self.batches or self.draws) - 1, 0.975)) * se
            low, high = mean - half, mean + half
        found = {"estimate": mean, "low": low, "high": high, "se": se}
        told = "tolerance relative_error draws reached needed reason design seed"
        return [record(self.asked(), found, {name: getattr(self, name) for name in told.split()})]


def until(
    scenario: Scenario,
    measure: Measure,
    tolerance: float = 0.005,
    *,
    design: str = "monte-carlo",
    first: int = 2_000,
    most: int = 10_000_000,
    seed: int = 2025,
    progress: Progress | None = None,
) -> Convergence:
    """Draw until the standard error of a measure's mean is at most ``tolerance`` of its size.

    Random draws go on ``first`` at a time in the same streams, so that the answer is that of a
    plain run of as many draws (C11). A Latin hypercube or a Sobol' sequence is made anew at twice
    the size each time, and its error is told from its replicates. The scale is the mean itself:
    where that is near zero no number of draws may do, and drawing ends, not reached, as soon as
    ``most`` cannot be enough even if the mean lies ``HOPE`` standard errors further from zero.

    Raises ``ScenarioError`` where there is no such design, or a number makes no sense.

    >>> import econ
    >>> base = econ.read("parameters/side_by_side.xlsx")
    >>> until(base, econ.net_present_value("society"), 0.05).reached
    True
    """
    require_known("until", [design], DESIGNS, "design")
    _require_sense(tolerance, first, most)
    made = DESIGNS[design](most, seed)
    asked = (scenario, measure, first, most, seed)
    steps = _longer(*asked) if isinstance(made, MonteCarlo) else _larger(design, *asked)
    goal = _Goal(tolerance, most, rate=1 if design == "sobol-sequence" else 2)
    while not goal.ends(found := next(steps)):
        if progress is not None:
            progress(found.draws)
    return _concluded(measure, made, goal, found)


@dataclass(frozen=True, slots=True)
class _Goal:
    """When to stop. The error falls with the number of draws to the power of 1 over ``rate``."""

    tolerance: float
    most: int
    rate: int

    def reached(self, found: SoFar) -> bool:
        return found.se <= self.tolerance * abs(found.mean)

    def ends(self, found: SoFar) -> bool:
        if found.draws >= self.most or not isfinite(found.mean) or self.reached(found):
            return True
        hoped = self.tolerance * (abs(found.mean) + HOPE * found.se)
        return bool(found.draws * (found.se / hoped) ** self.rate > self.most)

    def verdict(self, found: SoFar) -> tuple[int | None, str]:
        """About how many draws it takes, and why it was not reached."""
        size = abs(found.mean)
        if self.reached(found):
            return found.draws, ""
        if not isfinite(size):
            return None, "the measure does not exist in every draw"
        if size < 2 * found.se:
            return None, "the mean cannot be told from zero, and no share of zero is small enough"
        needed = ceil(found.draws * (found.se / (self.tolerance * size)) ** self.rate)
        allowed = f"at most {self.most:,} were allowed"
        return needed, f"it would take about {needed:,} draws, and {allowed}"


def _concluded(measure: Measure, made: Design, goal: _Goal, found: SoFar) -> Convergence:
    rows, (needed, reason) = np.concatenate(found.parts), goal.verdict(found)
    return Convergence(
        *asked_of(measure),
        design=made.name,
        seed=made.seed,
        batches=made.batches,
        tolerance=goal.tolerance,
        draws=found.draws,
        reached=goal.reached(found),
        needed=needed,
        reason=reason,
        estimate=estimate(rows, made.batches),
        errors=errors(rows, made.batches),
        rows=rows,
    )


def _require_sense(tolerance: float, first: int, most: int) -> None:
    if not 0 < tolerance < 1:
        what = f"{tolerance} is not a share between 0 and 1"
        raise refuse("until", "tolerance", what, "Try 0.005.")
    if not FEWEST_DRAWS <= first <= most:
        what = f"{first:,} is not between {FEWEST_DRAWS} and {most:,}"
        remedy = "Begin with some thousands of draws, and allow more."
        raise refuse("until", "first", what, remedy)


def _longer(
    scenario: Scenario, measure: Measure, first: int, most: int, seed: int
) -> Iterator[SoFar]:
    """Random draws, ``first`` more each time; sums are kept about the first mean."""
    parts = list[FloatArray]()
    count, centre, total, squares = 0, 0.0, 0.0, 0.0
    for draws in draw_blocks(scenario, MonteCarlo(most, seed), first):
        rows = measure(evaluate(scenario, draws))
        values = rows[1:]
        parts.append(values if parts else rows)  # the base case stands before the first draw
        count += len(values)
        if not np.isfinite(values).all():
            yield SoFar(parts, count, nan, nan)
            return
        centre = centre if len(parts) > 1 else float(values.mean())
        total += float(np.sum(values - centre))
        squares += float(np.sum((values - centre) ** 2))
        variance = max(squares - total**2 / count, 0.0) / (count - 1)
        yield SoFar(parts, count, centre + total / count, sqrt(variance / count))


def _larger(
    design: str, scenario: Scenario, measure: Measure, first: int, most: int, seed: int
) -> Iterator[SoFar]:
    """A design of whole replicates, each a power of two, made anew at twice the size."""
    size = BATCHES * 2 ** ceil(log2(first / BATCHES))
    while True:
        size = min(size, most)
        (rows,) = ask(scenario, DESIGNS[design](size, seed), [measure])
        found = estimate(rows, BATCHES)
        yield SoFar([rows], size, nan if found.mean is None else found.mean, found.se or 0.0)
        size *= 2


def running_mean(rows: FloatArray, batches: int = 0, points: int = MEANS_SHOWN) -> RunningMean:
    """The mean of the first draws at about ``points`` numbers of draws, even on a log scale.

    ``rows`` holds one number a row, the base case first. The 95% band is Student's t times the
    standard error on either side; ``batches`` replicates grow together, and their means tell it.

    >>> running_mean(np.array([0.0] + [1.0, 3.0] * 50)).mean[-1]
    2.0
    """
    values = rows[1:]
    if len(values) < FEWEST_DRAWS or not np.isfinite(values).all():
        return RunningMean((), (), (), ())
    length = len(values) // max(batches, 1)
    parts = np.array([part[:length] for part in np.array_split(values, max(batches, 1))])
    place = np.unique(np.geomspace(1 if batches else 10, length, points).round().astype(np.intp))
    mean, se = _settling(parts, place)
    half = se * special.stdtrit(np.full(len(place), batches) - 1 if batches else place - 1, 0.975)
    columns = (place * len(parts), mean, mean - half, mean + half)
    return RunningMean(*(tuple(column.tolist()) for column in columns))


def _settling(parts: FloatArray, place: npt.NDArray[np.intp]) -> tuple[FloatArray, FloatArray]:
    """Means of the first draws of all replicates together, and their standard errors."""
    centre = parts.mean()
    away = parts - centre
    sums = np.cumsum(away, axis=1)[:, place - 1]
    means = centre + sums / place
    if len(parts) > 1:
        return means.mean(axis=0), means.std(axis=0, ddof=1) / sqrt(len(parts))
    squares = np.cumsum(away**2, axis=1)[0, place - 1]
    variance = np.maximum(squares - sums[0] ** 2 / place, 0.0) / (place - 1)
    return means[0], np.sqrt(variance / place)
