"""What people's records say, as records for machines and as a page for an analyst."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from econ.evidence.changes import Estimated
from econ.evidence.observed import CAUSE, DOSE, Observations, Reduction
from econ.evidence.records import BEFORE_AFTER, DIFFERENCE, FOR_LEAVERS, RecordColumn
from econ.evidence.small_cells import too_few
from econ.words import NOT_AVAILABLE, people_in, percent, rounded_number

SYNTHETIC_WARNING = "SYNTHETIC: these records are made up, and nobody in them exists."
_WHY = (
    "crude: all who answered before, less all who answered after: not the same people.",
    "complete: the same people before and after; leavers are left out.",
    "weighted: those who stayed count for leavers who were like them at baseline.",
    "imputed: leavers are given answers of those who stayed and were like them at baseline.",
    "They differ as far as leavers were unlike those who stayed: see what both used before.",
)


def records_of(found: Observations, written: dict[str, object] | None = None) -> dict[str, object]:
    """Everything for machines; a reduction is positive, and what is hidden is null.

    ``written`` is what was written into a workbook, ``None`` where nothing was.
    """
    records, leaving = found.records, found.leaving
    file: dict[str, object] = {"file": records.file, "sha256": records.sha256}
    file |= {"rows": records.rows, "people": records.people, "groups": _many(found, "group")}
    file |= {"areas": _many(found, "area"), "waves": list(records.waves)}
    aside = [
        {"column": heading, "rule": rule, "cells": count}
        for (heading, rule), count in records.set_aside.items()
    ]
    return {
        "records": {**file, "synthetic": records.codebook.synthetic},
        "answered": found.answered,
        "retention": found.retention,
        "imbalance": found.imbalance,
        "estimates": [one.figures(records.codebook.cluster) for one in found.reductions],
        "correlations": found.correlations(),
        "regression_to_mean": found.regression_to_mean(),
        "tipping": found.tipping(),
        "detectable": found.detectable(),
        "leaving": _of_leaving(leaving) if leaving else None,
        "set_aside": aside,
        "written": written,
    }


def _many(found: Observations, role: str) -> int:
    return len(set(found.records.label(role).tolist()) - {""})


def _of_leaving(one: Estimated) -> dict[str, object]:
    low, high = one.limits
    told = {"value": one.value, "se": one.se, "low": low, "high": high, "df": one.df}
    return {**told, "n": one.n, "clusters": one.clusters}


def page_of(found: Observations) -> Iterator[str]:
    """The lines of a page, the table that shows why four numbers differ first."""
    records, book = found.records, found.records.codebook
    if book.synthetic:
        yield SYNTHETIC_WARNING
    groups = f", {_many(found, 'group')} groups" if book.one("group") else ""
    where = f"{people_in(records.people)}{groups}, {_many(found, 'area')} areas"
    yield f"{book.title}: {where}, waves {', '.join(map(str, records.waves))}"
    for method in dict.fromkeys(one.method for one in found.reductions if one.method != DOSE):
        yield ""
        span = f"wave {book.baseline} to {book.follow_up}"
        yield f"Reduction per person, {span}, {method} (positive: less is used)"
        yield from aligned(list(_side_by_side(found, method)))
    yield from ("", *(f"  {line}" for line in _WHY))
    yield f"  {CAUSE}"
    for title, rows in (
        ("Who answered, and what they used", _used(found)),
        ("Other models, doses and those who left support", _others(found)),
        ("What may be wrong with it", _doubts(found)),
    ):
        yield from ("", title, *aligned(list(rows)))
    if found.leaving:
        low, high = found.leaving.limits
        rate = f"{_plain(found.leaving.value)} a year ({_plain(low)} to {_plain(high)})"
        yield from ("", f"People leave support at a rate of {rate}.")
    for (heading, rule), count in records.set_aside.items():
        yield f"Set aside: {count} under {heading} by rule {rule}."


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows as lines, the first column to the left and the others to the right.

    >>> aligned([["what", "n"], ["a", "10"]])
    ['  what   n', '  a     10']
    """
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    return [
        "  "
        + "  ".join(
            cell.rjust(width) if place else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def _side_by_side(found: Observations, method: str) -> Iterator[list[str]]:
    written = found.records.codebook.missing
    heads = ["", "all before", "leavers before", "crude", *FOR_LEAVERS, f"95%, {written}", "n"]
    yield [*heads, "SE, plain"]
    for column in found.records.codebook.of_role("outcome"):
        told = [found.headline(column.heading, missing, method) for missing in FOR_LEAVERS]
        before, left, crude = _crude(found, column)
        values = [_plain(one.found.value if one and one.found else None) for one in told]
        main = found.headline(column.heading, written, method)
        one = main.found if main else None
        shown = [_plain(before), _plain(left), _plain(crude if method == BEFORE_AFTER else None)]
        errors = f"{_plain(one.se)}, {_plain(one.plain)}" if one else NOT_AVAILABLE
        people = str(one.n) if one else NOT_AVAILABLE
        yield [_short(column.name), *shown, *values, _interval(one), people, errors]


def _crude(found: Observations, column: RecordColumn) -> tuple[float | None, ...]:
    """Means before of all and of leavers, and the difference of whoever answered at each wave."""
    records, book = found.records, found.records.codebook
    left, _ = found.leavers(column)
    before = records.at(column.heading, book.baseline)
    after = records.at(column.heading, book.follow_up)
    parts = (before[records.supported], before[left], after[records.supported])
    known = [part[np.isfinite(part)] for part in parts]
    means = [
        None if too_few(len(part), book.smallest) or not len(part) else float(part.mean())
        for part in known
    ]
    crude = means[0] - means[2] if means[0] is not None and means[2] is not None else None
    return means[0], means[1], crude


def _used(found: Observations) -> Iterator[list[str]]:
    yield ["", "wave", "asked", "answered", "users", "mean of all", "mean of users", "unit"]
    columns = {column.heading: column for column in found.records.codebook.columns}
    for line in found.answered:
        if line["by"] is None:
            counts = [_count(line[what]) for what in ("asked", "answered", "users")]
            means = [_plain(line[what]) for what in ("mean", "mean_users")]
            column = columns[str(line["outcome"])]
            yield [_short(column.name), str(line["wave"]), *counts, *means, column.unit]


def _others(found: Observations) -> Iterator[list[str]]:
    yield ["", "what", "value", "95%", "n"]
    book = found.records.codebook
    for one in found.reductions:
        model = one.model != "linear" and (one.missing, one.method) == (book.missing, DIFFERENCE)
        part = one.by is not None and one.method == book.method
        part = part and one.missing in (book.missing, "complete")
        if one.method == DOSE or (one.wave == book.follow_up and (model or part)):
            yield [_short(one.outcome.name), _what(found, one), *_value(one)]


def _what(found: Observations, one: Reduction) -> str:
    if one.method == DOSE:
        return f"per unit {one.term.replace('x', 'times')}"
    names = {c.heading: c.name for c in found.records.codebook.columns}
    of = f"{names[one.by].lower()}: {one.of}" if one.by else one.model
    return f"{of}, {one.missing}"


def _value(one: Reduction) -> list[str]:
    found = one.found
    count = str(found.n) if found else "hidden" if one.suppressed else NOT_AVAILABLE
    return [_plain(found.value if found else None), _interval(found), count]


def _doubts(found: Observations) -> Iterator[list[str]]:
    """Regression to the mean, leavers and chance, an outcome a line."""
    yield ["", "to the mean alone", "break-even", "tipping", "leavers before", "lost", "detectable"]
    tips = {t["outcome"]: t for t in found.tipping() if t["method"] == BEFORE_AFTER}
    small = {line["outcome"]: line for line in found.detectable()}
    names = {c.heading: c.name for c in found.records.codebook.columns}
    for line in found.regression_to_mean():
        tip, least = tips.get(line["outcome"], {}), small.get(line["outcome"], {})
        lost = tip.get("share_missing")
        cells = (
            line["expected"],
            line["break_even"],
            tip.get("delta"),
            tip.get("leavers_baseline"),
        )
        share = percent(lost) if isinstance(lost, float) else NOT_AVAILABLE
        told = [*map(_plain, cells), share, _plain(least.get("smallest"))]
        yield [_short(names[str(line["outcome"])]), *told]


def _interval(one: Estimated | None) -> str:
    return " to ".join(map(_plain, one.limits)) if one else NOT_AVAILABLE


def _plain(number: object) -> str:
    return rounded_number(number, 2) if isinstance(number, float) else NOT_AVAILABLE


def _count(number: object) -> str:
    return "hidden" if number is None else str(number)


def _short(label: str, most: int = 30) -> str:
    return label if len(label) <= most else label[: most - 1].rstrip(" ,") + "…"
