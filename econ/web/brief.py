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
from econ.pages.answer import four_figures
from econ.pages.who_pays import money_kept
from econ.reports import narrative
from econ.reports.report import Report
from econ.reports.sensitivity import Sensitivity
from econ.web.html import Drawings, document

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH, HEIGHT = 4.6, 3.5
"""Inches of a picture: so narrow that it can be read on a phone, and beside another in print."""
BARS, _COHORTS, _CHANGES = 6, 12, 6
"""The most bars of the tornado, groups in a picture, and changes in words, for two pages."""
LEAD = {"font_size": 12}


def write_brief(
    found: Report,
    path: str | Path,
    told: Sensitivity | None = None,
    *,
    beside: Sequence[str] = (),
) -> Path:
    """Write the brief as one HTML file, the same bytes each time.

    ``beside`` names files of the same run that stand beside it.

    Raises ``OSError`` where the file cannot be written; what was there before then stays.
    """
    where = Path(path)
    with replacing(where) as temporary:
        temporary.write_text(brief(found, told, beside), encoding="utf-8")
    return where


def brief(found: Report, told: Sensitivity | None = None, beside: Sequence[str] = ()) -> str:
    """The brief of a run as a page; with ``told``, what would change the answer as well."""
    title = f"{narrative.headed_by(found.scenario)}: costs and returns in brief"
    return document(title, (*_answered(found, told), *_grounds(found, told)), _made(found), beside)


def _answered(found: Report, told: Sensitivity | None) -> Iterator[page.Block | Drawings]:
    """The answer, its figures, and who pays and gains."""
    scenario = found.scenario
    yield page.Text(narrative.programme_name(scenario), "title")
    yield page.Text(narrative.in_one_line(found), "strong")
    why = f"This scenario: {scenario.why}." if scenario.why else ""
    notes = (scenario.about.get("decision question", ""), why)
    yield from (page.Text(note, "note") for note in notes if note)
    yield from page.alarm(narrative.alert(found))
    yield page.Text("The answer", "subtitle")
    yield from (page.Text(sentence, look=LEAD) for sentence in narrative.answer(found, told))
    yield page.Space()
    yield _captioned(four_figures(found), f"Four figures, view: {scenario.perspective}")
    if said := narrative.one_net(found):
        yield page.Text(said, "note")
    prices = f"undiscounted, {scenario.price_year} prices"
    kept = f"Money kept (−: spent) by each payer in each year: mean, {prices}"
    yield _captioned(money_kept(found), kept)
    height = max(HEIGHT, 0.5 + 0.3 * (len(scenario.outcomes) - len(found.left_out)))
    waterfall = figures.waterfall(found, figures.blank(WIDTH, height))
    distribution = figures.distribution(found, figures.blank(WIDTH, HEIGHT))
    yield _drawings([waterfall, distribution])


def _grounds(found: Report, told: Sensitivity | None) -> Iterator[page.Block | Drawings]:
    """What it rests on, what would change it, and what it leaves out."""
    yield from page.words("What it rests on", [" ".join(narrative.rests_on(found))])
    turned = narrative.would_change(told) if told else []
    sought = narrative.find_out(found)
    if turned or sought:
        title = "What would change the answer" if turned else "What to find out next"
        yield from page.words(title, [" ".join([*turned, *sought])])
    yield _drawings(_pictured(found, told))
    said = narrative.changed(found)
    if len(said) > _CHANGES:
        more = f"And {len(said) - _CHANGES} more, on the sheet Summary of the workbook."
        said = [*said[:_CHANGES], more]
    yield from page.words("What was changed from the base case", [" ".join(said)])
    if warned := narrative.cautions(found):
        yield from page.words("Cautions", warned)
    if found.scenario.unmonetised:
        yield page.Text("Without a price", "subtitle")
        yield page.Text(narrative.unpriced(found))
        yield _by_direction(found)
        yield page.Space()


def _pictured(found: Report, told: Sensitivity | None) -> Iterator[Axes]:
    """The tornado where it was run, and the groups where there are some, but not too many."""
    if told is not None and told.one_way.tornado.bars:
        yield figures.tornado(told.one_way.tornado, figures.blank(WIDTH, 5.0), most=BARS)
    if 1 < len(found.cohorts) <= _COHORTS:
        yield figures.by_cohort(found, figures.blank(WIDTH, 5.0))


def _drawings(drawn: Iterable[Axes]) -> Drawings:
    return Drawings({figures.title(axes): figures.svg(axes, titled=False) for axes in drawn})


def _captioned(table: page.Table, caption: str) -> page.Table:
    """A table of the summary without its first heading, which its caption says."""
    first, *others = table.columns
    columns = (page.Column("", key=first.name), *others)
    return replace(table, columns=columns, describes=caption)


def _by_direction(found: Report) -> page.Table:
    """Impacts that are in none of the figures, by the direction in which they point."""
    by_direction = narrative.unpriced_by_direction(found)
    lines = {name: (name, labels) for name, labels in by_direction.items()}
    columns = (page.Column("Direction"), page.Column("Impacts"))
    return page.Table("Without a price", columns, lines, plain=True)


def _made(found: Report) -> str:
    scenario, design = found.scenario, found.design
    workbook = f" from {Path(scenario.workbook).name}" if scenario.workbook else ""
    return (
        f"Made by econ{workbook}: {design.size:,} draws ({design.name}, seed {design.seed}). "
        f"Present values are discounted at {scenario.discount.name} rates. Every number, its "
        "source and its working stand in the summary workbook of the same run. "
        f"{narrative.account(found)}"
    )
