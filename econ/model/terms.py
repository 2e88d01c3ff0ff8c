"""Numbers by draw and cohort, as a sum of columns of draws times weights of cohorts.

Most cohorts have a number of their own as a multiple of everybody's, so that arithmetic of columns
and arithmetic of weights can be done apart: what two hundred cohorts come to in a million draws is
then a few columns and a few weights. Which it is does not depend on what varies, or the last bit
would (C11).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from econ.model.chain import ratio
from econ.model.distributions import FloatArray

TERMS_KEPT = 8
"""More terms than this are added up: brackets of brackets would double without end."""
_EVERYBODY = np.ones((1, 1))


@dataclass(frozen=True, slots=True)
class Terms:
    """Columns of shape (draws + 1 or 1,), each with weights of shape (cohorts or 1, 1).

    Where cohorts cannot be told apart from draws the column is 1, and the weights have a shape of
    (cohorts, draws + 1).

    >>> people = Terms.of(np.array([100.0, 80.0]), np.array([[0.25], [0.75]]))
    >>> (people * Terms.number(2.0)).whole().tolist()
    [[50.0, 40.0], [150.0, 120.0]]
    """

    terms: tuple[tuple[FloatArray, FloatArray], ...]

    @classmethod
    def of(cls, column: FloatArray, weights: FloatArray = _EVERYBODY) -> Terms:
        """A column, in each cohort times its weight."""
        return cls(((column, weights),))

    @classmethod
    def number(cls, number: float) -> Terms:
        """A number that is the same everywhere."""
        return cls.of(np.array([number]))

    def whole(self) -> FloatArray:
        """What it comes to: shape (cohorts or 1, draws + 1 or 1)."""
        first, *others = (weights * column for column, weights in self.terms)
        for part in others:
            first = first + part
        return np.asarray(first)

    def __add__(self, other: Terms) -> Terms:
        return _gathered((*self.terms, *other.terms))

    def __sub__(self, other: Terms) -> Terms:
        return _gathered((*self.terms, *other.negative().terms))

    def __mul__(self, other: Terms) -> Terms:
        made = [(a * b, _times(v, w)) for a, v in self.terms for b, w in other.terms]
        return Terms(tuple(made)) if len(made) == 1 else _gathered(made)

    def negative(self) -> Terms:
        """The same with the other sign."""
        return Terms(tuple((-column, weights) for column, weights in self.terms))

    def over(self, other: Terms) -> Terms:
        """The quotient, not a number where it divides by 0 (C13)."""
        if len(other.terms) > 1:
            return Terms(tuple((a, ratio(v, other.whole())) for a, v in self.terms))
        ((column, weights),) = other.terms
        return Terms(tuple((ratio(a, column), ratio(v, weights)) for a, v in self.terms))


def _times(weights: FloatArray, others: FloatArray) -> FloatArray:
    if others is _EVERYBODY:
        return weights
    return others if weights is _EVERYBODY else weights * others


def _gathered(terms: Iterable[tuple[FloatArray, FloatArray]]) -> Terms:
    """Columns with the same weights added up, so that x - x is nothing whatever the cohorts."""
    found: dict[tuple[tuple[int, ...], bytes], tuple[FloatArray, FloatArray]] = {}
    for column, weights in terms:
        alike = (weights.shape, weights.tobytes())
        had = found.get(alike)
        found[alike] = (column if had is None else had[0] + column, weights)
    made = Terms(tuple(found.values()))
    return made if len(found) <= TERMS_KEPT else Terms.of(np.ones(1), made.whole())
