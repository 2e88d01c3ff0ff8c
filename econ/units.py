"""What a unit says of its number: money, a proportion, a total over cohorts."""

from __future__ import annotations

PROPORTIONS = ("proportion", "share")
"""Units of what lies between 0 and 1."""


def is_money(unit: str) -> bool:
    """Whether a unit is an amount in pounds: it begins with GBP.

    >>> is_money("GBP per attendance"), is_money("hours per week")
    (True, False)
    """
    return unit.split(" ", maxsplit=1)[0] == "GBP"


def is_proportion(unit: str) -> bool:
    """Whether a unit is one whose values lie between 0 and 1.

    >>> is_proportion("proportion"), is_proportion("visits per person")
    (True, False)
    """
    return unit in PROPORTIONS


def is_total(unit: str) -> bool:
    """Whether a unit is one whose cohorts' values must add up: people, or shares of a whole.

    >>> is_total("people"), is_total("GBP per hour")
    (True, False)
    """
    return unit in ("people", "share")
