"""Scenarios side by side on the same draws, and their average."""

from dataclasses import replace
from math import sqrt

import numpy as np
import pytest

from econ.analysis.comparison import average, compare
from econ.errors import ScenarioError
from econ.methods.mixture import Mixture
from econ.model.designs import MonteCarlo
from econ.model.distributions import Fixed, Gamma, Normal
from econ.model.equation import ask
from econ.model.estimates import Estimate, errors, estimate
from econ.model.measures import costs, headline, net_present_value, payback_year
from econ.model.scenario import Scenario
from tests.programmes import cost, programme, saving

DRAWS = 4_000
NET = net_present_value()
BASE = programme(
    {
        "people": 300.0,
        "effect": Normal(0.3, 0.15),
        "price": Gamma.from_moments(280, 70),
        "hours": Normal(2.0, 1.0),
        "wage": 12.0,
        "one": 1.0,
        "grant": Gamma.from_moments(10_000, 2_000),
    },
    [
        saving("visits", "people * effect", "price"),
        saving("care", "people * hours", "wage", shares={"carers": 1.0}),
        cost("delivery", "one", "grant"),
    ],
).vary("Base case")
MORE = BASE.vary("More people", people=400)
DEARER = BASE.vary("Dearer", grant=Fixed(30_000))
NHS = BASE.seen_by("NHS and PSS", name="NHS view")


def rows_of(scenario: Scenario) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return ask(scenario, MonteCarlo(DRAWS, 5), [NET])[0]


def test_a_scenario_does_not_differ_from_itself() -> None:
    line = compare([BASE, BASE.vary("Twin")], [NET], DRAWS).line("Twin")
    assert line.difference == Estimate(0, 0, 0, 0, 0, 0, 0, 0)
    assert (line.better, line.worse, line.better_se) == (0, 0, 0)


def test_the_difference_is_taken_draw_by_draw() -> None:
    """C11: scenarios share their draws, so what they have in common leaves the difference."""
    line = compare([BASE, MORE], [NET], DRAWS, 5).line("More people")
    gap = rows_of(MORE) - rows_of(BASE)
    assert line.difference == estimate(gap)
    assert line.difference_errors == errors(gap)
    assert line.estimate == estimate(rows_of(MORE))
    assert line.errors == errors(rows_of(MORE))


def test_the_same_draws_make_a_difference_far_surer_than_its_parts() -> None:
    dearer = BASE.vary("Dearer by a tenth", grant=Gamma.from_moments(11_000, 2_200))
    line = compare([BASE, dearer], [NET], DRAWS).line("Dearer by a tenth")
    assert line.difference_errors is not None
    assert line.difference_errors.mean is not None
    assert line.errors.mean is not None
    assert line.difference_errors.mean < line.errors.mean / 20


def test_the_difference_of_a_hundred_people_is_known_by_hand() -> None:
    """Base case: 100 x 0.3 x 280 + 100 x 2 x 12 = 8,400 + 2,400 pounds."""
    found = compare([BASE, MORE], [NET], DRAWS)
    gaps = [found.line("More people", view=view).difference for view in ("", "nhs", "carers")]
    assert [gap and gap.base_case for gap in gaps] == pytest.approx([10_800, 8_400, 2_400])


def test_the_probability_of_being_better_is_that_of_the_effect_being_a_benefit() -> None:
    """For the NHS more people are better where the effect is above 0: Phi(0.3 / 0.15)."""
    line = compare([BASE, MORE], [NET], 20_000).line("More people", view="nhs")
    assert line.better == pytest.approx(0.97725, abs=0.004)
    assert line.worse == pytest.approx(1 - 0.97725, abs=0.004)
    assert line.better_se == pytest.approx(sqrt(0.97725 * 0.02275 / 20_000), rel=0.1)


def test_less_cost_is_better() -> None:
    line = compare([BASE, DEARER], [costs()], DRAWS).line("Dearer", "costs")
    assert line.difference is not None
    assert line.difference.base_case == pytest.approx(20_000)
    assert (line.better, line.worse) == (0, 1)


def test_a_payer_whom_a_change_does_not_touch_sees_no_difference() -> None:
    line = compare([BASE, DEARER], [NET], DRAWS).line("Dearer", view="carers")
    assert line.difference is not None
    assert (line.difference.p2_5, line.difference.p97_5) == (0, 0)
    assert (line.better, line.worse) == (0, 0)


def test_payers_add_up_to_the_view() -> None:
    found = compare([BASE, MORE], [NET], DRAWS)
    means = [found.line("More people", view=view).estimate.mean for view in ("", "nhs", "carers")]
    assert means[0] == pytest.approx((means[1] or 0) + (means[2] or 0), rel=1e-12)


def test_without_measures_each_scenario_is_seen_as_its_own_headline_sees_it() -> None:
    found = compare([BASE, NHS], draws=DRAWS)
    line = found.line("NHS view", view="headline")
    assert line.estimate == found.line("Base case", view="nhs").estimate
    carers = found.line("NHS view", view="carers")
    assert carers.estimate.mean == 0
    assert carers.difference is not None
    assert carers.difference.base_case == pytest.approx(-300 * 2 * 12)


def test_the_first_scenario_has_nothing_to_differ_from() -> None:
    record = compare([BASE, MORE], [NET], DRAWS).records()[0]
    assert record["scenario"] == "Base case"
    assert record["estimate"] is not None
    for name in ("difference", "difference_low", "difference_se", "probability_better"):
        assert record[name] is None


def test_a_record_holds_every_figure_of_its_line() -> None:
    found = compare([BASE, MORE], [NET], DRAWS)
    line = found.line("More people")
    record = next(r for r in found.records() if r["scenario"] == "More people")
    assert line.difference is not None
    assert (record["low"], record["high"]) == (line.estimate.p2_5, line.estimate.p97_5)
    assert record["difference_high"] == line.difference.p97_5
    assert record["difference_base_case"] == pytest.approx(10_800)
    assert record["probability_better"] == line.better


def test_a_payback_that_may_not_come_has_no_difference() -> None:
    line = compare([BASE, DEARER], [payback_year()], DRAWS).line("Dearer", "payback_year")
    assert line.difference is not None
    assert line.difference.mean is None
    assert (line.better, line.worse) == (None, None)


def test_scenarios_of_one_name_are_told_apart() -> None:
    names = compare([BASE, BASE.vary(people=310), BASE.vary(people=320)], draws=100).scenarios
    assert names == ("Base case", "Base case (2)", "Base case (3)")


def test_progress_is_told_over_all_scenarios() -> None:
    told: list[int] = []
    compare([BASE, MORE], [NET], 10_000, progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 20_000


def test_what_cannot_be_compared_is_told_all_at_once() -> None:
    """C2 and C7: one price year, and the same payers in the same order."""
    older = replace(BASE, name="Older", price_year="2016/17")
    turned = replace(BASE, name="Turned", payers=BASE.payers[::-1])
    with pytest.raises(ScenarioError) as caught:
        compare([BASE, older, turned])
    told = [(problem.who, problem.what) for problem in caught.value.problems]
    assert told == [
        ("Older", "is in 2016/17 prices, 'Base case' in 2024/25"),
        ("Turned", "has other payers than 'Base case': nhs, carers"),
    ]


def test_nothing_to_compare_is_refused() -> None:
    with pytest.raises(ScenarioError, match="there are none"):
        compare([])


def test_a_line_that_was_not_asked_for_is_told_so() -> None:
    with pytest.raises(ScenarioError, match="was not compared"):
        compare([BASE], [NET], 100).line("More people")


def test_an_average_of_one_scenario_is_that_scenario() -> None:
    found = average([BASE], [1.0], NET, DRAWS, 5)
    alone, alone_errors = estimate(rows_of(BASE)), errors(rows_of(BASE))
    assert found.variance is not None
    assert found.variance.between == 0
    assert found.variance.share_between == 0
    assert found.estimate.mean == pytest.approx(alone.mean, rel=1e-12)
    assert found.estimate.sd == pytest.approx(alone.sd, rel=1e-9)
    assert found.estimate.se == pytest.approx(alone.se, rel=1e-9)
    assert found.estimate.p97_5 == pytest.approx(alone.p97_5, rel=0.01)
    assert found.estimate.probability_positive == pytest.approx(alone.probability_positive)
    assert found.errors.probability_positive == pytest.approx(
        alone_errors.probability_positive, rel=1e-3
    )
    assert found.errors.p50 == pytest.approx(alone_errors.p50, rel=0.3)


def test_the_variance_of_a_mixture_is_known_by_hand() -> None:
    """Draws 0, 2 (mean 1, variance 2) and 4, 10 (mean 7, variance 18), weights 3/4 and 1/4.

    Mean 2.5; within 0.75 x 2 + 0.25 x 18 = 6; between 0.75 x 1.5^2 + 0.25 x 4.5^2 = 6.75.
    """
    mixture = Mixture(np.array([[1.0, 0, 2], [7.0, 4, 10]]), np.array([0.75, 0.25]))
    shares, found = mixture.shares(), mixture.estimate()
    assert (shares.within, shares.between) == pytest.approx((6, 6.75))
    assert shares.share_between == pytest.approx(6.75 / 12.75)
    assert (found.base_case, found.mean) == (2.5, 2.5)
    assert found.sd == pytest.approx(sqrt(12.75))
    assert found.p50 == 2.0
    assert found.probability_positive == 0.625


def test_a_mixture_of_normals_has_its_quantiles() -> None:
    """Half N(-3, 1) and half N(3, 1): the median lies between, 2.5% below -3 + Phi^-1(0.05)."""
    draws = np.random.default_rng(2).normal(size=(2, 40_001)) + np.array([[-3.0], [3.0]])
    found = Mixture(draws, np.array([0.5, 0.5])).estimate()
    assert found.p2_5 == pytest.approx(-3 - 1.6449, abs=0.03)
    assert found.p97_5 == pytest.approx(3 + 1.6449, abs=0.03)
    assert found.sd == pytest.approx(sqrt(10), rel=0.01)
    assert found.probability_positive == pytest.approx(0.5, abs=0.001)


def test_errors_of_a_mixture_are_the_spread_of_repeated_runs() -> None:
    estimates, stated, shares = [], [], []
    for seed in range(400):
        shared = np.random.default_rng(seed).normal(size=(1, 1_001))
        mixture = Mixture(
            np.concatenate([shared, 2 + 0.5 * shared, np.exp(shared / 3)]),
            np.array([0.5, 0.3, 0.2]),
        )
        one, error, share = mixture.estimate(), mixture.errors(), mixture.shares()
        estimates.append([one.mean, one.p2_5, one.p50, one.p97_5, one.probability_positive])
        stated.append([error.mean, error.p2_5, error.p50, error.p97_5, error.probability_positive])
        shares.append([share.share_between, share.se])
    really = np.std(np.array(estimates, dtype=np.float64), axis=0)
    said = np.sqrt(np.mean(np.square(np.array(stated, dtype=np.float64)), axis=0))
    assert said / really == pytest.approx(1, abs=0.12)
    found = np.array(shares, dtype=np.float64)
    assert found[:, 1].mean() == pytest.approx(found[:, 0].std(), rel=0.12)


def test_structures_that_differ_only_in_level_share_the_variance_as_their_levels_do() -> None:
    """NPV and NPV less 20,000, half each: between 10,000^2 = 1e8, within that of the base case."""
    cheap = BASE.vary("Cheap", grant=Fixed(10_000))
    found = average([cheap, DEARER], [0.5, 0.5], NET, DRAWS, 5)
    within = np.var(rows_of(cheap)[1:], ddof=1)
    assert found.variance is not None
    assert found.variance.between == pytest.approx(1e8, rel=1e-9)
    assert found.variance.within == pytest.approx(within, rel=1e-9)
    assert found.variance.share_between == pytest.approx(1e8 / (1e8 + within), rel=1e-9)


def test_the_average_lies_where_the_weights_put_it() -> None:
    found = average([BASE, MORE, DEARER], [0.5, 0.25, 0.25], NET, DRAWS)
    means = [each.mean or 0.0 for each in found.each]
    assert found.estimate.mean == pytest.approx(means[0] / 2 + means[1] / 4 + means[2] / 4)
    records = found.records()
    assert [r["scenario"] for r in records] == ["Base case", "More people", "Dearer", None]
    assert [r["weight"] for r in records] == [0.5, 0.25, 0.25, 1.0]
    assert [r["share_between"] is None for r in records] == [True, True, True, False]


def test_a_scenario_without_weight_does_not_count() -> None:
    alone = average([BASE], [1.0], NET, DRAWS)
    beside = average([BASE, DEARER], [1.0, 0.0], NET, DRAWS)
    assert beside.estimate == alone.estimate
    assert beside.variance == alone.variance


def test_what_is_certain_has_no_variance_to_share() -> None:
    certain = programme({"people": 10.0, "price": 3.0}, [saving("a", "people", "price")])
    found = average([certain], [1.0], headline(), 100)
    assert found.variance is not None
    assert found.variance.share_between is None
    assert found.estimate.sd == 0
    assert found.records()[-1]["share_between"] is None


def test_an_average_of_what_may_not_exist_is_none() -> None:
    found = average([BASE, DEARER], [0.5, 0.5], payback_year(), DRAWS)
    assert found.estimate.mean is None
    assert found.errors.mean is None
    assert found.variance is None
    assert found.records()[-1]["estimate"] is None


@pytest.mark.parametrize(
    ("weights", "what"),
    [
        ([0.5, 0.4], "0.5, 0.4 add up to 0.9"),
        ([1.5, -0.5], "1.5, -0.5 add up to 1"),
        ([1.0], "there are 1 for 2 scenarios"),
    ],
)
def test_weights_that_are_not_probabilities_are_refused(weights: list[float], what: str) -> None:
    with pytest.raises(ScenarioError, match=what):
        average([BASE, DEARER], weights)
