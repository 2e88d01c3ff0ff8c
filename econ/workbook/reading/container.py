"""The file of a workbook before anything in it is believed: what it is, and how far it would grow.

Every part of an ``.xlsx`` is XML within a zip archive. A few kilobytes can unpack to gigabytes, and
a sheet can hold a million formatted rows without a word in them. What would not fit into bounded
time and memory is refused here, in words; blank cells that only carry a format are dropped, and
what was saved as Strict Open XML is put into the names of the usual kind.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from xml.parsers.expat import ExpatError, ParserCreate
from zipfile import ZipFile

from econ.errors import Fault, FaultError

LARGEST_FILE, LARGEST_UNPACKED, LARGEST_PART = 50_000_000, 200_000_000, 20_000_000
"""Bytes of a file that is read, of all its parts unpacked, and of any part that is no sheet."""

MOST_ROWS, MOST_CELLS = 50_000, 1_000_000
"""Filled rows and cells of a sheet that is read."""

MOST_ELEMENTS, DEEPEST = 500_000, 100
"""Elements of a part, twelve of a sheet's cells counted as one, and elements in one another."""

_ORDINARY = 1_000_000
"""Bytes below which a sheet is read as it is."""

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_CAUTIONS = {
    "vbaProject.bin": Fault(
        "holds macros, which are never run",
        "Values that they would set stand as when it was last saved.",
    ),
    "xl/externalLinks/": Fault(
        "takes values from other workbooks, as they were when it was last saved",
        "Type them here, or have Excel refresh the links and save.",
    ),
}
"""What is let pass, and told, by the parts of the archive that show it."""
SAVE_AS = "Save it from Excel as an Excel workbook (.xlsx), without a password."
_NOT_NUMBERED = re.compile(rb'<(?:\w+:)?(?:row|c)(?:\s*/?>|\s(?![^<>]*\br="))')
_BLANK_CELL = re.compile(rb"<((?:\w+:)?c) [^<>]*(?:/>|></\1>)")
_BLANK_ROW = re.compile(rb"<((?:\w+:)?row) [^<>]*(?:/>|>\s*</\1>)")
_WIDE = re.compile(rb'<(?:\w+:)?c [^<>]*\br="[A-Z]{3}')
_ROW, _CELL = re.compile(rb"<(?:\w+:)?row[ />]"), re.compile(rb"<(?:\w+:)?c[ />]")
_NO_NUMBER = re.compile(
    rb'<((?:\w+:)?)c((?: (?!t=)[\w:]+="[^"<>]*"){0,9})(?: t="n")?'
    rb'((?: (?!t=)[\w:]+="[^"<>]*"){0,9})>'
    rb"((?:<(?:\w+:)?f[^<>]*/>|<(?:\w+:)?f[^<>]*>[^<]*</(?:\w+:)?f>)?)"
    rb"(<(?:\w+:)?v>(?=\s*[^\s\d.+<-]|\s*-\s*[A-Za-z]|\s*[-+]?[0.]*[1-9]\.?(?:\d\.?){17}))"
)
_OF_CELLS = ("row", "c", "v", "f", "is", "t", "r")
_MOST = f"{MOST_ELEMENTS:,} elements in one part"
_AFRESH = "Copy its sheets into a new workbook, without pictures and other data."
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
_USUAL = rb"http://schemas.openxmlformats.org/\1/2006/"
_BEGINNING = 4_096
"""Bytes within which a part says what it is."""
_NOTHING = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b"<sheetData/></worksheet>"
)


@dataclass(slots=True)
class PackagePart:
    """What is seen of a part, element by element, however its XML is written.

    ``hidden`` holds the attributes of hidden rows and columns, ``merged`` the areas.
    """

    root: str = ""
    formulas: bool = False
    merged: list[str] = field(default_factory=list)
    hidden: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)
    depth: int = 0
    size: int = 0

    @classmethod
    def of(cls, xml: bytes) -> PackagePart:
        """Look through a part; what is broken is told by whoever needs it."""
        seen, parser = cls(), ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = _refuse_entities
        parser.StartElementHandler, parser.EndElementHandler = seen._begin, seen._end
        with suppress(ExpatError):
            parser.Parse(xml, True)
        return seen

    def _begin(self, name: str, attributes: Mapping[str, str]) -> None:
        tag, self.depth = name.rpartition(" ")[2], self.depth + 1
        self.root = self.root or tag
        self.size += 1 if self.root == "worksheet" and tag in _OF_CELLS else 12
        if self.size > 12 * MOST_ELEMENTS or self.depth > DEEPEST:
            most = f"{DEEPEST} elements in one another" if self.depth > DEEPEST else _MOST
            raise FaultError(f"holds more than {most}", _AFRESH)
        if tag == "f":
            self.formulas = True
        elif tag == "mergeCell":
            self.merged.append(attributes.get("ref", ""))
        elif tag in ("row", "col") and attributes.get("hidden") in ("1", "true"):
            self.hidden.append((tag, attributes))

    def _end(self, _: str) -> None:
        self.depth -= 1


def _refuse_entities(*_: object) -> None:
    raise FaultError("declares XML entities, which no workbook needs", SAVE_AS)


@dataclass(frozen=True, slots=True)
class Container:
    """A workbook's bytes, fit to be read.

    ``cautions`` are what is let pass and told; ``sheets`` what is seen of each sheet by its part's
    name, wherever the archive keeps it; ``oversized`` says of sheets that are not read how large
    they are.
    """

    content: bytes
    cautions: tuple[Fault, ...] = ()
    sheets: Mapping[str, PackagePart] = field(default_factory=dict)
    oversized: Mapping[str, str] = field(default_factory=dict)

    @property
    def formulas(self) -> bool:
        """Whether some cell is a formula."""
        return any(sheet.formulas for sheet in self.sheets.values())


def bytes_of(path: Path) -> bytes:
    """What a file holds; ``FaultError`` where there is none that is worth opening."""
    try:
        if path.is_dir():
            raise FaultError("is a folder, not a workbook", "Name the workbook within it.")
        if not path.stem.strip("."):
            raise FaultError("has no name before its ending", "Call it such as mine.xlsx.")
        if path.exists() and not path.is_file():
            raise FaultError("is not a file", "Check the path and the name.")
        if path.stat().st_size > LARGEST_FILE:
            what = f"is larger than {LARGEST_FILE // 1_000_000} MB"
            raise FaultError(what, "Keep data and pictures in another file.")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise FaultError("there is no such file", "Check the path and the name.") from error
    except OSError as error:
        remedy = "Close it where it is open, and check that you may read it."
        raise FaultError("cannot be opened", remedy) from error


def open_elsewhere(path: Path) -> bool:
    """Whether Excel or LibreOffice has a file open: each leaves a lock file beside it."""
    locks = (f"~${path.name}", f"~${path.name[2:]}", f".~lock.{path.name}#")
    return any((path.parent / lock).exists() for lock in locks if lock != path.name)


def inspected(content: bytes) -> Container:
    """The archive, once it is known to unpack to something of bounded size without entities.

    Raises ``FaultError`` where it would not, and what ``zipfile`` raises of a broken one.
    """
    _refuse_other_files(content)
    with ZipFile(BytesIO(content)) as parts:
        names = set(parts.namelist())
        _refuse_growth(parts)
        if "xl/workbook.bin" in names:
            raise FaultError("is a binary Excel workbook (.xlsb)", SAVE_AS)
        if "content.xml" in names:
            raise FaultError("is an OpenDocument spreadsheet (.ods)", SAVE_AS)
        before = {name: part for name in sorted(names) if (part := _safe_part(parts, name))}
    after = {name: _STRICT.sub(_USUAL, xml) for name, xml in before.items()}
    sheets = [
        name for name, xml in after.items() if PackagePart.of(xml[:_BEGINNING]).root == "worksheet"
    ]
    after.update({name: _slimmed(after[name]) for name in sheets})
    large = {name: size for name in sheets if (size := _oversize(after[name]))}
    after.update(dict.fromkeys(large, _NOTHING))
    seen = {name: PackagePart.of(xml) for name, xml in after.items()}
    if after != before:
        content = _repacked(content, after)
    told = [fault for part, fault in _CAUTIONS.items() if any(part in name for name in names)]
    return Container(content, tuple(told), {name: seen[name] for name in sheets}, large)


def _refuse_other_files(content: bytes) -> None:
    """A password and the Excel of before 2007 both make a file of the older kind."""
    if not content.startswith(_OLE):
        return
    if "EncryptedPackage".encode("utf-16-le") in content:
        remedy = "Open it in Excel, take the password off and save it."
        raise FaultError("is protected by a password", remedy)
    raise FaultError("is an Excel workbook of the old kind (.xls)", SAVE_AS)


def _refuse_growth(parts: ZipFile) -> None:
    files = parts.infolist()
    others = [file.file_size for file in files if not file.filename.startswith("xl/worksheets/")]
    whole = sum(file.file_size for file in files)
    if whole > LARGEST_UNPACKED or max(others, default=0) > LARGEST_PART:
        raise FaultError(f"would unpack to {whole / 1e6:,.0f} MB, more than is read", _AFRESH)


def _safe_part(parts: ZipFile, name: str) -> bytes:
    """One part, empty where it is no XML, whatever it is called."""
    part = parts.read(name)
    if not part.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<") or b"\0" in part:
        if name.endswith((".xml", ".rels")):
            raise FaultError("is not an Excel workbook that can be read", SAVE_AS)
        return b""
    return part


def _slimmed(xml: bytes) -> bytes:
    """A sheet without blank cells where it is large, its numbers that are none made texts."""
    large = len(xml) > _ORDINARY or _WIDE.search(xml)
    if large and not _NOT_NUMBERED.search(xml):
        xml = _BLANK_ROW.sub(b"", _BLANK_CELL.sub(b"", xml))
    return _NO_NUMBER.sub(rb'<\1c\2\3 t="str">\4\5', xml)


def _oversize(xml: bytes) -> str:
    """How a sheet is larger than what is read; empty where it is not."""
    if _WIDE.search(xml):
        return "has cells beyond column ZZ"
    if len(xml) < _ORDINARY:
        return ""
    for what, pattern, most in (("rows", _ROW, MOST_ROWS), ("cells", _CELL, MOST_CELLS)):
        number = sum(1 for _ in pattern.finditer(xml))
        if number > most:
            return f"has {number:,} {what}, more than the {most:,} that are read"
    return ""


def _repacked(content: bytes, changed: Mapping[str, bytes]) -> bytes:
    packed = BytesIO()
    with ZipFile(BytesIO(content)) as before, ZipFile(packed, "w") as after:
        for name in dict.fromkeys(before.namelist()):
            after.writestr(name, changed[name] if name in changed else before.read(name))
    return packed.getvalue()
