"""Who was asked, answered and used; what is hidden; what a follow-up needs."""

from dataclasses import replace
from pathlib import Path

import pytest

from econ.evidence.descriptives import answered, imbalance, retention
from econ.evidence.observed import observe
from econ.evidence.planning import people_needed, smallest_change
from econ.evidence.small_cells import hidden
from econ.workbook.reading.people import read_records
from tests.benchmarks.records import VISITS, records, study
from tests.small_records import Change, cell, files, people, state


def told(folder: Path, *changes: Change) -> dict[tuple[object, ...], dict[str, object]]:
    lines = answered(read_records(*files(folder, *changes)))
    return {(line["outcome"], line["wave"], line["of"]): line for line in lines}


def test_means_over_all_stand_apart_from_means_among_users(tmp_path: Path) -> None:
    """Twelve people: 1 to 12 visits in six months, then 0 to 11: 13 a year, then 11 or 12."""
    lines = told(tmp_path)
    before, after = lines["visits", 0, None], lines["visits", 1, None]
    assert (before["asked"], before["answered"], before["users"]) == (12, 12, 12)
    assert before["mean"] == before["mean_users"] == pytest.approx(2 * 6.5)
    assert after["mean"] == pytest.approx(2 * 5.5)
    # one person used none, which hides how many did: the two would tell each other
    assert (after["users"], after["mean_users"], after["suppressed"]) == (None, None, True)


def test_without_small_cells_the_users_are_told(tmp_path: Path) -> None:
    after = told(tmp_path, state("smallest cell", 1))["visits", 1, None]
    assert (after["users"], after["mean_users"]) == (11, pytest.approx(2 * 6.0))


def test_codes_are_missing_or_none_in_their_column_alone(tmp_path: Path) -> None:
    changes = [cell(2, "visits", "99"), cell(4, "visits", "DK"), cell(6, "visits", "No")]
    lines = told(tmp_path, *changes, cell(8, "care", 99), state("smallest cell", 1))
    visits, care = lines["visits", 0, None], lines["care", 0, None]
    assert (visits["asked"], visits["answered"], visits["users"]) == (12, 10, 9)
    assert visits["mean"] == pytest.approx(2 * sum(range(4, 13)) / 10)
    assert care["mean"] == pytest.approx((11 * 10 + 99) / 12)


def test_a_window_turns_each_answer_into_a_rate_of_its_own(tmp_path: Path) -> None:
    changes = [cell(row, "months", 3) for row in range(2, 26, 4)]
    lines = told(tmp_path, *changes)
    rates = [(person + 1) * (4 if person % 2 == 0 else 2) for person in range(12)]
    assert lines["visits", 0, None]["mean"] == pytest.approx(sum(rates) / 12)


def test_a_week_stays_a_week_where_the_codebook_says_so_and_is_52_times_it_a_year(
    tmp_path: Path,
) -> None:
    from tests.small_records import column

    assert told(tmp_path)["care", 0, None]["mean"] == 10
    a_year = told(tmp_path, column("care", "per", "year"))["care", 0, None]
    assert a_year["mean"] == pytest.approx(10 * 365.25 / 7)


@pytest.mark.parametrize(
    ("counts", "gone"),
    [
        ([100, 50], []),
        ([100, 3], [0, 1]),
        ([100, 50, 3], [1, 2]),
        ([100, 0, 3], [0, 2]),
        ([100, 4, 3], [0, 1, 2]),
        ([100, 9, 9], [1, 2]),
        ([0, 0], []),
        ([5], [0]),
    ],
)
def test_a_small_cell_is_hidden_with_as_many_as_would_tell_it(
    counts: list[int], gone: list[int]
) -> None:
    assert [place for place, away in enumerate(hidden(counts, 10)) if away] == gone


def test_no_estimate_rests_on_few_people_and_its_line_says_that_it_is_hidden() -> None:
    made = records(study(0.1), seed=4)
    few = replace(made, codebook=replace(made.codebook, smallest=10_000))
    found = observe(few, sets=2)
    lines = [one.figures("area") for one in found.reductions]
    assert {line["suppressed"] for line in lines} == {True}
    assert {line[what] for line in lines for what in ("value", "se", "low", "n")} == {None}
    for table in (found.answered, found.retention, found.imbalance):
        assert {line["suppressed"] for line in table} == {True}
    assert {line["mean"] for line in found.answered} == {None}


def test_heavy_users_leave_and_the_table_of_those_who_stay_says_so() -> None:
    lines = {(one["by"], one["of"]): one["share"] for one in retention(records(study(0.1), 5))}
    heavy, light = lines[VISITS, "any"], lines[VISITS, "none"]
    assert isinstance(heavy, float)
    assert isinstance(light, float)
    assert heavy < light


def test_arms_are_compared_at_baseline() -> None:
    lines = imbalance(records(study(0.1), 5))
    assert [(line["covariate"], line["of"]) for line in lines] == [
        (VISITS, None),
        ("community", "BaME-specific"),
        ("community", "other"),
    ]
    first = lines[0]
    assert first["mean"] != first["mean_comparison"]
    made = records(study(0.1), 5)
    alone = replace(made, codebook=replace(made.codebook, comparison=""))
    assert imbalance(alone) == []


def test_the_smallest_change_is_two_t_values_of_its_error() -> None:
    assert smallest_change(2.0, 1e9) == pytest.approx(2 * (1.959964 + 0.841621), rel=1e-5)


def test_the_size_of_a_follow_up_finds_the_change_it_is_for() -> None:
    """So many people, less leavers, in so many clusters have the error that the change asks for."""
    people_asked = people_needed(1.0, 4.0, 0.02, 48, lost=0.25)
    assert people_asked is not None
    stay = people_asked * 0.75
    error = (16 * 0.98 / stay + 16 * 0.02 / 48) ** 0.5
    assert smallest_change(error, 47) == pytest.approx(1.0, rel=0.01)


def test_regression_to_the_mean_by_hand(tmp_path: Path) -> None:
    """Care falls from 10 to 8 for everyone: with rho 0.6 and mu 9, 0.4 (10 - 9); 10 - 2 / 0.4."""
    from tests.small_records import column

    given = column("care", "retest correlation", 0.6), column("care", "reference mean", 9)
    found = observe(read_records(*files(tmp_path, *given)), sets=2)
    line = next(one for one in found.regression_to_mean() if one["outcome"] == "care")
    assert line["expected"] == pytest.approx(0.4)
    assert line["break_even"] == pytest.approx(5.0)
    assert line["correlation_from"] == "codebook"


def test_the_tipping_point_by_hand(tmp_path: Path) -> None:
    """Three of twelve leave; everyone's care falls by 2: each leaver had to use 2 / (1/4) more."""

    def leave(books: tuple[object, object, list[dict[str, object]]]) -> None:
        books[2][:] = [line for line in people() if line["wave"] == 0 or line["area"] != "A0"]
        books[2][:] += [line for line in people() if line["wave"] == 1 and line["area"] == "A0"][:1]

    found = observe(read_records(*files(tmp_path, leave)), sets=5)
    line = next(one for one in found.tipping() if one["outcome"] == "care")
    assert line["share_missing"] == pytest.approx(0.25)
    assert line["delta"] == pytest.approx(8.0)
    assert line["leavers_baseline"] == pytest.approx(10.0)
