"""Workings held against the model in Python: a fault in either is found out (C20)."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from econ.model import equation, profiles
from econ.model.designs import MonteCarlo
from econ.model.distributions import Fixed, FloatArray
from econ.model.draws import Draws
from econ.model.impacts import Impacts
from econ.model.parameters import Parameter
from econ.model.prices import DiscountRate
from econ.model.profiles import Intake, Profile, Start
from econ.model.programme import Cohort, Outcome
from econ.model.scenario import Scenario
from econ.model.terms import Terms
from econ.pages.live import time
from econ.pages.live.checks import COLUMNS, FAIL, MOVED, PASS, PASSES
from econ.pages.live.formulas import Formula, formula
from econ.pages.live.staying import Rate, mean_survival
from econ.pages.live.what_if import live
from econ.pages.page import Cell
from econ.reports.choices import choices
from econ.reports.report import report
from tests.pages.live.sheets import formulas, made_live, table
from tests.programmes import PAYERS, PERSPECTIVES, RATE, cost, programme, saving
from tests.workbook.summaries import rich, richer

Plant = Callable[[pytest.MonkeyPatch], None]


def test_without_a_fault_every_check_passes() -> None:
    made = made_live(rich())
    assert made.failures == ()
    assert made.verdict.value == PASS
    passes = [cells[-1] for cells in table(made, "Checks").rows]
    assert all(isinstance(cell, Formula) and cell.value is True for cell in passes)


def profile(patch: pytest.MonkeyPatch) -> None:
    """People leave one part in a million faster."""
    true = profiles.involved
    faster = lambda year, leaving, start: true(year, leaving * 1.000001, start)  # noqa: E731
    patch.setattr(profiles, "involved", faster)


def fading(patch: pytest.MonkeyPatch) -> None:
    """What fades does not."""
    true = profiles.involved_then_fading
    shape = lambda year, left, kept, faded, start: true(year, left, kept, 0 * faded, start)  # noqa: E731
    patch.setattr(profiles, "involved_then_fading", shape)


def intake(patch: pytest.MonkeyPatch) -> None:
    """Everybody starts in year 0."""
    true = Profile.by_year

    def by_year(self: Profile, values: list[FloatArray], years: int, _: object) -> FloatArray:
        return true(self, values, years, Intake((1.0,)))

    patch.setattr(Profile, "by_year", by_year)


def share(patch: pytest.MonkeyPatch) -> None:
    """The first two payers' shares change places."""
    true = equation._Values.shares
    patch.setattr(equation._Values, "shares", lambda values: true(values)[..., [1, 0, 2, 3]])


def discounting(patch: pytest.MonkeyPatch) -> None:
    """Year 0 is discounted, too."""
    true = DiscountRate.factors
    patch.setattr(DiscountRate, "factors", lambda self, years: true(self, years + 1)[1:])


def sign(patch: pytest.MonkeyPatch) -> None:
    """A cost is a saving."""
    patch.setattr(Outcome, "sign", property(lambda _: 1.0))


def bracket(patch: pytest.MonkeyPatch) -> None:
    """One minus a name is the name."""
    true = Terms.__sub__

    def less(self: Terms, other: Terms) -> Terms:
        return other if self.whole().tolist() == [[1.0]] else true(self, other)

    patch.setattr(Terms, "__sub__", less)


def cohort(patch: pytest.MonkeyPatch) -> None:
    """Cohorts change places."""
    true = equation._Values.terms

    def terms(self: equation._Values, outcome: Outcome, *, valued: bool = True) -> Terms:
        found = true(self, outcome, valued=valued).terms
        return Terms(tuple(one._replace(weights=one.weights[::-1]) for one in found))

    patch.setattr(equation._Values, "terms", terms)


def inputs(patch: pytest.MonkeyPatch) -> None:
    """The run used other numbers than the scenario's."""

    def base(self: Draws) -> dict[str, float]:
        return {name: 1.1 * float(column[0]) for name, column in self.columns.items()}

    patch.setattr(Draws, "base", property(base))


def view(patch: pytest.MonkeyPatch) -> None:
    """Society forgets its last payer."""
    true = Scenario.payers_in

    def payers_in(self: Scenario, view: str) -> tuple[str, ...]:
        return true(self, view)[:-1] if view == "society" else true(self, view)

    patch.setattr(Scenario, "payers_in", payers_in)


def years(patch: pytest.MonkeyPatch) -> None:
    """Money comes a year late."""
    true = Impacts.by

    def by(self: Impacts, *axes: object) -> object:
        found = true(self, *axes)  # type: ignore[arg-type]
        if axes == ("payer", "year"):
            found.rows[:] = np.roll(found.rows, 1, axis=2)
        return found

    patch.setattr(Impacts, "by", by)


def rate(patch: pytest.MonkeyPatch) -> None:
    """Discount factors forget that rates fall after year 30."""
    own, true = DiscountRate.rate, DiscountRate.factors

    def factors(self: DiscountRate, years: int) -> FloatArray:
        return true(DiscountRate(self.name, ((125, own(self, 1)),)), years)

    patch.setattr(DiscountRate, "factors", factors)


def months(patch: pytest.MonkeyPatch) -> None:
    """The first people start through the whole of their year."""
    patch.setattr(Intake, "_window", lambda self, _: float(self.evenly))


def support(patch: pytest.MonkeyPatch) -> None:
    """Support has no end."""
    patch.setattr(Intake, "_left", lambda _, __: None)


def support_of_late(patch: pytest.MonkeyPatch) -> None:
    """Whoever starts later has as many years of support."""
    patch.setattr(Intake, "_left", lambda self, _: self.support)


def waiting(patch: pytest.MonkeyPatch) -> None:
    """Who starts evenly has left before starting."""
    patch.setattr(Start, "_spread", lambda _, rate: 1 - rate)


def own_rate(patch: pytest.MonkeyPatch) -> None:
    """Outcomes have no discount rate of their own."""
    true = Impacts.present_value

    def common(self: Impacts) -> Impacts:
        plain = tuple(replace(o, discount_rate=None) for o in self.scenario.outcomes)
        return true(replace(self, scenario=replace(self.scenario, outcomes=plain)))

    patch.setattr(Impacts, "present_value", common)


def growth(patch: pytest.MonkeyPatch) -> None:
    """Values grow a year early."""
    patch.setattr(equation, "grown", lambda profile, growth: profile * (1 + growth))


MODEL: dict[Plant, tuple[str, Scenario]] = {
    profile: ("Present value of Visits staying: Workings and model", rich()),
    fading: ("Present value of Visits lasting: Workings and model", rich()),
    intake: ("Present value of Visits kept: Workings and model", rich()),
    share: ("Hospitals, 2025/26: Workings and model", rich()),
    discounting: ("Net present value, society: Workings and model", rich()),
    sign: ("Costs, society: Workings and model", rich()),
    bracket: ("Benefits, NHS and PSS: Workings and model", rich()),
    cohort: ("Net present value of @North: Workings and model", rich()),
    inputs: (
        "Numbers on Assumptions and sources and What-if that were changed since the run",
        rich(),
    ),
    view: ("Net present value, society: Workings and model", rich()),
    years: ("Family and friends, 2026/27: Workings and model", rich()),
    rate: ("Net present value, society: Workings and model", rich(years=35)),
    months: ("Present value of Visits kept: Workings and model", richer()),
    support: ("Present value of Visits staying: Workings and model", richer()),
    support_of_late: ("Present value of Visits lasting: Workings and model", richer()),
    waiting: ("Present value of Visits staying: Workings and model", richer()),
    own_rate: ("Present value of Care given: Workings and model", richer()),
    growth: ("Present value of Care given: Workings and model", richer()),
}


@pytest.mark.parametrize("plant", MODEL, ids=lambda plant: plant.__name__)
def test_a_fault_in_the_model_fails_a_check_in_python_c20(
    plant: Plant, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected, scenario = MODEL[plant]
    plant(monkeypatch)
    made = made_live(scenario)
    assert expected in made.failures
    assert made.verdict.value != PASS


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("transfer", "Net present value, society: Workings and model"),
        ("of_households", "Equity-weighted net present value of South: Workings and model"),
    ],
)
def test_what_the_model_forgets_of_an_outcome_fails_a_check(
    name: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Workings keep to what an outcome is, while the report of the model does not."""
    found = report(richer(), MonteCarlo(2, 1))
    with monkeypatch.context() as patch:
        patch.setattr(Outcome, name, property(lambda _: name == "of_households"))
        wrong = report(richer(), MonteCarlo(2, 1))
    assert live(found, choices(richer(), None)).failures == ()
    assert expected in live(wrong, choices(richer(), None)).failures


def series(patch: pytest.MonkeyPatch) -> None:
    """The mean over a year takes no series where rates are small, nor the closed form."""
    patch.setattr(time, "mean_survival", lambda rate, _: 1 - rate / 2)


def no_wait(patch: pytest.MonkeyPatch) -> None:
    """Whoever starts evenly is there from the beginning of the first year."""
    patch.setattr(time, "first_year", mean_survival)


def one_year_less(patch: pytest.MonkeyPatch) -> None:
    """The closed form is off by one year."""
    true = Rate.during
    patch.setattr(Rate, "during", lambda self, year: true(self, year + 1))


def never(patch: pytest.MonkeyPatch) -> None:
    """Whoever starts in a year is never there."""
    patch.setattr(time, "sum_of", lambda parts: formula(0) * sum(1 for _ in parts))


@pytest.mark.parametrize("plant", [series, one_year_less, never], ids=lambda p: p.__name__)
def test_a_fault_in_workings_fails_a_check_too_c20(
    plant: Plant, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(monkeypatch)
    made = made_live(rich())
    assert made.verdict.value == FAIL
    assert "Present value of Visits staying: Workings and model" in made.failures


def test_a_fault_in_how_people_start_fails_a_check_too(monkeypatch: pytest.MonkeyPatch) -> None:
    no_wait(monkeypatch)
    assert "Present value of Visits staying: Workings and model" in made_live(richer()).failures


def test_shares_that_do_not_add_up_and_money_that_is_lost_are_told() -> None:
    lost = [saving("visits", "people", "value", shares={"nhs": 0.5, "carers": 0.4})]
    made = made_live(programme({"people": 10, "value": 3.0}, lost))
    assert set(made.failures) >= {
        "Payers' shares of: visits",
        "Payers add up to outcomes: 2025/26",
    }
    assert made.verdict.value == FAIL


EDGES: dict[str, Scenario] = {
    "one payer, cohort and year, and no cost": programme(
        {"people": 10, "value": 3.0},
        [saving("visits", "people", "value")],
        payers={"nhs": PERSPECTIVES},
    ),
    "nothing but cost": programme({"people": 10, "value": 3.0}, [cost("pay", "people", "value")]),
    "nothing at all": programme(
        {"people": 0, "value": 3.0}, [saving("visits", "people", "value")], discount=RATE, years=3
    ),
    "a payer whom no view counts": programme(
        {"people": 10, "value": 3.0},
        [saving("visits", "people", "value", shares={"nobody": 1.0})],
        payers={**PAYERS, "nobody": ()},
    ),
    "cohorts without values of their own": programme(
        {"people": 10, "value": 3.0},
        [saving("visits", "people", "value")],
        cohorts=[Cohort("north", "North"), Cohort("south", "North", 2.0)],
    ),
    "an intake longer than the horizon": programme(
        {"people": 10, "value": 3.0},
        [saving("visits", "people", "value", "kept")],
        profiles=[
            Profile("kept", "every year", "entry"),
            Profile("starts", "table", "calendar", (), (0.2, 0.3, 0.5)),
        ],
        intake="starts",
        years=2,
    ),
}


@pytest.mark.parametrize("title", EDGES)
def test_small_programmes_pass_their_checks(title: str) -> None:
    assert made_live(EDGES[title]).failures == ()


def test_a_ratio_exists_where_there_is_a_cost() -> None:
    def ratio(title: str) -> object:
        answer = table(made_live(EDGES[title]), "Answer")
        return answer.cell("Benefits for each £1 of costs", "With your inputs").value

    assert ratio("nothing but cost") == 0.0
    assert ratio("one payer, cohort and year, and no cost") == "n/a: no cost to this view"


def test_a_programme_of_many_payers_and_outcomes_passes() -> None:
    payers = {f"payer_{k}": PERSPECTIVES[k % 4 :] for k in range(30)}
    shares = dict.fromkeys(payers, 1 / 30)
    outcomes = [
        (cost if k % 5 == 0 else saving)(f"outcome_{k}", "people", "value", shares=shares)
        for k in range(60)
    ]
    made = made_live(programme({"people": 10, "value": 3.0}, outcomes, payers=payers, years=2))
    assert made.failures == ()
    assert len(table(made, "Incidence").lines) == 60


def test_a_check_of_the_run_ends_when_an_input_changes() -> None:
    made = made_live(rich())
    row = next(cells for cells in table(made, "Checks").rows if "model" in str(cells[0]))
    assert [column.name for column in COLUMNS][-1] == PASSES
    assert isinstance(row[-1], Formula)
    assert f'"{MOVED}"' in row[-1].pieces


def test_every_formula_comes_to_something_unless_it_says_that_there_is_nothing() -> None:
    for name, made in formulas(made_live(rich())):
        value = made.single
        assert isinstance(value, str | bool) or np.isfinite(value), (name, made.pieces)


def test_both_sides_may_differ_by_a_thousand_millionth_of_the_larger() -> None:
    made = table(made_live(rich()), "Checks")
    judged = {str(cells[0]): row for row, cells in made.lines.items()}
    for what in (
        "Present value of Visits kept: Workings and model",
        "Payers' shares of: Care given",
    ):
        wanted = made.cell(judged[what], "Should be").number
        assert made.cell(judged[what], "May differ by").value == 1e-9 * max(1.0, abs(wanted))
    (mark,) = made.marks
    assert (mark.columns, mark.value) == (("Passes",), False)


def test_inputs_say_what_the_scenario_changed() -> None:
    made = made_live(rich().vary("Dearer", why="", the_grant=150_000.0))
    changed = table(made, "Inputs").down("How it was made, source, and why")
    named = dict(zip(table(made, "Inputs").lines, np.ravel(np.asarray(changed.value)), strict=True))
    assert {name for name, said in named.items() if "Changed by this scenario." in str(said)} == {
        "the_grant"
    }
    assert table(made, "Inputs").cell("the_grant", "Value used").value == 150_000.0


def test_a_choice_of_long_words_has_room_for_the_longest() -> None:
    said = "A value whose name is so long that it takes several lines of its cell, whatever stands"
    long = Parameter("long", said, Fixed(11.44), "GBP per hour", group="Unpaid care")
    library = {"long": long}
    made = made_live(rich(library=library))
    cell = table(made, "Choices").lines["care_given"][1]
    assert isinstance(cell, Cell)
    assert cell.lines == 4
