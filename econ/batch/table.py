"""The table of work: a row a run, or several; all that is wrong with it is told before any runs.

Columns: ``workbook`` (or a scenario script), ``scenario``, ``cohort``, ``board``, and any named for
a parameter. A board with all its runs is a unit of work.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from econ.batch.written import given_in
from econ.errors import (
    BatchError,
    EconError,
    Fault,
    FaultError,
    Problem,
    RecordsError,
    ScenarioError,
    nearest,
    suggestion,
)
from econ.model.distributions import Distribution
from econ.model.parameters import Priced
from econ.model.scenario import Scenario
from econ.reports.report import ALL
from econ.scripts import load_all
from econ.workbook.reading.answers import Cells, as_typed
from econ.workbook.reading.files_of_records import RecordSheet, record_sheet

WORDS = ("board", "workbook", "scenario", "cohort")
"""Columns that are no parameters."""


@dataclass(frozen=True, slots=True)
class PlannedRun:
    """One run: its scenario, the row that asks for it, and where its workbook was read.

    ``cohort`` is *all* where everyone counts together; ``asked`` is all that its numbers rest on,
    besides draws, seed and versions.
    """

    row: int
    board: str
    workbook: str
    scenario: Scenario
    cohort: str
    asked: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Unit:
    """A board with all its runs, which share their draws (C11)."""

    board: str
    runs: tuple[PlannedRun, ...]

    def identity(self, **rest: object) -> str:
        """What tells this unit from any other; ``rest`` are draws, seed and versions."""
        return _hashed([dict(run.asked) for run in self.runs], rest)


@dataclass(frozen=True, slots=True)
class Batch:
    """A table of work, whole and sound; ``sha256`` is of its file."""

    name: str
    sha256: str
    units: tuple[Unit, ...]
    warnings: tuple[Problem, ...] = ()

    @property
    def runs(self) -> tuple[PlannedRun, ...]:
        """All runs, board by board."""
        return tuple(run for unit in self.units for run in unit.runs)


def identity_of(run: PlannedRun, unit: str) -> str:
    """What tells one run of a unit from any other."""
    return _hashed([dict(run.asked)], {"unit": unit})


def _hashed(*parts: object) -> str:
    return sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]


def read_batch(path: str | Path) -> Batch:
    """The work that a table asks for: ``.csv``, or the first sheet of a ``.xlsx``.

    A workbook is found beside the table or above it. A blank scenario is the base case, and a blank
    cohort everyone together; several, with semicolons, are a run each, and *all* is the first of
    them and each other. A cell under a parameter's name is what ``vary`` takes: a number, or a
    distribution as a script writes it.

    Raises ``BatchError`` with all that is wrong, each at its file, row and column.

    >>> [unit.board for unit in read_batch("scenarios/boards.csv").units][:1]
    ['Board 01 (illustrative)']
    """
    place = Path(path)
    try:
        sheet = record_sheet(place, "table of work")
    except RecordsError as error:
        raise BatchError(error.subject, error.problems) from None
    reading = _Reading(place, sheet)
    runs = reading.runs()
    if reading.problems:
        raise BatchError(place.as_posix(), [told for _, told in sorted(reading.problems, key=_at)])
    boards = dict.fromkeys(run.board for run in runs)
    units = [Unit(board, tuple(run for run in runs if run.board == board)) for board in boards]
    return Batch(place.name, sheet.sha256, tuple(units), tuple(reading.warnings))


def _at(noted: tuple[tuple[int, int], Problem]) -> tuple[int, int]:
    return noted[0]


_Given = Mapping[str, float | Distribution | Priced]


@dataclass(slots=True)
class _Reading:
    """A table on its way to runs; what is wrong is kept with its row and column.

    ``opened`` are the scenarios of each workbook or script, the base case first, by what the table
    calls it: none where it has problems.
    """

    place: Path
    sheet: RecordSheet
    opened: dict[str, tuple[Scenario, ...]] = field(default_factory=dict)
    scripts: dict[str, str] = field(default_factory=dict)
    unknown: set[str] = field(default_factory=set)
    problems: list[tuple[tuple[int, int], Problem]] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    def wrong(self, row: int, heading: str, fault: Fault, who: str = "") -> None:
        """Keep a problem of a cell."""
        column = next((n for n, h in self.sheet.headings.items() if h == heading), 0)
        told = fault.at(f"{self.place.name} row {row}", who or heading)
        self.problems.append(((row, column), told))

    def runs(self) -> list[PlannedRun]:
        """Every run of every row that is sound."""
        for row in self.sheet.too_long:
            fault = Fault("has more cells than there are headings", "Put quotes around commas.")
            self.wrong(row, "", fault, f"row {row}")
        headings = list(self.sheet.headings.values())
        if "workbook" not in headings:
            self.wrong(1, "workbook", Fault("there is no such column", "Name it in row 1."))
            return []
        for heading in dict.fromkeys(h for h in headings if headings.count(h) > 1):
            self.wrong(1, heading, Fault("its heading stands twice", "Keep one."))
        for row, cells in self.sheet.rows.items():
            self._open(row, "workbook", as_typed(cells.get("workbook")))
        self._headings(headings)
        runs = [run for row, cells in self.sheet.rows.items() for run in self._row(row, cells)]
        self._repeated(runs)
        self._priced_alike(runs)
        return runs

    def _open(self, row: int, heading: str, target: str) -> tuple[Scenario, ...]:
        """The scenarios of a workbook or script, read once; its problems are told at its first."""
        if target not in self.opened:
            self.opened[target] = ()
            folder = self.place.resolve().parent
            places = (above / target for above in (folder, *folder.parents))
            found = next((path for path in places if path.is_file()), Path(target))
            try:
                if not target:
                    fault = Fault("is blank", "Name a workbook, or a scenario script.")
                    raise BatchError(target, [fault.at("", heading)])
                read = load_all(found)
            except EconError as error:
                for problem in error.problems:
                    where = f"{target} {problem.where}".strip()
                    at = f"{self.place.name} row {row}" + (f", {where}" if where else "")
                    self.problems.append(((row, 0), replace(problem, where=at)))
                return ()
            if found.suffix == ".py":
                self.scripts[target] = sha256(found.read_bytes()).hexdigest()
            self.opened[target] = read
            told = (replace(w, where=f"{target} {w.where}") for w in read[0].warnings)
            self.warnings += told if found.suffix != ".py" else ()
        return self.opened[target]

    def _headings(self, headings: Sequence[str]) -> None:
        """Headings that are neither ours nor a parameter's; of their cells no more is said."""
        read = [scenarios[0] for scenarios in self.opened.values() if scenarios]
        known = [*WORDS, *dict.fromkeys(name for base in read for name in base.parameters)]
        for heading in dict.fromkeys(headings):
            if read and heading not in known:
                near = nearest(heading, known)
                remedy = f"Did you mean '{near}'?" if near else "Name a parameter, or drop it."
                fault = Fault(f"no column and no parameter is called '{heading}'", remedy)
                self.wrong(1, heading, fault)
            if heading not in known:
                self.unknown.add(heading)

    def _row(self, row: int, cells: Cells) -> list[PlannedRun]:
        """The runs of a row: scenarios by cohorts."""
        target = as_typed(cells.get("workbook"))
        opened, (given, sound) = self.opened[target], self._given(row, cells)
        if not opened:
            return []
        if not sound:
            self._varied(row, opened[0], given)  # for what else is wrong
            return []
        runs = []
        for scenario, script in self._scenarios(row, cells, opened, given):
            for cohort, chosen in self._cohorts(row, cells, scenario):
                board = as_typed(cells.get("board")) or f"row {row}"
                asked = {
                    "board": board,
                    "workbook": [target, scenario.sha256, scenario.about.get(_LIBRARY, "")],
                    "script": self.scripts.get(script, ""),
                    "scenario": scenario.name,
                    "cohort": cohort,
                    "given": {name: as_typed(cells[name]) for name in given},
                    "changes": [asdict(change) for change in chosen.changes],
                    "changed": {
                        name: repr(chosen.parameters[name].distribution)
                        for name in sorted(chosen.changed.intersection(chosen.parameters))
                    },
                }
                runs.append(PlannedRun(row, board, target, chosen, cohort, asked))
        return runs

    def _given(self, row: int, cells: Cells) -> tuple[_Given, bool]:
        """What a row gives parameters, and whether all of it can be read."""
        given: dict[str, float | Distribution | Priced] = {}
        sound = True
        for heading, cell in cells.items():
            if heading in WORDS or heading in self.unknown:
                continue
            try:
                value = given_in(cell, heading)
            except FaultError as error:
                self.wrong(row, heading, error.fault)
                sound = False
            else:
                given |= {} if value is None else {heading: value}
        return given, sound

    def _varied(self, row: int, scenario: Scenario, given: _Given) -> Scenario | None:
        """A scenario with a row's own numbers; ``None`` where ``vary`` refuses them."""
        if not given:
            return scenario
        try:
            return scenario.vary(scenario.name, why=f"{self.place.name} row {row}", **given)
        except ScenarioError as error:
            for problem in error.problems:
                heading = problem.who if problem.who in given else next(iter(given))
                self.wrong(row, heading, Fault(problem.what, problem.remedy), problem.who)
            return None

    def _scenarios(
        self, row: int, cells: Cells, opened: Sequence[Scenario], given: _Given
    ) -> Iterator[tuple[Scenario, str]]:
        """The scenarios that a row asks for, with its numbers, each with the script it is of."""
        target, base = as_typed(cells.get("workbook")), self._varied(row, opened[0], given)
        if base is None:
            return
        made = {scenario.name: scenario for scenario in opened}
        known = [*made, *(asked.name for asked in opened[0].alternatives if asked.name not in made)]
        for name in _several(cells, "scenario", known, blank=opened[0].name):
            if name.endswith(".py"):
                for scenario in self._open(row, "scenario", name):
                    yield from self._of_script(row, name, scenario, opened[0], given)
            elif name == opened[0].name:
                yield base, target
            elif name in made:
                yield from self._of_script(row, target, made[name], opened[0], given)
            elif name in known:
                yield from self._of_sheet(row, name, base, given)
            else:
                fault = Fault(f"there is no scenario '{name}'", suggestion(name, known))
                self.wrong(row, "scenario", fault)

    def _of_script(
        self, row: int, script: str, scenario: Scenario, base: Scenario, given: _Given
    ) -> Iterator[tuple[Scenario, str]]:
        """A scenario of a script, of the row's own workbook, and not of the same numbers."""
        if scenario.sha256 != base.sha256:
            what = f"'{scenario.name}' is of another workbook: {scenario.workbook}"
            self.wrong(row, "scenario", Fault(what, "Name that one in the column workbook."))
        elif both := sorted(scenario.changed.intersection(given)):
            fault = Fault(f"the scenario '{scenario.name}' changes it too", "Leave one of them.")
            self.wrong(row, both[0], fault)
        elif varied := self._varied(row, scenario, given):
            yield varied, script

    def _of_sheet(
        self, row: int, name: str, base: Scenario, given: _Given
    ) -> Iterator[tuple[Scenario, str]]:
        """A scenario of the sheet Scenarios, made of the board's own base case."""
        try:
            scenario = base.alternative(name)
        except ScenarioError as error:
            for problem in error.problems:
                fault = Fault(f"'{name}': {problem.who} {problem.what}", problem.remedy)
                self.wrong(row, "scenario", fault)
            return
        (asked,) = (known for known in base.alternatives if known.name == name)
        both = {n for step in asked.steps if step.verb == "vary" for n in step.given}
        for heading in sorted(both.intersection(given)):
            fault = Fault(f"the scenario '{name}' sets it too, and its value counts")
            self.warnings.append(fault.at(f"{self.place.name} row {row}", heading))
        yield scenario, as_typed(self.sheet.rows[row].get("workbook"))

    def _cohorts(
        self, row: int, cells: Cells, scenario: Scenario
    ) -> Iterator[tuple[str, Scenario]]:
        """Everyone together, or one cohort."""
        known = [cohort.name for cohort in scenario.cohorts]
        for name in _several(cells, "cohort", [ALL, *known], blank=ALL):
            if name == ALL:
                yield ALL, scenario
            elif name in known:
                yield name, scenario.only(scenario.name, why=scenario.why, cohorts=[name])
            else:
                fault = Fault(f"there is no cohort '{name}'", suggestion(name, known))
                self.wrong(row, "cohort", fault)

    def _repeated(self, runs: Sequence[PlannedRun]) -> None:
        """Runs that nothing in the results would tell apart."""
        first: dict[tuple[str, ...], PlannedRun] = {}
        for run in runs:
            key = (run.board, run.workbook, run.scenario.name, run.cohort)
            before = first.setdefault(key, run)
            if before is not run:
                where = "in this row" if before.row == run.row else f"in row {before.row} too"
                what = f"'{run.scenario.name}' of {run.board} stands {where}"
                remedy = "Each run stands once: name another board, scenario or cohort."
                self.wrong(run.row, "scenario", Fault(what, remedy))

    def _priced_alike(self, runs: Sequence[PlannedRun]) -> None:
        """Workbooks in prices of another year than the first, with which they would be ranked."""
        years: dict[str, PlannedRun] = {}
        for run in runs:
            years.setdefault(run.scenario.price_year, run)
        for year, run in list(years.items())[1:]:
            what = f"is in {year} prices, that of row {runs[0].row} in {next(iter(years))}"
            self.wrong(run.row, "workbook", Fault(what, "Give all one price year."), run.workbook)


_LIBRARY = "unit-cost library sha256"


def _several(cells: Cells, heading: str, known: Sequence[str], blank: str) -> list[str]:
    """What a cell names, with semicolons between; all that there are, or what a blank stands for.

    >>> _several({}, "scenario", ["Base case", "Longer"], "Base case")
    ['Base case']
    """
    text = as_typed(cells.get(heading))
    if text.lower() == ALL:
        return list(known)
    return [part.strip() for part in text.split(";") if part.strip()] or [blank]
