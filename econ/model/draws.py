"""The parameter values that the points of a design become: one row a draw, row 0 the base case."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain as joined
from typing import TYPE_CHECKING

import numpy as np

from econ.errors import refuse, require_kind, require_known
from econ.model.chain import Chain, ratio
from econ.model.correlation import Copula, Pair
from econ.model.designs import AsImported, Design, MonteCarlo, Points
from econ.model.distributions import DirichletShare, Distribution, FloatArray, Gamma, Sample
from econ.model.estimates import estimate
from econ.model.parameters import formulas, made_from
from econ.model.quantile_table import LARGEST, SMALLEST, Quantile, tabulated
from econ.model.scenario import A_SCENARIO, Scenario
from econ.model.shelf import Shelf
from econ.shown import Line, Shown, line_of

if TYPE_CHECKING:
    import pandas as pd

Progress = Callable[[int], None]
"""Is told how many draws are done."""


@dataclass(frozen=True, slots=True, repr=False)
class Draws(Shown):
    """Parameter values: row 0 is the base case, the draws follow.

    ``columns`` holds for each parameter an array of shape (draws + 1,), or (1,) where the
    parameter is the same in every row. ``batches`` is the number of independent replicates, 0
    where each draw is one.
    """

    columns: Mapping[str, FloatArray]
    size: int
    design: str
    seed: int | None = None
    batches: int = 0

    def told(self) -> tuple[str, list[Line]]:
        """How many there are, and the parameters that vary."""
        seed = "" if self.seed is None else f", seed {self.seed}"
        title = f"Draws: {self.size:,} of {len(self.columns)} parameters ({self.design}{seed})"
        varied = {name: column for name, column in self.columns.items() if len(column) > 1}
        return title, [
            line_of({"parameter": name, **estimate(column).briefly})
            for name, column in varied.items()
        ]

    def __len__(self) -> int:
        """The number of draws, the base case not counted."""
        return self.size

    def __getitem__(self, name: str) -> FloatArray:
        """The draws of a parameter, shape (draws,), without the base case."""
        column = self.columns[name]
        return np.broadcast_to(column, (self.size + 1,))[1:]

    @property
    def base(self) -> dict[str, float]:
        """The base-case value of each parameter."""
        return {name: float(column[0]) for name, column in self.columns.items()}

    def base_case(self) -> Draws:
        """Row 0 alone, and no draws."""
        return Draws({name: column[:1] for name, column in self.columns.items()}, 0, "base case")

    def to_frame(self) -> pd.DataFrame:
        """The draws as a table: one row a draw, one column a parameter."""
        import pandas as pd

        return pd.DataFrame({name: self[name] for name in self.columns})


@dataclass(frozen=True, slots=True)
class Sampling:
    """How points become values for one scenario: made once, used for every block.

    ``streams`` are the dimensions of the unit cube: one a parameter, but one for all parameters
    that share an imported sample.
    """

    base: Mapping[str, float]
    stream_of: Mapping[str, str]
    varying: Mapping[str, Distribution]
    quantiles: Mapping[str, Quantile]
    shares: Mapping[str, tuple[str, ...]]
    copula: Copula
    formulas: Mapping[str, Chain] = field(default_factory=dict)

    @property
    def streams(self) -> tuple[str, ...]:
        """The dimensions of the unit cube, each once, in alphabetical order."""
        return tuple(sorted(set(self.stream_of.values())))

    def columns(self, points: Points, shelf: Shelf | None = None) -> dict[str, FloatArray]:
        """Parameter values at these points, the base case in row 0.

        A point on the edge of the cube, which a design may hold, is read as the nearest inside:
        the quantiles of most distributions are infinite there. What others have made of the same
        points stands on the ``shelf``.
        """
        once = (shelf or Shelf()).once
        tied = {n: once("inside", (points[n],), partial(_inside, points[n])) for n in self.streams}
        for group in self.copula.groups:
            own = tuple(tied[name] for name in group.names)
            like = ("tied", group.names, group.cholesky.tobytes())
            tied |= once(like, own, partial(group.apply, tied))
        columns = {name: np.array([mean]) for name, mean in self.base.items()}
        for name, source in self.stream_of.items():
            made = partial(self._drawn, name, tied[source])
            columns[name] = once("drawn", (self.varying[name], tied[source]), made)
        for members in self.shares.values():
            alike = tuple(columns[name] for name in sorted(members))
            whole = once("whole", alike, partial(_whole, alike))
            columns |= zip(sorted(members), whole, strict=True)
        for name, chain in self.formulas.items():
            rests_on = tuple(columns[n] for n in chain.names)
            columns[name] = once("formula", (chain, *rests_on), partial(_formula, chain, columns))
        return columns

    def _drawn(self, name: str, points: FloatArray) -> FloatArray:
        return np.concatenate([[self.base[name]], self.quantiles[name](points)])

    def blocks(
        self, design: Design, rows: int, start: int = 0, stop: int | None = None
    ) -> Iterator[Draws]:
        """The draws of a design, at most ``rows`` at a time: all, or those of a stretch."""
        for _, (draws,) in blocks_together([self], design, rows, start, stop):
            yield draws


def blocks_together(
    prepared: Sequence[Sampling], design: Design, rows: int, start: int = 0, stop: int | None = None
) -> Iterator[tuple[Shelf, list[Draws]]]:
    """The draws of several scenarios side by side, at most ``rows`` at a time.

    Each scenario has those that it has alone. What they have in common is drawn once, and stands on
    the shelf, with room for what is made of it.
    """
    left = (design.size if stop is None else stop) - start
    streams = [one.streams for one in prepared]
    if not design.joint:
        streams = [tuple(sorted({*joined.from_iterable(streams)}))] * len(streams)
    sources = {each: design.blocks(each, rows, start, stop) for each in dict.fromkeys(streams)}
    for each in zip(*sources.values(), strict=True):
        points, shelf = dict(zip(sources, each, strict=True)), Shelf()
        size = min(rows, left)  # not the points': there are none if nothing varies
        yield (
            shelf,
            [
                Draws(
                    one.columns(points[own], shelf), size, design.name, design.seed, design.batches
                )
                for one, own in zip(prepared, streams, strict=True)
            ],
        )
        left -= size


def _inside(u: FloatArray) -> FloatArray:
    """Points off the edges; most designs have none there."""
    if not len(u) or (u.min() >= SMALLEST and u.max() <= LARGEST):
        return u
    return np.minimum(np.maximum(u, SMALLEST), LARGEST)


def with_formula_columns(
    columns: dict[str, FloatArray], chains: Mapping[str, Chain]
) -> dict[str, FloatArray]:
    """The columns, those of formulas as the others make them in the whole programme."""
    for name, chain in chains.items():
        columns[name] = _formula(chain, columns)
    return columns


def _formula(chain: Chain, columns: Mapping[str, FloatArray]) -> FloatArray:
    return np.asarray(chain.formula(columns.__getitem__, np.atleast_1d, ratio))


def _whole(shares: Sequence[FloatArray]) -> list[FloatArray]:
    """Shares of one whole in each draw; the base case has them already."""
    total = sum(share[1:] for share in shares)
    return [np.concatenate([share[:1], share[1:] / total]) for share in shares]


def sampling(scenario: Scenario) -> Sampling:
    """Prepare a scenario for any design: tables of quantiles, groups of shares, correlations.

    A Dirichlet is drawn as independent gammas divided by their sum, which is its definition.
    """
    stream_of, quantiles, shares = {}, {}, dict[str, tuple[str, ...]]()
    varying = {name: scenario[name].distribution for name in scenario.uncertain}
    for name, distribution in varying.items():
        stream_of[name] = name
        quantiles[name] = tabulated(distribution)
        if isinstance(distribution, DirichletShare):
            shares[distribution.group] = (*shares.get(distribution.group, ()), name)
            quantiles[name] = tabulated(Gamma(distribution.alpha, 1.0))
        if isinstance(distribution, Sample) and distribution.joint:
            stream_of[name] = distribution.joint
            quantiles[name] = distribution.rows
    base = {name: parameter.mean for name, parameter in scenario.parameters.items()}
    copula, chains = Copula.of(_pairs(scenario, stream_of)), formulas(scenario.parameters)
    return Sampling(base, stream_of, varying, quantiles, shares, copula, chains)


def as_imported(scenario: Scenario, seed: int = 2025) -> AsImported:
    """The design in which imported joint draws are used as they are, each row once.

    Raises ``ScenarioError`` where none are used.
    """
    drawn = [p.distribution for name, p in scenario.parameters.items() if name in scenario.used]
    rows = {d.joint: len(d.values) for d in drawn if isinstance(d, Sample) and d.joint}
    if not rows:
        what, remedy = "has no imported draws", "Choose another, such as monte-carlo."
        raise refuse("design", "as-imported", what, remedy)
    return AsImported(max(rows.values()), seed, rows=rows)


def _pairs(scenario: Scenario, stream_of: Mapping[str, str]) -> list[Pair]:
    """The correlations of what varies; those of an imported sample are in its rows already."""
    pairs = [(c.first, c.second, c.rank) for c in scenario.correlations]
    varying = [pair for pair in pairs if pair[0] in stream_of and pair[1] in stream_of]
    for name in (name for pair in varying for name in pair[:2] if stream_of[name] != name):
        what = f"is drawn by the row of the sample {stream_of[name]}, with its own correlations"
        raise refuse("correlations", name, what, "Take its pairs out of the correlations.")
    return varying


def require_size(design: Design) -> None:
    """Raise ``ScenarioError`` where a design's size is no number of draws."""
    require_kind("draw", "draws", design.size, int, "a whole number of draws")
    if design.size < 0:
        raise refuse("draw", "draws", f"there are {design.size}", "Ask for some, or for none.")


def draw_blocks(scenario: Scenario, design: Design, rows: int) -> Iterator[Draws]:
    """The draws of a design, at most ``rows`` at a time, each block with its base case.

    There is always a block: of a design without draws, the base case alone.
    """
    require_kind("draw", "scenario", scenario, Scenario, A_SCENARIO)
    require_size(design)
    if design.size == 0:
        yield base_case(scenario)
    yield from sampling(scenario).blocks(design, rows)


def draw(scenario: Scenario, design: Design) -> Draws:
    """All draws of a design at once; the base case alone where there are none."""
    return next(draw_blocks(scenario, design, design.size or 1))


def monte_carlo(scenario: Scenario, draws: int = 10_000, seed: int = 2025) -> Draws:
    """Independent random draws of every uncertain parameter."""
    return draw(scenario, MonteCarlo(draws, seed))


def base_case(scenario: Scenario) -> Draws:
    """Every parameter at its mean (C5), and no draws."""
    return Draws({n: np.array([p.mean]) for n, p in scenario.parameters.items()}, 0, "base case")


def sweep(scenario: Scenario, name: str, values: Sequence[float] | FloatArray) -> Draws:
    """One parameter swept over ``values``, all others at their means.

    Raises ``ScenarioError`` where there is no such parameter.
    """
    require_known("sweep", [name], scenario.parameters, "parameter")
    return replace(one_at_a_time(scenario, {name: values}), design="sweep")


def one_at_a_time(scenario: Scenario, values: Mapping[str, Sequence[float] | FloatArray]) -> Draws:
    """Each parameter moved alone: its values in rows of its own, in the order given.

    All others are at their means, whatever their correlations; where a share of a Dirichlet group
    moves, the others keep their proportions, so that the group still adds up to 1. Raises
    ``ScenarioError`` where there is no such parameter.
    """
    require_known("one at a time", values, scenario.parameters, "parameter")
    parts = [_moved(scenario, {name: column}) for name, column in values.items()]
    return _stacked(scenario, parts, "one at a time")


def together(scenario: Scenario, values: Mapping[str, Sequence[float] | FloatArray]) -> Draws:
    """Some parameters moved in the same rows, all others at their means.

    ``values`` are of one length. Raises ``ScenarioError`` where there is no such parameter, or
    where two are shares of one Dirichlet group, neither of which is free once the other has moved.
    """
    require_known("together", values, scenario.parameters, "parameter")
    groups = [group for name in values if (group := _share_group(scenario, name))]
    if len(set(groups)) < len(groups):
        what = "are shares of one group: one moves as the other does"
        raise refuse("together", " and ".join(values), what, "Move one of them.")
    return _stacked(scenario, [_moved(scenario, values)], "together")


def _share_group(scenario: Scenario, name: str) -> str:
    distribution = scenario[name].distribution
    return distribution.group if isinstance(distribution, DirichletShare) else ""


def _moved(
    scenario: Scenario, values: Mapping[str, Sequence[float] | FloatArray]
) -> dict[str, FloatArray]:
    """Columns of what moves: the parameters named, and the other shares of their groups."""
    columns = {name: np.asarray(column, dtype=np.float64) for name, column in values.items()}
    for name in values:
        if scenario[name].formula is not None:
            made = ", ".join(made_from([name], scenario.parameters)[1:])
            what = f"is made by its formula, {scenario[name].formula}, and does not move alone"
            raise refuse("moved", name, what, f"Move what it is made from: {made}.")
        group = _share_group(scenario, name)
        beside = [other for other in scenario.uncertain if _share_group(scenario, other) == group]
        for other in beside if group else ():
            if other != name:
                left = (1 - columns[name]) / (1 - scenario[name].mean)
                columns[other] = scenario[other].mean * left
    return columns


def _stacked(scenario: Scenario, parts: Sequence[Mapping[str, FloatArray]], design: str) -> Draws:
    """Parts one below the other; what a part does not move is at its mean there."""
    sizes = [len(next(iter(part.values()))) for part in parts]
    columns = dict(base_case(scenario).columns)
    start = 1
    for part, size in zip(parts, sizes, strict=True):
        for name, values in part.items():
            if len(columns[name]) == 1:
                columns[name] = np.full(sum(sizes) + 1, float(scenario[name].mean))
            columns[name][start : start + size] = values
        start += size
    made = with_formula_columns(columns, formulas(scenario.parameters))
    return Draws(made, sum(sizes), design)
