"""What one run of a scenario found, gathered once for every reader of it.

The workbook, ``results.json``, the brief and the command line all show this object, so that they
cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate, repeat
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from econ.analysis.cost_effectiveness import CostEffectiveness, cost_effectiveness
from econ.analysis.if_known import IfKnown, if_known
from econ.analysis.optimism import Adjustment, optimism
from econ.analysis.structures import Structures, none_drawn, structural, structures_in
from econ.methods.asked import FiguresFound, OnePass
from econ.methods.failing_draws import require_every_draw
from econ.methods.health import HEALTH, unit_of
from econ.methods.one_pass import all_in_one_pass
from econ.methods.workers import ALONE, Workers
from econ.model import measures
from econ.model.chain import Made, names_in
from econ.model.designs import Design
from econ.model.distributions import FloatArray
from econ.model.draws import Progress, base_case, draw_blocks
from econ.model.equation import evaluate
from econ.model.estimates import ROUNDING, Estimate, scaled
from econ.model.forms import LinearImpacts
from econ.model.impacts import Impacts
from econ.model.measures import Definition
from econ.model.parameters import made_from
from econ.model.perspectives import SOCIETY, deciding_views
from econ.model.programme import Cohort, Outcome
from econ.model.scenario import Scenario
from econ.reports.periods import periods
from econ.reports.scenarios import Tried, ask_headline, to_try, tried
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
    def ever(self) -> bool:
        """Whether there is any in a draw."""
        return any(x.base_case or x.mean or x.sd for x in self.by_period)

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
    scenario: Scenario,
    design: Design,
    *,
    workers: Workers = ALONE,
    progress: Progress | None = None,
) -> Report:
    """Run a scenario on a design and gather what it found: the same whoever works on it (C11).

    Those that its workbook tries are read beside it, on the same draws.
    """
    others = [scenario.alternative(asked.name) for asked in to_try(scenario)]
    asked = [(scenario, _ask), *((other, ask_headline) for other in others)]
    found, *beside = all_in_one_pass(asked, design, workers=workers, progress=progress)
    net_rows, none = found.kept
    whole_net = measures.net_present_value(scenario.perspective)
    require_every_draw(
        scenario, design, whole_net, found["measure", whole_net.name, whole_net.view]
    )
    base = evaluate(scenario, base_case(scenario))
    means = found.forms.impacts_of(found.means, ALL)
    outcomes, quantities = tuple(_outcome_lines(found, base)), _quantities(scenario, found)
    return Report(
        scenario,
        design,
        base,
        means,
        {make().name: make().definition for make in measures.MEASURES},
        {key[1:]: one for key, one in found.estimates.items() if key[0] == "measure"},
        *_budget(found, means),
        outcomes,
        tuple(_cohort_lines(found, base)),
        quantities,
        net_rows,
        *_gross(scenario, outcomes),
        optimism(scenario, design, whole_net),
        structures_in(scenario, whole_net, net_rows, none, design.batches),
        tuple(map(tried, others, repeat(design), beside)),
        _known(scenario, design, net_rows),
        _health(scenario, design, quantities),
    )


def _ask(asking: OnePass) -> None:
    """Ask for all figures of a report; what is kept is the headline's net, and what was none."""
    scenario, forms, views = asking.scenario, asking.forms, _views(asking.scenario)
    for view in sorted(views, key=lambda view: view not in scenario.perspectives):
        for measure in (make(view) for make in measures.MEASURES):
            asking.asked["measure", measure.name, view] = measure
    seen = _seen(scenario, forms.money)
    for view, part in seen.items():
        own, years = seen[view.removesuffix(HAD_IT_PAID)].sums("year"), part.sums("year")
        asking.each(("year", view), years)
        asking.asked["years", view] = part.sums().item()
        if part is not seen[view.removesuffix(HAD_IT_PAID)]:
            asking.each(("beyond", view), map(forms.less, years, own))
    running = accumulate(seen[scenario.perspective].sums("year"), forms.plus)
    asking.each(("running",), running)
    _ask_by_outcome(asking)
    _ask_by_cohort(asking, seen[scenario.perspective].present_value())
    asking.means = forms.yearly
    asking.kept = [measures.net_present_value(scenario.perspective), none_drawn]


def _ask_by_outcome(asking: OnePass) -> None:
    """What each comes to, also by cohort, by payer where their shares are drawn; how much of it."""
    scenario, forms, worth = asking.scenario, asking.forms, asking.forms.money.present_value()
    years = [period.years for period in periods(scenario.year_labels)]
    many = forms.quantities.sums("outcome", "year")
    whole, apart = worth.sums("outcome"), worth.sums("outcome", "cohort")
    for o, outcome in enumerate(scenario.outcomes):
        asking.asked["outcome", outcome.name, ALL, ALL] = whole[o]
        asking.each(("outcome", outcome.name, ALL), apart[o])
        for payer in outcome.shares if names_in(outcome.shares.values()) else ():
            seen = worth.select(payer, outcome=outcome.name)
            asking.asked["outcome", outcome.name, payer, ALL] = seen.sums().item()
            asking.each(("outcome", outcome.name, payer), seen.sums("cohort"))
        spans = [*years, range(scenario.years)]
        asking.each(
            ("quantity", outcome.name),
            (forms.together((outcome.sign, many[o, y]) for y in span) for span in spans),
        )


def _ask_by_cohort(asking: OnePass, worth: LinearImpacts) -> None:
    """What savings, costs and both together come to in each cohort, and equity-weighted."""
    minus = asking.forms.times
    asking.each(("gains",), worth.where_outcome("saving").sums("cohort"))
    outlay = worth.where_outcome("cost").sums("cohort")
    asking.each(("outlay",), (minus(-1.0, form) for form in outlay))
    asking.each(("net",), worth.sums("cohort"))
    asking.each(("weighted",), worth.equity_weighted().sums("cohort"))


def _views(scenario: Scenario) -> tuple[str, ...]:
    return (*(payer.name for payer in scenario.payers), *scenario.perspectives)


Money = TypeVar("Money", Impacts, LinearImpacts)


def _seen(scenario: Scenario, money: Money) -> dict[str, Money]:
    """Money as each payer and perspective has it, had it paid for the programme, and all of it."""
    views = _views(scenario)
    parts = {view: money.select(view) for view in views}
    paid = {view + HAD_IT_PAID: parts[view].had_it_paid() for view in scenario.perspectives}
    return {**parts, **paid, ALL: money}


def memory_needed(scenario: Scenario, *, keep_draws: bool = False) -> int:
    """Bytes of memory that a run takes for each draw beyond what any run takes.

    The headline's net is kept and put in order, and what health is gained beside what it costs;
    where draws are kept, every number of each of them is held twice.
    """
    health = any(outcome.value_class == HEALTH for outcome in scenario.outcomes)
    kept = 2 * (len(scenario.uncertain) + 1) if keep_draws else 0
    return 8 * (_HELD + (_HELD if health else 0) + kept) + len(structural(scenario))


_HELD = 8
"""Copies of a column of all draws at once: joined, in order, and added up so far."""


def _health(
    scenario: Scenario, design: Design, quantities: Mapping[str, Quantity]
) -> tuple[CostEffectiveness, ...]:
    """What health costs in the headline's view and in the narrowest one, where any is counted.

    Health in several units is told of the first.
    """
    counted = [
        outcome
        for outcome in scenario.outcomes
        if outcome.value_class == HEALTH and quantities[outcome.name].ever
    ]
    alike = [o.name for o in counted if unit_of(scenario, o) == unit_of(scenario, counted[0])]
    held = {view: scenario.payers_in(view) for view in scenario.perspectives}
    views = deciding_views(scenario.perspective, held) if alike else ()
    return tuple(cost_effectiveness(scenario, alike, view, design=design) for view in views)


def _quantities(scenario: Scenario, found: FiguresFound) -> dict[str, Quantity]:
    """How much of each outcome there is, whichever way it counts."""
    told = {outcome.name: found.each("quantity", outcome.name) for outcome in scenario.outcomes}
    return {name: Quantity(tuple(parts), whole) for name, (*parts, whole) in told.items()}


def _known(scenario: Scenario, design: Design, rows: FloatArray) -> tuple[IfKnown, ...]:
    """What would go if one number were known, from the first draws; they tell enough."""
    names = [name for name in scenario.uncertain if name in scenario.used]
    first = next(draw_blocks(scenario, design, ENOUGH))
    return if_known(first, names, rows)


HAD_IT_PAID = ", had it paid for the programme"
"""Follows a view's name where others bear some of the cost and it is told as if none did (C16)."""


def _budget(
    found: FiguresFound, means: Impacts
) -> tuple[tuple[BudgetLine, ...], tuple[BudgetLine, ...], tuple[Estimate, ...]]:
    """Each payer by year; totals: payers over all years, views by year and over all years.

    Last the running total of the headline's view.
    """
    budget, totals = list[BudgetLine](), list[BudgetLine]()
    for view, part in _seen(means.scenario, means).items():
        yearly, beyond = found.each("year", view), found.each("beyond", view)
        if beyond and not any(map(_beyond_rounding, beyond, yearly)):
            continue
        cash = part.cash().by("year").base.tolist()
        years = budget if view in means.payers else totals
        lines = zip(means.years, yearly, cash, strict=True)
        years += [BudgetLine(view, *line) for line in lines]
        totals.append(BudgetLine(view, ALL, found["years", view], sum(cash)))
    return tuple(budget), tuple(totals), found.each("running")


def _beyond_rounding(gap: Estimate, beside: Estimate) -> bool:
    """Whether a difference is more than rounding, beside one of the numbers, in any draw."""
    size = max(abs(x or 0.0) for x in (gap.base_case, gap.mean, gap.sd))
    return size > ROUNDING * (1 + abs(beside.mean or beside.base_case or 0.0))


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


def _outcome_lines(found: FiguresFound, base: Impacts) -> Iterator[OutcomeLine]:
    for outcome in base.scenario.outcomes:
        drawn = names_in(outcome.shares.values())
        for place, cohort in [(ALL, ALL), *enumerate(base.cohorts)]:
            whole = found["outcome", outcome.name, ALL, place]
            yield OutcomeLine(outcome.name, ALL, cohort, whole)
            for payer in base.payers:
                share = outcome.shares.get(payer, 0.0)
                if drawn and (share or isinstance(share, Made)):
                    own = found["outcome", outcome.name, payer, place]
                    yield OutcomeLine(outcome.name, payer, cohort, own)
                elif share:
                    yield OutcomeLine(outcome.name, payer, cohort, scaled(whole, share))


def _saving(scenario: Scenario) -> npt.NDArray[np.bool_]:
    return np.array([outcome.sign > 0 for outcome in scenario.outcomes])


def _cohort_lines(found: FiguresFound, base: Impacts) -> Iterator[CohortLine]:
    parts = zip(*(found.each(one) for one in ("gains", "outlay", "net", "weighted")), strict=True)
    for c, (cohort, told) in enumerate(zip(base.cohorts, parts, strict=True)):
        yield CohortLine(cohort, None if base.people is None else float(base.people[0, c]), *told)


def _gross(
    scenario: Scenario, lines: Iterable[OutcomeLine]
) -> tuple[dict[str, float], dict[str, float]]:
    """The shares of the mean gross value of savings by evidence grade, and by outcome.

    Each outcome of a cohort rests on its weakest number. To society a transfer is nothing, and so
    no part of it.
    """
    told = [x.present_value for x in lines if x.payer == ALL and x.cohort != ALL]
    means = [x.base_case if x.mean is None else x.mean for x in told]
    worth = np.array(means, dtype=np.float64).reshape(len(scenario.outcomes), -1)
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
