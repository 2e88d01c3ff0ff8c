"""The sheet Scenarios: each row is a change to the base case, made by a verb of the scenario.

What a verb refuses is a problem at the row's cell, in the verb's own words (C17). The order of
rows plays no part: prices and profiles change first, then settings, then numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import isfinite, nan

from econ.errors import Fault, FaultError, Problem, ScenarioError, nearest
from econ.model.distributions import Distribution
from econ.model.programme import Alternative, Instruction
from econ.model.scenario import Scenario
from econ.workbook.layout import ALTERNATIVES, CellKind
from econ.workbook.reading.findings import Findings
from econ.workbook.reading.kinds import CellValue, blank_fault, chosen, read_cell
from econ.workbook.reading.rules import Found, Seen, note
from econ.workbook.reading.spread import MISSED, Figures, distribution_of
from econ.workbook.reading.tables import InputTable

_BASE, _SAVINGS = "base case", "all savings"
_SPREAD = ("low", "high", "se", "distribution", "chance of none")
_SETTINGS: Mapping[str, tuple[str, str, CellKind]] = {
    "years": ("over", "years", "count"),
    "discount rate": ("over", "discount", "rate"),
    "perspective": ("seen_by", "perspective", "text"),
    "entry": ("over", "entry", "text"),
    "support ends": ("over", "support_ends", "year"),
}
"""What stands in About: the verb that changes it, its argument, and the kind of its cell."""
_OF_OUTCOME = {"unit value": "revalue", "profile": "reprofile", "payer": "borne_by"}
_SELECTING = ("without", "only")
_SELECTIONS = {"cohort": "cohorts", "outcome": "outcomes"}
_ORDER = ("revalue", "reprofile", "borne_by", "over", "seen_by", "vary", "without", "only")


@dataclass(frozen=True, slots=True)
class Changing(Seen):
    """A row, and the base case as far as it could be made of the other sheets.

    ``doubtful`` are names of other sheets whose rows have problems of their own.
    """

    base: Scenario
    doubtful: frozenset[str]

    @property
    def what(self) -> str:
        """What is changed; blanks around its colon play no part."""
        return ": ".join(part.strip() for part in self.row.text("what").split(":", 1))

    @property
    def parts(self) -> tuple[str, str]:
        """What stands before the colon, and after it."""
        before, _, after = self.what.partition(": ")
        return before, after

    def value(self, kind: CellKind, *, may_be_blank: bool = False) -> CellValue:
        """The value, read as a cell of this kind; ``FaultError`` where it is none."""
        column = replace(ALTERNATIVES.column("value"), kind=kind)
        found = read_cell(self.row.cell("value"), column)
        if found is None and not may_be_blank:
            fault = blank_fault(column)
            raise FaultError(fault.what, fault.remedy)
        return found

    def at(self, heading: str, what: str, remedy: str = "") -> Found:
        """A fault of the row: of the scenario, or where it is a value of what is changed."""
        who = self.row.who if heading in ("scenario", "what") else self.what
        return Found([self.row.cell(heading)], who, Fault(what, remedy))

    def refused(self, problem: Problem) -> Found:
        """What a verb refuses: at the cell that names what it is about."""
        named = problem.who == self.parts[0] and self.parts[1] in _OF_OUTCOME
        cell = self.row.cell("what" if named else "value")
        argument = _SETTINGS.get(self.what, ("", ""))[1]
        who = self.what if problem.who == argument else problem.who
        return Found([cell], who, Fault(problem.what, problem.remedy))


_Steps = list[tuple[list[Changing], Instruction]]
"""Verbs, each with the rows that it comes from."""


def read_scenarios(
    tables: Mapping[str, InputTable], base: Scenario, findings: Findings
) -> tuple[Alternative, ...]:
    """The scenarios of the sheet, in the order of their first rows; each fault at its cell."""
    doubtful = _doubtful(tables, base) if findings.problems else frozenset[str]()
    asked = dict[str, list[Changing]]()
    for row in tables[ALTERNATIVES.name].rows:
        if row.sound("scenario"):
            asked.setdefault(row.who, []).append(Changing(row, base, doubtful))
    return tuple(_alternative(name, rows, findings) for name, rows in asked.items())


def _doubtful(tables: Mapping[str, InputTable], base: Scenario) -> frozenset[str]:
    """Names that stand in other sheets, and could not be made: no more is said of them."""
    named = ("Parameters", "Outcomes", "Profiles", "Cohorts")
    keys = {row.who for sheet in named for row in tables[sheet].rows}
    made = {*base.parameters, *base.profiles, *(o.name for o in base.outcomes)}
    return frozenset(keys - made - {cohort.name for cohort in base.cohorts})


def _alternative(name: str, rows: list[Changing], findings: Findings) -> Alternative:
    """What the rows of one scenario come to, with what is wrong with them told."""
    sound = [row for row in rows if row.sound("what", "value")]
    told = [(row, made) for row in sound for made in _steps(row, rows)]
    note((made for _, made in told if isinstance(made, Found)), findings)
    if name.casefold() == _BASE:
        taken = rows[0].at("scenario", "is the base case's own name", "Choose another name.")
        note([taken], findings)
    steps = _in_order([(row, made) for row, made in told if isinstance(made, Instruction)])
    whole = sum(len(of) for of, _ in steps) == len(rows)
    note(_refused(steps, rows[0], whole=whole), findings)
    whys = dict.fromkeys(row.row.text("why") for row in rows)
    return Alternative(name, "; ".join(filter(None, whys)), tuple(step for _, step in steps))


def _in_order(steps: list[tuple[Changing, Instruction]]) -> _Steps:
    """Steps in the order in which verbs act; numbers together, as shares of a group must be."""
    varied = [(row, step) for row, step in steps if step.verb == "vary"]
    ordered = [([row], step) for row, step in steps if step.verb != "vary"]
    if varied:
        given = {name: value for _, step in varied for name, value in step.given.items()}
        ordered.append(([row for row, _ in varied], Instruction("vary", given)))
    return sorted(ordered, key=lambda pair: _ORDER.index(pair[1].verb))


def _refused(steps: _Steps, first: Changing, *, whole: bool) -> Iterator[Found]:
    """What the verbs refuse, each at its row; numbers wait until every row can be read."""
    made = first.base
    for rows, step in (pair for pair in steps if whole or pair[1].verb != "vary"):
        try:
            made = getattr(made, step.verb)(**step.given)
        except ScenarioError as error:
            whole = False
            for problem in error.problems:
                row = next((row for row in rows if row.what == problem.who), rows[0])
                if problem.who not in row.doubtful:
                    yield row.refused(problem)
    if whole and all(change.before == change.after for change in made.changes):
        remedy = "Check its rows, or drop them."
        told = first.at("what", "changes nothing: all is as in the base case", remedy)
        yield told._replace(warns=True)


def _steps(changing: Changing, rows: list[Changing]) -> Iterator[Instruction | Found]:
    """The verb that a row means, and what is wrong where that is not told elsewhere."""
    what, (subject, aspect) = changing.what, changing.parts
    of_outcome = aspect in _OF_OUTCOME and subject != "why"  # which every verb is told
    selecting = subject in _SELECTING and aspect.rstrip("s") in _SELECTIONS
    first = next(row for row in rows if row.what == what)
    if first is not changing:
        fault = f"'{what}' is changed in {first.row.cell('what').address} too"
        yield changing.at("what", fault, "Each change of a scenario stands once.")
    elif what in changing.base.parameters and what in _SETTINGS:
        remedy = "Give the parameter another name: this one stands for an item of About."
        yield changing.at("what", f"'{what}' is a parameter and an item of About", remedy)
    elif what in changing.base.parameters:
        yield from _varied(changing)
    elif what in _SETTINGS or of_outcome or selecting:
        yield _structural(changing)
    elif what not in changing.doubtful:
        yield _unknown(changing)


def _unknown(changing: Changing) -> Found:
    """A change that there is not, with the nearest that there is."""
    base = changing.base
    selections = [f"{verb}: {noun}s" for verb in _SELECTING for noun in _SELECTIONS]
    of_outcomes = [f"{o.name}: {aspect}" for o in base.outcomes for aspect in _OF_OUTCOME]
    known = [*base.parameters, *_SETTINGS, *selections, *of_outcomes]
    near = nearest(changing.what, known)
    either = chosen([*_SETTINGS, *selections]).removeprefix("Choose ")
    every = f"Write a name of Parameters, an outcome as in '{of_outcomes[0]}', {either}"
    remedy = f"Did you mean '{near}'?" if near or not of_outcomes else every
    return changing.at("what", f"nothing called '{changing.what}' can be changed", remedy)


def _structural(changing: Changing) -> Instruction | Found:
    """A change of anything but a number: it has no spread."""
    spread = next((h for h in _SPREAD if changing.row.values.get(h) is not None), "")
    if spread:
        fault = f"{spread} is given, and '{changing.what}' is no parameter"
        return changing.at(spread, fault, "Clear it: only a parameter has a spread.")
    try:
        return _meant(changing)
    except FaultError as error:
        return changing.at("value", error.fault.what, error.fault.remedy)


def _meant(changing: Changing) -> Instruction:
    """The verb and its argument, read from the cell of the value."""
    what, (subject, aspect) = changing.what, changing.parts
    if what in _SETTINGS:
        verb, argument, kind = _SETTINGS[what]
        value = changing.value(kind, may_be_blank=what == "support ends")
        return Instruction(verb, {argument: "" if value is None else value})
    if aspect in _OF_OUTCOME:
        savings = [outcome.name for outcome in changing.base.outcomes if outcome.sign > 0]
        named = savings if subject == _SAVINGS else [subject]
        value = str(changing.value("text"))
        meant = _shares(value) if aspect == "payer" else value
        return Instruction(_OF_OUTCOME[aspect], dict.fromkeys(named, meant))
    return Instruction(subject, {_SELECTIONS[aspect.rstrip("s")]: changing.value("names")})


def _shares(value: str) -> dict[str, float]:
    """Payers and their shares: one payer's name, or several with what each bears.

    >>> _shares("icb 60%, council 40%"), _shares("icb")
    ({'icb': 0.6, 'council': 0.4}, {'icb': 1.0})
    """
    shares = dict[str, float]()
    for part in value.split(","):
        name, _, written = part.strip().partition(" ")
        number = written.strip()
        if not number and "," not in value:
            return {name: 1.0}
        try:
            share = float(number.removesuffix("%")) / (100 if number.endswith("%") else 1)
        except ValueError:
            share = nan
        if not isfinite(share) or name in shares:
            what = f"'{part.strip()}' is not a payer with its share"
            if name in shares:
                what = f"{name} is named twice"
            remedy = "Write one payer's name, or several as in 'icb 60%, council 40%'."
            raise FaultError(what, remedy)
        shares[name] = share
    return shares


def _varied(changing: Changing) -> Iterator[Instruction | Found]:
    """Another distribution of a parameter, read as on the sheet Parameters."""
    row, what = changing.row, changing.what
    if row.text("distribution") in ("dirichlet", "sample"):
        fault = f"a {row.text('distribution')} cannot be given in a scenario"
        yield changing.at("distribution", fault, "Clear it, and give the value alone.")
        return
    try:
        value = changing.value("number", may_be_blank=True)
    except FaultError as error:
        yield changing.at("value", error.fault.what, error.fault.remedy)
        return
    parameter = changing.base[what]
    own = {"unit": parameter.unit, "group": parameter.group, "role": parameter.role}
    values = {**row.values, **own, "value": value}
    figures = Figures.of(replace(row, sheet=replace(row.sheet, key="what"), values=values))
    made = distribution_of(figures, {})
    if isinstance(made, Distribution):
        yield from MISSED.found(figures)
        yield Instruction("vary", {what: made})
    else:
        yield from made
