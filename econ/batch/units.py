"""Units of work, one by one or on several processes, each kept whole as it is finished.

A finished unit is a file of its own, named for all that it was made from. Whatever stops a batch,
the same command finds those files and goes on; what was made from anything else is made again.
"""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from threading import Thread
from time import sleep
from typing import TYPE_CHECKING, Any

from econ.batch.table import Batch, Unit, identity_of
from econ.errors import BatchError, Problem
from econ.files import replacing
from econ.model.designs import MonteCarlo
from econ.reports.batch import (
    DATA_COLUMNS,
    BatchFound,
    DataLine,
    batch_found,
    data_lines,
    run_figures,
)

if TYPE_CHECKING:
    import pyarrow as pa

DATA, BESIDE = "runs.parquet", "units"
"""The data set of a batch, and the folder of its finished units, beside each other."""
_OURS = re.compile(r"[0-9a-f]{16}\.parquet|\.[\w-]+\.parquet")
"""What files of units are called, and those that are not whole yet."""


@dataclass(frozen=True, slots=True)
class Task:
    """A unit, with all else that its figures rest on."""

    unit: Unit
    identity: str
    draws: int
    seed: int
    versions: str


def versions_in_use() -> str:
    """What tells this package's code, Python, NumPy and SciPy from any other."""
    code = sha256()
    for path in sorted(Path(str(files("econ"))).rglob("*.py")):
        code.update(path.read_bytes())
    rest = (platform.python_version(), version("numpy"), version("scipy"))
    return "-".join((code.hexdigest()[:16], *rest))


def lines_of(task: Task) -> list[DataLine]:
    """All rows of a unit."""
    design = MonteCarlo(task.draws, task.seed)
    lines = list[DataLine]()
    for run in task.unit.runs:
        named = (identity_of(run, task.identity), run.board, run.workbook, run.scenario.name)
        figures = run_figures(run.scenario, design)
        lines += data_lines((*named, run.cohort), run.scenario, design, figures)
    return lines


def tasks_of(batch: Batch, draws: int, seed: int) -> list[Task]:
    """Every unit of a batch as work to be done."""
    now = versions_in_use()
    return [
        Task(unit, unit.identity(draws=draws, seed=seed, versions=now), draws, seed, now)
        for unit in batch.units
    ]


def unfinished(tasks: Sequence[Task], folder: Path) -> list[Task]:
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
    tasks: Sequence[Task],
    folder: Path,
    *,
    workers: int = 1,
    cluster: str = "",
    progress: Callable[[int], None] | None = None,
) -> None:
    """Finish these units, each kept whole in its file at once; ``progress`` is told how many.

    With ``workers`` above 1 by joblib's processes, or on the Dask scheduler at the address
    ``cluster``: the numbers are the same to the last bit (C11).

    Raises ``BatchError`` where workers are lost or cannot be reached, and ``ImportError`` without
    joblib or Dask.
    """
    if cluster:
        done = _on_cluster(tasks, cluster)
    else:
        done = _by_processes(tasks, workers) if workers > 1 else _one_by_one(tasks)
    for count, (identity, lines) in enumerate(done, 1):
        _write(as_table(lines, unit=identity), _place(folder, identity))
        if progress is not None:
            progress(count)


def _place(folder: Path, identity: str) -> Path:
    return folder / BESIDE / f"{identity}.parquet"


_Done = Iterator[tuple[str, list[DataLine]]]


def told_lines(task: Task) -> tuple[str, list[DataLine]]:
    """The rows of a unit with its identity, as they come back from another process.

    Raises ``BatchError`` where that has another version than the process that asks.
    """
    if task.versions != versions_in_use():
        what = "has another version of econ, Python, NumPy or SciPy than the one that asks"
        raise _fault("a worker", what, "Install the same there.")
    return task.identity, lines_of(task)


def _one_by_one(tasks: Sequence[Task]) -> _Done:
    return ((task.identity, lines_of(task)) for task in tasks)


def _by_processes(tasks: Sequence[Task], workers: int) -> _Done:
    from concurrent.futures.process import BrokenProcessPool

    from joblib import Parallel, delayed

    how = {"return_as": "generator_unordered", "batch_size": 1, "initializer": _end_with_parent}
    pool = Parallel(workers, **how)
    try:
        yield from pool(delayed(told_lines)(task) for task in tasks)
    except BrokenProcessPool:
        raise _lost() from None


def _end_with_parent() -> None:
    """End this process soon after the one that began it is gone: killed, it cannot say so."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            sleep(1)
        os._exit(1)

    Thread(target=watch, daemon=True).start()


def _on_cluster(tasks: Sequence[Task], address: str) -> _Done:
    from distributed import Client, as_completed
    from distributed.scheduler import KilledWorker

    try:
        client = Client(address, timeout="10s", set_as_default=False)
    except (OSError, ValueError) as error:
        what = f"no Dask scheduler answers at {address}: {error}"
        raise _fault("--cluster", what, "Start one there, or use --workers.") from None
    with client:
        sent = [client.submit(told_lines, task, pure=False) for task in tasks]
        try:
            for _, found in as_completed(sent, client.loop, with_results=True):
                yield found
        except KilledWorker:
            raise _lost() from None


def _lost() -> BatchError:
    what = "was lost: the system may have stopped it for want of memory"
    remedy = "Finished units are kept: run the same command again, with fewer workers or draws."
    return _fault("a worker", what, remedy)


def _fault(who: str, what: str, remedy: str) -> BatchError:
    return BatchError("batch", [Problem("", who, what, remedy)])


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


def gather(batch: Batch, tasks: Sequence[Task], folder: Path) -> BatchFound:
    """All finished units as one data set, in the order of the table of work, and what it tells.

    Units of other inputs, and what a killed program has left beside them, are removed.
    """
    import pyarrow.parquet as pq

    places = [_place(folder, task.identity) for task in tasks]
    lines: list[DataLine] = []
    for path in places:
        columns = pq.read_table(path).columns
        lines += zip(*(column.to_pylist() for column in columns), strict=True)
    identity = sha256(" ".join(task.identity for task in tasks).encode()).hexdigest()[:16]
    _write(as_table(lines, batch=identity), folder / DATA)
    for path in set((folder / BESIDE).iterdir()) - set(places):
        if _OURS.fullmatch(path.name):  # what else is there is somebody's own
            path.unlink(missing_ok=True)
    return batch_found(identity, batch.name, lines, tasks[0].draws, tasks[0].seed)
