"""One-way sensitivity: how far each parameter, moved alone, moves the answer.

A tornado takes each parameter to the ends of its 95% interval (C6); the option view says in which
part of its plausible range each parameter would make the programme pay.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from econ.methods.crossings import LIKE_ZERO
from econ.methods.moved_alone import Range, Response, Verb, moving, responses, verb_of
from econ.methods.results import Headed, Result, Subject, header, record, subject
from econ.model.distributions import FloatArray
from econ.model.draws import one_at_a_time
from econ.model.equation import evaluate
from econ.model.measures import Measure, require_money
from econ.model.parameters import Parameter
from econ.model.scenario import Scenario

ALONG_A_BAR = 21
"""Points at which each bar is measured: its ends, and between them at equal probability."""


@dataclass(frozen=True, slots=True)
class Bar(Subject):
    """One parameter of a tornado.

    ``low`` and ``high`` are its 2.5th and 97.5th percentiles (C6), and ``at_low`` and ``at_high``
    the measure there. ``least`` and ``most`` are the measure's ends on the whole bar, the base case
    among them: they differ from ``at_low`` and ``at_high`` where the response turns. ``words`` say
    whether the bar ``crosses`` zero, the decision line.
    """

    low: float
    high: float
    at_low: float
    at_high: float
    least: float
    most: float
    crosses: bool
    words: str

    @property
    def swing(self) -> float:
        """The length of the bar."""
        return self.most - self.least


@dataclass(frozen=True, slots=True, repr=False)
class Tornado(Result, Headed):
    """The bars of every uncertain parameter that a scenario uses, longest first."""

    READS = "label estimate$ low$ high$ at_low£ at_high£ swing£"

    bars: tuple[Bar, ...]

    def __getitem__(self, parameter: str) -> Bar:
        """A parameter's bar; ``KeyError`` where it has none."""
        return {bar.parameter: bar for bar in self.bars}[parameter]

    def records(self) -> list[dict[str, object]]:
        """One record a parameter, longest bar first."""
        return [record(bar, {"swing": bar.swing}) for bar in self.bars]


@dataclass(frozen=True, slots=True)
class Option(Subject):
    """Which part of one parameter's plausible range makes the measure positive.

    ``intervals`` are the parts between ``low`` and ``high``, all others at their means;
    ``probability`` is the chance that the parameter lies in one of them.
    """

    low: float
    high: float
    intervals: tuple[Range, ...]
    probability: float
    words: str


@dataclass(frozen=True, slots=True, repr=False)
class OptionView(Result, Headed):
    """The options of every uncertain parameter that a scenario uses, least certain first."""

    READS = "label estimate$ low$ high$ probability% words"

    options: tuple[Option, ...]

    def __getitem__(self, parameter: str) -> Option:
        """A parameter's option; ``KeyError`` where it has none."""
        return {option.parameter: option for option in self.options}[parameter]

    def records(self) -> list[dict[str, object]]:
        """One record a parameter."""
        return [record(option) for option in self.options]


def tornado(scenario: Scenario, measure: Measure) -> Tornado:
    """Take each uncertain parameter that the scenario uses to the ends of its 95% interval.

    All others stay at their means. Raises ``ScenarioError`` where the measure is not an amount of
    money: a ratio jumps where its denominator is small (C13).
    """
    require_money("tornado", measure)
    parameters = moving(scenario)
    probabilities = np.linspace(0.025, 0.975, ALONG_A_BAR)
    values = {p.name: p.distribution.quantile(probabilities) for p in parameters}
    rows = measure(evaluate(scenario, one_at_a_time(scenario, values)))
    level, verb, base = LIKE_ZERO * np.max(np.abs(rows)), verb_of(measure), float(rows[0])
    measured = zip(parameters, rows[1:].reshape(-1, ALONG_A_BAR), strict=True)
    bars = [_bar(p, values[p.name], row, base, _bar_words(row, level, verb)) for p, row in measured]
    bars.sort(key=lambda bar: (-bar.swing, bar.parameter))
    return Tornado(*header(scenario, measure, base), tuple(bars))


def option_view(scenario: Scenario, measure: Measure) -> OptionView:
    """For each uncertain parameter that the scenario uses, where it makes the measure positive.

    Raises ``ScenarioError`` where the measure is not an amount of money.
    """
    require_money("option view", measure)
    base, found = responses(scenario, measure)
    options = [_option(response, verb_of(measure)) for response in found.values()]
    options.sort(key=lambda option: (abs(option.probability - 0.5), option.parameter))
    return OptionView(*header(scenario, measure, base), tuple(options))


_CROSSES = "crosses"
_OUTSIDE = "the central case lies outside its 95% interval"
_WHERE = {
    (False, True): "at the high end only",
    (True, False): "at the low end only",
    (False, False): "between its ends only",
    (True, True): "at both ends, not between them",
}


def _bar(
    parameter: Parameter, values: FloatArray, along: FloatArray, base: float, words: str
) -> Bar:
    low, high, at_low, at_high = (float(ends[k]) for ends in (values, along) for k in (0, -1))
    least, most = min(float(along.min()), base), max(float(along.max()), base)
    crosses = words.startswith(_CROSSES)
    if not low <= parameter.mean <= high:
        words = f"{words}; {_OUTSIDE}"
    return Bar(*subject(parameter), low, high, at_low, at_high, least, most, crosses, words)


def _bar_words(along: FloatArray, level: float, verb: Verb) -> str:
    if np.ptp(along) <= level:
        return "makes no difference"
    positive = along[np.abs(along) > level] > 0  # to end at zero, or to touch it, is not to cross
    changes = np.count_nonzero(np.diff(positive))
    if changes == 0:
        return f"does not cross: {verb.throughout if positive[0] else verb.never}"
    if changes > 2:
        return f"{_CROSSES} more than twice"
    return f"{_CROSSES}: {verb.does} {_WHERE[bool(positive[0]), bool(positive[-1])]}"


def _option(response: Response, verb: Verb) -> Option:
    intervals, chance = response.positive(), response.probability_positive()
    parts = [_part(response, start, end) for start, end in intervals]
    where = f"{verb.does} {' or '.join(parts)}" if parts else verb.never
    about = subject(response.parameter)
    return Option(*about, response.low, response.high, intervals, chance, where)


def _part(response: Response, start: float, end: float) -> str:
    """Where a part begins and ends, in words."""
    if start == response.low:
        return "throughout" if end == response.high else f"below {end:,.4g}"
    return f"above {start:,.4g}" if end == response.high else f"from {start:,.4g} to {end:,.4g}"
