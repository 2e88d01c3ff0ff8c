"""A table of 42 boards in seven scenarios: ``python -m tests.benchmarks.batch [draws] [boards]``.

Seconds of the processor for reading the table, for its runs, and for gathering what they found; one
worker. Then, of a few boards, whether 20 kills at random moments leave the same bits.
"""

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from econ.batch.results import run_batch
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


def killed(kills: int, boards: int = 3) -> bool:
    """Whether a batch that is killed again and again comes to the bits of one that is not."""
    with TemporaryDirectory() as folder:
        place = Path(folder)
        few = few_boards(place, boards)
        run_batch(read_batch(few), place / "whole", draws=200)
        words = ["batch", str(few), "--draws", "200", "--out", str(place / "killed")]
        asked = [sys.executable, "-m", "econ", *words]
        chance = random.Random(1)  # noqa: S311 - moments, not secrets
        for _ in range(kills):
            with subprocess.Popen(asked, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as p:
                time.sleep(chance.uniform(1, 6))
                p.kill()
        subprocess.run(asked, check=True, capture_output=True)
        files = (place / name / DATA for name in ("whole", "killed"))
        one, other = (file.read_bytes() for file in files)
        left = {path.name for path in (place / "killed").rglob(".*")}
        return one == other and not left


def few_boards(folder: Path, boards: int) -> Path:
    """The table's first boards, which name their workbook by its whole path."""
    lines = TABLE.read_text("utf-8").splitlines()[: boards + 1]
    book = (ROOT / "parameters" / "side_by_side.xlsx").as_posix()
    path = folder / "boards.csv"
    text = "\n".join(line.replace("parameters/side_by_side.xlsx", book) for line in lines)
    path.write_text(text + "\n", "utf-8")
    return path


if __name__ == "__main__":
    asked = [int(word) for word in sys.argv[1:]]
    of_boards(*(asked + [10_000, 42][len(asked) :]))
    sys.stdout.write(f"20 kills leave the same bits: {killed(20)}\n")
