"""The brief: two printed pages for the reader who opens nothing else, as one HTML file.

The same words and numbers as the first sheet of the summary workbook.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from econ import figures
from econ.files import replacing
from econ.pages import page
from econ.pages.style import among_millions
from econ.pages.who_pays import money_kept
from econ.reports import narrative
from econ.reports.otherwise import changes_in_short
from econ.reports.parts import largest_figure
from econ.reports.pictures import by_payer, steps
from econ.reports.records import made_by
from econ.reports.report import Report
from econ.reports.sensitivity import Sensitivity
from econ.web.html import Drawings, document
from econ.words import started

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_WIDTH, _HEIGHT, _DOUBTS_HIGH = 4.6, 2.4, 3.8
"""Inches of a picture: so narrow that it can be read on a phone, and beside another in print."""
_BARS, _PAYERS, _STEPS = 5, 12, 8
"""The most bars of the tornado, payers, steps to the net and changes in words, for two pages."""
LEAD, LARGE = {"font_size": 12}, {"font_size": 20}


def write_brief(
    found: Report,
    path: str | Path,
    told: Sensitivity | None = None,
    *,
    beside: Sequence[str] = (),
    date: str = "",
    run: str = "",
) -> Path:
    """Write the brief as one HTML file, the same bytes each time.

    ``beside`` names files of the same run that stand beside it, ``date`` is that of the run
    and ``run`` its identity.

    Raises ``OSError`` where the file cannot be written; what was there before then stays.
    """
    where = Path(path)
    with replacing(where) as temporary:
        temporary.write_text(brief(found, told, beside, date, run), encoding="utf-8")
    return where


def brief(
    found: Report,
    told: Sensitivity | None = None,
    beside: Sequence[str] = (),
    date: str = "",
    run: str = "",
) -> str:
    """The brief of a run as a page; with ``told``, what would change the answer as well."""
    title = f"{narrative.headed_by(found.scenario)}: costs and returns in brief"
    blocks = (*brief_head(found, date), *_answered(found, told), *_grounds(found, told))
    return document(title, blocks, how_made(found, run), beside)


def brief_head(found: Report, date: str = "") -> Iterator[page.Block]:
    """Programme, question, whose work it is and when; the warning; and three large figures."""
    scenario = found.scenario
    yield page.Text(narrative.programme_name(scenario), "title")
    yield page.Text(narrative.in_one_line(found), "strong")
    why = f"This scenario: {scenario.why.rstrip('.')}." if scenario.why else ""
    notes = (scenario.about.get("decision question", ""), why, narrative.account(found, date))
    yield from (page.Text(note, "note") for note in notes if note)
    yield from page.alarm(narrative.alert(found))
    columns = (page.Column("What it is"), page.Column("Figure", look=LARGE))
    lines = {big.words: (started(big.words), big.figure) for big in narrative.three_figures(found)}
    yield page.Table("Three figures", columns, lines, plain=True)


def _answered(found: Report, told: Sensitivity | None) -> Iterator[page.Block | Drawings]:
    """The answer in words, and who pays and gains."""
    yield page.Text("The answer", "subtitle")
    yield from (page.Text(sentence, look=LEAD) for sentence in narrative.answer(found, told))
    yield page.Space()
    if said := narrative.one_net(found):
        yield page.Text(said, "note")
    yield _largest(found, kept_by_payer(found))
    yield _drawings(_pictured(found))


def kept_by_payer(found: Report) -> page.Table:
    """Who pays and who gains, in each year."""
    how = f"mean money kept (−: spent), undiscounted, {found.scenario.price_year} prices"
    return captioned(money_kept(found), f"Who pays and who gains: {how}")


def _largest(found: Report, table: page.Table) -> page.Table:
    """The same, its smaller payers in one line where they are too many for two pages."""
    rows = sorted(by_payer(found), key=lambda row: -abs(row.total))
    smaller = [row.name for row in rows[_PAYERS - 1 :]]
    if len(smaller) < 2:
        return table
    lines, biggest = dict[str, tuple[page.Content, ...]](), largest_figure(found)
    each = [(*row.by_period, row.total) for row in rows[_PAYERS - 1 :]]
    sums = [page.Cell(x, among_millions(x, biggest)) for x in map(sum, zip(*each, strict=True))]
    last = list(found.scenario.payers)[-1].name
    for key, cells in table.lines.items():
        if key not in smaller:
            lines[key] = cells
        if key == last:
            lines["smaller"] = (f"{len(smaller)} smaller ones", *sums)
    return replace(table, lines=lines)


def _grounds(found: Report, told: Sensitivity | None) -> Iterator[page.Block | Drawings]:
    """What it rests on, what would change it, and what it leaves out."""
    yield from page.words("What it rests on", [" ".join(narrative.rests_on(found))])
    turned = narrative.would_change(told) if told else []
    sought = narrative.find_out(found)
    titled = {"What would change the answer": turned, "What to find out next": sought}
    for title, told_of in titled.items():
        yield from page.words(title, [" ".join(told_of)]) if told_of else ()
    yield _drawings(_doubts(found, told))
    said = changes_in_short(found.scenario)
    yield from page.words("What was changed from the base case", [said])
    if warned := narrative.cautions(found):
        yield from page.words("Cautions", [" ".join(warned)])
    if found.scenario.unmonetised:
        yield page.Text("Without a price", "subtitle")
        yield page.Text(narrative.unpriced(found))
        yield unpriced_table(found)
        yield page.Space()


def _pictured(found: Report) -> Iterator[Axes]:
    """From cost to net, and who pays and gains where payers are not too many."""
    payers = len(found.scenario.payers)
    high = max(_HEIGHT, 0.5 + 0.3 * max(len(steps(found, _STEPS)), min(payers, _PAYERS)))
    yield figures.waterfall(found, figures.blank(_WIDTH, high), most=_STEPS)
    if payers <= _PAYERS:
        yield figures.who_pays(found, figures.blank(_WIDTH, high))


def _doubts(found: Report, told: Sensitivity | None) -> Iterator[Axes]:
    """How surely, and what moves the answer, where that was asked."""
    bars = moving_bars(told, _BARS) if told else 0
    yield figures.distribution(found, figures.blank(_WIDTH, _DOUBTS_HIGH if bars else _HEIGHT))
    if told and bars:
        yield figures.tornado(told.one_way.tornado, figures.blank(_WIDTH, _DOUBTS_HIGH), most=bars)


def moving_bars(told: Sensitivity, most: int) -> int:
    """How many bars of the tornado are drawn, those of numbers that move nothing left out."""
    return min(most, sum(bar.swing > 0 for bar in told.one_way.tornado.bars))


def _drawings(drawn: Iterable[Axes]) -> Drawings:
    return Drawings({figures.title(axes): figures.svg(axes, titled=False) for axes in drawn})


def captioned(table: page.Table, caption: str) -> page.Table:
    """A table of the summary without its first heading, which its caption says."""
    first, *others = table.columns
    columns = (page.Column("", key=first.name), *others)
    return replace(table, columns=columns, describes=caption)


def unpriced_table(found: Report) -> page.Table:
    """Impacts that are in none of the figures, by the direction in which they point."""
    by_direction = narrative.unpriced_by_direction(found)
    lines = {name: (name, labels) for name, labels in by_direction.items()}
    columns = (page.Column("Direction"), page.Column("Impacts"))
    return page.Table("Without a price", columns, lines, plain=True)


def how_made(found: Report, run: str = "") -> str:
    """From what it was made, with which draws, and where every number is told."""
    scenario, design = found.scenario, found.design
    workbook = f" from {Path(scenario.workbook).name}" if scenario.workbook else ""
    return (
        f"{made_by(run)}{workbook}: {design.size:,} draws ({design.name}, seed {design.seed}). "
        f"Present values are discounted at {scenario.discount.name} rates. Every number, its "
        "source and its working stand in the summary workbook of the same run."
    )
