"""Why two scenarios differ: their difference split over what changed, so that the parts add up.

What a change is worth depends on which others are made before it: ``fair_shares`` takes all orders.
A measure that is a sum over outcomes is split outcome by outcome: each is touched by few changes,
so that every order counts even where a hundred unit costs were revised.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import chain
from typing import Any

import numpy as np

from econ.errors import refuse, require_kind
from econ.methods.fair_shares import BoolArray, Shared, shared_out
from econ.methods.results import Asked, Result, asked_of
from econ.methods.versions import FIELDS, PRICES, Thing, Versions
from econ.model.distributions import Z_95, FloatArray
from econ.model.draws import Draws, base_case
from econ.model.equation import evaluate
from econ.model.measures import Measure, headline
from econ.model.parameters import priced
from econ.model.profiles import Profile
from econ.model.programme import own_terms
from econ.model.scenario import A_SCENARIO, Scenario


@dataclass(frozen=True, slots=True)
class Told:
    """What changed, as readers see it; things that are told alike are one change.

    ``parameter`` is what changed: a parameter, an outcome, *years*, *cohorts* and so on. ``verb``
    is that of ``Scenario`` which makes such a change, empty where none does.
    """

    parameter: str
    verb: str
    sheet: str
    what: str
    before: str
    after: str


Telling = Callable[[Versions, Thing], Told | None]
"""How a thing is told; ``None`` where it is left out, as nothing comes of it."""


@dataclass(frozen=True, slots=True)
class Part(Told):
    """What one change is worth, in the measure's unit: to the whole view and to each payer.

    ``se`` is the error of sampling orders, 0 where every order was taken. ``None`` where the
    measure does not exist for some of the changes.
    """

    estimate: float | None
    se: float | None
    payers: Mapping[str, float | None]
    payers_se: Mapping[str, float | None]

    def figures(self, payer: str = "") -> dict[str, float | None]:
        """Its worth to a payer, or to the whole, with its 95% interval and its error."""
        worth = self.payers[payer] if payer else self.estimate
        se = self.payers_se[payer] if payer else self.se
        if worth is None or se is None:
            return dict.fromkeys(("estimate", "low", "high", "se"))
        half = Z_95 * se
        return {"estimate": worth, "low": worth - half, "high": worth + half, "se": se}


@dataclass(frozen=True, slots=True, repr=False)
class Difference(Result, Asked):
    """The base-case difference between two scenarios, and its parts, the largest first.

    For each payer, and for the whole, the parts add up to ``difference``. ``perspectives`` are
    those of the two scenarios' own headlines, ``price_years`` those of their money. ``orders`` is
    how many orders of the changes were sampled, 0 where all were taken.
    """

    READS = "what before after view estimate$"

    base: str
    other: str
    perspectives: tuple[str, str]
    price_years: tuple[str, str]
    at_base: float | None
    at_other: float | None
    difference: float | None
    payers: Mapping[str, float | None]
    parts: tuple[Part, ...]
    orders: int

    @property
    def terms(self) -> str:
        """Whose money it is, in which year's prices, each told once where both are alike."""
        views, years = map(dict.fromkeys, (self.perspectives, self.price_years))
        return f"{', then '.join(views)}; {', then '.join(years)} prices"

    def records(self) -> list[dict[str, object]]:
        """One record a part and view: the whole first, then each payer."""
        kept = ("parameter", "verb", "what", "before", "after")
        return [
            {name: getattr(part, name) for name in kept}
            | {"view": payer or self.view, **part.figures(payer)}
            for part in self.parts
            for payer in ("", *self.payers)
        ]


def difference(
    base: Scenario,
    other: Scenario,
    measure: Measure | None = None,
    *,
    told: Telling | None = None,
    orders: int = 1_000,
    seed: int = 2025,
) -> Difference:
    """Split the base-case difference of ``other`` from ``base`` over what differs between them.

    The two are compared as data, whoever changed them and how; they may come from two workbooks.
    Each parameter is one change (shares of a Dirichlet group are one together), and so is each
    outcome's unit value, profile or split among payers, the price year, the horizon and so on;
    ``told`` tells them, and makes one of several that it tells alike. Without a measure it is net
    present value in each scenario's own headline view. Where more than ten changes meet (in one
    outcome, if the measure is a sum over outcomes), ``orders`` random orders are taken.

    Raises ``ScenarioError`` where the view is not known to both, or where the measure rests on
    more than these changes.

    >>> import econ
    >>> base = econ.read("parameters/side_by_side.xlsx")
    >>> longer = base.vary("Half due to it", attribution=econ.Fixed(0.5)).over(years=5)
    >>> sorted(part.parameter for part in difference(base, longer).parts)
    ['attribution', 'years']
    """
    asked = measure or headline()
    payers = _payers(asked, base, other)
    measures = (asked, *(replace(asked, view=payer) for payer in payers))
    game = _game(Versions.of(base, other), told or by_verb, measures)
    with np.errstate(invalid="ignore"):  # what does not exist has no parts, and is told so
        ends = np.concatenate([game.answers(s, base_case(s)) for s in (base, other)])
        whole, *by_payer = map(_number, ends[1] - ends[0])
        split = _split(game, ends, orders, seed)
    found = zip(game.players, split.worth, split.error, strict=True)
    parts = [_part(change, payers, *figures) for change, *figures in found]
    return Difference(
        *asked_of(asked),
        base=base.name,
        other=other.name,
        perspectives=(base.perspective, other.perspective),
        price_years=(base.price_year, other.price_year),
        at_base=_number(ends[0, 0]),
        at_other=_number(ends[1, 0]),
        difference=whole,
        payers=dict(zip(payers, by_payer, strict=True)),
        parts=tuple(sorted(parts, key=lambda part: -abs(part.estimate or 0.0))),
        orders=split.orders,
    )


explain = difference
"""The same, as notebooks call it."""


def _payers(measure: Measure, *scenarios: Scenario) -> tuple[str, ...]:
    """The payers of the measure's view, in either scenario; none beside a single payer's view."""
    for scenario in scenarios:
        require_kind("difference", "scenario", scenario, Scenario, A_SCENARIO)
    view = measure.view
    every = (s.payers_in(view) if view else [p.name for p in s.payers] for s in scenarios)
    return tuple(payer for payer in dict.fromkeys(chain(*every)) if payer != view)


@dataclass(frozen=True, slots=True)
class _Game:
    """The measures of some outcomes, where some changes are made and others are not."""

    versions: Versions
    outcomes: tuple[str, ...]
    players: Mapping[Told, Sequence[Thing]]
    asked: tuple[Measure, ...]

    def alone(self, outcome: str) -> _Game:
        """The game of one outcome, whose players are those that touch it."""
        touches = self.versions.touches
        players = self.players.items()
        touching = {told: ts for told, ts in players if any(touches(t, outcome) for t in ts)}
        return replace(self, outcomes=(outcome,), players=touching)

    def answers(self, scenario: Scenario, draws: Draws) -> FloatArray:
        """The measures in every row, whoever pays in one version alone paying nothing else."""
        versions = (scenario, self.versions.old, self.versions.new)
        own, old, new = ({payer.name: payer for payer in s.payers} for s in versions)
        payers = tuple((old | new | own).values())
        impacts = evaluate(replace(scenario, payers=payers), draws)
        return np.stack([measure(impacts) for measure in self.asked], axis=1)

    def values(self, chosen: BoolArray) -> FloatArray:
        """The game's value where these changes are made: (rows, players) to (rows, measures).

        Rows that agree in structure are evaluated together, their parameters as columns.
        """
        structural = [k for k, things in enumerate(self.players.values()) if self._shapes(things)]
        kinds, kind = np.unique(chosen[:, structural], axis=0, return_inverse=True)
        result = np.zeros((len(chosen), len(self.asked)))
        for k in range(len(kinds)):
            result[kind == k] = self._alike(chosen[kind == k])
        return result

    def ends(self) -> FloatArray:
        """Its value where nothing is changed, and where everything is."""
        return self.values(np.array([[False], [True]]).repeat(len(self.players), axis=1))

    def _shapes(self, things: Sequence[Thing]) -> bool:
        """Whether a change does more than move the means of parameters."""
        members = [name for thing in things for name in self.versions.members(thing)]
        other = any(thing != PRICES and thing.kind != "parameter" for thing in things)
        found = self.versions
        return other or any(found.redistributed(n) or found.reformed(n) for n in members)

    def _alike(self, chosen: BoolArray) -> FloatArray:
        flags = zip(self.players.values(), chosen[0], strict=True)
        made = {thing for things, flag in flags if flag for thing in things}
        scenario = self.versions.between(made, self.outcomes)
        if not scenario.outcomes:
            return np.zeros((len(chosen), len(self.asked)))
        columns = {name: self._column(scenario, name, chosen) for name in scenario.parameters}
        return self.answers(scenario, Draws(columns, len(chosen), "difference"))[1:]

    def _column(self, scenario: Scenario, name: str, chosen: BoolArray) -> FloatArray:
        """A parameter's mean in each row, after one for the base case that is not read."""
        found = self.versions
        if name not in found.parameters:
            return np.array([scenario[name].mean])
        row, prices = (self._made(thing, chosen) for thing in (found.thing(name), PRICES))
        means = [[found.mean(name, r, p) for p in (False, True)] for r in (False, True)]
        column = np.array(means)[row.astype(int), prices.astype(int)]
        return np.append(column[:1], column)

    def _made(self, thing: Thing, chosen: BoolArray) -> BoolArray:
        """Whether a change is made, in each row."""
        places = [k for k, things in enumerate(self.players.values()) if thing in things]
        return np.asarray(chosen[:, places].any(axis=1))


def _game(versions: Versions, told: Telling, measures: tuple[Measure, ...]) -> _Game:
    """The game of all outcomes, whose players are what changed, things told alike as one."""
    players: dict[Told, list[Thing]] = {}
    for thing in versions.changes():
        if (said := told(versions, thing)) is not None:
            players.setdefault(said, []).append(thing)
    return _Game(versions, versions.names("outcome"), players, measures)


def _games(game: _Game, ends: FloatArray) -> list[_Game]:
    """One for each outcome that moves where the measure is the sum over all; else the whole.

    Raises ``ScenarioError`` where not even the whole comes to the measure of both scenarios.
    """
    if game.asked[0].unit == "GBP":
        alone = [one for one in map(game.alone, game.outcomes) if one.players]
        moved = {outcome for one in alone for outcome in one.outcomes}
        still = tuple(outcome for outcome in game.outcomes if outcome not in moved)
        rest = replace(game, outcomes=still, players={})
        each = np.array([one.ends() for one in (*alone, rest)])
        if _agree(each.sum(axis=0), ends, np.abs(each).sum()):
            return alone
    if not _agree(game.ends(), ends, np.max(np.abs(ends), initial=0, where=np.isfinite(ends))):
        what = "rests on more than the changes that can be told apart between the two"
        raise refuse("difference", game.asked[0].name, what, "Compare them by another measure.")
    return [game]


def _agree(made: FloatArray, ends: FloatArray, scale: float) -> bool:
    return np.allclose(made, ends, rtol=0, atol=1e-9 * scale, equal_nan=True)


def _split(game: _Game, ends: FloatArray, orders: int, seed: int) -> Shared:
    """The parts of every player, and the errors of independent samples of orders."""
    games, taken = _games(game, ends), 0
    place = {told: k for k, told in enumerate(game.players)}
    worth, variance = np.zeros((2, len(place), len(game.asked)))
    for one in (one for one in games if one.players):
        of = "" if one is game else f" in {one.outcomes[0]}"
        streams = [f"{told.verb or told.sheet} {told.parameter}{of}" for told in one.players]
        found = shared_out(one.values, streams, orders=orders, seed=seed)
        rows = [place[told] for told in one.players]
        worth[rows] += found.worth
        variance[rows] += found.error**2
        taken = max(taken, found.orders)
    return Shared(worth, np.sqrt(variance), taken)


def _part(told: Told, payers: Sequence[str], worth: FloatArray, error: FloatArray) -> Part:
    found = [_number(x) for x in worth]
    se = [None if w is None else _number(x) for w, x in zip(found, error, strict=True)]
    each, errors = (dict(zip(payers, figures[1:], strict=True)) for figures in (found, se))
    return Part(**asdict(told), estimate=found[0], se=se[0], payers=each, payers_se=errors)


def _number(figure: np.float64) -> float | None:
    return float(figure) if np.isfinite(figure) else None


_TELLING: Mapping[str, tuple[str, str, str, str]] = {
    "years": ("years", "over", "About", "Time horizon"),
    "discount": ("discount", "over", "About", "Discount rate"),
    "perspective": ("perspective", "seen_by", "About", "Perspective"),
    "intake": ("intake", "", "About", "Intake"),
    "entry": ("entry", "over", "About", "How people start within a year"),
    "support_ends": ("support_ends", "over", "About", "Last year of support"),
    "prices": ("price year", "", "About", "Price year"),
    "cohorts": ("cohorts", "only", "Cohorts", "Cohorts"),
    "equity weights": ("equity weights", "", "Cohorts", "Equity weights"),
    "parameter": ("", "vary", "Parameters", ""),
    "outcome": ("outcomes", "only", "Outcomes", "Outcomes"),
    "unit_value": ("", "revalue", "Outcomes", ": valued by"),
    "profile": ("", "reprofile", "Outcomes", ": time profile"),
    "shares": ("", "borne_by", "Incidence", ": who bears it"),
    "shape": ("", "", "Profiles", ": its course"),
    "payer": ("", "", "Payers", ": counts for"),
}
"""For each kind what it is called, if not by its own name, the verb that changes it, the sheet on
which it stands, and its words."""
_ROW = ("", "", "Outcomes", ": what it is")  # those fields of an outcome that no verb changes


def by_verb(versions: Versions, thing: Thing) -> Told:
    """A change as the verb of ``Scenario`` tells it that makes it, if there is one."""
    name, verb, sheet, what = _TELLING.get(thing.kind, _ROW)
    if not name:
        members = versions.members(thing) if thing.kind == "parameter" else [thing.name]
        what = "; ".join(map(versions.label, members)) + what
    return Told(name or thing.name, verb, sheet, what, *_said(versions, thing))


def _said(versions: Versions, thing: Thing) -> list[str]:
    """A thing in words, before and after."""
    if thing.kind == "parameter":
        twins = zip(*(versions.parameters[name] for name in versions.members(thing)), strict=True)
        years = versions.old.price_year, versions.new.price_year
        each = zip(twins, years, strict=True)
        return ["; ".join(priced(p, year) for p in found) for found, year in each]
    if thing.kind == "outcome":
        return [", ".join(o.label for o in s.outcomes) for s in (versions.old, versions.new)]
    return [_words(versions, thing, found) for found in (versions.before, versions.after)]


def _words(versions: Versions, thing: Thing, found: Mapping[Thing, Any]) -> str:
    if thing.kind == "unit_value":
        return versions.label(found[thing])
    if thing.kind in _TELLING:
        return _WORDS.get(thing.kind, str)(found[thing]) or "none"
    held = {field: found[Thing(field, thing.name)] for field in FIELDS}
    cash = f"{100 * held['cash_share']:g}% cash from year {held['cash_delay']}"
    return ", ".join((held["direction"], str(held["quantity"]), cash, *own_terms(**held)))


def _listed(profile: Profile) -> list[str]:
    """A table's years, and what is said to follow them."""
    return [f"{x:g}" for x in profile.table] + ([f"then {profile.after}"] if profile.after else [])


_WORDS: Mapping[str, Callable[[Any], str]] = {
    "years": lambda years: f"{years} years",
    "discount": lambda rate: str(rate.name),
    "support_ends": lambda last: last or "no end",
    "prices": lambda year: f"{year} prices",
    "cohorts": lambda labels: ", ".join(labels.values()),
    "equity weights": lambda each: ", ".join(f"{name} {weight:g}" for name, weight in each.items()),
    "shares": lambda each: ", ".join(f"{payer} {100 * share:g}%" for payer, share in each.items()),
    "shape": lambda p: ", ".join((p.kind, p.clock, *p.parameters, *_listed(p))),
    "payer": lambda perspectives: ", ".join(perspectives) or "no view",
}
"""How a thing of each kind is written, where it is not text already."""
