"""The brief: two printed pages for the reader who opens nothing else, as one HTML file.

The same words and numbers as the first sheet of the summary workbook.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from econ import figures
from econ.files import replacing
from econ.pages.page import Block, Cell, Column, Content, Space, Table, Text, alarm, tabled, words
from econ.pages.style import POUNDS, SHARE
from econ.reports.narrative import (
    alert,
    answer,
    cautions,
    changed,
    in_one_line,
    rests_on,
    unpriced,
    would_change,
)
from econ.reports.pictures import PeriodRow, by_payer, by_view, periods
from econ.reports.report import Report
from econ.reports.sensitivity import Sensitivity
from econ.web.html import Drawings, document
from econ.words import started

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH, HEIGHT = 4.6, 3.5
"""Inches of a picture: so narrow that it can be read on a phone, and beside another in print."""
BARS, COHORTS, CHANGES = 6, 12, 8
"""The most bars of the tornado, groups in a picture, and changes in words, for two pages."""
LEAD = {"font_size": 12}


def write_brief(found: Report, path: str | Path, told: Sensitivity | None = None) -> Path:
    """Write the brief as one HTML file, the same bytes each time.

    Raises ``OSError`` where the file cannot be written; what was there before then stays.
    """
    where = Path(path)
    with replacing(where) as temporary:
        temporary.write_text(brief(found, told), encoding="utf-8")
    return where


def brief(found: Report, told: Sensitivity | None = None) -> str:
    """The brief of a run as a page; with ``told``, what would change the answer as well."""
    title = f"{found.scenario.name}: costs and returns in brief"
    return document(title, (*_answered(found, told), *_grounds(found, told)), _made(found))


def _answered(found: Report, told: Sensitivity | None) -> Iterator[Block | Drawings]:
    """The answer, its figures, and who pays and gains."""
    scenario = found.scenario
    yield Text(scenario.name, "title")
    yield Text(started(in_one_line(found).removeprefix(f"{scenario.name}: ")), "strong")
    why = f"This scenario: {scenario.why}." if scenario.why else ""
    notes = (scenario.about.get("decision question", ""), why)
    yield from (Text(note, "note") for note in notes if note)
    yield from alarm(alert(found))
    yield Text("The answer", "subtitle")
    yield from (Text(sentence, look=LEAD) for sentence in answer(found, told))
    yield Space()
    yield _four_figures(found)
    yield _budget(found)
    height = max(HEIGHT, 0.9 + 0.4 * len(scenario.outcomes))
    waterfall = figures.waterfall(found, figures.blank(WIDTH, height))
    distribution = figures.distribution(found, figures.blank(WIDTH, HEIGHT))
    yield _drawings([waterfall, distribution])


def _grounds(found: Report, told: Sensitivity | None) -> Iterator[Block | Drawings]:
    """What it rests on, what would change it, and what it leaves out."""
    yield from words("What it rests on", [" ".join(rests_on(found))])
    if told is not None:
        yield from words("What would change the answer", would_change(told))
    yield _drawings(_pictured(found, told))
    yield from words("What was changed from the base case", [_shortly(changed(found))])
    if said := cautions(found):
        yield from words("Cautions", said)
    if found.scenario.unmonetised:
        yield Text("Without a price", "subtitle")
        yield Text(unpriced(found))
        yield _by_direction(found)
        yield Space()


def _shortly(changes: Sequence[str]) -> str:
    left = len(changes) - CHANGES
    more = [f"And {left} more, on the sheet Summary of the workbook."] if left > 0 else []
    return " ".join([*changes[:CHANGES], *more])


def _pictured(found: Report, told: Sensitivity | None) -> Iterator[Axes]:
    """The tornado where it was run, and the groups where there are some, but not too many."""
    if told is not None and told.one_way.tornado.bars:
        yield figures.tornado(told.one_way.tornado, figures.blank(WIDTH, 5.0), most=BARS)
    if 1 < len(found.cohorts) <= COHORTS:
        yield figures.by_cohort(found, figures.blank(WIDTH, 5.0))


def _drawings(drawn: Iterable[Axes]) -> Drawings:
    return Drawings({figures.title(axes): figures.svg(axes, titled=False) for axes in drawn})


def _four_figures(found: Report) -> Table:
    """Cost, return, net and the chance of paying for itself."""
    cost, back, net = map(found.measure, ("costs", "benefits", "net_present_value"))
    rows: list[list[Content]] = [
        ["Cost (present value)", cost.mean, cost.p2_5, cost.p97_5],
        ["Return (present value)", back.mean, back.p2_5, back.p97_5],
        ["Net: return less cost (present value)", net.mean, net.p2_5, net.p97_5],
        ["Chance of paying for itself", Cell(net.probability_positive, SHARE), "", ""],
    ]
    caption = f"Four figures, view: {found.scenario.perspective}"
    return tabled("Four figures", _in_pounds(["Mean", "95% from", "95% to"]), rows, caption)


def _in_pounds(headings: Sequence[str]) -> list[Column]:
    """Columns of amounts, after one of labels."""
    return [Column(""), *(Column(heading, shown=POUNDS) for heading in headings)]


def _budget(found: Report) -> Table:
    """Who keeps or spends how much in each year, and all payers of each view together."""
    payers = [_kept(row.label, row) for row in by_payer(found)]
    views = [_kept(f"All together, view: {row.label}", row) for row in by_view(found)]
    shown = [period.label for period in periods(found.scenario.year_labels)]
    prices = f"undiscounted, {found.scenario.price_year} prices"
    caption = f"Money kept (−: spent) by each payer in each year: mean, {prices}"
    rows, totals = [*payers, *views], range(len(payers), len(payers) + len(views))
    return tabled("Budget", _in_pounds([*shown, "All years"]), rows, caption, totals)


def _kept(label: str, row: PeriodRow) -> list[Content]:
    return [label, *row.by_period, row.total]


def _by_direction(found: Report) -> Table:
    """Impacts that are in none of the figures, by the direction in which they point."""
    directions: dict[str, list[str]] = {}
    for impact in found.scenario.unmonetised:
        directions.setdefault(impact.direction, []).append(impact.label)
    lines = {name: (started(name), "; ".join(labels)) for name, labels in directions.items()}
    return Table("Without a price", (Column("Direction"), Column("Impacts")), lines, plain=True)


def _made(found: Report) -> str:
    scenario, design = found.scenario, found.design
    workbook = f" from {Path(scenario.workbook).name}" if scenario.workbook else ""
    return (
        f"Made by econ{workbook}: {design.size:,} draws ({design.name}, seed {design.seed}). "
        f"Present values are discounted at {scenario.discount.name} rates. Every number, its "
        "source and its working stand in the summary workbook of the same run."
    )
