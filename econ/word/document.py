"""Blocks laid out as a Word file: real headings, captions, repeated heads, words for pictures.

It needs python-docx, which is imported here alone, when a report is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from econ.files import replacing
from econ.pages import page
from econ.pages.book import footing, properties
from econ.pages.style import FONT, pixels
from econ.palette import BLUE, GREY, PALE
from econ.reports.report import Report
from econ.reports.sensitivity import Sensitivity
from econ.web.html import shown_text
from econ.word.contents import Picture, report_of

if TYPE_CHECKING:
    from docx.document import Document
    from docx.styles.style import ParagraphStyle
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph

_TEXT_WIDTH, _MARGIN, _NUMBER, _LONGEST = 17.0, 2.0, 1.9, 255
"""Centimetres of a line, beside it and of a column of numbers; letters that a property holds."""
_CELL, _PADDING = 9, 0.42
"""Points of the letters in a table; centimetres that stay free in a cell."""
_LANGUAGE = "en-GB"
_LOOKS: Mapping[str, tuple[str, float, str]] = {
    "Normal": ("000000", 10, ""),
    "Title": (BLUE, 20, ""),
    "Heading 1": (BLUE, 13, ""),
    "Caption": ("000000", 9.5, "bold"),
    "Footer": (GREY, 8, ""),
}
"""Styles by name: colour, points, and whether bold."""
_UNSEEN = dict.fromkeys((*range(9), 11, 12, *range(14, 32), *range(0xD800, 0xE000)), " ")
"""What no XML can hold."""
_LEFT_OUT = ("stylesWithEffects", "customXml", "thumbnail", "extended-properties")
"""Parts of the library's template that tell of another document."""


def write_report(
    found: Report,
    path: str | Path,
    run: Mapping[str, object],
    told: Sensitivity | None = None,
) -> Path:
    """Write the report of a run as a Word file: the same bytes for the same results and date.

    ``run`` is the record of the run, whose date the file says; ``told`` is what drives the answer.

    Raises ``OSError`` where the file cannot be written; what was there before then stays.
    """
    where, date = Path(path), str(run.get("Date", ""))
    made = _Laid(docx.Document())
    made.dress(properties(found, run), footing(found, run))
    for block in report_of(found, told, date):
        made.add(block)
    with replacing(where) as temporary:
        temporary.write_bytes(_packed(made.document))
    return where


def _packed(document: Document) -> bytes:
    """The file, without the moment at which it was packed."""
    first, same = BytesIO(), BytesIO()
    document.save(first)
    with ZipFile(first) as made, ZipFile(same, "w") as out:
        for name in made.namelist():
            out.writestr(ZipInfo(name), made.read(name), ZIP_DEFLATED)
    return same.getvalue()


def _element(tag: str, **attributes: object) -> Any:  # noqa: ANN401 - lxml has no types
    """An element of WordprocessingML, its attributes in the same namespace."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def _plain(text: str) -> str:
    return text.translate(_UNSEEN)


@dataclass(slots=True)
class _Laid:
    """A Word file that is being filled; tables and figures are counted as they come."""

    document: Document
    tables: Any = field(default_factory=lambda: count(1))
    pictures: Any = field(default_factory=lambda: count(1))

    def dress(self, properties: Mapping[str, object], foot: str) -> None:
        """What the file says of itself, its paper, its styles and its foot."""
        core, section = self.document.core_properties, self.document.sections[0]
        for name, value in properties.items():
            kept = _plain(value)[:_LONGEST] if isinstance(value, str) else value
            setattr(core, name, kept)
        core.modified, core.last_modified_by = core.created, core.author
        core.revision, core.language = 1, _LANGUAGE
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = section.bottom_margin = Cm(_MARGIN)
        section.top_margin = section.footer_distance = Cm(1.5)
        self._styles()
        self._foot(section.footer.paragraphs[0], foot)
        for owner in (self.document.part, self.document.part.package):
            for key in [k for k, r in owner.rels.items() if r.reltype.endswith(_LEFT_OUT)]:
                del owner.rels[key]

    def _styles(self) -> None:
        """Fonts, colours and spacing; British English everywhere; the mode of today's Word."""
        for name, (colour, size, weight) in _LOOKS.items():
            style = cast("ParagraphStyle", self.document.styles[name])
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for kind in ("ascii", "hAnsi", "eastAsia", "cs"):
                fonts.attrib.pop(qn(f"w:{kind}Theme"), None)
                fonts.set(qn(f"w:{kind}"), FONT)
            fonts.attrib.pop(qn("w:cstheme"), None)
            style.font.size, style.font.color.rgb = Pt(size), RGBColor.from_string(colour[-6:])
            style.font.bold = bool(weight) or name in ("Title", "Heading 1")
            style.paragraph_format.space_after = Pt(4)
            style.paragraph_format.line_spacing = 1.08
        foot = cast("ParagraphStyle", self.document.styles["Footer"])
        foot.paragraph_format.tab_stops.clear_all()
        foot.paragraph_format.space_before = Pt(8)
        heading = cast("ParagraphStyle", self.document.styles["Heading 1"])
        heading.paragraph_format.space_before = Pt(10)
        for part in (self.document.styles.element, self.document.settings.element):
            for language in part.iter(qn("w:lang"), qn("w:themeFontLang")):
                language.set(qn("w:val"), _LANGUAGE)
            for setting in part.iter(qn("w:compatSetting")):
                if setting.get(qn("w:name")) == "compatibilityMode":
                    setting.set(qn("w:val"), "15")

    def _foot(self, line: Paragraph, said: str) -> None:
        """What nobody may miss, of what and when it is; and the number of the page."""
        *first, last = said.split("\n")
        for warning in first:
            line.add_run(_plain(warning)).bold = True
            line.add_run().add_break()
        line.paragraph_format.tab_stops.clear_all()
        line.paragraph_format.tab_stops.add_tab_stop(Cm(_TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT)
        line.add_run(f"{_plain(last)}\tPage ")
        _counted(line, "PAGE", 1)
        line.add_run(" of ")
        _counted(line, "NUMPAGES", 4)

    def add(self, block: page.Block | Picture) -> None:
        """A block below those before it."""
        match block:
            case page.Text():
                self._text(block)
            case page.Notes():
                for sentence in block.sentences:
                    self._banner(sentence)
            case page.Table() if block.plain:
                self._large(block) if "font_size" in block.columns[-1].look else self._named(block)
            case page.Table():
                self._table(block)
            case Picture():
                self._picture(block)
            case page.Space():
                pass
            case _:
                raise TypeError(f"no report has a place for {type(block).__name__}")

    def _text(self, text: page.Text) -> None:
        style = {"title": "Title", "subtitle": "Heading 1"}.get(text.kind, "Normal")
        line = self.document.add_paragraph(style=style)
        run = line.add_run(_plain(text.text))
        if text.kind == "strong":
            run.bold = True
        if text.kind == "note":
            run.font.color.rgb = RGBColor.from_string(GREY[-6:])

    def _banner(self, sentence: str) -> None:
        """What nobody may miss: in bold, in a box, on a ground of its own."""
        line = self.document.add_paragraph()
        line.add_run(_plain(sentence)).bold = True
        borders = _element("pBdr")
        for side in ("top", "left", "bottom", "right"):
            borders.append(_element(side, val="single", sz=12, space=4, color="F46A25"))
        ground = _element("shd", val="clear", color="auto", fill="FDE5D9")
        line._p.get_or_add_pPr().extend([borders, ground])

    def _named(self, table: page.Table) -> None:
        """Lines without headings: each says what its first cell is."""
        for cells in table.rows:
            term, said = map(shown_text, cells, table.columns)
            line = self.document.add_paragraph()
            line.add_run(_plain(f"{term}: ")).bold = True
            line.add_run(_plain(said))

    def _large(self, table: page.Table) -> None:
        """Figures side by side, each above its words."""
        made = self._grid(1, [_TEXT_WIDTH / len(table.lines)] * len(table.lines), table.name)
        for cell, cells in zip(made.rows[0].cells, table.rows, strict=True):
            words, figure = map(shown_text, cells, table.columns)
            run = cell.paragraphs[0].add_run(_plain(figure))
            run.bold, run.font.size = True, Pt(20)
            run.font.color.rgb = RGBColor.from_string(BLUE[-6:])
            cell.add_paragraph(_plain(words)).paragraph_format.space_after = Pt(2)

    def _table(self, table: page.Table) -> None:
        """A table below its caption; its head is repeated on each page, and no row is cut."""
        self._caption("Table", next(self.tables), table.describes, before=True)
        made = self._grid(1 + len(table.lines), _widths(table), table.describes)
        for place, (cell, column) in enumerate(zip(made.rows[0].cells, table.columns, strict=True)):
            _fill(cell, column.heading or column.name, right=place > 0)
            cell._tc.get_or_add_tcPr().append(_element("shd", val="clear", fill=BLUE[-6:]))
            for run in cell.paragraphs[0].runs:
                run.bold, run.font.color.rgb = True, RGBColor(255, 255, 255)
        made.rows[0]._tr.get_or_add_trPr().append(_element("tblHeader"))
        for row, (key, contents) in zip(made.rows[1:], table.lines.items(), strict=True):
            row._tr.get_or_add_trPr().append(_element("cantSplit"))
            pairs = zip(row.cells, contents, table.columns, strict=True)
            for place, (cell, content, column) in enumerate(pairs):
                _fill(cell, shown_text(content, column), right=place > 0, bold=key in table.totals)
        self.document.add_paragraph().paragraph_format.space_after = Pt(0)

    def _grid(self, rows: int, wide: Sequence[float], words: str) -> Table:
        """An empty table with its words, thin lines and columns of these widths."""
        made: Table = self.document.add_table(rows, len(wide))
        made.autofit = False
        for column, width in zip(made.columns, wide, strict=True):
            column.width = Cm(width)
            for cell in column.cells:
                cell.width = Cm(width)
        borders = _element("tblBorders")
        for side in ("top", "bottom", "insideH"):
            borders.append(_element(side, val="single", sz=4, space=0, color=PALE[-6:]))
        for layout in made._tbl.tblPr.findall(qn("w:tblLayout")):
            layout.addprevious(borders)
        made._tbl.tblPr.append(_element("tblDescription", val=_plain(words)))
        return made

    def _picture(self, picture: Picture) -> None:
        """A picture above its caption, with its words for those who cannot see it."""
        line = self.document.add_paragraph()
        line.paragraph_format.keep_with_next = True
        shown = line.add_run().add_picture(BytesIO(picture.png), width=Cm(_TEXT_WIDTH))
        shown._inline.docPr.set("descr", _plain(f"{picture.title}. {picture.words}"))
        self._caption("Figure", next(self.pictures), picture.title, before=False)

    def _caption(self, kind: str, number: int, said: str, *, before: bool) -> None:
        line = self.document.add_paragraph(style="Caption")
        line.paragraph_format.keep_with_next = before
        line.add_run(f"{kind} ")
        _counted(line, f"SEQ {kind} \\* ARABIC", number)
        line.add_run(_plain(f". {said}"))


def _widths(table: page.Table) -> list[float]:
    """Centimetres of a table's columns: figures on one line, and the first what is left."""
    numbers = []
    for place, column in enumerate(table.columns[1:], 1):
        said = [shown_text(cells[place], column) for cells in table.rows]
        longest = max(pixels(text, _CELL, bold=True) for text in said)
        numbers.append(max(_NUMBER, _PADDING + longest * 2.54 / 96))
    return [_TEXT_WIDTH - sum(numbers), *numbers]


def _fill(cell: _Cell, text: str, *, right: bool, bold: bool = False) -> None:
    """Words in a cell; numbers stand on its right."""
    line = cell.paragraphs[0]
    run = line.add_run(_plain(text))
    run.font.size, run.bold = Pt(_CELL), bold
    line.paragraph_format.space_after = Pt(1)
    if right:
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _counted(line: Paragraph, what: str, shown: int) -> None:
    """A number that Word keeps right; until it does, what it is now."""
    made = _element("fldSimple", instr=what)
    run = line.add_run(str(shown))
    made.append(run._r)
    line._p.append(made)
