"""Who starts when, an end of support, a chance of none, own rates and transfers: as they are read.

What is wrong with them stands under ``tests/messages``.
"""

from pathlib import Path

import pytest

import econ
from econ.model.distributions import ChanceOfNone, Gamma, Uniform
from econ.model.draws import base_case
from econ.model.equation import evaluate
from econ.model.prices import GREEN_BOOK_HEALTH, constant_rate
from econ.workbook.new import new_workbook
from tests.workbook.small import Change, add, cell, library_cell, own_values, written


def changed(folder: Path, *changes: Change) -> econ.Scenario:
    return econ.read(written(folder, *changes))


def test_without_the_new_columns_everything_is_as_it_was(tmp_path: Path) -> None:
    scenario = changed(tmp_path)
    assert (scenario.entry, scenario.support_ends) == ("start of year", "")
    assert all(o.discount_rate is None and o.growth == 0 for o in scenario.outcomes)
    assert scenario["attribution"].distribution == Uniform(0.0, 1.0)


def test_about_says_who_starts_when_and_when_support_ends(tmp_path: Path) -> None:
    """Of 100, 60 start evenly from October, so that they have a quarter of year 0 on average."""
    scenario = changed(
        tmp_path,
        add("About", item="entry", statement="evenly from October"),
        add("About", item="support ends", statement="2023/24"),
    )
    assert (scenario.entry, scenario.support_ends) == ("evenly from October", "2023/24")
    visits, care, _ = evaluate(scenario, base_case(scenario)).by("outcome", "year").base
    hour = 100 * 10 * 0.5 * scenario["hour_value"].mean
    assert care == pytest.approx([0.6 * 0.25 * hour, (0.6 + 0.4 / 2) * hour])
    assert visits[0] > 0
    assert visits[1] == 0


@pytest.mark.parametrize(("typed", "rate"), [(0.015, 0.015), ("1.5%", 0.015)])
def test_an_outcome_has_a_discount_rate_and_growth_of_its_own(
    tmp_path: Path, typed: object, rate: float
) -> None:
    scenario = changed(
        tmp_path, cell("Outcomes", 3, "discount", typed), cell("Outcomes", 3, "real growth", 0.02)
    )
    care = scenario.outcomes[1]
    assert (care.discount_rate, care.growth) == (constant_rate(rate), 0.02)
    assert scenario.outcomes[0].discount_rate is None


def test_a_discount_rate_may_be_a_schedule(tmp_path: Path) -> None:
    scenario = changed(tmp_path, cell("Outcomes", 3, "discount", "Green Book health"))
    assert scenario.outcomes[1].discount_rate == GREEN_BOOK_HEALTH


def test_a_chance_of_none_is_that_of_what_the_row_says_otherwise(tmp_path: Path) -> None:
    scenario = changed(tmp_path, cell("Parameters", 5, "chance of none", 0.3))
    assert scenario["attribution"].distribution == ChanceOfNone(0.3, Uniform(0.0, 1.0))
    assert scenario["attribution"].mean == pytest.approx(0.35)
    assert scenario.warnings == ()


def test_no_chance_of_none_is_none(tmp_path: Path) -> None:
    scenario = changed(tmp_path, cell("Parameters", 5, "chance of none", 0))
    assert scenario["attribution"].distribution == Uniform(0.0, 1.0)


def test_money_of_the_library_with_a_chance_of_none_is_carried_to_the_price_year(
    tmp_path: Path,
) -> None:
    found = changed(tmp_path, cell("Parameters", 8, "chance of none", 0.2))["visit_cost"]
    assert isinstance(found.distribution, ChanceOfNone)
    assert isinstance(found.distribution.otherwise, Gamma)
    assert found.distribution.chance == 0.2
    assert found.mean == pytest.approx(0.8 * 200 * 1.05)


def test_limits_are_those_of_the_number_where_it_is_not_none(tmp_path: Path) -> None:
    """With a chance of none the 95% interval of 2 to 4 reaches 0: no warning is due."""
    scenario = changed(tmp_path, cell("Parameters", 3, "chance of none", 0.5))
    assert scenario.warnings == ()


def test_a_cohorts_own_value_is_what_the_number_is_where_it_is_not_none(tmp_path: Path) -> None:
    scenario = changed(
        tmp_path, cell("Parameters", 6, "chance of none", 0.4), own_values("hours", 10, 5)
    )
    assert [cohort.relative["hours"] for cohort in scenario.cohorts] == [1.0, 0.5]


def test_a_transfer_may_be_valued_by_a_transfer_and_is_nothing_to_society(tmp_path: Path) -> None:
    scenario = changed(
        tmp_path,
        library_cell("Unit costs", 2, "value class", "transfer"),
        cell("Outcomes", 2, "value class", "transfer"),
    )
    impacts = evaluate(scenario, base_case(scenario))
    assert impacts.select("nhs").by("outcome").base[0] > 0
    assert impacts.select("society").by("outcome").base[0] == 0


def test_a_copy_of_a_workbook_keeps_them(tmp_path: Path) -> None:
    first = written(
        tmp_path,
        add("About", item="entry", statement="evenly"),
        add("About", item="support ends", statement="2024/25"),
        cell("Parameters", 5, "chance of none", 0.3),
        cell("Outcomes", 3, "discount", 0.015),
        cell("Outcomes", 3, "real growth", 0.02),
    )
    old, new = econ.read(first), econ.read(new_workbook(tmp_path / "copy.xlsx", first))
    assert (new.entry, new.support_ends) == ("evenly", "2024/25")
    assert new["attribution"] == old["attribution"]
    assert new.outcomes == old.outcomes


def test_the_public_name_is_that_of_the_distribution() -> None:
    assert econ.ChanceOfNone is ChanceOfNone
