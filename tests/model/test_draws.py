"""Designs: streams that belong to names, points that fill the cube, values that keep together."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from econ.errors import ScenarioError
from econ.model.designs import (
    BATCHES,
    DESIGNS,
    Design,
    LatinHypercube,
    MonteCarlo,
    Points,
    SobolSequence,
    batch_sizes,
    saltelli,
    stream,
)
from econ.model.distributions import (
    Beta,
    DirichletShare,
    Distribution,
    FloatArray,
    Gamma,
    LogNormal,
    Normal,
    Sample,
    Triangular,
    Uniform,
)
from econ.model.draws import base_case, draw, draw_blocks, monte_carlo, sweep
from econ.model.equation import ask, evaluate, run
from econ.model.estimates import standard_error
from econ.model.measures import net_present_value
from econ.model.programme import Correlation
from econ.model.scenario import Scenario
from tests.any_programme import programmes
from tests.programmes import programme, saving

NUMBERS: dict[str, Distribution] = {
    "effect": Normal(0.3, 0.15),
    "ratio": LogNormal.from_moments(1.1, 0.3),
    "price": Gamma.from_moments(280.17, 70),
    "share": Beta.from_counts(33, 93),
    "range": Uniform(2, 5),
    "guess": Triangular(0, 1, 4),
}
every_design = pytest.mark.parametrize("kind", DESIGNS.values(), ids=DESIGNS.keys())


def of(numbers: dict[str, Distribution], **more: Distribution) -> Scenario:
    return programme({"people": 10, **numbers, **more}, [saving("visits", "people", "price")])


SCENARIO = of(NUMBERS)


def same(first: FloatArray, second: FloatArray) -> bool:
    """The same to the last bit."""
    return first.tobytes() == second.tobytes()


@pytest.mark.parametrize("extra", ["aaa", "effects", "zzz"])
def test_another_parameter_leaves_every_other_draw_as_it_was_c11(extra: str) -> None:
    before = monte_carlo(SCENARIO, 100)
    after = monte_carlo(of(NUMBERS, **{extra: Gamma(2, 3)}), 100)
    assert all(same(before[name], after[name]) for name in NUMBERS)


@every_design
def test_the_order_of_the_rows_leaves_every_draw_as_it_was_c11(
    kind: type[MonteCarlo] | type[LatinHypercube] | type[SobolSequence],
) -> None:
    reversed_rows = of(dict(reversed(NUMBERS.items())))
    before, after = draw(SCENARIO, kind(64)), draw(reversed_rows, kind(64))
    assert all(same(before[name], after[name]) for name in NUMBERS)


@given(st.integers(1, 200), st.integers(0, 200))
@settings(max_examples=30)
def test_a_longer_run_extends_a_shorter_one_c11(short: int, more: int) -> None:
    before, after = monte_carlo(SCENARIO, short), monte_carlo(SCENARIO, short + more)
    assert all(same(before[name], after[name][:short]) for name in NUMBERS)


@every_design
@pytest.mark.parametrize("rows", [1, 7, 64, 1000])
def test_the_size_of_blocks_changes_no_draw_c11(
    kind: type[MonteCarlo] | type[LatinHypercube] | type[SobolSequence], rows: int
) -> None:
    whole = draw(SCENARIO, kind(100))
    blocks = list(draw_blocks(SCENARIO, kind(100), rows))
    assert sum(len(block) for block in blocks) == 100
    for name in NUMBERS:
        assert same(np.concatenate([block[name] for block in blocks]), whole[name])


@every_design
def test_a_stretch_of_the_draws_is_that_of_the_whole_whoever_reads_it_c11(
    kind: type[MonteCarlo] | type[LatinHypercube] | type[SobolSequence],
) -> None:
    design, streams = kind(203, 7), ("effect", "price")
    (whole,) = design.blocks(streams, 203)
    for start, stop in ((0, 40), (13, 13), (30, 203), (200, 203)):
        parts = list(design.blocks(streams, 20, start, stop))
        assert [len(part) for part in design.blocks((), 20, start, stop)] == [0] * len(parts)
        for name in streams:
            together = np.concatenate([np.empty(0), *(part[name] for part in parts)])
            assert same(together, whole[name][start:stop])


@every_design
@given(start=st.integers(0, 250), count=st.integers(0, 250), size=st.integers(500, 1_100))
@settings(max_examples=30, deadline=None)
def test_any_block_can_be_made_on_its_own_to_the_last_bit_c11(
    kind: type[MonteCarlo] | type[LatinHypercube] | type[SobolSequence],
    start: int,
    count: int,
    size: int,
) -> None:
    design, streams = kind(size, 7), ("effect", "price")
    (whole,) = design.blocks(streams, size)
    block = design.points(streams, start, count)
    assert sorted(block) == sorted(streams)
    for name in streams:
        assert len(block[name]) == count
        assert same(block[name], whole[name][start : start + count])


@pytest.mark.parametrize("rows", [1, 7, 64])
def test_the_size_of_blocks_changes_no_pair_of_points_c11(rows: int) -> None:
    blocks = list(saltelli(["a", "b"], 64, 1, rows))
    for one, whole in zip(zip(*blocks, strict=True), *saltelli(["a", "b"], 64, 1, 64), strict=True):
        for name in ("a", "b"):
            assert same(np.concatenate([part[name] for part in one]), whole[name])


def digest(blocks: Iterator[Points]) -> str:
    """The bits of all points, stream by stream."""
    (points,) = blocks
    bits = b"".join(points[name].astype("<f8").tobytes() for name in sorted(points))
    return sha256(bits).hexdigest()[:16]


@pytest.mark.parametrize(
    ("design", "known"),
    [
        ("monte-carlo", "34e500fdce1f771f"),
        ("latin-hypercube", "62ab3a696ec485b0"),
        ("sobol-sequence", "6e9fff7af8accf54"),
    ],
)
def test_every_design_has_the_points_it_had_in_the_first_edition(design: str, known: str) -> None:
    """Results that were published with a seed can be had again, whatever is made faster."""
    names = ("attribution", "reduction_ae", "x")
    assert digest(DESIGNS[design](1_000, 2025).blocks(names, 1_000)) == known


@settings(max_examples=40)
@given(programmes(), st.integers(1, 30))
def test_the_size_of_blocks_changes_no_answer_to_the_last_bit_c11(
    scenario: Scenario, block: int
) -> None:
    npv, design = net_present_value("society"), MonteCarlo(25)
    at_once = npv(evaluate(scenario, draw(scenario, design)))
    (in_blocks,) = ask(scenario, design, [npv], block=block)
    assert same(at_once, in_blocks)


def test_thousands_of_draws_are_the_same_in_blocks_of_any_size_to_the_last_bit_c11() -> None:
    scenario = replace(SCENARIO, correlations=(Correlation("effect", "price", 0.5),))
    npv, design = net_present_value("society"), MonteCarlo(20_000)
    at_once = npv(evaluate(scenario, draw(scenario, design)))
    for block in (8192, 4097, 1000):
        (in_blocks,) = ask(scenario, design, [npv], block=block)
        assert same(at_once, in_blocks)


def test_scenarios_share_draws_c11() -> None:
    """A scenario that changes one number leaves the others' draws, so that a difference is real."""
    varied = SCENARIO.vary(effect=Normal(0.1, 0.05))
    before, after = monte_carlo(SCENARIO, 50), monte_carlo(varied, 50)
    assert all(same(before[name], after[name]) for name in NUMBERS if name != "effect")
    scores = [
        (drawn - mean) / sd
        for drawn, mean, sd in ((before["effect"], 0.3, 0.15), (after["effect"], 0.1, 0.05))
    ]
    assert scores[0] == pytest.approx(scores[1])


def test_a_run_draws_as_many_as_asked_with_the_seed_it_is_given() -> None:
    for seed in (1, 2):
        assert same(
            run(SCENARIO, 50, seed).draws["effect"], monte_carlo(SCENARIO, 50, seed)["effect"]
        )


def test_another_seed_is_another_run() -> None:
    first, second = monte_carlo(SCENARIO, 50, seed=1), monte_carlo(SCENARIO, 50, seed=2)
    assert all(not same(first[name], second[name]) for name in NUMBERS)


def test_a_stream_belongs_to_the_whole_name_c11() -> None:
    """Names that share letters, length or a checksum have streams of their own."""
    names = ["a", "b", "ab", "ba", "a_1", "a_11", "plumless", "buckeroo"]  # the last two: one CRC
    starts = {float(stream(2025, name).random()) for name in names}
    assert len(starts) == len(names)


def test_streams_of_different_parameters_are_independent() -> None:
    drawn = monte_carlo(SCENARIO, 20_000)
    ranks = np.corrcoef([drawn[name].argsort().argsort() for name in NUMBERS])
    off = ranks[~np.eye(len(NUMBERS), dtype=bool)]
    assert np.abs(off).max() < 4.5 / sqrt(20_000)


@every_design
def test_every_design_has_the_mean_and_the_spread_of_each_parameter(
    kind: type[MonteCarlo] | type[LatinHypercube] | type[SobolSequence],
) -> None:
    drawn = draw(SCENARIO, kind(20_000))
    for name, distribution in NUMBERS.items():
        assert drawn[name].mean() == pytest.approx(
            distribution.mean, abs=4.5 * distribution.sd / sqrt(20_000)
        )
        assert drawn[name].std() == pytest.approx(distribution.sd, rel=0.05)


@every_design
def test_the_base_case_is_row_0_of_every_design_c4(
    kind: type[MonteCarlo] | type[LatinHypercube] | type[SobolSequence],
) -> None:
    drawn = draw(SCENARIO, kind(20))
    assert drawn.base == {name: parameter.mean for name, parameter in SCENARIO.parameters.items()}
    assert {len(column) for column in drawn.columns.values()} == {1, 21}
    assert len(drawn) == 20


def test_a_latin_hypercube_has_one_point_in_each_slice_of_each_replicate() -> None:
    scenario = programme({"people": 1, "price": Uniform(0, 1)}, [saving("a", "people", "price")])
    drawn = draw(scenario, LatinHypercube(1000))["price"]
    start = 0
    for size in batch_sizes(1000):
        part = drawn[start : start + size]
        assert sorted((part * size).astype(int)) == list(range(size))
        start += size


def test_a_sobol_sequence_fills_each_replicate_evenly() -> None:
    """A scrambled sequence of 2^m points has one in each of 2^m slices of every dimension."""
    scenario = programme(
        {"people": 1, "price": Uniform(0, 1), "other": Uniform(0, 1)},
        [saving("a", "people * other", "price")],
    )
    drawn = draw(scenario, SobolSequence(16 * 64))
    for name in ("price", "other"):
        for part in np.array_split(drawn[name], BATCHES):
            assert sorted((part * 64).astype(int)) == list(range(64))


@pytest.mark.parametrize("design", [LatinHypercube(4096), SobolSequence(4096)])
def test_an_even_design_errs_less_and_says_so_by_its_replicates(
    design: LatinHypercube | SobolSequence,
) -> None:
    """The standard error told from the replicates covers the true error, and is far below 1 / n."""
    scenario = programme(
        {"people": 1, "effect": Normal(3, 1), "price": Uniform(0, 2)},
        [saving("a", "people", "price"), saving("b", "people", "effect")],
    )
    npv = net_present_value("society")
    found = npv.estimate(evaluate(scenario, draw(scenario, design)))
    plain = npv.estimate(evaluate(scenario, monte_carlo(scenario, 4096)))
    assert found.mean is not None
    assert found.se is not None
    assert plain.se is not None
    assert found.se < plain.se / 10
    assert abs(found.mean - 4) < 5 * found.se


@pytest.mark.parametrize("size", [1, 3, 15, 16, 17, 100])
@every_design
def test_a_design_has_as_many_draws_as_asked(
    kind: type[MonteCarlo] | type[LatinHypercube] | type[SobolSequence], size: int
) -> None:
    assert len(draw(SCENARIO, kind(size))["price"]) == size
    assert sum(batch_sizes(size)) == size


class Corners(Design):
    """A design whose points lie on the edges of the cube."""

    name, size, seed, batches = "corners", 3, 0, 0

    def points(self, streams: Sequence[str], start: int, count: int) -> Points:
        return {name: np.array([0.0, 0.5, 1.0])[start : start + count] for name in streams}


def test_a_point_on_the_edge_of_the_cube_has_a_finite_value() -> None:
    """A scrambled sequence of 30 bits may hold a 0, and a rounded slice a 1."""
    tied = replace(SCENARIO, correlations=(Correlation("effect", "price", 0.5),))
    drawn = draw(tied, Corners())
    for name in NUMBERS:
        assert np.isfinite(drawn[name]).all()
        assert np.all(np.diff(drawn[name]) > 0)


SHARES: dict[str, Distribution] = {
    "white": DirichletShare(3.5, 35, "mix"),
    "black": DirichletShare(14, 35, "mix"),
    "other": DirichletShare(17.5, 35, "mix"),
}


@every_design
def test_the_shares_of_a_dirichlet_add_up_to_1_in_every_draw(
    kind: type[MonteCarlo] | type[LatinHypercube] | type[SobolSequence],
) -> None:
    drawn = draw(of(NUMBERS, **SHARES), kind(200))
    assert sum(drawn[name] for name in SHARES) == pytest.approx(np.ones(200), rel=1e-12)
    assert sum(drawn.base[name] for name in SHARES) == pytest.approx(1, rel=1e-12)


def test_a_dirichlet_has_its_means_spreads_and_negative_correlations() -> None:
    """Covariance of two shares is -m1 m2 / (total + 1)."""
    drawn = monte_carlo(of(NUMBERS, **SHARES), 40_000)
    for name, share in SHARES.items():
        assert drawn[name].mean() == pytest.approx(share.mean, abs=4 * share.sd / 200)
        assert drawn[name].std() == pytest.approx(share.sd, rel=0.02)
    covariance = float(np.cov(drawn["black"], drawn["other"])[0, 1])
    assert covariance == pytest.approx(-0.4 * 0.5 / 36, rel=0.05)


def test_two_groups_of_shares_each_add_up_to_1() -> None:
    second: dict[str, Distribution] = {
        "urban": DirichletShare(2, 5, "place"),
        "rural": DirichletShare(3, 5, "place"),
    }
    drawn = monte_carlo(of(NUMBERS, **SHARES, **second), 50)
    for group in (SHARES, second):
        assert sum(drawn[name] for name in group) == pytest.approx(np.ones(50), rel=1e-12)


def test_samples_of_one_source_are_drawn_by_the_row() -> None:
    """A bootstrap of two effects keeps each replicate's pair together, whatever the names."""
    pairs = {(float(k), float(k * k % 7)) for k in range(7)}
    first, second = zip(*sorted(pairs), strict=True)
    joint = of(NUMBERS, x=Sample(first, "trial"), y=Sample(second, "trial"))
    drawn = monte_carlo(joint, 300)
    assert set(zip(drawn["x"].tolist(), drawn["y"].tolist(), strict=True)) == pairs


def test_samples_of_no_common_source_are_drawn_apart() -> None:
    alone = of(NUMBERS, x=Sample((0.0, 1.0)), y=Sample((0.0, 1.0)))
    drawn = monte_carlo(alone, 300)
    assert len(set(zip(drawn["x"].tolist(), drawn["y"].tolist(), strict=True))) == 4


def test_a_correlation_with_a_joint_sample_is_refused_in_words() -> None:
    """Its rows already say how its numbers hang together."""
    joint = of(NUMBERS, x=Sample((0.0, 1.0), "trial"), y=Sample((0.0, 1.0), "trial"))
    tied = replace(joint, correlations=(Correlation("x", "price", 0.5),))
    with pytest.raises(ScenarioError, match="x: is drawn by the row"):
        monte_carlo(tied, 10)


def test_a_sweep_moves_one_parameter_and_holds_the_others_at_their_means() -> None:
    swept = sweep(SCENARIO, "effect", [0.0, 0.5])
    assert swept["effect"].tolist() == [0.0, 0.5]
    assert swept.base["effect"] == 0.3
    assert swept["price"].tolist() == [SCENARIO["price"].mean] * 2


def test_a_sweep_of_no_such_parameter_names_the_nearest() -> None:
    with pytest.raises(ScenarioError, match="Did you mean 'effect'"):
        sweep(SCENARIO, "efect", [1.0])


def test_the_base_case_has_no_draws() -> None:
    assert len(base_case(SCENARIO)) == 0
    assert base_case(SCENARIO)["price"].shape == (0,)


def test_draws_as_a_table_leave_the_base_case_out() -> None:
    frame = monte_carlo(SCENARIO, 5).to_frame()
    assert frame.shape == (5, 7)
    assert frame["people"].tolist() == [10.0] * 5


def test_the_error_of_replicates_is_that_of_their_means() -> None:
    values = np.arange(160, dtype=float)
    means = values.reshape(16, 10).mean(axis=1)
    assert standard_error(values, 16) == pytest.approx(float(np.std(means, ddof=1)) / 4)
