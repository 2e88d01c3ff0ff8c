"""The sheet Summary: one page that decides, in words, four figures and two pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from econ.pages import page
from econ.pages.style import (
    FIXED,
    LIKELIHOOD,
    NAMING,
    NOTE,
    POUNDS,
    SUBTITLE,
    among_millions,
    broken,
)
from econ.pages.who_pays import EVERY_YEAR, payer_chart
from econ.reports import narrative, otherwise
from econ.reports.parts import largest_figure
from econ.reports.report import Report, varies

if TYPE_CHECKING:
    from econ.pages.live.what_if import Live
    from econ.reports.sensitivity import Sensitivity

FIRST = "Summary"
_WIDTHS = (32.0, *[17.5] * 5)
_WIDE, _HIGHEST, _LOWEST = 535, 345, 180
"""Pixels of a picture: as high as the words above leave room for on one page."""
_ROOM, _LINE = 885, 20
"""Pixels for words and pictures together, and of a line of words."""
_ACROSS = 4
"""Links beside each other."""


def answer_sheet(
    found: Report,
    kept: page.Table,
    histogram: page.Chart | None,
    live: Live,
    sensitivity: Sensitivity | None = None,
    date: str = "",
    sheets: Sequence[str] = (),
) -> page.Sheet:
    """Everything, from the title down.

    ``kept`` is the table of who pays and who gains, ``histogram`` the distribution, if there is
    one; ``sheets`` are the names of the others.
    """
    said = [(label, x) for label, x in _said(found, sensitivity) if x]
    size = _WIDE, _height([*_opening(found, date)], said)
    payers = payer_chart(found, kept, [EVERY_YEAR], size)
    drawn = _smaller(histogram, size) if histogram else None
    banner = page.Cell(live.banner, look=NAMING)
    blocks = (
        *_opening(found, date),
        *(page.Notes(tuple(x), label=label) for label, x in said),
        page.Table("Banner", (page.Column(""),), {"live": (banner,)}, plain=True),
        four_figures(found),
        page.Space(),
        page.Beside((payers,), drawn, 3, margins=(10, 4)) if drawn else payers,
        *_live(found, live),
        *_ways(sheets),
    )
    asks = "What does it cost, what comes back and to whom, and how sure is that?"
    return page.Sheet(FIRST, asks, _WIDTHS, blocks, pages=1)


def _smaller(histogram: page.Chart, size: tuple[int, int]) -> page.Chart:
    """The distribution, its axis named in short, so that there is room for the columns."""
    along = {**histogram.sets["x_axis"], "name": "Net present value"}
    return replace(histogram, size=size, sets={**histogram.sets, "x_axis": along})


def _height(opening: Sequence[page.Block], said: Sequence[tuple[str, Sequence[str]]]) -> int:
    """How high the pictures may be below these words."""
    whole, beside = sum(_WIDTHS), sum(_WIDTHS[1:])
    notes = [text for block in opening if isinstance(block, page.Notes) for text in block.sentences]
    lines = sum(len(broken(text, whole)) for text in notes)
    lines += sum(len(broken(text, beside)) for _, texts in said for text in texts)
    return max(_LOWEST, min(_HIGHEST, _ROOM - _LINE * lines))


def _opening(found: Report, date: str) -> Iterator[page.Block]:
    """Programme and question, the scenario in a line, and whose work it is."""
    scenario = found.scenario
    yield page.Text(narrative.programme_name(scenario), "title")
    if question := scenario.about.get("decision question", ""):
        yield page.Notes((question,), SUBTITLE)
    yield page.Text(narrative.in_one_line(found), "strong")
    why = f"This scenario: {scenario.why.rstrip('.')}." if scenario.why else ""
    yield page.Notes(tuple(filter(None, (why, narrative.account(found, date)))))
    yield from page.alarm(narrative.alert(found))


def _said(found: Report, told: Sensitivity | None) -> Iterator[tuple[str, list[str]]]:
    """What is said under each word; how much of a long list of changes."""
    yield "The answer", narrative.answer(found, told)
    moved = narrative.would_change(told)[:2] if told is not None else []
    yield "What would change it", [*moved, *otherwise.others_tried(found)]
    yield "What to find out next", _paragraph(narrative.find_out(found))
    yield "What it rests on", _paragraph(narrative.rests_on(found))
    if found.scenario.changes:
        yield "Changed from the base case", [otherwise.changes_in_short(found.scenario)]
    unpriced = filter(None, [narrative.unpriced(found, 3)])
    yield "Cautions", _paragraph([*narrative.cautions(found), *unpriced])


def _paragraph(sentences: Sequence[str]) -> list[str]:
    return [" ".join(sentences)] if sentences else []


def four_figures(found: Report) -> page.Table:
    """The headline, each figure with a name by which other workbooks and readers find it."""
    mean, *ends_of = page.in_pounds("Mean", "95% from", "95% to", width=_WIDTHS[1])
    median = page.Column("Median", _WIDTHS[1], POUNDS)
    amounts = (mean, median, *ends_of)
    first = page.Column(f"Present values, view: {found.scenario.perspective}", _WIDTHS[0])
    net, paid = found.measure("net_present_value"), found.had_it_paid()
    shown = {
        "costs": ("Cost", found.measure("costs")),
        "benefits": ("Return", found.measure("benefits")),
        "net_present_value": ("Net: return less cost", net),
    }
    pays = {"chance_of_paying_for_itself": ("Chance of paying for itself", net)}
    if paid:
        shown["had_it_paid"] = ("Net, had it paid for the programme", paid)
        pays = {"chance_of_paying_for_itself": ("Chance of keeping more than it spends", net)}
        pays["chance_had_it_paid"] = ("The same, had it paid", paid)
    made, names = page.Draft("Four figures", (first, *amounts)), dict[str, tuple[str, str]]()
    most = largest_figure(found)
    ends = dict(zip(("mean", "median", "low", "high"), amounts, strict=True))
    for name, (label, of) in shown.items():
        told = (of.mean, of.p50, of.p2_5, of.p97_5)
        middle, *others = (page.Cell(x, among_millions(x, most)) for x in told)
        others = others if varies(of) else [replace(x, shown=FIXED) for x in others]
        made.row(name, label, middle, *others)
        names |= {f"{name}_{end}": (name, column.name) for end, column in ends.items()}
    for name, (label, of) in pays.items():
        made.row(name, label, page.Cell(of.probability_positive, LIKELIHOOD), None, None, None)
        names[name] = (name, "Mean")
    describes = "Cost, return, net and the chance of paying for itself, with 95% intervals."
    return made.table(describes, names=names)


def _live(found: Report, live: Live) -> Iterator[page.Block]:
    """The answer of the sheet What-if, beside the model's, and whether they agree."""
    right = {"align": "right"}
    columns = [
        page.Column("With the What-if inputs, live", _WIDTHS[0]),
        page.Column("What-if", shown=POUNDS, look=right),
        page.Column("Model", shown=POUNDS, look=right),
    ]
    most, (ours, theirs) = largest_figure(found), (live.net, live.model)
    shown = [page.Cell(x, among_millions(float(x.single), most)) for x in (ours, theirs)]
    describes = "Net present value with the inputs of the sheet What-if, and with the model's."
    yield page.tabled("With the What-if inputs", columns, [[live.chosen, *shown]], describes)
    said = {"Inputs changed?": live.status, "Formulas against model": live.verdict}
    for label, formula in said.items():
        cells = (page.Cell(label, look=NOTE), page.strong(formula))
        plain = (page.Column("", key="said"), page.Column("", shown=POUNDS, key="found"))
        yield page.Table(label, plain, {"live": cells}, plain=True)


def _ways(sheets: Sequence[str]) -> Iterator[page.Block]:
    """Links to the other sheets, some beside each other."""
    links = [page.Cell(page.to_sheet(name), look={"text_wrap": False}) for name in sheets]
    columns = tuple(page.Column("", key=str(k)) for k in range(_ACROSS))
    rows = range(0, len(links), _ACROSS)
    lines = {str(k): tuple(links[k : k + _ACROSS]) for k in rows}
    yield page.Space()
    yield page.Text("Where to go", "strong")
    yield page.Table("Where to go", columns, lines, plain=True)
