"""Two workbooks compared: what changed, row by row, and what it did to the result."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from statistics import fmean
from typing import Literal

from econ.analysis.revision import Revision, RevisionPart, revision
from econ.errors import FaultError, WorkbookError, counted
from econ.model.scenario import Scenario
from econ.words import Written, cell_in_words, exact_money
from econ.workbook.as_written import (
    SHEETS,
    headings,
    is_share,
    named_rows,
    opened,
    rows,
)
from econ.workbook.layout import SAMPLES, START_HERE
from econ.workbook.read import read
from econ.workbook.reading.cells import Book, Cell, Page, open_book

LONGEST = 60
"""Characters that are shown of a cell's text, before and after."""
MOST = 30
"""Rows of a sheet that are told one by one."""

Kind = Literal["changed", "added", "removed"]


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell before and after; ``None`` where it is blank or not there.

    ``where`` is its address in the new workbook, or in the old one where it is gone.
    """

    heading: str
    where: str
    before: Written | None
    after: Written | None
    share: bool = False

    def __str__(self) -> str:
        """The change in words: value 280 → 291 (+3.9%)."""
        before, after = (cell_in_words(x, share=self.share) for x in (self.before, self.after))
        if max(len(before), len(after)) <= LONGEST:
            return f"{self.heading} {before} → {after}{self._by()}"
        first, last = where_they_part(before, after)
        return f"{self.heading} changed, from '{first}' to '{last}'"

    def _by(self) -> str:
        """How much larger or smaller a number became; shares and zeros say it themselves."""
        if not isinstance(self.before, float) or not isinstance(self.after, float):
            return ""
        if self.share or self.before == 0 or self.before * self.after < 0:
            return ""
        return f" ({100 * (self.after / self.before - 1):+.3g}%)".replace("-", "−")


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row that changed, was added or was removed, with its cells that did."""

    sheet: str
    name: str
    kind: Kind
    cells: tuple[CellChange, ...]

    def __str__(self) -> str:
        """The row in one line."""
        head = f"{self.cells[0].where}  {self.name}"
        if self.kind == "changed":
            return f"{head}: {'; '.join(map(str, self.cells))}"
        told = [(c.heading, c.before if c.after is None else c.after, c.share) for c in self.cells]
        said = [f"{heading} {cell_in_words(x, share=share)}" for heading, x, share in told]
        short = [text for text in said if len(text) <= LONGEST][:6]
        return f"{head}: row {self.kind} ({', '.join(short)})"

    def records(self) -> list[dict[str, object]]:
        """One record a cell."""
        return [
            {
                "sheet": self.sheet,
                "where": cell.where,
                "row": self.name,
                "kind": self.kind,
                "column": cell.heading,
                "before": cell.before,
                "after": cell.after,
            }
            for cell in self.cells
        ]


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed between two workbooks, and what it did to base-case net present value.

    ``result`` is ``None`` where either cannot be used: ``reason`` says why.
    """

    old: str
    new: str
    rows: tuple[RowChange, ...]
    result: Revision | None
    reason: str = ""

    def records(self) -> list[dict[str, object]]:
        """One record a cell that changed, was added or was removed."""
        return [record for row in self.rows for record in row.records()]

    def as_json(self) -> dict[str, object]:
        """The whole comparison for machines; what does not exist is ``None``."""
        found = self.result
        result = found and {
            "measure": "net_present_value",
            "view_old": found.perspectives[0],
            "view_new": found.perspectives[1],
            "old": found.at_old,
            "new": found.at_new,
            "difference": found.difference,
            "orders": found.orders,
            "parts": found.records(),
        }
        reason = self.reason or None
        return {
            "old": self.old,
            "new": self.new,
            "changes": self.records(),
            "result": result,
            "reason": reason,
        }

    def lines(self) -> list[str]:
        """The comparison as a person reads it, a line a row and a line a part."""
        if not self.rows:
            same = f"{self.old} and {self.new}: no row differs"
            return [same] if self.reason == "" else [same, "", self.reason]
        told = [f"{self.old} → {self.new}: {self.counts()}", ""]
        for sheet in dict.fromkeys(row.sheet for row in self.rows):
            told += self._sheet([row for row in self.rows if row.sheet == sheet])
        return [*told, "", *([self.reason] if self.result is None else told_parts(self.result))]

    def counts(self) -> str:
        """How many rows changed, were added and were removed."""
        kinds = [row.kind for row in self.rows]
        count = {kind: kinds.count(kind) for kind in ("changed", "added", "removed")}
        return ", ".join(f"{counted(n, 'row')} {kind}" for kind, n in count.items() if n) or "none"

    def _sheet(self, found: Sequence[RowChange]) -> Iterator[str]:
        yield from (f"  {row}" for row in found[:MOST])
        if len(found) > MOST:
            yield f"  {found[0].sheet}: {counted(len(found) - MOST, 'row')} more"


def compare_workbooks(
    old: str | Path, new: str | Path, *, orders: int = 1_000, seed: int = 2025
) -> Difference:
    """Compare two versions of a programme's workbook, and of the libraries that they name.

    Rows are told apart by name, so that their order plays no part, nor does that of columns. The
    result is split over what changed as ``econ.analysis.revision`` says; ``orders`` and ``seed``
    are for outcomes that more than ten changes touch.

    Raises ``WorkbookError`` where either is not a workbook that can be opened. One that can be
    opened but has problems is compared row by row, and has no result.

    >>> shipped = "parameters/side_by_side.xlsx"
    >>> compare_workbooks(shipped, shipped).lines()[0].endswith("no row differs")
    True
    """
    paths = Path(old), Path(new)
    books = opened(paths[0]), opened(paths[1])
    found = [*_differences(*books), *_libraries(*books, *paths)]
    result, reason = _result(*paths, orders, seed)
    return Difference(paths[0].as_posix(), paths[1].as_posix(), tuple(found), result, reason)


def _result(old: Path, new: Path, orders: int, seed: int) -> tuple[Revision | None, str]:
    scenarios: list[Scenario] = []
    for path in (old, new):
        try:
            scenarios.append(read(path))
        except WorkbookError as error:
            said = f"{path.as_posix()} has {counted(len(error.problems), 'problem')}"
            unknown = "so what the changes did to the result is not known"
            return None, f"{said}, {unknown}. Type: econ check {path.as_posix()}"
    return revision(*scenarios, orders=orders, seed=seed), ""


def _differences(old: Book, new: Book, of: str = "") -> Iterator[RowChange]:
    """The rows of declared sheets that differ; ``of`` names a library."""
    for name in SHEETS:
        if name == START_HERE.name:
            continue
        pages = old.pages.get(name, {}), new.pages.get(name, {})
        if name == SAMPLES.name:
            yield from _samples(*pages)
        else:
            yield from _sheet(name, *pages, of)


def _sheet(sheet: str, old: Page, new: Page, of: str) -> Iterator[RowChange]:
    before, after = _Side.of(sheet, old, of), _Side.of(sheet, new, of)
    order = list(dict.fromkeys((*after.columns, *before.columns)))
    for name in dict.fromkeys((*after.places, *before.places)):
        was, now = before.row(name), after.row(name)
        cells = tuple(
            CellChange(
                heading,
                after.where(name, heading) or before.where(name, heading),
                was.get(heading),
                now.get(heading),
                is_share(sheet, heading),
            )
            for heading in order
            if was.get(heading) != now.get(heading)
        )
        if cells:
            kind = _kind(name in before.places, name in after.places)
            yield RowChange(f"{of} {sheet}".lstrip(), name, kind, cells)


def _kind(before: bool, after: bool) -> Kind:
    return "changed" if before and after else "added" if after else "removed"


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the two sheets compared: its columns, its rows by number, and where each stands."""

    sheet: str
    book: str
    columns: Mapping[str, int]
    rows: Mapping[int, Mapping[str, Written]]
    places: Mapping[str, int]

    @classmethod
    def of(cls, sheet: str, page: Page, book: str) -> _Side:
        """A page, read."""
        return cls(sheet, book, headings(page), rows(page), named_rows(sheet, page))

    def row(self, name: str) -> Mapping[str, Written]:
        """The cells of a row; none where it is not there."""
        return self.rows[self.places[name]] if name in self.places else {}

    def where(self, name: str, heading: str) -> str:
        """The address of a cell; empty where it is not there."""
        if name not in self.places or heading not in self.columns:
            return ""
        return Cell(self.sheet, self.places[name], self.columns[heading], book=self.book).where


def _samples(old: Page, new: Page) -> Iterator[RowChange]:
    """Imported draws, a column at a time: ten thousand rows would say nothing."""
    was, now = (_draws(page) for page in (old, new))
    for name in dict.fromkeys((*now, *was)):
        if was.get(name) != now.get(name):
            both = _summary(was.get(name)), _summary(now.get(name))
            cell = CellChange("draws", SAMPLES.name, *both)
            yield RowChange(SAMPLES.name, name, _kind(name in was, name in now), (cell,))


def _draws(page: Page) -> dict[str, list[Written | None]]:
    found = rows(page).values()
    return {heading: [row.get(heading) for row in found] for heading in headings(page)}


def _summary(draws: Sequence[Written | None] | None) -> str | None:
    if draws is None:
        return None
    numbers = [x for x in draws if isinstance(x, float)]
    mean = f" with mean {fmean(numbers):.6g}" if numbers else ""
    return f"{len(draws):,}{mean}"


def _libraries(old: Book, new: Book, *paths: Path) -> Iterator[RowChange]:
    """What differs between the libraries that two programmes name, where both can be opened."""
    found = [_library(book, path) for book, path in zip((old, new), paths, strict=True)]
    first, last = found
    if first is not None and last is not None and first.sha256 != last.sha256:
        yield from _differences(first, last, last.name)


def _library(book: Book, path: Path) -> Book | None:
    page = book.pages.get("About", {})
    stated = {row.get("item"): row.get("statement") for row in rows(page).values()}
    named = stated.get("unit-cost library")
    if not isinstance(named, str):
        return None
    place = path.parent / named.replace("\\", "/")
    try:
        return open_book(place, place.name)
    except FaultError:
        return None


def told_parts(found: Revision) -> list[str]:
    """What the changes did to the result, a line a part."""
    views = dict.fromkeys(found.perspectives)
    before, after = exact_money(found.at_old), exact_money(found.at_new)
    seen = f"Net present value, base case ({', then '.join(views)})"
    told = [f"{seen}: {before} → {after}, {more_or_less(found.difference)}."]
    if not found.parts:
        return [*told, "  Nothing that changed moves the base case."]
    width = max(len(signed(part.estimate)) for part in found.parts)
    told += [f"  {signed(part.estimate):>{width}}  {in_line(part)}" for part in found.parts]
    told.append("  The parts add up to the whole, whatever the order of the changes.")
    if found.orders:
        told.append(f"  ± is the error of sampling {found.orders:,} orders of the changes.")
    return told


def in_line(part: RevisionPart) -> str:
    """A part in one line: what changed, from what, to what."""
    error = f" ± {exact_money(1.96 * part.se)}" if part.se > 0 else ""
    name = "" if part.label.lower() == part.name.lower() or not part.name else f" ({part.name})"
    change = f"{_cut(part.before)} → {_cut(part.after)}"
    return f"{part.label}{name}{error}: {change}"


def signed(amount: float) -> str:
    """An amount with its sign.

    >>> signed(1234.0), signed(-5.0), signed(0.0)
    ('+£1,234', '−£5', '£0')
    """
    return f"+{exact_money(amount)}" if amount >= 0.5 else exact_money(amount)


def more_or_less(amount: float) -> str:
    """A difference in words.

    >>> more_or_less(-1200.0)
    '£1,200 lower'
    """
    if abs(amount) < 0.5:
        return "no difference"
    return f"{exact_money(abs(amount))} {'higher' if amount > 0 else 'lower'}"


def where_they_part(before: str, after: str) -> tuple[str, str]:
    """Two texts, what both begin with left out where that is long, and cut to a line.

    >>> where_they_part("Assumption: a year on average", "Assumption: a year at most")
    ('…on average', '…at most')
    """
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False))
    same = sum(1 for _ in alike)
    start = before.rfind(" ", 0, same + 1) + 1
    if start <= LONGEST // 4:
        return _cut(before), _cut(after)
    return f"…{_cut(before[start:])}", f"…{_cut(after[start:])}"


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"
