"""Numbers as people read them: one way for workbook, brief, notebook and command line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from math import floor, isfinite, log10

MINUS = "\N{MINUS SIGN}"
NOT_AVAILABLE = "n/a"
MILLION, TENTH = 999_500.0, 99_500.0
"""From where an amount is told in millions; and from where it is, if others beside it are."""
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)
_DAY = re.compile(rf"[1-9]\d? ({'|'.join(_MONTHS)}) \d{{4}}")
_SMALL = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def money(amount: float | None, beside: float = 0.0) -> str:
    """An amount in pounds, to two or three figures; in millions where it stands ``beside`` them.

    >>> money(3_214_000), money(-412_345), money(87_654), money(250e6), money(None)
    ('£3.2m', '−£412,000', '£87,700', '£250m', 'n/a')
    >>> money(-885_346, beside=4.2e6), money(87_654, beside=4.2e6)
    ('−£0.9m', '£87,700')
    """
    if amount is None or not isfinite(amount):
        return NOT_AVAILABLE
    size = abs(amount)
    if size >= MILLION or (size >= TENTH and beside >= MILLION):
        return pounds(amount / 1e6, 1 if size < 99.5e6 else 0, "m")
    return pounds(round(amount, min(0, 2 - floor(log10(max(size, 1))))), 0, "")


def in_prices_of(year: str) -> str:
    """In which year's prices all money of a table is (C18).

    >>> in_prices_of("2024/25")
    'Money is in 2024/25 prices.'
    """
    return f"Money is in {year} prices."


def exact_money(amount: float | None) -> str:
    """An amount in pounds, to the pound.

    >>> exact_money(-1234.5)
    '−£1,234'
    """
    if amount is None or not isfinite(amount):
        return NOT_AVAILABLE
    return pounds(amount, 0, "")


def more_or_less(amount: float) -> str:
    """A difference in words.

    >>> more_or_less(-1200.0)
    '£1,200 lower'
    """
    if abs(amount) < 0.5:
        return "no difference"
    return f"{exact_money(abs(amount))} {'higher' if amount > 0 else 'lower'}"


def exact_number(number: float) -> str:
    """A number as readers write it.

    >>> exact_number(3_200_000), exact_number(0.31)
    ('3,200,000', '0.31')
    """
    return f"{number:,.10g}"


def rounded_number(number: float | None, decimals: int = 0) -> str:
    """A count, with its sign; of nothing no sign.

    >>> rounded_number(-1234.6), rounded_number(0.26, 1), rounded_number(-0.2), rounded_number(None)
    ('−1,235', '0.3', '0', 'n/a')
    """
    if number is None or not isfinite(number):
        return NOT_AVAILABLE
    size = f"{abs(number):,.{decimals}f}"
    return MINUS + size if number < 0 and size.strip("0.,") else size


def exact_percent(share: float) -> str:
    """A share as readers write it.

    >>> exact_percent(0.95), exact_percent(0.123456)
    ('95%', '12.3456%')
    """
    return f"{exact_number(round(100 * share, 6))}%"


def axis_money(amounts: Sequence[float]) -> list[str]:
    """Amounts along one axis: in one unit, with as few decimals as tell each exactly.

    >>> axis_money([-500_000.0, 0.0, 1_000_000.0]), axis_money([0.0, 20_000.0])
    (['−£0.5m', '£0', '£1.0m'], ['£0', '£20,000'])
    """
    most = max((abs(amount) for amount in amounts), default=0.0)
    unit, letter = (1e6, "m") if most >= 999_500 else (1.0, "")
    scaled = [amount / unit for amount in amounts]
    decimals = next(
        (d for d in range(4) if all(abs(x - round(x, d)) < 1e-6 * most / unit for x in scaled)), 3
    )
    return [pounds(x, decimals, letter) for x in scaled]


def percent(share: float | None) -> str:
    """A share as a percentage; small but not nothing is said so, and rounding is nothing.

    >>> percent(0.384), percent(0.0004), percent(0.9998), percent(1.0), percent(1 - 1e-15)
    ('38%', 'under 1%', 'over 99%', '100%', '100%')
    """
    if share is None or not isfinite(share):
        return NOT_AVAILABLE
    share = round(float(share), 12)
    if 0 < share < 0.005:
        return "under 1%"
    if 0.995 <= share < 1:
        return "over 99%"
    size = f"{abs(share) * 100:.0f}%"
    return MINUS + size if share < 0 and size != "0%" else size


def about_one_in(chance: float | None) -> str:
    """A chance as people say it: about 1 in 6; empty where it is nothing, all, or hardly either.

    The plainest of so many in so many, up to ten, that comes nearest; 1 in so many where it is
    rare, and all but one where it is likely.

    >>> about_one_in(0.175), about_one_in(0.3), about_one_in(0.02), about_one_in(0.98)
    ('about 1 in 6', 'about 3 in 10', 'about 1 in 50', 'about 49 in 50')
    >>> about_one_in(0.0), about_one_in(0.996)
    ('', '')
    """
    if chance is None or not 0.005 <= chance < 0.995:
        return ""
    rare = min(chance, 1 - chance)
    if rare < 0.07:
        many = round(1 / rare, -1 if rare < 0.05 else 0)
        return f"about {1 if rare == chance else many - 1:.0f} in {many:.0f}"
    pairs = [(top, of) for of in range(2, 11) for top in range(1, of)]
    near = min(pairs, key=lambda pair: (round(abs(pair[0] / pair[1] - chance), 2), pair[1]))
    return f"about {near[0]} in {near[1]}"


def each_pound(ratio: float | None) -> str:
    """What comes back for each £1 spent.

    >>> each_pound(0.224), each_pound(1.3), each_pound(-0.05)
    ('22p', '£1.30', '−5p')
    """
    if ratio is None or not isfinite(ratio):
        return NOT_AVAILABLE
    sign = MINUS if ratio < -0.005 else ""
    return f"{sign}£{abs(ratio):,.2f}" if abs(ratio) >= 0.995 else f"{sign}{abs(ratio) * 100:.0f}p"


def counted_in_words(number: int) -> str:
    """A number of things, in words where it is small.

    >>> counted_in_words(3), counted_in_words(12)
    ('three', '12')
    """
    return _SMALL[number - 1] if number <= len(_SMALL) else str(number)


def years(number: float) -> str:
    """A horizon in words.

    >>> years(3), years(1), years(30), years(1.5)
    ('three years', 'one year', '30 years', '1.5 years')
    """
    text = counted_in_words(int(number)) if number == int(number) else f"{number:.3g}"
    return f"{text} year" if number == 1 else f"{text} years"


def people_in(number: float) -> str:
    """How many people, in words.

    >>> people_in(21191), people_in(1)
    ('21,191 people', '1 person')
    """
    return "1 person" if number == 1 else f"{number:,.0f} people"


def day(text: str) -> str:
    """A day as readers write it, whatever way it came; what is no day stays as it is.

    >>> day("2026-11-05"), day("spring 2026")
    ('5 November 2026', 'spring 2026')
    """
    try:
        found = date.fromisoformat(text.strip()[:10])
    except ValueError:
        return text.strip()
    return f"{found.day} {_MONTHS[found.month - 1]} {found.year}"


def is_day(text: str) -> bool:
    """Whether a text is a day as ``day`` writes it.

    >>> is_day("5 November 2026"), is_day("November 2026")
    (True, False)
    """
    return _DAY.fullmatch(text) is not None


def how_long(years: float) -> str:
    """A time in years, or in months where it is short.

    >>> how_long(4.03), how_long(1.0), how_long(0.5)
    ('4 years', '1 year', '6 months')
    """
    span, unit = (years, "year") if years >= 0.95 else (12 * years, "month")
    said = plain(float(f"{span:.2g}"))
    return f"{said} {unit}{'s' * (said != '1')}"


def how_soon(seconds: float) -> str:
    """How long something still takes, roughly.

    >>> how_soon(17), how_soon(170), how_soon(9_000)
    ('about 20 seconds', 'about 3 minutes', 'about 2.5 hours')
    """
    if seconds < 90:
        return f"about {max(10, round(seconds, -1)):.0f} seconds"
    if seconds < 5_400:
        return f"about {max(2, seconds / 60):.0f} minutes"
    return f"about {seconds / 3600:.2g} hours"


def about_percent(share: float, error: float) -> str:
    """A share, to as many digits as four standard errors let one know.

    >>> about_percent(0.4532, 0.001), about_percent(0.4532, 0.01), about_percent(0.4532, 0.04)
    ('45%', 'about 45%', 'about 50%')
    """
    step = next((step for step in (0.01, 0.05) if 4 * error < step), 0.1)
    about = "" if step == 0.01 else "about "
    return f"{about}{percent(round(share / step) * step)}"


_TURNED = {"fewer": "more", "less": "more", "reduction in": "increase", "lower": "higher"}


def as_change(label: str, least: float) -> str:
    """A label that says fewer, where the number may be negative: with what that would mean.

    >>> as_change("Fewer hours of care", -2.5), as_change("Fewer hours of care", 1.0)
    ('Fewer hours of care (−: more)', 'Fewer hours of care')
    """
    begun = (more for less, more in _TURNED.items() if label.lower().startswith(f"{less} "))
    turned = next(begun, "")
    return f"{label} ({MINUS}: {turned})" if turned and least < 0 else label


def listed(items: list[str]) -> str:
    """Items in a sentence.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def started(sentence: str) -> str:
    """A sentence with its first letter large, and nothing else changed."""
    return sentence[:1].upper() + sentence[1:]


def pounds(amount: float, decimals: int, letter: str) -> str:
    """Pounds to so many decimals, with the letter of their unit; nothing has no decimals.

    >>> pounds(-1.25, 1, "m"), pounds(0.0, 2, "")
    ('−£1.2m', '£0')
    """
    size = f"{abs(amount):,.{decimals}f}"
    if not size.strip("0.,"):
        return "£0"
    return f"{MINUS if amount < 0 else ''}£{size}{letter}"


def plain(size: float) -> str:
    """A size without powers of ten, and without noughts at the end.

    >>> plain(1234.0), plain(0.0004)
    ('1,234', '0.0004')
    """
    if size >= 1_000:
        return f"{size:,.0f}"
    return f"{size:.6f}".rstrip("0").rstrip(".") or "0"


def unique(headings: Sequence[str]) -> list[str]:
    """Headings of which no two are the same: later ones are numbered.

    >>> unique(["Leeds", "leeds", ""])
    ['Leeds', 'leeds (2)', 'Column 3']
    """
    found: dict[str, str] = {}
    for place, heading in enumerate(headings, 1):
        name, count = heading or f"Column {place}", 2
        while name.lower() in found:
            name, count = f"{heading or f'Column {place}'} ({count})", count + 1
        found[name.lower()] = name
    return list(found.values())


Written = str | float
"""What stands in a cell that is not blank: a number, or anything else in words."""


def cell_in_words(content: Written | None, *, share: bool = False) -> str:
    """A cell as readers write it; nothing is blank.

    >>> cell_in_words(3_200_000.0), cell_in_words(0.25, share=True), cell_in_words(None)
    ('3,200,000', '25%', 'blank')
    """
    if content is None:
        return "blank"
    if isinstance(content, str):
        return content
    return exact_percent(content) if share else exact_number(content)
