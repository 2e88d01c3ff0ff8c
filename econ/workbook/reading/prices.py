"""Price indices by name and edition, and the one step to the programme's price year (C2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from math import log

from econ.errors import Fault, suggestion
from econ.model.parameters import Parameter
from econ.model.prices import PriceIndex
from econ.model.units import is_money
from econ.words import exact_number
from econ.workbook.reading.cells import InputCell
from econ.workbook.reading.findings import Findings
from econ.workbook.reading.kinds import FASTEST
from econ.workbook.reading.rules import Found, Seen
from econ.workbook.reading.spread import Figures
from econ.workbook.reading.tables import InputTable, Row

Editions = Mapping[str, Mapping[str, PriceIndex]]
"""Indices by name, then by edition, in the order in which they are listed."""


def read_editions(table: InputTable, findings: Findings) -> Editions:
    """The indices of a sheet; a level that is not above 0 or stands twice is a problem."""
    levels = defaultdict[tuple[str, str], dict[str, float]](dict)
    editions = defaultdict[str, dict[str, PriceIndex]](dict)
    cells = dict[tuple[str, str, str], InputCell]()
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
            cells[name, edition, year] = row.cell("value")
    for (name, edition), known in levels.items():
        for year, fault in _out_of_line(known):
            findings.warn(cells[name, edition, year], f"{name} {edition}", fault)
    return editions


def _out_of_line(levels: Mapping[str, float]) -> Iterator[tuple[str, Fault]]:
    """Levels that leap from the year before, and from the last that did not leap."""
    ordered = sorted(levels.items())
    sound = next(iter(ordered), ("", 1.0))
    for before, (year, level) in pairwise(ordered):
        sound = sound if _leaps(sound, before) else before
        if _leaps(before, (year, level)) and _leaps(sound, (year, level)):
            by = f"{abs(level / before[1] - 1):,.0%} {'above' if level > before[1] else 'below'}"
            what = f"{exact_number(level)} is {by} the {exact_number(before[1])} of {before[0]}"
            yield year, Fault(what, "Check it: a level is not a growth rate, nor of another base.")


def _leaps(old: tuple[str, float], new: tuple[str, float]) -> bool:
    """Whether a level moves by more in a year than any value does."""
    years = max(int(new[0][:4]) - int(old[0][:4]), 1)
    return abs(log(new[1]) - log(old[1])) > years * log(1 + FASTEST)


PRICED = ("unit", "price year", "index")
"""The headings that say whether a row is a price, and how it is carried."""


@dataclass(frozen=True, slots=True)
class Prices:
    """The indices of the programme, before those of its library, and how prices are carried.

    ``asked`` are the editions asked for. ``complete`` is false where the library could not be read:
    then nothing is called unknown. ``year`` is the price year that a row of About has ``stated``,
    empty where none can be read.
    """

    editions: Editions
    asked: Mapping[str, str]
    complete: bool
    year: str
    stated: Row | None = None

    def __getitem__(self, name: str) -> PriceIndex:
        """The index in the edition asked for, else the first listed; ``KeyError`` if unknown."""
        editions = self.editions[name]
        return editions.get(self.asked.get(name, ""), next(iter(editions.values())))

    def check_asked(self, row: Row, findings: Findings) -> None:
        """Editions asked for that are not there."""
        for name, edition in self.asked.items() if self.complete else ():
            known = tuple(self.editions.get(name, ()))
            what, remedy = f"no edition of {name} called '{edition}'", suggestion(edition, known)
            if not known:
                what, remedy = f"no index called '{name}'", self._known(name)
            if edition not in known:
                findings.wrong(row.cell("statement"), row.who, Fault(what, remedy))

    def faults(self, figures: Figures) -> Iterator[Found]:
        """Why an amount cannot be carried to the price year."""
        if not figures.sound(*PRICED) or not is_money(figures.row.text("unit")):
            return
        year, name = figures.row.text("price year"), figures.row.text("index")
        if not year:
            remedy = "Type the year whose prices the value is in, such as 2024/25."
            yield figures.at("price year", "price year is blank, and the unit is money", remedy)
        if not name:
            if year and self.year and year != self.year:
                what = f"index is blank, and the price is of {year}, not {self.year}"
                yield figures.at("index", what, self._known(""))
        elif name in self.editions:
            yield from self._uncovered(figures, self[name], year)
        elif self.complete:
            yield figures.at("index", f"no index called '{name}'", self._known(name))

    def _known(self, name: str) -> str:
        """What to do about an index that is not there."""
        if self.editions:
            return suggestion(name, tuple(self.editions))
        return "Name a unit-cost library in the sheet About, or add a sheet Indices."

    def _uncovered(self, figures: Figures, index: PriceIndex, year: str) -> Iterator[Found]:
        """A year without a level; the price year, where no index has it, is told once in About."""
        lacking = [y for y in (year, self.year) if y and not index.covers(y)]
        if year in ("", self.year) or not self.complete or not lacking:
            return
        others = [self[name] for name in self.editions]
        if lacking[0] != year and not any(other.covers(self.year) for other in others):
            spans = "; ".join(f"{other.name} runs {other.span}" for other in others)
            what, remedy = f"no index covers {self.year}", f"Choose a year within one: {spans}."
            yield Seen(self.stated or figures.row).at("statement", what, remedy)
        else:
            what = f"{index.name} runs {index.span}, without {lacking[0]}"
            heading = "price year" if lacking[0] == year else "index"
            able = [o.name for o in others if o.covers(year) and o.covers(self.year)]
            remedy = f"Choose an index that has both years: {', '.join(able)}."
            add = f"Add its level of {lacking[0]} to the sheet Indices."
            yield figures.at(heading, what, remedy if able else add)

    def carry(self, parameter: Parameter, figures: Figures) -> Parameter | None:
        """The parameter in the programme's prices; what is not money stays as it is."""
        if not parameter.money:
            return parameter
        name, year = figures.row.text("index"), figures.row.text("price year")
        if not self.year or not year or (name not in self.editions and (name or year != self.year)):
            return None
        index = self[name] if name else PriceIndex("", "", {})
        if year == self.year:  # within one year the factor is 1, whether or not the index has it
            index = replace(index, levels={year: 1.0})
        elif not (index.covers(year) and index.covers(self.year)):
            return None  # told at a level of the index that cannot be used
        return parameter.uplifted(index, year, self.year)
