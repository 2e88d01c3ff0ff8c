"""The programs that are raced against each other do the same work; their times are no test."""

from math import sqrt

import numpy as np
import pytest

from econ.model.designs import SobolSequence
from econ.model.draws import base_case
from econ.model.equation import evaluate
from econ.model.measures import net_present_value
from tests.benchmarks import designs, forty_parameters, reading, value_of_information
from tests.benchmarks.race import HEADINGS, race


def test_forty_parameters_are_uncertain() -> None:
    assert len(forty_parameters.scenario().uncertain) == 40


def test_both_programs_have_the_same_mean_and_spread() -> None:
    draws = 20_000
    ours, theirs = forty_parameters.by_econ(draws), forty_parameters.by_hand(draws)
    assert len(ours) == len(theirs) == draws
    se = sqrt((ours.var() + theirs.var()) / draws)
    assert ours.mean() == pytest.approx(theirs.mean(), abs=4 * se)
    assert ours.std() == pytest.approx(theirs.std(), rel=0.05)


def test_the_program_by_hand_would_find_another_mean_if_it_left_an_outcome_out() -> None:
    """Four standard errors at this size are less than what any one outcome is worth."""
    scenario = forty_parameters.scenario()
    impacts = evaluate(scenario, base_case(scenario))
    worth = [net_present_value().base(impacts.select(outcome=f"outcome_{k}")) for k in range(10)]
    ours = forty_parameters.by_econ(20_000)
    assert 4 * sqrt(2 * ours.var() / 20_000) < np.abs(worth).min()


def test_designs_are_weighed_by_their_errors_and_by_what_they_tell_of_them() -> None:
    """At four seeds a root mean square is known to a third or so: told errors are of that size."""
    scenario = forty_parameters.scenario()
    known, _ = designs.told(designs.net(scenario, SobolSequence(2**14, 9)), 16)
    plain = designs.weighed(scenario, "monte-carlo", np.array(known), seeds=4)
    even = designs.weighed(scenario, "sobol-sequence", np.array(known), seeds=4)
    assert even[0] < plain[0]
    assert np.all((plain[4:8] > 0.3) & (plain[4:8] < 3))
    heading, line = designs.table({("forty", "even"): even})
    assert len(heading.split(" | ")) == len(line.split(" | ")) == 10


def test_both_readers_read_something() -> None:
    assert reading.by_openpyxl() > 1000
    assert reading.by_econ().parameters


def test_a_race_has_a_line_under_its_headings() -> None:
    done = race("a nap", lambda: sum(range(1000)), lambda: [0] * 10_000, repeats=2)
    assert done.ratio is not None
    assert done.by_hand_mb is not None
    assert done.by_hand_mb > done.ours_mb
    assert len(done.row()) == len(HEADINGS)
    alone = race("a nap", lambda: None, None, repeats=1)
    assert alone.ratio is None
    assert alone.row().split()[3:] == ["-", "-", f"{alone.ours_mb:.1f}", "-"]


def test_errors_of_the_value_of_information_are_set_against_closed_forms() -> None:
    """Ten seeds cover seldom fewer than seven; errors that were half as large would not."""
    for case in value_of_information.cases():
        for design, size in value_of_information.DESIGNS:
            for errors in value_of_information.repeated(case, design, size // 4, 10).values():
                assert value_of_information.covered(errors) >= 0.6


def test_twenty_bins_by_hand_see_what_the_spline_sees() -> None:
    (case, *_) = value_of_information.cases()
    values, columns = value_of_information.drawn(case, SobolSequence(2**14, 1))
    hand = value_of_information.by_hand(values, columns)
    assert hand == pytest.approx(list(case.exact.values()), rel=0.05)
