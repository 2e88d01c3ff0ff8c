"""Results in pounds: by payer and year, by outcome, by cohort, and what of it is cash."""

from __future__ import annotations

from econ.model.estimates import Estimate
from econ.model.measures import Definition
from econ.model.profiles import Profile
from econ.model.programme import PERSPECTIVES, Outcome
from econ.pages import charts
from econ.pages.page import (
    Block,
    Cell,
    Chart,
    Column,
    Content,
    Sheet,
    Space,
    Table,
    opening,
    sheet_of,
    tabled,
    widths,
)
from econ.pages.style import BLUE, DECIMAL, POUNDS, SHARE, Look
from econ.reports.report import ALL, BudgetLine, CohortLine, Report
from econ.words import money, years

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
BY_PAYER_AND_YEAR = (Column("Payer or view", 40), Column("Year", 12), *_MONEY)


def by_payer_and_year(found: Report) -> Sheet:
    """Money by payer and year, with totals by payer, year and view."""
    listed = payer_lines(found)
    table = tabled(
        "By payer and year",
        BY_PAYER_AND_YEAR,
        [[viewed(found, line.payer), _year(line), *_figures(line.impact)] for line in listed],
        "Money kept by each payer in each year, with totals by payer, year and perspective.",
        _whole_years(listed),
    )
    return sheet_of(
        table,
        "Budget impact: what each payer keeps or spends in each year.",
        f"Undiscounted, in {found.scenario.price_year} prices. {KEPT} {INTERVAL}",
        "The views of NHS and PSS, public sector and society overlap: do not add them up.",
        wide=False,
    )


def payer_lines(found: Report) -> list[BudgetLine]:
    """Budget lines in the order in which they are shown: each view's years, then its total."""
    listed = []
    for view in [payer.name for payer in found.scenario.payers] + [ALL, *PERSPECTIVES]:
        listed += [line for line in (*found.budget, *found.totals) if line.payer == view]
    return listed


def _whole_years(listed: list[BudgetLine]) -> list[int]:
    return [index for index, line in enumerate(listed) if line.year == ALL]


def _year(line: BudgetLine) -> str:
    return ALL_YEARS if line.year == ALL else line.year


def viewed(found: Report, view: str) -> str:
    """What readers see for a payer, a perspective or all payers."""
    if view == ALL:
        return ALL_PAYERS
    labels = {payer.name: payer.label for payer in found.scenario.payers}
    return f"View: {view}" if view in PERSPECTIVES else labels[view]


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


def by_outcome(found: Report) -> Sheet:
    """Present value by outcome and payer, and what each is made of."""
    scenario, rows, totals = found.scenario, list[list[Content]](), []
    for outcome in scenario.outcomes:
        own = _of_outcome(found, outcome)
        totals += [len(rows)] if len(own) > 1 else []
        rows += own
    said = opening(
        "By outcome",
        f"Present value over {years(scenario.years)}, all cohorts, discounted "
        f"({scenario.discount.name}), in {scenario.price_year} prices. {KEPT} {INTERVAL}",
        "Gross value is the size of every saving in the base case; costs have no part of it (n/a).",
        narrow=True,
    )
    describes = "Present value of each outcome and of each payer's part, and what it is made of."
    table = tabled("By outcome", BY_OUTCOME, rows, describes, totals)
    answers = "What each thing that changes is worth, to whom, and how it is worked out."
    blocks = (*said, table)
    return Sheet("By outcome", answers, widths(BY_OUTCOME), blocks, wide=True, across=2)


def _of_outcome(found: Report, outcome: Outcome) -> list[list[Content]]:
    """One row where one payer bears all; else a row of the whole and one for each part."""
    share, made = found.by_outcome.get(outcome.name), _made_of(found, outcome)

    def row(payer: str, figures: Estimate, kept: float) -> list[Content]:
        part = None if share is None else share * kept
        return [outcome.label, payer, *_figures(figures), part, *made]

    parts = [
        row(payer.label, found.outcome(outcome.name, payer.name), outcome.shares[payer.name])
        for payer in found.scenario.payers
        if outcome.shares.get(payer.name)
    ]
    return parts if len(parts) == 1 else [row(ALL_PAYERS, found.outcome(outcome.name), 1.0), *parts]


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


def without_a_price(found: Report) -> Sheet | None:
    """Impacts that are known and in no figure; ``None`` where there are none."""
    items = found.scenario.unmonetised
    rows = [[item.label, item.direction, item.evidence, item.source] for item in items]
    table = tabled("Without a price", UNPRICED, rows, "Impacts that could not be valued in money.")
    sheet = sheet_of(
        table,
        "What is known to change but is in none of the figures.",
        "What is known to change but could not be valued: it is in none of the figures.",
    )
    return sheet if items else None


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


def by_cohort(found: Report) -> Sheet:
    """Present values by cohort, equity-weighted beside unweighted, with a picture."""
    scenario = found.scenario
    society = scenario.perspective == "society"
    view = f"{'as seen by ' if society else ''}{scenario.perspective}{'' if society else ' view'}"
    said = opening(
        "By cohort",
        f"Present value over {years(scenario.years)}, {view}, "
        f"in {scenario.price_year} prices. {KEPT} {INTERVAL}",
        "An equity weight says what a pound to this group counts for beside a pound to the "
        "average person; 1 is neutral.",
    )
    lines = {
        line.cohort: _cohort(cohort.label, cohort.equity_weight, line)
        for line, cohort in zip(found.cohorts, scenario.cohorts, strict=True)
    }
    whole = {ALL: _cohort(ALL_COHORTS, None, _every_cohort(found))}
    describes = "Present values of each cohort, with and without equity weights."
    table = Table("By cohort", BY_COHORT, {**lines, **whole}, describes, frozenset({ALL}))
    chart = _cohort_chart(found, table)
    below: tuple[Block, ...] = (Space(), chart) if chart else ()
    answers = "Who gains: each group, with and without equity weights."
    return Sheet("By cohort", answers, widths(BY_COHORT), (*said, table, *below), wide=True)


def _every_cohort(found: Report) -> CohortLine:
    """All cohorts together; their people where each says how many."""
    names = ("benefits", "costs", "net_present_value", "equity_weighted_net_present_value")
    known = [line.people for line in found.cohorts if line.people is not None]
    people = sum(known) if len(known) == len(found.cohorts) else None
    return CohortLine(ALL, people, *(found.measure(name) for name in names))


def _cohort(label: str, weight: float | None, line: CohortLine) -> tuple[Content, ...]:
    net, weighted = line.net, line.equity_weighted
    each = net.mean / line.people if line.people and net.mean is not None else None
    figures = (net.base_case, net.mean, net.p2_5, net.p97_5, net.se, each)
    again = (weighted.mean, weighted.p2_5, weighted.p97_5)
    apart = (_less(net.mean, net.p2_5), _less(net.p97_5, net.mean))
    gross = (line.benefits.mean, line.costs.mean)
    return (label, line.people, *gross, *figures, weight, *again, *apart)


def _less(more: float | None, less: float | None) -> float | None:
    return None if more is None or less is None else more - less


def _cohort_chart(found: Report, table: Table) -> Chart | None:
    """The mean of each cohort with its interval and, where weights differ, weighted beside it."""
    shown = found.cohorts[: charts.MOST]
    rows = [line.cohort for line in shown]
    ends = [
        end
        for line in shown
        for end in (line.net.p2_5, line.net.mean, line.net.p97_5, line.equity_weighted.mean)
        if end is not None
    ]
    if not ends:
        return None
    weighted = any(cohort.equity_weight != 1 for cohort in found.scenario.cohorts)
    off = charts.error_bars(table, "Mean less low end", "High end less mean", rows)
    series: list[Look] = [
        {**charts.bars(table, "Net (mean)", rows), "fill": {"color": BLUE}, **off}
    ]
    if weighted:
        again = charts.bars(table, "Equity-weighted net (mean)", rows)
        series.append({**again, "pattern": charts.STRIPED})
    told = "; ".join(
        f"{found.scenario.label(line.cohort)} {money(line.net.mean)}" for line in shown
    )
    return charts.bar_chart(
        "Net present value of each cohort",
        "Mean of net present value; thin lines: 95% interval",
        charts.money_axis(ends),
        series,
        f"Bars: the mean of each cohort, with its 95% interval. {told}.",
        of="Cohort",
        legend=charts.LEGEND if weighted else charts.NO_LEGEND,
        size=(WIDE, charts.height(len(shown) * (1 + weighted))),
    )


CASH = (
    Column("Payer", 44),
    Column("Year", 12),
    Column("Everything", 16, POUNDS),
    Column("Releases or takes cash", 16, POUNDS),
    Column("Capacity", 16, POUNDS),
)


def cash_and_capacity(found: Report) -> Sheet:
    """The base case by payer and year, cash apart from capacity (C14)."""
    kept = {payer.name for payer in found.scenario.payers} | {ALL}
    listed = [line for line in payer_lines(found) if line.payer in kept]
    rows: list[list[Content]] = []
    for line in listed:
        whole = line.impact.base_case or 0.0
        rows.append([viewed(found, line.payer), _year(line), whole, line.cash, whole - line.cash])
    describes = "The base case of each payer in each year: cash, capacity and both together."
    table = tabled("Cash and capacity", CASH, rows, describes, _whole_years(listed))
    said = opening(
        "Cash-releasing",
        f"Base case, undiscounted, in {found.scenario.price_year} prices. {KEPT}",
        "An average cost is not cash saved: one visit fewer frees staff, beds and time for "
        "other people, and the bill is the same unless something is closed or not bought. "
        "Nothing here is called a saving to a budget unless its outcome is marked as "
        "releasing cash, and then only from the year in which it can be released. The rest "
        "is capacity: worth having, but it pays no invoice. Money spent on the programme is "
        "cash.",
    )
    answers = "How much of it a budget could spend again, and how much is capacity."
    return Sheet("Cash-releasing", answers, widths(CASH), (*said, table))


MEASURED = (
    Column("Measure"),
    Column("View"),
    Column("Base case", shown=DECIMAL),
    Column("Mean", shown=DECIMAL),
    Column("95% interval from", shown=DECIMAL),
    Column("Median", shown=DECIMAL),
    Column("95% interval to", shown=DECIMAL),
    Column("Monte Carlo standard error", shown=DECIMAL),
    Column("Chance above 0", shown=SHARE),
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
