"""A report's figures from all draws at once: the plain way, beside which one pass is held."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from econ.model import measures
from econ.model.designs import Design
from econ.model.distributions import FloatArray
from econ.model.draws import draw
from econ.model.equation import evaluate, unvalued
from econ.model.estimates import Estimate, estimate
from econ.model.impacts import Impacts
from econ.model.scenario import Scenario
from econ.reports.report import HAD_IT_PAID, Report

Figures = dict[tuple[str, ...], Estimate]


def by_hand(scenario: Scenario, design: Design) -> Figures:
    """Every figure that has an estimate, of whole columns of draws."""
    impacts = evaluate(scenario, draw(scenario, design))
    rows = {**_measures(impacts), **_budget(impacts), **_by_outcome(impacts), **_cohorts(impacts)}
    return {
        key: estimate(np.broadcast_to(x, (design.size + 1,)), design.batches)
        for key, x in rows.items()
    }


def _measures(impacts: Impacts) -> dict[tuple[str, ...], FloatArray]:
    views = (*impacts.scenario.perspectives, *impacts.payers)
    made = [make(view) for view in views for make in measures.MEASURES]
    return {("measure", one.name, one.view): one(impacts) for one in made}


def _budget(impacts: Impacts) -> dict[tuple[str, ...], FloatArray]:
    views = {
        view: impacts.select(view) for view in (*impacts.payers, *impacts.scenario.perspectives)
    }
    paid = {v + HAD_IT_PAID: views[v].had_it_paid() for v in impacts.scenario.perspectives}
    found: dict[tuple[str, ...], FloatArray] = {}
    for view, money in {**views, **paid, "all": impacts}.items():
        yearly = money.by("year").rows
        found |= {("year", view, year): yearly[:, y] for y, year in enumerate(impacts.years)}
        found["year", view, "all"] = yearly.sum(axis=1)
    return found


def _by_outcome(impacts: Impacts) -> dict[tuple[str, ...], FloatArray]:
    found: dict[tuple[str, ...], FloatArray] = {}
    every = {"all": impacts, **{payer: impacts.select(payer) for payer in impacts.payers}}
    for payer, money in every.items():
        worth = money.present_value().by("outcome", "cohort").rows
        if payer != "all":  # a transfer is nothing to society, but something to its payer
            worth = impacts.present_value().by("outcome", "cohort", "payer").rows
            worth = worth[..., impacts.payers.index(payer)]
        for o, name in enumerate(impacts.labels("outcome")):
            found["outcome", name, payer, "all"] = worth[:, o].sum(axis=1)
            for c, cohort in enumerate(impacts.cohorts):
                found["outcome", name, payer, cohort] = worth[:, o, c]
    many = unvalued(impacts).by("outcome", "year").rows.sum(axis=2)
    for o, outcome in enumerate(impacts.scenario.outcomes):
        found["quantity", outcome.name] = outcome.sign * many[:, o]
    return found


def _cohorts(impacts: Impacts) -> dict[tuple[str, ...], FloatArray]:
    seen = impacts.select(impacts.scenario.perspective).present_value()
    parts: dict[str, Callable[[], FloatArray]] = {
        "benefits": lambda: seen.where_outcome("saving").by("cohort").rows,
        "costs": lambda: 0.0 - seen.where_outcome("cost").by("cohort").rows,
        "net": lambda: seen.by("cohort").rows,
        "equity_weighted": lambda: seen.equity_weighted().by("cohort").rows,
    }
    return {
        ("cohort", cohort, part): rows()[:, c]
        for part, rows in parts.items()
        for c, cohort in enumerate(impacts.cohorts)
    }


def told(found: Report) -> Figures:
    """The same figures of a report."""
    every: Figures = {}
    every |= {("measure", *key): one for key, one in found.measures.items()}
    every |= {("year", x.payer, x.year): x.impact for x in (*found.budget, *found.totals)}
    every |= {("outcome", x.outcome, x.payer, x.cohort): x.present_value for x in found.outcomes}
    every |= {("quantity", name): one.whole for name, one in found.quantities.items()}
    every |= {
        ("cohort", line.cohort, part): getattr(line, part)
        for line in found.cohorts
        for part in ("benefits", "costs", "net", "equity_weighted")
    }
    return every


def differences(found: Figures, expected: Figures) -> list[tuple[object, ...]]:
    """Figures that are not the same to 1e-9 of the largest of them."""
    unlike = list[tuple[object, ...]]()
    for key, one in found.items():
        pairs = {name: (getattr(one, name), getattr(expected[key], name)) for name in one.__slots__}
        size = max((abs(b) for _, b in pairs.values() if b is not None), default=0.0)
        unlike += [
            (key, name, a, b)
            for name, (a, b) in pairs.items()
            if (a is None) != (b is None)
            or (a is not None and b is not None and abs(a - b) > 1e-9 * size + 1e-9)
        ]
    return unlike
