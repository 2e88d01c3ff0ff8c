"""How people start within a year, and until when they are supported, as it is written.

A workbook and a script say both in the same words, and are refused in the same words (C17).
"""

from __future__ import annotations

from econ.errors import FaultError, suggestion
from econ.model.prices import MONTHS, year_labels

AT_ONCE, EVENLY = "start of year", "evenly"
"""How people start within a year."""
_LONGEST = 125


def entry_of(text: str) -> str:
    """A way to start, as written: at the start of a year, evenly, or evenly from a month.

    Raises ``FaultError`` for a way, or a month, that there is not.

    >>> entry_of("evenly from october")
    'evenly from October'
    """
    how, from_, month = text.strip().lower().partition(" from ")
    if how not in (AT_ONCE, EVENLY) or (from_ and how == AT_ONCE):
        ways = f"{AT_ONCE}, {EVENLY}, or {EVENLY} from October"
        raise FaultError(f"no entry called '{text}'", f"Write {ways} (or another month).")
    if from_ and month.title() not in MONTHS:
        raise FaultError(f"no month called '{month.title()}'", suggestion(month.title(), MONTHS))
    return f"{how}{from_}{month.title()}"


def last_year(text: str, first_year: str) -> str:
    """The last year with support, as written; empty where support has no end.

    Raises ``FaultError`` where it is not one of the years from the first on.

    >>> last_year("2016/17", "2015/16")
    '2016/17'
    """
    if text and text not in year_labels(first_year, _LONGEST):
        example = year_labels(first_year, 2)[1]
        raise FaultError(
            f"'{text}' is not a year from {first_year} on",
            f"Write the last year with support, such as {example}; none where it has no end.",
        )
    return text


def years_of_support(last: str, first_year: str) -> int | None:
    """How many years of support there are; ``None`` without end."""
    return year_labels(first_year, _LONGEST).index(last) + 1 if last else None
