"""What may stand in a cell of each kind, and what is said of anything else (C8).

A blank, an Excel error, a number kept as text, a date where a number belongs or a formula that was
never calculated is a problem at its cell, never a zero.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from keyword import iskeyword
from math import isfinite

from econ.errors import Fault, FaultError, nearest
from econ.model.chain import Chain, parse
from econ.model.prices import FASTEST, SCHEDULES, YEAR, DiscountRate, discount_rate, year_labels
from econ.model.units import share_fault
from econ.words import exact_number, exact_percent
from econ.workbook.layout import CellKind, InputColumn, briefly
from econ.workbook.reading.cells import EXCEL_ERRORS, InputCell

CellValue = str | int | float | bool | tuple[str, ...] | Chain | DiscountRate | None
"""What a cell means once it has been read."""

PATTERN = re.compile(r"[a-z][a-z0-9_]*")
"""What a name looks like."""

LONGEST_CHOICE = 10
"""Choices that a message lists; of more it names the nearest."""

_IF_BLANK: dict[CellKind, str] = {
    "number": "Type a number.",
    "count": "Type a whole number, 0 or more.",
    "share": "Type a share; 0% where there is none.",
    "yes/no": "Type yes or no.",
}


def read_cell(cell: InputCell, column: InputColumn) -> CellValue:
    """What a cell means in its column; ``None`` where it is blank.

    Raises ``FaultError`` where it cannot mean anything there.

    >>> read_cell(InputCell("Parameters", 4, 4, 0.24), InputColumn("value", "number", ""))
    0.24
    """
    if cell.uncalculated:
        raise FaultError(
            f"{column.heading} is a formula without a stored value",
            "Open the workbook in Excel, let it calculate and save it; "
            "a formula may not give a blank.",
        )
    if cell.blank:
        return None
    if cell.value in EXCEL_ERRORS:
        noun = "number" if column.kind in ("number", "share", "count") else column.heading
        what = f"{column.heading} holds the Excel error {cell.value}"
        raise FaultError(what, f"Mend the formula, or type the {noun}.")
    if column.named and isinstance(cell.value, str) and _NAMED.search(cell.value):
        return _chain(cell, column)
    return _KINDS[column.kind](cell, column)


def blank_fault(column: InputColumn) -> Fault:
    """What is said of a blank cell that must be filled in.

    >>> blank_fault(InputColumn("direction", "choice", "", choices=("saving", "cost")))
    Fault(what='direction is blank', remedy='Choose saving or cost.')
    """
    if column.choices:
        remedy = chosen(column.choices)
    else:
        remedy = _IF_BLANK.get(column.kind) or f"Fill it in: {briefly(column.meaning)}"
    return Fault(f"{column.heading} is blank", remedy)


def chosen(choices: Sequence[str]) -> str:
    """The remedy where one of a few words is wanted.

    >>> chosen(("high", "medium", "low"))
    'Choose high, medium or low.'
    """
    *first, last = choices
    return f"Choose {', '.join(first)} or {last}." if first else f"Choose {last}."


def _number(cell: InputCell, column: InputColumn) -> float:
    value, remedy = cell.value, "Format the cell as a number and type the number again."
    if isinstance(value, str):
        if _LONG.search(value):
            what = f"{column.heading} has more than 17 digits: {value.strip()[:20]}…"
            raise FaultError(what, "Type it again: Excel keeps 15 digits of a number.")
        what = f"{column.heading} is text, not a number: '{value}'"
        raise FaultError(what, _meant(value, column))
    if isinstance(value, bool):
        what, remedy = str(value).upper(), "Type a number."
    elif isinstance(value, int | float):
        if abs(value) <= LARGEST_NUMBER:
            return float(value)
        if isfinite(value):
            what = f"{column.heading} {exact_number(value)} is beyond {LARGEST_NUMBER:g}"
            raise FaultError(what, "Check the number, and its unit.")
        what = "too large"
    else:
        what = "a date or a time"
    raise FaultError(f"{column.heading} is {what}, not a number", remedy)


_NAMED = re.compile(r"(?<![\w.])(?!(?:GBP|n/?a|none|nil)\b)[^\W\d]", re.IGNORECASE)
"""The beginning of a name: what has one is no number, nor nothing, that was typed as text."""
LARGEST_NUMBER = 1e15
"""The largest number that is read: beyond it Excel drops digits."""
_LONG = re.compile(r"^\s*[-+]?[0.]*[1-9]\.?(?:\d\.?){17,}(?:[eE][-+]?\d+)?\s*$")
_LOOK_ALIKE = str.maketrans(dict.fromkeys("\u2212\u2013\u2014\u2010\u2011\u2012\ufe63\uff0d", "-"))
_POINT = re.compile(r"(?<=\d)[\xb7\u2219\u22c5\u2022\u02d9\uff0e](?=\d)")


def _meant(text: str, column: InputColumn) -> str:
    """The number that a text seems to mean, as a remedy: with signs and points that look alike."""
    bare = _POINT.sub(".", re.sub(r"[£\s]|GBP", "", text).translate(_LOOK_ALIKE))
    bare = re.sub(r"(?<=\d),(?=\d{3}(\D|$))", "", bare)
    bare = re.sub(r"^(-?\d+),(\d+)", r"\1.\2", bare)  # a decimal comma
    match = _TYPED.fullmatch(bare)
    if match is None and (said := _printed(bare)):
        return said
    if match is None:
        return "Type a number." if column.required else "Type a number, or leave the cell blank."
    number = float(match["number"])
    shown_as = f" or {number:g}%" if match["times"] == "%" else ""
    number *= _TIMES[match["times"].lower()]
    return f"Type {number:.12g},{shown_as} in a cell that is not formatted as text."


_IN_PRINT = (
    (re.compile(r"\A\((\d++(?:\.\d++)?)\)"), "Type -{}: brackets are not read as a minus."),
    (re.compile(r"\A(-?\d++(?:\.\d++)?)\((\d++(?:\.\d++)?)\)"), "Type {}, and {} in sd or in se."),
    (re.compile(r"\A(\d++(?:\.\d++)?)(?:-|to)(\d++(?:\.\d++)?)"), "Type {} in low and {} in high."),
)
"""What tables in print have in one cell, without blanks, and where it goes."""


def _printed(bare: str) -> str:
    """Where the numbers go of which a cell in print has several; empty where it has none."""
    found = ((said, pattern.fullmatch(bare)) for pattern, said in _IN_PRINT)
    return next((said.format(*match.groups()) for said, match in found if match), "")


_TYPED = re.compile(
    r"(?P<number>[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,2})?)(?P<times>%|k|m|bn|)", re.I
)
_TIMES = {"": 1.0, "%": 0.01, "k": 1e3, "m": 1e6, "bn": 1e9}


def _share(cell: InputCell, column: InputColumn) -> float:
    number = _number(cell, column)
    if fault := share_fault(number):
        raise FaultError(f"{column.heading} {fault.what}", fault.remedy)
    return number


def _growth(cell: InputCell, column: InputColumn) -> float:
    number = _number(cell, column)
    if abs(number) > FASTEST:
        remedy = f"Growth a year lies between -{FASTEST:.0%} and {FASTEST:.0%}."
        if abs(number) <= 100 * FASTEST:
            remedy = f"Did you mean {number:g}%? Type {number:g}% or {number / 100:g}."
        what = f"{column.heading} {exact_number(number)} is {exact_percent(number)} a year"
        raise FaultError(what, remedy)
    return number


def rate_of(text: str) -> DiscountRate:
    """A discount rate as written.

    Raises ``FaultError`` where it is neither a schedule's name nor a rate.

    >>> rate_of("1.5%").name
    '1.5%'
    """
    try:
        return discount_rate(text)
    except ValueError as error:
        named = ", ".join(schedule.name for schedule in SCHEDULES)
        remedy = f"Write {named}, or a rate such as 3.5%."
        bare = text.replace(".", "", 1).isdecimal()
        if bare and 1 <= float(text) < 30:
            remedy = f"Did you mean {text}%?"
        raise FaultError(f"cannot read the rate '{text}'", remedy) from error


def _count(cell: InputCell, column: InputColumn) -> int:
    number = _number(cell, column)
    if number < 0 or number != int(number):
        what = f"{column.heading} {exact_number(number)} is not a whole number, 0 or more"
        raise FaultError(what, _IF_BLANK["count"])
    return int(number)


def _year(cell: InputCell, column: InputColumn) -> str:
    if isinstance(cell.value, date):
        remedy = "Excel makes a date of such as 2011/12: format the cell as text and type it again."
        raise FaultError(f"{column.heading} is a date, not a year", remedy)
    return year_of(_text(cell, column), column.heading)


def year_of(text: str, heading: str = "") -> str:
    """A calendar or financial year.

    Raises ``FaultError`` where a text is neither.

    >>> year_of("2024/25")
    '2024/25'
    """
    if YEAR.fullmatch(text) and text == year_labels(text, 1)[0]:
        return text
    start = re.match(r"\d{4}", text)
    example = year_labels(f"{start.group()}/", 1)[0] if start else "2024/25"
    remedy = f"Write a financial year as {example} and a calendar year as {example[:4]}."
    raise FaultError(f"{heading} '{text}' is not a year".lstrip(), remedy)


def _text(cell: InputCell, column: InputColumn) -> str:
    """Text as it is; numbers and dates in the columns of words as they would be typed."""
    value = cell.value
    if isinstance(value, date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return f"{value:.12g}"
    return str(value) if column.refers else str(value).strip()


def _setting(cell: InputCell, column: InputColumn) -> float | str:
    """A number, a name or words: which of them is wanted is told by another cell of the row."""
    words = isinstance(cell.value, str | date)
    return _text(cell, column) if words else _number(cell, column)


def _name(cell: InputCell, column: InputColumn) -> str:
    """A name that is given here; one that refers elsewhere is looked up there instead."""
    text = str(cell.value)
    if column.refers:
        return text
    if not PATTERN.fullmatch(text):
        made = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")
        made = made if PATTERN.fullmatch(made) else f"x_{made}".rstrip("_")
        remedy = f"Write it as {made}: small letters, digits and underscores, a letter first."
        raise FaultError(f"'{text}' is not a name", remedy)
    if iskeyword(text) or text == "why":
        remedy = f"Choose another, such as {text}_value."
        raise FaultError(f"'{text}' means something else in scripts", remedy)
    return text


def _names(cell: InputCell, column: InputColumn) -> tuple[str, ...]:
    listed = tuple(name.strip() for name in _text(cell, column).split(","))
    if "" in listed:
        what = f"{column.heading} has a comma without a name"
        raise FaultError(what, "Put one comma between names.")
    return listed


def _choice(cell: InputCell, column: InputColumn) -> str:
    number = isinstance(cell.value, int | float)
    text = _text(cell, column) if number else str(cell.value)
    if text in column.choices:
        return text
    likely = nearest(text, column.choices) if len(column.choices) > LONGEST_CHOICE else ""
    remedy = f"Did you mean '{likely}'?" if likely else chosen(column.choices)
    raise FaultError(f"no {column.heading} called '{text}'", remedy)


def _yes_no(cell: InputCell, column: InputColumn) -> bool:
    if cell.value not in ("yes", "no"):
        text = _text(cell, column)
        raise FaultError(f"{column.heading} is '{text}', not yes or no", "Type yes or no.")
    return cell.value == "yes"


def _chain(cell: InputCell, column: InputColumn) -> Chain:
    try:
        return parse(_text(cell, column))
    except FaultError as error:
        what = f"{column.heading}: {error.fault.what}"
        raise FaultError(what, error.fault.remedy) from error


_KINDS: dict[CellKind, Callable[[InputCell, InputColumn], CellValue]] = {
    "name": _name,
    "names": _names,
    "text": _text,
    "number": _number,
    "share": _share,
    "count": _count,
    "choice": _choice,
    "yes/no": _yes_no,
    "chain": _chain,
    "year": _year,
    "link": _text,
    "rate": lambda cell, column: rate_of(_text(cell, column)),
    "growth": _growth,
    "setting": _setting,
}
