"""What is asked of a scenario's draws, and what was found: figures under the keys of who asked.

What is asked for is told once, by a function (``Ask``) that anyone who reads a stretch of the draws
calls anew; so the same figures are found by one process, many, or many machines, to the last bit
(C11).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import count, takewhile
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from econ.model.distributions import FloatArray
from econ.model.draws import Draws
from econ.model.estimates import Estimate
from econ.model.form_trees import Form, FormColumn
from econ.model.forms import Forms
from econ.model.impacts import Impacts
from econ.model.measures import Measure
from econ.model.scenario import Scenario

Kept = Measure | Callable[[Scenario, Draws], npt.NDArray[Any]]
"""What is kept of every draw: a measure, or a question about draws; the base case first."""


class OnePass:
    """Where figures are asked for, each by a key under which it is found."""

    def __init__(self, scenario: Scenario, forms: Forms) -> None:
        """Nothing is asked for yet; ``forms`` lead to what can be."""
        self.scenario, self.forms = scenario, forms
        self.asked: dict[Hashable, Form | Measure] = {}
        self.means: list[FormColumn] = []
        self.kept: list[Kept] = []

    def each(self, key: tuple[Hashable, ...], forms: Iterable[Form]) -> None:
        """Ask for the estimates of some sums, numbered."""
        self.asked |= {(*key, number): form for number, form in enumerate(forms)}

    def answer(self, measure: Measure) -> FloatArray:
        """A measure's answer in the block at hand: shape (draws + 1,)."""
        block = self.forms.block
        block.beyond = False
        with suppress(Exception):  # it asks for more than sums, works in place, or meets its fault
            found = measure(cast(Impacts, self.forms.money))
            if not block.beyond:
                return found
        return measure(block.impacts)

    def value(self, asked: Form | Measure) -> FloatArray:
        """What was asked for in the block at hand, the base case first."""
        block = self.forms.block
        if isinstance(asked, Measure):
            known = block.answers.get(id(asked))
            return self.answer(asked) if known is None else known
        return block.value(asked) if asked in block.found else block.added(asked)

    def kept_of(self, one: Kept) -> npt.NDArray[Any]:
        """What is kept of the block at hand, the base case first."""
        if isinstance(one, Measure):
            return np.broadcast_to(self.answer(one), self.forms.block.rows)
        return one(self.scenario, self.forms.block.draws)

    def listed(self) -> list[Form | Measure]:
        """What is asked for, in order; a measure that is a sum in any draws as that sum."""
        every = self.asked.values()
        return [one if isinstance(one, Form) else self.forms.of(one) or one for one in every]


Ask = Callable[[OnePass], None]
"""Asks for figures; who reads a stretch elsewhere calls it anew, so it is a function by name."""
AskedOf = tuple[Scenario, Ask]
"""A scenario, and what is asked of it."""


@dataclass(frozen=True, slots=True)
class FiguresFound:
    """What one pass found, under the keys by which it was asked for.

    ``means`` are of the columns of which only those were asked, ``kept`` what is kept of all draws,
    the base case first.
    """

    forms: Forms
    estimates: Mapping[Any, Estimate]
    means: FloatArray
    kept: tuple[FloatArray, ...]

    def __getitem__(self, key: Hashable) -> Estimate:
        return self.estimates[key]

    def each(self, *key: Hashable) -> tuple[Estimate, ...]:
        """Those that were asked for together, in their order."""
        numbers = takewhile(lambda number: (*key, number) in self.estimates, count())
        return tuple(self.estimates[*key, number] for number in numbers)
