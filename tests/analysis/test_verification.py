"""What is tried on any programme: nothing fails of a sound model, each check of a faulty one."""

import json
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from econ.analysis.verification import ASKED_BY, Verdict, Verification, verify
from econ.model import equation, impacts, measures
from econ.model.distributions import Beta, Fixed, FloatArray, Gamma, Normal
from econ.model.draws import Sampling
from econ.model.impacts import Impacts
from econ.model.parameters import Parameter
from econ.model.prices import DiscountRate
from econ.model.profiles import Profile
from econ.model.programme import Cohort, Outcome
from econ.model.scenario import Scenario
from econ.model.shelf import Shelf
from econ.model.terms import Terms
from tests.any_programme import programmes
from tests.programmes import RATE, cost, made, programme, saving

Columns = dict[str, FloatArray]
Plant = Callable[[pytest.MonkeyPatch], None]
ROLES = {
    "fewer_visits": "effect",
    "due_to_it": "attribution",
    "anyway": "deadweight",
    "moved": "displacement",
    "taken_up": "uptake",
}
UNITS = {
    "leaving": "per year",
    "visit": "GBP per visit",
    "grant": "GBP",
    "day": "GBP per day",
    "fewer_visits": "visits",
}
ENOUGH = 2_500


def number(name: str, distribution: object) -> Parameter:
    given = distribution if not isinstance(distribution, float) else Fixed(distribution)
    unit = UNITS.get(name, "people" if name == "reached" else "proportion")
    return Parameter(name, name, given, unit, role=ROLES.get(name, ""))  # type: ignore[arg-type]


def small(**other: object) -> Scenario:
    """Two towns, three years: visits spared, days spared beside them, and a grant.

    No name says what role a number plays.
    """
    change = "reached * fewer_visits * due_to_it * (1 - anyway) * (1 - moved) * taken_up"
    numbers = {
        "reached": 100.0,
        "fewer_visits": Normal(0.5, 0.4),
        "due_to_it": Beta(4, 4),
        "anyway": Beta(2, 8),
        "moved": 0.1,
        "taken_up": 0.8,
        "leaving": Gamma(9, 0.1),
        "visit": Gamma(25, 8),
        "day": Gamma(25, 4),
        "grant": 2_000.0,
    }
    scenario = programme(
        {
            **{name: number(name, x) for name, x in numbers.items()},
            "both": made("both", "visit + day", "GBP"),
        },
        [
            saving(
                "visits", change, "visit", "staying", {"nhs": 0.7, "carers": 0.3}, cash_share=0.4
            ),
            saving("days", f"{change} * 2", "both", "every year", cash_share=0.1, cash_delay=1),
            cost("delivery", "taken_up", "grant"),
        ],
        profiles=[Profile("staying", "involved", "entry", ("leaving",))],
        cohorts=[
            Cohort("east", "East", 1, {"reached": 0.4}),
            Cohort("west", "West", 1, {"reached": 0.6, "due_to_it": 0.5}),
        ],
        years=3,
        discount=RATE,
        people="",
    )
    return replace(scenario, **other)  # type: ignore[arg-type]  # any field


def named(found: Verification) -> dict[str, Verdict]:
    return {f"{v.kind}: {v.check}": v for v in found.verdicts}


def test_everything_is_tried_on_a_sound_programme_and_passes() -> None:
    found = verify(small(), ENOUGH)
    assert {v.kind for v in found.verdicts} == set(ASKED_BY)
    assert [v.check for v in found.verdicts if not v.passes] == []
    assert found.in_one_line.endswith(" pass, 0 fail, 0 do not apply")


def test_what_was_found_is_told_in_pounds() -> None:
    """100 people x 0.5 x 0.5 x 0.8 x 0.9 x 0.8, in the towns 0.4 + 0.6 x 0.5 of it."""
    found = named(verify(small(), ENOUGH))
    spent = found["Directions: A dearer programme, by a tenth"]
    assert spent.found == "−£3,200 becomes −£3,520 in 1 outcome"
    assert spent.expected == "what is made of it is 1.1 times what it was"
    nobody = found["Extreme values: Nobody takes it up"]
    assert nobody.found.endswith("becomes £0 in 3 outcomes; 0 outcomes as before")
    assert nobody.off == 0


EXPECTED = """
outcomes made of it come to £0, others stay as they are
what it was, over the attribution drawn
the present value is the sum of the years
an answer each time
what is made of it is 2 times what it was
what is made of it is 1.1 times what it was
what was saved by it is lost, and what was lost saved
later years are worth less, the first as much
the same
pounds, or pounds a year
every number at its mean (C5)
the same draws
95 of 100 at least, of each
mean 200 and its quantiles, within 4 standard errors
2% of it at most
alike within 4 standard errors
the plain model's figures
"""


def test_what_is_expected_is_said_in_these_words() -> None:
    numbers = small().uncertain
    told = verify(small(), ENOUGH).verdicts
    kept = [v.expected for v in told if v.check == "visit" or v.check not in numbers]
    assert list(dict.fromkeys(kept)) == EXPECTED.strip().splitlines()


# Faults, each of which a check must find.


def values_of(name: str, change: Callable[[FloatArray], FloatArray]) -> Plant:
    """The model takes another value of one number than it is given."""

    def plant(patch: pytest.MonkeyPatch) -> None:
        true = equation._Values.of

        def of(self: equation._Values, asked: str) -> Terms:
            found = true(self, asked)
            return Terms.each(change(found.whole())) if asked == name else found

        patch.setattr(equation._Values, "of", of)

    return plant


def at_most(name: str, most: float) -> Plant:
    return values_of(name, lambda x: np.minimum(x, most))


def amounts(change: Callable[[FloatArray], FloatArray]) -> Plant:
    """What an outcome comes to is something else."""

    def plant(patch: pytest.MonkeyPatch) -> None:
        true = equation._Values.terms

        def terms(self: equation._Values, outcome: Outcome, *, valued: bool = True) -> Terms:
            whole = true(self, outcome, valued=valued).whole()
            return Terms.each(change(np.array(whole.T)).T)

        patch.setattr(equation._Values, "terms", terms)

    return plant


def drawn(change: Callable[[Columns], None]) -> Plant:
    """Draws are not those of their distributions."""

    def plant(patch: pytest.MonkeyPatch) -> None:
        true = Sampling.columns

        def columns(self: Sampling, points: Columns, _: Shelf | None = None) -> Columns:
            found = true(self, points)
            change(found)
            return found

        patch.setattr(Sampling, "columns", columns)

    return plant


def column(name: str, change: Callable[[FloatArray], FloatArray]) -> Plant:
    def changed(columns: Columns) -> None:
        columns[name][1:] = change(columns[name][1:])

    return drawn(changed)


def put(where: object, name: str, change: Callable[..., object]) -> Plant:
    """Something of the model does more than it should; ``change`` is given what it was."""
    true = getattr(where, name)
    return lambda patch: patch.setattr(where, name, lambda *given: change(true(*given), *given))


def in_draws_alone(local: FloatArray) -> FloatArray:
    local[1:] *= 1 + 1e-6
    return local


def central_case(columns: Columns) -> None:
    columns["visit"][0] += 1e-3


def shrunk(x: FloatArray) -> FloatArray:
    """The mean stays, the spread does not."""
    return np.asarray(x.mean() + 0.8 * (x - x.mean()))


FAULTS: dict[str, tuple[Plant, ...]] = {
    "Extreme values: No effect": (values_of("fewer_visits", lambda x: x + 1e-6),),
    "Extreme values: None of the change due to it (attribution 0)": (
        values_of("due_to_it", lambda x: x + 1e-6),
    ),
    "Extreme values: All of the change due to it (attribution 1)": (at_most("due_to_it", 0.9),),
    "Extreme values: All of it without it too (deadweight 1)": (at_most("anyway", 0.99),),
    "Extreme values: All of it lost elsewhere (displacement 1)": (at_most("moved", 0.99),),
    "Extreme values: Nobody takes it up": (values_of("taken_up", lambda x: x + 0.01),),
    "Extreme values: No people": (values_of("reached", lambda x: x + 1),),
    "Extreme values: A programme that costs nothing": (values_of("grant", lambda x: x + 1),),
    "Extreme values: Savings worth nothing a unit": (values_of("visit", lambda x: x + 1),),
    "Extreme values: A discount rate of 0": (
        put(DiscountRate, "factors", lambda x, *_: x * 0.99 ** np.arange(len(x))),
    ),
    "Extreme values: Each number at the ends of its 95% interval, alone": (
        values_of("fewer_visits", lambda x: np.where(x < 0, np.nan, x)),
        values_of("fewer_visits", lambda x: np.full_like(x, np.nan)),
    ),
    "Directions: Twice as many people": (at_most("reached", 70),),
    "Directions: Dearer units of what is saved, by a tenth": (at_most("visit", 200),),
    "Directions: A dearer programme, by a tenth": (at_most("grant", 2_000),),
    "Directions: Effects twice as large": (at_most("fewer_visits", 0.6),),
    "Directions: Harm instead of an effect": (
        values_of("fewer_visits", lambda x: np.maximum(x, 0)),
    ),
    "Directions: A discount rate a point higher": (
        put(DiscountRate, "factors", lambda x, *_: np.ones(len(x))),
    ),
    "Identities: Payers' shares add up to each outcome": (
        put(equation._Values, "shares", lambda x, *_: x * 1.001),
    ),
    "Identities: Cohorts add up to the whole": (
        put(Impacts, "_of_cohorts", lambda _, whole, *__: whole),
    ),
    "Identities: Years add up to the whole": (put(impacts, "added", lambda x, *_: x * 1.001),),
    "Identities: Cash and capacity add up to the whole": (
        put(Impacts, "capacity", lambda _, whole: whole),
    ),
    "Identities: The first year is not discounted": (
        put(DiscountRate, "factors", lambda x, rate, *_: x / (1 + rate.rate(0))),
    ),
    "Identities: Benefits less costs are the net, in each view": (
        put(measures, "_outlay", lambda x, *_: 1.001 * x),
    ),
    "Draws: The central case": (drawn(central_case),),
    "Draws: The same seed again, a shorter run": (column("visit", lambda x: x + 1e-3 * len(x)),),
    "Draws: Draws are what a number may be (C17)": (column("anyway", lambda x: x - 0.2),),
    "Draws: visit": (
        column("visit", lambda x: 1.02 * x),
        column("visit", shrunk),
    ),
    "Convergence: One half of the draws, and the other": (column("fewer_visits", np.sort),),
    "Second implementation: The central case": (
        put(equation, "grown", lambda x, *_: x * (1 + 1e-6)),
    ),
    "Second implementation: Present value of the central case": (
        put(DiscountRate, "factors", lambda x, *_: x * (1 - 1e-6) ** np.arange(len(x))),
    ),
    "Second implementation: Cash of the central case": (
        put(Impacts, "cash", lambda _, whole: whole),
    ),
    "Second implementation: Draws": (amounts(in_draws_alone),),
}
FOUND_OUT = [(check, plant) for check, plants in FAULTS.items() for plant in plants]


@pytest.mark.parametrize(("check", "plant"), FOUND_OUT, ids=[check for check, _ in FOUND_OUT])
def test_a_fault_in_the_model_is_found_by_the_check_that_is_there_for_it(
    check: str, plant: Plant, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario = small()
    plant(monkeypatch)
    found = verify(scenario, ENOUGH)
    verdict = named(found)[check]
    assert verdict.result == "fail"
    assert json.dumps(found.records(), allow_nan=False)
    assert verdict.off is not None
    assert not verdict.off <= (verdict.within or 0.0)


def test_each_kind_of_check_has_a_fault_that_it_finds() -> None:
    numbers = {f"Draws: {name}" for name in small().uncertain} - {"Draws: visit"}
    elsewhere = {
        "Units: Quantity times unit value",
        "Convergence: The error of the mean, against the spread",
    }
    assert set(named(verify(small(), ENOUGH))) - numbers - elsewhere == set(FAULTS)


def test_an_outcome_that_does_not_come_to_pounds_fails() -> None:
    weekly = replace(small()["grant"], unit="GBP per week")
    found = verify(small(parameters={**small().parameters, "grant": weekly}), ENOUGH)
    (verdict,) = found.failures
    assert (verdict.kind, verdict.found) == ("Units", "2 of 3 outcomes")
    assert verdict.why == "delivery: comes to GBP per week"


def test_too_few_draws_fail_and_how_many_would_do_is_said() -> None:
    (verdict,) = verify(small(), 400).failures
    assert verdict.check == "The error of the mean, against the spread"
    assert verdict.why == "ask for 2,500 draws or more"


def test_where_no_number_plays_a_part_the_check_does_not_apply_whatever_its_name() -> None:
    """Here one number is called attribution, and no role is said."""
    scenario = programme(
        {"people": 10.0, "attribution": 0.5, "price": 3.0},
        [saving("visits", "people * attribution", "price")],
    )
    found = named(verify(scenario, ENOUGH))
    verdict = found["Extreme values: None of the change due to it (attribution 0)"]
    assert (verdict.result, verdict.why) == ("does not apply", "no number plays this part")
    assert found["Draws: Means and quantiles"].why == "no number is uncertain"
    assert found["Directions: A discount rate a point higher"].why == "there is one year"
    assert found["Units: Quantity times unit value"].why == "a blank unit stands in every outcome"


def test_what_is_no_multiple_of_a_number_is_not_expected_to_vanish_with_it() -> None:
    """An effect as a ratio: without one nothing is 0, and nothing is said to be wrong."""
    scenario = programme(
        {"people": 10.0, "ratio": number("fewer_visits", Normal(0.8, 0.1)), "price": 3.0},
        [saving("visits", "people * (1 - ratio)", "price")],
    )
    found = named(verify(scenario, ENOUGH))
    for check in ("Extreme values: No effect", "Directions: Harm instead of an effect"):
        assert found[check].why == "no outcome is a multiple of ratio"
    assert found["Directions: Twice as many people"].passes


def test_nothing_is_set_to_0_that_something_is_divided_by() -> None:
    scenario = programme(
        {"people": 10.0, "all": number("reached", 40.0), "price": 3.0},
        [saving("visits", "people / all", "price")],
    )
    found = named(verify(scenario, ENOUGH))["Extreme values: No people"]
    assert (found.passes, found.why) == (None, "something is divided by all")


@settings(max_examples=12)
@given(programmes())
def test_nothing_fails_of_any_programme(scenario: Scenario) -> None:
    """But for draws and convergence, which may by chance."""
    roles = {"effect": "effect", "share": "deadweight", "before": "effect"}
    rows = {n: replace(p, role=roles.get(n, "")) for n, p in scenario.parameters.items()}
    found = verify(replace(scenario, parameters=rows), 64)
    failed = [v for v in found.failures if v.kind not in ("Draws", "Convergence")]
    assert failed == []


def test_records_say_by_whom_each_check_is_asked() -> None:
    records = verify(small(), ENOUGH).records()
    assert {record["result"] for record in records} == {"pass"}
    assert all(record["asked_by"] for record in records)
