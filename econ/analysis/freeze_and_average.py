"""EVPPI by brute force: one parameter frozen at its quantiles, all the others averaged over.

A check of ``econ.value_of_information`` that shares no fit with it: it needs the model, and as many
evaluations as there are quantiles times draws. What is correlated with the parameter moves along
with it as the copula says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from scipy import special

from econ.errors import refuse, require_known
from econ.methods.decisions import Worth
from econ.methods.smooth import IntArray
from econ.model.correlation import Copula, CorrelatedGroup
from econ.model.designs import BATCHES, Points, SobolSequence, batch_sizes
from econ.model.distributions import DirichletShare, FloatArray, Sample
from econ.model.draws import Draws, Sampling, sampling
from econ.model.equation import evaluate
from econ.model.measures import Measure, headline, require_money
from econ.model.quantile_table import LARGEST, SMALLEST
from econ.model.scenario import Scenario

LEVELS, _REACH = 200, 5.0


def freeze_and_average(
    scenario: Scenario,
    parameter: str,
    measure: Measure | None = None,
    *,
    options: Sequence[Scenario] = (),
    draws: int = 4_096,
    levels: int = LEVELS,
    seed: int = 2025,
) -> Worth:
    """The EVPPI of one parameter of a scenario, with no regression, and its standard error.

    The parameter is frozen in the middle of each of ``levels`` parts of its probability, smaller
    the further out; at each, ``draws`` of a Sobol' sequence go over all the rest.
    The options are as in ``econ.value_of_information``; the error is a jackknife over the
    independent replicates of the sequence.

    Raises ``ScenarioError`` for a parameter that is not known or not uncertain in every option, and
    for imported joint draws and shares of one group, which are given together and cannot be frozen
    alone.

    >>> import econ
    >>> base = econ.read("parameters/side_by_side.xlsx")
    >>> npv = econ.net_present_value("society")
    >>> freeze_and_average(base, "attribution", npv, draws=128, levels=20).estimate
    0.0
    """
    asked = measure or headline()
    require_money(FREEZE, asked)
    for option in (scenario, *options):
        _refuse_tied(option, parameter)
    middles, weights = _middles(levels)
    prepared = [sampling(option) for option in (scenario, *options)]
    design = SobolSequence(draws, seed)
    points = design.points(sorted({s for one in prepared for s in one.streams}), 0, draws)
    sizes = np.array(batch_sizes(draws))
    batch = np.repeat(np.arange(BATCHES), sizes)
    sums = [
        _sums(option, one, parameter, asked, points, middles, batch)
        for option, one in zip((scenario, *options), prepared, strict=True)
    ]
    by_batch = np.stack([np.zeros_like(sums[0]), *sums])
    return _jackknifed(by_batch, sizes, weights)


FREEZE = "freeze and average"


def _refuse_tied(scenario: Scenario, parameter: str) -> None:
    require_known(FREEZE, [parameter], scenario.uncertain, "uncertain parameter")
    distribution = scenario[parameter].distribution
    if isinstance(distribution, Sample) and distribution.joint:
        what = f"is drawn by the row of the sample {distribution.joint}, which is all or nothing"
    elif isinstance(distribution, DirichletShare):
        what = "is a share of a group, whose others would have to make room for it"
    else:
        return
    raise refuse(FREEZE, parameter, what, "Take its EVPPI from econ.value_of_information.")


def _middles(levels: int) -> tuple[FloatArray, FloatArray]:
    """The middles of parts of probability, and their sizes.

    Half of the edges are at even steps of probability, for what jumps; half at even steps of the
    normal score, for what is decided in a tail.
    """
    half = levels // 2
    scores = special.ndtr(np.linspace(-_REACH, _REACH, half))
    edges = np.sort(np.concatenate([np.linspace(0, 1, levels - half + 1), scores]))
    return (edges[1:] + edges[:-1]) / 2, np.diff(edges)


def _sums(
    scenario: Scenario,
    prepared: Sampling,
    parameter: str,
    measure: Measure,
    points: Points,
    middles: FloatArray,
    batch: IntArray,
) -> FloatArray:
    """Sums of a measure by level and replicate, with the parameter frozen at each level in turn."""
    apart, count = replace(prepared, copula=Copula(())), len(batch)
    found = []
    for frozen in _frozen(prepared, parameter, points, middles):
        impacts = evaluate(scenario, Draws(apart.columns(frozen), count, FREEZE))
        found.append(np.bincount(batch, measure.draws(impacts), BATCHES))
    return np.array(found)


def _frozen(
    prepared: Sampling, parameter: str, points: Points, middles: FloatArray
) -> Iterator[Points]:
    """Points with their correlations, the parameter at each of its levels in turn.

    Of normal scores that vary together the rest move by their correlation times the parameter's
    own move, which leaves them as they are distributed given it.
    """
    inside = {name: np.clip(u, SMALLEST, LARGEST) for name, u in points.items()}
    tied = prepared.copula.apply(inside)
    groups = [group for group in prepared.copula.groups if parameter in group.names]
    for middle in middles:
        moved = dict(tied)
        for group in groups:
            moved |= _along(group, parameter, tied, float(special.ndtri(middle)))
        moved[parameter] = np.full_like(tied[parameter], middle)
        yield moved


def _along(group: CorrelatedGroup, parameter: str, tied: Points, score: float) -> Points:
    matrix = group.cholesky @ group.cholesky.T
    with_it = matrix[:, group.names.index(parameter)]
    move = score - special.ndtri(tied[parameter])
    scores = (special.ndtri(tied[name]) for name in group.names)
    each = zip(group.names, with_it, scores, strict=True)
    return {name: special.ndtr(own + r * move) for name, r, own in each}


def _jackknifed(sums: FloatArray, sizes: IntArray, weights: FloatArray) -> Worth:
    """The EVPPI from sums by option, level and replicate, and its error by leaving each out."""

    def worth(means: FloatArray) -> float:
        return float(weights @ means.max(axis=0) - (means @ weights).max())

    whole, size = sums.sum(axis=-1), sizes.sum()
    left = [worth((whole - sums[..., k]) / (size - n)) for k, n in enumerate(sizes)]
    spread = np.var(left) * (len(left) - 1)
    return Worth(worth(whole / size), float(np.sqrt(spread)))
