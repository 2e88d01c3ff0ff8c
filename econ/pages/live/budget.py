"""The second part of Workings: who bears what, money by outcome, payer and view, and cash."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from econ.model.distributions import FloatArray
from econ.model.programme import PERSPECTIVES
from econ.pages.live.formulas import YEAR_0, Ledger
from econ.pages.live.offered import RATE
from econ.pages.live.time import FACTOR, Time
from econ.pages.page import Column, Content, Formula, given
from econ.pages.style import DECIMAL
from econ.reports.report import Report
from econ.words import NOT_AVAILABLE

SHARE = "0.0##%"


@dataclass(frozen=True, slots=True)
class Budget:
    """First lines of the tables of results on the sheet, and where their columns are.

    In tables of money the years' columns follow two of labels; then come the total and the
    present value.
    """

    incidence: int
    counted: int
    by_cell: int
    by_outcome: int
    by_payer: int
    by_view: int
    results: int
    cash: int
    capacity: int
    by_cohort: int
    total: int
    present_value: int


@dataclass(frozen=True, slots=True)
class _Shares:
    """First lines of the tables of shares."""

    incidence: int
    counted: int
    kept: int


def write_budget(ledger: Ledger, time: Time, amounts: list[list[str]]) -> Budget:
    """Write the tables of money, and say where they stand."""
    shares = _shares(ledger)
    cells = _by_cell(ledger, time, amounts)
    by_outcome = _by_outcome(ledger, time, cells)
    by_payer = _by_payer(ledger, time, shares, by_outcome)
    by_view = _by_view(ledger, time, shares, by_payer)
    results = _results(ledger, shares, by_outcome, by_payer)
    cash, capacity = _cash(ledger, time, shares, by_outcome)
    total = ledger.total_column()
    by_cohort = _by_cohort(ledger, shares, cells)
    return Budget(
        shares.incidence,
        shares.counted,
        cells,
        by_outcome,
        by_payer,
        by_view,
        results,
        cash,
        capacity,
        by_cohort,
        total,
        total + 1,
    )


def _shares(ledger: Ledger) -> _Shares:
    incidence = _incidence(ledger)
    counted = _counted(ledger)
    return _Shares(incidence, counted, _kept(ledger, incidence, counted))


def _incidence(ledger: Ledger) -> int:
    scenario = ledger.found.scenario
    columns = [Column("Outcome"), Column("Kind of cell")]
    columns += [Column(payer.label, shown=SHARE) for payer in scenario.payers]
    rows: list[list[Content]] = []
    for line, outcome in enumerate(scenario.outcomes, ledger.first):
        shares = [outcome.shares.get(payer.name, 0.0) for payer in scenario.payers]
        block = ledger.page.span((line, 2), (line, 1 + len(shares)))
        whole = Formula(f"SUM({block})", sum(shares))
        rows.append([outcome.label, "Input", *(given(s, SHARE) for s in shares), whole])
    columns.append(Column("Sum of shares", shown=SHARE))
    return ledger.table(
        "Incidence", "Each payer's share of what an outcome is worth or costs.", columns, rows
    )


def _counted(ledger: Ledger) -> int:
    rows: list[list[Content]] = [
        [
            payer.label,
            "Input",
            *(given(float(view in payer.perspectives), "0") for view in PERSPECTIVES),
        ]
        for payer in ledger.found.scenario.payers
    ]
    columns = [Column("Payer"), Column("Kind of cell")]
    columns += [Column(f"View: {view}", shown="0") for view in PERSPECTIVES]
    return ledger.table("Views", "1 where a payer counts in a view, else 0.", columns, rows)


def _kept(ledger: Ledger, incidence: int, counted: int) -> int:
    """The share of each outcome that counts in each view."""
    scenario, page = ledger.found.scenario, ledger.page
    member = _members(ledger.found)
    rows: list[list[Content]] = []
    for o, outcome in enumerate(scenario.outcomes):
        cells: list[Content] = []
        for v in range(len(PERSPECTIVES)):
            text = "+".join(
                f"{page.at(incidence + o, 2 + k)}*{page.at(counted + k, 2 + v)}"
                for k in range(len(scenario.payers))
            )
            cells.append(Formula(text, float(ledger.found.base.share[o] @ member[:, v])))
        rows.append([outcome.label, outcome.direction, *cells, float(outcome.sign > 0)])
    columns = [Column("Outcome"), Column("Direction")]
    columns += [Column(f"View: {view}", shown=SHARE) for view in PERSPECTIVES]
    columns.append(Column("Saving (1) or cost (0)", shown="0"))
    said = "The payers' shares that count in a view, added up."
    return ledger.table("Share of each outcome in each view", said, columns, rows)


def _members(found: Report) -> FloatArray:
    """1 where a payer counts in a perspective: shape (payers, perspectives)."""
    return np.array(
        [[float(v in p.perspectives) for v in PERSPECTIVES] for p in found.scenario.payers]
    )


def _by_cell(ledger: Ledger, time: Time, amounts: list[list[str]]) -> int:
    """Money by outcome and cohort: a line each, cohorts of one outcome together."""
    scenario, base = ledger.found.scenario, ledger.found.base
    rows = []
    for o, outcome in enumerate(scenario.outcomes):
        timing = time.timing[outcome.profile]
        for c, cohort in enumerate(scenario.cohorts):
            formulas = [f"{amounts[o][c]}*{cell}" for cell in timing]
            values = base.amount[o][0, c] * base.timing[o][0]
            rows.append((outcome.label, cohort.label, formulas, values))
    return ledger.money(
        "Money by outcome, cohort and year",
        "Full-year money times the time profile, undiscounted.",
        ("Outcome", "Cohort"),
        rows,
        time.factors,
    )


def _by_outcome(ledger: Ledger, time: Time, cells: int) -> int:
    scenario = ledger.found.scenario
    count = len(scenario.cohorts)
    values = ledger.found.base.by("outcome", "year").base
    rows = []
    for o, outcome in enumerate(scenario.outcomes):
        formulas = [
            f"SUM({ledger.down(YEAR_0 + year, cells + o * count, count)})" for year in ledger.years
        ]
        rows.append((outcome.label, outcome.direction, formulas, values[o]))
    return ledger.money(
        "Money by outcome and year",
        "All cohorts added up.",
        ("Outcome", "Direction"),
        rows,
        time.factors,
    )


def _by_payer(ledger: Ledger, time: Time, shares: _Shares, by_outcome: int) -> int:
    scenario = ledger.found.scenario
    count = len(scenario.outcomes)
    values = ledger.found.base.by("payer", "year").base
    rows = []
    for k, payer in enumerate(scenario.payers):
        borne = ledger.down(2 + k, shares.incidence, count)
        formulas = [
            f"SUMPRODUCT({ledger.down(YEAR_0 + year, by_outcome, count)},{borne})"
            for year in ledger.years
        ]
        rows.append((payer.label, "everything", formulas, values[k]))
    return ledger.money(
        "Money by payer and year",
        "Each outcome's money times the payer's share of it.",
        ("Payer", "Part"),
        rows,
        time.factors,
    )


def _by_view(ledger: Ledger, time: Time, shares: _Shares, by_payer: int) -> int:
    count = len(ledger.found.scenario.payers)
    values = _members(ledger.found).T @ ledger.found.base.by("payer", "year").base
    rows = []
    for v, view in enumerate(PERSPECTIVES):
        counted = ledger.down(2 + v, shares.counted, count)
        formulas = [
            f"SUMPRODUCT({ledger.down(YEAR_0 + year, by_payer, count)},{counted})"
            for year in ledger.years
        ]
        rows.append((f"View: {view}", "everything", formulas, values[v]))
    return ledger.money(
        "Money by view and year",
        "The payers that count in a view, added up. Views overlap: do not add them up.",
        ("View", "Part"),
        rows,
        time.factors,
    )


def _results(ledger: Ledger, shares: _Shares, by_outcome: int, by_payer: int) -> int:
    found, page, pv = ledger.found, ledger.page, ledger.total_column() + 1
    outcomes, payers = len(found.scenario.outcomes), len(found.scenario.payers)
    worth = ledger.down(pv, by_outcome, outcomes)
    saving = ledger.down(2 + len(PERSPECTIVES), shares.kept, outcomes)
    rows: list[list[Content]] = []
    for v, view in enumerate(PERSPECTIVES):
        kept = ledger.down(2 + v, shares.kept, outcomes)
        counted = ledger.down(2 + v, shares.counted, payers)
        paid = ledger.down(pv, by_payer, payers)
        top, bottom = page.at(ledger.first + v, 3), page.at(ledger.first + v, 4)
        net, gains, outlay = (
            found.measure(name, view).base_case or 0.0
            for name in ("net_present_value", "benefits", "costs")
        )
        ratio = gains / outlay if outlay > 0 else NOT_AVAILABLE
        cells: list[Content] = [
            Formula(f"SUMPRODUCT({paid},{counted})", net),
            Formula(f"SUMPRODUCT({worth},{kept},{saving})", gains),
            Formula(f"-SUMPRODUCT({worth},{kept},1-{saving})", outlay),
            Formula(f'IF({bottom}>0,{top}/{bottom},"{NOT_AVAILABLE}")', ratio),
        ]
        rows.append([f"View: {view}", "present values", *cells])
    headings = ("Net present value", "Benefits", "Costs", "Benefits for each £1 of costs")
    columns = [Column("View"), Column("Part"), *(Column(h, shown=DECIMAL) for h in headings)]
    said = "A ratio does not exist where a view bears no cost."
    return ledger.table("Results", said, columns, rows)


def _cash(ledger: Ledger, time: Time, shares: _Shares, by_outcome: int) -> tuple[int, int]:
    scenario = ledger.found.scenario
    rows: list[list[Content]] = [
        [o.label, "Input", given(o.cash_share, RATE), given(float(o.cash_delay), "0")]
        for o in scenario.outcomes
    ]
    columns = [
        Column("Outcome"),
        Column("Kind of cell"),
        Column("Cash-releasing share", shown=RATE),
        Column("From year number", shown="0"),
    ]
    said = "The share that releases cash to a budget, and from which year."
    inputs = ledger.table("Cash-releasing", said, columns, rows)
    released = _released(ledger, time, inputs)
    base = ledger.found.base
    tables = []
    for part, values in (("cash", base.cash()), ("capacity", base.capacity())):
        formulas = _parted(ledger, shares, by_outcome, released, part)
        lines = values.by("payer", "year").base
        tables.append(
            ledger.money(
                "Cash by payer and year" if part == "cash" else "Capacity by payer and year",
                "The part that releases cash."
                if part == "cash"
                else "The rest, which frees capacity.",
                ("Payer", "Part"),
                [
                    (payer.label, part, formulas[k], lines[k])
                    for k, payer in enumerate(scenario.payers)
                ],
                time.factors,
            )
        )
    return tables[0], tables[1]


def _released(ledger: Ledger, time: Time, inputs: int) -> int:
    """The share of each outcome that releases cash in each year."""
    rows: list[list[Content]] = []
    for o, outcome in enumerate(ledger.found.scenario.outcomes):
        share, delay = ledger.page.at(inputs + o, 2), ledger.page.at(inputs + o, 3)
        cells: list[Content] = [
            Formula(
                f"IF({number}>={delay},{share},0)",
                outcome.cash_share * (year >= outcome.cash_delay),
            )
            for year, number in enumerate(time.numbers)
        ]
        rows.append([outcome.label, outcome.direction, *cells])
    columns = ledger.by_year(("Outcome", "Direction"), FACTOR)
    return ledger.table("Share released by year", "Nothing before its year.", columns, rows)


def _parted(
    ledger: Ledger, shares: _Shares, by_outcome: int, released: int, part: str
) -> list[list[str]]:
    """Formulas of each payer's cash, or capacity, by year."""
    count = len(ledger.found.scenario.outcomes)
    formulas = []
    for k in range(len(ledger.found.scenario.payers)):
        borne = ledger.down(2 + k, shares.incidence, count)
        own = []
        for year in ledger.years:
            money = ledger.down(YEAR_0 + year, by_outcome, count)
            freed = ledger.down(YEAR_0 + year, released, count)
            taken = freed if part == "cash" else f"1-{freed}"
            own.append(f"SUMPRODUCT({money},{borne},{taken})")
        formulas.append(own)
    return formulas


def _by_cohort(ledger: Ledger, shares: _Shares, cells: int) -> int:
    """Each cohort's net present value in the headline's view, and equity-weighted."""
    scenario, page, pv = ledger.found.scenario, ledger.page, ledger.total_column() + 1
    view, count = PERSPECTIVES.index(scenario.perspective), len(scenario.cohorts)
    rows: list[list[Content]] = []
    for c, (cohort, line) in enumerate(zip(scenario.cohorts, ledger.found.cohorts, strict=True)):
        text = "+".join(
            f"{page.at(cells + o * count + c, pv)}*{page.at(shares.kept + o, 2 + view)}"
            for o in range(len(scenario.outcomes))
        )
        net, weighted = line.net.base_case or 0.0, line.equity_weighted.base_case or 0.0
        here = [page.at(ledger.first + c, column) for column in (2, 3)]
        cells_of: list[Content] = [
            given(cohort.equity_weight, DECIMAL),
            Formula(text, net),
            Formula("*".join(here), weighted),
        ]
        rows.append([cohort.label, "weight: Input", *cells_of])
    headings = ("Equity weight", "Net present value", "Equity-weighted")
    columns = [Column("Cohort"), Column("Kind of cell")]
    columns += [Column(heading, shown=DECIMAL) for heading in headings]
    said = f"Present values in the headline's view: {scenario.perspective}."
    return ledger.table("Money by cohort", said, columns, rows)
