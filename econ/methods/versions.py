"""Two versions of one analysis as data: what differs between them, and what lies between.

Whatever may move a result is a thing: a parameter, a field of an outcome, a profile, a payer, the
cohorts, a setting, the prices. Who changed it, and how, plays no part. A version may be made in
which some things are as in the new one and the others as in the old.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isclose
from typing import Any, NamedTuple

from econ.methods.factors import PARTICIPANTS
from econ.model.chain import Made, names_in
from econ.model.distributions import DirichletShare
from econ.model.estimates import ROUNDING
from econ.model.parameters import Parameter, made_from
from econ.model.programme import Cohort, Outcome, Payer
from econ.model.scenario import Scenario


class Thing(NamedTuple):
    """What may differ: its kind, and its name where there are several of the kind.

    A kind is a setting, a field of an outcome, or *outcome* (that it is there), *parameter*,
    *prices* (the price year, levels and editions of indices), *shape* (of a profile), *payer* (the
    views it counts for), *cohorts* or *equity weights*.
    """

    kind: str
    name: str = ""


PRICES = Thing("prices")
WHICH_COHORTS = Thing("cohorts")
EQUITY_WEIGHTS = Thing("equity weights")
_CASH = ("cash_share", "cash_delay")
SETTINGS = ("years", "discount", "perspective", "intake", "entry", "support_ends")
FIELDS = (
    *("quantity", "unit_value", "direction", "profile", "value_class", "shares"),
    *("cash_share", "cash_delay", "discount_rate", "growth"),
)


@dataclass(frozen=True, slots=True)
class Versions:
    """An old scenario and a new one, and the things of each with what they are.

    ``parameters`` are those of both, as they were and as they are.
    """

    old: Scenario
    new: Scenario
    before: Mapping[Thing, Any]
    after: Mapping[Thing, Any]
    parameters: Mapping[str, tuple[Parameter, Parameter]]

    @classmethod
    def of(cls, old: Scenario, new: Scenario) -> Versions:
        """Two scenarios, of one workbook or of two."""
        before, after = _things(old, new), _things(new, old)
        shared = [thing for thing in before if thing.kind == "parameter" and thing in after]
        twins = {thing.name: (before[thing], after[thing]) for thing in shared}
        return cls(old, new, before, after, twins)

    def names(self, kind: str) -> tuple[str, ...]:
        """The names of a kind in either version."""
        return tuple(thing.name for thing in {**self.before, **self.after} if thing.kind == kind)

    def label(self, name: str) -> str:
        """What readers see instead of a name; the name itself where there is no label."""
        labels = (scenario.label(name) for scenario in (self.new, self.old))
        return next((label for label in labels if label != name), name)

    @property
    def same_cohorts(self) -> bool:
        """Whether both have the same groups of people."""
        return set(self.before[WHICH_COHORTS]) == set(self.after[WHICH_COHORTS])

    def changes(self) -> list[Thing]:
        """Everything that differs.

        A thing that stands in one version alone is no change of its own, outcomes apart: nothing
        comes of it until something that is a change makes use of it.
        """
        found = [thing for thing in {**self.before, **self.after} if self._differs(thing)]
        as_one = (self.thing(t.name) if t.kind == "parameter" else t for t in found)
        return list(dict.fromkeys(as_one))

    def _differs(self, thing: Thing) -> bool:
        if thing.kind == "outcome":
            return (thing in self.before) != (thing in self.after)
        if thing not in self.before or thing not in self.after:
            return False
        if thing.kind == "parameter":
            twins = self.parameters[thing.name]
            old, new = (None if found.formula else found.distribution for found in twins)
            return self.moved(thing.name) or (old != new and not self.repriced(thing.name))
        if thing == PRICES:
            return any(map(self.repriced, self.parameters))
        if thing == WHICH_COHORTS:
            return not self.same_cohorts
        known = self.same_cohorts or thing != EQUITY_WEIGHTS
        return known and bool(self.before[thing] != self.after[thing])

    def thing(self, parameter: str) -> Thing:
        """The change that a parameter belongs to: shares of one Dirichlet group are one."""
        found = [twin.distribution for twin in self.parameters.get(parameter, ())]
        groups = [share.group for share in found if isinstance(share, DirichletShare)]
        return Thing("parameter", groups[0] if groups else parameter)

    def members(self, thing: Thing) -> list[str]:
        """The parameters that belong to a change."""
        return [name for name in self.parameters if self.thing(name) == thing]

    def moved(self, parameter: str) -> bool:
        """Whether a parameter's own row, or its column for the cohorts, moves its mean."""
        old, new = self.parameters[parameter]
        if old.formula or new.formula:
            return self.reformed(parameter)
        if _basis(old) != _basis(new) or self.redistributed(parameter):
            return True
        if self.repriced(parameter):
            return not isclose(_own(old), _own(new), rel_tol=ROUNDING)
        return not isclose(old.mean, new.mean, rel_tol=ROUNDING)

    def reformed(self, parameter: str) -> bool:
        """Whether a parameter is made in another way: by another formula, or by none."""
        old, new = self.parameters[parameter]
        return old.formula != new.formula

    def redistributed(self, parameter: str) -> bool:
        """Whether the cohorts' own values of a parameter differ, relative to its mean."""
        if not self.same_cohorts:
            return False
        old, new = (_relative(scenario, parameter) for scenario in (self.old, self.new))
        return any(_unlike(old[name], new[name]) for name in old)

    def repriced(self, parameter: str) -> bool:
        """Whether the price year or an index moves a parameter whose row is in the same prices."""
        old, new = self.parameters[parameter]
        return _basis(old) == _basis(new) and _factor(old) != _factor(new)

    def mean(self, parameter: str, row: bool, prices: bool) -> float:
        """A parameter's mean, with its own row as in the new version or not, and so its prices.

        A row that is now in other prices brings its own factor: prices change nothing more.
        """
        twins = self.parameters[parameter]
        if row == prices or not self.repriced(parameter):
            return twins[row].mean
        return _own(twins[row]) * _factor(twins[prices])

    def touches(self, thing: Thing, outcome: str) -> bool:
        """Whether a change may move an outcome."""
        kind, name = thing
        if kind in ("outcome", *FIELDS):
            return name == outcome
        profiles = self._either("profile", outcome)
        if kind == "shape":
            return name in profiles | self._either("intake")
        used = {*self._either("unit_value", outcome)}
        used |= {n for chain in self._either("quantity", outcome) for n in chain.names}
        for figures in self._both("shares", outcome):
            used |= {*names_in(figures.values())}
        used |= {*names_in(x for f in _CASH for x in self._either(f, outcome))}
        shapes = {
            shape
            for name in profiles | self._either("intake") - {""}
            for shape in self._either("shape", name)
        }
        used |= {name for shape in shapes for name in shape.names}
        used |= {n for s in (self.old, self.new) for n in _of_cohorts(s, used)}
        used = {*made_from(sorted(used), self.old.parameters, self.new.parameters)}
        used &= self.parameters.keys()
        if kind == "parameter":
            return any(self.thing(n) == thing and self.moved(n) for n in used)
        return thing != PRICES or any(map(self.repriced, used))

    def between(self, made: Collection[Thing], outcomes: Sequence[str]) -> Scenario:
        """The scenario of these outcomes in which these changes are made.

        What one version has not is as the other has it. The scenario holds the parameters that it
        needs, but not their means, which ``mean`` tells.
        """
        later = {thing: self.after[thing] for thing in made if thing in self.after}
        found = {**self.after, **self.before, **later}
        things = (Thing("outcome", name) for name in outcomes)
        there = [t.name for t in things if t in (self.after if t in made else self.before)]
        rows = tuple(
            Outcome(name, name, **{f: found[Thing(f, name)] for f in FIELDS}) for name in there
        )
        settings = {setting: found[Thing(setting)] for setting in SETTINGS}
        used = {*(row.profile for row in rows), settings["intake"]} - {""}
        profiles = {name: found[Thing("shape", name)] for name in sorted(used)}
        names = {name for row in rows for name in row.names}
        names |= {name for profile in profiles.values() for name in profile.names}
        names |= {n for s in (self.old, self.new) for n in _of_cohorts(s, names)}
        names |= {name for name, twins in self.parameters.items() if twins[0].unit == PARTICIPANTS}
        known = {thing.name: row for thing, row in found.items() if thing.kind == "parameter"}
        names = {*made_from(sorted(names), known)}
        return replace(
            self.old,
            outcomes=rows,
            profiles=profiles,
            parameters={name: known[name] for name in sorted(names)},
            payers=tuple(Payer(n, n, found[Thing("payer", n)]) for n in self.names("payer")),
            cohorts=self._cohorts(made, sorted(names)),
            correlations=(),
            perspectives=tuple(dict.fromkeys(self.old.perspectives + self.new.perspectives)),
            **settings,
        )

    def _cohorts(self, made: Collection[Thing], names: Sequence[str]) -> tuple[Cohort, ...]:
        if not self.same_cohorts:
            return (self.new if WHICH_COHORTS in made else self.old).cohorts
        weights = (self.after if EQUITY_WEIGHTS in made else self.before)[EQUITY_WEIGHTS]
        relative = {name: _relative(self._holder(name, made), name) for name in names}
        return tuple(
            Cohort(c, c, weights[c], {name: own[c] for name, own in relative.items()})
            for c in self.before[WHICH_COHORTS]
        )

    def _holder(self, parameter: str, made: Collection[Thing]) -> Scenario:
        """The version whose cohorts' own values of a parameter count."""
        if parameter in self.parameters:
            return self.new if self.thing(parameter) in made else self.old
        return self.old if Thing("parameter", parameter) in self.before else self.new

    def _either(self, kind: str, name: str = "") -> set[Any]:
        """What a thing is in one version or the other."""
        return {*self._both(kind, name)}

    def _both(self, kind: str, name: str) -> list[Any]:
        key = Thing(kind, name)
        return [version[key] for version in (self.before, self.after) if key in version]


def _things(scenario: Scenario, other: Scenario) -> dict[Thing, Any]:
    """What there is in a scenario; library rows that the other one uses are there too."""
    found: dict[Thing, Any] = {Thing(name): getattr(scenario, name) for name in SETTINGS}
    found[PRICES] = scenario.price_year
    spare = {n: scenario.library[n] for n in other.parameters if n in scenario.library}
    parameters = {**spare, **scenario.parameters}
    found |= {Thing("parameter", name): row for name, row in parameters.items()}
    for outcome in scenario.outcomes:
        found[Thing("outcome", outcome.name)] = outcome.label
        found |= {Thing(f, outcome.name): getattr(outcome, f) for f in FIELDS}
        shares = {p: s for p, s in outcome.shares.items() if s or isinstance(s, Made)}
        found[Thing("shares", outcome.name)] = shares
    for name, profile in scenario.profiles.items():
        found[Thing("shape", name)] = replace(profile, name="", note="")
    found |= {Thing("payer", payer.name): payer.perspectives for payer in scenario.payers}
    found[WHICH_COHORTS] = {cohort.name: cohort.label for cohort in scenario.cohorts}
    found[EQUITY_WEIGHTS] = {cohort.name: cohort.equity_weight for cohort in scenario.cohorts}
    return found


def _relative(scenario: Scenario, parameter: str) -> dict[str, float]:
    """What each cohort multiplies a parameter by."""
    return {c.name: c.relative.get(parameter, 1.0) for c in scenario.cohorts}


def _unlike(times: float, other: float) -> bool:
    """Whether a cohort's own values differ: numbers beyond rounding, made ones by how."""
    if isinstance(times, Made) or isinstance(other, Made):
        return times != other
    return abs(times - other) > ROUNDING * abs(times)


def _of_cohorts(scenario: Scenario, names: Collection[str]) -> set[str]:
    """The parameters of which cohorts' own values of some are made."""
    own = [x for c in scenario.cohorts for name, x in c.relative.items() if name in names]
    return {*names_in(own)}


def _own(parameter: Parameter) -> float:
    """The mean in the prices of its row, before it is carried to the price year."""
    return parameter.mean / _factor(parameter)


def _basis(parameter: Parameter) -> tuple[str, str]:
    """The prices in which a row is given: two rows of one basis have the same factor."""
    uplift = parameter.uplift
    return ("", "") if uplift is None else (uplift.index, uplift.from_year)


def _factor(parameter: Parameter) -> float:
    return 1.0 if parameter.uplift is None else parameter.uplift.factor
