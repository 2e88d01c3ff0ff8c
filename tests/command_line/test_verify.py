"""econ verify: on the screen, for machines and in technical.xlsx; 4 where a check fails."""

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

import econ
from econ.__main__ import app
from econ.analysis.verification import ASKED_BY
from econ.model.draws import Sampling
from tests.workbook.small import written

VERIFY = ("verify", "mine.xlsx", "--draws", "2500")


@pytest.fixture(autouse=True)
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    written(tmp_path)


def test_every_check_is_told_and_stands_on_the_sheet_verification() -> None:
    told = CliRunner().invoke(app, VERIFY)
    assert (told.exit_code, told.stderr) == (0, "")
    *lines, path = told.stdout.splitlines()
    kinds = [line for line in lines[:-1] if not line.startswith("  ")]
    assert kinds == [*ASKED_BY]
    assert "  n/a   No effect: no number plays this part" in lines
    (workings,) = [line for line in lines if "The formulas of Workings" in line]
    assert workings.startswith("  pass  ")
    assert ", 0 fail, " in lines[-1]
    sheet = load_workbook(path)["Verification"]
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    (head,) = [k for k, row in enumerate(cells) if "What is expected" in row]
    told_there = [row[cells[head].index("What is checked")] for row in cells[head + 1 :]]
    checks = [v.check for v in econ.verify(econ.read(Path("mine.xlsx").absolute()), 2_500).verdicts]
    assert told_there[: len(checks) + 1] == [*checks, "The formulas of Workings"]


def test_a_failed_check_ends_with_4_and_the_table_is_still_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Draws of the attribution a fifth too low, which no formula can see."""
    true = Sampling.columns

    def columns(self: Sampling, points: object, _: object = None) -> object:
        found = true(self, points)  # type: ignore[arg-type]
        found["attribution"][1:] *= 0.8
        return found

    monkeypatch.setattr(Sampling, "columns", columns)
    told = CliRunner().invoke(app, [*VERIFY, "--json"])
    assert told.exit_code == 4
    checks = json.loads(told.stdout)["checks"]
    failed = [check for check in checks if check["result"] == "fail"]
    assert [(c["kind"], c["check"], c["why"]) for c in failed] == [
        ("Draws", "Attribution", "the mean")
    ]
    assert failed[0]["off"] > failed[0]["within"] == 4
    assert "Draws  Attribution: expected mean 0.5 and its quantiles" in told.stderr
    assert "See the sheet Verification of technical.xlsx" in told.stderr
