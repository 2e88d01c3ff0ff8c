"""The synthetic records are what their build script makes, and what their simulator says."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

import econ
from econ.evidence.records import Records
from econ.evidence.synthetic import LABEL, Synthetic
from econ.workbook.reading.people import read_records

FOLDER = Path(__file__).parents[1] / "parameters" / "records"
spec = importlib.util.spec_from_file_location("build_records", FOLDER / "build.py")
assert spec is not None
build = importlib.util.module_from_spec(spec)
assert spec.loader is not None
spec.loader.exec_module(build)


@pytest.fixture(scope="module")
def records() -> Records:
    return read_records(FOLDER / build.PEOPLE, FOLDER / build.BOOK)


def test_records_and_codebook_are_what_the_script_makes(tmp_path: Path) -> None:
    build.write_people(tmp_path / build.PEOPLE)
    build.write_codebook(tmp_path / build.BOOK)
    for name in (build.PEOPLE, build.BOOK):
        assert (tmp_path / name).read_bytes() == (FOLDER / name).read_bytes(), name


def test_the_workbook_is_what_is_estimated_from_them(tmp_path: Path) -> None:
    build.write_programme(tmp_path / "made.xlsx", FOLDER)
    kept = econ.read(FOLDER.parent / build.ESTIMATED)
    made = econ.read(tmp_path / "made.xlsx")
    for name, parameter in kept.parameters.items():
        assert made[name].mean == pytest.approx(parameter.mean, rel=1e-6, abs=1e-9), name


def test_every_row_says_in_its_first_column_that_it_is_made_up() -> None:
    lines = (FOLDER / build.PEOPLE).read_text("utf-8").splitlines()
    assert lines[0].startswith(f"{LABEL},")
    assert all(line.startswith(f"{LABEL},") for line in lines)
    assert LABEL in build.PEOPLE
    assert LABEL in build.BOOK
    assert LABEL in build.ESTIMATED


def test_it_is_the_study_that_was_asked_for(records: Records) -> None:
    assert records.people == 700
    assert records.waves == (0, 1, 2)
    assert len(set(records.label("group"))) == 48
    assert len(set(records.label("area"))) == 9
    bame = np.mean(records.labels["community"] == "BaME-specific")
    assert 0.28 < bame < 0.40
    asked = records.asked.sum(axis=0)
    assert asked[0] > asked[1] > asked[2] > 300


def test_use_is_zero_for_many_and_support_is_given_as_well_as_received(records: Records) -> None:
    visits = records.at("ae_visits", 0)
    assert np.mean(visits[np.isfinite(visits)] == 0) > 0.5
    both = (records.at("received", 1) > 0) & (records.at("given", 1) > 0)
    assert np.mean(both[records.supported & records.asked_at(1)]) > 0.9


def test_over_many_studies_the_changes_are_the_known_truth() -> None:
    """Nobody leaves: before and after the crude truth, in differences the effect alone."""
    study = Synthetic(people=20_000, waves=2, leaving=1e-9, area_spread=0.0)
    sums = dict.fromkeys(("before", "after", "before other", "after other"), 0.0)
    counts = dict.fromkeys(sums, 0)
    for row in study.rows(5):
        if row["gp_contacts"] == "99":
            continue
        key = ("before", "after")[int(row["wave"])]
        key += "" if row["arm"] == "peer support" else " other"
        sums[key] += 4 * float(row["gp_contacts"])
        counts[key] += 1
    mean = {key: sums[key] / counts[key] for key in sums}
    change = mean["before"] - mean["after"]
    other = mean["before other"] - mean["after other"]
    assert change == pytest.approx(study.crude("gp_contacts"), rel=0.06)
    assert change - other == pytest.approx(study.truth("gp_contacts"), abs=0.5)
