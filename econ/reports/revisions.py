"""What changed between two workbooks, and what it did to the result, as data and in words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import takewhile
from operator import eq
from typing import Literal, get_args

from econ.analysis.difference import Difference, Part, Told, by_verb
from econ.errors import counted
from econ.methods.results import Result
from econ.methods.versions import WHICH_COHORTS, Thing, Versions
from econ.model.programme import own_terms
from econ.model.scenario import Scenario
from econ.words import exact_money, more_or_less, started

_LONGEST = 60
"""Characters that are shown of a cell's text, before and after."""
_MOST = 30
"""Rows of a sheet that are told one by one."""

RowKind = Literal["changed", "added", "removed"]


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell before and after; ``None`` where it is blank or not there.

    ``where`` is its address in the new workbook, or in the old one where it is gone; ``words`` are
    before and after as readers write them.
    """

    heading: str
    where: str
    before: str | float | None
    after: str | float | None
    words: tuple[str, str]
    share: bool = False

    def __str__(self) -> str:
        """The change in words: value 280 → 291 (+3.9%)."""
        before, after = self.words
        if max(len(before), len(after)) <= _LONGEST:
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
    kind: RowKind
    cells: tuple[CellChange, ...]

    def __str__(self) -> str:
        """The row in one line."""
        head = f"{self.cells[0].where}  {self.name}"
        if self.kind == "changed":
            return f"{head}: {'; '.join(map(str, self.cells))}"
        told = [f"{cell.heading} {cell.words[cell.after is not None]}" for cell in self.cells]
        short = [text for text in told if len(text) <= _LONGEST][:6]
        return f"{head}: row {self.kind} ({', '.join(short)})"


@dataclass(frozen=True, slots=True, repr=False)
class Revision(Result):
    """What changed between two workbooks, and what it did to base-case net present value.

    ``result`` is ``None`` where either cannot be used: ``reason`` says why.
    """

    READS = "sheet where row kind column before after"

    old: str
    new: str
    rows: tuple[RowChange, ...]
    result: Difference | None
    reason: str = ""

    def records(self) -> list[dict[str, object]]:
        """One record a cell that changed, was added or was removed."""
        return [
            {
                "sheet": row.sheet,
                "where": cell.where,
                "row": row.name,
                "kind": row.kind,
                "column": cell.heading,
                "before": cell.before,
                "after": cell.after,
            }
            for row in self.rows
            for cell in row.cells
        ]

    def as_json(self) -> dict[str, object]:
        """The whole comparison for machines; what does not exist is ``None``."""
        found = self.result
        result = found and {
            "measure": "net_present_value",
            "view_old": found.perspectives[0],
            "view_new": found.perspectives[1],
            "old": found.at_base,
            "new": found.at_other,
            "difference": found.difference,
            "orders": found.orders,
            "parts": [
                {name: getattr(part, name) for name in ("sheet", "parameter")}
                | {"label": part.what, "before": part.before, "after": part.after}
                | part.figures()
                for part in found.parts
            ],
        }
        ends: dict[str, object] = {"old": self.old, "new": self.new}
        return ends | {"changes": self.records(), "result": result, "reason": self.reason or None}

    def lines(self) -> list[str]:
        """The comparison as a person reads it, a line a row and a line a part."""
        if not self.rows:
            same = f"{self.old} and {self.new}: no row differs"
            return [same] if self.reason == "" else [same, "", self.reason]
        told = [f"{self.old} → {self.new}: {self.counts()}", ""]
        for sheet in dict.fromkeys(row.sheet for row in self.rows):
            rows = [f"  {row}" for row in self.rows if row.sheet == sheet]
            more = [f"  {sheet}: {counted(len(rows[_MOST:]), 'row')} more"] if rows[_MOST:] else []
            told += rows[:_MOST] + more
        return [*told, "", *([self.reason] if self.result is None else told_parts(self.result))]

    def counts(self) -> str:
        """How many rows changed, were added and were removed."""
        kinds = Counter(row.kind for row in self.rows)
        told = [kind for kind in get_args(RowKind) if kinds[kind]]
        return ", ".join(f"{counted(kinds[kind], 'row')} {kind}" for kind in told)


def told_parts(found: Difference) -> list[str]:
    """What the changes did to the result, a line a part."""
    before, after = exact_money(found.at_base), exact_money(found.at_other)
    seen = f"Net present value, central case ({found.terms})"
    told = [f"{seen}: {before} → {after}, {more_or_less(found.difference or 0.0)}."]
    if not found.parts:
        return [*told, "  Nothing that changed moves the central case."]
    amounts = [with_sign(part.estimate or 0.0) for part in found.parts]
    width = max(map(len, amounts))
    lines = zip(amounts, map(in_line, found.parts), strict=True)
    told += [f"  {amount:>{width}}  {line}" for amount, line in lines]
    told.append("  The parts add up to the whole, whatever the order of the changes.")
    if found.orders:
        told.append(f"  ± is the error of sampling {found.orders:,} orders of the changes.")
    return told


def in_line(part: Part) -> str:
    """A part in one line: what changed, from what, to what."""
    error = f" ± {exact_money(1.96 * part.se)}" if part.se else ""
    named = part.parameter and part.parameter.lower() != part.what.lower()
    name = f" ({part.parameter})" if named else ""
    before, after = where_they_part(part.before, part.after)
    return f"{part.what}{name}{error}: {before} → {after}"


def with_sign(amount: float) -> str:
    """An amount with its sign.

    >>> with_sign(1234.0), with_sign(-5.0), with_sign(0.0)
    ('+£1,234', '−£5', '£0')
    """
    return f"+{exact_money(amount)}" if amount >= 0.5 else exact_money(amount)


def where_they_part(before: str, after: str) -> tuple[str, str]:
    """Two texts, what both begin with left out where that is long, and cut to a line.

    >>> where_they_part("Assumption: a year on average", "Assumption: a year at most")
    ('…on average', '…at most')
    """
    same = len(list(takewhile(bool, map(eq, before, after))))
    start = before.rfind(" ", 0, same + 1) + 1
    if start <= _LONGEST // 4:
        return _cut(before), _cut(after)
    return f"…{_cut(before[start:])}", f"…{_cut(after[start:])}"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"


def by_sheet(versions: Versions, thing: Thing) -> Told | None:
    """A change as the row of the sheet that tells it; an outcome's row is one change.

    What moves no mean is left out: net present value in the base case does not see it.
    """
    kind, name = thing
    unmoved = kind == "parameter" and not any(map(versions.moved, versions.members(thing)))
    if unmoved or kind in ("cash_share", "cash_delay", "equity weights"):
        return None
    told = by_verb(versions, thing)
    if thing == WHICH_COHORTS:
        return replace(told, parameter="", verb="", what="Groups of people")
    if told.sheet == "About":
        item = "discount rate" if kind == "discount" else told.parameter.replace("_", " ")
        ends = [end.removesuffix(" years") for end in (told.before, told.after)]
        return Told(item, "", told.sheet, started(item), *ends)
    label = versions.label(name)
    if told.sheet == "Outcomes":
        ends = [_row(scenario, name) for scenario in (versions.old, versions.new)]
        return Told(name, "", told.sheet, label, *ends)
    what = f"{label}: who bears it" if kind == "shares" else label
    return replace(told, verb="", what=what)


def _row(scenario: Scenario, name: str) -> str:
    for o in scenario.outcomes:
        if o.name == name:
            own = own_terms(o.discount_rate, o.growth, o.value_class)
            return ", ".join((o.direction, f"{o.quantity} x {o.unit_value}", o.profile, *own))
    return "not there"
