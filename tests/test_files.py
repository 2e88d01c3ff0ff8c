"""Folders of files that are of one run, whatever is killed when, and full disks (C19)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from errno import EINVAL, ENOSPC
from pathlib import Path

import pytest

from econ import files
from econ.files import replacing, replacing_set

ROOT = Path(__file__).parents[1]
WRITER = """
import sys
from pathlib import Path
from econ.files import replacing_set
folder, first = Path(sys.argv[1]), int(sys.argv[2])
for number in range(first, 10**9):
    with replacing_set(folder) as there:
        for name in ("results.json", "summary.html", "run.json"):
            (there / name).write_text(str(number))
    if number == first:
        print("begun", flush=True)
"""


def writing(folder: Path, first: int = 0) -> subprocess.Popen[str]:
    """A program that writes one set after another, each with its own number in every file."""
    words = [sys.executable, "-c", WRITER, str(folder), str(first)]
    begun = subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert begun.stdout is not None
    assert begun.stdout.readline() == "begun\n"
    return begun


def held(folder: Path) -> set[str]:
    return {path.read_text() for path in folder.iterdir()}


def ended(program: subprocess.Popen[str], how: int) -> None:
    program.send_signal(how)
    program.communicate()


def one_set(folder: Path, number: str) -> None:
    with replacing_set(folder) as there:
        (there / "run.json").write_text(number)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_what_is_killed_leaves_one_whole_set_and_the_next_run_nothing_else_c19(
    tmp_path: Path, how: int
) -> None:
    """C19. At moments that are spread over a few sets, each of which takes about a millisecond."""
    folder = tmp_path / "mine"
    for moment in (0.0, 0.0137, 0.0291):
        program = writing(folder)
        (folder / "notes.txt").write_text((folder / "run.json").read_text())
        time.sleep(moment)
        ended(program, how)
        assert {p.name for p in folder.iterdir()} >= {"results.json", "summary.html", "run.json"}
        mine = folder / "notes.txt"
        kept = [mine, *tmp_path.glob(".econ-*/notes.txt")]
        assert sum(path.exists() for path in kept) == 1
        numbers = {path.read_text() for path in folder.iterdir() if path != mine}
        assert len(numbers) == 1
        one_set(folder, "the next")
        assert {path.name for path in folder.iterdir()} == {"notes.txt", "run.json"}
        assert list(tmp_path.iterdir()) == [folder]


def test_two_at_once_never_mix_and_what_lives_is_not_swept_c19(tmp_path: Path) -> None:
    """C19."""
    folder = tmp_path / "mine"
    programs = [writing(folder, first) for first in (0, 10**6)]
    for _ in range(200):
        one_set(tmp_path / "another", "here")  # which sweeps
    assert all(program.poll() is None for program in programs)
    for program in programs:
        ended(program, signal.SIGKILL)
    assert len(held(folder)) == 1
    one_set(folder, "last")
    assert held(folder) == {"last"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["another", "mine"]


def test_where_two_names_cannot_be_exchanged_the_old_set_is_moved_aside_c19(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """C19. A program killed between the two moves leaves no set, and the next one puts it back."""
    monkeypatch.setattr(files, "_exchanged", lambda *_: False)
    folder = tmp_path / "mine"
    for number in "12":
        one_set(folder, number)
        assert held(folder) == {number}
        assert list(tmp_path.iterdir()) == [folder]
    folder.rename(tmp_path / ".econ-mine-abcd1234")
    with replacing(tmp_path / "other.txt") as other:
        other.write_text("other")
    assert held(folder) == {"2"}


def test_what_fails_leaves_the_old_set_and_is_told_of_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    one_set(folder, "1")
    (folder / "notes.txt").write_text("1")
    full = OSError(ENOSPC, "No space left on device")
    with pytest.raises(OSError, match="mine") as told, replacing_set(folder) as there:
        raise full
    assert (told.value.errno, told.value.filename) == (ENOSPC, str(folder))
    with pytest.raises(FileNotFoundError) as missing, replacing_set(folder) as there:
        (there / "none" / "run.json").write_text("2")
    assert missing.value.filename == str(folder)
    assert held(folder) == {"1"}
    assert list(tmp_path.iterdir()) == [folder]


def test_a_set_keeps_the_rights_of_its_folder_and_a_link_stays_one(tmp_path: Path) -> None:
    folder, link = tmp_path / "mine", tmp_path / "link"
    one_set(folder, "1")
    folder.chmod(0o2750)
    link.symlink_to(folder)
    one_set(link, "2")
    assert link.is_symlink()
    assert held(folder) == {"2"}
    assert folder.stat().st_mode & 0o7777 == 0o2750


def test_a_file_of_a_killed_program_is_swept_and_a_strangers_is_not(tmp_path: Path) -> None:
    (tmp_path / ".econ-abcd1234.xlsx").write_text("half")
    strangers = tmp_path / ".econ-mine" / "thesis.txt"
    strangers.parent.mkdir()
    strangers.write_text("mine")
    left = tmp_path / ".econ-mine-abcd1234"
    left.mkdir()
    (left / "summary.xlsx").write_text("half")
    with replacing(tmp_path / "a.txt") as one, replacing(tmp_path / "b.txt") as other:
        one.write_text("a")
        other.write_text("b")
    assert sorted(p.name for p in tmp_path.iterdir()) == [".econ-mine", "a.txt", "b.txt"]
    assert strangers.read_text() == "mine"


@pytest.mark.parametrize("order", [(1, 2, 3), (1, 3, 2), (3, 1, 2), (2, 1, 3)])
def test_of_a_strangers_file_the_one_written_last_stays_whatever_is_swept_first(
    tmp_path: Path, order: tuple[int, ...]
) -> None:
    """What was put aside while its owner wrote it anew is older, or newer, than what is there."""
    folder = tmp_path / "mine"
    one_set(folder, "1")
    places = [folder, tmp_path / ".econ-mine-abcd1234", tmp_path / ".econ-mine-efgh5678"]
    for place, when in zip(places, order, strict=True):
        place.mkdir(exist_ok=True)
        (place / "notes.txt").write_text(str(when))
        os.utime(place / "notes.txt", (when, when))
    files.sweep_up(tmp_path)
    assert (folder / "notes.txt").read_text() == "3"
    assert list(tmp_path.iterdir()) == [folder]


def test_what_is_written_is_synced_before_it_takes_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file, then the name that it has within the folder; of a set, its folder's as well."""
    synced = list[str]()

    def noted(handle: int) -> None:
        synced.append(str(Path(f"/proc/self/fd/{handle}").readlink()))

    monkeypatch.setattr(os, "fsync", noted)
    with replacing_set(tmp_path / "mine") as there, replacing(there / "run.json") as one:
        one.write_text("1")
    names = [Path(path).name.split("-")[0] for path in synced]
    assert names == [".econ", ".econ", ".econ", tmp_path.name.split("-")[0]]
    assert Path(synced[0]).suffix == ".json"
    assert synced[-1] == str(tmp_path)


def test_a_disk_that_cannot_hold_a_file_against_others_is_used_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cannot(*_: object) -> None:
        raise OSError(EINVAL, "Invalid argument")

    monkeypatch.setattr(files, "flock", cannot)
    left = tmp_path / ".econ-other-abcd1234"
    left.mkdir()
    one_set(tmp_path / "mine", "1")
    assert held(tmp_path / "mine") == {"1"}
    assert left.exists()  # whose it is cannot be told
