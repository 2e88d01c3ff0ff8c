"""How the summary workbook looks: its colours, its number formats, and room for its words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise, repeat

from econ.model.measures import Definition
from econ.palette import BLUE, GREY
from econ.words import MILLION, MINUS, TENTH

Look = Mapping[str, object]
"""Properties of a cell's format, as XlsxWriter names them."""

FONT, SIZE = "Arial", 11
BODY: Look = {"font_name": FONT, "font_size": SIZE}
INDENT = 1.5
"""Characters that one step of indentation takes."""


def signed(shown: str) -> str:
    """A number format with a real minus sign, and none before a zero.

    >>> signed('"£"#,##0')
    '"£"#,##0;"−£"#,##0;"£"#,##0'
    """
    negative = f'"{MINUS}£"{shown[3:]}' if shown.startswith('"£"') else f'"{MINUS}"{shown}'
    return f"{shown};{negative};{shown}"


POUNDS = signed('"£"#,##0')
PENCE = signed('"£"#,##0.00')
MILLIONS = signed('"£"0.0,,"m"')
THOUSANDS = signed('"£"#,##0,"k"')
SHARE = signed("0%")
CHANCE = "0.0%"
LIKELIHOOD = '[=0]0%;[<0.005]"under 1%";0%'
"""A chance, and not 0% where some draw has it."""
EXACT_SHARE = signed("0.0##%")
WHOLE = signed("#,##0")
ONE_DECIMAL = signed("#,##0.0")
DECIMAL = signed("#,##0.00")
PERCENT_A_YEAR = signed("0.0%")
EXACT = signed("#,##0.0#####")
FIXED = '"fixed";"fixed";"fixed"'
"""A number that stands there for whoever points at it, and is shown not to vary."""
TEXT = "General"


def among_millions(amount: float | None, largest: float) -> str:
    """The format of an amount beside others, where the largest is in millions; else none.

    >>> among_millions(-885_346.0, 4.2e6) == MILLIONS, among_millions(885_346.0, 9e5)
    (True, '')
    """
    size = abs(amount or 0.0)
    if largest < MILLION or not size:
        return ""
    return MILLIONS if size >= TENTH else THOUSANDS


TITLE: Look = {"bold": True, "font_size": 16, "font_color": BLUE}
SUBTITLE: Look = {"bold": True, "font_size": 13, "font_color": BLUE}
NOTE: Look = {"font_color": GREY}
STRONG: Look = {"bold": True}
RIGHT: Look = {"align": "right"}
SAID: Look = {**STRONG, "font_color": "#000000"}
NAMING: Look = {**STRONG, "text_wrap": False, "align": "general"}
ALERT: Look = {"bold": True, "bg_color": "#FDE5D9", "font_color": "#000000"}
HEADING: Look = {
    "bold": True,
    "font_color": "#FFFFFF",
    "bg_color": BLUE,
    "text_wrap": True,
    "valign": "bottom",
}
LINED: Look = {"bottom": 1, "bottom_color": "#C8C8C8", "valign": "vcenter"}
TOTAL: Look = {**LINED, "bold": True, "top": 1, "top_color": GREY, "bottom_color": GREY}
INPUT: Look = {
    "locked": False,
    "font_color": "#0000C8",
    "bg_color": "#FFF9DB",
    "border": 1,
    "border_color": "#B0B0B0",
}
ADDRESS: Look = {"font_color": BLUE, "underline": 1, "text_wrap": True}


_WIDTHS = {
    "ijl'": 222,
    " !,./:;[]|\\ftI": 278,
    "()-r`": 333,
    '"*': 389,
    "ckvxyzsJ": 500,
    "+<=>~−×": 584,
    "FTZ": 611,
    "ABEKPSVXY&": 667,
    "CDHNRUw": 722,
    "GOQ": 778,
    "mM": 833,
    "%": 889,
    "W—…@": 1000,
}
_EM = {letter: width for letters, width in _WIDTHS.items() for letter in letters}
_OTHER_EM = 556
"""Widths of Arial's letters, in thousandths of an em; digits and most small letters have the last.
"""
_PIXELS_A_UNIT, _PADDING, _SLACK = 8.0, 6.0, 1.03


def figure_format(of: Definition) -> str:
    """How answers of a measure are shown."""
    return POUNDS if of.in_pounds else PERCENT_A_YEAR if of.is_rate else DECIMAL


def pixels(text: str, size: float = SIZE, bold: bool = False) -> float:
    """How wide a line of Arial is, in pixels; rather too wide than too narrow."""
    return _ems(text) * _pixels_an_em(size, bold)


def _ems(text: str) -> int:
    return sum(map(_EM.get, text, repeat(_OTHER_EM)))


def _pixels_an_em(size: float, bold: bool) -> float:
    """Of a thousandth of one."""
    return size * 96 / 72 * _SLACK * (1.07 if bold else 1.0) / 1000


def lines(text: str, width: float, size: float = SIZE, bold: bool = False) -> int:
    """How many lines a text takes in a column of this width, as words wrap.

    >>> lines("one two three", 100), lines("one two three", 6)
    (1, 3)
    """
    return max(1, len(broken(text, width, size, bold)))


def broken(text: str, width: float, size: float = SIZE, bold: bool = False) -> list[str]:
    """A text cut into lines that fit a column of this width (in characters, as Excel counts)."""
    room = width * _PIXELS_A_UNIT - _PADDING
    return [line for part in text.split("\n") for line in _filled(part, room, size, bold)]


def _filled(text: str, room: float, size: float, bold: bool) -> Iterator[str]:
    """Words laid into lines; a word longer than a line takes as many as it needs."""
    most, line, wide = room / _pixels_an_em(size, bold), "", 0
    for word in text.split(" "):
        own = _ems(word)
        if line and wide + _EM[" "] + own <= most:
            line, wide = f"{line} {word}", wide + _EM[" "] + own
            continue
        if line:
            yield line
        *full, line = [word] if own <= most else _pieces(word, most)
        yield from full
        wide = _ems(line)
    yield line


def _pieces(word: str, most: float) -> list[str]:
    """A word cut into pieces of as many letters as a line of so many ems holds for certain."""
    letters = max(1, int(most / _EM.get("n", _OTHER_EM)))
    edges = [*range(0, len(word), letters), len(word)]
    return [word[a:b] for a, b in pairwise(edges)]
