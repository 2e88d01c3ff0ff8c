"""What a revision of the inputs did to the result, change by change."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

import econ
from econ.analysis.revision import Revision, revision
from econ.model.chain import parse
from econ.model.distributions import DirichletShare, Fixed, Normal
from econ.model.prices import PriceIndex, constant_rate
from econ.model.profiles import Profile
from econ.model.programme import Cohort, Payer
from econ.model.scenario import Scenario
from tests.any_programme import programmes
from tests.programmes import cost, number, programme, saving

INDEX = PriceIndex("CPI", "2025", {"2023/24": 100.0, "2024/25": 104.0, "2025/26": 110.0})


def small(**parameters: float) -> Scenario:
    """People times visits times price, less a grant for each visit."""
    values = {"people": 100.0, "visits": 2.0, "price": 10.0, "grant": 500.0, **parameters}
    outcomes = [saving("less", "people * visits", "price"), cost("spent", "visits", "grant")]
    return programme(values, outcomes)


def worth(found: Revision) -> dict[str, float]:
    return {part.name: part.estimate for part in found.parts}


def priced(scenario: Scenario, name: str, mean: float, from_year: str, to_year: str) -> Scenario:
    """A scenario, one of whose parameters is an amount carried between two years."""
    raw = replace(scenario[name], distribution=Fixed(mean), unit="GBP", original=None, uplift=None)
    parameters = {**scenario.parameters, name: raw.uplifted(INDEX, from_year, to_year)}
    return replace(scenario, parameters=parameters, price_year=to_year)


def test_versions_that_are_the_same_have_no_parts() -> None:
    found = revision(small(), small())
    assert found.parts == ()
    assert found.difference == 0
    assert found.records() == []


def test_one_change_is_worth_all_of_the_difference() -> None:
    found = revision(small(), small(price=12.0))
    assert worth(found) == pytest.approx({"price": 100 * 2 * 2.0})
    assert (found.at_old, found.at_new) == pytest.approx((1000.0, 1400.0))
    part = found.parts[0]
    assert (part.sheet, part.label, part.before, part.after) == ("Parameters", "price", "10", "12")


def test_two_changes_that_multiply_share_what_they_do_together() -> None:
    """Worked by hand: 2 x 10 a person, then 3 x 12; half of the joint 1 x 2 goes to each."""
    found = revision(small(grant=0.0), small(visits=3.0, price=12.0, grant=0.0))
    joint = 100 * 1 * 2
    assert worth(found) == pytest.approx(
        {"visits": 100 * 1 * 10 + joint / 2, "price": 100 * 2 * 2 + joint / 2}
    )


def test_a_wider_spread_is_no_change_of_the_base_case() -> None:
    old = replace(
        small(), parameters={**small().parameters, "visits": number("visits", Normal(2, 1))}
    )
    assert revision(old, small()).parts == ()


def test_an_outcome_that_is_new_or_gone_is_worth_what_it_counts() -> None:
    more = programme(
        {**{name: p.mean for name, p in small().parameters.items()}, "hours": 3.0, "wage": 7.0},
        [
            *small().outcomes,
            saving("care", "people * hours", "wage", "first year", {"carers": 1.0}),
        ],
    )
    found = revision(small(), more)
    assert worth(found) == pytest.approx({"care": 2100.0})
    assert (found.parts[0].before, found.parts[0].sheet) == ("not there", "Outcomes")
    assert worth(revision(more, small())) == pytest.approx({"care": -2100.0})


def test_a_quantity_a_split_a_profile_and_a_view_are_changes_of_their_own_sheets() -> None:
    old = replace(small(), years=2)
    less, spent = old.outcomes
    new = replace(
        old,
        outcomes=(
            replace(
                less,
                quantity=parse("people"),
                profile="every year",
                shares={"nhs": 0.5, "carers": 0.5},
            ),
            spent,
        ),
        payers=(Payer("nhs", "nhs", ("society",)), Payer("carers", "carers", ())),
        profiles={
            **old.profiles,
            "every year": Profile("every year", "retained", "entry", ("visits",)),
        },
    )
    found = revision(old, new)
    kinds = {(part.sheet, part.name) for part in found.parts}
    assert kinds == {
        ("Outcomes", "less"),
        ("Incidence", "less"),
        ("Profiles", "every year"),
        ("Payers", "nhs"),
        ("Payers", "carers"),
    }
    assert sum(part.estimate for part in found.parts) == pytest.approx(found.difference)
    assert next(p.after for p in found.parts if p.sheet == "Incidence") == "nhs 50%, carers 50%"


def test_horizon_discount_rate_and_perspective_are_changes_of_about() -> None:
    old = replace(small(), outcomes=(replace(small().outcomes[0], profile="every year"),), years=2)
    new = replace(old, years=4, discount=constant_rate(0.1), perspective="NHS and PSS")
    found = revision(old, new)
    assert {part.name for part in found.parts} == {"years", "discount rate", "perspective"}
    assert worth(found)["perspective"] == pytest.approx(0)
    assert found.perspectives == ("society", "NHS and PSS")
    assert sum(worth(found).values()) == pytest.approx(found.difference)


def test_another_price_year_is_one_change_whatever_it_moves() -> None:
    old = priced(
        priced(small(), "price", 10, "2023/24", "2024/25"), "grant", 500, "2023/24", "2024/25"
    )
    new = priced(
        priced(small(), "price", 10, "2023/24", "2025/26"), "grant", 500, "2023/24", "2025/26"
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
        both = {"north": north, "south": 1 - north}
        return replace(
            small(grant=0.0),
            cohorts=tuple(
                Cohort(
                    name, name, 1.0, {"people": share, "visits": 2.0 if name == "north" else 1.0}
                )
                for name, share in both.items()
            ),
        )

    found = revision(split(0.5), split(0.75))
    assert worth(found) == pytest.approx({"people": 2000 * (1.75 - 1.5)})


def test_other_groups_of_people_are_one_change() -> None:
    halves = tuple(Cohort(name, name, 1.0, {"people": 0.4}) for name in ("north", "south"))
    found = revision(small(grant=0.0), replace(small(grant=0.0), cohorts=halves))
    assert [(part.sheet, part.label) for part in found.parts] == [("Cohorts", "Groups of people")]
    assert found.difference == pytest.approx(-400)


def test_shares_of_a_dirichlet_group_are_one_change() -> None:
    def mixed(first: float) -> Scenario:
        shares = {"often": first, "seldom": 1 - first}
        return programme(
            {
                "people": 100,
                "price": 10,
                **{k: number(k, DirichletShare(v * 20, 20, "Mix")) for k, v in shares.items()},
            },
            [saving("o", "people * often", "price"), saving("s", "people * seldom", "price")],
        )

    found = revision(mixed(0.5), mixed(0.8))
    assert [part.name for part in found.parts] == ["Mix"]


def test_many_revised_unit_costs_are_split_exactly_since_each_touches_few_outcomes() -> None:
    def revised(price: float) -> Scenario:
        names = [f"price_{k}" for k in range(30)]
        parameters = {"people": 100.0 * price, **dict.fromkeys(names, price)}
        return programme(parameters, [saving(f"o_{n}", "people", n) for n in names])

    found = revision(revised(1.0), revised(1.5))
    assert len(found.parts) == 31
    assert found.orders == 0
    assert worth(found)["price_7"] == pytest.approx(100 * (0.5 + 0.25 / 2))


def test_more_than_ten_changes_of_one_outcome_are_sampled_and_tell_their_error() -> None:
    def chained(value: float) -> Scenario:
        names = [f"f_{k}" for k in range(12)]
        return programme(
            {"price": 1.0, **dict.fromkeys(names, value)}, [saving("o", " * ".join(names), "price")]
        )

    found = revision(chained(1.0), chained(1.2), orders=200)
    assert found.orders == 200
    assert sum(worth(found).values()) == pytest.approx(found.difference, rel=1e-9)
    for part in found.parts:
        assert part.se > 0
        assert part.estimate == pytest.approx(found.difference / 12, abs=5 * part.se)
    record = found.records()[0]
    assert record["low"] != record["high"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(programmes(), programmes())
def test_parts_add_up_for_any_two_programmes(old: Scenario, new: Scenario) -> None:
    found = revision(old, new, orders=4)
    scale = abs(found.at_old) + abs(found.at_new) + sum(abs(p.estimate) for p in found.parts)
    assert abs(sum(p.estimate for p in found.parts) - found.difference) <= 1e-9 * scale


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(programmes(), programmes())
def test_the_way_back_is_worth_the_opposite(old: Scenario, new: Scenario) -> None:
    there, back = revision(old, new, orders=4), revision(new, old, orders=4)
    assert back.difference == -there.difference
    if there.orders == 0:
        scale = (
            1 + abs(there.at_old) + abs(there.at_new) + sum(abs(p.estimate) for p in there.parts)
        )
        opposite = {(p.sheet, p.name): -p.estimate for p in back.parts}
        for part in there.parts:
            assert abs(opposite[part.sheet, part.name] - part.estimate) <= 1e-9 * scale


def test_the_shipped_programme_changed_by_its_verbs_is_explained_alike() -> None:
    base = econ.read("parameters/side_by_side.xlsx")
    other = base.vary("Other", attribution=Fixed(0.2), leaving_rate=Fixed(0.5)).over(years=5)
    explained = econ.explain(base, other)
    found = revision(base, other)
    assert worth(found) == pytest.approx({p.parameter: p.estimate for p in explained.parts})
