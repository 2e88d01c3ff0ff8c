"""Leavers: weights for those who stayed, and answers that leavers may have given.

Both look at what is known of everyone at baseline. Weights are one over the fitted chance of a
complete pair (logistic regression). Imputation is by predictive mean matching (Little 1988; van
Buuren 2018, section 3.4): parameters drawn, then an answer of one of the five people who are most
alike, so that nobody is given what no one has; within each arm, where there are enough people, so
that an effect on heavy users is not thinned by the other arm. Neither mends leaving that follows
what came later.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from scipy import special

from econ.evidence.records import Chosen, PersonLabels, Records
from econ.model.designs import stream
from econ.model.distributions import FloatArray

SETS, DONORS, PEOPLE_A_PREDICTOR = 20, 5, 3
"""How often every gap is filled, how many people who are most alike may lend their answer, and how
many people a predictor an arm needs that is filled from itself."""


def known_at_baseline(records: Records, extra: Sequence[str] = ()) -> FloatArray:
    """What weights and imputation look at: one row a person, one column a predictor.

    The logarithm of one more than every outcome at baseline, whether there was any; arm, subgroups
    and covariates; ``extra`` roles, such as area, as a column for each label but the first. An
    answer that is missing stands at its mean.
    """
    book, columns = records.codebook, [np.ones(records.people)]
    for column in book.of_role("outcome"):
        before = _filled(records.at(column.heading, book.baseline))
        columns += [np.log1p(before), (before > 0).astype(float)]
    for column in book.of_role("covariate"):
        if column.kind != "category":
            columns.append(_filled(records.at(column.heading, book.baseline)))
    for heading in _named(records, extra):
        columns += list(_dummies(records.labels[heading]))
    return np.column_stack(columns)


def _named(records: Records, extra: Sequence[str]) -> list[str]:
    book = records.codebook
    categories = [c for c in book.of_role("covariate") if c.kind == "category"]
    of_roles = [c for role in ("arm", "subgroup", *extra) for c in book.of_role(role)]
    return [column.heading for column in (*of_roles, *categories)]


def _dummies(labels: PersonLabels) -> FloatArray:
    return np.array([labels == level for level in np.unique(labels)[1:]], dtype=float)


def _filled(values: FloatArray) -> FloatArray:
    known = np.isfinite(values)
    return np.where(known, values, values[known].mean() if known.any() else 0.0)


def logistic(design: FloatArray, happened: FloatArray, steps: int = 30) -> FloatArray:
    """The fitted chance of each row, by maximum likelihood (Newton's method).

    >>> logistic(np.ones((4, 1)), np.array([1.0, 1.0, 1.0, 0.0])).round(6).tolist()
    [0.75, 0.75, 0.75, 0.75]
    """
    slopes = np.zeros(design.shape[1])
    chance = np.full(len(design), 0.5)
    for _ in range(steps):
        curved = design.T @ ((chance * (1 - chance))[:, None] * design)
        move = np.linalg.pinv(curved, rcond=1e-10) @ (design.T @ (happened - chance))
        slopes = slopes + move
        chance = special.expit(np.clip(design @ slopes, -30, 30))
        if np.max(np.abs(move)) < 1e-10:
            break
    return np.asarray(chance)


def weights_of_pairs(records: Records, heading: str, wave: int) -> FloatArray:
    """How many people each complete pair stands for; 0 of whom there is none. Never trimmed."""
    asked = records.asked_at(records.codebook.baseline)
    both = records.at(heading, records.codebook.baseline) + records.at(heading, wave)
    paired = np.isfinite(both) & asked
    chance = np.ones(records.people)
    if 0 < paired.sum() < asked.sum():
        chance[asked] = logistic(known_at_baseline(records)[asked], paired[asked].astype(float))
    return np.where(paired, 1 / chance, 0.0)


def impute(records: Records, sets: int = SETS, seed: int = 2025) -> Mapping[str, FloatArray]:
    """Every outcome with its gaps filled, by heading: sets by people by waves.

    Those who were not asked at baseline stay out (NaN). Baselines come first, then each later wave
    given them. Each outcome, wave and set has a random stream of its own.
    """
    book, before = records.codebook, records.waves.index(records.codebook.baseline)
    asked = records.asked_at(book.baseline)
    headings = [column.heading for column in book.of_role("outcome")]
    usual = known_at_baseline(records, ("area",))
    made = {heading: np.repeat(records.values[heading][None], sets, axis=0) for heading in headings}
    for number in range(sets):
        known = usual.copy()
        for place, heading in enumerate(headings):
            column = made[heading][number, :, before]
            others = np.delete(usual, [1 + 2 * place, 2 + 2 * place], axis=1)
            name = f"{heading}, wave {book.baseline}, set {number}"
            _by_arm(records, others, column, stream(seed, name))
            known[asked, 1 + 2 * place] = np.log1p(column[asked])
            known[asked, 2 + 2 * place] = column[asked] > 0
        for heading in headings:
            for wave in records.later:
                column = made[heading][number, :, records.waves.index(wave)]
                name = f"{heading}, wave {wave}, set {number}"
                _by_arm(records, known, column, stream(seed, name))
    return made


def _by_arm(
    records: Records, design: FloatArray, answers: FloatArray, draws: np.random.Generator
) -> None:
    """Fill the gaps of each arm from itself; of all from all, where one has too few people."""
    asked = records.asked_at(records.codebook.baseline)
    arms = [asked & records.supported, asked & ~records.supported]
    known = [int((np.isfinite(answers) & arm).sum()) for arm in arms]
    apart = min(known) >= PEOPLE_A_PREDICTOR * design.shape[1]
    for arm in arms if apart else [asked]:
        matched(design, answers, arm, draws)


def matched(
    design: FloatArray, answers: FloatArray, among: Chosen, draws: np.random.Generator
) -> None:
    """Fill the gaps in ``answers`` (NaN) of those ``among`` whom they are, in place.

    Expected values of the logarithm of one more: of those who answered by the fitted parameters,
    of the others by parameters drawn from their posterior; the donor is one of the nearest.
    """
    known = np.isfinite(answers) & among
    gaps = ~np.isfinite(answers) & among
    if not gaps.any() or not known.any():
        return
    x, y = design[known], np.log1p(answers[known])
    sizes, turned = np.linalg.eigh(x.T @ x)
    kept = sizes > 1e-10 * sizes[-1]
    back = turned[:, kept] / np.sqrt(sizes[kept])
    fitted = back @ (back.T @ (x.T @ y))
    freedom = max(len(y) - int(kept.sum()), 1)
    spread = np.sqrt(np.sum((y - x @ fitted) ** 2) / draws.chisquare(freedom))
    drawn = fitted + spread * (back @ draws.standard_normal(int(kept.sum())))
    order = draws.permutation(len(y))  # so that of those who are as alike no one is preferred
    apart = np.abs((x @ fitted)[order][None, :] - (design[gaps] @ drawn)[:, None])
    lend = min(DONORS, len(y))
    nearest = np.argpartition(apart, lend - 1, axis=1)[:, :lend]
    chosen = nearest[np.arange(len(nearest)), draws.integers(0, nearest.shape[1], len(nearest))]
    answers[gaps] = answers[known][order][chosen]
