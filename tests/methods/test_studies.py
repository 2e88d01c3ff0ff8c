"""What studies are worth, from draws: closed forms, both arms, what a study cannot be worth."""

import numpy as np
import pytest
from scipy import special

from econ.errors import ScenarioError
from econ.methods.studies import (
    LOWERED_TO_EVPPI,
    RAISED_TO_SMALLER,
    Enbs,
    NetSampling,
    SampleInformation,
    enbs,
    evsi,
)
from econ.model.distributions import FloatArray
from econ.model.studies import Population, Study
from tests.benchmarks.value_of_information import loss
from tests.methods.test_information import normals

Columns = dict[str, FloatArray]


def survey(**more: object) -> Study:
    given = {"name": "survey", "measures": ("a",), "design": "costing study", "spread": 1.0}
    return Study(**(given | more))  # type: ignore[arg-type]


def two_normals(size: int = 65_536) -> tuple[FloatArray, Columns]:
    z = normals("ab", size)
    a, b = 1 + z["a"], 2 * z["b"]
    return a + b, {"a": a, "b": b}


def figures(found: SampleInformation) -> list[float]:
    return [one.estimate for one in found.evsi]


def test_the_mean_of_a_normal_number() -> None:
    values, columns = two_normals()
    found = evsi(values, columns, survey(), [10, 100, 1000], batches=16)
    assert figures(found) == pytest.approx([0.07232512, 0.08211761, 0.08319461], abs=0.0005)
    assert all(one.se < 0.0005 for one in found.evsi)
    assert found.evppi.estimate == pytest.approx(0.08331547, abs=0.0005)


def test_people_who_are_lost_teach_nothing() -> None:
    values, columns = two_normals(8_192)
    whole = evsi(values, columns, survey(), [80], batches=16)
    lost = evsi(values, columns, survey(follow_up_lost=0.2), [100], batches=16)
    assert figures(lost) == figures(whole)


@pytest.mark.parametrize(
    ("design", "n", "exact"),
    [
        ("audit of a proportion", 20, 0.0103639229),
        ("audit of a proportion", 100, 0.0183157198),
        ("audit of a count", 5, 0.2528539021),
        ("audit of a count", 50, 0.3041454518),
    ],
)
def test_audits_of_a_beta_and_of_a_gamma(design: str, n: int, exact: float) -> None:
    """Beta(14, 11) at .6, and a gamma of shape 4 and rate 2 at 2.2: within 0.3%."""
    u = special.ndtr(normals("a")["a"])
    share = design == "audit of a proportion"
    a = special.betaincinv(14, 11, u) if share else special.gammaincinv(4, u) / 2
    values = a - (0.6 if share else 2.2)
    found = evsi(values, {"a": a}, survey(design=design), [n], batches=16)
    assert figures(found) == pytest.approx([exact], rel=0.003)


def test_a_number_that_may_be_none_is_learnt_about_as_a_mixture() -> None:
    """None with a chance of 40%, else N(2, 1): against a sum over both on a fine grid."""
    z = normals("ua", 65_536)
    a = np.where(special.ndtr(z["u"]) < 0.4, 0.0, 2 + z["a"])
    x = np.linspace(-8, 12, 20_001)
    se = 0.5
    none = 0.4 * np.exp(-((x / se) ** 2) / 2) / se
    wide = np.sqrt(1 + se**2)
    some = 0.6 * np.exp(-(((x - 2) / wide) ** 2) / 2) / wide
    mean = 2 + (x - 2) / wide**2
    gained = np.maximum(none * -1.5 + some * (mean - 1.5), 0).sum() * (x[1] - x[0])
    found = evsi(a - 1.5, {"a": a}, survey(spread=5.0), [100], batches=16)
    assert figures(found) == pytest.approx([gained / np.sqrt(2 * np.pi)], rel=0.01)


def test_a_trial_that_measures_both_arms_teaches_both_and_their_difference_alone_less() -> None:
    """b - a + 1, a and b of sd 1 and 2; each arm has half of the people: a closed form."""
    z = normals("ab")
    a, b = z["a"], 2 * z["b"]
    columns = {"a": a, "b": b, "difference": b - a}
    arms = Study("trial", ("a", "b"), "two-arm trial", spread=4.0)
    apart = Study("trial", ("difference",), "two-arm trial", spread=4.0)
    sizes = [20, 100, 500]
    exact = [loss(0.2, np.sqrt(1 / (1 + 32 / n) + 16 / (4 + 32 / n))) for n in sizes]
    both = evsi(b - a + 0.2, columns, arms, sizes, batches=16)
    assert figures(both) == pytest.approx(exact, rel=0.01)
    alone = evsi(b - a + 0.2, columns, apart, sizes, batches=16)
    only = [loss(0.2, np.sqrt(25 / (5 + 64 / n))) for n in sizes]
    assert figures(alone) == pytest.approx(only, rel=0.01)
    assert figures(alone)[0] < 0.985 * figures(both)[0]


def test_several_measures_of_one_study_are_told_apart_by_their_spreads() -> None:
    values, columns = two_normals()
    both = Study("diary", ("a", "b"), "carers' diary", spread=(1.0, 4.0))
    exact = loss(1, np.sqrt(1 / (1 + 1 / 50) + 16 / (4 + 16 / 50)))
    found = evsi(values, columns, both, [50], batches=16)
    assert figures(found) == pytest.approx([exact], rel=0.01)


def test_it_rises_with_size_and_stays_below_what_it_is_worth_to_know() -> None:
    """Of few draws, where chance would have it otherwise; what was mended says so."""
    told = set()
    for seed in range(30):
        z = normals("ab", 200, seed, even=False)
        both = Study("diary", ("a", "b"), "carers' diary", spread=1.0, largest=10_000)
        found = evsi(0.2 + z["a"] + z["b"], z, both)
        assert figures(found) == sorted(figures(found))
        assert max(figures(found)) <= found.evppi.estimate
        told |= {one.told for one in found.evsi}
    assert {RAISED_TO_SMALLER, LOWERED_TO_EVPPI} <= told


def test_the_error_is_how_far_figures_of_other_draws_lie_apart() -> None:
    for measures in (("a",), ("a", "b")):
        found = []
        for seed in range(50):
            z = normals("ab", 2_000, seed, even=False)
            study = Study("diary", measures, "carers' diary", spread=3.0)
            found.append(evsi(0.3 + z["a"] + z["b"], z, study, [10]).evsi[0])
        spread = np.std([one.estimate for one in found])
        assert np.mean([one.se for one in found]) == pytest.approx(spread, rel=0.35)


def test_what_is_certain_teaches_nothing_and_neither_do_nobody_s_answers() -> None:
    values, columns = two_normals(1_024)
    certain = evsi(values, columns | {"a": np.ones(1_024)}, survey(), [10])
    assert figures(certain) == [0.0]
    u = special.ndtr(normals("a", 1_024)["a"])
    lost = survey(design="audit of a proportion", follow_up_lost=0.9)
    assert figures(evsi(u - 0.6, {"a": u}, lost, [5])) == [0.0]


def test_what_is_left_of_a_study_counts_whom_it_reaches_after_it_reports() -> None:
    values, columns = two_normals(8_192)
    study = survey(fixed_cost=20.0, cost_per_person=0.1, years_until_it_reports=2.5, largest=400)
    found = evsi(values, columns, study, [10, 100, 400], batches=16)
    left = enbs(found, Population(1_000, 5, 0.035))
    assert left.population == pytest.approx(1_000 * (0.5 / 1.035**2 + 1.035**-3 + 1.035**-4))
    assert [one.n for one in left.enbs] == [0, 10, 100, 400]
    assert left.enbs[2].estimate == pytest.approx(left.population * figures(found)[1] - 30)
    assert left.enbs[2].se == pytest.approx(left.population * found.evsi[1].se)
    assert left.best.n == 100
    assert left.clear
    assert left.records()[0] == {"study": "survey", "n": 0, "estimate": 0.0, "se": 0.0}


def net(*left: float) -> NetSampling:
    found = evsi(*two_normals(256), survey(), [1])
    points = (Enbs(10 * k, x, 1.0) for k, x in enumerate((0.0, *left)))
    return NetSampling(survey(), 1.0, enbs(found).evppi, tuple(points))


def test_the_best_size_has_a_range_that_is_nearly_as_good_or_no_study_is_worth_it() -> None:
    assert (net(-5.0, 96.0, 100.0, 95.5, 40.0).best.n, net(96.0, 100.0, 95.5, 40.0).nearly) == (
        30,
        (10, 30),
    )
    none = net(-5.0, -1.0)
    assert (none.best.n, none.nearly, none.clear) == (0, (0, 0), False)


def test_a_decision_that_is_over_before_it_reports_leaves_its_cost_alone() -> None:
    values, columns = two_normals(1_024)
    late = survey(years_until_it_reports=5, fixed_cost=1.0)
    left = enbs(evsi(values, columns, late, [10]), Population(1_000, 5))
    assert [one.estimate for one in left.enbs] == [0.0, -1.0]


@pytest.mark.parametrize(
    ("study", "sizes", "words"),
    [
        (survey(measures=("c",)), None, "c"),
        (survey(), [], "are not numbers of people"),
        (survey(), [0], "are not numbers of people"),
        (survey(design="audit of a proportion"), None, "is not always from 0 to 1"),
        (survey(design="audit of a count"), None, "is below 0 in some draws"),
    ],
)
def test_a_study_that_cannot_be_done_is_refused(
    study: Study, sizes: list[int] | None, words: str
) -> None:
    values, columns = two_normals(1_024)
    with pytest.raises(ScenarioError, match=words):
        evsi(values, columns, study, sizes)
