"""Scenarios read side by side: each has what it has alone, and what they share is made once."""

from __future__ import annotations

import pickle
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

import econ
from econ.errors import ScenarioError
from econ.methods import one_pass, readers, tally
from econ.methods.asked import FiguresFound
from econ.methods.one_pass import all_in_one_pass, in_one_pass
from econ.methods.workers import processes
from econ.model import form_trees
from econ.model.designs import Design, LatinHypercube, MonteCarlo, SobolSequence
from econ.model.distributions import (
    ChanceOfNone,
    DirichletShare,
    FloatArray,
    Gamma,
    Normal,
    Sample,
    Uniform,
)
from econ.model.draws import Sampling, as_imported, blocks_together, draw, sampling
from econ.model.form_trees import FormTrees
from econ.model.impacts import Impacts
from econ.model.prices import constant_rate
from econ.model.programme import Cohort, Correlation
from econ.model.scenario import Scenario
from econ.model.shelf import Shelf
from econ.reports.report import _ask, report
from tests.any_programme import programmes, with_number
from tests.programmes import Number, cost, made, programme, saving

SIZE = 40


@pytest.fixture(autouse=True)
def small_places(monkeypatch: pytest.MonkeyPatch) -> None:
    """Places of forty draws, so that a few hundred fill many."""
    monkeypatch.setattr(tally, "PLACE", SIZE)
    monkeypatch.setattr(one_pass, "PLACE", SIZE)
    monkeypatch.setattr(readers, "PLACE", SIZE)


def base() -> Scenario:
    """Formulas, a Dirichlet group, a correlation, imported draws, and shares that are drawn."""
    numbers: dict[str, Number] = {"people": 31, "fee": 1.7, "effect": Normal(0.4, 0.3)}
    numbers |= {"price": Gamma.from_moments(7, 2), "double": made("double", "price * 2 + later")}
    numbers |= {
        "later": Sample((0.1, 0.4, 0.9), joint="rows"),
        "most": DirichletShare(6, 8, "whole"),
    }
    numbers |= {"least": DirichletShare(2, 8, "whole"), "caused": ChanceOfNone(0.3, Uniform(0, 1))}
    private = {"value_class": "social"}
    outcomes = [
        saving("visits", "people * (effect - price / 90) * caused", "double", "every year"),
        saving("care", "people * effect * most", "price", "every year", {"carers": 1}, **private),
        cost("delivery", "people * least", "fee"),
        cost("rent", "least", "fee", "every year", growth=0.02),
    ]
    cohorts = [Cohort("one", "One", 1.2), Cohort("two", "Two", 0.9, {"people": 0.4, "price": 1.3})]
    tied = [Correlation("effect", "price", 0.6, "")]
    return programme(numbers, outcomes, cohorts=cohorts, correlations=tied, years=3)


def others(scenario: Scenario) -> list[Scenario]:
    """Changes of a number, of its uncertainty, of what sums rest on, and of nothing."""
    outcomes, cohorts = scenario.outcomes, scenario.cohorts
    fiscal = [outcome for outcome in outcomes if not outcome.of_households]
    equal = [replace(cohort, equity_weight=2.0) for cohort in cohorts]
    dearer = [replace(cohort, relative={**cohort.relative, "price": 1.1}) for cohort in cohorts]
    doubled = made("double", "price * 3 + later")
    later = [replace(outcome, discount_rate=constant_rate(0.1)) for outcome in outcomes]
    return [
        scenario.vary(effect=Normal(0.1, 0.3)),
        scenario.vary(effect=econ.Fixed(0.2)),
        scenario.vary(price=Gamma.from_moments(9, 2), fee=2.5),
        with_number(scenario, "caused", ChanceOfNone(0.6, Uniform(0, 1))),
        replace(scenario, discount=constant_rate(0.035)),
        replace(scenario, years=2),
        replace(scenario, outcomes=tuple(replace(o, cash_share=0.4) for o in outcomes)),
        replace(scenario, outcomes=tuple(replace(o, growth=0.05) for o in outcomes)),
        replace(scenario, outcomes=tuple(replace(o, value_class="transfer") for o in fiscal)),
        replace(scenario, outcomes=tuple(later)),
        replace(scenario, cohorts=tuple(equal)),
        replace(scenario, cohorts=tuple(dearer)),
        replace(scenario, parameters={**scenario.parameters, "double": doubled}),
        scenario.without(outcomes=["care"]),
        scenario.only(cohorts=["two"]),
        replace(scenario, correlations=()),
        replace(scenario, correlations=(Correlation("effect", "price", -0.2, ""),)),
        scenario,
    ]


def bits(found: FiguresFound) -> Mapping[object, object]:
    """All that was found, as what is equal only where every bit is."""
    return {
        **found.estimates,
        "means": found.means.tobytes(),
        "kept": [rows.tobytes() for rows in found.kept],
    }


def test_every_column_of_draws_is_that_of_its_scenario_alone() -> None:
    every, design = [base(), *others(base())], MonteCarlo(50)
    ((_, together),) = blocks_together([sampling(one) for one in every], design, 50)
    for one, found in zip(every, together, strict=True):
        alone = draw(one, design).columns
        assert {name: rows.tobytes() for name, rows in found.columns.items()} == {
            name: rows.tobytes() for name, rows in alone.items()
        }


@pytest.mark.parametrize(
    "design", [MonteCarlo(0), MonteCarlo(1), MonteCarlo(130), LatinHypercube(130)]
)
def test_each_scenario_has_what_it_has_alone_to_the_last_bit(design: Design) -> None:
    every = [base(), *others(base())]
    together = all_in_one_pass([(one, _ask) for one in every], design)
    for one, found in zip(every, together, strict=True):
        assert bits(found) == bits(in_one_pass(one, design, _ask)), one.changes
        assert found.forms.impacts_of(found.means, "all").scenario is one


def test_a_joint_design_is_each_scenarios_own() -> None:
    """Another parameter changes every point of a Sobol' sequence."""
    design, every = SobolSequence(130, 3), [base(), *others(base())[:3]]
    assert len({len(one.uncertain) for one in every}) == 2
    together = all_in_one_pass([(one, _ask) for one in every], design)
    for one, found in zip(every, together, strict=True):
        assert bits(found) == bits(in_one_pass(one, design, _ask))


def test_imported_draws_are_used_as_they_are_in_every_scenario() -> None:
    every = [base(), base().vary(later=econ.Fixed(0.3)), base().vary(fee=3)]
    design = replace(as_imported(base()), size=90)
    together = all_in_one_pass([(one, _ask) for one in every], design)
    for one, found in zip(every, together, strict=True):
        assert bits(found) == bits(in_one_pass(one, design, _ask))


@settings(max_examples=6)
@given(programmes(), programmes())
def test_any_programme_beside_its_variants_and_another(one: Scenario, other: Scenario) -> None:
    longer = replace(one, years=one.years + 1)
    asked = [one, with_number(one, "effect", Normal(0.3, 0.4)), other, longer]
    design = MonteCarlo(90, 5)
    together = all_in_one_pass([(each, _ask) for each in asked], design)
    for each, found in zip(asked, together, strict=True):
        assert bits(found) == bits(in_one_pass(each, design, _ask))


def test_workers_find_the_same_bits_of_all_scenarios(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each stretch as another process would read it: what it takes is sent there and back."""
    monkeypatch.setattr(one_pass, "_LEAST", 1)
    monkeypatch.setattr(one_pass, "_WORTH", 1)
    sent = replace(
        processes(1),
        count=3,
        work=lambda tasks: (pickle.loads(pickle.dumps(task))() for task in tasks),  # noqa: S301
    )
    asked, design = [(one, _ask) for one in (base(), *others(base())[:4])], MonteCarlo(700)
    alone = all_in_one_pass(asked, design)
    shared = all_in_one_pass(asked, design, workers=sent)
    assert list(map(bits, shared)) == list(map(bits, alone))


def test_two_chances_that_agree_in_the_first_draws_are_told_apart() -> None:
    """What is made of draws is told by where they come from, not by what they are."""
    scenario = base()
    beside = [
        with_number(scenario, "caused", ChanceOfNone(chance, Uniform(0, 1)))
        for chance in (0.3, 0.30001, 0.9)
    ]
    found = all_in_one_pass([(one, _ask) for one in beside], MonteCarlo(200))
    nets = [one["measure", "net_present_value", "society"].mean for one in found]
    assert len(set(nets)) == 3


def test_what_scenarios_share_is_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn, true = Counter[str](), Sampling._drawn

    def counting(self: Sampling, name: str, points: FloatArray) -> FloatArray:
        drawn[name] += 1
        return true(self, name, points)

    monkeypatch.setattr(Sampling, "_drawn", counting)
    scenario = base()
    every = [scenario, scenario.vary(caused=Uniform(0, 1)), scenario.vary(fee=2)]
    all_in_one_pass([(one, _ask) for one in every], MonteCarlo(2 * SIZE))
    places = 2  # the first tells what to ask for
    assert drawn == dict.fromkeys(scenario.uncertain, places) | {"caused": 2 * places}


def test_what_is_tried_is_what_a_run_of_it_tells() -> None:
    shipped = econ.read("parameters/side_by_side.xlsx")
    told = report(shipped, MonteCarlo(100, 4))
    assert len(told.tried) == len(shipped.alternatives)
    for one in told.tried[::9]:
        alone = report(one.scenario, MonteCarlo(100, 4))
        assert one.net == alone.measure("net_present_value")
        assert one.costs == alone.measure("costs")
        assert one.people == pytest.approx(sum(line.people or 0.0 for line in alone.cohorts))


def test_a_scenario_that_fails_is_named_though_the_others_do_not() -> None:
    prices = tuple(np.linspace(0.0, 1.0, 11).tolist())
    numbers: dict[str, Number] = {"people": 3, "rate": 0.5, "each": made("each", "1 / rate")}
    sound = programme(numbers, [saving("visits", "people", "each")])
    fails = replace(with_number(sound, "rate", Sample(prices)), name="Rates from none")
    found = all_in_one_pass([(sound, _ask), (fails, _ask)], MonteCarlo(100))
    assert found[0]["measure", "net_present_value", "society"].mean == pytest.approx(6)
    assert found[1]["measure", "net_present_value", "society"].mean is None
    with pytest.raises(ScenarioError, match="Rates from none"):
        report(fails, MonteCarlo(100))


def test_a_shelf_tells_numbers_by_themselves_and_draws_by_which_they_are() -> None:
    shelf, once = Shelf(), np.array([2.0])
    assert shelf.once("sum", (once,), lambda: "first") == "first"
    assert shelf.once("sum", (np.array([2.0]),), lambda: "second") == "first"
    assert shelf.once("sum", (np.array([[2.0]]),), lambda: "other shape") == "other shape"
    assert shelf.once("sum", (np.array([-0.0]),), lambda: "minus") == "minus"
    assert shelf.once("sum", (np.array([0.0]),), lambda: "plus") == "plus"
    draws, alike = np.array([1.0, 2.0]), np.array([1.0, 2.0])
    assert shelf.once("sum", (draws,), lambda: "draws") == "draws"
    assert shelf.once("sum", (alike,), lambda: "alike") == "alike"


def test_many_scenarios_are_read_few_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(one_pass, "_TOGETHER", 3)
    monkeypatch.setattr(form_trees, "_ROOTS", 2)
    every, steps, design = [base(), *others(base())[4:11]], list[int](), MonteCarlo(90)
    asked, trees = [(one, _ask) for one in every], FormTrees()
    together = all_in_one_pass(asked, design, progress=steps.append, trees=trees)
    for one, found in zip(every, together, strict=True):
        assert bits(found) == bits(in_one_pass(one, design, _ask))
    assert steps == sorted(set(steps))
    assert steps[-1] == len(every) * design.size
    assert len(trees.roots) < len(every) - 3, "of boards that share nothing little is kept"


@pytest.mark.parametrize("draws", [100.0, "x", None, True, -1])
def test_draws_that_are_no_number_of_draws_are_refused_in_words(draws: int) -> None:
    for compared in (
        lambda: econ.compare([base(), base()], draws=draws),
        lambda: econ.average([base(), base()], [0.5, 0.5], draws=draws),
        lambda: report(base(), MonteCarlo(draws)),
    ):
        with pytest.raises(ScenarioError, match="draws"):
            compared()


def test_a_measure_may_ask_of_impacts_whatever_they_have() -> None:
    """Where it needs more than sums it has the whole evaluation."""

    def copied(impacts: Impacts) -> FloatArray:
        return replace(impacts, years=impacts.years).total()

    def careful(impacts: Impacts) -> FloatArray:
        if not hasattr(impacts, "share"):
            raise RuntimeError
        return impacts.total()

    def constant(impacts: Impacts) -> FloatArray:
        return np.full(1, float(len(impacts.years) > 0))

    total = replace(econ.net_present_value(), answer=lambda impacts: impacts.total())
    every = [total, *(replace(total, answer=answer) for answer in (copied, careful, constant))]
    pairs = [base(), base().vary(fee=2)]
    nets = [econ.compare(pairs, [one], draws=50).lines[1].estimate.mean for one in every]
    assert nets[:3] == [pytest.approx(nets[0], rel=1e-12)] * 3
    assert nets[3] == 1.0
