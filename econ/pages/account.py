"""The sheets of account: Version log, Sources and Run, and who answers for it.

The four roles are those of HM Treasury's Aqua Book.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from econ.analysis.comparison import Comparison
from econ.files import SUMMARY, TECHNICAL
from econ.model.parameters import Parameter
from econ.model.scenario import other_rates
from econ.pages.page import (
    Column,
    Content,
    Notes,
    Sheet,
    Space,
    Text,
    sheet_of,
    tabled,
    to_fill,
    to_web,
)
from econ.reports.narrative import carried_over
from econ.reports.report import GRADES, Report
from econ.words import day, started

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
CARRIED_OVER = "To whom it may be carried over"
SOURCES = (
    Column("Source", 66),
    Column("Link", 28),
    Column("Address", 44),
    Column("Licence", 20),
    Column("Evidence", 12),
    Column("Used by", 44),
)
_RUN = (Column("Item", 34), Column("This run", 96))
_ERROR = (
    "How far a mean may be from that of endless draws. More draws make it smaller; they do not "
    "make the interval narrower."
)
_SIGN = "Positive is money that a payer keeps; costs are negative."
WEB_ADDRESS = re.compile(r"https?://[^\s);,]+")
_UNSAID = "Source not given"


def versions(found: Report, record: Mapping[str, object]) -> Sheet:
    """What was changed, who answers for it, and to whom the result may be carried over."""
    about, rows = found.scenario.about, list[list[Content]]()
    for role, does in ROLES.items():
        who = about.get(role.lower()) or to_fill("Not named. Input: name")
        when = day(about.get("assured on", "")) if role == "Assurer" else ""
        rows.append([role, who, when or to_fill("Input: date"), f"The {role.lower()} {does}."])
    described = "The four roles of quality assurance, and who has them."
    roles = tabled("Who answers for it", ASSURED, rows, described)
    said = "Each version: when, where, what and why."
    return sheet_of(
        tabled("Version log", VERSIONS, _logged(found, record), said),
        "What was changed, who answers for it, and to whom the result may be carried over.",
        "Edits of the workbook of inputs as its own sheet Changes tells them, then what this "
        "scenario changes, then this run.",
        below=(
            *(Space(), Text(roles.name, "subtitle"), roles, Space()),
            *(Text(CARRIED_OVER, "subtitle"), Notes(tuple(carried_over(found)))),
        ),
    )


def _logged(found: Report, record: Mapping[str, object]) -> Iterator[tuple[str, ...]]:
    scenario = found.scenario
    for edit in scenario.version_log:
        yield edit.version, day(edit.date), edit.sheet, edit.what, edit.why
    for change in scenario.changes:
        what = f"{change.what}: {change.after} (before: {change.before})"
        why = scenario.why or "not said"
        yield scenario.name, "in this scenario", "the scenario", what, why
    yield (
        scenario.about.get("version") or "not said",
        day(str(record.get("Date", ""))) or "not known",
        "this workbook",
        f"Run of “{scenario.name}”: the sheet Run of {TECHNICAL} says how to repeat it.",
        scenario.about.get("decision question") or "not said",
    )


def sources(found: Report) -> Sheet:
    """Each source once, in the order of use."""
    rows = [*_cited(found), *_indices(found), *_unpriced(found)]
    return sheet_of(
        tabled("Sources", SOURCES, rows, "Sources, with link and licence."),
        "Where the numbers come from, with links and licences.",
        "Each source once, with the numbers that are taken from it. An assumption is called one.",
        "Licences are those that the library of unit costs names; for other sources see the link.",
    )


def _cited(found: Report) -> Iterator[list[Content]]:
    """The sources of numbers, with their licences and grades of evidence."""
    used: dict[tuple[str, str], list[Parameter]] = {}
    cited = (n for n in found.scenario.parameters.values() if n.source or not n.formula)
    for number in cited:
        used.setdefault((number.source or _UNSAID, number.link), []).append(number)
    for (text, link), numbers in used.items():
        licences = dict.fromkeys(number.licence for number in numbers if number.licence)
        graded = {number.evidence for number in numbers}
        grades = [grade for grade in GRADES if grade in graded]
        yield _source(text, link, [number.label for number in numbers], licences, grades)


def _indices(found: Report) -> Iterator[list[Content]]:
    """The price indices by which prices were carried."""
    carried: dict[str, list[str]] = {}
    for number in found.scenario.parameters.values():
        uplift = number.uplift
        if uplift is not None and uplift.index and uplift.factor != 1:
            carried.setdefault(f"{uplift.index}, {uplift.edition}", []).append(number.label)
    for index, labels in carried.items():
        yield _source(f"Price index: {index}", "", labels)


def _unpriced(found: Report) -> Iterator[list[Content]]:
    """The sources of impacts without a price, with the first address that each names."""
    made: dict[str, list[str]] = {}
    for impact in found.scenario.unmonetised:
        made.setdefault(impact.source, []).append(f"{impact.label} (without a price)")
    for text, labels in made.items():
        address = WEB_ADDRESS.search(text)
        yield _source(text, address[0] if address else "", labels)


def _source(
    text: str,
    link: str,
    used_by: list[str],
    licences: Iterable[str] = (),
    grades: Iterable[str] = (),
) -> list[Content]:
    shown = to_web(link) if link.startswith("http") else "none"
    address = link.removeprefix("https://").removeprefix("http://") or "none"
    licensed, graded = ", ".join(licences) or "not said", ", ".join(grades) or "not graded"
    return [started(text), shown, address, licensed, graded, "; ".join(used_by)]


def run_sheet(found: Report, record: Mapping[str, object]) -> Sheet:
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
        "Central case": "Every number at its mean: what is moved live or alone starts there. The "
        "Summary says how far the mean of the draws lies from it, and why.",
        "95% interval": "The 2.5th to the 97.5th percentile: of the draws for results, of the "
        "fitted distribution for inputs.",
        "Monte Carlo standard error": _ERROR,
        "Prices": f"{scenario.price_year} prices; each price was carried there once, by the "
        f"index named on the sheet Inputs of {SUMMARY}.",
        "Discounting": f"{scenario.discount.name} rate; the first year is year 0 and is not "
        f"discounted. Budget figures by year are undiscounted.{other_rates(scenario)}",
        "Sign": _SIGN,
    }
    return _recorded({**made, **meant})


def comparison_run(found: Comparison, record: Mapping[str, object]) -> Sheet:
    """The record of a comparison, then what its figures mean."""
    made = {
        **record,
        "Scenarios": ", ".join(found.scenarios),
        "Draws": f"{found.draws:,}, the same for every scenario",
        "Seed": str(found.seed),
        "Central case": "Every number at its mean, in each scenario.",
        "95% interval": "The 2.5th to the 97.5th percentile of the draws.",
        "Monte Carlo standard error": _ERROR,
        "Sign": _SIGN,
    }
    return _recorded(made)


def _recorded(said: Mapping[str, object]) -> Sheet:
    rows = [(label, str(text or "not known")) for label, text in said.items()]
    return sheet_of(
        tabled("Run", _RUN, rows, "The record of the run."),
        "How to make these results again.",
        "Enough to make every figure of these results again, to the last digit.",
    )
