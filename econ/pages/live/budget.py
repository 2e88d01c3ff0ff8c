"""The second part of Workings: who bears what, money by outcome, payer and view, and cash."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from econ.model.allowed import Allowed
from econ.model.perspectives import SOCIETY
from econ.model.prices import FASTEST
from econ.pages.live.formulas import Formula, dot, largest, least, sum_of, total, when
from econ.pages.live.ledger import NOT_NEGATIVE, WORTH, Ledger, Rows, Section, kind_of
from econ.pages.live.offered import RATE
from econ.pages.live.time import FACTOR, NUMBER, Time
from econ.pages.page import Column, given
from econ.pages.style import DECIMAL
from econ.words import NOT_AVAILABLE

PAYERS_SHARE, YEARS = "0.0##%", "0.###"
SUM, SAVING = "Sum of shares", "Saving (1) or cost (0)"
TRANSFERRED = "Transfers, which are nothing to society"
GROWTH = "Real growth a year"
MONEY = "Money in a full year"
NET, GAINS, OUTLAY = "Net present value", "Benefits", "Costs"
RATIO = "Benefits for each £1 of costs"
PAID = "Net present value, had it paid"
_COUNTED = Allowed(0, 1, "1 where the payer counts, else 0")
_GROWING = Allowed(-FASTEST, FASTEST, most="fastest growth a year")
ON_PEOPLE, WEIGHTED = "Of it, what falls on people", "Equity-weighted"


@dataclass(frozen=True, slots=True)
class Budget:
    """The tables of results on Workings.

    Their rows are the names of outcomes, payers, views and cohorts; ``by_cell`` has one an outcome
    and cohort.
    """

    incidence: Section
    counted: Section
    by_cell: Section
    by_outcome: Section
    by_payer: Section
    results: Section
    cash: Section
    capacity: Section
    by_cohort: Section


def add_budget(ledger: Ledger, time: Time, amounts: Section) -> Budget:
    """The tables of money; ``amounts`` has a full year's, by outcome and cohort."""
    incidence, counted = _incidence(ledger), _counted(ledger)
    title = "Share of each outcome in each view"
    said = "The payers' shares that count in a view, added up."
    kept = add_kept(ledger, title, said, incidence, counted, _views(ledger, PAYERS_SHARE))
    by_cell = _by_cell(ledger, time, amounts)
    by_outcome = ledger.money(
        "Money by outcome and year",
        "All cohorts added up.",
        ("Outcome", "Direction"),
        ledger.outcomes,
        lambda outcome, year: total(by_cell.down(year, ledger.in_cohorts(outcome))),
        factors=ledger.own_factors,
    )

    def by_payer(title: str, of: str, said: str, *taken: Callable[[str], Formula]) -> Section:
        def money(payer: str, year: str, *more: Formula) -> Formula:
            shares = (share(year) for share in taken)
            return dot(by_outcome.down(year), incidence.down(payer), *shares, *more)

        def worth(payer: str, own: Section) -> Formula:
            if not taken:
                return dot(by_outcome.down(WORTH), incidence.down(payer))
            return sum_of(money(payer, year, own.down(year)) for year in ledger.years)

        payers, own = ledger.scenario.payers, ledger.own
        labels = {payer.name: (payer.label, of) for payer in payers}
        worths = {payer: worth(payer, own) for payer in labels} if own else {}
        heads = "Payer", "Part"
        return ledger.money(f"{title} by payer and year", said, heads, labels, money, worths=worths)

    whole = by_payer("Money", "everything", "Each outcome's money times the payer's share of it.")

    _by_view(
        ledger, lambda view, column: _in_view(view, column, counted, whole, (by_outcome, kept))
    )
    results = _results(ledger, kept, incidence, (counted, by_outcome, whole))
    freed = _released(ledger, time).down
    cash = by_payer("Cash", "cash", "The part that releases cash.", freed)
    said = "The rest, which frees capacity."
    capacity = by_payer("Capacity", "capacity", said, lambda year: 1 - freed(year))
    cohorts = _by_cohort(ledger, kept, by_cell)
    return Budget(incidence, counted, by_cell, by_outcome, whole, results, cash, capacity, cohorts)


def _by_view(ledger: Ledger, seen: Callable[[str, str], Formula]) -> None:
    """What is seen in each view in a year, or, in the column of worth, of all of them."""
    ledger.money(
        "Money by view and year",
        "The payers that count in a view, added up. Views overlap: do not add them up.",
        ("View", "Part"),
        {view: (f"View: {view}", "everything") for view in ledger.scenario.perspectives},
        seen,
        worths={view: seen(view, WORTH) for view in ledger.scenario.perspectives}
        if ledger.own
        else {},
    )


def _incidence(ledger: Ledger) -> Section:
    payers = ledger.scenario.payers
    said = "Each payer's share of what an outcome is worth or costs."
    columns = [Column(payer.label, shown=PAYERS_SHARE, key=payer.name) for payer in payers]
    heads = Column("Outcome"), Column("Kind of cell")
    part = ledger.table("Incidence", said, (*heads, *columns, Column(SUM, shown=PAYERS_SHARE)))
    names = [payer.name for payer in payers]
    for outcome in ledger.scenario.outcomes:
        shares = (ledger.figure(outcome.shares.get(name, 0.0), PAYERS_SHARE) for name in names)
        part.row(outcome.name, outcome.label, kind_of(outcome.shares.values()), *shares)
        part.row(outcome.name, total(part.across(outcome.name, names)))
    return part


def _views(ledger: Ledger, shown: str) -> list[Column]:
    return [Column(f"View: {view}", shown=shown, key=view) for view in ledger.scenario.perspectives]


def _counted(ledger: Ledger) -> Section:
    columns = Column("Payer"), Column("Kind of cell"), *_views(ledger, "0")
    part = ledger.table("Views", "1 where a payer counts in a view, else 0.", columns)
    for payer in ledger.scenario.payers:
        views = ledger.scenario.perspectives
        counts = (given(float(view in payer.perspectives), "0", _COUNTED) for view in views)
        part.row(payer.name, payer.label, "Input", *counts)
    return part


def add_kept(
    ledger: Ledger,
    title: str,
    said: str,
    incidence: Section,
    counted: Section,
    columns: Sequence[Column],
    society: Formula | None = None,
) -> Section:
    """A table of the share of each outcome that counts, by each column of payers that count.

    To society a transfer is nothing: where ``society`` is 1, or else in its view's own column, and
    then what the payers' shares come to is in a column of transfers.
    """
    outcomes, heads = ledger.scenario.outcomes, (Column("Outcome"), Column("Direction"))
    beside = society is None and any(outcome.transfer for outcome in outcomes)
    moved = [Column(TRANSFERRED, shown=PAYERS_SHARE)] if beside else []
    part = ledger.table(title, said, (*heads, *columns, *moved, Column(SAVING, shown="0")))
    for outcome in outcomes:
        shares: dict[str, Formula | float] = {}
        for column in columns:
            share = sum_of(
                incidence.cell(outcome.name, payer.name) * counted.cell(payer.name, column.name)
                for payer in ledger.scenario.payers
            )
            if outcome.transfer and society is not None:
                share = share * (1 - society)
            shares[column.name] = share
        if beside:
            shares[TRANSFERRED] = shares[SOCIETY] if outcome.transfer else 0.0
        if beside and outcome.transfer:
            shares[SOCIETY] = 0.0
        saving = float(outcome.direction != "cost")
        part.row(outcome.name, outcome.label, outcome.direction, *shares.values(), saving)
    return part


def _by_cell(ledger: Ledger, time: Time, amounts: Section) -> Section:
    cells, growth = ledger.cells, _growth(ledger)

    def money(row: str, year: str) -> Formula:
        outcome, _ = cells[row]
        full = amounts.cell(row, MONEY) * time.timing.cell(outcome.profile, year)
        if growth is None or not outcome.growth:
            return full
        return full * (1 + growth.cell(outcome.name, GROWTH)) ** time.years.cell(NUMBER, year)

    return ledger.money(
        "Money by outcome, cohort and year",
        "Full-year money times the time profile, undiscounted.",
        ("Outcome", "Cohort"),
        {row: (outcome.label, cohort.label) for row, (outcome, cohort) in cells.items()},
        money,
        factors={row: ledger.factors_of(outcome.name) for row, (outcome, _) in cells.items()},
    )


def _growth(ledger: Ledger) -> Section | None:
    """The real growth of what outcomes are worth, of those that have any."""
    rows: Rows = {
        outcome.name: (outcome.label, "Input", given(outcome.growth, RATE, _GROWING))
        for outcome in ledger.scenario.outcomes
        if outcome.growth
    }
    columns = Column("Outcome"), Column("Kind of cell"), Column(GROWTH, shown=RATE)
    said = "By how much one is worth more each year, beyond inflation."
    return ledger.table("Real growth", said, columns, rows) if rows else None


OutcomesSeen = tuple[Section, Section]
"""Money by outcome, and the share of each that counts in each view."""


def _in_view(
    view: str, column: str, counted: Section, by_payer: Section, moved: OutcomesSeen
) -> Formula:
    """A column of money by payer as a view sees it: to society, a transfer is nothing."""
    by_outcome, kept = moved
    seen = dot(by_payer.down(column), counted.down(view))
    if view != SOCIETY or TRANSFERRED not in [item.name for item in kept.columns]:
        return seen
    return seen - dot(by_outcome.down(column), kept.down(TRANSFERRED))


def _results(
    ledger: Ledger, kept: Section, incidence: Section, money: tuple[Section, Section, Section]
) -> Section:
    counted, by_outcome, by_payer = money
    headings = (Column(heading, shown=DECIMAL) for heading in (NET, GAINS, OUTLAY, RATIO, PAID))
    said = "A ratio needs a view that bears costs. Had it paid: less the costs that others bear."
    part = ledger.table("Results", said, (Column("View"), Column("Part"), *headings))
    worth, saving = by_outcome.down(WORTH), kept.down(SAVING)
    for view in ledger.scenario.perspectives:
        part.row(view, f"View: {view}", "present values")
        part.row(view, _in_view(view, WORTH, counted, by_payer, (by_outcome, kept)))
        part.row(view, dot(worth, kept.down(view), saving))
        part.row(view, -dot(worth, kept.down(view), 1 - saving))
        gains, outlay = part.cell(view, GAINS), part.cell(view, OUTLAY)
        part.row(view, when(outlay.above(0), gains / outlay, NOT_AVAILABLE))
        bought = [
            by_outcome.cell(o.name, WORTH) * (incidence.cell(o.name, SUM) - kept.cell(o.name, view))
            for o in ledger.scenario.outcomes
            if o.sign < 0 and not o.of_households and not (view == SOCIETY and o.transfer)
        ]
        part.row(view, sum_of([part.cell(view, NET), *bought]))
    return part


def _released(ledger: Ledger, time: Time) -> Section:
    """The share of each outcome that releases cash in each year."""
    said = "The share that releases cash to a budget, and from which year."
    columns = Column("Cash-releasing share", shown=RATE), Column("From year number", shown=YEARS)
    heads = Column("Outcome"), Column("Kind of cell")
    cash = ledger.table("Cash-releasing", said, (*heads, *columns))
    said, labels = "Nothing before its year.", ("Outcome", "Direction")
    part = ledger.by_year("Share released by year", said, labels, FACTOR)
    for of in ledger.scenario.outcomes:
        delayed = ledger.figure(of.cash_delay, YEARS, NOT_NEGATIVE)
        inputs = ledger.figure(of.cash_share, RATE), delayed
        cash.row(of.name, of.label, kind_of((of.cash_share, of.cash_delay)), *inputs)
        share, delay = (cash.cell(of.name, column.name) for column in columns)
        numbers = (time.years.cell(NUMBER, year) for year in ledger.years)
        released = (share * largest(least(number + 1 - delay, 1), 0) for number in numbers)
        part.row(of.name, of.label, of.direction, *released)
    return part


def _by_cohort(ledger: Ledger, kept: Section, by_cell: Section) -> Section:
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
        name, own = cohort.name, given(cohort.equity_weight, DECIMAL, NOT_NEGATIVE)
        part.row(name, cohort.label, "weight: Input", own)
        worths = [
            (by_cell.cell(row, WORTH) * kept.cell(outcome.name, scenario.perspective), outcome)
            for row, (outcome, of) in ledger.cells.items()
            if of is cohort
        ]
        part.row(name, sum_of(worth for worth, _ in worths))
        part.row(name, sum_of(worth for worth, outcome in worths if outcome.of_households))
        more = (part.cell(name, weight) - 1) * part.cell(name, ON_PEOPLE)
        part.row(name, part.cell(name, NET) + more)
    return part
