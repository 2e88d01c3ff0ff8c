"""Units of work, one by one or on several processes, each kept whole as it is finished.

A finished unit is a file of its own, named for all that it was made from. Whatever stops a batch,
the same command finds those files and goes on; what was made from anything else is made again.
"""

from __future__ import annotations

import platform
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from econ.batch.table import Batch, Unit, identity_of
from econ.errors import BatchError, Problem
from econ.files import DATA, replacing
from econ.methods.workers import ALONE, Workers
from econ.model.designs import MonteCarlo
from econ.model.form_trees import FormTrees
from econ.reports.batch import (
    DATA_COLUMNS,
    BatchFound,
    DataLine,
    batch_found,
    data_lines,
    found_together,
)

if TYPE_CHECKING:
    import pyarrow as pa

BESIDE = "units"
"""The folder of a batch's finished units, beside its data set."""
_OURS = re.compile(r"[0-9a-f]{16}\.parquet|\.[\w-]+\.parquet")
"""What files of units are called, and those that are not whole yet."""


@dataclass(frozen=True, slots=True)
class BoardTask:
    """A unit, with all else that its figures rest on."""

    unit: Unit
    identity: str
    draws: int
    seed: int
    versions: str


@cache
def versions_in_use() -> str:
    """What tells this package's code, Python, NumPy and SciPy from any other: as first read."""
    code = sha256()
    for path in sorted(Path(str(files("econ"))).rglob("*.py")):
        code.update(path.read_bytes())
    rest = (platform.python_version(), version("numpy"), version("scipy"))
    return "-".join((code.hexdigest()[:16], *rest))


def lines_of(task: BoardTask, trees: FormTrees | None = None) -> list[DataLine]:
    """All rows of a unit; ``trees`` are what is known of forms from others."""
    design = MonteCarlo(task.draws, task.seed)
    lines = list[DataLine]()
    found = found_together([run.scenario for run in task.unit.runs], design, trees)
    for run, figures in zip(task.unit.runs, found, strict=True):
        named = (identity_of(run, task.identity), run.board, run.workbook, run.scenario.name)
        lines += data_lines((*named, run.cohort), run.scenario, design, figures)
    return lines


def tasks_of(batch: Batch, draws: int, seed: int) -> list[BoardTask]:
    """Every unit of a batch as work to be done."""
    now = versions_in_use()
    return [
        BoardTask(unit, unit.identity(draws=draws, seed=seed, versions=now), draws, seed, now)
        for unit in batch.units
    ]


def unfinished(tasks: Sequence[BoardTask], folder: Path) -> list[BoardTask]:
    """The tasks of which no whole file is there."""
    return [task for task in tasks if not _whole(_place(folder, task.identity))]


def _whole(path: Path) -> bool:
    import pyarrow.parquet as pq

    try:
        pq.read_metadata(path)
    except (OSError, ValueError):  # not there, or cut short by a loss of power
        return False
    return True


def work_through(
    tasks: Sequence[BoardTask],
    folder: Path,
    *,
    workers: Workers = ALONE,
    progress: Callable[[int], None] | None = None,
) -> None:
    """Finish these units, each kept whole in its file at once; ``progress`` is told how many.

    Whoever works, the numbers are the same to the last bit (C11).

    Raises ``ScenarioError`` where a worker is lost, and ``BatchError`` where one has another
    version: what is finished is kept.
    """
    trees = FormTrees()
    asked = [partial(told_lines, task, trees) for task in tasks]
    for count, (identity, lines) in enumerate(workers.work(asked), 1):
        _write(as_table(lines, unit=identity), _place(folder, identity))
        if progress is not None:
            progress(count)


def _place(folder: Path, identity: str) -> Path:
    return folder / BESIDE / f"{identity}.parquet"


def told_lines(task: BoardTask, trees: FormTrees | None = None) -> tuple[str, list[DataLine]]:
    """The rows of a unit with its identity, as they come back from another process.

    Raises ``BatchError`` where that has another version than the process that asks.
    """
    if task.versions != versions_in_use():
        what = "has another version of econ, Python, NumPy or SciPy than the one that asks"
        told = Problem("", "a worker", what, "Install the same there.")
        raise BatchError("batch", [told])
    return task.identity, lines_of(task, trees)


def as_table(lines: Sequence[DataLine], **said: str) -> pa.Table:
    """Rows of the data set as a table of Arrow, with its schema; ``said`` goes into its file."""
    import pyarrow as pa

    kinds: dict[str, Any] = {
        "text": pa.string(),
        "whole number": pa.int64(),
        "number": pa.float64(),
    }
    schema = pa.schema(
        [pa.field(c.name, kinds[c.kind], metadata={"meaning": c.meaning}) for c in DATA_COLUMNS],
        metadata=said,
    )
    columns = zip(*lines, strict=True)
    arrays = [pa.array(cells, one.type) for cells, one in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def _write(table: pa.Table, path: Path) -> None:
    import pyarrow.parquet as pq

    with replacing(path) as temporary:
        pq.write_table(table, temporary)


def gather(batch: Batch, tasks: Sequence[BoardTask], folder: Path, into: Path) -> BatchFound:
    """All finished units of a folder as one data set, in the order of the table of work.

    It is written ``into`` another folder; returns what it tells. Units of other inputs, and what a
    killed program has left beside them, are removed.
    """
    import pyarrow.parquet as pq

    places = [_place(folder, task.identity) for task in tasks]
    lines: list[DataLine] = []
    for path in places:
        columns = pq.read_table(path).columns
        lines += zip(*(column.to_pylist() for column in columns), strict=True)
    identity = sha256(" ".join(task.identity for task in tasks).encode()).hexdigest()[:12]
    _write(as_table(lines, batch=identity), into / DATA)
    for path in set((folder / BESIDE).iterdir()) - set(places):
        if _OURS.fullmatch(path.name):  # what else is there is somebody's own
            path.unlink(missing_ok=True)
    return batch_found(identity, batch.name, lines, tasks[0].draws, tasks[0].seed)
