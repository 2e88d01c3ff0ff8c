"""Each measure by hand; ratios that do not exist; cash and capacity."""

from collections.abc import Callable

import numpy as np
import pytest

from econ.errors import ScenarioError
from econ.model.distributions import Distribution, Fixed, Gamma, Normal, Uniform
from econ.model.draws import base_case, sweep
from econ.model.equation import evaluate, run
from econ.model.impacts import Impacts
from econ.model.measures import (
    Measure,
    annual_budget_impact,
    benefit_cost_ratio,
    benefits,
    capacity_freed,
    cash_releasing,
    cost_per_participant,
    costs,
    equity_weighted_net_present_value,
    equivalent_annual_value,
    internal_rate_of_return,
    net_present_value,
    net_present_value_had_it_paid,
    payback_year,
    return_on_investment,
)
from econ.model.prices import GREEN_BOOK, constant_rate
from econ.model.profiles import Profile
from econ.model.programme import Cohort, Outcome
from econ.model.scenario import Scenario
from tests.programmes import cost, programme, saving


def scheme(grant: float = 100, fees: float = 0) -> Scenario:
    """Fifty a year saved for 40 people, over three years at 25%: 2,000 + 1,600 + 1,280 = 4,880.

    The grant is paid for each of them at once, fees in every year.
    """
    outcomes: list[Outcome] = [
        saving(
            "visits",
            "people",
            "price",
            "every year",
            {"nhs": 0.5, "carers": 0.5},
            cash_share=0.25,
            cash_delay=2,
        ),
        cost("grant", "people", "grant", cash_share=1.0),
    ]
    if fees:
        outcomes.append(cost("fees", "people", "fees", "every year"))
    cohorts = [
        Cohort("leeds", "Leeds", 1.5, {"people": 0.25}),
        Cohort("suffolk", "Suffolk", 0.5, {"people": 0.75}),
    ]
    return programme(
        {"people": 40, "price": 50, "grant": grant, "fees": fees},
        outcomes,
        cohorts=cohorts,
        years=3,
        discount=constant_rate(0.25),
    )


def base(measure: Measure, scenario: Scenario) -> float:
    return measure.base(evaluate(scenario, base_case(scenario)))


BY_HAND: dict[str, tuple[Measure, float]] = {
    "net present value": (net_present_value("society"), 4880 - 4000),
    "of a payer": (net_present_value(payer="nhs"), 2440 - 4000),
    "of a cohort": (net_present_value("society", cohort="leeds"), (4880 - 4000) / 4),
    "society unless said": (net_present_value(), 4880 - 4000),
    "benefits": (benefits("society"), 4880),
    "costs, as a positive amount": (costs("society"), 4000),
    "benefit-cost ratio": (benefit_cost_ratio("society"), 4880 / 4000),
    "return on investment": (return_on_investment("society"), 880 / 4000),
    "payback": (payback_year("society"), 2),
    "payback that never comes": (payback_year(payer="nhs"), float("inf")),
    "payback of who bears no cost": (payback_year(payer="carers"), 1),
    "cost per participant": (cost_per_participant("society"), 100),
    "cost per participant of a cohort": (cost_per_participant("society", cohort="leeds"), 100),
    "first year": (annual_budget_impact(0, payer="nhs"), 1000 - 4000),
    "last year, undiscounted": (annual_budget_impact(2, payer="nhs"), 1000),
    "cash": (cash_releasing("society"), 0.25 * 1280 - 4000),
    "capacity": (capacity_freed("society"), 4880 - 0.25 * 1280),
    "had it paid, where it does": (net_present_value_had_it_paid("society"), 880),
    "had it paid, where others do": (net_present_value_had_it_paid(payer="carers"), 2440 - 4000),
    "equivalent annual value": (equivalent_annual_value("society"), 880 / (1 + 0.8 + 0.64)),
    # 2,000 - 4,000 at once, then 2,000 twice: 2,000 = 2,000 x + 2,000 x^2, the golden ratio
    "internal rate of return": (internal_rate_of_return("society"), (1 + 5**0.5) / 2 - 1),
    "equity weighted, where all of it is public money": (
        equity_weighted_net_present_value("society"),
        880,
    ),
}


@pytest.mark.parametrize(("measure", "expected"), BY_HAND.values(), ids=BY_HAND.keys())
def test_each_measure_is_as_worked_by_hand(measure: Measure, expected: float) -> None:
    assert base(measure, scheme()) == pytest.approx(expected, rel=1e-12)


MADE: tuple[Callable[..., Measure], ...] = (
    net_present_value,
    benefits,
    costs,
    benefit_cost_ratio,
    return_on_investment,
    payback_year,
    cost_per_participant,
    cash_releasing,
    capacity_freed,
    equity_weighted_net_present_value,
    net_present_value_had_it_paid,
    equivalent_annual_value,
    internal_rate_of_return,
)


@pytest.mark.parametrize("make", MADE)
def test_a_measure_takes_one_view(make: Callable[..., Measure]) -> None:
    assert make("public sector").view == "public sector"
    assert make(payer="nhs").view == "nhs"
    assert make().view == "society"
    assert make().name == make.__name__
    with pytest.raises(ScenarioError, match="both a perspective and a payer"):
        make("society", payer="nhs")


def test_a_view_that_is_not_there_is_refused_when_it_is_asked() -> None:
    with pytest.raises(ScenarioError, match="Did you mean 'nhs'"):
        base(net_present_value(payer="nh"), scheme())


@pytest.mark.parametrize("year", [-1, 3])
def test_a_year_outside_the_horizon_is_refused(year: int) -> None:
    with pytest.raises(ScenarioError, match=r"is outside the horizon"):
        base(annual_budget_impact(year), scheme())


def test_a_ratio_over_no_cost_does_not_exist_c13() -> None:
    """WSIPP, programme 282: peers in place of other staff cost nothing net; its ratio is n/a.

    http://www.wsipp.wa.gov/BenefitCost/Program/282 prints benefits of -4,473 (2022 US$), a net
    programme cost of 0, and no ratio.
    """
    found = benefit_cost_ratio(payer="carers").estimate(run(scheme(), draws=3))
    assert found.base_case is None
    assert not found.exists
    assert net_present_value(payer="carers").estimate(run(scheme(), draws=3)).exists


def test_a_ratio_whose_denominator_changes_sign_has_no_distribution_c13() -> None:
    """A cost that is a saving in some draws: the base case has a ratio, the draws have none."""
    scenario = programme(
        {"people": 40, "price": 50, "net_cost": Normal(10, 20)},
        [saving("visits", "people", "price"), cost("delivery", "people", "net_cost")],
    )
    impacts = run(scenario, draws=200)
    assert (costs()(impacts) < 0).any()
    found = benefit_cost_ratio().estimate(impacts)
    assert found.base_case == pytest.approx(5)
    assert not found.exists
    assert return_on_investment().estimate(impacts).p50 is None
    assert net_present_value().estimate(impacts).exists


def test_the_ratio_of_means_is_not_the_mean_of_ratios() -> None:
    """Each draw has its own ratio: 1 / cost is convex, so that the mean lies above the base."""
    scenario = programme(
        {"people": 1, "price": 100, "fee": Gamma.from_moments(50, 20)},
        [saving("visits", "people", "price"), cost("delivery", "people", "fee")],
    )
    found = benefit_cost_ratio().estimate(run(scenario, draws=4000))
    assert found.base_case == pytest.approx(2)
    assert found.mean is not None
    assert found.mean > 2.2


def running(*yearly: float) -> float:
    """The payback of these yearly amounts."""
    from econ.model.profiles import Profile

    scenario = programme(
        {"one": 1, "pound": 1},
        [saving("net", "one", "pound", "given")],
        profiles=[Profile("given", "table", "calendar", (), yearly)],
        years=len(yearly),
        people="",
    )
    return base(payback_year(), scenario)


@pytest.mark.parametrize(
    ("yearly", "expected"),
    [
        ((-100, 40, 60, 10), 3),  # exactly paid back at the end of the third year
        ((-100, 150, -80, 40), 4),  # back above, below again, and above for good
        ((10, 10), 1),
        ((-10, 5), float("inf")),
        ((10, -20), float("inf")),
        ((0, 0), 1),
    ],
)
def test_payback_is_when_the_running_total_is_no_longer_below_zero_for_good(
    yearly: tuple[float, ...], expected: float
) -> None:
    assert running(*yearly) == expected


def test_cost_per_participant_does_not_exist_where_people_are_unknown_c13() -> None:
    scenario = programme(
        {"sessions": 5, "fee": 10}, [cost("delivery", "sessions", "fee")], people=""
    )
    assert cost_per_participant().estimate(run(scenario, draws=2)).base_case is None


def test_cost_per_participant_follows_people_who_are_uncertain() -> None:
    """A grant of 4,000 whatever the numbers: 100 each for 40 people, 200 each for 20."""
    scenario = programme(
        {"people": 40, "one": 1, "grant": 4000}, [cost("delivery", "one", "grant")]
    )
    impacts = evaluate(scenario, sweep(scenario, "people", [20, 80]))
    assert cost_per_participant()(impacts).tolist() == [100, 200, 50]


def test_benefits_may_be_harm_c9() -> None:
    scenario = programme({"people": 1, "price": -5}, [saving("visits", "people", "price")])
    assert base(benefits(), scenario) == -5


def test_cash_and_capacity_add_up_to_the_net_present_value_c14() -> None:
    scenario = scheme(fees=3).vary(price=Gamma.from_moments(50, 10))
    impacts = run(scenario, draws=50)
    for view in ("society", "nhs", "carers"):
        whole = net_present_value(view)(impacts)
        assert cash_releasing(view)(impacts) + capacity_freed(view)(impacts) == pytest.approx(whole)


def test_an_answer_is_one_number_a_row_and_the_base_case_is_first_c4() -> None:
    scenario = scheme().vary(price=Gamma.from_moments(50, 10))
    impacts: Impacts = run(scenario, draws=6)
    measure = net_present_value()
    assert measure(impacts).shape == (7,)
    assert measure.base(impacts) == measure(impacts)[0]
    assert np.array_equal(measure.draws(impacts), measure(impacts)[1:])
    assert measure.estimate(impacts).mean == pytest.approx(measure.draws(impacts).mean())


def flows(*amounts: float | Distribution) -> Scenario:
    """What is kept in each year is one of these amounts."""
    tables = [
        Profile(f"year {y}", "table", "calendar", table=tuple(float(y == n) for n in range(k)))
        for k in [len(amounts)]
        for y in range(k)
    ]
    return programme(
        {"one": 1, **{f"amount_{y}": amount for y, amount in enumerate(amounts)}},
        [saving(f"s{y}", "one", f"amount_{y}", f"year {y}") for y in range(len(amounts))],
        profiles=tables,
        years=len(amounts),
        discount=GREEN_BOOK,
    )


@pytest.mark.parametrize(
    ("amounts", "rate"),
    [
        ((-100, 110), 0.10),
        ((-100, 0, 121), 0.10),
        ((-100, 50), -0.5),
        ((-100, 0.01), 1e-4 - 1),
        ((-1, 1e6), 1e6 - 1),
        ((0, -100, 20, 120), 0.2),  # -100 + 20/1.2 + 120/1.44 = 0
        ((-40, -60, 0, 133.1, 0), None),
        ((-100, *[10.0] * 124), None),
    ],
)
def test_a_rate_of_return_is_the_rate_at_which_all_is_worth_nothing(
    amounts: tuple[float, ...], rate: float | None
) -> None:
    found = base(internal_rate_of_return(), flows(*amounts))
    if rate is not None:
        assert found == pytest.approx(rate, rel=1e-9, abs=1e-12)
    worth = [amount / (1 + found) ** year for year, amount in enumerate(amounts)]
    assert sum(worth) == pytest.approx(0, abs=1e-9 * sum(map(abs, worth)))


@pytest.mark.parametrize(
    "amounts", [(100, -110), (-100, 230, -132), (-1, -1), (1, 1), (0, 0)], ids=str
)
def test_a_rate_of_return_does_not_exist_unless_money_turns_once_from_spent_to_kept(
    amounts: tuple[float, ...],
) -> None:
    """100, -230 and 132 are worth nothing at 10% and at 20% alike (C13)."""
    assert np.isnan(base(internal_rate_of_return(), flows(*amounts)))


def test_a_rate_of_return_in_every_draw_is_that_of_its_own_flows() -> None:
    scenario = flows(Fixed(-100.0), Uniform(40, 80), Uniform(40, 80))
    impacts = run(scenario, draws=200, seed=1)
    _, first, second = impacts.by("outcome").values.T
    x = (-first + np.sqrt(first**2 + 400 * second)) / (2 * second)
    found = internal_rate_of_return().draws(impacts)
    np.testing.assert_allclose(found, 1 / x - 1, rtol=1e-9)
    assert internal_rate_of_return().estimate(impacts).mean == pytest.approx(found.mean())


def test_a_draw_that_only_loses_earns_less_than_any_rate_and_the_mean_does_not_exist() -> None:
    impacts = run(flows(Fixed(-100.0), Uniform(-40, 160)), draws=2_000, seed=1)
    lost = float(np.mean(impacts.by("outcome").values[:, 1] <= 0))
    assert 0.1 < lost < 0.3
    found = internal_rate_of_return().estimate(impacts)
    assert found.base_case == pytest.approx(-0.4)
    assert (found.mean, found.p2_5) == (None, None)
    assert found.p50 == pytest.approx(
        np.quantile(impacts.by("outcome").values[:, 1], 0.5, method="higher") / 100 - 1
    )


def test_an_even_amount_a_year_has_the_same_present_value() -> None:
    """Annuity due: A times the sum of the scenario's own factors, 35 years of two rates."""
    scenario = flows(-1_000.0, *[70.0] * 34)
    value = base(equivalent_annual_value(), scenario)
    even = flows(*[value] * 35)
    assert base(net_present_value(), even) == pytest.approx(
        base(net_present_value(), scenario), rel=1e-9
    )
    annuity = (1 - 1.035**-31) / (1 - 1 / 1.035)
    later = sum(1.035**-30 * 1.03**-n for n in range(1, 5))
    assert value == pytest.approx(base(net_present_value(), scenario) / (annuity + later), rel=1e-9)
