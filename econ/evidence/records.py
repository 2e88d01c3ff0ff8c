"""Participants' records once they are read, and the codebook that says what their columns are.

Nobody's identity is kept: a person is a place in arrays, in an order that does not depend on the
order of the rows. Rates are already per year, or per week where the codebook says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import Literal

import numpy as np
import numpy.typing as npt

from econ.errors import Problem
from econ.model.distributions import FloatArray

BEFORE_AFTER, DIFFERENCE = "before-after", "difference-in-differences"
CHANGES_OVER_TIME = (BEFORE_AFTER, DIFFERENCE)
"""The methods by which a change may be written."""
COMPLETE, REWEIGHTED, IMPUTED = "complete", "weighted", "imputed"
FOR_LEAVERS = (COMPLETE, REWEIGHTED, IMPUTED)
"""The ways in which leavers are allowed for."""
DAYS_IN_A_YEAR = 365.25
PersonLabels = npt.NDArray[np.str_]
"""One label a person; empty where nothing is stated."""
Chosen = npt.NDArray[np.bool_]
"""Who of all people is looked at."""


@dataclass(frozen=True, slots=True)
class RecordColumn:
    """One column of the records, as the codebook declares it.

    ``months`` is the time that the question asks about, ``None`` for a week or where it stands
    in the column ``window``, row by row. ``zeros`` and ``missing`` are codes of this column alone.
    ``retest`` is a correlation and ``reference`` a mean in the unit of what is written.

    >>> RecordColumn("ae_visits", "outcome", kind="count", months=6.0).factor
    2.0
    """

    heading: str
    role: str
    label: str = ""
    kind: str = ""
    months: float | None = None
    window: str = ""
    per: Literal["", "year", "week"] = ""
    missing: frozenset[str] = frozenset()
    zeros: frozenset[str] = frozenset()
    low: float | None = None
    high: float | None = None
    retest: float | None = None
    reference: float | None = None
    parameter: str = ""
    users_parameter: str = ""
    unit: str = ""

    @property
    def name(self) -> str:
        """What readers see."""
        return self.label or self.heading

    @property
    def weekly(self) -> bool:
        """Whether the question asks about a week."""
        return self.months is None and not self.window and self.kind not in ("", "yes or no")

    @property
    def factor(self) -> float:
        """What an answer is multiplied by to be a rate; of a window in months, for one month."""
        if self.kind in ("", "yes or no", "number", "category") or self.per == "week":
            return 1.0
        if self.weekly:
            return DAYS_IN_A_YEAR / 7
        return 12.0 / (self.months or 1.0)

    def most(self, months: float | None) -> float | None:
        """The largest answer that can be, of a window of so many months; ``None`` for any."""
        if self.kind == "yes or no":
            return 1.0
        built_in = None
        if self.kind == "days":
            built_in = 7.0 if self.weekly else ceil((months or 0.0) * DAYS_IN_A_YEAR / 12)
        elif self.kind == "hours" and self.weekly:
            built_in = 168.0
        known = [limit for limit in (built_in, self.high) if limit is not None]
        return min(known) if known else None


@dataclass(frozen=True, slots=True)
class Codebook:
    """What the records are, which change is written, and what each column is."""

    title: str
    source: str
    columns: tuple[RecordColumn, ...]
    synthetic: bool = False
    baseline: int = 0
    follow_up: int = 1
    comparison: str = ""
    cluster: str = "area"
    smallest: int = 10
    method: str = BEFORE_AFTER
    missing: str = IMPUTED

    def of_role(self, role: str) -> tuple[RecordColumn, ...]:
        """The columns of a role, in their order."""
        return tuple(column for column in self.columns if column.role == role)

    def one(self, role: str) -> RecordColumn | None:
        """The one column of a role; ``None`` where there is none."""
        return next(iter(self.of_role(role)), None)


@dataclass(frozen=True, slots=True)
class Records:
    """Everyone's answers: ``values`` by heading, people by waves, NaN where none was given.

    ``asked`` says who has a row at which wave. ``labels`` are by heading, one a person, of area,
    group, arm, subgroups and covariates that are categories. ``set_aside`` are counts of cells and
    rows that were left out, by heading and rule.

    >>> two = Records(Codebook("", "", ()), "b.csv", "", 2, (0,), np.ones((2, 1), bool), {}, {})
    >>> two.people
    2
    """

    codebook: Codebook
    file: str
    sha256: str
    rows: int
    waves: tuple[int, ...]
    asked: Chosen
    values: Mapping[str, FloatArray]
    labels: Mapping[str, PersonLabels]
    set_aside: Mapping[tuple[str, str], int] = field(default_factory=dict)
    warnings: tuple[Problem, ...] = ()

    @property
    def people(self) -> int:
        """How many people there are."""
        return len(self.asked)

    @property
    def later(self) -> tuple[int, ...]:
        """The waves after the baseline."""
        return tuple(wave for wave in self.waves if wave > self.codebook.baseline)

    def at(self, heading: str, wave: int) -> FloatArray:
        """Everyone's value at a wave; NaN where there is none."""
        if wave not in self.waves:
            return np.full(self.people, np.nan)
        return self.values[heading][:, self.waves.index(wave)]

    def asked_at(self, wave: int) -> Chosen:
        """Who has a row at a wave."""
        if wave not in self.waves:
            return np.zeros(self.people, bool)
        return self.asked[:, self.waves.index(wave)]

    def label(self, role: str) -> PersonLabels:
        """The label of a role, one a person; empty where there is no such column."""
        column = self.codebook.one(role)
        return self.labels[column.heading] if column else np.full(self.people, "")

    @property
    def supported(self) -> Chosen:
        """Who is in an arm that is not the comparison."""
        comparison = self.codebook.comparison
        return self.label("arm") != comparison if comparison else np.ones(self.people, bool)

    @property
    def clusters(self) -> npt.NDArray[np.intp]:
        """The cluster of each person, numbered from 0 in the order of their labels."""
        labels = self.label(self.codebook.cluster).tolist()
        place = {label: number for number, label in enumerate(sorted(set(labels)))}
        return np.array([place[label] for label in labels], dtype=np.intp)

    def breakdowns(self) -> Iterator[tuple[str, Sequence[str], PersonLabels]]:
        """Each subgroup's heading, its levels in order, and everyone's level."""
        for column in self.codebook.of_role("subgroup"):
            stated = self.labels[column.heading]
            yield column.heading, sorted(set(stated.tolist())), stated
