"""The sheet Checks: TRUE or FALSE, as live formulas, with a verdict at the top."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from econ.model.distributions import FloatArray
from econ.model.programme import PERSPECTIVES
from econ.pages.live.formulas import YEAR_0
from econ.pages.live.inputs import RUN, USED
from econ.pages.live.workings import Workings
from econ.pages.page import Column, Content, Formula
from econ.pages.style import ALERT, DECIMAL, STRONG
from econ.reports.report import Report
from econ.workbook.writing.paper import Page

SHEET = "Checks"
COLUMNS = (
    Column("What is checked", 74),
    Column("On Workings", 22, DECIMAL),
    Column("Should be", 18, DECIMAL),
    Column("May differ by", 14, "0.0E+00"),
    Column("Passes", 10, look={"align": "right"}),
)
TOLERANCE = 1e-9
PASS, FAIL = "All checks pass", "Not all checks pass"
CHANGED = "inputs changed"
SINCE = "Inputs were changed since the run"
COUNTS = 2
"""The first checks count what was changed since the run."""
NUMBERS = "Numbers on Inputs and What-if that were changed since the run"
CHOICES = "Unit values and discount rate on What-if that were changed since the run"
ONE = Formula("1", 1.0)


@dataclass(frozen=True, slots=True)
class Check:
    """One comparison: what is found, what it should be, and the size it is judged against.

    One ``of_run`` is with the figures of the run, and means nothing once inputs are changed.
    """

    what: str
    found: Formula
    wanted: Formula | float
    scale: Formula = ONE
    of_run: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """The sheets that are checked, and where things stand on them."""

    report: Report
    workings: Page
    made: Workings
    inputs: Page
    inputs_top: int
    chosen: Formula
    """How many of What-if's choices that bear on Workings are not the model's."""

    def at(self, line: int, column: int) -> str:
        """A cell of Workings, as other sheets write it."""
        return self.workings.at(line, column, sheet=True)

    def row(self, line: int) -> str:
        """The years of a line of Workings."""
        last = YEAR_0 + self.report.scenario.years - 1
        return f"{self.at(line, YEAR_0)}:{self.workings.at(line, last)}"

    def down(self, column: int, first: int, count: int) -> str:
        """A column of a table of Workings."""
        return f"{self.at(first, column)}:{self.workings.at(first + count - 1, column)}"


def write_checks(page: Page, checked: Checked) -> tuple[int, str]:
    """Write the sheet; returns the row of its headings and the address of its verdict."""
    row = page.opening(
        "Checks",
        "The model made the figures of this run; Workings makes the base case again with "
        "formulas. Both must agree to one part in a thousand million, or of £1 if that is "
        "more.",
        "If you change a number on What-if or Inputs, Workings moves and the figures of the run "
        f"do not: the checks against the run then say '{CHANGED}', and that is no fault. After a "
        "change of a yellow cell on Workings they say FALSE.",
    )
    listed = list(_all(checked))
    first = row + 5
    passes = page.span((first, 4), (first + len(listed) - 1, 4))
    changed = f"SUM({page.span((first, 1), (first + COUNTS - 1, 1))})"
    _verdict(page, row, passes, len(listed), changed)
    tolerance = page.at(row + 2, 1)
    rows = [
        _row(page, check, first + line, tolerance, changed) for line, check in enumerate(listed)
    ]
    page.table(first - 1, COLUMNS, rows, "Each check, both sides of it, and whether it passes.")
    rule = {"type": "cell", "criteria": "==", "value": "FALSE", "format": page.style(ALERT)}
    page.sheet.conditional_format(first, 4, first + len(listed) - 1, 4, rule)
    return first - 1, page.at(row, 1, sheet=True)


def _verdict(page: Page, row: int, passes: str, count: int, changed: str) -> None:
    plain = Column("", shown="0")
    rest = f'IF(COUNTIF({passes},TRUE)=ROWS({passes}),"{PASS}","{FAIL}")'
    moved = f'COUNTIF({passes},TRUE)+COUNTIF({passes},"{CHANGED}")=ROWS({passes})'
    said = f'IF(ISNUMBER({changed}),IF(AND({changed}>0,{moved}),"{SINCE}",{rest}),"{FAIL}")'
    for line, label in enumerate(("Verdict", "Checks that pass", "Tolerance, for each £1")):
        page.text(row + line, 0, label, STRONG)
    page.put(row, 1, Formula(said, PASS), plain, STRONG)
    page.put(row + 1, 1, Formula(f"COUNTIF({passes},TRUE)", float(count)), plain)
    page.put(row + 1, 2, Formula(f'"of "&ROWS({passes})', f"of {count}"), plain)
    page.put(row + 2, 1, TOLERANCE, Column("", shown="0.0E+00"))


def _row(page: Page, check: Check, line: int, tolerance: str, changed: str) -> list[Content]:
    left, right, most = (page.at(line, column) for column in (1, 2, 3))
    wanted = check.wanted.value if isinstance(check.wanted, Formula) else check.wanted
    size = max(1.0, abs(float(wanted)), float(check.scale.value))
    passes = f"ABS({left}-{right})<={most}"
    if check.of_run:
        passes = f'IF({changed}>0,"{CHANGED}",{passes})'
    return [
        check.what,
        check.found,
        check.wanted,
        Formula(f"{tolerance}*MAX(1,ABS({right}),{check.scale.text})", TOLERANCE * size),
        Formula(passes, True),
    ]


def _all(checked: Checked) -> Iterator[Check]:
    yield _unchanged(checked)
    yield Check(CHOICES, checked.chosen, 0.0, of_run=True)
    first = f"{checked.workings.name}!{checked.made.time.first}"
    yield Check("The discount factor of year 0", Formula(first, 1.0), 1.0)
    yield from _shares(checked)
    yield from _totals(checked)
    yield from _cash(checked)
    yield from _views(checked)
    yield from _payers(checked)
    yield from _outcomes(checked)
    yield from _cohorts(checked)


def _unchanged(checked: Checked) -> Check:
    """How many numbers on Inputs are not those of the run."""
    page, top = checked.inputs, checked.inputs_top + 1
    last = top + len(checked.report.scenario.parameters) - 1
    used, run = (
        f"{page.at(top, column, sheet=True)}:{page.at(last, column)}" for column in (USED, RUN)
    )
    changed = Formula(f"SUMPRODUCT(--({used}<>{run}))", 0.0)
    return Check(NUMBERS, changed, 0.0, of_run=True)


def _shares(checked: Checked) -> Iterator[Check]:
    scenario = checked.report.scenario
    column = 2 + len(scenario.payers)
    for o, outcome in enumerate(scenario.outcomes):
        cell = checked.at(checked.made.budget.incidence + o, column)
        whole = sum(outcome.shares.get(payer.name, 0.0) for payer in scenario.payers)
        yield Check(f"Payers' shares of: {outcome.label}", Formula(cell, whole), 1.0)


def _totals(checked: Checked) -> Iterator[Check]:
    """Payers' money adds up to the outcomes', year by year."""
    scenario, budget = checked.report.scenario, checked.made.budget
    whole = checked.report.base.by("year").base
    for y, year in enumerate(scenario.year_labels):
        payers = checked.down(YEAR_0 + y, budget.by_payer, len(scenario.payers))
        outcomes = checked.down(YEAR_0 + y, budget.by_outcome, len(scenario.outcomes))
        value = float(whole[y])
        size = float(np.abs(checked.report.base.by("outcome", "year").base[:, y]).sum())
        yield Check(
            f"Payers add up to outcomes: {year}",
            Formula(f"SUM({payers})", value),
            Formula(f"SUM({outcomes})", value),
            Formula(f"SUMPRODUCT(ABS({outcomes}))", size),
        )


def _cash(checked: Checked) -> Iterator[Check]:
    """The largest gap of any year between cash with capacity, and everything."""
    budget = checked.made.budget
    gross = _borne(checked).sum(axis=1)
    for k, payer in enumerate(checked.report.scenario.payers):
        cash, capacity, whole = (
            checked.row(first + k) for first in (budget.cash, budget.capacity, budget.by_payer)
        )
        yield Check(
            f"Cash and capacity less everything, all years: {payer.label}",
            Formula(f"SUMPRODUCT(ABS({cash}+{capacity}-{whole}))", 0.0),
            0.0,
            _sized(checked, k, float(gross[k])),
        )


def _views(checked: Checked) -> Iterator[Check]:
    found, results = checked.report, checked.made.budget.results
    for v, view in enumerate(PERSPECTIVES):
        net, gains, outlay = (checked.at(results + v, column) for column in (2, 3, 4))
        model = {
            name: found.measure(name, view).base_case or 0.0
            for name in ("net_present_value", "benefits", "costs")
        }
        size = abs(model["benefits"]) + abs(model["costs"])
        scale = Formula(f"ABS({gains})+ABS({outlay})", size)
        value = model["net_present_value"]
        whole = Formula(f"{gains}-{outlay}", model["benefits"] - model["costs"])
        yield Check(f"Net is benefits less costs: {view}", Formula(net, value), whole, scale)
        for name, cell in zip(model, (net, gains, outlay), strict=True):
            what = f"{name.replace('_', ' ').capitalize()}, {view}: Workings and model"
            yield Check(what, Formula(cell, model[name]), model[name], scale, of_run=True)


def _payers(checked: Checked) -> Iterator[Check]:
    scenario, budget = checked.report.scenario, checked.made.budget
    base, gross = checked.report.base.by("payer", "year").base, _borne(checked)
    for k, payer in enumerate(scenario.payers):
        for y, year in enumerate(scenario.year_labels):
            value = float(base[k, y])
            cell = checked.at(budget.by_payer + k, YEAR_0 + y)
            what = f"{payer.label}, {year}: Workings and model"
            scale = _sized(checked, k, float(gross[k, y]), y)
            yield Check(what, Formula(cell, value), value, scale, of_run=True)


def _outcomes(checked: Checked) -> Iterator[Check]:
    budget = checked.made.budget
    for o, outcome in enumerate(checked.report.scenario.outcomes):
        value = checked.report.outcome(outcome.name).base_case or 0.0
        cell = checked.at(budget.by_outcome + o, budget.present_value)
        what = f"Present value of {outcome.label}: Workings and model"
        yield Check(what, Formula(cell, value), value, of_run=True)


def _cohorts(checked: Checked) -> Iterator[Check]:
    found = checked.report
    for c, (cohort, line) in enumerate(zip(found.scenario.cohorts, found.cohorts, strict=True)):
        net, gains, outlay = (
            figures.base_case or 0.0 for figures in (line.net, line.benefits, line.costs)
        )
        cell = checked.at(checked.made.budget.by_cohort + c, 3)
        size = abs(gains) + abs(outlay)
        what = f"Net present value of {cohort.label}: Workings and model"
        scale = Formula(repr(size), size)
        yield Check(what, Formula(cell, net), net, scale, of_run=True)


def _borne(checked: Checked) -> FloatArray:
    """What each payer's money is made of, gains and losses both counted up: payers by years."""
    base = checked.report.base
    borne: FloatArray = base.share.T @ np.abs(base.by("outcome", "year").base)
    return borne


def _sized(checked: Checked, payer: int, value: float, year: int | None = None) -> Formula:
    """The size of a payer's money in one year or all, before gains and losses cancel."""
    scenario, budget = checked.report.scenario, checked.made.budget
    count = len(scenario.outcomes)
    borne = checked.down(2 + payer, budget.incidence, count)
    first, last = (YEAR_0, YEAR_0 + scenario.years - 1) if year is None else [YEAR_0 + year] * 2
    start = checked.at(budget.by_outcome, first)
    money = f"{start}:{checked.workings.at(budget.by_outcome + count - 1, last)}"
    text = f"SUMPRODUCT(ABS({money})*{borne})"
    return Formula(text, value)
