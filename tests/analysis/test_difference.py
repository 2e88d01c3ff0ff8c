"""Why scenarios differ: parts by hand, in closed form, and adding up, whoever changed them."""

import csv
from dataclasses import replace
from functools import cache
from math import prod
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import econ
from econ.analysis.difference import Difference, difference
from econ.errors import ScenarioError
from econ.model.chain import Made, parse
from econ.model.distributions import DirichletShare, Fixed, FloatArray, Gamma, Normal
from econ.model.impacts import Impacts
from econ.model.measures import (
    Measure,
    benefit_cost_ratio,
    capacity_freed,
    cash_releasing,
    cost_per_participant,
    equity_weighted_net_present_value,
    headline,
    net_present_value,
    payback_year,
)
from econ.model.prices import PriceIndex, constant_rate
from econ.model.profiles import Profile
from econ.model.programme import Cohort, Payer
from econ.model.scenario import Scenario
from econ.reports.revisions import by_sheet
from econ.scripts import load
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


def worth(found: Difference, view: str = "") -> dict[str, float | None]:
    return {part.parameter: part.payers[view] if view else part.estimate for part in found.parts}


def assert_it_adds_up(found: Difference) -> None:
    views = [(found.difference, [part.estimate for part in found.parts])]
    views += [(gap, [part.payers[p] for part in found.parts]) for p, gap in found.payers.items()]
    for whole, parts in views:
        assert whole is not None
        scale = max([abs(found.at_base or 0), abs(found.at_other or 0), abs(whole)])
        assert sum(part or 0.0 for part in parts) == pytest.approx(whole, abs=1e-9 * scale)


def test_one_change_is_the_whole_difference() -> None:
    found = difference(BASE, BASE.vary("Dearer", grant=12_000), NET)
    assert worth(found) == {"grant": -2_000}
    assert (found.at_base, found.at_other, found.difference) == (53_800, 51_800, -2_000)
    (part,) = found.parts
    assert (part.what, part.before, part.after) == ("grant", "10,000", "12,000")
    assert (part.se, found.orders) == (0, 0)


def test_changes_that_do_not_meet_are_worth_what_each_is_alone() -> None:
    other = BASE.vary(grant=12_000, rent=700, hours=3)
    assert worth(difference(BASE, other, NET)) == {
        "grant": -2_000,
        "rent": pytest.approx(-400),
        "hours": pytest.approx(7_200),
    }


def test_two_changes_that_multiply_share_their_interaction_in_halves() -> None:
    """Carers: 2 x 12 x (people x hours). People +100: 4,800; hours +1: 7,200; both: +2,400."""
    found = difference(BASE, BASE.vary(people=400, hours=3), NET)
    assert worth(found, "carers") == pytest.approx({"people": 6_000, "hours": 8_400})
    assert worth(found, "nhs") == pytest.approx({"people": 16_800, "hours": 0})
    assert worth(found) == pytest.approx({"people": 22_800, "hours": 8_400})


def test_three_changes_that_multiply_share_theirs_in_thirds() -> None:
    """Product x y z from (1, 1, 1) to (2, 3, 5): x gets 1 (1 + 2/2 + 4/2 + 8/3), and so on."""
    base = programme({"x": 1.0, "y": 1.0, "z": 1.0}, [saving("a", "x * y", "z")])
    found = worth(difference(base, base.vary(x=2, y=3, z=5), NET))
    assert found == pytest.approx(
        {
            "x": 1 + 2 / 2 + 4 / 2 + 8 / 3,
            "y": 2 + 2 / 2 + 8 / 2 + 8 / 3,
            "z": 4 + 4 / 2 + 8 / 2 + 8 / 3,
        }
    )


def test_a_longer_horizon_and_a_dearer_year_share_what_they_do_together() -> None:
    """Rent 500 x 2 years; +1 year: -500; +200 a year: -400; both together: -200 more."""
    found = difference(BASE, BASE.vary(rent=700).over(years=3), NET)
    assert worth(found) == pytest.approx({"years": -600, "rent": -500})


def test_a_discount_rate_is_a_change() -> None:
    found = difference(BASE, BASE.over(discount=constant_rate(0.25)), NET)
    assert worth(found) == pytest.approx({"discount": 500 - 500 / 1.25})


def test_another_unit_value_and_its_own_value_are_told_apart() -> None:
    """12 a paid hour; 8 by the floor; 10 by a raised floor, which does nothing alone."""
    found = difference(BASE, BASE.revalue(care="floor").vary(floor=10), NET)
    assert worth(found) == pytest.approx({"care": 1_200 * -3, "floor": 1_200 * 1})
    assert {part.verb for part in found.parts} == {"revalue", "vary"}


def test_unit_values_can_be_exchanged() -> None:
    other = BASE.revalue(visits="wage", care="price")
    found = difference(BASE, other, NET)
    assert worth(found) == pytest.approx({"visits": 180 * (12 - 280), "care": 1_200 * (280 - 12)})


def test_time_profiles_cohorts_and_outcomes_are_changes() -> None:
    other = BASE.reprofile(delivery="every year").only(
        cohorts=["north"], outcomes=["visits", "delivery"]
    )
    found = difference(BASE, other, NET)
    assert {part.parameter for part in found.parts} == {"delivery", "cohorts", "outcomes"}
    assert worth(found)["delivery"] == pytest.approx(-10_000)
    assert worth(found)["cohorts"] == pytest.approx(-25_200 - 7_200 / 2)
    assert worth(found)["outcomes"] == pytest.approx(-14_400 + 7_200 / 2 + 1_000)
    assert_it_adds_up(found)


def test_another_perspective_changes_the_headline_alone() -> None:
    other = BASE.seen_by("NHS and PSS")
    assert worth(difference(BASE, other, NET)) == {"perspective": 0}
    found = difference(BASE, other)
    assert found.view == "headline"
    assert worth(found) == pytest.approx({"perspective": -14_400})
    assert worth(found, "carers") == pytest.approx({"perspective": -14_400})
    assert_it_adds_up(found)


def test_a_perspective_and_what_it_leaves_out_share_what_they_do_together() -> None:
    found = difference(BASE, BASE.vary(hours=4).seen_by("NHS and PSS"), headline())
    assert worth(found) == pytest.approx({"hours": 7_200, "perspective": -21_600})


def test_what_only_the_first_scenario_changed_is_undone() -> None:
    first, second = BASE.vary("First", grant=12_000), BASE.vary("Second", rent=700)
    found = difference(first, second, NET)
    assert worth(found) == {"grant": 2_000, "rent": -400}
    undone = next(part for part in found.parts if part.parameter == "grant")
    assert (undone.before, undone.after) == ("12,000", "10,000")


def test_what_both_changed_alike_is_no_part_of_their_difference() -> None:
    shared = BASE.vary(people=400)
    found = difference(shared.vary("First", grant=12_000), shared.vary("Second", grant=9_000), NET)
    assert worth(found) == {"grant": pytest.approx(3_000)}
    structure = BASE.revalue(care="floor").over(years=3)
    found = difference(structure, structure.vary(hours=3), NET)
    assert worth(found) == {"hours": pytest.approx(2 * 300 * 8)}


def test_what_was_changed_twice_is_one_change_from_the_first_value_to_the_last() -> None:
    (part,) = difference(BASE, BASE.vary(grant=12_000).vary(grant=13_000), NET).parts
    assert (part.before, part.after, part.estimate) == ("10,000", "13,000", -3_000)


def test_a_scenario_read_again_is_the_same_base_case() -> None:
    again = replace(BASE)
    assert worth(difference(BASE, again.vary(grant=12_000), NET)) == {"grant": -2_000}


def test_scenarios_that_do_not_differ_have_no_parts() -> None:
    found = difference(BASE, BASE.vary("Twin"), NET)
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
    found = difference(base, other, NET)
    assert worth(found) == pytest.approx({"severity": -160, "low": 80})
    assert next(p for p in found.parts if p.parameter == "severity").what == "mild; severe"


def test_the_largest_part_comes_first() -> None:
    parts = difference(BASE, BASE.vary(rent=700, grant=12_000, hours=1.9), NET).parts
    assert [part.parameter for part in parts] == ["grant", "hours", "rent"]


def test_a_record_is_made_of_each_part_for_the_whole_and_for_each_payer() -> None:
    records = difference(BASE, BASE.vary(people=400, rent=700), NET).records()
    assert [(r["parameter"], r["view"]) for r in records] == [
        (name, view) for name in ("people", "rent") for view in ("society", "nhs", "carers")
    ]
    for record in records:
        assert record["low"] == record["estimate"] == record["high"]
        assert record["se"] == 0
    assert list(records[0])[:6] == ["parameter", "verb", "what", "before", "after", "view"]


def test_a_single_payers_view_has_no_payers_beside_it() -> None:
    found = difference(BASE, BASE.vary(hours=3), net_present_value(payer="carers"))
    assert found.payers == {}
    assert worth(found) == pytest.approx({"hours": 7_200})


def test_a_ratio_is_split_for_the_whole_and_does_not_exist_for_who_bears_no_cost() -> None:
    found = difference(BASE, BASE.vary(hours=3, grant=12_000), benefit_cost_ratio())
    assert found.difference == pytest.approx(72_000 / 13_000 - 64_800 / 11_000)
    assert sum(part.estimate or 0 for part in found.parts) == pytest.approx(found.difference)
    assert found.payers["carers"] is None
    assert all(part.payers["carers"] is None for part in found.parts)


def test_a_payback_that_never_comes_has_no_parts_worth_telling() -> None:
    found = difference(BASE, BASE.vary(grant=900_000), payback_year())
    assert (found.at_base, found.at_other, found.difference) == (1, None, None)
    record = found.records()[0]
    assert (record["estimate"], record["low"], record["se"]) == (None, None, None)


def raised(base: Scenario) -> Scenario:
    """Other values of the twelve, the k-th by k + 1 more."""
    return base.vary("Raised", why="", **{f"x{k:02}": Fixed(k + 2.0) for k in range(12)})


def many(factors: int, count: int = 12) -> Scenario:
    """So many parameters in products of so many, each 1 in the base case."""
    groups = [range(k, k + factors) for k in range(0, count, factors)]
    return programme(
        {f"x{k:02}": 1.0 for k in range(count)},
        [
            saving(f"y{g[0]}", " * ".join(f"x{k:02}" for k in g[:-1]), f"x{g[-1]:02}")
            for g in groups
        ],
    )


def whole() -> Measure:
    """Net present value as one that says nothing of being a sum over outcomes."""
    return replace(NET, definition=replace(NET.definition, name="whole", unit="ratio"))


@pytest.mark.parametrize(("count", "sampled"), [(10, 0), (11, 40)])
def test_up_to_ten_changes_that_meet_count_in_every_order_and_eleven_in_a_sample(
    count: int, sampled: int
) -> None:
    base = many(count, count)
    other = base.vary("", why="", **{f"x{k:02}": Fixed(2.0) for k in range(count)})
    found = difference(base, other, NET, orders=40)
    assert found.orders == sampled
    assert all((part.se or 0) > 0 for part in found.parts) == bool(sampled)
    for part in found.parts:
        exact = (2.0**count - 1) / count
        assert part.estimate == pytest.approx(exact, abs=1e-9 + 5 * (part.se or 0))


def test_a_sum_over_outcomes_is_split_exactly_however_many_changes_there_are() -> None:
    base = many(3)
    found = difference(base, raised(base), NET)
    assert len(found.parts) == 12
    assert found.orders == 0
    for part in found.parts:
        assert part.estimate == pytest.approx(of_three(int(part.parameter[1:])))
        assert part.se == 0


def of_three(k: int) -> float:
    """What raising the k-th of twelve is worth, in products of three."""
    a, b = (j + 1.0 for j in range(k - k % 3, k - k % 3 + 3) if j != k)
    return (k + 1.0) * (1 + a / 2 + b / 2 + a * b / 3)


def test_pairs_of_orders_split_products_of_two_exactly_however_many_changes() -> None:
    base = many(2)
    found = difference(base, raised(base), whole(), orders=8)
    assert found.orders == 8
    gains = [k + 1.0 for k in range(12)]
    expected = {f"x{k:02}": gains[k] + gains[k] * gains[k ^ 1] / 2 for k in range(12)}
    assert worth(found) == pytest.approx(expected)
    assert all(part.se == pytest.approx(0, abs=1e-9) for part in found.parts)


def test_sampled_orders_come_near_the_exact_parts_and_say_how_near() -> None:
    base = many(3)
    found = difference(base, raised(base), whole(), orders=400)
    assert found.orders == 400
    for part in found.parts:
        exact = of_three(int(part.parameter[1:]))
        assert part.estimate is not None
        assert part.se is not None
        assert 0 < part.se < 0.1 * exact
        assert part.estimate == pytest.approx(exact, abs=4 * part.se)
    assert found.difference == sum(prod(k + 2.0 for k in range(g, g + 3)) - 1 for g in (0, 3, 6, 9))
    assert_it_adds_up(found)


def test_the_interval_of_a_sampled_part_lies_around_it_at_1_96_errors() -> None:
    base = many(3)
    found = difference(base, raised(base), whole(), orders=20)
    for record, part in zip(found.records()[::3], found.parts, strict=True):
        assert part.estimate is not None
        assert part.se is not None
        assert record["se"] == part.se > 0
        assert record["low"] == pytest.approx(part.estimate - 1.959964 * part.se)
        assert record["high"] == pytest.approx(part.estimate + 1.959964 * part.se)


def test_errors_of_outcomes_sampled_apart_add_up_in_squares() -> None:
    """The same twelve in each of two outcomes, whose orders are drawn apart."""
    names = [f"x{k:02}" for k in range(12)]
    chain = " * ".join(names[:-1])
    one = programme(dict.fromkeys(names, 1.0), [saving("a", chain, names[-1])])
    small = saving("c", "x00", "x01")
    two = replace(one, outcomes=(*one.outcomes, saving("b", chain, names[-1]), small))
    only, both = (difference(base, raised(base), NET, orders=200) for base in (one, two))
    assert (only.orders, both.orders) == (200, 200)
    for part in both.parts:
        alone = next(p for p in only.parts if p.parameter == part.parameter)
        assert (part.se or 0) / (alone.se or 1) == pytest.approx(2**0.5, rel=0.25)


def test_sampled_orders_are_those_of_their_seed() -> None:
    base = many(3)
    other = raised(base)
    one = difference(base, other, whole(), orders=20)
    assert one == difference(base, other, whole(), orders=20)
    assert one != difference(base, other, whole(), orders=20, seed=1)


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
    assert_it_adds_up(difference(base, other, measure))


SUMS = (NET, headline(), cash_releasing(), capacity_freed(), equity_weighted_net_present_value())


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(programmes(), programmes(), st.sampled_from(SUMS))
def test_two_programmes_without_a_common_base_case_are_split_alike_there_and_back(
    base: Scenario, other: Scenario, measure: Measure
) -> None:
    there, back = (difference(*pair, measure, orders=4) for pair in ((base, other), (other, base)))
    scale = 1 + sum(abs(p.estimate or 0) for p in there.parts)
    for found in (there, back):
        total = sum(part.estimate or 0 for part in found.parts)
        assert total == pytest.approx(found.difference, abs=1e-9 * scale)
    if there.orders == 0:
        no_sum = replace(measure, definition=replace(measure.definition, unit="ratio"))
        together = difference(base, other, no_sum, orders=4)
        if together.orders == 0:
            assert worth(there) == pytest.approx(worth(together), abs=1e-9 * scale)
        opposite = {(p.verb, p.sheet, p.parameter): -(p.estimate or 0) for p in back.parts}
        for p in there.parts:
            assert p.estimate == pytest.approx(
                opposite[p.verb, p.sheet, p.parameter], abs=1e-9 * scale
            )


def test_a_scenario_changed_by_hand_is_split_by_what_differs() -> None:
    by_verbs = BASE.vary("Other", grant=12_000).over(years=3).revalue(care="floor")
    by_hand = replace(by_verbs, name="Other", changes=(), changed=frozenset())
    assert difference(BASE, by_hand, NET) == difference(BASE, by_verbs, NET)


def test_a_change_that_was_taken_back_is_none() -> None:
    assert difference(BASE, BASE.vary(grant=12_000).vary(grant=10_000), NET).parts == ()


def test_a_wider_spread_is_told_and_worth_nothing() -> None:
    (part,) = difference(BASE, BASE.vary(effect=Normal(0.3, 0.3)), NET).parts
    assert (part.parameter, part.estimate) == ("effect", 0)
    assert part.before != part.after


def test_an_amount_carried_to_the_price_year_can_be_varied() -> None:
    base = priced(BASE, "grant", 10_000, "2023/24", "2024/25")
    found = difference(base, base.vary(grant=9_000), NET)
    assert worth(found) == {"grant": pytest.approx(1_400)}


def test_a_cell_that_names_a_number_is_told_apart_from_one_that_happens_to_be_as_large() -> None:
    visits, *others = BASE.outcomes
    named = replace(visits, cash_share=Made(parse("effect")))
    old = replace(BASE, name="As named", outcomes=(named, *others))
    typed = (replace(visits, cash_share=0.3), *others)
    new = replace(BASE, name="As typed", outcomes=typed).vary(effect=econ.Fixed(0.6))
    there, back = (difference(*pair, cash_releasing()) for pair in ((old, new), (new, old)))
    assert_it_adds_up(there)
    assert_it_adds_up(back)
    assert ("Outcomes", "visits") in {(part.sheet, part.parameter) for part in there.parts}


def by_hand() -> Scenario:
    """What hardly any verb can change: a chain, a profile, the payers and the cash; and a split."""
    visits, care, *others = BASE.outcomes
    changed = (
        replace(visits, quantity=parse("people"), shares={"nhs": 0.5, "carers": 0.5}),
        replace(care, cash_share=0.5, cash_delay=1),
        *others,
    )
    payers = (BASE.payers[0], Payer("carers", "Carers", ()), Payer("council", "Council", ()))
    shape = Profile("every year", "retained", "calendar", ("effect",))
    profiles = {**BASE.profiles, "every year": shape}
    return replace(BASE, name="By hand", outcomes=changed, payers=payers, profiles=profiles)


def test_what_no_verb_changes_is_told_without_one() -> None:
    found = difference(BASE, by_hand(), NET)
    told = {(p.sheet, p.parameter): (p.verb, p.what, p.before, p.after) for p in found.parts}
    assert told == {
        ("Outcomes", "visits"): (
            *("", "visits: what it is", "saving, people * effect, 0% cash from year 0"),
            "saving, people, 0% cash from year 0",
        ),
        ("Outcomes", "care"): (
            *("", "care: what it is", "saving, people * hours, 0% cash from year 0"),
            "saving, people * hours, 50% cash from year 1",
        ),
        ("Incidence", "visits"): (
            "borne_by",
            "visits: who bears it",
            "nhs 100%",
            "nhs 50%, carers 50%",
        ),
        ("Profiles", "every year"): (
            *("", "every year: its course", "every year, calendar", "retained, calendar, effect"),
        ),
        ("Payers", "carers"): ("", "Carers: counts for", "society", "no view"),
    }
    assert_it_adds_up(found)
    assert set(found.payers) == {"nhs", "carers"}


def test_a_payer_that_leaves_a_view_takes_its_money_out_of_it() -> None:
    """Carers keep 300 x 2 x 12 = 7,200 in each of two areas, which society then counts no more."""
    payers = tuple(replace(p, perspectives=()) if p.name == "carers" else p for p in BASE.payers)
    found = difference(BASE, replace(BASE, payers=payers), NET)
    assert worth(found) == pytest.approx({"carers": -14_400.0})
    assert found.at_base == pytest.approx(53_800.0)


def test_cash_that_moves_in_time_or_share_is_a_change_of_the_measures_that_see_it() -> None:
    other = by_hand()
    care = replace(other, outcomes=(*BASE.outcomes[:1], *other.outcomes[1:]), payers=BASE.payers)
    care = replace(care, profiles=BASE.profiles)
    assert worth(difference(BASE, care, NET)) == {"care": 0}
    assert worth(difference(BASE, care, capacity_freed())) == {"care": 0}  # it is all in year 0
    sooner = replace(care.outcomes[1], cash_delay=0)
    care = replace(care, outcomes=(BASE.outcomes[0], sooner, *BASE.outcomes[2:]))
    assert worth(difference(BASE, care, cash_releasing())) == pytest.approx({"care": 7_200})


def test_equity_weights_are_a_change_of_the_measure_that_sees_them() -> None:
    """They bear on what falls on people: care, £7,200 of it in the north, and not visits."""
    visits, care, *costs = BASE.outcomes
    base = replace(BASE, outcomes=(visits, replace(care, value_class="social"), *costs))
    weighed = replace(base, cohorts=(replace(base.cohorts[0], equity_weight=2.0), base.cohorts[1]))
    found = difference(base, weighed, equity_weighted_net_present_value())
    assert worth(found) == pytest.approx({"equity weights": 7_200})
    assert (found.parts[0].before, found.parts[0].after) == ("north 1, south 1", "north 2, south 1")


def test_an_intake_is_a_change() -> None:
    late = Profile("late", "table", "calendar", (), (0.0, 1.0))
    entry = Profile("every year", "every year", "entry")
    base = replace(BASE, profiles={**BASE.profiles, "late": late, "every year": entry})
    found = difference(base, replace(base, intake="late"), NET)
    assert worth(found) == pytest.approx({"intake": 500})
    assert (found.parts[0].before, found.parts[0].after) == ("none", "late")


def test_a_cost_per_participant_sees_people_that_no_outcome_counts() -> None:
    base = programme({"people": 100.0, "one": 1.0, "grant": 500.0}, [cost("run", "one", "grant")])
    found = difference(base, base.vary(people=200, grant=900), cost_per_participant())
    assert found.difference == pytest.approx(4.5 - 5)
    assert worth(found) == pytest.approx({"people": -3.5, "grant": 3})


def test_a_measure_that_rests_on_more_than_what_is_compared_is_refused() -> None:
    def named(impacts: Impacts) -> FloatArray:
        return impacts.total() * len(impacts.scenario.name)

    measure = replace(NET, definition=replace(NET.definition, name="odd"), answer=named)
    with pytest.raises(ScenarioError, match="odd: rests on more than the changes"):
        difference(BASE, BASE.vary("Longer name", grant=1), measure)


def test_money_that_is_no_sum_over_outcomes_is_split_whole() -> None:
    def floored(impacts: Impacts) -> FloatArray:
        return impacts.present_value().total().clip(min=53_000)

    measure = replace(NET, answer=floored)
    found = difference(BASE, BASE.vary(grant=12_000, rent=700), measure)
    assert found.difference == pytest.approx(-800)
    assert worth(found) == pytest.approx({"grant": -600, "rent": -200})


# The same told by sheet: two workbooks, or two versions of one.

INDEX = PriceIndex("CPI", "2025", {"2023/24": 100.0, "2024/25": 104.0, "2025/26": 110.0})


def revision(old: Scenario, new: Scenario, orders: int = 1_000) -> Difference:
    """What differs between two versions, told as their sheets tell it."""
    return difference(old, new, told=by_sheet, orders=orders)


def small(**parameters: float) -> Scenario:
    """People times visits times price, less a grant for each visit."""
    values = {"people": 100.0, "visits": 2.0, "price": 10.0, "grant": 500.0, **parameters}
    outcomes = [saving("less", "people * visits", "price"), cost("spent", "visits", "grant")]
    return programme(values, outcomes)


def priced(scenario: Scenario, name: str, mean: float, from_year: str, to_year: str) -> Scenario:
    """A scenario, one of whose parameters is an amount carried between two years."""
    raw = replace(scenario[name], distribution=Fixed(mean), unit="GBP", original=None, uplift=None)
    parameters = {**scenario.parameters, name: raw.uplifted(INDEX, from_year, to_year)}
    return replace(scenario, parameters=parameters, price_year=to_year)


def test_an_outcome_that_is_new_or_gone_is_worth_what_it_counts() -> None:
    more = programme(
        {**{name: p.mean for name, p in small().parameters.items()}, "hours": 3.0, "wage": 7.0},
        [*small().outcomes, saving("care", "people * hours", "wage", shares={"carers": 1.0})],
    )
    found = revision(small(), more)
    assert worth(found) == pytest.approx({"care": 2100.0})
    assert (found.parts[0].before, found.parts[0].sheet) == ("not there", "Outcomes")
    assert found.parts[0].after == "saving, people * hours x wage, first year"
    assert worth(revision(more, small())) == pytest.approx({"care": -2100.0})


def test_everything_of_an_outcomes_row_is_one_change_and_its_split_another() -> None:
    found = revision(BASE, by_hand())
    told = [(part.sheet, part.parameter, part.what) for part in found.parts]
    assert sorted(told) == [
        ("Incidence", "visits", "visits: who bears it"),
        ("Outcomes", "visits", "visits"),
        ("Payers", "carers", "Carers"),
        ("Profiles", "every year", "every year"),
    ]  # when care releases cash is seen by other measures
    assert_it_adds_up(found)


def test_settings_and_groups_of_people_are_told_as_their_sheets_call_them() -> None:
    new = replace(
        BASE,
        years=4,
        discount=constant_rate(0.1),
        perspective="NHS and PSS",
        cohorts=BASE.cohorts[:1],
    )
    found = revision(BASE, new)
    told = {(p.sheet, p.parameter): (p.what, p.before, p.after) for p in found.parts}
    assert told == {
        ("About", "years"): ("Years", "2", "4"),
        ("About", "discount rate"): ("Discount rate", "0%", "10%"),
        ("About", "perspective"): ("Perspective", "society", "NHS and PSS"),
        ("Cohorts", ""): ("Groups of people", "North, South", "North"),
    }
    assert found.perspectives == ("society", "NHS and PSS")
    assert_it_adds_up(found)


def test_a_wider_spread_is_no_change_of_the_base_case() -> None:
    assert revision(BASE, BASE.vary(effect=Normal(0.3, 0.3))).parts == ()


def test_what_net_present_value_does_not_see_is_no_change_of_a_workbook() -> None:
    visits, care, *others = BASE.outcomes
    shares = {"nhs": 1.0, "carers": 0.0}
    new = replace(
        BASE,
        outcomes=(replace(visits, shares=shares), replace(care, cash_share=0.5), *others),
        cohorts=(replace(BASE.cohorts[0], equity_weight=2.0), BASE.cohorts[1]),
    )
    assert revision(BASE, new).parts == ()


def test_another_price_year_is_one_change_whatever_it_moves() -> None:
    old, new = (
        priced(priced(small(), "price", 10, "2023/24", year), "grant", 500, "2023/24", year)
        for year in ("2024/25", "2025/26")
    )
    found = revision(old, new)
    assert worth(found) == pytest.approx({"price year": found.difference})
    assert (found.parts[0].before, found.parts[0].after) == ("2024/25 prices", "2025/26 prices")


def test_a_new_value_beside_a_new_price_year_shares_their_product() -> None:
    old = priced(small(grant=0.0), "price", 10, "2023/24", "2024/25")
    new = priced(small(grant=0.0), "price", 20, "2023/24", "2025/26")
    row, year = 10.0, 1.10 - 1.04
    joint = 200 * row * year
    assert worth(revision(old, new)) == pytest.approx(
        {"price": 200 * row * 1.04 + joint / 2, "price year": 200 * 10 * year + joint / 2}
    )


def test_a_value_found_in_newer_prices_is_a_change_of_its_own_row_alone() -> None:
    old = priced(small(), "price", 10, "2023/24", "2025/26")
    new = priced(small(), "price", 12, "2024/25", "2025/26")
    assert worth(revision(old, new)) == pytest.approx({"price": 200 * (12 * 110 / 104 - 11)})


def test_a_cohorts_own_values_are_one_change_with_their_parameter() -> None:
    def split(north: float) -> Scenario:
        people = {"north": north, "south": 1 - north}
        visits = {"north": 2.0, "south": 1.0}
        cohorts = [Cohort(n, n, 1.0, {"people": people[n], "visits": visits[n]}) for n in people]
        return replace(small(grant=0.0), cohorts=tuple(cohorts))

    found = revision(split(0.5), split(0.75))
    assert worth(found) == pytest.approx({"people": 2000 * (1.75 - 1.5)})


def test_thirty_revised_unit_costs_are_split_exactly_since_each_touches_one_outcome() -> None:
    def revised(price: float) -> Scenario:
        names = [f"price_{k}" for k in range(30)]
        parameters = {"people": 100.0 * price, **dict.fromkeys(names, price)}
        return programme(parameters, [saving(f"o_{n}", "people", n) for n in names])

    found = revision(revised(1.0), revised(1.5))
    assert (len(found.parts), found.orders) == (31, 0)
    assert worth(found)["price_7"] == pytest.approx(100 * (0.5 + 0.25 / 2))
    assert all(part.se == 0 for part in found.parts)


# Figures of the shipped scenarios, kept so that no part moves unnoticed.

KEPT = Path(__file__).with_name("differences.csv")
NAMES = ("verb or sheet", "parameter", "what", "before", "after")


def kept() -> dict[tuple[str, str], list[dict[str, str]]]:
    found: dict[tuple[str, str], list[dict[str, str]]] = {}
    with KEPT.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found.setdefault((row["case"], row["measure"]), []).append(row)
    return found


@cache
def shipped(name: str) -> Scenario:
    return load(f"scenarios/{name}.py")


def pair(case: str) -> tuple[Scenario, Scenario]:
    """A shipped scenario beside the base case, two beside each other, or all parameters raised."""
    if case == "every parameter revised":
        return shipped("base_case"), revised_throughout()
    first, _, second = case.partition(" beside ")
    return (shipped(first), shipped(second)) if second else (shipped("base_case"), shipped(first))


def revised_throughout() -> Scenario:
    """The shipped programme, each used parameter of it raised by one percent more than the last."""
    scenario = econ.read("parameters/side_by_side.xlsx")
    parameters = dict(scenario.parameters)
    later = {"qaly_gain", "qaly_value", "qalys_counted"}  # came after what was kept, and are 0
    for k, name in enumerate(sorted(scenario.used - later), 1):
        raised = parameters[name].distribution.scaled(1 + 0.01 * k)
        parameters[name] = replace(parameters[name], distribution=raised)
    return replace(scenario, parameters=parameters)


@pytest.mark.parametrize(("case", "measure"), kept())
def test_every_part_is_what_it_was_in_words_and_to_a_billionth(case: str, measure: str) -> None:
    asked = benefit_cost_ratio() if measure == "benefit_cost_ratio" else None
    told = by_sheet if measure == "by sheet" else None
    found = difference(*pair(case), asked, told=told)
    rows = kept()[case, measure]
    for row, part in zip(rows, found.parts, strict=True):
        said = (part.sheet if told else part.verb, part.parameter, part.what)
        assert (*said, part.before, part.after) == tuple(row[name] for name in NAMES)
        views = {} if told else part.payers
        for view, figure in (("whole", part.estimate), *views.items()):
            wanted = float(row[view]) if row[view] else None
            assert figure == (wanted if wanted is None else pytest.approx(wanted, rel=1e-9))
        assert part.se in (0, None)
