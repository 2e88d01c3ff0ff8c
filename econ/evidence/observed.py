"""Everything that people's records say: descriptives, every estimate, and how far it may be off."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from econ.errors import Problem
from econ.evidence.changes import (
    REDUCTIONS,
    Estimated,
    change,
    correlation_of,
    dose_response,
    leaving_rate,
)
from econ.evidence.descriptives import Tally, answered, imbalance, mean_of, retention
from econ.evidence.missing import SETS, impute, weights_of_pairs
from econ.evidence.planning import (
    POWER_WANTED,
    SpreadOfChanges,
    in_common,
    people_needed,
    smallest_change,
)
from econ.evidence.records import (
    BEFORE_AFTER,
    CHANGES_OVER_TIME,
    COMPLETE,
    DIFFERENCE,
    FOR_LEAVERS,
    IMPUTED,
    REWEIGHTED,
    Chosen,
    RecordColumn,
    Records,
)
from econ.evidence.small_cells import hidden, too_few
from econ.model.distributions import FloatArray

DOSE = "dose-response"
LEAST_CLUSTERS = 4
"""Clusters in an arm below which a standard error is a guess."""
CAUSE = (
    "None of these numbers says how much of the change the programme caused: people may have "
    "changed anyway, and who joins at a bad time gets better by itself."
)
"""What no estimate of a change can say."""
_OVER_TIME = {
    (BEFORE_AFTER, "linear"): "Without support people would not have changed.",
    (DIFFERENCE, "linear"): "Without support people would have changed by as much as the "
    "comparison did.",
    (BEFORE_AFTER, "ratio"): "Without support people would not have changed; told as a ratio.",
    (DIFFERENCE, "ratio"): "Without support use would have changed by the comparison's ratio.",
    (BEFORE_AFTER, "two-part"): "Without support people would not have changed; users and amounts "
    "are told apart.",
    (DIFFERENCE, "two-part"): "Without support the odds of any use, and the amounts of users, "
    "would have changed by the comparison's ratios.",
}
_LEAVERS = {
    COMPLETE: "Leavers changed as those who stayed did.",
    REWEIGHTED: "Leavers changed as those did who stayed and were like them at baseline.",
    IMPUTED: "Leavers used what those did who stayed and were like them at baseline.",
}
_OF_DOSE = (
    "Nothing else that changes within a person moves both support and use; where past use drives "
    "later attendance this is biased."
)
_PERSISTS = "Those who left support and those who stayed differ in nothing else."


@dataclass(frozen=True, slots=True)
class Reduction:
    """One estimate: of what, by which method, of whom; ``found`` is ``None`` where hidden.

    ``wave`` is ``None`` of a dose; ``by`` and ``of`` are a subgroup's heading and level.
    """

    outcome: RecordColumn
    method: str
    missing: str
    model: str
    term: str
    wave: int | None
    by: str | None
    of: str | None
    found: Estimated | None
    suppressed: bool
    assumption: str
    written: bool = False

    def figures(self, cluster: str) -> Tally:
        """The line of a table."""
        found = self.found
        low, high = found.limits if found else (None, None)
        line: Tally = {"outcome": self.outcome.heading, "method": self.method}
        line |= {name: getattr(self, name) for name in ("missing", "model", "term", "wave")}
        line |= {"by": self.by, "of": self.of, "value": found.value if found else None}
        line |= {"se": found.se if found else None, "low": low, "high": high}
        line |= {"df": found.df if found else None, "n": found.n if found else None}
        line |= {"clusters": found.clusters if found else None, "cluster": cluster}
        line |= {"unit": self.outcome.unit, "assumption": self.assumption}
        line |= {"parameter": self.outcome.parameter or None, "written": self.written}
        return {**line, "suppressed": self.suppressed}


@dataclass(frozen=True, slots=True)
class Observations:
    """What records say; every table is a list of lines, small cells hidden.

    ``leaving`` is the rate per year at which people leave, where that was asked.
    """

    records: Records
    reductions: tuple[Reduction, ...]
    leaving: Estimated | None
    warnings: tuple[Problem, ...]
    answered: list[Tally]
    retention: list[Tally]
    imbalance: list[Tally]

    def headline(self, heading: str, missing: str = "", method: str = "") -> Reduction | None:
        """The linear change of everyone at follow-up, by the method that is written."""
        book = self.records.codebook
        wanted = (method or book.method, missing or book.missing, "linear", book.follow_up, None)
        told = ((r.method, r.missing, r.model, r.wave, r.by) == wanted for r in self.reductions)
        found = zip(self.reductions, told, strict=True)
        return next((r for r, it in found if it and r.outcome.heading == heading), None)

    def headlines(self) -> Iterator[tuple[RecordColumn, Estimated]]:
        """Each outcome with its headline, of those that have one."""
        for column in self.records.codebook.of_role("outcome"):
            told = self.headline(column.heading)
            if told is not None and told.found is not None:
                yield column, told.found

    def correlations(self) -> list[Tally]:
        """How the headlines of every two outcomes vary together, over the same clusters."""
        return [
            {"outcome": a.heading, "with": b.heading, "correlation": correlation_of(one, other)}
            for (a, one), (b, other) in combinations(self.headlines(), 2)
        ]

    def regression_to_mean(self) -> list[Tally]:
        """What regression to the mean alone would give, and the mean at which it gives it all.

        Expected = (1 - rho) (m0 - mu), with rho from outside the study where the codebook gives
        it; the sample's own takes what differs from person to person for noise, and then says too
        much. The break-even is m0 - change / (1 - rho): a population mean at or below it would
        explain the whole change.
        """
        lines = list[Tally]()
        for column in self.records.codebook.of_role("outcome"):
            told = self.headline(column.heading, method=BEFORE_AFTER)
            found = told.found if told else None
            before, after = self._pairs(column)
            rho, source = column.retest, "codebook"
            if rho is None and found and before.std() * after.std() > 0:
                rho, source = float(np.corrcoef(before, after)[0, 1]), "sample"
            expected = break_even = None
            if found and rho is not None and rho < 1:
                mean = self._before(column)
                break_even = mean - found.value / (1 - rho)
                if column.reference is not None:
                    expected = (1 - rho) * (mean - column.reference)
            line: Tally = {"outcome": column.heading, "correlation": rho}
            line |= {"correlation_from": source if rho is not None else None}
            line |= {"reference_mean": column.reference, "expected": expected}
            lines.append({**line, "break_even": break_even})
        return lines

    def tipping(self) -> list[Tally]:
        """How much more each leaver would have to use than was filled in for no change at all.

        ``leavers_baseline`` is what leavers used at first, to judge it by.
        """
        lines = list[Tally]()
        for column in self.records.codebook.of_role("outcome"):
            for method in CHANGES_OVER_TIME:
                told = self.headline(column.heading, IMPUTED, method)
                if told is None:
                    continue
                left, asked = self.leavers(column)
                share = float(left.sum() / asked.sum()) if asked.any() else 0.0
                few = too_few(int(left.sum()), self.records.codebook.smallest) or not told.found
                delta = told.found.value / share if share and told.found and not few else None
                theirs = self.records.at(column.heading, self.records.codebook.baseline)[left]
                known = theirs[np.isfinite(theirs)]
                away = few or too_few(len(known), self.records.codebook.smallest)
                line: Tally = {"outcome": column.heading, "method": method, "delta": delta}
                line |= {"share_missing": None if few else share}
                lines.append({**line, "leavers_baseline": None if away else mean_of(known)})
        return lines

    def detectable(self) -> list[Tally]:
        """The smallest change that this design finds four times in five, and a follow-up's size.

        ``people`` is how many a follow-up in as many clusters starts with to find the change seen
        here, leavers allowed for; ``None`` where no number of people would.
        """
        lines, book = list[Tally](), self.records.codebook
        for column, found in self.headlines():
            seen = self.spread(column, found)
            smallest, mean = smallest_change(found.se, found.df), self._before(column)
            sd = (2.0 if book.method == DIFFERENCE else 1.0) * seen.sd
            people = people_needed(found.value, sd, seen.icc, found.clusters, seen.lost)
            line: Tally = {"outcome": column.heading, "method": book.method}
            line |= {"power": POWER_WANTED, "smallest": smallest}
            line |= {"share_of_baseline": smallest / mean if mean else None, "sd_change": seen.sd}
            line |= {"in_common": seen.icc, "clusters": found.clusters, "people": people}
            lines.append(line)
        return lines

    def spread(self, column: RecordColumn, found: Estimated) -> SpreadOfChanges:
        """How the changes of those supported differ, for planning a study like this one."""
        before, after = self._pairs(column)
        left, asked = self.leavers(column)
        icc = in_common(before - after, self.records.clusters[self._paired(column)])
        lost = float(left.sum() / asked.sum())
        return SpreadOfChanges(
            float((before - after).std(ddof=1)), icc, len(before), found.clusters, lost
        )

    def users(self, column: RecordColumn) -> tuple[int, int]:
        """How many used any at either wave, of how many complete pairs."""
        before, after = self._pairs(column)
        return int(((before > 0) | (after > 0)).sum()), len(before)

    def leavers(self, column: RecordColumn) -> tuple[Chosen, Chosen]:
        """Who has no complete pair, of those supported who were asked at baseline."""
        book = self.records.codebook
        asked = self.records.asked_at(book.baseline) & self.records.supported
        return asked & ~self._paired(column), asked

    def _paired(self, column: RecordColumn) -> Chosen:
        book, records = self.records.codebook, self.records
        both = records.at(column.heading, book.baseline) + records.at(
            column.heading, book.follow_up
        )
        return np.isfinite(both) & records.supported

    def _pairs(self, column: RecordColumn) -> tuple[FloatArray, FloatArray]:
        book, paired = self.records.codebook, self._paired(column)
        waves = (book.baseline, book.follow_up)
        before, after = (self.records.at(column.heading, wave)[paired] for wave in waves)
        return before, after

    def _before(self, column: RecordColumn) -> float:
        """The mean at baseline of whom the headline is of."""
        book = self.records.codebook
        values = self.records.at(column.heading, book.baseline)
        whom = self._paired(column) if book.missing == COMPLETE else self.records.supported
        return mean_of(values[whom & np.isfinite(values)]) or 0.0


def observe(records: Records, sets: int = SETS, seed: int = 2025) -> Observations:
    """Everything that records say. ``sets`` is how often each gap is filled, from a seed.

    The same records give the same numbers to the last bit, whatever the order of their rows.
    """
    filled = impute(records, sets, seed)
    found = list[Reduction]()
    for column in records.codebook.of_role("outcome"):
        for wave in records.later:
            found += _over_time(records, column, wave, filled)
        found += _by_dose(records, column)
    return Observations(
        records=records,
        reductions=tuple(found),
        leaving=leaving_rate(records),
        warnings=tuple(_cautions(records)),
        answered=answered(records),
        retention=retention(records),
        imbalance=imbalance(records),
    )


def _over_time(
    records: Records, column: RecordColumn, wave: int, filled: Mapping[str, FloatArray]
) -> Iterator[Reduction]:
    """The changes of one outcome up to one wave: of everyone, by every model, and of subgroups."""
    book, heading = records.codebook, column.heading
    first, last = (records.waves.index(each) for each in (book.baseline, wave))
    stayed = [(records.at(heading, book.baseline), records.at(heading, wave))]
    answers = {COMPLETE: stayed, REWEIGHTED: stayed}
    answers[IMPUTED] = [(made[:, first], made[:, last]) for made in filled[heading]]
    weights = weights_of_pairs(records, heading, wave)
    paired = np.isfinite(stayed[0][0] + stayed[0][1])
    for (method, model), missing in ((c, m) for c in REDUCTIONS for m in FOR_LEAVERS):
        if method == DIFFERENCE and not book.comparison:
            continue
        weighed = weights if missing == REWEIGHTED else None
        written = (method, model, missing, wave) == (
            *(book.method, "linear", book.missing, book.follow_up),
        )
        told = f"{_OVER_TIME[method, model]} {_LEAVERS[missing]}"
        for by, of, among, away in _parts(records, wave, method, paired):
            if by is not None and (
                model != "linear" or (by in _still(records) and missing != COMPLETE)
            ):
                continue
            said = f"{told} {_PERSISTS}" if by in _still(records) else told
            got = None if away else change(records, answers[missing], method, model, among, weighed)
            mine = written and by is None and bool(column.parameter) and got is not None
            yield Reduction(
                *(column, method, missing, model, "change", wave, by, of, got, away, said, mine)
            )


def _still(records: Records) -> tuple[str, ...]:
    return tuple(column.heading for column in records.codebook.of_role("still involved"))


def _parts(
    records: Records, wave: int, method: str, paired: Chosen
) -> Iterator[tuple[str | None, str | None, Chosen, bool]]:
    """Everyone, each level of each subgroup, and who is still involved; whether each is hidden."""
    arms = [records.supported, ~records.supported] if method == DIFFERENCE else [records.supported]
    smallest, everyone = records.codebook.smallest, np.ones(records.people, bool)
    few = any(too_few(int((paired & arm).sum()), smallest) for arm in arms)
    yield None, None, everyone, few
    broken = [(h, [(v, stated == v) for v in levels]) for h, levels, stated in records.breakdowns()]
    for heading in _still(records):
        now = records.at(heading, wave)
        broken.append((heading, [("yes", now > 0), ("no", now == 0)]))
    for heading, cells in broken:
        counts = [min(int((paired & arm & among).sum()) for arm in arms) for _, among in cells]
        for (level, among), away in zip(cells, hidden(counts, smallest), strict=True):
            yield heading, level or "not stated", among, bool(away)


def _by_dose(records: Records, column: RecordColumn) -> Iterator[Reduction]:
    for term, found in dose_response(records, column.heading).items():
        few = too_few(found.n, records.codebook.smallest)
        got = None if few else found
        yield Reduction(
            *(column, DOSE, COMPLETE, "linear", term, None, None, None, got, few, _OF_DOSE)
        )


def _cautions(records: Records) -> Iterator[Problem]:
    """What makes the errors themselves unsure."""
    book, clusters = records.codebook, records.clusters
    whole, outcomes = len(np.unique(clusters)), len(book.of_role("outcome"))
    arms = {"those supported": records.supported}
    arms |= {"the comparison": ~records.supported} if book.comparison else {}
    for arm, chosen in arms.items():
        if (number := len(np.unique(clusters[chosen]))) < LEAST_CLUSTERS:
            what = f"{arm} come in {number} of them: a standard error of so few is a guess"
            yield Problem("", book.cluster, what, "Tell the result without its interval.")
    if outcomes > whole - 1:
        what = f"{outcomes} outcomes over {whole} clusters: their correlations are not all known"
        yield Problem("", book.cluster, what, "Write fewer outcomes at once.")
    for column in book.of_role("outcome"):
        weights = weights_of_pairs(records, column.heading, book.follow_up)
        used = weights[weights > 0]
        if len(used) and used.max() > 10 * used.mean():
            what = f"one person's weight is {used.max() / used.mean():,.0f} times the mean"
            yield Problem("", column.heading, what, "Prefer imputed to weighted: nothing is cut.")
