"""What changed: before and after, against a comparison, by dose, and how surely.

A reduction is positive: less is used than before. Every change is a function of the means of four
columns (use before and after, any use before and after) in one or two arms, so that linear, ratio
and two-part models, complete, weighted and imputed answers share one path.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from scipy import special

from econ.evidence.clusters import Functional, clustered, gradient
from econ.evidence.records import BEFORE_AFTER, DIFFERENCE, Chosen, Records
from econ.evidence.small_cells import too_few
from econ.model.distributions import FloatArray


@dataclass(frozen=True, slots=True)
class Estimated:
    """One number with its error: ``values`` (M,) and cluster ``terms`` (M, G), a row a set.

    ``degrees`` are those of one complete set, ``n`` the people and ``clusters`` the clusters that
    it rests on, ``plain`` the standard error were people independent.

    >>> one = Estimated(np.array([2.0]), np.array([[1.0, -1.0]]), 1.0, 40, 2, 0.8)
    >>> one.value, round(one.se, 3), [round(limit, 1) for limit in one.limits]
    (2.0, 1.414, [-16.0, 20.0])
    """

    values: FloatArray
    terms: FloatArray
    degrees: float
    n: int
    clusters: int
    plain: float

    @property
    def value(self) -> float:
        """The mean over sets."""
        return float(self.values.mean())

    @property
    def se(self) -> float:
        """The standard error, within and between sets (Rubin 1987)."""
        return sqrt(covariance(self, self))

    @property
    def df(self) -> float:
        """Degrees of freedom; of several sets, combined as Barnard and Rubin (1999) do.

        Their further factor, for degrees that go with the people who are missing, is left out:
        leavers take no cluster away. With it intervals were measured to cover 99% and more.
        """
        sets, whole = len(self.values), covariance(self, self)
        if sets == 1 or whole == 0:
            return self.degrees
        between = (1 + 1 / sets) * float(self.values.var(ddof=1)) / whole
        return 1 / (between**2 / (sets - 1) + 1 / self.degrees)

    @property
    def limits(self) -> tuple[float, float]:
        """The 95% interval, by Student's t."""
        half = float(special.stdtrit(self.df, 0.975)) * self.se
        return self.value - half, self.value + half


def covariance(first: Estimated, second: Estimated) -> float:
    """How two numbers vary together, within sets and between them; of one, its variance."""
    within = float(np.mean(np.sum(first.terms * second.terms, axis=1)))
    sets = len(first.values)
    if sets == 1 or len(second.values) != sets:
        return within
    apart = (first.values - first.value) @ (second.values - second.value) / (sets - 1)
    return within + (1 + 1 / sets) * float(apart)


def correlation_of(first: Estimated, second: Estimated) -> float:
    """The correlation of two estimates, kept within its bounds."""
    size = first.se * second.se
    return float(np.clip(covariance(first, second) / size, -0.999, 0.999)) if size else 0.0


def _two_part(m: FloatArray) -> float:
    """Odds of use and amounts among users change by the ratios of the comparison."""
    odds = special.logit(m[:, 2:])
    use = float(special.expit(odds[0, 0] + odds[1, 1] - odds[1, 0]))
    amounts = m[:, :2] / m[:, 2:]
    return float(use * amounts[0, 0] * amounts[1, 1] / amounts[1, 0] - m[0, 1])


REDUCTIONS: Mapping[tuple[str, str], Functional] = {
    (BEFORE_AFTER, "linear"): lambda m: float(m[0, 0] - m[0, 1]),
    (BEFORE_AFTER, "ratio"): lambda m: float(m[0, 0] * (1 - m[0, 1] / m[0, 0])),
    (BEFORE_AFTER, "two-part"): lambda m: float(
        m[0, 2] * (m[0, 0] / m[0, 2]) - m[0, 3] * (m[0, 1] / m[0, 3])
    ),
    (DIFFERENCE, "linear"): lambda m: float(m[0, 0] - m[0, 1] - m[1, 0] + m[1, 1]),
    (DIFFERENCE, "ratio"): lambda m: float(m[0, 0] * m[1, 1] / m[1, 0] - m[0, 1]),
    (DIFFERENCE, "two-part"): _two_part,
}
"""A reduction from means (arms by use before, after, any before, any after), by method and model.

Before and after, all models give the linear number: each only parts it otherwise.
"""


def change(
    records: Records,
    answers: Sequence[tuple[FloatArray, FloatArray]],
    method: str,
    model: str = "linear",
    among: Chosen | None = None,
    weights: FloatArray | None = None,
) -> Estimated | None:
    """The reduction in what people used, per person, over complete pairs of ``answers``.

    Args:
        records: Whose arms and clusters count.
        answers: Everyone's rates before and after, a pair a set; who lacks one is left out.
        method: Before and after over arms that are not the comparison, or the difference of the
            two changes.
        model: How the comparison's change carries over: by as much, by the ratio, or in two parts.
        among: Who is looked at; everyone, if ``None``.
        weights: How many people each stands for; all 1, if ``None``.

    Returns:
        ``None`` where an arm has fewer than two clusters, or the model does not exist for such
        means (nobody used it, or everybody).
    """
    supported = records.supported
    chosen = np.isfinite(answers[0][0]) & np.isfinite(answers[0][1])
    chosen &= supported | (method == DIFFERENCE)
    chosen &= np.ones(records.people, bool) if among is None else among
    arms = [supported, ~supported] if method == DIFFERENCE else [supported]
    used = [np.column_stack([b, a, b > 0, a > 0]).astype(float) for b, a in answers]
    return _of_means(records, REDUCTIONS[method, model], used, arms, chosen, weights)


def _of_means(
    records: Records,
    functional: Functional,
    sets: Sequence[FloatArray],
    arms: Sequence[Chosen],
    chosen: Chosen,
    weights: FloatArray | None = None,
) -> Estimated | None:
    """A number made of the means of columns in each arm; ``None`` where it does not exist.

    ``sets`` hold the same columns, their gaps filled in one way or another.
    """
    clusters, design = records.clusters[chosen], np.column_stack(arms)[chosen].astype(float)
    if any(len(np.unique(clusters[arm[chosen]])) < 2 for arm in arms):
        return None
    columns, each = np.hstack(sets)[chosen], None if weights is None else weights[chosen]
    fit = clustered(design, columns, clusters, each)
    values, terms, plain, width = [], [], np.empty(0), sets[0].shape[1]
    for first in range(0, columns.shape[1], width):
        own = slice(first, first + width)
        with np.errstate(all="ignore"):
            values.append(functional(fit.coefficients[:, own]))
            slopes = gradient(functional, fit.coefficients[:, own])
        terms.append(np.tensordot(fit.terms[:, :, own], slopes, 2))
        plain = np.tensordot(fit.plain[:, :, own], slopes, 2)
    if not (np.isfinite(values).all() and np.isfinite(terms).all()):
        return None
    degrees = fit.degrees(np.array([1.0, -1.0])[: len(arms)])
    return _estimated(records, chosen, np.array(values), np.array(terms), plain, degrees)


def _estimated(
    records: Records,
    chosen: Chosen,
    values: FloatArray,
    terms: FloatArray,
    plain: FloatArray,
    degrees: float,
) -> Estimated:
    """A number, its terms (M, G) placed among those of all clusters, 0 where nobody is chosen."""
    every = np.zeros((len(values), int(records.clusters.max()) + 1))
    inside = np.unique(records.clusters[chosen])
    every[:, inside] = terms
    alone = float(np.sqrt(np.sum(plain**2)))
    return Estimated(values, every, degrees, int(chosen.sum()), len(inside), alone)


def dose_response(records: Records, heading: str) -> dict[str, Estimated]:
    """By how much less people use, per unit of support received, given, and of both together.

    Linear within people: each has a level of their own, each wave too, so that only changes in the
    same person over two waves or more count. Where past use drives later attendance it is biased
    whatever its standard error. By term; empty where no support was asked about.
    """
    asked = [(role, records.codebook.one(role)) for role in ("received", "given")]
    doses = {role: records.values[column.heading] for role, column in asked if column}
    if len(doses) == 2:
        doses["received x given"] = doses["received"] * doses["given"]
    whole = np.isfinite(np.array([records.values[heading], *doses.values()])).all(axis=0)
    whole &= (whole.sum(axis=1) >= 2)[:, None]
    clusters = np.broadcast_to(records.clusters[:, None], whole.shape)[whole]
    if not doses or len(np.unique(clusters)) < 2:
        return {}
    waves = [np.broadcast_to(row, whole.shape) for row in np.eye(len(records.waves))[1:]]
    columns = [_within(c, whole) for c in (records.values[heading], *doses.values(), *waves)]
    design, chosen = np.column_stack(columns[1:]), whole.any(axis=1)
    fit = clustered(design, columns[0][:, None], clusters)
    found = {}
    for place, name in enumerate(doses):
        terms, plain = -fit.terms[None, :, place, 0], fit.plain[:, place, 0]
        degrees = fit.degrees(np.eye(design.shape[1])[place])
        slope = -fit.coefficients[place]
        found[name] = _estimated(records, chosen, slope, terms, plain, degrees)
    return found


def _within(values: FloatArray, whole: Chosen) -> FloatArray:
    """Values less each person's own mean, of the cells that count."""
    kept = np.where(whole, values, 0.0)
    mean = kept.sum(axis=1) / np.maximum(whole.sum(axis=1), 1)
    centred: FloatArray = (values - mean[:, None])[whole]
    return centred


def leaving_rate(records: Records) -> Estimated | None:
    """The rate per year at which people leave: leavers over years involved, each person once.

    From the last wave at which months and whether still involved are both known; who is still
    there counts with the time so far. ``None`` where nothing of it was asked, or too few left.
    """
    months, still = (records.codebook.one(r) for r in ("months involved", "still involved"))
    if months is None or still is None:
        return None
    known = np.isfinite(records.values[months.heading] + records.values[still.heading])
    last = known.shape[1] - 1 - np.argmax(known[:, ::-1], axis=1)
    place = np.arange(records.people), last
    left = 1 - records.values[still.heading][place]
    both = np.column_stack([left, records.values[months.heading][place] / 12])
    chosen = known.any(axis=1) & records.supported
    if too_few(leavers := float(left[chosen].sum()), records.codebook.smallest) or not leavers:
        return None
    return _of_means(records, lambda m: float(m[0, 0] / m[0, 1]), [both], [chosen], chosen)
