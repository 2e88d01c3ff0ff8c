"""Files that are whole or not there, and what those of one run are called."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkstemp

SUMMARY, TECHNICAL = "summary.xlsx", "technical.xlsx"
"""The workbooks of a run: for whoever decides, and for whoever checks."""
BRIEF, LIVE_PAGE = "summary.html", "what_if.html"
"""The pages of a run: two to print, and one on which numbers are moved."""
WORD_REPORT = "report.docx"
"""The report of a run for whoever works in Word, where it is asked for."""


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary file beside ``path``, which takes its place when the block ends well.

    Makes the folder where it is missing. Where the block raises, and on Ctrl-C, ``path`` stays as
    it was and the temporary file is removed.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = mkstemp(dir=path.parent, prefix=".", suffix=path.suffix)
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        os.umask(mask := os.umask(0))  # it can only be told by setting it
        temporary.chmod(0o666 & ~mask)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
