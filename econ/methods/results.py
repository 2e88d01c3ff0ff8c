"""What every result carries: what was asked of which scenario, and how it becomes a record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from econ.model.estimates import Estimate
from econ.model.measures import HEADLINE, Definition, Measure
from econ.model.parameters import Parameter
from econ.model.scenario import Scenario

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_RENAMED = {"base_case": "estimate", "partner": "with", "partner_label": "with_label"}
_PERHAPS = {"view", "cohort", "reason", "with", "with_label"}
"""What a record gives as ``None`` where it is empty."""


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
