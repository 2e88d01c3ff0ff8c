"""Studies and populations as data: what each may be, what it costs, whom it reaches."""

import pytest

from econ.errors import ScenarioError
from econ.model.distributions import Fixed, Normal, Uniform
from econ.model.parameters import Parameter
from econ.model.prices import GREEN_BOOK
from econ.model.studies import Population, Study, refuse_study
from tests.programmes import made, number


def study(**more: object) -> Study:
    given = {"name": "s", "measures": ("a",), "design": "costing study", "spread": 3.0}
    return Study(**(given | more))  # type: ignore[arg-type]


def test_a_population_counts_each_year_s_people_at_its_start_or_its_end() -> None:
    """1,000 people, £100 each, ten years at 3.5%."""
    assert 100 * Population(1_000, 10, 0.035).total() == pytest.approx(860_768.65, abs=0.005)
    end = Population(1_000, 10, 0.035, when="end")
    assert 100 * end.total() == pytest.approx(831_660.53, abs=0.005)
    assert Population(1_000, 10).total() == Population(1_000, 10, GREEN_BOOK).total()
    assert Population(1_000, 10, 0.0).total(after=2.25) == pytest.approx(7_750)
    assert Population(1_000, 3).total(after=4) == 0


def test_the_rate_of_a_long_decision_falls_as_the_green_book_s_does() -> None:
    late = Population(1, 40).total() - Population(1, 39).total()
    assert late == pytest.approx(1.035**-30 * 1.03**-9)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"years": 0}, "is nobody"),
        ({"years": 2.5}, "2.5 is not a whole number of years"),
        ({"a_year": -1}, "is nobody"),
        ({"when": "middle"}, "there is no such time of year"),
        ({"rate": 3.5}, "3.5 is not between 0 and 0.3"),
    ],
)
def test_a_population_of_nobody_is_refused(given: dict[str, float], words: str) -> None:
    with pytest.raises(ScenarioError, match=words):
        Population(**given)  # type: ignore[arg-type]


def test_errors_are_those_of_a_mean_of_two_arms_and_of_their_difference() -> None:
    assert study().errors_of(900) == pytest.approx((0.1,))
    trial = study(design="two-arm trial")
    assert trial.errors_of(900) == pytest.approx((0.2,))  # 3 x root of (1/450 + 1/450)
    arms = study(design="two-arm trial", measures=("a", "b"), follow_up_lost=0.5)
    assert arms.errors_of(900) == pytest.approx((0.2, 0.2))  # 225 in each arm
    assert study(measures=("a", "b"), spread=(3.0, 6.0)).errors_of(900) == pytest.approx((0.1, 0.2))


def test_a_study_that_is_not_done_costs_nothing() -> None:
    priced = study(fixed_cost=1_000.0, cost_per_person=20.0)
    assert (priced.cost(0), priced.cost(10)) == (0.0, 1_200.0)


def test_one_measure_needs_no_list_and_sizes_end_at_the_largest() -> None:
    assert study(measures="a").measures == ("a",)
    assert study(largest=3).sizes() == (3,)
    assert study(largest=500).sizes()[0::19] == (5, 500)
    assert len(study(largest=2_000).sizes()) == 20


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"design": "survay"}, "there is no such design"),
        ({"measures": ()}, "it measures nothing"),
        ({"design": "two-arm trial", "measures": ("a", "b", "c")}, "two arms have two means"),
        ({"spread": (1.0, 2.0)}, "is not one for each measure"),
        ({"spread": 0.0}, "is not above 0, and no two people would differ"),
        ({"follow_up_lost": 1.0}, "is not from 0 to below 1"),
        ({"fixed_cost": -1.0}, "is below 0"),
        ({"years_until_it_reports": float("nan")}, "is below 0"),
        ({"largest": 0}, "nobody could take part"),
    ],
)
def test_a_study_that_there_cannot_be_is_refused(given: dict[str, object], words: str) -> None:
    with pytest.raises(ScenarioError, match=words):
        study(**given)


def test_all_that_is_wrong_with_a_study_is_told_at_once() -> None:
    with pytest.raises(ScenarioError) as told:
        study(measures=(), follow_up_lost=2, largest=0)
    assert len(told.value.problems) == 3


PARAMETERS = {
    "a": number("a", Normal(0.0, 1.0)),
    "fixed": number("fixed", Fixed(1.0)),
    "twice": made("twice", "a * 2"),
    "due": Parameter("due", "Due", Uniform(0.0, 1.0), role="attribution"),
    "anyway": Parameter("anyway", "Anyway", Uniform(0.0, 1.0), role="deadweight"),
}


@pytest.mark.parametrize("name", ["due", "anyway"])
def test_a_before_and_after_survey_never_teaches_how_much_is_due(name: str) -> None:
    asked = study(measures=(name,), design="before-and-after survey")
    with pytest.raises(ScenarioError, match="which a before-and-after survey cannot tell"):
        refuse_study(asked, PARAMETERS)
    refuse_study(study(measures=(name,), design="two-arm trial"), PARAMETERS)


@pytest.mark.parametrize(
    ("name", "words"),
    [("fixed", "is certain already"), ("twice", "is made by its formula"), ("b", "b: ")],
)
def test_what_cannot_be_learnt_is_refused(name: str, words: str) -> None:
    with pytest.raises(ScenarioError, match=words):
        refuse_study(study(measures=("a", name)), PARAMETERS)
