"""What is let pass, and told."""

from pathlib import Path

from econ.workbook.read import read
from tests.workbook.small import (
    SENTENCE,
    Change,
    add,
    add_row,
    cell,
    dirichlet,
    no_sheet,
    warned,
    written,
)

USE_IT = "Use its name in a quantity, a unit value or a profile, or drop the row."


def spare(name: str) -> Change:
    return add("Parameters", name=name, label=name, value=1, source=SENTENCE, evidence="expert")


def test_a_sound_workbook_gives_no_warning(tmp_path: Path) -> None:
    assert read(written(tmp_path)).warnings == ()


def test_a_parameter_that_nothing_uses_is_told(tmp_path: Path) -> None:
    assert warned(tmp_path, spare("spare")) == [
        "Parameters!A12  spare: is not used",
        USE_IT,
    ]


def test_a_parameter_of_a_profile_that_no_outcome_follows_is_used(tmp_path: Path) -> None:
    profile = {"name": "kept", "kind": "retained", "clock": "entry", "parameters": "spare"}
    kept = add_row("Profiles", {**profile, "note": "For a scenario."})
    assert warned(tmp_path, spare("spare"), kept) == []


def test_shares_of_a_group_are_used_where_one_of_them_is(tmp_path: Path) -> None:
    shares = [dirichlet("steady", 0.75, 40), dirichlet("rare", 0.25, 40)]
    used = cell("Outcomes", 3, "quantity", "people * hours * attribution * steady")
    assert warned(tmp_path, *shares, used) == []
    assert warned(tmp_path, *shares).count(USE_IT) == 2


def test_limits_that_the_fitted_interval_misses_are_told_c6(tmp_path: Path) -> None:
    told, remedy = warned(tmp_path, cell("Parameters", 3, "value", 2.2))
    said, _, fitted = told.partition("; ")
    assert said == "Parameters!I3  visits_before: limits say 2 to 4"
    assert fitted == "the fitted normal's 95% interval is 1.2 to 3.2"
    assert remedy == "Check the limits, or choose a distribution that fits them."


def test_the_ends_of_a_pert_are_not_its_95_percent_limits(tmp_path: Path) -> None:
    assert warned(tmp_path, cell("Parameters", 9, "low", 10)) == []


def test_an_outcome_that_is_the_same_in_every_cohort_is_told(tmp_path: Path) -> None:
    assert warned(tmp_path, cell("Outcomes", 4, "quantity", "attribution")) == [
        "Parameters!A11  grant_share: is not used",
        USE_IT,
        (
            "Outcomes!C4  delivery: is counted in full for each of the 2 cohorts: £525 of a full "
            "year is counted again"
        ),
        "Let its quantity name a parameter that has a column in the sheet Cohorts.",
    ]


def test_an_outcome_of_one_group_is_counted_once_and_gives_no_warning(tmp_path: Path) -> None:
    quantity = cell("Outcomes", 4, "quantity", "attribution * grant_share")
    assert warned(tmp_path, quantity, no_sheet("Cohorts")) == []


def test_a_number_without_a_grade_of_evidence_is_told(tmp_path: Path) -> None:
    assert warned(tmp_path, cell("Parameters", 4, "evidence", None)) == [
        "Parameters!N4  visits_after: evidence is blank: no grade is shown",
        "Choose observed, analogue, expert or illustrative.",
    ]


def test_a_row_of_the_library_needs_no_grade_of_evidence(tmp_path: Path) -> None:
    assert warned(tmp_path, cell("Parameters", 8, "evidence", None)) == []
