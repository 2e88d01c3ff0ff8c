"""Parameters, from the rows of the programme and of its unit-cost library."""

from __future__ import annotations

from econ.model.distributions import Distribution
from econ.model.parameters import Parameter
from econ.workbook.reading.findings import Findings
from econ.workbook.reading.prices import PRICED, Prices
from econ.workbook.reading.rules import Found, found, note
from econ.workbook.reading.spread import (
    OF_USABLE,
    Figures,
    Samples,
    distribution_of,
)
from econ.workbook.reading.tables import InputTable

LIBRARY_EVIDENCE = "observed"
"""The grade of national figures: they were observed, though not in this programme."""


def read_parameters(
    table: InputTable, library: InputTable, prices: Prices, samples: Samples, findings: Findings
) -> dict[str, Parameter]:
    """The parameters whose rows are sound; each fault is told at its cell."""
    parameters, costs = {}, library.named()
    for row in table.rows:
        named = row.text("from library")
        if row.text("formula") or not row.sound("formula"):
            continue  # made of others
        if not row.sound("from library") or (named and named not in costs):
            continue  # told already, or where names are looked up
        figures = Figures.of(row, costs.get(named))
        made = _parameter(figures, prices, samples)
        if isinstance(made, Parameter):
            parameters[made.name] = made
        note(found(OF_USABLE, figures) if isinstance(made, Parameter) else made, findings)
    return parameters


def read_library(
    library: InputTable, prices: Prices
) -> tuple[dict[str, Parameter], dict[str, str]]:
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
    figures, rate = prices.in_pounds(figures)
    distribution = distribution_of(figures, samples)
    faults = [] if isinstance(distribution, Distribution) else distribution
    faults.extend(prices.faults(figures, rate))
    if faults or not isinstance(distribution, Distribution) or not figures.sound(*PRICED):
        return faults
    return prices.carry(_described(figures, distribution), figures, rate) or []


def _described(figures: Figures, distribution: Distribution) -> Parameter:
    row = figures.row
    from_book = figures.library is not None or bool(row.first.book)
    return Parameter(
        name=row.who,
        distribution=distribution,
        evidence=row.text("evidence") or (LIBRARY_EVIDENCE if from_book else ""),
        licence=(figures.library or row).text("licence"),
        value_class=(figures.library or row).text("value class"),
        where=row.cell("value").where,
        overridden=figures.overridden,
        **row.texts("label", "unit", "group", "range kind", "source", "link", "note", "role"),
        **row.texts("from library"),
    )
