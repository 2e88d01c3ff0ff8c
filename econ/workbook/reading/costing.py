"""Slips of economic evaluation that a workbook can show: each thing is valued once, for whom it is.

HM Treasury's Green Book (2022) on additionality, transfers and double counting.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from econ.errors import Fault
from econ.model.allowed import ATTRIBUTION, DEADWEIGHT, taken_from_one
from econ.model.parameters import OPTIMISM_BIAS
from econ.model.perspectives import SOCIETY, private_in_public
from econ.model.prices import THEN
from econ.model.programme import Outcome
from econ.words import exact_number, money
from econ.workbook.reading.between_sheets import in_a_year, listed_before, shared_payers
from econ.workbook.reading.rules import Found, SheetRule
from econ.workbook.reading.structure import Among, read_payers

_GROUP = re.compile(
    r"(?:comparison|control|comparator|matched|untreated) (?:group|arm|area|cohort|people|sample)s?"
    r"|\bcontrols\b|randomi[sz]ed|difference.in.differences?|synthetic control",
    re.IGNORECASE,
)
_NEGATION = re.compile(r"\b(?:no|not|without|never|lack\w*|neither|nor|absen\w+)\b", re.I)
_CLAUSE = re.compile(r"[.;,:]")
_DEADWEIGHT = re.compile(r"deadweight|counterfactual")
"""What a name says that has no role."""
_UPRATING = re.compile(r"inflation|deflator|uprat|price_(?:uplift|index|change)")


def names_a_group(comparator: str) -> bool:
    """Whether a comparator says that there was a group to compare with.

    >>> names_a_group("A matched comparison group"), names_a_group("There was no control group")
    (True, False)
    """
    firsts = (_GROUP.search(clause) for clause in _CLAUSE.split(comparator))
    return any(first and not _NEGATION.search(first.string[: first.start()]) for first in firsts)


def _deadweight(seen: Among) -> Iterator[Fault]:
    """A comparison group has taken off already what would have happened anyway."""
    stated = seen.built.settings.rows.get("comparator")
    if stated is None or not names_a_group(stated.text("statement")):
        return
    for name in _taking_off(seen):
        what = f"{name} is taken off, and {stated.cell('statement').where} names a group"
        remedy = "Keep one: a comparison group shows what would have happened anyway."
        yield Fault(f"{what}{_told_amount(seen, name)}", remedy)


def _taking_off(seen: Among) -> list[str]:
    """What a quantity takes off as what would have happened anyway: by its role, or its name."""
    known = seen.built.parameters
    parts = {n: known[n].part for n in seen.behind("quantity") if n in known}
    return [n for n, part in parts.items() if part == DEADWEIGHT or _DEADWEIGHT.search(n)]


def _told_amount(seen: Among, name: str) -> str:
    """How much a share taken from 1 takes off the outcome, where that can be said."""
    if name not in taken_from_one(seen.outcome.quantity):
        return ""
    lost = in_a_year(seen, {name: 0.0}) - in_a_year(seen)
    return f": {name} takes off {money(lost)} of a full year" if lost else ""


def _twice_off(seen: Among) -> Iterator[Fault]:
    """Deadweight and attribution both take off what would have happened anyway."""
    known = seen.built.parameters
    due = [n for n in seen.behind("quantity") if n in known and known[n].part == ATTRIBUTION]
    for name in _taking_off(seen) if due and seen.row.sound() else ():
        what = f"{name} and {due[0]} both take off what is not the programme's"
        remedy = "Keep both only where each takes off something that the other leaves."
        yield Fault(f"{what}{_told_amount(seen, name)}", remedy)


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
    everyone = SOCIETY not in built.tables["Payers"].further
    counted = any(
        (everyone or row.values.get(SOCIETY)) and outcome.shares.get(row.who) for row in payers
    )
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


def _private(seen: Among) -> Iterator[Found]:
    """What has no market falls on people: it is no part of a view that holds public money (C16).

    Society's view counts it, and one of households alone may.
    """
    built, shared = seen.built, seen.built.tables["Incidence"].named()
    for told in private_in_public(read_payers(built.tables["Payers"]), built.outcomes):
        if told.payer == seen.row.who:
            cells = [seen.row.cell(view) for view in told.views]
            yield Found(cells or [shared[told.who].cell(told.payer)], told.who, told.fault)


def _nobody(seen: Among) -> Iterator[Found]:
    """Society has somebody in it."""
    rows = seen.built.tables["Payers"].rows
    sound = all(row.sound(SOCIETY) for row in rows)
    if seen.row is rows[0] and sound and all(row.values.get(SOCIETY) is False for row in rows):
        yield seen.at(
            SOCIETY, "no payer counts for society", "Type yes, or drop the column: all do."
        )


def _flattering(seen: Among) -> Iterator[Fault]:
    """An optimism bias is a factor that makes costs larger and savings smaller, or neither."""
    rows = seen.built.tables["Parameters"].named()
    for name in seen.row.names("quantity"):
        bias, cost = seen.built.parameters.get(name), seen.row.text("direction") == "cost"
        if bias is None or rows[name].text("role") != OPTIMISM_BIAS:
            continue
        if bias.mean < 1 if cost else bias.mean > 1:
            wrong = "makes a cost less" if cost else "makes a saving more"
            meant = "1.3 where a cost is to be 30% more" if cost else "0.9 for a saving 10% less"
            what = f"{name}, an optimism bias of {exact_number(bias.mean)}, {wrong}"
            yield Fault(what, f"It is a factor: write {meant}.")


def _idle_payer(seen: Among) -> Iterator[Fault]:
    """A payer that no outcome touches."""
    shared, who = seen.built.tables["Incidence"], seen.row.who
    listed = who in shared.further and shared.rows and all(row.sound() for row in shared.rows)
    rows = seen.built.tables["Scenarios"].rows
    asked = [row.text("value") for row in rows if row.text("what").endswith("payer")]
    named = any(part.split()[:1] == [who] for value in asked for part in value.split(","))
    if listed and not named and not any(row.values.get(who) for row in shared.rows):
        remedy = "Give it a share in the sheet Incidence, or drop it from both sheets."
        yield Fault("bears and keeps nothing", remedy)


def _idle_profile(seen: Among) -> Iterator[Fault]:
    """A profile that nothing follows, unless its note says that a scenario does."""
    tables = seen.built.tables
    followed = {row.text("profile") for row in tables["Outcomes"].rows}
    followed |= {row.text("value") for row in tables["Scenarios"].rows}
    followed.add(seen.built.settings.intake)
    if seen.row.who not in followed and "scenario" not in seen.row.text("note").lower():
        remedy = "Let an outcome follow it, say in its note which scenario does, or drop it."
        yield Fault("is followed by no outcome", remedy)


def _idle_index(seen: Among) -> Iterator[Found]:
    """An index of the programme's own that carries no price, told at its first row."""
    name, tables = seen.row.text("index"), seen.built.tables
    prices = (*tables["Parameters"].rows, *seen.built.library.values())
    asked = {row.text("index") for row in prices}
    carrying = asked.union(*(index.split(THEN) for index in asked))
    carrying |= {f"{row.text('unit').partition(' ')[0]} per GBP" for row in prices}
    first = next(row for row in tables["Indices"].rows if row.text("index") == name)
    if name and first is seen.row and name not in carrying:
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
    SheetRule("Outcomes", ("quantity", "direction"), _flattering),
    SheetRule("Outcomes", ("quantity",), _twice_off, warns=True),
    SheetRule("Payers", ("name",), _private),
    SheetRule("Payers", ("name",), _nobody),
    SheetRule("Payers", ("name",), _idle_payer, warns=True),
    SheetRule("Profiles", ("name",), _idle_profile, warns=True),
    SheetRule("Indices", ("index",), _idle_index, warns=True),
    SheetRule("Parameters", ("price year",), _old_price, warns=True),
)
"""Each thing is valued once, for whom it is, in prices that are carried once."""
