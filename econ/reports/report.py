"""What one run of a scenario found, gathered once for every reader of it.

The workbook, ``results.json``, the brief and the command line all show this object, so that they
cannot differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace

import numpy as np
import numpy.typing as npt

from econ.model import measures
from econ.model.designs import Design
from econ.model.distributions import FloatArray
from econ.model.equation import Question, ask
from econ.model.estimates import Estimate, estimate
from econ.model.impacts import Impacts
from econ.model.measures import Definition
from econ.model.parameters import made_from
from econ.model.perspectives import PERSPECTIVES, SOCIETY
from econ.model.programme import Cohort, Outcome
from econ.model.scenario import Scenario
from econ.words import money

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


def with_interval(found: Estimate) -> str:
    """A mean with its 95% interval, in words."""
    return f"{money(found.mean)} (95% interval {money(found.p2_5)} to {money(found.p97_5)})"


def report(
    scenario: Scenario, design: Design, *, progress: Callable[[int], None] | None = None
) -> Report:
    """Run a scenario on a design and gather what it found."""
    asked = [
        make(**{"perspective" if view in PERSPECTIVES else "payer": view})
        for view in (*PERSPECTIVES, *(payer.name for payer in scenario.payers))
        for make in measures.MEASURES
    ]
    kept = list[Impacts]()

    def row_0(impacts: Impacts) -> FloatArray:
        kept[:] = kept or [impacts.base_case()]
        return np.empty((len(impacts) + 1, 0))

    whole: list[Question] = [
        measures.net_present_value(scenario.perspective),
        lambda impacts: impacts.by("payer", "year").rows,
        transferred,
        # Present values before they are shared out, so that payers cost no memory.
        lambda impacts: impacts.present_value().by("outcome", "cohort").rows,
        _people,
        row_0,
    ]
    answers = ask(scenario, design, [*asked, *whole], progress=progress)
    *measured, net_rows, kept_by_payer, moved, outcomes, people, _ = answers
    base, batches = kept[0], design.batches
    found = zip(asked, measured, strict=True)
    return Report(
        scenario,
        design,
        base,
        {measure.name: measure.definition for measure in asked},
        {(measure.name, measure.view): estimate(rows, batches) for measure, rows in found},
        *_budget(base, kept_by_payer, moved, batches),
        tuple(_outcome_lines(base, outcomes, batches)),
        tuple(_cohort_lines(base, outcomes, people, batches)),
        net_rows,
        *_gross(base),
    )


def transferred(impacts: Impacts) -> FloatArray:
    """What society's payers have of transfers, by year: together it is nothing to them."""
    named = [outcome.name for outcome in impacts.scenario.outcomes if outcome.transfer]
    if not named:
        return np.zeros((len(impacts) + 1, len(impacts.years)))
    money = impacts.select(outcome=named).by("year", "payer").rows
    kept = [impacts.payers.index(payer) for payer in impacts.scenario.payers_in(SOCIETY)]
    found: FloatArray = money[..., kept].sum(axis=-1)
    return found


def _people(impacts: Impacts) -> FloatArray:
    people = np.nan if impacts.people is None else impacts.people
    return np.broadcast_to(people, (len(impacts) + 1, len(impacts.cohorts)))


def _budget(
    base: Impacts, rows: FloatArray, transfers: FloatArray, batches: int
) -> tuple[tuple[BudgetLine, ...], tuple[BudgetLine, ...]]:
    """Each payer by year; and totals: payers over all years, views by year and over all years."""
    cash = base.cash().by("payer", "year").base
    single = {name: [k] for k, name in enumerate(base.payers)}
    views = {
        view: [single[payer][0] for payer in base.scenario.payers_in(view)] for view in PERSPECTIVES
    }
    budget, totals = list[BudgetLine](), list[BudgetLine]()
    for view, kept in {**single, **views, ALL: list(range(len(base.payers)))}.items():
        part, freed = rows[:, kept].sum(axis=1), cash[kept].sum(axis=0)
        if view == SOCIETY:
            part, freed = part - transfers, freed - transferred(base.cash())[0]
        years = budget if view in single else totals
        years += [
            BudgetLine(view, year, estimate(part[:, y], batches), float(freed[y]))
            for y, year in enumerate(base.years)
        ]
        whole = estimate(part.sum(axis=1), batches)
        totals.append(BudgetLine(view, ALL, whole, float(freed.sum())))
    return tuple(budget), tuple(totals)


def _outcome_lines(base: Impacts, rows: FloatArray, batches: int) -> Iterator[OutcomeLine]:
    for outcome, values, shares in zip(base.outcomes, rows.swapaxes(0, 1), base.share, strict=True):
        for c, cohort in [(None, ALL), *enumerate(base.cohorts)]:
            whole = estimate(values.sum(axis=1) if c is None else values[:, c], batches)
            yield OutcomeLine(outcome, ALL, cohort, whole)
            for payer, share in zip(base.payers, shares.tolist(), strict=True):
                if share:
                    yield OutcomeLine(outcome, payer, cohort, _scaled(whole, share))


def _scaled(whole: Estimate, share: float) -> Estimate:
    """The estimate of a fixed, positive share of a number."""
    parts = {name: None if x is None else x * share for name, x in asdict(whole).items()}
    return replace(Estimate(**parts), probability_positive=whole.probability_positive)


def _saving(scenario: Scenario) -> npt.NDArray[np.bool_]:
    return np.array([outcome.sign > 0 for outcome in scenario.outcomes])


def _cohort_lines(
    base: Impacts, rows: FloatArray, people: FloatArray, batches: int
) -> Iterator[CohortLine]:
    scenario = base.scenario
    share = base.select(scenario.perspective).share.sum(axis=1)
    household = np.array([outcome.of_households for outcome in scenario.outcomes])
    saving = _saving(scenario)
    for c, cohort in enumerate(scenario.cohorts):
        seen = rows[:, :, c] * share
        gains, outlay = seen[:, saving].sum(axis=1), 0.0 - seen[:, ~saving].sum(axis=1)
        net = gains - outlay
        weighted = net + (cohort.equity_weight - 1) * seen[:, household].sum(axis=1)
        parts = (gains, outlay, net, weighted)
        number = None if np.isnan(people[0, c]) else float(people[0, c])
        yield CohortLine(cohort.name, number, *(estimate(part, batches) for part in parts))


def _gross(base: Impacts) -> tuple[dict[str, float], dict[str, float]]:
    """The shares of the gross value of savings by evidence grade, and by outcome.

    Each outcome of a cohort rests on its weakest number.
    """
    scenario = base.scenario
    size = np.abs(base.present_value().by("outcome", "cohort").base)
    gross = size * _saving(scenario)[:, np.newaxis]
    each = gross.sum(axis=1)
    whole = float(each.sum()) or 1.0
    grades, by_outcome = dict.fromkeys(GRADES, 0.0), dict[str, float]()
    for outcome, parts, worth in zip(scenario.outcomes, gross, each, strict=True):
        if outcome.sign > 0:
            by_outcome[outcome.name] = float(worth / whole)
        for cohort, part in zip(scenario.cohorts, parts, strict=True):
            if grade := weakest(scenario, outcome, cohort):
                grades[grade] += float(part / whole)
    return grades, by_outcome


def weakest(scenario: Scenario, outcome: Outcome, cohort: Cohort) -> str:
    """The weakest evidence grade among all that an outcome was made from in a cohort (C21).

    How long an effect lasts counts as what it is worth. A parameter whose value in the cohort is 0
    plays no part; one without a grade says nothing.
    """
    grades = [
        GRADES.index(scenario[name].evidence)
        for name in made_from(
            (*outcome.names, *scenario.profiles[outcome.profile].parameters), scenario.parameters
        )
        if scenario[name].evidence in GRADES and cohort.relative.get(name, 1.0) != 0
    ]
    return GRADES[max(grades)] if grades else ""
