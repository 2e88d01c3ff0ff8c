"""What must follow where some numbers are set or multiplied, and the model with them so.

What arithmetic must come to is read from how it is written, never from what the model makes of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from econ.methods.plain_model import arithmetic
from econ.model.chain import Chain, Made, Member, names_in
from econ.model.distributions import Fixed, FloatArray
from econ.model.draws import Draws, with_formula_columns
from econ.model.equation import evaluate
from econ.model.impacts import Impacts
from econ.model.parameters import formulas, made_from
from econ.model.programme import Outcome
from econ.model.scenario import Scenario


def settled_at(part: Member, scenario: Scenario, given: Mapping[str, float]) -> float | None:
    """What arithmetic surely comes to where some numbers are given; else ``None``."""
    if isinstance(part, str):
        own = scenario[part].formula
        known = given.get(part)
        return known if part in given or own is None else settled_at(own, scenario, given)
    if isinstance(part, float):
        return part
    values = [settled_at(inner, scenario, given) for inner in part.parts]
    joined = ("*", *part.signs)
    if not {"+", "-"} & {*part.signs} and 0.0 in {
        value for sign, value in zip(joined, values, strict=True) if sign == "*"
    }:
        return 0.0
    known_values = tuple(value for value in values if value is not None)
    if len(known_values) < len(values):
        return None
    return arithmetic(Chain(known_values, part.signs), {})


def _power(part: Member, scenario: Scenario, names: frozenset[str]) -> int | None:
    """As which power of some numbers, moved together, arithmetic goes; ``None`` where as none."""
    if isinstance(part, float):
        return 0
    if isinstance(part, str):
        own = scenario[part].formula
        return 1 if part in names else _power(own, scenario, names) if own else 0
    powers = [_power(inner, scenario, names) for inner in part.parts]
    known = [power for power in powers if power is not None]
    if len(known) < len(powers):
        return None
    if {"+", "-"} & {*part.signs}:
        return known[0] if len({*known}) == 1 else None
    signs = (1, *(1 if sign == "*" else -1 for sign in part.signs))
    return sum(sign * power for sign, power in zip(signs, known, strict=True))


def powers_of(scenario: Scenario, names: frozenset[str]) -> list[int | None]:
    """``_power`` of each outcome; ``None`` too where time, payers or a cohort depend on them."""
    found = list[int | None]()
    for outcome in scenario.outcomes:
        parts = [_power(p, scenario, names) for p in (outcome.quantity, outcome.unit_value)]
        beside = names & _beside(scenario, outcome)
        power = None if beside or None in parts else sum(p for p in parts if p is not None)
        found.append(power)
    return found


def _beside(scenario: Scenario, outcome: Outcome) -> frozenset[str]:
    """The numbers behind an outcome's time, shares, cash, and cohorts' values made of others."""
    made = (*outcome.shares.values(), outcome.cash_share, outcome.cash_delay)
    names = [*names_in(made), *scenario.profiles[outcome.profile].names]
    names += scenario.profiles[scenario.intake].names if scenario.intake else ()
    names += [n for c in scenario.cohorts for n in names_in(c.relative.values())]
    return frozenset(made_from(names, scenario.parameters))


def numbers_behind(scenario: Scenario, outcome: Outcome) -> frozenset[str]:
    """Every number that an outcome may depend on."""
    return _beside(scenario, outcome) | {*made_from(outcome.names, scenario.parameters)}


def roots_of(scenario: Scenario, names: frozenset[str]) -> frozenset[str]:
    """Those of some numbers that are not made of others of them."""
    above = {n: frozenset(made_from([n], scenario.parameters)) - {n} for n in names}
    return frozenset(name for name in names if not above[name] & names)


def with_numbers(impacts: Impacts, given: Mapping[str, float]) -> Impacts:
    """The impacts where some numbers are given, for everybody and in every draw."""
    known = impacts.scenario.parameters
    fixed = {n: replace(known[n], distribution=Fixed(x), formula=None) for n, x in given.items()}
    cohorts = (
        replace(c, relative={n: x for n, x in c.relative.items() if n not in given})
        for c in impacts.scenario.cohorts
    )
    changed = replace(impacts.scenario, parameters={**known, **fixed}, cohorts=tuple(cohorts))
    return _evaluated(changed, impacts.draws, {n: np.array([x]) for n, x in given.items()})


def multiplied(impacts: Impacts, names: frozenset[str], factor: float) -> Impacts:
    """The impacts where some numbers are so many times what they are, in every cohort and draw."""
    known = impacts.scenario.parameters

    def times(chain: Chain) -> Chain:
        return Chain((factor, chain), ("*",))

    made = {n: known[n].formula for n in names}
    more = {n: replace(known[n], formula=times(chain)) for n, chain in made.items() if chain}
    cohorts = (
        replace(
            c,
            relative={
                n: Made(times(x.chain), x) if n in names and isinstance(x, Made) else x
                for n, x in c.relative.items()
            },
        )
        for c in impacts.scenario.cohorts
    )
    changed = replace(impacts.scenario, parameters={**known, **more}, cohorts=tuple(cohorts))
    columns = {n: factor * impacts.draws.columns[n] for n, chain in made.items() if not chain}
    return _evaluated(changed, impacts.draws, columns)


def _evaluated(scenario: Scenario, draws: Draws, columns: Mapping[str, FloatArray]) -> Impacts:
    every = with_formula_columns({**draws.columns, **columns}, formulas(scenario.parameters))
    return evaluate(scenario, replace(draws, columns=every))
