"""Scenarios side by side on the same draws, and averaged where it is not known which holds.

A random stream belongs to a parameter's name (C11), so scenarios of one seed share their draws:
their difference, draw by draw, is free of the noise that they have in common.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isclose

import numpy as np

from econ.errors import Problem, ScenarioError, refuse, require_kind
from econ.methods.failing_draws import require_every_draw
from econ.methods.mixture import Mixture, Shares
from econ.methods.one_pass import answers_together
from econ.methods.results import Asked, Result, asked_of, figures
from econ.model.designs import MonteCarlo
from econ.model.distributions import FloatArray
from econ.model.draws import Progress, base_case
from econ.model.equation import evaluate
from econ.model.estimates import ROUNDING, Errors, Estimate, chance_positive, errors, estimate
from econ.model.measures import Measure, headline
from econ.model.scenario import A_SCENARIO, Scenario


@dataclass(frozen=True, slots=True)
class ComparisonLine(Asked):
    """One scenario on one measure and view, and how it differs from the first scenario.

    ``difference`` is this scenario less the first, draw by draw; ``better`` and ``worse`` are the
    probabilities of being so (the rest is no difference) and ``better_se`` their Monte Carlo
    error. All are ``None`` for the first scenario.
    """

    scenario: str
    estimate: Estimate
    errors: Errors
    difference: Estimate | None = None
    difference_errors: Errors | None = None
    better: float | None = None
    better_se: float | None = None
    worse: float | None = None

    def record(self) -> dict[str, object]:
        """The line for machines; ``None`` for what does not exist."""
        gap = self.difference
        return {
            "scenario": self.scenario,
            **self.asked(),
            **figures(self.estimate),
            "probability_positive_se": self.errors.probability_positive,
            "difference_base_case": gap and gap.base_case,
            "difference": gap and gap.mean,
            "difference_low": gap and gap.p2_5,
            "difference_high": gap and gap.p97_5,
            "difference_se": gap and gap.se,
            "probability_better": self.better,
            "probability_better_se": self.better_se,
            "probability_worse": self.worse,
        }


@dataclass(frozen=True, slots=True, repr=False)
class Comparison(Result):
    """Scenarios side by side; the first is the one the others are compared with."""

    READS = "scenario measure view estimate$ low$ high$ difference$ probability_better%"

    scenarios: tuple[str, ...]
    lines: tuple[ComparisonLine, ...]
    draws: int
    seed: int
    price_year: str

    def line(
        self, scenario: str, measure: str = "net_present_value", view: str = ""
    ) -> ComparisonLine:
        """The line of a scenario on a measure; the first view it was asked for, unless said."""
        for line in self.lines:
            asked = (line.scenario, line.measure.name)
            if asked == (scenario, measure) and view in ("", line.view):
                return line
        raise refuse("comparison", f"{scenario}, {measure} {view}".strip(), "was not compared")

    def records(self) -> list[dict[str, object]]:
        """One record a scenario, measure and view."""
        return [line.record() for line in self.lines]


def compare(
    scenarios: Sequence[Scenario],
    measures: Sequence[Measure] = (),
    draws: int = 10_000,
    seed: int = 2025,
    *,
    progress: Progress | None = None,
) -> Comparison:
    """Every scenario on the same draws: estimates, and differences to the first scenario.

    Each measure is answered for its own view and for every payer in it; without measures it is
    the net present value in each scenario's own headline view, and had it paid for the programme
    where others bear some of the cost (C16). ``progress`` is told the draws
    done, over all scenarios.

    Raises ``ScenarioError`` where scenarios cannot be compared: they name other payers (C7), or
    stand in prices of another year (C2).

    >>> import econ
    >>> base = econ.read("parameters/side_by_side.xlsx")
    >>> found = compare([base, base.over("Five years", years=5)], draws=500)
    >>> found.line("Five years").difference == found.line("Five years", view="headline").difference
    True
    """
    _require_comparable(scenarios)
    asked = _with_payers(scenarios[0], measures or (headline(),))
    if not measures and any(map(_paid_by_others, scenarios)):
        asked.append(headline(had_it_paid=True))
    names = _distinct([scenario.name for scenario in scenarios])
    lines: list[list[ComparisonLine]] = []
    first: Sequence[FloatArray] = ()
    design = MonteCarlo(draws, seed)
    every = answers_together(scenarios, design, asked, progress=progress)
    for k, (scenario, name, answers) in enumerate(zip(scenarios, names, every, strict=True)):
        for measure, answer in zip(asked, answers, strict=True):
            if not measure.definition.not_money:
                require_every_draw(scenario, design, measure, answer[1:])
        first = first or answers
        rows = zip(asked, answers, first, strict=True)
        lines.append([_line(name, measure, own, base, k > 0) for measure, own, base in rows])
    by_measure = [line for same in zip(*lines, strict=True) for line in same]
    return Comparison(tuple(names), tuple(by_measure), draws, seed, scenarios[0].price_year)


def _line(
    name: str, measure: Measure, rows: FloatArray, first: FloatArray, compared: bool
) -> ComparisonLine:
    line = ComparisonLine(*asked_of(measure), name, estimate(rows), errors(rows))
    if not compared:
        return line
    with np.errstate(invalid="ignore"):  # a payback that never comes, less another, is undefined
        gap = rows - first
    gap[np.abs(gap) <= ROUNDING * np.maximum(np.abs(rows), np.abs(first))] = 0.0
    gain, found = -gap if measure.definition.less_is_better else gap, errors(gap)
    return replace(
        line,
        difference=estimate(gap),
        difference_errors=found,
        better=chance_positive(gain[1:]),
        better_se=found.probability_positive,
        worse=chance_positive(-gain[1:]),
    )


def _with_payers(scenario: Scenario, measures: Sequence[Measure]) -> list[Measure]:
    """Each measure, followed by itself for every payer of its view."""
    every = [payer.name for payer in scenario.payers]
    asked = []
    for measure in measures:
        inside = scenario.payers_in(measure.view) if measure.view else every
        asked += [measure, *(replace(measure, view=p) for p in inside if p != measure.view)]
    return asked


def _paid_by_others(scenario: Scenario) -> bool:
    """Whether others bear some of the cost, to the headline's view."""
    found = evaluate(scenario, base_case(scenario))
    own, paid = (headline(had_it_paid=how).base(found) for how in (False, True))
    return not isclose(own, paid, rel_tol=ROUNDING, abs_tol=ROUNDING)


def _require_comparable(scenarios: Sequence[Scenario]) -> None:
    if not scenarios:
        raise refuse("compare", "scenarios", "there are none", "Give at least one.")
    for scenario in scenarios:
        require_kind("compare", "scenarios", scenario, Scenario, A_SCENARIO)
    first, problems = scenarios[0], []
    payers = [payer.name for payer in first.payers]
    for scenario in scenarios[1:]:
        if [payer.name for payer in scenario.payers] != payers:
            what = f"has other payers than '{first.name}': {', '.join(payers)}"
            problems.append(Problem("", scenario.name, what, "Compare scenarios of one workbook."))
        if scenario.price_year != first.price_year:
            what = f"is in {scenario.price_year} prices, '{first.name}' in {first.price_year}"
            problems.append(Problem("", scenario.name, what, "Give both one price year."))
    if problems:
        raise ScenarioError("compare", problems)


def _distinct(names: Sequence[str]) -> list[str]:
    """Names told apart by a number where two are the same.

    >>> _distinct(["Base case", "Base case", "Group sessions"])
    ['Base case', 'Base case (2)', 'Group sessions']
    """
    seen = [names[:k].count(name) for k, name in enumerate(names)]
    return [f"{name} ({n + 1})" if n else name for name, n in zip(names, seen, strict=True)]


@dataclass(frozen=True, slots=True, repr=False)
class ModelAverage(Result, Asked):
    """One result over several structures, each as likely as its weight.

    ``each`` holds the estimate under every scenario, ``estimate`` that of their mixture, and
    ``variance`` how much of its variance lies between structures (``None`` where a draw is
    undefined).
    """

    READS = "scenario weight% estimate$ low$ high$"

    scenarios: tuple[str, ...]
    weights: tuple[float, ...]
    each: tuple[Estimate, ...]
    estimate: Estimate
    errors: Errors
    variance: Shares | None
    price_year: str

    def records(self) -> list[dict[str, object]]:
        """One record a scenario, and a last one for the average, whose scenario is ``None``."""
        each = zip(self.scenarios, self.weights, self.each, [None] * len(self.each), strict=True)
        whole = (None, 1.0, self.estimate, self.variance)
        return [
            {
                "scenario": name,
                "weight": weight,
                **self.asked(),
                **figures(found),
                "share_between": variance and variance.share_between,
                "share_between_se": variance and variance.se,
            }
            for name, weight, found, variance in (*each, whole)
        ]


def average(
    scenarios: Sequence[Scenario],
    weights: Sequence[float],
    measure: Measure | None = None,
    draws: int = 10_000,
    seed: int = 2025,
) -> ModelAverage:
    """The result where it is not known which scenario holds: their mixture, on the same draws.

    ``weights`` are the probabilities of the scenarios, in their order. No scenario is drawn by
    chance: every draw counts under each with its weight.

    Raises ``ScenarioError`` where the weights do not add up to 1, or one is below 0.

    >>> import econ
    >>> base = econ.read("parameters/side_by_side.xlsx")
    >>> average([base, base.over(years=5)], [0.7, 0.3], draws=500).scenarios == (
    ...     base.name, f"{base.name} (2)")
    True
    """
    _require_comparable(scenarios)
    _require_weights(scenarios, weights)
    asked = measure or headline()
    design = MonteCarlo(draws, seed)
    rows = np.array([own for (own,) in answers_together(scenarios, design, [asked])])
    weight = np.array(weights, dtype=np.float64)
    counted = weight > 0
    mixed = Mixture(rows[counted], weight[counted])
    names = tuple(_distinct([scenario.name for scenario in scenarios]))
    each = names, tuple(map(float, weights)), tuple(map(estimate, rows))
    variance = mixed.shares() if mixed.defined else None
    year = scenarios[0].price_year
    return ModelAverage(*asked_of(asked), *each, mixed.estimate(), mixed.errors(), variance, year)


def _require_weights(scenarios: Sequence[Scenario], weights: Sequence[float]) -> None:
    if len(weights) != len(scenarios):
        what = f"there are {len(weights)} for {len(scenarios)} scenarios"
        raise refuse("average", "weights", what, "Give one for each scenario.")
    if min(weights) < 0 or abs(sum(weights) - 1) > 1e-9:
        what = f"{', '.join(f'{weight:g}' for weight in weights)} add up to {sum(weights):g}"
        raise refuse("average", "weights", what, "Give probabilities that add up to 1.")
