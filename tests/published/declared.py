"""Numbers of others that econ reproduces: each declared once, for the test and for VERIFICATION.md.

A file of this folder that replicates something has a ``SOURCE`` and ``numbers(folder)``; its first
line says whose numbers they are, and its first address where they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from math import isfinite
from pathlib import Path
from types import ModuleType

KINDS = (
    "paper",
    "guidance",
    "price index",
    "unit-cost database",
    "program",
    "closed form",
    "official record",
)


@dataclass(frozen=True, slots=True)
class Source:
    """Whose numbers they are, of which kind, and where they stand."""

    title: str
    kind: str
    place: str
    address: str


@dataclass(frozen=True, slots=True)
class Number:
    """Their figure and ours, and how far apart they may be.

    ``why`` says why they differ where more than the rounding of what is printed does; without a
    tolerance they are known to differ, and ``why`` must say so.
    """

    what: str
    theirs: float
    ours: float
    within: float | None
    why: str = ""

    @property
    def off(self) -> float:
        """Ours less theirs; 0 where only the last bits differ."""
        off = float(self.ours) - self.theirs
        return 0.0 if abs(off) <= 1e-11 * max(1.0, abs(self.theirs)) else off

    @property
    def sampled(self) -> bool:
        """Whether ours has an error of sampling, so that not all of its digits are known."""
        return self.why.startswith(("sampled", "drawn"))

    @property
    def holds(self) -> bool:
        """Whether they are as far apart as is said."""
        if self.within is None:
            return bool(self.why) and isfinite(self.ours) and self.off != 0
        return abs(self.off) <= self.within


def source(told: str | None, kind: str, place: str) -> Source:
    """The source that a file's own words tell of."""
    assert told is not None
    assert kind in KINDS
    address = re.search(r"https://[^\s,)]+", told)
    return Source(told.splitlines()[0].rstrip("."), kind, place, address[0] if address else "")


def replications() -> Iterator[ModuleType]:
    """The files that replicate something, in the order of their names."""
    for path in sorted(Path(__file__).parent.glob("test_*.py")):
        module = import_module(f"tests.published.{path.stem}")
        if hasattr(module, "SOURCE"):
            yield module
