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
_DRAWS_A_TERM, _BLOCK, _ROUNDS, _SETTLED, _FLOOR = 5, 4_096, 30, 1e-4, 1e-10

Term = tuple[int, ...]
"""The functions whose product a term is, in order: a head, and one function more."""


class _Functions(NamedTuple):
    """Functions of single numbers: their values, whose they are, and their degrees."""

    values: FloatArray
    of: tuple[int, ...]
    degree: tuple[int, ...]


class _Terms(NamedTuple):
    """Terms, and what each is made from: the place of its head among ``heads``, and a function.

    Heads are few, and what is linear in terms is found from them and from the functions alone.
    """

    all: list[Term]
    heads: list[Term]
    head: IntArray
    last: IntArray

    @classmethod
    def of(cls, terms: list[Term]) -> _Terms:
        """Terms sorted by the number of their factors, so that heads are too."""
        heads = list(dict.fromkeys(term[:-1] for term in terms))
        place = {head: k for k, head in enumerate(heads)}
        head = np.array([place[term[:-1]] for term in terms], np.intp)
        return cls(terms, heads, head, np.array([term[-1] for term in terms], np.intp))

    def values_of_heads(self, values: FloatArray) -> FloatArray:
        """From those of functions, shape (functions, draws): of the head of nothing, 1."""
        found = np.ones((len(self.heads), values.shape[1]))
        place = {head: k for k, head in enumerate(self.heads)}
        for k, head in enumerate(self.heads[1:], start=1):
            np.multiply(found[place[head[:-1]]], values[head[-1]], out=found[k])
        return found

    def values(self, values: FloatArray) -> FloatArray:
        """From those of functions: shape (terms, draws)."""
        heads, found = self.values_of_heads(values), np.empty((len(self.all), values.shape[1]))
        for k, (head, last) in enumerate(zip(self.head, self.last, strict=True)):
            np.multiply(heads[head], values[last], out=found[k])
        return found

    def along(self, values: FloatArray, answers: FloatArray) -> FloatArray:
        """The sums of terms times answers, shape (draws, answers): one row a term."""
        heads = self.values_of_heads(values)
        each = ((heads * answer) @ values.T for answer in answers.T)
        return np.stack([of_one[self.head, self.last] for of_one in each], axis=1)

    def weighted(self, values: FloatArray, weights: FloatArray) -> FloatArray:
        """The sums over terms of their weights, shape (terms, answers), in each draw."""
        heads, found = self.values_of_heads(values), list[FloatArray]()
        for weight in weights.T:
            each = np.zeros((len(heads), len(values)))
            each[self.head, self.last] = weight
            found.append(np.einsum("hd,hd->d", heads, each @ values))
        return np.stack(found, axis=1)


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
    terms: _Terms
    degree: int
    sums: FloatArray
    fits: list[_Shrinkage]
    mean: FloatArray

    @classmethod
    def of(cls, numbers: Sequence[FloatArray], answers: FloatArray) -> Chaos:
        """The mean of answers, shape (draws, answers), given numbers of shape (draws,) each."""
        functions, size = _functions(numbers), len(answers)
        terms, degree = _terms(functions, min(MOST_TERMS, size // _DRAWS_A_TERM))
        middle = answers.mean(axis=0)
        scale = np.maximum(np.sqrt(np.mean((answers - middle) ** 2, axis=0)), 1e-300)
        wanted = np.column_stack([(answers - middle) / scale, np.ones(size)])
        gram = np.zeros((len(terms.all), len(terms.all)))
        sums = np.zeros((len(terms.all), wanted.shape[1]))
        for rows in _blocks(size):
            block = terms.values(functions.values[:, rows])
            gram += block @ block.T
            sums += block @ wanted[rows]
        along, sums = sums[:, :-1], sums[:, -1]
        gram -= np.outer(sums, sums) / size
        degrees = np.array([sum(functions.degree[k] for k in term) for term in terms.all])
        fits = [_shrunk(gram, of_one, degrees, size) for of_one in along.T]
        bare = cls(functions, terms, degree, sums, fits, answers)
        return bare._replace(mean=bare._fitted(along * scale, middle, size))

    def spread(self, rows: FloatArray) -> FloatArray:
        """What is given a draw, in each draw: as it is."""
        return rows

    def again(self, rows: FloatArray) -> FloatArray:
        """Others, as many and one row a draw, smoothed just as the answers were."""
        size, middle = len(rows), rows.mean(axis=0)
        along = np.zeros((len(self.terms.all), rows.shape[1]))
        for some in _blocks(size):
            along += self.terms.along(self.functions.values[:, some], rows[some] - middle)
        return self._fitted(along, middle, size)

    def _fitted(self, along: FloatArray, middle: FloatArray, size: int) -> FloatArray:
        each = zip(self.fits, along.T, strict=True)
        weights = np.stack([fit.weights(of_one) for fit, of_one in each], axis=1)
        blocks = (self.functions.values[:, rows] for rows in _blocks(size))
        fitted = np.concatenate([self.terms.weighted(block, weights) for block in blocks])
        return np.asarray(fitted + (middle - self.sums @ weights / size))


def _blocks(size: int) -> Iterator[slice]:
    return (slice(start, start + _BLOCK) for start in range(0, size, _BLOCK))


def _terms(functions: _Functions, most: int) -> tuple[_Terms, int]:
    """The products of functions of different numbers, of the highest degree there is room for."""
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
    return _Terms.of(found), total


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
    bend = score * score
    raw += [(2, bend), (3, bend * score)]
    kept = list[FloatArray]()
    for powers, function in raw:
        if len(kept) + 1 == len(starts):
            break
        own = function - function.mean()
        size = np.linalg.norm(own)
        for one in kept:
            own -= one * (one @ own / len(number))
        left = np.linalg.norm(own)
        if left > 1e-6 * size:
            kept.append(own * (np.sqrt(len(number)) / left))
            yield powers, kept[-1]


def _shrunk(gram: FloatArray, along: FloatArray, degrees: IntArray, size: int) -> _Shrinkage:
    """A prior variance a degree, and a noise, that fit one answer of variance 1 best.

    A group that holds all that is uncertain leaves no noise: it has a floor. Settled is where one
    round more would change neither the noise nor how many weights are known, set beside the draws.
    """
    kinds, at = np.unique(degrees, return_inverse=True)
    number = np.bincount(at)
    noise, prior, found = 1.0, np.full(len(kinds), 1 / len(degrees)), _Shrinkage(gram, 1.0)
    known = number.astype(np.float64)
    for _ in range(_ROUNDS):
        before = noise, known.sum() / size
        factor = linalg.cholesky(gram / noise + np.diag(1 / prior[at]), lower=True)
        found = _Shrinkage(factor, noise)
        weights = found.weights(along)
        own = np.diag(linalg.lapack.dpotri(factor, lower=1)[0])
        known = np.clip(number - np.bincount(at, own) / prior, 1e-3, number)
        left = size - 2 * weights @ along + weights @ gram @ weights
        noise = max(left / max(size - known.sum(), 1.0), _FLOOR)
        prior = np.maximum(np.bincount(at, weights**2) / known, _FLOOR / size)
        if max(abs(np.log(noise / before[0])), abs(known.sum() / size - before[1])) < _SETTLED:
            break
    return found
