"""Who was asked, who answered, who used what, who left, and how the arms differed at first.

Means over everyone who answered stand apart from means among users. Small numbers of people are
hidden, and whatever would tell them; no smallest or largest value is ever told.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from econ.evidence.records import Chosen, PersonLabels, RecordColumn, Records
from econ.evidence.small_cells import hidden, too_few
from econ.model.distributions import FloatArray

Tally = dict[str, object]
"""One line of a table, by its headings; what is hidden or does not exist is ``None``."""
_MEASURED = ("mean", "mean_users", "sd")


def answered(records: Records) -> list[Tally]:
    """Who was asked, answered and used, and how much, by outcome and wave; then by subgroup.

    Rates are per person-year, or as the codebook says. ``mean`` is over all who answered,
    ``mean_users`` over those who used any.
    """
    lines = list[Tally]()
    for column in records.codebook.of_role("outcome"):
        for wave in records.waves:
            everyone = np.ones(records.people, bool)
            lines += _told(records, column, wave, None, [("", everyone)])
            for heading, levels, stated in records.breakdowns():
                lines += _told(records, column, wave, heading, [(v, stated == v) for v in levels])
    return lines


def _told(
    records: Records,
    column: RecordColumn,
    wave: int,
    by: str | None,
    cells: list[tuple[str, Chosen]],
) -> Iterator[Tally]:
    smallest, values = records.codebook.smallest, records.at(column.heading, wave)
    known = [values[chosen & np.isfinite(values)] for _, chosen in cells]
    asked = [int((chosen & records.asked_at(wave)).sum()) for _, chosen in cells]
    users = [int((some > 0).sum()) for some in known]
    gone = hidden([len(some) for some in known], smallest) | hidden(asked, smallest)
    few = hidden(users, smallest) | hidden(
        [len(some) - use for some, use in zip(known, users, strict=True)], smallest
    )
    for place, (level, _) in enumerate(cells):
        some, away = known[place], bool(gone[place])
        line: Tally = {"outcome": column.heading, "wave": wave, "by": by}
        line |= {"of": None if by is None else level or "not stated"}
        line |= {"asked": asked[place], "answered": len(some), "users": users[place]}
        line |= dict(zip(_MEASURED, _measured(some), strict=True))
        away_too = ("asked", "answered", "users", *_MEASURED) if away else ()
        shown = (*away_too, *(("users", "mean_users") if few[place] else ()))
        yield {**line, **dict.fromkeys(shown), "suppressed": away or bool(few[place])}


def _measured(some: FloatArray) -> tuple[float | None, ...]:
    using = some[some > 0]
    sd = float(some.std(ddof=1)) if len(some) > 1 else None
    return (mean_of(some), mean_of(using), sd)


def mean_of(some: FloatArray) -> float | None:
    """The mean; ``None`` of nothing.

    >>> mean_of(np.array([1.0, 3.0])), mean_of(np.array([]))
    (2.0, None)
    """
    return float(some.mean()) if len(some) else None


def retention(records: Records) -> list[Tally]:
    """Of those asked at baseline, how many answered anything later, by what they were like then.

    Outcomes part those who used any from those who used none; covariates that are numbers part at
    their middle.
    """
    book, lines = records.codebook, list[Tally]()
    asked = records.asked_at(book.baseline)
    for wave in records.later:
        there = asked & _answers_any(records, wave)
        lines += _kept(records, wave, None, [("", asked)], there)
        for heading, stated in _characteristics(records):
            levels = sorted({level for level in stated[asked].tolist() if level})
            cells = [(level, asked & (stated == level)) for level in levels]
            lines += _kept(records, wave, heading, cells, there)
    return lines


def _answers_any(records: Records, wave: int) -> Chosen:
    headings = [column.heading for column in records.codebook.of_role("outcome")]
    there = np.array([np.isfinite(records.at(heading, wave)) for heading in headings])
    return np.asarray(there.any(axis=0))


def _characteristics(records: Records) -> Iterator[tuple[str, PersonLabels]]:
    """What everyone was like at baseline, as labels."""
    book = records.codebook
    for column in book.columns:
        if column.role in ("arm", "subgroup") or column.kind == "category":
            yield column.heading, records.labels[column.heading]
        elif column.role in ("outcome", "covariate"):
            values = records.at(column.heading, book.baseline)
            known = values[np.isfinite(values)]
            middle = float(np.median(known)) if len(known) else 0.0
            part = 0.0 if column.role == "outcome" else middle
            names = ("none", "any") if column.role == "outcome" else ("lower half", "upper half")
            labels = np.where(values > part, names[1], names[0])
            yield column.heading, np.where(np.isfinite(values), labels, "")


def _kept(
    records: Records, wave: int, by: str | None, cells: list[tuple[str, Chosen]], there: Chosen
) -> Iterator[Tally]:
    smallest = records.codebook.smallest
    people = [int(chosen.sum()) for _, chosen in cells]
    kept = [int((chosen & there).sum()) for _, chosen in cells]
    lost = [of - stayed for of, stayed in zip(people, kept, strict=True)]
    gone = hidden(people, smallest) | hidden(kept, smallest) | hidden(lost, smallest)
    for place, (level, _) in enumerate(cells):
        share = kept[place] / people[place] if people[place] else None
        line: Tally = {"wave": wave, "by": by, "of": level or None}
        line |= {"people": people[place], "kept": kept[place], "share": share}
        away = dict.fromkeys(("people", "kept", "share")) if gone[place] else {}
        yield {**line, **away, "suppressed": bool(gone[place])}


def imbalance(records: Records) -> list[Tally]:
    """How the arms differed at baseline: means, and their difference over the pooled SD.

    For each outcome and covariate that is a number; shares of each level of the others. Empty
    where there is no comparison.
    """
    book, lines = records.codebook, list[Tally]()
    if not book.comparison:
        return lines
    asked = records.asked_at(book.baseline)
    measured = [(c.heading, None, records.at(c.heading, book.baseline)) for c in _numbers(records)]
    measured += [
        (heading, level, np.where(stated == "", np.nan, (stated == level).astype(float)))
        for heading, stated in _characteristics(records)
        if heading in records.labels and heading != getattr(book.one("arm"), "heading", "")
        for level in sorted({level for level in stated[asked].tolist() if level})
    ]
    for heading, level, values in measured:
        known = np.isfinite(values) & asked
        ours, theirs = values[known & records.supported], values[known & ~records.supported]
        counted = [len(ours), len(theirs)]
        if level is not None:
            counted += [int(arm.sum()) for arm in (ours, theirs)]
            counted += [int((1 - arm).sum()) for arm in (ours, theirs)]
        away = any(too_few(count, book.smallest) for count in counted) or 0 in counted[:2]
        spread = np.sqrt((ours.var() + theirs.var()) / 2) if not away else 0.0
        apart = float((ours.mean() - theirs.mean()) / spread) if spread > 0 else None
        means = (None, None) if away else (mean_of(ours), mean_of(theirs))
        line: Tally = {"covariate": heading, "of": level, "mean": means[0]}
        line |= {"mean_comparison": means[1], "standardised_difference": apart}
        lines.append({**line, "suppressed": away})
    return lines


def _numbers(records: Records) -> list[RecordColumn]:
    columns = records.codebook.columns
    return [
        c
        for c in columns
        if c.role == "outcome" or (c.role == "covariate" and c.kind != "category")
    ]
