"""The part of Workings that answers the sheet What-if: money of the view and cohort chosen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from econ.model.impacts import Impacts
from econ.model.perspectives import SOCIETY
from econ.pages.live.budget import GAINS, OUTLAY, PAYERS_SHARE, SAVING, Budget, add_kept
from econ.pages.live.formulas import NOT_CHOSEN, Formula, dot, sum_of, total, when
from econ.pages.live.ledger import WORTH, Ledger, Section
from econ.pages.live.offered import Lists, Offered, row_of
from econ.pages.page import Column
from econ.pages.style import DECIMAL

NET_MONEY = "Net"
"""The row of money by year below those of benefits and costs."""
GAINS_WORTH, OUTLAY_WORTH = "Benefits, present value", "Costs, present value"
YOURS, MODELS = "With your inputs", "With the model's inputs"
ASKED = "What was chosen"
COUNTS = "Counts (1) or not (0)"


def add_answer(
    ledger: Ledger, base: Impacts, budget: Budget, known: Lists
) -> tuple[Section, Section, Section]:
    """The tables that answer what was chosen: by year, the model's, and by outcome.

    ``base`` is what the model found.
    """
    for offered in (known.views, known.cohorts):
        ledger.add(offered.part)
    payers, title = _payers(ledger, budget, known.views), "Share of each outcome in what was chosen"
    said = "The shares of the payers that count, added up."
    society = known.views.is_chosen(SOCIETY)
    share = Column("Share that counts", shown=PAYERS_SHARE, key=COUNTS)
    kept = add_kept(ledger, title, said, budget.incidence, payers, [share], society)
    outcomes = _by_outcome(ledger, budget, known.cohorts)
    by_year = _by_year(ledger, outcomes, kept)
    return by_year, _model(ledger, base, known), outcomes


def _payers(ledger: Ledger, budget: Budget, views: Offered) -> Section:
    """Whether each payer counts: by a view that it is part of, or as the one chosen."""
    said = "1 where a payer is the one chosen, or is part of the view chosen."
    columns = Column("Payer"), Column(COUNTS, shown="0")
    part = ledger.table("Payers that count in what was chosen", said, columns)
    for payer in ledger.scenario.payers:
        parts = [
            views.is_chosen(v) * budget.counted.cell(payer.name, v)
            for v in ledger.scenario.perspectives
        ]
        part.row(payer.name, payer.label, sum_of([*parts, views.is_chosen(payer.name)]))
    return part


def _by_outcome(ledger: Ledger, budget: Budget, cohorts: Offered) -> Section:
    """Money by outcome and year of the cohorts that count."""
    every, *single = cohorts.rows
    counts = cohorts.is_chosen(every) + replace(cohorts, rows=tuple(single)).chosen

    def money(outcome: str, year: str) -> Formula:
        return dot(budget.by_cell.down(year, ledger.in_cohorts(outcome)), counts)

    said, heads = "The cohorts that count, added up.", ("Outcome", "Direction")
    title, factors = "What was chosen: by outcome and year", ledger.own_factors
    return ledger.money(title, said, heads, ledger.outcomes, money, factors=factors)


def _by_year(ledger: Ledger, outcomes: Section, kept: Section) -> Section:
    """Benefits, costs and net of what counts, by year."""
    saving, counts, of = kept.down(SAVING), kept.down(COUNTS), ASKED.lower()

    def money(row: str, year: str) -> Formula:
        cells = outcomes.down(year)
        return dot(cells, counts, saving) if row == GAINS else -dot(cells, counts, 1 - saving)

    said = "Of the payers that count. Costs are positive amounts; net is benefits less costs."
    labels, worths = {row: (row, of) for row in (GAINS, OUTLAY)}, {}
    if ledger.own:
        worths = {row: money(row, WORTH) for row in labels}
    title, heads = "What was chosen: by year", ("Part", "Of")
    part = ledger.money(title, said, heads, labels, money, worths=worths)
    net = (part.cell(GAINS, year) - part.cell(OUTLAY, year) for year in ledger.years)
    left = part.cell(GAINS, WORTH) - part.cell(OUTLAY, WORTH) if ledger.own else None
    ledger.add_money(part, NET_MONEY, (NET_MONEY, of), net, worth=left)
    return part


def _model(ledger: Ledger, base: Impacts, known: Lists) -> Section:
    """What the model found at its own inputs for what was chosen, out of all that may be."""
    said = "The model's figures, as numbers: net money by year undiscounted, then present values."
    columns = ledger.columns(("View or payer", "Cohort"), DECIMAL)
    columns += [Column(heading, 14, DECIMAL) for heading in (GAINS_WORTH, OUTLAY_WORTH)]
    each = ledger.table("The model's figures for each choice", said, columns)
    money = base.by("outcome", "cohort", "year").base
    worth = base.present_value().by("outcome", "cohort").base
    saving = np.array([outcome.sign > 0 for outcome in ledger.scenario.outcomes])
    for view in known.choices.views:
        share = base.select(view.name).share[0].sum(axis=1)
        seen, seen_worth = money * share[:, np.newaxis, np.newaxis], worth * share[:, np.newaxis]
        for place, cohort in enumerate(known.choices.cohorts):
            own = seen[:, place - 1] if place else seen.sum(axis=1)
            own_worth = seen_worth[:, place - 1] if place else seen_worth.sum(axis=1)
            ends = own_worth[saving].sum(), 0.0 - own_worth[~saving].sum()
            figures = *own.sum(axis=0), *ends
            row = row_of(cohort.name, view.name)
            each.row(row, view.label, cohort.label, *map(float, figures))
    whose, of, *found = (each.down(column.name) for column in columns)
    here = whose.equals(known.views.choice) * of.equals(known.cohorts.choice)
    said = "The line of the table above that is for the view and the cohort chosen."
    part = ledger.table("The model's figures for what was chosen", said, columns)
    part.row(ASKED, ASKED, "the model's", *(dot(here * cells) for cells in found))
    return part


def add_running(ledger: Ledger, by_year: Section, model: Section, bad: Formula) -> Section:
    """Net money added up over the years; nothing, which no picture draws, while some are bad."""
    said, heads = "Net money so far, undiscounted.", ("Running total", "Of")
    running = ledger.by_year("What was chosen: running total", said, heads, DECIMAL)
    for label, part, row in ((YOURS, by_year, NET_MONEY), (MODELS, model, ASKED)):
        spans = (ledger.years[: year + 1] for year in range(len(ledger.years)))
        sums = (when(bad.above(0), NOT_CHOSEN, total(part.across(row, span))) for span in spans)
        running.row(label, label, ASKED.lower(), *sums)
    return running
