"""What one run of a scenario found, gathered once for every reader of it.

The workbook, ``results.json``, the brief and the command line all show this object, so that they
cannot differ.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace

import numpy as np

from econ.model import measures
from econ.model.designs import Design
from econ.model.distributions import FloatArray
from econ.model.equation import Question, ask
from econ.model.estimates import Estimate, estimate
from econ.model.impacts import Impacts
from econ.model.measures import Definition
from econ.model.programme import PERSPECTIVES, SOCIETY, Cohort, Outcome
from econ.model.scenario import Scenario

ALL = "all"
"""Stands for every cohort, payer or year together."""

ATTRIBUTION = "attribution"
"""The name of the parameter that says what share of the observed change is the programme's."""

GRADES = ("observed", "analogue", "expert", "illustrative")
"""Evidence grades, strongest first; something rests on the weakest of its parts."""


@dataclass(frozen=True, slots=True)
class OutcomeLine:
    """The present value of one outcome to one payer, for one cohort or all."""

    outcome: str
    payer: str
    cohort: str
    present_value: Estimate


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """What one payer keeps in one year, undiscounted; in totals a perspective, or all of them."""

    payer: str
    year: str
    impact: Estimate
    cash: float
    """The part of the base case that releases cash; the rest is capacity."""


@dataclass(frozen=True, slots=True)
class CohortLine:
    """Present values of one cohort in the headline's view; its net also equity-weighted."""

    cohort: str
    people: float | None
    benefits: Estimate
    costs: Estimate
    net: Estimate
    equity_weighted: Estimate


@dataclass(frozen=True, slots=True)
class Report:
    """Everything found in one run.

    ``base`` holds the impacts of the base case alone: row 0 of every answer. ``definitions`` are
    those of its measures, by name, and ``measures`` the answers by name and view; ``net_rows`` is
    the headline net present value, the base case first; ``grades`` and ``by_outcome`` are shares
    of the gross value of savings in the base case.
    """

    scenario: Scenario
    design: Design
    base: Impacts
    definitions: dict[str, Definition]
    measures: dict[tuple[str, str], Estimate]
    budget: tuple[BudgetLine, ...]
    totals: tuple[BudgetLine, ...]
    outcomes: tuple[OutcomeLine, ...]
    cohorts: tuple[CohortLine, ...]
    net_rows: FloatArray
    grades: dict[str, float]
    by_outcome: dict[str, float]

    def measure(self, name: str, view: str = "") -> Estimate:
        """An estimate by the measure's name and its view (the headline perspective unless said)."""
        return self.measures[name, view or self.scenario.perspective]

    def outcome(self, outcome: str, payer: str = ALL, cohort: str = ALL) -> Estimate:
        """The present value of an outcome."""
        return next(
            line.present_value
            for line in self.outcomes
            if (line.outcome, line.payer, line.cohort) == (outcome, payer, cohort)
        )


def report(
    scenario: Scenario, design: Design, *, progress: Callable[[int], None] | None = None
) -> Report:
    """Run a scenario on a design and gather what it found."""
    asked = [
        make(**{"perspective" if view in PERSPECTIVES else "payer": view})
        for view in (*PERSPECTIVES, *(payer.name for payer in scenario.payers))
        for make in measures.MEASURES
    ]
    headline = measures.net_present_value(scenario.perspective)
    kept = list[Impacts]()

    def row_0(impacts: Impacts) -> FloatArray:
        kept[:] = kept or [impacts.base_case()]
        return np.empty((len(impacts) + 1, 0))

    found: list[Question] = [_by_payer_and_year, transferred, _by_outcome_and_cohort, _people]
    whole: list[Question] = [headline, *found, row_0]
    answers = ask(scenario, design, [*asked, *whole], progress=progress)
    *measured, net_rows, budget, transfers, outcomes, people, _ = answers
    base = kept[0]
    return Report(
        scenario=scenario,
        design=design,
        base=base,
        definitions={measure.name: measure.definition for measure in asked},
        measures={
            (measure.name, measure.view): estimate(rows, design.batches)
            for measure, rows in zip(asked, measured, strict=True)
        },
        budget=_budget(base, budget, design.batches),
        totals=_totals(base, budget, transfers, design.batches),
        outcomes=tuple(_outcome_lines(base, outcomes, design.batches)),
        cohorts=tuple(_cohort_lines(base, outcomes, people, design.batches)),
        net_rows=net_rows,
        grades=_grades(base),
        by_outcome=_by_outcome(base),
    )


def _by_payer_and_year(impacts: Impacts) -> FloatArray:
    return impacts.by("payer", "year").rows


def transferred(impacts: Impacts) -> FloatArray:
    """What society's payers have of transfers, by year: together it is nothing to them."""
    named = [outcome.name for outcome in impacts.scenario.outcomes if outcome.transfer]
    if not named:
        return np.zeros((len(impacts) + 1, len(impacts.years)))
    money = impacts.select(outcome=named).by("year", "payer").rows
    kept = [impacts.payers.index(payer) for payer in impacts.scenario.payers_in(SOCIETY)]
    found: FloatArray = money[..., kept].sum(axis=-1)
    return found


def _by_outcome_and_cohort(impacts: Impacts) -> FloatArray:
    """Present values before they are shared out, so that payers cost no memory."""
    return impacts.present_value().by("outcome", "cohort").rows


def _people(impacts: Impacts) -> FloatArray:
    if impacts.people is None:
        return np.full((len(impacts) + 1, len(impacts.cohorts)), np.nan)
    return np.broadcast_to(impacts.people, (len(impacts) + 1, len(impacts.cohorts)))


def _budget(base: Impacts, rows: FloatArray, batches: int) -> tuple[BudgetLine, ...]:
    cash = base.cash().by("payer", "year").base
    return tuple(
        BudgetLine(payer, year, estimate(rows[:, k, y], batches), float(cash[k, y]))
        for k, payer in enumerate(base.payers)
        for y, year in enumerate(base.years)
    )


def _totals(
    base: Impacts, rows: FloatArray, transfers: FloatArray, batches: int
) -> tuple[BudgetLine, ...]:
    """Each payer over all years, then perspectives and all payers by year and over all years."""
    cash = base.cash().by("payer", "year").base
    every = list(range(len(base.payers)))
    single = {name: [k] for k, name in enumerate(base.payers)}
    several = {
        view: [k for k in every if view in base.scenario.payers[k].perspectives]
        for view in PERSPECTIVES
    }
    lines = []
    for view, kept in {**single, **several, ALL: every}.items():
        part, freed = rows[:, kept].sum(axis=1), cash[kept].sum(axis=0)
        if view == SOCIETY:
            part, freed = part - transfers, freed - transferred(base.cash())[0]
        if view not in single:
            lines += [
                BudgetLine(view, year, estimate(part[:, y], batches), float(freed[y]))
                for y, year in enumerate(base.years)
            ]
        whole = estimate(part.sum(axis=1), batches)
        lines.append(BudgetLine(view, ALL, whole, float(freed.sum())))
    return tuple(lines)


def _outcome_lines(base: Impacts, rows: FloatArray, batches: int) -> list[OutcomeLine]:
    lines = []
    for o, outcome in enumerate(base.outcomes):
        for c, cohort in [(None, ALL), *enumerate(base.cohorts)]:
            values = rows[:, o].sum(axis=1) if c is None else rows[:, o, c]
            whole = estimate(values, batches)
            lines.append(OutcomeLine(outcome, ALL, cohort, whole))
            for k, payer in enumerate(base.payers):
                share = float(base.share[o, k])
                if share:
                    lines.append(OutcomeLine(outcome, payer, cohort, _scaled(whole, share)))
    return lines


def _scaled(whole: Estimate, share: float) -> Estimate:
    """The estimate of a fixed, positive share of a number."""
    parts = {name: None if x is None else x * share for name, x in asdict(whole).items()}
    return replace(Estimate(**parts), probability_positive=whole.probability_positive)


def _cohort_lines(
    base: Impacts, rows: FloatArray, people: FloatArray, batches: int
) -> list[CohortLine]:
    scenario = base.scenario
    share = base.select(scenario.perspective).share.sum(axis=1)
    household = np.array([outcome.of_households for outcome in scenario.outcomes])
    saving = np.array([outcome.sign > 0 for outcome in scenario.outcomes])
    lines = []
    for c, cohort in enumerate(scenario.cohorts):
        money = rows[:, :, c] * share
        gains, outlay = money[:, saving].sum(axis=1), 0.0 - money[:, ~saving].sum(axis=1)
        net = gains - outlay
        weighted = net + (cohort.equity_weight - 1) * money[:, household].sum(axis=1)
        lines.append(
            CohortLine(
                cohort.name,
                None if np.isnan(people[0, c]) else float(people[0, c]),
                estimate(gains, batches),
                estimate(outlay, batches),
                estimate(net, batches),
                estimate(weighted, batches),
            )
        )
    return lines


def _gross(base: Impacts) -> FloatArray:
    """The size of each saving in the base case: shape (outcomes, cohorts), costs 0."""
    value = np.abs(base.present_value().by("outcome", "cohort").base)
    saving = np.array([outcome.sign > 0 for outcome in base.scenario.outcomes])
    gross: FloatArray = value * saving[:, np.newaxis]
    return gross


def _by_outcome(base: Impacts) -> dict[str, float]:
    gross = _gross(base).sum(axis=1)
    whole = gross.sum()
    return {
        outcome.name: float(part / whole) if whole else 0.0
        for outcome, part in zip(base.scenario.outcomes, gross, strict=True)
        if outcome.sign > 0
    }


def _grades(base: Impacts) -> dict[str, float]:
    """The share of gross value by evidence grade: each part rests on its weakest number."""
    gross = _gross(base)
    whole, shares = gross.sum(), dict.fromkeys(GRADES, 0.0)
    for o, outcome in enumerate(base.scenario.outcomes):
        for c, cohort in enumerate(base.scenario.cohorts):
            grade = weakest(base.scenario, outcome, cohort)
            if grade and whole:
                shares[grade] += float(gross[o, c] / whole)
    return shares


def weakest(scenario: Scenario, outcome: Outcome, cohort: Cohort) -> str:
    """The weakest evidence grade among the numbers an outcome rests on in a cohort.

    A parameter whose value in the cohort is 0 plays no part; one without a grade says nothing.
    """
    grades = [
        GRADES.index(scenario[name].evidence)
        for name in outcome.names
        if scenario[name].evidence in GRADES and cohort.relative.get(name, 1.0) != 0
    ]
    return GRADES[max(grades)] if grades else ""
