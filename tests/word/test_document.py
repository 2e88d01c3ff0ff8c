"""The report for Word: four pages, the brief's words, and a structure that Word can use."""

import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from econ.model.designs import MonteCarlo
from econ.pages import page
from econ.pages.book import footing
from econ.pages.style import pixels
from econ.reports import narrative
from econ.reports.report import Report, report
from econ.reports.sensitivity import Sensitivity, one_way
from econ.scripts import load
from econ.word.contents import Picture, report_of
from econ.word.document import _NUMBER, _widths, write_report
from tests.programmes import PERSPECTIVES, cost, crowded, programme, saving
from tests.recalculation import pages_of, writer
from tests.workbook.schema import faults, planted

ROOT = Path(__file__).resolve().parents[2]
RUN = {"Date": "2026-11-27"}
Told = tuple[Report, Sensitivity]


@pytest.fixture(scope="module")
def told() -> Iterator[Told]:
    """A scenario with illustrative numbers, whose every page says so."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        scenario = load(ROOT / "scenarios" / "lasting_effect.py")
        yield report(scenario, MonteCarlo(200, 1)), Sensitivity(scenario, one_way(scenario))


@pytest.fixture(scope="module")
def path(told: Told, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_report(told[0], tmp_path_factory.mktemp("word") / "report.docx", RUN, told[1])


@pytest.fixture(scope="module")
def document(path: Path) -> Document:
    return docx.Document(str(path))


def words(document: Document) -> str:
    cells = (c.text for t in document.tables for row in t.rows for c in row.cells)
    return "\n".join([*(line.text for line in document.paragraphs), *cells])


def test_every_sentence_of_the_narrative_is_in_it_word_for_word(
    told: Told, document: Document
) -> None:
    found, sensitivity = told
    whole = words(document)
    said = [
        *narrative.answer(found, sensitivity),
        *narrative.would_change(sensitivity),
        *narrative.rests_on(found),
        *narrative.find_out(found),
        *narrative.changed(found),
        *narrative.carried_over(found),
        *narrative.cautions(found),
        narrative.who_gains(found),
        narrative.alert(found),
        narrative.unpriced(found),
        narrative.account(found, RUN["Date"]),
    ]
    assert len(said) > 20
    assert [sentence for sentence in said if sentence not in whole] == []
    for big in narrative.three_figures(found):
        assert f"{big.figure}\n{big.words[:1].upper()}{big.words[1:]}" in whole


def test_it_has_a_title_and_real_headings(document: Document) -> None:
    styles = [(line.style.name, line.text) for line in document.paragraphs if line.style]
    assert styles[0] == ("Title", "Side by Side")
    assert [text for style, text in styles if style == "Heading 1"] == [
        "The answer",
        "Who pays and who gains",
        "What it is made of, and what it rests on",
        "How sure it is",
        "What would change the answer",
        "What to find out next",
        "What was changed from the base case",
        "To whom it may be carried over",
        "Cautions",
        "Without a price",
    ]


def test_tables_and_pictures_have_captions_that_word_counts(document: Document) -> None:
    captions = [line for line in document.paragraphs if line.style and line.style.name == "Caption"]
    counted = [
        (field.get(qn("w:instr")), "".join(t.text or "" for t in field.iter(qn("w:t"))))
        for line in captions
        for field in line._p.iter(qn("w:fldSimple"))
    ]
    assert counted == [
        ("SEQ Table \\* ARABIC", "1"),
        ("SEQ Table \\* ARABIC", "2"),
        *(("SEQ Figure \\* ARABIC", str(k)) for k in range(1, 5)),
    ]
    assert len(document.inline_shapes) == 4


def test_heads_of_tables_are_repeated_no_row_is_cut_and_each_says_what_it_is(
    document: Document,
) -> None:
    large, *tables = document.tables
    assert len(tables) == 2
    for table in tables:
        first, *others = table.rows
        assert first._tr.find(f".//{qn('w:tblHeader')}") is not None
        assert all(row._tr.find(f".//{qn('w:cantSplit')}") is not None for row in others)
        described = table._tbl.find(f".//{qn('w:tblDescription')}")
        assert described is not None
        assert len(described.get(qn("w:val")) or "") > 20
    assert len(large.columns) == 3


def test_each_picture_says_in_words_what_is_seen(told: Told, document: Document) -> None:
    pictures = [b for b in report_of(*told) if isinstance(b, Picture)]
    shown = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert shown == [f"{picture.title}. {picture.words}" for picture in pictures]
    assert min(len(text) for text in shown if text) > 60


def test_the_language_is_british_english(path: Path) -> None:
    with zipfile.ZipFile(path) as file:
        styles, settings = (file.read(f"word/{n}.xml").decode() for n in ("styles", "settings"))
    assert set(re.findall(r'<w:lang w:val="([^"]+)"', styles)) == {"en-GB"}
    assert 'w:themeFontLang w:val="en-GB"' in settings


def test_every_foot_names_the_run_warns_and_counts_its_pages(
    told: Told, document: Document
) -> None:
    (line,) = document.sections[0].footer.paragraphs
    warned, named = footing(told[0], RUN).split("\n")
    assert warned.startswith("ILLUSTRATIVE NUMBERS")
    assert "run on 27 November 2026, version " in named
    shown = "".join(x.text or "" for x in line._p.iter(qn("w:t"), qn("w:br"), qn("w:tab")))
    assert shown.startswith(f"{warned}{named}Page ")
    fields = [field.get(qn("w:instr")) for field in line._p.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]


def test_it_says_what_it_is_whose_and_of_which_day(told: Told, document: Document) -> None:
    core, about = document.core_properties, told[0].scenario.about
    assert core.title == narrative.headed_by(told[0].scenario)
    assert core.subject == about["decision question"][:250]
    assert core.author == core.last_modified_by == about["analyst"]
    day = datetime(2026, 11, 27, tzinfo=UTC)
    assert (core.created, core.modified, core.language) == (day, day, "en-GB")


def test_the_same_results_on_the_same_day_are_the_same_bytes(
    told: Told, path: Path, tmp_path: Path
) -> None:
    again = write_report(told[0], tmp_path / "again.docx", RUN, told[1])
    assert again.read_bytes() == path.read_bytes()
    other = write_report(told[0], tmp_path / "other.docx", {"Date": "2026-11-28"}, told[1])
    assert other.read_bytes() != path.read_bytes()


def test_nothing_of_the_templates_own_story_is_left(path: Path) -> None:
    with zipfile.ZipFile(path) as file:
        names = file.namelist()
        assert {info.date_time[:3] for info in file.infolist()} == {(1980, 1, 1)}
    assert not [n for n in names if "thumbnail" in n or "customXml" in n or "app.xml" in n]


@pytest.mark.skipif(writer() is None, reason="LibreOffice Writer is not installed: no page counted")
def test_it_has_four_pages(path: Path, tmp_path: Path) -> None:
    assert pages_of(path, tmp_path) == 4


@pytest.mark.skipif(writer() is None, reason="LibreOffice Writer is not installed: no page counted")
def test_sixty_outcomes_and_thirty_payers_are_no_more(tmp_path: Path) -> None:
    scenario = crowded()
    told = Sensitivity(scenario, one_way(scenario))
    found = report(scenario, MonteCarlo(50, 1))
    assert pages_of(write_report(found, tmp_path / "many.docx", RUN, told), tmp_path) == 4


def test_every_amount_in_a_table_stands_on_one_line(told: Told, tmp_path: Path) -> None:
    amounts = page.Table("A", page.in_pounds("Payer", "Mean"), {"one": ("All", 2_249_597_000.0)})
    assert _widths(amounts)[1] > _NUMBER
    few = page.Table("A", page.in_pounds("Payer", "Mean"), {"one": ("All", 2.0)})
    assert _widths(few)[1] == _NUMBER
    shown = docx.Document(str(write_report(told[0], tmp_path / "lines.docx", RUN, told[1])))
    for table in shown.tables[1:]:
        for row in table.rows:
            for cell in row.cells[1:]:
                room = (cell.width or 0) / 12_700 * 96 / 72
                assert pixels(cell.text, 9, bold=True) < room, cell.text


def test_it_passes_the_outside_check(path: Path) -> None:
    assert faults(path) == []


@pytest.mark.parametrize(
    ("sound", "broken"),
    [(b"<w:tblHeader/>", b"<w:tblHeadr/>"), (b'w:val="Title"', b'w:val="Titel"')],
)
def test_the_outside_check_finds_what_is_planted(
    path: Path, sound: bytes, broken: bytes, tmp_path: Path
) -> None:
    assert faults(planted(path, tmp_path, "word/document.xml", sound, broken)) != []


def test_what_a_workbook_says_is_text_whatever_it_holds(tmp_path: Path) -> None:
    made = programme(
        {"people": 10, "price": 3, "once": 1, "grant": 20},
        [saving("visits", "people", "price"), cost("delivery", "once", "grant")],
        payers={"nhs": PERSPECTIVES},
    )
    about = {"programme": "<b>A & B</b>\x07", "decision question": "Why?\n" * 200}
    found = report(replace(made, about=about), MonteCarlo(20, 1))
    shown = docx.Document(str(write_report(found, tmp_path / "odd.docx", RUN)))
    assert shown.paragraphs[0].text == "<b>A & B</b> "
    assert not [line for line in shown.paragraphs if line.text == "What would change the answer"]
    assert faults(tmp_path / "odd.docx") == []


def test_a_block_that_has_no_place_is_refused(
    told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocks = [page.Link("Back", "internal:Summary!A1")]
    monkeypatch.setattr("econ.word.document.report_of", lambda *_: blocks)
    with pytest.raises(TypeError, match="no report has a place for Link"):
        write_report(told[0], tmp_path / "no.docx", RUN)
    assert not (tmp_path / "no.docx").exists()


def test_python_docx_is_loaded_only_when_a_report_is_asked_for() -> None:
    asked = "import econ.output, sys; print('docx' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert said.stdout == "False\n"
