"""Price years, and discount factors against the Green Book's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from econ.model.distributions import Gamma
from econ.model.parameters import Parameter
from econ.model.prices import (
    GREEN_BOOK,
    GREEN_BOOK_HEALTH,
    GREEN_BOOK_LONG_TEST,
    JUNE_2026_REVIEW,
    SCHEDULES,
    DiscountRate,
    PriceIndex,
    constant_rate,
    discount_rate,
    year_labels,
)

INDEX = PriceIndex("NHSCII", "2024", {"2022/23": 100.0, "2023/24": 104.31})
CALENDAR = PriceIndex("GDP deflator", "2025", {"2019": 81.1, "2020": 85.6, "2024": 100.0})


@pytest.mark.parametrize("rate", [GREEN_BOOK, GREEN_BOOK_HEALTH])
def test_the_first_year_is_not_discounted_c3(rate: DiscountRate) -> None:
    """Printed factors of later years: tests/published/test_green_book.py."""
    assert rate.factors(2)[0] == 1.0


@given(st.floats(0, 0.25), st.integers(1, 60))
def test_a_constant_rate_compounds_from_year_0_c3(rate: float, years: int) -> None:
    factors = constant_rate(rate).factors(years)
    assert factors.tolist() == pytest.approx([(1 + rate) ** -year for year in range(years)])
    assert factors[0] == 1


def test_a_longer_horizon_only_adds_years() -> None:
    assert GREEN_BOOK.factors(10).tolist() == GREEN_BOOK.factors(101)[:10].tolist()


@pytest.mark.parametrize("rate", [GREEN_BOOK_LONG_TEST, JUNE_2026_REVIEW])
def test_a_flat_rate_of_three_per_cent_is_an_annuity_of_its_closed_form(rate: DiscountRate) -> None:
    """The sum of 1 / 1.03^t over t = 0 to 29 is (1 - 1.03^-30) / (1 - 1 / 1.03)."""
    assert rate.factors(30).sum() == pytest.approx((1 - 1.03**-30) / (1 - 1 / 1.03), rel=1e-12)


def test_the_long_test_stays_at_three_per_cent_and_parts_from_the_schedule() -> None:
    """Below it until year 75, whose factors are dearer by (1.035 / 1.03)^30 from year 30 on."""
    test, usual = GREEN_BOOK_LONG_TEST.factors(126), GREEN_BOOK.factors(126)
    assert test[125] == pytest.approx(1.03**-125)
    assert test[60] / usual[60] == pytest.approx((1.035 / 1.03) ** 30)


def test_beyond_fifty_years_every_rate_but_the_test_itself_needs_the_test() -> None:
    assert [rate.needs_test(51) for rate in SCHEDULES] == [True, True, False, True]
    assert not any(rate.needs_test(50) for rate in SCHEDULES)


def test_a_rate_says_beyond_what_horizon_it_is_not_known() -> None:
    assert JUNE_2026_REVIEW.beyond(30) == []
    (fault,) = JUNE_2026_REVIEW.beyond(31)
    assert fault.what == "'June 2026 review' is known for 30 years at most, not for 31"
    assert not any(rate.beyond(125) for rate in SCHEDULES if rate != JUNE_2026_REVIEW)


@pytest.mark.parametrize("rate", SCHEDULES)
def test_every_schedule_is_read_by_its_name(rate: DiscountRate) -> None:
    assert discount_rate(f" {rate.name.upper()} ") == rate


def test_the_last_rate_holds_ever_after() -> None:
    assert DiscountRate("short", ((2, 0.1), (4, 0.05))).rate(9) == 0.05


@pytest.mark.parametrize(
    ("text", "rate"), [("3.5%", 0.035), (" 3.5% ", 0.035), ("0.035", 0.035), ("0", 0.0)]
)
def test_a_rate_may_be_written_as_a_percentage_or_a_share(text: str, rate: float) -> None:
    assert discount_rate(text).rate(1) == pytest.approx(rate)


@pytest.mark.parametrize("text", ["Green Book", "green book"])
def test_a_schedule_may_be_named(text: str) -> None:
    assert discount_rate(text) == GREEN_BOOK


@pytest.mark.parametrize("text", ["3.5", "35%", "-1%", "half", "", "nan", "inf"])
def test_what_is_no_rate_is_refused(text: str) -> None:
    """3.5 is not 3.5%: read as a share it would be 350% a year."""
    with pytest.raises(ValueError, match=r".*"):
        discount_rate(text)


def test_a_rate_is_named_as_people_write_it() -> None:
    assert [constant_rate(rate).name for rate in (0.0, 0.015, 0.035)] == ["0%", "1.5%", "3.5%"]


def test_an_index_carries_a_price_by_the_ratio_of_its_levels_c2() -> None:
    assert INDEX.factor("2022/23", "2023/24") == pytest.approx(1.0431)
    assert INDEX.factor("2023/24", "2022/23") == pytest.approx(1 / 1.0431)
    assert INDEX.factor("2023/24", "2023/24") == 1


def test_a_calendar_index_reads_a_financial_year_as_the_year_it_begins_in() -> None:
    assert CALENDAR.factor("2019/20", "2024/25") == CALENDAR.factor("2019", "2024")
    assert CALENDAR.covers("2020/21")
    assert not CALENDAR.covers("2021/22")


def test_a_year_outside_the_index_is_not_guessed() -> None:
    assert not INDEX.covers("2024/25")
    with pytest.raises(KeyError):
        INDEX.factor("2022/23", "2024/25")


def test_an_index_says_what_it_spans() -> None:
    assert CALENDAR.span == "2019 to 2024"


def test_a_price_is_uplifted_once_and_remembers_what_it_was_c2() -> None:
    visit = Parameter("visit", "A visit", Gamma.from_moments(100, 25), "GBP per visit")
    uplifted = visit.uplifted(INDEX, "2022/23", "2023/24")
    assert uplifted.mean == pytest.approx(104.31)
    assert uplifted.distribution.sd == pytest.approx(26.0775)
    assert uplifted.original == visit.distribution
    assert uplifted.uplift is not None
    assert (uplifted.uplift.index, uplifted.uplift.edition) == ("NHSCII", "2024")
    assert (uplifted.uplift.from_year, uplifted.uplift.to_year) == ("2022/23", "2023/24")
    assert uplifted.uplift.factor == pytest.approx(1.0431)


def test_a_price_is_never_uplifted_twice_c2() -> None:
    visit = Parameter("visit", "A visit", Gamma.from_moments(100, 25), "GBP per visit")
    uplifted = visit.uplifted(INDEX, "2022/23", "2023/24")
    with pytest.raises(ValueError, match="in 2023/24 prices already"):
        uplifted.uplifted(INDEX, "2022/23", "2023/24")


def test_years_are_named_as_the_first_one_is() -> None:
    assert year_labels("2015/16", 3) == ("2015/16", "2016/17", "2017/18")
    assert year_labels("1998/99", 3) == ("1998/99", "1999/00", "2000/01")
    assert year_labels("2025", 2) == ("2025", "2026")


@given(st.integers(1990, 2090), st.integers(1, 30))
def test_every_year_of_a_horizon_has_a_name_of_its_own(start: int, years: int) -> None:
    first = f"{start}/{(start + 1) % 100:02d}"
    names = year_labels(first, years)
    assert names[0] == first
    assert len(set(names)) == years
