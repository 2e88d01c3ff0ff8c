"""A table of 42 boards in seven scenarios: ``python -m tests.benchmarks.batch [draws] [boards]``.

Seconds of the processor for reading the table, for its runs, and for gathering what they found; one
worker. What kills leave of a batch is in ``killed.py``.
"""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from econ.batch.table import read_batch
from econ.batch.units import gather, tasks_of, work_through
from econ.files import DATA

ROOT = Path(__file__).parents[2]
TABLE = ROOT / "scenarios" / "boards.csv"


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Tell how long something took this process."""
    began = time.process_time()
    yield
    sys.stdout.write(f"{what}: {time.process_time() - began:.1f} s of the processor\n")
    sys.stdout.flush()


def of_boards(draws: int, boards: int) -> None:
    """Read, run and gather, each timed."""
    with TemporaryDirectory() as folder:
        with timed("reading the table"):
            whole = read_batch(TABLE)
        batch = replace(whole, units=whole.units[:boards])
        tasks = tasks_of(batch, draws, 2025)
        with timed(f"{len(batch.runs)} runs of {draws:,} draws"):
            work_through(tasks, Path(folder))
        with timed("gathering them"):
            gather(batch, tasks, Path(folder), Path(folder))
        sys.stdout.write(f"{(Path(folder) / DATA).stat().st_size / 1e6:.1f} MB of Parquet\n")


if __name__ == "__main__":
    asked = [int(word) for word in sys.argv[1:]]
    of_boards(*(asked + [10_000, 42][len(asked) :]))
