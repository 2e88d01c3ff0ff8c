"""What may be typed in the cells of inputs, and what is said beside them."""

from __future__ import annotations

from collections.abc import Sequence

from econ.model.parameters import Parameter
from econ.model.units import figure, is_proportion
from econ.pages.live.inputs import limits

Rule = dict[str, object]
"""A rule of data validation, as XlsxWriter takes it."""

LONGEST = 255
"""Characters that Excel shows beside a cell."""
LARGEST = 1e12


def from_list(labels: str) -> Rule:
    """One of a list of cells."""
    return {
        "validate": "list",
        "source": f"={labels}",
        **_said("Choose from the list.", "Not in the list", "Choose one of the list."),
    }


def discount_rates(within: str, names: Sequence[str]) -> Rule:
    """A discount rate: ``within`` is the formula that says whether it can be used."""
    offered = " or ".join(f"'{name}'" for name in names)
    return {
        "validate": "custom",
        "value": f"={within}",
        **_said(
            f"Type a yearly rate such as 3.5%, or {offered}.",
            "Not a discount rate",
            f"Type a rate from 0% to under 30%, or {offered}.",
        ),
    }


def bounds(parameter: Parameter) -> tuple[float, float]:
    """Between which a number of this unit may lie.

    >>> from econ.model.distributions import Fixed
    >>> bounds(Parameter("x", "X", Fixed(0.4), "proportion"))
    (0.0, 1.0)
    """
    if is_proportion(parameter.unit):
        return 0.0, 1.0
    least = 0.0 if parameter.money or parameter.unit == "people" else -LARGEST
    return least, LARGEST


def number(parameter: Parameter, value: float) -> Rule:
    """A number of a parameter's unit; beside it stands the model's, with its limits."""
    least, most = bounds(parameter)
    said = f"Model: {figure(value, parameter.unit)} ({parameter.unit or 'a plain number'})."
    low, high = limits(parameter)
    if low is not None and high is not None:
        said += f" 95% range: {figure(low, parameter.unit)} to {figure(high, parameter.unit)}."
    wanted = "a number" if least < 0 else "a number of 0 or more"
    wanted = "a number from 0 to 1, or 0% to 100%" if most == 1 else wanted
    return {
        "validate": "decimal",
        "criteria": "between",
        "minimum": least,
        "maximum": most,
        **_said(said, "Not a number that can be used", f"Type {wanted}."),
    }


def _said(message: str, wrong: str, remedy: str) -> Rule:
    return {
        "ignore_blank": False,
        "input_title": "Input",
        "input_message": message[:LONGEST],
        "error_title": wrong,
        "error_message": remedy[:LONGEST],
    }
