"""Price indices by name and edition, and the one step to the programme's price year (C2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from econ.errors import Fault, suggestion
from econ.model.prices import PriceIndex
from econ.words import exact_number
from econ.workbook.reading.findings import Findings
from econ.workbook.reading.tables import Row, Table

Editions = Mapping[str, Mapping[str, PriceIndex]]
"""Indices by name, then by edition, in the order in which they are listed."""


def read_editions(table: Table, findings: Findings) -> Editions:
    """The indices of a sheet; a level that is not above 0 or stands twice is a problem."""
    levels = defaultdict[tuple[str, str], dict[str, float]](dict)
    editions = defaultdict[str, dict[str, PriceIndex]](dict)
    for row in (row for row in table.rows if row.sound("index", "edition", "year", "value")):
        name, edition, year = (row.text(heading) for heading in ("index", "edition", "year"))
        level, known = row.number("value") or 0.0, levels[name, edition]
        if level <= 0:
            what = f"value {exact_number(level)} is not above 0"
            fault = Fault(what, "Type the level of the index.")
            findings.wrong(row.cell("value"), f"{name} {edition}", fault)
        elif year in known:
            fault = Fault(f"{year} stands twice", "Keep one.")
            findings.wrong(row.cell("year"), f"{name} {edition}", fault)
        else:
            known[year] = level
            index = PriceIndex(name, edition, known, row.text("source"))
            editions[name].setdefault(edition, index)
    return editions


@dataclass(frozen=True, slots=True)
class Indices:
    """The indices of the programme, before those of its library, and the editions asked for.

    ``complete`` is false where the library could not be read: then nothing is called unknown.
    """

    editions: Editions = field(default_factory=dict)
    asked: Mapping[str, str] = field(default_factory=dict)
    complete: bool = True

    @classmethod
    def of(
        cls, own: Editions, library: Editions, asked: Mapping[str, str], complete: bool
    ) -> Indices:
        """Both sets together; an edition that stands in both is the programme's."""
        editions = {}
        for name in dict.fromkeys((*own, *library)):
            ours = own.get(name, {})
            editions[name] = {**ours, **library.get(name, {}), **ours}  # listed, and counted, first
        return cls(editions, asked, complete)

    def __getitem__(self, name: str) -> PriceIndex:
        """The index in the edition asked for, else the first listed; ``KeyError`` if unknown."""
        editions = self.editions[name]
        return editions.get(self.asked.get(name, ""), next(iter(editions.values())))

    def __contains__(self, name: str) -> bool:
        """Whether there is such an index."""
        return name in self.editions

    @property
    def chosen(self) -> tuple[PriceIndex, ...]:
        """Every index in the edition asked for, else the first listed."""
        return tuple(self[name] for name in self.editions)

    def check_asked(self, row: Row, findings: Findings) -> None:
        """Editions asked for that are not there."""
        for name, edition in self.asked.items() if self.complete else ():
            known = tuple(self.editions.get(name, ()))
            fault = Fault(f"no edition of {name} called '{edition}'", suggestion(edition, known))
            if not known:
                nearest_name = suggestion(name, tuple(self.editions))
                fault = Fault(f"no index called '{name}'", nearest_name)
            if edition not in known:
                findings.wrong(row.cell("statement"), row.who, fault)
