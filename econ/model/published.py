"""What the sources of outcomes print, beside what comes out here."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from econ.errors import Fault
from econ.model.draws import base_case
from econ.model.equation import evaluate
from econ.model.scenario import Scenario
from econ.words import exact_number


def printed_within(published: float) -> float:
    """How far a number may be from one that is printed: half of the last digit that is not 0.

    >>> printed_within(1200), printed_within(14.25), printed_within(0)
    (50.0, 0.005, 0.5)
    """
    place = Decimal(repr(published)).normalize().as_tuple().exponent
    return 0.5 * 10.0 ** int(place) if published else 0.5


def misprints(scenario: Scenario) -> Iterator[tuple[str, Fault]]:
    """Outcomes that do not come to what their source prints, undiscounted, in the central case."""
    printed = [outcome for outcome in scenario.outcomes if outcome.published is not None]
    if not printed:
        return
    money = evaluate(scenario, base_case(scenario)).by("outcome")
    found = dict(zip(money.labels[0], money.base.tolist(), strict=True))
    for outcome in printed:
        here, there = outcome.sign * found[outcome.name], outcome.published or 0.0
        if abs(here - there) > printed_within(there) * (1 + 1e-9):
            much = f" ({100 * (here / there - 1):+.1f}%)" if there else ""
            what = f"its source prints {exact_number(there)}, and this comes to {here:,.2f}{much}"
            remedy = "Check quantity, unit value and profile; or the source has a misprint."
            yield outcome.name, Fault(what, remedy)
