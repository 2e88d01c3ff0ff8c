"""Why two scenarios differ: their difference split over the changes, so that the parts add up.

What a change is worth depends on which others are made before it. Shapley (1953) takes the mean
over all orders, the one split in which parts add up, and changes that do the same count the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from econ.errors import refuse
from econ.methods.fair_shares import BoolArray, shared_out
from econ.model.changes import Change, applied, latest
from econ.model.distributions import Z_95, DirichletShare, Distribution, FloatArray
from econ.model.draws import Draws, base_case
from econ.model.equation import BLOCK, evaluate
from econ.model.measures import HEADLINE, Definition, Measure, headline
from econ.model.scenario import Scenario

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Part:
    """What one change is worth, in the measure's unit: to the whole view and to each payer.

    ``parameter`` is what the verb names: a parameter, an outcome, *years*, *cohorts* and so on.
    ``se`` is the error of sampling orders, 0 where every order was taken. ``None`` where the
    measure does not exist for some of the changes.
    """

    parameter: str
    verb: str
    what: str
    before: str
    after: str
    estimate: float | None
    se: float | None
    payers: Mapping[str, float | None]
    payers_se: Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Explanation:
    """The base-case difference between two scenarios, and its parts, the largest first.

    For each payer, and for the whole, the parts add up to ``difference``. ``orders`` is how many
    orders of the changes were sampled, 0 where all were taken.
    """

    base: str
    other: str
    measure: Definition
    view: str
    cohort: str
    at_base: float | None
    at_other: float | None
    difference: float | None
    payers: Mapping[str, float | None]
    parts: tuple[Part, ...]
    orders: int

    def records(self) -> list[dict[str, object]]:
        """One record a part and view: the whole first, then each payer."""
        records = []
        for part in self.parts:
            views = [(self.view, part.estimate, part.se)]
            views += [(p, part.payers[p], part.payers_se[p]) for p in self.payers]
            records += [_record(part, *found) for found in views]
        return records


def _record(part: Part, view: str, worth: float | None, se: float | None) -> dict[str, object]:
    half = None if se is None else Z_95 * se
    return {
        "parameter": part.parameter,
        "verb": part.verb,
        "what": part.what,
        "before": part.before,
        "after": part.after,
        "view": view,
        "estimate": worth,
        "low": None if worth is None or half is None else worth - half,
        "high": None if worth is None or half is None else worth + half,
        "se": se,
    }


def explain(
    base: Scenario,
    other: Scenario,
    measure: Measure | None = None,
    *,
    orders: int = 1_000,
    seed: int = 2025,
) -> Explanation:
    """Split the base-case difference of ``other`` from ``base`` over what was changed.

    Each varied parameter is one change (shares of a Dirichlet group are one together), and so is
    each outcome's other value or profile, the horizon, the discount rate, the cohorts, the
    outcomes and the perspective. Both scenarios may be changed, each in its own way: what only
    ``base`` changed is then undone. Without a measure it is the net present value in each
    scenario's own headline view. Beyond ten changes, ``orders`` random orders are taken, in
    pairs of one and its reverse.

    Raises ``ScenarioError`` where the two are not made from one base case by their verbs.

    >>> import econ
    >>> base = econ.read("parameters/side_by_side.xlsx")
    >>> longer = base.vary("Half due to it", attribution=econ.Fixed(0.5)).over(years=5)
    >>> sorted(part.parameter for part in explain(base, longer).parts)
    ['attribution', 'years']
    """
    asked = measure or headline()
    game = _Game.of(base, other, asked)
    ends = _ends(game, base, other)
    names = [f"{player.verb} {player.parameter}" for player in game.players]
    with np.errstate(invalid="ignore"):  # what does not exist has no parts, and is told so
        difference = ends[1] - ends[0]
    split = shared_out(game.values, names, orders=orders, seed=seed)
    found = zip(game.players, split.worth, split.error, strict=True)
    parts = [_part(player, game.payers, *figures) for player, *figures in found]
    return Explanation(
        base=base.name,
        other=other.name,
        measure=asked.definition,
        view=asked.view or HEADLINE,
        cohort=asked.cohort,
        at_base=_number(ends[0, 0]),
        at_other=_number(ends[1, 0]),
        difference=_number(difference[0]),
        payers=dict(zip(game.payers, map(_number, difference[1:]), strict=True)),
        parts=tuple(sorted(parts, key=lambda part: -abs(part.estimate or 0.0))),
        orders=split.orders,
    )


@dataclass(frozen=True, slots=True)
class _Player:
    """What is changed as one: the changes that hold under each scenario, none where untouched."""

    parameter: str
    verb: str
    what: str
    before: str
    after: str
    base: tuple[Change, ...]
    other: tuple[Change, ...]

    @property
    def parameters(self) -> set[str]:
        """The parameters that are varied."""
        return {change.keyword for change in (*self.base, *self.other) if change.verb == "vary"}

    def value(self, name: str, chosen: bool, own: float) -> float:
        """A parameter's mean as the other scenario has it, or as the base; ``own`` if neither."""
        holding = self.other if chosen else self.base
        held = [c.value for c in holding if c.keyword == name and isinstance(c.value, Distribution)]
        return held[0].mean if held else own


@dataclass(frozen=True, slots=True)
class _Game:
    """The game whose players are the changes: its value is the measure, whole and by payer.

    ``shared`` are the changes that both scenarios made alike, and so no players.
    """

    root: Scenario
    shared: tuple[Change, ...]
    players: tuple[_Player, ...]
    payers: tuple[str, ...]
    asked: tuple[Measure, ...]

    @classmethod
    def of(cls, base: Scenario, other: Scenario, measure: Measure) -> _Game:
        """The game of two scenarios of one origin."""
        root = base if base.origin is None else base.origin
        if root != (other if other.origin is None else other.origin):
            what = f"does not start from the same base case as '{base.name}'"
            raise refuse("explain", other.name, what, "Make both from one workbook.")
        every = tuple(payer.name for payer in root.payers)
        inside = root.payers_in(measure.view) if measure.view else every
        payers = tuple(payer for payer in inside if payer != measure.view)
        asked = (measure, *(replace(measure, view=payer) for payer in payers))
        mine, theirs = latest(base.changes), latest(other.changes)
        shared = tuple(
            c for key, c in mine.items() if key in theirs and theirs[key].value == c.value
        )
        return cls(root, shared, _players(root, base, other), payers, asked)

    def answers(self, scenario: Scenario, draws: Draws) -> FloatArray:
        """The measure, whole and by payer, in every row: shape (draws + 1, 1 + payers)."""
        impacts = evaluate(scenario, draws)
        return np.stack([measure(impacts) for measure in self.asked], axis=1)

    def values(self, chosen: BoolArray) -> FloatArray:
        """The game's value where these changes are made: ``chosen`` has shape (rows, players).

        Rows that agree in structure are evaluated together, their parameters as columns.
        """
        structural = [k for k, player in enumerate(self.players) if not player.parameters]
        alike: dict[bytes, list[int]] = {}
        for row, kind in enumerate(chosen[:, structural]):
            alike.setdefault(kind.tobytes(), []).append(row)
        result = np.empty((len(chosen), len(self.asked)))
        for rows in alike.values():
            for start in range(0, len(rows), BLOCK):
                block = rows[start : start + BLOCK]
                result[block] = self._alike(chosen[block])
        return result

    def _alike(self, chosen: BoolArray) -> FloatArray:
        flags = zip(self.players, chosen[0], strict=True)
        made = [c for player, flag in flags for c in (player.other if flag else player.base)]
        made = [change for change in (*self.shared, *made) if change.verb != "vary"]
        scenario = applied(self.root, made)
        columns = dict(base_case(scenario).columns)
        for change in self.shared:
            if change.keyword in columns and isinstance(change.value, Distribution):
                columns[change.keyword] = np.array([change.value.mean])
        for k, player in enumerate(self.players):
            for name in player.parameters & columns.keys():
                own = scenario[name].mean
                two = [player.value(name, flag, own) for flag in (False, True)]
                columns[name] = np.append(own, np.where(chosen[:, k], two[1], two[0]))
        return self.answers(scenario, Draws(columns, len(chosen), "explanation"))[1:]


def _players(root: Scenario, base: Scenario, other: Scenario) -> tuple[_Player, ...]:
    before, after = latest(base.changes), latest(other.changes)
    first = latest(reversed((*base.changes, *other.changes)))
    together: dict[Key, list[Key]] = {}
    for key in reversed(first):
        values = _value(before.get(key)), _value(after.get(key))
        if values[0] != values[1]:
            together.setdefault((key[0], _name(root, key, values)), []).append(key)
    return tuple(
        _Player(
            parameter=name,
            verb=verb,
            what="; ".join(first[key].what for key in keys),
            before="; ".join(
                before[key].after if key in before else first[key].before for key in keys
            ),
            after="; ".join(
                after[key].after if key in after else first[key].before for key in keys
            ),
            base=tuple(before[key] for key in keys if key in before),
            other=tuple(after[key] for key in keys if key in after),
        )
        for (verb, name), keys in together.items()
    )


def _name(root: Scenario, key: Key, values: tuple[object, object]) -> str:
    """What a change is known by: shares of one Dirichlet group change together, by its name."""
    verb, keyword = key
    own = [root[keyword].distribution] if verb == "vary" and keyword in root.parameters else []
    groups = [found.group for found in (*own, *values) if isinstance(found, DirichletShare)]
    return groups[0] if groups else keyword or "perspective"


def _value(change: Change | None) -> object:
    return None if change is None else change.value


def _ends(game: _Game, base: Scenario, other: Scenario) -> FloatArray:
    """The measure of both scenarios themselves, which their recorded changes must reproduce."""
    ends = np.concatenate([game.answers(s, base_case(s)) for s in (base, other)])
    made = game.values(np.array([[False], [True]]).repeat(len(game.players), axis=1))
    scale = np.max(np.abs(ends), initial=0.0, where=np.isfinite(ends))
    if not np.allclose(made, ends, rtol=0, atol=1e-9 * scale, equal_nan=True):
        what = f"differs from '{base.name}' by more than its recorded changes"
        raise refuse("explain", other.name, what, "Change scenarios by their verbs alone.")
    return ends


def _part(player: _Player, payers: Sequence[str], worth: FloatArray, error: FloatArray) -> Part:
    found, se = [_number(x) for x in worth], [_number(x) for x in error]
    return Part(
        parameter=player.parameter,
        verb=player.verb,
        what=player.what,
        before=player.before,
        after=player.after,
        estimate=found[0],
        se=None if found[0] is None else se[0],
        payers=dict(zip(payers, found[1:], strict=True)),
        payers_se=dict(zip(payers, se[1:], strict=True)),
    )


def _number(figure: np.float64) -> float | None:
    return float(figure) if np.isfinite(figure) else None
