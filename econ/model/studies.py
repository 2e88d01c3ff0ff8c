"""Studies that could be done: what each would measure, on how many people, at what cost, how late.

A study's likelihood follows from its design: the mean of what people report is Normal, an audit of
a proportion is binomial, and one of a count is Poisson.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Literal

import numpy as np

from econ.errors import Problem, ScenarioError, refuse, require_kind, require_known
from econ.model.allowed import ATTRIBUTION, DEADWEIGHT
from econ.model.distributions import FloatArray
from econ.model.parameters import Parameters
from econ.model.prices import GREEN_BOOK, DiscountRate
from econ.model.refusals import rate_given

Likelihood = Literal["mean", "proportion", "count"]

BEFORE_AND_AFTER, TWO_ARMS = "before-and-after survey", "two-arm trial"
STUDY_DESIGNS: Mapping[str, Likelihood] = {
    BEFORE_AND_AFTER: "mean",
    TWO_ARMS: "mean",
    "carers' diary": "mean",
    "costing study": "mean",
    "audit of a proportion": "proportion",
    "audit of a count": "count",
}
"""The designs that a study may have, and the likelihood of what each measures."""

START, END = "start", "end"


@dataclass(frozen=True, slots=True)
class Study:
    """A study that could be done.

    ``measures`` names the parameters that it measures. ``spread`` is the standard deviation from
    person to person of what is measured, one for all or one for each; an audit needs none: it
    counts whether something is so (a proportion), or how often it happens to a person (a count).

    Every person gives every measure, but in a two-arm trial, where half are in each arm: it
    measures either one parameter, the difference between arms, or two, the mean of each arm, and
    then teaches both. ``follow_up_lost`` is the share of people who are never heard of again, and
    ``largest`` the most that could take part; money is in the pounds of the net benefit.
    ``source`` says where its numbers come from.

    Raises ``ScenarioError`` for a design that there is not, and for numbers that cannot be.

    >>> Study("diary", ("care_hours",), "carers' diary", spread=9.0, follow_up_lost=0.2).kept(100)
    80.0
    """

    name: str
    measures: tuple[str, ...]
    design: str
    label: str = ""
    spread: float | tuple[float, ...] = 0.0
    follow_up_lost: float = 0.0
    fixed_cost: float = 0.0
    cost_per_person: float = 0.0
    largest: int = 1_000
    years_until_it_reports: float = 0.0
    source: str = ""

    def __post_init__(self) -> None:
        """See that it can be done at all."""
        given: object = self.measures
        given = (given,) if isinstance(given, str) else tuple(self.measures)
        object.__setattr__(self, "measures", given)
        require_known(self.name, [self.design], STUDY_DESIGNS, "design")
        if problems := [Problem("", who, what, remedy) for who, what, remedy in self._wrong()]:
            raise ScenarioError(f"study {self.name}", problems)

    def _wrong(self) -> list[tuple[str, str, str]]:
        spreads, wrong = self.spreads, list[tuple[str, str, str]]()
        if not self.measures:
            wrong.append(("measures", "it measures nothing", "Name a parameter."))
        if self.design == TWO_ARMS and len(self.measures) > 2:
            remedy = "Name the difference, or the two means."
            wrong.append(("measures", "two arms have two means at most", remedy))
        if len(spreads) != len(self.measures):
            wrong.append(("spread", "is not one for each measure", "Give one number for all."))
        if self.likelihood == "mean" and not all(isfinite(s) and s > 0 for s in spreads):
            what = "is not above 0, and no two people would differ"
            wrong.append(("spread", what, "Give the standard deviation from person to person."))
        if not 0 <= self.follow_up_lost < 1:
            wrong.append(("follow up lost", "is not from 0 to below 1", "Give a share."))
        for what in ("fixed_cost", "cost_per_person", "years_until_it_reports"):
            if not 0 <= getattr(self, what) < np.inf:
                wrong.append((what.replace("_", " "), "is below 0", "Give 0 or more."))
        if self.largest < 1:
            wrong.append(("largest", "nobody could take part", "Give 1 or more."))
        return wrong

    @property
    def likelihood(self) -> Likelihood:
        """The kind of likelihood of what it measures."""
        return STUDY_DESIGNS[self.design]

    @property
    def spreads(self) -> tuple[float, ...]:
        """The spread from person to person of each measure."""
        if isinstance(self.spread, int | float):
            return (float(self.spread),) * len(self.measures)
        return tuple(map(float, self.spread))

    def kept(self, people: float) -> float:
        """How many of the people who take part each measure is known of at the end."""
        return people * (1 - self.follow_up_lost)

    def errors_of(self, people: float) -> tuple[float, ...]:
        """The standard error of each measure, of a study whose measures are means.

        In a trial each mean is of one arm, half of all; a difference has the errors of both.
        """
        arms = {1: 4.0, 2: 2.0}[len(self.measures)] if self.design == TWO_ARMS else 1.0
        return tuple(float(s * np.sqrt(arms / self.kept(people))) for s in self.spreads)

    def cost(self, people: float) -> float:
        """What it costs with so many people; nothing where it is not done."""
        return self.fixed_cost + self.cost_per_person * people if people else 0.0

    def sizes(self, number: int = 20) -> tuple[int, ...]:
        """Sizes to be looked at, up to the largest: even steps of the logarithm.

        >>> Study("audit", ("uptake",), "audit of a proportion", largest=100).sizes(4)
        (5, 14, 37, 100)
        """
        steps = np.geomspace(min(5, self.largest), self.largest, number)
        return tuple(int(size) for size in np.unique(np.rint(steps)))


def refuse_study(study: Study, parameters: Parameters) -> None:
    """Raise ``ScenarioError`` where a study cannot teach what it says, in words.

    A before-and-after survey shows how much changed, never how much of it is due to the programme.
    """
    subject = f"study {study.name}"
    require_known(subject, study.measures, parameters, "parameter")
    problems = [
        Problem("", name, *wrong)
        for name in study.measures
        if (wrong := untaught(study, parameters, name))
    ]
    if problems:
        raise ScenarioError(subject, problems)


def untaught(study: Study, parameters: Parameters, name: str) -> tuple[str, str] | None:
    """Why a study cannot teach a parameter, and what to do; ``None`` where it can."""
    parameter = parameters[name]
    if study.design == BEFORE_AND_AFTER and parameter.part in (ATTRIBUTION, DEADWEIGHT):
        what = "says how much of a change is due, which a before-and-after survey cannot tell"
        return what, "Choose a two-arm trial."
    if parameter.formula is not None:
        made = ", ".join(parameter.formula.names)
        return (
            f"is made by its formula, {parameter.formula}",
            f"Measure what it is made of: {made}.",
        )
    return None if parameter.uncertain else ("is certain already", "Measure what is not.")


@dataclass(frozen=True, slots=True)
class Population:
    """Whom a decision is for, and for how long: ``a_year`` new ones in each of ``years``.

    ``a_year`` counts whatever net benefit is counted for: people where it is per person, programmes
    where it is a whole programme's. ``when`` says whether each year's are counted at its *start*,
    the first undiscounted as in all of this package (C3), or at its *end*.

    >>> round(100 * Population(1_000, 10, 0.035).total(), 2)
    860768.65
    >>> round(100 * Population(1_000, 10, 0.035, when="end").total(), 2)
    831660.53
    """

    a_year: float = 1.0
    years: int = 10
    rate: DiscountRate | float = field(default=GREEN_BOOK)
    when: str = START

    def __post_init__(self) -> None:
        """See that there is somebody to decide for."""
        require_kind("population", "years", self.years, int, "a whole number of years")
        require_known("population", [self.when], (START, END), "time of year")
        object.__setattr__(self, "rate", rate_given(self.rate))
        if not (isfinite(self.a_year) and self.a_year >= 0 and self.years >= 1):
            what = f"{self.a_year:g} a year in {self.years} years is nobody"
            raise refuse("population", "population", what, "Give numbers above 0.")

    def total(self, after: float = 0.0) -> float:
        """How many there are in all, the later ones discounted.

        ``after`` is the years that go by before the first of them can gain: of a year that has
        begun by then, the part that is left counts.
        """
        left = np.clip(np.arange(1, self.years + 1) - after, 0.0, 1.0)
        return float(self.a_year * (left @ self.factors()))

    def factors(self) -> FloatArray:
        """The discount factor of each year."""
        rate = rate_given(self.rate)
        factors = rate.factors(self.years + 1)
        return factors[1:] if self.when == END else factors[:-1]
