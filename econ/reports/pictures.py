"""What the pictures and tables of a run are drawn from, made once for workbook, brief and page.

Steps from cost to net; money by period; bins of the draws; chances of at least so much; how the
mean settled, and how far each figure may be off by chance. Nothing here draws.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import ceil, floor, log10
from typing import NamedTuple

import numpy as np

from econ.analysis.convergence import RunningMean, running_mean
from econ.model.distributions import Z_95, FloatArray
from econ.model.estimates import ROUNDING, errors
from econ.model.impacts import Impacts
from econ.model.perspectives import SOCIETY
from econ.reports.periods import periods
from econ.reports.report import ALL, HAD_IT_PAID, Report, perspectives_shown

TAIL = 0.005
"""The share of draws on each side that is gathered in the outermost bin."""
AMOUNTS = 14
"""About how many round amounts have their chance told."""
SETTLING = 32
"""Points of a running mean: enough for a line, few enough to be read."""


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
        return max(0.0, min(self.start, self.end)) + min(0.0, max(self.start, self.end))

    @property
    def above(self) -> float:
        """The part of the bar above £0."""
        return abs(max(self.end, 0.0) - max(self.start, 0.0))

    @property
    def below(self) -> float:
        """The part of the bar below £0: negative."""
        return 0.0 - abs(min(self.end, 0.0) - min(self.start, 0.0))


def steps(found: Report | Impacts, most: int = 0) -> tuple[Step, ...]:
    """From cost to net, present values in the headline's view; nothing is left out.

    Means of a report, or the central case of impacts. Costs come first, then savings, largest
    first; what is exactly 0 has no bar. With ``most``, so many steps of costs, and of savings,
    the last of them all the smaller ones together.
    """
    scenario, view = found.scenario, found.scenario.perspective
    money = found.means if isinstance(found, Report) else found
    seen = money.select(view).present_value().by("outcome").base.tolist()
    amounts = dict(zip(money.labels("outcome"), seen, strict=True))
    made, level = list[Step](), 0.0
    for direction in ("cost", "saving"):
        own = [o for o in scenario.outcomes if o.direction == direction and amounts[o.name]]
        own.sort(key=lambda outcome: -abs(amounts[outcome.name]))
        parts = [(o.label, amounts[o.name]) for o in own]
        if most and len(parts) > most:
            rest = sum(amount for _, amount in parts[most - 1 :])
            parts[most - 1 :] = [(f"{len(parts) - most + 1} smaller ones", rest)]
        for label, amount in parts:
            made.append(Step(label, level, level + amount, direction))
            level += amount
    return (*made, Step("Net present value", 0.0, level, "net"))


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """Amounts of one thing in each period: the money a payer keeps, or what is done or spent."""

    name: str
    label: str
    by_period: tuple[float, ...]

    @property
    def total(self) -> float:
        """Over all years."""
        return sum(self.by_period)


def by_payer(found: Report) -> tuple[PeriodRow, ...]:
    """The mean money that each payer keeps, undiscounted, in the order of the workbook."""
    years: dict[str, list[float]] = {payer.name: [] for payer in found.scenario.payers}
    for line in found.budget:
        years[line.payer].append(line.impact.mean or 0.0)
    return tuple(in_periods(found, p.name, p.label, years[p.name]) for p in found.scenario.payers)


def transfers(found: Report) -> PeriodRow | None:
    """What is taken off the payers' sum for society: one's gain by a transfer is another's loss."""
    if not any(outcome.transfer for outcome in found.scenario.outcomes):
        return None
    inside = found.scenario.payers_in(SOCIETY)
    society = {line.year: line.impact.mean or 0.0 for line in found.totals if line.payer == SOCIETY}
    less = [
        society[year]
        - sum(x.impact.mean or 0.0 for x in found.budget if x.payer in inside and x.year == year)
        for year in found.scenario.year_labels
    ]
    label = "Transfers, which are nothing to society"
    return in_periods(found, "transfers", label, less)


def by_view(found: Report) -> tuple[PeriodRow, ...]:
    """One row a perspective, then as if it paid where others do; views overlap: do not add them."""
    years = dict[str, list[float]]()
    for line in found.totals:
        if line.year != ALL:
            years.setdefault(line.payer, []).append(line.impact.mean or 0.0)
    shown = perspectives_shown(found)
    named = [(view + how, shown[view] + how) for view in shown for how in ("", HAD_IT_PAID)]
    rows = [in_periods(found, n, label, years[n]) for n, label in named if n in years]
    own = {row.name: row for row in rows if row.name in shown}
    return tuple(row if row.name in own else _as_another(row, own.values()) for row in rows)


def _as_another(row: PeriodRow, own: Iterable[PeriodRow]) -> PeriodRow:
    """A view had it paid; where it comes to what another view keeps, its label says so."""
    same = [x.label for x in own if np.allclose(x.by_period, row.by_period, rtol=ROUNDING)]
    return replace(row, label=f"{row.label} (as {same[0]})") if same else row


def in_periods(found: Report, name: str, label: str, years: Sequence[float]) -> PeriodRow:
    """Amounts by year, added up within each period."""
    shown = periods(found.scenario.year_labels)
    return PeriodRow(name, label, tuple(sum(years[p.years.start : p.years.stop]) for p in shown))


@dataclass(frozen=True, slots=True)
class Bins:
    """Edges, of equal width, with 0 among them where it lies within; and the draws between."""

    edges: tuple[float, ...]
    counts: tuple[int, ...]


def alike(draws: FloatArray) -> bool:
    """Whether draws differ by no more than rounding, so that they have no distribution."""
    return float(np.ptp(draws)) <= ROUNDING * float(np.abs(draws).max())


def binned(draws: FloatArray, most: int) -> Bins:
    """About ``most`` bins of round width; what lies beyond nearly all draws is in the end bins.

    >>> binned(np.array([-1.0, 0.5, 1.0, 2.0]), 3).counts
    (1, 1, 2)
    """
    low, high = nearly_all(draws)
    if alike(draws):
        reach = (abs(low) or 1.0) / 2
        low, high = low - reach, high + reach
    elif high - low <= ROUNDING * float(np.abs(draws).max()):
        low, high = float(draws.min()), float(draws.max())
    width = round_width((high - low) / most)
    first = floor(low / width)
    edges = np.arange(first, max(ceil(high / width), first + 1) + 1) * width
    inside = np.clip(draws, edges[0], np.nextafter(edges[-1], edges[0]))
    counts, _ = np.histogram(inside, edges)
    return Bins(tuple(float(e) + 0.0 for e in edges), tuple(int(n) for n in counts))


def round_width(width: float) -> float:
    """The least of 1, 2, 2.5 and 5 times a power of ten that is not below ``width``.

    >>> round_width(130.0)
    200.0
    """
    scale = 10.0 ** floor(log10(width))
    return next(step * scale for step in (1.0, 2.0, 2.5, 5.0, 10.0) if step * scale >= width)


def nearly_all(draws: FloatArray) -> tuple[float, float]:
    """The ends between which all draws lie but a few on either side."""
    low, high = np.quantile(draws, [TAIL, 1 - TAIL])
    return float(low), float(high)


def chances(found: Report) -> tuple[tuple[float, float], ...]:
    """Round amounts, and the chance that the headline is at least each, or at £0 above it.

    The amounts run through nearly all of the draws and £0; none where the draws hardly differ.
    """
    draws = found.net_rows[1:]
    low, high = nearly_all(draws)
    if high - low <= ROUNDING * float(np.abs(draws).max()):
        return ()
    low, high = min(low, 0.0), max(high, 0.0)
    step = round_width((high - low) / AMOUNTS)
    amounts = np.arange(floor(low / step), ceil(high / step) + 1, dtype=np.float64) * step
    pays = found.measure("net_present_value").probability_positive or 0.0
    return tuple((float(x), float(np.mean(draws >= x)) if x else pays) for x in amounts)


def falling(found: Report, most: int = 400) -> tuple[FloatArray, FloatArray]:
    """Ascending draws of the headline, thinned to ``most``, and the chance of at least each."""
    draws = np.sort(found.net_rows[1:])
    shown = np.unique(np.linspace(0, len(draws) - 1, most).astype(int))
    return draws[shown], 1 - shown / len(draws)


def reached(found: Report, chances: Sequence[float]) -> list[float]:
    """The amount that the headline is at least, with each of these chances."""
    return [float(x) for x in np.quantile(found.net_rows[1:], [1 - p for p in chances])]


def settled(found: Report) -> RunningMean | None:
    """How the mean settled; ``None`` where too few draws tell, or one does not exist."""
    run = running_mean(found.net_rows, found.design.batches, SETTLING)
    return run if run.draws else None


class ErrorLine(NamedTuple):
    """One figure of the headline, its Monte Carlo error and the 95% interval that this gives."""

    name: str
    estimate: float | None
    se: float | None
    low: float | None
    high: float | None


def error_lines(found: Report) -> tuple[ErrorLine, ...]:
    """Mean, percentiles and chance of the headline, with how far chance may put each off."""
    figures = found.measure("net_present_value")
    error = errors(found.net_rows, found.design.batches)
    lines = []
    for name in ("mean", "p2_5", "p50", "p97_5", "probability_positive"):
        value, se = getattr(figures, name), getattr(error, name)
        low = high = None
        if value is not None and se is not None:
            low, high = value - Z_95 * se, value + Z_95 * se
            if name == "probability_positive":
                low, high = max(low, 0.0), min(high, 1.0)
        lines.append(ErrorLine(name, value, se, low, high))
    return tuple(lines)
