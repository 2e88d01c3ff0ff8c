"""The brief: the first sheet's words on two printed pages, for paper, phone and screen reader."""

import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

import econ
from econ.model.designs import MonteCarlo
from econ.model.programme import Unmonetised
from econ.model.scenario import Scenario
from econ.reports import narrative
from econ.reports.otherwise import changes_in_short
from econ.reports.parts import largest_figure
from econ.reports.pictures import by_payer, by_view, steps
from econ.reports.report import Report, report
from econ.reports.sensitivity import Sensitivity, one_way
from econ.scripts import load
from econ.web.brief import brief, write_brief
from econ.words import exact_money, money, pounds, started
from tests import chromium
from tests.programmes import crowded

ROOT = Path(__file__).resolve().parents[2]
WIDEST, LONGEST = "base_case", "lasting_effect"
VOID = {"meta", "link", "br", "hr", "img", "input"}


class Page(HTMLParser):
    """The elements of a page, each with its attributes, its text and what it stands in."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[int] = []
        self.elements: list[tuple[str, dict[str, str | None], tuple[str, ...]]] = []
        self.words: list[list[str]] = []
        self.unclosed: list[str] = []
        self.feed(html)
        self.unclosed += [self.elements[k][0] for k in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        inside = tuple(self.elements[k][0] for k in self.open)
        self.elements.append((tag, dict(attrs), inside))
        self.words.append([])
        if tag not in VOID:
            self.open.append(len(self.elements) - 1)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        last = self.open.pop()
        if self.elements[last][0] != tag:
            self.unclosed.append(self.elements[last][0])

    def handle_data(self, data: str) -> None:
        for k in self.open:
            self.words[k].append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes, _ in self.elements if name == tag]

    def text(self, tag: str) -> list[str]:
        return [
            " ".join("".join(words).split())
            for (name, _, _), words in zip(self.elements, self.words, strict=True)
            if name == tag
        ]


def found_in(name: str) -> tuple[Report, Sensitivity]:
    scenario = load(ROOT / "scenarios" / f"{name}.py")
    return report(scenario, MonteCarlo(200, 2025)), Sensitivity(scenario, one_way(scenario))


@pytest.fixture(scope="module", autouse=True)
def at_the_root() -> Iterator[None]:
    """Scenario scripts name the workbook from the root of the repository."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        yield


@pytest.fixture(scope="module")
def base() -> tuple[Report, Sensitivity]:
    return found_in(WIDEST)


@pytest.fixture(scope="module")
def longest() -> tuple[Report, Sensitivity]:
    return found_in(LONGEST)


@pytest.fixture(scope="module")
def html(base: tuple[Report, Sensitivity]) -> str:
    return brief(*base)


@pytest.fixture(scope="module")
def page(html: str) -> Page:
    return Page(html)


def test_every_sentence_of_the_narrative_is_in_the_brief_word_for_word(
    base: tuple[Report, Sensitivity], page: Page
) -> None:
    found, told = base
    (whole,) = page.text("main")
    said = [
        *narrative.answer(found, told),
        *narrative.rests_on(found),
        *narrative.would_change(told),
        *narrative.changed(found),
        *narrative.cautions(found),
        narrative.alert(found),
        narrative.unpriced(found),
    ]
    assert len(said) > 12
    for sentence in said:
        assert sentence in whole


def test_three_large_figures_stand_first_and_say_what_they_are(
    base: tuple[Report, Sensitivity], page: Page
) -> None:
    bigs = narrative.three_figures(base[0])
    assert page.text("dd")[:3] == [big.figure for big in bigs]
    assert page.text("dt")[:3] == [started(big.words) for big in bigs]
    assert page.all("dl")[0] == {"class": "large"}


def test_every_payers_year_is_that_of_the_report(
    base: tuple[Report, Sensitivity], page: Page
) -> None:
    found, _ = base
    cells, most = page.text("td"), largest_figure(found)
    for line in found.budget:
        mean = line.impact.mean or 0.0
        small = 0 < abs(mean) < 99_500
        assert (pounds(mean / 1e3, 0, "k") if small else money(mean, most)) in cells


def test_the_brief_goes_from_the_answer_to_what_it_leaves_out(
    base: tuple[Report, Sensitivity], page: Page
) -> None:
    found, told = base
    assert page.text("h1") == ["Side by Side"]
    assert page.text("h2") == [
        "The answer",
        "What it rests on",
        "What would change the answer",
        "What to find out next",
        "What was changed from the base case",
        "Cautions",
        "Without a price",
    ]
    paragraphs = zip(page.text("p"), page.all("p"), strict=True)
    lead = [text for text, marked in paragraphs if marked.get("class") == "lead"]
    assert lead == narrative.answer(found, told)
    prices = f"undiscounted, {found.scenario.price_year} prices"
    said = f"Who pays and who gains: mean money kept (−: spent), {prices}"
    assert page.text("caption") == [said]
    rows = page.text("tr")
    totals = [row for row, tr in zip(rows, page.all("tr"), strict=True) if tr.get("class")]
    assert totals == [row for row in rows if row.startswith("All together, view: ")]
    assert len(totals) == len(by_view(found))
    assert page.text("footer")[0] == (
        "Made by econ from side_by_side.xlsx: 200 draws (Monte Carlo, seed 2025). Present values "
        "are discounted at Green Book rates. Every number, its source and its working stand in "
        "the summary workbook of the same run."
    )


def test_the_brief_says_when_it_was_made_and_whom_to_ask(
    base: tuple[Report, Sensitivity],
) -> None:
    about = {**base[0].scenario.about, "contact": "ann@example.org"}
    found = report(replace(base[0].scenario, about=about), MonteCarlo(20, 1))
    notes = Page(brief(found, date="2026-11-27")).text("p")
    (account,) = [note for note in notes if "run on 27 November 2026" in note]
    assert account.endswith("contact: ann@example.org.")


def test_files_beside_it_are_linked_by_their_names_alone(
    base: tuple[Report, Sensitivity],
) -> None:
    beside = ("what_if.html", "summary.xlsx", "report.docx")
    shown = Page(brief(base[0], beside=beside))
    assert [a["href"] for a in shown.all("a")] == list(beside)


def test_what_was_not_run_is_not_spoken_of(base: tuple[Report, Sensitivity]) -> None:
    alone = Page(brief(base[0]))
    assert "What would change the answer" not in alone.text("h2")
    assert len(alone.all("svg")) == 3


def test_a_page_has_a_language_a_title_and_headings_in_order(page: Page) -> None:
    assert page.all("html")[0]["lang"] == "en-GB"
    assert page.text("title")[0] == "Side by Side: Base case: costs and returns in brief"
    levels = [int(tag[1]) for tag, _, _ in page.elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert set(levels[1:]) == {2}


def test_every_element_is_closed_in_its_order(page: Page) -> None:
    assert not page.unclosed


def test_every_table_has_a_caption_and_headings_that_say_what_they_head(page: Page) -> None:
    assert len(page.all("caption")) == len(page.all("table")) == 1
    assert {attributes["scope"] for attributes in page.all("th")} == {"col", "row"}
    assert all(page.text("th"))


def test_every_picture_says_in_words_what_is_seen_and_has_its_title_beside_it(page: Page) -> None:
    pictures = page.all("svg")
    assert len(pictures) == len(page.all("figcaption")) == 4
    for picture, title in zip(pictures, page.text("figcaption"), strict=True):
        assert picture["role"] == "img"
        assert (picture["aria-label"] or "").startswith(title)
        assert len(picture["aria-label"] or "") > len(title) + 50


def test_no_identifier_stands_twice(page: Page) -> None:
    named = [attributes["id"] for _, attributes, _ in page.elements if attributes.get("id")]
    assert len(named) == len(set(named)) > 0


def test_nothing_is_fetched_and_nothing_runs(html: str, page: Page) -> None:
    assert not {tag for tag, _, _ in page.elements} & {
        "script", "link", "img", "iframe", "object", "embed", "audio", "video", "source", "base",
    }  # fmt: skip
    for _, attributes, _ in page.elements:
        assert not [name for name in attributes if name.startswith("on") or name == "src"]
        for name in ("href", "xlink:href"):
            assert (attributes.get(name) or "#").startswith("#")
    assert not re.findall(r"url\((?!#)", html)
    assert "@import" not in html
    policy = [meta for meta in page.all("meta") if meta.get("http-equiv")]
    assert policy[0]["content"] == "default-src 'none'; style-src 'unsafe-inline'"


def test_the_same_report_is_the_same_file_and_a_small_one(
    base: tuple[Report, Sensitivity], tmp_path: Path
) -> None:
    first = write_brief(base[0], tmp_path / "a.html", base[1])
    again = write_brief(base[0], tmp_path / "b.html", base[1])
    assert first.read_bytes() == again.read_bytes()
    assert first.stat().st_size < 250_000


def renamed(scenario: Scenario, label: str) -> Scenario:
    payers = tuple(replace(payer, label=label) for payer in scenario.payers)
    return replace(scenario, name=label, payers=payers)


def test_what_a_workbook_says_is_shown_as_text_never_as_markup(
    base: tuple[Report, Sensitivity],
) -> None:
    planted = "<script>alert('x')</script> & \"more\""
    scenario = renamed(base[0].scenario, planted)
    html = brief(report(scenario, MonteCarlo(20, 1)))
    assert "<script" not in html
    assert Page(html).text("h1") == ["Side by Side"]
    assert Page(html).text("title")[0].startswith(f"Side by Side: {planted}:")


def test_a_negative_amount_keeps_its_sign_on_its_line(
    base: tuple[Report, Sensitivity], html: str
) -> None:
    low = money(base[0].measure("benefits").p2_5, largest_figure(base[0]))
    assert low.startswith("−£")
    assert f'<span class="whole">{low}</span>' in html


def test_impacts_without_a_price_stand_by_their_direction(
    base: tuple[Report, Sensitivity],
) -> None:
    loss = Unmonetised("Loss where support ends", "harm", "", "")
    scenario = replace(base[0].scenario, unmonetised=(loss,))
    found = report(scenario, MonteCarlo(20, 1))
    shown = Page(brief(found))
    assert (shown.text("dt")[3:], shown.text("dd")[3:]) == (["Harm"], [loss.label])
    assert narrative.unpriced(found).startswith("One known impact has no price")


def test_a_scenario_with_many_changes_tells_them_in_short(
    base: tuple[Report, Sensitivity],
) -> None:
    scenario = base[0].scenario
    for k in range(10):
        scenario = scenario.vary(attribution=econ.Uniform(0, 0.5 + k / 100))
    (whole,) = Page(brief(report(scenario, MonteCarlo(20, 1)))).text("main")
    assert changes_in_short(scenario) in whole


@chromium.needed
@pytest.mark.parametrize("name", [WIDEST, LONGEST])
def test_the_brief_is_two_printed_pages(
    name: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    found = request.getfixturevalue("base" if name == WIDEST else "longest")
    path = write_brief(found[0], tmp_path / "brief.html", found[1])
    assert chromium.pages_printed(path, tmp_path) == 2


def test_smaller_payers_and_outcomes_stand_together_where_they_are_many() -> None:
    found = report(crowded(), MonteCarlo(50, 1))
    shown = Page(brief(found))
    heads = [text for text, th in zip(shown.text("th"), shown.all("th"), strict=True)
             if th["scope"] == "row"]  # fmt: skip
    kept = [row for row in by_payer(found) if row.label in heads]
    assert (len(kept), heads[11]) == (11, "19 smaller ones")
    rest = sum(row.total for row in by_payer(found)) - sum(row.total for row in kept)
    cells = dict(zip(heads, shown.text("td")[2::2], strict=True))
    assert cells["19 smaller ones"] == exact_money(rest)
    assert min(abs(row.total) for row in kept) >= max(
        abs(row.total) for row in by_payer(found) if row not in kept
    )
    few, every = steps(found, 8), steps(found)
    assert [len(few), len(every)] == [10, 61]
    assert few[-2].label == "52 smaller ones"
    assert few[-2].change == pytest.approx(sum(step.change for step in every[8:-1]))
    assert few[-1].end == pytest.approx(every[-1].end)


@chromium.needed
def test_sixty_outcomes_and_thirty_payers_are_two_printed_pages(tmp_path: Path) -> None:
    scenario = crowded()
    told = Sensitivity(scenario, one_way(scenario))
    path = write_brief(report(scenario, MonteCarlo(50, 1)), tmp_path / "crowded.html", told)
    assert chromium.pages_printed(path, tmp_path) == 2


@chromium.needed
def test_what_is_cut_is_seen(tmp_path: Path) -> None:
    wide = '<div class="wide" style="overflow-x:auto"><div style="width:900px">x</div></div>'
    assert chromium.measured(wide, 320, tmp_path)["cut"] == ["x"]


@chromium.needed
def test_pages_are_counted_as_they_are_printed(tmp_path: Path) -> None:
    path = tmp_path / "three.html"
    path.write_text('<p>a</p><p style="break-before:page">b</p><p style="break-before:page">c</p>')
    assert chromium.pages_printed(path, tmp_path) == 3


@chromium.needed
@pytest.mark.parametrize("width", [320, 360, 768, 1440])
def test_the_brief_fits_the_window_can_be_read_and_fetches_nothing(
    html: str, width: int, tmp_path: Path
) -> None:
    seen = chromium.measured(html, width, tmp_path)
    assert seen["width"] == width
    assert seen["scrolls"] <= width
    assert seen["fetched"] == []
    assert seen["cut"] == []
    assert seen["smallest"] >= (8 if width > 320 else 7)
    assert max(seen["pictures"]) <= width


@chromium.needed
def test_a_page_that_is_too_wide_or_fetches_is_caught(tmp_path: Path) -> None:
    wide = '<div style="width:900px">x</div><img src="http://127.0.0.1:9/nowhere.png">'
    seen = chromium.measured(wide, 360, tmp_path)
    assert seen["scrolls"] >= 900
    assert len(seen["fetched"]) == 1
