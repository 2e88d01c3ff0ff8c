"""What a run was, for ``run.json`` and the sheet Run: all that a rerun needs."""

from __future__ import annotations

import hashlib
import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from econ.model.scenario import Scenario
from econ.reports.report import Report
from econ.reports.scenarios import SideBySide

PACKAGES = ("econ", "numpy", "scipy", "openpyxl", "XlsxWriter")


def provenance(found: Report, command: str) -> dict[str, str]:
    """What this run was: enough to run it again exactly, in the order in which it is shown."""
    design = found.design
    return {
        **_workbook(found.scenario),
        "Design": design.name,
        "Draws": f"{design.size:,}",
        "Seed": str(design.seed),
        **_circumstances(command),
    }


def comparison_provenance(found: SideBySide, command: str) -> dict[str, str]:
    """What this comparison was, in the order in which it is shown."""
    return {
        **_workbook(found.scenarios[0]),
        "Scenarios": ", ".join(found.comparison.scenarios),
        "Draws": f"{found.comparison.draws:,}",
        "Seed": str(found.comparison.seed),
        **_circumstances(command),
    }


def _workbook(scenario: Scenario) -> dict[str, str]:
    library = {
        f"{label[:1].upper()}{label[1:]}": text
        for label, text in scenario.about.items()
        if "sha256" in label
    }
    return {"Workbook": scenario.workbook, "Workbook sha256": scenario.sha256, **library}


def _circumstances(command: str) -> dict[str, str]:
    return {
        "Command": command,
        "Commit": commit(),
        "Date": today(),
        "Python": platform.python_version(),
        **{package: version(package) for package in PACKAGES},
    }


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def today() -> str:
    """Today's date, or that of ``SOURCE_DATE_EPOCH`` where the environment fixes one."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH")
    moment = datetime.fromtimestamp(int(fixed), UTC) if fixed else datetime.now(UTC)
    return moment.date().isoformat()


def commit() -> str:
    """The commit of the working folder, where git can tell; else ``not known``."""
    try:
        told = subprocess.run(
            ["git", "rev-parse", "HEAD"],  # noqa: S607 - wherever the user's git is
            capture_output=True,
            text=True,
            check=True,
            timeout=5,
        )
    except (OSError, subprocess.SubprocessError):
        return "not known"
    return told.stdout.strip()
