"""The assumptions of an analysis, and the verbs that change them.

Every verb returns another scenario, which remembers what was changed and why. Outcomes, payers,
cohorts and profiles are rows of data.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from graphlib import CycleError
from types import MappingProxyType

from econ.errors import (
    Fault,
    Problem,
    ScenarioError,
    counted,
    refuse,
    require_kind,
    require_known,
)
from econ.model.allowed import ATTRIBUTION, EFFECT, Allowed, taken_from_one, used_as, uses
from econ.model.chain import names_in
from econ.model.dimensions import unlike
from econ.model.distributions import Distribution, truncated_at_none
from econ.model.parameters import (
    Parameter,
    Priced,
    circle,
    made_from,
    priced,
    with_formulas,
)
from econ.model.perspectives import SOCIETY, everyone_in_society, perspectives_of, private_in_public
from econ.model.prices import (
    GREEN_BOOK,
    DiscountRate,
    share_gone,
    year_labels,
)
from econ.model.profiles import Intake, Profile
from econ.model.programme import (
    Alternative,
    Cohort,
    Correlation,
    Edit,
    Outcome,
    Payer,
    Unmonetised,
)
from econ.model.refusals import (
    as_distribution,
    is_uncertain,
    rate_given,
    refuse_zero,
    require_sound,
    require_told,
    setting_given,
    whole_given,
)
from econ.model.starting import AT_ONCE, EVENLY, entry_of, last_year, years_of_support
from econ.model.studies import Study
from econ.shown import Line, Shown, line_of
from econ.words import exact_percent

A_SCENARIO = "a scenario, as econ.read gives one"
"""What is wanted where something else was given."""


@dataclass(frozen=True, slots=True)
class Change:
    """One departure from the base case, in words: what was changed, from what, to what."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, repr=False)
class Scenario(Shown):
    """Everything assumed in one analysis.

    ``library`` holds the unit costs that ``revalue`` may use; ``unusable`` says why others may
    not be. ``version_log`` is the workbook's own. ``warnings`` are what the reader noticed and let
    pass. ``entry`` says how people start within a year: *start of year*, *evenly*, or *evenly from
    October* where the first of them start in that month; ``support_ends`` is the last year in which
    they are supported, empty where that has no end. ``studies`` are those that could be done, and
    ``alternatives`` the other assumptions that the workbook asks about, made by ``alternative`` and
    ``econ.scenarios``. ``perspectives`` are those of the sheet Payers, in its order; those that
    some payer counts in, unless said.
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
    perspective: str = SOCIETY
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
    alternatives: tuple[Alternative, ...] = ()
    studies: tuple[Study, ...] = ()
    perspectives: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Work out the formulas, freeze the mappings, and see that everybody's view is there."""
        payers = everyone_in_society(self.payers)
        private = private_in_public(payers, self.outcomes)
        if problems := [told.fault.at("", told.who) for told in private]:
            raise ScenarioError("payers", problems)
        known = dict.fromkeys((*self.perspectives, *perspectives_of(payers)))
        object.__setattr__(self, "payers", payers)
        object.__setattr__(self, "perspectives", tuple(known))
        object.__setattr__(self, "parameters", _worked_out(self.parameters, self.cohorts))
        means = {name: parameter.mean for name, parameter in self.parameters.items()}
        mean = means.__getitem__
        object.__setattr__(self, "outcomes", tuple(o.at(mean) for o in self.outcomes))
        object.__setattr__(self, "cohorts", tuple(c.at(means) for c in self.cohorts))
        shapes = {name: profile.at(mean) for name, profile in self.profiles.items()}
        object.__setattr__(self, "profiles", shapes)
        for name in ("parameters", "profiles", "about", "library", "unusable"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))

    def __reduce__(self) -> tuple[Callable[..., Scenario], tuple[object, ...]]:
        """What it is made of, for a worker elsewhere: frozen mappings cannot be sent."""
        given = (getattr(self, each.name) for each in fields(self))
        return Scenario, tuple(dict(x) if isinstance(x, MappingProxyType) else x for x in given)

    def told(self) -> tuple[str, list[Line]]:
        """What is assumed: what was changed, or else the outcomes."""
        kinds = (self.parameters, "parameter"), (self.cohorts, "cohort"), (self.payers, "payer")
        held = ", ".join(counted(len(of), noun) for of, noun in kinds)
        told = f"{counted(self.years, 'year')} from {self.first_year}, {self.price_year} prices"
        title = f"{self.name}: {told}, {self.perspective} view; {held}"
        if self.changes:
            return title, [line_of(asdict(change)) for change in self.changes]
        known = ["label", "direction", "quantity", "unit_value", "profile"]
        return title, [line_of({name: getattr(o, name) for name in known}) for o in self.outcomes]

    def __getitem__(self, name: str) -> Parameter:
        """A parameter by its name."""
        return self.parameters[name]

    @property
    def year_labels(self) -> tuple[str, ...]:
        """The names of the years."""
        return year_labels(self.first_year, self.years)

    @property
    def intake_shares(self) -> tuple[float, ...]:
        """The share of people who start in each year; all in year 0 where no intake is named.

        Shares that are made of parameters are at the means of those.
        """
        return self.profiles[self.intake].table if self.intake else (1.0,)

    @property
    def running(self) -> Mapping[str, Profile]:
        """The time profiles in use, the intake's first."""
        used = (self.intake, *(outcome.profile for outcome in self.outcomes))
        return {name: self.profiles[name] for name in used if name in self.profiles}

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

        What has a formula, or is a number made of parameters, depends on all that it is made from.
        """
        names = [name for outcome in self.outcomes for name in outcome.names]
        names += [name for profile in self.running.values() for name in profile.names]
        names += [n for c in self.cohorts for n in names_in(c.relative.values())]
        return frozenset(made_from(names, self.parameters))

    @property
    def dividing(self) -> frozenset[str]:
        """The parameters by which something is divided, alone or among others."""
        chains = [outcome.quantity for outcome in self.outcomes]
        chains += [p.formula for p in self.parameters.values() if p.formula is not None]
        named = [name for chain in chains for part in chain.divisors for name in part.names]
        return frozenset(made_from(named, self.parameters))

    @property
    def attributions(self) -> tuple[str, ...]:
        """The parameters that say how much of a change is due to the programme (C10)."""
        return tuple(name for name, p in self.parameters.items() if p.part == ATTRIBUTION)

    def rules(self, name: str) -> tuple[Allowed, ...]:
        """What a parameter may be: by its unit and role, and by what profiles use it as (C17)."""
        return (self.parameters[name].allowed, *uses(self.profiles.values()).get(name, ()))

    def faults(self, name: str, given: float | Distribution) -> Iterator[Fault]:
        """What is said, at every door, of a number or a distribution that a parameter may not be.

        >>> import econ
        >>> base = econ.read("parameters/side_by_side.xlsx")
        >>> next(base.faults("attribution", 17)).what
        '17 is 1,700%'
        """
        mean = given.mean if isinstance(given, Distribution) else float(given)
        if self.parameters[name].part == EFFECT and truncated_at_none(given):
            remedy = "Leave it as it is: an effect may be a harm."
            yield Fault("is truncated at none, and could not show harm", remedy)
            return
        told = [fault for rule in self.rules(name) for fault in rule.faults(given)]
        if not told and any(name in taken_from_one(o.quantity) for o in self.outcomes):
            told = list(used_as("share").faults(mean))
        yield from told[:1]

    def payers_in(self, view: str) -> tuple[str, ...]:
        """The payers of a view: a perspective's, or one payer by its name.

        Raises ``ScenarioError`` where there is neither, naming the nearest.
        """
        if view in self.perspectives:
            return tuple(payer.name for payer in self.payers if view in payer.perspectives)
        names = [payer.name for payer in self.payers]
        require_known("view", [view], [*self.perspectives, *names], "payer or perspective")
        return (view,)

    @property
    def public_views(self) -> tuple[str, ...]:
        """The perspectives, society's apart, that hold money of public bodies, narrowest first."""
        fiscal = [outcome for outcome in self.outcomes if outcome.value_class == "fiscal"]
        held = {payer for outcome in fiscal for payer, share in outcome.shares.items() if share}
        others = (view for view in self.perspectives if view != SOCIETY)
        public = [view for view in others if held.intersection(self.payers_in(view))]
        return tuple(sorted(public, key=lambda view: len(self.payers_in(view))))

    def label(self, name: str) -> str:
        """What readers see instead of a name; the name itself where there is no label."""
        named: Iterable[Parameter | Outcome | Payer | Cohort] = (
            *self.parameters.values(),
            *self.outcomes,
            *self.payers,
            *self.cohorts,
        )
        return next((item.label for item in named if item.name == name), name)

    def vary(
        self, name: str = "", /, *, why: str = "", **values: float | Distribution | Priced
    ) -> Scenario:
        """Another scenario, with other values of some parameters.

        ``name`` names the scenario and ``why`` says where the values come from. An uncertain
        parameter is replaced by a distribution, or by ``econ.Fixed(x)`` where its uncertainty is
        meant to go: a bare number is refused, because it would remove it in silence. Shares of
        one Dirichlet group are replaced together; a formula is replaced by a value.
        Amounts are in the programme's price year, or
        in that of ``econ.Priced(14_500, "2021/22")`` (C18).
        """
        require_known("vary", values, self.parameters, "parameter")
        require_sound(self.parameters, values, self.faults, self.price_year)
        parameters = dict(self.parameters)
        changes = []
        for key, value in values.items():
            before, year = self.parameters[key], self.price_year
            given = value.year if isinstance(value, Priced) else year
            after = before.given(as_distribution(value), given, year)
            after = replace(after, source=why or before.source, formula=None)
            parameters[key] = after
            fixed = (
                "fixed at " if is_uncertain(self.parameters, key) and not after.uncertain else ""
            )
            own = f"{priced(after, given, after.original)}, which is " if given != year else ""
            words = priced(before, year), priced(after, year)
            changes.append(Change(before.label, words[0], fixed + own + words[1]))
        changed = replace(self, parameters=parameters)
        refuse_zero(changed.parameters, changed.outcomes, changed.cohorts)
        return self._noting(changed, name, why, changes, values)

    def revalue(self, name: str = "", /, *, why: str = "", **unit_values: str) -> Scenario:
        """Another scenario, in which outcomes are valued by other parameters or library rows.

        ``revalue(informal_care="carer_hour_opportunity")``: the new value replaces the old, and
        is never added to it.
        """
        require_known("revalue", unit_values, [o.name for o in self.outcomes], "outcome")
        parameters = dict(self.parameters)
        for outcome in (o for o in self.outcomes if o.name in unit_values):
            wanted, before = unit_values[outcome.name], parameters[outcome.unit_value]
            after = parameters.setdefault(wanted, self._from_library(wanted))
            if not after.money:
                raise refuse("revalue", wanted, "is not an amount of money", "Name a unit cost.")
            if after.value_class == "transfer" and not outcome.transfer:
                what = f"is a transfer, and {outcome.name} is {outcome.value_class} value"
                remedy = (
                    "What one payer gains by it another loses: it needs outcomes of that class."
                )
                raise refuse("revalue", wanted, what, remedy)
            if unlike(before.unit, after.unit):
                what = f"is in {after.unit}, and {before.name}, which it replaces, in {before.unit}"
                raise refuse("revalue", wanted, what, "Name a value of the same unit.")
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
        """Another scenario, in which outcomes follow other time profiles of the workbook.

        A table that ends before the time horizon is refused unless it says what follows.
        """
        require_known("reprofile", profiles, [o.name for o in self.outcomes], "outcome")
        require_known("reprofile", profiles.values(), self.profiles, "profile")
        outcomes = tuple(replace(o, profile=profiles.get(o.name, o.profile)) for o in self.outcomes)
        changes = [
            Change(f"{o.label}: time profile", o.profile, new)
            for o in self.outcomes
            if (new := profiles.get(o.name))
        ]
        reprofiled = replace(self, outcomes=outcomes)
        require_told("reprofile", reprofiled.running, self.years)
        return self._noting(reprofiled, name, why, changes, ())

    def borne_by(
        self, name: str = "", /, *, why: str = "", **shares: Mapping[str, float | str]
    ) -> Scenario:
        """Another scenario, in which outcomes fall on other payers.

        ``borne_by(grant={"icb": 0.6, "council": 0.4})`` gives each payer's share, of what it pays
        or of what it keeps: they add up to 1. A share may name a parameter, and one of them be the
        *rest*: ``{"icb": "icb_share", "council": "rest"}``. Social value falls on no payer of
        public money.
        """
        require_known("borne_by", shares, [o.name for o in self.outcomes], "outcome")
        payers = [payer.name for payer in self.payers]
        whole = {
            key: whole_given(f"{key}: payer", given, payers, self.parameters, self.cohorts)
            for key, given in shares.items()
        }
        outcomes = tuple(replace(o, shares=whole.get(o.name, o.shares)) for o in self.outcomes)
        borne = replace(self, outcomes=outcomes)
        changes = [
            Change(
                f"{o.label}: who bears it", self.in_shares(o.shares), self.in_shares(whole[o.name])
            )
            for o in self.outcomes
            if o.name in shares
        ]
        return self._noting(borne, name, why, changes, ())

    def in_shares(self, shares: Mapping[str, float]) -> str:
        """Who bears what, in words: one payer's label, or each with its share, largest first."""
        held = sorted(((share, p) for p, share in shares.items() if share), key=lambda x: -x[0])
        labels = {payer.name: payer.label for payer in self.payers}
        if len(held) == 1:
            return labels[held[0][1]]
        return ", ".join(f"{labels[payer]} {exact_percent(share)}" for share, payer in held)

    def over(
        self,
        name: str = "",
        /,
        *,
        why: str = "",
        years: int | None = None,
        discount: DiscountRate | float | None = None,
        entry: str | None = None,
        support_ends: str | None = None,
    ) -> Scenario:
        """Another scenario: another time horizon, discount rate, entry or end of support.

        ``over(entry="evenly from October", support_ends="2016/17")`` is as the sheet About says
        it; an empty end of support is none. ``over(discount=0.015)`` is one rate for every year. A
        horizon beyond the table of a time profile is refused unless the profile says what follows
        (its column ``after``).
        """
        horizon = self.years if years is None else years
        require_kind("over", "years", horizon, int, "a whole number of years")
        if not 1 <= horizon <= 125:
            raise refuse("over", "years", f"{years} is not between 1 and 125", "Choose a horizon.")
        after = replace(
            self,
            years=horizon,
            discount=self.discount if discount is None else rate_given(discount),
            entry=self.entry if entry is None else setting_given("entry", entry_of, entry),
            support_ends=self.support_ends
            if support_ends is None
            else setting_given("support_ends", last_year, support_ends, self.first_year),
        )
        for rate in (after.discount, *(outcome.discount_rate for outcome in self.outcomes)):
            for fault in rate.beyond(horizon) if rate else ():
                raise refuse("over", "discount", fault.what, fault.remedy)
        if years is not None:
            require_told("over", after.running, horizon)
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

    def without(
        self,
        name: str = "",
        /,
        *,
        why: str = "",
        cohorts: Sequence[str] = (),
        outcomes: Sequence[str] = (),
    ) -> Scenario:
        """Another scenario, without some cohorts or outcomes; the others stay as they are."""
        require_known("without", cohorts, [cohort.name for cohort in self.cohorts], "cohort")
        require_known("without", outcomes, [o.name for o in self.outcomes], "outcome")
        kept = self.only(
            name,
            why=why,
            cohorts=[c.name for c in self.cohorts if c.name not in cohorts],
            outcomes=[o.name for o in self.outcomes if o.name not in outcomes],
        )
        dropped = [c.label for c in self.cohorts if c not in kept.cohorts]
        dropped += [o.label for o in self.outcomes if o not in kept.outcomes]
        changes = [Change(label, "counted", "left out") for label in dropped]
        return replace(kept, changes=(*self.changes, *changes))

    def alternative(self, name: str) -> Scenario:
        """One of the scenarios that the workbook's sheet Scenarios asks about, by its name.

        Its verbs act upon this scenario, whatever else was changed in it. Raises ``ScenarioError``
        where there is no such scenario, or a verb refuses.
        """
        require_known("alternative", [name], [a.name for a in self.alternatives], "scenario")
        asked = next(known for known in self.alternatives if known.name == name)
        made = self
        for step in asked.steps:
            made = getattr(made, step.verb)(why=asked.why, **step.given)
        return replace(made, name=name, why=asked.why, alternatives=())

    def seen_by(self, perspective: str, *, name: str = "", why: str = "") -> Scenario:
        """Another scenario, whose headline is another perspective's."""
        require_known("seen_by", [perspective], self.perspectives, "perspective")
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


def scenarios(base: Scenario) -> tuple[Scenario, ...]:
    """The scenarios of a workbook's sheet Scenarios, each made of its base case.

    >>> import econ
    >>> base = econ.read("parameters/side_by_side.xlsx")
    >>> len(scenarios(base)) == len(base.alternatives)
    True
    """
    return tuple(base.alternative(asked.name) for asked in base.alternatives)


def other_rates(scenario: Scenario) -> str:
    """A sentence on outcomes that are discounted at a rate of their own, after a blank."""
    own = [f"{o.label} at {o.discount_rate.name}" for o in scenario.outcomes if o.discount_rate]
    return f" Discounted at a rate of its own: {'; '.join(own)}." if own else ""


_SETTINGS: tuple[tuple[str, str, Callable[[Scenario], str]], ...] = (
    ("Time horizon", "years", lambda scenario: counted(scenario.years, "year")),
    ("Discount rate", "discount", lambda scenario: scenario.discount.name),
    ("How people start within a year", "entry", lambda scenario: scenario.entry),
    ("Last year of support", "support_ends", lambda scenario: scenario.support_ends or "no end"),
)
"""What ``over`` changes: in words, its field, and how it is told."""


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


def _listed(items: Sequence[Outcome] | Sequence[Cohort]) -> str:
    return ", ".join(item.label for item in items)
