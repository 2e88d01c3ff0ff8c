"""Parameters, from the rows of the programme and of its unit-cost library."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from econ.errors import suggestion
from econ.model.distributions import Distribution
from econ.model.parameters import Parameter
from econ.model.prices import PriceIndex
from econ.model.units import is_money
from econ.workbook.reading.findings import Findings
from econ.workbook.reading.prices import Indices, carried
from econ.workbook.reading.rules import Found, Seen, found, note
from econ.workbook.reading.spread import (
    OF_FIGURES,
    OF_SHAPE,
    OF_USABLE,
    Figures,
    Samples,
    fitted,
    perhaps_none,
)
from econ.workbook.reading.tables import Row, Table

LIBRARY_EVIDENCE = "observed"
"""The grade of national figures: they were observed, though not in this programme."""

_PRICED = ("unit", "price year", "index")


@dataclass(frozen=True, slots=True)
class Prices:
    """The indices, and the price year with the row of About that states it.

    ``year`` is empty where About gives none that can be read.
    """

    indices: Indices
    year: str
    stated: Row | None = None

    def faults(self, figures: Figures) -> Iterator[Found]:
        """Why an amount cannot be carried to the price year."""
        if not figures.sound(*_PRICED) or not is_money(figures.row.text("unit")):
            return
        year, name = figures.row.text("price year"), figures.row.text("index")
        known = tuple(self.indices.editions)
        if not year:
            remedy = "Type the year whose prices the value is in, such as 2024/25."
            yield figures.at("price year", "price year is blank, and the unit is money", remedy)
        if not name:
            what = "index is blank, and the unit is money"
            yield figures.at("index", what, suggestion("", known))
        elif name in self.indices:
            yield from self._uncovered(figures, self.indices[name], year)
        elif self.indices.complete:
            remedy = "Name a unit-cost library in the sheet About, or add a sheet Indices."
            remedy = suggestion(name, known) if known else remedy
            yield figures.at("index", f"no index called '{name}'", remedy)

    def _uncovered(self, figures: Figures, index: PriceIndex, year: str) -> Iterator[Found]:
        """A year without a level; the price year, where no index has it, is told once in About."""
        lacking = [y for y in (year, self.year) if y and not index.covers(y)]
        if year in ("", self.year) or not self.indices.complete or not lacking:
            return
        others = self.indices.chosen
        if lacking[0] != year and not any(other.covers(self.year) for other in others):
            spans = "; ".join(f"{other.name} runs {other.span}" for other in others)
            about = Seen(self.stated or figures.row)
            remedy = f"Choose a year within one: {spans}."
            yield about.at("statement", f"no index covers {self.year}", remedy)
            return
        what = f"{index.name} runs {index.span}, without {lacking[0]}"
        heading = "price year" if lacking[0] == year else "index"
        yield figures.at(heading, what, "Choose another index for this price.")

    def carry(self, parameter: Parameter, figures: Figures) -> Parameter | None:
        """The parameter in the programme's prices; what is not money stays as it is."""
        if not parameter.money:
            return parameter
        name, year = figures.row.text("index"), figures.row.text("price year")
        if not self.year or not year or name not in self.indices:
            return None
        index = self.indices[name]
        if year != self.year and not (index.covers(year) and index.covers(self.year)):
            return None  # told at a level of the index that cannot be used
        return carried(parameter, index, year, self.year)


def read_parameters(
    table: Table, library: Table, prices: Prices, samples: Samples, findings: Findings
) -> dict[str, Parameter]:
    """The parameters whose rows are sound; each fault is told at its cell."""
    parameters, costs = {}, library.named()
    for row in table.rows:
        named = row.text("from library")
        if not row.sound("from library") or (named and named not in costs):
            continue  # told already, or where names are looked up
        figures = Figures.of(row, costs.get(named))
        made = _parameter(figures, prices, samples)
        if isinstance(made, Parameter):
            parameters[made.name] = made
        note(found(OF_USABLE, figures) if isinstance(made, Parameter) else made, findings)
    return parameters


def read_library(library: Table, prices: Prices) -> tuple[dict[str, Parameter], dict[str, str]]:
    """Unit costs in the programme's prices, and of the others why they cannot be used."""
    usable, unusable = {}, {}
    for name, row in library.named().items():
        made = _parameter(Figures.of(row), prices, {}) if row.sound() else []
        if isinstance(made, Parameter):
            usable[name] = made
        elif made:
            unusable[name] = made[0].fault.what
    return usable, unusable


def _parameter(figures: Figures, prices: Prices, samples: Samples) -> Parameter | list[Found]:
    """A parameter, or its faults: none where they are told elsewhere."""
    faults = found(OF_FIGURES, figures) or found(OF_SHAPE, figures)
    distribution = None if faults else perhaps_none(figures, fitted(figures, samples))
    if isinstance(distribution, Found):
        faults.append(distribution)
    faults.extend(prices.faults(figures))
    if faults or not isinstance(distribution, Distribution) or not figures.sound(*_PRICED):
        return faults
    return prices.carry(_described(figures, distribution), figures) or []


def _described(figures: Figures, distribution: Distribution) -> Parameter:
    row = figures.row
    evidence = row.text("evidence")
    from_book = figures.library is not None or bool(row.first.book)
    return Parameter(
        name=row.who,
        label=row.text("label"),
        distribution=distribution,
        unit=row.text("unit"),
        group=row.text("group"),
        range_kind=row.text("range kind"),
        evidence=evidence or (LIBRARY_EVIDENCE if from_book else ""),
        source=row.text("source"),
        link=row.text("link"),
        licence=(figures.library or row).text("licence"),
        note=row.text("note"),
        where=row.cell("value").where,
        from_library=row.text("from library"),
        overridden=figures.overridden,
    )
