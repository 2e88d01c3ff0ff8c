"""The file of a workbook before anything in it is believed: what it is, and how far it would grow.

Every part of an ``.xlsx`` is XML within a zip archive. A few kilobytes can unpack to gigabytes, and
a sheet can hold a million formatted rows without a word in them. What would not fit into bounded
time and memory is refused here, in words; blank cells that only carry a format are dropped.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from econ.errors import Fault, FaultError

LARGEST_FILE = 50_000_000
"""Bytes of a file that is read."""

LARGEST_UNPACKED = 200_000_000
"""Bytes to which its parts may unpack."""

LARGEST_PART = 20_000_000
"""Bytes to which any part but a sheet may unpack."""

MOST_ROWS, MOST_CELLS = 50_000, 1_000_000
"""Filled rows and cells of a sheet that is read."""

_ORDINARY = 1_000_000
"""Bytes below which a sheet is read as it is."""

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_MACROS = Fault(
    "holds macros, which are never run",
    "Values that they would set stand as when it was last saved.",
)
_LINKS = Fault(
    "takes values from other workbooks, as they were when it was last saved",
    "Type them here, or have Excel refresh the links and save.",
)
_SAVE_AS = "Save it from Excel as an Excel workbook (.xlsx), without a password."
_NOT_NUMBERED = re.compile(rb'<(?:\w+:)?(?:row|c)(?:\s*/?>|\s(?![^<>]*\br="))')
_BLANK_CELL = re.compile(rb"<((?:\w+:)?c) [^<>]*(?:/>|></\1>)")
_BLANK_ROW = re.compile(rb"<((?:\w+:)?row) [^<>]*(?:/>|>\s*</\1>)")
_WIDE = re.compile(rb'<(?:\w+:)?c [^<>]*\br="[A-Z]{3}')
_ROW, _CELL = re.compile(rb"<(?:\w+:)?row[ />]"), re.compile(rb"<(?:\w+:)?c[ />]")
_NO_NUMBER = re.compile(
    rb'<((?:\w+:)?)c((?: (?!t=)[\w:]+="[^"<>]*"){0,9})(?: t="n")?'
    rb'((?: (?!t=)[\w:]+="[^"<>]*"){0,9})>'
    rb"((?:<(?:\w+:)?f[^<>]*/>|<(?:\w+:)?f[^<>]*>[^<]*</(?:\w+:)?f>)?)"
    rb"(<(?:\w+:)?v>(?=\s*[^\s\d.+<-]|\s*-\s*[A-Za-z]))"
)
_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
_NOTHING = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b"<sheetData/></worksheet>"
)


@dataclass(frozen=True, slots=True)
class Container:
    """A workbook's bytes, fit to be read.

    ``cautions`` are what is let pass and told; ``sheets`` the XML of each
    sheet by its part's name; ``oversized`` says of sheets that are not read how large they are.
    """

    content: bytes
    cautions: tuple[Fault, ...] = ()
    sheets: Mapping[str, bytes] = field(default_factory=dict)
    oversized: Mapping[str, str] = field(default_factory=dict)

    @property
    def formulas(self) -> bool:
        """Whether some cell is a formula."""
        return any(_FORMULA.search(sheet) for sheet in self.sheets.values())


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
        raise FaultError(
            "cannot be opened", "Close it where it is open, and check that you may read it."
        ) from error


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
            raise FaultError("is a binary Excel workbook (.xlsb)", _SAVE_AS)
        if "content.xml" in names:
            raise FaultError("is an OpenDocument spreadsheet (.ods)", _SAVE_AS)
        before = {name: _safe_part(parts, name) for name in sorted(names)}
    sheets = {name: xml for name, xml in before.items() if name.startswith("xl/worksheets/")}
    after = {name: _slimmed(xml) for name, xml in sheets.items() if name.endswith(".xml")}
    large = {name: size for name, xml in after.items() if (size := _oversize(xml))}
    after.update(dict.fromkeys(large, _NOTHING))
    if any(after[name] != sheets[name] for name in after):
        content = _repacked(content, after)
    return Container(content, tuple(_cautions(names)), after, large)


def _refuse_other_files(content: bytes) -> None:
    """A password and the Excel of before 2007 both make a file of the older kind."""
    if not content.startswith(_OLE):
        return
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise FaultError(
            "is protected by a password", "Open it in Excel, take the password off and save it."
        )
    raise FaultError("is an Excel workbook of the old kind (.xls)", _SAVE_AS)


def _refuse_growth(parts: ZipFile) -> None:
    sizes = {part.filename: part.file_size for part in parts.infolist()}
    others = [size for name, size in sizes.items() if not name.startswith("xl/worksheets/")]
    whole = sum(part.file_size for part in parts.infolist())
    if whole > LARGEST_UNPACKED or max(others, default=0) > LARGEST_PART:
        raise FaultError(
            f"would unpack to {whole / 1e6:,.0f} MB, more than is read",
            "Copy its sheets into a new workbook, without pictures and other data.",
        )


def _safe_part(parts: ZipFile, name: str) -> bytes:
    """One part; entities, which can unfold without bound, have no place in a workbook."""
    if not name.endswith((".xml", ".rels")):
        return b""
    part = parts.read(name)
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        raise FaultError("declares XML entities, which no workbook needs", _SAVE_AS)
    if not part.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        raise FaultError("is not an Excel workbook that can be read", _SAVE_AS)
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
    rows = sum(1 for _ in _ROW.finditer(xml))
    if rows > MOST_ROWS:
        return f"has {rows:,} rows, more than the {MOST_ROWS:,} that are read"
    cells = sum(1 for _ in _CELL.finditer(xml))
    return f"has {cells:,} cells, more than the {MOST_CELLS:,} that are read" * (cells > MOST_CELLS)


def _repacked(content: bytes, changed: Mapping[str, bytes]) -> bytes:
    packed = BytesIO()
    with ZipFile(BytesIO(content)) as before, ZipFile(packed, "w") as after:
        for name in dict.fromkeys(before.namelist()):
            after.writestr(name, changed[name] if name in changed else before.read(name))
    return packed.getvalue()


def _cautions(names: set[str]) -> list[Fault]:
    macros = any(name.endswith("vbaProject.bin") for name in names)
    links = any(name.startswith("xl/externalLinks/") for name in names)
    return [_MACROS] * macros + [_LINKS] * links
