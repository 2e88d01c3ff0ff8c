"""Money by draw, cohort, year, payer and outcome.

The factors are kept apart (amounts, time profiles, payers' shares) and only the axes asked for are
formed: ten thousand draws, ten cohorts, five years, six payers and twelve outcomes are 288 MB as
one array and 12 MB as factors. Row 0 is the base case; the draws follow (C4).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import product
from typing import TYPE_CHECKING, Literal

import numpy as np

from econ.errors import require_known
from econ.model.distributions import FloatArray
from econ.model.draws import Draws
from econ.model.estimates import Estimate, estimate
from econ.model.perspectives import SOCIETY
from econ.model.programme import Outcome
from econ.model.scenario import Scenario
from econ.shown import Line, Shown, line_of
from econ.words import money

if TYPE_CHECKING:
    import pandas as pd

Axis = Literal["cohort", "year", "payer", "outcome"]
AXES: tuple[Axis, ...] = ("cohort", "year", "payer", "outcome")


@dataclass(frozen=True, slots=True, repr=False)
class Breakdown(Shown):
    """Money along some axes: ``rows`` has shape (draws + 1, *axes), the base case in row 0."""

    axes: tuple[Axis, ...]
    labels: tuple[tuple[str, ...], ...]
    rows: FloatArray
    batches: int = 0

    def told(self) -> tuple[str, list[Line]]:
        """The figures of each cell."""
        by = f" by {' and '.join(self.axes)}" if self.axes else ""
        return f"Money{by}, {len(self.values):,} draws", [
            dict(zip(self.axes, names, strict=True)) | line_of(cell.briefly, money)
            for names, cell in self.estimates().items()
        ]

    @property
    def base(self) -> FloatArray:
        """The base case, shape (*axes)."""
        return np.asarray(self.rows[0])

    @property
    def values(self) -> FloatArray:
        """The draws, shape (draws, *axes)."""
        return self.rows[1:]

    def cells(self) -> Iterator[tuple[tuple[str, ...], FloatArray]]:
        """Each cell's labels and its rows."""
        for place in product(*(range(len(names)) for names in self.labels)):
            names = tuple(self.labels[axis][index] for axis, index in enumerate(place))
            rows = self.rows
            for index in place:
                rows = rows[:, index]
            yield names, rows

    def estimates(self) -> dict[tuple[str, ...], Estimate]:
        """Each cell's estimate."""
        return {names: estimate(rows, self.batches) for names, rows in self.cells()}

    def summary(self) -> pd.DataFrame:
        """Base case, mean, interval and Monte Carlo error of each cell, as a table."""
        import pandas as pd

        records = [
            dict(zip(self.axes, names, strict=True)) | asdict(cell)
            for names, cell in self.estimates().items()
        ]
        return pd.DataFrame.from_records(records)

    def to_frame(self) -> pd.DataFrame:
        """The draws as a table: one row a draw, one column a cell."""
        import pandas as pd

        flat = self.values.reshape(len(self.values), -1)
        if not self.axes:
            return pd.DataFrame({"impact": flat[:, 0]})
        if len(self.axes) == 1:
            return pd.DataFrame(flat, columns=pd.Index(self.labels[0], name=self.axes[0]))
        return pd.DataFrame(flat, columns=pd.MultiIndex.from_product(self.labels, names=self.axes))


@dataclass(frozen=True, slots=True, repr=False)
class Impacts(Shown):
    """The outcome of an evaluation, undiscounted and in constant prices (C3).

    Money is positive where the payer keeps it (C1). A full year's money of an outcome is kept as
    what all cohorts have in common, ``common`` of shape (draws + 1 or 1,), times what is each
    one's own, ``local`` of shape (draws + 1 or 1, cohorts). ``timing`` holds for each outcome its
    profile, of shape (draws + 1 or 1, years), and ``released`` the share that releases cash, of the
    same shape; ``share`` has shape (draws + 1 or 1, outcomes, payers), and ``elsewhere``, of shape
    (draws + 1 or 1, outcomes), is what payers outside the view have. ``people`` has shape
    (draws + 1 or 1, cohorts), or is ``None``. An outcome may stand in several parts.
    """

    scenario: Scenario
    draws: Draws
    common: tuple[FloatArray, ...]
    local: tuple[FloatArray, ...]
    timing: tuple[FloatArray, ...]
    share: FloatArray
    elsewhere: FloatArray
    released: tuple[FloatArray, ...]
    people: FloatArray | None
    cohorts: tuple[str, ...]
    years: tuple[str, ...]
    payers: tuple[str, ...]
    outcomes: tuple[str, ...]

    def told(self) -> tuple[str, list[Line]]:
        """What there is of each kind, and the money by outcome."""
        many = (f"{len(self.labels(axis))} {axis}s" for axis in AXES)
        prices = f"{self.scenario.price_year} prices, undiscounted"
        title = f"Impacts of {self.scenario.name}: {len(self):,} draws, {', '.join(many)}; {prices}"
        return title, self.by("outcome").told()[1]

    def __len__(self) -> int:
        """The number of draws."""
        return len(self.draws)

    @property
    def amount(self) -> tuple[FloatArray, ...]:
        """A full year's money of each outcome, signed: shape (draws + 1 or 1, cohorts)."""
        pairs = zip(self.common, self.local, strict=True)
        return tuple(common[:, np.newaxis] * local for common, local in pairs)

    def base_case(self) -> Impacts:
        """Row 0 alone: the impacts of every parameter at its mean (C5), and no draws."""

        def first(arrays: Sequence[FloatArray]) -> tuple[FloatArray, ...]:
            return _once(arrays, lambda array: array[:1])

        return replace(
            self,
            draws=self.draws.base_case(),
            common=first(self.common),
            local=first(self.local),
            timing=first(self.timing),
            released=first(self.released),
            share=self.share[:1],
            elsewhere=self.elsewhere[:1],
            people=None if self.people is None else self.people[:1],
        )

    def labels(self, axis: Axis) -> tuple[str, ...]:
        """The names along an axis."""
        names: dict[Axis, tuple[str, ...]] = {
            "cohort": self.cohorts,
            "year": self.years,
            "payer": self.payers,
            "outcome": tuple(dict.fromkeys(self.outcomes)),
        }
        return names[axis]

    def by(self, *axes: Axis) -> Breakdown:
        """Money along these axes, summed over all others.

        Raises ``ScenarioError`` for an axis that does not exist.
        """
        require_known("by", axes, AXES, "axis")
        axes = tuple(dict.fromkeys(axes))
        kept = tuple(axis for axis in AXES if axis in axes)
        labels = tuple(self.labels(axis) for axis in kept)
        rows = np.zeros((len(self.draws) + 1, *(len(names) for names in labels)))
        timing = self.timing if "year" in kept else _once(self.timing, added)
        place = {name: k for k, name in enumerate(self.labels("outcome"))}
        for index in by_name(self.outcomes):
            name = self.outcomes[index]
            if not self.share[:, index].any():
                continue  # nobody's here
            part = self._outcome(index, kept, timing[index])
            if "outcome" in kept:
                rows[..., place[name]] += part
            else:
                rows += part
        order = [0] + [1 + kept.index(axis) for axis in axes]
        return Breakdown(
            tuple(axes),
            tuple(self.labels(axis) for axis in axes),
            rows.transpose(order),
            self.draws.batches,
        )

    def _outcome(self, index: int, kept: Sequence[Axis], timing: FloatArray) -> FloatArray:
        """One outcome's money along cohort, year and payer where kept, broadcast over draws.

        ``timing`` is summed over the years already where they are not kept.
        """
        common, local, share = self.common[index], self.local[index], self.share[:, index]
        own = local if "cohort" in kept else added(local[:, by_name(self.cohorts)])

        def beside(array: FloatArray, like: FloatArray) -> FloatArray:
            return array.reshape(len(array), *(1,) * (like.ndim - 1), *array.shape[1:])

        whole = own if "payer" in kept else own * beside(self._together(share), own)
        part = beside(common, own) * whole
        part = (part[..., np.newaxis] if "year" in kept else part) * beside(timing, part)
        return part[..., np.newaxis] * beside(share, part) if "payer" in kept else part

    def total(self) -> FloatArray:
        """Everything added up: shape (draws + 1,), the base case first."""
        return self.by().rows

    def summary(self) -> pd.DataFrame:
        """Base case, mean, interval and error of the whole, by payer and year."""
        return self.by("payer", "year").summary()

    def to_frame(self, *axes: Axis) -> pd.DataFrame:
        """The draws along these axes (payer and year unless said) as a table."""
        return self.by(*(axes or ("payer", "year"))).to_frame()

    def select(
        self,
        view: str = "",
        *,
        cohort: str | Sequence[str] = (),
        outcome: str | Sequence[str] = (),
    ) -> Impacts:
        """Only a view (a payer or a perspective), some cohorts or some outcomes.

        Raises ``ScenarioError`` where a name is not known.
        """
        cohorts, outcomes = _names(cohort) or self.cohorts, _names(outcome) or self.outcomes
        require_known("select", cohorts, self.cohorts, "cohort")
        require_known("select", outcomes, self.outcomes, "outcome")
        payers = self.payers
        if view:
            payers = tuple(p for p in self.payers if p in self.scenario.payers_in(view))
        k = [self.payers.index(name) for name in payers]
        chosen = self._keeping(outcomes)._of_cohorts(cohorts)
        share, left = chosen.share[..., k], np.delete(chosen.share, k, axis=2)
        left = left[..., by_name([name for name in self.payers if name not in payers])]
        elsewhere = chosen.elsewhere + added(left)
        if view == SOCIETY:  # what one payer gains by a transfer, another loses
            known = self._of
            moved = np.array([known[name].transfer for name in chosen.outcomes])
            share, elsewhere = share * ~moved[:, np.newaxis], elsewhere * ~moved
        return replace(chosen, share=share, elsewhere=elsewhere, payers=payers)

    def had_it_paid(self) -> Impacts:
        """The same money, had the view paid for all of the programme (C16): others' costs are its.

        People's own time and health stay theirs: a budget that pays does not give them.
        """
        known = self._of
        own = [known[name] for name in self.outcomes]
        bought = np.array([o.sign < 0 and not o.of_households for o in own], dtype=np.bool_)
        share = self._together(self.share) + self.elsewhere * bought
        left = self.elsewhere * ~bought
        return replace(self, share=share[..., np.newaxis], elsewhere=left, payers=("had it paid",))

    def where_outcome(self, direction: str) -> Impacts:
        """Only outcomes of one direction: *saving* or *cost*; perhaps none."""
        known = self._of
        return self._keeping([n for n in self.outcomes if known[n].direction == direction])

    def present_value(self) -> Impacts:
        """The same money, discounted to year 0 (C3), each outcome at its own rate if it has one."""
        known = self._of
        rates = [known[name].discount_rate or self.scenario.discount for name in self.outcomes]
        each = {id(rate): rate for rate in rates}
        factors = {key: rate.factors(len(self.years)) for key, rate in each.items()}
        pairs = [(id(t), id(rate)) for t, rate in zip(self.timing, rates, strict=True)]
        distinct = dict(zip(pairs, self.timing, strict=True))
        made = {pair: timing * factors[pair[1]] for pair, timing in distinct.items()}
        return replace(self, timing=tuple(made[pair] for pair in pairs))

    def cash(self) -> Impacts:
        """The part that releases cash to a budget (C14).

        An outcome's cash-releasing share counts from the year of its cash delay on.
        """
        timing = (t * c for t, c in zip(self.timing, self.released, strict=True))
        return replace(self, timing=tuple(timing))

    def capacity(self) -> Impacts:
        """The rest: capacity freed for other use. With ``cash`` it adds up to the whole."""
        timing = (t * (1 - c) for t, c in zip(self.timing, self.released, strict=True))
        return replace(self, timing=tuple(timing))

    def equity_weighted(self) -> Impacts:
        """The same money; what falls on people, by each cohort's equity weight.

        Public money is nobody's income, and is not weighted (Green Book 2026, chapter 7).
        """
        weight = {cohort.name: cohort.equity_weight for cohort in self.scenario.cohorts}
        weights = np.array([weight[name] for name in self.cohorts])
        known = self._of
        weighted = (
            local * weights if known[name].of_households else local
            for name, local in zip(self.outcomes, self.local, strict=True)
        )
        return replace(self, local=tuple(weighted))

    def _keeping(self, outcomes: Sequence[str]) -> Impacts:
        o = [
            k
            for name in dict.fromkeys(outcomes)
            for k, own in enumerate(self.outcomes)
            if own == name
        ]
        return replace(
            self,
            common=tuple(self.common[index] for index in o),
            local=tuple(self.local[index] for index in o),
            timing=tuple(self.timing[index] for index in o),
            released=tuple(self.released[index] for index in o),
            share=self.share[:, o],
            elsewhere=self.elsewhere[:, o],
            outcomes=tuple(self.outcomes[index] for index in o),
        )

    def _of_cohorts(self, cohorts: Sequence[str]) -> Impacts:
        if tuple(cohorts) == self.cohorts:
            return self
        c = [self.cohorts.index(name) for name in cohorts]
        return replace(
            self,
            local=tuple(local[:, c] for local in self.local),
            people=None if self.people is None else self.people[:, c],
            cohorts=tuple(cohorts),
        )

    @property
    def reached(self) -> FloatArray | None:
        """People of all cohorts together: shape (draws + 1 or 1,), or ``None``."""
        return None if self.people is None else added(self.people[:, by_name(self.cohorts)])

    def _together(self, share: FloatArray) -> FloatArray:
        """What all payers have, whose shares are along the last axis."""
        return added(share[..., by_name(self.payers)])

    @property
    def _of(self) -> Mapping[str, Outcome]:
        return {outcome.name: outcome for outcome in self.scenario.outcomes}


def _once(
    arrays: Sequence[FloatArray], change: Callable[[FloatArray], FloatArray]
) -> tuple[FloatArray, ...]:
    """Each array changed, but one that several outcomes share only once."""
    changed = {key: change(array) for key, array in {id(a): a for a in arrays}.items()}
    return tuple(changed[id(array)] for array in arrays)


def by_name(names: Sequence[str]) -> list[int]:
    """Places in the order of the names, so that no sum depends on the order of rows (C11)."""
    return sorted(range(len(names)), key=names.__getitem__)


def added(parts: FloatArray) -> FloatArray:
    """The sum over the last axis, in order: the same to the last bit whatever the block (C11)."""
    if parts.shape[-1] == 0:
        return np.zeros(parts.shape[:-1])
    total: FloatArray = parts[..., 0].copy()
    for index in range(1, parts.shape[-1]):
        total += parts[..., index]
    return total


def _names(given: str | Sequence[str]) -> tuple[str, ...]:
    return tuple(filter(None, (given,))) if isinstance(given, str) else tuple(given)
