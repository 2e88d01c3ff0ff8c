"""EVPI and EVPPI against closed forms, from draws of any kind; what is refused, what is told."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pytest
from scipy import integrate, special, stats

from econ.errors import ScenarioError
from econ.methods.chaos import Chaos
from econ.methods.decisions import Decision, Worth, decision
from econ.methods.information import CUT, LOWERED, RAISED, PerfectInformation, coherent, evpi, evppi
from econ.model.designs import MonteCarlo, SobolSequence
from econ.model.distributions import FloatArray
from tests.benchmarks.value_of_information import loss

SIZE = 65_536
Columns = dict[str, FloatArray]


def normals(names: str, size: int = SIZE, seed: int = 1, *, even: bool = True) -> Columns:
    design = SobolSequence(size, seed) if even else MonteCarlo(size, seed)
    points = design.points(list(names), 0, size)
    return {name: special.ndtri(np.clip(u, 1e-12, 1 - 1e-12)) for name, u in points.items()}


def shown(found: PerfectInformation) -> dict[str, Worth]:
    every = (*found.evppi, *found.evppi_groups)
    return {one.name: Worth(one.estimate, one.se) for one in every}


def near(found: Worth, exact: float, scale: float) -> bool:
    """Within 0.1% of EVPI, and within four of its own errors or the tenth of that."""
    return abs(found.estimate - exact) < min(0.001 * scale, 4 * found.se + 1e-4 * scale)


@pytest.mark.parametrize(
    ("means", "exact"),
    [
        ((1.0, 0.0), {"a": 0.08331547, "b": 0.39559311, "both": 0.47981071}),
        ((0.0, 0.0), {"a": 0.3989423, "b": 0.7978846, "both": 0.8920621}),
    ],
)
def test_a_sum_of_two_normals(means: tuple[float, float], exact: Mapping[str, float]) -> None:
    """Standard deviations 1 and 2; of mean 0 (PEERS, 4C) the default is decided by the draws."""
    z = normals("ab")
    a, b = means[0] + z["a"], means[1] + 2 * z["b"]
    found = evppi(a + b, {"a": a, "b": b}, {"both": ["a", "b"]}, batches=16)
    assert all(near(worth, exact[name], exact["both"]) for name, worth in shown(found).items())
    assert near(found.evpi, exact["both"], exact["both"])


def test_of_correlated_inputs_knowing_one_tells_of_the_other() -> None:
    z = normals("ab")
    a = 1 + z["a"]
    b = a + 2 * z["b"]
    found = evppi(a + b, {"a": a, "b": b}, batches=16)
    assert near(shown(found)["a"], 0.16663094, 0.39928246)
    assert near(found.evpi, 0.39928246, 0.39928246)


def test_a_curve_is_worth_what_it_is_though_its_line_is_flat() -> None:
    x = normals("xy")
    found = evppi(x["x"] ** 2 - 1.001 + x["y"], x, batches=16)
    assert shown(found)["x"].estimate == pytest.approx(0.48394145, abs=0.001)
    assert shown(found)["y"].estimate == pytest.approx(loss(0, 1), abs=0.001)


def test_an_atom_has_a_level_of_its_own() -> None:
    """Net benefit ab - 1.5, a none with a chance of 30%; and 2 more wherever it is none."""
    z = normals("ab")
    a, b = np.where(z["a"] > special.ndtri(0.3), 1.0, 0.0), 2 + z["b"]
    found = evppi(a * b - 1.5, {"a": a, "b": b}, {"both": ["a", "b"]}, batches=16)
    exact = {"a": 0.35, "b": 0.23210434, "both": 0.48845759}
    assert all(near(worth, exact[name], 0.48845759) for name, worth in shown(found).items())
    spread = np.where(a > 0, 1 + stats.norm.cdf(z["a"]), 0.0)
    values = spread - 1.5 + 2 * (a == 0) + 0.1 * z["b"]
    of = evppi(values, {"a": spread, "b": z["b"]}, {"both": ["a", "b"]}, batches=16)
    known = np.maximum(spread - 1.5 + 2 * (a == 0), 0).mean() - values.mean()
    assert shown(of)["a"].estimate == pytest.approx(known, abs=0.002)
    terms = Chaos.of([spread, z["b"]], values[:, np.newaxis]).mean[:, 0]
    assert np.abs(terms - values).max() < 1e-6  # without a step of its own, as much as 3


def test_three_options_and_a_heavy_tail() -> None:
    """Nothing, a gamble on a lognormal, and one that is sure: an integral by quadrature."""
    z = normals("ab")
    x = np.exp(z["a"])
    table = {"nothing": 0 * x, "gamble": x - 2 + z["b"], "sure": 0.1 + 0.5 * z["b"]}
    inner = integrate.quad(lambda s: max(0.1, np.exp(s) - 2) * stats.norm.pdf(s), -8, 8, limit=200)
    found = evppi(table, {"x": x, "b": z["b"]}, batches=16)
    assert near(shown(found)["x"], inner[0] - 0.1, 4.0)
    top = integrate.quad(
        lambda s: max(0, np.exp(0.5) - 2 + s, 0.1 + 0.5 * s) * stats.norm.pdf(s), -8, 8, limit=200
    )
    assert near(shown(found)["b"], top[0] - 0.1, 4.0)


def test_shares_that_add_up_to_one_are_known_together_whether_or_not_the_last_is_named() -> None:
    rng = np.random.default_rng(1)
    shares = dict(zip("abc", rng.dirichlet([2, 3, 4], 20_000).T, strict=True))
    values = 5 * shares["a"] - 3 * shares["b"] + shares["c"] - 0.7 + rng.normal(size=20_000)
    found = evppi(values, shares, {"all": ["a", "b", "c"], "two": ["a", "b"]})
    of_all, of_two = shown(found)["all"], shown(found)["two"]
    exact = np.maximum(values := 5 * shares["a"] - 3 * shares["b"] + shares["c"] - 0.7, 0).mean()
    assert of_all.estimate == pytest.approx(exact - max(0, values.mean()), abs=4 * of_all.se)
    assert of_all.estimate == pytest.approx(of_two.estimate, rel=0.01)


def test_what_never_varies_or_plays_no_part_is_worth_nothing() -> None:
    z = normals("abc", 16_384)
    found = shown(evppi(0.1 + z["a"], {**z, "fixed": np.ones(16_384)}, {"bc": ["b", "c"]}))
    assert found["fixed"] == Worth(0.0, 0.0)
    assert max(found[name].estimate for name in ("b", "c", "bc")) < 0.001
    flat = evppi({"one": np.ones(200), "same": np.ones(200)}, {"x": np.arange(200.0)})
    assert flat.evpi == Worth(0.0, 0.0)
    assert flat.evppi[0].estimate == 0


def test_more_parameters_than_there_are_terms_for_lower_the_degree() -> None:
    names = [chr(97 + k) for k in range(20)]
    z = normals("".join(names), 8_192)
    values = sum(z.values()) / np.sqrt(20) + 0.2
    found = evppi(values, z, {"all": names}, batches=16).evppi_groups[0]
    assert found.estimate == pytest.approx(loss(0.2, 1), rel=0.02)


def test_the_error_of_independent_draws_is_how_far_figures_of_other_draws_lie_apart() -> None:
    found = []
    for seed in range(60):
        z = normals("ab", 2_000, seed, even=False)
        a, b = 1 + z["a"], 2 * z["b"]
        found.append(shown(evppi(a + b, {"a": a, "b": b}, {"both": ["a", "b"]})))
    for name, exact in {"a": 0.08331547, "b": 0.39559311, "both": 0.47981071}.items():
        figures = np.array([one[name] for one in found])
        assert figures[:, 1].mean() == pytest.approx(figures[:, 0].std(), rel=0.35)
        assert figures[:, 0].mean() == pytest.approx(exact, abs=4 * figures[:, 0].std() / 60**0.5)


def test_even_draws_tell_a_far_smaller_error_when_their_replicates_are_told() -> None:
    z = normals("ab", 8_192)
    values = 1 + z["a"] + 2 * z["b"]
    by_batch, alone = (shown(evppi(values, z, batches=n))["b"].se for n in (16, 0))
    assert by_batch < alone / 10
    labels = np.repeat(np.arange(16), 512)
    assert shown(evppi(values, z, batches=labels))["b"].se == by_batch


def test_figures_scale_with_the_currency_and_care_for_no_order() -> None:
    z = normals("ab", 4_096)
    values = 1 + z["a"] + z["b"]
    found, pence = (shown(evppi(k * values, z, {"both": ["a", "b"]})) for k in (1, 100))
    for name, worth in found.items():
        assert pence[name].estimate == pytest.approx(100 * worth.estimate)
    order = np.random.default_rng(1).permutation(4_096)
    mixed = shown(evppi(values[order], {name: column[order] for name, column in z.items()}))
    assert mixed["a"].estimate == pytest.approx(found["a"].estimate)


def test_tables_of_any_kind_are_read_alike() -> None:
    z = normals("ab", 1_024)
    values = np.column_stack([z["a"], z["b"]])
    frame = pd.DataFrame(z)
    found = {evpi(values), evpi(z), evpi(frame), evpi(values.tolist())}
    assert len(found) == 1
    named = {one.name for one in evppi(frame, values).evppi}
    assert named == {"parameter 1", "parameter 2"}
    assert evpi(z["a"]) == evpi(frame[["a"]]) == evpi({"nothing": 0 * z["a"], "a": z["a"]})


def test_no_part_is_worth_more_than_the_whole_and_what_was_mended_is_told() -> None:
    """Draws in which noise alone is fitted: each figure that is not as found says so."""
    told = set()
    for seed in range(40):
        z = normals("abcd", 300, seed, even=False)
        values = 0.3 + z["a"] + 0.3 * z["b"] + 0.2 * z["c"] * z["d"]
        found = evppi(values, z, {"ab": ["a", "b"], "abc": ["a", "b", "c"], "all": [*"abcd"]})
        figure = {name: worth.estimate for name, worth in shown(found).items()}
        assert 0 <= figure["a"] <= figure["ab"] <= figure["abc"] <= figure["all"]
        assert figure["all"] <= found.evpi.estimate
        for one in (*found.evppi, *found.evppi_groups):
            assert (one.told == "") == (one.found == one.estimate)
            told.add(one.told)
    assert {CUT, RAISED, LOWERED} <= told | {""}


def test_a_hundred_draws_are_enough_to_say_something() -> None:
    assert evpi(np.linspace(-1, 1, 100)).estimate == pytest.approx(0.2525, abs=1e-4)


def test_an_error_from_few_replicates_is_as_wide_as_student_s_t() -> None:
    """Of two, with means 1 and 3, the half-width of 95% is 12.706 standard errors, each of 1."""
    found = decision(np.arange(100.0), batches=2).worth(np.repeat([1.0, 3.0], 50))
    assert found.estimate == 2
    assert 1.959964 * found.se == pytest.approx(12.706, abs=0.001)


def of(values: FloatArray) -> Decision:
    return decision(values)


def test_sets_are_shown_in_the_order_in_which_they_are_asked() -> None:
    z = normals("ab", 256)
    found = coherent([("both", ("a", "b")), ("a", ("a",))], of(z["a"]), z)
    assert [one.name for one in found] == ["both", "a"]


@pytest.mark.parametrize(
    ("net", "parameters", "groups", "words"),
    [
        (np.ones(99), {}, None, "99 draws tell too little"),
        (np.ones((200, 0)), {}, None, "there is none"),
        (np.ones((200, 2, 2)), {}, None, "has 3 dimensions"),
        (["a"] * 200, {}, None, "is not all numbers"),
        ({"x": np.ones(200), "y": np.ones(100)}, {}, None, "has shape"),
        (np.append(np.ones(199), np.nan), {}, None, "is not a finite number in 1 draw of 200"),
        (np.ones(200), {"a": np.ones(100)}, None, "has 100 draws, and net benefit 200"),
        (np.ones(200), {"a": np.full(200, np.inf)}, None, "is not a finite number in 200 draws"),
        (np.ones(200), {"a": np.ones(200)}, {"g": ["b"]}, "b"),
        (np.ones(200), {"a": np.ones(200)}, {"g": []}, "has no parameters"),
    ],
)
def test_what_is_no_table_of_draws_is_refused_in_words(
    net: FloatArray, parameters: Columns, groups: dict[str, list[str]] | None, words: str
) -> None:
    with pytest.raises(ScenarioError, match=words):
        evppi(net, parameters, groups)


@pytest.mark.parametrize("batches", [1, 150, [1, 2], np.zeros(200)])
def test_replicates_that_are_none_are_refused(batches: int) -> None:
    with pytest.raises(ScenarioError, match="do not put 200 draws into two or more replicates"):
        evpi(np.arange(200.0), batches=batches)
