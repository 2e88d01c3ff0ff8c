"""The sheets of scenarios side by side: Scenarios, Why they differ, By payer, their average."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from econ.analysis.comparison import Comparison, ComparisonLine, ModelAverage
from econ.analysis.difference import Explanation, Part
from econ.model.distributions import Z_95
from econ.model.estimates import Estimate
from econ.model.measures import HEADLINE
from econ.model.programme import PERSPECTIVES
from econ.model.scenario import Scenario
from econ.pages.money import INTERVAL, KEPT
from econ.pages.page import Cell, Column, Content, Formula
from econ.pages.style import BLUE, DECIMAL, EXACT_SHARE, POUNDS
from econ.words import NOT_AVAILABLE, money, percent, started
from econ.workbook.writing import charts
from econ.workbook.writing.paper import Page

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

WIDE = 1_100
CHANCE = "0.0%"
DIGITS = 6
"""Decimals of the length of an error bar: what rounding leaves of 0 is 0."""
SAME_DRAWS = (
    "All scenarios share their draws: a difference is taken draw by draw, so that its interval "
    "holds only what the two do not have in common."
)
_ESTIMATE = (
    Column("Base case", 13, POUNDS),
    Column("Mean", 13, POUNDS),
    Column("95% interval from", 13, POUNDS),
    Column("95% interval to", 13, POUNDS),
    Column("Monte Carlo standard error", 12, POUNDS),
    Column("Chance above 0", 10, CHANCE),
)
_DIFFERENCE = (
    Column("Difference to the first (mean)", 14, POUNDS),
    Column("Difference, 95% from", 13, POUNDS),
    Column("Difference, 95% to", 13, POUNDS),
    Column("Monte Carlo standard error of it", 12, POUNDS),
    Column("Chance of being better", 10, CHANCE),
    Column("Chance of being worse", 10, CHANCE),
)
_REACH = (
    Column("Mean less lower end", 13, POUNDS),
    Column("Upper end less mean", 13, POUNDS),
)


@dataclass(frozen=True, slots=True)
class Names:
    """What readers see for scenarios and payers; ``stories`` is empty where none is known."""

    title: str
    first: str
    payers: Mapping[str, str]
    stories: Mapping[str, str]

    @classmethod
    def of(cls, comparison: Comparison, scenarios: Sequence[Scenario]) -> Names:
        """The names of a comparison, whose scenarios stand in the same order."""
        first, count = comparison.scenarios[0], len(comparison.scenarios)
        payers = scenarios[0].payers if scenarios else ()
        stories = zip(comparison.scenarios, scenarios, strict=False)
        return cls(
            title=first if count == 1 else f"{first} beside {count - 1} other scenarios",
            first=first,
            payers={payer.name: payer.label for payer in payers},
            stories={name: _story(scenario) for name, scenario in stories},
        )

    def view(self, view: str) -> str:
        """A payer, a perspective, or each scenario's own headline view."""
        if view == HEADLINE:
            return "Each scenario's own view"
        return f"View: {view}" if view in PERSPECTIVES else self.payers.get(view, view)


def _story(scenario: Scenario) -> str:
    """Why there is this scenario, or else what it changes."""
    if scenario.why:
        return started(f"{scenario.why.rstrip('.')}.")
    changed = [change.what for change in scenario.changes]
    return f"Changed: {'; '.join(changed)}." if changed else ""


SCENARIOS = (
    Column("Scenario", 34),
    Column("In words", 50),
    *_ESTIMATE,
    *_REACH,
    *_DIFFERENCE,
)
_MEAN, _DOWN, _UP = 3, 8, 9
"""Where the chart's numbers stand among the columns of Scenarios."""


def write_scenarios(workbook: Workbook, page: Page, found: Comparison, names: Names) -> int:
    """Each scenario's first measure beside the others'; returns the row of the headings."""
    headline = found.lines[0]
    lines = [line for line in found.lines if _alike(line, headline)]
    measure = headline.measure.title
    row = page.opening(
        "Scenarios",
        f"{measure}, {_lowered(names.view(headline.view))}; {found.draws:,} draws. {INTERVAL} "
        f"{KEPT if headline.measure.is_money else ''}".strip(),
        f"Differences are to “{names.first}”. {SAME_DRAWS}",
    )
    top = row + charts.rows_below(charts.height(len(lines)))
    rows = [_scenario_row(page, line, top + 1 + place, names) for place, line in enumerate(lines)]
    page.table(top, SCENARIOS, rows, "Each scenario, and how it differs from the first.")
    shown = [(line.scenario, line.estimate) for line in lines]
    title = f"{measure} of each scenario: mean and 95% interval"
    _interval_chart(workbook, page, (row, top), shown, title, (_MEAN, _DOWN, _UP))
    return top


def _alike(line: ComparisonLine, other: ComparisonLine) -> bool:
    return (line.measure, line.view, line.cohort) == (other.measure, other.view, other.cohort)


def _scenario_row(page: Page, line: ComparisonLine, row: int, names: Names) -> list[Content]:
    found = _figures(line)
    reach = _reach(page, row, line.estimate, _MEAN)
    story = names.stories.get(line.scenario, "")
    said = f"{story} {_compared(line, names.first)}".strip()
    return [line.scenario, said, *found[:6], *reach, *found[6:]]


def _compared(line: ComparisonLine, first: str) -> str:
    """How a scenario differs from the first, in a sentence."""
    if line.difference is None:
        return "The others are compared with it."
    gap = line.difference.mean
    if gap is None:
        return f"There is no figure to compare with “{first}”."
    if not line.measure.is_money:
        return f"Better than “{first}” with a chance of {percent(line.better)}."
    more = "more" if gap >= 0 else "less"
    return (
        f"{money(abs(gap))} {more} than “{first}”; better with a chance of {percent(line.better)}."
    )


def _reach(page: Page, row: int, found: Estimate, mean: int) -> list[Content]:
    """How far the interval reaches from the mean, as formulas: the lengths of the error bars."""
    if found.mean is None or found.p2_5 is None or found.p97_5 is None:
        return [None, None]
    centre, low, high = (page.at(row, mean + step) for step in range(3))
    down, up = found.mean - found.p2_5, found.p97_5 - found.mean
    return [
        Formula(f"ROUND({centre}-{low},{DIGITS})", round(down, DIGITS)),
        Formula(f"ROUND({high}-{centre},{DIGITS})", round(up, DIGITS)),
    ]


def _figures(line: ComparisonLine) -> list[Content]:
    """An estimate, and the difference to the first, in the measure's unit."""
    shown = POUNDS if line.measure.in_pounds else DECIMAL
    gap, error = line.difference, line.difference_errors
    own = _estimate(line.estimate, line.errors.mean)
    apart = (gap.mean, gap.p2_5, gap.p97_5) if gap else (None, None, None)
    above = line.estimate.probability_positive if line.measure.is_money else None
    return [
        *(Cell(x, shown) for x in own),
        above,
        *(Cell(x, shown) for x in (*apart, error.mean if error else None)),
        line.better,
        line.worse,
    ]


def _estimate(found: Estimate, se: float | None) -> list[float | None]:
    return [found.base_case, found.mean, found.p2_5, found.p97_5, se]


def _interval_chart(
    workbook: Workbook,
    page: Page,
    where: tuple[int, int],
    shown: Sequence[tuple[str, Estimate]],
    title: str,
    columns: tuple[int, int, int],
) -> None:
    """Bars of means, with error bars as long as the 95% intervals."""
    (row, top), (mean, down, up) = where, columns
    drawn = [found for _, found in shown if found.mean is not None]
    if not drawn:
        return
    ends = [x for found in drawn for x in (found.p2_5, found.mean, found.p97_5) if x is not None]
    along = "Bars: mean. Thin lines: 95% interval"
    axis = charts.money_axis(ends)
    chart = charts.bar_chart(workbook, title, along, axis, of="Scenario")
    rows = (top + 1, top + len(shown))
    look = {"fill": {"color": BLUE}, **charts.error_bars(page, rows, down, up)}
    chart.add_series({**charts.bars(page, rows, mean), **look})
    said = [
        f"{name}: {money(found.mean)} ({money(found.p2_5)} to {money(found.p97_5)})"
        for name, found in shown
    ]
    words = f"Bars are means, thin lines 95% intervals. {'; '.join(said)}."
    charts.place(page, row, chart, (WIDE, charts.height(len(shown))), words)


def why_columns(found: Sequence[Explanation], names: Names) -> tuple[Column, ...]:
    """The columns of Why they differ: one for each payer beside the whole."""
    sampled = any(explanation.orders for explanation in found)
    return (
        Column("Scenario", 34),
        Column("What was changed", 46),
        Column(f"In “{names.first}”", 30),
        Column("In this scenario", 34),
        Column("Worth", 15, POUNDS),
        *([Column("Error of that, ±", 12, POUNDS)] if sampled else []),
        *(Column(names.view(payer), 15, POUNDS) for payer in found[0].payers),
    )


def write_why(
    page: Page, found: Sequence[Explanation], columns: Sequence[Column], names: Names
) -> int:
    """Each difference split over the changes behind it; returns the row of the headings."""
    sampled = any(explanation.orders for explanation in found)
    measure = found[0].measure.label
    top = page.opening(
        "Why they differ",
        f"The base-case difference in {measure} from “{names.first}”, split over what was "
        "changed: in bold the whole, which the parts below it add up to, line by line and for "
        "each payer. What a change is worth depends on which others are made before it; this is "
        "its mean worth over all orders (Shapley).",
        "A difference between base cases is not the difference between means of the sheet "
        "Scenarios where the model is not a plain product.",
    )
    rows: list[list[Content]] = []
    totals = []
    for explanation in found:
        totals.append(len(rows))
        first = top + 2 + len(rows)
        rows.append(_whole(page, explanation, first, sampled))
        rows += [_part(explanation, part, sampled) for part in explanation.parts]
    describes = "What each change is worth, to the whole and to each payer."
    page.table(top, columns, rows, describes, totals)
    return top


def _whole(page: Page, found: Explanation, first: int, sampled: bool) -> list[Content]:
    """The difference, as the sum of its parts."""
    sums: list[Content] = []
    values = [found.difference, *found.payers.values()]
    places = [4, *range(5 + sampled, 5 + sampled + len(found.payers))]
    for value, place in zip(values, places, strict=True):
        cells = page.span((first, place), (first + len(found.parts) - 1, place))
        parts = bool(found.parts) and value is not None
        sums.append(Formula(f"SUM({cells})", value) if parts and value is not None else value)
    error: list[Content] = [None] if sampled else []
    return [
        found.other,
        "All changes together" if found.parts else "Nothing: the two are alike",
        _amount(found.at_base),
        _amount(found.at_other),
        sums[0],
        *error,
        *sums[1:],
    ]


def _amount(figure: float | None) -> str:
    return NOT_AVAILABLE if figure is None else f"net {money(figure)}"


def _part(found: Explanation, part: Part, sampled: bool) -> list[Content]:
    half = None if part.se is None else Z_95 * part.se
    error: list[Content] = [half] if sampled else []
    payers = [part.payers[payer] for payer in found.payers]
    ends = [part.before, part.after]
    if part.verb == "reprofile":  # profiles have names and no labels
        ends = [end.replace("_", " ") for end in ends]
    return [found.other, part.what, *ends, part.estimate, *error, *payers]


BY_PAYER = (
    Column("Payer or view", 36),
    Column("Scenario", 34),
    Column("Measure", 24),
    *_ESTIMATE,
    *_DIFFERENCE,
)


def write_by_payer(page: Page, found: Comparison, names: Names) -> int:
    """Every measure for every payer of its view; returns the row of the headings."""
    top = page.opening(
        "By payer",
        f"Each scenario for each payer. {KEPT} {INTERVAL}",
        f"Differences are to “{names.first}”. {SAME_DRAWS}",
    )
    rows: list[list[Content]] = []
    for line in found.lines:
        title = line.measure.title
        measure = f"{title}, {line.cohort}" if line.cohort else title
        rows.append([names.view(line.view), line.scenario, measure, *_figures(line)])
    describes = "Each scenario for each payer, and how it differs from the first."
    page.table(top, BY_PAYER, rows, describes)
    return top


AVERAGED = (
    Column("Scenario", 46),
    Column("Weight", 10, EXACT_SHARE),
    *_ESTIMATE,
    *_REACH,
)


def write_average(workbook: Workbook, page: Page, found: ModelAverage) -> int:
    """Each structure and their average; returns the row of the headings."""
    row = page.opening(
        "Structural uncertainty",
        "It is not known which of these scenarios holds; each is as likely as its weight. The "
        "last line is the result over all of them.",
        _between(found),
    )
    every = [*zip(found.scenarios, found.weights, found.each, strict=True)]
    every.append(("Averaged over the scenarios", sum(found.weights), found.estimate))
    top = row + charts.rows_below(charts.height(len(every)))
    shown = POUNDS if found.measure.in_pounds else DECIMAL
    rows: list[list[Content]] = []
    for place, (name, weight, figures) in enumerate(every):
        chance = figures.probability_positive if found.measure.is_money else None
        own = [Cell(x, shown) for x in _estimate(figures, figures.se)]
        reach = _reach(page, top + 1 + place, figures, 3)
        rows.append([name, weight, *own, chance, *reach])
    describes = "Each scenario with its weight, and their average."
    page.table(top, AVERAGED, rows, describes, [len(rows) - 1])
    title = f"{found.measure.title}: mean and 95% interval"
    pictured = [(name, figures) for name, _, figures in every]
    _interval_chart(workbook, page, (row, top), pictured, title, (3, 8, 9))
    return top


def _between(found: ModelAverage) -> str:
    share = found.variance.share_between if found.variance else None
    if share is None or found.variance is None:
        return "How much of the variance lies between the scenarios does not exist here (n/a)."
    error = found.variance.se
    sure = f" (Monte Carlo standard error {percent(error)})" if error else ""
    return (
        f"{percent(share)} of the variance lies between the scenarios{sure}: it comes "
        "from not knowing which of them holds. The rest lies within them."
    )


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]
