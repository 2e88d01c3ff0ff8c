"""Price indices by name and edition, and the one step to the programme's price year (C2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from econ.errors import Fault, suggestion
from econ.model.parameters import Parameter
from econ.model.prices import PriceIndex
from econ.words import exact_number
from econ.workbook.reading.findings import Findings
from econ.workbook.reading.tables import Row, Table

Editions = Mapping[str, Mapping[str, PriceIndex]]
"""Indices by name, then by edition, in the order in which they are listed."""


def read_editions(table: Table, findings: Findings) -> Editions:
    """The indices of a sheet; a level that is not above 0 or stands twice is a problem."""
    levels: dict[tuple[str, str], dict[str, float]] = {}
    sources: dict[tuple[str, str], str] = {}
    for row in (row for row in table.rows if row.sound("index", "edition", "year", "value")):
        key, year = (row.text("index"), row.text("edition")), row.text("year")
        level = row.number("value") or 0.0
        if level <= 0:
            fault = Fault(
                f"value {exact_number(level)} is not above 0", "Type the level of the index."
            )
            findings.wrong(row.cell("value"), " ".join(key), fault)
        elif year in levels.setdefault(key, {}):
            fault = Fault(f"{year} stands twice", "Keep one.")
            findings.wrong(row.cell("year"), " ".join(key), fault)
        else:
            levels[key][year] = level
            sources.setdefault(key, row.text("source"))
    editions: dict[str, dict[str, PriceIndex]] = {}
    for (name, edition), years in levels.items():
        index = PriceIndex(name, edition, years, sources[name, edition])
        editions.setdefault(name, {})[edition] = index
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
        names = dict.fromkeys((*own, *library))
        editions = {
            name: {**own.get(name, {}), **_others(library.get(name, {}), own.get(name, {}))}
            for name in names
        }
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


def _others(first: Mapping[str, PriceIndex], second: Iterable[str]) -> dict[str, PriceIndex]:
    return {edition: index for edition, index in first.items() if edition not in second}


def carried(parameter: Parameter, index: PriceIndex, from_year: str, to_year: str) -> Parameter:
    """The parameter in the prices of ``to_year``; of one year to itself the factor is 1."""
    if from_year == to_year:
        index = PriceIndex(index.name, index.edition, {to_year: 1.0}, index.source)
    return parameter.uplifted(index, from_year, to_year)
