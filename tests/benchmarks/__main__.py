"""How long things take, and how much memory: ``python -m tests.benchmarks``.

Each line races this package against the same work written by hand in NumPy (or openpyxl alone), in
turns, on one machine, in one process. Nothing here is a test: a figure belongs to its machine. The
analyses have benchmarks of their own beside this file.
"""

import sys
from collections.abc import Iterator
from functools import partial

from tests.benchmarks import forty_parameters, reading, whole_run
from tests.benchmarks.race import HEADINGS, Race, race


def races() -> Iterator[Race]:
    """One race a line; another benchmark is another line here."""
    for draws in (10_000, 1_000_000):
        yield race(
            f"{draws:,} draws of forty parameters",
            partial(forty_parameters.by_econ, draws),
            partial(forty_parameters.by_hand, draws),
        )
    yield race("reading the workbooks", reading.by_econ, reading.by_openpyxl)
    yield race("econ run, from start to finish", whole_run.by_econ, None, repeats=3)


if __name__ == "__main__":
    sys.stdout.write(f"{HEADINGS}\n")
    for finished in races():
        sys.stdout.write(f"{finished.row()}\n")
        sys.stdout.flush()
