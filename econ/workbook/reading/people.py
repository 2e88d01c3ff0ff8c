"""People's records from a file, by the rules R1 to R6; nobody's identity leaves this room.

R1 a cell that cannot be read or cannot be; R2 rows that repeat, or contradict each other; R3 no
person, or no wave; R4 labels are those of the first wave; R5 a count without its recall window;
R6 labels are trimmed, and capitals do not matter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from econ.errors import Fault, FaultError, Problem, RecordsError
from econ.evidence.records import Codebook, PersonLabels, RecordColumn, Records
from econ.workbook.reading.answers import (
    Cells,
    as_typed,
    impossible,
    label_in,
    number_in,
    stands_for,
)
from econ.workbook.reading.codebook import read_codebook
from econ.workbook.reading.files_of_records import RecordSheet, record_sheet

MOST_LEVELS = 20
"""Different labels that a column may have: free text has more."""
_LABELLED = ("area", "group", "arm", "subgroup")
_NUMBERED = ("received", "given", "months involved", "still involved", "outcome", "covariate")
_LONGEST_WINDOW = 60.0


def read_records(
    path: str | Path, codebook: str | Path | Codebook, *, set_aside: bool = False
) -> Records:
    """Everyone's answers, from a .csv, .xlsx or .parquet file in which a row is a person at a wave.

    Args:
        path: The records. Row 1 holds the headings, each of which stands in the codebook.
        codebook: What each column is, or the workbook that says so.
        set_aside: Whether to go on without the cells and rows that cannot be; they become warnings
            and are counted.

    Raises:
        WorkbookError: Everything wrong with the codebook, each at its cell.
        RecordsError: Everything wrong with the records, each at its row and column.

    >>> read_records(
    ...     "parameters/records/synthetic_people.csv", "parameters/records/synthetic_codebook.xlsx"
    ... ).waves
    (0, 1, 2)
    """
    book = codebook if isinstance(codebook, Codebook) else read_codebook(codebook)
    place = Path(path)
    sheet = record_sheet(place)
    reading = _Reading(book, sheet, place.name)
    reading.refuse_headings(place)
    found = reading.records()
    if reading.wrong and not set_aside:
        raise RecordsError(place.as_posix(), reading.in_order(reading.wrong))
    if reading.beyond_mending:
        raise RecordsError(place.as_posix(), reading.in_order(reading.beyond_mending))
    noted = [*reading.warnings, *reading.wrong]
    counts = Counter((told.who, rule) for _, rule, told in reading.wrong)
    return replace(found, set_aside=dict(sorted(counts.items())), warnings=reading.in_order(noted))


_Noted = tuple[tuple[int, int], str, Problem]
"""Where something is told, by which rule, and what."""


@dataclass(slots=True)
class _Row:
    """One row that counts: whose, at which wave, and what can be read of it."""

    number: int
    person: str
    wave: int
    cells: Cells
    values: dict[str, float] = field(default_factory=dict)


@dataclass(slots=True)
class _Reading:
    book: Codebook
    sheet: RecordSheet
    file: str
    wrong: list[_Noted] = field(default_factory=list)
    warnings: list[_Noted] = field(default_factory=list)
    beyond_mending: list[_Noted] = field(default_factory=list)

    def refuse_headings(self, place: Path) -> None:
        """Raise where headings and codebook do not agree; headings may be a person's row."""
        known, seen, problems = {c.heading for c in self.book.columns}, set[str](), []
        for number, heading in self.sheet.headings.items():
            fault = None
            if heading not in known:
                fault = Fault("its heading is not in the codebook", "Add it there, as not used.")
            elif heading in seen:
                fault = Fault("its heading stands twice", "Keep one.")
            seen.add(heading)
            if fault:
                problems.append(fault.at(f"{self.file} row 1", f"column {number}"))
        for column in self.book.columns:
            if column.heading not in seen and column.role != "not used":
                fault = Fault("there is no such column", "Name it in row 1, or not used.")
                problems.append(fault.at(f"{self.file} row 1", column.heading))
        for number in self.sheet.too_long:
            fault = Fault("has more cells than there are headings", "Put quotes around commas.")
            problems.append(fault.at(f"{self.file} row {number}", f"row {number}"))
        if problems:
            raise RecordsError(place.as_posix(), problems)

    def note(
        self, row: int, heading: str, rule: str, fault: Fault, kept: list[_Noted] | None = None
    ) -> None:
        """Keep a problem, or whatever else is ``kept``, of a cell."""
        column = next((n for n, h in self.sheet.headings.items() if h == heading), 0)
        told = fault.at(f"{self.file} row {row}", heading)
        (self.wrong if kept is None else kept).append(((row, column), rule, told))

    def in_order(self, noted: Sequence[_Noted]) -> tuple[Problem, ...]:
        """Problems by row and column."""
        return tuple(told for _, _, told in sorted(noted, key=lambda one: one[0]))

    def records(self) -> Records:
        """The records, as far as they can be read; what is wrong is noted."""
        rows = list(self._one_each(list(self._identified(self._different()))))
        for row in rows:
            self._answers(row)
        labels = {c.heading: self._labels(c, rows) for c in self.book.columns if _labelled(c)}
        if area := self.book.one("area"):
            clustered = self.book.one(self.book.cluster) or area
            needed = {area.heading, clustered.heading}
            needed |= {c.heading for c in self.book.of_role("arm") if self.book.comparison}
            rows = [row for row in rows if self._placed(row, labels, needed)]
        people = sorted({row.person for row in rows})
        waves = tuple(sorted({row.wave for row in rows}))
        self._waves_are_there(waves)
        self._groups(rows, labels)
        return self._made(rows, people, waves, labels)

    def _made(
        self,
        rows: Sequence[_Row],
        people: Sequence[str],
        waves: tuple[int, ...],
        labels: Mapping[str, Mapping[str, str]],
    ) -> Records:
        place = {person: number for number, person in enumerate(people)}
        asked = np.zeros((len(people), len(waves)), bool)
        numbers = {
            c.heading: np.full(asked.shape, np.nan) for c in self.book.columns if _numbered(c)
        }
        for row in rows:
            at = place[row.person], waves.index(row.wave)
            asked[at] = True
            for heading, value in row.values.items():
                numbers[heading][at] = value
        stated = {
            heading: np.array([of.get(person, "") for person in people], dtype=np.str_)
            for heading, of in labels.items()
        }
        book = self._with_comparison(stated)
        many = len(self.sheet.rows)
        return Records(book, self.file, self.sheet.sha256, many, waves, asked, numbers, stated)

    def _different(self) -> Iterator[tuple[int, Cells]]:
        """R2: rows the same in every column count once."""
        before: dict[tuple[str, ...], int] = {}
        person = self.book.one("person")
        for number, cells in self.sheet.rows.items():
            typed = tuple(as_typed(cells.get(h)) for h in self.sheet.headings.values())
            first = before.setdefault(typed, number)
            if first == number:
                yield number, cells
            else:
                what = f"is the same as row {first} in every column"
                fault = Fault(what, "It counts once.")
                self.note(number, person.heading if person else "", "R2", fault, self.warnings)

    def _identified(self, rows: Iterator[tuple[int, Cells]]) -> Iterator[_Row]:
        """R3: who and when."""
        person, wave = self.book.one("person"), self.book.one("wave")
        if person is None or wave is None:  # the codebook was refused
            return
        spellings: dict[str, str] = {}
        for number, cells in rows:
            who, when = as_typed(cells.get(person.heading)), as_typed(cells.get(wave.heading))
            sound = bool(who) and not stands_for(who, person.missing)
            if not sound:
                fault = Fault("is blank", "Give everyone a number of their own, at every wave.")
                self.note(number, person.heading, "R3", fault)
            if not (when.isascii() and when.isdecimal() and len(when) < 4):
                fault = Fault("is not 0, 1, 2 and so on", "Give the number of the wave.")
                self.note(number, wave.heading, "R3", fault)
                sound = False
            row = _Row(number, who.lower(), int(when) if sound else -1, cells)
            if sound and spellings.setdefault(who.lower(), who) != who:
                fault = Fault("is spelt in two ways", "Capitals do not matter: it is one person.")
                self.note(number, person.heading, "R6", fault, self.warnings)
            if sound:
                yield row
            else:
                self._answers(row)

    def _one_each(self, rows: Sequence[_Row]) -> Iterator[_Row]:
        """R2: rows of one person and wave that differ."""
        times = Counter((row.person, row.wave) for row in rows)
        person = self.book.one("person")
        for row in rows:
            if times[row.person, row.wave] == 1:
                yield row
                continue
            fault = Fault("another row is of this person and wave, and differs", "Keep one.")
            self.note(row.number, person.heading if person else "", "R2", fault)
            self._answers(row)

    def _answers(self, row: _Row) -> None:
        """R1 and R5: every number of a row, as a rate."""
        windows = {c.heading: self._window(row, c) for c in self.book.of_role("recall")}
        for column in filter(_numbered, self.book.columns):
            try:
                value = number_in(row.cells.get(column.heading), column)
            except FaultError as error:
                self.note(row.number, column.heading, "R1", error.fault)
                continue
            if value is None:
                continue
            months, share = column.months, 1.0
            if column.window:
                months, told = windows[column.window]
                windows[column.window] = months, None
                if told:
                    self.note(row.number, column.window, "R5", told)
                if months is None:
                    continue
                share = months
            if fault := impossible(column, value, months):
                self.note(row.number, column.heading, "R1", fault)
            else:
                row.values[column.heading] = value * column.factor / share

    def _window(self, row: _Row, column: RecordColumn) -> tuple[float | None, Fault | None]:
        """R5: the months that the questions of a row ask about; else what is said of it, once."""
        blank = Fault("is blank, and answers of this row rest on it", "Give the months.")
        try:
            months = number_in(row.cells.get(column.heading), column)
        except FaultError as error:
            self.note(row.number, column.heading, "R1", error.fault)
            return None, None
        if months is None:
            return None, blank
        most = min(_LONGEST_WINDOW, column.high or _LONGEST_WINDOW)
        if not max(column.low or 0.0, 0.0) <= months <= most or months == 0:
            what = f"{months:g} months is no time to be asked about"
            return None, Fault(what, f"Give months above 0, {most:g} at most.")
        return months, None

    def _labels(self, column: RecordColumn, rows: Sequence[_Row]) -> dict[str, str]:
        """R4 and R6: everyone's label at their first wave, spelt as most rows spell it."""
        spelt, keys = dict[str, Counter[str]](), list[tuple[_Row, str]]()
        for row in sorted(rows, key=lambda row: (row.wave, row.number)):
            try:
                label = label_in(row.cells.get(column.heading), column)
            except FaultError as error:
                self.note(row.number, column.heading, "R1", error.fault)
                continue
            if label:
                spelt.setdefault(label.lower(), Counter())[label] += 1
                keys.append((row, label.lower()))
        shown = {key: min(c, key=lambda one: (-c[one], one)) for key, c in spelt.items()}
        if len(shown) > MOST_LEVELS and column.role not in ("area", "group"):
            what = f"has {len(shown)} different labels, more than {MOST_LEVELS}"
            fault = Fault(what, "Free text is not used: say so in the codebook.")
            self.note(1, column.heading, "", fault)
            self.note(1, column.heading, "", fault, self.beyond_mending)
        twice = sum(len(c) > 1 for c in spelt.values())
        if twice:
            what = f"spells {twice} of its labels in more than one way"
            fault = Fault(what, "Capitals do not matter: each is one label.")
            self.note(1, column.heading, "R6", fault, self.warnings)
        first: dict[str, str] = {}
        for row, key in keys:
            first.setdefault(row.person, shown[key])
        return first

    def _placed(self, row: _Row, labels: Mapping[str, Mapping[str, str]], needed: set[str]) -> bool:
        """Whether it is known where a person belongs; told at each of their rows if not."""
        missing = sorted(heading for heading in needed if row.person not in labels[heading])
        for heading in missing:
            fault = Fault("is blank at every wave of this person", "Give it at the first.")
            self.note(row.number, heading, "R4", fault)
        return not missing

    def _groups(self, rows: Sequence[_Row], labels: Mapping[str, Mapping[str, str]]) -> None:
        """R4: groups of two areas, and people who change group; the group is named."""
        group, area = self.book.one("group"), self.book.one("area")
        if group is None or area is None:
            return
        seen = dict[str, str]()
        told = set[str]()
        for row in sorted(rows, key=lambda row: (row.wave, row.number)):
            first = labels[group.heading].get(row.person, "")
            where = labels[area.heading].get(row.person, "")
            if first and seen.setdefault(first, where) != where and first not in told:
                told.add(first)
                fault = Fault(f"group '{first}' is found in two areas", "Check the areas.")
                self.note(row.number, group.heading, "R4", fault, self.warnings)
            now = as_typed(row.cells.get(group.heading))
            if (
                first
                and now
                and now.lower() != first.lower()
                and not stands_for(now, group.missing)
            ):
                fault = Fault(f"a person of group '{first}' is in another now", "The first counts.")
                self.note(row.number, group.heading, "R4", fault, self.warnings)

    def _waves_are_there(self, waves: Sequence[int]) -> None:
        wave = self.book.one("wave")
        for what in ("baseline", "follow_up"):
            number = getattr(self.book, what)
            if number not in waves:
                name = what.replace("_", "-")
                fault = Fault(f"no row is of wave {number}, the {name}", "Check the codebook.")
                self.note(1, wave.heading if wave else "", "", fault)
                self.note(1, wave.heading if wave else "", "", fault, self.beyond_mending)

    def _with_comparison(self, stated: Mapping[str, PersonLabels]) -> Codebook:
        """The codebook, its comparison spelt as in the records."""
        arm, wanted = self.book.one("arm"), self.book.comparison
        if arm is None or not wanted:
            return self.book
        found = [label for label in set(stated[arm.heading].tolist()) if label.lower() == wanted]
        if not found:
            fault = Fault("nobody is in the comparison", "Check its name in the codebook.")
            self.note(1, arm.heading, "", fault)
            self.note(1, arm.heading, "", fault, self.beyond_mending)
        return replace(self.book, comparison=found[0] if found else "")


def _labelled(column: RecordColumn) -> bool:
    return column.role in _LABELLED or column.kind == "category"


def _numbered(column: RecordColumn) -> bool:
    return column.role in _NUMBERED and column.kind != "category"
