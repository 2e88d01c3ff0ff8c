"""What one run of a scenario found, gathered once for every reader of it.

The workbook, ``results.json``, the brief and the command line all show this object, so that they
cannot differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from econ.analysis.cost_effectiveness import CostEffectiveness, cost_effectiveness
from econ.analysis.if_known import IfKnown, if_known
from econ.analysis.optimism import Adjustment, optimism
from econ.analysis.structures import Structures, none_drawn, structures_in
from econ.methods.health import HEALTH, unit_of
from econ.model import measures
from econ.model.chain import names_in
from econ.model.designs import Design
from econ.model.distributions import FloatArray
from econ.model.draws import Draws, draw_blocks
from econ.model.equation import Question, ask, unvalued
from econ.model.estimates import ROUNDING, Estimate, estimate
from econ.model.impacts import Impacts
from econ.model.measures import Definition
from econ.model.parameters import made_from
from econ.model.perspectives import SOCIETY, deciding_views
from econ.model.programme import Cohort, Outcome
from econ.model.scenario import Scenario
from econ.reports.periods import periods
from econ.reports.scenarios import Tried, tried
from econ.reports.value_of_evidence import ValueOfEvidence
from econ.words import listed, money

ENOUGH = 20_000
"""Draws from which shares of the variance are known to the digits that are told."""
ALL = "all"
"""Stands for every cohort, payer or year together."""

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
    """What one payer keeps in one year, undiscounted; in totals a perspective, or all of them.

    A perspective that does not bear all that the programme costs has lines *had it paid* too.
    """

    payer: str
    year: str
    impact: Estimate
    cash: float
    """The part of the mean that releases cash; the rest is capacity."""


@dataclass(frozen=True, slots=True)
class CohortLine:
    """Present values of one cohort in the headline's view; its net also equity-weighted."""

    cohort: str
    people: float | None
    benefits: Estimate
    costs: Estimate
    net: Estimate
    equity_weighted: Estimate


class Quantity(NamedTuple):
    """How much there is of an outcome in each period and over all years, before it is valued."""

    by_period: tuple[Estimate, ...]
    whole: Estimate

    @property
    def nothing(self) -> bool:
        """Whether there is none in any period."""
        return not any(period.mean for period in self.by_period)


@dataclass(frozen=True, slots=True)
class Report:
    """Everything found in one run.

    ``base`` holds the impacts of the central case alone, row 0 of every answer; ``means`` those of
    the mean of the draws, of all cohorts together; ``quantities`` say how much there is of each
    outcome. ``definitions`` are those of
    its measures, by name, and ``measures`` the answers by name and view; ``net_rows`` is the
    headline net present value, the central case first; ``grades`` and ``by_outcome`` are shares of
    the mean gross value of savings; ``running`` is the headline's money so far, undiscounted, by
    year; ``known`` is how much of the headline's variance would go if
    one number were known, the largest share first. ``structures`` says how far the headline moves
    between them, and ``tried`` what the workbook's own scenarios come to on the same draws.
    ``health`` is what a unit of health costs, in each view that could decide by it, and ``worth``
    what it is worth to know more, where that was asked for.
    """

    scenario: Scenario
    design: Design
    base: Impacts
    means: Impacts
    definitions: dict[str, Definition]
    measures: dict[tuple[str, str], Estimate]
    budget: tuple[BudgetLine, ...]
    totals: tuple[BudgetLine, ...]
    running: tuple[Estimate, ...]
    outcomes: tuple[OutcomeLine, ...]
    cohorts: tuple[CohortLine, ...]
    quantities: dict[str, Quantity]
    net_rows: FloatArray
    grades: dict[str, float]
    by_outcome: dict[str, float]
    optimism: tuple[Adjustment, ...]
    structures: Structures
    tried: tuple[Tried, ...]
    known: tuple[IfKnown, ...]
    health: tuple[CostEffectiveness, ...]
    worth: ValueOfEvidence | None = None

    @property
    def left_out(self) -> frozenset[str]:
        """Outcomes that are 0 in every draw, by a number that is: sheets name them once."""
        none = (name for name, of in self.quantities.items() if of.nothing)
        return frozenset(name for name in none if not self.outcome(name).sd)

    def measure(self, name: str, view: str = "") -> Estimate:
        """An estimate by the measure's name and its view (the headline perspective unless said)."""
        return self.measures[name, view or self.scenario.perspective]

    def had_it_paid(self, view: str = "") -> Estimate | None:
        """What is net for a view had it paid for the programme; ``None`` where it does (C16)."""
        others = (view or self.scenario.perspective) + HAD_IT_PAID
        paid = self.measure("net_present_value_had_it_paid", view)
        return paid if any(line.payer == others for line in self.totals) else None

    def outcome(self, outcome: str, payer: str = ALL, cohort: str = ALL) -> Estimate:
        """The present value of an outcome."""
        return next(
            line.present_value
            for line in self.outcomes
            if (line.outcome, line.payer, line.cohort) == (outcome, payer, cohort)
        )


def varies(found: Estimate) -> bool:
    """Whether a figure has an interval: more than rounding lies between its ends."""
    if found.p2_5 is None or found.p97_5 is None:
        return False
    return found.p97_5 - found.p2_5 > ROUNDING * max(abs(found.p2_5), abs(found.p97_5))


def with_interval(found: Estimate, beside: float = 0.0) -> str:
    """A mean in words, with its 95% interval where it varies; in millions ``beside`` such."""
    mean, low, high = (money(x, beside) for x in (found.mean, found.p2_5, found.p97_5))
    return f"{mean} (95% interval {low} to {high})" if varies(found) else mean


def report(
    scenario: Scenario, design: Design, *, progress: Callable[[int], None] | None = None
) -> Report:
    """Run a scenario on a design and gather what it found."""
    views = (*scenario.perspectives, *(payer.name for payer in scenario.payers))
    asked = [make(view) for view in views for make in measures.MEASURES]
    kept = list[Impacts]()

    def row_0(impacts: Impacts) -> FloatArray:
        kept[:] = kept or [impacts.base_case()]
        return np.empty((len(impacts) + 1, 0))

    whole_net = measures.net_present_value(scenario.perspective)
    whole: list[Question] = [
        whole_net,
        lambda impacts: impacts.by("outcome", "year").rows,
        lambda impacts: unvalued(impacts).by("outcome", "year").rows,
        # Present values before they are shared out, so that payers cost no memory.
        lambda impacts: impacts.present_value().by("outcome", "cohort").rows,
        _shares,
        _released,
        _people,
        none_drawn,
        row_0,
    ]
    answers = ask(scenario, design, [*asked, *whole], progress=progress)
    *measured, net_rows, yearly, units, outcomes, shares, released, people, none, _ = answers
    base, batches = kept[0], design.batches
    drawn = _drawn(base, yearly, (shares, released))
    means = _means(drawn)
    found = zip(asked, measured, strict=True)
    return Report(
        scenario,
        design,
        base,
        means,
        {measure.name: measure.definition for measure in asked},
        {(measure.name, measure.view): estimate(rows, batches) for measure, rows in found},
        *_budget(drawn, means, batches),
        tuple(_outcome_lines(drawn, base.cohorts, outcomes, batches)),
        tuple(_cohort_lines(drawn, outcomes, people, batches)),
        _quantities(scenario, units, batches),
        net_rows,
        *_gross(scenario, _mean(outcomes)),
        optimism(scenario, design, whole_net),
        structures_in(scenario, whole_net, net_rows, none, batches),
        tried(scenario, design, progress=progress and (lambda n: progress(design.size + n))),
        _known(scenario, design, net_rows),
        _health(scenario, design, units),
    )


def memory_needed(scenario: Scenario) -> int:
    """Bytes of memory that a run takes for each draw: every answer is kept."""
    views, years = len(scenario.perspectives) + len(scenario.payers), scenario.years
    answers = views * (len(measures.MEASURES) + years) + years
    answers += (len(scenario.outcomes) + 2) * max(len(scenario.cohorts), 1)
    return 8 * (answers + len(scenario.uncertain))


def _health(scenario: Scenario, design: Design, units: FloatArray) -> tuple[CostEffectiveness, ...]:
    """What health costs in the headline's view and in the narrowest one, where any is counted.

    Health in several units is told of the first.
    """
    counted = [
        outcome
        for outcome, rows in zip(scenario.outcomes, units.swapaxes(0, 1), strict=True)
        if outcome.value_class == HEALTH and rows.any()
    ]
    alike = [o.name for o in counted if unit_of(scenario, o) == unit_of(scenario, counted[0])]
    held = {view: scenario.payers_in(view) for view in scenario.perspectives}
    views = deciding_views(scenario.perspective, held) if alike else ()
    return tuple(cost_effectiveness(scenario, alike, view, design=design) for view in views)


def _quantities(scenario: Scenario, units: FloatArray, batches: int) -> dict[str, Quantity]:
    """How much of each outcome there is, whichever way it counts."""

    def many(rows: FloatArray, years: range) -> Estimate:
        return estimate(rows[:, years.start : years.stop].sum(axis=1), batches)

    spans = [period.years for period in periods(scenario.year_labels)]
    each = zip(scenario.outcomes, units.swapaxes(0, 1), strict=True)
    signed = ((o.name, o.sign * rows) for o, rows in each)
    return {
        name: Quantity(tuple(many(rows, years) for years in spans), many(rows, range(len(rows.T))))
        for name, rows in signed
    }


def _known(scenario: Scenario, design: Design, rows: FloatArray) -> tuple[IfKnown, ...]:
    """What would go if one number were known, from the first draws; they tell enough."""
    names = [name for name in scenario.uncertain if name in scenario.used]
    first = next(draw_blocks(scenario, design, ENOUGH))
    return if_known(first, names, rows)


def _mean(rows: FloatArray) -> FloatArray:
    """The mean over the draws; the central case where there are none."""
    return np.asarray(rows[1:].mean(axis=0) if len(rows) > 1 else rows[0])


def _drawn(base: Impacts, yearly: FloatArray, drawn: Sequence[FloatArray]) -> Impacts:
    """Money by draw, outcome and year as impacts of all cohorts together.

    ``drawn`` are the payers' shares and the shares that release cash, where draws differ in them.
    """
    one, count = np.ones(1), len(base.outcomes)
    shares, released = drawn
    return replace(
        base,
        draws=Draws({}, len(yearly) - 1, base.draws.design),
        common=(one,) * count,
        local=(one[np.newaxis],) * count,
        timing=tuple(yearly.swapaxes(0, 1)),
        share=shares if shares.shape[1] else base.share,
        released=tuple(released.swapaxes(0, 1)) if released.shape[1] else base.released,
        people=None,
        cohorts=(ALL,),
    )


def _means(drawn: Impacts) -> Impacts:
    """The mean of the draws as impacts of one row."""
    parts = [part for index in range(len(drawn.outcomes)) for part in _parts(drawn, index)]
    names, timing, released, share = zip(*parts, strict=True)
    one, count = np.ones(1), len(parts)
    return replace(
        drawn,
        draws=Draws({}, 0, drawn.draws.design),
        common=(one,) * count,
        local=(one[np.newaxis],) * count,
        timing=timing,
        released=released,
        share=np.array([share]),
        elsewhere=np.zeros((1, count)),
        outcomes=names,
    )


def _parts(drawn: Impacts, index: int) -> Iterator[tuple[str, FloatArray, FloatArray, FloatArray]]:
    """An outcome in one part or, where draws differ in the payers' shares, one for each of them.

    Each with its mean by year, the share of that which releases cash, and the payers' shares.
    """
    money, released, share = drawn.timing[index], drawn.released[index], drawn.share[:, index]
    each = [(money, share[0])]
    if np.ptp(share, axis=0).any():
        alone = np.eye(share.shape[1])
        each = [(money * share[:, [p]], row) for p, row in enumerate(alone) if share[:, p].any()]
    for kept, whose in each:
        mean, cash = _mean(kept), released[0]
        if len(released) > 1:
            cash = np.divide(_mean(kept * released), mean, out=cash.copy(), where=mean != 0)
        yield drawn.outcomes[index], mean[np.newaxis], cash[np.newaxis], whose


def _shares(impacts: Impacts) -> FloatArray:
    """Payers' shares by draw, outcome and payer; nothing where all draws have the same."""
    same = len(impacts.share) < len(impacts) + 1
    return np.empty((len(impacts) + 1, 0)) if same else impacts.share


def _released(impacts: Impacts) -> FloatArray:
    """The share that releases cash by draw, outcome and year; nothing where all have the same."""
    rows = len(impacts) + 1
    if all(len(released) < rows for released in impacts.released):
        return np.empty((rows, 0))
    return np.stack(
        [np.broadcast_to(each, (rows, each.shape[1])) for each in impacts.released], axis=1
    )


def _people(impacts: Impacts) -> FloatArray:
    people = np.nan if impacts.people is None else impacts.people
    return np.broadcast_to(people, (len(impacts) + 1, len(impacts.cohorts)))


HAD_IT_PAID = ", had it paid for the programme"
"""Follows a view's name where others bear some of the cost and it is told as if none did (C16)."""


def _budget(
    drawn: Impacts, means: Impacts, batches: int
) -> tuple[tuple[BudgetLine, ...], tuple[BudgetLine, ...], tuple[Estimate, ...]]:
    """Each payer by year; totals: payers over all years, views by year and over all years.

    Last the running total of the headline's view.
    """

    def seen(money: Impacts) -> dict[str, Impacts]:
        views = (*drawn.payers, *drawn.scenario.perspectives)
        parts = {view: money.select(view) for view in views}
        paid = {
            view + HAD_IT_PAID: parts[view].had_it_paid() for view in drawn.scenario.perspectives
        }
        return {**parts, **paid, ALL: money}

    rows = {view: part.by("year").rows for view, part in seen(drawn).items()}
    cash = {view: part.cash().by("year").base.tolist() for view, part in seen(means).items()}
    budget, totals = list[BudgetLine](), list[BudgetLine]()
    for view, kept in rows.items():
        own = rows.get(view.removesuffix(HAD_IT_PAID), kept)
        if own is not kept and np.allclose(own, kept, rtol=ROUNDING, atol=ROUNDING):
            continue
        years = budget if view in drawn.payers else totals
        years += [
            BudgetLine(view, year, estimate(kept[:, y], batches), cash[view][y])
            for y, year in enumerate(drawn.years)
        ]
        totals.append(BudgetLine(view, ALL, estimate(kept.sum(axis=1), batches), sum(cash[view])))
    so_far = rows[drawn.scenario.perspective].cumsum(axis=1).T
    return tuple(budget), tuple(totals), tuple(estimate(year, batches) for year in so_far)


def perspectives_shown(found: Report) -> dict[str, str]:
    """The perspectives with their labels: one that counts what another does is named beside it."""
    alike: dict[bytes, list[str]] = {}
    for view in found.scenario.perspectives:
        seen = found.means.select(view)
        counts = np.stack([seen.share.sum(axis=2), seen.elsewhere]).tobytes()
        alike.setdefault(counts, []).append(view)
    same = {
        first: f" ({listed(rest)}: the same)" if rest else "" for first, *rest in alike.values()
    }
    return {view: view + others for view, others in same.items()}


def _outcome_lines(
    drawn: Impacts, cohorts: Sequence[str], rows: FloatArray, batches: int
) -> Iterator[OutcomeLine]:
    for index, (outcome, values) in enumerate(
        zip(drawn.outcomes, rows.swapaxes(0, 1), strict=True)
    ):
        shares = dict(zip(drawn.payers, drawn.share[:, index].T, strict=True))
        for c, cohort in [(None, ALL), *enumerate(cohorts)]:
            money = values.sum(axis=1) if c is None else values[:, c]
            whole = estimate(money, batches)
            yield OutcomeLine(outcome, ALL, cohort, whole)
            for payer, share in shares.items():
                if np.ptp(share):
                    yield OutcomeLine(outcome, payer, cohort, estimate(money * share, batches))
                elif share[0]:
                    yield OutcomeLine(outcome, payer, cohort, scaled(whole, float(share[0])))


def scaled(whole: Estimate, share: float) -> Estimate:
    """The estimate of a fixed, positive share or multiple of a number."""
    parts = {name: None if x is None else x * share for name, x in asdict(whole).items()}
    return replace(Estimate(**parts), probability_positive=whole.probability_positive)


def _saving(scenario: Scenario) -> npt.NDArray[np.bool_]:
    return np.array([outcome.sign > 0 for outcome in scenario.outcomes])


def _cohort_lines(
    drawn: Impacts, rows: FloatArray, people: FloatArray, batches: int
) -> Iterator[CohortLine]:
    scenario = drawn.scenario
    share = drawn.select(scenario.perspective).share.sum(axis=2)
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


def _gross(scenario: Scenario, worth: FloatArray) -> tuple[dict[str, float], dict[str, float]]:
    """The shares of the mean gross value of savings by evidence grade, and by outcome.

    ``worth`` is by outcome and cohort. Each outcome of a cohort rests on its weakest number. To
    society a transfer is nothing, and so no part of it.
    """
    moved = [scenario.perspective == SOCIETY and outcome.transfer for outcome in scenario.outcomes]
    gross = np.abs(worth) * (_saving(scenario) & ~np.array(moved))[:, np.newaxis]
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

    How long an effect lasts, and whose it is, counts as what it is worth. A parameter whose value
    in the cohort is 0 plays no part; one without a grade says nothing.
    """
    own = {name: x for name, x in cohort.relative.items() if x != 1}
    made = {name: names_in([x]) or (name,) for name, x in own.items() if x != 0}
    named = (*outcome.names, *scenario.profiles[outcome.profile].names)
    every = made_from(named, scenario.parameters)
    grades = [
        GRADES.index(scenario[stands].evidence)
        for name in every
        if name not in own or name in made
        for stands in made_from(made.get(name, (name,)), scenario.parameters)
        if scenario[stands].evidence in GRADES
    ]
    return GRADES[max(grades)] if grades else ""
