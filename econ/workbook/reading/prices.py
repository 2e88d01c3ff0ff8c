"""Price indices by name and edition, and the one step to the programme's price year (C2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import log

from econ.errors import Fault, suggestion
from econ.model.parameters import Parameter
from econ.model.prices import FASTEST, THEN, PriceIndex
from econ.model.units import is_money
from econ.words import exact_number
from econ.workbook.reading.cells import InputCell
from econ.workbook.reading.findings import Findings
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
        """The index in the edition asked for, else the first listed; ``KeyError`` if unknown.

        'NHSCII, then GDP deflator' is the first, carried on by the second from where it ends.
        """
        first, then, second = name.rpartition(THEN)
        if then and name not in self.editions:
            return self[first].then(self[second])
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

    def in_pounds(self, figures: Figures) -> tuple[Figures, PriceIndex | None]:
        """Figures in pounds; where they are of another currency, how much of it a pound was worth.

        That is an index such as 'USD per GBP'; where there is none the unit is as it was.
        """
        currency, _, of = figures.row.text("unit").partition(" ")
        rate = f"{currency} per GBP"
        if rate not in self.editions:
            return figures, None
        values = {**figures.row.values, "unit": f"GBP {of}".strip()}
        return replace(figures, row=replace(figures.row, values=values)), self[rate]

    def faults(self, figures: Figures, rate: PriceIndex | None) -> Iterator[Found]:
        """Why an amount cannot be carried to the price year."""
        if not figures.sound(*PRICED) or not is_money(figures.row.text("unit")):
            return
        year, name = figures.row.text("price year"), figures.row.text("index")
        if not year:
            remedy = "Type the year whose prices the value is in, such as 2024/25."
            yield figures.at("price year", "price year is blank, and the unit is money", remedy)
        if year and rate and not rate.covers(year):
            remedy = f"Add its rate of {year} to the sheet Indices."
            what = f"{rate.name} runs {rate.span}, without {year}"
            yield figures.at("price year", what, remedy)
        if not name:
            if year and self.year and year != self.year:
                what = f"index is blank, and the price is of {year}, not {self.year}"
                yield figures.at("index", what, self._known(""))
            return
        named = (name,) if name in self.editions else name.split(THEN)
        unknown = [part for part in named if part not in self.editions]
        if unknown and self.complete:
            what = f"no index called '{unknown[0]}'"
            yield figures.at("index", what, self._known(unknown[0]))
        elif not unknown:
            yield from self._unlinked(figures, named) or self._uncovered(figures, self[name], year)

    def _known(self, name: str) -> str:
        """What to do about an index that is not there."""
        if self.editions:
            return suggestion(name, tuple(self.editions))
        return "Name a unit-cost library in the sheet About, or add a sheet Indices."

    def _unlinked(self, figures: Figures, named: Sequence[str]) -> list[Found]:
        """Indices that cannot carry on those before them."""
        pairs = ((self[before], self[after]) for before, after in pairwise(named))
        return [
            figures.at(
                "index",
                f"{after.name} runs {after.span}, and cannot carry on from {before.last}",
                f"Name one that has {before.last}, where {before.name} ends.",
            )
            for before, after in pairs
            if not after.covers(before.last)
        ]

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
            yield figures.at(heading, what, self._instead(index, year))

    def _instead(self, index: PriceIndex, year: str) -> str:
        """What to do about an index that does not reach from a year to the programme's."""
        every = {name: self[name] for name in self.editions}
        reaching = {name: other for name, other in every.items() if other.covers(self.year)}
        whole = [name for name, other in reaching.items() if other.covers(year)]
        on = [name for name, o in reaching.items() if o.covers(index.last) and name != index.name]
        both = f"{year} and {self.year}"
        told = [f"Choose an index that has {both}: {', '.join(whole)}."] if whole else []
        if on and index.covers(year):
            told.append(f"Carry it on with another: '{index.name}{THEN}{on[0]}'.")
        return " ".join(told) or f"Add to the sheet Indices one that has {both}."

    def carry(
        self, parameter: Parameter, figures: Figures, rate: PriceIndex | None
    ) -> Parameter | None:
        """The parameter in the programme's prices; what is not money stays as it is."""
        if not parameter.money:
            return parameter
        name, year = figures.row.text("index"), figures.row.text("price year")
        if not self.year or not year or (not name and year != self.year):
            return None
        try:
            index = self[name] if name else PriceIndex("", "", {})
            if year == self.year and not index.covers(year):  # within one year the factor is 1
                index = replace(index, levels={year: 1.0})
            return parameter.uplifted(index, year, self.year, rate=rate)
        except KeyError:
            return None  # told at the index, or at a level of it that cannot be used
