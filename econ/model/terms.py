"""Numbers by draw and cohort, as a sum of columns of draws times weights of cohorts.

Most cohorts have a number of their own as a multiple of everybody's, so that arithmetic of columns
and arithmetic of weights can be done apart: what two hundred cohorts come to in a million draws is
then a few columns and a few weights. Which it is does not depend on what varies, or the last bit
would (C11).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from econ.model.chain import ratio
from econ.model.distributions import FloatArray

TERMS_KEPT = 8
"""More terms than this are added up: brackets of brackets would double without end."""
_EVERYBODY = np.ones((1, 1))


class Weighted(NamedTuple):
    """A column of shape (draws + 1 or 1,) with weights of shape (cohorts or 1, 1).

    Where cohorts cannot be told apart from draws the weights are ``made``, and have a shape of
    (cohorts, draws + 1 or 1).
    """

    column: FloatArray
    weights: FloatArray
    made: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """Columns of draws, each with weights of cohorts, to be added up.

    >>> people = Terms.of(np.array([100.0, 80.0]), np.array([[0.25], [0.75]]))
    >>> (people * Terms.number(2.0)).whole().tolist()
    [[50.0, 40.0], [150.0, 120.0]]
    """

    terms: tuple[Weighted, ...]

    @classmethod
    def of(cls, column: FloatArray, weights: FloatArray = _EVERYBODY) -> Terms:
        """A column, in each cohort times its weight."""
        return cls((Weighted(column, weights),))

    @classmethod
    def each(cls, weights: FloatArray) -> Terms:
        """What cohorts have of their own in each draw: shape (cohorts, draws + 1 or 1)."""
        return cls((Weighted(np.ones(1), weights, made=True),))

    @classmethod
    def number(cls, number: float) -> Terms:
        """A number that is the same everywhere."""
        return cls.of(np.array([number]))

    def whole(self) -> FloatArray:
        """What it comes to: shape (cohorts or 1, draws + 1 or 1)."""
        first, *others = (weights * column for column, weights, _ in self.terms)
        for part in others:
            first = first + part
        return np.asarray(first)

    def __add__(self, other: Terms) -> Terms:
        return _gathered((*self.terms, *other.terms))

    def __sub__(self, other: Terms) -> Terms:
        return _gathered((*self.terms, *other.negative().terms))

    def __mul__(self, other: Terms) -> Terms:
        made = [
            Weighted(a * b, _times(v, w), m or n)
            for a, v, m in self.terms
            for b, w, n in other.terms
        ]
        return Terms(tuple(made)) if len(made) == 1 else _gathered(made)

    def negative(self) -> Terms:
        """The same with the other sign."""
        return Terms(tuple(one._replace(column=-one.column) for one in self.terms))

    def over(self, other: Terms) -> Terms:
        """The quotient, not a number where it divides by 0 (C13)."""
        if len(other.terms) > 1:
            whole = other.whole()
            return _gathered(Weighted(a, ratio(v, whole), made=True) for a, v, _ in self.terms)
        ((column, weights, made),) = other.terms
        return Terms(
            tuple(
                Weighted(ratio(a, column), ratio(v, weights), m or made) for a, v, m in self.terms
            )
        )


def _times(weights: FloatArray, others: FloatArray) -> FloatArray:
    if others is _EVERYBODY:
        return weights
    return others if weights is _EVERYBODY else weights * others


def _gathered(terms: Iterable[Weighted]) -> Terms:
    """Columns with the same weights added up, so that x - x is nothing whatever the cohorts.

    Weights that are made are all added up: how many terms there are must not depend on whether two
    of them happen to agree in the draws at hand.
    """
    found: dict[tuple[tuple[int, ...], bytes], Weighted] = {}
    drawn = list[Weighted]()
    for one in terms:
        if one.made:
            drawn.append(one)
            continue
        alike = (one.weights.shape, one.weights.tobytes())
        had = found.get(alike)
        found[alike] = one if had is None else one._replace(column=had.column + one.column)
    if len(drawn) > 1:
        drawn = [*Terms.each(Terms(tuple(drawn)).whole()).terms]
    made = Terms((*found.values(), *drawn))
    return made if len(made.terms) <= TERMS_KEPT else Terms.each(made.whole())
