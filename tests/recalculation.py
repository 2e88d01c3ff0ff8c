"""A second opinion on a workbook's formulas, from LibreOffice.

A workbook carries, beside each formula, the value its writer believed. LibreOffice by default
trusts that value in files of this kind, so that a test which merely opens and reads one proves
nothing. Here each workbook is opened with a fresh profile that says *always recalculate*.
"""

import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

ALWAYS, NEVER = 0, 1

PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
  <item oor:path="/org.openoffice.Office.Calc/Formula/Load">
    <prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>{mode}</value></prop>
  </item>
</oor:items>
"""

LONGEST = 300  # seconds after which LibreOffice is taken to hang


def soffice() -> str | None:
    """Where LibreOffice is, or None."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def writer() -> str | None:
    """Where LibreOffice is, if it has the part that opens Word files, or None."""
    program = soffice()
    return program if program and (Path(program).resolve().parent / "swriter").exists() else None


def pages_of(path: Path, out: Path) -> int:
    """How many pages a Word file has as LibreOffice lays it out."""
    own = f"-env:UserInstallation={(out / 'profile').as_uri()}"
    asked = ["--headless", "--norestore", "--convert-to", "pdf", "--outdir", str(out), str(path)]
    subprocess.run([str(writer()), own, *asked], capture_output=True, check=True, timeout=LONGEST)
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", (out / f"{path.stem}.pdf").read_bytes()))


needs_libreoffice = pytest.mark.skipif(
    soffice() is None,
    reason="LibreOffice Calc is not installed, so no workbook was recalculated",
)


def recalculate(path: Path, out: Path, mode: int | None = ALWAYS) -> Path:
    """Write, into folder `out`, a copy of a workbook with every formula worked out anew.

    Args:
        path: the .xlsx workbook; it is left as it is.
        out: a folder other than the workbook's own; made if absent.
        mode: LibreOffice's `OOXMLRecalcMode`: 0 always, 1 never, None whatever is its default.

    Returns:
        The copy, of the same name.

    Raises:
        ValueError: `out` is the workbook's own folder.
        RuntimeError: LibreOffice is absent, or wrote no workbook.
    """
    return recalculate_all([path], out, mode)[0]


def recalculate_all(paths: Sequence[Path], out: Path, mode: int | None = ALWAYS) -> list[Path]:
    """Do as `recalculate` does with workbooks of different names, opening LibreOffice once."""
    for path in paths:
        if out.resolve() == path.resolve().parent:
            raise ValueError(f"{path.name} would be overwritten: choose another folder")
    program = soffice()
    if program is None:
        raise RuntimeError("LibreOffice is not installed")
    out.mkdir(parents=True, exist_ok=True)
    copies = [out / path.name for path in paths]
    for copy in copies:
        copy.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(prefix="libreoffice-") as profile:
        if mode is not None:
            _write_profile(Path(profile), mode)
        done = subprocess.run(
            [
                program,
                f"-env:UserInstallation={Path(profile).as_uri()}",
                "--headless",
                "--norestore",
                "--convert-to",
                "xlsx:Calc MS Excel 2007 XML",
                "--outdir",
                str(out.resolve()),
                *(str(path.resolve()) for path in paths),
            ],
            capture_output=True,
            text=True,
            timeout=LONGEST,
            check=False,
        )
    for path, copy in zip(paths, copies, strict=True):
        if not copy.exists():  # LibreOffice exits with 0 even when it could not
            raise RuntimeError(f"LibreOffice could not recalculate {path}: {done.stderr}")
    return copies


def _write_profile(profile: Path, mode: int) -> None:
    settings = profile / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(PROFILE.format(mode=mode), encoding="utf-8")


def values(path: Path) -> dict[str, dict[str, object]]:
    """What each filled cell of a workbook shows, by sheet and then by address such as `B4`.

    An Excel error is its text, such as `#DIV/0!`. A formula never worked out is not there.
    """
    book = openpyxl.load_workbook(path, data_only=True)
    try:
        return {
            sheet.title: {
                cell.coordinate: cell.value
                for row in sheet.iter_rows()
                for cell in row
                if cell.value is not None
            }
            for sheet in book.worksheets
        }
    finally:
        book.close()
