"""Runs that are killed at random moments: ``python -m tests.benchmarks.killed [times] [seed]``.

Each command is killed outright, again and again; then the same command runs to its end. What it
leaves at every moment is one whole set or none, and at the end the bytes of a run that nobody
disturbed, and nothing else. A batch makes no unit again that was finished before a kill.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory

from econ.batch.units import BESIDE
from econ.errors import ScenarioError
from econ.files import BEGUN
from econ.reports.sets import look_through
from tests.batch.work import table
from tests.test_files import ended, one_set, writing

COMMANDS = {
    "mine": ("run", "mine.xlsx", "--draws", "200"),
    "mine-compare": ("compare", "mine.xlsx", "more.py", "--draws", "200"),
    "mine-sensitivity": ("sensitivity", "mine.xlsx", "--draws", "200", "--size", "256"),
    "mine-what-if": ("what-if", "mine.xlsx", "--draws", "200"),
    "boards": ("batch", "boards.csv", "--draws", "200000"),  # so many that kills part its two units
}
MORE = 'import econ\nscenario = econ.read("mine.xlsx").vary("More", why="a plan", people=60)\n'
FIXED = {**os.environ, "SOURCE_DATE_EPOCH": "1764201600"}
HALF = f"{BESIDE}/{BEGUN}"
"""How the file of a batch's unit begins while it is made."""


def begun(words: tuple[str, ...], folder: Path) -> subprocess.Popen[bytes]:
    """A command that has begun, in a folder; what it says is there in ``told.txt``."""
    with (folder / "told.txt").open("wb") as told:
        return subprocess.Popen(
            [sys.executable, "-m", "econ", *words],
            cwd=folder,
            env={**FIXED, "PYTHONPATH": str(Path(__file__).parents[2])},
            stdout=told,
            stderr=told,
        )


def bytes_in(folder: Path) -> dict[str, bytes]:
    """What is in a folder and in those within it."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def left_in(folder: Path, whole: dict[str, bytes], made: dict[Path, int]) -> str:
    """What stands in a folder, in words; what is mixed, or a unit that was made again, raises.

    ``made`` has when each finished unit was made, and is told of those that are new.
    """
    units, state = list(folder.glob(f"{BESIDE}/[!.]*")), "none yet"
    for unit in units:
        moment = unit.stat().st_mtime_ns
        assert made.setdefault(unit, moment) == moment, f"{unit.name} was made again"
    there = {name: bits for name, bits in bytes_in(folder).items() if HALF not in name}
    if folder.exists() and {path.name for path in folder.iterdir()} != {BESIDE}:
        state = "whole"
        assert look_through(folder)[2] == ()
        assert there.keys() >= {name for name in whole if "/" not in name}
    assert there.items() <= whole.items()
    half = [*folder.parent.glob(f"{BEGUN}*"), *folder.rglob(f"{BEGUN}*")]
    kept = f", units: {len(units)}" if units else ""
    return f"{state}{kept}{', half a set beside it' if half else ''}"


def killed(times: int, seed: int) -> dict[str, int]:
    """Kill each command in turns, and tell how many moments found what; a mixed set raises."""
    drawn, found = random.Random(seed), dict[str, int]()  # noqa: S311 - moments, no secrets
    with TemporaryDirectory() as place:
        folder = Path(place)
        table(folder)
        (folder / "more.py").write_text(MORE, "utf-8")
        results, made = folder / "results", dict[Path, int]()
        whole, took = dict[str, dict[str, bytes]](), dict[str, float]()
        for name, words in COMMANDS.items():
            start = time.monotonic()
            assert begun(words, folder).wait() == 0
            took[name], whole[name] = time.monotonic() - start, bytes_in(results / name)
        rmtree(results)
        for turn in range(times):
            name, words = list(COMMANDS.items())[turn % len(COMMANDS)]
            program = begun(words, folder)
            time.sleep(drawn.random() * 1.1 * took[name])
            program.send_signal(signal.SIGKILL)
            code = program.wait()
            assert code in (0, -signal.SIGKILL), (folder / "told.txt").read_text("utf-8")
            state = left_in(results / name, whole[name], made)
            key = f"{words[0]}: {'killed' if code else 'done'}, {state}"
            found[key] = found.get(key, 0) + 1
            if code == 0:
                assert bytes_in(results / name) == whole[name]
                assert not list(results.glob(f"{BEGUN}*"))
                if (results / name / BESIDE).exists():  # what has its units is not killed in them
                    rmtree(results / name / BESIDE)
                    made.clear()
        for name, words in COMMANDS.items():
            assert begun(words, folder).wait() == 0
            assert bytes_in(results / name) == whole[name]
        assert {path.name for path in results.iterdir()} == {*COMMANDS}
    return found


def killed_while_writing(times: int, seed: int) -> dict[int, int]:
    """Kill a program that does nothing but write sets; returns how often it left what beside."""
    drawn, found = random.Random(seed), dict[int, int]()  # noqa: S311 - moments, no secrets
    with TemporaryDirectory() as place:
        folder = Path(place) / "mine"
        for _ in range(times):
            program = writing(folder)
            (folder / "notes.txt").write_text("somebody else's")
            time.sleep(drawn.random() / 50)
            ended(program, signal.SIGKILL)
            names = {path.name for path in folder.iterdir()} - {"notes.txt"}
            assert names == {"results.json", "summary.html", "run.json"}
            assert len({(folder / name).read_text() for name in names}) == 1
            left = len(list(Path(place).iterdir())) - 1
            found[left] = found.get(left, 0) + 1
            one_set(folder, "the next")
            assert {path.name for path in folder.iterdir()} == {"notes.txt", "run.json"}
            assert list(Path(place).iterdir()) == [folder]
    return found


if __name__ == "__main__":
    asked = [int(word) for word in sys.argv[1:]]
    try:
        moments = killed(*(asked + [200, 1][len(asked) :]))
    except ScenarioError as error:
        sys.exit(f"a mixed set: {error}")
    sys.stdout.write("".join(f"{count:5d}  {what}\n" for what, count in sorted(moments.items())))
    for left, count in sorted(killed_while_writing(200, 1).items()):
        sys.stdout.write(f"{count:5d}  killed while writing, {left} left beside a whole set\n")
