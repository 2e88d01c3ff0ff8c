"""Changes that can be made again on their own."""

import pickle

import pytest

from econ.errors import ScenarioError
from econ.model.changes import Change, applied, latest
from econ.model.distributions import Fixed, Gamma, Normal
from econ.model.prices import constant_rate
from econ.model.programme import Cohort
from econ.model.scenario import Scenario
from tests.programmes import cost, number, programme, saving

BASE = programme(
    {
        "people": 300.0,
        "effect": Normal(0.3, 0.15),
        "price": number("price", Gamma.from_moments(280, 70), "GBP"),
        "dear": number("dear", Gamma.from_moments(300, 70), "GBP"),
        "one": 1.0,
        "grant": 10_000.0,
    },
    [
        saving("visits", "people * effect", "price"),
        saving("beds", "people * effect", "dear"),
        cost("delivery", "one", "grant"),
    ],
    cohorts=[Cohort("north", "North"), Cohort("south", "South")],
    years=3,
)


def changed() -> Scenario:
    """Every verb once, in an order of its own."""
    return (
        BASE.over(years=5, discount=constant_rate(0.01))
        .vary("All", people=400, effect=Normal(0.2, 0.1))
        .revalue(visits="dear")
        .reprofile(beds="every year")
        .seen_by("public sector")
        .only(cohorts=["north"], outcomes=["visits", "beds"])
    )


def test_every_verb_records_what_makes_its_change_again() -> None:
    found = [(change.verb, change.keyword, change.value) for change in changed().changes]
    assert found == [
        ("over", "years", 5),
        ("over", "discount", constant_rate(0.01)),
        ("vary", "people", Fixed(400.0)),
        ("vary", "effect", Normal(0.2, 0.1)),
        ("revalue", "visits", "dear"),
        ("reprofile", "beds", "every year"),
        ("seen_by", "", "public sector"),
        ("only", "cohorts", ("north",)),
        ("only", "outcomes", ("visits", "beds")),
    ]


def test_the_changes_of_a_scenario_make_it_again_from_its_origin() -> None:
    scenario = changed()
    assert scenario.origin == BASE
    again = applied(BASE, scenario.changes)
    for name in ("parameters", "outcomes", "cohorts", "years", "discount", "perspective"):
        assert getattr(again, name) == getattr(scenario, name)


def test_each_change_can_be_made_on_its_own() -> None:
    for change in changed().changes:
        (made,) = applied(BASE, [change]).changes
        assert (made.verb, made.keyword, made.value) == (change.verb, change.keyword, change.value)


def test_the_first_scenario_has_no_origin_and_all_others_have_the_first() -> None:
    assert BASE.origin is None
    assert BASE.vary("Twin").origin is BASE
    assert BASE.vary("Twin").over(years=1).vary(people=1).origin is BASE


def test_a_later_change_of_the_same_thing_replaces_the_earlier() -> None:
    twice = BASE.vary(people=400).vary(people=500).over(years=2)
    kept = latest(twice.changes)
    assert kept["vary", "people"].value == Fixed(500.0)
    assert kept["over", "years"].value == 2


def test_a_horizon_and_a_rate_that_stay_are_no_change() -> None:
    assert BASE.over(years=3, discount=BASE.discount).changes == ()


def test_a_rate_of_the_same_name_with_other_steps_is_a_change() -> None:
    other = type(BASE.discount)(BASE.discount.name, ((10, 0.01), (20, 0.02)))
    assert [change.keyword for change in BASE.over(discount=other).changes] == ["discount"]


def test_a_change_can_be_sent_to_another_process() -> None:
    changes = changed().changes
    assert pickle.loads(pickle.dumps(changes)) == changes  # noqa: S301 - our own bytes


def test_a_change_of_what_is_not_there_is_refused() -> None:
    absent = Change("Nurses", "1", "2", "vary", "nurses", Fixed(2))
    with pytest.raises(ScenarioError, match="there is no such parameter"):
        applied(BASE, [absent])


def test_without_changes_nothing_changes() -> None:
    assert applied(BASE, []) is BASE
