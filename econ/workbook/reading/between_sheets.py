"""What must hold between the sheets of a workbook: names, totals, and nothing counted twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from econ.errors import Fault, nearest, suggestion
from econ.model.chain import Chain
from econ.model.parameters import Parameter
from econ.model.prices import GREEN_BOOK_LONG_TEST, LONG, DiscountRate
from econ.model.profiles import PARAMETERS_OF
from econ.model.programme import Outcome
from econ.model.starting import years_of_support
from econ.model.units import is_total
from econ.words import exact_number, exact_percent
from econ.workbook.layout import UNIT_COSTS
from econ.workbook.reading.drawn_together import dirichlets
from econ.workbook.reading.kinds import LONGEST_CHOICE, share_fault
from econ.workbook.reading.rules import Found, Seen, SheetRule
from econ.workbook.reading.structure import Among, base_mean, unequal
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
        for column in table.sheet.columns:
            target = _MENTIONS.get(column.kind, column.refers)
            names = known.get(target) if target in _NOUNS else None
            for row in table.rows if names is not None else ():
                for name in (n for n in row.names(column.heading) if n not in (names or ())):
                    what = f"no {_NOUNS[target]} called '{name}'"
                    yield Seen(row).at(column.heading, what, _remedy(name, target, names or ()))


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
        unit = f"'{value.unit}'" if value.unit else "blank"
        remedy = "A unit value is money: its unit begins with GBP."
        yield Fault(f"{value.name} is not money: its unit is {unit}", remedy)


def _of_quantity(seen: Among) -> Iterator[Fault]:
    """A quantity is not money, as its unit value is; what is taken from 1 is a share."""
    quantity, parameters = seen.row.values.get("quantity"), seen.built.parameters
    for term in quantity if isinstance(quantity, Chain) else ():
        for parameter in (parameters[name] for name in term.names if name in parameters):
            if parameter.money:
                remedy = "Name it as the unit value only: money is multiplied once."
                yield Fault(f"{parameter.name} is money", remedy)
            elif term.operator == "1-":
                yield from _not_a_share(parameter)


def _of_profile(seen: Among) -> Iterator[Fault]:
    """The shares of a profile lie between 0 and 1, and its rates are not below 0."""
    profile = seen.built.profiles.get(seen.row.who)
    wanted = PARAMETERS_OF[profile.kind] if profile else ()
    for meaning, name in zip(wanted, profile.parameters if profile else (), strict=True):
        parameter = seen.built.parameters.get(name)
        if parameter and meaning.startswith("share"):
            yield from _not_a_share(parameter)
        elif parameter and parameter.mean < 0:
            what = f"{name}, used as a {meaning}: {exact_number(parameter.mean)} is below 0"
            yield Fault(what, "A rate is 0 or more.")


def _not_a_share(parameter: Parameter) -> Iterator[Fault]:
    yield from filter(None, [share_fault(f"{parameter.name}, used as a share:", parameter.mean)])


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


def _not_whole(seen: Among) -> Iterator[Found]:
    """The shares of an outcome add up to 100%."""
    payers = seen.built.tables["Incidence"].further
    total = sum(seen.row.number(payer) or 0.0 for payer in payers)
    if payers and seen.row.sound() and unequal(total, 1):
        cells = [seen.row.cell(payer) for payer in payers]
        what = f"payers' shares add to {exact_percent(total)}, not 100%"
        yield Found(cells, seen.row.who, Fault(what))


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
    elif profile and unequal(sum(profile.table), 1):
        row = table.named()[name]
        cells = [row.cell(year) for year in table.further if row.number(year) is not None]
        what = f"the intake's years add to {exact_percent(sum(profile.table))}, not 100%"
        yield Found(cells, name, Fault(what))
    elif profile and profile.after == "last" and profile.table[-1]:
        what = f"people start for ever: {exact_percent(profile.table[-1])} in each later year too"
        yield Found([table.named()[name].cell("after")], name, Fault(what, "Choose 0."))


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
    if parameter is None or not is_total(parameter.unit) or told:
        return
    whole, total = base_mean(parameter), sum(row.number(name) or 0.0 for row in table.rows)
    if name not in table.further and len(table.rows) > 1:
        what = f"has no column in the sheet Cohorts, so each would count {exact_number(whole)}"
        yield Fault(what, f"Add a column headed '{name}'; its cells add up to the whole.")
    elif name in table.further and unequal(total, whole):
        what = f"the cohorts add up to {exact_number(total)}, not {exact_number(whole)}"
        remedy = f"Check the column, and {seen.row.cell('value').where}."
        yield Found([row.cell(name) for row in table.rows], name, Fault(what, remedy))


def _the_same_everywhere(seen: Among) -> Iterator[Fault]:
    """An outcome that is the same in every cohort is counted once for each of them."""
    table, quantity = seen.built.tables["Cohorts"], seen.row.names("quantity")
    names = {*quantity, seen.row.text("unit value")}
    if len(table.rows) > 1 and seen.row.sound() and not names & set(table.further):
        remedy = "Let its quantity name a parameter that has a column in the sheet Cohorts."
        yield Fault(f"is counted in full for each of the {len(table.rows)} cohorts", remedy)


def _unused(seen: Among) -> Iterator[Fault]:
    """A parameter on which nothing depends; a group of shares is used where one of them is."""
    built = seen.built
    used = {name for outcome in built.outcomes for name in outcome.names}
    used |= {row.text("value") for row in built.tables["Scenarios"].rows}
    used |= {name for profile in built.profiles.values() for name in profile.parameters}
    for members in dirichlets(built).values():
        used |= set(members) if used & set(members) else set()
    if seen.row.who in built.parameters and seen.row.who not in used:
        remedy = "Use its name in a quantity, a unit value or a profile, or drop the row."
        yield Fault("is not used", remedy)


BETWEEN_SHEETS: tuple[SheetRule[Among], ...] = (
    SheetRule("Outcomes", ("name",), _unshared),
    SheetRule("Outcomes", ("unit value",), _not_money),
    SheetRule("Outcomes", ("quantity",), _of_quantity),
    SheetRule("Outcomes", ("counts",), _counted_twice),
    SheetRule("Profiles", ("parameters",), _of_profile),
    SheetRule("Profiles", ("after",), _too_short),
    SheetRule("Incidence", ("outcome",), _not_whole),
    SheetRule("About", ("statement",), _of_intake),
    SheetRule("About", ("statement",), _known_rate),
    SheetRule("Outcomes", ("discount",), _known_rate),
    SheetRule("Parameters", ("name",), _of_cohorts),
    SheetRule("About", ("statement",), _late_starts, warns=True),
    SheetRule("About", ("statement",), _long_horizon, warns=True),
    SheetRule("Outcomes", ("quantity",), _the_same_everywhere, warns=True),
    SheetRule("Parameters", ("name",), _unused, warns=True),
)
"""What must hold between the sheets."""
