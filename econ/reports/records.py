"""What a run leaves for machines: its results, every draw, and all that a rerun needs.

The files of a run carry its identity: a short hash of what it was made from, the versions that made
it, and every figure that it found (C19). The same inputs and versions give the same one.
"""

from __future__ import annotations

import gzip
import json
import os
import platform
import shlex
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import numpy as np

from econ.files import DRAWS, INPUTS, RECORD, replacing
from econ.model.draws import draw
from econ.reports.report import ALL, Report
from econ.reports.scenarios import SideBySide
from econ.words import started

if TYPE_CHECKING:
    from econ.model.scenario import Scenario

PACKAGES = ("econ", "numpy", "scipy", "openpyxl", "XlsxWriter")
Json = dict[str, object]
_INTERVAL = "base_case mean p2_5 p97_5"
NOT_KNOWN = "not known"
"""What a record says of what it does not know."""
_PEOPLE = ("home", "Users")
"""What folders of people's folders are called."""


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked of a command, and the files from which its answer was made, by their names.

    ``words`` are those of a command that asks the same of the files in ``inputs``; ``place`` tells
    files of one name apart. None of them says where a file stood, or in whose folder.
    """

    words: tuple[str, ...] = ()
    inputs: Mapping[str, bytes] = field(default_factory=dict)
    place: str = ""

    @property
    def hashes(self) -> dict[str, str]:
        """The SHA-256 of each file."""
        return {name: sha256(content).hexdigest() for name, content in self.inputs.items()}


def inputs_of(
    scenarios: Iterable[Scenario], others: Iterable[Path] = ()
) -> tuple[dict[str, bytes], dict[Path, str]]:
    """The files that scenarios were read from, and others, by their names; and the name of each.

    Files keep their places to each other, so that a script finds its workbook, unless that would
    name people's folders. One that is no longer what was read is left out.
    """
    read = {Path(p): digest for scenario in scenarios for p, digest in scenario.read_from.items()}
    found = {path: _content(path) for path in (*read, *(path.resolve() for path in others))}
    there = {
        path: content
        for path, content in sorted(found.items())
        if content and read.get(path) in (None, sha256(content).hexdigest())
    }
    shared = Path(os.path.commonpath([path.parent for path in there] or [Path()]))
    apart = shared in Path(os.path.expanduser("~")).parents or shared.name in _PEOPLE  # noqa: PTH111
    names = dict[Path, str]()
    for number, path in enumerate(there, 1):
        own = path.name if path.name not in names.values() else f"{number}/{path.name}"
        names[path] = own if apart else path.relative_to(shared).as_posix()
    told = {path: name.encode("utf-8", "replace").decode() for path, name in names.items()}
    return {told[path]: content for path, content in there.items()}, told


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


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
    path = folder / DRAWS[not columns]
    with replacing(path) as temporary:
        if columns:
            frame.to_parquet(temporary, index=False)
        else:
            temporary.write_bytes(gzip.compress(frame.to_csv(index=False).encode(), mtime=0))
    return path


def results_of(found: Report | SideBySide, more: Mapping[str, object], asked: Request) -> Json:
    """The object of ``results.json`` and ``--json``, and the identity of the run first of all.

    ``more`` are further analyses, by their names.
    """
    results = {**(as_json(found) if isinstance(found, Report) else found.records()), **more}
    made_by = [_versions(), asked.hashes, results]
    text = json.dumps(made_by, ensure_ascii=True, allow_nan=False)
    return {"run": sha256(text.encode()).hexdigest()[:12], **results}


def _versions() -> Json:
    return {"Python": platform.python_version(), **{name: version(name) for name in PACKAGES}}


def provenance(found: Report | SideBySide, asked: Request, run: object) -> Json:
    """What a run or a comparison was, in the order shown: enough to make it again exactly."""
    if isinstance(found, Report):
        scenario, drawn = found.scenario, {"Design": found.design.name}
        draws, seed = found.design.size, found.design.seed
    else:
        scenario, drawn = found.scenarios[0], {"Scenarios": ", ".join(found.comparison.scenarios)}
        draws, seed = found.comparison.draws, found.comparison.seed
    return {
        "Run": run,
        "Workbook": scenario.workbook,
        "Workbook sha256": scenario.sha256,
        **{started(label): text for label, text in scenario.about.items() if "sha256" in label},
        **drawn,
        "Draws": draws,
        "Seed": seed,
        "Command": shlex.join(["econ", *asked.words]) if asked.words else NOT_KNOWN,
        "Commit": commit(),
        "Date": today(),
        **_versions(),
        "Processor": processor(),
    }


def processor() -> str:
    """What this machine works with, as far as its last digits may depend on it."""
    found = np.show_config(mode="dicts")["SIMD Extensions"].get("found", [])
    return " ".join([platform.system(), platform.machine(), *found])


def seal(folder: Path, record: Mapping[str, object], asked: Request) -> None:
    """Add what a set was made from, then its record, with the SHA-256 of each file of the set."""
    if asked.inputs:
        with replacing(folder / INPUTS) as temporary, ZipFile(temporary, "w") as out:
            for name, content in asked.inputs.items():
                out.writestr(ZipInfo(name), content, ZIP_DEFLATED)
    files = {path.name: sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}
    told = {"Place": asked.place, "Inputs": asked.hashes, "Files": files}
    write_json({**record, **told}, folder / RECORD)


def made_by(run: str) -> str:
    """How every file of a run that is read by people says of which run it is.

    >>> made_by("3f9a2c81d0aa")
    'Made by econ, run 3f9a2c81d0aa'
    """
    return f"Made by econ, run {run}" if run else "Made by econ"


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
        return NOT_KNOWN
    return said.strip()
