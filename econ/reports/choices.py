"""What may be changed on the sheet What-if: numbers, view, cohort, unit values, discount rate."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from econ.analysis.one_way import Tornado
from econ.errors import refuse, require_known
from econ.model.distributions import DirichletShare
from econ.model.parameters import Parameter
from econ.model.prices import GREEN_BOOK, GREEN_BOOK_HEALTH, DiscountRate
from econ.model.programme import PERSPECTIVES, Outcome
from econ.model.scenario import Scenario
from econ.model.units import figure
from econ.words import unique

DOZEN, MOST = 12, 24
"""How many of the numbers that matter most have a cell, and how many with the unit values."""

OPTIONS = 12
"""How many values of one outcome may be chosen from."""

ALL_COHORTS = "All cohorts"
LETTERS = 4
"""Words shorter than this tell nothing."""


@dataclass(frozen=True, slots=True)
class Option:
    """One of the things that a drop-down offers: its name, and what the reader sees."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Valuation:
    """The values that one outcome may be given: the model's own first, then others' means."""

    outcome: Outcome
    options: tuple[Option, ...]
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Choices:
    """Everything that has a cell on the sheet.

    ``views`` and ``cohorts`` are what the drop-downs offer (an empty name is all cohorts);
    ``schedules`` are the discount rates that have a name.
    """

    numbers: tuple[str, ...]
    views: tuple[Option, ...]
    cohorts: tuple[Option, ...]
    valuations: tuple[Valuation, ...]
    schedules: tuple[DiscountRate, ...]


def choices(scenario: Scenario, tornado: Tornado | None, what_if: Sequence[str] = ()) -> Choices:
    """What the sheet offers for a scenario.

    The numbers are the dozen that move the answer most (of the first ones used, without a
    tornado), the unit values, which are what is known locally, and those of ``what_if``.

    Raises ``ScenarioError`` where a name of ``what_if`` is not known, is not used, or is one share
    of a whole.
    """
    views = [*PERSPECTIVES, *(payer.name for payer in scenario.payers)]
    said = [f"View: {view}" for view in PERSPECTIVES]
    said += [payer.label for payer in scenario.payers]
    cohorts = [cohort.label for cohort in scenario.cohorts]
    return Choices(
        numbers=_numbers(scenario, tornado, what_if),
        views=_options(views, said),
        cohorts=_options(["", *(c.name for c in scenario.cohorts)], [ALL_COHORTS, *cohorts]),
        valuations=tuple(_valuations(scenario)),
        schedules=_schedules(scenario.discount),
    )


def _options(names: Iterable[str], labels: Sequence[str]) -> tuple[Option, ...]:
    """Options of which no two look the same."""
    return tuple(Option(n, label) for n, label in zip(names, unique(labels), strict=True))


def _numbers(
    scenario: Scenario, tornado: Tornado | None, what_if: Sequence[str]
) -> tuple[str, ...]:
    _require_usable(scenario, what_if)
    ranked = [bar.parameter for bar in tornado.bars] if tornado is not None else []
    rest = sorted(scenario.used, key=list(scenario.parameters).index)
    ranked += [name for name in rest if scenario[name].uncertain] + rest
    dozen = _free(scenario, ranked)[:DOZEN]
    prices = _free(scenario, (outcome.unit_value for outcome in scenario.outcomes))
    return tuple(dict.fromkeys([*list(dict.fromkeys([*dozen, *prices]))[:MOST], *what_if]))


def _free(scenario: Scenario, names: Iterable[str]) -> list[str]:
    """Each name once, without shares that must add up with others, and without what is unused."""
    return [
        name
        for name in dict.fromkeys(names)
        if name in scenario.used and not isinstance(scenario[name].distribution, DirichletShare)
    ]


def _require_usable(scenario: Scenario, names: Sequence[str]) -> None:
    require_known("what_if", names, scenario.parameters, "parameter")
    for name in names:
        if name not in scenario.used:
            raise refuse("what_if", name, "is not used, so nothing would move", "Leave it out.")
        if name not in _free(scenario, [name]):
            what = "is one share of a whole, and cannot change alone"
            raise refuse("what_if", name, what, "Leave it out, or vary the group in a scenario.")


def _schedules(own: DiscountRate) -> tuple[DiscountRate, ...]:
    """The scenario's own where it is more than one rate, and the Green Book's."""
    offered = [own] if len(own.steps) > 1 else []
    return tuple({rate.name: rate for rate in (*offered, GREEN_BOOK, GREEN_BOOK_HEALTH)}.values())


def _valuations(scenario: Scenario) -> Iterable[Valuation]:
    """Social outcomes that have other values of the same unit.

    What a service costs is a price, to be typed; what an hour of somebody's time is worth is a
    matter of method, to be chosen.
    """
    for outcome in scenario.outcomes:
        now = scenario[outcome.unit_value]
        others = alternatives(scenario, outcome) if outcome.value_class == "social" else []
        if others:
            labels = [f"As in the model: {now.label}"]
            labels += [f"{p.label}: {figure(p.mean, p.unit)}" for p in others]
            names = [now.name, *(p.name for p in others)]
            values = (now.mean, *(p.mean for p in others))
            yield Valuation(outcome, _options(names, labels), values)


def alternatives(scenario: Scenario, outcome: Outcome) -> list[Parameter]:
    """Other parameters and library rows of the unit in which an outcome is valued.

    All of those whose group is about what the outcome is about, then of each other group the one
    that is nearest in value; a row without a group stands for itself.
    """
    now = scenario[outcome.unit_value]
    known = {**scenario.library, **scenario.parameters}
    others = [p for p in known.values() if p.unit == now.unit and p.name != now.name and p.money]
    others = [p for p in others if p.name != now.from_library]
    about = _telling(f"{outcome.label} {now.label}") - _telling(now.unit)
    near = [p for p in others if p.name in scenario.parameters or _telling(p.group) & about]
    groups = dict[str, Parameter]()
    for other in others:
        key = other.group or other.name
        if other not in near:
            best = groups.setdefault(key, other)
            if abs(other.mean - now.mean) < abs(best.mean - now.mean):
                groups[key] = other
    return [*near, *groups.values()][: OPTIONS - 1]


def _telling(text: str) -> set[str]:
    """The words of a text that tell what it is about, in the singular."""
    words = re.findall(r"[a-z]+", text.lower())
    return {word.rstrip("s") for word in words if len(word) >= LETTERS}
