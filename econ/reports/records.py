"""What a run leaves for machines: its results, every draw, and all that a rerun needs."""

from __future__ import annotations

import gzip
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
from econ.model.draws import draw
from econ.reports.report import ALL, Report
from econ.reports.scenarios import SideBySide
from econ.words import started

PACKAGES = ("econ", "numpy", "scipy", "openpyxl", "XlsxWriter")
Json = dict[str, object]
_INTERVAL = "base_case mean p2_5 p97_5"


def as_json(found: Report) -> Json:
    """The object of ``results.json`` and ``--json``: unrounded, ``None`` for what is not there."""
    scenario, design = found.scenario, found.design
    return {
        "scenario": {
            **_parts(scenario, "name why workbook sha256 years price_year"),
            "design": design.name,
            "draws": design.size,
            "seed": design.seed,
        },
        "measures": [
            {"measure": name, "view": view, **asdict(figures)}
            for (name, view), figures in found.measures.items()
        ],
        "budget_impact": [
            _parts(line, "payer year") | _parts(line.impact, _INTERVAL) for line in found.budget
        ],
        "outcomes": [
            _parts(line, "outcome payer cohort")
            | {"present_value": _parts(line.present_value, _INTERVAL)}
            for line in found.outcomes
            if line.payer != ALL
        ],
        "scenarios": [other.record() for other in found.tried],
        "structures": found.structures.records(),
        "quantities": [
            {"outcome": o.name, "counts": o.counts}
            | _parts(found.quantities[o.name].whole, _INTERVAL)
            for o in scenario.outcomes
        ],
        "health": [found_in.record() for found_in in found.health],
        **(found.worth.records() if found.worth else {}),
        "warnings": [asdict(problem) for problem in scenario.warnings],
    }


def _parts(of: object, names: str) -> Json:
    return {name: getattr(of, name) for name in names.split()}


def write_json(content: Mapping[str, object], path: Path) -> None:
    """Write an object as JSON, whole or not at all."""
    with replacing(path) as temporary:
        text = json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False)
        temporary.write_text(text + "\n", encoding="utf-8")


def write_draws(found: Report, folder: Path) -> Path:
    """Write every draw and its net present value: Parquet where pyarrow is installed, else CSV.

    Returns the path written.
    """
    draws = draw(found.scenario, found.design)
    frame = draws.to_frame().assign(net_present_value=found.net_rows[1:])
    columns = find_spec("pyarrow") is not None
    path = folder / ("draws.parquet" if columns else "draws.csv.gz")
    with replacing(path) as temporary:
        if columns:
            frame.to_parquet(temporary, index=False)
        else:
            temporary.write_bytes(gzip.compress(frame.to_csv(index=False).encode(), mtime=0))
    return path


def provenance(found: Report | SideBySide, command: str) -> Json:
    """What a run or a comparison was, in the order shown: enough to make it again exactly."""
    if isinstance(found, Report):
        scenario, asked = found.scenario, {"Design": found.design.name}
        draws, seed = found.design.size, found.design.seed
    else:
        scenario, asked = found.scenarios[0], {"Scenarios": ", ".join(found.comparison.scenarios)}
        draws, seed = found.comparison.draws, found.comparison.seed
    return {
        "Workbook": scenario.workbook,
        "Workbook sha256": scenario.sha256,
        **{started(label): text for label, text in scenario.about.items() if "sha256" in label},
        **asked,
        "Draws": draws,
        "Seed": seed,
        "Command": command or "not known",
        "Commit": commit(),
        "Date": today(),
        "Python": platform.python_version(),
        **{package: version(package) for package in PACKAGES},
    }


def today() -> str:
    """Today's date, or that of ``SOURCE_DATE_EPOCH`` where the environment fixes one."""
    try:
        moment = datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), UTC)
    except (KeyError, ValueError, ArithmeticError, OSError):  # none, or nonsense
        moment = datetime.now(UTC)
    return moment.date().isoformat()


def commit() -> str:
    """The commit of the working folder, where git can tell; else ``not known``."""
    asked = ["git", "rev-parse", "HEAD"]
    try:
        said = subprocess.check_output(asked, stderr=subprocess.DEVNULL, text=True, timeout=5)  # noqa: S603 - our own words
    except (OSError, subprocess.SubprocessError):
        return "not known"
    return said.strip()
