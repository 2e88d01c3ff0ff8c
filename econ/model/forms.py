"""Sums of impacts as fixed linear forms of a few columns, found once and used for every block.

An outcome's part in some years is a column of draws: what a full year of it comes to, times its
profile added up with a weight for each year. Whatever view, direction, discounting or cohorts are
asked for, the sum is the same columns times numbers that no draw changes. They are read off the
verbs of ``Impacts`` themselves, by asking them of impacts with a row for each year instead of a
draw, so that no verb is written twice. Sums go in the order of outcomes' names, column by column,
and not by matrix products, whose last bits depend on the size of a block (C11).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import product, repeat
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from econ.model.distributions import FloatArray
from econ.model.draws import Draws
from econ.model.equation import OutcomePart, apart, evaluate, parts, people_drawn
from econ.model.impacts import AXES, Axis, Breakdown, Impacts, added, by_name
from econ.model.scenario import Scenario
from econ.model.shelf import Shelf


class FormColumn(NamedTuple):
    """A part of an outcome in some years: by value or as a quantity, and the years' weights."""

    valued: bool
    part: int
    years: tuple[float, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """A sum of columns, each times a number; there is only one object of each form."""

    terms: tuple[tuple[FormColumn, float], ...]

    @property
    def size(self) -> float:
        """The largest number, without its sign; 0 of no columns."""
        return max((abs(number) for _, number in self.terms), default=0.0)

    @property
    def nothing(self) -> bool:
        """Whether it is 0 whatever its columns are."""
        return not self.size

    @property
    def shape(self) -> tuple[tuple[FormColumn, float], ...]:
        """What it has in common with its positive multiples."""
        size = self.size or 1.0
        return tuple((c, round(number / size, 12)) for c, number in self.terms if number)


class DrawsBlock:
    """Some draws, the base case first: columns and forms are worked out when asked for, once.

    ``varied`` is set once something was asked for that differs between draws, whatever these are,
    and ``beyond`` once it is more than sums.
    """

    def __init__(self, scenario: Scenario, draws: Draws, shelf: Shelf | None = None) -> None:
        """Evaluate nothing yet: money and quantities wait until something asks for them.

        On the ``shelf`` stands what others have made of the same draws.
        """
        self.scenario, self.draws, self.rows = scenario, draws, len(draws) + 1
        self.shelf = shelf or Shelf()
        self.parts = parts(scenario, draws, self.shelf)
        self.kinds: dict[bool, list[OutcomePart]] = {}
        self.found: dict[object, FloatArray] = {}
        self.room = np.empty(self.rows)
        self.varied = self.beyond = False

    def _once(self, key: object, make: Callable[[], FloatArray]) -> FloatArray:
        if key not in self.found:
            self.found[key] = make()
        return self.found[key]

    def column(self, column: FormColumn) -> FloatArray:
        """A column's values: shape (draws + 1 or 1,)."""
        if (known := self.found.get(column)) is not None:
            return known
        if column.valued not in self.kinds:
            self.kinds[column.valued] = self.parts(valued=column.valued)
        part = self.kinds[column.valued][column.part]

        once, common, timing = self.shelf.once, part.common, part.timing
        by_year = once("by year", (timing,), lambda: np.ascontiguousarray(timing.T))
        through = once(column.years, (by_year,), lambda: _through(by_year, column.years))
        self.found[column] = once("through", (common, through), lambda: common * through)
        return self.found[column]

    def steady(self, form: Form) -> bool:
        """Whether no draw changes what it comes to."""
        return all(len(self.column(column)) == 1 for column, _ in form.terms)

    def value(self, form: Form) -> FloatArray:
        """A form's values: shape (draws + 1,)."""
        self.varied = self.varied or not self.steady(form)
        return self._once(form, lambda: np.broadcast_to(self.added(form), self.rows))

    def added(self, form: Form) -> FloatArray:
        """The same, not kept: shape (draws + 1,), or (1,) where no draw changes it."""
        total = np.empty(1 if self.steady(form) else self.rows)
        self.add(form, total)
        return total

    def add(self, form: Form, total: FloatArray) -> None:
        """The same, put into a ``total`` of all rows, or of the last of them."""
        if not form.terms:
            total[:] = 0.0
            return
        (column, number), *others = form.terms
        np.multiply(self._last(column, total), number, out=total)
        room = self.room[: len(total)]
        for column, number in others:
            rows = self._last(column, total)
            total += np.multiply(rows, number, out=room) if len(rows) > 1 else rows * number

    def _last(self, column: FormColumn, total: FloatArray) -> FloatArray:
        rows = self.column(column)
        return rows[-len(total) :] if len(rows) > 1 else rows

    @cached_property
    def people(self) -> FloatArray | None:
        """People by draw and cohort: shape (draws + 1 or 1, cohorts)."""
        return people_drawn(self.scenario, self.draws, self.shelf)

    @property
    def impacts(self) -> Impacts:
        """The whole evaluation, for what asks for more than sums."""
        self.varied = True
        return evaluate(self.scenario, self.draws)


def _through(by_year: FloatArray, weights: Sequence[float]) -> FloatArray:
    """Years added up, each times its weight: shape (draws + 1 or 1,)."""
    first: FloatArray
    first, *others = (w * x for w, x in zip(weights, by_year, strict=True) if w)
    for other in others:
        first += other
    return first


class LinearImpacts:
    """Stands for ``Impacts`` where a measure asks of them: the same verbs, sums as forms.

    What a chain of verbs leads to is found once; a sum's numbers are those of the block at hand.
    """

    def __init__(self, forms: Forms, impacts: Impacts) -> None:
        """``impacts`` hold what no draw changes."""
        self._forms, self._impacts = forms, impacts
        self._led: dict[object, LinearImpacts] = {}
        self._sums: dict[tuple[Axis, ...], npt.NDArray[Any]] = {}

    def _lead(self, verb: str, *given: Any, **named: Any) -> LinearImpacts:  # noqa: ANN401
        key = (verb, *given, *named.items())
        if key not in self._led:
            made = getattr(self._impacts, verb)(*given, **named)
            self._led[key] = LinearImpacts(self._forms, made)
        return self._led[key]

    def select(self, view: str = "", **named: str | Sequence[str]) -> LinearImpacts:
        """As ``Impacts.select``."""
        chosen = {axis: x if isinstance(x, str) else tuple(x) for axis, x in named.items()}
        return self._lead("select", view, **chosen)

    def where_outcome(self, direction: str) -> LinearImpacts:
        """As ``Impacts.where_outcome``."""
        return self._lead("where_outcome", direction)

    def had_it_paid(self) -> LinearImpacts:
        """As ``Impacts.had_it_paid``."""
        return self._lead("had_it_paid")

    def present_value(self) -> LinearImpacts:
        """As ``Impacts.present_value``."""
        return self._lead("present_value")

    def cash(self) -> LinearImpacts:
        """As ``Impacts.cash``."""
        return self._lead("cash")

    def capacity(self) -> LinearImpacts:
        """As ``Impacts.capacity``."""
        return self._lead("capacity")

    def equity_weighted(self) -> LinearImpacts:
        """As ``Impacts.equity_weighted``."""
        return self._lead("equity_weighted")

    def __len__(self) -> int:
        return self._forms.block.rows - 1

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - labels, the same in every draw
        if name == "scenario":
            return self._forms.block.scenario
        if name not in ("cohorts", "years", "payers", "outcomes", "labels"):
            self._forms.block.beyond = True
            raise AttributeError(name)
        return getattr(self._impacts, name)

    @property
    def people(self) -> FloatArray | None:
        """As ``Impacts.people``."""
        block, own = self._forms.block, self._impacts.cohorts
        block.varied = block.varied or (block.people is not None and len(block.people) > 1)
        every = [cohort.name for cohort in block.scenario.cohorts]
        if block.people is None or list(own) == every:
            return block.people
        return block.people[:, [every.index(name) for name in own]]

    @property
    def reached(self) -> FloatArray | None:
        """As ``Impacts.reached``."""
        people = self.people
        return None if people is None else added(people[:, by_name(self._impacts.cohorts)])

    def by(self, *axes: Axis) -> Breakdown:
        """As ``Impacts.by``, of the draws of the block."""
        forms, block = self.sums(*axes), self._forms.block
        kept = tuple(dict.fromkeys(axes))
        cells = [block.value(form) for form in forms.flat]
        rows = cells[0]
        if kept:
            rows = np.moveaxis(np.stack(cells).reshape(*forms.shape, block.rows), -1, 0)
        return Breakdown(kept, tuple(self._impacts.labels(axis) for axis in kept), rows)

    def total(self) -> FloatArray:
        """As ``Impacts.total``."""
        return self.by().rows

    @property
    def unmoved(self) -> Impacts:
        """What no draw changes: impacts with a row for each year, not a draw."""
        return self._impacts

    def sums(self, *axes: Axis) -> npt.NDArray[Any]:
        """The form of each cell along these axes."""
        kept = tuple(dict.fromkeys(axes))
        if kept not in self._sums:
            self._sums[kept] = self._forms.of(self._impacts, kept)
        return self._sums[kept]


@dataclass
class Forms:
    """The forms of a scenario; ``money`` and ``quantities`` stand for its impacts.

    ``block`` is the one at hand: to begin with a few draws, which tell what no draw changes.
    """

    block: DrawsBlock
    places: dict[int, tuple[bool, int]] = field(default_factory=dict)
    known: dict[tuple[tuple[FormColumn, float], ...], Form] = field(default_factory=dict)

    @cached_property
    def money(self) -> LinearImpacts:
        """Stands for the impacts in money."""
        return self._yearly(valued=True)

    @cached_property
    def quantities(self) -> LinearImpacts:
        """Stands for how much there is of each outcome."""
        return self._yearly(valued=False)

    def _yearly(self, *, valued: bool) -> LinearImpacts:
        """Impacts with a row for each year, in which each part is 1 in that year alone.

        Parts are known by their amounts, which no verb touches.
        """
        block = self.block
        impacts = apart(block.scenario, block.draws, block.parts(valued=valued))
        years = len(impacts.years)
        amounts = tuple(np.ones(1) for _ in impacts.outcomes)
        self.places |= {id(one): (valued, part) for part, one in enumerate(amounts)}
        yearly = replace(
            impacts,
            draws=Draws({}, years - 1, "years"),
            common=amounts,
            timing=(np.eye(years),) * len(amounts),
        )
        return LinearImpacts(self, yearly)

    def together(self, parts: Iterable[tuple[float, Form]]) -> Form:
        """The sum of some forms, each times a number."""
        found: dict[FormColumn, float] = {}
        for times, form in parts:
            for column, number in form.terms:
                found[column] = found.get(column, 0.0) + times * number
        terms = tuple((column, number) for column, number in found.items() if number)
        return self.known.setdefault(terms, Form(terms))

    def plus(self, form: Form, other: Form) -> Form:
        """The sum of two forms."""
        return self.together([(1.0, form), (1.0, other)])

    def less(self, form: Form, other: Form) -> Form:
        """One form less another."""
        return self.together([(1.0, form), (-1.0, other)])

    def times(self, number: float, form: Form) -> Form:
        """A form times a number."""
        return self.together([(number, form)])

    @property
    def yearly(self) -> list[FormColumn]:
        """Each part of the money in each year."""
        years = np.eye(len(self.money.years)).tolist()
        parts = range(len(self.money.outcomes))
        return [FormColumn(True, part, tuple(year)) for part in parts for year in years]

    def impacts_of(self, yearly: FloatArray, everyone: str) -> Impacts:
        """Impacts of one row and one cohort, ``everyone``, whose ``yearly`` columns are these."""
        of, one = self.money.unmoved, np.ones(1)
        whole = [added(local[:, by_name(of.cohorts)])[:, np.newaxis] for local in of.local]
        return replace(
            of,
            draws=Draws({}, 0, "means"),
            common=(one,) * len(whole),
            local=tuple(whole),
            timing=tuple(yearly.reshape(len(whole), 1, len(of.years))),
            people=None,
            cohorts=(everyone,),
        )

    def of(self, impacts: Impacts, axes: tuple[Axis, ...]) -> npt.NDArray[Any]:
        """The form of each cell of a sum along ``axes``."""
        kept = tuple(axis for axis in AXES if axis in axes)
        cells: dict[tuple[int, ...], list[tuple[FormColumn, float]]] = {}
        for cell, column, number in self._terms(impacts, kept):
            cells.setdefault(cell, []).append((column, number))
        shape = tuple(len(impacts.labels(axis)) for axis in kept)
        found = np.empty(shape, dtype=object)
        for place in product(*map(range, shape)):
            terms = tuple(cells.get(place, ()))
            found[place] = self.known.setdefault(terms, Form(terms))
        return found.transpose([kept.index(axis) for axis in axes])

    def _terms(
        self, impacts: Impacts, kept: tuple[Axis, ...]
    ) -> Iterator[tuple[tuple[int, ...], FormColumn, float]]:
        """Each part's term in each cell in which it has one; parts in the order of their names."""
        parts = by_name(impacts.outcomes)
        if not parts:
            return
        local = np.concatenate([impacts.local[part] for part in parts])
        times = np.stack([impacts.timing[part].diagonal() for part in parts])
        shares = impacts.share[0, parts]
        own = local if "cohort" in kept else _together(local, impacts.cohorts)
        paid = shares if "payer" in kept else _together(shares, impacts.payers)
        largest = times[np.arange(len(parts)), np.abs(times).argmax(axis=1), np.newaxis]
        when = times if "year" in kept else largest
        number = own[:, :, np.newaxis, np.newaxis] * when[:, np.newaxis, :, np.newaxis]
        number = number * paid[:, np.newaxis, np.newaxis, :]
        labels = impacts.labels("outcome")
        where = np.array([labels.index(impacts.outcomes[part]) for part in parts])
        part, cohort, year, payer = found = np.nonzero(number)
        at = {"cohort": cohort, "year": year, "payer": payer, "outcome": where[part]}
        cells = zip(*(at[axis].tolist() for axis in kept), strict=True) if kept else repeat(())
        apart = "year" in kept  # in one year alone, or in each by its share of the largest
        weights = np.eye(times.shape[1]) if apart else times / np.where(largest, largest, 1.0)
        rows = [tuple(row) for row in weights.tolist()]
        place = [self.places[id(impacts.common[part])] for part in parts]
        columns: dict[tuple[int, int], FormColumn] = {}
        each = zip(part.tolist(), year.tolist(), strict=True)
        for cell, key, size in zip(cells, each, number[found].tolist(), strict=False):
            if key not in columns:
                columns[key] = FormColumn(*place[key[0]], rows[key[apart]])
            yield cell, columns[key], size


def _together(rows: FloatArray, names: Sequence[str]) -> FloatArray:
    """The sum of each row in the order of the names: shape (rows, 1)."""
    return added(rows[:, by_name(names)])[:, np.newaxis]
