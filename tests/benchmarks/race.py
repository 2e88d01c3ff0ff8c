"""Two programs that do the same work, timed in turns in one process."""

import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

REPEATS = 5
Task = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Race:
    """What was done, the best seconds of each, and the most memory each held at once, in MB."""

    what: str
    ours: float
    ours_mb: float
    by_hand: float | None = None
    by_hand_mb: float | None = None

    @property
    def ratio(self) -> float | None:
        """Our seconds over those of the program written by hand."""
        return None if self.by_hand is None else self.ours / self.by_hand

    def row(self) -> str:
        """The line of the table."""
        figures = (
            (self.ours, "8.4f"),
            (self.by_hand, "8.4f"),
            (self.ratio, "6.2f"),
            (self.ours_mb, "8.1f"),
            (self.by_hand_mb, "8.1f"),
        )
        shown = ("-" if figure is None else format(figure, form) for figure, form in figures)
        return f"{self.what:<44}" + "".join(f"{text:>10}" for text in shown)


HEADINGS = f"{'what':<44}" + "".join(
    f"{h:>10}" for h in ("ours s", "hand s", "ratio", "ours MB", "hand MB")
)


def race(what: str, ours: Task, by_hand: Task | None, repeats: int = REPEATS) -> Race:
    """The best of ``repeats`` turns each; memory is measured in turns of its own.

    Turns alternate, so that a busy machine is as busy for the one as for the other.
    """
    runners = [ours] if by_hand is None else [ours, by_hand]
    seconds = [[timed(task) for task in runners] for _ in range(repeats)]
    best = [min(column) for column in zip(*seconds, strict=True)]
    memory = [peak(task) for task in runners]
    if by_hand is None:
        return Race(what, best[0], memory[0])
    return Race(what, best[0], memory[0], best[1], memory[1])


def timed(task: Task) -> float:
    """Seconds of one turn."""
    start = perf_counter()
    task()
    return perf_counter() - start


def peak(task: Task) -> float:
    """The most memory held at once during one turn, in MB, as Python and NumPy report it."""
    tracemalloc.start()
    try:
        task()
        return tracemalloc.get_traced_memory()[1] / 1e6
    finally:
        tracemalloc.stop()
