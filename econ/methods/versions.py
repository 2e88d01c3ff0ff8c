"""Two versions of one analysis: what differs between them, and what lies between.

Each parameter, outcome, split among payers, profile, payer and setting that differs is a change. A
version may be made in which any of the changes are made and the others are not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from econ.model.distributions import DirichletShare
from econ.model.parameters import Parameter
from econ.model.profiles import Profile
from econ.model.programme import Cohort, Outcome, Payer
from econ.model.scenario import Scenario

Thing = tuple[str, str]
"""What may differ: the sheet on which it stands, and its name there."""

Named = TypeVar("Named")

PRICES: Thing = ("About", "price year")
"""The price year, and with it the levels and editions of indices."""
COHORTS: Thing = ("Cohorts", "")
SETTINGS = {
    "years": "years",
    "discount rate": "discount",
    "perspective": "perspective",
    "intake": "intake",
}
"""Items of About that change the result, and what they are called in a scenario."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version, its things by name."""

    scenario: Scenario
    outcomes: Mapping[str, Outcome]
    payers: Mapping[str, Payer]
    cohorts: Mapping[str, Cohort]

    @classmethod
    def of(cls, scenario: Scenario) -> Version:
        """A scenario as a version."""
        return cls(
            scenario,
            {outcome.name: outcome for outcome in scenario.outcomes},
            {payer.name: payer for payer in scenario.payers},
            {cohort.name: cohort for cohort in scenario.cohorts},
        )

    @property
    def parameters(self) -> Mapping[str, Parameter]:
        """Its parameters, by name."""
        return self.scenario.parameters

    @property
    def profiles(self) -> Mapping[str, Profile]:
        """Its profiles, by name."""
        return self.scenario.profiles

    def parameters_of(self, outcome: str) -> set[str]:
        """The parameters on which an outcome depends; none where there is no such outcome."""
        found = self.outcomes.get(outcome)
        return set() if found is None else {*found.names, *self.profiles[found.profile].parameters}

    def profiles_of(self, outcome: str) -> set[str]:
        """The profile of an outcome, and that of the intake."""
        found = self.outcomes.get(outcome)
        return {self.scenario.intake} | (set() if found is None else {found.profile})

    def relative(self, parameter: str) -> dict[str, float]:
        """What each cohort multiplies a parameter by."""
        return {c.name: c.relative.get(parameter, 1.0) for c in self.scenario.cohorts}


@dataclass(frozen=True, slots=True)
class Versions:
    """An old version and a new one."""

    old: Version
    new: Version

    @property
    def both(self) -> tuple[Version, Version]:
        """The old version, then the new."""
        return self.old, self.new

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The outcomes of either version."""
        return tuple(dict.fromkeys((*self.old.outcomes, *self.new.outcomes)))

    @property
    def same_cohorts(self) -> bool:
        """Whether both have the same groups of people."""
        return set(self.old.cohorts) == set(self.new.cohorts)

    def changes(self) -> Iterator[Thing]:
        """Everything that differs and may move the base case.

        A thing that stands in one version alone is no change of its own, outcomes apart: nothing
        comes of it until something that is a change makes use of it.
        """
        old, new = self.both
        for item, name in SETTINGS.items():
            if getattr(old.scenario, name) != getattr(new.scenario, name):
                yield "About", item
        if any(self.repriced(name) for name in old.parameters):
            yield PRICES
        yield from dict.fromkeys(self.thing(n) for n in old.parameters if self.moved(n))
        for name in self.outcomes:
            yield from self._of_outcome(name)
        yield from self._where("Profiles", old.profiles, new.profiles, _shape)
        yield from self._where("Payers", old.payers, new.payers, lambda p: p.perspectives)
        if not self.same_cohorts:
            yield COHORTS

    def _of_outcome(self, name: str) -> Iterator[Thing]:
        old, new = (version.outcomes.get(name) for version in self.both)
        if old is None or new is None:
            yield "Outcomes", name
            return
        if _worth(old) != _worth(new):
            yield "Outcomes", name
        if kept(old) != kept(new):
            yield "Incidence", name

    def _where(
        self,
        sheet: str,
        old: Mapping[str, Named],
        new: Mapping[str, Named],
        matters: Callable[[Named], object],
    ) -> Iterator[Thing]:
        for name in old:
            if name in new and matters(old[name]) != matters(new[name]):
                yield sheet, name

    def thing(self, parameter: str) -> Thing:
        """The change that a parameter belongs to: shares of one Dirichlet group are one."""
        found = [v.parameters[parameter] for v in self.both if parameter in v.parameters]
        shares = [p.distribution for p in found if isinstance(p.distribution, DirichletShare)]
        return "Parameters", shares[0].group if shares else parameter

    def members(self, thing: Thing) -> list[str]:
        """The parameters, of both versions, that belong to a change."""
        shared = [name for name in self.old.parameters if name in self.new.parameters]
        return [name for name in shared if self.thing(name) == thing]

    def moved(self, parameter: str) -> bool:
        """Whether a parameter's own row, or its column for the cohorts, moves its mean."""
        if parameter not in self.new.parameters:
            return False
        old, new = (version.parameters[parameter] for version in self.both)
        return _row(old) != _row(new) or self.redistributed(parameter)

    def redistributed(self, parameter: str) -> bool:
        """Whether the cohorts' own values of a parameter differ, relative to its mean."""
        if not self.same_cohorts:
            return False
        old, new = (version.relative(parameter) for version in self.both)
        return any(abs(old[name] - new[name]) > 1e-12 * abs(old[name]) for name in old)

    def repriced(self, parameter: str) -> bool:
        """Whether the price year or an index moves a parameter whose row is in the same prices."""
        old, new = (version.parameters.get(parameter) for version in self.both)
        if old is None or new is None:
            return False
        return _basis(old) == _basis(new) and _factor(old) != _factor(new)

    def touches(self, thing: Thing, outcome: str) -> bool:
        """Whether a change may move an outcome."""
        sheet, name = thing
        used = self.old.parameters_of(outcome) | self.new.parameters_of(outcome)
        if thing == PRICES:
            return any(self.repriced(parameter) for parameter in used)
        if sheet == "Parameters":
            return not used.isdisjoint(self.members(thing))
        if sheet in ("Outcomes", "Incidence"):
            return name == outcome
        if sheet == "Profiles":
            return name in self.old.profiles_of(outcome) | self.new.profiles_of(outcome)
        return True

    def mean(self, parameter: str, row: bool, prices: bool) -> float:
        """A parameter's mean, with its own row as in the new version or not, and so its prices.

        A row that is now in other prices brings its own factor: prices change nothing more.
        """
        old, new = (version.parameters.get(parameter) for version in self.both)
        if old is None or new is None:
            return (old or new).mean  # type: ignore[union-attr]  # one of them is there
        chosen = new if row else old
        if row == prices or _basis(old) != _basis(new):
            return chosen.mean
        return _own(chosen) * _factor(new if prices else old)


def kept(outcome: Outcome) -> dict[str, float]:
    """Each payer's share of an outcome, those with none left out."""
    return {payer: share for payer, share in outcome.shares.items() if share}


def _worth(outcome: Outcome) -> tuple[object, ...]:
    """What an outcome's own row says of its value."""
    return outcome.quantity, outcome.unit_value, outcome.direction, outcome.profile


def _shape(profile: Profile) -> tuple[object, ...]:
    return profile.kind, profile.clock, profile.parameters, profile.table


def _own(parameter: Parameter) -> float:
    """The mean as the row gives it, before it is carried to the price year."""
    return (parameter.original or parameter.distribution).mean


def _row(parameter: Parameter) -> tuple[object, ...]:
    return _own(parameter), _basis(parameter)


def _basis(parameter: Parameter) -> tuple[str, str]:
    """The prices in which a row is given: two rows of one basis have the same factor."""
    uplift = parameter.uplift
    return ("", "") if uplift is None else (uplift.index, uplift.from_year)


def _factor(parameter: Parameter) -> float:
    return 1.0 if parameter.uplift is None else parameter.uplift.factor


@dataclass(frozen=True, slots=True)
class Between:
    """A version between the two; ``made`` are the changes that are made."""

    versions: Versions
    made: frozenset[Thing]

    def scenario(self, outcome: str) -> Scenario | None:
        """The scenario of one outcome; ``None`` where it is not there.

        Its parameters are those of the outcome, but not their means.
        """
        found = self._version(("Outcomes", outcome)).outcomes.get(outcome)
        if found is None:
            return None
        split = self._of(("Incidence", outcome), lambda version: version.outcomes, outcome)
        intake = self._version(("About", "intake")).scenario.intake
        profiles = {
            name: self._of(("Profiles", name), lambda version: version.profiles, name)
            for name in {found.profile, intake} - {""}
        }
        names = {*found.names, *profiles[found.profile].parameters}
        return replace(
            self.versions.old.scenario,
            outcomes=(replace(found, shares=split.shares),),
            profiles=profiles,
            parameters={
                name: self._of(self.versions.thing(name), lambda version: version.parameters, name)
                for name in names
            },
            payers=self._payers(),
            cohorts=self._cohorts(sorted(names)),
            correlations=(),
            years=self._version(("About", "years")).scenario.years,
            discount=self._version(("About", "discount rate")).scenario.discount,
            perspective=self._version(("About", "perspective")).scenario.perspective,
            intake=intake,
        )

    def _version(self, thing: Thing) -> Version:
        return self.versions.new if thing in self.made else self.versions.old

    def _of(
        self, thing: Thing, found: Callable[[Version], Mapping[str, Named]], name: str
    ) -> Named:
        """A thing as its version has it; where that has none, as the other one has it."""
        known = [found(v) for v in (self._version(thing), *self.versions.both) if name in found(v)]
        return known[0][name]

    def _payers(self) -> tuple[Payer, ...]:
        names = dict.fromkeys((*self.versions.old.payers, *self.versions.new.payers))
        return tuple(self._of(("Payers", n), lambda version: version.payers, n) for n in names)

    def _cohorts(self, names: Sequence[str]) -> tuple[Cohort, ...]:
        if not self.versions.same_cohorts:
            return self._version(COHORTS).scenario.cohorts
        return tuple(
            replace(cohort, relative={name: self._relative(name)[key] for name in names})
            for key, cohort in self.versions.old.cohorts.items()
        )

    def _relative(self, parameter: str) -> dict[str, float]:
        chosen = self._version(self.versions.thing(parameter))
        known = [v for v in (chosen, *self.versions.both) if parameter in v.parameters]
        return known[0].relative(parameter)
