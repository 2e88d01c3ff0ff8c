"""What a revision of the inputs did to the result, split so that the parts add up.

The difference in base-case net present value is shared out over the changes (Shapley 1953). Net
present value is a sum over outcomes, and so are the parts: each outcome is split over the changes
that touch it, few enough for every order to count even where a hundred unit costs were revised.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np

from econ.methods.fair_shares import BoolArray, shared_out
from econ.methods.versions import COHORTS, PRICES, SETTINGS, Between, Thing, Version, Versions, kept
from econ.model.changes import described
from econ.model.distributions import Z_95, FloatArray
from econ.model.draws import Draws, base_case
from econ.model.equation import BLOCK, evaluate
from econ.model.measures import headline
from econ.model.programme import Outcome
from econ.model.scenario import Scenario

ABSENT = "not there"


@dataclass(frozen=True, slots=True)
class RevisionPart:
    """What one change did to net present value, in pounds, with the error of sampling orders.

    ``name`` is the parameter, outcome, profile, payer or item of About that changed.
    """

    sheet: str
    name: str
    label: str
    before: str
    after: str
    estimate: float
    se: float


@dataclass(frozen=True, slots=True)
class Revision:
    """Base-case net present value of both versions, and what each change did to it.

    Each version is seen by its own headline ``perspectives``. The parts, the largest first, add up
    to ``difference``. ``orders`` is how many orders were sampled, 0 where all were taken.
    """

    perspectives: tuple[str, str]
    at_old: float
    at_new: float
    parts: tuple[RevisionPart, ...]
    orders: int

    @property
    def difference(self) -> float:
        """What the revision did altogether."""
        return self.at_new - self.at_old

    def records(self) -> list[dict[str, object]]:
        """One record a change."""
        return [
            {
                "sheet": part.sheet,
                "parameter": part.name,
                "label": part.label,
                "before": part.before,
                "after": part.after,
                "estimate": part.estimate,
                "low": part.estimate - Z_95 * part.se,
                "high": part.estimate + Z_95 * part.se,
                "se": part.se,
            }
            for part in self.parts
        ]


def revision(old: Scenario, new: Scenario, *, orders: int = 1_000, seed: int = 2025) -> Revision:
    """Split what changed in base-case net present value over what changed in the inputs.

    Shares of a Dirichlet group are one change, and a parameter's own values for cohorts are one
    with the parameter. What moves a parameter's spread alone is no change here: the base case is at
    the means (C5). Where more than ten changes touch one outcome, ``orders`` random orders are
    sampled for it; the errors are then of independent samples.

    >>> import econ
    >>> base = econ.read("parameters/side_by_side.xlsx")
    >>> [part.name for part in revision(base, base.over(years=4)).parts]
    ['years']
    """
    versions = Versions(Version.of(old), Version.of(new))
    changes = tuple(versions.changes())
    worth, variance, taken = dict.fromkeys(changes, 0.0), dict.fromkeys(changes, 0.0), 0
    for outcome in versions.outcomes:
        players = tuple(thing for thing in changes if versions.touches(thing, outcome))
        names = [f"{' '.join(thing)} in {outcome}" for thing in players]
        split = shared_out(
            _Game(versions, outcome, players).values, names, orders=orders, seed=seed
        )
        taken = max(taken, split.orders)
        for thing, part, error in zip(players, split.worth[:, 0], split.error[:, 0], strict=True):
            worth[thing] += float(part)
            variance[thing] += float(error) ** 2
    parts = [_part(versions, thing, worth[thing], sqrt(variance[thing])) for thing in changes]
    parts.sort(key=lambda part: -abs(part.estimate))
    views = old.perspective, new.perspective
    return Revision(views, _base(old), _base(new), tuple(parts), taken)


def _base(scenario: Scenario) -> float:
    return headline().base(evaluate(scenario, base_case(scenario)))


@dataclass(frozen=True, slots=True)
class _Game:
    """The net present value of one outcome, where some changes are made and others are not."""

    versions: Versions
    outcome: str
    players: tuple[Thing, ...]

    def values(self, chosen: BoolArray) -> FloatArray:
        """The value where these changes are made: (rows, players) to (rows, 1).

        Rows that agree in structure are evaluated together, their parameters as columns.
        """
        structural = [k for k, thing in enumerate(self.players) if not self._moves_means(thing)]
        alike: dict[bytes, list[int]] = {}
        for row, kind in enumerate(chosen[:, structural]):
            alike.setdefault(kind.tobytes(), []).append(row)
        result = np.zeros((len(chosen), 1))
        for rows in alike.values():
            for start in range(0, len(rows), BLOCK):
                block = rows[start : start + BLOCK]
                result[block, 0] = self._alike(chosen[block])
        return result

    def _moves_means(self, thing: Thing) -> bool:
        """Whether a change moves the means of parameters and nothing else."""
        if thing == PRICES:
            return True
        members = self.versions.members(thing)
        redistributed = any(self.versions.redistributed(name) for name in members)
        return thing[0] == "Parameters" and not redistributed

    def _alike(self, chosen: BoolArray) -> FloatArray:
        made = frozenset(thing for thing, flag in zip(self.players, chosen[0], strict=True) if flag)
        scenario = Between(self.versions, made).scenario(self.outcome)
        if scenario is None:
            return np.zeros(len(chosen))
        columns = {name: self._column(name, chosen) for name in scenario.parameters}
        return headline()(evaluate(scenario, Draws(columns, len(chosen), "revision")))[1:]

    def _column(self, name: str, chosen: BoolArray) -> FloatArray:
        """A parameter's mean in each row, after one for the base case that is not read."""
        row, prices = self._made(self.versions.thing(name), chosen), self._made(PRICES, chosen)
        means = np.empty(len(chosen))
        for new_row, new_prices in ((False, False), (False, True), (True, False), (True, True)):
            mean = self.versions.mean(name, new_row, new_prices)
            means[(row == new_row) & (prices == new_prices)] = mean
        return np.append(means[:1], means)

    def _made(self, thing: Thing, chosen: BoolArray) -> BoolArray:
        if thing not in self.players:
            return np.zeros(len(chosen), dtype=np.bool_)
        return np.asarray(chosen[:, self.players.index(thing)])


def _part(versions: Versions, thing: Thing, worth: float, error: float) -> RevisionPart:
    sheet, name = thing
    before, after = (_words(version, versions, thing) for version in versions.both)
    return RevisionPart(sheet, name, _label(versions, thing), before, after, worth, error)


def _label(versions: Versions, thing: Thing) -> str:
    """What readers see instead of a change's name."""
    sheet, name = thing
    if thing == COHORTS:
        return "Groups of people"
    if sheet == "About":
        return name[0].upper() + name[1:]
    labels = (version.scenario.label(name) for version in (versions.new, versions.old))
    label = next((label for label in labels if label != name), name)
    return f"{label}: who bears it" if sheet == "Incidence" else label


def _words(version: Version, versions: Versions, thing: Thing) -> str:
    """A thing as a version has it, in words."""
    sheet, name = thing
    if thing == PRICES:
        return f"{version.scenario.price_year} prices"
    if thing == COHORTS:
        return ", ".join(cohort.label for cohort in version.scenario.cohorts)
    if sheet == "About":
        said = getattr(version.scenario, SETTINGS[name])
        return str(getattr(said, "name", said)) or "none"
    if sheet == "Parameters":
        members = [version.parameters[member] for member in versions.members(thing)]
        return "; ".join(described(parameter.distribution) for parameter in members)
    if sheet == "Profiles":
        profile = version.profiles[name]
        table = [f"{share:g}" for share in profile.table]
        return ", ".join((profile.kind, profile.clock, *profile.parameters, *table))
    if sheet == "Payers":
        return ", ".join(version.payers[name].perspectives) or "no view"
    outcome = version.outcomes.get(name)
    if outcome is None:
        return ABSENT
    return _shares(outcome) if sheet == "Incidence" else _row(outcome)


def _shares(outcome: Outcome) -> str:
    return ", ".join(f"{payer} {100 * share:g}%" for payer, share in kept(outcome).items())


def _row(outcome: Outcome) -> str:
    valued = f"{outcome.quantity} x {outcome.unit_value}"
    return f"{outcome.direction}, {valued}, {outcome.profile}"
