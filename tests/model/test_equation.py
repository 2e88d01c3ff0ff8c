"""The equation: by hand, against plain loops, and against closed forms."""

from collections.abc import Callable
from dataclasses import replace
from itertools import product
from math import prod, sqrt
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from econ.errors import ScenarioError
from econ.methods.plain_model import CellNames, OneDraw, carried_back, cash_of_row, impacts_of_row
from econ.model.designs import MonteCarlo, SobolSequence
from econ.model.distributions import Beta, Distribution, Fixed, Gamma, LogNormal, Normal, Sample
from econ.model.draws import Draws, base_case, monte_carlo
from econ.model.equation import BLOCK, ask, evaluate, rows_together, run
from econ.model.estimates import estimate
from econ.model.impacts import Impacts
from econ.model.measures import (
    benefits,
    cash_releasing,
    cost_per_participant,
    costs,
    net_present_value,
    payback_year,
)
from econ.model.profiles import Profile
from econ.model.programme import Cohort
from econ.model.scenario import Scenario
from tests.any_programme import PAYERS, programmes
from tests.programmes import NO_DISCOUNT, RATE, cost, number, programme, saving

EXACT = 1e-9


@pytest.fixture
def care() -> Scenario:
    """Forty people save two hours of care each, for two years; a grant is paid once."""
    return programme(
        {"people": 40, "hours": 2, "wage": 15},
        [
            saving("care", "people * hours", "wage", "every year", {"nhs": 0.25, "carers": 0.75}),
            cost("grant", "people", "wage"),
        ],
        years=2,
        discount=RATE,
    )


def test_three_parameters_two_outcomes_two_payers_and_two_years_come_out_as_by_hand(
    care: Scenario,
) -> None:
    """Worked by hand.

    Care is worth 40 x 2 x 15 = 1,200 a year: 300 to the NHS and 900 to carers, in both years.
    The grant is 40 x 15 = 600, from the NHS in year 0. So

                     year 0            year 1
        NHS          300 - 600 = -300  300
        carers       900               900

    Undiscounted the two years add up to 0 for the NHS and 1,800 for carers. At 3.5% year 1 counts
    1 / 1.035: the NHS has -300 + 289.855072463768 = -10.144927536232, carers have
    900 + 869.565217391304 = 1,769.565217391304, society 1,759.420289855072.
    """
    impacts = evaluate(care, base_case(care))
    yearly = impacts.by("payer", "year")
    assert yearly.labels == (("nhs", "carers"), ("2025/26", "2026/27"))
    assert yearly.base == pytest.approx(np.array([[-300, 300], [900, 900]]), rel=EXACT)
    assert net_present_value("society").base(impacts) == pytest.approx(1759.420289855072, rel=EXACT)
    assert net_present_value(payer="nhs").base(impacts) == pytest.approx(-10.144927536232, rel=1e-9)
    assert benefits("society").base(impacts) == pytest.approx(2359.420289855072, rel=EXACT)
    assert costs("society").base(impacts) == pytest.approx(600, rel=EXACT)


def test_a_cost_enters_through_its_direction_and_not_as_a_negative_input_c1(care: Scenario) -> None:
    impacts = evaluate(care, base_case(care))
    assert care["wage"].mean > 0
    assert impacts.by("outcome").base == pytest.approx(np.array([2400, -600]))


def test_impacts_are_undiscounted_and_year_0_stays_so_in_present_value_c3(care: Scenario) -> None:
    impacts = evaluate(care, base_case(care))
    assert impacts.by("year").base == pytest.approx(np.array([600, 1200]))
    assert impacts.present_value().by("year").base == pytest.approx(np.array([600, 1200 / 1.035]))


def test_the_first_axis_is_draws_and_row_0_is_the_base_case_c4(care: Scenario) -> None:
    uncertain = care.vary(wage=Gamma.from_moments(15, 3))
    impacts = run(uncertain, draws=7)
    rows = impacts.by("outcome", "payer").rows
    assert rows.shape == (8, 2, 2)
    assert rows[0] == pytest.approx(evaluate(care, base_case(care)).by("outcome", "payer").base)


def test_the_base_case_is_every_parameter_at_its_mean_c5() -> None:
    skewed = LogNormal.from_moments(100, 80)
    scenario = programme({"people": 3, "price": skewed}, [saving("visits", "people", "price")])
    assert run(scenario, draws=2).total()[0] == pytest.approx(300)
    assert base_case(scenario).base["price"] == skewed.mean != skewed.quantile(np.array([0.5]))[0]


def test_where_the_model_is_not_multilinear_the_monte_carlo_mean_differs_c5() -> None:
    """A profile is convex in its rate: by Jensen's inequality the mean lies above the base case."""
    from econ.model.profiles import Profile

    scenario = programme(
        {"people": 1, "price": 1, "leaving": Gamma.from_moments(1, 0.9)},
        [saving("visits", "people", "price", "while involved")],
        profiles=[Profile("while involved", "involved", "entry", ("leaving",))],
        years=5,
    )
    found = net_present_value("society").estimate(run(scenario, draws=20_000))
    assert found.base_case is not None
    assert found.mean is not None
    assert found.se is not None
    assert found.mean - found.base_case > 10 * found.se


def test_a_parameter_named_twice_is_drawn_once_c12() -> None:
    """x - x is nothing, and x times x has the mean of a square, not the square of the mean."""
    x = Normal(2, 1)
    none = programme({"people": 1, "x": x, "price": 1}, [saving("a", "people * (x - x)", "price")])
    assert np.all(run(none, draws=50).total() == 0)
    square = programme({"people": 1, "x": x}, [saving("a", "people * x", "x")])
    drawn = monte_carlo(square, 50)
    assert evaluate(square, drawn).total()[1:] == pytest.approx(drawn["x"] ** 2)


def test_cohorts_keep_their_own_level_and_share_the_uncertainty_c12() -> None:
    scenario = programme(
        {"people": 100, "price": Gamma.from_moments(10, 2)},
        [saving("visits", "people", "price")],
        cohorts=[
            Cohort("north", "North", relative={"people": 0.25, "price": 2.0}),
            Cohort("south", "South", relative={"people": 0.75}),
        ],
    )
    impacts = run(scenario, draws=20)
    north, south = impacts.by("cohort").values.T
    assert north == pytest.approx(25 * 2 * impacts.draws["price"])
    assert south == pytest.approx(75 * impacts.draws["price"])


def test_harm_is_reported_as_harm_c9() -> None:
    """An effect whose limits straddle zero is drawn on both sides of it."""
    scenario = programme(
        {"people": 1, "effect": Normal(0.1, 0.2), "price": 100},
        [saving("visits", "people * effect", "price")],
    )
    found = net_present_value("society").estimate(run(scenario, draws=4_000))
    assert found.probability_positive == pytest.approx(0.6915, abs=0.03)  # Phi(0.1 / 0.2)
    assert found.p2_5 is not None
    assert found.p2_5 < 0


def test_no_attribution_means_no_saving_and_the_cost_remains_c10() -> None:
    scenario = programme(
        {"people": 50, "effect": 2, "attribution": Fixed(0.0), "price": 100, "grant": 30},
        [
            saving("visits", "people * effect * attribution", "price"),
            cost("delivery", "people", "grant"),
        ],
    )
    assert evaluate(scenario, base_case(scenario)).by("outcome").base.tolist() == [0.0, -1500.0]


Cell = tuple[int, int, int, int, int]


def rows_of(draws: Draws) -> list[dict[str, float]]:
    """The base case and each draw, as plain numbers."""
    columns = {
        name: np.broadcast_to(column, (len(draws) + 1,)).tolist()
        for name, column in draws.columns.items()
    }
    return [{name: column[k] for name, column in columns.items()} for k in range(len(draws) + 1)]


def by_loops(
    scenario: Scenario, draws: Draws, money: Callable[[Scenario, OneDraw], dict[CellNames, float]]
) -> dict[Cell, float]:
    """Every cell of draw, cohort, year, payer and outcome, from the plain model."""
    axes = (scenario.cohorts, range(scenario.years), scenario.payers, scenario.outcomes)
    places = [*product(*(range(len(axis)) for axis in axes))]
    return {
        (k, c, y, p, o): found
        for k, row in enumerate(rows_of(draws))
        for (c, y, p, o), found in zip(places, money(scenario, row).values(), strict=True)
    }


def every_cell(impacts: Impacts) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return impacts.by("cohort", "year", "payer", "outcome").rows


@settings(max_examples=120)
@given(programmes())
def test_plain_loops_give_every_cell_of_every_axis(scenario: Scenario) -> None:
    draws = monte_carlo(scenario, 3)
    rows = every_cell(evaluate(scenario, draws))
    for place, expected in by_loops(scenario, draws, impacts_of_row).items():
        assert rows[place] == pytest.approx(expected, rel=EXACT, abs=1e-7)


@settings(max_examples=60)
@given(programmes())
def test_plain_loops_give_the_same_cash_and_present_value(scenario: Scenario) -> None:
    draws = monte_carlo(scenario, 2)
    impacts = evaluate(scenario, draws)
    released = by_loops(scenario, draws, cash_of_row)
    size = max(abs(money) for money in released.values())
    rows = every_cell(impacts.cash())
    for place, expected in released.items():
        assert rows[place] == pytest.approx(expected, rel=EXACT, abs=1e-7)
    worth = cash_releasing("society")(impacts)
    for draw in range(3):
        expected = sum(
            carried_back(scenario, scenario.outcomes[place[4]], money, place[2])
            for place, money in released.items()
            if place[0] == draw
        )
        assert worth[draw] == pytest.approx(expected, rel=EXACT, abs=1e-9 * size + 1e-7)


def test_the_plain_model_can_tell_a_wrong_model_from_a_right_one(care: Scenario) -> None:
    """One more hour of care moves the cells that it should, by 600 x share, and no other."""
    draws = base_case(care)
    right = by_loops(care, draws, impacts_of_row)
    wrong = by_loops(care.vary(hours=3), base_case(care.vary(hours=3)), impacts_of_row)
    moved = {place: wrong[place] - right[place] for place in right if wrong[place] != right[place]}
    assert moved == pytest.approx(
        {(0, 0, y, p, 0): share * 600 for y in (0, 1) for p, share in ((0, 0.25), (1, 0.75))}
    )


def test_the_mean_of_a_product_of_independent_numbers_is_the_product_of_their_means() -> None:
    """E[XYZ] = E[X] E[Y] E[Z]; Var[XYZ] = prod(m2) - prod(m)^2, with m2 the second moments."""
    parts: dict[str, Distribution] = {
        "effect": Normal(0.3, 0.15),
        "share": Beta.from_counts(33, 93),
        "price": Gamma.from_moments(280.17, 70),
    }
    scenario = programme(
        {"people": 400, **parts}, [saving("visits", "people * effect * share", "price")]
    )
    found = net_present_value("society").estimate(run(scenario, draws=50_000, seed=1))
    mean = 400 * prod(part.mean for part in parts.values())
    second = 400**2 * prod(part.mean**2 + part.sd**2 for part in parts.values())
    sd = sqrt(second - mean**2)
    assert found.base_case == pytest.approx(mean, rel=EXACT)
    assert found.mean == pytest.approx(mean, abs=4 * sd / sqrt(50_000))
    assert found.sd == pytest.approx(sd, rel=0.05)
    assert found.se == pytest.approx(sd / sqrt(50_000), rel=0.05)


@pytest.mark.parametrize("design", [MonteCarlo(40_000, 7), SobolSequence(4_096, 7)])
def test_a_sum_of_independent_numbers_has_the_sum_of_means_and_of_variances(
    design: MonteCarlo | SobolSequence,
) -> None:
    parts: dict[str, Distribution] = {
        "a": Normal(10, 3),
        "b": Gamma.from_moments(20, 5),
        "c": LogNormal.from_moments(5, 2),
    }
    scenario = programme(
        {"people": 1, **parts}, [saving(f"of_{name}", "people", name) for name in parts]
    )
    (answer,) = ask(scenario, design, [net_present_value("society")])
    variance = sum(part.sd**2 for part in parts.values())
    assert answer[0] == pytest.approx(35)
    assert answer[1:].mean() == pytest.approx(35, abs=4 * sqrt(variance / design.size))
    assert answer[1:].var() == pytest.approx(variance, rel=0.05)


def test_a_programme_without_uncertainty_gives_its_base_case_in_every_draw(care: Scenario) -> None:
    """Nothing varies, so that no stream is drawn; the answer must not be left unfilled."""
    npv = net_present_value("society")
    for design in (MonteCarlo(50), SobolSequence(50)):
        (answer,) = ask(care, design, [npv], block=7)
        assert answer.shape == (51,)
        assert answer == pytest.approx(np.full(51, 1759.420289855072))
    assert npv(run(care, draws=10)) == pytest.approx(np.full(11, 1759.420289855072))


def test_a_run_of_no_draws_is_the_base_case_alone(care: Scenario) -> None:
    uncertain = care.vary(wage=Gamma.from_moments(15, 3))
    impacts = run(uncertain, draws=0)
    assert len(impacts) == 0
    assert net_present_value("society")(impacts) == pytest.approx(np.array([1759.420289855072]))


@settings(max_examples=40)
@given(programmes())
def test_row_0_alone_is_the_base_case_to_the_last_bit_c11(scenario: Scenario) -> None:
    """So that no one has to evaluate the base case again."""
    first, alone = run(scenario, 20).base_case(), evaluate(scenario, base_case(scenario))
    assert len(first) == len(first.draws) == 0
    assert first.draws.base == alone.draws.base
    for axes in ((), ("payer", "year"), ("cohort", "outcome", "year", "payer")):
        assert first.by(*axes).rows.tobytes() == alone.by(*axes).rows.tobytes()
    for measure in (net_present_value("society"), payback_year(), cost_per_participant()):
        assert measure(first).tobytes() == measure(alone).tobytes()
    (asked,) = ask(scenario, MonteCarlo(20), [net_present_value("society")])
    assert asked[0] == net_present_value("society").base(alone)


def test_row_0_alone_has_the_people_of_the_base_case_and_no_others() -> None:
    scenario = programme(
        {"people": number("people", Gamma(100, 1), "people"), "fee": 2},
        [cost("grant", "people", "fee")],
    )
    assert cost_per_participant()(run(scenario, 5).base_case()).tolist() == [2.0]


def test_progress_is_told_how_many_draws_are_done(care: Scenario) -> None:
    told: list[int] = []
    uncertain = care.vary(wage=Gamma.from_moments(15, 3))
    ask(uncertain, MonteCarlo(25), [net_present_value()], block=10, progress=told.append)
    assert told == [10, 20, 25]


def test_as_many_rows_are_evaluated_together_as_their_numbers_leave_room_for(
    care: Scenario,
) -> None:
    """Whatever is wide is evaluated in fewer rows; the answers are the same to the last bit."""
    uncertain = care.vary(wage=Gamma.from_moments(15, 3))
    many = tuple(Cohort(f"c{k}", f"C{k}", relative={"wage": 1 + k / 900}) for k in range(300))
    wide = replace(uncertain, cohorts=many)
    assert rows_together([uncertain]) == 4 * BLOCK
    assert rows_together([wide]) < 4 * BLOCK
    assert rows_together([uncertain] * 50) < 4 * BLOCK  # all are held at once
    told: list[int] = []
    design, npv = MonteCarlo(4 * BLOCK + 10), [net_present_value()]
    (answer,) = ask(uncertain, design, npv, progress=told.append)
    assert told == [4 * BLOCK, 4 * BLOCK + 10]
    (small,) = ask(uncertain, design, npv, block=1_000)
    assert answer.tobytes() == small.tobytes()


@pytest.mark.parametrize(("block", "said"), [(0, "it is 0"), (-1, "it is -1"), (2.5, "a whole")])
def test_what_is_no_number_of_rows_is_refused(
    care: Scenario,
    block: Any,  # noqa: ANN401 - whatever somebody gives
    said: str,
) -> None:
    with pytest.raises(ScenarioError, match=f"block.*{said}|{said}.*block"):
        ask(care, MonteCarlo(5), [net_present_value()], block=block)


def test_nothing_to_be_paid_is_nothing_without_a_sign() -> None:
    """Minus nothing of a cost is told as 0, whichever way it is added up."""
    rows = np.array([-0.0, -0.0, -0.0])
    assert repr(estimate(rows)) == repr(estimate(np.abs(rows)))


def test_a_question_may_be_a_table() -> None:
    scenario = programme(
        {"people": 2, "price": Sample((1.0, 3.0))},
        [saving("visits", "people", "price", "every year")],
        years=3,
        discount=NO_DISCOUNT,
    )
    (yearly,) = ask(scenario, MonteCarlo(9), [lambda i: i.by("payer", "year").rows], block=4)
    assert yearly.shape == (10, 2, 3)
    assert yearly[0].tolist() == [[4.0, 4.0, 4.0], [0.0, 0.0, 0.0]]
    assert set(np.unique(yearly[1:, 0])) == {2.0, 6.0}


def test_two_parameters_of_people_leave_people_unknown() -> None:
    one = programme({"people": 10, "price": 5}, [cost("grant", "people", "price")])
    two = programme(
        {"people": 10, "others": number("others", 4, "people"), "price": 5},
        [cost("grant", "people", "price")],
    )
    assert evaluate(one, base_case(one)).people is not None
    assert evaluate(two, base_case(two)).people is None


def test_payers_without_a_share_get_nothing() -> None:
    scenario = programme(
        {"people": 2, "price": 5}, [saving("visits", "people", "price")], payers=PAYERS
    )
    assert evaluate(scenario, base_case(scenario)).by("payer").base.tolist() == [10.0, 0.0, 0.0]


@pytest.mark.parametrize("entry", ["start of year", "evenly", "evenly from October"])
@pytest.mark.parametrize("support_ends", ["", "2016/17"])
def test_plain_loops_over_people_give_the_same_however_they_start(
    entry: str, support_ends: str
) -> None:
    """Moments of each person, added up, are the closed forms."""
    rates: dict[str, float] = {"leaving": 0.8, "kept": 0.6, "fading": 0.3, "share": 0.7}
    rates["quick"] = 6.0
    profiles = [
        Profile("staying", "involved", "entry", ("leaving",)),
        Profile("lasting", "involved then fading", "entry", ("leaving", "kept", "fading")),
        Profile("brief", "involved", "entry", ("quick",)),
        Profile("rising", "rising then fading", "entry", ("leaving", "fading")),
        Profile("held", "retained", "entry", ("share",)),
        Profile("listed", "table", "entry", (), (0.5, 0.2)),
        Profile("once", "first year", "entry"),
        Profile("always", "every year", "entry"),
        Profile("by calendar", "involved", "calendar", ("leaving",)),
        Profile("starts", "table", "calendar", (), (0.3, 0.5, 0.2)),
    ]
    names = [profile.name for profile in profiles[:-1]]
    scenario = replace(
        programme(
            {"people": 7.0, "price": 11.0, **rates},
            [saving(name.replace(" ", "_"), "people", "price", name) for name in names],
            profiles=profiles,
            years=5,
            intake="starts",
        ),
        first_year="2015/16",
        entry=entry,
        support_ends=support_ends,
    )
    draws = base_case(scenario)
    rows = every_cell(evaluate(scenario, draws))
    for place, expected in by_loops(scenario, draws, impacts_of_row).items():
        assert rows[place] == pytest.approx(expected, rel=EXACT, abs=1e-9), place


def test_a_way_to_start_that_there_is_not_is_refused() -> None:
    scenario = programme({"people": 1.0, "price": 1.0}, [saving("visits", "people", "price")])
    for entry in ("at once", "start of year from October", "evenly from Octember"):
        with pytest.raises(ValueError, match=r"no entry|Octember"):
            _ = replace(scenario, entry=entry).starting
