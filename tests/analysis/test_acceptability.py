"""The chance of paying for itself, for each value that a parameter might have."""

import pytest
from scipy.stats import norm

import econ
from econ.analysis.acceptability import acceptability
from econ.errors import ScenarioError
from econ.model.measures import benefit_cost_ratio
from econ.model.scenario import Scenario
from tests.programmes import cost, programme, saving

DRAWS = 20_000


def visits() -> Scenario:
    """100 people have 10 visits fewer each (SE 4), at £1 a visit, for £500."""
    return programme(
        {
            "people": 100,
            "fewer": econ.Normal(10, 4),
            "attribution": econ.Uniform(0, 1),
            "price": 1,
            "grant": 500,
            "once": 1,
        },
        [
            saving("visits", "people * fewer * attribution", "price"),
            cost("delivery", "once", "grant"),
        ],
    )


def test_the_chance_at_each_value_is_that_of_a_normal_number() -> None:
    """It pays where 100 a (10 + 4 z) > 500, that is where z > (5 / a - 10) / 4."""
    found = acceptability(visits(), draws=DRAWS, low=0.25, high=1, points=4)
    assert found.values == (0.25, 0.5, 0.75, 1.0)
    exact = [norm.sf((5 / a - 10) / 4) for a in found.values]
    for chance, se, known in zip(found.probability, found.se, exact, strict=True):
        assert chance == pytest.approx(known, abs=4 * se)


def test_an_effect_that_is_not_the_programmes_never_pays() -> None:
    found = acceptability(visits(), draws=200, low=0, high=1, points=3)
    assert found.probability[0] == 0


def test_the_same_draws_at_every_value_make_a_line_that_only_rises() -> None:
    found = acceptability(visits(), draws=200, low=0.1, high=1)
    assert list(found.probability) == sorted(found.probability)


def test_the_band_stays_within_0_and_1_and_holds_the_line() -> None:
    found = acceptability(visits(), draws=200, low=0, high=1)
    low, high = found.band()
    assert (low >= 0).all()
    assert (high <= 1).all()
    assert (low <= found.probability).all()
    assert (high >= found.probability).all()


def test_each_record_holds_the_chance_at_its_own_value_between_its_limits() -> None:
    """The curve must not slip by one: each chance is that of a run with the value held."""
    found = acceptability(visits(), draws=200, low=0.4, high=1, points=4)
    records = found.records()
    assert [record["at"] for record in records] == list(found.values) == [0.4, 0.6, 0.8, 1.0]
    for record, at in zip(records, found.values, strict=True):
        held = visits().vary(attribution=econ.Fixed(at))
        (rows,) = econ.ask(held, econ.MonteCarlo(200, 2025), [econ.net_present_value()])
        chance = float((rows[1:] > 0).mean())
        assert record["estimate"] == chance
        se = (chance * (1 - chance) / 200) ** 0.5
        assert record["se"] == pytest.approx(se)
        assert record["low"] == pytest.approx(chance - 1.96 * se, abs=1e-4)
        assert record["high"] == pytest.approx(min(chance + 1.96 * se, 1), abs=1e-4)
        assert record["parameter"] == "attribution"


def test_the_headline_is_seen_as_the_scenario_sees_it() -> None:
    assert acceptability(visits(), draws=100).view == "society"


def test_a_proportion_is_taken_from_0_to_1_unless_said() -> None:
    """Attribution's own plausible range ends just inside 0 and 1."""
    found = acceptability(visits(), draws=100)
    assert found.values[0] == pytest.approx(0, abs=0.001)
    assert found.values[-1] == pytest.approx(1, abs=0.001)


def test_an_unknown_parameter_and_a_ratio_are_refused_in_words() -> None:
    with pytest.raises(ScenarioError, match="Did you mean 'attribution'"):
        acceptability(visits(), "atribution")
    with pytest.raises(ScenarioError, match="is a ratio"):
        acceptability(visits(), measure=benefit_cost_ratio())
