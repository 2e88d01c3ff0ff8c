"""Everything found wrong or doubtful in the workbooks, kept in the order in which they are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from econ.errors import Fault, Problem
from econ.workbook.layout import LIBRARY, PROGRAMME
from econ.workbook.reading.cells import InputCell

_ORDER = tuple(dict.fromkeys(sheet.name for sheet in (*PROGRAMME, *LIBRARY)))


@dataclass(slots=True)
class Findings:
    """Problems and warnings as they are found, each with the cell at which it is told."""

    problems: list[tuple[InputCell, Problem]] = field(default_factory=list)
    warnings: list[tuple[InputCell, Problem]] = field(default_factory=list)

    def wrong(self, cell: InputCell, who: str, fault: Fault, where: str = "") -> None:
        """Note a problem; ``where`` replaces the cell's own address."""
        self.problems.append((cell, fault.at(where or cell.where, who)))

    def warn(self, cell: InputCell, who: str, fault: Fault, where: str = "") -> None:
        """Note something that is let pass."""
        self.warnings.append((cell, fault.at(where or cell.where, who)))


def in_order(noted: Sequence[tuple[InputCell, Problem]]) -> tuple[Problem, ...]:
    """Problems by sheet, row and column, each once, the programme's before its library's."""
    ordered = sorted(noted, key=lambda pair: _place(pair[0]))
    return tuple(dict.fromkeys(problem for _, problem in ordered))


def _place(cell: InputCell) -> tuple[bool, int, int, int]:
    known = _ORDER.index(cell.sheet) if cell.sheet in _ORDER else len(_ORDER)
    return cell.book != "", known, cell.row, cell.column
