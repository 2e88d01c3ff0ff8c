"""Units as sources write them, and what they come to."""

import pytest

from econ.errors import FaultError
from econ.model.chain import parse
from econ.model.dimensions import Dimension, dimension, dimension_of

UNITS = {
    "GBP": "GBP",
    "GBP per attendance": "GBP",
    "GBP per person per year": "GBP per year",
    "GBP per hour of care": "GBP per hour",
    "GBP/hr": "GBP per hour",
    "GBP per bed day": "GBP per day",
    "GBP per weekly session": "GBP",
    "GBP per carer, first year": "GBP",
    "GBP per annum": "GBP per year",
    "people": "a plain number",
    "proportion": "a plain number",
    "visits": "a plain number",
    "visits per person": "a plain number",
    "visits per person a year": "per year",
    "an attendance each year": "per year",
    "bed nights per person per year": "days per year",
    "hours": "hours",
    "hour": "hours",
    "Hours of care per week": "hours per week",
    "hours per week of care": "hours per week",
    "weekly hours": "hours per week",
    "hours per person weekly": "hours per week",
    "one-to-one hours per client": "hours",
    "annual visits": "per year",
    "weeks a year": "weeks per year",
    "weeks/year": "weeks per year",
    "per year": "per year",
    "per month": "per month",
    "WELLBYs per person a year": "per year",
    "": "a plain number",
}


@pytest.mark.parametrize(("unit", "told"), UNITS.items())
def test_a_unit_is_read_in_singular_and_plural_per_person_and_per_span(
    unit: str, told: str
) -> None:
    assert str(dimension(unit)) == told


def of(text: str, **units: str) -> Dimension:
    return dimension_of(parse(text), lambda name: dimension(units[name]))


def test_hours_a_week_become_pounds_a_year_by_weeks_a_year() -> None:
    parts = {"n": "people", "h": "hours per week", "w": "weeks per year", "pay": "GBP per hour"}
    assert of("n * h * w * pay", **parts).left == {}
    assert of("n * h * pay", **parts).left == {"week": -1}
    assert of("n * h * pay / w", **parts).left == {"week": -2, "year": 1}


def test_a_number_alone_takes_the_unit_that_it_is_added_to() -> None:
    assert str(of("12 + h", h="hours per week")) == "hours per week"
    assert not of("12 + h", h="hours per week").bare
    assert of("2 * (3 + 4) - a", a="people").numbers


def test_what_has_another_unit_cannot_be_added() -> None:
    with pytest.raises(FaultError, match="GBP per hour and hours cannot be added"):
        of("pay + h", pay="GBP per hour", h="hours")
    assert not of("pay + h", pay="GBP per hour", h="").known


@pytest.mark.parametrize("piece", ["/", " per ", "a ", ",", "hour-", " of", "x"])
def test_a_hundred_kilobytes_are_no_more_than_their_beginning(piece: str) -> None:
    unit = piece * (100_000 // len(piece))
    assert dimension(unit) == dimension(unit[:200])
