"""Whatever a command leaves behind, as text that can be compared line by line.

A workbook is read from its parts, not through a library that might leave something out: what is on
a line of its dump is what stands in the file, and what stands in the file is on some line.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from posixpath import dirname, join, normpath
from xml.etree import ElementTree as ET

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LINKED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
PACKAGES = ("Python", "econ", "numpy", "scipy", "openpyxl", "XlsxWriter")
"""Labels beside which the record of a run gives a version."""

_VERSIONS = "|".join(PACKAGES)
_JSON_VERSION = re.compile(rf'^(\s*"(?:{_VERSIONS})": )".*"(,?)$', re.MULTILINE)
_RUN = re.compile(r"""([Rr]un"?:? "?)[0-9a-f]{12}\b""")
_TEXTS = (".py", ".md", ".csv", ".svg", ".txt")


def dump(path: Path) -> str:
    """A file as text, without the identity of its run; one of no known kind is its SHA-256."""
    return _RUN.sub(r"\1<run>", _dump(path))


def _dump(path: Path) -> str:
    content = path.read_bytes()
    if path.suffix == ".xlsx" and zipfile.is_zipfile(path):
        return _joined(_Book.of(path).lines())
    if path.suffix == ".html":
        return page(content.decode("utf-8"))
    if path.suffix == ".json":
        return records(content.decode("utf-8"))
    if path.suffix == ".gz":
        return gzip.decompress(content).decode("utf-8")
    if path.suffix == ".parquet":
        import pandas as pd

        return str(pd.read_parquet(path).to_csv(index=False))
    if path.suffix in _TEXTS:
        return content.decode("utf-8")
    return f"sha256 {hashlib.sha256(content).hexdigest()}\n"


def page(html: str) -> str:
    """A page, a tag or the text between two tags a line, without the versions of packages."""
    parts = (part.strip() for part in re.split(r"(<[^>]*>)", html))
    return _joined(_without_versions(part for part in parts if part))


def _without_versions(lines: Iterable[str]) -> Iterator[str]:
    """Mask the first text after a text that names a package."""
    named = False
    for line in lines:
        text = not line.startswith("<")
        yield "<version>" if named and text and re.match(r"\d+\.\d", line) else line
        named = line in PACKAGES if text else named


def records(text: str) -> str:
    """An object for machines: sorted, then the order in which it holds its keys."""
    content = json.loads(text)
    pretty = json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True)
    return _joined([_JSON_VERSION.sub(r'\1"<version>"\2', pretty), *dict.fromkeys(_keys(content))])


def _keys(content: object, place: str = "$") -> Iterator[str]:
    if isinstance(content, dict):
        yield f"keys of {place}: {', '.join(content)}"
        for key, value in content.items():
            yield from _keys(value, f"{place}.{key}")
    elif isinstance(content, list):
        for value in content:
            yield from _keys(value, f"{place}[]")


def _joined(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


@dataclass(frozen=True, slots=True)
class _Book:
    """The parts of a workbook, with its strings and its looks worked out once."""

    parts: Mapping[str, bytes]
    strings: list[str] = field(default_factory=list)
    looks: list[str] = field(default_factory=list)
    conditional: list[str] = field(default_factory=list)
    told: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, path: Path) -> _Book:
        with zipfile.ZipFile(path) as file:
            book = cls({name: file.read(name) for name in file.namelist()})
        if "xl/sharedStrings.xml" in book.parts:
            book.strings.extend(_string(one) for one in book.tree("xl/sharedStrings.xml"))
        styles = book.tree("xl/styles.xml")
        book.looks.extend(_looks(styles))
        book.conditional.extend(_brief(one) for one in _all(styles, "dxfs"))
        return book

    def tree(self, name: str) -> ET.Element:
        """A part, parsed."""
        self.told.add(name)
        return ET.fromstring(self.parts[name])  # noqa: S314 - our own file

    def relations(self, name: str) -> dict[str, str]:
        """Where the relationships of a part lead: a part, or an address outside."""
        place = join(dirname(name), "_rels", f"{name.rsplit('/', 1)[-1]}.rels")
        if place not in self.parts:
            return {}
        return {
            str(one.get("Id")): str(one.get("Target"))
            if one.get("TargetMode") == "External"
            else normpath(join("/", dirname(name), str(one.get("Target"))))[1:]
            for one in self.tree(place)
        }

    def lines(self) -> Iterator[str]:
        """The whole workbook: what it says of itself, its sheets in order, and what is left."""
        for name in ("docProps/core.xml", "docProps/app.xml", "docProps/custom.xml"):
            if name in self.parts:
                yield from self.elements(name, name)
        yield from self.elements("xl/workbook.xml", "workbook")
        leads = self.relations("xl/workbook.xml")
        for sheet in _all(self.tree("xl/workbook.xml"), "sheets"):
            title = str(sheet.get("name"))
            yield f"=== sheet {title!r}, {sheet.get('state', 'visible')}"
            yield from self.sheet(title, leads[str(sheet.get(f"{LINKED}id"))])
        for name in sorted(self.parts):
            if name.endswith(".xml") and name not in self.told and name != "[Content_Types].xml":
                yield from self.elements(name, name)

    def sheet(self, title: str, name: str) -> Iterator[str]:
        """A sheet: its settings in their order, its cells, then its tables, comments and charts."""
        leads = self.relations(name)
        for element in self.tree(name):
            if element.tag == f"{MAIN}sheetData":
                yield from self.cells(title, element)
            else:
                yield from self._walked(element, f"{title}! ", leads)
        yield from self.followed(f"{title}!", leads)

    def followed(self, title: str, leads: Mapping[str, str]) -> Iterator[str]:
        """The parts that a part leads to, and so on, each called by its kind and its turn."""
        turns: dict[str, int] = {}
        for target in leads.values():
            if target not in self.parts or target in self.told:
                continue
            kind = re.sub(r"\d*\.\w+$", "", target.rsplit("/", 1)[-1])
            turns[kind] = turns.get(kind, 0) + 1
            called = f"{title} {kind} {turns[kind]}"
            if target.endswith((".xml", ".vml")):
                yield from self.elements(target, f"{called}:")
                yield from self.followed(called, self.relations(target))
            else:
                self.told.add(target)
                yield f"{called}: sha256 {hashlib.sha256(self.parts[target]).hexdigest()}"

    def elements(self, name: str, called: str) -> Iterator[str]:
        """Every element of a part, one a line, by its path."""
        yield from self._walked(self.tree(name), f"{called} ", self.relations(name))

    def _walked(self, element: ET.Element, path: str, leads: Mapping[str, str]) -> Iterator[str]:
        path += _plain(element.tag)
        yield f"{path}{self._attributes(element, leads)}{_text(element)}"
        for child in element:
            yield from self._walked(child, f"{path}/", leads)

    def _attributes(self, element: ET.Element, leads: Mapping[str, str]) -> str:
        """Attributes in the order of their names, numbers of other parts replaced by what they are.

        Where a part is numbered by the order of writing alone, its number means nothing to anyone.
        """
        shown = ""
        for key, value in sorted(element.attrib.items()):
            said = value
            if key.startswith(LINKED):
                said = leads.get(value, value)
                said = "a part of the file" if said in self.parts else said
            elif key == "dxfId" or key.endswith("DxfId"):
                said = self.conditional[int(value)]
            shown += f" {_plain(key)}={said!r}"
        return shown

    def cells(self, title: str, rows: ET.Element) -> Iterator[str]:
        """Each cell in two lines: what it holds, and how it looks."""
        for row in rows:
            kept = {k: v for k, v in row.attrib.items() if k not in ("r", "spans", "s")}
            height = " ".join(f"{_plain(key)}={kept[key]}" for key in sorted(kept))
            look = f" looks {self.looks[int(row.attrib['s'])]}" if "s" in row.attrib else ""
            if height or look:
                yield f"{title}! row {row.get('r')}: {height}{look}"
            before = ""
            for cell in row:
                place = f"{title}!{cell.get('r')}"
                held = self._held(cell)
                if held:
                    versioned = before in map(repr, PACKAGES)
                    yield f"{place} {'= <version>' if versioned else held}"
                yield f"{place} looks {self.looks[int(cell.get('s', '0'))]}"
                before = held.removeprefix("= ")

    def _held(self, cell: ET.Element) -> str:
        """The formula of a cell and its stored value; empty where it is blank."""
        formula, value = cell.find(f"{MAIN}f"), cell.find(f"{MAIN}v")
        kind, told = cell.get("t", "n"), ""
        if formula is not None:
            told = f"formula {formula.text!r}{self._attributes(formula, {})} "
        if kind == "inlineStr":
            return f"{told}= {''.join(_string(one) for one in cell)}"
        if value is None:
            return told.rstrip()
        text = value.text or ""
        shown = {"s": self._shared, "n": _number}.get(kind, repr)(text)
        return f"{told}= {shown}{'' if kind in 'sn' else f' ({kind})'}"

    def _shared(self, text: str) -> str:
        return self.strings[int(text)]


def _number(text: str) -> str:
    return repr(float(text)) if text else "''"


def _string(element: ET.Element) -> str:
    """A string as it reads; one with a look of its own for some words as its elements."""
    if all(_plain(child.tag) == "t" for child in element):
        return repr("".join(child.text or "" for child in element))
    return _brief(element)


def _looks(styles: ET.Element) -> Iterator[str]:
    """Every format of cells: number format, font, fill, border, alignment, protection."""
    codes = {
        str(one.get("numFmtId")): str(one.get("formatCode")) for one in _all(styles, "numFmts")
    }
    tables = {
        key: [_brief(one) for one in _all(styles, plural)]
        for key, plural in (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders"))
    }
    for one in _all(styles, "cellXfs"):
        number = str(one.get("numFmtId", "0"))
        parts = [f"number {codes.get(number, number)!r}"]
        parts += [looks[int(one.get(key, "0"))] for key, looks in tables.items()]
        parts += [_brief(child) for child in one]
        parts += ["quoted"] if one.get("quotePrefix") == "1" else []
        yield "; ".join(parts)


def _all(root: ET.Element, name: str) -> list[ET.Element]:
    """The children of the first child of this name."""
    found = root.find(f"{MAIN}{name}")
    return [] if found is None else list(found)


def _brief(element: ET.Element) -> str:
    """An element in one line: ``font(b sz=11.0 name=Arial)``."""
    inner = [f"{_plain(key)}={value}" for key, value in sorted(element.attrib.items())]
    inner += [_brief(child) for child in element]
    inner += [repr(element.text)] if element.text and element.text.strip() else []
    return f"{_plain(element.tag)}({' '.join(inner)})" if inner else _plain(element.tag)


def _text(element: ET.Element) -> str:
    return f" {element.text!r}" if element.text and element.text.strip() else ""


def _plain(name: str) -> str:
    """A name without its namespace."""
    return name.rsplit("}", 1)[-1]
