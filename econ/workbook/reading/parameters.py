"""Parameters, from the rows of the programme and of its unit-cost library."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from econ.model.distributions import Distribution
from econ.model.parameters import Parameter
from econ.model.units import is_money
from econ.workbook.layout import suggestion
from econ.workbook.reading.findings import Findings
from econ.workbook.reading.prices import Indices, carried, outside
from econ.workbook.reading.spread import Fault, Figures, Samples, find_faults, fitted, missed_limits
from econ.workbook.reading.tables import Row, Table

LIBRARY_EVIDENCE = "observed"
"""The grade of national figures: they were observed, though not in this programme."""

PRICED = ("unit", "price year", "index")
STATED = "statement"
"""The heading of a fault that amounts share: it is told once, where About states the price year."""


@dataclass(frozen=True, slots=True)
class Prices:
    """The indices, and the price year with the row of About that states it.

    ``year`` is empty where About gives none that can be read.
    """

    indices: Indices
    year: str
    stated: Row | None = None

    def faults(self, figures: Figures) -> Iterator[Fault]:
        """Why an amount cannot be carried to the price year."""
        if not figures.sound(*PRICED) or not is_money(figures.text("unit")):
            return
        year, name = figures.text("price year"), figures.text("index")
        known = tuple(self.indices.editions)
        if not year:
            remedy = "Type the year whose prices the value is in, such as 2024/25."
            yield Fault("price year", "price year is blank, and the unit is money", remedy)
        if not name:
            yield Fault("index", "index is blank, and the unit is money", suggestion("", known))
        elif name in self.indices:
            yield from self._uncovered(name, year)
        elif self.indices.complete:
            remedy = "Name a unit-cost library in the sheet About, or add a sheet Indices."
            remedy = suggestion(name, known) if known else remedy
            yield Fault("index", f"no index called '{name}'", remedy)

    def _uncovered(self, name: str, year: str) -> Iterator[Fault]:
        index, remedy = self.indices[name], "Choose another index for this price."
        if not year or year == self.year or not self.indices.complete:
            return
        if not index.covers(year):
            yield Fault("price year", outside(index, year), remedy)
        elif self.year and not any(i.covers(self.year) for i in self.indices.chosen):
            spans = "; ".join(f"{known.name} runs {known.span}" for known in self.indices.chosen)
            yield Fault(
                STATED, f"no index covers {self.year}", f"Choose a year within one: {spans}."
            )
        elif self.year and not index.covers(self.year):
            yield Fault("index", outside(index, self.year), remedy)

    def carry(self, parameter: Parameter, figures: Figures) -> Parameter | None:
        """The parameter in the programme's prices; what is not money stays as it is."""
        if not parameter.money:
            return parameter
        name, year = figures.text("index"), figures.text("price year")
        if not self.year or not year or name not in self.indices:
            return None
        index = self.indices[name]
        if year != self.year and not (index.covers(year) and index.covers(self.year)):
            return None  # told at a level of the index that cannot be used
        return carried(parameter, index, year, self.year)


@dataclass(frozen=True, slots=True)
class Library:
    """Rows of unit costs by name; ``keys`` is ``None`` where there is none that can be read."""

    rows: Mapping[str, Row] = field(default_factory=dict)
    keys: tuple[str, ...] | None = None


def read_parameters(
    table: Table, library: Library, prices: Prices, samples: Samples, findings: Findings
) -> dict[str, Parameter]:
    """The parameters whose rows are sound; each fault is told at its cell."""
    parameters = {}
    for row in table.rows:
        named = row.text("from library")
        if not row.sound("from library") or (named and named not in library.rows):
            continue  # told already, or where names are looked up
        figures = Figures(row, library.rows.get(named))
        made = _parameter(figures, prices, samples)
        if isinstance(made, Parameter):
            parameters[made.name] = made
            _warn(made, figures, findings)
        for fault in made if isinstance(made, list) else ():
            at = prices.stated if fault.heading == STATED and prices.stated else row
            findings.wrong(at.cell(fault.heading), at.who, fault.what, fault.remedy)
    return parameters


def read_library(library: Library, prices: Prices) -> tuple[dict[str, Parameter], dict[str, str]]:
    """Unit costs in the programme's prices, and of the others why they cannot be used."""
    usable, unusable = {}, {}
    for name, row in library.rows.items():
        made = _parameter(Figures(row), prices, {}) if row.sound() else None
        if isinstance(made, Parameter):
            usable[name] = made
        elif made:
            unusable[name] = made[0].what
    return usable, unusable


def _parameter(
    figures: Figures, prices: Prices, samples: Samples
) -> Parameter | list[Fault] | None:
    """A parameter, or its faults; ``None`` where they are told elsewhere."""
    faults = find_faults(figures)
    distribution = None if faults else fitted(figures, samples)
    if isinstance(distribution, Fault):
        faults.append(distribution)
    faults.extend(prices.faults(figures))
    if faults or not isinstance(distribution, Distribution) or not figures.sound(*PRICED):
        return faults or None
    return prices.carry(_described(figures, distribution), figures)


def _described(figures: Figures, distribution: Distribution) -> Parameter:
    row = figures.own
    evidence = row.text("evidence")
    from_book = figures.library is not None or bool(row.first.book)
    return Parameter(
        name=row.who,
        label=row.text("label"),
        distribution=distribution,
        unit=figures.text("unit"),
        group=row.text("group"),
        range_kind=figures.text("range kind"),
        evidence=evidence or (LIBRARY_EVIDENCE if from_book else ""),
        source=figures.text("source"),
        link=figures.text("link"),
        licence=(figures.library or row).text("licence"),
        note=row.text("note"),
        where=row.cell("value").where,
        from_library=row.text("from library"),
        overridden=figures.overridden,
    )


def _warn(parameter: Parameter, figures: Figures, findings: Findings) -> None:
    row = figures.own
    missed = missed_limits(figures, parameter.original or parameter.distribution)
    if missed:
        findings.warn(row.cell(missed.heading), row.who, missed.what, missed.remedy)
    if not parameter.evidence:
        remedy = "Choose observed, analogue, expert or illustrative."
        findings.warn(row.cell("evidence"), row.who, "evidence is blank: no grade is shown", remedy)
