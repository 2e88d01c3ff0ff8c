"""What the report for Word holds: the brief's opening, then every part of the answer in turn.

No sentence is written here: they are those of the summary and of the brief.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from econ import figures
from econ.pages import page
from econ.pages.answer import four_figures
from econ.reports import narrative, otherwise
from econ.reports.pictures import steps
from econ.reports.report import Report
from econ.reports.sensitivity import Sensitivity
from econ.web.brief import (
    brief_head,
    captioned,
    how_made,
    kept_by_payer,
    moving_bars,
    unpriced_table,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_WIDTH, _SURE_HIGH, _TALLEST = 6.6, 2.4, 8.5
"""Inches of a picture: as wide as the text; how high; and never more than a page."""
_MOST_BARS, _MOST_PAYERS, _MOST_STEPS = 6, 24, 12


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as the bytes of a PNG, its title, and what is seen in it in words."""

    png: bytes
    title: str
    words: str


def report_of(
    found: Report, told: Sensitivity | None = None, date: str = ""
) -> Iterator[page.Block | Picture]:
    """The blocks of the report, from its title down; ``date`` is that of the run."""
    yield from brief_head(found, date)
    yield from _answered(found, told)
    yield from _moved(found, told)
    yield from _grounds(found)


def _answered(found: Report, told: Sensitivity | None) -> Iterator[page.Block | Picture]:
    """The answer, its figures, who pays and gains, what it is made of and how sure it is."""
    scenario = found.scenario
    yield from page.words("The answer", narrative.answer(found, told))
    yield captioned(four_figures(found), f"Four figures, view: {scenario.perspective}")
    if said := narrative.one_net(found):
        yield page.Text(said, "note")
    yield from page.words("Who pays and who gains", [narrative.who_gains(found)])
    yield kept_by_payer(found)
    if len(scenario.payers) <= _MOST_PAYERS:
        yield _picture(figures.who_pays(found, _drawn(len(scenario.payers))))
    yield from _paragraph("What it is made of, and what it rests on", narrative.rests_on(found))
    bars = len(steps(found, _MOST_STEPS))
    yield _picture(figures.waterfall(found, _drawn(bars), most=_MOST_STEPS))
    sure = [narrative.how_sure(found), *otherwise.between_structures(found)]
    yield from _paragraph("How sure it is", sure)
    yield _picture(figures.distribution(found, figures.blank(_WIDTH, _SURE_HIGH)))


def _moved(found: Report, told: Sensitivity | None) -> Iterator[page.Block | Picture]:
    """What would change the answer, drawn, and what to find out next."""
    turned = narrative.would_change(told) if told else []
    if said := [*turned, *otherwise.others_tried(found)]:
        yield from _paragraph("What would change the answer", said)
    if told and (bars := moving_bars(told, _MOST_BARS)):
        axes = _drawn(round(1.5 + 1.5 * bars))  # long names, on several lines
        yield _picture(figures.tornado(told.one_way.tornado, axes, most=bars))
    if sought := narrative.find_out(found):
        yield from _paragraph("What to find out next", sought)


def _grounds(found: Report) -> Iterator[page.Block]:
    """What was changed, to whom it may be carried over, and what it leaves out."""
    yield from _paragraph("What was changed from the base case", narrative.changed(found))
    yield from page.words("To whom it may be carried over", narrative.carried_over(found))
    if warned := narrative.cautions(found):
        yield from page.words("Cautions", warned)
    if found.scenario.unmonetised:
        yield from page.headed(
            "Without a price", page.Text(narrative.unpriced(found)), unpriced_table(found)
        )
    yield page.Text(how_made(found), "note")


def _paragraph(title: str, sentences: list[str]) -> tuple[page.Block, ...]:
    """A heading, and its sentences together below it."""
    return page.words(title, [" ".join(sentences)])


def _drawn(rows: int) -> Axes:
    """Empty axes as high as so many rows need."""
    return figures.blank(_WIDTH, min(0.9 + 0.29 * rows, _TALLEST))


def _picture(drawn: Axes) -> Picture:
    return Picture(figures.png(drawn), figures.title(drawn), figures.described(drawn))
