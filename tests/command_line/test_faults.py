"""The world's faults, each made to happen: full disks, signals, closed streams, lost folders."""

from __future__ import annotations

import errno
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from econ.__main__ import app
from econ.command_line import running
from econ.command_line.messages import errors_for_people
from econ.files import replacing_set
from econ.model.designs import MonteCarlo
from econ.output import save
from econ.reports.report import Report, report
from tests.programmes import programme, saving
from tests.workbook.small import written

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def found() -> Report:
    scenario = programme({"people": 10, "price": 20}, [saving("visits", "people", "price")])
    return report(scenario, MonteCarlo(20, 1))


@contextmanager
def no_file_larger_than(size: int) -> Iterator[None]:
    """As on a disk that is full after so many bytes of a file."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("size", [100, 20_000, 60_000])
def test_a_disk_that_is_full_at_any_file_leaves_the_old_set_and_nothing_else_c19(
    found: Report, tmp_path: Path, size: int
) -> None:
    """C19. The results do not fit, a page does not, a workbook does not."""
    with replacing_set(tmp_path / "mine") as there:
        (there / "run.json").write_text("the old one")
    with pytest.raises(OSError, match=os.strerror(errno.EFBIG)) as told, no_file_larger_than(size):
        save(found, tmp_path / "mine")
    assert told.value.filename == str(tmp_path / "mine")
    assert [path.read_text() for path in (tmp_path / "mine").iterdir()] == ["the old one"]
    assert list(tmp_path.iterdir()) == [tmp_path / "mine"]


def test_no_folder_for_temporary_files_is_needed(
    found: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none() -> str:
        raise FileNotFoundError(errno.ENOENT, "No usable temporary directory found")

    monkeypatch.setattr(tempfile, "gettempdir", none)
    monkeypatch.setattr(tempfile, "tempdir", "/nonexistent")
    *_, summary = save(found, tmp_path / "mine")
    assert summary.is_file()


@pytest.mark.parametrize(
    ("number", "code", "said"),
    [
        (errno.ENOSPC, 2, "has no room: the disk is full"),
        (errno.EDQUOT, 2, "has no room: the disk is full"),
        (errno.EACCES, 2, "may not be used, or is open in another program"),
        (errno.EROFS, 2, "is on a disk that cannot be written to"),
        (errno.ENOTDIR, 2, "is a file, where a folder is needed"),
        (errno.EISDIR, 2, "is a folder, where a file is needed"),
        (errno.ENAMETOOLONG, 2, "has too long a name"),
        (errno.EIO, 3, f"cannot be used: {os.strerror(errno.EIO)}"),
    ],
)
def test_what_the_world_does_is_told_in_plain_words_with_what_to_do(
    number: int, code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(typer.Exit) as ended, errors_for_people():
        raise OSError(number, os.strerror(number), "results/mine")
    assert ended.value.exit_code == code
    first, remedy = capsys.readouterr().err.splitlines()
    assert first == f"results/mine: {said}"
    assert remedy.startswith("    ")
    assert remedy.endswith(".")


STOPPED = """
import importlib.abc, os, runpy, sys

moment, number = sys.argv[1:]

class Stop(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name == moment:
            os.kill(os.getpid(), int(number))

sys.meta_path.insert(0, Stop())
sys.argv = ["-m", "check", "mine.xlsx"]  # as Python has it while the package is imported
runpy.run_module("econ", run_name="__main__", alter_sys=True)
"""
"""The command line, told to end at the moment at which it imports something."""


@pytest.mark.parametrize(
    ("moment", "signal", "code"),
    [
        ("importlib.metadata", 2, -2),
        ("typer", 2, -2),
        ("econ.workbook.read", 2, 130),
        ("econ.workbook.read", 15, 143),
        ("econ.workbook.read", 1, 129),
    ],
)
def test_ctrl_c_a_closed_terminal_and_kill_end_without_a_word_at_any_moment(
    tmp_path: Path, moment: str, signal: int, code: int
) -> None:
    written(tmp_path)
    found = subprocess.run(
        [sys.executable, "-c", STOPPED, moment, str(signal)],
        capture_output=True,
        check=False,
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"]},
    )
    assert (found.returncode, found.stdout, found.stderr) == (code, b"", b"")


@pytest.mark.parametrize("number", [1, 2, 15])
def test_who_is_told_to_end_while_a_script_is_read_does_not_blame_the_script(
    tmp_path: Path, number: int
) -> None:
    (tmp_path / "mine.py").write_text(
        f"import os, time\nos.kill(os.getpid(), {number})\ntime.sleep(9)"
    )
    found = subprocess.run(
        [sys.executable, "-m", "econ", "run", "mine.py"],
        capture_output=True,
        check=False,
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"]},
    )
    assert (found.returncode, found.stdout, found.stderr) == (128 + number, b"", b"")


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("check mine.xlsx >&-", 0, ""),
        ("check none.xlsx 2>&-", 3, ""),
        ("check none.xlsx 2>/dev/full", 3, ""),
        ("check mine.xlsx --json >/dev/full", 2, "standard output: has no room: the disk is full"),
        ("--help >/dev/full", 2, "standard output: has no room: the disk is full"),
    ],
)
def test_streams_that_are_closed_or_full_are_no_fault_of_ours(
    tmp_path: Path, line: str, code: int, said: str
) -> None:
    written(tmp_path)
    found = subprocess.run(
        ["/bin/bash", "-c", f"{sys.executable} -m econ {line}"],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"]},
    )
    assert (found.returncode, found.stdout) == (code, "")
    assert found.stderr.splitlines()[:1] == ([said] if said else [])
    assert "Traceback" not in found.stderr


@pytest.mark.parametrize(
    ("words", "option"),
    [
        (("sensitivity", "mine.xlsx", "--size", "16777216"), "--size"),
        (("sensitivity", "mine.xlsx", "--draws", "10000000000"), "--draws"),
        (("value", "mine.xlsx", "--draws", "10000000000"), "--draws"),
        (("compare", "mine.xlsx", "mine.xlsx", "--draws", "10000000000"), "--draws"),
        (("what-if", "mine.xlsx", "--draws", "10000000000"), "--draws"),
    ],
)
def test_more_than_memory_holds_is_refused_before_it_is_begun_by_every_command(
    tmp_path: Path, words: tuple[str, ...], option: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(running, "_memory", lambda: 1e9)
    written(tmp_path)
    found = CliRunner().invoke(app, list(words))
    assert found.exit_code == 2
    assert f"Invalid value for {option}" in found.stderr
    assert "more than this machine has" in " ".join(found.stderr.replace("│", " ").split())
    assert not Path("results").exists()
