"""The part of Workings that answers the sheet What-if: money of the view and cohort chosen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from econ.model.distributions import FloatArray
from econ.model.programme import PERSPECTIVES
from econ.pages.live.budget import SHARE, Budget
from econ.pages.live.formulas import YEAR_0, Ledger
from econ.pages.live.offered import Offered, write_list
from econ.pages.page import Column, Content, Formula
from econ.pages.style import DECIMAL
from econ.reports.choices import Asked
from econ.reports.report import Report

GAINS, OUTLAY, NET = 0, 1, 2
"""The lines of the table of money by year."""


@dataclass(frozen=True, slots=True)
class Answered:
    """Where the answer to what was chosen stands on Workings.

    ``by_year`` is the first of three lines of money: benefits, costs and net. ``model`` is the
    line of present values that the model found for the same choice: benefits, then costs.
    ``running`` is the first of two lines of running totals: with these inputs, and the model's.
    """

    views: Offered
    cohorts: Offered
    by_year: int
    model: int
    running: int


def write_answer(ledger: Ledger, factors: str, budget: Budget, asked: Asked) -> Answered:
    """Write the tables that answer what was chosen; ``factors`` are the discount factors."""
    scenario, offers = ledger.found.scenario, asked.choices
    views = write_list(
        ledger, "Whose money", "View or payer", offers.views, asked.view, scenario.perspective
    )
    cohorts = write_list(
        ledger, "Which cohort", "Cohort chosen from", offers.cohorts, asked.cohort, ""
    )
    kept = _kept(ledger, budget, _payers(ledger, budget, views))
    outcomes = _by_outcome(ledger, factors, budget, cohorts, kept)
    by_year = _by_year(ledger, factors, outcomes, kept)
    block = _figures(ledger, asked)
    model = _model(ledger, block, asked)
    return Answered(views, cohorts, by_year, model, _running(ledger, by_year, model))


def _payers(ledger: Ledger, budget: Budget, views: Offered) -> int:
    """Whether each payer counts: by a view that it is part of, or as the one chosen."""
    scenario, page = ledger.found.scenario, ledger.page
    rows: list[list[Content]] = []
    for k, payer in enumerate(scenario.payers):
        parts = [
            f"{views.is_chosen(v)}*{page.at(budget.counted + k, 2 + v)}"
            for v in range(len(PERSPECTIVES))
        ]
        parts.append(views.is_chosen(len(PERSPECTIVES) + k))
        counts = float(scenario.perspective in payer.perspectives)
        rows.append([payer.label, Formula("+".join(parts), counts)])
    columns = [Column("Payer"), Column("Counts (1) or not (0)", shown="0")]
    said = "1 where a payer is the one chosen, or is part of the view chosen."
    return ledger.table("Payers that count in what was chosen", said, columns, rows)


def _kept(ledger: Ledger, budget: Budget, payers: int) -> int:
    """The share of each outcome that counts."""
    found, page = ledger.found, ledger.page
    shares = _shares(found)[found.scenario.perspective]
    rows: list[list[Content]] = []
    for o, outcome in enumerate(found.scenario.outcomes):
        text = "+".join(
            f"{page.at(budget.incidence + o, 2 + k)}*{page.at(payers + k, 1)}"
            for k in range(len(found.scenario.payers))
        )
        share = Formula(text, float(shares[o]))
        rows.append([outcome.label, outcome.direction, share, float(outcome.sign > 0)])
    columns = [
        Column("Outcome"),
        Column("Direction"),
        Column("Share that counts", shown=SHARE),
        Column("Saving (1) or cost (0)", shown="0"),
    ]
    said = "The shares of the payers that count, added up."
    return ledger.table("Share of each outcome in what was chosen", said, columns, rows)


def _by_outcome(ledger: Ledger, factors: str, budget: Budget, cohorts: Offered, kept: int) -> int:
    """Money by outcome and year of the cohorts and payers that count."""
    scenario, page = ledger.found.scenario, ledger.page
    count = len(scenario.cohorts)
    single = page.span((cohorts.first + 1, 1), (cohorts.first + count, 1))
    values = _money(ledger.found, scenario.perspective)
    rows = []
    for o, outcome in enumerate(scenario.outcomes):
        first = budget.by_cell + o * count
        formulas = [
            f"SUMPRODUCT({ledger.down(YEAR_0 + year, first, count)},"
            f"{cohorts.is_chosen(0)}+{single})*{page.at(kept + o, 2)}"
            for year in ledger.years
        ]
        rows.append((outcome.label, outcome.direction, formulas, values[o].sum(axis=0)))
    said = "The cohorts and the payers that count, added up."
    heads = ("Outcome", "Direction")
    return ledger.money("What was chosen: by outcome and year", said, heads, rows, factors)


def _by_year(ledger: Ledger, factors: str, outcomes: int, kept: int) -> int:
    """Benefits, costs and net of what counts, by year."""
    found, page, first = ledger.found, ledger.page, ledger.first
    count = len(found.scenario.outcomes)
    saving, formulas = ledger.down(3, kept, count), list[list[str]]()
    for year in ledger.years:
        money, column = ledger.down(YEAR_0 + year, outcomes, count), YEAR_0 + year
        net = f"{page.at(first + GAINS, column)}-{page.at(first + OUTLAY, column)}"
        gains, outlay = f"SUMPRODUCT({money},{saving})", f"-SUMPRODUCT({money},1-{saving})"
        formulas.append([gains, outlay, net])
    values = _parts(found, _money(found, found.scenario.perspective).sum(axis=1))
    rows = [
        (part, "what was chosen", [own[line] for own in formulas], values[line])
        for line, part in enumerate(("Benefits", "Costs", "Net"))
    ]
    said = "Costs are positive amounts; net is benefits less costs."
    return ledger.money("What was chosen: by year", said, ("Part", "Of"), rows, factors)


def _figures(ledger: Ledger, asked: Asked) -> tuple[int, int]:
    """What the model found at its own inputs for all that may be chosen: first line and count."""
    found, rows = ledger.found, list[list[Content]]()
    factors = found.scenario.discount.factors(len(ledger.years))
    for view in asked.choices.views:
        money = _money(found, view.name)
        for place, cohort in enumerate(asked.choices.cohorts):
            own = money.sum(axis=1) if not place else money[:, place - 1]
            gains, outlay, net = _parts(found, own)
            worth = [float(gains @ factors), float(outlay @ factors)]
            rows.append([view.label, cohort.label, *(float(x) for x in net), *worth])
    said = "The model's figures, as numbers: net money by year undiscounted, then present values."
    first = ledger.table("The model's figures for each choice", said, _heads(ledger), rows)
    return first, len(rows)


def _heads(ledger: Ledger) -> list[Column]:
    columns = ledger.by_year(("View or payer", "Cohort"), DECIMAL)
    worth = ("Benefits, present value", "Costs, present value")
    return [*columns, *(Column(heading, 14, DECIMAL) for heading in worth)]


def _model(ledger: Ledger, block: tuple[int, int], asked: Asked) -> int:
    """The line of the model's figures for what was chosen."""
    found = ledger.found
    view, cohort = (ledger.down(column, *block) for column in (0, 1))
    place = f"({view}={asked.view})*({cohort}={asked.cohort})"
    gains, outlay, net = _parts(found, _money(found, found.scenario.perspective).sum(axis=1))
    factors = found.scenario.discount.factors(len(ledger.years))
    values = [*(float(x) for x in net), float(gains @ factors), float(outlay @ factors)]
    cells = [
        Formula(f"SUMPRODUCT({place}*{ledger.down(YEAR_0 + column, *block)})", value)
        for column, value in enumerate(values)
    ]
    said = "The line of the table above that is for the view and the cohort chosen."
    title = "The model's figures for what was chosen"
    return ledger.table(title, said, _heads(ledger), [["What was chosen", "the model's", *cells]])


def _running(ledger: Ledger, by_year: int, model: int) -> int:
    """Net money added up over the years: with these inputs, and with the model's."""
    found, page = ledger.found, ledger.page
    gains, outlay, net = _parts(found, _money(found, found.scenario.perspective).sum(axis=1))
    del gains, outlay
    rows: list[list[Content]] = []
    for line, of in ((by_year + NET, "With your inputs"), (model, "With the model's inputs")):
        cells = [
            Formula(f"SUM({page.span((line, YEAR_0), (line, YEAR_0 + y))})", float(total))
            for y, total in enumerate(np.cumsum(net))
        ]
        rows.append([of, "what was chosen", *cells])
    said = "Net money so far, undiscounted."
    columns = ledger.by_year(("Running total", "Of"), DECIMAL)
    return ledger.table("What was chosen: running total", said, columns, rows)


def _shares(found: Report) -> dict[str, FloatArray]:
    """The share of each outcome that counts in each view and to each payer."""
    payers = found.scenario.payers
    kept = {v: [v in payer.perspectives for payer in payers] for v in PERSPECTIVES}
    kept |= {payer.name: [payer is other for other in payers] for payer in payers}
    return {
        view: np.asarray(found.base.share @ np.array(member, dtype=np.float64))
        for view, member in kept.items()
    }


def _money(found: Report, view: str) -> FloatArray:
    """The base case's money by outcome, cohort and year that counts in a view."""
    money = found.base.by("outcome", "cohort", "year").base
    return np.asarray(money * _shares(found)[view][:, np.newaxis, np.newaxis])


def _parts(found: Report, money: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Benefits, costs and net by year, of money by outcome and year."""
    saving = np.array([outcome.sign > 0 for outcome in found.scenario.outcomes])
    gains = money[saving].sum(axis=0)
    outlay = np.asarray(0.0 - money[~saving].sum(axis=0))
    return gains, outlay, gains - outlay
