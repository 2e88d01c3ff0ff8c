"""What a scenario changed, each change kept so that it can be made again on its own.

A change is data: the verb of ``Scenario`` that makes it, the keyword, and the value. Two scenarios
of one base case can so be compared change by change.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from econ.model.distributions import Distribution, interval

Changeable = TypeVar("Changeable")

ORDER = ("revalue", "reprofile", "over", "seen_by", "vary", "only")
"""The order in which verbs are applied together, so that none needs what another takes away."""


@dataclass(frozen=True, slots=True)
class Change:
    """One departure from the base case, in words and as data.

    ``verb(keyword=value)`` makes it again; the keyword is empty where the verb takes the value
    alone.

    >>> from econ.model.distributions import Fixed
    >>> change = Change("People", "300", "400", "vary", "people", Fixed(400))
    >>> change.key
    ('vary', 'people')
    """

    what: str
    before: str
    after: str
    verb: str
    keyword: str
    value: object

    @property
    def key(self) -> tuple[str, str]:
        """What is changed: a later change of the same key replaces an earlier one."""
        return (self.verb, self.keyword)


def applied(scenario: Changeable, changes: Iterable[Change]) -> Changeable:
    """The scenario with these changes, each verb used once.

    Raises ``ScenarioError`` where a change names what the scenario does not have.
    """
    changed = scenario
    kept = list(changes)
    for verb in ORDER:
        values = {change.keyword: change.value for change in kept if change.verb == verb}
        alone = [values.pop("")] if "" in values else []
        if alone or values:
            changed = getattr(changed, verb)(*alone, **values)
    return changed


def latest(changes: Iterable[Change]) -> dict[tuple[str, str], Change]:
    """The change of each key that holds in the end."""
    return {change.key: change for change in changes}


def described(distribution: Distribution) -> str:
    """A distribution in words: its mean and, where it varies, its 95% interval.

    >>> from econ.model.distributions import Fixed
    >>> described(Fixed(400))
    '400'
    """
    if distribution.sd == 0:
        return _figure(distribution.mean)
    low, high = interval(distribution)
    return f"{_figure(distribution.mean)} (95% interval {_figure(low)} to {_figure(high)})"


def _figure(number: float) -> str:
    """Four significant digits, never in powers of ten."""
    if abs(number) >= 1000:
        return f"{number:,.0f}"
    return np.format_float_positional(number, 4, unique=False, fractional=False, trim="-")
