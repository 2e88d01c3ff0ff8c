"""Weights and imputation: by hand, by statsmodels, and what must hold of any donor."""

import numpy as np
import pytest

from econ.evidence.missing import impute, known_at_baseline, logistic, matched, weights_of_pairs
from tests.benchmarks.records import VISITS, records, study

PEOPLE = records(study(0.1), seed=3)


def test_the_logistic_regression_is_that_of_statsmodels() -> None:
    sm = pytest.importorskip("statsmodels.api")
    design = known_at_baseline(PEOPLE)
    stayed = np.isfinite(PEOPLE.at(VISITS, 1)).astype(float)
    theirs = sm.Logit(stayed, design).fit(disp=0).predict(design)
    assert logistic(design, stayed) == pytest.approx(theirs, abs=1e-6)


def test_of_one_group_the_weight_is_one_over_the_share_that_stayed() -> None:
    chance = logistic(np.ones((8, 1)), np.array([1.0] * 6 + [0.0] * 2))
    assert 1 / chance == pytest.approx(np.full(8, 8 / 6))


def test_weights_stand_for_everyone_who_was_asked() -> None:
    """Those who stayed, each over their chance, are everyone on average."""
    weights = weights_of_pairs(PEOPLE, VISITS, 1)
    paired = np.isfinite(PEOPLE.at(VISITS, 0) + PEOPLE.at(VISITS, 1))
    assert ((weights > 0) == paired).all()
    assert (weights[paired] >= 1).all()
    assert weights.sum() == pytest.approx(PEOPLE.people, rel=0.05)


def test_weights_bring_back_what_leavers_used_before() -> None:
    before = PEOPLE.at(VISITS, 0)
    weights = weights_of_pairs(PEOPLE, VISITS, 1)
    everyone, stayed = np.nanmean(before), before[weights > 0].mean()
    known = np.isfinite(before)
    weighted = np.average(before[known], weights=weights[known])
    assert abs(weighted - everyone) < abs(stayed - everyone) / 3


def test_an_imputed_answer_is_one_that_somebody_gave_and_given_answers_stay() -> None:
    filled = impute(PEOPLE, sets=3)[VISITS]
    for place, wave in enumerate(PEOPLE.waves):
        given = PEOPLE.at(VISITS, wave)
        known = np.isfinite(given)
        assert (filled[:, known, place] == given[known]).all()
        assert set(filled[:, ~known, place].ravel()) <= set(given[known])
    assert np.isfinite(filled).all()


def test_sets_differ_and_the_same_seed_gives_the_same_to_the_last_bit() -> None:
    first, again = impute(PEOPLE, sets=2)[VISITS], impute(PEOPLE, sets=2)[VISITS]
    assert (first == again).all()
    assert (first[0] != first[1]).any()
    assert (impute(PEOPLE, sets=3)[VISITS][:2] == first).all()
    assert (impute(PEOPLE, sets=2, seed=9)[VISITS] != first).any()


def test_who_is_alike_in_all_that_is_known_lends_the_answer() -> None:
    """Ten people of each kind, who answer 0 or 50: a gap is filled from its own kind."""
    kind = np.repeat([0.0, 1.0], 11)
    answers = np.where(kind == 1, 50.0, 0.0)
    answers[[0, 11]] = np.nan
    design = np.column_stack([np.ones(22), kind])
    matched(design, answers, np.ones(22, bool), np.random.default_rng(1))
    assert answers[[0, 11]].tolist() == [0.0, 50.0]


def test_imputed_means_are_those_of_a_regression_on_what_is_known() -> None:
    """Of whom more leave the higher the answer: they are given high ones."""
    draws = np.random.default_rng(2)
    known = draws.uniform(0, 3, 2_000)
    answers = np.round(np.expm1(known))
    gaps = draws.random(2_000) < 0.2 + 0.2 * known
    truth, held = answers[gaps].mean(), np.where(gaps, np.nan, answers)
    design = np.column_stack([np.ones(2_000), known])
    matched(design, held, np.ones(2_000, bool), draws)
    assert held[gaps].mean() == pytest.approx(truth, rel=0.05)
