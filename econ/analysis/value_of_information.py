"""What it is worth to know more before deciding: everything, one number, several, or by a study.

The options are the programme, perhaps others, and to fund nothing; what each brings is a measure,
so that the worth is to whoever's view the measure takes. All comes from one set of draws of a
Sobol' sequence, whose independent replicates tell the error of every figure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from econ.methods.decisions import Decision, Worth, decision
from econ.methods.information import Evppi, PerfectInformation, perfect_information
from econ.methods.net_benefits import NetBenefits, net_benefits
from econ.methods.results import Asked, Result, asked_of, record
from econ.methods.studies import NetSampling, SampleInformation, enbs, sample_information
from econ.model.designs import Design, SobolSequence
from econ.model.distributions import FloatArray
from econ.model.measures import Measure, headline
from econ.model.scenario import Scenario
from econ.model.studies import Population, Study, refuse_study

VALUE_DRAWS = 65_536
"""Sixteen Sobol' sequences of 4,096: a decision that seldom changes needs its tails drawn."""


@dataclass(frozen=True, slots=True)
class OptionWorth:
    """One option: what it brings on average, how often it is best, and what choosing it may lose.

    ``expected_loss`` is the mean of what the best in each draw brings beyond it: for the option
    that is best on average, the EVPI.
    """

    option: str
    mean: float
    se: float
    probability_best: float
    expected_loss: float


@dataclass(frozen=True, slots=True, repr=False)
class ValueOfInformation(Result, Asked):
    """What it is worth to know more, to one view and one decision, in pounds of ``price_year``.

    ``known`` holds EVPI and EVPPI. ``evsi`` and ``enbs`` have one entry a study, ENBS for all whom
    ``population`` counts. ``people`` is how many the programme reaches, ``None`` where that is not
    known.
    """

    READS = "parameter estimate£ se£ told"

    scenario: str
    price_year: str
    draws: int
    seed: int
    options: tuple[OptionWorth, ...]
    known: PerfectInformation
    evsi: tuple[SampleInformation, ...]
    population: Population
    people: float | None

    @property
    def evpi(self) -> Worth:
        """What it is worth to know everything."""
        return self.known.evpi

    @property
    def evppi(self) -> tuple[Evppi, ...]:
        """What it is worth to know each parameter, largest first."""
        return self.known.evppi

    @property
    def evppi_groups(self) -> tuple[Evppi, ...]:
        """What it is worth to know each group, largest first."""
        return self.known.evppi_groups

    @property
    def enbs(self) -> tuple[NetSampling, ...]:
        """What is left of each study at each size, after its cost."""
        return tuple(enbs(one, self.population) for one in self.evsi)

    @property
    def best(self) -> OptionWorth:
        """The option that is best on average: what would be chosen now."""
        return max(self.options, key=lambda option: option.mean)

    def per_person(self, worth: Worth) -> Worth | None:
        """An amount for each person whom the programme reaches."""
        return Worth(*(figure / self.people for figure in worth)) if self.people else None

    def to_all(self, worth: Worth) -> Worth:
        """An amount to all whom the decision is for, over the years that it lasts, if known now."""
        return Worth(*(figure * self.population.total() for figure in worth))

    def records(self) -> list[dict[str, object]]:
        """One record for everything, each parameter and each group."""
        blank = {"found": self.evpi.estimate, "told": ""}
        first = {"parameter": "everything", **self.evpi._asdict(), **blank}
        rest = [
            {"parameter": one.name, "estimate": one.estimate, "se": one.se}
            | {"found": one.found, "told": one.told}
            for one in (*self.evppi, *self.evppi_groups)
        ]
        return [record(self.asked(), one) for one in (first, *rest)]


def value_of_information(
    scenario: Scenario,
    measure: Measure | None = None,
    *,
    options: Sequence[Scenario] = (),
    groups: Mapping[str, Sequence[str]] | None = None,
    studies: Sequence[Study] = (),
    population: Population | None = None,
    draws: int = VALUE_DRAWS,
    seed: int = 2025,
    design: Design | None = None,
) -> ValueOfInformation:
    """What it is worth to know more before choosing between a programme, others and nothing.

    ``measure`` is the headline net present value unless one is given, of one whole programme;
    ``options`` are other scenarios of which at most one is chosen. ``groups`` gives the parameters
    known together, those of the sheet's groups unless said. Each study's ENBS counts for
    ``population``, by default one programme a year for ten years. ``design`` takes the place of
    the Sobol' sequence of ``draws`` and ``seed``.

    Raises ``ScenarioError`` for a measure that is not an amount of money, for names that are not
    known, for options of one name, and for a study that cannot teach what it measures.

    >>> import econ
    >>> base = econ.read("parameters/side_by_side.xlsx")
    >>> found = value_of_information(base, econ.net_present_value("society"), draws=2_048)
    >>> found.best.option
    'fund nothing'
    >>> all(one.estimate <= found.evpi.estimate for one in found.evppi)
    True
    """
    asked, drawn = measure or headline(), design or SobolSequence(draws, seed)
    for study in studies:
        refuse_study(study, scenario.parameters)
    found = net_benefits([scenario, *options], [asked], drawn)
    return valued(scenario, asked, found, drawn, groups, studies, population)


def valued(
    scenario: Scenario,
    measure: Measure,
    found: NetBenefits,
    design: Design,
    groups: Mapping[str, Sequence[str]] | None = None,
    studies: Sequence[Study] = (),
    population: Population | None = None,
    *,
    place: int = 0,
) -> ValueOfInformation:
    """The same of options that were evaluated; ``place`` is the measure's among their tables."""
    table, numbers = found.tables[place], found.parameters
    of = decision(table, found.batches)
    named = sheet_groups(scenario, numbers) if groups is None else groups
    return ValueOfInformation(
        *asked_of(measure, scenario.perspective),
        scenario=scenario.name,
        price_year=scenario.price_year,
        draws=design.size,
        seed=design.seed,
        options=_options(of, table),
        known=perfect_information(of, numbers, named),
        evsi=tuple(sample_information(of, numbers, s, seed=design.seed) for s in studies),
        population=population or Population(),
        people=found.people,
    )


def sheet_groups(scenario: Scenario, numbers: Mapping[str, FloatArray]) -> dict[str, list[str]]:
    """The groups of the sheet Parameters, each with those of its members that are asked about."""
    found = dict[str, list[str]]()
    for name in numbers:
        if name in scenario.parameters and (group := scenario[name].group):
            found.setdefault(group, []).append(name)
    return found


def _options(of: Decision, table: Mapping[str, FloatArray]) -> tuple[OptionWorth, ...]:
    values = np.column_stack(list(table.values()))
    best, most = values.argmax(axis=1), values.max(axis=1)
    return tuple(
        OptionWorth(
            name,
            *of.worth(values[:, place]),
            probability_best=float(np.mean(best == place)),
            expected_loss=float(np.mean(most - values[:, place])),
        )
        for place, name in enumerate(table)
    )
