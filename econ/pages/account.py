"""The sheets of account: Version log, Sources and Run, and who answers for it.

The four roles are those of HM Treasury's Aqua Book.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from econ.analysis.comparison import Comparison
from econ.model.parameters import Parameter
from econ.model.scenario import other_rates
from econ.pages.page import (
    Cell,
    Column,
    Content,
    Sheet,
    Space,
    Text,
    sheet_of,
    tabled,
    to_web,
)
from econ.pages.style import INPUT
from econ.reports.report import GRADES, Report
from econ.words import started

VERSIONS = (
    Column("Version", 24),
    Column("Date", 30),
    Column("Where", 26),
    Column("What was changed", 64),
    Column("Why", 64),
)
ASSURED = (
    Column("Role", 24),
    Column("Who", 30),
    Column("When", 26),
    Column("What the role does", 64),
)
ROLES = {
    "Commissioner": "asks the question and says what the answer is for",
    "Analyst": "does the work and says how it was done",
    "Assurer": "checks the work, and did not do it",
    "Approver": "decides that it may be used",
}
SOURCES = (
    Column("Source", 66),
    Column("Link", 28),
    Column("Address", 44),
    Column("Licence", 20),
    Column("Evidence", 12),
    Column("Used by", 44),
)
RUN = (Column("Item", 34), Column("This run", 96))
_ERROR = (
    "How far a mean may be from that of endless draws. More draws make it smaller; they do not "
    "make the interval narrower."
)
_SIGN = "Positive is money that a payer keeps; costs are negative."
WEB_ADDRESS = re.compile(r"https?://[^\s);,]+")
UNSAID = "Source not given"


def versions(found: Report, record: Mapping[str, str]) -> Sheet:
    """What was changed in the inputs and by this scenario, then who answers for it."""
    said = "Each version: when, where, what and why."
    log = tabled("Version log", VERSIONS, _logged(found, record), said)
    analyst = found.scenario.about.get("analyst", "")
    rows = [
        [
            role,
            analyst if analyst and role == "Analyst" else _asked("name"),
            _asked("date"),
            f"The {role.lower()} {does}.",
        ]
        for role, does in ROLES.items()
    ]
    described = "The four roles of quality assurance, and who has them."
    roles = tabled("Who answers for it", ASSURED, rows, described)
    made = sheet_of(
        log,
        "What was changed in the workbook of inputs, and who answers for it.",
        "Edits of the workbook of inputs as its own sheet Changes tells them, then what this "
        "scenario changes, then this run.",
    )
    return replace(made, blocks=(*made.blocks, Space(), Text(roles.name, "subtitle"), roles))


def _logged(found: Report, record: Mapping[str, str]) -> list[list[str]]:
    scenario = found.scenario
    edits = [
        [edit.version, edit.date, edit.sheet, edit.what, edit.why] for edit in scenario.version_log
    ]
    why = scenario.why or "not said"
    changes = [
        [
            *(scenario.name, "in this scenario", "the scenario"),
            *(f"{change.what}: {change.after} (before: {change.before})", why),
        ]
        for change in scenario.changes
    ]
    last = [
        scenario.about.get("version", "") or "not said",
        record.get("Date", "") or "not known",
        "this workbook",
        f"Run of “{scenario.name}”: the sheet Run says how to repeat it.",
        scenario.about.get("decision question", "") or "not said",
    ]
    return [*edits, *changes, last]


def _asked(what: str) -> Cell:
    return Cell(f"Input: {what}", look={**INPUT, "text_wrap": True})


@dataclass(slots=True)
class Source:
    """One source: what it says of itself, and the numbers that are taken from it."""

    text: str
    link: str = ""
    licences: dict[str, None] = field(default_factory=dict)
    grades: dict[str, None] = field(default_factory=dict)
    used_by: list[str] = field(default_factory=list)


def sources(found: Report) -> Sheet:
    """Each source once, in the order of use."""
    rows = [_sourced(source) for source in _listed(found)]
    return sheet_of(
        tabled("Sources", SOURCES, rows, "Sources, with link and licence."),
        "Where the numbers come from, with links and licences.",
        "Each source once, with the numbers that are taken from it. An assumption is called one.",
        "Licences are those that the library of unit costs names; for other sources see the link.",
    )


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
        address = WEB_ADDRESS.search(text)
        yield Source(text, address[0] if address else "", used_by=labels)


def _sourced(source: Source) -> list[Content]:
    grades = [grade for grade in GRADES if grade in source.grades]
    return [
        started(source.text),
        to_web(source.link) if source.link.startswith("http") else "none",
        source.link.removeprefix("https://").removeprefix("http://") or "none",
        ", ".join(source.licences) or "not said",
        ", ".join(grades) or "not graded",
        "; ".join(source.used_by),
    ]


def run(found: Report, record: Mapping[str, str]) -> Sheet:
    """The record of the run, then what its figures mean."""
    scenario, design = found.scenario, found.design
    made = {
        "Scenario": scenario.name,
        **record,
        "Design": design.name,
        "Draws": f"{design.size:,}",
        "Seed": str(design.seed),
    }
    meant = {
        "Base case": "Every number at its mean. Where the model is not a plain product the mean "
        "of the draws differs from it; the Summary says so where it matters.",
        "95% interval": "The 2.5th to the 97.5th percentile: of the draws for results, of the "
        "fitted distribution for inputs.",
        "Monte Carlo standard error": _ERROR,
        "Prices": f"{scenario.price_year} prices; each price was carried there once, by the "
        "index named on the sheet Inputs.",
        "Discounting": f"{scenario.discount.name} rate; the first year is year 0 and is not "
        f"discounted. Budget figures by year are undiscounted.{other_rates(scenario)}",
        "Sign": _SIGN,
    }
    return _recorded({**made, **meant})


def comparison_run(found: Comparison, record: Mapping[str, str]) -> Sheet:
    """The record of a comparison, then what its figures mean."""
    made = {
        **record,
        "Scenarios": ", ".join(found.scenarios),
        "Draws": f"{found.draws:,}, the same for every scenario",
        "Seed": str(found.seed),
        "Base case": "Every number at its mean, in each scenario.",
        "95% interval": "The 2.5th to the 97.5th percentile of the draws.",
        "Monte Carlo standard error": _ERROR,
        "Sign": _SIGN,
    }
    return _recorded(made)


def _recorded(said: Mapping[str, str]) -> Sheet:
    rows = [(label, text or "not known") for label, text in said.items()]
    return sheet_of(
        tabled("Run", RUN, rows, "The record of the run."),
        "How to make this workbook again.",
        "Enough to make every figure of this workbook again, to the last digit.",
    )
