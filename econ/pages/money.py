"""Results in pounds: by payer and year, by outcome, by cohort, and what of it is cash."""

from __future__ import annotations

from econ.model.estimates import ROUNDING, Estimate
from econ.model.measures import Definition
from econ.model.perspectives import SOCIETY
from econ.model.profiles import Profile
from econ.model.programme import Outcome
from econ.model.scenario import Scenario
from econ.pages import charts, page
from econ.pages.style import DECIMAL, SHARE, figure_format
from econ.palette import BLUE
from econ.reports.report import (
    ALL,
    HAD_IT_PAID,
    BudgetLine,
    CohortLine,
    Report,
    perspectives_shown,
)
from econ.words import money, years

WIDE = 1_500
ALL_YEARS, ALL_PAYERS, ALL_COHORTS = "All years", "All payers", "All cohorts"
_INTERVAL = ("95% interval from", "95% interval to", "Monte Carlo standard error")
_MONEY = page.in_pounds("Mean", *_INTERVAL)
KEPT = "Positive is money kept, negative is money spent or harm."
INTERVAL = "The 95% interval is from the 2.5th to the 97.5th percentile of the draws."
BY_PAYER_AND_YEAR = (
    *(page.Column("Payer or view", 46), page.Column("Year", 12), *_MONEY),
    *page.in_pounds("Of the mean: cash", "Of the mean: capacity"),
)
BY_OUTCOME = (
    page.Column("Outcome", 54),
    page.Column("Payer", 36),
    *_MONEY,
    page.Column("Share of gross value", 12, SHARE),
    page.Column("Direction", 10),
    page.Column("Kind of value", 10),
    page.Column("What it counts", 26),
    page.Column("How much of it, for each cohort", 110),
    page.Column("Valued by", 30),
    page.Column("Over time", 22),
)
UNPRICED = (
    page.Column("Impact without a price", 36),
    page.Column("Direction", 12),
    page.Column("What is known", 60),
    page.Column("Source", 60),
)
BY_COHORT = (
    page.Column("Cohort", 36),
    page.Column("People", 10, "#,##0"),
    *page.in_pounds("Benefits (mean)", "Costs (mean)", "Net (mean)"),
    *page.in_pounds("95% interval from", "95% interval to"),
    *page.in_pounds("Monte Carlo standard error", width=12),
    *page.in_pounds("Cost per person (mean)", "Net per person (mean)", width=12),
    *page.in_pounds("Mean less low end", "High end less mean"),
)
WEIGHTED = (
    page.Column("Equity weight", 9, DECIMAL),
    *page.in_pounds("Equity-weighted net (mean)", "Weighted, 95% from", "Weighted, 95% to"),
)
MEASURED = (
    page.Column("Measure"),
    page.Column("View"),
    *(page.Column(heading, shown=DECIMAL) for heading in ("Mean", "95% interval from")),
    *(page.Column(heading, shown=DECIMAL) for heading in ("Median", *_INTERVAL[1:])),
    page.Column("Chance above 0", shown=SHARE),
)


def by_payer_and_year(found: Report) -> page.Sheet:
    """Money by payer and year, with totals by payer, year and view."""
    listed, rows = payer_lines(found), list[list[page.Content]]()
    for line in listed:
        whole = line.impact.mean or 0.0
        rest = whole - line.cash if abs(whole - line.cash) > ROUNDING * abs(whole) else 0.0
        figures = (*_figures(line.impact), line.cash, rest)
        rows.append([viewed(found, line.payer), _year(line), *figures])
    describes = "Money kept by each payer in each year, with totals by payer, year and perspective."
    return page.sheet_of(
        page.tabled("By payer and year", BY_PAYER_AND_YEAR, rows, describes, _whole_years(listed)),
        "Budget impact: what each payer keeps or spends in each year, in cash and in capacity.",
        f"Undiscounted, in {found.scenario.price_year} prices. {KEPT} {INTERVAL}",
        "Views overlap: do not add them up. Had it paid: less the programme's costs others bear.",
        "An average cost is not cash saved: one visit fewer frees staff, beds and time for other "
        "people. Only what is marked as releasing cash, from its year on, and money spent on the "
        "programme are cash; the rest is capacity: worth having, but it pays no invoice.",
        wide=False,
    )


def payer_lines(found: Report) -> list[BudgetLine]:
    """Budget lines in the order in which they are shown: each view's years, then its total."""
    views = [*(payer.name for payer in found.scenario.payers), ALL]
    views += [view + how for view in perspectives_shown(found) for how in ("", HAD_IT_PAID)]
    lines = [*found.budget, *found.totals]
    return [line for view in views for line in lines if line.payer == view]


def _whole_years(listed: list[BudgetLine]) -> list[int]:
    return [index for index, line in enumerate(listed) if line.year == ALL]


def _year(line: BudgetLine) -> str:
    return ALL_YEARS if line.year == ALL else line.year


def viewed(found: Report, view: str) -> str:
    """What readers see for a payer, a perspective or all payers."""
    if view == ALL:
        return ALL_PAYERS
    seen, paid, _ = view.partition(HAD_IT_PAID)
    if seen in found.scenario.perspectives:
        return f"View: {perspectives_shown(found).get(seen, seen)}{paid}"
    return {payer.name: payer.label for payer in found.scenario.payers}[view]


def by_outcome(found: Report) -> page.Sheet:
    """Present value by outcome and payer, and what each is made of."""
    scenario, rows, totals = found.scenario, list[list[page.Content]](), []
    nothing = "; ".join(o.label for o in scenario.outcomes if o.name in found.left_out)
    for outcome in [o for o in scenario.outcomes if o.name not in found.left_out]:
        own = _of_outcome(found, outcome)
        totals += [len(rows)] if len(own) > 1 else []
        rows += own
    describes = "Present value of each outcome and of each payer's part, and what it is made of."
    return page.sheet_of(
        page.tabled("By outcome", BY_OUTCOME, rows, describes, totals),
        "What each thing that changes is worth, to whom, and how it is worked out.",
        f"Present value over {years(scenario.years)}, all cohorts, discounted "
        f"({scenario.discount.name}), in {scenario.price_year} prices. {KEPT} {INTERVAL}",
        "Gross value is the size of every saving's mean; costs have no part of it (n/a).",
        *filter(None, [nothing and f"Counted as nothing here, by a number that is 0: {nothing}."]),
        across=2,
    )


def _of_outcome(found: Report, outcome: Outcome) -> list[list[page.Content]]:
    """One row where one payer bears all; else a row of the whole and one for each part."""
    share, scenario = found.by_outcome.get(outcome.name), found.scenario
    made = (
        *(outcome.direction, outcome.value_class, outcome.counts or "not said"),
        outcome.quantity.sentence(lambda name: scenario[name].label),
        scenario[outcome.unit_value].label,
        over_time(scenario.profiles[outcome.profile]),
    )

    def row(payer: str, figures: Estimate, kept: float) -> list[page.Content]:
        part = None if share is None else share * kept
        return [outcome.label, payer, *_figures(figures), part, *made]

    parts = [
        row(payer.label, found.outcome(outcome.name, payer.name), outcome.shares[payer.name])
        for payer in scenario.payers
        if outcome.shares.get(payer.name)
    ]
    return parts if len(parts) == 1 else [row(ALL_PAYERS, found.outcome(outcome.name), 1.0), *parts]


def over_time(profile: Profile) -> str:
    """A time profile in words.

    >>> over_time(Profile("x", "involved", "entry", ("leaving_rate",)))
    "involved, from each person's start"
    """
    clock = "from each person's start" if profile.clock == "entry" else "by the calendar"
    return f"{profile.kind}, {clock}"


def without_a_price(found: Report) -> page.Sheet | None:
    """Impacts that are known and in no figure; ``None`` where there are none."""
    items = found.scenario.unmonetised
    rows = [[item.label, item.direction, item.evidence, item.source] for item in items]
    describes = "Impacts that could not be valued in money."
    made = page.sheet_of(
        page.tabled("Without a price", UNPRICED, rows, describes),
        "What is known to change but is in none of the figures.",
        "What is known to change but could not be valued: it is in none of the figures.",
    )
    return made if items else None


def by_cohort(found: Report) -> page.Sheet:
    """Present values by cohort, equity-weighted beside unweighted, with a picture."""
    scenario = found.scenario
    society = scenario.perspective == SOCIETY
    view = f"{'as seen by ' if society else ''}{scenario.perspective}{'' if society else ' view'}"
    lines = {
        line.cohort: _cohort(cohort.label, cohort.equity_weight, line)
        for line, cohort in zip(found.cohorts, scenario.cohorts, strict=True)
    }
    lines[ALL] = _cohort(ALL_COHORTS, None, _every_cohort(found))
    describes = "Present values of each cohort, and what it costs and keeps a person."
    weighed = _weighed(scenario)
    columns = BY_COHORT + WEIGHTED * weighed
    shown = {cohort: line[: len(columns)] for cohort, line in lines.items()}
    table = page.Table("By cohort", columns, shown, describes, frozenset({ALL}))
    chart = _cohort_chart(found, table)
    says = (
        "An equity weight says what a pound to this group counts for beside a pound to the "
        "average person; 1 is neutral."
    )
    return page.sheet_of(
        table,
        f"Who gains: each group{', with and without equity weights' if weighed else ''}.",
        f"Present value over {years(scenario.years)}, {view}, "
        f"in {scenario.price_year} prices. {KEPT} {INTERVAL}",
        says if weighed else "No group is weighted.",
        below=(page.Space(), chart) if chart else (),
    )


def _weighed(scenario: Scenario) -> bool:
    return any(cohort.equity_weight != 1 for cohort in scenario.cohorts)


def _every_cohort(found: Report) -> CohortLine:
    """All cohorts together; their people where each says how many."""
    names = ("benefits", "costs", "net_present_value", "equity_weighted_net_present_value")
    known = [line.people for line in found.cohorts if line.people is not None]
    people = sum(known) if len(known) == len(found.cohorts) else None
    return CohortLine(ALL, people, *(found.measure(name) for name in names))


def _cohort(label: str, weight: float | None, line: CohortLine) -> tuple[page.Content, ...]:
    net, weighted = line.net, line.equity_weighted
    each = (_each(line.costs.mean, line.people), _each(net.mean, line.people))
    again = (weight, weighted.mean, weighted.p2_5, weighted.p97_5)
    apart = (_less(net.mean, net.p2_5), _less(net.p97_5, net.mean))
    gross = (line.benefits.mean, line.costs.mean)
    told = (label, line.people, *gross, net.mean, net.p2_5, net.p97_5, net.se, *each)
    return (*told, *apart, *again)


def _each(amount: float | None, people: float | None) -> float | None:
    return amount / people if people and amount is not None else None


def _less(more: float | None, less: float | None) -> float | None:
    return None if more is None or less is None else more - less


def _cohort_chart(found: Report, table: page.Table) -> page.Chart | None:
    """The mean of each cohort with its interval and, where weights differ, weighted beside it."""
    shown = found.cohorts[: charts.MOST]
    rows = [line.cohort for line in shown]
    drawn = [(x.net.p2_5, x.net.mean, x.net.p97_5, x.equity_weighted.mean) for x in shown]
    ends = [end for line in drawn for end in line if end is not None]
    if not ends:
        return None
    weighted = _weighed(found.scenario)
    off = charts.error_bars(table, "Mean less low end", "High end less mean", rows)
    series = [charts.bars(table, "Net (mean)", rows, fill={"color": BLUE}, **off)]
    if weighted:
        again = "Equity-weighted net (mean)"
        series.append(charts.bars(table, again, rows, pattern=charts.STRIPED))
    label = found.scenario.label
    told = "; ".join(f"{label(line.cohort)} {money(line.net.mean)}" for line in shown)
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


def measured(found: Report) -> list[list[page.Content]]:
    """Every measure in every perspective that differs, and each payer's net present value."""
    net = found.definitions["net_present_value"]
    every = found.definitions.values()
    asked = [
        (definition, view)
        for view in perspectives_shown(found)
        for definition in every
        if definition.name != "net_present_value_had_it_paid" or found.had_it_paid(view)
    ]
    asked += [(net, payer.name) for payer in found.scenario.payers]
    return [_measured(found, definition, view) for definition, view in asked]


def _measured(found: Report, definition: Definition, view: str) -> list[page.Content]:
    kept = found.measures[definition.name, view]
    shown = figure_format(definition)
    numbers = (kept.mean, kept.p2_5, kept.p50, kept.p97_5, kept.se)
    chance = kept.probability_positive if definition.is_money else None
    return [definition.title, viewed(found, view), *(page.Cell(n, shown) for n in numbers), chance]


def _figures(figures: Estimate) -> list[page.Content]:
    return [figures.mean, figures.p2_5, figures.p97_5, figures.se]
