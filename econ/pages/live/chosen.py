"""The part of Workings that answers the sheet What-if: money of the view and cohort chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from econ.model.impacts import Impacts
from econ.model.programme import PERSPECTIVES, SOCIETY
from econ.pages.live.budget import GAINS, OUTLAY, SAVING, SHARE, Budget, row_of_cell
from econ.pages.live.formulas import added, dot, total
from econ.pages.live.ledger import WORTH, Ledger, Part, Rows, by_year
from econ.pages.live.offered import Lists, Offered, row_of
from econ.pages.page import Column, Content
from econ.pages.style import DECIMAL
from econ.reports.choices import Choices

NET_MONEY = "Net"
"""The row of money by year below those of benefits and costs."""
GAINS_WORTH, OUTLAY_WORTH = "Benefits, present value", "Costs, present value"
YOURS, MODELS = "With your inputs", "With the model's inputs"
ASKED, RUNNING = "What was chosen", "Running total"
COUNTS, KEPT = "Counts (1) or not (0)", "Share that counts"


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


def add_answer(ledger: Ledger, base: Impacts, budget: Budget, known: Lists) -> Answered:
    """The tables that answer what was chosen; ``base`` is what the model found."""
    for offered in (known.views, known.cohorts):
        ledger.add(offered.part)
    kept = _kept(ledger, budget, _payers(ledger, budget, known.views), known.views)
    outcomes = _by_outcome(ledger, budget, known.cohorts, kept)
    by_year = _by_year(ledger, outcomes, kept)
    model = _model(ledger, _figures(ledger, base, known.choices), known)
    return Answered(by_year, model, _running(ledger, by_year, model))


def _payers(ledger: Ledger, budget: Budget, views: Offered) -> Part:
    """Whether each payer counts: by a view that it is part of, or as the one chosen."""
    rows: dict[str, Sequence[Content]] = {}
    for payer in ledger.scenario.payers:
        parts = [views.is_chosen(v) * budget.counted.cell(payer.name, v) for v in PERSPECTIVES]
        rows[payer.name] = payer.label, added([*parts, views.is_chosen(payer.name)])
    said = "1 where a payer is the one chosen, or is part of the view chosen."
    columns = Column("Payer"), Column(COUNTS, shown="0")
    return ledger.table("Payers that count in what was chosen", said, columns, rows)


def _kept(ledger: Ledger, budget: Budget, payers: Part, views: Offered) -> Part:
    """The share of each outcome that counts."""
    rows: dict[str, Sequence[Content]] = {}
    for outcome in ledger.scenario.outcomes:
        shares = (
            budget.incidence.cell(outcome.name, payer.name) * payers.cell(payer.name, COUNTS)
            for payer in ledger.scenario.payers
        )
        labels, saving = (outcome.label, outcome.direction), float(outcome.direction != "cost")
        share = added(shares)
        if outcome.transfer:
            share = share * (1 - views.is_chosen(SOCIETY))
        rows[outcome.name] = (*labels, share, saving)
    said, heads = "The shares of the payers that count, added up.", ("Outcome", "Direction")
    columns = *map(Column, heads), Column(KEPT, shown=SHARE), Column(SAVING, shown="0")
    return ledger.table("Share of each outcome in what was chosen", said, columns, rows)


def _by_outcome(ledger: Ledger, budget: Budget, cohorts: Offered, kept: Part) -> Part:
    """Money by outcome and year of the cohorts and payers that count."""
    every, *single = cohorts.rows
    counts = cohorts.is_chosen(every) + replace(cohorts, rows=tuple(single)).chosen
    rows = []
    for outcome in ledger.scenario.outcomes:
        cells = [row_of_cell(outcome, cohort) for cohort in ledger.scenario.cohorts]
        share = kept.cell(outcome.name, KEPT)
        money = [dot(budget.by_cell.down(year, cells), counts) * share for year in ledger.years]
        rows.append((outcome.name, outcome.label, outcome.direction, money))
    said, heads = "The cohorts and the payers that count, added up.", ("Outcome", "Direction")
    factors = {
        outcome.name: ledger.factors_of(outcome.name) for outcome in ledger.scenario.outcomes
    }
    title = "What was chosen: by outcome and year"
    return ledger.money(title, said, heads, rows, factors=factors)


def _by_year(ledger: Ledger, outcomes: Part, kept: Part) -> Part:
    """Benefits, costs and net of what counts, by year."""
    saving, of = kept.down(SAVING), ASKED.lower()
    gains = [dot(outcomes.down(year), saving) for year in ledger.years]
    outlay = [-dot(outcomes.down(year), 1 - saving) for year in ledger.years]
    rows = [(GAINS, GAINS, of, gains), (OUTLAY, OUTLAY, of, outlay)]
    said = "Costs are positive amounts; net is benefits less costs."
    worths, worth = {}, outcomes.down(WORTH)
    if ledger.own:
        worths = {GAINS: dot(worth, saving), OUTLAY: -dot(worth, 1 - saving)}
    part = ledger.money("What was chosen: by year", said, ("Part", "Of"), rows, worths=worths)
    net = [part.cell(GAINS, year) - part.cell(OUTLAY, year) for year in ledger.years]
    left = part.cell(GAINS, WORTH) - part.cell(OUTLAY, WORTH) if ledger.own else None
    ledger.add_money(part, NET_MONEY, (NET_MONEY, of), net, worth=left)
    return part


def _heads(ledger: Ledger) -> list[Column]:
    columns = by_year(ledger.scenario, ("View or payer", "Cohort"), DECIMAL)
    worth = (Column(heading, 14, DECIMAL) for heading in (GAINS_WORTH, OUTLAY_WORTH))
    return [*columns, *worth]


def _figures(ledger: Ledger, base: Impacts, offered: Choices) -> Part:
    """What the model found at its own inputs for all that may be chosen, as numbers."""
    money = base.by("outcome", "cohort", "year").base
    worth = base.present_value().by("outcome", "cohort").base
    saving = np.array([outcome.sign > 0 for outcome in ledger.scenario.outcomes])
    rows: dict[str, Sequence[Content]] = {}
    for view in offered.views:
        share = base.select(view.name).share.sum(axis=1)
        seen, seen_worth = money * share[:, np.newaxis, np.newaxis], worth * share[:, np.newaxis]
        for place, cohort in enumerate(offered.cohorts):
            own = seen[:, place - 1] if place else seen.sum(axis=1)
            own_worth = seen_worth[:, place - 1] if place else seen_worth.sum(axis=1)
            ends = own_worth[saving].sum(), 0.0 - own_worth[~saving].sum()
            figures = *own.sum(axis=0), *ends
            row = row_of(cohort.name, view.name)
            rows[row] = (view.label, cohort.label, *map(float, figures))
    said = "The model's figures, as numbers: net money by year undiscounted, then present values."
    return ledger.table("The model's figures for each choice", said, _heads(ledger), rows)


def _model(ledger: Ledger, figures: Part, known: Lists) -> Part:
    """The line of the model's figures for what was chosen."""
    said = "The line of the table above that is for the view and the cohort chosen."
    view, cohort, *columns = (figures.down(column.name) for column in figures.columns)
    here = view.equals(known.views.choice) * cohort.equals(known.cohorts.choice)
    rows: Rows = {ASKED: (ASKED, "the model's", *(dot(here * column) for column in columns))}
    title = "The model's figures for what was chosen"
    return ledger.table(title, said, _heads(ledger), rows)


def _running(ledger: Ledger, by_year: Part, model: Part) -> Part:
    """Net money added up over the years: with these inputs, and with the model's."""
    rows: dict[str, Sequence[Content]] = {}
    for label, part, row in ((YOURS, by_year, NET_MONEY), (MODELS, model, ASKED)):
        spans = (ledger.years[: year + 1] for year in range(len(ledger.years)))
        sums = (total(part.across(row, span)) for span in spans)
        rows[label] = (label, ASKED.lower(), *sums)
    said, heads = "Net money so far, undiscounted.", (RUNNING, "Of")
    return ledger.by_year("What was chosen: running total", said, heads, DECIMAL, rows)
