"""The value of information of scenarios: closed forms, options, groups, studies, the shipped."""

import numpy as np
import pytest

import econ
from econ.analysis.freeze_and_average import freeze_and_average
from econ.analysis.value_of_information import ValueOfInformation, value_of_information
from econ.errors import ScenarioError
from econ.methods.decisions import Worth
from econ.methods.net_benefits import FUND_NOTHING, net_benefits
from econ.model.designs import BATCHES, MonteCarlo, SobolSequence
from econ.model.distributions import (
    ChanceOfNone,
    DirichletShare,
    LogNormal,
    Normal,
    Sample,
)
from econ.model.draws import monte_carlo
from econ.model.equation import evaluate
from econ.model.measures import net_present_value, payback_year
from econ.model.programme import Correlation
from econ.model.scenario import Scenario
from econ.model.studies import Population, Study
from tests.benchmarks.value_of_information import call, loss
from tests.programmes import Number, cost, number, programme, saving

NPV = net_present_value("society")
Numbers = dict[str, Number]


def sums(rank: float = 0.0, /, **more: Number) -> Scenario:
    """A pound for each of p1 ~ N(1, 1) and p2 ~ N(0, 2)."""
    numbers: Numbers = {"p1": Normal(1.0, 1.0), "p2": Normal(0.0, 2.0), "one": 1.0}
    numbers |= more
    outcomes = [saving("first", "p1", "one"), saving("second", "p2", "one")]
    tied = [Correlation("p1", "p2", rank, "")] if rank else []
    return programme(numbers, outcomes, correlations=tied)


def figures(found: ValueOfInformation) -> dict[str, float]:
    return {one.name: one.estimate for one in (*found.evppi, *found.evppi_groups)}


def test_a_programme_of_two_normals_is_a_closed_form() -> None:
    found = value_of_information(sums(), NPV, groups={"both": ["p1", "p2"]})
    known = {"p1": 0.08331547, "p2": 0.39559311, "both": 0.47981071}
    assert figures(found) == pytest.approx(known, abs=0.0004)
    assert found.evpi.estimate == pytest.approx(0.47981071, abs=0.0004)
    assert all(se < 0.0004 for se in (found.evpi.se, *(one.se for one in found.evppi)))
    assert (found.best.option, found.view, found.price_year) == (
        "Small programme",
        "society",
        "2024/25",
    )


def test_options_tell_their_means_their_chances_and_what_they_may_lose() -> None:
    found = value_of_information(sums(), NPV)
    nothing, funded = found.options
    assert (nothing.option, nothing.mean) == (FUND_NOTHING, 0.0)
    assert funded.mean == pytest.approx(1, abs=0.001)
    assert funded.probability_best == pytest.approx(0.6726, abs=0.001)
    assert funded.expected_loss == pytest.approx(found.evpi.estimate)
    assert nothing.expected_loss == pytest.approx(loss(1, 5**0.5) + 1, abs=0.001)


def test_correlated_inputs_tell_of_each_other() -> None:
    """Pearson's r of 0.5: given p1 the whole moves by 1 + 2 r for each of p1's own."""
    rank = 6 / np.pi * np.arcsin(0.25)
    found = value_of_information(sums(rank), NPV)
    assert figures(found)["p1"] == pytest.approx(loss(1, 2), abs=0.002)
    assert figures(found)["p2"] == pytest.approx(loss(1, 2.5), abs=0.002)
    assert found.evpi.estimate == pytest.approx(loss(1, 7**0.5), abs=0.002)


def test_options_are_evaluated_on_the_same_draws() -> None:
    """One brings p1 more than another: their difference is p1 in every draw, also in its atoms."""
    base = sums()
    more = base.vary("more", one=2.0)
    found = net_benefits([base, more], [NPV], SobolSequence(1_024, 1))
    (table,), columns = found.tables, found.parameters
    assert list(table) == [FUND_NOTHING, "Small programme", "more"]
    assert table["Small programme"] == pytest.approx(columns["p1"] + columns["p2"])
    assert table["more"] == pytest.approx(2 * table["Small programme"])
    apart = base.vary("apart", p2=Normal(0.0, 1.0))
    both = net_benefits([base, apart], [NPV, NPV], MonteCarlo(500, 1))
    drawn = both.parameters
    assert both.tables[0]["apart"] == pytest.approx(drawn["p1"] + drawn["p2"] / 2)
    assert both.tables[0]["apart"].tolist() == both.tables[1]["apart"].tolist()


def test_draws_are_those_of_any_other_run_and_of_any_block() -> None:
    base, design = sums(), MonteCarlo(20_000, 3)
    found = net_benefits([base], [NPV], design)
    draws = monte_carlo(base, 20_000, 3)
    assert found.parameters["p1"].tolist() == draws["p1"].tolist()
    assert found.tables[0]["Small programme"].tolist() == NPV.draws(evaluate(base, draws)).tolist()
    assert found.batches == 0


def test_the_more_options_the_less_each_is_known_to_be_best() -> None:
    base = sums()
    other = base.vary("other", p2=Normal(0.2, 2.0))
    found = value_of_information(base, NPV, options=[other], groups={})
    assert [one.option for one in found.options] == [FUND_NOTHING, "Small programme", "other"]
    assert found.best.option == "other"
    assert found.evpi.estimate == pytest.approx(loss(1.2, 5**0.5), abs=0.001)


def test_the_sheet_s_groups_are_those_known_together() -> None:
    base = econ.read("parameters/side_by_side.xlsx")
    found = value_of_information(base, NPV, draws=2_048)
    groups = {one.name: set(one.parameters) for one in found.evppi_groups}
    assert groups["Family and friends"] == {"carer_hour", "share_with_carer"}
    assert {one.name for one in found.evppi} >= set().union(*groups.values())


def test_a_study_of_a_scenario_is_worth_what_arrays_say_it_is() -> None:
    study = Study("survey", ("p1",), "costing study", spread=1.0, largest=1_000, fixed_cost=0.1)
    whom = Population(2.0, 3, 0.0)
    found = value_of_information(sums(), NPV, studies=[study], population=whom)
    (one,), (left,) = found.evsi, found.enbs
    at = {point.n: point.estimate for point in one.evsi}
    assert at[1_000] == pytest.approx(0.08319461, abs=0.0004)
    assert left.enbs[-1].estimate == pytest.approx(6 * at[1_000] - 0.1)
    assert left.evppi.estimate == pytest.approx(6 * figures(found)["p1"])
    assert found.to_all(found.evpi).estimate == pytest.approx(6 * found.evpi.estimate)


def test_a_survey_that_is_to_teach_what_is_due_is_refused() -> None:
    base = econ.read("parameters/side_by_side.xlsx")
    survey = Study("survey", ("attribution",), "before-and-after survey", spread=0.4)
    with pytest.raises(ScenarioError, match="which a before-and-after survey cannot tell"):
        value_of_information(base, NPV, studies=[survey], draws=512)


def test_amounts_are_told_for_each_person_where_people_are_known() -> None:
    numbers: Numbers = {
        "people": number("people", 50.0, "people"),
        "p": Normal(0.0, 1.0),
        "pound": 1.0,
    }
    scenario = programme(numbers, [saving("x", "people * p", "pound")])
    found = value_of_information(scenario, NPV, draws=4_096)
    assert found.people == 50
    each = found.per_person(found.evpi)
    assert each is not None
    assert each.estimate == pytest.approx(loss(0, 1), rel=0.01)
    assert each.se == found.evpi.se / 50
    assert value_of_information(sums(), NPV, draws=512).per_person(Worth(1.0, 0.0)) is None


def test_records_begin_with_everything_and_tell_whose_view_it_is() -> None:
    found = value_of_information(sums(), NPV, draws=2_048)
    first, *rest = found.records()
    assert (first["parameter"], first["view"]) == ("everything", "society")
    assert [one["parameter"] for one in rest] == ["p2", "p1"]
    assert "p2" in repr(found)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"measure": payback_year()}, "is a number of years"),
        ({"options": [sums()]}, "two have one name"),
        ({"options": [sums().vary(FUND_NOTHING)]}, "two have one name"),
        ({"groups": {"g": ["p3"]}}, "p3"),
        ({"options": [3]}, "3 is not a scenario"),
        ({"draws": 64}, "64 draws tell too little"),
    ],
)
def test_what_cannot_be_answered_is_refused(more: dict[str, object], words: str) -> None:
    with pytest.raises(ScenarioError, match=words):
        value_of_information(sums(), **({"measure": NPV} | more))  # type: ignore[arg-type]


def agree(scenario: Scenario, name: str, view: str, draws: int = 65_536) -> bool:
    """Whether the fit and the frozen parameter agree within four of their errors."""
    measure = net_present_value(view)
    fit = value_of_information(scenario, measure, draws=draws, groups={})
    (one,) = [one for one in fit.evppi if one.name == name]
    frozen = freeze_and_average(scenario, name, measure)
    assert frozen.estimate > 0
    return bool(abs(one.estimate - frozen.estimate) < 4 * np.hypot(one.se, frozen.se))


@pytest.mark.parametrize(
    ("name", "view"),
    [
        ("reduction_ae", "nhs_acute"),
        ("reduction_outpatient", "nhs_acute"),
        ("reduction_gp", "primary_care"),
        ("reduction_care_hours", "carers_and_families"),
        ("reduction_physiotherapy", "carers_and_families"),
        ("reduction_ae", "NHS and PSS"),
    ],
)
def test_the_shipped_programme_frozen_and_averaged_is_worth_the_same(name: str, view: str) -> None:
    """Correlated effects, one with a chance of none, to payers for whom they decide."""
    assert agree(econ.read("parameters/side_by_side.xlsx"), name, view)


def test_frozen_and_averaged_a_closed_form_is_itself() -> None:
    """Two normals, alone and correlated, and a lognormal's tail: within 0.3%."""
    assert freeze_and_average(sums(), "p2", NPV).estimate == pytest.approx(0.39559311, rel=0.003)
    tied = sums(6 / np.pi * np.arcsin(0.25))
    assert freeze_and_average(tied, "p1", NPV).estimate == pytest.approx(loss(1, 2), rel=0.003)
    numbers: Numbers = {
        "x": LogNormal.from_moments(1.0, 3.0),
        "n": Normal(0.0, 1.0),
        "c": 1.2,
        "one": 1.0,
    }
    heavy = programme(numbers, [saving("a", "x + n", "one"), cost("b", "c", "one")])
    sd = np.log(10) ** 0.5
    exact = call(sd, 1.2 * np.exp(sd**2 / 2)) / np.exp(sd**2 / 2)
    assert freeze_and_average(heavy, "x", NPV).estimate == pytest.approx(exact, rel=0.005)
    fit = value_of_information(heavy, NPV).evppi[0]
    assert fit.estimate == pytest.approx(exact, abs=3 * fit.se)


def test_the_error_of_frozen_and_averaged_is_how_far_other_seeds_lie_apart() -> None:
    scenario = sums().vary("near", p1=Normal(0.1, 1.0))
    found = [
        freeze_and_average(scenario, "p1", NPV, draws=64, levels=20, seed=seed)
        for seed in range(40)
    ]
    spread = np.std([one.estimate for one in found])
    assert np.mean([one.se for one in found]) == pytest.approx(spread, rel=0.4)


def test_frozen_and_averaged_an_atom_keeps_its_weight() -> None:
    """ab - 1.5, a fixed 1 with a chance of none of 30% and b ~ N(2, 1): EVPPI .35 and .2321."""
    numbers: Numbers = {
        "a": ChanceOfNone(0.3, econ.Fixed(1.0)),
        "b": Normal(2.0, 1.0),
        "c": 1.5,
        "one": 1.0,
    }
    scenario = programme(numbers, [saving("x", "a * b", "one"), cost("y", "c", "one")])
    assert freeze_and_average(scenario, "a", NPV).estimate == pytest.approx(0.35, rel=0.01)
    assert freeze_and_average(scenario, "b", NPV).estimate == pytest.approx(0.23210434, rel=0.005)
    found = value_of_information(scenario, NPV, groups={})
    assert figures(found) == pytest.approx({"a": 0.35, "b": 0.23210434}, abs=0.0005)


JOINT: Numbers = {
    "p1": Sample((0.0, 1.0, 2.0, -3.0), "posterior"),
    "p2": Sample((0.0, -1.0, 2.0, 1.0), "posterior"),
}
SHARES: Numbers = {
    "p1": DirichletShare(2.0, 3.0, "mix"),
    "p2": DirichletShare(1.0, 3.0, "mix"),
}


@pytest.mark.parametrize(
    ("numbers", "words"), [(JOINT, "all or nothing"), (SHARES, "is a share of a group")]
)
def test_what_is_drawn_together_is_fitted_and_cannot_be_frozen(
    numbers: Numbers, words: str
) -> None:
    scenario = sums(**numbers, c=1.0)
    found = value_of_information(scenario, NPV, draws=4_096, groups={"both": ["p1", "p2"]})
    assert figures(found)["both"] <= found.evpi.estimate
    with pytest.raises(ScenarioError, match=words):
        freeze_and_average(scenario, "p1", NPV)


def test_imported_rows_are_worth_what_their_few_values_tell() -> None:
    """Sums 0, 0, 4 and -2 of mean 1/2: known, 1 on average; each value of p1 tells its row."""
    found = value_of_information(sums(**JOINT), NPV, groups={})
    assert found.evpi.estimate == pytest.approx(0.5, abs=0.001)
    assert figures(found)["p1"] == pytest.approx(0.5, abs=0.001)


def test_what_is_certain_is_not_frozen() -> None:
    with pytest.raises(ScenarioError, match="uncertain parameter"):
        freeze_and_average(sums(), "one", NPV)


def test_replicates_are_told_with_the_draws() -> None:
    found = net_benefits([sums()], [NPV], SobolSequence(1_024, 1))
    assert found.batches == BATCHES
    assert found.people is None


def test_no_option_and_no_draws_are_refused_in_words() -> None:
    base = programme({"people": Normal(9, 1)}, [saving("visits", "people", "people")])
    for options, size, said in (([], 8, "none is given"), ([base], 0, "there are no draws")):
        with pytest.raises(ScenarioError, match=said):
            net_benefits(options, [NPV], MonteCarlo(size))
