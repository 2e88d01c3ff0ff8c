"""Sums of impacts as fixed linear forms of a few columns, found once and used for every block.

An outcome's part in some years is a column of draws: what a full year of it comes to, times its
profile added up with a weight for each year. Whatever view, direction, discounting or cohorts are
asked for, the sum is the same columns times numbers that no draw changes. They are read off the
verbs of ``Impacts`` themselves, by asking them of impacts with a row for each year instead of a
draw, so that no verb is written twice (``form_trees``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import isfinite
from operator import add, mul, sub, truediv
from typing import Any, NoReturn, cast

import numpy as np
import numpy.typing as npt

from econ.model.distributions import FloatArray
from econ.model.draws import Draws
from econ.model.equation import OutcomePart, apart, evaluate, parts, people_drawn
from econ.model.form_trees import Form, FormColumn, FormTree, FormTrees
from econ.model.impacts import Axis, Breakdown, Impacts, added, by_name
from econ.model.measures import Measure
from econ.model.scenario import Scenario
from econ.model.shelf import Shelf

_MANY = 32
"""Terms of a sum, on average, that make it worth while to make several together."""
_SLICE = 1_024
"""Draws of such sums that are made at a time: their columns fit in the cache."""


class DrawsBlock:
    """Some draws, the base case first: columns and forms are worked out when asked for, once.

    ``varied`` is set once something was asked for that differs between draws, whatever these are,
    and ``beyond`` once it is more than sums. ``answers`` are those of measures, by their identity,
    that were found before they are read.
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
        self.answers: dict[int, FloatArray] = {}
        self.moving = set[Form]()
        self.room = np.empty(self.rows)
        self.varied = self.beyond = False

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

    def value(self, form: Form, room: FloatArray | None = None) -> FloatArray:
        """A form's values, put into the ``room`` if there is some: shape (draws + 1,)."""
        if (rows := self.found.get(form)) is None:
            made = self.added(form, room)
            rows = self.found[form] = np.broadcast_to(made, self.rows)
            if len(made) > 1:
                self.moving.add(form)
        self.varied = self.varied or form in self.moving
        return rows

    def values(self, forms: Sequence[Form]) -> FloatArray:
        """The values of several forms side by side, to be read only: shape (forms, draws + 1)."""
        together = np.empty((len(forms), self.rows))
        for form, own in zip(forms, together, strict=True):
            known = form in self.found
            rows = self.value(form, own)
            if known or len(rows) > 1 > rows.strides[0]:  # it was not put here
                own[:] = rows
        together.flags.writeable = False
        return together

    @property
    def held(self) -> Iterator[FloatArray]:
        """What differs between draws and is held as long as others may rest on it, sums aside."""
        columns = (rows for of, rows in self.found.items() if isinstance(of, FormColumn))
        every = (*self.draws.columns.values(), *columns)
        return (rows for rows in every if len(rows) > 1)

    def central(self, form: Form) -> tuple[float, bool]:
        """A form's value in the base case, and whether no draw changes it."""
        total, steady = 0.0, True
        for number, (column, times) in enumerate(form.terms):
            rows = self.column(column)
            term = float(rows[0]) * times
            total, steady = total + term if number else term, steady and len(rows) == 1
        return total, steady

    def added(self, form: Form, room: FloatArray | None = None) -> FloatArray:
        """The same, not kept: shape (draws + 1,), or (1,) where no draw changes it."""
        longest = max((len(self.column(column)) for column, _ in form.terms), default=1)
        total = np.empty(longest) if room is None or len(room) != longest else room
        self.add(form, total)
        return total

    def add(self, form: Form, total: FloatArray) -> None:
        """The same, put into a ``total`` of all rows, or of the last of them."""
        if not form.terms:
            total[:] = 0.0
            return
        size = len(total)
        (column, number), *others = form.terms
        np.multiply(self.column(column)[-size:], number, out=total)
        room = self.room[:size]
        for column, number in others:
            rows = self.column(column)[-size:]
            if number == 1:
                total += rows
            elif number == -1:
                total -= rows
            else:
                total += np.multiply(rows, number, out=room[: len(rows)])

    def add_all(self, sums: Sequence[tuple[Form, FloatArray]]) -> None:
        """The same of several, each with its total: all of all rows, or of as many of the last.

        Long sums are made together, a few draws at a time, so that columns that they share stay in
        the cache: by a sparse product, which adds up in the order of the terms (C11).
        """
        if sum(len(form.terms) for form, _ in sums) < _MANY * len(sums) or not sums:
            for form, total in sums:
                self.add(form, total)
            return
        from scipy.sparse import csr_array

        place: dict[FormColumn, int] = {}
        terms = [term for form, _ in sums for term in form.terms]
        where = np.array([place.setdefault(column, len(place)) for column, _ in terms])
        ends = np.cumsum([0, *(len(form.terms) for form, _ in sums)])
        numbers = np.array([number for _, number in terms])
        weights = csr_array((numbers, where, ends), shape=(len(sums), len(place)))
        size = len(sums[0][1])
        columns = [np.broadcast_to(self.column(c), self.rows)[-size:] for c in place]
        for start in range(0, size, _SLICE):
            few = slice(start, start + _SLICE)
            made = weights @ np.stack([column[few] for column in columns])
            for (_, total), rows in zip(sums, made, strict=True):
                total[few] = rows

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

    def __init__(self, forms: Forms, tree: FormTree) -> None:
        """The ``tree`` holds what no draw changes."""
        self._forms, self.tree, self._impacts = forms, tree, tree.impacts

    def _lead(self, verb: str, *given: Any, **named: Any) -> LinearImpacts:  # noqa: ANN401
        return type(self)(self._forms, self.tree.lead(verb, *given, **named))

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
        rows = block.values(list(forms.flat)) if kept else block.value(forms.item())
        if kept:
            rows = np.moveaxis(rows.reshape(*forms.shape, block.rows), -1, 0)
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
        return self.tree.sums(*axes)


@dataclass(frozen=True, slots=True, eq=False)
class Sum:
    """Stands for the rows of a form: it adds up, takes numbers, and does nothing else.

    Whatever else is tried is remembered, so that whoever tries is no sum even if it goes on.
    """

    forms: Forms
    form: Form

    def __add__(self, other: object) -> Sum:
        return self._plus(1.0, other)

    def __sub__(self, other: object) -> Sum:
        return self._plus(-1.0, other)

    def __radd__(self, other: object) -> Sum:
        return self._plus(1.0, other)

    def __rsub__(self, other: object) -> Sum:
        return (-self)._plus(1.0, other)

    def __neg__(self) -> Sum:
        return self * -1.0

    def __mul__(self, number: object) -> Sum:
        times = _plain(number)
        if times is None or not times or not isfinite(times):  # 0 times what fails is not 0
            return self._no()
        return Sum(self.forms, self.forms.times(times, self.form))

    __rmul__ = __mul__

    def __truediv__(self, number: object) -> Sum:
        share = _plain(number)
        return self * (1.0 / share) if share else self._no()

    def _plus(self, times: float, other: object) -> Sum:
        if not isinstance(other, Sum):
            return self if _plain(other) == 0 else self._no()
        made = self.forms.together([(1.0, self.form), (times, other.form)])
        if len(made.terms) < len({column for x in (self, other) for column, _ in x.form.terms}):
            return self._no()  # what cancels out may fail
        return Sum(self.forms, made)

    def _no(self, *_: object, **__: object) -> NoReturn:
        self.forms.block.beyond = True
        raise TypeError("a sum adds up and takes numbers, and nothing else")

    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __bool__ = __len__ = __float__ = _no
    __iadd__ = __isub__ = __imul__ = __itruediv__ = __pow__ = __abs__ = __contains__ = _no
    __rtruediv__ = __rpow__ = __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = __round__ = _no
    __matmul__ = __rmatmul__ = __int__ = __array__ = __iter__ = __getitem__ = __setitem__ = _no
    __hash__ = None  # type: ignore[assignment]

    def __getattr__(self, name: str) -> NoReturn:
        self.forms.block.beyond = True
        raise AttributeError(name)

    def __array_ufunc__(self, ufunc: object, method: str, *given: object, **named: object) -> Sum:
        """A number of NumPy's comes first."""
        plain = {np.add: add, np.subtract: sub, np.multiply: mul, np.true_divide: truediv}
        known = isinstance(ufunc, np.ufunc) and method == "__call__" and not named
        if known and ufunc in plain and all(isinstance(x, Sum | float | int) for x in given):
            return cast(Sum, plain[ufunc](*(x if isinstance(x, Sum) else _plain(x) for x in given)))
        return self._no()


def _plain(number: object) -> float | None:
    """A number as Python's own."""
    return float(number) if isinstance(number, int | float) else None


class SummedImpacts(LinearImpacts):
    """Stands for ``Impacts`` where a measure is asked which sum it is, whatever is drawn."""

    def total(self) -> Sum:  # type: ignore[override] # which stands for rows
        """The sum itself."""
        return Sum(self._forms, self.sums().item())

    def by(self, *axes: Axis) -> Breakdown:
        """No one sum."""
        return self._no(axes)

    @property
    def people(self) -> FloatArray | None:
        """No sum of impacts."""
        return self._no("people")

    def __len__(self) -> int:
        return self._no("draws")

    def _no(self, what: object) -> NoReturn:
        self._forms.block.beyond = True
        raise TypeError(f"no sum: {what}")


@dataclass
class Forms:
    """The forms of a scenario; ``money`` and ``quantities`` stand for its impacts.

    ``block`` is the one at hand: to begin with the first draws, which tell what no draw changes.
    ``trees`` are what scenarios of one programme have in common.
    """

    block: DrawsBlock
    trees: FormTrees = field(default_factory=FormTrees)

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
        yearly = replace(
            impacts,
            draws=Draws({}, years - 1, "years"),
            common=amounts,
            timing=(np.eye(years),) * len(amounts),
            people=None,  # which are the block's own
        )
        return LinearImpacts(self, self.trees.root(yearly, valued=valued))

    def of(self, measure: Measure) -> Form | None:
        """The form that a measure's answer is in any draws; ``None`` where it is not one."""
        summed, told = SummedImpacts(self, self.money.tree), list[object]()
        self.block.beyond = False
        with suppress(Exception):  # it does more than add up, or meets its fault
            told.append(measure(cast(Impacts, summed)))
        sums = [one.form for one in told if isinstance(one, Sum) and not self.block.beyond]
        return sums[0] if sums else None

    def together(self, parts: Iterable[tuple[float, Form]]) -> Form:
        """The sum of some forms, each times a number."""
        found: dict[FormColumn, float] = {}
        for times, form in parts:
            for column, number in form.terms:
                found[column] = found.get(column, 0.0) + times * number
        return self.trees.form((column, number) for column, number in found.items() if number)

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
            scenario=self.block.scenario,
            draws=Draws({}, 0, "means"),
            common=(one,) * len(whole),
            local=tuple(whole),
            timing=tuple(yearly.reshape(len(whole), 1, len(of.years))),
            people=None,
            cohorts=(everyone,),
        )
