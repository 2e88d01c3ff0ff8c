"""The sheet Business case: the Green Book's appraisal summary, and the NHS's boxes by their codes.

The boxes are those of NHS England's integrated impact assessment (``boxes.csv`` beside this), whose
sections are activity, service and finance.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from econ.methods.net_benefits import FUND_NOTHING
from econ.model.estimates import Estimate
from econ.model.perspectives import SOCIETY
from econ.pages import charts, page
from econ.pages.assumptions import structure
from econ.pages.style import LIKELIHOOD, ONE_DECIMAL, POUNDS, RIGHT, WHOLE, figure_format
from econ.pages.who_pays import EVERY_YEAR, viewed
from econ.palette import BLUE, GREY, ORANGE
from econ.reports import narrative, otherwise
from econ.reports.parts import (
    SPENT,
    Activity,
    Balance,
    activity,
    as_tried,
    balances,
    case_of,
    cost_profile,
    funding,
    people_reached,
)
from econ.reports.periods import periods
from econ.reports.report import Report, perspectives_shown, varies, with_interval
from econ.reports.scenarios import Tried
from econ.words import exact_money, listed, money, percent, rounded_number, started, unique, years

if TYPE_CHECKING:
    from econ.reports.sensitivity import Sensitivity

_LABEL, _NUMBER, _NARROWEST = 38.0, 17.0, 60.0
"""The widths of a label, of a number, and of the narrowest picture."""
_RETURNS = {
    **dict.fromkeys(("benefit_cost_ratio", "equivalent_annual_value"), "mean"),
    **dict.fromkeys(("internal_rate_of_return", "payback_year"), "p50"),
}
_INTERVAL, _THIS_RUN, _OPTIONS = "95% interval", "This run", 6
"""Options beside doing nothing that there is room for."""
RUNNING = (
    page.Column("Year of the running total", 14, key="Year"),
    *page.in_pounds("Mean", "95% interval from", "95% interval to"),
)


def business_case_sheet(found: Report, told: Sensitivity | None = None) -> page.Sheet:
    """Everything that a business case asks of the analysis; ``told`` adds switching values."""
    boxes = tuple(_boxes(found))
    return page.sheet_of(
        "Business case",
        "What does a business case need?",
        narrative.answer(found)[0],
        *page.alarm(narrative.alert(found)),
        *page.headed("The Green Book's appraisal summary", *_summary(found, told)),
        *_options(found),
        *page.headed("What is needed less (−: more), before it is valued", _physical(found)),
        *page.headed("Financial case and economic case, side by side", *_side_by_side(found)),
        *page.headed("The boxes of the NHS's integrated impact assessment", *boxes),
        note=f"Means of the draws, in {found.scenario.price_year} prices. Present values at "
        f"{found.scenario.discount.name} rates; what is told by year is undiscounted.",
    )


def _summary(found: Report, told: Sensitivity | None) -> Iterator[page.Notes]:
    """The lines of an appraisal summary table."""
    scenario = found.scenario
    view = SOCIETY if SOCIETY in scenario.perspectives else scenario.perspective
    net, ratio = found.measure("net_present_value", view), found.measure("benefit_cost_ratio", view)
    directions = narrative.unpriced_by_direction(found).items()
    unpriced = [f"{direction}: {labels}." for direction, labels in directions]
    known = "n/a: it bears no cost" if ratio.mean is None else f"{ratio.mean:.2f}"
    said = {
        "Net present social value": [f"{with_interval(net)}, view: {view}."],
        "Public cost": list(_public_cost(found)),
        "Benefit-cost ratio": [f"{known}, view: {view}."],
        "What has no price": [" ".join(unpriced) or "Nothing that is known."],
        "Risk": [" ".join([narrative.how_sure(found), *narrative.cautions(found)])],
        "Optimism bias": list(_optimism(found)) or ["No adjustment is applied."],
        "Switching values": narrative.would_change(told)[:1] if told else ["Not looked for."],
        "Time horizon": [_horizon(found)],
    }
    yield from (page.Notes(tuple(x), label=label) for label, x in said.items() if x)


def _public_cost(found: Report) -> Iterator[str]:
    for view in found.scenario.public_views[-1:]:
        case = case_of(found, view)
        spent, cash = (float(case[line] or 0.0) for line in (SPENT, "Saved in cash"))
        net = found.measure("net_present_value", view)
        yield (
            f"The public purse spends {money(abs(spent))} and saves {money(cash)} in cash; with "
            f"capacity freed, its net present value is {with_interval(net)}."
        )


def _optimism(found: Report) -> Iterator[str]:
    """The answer without each adjustment for optimism and with it, on the same draws."""
    for made in found.optimism:
        one, *more = made.factors
        named = f"{one.label} ({one.evidence or 'not graded'}, factor {one.mean:.4g})"
        ends = (money(made.without.mean), money(made.adjusted.mean))
        why = f" {one.note or one.source}".rstrip()
        said = f"{'All of them' if more else named}: net {ends[0]} without, {ends[1]} with."
        yield said if more else f"{said}{why}"


def _horizon(found: Report) -> str:
    labels, why = found.scenario.year_labels, found.scenario.about.get("years: why", "")
    last = f" to {labels[-1]}" if len(labels) > 1 else ""
    span = f"{started(years(len(labels)))}, {labels[0]}{last}."
    return f"{span} {why or 'Why so many is not said in the workbook.'}"


def _options(found: Report) -> tuple[page.Block, ...]:
    """The options as columns: doing nothing, the base case, and scenarios of the same view."""
    others = otherwise.in_view(found)
    if not others:
        return ()
    lines, left = (as_tried(found), *others)[:_OPTIONS], len(others) + 1 - _OPTIONS
    named = (started(FUND_NOTHING), _THIS_RUN, *(tried.scenario.name for tried in lines[1:]))
    columns = [page.Column("Option", _LABEL)]
    columns += [page.Column(name, _NUMBER, POUNDS) for name in unique(named)]
    view = f"view: {found.scenario.perspective}"
    rows: list[list[page.Content]] = [
        ["People reached", *(page.Cell(x, WHOLE) for x in (0.0, *(t.people for t in lines)))],
        [f"Cost, {view}", 0.0, *(t.costs.mean for t in lines)],
        [f"Return, {view}", 0.0, *(t.benefits.mean for t in lines)],
        ["Net present value", 0.0, *(t.net.mean for t in lines)],
        [_INTERVAL, *(page.Cell(x, look=RIGHT) for x in ("fixed", *(_ends(t) for t in lines)))],
        [
            "Chance of being better than doing nothing",
            "",
            *(page.Cell(t.net.probability_positive, LIKELIHOOD) for t in lines),
        ],
    ]
    more = [f"{left} more stand on the sheet Scenarios."] if left > 0 else []
    told = page.Notes((*otherwise.range_of_answers(found), *more))
    describes = "Cost, return and net of each option beside doing nothing: means, present values."
    table = page.tabled("Options", columns, rows, describes)
    return page.headed("The options, side by side", told, table)


def _ends(tried: Tried) -> str:
    net, most = tried.net, abs(tried.net.mean or 0.0)
    return f"{money(net.p2_5, most)} to {money(net.p97_5, most)}" if varies(net) else "fixed"


def _side_by_side(found: Report) -> tuple[page.Block, ...]:
    """The cases, with the running total beside them where there is room, else below."""
    cases, picture = _cases(found), _running(found)
    left = page.ROOM[True] - sum(page.widths(cases.columns))
    if left < _NARROWEST:
        return cases, page.Space(), picture
    return (page.Beside((cases,), picture, len(cases.columns)),)


def _cases(found: Report) -> page.Table:
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
        paying = [*zip(numbers, cases.values(), strict=True)]
        if not any(n is not None and case[SPENT] for n, case in paying):
            continue
        cells = (page.Cell(n if case[SPENT] else None, figure_format(of)) for n, case in paying)
        rows.append([f"{of.title} ({'mean' if figure == 'mean' else 'median'})", *cells])
    public = dict.fromkeys(found.scenario.public_views, "Financial case")
    kinds = {SOCIETY: "Economic case", **public}
    titles = [f"{kinds.get(view, 'View')}: {label}" for view, label in shown.items()]
    columns = [page.Column("Present value", _LABEL)]
    columns += [page.Column(title, _NUMBER, POUNDS) for title in titles]
    describes = "Cash, capacity, net by kind of value and returns, in each view."
    return page.tabled("Financial and economic case", columns, rows, describes)


def _running(found: Report) -> page.Chart:
    """The headline's money so far, year by year, with its band."""
    labels = found.scenario.year_labels
    made = page.Draft("Running total", RUNNING)
    for label, so_far in zip(labels, found.running, strict=True):
        made.row(label, label, so_far.mean, so_far.p2_5, so_far.p97_5)
    table, last = made.table("Net money so far, undiscounted, by year."), found.running[-1]
    looks = zip(RUNNING[1:], (BLUE, ORANGE, GREY), ("solid", "dash", "round_dot"), strict=True)
    series = tuple(
        charts.series(
            *(table, "Year", column.name),
            line={"color": colour, "width": 2.25, "dash_type": dash},
            marker={"type": "circle", "size": 5, "fill": {"color": colour}},
        )
        for column, colour, dash in looks
    )
    sets = {
        "title": charts.titled(f"Running total of net money, view: {found.scenario.perspective}"),
        "x_axis": {"name": "Year", "label_position": "low", **charts.NAMED},
        "y_axis": {
            "name": "Money so far",
            "major_gridlines": charts.GRID,
            **charts.NAMED,
            **charts.money_axis([y for x in found.running for y in (x.p2_5, x.p97_5) if y]),
        },
        "legend": charts.LEGEND,
    }
    words = f"Lines: net money so far by year, with its 95% band. At the end {with_interval(last)}."
    return page.Chart({"type": "line"}, series, sets, words, (charts.WIDEST, 250), table)


def _physical(found: Report) -> page.Table | page.Notes:
    """How much of each saving there is by year: visits, days, hours; each with its interval.

    The interval stands beside the mean where there is room, else below it.
    """
    labels = [*(period.label for period in periods(found.scenario.year_labels)), EVERY_YEAR]
    beside = _LABEL + 2 * _NUMBER * len(labels) <= page.ROOM[True]
    columns = [page.Column("Activity", _LABEL)]
    for label in labels:
        columns += [page.Column(label, _NUMBER, WHOLE)]
        columns += [page.Column(f"{label}, {_INTERVAL}", _NUMBER, look=RIGHT)] * beside
    rows: list[list[page.Content]] = []
    for made in activity(found):
        means, ends = _counted(made, len(labels))
        pairs = [cell for pair in zip(means, ends, strict=True) for cell in pair]
        rows += [[made.label, *pairs]] if beside else [[made.label, *means], [_INTERVAL, *ends]]
    if not rows:
        return page.Notes(("There is no saving, and so no activity to count.",))
    return page.tabled("Activity", columns, rows, "How much activity changes, by year.")


def _counted(made: Activity, many: int) -> tuple[list[page.Content], list[page.Content]]:
    """The means and the intervals of an activity, in so many columns."""
    every = (*made.by_period, *filter(None, [made.whole]))
    digits, blank = int(bool(made.makes)), [""] * (many - len(every))
    means = (page.Cell(of.mean, (WHOLE, ONE_DECIMAL)[digits]) for of in every)
    ends = (page.Cell(_range(of, digits), look=RIGHT) for of in every)
    return [*means, *blank], [*ends, *blank]


def _range(of: Estimate, digits: int) -> str:
    low, high = (rounded_number(end, digits) for end in (of.p2_5, of.p97_5))
    return f"{low} to {high}" if varies(of) else "fixed"


def _boxes(found: Report) -> Iterator[page.Notes]:
    """Each box that the run can fill, by its code; then those that are left."""
    said, left = dict(_filled(found)), []
    for box in page.listed_in("boxes.csv"):
        label = f"{box['code']} {box['box']}"
        if text := said.get(box["code"]):
            yield page.Notes((text,), label=label)
        else:
            left.append(label)
    yield page.Notes((f"{'; '.join(left)}.",), label="Left to say")


def _filled(found: Report) -> Iterator[tuple[str, str]]:
    """What this run says in each box; nothing where it cannot know."""
    about, people = found.scenario.about, people_reached(found)
    costs = found.means.where_outcome("cost")
    spent = -float(costs.present_value().total()[0])
    each = {balance.view: balance for balance in balances(found)}
    chosen = {of: which for of, which, _ in structure(found)}
    yield "A1", about.get("population", "")
    yield "A2", f"When people start: {chosen['When people start']}."
    yield "A3", "The table of what is needed less, above."
    yield "A4", f"Compared with: {chosen['Comparator']}."
    yield "A5", about.get("setting", "")
    yield "B2", narrative.who_benefits(found)
    yield "C1", "No tariff: unit values and their sources stand on Assumptions and sources."
    if people:
        yield "C2", f"{money(spent / people)} for each of {people:,.0f} people, present value."
    payers = [each[p.name] for p in found.scenario.payers if each[p.name].spent]
    yield "C3", " ".join(_balanced(found, x) for x in payers)
    views = [view for view in found.scenario.public_views if view in each]
    yield "C4", " ".join(_balanced(found, each[view]) for view in views)
    yield "C5", _funded(found)
    yield "C6", " ".join(narrative.answer(found)[2:])
    yield "C7", narrative.answer(found)[0]
    profile, labels = cost_profile(found)[-1], periods(found.scenario.year_labels)
    amounts = zip(labels, profile.by_period, strict=True)
    yield "C8", f"{'; '.join(f'{y.label} {exact_money(abs(x))}' for y, x in amounts)}."


def _balanced(found: Report, of: Balance) -> str:
    return (
        f"{viewed(found, of.view)}: spends {exact_money(abs(of.spent))}, saves "
        f"{exact_money(of.cash)} in cash and frees {exact_money(of.capacity)} as capacity; all "
        f"together {exact_money(of.total)}."
    )


def _funded(found: Report) -> str:
    paid = funding(found)
    parts = [f"{label} {percent(share)} ({exact_money(amount)})" for label, share, amount in paid]
    return f"Who pays for the programme: {listed(parts)}." if parts else "Nothing is spent."
