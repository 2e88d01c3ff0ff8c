"""Rules as rows: the headings that a check reads, and the faults that it finds there.

A check more is a row more in a table of rules: of one number (``spread``), of a profile
(``structure``), between sheets (``between_sheets``), of numbers drawn together
(``drawn_together``), or of economic evaluation (``costing``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from econ.errors import Fault
from econ.workbook.reading.cells import InputCell, area
from econ.workbook.reading.findings import Findings
from econ.workbook.reading.tables import Row

Looked = TypeVar("Looked", bound="Seen")


class Found(NamedTuple):
    """A fault, the cells at which it is told, and whose it is."""

    cells: Sequence[InputCell]
    who: str
    fault: Fault
    warns: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """What a rule looks at, beginning with a row."""

    row: Row

    def sound(self, *headings: str) -> bool:
        """Whether none of these cells has a fault of its own."""
        return self.row.sound(*headings)

    def at(self, heading: str, what: str, remedy: str = "") -> Found:
        """A fault of this row, told at another heading than the first that the rule reads."""
        return Found([self.row.cell(heading)], self.row.who, Fault(what, remedy))


@dataclass(frozen=True, slots=True)
class SheetRule(Generic[Looked]):
    """One check of each row of a sheet.

    It is passed over where a heading that it ``reads`` has a fault of its own, and tells its faults
    at the first of them, unless they say where; ``warns`` says that the workbook is read all the
    same.
    """

    sheet: str
    reads: tuple[str, ...]
    faults: Callable[[Looked], Iterable[Fault | Found]]
    warns: bool = False

    def found(self, seen: Looked) -> Iterator[Found]:
        """What is wrong with one row."""
        if self.reads and not seen.sound(*self.reads):
            return
        first = next(iter(self.reads), "")
        for told in self.faults(seen):
            here = seen.at(first, told.what, told.remedy) if isinstance(told, Fault) else told
            yield here._replace(warns=self.warns)


def found(rules: Iterable[SheetRule[Looked]], seen: Looked) -> list[Found]:
    """What is wrong with one row by any of some rules."""
    return [told for rule in rules for told in rule.found(seen)]


def note(told: Iterable[Found], findings: Findings) -> None:
    """Note faults, each at its cells."""
    for cells, who, fault, warns in told:
        keep = findings.warn if warns else findings.wrong
        keep(cells[0], who, fault, area(cells))
