"""A second opinion on a file of Office: the rules of Microsoft's Open XML SDK, by openxml-audit."""

import zipfile
from pathlib import Path

from openxml_audit import OpenXmlValidator


def faults(path: Path) -> list[str]:
    """What breaks the standard in a workbook or a Word file; nothing where it is sound."""
    return [str(error) for error in OpenXmlValidator().validate(str(path)).errors]


def planted(path: Path, folder: Path, part: str, sound: bytes, broken: bytes) -> Path:
    """A copy of a file in which one place of one part is broken."""
    wrong = folder / f"wrong{path.suffix}"
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(wrong, "w") as out:
        assert sound in whole.read(part)
        for name in whole.namelist():
            held = whole.read(name)
            out.writestr(name, held.replace(sound, broken, 1) if name == part else held)
    return wrong
