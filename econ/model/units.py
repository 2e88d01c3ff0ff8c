"""What a unit says of its number: money, a proportion, a total, and how much of it there can be."""

from __future__ import annotations

import re

from econ.errors import Fault
from econ.words import MINUS, exact_number, exact_percent, money, percent, plain, pounds

PROPORTIONS = ("proportion", "share")
"""Units of what lies between 0 and 1."""
_EXACT = ("people", *PROPORTIONS)
_POUNDS = re.compile(r"£|gbp\b|pounds?\b", re.IGNORECASE)
_CODES = r"(?:EUR|USD|AUD|CAD|NZD|CHF|SEK|NOK|DKK|JPY)\b"
_OTHER_MONEY = re.compile(rf"{_CODES}|(?:US )?dollars?\b|euros?\b|(?:US)?[€$¥]", re.IGNORECASE)
_MANY = re.compile(
    r"(?:GBP|£|pounds?) ?(?:thousands?|k|'?000'?s?|millions?|mn?|bn|billions?)\b",
    re.IGNORECASE,
)
_EACH = re.compile(
    r"(?:\bper|\bevery|\beach|/) ?(?:(?:\d+|half|two|three|four|six|nine|twelve)[ -]"
    r"(?:hour|day|week|month|year)s?|quarter|fortnight|semester)\b",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"%|per ?cent(age)?\b", re.IGNORECASE)
_SHARE_OF = re.compile(r"(proportion|share) of\b", re.IGNORECASE)
_ONE = r"(?: (?:a|per) (?:person|carer|member|participant|client|patient))?"
_SPAN = re.compile(
    rf"(?P<what>hour|day|week)s?(?: of \w+)?{_ONE} (?:a|per|each) (?P<span>day|week|year){_ONE}"
)
_MOST = {
    ("hour", "day"): 24.0,
    ("hour", "week"): 168.0,
    ("hour", "year"): 8784.0,
    ("day", "week"): 7.0,
    ("day", "year"): 366.0,
    ("week", "year"): 53.0,
}


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


def capacity_in(unit: str) -> str:
    """What so many of something make: the bed of bed days per bed; empty where a unit says none.

    >>> capacity_in("bed days per bed"), capacity_in("hours per week"), capacity_in("GBP per hour")
    ('bed', '', '')
    """
    what = unit.rpartition(" per ")[2] if " per " in unit and not is_money(unit) else ""
    return "" if what in ("hour", "day", "week", "month", "year") else what


def is_total(unit: str) -> bool:
    """Whether a unit is one whose cohorts' values must add up: people, or shares of a whole.

    >>> is_total("people"), is_total("GBP per hour")
    (True, False)
    """
    return unit in ("people", "share")


def figure(number: float, unit: str = "") -> str:
    """A number in its unit, to three figures: pounds, a percentage, or as it is.

    >>> figure(0.84, "proportion"), figure(-2.4951, "hours per week"), figure(48, "GBP per hour")
    ('84%', '−2.5', '£48.00')
    """
    if is_money(unit):
        small = 0 < abs(number) < 1_000
        return pounds(number, 2, "") if small else money(number)
    if is_proportion(unit):
        return percent(number)
    text = plain(float(f"{abs(number):.3g}"))
    return MINUS + text if number < 0 and text != "0" else text


def in_unit(number: float, unit: str) -> str:
    """A number with what it counts, where its figure does not say so already.

    >>> in_unit(4.16, "hours per week"), in_unit(48, "GBP per hour"), in_unit(0.3, "proportion")
    ('4.16 hours per week', '£48.00 per hour', '30%')
    """
    counted = "" if is_proportion(unit) else unit.removeprefix("GBP").strip()
    return f"{figure(number, unit)} {counted}".rstrip()


def unit_fault(unit: str) -> Fault | None:
    """What is said of a unit that is not one, and what to do; ``None`` where it may stand.

    >>> unit_fault("share of people").remedy
    "Write 'proportion'; say in the label of what."
    """
    if many := _MANY.match(unit):
        remedy = f"Type the amount in pounds, and the unit as GBP{unit[many.end() :]}."
        return Fault(f"unit '{unit}' is of more than one pound", remedy)
    if each := _EACH.search(unit):
        remedy = "Give it per month or per year, as 3 per 6 months is 0.5 per month."
        return Fault(f"unit '{unit}' is {each.group().strip()}", remedy)
    if is_money(unit):
        return None
    if _POUNDS.match(unit):
        remedy = "Begin it with GBP and a space, as in GBP per hour."
        return Fault(f"unit '{unit}' is money that does not begin with GBP", remedy)
    if _OTHER_MONEY.match(unit):
        remedy = "Choose a value in GBP, or add its rate to the sheet Indices, as 'USD per GBP'."
        if not re.match(_CODES, unit):
            remedy = "Begin it with a code such as USD; its rate is 'USD per GBP' in Indices."
        return Fault(f"unit '{unit}' is not in pounds", remedy)
    if unit.strip().lower() in _EXACT and unit not in _EXACT:
        return Fault(f"no unit called '{unit}'", f"Did you mean '{unit.strip().lower()}'?")
    if _PERCENT.match(unit):
        remedy = "Write 'proportion', and the number as 17% or 0.17."
        return Fault(f"unit '{unit}' is a proportion in other words", remedy)
    if _SHARE_OF.match(unit):
        remedy = "Write 'proportion'; say in the label of what."
        return Fault(f"unit '{unit}' is a proportion in other words", remedy)
    return None


def share_fault(number: float, least: float = 0.0, or_else: str = "") -> Fault | None:
    """What is said of a share outside 0 to 1, such as 17 where 17% was meant.

    >>> share_fault(17).remedy
    'Did you mean 17%? Type 17% or 0.17.'
    """
    if least <= number <= 1:
        return None
    remedy = f"A share lies between {exact_percent(least)} and 100%{or_else or '.'}"
    if 1 < number <= 100:
        remedy = f"Did you mean {number:g}%? Type {number:g}% or {number / 100:g}."
    return Fault(f"{exact_number(number)} is {exact_percent(number)}", remedy)


def most_in(unit: str) -> tuple[float, str] | None:
    """The most that a unit of time allows of itself, with its words.

    >>> most_in("hours of care per week")
    (168.0, 'hours of a week')
    """
    match = _SPAN.fullmatch(unit)
    most = _MOST.get((match["what"], match["span"])) if match else None
    return (most, f"{match['what']}s of a {match['span']}") if match and most else None
