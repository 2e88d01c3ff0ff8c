"""Scenarios of every combination of some values: a grid, made by the verbs of the scenario."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import product
from numbers import Real
from typing import Any

from econ.errors import counted, refuse, require_known
from econ.model.distributions import Fixed
from econ.model.parameters import priced
from econ.model.scenario import Scenario
from econ.model.units import is_proportion
from econ.words import exact_percent, started

_SETTINGS = {"perspective": "seen_by"} | dict.fromkeys(
    ("years", "discount", "entry", "support_ends"), "over"
)
"""What else may be an axis than parameters and outcomes, and the verb that changes it."""


def grid(base: Scenario, /, **axes: object) -> tuple[Scenario, ...]:
    """A scenario for each combination of these values, named by them in words.

    An axis is a parameter, as ``vary`` takes it (a bare number fixes it); ``years``, ``discount``,
    ``entry`` or ``support_ends``, as ``over`` does; ``perspective``; or an outcome, with the shares
    of its payers. The first axis changes slowest.

    >>> import econ
    >>> base = econ.read("parameters/side_by_side.xlsx")
    >>> [made.name for made in grid(base, years=[3, 5], participants=[18_000])]
    ['3 years, People reached 18,000', '5 years, People reached 18,000']
    """
    if not axes:
        raise refuse("grid", "axes", "there are none", "Give one, such as years=[5, 10].")
    lists = {name: _list(name, values) for name, values in axes.items()}
    known = [*base.parameters, *_SETTINGS, *(outcome.name for outcome in base.outcomes)]
    require_known("grid", axes, known, "parameter, setting or outcome")
    combined = (dict(zip(lists, values, strict=True)) for values in product(*lists.values()))
    return tuple(_made(base, given) for given in combined)


def _list(name: str, values: object) -> list[object]:
    found = list[object]()
    if isinstance(values, Iterable) and not isinstance(values, str | Mapping):
        found += values
    if not found:
        what = f"{values!r} is no list of values"
        raise refuse("grid", name, what, f"Give a list of one or more: {name}=[...].")
    return found


def _made(base: Scenario, given: Mapping[str, Any]) -> Scenario:
    """One combination; its parameters are varied together, as shares of a group must be."""
    numbers = {name: value for name, value in given.items() if name in base.parameters}
    sure = {n: Fixed(float(x)) if isinstance(x, Real) else x for n, x in numbers.items()}
    made = base.vary("", why="", **sure) if sure else base
    for name in (name for name in given if name not in numbers):
        made = getattr(made, _SETTINGS.get(name, "borne_by"))(**{name: given[name]})
    return replace(made, name=started(", ".join(_in_words(made, *axis) for axis in given.items())))


def _in_words(made: Scenario, name: str, value: object) -> str:
    """One value of one axis, in words."""
    if name == "years":
        return counted(made.years, "year")
    if name in _SETTINGS:
        return f"{name.replace('_', ' ')} {getattr(value, 'name', value)}"
    if (of := made.parameters.get(name)) is None:
        outcome = next(outcome for outcome in made.outcomes if outcome.name == name)
        return f"{outcome.label} borne by {made.in_shares(outcome.shares)}"
    share = is_proportion(of.unit) and not of.uncertain
    return f"{of.label} {exact_percent(of.mean) if share else priced(of, made.price_year)}"
