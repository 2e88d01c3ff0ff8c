"""The sheet Checks: TRUE or FALSE, as live formulas, with a verdict at the top."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from econ.model.published import printed_within
from econ.pages.live import budget as money
from econ.pages.live import formulas as excel
from econ.pages.live.budget import Budget
from econ.pages.live.formulas import TRUE, Formula, Operand
from econ.pages.live.inputs import RUN, USED
from econ.pages.live.ledger import IN_ALL, WORTH
from econ.pages.live.time import DISCOUNTED
from econ.pages.live.workings import Workings
from econ.pages.page import Cell, Column, Draft, Mark, Sheet, Space, labelled, sheet_of, strong
from econ.pages.style import ALERT, DECIMAL
from econ.reports.report import Report
from econ.words import in_prices_of

_SHEET = "Checks"
FOUND, WANTED, _MOST, PASSES = "On Workings", "Should be", "May differ by", "Passes"
COLUMNS = (
    Column("What is checked", 54),
    Column(FOUND, 18, DECIMAL),
    Column(WANTED, 18, DECIMAL),
    Column(_MOST, 11, "0.0E+00"),
    Column(PASSES, 13, look={"align": "right"}),
)
TOLERANCE = 1e-9
PASS, FAIL = "All checks pass", "Not all checks pass"
MOVED, DIFFERS, STOPPED = "inputs changed", "not as printed", "no answer"
CANNOT = "Some inputs cannot be used: see What-if"
SINCE = "Inputs were changed since the run"
SINCE_THE_RUN = (
    "Numbers on Assumptions and sources and What-if that were changed since the run",
    "Unit values and discount rate on What-if that were changed since the run",
    "Other yellow cells that were changed since the run",
)
"""The first checks count what was changed since the run."""


@dataclass(frozen=True, slots=True)
class Check:
    """One comparison: what is found, what it should be, and the size it is judged against.

    One ``of_run`` is with the figures of the run, and means nothing once inputs are changed.
    """

    what: str
    found: Formula
    wanted: Operand
    scale: Operand = 1
    of_run: bool = False
    within: float | None = None
    """How far a figure may be from that which its source prints; beyond it is no fault here."""


def checks(
    found: Report, made: Workings, inputs: Draft, since: Sequence[Formula], bad: Formula
) -> tuple[Sheet, Formula, tuple[str, ...]]:
    """The sheet, the cell of its verdict, and what each check that does not pass is of.

    ``since`` is how many choices of What-if that bear on Workings, and yellow cells elsewhere, are
    not the model's; where some inputs are ``bad`` nothing is checked.
    """
    listed = {str(row): of for row, of in enumerate(_all(found, made, inputs, since))}
    draft = Draft(_SHEET, COLUMNS)
    for row, check in listed.items():
        draft.row(row, check.what, check.found, check.wanted)
    top = Draft("Verdict", (Column("of"), Column("is", shown="0"), Column("whole", shown="0")))
    top.row("verdict", labelled("Verdict"))
    top.row("count", labelled("Checks that pass"))
    top.row("tolerance", labelled("Tolerance, for each £1"), Cell(TOLERANCE, "0.0E+00"))
    tolerance = top.cell("tolerance", "is")
    changed = excel.total(draft.down(FOUND, list(listed)[: len(SINCE_THE_RUN)]))
    for row, check in listed.items():
        left, wanted = draft.cell(row, FOUND), draft.cell(row, WANTED)
        most = tolerance * excel.largest(1, excel.size(wanted), check.scale)
        draft.row(row, most if check.within is None else Cell(check.within, DECIMAL))
        alike = excel.size(left - wanted).at_most(draft.cell(row, _MOST))
        alike = alike if check.within is None else excel.when(alike, TRUE, DIFFERS)
        alike = excel.when(changed.above(0), MOVED, alike) if check.of_run else alike
        draft.row(row, excel.when(bad.above(0), STOPPED, alike))
    passes = draft.down(PASSES)
    top.row("verdict", strong(excel.when(bad.above(0), CANNOT, _verdict(passes, changed))))
    apply = excel.rows_in(passes) - excel.how_many(passes, MOVED) - excel.how_many(passes, STOPPED)
    top.row("count", excel.how_many(passes, TRUE), excel.text("of ", apply, " that apply"))
    failing = (row for row in listed if draft.cell(row, PASSES).value not in (True, DIFFERS))
    failures = tuple(listed[row].what for row in failing)
    return _sheet(top, draft, found.scenario.price_year), top.cell("verdict", "is"), failures


def _verdict(passes: Formula, changed: Formula) -> Formula:
    alike = excel.rows_in(passes) - excel.how_many(passes, DIFFERS)
    rest = excel.when(excel.how_many(passes, TRUE).equals(alike), PASS, FAIL)
    moved = (excel.how_many(passes, TRUE) + excel.how_many(passes, MOVED)).equals(alike)
    since = excel.when(excel.every(changed.above(0), moved), SINCE, rest)
    return excel.when(excel.is_number(changed), since, FAIL)


def _sheet(top: Draft, draft: Draft, price_year: str) -> Sheet:
    said = "Each check, both sides of it, and whether it passes."
    return sheet_of(
        _SHEET,
        "Do the formulas and the model agree?",
        "The model made the figures of this run; Workings makes the central case again with "
        "formulas. Both must agree to one part in a thousand million, or of £1 if that is "
        f"more. {in_prices_of(price_year)}",
        top.table(plain=True),
        Space(),
        draft.table(said, marks=(Mark((PASSES,), False, ALERT),)),
        note="If you change a yellow cell of What-if, Assumptions and sources or Workings, the "
        "figures of the run do not move: the checks against the run then say "
        f"'{MOVED}', and that is no fault.",
        wide=False,
    )


def _all(found: Report, made: Workings, inputs: Draft, since: Sequence[Formula]) -> Iterator[Check]:
    changed = excel.dot(excel.as_number(inputs.down(USED).differs(inputs.down(RUN))))
    for what, moved in zip(SINCE_THE_RUN, (changed, *since), strict=True):
        yield Check(what, moved, 0.0, of_run=True)
    first = made.time.years.cell(DISCOUNTED, found.scenario.year_labels[0])
    yield Check("The discount factor of year 0", first, 1.0)
    for outcome in found.scenario.outcomes:
        whole = made.budget.incidence.cell(outcome.name, money.SUM)
        yield Check(f"Payers' shares of: {outcome.label}", whole, 1.0)
    for checks_of in (_totals, _cash, _views, _payers, _outcomes, _cohorts):
        yield from checks_of(found, made.budget)


def _totals(found: Report, budget: Budget) -> Iterator[Check]:
    """Payers' money adds up to the outcomes', year by year."""
    for year in found.scenario.year_labels:
        payers, outcomes = budget.by_payer.down(year), budget.by_outcome.down(year)
        both = excel.total(payers), excel.total(outcomes)
        yield Check(f"Payers add up to outcomes: {year}", *both, excel.dot(excel.size(outcomes)))


def _cash(found: Report, budget: Budget) -> Iterator[Check]:
    """The largest gap of any year between cash with capacity, and everything."""
    years = found.scenario.year_labels
    for payer in found.scenario.payers:
        parts = budget.cash, budget.capacity, budget.by_payer
        cash, capacity, whole = (part.across(payer.name, years) for part in parts)
        gap = excel.dot(excel.size(cash + capacity - whole))
        what = f"Cash and capacity less everything, all years: {payer.label}"
        yield Check(what, gap, 0.0, _sized(budget, payer.name, years))


def _views(found: Report, budget: Budget) -> Iterator[Check]:
    names = {money.NET: "net_present_value", money.GAINS: "benefits", money.OUTLAY: "costs"}
    asked = {**names, money.PAID: "net_present_value_had_it_paid"}
    for view in found.scenario.perspectives:
        cells = {column: budget.results.cell(view, column) for column in names}
        net, gains, outlay = cells.values()
        scale = excel.size(gains) + excel.size(outlay)
        yield Check(f"Net is benefits less costs: {view}", net, gains - outlay, scale)
        cells[money.PAID] = budget.results.cell(view, money.PAID)
        scale = scale + excel.size(net - cells[money.PAID])
        for column, cell in cells.items():
            model = found.measure(asked[column], view).base_case
            yield _with_model(f"{column}, {view}", cell, model, scale)


def _payers(found: Report, budget: Budget) -> Iterator[Check]:
    base = found.base.by("payer", "year").base
    for payer, row in zip(found.scenario.payers, base, strict=True):
        for year, model in zip(found.scenario.year_labels, row.tolist(), strict=True):
            cell, scale = budget.by_payer.cell(payer.name, year), _sized(budget, payer.name, [year])
            yield _with_model(f"{payer.label}, {year}", cell, model, scale)


def _outcomes(found: Report, budget: Budget) -> Iterator[Check]:
    for outcome in found.scenario.outcomes:
        if outcome.published is not None:
            whole = outcome.sign * budget.by_outcome.cell(outcome.name, IN_ALL)
            what = f"What its source prints, undiscounted: {outcome.label}"
            yield Check(what, whole, outcome.published, 1, True, printed_within(outcome.published))
        cell, model = budget.by_outcome.cell(outcome.name, WORTH), found.outcome(outcome.name)
        yield _with_model(f"Present value of {outcome.label}", cell, model.base_case)


def _cohorts(found: Report, budget: Budget) -> Iterator[Check]:
    for cohort, line in zip(found.scenario.cohorts, found.cohorts, strict=True):
        cell, of = budget.by_cohort.cell(cohort.name, money.NET), (line.benefits, line.costs)
        scale = sum(abs(part.base_case or 0.0) for part in of)
        what = f"Net present value of {cohort.label}"
        yield _with_model(what, cell, line.net.base_case, scale)
        cell, model = budget.by_cohort.cell(cohort.name, money.WEIGHTED), line.equity_weighted
        what, weight = f"Equity-weighted net present value of {cohort.label}", cohort.equity_weight
        yield _with_model(what, cell, model.base_case, scale * max(1.0, weight))


def _with_model(what: str, cell: Formula, model: float | None, scale: Operand = 1) -> Check:
    return Check(f"{what}: Workings and model", cell, model or 0.0, scale, of_run=True)


def _sized(budget: Budget, payer: str, years: Sequence[str]) -> Formula:
    """The size of a payer's money in some years, before gains and losses cancel."""
    outcomes = budget.by_outcome.block(columns=years)
    return excel.dot(excel.size(outcomes) * budget.incidence.down(payer))
