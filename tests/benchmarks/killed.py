"""Runs that are killed at random moments: ``python -m tests.benchmarks.killed [times] [seed]``.

Each command is killed outright, again and again; then the same command runs to its end. What it
leaves at every moment is one whole set or none, and at the end the bytes of a run that nobody
disturbed, and nothing else.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from econ.errors import ScenarioError
from econ.reports.sets import look_through
from tests.test_files import ended, one_set, writing
from tests.workbook.small import written

COMMANDS = {
    "mine": ("run", "mine.xlsx", "--draws", "200"),
    "mine-compare": ("compare", "mine.xlsx", "more.py", "--draws", "200"),
    "mine-sensitivity": ("sensitivity", "mine.xlsx", "--draws", "200", "--size", "256"),
    "mine-what-if": ("what-if", "mine.xlsx", "--draws", "200"),
}
MORE = 'import econ\nscenario = econ.read("mine.xlsx").vary("More", why="a plan", people=60)\n'
FIXED = {**os.environ, "SOURCE_DATE_EPOCH": "1764201600"}


def begun(words: tuple[str, ...], folder: Path) -> subprocess.Popen[bytes]:
    """A command that has begun, in a folder."""
    return subprocess.Popen(
        [sys.executable, "-m", "econ", *words],
        cwd=folder,
        env={**FIXED, "PYTHONPATH": str(Path(__file__).parents[2])},
        stdout=subprocess.DEVNULL,
    )


def bytes_in(folder: Path) -> dict[str, bytes]:
    """What is in a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def killed(times: int, seed: int) -> dict[str, int]:
    """Kill each command in turns, and tell how many moments found what; a mixed set raises."""
    drawn, found = random.Random(seed), dict[str, int]()  # noqa: S311 - moments, no secrets
    with TemporaryDirectory() as place:
        folder = Path(place)
        written(folder)
        (folder / "more.py").write_text(MORE, "utf-8")
        whole, took = dict[str, dict[str, bytes]](), dict[str, float]()
        for name, words in COMMANDS.items():
            start = time.monotonic()
            assert begun((*words, "--out", "alone"), folder).wait() == 0
            took[name], whole[name] = time.monotonic() - start, bytes_in(folder / "alone" / name)
        for turn in range(times):
            name, words = list(COMMANDS.items())[turn % len(COMMANDS)]
            program, results = begun(words, folder), folder / "results"
            time.sleep(drawn.random() * 1.1 * took[name])
            program.send_signal(signal.SIGKILL)
            ended = "killed" if program.wait() else "done"
            left = any(results.glob(".econ-*")) if results.is_dir() else False
            state = "none yet"
            if (results / name).exists():
                state = "whole"
                assert look_through(results / name)[2] == ()
                assert bytes_in(results / name).keys() == whole[name].keys()
            key = f"{ended}, {state}{', half a set beside it' if left else ''}"
            found[key] = found.get(key, 0) + 1
        for name, words in COMMANDS.items():
            assert begun(words, folder).wait() == 0
            assert bytes_in(folder / "results" / name) == whole[name]
        assert {path.name for path in (folder / "results").iterdir()} == {*COMMANDS}
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
