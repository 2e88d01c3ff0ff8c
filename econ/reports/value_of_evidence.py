"""What it is worth to know more, for whom, and which option is best, gathered once.

The same decision in the view that is asked about and in the narrowest one, each as if it paid for
the programme where others do (C16); the options side by side on the same draws; and the studies
that the workbook proposes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from econ.analysis.deciding_for import DecidingFor, value_of_deciding_for
from econ.analysis.options import Options, asked_of_options, beside
from econ.analysis.value_of_information import VALUE_DRAWS, ValueOfInformation, valued
from econ.errors import require_known
from econ.methods.health import HEALTH, NetBenefit, net_benefit, values_of, whose_health
from econ.methods.net_benefits import net_benefits
from econ.model.designs import SobolSequence
from econ.model.draws import base_case
from econ.model.equation import evaluate, unvalued
from econ.model.estimates import ROUNDING
from econ.model.measures import Measure, net_present_value, net_present_value_had_it_paid
from econ.model.perspectives import deciding_views
from econ.model.scenario import Scenario
from econ.model.studies import Population, Study

LASTS, PROGRAMMES = "decision lasts", "programmes a year"
"""The items of About that say for whom, and how long, a decision is."""


@dataclass(frozen=True, slots=True)
class ValueOfEvidence:
    """What was found for one decision.

    ``views`` has the view that was asked about, then the narrowest one where that is another;
    ``deciding`` what each loses by the other's decision, ``None`` where there is one view.
    ``left_out`` are studies that can teach nothing here: what they measure is fixed or not used.
    """

    scenario: Scenario
    views: tuple[ValueOfInformation, ...]
    options: Options
    deciding: DecidingFor | None
    left_out: tuple[Study, ...]

    @property
    def first(self) -> ValueOfInformation:
        """What was found in the view that was asked about."""
        return self.views[0]

    def records(self) -> dict[str, object]:
        """The object of ``--json``: the view's own, with that of the other view beside it."""
        own, *others = (_records(view) for view in self.views)
        return {
            **own,
            "options": self.options.records(),
            "other_views": others,
            "deciding_for": self.deciding.records() if self.deciding else [],
        }


def _records(of: ValueOfInformation) -> dict[str, object]:
    whom = of.population
    return {
        "view": of.view,
        "measure": of.measure.name,
        "price_year": of.price_year,
        "draws": of.draws,
        "seed": of.seed,
        "population": {"a_year": whom.a_year, "years": whom.years, "when": whom.when}
        | {"total": whom.total()},
        "evpi": of.evpi._asdict(),
        "evpi_population": of.to_all(of.evpi)._asdict(),
        "evppi": [{"parameter": x.name, "estimate": x.estimate, "se": x.se} for x in of.evppi],
        "evppi_groups": [
            {"group": x.name, "estimate": x.estimate, "se": x.se} for x in of.evppi_groups
        ],
        "evsi": [record for study in of.evsi for record in study.records()],
        "enbs": [record for study in of.enbs for record in study.records()],
    }


def value_of_evidence(
    scenario: Scenario,
    view: str = "",
    *,
    others: Sequence[Scenario] = (),
    studies: Sequence[str] = (),
    draws: int = VALUE_DRAWS,
    seed: int = 2025,
    step: Callable[[str], None] | None = None,
) -> ValueOfEvidence:
    """Gather it for one view: a perspective or a payer, by default the scenario's.

    ``others`` are further options; ``studies`` names those of the workbook to look at, by default
    all. ``step`` is told what is being done.

    Raises ``ScenarioError`` for a view or a study that there is not, and as
    ``econ.value_of_information`` does.
    """
    tell = step or (lambda _: None)
    require_known("studies", studies, [study.name for study in scenario.studies], "study")
    asked = [s for s in scenario.studies if s.name in studies or not studies]
    able = [study for study in asked if _teaches(study, scenario)]
    measures = [_measure(scenario, whose) for whose in _views(scenario, view)]
    whom, design, every = _population(scenario), SobolSequence(draws, seed), [scenario, *others]
    first = measures[0]
    tell("Options on the same draws")
    further = asked_of_options(scenario, first.view)
    found = net_benefits(every, [*measures, *further], design)
    views = list[ValueOfInformation]()
    for place, measure in enumerate(measures):
        tell(f"Value of knowing more, view: {measure.view}")
        given = (scenario, measure, found, design, None, able, whom)
        views.append(valued(*given, place=place))
    named = {m.view: table for m, table in zip(measures, found.tables, strict=False)}
    deciding = value_of_deciding_for(named, batches=found.batches) if len(named) > 1 else None
    tables, health = found.tables[len(measures) :], isinstance(first, NetBenefit)
    shown = beside(every, first.view, tables, design, health=health)
    left = tuple(study for study in asked if study not in able)
    return ValueOfEvidence(scenario, tuple(views), shown, deciding, left)


def _teaches(study: Study, scenario: Scenario) -> bool:
    """Whether all that a study measures is uncertain here, and used."""
    uncertain = {name for name in scenario.uncertain if name in scenario.used}
    return set(study.measures) <= uncertain


def _views(scenario: Scenario, view: str) -> tuple[str, ...]:
    """The view asked about, and the narrowest perspective where that is another."""
    first = view or scenario.perspective
    scenario.payers_in(first)  # refuses a view that there is not
    return deciding_views(first, {name: scenario.payers_in(name) for name in scenario.perspectives})


def _measure(scenario: Scenario, view: str) -> Measure:
    """The net present value to a view, as if it paid where others do.

    Where health is counted that the view does not have, the net benefit at the least that a unit
    is said to be worth.
    """
    health = [o for o in scenario.outcomes if o.value_class == HEALTH]
    inside = scenario.payers_in(view)
    if any(o.shares.get(p.name) for o in health for p in scenario.payers if p.name not in inside):
        names, unit = whose_health(scenario)
        central = unvalued(evaluate(scenario, base_case(scenario))).select(outcome=names)
        if central.total()[0]:
            return net_benefit(next(iter(values_of(scenario, unit).values()), 0.0), view)
    plain, paid = net_present_value(view), net_present_value_had_it_paid(view)
    central = evaluate(scenario, base_case(scenario))
    same = np.isclose(plain.base(central), paid.base(central), rtol=ROUNDING, atol=ROUNDING)
    return plain if same else paid


def _population(scenario: Scenario) -> Population:
    """Whom the decision is for: as About says, else one programme a year for ten years."""
    about = scenario.about
    years, many = int(about.get(LASTS) or 10), float(about.get(PROGRAMMES) or 1)
    return Population(many, years, scenario.discount)
