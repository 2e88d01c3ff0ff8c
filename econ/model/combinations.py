"""Scenarios of every combination of some values: a grid, made by the verbs of the scenario."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import product
from numbers import Real
from typing import Any

from econ.errors import counted, refuse, require_known
from econ.model.distributions import Distribution, Fixed
from econ.model.parameters import Parameter, Priced
from econ.model.scenario import Scenario, mean_and_interval
from econ.model.units import is_proportion
from econ.words import exact_number, exact_percent, started

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
    ['3 years, People reached 18,000 people', '5 years, People reached 18,000 people']
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
    words = [_in_words(made, name, value) for name, value in given.items()]
    return replace(made, name=started(", ".join(words)))


def _in_words(made: Scenario, name: str, value: Any) -> str:  # noqa: ANN401 - of any axis
    """One value of one axis, in words."""
    if name in made.parameters:
        return f"{made[name].label} {_amount(made[name], value)}"
    if name in _SETTINGS:
        return {
            "years": counted(made.years, "year"),
            "discount": f"discounted at {made.discount.name}",
            "entry": f"people start {made.entry}",
            "support_ends": f"last year of support {made.support_ends or 'not said'}",
            "perspective": f"{made.perspective} view",
        }[name]
    outcome = next(outcome for outcome in made.outcomes if outcome.name == name)
    return f"{outcome.label} borne by {made.in_shares(outcome.shares)}"


def _amount(parameter: Parameter, value: float | Distribution | Priced) -> str:
    if isinstance(value, Priced):
        return f"{mean_and_interval(value.distribution)} in {value.year} prices"
    if isinstance(value, Distribution) and value.sd > 0:
        return mean_and_interval(value)
    number = value.mean if isinstance(value, Distribution) else float(value)
    if is_proportion(parameter.unit):
        return exact_percent(number)
    unit = parameter.unit.removeprefix("GBP").strip()
    return f"{'£' if parameter.money else ''}{exact_number(number)} {unit}".rstrip()
