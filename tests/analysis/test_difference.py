"""Why scenarios differ: parts by hand, in closed form, and adding up."""

from dataclasses import replace
from math import prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from econ.analysis.difference import Explanation, explain
from econ.errors import ScenarioError
from econ.methods.fair_shares import EXACT
from econ.model.distributions import DirichletShare, Fixed, Gamma, Normal
from econ.model.measures import benefit_cost_ratio, headline, net_present_value, payback_year
from econ.model.prices import constant_rate
from econ.model.programme import Cohort
from econ.model.scenario import Scenario
from tests.any_programme import programmes
from tests.programmes import cost, number, programme, saving

NET = net_present_value()
BASE = replace(
    programme(
        {
            "people": 300.0,
            "effect": Normal(0.3, 0.15),
            "price": number("price", Gamma.from_moments(280, 70), "GBP"),
            "hours": 2.0,
            "wage": number("wage", 12.0, "GBP"),
            "one": 1.0,
            "grant": 10_000.0,
            "rent": 500.0,
        },
        [
            saving("visits", "people * effect", "price"),
            saving("care", "people * hours", "wage", shares={"carers": 1.0}),
            cost("delivery", "one", "grant"),
            cost("room", "one", "rent", "every year"),
        ],
        cohorts=[Cohort("north", "North"), Cohort("south", "South", relative={"one": 0.0})],
        years=2,
    ),
    library={"floor": number("floor", 8.0, "GBP")},
)
"""NPV: 2 x 300 x 0.3 x 280 + 2 x 300 x 2 x 12 - 10,000 - 2 x 500 = 50,400 + 14,400 - 11,000."""


def worth(found: Explanation, view: str = "") -> dict[str, float | None]:
    return {part.parameter: part.payers[view] if view else part.estimate for part in found.parts}


def assert_it_adds_up(found: Explanation) -> None:
    views = [(found.difference, [part.estimate for part in found.parts])]
    views += [(gap, [part.payers[p] for part in found.parts]) for p, gap in found.payers.items()]
    for whole, parts in views:
        assert whole is not None
        scale = max([abs(found.at_base or 0), abs(found.at_other or 0), abs(whole)])
        assert sum(part or 0.0 for part in parts) == pytest.approx(whole, abs=1e-9 * scale)


def test_one_change_is_the_whole_difference() -> None:
    found = explain(BASE, BASE.vary("Dearer", grant=12_000), NET)
    assert worth(found) == {"grant": -2_000}
    assert (found.at_base, found.at_other, found.difference) == (53_800, 51_800, -2_000)
    (part,) = found.parts
    assert (part.what, part.before, part.after) == ("grant", "10,000", "12,000")
    assert (part.se, found.orders) == (0, 0)


def test_changes_that_do_not_meet_are_worth_what_each_is_alone() -> None:
    other = BASE.vary(grant=12_000, rent=700, hours=3)
    assert worth(explain(BASE, other, NET)) == {
        "grant": -2_000,
        "rent": pytest.approx(-400),
        "hours": pytest.approx(7_200),
    }


def test_two_changes_that_multiply_share_their_interaction_in_halves() -> None:
    """Carers: 2 x 12 x (people x hours). People +100: 4,800; hours +1: 7,200; both: +2,400."""
    found = explain(BASE, BASE.vary(people=400, hours=3), NET)
    assert worth(found, "carers") == pytest.approx({"people": 6_000, "hours": 8_400})
    assert worth(found, "nhs") == pytest.approx({"people": 16_800, "hours": 0})
    assert worth(found) == pytest.approx({"people": 22_800, "hours": 8_400})


def test_three_changes_that_multiply_share_theirs_in_thirds() -> None:
    """Product x y z from (1, 1, 1) to (2, 3, 5): x gets 1 (1 + 2/2 + 4/2 + 8/3), and so on."""
    base = programme({"x": 1.0, "y": 1.0, "z": 1.0}, [saving("a", "x * y", "z")])
    found = worth(explain(base, base.vary(x=2, y=3, z=5), NET))
    assert found == pytest.approx(
        {
            "x": 1 + 2 / 2 + 4 / 2 + 8 / 3,
            "y": 2 + 2 / 2 + 8 / 2 + 8 / 3,
            "z": 4 + 4 / 2 + 8 / 2 + 8 / 3,
        }
    )


def test_a_longer_horizon_and_a_dearer_year_share_what_they_do_together() -> None:
    """Rent 500 x 2 years; +1 year: -500; +200 a year: -400; both together: -200 more."""
    found = explain(BASE, BASE.vary(rent=700).over(years=3), NET)
    assert worth(found) == pytest.approx({"years": -600, "rent": -500})


def test_a_discount_rate_is_a_change() -> None:
    found = explain(BASE, BASE.over(discount=constant_rate(0.25)), NET)
    assert worth(found) == pytest.approx({"discount": 500 - 500 / 1.25})


def test_another_unit_value_and_its_own_value_are_told_apart() -> None:
    """12 a paid hour; 8 by the floor; 10 by a raised floor, which does nothing alone."""
    found = explain(BASE, BASE.revalue(care="floor").vary(floor=10), NET)
    assert worth(found) == pytest.approx({"care": 1_200 * -3, "floor": 1_200 * 1})
    assert {part.verb for part in found.parts} == {"revalue", "vary"}


def test_unit_values_can_be_exchanged() -> None:
    other = BASE.revalue(visits="wage", care="price")
    found = explain(BASE, other, NET)
    assert worth(found) == pytest.approx({"visits": 180 * (12 - 280), "care": 1_200 * (280 - 12)})


def test_time_profiles_cohorts_and_outcomes_are_changes() -> None:
    other = BASE.reprofile(delivery="every year").only(
        cohorts=["north"], outcomes=["visits", "delivery"]
    )
    found = explain(BASE, other, NET)
    assert {part.parameter for part in found.parts} == {"delivery", "cohorts", "outcomes"}
    assert worth(found)["delivery"] == pytest.approx(-10_000)
    assert worth(found)["cohorts"] == pytest.approx(-25_200 - 7_200 / 2)
    assert worth(found)["outcomes"] == pytest.approx(-14_400 + 7_200 / 2 + 1_000)
    assert_it_adds_up(found)


def test_another_perspective_changes_the_headline_alone() -> None:
    other = BASE.seen_by("NHS and PSS")
    assert worth(explain(BASE, other, NET)) == {"perspective": 0}
    found = explain(BASE, other)
    assert found.view == "headline"
    assert worth(found) == pytest.approx({"perspective": -14_400})
    assert worth(found, "carers") == pytest.approx({"perspective": -14_400})
    assert_it_adds_up(found)


def test_a_perspective_and_what_it_leaves_out_share_what_they_do_together() -> None:
    found = explain(BASE, BASE.vary(hours=4).seen_by("NHS and PSS"), headline())
    assert worth(found) == pytest.approx({"hours": 7_200, "perspective": -21_600})


def test_what_only_the_first_scenario_changed_is_undone() -> None:
    first, second = BASE.vary("First", grant=12_000), BASE.vary("Second", rent=700)
    found = explain(first, second, NET)
    assert worth(found) == {"grant": 2_000, "rent": -400}
    undone = next(part for part in found.parts if part.parameter == "grant")
    assert (undone.before, undone.after) == ("12,000", "10,000")


def test_what_both_changed_alike_is_no_part_of_their_difference() -> None:
    shared = BASE.vary(people=400)
    found = explain(shared.vary("First", grant=12_000), shared.vary("Second", grant=9_000), NET)
    assert worth(found) == {"grant": pytest.approx(3_000)}
    structure = BASE.revalue(care="floor").over(years=3)
    found = explain(structure, structure.vary(hours=3), NET)
    assert worth(found) == {"hours": pytest.approx(2 * 300 * 8)}


def test_what_was_changed_twice_is_one_change_from_the_first_value_to_the_last() -> None:
    (part,) = explain(BASE, BASE.vary(grant=12_000).vary(grant=13_000), NET).parts
    assert (part.before, part.after, part.estimate) == ("10,000", "13,000", -3_000)


def test_a_scenario_read_again_is_the_same_base_case() -> None:
    again = replace(BASE)
    assert worth(explain(BASE, again.vary(grant=12_000), NET)) == {"grant": -2_000}


def test_scenarios_that_do_not_differ_have_no_parts() -> None:
    found = explain(BASE, BASE.vary("Twin"), NET)
    assert (found.difference, found.parts, found.records()) == (0, (), [])


def test_the_shares_of_a_group_change_together() -> None:
    """From 30 x 1 + 70 x 10: shares alone -180, the price alone +60, both -80."""
    base = programme(
        {
            "people": 100.0,
            "mild": DirichletShare(3, 10, "severity"),
            "severe": DirichletShare(7, 10, "severity"),
            "low": 1.0,
            "high": 10.0,
        },
        [saving("a", "people * mild", "low"), saving("b", "people * severe", "high")],
    )
    other = base.vary(
        mild=DirichletShare(5, 10, "severity"), severe=DirichletShare(5, 10, "severity"), low=3
    )
    found = explain(base, other, NET)
    assert worth(found) == pytest.approx({"severity": -160, "low": 80})
    assert next(p for p in found.parts if p.parameter == "severity").what == "mild; severe"


def test_the_largest_part_comes_first() -> None:
    parts = explain(BASE, BASE.vary(rent=700, grant=12_000, hours=1.9), NET).parts
    assert [part.parameter for part in parts] == ["grant", "hours", "rent"]


def test_a_record_is_made_of_each_part_for_the_whole_and_for_each_payer() -> None:
    records = explain(BASE, BASE.vary(people=400, rent=700), NET).records()
    assert [(r["parameter"], r["view"]) for r in records] == [
        (name, view) for name in ("people", "rent") for view in ("society", "nhs", "carers")
    ]
    for record in records:
        assert record["low"] == record["estimate"] == record["high"]
        assert record["se"] == 0


def test_a_single_payers_view_has_no_payers_beside_it() -> None:
    found = explain(BASE, BASE.vary(hours=3), net_present_value(payer="carers"))
    assert found.payers == {}
    assert worth(found) == pytest.approx({"hours": 7_200})


def test_a_ratio_is_split_for_the_whole_and_does_not_exist_for_who_bears_no_cost() -> None:
    found = explain(BASE, BASE.vary(hours=3, grant=12_000), benefit_cost_ratio())
    assert found.difference == pytest.approx(72_000 / 13_000 - 64_800 / 11_000)
    assert sum(part.estimate or 0 for part in found.parts) == pytest.approx(found.difference)
    assert found.payers["carers"] is None
    assert all(part.payers["carers"] is None for part in found.parts)


def test_a_payback_that_never_comes_has_no_parts_worth_telling() -> None:
    found = explain(BASE, BASE.vary(grant=900_000), payback_year())
    assert (found.at_base, found.at_other, found.difference) == (1, None, None)
    record = found.records()[0]
    assert (record["estimate"], record["low"], record["se"]) == (None, None, None)


def raised(base: Scenario) -> Scenario:
    """Other values of the twelve, the k-th by k + 1 more."""
    return base.vary("Raised", why="", **{f"x{k:02}": Fixed(k + 2.0) for k in range(12)})


def many(factors: int) -> Scenario:
    """Twelve parameters in products of so many, each 1 in the base case."""
    groups = [range(k, k + factors) for k in range(0, 12, factors)]
    return programme(
        {f"x{k:02}": 1.0 for k in range(12)},
        [
            saving(f"y{g[0]}", " * ".join(f"x{k:02}" for k in g[:-1]), f"x{g[-1]:02}")
            for g in groups
        ],
    )


def test_pairs_of_orders_split_products_of_two_exactly_however_many_changes() -> None:
    base = many(2)
    found = explain(base, raised(base), NET, orders=8)
    assert len(found.parts) == 12 > EXACT
    assert found.orders == 8
    gains = [k + 1.0 for k in range(12)]
    expected = {f"x{k:02}": gains[k] + gains[k] * gains[k ^ 1] / 2 for k in range(12)}
    assert worth(found) == pytest.approx(expected)
    assert all(part.se == pytest.approx(0, abs=1e-9) for part in found.parts)


def test_sampled_orders_come_near_the_exact_parts_and_say_how_near() -> None:
    base = many(3)
    found = explain(base, raised(base), NET, orders=400)
    gains = [k + 1.0 for k in range(12)]
    for k in range(12):
        mine = range(k - k % 3, k - k % 3 + 3)
        a, b = (gains[j] for j in mine if j != k)
        exact = gains[k] * (1 + a / 2 + b / 2 + a * b / 3)
        part = next(part for part in found.parts if part.parameter == f"x{k:02}")
        assert part.estimate is not None
        assert part.se is not None
        assert 0 < part.se < 0.1 * exact
        assert part.estimate == pytest.approx(exact, abs=4 * part.se)
    assert found.difference == sum(prod(k + 2.0 for k in range(g, g + 3)) - 1 for g in (0, 3, 6, 9))
    assert_it_adds_up(found)


def test_sampled_orders_are_those_of_their_seed() -> None:
    base = many(3)
    other = raised(base)
    assert explain(base, other, NET, orders=20) == explain(base, other, NET, orders=20)
    assert explain(base, other, NET, orders=20) != explain(base, other, NET, orders=20, seed=1)


@settings(max_examples=30)
@given(programmes(), st.integers(1, 5), st.sampled_from([None, NET]))
def test_the_parts_add_up_for_every_payer_whatever_the_programme(
    base: Scenario, years: int, measure: None
) -> None:
    outcome = base.outcomes[0].name
    other = (
        base.vary(effect=Fixed(0.7), price=Fixed(120), share=Fixed(0.5), leaving=Fixed(0.4))
        .over(years=years, discount=constant_rate(0.02))
        .reprofile(**{outcome: "every year profile"})
        .seen_by("public sector")
        .only(cohorts=[base.cohorts[0].name])
    )
    assert_it_adds_up(explain(base, other, measure))


def test_scenarios_of_two_workbooks_cannot_be_explained() -> None:
    stranger = replace(BASE, name="Stranger", years=1)
    with pytest.raises(ScenarioError, match="does not start from the same base case as 'Small"):
        explain(BASE, stranger, NET)


def test_a_scenario_changed_behind_its_verbs_is_not_explained_in_part() -> None:
    other = replace(BASE.vary("Other", grant=12_000), years=1)
    with pytest.raises(ScenarioError, match="by more than its recorded changes"):
        explain(BASE, other, NET)
