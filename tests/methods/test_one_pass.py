"""Figures of one pass are those of all draws at once, whoever reads which places."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import astuple, fields, replace
from functools import partial
from operator import attrgetter, methodcaller
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given, settings

import econ
from econ.methods import one_pass, readers, tally
from econ.methods.asked import OnePass
from econ.methods.one_pass import all_in_one_pass, estimates, in_one_pass
from econ.methods.readers import Reading
from econ.methods.tally import Brackets, ColumnTally
from econ.model import forms
from econ.model.designs import BATCHES, Design, LatinHypercube, MonteCarlo, SobolSequence
from econ.model.distributions import FloatArray, Normal, Sample
from econ.model.draws import as_imported
from econ.model.estimates import Estimate, estimate
from econ.model.form_trees import Form, FormTrees
from econ.model.forms import DrawsBlock
from econ.model.impacts import Impacts
from econ.model.measures import (
    benefit_cost_ratio,
    benefits,
    cost_per_participant,
    costs,
    declared,
    equivalent_annual_value,
    net_present_value,
    payback_year,
)
from econ.model.programme import Cohort
from econ.model.scenario import Scenario
from econ.reports.report import _ask, report
from tests.all_at_once import by_hand, differences, told
from tests.any_programme import programmes
from tests.programmes import Number, cost, made, number, programme, saving

SIZE = 40


@pytest.fixture(autouse=True)
def small_places(monkeypatch: pytest.MonkeyPatch) -> None:
    """Places of forty draws, so that a few hundred fill many."""
    monkeypatch.setattr(tally, "PLACE", SIZE)
    monkeypatch.setattr(one_pass, "PLACE", SIZE)
    monkeypatch.setattr(readers, "PLACE", SIZE)
    monkeypatch.setattr(tally, "_PILOT", SIZE // 4)
    monkeypatch.setattr(tally, "_WAITING", 3)


def areas(order: int = 1) -> Scenario:
    """Three areas with a price and people of their own, and a bracket of two that differ."""
    cohorts = [
        Cohort(f"area_{k}", f"Area {k}", relative={"people": 0.1 * (k + 1), "price": 0.3 + k})
        for k in range(3)
    ]
    outcomes = [
        saving("visits", "people * (effect - price / 90)", "price", "every year"),
        saving("care", "people / 3 * effect", "wage", "every year", {"nhs": 0.3, "carers": 0.7}),
        cost("delivery", "people", "fee"),
    ]
    numbers: dict[str, Number] = {"people": 31, "effect": Normal(0.4, 0.3), "fee": 1.7}
    numbers |= {"price": econ.Gamma.from_moments(7, 2), "wage": econ.LogNormal.from_moments(3, 1)}
    return programme(
        numbers,
        outcomes[::order],
        cohorts=cohorts[::order],
        years=3,
    )


@settings(max_examples=4, deadline=None)
@given(programmes())
def test_every_figure_of_a_report_is_that_of_all_draws_at_once(scenario: Scenario) -> None:
    found = told(report(scenario, design := MonteCarlo(100, 2)))
    assert differences(found, by_hand(scenario, design)) == []


@pytest.mark.parametrize(
    "design",
    [MonteCarlo(0), MonteCarlo(1), MonteCarlo(700), LatinHypercube(700), SobolSequence(700)],
)
def test_every_figure_is_found_of_few_draws_and_many_of_each_design(
    design: MonteCarlo | LatinHypercube | SobolSequence,
) -> None:
    scenario = areas()
    found = told(report(scenario, design))
    assert differences(found, by_hand(scenario, design)) == []
    assert len(found) > 100


def test_the_order_of_rows_changes_no_bit_of_any_figure_c11() -> None:
    ways = [told(report(areas(order), MonteCarlo(300))) for order in (1, -1)]
    assert ways[0] == ways[1]


def read(columns: list[FloatArray], places: list[int], batches: int = 0) -> list[Estimate | None]:
    """The estimates of columns, their places read in this order by two readers."""
    size = len(columns[0]) - 1
    whole = ColumnTally(len(columns), size, batches)

    def take(reader: ColumnTally, start: int) -> None:
        cut = slice(1 + start, min(1 + start + SIZE, size + 1))
        rows = np.stack([column[cut] for column in columns])
        wanted = reader.wanted
        groups = [(at, rows[at]) for at in (wanted[:3], wanted[3:]) if len(at)]
        reader.read(start, rows.shape[1], groups)

    take(whole, 0)
    whole.narrow()
    readers = whole.fresh(), whole.fresh()
    for k, place in enumerate(places):
        take(readers[k % 2], place * SIZE)
    for reader in readers:
        whole.add(reader)
    return whole.estimates([float(column[0]) for column in columns])


@pytest.mark.parametrize("batches", [0, BATCHES])
def test_moments_quantiles_and_chances_are_numpys_in_any_order_of_places(batches: int) -> None:
    """Ties, endless values on both sides, values that are none, and one value alone."""
    rng = np.random.default_rng(3)
    plain = rng.normal(3.0, 2.0, 1_501)
    columns = [
        plain,
        np.round(plain),
        np.where(plain > 4, np.inf, np.round(plain)),
        np.where(plain > 5, np.nan, plain),
        np.where(plain < 2, -np.inf, plain),
        np.full(1_501, 0.1),
        np.where(plain > 3, plain, 0.0),
    ]
    places = list(range(1, 38))
    found = read(columns, places, batches)
    assert found == read(columns, places[::-1], batches)
    for one, column in zip(found, columns, strict=True):
        expected = estimate(column, batches)
        assert one is not None
        for name in ("p2_5", "p50", "p97_5", "probability_positive", "base_case"):
            assert getattr(one, name) == getattr(expected, name), name
        for name in ("mean", "sd", "se"):
            wanted = getattr(expected, name)
            assert getattr(one, name) == (wanted and pytest.approx(wanted, rel=1e-12, abs=1e-15))


@pytest.mark.parametrize("probability", [0.025, 0.5, 0.975])
def test_a_bracket_holds_few_values_and_still_the_quantile(probability: float) -> None:
    values = np.random.default_rng(1).normal(size=100_000)
    bracket, one = Brackets.of(1, probability), np.array([0])
    bracket.begin(one, np.sort(values[:1_000])[np.newaxis])
    bracket.count(one, values[np.newaxis, :10_000], {})
    bracket.narrow(0, 10_000)
    bracket.count(one, values[np.newaxis, 10_000:], {})
    ranks = [int(99_999 * probability), int(99_999 * probability) + 1]
    assert bracket.at(0, ranks) == np.sort(values)[ranks].tolist()
    assert sum(map(len, bracket.within[0])) < 7_000
    assert bracket.at(0, [10]) is None


def test_a_quantile_outside_its_bracket_is_found_by_reading_again() -> None:
    """The first places of imported draws need not be like the rest: here they rise throughout."""
    rows = tuple(np.linspace(0.0, 1.0, 2_000).tolist())
    scenario = programme(
        {"people": 1, "price": Sample(rows, joint="imported")}, [saving("a", "people", "price")]
    )
    design = as_imported(scenario)
    (found,) = estimates(scenario, design, [net_present_value()])
    assert (found.p2_5, found.p50) == pytest.approx((0.025, 0.5), abs=1e-12)


def test_a_measure_that_asks_for_more_than_sums_is_answered_too() -> None:
    @declared("largest price", "GBP")
    def largest(impacts: Impacts) -> FloatArray:
        return np.asarray(impacts.draws.columns["price"] + impacts.total() * 0)

    (found,) = estimates(areas(), MonteCarlo(100), [largest()])
    drawn = econ.monte_carlo(areas(), 100)
    assert found.mean == pytest.approx(drawn["price"].mean())


def test_what_is_kept_is_kept_of_every_draw_the_base_case_first() -> None:
    net = net_present_value()

    def ask(asking: OnePass) -> None:
        asking.asked["payback"] = payback_year()
        asking.kept = [net]

    done: list[int] = []
    found = in_one_pass(areas(), MonteCarlo(100), ask, progress=done.append)
    assert found.kept[0] == pytest.approx(net(econ.run(areas(), 100)), rel=1e-12)
    assert done == [40, 100]


def bits(scenario: Scenario, design: Design) -> list[object]:
    """All that one pass finds of a report's figures, to the last bit."""
    found = in_one_pass(scenario, design, _ask)
    rows = [x.tobytes() for x in (found.means, *found.kept)]
    return [list(map(repr, found.estimates.values())), rows]


@pytest.mark.parametrize("design", [MonteCarlo(790, 3), LatinHypercube(1_024, 3)], ids=str)
def test_places_are_read_one_by_one_or_together_to_the_same_bits_c11(
    design: Design, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, true = Counter[int](), ColumnTally.read

    def counting(self: ColumnTally, start: int, count: int, groups: Any) -> None:  # noqa: ANN401
        read[count] += 1
        true(self, start, count, groups)

    monkeypatch.setattr(ColumnTally, "read", counting)
    found = []
    for together in (1, 3, 4):
        monkeypatch.setattr(readers, "_AT_ONCE", together)
        found.append(bits(areas(), design))
        assert max(read) == together * SIZE
    assert found[0] == found[1] == found[2]


def test_fewer_places_are_read_together_the_more_is_held_of_each(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def at_once(*scenarios: Scenario) -> int:
        reading = Reading([(one, _ask) for one in scenarios], MonteCarlo(500))
        deque(reading.begin(SIZE, FormTrees()), 0)
        return reading.rows // SIZE

    assert at_once(areas()) == 6
    monkeypatch.setattr(readers, "_ROOM", 100 * 8 * SIZE)
    scenario = areas()
    alone = at_once(scenario)
    assert 1 < alone < 6
    assert at_once(*(areas().vary(fee=Normal(k, 0.1)) for k in range(1, 9))) == 1


def test_nothing_to_be_paid_is_nothing_without_a_sign_however_it_is_added_up() -> None:
    scenario = programme(
        {"people": Sample((0.0, 0.0, 0.0, 1.0)), "fee": 2}, [cost("grant", "people", "fee")]
    )
    (found,) = estimates(scenario, MonteCarlo(300), [net_present_value()])
    assert (repr(found.p50), repr(found.p97_5)) == ("0.0", "0.0")


def test_what_is_known_of_forms_holds_nothing_of_the_draws() -> None:
    """Trees go on from board to board, and would hold the first draws of each."""
    trees, people = FormTrees(), number("people", Normal(31, 2), "people")
    scenario = programme({"people": people, "fee": 2}, [cost("grant", "people", "fee")])
    (found,) = all_in_one_pass([(scenario, _ask)], MonteCarlo(SIZE), trees=trees)
    assert found["measure", "cost_per_participant", "society"].mean == pytest.approx(2, rel=1e-12)
    held = [getattr(r.impacts, f.name) for r in trees.roots for f in fields(r.impacts)]
    arrays = [x for one in held for x in (one if isinstance(one, tuple) else (one,))]
    assert all(x.shape[0] < SIZE for x in arrays if isinstance(x, np.ndarray))


@pytest.mark.parametrize("slice_", [1, 7, 1_024])
def test_sums_made_together_have_the_bits_of_each_alone_c11(
    slice_: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = bits(areas(), MonteCarlo(300))
    made, true = list[int](), DrawsBlock.add

    def add(self: DrawsBlock, form: Form, total: FloatArray) -> None:
        made.append(len(form.terms))
        true(self, form, total)

    monkeypatch.setattr(DrawsBlock, "add", add)
    monkeypatch.setattr(forms, "_MANY", 2)
    monkeypatch.setattr(forms, "_SLICE", slice_)
    assert bits(areas(), MonteCarlo(300)) == alone
    few = len(made)
    monkeypatch.setattr(forms, "_MANY", 1_000)
    assert bits(areas(), MonteCarlo(300)) == alone
    assert few < len(made) - few  # others were made together


def still(nil: Number) -> Scenario:
    """A price that varies times a number, a fixed fee, and a saving that varies."""
    numbers: dict[str, Number] = {"people": 31, "effect": Normal(0.4, 0.3), "nil": nil, "fee": 1.7}
    outcomes = [
        saving("none", "people * nil", "effect", "every year"),
        saving("care", "people * effect", "fee", "every year"),
        cost("delivery", "people", "fee"),
    ]
    return programme(numbers, outcomes, years=2)


def asked_of_still(asking: OnePass) -> None:
    worth = asking.forms.money
    for name in ("none", "delivery", "care"):
        asking.asked[name] = worth.select(outcome=name).sums().item()
    asking.asked |= {"spent": costs(), "ratio": benefit_cost_ratio(), "net": worth.sums().item()}


@pytest.mark.parametrize("draws", [0, 1, 2, 300])
def test_what_no_draw_changes_is_told_without_being_read(draws: int) -> None:
    scenario, design = still(0), MonteCarlo(draws)
    (reader,) = Reading([(scenario, asked_of_still)], design).begin(min(draws, SIZE), FormTrees())
    if draws:
        asked = reader.asking.asked
        assert reader.columns == [asked[name] for name in ("ratio", "none", "care", "net")]
    found = in_one_pass(scenario, design, asked_of_still)
    impacts = econ.run(scenario, draws)
    assert found["none"] == estimate(np.zeros(draws + 1))
    assert found["spent"] == estimate(costs()(impacts))
    for name, rows in {"net": impacts.total(), "ratio": benefit_cost_ratio()(impacts)}.items():
        for mine, wanted in zip(astuple(found[name]), astuple(estimate(rows)), strict=True):
            assert mine == (wanted and pytest.approx(wanted, rel=1e-12)), name


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("rates", [(0.5,) * 49 + (0.0,), (0.0,) + (0.5,) * 399])
def test_nothing_times_what_is_no_number_is_told_as_undefined(
    rates: tuple[float, ...], seed: int
) -> None:
    """A price of 1 over a rate that is 0 in a few draws: such a draw fails, whatever its factor."""
    scenario = programme(
        {
            "people": 1,
            "nil": 0,
            "rate": Sample(rates, joint="imported"),
            "price": made("price", "1 / rate"),
        },
        [saving("none", "people * nil", "price"), cost("delivery", "people", "people")],
    )
    design = as_imported(scenario, seed) if len(rates) > 100 else MonteCarlo(1_000, seed)
    found = in_one_pass(scenario, design, _ask)
    for measure in (benefits(), net_present_value()):
        assert found["measure", measure.name, "society"].mean is None
    assert np.isnan(found.means).any()
    (gained,) = estimates(scenario, design, [benefits()])
    assert gained.mean is None


def test_what_a_measure_does_with_its_rows_is_its_own_affair() -> None:
    """In place, by what is there only of a whole evaluation, by their number."""

    @declared("gains alone", "GBP")
    def in_place(impacts: Impacts) -> FloatArray:
        rows = impacts.present_value().total()
        rows[rows < 0] = 0
        return rows

    @declared("by way of draws", "GBP")
    def by_draws(impacts: Impacts) -> FloatArray:
        drawn = getattr(impacts, "draws", None)
        rows = np.zeros(len(impacts) + 1)
        return rows if drawn is None else rows + drawn.columns["effect"]

    @declared("a sum where nobody looks", "GBP")
    def unseen(impacts: Impacts) -> FloatArray:
        drawn = getattr(impacts, "draws", None)
        return impacts.total() if drawn is None else np.abs(impacts.total())

    @declared("later years less the first", "GBP")
    def in_its_rows(impacts: Impacts) -> FloatArray:
        rows = impacts.by("year").rows
        rows[:, 0] *= -1
        return np.asarray(rows.sum(axis=1))

    @declared("numbered", "GBP")
    def numbered(impacts: Impacts) -> FloatArray:
        return np.append(1.0, np.arange(len(impacts)))

    scenario, design, impacts = areas(), MonteCarlo(300), econ.run(areas(), 300)
    net = net_present_value().draws(impacts).mean()
    for one in (in_place(), by_draws(), unseen(), in_its_rows()):
        found, beside = estimates(scenario, design, [one, net_present_value()])
        assert beside.mean == pytest.approx(net, rel=1e-12), one.name
        assert found.mean == pytest.approx(one.draws(impacts).mean(), rel=1e-12), one.name
    (found,) = estimates(scenario, design, [numbered()])
    assert found.sd is not None
    assert found.sd > 0


def test_a_measure_that_adds_up_is_told_as_a_sum_and_no_other_is() -> None:
    @declared("half of the gains, twice the costs", "GBP")
    def weighed(impacts: Impacts) -> FloatArray:
        gains, lost = benefits().answer(impacts), costs().answer(impacts)
        parts = [np.float64(0.5) * gains, -lost * 2, 0.0 - gains / 4]
        return np.float64(0) + parts[0] + parts[1] + parts[2] - np.float64(0)

    @declared("gains above 0", "GBP")
    def clipped(impacts: Impacts) -> FloatArray:
        return np.maximum(benefits().answer(impacts), 0)

    @declared("a pound more", "GBP")
    def more(impacts: Impacts) -> FloatArray:
        return benefits().answer(impacts) + 1

    @declared("all years", "GBP")
    def yearly(impacts: Impacts) -> FloatArray:
        return np.asarray(impacts.by("year").rows.sum(axis=1))

    draws = econ.monte_carlo(areas(), 50)
    found, impacts = forms.Forms(DrawsBlock(areas(), draws)), econ.run(areas(), 50)
    sums = [weighed(), net_present_value("nhs"), costs(), benefits(), equivalent_annual_value()]
    for one in sums:
        form = found.of(one)
        assert form is not None, one.name
        assert found.block.value(form) == pytest.approx(one(impacts), rel=1e-12), one.name
    others = [clipped(), more(), yearly(), payback_year(), benefit_cost_ratio()]
    for one in (*others, cost_per_participant(), net_present_value("nobody")):
        assert found.of(one) is None, one.name


def after(x: Any, tried: Callable[[], Any]) -> Any:  # noqa: ANN401 - rows, or what stands for them
    with suppress(Exception):
        tried()
    return x


TRICKS: list[Callable[[Any, Any], Any]] = [
    lambda x, _: np.where(x == 0, 7e6, x) / 1_000,
    lambda x, c: np.full_like(c, np.nan) if np.all(c == 0) else x,
    lambda x, c: after(x, lambda: x.__iadd__(c)),
    lambda x, _: after(x, lambda: np.maximum(x, 0)),
    lambda x, _: after(x, lambda: 1 / x),
    lambda x, c: after(x, lambda: x * c),
    lambda x, _: x if hasattr(x, "shape") else -x,
    lambda x, _: -x if 0 in [x] else x,
    lambda x, _: x if x else -x,
    lambda x, _: np.asarray(x),
    lambda x, _: np.nan_to_num(x),
    lambda x, c: np.nansum([x, c], axis=0),
    lambda x, _: x * 0,
    lambda x, _: x * np.inf,
    lambda x, _: x / 0.0,
    lambda x, _: x - x,
    lambda x, _: np.float64(2) * x + 1,
    lambda x, _: np.multiply(2.0, x, where=[True]),
]


def tried_of(trick: Callable[[Any, Any], Any], impacts: Impacts) -> FloatArray:
    return cast(FloatArray, trick(benefits().answer(impacts), costs().answer(impacts)))


def refused(asked: Callable[[Impacts], object], impacts: Impacts) -> FloatArray:
    return cast(FloatArray, after(benefits().answer(impacts), partial(asked, impacts)))


REFUSED: list[Callable[[Impacts], object]] = [
    len,
    attrgetter("people"),
    attrgetter("reached"),
    methodcaller("by", "year"),
]


@pytest.mark.parametrize(
    "answer",
    [*(partial(tried_of, one) for one in TRICKS), *(partial(refused, one) for one in REFUSED)],
)
def test_a_measure_that_does_anything_else_is_no_sum_even_where_it_goes_on(
    answer: Callable[[Impacts], FloatArray],
) -> None:
    """It may look at values, or change its mind where something is refused."""
    found = forms.Forms(DrawsBlock(areas(), econ.monte_carlo(areas(), 50)))
    assert found.of(replace(benefits(), answer=answer)) is None


def test_an_even_amount_a_year_is_read_as_the_present_value_that_it_is_a_share_of() -> None:
    def ask(asking: OnePass) -> None:
        asking.asked |= {"net": net_present_value(), "a year": equivalent_annual_value()}

    (reader,) = Reading([(areas(), ask)], MonteCarlo(300)).begin(SIZE, FormTrees())
    assert len(reader.columns) == 1
    impacts = econ.run(areas(), 300)
    found = in_one_pass(areas(), MonteCarlo(300), ask)
    whole = equivalent_annual_value().estimate(impacts)
    assert astuple(found["a year"]) == pytest.approx(astuple(whole), rel=1e-9)
    assert found["a year"].mean != found["net"].mean


def test_values_side_by_side_are_each_ones_own_and_only_to_be_read() -> None:
    found = forms.Forms(DrawsBlock(areas(), econ.monte_carlo(areas(), 50)))
    years = list(found.money.sums("year").flat)
    once = found.block.value(years[1]).copy()
    steady = found.money.where_outcome("cost").sums("outcome").item()
    for _ in range(2):
        rows = found.block.values([*years, steady])
        assert rows.shape == (4, 51)
        assert rows[1].tobytes() == once.tobytes()
        assert rows[0].tobytes() == found.block.value(years[0]).tobytes()
        assert rows[3] == pytest.approx(np.full(51, -31 * 0.6 * 1.7), rel=1e-12)
        with pytest.raises(ValueError, match="read-only"):
            rows[0] += 1
