"""What may be changed on the sheet What-if: numbers, view, cohort, unit values, discount rate."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from econ.analysis.one_way import Tornado
from econ.errors import refuse, require_known
from econ.model.distributions import DirichletShare
from econ.model.parameters import Parameter, made_from
from econ.model.prices import GREEN_BOOK, GREEN_BOOK_HEALTH, DiscountRate
from econ.model.programme import Outcome
from econ.model.scenario import Scenario
from econ.model.units import figure
from econ.words import unique

DOZEN, TWO_DOZEN = 12, 24
"""How many of the numbers that matter most have a cell, and how many with the unit values."""
OPTIONS = 12
"""How many values of one outcome may be chosen from."""
EVERY_COHORT = "All cohorts"
LETTERS = 4
"""Words shorter than this tell nothing."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the things that a drop-down offers: its name, and what the reader sees."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Valuation:
    """The values that one outcome may be given: the model's own first, then others' means."""

    outcome: Outcome
    options: tuple[Choice, ...]
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Choices:
    """Everything that has a cell on the sheet.

    ``views`` and ``cohorts`` are what the drop-downs offer (an empty name is all cohorts);
    ``schedules`` are the discount rates that have a name.
    """

    numbers: tuple[str, ...]
    views: tuple[Choice, ...]
    cohorts: tuple[Choice, ...]
    valuations: tuple[Valuation, ...]
    schedules: tuple[DiscountRate, ...]


def choices(scenario: Scenario, tornado: Tornado | None, what_if: Sequence[str] = ()) -> Choices:
    """What the sheet offers for a scenario.

    The numbers are the people reached, the dozen that move the answer most (of the first ones
    used, without a tornado), the unit values, which are known locally, and those of ``what_if``.

    Raises ``ScenarioError`` where a name of ``what_if`` is not known, is not used, or is one share
    of a whole.
    """
    views = [(view, f"View: {view}") for view in scenario.perspectives]
    views += [(payer.name, payer.label) for payer in scenario.payers]
    cohorts = [("", EVERY_COHORT), *((cohort.name, cohort.label) for cohort in scenario.cohorts)]
    # The scenario's own where it is more than one rate, and the Green Book's.
    own = [scenario.discount] if len(scenario.discount.steps) > 1 else []
    rates = {rate.name: rate for rate in (*own, GREEN_BOOK, GREEN_BOOK_HEALTH)}
    return Choices(
        _numbers(scenario, tornado, what_if),
        _choices(views),
        _choices(cohorts),
        tuple(_valuations(scenario)),
        tuple(rates.values()),
    )


def _choices(named: Sequence[tuple[str, str]]) -> tuple[Choice, ...]:
    """Names with labels of which no two look the same."""
    names, labels = zip(*named, strict=True)
    return tuple(map(Choice, names, unique(labels)))


def _numbers(
    scenario: Scenario, tornado: Tornado | None, what_if: Sequence[str]
) -> tuple[str, ...]:
    _require_usable(scenario, what_if)
    ranked = [bar.parameter for bar in tornado.bars] if tornado is not None else []
    rest = sorted(scenario.used, key=list(scenario.parameters).index)
    ranked += [name for name in rest if scenario[name].uncertain] + rest
    prices = made_from([outcome.unit_value for outcome in scenario.outcomes], scenario.parameters)
    people = [name for name in rest if scenario[name].unit == "people"]
    shown = _free(scenario, [*people, *_free(scenario, ranked)[:DOZEN], *prices])[:TWO_DOZEN]
    return tuple(dict.fromkeys([*shown, *what_if]))


def _free(scenario: Scenario, names: Iterable[str]) -> list[str]:
    """Each name once, without shares that must add up with others, formulas, and what is unused."""
    return [
        name
        for name in dict.fromkeys(names)
        if name in scenario.used
        and not scenario[name].formula
        and not isinstance(scenario[name].distribution, DirichletShare)
    ]


def _require_usable(scenario: Scenario, names: Sequence[str]) -> None:
    require_known("what_if", names, scenario.parameters, "parameter")
    for name in names:
        if name not in scenario.used:
            raise refuse("what_if", name, "is not used, so nothing would move", "Leave it out.")
        if scenario[name].formula:
            what = "is made by its formula, and cannot change alone"
            raise refuse("what_if", name, what, "Name what it is made from.")
        if name not in _free(scenario, [name]):
            what = "is one share of a whole, and cannot change alone"
            raise refuse("what_if", name, what, "Leave it out, or vary the group in a scenario.")


def _valuations(scenario: Scenario) -> Iterable[Valuation]:
    """Social outcomes that have other values of the same unit.

    What a service costs is a price, to be typed; what an hour of somebody's time is worth is a
    matter of method, to be chosen.
    """
    for outcome in scenario.outcomes:
        now = scenario[outcome.unit_value]
        others = alternatives(scenario, outcome) if outcome.value_class == "social" else []
        if others:
            named = [(now.name, f"As in the model: {now.label}")]
            named += [(p.name, f"{p.label}: {figure(p.mean, p.unit)}") for p in others]
            yield Valuation(outcome, _choices(named), (now.mean, *(p.mean for p in others)))


def alternatives(scenario: Scenario, outcome: Outcome) -> list[Parameter]:
    """Other values in an outcome's unit: of groups about the same, or used by a scenario for it."""
    now = scenario[outcome.unit_value]
    known = {**scenario.library, **scenario.parameters}
    own = (now.name, now.from_library)
    others = [p for p in known.values() if p.unit == now.unit and p.money and p.name not in own]
    about = _telling(f"{outcome.label} {now.label}") - _telling(now.unit)
    steps = [step.given for asked in scenario.alternatives for step in asked.steps]
    tried = {given[outcome.name] for given in steps if isinstance(given.get(outcome.name), str)}
    alike = [p for p in others if p.name in tried or _telling(p.group) & about]
    return alike[: OPTIONS - 1]


def _telling(text: str) -> set[str]:
    """The words of a text that tell what it is about, in the singular."""
    words = re.findall(r"[a-z]+", text.lower())
    return {word.rstrip("s") for word in words if len(word) >= LETTERS}
