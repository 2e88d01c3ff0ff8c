"""What every result carries: what was asked of which scenario, and how it becomes a record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from econ.model.measures import Definition, Measure
from econ.model.parameters import Parameter
from econ.model.scenario import Scenario

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_RENAMED = {"base_case": "estimate", "partner": "with", "partner_label": "with_label"}
_PERHAPS = {"view", "cohort", "reason", "with", "with_label"}
"""What a record gives as ``None`` where it is empty."""


@dataclass(frozen=True, slots=True)
class Headed:
    """What was asked of a scenario: a measure, whose view it takes, and of which cohort.

    ``base_case`` is the measure in the base case; ``cohort`` is empty where it is all of them.
    """

    scenario: str
    measure: Definition
    view: str
    cohort: str
    base_case: float


@dataclass(frozen=True, slots=True)
class Subject:
    """The parameter that a result is about; ``base_case`` is its mean, in its ``unit``."""

    parameter: str
    label: str
    group: str
    unit: str
    base_case: float


def header(
    scenario: Scenario, measure: Measure, base: float
) -> tuple[str, Definition, str, str, float]:
    """The fields of a ``Headed``, in order."""
    return scenario.name, measure.definition, measure.view, measure.cohort, base


def subject(parameter: Parameter) -> tuple[str, str, str, str, float]:
    """The fields of a ``Subject``, in order."""
    return parameter.name, parameter.label, parameter.group, parameter.unit, parameter.mean


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
