"""The part of Workings that answers the sheet What-if: money of the view and cohort chosen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from econ.model.distributions import FloatArray
from econ.model.impacts import Impacts
from econ.model.programme import PERSPECTIVES
from econ.pages.live.budget import SAVING, SHARE, Budget, row_of_cell
from econ.pages.live.formulas import Formula, added, dot, total
from econ.pages.live.ledger import Ledger, Part, by_year
from econ.pages.live.offered import Asked, Lists, add_list, row_of
from econ.pages.live.time import Time
from econ.pages.page import Column
from econ.pages.style import DECIMAL
from econ.reports.choices import Choices
from econ.reports.report import Report

GAINS, OUTLAY, NET = "Benefits", "Costs", "Net"
"""The rows of the table of money by year."""
GAINS_WORTH, OUTLAY_WORTH = "Benefits, present value", "Costs, present value"
YOURS, MODELS = "With your inputs", "With the model's inputs"
ASKED = "What was chosen"


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer to what was chosen, on Workings.

    ``by_year`` has rows of money: benefits, costs and net. ``model`` has one of what the model
    found for the same choice, with present values. ``running`` has the running total of net money
    with these inputs and with the model's.
    """

    by_year: Part
    model: Part
    running: Part


def add_answer(
    ledger: Ledger,
    found: Report,
    time: Time,
    budget: Budget,
    asked: Asked,
    offered: Choices,
    known: Lists,
) -> Answered:
    """The tables that answer what was chosen."""
    add_list(ledger, known.views, asked.view)
    add_list(ledger, known.cohorts, asked.cohort)
    kept = _kept(ledger, budget, _payers(ledger, budget, known))
    outcomes = _by_outcome(ledger, time, budget, known, kept)
    by_year = _by_year(ledger, time, outcomes, kept)
    model = _model(ledger, _figures(ledger, found.base, offered), asked)
    return Answered(by_year, model, _running(ledger, by_year, model))


def _payers(ledger: Ledger, budget: Budget, known: Lists) -> Part:
    """Whether each payer counts: by a view that it is part of, or as the one chosen."""
    said = "1 where a payer is the one chosen, or is part of the view chosen."
    columns = Column("Payer"), Column("Counts (1) or not (0)", shown="0", key="counts")
    part = ledger.table("Payers that count in what was chosen", said, *columns)
    views = known.views
    for payer in ledger.scenario.payers:
        parts = [views.is_chosen(v) * budget.counted.cell(payer.name, v) for v in PERSPECTIVES]
        part.row(payer.name, payer.label, added([*parts, views.is_chosen(payer.name)]))
    return part


def _kept(ledger: Ledger, budget: Budget, payers: Part) -> Part:
    """The share of each outcome that counts."""
    said = "The shares of the payers that count, added up."
    heads = Column("Outcome"), Column("Direction")
    columns = Column("Share that counts", shown=SHARE, key="share"), Column(SAVING, shown="0")
    part = ledger.table("Share of each outcome in what was chosen", said, *heads, *columns)
    for outcome in ledger.scenario.outcomes:
        shares = (
            budget.incidence.cell(outcome.name, payer.name) * payers.cell(payer.name, "counts")
            for payer in ledger.scenario.payers
        )
        part.row(outcome.name, outcome.label, outcome.direction, added(shares))
        part.row(outcome.name, float(outcome.direction != "cost"))
    return part


def _by_outcome(ledger: Ledger, time: Time, budget: Budget, known: Lists, kept: Part) -> Part:
    """Money by outcome and year of the cohorts and payers that count."""
    said = "The cohorts and the payers that count, added up."
    part = ledger.money("What was chosen: by outcome and year", said, ("Outcome", "Direction"))
    every, *single = known.cohorts.rows
    whole = known.cohorts.is_chosen(every)
    counts = whole + known.cohorts.part.down(known.cohorts.part.columns[1].name, single)
    for outcome in ledger.scenario.outcomes:
        rows = [row_of_cell(outcome, cohort) for cohort in ledger.scenario.cohorts]
        share = kept.cell(outcome.name, "share")
        money = (dot(budget.by_cell.down(year, rows), counts) * share for year in ledger.years)
        labels = outcome.label, outcome.direction
        ledger.add_money(part, outcome.name, labels, money, time.factors)
    return part


def _by_year(ledger: Ledger, time: Time, outcomes: Part, kept: Part) -> Part:
    """Benefits, costs and net of what counts, by year."""
    said = "Costs are positive amounts; net is benefits less costs."
    part = ledger.money("What was chosen: by year", said, ("Part", "Of"))
    saving = kept.down(SAVING)
    rows: dict[str, Iterator[Formula]] = {
        GAINS: (dot(outcomes.down(year), saving) for year in ledger.years),
        OUTLAY: (-dot(outcomes.down(year), 1 - saving) for year in ledger.years),
        NET: (part.cell(GAINS, year) - part.cell(OUTLAY, year) for year in ledger.years),
    }
    for row, money in rows.items():
        ledger.add_money(part, row, (row, ASKED.lower()), money, time.factors)
    return part


def _heads(ledger: Ledger) -> list[Column]:
    columns = by_year(ledger.scenario, ("View or payer", "Cohort"), DECIMAL)
    worth = (Column(heading, 14, DECIMAL) for heading in (GAINS_WORTH, OUTLAY_WORTH))
    return [*columns, *worth]


def _figures(ledger: Ledger, base: Impacts, offered: Choices) -> Part:
    """What the model found at its own inputs for all that may be chosen, as numbers."""
    said = "The model's figures, as numbers: net money by year undiscounted, then present values."
    part = ledger.table("The model's figures for each choice", said, *_heads(ledger))
    factors = ledger.scenario.discount.factors(ledger.scenario.years)
    money = base.by("outcome", "cohort", "year").base
    saving = np.array([outcome.sign > 0 for outcome in ledger.scenario.outcomes])
    for view in offered.views:
        share = base.select(view.name).share.sum(axis=1)
        seen = money * share[:, np.newaxis, np.newaxis]
        gains, costs = seen[saving].sum(axis=0), seen[~saving].sum(axis=0)
        for place, cohort in enumerate(offered.cohorts):
            own = np.arange(len(gains)) == place - 1 if place else np.full(len(gains), True)
            figures = _net_and_worths(gains[own].sum(axis=0), costs[own].sum(axis=0), factors)
            part.row(row_of(cohort.name, view.name), view.label, cohort.label, *figures)
    return part


def _net_and_worths(gains: FloatArray, costs: FloatArray, factors: FloatArray) -> list[float]:
    """Net money by year, then the present values of benefits and of costs."""
    worth = gains @ factors, 0.0 - costs @ factors
    return [float(x) for x in (*(gains + costs), *worth)]


def _model(ledger: Ledger, figures: Part, asked: Asked) -> Part:
    """The line of the model's figures for what was chosen."""
    said = "The line of the table above that is for the view and the cohort chosen."
    part = ledger.table("The model's figures for what was chosen", said, *_heads(ledger))
    view, cohort = (figures.down(column.name) for column in figures.columns[:2])
    here = view.equals(asked.view) * cohort.equals(asked.cohort)
    cells = (dot(here * figures.down(column.name)) for column in figures.columns[2:])
    part.row(ASKED, ASKED, "the model's", *cells)
    return part


def _running(ledger: Ledger, by_year: Part, model: Part) -> Part:
    """Net money added up over the years: with these inputs, and with the model's."""
    said, heads = "Net money so far, undiscounted.", ("Running total", "Of")
    part = ledger.by_year("What was chosen: running total", said, heads, DECIMAL)
    for label, table, row in ((YOURS, by_year, NET), (MODELS, model, ASKED)):
        part.row(label, label, ASKED.lower())
        for year in range(1, len(ledger.years) + 1):
            part.row(label, total(table.across(row, ledger.years[:year])))
    return part
