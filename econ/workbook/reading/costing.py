"""Slips of economic evaluation that a workbook can show: each thing is valued once, for whom it is.

HM Treasury's Green Book (2022) on additionality, transfers and double counting.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from econ.errors import Fault
from econ.model.programme import Outcome
from econ.workbook.reading.between_sheets import listed_before, shared_payers
from econ.workbook.reading.rules import Found, SheetRule
from econ.workbook.reading.structure import Among

_GROUP = re.compile(
    r"(?:comparison|control|comparator|matched|untreated) (?:group|arm|area|cohort|people|sample)s?"
    r"|\bcontrols\b|randomi[sz]ed|difference.in.differences?|synthetic control",
    re.IGNORECASE,
)
_NEGATED = re.compile(r"\b(?:no|not|without|never|lack\w*|neither|nor|absen\w+)\b[^.;,:]*$", re.I)
_DEADWEIGHT = re.compile(r"deadweight|counterfactual")
_UPRATING = re.compile(r"inflation|deflator|uprat|price_(?:uplift|index|change)")


def names_a_group(comparator: str) -> bool:
    """Whether a comparator says that there was a group to compare with.

    >>> names_a_group("A matched comparison group"), names_a_group("There was no control group")
    (True, False)
    """
    found = _GROUP.finditer(comparator)
    return any(not _NEGATED.search(comparator[: match.start()]) for match in found)


def _deadweight(seen: Among) -> Iterator[Fault]:
    """A comparison group has taken off already what would have happened anyway."""
    stated = seen.built.settings.rows.get("comparator")
    if stated is None or not names_a_group(stated.text("statement")):
        return
    for name in filter(_DEADWEIGHT.search, seen.behind("quantity")):
        what = f"{name} is taken off, and {stated.cell('statement').where} names a group"
        remedy = "Keep one: a comparison group shows what would have happened anyway."
        yield Fault(what, remedy)


def _uprated(seen: Among) -> Iterator[Fault]:
    """Money is carried to the price year once, by its index (C2)."""
    for name in filter(_UPRATING.search, seen.behind("quantity")):
        what = f"{name} uprates what its index has carried to the price year already"
        yield Fault(what, "Take it out of the quantity: money is carried once.")


def _transfer(seen: Among) -> Iterator[Fault]:
    """What one pays and another receives is nobody's cost for society, unless both are counted."""
    built, named = seen.built, [outcome.name for outcome in seen.built.outcomes]
    given = built.tables["Parameters"].named().get(seen.row.text("unit value"))
    cost = built.library.get(given.text("from library")) if given else None
    if not cost or cost.text("value class") != "transfer" or seen.row.who not in named:
        return
    outcome, payers = seen.outcome, built.tables["Payers"].rows
    if outcome.transfer:
        return
    counted = any(row.values.get("society") and outcome.shares.get(row.who) for row in payers)
    if counted and not any(_offsets(outcome, other) for other in built.outcomes):
        what = f"{outcome.unit_value} is a transfer: for society it is no {outcome.direction}"
        remedy = "Choose value class transfer, or add the outcome of who gains what this one loses."
        yield Fault(what, remedy)


def _offsets(outcome: Outcome, other: Outcome) -> bool:
    same = (outcome.unit_value, str(outcome.quantity), outcome.profile)
    there = same == (other.unit_value, str(other.quantity), other.profile)
    return there and outcome.direction != other.direction


def _same_hour(seen: Among) -> Iterator[Fault]:
    """An hour has one value: replacement, opportunity cost and wellbeing are never added.

    It is the same where the quantity is, or where the same thing is counted for other payers; that
    for one is told as counted twice.
    """
    hourly = {p.name for p in seen.built.parameters.values() if p.unit.startswith("GBP per hour")}
    for first, before in listed_before(seen):
        second = seen.outcome
        factors = [
            sorted(f"{sign} {factor}" for sign, factor in outcome.quantity.factors)
            for outcome in (first, second)
        ]
        counts = first.counts.casefold() == second.counts.casefold()
        same = first.direction == second.direction and (counts or factors[0] == factors[1])
        told = not same or shared_payers(first, second)
        if {first.unit_value, second.unit_value} <= hourly and not told:
            what = f"the same hour is valued in {before:unit value} too, by {first.unit_value}"
            remedy = "Keep one; the other is for a scenario that revalues the outcome."
            yield Fault(what, remedy)


def _idle_payer(seen: Among) -> Iterator[Fault]:
    """A payer that no outcome touches."""
    shared, who = seen.built.tables["Incidence"], seen.row.who
    listed = who in shared.further and shared.rows and all(row.sound() for row in shared.rows)
    if listed and not any(row.number(who) for row in shared.rows):
        remedy = "Give it a share in the sheet Incidence, or drop it from both sheets."
        yield Fault("bears and keeps nothing", remedy)


def _idle_profile(seen: Among) -> Iterator[Fault]:
    """A profile that nothing follows, unless its note says that a scenario does."""
    followed = {row.text("profile") for row in seen.built.tables["Outcomes"].rows}
    followed.add(seen.built.settings.intake)
    if seen.row.who not in followed and "scenario" not in seen.row.text("note").lower():
        remedy = "Let an outcome follow it, say in its note which scenario does, or drop it."
        yield Fault("is followed by no outcome", remedy)


def _idle_index(seen: Among) -> Iterator[Found]:
    """An index of the programme's own that carries no price, told at its first row."""
    name, tables = seen.row.text("index"), seen.built.tables
    prices = (*tables["Parameters"].rows, *seen.built.library.values())
    first = next(row for row in tables["Indices"].rows if row.text("index") == name)
    if name and first is seen.row and name not in {row.text("index") for row in prices}:
        fault = Fault("carries no price", "Name it in the row of a price, or drop its rows.")
        yield Found([seen.row.cell("index")], name, fault)


def _old_price(seen: Among) -> Iterator[Fault]:
    """Prices older than About allows: an index follows prices, not how services are given."""
    oldest, parameter = seen.built.settings.oldest, seen.built.parameters.get(seen.row.who)
    year = parameter.uplift.from_year if parameter and parameter.uplift else ""
    if oldest and year and year[:4] < oldest[:4]:
        what = f"its price is of {year}, older than the {oldest} that About allows"
        yield Fault(what, "Look for a newer source, or say in its note why this one stands.")


COSTING: tuple[SheetRule[Among], ...] = (
    SheetRule("Outcomes", ("quantity",), _deadweight),
    SheetRule("Outcomes", ("quantity",), _uprated),
    SheetRule("Outcomes", ("unit value",), _transfer),
    SheetRule("Outcomes", ("unit value",), _same_hour),
    SheetRule("Payers", ("name",), _idle_payer, warns=True),
    SheetRule("Profiles", ("name",), _idle_profile, warns=True),
    SheetRule("Indices", ("index",), _idle_index, warns=True),
    SheetRule("Parameters", ("price year",), _old_price, warns=True),
)
"""Each thing is valued once, for whom it is, in prices that are carried once."""
