"""The brief: two printed pages for the reader who opens nothing else, as one HTML file.

The same words and numbers as the first sheet of the summary workbook. Nothing is fetched, nothing
runs: the pictures are vector graphics within the page, which says so to the browser.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from econ import figures
from econ.files import replacing
from econ.palette import BLUE, GREY, ORANGE, PALE
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
from econ.reports.pictures import by_payer, by_view, periods
from econ.reports.report import Report
from econ.reports.sensitivity import Sensitivity
from econ.words import MINUS, exact_money, percent, started

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH, HEIGHT = 4.6, 3.5
"""Inches of a picture: so narrow that it can be read on a phone, and beside another in print."""
BARS, COHORTS, CHANGES = 6, 12, 8
"""The most bars of the tornado, groups in a picture, and changes in words, for two pages."""


def write(found: Report, path: str | Path, told: Sensitivity | None = None) -> Path:
    """Write the brief as one HTML file, the same bytes each time.

    Raises ``OSError`` where the file cannot be written; what was there before then stays.
    """
    where = Path(path)
    with replacing(where) as temporary:
        temporary.write_text(html(found, told), encoding="utf-8")
    return where


def html(found: Report, told: Sensitivity | None = None) -> str:
    """The brief of a run as a page; with ``told``, what would change the answer as well."""
    name = escape(found.scenario.name)
    return f"""<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{_ALONE}">
<title>{name}: costs and returns in brief</title>
<style>{_STYLE}</style>
</head>
<body>
<main>
{_answered(found, told)}
{_grounds(found, told)}
</main>
</body>
</html>
"""


def _answered(found: Report, told: Sensitivity | None) -> str:
    """The answer, its figures, and who pays and gains."""
    scenario = found.scenario
    line = in_one_line(found).removeprefix(f"{scenario.name}: ")
    return "\n".join(
        [
            f"<h1>{escape(scenario.name)}</h1>",
            f'<p class="line">{escape(started(line))}</p>',
            *_notes([scenario.about.get("decision question", "")]),
            *_notes([f"This scenario: {scenario.why}."] if scenario.why else []),
            *([f'<p class="alert">{_text(alert(found))}</p>'] if alert(found) else []),
            _words("The answer", answer(found, told), lead=True),
            _four_figures(found),
            _budget(found),
            _pictures(*_pictures_of_the_answer(found)),
        ]
    )


def _pictures_of_the_answer(found: Report) -> list[str]:
    height = max(HEIGHT, 0.9 + 0.4 * len(found.scenario.outcomes))
    return [
        _picture(figures.waterfall(found, figures.blank(WIDTH, height))),
        _picture(figures.distribution(found, figures.blank(WIDTH, HEIGHT))),
    ]


def _grounds(found: Report, told: Sensitivity | None) -> str:
    """What it rests on, what would change it, and what it leaves out."""
    parts = [_words("What it rests on", [" ".join(rests_on(found))])]
    if told is not None:
        parts.append(_words("What would change the answer", would_change(told)))
    parts.append(_pictures(*_pictures_of_the_grounds(found, told)))
    parts.append(_words("What was changed from the base case", [_shortly(changed(found))]))
    if said := cautions(found):
        parts.append(_words("Cautions", said))
    return "\n".join([*parts, *_without_price(found), _made(found)])


def _shortly(changes: Sequence[str]) -> str:
    left = len(changes) - CHANGES
    more = [f"And {left} more, on the sheet Summary of the workbook."] if left > 0 else []
    return " ".join([*changes[:CHANGES], *more])


def _pictures_of_the_grounds(found: Report, told: Sensitivity | None) -> list[str]:
    """The tornado where it was run, and the groups where there are some, but not too many."""
    made = []
    if told is not None and told.one_way.tornado.bars:
        axes = figures.blank(WIDTH, 5.0)
        made.append(_picture(figures.tornado(told.one_way.tornado, axes, most=BARS)))
    if 1 < len(found.cohorts) <= COHORTS:
        made.append(_picture(figures.by_cohort(found, figures.blank(WIDTH, 5.0))))
    return made


def _picture(drawn: Axes) -> str:
    title = escape(figures.title(drawn))
    return (
        f"<figure>\n<figcaption>{title}</figcaption>\n{figures.svg(drawn, titled=False)}</figure>"
    )


def _pictures(*drawn: str) -> str:
    shown = "\n".join(drawn)
    return f'<div class="pictures">\n{shown}\n</div>' if drawn else ""


def _four_figures(found: Report) -> str:
    """Cost, return, net and the chance of paying for itself."""
    named = (
        ("costs", "Cost (present value)"),
        ("benefits", "Return (present value)"),
        ("net_present_value", "Net: return less cost (present value)"),
    )
    rows = []
    for name, label in named:
        figure = found.measure(name)
        rows.append([label, *map(exact_money, (figure.mean, figure.p2_5, figure.p97_5))])
    chance = percent(found.measure("net_present_value").probability_positive)
    rows.append(["Chance of paying for itself", chance, "", ""])
    caption = f"Four figures, view: {found.scenario.perspective}"
    return _table(caption, ["", "Mean", "95% from", "95% to"], rows)


def _budget(found: Report) -> str:
    """Who keeps or spends how much in each year, and all payers of each view together."""
    payers = [_row(row.label, row.by_period, row.total) for row in by_payer(found)]
    views = [
        _row(f"All together, view: {row.label}", row.by_period, row.total) for row in by_view(found)
    ]
    shown = [period.label for period in periods(found.scenario.year_labels)]
    prices = f"undiscounted, {found.scenario.price_year} prices"
    caption = f"Money kept (−: spent) by each payer in each year: mean, {prices}"
    return _table(caption, ["", *shown, "All years"], [*payers, *views], totals=len(views))


def _row(label: str, amounts: Sequence[float], total: float) -> list[str]:
    return [label, *map(exact_money, amounts), exact_money(total)]


def _table(
    caption: str, headings: Sequence[str], rows: Sequence[Sequence[str]], totals: int = 0
) -> str:
    """A table that a screen reader can follow and a phone can scroll; the last rows are totals."""
    top = "".join(
        f'<th scope="col">{escape(heading)}</th>' if heading else "<td></td>"
        for heading in headings
    )
    body = []
    for place, (label, *cells) in enumerate(rows):
        total = ' class="total"' if place >= len(rows) - totals else ""
        shown = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        body.append(f'<tr{total}><th scope="row">{escape(label)}</th>{shown}</tr>')
    return (
        f'<div class="wide" role="region" tabindex="0" aria-label="{escape(caption)}">\n'
        f"<table>\n<caption><span>{escape(caption)}</span></caption>\n"
        f"<thead><tr>{top}</tr></thead>\n<tbody>\n" + "\n".join(body) + "\n</tbody>\n"
        "</table>\n</div>"
    )


def _words(title: str, sentences: Iterable[str], *, lead: bool = False) -> str:
    kind = ' class="lead"' if lead else ""
    said = "\n".join(f"<p{kind}>{_text(sentence)}</p>" for sentence in sentences)
    return f"<section>\n<h2>{escape(title)}</h2>\n{said}\n</section>"


def _text(sentence: str) -> str:
    """A sentence whose negative amounts do not part from their sign at the end of a line."""
    return _NEGATIVE.sub(r'<span class="whole">\g<0></span>', escape(sentence))


_NEGATIVE = re.compile(rf"{MINUS}£?[\d.,]*\d[m%]?")


def _notes(sentences: Iterable[str]) -> list[str]:
    return [f'<p class="note">{_text(sentence)}</p>' for sentence in sentences if sentence]


def _without_price(found: Report) -> list[str]:
    """Impacts that are in none of the figures, by the direction in which they point."""
    by_direction: dict[str, list[str]] = {}
    for impact in found.scenario.unmonetised:
        by_direction.setdefault(impact.direction, []).append(impact.label)
    if not by_direction:
        return []
    rows = [
        f"<dt>{escape(started(direction))}</dt><dd>{escape('; '.join(labels))}</dd>"
        for direction, labels in by_direction.items()
    ]
    said = f"<p>{_text(unpriced(found))}</p>\n<dl>{''.join(rows)}</dl>"
    return [f"<section>\n<h2>Without a price</h2>\n{said}\n</section>"]


def _made(found: Report) -> str:
    scenario, design = found.scenario, found.design
    workbook = f" from {Path(scenario.workbook).name}" if scenario.workbook else ""
    return (
        f"<footer><p>Made by econ{escape(workbook)}: {design.size:,} draws "
        f"({escape(design.name)}, seed {design.seed}). Present values are discounted at "
        f"{escape(scenario.discount.name)} rates. Every number, its source and its working stand "
        "in the summary workbook of the same run.</p></footer>"
    )


_ALONE = "default-src 'none'; style-src 'unsafe-inline'"
"""Told to the browser: nothing may be fetched and nothing may run."""

_STYLE = f"""
:root {{ color-scheme: light; }}
* {{ box-sizing: border-box; }}
body {{ margin: 0; background: #fff; color: #000;
  font: 1rem/1.45 Arial, "Liberation Sans", Helvetica, sans-serif; }}
main {{ max-width: 60rem; margin: 0 auto; padding: 1rem; }}
h1 {{ color: {BLUE}; font-size: 1.6rem; line-height: 1.2; margin: 0 0 .2rem; }}
h2 {{ color: {BLUE}; font-size: 1.15rem; margin: 1rem 0 .3rem; }}
p {{ margin: 0 0 .45rem; }}
.line {{ font-weight: bold; }}
.note, footer {{ color: {GREY}; }}
.lead {{ font-size: 1.05rem; }}
.alert {{ border: 2px solid {ORANGE}; background: #FDE5D9; padding: .5rem .7rem;
  font-weight: bold; }}
.wide {{ overflow-x: auto; margin: .6rem 0; }}
table {{ border-collapse: collapse; width: 100%; font-size: .9rem; }}
caption {{ text-align: left; font-weight: bold; padding: .2rem 0; }}
th, td {{ padding: .2rem .4rem; text-align: right; border-bottom: 1px solid {PALE};
  font-variant-numeric: tabular-nums; white-space: nowrap; }}
th[scope=row] {{ text-align: left; font-weight: normal; white-space: normal; min-width: 9rem; }}
thead th {{ border-bottom: 2px solid {BLUE}; }}
.total th[scope=row], .total td {{ font-weight: bold; }}
caption span {{ display: inline-block; max-width: calc(100vw - 2rem); }}
.whole {{ white-space: nowrap; }}
.pictures {{ display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: flex-start; }}
figure {{ margin: .4rem 0; flex: 1 1 18rem; min-width: 0; }}
figcaption {{ font-weight: bold; font-size: .95rem; }}
figure svg {{ display: block; width: 100%; height: auto; }}
svg text {{ font-family: Arial, "Liberation Sans", Helvetica, sans-serif !important; }}
dl {{ margin: 0; }} dt {{ font-weight: bold; float: left; margin-right: .4rem; }}
dt::after {{ content: ":"; }} dd {{ margin: 0 0 .2rem; }}
footer {{ font-size: .85rem; margin-top: 1rem; border-top: 1px solid {PALE}; padding-top: .4rem; }}
@page {{ size: A4; margin: 12mm 13mm; }}
@media print {{
  body {{ font-size: 9.2pt; line-height: 1.32; }}
  main {{ max-width: none; padding: 0; }}
  section, .wide, figure {{ break-inside: avoid; }}
  h1 {{ font-size: 15pt; }} h2 {{ font-size: 11pt; margin: 2mm 0 .8mm; break-after: avoid; }}
  p {{ margin-bottom: .8mm; }} .lead {{ font-size: 9.8pt; }}
  .alert {{ padding: 1.2mm 2mm; }}
  .wide {{ overflow: visible; margin: 1.5mm 0; }}
  table {{ font-size: 8.4pt; }} th, td {{ padding: .45mm 1.2mm; }}
  figure {{ flex-basis: 40%; margin: 1mm 0; }}
  figcaption {{ font-size: 9.2pt; }} caption span {{ max-width: none; }}
  footer {{ font-size: 7.8pt; margin-top: 2mm; }}
}}
"""
