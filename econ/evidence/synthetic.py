"""Synthetic people: records made up by a model whose truth is known, for demonstration and checks.

Nobody in them exists. Each person has a level of use of their own, which lasts, and a bad time at
baseline, which passes: people join when they need it, so that use falls by itself. Support reduces
use by a share that goes with what is received times what is given: receiving alone, or giving
alone, does nothing. Areas and waves move everyone. Who leaves is told by use at baseline.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from econ.evidence.records import DAYS_IN_A_YEAR
from econ.model.designs import stream
from econ.model.distributions import FloatArray

LABEL = "synthetic"
"""What the first column says of every row."""
_BAD_TIME = 0.5
_LASTING = 0.7


@dataclass(frozen=True, slots=True)
class SyntheticUse:
    """One thing that is used: so many a year at baseline among those who may use it at all.

    ``may`` is the share of people who may; ``effect`` the mean share by which support reduces it;
    ``months`` the window asked about, 0 for that of the row and ``None`` for a week; ``unsaid`` and
    ``none`` are what is typed where there is no answer, and where there is none of it.
    """

    heading: str
    a_year: float
    may: float
    effect: float
    months: float | None
    unsaid: str = ""
    none: str = "0"


@dataclass(frozen=True, slots=True)
class Synthetic:
    """A study that never took place.

    ``bad_time`` is how much worse than usual people are at baseline, as a share; ``trend`` what
    use is multiplied by at each later wave, of everyone; ``area_spread`` the SD between areas of
    how much use changes; ``leaving`` the share who leave at each wave, more of them the more they
    used. The truth follows from these alone.

    >>> study = Synthetic()
    >>> round(study.truth("ae_visits"), 3), round(study.crude("ae_visits"), 3)
    (0.228, 0.648)
    """

    people: int = 700
    groups: int = 48
    areas: int = 9
    waves: int = 3
    bad_time: float = 0.3
    trend: float = 0.95
    area_spread: float = 0.1
    leaving: float = 0.22
    compared: float = 0.25
    uses: tuple[SyntheticUse, ...] = (
        SyntheticUse("ae_visits", 2.0, 0.6, 0.2, 0, "99"),
        SyntheticUse("outpatient", 4.0, 0.7, 0.1, 6, "dk", "none"),
        SyntheticUse("gp_contacts", 9.0, 1.0, 0.1, 3, "99"),
        SyntheticUse("bed_days", 12.0, 0.12, 0.15, 6, "dk"),
        SyntheticUse("care_hours", 14.0, 0.4, 0.15, None, "999"),
    )

    def truth(self, heading: str) -> float:
        """By how much support reduces use per person, per year or per week: its true effect."""
        use = next(use for use in self.uses if use.heading == heading)
        return use.may * use.a_year * self.trend * use.effect

    def crude(self, heading: str) -> float:
        """The true change before and after, in which a bad time passes and everyone improves."""
        use = next(use for use in self.uses if use.heading == heading)
        return use.may * use.a_year * (1 + self.bad_time - self.trend * (1 - use.effect))

    def rows(self, seed: int = 2025) -> list[dict[str, str]]:
        """One row a person and wave, as questionnaires give them; labelled in the first column."""
        draws = stream(seed, "synthetic people")
        made = _people(self, draws)
        rows = list[dict[str, str]]()
        there = np.ones(self.people, bool)
        for wave in range(self.waves):
            rates = {use.heading: _rates(self, use, made, wave) for use in self.uses}
            answers = {
                use.heading: _answers(use, rates[use.heading], made, draws) for use in self.uses
            }
            rows += list(_questionnaires(self, made, wave, there, answers, draws))
            if wave == 0:
                heavy = np.log1p(np.array(list(answers.values()))).sum(axis=0)
                made["leaves"] = (heavy - heavy.mean()) / heavy.std()
            score = np.log(self.leaving / (1 - self.leaving)) + 0.6 * made["leaves"]
            there = there & (draws.random(self.people) > 1 / (1 + np.exp(-score)))
        return rows


_Made = dict[str, npt.NDArray[Any]]


def _people(study: Synthetic, draws: np.random.Generator) -> _Made:
    """Who they are: group, area, arm, how much they tend to use, support received and given."""
    number = study.groups
    group = np.sort(draws.choice(number, study.people, p=draws.dirichlet(np.full(number, 4.0))))
    made: _Made = {"group": group, "area": group % study.areas}
    made["bame"] = (draws.permutation(number) < number / 3)[group]
    compared = draws.permutation(number) < round(study.compared * number)
    made["supported"] = 1.0 - compared[group]
    made["age"] = draws.integers(18, 80, study.people).astype(float)
    made["months"] = draws.exponential(9.0, study.people)
    made["window"] = draws.choice([3.0, 6.0], study.people)
    shock = study.area_spread * draws.standard_normal((study.areas, len(study.uses)))
    for place, use in enumerate(study.uses):
        may = draws.random(study.people) < use.may
        lasting = _LASTING * draws.standard_normal(study.people) - _LASTING**2 / 2
        passing = _BAD_TIME * draws.standard_normal(study.people) - _BAD_TIME**2 / 2
        made[use.heading] = use.a_year * may * np.exp(lasting)
        made[f"{use.heading} before"] = (1 + study.bad_time) * np.exp(passing)
        made[f"{use.heading} area"] = shock[made["area"], place]
    for wave in range(study.waves):
        for what in ("received", "given"):
            hours = 2 * draws.random(study.people) * made["supported"]
            made[f"{what} {wave}"] = np.round(hours, 2) if wave else np.zeros(study.people)
    return made


def _rates(study: Synthetic, use: SyntheticUse, made: _Made, wave: int) -> FloatArray:
    usual = made[use.heading]
    if wave == 0:
        return usual * made[f"{use.heading} before"]
    both = made[f"received {wave}"] * made[f"given {wave}"]
    left = study.trend * (1 - use.effect * both) + made[f"{use.heading} area"]
    return usual * np.maximum(left, 0.0)


def _answers(
    use: SyntheticUse, rate: FloatArray, made: _Made, draws: np.random.Generator
) -> FloatArray:
    """What is answered: whole numbers in the window, hours of a week as they are."""
    if use.months is None:
        return np.minimum(np.round(rate * draws.gamma(4.0, 0.25, len(rate)), 1), 168.0)
    months = made["window"] if use.months == 0 else np.full(len(rate), use.months)
    counts = draws.poisson(rate * months / 12 * draws.gamma(2.0, 0.5, len(rate)))
    most = np.ceil(months * DAYS_IN_A_YEAR / 12)
    return np.minimum(counts, most).astype(float)


def _questionnaires(
    study: Synthetic,
    made: _Made,
    wave: int,
    there: npt.NDArray[np.bool_],
    answers: Mapping[str, FloatArray],
    draws: np.random.Generator,
) -> Iterator[dict[str, str]]:
    gaps = draws.random((study.people, len(answers))) < 0.03
    for person in np.flatnonzero(there):
        group = int(made["group"][person])
        involved = made["months"][person] > 6 * wave
        row = {LABEL: LABEL, "person": f"SYN-{person + 1:04d}", "wave": str(wave)}
        row |= {"area": f"Area {int(made['area'][person]) + 1}", "group": f"Group {group + 1:02d}"}
        row["arm"] = "peer support" if made["supported"][person] else "waiting list"
        row["community"] = "BaME-specific" if made["bame"][person] else "other"
        row |= {"age": f"{made['age'][person]:.0f}"}
        row["recall_months"] = f"{made['window'][person]:.0f}"
        for what in ("received", "given"):
            row[what] = f"{made[f'{what} {wave}'][person]:g}"
        months = min(made["months"][person], 6.0 * wave)
        supported = bool(made["supported"][person])
        row["months_involved"] = f"{months:.1f}" if wave and supported else ""
        row["still_involved"] = ("yes" if involved else "no") if wave and supported else ""
        for place, use in enumerate(study.uses):
            value = answers[use.heading][person]
            row[use.heading] = use.none if value == 0 else f"{value:g}"
            row[use.heading] = use.unsaid if gaps[person, place] else row[use.heading]
        yield row
