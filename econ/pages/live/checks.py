"""The sheet Checks: TRUE or FALSE, as live formulas, with a verdict at the top."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from econ.model.programme import PERSPECTIVES
from econ.pages.live import budget as money
from econ.pages.live import formulas as excel
from econ.pages.live.budget import Budget
from econ.pages.live.formulas import Formula, Operand
from econ.pages.live.inputs import RUN, USED
from econ.pages.live.ledger import WORTH
from econ.pages.live.time import DISCOUNTED
from econ.pages.live.workings import Workings
from econ.pages.page import (
    Cell,
    Column,
    Draft,
    Mark,
    Sheet,
    Space,
    Table,
    labelled,
    opening,
    strong,
    widths,
)
from econ.pages.style import ALERT, DECIMAL
from econ.reports.report import Report

SHEET = "Checks"
FOUND, WANTED, MOST, PASSES = "On Workings", "Should be", "May differ by", "Passes"
COLUMNS = (
    Column("What is checked", 74),
    Column(FOUND, 22, DECIMAL),
    Column(WANTED, 18, DECIMAL),
    Column(MOST, 14, "0.0E+00"),
    Column(PASSES, 10, look={"align": "right"}),
)
TOLERANCE = 1e-9
PASS, FAIL = "All checks pass", "Not all checks pass"
MOVED = "inputs changed"
SINCE = "Inputs were changed since the run"
SINCE_THE_RUN = (
    "Numbers on Inputs and What-if that were changed since the run",
    "Unit values and discount rate on What-if that were changed since the run",
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


@dataclass(frozen=True, slots=True)
class Checked:
    """The sheet, where its verdict stands, and what each check that does not pass is of."""

    sheet: Sheet
    verdict: Formula
    failures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Subject:
    """What is checked: Workings made from ``inputs``, against a report."""

    found: Report
    made: Workings
    inputs: Draft
    chosen: Formula
    """How many of What-if's choices that bear on Workings are not the model's."""

    @property
    def budget(self) -> Budget:
        return self.made.budget

    @property
    def years(self) -> tuple[str, ...]:
        return self.found.scenario.year_labels


def checks(found: Report, made: Workings, inputs: Draft, chosen: Formula) -> Checked:
    """Hold Workings against the model, and against themselves."""
    listed = list(_all(_Subject(found, made, inputs, chosen)))
    draft = Draft(SHEET, COLUMNS)
    for row, check in enumerate(listed):
        draft.row(str(row), check.what, check.found, _plain(check.wanted))
    top = Draft("Verdict", (Column("of"), Column("is", shown="0"), Column("whole", shown="0")))
    top.row("verdict", labelled("Verdict"))
    top.row("count", labelled("Checks that pass"))
    top.row("tolerance", labelled("Tolerance, for each £1"), Cell(TOLERANCE, "0.0E+00"))
    changed = excel.total(draft.down(FOUND, list(draft.lines)[: len(SINCE_THE_RUN)]))
    for row, check in enumerate(listed):
        _judge(draft, str(row), check, top.cell("tolerance", "is"), changed)
    passes = draft.down(PASSES)
    top.row("verdict", strong(_verdict(passes, changed)))
    top.row("count", excel.true_in(passes), excel.text("of ", excel.height(passes)))
    failures = [check.what for row, check in enumerate(listed) if not _passed(draft, str(row))]
    verdict = top.cell("verdict", "is")
    return Checked(_sheet(top.table(plain=True), draft), verdict, tuple(failures))


def _plain(wanted: Operand) -> Formula | float:
    return wanted if isinstance(wanted, Formula) else float(wanted)


def _judge(draft: Draft, row: str, check: Check, tolerance: Formula, changed: Formula) -> None:
    """How far both sides may differ, and whether they do not."""
    found, wanted = draft.cell(row, FOUND), draft.cell(row, WANTED)
    draft.row(row, tolerance * excel.largest(1, excel.size(wanted), check.scale))
    passes = excel.size(found - wanted).at_most(draft.cell(row, MOST))
    draft.row(row, excel.when(changed.above(0), MOVED, passes) if check.of_run else passes)


def _passed(draft: Draft, row: str) -> bool:
    return draft.cell(row, PASSES).value is True


def _verdict(passes: Formula, changed: Formula) -> Formula:
    alike = excel.height(passes)
    rest = excel.when(excel.true_in(passes).equals(alike), PASS, FAIL)
    moved = (excel.true_in(passes) + excel.how_many(passes, MOVED)).equals(alike)
    since = excel.when(excel.every(changed.above(0), moved), SINCE, rest)
    return excel.when(excel.is_number(changed), since, FAIL)


def _sheet(top: Table, draft: Draft) -> Sheet:
    head = opening(
        SHEET,
        "The model made the figures of this run; Workings makes the base case again with "
        "formulas. Both must agree to one part in a thousand million, or of £1 if that is "
        "more.",
        "If you change a number on What-if or Inputs, Workings moves and the figures of the run "
        f"do not: the checks against the run then say '{MOVED}', and that is no fault. After a "
        "change of a yellow cell on Workings they say FALSE.",
    )
    said = "Each check, both sides of it, and whether it passes."
    table = draft.table(said, marks=(Mark((PASSES,), False, ALERT),))
    answers = "Whether the formulas and the model agree."
    blocks = (*head, top, Space(), table)
    return Sheet(SHEET, answers, widths(COLUMNS), blocks)


def _all(of: _Subject) -> Iterator[Check]:
    changed = excel.dot(excel.as_number(of.inputs.down(USED).differs(of.inputs.down(RUN))))
    for what, moved in zip(SINCE_THE_RUN, (changed, of.chosen), strict=True):
        yield Check(what, moved, 0.0, of_run=True)
    first = of.made.time.years.cell(DISCOUNTED, of.years[0])
    yield Check("The discount factor of year 0", first, 1.0)
    for outcome in of.found.scenario.outcomes:
        whole = of.budget.incidence.cell(outcome.name, money.SUM)
        yield Check(f"Payers' shares of: {outcome.label}", whole, 1.0)
    for checks_of in (_totals, _cash, _views, _payers, _outcomes, _cohorts):
        yield from checks_of(of)


def _totals(of: _Subject) -> Iterator[Check]:
    """Payers' money adds up to the outcomes', year by year."""
    for year in of.years:
        payers, outcomes = of.budget.by_payer.down(year), of.budget.by_outcome.down(year)
        what = f"Payers add up to outcomes: {year}"
        yield Check(
            what, excel.total(payers), excel.total(outcomes), excel.dot(excel.size(outcomes))
        )


def _cash(of: _Subject) -> Iterator[Check]:
    """The largest gap of any year between cash with capacity, and everything."""
    budget = of.budget
    for payer in of.found.scenario.payers:
        cash, capacity, whole = (
            part.across(payer.name, of.years)
            for part in (budget.cash, budget.capacity, budget.by_payer)
        )
        gap = excel.dot(excel.size(cash + capacity - whole))
        what = f"Cash and capacity less everything, all years: {payer.label}"
        yield Check(what, gap, 0.0, _sized(of, payer.name, of.years))


def _views(of: _Subject) -> Iterator[Check]:
    columns = {
        "net_present_value": money.NET,
        "benefits": money.GAINS,
        "costs": money.OUTLAY,
    }
    for view in PERSPECTIVES:
        cells = {name: of.budget.results.cell(view, column) for name, column in columns.items()}
        net, gains, outlay = cells.values()
        scale = excel.size(gains) + excel.size(outlay)
        yield Check(f"Net is benefits less costs: {view}", net, gains - outlay, scale)
        for name, cell in cells.items():
            what = f"{name.replace('_', ' ').capitalize()}, {view}: Workings and model"
            model = of.found.measure(name, view).base_case or 0.0
            yield Check(what, cell, model, scale, of_run=True)


def _payers(of: _Subject) -> Iterator[Check]:
    base = of.found.base.by("payer", "year").base
    for payer, row in zip(of.found.scenario.payers, base, strict=True):
        for year, model in zip(of.years, row, strict=True):
            cell = of.budget.by_payer.cell(payer.name, year)
            what = f"{payer.label}, {year}: Workings and model"
            yield Check(what, cell, float(model), _sized(of, payer.name, [year]), of_run=True)


def _outcomes(of: _Subject) -> Iterator[Check]:
    for outcome in of.found.scenario.outcomes:
        model = of.found.outcome(outcome.name).base_case or 0.0
        cell = of.budget.by_outcome.cell(outcome.name, WORTH)
        what = f"Present value of {outcome.label}: Workings and model"
        yield Check(what, cell, model, of_run=True)


def _cohorts(of: _Subject) -> Iterator[Check]:
    for cohort, line in zip(of.found.scenario.cohorts, of.found.cohorts, strict=True):
        net, gains, outlay = (
            figures.base_case or 0.0 for figures in (line.net, line.benefits, line.costs)
        )
        cell = of.budget.by_cohort.cell(cohort.name, money.NET)
        what = f"Net present value of {cohort.label}: Workings and model"
        yield Check(what, cell, net, abs(gains) + abs(outlay), of_run=True)
        cell, model = of.budget.by_cohort.cell(cohort.name, money.WEIGHTED), line.equity_weighted
        what = f"Equity-weighted net present value of {cohort.label}: Workings and model"
        size = (abs(gains) + abs(outlay)) * max(1.0, cohort.equity_weight)
        yield Check(what, cell, model.base_case or 0.0, size, of_run=True)


def _sized(of: _Subject, payer: str, years: Sequence[str]) -> Formula:
    """The size of a payer's money in some years, before gains and losses cancel."""
    outcomes = of.budget.by_outcome.block(columns=years)
    return excel.dot(excel.size(outcomes) * of.budget.incidence.down(payer))
