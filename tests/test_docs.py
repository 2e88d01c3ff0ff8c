"""The documentation: every block of it runs, and its pages are built without a warning."""

from __future__ import annotations

import doctest
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from typer.testing import CliRunner

from econ.__main__ import app

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
AFTER = {"tutorial": ["how_to/repeat"]}
"""Pages that go on where another ends, with what it left."""
STEP = re.compile(
    r"^```(?P<language>\w+)\n(?P<block>.*?)^```$"
    r"|sheet \*(?P<sheet>[\w ]+)\* of\s+`(?P<file>[\w.]+)`(?P<how>[^:]*):\n\n"
    r"(?P<table>(?:\|[^\n]*\n)+)",
    re.MULTILINE | re.DOTALL,
)
"""A block of code, or rows that a reader is asked to type into a sheet."""
TOLD = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


class Reader:
    """Somebody who does what a page says, in a folder that has what a clone has."""

    def __init__(self) -> None:
        self.names: dict[str, Any] = {}
        self.shown = ""
        self.books: dict[str, Any] = {}  # open, until a command reads them

    def saved(self) -> None:
        for file, book in self.books.items():
            book.save(file)
        self.books.clear()

    def sh(self, block: str) -> None:
        self.saved()
        self.shown = ""
        for line in block.splitlines():
            program, *words = line.partition("  #")[0].split()
            assert program == "econ", line
            said = CliRunner().invoke(app, words)
            assert said.exit_code == 0, f"{line}\n{said.output}"
            self.shown += said.output

    def text(self, block: str) -> None:
        """What was shown holds these words in this order; lines break anywhere, … leaves out."""
        shown, start = " ".join(self.shown.split()), 0
        for piece in block.split("…"):
            said = " ".join(piece.split())
            start = shown.find(said, start)
            assert start >= 0, f"not shown: {said}\nin: {self.shown}"

    output = text  # the same, in words

    def python(self, block: str) -> None:
        """Run it; a first line such as ``# mine.py`` says that it is a script of this name."""
        self.saved()
        if script := re.match(r"# (\w+\.py)\n", block):
            Path(script[1]).write_text(block, encoding="utf-8")
        else:
            exec(compile(block, "docs", "exec"), self.names)  # noqa: S102 - our own pages

    def pycon(self, block: str) -> None:
        self.saved()
        example = doctest.DocTestParser().get_doctest(block, self.names, "docs", None, 0)
        told: list[str] = []
        doctest.DocTestRunner(optionflags=TOLD).run(example, out=told.append, clear_globs=False)
        self.names.update(example.globs)
        assert not told, "".join(told)

    def table(self, file: str, sheet: str, how: str, table: str) -> None:
        book = self.books.setdefault(file, self.books.get(file) or openpyxl.load_workbook(file))
        cells = book[sheet] if sheet in book else book.create_sheet(sheet)
        headings, _, *rows = [_cells(line) for line in table.splitlines()]
        if "nothing else" in how:
            cells.delete_rows(2, cells.max_row)
        at = {str(cell.value): cell.column for cell in cells[1] if cell.value}
        for heading in headings:
            at.setdefault(str(heading), len(at) + 1)
            cells.cell(1, at[str(heading)], heading)
        keys = headings[: 2 if sheet in ("Scenarios", "Correlations") else 1]
        for row in rows:
            values = dict(zip(headings, row, strict=True))
            number = _row_of(cells, at, {key: values[key] for key in keys})
            for heading, value in values.items():
                cells.cell(number, at[heading]).value = value  # a blank clears what was there


def _cells(line: str) -> list[Any]:
    """The cells of a row of Markdown, as somebody would type them."""
    return [_typed(cell.strip().strip("`")) for cell in line.strip().strip("|").split("|")]


def _typed(cell: str) -> object:
    if re.fullmatch(r"[-−]?[\d.]+%?", cell):
        number = float(cell.replace("−", "-").removesuffix("%"))
        return number / 100 if cell.endswith("%") else number
    return cell or None


def _row_of(cells: Worksheet, at: dict[str, int], keys: dict[Any, Any]) -> int:
    """The row that holds these keys, or the first that is blank."""
    for number in range(2, cells.max_row + 1):
        if all(cells.cell(number, at[key]).value == value for key, value in keys.items()):
            return number
    filled = [row for row in range(1, cells.max_row + 1) if cells.cell(row, 1).value is not None]
    return max(filled) + 1


def steps(name: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What a page asks its reader to do, in order."""
    page = DOCS / f"{name}.md"
    for step in STEP.finditer(page.read_text(encoding="utf-8")):
        if step["language"]:
            yield step["language"], (step["block"],)
        else:
            yield "table", (step["file"], step["sheet"], step["how"], step["table"])


NAMES = [str(page.relative_to(DOCS).with_suffix("")) for page in PAGES]
LATER = {name for after in AFTER.values() for name in after}


@pytest.mark.parametrize("page", [name for name in NAMES if name not in LATER])
def test_a_reader_who_does_what_a_page_says_sees_what_it_shows(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for folder in ("parameters", "scenarios"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    reader = Reader()
    for name in (page, *AFTER.get(page, [])):
        for what, given in steps(name):
            getattr(reader, what)(*given)


def test_every_name_of_the_code_that_a_page_gives_is_there() -> None:
    named = {
        name
        for page in PAGES
        for name in re.findall(r"`(econ(?:\.\w+)+)`", page.read_text("utf-8"))
    }
    assert len(named) > 40
    for name in named:
        assert pkgutil.resolve_name(name) is not None


def test_every_command_and_option_that_a_page_gives_is_there() -> None:
    for page in PAGES:
        for line in re.findall(r"`(econ [^`]*)`", page.read_text("utf-8")):
            words = line.split()[1:]
            said = CliRunner().invoke(app, [*words[:1], "--help"])
            assert said.exit_code == 0, f"{page.name}: {line}"
            assert all(word in said.output for word in words if word.startswith("--")), line


@pytest.mark.skipif(find_spec("furo") is None, reason="needs the extra docs: sphinx, furo and myst")
def test_the_pages_are_built_without_a_warning_and_load_nothing_from_elsewhere(
    tmp_path: Path,
) -> None:
    build = [
        sys.executable,
        "-m",
        "sphinx",
        "-W",
        "--keep-going",
        "-q",
        "-d",
        str(tmp_path / "kept"),
    ]
    said = subprocess.run(
        [*build, DOCS, tmp_path / "html"], capture_output=True, text=True, check=False
    )
    assert said.returncode == 0, said.stderr
    built = sorted((tmp_path / "html").rglob("*.html"))
    assert len(built) > len(PAGES)
    for page in built:
        loads = re.findall(
            r'<(?:script|link|img|iframe)[^>]+(?:src|href)="([^"]*)"', page.read_text("utf-8")
        )
        assert not [address for address in loads if "//" in address], page
