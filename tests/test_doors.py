"""What a number may be is its parameter's rule: every rule at every door, in one table (C17)."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

import econ
from econ.batch.table import read_batch
from econ.errors import EconError
from econ.methods.moved_alone import chosen_range, plausible_range
from econ.model.distributions import DirichletShare, Distribution, Fixed, Normal
from econ.model.parameters import Parameter
from econ.model.profiles import Profile
from econ.model.scenario import Scenario
from econ.pages.page import ends
from tests import chromium
from tests.batch.work import table
from tests.programmes import cost, number, programme, saving
from tests.workbook.small import SENTENCE, Change, add, add_row, cell, no_sheet, told, written

RULES: dict[str, tuple[str, str, float, str]] = {
    "a share typed as percent": ("proportion", "", 17, "17 is 1,700%"),
    "a share below nothing": ("proportion", "share", -0.5, "-0.5 is -50%"),
    "a share by its role": ("", "attribution", 1.5, "1.5 is 150%"),
    "a change of a share": ("proportion", "effect", -1.5, "-1.5 is -150%"),
    "people": ("people", "", -5, "-5 is below 0, and the unit is people"),
    "a count": ("groups", "count", -1, "-1 is below 0, and its role is count"),
    "a rate": ("visits per year", "rate", -3, "-3 is below 0, and its role is rate"),
    "time": ("hours per week", "time", -2, "-2 is below 0, and its role is time"),
    "money": ("GBP per hour", "", -100, "-100 is below 0, and the unit is money"),
    "hours of a week": ("hours per week", "", 170, "170 is more than the 168 hours of a week"),
    "fewer hours": (
        "hours per week",
        "effect",
        -170,
        "-170 is more than the 168 hours of a week",
    ),
    "weeks of a year": ("weeks per year", "", 54, "54 is more than the 53 weeks of a year"),
    "days of a year": ("days per year", "time", 367, "367 is more than the 366 days of a year"),
}
"""A unit, a role, a number that may not be, and what is said of it at every door."""
MAY_BE = {
    "proportion": ("", 0.5),
    "people": ("count", 0),
    "GBP": ("effect", -231),
    "hours per week": ("effect", -4),
    "visits per year": ("effect", -0.5),
    "visits a year": ("", -0.5),
    "local grants per group": ("share", 2),
}
"""What may be: a harm where it is an effect, or where nothing says that it is none (C9)."""


def with_x(unit: str, role: str, given: float | Distribution = 0.25) -> Scenario:
    """A programme in which x plays a part."""
    made = given if isinstance(given, Distribution) else Fixed(given)
    x = Parameter("x", "X", made, unit, role=role)
    fee = number("fee", 8, "GBP per visit")
    return programme(
        {"people": 10, "x": x, "fee": fee, "grant": 100},
        [saving("visits", "people * x", "fee"), cost("delivery", "people", "grant")],
    )


def row(unit: str, role: str, value: float) -> list[Change]:
    """The small workbook with x, used in a quantity."""
    money = {"price year": "2024/25", "index": "NHSCII"} if unit.startswith("GBP") else {}
    x = {"name": "x", "label": "X", "value": value, "unit": unit or None, "role": role or None}
    x |= {"source": SENTENCE, "evidence": "expert", **money}
    used = cell("Outcomes", 3, "unit value", "x")
    if not money:
        used = cell("Outcomes", 4, "quantity", "grant_share * x")
    return [add_row("Parameters", x), used]


def by_cell(folder: Path, unit: str, role: str, value: float) -> str:
    return told(folder, *row(unit, role, value))


def by_scenarios(folder: Path, unit: str, role: str, value: float) -> str:
    spare = {"what": "x", "value": value, "why": SENTENCE}
    return told(folder, *row(unit, role, 0.25), add("Scenarios", scenario="Other", **spare))


def refusal(ask: Callable[[], object]) -> str:
    with pytest.raises(EconError) as error:
        ask()
    return str(error.value)


def by_vary(_: Path, unit: str, role: str, value: float) -> str:
    return refusal(lambda: with_x(unit, role).vary(x=Fixed(value)))


def by_batch(folder: Path, unit: str, role: str, value: float) -> str:
    spent = cell("Outcomes", 4, "quantity", "grant_share * x / x")  # whatever its unit is
    written(folder, *row(unit, role, 0.25)[:1], spent, no_sheet("Cohorts"))
    work = table(folder, [{"board": "Here", "x": value}])
    return refusal(lambda: read_batch(work))


def by_range(_: Path, unit: str, role: str, value: float) -> str:
    ends = (value, 0.3) if value < 0 else (0.1, value)
    return refusal(lambda: chosen_range(with_x(unit, role), "x", *ends))


def by_threshold(_: Path, unit: str, role: str, value: float) -> str:
    net, ends = econ.net_present_value(), (min(value, 0.3), max(value, 0.3))
    return refusal(lambda: econ.threshold(with_x(unit, role), "x", net, low=ends[0], high=ends[1]))


def by_page(folder: Path, unit: str, role: str, value: float) -> str:
    if chromium.PROGRAM is None:
        pytest.skip("Chromium is not installed: pages not looked at")
    html = econ.what_if(with_x(unit, role), draws=2).html
    (said,) = chromium.played([html], f"return inner.whatIf.fault('x', {value});", folder)
    return str(said)


DOORS = (by_cell, by_scenarios, by_vary, by_batch, by_range, by_threshold, by_page)


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("name", RULES)
def test_each_rule_is_refused_at_each_door_in_the_same_words_c17(
    tmp_path: Path, name: str, door: Callable[[Path, str, str, float], str]
) -> None:
    """C17."""
    unit, role, value, said = RULES[name]
    (fault,) = with_x(unit, role).faults("x", value)
    assert fault.what == said
    report = door(tmp_path, unit, role, value)
    assert said in report
    assert fault.remedy in report


@pytest.mark.parametrize("name", RULES)
def test_what_if_takes_what_the_rule_allows_and_no_more_c17(name: str) -> None:
    """C17."""
    unit, role, value, _ = RULES[name]
    low, high = ends(with_x(unit, role).rules("x"))
    assert not low <= value <= high


@pytest.mark.parametrize("unit", MAY_BE)
def test_what_may_be_passes_and_an_effect_may_be_a_harm_c9(unit: str) -> None:
    """C9."""
    role, value = MAY_BE[unit]
    assert with_x(unit, role).vary(x=Fixed(value))["x"].mean == value


@pytest.mark.parametrize(
    ("unit", "role", "given", "said"),
    [
        ("proportion", "", Normal(0.25, 0.5), "its 95% interval is -0.73 to 1.23, and a share"),
        ("GBP", "", Normal(100, 60), "its 95% interval is -17.6 to 218, and the unit is money"),
        ("hours per week", "", Normal(150, 20), "there are 168 hours of a week"),
        ("visits", "", Fixed(float("nan")), "nan is not a number"),
        ("visits", "", Fixed(float("inf")), "inf is not a number"),
    ],
)
def test_a_spread_is_held_to_the_rule_too_c17(
    unit: str, role: str, given: Distribution, said: str
) -> None:
    """C17."""
    assert said in refusal(lambda: with_x(unit, role).vary(x=given))


def test_what_a_profile_uses_a_number_as_is_its_rule_too_c17() -> None:
    """C17."""
    base = with_x("", "", 0.5)
    leaving = Profile("leaving", "involved", "entry", ("x",))
    base = replace(base, profiles={**base.profiles, "leaving": leaving})
    for value in (0, -3):
        said = f"used as a leaving rate: {value} is not above 0"
        assert said in refusal(partial(base.vary, x=Fixed(value)))
        assert said in refusal(partial(chosen_range, base, "x", value, 1))
    assert ends(base.rules("x"))[0] > 0


def test_a_plausible_range_stays_within_the_rule_c17() -> None:
    """C17."""
    x = with_x("GBP", "", Normal(100, 40))["x"]
    assert (plausible_range(x) or (-1, 0))[0] == 0


def test_a_group_of_shares_stays_whole_c17() -> None:
    """C17."""
    parts = {"north": DirichletShare(3, 10, "places"), "south": DirichletShare(7, 10, "places")}
    base = programme(
        {"people": 10, "fee": number("fee", 8, "GBP"), **parts},
        [saving("visits", "people * north + people * south", "fee")],
    )
    said = refusal(lambda: base.vary(north=Fixed(0.5), south=Fixed(0.9)))
    assert "in the group 'places', its shares add to 140%, not 100%" in said
    assert base.vary(north=Fixed(0.5), south=Fixed(0.5))["south"].mean == 0.5


def test_a_unit_value_is_replaced_by_one_of_the_same_unit_at_each_door_c17(tmp_path: Path) -> None:
    """C17."""
    said = "is in GBP per visit, and hour_value, which it replaces, in GBP per hour"
    small = econ.read(written(tmp_path))
    assert said in refusal(lambda: small.revalue(care="visit_cost"))
    asked = {"what": "care: unit value", "value": "visit_cost", "why": SENTENCE}
    assert said in told(tmp_path, add("Scenarios", scenario="Other", **asked))
    qaly = number("qaly", 20_000, "GBP per QALY")
    valued = replace(small, library={"qaly": qaly})
    assert "is in GBP per QALY" in refusal(lambda: valued.revalue(visits="qaly"))
    assert "is in GBP per QALY" in refusal(lambda: valued.revalue(care="qaly"))


def test_informal_care_is_no_public_money_whoever_says_so_c16() -> None:
    """C16: the reader, a scenario made in Python and whatever changes its shares."""
    base = programme(
        {"people": 10, "hour": number("hour", 8, "GBP per hour"), "grant": 100},
        [
            saving("care", "people", "hour", shares={"carers": 1.0}, value_class="social"),
            cost("delivery", "people", "grant"),
        ],
    )
    care, grant = base.outcomes
    fiscal = replace(care, shares={"nhs": 1.0})
    said = refusal(lambda: replace(base, outcomes=(fiscal, grant)))
    assert "care: is social value, and nhs holds public money" in said
    seen = [replace(payer, perspectives=("public sector", "society")) for payer in base.payers]
    said = refusal(lambda: replace(base, payers=tuple(seen)))
    assert "carers: keeps what is social value (care), in public sector" in said
