"""Blocks as markup: each kind of words, tables with their totals, and pictures."""

import re

import pytest

from econ.pages.live.formulas import formula
from econ.pages.page import (
    Block,
    Cell,
    Column,
    Content,
    Link,
    Notes,
    Space,
    Table,
    Text,
    alarm,
    opening,
    tabled,
    words,
)
from econ.pages.style import POUNDS, SHARE
from econ.web.html import Drawings, document


def body(*blocks: Block | Drawings) -> list[str]:
    """The lines of a page between its beginning and its foot."""
    page = document("A title", blocks, "Made by a test")
    found = re.search(r"<main>\n(.*)\n<footer>", page, re.DOTALL)
    assert found is not None
    return found[1].split("\n")


def test_words_of_each_kind_have_their_own_markup() -> None:
    blocks = (
        Text("Yes & no", "title"),
        Text("Net −£5m", "strong"),
        Text("Why <now>?", "note"),
        *alarm("It may be −3%"),
        Notes(("First.", "Second.")),
        *words("What it rests on", ["On −£1,200.50, mostly."]),
        Text("Further down", "subtitle"),
        Text("First of all.", look={"font_size": 12}),
        Space(),
    )
    assert body(*blocks) == [
        "<h1>Yes &amp; no</h1>",
        '<p class="line">Net −£5m</p>',
        '<p class="note">Why &lt;now&gt;?</p>',
        '<p class="alert">It may be <span class="whole">−3%</span></p>',
        '<p class="note">First.</p>',
        '<p class="note">Second.</p>',
        *("<section>", "<h2>What it rests on</h2>"),
        '<p>On <span class="whole">−£1,200.50</span>, mostly.</p>',
        "</section>",
        *("<section>", "<h2>Further down</h2>", '<p class="lead">First of all.</p>', "</section>"),
    ]


def test_empty_rows_outside_of_a_section_are_nothing() -> None:
    assert body(*opening("Title", "A note."), Space()) == [
        "<h1>Title</h1>",
        '<p class="note">A note.</p>',
    ]


def test_a_table_shows_its_numbers_as_their_formats_have_them() -> None:
    columns = (Column(""), Column("Mean", shown=POUNDS), Column("From", shown=POUNDS))
    rows: list[list[Content]] = [
        ["Cost <all>", -1234.5, None],
        ["Chance", Cell(0.384, SHARE), ""],
        ["All", formula(2.0) * 3, Cell(float("nan"))],
    ]
    table = tabled("Figures", columns, rows, "Figures & more", totals=[2])
    assert body(table) == [
        '<div class="wide" role="region" tabindex="0" aria-label="Figures &amp; more">',
        *("<table>", "<caption><span>Figures &amp; more</span></caption>"),
        '<thead><tr><td></td><th scope="col">Mean</th><th scope="col">From</th></tr></thead>',
        "<tbody>",
        (
            '<tr><th scope="row">Cost &lt;all&gt;</th><td data-of="Mean">−£1,234</td>'
            '<td data-of="From">n/a</td></tr>'
        ),
        '<tr><th scope="row">Chance</th><td data-of="Mean">38%</td><td data-of="From"></td></tr>',
        (
            '<tr class="total"><th scope="row">All</th><td data-of="Mean">£6</td>'
            '<td data-of="From">n/a</td></tr>'
        ),
        *("</tbody>", "</table>", "</div>"),
    ]


def test_lines_without_headings_are_terms_and_what_they_are() -> None:
    lines: dict[str, tuple[Content, ...]] = {
        "a": ("Harm", "Loss & more"),
        "b": (Link("Source", "https://example.org"), "One"),
    }
    assert body(Table("Pairs", (Column("A"), Column("B")), lines, plain=True)) == [
        (
            "<dl><div><dt>Harm</dt><dd>Loss &amp; more</dd></div>"
            "<div><dt>Source</dt><dd>One</dd></div></dl>"
        )
    ]


def test_figures_with_a_size_of_their_own_are_large_and_keep_their_sign() -> None:
    columns = (Column("What"), Column("Figure", look={"font_size": 20}))
    lines: dict[str, tuple[Content, ...]] = {"net": ("From −£2m on", "−£1m")}
    assert body(Table("Large", columns, lines, plain=True)) == [
        (
            '<dl class="large"><div><dt>From <span class="whole">−£2m</span> on</dt>'
            "<dd>−£1m</dd></div></dl>"
        )
    ]


def test_pictures_stand_beside_each_other_below_their_titles() -> None:
    assert body(Drawings({"One & two": "<svg>1</svg>\n", "Three": "<svg>3</svg>\n"})) == [
        '<div class="pictures">',
        *("<figure>", "<figcaption>One &amp; two</figcaption>", "<svg>1</svg>", "</figure>"),
        *("<figure>", "<figcaption>Three</figcaption>", "<svg>3</svg>", "</figure>"),
        "</div>",
    ]
    assert body(Drawings({})) == [""]


def test_what_has_no_place_on_a_page_is_refused() -> None:
    with pytest.raises(TypeError, match="no page has a place for Link"):
        body(Link("Back", "internal:Summary!A1"))


def test_the_title_and_the_foot_are_text() -> None:
    page = document("<i>Title</i>", [], "Made by <b>")
    assert "<title>&lt;i&gt;Title&lt;/i&gt;</title>" in page
    assert "<footer><p>Made by &lt;b&gt;</p></footer>" in page
