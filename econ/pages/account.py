"""The sheet Sources: where the numbers come from, each source once, with its link and licence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from econ.model.parameters import Parameter
from econ.pages.page import Column, Content, to_web
from econ.reports.report import GRADES, Report
from econ.words import started
from econ.workbook.writing.paper import Page

SHEET = "Sources"
COLUMNS = (
    Column("Source", 66),
    Column("Link", 28),
    Column("Address", 44),
    Column("Licence", 20),
    Column("Evidence", 12),
    Column("Used by", 44),
)
ADDRESS = re.compile(r"https?://[^\s);,]+")
UNSAID = "Source not given"


@dataclass(slots=True)
class Source:
    """One source: what it says of itself, and the numbers that are taken from it."""

    text: str
    link: str = ""
    licences: dict[str, None] = field(default_factory=dict)
    grades: dict[str, None] = field(default_factory=dict)
    used_by: list[str] = field(default_factory=list)


def write_sources(page: Page, found: Report) -> int:
    """Each source once, in the order of use; returns the row of the headings."""
    top = page.opening(
        SHEET,
        "Each source once, with the numbers that are taken from it. An assumption is called one.",
        "Licences are those that the library of unit costs names; for other sources see the link.",
    )
    page.table(top, COLUMNS, [_row(s) for s in _listed(found)], "Sources, with link and licence.")
    return top


def _listed(found: Report) -> list[Source]:
    made: dict[tuple[str, str], Source] = {}
    for number in found.scenario.parameters.values():
        text = number.source or UNSAID
        source = made.setdefault((text, number.link), Source(text, number.link))
        source.used_by.append(number.label)
        source.licences |= dict.fromkeys([number.licence] if number.licence else [])
        source.grades |= dict.fromkeys([number.evidence] if number.evidence else [])
    return [*made.values(), *_indices(found), *_unpriced(found)]


def _indices(found: Report) -> Iterator[Source]:
    """The price indices by which prices were carried."""
    carried: dict[str, list[Parameter]] = {}
    for number in found.scenario.parameters.values():
        uplift = number.uplift
        if uplift is not None and uplift.index and uplift.factor != 1:
            carried.setdefault(f"{uplift.index}, {uplift.edition}", []).append(number)
    for index, numbers in carried.items():
        yield Source(f"Price index: {index}", used_by=[number.label for number in numbers])


def _unpriced(found: Report) -> Iterator[Source]:
    """The sources of impacts without a price, with the first address that each names."""
    made: dict[str, list[str]] = {}
    for impact in found.scenario.unmonetised:
        made.setdefault(impact.source, []).append(f"{impact.label} (without a price)")
    for text, labels in made.items():
        address = ADDRESS.search(text)
        yield Source(text, address[0] if address else "", used_by=labels)


def _row(source: Source) -> list[Content]:
    grades = [grade for grade in GRADES if grade in source.grades]
    return [
        started(source.text),
        to_web(source.link) if source.link.startswith("http") else "none",
        source.link.removeprefix("https://").removeprefix("http://") or "none",
        ", ".join(source.licences) or "not said",
        ", ".join(grades) or "not graded",
        "; ".join(source.used_by),
    ]
