"""What varies as one, and what is asked of it."""

from dataclasses import replace

import numpy as np
import pytest

from econ.errors import ScenarioError
from econ.methods.factors import correlated, factors, model_of, outputs, unusable
from econ.model.distributions import DirichletShare, Distribution, Fixed, Normal, Sample
from econ.model.draws import sampling
from econ.model.measures import benefits, costs, net_present_value
from econ.model.parameters import Parameter
from econ.model.programme import Correlation
from econ.model.scenario import Scenario
from tests.programmes import programme, saving

SAMPLE = Sample((1.0, 2.0, 3.0), joint="trial")


def of(
    *correlations: tuple[str, str, float],
    grouped: dict[str, str] | None = None,
    **values: Distribution,
) -> Scenario:
    """A programme whose saving is every value, each for one person at a price of 1."""
    groups = grouped or {}
    numbers = {
        n: Parameter(n, f"Label of {n}", d, group=groups.get(n, "")) for n, d in values.items()
    }
    return programme(
        {"people": 1.0, "one": 1.0, **numbers},
        [saving(f"saving_{n}", f"people * {n}", "one") for n in values],
        correlations=[Correlation(*pair) for pair in correlations],
    )


def with_unused(scenario: Scenario, name: str, distribution: Distribution) -> Scenario:
    unused = Parameter(name, name, distribution)
    return replace(scenario, parameters={**scenario.parameters, name: unused})


def test_each_uncertain_parameter_is_a_factor_with_its_label() -> None:
    found = factors(of(b=Normal(0, 1), a=Normal(0, 1), c=Fixed(2)))
    assert [(f.name, f.label, f.parameters) for f in found] == [
        ("a", "Label of a", ("a",)),
        ("b", "Label of b", ("b",)),
    ]


def test_the_columns_of_a_joint_sample_are_one_factor() -> None:
    (found,) = factors(of(a=SAMPLE, b=SAMPLE))
    assert (found.name, found.parameters, found.streams) == ("trial", ("a", "b"), ("trial",))


def test_the_shares_of_a_dirichlet_group_are_one_factor_of_as_many_dimensions() -> None:
    (found,) = factors(of(a=DirichletShare(1, 3, "mix"), b=DirichletShare(2, 3, "mix")))
    assert (found.name, found.parameters, found.streams) == ("mix", ("a", "b"), ("a", "b"))


def test_a_parameter_that_no_outcome_uses_is_no_factor() -> None:
    scenario = with_unused(of(a=Normal(0, 1)), "idle", Normal(0, 1))
    assert [factor.name for factor in factors(scenario)] == ["a"]


def test_a_share_that_no_outcome_uses_still_moves_with_its_group() -> None:
    used = of(a=DirichletShare(1, 3, "mix"))
    (found,) = factors(with_unused(used, "rest", DirichletShare(2, 3, "mix")))
    assert found.parameters == ("a",)
    assert found.streams == ("a", "rest")


def test_the_number_of_people_is_a_factor_though_only_a_measure_uses_it() -> None:
    scenario = programme(
        {"people": Normal(9, 1), "a": Normal(0, 1), "one": 1.0}, [saving("x", "a", "one")]
    )
    assert [factor.name for factor in factors(scenario)] == ["a", "people"]


def test_groups_of_the_workbook_make_one_factor_each_and_a_blank_group_none() -> None:
    scenario = of(
        a=Normal(0, 1), b=Normal(0, 1), c=Normal(0, 1), grouped={"a": "Effects", "c": "Effects"}
    )
    assert [(f.name, f.label, f.parameters) for f in factors(scenario, "group")] == [
        ("Effects", "Effects", ("a", "c")),
        ("b", "Label of b", ("b",)),
    ]


def test_groups_may_be_named_parameter_by_parameter() -> None:
    scenario = of(a=Normal(0, 1), b=Normal(0, 1), c=Normal(0, 1))
    found = factors(scenario, {"a": "first two", "b": "first two"})
    assert [(f.name, f.parameters) for f in found] == [("c", ("c",)), ("first two", ("a", "b"))]


def test_a_group_of_an_unknown_parameter_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(ScenarioError, match="Did you mean 'effect'"):
        factors(of(effect=Normal(0, 1)), {"efect": "x"})


def test_parameters_drawn_together_cannot_be_put_in_different_groups() -> None:
    with pytest.raises(ScenarioError, match="a, b: are drawn together, but are in different"):
        factors(of(a=SAMPLE, b=SAMPLE), {"a": "x", "b": "y"})


def test_a_scenario_in_which_nothing_varies_is_refused() -> None:
    with pytest.raises(ScenarioError, match="nothing that it uses is uncertain"):
        factors(of(a=Fixed(1)))


def test_factors_tied_by_a_rank_correlation_are_named_in_pairs() -> None:
    scenario = of(("c", "a", 0.5), a=Normal(0, 1), b=Normal(0, 1), c=Normal(0, 1))
    assert correlated(sampling(scenario), factors(scenario)) == [("a", "c")]


def test_a_correlation_inside_a_group_ties_no_factors() -> None:
    scenario = of(("c", "a", 0.5), a=Normal(0, 1), b=Normal(0, 1), c=Normal(0, 1))
    assert correlated(sampling(scenario), factors(scenario, {"a": "g", "c": "g"})) == []


def test_a_correlation_with_what_no_outcome_uses_ties_no_factors() -> None:
    scenario = with_unused(of(a=Normal(0, 1), b=Normal(0, 1)), "idle", Normal(0, 1))
    tied = replace(scenario, correlations=(Correlation("a", "idle", 0.5),))
    assert correlated(sampling(tied), factors(tied)) == []


def test_a_rank_correlation_of_zero_ties_no_factors() -> None:
    scenario = of(("a", "b", 0.0), a=Normal(0, 1), b=Normal(0, 1))
    assert correlated(sampling(scenario), factors(scenario)) == []


def test_one_measure_several_or_a_dictionary_may_be_asked() -> None:
    npv = net_present_value("society")
    assert [(o.measure, o.view) for o in outputs(npv)] == [("net_present_value", "society")]
    assert [o.measure for o in outputs([npv, costs()])] == ["net_present_value", "costs"]
    assert [(o.measure, o.view) for o in outputs({"mine": npv})] == [("mine", "society")]


def test_two_measures_of_one_name_need_a_dictionary() -> None:
    with pytest.raises(ScenarioError, match="two have one name"):
        outputs([benefits("society"), benefits("society")])


def test_measures_of_two_cohorts_are_told_apart() -> None:
    found = outputs([benefits(cohort="north"), benefits(cohort="south")])
    assert [output.view for output in found] == ["society, north", "society, south"]


def test_asking_nothing_is_refused() -> None:
    with pytest.raises(ScenarioError, match="there are none"):
        outputs([])


def test_a_scenario_is_a_function_of_its_columns() -> None:
    scenario = of(a=Normal(0, 1), b=Normal(0, 1))
    model = model_of(scenario, outputs([net_present_value(), costs()]))
    columns = {
        "people": np.ones(1),
        "one": np.ones(1),
        "a": np.array([0.0, 2.0, 3.0]),
        "b": np.array([0.0, 10.0, 20.0]),
    }
    np.testing.assert_array_equal(model(columns), [[12.0, 23.0], [0.0, 0.0]])


def test_an_output_that_is_nearly_the_same_everywhere_does_not_vary() -> None:
    assert unusable(np.array([1e9, 1e9 + 1e-6])) == "does not vary"
    assert unusable(np.zeros(2)) == "does not vary"
    assert unusable(np.array([0.0, 1e-9])) == ""


def test_an_infinite_output_does_not_exist() -> None:
    assert unusable(np.array([1.0, np.inf])) == "does not exist in 50% of draws"


def test_an_output_that_is_rarely_undefined_is_not_said_to_be_missing_in_none() -> None:
    values = np.arange(1000.0)
    values[0] = np.nan
    assert unusable(values) == "does not always exist"
