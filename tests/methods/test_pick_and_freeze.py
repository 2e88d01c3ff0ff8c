"""The estimators against functions whose indices are known, and against SALib's own."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

import numpy as np
import pytest
from SALib.analyze import sobol as salib

from econ.methods.bootstrap import half_width, resamples
from econ.methods.factors import Columns, Model
from econ.methods.pick_and_freeze import Resampled, Swapped, indices, swapped
from econ.model.designs import saltelli
from econ.model.distributions import FloatArray

N = 4096


def ishigami(columns: Columns) -> FloatArray:
    """Ishigami and Homma's function, a = 7 and b = 0.1, of uniforms on -pi to pi."""
    x1, x2, x3 = (np.pi * (2 * columns[name] - 1) for name in ("x1", "x2", "x3"))
    return np.array([np.sin(x1) + 7 * np.sin(x2) ** 2 + 0.1 * x3**4 * np.sin(x1)])


def sobol_g(columns: Columns) -> FloatArray:
    """Sobol's g-function of eight uniforms."""
    a = (0, 1, 4.5, 9, 99, 99, 99, 99)
    return np.array(
        [np.prod([(abs(4 * columns[f"x{k}"] - 2) + a[k]) / (1 + a[k]) for k in range(8)], axis=0)]
    )


def outputs_of(
    model: Model,
    swaps: Sequence[Sequence[str]],
    *,
    second_order: bool = False,
    rows: int = N,
    size: int = N,
    seed: int = 2025,
) -> Swapped:
    streams = [name for names in swaps for name in names]
    return swapped(model, saltelli(streams, size, seed, rows), swaps, second_order)


def singly(count: int, first: int = 0) -> list[list[str]]:
    return [[f"x{k}"] for k in range(first, first + count)]


def estimated(
    model: Model, swaps: Sequence[Sequence[str]], second_order: bool = False
) -> Resampled:
    found = outputs_of(model, swaps, second_order=second_order)
    return indices(found.of(0), resamples(N, 100, 2025))


def assert_within_four_errors(found: FloatArray, known: Sequence[float] | FloatArray) -> None:
    """Within four standard errors, none of which is above 0.05."""
    error = np.std(found[1:], axis=0, ddof=1)
    assert error.max() < 0.05
    assert np.all(np.abs(found[0] - known) <= 4 * error + 1e-12)


def test_ishigamis_first_order_indices_are_the_analytic_ones_within_four_errors() -> None:
    found = estimated(ishigami, singly(3, 1)).first
    assert_within_four_errors(found, [0.3139051912, 0.4424111448, 0.0])


def test_ishigamis_total_indices_are_the_analytic_ones_within_four_errors() -> None:
    found = estimated(ishigami, singly(3, 1)).total
    assert_within_four_errors(found, [0.5575888552, 0.4424111448, 0.2436836641])


def test_ishigamis_second_order_indices_are_the_analytic_ones_within_four_errors() -> None:
    found = estimated(ishigami, singly(3, 1), second_order=True).second
    assert found is not None
    pairs = np.stack([found[:, 0, 1], found[:, 0, 2], found[:, 1, 2]], axis=1)
    assert_within_four_errors(pairs, [0.0, 0.2436836641, 0.0])


def test_the_g_functions_indices_are_the_analytic_ones_within_four_errors() -> None:
    found = estimated(sobol_g, singly(8))
    partial = 1 / (3 * (1 + np.array([0, 1, 4.5, 9, 99, 99, 99, 99])) ** 2)
    whole = np.prod(1 + partial) - 1
    assert whole == pytest.approx(0.4654244319)
    assert_within_four_errors(found.first, partial / whole)
    assert_within_four_errors(found.total, partial * np.prod(1 + partial) / (1 + partial) / whole)


def salibs(found: Swapped) -> FloatArray:
    """One output in the order in which SALib keeps its evaluations."""
    rows = [found.a, *found.ab, *found.ba, found.b]
    return np.stack(rows, axis=1).ravel()


def salibs_weights(size: int, count: int, seed: int) -> FloatArray:
    """The draws that SALib's bootstrap takes again, as weights."""
    again = np.random.default_rng(seed).integers(size, size=(size, count))
    drawn = [np.bincount(again[:, k], minlength=size) for k in range(count)]
    return np.array([np.ones(size), *drawn]) / size


@pytest.mark.parametrize("second_order", [False, True])
@pytest.mark.parametrize(("model", "swaps"), [(ishigami, singly(3, 1)), (sobol_g, singly(8))])
def test_estimates_and_intervals_equal_salibs_on_the_same_outputs_and_resamples(
    model: Callable[[Columns], FloatArray], swaps: list[list[str]], second_order: bool
) -> None:
    size = 256
    found = outputs_of(model, swaps, second_order=second_order, size=size).of(0)
    names = [name for (name,) in swaps]
    problem = {"num_vars": len(names), "names": names, "bounds": [[0, 1]] * len(names)}
    theirs = salib.analyze(problem, salibs(found), second_order, num_resamples=50, seed=7)
    ours = indices(found, salibs_weights(size, 50, 7))
    np.testing.assert_allclose(ours.first[0], theirs["S1"], atol=1e-12)
    np.testing.assert_allclose(ours.total[0], theirs["ST"], atol=1e-12)
    np.testing.assert_allclose(half_width(ours.first, 0.95), theirs["S1_conf"], atol=1e-12)
    np.testing.assert_allclose(half_width(ours.total, 0.95), theirs["ST_conf"], atol=1e-12)
    if ours.second.size:
        pairs = np.triu_indices(len(names), 1)
        np.testing.assert_allclose(ours.second[0][pairs], theirs["S2"][pairs], atol=1e-12)
        widths = half_width(ours.second, 0.95)[pairs]
        np.testing.assert_allclose(widths, theirs["S2_conf"][pairs], atol=1e-12)


def test_the_group_of_two_factors_holds_what_they_do_alone_and_together() -> None:
    found = estimated(ishigami, [["x1", "x3"], ["x2"]], second_order=True)
    assert_within_four_errors(found.first, [0.5575888552, 0.4424111448])
    assert_within_four_errors(found.total, [0.5575888552, 0.4424111448])


def test_the_size_of_blocks_changes_nothing_to_the_last_bit() -> None:
    whole = outputs_of(ishigami, singly(3, 1), second_order=True, size=64)
    cut = outputs_of(ishigami, singly(3, 1), second_order=True, size=64, rows=7)
    for one, other in zip(whole, cut, strict=True):
        np.testing.assert_array_equal(one, other)


def test_many_outputs_are_each_as_if_they_were_alone() -> None:
    def both(columns: Columns) -> FloatArray:
        return np.concatenate([ishigami(columns), columns["x2"][np.newaxis]])

    weights = resamples(64, 20, 1)
    together = outputs_of(both, singly(3, 1), size=64)
    alone = outputs_of(ishigami, singly(3, 1), size=64)
    np.testing.assert_array_equal(
        indices(together.of(0), weights).total, indices(alone.of(0), weights).total
    )


def test_a_swap_takes_the_columns_of_one_factor_from_the_other_set_and_no_more() -> None:
    def echo(columns: Columns) -> FloatArray:
        return np.array([columns["x0"], columns["x1"]])

    found = outputs_of(echo, singly(2), second_order=True, size=16)
    np.testing.assert_array_equal(found.ab[:, 0], [found.b[0], found.a[1]])
    np.testing.assert_array_equal(found.ab[:, 1], [found.a[0], found.b[1]])
    np.testing.assert_array_equal(found.ba[:, 0], [found.a[0], found.b[1]])


def test_an_output_that_does_not_vary_has_no_indices() -> None:
    found = outputs_of(lambda columns: 0 * columns["x0"][np.newaxis], singly(2), size=16)
    assert np.isnan(indices(found.of(0), resamples(16, 5, 1)).first).all()


def blocks_of(size: int, rows: int, seed: int = 1) -> Iterator[tuple[Columns, Columns]]:
    return saltelli(["a", "b"], size, seed, rows)


def test_no_point_of_the_two_sets_is_0_or_1() -> None:
    for pair in blocks_of(1024, 1024):
        for points in pair:
            assert all(column.min() > 0 and column.max() < 1 for column in points.values())


def test_the_two_sets_are_even_in_every_dimension() -> None:
    ((first, second),) = blocks_of(256, 256)
    for column in (*first.values(), *second.values()):
        cells = np.sort((column * 256).astype(int))
        assert all(upper - lower == 1 for lower, upper in pairwise(cells))


def test_the_two_sets_differ_with_the_seed_and_do_not_depend_on_the_order_of_streams() -> None:
    ((first, _),) = saltelli(["a", "b"], 16, 1, 16)
    ((again, _),) = saltelli(["b", "a"], 16, 1, 16)
    ((other, _),) = saltelli(["a", "b"], 16, 2, 16)
    np.testing.assert_array_equal(first["a"], again["a"])
    assert not np.array_equal(first["a"], other["a"])
