"""The sheets of scenarios side by side: Scenarios, Why they differ, By payer, their average.

And the sheet Scenarios of a run: what its workbook asked to be tried beside the base case.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from econ.analysis.comparison import Comparison, ComparisonLine, ModelAverage
from econ.analysis.difference import Difference, Part
from econ.model.distributions import Z_95
from econ.model.estimates import Estimate
from econ.model.measures import HEADLINE
from econ.model.scenario import Scenario
from econ.pages import charts, page
from econ.pages.how_sure import INTERVAL
from econ.pages.live.formulas import rounded, total
from econ.pages.style import CHANCE, EXACT_SHARE, LIKELIHOOD, POUNDS, WHOLE, figure_format
from econ.pages.who_pays import KEPT
from econ.palette import BLUE
from econ.reports import otherwise
from econ.reports.parts import as_tried
from econ.reports.report import Report
from econ.words import NOT_AVAILABLE, in_prices_of, money, percent, started

DIGITS = 6
"""Decimals of the length of an error bar: what rounding leaves of 0 is 0."""
SAME_DRAWS = (
    "All scenarios share their draws: a difference is taken draw by draw, so that its interval "
    "holds only what the two do not have in common."
)
_ESTIMATE = (
    *page.in_pounds("Mean", "95% interval from", "95% interval to", width=12),
    *page.in_pounds("Monte Carlo standard error", width=12),
    page.Column("Chance above 0", 10, CHANCE),
)
_DIFFERENCE = (
    *page.in_pounds("Difference to the first (mean)"),
    *page.in_pounds("Difference, 95% from", "Difference, 95% to", width=12),
    *page.in_pounds("Monte Carlo standard error of it", width=12),
    page.Column("Chance of being better", 10, CHANCE),
    page.Column("Chance of being worse", 10, CHANCE),
)
_REACH = page.in_pounds("Mean less lower end", "Upper end less mean", width=12)
SCENARIOS = (
    page.Column("Scenario", 34),
    page.Column("In words", 50),
    *_ESTIMATE,
    *_REACH,
    *_DIFFERENCE,
)
BY_PAYER = (
    page.Column("Payer or view", 30),
    page.Column("Scenario", 30),
    page.Column("Measure", 22),
    *_ESTIMATE,
    *_DIFFERENCE,
)
AVERAGED = (
    page.Column("Scenario", 46),
    page.Column("Weight", 10, EXACT_SHARE),
    *_ESTIMATE,
    *_REACH,
)
TRIED = (
    page.Column("Scenario", 27),
    page.Column("What differs, and why it was tried", 84),
    page.Column("People", 8, WHOLE),
    *page.in_pounds("Cost", "Return", "Net", "Net, 95% from", "Net, 95% to", width=8),
    page.Column("Chance of paying for itself", 10, LIKELIHOOD),
)


@dataclass(frozen=True, slots=True)
class Names:
    """What readers see for scenarios and views; ``stories`` is empty where none is known."""

    title: str
    first: str
    views: Mapping[str, str]
    stories: Mapping[str, str]

    @classmethod
    def of(cls, comparison: Comparison, scenarios: Sequence[Scenario]) -> Names:
        """The names of a comparison, whose scenarios stand in the same order."""
        first, others = comparison.scenarios[0], len(comparison.scenarios) - 1
        labels = {}
        if scenarios:
            labels = {view: f"View: {view}" for view in scenarios[0].perspectives}
            labels |= {payer.name: payer.label for payer in scenarios[0].payers}
        stories = zip(comparison.scenarios, scenarios, strict=False)
        return cls(
            title=f"{first} beside {others} other scenarios" if others else first,
            first=first,
            views=labels,
            stories={name: _story(scenario) for name, scenario in stories},
        )

    def view(self, view: str) -> str:
        """A payer, a perspective, or each scenario's own headline view."""
        if view == HEADLINE:
            return "Each scenario's own view"
        return self.views.get(view, view)


def _story(scenario: Scenario) -> str:
    """Why there is this scenario, or else what it changes."""
    if scenario.why:
        return started(f"{scenario.why.rstrip('.')}.")
    changed = [change.what for change in scenario.changes]
    return f"Changed: {'; '.join(changed)}." if changed else ""


def each_scenario(found: Comparison, names: Names) -> page.Sheet:
    """Each scenario's first measure beside the others'."""
    headline = found.lines[0]
    asked = (headline.measure, headline.view, headline.cohort)
    lines = [line for line in found.lines if (line.measure, line.view, line.cohort) == asked]
    measure, view = headline.measure.title, names.view(headline.view)
    made = page.Draft("Scenarios", SCENARIOS)
    for line in lines:
        figures, row = _figures(line), line.scenario
        said = f"{names.stories.get(row, '')} {_compared(line, names.first)}".strip()
        made.row(row, row, said, *figures[:5])
        made.row(row, *_reach(made, row, line.estimate), *figures[5:])
    table = made.table("Each scenario, and how it differs from the first.")
    title = f"{measure} of each scenario: mean and 95% interval"
    return page.sheet_of(
        "Scenarios",
        "What does each scenario come to, and how does it differ from the first?",
        f"{measure}, {view[:1].lower()}{view[1:]}; {found.draws:,} draws. {INTERVAL} "
        f"{KEPT if headline.measure.is_money else ''}".strip(),
        *_interval_chart(table, [line.estimate for line in lines], title),
        table,
        note=f"Differences are to “{names.first}”. {SAME_DRAWS} {_prices(found)}",
    )


def _prices(found: Comparison) -> str:
    return in_prices_of(found.price_year)


def _compared(line: ComparisonLine, first: str) -> str:
    """How a scenario differs from the first, in a sentence."""
    if line.difference is None:
        return "The others are compared with it."
    gap = line.difference.mean
    if gap is None:
        return f"There is no figure to compare with “{first}”."
    if not line.measure.is_money:
        return f"Better than “{first}” with a chance of {percent(line.better)}."
    than = f"{'more' if gap >= 0 else 'less'} than “{first}”"
    return f"{money(abs(gap))} {than}; better with a chance of {percent(line.better)}."


def _reach(made: page.Draft, row: str, found: Estimate) -> list[page.Content]:
    """How far the interval reaches from the mean, as formulas: the lengths of the error bars."""
    if found.mean is None or found.p2_5 is None or found.p97_5 is None:
        return [None, None]
    ends = ("Mean", "95% interval from", "95% interval to")
    mean, low, high = (made.cell(row, column) for column in ends)
    return [rounded(mean - low, DIGITS), rounded(high - mean, DIGITS)]


def _figures(line: ComparisonLine) -> list[page.Content]:
    """An estimate, and the difference to the first, in the measure's unit."""
    shown = figure_format(line.measure)
    gap, error = line.difference, line.difference_errors
    own = [page.Cell(x, shown) for x in _estimate(line.estimate, line.errors.mean)]
    apart = (gap.mean, gap.p2_5, gap.p97_5) if gap else (None, None, None)
    differing = [page.Cell(x, shown) for x in (*apart, error.mean if error else None)]
    above = line.estimate.probability_positive if line.measure.is_money else None
    return [*own, above, *differing, line.better, line.worse]


def _estimate(found: Estimate, se: float | None) -> list[float | None]:
    return [found.mean, found.p2_5, found.p97_5, se]


def _interval_chart(
    table: page.Table, shown: Sequence[Estimate], title: str
) -> tuple[page.Chart, ...]:
    """Bars of means, with error bars as long as the 95% intervals; none where no mean exists."""
    drawn = [estimate for estimate in shown if estimate.mean is not None]
    if not drawn:
        return ()
    ends = [x for e in drawn for x in (e.p2_5, e.mean, e.p97_5) if x is not None]
    reach = charts.error_bars(table, *(column.name for column in _REACH))
    said = [
        f"{row[0]}: {money(e.mean)} ({money(e.p2_5)} to {money(e.p97_5)})"
        for row, e in zip(table.rows, shown, strict=True)
    ]
    chart = charts.bar_chart(
        title,
        "Bars: mean. Thin lines: 95% interval",
        charts.money_axis(ends),
        [charts.bars(table, "Mean", fill={"color": BLUE}, **reach)],
        f"Bars are means, thin lines 95% intervals. {'; '.join(said)}.",
        of="Scenario",
        size=(charts.WIDEST, charts.height(len(shown))),
    )
    return (chart,)


def why_they_differ(found: Sequence[Difference], names: Names) -> page.Sheet:
    """Each difference split over the changes behind it, with a column for each payer."""
    sampled = any(explanation.orders for explanation in found)
    measure = found[0].measure.label
    columns = (
        page.Column("Scenario", 34),
        page.Column("What was changed", 46),
        page.Column(f"In “{names.first}”", 28),
        page.Column("In this scenario", 30),
        *page.in_pounds("Worth", width=13),
        *(page.in_pounds("Error of that, ±", width=12) if sampled else ()),
        *(page.Column(names.view(x), 13, POUNDS, key=f"to {x}") for x in found[0].payers),
    )
    made = page.Draft("Why they differ", columns)
    wholes = [f"scenario {place}" for place in range(len(found))]
    for row, explanation in zip(wholes, found, strict=True):
        _explained(made, row, explanation, sampled)
    return page.sheet_of(
        "Why they differ",
        "Which changes make the difference, and for whom?",
        f"The difference in {measure} from “{names.first}”, every number at its mean (the central "
        "case), split over what was changed: in bold the whole, which the parts below it add up "
        "to, line by line and for each payer. What a change is worth depends on which others are "
        "made before it; this is "
        "its mean worth over all orders (Shapley).",
        made.table("What each change is worth, to the whole and to each payer.", wholes),
        note="It is not the difference between the means of the sheet Scenarios: that stands "
        f"there. {in_prices_of(found[0].price_years[1])}",
    )


def _explained(made: page.Draft, whole: str, found: Difference, sampled: bool) -> None:
    """The difference, as the sum of its parts, and the parts below it."""
    keys = [f"{whole}, part {place}" for place in range(len(found.parts))]
    told = "All changes together" if keys else "Nothing: the two are alike"
    made.row(whole, found.other, told, _amount(found.at_base), _amount(found.at_other))
    for key, part in zip(keys, found.parts, strict=True):
        made.row(key, *_part(found, part, sampled))
    worth = {"Worth": found.difference} | {f"to {x}": y for x, y in found.payers.items()}
    first, *payers = [
        total(made.down(column, keys)) if keys and value is not None else value
        for column, value in worth.items()
    ]
    made.row(whole, first, *([None] if sampled else []), *payers)


def _amount(figure: float | None) -> str:
    return NOT_AVAILABLE if figure is None else f"net {money(figure)}"


def _part(found: Difference, part: Part, sampled: bool) -> list[page.Content]:
    half = None if part.se is None else Z_95 * part.se
    payers = [part.payers[payer] for payer in found.payers]
    ends = [part.before, part.after]
    if part.verb == "reprofile":  # profiles have names and no labels
        ends = [end.replace("_", " ") for end in ends]
    return [found.other, part.what, *ends, part.estimate, *([half] if sampled else []), *payers]


def for_each_payer(found: Comparison, names: Names) -> page.Sheet:
    """Every measure for every payer of its view."""
    rows: list[list[page.Content]] = []
    for line in found.lines:
        measure = line.measure.title + (f", {line.cohort}" if line.cohort else "")
        rows.append([names.view(line.view), line.scenario, measure, *_figures(line)])
    described = "Each scenario for each payer, and how it differs from the first."
    return page.sheet_of(
        "By payer",
        "What does each scenario come to for each payer?",
        f"Each scenario for each payer. {KEPT} {INTERVAL}",
        page.tabled("By payer", BY_PAYER, rows, described),
        note=f"Differences are to “{names.first}”. {SAME_DRAWS} {_prices(found)}",
    )


def averaged(found: ModelAverage) -> page.Sheet:
    """Each structure and their average."""
    shown = figure_format(found.measure)
    every = [*zip(found.scenarios, found.weights, found.each, strict=True)]
    every.append(("Averaged over the scenarios", sum(found.weights), found.estimate))
    made = page.Draft("Structural uncertainty", AVERAGED)
    for row, (name, weight, figures) in enumerate(every):
        chance = figures.probability_positive if found.measure.is_money else None
        own = [page.Cell(x, shown) for x in _estimate(figures, figures.se)]
        made.row(str(row), name, weight, *own, chance)
        made.row(str(row), *_reach(made, str(row), figures))
    table = made.table("Each scenario with its weight, and their average.", [str(len(found.each))])
    title = f"{found.measure.title}: mean and 95% interval"
    return page.sheet_of(
        "Structural uncertainty",
        "What is the result where nobody knows which scenario holds?",
        "It is not known which of these scenarios holds; each is as likely as its weight. The "
        f"last line is the result over all of them. {in_prices_of(found.price_year)}",
        *_interval_chart(table, [figures for _, _, figures in every], title),
        table,
        note=f"{_between(found)}",
    )


def _between(found: ModelAverage) -> str:
    share = found.variance.share_between if found.variance else None
    if share is None or found.variance is None:
        return "How much of the variance lies between the scenarios does not exist here (n/a)."
    error = found.variance.se
    sure = f" (Monte Carlo standard error {percent(error)})" if error else ""
    between = f"{percent(share)} of the variance lies between the scenarios{sure}"
    return f"{between}: it comes from not knowing which of them holds. The rest lies within them."


def tried_sheet(found: Report) -> page.Sheet | None:
    """What the workbook's own scenarios come to; none where it has none."""
    if not found.tried:
        return None
    table, scenario = _tried(found), found.scenario
    return page.sheet_of(
        "Scenarios",
        "What if we had assumed otherwise?",
        " ".join(otherwise.range_of_answers(found)),
        _nets(found, table),
        table,
        note=f"Mean present values over {found.design.size:,} draws, {scenario.price_year} "
        f"prices, view: {scenario.perspective}. All share their draws. {KEPT}",
    )


def _tried(found: Report) -> page.Table:
    """The base case, then each scenario; those of another view stand last."""
    here = otherwise.in_view(found)
    others = (*here, *(other for other in found.tried if other not in here))
    lines = (as_tried(found), *others)
    means = [x for tried in lines for x in (tried.costs.mean, tried.net.mean) if x is not None]
    shown = charts.money_format(means or [0.0])
    made = page.Draft("Scenarios", TRIED)
    for place, tried in enumerate(lines):
        net, why = tried.net, started(tried.scenario.why)
        amounts = (tried.costs.mean, tried.benefits.mean, net.mean, net.p2_5, net.p97_5)
        cells = [page.Cell(amount, shown) for amount in amounts]
        differs = f"{otherwise.what_differs(tried.scenario)} {why}".rstrip()
        made.row(str(place), tried.scenario.name, differs, tried.people, *cells)
        made.row(str(place), net.probability_positive)
    return made.table("The base case and each other scenario: cost, return, net and its chance.")


def _nets(found: Report, table: page.Table) -> page.Chart:
    """Bars of the mean net of all that is told in one view, from a heavy line at nothing."""
    rows = [str(place) for place in range(1 + len(otherwise.in_view(found)))][: charts.MOST]
    nets = [float(table.cell(row, "Net").single) for row in rows]
    names = [str(table.cell(row, "Scenario").single) for row in rows]
    told = "; ".join(f"{name} {money(net)}" for name, net in zip(names, nets, strict=True))
    return charts.at_nothing(
        charts.bar_chart(
            "Net present value under each assumption",
            "Mean net (−: it costs more than it returns)",
            charts.money_axis(nets),
            [charts.bars(table, "Net", rows, fill={"color": BLUE})],
            f"Bars: the mean net of each scenario. {told}.",
            of="Scenario",
            size=(charts.WIDEST, charts.AROUND + 12 * len(rows)),
        )
    )
