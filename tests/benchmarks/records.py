"""How often 95% intervals of reductions cover the truth: ``python -m tests.benchmarks.records``.

Made-up studies of 700 people in 48 unequal groups of nine areas, zero-heavy counts, heavy users
leaving more often, areas that change together by so much. The truth is that of the simulator.
"""

import sys
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from econ.evidence.changes import Estimated, change
from econ.evidence.missing import impute, weights_of_pairs
from econ.evidence.records import (
    BEFORE_AFTER,
    CHANGES_OVER_TIME,
    COMPLETE,
    FOR_LEAVERS,
    IMPUTED,
    REWEIGHTED,
    Codebook,
    RecordColumn,
    Records,
)
from econ.evidence.synthetic import Synthetic, SyntheticUse

VISITS = "visits"
BOOK = Codebook(
    *("Made up", "tests/benchmarks/records.py"),
    columns=(
        RecordColumn("area", "area"),
        RecordColumn("group", "group"),
        RecordColumn("arm", "arm"),
        RecordColumn("community", "subgroup"),
        RecordColumn(VISITS, "outcome", kind="count", months=6.0, per="year"),
    ),
    synthetic=True,
    comparison="waiting list",
)
SPREADS = (0.0, 0.12, 0.30)
Told = dict[tuple[str, str, str], tuple[float, float, float]]
"""By method, leavers and interval: the estimate and its limits."""


def study(spread: float) -> Synthetic:
    use = SyntheticUse(VISITS, 4.0, 0.6, 0.2, 6)
    return Synthetic(waves=2, area_spread=spread, compared=0.33, uses=(use,))


def records(made: Synthetic, seed: int, book: Codebook = BOOK) -> Records:
    """A study's records without the detour of a file."""
    rows = made.rows(seed)
    people = {name: place for place, name in enumerate(sorted({row["person"] for row in rows}))}
    asked = np.zeros((len(people), made.waves), bool)
    values = {VISITS: np.full(asked.shape, np.nan)}
    labels = {h: np.full(len(people), " " * 20) for h in ("area", "group", "arm", "community")}
    for row in rows:
        at = people[row["person"]], int(row["wave"])
        asked[at] = True
        if row[VISITS]:
            values[VISITS][at] = 2 * float(row[VISITS])
        for heading, stated in labels.items():
            stated[at[0]] = row[heading]
    waves = tuple(range(made.waves))
    return Records(book, "made.csv", "", len(rows), waves, asked, values, labels)


def found_in(people: Records, seed: int) -> Told:
    """Every estimate of one study, with the intervals that are compared."""
    stayed = [(people.at(VISITS, 0), people.at(VISITS, 1))]
    filled = impute(people, seed=seed)[VISITS]
    answers = {COMPLETE: stayed, REWEIGHTED: stayed}
    answers[IMPUTED] = [(one[:, 0], one[:, 1]) for one in filled]
    weights = weights_of_pairs(people, VISITS, 1)
    told: Told = {}
    for cluster in ("area", "group"):
        by = replace(people, codebook=replace(people.codebook, cluster=cluster))
        for method in CHANGES_OVER_TIME:
            for missing in FOR_LEAVERS:
                weighed = weights if missing == REWEIGHTED else None
                one = change(by, answers[missing], method, weights=weighed)
                if one is not None:
                    told |= {(method, missing, cluster): (one.value, *one.limits)}
                    told |= plain(one, method, missing) if cluster == "area" else {}
    return told


def plain(one: Estimated, method: str, missing: str) -> Told:
    """The interval of whoever takes people for independent."""
    half = 1.96 * one.plain
    return {(method, missing, "naive"): (one.value, one.value - half, one.value + half)}


def covered(spread: float, sets: int) -> Iterator[tuple[tuple[str, str, str], float, float, float]]:
    """By method, leavers and interval: bias over the truth, coverage, and the interval's width."""
    made = study(spread)
    truths = {BEFORE_AFTER: made.crude(VISITS)}
    told = [found_in(records(made, seed), seed) for seed in range(sets)]
    for key in told[0]:
        truth = truths.get(key[0], made.truth(VISITS))
        rows = np.array([one[key] for one in told if key in one])
        inside = (rows[:, 1] <= truth) & (truth <= rows[:, 2])
        width = float(np.mean(rows[:, 2] - rows[:, 1]))
        yield key, float(rows[:, 0].mean() / truth - 1), float(inside.mean()), width


if __name__ == "__main__":
    sets = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    spreads = [float(word) for word in sys.argv[2:]] or SPREADS
    sys.stdout.write("spread | method | leavers | interval | bias | covers | width\n")
    for spread in spreads:
        for (method, missing, by), bias, share, width in covered(spread, sets):
            line = (
                f"{spread} | {method} | {missing} | {by} | {bias:+.1%} | {share:.1%} | {width:.2f}"
            )
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()
