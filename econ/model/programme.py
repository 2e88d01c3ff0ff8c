"""What a programme is made of: rows of its workbook, as data.

A new outcome or payer is another row, never a class.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from math import nan
from typing import Any

from econ.model.chain import Chain, Made, at_means, names_in
from econ.model.prices import DiscountRate


@dataclass(frozen=True, slots=True)
class Outcome:
    """A thing that changes, and what it is worth.

    ``shares`` gives each payer's share of its value; they add up to 1. From ``cash_delay`` years on
    the ``cash_share`` of it releases cash. Each of these numbers may be made of parameters.
    ``discount_rate`` is its own rate, where it is not the scenario's; ``growth`` is the real growth
    a year of what one is worth. ``published`` is what its source prints for it.
    ``capacity`` is the parameter that says how many of what it counts make a bed, a clinic or a
    member of staff for a year, which plays no part in any money.
    """

    name: str
    label: str
    quantity: Chain
    unit_value: str
    direction: str
    profile: str
    value_class: str
    shares: Mapping[str, float]
    cash_share: float = 0.0
    cash_delay: float = 0
    counts: str = ""
    note: str = ""
    discount_rate: DiscountRate | None = None
    growth: float = 0.0
    published: float | None = None
    capacity: str = ""

    @property
    def sign(self) -> float:
        """+1 for a saving, -1 for a cost (C1)."""
        return -1.0 if self.direction == "cost" else 1.0

    @property
    def transfer(self) -> bool:
        """Whether one payer's gain is another's loss, so that society gains nothing."""
        return self.value_class == "transfer"

    @property
    def of_households(self) -> bool:
        """Whether it falls on people rather than on public budgets."""
        return self.value_class in ("social", "health")

    @property
    def names(self) -> tuple[str, ...]:
        """The parameters of its quantity and unit value, and of numbers that are made of some."""
        made = names_in((*self.shares.values(), self.cash_share, self.cash_delay))
        return tuple(dict.fromkeys((*self.quantity.names, self.unit_value, *made)))

    def at(self, mean: Callable[[str], float]) -> Outcome:
        """The same, numbers that are made of parameters at these means."""
        cash, delay, *shares = at_means(
            (self.cash_share, self.cash_delay, *self.shares.values()), mean
        )
        held = dict(zip(self.shares, shares, strict=True))
        return replace(self, cash_share=cash, cash_delay=delay, shares=held)


def own_terms(
    discount_rate: DiscountRate | None, growth: float, value_class: str, **_: object
) -> list[str]:
    """In words what an outcome has of its own: a discount rate, real growth, being a transfer.

    >>> own_terms(None, 0.02, "health")
    ['growing 2% a year']
    """
    told = [f"discounted at {discount_rate.name}"] if discount_rate else []
    told += [f"growing {100 * growth:g}% a year"] if growth else []
    return told + (["a transfer"] if value_class == "transfer" else [])


@dataclass(frozen=True, slots=True)
class Payer:
    """A budget, and the perspectives it counts for."""

    name: str
    label: str
    perspectives: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Cohort:
    """A group of people.

    ``relative`` holds, for each parameter with a value of its own here, that value divided by the
    parameter's base-case mean: every draw of the parameter is multiplied by it, so a cohort keeps
    its own level and shares the parameter's uncertainty (C12). One that is made of parameters
    stands for a value with uncertainty of its own: its draws are those of what it is made from.
    """

    name: str
    label: str
    equity_weight: float = 1.0
    relative: Mapping[str, float] = field(default_factory=dict)
    note: str = ""

    def at(self, means: Mapping[str, float]) -> Cohort:
        """The same, values that are made of parameters at these means; those of others stay."""
        relative, mean = self.relative.items(), means.__getitem__
        made = {name: x for name, x in relative if isinstance(x, Made) and name in means}
        found = {
            name: Made(x.chain, x.at(mean) / mean(name) if mean(name) else nan)
            for name, x in made.items()
        }
        return replace(self, relative={**self.relative, **found})


@dataclass(frozen=True, slots=True)
class Correlation:
    """The rank correlation of two parameters, and why."""

    first: str
    second: str
    rank: float
    why: str = ""


@dataclass(frozen=True, slots=True)
class Instruction:
    """One verb of a scenario, and what it is given: ``over`` and ``{"years": 5}``."""

    verb: str
    given: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Alternative:
    """Other assumptions that a workbook asks about: a name, why, and the verbs that make them."""

    name: str
    why: str
    steps: tuple[Instruction, ...]


@dataclass(frozen=True, slots=True)
class Unmonetised:
    """An impact without a price."""

    label: str
    direction: str
    evidence: str
    source: str


@dataclass(frozen=True, slots=True)
class Edit:
    """One line of a workbook's own version log (its sheet Changes)."""

    date: str
    version: str
    sheet: str
    what: str
    why: str
