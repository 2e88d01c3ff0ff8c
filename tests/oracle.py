"""The model again, as loops over plain numbers: slow, obvious, and written apart from it."""

from collections.abc import Mapping
from math import exp

from econ.model.chain import Made, Member
from econ.model.profiles import Profile
from econ.model.programme import Cohort, Outcome
from econ.model.scenario import Scenario

Row = Mapping[str, float]
"""One draw: a value for each parameter."""


def impact(
    scenario: Scenario, row: Row, cohort: Cohort, year: int, payer: str, outcome: Outcome
) -> float:
    """Undiscounted money in one year, for one payer, from one outcome, of one cohort."""
    whole = made(scenario, row)
    local = {name: value * cohort.relative.get(name, 1.0) for name, value in row.items()}
    local |= {n: number(x, whole) for n, x in cohort.relative.items() if isinstance(x, Made)}
    row, own = whole, made(scenario, local)
    quantity = worth(outcome.quantity, own)
    sign = -1.0 if outcome.direction == "cost" else 1.0
    when = timing(scenario, scenario.profiles[outcome.profile], row, year)
    share = number(outcome.shares.get(payer, 0.0), row)
    return sign * quantity * own[outcome.unit_value] * when * share


def number(figure: float, row: Row) -> float:
    """A number of the structure, in this draw where it is made of parameters."""
    return worth(figure.chain, row) if isinstance(figure, Made) else figure


def made(scenario: Scenario, row: Row) -> Row:
    """The row, with what each formula makes of it, as often as formulas are made of formulas."""
    found = dict(row)
    formulas = {n: p.formula for n, p in scenario.parameters.items() if p.formula is not None}
    for _ in formulas:
        found |= {name: worth(chain, found) for name, chain in formulas.items()}
    return found


def cash(
    scenario: Scenario, row: Row, cohort: Cohort, year: int, payer: str, outcome: Outcome
) -> float:
    """The part of it that releases cash."""
    whole = made(scenario, row)
    share, delay = number(outcome.cash_share, whole), number(outcome.cash_delay, whole)
    released = share * min(max(year + 1 - delay, 0.0), 1.0)
    return released * impact(scenario, row, cohort, year, payer, outcome)


def discounted(scenario: Scenario, money: float, year: int) -> float:
    """Money of one year carried back to year 0, a year at a time."""
    for later in range(year, 0, -1):
        money /= 1 + scenario.discount.rate(later)
    return money


def worth(part: Member, row: Row) -> float:
    """Arithmetic, part by part from the left."""
    if isinstance(part, str):
        return row[part]
    if isinstance(part, float):
        return part
    total = worth(part.parts[0], row)
    for sign, following in zip(part.signs, part.parts[1:], strict=True):
        value = worth(following, row)
        if sign == "+":
            total += value
        elif sign == "-":
            total -= value
        elif sign == "*":
            total *= value
        else:
            total /= value
    return total


def timing(scenario: Scenario, profile: Profile, row: Row, year: int) -> float:
    """The share of a full year's effect that falls in a year of the calendar."""
    if profile.clock == "calendar":
        return at_age(profile, row, year)
    listed = scenario.profiles[scenario.intake].table if scenario.intake else (1.0,)
    starts = [number(share, row) for share in listed]
    begun = [start for start, share in enumerate(starts) if share]
    return sum(
        share * of_start(scenario, profile, row, start, year, opening=start == begun[0])
        for start, share in enumerate(starts)
        if share and start <= year
    )


STEPS = 400
"""Steps of the midpoint rule through a year of starts: its error is below 1e-6 of a year."""


def of_start(
    scenario: Scenario, profile: Profile, row: Row, start: int, year: int, *, opening: bool
) -> float:
    """The share of a year that the people of one year's start have, added up person by person."""
    ends = float("inf")
    if scenario.support_ends:
        ends = int(scenario.support_ends[:4]) - int(scenario.first_year[:4]) + 1.0
    if scenario.entry == "start of year" and not scenario.support_ends:
        return at_age(profile, row, year - start)
    if scenario.entry == "start of year":
        return of_person(profile, row, 0.0, year - start, ends - start)
    gone = 0.5 if opening and scenario.entry == "evenly from October" else 0.0
    people = [gone + (1 - gone) * (k + 0.5) / STEPS for k in range(STEPS)]
    each = [of_person(profile, row, person, year - start, ends - start) for person in people]
    return sum(each) / STEPS


def of_person(profile: Profile, row: Row, offset: float, year: int, ends: float) -> float:
    """The effect in one year on a person who starts at an offset within year 0."""
    if profile.kind not in ("involved", "involved then fading"):
        before = at_age(profile, row, year - 1) if year > 0 and offset else 0.0
        return (1 - offset) * at_age(profile, row, year) + offset * before
    leaving = row[profile.parameters[0]]
    kept, fading = 0.0, 0.0
    if profile.kind == "involved then fading":
        kept, fading = (row[name] for name in profile.parameters[1:])
    first, last = max(year - offset, 0.0), year + 1 - offset
    stop = ends - offset
    if stop <= 0:
        return 0.0
    within = spell(leaving, kept, fading, first, min(last, stop)) if first < stop else 0.0
    if last <= stop:
        return within
    there = exp(-leaving * stop) + carried(leaving, fading, stop)
    begins = max(first, stop) - stop
    after = fading_between(fading, begins, last - stop)
    return within + kept * there * after


def spell(leaving: float, kept: float, fading: float, first: float, last: float) -> float:
    """Effect between two ages, by Simpson's rule on 24 steps: below 1e-7."""
    count = 24
    width = (last - first) / count

    def effect(age: float) -> float:
        return exp(-leaving * age) + kept * carried(leaving, fading, age)

    inner = sum((4 if k % 2 else 2) * effect(first + k * width) for k in range(1, count))
    return width / 3 * (effect(first) + inner + effect(last))


def carried(leaving: float, fading: float, age: float) -> float:
    """Of an effect kept whole, what those who have left by an age still carry."""
    if abs(fading - leaving) < 1e-7:
        return leaving * age * exp(-leaving * age)
    return leaving / (fading - leaving) * (exp(-leaving * age) - exp(-fading * age))


def fading_between(fading: float, first: float, last: float) -> float:
    """Integral of e^(-fading t) between two times."""
    return (exp(-fading * first) - exp(-fading * last)) / fading if fading else last - first


def at_age(profile: Profile, row: Row, age: int) -> float:
    """The share that falls in a year since the start."""
    values = [row[name] for name in profile.parameters]
    match profile.kind:
        case "first year":
            return 1.0 if age == 0 else 0.0
        case "every year":
            return 1.0
        case "retained":
            return float(values[0] ** age)
        case "involved":
            return mean_survival(values[0], age)
        case "rising then fading":
            rise, fading = values
            return mean_survival(fading, age) - mean_survival(rise + fading, age)
        case "involved then fading":
            return mean_survival(values[0], age) + left(values[0], values[1], values[2], age)
        case _:
            if age < len(profile.table):
                return number(profile.table[age], row)
            return number(profile.table[-1], row) if profile.after == "last" else 0.0


def mean_survival(rate: float, age: int) -> float:
    """Mean of exp(-rate t) over a year."""
    return (exp(-rate * age) - exp(-rate * (age + 1))) / rate if rate else 1.0


def left(leaving: float, kept: float, fading: float, age: int) -> float:
    """What those who have left still carry, averaged over a year."""
    if abs(fading - leaving) > 1e-4:
        gap = mean_survival(leaving, age) - mean_survival(fading, age)
        return kept * leaving / (fading - leaving) * gap
    if leaving == 0:
        return 0.0

    def antiderivative(time: float) -> float:
        return -(time + 1 / leaving) * exp(-leaving * time)

    return kept * (antiderivative(age + 1) - antiderivative(age))
