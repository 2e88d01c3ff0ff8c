"""Sobol' indices of scenarios whose indices can be worked out by hand."""

from collections.abc import Mapping, Sequence

import numpy as np
import pytest

from econ.analysis.sobol import SobolIndex, adding_to_more_than_one, sobol
from econ.errors import ScenarioError
from econ.model.distributions import (
    DirichletShare,
    Distribution,
    Fixed,
    Gamma,
    LogNormal,
    Normal,
    Sample,
    Uniform,
)
from econ.model.impacts import Impacts
from econ.model.measures import benefit_cost_ratio, benefits, costs, net_present_value
from econ.model.parameters import Parameter
from econ.model.programme import Correlation
from econ.model.scenario import Scenario
from tests.programmes import PERSPECTIVES, cost, programme, saving

NPV = net_present_value("society")


def total_of(
    values: Mapping[str, Distribution], correlations: Sequence[Correlation] = ()
) -> Scenario:
    """A programme worth the sum of these values."""
    return programme(
        {"people": 1.0, "one": 1.0, **values},
        [saving(f"saving_{name}", f"people * {name}", "one") for name in values],
        correlations=correlations,
    )


def product_of(first: Distribution, second: Distribution) -> Scenario:
    """A programme worth an effect times a price."""
    return programme(
        {"people": 1.0, "effect": first, "price": second}, [saving("x", "people * effect", "price")]
    )


def by_name(found: Sequence[SobolIndex]) -> dict[str, float]:
    return {index.parameter: index.estimate for index in found if index.estimate is not None}


def four_errors(index: SobolIndex) -> float:
    """Four standard errors of an estimate, from its 95% limits."""
    assert index.low is not None
    assert index.high is not None
    return 4 * (index.high - index.low) / (2 * 1.959963985) + 1e-12


def assert_within_four_errors(found: Sequence[SobolIndex], known: Mapping[str, float]) -> None:
    """Each index within four of its standard errors, which are below 0.04."""
    assert {index.parameter for index in found} == set(known)
    for index in found:
        assert four_errors(index) < 4 * 0.04
        assert index.estimate == pytest.approx(known[index.parameter], abs=four_errors(index))


LINEAR: dict[str, Distribution] = {
    "a": Normal(3, 2),
    "b": Gamma.from_moments(10, 1),
    "c": Uniform(0, 1),
}
SHARES = {"a": 4 / (5 + 1 / 12), "b": 1 / (5 + 1 / 12), "c": (1 / 12) / (5 + 1 / 12)}


def test_in_a_sum_each_parameters_indices_are_its_share_of_the_variance() -> None:
    found = sobol(total_of(LINEAR), NPV)
    assert_within_four_errors(found.first, SHARES)
    assert_within_four_errors(found.total, SHARES)


def test_a_product_shares_its_variance_between_each_and_both_together() -> None:
    found = sobol(product_of(Normal(2, 1), Normal(5, 2)), NPV, second_order=True)
    alone, other, both = 25 * 1, 4 * 4, 1 * 4
    whole = alone + other + both
    known = {"effect": alone / whole, "price": other / whole}
    assert_within_four_errors(found.first, known)
    assert_within_four_errors(found.total, {n: v + both / whole for n, v in known.items()})
    (second,) = found.second
    assert second.partner == "price"
    assert_within_four_errors([second], {"effect": both / whole})


def test_a_product_of_lognormals_has_the_indices_of_its_closed_form() -> None:
    first, second = LogNormal(0, 0.4), LogNormal(1, 0.3)
    grown = np.expm1([0.4**2, 0.3**2, 0.4**2 + 0.3**2])
    found = sobol(product_of(first, second), NPV)
    known = {"effect": grown[0] / grown[2], "price": grown[1] / grown[2]}
    assert_within_four_errors(found.first, known)


def test_a_cost_and_a_saving_of_one_parameter_cancel() -> None:
    scenario = programme(
        {"people": 1.0, "a": Normal(5, 1), "b": Normal(5, 1), "one": 1.0},
        [
            saving("x", "people * a", "one"),
            saving("y", "people * b", "one"),
            cost("z", "people * a", "one"),
        ],
    )
    assert_within_four_errors(sobol(scenario, NPV, n=8192).total, {"b": 1.0, "a": 0.0})


def test_indices_are_sorted_by_their_total() -> None:
    assert [index.parameter for index in sobol(total_of(LINEAR), NPV).first] == ["a", "b", "c"]


def test_groups_add_up_the_shares_of_their_members_and_those_between_them() -> None:
    scenario = programme(
        {"people": 1.0, "a": Normal(2, 1), "b": Normal(5, 2), "c": Normal(0, 2), "one": 1.0},
        [saving("x", "people * a", "b"), saving("y", "people * c", "one")],
    )
    parts = sobol(scenario, NPV, n=8192, second_order=True)
    group = sobol(scenario, NPV, n=8192, groups={"a": "service", "b": "service"})
    first, total = by_name(parts.first), by_name(group.total)
    between = sum(
        index.estimate or 0
        for index in parts.second
        if {index.parameter, index.partner} == {"a", "b"}
    )
    off = sum(four_errors(i) for i in (*parts.first, *parts.second))
    together = pytest.approx(first["a"] + first["b"] + between, abs=off)
    assert by_name(group.first)["service"] == together
    assert sum(total.values()) == pytest.approx(1, abs=sum(map(four_errors, group.total)))
    assert_within_four_errors(group.first, {"service": 45 / 49, "c": 4 / 49})


def test_two_groups_and_what_is_between_them_add_up_to_all_of_the_variance() -> None:
    found = sobol(product_of(Normal(2, 1), Normal(5, 2)), NPV, second_order=True)
    parts = [*found.first, *found.second]
    off = sum(map(four_errors, parts))
    assert sum(part.estimate or 0 for part in parts) == pytest.approx(1, abs=off)


def test_the_groups_of_the_workbook_are_taken_by_name() -> None:
    grouped = {
        name: Parameter(name, name, d, group="Effects" if name < "c" else "Costs")
        for name, d in LINEAR.items()
    }
    scenario = programme(
        {"people": 1.0, "one": 1.0, **grouped},
        [saving(f"s_{n}", f"people * {n}", "one") for n in grouped],
    )
    found = sobol(scenario, NPV, groups="group")
    known = {"Effects": SHARES["a"] + SHARES["b"], "Costs": SHARES["c"]}
    assert_within_four_errors(found.first, known)


def test_a_joint_sample_is_one_parameter_drawn_by_the_row() -> None:
    rng = np.linspace(-1, 1, 21)
    scenario = total_of(
        {"a": Sample(tuple(rng), "trial"), "b": Sample(tuple(-rng), "trial"), "c": Normal(0, 1)}
    )
    found = sobol(scenario, NPV)
    assert_within_four_errors(found.total, {"c": 1.0, "trial": 0.0})


def test_the_shares_of_a_group_go_together_and_always_add_up() -> None:
    scenario = total_of(
        {"a": DirichletShare(1, 3, "mix"), "b": DirichletShare(2, 3, "mix"), "c": Normal(0, 1)}
    )
    assert_within_four_errors(sobol(scenario, NPV, n=8192).total, {"c": 1.0, "mix": 0.0})


PAYERS = {"nhs": PERSPECTIVES, "carers": ("society",)}


def for_two_payers() -> Scenario:
    return programme(
        {"people": 1.0, "a": Normal(1, 1), "b": Normal(1, 1), "one": 1.0},
        [
            saving("x", "people * a", "one", shares={"nhs": 1.0}),
            saving("y", "people * b", "one", shares={"carers": 1.0}),
        ],
        payers=PAYERS,
    )


def test_many_measures_are_answered_from_one_set_of_draws() -> None:
    scenario = for_two_payers()
    many = [net_present_value(payer="nhs"), net_present_value(payer="carers"), NPV]
    found = sobol(scenario, many, n=256)
    assert found.evaluations == 256 * 4
    alone = sobol(scenario, NPV, n=256)
    assert [i for i in found.indices if i.view == "society"] == list(alone.indices)
    (carers,) = (i for i in found.total if (i.view, i.parameter) == ("carers", "b"))
    assert carers.estimate == pytest.approx(1, abs=four_errors(carers))


def test_any_question_may_be_asked_by_a_name_of_its_own() -> None:
    def second_payer(impacts: Impacts) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
        return impacts.by("payer").rows[:, 1]

    found = sobol(for_two_payers(), {"to carers": second_payer}, n=64)
    assert {index.measure for index in found.indices} == {"to carers"}


def test_the_number_of_evaluations_is_told() -> None:
    scenario = total_of(LINEAR)
    asked: list[float] = []

    def counting(impacts: Impacts) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
        asked.append(len(impacts))
        return NPV(impacts)

    for second_order in (False, True):
        asked.clear()
        found = sobol(scenario, {"x": counting}, n=100, second_order=second_order)
        assert found.size == 128
        assert found.evaluations == sum(asked)


@pytest.fixture(scope="module")
def tied() -> Scenario:
    values = {"a": Normal(3, 2), "b": Normal(1, 1), "c": Normal(0, 1)}
    return total_of(values, [Correlation("a", "b", 0.5)])


def test_correlated_inputs_have_no_sobol_indices_and_each_says_why(tied: Scenario) -> None:
    found = sobol(tied, NPV, second_order=True)
    assert len(found.indices) == 3 + 3 + 3
    for index in found.indices:
        assert (index.estimate, index.low, index.high) == (None, None, None)
        assert index.reason == "the inputs are correlated: use Shapley effects"
    (warning,) = found.warnings
    assert str(warning) == (
        "a, b: are correlated, so that Sobol' indices do not apply\n"
        "    Use Shapley effects, or put correlated parameters in one group."
    )


def test_correlated_inputs_are_named_once_each_however_many_pairs_they_make() -> None:
    values = {name: Normal(0, 1) for name in "abcd"}
    pairs = [Correlation("a", "b", 0.5), Correlation("b", "c", 0.5), Correlation("a", "c", 0.5)]
    (warning,) = sobol(total_of(values, pairs), NPV).warnings
    assert warning.who == "a, b, c"


def test_a_group_that_holds_all_that_is_correlated_has_its_indices(tied: Scenario) -> None:
    found = sobol(tied, NPV, groups={"a": "pair", "b": "pair"})
    rho = 2 * np.sin(np.pi * 0.5 / 6)
    pair = 4 + 1 + 2 * rho * 2
    assert not found.warnings
    known = {"pair": pair / (pair + 1), "c": 1 / (pair + 1)}
    assert_within_four_errors(found.first, known)


def test_a_measure_that_does_not_vary_has_no_indices() -> None:
    (index, *_) = sobol(total_of(LINEAR), costs("society"), n=64).indices
    assert (index.estimate, index.reason) == (None, "the measure does not vary")


def test_a_ratio_that_does_not_exist_has_no_indices() -> None:
    (index, *_) = sobol(total_of(LINEAR), benefit_cost_ratio("society"), n=64).indices
    assert index.reason == "the measure does not exist in 100% of draws"


def test_one_measure_without_indices_does_not_keep_the_others_from_theirs() -> None:
    found = sobol(total_of(LINEAR), [benefits("society"), costs("society")], n=64)
    assert {index.measure for index in found.first if index.estimate is None} == {"costs"}


def test_a_sample_too_small_to_rank_says_so_in_words() -> None:
    like = {"a": Normal(0, 1), "b": Normal(0, 0.98), "c": Normal(0, 1.02)}
    said = [str(warning) for warning in sobol(total_of(like), NPV, n=16).warnings]
    assert any("the sample is too small to rank" in sentence for sentence in said)
    assert any("an index is known only to within" in sentence for sentence in said)


def test_a_sample_that_ranks_says_nothing() -> None:
    assert not sobol(total_of(LINEAR), NPV, n=8192).warnings


def test_first_orders_that_add_up_to_more_than_one_beyond_their_error_are_a_warning() -> None:
    spread = np.linspace(-0.01, 0.01, 21)[:, np.newaxis]
    first = np.array([0.7, 0.4]) + np.concatenate([[[0.0]], spread])
    (said,) = adding_to_more_than_one("net saving", first, 0.95)
    assert str(said) == (
        "net saving: first-order indices add up to 1.10, more than all of the variance\n"
        "    Use a larger n."
    )
    assert not adding_to_more_than_one("net saving", first - 0.045, 0.95)


def test_the_same_seed_gives_the_same_indices_and_another_does_not() -> None:
    scenario = total_of(LINEAR)
    assert sobol(scenario, NPV, n=64) == sobol(scenario, NPV, n=64)
    assert sobol(scenario, NPV, n=64).indices != sobol(scenario, NPV, n=64, seed=1).indices


def test_more_confidence_widens_the_limits_and_moves_no_estimate() -> None:
    scenario = total_of(LINEAR)
    usual, sure = sobol(scenario, NPV, n=64), sobol(scenario, NPV, n=64, confidence=0.99)
    assert usual.first[0].estimate == sure.first[0].estimate
    assert (usual.first[0].low or 0) > (sure.first[0].low or 0)


def test_records_carry_the_keys_of_the_results_file() -> None:
    found = sobol(product_of(Normal(2, 1), Normal(5, 2)), NPV, n=64, second_order=True)
    records = found.records()
    assert [(r["index"], r["parameter"], r["with"]) for r in records] == [
        ("first", "effect", None),
        ("first", "price", None),
        ("total", "effect", None),
        ("total", "price", None),
        ("second", "effect", "price"),
    ]
    pair = found.second[0]
    assert records[-1] == {
        "measure": "net_present_value",
        "view": "society",
        "index": "second",
        "parameter": "effect",
        "label": "effect",
        "with": "price",
        "with_label": "price",
        "estimate": pair.estimate,
        "low": pair.low,
        "high": pair.high,
        "reason": None,
    }
    for index in found.indices:
        assert (index.low or 0) < (index.estimate or 0) < (index.high or 0)


def test_a_parameter_that_is_not_there_is_refused_before_anything_is_drawn() -> None:
    with pytest.raises(ScenarioError, match="there is no such parameter"):
        sobol(total_of(LINEAR), NPV, groups={"nothing": "x"})


def test_a_fixed_parameter_has_no_index() -> None:
    found = sobol(total_of({"a": Normal(0, 1), "b": Fixed(3)}), NPV, n=64)
    (alone,) = found.first
    assert alone.estimate == pytest.approx(1, abs=four_errors(alone))
