"""What a workbook becomes once it has been read."""

from hashlib import sha256
from math import exp
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import econ
from econ.model.distributions import DirichletShare, Distribution
from econ.model.parameters import Uplift
from econ.model.prices import GREEN_BOOK
from econ.model.programme import Correlation, Edit, Unmonetised
from econ.workbook.read import read
from tests.workbook.small import (
    SENTENCE,
    Books,
    Change,
    add,
    add_row,
    cell,
    dirichlet,
    drop,
    no_sheet,
    own_values,
    without,
    written,
)

NEAR = 1e-12


@pytest.fixture
def small(tmp_path: Path) -> econ.Scenario:
    return econ.read(written(tmp_path))


def changed(folder: Path, *changes: Change) -> econ.Scenario:
    return econ.read(written(folder, *changes))


def test_a_workbook_becomes_the_money_that_its_arithmetic_says(small: econ.Scenario) -> None:
    """Worked by hand.

    Visits: 100 people x (3 - 2) visits x 0.5 = 50 a year, each 200 x 109.2 / 104 = 210: 10,500.
    Of a year's effect e = (1 - exp(-0.5)) / 0.5 falls in the first year and exp(-0.5) e in the
    second; 60% of people start in the first year and 40% in the second.
    Care: 100 x 10 x 0.5 = 500 hours, each (15 + 4 x 20 + 30) / 6; 60% of it in the first year.
    Grant: 1,000 x 1.05, 60% and 40%. The council gains a quarter of the visits.
    """
    first = (1 - exp(-0.5)) / 0.5
    visits = [10_500 * 0.6 * first, 10_500 * (0.6 * exp(-0.5) * first + 0.4 * first)]
    care = [0.6 * 500 * 125 / 6, 500 * 125 / 6]
    money = econ.evaluate(small, econ.base_case(small)).by("payer", "year").base
    assert money[0] == pytest.approx([0.75 * year for year in visits], rel=NEAR)
    assert money[1] == pytest.approx([0.25 * visits[0] - 630, 0.25 * visits[1] - 420], rel=NEAR)
    assert money[2] == pytest.approx(care, rel=NEAR)


def test_about_becomes_the_settings_of_the_scenario(small: econ.Scenario) -> None:
    assert (small.name, small.first_year, small.years) == ("Base case", "2023/24", 2)
    assert (small.price_year, small.perspective, small.intake) == ("2024/25", "society", "intake")
    assert small.discount is GREEN_BOOK
    assert small.about["population"] == "A hundred people"
    shipped = Path(__file__).resolve().parents[2] / "parameters" / "side_by_side.xlsx"
    assert econ.read(shipped).about["years: why"].startswith("The programme's own two years.")
    assert list(small.about)[:2] == ["decision question", "population"]


def test_the_scenario_says_which_files_it_came_from(tmp_path: Path) -> None:
    path = written(tmp_path)
    small = econ.read(path, name="Mine")
    library = (tmp_path / "costs.xlsx").read_bytes()
    assert (small.name, small.workbook) == ("Mine", "mine.xlsx")  # and not where it stands
    assert set(small.read_from) == {str(path), str(tmp_path / "costs.xlsx")}
    assert small.sha256 == sha256(path.read_bytes()).hexdigest()
    assert small.about["unit-cost library sha256"] == sha256(library).hexdigest()


def test_a_path_may_be_given_as_text(tmp_path: Path) -> None:
    assert econ.read(str(written(tmp_path))).name == "Base case"


@pytest.mark.parametrize(
    ("stated", "name", "second_year"),
    [
        ("Green Book", "Green Book", 0.035),
        ("Green Book health", "Green Book health", 0.015),
        ("5%", "5%", 0.05),
        (0.05, "5%", 0.05),
    ],
)
def test_a_discount_rate_is_a_schedule_or_a_rate(
    tmp_path: Path, stated: object, name: str, second_year: float
) -> None:
    discount = changed(tmp_path, cell("About", 12, "statement", stated)).discount
    assert (discount.name, discount.rate(1)) == (name, second_year)


def test_without_an_intake_all_start_in_the_first_year(tmp_path: Path) -> None:
    scenario = changed(tmp_path, cell("About", 11, "statement", None))
    assert scenario.intake_shares == (1.0,)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (2, econ.Fixed(100)),
        (3, econ.Normal(3, 2 / (2 * 1.959963984540054))),
        (5, econ.Uniform(0, 1)),
        (6, econ.Normal(10, 4)),
        (7, econ.Gamma(25, 0.02)),
        (9, econ.PERT(15, 20, 30)),
    ],
)
def test_a_row_means_its_distribution(
    small: econ.Scenario, row: int, expected: Distribution
) -> None:
    found = list(small.parameters.values())[row - 2].distribution
    assert type(found) is type(expected)
    assert (found.mean, found.sd) == pytest.approx((expected.mean, expected.sd), rel=NEAR)


def test_money_is_carried_to_the_price_year_once_and_says_how_c2(small: econ.Scenario) -> None:
    grant = small["grant"]
    factor = 109.2 / 104
    assert grant.uplift == Uplift("2023/24", "2024/25", "NHSCII", "2026", factor)
    assert grant.original == econ.Fixed(1000)
    assert grant.mean == pytest.approx(1050, rel=NEAR)


def test_money_of_the_price_year_itself_is_carried_by_a_factor_of_one_c2(
    small: econ.Scenario,
) -> None:
    uplift = small["hour_value"].uplift
    assert uplift is not None
    assert uplift.factor == 1


def test_a_price_of_the_price_year_needs_no_level_of_its_index(tmp_path: Path) -> None:
    scenario = changed(
        tmp_path,
        cell("About", 9, "statement", "2025/26"),
        cell("Parameters", 8, "from library", None),
        *(cell("Parameters", row, "price year", "2025/26") for row in (8, 9, 10)),
        *(cell("Parameters", 8, name, value) for name, value in OWN_VISIT.items()),
        drop("Correlations", 2),
    )
    assert scenario["grant"].mean == 1000
    assert scenario.library == {}
    assert scenario.unusable["visit_2324"] == "no index covers 2025/26"


OWN_VISIT = {"value": 200, "unit": "GBP per visit", "index": "NHSCII", "source": SENTENCE}


def test_the_first_edition_listed_counts_unless_about_asks_for_another(tmp_path: Path) -> None:
    asked = add("About", item="index edition", statement="NHSCII: 2025")
    grant = changed(tmp_path, asked)["grant"]
    assert grant.uplift is not None
    assert grant.uplift.edition == "2025"
    assert grant.mean == pytest.approx(1020, rel=NEAR)


def test_an_index_of_the_programme_comes_before_that_of_its_library(tmp_path: Path) -> None:
    levels = [
        add("Indices", index="NHSCII", edition="ours", year=year, value=level, source=SENTENCE)
        for year, level in (("2023/24", 100.0), ("2024/25", 110.0))
    ]
    grant = changed(tmp_path, *levels)["grant"]
    assert grant.uplift is not None
    assert grant.uplift.edition == "ours"
    assert grant.mean == pytest.approx(1100, rel=NEAR)


def test_a_calendar_index_is_read_by_the_year_in_which_a_financial_year_begins(
    tmp_path: Path,
) -> None:
    levels = [
        add("Indices", index="GDP", edition="2026", year=year, value=level, source=SENTENCE)
        for year, level in ((2023, 100.0), (2024, 103.0))
    ]
    scenario = changed(tmp_path, *levels, cell("Parameters", 10, "index", "GDP"))
    assert scenario["grant"].mean == pytest.approx(1030, rel=NEAR)


def test_a_row_takes_from_the_library_what_it_leaves_blank(small: econ.Scenario) -> None:
    visit = small["visit_cost"]
    assert (visit.from_library, visit.overridden) == ("visit_2324", ())
    assert (visit.unit, visit.source, visit.range_kind) == ("GBP per visit", SENTENCE, "assumed")
    assert (visit.label, visit.evidence) == ("Visit cost", "analogue")
    assert visit.original == econ.Gamma(16, 12.5)
    assert visit.licence == "cited figure"
    assert visit.mean == pytest.approx(210, rel=NEAR)
    assert visit.where == "Parameters!D8"


def test_what_a_row_fills_in_itself_overrides_the_library_and_is_told(tmp_path: Path) -> None:
    visit = changed(
        tmp_path, cell("Parameters", 8, "se", 20), cell("Parameters", 8, "range kind", "derived")
    )["visit_cost"]
    assert visit.overridden == ("se", "range kind")
    assert visit.original == econ.Gamma(100, 2)


def test_what_a_row_repeats_from_the_library_is_not_overridden(tmp_path: Path) -> None:
    visit = changed(tmp_path, cell("Parameters", 8, "se", 50))["visit_cost"]
    assert visit.overridden == ()


def test_unit_costs_stand_ready_in_the_programmes_prices(small: econ.Scenario) -> None:
    visit = small.library["visit_2324"]
    assert list(small.library) == ["visit_2324"]
    assert visit.mean == pytest.approx(210, rel=NEAR)
    assert (visit.label, visit.group, visit.evidence) == ("A visit", "Visits", "observed")
    assert visit.where == "costs.xlsx Unit costs!D2"


def test_a_unit_cost_that_cannot_be_used_says_why_and_stops_nothing(small: econ.Scenario) -> None:
    assert small.unusable == {
        "euro_hour": "unit 'EUR per hour' is not in pounds",
        "visit_1112": "NHSCII runs 2022/23 to 2024/25, without 2011/12",
    }
    with pytest.raises(econ.ScenarioError, match="unit 'EUR per hour' is not in pounds"):
        small.revalue(care="euro_hour")


def test_an_index_that_ends_early_is_carried_on_by_a_named_one_c2(tmp_path: Path) -> None:
    """52/50 by pay to 2023/24, then by the NHSCII's 105/100 to 2024/25."""
    pay = [
        add("Indices", index="Pay", edition="ours", year=year, value=level, source=SENTENCE)
        for year, level in (("2022/23", 50), ("2023/24", 52))
    ]
    on = cell("Parameters", 10, "index", "Pay, then NHSCII")
    grant = changed(tmp_path, *pay, on, cell("Parameters", 10, "price year", "2022/23"))["grant"]
    assert grant.mean == pytest.approx(1000 * 52 / 50 * 1.05, rel=NEAR)
    assert grant.uplift is not None
    assert (grant.uplift.index, grant.uplift.edition) == ("Pay, then NHSCII", "ours, then 2026")


def test_another_currency_becomes_pounds_in_its_own_price_year_c2(tmp_path: Path) -> None:
    """1,000 dollars at 1.25 to the pound are 800 pounds of 2023/24, and 5% more a year later."""
    rate = {"index": "USD per GBP", "edition": "BoE", "year": "2023", "value": 1.25}
    dollars = cell("Parameters", 10, "unit", "USD per area")
    scenario = changed(tmp_path, add_row("Indices", {**rate, "source": SENTENCE}), dollars)
    grant = scenario["grant"]
    assert grant.unit == "GBP per area"
    assert grant.mean == pytest.approx(840, rel=NEAR)
    assert grant.original == econ.Fixed(1000)
    assert grant.uplift is not None
    assert (grant.uplift.index, grant.uplift.from_year) == ("USD per GBP, then NHSCII", "2023/24")
    assert not [w for w in scenario.warnings if w.who == "USD per GBP"]


def test_a_programme_may_do_without_a_library(tmp_path: Path) -> None:
    levels = [
        add("Indices", index="NHSCII", edition="ours", year=year, value=level, source=SENTENCE)
        for year, level in (("2023/24", 100.0), ("2024/25", 110.0))
    ]
    scenario = changed(
        tmp_path,
        *levels,
        cell("About", 13, "statement", None),
        cell("Parameters", 8, "from library", None),
        *(cell("Parameters", 8, name, value) for name, value in OWN_VISIT.items()),
        cell("Parameters", 8, "price year", "2024/25"),
        drop("Correlations", 2),
    )
    assert (dict(scenario.library), dict(scenario.unusable)) == ({}, {})
    assert "unit-cost library sha256" not in scenario.about


def test_a_cohorts_own_value_is_told_relative_to_the_mean(tmp_path: Path) -> None:
    north, south = changed(tmp_path, own_values("hours", 5, 20)).cohorts
    assert (north.relative["people"], south.relative["people"]) == (0.6, 0.4)
    assert (north.relative["hours"], south.relative["hours"]) == (0.5, 2.0)
    assert (north.equity_weight, south.equity_weight) == (1, 1.2)


def test_a_cohorts_own_money_is_in_the_prices_of_its_row(tmp_path: Path) -> None:
    north, _ = changed(tmp_path, own_values("grant", 500, 1500)).cohorts
    assert north.relative["grant"] == 0.5


def test_a_cohort_may_share_a_mean_of_zero(tmp_path: Path) -> None:
    changes = [cell("Parameters", 4, "value", 0), own_values("visits_after", 0, 0)]
    assert changed(tmp_path, *changes).cohorts[0].relative["visits_after"] == 1


def test_without_cohorts_all_people_are_one_group(tmp_path: Path) -> None:
    whole = changed(tmp_path, no_sheet("Cohorts"))
    assert [cohort.label for cohort in whole.cohorts] == ["Everyone"]
    with_areas = changed(tmp_path)
    assert base_value(whole) == pytest.approx(base_value(with_areas), rel=NEAR)


def base_value(scenario: econ.Scenario) -> float:
    return econ.net_present_value().base(econ.evaluate(scenario, econ.base_case(scenario)))


def test_shares_of_one_group_are_drawn_together_and_add_up(tmp_path: Path) -> None:
    scenario = changed(tmp_path, dirichlet("steady", 0.75, 40), dirichlet("rare", 0.25, 40))
    assert scenario["steady"].distribution == DirichletShare(30, 40, "Mix")
    draws = econ.monte_carlo(scenario, 50, seed=1)
    assert draws["steady"] + draws["rare"] == pytest.approx(1, rel=NEAR)


def test_imported_draws_keep_their_rows_together(tmp_path: Path) -> None:
    pairs = [(9.0, 1.0), (10.0, 3.0), (12.0, 2.0)]
    scenario = changed(
        tmp_path,
        *(add_row("Samples", {"hours": hours, "visits_after": after}) for hours, after in pairs),
        *(cell("Parameters", row, "distribution", "sample") for row in (4, 6)),
        *(cell("Parameters", row, "value", None) for row in (4, 6)),
    )
    draws = econ.monte_carlo(scenario, 60, seed=1)
    seen = set(zip(draws["hours"].tolist(), draws["visits_after"].tolist(), strict=True))
    assert scenario["hours"].mean == pytest.approx(31 / 3, rel=NEAR)
    assert seen == set(pairs)


def test_imported_draws_of_money_are_carried_to_the_price_year(tmp_path: Path) -> None:
    scenario = changed(
        tmp_path,
        add("Samples", grant=900),
        add("Samples", grant=1100),
        cell("Parameters", 10, "distribution", "sample"),
    )
    assert scenario["grant"].mean == pytest.approx(1050, rel=NEAR)


def test_profiles_payers_and_the_rest_come_as_their_rows_say(small: econ.Scenario) -> None:
    assert small.profiles["intake"].table == (0.6, 0.4)
    assert small.profiles["involved"].parameters == ("leaving_rate",)
    assert small.payers_in("NHS and PSS") == ("nhs", "council")
    assert small.correlations == (Correlation("visit_cost", "hour_value", 0.5, SENTENCE),)
    assert small.unmonetised == (Unmonetised("Loneliness", "benefit", "People said so", SENTENCE),)
    visits = small.outcomes[0]
    assert (visits.cash_share, visits.cash_delay, visits.counts) == (0.5, 1, "a visit")
    assert visits.shares == {"nhs": 0.75, "council": 0.25, "families": 0}


def test_the_version_log_is_the_workbooks_own(tmp_path: Path) -> None:
    said = {
        "date": "1 May 2025",
        "version": "2",
        "sheet": "Payers",
        "what": "A payer more.",
        "why": "Asked for.",
    }

    def edited(books: Books) -> None:
        books.programme["Changes"] = [dict(said)]

    assert changed(tmp_path, edited).version_log == (Edit(*said.values()),)


def test_a_table_may_leave_the_years_at_its_end_blank(tmp_path: Path) -> None:
    scenario = changed(tmp_path, cell("Profiles", 4, "year 2", None))
    assert scenario.profiles["intake"].table == (0.6, 0.4)


def test_optional_columns_and_sheets_may_be_left_out(tmp_path: Path) -> None:
    scenario = changed(
        tmp_path,
        without("Parameters", "group"),
        no_sheet("Correlations"),
        no_sheet("Unmonetised"),
    )
    assert scenario.correlations == ()


def test_rows_of_blank_cells_are_not_rows(tmp_path: Path) -> None:
    assert changed(tmp_path, add("Payers"), add("Payers", label="  ")).payers[-1].name == "families"


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data(), st.sampled_from(["Parameters", "Outcomes", "Incidence"]))
def test_the_order_of_rows_and_columns_changes_no_answer(
    tmp_path: Path, data: st.DataObject, sheet: str
) -> None:
    def shuffled(books: Books) -> None:
        rows = books.programme[sheet]
        headings = data.draw(st.permutations(list(rows[0])))
        ordered = data.draw(st.permutations(rows))
        books.programme[sheet] = [{name: row[name] for name in headings} for row in ordered]

    after = base_value(changed(tmp_path, shuffled))
    assert after == pytest.approx(base_value(changed(tmp_path)), rel=NEAR)


def test_the_shipped_programme_is_sound_and_gives_no_warning() -> None:
    assert read("parameters/side_by_side.xlsx").warnings == ()
