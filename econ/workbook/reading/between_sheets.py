"""What must hold between the sheets of a workbook: names, totals, and nothing counted twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from math import isfinite
from types import MappingProxyType

from econ.errors import Fault, FaultError, nearest, suggestion
from econ.model.allowed import taken_from_one, used_as
from econ.model.chain import Chain, names_in, ratio
from econ.model.dimensions import SPANS, Dimension, dimension, dimension_of, units_of
from econ.model.parameters import Parameter, made_from
from econ.model.prices import GREEN_BOOK_LONG_TEST, LONG, DiscountRate
from econ.model.profiles import PARAMETERS_OF
from econ.model.programme import Outcome
from econ.model.reach import reach_of, zero_faults
from econ.model.sharing import REST, dirichlet_groups
from econ.model.starting import years_of_support
from econ.model.units import capacity_in, is_total
from econ.words import exact_number, exact_percent, money
from econ.workbook.layout import UNIT_COSTS
from econ.workbook.reading.kinds import LONGEST_CHOICE
from econ.workbook.reading.named import OF_NAMED, of_whole
from econ.workbook.reading.rules import Found, Seen, SheetRule
from econ.workbook.reading.structure import Among, base_mean, numbers_of, unequal
from econ.workbook.reading.tables import InputTable, Row

_NOUNS = {
    sheet: sheet.lower()[:-1] for sheet in ("Parameters", "Outcomes", "Profiles", "Unit costs")
}
_MENTIONS = {"chain": "Parameters", "names": "Parameters"}


def unknown_names(
    tables: Mapping[str, InputTable], known: Mapping[str, Sequence[str] | None]
) -> Iterator[Found]:
    """Names that one sheet mentions and another does not have (C7).

    ``known`` holds the names of each sheet, ``None`` where they cannot be told.
    """
    for table in tables.values():
        for column in (*table.sheet.columns, *map(table.sheet.further_column, table.further)):
            target = "Parameters" if column.named else _MENTIONS.get(column.kind, column.refers)
            names = known.get(target) if target in _NOUNS else None
            there = {*(names or ())}
            for row in table.rows if names is not None else ():
                rest = column.heading in table.further and table.sheet.may_be_rest
                missing = [n for n in row.names(column.heading) if n not in there]
                for name in () if row.left_over(column.heading) else missing:
                    what = f"no {_NOUNS[target]} called '{name}'"
                    remedy = _OR_REST if rest else _A_NUMBER
                    if not column.named or nearest(name, names or ()):
                        remedy = _remedy(name, target, names or ())
                    if rest and name.lower() == REST:
                        remedy = f"Did you mean '{REST}'?"
                    yield Seen(row).at(column.heading, what, remedy)


_A_NUMBER = "Type a number, or a name from the sheet Parameters."
_OR_REST = f"Type a number, a name from the sheet Parameters, or the word {REST}."


def _remedy(name: str, target: str, names: Sequence[str]) -> str:
    if target == UNIT_COSTS.name and not names:
        return "Name a unit-cost library in the sheet About."
    if nearest(name, names) or len(names) <= LONGEST_CHOICE:
        return suggestion(name, names)
    return f"Take a name from the sheet {target}."


def _unshared(seen: Among) -> Iterator[Fault]:
    """Every outcome has a row that shares it out."""
    shared, outcomes = seen.built.tables["Incidence"].keys, seen.built.tables["Outcomes"]
    if shared is None or not set(shared) <= set(outcomes.keys or ()):
        return  # a row that is not known may be the one that seems to be missing
    if seen.row.who not in shared:
        remedy = "Add a row that shares its value among the payers."
        yield Fault("has no row in the sheet Incidence", remedy)


def _not_money(seen: Among) -> Iterator[Fault]:
    """A unit value is money."""
    value = seen.built.parameters.get(seen.row.text("unit value"))
    if value is not None and not value.money:
        said = f"its unit is '{value.unit}'" if value.unit else "its unit is blank"
        if value.formula and not value.unit:
            said = _comes_to(value.name, seen.built.parameters)
        remedy = "A unit value is money: its unit begins with GBP."
        yield Fault(f"{value.name} is not money: {said}", remedy)


def _comes_to(name: str, parameters: Mapping[str, Parameter]) -> str:
    try:
        return f"it comes to {units_of(parameters)(name)}"
    except FaultError as error:
        return error.fault.what


def _arithmetic(heading: str) -> Callable[[Among], Iterator[Fault]]:
    """What must hold of arithmetic: what is taken from 1 is a share, and no divisor can be 0."""

    def faults(seen: Among) -> Iterator[Fault]:
        chain, built = seen.row.values.get(heading), seen.built
        for name in taken_from_one(chain) if isinstance(chain, Chain) else ():
            known = built.parameters.get(name)
            for fault in used_as("share").faults(known.mean) if known else ():
                yield Fault(f"{name}, {fault.what}", fault.remedy)
        divides = seen.arithmetic(heading)
        if divides is not None and divides.divisors:
            yield from zero_faults(divides, reach_of(built.parameters, built.cohorts))

    return faults


def _followed(seen: Among) -> tuple[Dimension, Dimension] | Fault | None:
    """The units of a quantity, and of it times the unit value, where each part says its own."""
    quantity, value = seen.arithmetic("quantity"), seen.arithmetic("unit value")
    if quantity is None or value is None:
        return None
    units, followed = units_of(seen.built.parameters), list[Dimension]()
    for chain in (quantity, value):
        try:
            followed.append(dimension_of(chain, units))
        except FaultError as error:
            return None if followed else error.fault  # a unit value is told as no money
    return followed[0], followed[0] * followed[1]


def _of_quantity(seen: Among) -> Iterator[Fault]:
    """A quantity is not money, as its unit value is."""
    followed = _followed(seen)
    if isinstance(followed, Fault):
        yield followed
    elif followed and followed[0].pounds:
        named = [n for n in seen.row.names("quantity") if seen.built.parameters[n].money]
        for name in named or ["it"]:
            remedy = "Name it as the unit value only: money is multiplied once."
            yield Fault(f"{name} is money", remedy)


def _of_spans(seen: Among, *, sure: bool = True) -> Iterator[Fault]:
    """What an outcome comes to is pounds, or pounds a year: no other span of time is left.

    It is not ``sure`` where a number may stand for a span, or where years may be meant.
    """
    followed = _followed(seen)
    if not isinstance(followed, tuple) or not followed[1].known or followed[1].pounds != 1:
        return
    comes_to, value = followed[1], seen.row.text("unit value")
    certain = not comes_to.numbers and {*comes_to.left} != {"year"}
    if comes_to.left and certain and sure:
        yield Fault(f"times {value} it comes to {comes_to}", _missing(comes_to.left))
    elif comes_to.left and not certain and not sure:
        remedy = "Check the units; give a number in it a name and a unit, such as weeks per year."
        yield Fault(f"times {value} it seems to come to {comes_to}", remedy)


def _missing(left: Mapping[str, int]) -> str:
    """What is missing where spans of time are left."""
    above = [span for span in left if left[span] > 0]
    below = [span for span in left if left[span] < 0]
    if not below:
        return f"Name a unit value in GBP per {above[0]}."
    over = above[0] if above else "year"
    if SPANS.index(over) > SPANS.index(below[0]):
        return f"Multiply by {below[0]}s per {over}."
    return f"Divide by {over}s per {below[0]}."


def _of_profile(seen: Among) -> Iterator[Fault]:
    """The shares of a profile lie between 0 and 1, and its rates are not below 0."""
    profile = seen.built.profiles.get(seen.row.who)
    wanted = PARAMETERS_OF[profile.kind] if profile else ()
    for meaning, name in zip(wanted, profile.parameters if profile else (), strict=True):
        parameter = seen.built.parameters.get(name)
        if parameter and dimension(parameter.unit).left:
            what = f"{name}, used as a {meaning}: its unit is '{parameter.unit}'"
            yield Fault(what, "Give it a year at a time: a rate is per year.")
        elif parameter:
            for fault in used_as(meaning).faults(parameter.distribution):
                yield Fault(f"{name}, {fault.what}", fault.remedy)


def listed_before(seen: Among) -> Iterator[tuple[Outcome, Row]]:
    """The outcomes above that of a row of Outcomes, each with its own row."""
    rows, names = seen.built.tables["Outcomes"].named(), [o.name for o in seen.built.outcomes]
    if seen.row.who in names:
        for outcome in seen.built.outcomes[: names.index(seen.row.who)]:
            yield outcome, rows[outcome.name]


def shared_payers(first: Outcome, second: Outcome) -> list[str]:
    """Payers who have a share in both of two outcomes that count the same thing."""
    alike = first.counts.casefold() == second.counts.casefold()
    shares = second.shares.items() if alike else ()
    return [name for name, share in shares if share and first.shares.get(name)]


def _counted_twice(seen: Among) -> Iterator[Fault]:
    """No two savings value the same thing for the same payer."""
    for first, before in listed_before(seen):
        second = seen.outcome
        both = shared_payers(first, second)
        if both and first.direction == second.direction == "saving":
            what = f"'{second.counts}' is counted for {', '.join(both)} in {before:counts} too"
            yield Fault(what, "Keep one of the two, or say what else it counts.")


def _of_capacity(seen: Among) -> Iterator[Fault]:
    """What makes a bed or a clinic is one number above 0, whose unit says of what it is."""
    per = seen.built.parameters.get(seen.row.text("capacity"))
    if per is None:
        return
    if per.uncertain:
        yield Fault(f"{per.name} is uncertain", "Name a fixed number: a definition.")
    elif per.mean <= 0:
        yield Fault(f"{per.name} is {exact_number(per.mean)}", "Give it a number above 0.")
    elif not capacity_in(per.unit):
        what = f"{per.name}: its unit is '{per.unit}'"
        yield Fault(what, "Let the unit say what it makes, such as bed days per bed.")


_YEARS = "the intake's years"


def _of_intake(seen: Among) -> Iterator[Fault | Found]:
    """The intake is a calendar table of shares that add up to 100%."""
    name, table = seen.built.settings.intake, seen.built.tables["Profiles"]
    if seen.row.who != "intake" or not name or table.keys is None:
        return
    if name not in table.keys:
        yield Fault(f"no profile called '{name}'", suggestion(name, table.keys))
    profile = seen.built.profiles.get(name)
    if profile and (profile.kind, profile.clock) != ("table", "calendar"):
        what = f"the profile '{name}' is not a table by the calendar"
        yield Fault(what, "Choose kind table and clock calendar for it.")
    elif profile and (told := [*of_whole(table.named()[name], table.further, _YEARS, seen.built)]):
        yield from told
    elif profile and profile.after == "last" and profile.table[-1]:
        what = f"people start for ever: {exact_percent(profile.table[-1])} in each later year too"
        yield Found([table.named()[name].cell("after")], name, Fault(what, "Choose 0."))


def _of_rest(seen: Among) -> Iterator[Found]:
    """What years leave of the whole, in a table that is no intake, is a share too."""
    years = seen.built.tables["Profiles"].further
    other = seen.row.who != seen.built.settings.intake
    if other and seen.row.sound() and any(map(seen.row.left_over, years)):
        yield from of_whole(seen.row, years, "the table's years", seen.built)


def _too_short(seen: Among) -> Iterator[Found]:
    """A table tells of the whole time horizon, or says what follows its end."""
    row, profile = seen.row, seen.built.profiles.get(seen.row.who)
    fault = profile.untold(seen.built.settings.years) if profile else None
    if profile and fault:
        ends = len(profile.table)
        places = f"year {ends}", "after", f"year {ends - 1}"
        yield seen.at(next(p for p in places if p in row.cells), fault.what, fault.remedy)


def _late_starts(seen: Among) -> Iterator[Fault]:
    """Whoever starts after support has ended is never involved."""
    settings = seen.built.settings
    intake = seen.built.profiles.get(settings.intake)
    if seen.row.who != "support ends" or intake is None or not settings.first_year:
        return
    support = years_of_support(settings.support_ends, settings.first_year)
    late = sum(intake.table[support:]) if support is not None else 0.0
    if late:
        what = f"{exact_percent(late)} of people start after it, and are never involved"
        yield Fault(what, f"Check it, and the years of the profile '{settings.intake}'.")


def _known_rate(seen: Among) -> Iterator[Fault]:
    """A discount rate is known for the whole of the horizon."""
    settings, own = seen.built.settings, seen.row.values.get("discount")
    rate = settings.discount if seen.row.who == "discount rate" else own
    if isinstance(rate, DiscountRate):
        yield from rate.beyond(settings.years)


def _long_horizon(seen: Among) -> Iterator[Fault]:
    """Beyond fifty years the Green Book of 2026 asks for a test."""
    settings, test = seen.built.settings, GREEN_BOOK_LONG_TEST
    if seen.row.who == "years" and settings.discount.needs_test(settings.years):
        what = f"beyond {LONG} years the Green Book asks for the answer at a rate of 3.0% as well"
        yield Fault(what, f"Run it with the discount rate '{test.name}' too.")


def _of_cohorts(seen: Among) -> Iterator[Fault | Found]:
    """People and shares of the cohorts add up to the whole, and are shared out at all."""
    name, parameter = seen.row.who, seen.built.parameters.get(seen.row.who)
    table = seen.built.tables["Cohorts"]
    told = not table.rows or not all(row.sound(name) for row in table.rows)
    if parameter is None or parameter.formula or not is_total(parameter.unit) or told:
        return
    own = [float(x) for row in table.rows for x in numbers_of(row, [name], seen.built.parameters)]
    whole, total = base_mean(parameter), sum(own)
    if name not in table.further and len(table.rows) > 1:
        worth = (1 - 1 / len(table.rows)) * _counted_whole(seen, name)
        more = f": {money(worth)} of a full year would be counted again" if worth else ""
        what = (
            f"has no column in the sheet Cohorts, so each would count {exact_number(whole)}{more}"
        )
        remedy = f"Add a column headed '{name}'; its cells add up to the whole."
        if parameter.unit == "share":
            remedy += " Where each has all of it, its unit is proportion."
        yield Fault(what, remedy)
    elif name in table.further and unequal(total, whole):
        what = f"the cohorts add up to {exact_number(total)}, not {exact_number(whole)}"
        remedy = f"Check the column, and {seen.row.cell('value').where}."
        yield Found([row.cell(name) for row in table.rows], name, Fault(what, remedy))


def _counted_whole(seen: Among, name: str) -> float:
    """What outcomes with this number come to in a full year that no other column shares out."""
    shared, total = {*seen.built.tables["Cohorts"].further}, 0.0
    for row in seen.built.tables["Outcomes"].rows:
        one = Among(row, seen.built)
        behind = {*one.behind("quantity", "unit value")}
        if row.sound() and name in behind and not behind & shared:
            total += abs(in_a_year(one))
    return total


def in_a_year(seen: Among, others: Mapping[str, float] = MappingProxyType({})) -> float:
    """What an outcome is worth in a full year, everything at its mean but for some ``others``.

    0 where that cannot be said.
    """
    known, chains = seen.built.parameters, [seen.arithmetic(h) for h in ("quantity", "unit value")]
    total = 0.0
    for cohort in seen.built.cohorts if all(chains) else ():
        own = {n: p.mean * cohort.relative.get(n, 1.0) for n, p in known.items()} | {**others}
        quantity, value = (float(c.formula(own.__getitem__, divide=ratio)) for c in chains if c)
        total += quantity * value
    return total if isfinite(total) else 0.0


def _the_same_everywhere(seen: Among) -> Iterator[Fault]:
    """An outcome that is the same in every cohort is counted once for each of them."""
    table, names = seen.built.tables["Cohorts"], {*seen.behind("quantity", "unit value")}
    if len(table.rows) > 1 and seen.row.sound() and not names & set(table.further):
        remedy = "Let its quantity name a parameter that has a column in the sheet Cohorts."
        times, worth = len(table.rows), in_a_year(seen)
        what = f"is counted in full for each of the {times} cohorts"
        more = money(worth - worth / times)
        yield Fault(f"{what}: {more} of a full year is counted again" if worth else what, remedy)


def _unused(seen: Among) -> Iterator[Found]:
    """Parameters on which nothing depends; a group of shares is used where one of them is.

    All are looked for at the first row, so that many are as quick as one.
    """
    built, rows = seen.built, seen.built.tables["Parameters"].rows
    if seen.row is not rows[0]:
        return
    used = {name for outcome in built.outcomes for name in (*outcome.names, outcome.capacity)}
    used |= {row.text("value") for row in built.tables["Scenarios"].rows}
    used |= {name for profile in built.profiles.values() for name in profile.names}
    used |= {n for cohort in built.cohorts for n in names_in(cohort.relative.values())}
    used = {*made_from(filter(None, used), built.parameters)}
    for members in dirichlet_groups(built.parameters).values():
        used |= set(members) if used & set(members) else set()
    remedy = "Use its name in a quantity, a unit value or a profile, or drop the row."
    for row in rows:
        if row.who in built.parameters and row.who not in used and row.sound("name"):
            yield Found([row.cell("name")], row.who, Fault("is not used", remedy))


BETWEEN_SHEETS: tuple[SheetRule[Among], ...] = (
    SheetRule("Outcomes", ("name",), _unshared),
    SheetRule("Outcomes", ("unit value",), _not_money),
    SheetRule("Outcomes", ("quantity",), _of_quantity),
    SheetRule("Outcomes", ("quantity",), _arithmetic("quantity")),
    SheetRule("Outcomes", ("unit value",), _arithmetic("unit value")),
    SheetRule("Parameters", ("formula",), _arithmetic("formula")),
    SheetRule("Outcomes", ("quantity", "unit value"), _of_spans),
    SheetRule("Outcomes", ("quantity", "unit value"), partial(_of_spans, sure=False), warns=True),
    SheetRule("Outcomes", ("counts",), _counted_twice),
    SheetRule("Outcomes", ("capacity",), _of_capacity),
    SheetRule("Profiles", ("parameters",), _of_profile),
    SheetRule("Profiles", ("after",), _too_short),
    SheetRule("Profiles", (), _of_rest),
    *OF_NAMED,
    SheetRule("About", ("statement",), _of_intake),
    SheetRule("About", ("statement",), _known_rate),
    SheetRule("Outcomes", ("discount",), _known_rate),
    SheetRule("Parameters", ("name",), _of_cohorts),
    SheetRule("About", ("statement",), _late_starts, warns=True),
    SheetRule("About", ("statement",), _long_horizon, warns=True),
    SheetRule("Outcomes", ("quantity",), _the_same_everywhere, warns=True),
    SheetRule("Parameters", (), _unused, warns=True),
)
"""What must hold between the sheets."""
