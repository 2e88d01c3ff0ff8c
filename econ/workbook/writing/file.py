"""A workbook that is being written: whole on the disk, or as it was before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import xlsxwriter

from econ.files import replacing

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook


@contextmanager
def workbook_at(path: Path, options: Mapping[str, object]) -> Iterator[Workbook]:
    """A workbook to fill, which takes its place at ``path`` when the block ends well.

    It is made in memory: no folder for temporary files is needed, and a full disk is met by us,
    not by XlsxWriter, whose error is no ``OSError``.
    """
    with replacing(path) as temporary:
        held = BytesIO()
        workbook = xlsxwriter.Workbook(held, {**options, "in_memory": True})
        yield workbook
        workbook.close()
        temporary.write_bytes(held.getvalue())
