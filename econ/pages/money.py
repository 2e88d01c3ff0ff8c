"""The tables of results: by payer and year, by outcome, by cohort, cash, uncertainty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from econ.model.estimates import Estimate
from econ.model.measures import Definition
from econ.model.profiles import Profile
from econ.model.programme import PERSPECTIVES, Outcome
from econ.pages.page import Cell, Column, Content
from econ.pages.style import BLUE, DECIMAL, ORANGE, POUNDS, SHARE
from econ.reports.report import ALL, BudgetLine, Report
from econ.words import money, years
from econ.workbook.writing import charts
from econ.workbook.writing.paper import Page

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

WIDE = 1_500

ALL_YEARS, ALL_PAYERS, ALL_COHORTS = "All years", "All payers", "All cohorts"

_MONEY = (
    Column("Base case", 14, POUNDS),
    Column("Mean", 14, POUNDS),
    Column("95% interval from", 14, POUNDS),
    Column("95% interval to", 14, POUNDS),
    Column("Monte Carlo standard error", 14, POUNDS),
)
KEPT = "Positive is money kept, negative is money spent or harm."
INTERVAL = "The 95% interval is from the 2.5th to the 97.5th percentile of the draws."


def by_payer_and_year(page: Page, found: Report) -> int:
    """Money by payer and year, with totals; returns the row of its headings."""
    top = page.opening(
        "By payer and year",
        f"Undiscounted, in {found.scenario.price_year} prices. {KEPT} {INTERVAL}",
        "The views of NHS and PSS, public sector and society overlap: do not add them up.",
    )
    listed = payer_lines(found)
    rows: list[list[Content]] = [
        [viewed(found, line.payer), _year(line), *_figures(line.impact)] for line in listed
    ]
    page.table(
        top,
        BY_PAYER_AND_YEAR,
        rows,
        "Money kept by each payer in each year, with totals by payer, year and perspective.",
        [index for index, line in enumerate(listed) if line.year == ALL],
    )
    return top


BY_PAYER_AND_YEAR = (Column("Payer or view", 40), Column("Year", 12), *_MONEY)


def payer_lines(found: Report) -> list[BudgetLine]:
    """Budget lines in the order in which they are shown: each view's years, then its total."""
    listed = []
    for view in [payer.name for payer in found.scenario.payers] + [ALL, *PERSPECTIVES]:
        listed += [line for line in (*found.budget, *found.totals) if line.payer == view]
    return listed


def _year(line: BudgetLine) -> str:
    return ALL_YEARS if line.year == ALL else line.year


def viewed(found: Report, view: str) -> str:
    """What readers see for a payer, a perspective or all payers."""
    if view == ALL:
        return ALL_PAYERS
    return f"View: {view}" if view in PERSPECTIVES else payer_label(found, view)


def payer_label(found: Report, name: str) -> str:
    """A payer's label."""
    return next(payer.label for payer in found.scenario.payers if payer.name == name)


BY_OUTCOME = (
    Column("Outcome", 54),
    Column("Payer", 36),
    *_MONEY,
    Column("Share of gross value", 12, SHARE),
    Column("Direction", 10),
    Column("Kind of value", 10),
    Column("What it counts", 26),
    Column("How much of it, for each cohort", 110),
    Column("Valued by", 30),
    Column("Over time", 22),
)


def by_outcome(page: Page, found: Report) -> int:
    """Present value by outcome and payer, and what each is made of."""
    scenario = found.scenario
    top = page.opening(
        "By outcome",
        f"Present value over {years(scenario.years)}, all cohorts, discounted "
        f"({scenario.discount.name}), in {scenario.price_year} prices. {KEPT} {INTERVAL}",
        "Gross value is the size of every saving in the base case; costs have no part of it (n/a).",
        narrow=True,
    )
    rows: list[list[Content]] = []
    totals = []
    for outcome in scenario.outcomes:
        own = _of_outcome(found, outcome)
        totals += [len(rows)] if len(own) > 1 else []
        rows += own
    describes = "Present value of each outcome and of each payer's part, and what it is made of."
    page.table(top, BY_OUTCOME, rows, describes, totals)
    return top


def _of_outcome(found: Report, outcome: Outcome) -> list[list[Content]]:
    """One row where one payer bears all; else a row of the whole and one for each part."""
    share, made = found.by_outcome.get(outcome.name), _made_of(found, outcome)
    payers = [payer for payer in found.scenario.payers if outcome.shares.get(payer.name)]
    parts: list[list[Content]] = [
        [
            outcome.label,
            payer.label,
            *_figures(found.outcome(outcome.name, payer.name)),
            _part(share, outcome.shares[payer.name]),
            *made,
        ]
        for payer in payers
    ]
    if len(parts) == 1:
        return parts
    figures = _figures(found.outcome(outcome.name))
    return [[outcome.label, ALL_PAYERS, *figures, _part(share, 1.0), *made], *parts]


def _part(share: float | None, kept: float) -> Content:
    return None if share is None else share * kept


def _made_of(found: Report, outcome: Outcome) -> list[Content]:
    scenario = found.scenario
    return [
        outcome.direction,
        outcome.value_class,
        outcome.counts or "not said",
        outcome.quantity.sentence(lambda name: scenario[name].label),
        scenario[outcome.unit_value].label,
        over_time(scenario.profiles[outcome.profile]),
    ]


def over_time(profile: Profile) -> str:
    """A time profile in words.

    >>> over_time(Profile("x", "involved", "entry", ("leaving_rate",)))
    "involved, from each person's start"
    """
    clock = "from each person's start" if profile.clock == "entry" else "by the calendar"
    return f"{profile.kind}, {clock}"


UNPRICED = (
    Column("Impact without a price", 36),
    Column("Direction", 12),
    Column("What is known", 60),
    Column("Source", 60),
)


def without_a_price(page: Page, found: Report) -> int:
    """Impacts that are known and in no figure."""
    top = page.opening(
        "Without a price",
        "What is known to change but could not be valued: it is in none of the figures.",
    )
    rows = [
        [item.label, item.direction, item.evidence, item.source]
        for item in found.scenario.unmonetised
    ]
    page.table(top, UNPRICED, rows, "Impacts that could not be valued in money.")
    return top


BY_COHORT = (
    Column("Cohort", 36),
    Column("People", 10, "#,##0"),
    Column("Benefits (mean)", 14, POUNDS),
    Column("Costs (mean)", 14, POUNDS),
    Column("Net (base case)", 14, POUNDS),
    Column("Net (mean)", 14, POUNDS),
    Column("95% interval from", 14, POUNDS),
    Column("95% interval to", 14, POUNDS),
    Column("Monte Carlo standard error", 12, POUNDS),
    Column("Net per person (mean)", 12, POUNDS),
    Column("Equity weight", 9, DECIMAL),
    Column("Equity-weighted net (mean)", 14, POUNDS),
    Column("Weighted, 95% from", 14, POUNDS),
    Column("Weighted, 95% to", 14, POUNDS),
    Column("Mean less low end", 14, POUNDS),
    Column("High end less mean", 14, POUNDS),
)


def by_cohort(page: Page, found: Report) -> int:
    """Present values by cohort, equity-weighted beside unweighted."""
    scenario = found.scenario
    top = page.opening(
        "By cohort",
        f"Present value over {years(scenario.years)}, {_view(scenario.perspective)}, "
        f"in {scenario.price_year} prices. {KEPT} {INTERVAL}",
        "An equity weight says what a pound to this group counts for beside a pound to the "
        "average person; 1 is neutral.",
    )
    rows: list[list[Content]] = []
    for line, cohort in zip(found.cohorts, scenario.cohorts, strict=True):
        figures = (line.benefits, line.costs, line.net, line.equity_weighted)
        rows.append(_cohort(cohort.label, line.people, cohort.equity_weight, *figures))
    known = [line.people for line in found.cohorts if line.people is not None]
    whole = _cohort(
        ALL_COHORTS,
        sum(known) if len(known) == len(found.cohorts) else None,
        None,
        found.measure("benefits"),
        found.measure("costs"),
        found.measure("net_present_value"),
        found.measure("equity_weighted_net_present_value"),
    )
    describes = "Present values of each cohort, with and without equity weights."
    page.table(top, BY_COHORT, [*rows, whole], describes, [len(rows)])
    return top


def _cohort(
    label: str,
    people: float | None,
    weight: float | None,
    benefits: Estimate,
    costs: Estimate,
    net: Estimate,
    weighted: Estimate,
) -> list[Content]:
    each = net.mean / people if people and net.mean is not None else None
    figures: list[Content] = [net.base_case, net.mean, net.p2_5, net.p97_5, net.se, each]
    again: list[Content] = [weighted.mean, weighted.p2_5, weighted.p97_5]
    apart: list[Content] = [_less(net.mean, net.p2_5), _less(net.p97_5, net.mean)]
    return [label, people, benefits.mean, costs.mean, *figures, weight, *again, *apart]


def _less(more: float | None, less: float | None) -> float | None:
    return None if more is None or less is None else more - less


def cohort_chart(workbook: Workbook, page: Page, found: Report, top: int) -> None:
    """The mean of each cohort with its interval and, where weights differ, weighted beside it."""
    shown = found.cohorts[: charts.MOST]
    ends = [
        end
        for line in shown
        for end in (line.net.p2_5, line.net.mean, line.net.p97_5, line.equity_weighted.mean)
        if end is not None
    ]
    if not ends:
        return
    weighted = any(cohort.equity_weight != 1 for cohort in found.scenario.cohorts)
    title = "Net present value of each cohort"
    along = "Mean of net present value; thin lines: 95% interval"
    chart = charts.bar_chart(workbook, title, along, charts.money_axis(ends), of="Cohort")
    rows = (top + 1, top + len(shown))
    look = {"fill": {"color": BLUE}, **charts.error_bars(page, rows, 14, 15)}
    chart.add_series({**charts.bars(page, rows, 5), **look})
    if weighted:
        striped = {"pattern": "wide_upward_diagonal", "fg_color": ORANGE, "bg_color": "#FFFFFF"}
        chart.add_series({**charts.bars(page, rows, 11), "pattern": striped})
        chart.set_legend({"position": "bottom", "font": charts.font(9)})
    said = "; ".join(
        f"{found.scenario.label(line.cohort)} {money(line.net.mean)}" for line in shown
    )
    size = (WIDE, charts.height(len(shown) * (1 + weighted)))
    words = f"Bars: the mean of each cohort, with its 95% interval. {said}."
    charts.place(page, top + len(found.cohorts) + 3, chart, size, words)


CASH = (
    Column("Payer", 44),
    Column("Year", 12),
    Column("Everything", 16, POUNDS),
    Column("Releases or takes cash", 16, POUNDS),
    Column("Capacity", 16, POUNDS),
)


def cash_releasing(page: Page, found: Report) -> int:
    """The base case by payer and year, cash apart from capacity (C14)."""
    top = page.opening(
        "Cash-releasing",
        f"Base case, undiscounted, in {found.scenario.price_year} prices. {KEPT}",
        "An average cost is not cash saved: one visit fewer frees staff, beds and time for "
        "other people, and the bill is the same unless something is closed or not bought. "
        "Nothing here is called a saving to a budget unless its outcome is marked as "
        "releasing cash, and then only from the year in which it can be released. The rest "
        "is capacity: worth having, but it pays no invoice. Money spent on the programme is "
        "cash.",
    )
    kept = {payer.name for payer in found.scenario.payers} | {ALL}
    listed = [line for line in payer_lines(found) if line.payer in kept]
    rows: list[list[Content]] = []
    for line in listed:
        whole = line.impact.base_case or 0.0
        rows.append([viewed(found, line.payer), _year(line), whole, line.cash, whole - line.cash])
    page.table(
        top,
        CASH,
        rows,
        "The base case of each payer in each year: cash, capacity and both together.",
        [index for index, line in enumerate(listed) if line.year == ALL],
    )
    return top


MEASURED = (
    Column("Measure", 40),
    Column("View", 40),
    Column("Base case", 14, DECIMAL),
    Column("Mean", 14, DECIMAL),
    Column("95% interval from", 14, DECIMAL),
    Column("Median", 14, DECIMAL),
    Column("95% interval to", 14, DECIMAL),
    Column("Monte Carlo standard error", 14, DECIMAL),
    Column("Chance above 0", 11, SHARE),
)


def measured(found: Report) -> list[list[Content]]:
    """Every measure in every perspective, and each payer's net present value."""
    net = found.definitions["net_present_value"]
    asked = [
        (definition, view) for view in PERSPECTIVES for definition in found.definitions.values()
    ]
    asked += [(net, payer.name) for payer in found.scenario.payers]
    return [_measured(found, definition, view) for definition, view in asked]


def _measured(found: Report, definition: Definition, view: str) -> list[Content]:
    figures = found.measures[definition.name, view]
    shown = POUNDS if definition.in_pounds else DECIMAL
    numbers = (
        figures.base_case,
        figures.mean,
        figures.p2_5,
        figures.p50,
        figures.p97_5,
        figures.se,
    )
    chance = figures.probability_positive if definition.is_money else None
    return [definition.title, viewed(found, view), *(Cell(n, shown) for n in numbers), chance]


def _figures(figures: Estimate) -> list[Content]:
    return [figures.base_case, figures.mean, figures.p2_5, figures.p97_5, figures.se]


def _view(perspective: str) -> str:
    return f"as seen by {perspective}" if perspective == "society" else f"{perspective} view"
