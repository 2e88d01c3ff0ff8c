"""Scenarios side by side, gathered once: how they compare, why they differ, their average.

And those that a workbook's own sheet Scenarios asks about, as every run tries them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from econ.analysis.comparison import Comparison, ModelAverage, average, compare
from econ.analysis.difference import Difference, difference
from econ.errors import refuse
from econ.methods.asked import FiguresFound, OnePass
from econ.methods.failing_draws import require_every_draw
from econ.methods.one_pass import ANSWERED
from econ.model.designs import Design
from econ.model.distributions import FloatArray
from econ.model.draws import Progress, base_case
from econ.model.equation import people_drawn
from econ.model.estimates import Estimate
from econ.model.measures import Measure, benefits, costs, net_present_value
from econ.model.programme import Alternative
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
    progress: Progress | None = None,
) -> SideBySide:
    """Compare scenarios with the first of them, each in its own headline view.

    Raises ``ScenarioError`` where there are fewer than two, or they cannot be compared.
    """
    if len(scenarios) < 2:
        remedy = "Name two or more, or fill in the sheet Scenarios of its workbook."
        raise refuse("compare", "scenarios", "there is only one", remedy)
    first, *others = scenarios
    compared = compare(scenarios, (), draws, seed, progress=progress)
    return SideBySide(
        tuple(scenarios),
        compared,
        tuple(difference(first, other) for other in others),
        None if weights is None else average(scenarios, weights, draws=draws, seed=seed),
    )


def memory_compared(scenario: Scenario) -> int:
    """Bytes of memory that a comparison takes for each draw: the answers of a few scenarios."""
    return 8 * 2 * (ANSWERED + 2) * (2 + len(scenario.payers))


@dataclass(frozen=True, slots=True)
class Tried:
    """Other assumptions, tried on the draws of the run: what they come to in their own view.

    ``people`` are those reached in the central case, ``None`` where they are not known.
    """

    scenario: Scenario
    people: float | None
    costs: Estimate
    benefits: Estimate
    net: Estimate

    def record(self) -> dict[str, object]:
        """The scenario for machines."""
        return {
            "name": self.scenario.name,
            "why": self.scenario.why,
            "view": self.scenario.perspective,
            "changes": [asdict(change) for change in self.scenario.changes],
            "people": self.people,
            "mean": self.net.mean,
            "p2_5": self.net.p2_5,
            "p97_5": self.net.p97_5,
            "probability_positive": self.net.probability_positive,
        }


def central_people(people: FloatArray | None) -> float | None:
    """How many the central case reaches, in all cohorts, of people as ``Impacts`` have them."""
    return None if people is None else float(people[0].sum())


def to_try(scenario: Scenario) -> tuple[Alternative, ...]:
    """What a run of a scenario tries beside it: its workbook's scenarios, told from its base case.

    None where the scenario is not the base case itself: a change on top of another would be told
    as a difference to a base case that it is not.
    """
    return () if scenario.changes else scenario.alternatives


def tried(other: Scenario, design: Design, found: FiguresFound) -> Tried:
    """A scenario of the workbook that was asked ``ask_headline`` on the draws of a run.

    Raises ``ScenarioError`` where its headline does not exist in some draws.
    """
    measures = headline_measures(other)
    figures = [found[one.name] for one in measures]
    require_every_draw(other, design, measures[-1], figures[-1])
    return Tried(other, central_people(people_drawn(other, base_case(other))), *figures)


def headline_measures(scenario: Scenario) -> list[Measure]:
    """Costs, benefits and both together, to a scenario's own perspective."""
    whose = scenario.perspective
    return [make(perspective=whose) for make in (costs, benefits, net_present_value)]


def ask_headline(asking: OnePass) -> None:
    """Ask for the same, each by its name."""
    asking.asked |= {one.name: one for one in headline_measures(asking.scenario)}
