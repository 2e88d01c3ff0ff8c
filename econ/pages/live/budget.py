"""The second part of Workings: who bears what, money by outcome, payer and view, and cash."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from econ.model.programme import PERSPECTIVES, SOCIETY, Cohort, Outcome
from econ.pages.live.formulas import Formula, added, dot, total, when
from econ.pages.live.ledger import WORTH, Ledger, Part, Rows
from econ.pages.live.offered import RATE
from econ.pages.live.time import FACTOR, NUMBER, Time
from econ.pages.page import Column, Content, given
from econ.pages.style import DECIMAL
from econ.words import NOT_AVAILABLE

SHARE = "0.0##%"
SUM, SAVING = "Sum of shares", "Saving (1) or cost (0)"
TRANSFERRED = "Transfers, which are nothing to society"
GROWTH = "Real growth a year"
MONEY = "Money in a full year"
NET, GAINS, OUTLAY = "Net present value", "Benefits", "Costs"
RATIO = "Benefits for each £1 of costs"
ON_PEOPLE, WEIGHTED = "Of it, what falls on people", "Equity-weighted"


@dataclass(frozen=True, slots=True)
class Budget:
    """The tables of results on Workings.

    Their rows are the names of outcomes, payers, views and cohorts; ``by_cell`` has one an outcome
    and cohort.
    """

    incidence: Part
    counted: Part
    by_cell: Part
    by_outcome: Part
    by_payer: Part
    results: Part
    cash: Part
    capacity: Part
    by_cohort: Part


def add_budget(ledger: Ledger, time: Time, amounts: Part) -> Budget:
    """The tables of money; ``amounts`` has a full year's, by outcome and cohort."""
    incidence, counted = _incidence(ledger), _counted(ledger)
    kept = _kept(ledger, incidence, counted)
    by_cell = _by_cell(ledger, time, amounts)
    by_outcome = _by_outcome(ledger, by_cell)
    by_payer = _by_payer(ledger, incidence, by_outcome)
    _by_view(ledger, counted, by_payer, (by_outcome, kept))
    results = _results(ledger, kept, counted, by_outcome, by_payer)
    cash, capacity = _cash(ledger, incidence, by_outcome, _released(ledger, time))
    by_cohort = _by_cohort(ledger, kept, by_cell)
    money = by_cell, by_outcome, by_payer, results, cash, capacity, by_cohort
    return Budget(incidence, counted, *money)


def row_of_cell(outcome: Outcome, cohort: Cohort) -> str:
    """The row of an outcome in a cohort."""
    return f"{outcome.name}, {cohort.name}"


def _incidence(ledger: Ledger) -> Part:
    payers = ledger.scenario.payers
    said = "Each payer's share of what an outcome is worth or costs."
    columns = [Column(payer.label, shown=SHARE, key=payer.name) for payer in payers]
    heads = Column("Outcome"), Column("Kind of cell")
    part = ledger.table("Incidence", said, (*heads, *columns, Column(SUM, shown=SHARE)))
    names = [payer.name for payer in payers]
    for outcome in ledger.scenario.outcomes:
        shares = (given(outcome.shares.get(name, 0.0), SHARE) for name in names)
        part.row(outcome.name, outcome.label, "Input", *shares)
        part.row(outcome.name, total(part.across(outcome.name, names)))
    return part


def _views(shown: str) -> list[Column]:
    return [Column(f"View: {view}", shown=shown, key=view) for view in PERSPECTIVES]


def _counted(ledger: Ledger) -> Part:
    rows: Rows = {
        payer.name: (
            *(payer.label, "Input"),
            *(given(float(view in payer.perspectives), "0") for view in PERSPECTIVES),
        )
        for payer in ledger.scenario.payers
    }
    columns = Column("Payer"), Column("Kind of cell"), *_views("0")
    return ledger.table("Views", "1 where a payer counts in a view, else 0.", columns, rows)


def _kept(ledger: Ledger, incidence: Part, counted: Part) -> Part:
    """The share of each outcome that counts in each view."""
    said = "The payers' shares that count in a view, added up."
    transfers = [outcome.name for outcome in ledger.scenario.outcomes if outcome.transfer]
    columns = [Column("Outcome"), Column("Direction"), *_views(SHARE)]
    columns += [Column(TRANSFERRED, shown=SHARE)] if transfers else []
    columns += [Column(SAVING, shown="0")]
    part = ledger.table("Share of each outcome in each view", said, columns)
    for outcome in ledger.scenario.outcomes:
        part.row(outcome.name, outcome.label, outcome.direction)
        for view in PERSPECTIVES:
            shares = (
                incidence.cell(outcome.name, payer.name) * counted.cell(payer.name, view)
                for payer in ledger.scenario.payers
            )
            left_out = outcome.transfer and view == SOCIETY
            part.row(outcome.name, *([0.0, added(shares)] if left_out else [added(shares)]))
        part.row(outcome.name, *([0.0] if transfers and not outcome.transfer else []))
        part.row(outcome.name, float(outcome.direction != "cost"))
    return part


def _by_cell(ledger: Ledger, time: Time, amounts: Part) -> Part:
    said = "Full-year money times the time profile, undiscounted."
    growth, rows, factors = _growth(ledger), [], {}
    for outcome in ledger.scenario.outcomes:
        timing = [time.timing.cell(outcome.profile, year) for year in ledger.years]
        if growth and outcome.name in growth.lines:
            numbers = (time.years.cell(NUMBER, year) for year in ledger.years)
            more = 1 + growth.cell(outcome.name, GROWTH)
            timing = [share * more**year for share, year in zip(timing, numbers, strict=True)]
        for cohort in ledger.scenario.cohorts:
            row = row_of_cell(outcome, cohort)
            money = [amounts.cell(row, MONEY) * share for share in timing]
            rows.append((row, outcome.label, cohort.label, money))
            factors[row] = ledger.factors_of(outcome.name)
    title, heads = "Money by outcome, cohort and year", ("Outcome", "Cohort")
    return ledger.money(title, said, heads, rows, factors=factors)


def _growth(ledger: Ledger) -> Part | None:
    """The real growth of what outcomes are worth, of those that have any."""
    rows: Rows = {
        outcome.name: (outcome.label, "Input", given(outcome.growth, RATE))
        for outcome in ledger.scenario.outcomes
        if outcome.growth
    }
    columns = Column("Outcome"), Column("Kind of cell"), Column(GROWTH, shown=RATE)
    said = "By how much one is worth more each year, beyond inflation."
    return ledger.table("Real growth", said, columns, rows) if rows else None


def _by_outcome(ledger: Ledger, by_cell: Part) -> Part:
    rows = []
    for outcome in ledger.scenario.outcomes:
        cells = [row_of_cell(outcome, cohort) for cohort in ledger.scenario.cohorts]
        money = [total(by_cell.down(year, cells)) for year in ledger.years]
        rows.append((outcome.name, outcome.label, outcome.direction, money))
    said, heads = "All cohorts added up.", ("Outcome", "Direction")
    factors = {
        outcome.name: ledger.factors_of(outcome.name) for outcome in ledger.scenario.outcomes
    }
    return ledger.money("Money by outcome and year", said, heads, rows, factors=factors)


def _by_payer(ledger: Ledger, incidence: Part, by_outcome: Part) -> Part:
    rows, worths = [], {}
    for payer in ledger.scenario.payers:
        borne = incidence.down(payer.name)
        money = [dot(by_outcome.down(year), borne) for year in ledger.years]
        rows.append((payer.name, payer.label, "everything", money))
        if ledger.own:
            worths[payer.name] = dot(by_outcome.down(WORTH), borne)
    said = "Each outcome's money times the payer's share of it."
    return ledger.money("Money by payer and year", said, ("Payer", "Part"), rows, worths=worths)


OutcomesSeen = tuple[Part, Part]
"""Money by outcome, and the share of each that counts in each view."""


def _in_view(view: str, column: str, counted: Part, by_payer: Part, moved: OutcomesSeen) -> Formula:
    """A column of money by payer as a view sees it: to society, a transfer is nothing."""
    by_outcome, kept = moved
    seen = dot(by_payer.down(column), counted.down(view))
    if view != SOCIETY or TRANSFERRED not in [item.name for item in kept.columns]:
        return seen
    return seen - dot(by_outcome.down(column), kept.down(TRANSFERRED))


def _by_view(ledger: Ledger, counted: Part, by_payer: Part, moved: OutcomesSeen) -> None:
    rows, worths = [], {}
    for view in PERSPECTIVES:
        money = [_in_view(view, year, counted, by_payer, moved) for year in ledger.years]
        rows.append((view, f"View: {view}", "everything", money))
        if ledger.own:
            worths[view] = _in_view(view, WORTH, counted, by_payer, moved)
    said = "The payers that count in a view, added up. Views overlap: do not add them up."
    ledger.money("Money by view and year", said, ("View", "Part"), rows, worths=worths)


def _results(ledger: Ledger, kept: Part, counted: Part, by_outcome: Part, by_payer: Part) -> Part:
    headings = (Column(heading, shown=DECIMAL) for heading in (NET, GAINS, OUTLAY, RATIO))
    said = "A ratio does not exist where a view bears no cost."
    part = ledger.table("Results", said, (Column("View"), Column("Part"), *headings))
    worth, saving = by_outcome.down(WORTH), kept.down(SAVING)
    for view in PERSPECTIVES:
        part.row(view, f"View: {view}", "present values")
        part.row(view, _in_view(view, WORTH, counted, by_payer, (by_outcome, kept)))
        part.row(view, dot(worth, kept.down(view), saving))
        part.row(view, -dot(worth, kept.down(view), 1 - saving))
        gains, outlay = part.cell(view, GAINS), part.cell(view, OUTLAY)
        part.row(view, when(outlay.above(0), gains / outlay, NOT_AVAILABLE))
    return part


def _released(ledger: Ledger, time: Time) -> Part:
    """The share of each outcome that releases cash in each year."""
    said = "The share that releases cash to a budget, and from which year."
    columns = Column("Cash-releasing share", shown=RATE), Column("From year number", shown="0")
    inputs: Rows = {
        o.name: (o.label, "Input", given(o.cash_share, RATE), given(float(o.cash_delay), "0"))
        for o in ledger.scenario.outcomes
    }
    heads = Column("Outcome"), Column("Kind of cell")
    cash = ledger.table("Cash-releasing", said, (*heads, *columns), inputs)
    rows: dict[str, Sequence[Content]] = {}
    for outcome in ledger.scenario.outcomes:
        share, delay = (cash.cell(outcome.name, column.name) for column in columns)
        numbers = (time.years.cell(NUMBER, year) for year in ledger.years)
        released = (when(number.at_least(delay), share, 0) for number in numbers)
        rows[outcome.name] = (outcome.label, outcome.direction, *released)
    said, labels = "Nothing before its year.", ("Outcome", "Direction")
    return ledger.by_year("Share released by year", said, labels, FACTOR, rows)


def _cash(ledger: Ledger, incidence: Part, by_outcome: Part, released: Part) -> tuple[Part, Part]:
    """Each payer's cash, and its capacity, by year."""
    freed = {year: released.down(year) for year in ledger.years}
    rest = {year: 1 - share for year, share in freed.items()}

    def part(of: str, said: str, taken: dict[str, Formula]) -> Part:
        rows, worths, own = [], {}, ledger.own
        for payer in ledger.scenario.payers:
            borne = incidence.down(payer.name)
            money = [dot(by_outcome.down(y), borne, taken[y]) for y in ledger.years]
            rows.append((payer.name, payer.label, of, money))
            if own:
                worths[payer.name] = added(
                    dot(by_outcome.down(y), borne, taken[y], own.down(y)) for y in ledger.years
                )
        title = f"{of.capitalize()} by payer and year"
        return ledger.money(title, said, ("Payer", "Part"), rows, worths=worths)

    cash = part("cash", "The part that releases cash.", freed)
    return cash, part("capacity", "The rest, which frees capacity.", rest)


def _by_cohort(ledger: Ledger, kept: Part, by_cell: Part) -> Part:
    """Each cohort's net present value in the headline's view, and equity-weighted."""
    scenario, weight = ledger.scenario, "Equity weight"
    said = (
        f"Present values in the headline's view: {scenario.perspective}. Weights bear on what "
        "falls on people, not on public money."
    )
    numbers = (weight, NET, ON_PEOPLE, WEIGHTED)
    headings = (Column(heading, shown=DECIMAL) for heading in numbers)
    columns = Column("Cohort"), Column("Kind of cell"), *headings
    part = ledger.table("Money by cohort", said, columns)
    for cohort in scenario.cohorts:
        row = cohort.name
        part.row(row, cohort.label, "weight: Input", given(cohort.equity_weight, DECIMAL))
        worths = {
            outcome.name: by_cell.cell(row_of_cell(outcome, cohort), WORTH)
            * kept.cell(outcome.name, scenario.perspective)
            for outcome in scenario.outcomes
        }
        part.row(row, added(worths.values()))
        part.row(row, added(worths[o.name] for o in scenario.outcomes if o.of_households))
        more = (part.cell(row, weight) - 1) * part.cell(row, ON_PEOPLE)
        part.row(row, part.cell(row, NET) + more)
    return part
