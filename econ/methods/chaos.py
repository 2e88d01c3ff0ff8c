"""The mean of some answers given several numbers, from draws: polynomial chaos that shrinks itself.

Products of at most three factors, of total degree three at most: of each number a line in the
number itself, a bend and a turn in its normal score, and a step for each value that many draws
share. Each degree has one prior variance, estimated by empirical Bayes (MacKay 1992; Tipping 2001):
what the draws do not show shrinks to nothing. Numbers that depend on each other are served as they
are, shares that add up to 1 among them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np
from scipy import linalg, special

from econ.methods.smooth import SHARED, IntArray
from econ.model.distributions import FloatArray

MOST_TERMS = 600
"""With more the total degree is lowered: twelve numbers have 454 of degree three."""
_DRAWS_A_TERM, _BLOCK, _ROUNDS, _SETTLED, _FLOOR = 5, 4_096, 30, 0.01, 1e-10

Term = tuple[int, ...]
"""The functions whose product a term is."""


class _Functions(NamedTuple):
    """Functions of single numbers: their values, whose they are, and their degrees."""

    values: FloatArray
    of: tuple[int, ...]
    degree: tuple[int, ...]


class _Shrinkage(NamedTuple):
    """How the terms are fitted to one answer: their precision's factor, and the noise."""

    factor: FloatArray
    noise: float

    def weights(self, along: FloatArray) -> FloatArray:
        """The posterior mean of weights, from the sums of terms times an answer."""
        return np.asarray(linalg.cho_solve((self.factor, True), along / self.noise))


class Chaos(NamedTuple):
    """A smooth mean of answers given several numbers, in each draw: ``mean``.

    ``degree`` is the largest total degree of its terms: 3, or less where there would be too many.

    >>> x, y = np.random.default_rng(1).normal(size=(2, 1000))
    >>> found = Chaos.of([x, y], (x * y)[:, np.newaxis])
    >>> bool(np.abs(found.mean[:, 0] - x * y).max() < 1e-3)
    True
    """

    functions: _Functions
    terms: list[Term]
    degree: int
    sums: FloatArray
    fits: list[_Shrinkage]
    mean: FloatArray

    @classmethod
    def of(cls, numbers: Sequence[FloatArray], answers: FloatArray) -> Chaos:
        """The mean of answers, shape (draws, answers), given numbers of shape (draws,) each."""
        functions, size = _functions(numbers), len(answers)
        terms, degree = _terms(functions, min(MOST_TERMS, size // _DRAWS_A_TERM))
        away = answers - answers.mean(axis=0)
        scale = np.maximum(np.sqrt(np.mean(away**2, axis=0)), 1e-300)
        gram, sums = np.zeros((len(terms), len(terms))), np.zeros(len(terms))
        along = np.zeros((len(terms), answers.shape[1]))
        for rows in _blocks(size):
            block = _products(functions, terms, rows)
            gram += block @ block.T
            sums += block.sum(axis=1)
            along += block @ (away[rows] / scale)
        gram -= np.outer(sums, sums) / size
        degrees = np.array([sum(functions.degree[k] for k in term) for term in terms])
        fits = [_shrunk(gram, of_one, degrees, size) for of_one in along.T]
        bare = cls(functions, terms, degree, sums, fits, answers)
        return bare._replace(mean=bare._fitted(along * scale, answers.mean(axis=0), size))

    def spread(self, rows: FloatArray) -> FloatArray:
        """What is given a draw, in each draw: as it is."""
        return rows

    def again(self, rows: FloatArray) -> FloatArray:
        """Others, as many and one row a draw, smoothed just as the answers were."""
        size, middle = len(rows), rows.mean(axis=0)
        along = np.zeros((len(self.terms), rows.shape[1]))
        for some in _blocks(size):
            along += _products(self.functions, self.terms, some) @ (rows[some] - middle)
        return self._fitted(along, middle, size)

    def _fitted(self, along: FloatArray, middle: FloatArray, size: int) -> FloatArray:
        each = zip(self.fits, along.T, strict=True)
        weights = np.stack([fit.weights(of_one) for fit, of_one in each], axis=1)
        blocks = (_products(self.functions, self.terms, rows) for rows in _blocks(size))
        fitted = np.concatenate([block.T @ weights for block in blocks])
        return np.asarray(fitted + (middle - self.sums @ weights / size))


def _blocks(size: int) -> Iterator[slice]:
    return (slice(start, start + _BLOCK) for start in range(0, size, _BLOCK))


def _products(functions: _Functions, terms: Sequence[Term], rows: slice) -> FloatArray:
    """The values of terms, a row each, in some draws: a known term times one function."""
    values = functions.values[:, rows]
    block = np.empty((len(terms), values.shape[1]))
    place = {term: k for k, term in enumerate(terms)}
    for k, term in enumerate(terms):
        if len(term) == 1:
            block[k] = values[term[0]]
        else:
            np.multiply(block[place[term[:-1]]], values[term[-1]], out=block[k])
    return block


def _terms(functions: _Functions, most: int) -> tuple[list[Term], int]:
    """The products of functions of different numbers, of the highest degree there is room for.

    Sorted by the number of their factors, so that each comes after what it is made from.
    """
    places, found, total = range(len(functions.of)), list[Term](), 4
    while not found or (len(found) > most and total > 1):
        total -= 1
        found = [
            term
            for factors in range(1, total + 1)
            for term in combinations(places, factors)
            if sum(functions.degree[k] for k in term) <= total
            and len({functions.of[k] for k in term}) == factors
        ]
    return found, total


def _functions(numbers: Sequence[FloatArray]) -> _Functions:
    values, of, degree = list[FloatArray](), list[int](), list[int]()
    for place, number in enumerate(numbers):
        for powers, function in _of_one(number):
            values.append(function)
            of.append(place)
            degree.append(powers)
    return _Functions(np.array(values), tuple(of), tuple(degree))


def _of_one(number: FloatArray) -> Iterator[tuple[int, FloatArray]]:
    """Functions of a number with their degrees: of mean 0, of variance 1, apart from each other."""
    order = np.argsort(number)
    ordered = number[order]
    starts = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1]))
    count = np.diff(np.append(starts, len(number)))
    middle = special.ndtri((starts + count / 2) / len(number))
    score = np.empty(len(number))
    score[order] = np.repeat(middle, count)
    shared = ordered[starts[count >= SHARED * len(number)]]
    raw = [(1, number), *((1, number == value) for value in shared if len(starts) > 2)]
    raw += [(2, score**2), (3, score**3)]
    kept = np.empty((0, len(number)))
    for powers, function in raw:
        if len(kept) + 1 == len(starts):
            break
        own = function - function.mean()
        size = np.sqrt(np.mean(own**2))
        own -= kept.T @ (kept @ own) / len(number)
        left = np.sqrt(np.mean(own**2))
        if left > 1e-6 * size:
            kept = np.vstack([kept, own / left])
            yield powers, kept[-1]


def _shrunk(gram: FloatArray, along: FloatArray, degrees: IntArray, size: int) -> _Shrinkage:
    """A prior variance a degree, and a noise, that fit one answer of variance 1 best.

    A group that holds all that is uncertain leaves no noise: it has a floor.
    """
    kinds, at = np.unique(degrees, return_inverse=True)
    number = np.bincount(at)
    noise, prior, found = 1.0, np.full(len(kinds), 1 / len(degrees)), _Shrinkage(gram, 1.0)
    for _ in range(_ROUNDS):
        factor = linalg.cholesky(gram / noise + np.diag(1 / prior[at]), lower=True)
        found = _Shrinkage(factor, noise)
        weights = found.weights(along)
        own = np.diag(linalg.lapack.dpotri(factor, lower=1)[0])
        known = np.clip(number - np.bincount(at, own) / prior, 1e-3, number)
        before = np.append(prior, noise)
        left = size - 2 * weights @ along + weights @ gram @ weights
        noise = max(left / max(size - known.sum(), 1.0), _FLOOR)
        prior = np.maximum(np.bincount(at, weights**2) / known, _FLOOR / size)
        if np.max(np.abs(np.log(np.append(prior, noise) / before))) < _SETTLED:
            break
    return found
