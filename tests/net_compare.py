"""What differs between two folders of dumps, in lines that a person can read."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

NUMBER = re.compile(r"(?<![\w.])[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?(?![\w.])")
NEAR = 1e-9
"""Numbers that differ by less than this share of themselves are alike."""
LONGEST = 300
"""Characters of a line that are told."""

Pattern = re.Pattern[str]
Lines = Sequence[str]


@dataclass(frozen=True, slots=True)
class Compared:
    """The lines that differ, by artefact, and what was let pass."""

    artefacts: int
    differences: Mapping[str, Lines]
    let_pass: Mapping[Pattern, int]

    def lines(self, most: int = 40) -> Iterator[str]:
        """What is told: a summary, then the first lines of each artefact."""
        yield f"{len(self.differences)} of {self.artefacts} artefacts differ"
        for name, told in self.differences.items():
            yield f"  {name}: {len(told)}"
        for pattern, count in self.let_pass.items():
            yield f"  let pass by {pattern.pattern!r}: {count}{'' if count else ', not needed'}"
        for name, told in self.differences.items():
            yield f"\n{name}"
            yield from told[:most]
            if len(told) > most:
                yield f"... and {len(told) - most} more"


def read_patterns(path: Path | None) -> list[Pattern]:
    """The regular expressions of a file, one a line; # begins a comment line."""
    if path is None:
        return []
    lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
    return [re.compile(line) for line in lines if line and not line.startswith("#")]


def compare(
    old: Path,
    new: Path,
    patterns: Sequence[Pattern] = (),
    *,
    only: str = "",
    exact: bool = False,
) -> Compared:
    """Compare two folders of dumps, and leave out the lines that a pattern finds.

    `only` is what the names of the artefacts begin with; a folder's own record is not compared.
    """
    for folder in (old, new):
        if not folder.is_dir():
            raise SystemExit(f"{folder}: there is no such folder")
    found = {p.relative_to(f).as_posix() for f in (old, new) for p in _files(f)}
    names = sorted(name for name in found if name.startswith(only) and "/" in name)
    if not names:
        raise SystemExit(f"{old} and {new} hold nothing to compare")
    passed = dict.fromkeys(patterns, 0)
    differences = {}
    for name in names:
        kept = []
        for line in _told(old / name, new / name, exact):
            meant = [pattern for pattern in patterns if pattern.search(f"{name}: {line}")]
            for pattern in meant:
                passed[pattern] += 1
            if not meant:
                kept.append(line)
        if kept:
            differences[name] = _cut(kept)
    return Compared(len(names), differences, passed)


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def _told(old: Path, new: Path, exact: bool) -> Iterator[str]:
    for path, other, sign in ((old, new, "-"), (new, old, "+")):
        if not other.exists():
            yield f"{sign} the whole artefact, {path.stat().st_size:,} bytes"
            return
    if old.read_bytes() != new.read_bytes():
        # not splitlines(), to which a form feed within a cell would be the end of a line
        before, after = (path.read_text(encoding="utf-8").split("\n") for path in (old, new))
        yield from differing(before, after, exact=exact)


def differing(old: Lines, new: Lines, *, exact: bool = False) -> Iterator[str]:
    """The lines of either that the other has not, each after its sign."""
    keys_old, keys_new = ([_key(line, exact) for line in lines] for lines in (old, new))
    for a, to_a, b, to_b in _blocks(keys_old, keys_new):
        pairs = list(zip(old[a:to_a], new[b:to_b], strict=False))
        together = to_a - a == to_b - b
        for before, after in pairs:
            if not (together and alike(before, after, exact=exact)):
                yield f"- {before}"
                yield f"+ {after}"
        yield from (f"- {line}" for line in old[a + len(pairs) : to_a])
        yield from (f"+ {line}" for line in new[b + len(pairs) : to_b])


def _blocks(old: Lines, new: Lines) -> Iterator[tuple[int, int, int, int]]:
    """Where the lines of one lie in the other, block by block, those that are the same as well.

    The ends that both share are set aside, for speed.
    """
    start = _shared(old, new)
    end = min(_shared(old[::-1], new[::-1]), min(len(old), len(new)) - start)
    middle = old[start : len(old) - end], new[start : len(new) - end]
    yield 0, start, 0, start
    for _, *places in difflib.SequenceMatcher(None, *middle, autojunk=False).get_opcodes():
        a, to_a, b, to_b = (place + start for place in places)
        yield a, to_a, b, to_b
    yield len(old) - end, len(old), len(new) - end, len(new)


def _shared(old: Lines, new: Lines) -> int:
    """How many lines at the beginning are the same."""
    pairs = zip(old, new, strict=False)
    return next(
        (place for place, (before, after) in enumerate(pairs) if before != after),
        min(len(old), len(new)),
    )


def _key(line: str, exact: bool) -> str:
    """A line with its fractions rounded, so that lines that are alike can find each other."""
    return line if exact else NUMBER.sub(lambda found: _rounded(found[0]), line)


def _rounded(number: str) -> str:
    return f"{float(number):.6g}" if _fraction(number) else number


def _fraction(number: str) -> bool:
    return not number.lstrip("+-").isdecimal()


def alike(old: str, new: str, *, exact: bool = False) -> bool:
    """Whether two lines say the same, but for the last digits of their fractions."""
    if old == new:
        return True
    if exact or NUMBER.sub("#", old) != NUMBER.sub("#", new):
        return False
    pairs = zip(NUMBER.findall(old), NUMBER.findall(new), strict=True)
    return all(a == b or _near(a, b) for a, b in pairs)


def _near(old: str, new: str) -> bool:
    """Whether two fractions are nearly the same number.

    Whole numbers are years, counts and places, which are the same or are not; and one number
    written in two ways is seen by those who read it, as are the number formats 0.0 and 0.00.
    """
    if not (_fraction(old) or _fraction(new)) or float(old) == float(new):
        return False
    return math.isclose(float(old), float(new), rel_tol=NEAR)


def _cut(lines: Lines) -> list[str]:
    """Lines short enough to read, a long one about the place where it parts from its twin."""
    shown = []
    for place, line in enumerate(lines):
        beside = place + (1 if line.startswith("-") else -1)
        twin = lines[beside] if 0 <= beside < len(lines) else ""
        start = _shared(line[2:], twin[2:]) - LONGEST // 3
        cut = f"{line[:2]}…{line[2 + start :]}" if start > 0 and len(line) > LONGEST else line
        shown.append(cut if len(cut) <= LONGEST else f"{cut[:LONGEST]}…")
    return shown
