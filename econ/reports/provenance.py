"""What a run was, for ``run.json`` and the sheet Run: all that a rerun needs."""

from __future__ import annotations

import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version

from econ.model.scenario import Scenario
from econ.reports.report import Report
from econ.reports.scenarios import SideBySide
from econ.words import started

PACKAGES = ("econ", "numpy", "scipy", "openpyxl", "XlsxWriter")


def provenance(found: Report, command: str) -> dict[str, str]:
    """What this run was: enough to run it again exactly, in the order in which it is shown."""
    design = found.design
    return _record(found.scenario, ("Design", design.name), design.size, design.seed, command)


def comparison_provenance(found: SideBySide, command: str) -> dict[str, str]:
    """What this comparison was, in the order in which it is shown."""
    made, asked = found.comparison, ("Scenarios", ", ".join(found.comparison.scenarios))
    return _record(found.scenarios[0], asked, made.draws, made.seed, command)


def _record(
    scenario: Scenario, asked: tuple[str, str], draws: int, seed: int, command: str
) -> dict[str, str]:
    return {
        "Workbook": scenario.workbook,
        "Workbook sha256": scenario.sha256,
        **{started(label): text for label, text in scenario.about.items() if "sha256" in label},
        **dict([asked]),
        "Draws": f"{draws:,}",
        "Seed": str(seed),
        "Command": command or "not known",
        "Commit": commit(),
        "Date": today(),
        "Python": platform.python_version(),
        **{package: version(package) for package in PACKAGES},
    }


def today() -> str:
    """Today's date, or that of ``SOURCE_DATE_EPOCH`` where the environment fixes one."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH")
    moment = datetime.fromtimestamp(int(fixed), UTC) if fixed else datetime.now(UTC)
    return moment.date().isoformat()


def commit() -> str:
    """The commit of the working folder, where git can tell; else ``not known``."""
    asked = ["git", "rev-parse", "HEAD"]
    try:
        said = subprocess.check_output(asked, stderr=subprocess.DEVNULL, text=True, timeout=5)  # noqa: S603 - wherever the user's git is
    except (OSError, subprocess.SubprocessError):
        return "not known"
    return said.strip()
