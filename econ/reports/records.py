"""Results for machines: ``results.json`` and every draw, as files."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path

from econ.files import replacing
from econ.model.draws import draw
from econ.model.estimates import Estimate
from econ.reports.report import ALL, Report

Json = dict[str, object]


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


def _interval(figures: Estimate) -> Json:
    return {
        "base_case": figures.base_case,
        "mean": figures.mean,
        "p2_5": figures.p2_5,
        "p97_5": figures.p97_5,
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
    draws = draw(found.scenario, found.design)
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
