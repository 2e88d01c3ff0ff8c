"""The sheet Scenarios, as it is read: each row a change, made by a verb.

What is wrong with it stands under ``tests/messages``.
"""

from pathlib import Path

import pytest

import econ
from econ.model.distributions import ChanceOfNone, Fixed, Normal
from econ.model.scenario import Change as Told
from tests.workbook.small import SENTENCE, Books, Change, add_row, warned, written

CHANGES: dict[str, tuple[dict[str, object], object]] = {
    "a number alone fixes": (
        {"what": "attribution", "value": 0.2},
        lambda base: base.vary(attribution=econ.Fixed(0.2)),
    ),
    "a number with its spread": (
        {"what": "hours", "value": 8, "se": 2, "distribution": "normal"},
        lambda base: base.vary(hours=Normal(8, 2)),
    ),
    "a number that may be none": (
        {"what": "hours", "value": 8, "chance of none": 0.25},
        lambda base: base.vary(hours=ChanceOfNone(0.25, Fixed(8))),
    ),
    "a fixed number": (
        {"what": "people", "value": 50},
        lambda base: base.vary(people=50),
    ),
    "years": ({"what": "years", "value": 7}, lambda base: base.over(years=7)),
    "a rate in words": (
        {"what": "discount rate", "value": "Green Book health"},
        lambda base: base.over(discount=econ.GREEN_BOOK_HEALTH),
    ),
    "a rate as Excel keeps 1.5%": (
        {"what": "discount rate", "value": 0.015},
        lambda base: base.over(discount=econ.constant_rate(0.015)),
    ),
    "perspective": (
        {"what": "perspective", "value": "public sector"},
        lambda base: base.seen_by("public sector"),
    ),
    "entry": ({"what": "entry", "value": "evenly"}, lambda base: base.over(entry="evenly")),
    "support ends": (
        {"what": "support ends", "value": "2024/25"},
        lambda base: base.over(support_ends="2024/25"),
    ),
    "a price of the library": (
        {"what": "delivery: unit value", "value": "visit_2324"},
        lambda base: base.revalue(delivery="visit_2324"),
    ),
    "a profile, blanks around the colon": (
        {"what": "visits :profile", "value": "every_year"},
        lambda base: base.reprofile(visits="every_year"),
    ),
    "the profile of all savings": (
        {"what": "all savings: profile", "value": "every_year"},
        lambda base: base.reprofile(visits="every_year", care="every_year"),
    ),
    "one other payer": (
        {"what": "delivery: payer", "value": "council"},
        lambda base: base.borne_by(delivery={"council": 1}),
    ),
    "payers with their shares": (
        {"what": "delivery: payer", "value": "nhs 60%, council 40%"},
        lambda base: base.borne_by(delivery={"nhs": 0.6, "council": 0.4}),
    ),
    "without an outcome": (
        {"what": "without: outcome", "value": "care"},
        lambda base: base.only(outcomes=["visits", "delivery"]),
    ),
    "only some outcomes": (
        {"what": "only: outcomes", "value": "care, delivery"},
        lambda base: base.only(outcomes=["care", "delivery"]),
    ),
    "without a cohort": (
        {"what": "without: cohorts", "value": "north"},
        lambda base: base.only(cohorts=["south"]),
    ),
}


def asked(row: dict[str, object], name: str = "Other") -> Change:
    row_more = add_row("Scenarios", {"scenario": name, **row, "why": SENTENCE})

    def change(books: Books) -> None:
        row_more(books)
        books.programme["Profiles"][0]["after"] = 0  # so that a horizon may be longer

    return change


@pytest.mark.parametrize("name", CHANGES)
def test_each_row_does_what_the_verb_does(tmp_path: Path, name: str) -> None:
    row, verb = CHANGES[name]
    base = econ.read(written(tmp_path, asked(row)))
    made, meant = base.alternative("Other"), verb(base)  # type: ignore[operator]
    assert made != base
    assert (made.name, made.why) == ("Other", SENTENCE)
    for part in ("outcomes", "cohorts", "years", "discount", "perspective", "entry"):
        assert getattr(made, part) == getattr(meant, part)
    assert made.support_ends == meant.support_ends
    assert {n: p.distribution for n, p in made.parameters.items()} == {
        n: p.distribution for n, p in meant.parameters.items()
    }


def test_rows_of_one_name_make_one_scenario_in_the_order_of_first_rows(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        asked({"what": "years", "value": 5}, "Long"),
        asked({"what": "attribution", "value": 0}, "None"),
        asked({"what": "hours", "value": 1}, "Long"),
    )
    base = econ.read(path)
    long, none = econ.scenarios(base)
    assert (long.name, none.name) == ("Long", "None")
    assert [change.what for change in long.changes] == ["Time horizon", "Hours"]
    assert (long.years, long["hours"].distribution) == (5, Fixed(1))


def test_the_order_of_rows_plays_no_part_a_new_price_may_be_varied_above_it(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        asked({"what": "visit_cost", "value": 50}),
        asked({"what": "delivery: unit value", "value": "visit_cost"}),
    )
    made = econ.read(path).alternative("Other")
    assert made.outcomes[2].unit_value == "visit_cost"
    assert made["visit_cost"].distribution == Fixed(50)


def test_a_number_alone_is_told_as_fixed_and_a_fixed_one_is_not(tmp_path: Path) -> None:
    path = written(
        tmp_path, asked({"what": "attribution", "value": 0}), asked({"what": "people", "value": 5})
    )
    first, second = econ.read(path).alternative("Other").changes
    assert first == Told("Attribution", "0.5 (95% interval 0.025 to 0.975)", "fixed at 0")
    assert second == Told("People", "100", "5")


def test_a_fixed_1_with_a_chance_of_none_is_a_switch(tmp_path: Path) -> None:
    path = written(tmp_path, asked({"what": "visits_after", "value": 1, "chance of none": 0.5}))
    switch = econ.read(path).alternative("Other")["visits_after"]
    assert (switch.mean, switch.distribution.sd, switch.uncertain) == (0.5, 0.5, True)


def test_what_only_a_scenario_uses_is_not_called_unused(tmp_path: Path) -> None:
    spare = {"name": "spare", "label": "Spare", "value": 3, "unit": "GBP", "source": SENTENCE}
    spare |= {"price year": "2024/25", "index": "NHSCII", "evidence": "expert"}
    row = add_row("Parameters", spare)
    assert any("spare: is not used" in line for line in warned(tmp_path, row))
    assert not warned(tmp_path, row, asked({"what": "delivery: unit value", "value": "spare"}))


def test_an_unknown_scenario_is_refused_with_the_nearest(tmp_path: Path) -> None:
    base = econ.read(written(tmp_path, asked({"what": "years", "value": 5}, "Longer")))
    with pytest.raises(econ.ScenarioError, match="Did you mean 'Longer'"):
        base.alternative("Long")
    assert base.alternative("Longer").alternatives == ()
