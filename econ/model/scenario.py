"""The assumptions of an analysis, and the verbs that change them.

Every verb returns another scenario, which remembers what was changed and why. Outcomes, payers,
cohorts and profiles are rows of data.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from graphlib import CycleError
from math import isfinite
from types import MappingProxyType

import numpy as np

from econ.errors import FaultError, Problem, refuse, require_known
from econ.model.distributions import (
    ChanceOfNone,
    DirichletShare,
    Distribution,
    Fixed,
    interval,
)
from econ.model.parameters import Parameter, circle, made_from, with_formulas
from econ.model.perspectives import PERSPECTIVES
from econ.model.prices import GREEN_BOOK, DiscountRate, share_gone, year_labels
from econ.model.profiles import Intake, Profile
from econ.model.programme import Cohort, Correlation, Edit, Outcome, Payer, Unmonetised
from econ.model.reach import reach_of, zero_faults
from econ.model.starting import AT_ONCE, EVENLY, entry_of, last_year, years_of_support
from econ.model.units import is_proportion


@dataclass(frozen=True, slots=True)
class Change:
    """One departure from the base case, in words: what was changed, from what, to what."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Scenario:
    """Everything assumed in one analysis.

    ``library`` holds the unit costs that ``revalue`` may use; ``unusable`` says why others may
    not be. ``version_log`` is the workbook's own. ``warnings`` are what the reader noticed and let
    pass. ``entry`` says how people start within a year: *start of year*, *evenly*, or *evenly from
    October* where the first of them start in that month; ``support_ends`` is the last year in which
    they are supported, empty where that has no end.
    """

    name: str
    parameters: Mapping[str, Parameter]
    outcomes: tuple[Outcome, ...]
    payers: tuple[Payer, ...]
    cohorts: tuple[Cohort, ...]
    profiles: Mapping[str, Profile]
    first_year: str
    years: int
    price_year: str
    perspective: str = "society"
    intake: str = ""
    discount: DiscountRate = GREEN_BOOK
    correlations: tuple[Correlation, ...] = ()
    unmonetised: tuple[Unmonetised, ...] = ()
    about: Mapping[str, str] = field(default_factory=dict)
    library: Mapping[str, Parameter] = field(default_factory=dict)
    unusable: Mapping[str, str] = field(default_factory=dict)
    version_log: tuple[Edit, ...] = ()
    why: str = ""
    changes: tuple[Change, ...] = ()
    changed: frozenset[str] = frozenset()
    warnings: tuple[Problem, ...] = ()
    workbook: str = ""
    sha256: str = ""
    entry: str = AT_ONCE
    support_ends: str = ""

    def __post_init__(self) -> None:
        """Work out the formulas, and freeze the mappings."""
        object.__setattr__(self, "parameters", _worked_out(self.parameters, self.cohorts))
        for name in ("parameters", "profiles", "about", "library", "unusable"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))

    def __getitem__(self, name: str) -> Parameter:
        """A parameter by its name."""
        return self.parameters[name]

    @property
    def year_labels(self) -> tuple[str, ...]:
        """The names of the years."""
        return year_labels(self.first_year, self.years)

    @property
    def intake_shares(self) -> tuple[float, ...]:
        """The share of people who start in each year; all in year 0 where no intake is named."""
        return self.profiles[self.intake].table if self.intake else (1.0,)

    @property
    def starting(self) -> Intake:
        """Who starts when and how, and for how long there is support.

        Raises ``ValueError`` for a way to start, or a year, that there is not.
        """
        how, _, month = entry_of(self.entry).partition(" from ")
        first = share_gone(self.first_year, month) if month else 0.0
        last = last_year(self.support_ends, self.first_year)
        support = years_of_support(last, self.first_year)
        return Intake(self.intake_shares, how == EVENLY, first, support)

    @property
    def uncertain(self) -> tuple[str, ...]:
        """The parameters that vary, in alphabetical order, so that row order plays no part."""
        return tuple(sorted(n for n, p in self.parameters.items() if p.uncertain))

    @property
    def used(self) -> frozenset[str]:
        """The parameters that some outcome, in its chain, unit value or profile, depends on.

        What has a formula depends on all that it is made from.
        """
        profiles = {outcome.profile for outcome in self.outcomes}
        names = [name for outcome in self.outcomes for name in outcome.names]
        names += [name for key in profiles for name in self.profiles[key].parameters]
        return frozenset(made_from(names, self.parameters))

    @property
    def dividing(self) -> frozenset[str]:
        """The parameters by which something is divided, alone or among others."""
        chains = [outcome.quantity for outcome in self.outcomes]
        chains += [p.formula for p in self.parameters.values() if p.formula is not None]
        named = [name for chain in chains for part in chain.divisors for name in part.names]
        return frozenset(made_from(named, self.parameters))

    def payers_in(self, view: str) -> tuple[str, ...]:
        """The payers of a view: a perspective's, or one payer by its name.

        Raises ``ScenarioError`` where there is neither, naming the nearest.
        """
        if view in PERSPECTIVES:
            return tuple(payer.name for payer in self.payers if view in payer.perspectives)
        names = [payer.name for payer in self.payers]
        require_known("view", [view], [*PERSPECTIVES, *names], "payer or perspective")
        return (view,)

    def label(self, name: str) -> str:
        """What readers see instead of a name; the name itself where there is no label."""
        named: Iterable[Parameter | Outcome | Payer | Cohort] = (
            *self.parameters.values(),
            *self.outcomes,
            *self.payers,
            *self.cohorts,
        )
        return next((item.label for item in named if item.name == name), name)

    def vary(self, name: str = "", /, *, why: str = "", **values: float | Distribution) -> Scenario:
        """Another scenario, with other values of some parameters.

        ``name`` names the scenario and ``why`` says where the values come from. An uncertain
        parameter is replaced by a distribution, or by ``econ.Fixed(x)`` where its uncertainty is
        meant to go: a bare number is refused, because it would remove it in silence. Shares of
        one Dirichlet group are replaced together; a formula is replaced by a value. Amounts are in
        the price year's pounds.
        """
        require_known("vary", values, self.parameters, "parameter")
        _require_whole_groups(self.parameters, values)
        parameters = dict(self.parameters)
        changes = []
        for key, value in values.items():
            before, made = self.parameters[key], made_from([key], self.parameters)
            uncertain = any(self.parameters[name].uncertain for name in made)
            given = _replacement(before, value, uncertain=uncertain)
            source = why or before.source
            after = replace(before, distribution=given, source=source, formula=None)
            parameters[key] = after
            words = parameter_in_words(before), parameter_in_words(after)
            changes.append(Change(before.label, *words))
        changed = replace(self, parameters=parameters)
        _refuse_zero(changed)
        return self._noting(changed, name, why, changes, values)

    def revalue(self, name: str = "", /, *, why: str = "", **unit_values: str) -> Scenario:
        """Another scenario, in which outcomes are valued by other parameters or library rows.

        ``revalue(informal_care="carer_hour_opportunity")``: the new value replaces the old, and
        is never added to it.
        """
        require_known("revalue", unit_values, [o.name for o in self.outcomes], "outcome")
        parameters = dict(self.parameters)
        for wanted in unit_values.values():
            parameters.setdefault(wanted, self._from_library(wanted))
            if not parameters[wanted].money:
                raise refuse("revalue", wanted, "is not an amount of money", "Name a unit cost.")
        outcomes = tuple(
            replace(o, unit_value=unit_values.get(o.name, o.unit_value)) for o in self.outcomes
        )
        changes = [
            Change(f"{o.label}: valued by", self.label(o.unit_value), parameters[new].label)
            for o in self.outcomes
            if (new := unit_values.get(o.name))
        ]
        kept = replace(self, parameters=parameters, outcomes=outcomes)
        alone = [name for name, p in parameters.items() if p.formula and name not in self.used]
        dropped = self.used - kept.used - {*made_from(alone, parameters)}
        parameters = {key: p for key, p in parameters.items() if key not in dropped}
        correlations = tuple(
            c for c in self.correlations if c.first in parameters and c.second in parameters
        )
        revalued = replace(kept, parameters=parameters, correlations=correlations)
        return self._noting(revalued, name, why, changes, unit_values.values())

    def reprofile(self, name: str = "", /, *, why: str = "", **profiles: str) -> Scenario:
        """Another scenario, in which outcomes follow other time profiles of the workbook."""
        require_known("reprofile", profiles, [o.name for o in self.outcomes], "outcome")
        require_known("reprofile", profiles.values(), self.profiles, "profile")
        outcomes = tuple(replace(o, profile=profiles.get(o.name, o.profile)) for o in self.outcomes)
        changes = [
            Change(f"{o.label}: time profile", o.profile, new)
            for o in self.outcomes
            if (new := profiles.get(o.name))
        ]
        return self._noting(replace(self, outcomes=outcomes), name, why, changes, ())

    def over(
        self,
        name: str = "",
        /,
        *,
        why: str = "",
        years: int | None = None,
        discount: DiscountRate | None = None,
        entry: str | None = None,
        support_ends: str | None = None,
    ) -> Scenario:
        """Another scenario: another time horizon, discount rate, entry or end of support.

        ``over(entry="evenly from October", support_ends="2016/17")`` is as the sheet About says
        it; an empty end of support is none.
        """
        horizon = self.years if years is None else years
        if not 1 <= horizon <= 125:
            raise refuse("over", "years", f"{years} is not between 1 and 125", "Choose a horizon.")
        after = replace(
            self,
            years=horizon,
            discount=self.discount if discount is None else discount,
            entry=self.entry if entry is None else _written("entry", entry_of, entry),
            support_ends=self.support_ends
            if support_ends is None
            else _written("support_ends", last_year, support_ends, self.first_year),
        )
        changes = [
            Change(what, words(self), words(after))
            for what, setting, words in _SETTINGS
            if getattr(self, setting) != getattr(after, setting)
        ]
        return self._noting(after, name, why, changes, ())

    def only(
        self,
        name: str = "",
        /,
        *,
        why: str = "",
        cohorts: Sequence[str] | None = None,
        outcomes: Sequence[str] | None = None,
    ) -> Scenario:
        """Another scenario, with only some cohorts or outcomes; the others count nothing."""
        known_cohorts = [cohort.name for cohort in self.cohorts]
        known_outcomes = [outcome.name for outcome in self.outcomes]
        require_known("only", cohorts or (), known_cohorts, "cohort")
        require_known("only", outcomes or (), known_outcomes, "outcome")
        kept_cohorts = tuple(c for c in self.cohorts if cohorts is None or c.name in cohorts)
        kept_outcomes = tuple(o for o in self.outcomes if outcomes is None or o.name in outcomes)
        if not kept_cohorts or not kept_outcomes:
            raise refuse("only", "selection", "nothing is left", "Name at least one to keep.")
        changes = [
            Change(what, _listed(before), _listed(after))
            for what, before, after in (
                ("Cohorts", self.cohorts, kept_cohorts),
                ("Outcomes", self.outcomes, kept_outcomes),
            )
            if before != after
        ]
        selected = replace(self, cohorts=kept_cohorts, outcomes=kept_outcomes)
        return self._noting(selected, name, why, changes, ())

    def seen_by(self, perspective: str, /, *, name: str = "", why: str = "") -> Scenario:
        """Another scenario, whose headline is another perspective's."""
        require_known("seen_by", [perspective], PERSPECTIVES, "perspective")
        changes = [Change("Perspective", self.perspective, perspective)]
        return self._noting(replace(self, perspective=perspective), name, why, changes, ())

    def _from_library(self, name: str) -> Parameter:
        if name in self.parameters:
            return self.parameters[name]
        if name in self.unusable:
            raise refuse("revalue", name, self.unusable[name], "Choose another unit cost.")
        require_known(
            "revalue", [name], [*self.parameters, *self.library], "parameter or unit cost"
        )
        return self.library[name]

    def _noting(
        self,
        after: Scenario,
        name: str,
        why: str,
        changes: Iterable[Change],
        changed: Iterable[str],
    ) -> Scenario:
        return replace(
            after,
            name=name or self.name,
            why=why or self.why,
            changes=(*self.changes, *changes),
            changed=self.changed | frozenset(changed),
        )


def other_rates(scenario: Scenario) -> str:
    """A sentence on outcomes that are discounted at a rate of their own, after a blank."""
    own = [f"{o.label} at {o.discount_rate.name}" for o in scenario.outcomes if o.discount_rate]
    return f" Discounted at a rate of its own: {'; '.join(own)}." if own else ""


_SETTINGS: tuple[tuple[str, str, Callable[[Scenario], str]], ...] = (
    ("Time horizon", "years", lambda scenario: f"{scenario.years} years"),
    ("Discount rate", "discount", lambda scenario: scenario.discount.name),
    ("How people start within a year", "entry", lambda scenario: scenario.entry),
    ("Last year of support", "support_ends", lambda scenario: scenario.support_ends or "no end"),
)
"""What ``over`` changes: in words, its field, and how it is told."""


def _written(who: str, read: Callable[..., str], *given: str) -> str:
    try:
        return read(*given)
    except FaultError as error:
        raise refuse("over", who, error.fault.what, error.fault.remedy) from error


def _worked_out(
    parameters: Mapping[str, Parameter], cohorts: Sequence[Cohort]
) -> Mapping[str, Parameter]:
    """The parameters with formulas worked out; a cohort follows them, and has no value instead."""
    named = [name for p in parameters.values() if p.formula for name in p.formula.names]
    require_known("formula", named, parameters, "parameter")
    own = (name for cohort in cohorts for name, times in cohort.relative.items() if times != 1)
    for name in (name for name in own if name in parameters and parameters[name].formula):
        what = "has a formula, which each cohort follows"
        raise refuse("cohorts", name, what, "Give values of their own to what it is made from.")
    try:
        return with_formulas(parameters)
    except CycleError as error:
        names = circle(error, list(parameters))
        what = f"is made from itself: {' from '.join(names)}"
        raise refuse("formula", names[0], what, "Give one of them a value.") from error


def _refuse_zero(scenario: Scenario) -> None:
    """Refuse what would divide by something that can be 0."""
    chains = {o.label: o.quantity for o in scenario.outcomes}
    chains |= {p.label: p.formula for p in scenario.parameters.values() if p.formula}
    if not scenario.dividing:
        return
    reach = reach_of(scenario.parameters, scenario.cohorts)
    for label, chain in chains.items():
        for fault in zero_faults(chain, reach):
            raise refuse("vary", label, fault.what, fault.remedy)


def _replacement(
    before: Parameter, value: float | Distribution, *, uncertain: bool
) -> Distribution:
    after = value if isinstance(value, Distribution) else Fixed(float(value))
    if uncertain and after is not value:
        raise refuse(
            "vary",
            before.name,
            f"is uncertain, and {value} would remove its uncertainty in silence",
            f"Give a distribution, or econ.Fixed({value}) if that is what you mean.",
        )
    if not isfinite(after.mean):
        raise refuse("vary", before.name, f"{after.mean} is not a number", "Give a number.")
    if is_proportion(before.unit) and not 0 <= after.mean <= 1:
        what = f"{after.mean:g} is not between 0 and 1, as a {before.unit} must be"
        raise refuse("vary", before.name, what, "Give 0.17 where you mean 17%.")
    return after


def _require_whole_groups(parameters: Mapping[str, Parameter], asked: Iterable[str]) -> None:
    """Refuse to replace one share of a Dirichlet group alone: they add up to 1."""
    names = set(asked)
    for name in sorted(names):
        group = _group_of(parameters[name])
        members = {n for n, p in parameters.items() if group and _group_of(p) == group}
        if not members <= names:
            what = f"is one share of the group '{group}', which adds up to 1"
            raise refuse("vary", name, what, f"Vary all of it: {', '.join(sorted(members))}.")


def _group_of(parameter: Parameter) -> str:
    distribution = parameter.distribution
    return distribution.group if isinstance(distribution, DirichletShare) else ""


def _listed(items: Sequence[Outcome] | Sequence[Cohort]) -> str:
    return ", ".join(item.label for item in items)


def mean_and_interval(distribution: Distribution) -> str:
    """A distribution in words: its mean and, where it varies, its 95% interval.

    >>> from econ.model.distributions import Uniform
    >>> mean_and_interval(Fixed(400)), mean_and_interval(ChanceOfNone(0.3, Uniform(0.0, 0.8)))
    ('400', '0.28 (95% interval 0 to 0.7714; none with a chance of 30%)')
    """
    if distribution.sd == 0:
        return _figure(distribution.mean)
    low, high = map(_figure, interval(distribution))
    none = ""
    if isinstance(distribution, ChanceOfNone):
        none = f"; none with a chance of {100 * distribution.chance:.4g}%"
    return f"{_figure(distribution.mean)} (95% interval {low} to {high}{none})"


def parameter_in_words(parameter: Parameter) -> str:
    """What a parameter is: its distribution in words, or its formula and what that comes to."""
    said = mean_and_interval(parameter.distribution)
    return said if parameter.formula is None else f"{parameter.formula}, which comes to {said}"


def _figure(number: float) -> str:
    """Four significant digits, never in powers of ten."""
    if abs(number) >= 1000:
        return f"{number:,.0f}"
    return np.format_float_positional(number, 4, unique=False, fractional=False, trim="-")
