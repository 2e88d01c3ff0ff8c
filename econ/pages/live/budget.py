"""The second part of Workings: who bears what, money by outcome, payer and view, and cash."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from econ.model.programme import PERSPECTIVES, Cohort, Outcome
from econ.pages.live.formulas import Formula, added, dot, total, when
from econ.pages.live.ledger import WORTH, Ledger, Part
from econ.pages.live.offered import RATE
from econ.pages.live.time import FACTOR, NUMBER, Time
from econ.pages.page import Column, given
from econ.pages.style import DECIMAL
from econ.words import NOT_AVAILABLE

SHARE = "0.0##%"
SUM, SAVING = "Sum of shares", "Saving (1) or cost (0)"
MONEY = "Money in a full year"
NET, GAINS, OUTLAY, RATIO = (
    "Net present value",
    "Benefits",
    "Costs",
    "Benefits for each £1 of costs",
)


@dataclass(frozen=True, slots=True)
class Budget:
    """The tables of results on Workings.

    Their rows are the names of outcomes, payers, views and cohorts; ``by_cell`` has one an outcome
    and cohort.
    """

    incidence: Part
    counted: Part
    kept: Part
    by_cell: Part
    by_outcome: Part
    by_payer: Part
    results: Part
    cash: Part
    capacity: Part
    by_cohort: Part


def row_of_cell(outcome: Outcome, cohort: Cohort) -> str:
    """The row of an outcome in a cohort."""
    return f"{outcome.name}, {cohort.name}"


def add_budget(ledger: Ledger, time: Time, amounts: Part) -> Budget:
    """The tables of money; ``amounts`` has a full year's, by outcome and cohort."""
    incidence, counted = _incidence(ledger), _counted(ledger)
    kept = _kept(ledger, incidence, counted)
    by_cell = _by_cell(ledger, time, amounts)
    by_outcome = _by_outcome(ledger, time, by_cell)
    by_payer = _by_payer(ledger, time, incidence, by_outcome)
    _by_view(ledger, time, counted, by_payer)
    results = _results(ledger, (kept, counted), by_outcome, by_payer)
    released = _released(ledger, time)
    cash, capacity = (
        _parted(ledger, time, part, incidence, by_outcome, released) for part in PARTS
    )
    by_cohort = _by_cohort(ledger, kept, by_cell)
    return Budget(
        *(incidence, counted, kept, by_cell, by_outcome, by_payer),
        *(results, cash, capacity, by_cohort),
    )


def _incidence(ledger: Ledger) -> Part:
    payers = ledger.scenario.payers
    said = "Each payer's share of what an outcome is worth or costs."
    columns = [Column(payer.label, shown=SHARE, key=payer.name) for payer in payers]
    heads = Column("Outcome"), Column("Kind of cell")
    part = ledger.table("Incidence", said, *heads, *columns, Column(SUM, shown=SHARE))
    names = [payer.name for payer in payers]
    for outcome in ledger.scenario.outcomes:
        shares = [outcome.shares.get(name, 0.0) for name in names]
        part.row(outcome.name, outcome.label, "Input", *(given(s, SHARE) for s in shares))
        part.row(outcome.name, total(part.across(outcome.name, names)))
    return part


def _counted(ledger: Ledger) -> Part:
    said = "1 where a payer counts in a view, else 0."
    heads = Column("Payer"), Column("Kind of cell")
    part = ledger.table("Views", said, *heads, *_views("0"))
    for payer in ledger.scenario.payers:
        members = (given(float(view in payer.perspectives), "0") for view in PERSPECTIVES)
        part.row(payer.name, payer.label, "Input", *members)
    return part


def _views(shown: str) -> list[Column]:
    return [Column(f"View: {view}", shown=shown, key=view) for view in PERSPECTIVES]


def _kept(ledger: Ledger, incidence: Part, counted: Part) -> Part:
    """The share of each outcome that counts in each view."""
    said = "The payers' shares that count in a view, added up."
    columns = Column("Outcome"), Column("Direction"), *_views(SHARE), Column(SAVING, shown="0")
    part = ledger.table("Share of each outcome in each view", said, *columns)
    for outcome in ledger.scenario.outcomes:
        part.row(outcome.name, outcome.label, outcome.direction)
        for view in PERSPECTIVES:
            shares = (
                incidence.cell(outcome.name, payer.name) * counted.cell(payer.name, view)
                for payer in ledger.scenario.payers
            )
            part.row(outcome.name, added(shares))
        part.row(outcome.name, float(outcome.direction != "cost"))
    return part


def _by_cell(ledger: Ledger, time: Time, amounts: Part) -> Part:
    said = "Full-year money times the time profile, undiscounted."
    part = ledger.money("Money by outcome, cohort and year", said, ("Outcome", "Cohort"))
    for outcome in ledger.scenario.outcomes:
        timing = [time.timing.cell(outcome.profile, year) for year in ledger.years]
        for cohort in ledger.scenario.cohorts:
            row = row_of_cell(outcome, cohort)
            money = (amounts.cell(row, MONEY) * share for share in timing)
            ledger.add_money(part, row, (outcome.label, cohort.label), money, time.factors)
    return part


def _by_outcome(ledger: Ledger, time: Time, by_cell: Part) -> Part:
    part = ledger.money(
        "Money by outcome and year", "All cohorts added up.", ("Outcome", "Direction")
    )
    for outcome in ledger.scenario.outcomes:
        rows = [row_of_cell(outcome, cohort) for cohort in ledger.scenario.cohorts]
        money = (total(by_cell.down(year, rows)) for year in ledger.years)
        labels = outcome.label, outcome.direction
        ledger.add_money(part, outcome.name, labels, money, time.factors)
    return part


def _by_payer(ledger: Ledger, time: Time, incidence: Part, by_outcome: Part) -> Part:
    said = "Each outcome's money times the payer's share of it."
    part = ledger.money("Money by payer and year", said, ("Payer", "Part"))
    for payer in ledger.scenario.payers:
        borne = incidence.down(payer.name)
        money = (dot(by_outcome.down(year), borne) for year in ledger.years)
        ledger.add_money(part, payer.name, (payer.label, "everything"), money, time.factors)
    return part


def _by_view(ledger: Ledger, time: Time, counted: Part, by_payer: Part) -> None:
    said = "The payers that count in a view, added up. Views overlap: do not add them up."
    part = ledger.money("Money by view and year", said, ("View", "Part"))
    for view in PERSPECTIVES:
        members = counted.down(view)
        money = (dot(by_payer.down(year), members) for year in ledger.years)
        ledger.add_money(part, view, (f"View: {view}", "everything"), money, time.factors)


def _results(ledger: Ledger, shares: tuple[Part, Part], by_outcome: Part, by_payer: Part) -> Part:
    said = "A ratio does not exist where a view bears no cost."
    columns = (Column(heading, shown=DECIMAL) for heading in (NET, GAINS, OUTLAY, RATIO))
    part = ledger.table("Results", said, Column("View"), Column("Part"), *columns)
    (kept, counted), worth = shares, by_outcome.down(WORTH)
    saving = kept.down(SAVING)
    for view in PERSPECTIVES:
        part.row(view, f"View: {view}", "present values")
        part.row(view, dot(by_payer.down(WORTH), counted.down(view)))
        part.row(view, dot(worth, kept.down(view), saving))
        part.row(view, -dot(worth, kept.down(view), 1 - saving))
        gains, outlay = part.cell(view, GAINS), part.cell(view, OUTLAY)
        part.row(view, when(outlay.above(0), gains / outlay, NOT_AVAILABLE))
    return part


def _released(ledger: Ledger, time: Time) -> Part:
    """The share of each outcome that releases cash in each year."""
    said = "The share that releases cash to a budget, and from which year."
    columns = Column("Cash-releasing share", shown=RATE), Column("From year number", shown="0")
    heads = Column("Outcome"), Column("Kind of cell")
    inputs = ledger.table("Cash-releasing", said, *heads, *columns)
    for outcome in ledger.scenario.outcomes:
        cells = given(outcome.cash_share, RATE), given(float(outcome.cash_delay), "0")
        inputs.row(outcome.name, outcome.label, "Input", *cells)
    heading, said = "Share released by year", "Nothing before its year."
    part = ledger.by_year(heading, said, ("Outcome", "Direction"), FACTOR)
    for outcome in ledger.scenario.outcomes:
        share, delay = (inputs.cell(outcome.name, column.name) for column in columns)
        part.row(outcome.name, outcome.label, outcome.direction)
        for year in ledger.years:
            number = time.years.cell(NUMBER, year)
            part.row(outcome.name, when(number.at_least(delay), share, 0))
    return part


PARTS = {"cash": "The part that releases cash.", "capacity": "The rest, which frees capacity."}


def _parted(
    ledger: Ledger, time: Time, of: str, incidence: Part, by_outcome: Part, released: Part
) -> Part:
    """Each payer's cash, or capacity, by year."""
    title = f"{of.capitalize()} by payer and year"
    part = ledger.money(title, PARTS[of], ("Payer", "Part"))

    def taken(year: str) -> Formula:
        freed = released.down(year)
        return freed if of == "cash" else 1 - freed

    for payer in ledger.scenario.payers:
        borne = incidence.down(payer.name)
        money = (dot(by_outcome.down(year), borne, taken(year)) for year in ledger.years)
        ledger.add_money(part, payer.name, (payer.label, of), money, time.factors)
    return part


def _by_cohort(ledger: Ledger, kept: Part, by_cell: Part) -> Part:
    """Each cohort's net present value in the headline's view, and equity-weighted."""
    scenario = ledger.scenario
    said = f"Present values in the headline's view: {scenario.perspective}."
    headings = ("Equity weight", NET, "Equity-weighted")
    columns = (Column(heading, shown=DECIMAL) for heading in headings)
    part = ledger.table("Money by cohort", said, Column("Cohort"), Column("Kind of cell"), *columns)
    for cohort in scenario.cohorts:
        weight = given(cohort.equity_weight, DECIMAL)
        part.row(cohort.name, cohort.label, "weight: Input", weight)
        part.row(cohort.name, added(_worths(ledger, cohort, kept, by_cell)))
        part.row(cohort.name, part.cell(cohort.name, "Equity weight") * part.cell(cohort.name, NET))
    return part


def _worths(ledger: Ledger, cohort: Cohort, kept: Part, by_cell: Part) -> Iterator[Formula]:
    """What each outcome is worth in a cohort to the headline's view."""
    for outcome in ledger.scenario.outcomes:
        worth = by_cell.cell(row_of_cell(outcome, cohort), WORTH)
        yield worth * kept.cell(outcome.name, ledger.scenario.perspective)
