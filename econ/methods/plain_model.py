"""The equation a second time, in plain Python, a number at a time, written apart from the model.

    impact[cohort, year, payer, outcome] =
        sign * quantity[cohort] * unit value * profile[year] * share[payer]

It shares no arithmetic with ``econ.model.equation``: no arrays, and no closed form of a time
profile, which is added up moment by moment and person by person instead. It is slow, and there to
be read and held against the model (``econ verify``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import exp, nan, sqrt

from econ.model.chain import Made, Member
from econ.model.profiles import Profile
from econ.model.programme import Cohort, Outcome
from econ.model.scenario import Scenario

OneDraw = Mapping[str, float]
"""One draw: a value for each parameter that has no formula."""
CellNames = tuple[str, str, str, str]
"""The names of a cohort, a year, a payer and an outcome."""


def impacts_of_row(scenario: Scenario, row: OneDraw) -> dict[CellNames, float]:
    """Undiscounted pounds of one draw, by cohort, year, payer and outcome, in that order.

    >>> import econ
    >>> base = econ.read("parameters/side_by_side.xlsx")
    >>> row = {name: parameter.mean for name, parameter in base.parameters.items()}
    >>> found = sum(impacts_of_row(base, row).values())
    >>> bool(abs(found - econ.run(base, 2).total()[0]) < 1e-5)
    True
    """
    whole, years = _with_formulas(scenario, row), range(scenario.years)
    when = {
        name: [_in_year(scenario, profile, whole, year) for year in years]
        for name, profile in scenario.running.items()
    }
    found = dict[CellNames, float]()
    for cohort in scenario.cohorts:
        own = _of_cohort(scenario, cohort, whole)
        amounts = {o.name: _amount(o, own) for o in scenario.outcomes}
        for year, label in enumerate(scenario.year_labels):
            for payer in scenario.payers:
                for outcome in scenario.outcomes:
                    share = _number(outcome.shares.get(payer.name, 0.0), whole)
                    grown = (1 + outcome.growth) ** year
                    money = amounts[outcome.name] * grown * when[outcome.profile][year] * share
                    found[cohort.name, label, payer.name, outcome.name] = money
    return found


def cash_of_row(scenario: Scenario, row: OneDraw) -> dict[CellNames, float]:
    """The part of ``impacts_of_row`` that releases cash."""
    whole, years = _with_formulas(scenario, row), scenario.year_labels
    released = dict[tuple[str, str], float]()
    for outcome in scenario.outcomes:
        delay = _number(outcome.cash_delay, whole)
        for year, label in enumerate(years):
            begun = min(max(year + 1 - delay, 0.0), 1.0)
            released[label, outcome.name] = _number(outcome.cash_share, whole) * begun
    found = impacts_of_row(scenario, row)
    return {place: money * released[place[1], place[3]] for place, money in found.items()}


def carried_back(scenario: Scenario, outcome: Outcome, money: float, year: int) -> float:
    """Money of an outcome in one year carried back to year 0, a year at a time."""
    rate = outcome.discount_rate or scenario.discount
    for later in range(year, 0, -1):
        money /= 1 + rate.rate(later)
    return money


def arithmetic(part: Member, row: OneDraw) -> float:
    """What arithmetic comes to, part by part from the left; not a number where it divides by 0."""
    if isinstance(part, str):
        return row[part]
    if isinstance(part, float):
        return part
    total = arithmetic(part.parts[0], row)
    for sign, following in zip(part.signs, part.parts[1:], strict=True):
        value = arithmetic(following, row)
        if sign == "+":
            total += value
        elif sign == "-":
            total -= value
        elif sign == "*":
            total *= value
        else:
            total = total / value if value else nan
    return total


def _amount(outcome: Outcome, own: OneDraw) -> float:
    """A full year's money of an outcome in one cohort: positive is saved, negative is spent."""
    sign = -1.0 if outcome.direction == "cost" else 1.0
    return sign * arithmetic(outcome.quantity, own) * own[outcome.unit_value]


def _number(figure: float, row: OneDraw) -> float:
    """A number of the structure, in this draw where it is made of parameters."""
    return arithmetic(figure.chain, row) if isinstance(figure, Made) else figure


def _with_formulas(scenario: Scenario, row: OneDraw) -> OneDraw:
    """The row, with what each formula makes of it, as often as formulas are made of formulas."""
    found = dict(row)
    formulas = {n: p.formula for n, p in scenario.parameters.items() if p.formula is not None}
    for _ in formulas:
        found |= {name: arithmetic(chain, found) for name, chain in formulas.items()}
    return found


def _of_cohort(scenario: Scenario, cohort: Cohort, whole: OneDraw) -> OneDraw:
    """The row as one cohort has it: its own values, and what formulas make of those."""
    own = {name: value * cohort.relative.get(name, 1.0) for name, value in whole.items()}
    own |= {n: _number(x, whole) for n, x in cohort.relative.items() if isinstance(x, Made)}
    return _with_formulas(scenario, own)


def _in_year(scenario: Scenario, profile: Profile, row: OneDraw, year: int) -> float:
    """The share of a full year's effect that falls in a year of the calendar."""
    if profile.clock == "calendar":
        return _of_person(profile, row, 0.0, year, None)
    listed = scenario.profiles[scenario.intake].table if scenario.intake else (1.0,)
    starts = [_number(share, row) for share in listed]
    begun = [start for start, share in enumerate(listed) if share]
    entry = scenario.starting
    total = 0.0
    for start in (start for start in begun if start <= year):
        ends = None if entry.support is None else entry.support - start

        def person(offset: float, start: int = start, ends: float | None = ends) -> float:
            return _of_person(profile, row, offset, year - start, ends)

        gone = entry.first if start == begun[0] else 0.0
        pieces = _pieces(profile, row)
        mean = _integral(person, gone, 1.0, pieces) / (1 - gone) if entry.evenly else person(0.0)
        total += starts[start] * mean
    return total


def _of_person(
    profile: Profile, row: OneDraw, offset: float, year: int, ends: float | None
) -> float:
    """A year's effect on a person who starts at an offset within year 0, moment by moment.

    ``ends`` is when support does, counted from the beginning of year 0.
    """
    stop = None if ends is None else ends - offset
    pieces = _pieces(profile, row)

    def effect(age: float) -> float:
        return _effect(profile, row, age, stop)

    birthday = float(year)  # where what is given year by year of age steps
    before = _integral(effect, max(year - offset, 0.0), birthday, pieces) if offset else 0.0
    return before + _integral(effect, birthday, year + 1 - offset, pieces)


def _effect(profile: Profile, row: OneDraw, age: float, stop: float | None) -> float:
    """The effect at a moment, on somebody who is supported until ``stop``."""
    values = [row[name] for name in profile.parameters]
    match profile.kind:
        case "first year":
            return 1.0 if age < 1 else 0.0
        case "every year":
            return 1.0
        case "retained":
            return float(values[0] ** int(age))
        case "involved":
            return exp(-values[0] * age) if stop is None or age < stop else 0.0
        case "rising then fading":
            rise, fading = values
            never = stop is not None and stop <= 0
            return 0.0 if never else (1 - exp(-rise * age)) * exp(-fading * age)
        case "involved then fading":
            leaving, kept, fading = values
            return _lasting(leaving, kept, fading, age, stop)
        case _:
            place = int(age)
            if place < len(profile.table):
                return _number(profile.table[place], row)
            return _number(profile.table[-1], row) if profile.after == "last" else 0.0


def _lasting(leaving: float, kept: float, fading: float, age: float, stop: float | None) -> float:
    """Involved, or gone and carrying on a part that fades; all leave when support stops."""
    if stop is None or age < stop:
        return exp(-leaving * age) + kept * _left(leaving, fading, age)
    if stop <= 0:
        return 0.0
    there = exp(-leaving * stop) + _left(leaving, fading, stop)
    return kept * there * exp(-fading * (age - stop))


def _left(leaving: float, fading: float, age: float) -> float:
    """Of an effect kept whole, what those who have left by an age still carry."""
    if abs(fading - leaving) < 1e-7:
        return leaving * age * exp(-leaving * age)
    return leaving / (fading - leaving) * (exp(-leaving * age) - exp(-fading * age))


def _pieces(profile: Profile, row: OneDraw) -> int:
    """Into how many pieces a year is cut: more where an effect goes fast."""
    if profile.kind not in ("involved", "involved then fading", "rising then fading"):
        return 1
    return 2 + min(int(max(abs(row[name]) for name in profile.parameters)), 60)


_INNER, _OUTER = sqrt(5 - 2 * sqrt(10 / 7)) / 3, sqrt(5 + 2 * sqrt(10 / 7)) / 3
_WEIGHTS = (322 + 13 * sqrt(70)) / 900, (322 - 13 * sqrt(70)) / 900
_NODES = (
    (0.0, 128 / 225),
    *((side * _INNER, _WEIGHTS[0]) for side in (-1, 1)),
    *((side * _OUTER, _WEIGHTS[1]) for side in (-1, 1)),
)
"""Five points of Gauss and Legendre, from -1 to 1, with their weights."""


def _integral(of: Callable[[float], float], low: float, high: float, pieces: int) -> float:
    """The integral between two ages, by five points in each piece."""
    half, total = (high - low) / pieces / 2, 0.0
    for piece in range(pieces):
        middle = low + half * (2 * piece + 1)
        total += sum(weight * of(middle + half * x) for x, weight in _NODES)
    return half * total
