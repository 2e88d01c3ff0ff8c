"""One cell of people's records: a number, a label, nothing, or why it cannot be read.

No message shows what stands in a cell, but where it is a number: what people typed may say who they
are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, time, timedelta
from math import isfinite, isnan

from econ.errors import Fault, FaultError
from econ.evidence.records import RecordColumn
from econ.words import exact_number
from econ.workbook.reading.cells import EXCEL_ERRORS, InputCell

_NUMBER = re.compile(r"-?(?:\d{1,15}(?:\.\d{0,15})?|\.\d{1,15})")
_EXPONENT = re.compile(r"-?\d{0,15}\.?\d{1,15}[eE][-+]?\d{1,3}")
_THOUSANDS = re.compile(r"-?\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,9})?")
_DATE = re.compile(
    r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[ T][\d:.]{1,15})?|\d{1,2}[- ][A-Za-z]{3}(?:[- ]\d{2,4})?|"
    r"[A-Za-z]{3}-\d{2,4}"
)
_ROUGH = re.compile(r"[~<>≈±]|\d ?\+|\d ?(?:-|–|to|or) ?\d", re.IGNORECASE)
_ALONE = "Type the number alone; what is no answer stands in the codebook as a code."
_FORMULA = ("is a formula", "Save the records with values only.")
_YES_NO = {"yes": 1.0, "no": 0.0, "1": 1.0, "0": 0.0}


def as_typed(cell: InputCell | None) -> str:
    """What stands in a cell, as anyone would type it; empty where nothing does.

    >>> as_typed(InputCell("", 2, 1, 99.0)), as_typed(InputCell("", 2, 1, " DK "))
    ('99', 'DK')
    """
    value = cell.value if cell is not None else None
    if value is None or (isinstance(value, float) and isnan(value)):
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value:.15g}"
    return str(value).strip()


def stands_for(text: str, codes: frozenset[str]) -> bool:
    """Whether a text is one of a column's codes; 99.0 is 99, as programs write it.

    >>> stands_for("DK", frozenset({"dk", "99"})), stands_for("99.0", frozenset({"dk", "99"}))
    (True, True)
    """
    known = text.lower() in codes
    return known or bool(_NUMBER.fullmatch(text) and f"{float(text):.15g}" in codes)


def label_in(cell: InputCell | None, column: RecordColumn) -> str:
    """A label, trimmed; empty where nothing stands there, or a code for nothing.

    Raises ``FaultError`` where it is no label.
    """
    text = as_typed(cell)
    if cell is not None and (cell.formula or cell.uncalculated):
        raise FaultError(*_FORMULA)
    if not text or stands_for(text, column.missing):
        return ""
    if text in EXCEL_ERRORS:
        raise FaultError("holds an Excel error", "Mend it, or leave the cell blank.")
    return text


def number_in(cell: InputCell | None, column: RecordColumn) -> float | None:
    """A number, none of it (a zero code), or ``None`` where no answer was given.

    Raises ``FaultError`` where it cannot be read as a number.

    >>> column = RecordColumn("visits", "outcome", kind="count", zeros=frozenset({"no"}))
    >>> number_in(InputCell("", 2, 1, "No"), column), number_in(InputCell("", 2, 1, "3"), column)
    (0.0, 3.0)
    """
    text = as_typed(cell)
    if cell is not None and (cell.formula or cell.uncalculated or text.startswith("=")):
        raise FaultError(*_FORMULA)
    if not text or stands_for(text, column.missing):
        return None
    if stands_for(text, column.zeros):
        return 0.0
    if fault := _unreadable(cell, text, column):
        raise FaultError(*fault)
    if column.kind == "yes or no" or column.role == "still involved":
        return _YES_NO[text.lower()]
    return float(text)


def _unreadable(cell: InputCell | None, text: str, column: RecordColumn) -> tuple[str, str] | None:
    value = cell.value if cell is not None else None
    if text.upper() in EXCEL_ERRORS:
        return "holds an Excel error", "Mend it where it was made, or leave the cell blank."
    if isinstance(value, bool) or text.upper() in ("TRUE", "FALSE"):
        return "is TRUE or FALSE", _ALONE
    if isinstance(value, date | time | timedelta) or _DATE.fullmatch(text):
        return "is a date, not a number", "Excel makes dates of such as 1-2: type it again as text."
    if column.kind == "yes or no" or column.role == "still involved":
        return None if text.lower() in _YES_NO else ("is not yes or no", "Type yes or no.")
    if isinstance(value, int | float) and isfinite(value):
        return None
    return None if _NUMBER.fullmatch(text) else (_of_text(text), _ALONE)


def _of_text(text: str) -> str:
    """What a text is that was meant for a number, without showing it."""
    if text.lower().strip("+-") in ("nan", "inf", "infinity"):
        return "is not a finite number"
    if _EXPONENT.fullmatch(text):
        return "is written with an exponent"
    if _THOUSANDS.fullmatch(text):
        return "has commas within the number"
    if any(sign in text for sign in "£$€"):
        return "has a sign of money"
    return "is not one number" if _ROUGH.search(text) else "is text, not a number"


def impossible(column: RecordColumn, value: float, months: float | None) -> Fault | None:
    """What is said of a number that cannot be, in a window of so many months.

    >>> impossible(RecordColumn("n", "outcome", kind="count", months=3.0), 2.5, 3.0).what
    '2.5 is not a whole number'
    """
    shown, most = exact_number(value), column.most(months)
    least = column.low if column.low is not None or column.kind == "number" else 0.0
    if column.kind in ("count", "days", "hours") and value < 0:
        return Fault(f"{shown} is below 0", _CHECK)
    if least is not None and value < least:
        return Fault(f"{shown} is below {exact_number(least)}", _CHECK)
    if most is not None and value > most:
        return Fault(f"{shown} is above {exact_number(most)}, the most there can be", _CHECK)
    if column.kind in ("count", "days") and value != int(value):
        return Fault(f"{shown} is not a whole number", _CHECK)
    return None


_CHECK = "Check the answer; what is no answer stands in the codebook as a code."
Cells = Mapping[str, InputCell]
"""The cells of a row that are not blank, by heading."""
