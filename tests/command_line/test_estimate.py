"""econ estimate as people meet it: what is printed and written, what survives, who is named."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import subprocess
import sys
import zipfile
from math import asin, pi
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
from typer.testing import CliRunner, Result

import econ
from econ.__main__ import app
from econ.evidence.observed import CAUSE, observe
from econ.evidence.planning import in_common
from econ.evidence.synthetic import Synthetic
from econ.reports.observed import SYNTHETIC_WARNING
from econ.workbook.estimated import write_estimated
from econ.workbook.reading.people import read_records
from tests.small_records import PERSON, Change, as_csv, cell, column, files, people, state
from tests.workbook.small import written

ROOT = Path(__file__).resolve().parents[2]
RECORDS = ROOT / "parameters" / "records" / "synthetic_people.csv"
CODEBOOK = ROOT / "parameters" / "records" / "synthetic_codebook.xlsx"
PROGRAMME = ROOT / "parameters" / "synthetic_records.xlsx"
SIDE_BY_SIDE = ROOT / "parameters" / "side_by_side.xlsx"


def estimate(*words: str | Path) -> Result:
    return CliRunner().invoke(app, ["estimate", *map(str, words)])


def small(folder: Path, *changes: Change, words: tuple[str | Path, ...] = ()) -> Result:
    records, book = files(folder, *changes)
    return estimate(records, "--codebook", book, *words)


WRITES = (column("visits", "parameter", "visits_before"),)


def target(folder: Path) -> Path:
    """A sound programme of which one parameter is to be replaced."""
    return written(folder)


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    result = estimate(RECORDS, "--codebook", CODEBOOK, "--json")
    assert result.exit_code == 0, result.stderr
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_the_records_for_machines_have_the_shape_that_was_promised(
    told: dict[str, Any],
) -> None:
    assert list(told) == [
        *("records", "answered", "retention", "imbalance", "estimates", "correlations"),
        *("regression_to_mean", "tipping", "detectable", "leaving", "set_aside", "written"),
        *("problems", "warnings"),
    ]
    assert list(told["records"]) == (
        ["file", "sha256", "rows", "people", "groups", "areas", "waves", "synthetic"]
    )
    assert list(told["answered"][0]) == [
        *("outcome", "wave", "by", "of", "asked", "answered", "users", "mean", "mean_users", "sd"),
        "suppressed",
    ]
    assert list(told["estimates"][0]) == [
        *(
            "outcome",
            "method",
            "missing",
            "model",
            "term",
            "wave",
            "by",
            "of",
            "value",
            "se",
            "low",
        ),
        *("high", "df", "n", "clusters", "cluster", "unit", "assumption", "parameter", "written"),
        "suppressed",
    ]
    assert list(told["correlations"][0]) == ["outcome", "with", "correlation"]
    assert list(told["regression_to_mean"][0]) == [
        *("outcome", "correlation", "correlation_from", "reference_mean", "expected", "break_even"),
    ]
    assert list(told["tipping"][0])[:4] == ["outcome", "method", "delta", "share_missing"]
    assert told["written"] is None


def test_the_hash_is_that_of_the_file(told: dict[str, Any]) -> None:
    digest = hashlib.sha256(RECORDS.read_bytes()).hexdigest()
    assert told["records"]["sha256"] == digest


def test_every_method_model_and_term_is_estimated(
    told: dict[str, Any],
) -> None:
    kinds = {(e["method"], e["missing"], e["model"], e["term"]) for e in told["estimates"]}
    changes = {
        (method, missing, model, "change")
        for method in ("before-after", "difference-in-differences")
        for missing in ("complete", "weighted", "imputed")
        for model in ("linear", "ratio", "two-part")
    }
    doses = {
        ("dose-response", "complete", "linear", term)
        for term in ("received", "given", "received x given")
    }
    assert kinds == changes | doses
    assert {e["wave"] for e in told["estimates"]} == {1, 2, None}
    assert {(e["by"], e["of"]) for e in told["estimates"]} == {
        *((None, None), ("community", "BaME-specific"), ("community", "other")),
        *(("still_involved", "yes"), ("still_involved", "no")),
    }


def test_the_demonstration_finds_its_known_truth_within_its_intervals(
    told: dict[str, Any],
) -> None:
    study = Synthetic()
    for one in told["estimates"]:
        if (one["missing"], one["model"], one["wave"], one["by"]) != ("imputed", "linear", 1, None):
            continue
        heading = str(one["outcome"])
        crude = one["method"] == "before-after"
        truth = study.crude(heading) if crude else study.truth(heading)
        assert float(str(one["low"])) <= truth <= float(str(one["high"])), heading


def test_one_printed_table_shows_four_numbers_and_one_sentence_what_none_can_say() -> None:
    result = estimate(RECORDS, "--codebook", CODEBOOK)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == SYNTHETIC_WARNING
    head = next(line for line in lines if "crude" in line)
    assert re.findall(r"crude|complete|weighted|imputed", head)[:4] == [
        *("crude", "complete", "weighted", "imputed")
    ]
    assert f"  {CAUSE}" in lines


def test_two_commands_go_from_records_to_a_summary(tmp_path: Path) -> None:
    mine = tmp_path / "mine.xlsx"
    asked = (RECORDS, "--codebook", CODEBOOK, "--from", PROGRAMME, "--to", mine)
    result = estimate(*asked, "--json")
    assert result.exit_code == 0, result.stderr
    told = json.loads(result.stdout)
    assert told["written"] == {
        "workbook": mine.as_posix(),
        "rows": [
            *("reduction_ae", "reduction_outpatient", "reduction_bed_days", "share_with_carer"),
            *("reduction_care_hours", "leaving_rate"),
        ],
        "replaced": False,
    }
    ran = CliRunner().invoke(app, ["run", str(mine), "--out", str(tmp_path), "--draws", "200"])
    assert ran.exit_code == 0, ran.output
    summary = openpyxl.load_workbook(tmp_path / "mine" / "summary.xlsx")
    first = [str(c.value) for row in summary.worksheets[0].iter_rows(1, 1) for c in row if c.value]
    assert first[0].startswith("SYNTHETIC: ")
    rows = summary["Assumptions and sources"].iter_rows(values_only=True)
    row = next(row for row in rows if "reduction_ae" in str(row[0]))
    assert "observed" in row
    assert any(CAUSE in str(value) for value in row)


def test_what_is_written_is_what_was_found(tmp_path: Path) -> None:
    mine = tmp_path / "mine.xlsx"
    result = estimate(
        *(RECORDS, "--codebook", CODEBOOK, "--from", SIDE_BY_SIDE, "--to", mine, "--json")
    )
    assert result.exit_code == 0, result.stderr
    told, scenario = json.loads(result.stdout), econ.read(mine)
    written_ones = {e["parameter"]: e for e in told["estimates"] if e["written"]}
    one, row = written_ones["reduction_ae"], scenario["reduction_ae"]
    assert row.mean == pytest.approx(one["value"], rel=1e-12)
    low, high = row.distribution.quantile(np.array([0.025, 0.975]))
    assert (low, high) == pytest.approx((one["low"], one["high"]), rel=1e-6)
    assert (row.evidence, row.range_kind, row.role) == ("observed", "derived", "effect")
    care, share = scenario["reduction_care_hours"].mean, scenario["share_with_carer"].mean
    assert care * share == pytest.approx(written_ones["reduction_care_hours"]["value"], rel=1e-12)
    pairs = {frozenset((c.first, c.second)): c.rank for c in scenario.correlations}
    found = next(
        c for c in told["correlations"] if (c["outcome"], c["with"]) == ("ae_visits", "care_hours")
    )
    rank = pairs[frozenset(("reduction_ae", "reduction_care_hours"))]
    assert rank == pytest.approx(6 / pi * asin(found["correlation"] / 2), abs=1e-12)
    assert pairs[frozenset(("reduction_ae", "reduction_physiotherapy"))] == 0.5
    edits = [edit.what for edit in scenario.version_log]
    assert any(what.startswith("reduction_ae: 0.5 (-0.21 to 1.21) becomes") for what in edits)
    assert {w["who"] for w in told["warnings"]} == {"ae_visits", "outpatient"}
    assert all("counts_half_yearly" in w["what"] for w in told["warnings"])


def test_a_study_of_what_was_written_takes_its_spread_and_loss_from_the_records(
    tmp_path: Path,
) -> None:
    """The spread of people's changes, with the design effect of their areas, for a user of care."""
    mine = tmp_path / "mine.xlsx"
    found = observe(read_records(RECORDS, CODEBOOK))
    write_estimated(found, mine, SIDE_BY_SIDE)
    before, after = ({s.name: s for s in econ.read(p).studies} for p in (SIDE_BY_SIDE, mine))
    records = found.records
    for heading, name, share in (
        ("ae_visits", "ae_survey", 1.0),
        ("care_hours", "carers_diary", econ.read(mine)["share_with_carer"].mean),
    ):
        changes = records.at(heading, 0) - records.at(heading, 1)
        pairs = np.isfinite(changes) & records.supported
        icc = in_common(changes[pairs], records.clusters[pairs])
        effect = 1 + (pairs.sum() / 9 - 1) * icc
        wanted = np.std(changes[pairs], ddof=1) * effect**0.5 / share
        study = after[name]
        assert study.spread == pytest.approx(wanted, rel=1e-3)
        lost = 1 - pairs.sum() / (records.asked_at(0) & records.supported).sum()
        assert study.follow_up_lost == pytest.approx(lost, abs=1e-3)
        assert study.source.startswith("Spread, with clusters, and loss: SYNTHETIC")
        assert study.source.endswith(f"Before these records: {before[name].source}")
        assert study.fixed_cost == before[name].fixed_cost
    assert {n: after[n] for n in ("gp_trial", "qaly_trial")} == {
        n: before[n] for n in ("gp_trial", "qaly_trial")
    }
    edits = [(edit.sheet, edit.what) for edit in econ.read(mine).version_log]
    assert ("Studies", "ae_survey: spread 3.5 becomes 3.436") in edits


def test_a_target_that_is_there_is_refused_and_keeps_its_bytes(tmp_path: Path) -> None:
    place = target(tmp_path)
    before = place.read_bytes()
    result = small(tmp_path, *WRITES, words=("--to", place))
    assert result.exit_code == 3
    assert result.stderr.endswith(
        "  workbook: is there already\n      Choose another name, or say --replace.\n"
    )
    assert place.read_bytes() == before


def test_a_target_is_replaced_where_that_is_said(tmp_path: Path) -> None:
    place = target(tmp_path)
    before = econ.read(place)
    result = small(tmp_path, *WRITES, words=("--to", place, "--replace", "--json"))
    assert result.exit_code == 0, result.stderr
    assert json.loads(result.stdout)["written"]["replaced"] is True
    after = econ.read(place)
    assert after["visits_before"].mean == pytest.approx(2.0)  # a visit fewer in six months
    assert after["attribution"].distribution == before["attribution"].distribution


FAILING: dict[str, tuple[Change, ...]] = {
    "a cell that cannot be read": (*WRITES, cell(3, "visits", "two")),
    "a parameter that is not there": (column("visits", "parameter", "visits_befor"),),
    "a number that the workbook refuses": (
        column("visits", "parameter", "attribution"),
        column("visits", "unit", "proportion"),
    ),
    "too few people": (*WRITES, state("smallest cell", 99)),
    "a codebook that is wrong": (*WRITES, state("method", "hope")),
}


@pytest.mark.parametrize("name", FAILING)
def test_a_target_survives_any_failure_and_nothing_is_left_beside_it(
    name: str, tmp_path: Path
) -> None:
    place = target(tmp_path)
    files(tmp_path)
    before, there = place.read_bytes(), {path.name for path in tmp_path.iterdir()}
    result = small(tmp_path, *FAILING[name], words=("--to", place, "--replace"))
    assert result.exit_code == 3, result.output + result.stderr
    assert place.read_bytes() == before
    assert {path.name for path in tmp_path.iterdir()} == there
    assert "Traceback" not in result.output + result.stderr


def test_a_fault_of_ours_while_writing_leaves_the_target_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", "mine.xlsx")

    place = target(tmp_path)
    before = place.read_bytes()
    monkeypatch.setattr("econ.workbook.estimated.write_input", broken)
    result = small(tmp_path, *WRITES, words=("--to", place, "--replace"))
    assert result.exit_code == 2
    assert place.read_bytes() == before


def test_messages_of_writing_are_told_word_for_word(tmp_path: Path) -> None:
    place = target(tmp_path)
    said = {
        name: small(tmp_path, *FAILING[name], words=("--to", place, "--replace")).stderr
        for name in ("a parameter that is not there", "too few people")
    }
    assert [text.split("\n\n", 1)[1] for text in said.values()] == [
        f"  Columns  visits: {what}\n      {remedy}\n"
        for what, remedy in (
            ("no parameter called 'visits_befor' in the workbook", "Did you mean 'visits_before'?"),
            (
                "rests on fewer than 99 people, or on too few clusters",
                "Clear its parameter in the codebook.",
            ),
        )
    ]


@pytest.mark.parametrize(
    ("words", "code"),
    [(("--from", "x.xlsx"), 2), (("--replace",), 2), (("--to", "none.xlsx"), 2), ((), 0)],
)
def test_a_wrong_use_is_told_before_anything_is_read(
    words: tuple[str, ...], code: int, tmp_path: Path
) -> None:
    assert small(tmp_path, words=words).exit_code == code


def test_set_aside_goes_on_and_prints_the_numbers(tmp_path: Path) -> None:
    changes = (cell(3, "visits", "two"), cell(9, "visits", "3 or 4"))
    assert small(tmp_path, *changes).exit_code == 3
    result = small(tmp_path, *changes, words=("--set-aside",))
    assert result.exit_code == 0
    assert "Set aside: 2 under visits by rule R1." in result.stdout
    assert "warning  b.csv row 3  visits: is text, not a number" in result.stderr
    machine = json.loads(small(tmp_path, *changes, words=("--set-aside", "--json")).stdout)
    assert machine["set_aside"] == [{"column": "visits", "rule": "R1", "cells": 2}]


def test_the_order_of_rows_changes_no_number(tmp_path: Path) -> None:
    first = json.loads(small(tmp_path, words=("--json",)).stdout)
    turned = json.loads(small(tmp_path, lambda books: books[2].reverse(), words=("--json",)).stdout)
    assert {**first, "records": 0} == {**turned, "records": 0}


def everything(folder: Path) -> str:
    """Every file of a folder as text, workbooks unpacked."""
    parts = []
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name not in ("b.csv", "synthetic_people.csv"):
            parts.append(path.read_bytes())
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as inner:
                    parts += [inner.read(name) for name in inner.namelist()]
    return b"\n".join(parts).decode("utf-8", "replace").lower()


def test_nobody_of_the_demonstration_is_named_in_anything_written_or_printed(
    tmp_path: Path,
) -> None:
    with RECORDS.open(encoding="utf-8", newline="") as file:
        known = {row["person"].lower() for row in csv.DictReader(file)}
    assert len(known) == 700
    mine = tmp_path / "mine.xlsx"
    words: list[str | Path] = ["--codebook", CODEBOOK, "--from", PROGRAMME, "--to", mine]
    said = [estimate(RECORDS, *words), estimate(RECORDS, *words), estimate(RECORDS, *words[:2])]
    said.append(estimate(RECORDS, *words[:2], "--json"))
    ran = ["run", str(mine), "--out", str(tmp_path), "--draws", "200", "--keep-draws"]
    said.append(CliRunner().invoke(app, ran))
    told = everything(tmp_path) + "".join(r.output + r.stderr for r in said).lower()
    assert "syn-" not in told
    assert not [name for name in known if name in told]


SPOILT = {
    "a name for a number": lambda lines: lines[3].update(visits=PERSON.format(1)),
    "a name for a wave": lambda lines: lines[3].update(wave=PERSON.format(1)),
    "a name for a window": lambda lines: lines[3].update(months=PERSON.format(1)),
    "no area": lambda lines: lines[3].update(area=""),
    "twice": lambda lines: lines.append({**lines[3], "visits": 9}),
    "the same twice": lambda lines: lines.append(dict(lines[3])),
    "in capitals": lambda lines: lines[3].update(id=PERSON.format(1).upper()),
    "a name for a heading": lambda lines: lines[3].update({PERSON.format(1): 1}),
    "a date of birth": lambda lines: lines[3].update(care="1 May 1970"),
}


@pytest.mark.parametrize("words", [(), ("--set-aside",), ("--json",), ("--set-aside", "--json")])
@pytest.mark.parametrize("name", SPOILT)
def test_nobody_is_named_where_the_records_are_wrong(
    name: str, words: tuple[str, ...], tmp_path: Path
) -> None:
    _, book = files(tmp_path)
    lines = people()
    SPOILT[name](lines)
    result = estimate(as_csv(tmp_path / "b.csv", lines), "--codebook", book, *words)
    assert result.exit_code in (0, 3)
    told = (result.output + result.stderr).lower()
    assert "zaphod" not in told
    assert "1970" not in told


def test_nobody_is_named_where_the_fault_is_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("planted")

    monkeypatch.setattr("econ.evidence.observed.answered", broken)
    result = small(tmp_path)
    assert result.exit_code == 1
    assert "zaphod" not in (result.output + result.stderr).lower()


def test_the_command_starts_without_loading_what_it_does_not_need() -> None:
    said = subprocess.run(
        [sys.executable, "-m", "econ", "estimate", "--help"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "--set-aside" in said.stdout
