"""Slips of economic evaluation that a workbook can show: each thing is valued once, for whom it is.

HM Treasury's Green Book (2022) on additionality, transfers and double counting.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from econ.model.programme import Outcome
from econ.workbook.reading.findings import Findings
from econ.workbook.reading.structure import Built
from econ.workbook.reading.tables import Row

_GROUP = re.compile(
    r"(?:comparison|control|comparator|matched|untreated) (?:group|arm|area|cohort|people|sample)s?"
    r"|\bcontrols\b|randomi[sz]ed|difference.in.differences?|synthetic control",
    re.IGNORECASE,
)
_NEGATED = re.compile(r"\b(?:no|not|without|never|lack\w*|neither|nor|absen\w+)\b[^.;,:]*$", re.I)
_DEADWEIGHT = re.compile(r"deadweight|counterfactual")
_UPRATING = re.compile(r"inflation|deflator|uprat|price_(?:uplift|index|change)")


def check_costing(built: Built, findings: Findings) -> None:
    """Every check of this module."""
    for check in (
        _check_deadweight,
        _check_uprating,
        _check_transfers,
        _check_hours,
        _check_payers,
        _check_profiles,
        _check_indices,
        _check_ages,
    ):
        check(built, findings)


def names_a_group(comparator: str) -> bool:
    """Whether a comparator says that there was a group to compare with.

    >>> names_a_group("A matched comparison group"), names_a_group("There was no control group")
    (True, False)
    """
    found = _GROUP.finditer(comparator)
    return any(not _NEGATED.search(comparator[: match.start()]) for match in found)


def _check_deadweight(built: Built, findings: Findings) -> None:
    """A comparison group has taken off already what would have happened anyway."""
    stated = built.settings.rows.get("comparator")
    if stated is None or not names_a_group(stated.text("statement")):
        return
    for row, name in _mentions(built):
        if _DEADWEIGHT.search(name):
            what = f"{name} is taken off, and {stated.cell('statement').where} names a group"
            remedy = "Keep one: a comparison group shows what would have happened anyway."
            findings.wrong(row.cell("quantity"), row.who, what, remedy)


def _check_uprating(built: Built, findings: Findings) -> None:
    """Money is carried to the price year once, by its index (C2)."""
    for row, name in _mentions(built):
        if _UPRATING.search(name):
            what = f"{name} uprates what its index has carried to the price year already"
            remedy = "Take it out of the quantity: money is carried once."
            findings.wrong(row.cell("quantity"), row.who, what, remedy)


def _mentions(built: Built) -> Iterator[tuple[Row, str]]:
    for row in built.tables["Outcomes"].rows:
        for name in row.names("quantity"):
            yield row, name


def _check_transfers(built: Built, findings: Findings) -> None:
    """What one pays and another receives is nobody's cost for society, unless both are counted."""
    society = {r.who for r in built.tables["Payers"].rows if r.values.get("society")}
    parameters = built.tables["Parameters"].named()
    rows = built.tables["Outcomes"].named()
    for outcome in built.outcomes:
        given = parameters.get(outcome.unit_value)
        cost = built.library.get(given.text("from library")) if given else None
        counted = any(share and payer in society for payer, share in outcome.shares.items())
        if cost is None or cost.text("value class") != "transfer" or not counted:
            continue
        if not any(_offsets(outcome, other) for other in built.outcomes):
            what = f"{outcome.unit_value} is a transfer: for society it is no {outcome.direction}"
            remedy = "Add the outcome of who gains what this one loses, or value something else."
            findings.wrong(rows[outcome.name].cell("unit value"), outcome.name, what, remedy)


def _offsets(outcome: Outcome, other: Outcome) -> bool:
    same = (outcome.unit_value, str(outcome.quantity), outcome.profile)
    there = same == (other.unit_value, str(other.quantity), other.profile)
    return there and outcome.direction != other.direction


def _check_hours(built: Built, findings: Findings) -> None:
    """An hour has one value: replacement, opportunity cost and wellbeing are never added."""
    rows = built.tables["Outcomes"].named()
    hourly = [outcome for outcome in built.outcomes if _by_the_hour(built, outcome)]
    for first, second in combinations(hourly, 2):
        if first.direction == second.direction and _same_hour(first, second):
            cell = rows[second.name].cell("unit value")
            before = rows[first.name].cell("unit value").address
            what = f"the same hour is valued in {before} too, by {first.unit_value}"
            remedy = "Keep one; the other is for a scenario that revalues the outcome."
            findings.wrong(cell, second.name, what, remedy)


def _by_the_hour(built: Built, outcome: Outcome) -> bool:
    value = built.parameters.get(outcome.unit_value)
    return value is not None and value.unit.startswith("GBP per hour")


def _same_hour(first: Outcome, second: Outcome) -> bool:
    """The same quantity, or the same thing counted for other payers: that for one is told."""
    factors = [sorted(str(term) for term in outcome.quantity) for outcome in (first, second)]
    counts = first.counts.casefold() == second.counts.casefold()
    shared = any(share and first.shares.get(name) for name, share in second.shares.items())
    return (counts or factors[0] == factors[1]) and not (counts and shared)


def _check_payers(built: Built, findings: Findings) -> None:
    """A payer that no outcome touches is reported."""
    shared = built.tables["Incidence"]
    if not shared.rows or not all(row.sound() for row in shared.rows):
        return
    touched = {payer for payer in shared.further for row in shared.rows if row.number(payer)}
    for row in built.tables["Payers"].rows:
        if row.who in shared.further and row.who not in touched:
            remedy = "Give it a share in the sheet Incidence, or drop it from both sheets."
            findings.warn(row.first, row.who, "bears and keeps nothing", remedy)


def _check_profiles(built: Built, findings: Findings) -> None:
    """A profile that nothing follows is reported, unless its note says that a scenario does."""
    followed = {row.text("profile") for row in built.tables["Outcomes"].rows}
    for row in built.tables["Profiles"].rows:
        used = row.who in followed or row.who == built.settings.intake
        if not used and "scenario" not in row.text("note").lower():
            remedy = "Let an outcome follow it, say in its note which scenario does, or drop it."
            findings.warn(row.first, row.who, "is followed by no outcome", remedy)


def _check_indices(built: Built, findings: Findings) -> None:
    """An index of the programme's own that carries no price is reported."""
    used = {row.text("index") for row in built.tables["Parameters"].rows}
    used |= {row.text("index") for row in built.library.values()}
    first: dict[str, Row] = {}
    for row in built.tables["Indices"].rows:
        first.setdefault(row.text("index"), row)
    for name in first.keys() - used - {""}:
        remedy = "Name it in the row of a price, or drop its rows."
        findings.warn(first[name].cell("index"), name, "carries no price", remedy)


def _check_ages(built: Built, findings: Findings) -> None:
    """Prices older than About allows: an index follows prices, not how services are given."""
    oldest = built.settings.oldest
    rows = built.tables["Parameters"].named()
    for parameter in built.parameters.values():
        year = parameter.uplift.from_year if parameter.uplift else ""
        if oldest and year and year[:4] < oldest[:4]:
            what = f"its price is of {year}, older than the {oldest} that About allows"
            remedy = "Look for a newer source, or say in its note why this one stands."
            row = rows[parameter.name]
            findings.warn(row.cell("price year"), row.who, what, remedy)
