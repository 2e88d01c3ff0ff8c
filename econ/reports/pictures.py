"""The steps from cost to net present value, outcome by outcome, for every picture of them."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, log10

from econ.model.impacts import Impacts
from econ.reports.report import ALL, Report


@dataclass(frozen=True, slots=True)
class Step:
    """One bar of a waterfall: where it starts and ends, in pounds.

    ``kind`` is *cost*, *saving* or *net*.
    """

    label: str
    start: float
    end: float
    kind: str

    @property
    def change(self) -> float:
        """What it adds."""
        return self.end - self.start

    @property
    def room(self) -> float:
        """What lies between £0 and the bar, with its sign; 0 where the bar touches or crosses."""
        low, high = sorted((self.start, self.end))
        return max(low, 0.0) + min(high, 0.0)

    @property
    def above(self) -> float:
        """The part of the bar above £0."""
        low, high = sorted((self.start, self.end))
        return max(high, 0.0) - max(low, 0.0)

    @property
    def below(self) -> float:
        """The part of the bar below £0: negative."""
        low, high = sorted((self.start, self.end))
        return min(low, 0.0) - min(high, 0.0)


def steps(found: Report | Impacts) -> tuple[Step, ...]:
    """From cost to net, present values in the headline's view; nothing is left out.

    Means of a report, or the base case of impacts. Costs come first, then savings, largest first;
    what is exactly 0 has no bar.
    """
    amounts = _means(found) if isinstance(found, Report) else _base_case(found)
    parts = [(amounts.get(outcome.name, 0.0), outcome) for outcome in found.scenario.outcomes]
    parts.sort(key=lambda part: (part[1].sign > 0, -abs(part[0])))
    made, level = list[Step](), 0.0
    for amount, outcome in parts:
        if amount:
            made.append(Step(outcome.label, level, level + amount, outcome.direction))
            level += amount
    return (*made, Step("Net present value", 0.0, level, "net"))


def _means(found: Report) -> dict[str, float]:
    """The mean of each outcome to the payers of the headline's view."""
    payers = found.scenario.payers_in(found.scenario.perspective)
    means: dict[str, float] = {}
    for line in found.outcomes:
        if line.payer in payers and line.cohort == ALL:
            before = means.get(line.outcome, 0.0)
            means[line.outcome] = before + (line.present_value.mean or 0.0)
    return means


def _base_case(found: Impacts) -> dict[str, float]:
    """The base case of each outcome to the payers of the headline's view."""
    seen = found.select(found.scenario.perspective).present_value().by("outcome")
    return dict(zip(found.outcomes, seen.base.tolist(), strict=True))


def round_width(width: float) -> float:
    """The least of 1, 2, 2.5 and 5 times a power of ten that is not below ``width``.

    >>> round_width(130.0)
    200.0
    """
    scale = 10.0 ** floor(log10(width))
    return next(step * scale for step in (1.0, 2.0, 2.5, 5.0, 10.0) if step * scale >= width)
