"""Files that are whole or not there, folders of them that take their place at once, their names.

A folder of results is written beside the one that it replaces, and the two change places in one
call of the system: whoever looks, and whatever is killed when, sees the old set or the new one.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from errno import EEXIST, ENOENT, ENOTEMPTY
from pathlib import Path
from tempfile import mkdtemp, mkstemp
from time import time

try:
    from fcntl import LOCK_EX, LOCK_NB, flock

    _HOLDS = True
except ImportError:  # on Windows, where a folder cannot be held
    _HOLDS = False

SUMMARY, TECHNICAL = "summary.xlsx", "technical.xlsx"
"""The workbooks of a run: for whoever decides, and for whoever checks."""
BRIEF, LIVE_PAGE = "summary.html", "what_if.html"
"""The pages of a run: two to print, and one on which numbers are moved."""
WORD_REPORT = "report.docx"
"""The report of a run for whoever works in Word, where it is asked for."""
RESULTS_JSON, RECORD, INPUTS, DATA = "results.json", "run.json", "inputs.zip", "runs.parquet"
"""What a run leaves for machines: its results, how to repeat it, and what it was made from."""
COMPARISON, COMPARISON_JSON = "comparison.xlsx", "comparison.json"
"""Scenarios side by side, as a workbook and for machines."""
DRAWS = ("draws.parquet", "draws.csv.gz")
"""Every draw, where they are kept."""
OURS = {SUMMARY, TECHNICAL, BRIEF, LIVE_PAGE, WORD_REPORT, RESULTS_JSON, RECORD, INPUTS, *DRAWS}
OURS |= {COMPARISON, COMPARISON_JSON, DATA}
"""What files of a set are called: what has another name is somebody else's."""
BEGUN = ".econ-"
"""How files and folders are called while they are made."""
_DAY, _MARK = 86_400, 8
"""Seconds of a day, and the letters that Python puts behind the name of a temporary folder."""
_SWAP, _HERE = 2, -100
"""How the system's calls are told to exchange two names, and that these are paths."""


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary file beside ``path``, which takes its place when the block ends well.

    Makes the folder where it is missing. Where the block raises, and on Ctrl-C, ``path`` stays as
    it was and the temporary file is removed; one that a killed program has left is removed by the
    next. What took its place is on the disk, not only on its way there.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    sweep_up(path.parent)
    handle, name = mkstemp(dir=path.parent, prefix=BEGUN, suffix=path.suffix)
    temporary = Path(name)
    if not _HOLDS:  # what is open there cannot be moved
        os.close(handle)
    try:
        if _HOLDS:
            _hold(handle)
        yield temporary
        temporary.chmod(0o666 & ~_mask())
        _onto_the_disk(temporary)
        temporary.replace(path)
        _onto_the_disk(path.parent)
    except OSError as error:
        raise _told_of(error, temporary, path) from None
    finally:
        if _HOLDS:
            os.close(handle)
        temporary.unlink(missing_ok=True)


@contextmanager
def replacing_set(folder: Path) -> Iterator[Path]:
    """A temporary folder beside ``folder``: its files become the set there, together or not at all.

    What is in the way of the set is removed with it: files of the names that econ gives. A file of
    anybody else's stays in the folder. Of two programs at once, the set of the last one stays,
    whole. What killed programs have left beside the folder is removed first.
    """
    where = folder.resolve()
    try:
        if where.exists() and not where.is_dir():
            raise FileExistsError(EEXIST, os.strerror(EEXIST), str(folder))
        where.parent.mkdir(parents=True, exist_ok=True)
        sweep_up(where.parent)
        begun, handle = _begun(where)
    except OSError as error:
        raise _told_of(error, where.parent, folder) from None
    try:
        yield begun
        _take_place(begun, where)
    except OSError as error:
        raise _told_of(error, begun, folder) from None
    finally:
        _clear(begun, where)
        if handle is not None:
            os.close(handle)


def _told_of(error: OSError, temporary: Path, path: Path) -> OSError:
    """The same error, of the file that was asked for and not of what stands in for it."""
    if not error.filename or str(error.filename).startswith(str(temporary)):
        return OSError(error.errno, error.strerror or str(error), str(path))
    return error


def _mask() -> int:
    os.umask(mask := os.umask(0))  # it can only be told by setting it
    return mask


def _begun(where: Path) -> tuple[Path, int | None]:
    """An empty folder beside another, held against whoever sweeps, with the rights of the other."""
    while True:
        begun = Path(mkdtemp(dir=where.parent, prefix=f"{BEGUN}{where.name}-"))
        handle = None
        with suppress(FileNotFoundError, BlockingIOError):  # swept before it was held: another
            if _HOLDS:
                _hold(handle := os.open(begun, os.O_RDONLY))
            begun.chmod(where.stat().st_mode & 0o7777 if where.exists() else 0o777 & ~_mask())
            return begun, handle


def _hold(handle: int) -> None:
    """Hold a file or a folder for as long as this process lives; raises where another does."""
    try:
        flock(handle, LOCK_EX | LOCK_NB)
    except BlockingIOError:
        raise
    except OSError:  # some disks of networks cannot, and nothing is swept there
        pass


def _onto_the_disk(path: Path) -> None:
    """Wait until a file, or the names in a folder, would outlast a loss of power."""
    if path.is_dir() and not _HOLDS:
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _take_place(begun: Path, where: Path) -> None:
    """Put a folder where another is, at once where the system can exchange two names."""
    _onto_the_disk(begun)
    while True:
        try:
            if not where.exists():
                begun.rename(where)
            elif not _exchanged(begun, where):
                aside = Path(mkdtemp(dir=where.parent, prefix=f"{BEGUN}{where.name}-"))
                aside.rmdir()
                where.rename(aside)
                begun.rename(where)
                _clear(aside, where)
            break
        except OSError as error:  # another program's set came there at this moment
            if error.errno not in (EEXIST, ENOTEMPTY, ENOENT) or not begun.exists():
                raise
    _onto_the_disk(where.parent)


def _exchanged(one: Path, other: Path) -> bool:
    """Exchange the names of two folders in one call; false where the system has none."""
    first, second = os.fsencode(one), os.fsencode(other)
    if sys.platform == "win32":
        return False
    system = ctypes.CDLL(None)
    if hasattr(system, "renameat2"):
        return bool(system.renameat2(_HERE, first, _HERE, second, _SWAP) == 0)
    return hasattr(system, "renamex_np") and system.renamex_np(first, second, _SWAP) == 0


def _clear(aside: Path, where: Path) -> None:
    """Remove a set that is not, or no longer, in its place; what others put there goes to it."""
    with suppress(OSError):
        for entry in list(aside.iterdir()):
            with suppress(OSError):
                if entry.name in OURS or entry.name.startswith(BEGUN):
                    shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
                elif where.is_dir():
                    _give_back(entry, where / entry.name)
        aside.rmdir()


def _give_back(entry: Path, there: Path) -> None:
    """Put what is not ours back in its place; of two files the one that was written last stays."""
    if not there.exists():
        entry.rename(there)
    elif entry.is_file() and there.is_file():
        if entry.stat().st_mtime_ns > there.stat().st_mtime_ns:
            entry.replace(there)
        else:
            entry.unlink()


def sweep_up(folder: Path) -> None:
    """Remove what programs that no longer live have left half done in a folder, if it is there.

    A whole set whose place is empty takes it: it was killed between two names.
    """
    for entry in list(folder.glob(f"{BEGUN}*")):
        with suppress(OSError), _abandoned(entry) as left:
            name, _, mark = entry.name.removeprefix(BEGUN).rpartition("-")
            if left and entry.is_dir() and name and len(mark) == _MARK:
                where = folder / name
                whole = (entry / RECORD).exists() and not where.exists()
                entry.rename(where) if whole else _clear(entry, where)
            elif left and entry.is_file():
                entry.unlink()


@contextmanager
def _abandoned(entry: Path) -> Iterator[bool]:
    """Whether nobody who lives holds a file or folder, held meanwhile; else by its age."""
    if not _HOLDS:
        yield time() - entry.stat().st_mtime > _DAY
        return
    handle = os.open(entry, os.O_RDONLY)
    try:
        flock(handle, LOCK_EX | LOCK_NB)  # which raises where another holds it
        yield True
    finally:
        os.close(handle)
