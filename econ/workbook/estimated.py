"""Observations reductions written into a programme's workbook: whole, read back, or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import combinations
from math import asin, isclose, pi
from pathlib import Path

from econ.errors import Problem, WorkbookError, refuse, suggestion
from econ.evidence.changes import Estimated, correlation_of
from econ.evidence.observed import CAUSE, Observations, Reduction
from econ.evidence.records import DIFFERENCE, RecordColumn
from econ.evidence.small_cells import too_few
from econ.files import replacing
from econ.model.allowed import ATTRIBUTION, DEADWEIGHT
from econ.model.scenario import Scenario
from econ.words import exact_number
from econ.workbook.as_written import tables
from econ.workbook.layout import (
    ABOUT,
    CHANGES,
    CORRELATIONS,
    PARAMETERS,
    PROGRAMME,
    START_HERE,
    STUDIES,
)
from econ.workbook.new import seen_from
from econ.workbook.read import read
from econ.workbook.reading.cells import open_book
from econ.workbook.writing.inputs import write_input

SYNTHETIC_MARK = "SYNTHETIC: "
"""What comes first in the name of a programme whose records are made up, and in its sources."""
_WAS = "Before these records: "
"""Comes before what the source of a study said before its spread was told by records."""
_KEPT = ("name", "label", "group", "unit", "role")
_Filled = dict[str, object]


@dataclass(frozen=True, slots=True)
class WrittenReductions:
    """What was written: the workbook, its rows by name, and whether it replaced another."""

    workbook: str
    rows: tuple[str, ...]
    replaced: bool
    warnings: tuple[Problem, ...] = ()

    def as_json(self) -> dict[str, object]:
        """The record for machines."""
        return {"workbook": self.workbook, "rows": list(self.rows), "replaced": self.replaced}


def refuse_target(target: Path, *, replace: bool) -> None:
    """Raise ``ScenarioError`` where a workbook may not be written, before anything is done."""
    subject = target.as_posix()
    if target.suffix != ".xlsx":
        remedy = f"Call it {target.stem or 'mine'}.xlsx."
        raise refuse(subject, "name", "does not end in .xlsx", remedy)
    if target.exists() and not replace:
        remedy = "Choose another name, or say --replace."
        raise refuse(subject, "workbook", "is there already", remedy)


def write_estimated(
    found: Observations,
    target: str | Path,
    source: str | Path | None = None,
    *,
    replace: bool = False,
    on: str = "",
) -> WrittenReductions:
    """Write the headline reductions into a copy of a programme's workbook.

    The copy is written beside the target, read back by the reader, and put in its place only then:
    the target survives any failure. Values are copied, not formulas.

    Args:
        found: What the records say.
        target: The workbook to write.
        source: The programme to start from; the target itself where it is there, if ``None``.
        replace: Whether a target that is there may be replaced.
        on: The day that the sheet Changes tells; today's, unless said.

    Raises:
        ScenarioError: The target is there and may not be replaced.
        WorkbookError: The programme has problems, or would have them with these rows.
    """
    place, start = Path(target), Path(source or target)
    refuse_target(place, replace=replace)
    there, before = place.exists(), read(start)
    names = [sheet.name for sheet in PROGRAMME if sheet is not START_HERE]
    made = tables(open_book(start), names)
    rows = dict(_rows(found, made, place))
    _put(made, rows, found, on or datetime.now(UTC).strftime("%Y-%m-%d"), before)
    for row in made[ABOUT.name]:
        if row["item"] == "unit-cost library" and row.get("statement"):
            row["statement"] = seen_from(place.parent, start.parent, str(row["statement"]))
    with replacing(place) as whole:
        write_input(whole, made, "programme", title=place.stem)
        try:
            after = read(whole)
        except WorkbookError as error:
            raise WorkbookError(place.as_posix(), error.problems) from None
        wrong = [
            name
            for name, row in rows.items()
            if not isclose(after[name].mean, float(str(row["value"])), rel_tol=1e-9, abs_tol=1e-12)
        ]
        if wrong:
            told = [Problem("", name, "does not read back as it was written") for name in wrong]
            raise WorkbookError(place.as_posix(), told)
    cautions = tuple(_cautions_of(after, found, rows))
    return WrittenReductions(place.as_posix(), tuple(rows), there, cautions)


def _rows(
    found: Observations, made: Mapping[str, list[_Filled]], place: Path
) -> Iterator[tuple[str, _Filled]]:
    """Each row to be written, by name; everything that stands in the way is told at once."""
    book = found.records.codebook
    known = {str(row["name"]): row for row in made.get(PARAMETERS.name, []) if row.get("name")}
    asked = [(c, n) for c in book.columns for n in (c.parameter, c.users_parameter) if n]
    problems = [
        Problem(
            *("Columns", column.heading, f"no parameter called '{name}' in the workbook"),
            suggestion(name, list(known)),
        )
        for column, name in asked
        if name not in known
    ]
    writing = [column for column in book.of_role("outcome") if column.parameter]
    for column in writing if not problems else ():
        users, told = found.users(column)[0], found.headline(column.heading)
        few = column.users_parameter and (not users or too_few(users, book.smallest))
        if told is None or told.found is None or few:
            what = f"rests on fewer than {book.smallest} people, or on too few clusters"
            remedy = "Clear its parameter in the codebook."
            problems.append(Problem("Columns", column.heading, what, remedy))
    if problems:
        raise WorkbookError(place.as_posix(), problems)
    for column in writing:
        yield from _of_outcome(found, column, known)
    stay = book.one("months involved")
    if stay is not None and stay.parameter and found.leaving is not None:
        note = "Leavers over years involved; who is still there counts with the time so far."
        yield stay.parameter, _row(known[stay.parameter], stay, found.leaving, 1.0, found, note)


def _of_outcome(
    found: Observations, column: RecordColumn, known: Mapping[str, _Filled]
) -> Iterator[tuple[str, _Filled]]:
    """The row of an outcome and, where one is named, of the share of people who use it."""
    told, share = found.headline(column.heading), 1.0
    if told is None or told.found is None:
        return
    note = _note(found, column, told, told.found)
    if column.users_parameter:
        users, of = found.users(column)
        share = users / of
        note = f"{note} Divided by the share of people who use it, {column.users_parameter}."
        yield column.users_parameter, _share_row(known[column.users_parameter], found, column)
    yield column.parameter, _row(known[column.parameter], column, told.found, share, found, note)


def _source(found: Observations) -> str:
    records, title = found.records, found.records.codebook.title
    marked = records.codebook.synthetic and not title.upper().startswith(SYNTHETIC_MARK[:9])
    return (
        f"{SYNTHETIC_MARK if marked else ''}{title}, {records.file} (SHA-256 {records.sha256[:12]})"
    )


def _row(
    old: _Filled,
    column: RecordColumn,
    one: Estimated,
    share: float,
    found: Observations,
    note: str,
) -> _Filled:
    low, high = one.limits
    new: _Filled = dict.fromkeys(PARAMETERS.headings) | {h: old.get(h) for h in _KEPT}
    new |= {"unit": column.unit or old.get("unit"), "value": one.value / share}
    new |= {"low": low / share, "high": high / share, "distribution": "normal"}
    new |= {"range kind": "derived", "evidence": "observed", "source": _source(found)}
    return {**new, "note": note}


def _share_row(old: _Filled, found: Observations, column: RecordColumn) -> _Filled:
    users, of = found.users(column)
    new: _Filled = dict.fromkeys(PARAMETERS.headings) | {h: old.get(h) for h in _KEPT}
    new |= {"value": users / of, "n": of, "distribution": "beta", "range kind": "derived"}
    note = f"People with any use at either wave, of {of} who answered at both."
    return {**new, "evidence": "observed", "source": _source(found), "note": note}


def _note(found: Observations, column: RecordColumn, told: Reduction, one: Estimated) -> str:
    """What a number rests on, and what it cannot say."""
    return (
        f"{column.name}: {told.method}, {told.missing}; n = {one.n} in {one.clusters} clusters "
        f"({found.records.codebook.cluster}); variance of Mancl and DeRouen, Student's t with "
        f"{one.df:.1f} degrees of freedom. {told.assumption} {CAUSE}"
    )


def _put(
    made: dict[str, list[_Filled]],
    rows: Mapping[str, _Filled],
    found: Observations,
    on: str,
    before: Scenario,
) -> None:
    """Put rows, their correlations and the log of changes into the sheets."""
    was = {str(row["name"]): row for row in made[PARAMETERS.name]}
    made[PARAMETERS.name] = [rows.get(str(row["name"]), row) for row in made[PARAMETERS.name]]
    written = [(c.parameter, one) for c, one in found.headlines() if c.parameter in rows]
    names = {name for name, _ in written}
    kept = [
        row
        for row in made.get(CORRELATIONS.name, [])
        if not {str(row["parameter"]), str(row["with"])} <= names
    ]
    for (first, one), (second, other) in combinations(written, 2):
        rank = 6 / pi * asin(correlation_of(one, other) / 2)
        why = f"Estimated together from one study: {_source(found)}"
        kept.append(dict(zip(CORRELATIONS.headings, (first, second, rank, why), strict=True)))
    if kept:
        made[CORRELATIONS.name] = kept
    version = before.about.get("version", "0.1")
    edits = [
        (PARAMETERS.name, f"{name}: {_shown(was[name])} becomes {_shown(row)}")
        for name, row in rows.items()
    ]
    log = made.setdefault(CHANGES.name, [])
    for sheet, what in (*edits, *_plan(made.get(STUDIES.name, []), found, rows)):
        edit = (on, version, sheet, what, f"econ estimate: {_source(found)}")
        log.append(dict(zip(CHANGES.headings, edit, strict=True)))
    if found.records.codebook.synthetic:
        for row in made[ABOUT.name]:
            name = str(row.get("statement") or "")
            if row["item"] == "programme" and not name.startswith(SYNTHETIC_MARK):
                row["statement"] = SYNTHETIC_MARK + name


def _plan(
    studies: list[_Filled], found: Observations, rows: Mapping[str, _Filled]
) -> Iterator[tuple[str, str]]:
    """Studies of what was written take spread and loss from these records: the edits.

    The spread is that at which as many people who share no cluster would tell as little.
    """
    seen = dict[str, tuple[float, float]]()
    for column, one in found.headlines():
        differ, of = found.spread(column, one), found.users(column)
        share = of[0] / of[1] if column.users_parameter else 1.0
        if column.parameter in rows:
            seen[column.parameter] = (differ.as_if_alone / share, differ.lost)
    for row in studies:
        if row["measures"] in seen and not str(row["design"]).startswith("audit"):
            spread, lost = seen[str(row["measures"])]
            old, own = row.get("spread"), str(row.get("source") or "").split(_WAS)[-1]
            told = float(f"{spread:.4g}")
            row |= {"spread": told, "follow-up lost": float(f"{lost:.3g}")}
            row["source"] = f"Spread, with clusters, and loss: {_source(found)}. {_WAS}{own}"
            was = exact_number(float(str(old))) if old else "nothing"
            yield STUDIES.name, f"{row['name']}: spread {was} becomes {exact_number(told)}"


def _shown(row: _Filled) -> str:
    value, low, high = (row.get(heading) for heading in ("value", "low", "high"))
    told = [exact_number(float(f"{x:.4g}")) for x in (value, low, high) if isinstance(x, float)]
    if not told:
        return str(row.get("formula") or row.get("from library") or "nothing")
    if low is None or high is None or value is None:
        return " to ".join(told)
    return f"{told[0]} ({told[1]} to {told[2]})"


def _cautions_of(
    after: Scenario, found: Observations, rows: Mapping[str, _Filled]
) -> Iterator[Problem]:
    """What the workbook does with the rows that may not suit them."""
    compared = found.records.codebook.method == DIFFERENCE
    for outcome in after.outcomes:
        named = [name for name in outcome.quantity.names if name in rows]
        due = [n for n in outcome.names if after[n].part in (ATTRIBUTION, DEADWEIGHT)]
        if not named or outcome.direction != "saving":
            continue
        effects = [name for name in named if after[name].part == "effect"]
        if effects and not compared and not due:
            what = f"nothing in its quantity says how much of {effects[0]} is due to the programme"
            yield Problem("Outcomes", outcome.name, what, "Multiply by an attribution.")
        if effects and compared and due:
            what = f"{effects[0]} had a comparison, and {due[0]} takes part of it away again"
            yield Problem("Outcomes", outcome.name, what, "Take one or the other.")
        for name in outcome.quantity.names:
            if after[name].part == "definition" and after[name].uncertain:
                what = f"its quantity depends on {name}, which says how an older number is read"
                yield Problem("Outcomes", outcome.name, what, f"See whether {name} still holds.")
    for cohort in after.cohorts:
        for name in (name for name in rows if name in cohort.relative):
            what = f"{cohort.name} has a value of its own, which counts in place of the new one"
            yield Problem("Cohorts", name, what, "Clear the column, or fill in new values.")
