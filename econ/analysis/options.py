"""Options of which one is chosen, to fund nothing among them, on the same draws.

Which is best on average and how often each is; what choosing it may lose, and how bad its worst
draws are; which are dominated, and what each further step along the others costs; and how often
each payer is better off. Dominance is that of means (Drummond and others 2015, chapter 4): an
option is dominated where another costs no more and brings no less, and extendedly dominated where
a mix of two others does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from econ.methods.health import gained_and_spent, net_benefit, values_of, whose_health
from econ.methods.net_benefits import FUND_NOTHING, net_benefits
from econ.methods.results import Asked, Result, asked_of, record
from econ.model.designs import Design, MonteCarlo
from econ.model.distributions import FloatArray
from econ.model.estimates import estimate, probability_error
from econ.model.measures import (
    Measure,
    benefits,
    net_present_value,
    net_present_value_had_it_paid,
)
from econ.model.scenario import Scenario

ByOption = Mapping[str, FloatArray]
"""A number a draw, by option."""

WORST = 0.05
"""The share of draws, the worst of an option, whose mean is its expected shortfall."""
_VALUES, _BEYOND = 41, 1.25


class PayerOdds(NamedTuple):
    """What an option is to one payer: the mean of what it keeps, and the chance that it gains."""

    payer: str
    mean: float
    probability_better: float
    se: float


@dataclass(frozen=True, slots=True)
class OptionLine:
    """One option beside the others, in pounds of the view.

    ``expected_loss`` is the mean of what the best of each draw brings beyond it; ``shortfall`` the
    mean of its worst twentieth of draws. ``dominated_by`` names an option that costs no more and
    brings no less, or two whose mix does; empty where none does. Among those that are left, by
    cost, ``extra_cost`` and ``extra_effect`` are over the one before, and ``extra_ratio`` one over
    the other: pounds for each pound, or for each unit of health.
    """

    option: str
    mean: float
    se: float
    probability_best: float
    probability_best_se: float
    expected_loss: float
    shortfall: float
    cost: float
    effect: float
    dominated_by: str
    extra_cost: float | None
    extra_effect: float | None
    extra_ratio: float | None
    payers: tuple[PayerOdds, ...]


class AtUnitValue(NamedTuple):
    """At one value of a unit of health: how often each option is best, and which is on average.

    What is best on average at each value is the acceptability frontier.
    """

    value: float
    probability_best: tuple[float, ...]
    frontier: str


@dataclass(frozen=True, slots=True, repr=False)
class Options(Result, Asked):
    """Options side by side, by cost; ``best`` is best on average, ``order`` that of ``curves``.

    ``effect`` says what is brought: a return in pounds, or a unit of health. ``curves`` has the
    acceptability curve of each option by the value of a unit, empty where effects are pounds.
    """

    READS = "option mean£ probability_best% expected_loss£ shortfall£ dominated_by"

    price_year: str
    effect: str
    draws: int
    seed: int
    best: str
    order: tuple[str, ...]
    lines: tuple[OptionLine, ...]
    curves: tuple[AtUnitValue, ...]

    def __getitem__(self, option: str) -> OptionLine:
        """An option by its name; ``KeyError`` where there is none."""
        return {line.option: line for line in self.lines}[option]

    def records(self) -> list[dict[str, object]]:
        """One record an option, by cost; payers' chances by payer."""
        return [
            record(
                self.asked(),
                asdict(line) | {"payers": {x.payer: x.probability_better for x in line.payers}},
            )
            for line in self.lines
        ]


def options(
    scenarios: Sequence[Scenario],
    view: str = "",
    *,
    health: bool = False,
    value: float | None = None,
    draws: int = 10_000,
    seed: int = 2025,
    design: Design | None = None,
) -> Options:
    """Scenarios as options of which one is chosen, or none of them, on the same draws.

    The money is the net present value to ``view``, by default that of the first scenario, as if it
    paid for the programme where others do (C16). With ``health`` the effect is health in units of
    its own, and options are weighed at ``value`` of a unit, by default the least that the workbook
    or its library has.

    Raises ``ScenarioError`` where two options have one name, a view is not known, or health is
    asked for where there is none.

    >>> import econ
    >>> base = econ.read("parameters/side_by_side.xlsx")
    >>> more = base.vary("Twice the grant", grant=econ.Priced(6_400_000, "2015/16"))
    >>> options([base, more], draws=500)["Twice the grant"].dominated_by
    'Base case'
    """
    whose, drawn = view or scenarios[0].perspective, design or MonteCarlo(draws, seed)
    found = net_benefits(scenarios, asked_of_options(scenarios[0], whose), drawn)
    return beside(scenarios, whose, found.tables, drawn, health=health, value=value)


def asked_of_options(scenario: Scenario, view: str) -> tuple[Measure, ...]:
    """What is asked of each option: its net to the view, its return, and each payer's net."""
    each = (net_present_value(payer.name) for payer in scenario.payers)
    return net_present_value_had_it_paid(view), benefits(view), *each


def beside(
    scenarios: Sequence[Scenario],
    view: str,
    tables: Sequence[ByOption],
    design: Design,
    *,
    health: bool = False,
    value: float | None = None,
) -> Options:
    """The same of options that were evaluated: ``tables`` answer ``asked_of_options``."""
    measure: Measure = net_present_value_had_it_paid(view)
    net, effect, *each = tables
    cost = {name: effect[name] - rows for name, rows in net.items()}
    unit, most = "return", 0.0
    if health:
        cost, effect, unit = _of_health(scenarios, design, view)
        known = [*values_of(scenarios[0], unit).values()] or [0.0]
        worth, most = known[0] if value is None else value, _BEYOND * known[-1]
        measure = net_benefit(worth, view)
        net = {name: worth * effect[name] - cost[name] for name in cost}
    payers = dict(zip((p.name for p in scenarios[0].payers), each, strict=True))
    lines = _lines(net, cost, effect, payers, design.batches)
    return Options(
        *asked_of(measure),
        price_year=scenarios[0].price_year,
        effect=unit,
        draws=design.size,
        seed=design.seed,
        best=max(lines, key=lambda line: line.mean).option,
        order=tuple(net),
        lines=lines,
        curves=_curves(most, cost, effect) if health else (),
    )


def _of_health(
    scenarios: Sequence[Scenario], design: Design, view: str
) -> tuple[dict[str, FloatArray], dict[str, FloatArray], str]:
    """Net cost and health gained in each option, and the unit of it."""
    cost, effect = ({FUND_NOTHING: np.zeros(design.size)} for _ in range(2))
    unit = ""
    for scenario in scenarios:
        names, unit = whose_health(scenario)
        gained, spent = gained_and_spent(scenario, design, names, view)
        cost[scenario.name], effect[scenario.name] = spent[1:, 1], gained[1:]
    return cost, effect, unit


def _curves(most: float, cost: ByOption, effect: ByOption) -> tuple[AtUnitValue, ...]:
    return tuple(_at(float(x), cost, effect) for x in np.linspace(0.0, most, _VALUES))


def _at(value: float, cost: ByOption, effect: ByOption) -> AtUnitValue:
    net = np.column_stack([value * effect[name] - cost[name] for name in cost])
    best = np.bincount(net.argmax(axis=1), minlength=net.shape[1]) / len(net)
    return AtUnitValue(float(value), tuple(best.tolist()), [*cost][int(net.mean(axis=0).argmax())])


def _lines(
    net: ByOption, cost: ByOption, effect: ByOption, each: Mapping[str, ByOption], batches: int
) -> tuple[OptionLine, ...]:
    """The options by cost, each with how it stands beside the others."""
    values = np.column_stack([*net.values()])
    best, most = values.argmax(axis=1), values.max(axis=1)
    places = {name: place for place, name in enumerate(net)}
    means = {name: (float(cost[name].mean()), float(effect[name].mean())) for name in net}
    dominated = _dominated(means)
    steps = _steps({name: x for name, x in means.items() if name not in dominated})
    return tuple(
        OptionLine(
            option=name,
            mean=float(net[name].mean()),
            se=_error(net[name], batches),
            probability_best=float(np.mean(best == places[name])),
            probability_best_se=probability_error(np.where(best == places[name], 1.0, -1.0)),
            expected_loss=float(np.mean(most - net[name])),
            shortfall=_shortfall(net[name]),
            cost=means[name][0],
            effect=means[name][1],
            dominated_by=dominated.get(name, ""),
            **steps.get(name, _NO_STEP),
            payers=tuple(_odds(payer, rows[name]) for payer, rows in each.items()),
        )
        for name in sorted(net, key=lambda name: means[name])
    )


def _error(rows: FloatArray, batches: int) -> float:
    """The Monte Carlo standard error of a mean; 0 of what does not vary."""
    return estimate(np.concatenate([rows[:1], rows]), batches).se or 0.0


def _shortfall(rows: FloatArray) -> float:
    """The mean of the worst twentieth of draws, one at least."""
    count = max(1, round(WORST * len(rows)))
    return float(np.partition(rows, count - 1)[:count].mean())


def _odds(payer: str, rows: FloatArray) -> PayerOdds:
    better = rows > 0
    return PayerOdds(payer, float(rows.mean()), float(better.mean()), probability_error(rows))


_NO_STEP: dict[str, float | None] = dict.fromkeys(("extra_cost", "extra_effect", "extra_ratio"))


def _dominated(means: Mapping[str, tuple[float, float]]) -> dict[str, str]:
    """What each option is dominated by: another, or two between which a mix does better."""
    found = dict[str, str]()
    for name, (cost, effect) in means.items():
        for other, (less, more) in means.items():
            better = less <= cost and more >= effect and (less < cost or more > effect)
            if better and other not in found:
                found[name] = other
                break
    left = {name: x for name, x in means.items() if name not in found}
    while mixed := _mixed(left):
        found |= mixed
        left = {name: x for name, x in left.items() if name not in mixed}
    return found


def _mixed(left: Mapping[str, tuple[float, float]]) -> dict[str, str]:
    """The first option, by cost, whose next step gives more for each pound than its own."""
    ordered = sorted(left, key=lambda name: left[name])
    slopes = [_slope(left[one], left[other]) for one, other in pairwise(ordered)]
    for place, (own, further) in enumerate(pairwise(slopes), 1):
        if further > own:
            ends = ordered[place - 1], ordered[place + 1]
            return {ordered[place]: f"a mix of {ends[0]} and {ends[1]}"}
    return {}


def _slope(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The effect of each further pound."""
    extra = other[0] - one[0]
    return (other[1] - one[1]) / extra if extra else float("inf")


def _steps(left: Mapping[str, tuple[float, float]]) -> dict[str, dict[str, float | None]]:
    """What each option that is left costs and brings beyond the one before, by cost."""
    found = dict[str, dict[str, float | None]]()
    for one, other in pairwise(sorted(left, key=lambda name: left[name])):
        extra, more = (b - a for a, b in zip(left[one], left[other], strict=True))
        ratio = extra / more if more else None
        found[other] = {"extra_cost": extra, "extra_effect": more, "extra_ratio": ratio}
    return found
