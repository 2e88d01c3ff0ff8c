"""Forms of sums, and trees of what verbs lead to: what no draw changes, and scenarios may share.

A tree begins with impacts that have a row for each year instead of a draw, in which each part is 1
in that year alone. Sums go in the order of outcomes' names, column by column, and not by matrix
products, whose last bits depend on the size of a block (C11).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from itertools import product, repeat
from operator import attrgetter
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from econ.model.distributions import FloatArray
from econ.model.impacts import AXES, Axis, Impacts, added, by_name
from econ.model.programme import Outcome


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


_ROOTS = 16
"""Trees that are kept for others: boards of one workbook need a few."""


@dataclass(eq=False)
class FormTrees:
    """One object of each form, and the trees of scenarios whose verbs do the same."""

    known: dict[tuple[tuple[FormColumn, float], ...], Form] = field(default_factory=dict)
    roots: list[FormTree] = field(default_factory=list)

    def __reduce__(self) -> tuple[type[FormTrees], tuple[()]]:
        """Sent elsewhere nothing is known: parts are told by being the same objects."""
        return FormTrees, ()

    def form(self, terms: Iterable[tuple[FormColumn, float]]) -> Form:
        """The form of these terms."""
        listed = tuple(terms)
        return self.known.setdefault(listed, Form(listed))

    def pruned(self) -> FormTrees:
        """The same, before others are asked about: nothing of it where there is too much."""
        if len(self.roots) > _ROOTS:
            self.roots.clear()
            self.known.clear()
        return self

    def root(self, yearly: Impacts, *, valued: bool) -> FormTree:
        """The tree that begins with these impacts: known already where all sums are the same."""
        rests_on = (valued, *_rests_on(yearly))
        for known in reversed(self.roots):
            if known.rests_on == rests_on:
                return known
        places = {id(one): part for part, one in enumerate(yearly.common)}
        self.roots.append(FormTree(self, yearly, valued, places, rests_on))
        return self.roots[-1]


def _rests_on(yearly: Impacts) -> Iterator[object]:
    """All that verbs and sums rest on: of scenarios, parts and their weights.

    What outcomes are made from, and how they run over time, is in the columns of draws.
    """
    yield yearly.cohorts, yearly.years, yearly.payers, yearly.outcomes
    for array in (yearly.share, yearly.elsewhere, *yearly.local, *yearly.released):
        yield array.shape, array.tobytes()
    scenario = yearly.scenario
    yield scenario.payers, scenario.perspectives, scenario.discount
    yield [cohort.equity_weight for cohort in scenario.cohorts]
    yield [_FIXED(outcome) for outcome in scenario.outcomes]


_DRAWN = ("quantity", "unit_value", "profile", "growth")
_FIXED = attrgetter(*(field.name for field in fields(Outcome) if field.name not in _DRAWN))
"""What of an outcome is not in the columns of draws."""


@dataclass(eq=False)
class FormTree:
    """Impacts that no draw changes, what their verbs lead to, and the forms of their sums."""

    trees: FormTrees
    impacts: Impacts
    valued: bool
    places: dict[int, int]
    rests_on: tuple[object, ...] = ()
    led: dict[object, FormTree] = field(default_factory=dict)
    known: dict[tuple[Axis, ...], npt.NDArray[Any]] = field(default_factory=dict)

    def lead(self, verb: str, *given: Any, **named: Any) -> FormTree:  # noqa: ANN401
        """Where a verb of ``Impacts`` leads."""
        key = (verb, *given, *named.items())
        if key not in self.led:
            made = getattr(self.impacts, verb)(*given, **named)
            self.led[key] = FormTree(self.trees, made, self.valued, self.places)
        return self.led[key]

    def sums(self, *axes: Axis) -> npt.NDArray[Any]:
        """The form of each cell along these axes."""
        kept = tuple(dict.fromkeys(axes))
        if kept not in self.known:
            self.known[kept] = self._forms(kept)
        return self.known[kept]

    def _forms(self, axes: tuple[Axis, ...]) -> npt.NDArray[Any]:
        kept = tuple(axis for axis in AXES if axis in axes)
        cells: dict[tuple[int, ...], list[tuple[FormColumn, float]]] = {}
        for cell, column, number in self._terms(kept):
            cells.setdefault(cell, []).append((column, number))
        shape = tuple(len(self.impacts.labels(axis)) for axis in kept)
        found = np.empty(shape, dtype=object)
        for place in product(*map(range, shape)):
            found[place] = self.trees.form(cells.get(place, ()))
        return found.transpose([kept.index(axis) for axis in axes])

    def _terms(self, kept: tuple[Axis, ...]) -> Iterator[tuple[tuple[int, ...], FormColumn, float]]:
        """Each part's term in each cell in which it has one; parts in the order of their names."""
        impacts = self.impacts
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
        place = [(self.valued, self.places[id(impacts.common[part])]) for part in parts]
        columns: dict[tuple[int, int], FormColumn] = {}
        each = zip(part.tolist(), year.tolist(), strict=True)
        for cell, key, size in zip(cells, each, number[found].tolist(), strict=False):
            if key not in columns:
                columns[key] = FormColumn(*place[key[0]], rows[key[apart]])
            yield cell, columns[key], size


def _together(rows: FloatArray, names: Sequence[str]) -> FloatArray:
    """The sum of each row in the order of the names: shape (rows, 1)."""
    return added(rows[:, by_name(names)])[:, np.newaxis]
