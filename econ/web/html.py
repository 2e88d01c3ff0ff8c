"""Blocks of a page laid out as one HTML file, for paper, phone and screen reader.

Nothing is fetched, nothing runs: the pictures are vector graphics within the page, which says so
to the browser.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from econ.files import BRIEF, LIVE_PAGE, SUMMARY, WORD_REPORT
from econ.pages.live.formulas import Formula
from econ.pages.page import Block, Cell, Column, Content, Link, Notes, Space, Table, Text
from econ.pages.style import FIXED, LIKELIHOOD, MILLIONS, POUNDS, SHARE, THOUSANDS
from econ.palette import BLUE, GREY, ORANGE, PALE
from econ.words import MINUS, NOT_AVAILABLE, exact_money, listed, percent, pounds

SHOWN: Mapping[str, Callable[[float], str]] = {
    POUNDS: exact_money,
    MILLIONS: lambda amount: pounds(amount / 1e6, 1, "m"),
    THOUSANDS: lambda amount: pounds(amount / 1e3, 0, "k"),
    SHARE: percent,
    LIKELIHOOD: percent,
    FIXED: lambda _: "fixed",
}
"""How the numbers of each format are written in words."""
_NEGATIVE = re.compile(rf"{MINUS}£?[\d.,]*\d[m%]?")

MARKUP = {
    "title": "<h1>{}</h1>",
    "strong": '<p class="line">{}</p>',
    "subtitle": "<section>\n<h2>{}</h2>",
    "note": '<p class="note">{}</p>',
    "alert": '<p class="alert">{}</p>',
    "lead": '<p class="lead">{}</p>',
    "prose": "<p>{}</p>",
}
"""Words of each kind; a subtitle begins a section, and words with a size of their own lead."""

LINKED = {
    BRIEF: "the brief, on two pages",
    LIVE_PAGE: "the live page, on which to move a number and see the answer follow",
    SUMMARY: "the workbook",
    WORD_REPORT: "the report, for Word",
}
"""What files of the same run are, as links say it."""


@dataclass(frozen=True, slots=True)
class Drawings:
    """Vector graphics by their titles, side by side, as many as there is room for."""

    drawn: Mapping[str, str]


def document(
    title: str, blocks: Iterable[Block | Drawings], foot: str, beside: Sequence[str] = ()
) -> str:
    """A whole page; ``foot`` says below it what made it, and ``beside`` what stands beside it."""
    body = "\n".join(laid(blocks))
    return f"""<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{_ALONE}">
<title>{escape(title)}</title>
<style>{_STYLE}</style>
</head>
<body>
<main>
{body}
<footer>{links(beside)}<p>{escape(foot)}</p></footer>
</main>
</body>
</html>
"""


def links(beside: Sequence[str]) -> str:
    """Links to files of the same run by their names alone, so that a folder may be moved."""
    made = [f'<a href="{name}">{LINKED[name]}</a> ({name})' for name in beside]
    return f"<p>Of the same run, beside this file: {listed(made)}.</p>" if made else ""


def laid(blocks: Iterable[Block | Drawings]) -> Iterator[str]:
    """Each block as markup; empty rows end the section that a subtitle began."""
    within = False
    for block in blocks:
        match block:
            case Text():
                within = within or block.kind == "subtitle"
                yield _said(block.text, "lead" if "font_size" in block.look else block.kind)
            case Notes():
                kind = "alert" if block.banner else "note"
                yield from (_said(sentence, kind) for sentence in block.sentences)
            case Table():
                yield _defined(block) if block.plain else _table(block)
            case Drawings():
                yield _drawings(block)
            case Space():
                yield from ["</section>"] if within else []
                within = False
            case _:
                raise TypeError(f"no page has a place for {type(block).__name__}")


def _said(text: str, kind: str) -> str:
    """Words of a kind; in a paragraph, negative amounts do not part from their sign."""
    bare = kind in ("title", "strong", "subtitle")
    return MARKUP[kind].format(escape(text) if bare else _whole(text))


def _whole(text: str) -> str:
    """Words whose negative amounts do not part from their sign."""
    return _NEGATIVE.sub(r'<span class="whole">\g<0></span>', escape(text))


def _table(table: Table) -> str:
    """A table that a screen reader can follow and a phone can scroll."""
    top = "".join(
        f'<th scope="col">{escape(column.heading)}</th>' if column.heading else "<td></td>"
        for column in table.columns
    )
    body = "\n".join(_row(table, key) for key in table.lines)
    caption = escape(table.describes)
    return (
        f'<div class="wide" role="region" tabindex="0" aria-label="{caption}">\n'
        f"<table>\n<caption><span>{caption}</span></caption>\n"
        f"<thead><tr>{top}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>\n</div>"
    )


def _row(table: Table, key: str) -> str:
    label, *cells = (escape(x) for x in map(shown_text, table.lines[key], table.columns))
    total = ' class="total"' if key in table.totals else ""
    heads = (escape(column.heading) for column in table.columns[1:])
    pairs = zip(heads, cells, strict=True)
    shown = "".join(f'<td data-of="{head}">{cell}</td>' for head, cell in pairs)
    return f'<tr{total}><th scope="row">{label}</th>{shown}</tr>'


def _defined(table: Table) -> str:
    """Lines without headings: each says what its first cell is; figures may be large."""
    pairs = (map(shown_text, line, table.columns) for line in table.rows)
    large = ' class="large"' if "font_size" in table.columns[-1].look else ""
    lines = (f"<div><dt>{_whole(term)}</dt><dd>{escape(said)}</dd></div>" for term, said in pairs)
    return f"<dl{large}>{''.join(lines)}</dl>"


def shown_text(content: Content, column: Column) -> str:
    """What a cell says, as its own format or its column's has it."""
    cell = content if isinstance(content, Cell) else Cell(content)
    kept = cell.content.single if isinstance(cell.content, Formula) else cell.content
    if isinstance(kept, Link | str):
        return kept if isinstance(kept, str) else kept.text
    if kept is None:
        return NOT_AVAILABLE
    return SHOWN[cell.shown or column.shown](kept)


def _drawings(shown: Drawings) -> str:
    figures = "\n".join(
        f"<figure>\n<figcaption>{escape(title)}</figcaption>\n{svg}</figure>"
        for title, svg in shown.drawn.items()
    )
    return f'<div class="pictures">\n{figures}\n</div>' if figures else ""


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
figure:only-child {{ max-width: 32rem; }}
figcaption {{ font-weight: bold; font-size: .95rem; }}
figure svg {{ display: block; width: 100%; height: auto; }}
svg text {{ font-family: Arial, "Liberation Sans", Helvetica, sans-serif !important; }}
dl {{ margin: 0; }} dt {{ font-weight: bold; float: left; margin-right: .4rem; }}
dt::after {{ content: ":"; }} dd {{ margin: 0 0 .2rem; }}
.large {{ display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; margin: .6rem 0; }}
.large div {{ display: flex; flex-direction: column-reverse; justify-content: flex-end;
  flex: 1 1 14rem; border-left: 4px solid {BLUE}; padding-left: .6rem; }}
.large dt {{ float: none; font-weight: normal; margin: 0; }} .large dt::after {{ content: ""; }}
.large dd {{ color: {BLUE}; font-size: 1.9rem; font-weight: bold; line-height: 1.15; margin: 0; }}
footer {{ font-size: .85rem; margin-top: 1rem; border-top: 1px solid {PALE}; padding-top: .4rem; }}
@media screen and (max-width: 40rem) {{
  thead {{ position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }}
  tbody tr {{ display: block; padding: .4rem 0; border-bottom: 1px solid {PALE}; }}
  tbody th, tbody td {{ display: block; border: 0; padding: 0 .2rem; white-space: normal; }}
  tbody th {{ font-weight: bold !important; min-width: 0 !important; }}
  tbody td {{ display: flex; justify-content: space-between; gap: 1rem; }}
  tbody td::before {{ content: attr(data-of); text-align: left; color: {GREY}; }}
}}
@page {{ size: A4; margin: 12mm 13mm; }}
@media print {{
  body {{ font-size: 9.2pt; line-height: 1.32; }}
  main {{ max-width: none; padding: 0; }}
  section, .wide, figure {{ break-inside: avoid; }}
  h1 {{ font-size: 15pt; }} h2 {{ font-size: 11pt; margin: 2mm 0 .8mm; break-after: avoid; }}
  p {{ margin-bottom: .8mm; }} .lead {{ font-size: 9.8pt; }}
  .alert {{ padding: 1.2mm 2mm; }}
  .wide {{ overflow: visible; margin: 1.5mm 0; }}
  .large {{ margin: 1.5mm 0; gap: 0 5mm; flex-wrap: nowrap; }} .large dd {{ font-size: 16pt; }}
  .large div {{ flex-basis: 0; padding-left: 2mm; }} .large dt {{ font-size: 8.6pt; }}
  table {{ font-size: 8.4pt; }} th, td {{ padding: .45mm 1.2mm; }}
  figure {{ flex-basis: 40%; margin: 1mm 0; }} figure:only-child {{ max-width: 52%; }}
  figcaption {{ font-size: 9.2pt; }} caption span {{ max-width: none; }}
  footer {{ font-size: 7.8pt; margin-top: 2mm; }}
}}
"""
