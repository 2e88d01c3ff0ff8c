"""What a codebook says of the columns of people's records, or everything that is wrong with it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from econ.errors import Fault, FaultError, WorkbookError, suggestion
from econ.evidence.records import (
    BEFORE_AFTER,
    CHANGES_OVER_TIME,
    DIFFERENCE,
    FOR_LEAVERS,
    IMPUTED,
    Codebook,
    RecordColumn,
)
from econ.workbook.as_written import opened
from econ.workbook.layout import CODEBOOK, CODEBOOK_ABOUT, CODEBOOK_COLUMNS, CODEBOOK_ITEMS
from econ.workbook.reading.about import Statements, check_items
from econ.workbook.reading.cells import InputCell
from econ.workbook.reading.findings import Findings, in_order
from econ.workbook.reading.kinds import chosen
from econ.workbook.reading.tables import Row, read_tables

_NEEDED = ("person", "wave", "area")
_MANY = ("recall", "subgroup", "outcome", "covariate", "not used")
_KINDS = {"outcome": ("count", "days", "hours", "yes or no"), "covariate": ("number", "category")}
_MONTHS = re.compile(r"(\d{1,3}(?:\.\d{1,4})?) months?")
_WEEK = "a week"
_SAYS_WHEN = "Write '3 months', '6 months' and so on, 'a week', or the heading of a recall column."
Wrong = tuple[str, Fault]
"""A heading of the sheet Columns, and what is wrong under it."""


def read_codebook(path: str | Path) -> Codebook:
    """The codebook that a workbook holds.

    Raises ``WorkbookError`` with everything that is wrong with it, each at its cell.

    >>> read_codebook("parameters/records/synthetic_codebook.xlsx").synthetic
    True
    """
    book, findings = opened(Path(path)), Findings()
    tables = read_tables(book, CODEBOOK, findings)
    rows = tables[CODEBOOK_COLUMNS.name].rows
    columns = tuple(_column(row) for row in rows)
    for row, column in zip(rows, columns, strict=True):
        for heading, fault in _wrong(row, column, columns):
            if row.sound(heading):
                findings.wrong(row.cell(heading), row.who, fault)
    about = tables[CODEBOOK_ABOUT.name]
    stated = about.named()
    check_items(about, stated, CODEBOOK_ITEMS, findings)
    read = _codebook(Statements(stated, findings), columns)
    _whole(read, stated, findings)
    if findings.problems:
        raise WorkbookError(Path(path).as_posix(), in_order(findings.problems))
    return read


def _column(row: Row) -> RecordColumn:
    over, role = row.text("counted over"), row.text("role")
    match = _MONTHS.fullmatch(over)
    numbers = ("low", "high", "retest correlation", "reference mean")
    low, high, retest, reference = (row.number(heading) for heading in numbers)
    return RecordColumn(
        *(row.who, role, row.text("label"), row.text("kind")),
        months=float(match[1]) if match else None,
        window="" if match or over == _WEEK else over,
        per=row.text("per"),  # type: ignore[arg-type]  # one of its choices
        missing=_codes(row.text("missing codes")),
        zeros=_codes(row.text("zero codes")),
        low=low,
        high=high,
        retest=retest,
        reference=reference,
        parameter=row.text("parameter"),
        users_parameter=row.text("users parameter"),
        unit=row.text("unit"),
    )


def _codes(text: str) -> frozenset[str]:
    return frozenset(part.strip().lower() for part in text.split(";") if part.strip())


def _wrong(row: Row, column: RecordColumn, columns: tuple[RecordColumn, ...]) -> Iterator[Wrong]:
    """What is wrong with one row, each at its heading."""
    alike = [other for other in columns if other.role == column.role]
    if column.role and column.role not in _MANY and alike[0] is not column:
        yield "role", Fault(f"another column is the {column.role} too", "Keep one.")
    kinds = _KINDS.get(column.role, ())
    if kinds and column.kind not in kinds:
        what = f"kind is '{column.kind}'" if column.kind else "kind is blank"
        yield "kind", Fault(f"{what}, which no {column.role} can be", chosen(kinds))
    if column.role == "outcome" and column.kind in kinds and column.kind != "yes or no":
        yield from _of_time(row, column, columns)
    if column.low is not None and column.high is not None and column.low > column.high:
        yield "low", Fault("low is above high", "Check both.")
    if column.retest is not None and not 0 <= column.retest < 1:
        yield "retest correlation", Fault("is not from 0 to below 1", "Type such as 0.6.")
    if both := column.missing & column.zeros:
        what = f"{len(both)} of them stand for none as well" if len(both) > 1 else "is a zero code"
        yield "missing codes", Fault(what, "A code means one thing in a column.")
    yield from _of_parameters(column, columns)


def _of_time(row: Row, column: RecordColumn, columns: tuple[RecordColumn, ...]) -> Iterator[Wrong]:
    windows = [other.heading for other in columns if other.role == "recall"]
    if not row.text("counted over"):
        yield "counted over", Fault("counted over is blank", _SAYS_WHEN)
    elif column.window and column.window not in windows:
        what = f"counted over '{column.window}' is no time"
        remedy = suggestion(column.window, windows) if windows else _SAYS_WHEN
        yield "counted over", Fault(what, remedy)
    elif column.months == 0:
        yield "counted over", Fault("counted over 0 months is no time", _SAYS_WHEN)
    if not column.per:
        yield "per", Fault("per is blank", "Choose year or week.")
    elif column.per == "week" and not column.weekly:
        yield "per", Fault("per is week, of a question about months", "Choose year.")


def _of_parameters(column: RecordColumn, columns: tuple[RecordColumn, ...]) -> Iterator[Wrong]:
    names = Counter(n for c in columns for n in (c.parameter, c.users_parameter) if n)
    for heading, name in (
        ("parameter", column.parameter),
        ("users parameter", column.users_parameter),
    ):
        if name and names[name] > 1:
            yield heading, Fault(f"'{name}' is named more than once", "One column writes a row.")
    if column.parameter and column.role not in ("outcome", "months involved"):
        fault = Fault(f"a column that is {column.role} writes none", "Clear it.")
        yield "parameter", fault
    if column.users_parameter and not (column.parameter and column.role == "outcome"):
        yield "users parameter", Fault("stands without a parameter to divide", "Name that too.")


def _codebook(stated: Statements, columns: tuple[RecordColumn, ...]) -> Codebook:
    return Codebook(
        title=stated.read("title", str, ""),
        source=stated.read("source", str, ""),
        columns=columns,
        synthetic=stated.read("synthetic", _one_of("yes", "no"), "no") == "yes",
        baseline=stated.read("baseline", _whole_number, 0),
        follow_up=stated.read("follow-up", _whole_number, 1),
        comparison=stated.read("comparison", lambda text: text.strip().lower(), ""),
        cluster=stated.read("cluster", _one_of("area", "group"), "area"),
        smallest=stated.read("smallest cell", _whole_number, 10),
        method=stated.read("method", _one_of(*CHANGES_OVER_TIME), BEFORE_AFTER),
        missing=stated.read("missing", _one_of(*FOR_LEAVERS), IMPUTED),
    )


def _one_of(*words: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in words:
            raise FaultError(f"'{text}' is not known here", chosen(words))
        return text

    return read


def _whole_number(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 4:
        raise FaultError(f"'{text}' is not a whole number", "Type such as 0, 1 or 10.")
    return int(text)


def _whole(book: Codebook, stated: Mapping[str, Row], findings: Findings) -> None:
    """What holds between the columns and About."""
    roles = {column.role for column in book.columns}
    for role in (*_NEEDED, "outcome"):
        if role not in roles and all(column.role for column in book.columns):
            fault = Fault(f"no column is the {role}", f"Say which is: its role is {role}.")
            findings.wrong(InputCell(CODEBOOK_COLUMNS.name, 1, 0), "role", fault)
    said: dict[str, Fault] = {}
    if book.follow_up <= book.baseline:
        said["follow-up"] = Fault("is not after the baseline", "Give a later wave.")
    if book.method == DIFFERENCE and not book.comparison:
        said["method"] = Fault("needs a comparison", f"Name it, or choose {BEFORE_AFTER}.")
    if book.comparison and "arm" not in roles:
        said["comparison"] = Fault("no column is the arm", "Say which is, or clear it.")
    if book.cluster == "group" and "group" not in roles:
        said["cluster"] = Fault("no column is the group", "Say which is, or choose area.")
    if book.smallest < 1:
        said["smallest cell"] = Fault("is not 1 or more", "Leave it blank: 10.")
    for item, fault in said.items():
        if item in stated and stated[item].sound("statement"):
            findings.wrong(stated[item].cell("statement"), item, fault)
