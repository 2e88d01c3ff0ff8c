"""Results for machines: ``results.json``, and ``run.json`` with all that a rerun needs."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import platform
import subprocess
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from econ.files import replacing
from econ.model.draws import Draws, draw
from econ.model.estimates import Estimate
from econ.model.scenario import Scenario
from econ.reports.report import ALL, Report
from econ.reports.scenarios import SideBySide

Json = dict[str, object]

PACKAGES = ("econ", "numpy", "scipy", "openpyxl", "XlsxWriter")


def as_json(found: Report) -> Json:
    """The object of ``results.json`` and ``--json``: unrounded, ``None`` for what is not there."""
    scenario, design = found.scenario, found.design
    return {
        "scenario": {
            "name": scenario.name,
            "why": scenario.why,
            "workbook": scenario.workbook,
            "sha256": scenario.sha256,
            "years": scenario.years,
            "price_year": scenario.price_year,
            "design": design.name,
            "draws": design.size,
            "seed": design.seed,
        },
        "measures": [
            {"measure": name, "view": view, **asdict(figures)}
            for (name, view), figures in found.measures.items()
        ],
        "budget_impact": [
            {"payer": line.payer, "year": line.year, **_interval(line.impact)}
            for line in found.budget
        ],
        "outcomes": [
            {
                "outcome": line.outcome,
                "payer": line.payer,
                "cohort": line.cohort,
                "present_value": _interval(line.present_value),
            }
            for line in found.outcomes
            if line.payer != ALL
        ],
        "warnings": [asdict(problem) for problem in scenario.warnings],
    }


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


def write_json(content: Mapping[str, object], path: Path) -> None:
    """Write an object as JSON, whole or not at all."""
    with replacing(path) as temporary:
        text = json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False)
        temporary.write_text(text + "\n", encoding="utf-8")


def write_draws(found: Report, folder: Path) -> Path:
    """Write every draw and its net present value: Parquet where pyarrow is installed, else CSV.

    Returns the path written.
    """
    draws: Draws = draw(found.scenario, found.design)
    frame = draws.to_frame().assign(net_present_value=found.net_rows[1:])
    if find_spec("pyarrow"):
        path = folder / "draws.parquet"
        with replacing(path) as temporary:
            frame.to_parquet(temporary, index=False)
        return path
    path = folder / "draws.csv.gz"
    with (
        replacing(path) as temporary,
        gzip.GzipFile(temporary, "wb", mtime=0) as compressed,
    ):
        compressed.write(frame.to_csv(index=False).encode())
    return path


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


def _interval(figures: Estimate) -> Json:
    return {
        "base_case": figures.base_case,
        "mean": figures.mean,
        "p2_5": figures.p2_5,
        "p97_5": figures.p97_5,
    }
