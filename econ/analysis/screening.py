"""Screening and density-based sensitivity, by SALib over the unit cube.

Morris says which parameters matter at all, for a few hundred evaluations; PAWN looks at the whole
distribution of a result, not at its variance alone. Points of the cube become values through each
parameter's quantiles, so that any distribution will do. This is the only module that uses SALib,
and it is imported when first needed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Generic, TypeVar

import numpy as np

from econ.errors import Problem, refuse
from econ.methods.bootstrap import NO_LIMITS, Limits, power_of_two, resamples
from econ.methods.crossings import IndexArray
from econ.methods.decisions import columns
from econ.methods.factors import Factor, GlobalStudy, Groups, Output, correlated, unusable
from econ.methods.fair_shares import BoolArray
from econ.methods.results import Result, record
from econ.model.correlation import Copula
from econ.model.designs import stream
from econ.model.distributions import FloatArray
from econ.model.measures import Measure
from econ.model.scenario import Scenario

if TYPE_CHECKING:
    from econ.methods.decisions import Table

SCREENED = (0.005, 0.995)
"""The part of each distribution that Morris moves through, so that no endless tail appears."""
SLIDES = 10
"""Parts of equal probability into which PAWN cuts each parameter's range."""
NOISY = 0.1
"""A sample in which chance alone scores this much is too small to rank."""
DUMMY = "(no parameter)"
"""A dimension of the cube that nothing uses: what it scores is chance."""

Scored = TypeVar("Scored", bound="Score")

CubeModel = Callable[[FloatArray], FloatArray]
"""Points of the unit cube, shape (rows, dimensions), to outputs, shape (rows,)."""


@dataclass(frozen=True, slots=True)
class Score:
    """How much one parameter, or factor of several, matters to a measure.

    Figures are ``None`` where they do not exist, and ``reason`` says why.
    """

    parameter: str
    label: str
    estimate: float | None
    low: float | None
    high: float | None
    reason: str = field(default="", kw_only=True)


@dataclass(frozen=True, slots=True, repr=False)
class Screened(Result, Generic[Scored]):
    """The scores of one measure, largest first."""

    measure: str
    view: str
    scores: tuple[Scored, ...]
    seed: int
    confidence: float
    warnings: tuple[Problem, ...] = field(default=(), kw_only=True)

    def records(self) -> list[dict[str, object]]:
        """One row a score, for a table or JSON."""
        asked = {"measure": self.measure, "view": self.view}
        return [record(asked, score) for score in self.scores]


@dataclass(frozen=True, slots=True)
class MorrisEffect(Score):
    """How far a measure moves as one factor moves through its plausible range.

    ``estimate`` is mu*, the mean size of the elementary effects, between confidence limits; ``mu``
    their mean with its sign and ``sigma`` their standard deviation, large where the effect depends
    on the others or is not a straight line. Both are ``None`` for a factor of several dimensions.
    """

    mu: float | None = None
    sigma: float | None = None


@dataclass(frozen=True, slots=True, repr=False)
class MorrisEffects(Screened[MorrisEffect]):
    """Elementary effects on one measure, largest first."""

    READS = "label estimate$ low$ high$ mu$ sigma$"

    trajectories: int
    levels: int
    evaluations: int

    @property
    def effects(self) -> tuple[MorrisEffect, ...]:
        """The effect of each factor."""
        return self.scores


def morris(
    scenario: Scenario,
    measure: Measure,
    *,
    trajectories: int = 100,
    levels: int = 4,
    seed: int = 2025,
    groups: Groups = None,
    bootstrap: int = 100,
    confidence: float = 0.95,
) -> MorrisEffects:
    """Morris screening: the mean size of elementary effects, in the unit of the measure.

    Each trajectory moves every factor once, over a grid of ``levels`` (an even number) between its
    0.5th and 99.5th percentile; the tails beyond are left out, because they may be endless. An
    effect is the move of the measure at the rate of a move through the whole of that range.
    Correlations are set aside: each factor moves alone, and a warning says so. Raises
    ``ScenarioError`` where nothing varies, a name is not known, or there is no such grid.

    Morris (1991), with mu* of Campolongo et al. (2007), by SALib.

    >>> import econ
    >>> base = econ.read("parameters/side_by_side.xlsx")
    >>> found = morris(base, econ.net_present_value("society"), trajectories=20)
    >>> found.evaluations == 20 * (len(found.effects) + 1)
    True
    """
    if levels < 2 or levels % 2 or trajectories < 2:
        what = f"{levels} levels and {trajectories} trajectories make no grid to move on"
        remedy = "Choose an even number of levels and at least 2 trajectories."
        raise refuse("morris", "grid", what, remedy)
    study = GlobalStudy.of(scenario, measure, trajectories, seed, groups)
    varied, (output,), generator = study.varied, study.asked, stream(seed, "Morris")
    effects = elementary_effects(
        _over_the_cube(study), varied, trajectories, levels, generator, bootstrap, confidence
    )
    told = (seed, confidence, trajectories, levels, trajectories * (len(varied) + 1))
    ranked, doubt = _largest_first(effects), _set_aside(correlated(study.prepared, varied))
    return MorrisEffects(output.measure, output.view, ranked, *told, warnings=doubt)


def _largest_first(found: Sequence[Scored]) -> tuple[Scored, ...]:
    return tuple(sorted(found, key=lambda one: -(one.estimate or 0.0)))


def _over_the_cube(study: GlobalStudy) -> CubeModel:
    """The model over the plausible part of each distribution, whatever the correlations."""
    alone = replace(study.prepared, copula=Copula(()))
    names = [name for factor in study.varied for name in factor.streams]
    low, high = SCREENED

    def at(cube: FloatArray) -> FloatArray:
        points = dict.fromkeys(alone.streams, np.full(len(cube), 0.5))
        points.update(zip(names, np.ascontiguousarray((low + (high - low) * cube).T), strict=True))
        (values,) = study.model(alone.columns(points))
        return np.asarray(values)

    return at


def elementary_effects(
    model: CubeModel,
    varied: Sequence[Factor],
    trajectories: int,
    levels: int,
    generator: np.random.Generator,
    bootstrap: int = 100,
    confidence: float = 0.95,
) -> list[MorrisEffect]:
    """Elementary effects of a function of the unit cube, in the order of its factors.

    The dimensions are the streams of the factors, one after the other.
    """
    from SALib.analyze import morris as analysis
    from SALib.sample import morris as design

    members = [factor.name for factor in varied for _ in factor.streams]
    problem = {
        "num_vars": len(members),
        "names": [name for factor in varied for name in factor.streams],
        "bounds": [[0.0, 1.0]] * len(members),
        "groups": members,
    }
    cube = design.sample(problem, trajectories, num_levels=levels, seed=generator)
    values = model(cube)
    if reason := unusable(values):
        why = f"the measure {reason}"
        return [MorrisEffect(f.name, f.label, *NO_LIMITS, reason=why) for f in varied]
    found = analysis.analyze(
        problem, cube, values, bootstrap, confidence, num_levels=levels, seed=generator
    )
    place = {name: k for k, name in enumerate(found["names"])}
    return [_effect(factor, found, place[factor.name]) for factor in varied]


def _effect(factor: Factor, found: dict[str, FloatArray], k: int) -> MorrisEffect:
    figures = ("mu_star", "mu_star_conf", "mu", "sigma")
    size, half, mu, sigma = (float(found[figure][k]) for figure in figures)
    signed = (mu, sigma) if len(factor.streams) == 1 else (None, None)
    return MorrisEffect(factor.name, factor.label, size, size - half, size + half, *signed)


def _set_aside(tied: Sequence[tuple[str, str]]) -> tuple[Problem, ...]:
    if not tied:
        return ()
    named = ", ".join(sorted({name for pair in tied for name in pair}))
    what = "are correlated; Morris moves each alone, as if they were not"
    return (Problem("", named, what, "Use Shapley effects to rank them."),)


@dataclass(frozen=True, slots=True)
class DensityIndex(Score):
    """How far knowing one parameter would move the distribution of a measure, from 0 to 1.

    ``estimate`` is the median, over the parts of the parameter's range, of the Kolmogorov-Smirnov
    distance; ``maximum`` the largest. ``above_noise`` says whether the lower limit is above what
    chance alone scores.
    """

    maximum: float | None = None
    above_noise: bool | None = None


@dataclass(frozen=True, slots=True, repr=False)
class DensityIndices(Screened[DensityIndex]):
    """PAWN indices of one measure, largest first; ``noise`` is what chance alone scores."""

    READS = "label estimate low high maximum"

    noise: float | None
    size: int

    @property
    def indices(self) -> tuple[DensityIndex, ...]:
        """The index of each parameter."""
        return self.scores

    def records(self) -> list[dict[str, object]]:
        """One row a parameter, for a table or JSON; each tells the noise."""
        return [one | {"noise": self.noise} for one in Screened.records(self)]


def density_based(
    scenario: Scenario,
    measure: Measure,
    *,
    n: int = 4096,
    seed: int = 2025,
    bootstrap: int = 100,
    confidence: float = 0.95,
) -> DensityIndices:
    """PAWN: how far the distribution of a measure moves where a parameter is known.

    ``n`` draws, raised to a power of two, are cut into ten parts of equal probability along each
    parameter in turn. It holds for correlated parameters too, and then counts what a parameter
    tells of the others. A parameter that nothing uses is looked at as well: its score, of chance
    alone, is the ``noise``. Raises ``ScenarioError`` where nothing varies.

    Pianosi and Wagener (2015, 2018), by SALib; limits from a bootstrap.

    >>> import econ
    >>> base = econ.read("parameters/side_by_side.xlsx")
    >>> found = density_based(base, econ.net_present_value("society"), n=512)
    >>> all(0 <= (index.estimate or 0.0) <= 1 for index in found.indices)
    True
    """
    study = GlobalStudy.of(scenario, measure, n, seed)
    (output,) = study.asked
    names = [name for factor in study.varied for name in factor.parameters]
    labels = {name: scenario[name].label for name in names}
    return _scored(output, labels, *_draws(study, names), seed, bootstrap, confidence)


def _scored(
    output: Output,
    labels: Mapping[str, str],
    inputs: FloatArray,
    values: FloatArray,
    seed: int,
    bootstrap: int,
    confidence: float,
) -> DensityIndices:
    """The index of each input but the last, which nothing uses; ``labels`` are by their names."""
    size = len(values)
    asked = (output.measure, output.view)
    if reason := unusable(values):
        why = f"the measure {reason}"
        blank = tuple(DensityIndex(*one, *NO_LIMITS, reason=why) for one in labels.items())
        return DensityIndices(*asked, blank, seed, confidence, None, size)
    weights = resamples(size, bootstrap, seed)
    *scores, noise = pawn([*labels, DUMMY], inputs, values, weights, confidence)
    chance = noise[0].estimate or 0.0
    found = [_density(*n, s, chance) for n, s in zip(labels.items(), scores, strict=True)]
    ranked, doubt = _largest_first(found), _too_noisy(output, chance, size)
    return DensityIndices(*asked, ranked, seed, confidence, chance, size, warnings=doubt)


def importance(
    parameters: Table,
    result: FloatArray,
    *,
    seed: int = 2025,
    bootstrap: int = 100,
    confidence: float = 0.95,
) -> DensityIndices:
    """PAWN of draws that anyone has made, of any model: how far each parameter moves a result.

    ``parameters`` has one column a parameter (a data frame, a mapping, or an array) and ``result``
    one number for each of its rows; all else is as in ``density_based``. Raises ``ScenarioError``
    for what is not finite numbers of one length.

    >>> a, b = np.random.default_rng(1).normal(size=(2, 4_000))
    >>> found = importance({"a": a, "b": b}, 3 * a + b)
    >>> [index.parameter for index in found.indices]
    ['a', 'b']
    """
    numbers = columns("parameters", "parameter", parameters)
    (values,) = columns("result", "result", {"result": result}).values()
    if not numbers or len(values) != len(next(iter(numbers.values()))):
        what = "has not one number for each draw of the parameters"
        raise refuse("importance", "result", what, "Give both of the same draws, in one order.")
    chance = stream(seed, DUMMY).random(len(values))
    inputs = np.column_stack([*numbers.values(), chance])
    output = Output("result", "", lambda _: values, "the result")
    return _scored(
        output,
        dict(zip(numbers, numbers, strict=True)),
        inputs,
        values,
        seed,
        bootstrap,
        confidence,
    )


def _draws(study: GlobalStudy, names: Sequence[str]) -> tuple[FloatArray, FloatArray]:
    """Values of the parameters and of nothing, shape (draws, names + 1), and of the output."""
    inputs, values = [], []
    for points, _ in study.sets(DUMMY):
        columns = study.prepared.columns(points)
        values.append(study.model(columns)[0])
        inputs.append(np.stack([*(columns[name][1:] for name in names), points[DUMMY]], 1))
    return np.concatenate(inputs), np.concatenate(values)


def pawn(
    names: Sequence[str],
    inputs: FloatArray,
    values: FloatArray,
    weights: FloatArray,
    confidence: float = 0.95,
) -> list[tuple[Limits, float | None]]:
    """The PAWN index of each input, between its limits, and its maximum.

    ``inputs`` has shape (draws, inputs), ``weights`` are resamples of the draws. An input with too
    few values to be cut into parts has none.
    """
    from SALib.analyze import pawn as analysis

    order = np.argsort(values, kind="stable")
    again = weights[:, order]
    whole = np.cumsum(again, axis=1)
    scores = list[tuple[Limits, float | None]]()
    for k, name in enumerate(names):
        parts = [np.flatnonzero(part[order]) for part in slides(inputs[:, k])]
        if not all(part.size for part in parts):
            scores.append((NO_LIMITS, None))
            continue
        problem = {"num_vars": 1, "names": [name], "bounds": [[0.0, 1.0]]}
        found = analysis.analyze(problem, inputs[:, [k]], values, S=SLIDES)
        medians = np.median([_distance(part, again, whole) for part in parts], axis=0)
        medians[0] = found["median"][0]
        scores.append((Limits.of(medians, confidence), float(found["maximum"][0])))
    return scores


def slides(column: FloatArray) -> list[BoolArray]:
    """Which draws lie in each part of a parameter's range; the highest draw lies in none."""
    edges = np.quantile(column, np.linspace(0, 1, SLIDES + 1))
    return [(column >= low) & (column < high) for low, high in pairwise(edges)]


def _distance(inside: IndexArray, again: FloatArray, whole: FloatArray) -> FloatArray:
    """Kolmogorov-Smirnov distance of a part's distribution from that of all, for each resample.

    ``again`` are weights in the order of the values, ``whole`` their running total; the distance
    is largest at a draw ``inside`` the part, or just before one.
    """
    weight = again[:, inside]
    share = weight / weight.sum(axis=1, keepdims=True)
    above = np.cumsum(share, axis=1) - whole[:, inside]
    distance: FloatArray = np.maximum(above.max(axis=1), (share - weight - above).max(axis=1))
    return distance


def _density(
    name: str, label: str, score: tuple[Limits, float | None], chance: float
) -> DensityIndex:
    found, maximum = score
    if found.low is None:
        reason = "takes too few values to be cut into parts"
        return DensityIndex(name, label, *NO_LIMITS, reason=reason)
    return DensityIndex(name, label, *found, maximum, found.low > chance)


def _too_noisy(output: Output, chance: float, size: int) -> tuple[Problem, ...]:
    if chance <= NOISY:
        return ()
    what = f"the sample is too small to rank: chance alone scores {chance:.2f}"
    enough = power_of_two(int(size * (2 * chance / NOISY) ** 2))
    return (Problem("", output.label, what, f"Use n={enough:,} or more."),)
