"""Price indices by name and edition, and the one step to the programme's price year (C2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from econ.model.parameters import Parameter
from econ.model.prices import PriceIndex
from econ.workbook.layout import suggestion
from econ.workbook.reading.findings import Findings
from econ.workbook.reading.kinds import shown
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
            what = f"value {shown(level)} is not above 0"
            findings.wrong(row.cell("value"), " ".join(key), what, "Type the level of the index.")
        elif year in levels.setdefault(key, {}):
            what = f"{year} stands twice"
            findings.wrong(row.cell("year"), " ".join(key), what, "Keep one.")
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
            what, remedy = f"no edition of {name} called '{edition}'", suggestion(edition, known)
            if not known:
                what, remedy = f"no index called '{name}'", suggestion(name, tuple(self.editions))
            if edition not in known:
                findings.wrong(row.cell("statement"), row.who, what, remedy)


def _others(first: Mapping[str, PriceIndex], second: Iterable[str]) -> dict[str, PriceIndex]:
    return {edition: index for edition, index in first.items() if edition not in second}


def outside(index: PriceIndex, year: str) -> str:
    """What is said of a year that an index does not cover.

    >>> outside(PriceIndex("NHSCII", "2025", {"2014/15": 96, "2024/25": 126}), "2011/12")
    'NHSCII runs 2014/15 to 2024/25, without 2011/12'
    """
    return f"{index.name} runs {index.span}, without {year}"


def carried(parameter: Parameter, index: PriceIndex, from_year: str, to_year: str) -> Parameter:
    """The parameter in the prices of ``to_year``; of one year to itself the factor is 1."""
    if from_year == to_year:
        index = PriceIndex(index.name, index.edition, {to_year: 1.0}, index.source)
    return parameter.uplifted(index, from_year, to_year)
