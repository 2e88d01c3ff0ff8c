"""The sheet Impact assessment: the boxes of an NHS integrated impact assessment, from the run.

Activity, service, finance, cost to the commissioner against the NHS as a whole, funding, risk,
value for money and cost profile, in that order.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from econ.model.programme import PERSPECTIVES
from econ.pages.money import KEPT
from econ.pages.page import (
    Block,
    Cell,
    Column,
    Content,
    Notes,
    PageBreak,
    Sheet,
    Space,
    Text,
    alarm,
    opening,
    tabled,
)
from econ.pages.style import DECIMAL, POUNDS, WHOLE
from econ.reports.narrative import alert, answer, cautions, rests_on, unpriced, would_change
from econ.reports.parts import activity, balances, cost_profile, funding
from econ.reports.pictures import by_payer, by_view, periods
from econ.reports.report import Report
from econ.words import exact_money, listed, percent, years

if TYPE_CHECKING:
    from econ.reports.sensitivity import Sensitivity

SHEET = "Impact assessment"
LABELS, NUMBERS, FEWEST = 58.0, 16.0, 5
"""The widths of a label and of a number, and the fewest columns of numbers."""


def sheet(found: Report, sensitivity: Sensitivity | None = None) -> Sheet:
    """Every box, from the top; ``sensitivity`` adds to risk what would change the answer."""
    scenario = found.scenario
    said = (
        f"The boxes of an NHS integrated impact assessment, over {years(scenario.years)} from "
        f"{scenario.year_labels[0]}, in {scenario.price_year} prices. {KEPT}"
    )
    title, notes, space = opening(SHEET, said)
    columns = max(len(periods(scenario.year_labels)) + 2, FEWEST)
    blocks = (
        *(title, notes, *alarm(alert(found)), space),
        *_activity(found),
        *_service(found),
        *_finance(found),
        *_commissioner(found),
        *_funding(found),
        PageBreak(),
        *_risk(found, sensitivity),
        *_value(found),
        *_profile(found),
    )
    answers = "The boxes of an NHS impact assessment, filled from this run."
    return Sheet(SHEET, answers, (LABELS, *[NUMBERS] * columns), blocks, heads="")


def _box(
    title: str,
    sentences: Sequence[str],
    columns: Sequence[Column] = (),
    rows: Sequence[Sequence[Content]] = (),
    describes: str = "",
    totals: Sequence[int] = (),
) -> tuple[Block, ...]:
    """The heading of a box, what is said in it, and its table where it has one."""
    said = Text(title, "subtitle"), Notes(tuple(filter(None, sentences)))
    table = [tabled(f"{SHEET}: {title}", columns, rows, describes, totals)] if rows else []
    return *said, *table, Space()


def _by_period(found: Report, shown: str) -> list[Column]:
    labels = [period.label for period in periods(found.scenario.year_labels)]
    return [Column(label, shown=shown) for label in [*labels, "All years"]]


def _activity(found: Report) -> tuple[Block, ...]:
    said = (
        "What would be done or needed less (−: more), in numbers, base case: the quantity "
        "behind each saving, before it is valued."
    )
    rows: list[list[Content]] = [[x.label, *x.by_period, x.total] for x in activity(found)]
    none = "" if rows else "There is no saving, and so no activity to count."
    columns = [Column("Activity, and what it counts"), *_by_period(found, WHOLE)]
    return _box("1. Activity", [said, none], columns, rows, "How much activity changes, by year.")


def _service(found: Report) -> tuple[Block, ...]:
    known = [line.people for line in found.cohorts if line.people is not None]
    reached = f"{sum(known):,.0f} people, in {len(found.cohorts)} groups." if known else ""
    setting = found.scenario.about.get("setting", "")
    return _box("2. Service", [setting, reached, rests_on(found)[-1], unpriced(found)])


def _finance(found: Report) -> tuple[Block, ...]:
    said = "Budget impact: the mean for each payer, undiscounted. Views overlap: do not add."
    payers, views = by_payer(found), by_view(found)
    named = [(own.label, own) for own in payers] + [(f"View: {own.label}", own) for own in views]
    rows: list[list[Content]] = [[label, *own.by_period, own.total] for label, own in named]
    columns = [Column("Payer or view"), *_by_period(found, POUNDS)]
    describes = "Mean money kept by each payer in each year, and by view."
    return _box("3. Finance", [said], columns, rows, describes, range(len(payers), len(rows)))


def _commissioner(found: Report) -> tuple[Block, ...]:
    said = (
        "Read the commissioner's own line against that of the NHS and PSS: what one budget "
        "spends, another may keep. Base case, all years, undiscounted."
    )
    labels = {payer.name: payer.label for payer in found.scenario.payers}
    labels |= {view: f"View: {view}" for view in PERSPECTIVES}
    rows: list[list[Content]] = [
        [labels[own.view], own.spent, own.cash, own.capacity, own.total] for own in balances(found)
    ]
    headings = ("Spent on the programme", "Saved in cash", "Capacity freed", "All together")
    columns = [Column("Payer or view"), *(Column(heading, shown=POUNDS) for heading in headings)]
    return _box(
        "4. Cost to the commissioner against the NHS as a whole",
        [said],
        columns,
        rows,
        "What each payer spends, saves in cash and frees as capacity.",
        range(len(found.scenario.payers), len(rows)),
    )


def _funding(found: Report) -> tuple[Block, ...]:
    parts = [
        f"{label} {percent(share)} ({exact_money(amount)})"
        for label, share, amount in funding(found)
    ]
    said = f"Who pays for the programme: {listed(parts)}." if parts else "Nothing is spent."
    return _box("5. Funding", [said])


def _risk(found: Report, sensitivity: Sensitivity | None) -> tuple[Block, ...]:
    turned = would_change(sensitivity) if sensitivity is not None else []
    return _box("6. Risk", [*answer(found, sensitivity)[1:], *turned, *cautions(found)])


def _value(found: Report) -> tuple[Block, ...]:
    said = f"Present values, {found.scenario.discount.name} rate; means."
    names = ("costs", "benefits", "net_present_value", "benefit_cost_ratio", "payback_year")
    named = [found.definitions[name] for name in names]
    rows: list[list[Content]] = []
    for view in PERSPECTIVES:
        means = [(found.measure(m.name, view).mean, m.in_pounds) for m in named]
        cells = [Cell(mean, POUNDS if pounds else DECIMAL) for mean, pounds in means]
        rows.append([f"View: {view}", *cells])
    headings = ("Cost", "Return", *(definition.title for definition in named[2:]))
    columns = [Column("View"), *(Column(heading, shown=POUNDS) for heading in headings)]
    return _box("7. Value for money", [said], columns, rows, "Value for money, by view.")


def _profile(found: Report) -> tuple[Block, ...]:
    said = "What is spent in each year, base case, undiscounted."
    rows: list[list[Content]] = [[x.label, *x.by_period, x.total] for x in cost_profile(found)]
    columns = [Column("Cost"), *_by_period(found, POUNDS)]
    describes = "What the programme costs in each year."
    return _box("8. Cost profile", [said], columns, rows, describes, [len(rows) - 1])
