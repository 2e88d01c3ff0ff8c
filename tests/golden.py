"""The answers of every shipped scenario, kept beside it as ``<scenario>.expected.csv``.

``python -m tests.golden`` writes them anew; the difference is then read, and told in CHANGELOG.md.
"""

from __future__ import annotations

import csv
from dataclasses import asdict
from pathlib import Path

from econ.command_line.options import REPORT_DRAWS
from econ.model.designs import MonteCarlo
from econ.reports.report import Report, report
from econ.scripts import load

ROOT = Path(__file__).resolve().parents[1]
SCENARIOS = sorted((ROOT / "scenarios").glob("*.py"))
SEED = 2025
FIGURES = ("base_case", "mean", "p2_5", "p97_5", "probability_positive")


def found_by(script: Path) -> Report:
    """Run a scenario script's scenario as ``econ run`` does."""
    return report(load(script), MonteCarlo(REPORT_DRAWS, SEED))


def table(found: Report) -> list[dict[str, str]]:
    """The figures kept: every measure of each perspective, and each payer's net present value."""
    return [
        {"measure": measure, "view": view}
        | {name: _shown(asdict(figures)[name]) for name in FIGURES}
        for (measure, view), figures in found.measures.items()
        if view in found.scenario.perspectives or measure == "net_present_value"
    ]


def expected_path(script: Path) -> Path:
    """Where a scenario's expected figures are kept."""
    return script.with_suffix(".expected.csv")


def expected(script: Path) -> list[dict[str, str]]:
    """The figures kept beside a scenario."""
    with expected_path(script).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def accept(script: Path) -> None:
    """Write a scenario's figures as they now are."""
    with expected_path(script).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ("measure", "view", *FIGURES), lineterminator="\n")
        writer.writeheader()
        writer.writerows(table(found_by(script)))


def _shown(figure: float | None) -> str:
    return "" if figure is None else f"{figure:.12g}"


if __name__ == "__main__":
    for scenario_script in SCENARIOS:
        accept(scenario_script)
