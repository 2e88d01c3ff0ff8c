"""The cells of people's records, from a .csv, .xlsx or .parquet file, all in one shape."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO, StringIO
from pathlib import Path

from econ.errors import FaultError, RecordsError
from econ.workbook.reading.answers import Cells, as_typed
from econ.workbook.reading.cells import InputCell, StoredValue, in_plain, open_book
from econ.workbook.reading.container import bytes_of

_AGAIN = "Save it again as CSV UTF-8, with commas."


@dataclass(frozen=True, slots=True)
class RecordSheet:
    """Headings by the number of their column, rows by their number in the file, and its hash.

    ``too_long`` are rows that have cells beyond the headings.
    """

    headings: Mapping[int, str]
    rows: Mapping[int, Cells]
    sha256: str
    too_long: tuple[int, ...] = ()


def record_sheet(path: Path, who: str = "records") -> RecordSheet:
    """The cells of a file of records, or of whatever else ``who`` is.

    Raises ``RecordsError`` where it is not a file of one of the three kinds that can be read.
    """
    readers = {".csv": _of_csv, ".xlsx": _of_workbook, ".parquet": _of_parquet}
    try:
        reader = readers.get(path.suffix.lower())
        if reader is None:
            remedy = "Save it as .csv, .xlsx or .parquet."
            raise FaultError("is not of a kind that is read", remedy)
        rows, digest = reader(path)
    except FaultError as error:
        raise RecordsError(path.as_posix(), [error.fault.at("", who)]) from None
    filled = {row: cells for row, cells in rows if any(as_typed(c) for c in cells.values())}
    headings = {number: as_typed(cell) for number, cell in sorted(filled.pop(1, {}).items())}
    headings = {number: heading for number, heading in headings.items() if heading}
    if not headings or not filled:
        fault = FaultError("has no rows below its headings", "Row 1 holds the headings.").fault
        raise RecordsError(path.as_posix(), [fault.at("", who)])
    named = {
        row: {headings[n]: cell for n, cell in cells.items() if n in headings}
        for row, cells in filled.items()
    }
    beyond = [
        r for r, cells in filled.items() if any(as_typed(cells[n]) for n in cells.keys() - headings)
    ]
    return RecordSheet(headings, named, digest, tuple(beyond))


_Rows = tuple[Iterator[tuple[int, Mapping[int, InputCell]]], str]


def _numbered(lines: Sequence[Sequence[StoredValue]]) -> Iterator[tuple[int, dict[int, InputCell]]]:
    for number, line in enumerate(lines, 1):
        yield number, {n: InputCell("", number, n, value) for n, value in enumerate(line, 1)}


def _of_csv(path: Path) -> _Rows:
    content = bytes_of(path)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FaultError("is not in UTF-8", _AGAIN) from None
    try:
        lines = list(csv.reader(StringIO(text, newline=""), strict=True))
    except csv.Error:
        raise FaultError("has quotation marks that do not close", _AGAIN) from None
    if lines and len(lines[0]) == 1 and any(mark in lines[0][0] for mark in ";\t"):
        raise FaultError("has no commas between its cells", _AGAIN)
    plain = [[in_plain(cell) for cell in line] for line in lines]
    return _numbered(plain), sha256(content).hexdigest()


def _of_workbook(path: Path) -> _Rows:
    book = open_book(path)
    first = next(iter(book.pages))
    if first in book.oversized:
        raise FaultError(book.oversized[first], "Delete what lies outside its table.")
    return iter((row, dict(cells)) for row, cells in book.pages[first].items()), book.sha256


def _of_parquet(path: Path) -> _Rows:
    content = bytes_of(path)
    try:
        import pandas as pd

        table = pd.read_parquet(BytesIO(content))
    except ImportError:
        remedy = "Install pyarrow (econ's extra parquet), or save it as .csv."
        raise FaultError("needs pyarrow, which is not installed", remedy) from None
    except Exception:  # noqa: BLE001 - whatever is made of a file that is broken
        raise FaultError("is not a Parquet file that can be read", "Save it again.") from None
    if any(table.index.names):
        table = table.reset_index()
    plain = table.astype(object).where(table.notna(), None)
    lines = [list(map(str, plain.columns)), *plain.itertuples(index=False, name=None)]
    return _numbered([[_stored(value) for value in line] for line in lines]), (
        sha256(content).hexdigest()
    )


def _stored(value: object) -> StoredValue:
    held = value.item() if hasattr(value, "item") and not isinstance(value, str) else value
    return held if isinstance(held, StoredValue) else str(held)
