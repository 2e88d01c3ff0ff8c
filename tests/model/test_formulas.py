"""Parameters that are made of others, in every draw and cohort, by hand and at every door."""

from dataclasses import replace

import numpy as np
import pytest

import econ
from econ.analysis.difference import difference
from econ.analysis.one_way import tornado
from econ.analysis.switching import switching_values, threshold
from econ.errors import ScenarioError
from econ.model.distributions import ChanceOfNone, Distribution, Fixed, Gamma, Normal, Uniform
from econ.model.draws import base_case, monte_carlo, sweep
from econ.model.equation import evaluate, run
from econ.model.measures import net_present_value
from econ.model.parameters import Parameter
from econ.model.profiles import Profile
from econ.model.programme import Cohort
from econ.model.reach import Reach
from econ.model.scenario import Change, Scenario
from econ.reports.report import weakest
from tests.programmes import cost, made, number, programme, saving

NET = net_present_value("society")


@pytest.fixture
def scenario() -> Scenario:
    """Two areas with salaries of their own; a rate of leaving that is made of a stay in months."""
    return programme(
        {
            "people": 100,
            "before": Normal(3, 0.2),
            "after": Normal(2, 0.2),
            "months": Gamma.from_moments(24, 2),
            "leaving": made("leaving", "12 / months", "per year"),
            "salary": Gamma.from_moments(30, 3),
            "oncost": 8,
            "pay": made("pay", "salary + oncost", "GBP per hour"),
            "visit": made("visit", "pay * 2 / (1 - away)", "GBP per visit"),
            "away": Uniform(0.1, 0.3),
        },
        [saving("visits", "people * before - people * after / 2", "visit", "stay")],
        cohorts=[
            Cohort("north", "North", 1, {"people": 0.4, "salary": 1.1}),
            Cohort("south", "South", 1, {"people": 0.6, "salary": 0.95}),
        ],
        profiles=[Profile("stay", "involved", "entry", ("leaving",))],
        years=2,
    )


def by_hand(scenario: Scenario, draws: int) -> np.ndarray:
    """Money of both years, from the draws of what is uncertain."""
    drawn = {n: np.asarray(c) for n, c in monte_carlo(scenario, draws, seed=3).columns.items()}
    rate = 12 / drawn["months"]
    years = sum((np.exp(-rate * y) - np.exp(-rate * (y + 1))) / rate for y in range(2))
    total = np.zeros(draws + 1)
    for share, pays in ((0.4, 1.1), (0.6, 0.95)):
        value = (drawn["salary"] * pays + 8) * 2 / (1 - drawn["away"])
        people = 100 * share
        total = total + (people * drawn["before"] - people * drawn["after"] / 2) * value * years
    return np.asarray(total)


def test_a_formula_is_worked_out_in_every_draw_and_cohort(scenario: Scenario) -> None:
    found = run(scenario, draws=500, seed=3).total()
    np.testing.assert_allclose(found, by_hand(scenario, 500), rtol=1e-12)


def test_by_hand_at_the_means(scenario: Scenario) -> None:
    """38 an hour, two hours a visit, a fifth away: 95; 24 months: 0.5 a year."""
    means = {name: scenario[name].mean for name in ("pay", "visit", "leaving")}
    assert means == pytest.approx({"pay": 38, "visit": 95, "leaving": 0.5}, rel=1e-12)


def test_a_formula_is_not_itself_uncertain_and_what_it_is_made_from_is_used(
    scenario: Scenario,
) -> None:
    assert scenario.uncertain == ("after", "away", "before", "months", "salary")
    assert scenario.used == set(scenario.parameters)
    assert {bar.parameter for bar in tornado(scenario, NET).bars} == set(scenario.uncertain)


def test_the_order_of_rows_and_the_size_of_blocks_change_nothing(scenario: Scenario) -> None:
    rows = dict(reversed([*scenario.parameters.items()]))
    turned = replace(scenario, parameters=rows)
    whole = run(scenario, draws=300, seed=3).total()
    assert np.array_equal(run(turned, draws=300, seed=3).total(), whole)
    longer = run(scenario, draws=900, seed=3).total()
    assert np.array_equal(longer[:301], whole)


def test_draws_show_what_a_formula_comes_to_in_the_whole_programme(scenario: Scenario) -> None:
    draws = monte_carlo(scenario, 50, seed=3)
    assert np.array_equal(draws["pay"], draws["salary"] + 8)
    assert draws.to_frame()["leaving"].tolist() == (12 / draws["months"]).tolist()


def test_varying_what_it_is_made_from_moves_it(scenario: Scenario) -> None:
    assert scenario.vary(oncost=18.0)["visit"].mean == pytest.approx(48 * 2 / 0.8)


def test_varying_a_formula_puts_a_value_in_its_place_and_says_so(scenario: Scenario) -> None:
    varied = scenario.vary("Agency", why="an invoice", pay=Fixed(50.0))
    assert varied["pay"].formula is None
    assert varied["visit"].mean == pytest.approx(125)
    assert varied.changes == (
        Change(
            "pay",
            "salary + oncost, which comes to 38 in 2024/25 prices",
            "fixed at 50 in 2024/25 prices",
        ),
    )
    assert "salary" not in varied.used


def test_a_bare_number_is_refused_where_what_it_is_made_from_is_uncertain(
    scenario: Scenario,
) -> None:
    with pytest.raises(ScenarioError, match="would remove its uncertainty in silence"):
        scenario.vary(pay=50.0)


def test_a_formula_is_not_swept_but_has_a_switching_value(scenario: Scenario) -> None:
    priced = programme(
        {**scenario.parameters, "fee": 10_000.0},
        [*scenario.outcomes, cost("fees", "people / 100", "fee")],
        cohorts=scenario.cohorts,
        profiles=[*scenario.profiles.values()],
        years=2,
    )
    with pytest.raises(ScenarioError, match=r"is made by its formula, salary [+] oncost"):
        sweep(priced, "pay", [1.0, 2.0])
    found = threshold(priced, "visit", NET, low=1, high=200)
    base = evaluate(priced, base_case(priced))
    gains = econ.benefits("society").base(base)
    south = 95 * (0.4 * (30 * 1.1 + 8) + 0.6 * (30 * 0.95 + 8)) / 38
    assert found.value == pytest.approx(south * 10_000 / gains, rel=1e-9)
    assert "pay" not in {t.parameter for t in switching_values(priced, NET).thresholds}


def test_a_difference_is_split_among_numbers_and_formulas_and_adds_up(scenario: Scenario) -> None:
    other = scenario.vary(oncost=18.0, visit=Fixed(90.0))
    found = difference(scenario, other, NET)
    assert sum(part.estimate or 0 for part in found.parts) == pytest.approx(found.difference)
    assert {part.parameter for part in found.parts} == {"oncost", "visit"}
    alone = difference(scenario, scenario.vary(oncost=18.0), NET)
    assert [part.parameter for part in alone.parts] == ["oncost"]
    told = {part.parameter: (part.before, part.after) for part in found.parts}
    assert told["visit"] == (
        "pay * 2 / (1 - away), which comes to 95 in 2024/25 prices",
        "90 in 2024/25 prices",
    )


def test_an_answer_rests_on_what_its_formulas_are_made_from(scenario: Scenario) -> None:
    graded = {
        name: replace(row, evidence="expert" if name == "oncost" else "")
        for name, row in scenario.parameters.items()
    }
    known = programme(graded, scenario.outcomes, profiles=[*scenario.profiles.values()])
    assert weakest(known, known.outcomes[0], known.cohorts[0]) == "expert"


def test_a_circle_and_an_unknown_name_are_refused_in_python_too() -> None:
    with pytest.raises(ScenarioError, match="is made from itself: a from b from a"):
        programme({"a": made("a", "b + 1"), "b": made("b", "a * 2"), "c": 1.0}, [])
    with pytest.raises(ScenarioError, match="there is no such parameter"):
        programme({"a": made("a", "nobody + 1")}, [])


@pytest.mark.parametrize(
    "distribution",
    [Uniform(0.0, 1.0), ChanceOfNone(0.2, Uniform(0.1, 0.3)), Normal(0.9, 0.1), Fixed(1.0)],
)
def test_no_verb_lets_a_divisor_be_zero(scenario: Scenario, distribution: Distribution) -> None:
    if isinstance(distribution, ChanceOfNone):
        assert scenario.vary(away=distribution)["visit"].mean > 0  # 1 less than nothing is 1
        distribution = ChanceOfNone(0.2, Uniform(10, 20))
        with pytest.raises(ScenarioError, match="is divided by months, which can be 0"):
            scenario.vary(months=distribution)
        return
    with pytest.raises(ScenarioError, match=r"is divided by 1 - away, which (can be|is) 0"):
        scenario.vary(away=distribution)


def test_where_something_is_divided_by_zero_there_is_no_figure_and_no_warning() -> None:
    one = programme(
        {"people": 10, "met": Uniform(0.2, 0.8), "pound": 1.0},
        [saving("a", "people / met", "pound")],
    )
    swept = NET(evaluate(one, sweep(one, "met", [0.0, 0.5])))
    assert np.isnan(swept[1])
    assert swept[2] == 20


def test_a_switching_value_is_found_where_a_proportion_divides() -> None:
    """10 people of whom a share is met cost 10 / share; 25 pays up to a share of 0.4."""
    met = number("met", Uniform(0.2, 0.8), "proportion")
    one = programme(
        {"people": 10, "met": met, "pound": 1.0, "gain": 2.5},
        [cost("a", "people / met", "pound"), saving("b", "people", "gain")],
    )
    found = threshold(one, "met", NET)
    assert found.value == pytest.approx(0.4, rel=1e-9)
    assert found.positive_side == "above"
    assert found.probability_beyond == pytest.approx(1 / 3, abs=1e-9)


def test_reaches_are_those_of_interval_arithmetic() -> None:
    """Both signs of a product, and a quotient by what can be zero, which can be anything."""
    low, high = Reach(-2, 3), Reach(4, 5)
    assert low * high == Reach(-10, 15)
    assert high / Reach(2, 4) == Reach(1, 2.5)
    assert (high / low).low == -np.inf
    assert low + high == Reach(2, 8)


def test_hundreds_of_formulas_of_formulas_neither_go_deep_nor_take_long() -> None:
    """Each twice the one before it, halved: worked out once each, or there were 2**300 of them."""
    rows: dict[str, float | Distribution | Parameter] = {
        "people": 10,
        "pound": 1.0,
        "f0": Uniform(1, 2),
    }
    rows |= {
        f"f{k}": made(f"f{k}", f"(f{k - 1} + f{k - 1}) / (1 + f0 / f0)") for k in range(1, 301)
    }
    one = programme(rows, [saving("a", "people * f300", "pound")])
    found = run(one.vary(people=20.0), draws=10, seed=1)
    np.testing.assert_allclose(found.total(), 20 * found.draws.columns["f0"], rtol=1e-12)


def test_a_cohort_has_no_value_of_its_own_beside_a_formula(scenario: Scenario) -> None:
    own = Cohort("north", "North", 1, {"pay": 1.2})
    with pytest.raises(ScenarioError, match="has a formula, which each cohort follows"):
        replace(scenario, cohorts=(own,))


def test_two_workbooks_whose_unit_values_are_other_arithmetic_are_compared() -> None:
    """By hand: 10 × (30 + 8) and 10 × (30 + 2 × 9); the overhead alone is a part of its own."""
    numbers = {"people": 10.0, "pay": 30.0, "over": 8.0}
    first, second = "pay + over", "pay + 2 * over"
    old = programme({**numbers, first: made(first, first, "GBP")}, [saving("a", "people", first)])
    new = programme(
        {**numbers, "over": 9.0, second: made(second, second, "GBP")},
        [saving("a", "people", second)],
    )
    found = difference(old, new, NET)
    assert (found.at_base, found.at_other) == (380, 480)
    worth = {part.parameter: part.estimate for part in found.parts}
    assert worth == pytest.approx({"a": 85, "over": 15})  # 80 or 90, and 10 or 20
