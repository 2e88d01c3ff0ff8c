"""What every result carries: what was asked of which scenario, and how it becomes a record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, ClassVar

from econ.model.estimates import Estimate
from econ.model.measures import HEADLINE, MEASURES, Definition, Measure
from econ.model.parameters import Parameter
from econ.model.scenario import Scenario
from econ.model.units import figure
from econ.shown import Line, Shown
from econ.words import NOT_AVAILABLE, percent

if TYPE_CHECKING:
    import pandas as pd
    from _typeshed import DataclassInstance

_RENAMED = {"base_case": "estimate", "partner": "with", "partner_label": "with_label"}
_PERHAPS = {"view", "cohort", "reason", "with", "with_label"}
"""What a record gives as ``None`` where it is empty."""


class Result(Shown):
    """A result as records, as a table, and as it reads.

    ``READS`` names what is shown of a record, in order: ``%`` marks shares, ``£`` pounds, and
    ``$`` what is in the record's own unit, or else in its measure's.
    """

    __slots__ = ()
    READS: ClassVar[str] = ""

    def records(self) -> list[dict[str, object]]:
        """One record a line of the result."""
        raise NotImplementedError

    def to_frame(self) -> pd.DataFrame:
        """The records as a table: one row a record."""
        import pandas as pd

        return pd.DataFrame.from_records(self.records())

    def told(self) -> tuple[str, list[Line]]:
        """What was asked of which scenario, in which prices; and the records in words."""
        about = (getattr(self, name, "") for name in ("measure", "view", "scenario", "price_year"))
        said = [about.label if isinstance(about, Definition) else str(about) for about in about]
        said[3:] = [f"{said[3]} prices"] if said[3] else []
        kind = "".join(f" {c.lower()}" if c.isupper() else c for c in type(self).__name__)
        title = ": ".join(filter(None, (kind.strip().capitalize(), ", ".join(filter(None, said)))))
        return title, [self._line(record) for record in self.records()]

    def _line(self, of: Mapping[str, object]) -> Line:
        asked = getattr(self, "measure", "")
        asked = asked.name if isinstance(asked, Definition) else asked
        unit = str(of.get("unit", "") or _UNITS.get(str(of.get("measure", asked)), ""))
        names = [(name.rstrip("%$£"), name[-1]) for name in self.READS.split()]
        return {name.replace("_", " "): _in_words(of[name], kind, unit) for name, kind in names}


_UNITS = {asked().name: asked().unit for asked in MEASURES}


def _in_words(value: object, kind: str, unit: str) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return NOT_AVAILABLE if value is None else str(value)
    return (
        percent(value)
        if kind == "%"
        else figure(value, unit if kind == "$" else "GBP" if kind == "£" else "")
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """Which measure was asked for, whose view it takes, and of which cohort (empty: of all)."""

    measure: Definition
    view: str
    cohort: str

    def asked(self) -> dict[str, object]:
        """What was asked, as a record tells it."""
        return {"measure": self.measure.name, "view": self.view, "cohort": self.cohort or None}


@dataclass(frozen=True, slots=True)
class Headed(Asked):
    """What was asked of which scenario; ``base_case`` is the measure in its base case.

    All money is in the prices of ``price_year`` (C18).
    """

    scenario: str
    price_year: str
    base_case: float


@dataclass(frozen=True, slots=True)
class Subject:
    """The parameter that a result is about; ``base_case`` is its mean, in its ``unit``."""

    parameter: str
    label: str
    group: str
    unit: str
    base_case: float


def asked_of(measure: Measure, view: str = HEADLINE) -> tuple[Definition, str, str]:
    """The fields of an ``Asked``, in order; ``view`` is told where the measure names none."""
    return measure.definition, measure.view or view, measure.cohort


def header(
    scenario: Scenario, measure: Measure, base: float
) -> tuple[Definition, str, str, str, str, float]:
    """The fields of a ``Headed``, in order."""
    return *asked_of(measure, ""), scenario.name, scenario.price_year, base


def subject(parameter: Parameter) -> tuple[str, str, str, str, float]:
    """The fields of a ``Subject``, in order."""
    return parameter.name, parameter.label, parameter.group, parameter.unit, parameter.mean


def figures(found: Estimate) -> dict[str, object]:
    """An estimate, as a record tells it."""
    return {
        "base_case": found.base_case,
        "estimate": found.mean,
        "low": found.p2_5,
        "high": found.p97_5,
        "se": found.se,
        "probability_positive": found.probability_positive,
    }


def record(*parts: DataclassInstance | Mapping[str, object]) -> dict[str, object]:
    """A result as a record, for a table or JSON: the fields of its parts, in order.

    The base case of a parameter is the record's estimate, and what does not exist is ``None``.

    >>> record({"view": "", "base_case": 2.0}, {"low": 1.0})
    {'view': None, 'estimate': 2.0, 'low': 1.0}
    """
    found = dict[str, object]()
    for part in parts:
        for name, value in (part if isinstance(part, Mapping) else asdict(part)).items():
            key = _RENAMED.get(name, name)
            found[key] = None if key in _PERHAPS and value == "" else value
    return found
