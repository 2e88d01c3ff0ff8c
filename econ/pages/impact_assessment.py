"""The sheet Impact assessment: the boxes of an NHS integrated impact assessment, from the run.

Activity, service, finance, cost to the commissioner against the NHS as a whole, funding, risk,
value for money and cost profile, in that order.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from econ.model.perspectives import SOCIETY
from econ.pages import page
from econ.pages.money import KEPT, viewed
from econ.pages.style import DECIMAL, POUNDS, WHOLE, figure_format
from econ.reports import narrative
from econ.reports.parts import SPENT, activity, balances, case_of, cost_profile, funding
from econ.reports.pictures import by_payer, by_view, periods
from econ.reports.report import Report, perspectives_shown
from econ.words import exact_money, listed, percent, years

if TYPE_CHECKING:
    from econ.reports.sensitivity import Sensitivity

_SHEET = "Impact assessment"
_LABELS, _NUMBERS, _FEWEST = 58.0, 16.0, 5
"""The widths of a label and of a number, and the fewest columns of numbers."""
_RETURNS = {
    **dict.fromkeys(("benefit_cost_ratio", "equivalent_annual_value"), "mean"),
    **dict.fromkeys(("internal_rate_of_return", "payback_year"), "p50"),
}


def impact_sheet(found: Report, sensitivity: Sensitivity | None = None) -> page.Sheet:
    """Every box, from the top; ``sensitivity`` adds to risk what would change the answer."""
    scenario = found.scenario
    title, notes, space = page.opening(
        _SHEET,
        f"The boxes of an NHS integrated impact assessment, over {years(scenario.years)} from "
        f"{scenario.year_labels[0]}, in {scenario.price_year} prices. {KEPT}",
    )
    turned = narrative.would_change(sensitivity) if sensitivity is not None else []
    risks = narrative.answer(found, sensitivity)[2:] + turned + narrative.cautions(found)
    blocks = (
        *(title, notes, *page.alarm(narrative.alert(found)), space),
        *_activity(found),
        *_service(found),
        *_finance(found),
        *_commissioner(found),
        *_funding(found),
        page.PageBreak(),
        *_box("6. Risk", risks),
        *_optimism(found),
        *_value(found),
        *_profile(found),
    )
    columns = max(len(periods(scenario.year_labels)) + 2, _FEWEST)
    answers = "The boxes of an NHS impact assessment, filled from this run."
    return page.Sheet(_SHEET, answers, (_LABELS, *[_NUMBERS] * columns), blocks, heads="")


def _box(
    title: str,
    sentences: Sequence[str],
    columns: Sequence[page.Column] = (),
    rows: Sequence[Sequence[page.Content]] = (),
    describes: str = "",
    totals: Sequence[int] = (),
) -> tuple[page.Block, ...]:
    """The heading of a box, what is said in it, and its table where it has one."""
    said = page.Notes(tuple(filter(None, sentences)))
    table = [page.tabled(f"{_SHEET}: {title}", columns, rows, describes, totals)] if rows else []
    return page.headed(title, said, *table)


def _by_period(found: Report, shown: str) -> list[page.Column]:
    labels = [period.label for period in periods(found.scenario.year_labels)]
    return [page.Column(label, shown=shown) for label in [*labels, "All years"]]


def _activity(found: Report) -> tuple[page.Block, ...]:
    said = (
        "What would be done or needed less (−: more), in numbers, means: the quantity "
        "behind each saving, before it is valued."
    )
    rows: list[list[page.Content]] = [[x.label, *x.by_period, x.total] for x in activity(found)]
    none = "" if rows else "There is no saving, and so no activity to count."
    columns = [page.Column("Activity, and what it counts"), *_by_period(found, WHOLE)]
    return _box("1. Activity", [said, none], columns, rows, "How much activity changes, by year.")


def _service(found: Report) -> tuple[page.Block, ...]:
    known = [line.people for line in found.cohorts if line.people is not None]
    reached = f"{sum(known):,.0f} people, in {len(found.cohorts)} groups." if known else ""
    setting = found.scenario.about.get("setting", "")
    return _box("2. Service", [setting, reached, narrative.cash(found), narrative.unpriced(found)])


def _finance(found: Report) -> tuple[page.Block, ...]:
    said = "Budget impact: the mean for each payer, undiscounted. Views overlap: do not add."
    payers, views = by_payer(found), by_view(found)
    rows: list[list[page.Content]] = [[own.label, *own.by_period, own.total] for own in payers]
    rows += [[f"View: {own.label}", *own.by_period, own.total] for own in views]
    columns = [page.Column("Payer or view"), *_by_period(found, POUNDS)]
    describes = "Mean money kept by each payer in each year, and by view."
    return _box("3. Finance", [said], columns, rows, describes, range(len(payers), len(rows)))


def _commissioner(found: Report) -> tuple[page.Block, ...]:
    said = (
        "Read the commissioner's own line against those of the views: what one budget "
        "spends, another may keep. Means, all years, undiscounted."
    )
    rows: list[list[page.Content]] = [
        [viewed(found, own.view), own.spent, own.cash, own.capacity, own.total]
        for own in balances(found)
    ]
    kept = page.in_pounds(
        "Spent on the programme", "Saved in cash", "Capacity freed", "All together"
    )
    return _box(
        "4. Cost to the commissioner against the NHS as a whole",
        [said],
        [page.Column("Payer or view"), *kept],
        rows,
        "What each payer spends, saves in cash and frees as capacity.",
        range(len(found.scenario.payers), len(rows)),
    )


def _funding(found: Report) -> tuple[page.Block, ...]:
    paid = funding(found)
    parts = [f"{label} {percent(share)} ({exact_money(amount)})" for label, share, amount in paid]
    said = f"Who pays for the programme: {listed(parts)}." if parts else "Nothing is spent."
    return _box("5. Funding", [said])


def _optimism(found: Report) -> tuple[page.Block, ...]:
    """The answer without each adjustment for optimism and with it, on the same draws."""
    title = "Optimism bias"
    rows: list[list[page.Content]] = []
    for made in found.optimism:
        one, *more = made.factors
        label = f"{one.label} ({one.evidence or 'not graded'}): {one.note or one.source}"
        factor = page.Cell(None if more else one.mean, DECIMAL)
        net = made.without.mean, made.adjusted.mean
        rows.append(["All of them" if more else label, factor, *net])
    if not rows:
        return _box(title, ["None applied."])
    said = "Net present value, mean of the same draws, without each adjustment and with it."
    columns = [page.Column("Adjustment, its evidence and reason"), page.Column("Factor, 1: none")]
    return _box(title, [said], [*columns, *page.in_pounds("Without", "With")], rows, said)


def _value(found: Report) -> tuple[page.Block, ...]:
    """The financial case of public money, cash first, beside the economic case of society."""
    shown = perspectives_shown(found)
    cases = {view: case_of(found, view) for view in shown}
    rows: list[list[page.Content]] = []
    for line in next(iter(cases.values())):
        amounts = [case[line] for case in cases.values()]
        if any(amount and not isinstance(amount, str) for amount in amounts):
            rows.append([line, *amounts])
    for name, figure in _RETURNS.items():
        of, found_in = found.definitions[name], (found.measure(name, view) for view in cases)
        numbers = [getattr(answer, figure) for answer in found_in]
        paying = zip(numbers, cases.values(), strict=True)
        cells = (page.Cell(n if case[SPENT] else None, figure_format(of)) for n, case in paying)
        rows.append([of.title, *cells])
    rate = found.definitions["internal_rate_of_return"]
    said = [
        f"Present values, {found.scenario.discount.name} rate; means, and medians of the last two.",
        "Financial cases are of public money, cash first; the economic case is of everyone.",
        f"n/a: returns need a view that bears costs; a rate of return, {rate.needs}.",
    ]
    public = dict.fromkeys(found.scenario.public_views, "Financial case")
    kinds = {SOCIETY: "Economic case", **public}
    titles = [f"{kinds.get(view, 'View')}: {label}" for view, label in shown.items()]
    columns = [
        page.Column("Present value"),
        *(page.Column(title, shown=POUNDS) for title in titles),
    ]
    describes = "Cash, capacity, net by kind of value and returns, in each view."
    return _box("7. Financial case and economic case", said, columns, rows, describes)


def _profile(found: Report) -> tuple[page.Block, ...]:
    said = "What is spent in each year, means, undiscounted."
    rows: list[list[page.Content]] = [[x.label, *x.by_period, x.total] for x in cost_profile(found)]
    columns = [page.Column("Cost"), *_by_period(found, POUNDS)]
    describes = "What the programme costs in each year."
    return _box("8. Cost profile", [said], columns, rows, describes, [len(rows) - 1])
