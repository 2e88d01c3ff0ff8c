"""Scenarios side by side, gathered once: how they compare, why they differ, their average."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from econ.analysis.comparison import Comparison, ModelAverage, average, compare
from econ.analysis.difference import Difference, difference
from econ.errors import refuse
from econ.model.scenario import Scenario


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Scenarios on the same draws; the first is what the others are compared with.

    ``explanations`` has one for each scenario after the first; ``average`` is ``None`` where no
    weights were given.
    """

    scenarios: tuple[Scenario, ...]
    comparison: Comparison
    explanations: tuple[Difference, ...]
    average: ModelAverage | None

    def records(self) -> dict[str, object]:
        """The object of ``--json``."""
        return {
            "scenarios": [
                {"name": name, "why": scenario.why, "workbook": scenario.workbook}
                for name, scenario in zip(self.comparison.scenarios, self.scenarios, strict=True)
            ],
            "comparison": self.comparison.records(),
            "explanations": [record for found in self.explanations for record in found.records()],
            "average": self.average.records() if self.average else [],
        }


def side_by_side(
    scenarios: Sequence[Scenario],
    weights: Sequence[float] | None = None,
    draws: int = 10_000,
    seed: int = 2025,
    *,
    progress: Callable[[int], None] | None = None,
) -> SideBySide:
    """Compare scenarios with the first of them, each in its own headline view.

    Raises ``ScenarioError`` where there are fewer than two, or they cannot be compared.
    """
    if len(scenarios) < 2:
        raise refuse("compare", "scenarios", "there is only one", "Name two or more.")
    first, *others = scenarios
    compared = compare(scenarios, (), draws, seed, progress=progress)
    return SideBySide(
        tuple(scenarios),
        compared,
        tuple(difference(first, other) for other in others),
        None if weights is None else average(scenarios, weights, draws=draws, seed=seed),
    )
