"""What varies as one, and what is asked of it: the two sides of a global sensitivity analysis.

A factor is a parameter, several that are drawn together (the shares of a Dirichlet group, the
columns of an imported joint sample), or a group that the reader names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from econ.errors import refuse, require_known
from econ.methods.bootstrap import power_of_two
from econ.model.designs import Points, saltelli
from econ.model.distributions import DirichletShare, FloatArray, Sample
from econ.model.draws import Draws, Sampling, sampling
from econ.model.equation import BLOCK, Question, evaluate
from econ.model.measures import Measure
from econ.model.scenario import Scenario

Columns = Mapping[str, FloatArray]
"""Values of parameters, by name: one row a draw."""

Model = Callable[[Columns], FloatArray]
"""Anything that turns columns into outputs: shape (outputs, draws)."""

Groups = Literal["group"] | Mapping[str, str] | None
"""Which parameters form one factor: by the group of each, by name, or none beyond need."""

Questions = Measure | Sequence[Measure] | Mapping[str, Question]
"""What is asked of a scenario: one measure, several, or any questions by their names."""

PARTICIPANTS = "people"
"""The unit of a parameter that a measure may use though no outcome does."""


@dataclass(frozen=True, slots=True)
class Factor:
    """What varies as one.

    ``parameters`` are its members that the scenario uses; ``streams`` the dimensions of the unit
    cube that it takes up.
    """

    name: str
    label: str
    parameters: tuple[str, ...]
    streams: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Output:
    """One of the results looked at: its name, whose view it takes, the question and its words."""

    measure: str
    view: str
    question: Question
    words: str

    @property
    def label(self) -> str:
        """Words and view, for a sentence."""
        return f"{self.words} ({self.view})" if self.view else self.words


@dataclass(frozen=True, slots=True)
class GlobalStudy:
    """A scenario as a global sensitivity analysis looks at it, through two sets of draws.

    ``size``, a power of two, is the number of draws in each.
    """

    asked: tuple[Output, ...]
    varied: tuple[Factor, ...]
    model: Model
    prepared: Sampling
    size: int
    seed: int

    @classmethod
    def of(
        cls, scenario: Scenario, asked: Questions, n: int, seed: int, groups: Groups = None
    ) -> GlobalStudy:
        """The study of what is asked; raises what ``outputs`` and ``factors`` do."""
        found, varied = outputs(asked), factors(scenario, groups)
        model, prepared = model_of(scenario, found), sampling(scenario)
        return cls(found, varied, model, prepared, power_of_two(n), seed)

    def sets(self, *more: str) -> Iterator[tuple[Points, Points]]:
        """Points of both sets, block by block; ``more`` names streams that nothing uses."""
        return saltelli([*self.prepared.streams, *more], self.size, self.seed, BLOCK)


def factors(scenario: Scenario, groups: Groups = None) -> tuple[Factor, ...]:
    """The factors of a scenario, in alphabetical order; parameters it does not use are left out.

    With ``groups`` each group is one factor, and a parameter without a group stays alone. Raises
    ``ScenarioError`` where nothing varies, where a name is not known, or where parameters that are
    drawn together are put in different groups.
    """
    if groups is not None and groups != "group":
        require_known("groups", groups, scenario.parameters, "parameter")
    used = scenario.used | {n for n, p in scenario.parameters.items() if p.unit == PARTICIPANTS}
    drawn, members = dict[tuple[str, str], list[str]](), dict[str, list[str]]()
    for name in scenario.uncertain:
        drawn.setdefault(_drawn_with(scenario, name), []).append(name)
    for together in drawn.values():
        if used.intersection(together):
            members.setdefault(_name(scenario, together, used, groups), []).extend(together)
    if not members:
        what = "nothing that it uses is uncertain"
        raise refuse("factors", scenario.name, what, "Vary a parameter.")
    return tuple(_factor(scenario, name, members[name], used) for name in sorted(members))


def _drawn_with(scenario: Scenario, name: str) -> tuple[str, str]:
    """What a parameter is drawn with: a joint sample, a Dirichlet group, or itself alone."""
    distribution = scenario[name].distribution
    if isinstance(distribution, Sample) and distribution.joint:
        return "sample", distribution.joint
    if isinstance(distribution, DirichletShare):
        return "shares", distribution.group
    return "parameter", name


def _name(scenario: Scenario, together: Sequence[str], used: frozenset[str], groups: Groups) -> str:
    alone = _drawn_with(scenario, together[0])[1]
    if groups is None:
        return alone
    members = [name for name in together if name in used]
    if groups == "group":
        named = {scenario[name].group or alone for name in members}
    else:
        named = {groups.get(name, alone) for name in members}
    if len(named) > 1:
        what = f"are drawn together, but are in different groups: {', '.join(sorted(named))}"
        raise refuse("groups", ", ".join(together), what, "Put them in one group.")
    return named.pop()


def _factor(scenario: Scenario, name: str, names: list[str], used: frozenset[str]) -> Factor:
    drawn = {member: _drawn_with(scenario, member) for member in names}
    streams = (of if kind == "sample" else member for member, (kind, of) in drawn.items())
    label = scenario[name].label if names == [name] else name
    parameters = tuple(member for member in names if member in used)
    return Factor(name, label, parameters, tuple(dict.fromkeys(streams)))


def correlated(prepared: Sampling, varied: Sequence[Factor]) -> list[tuple[str, str]]:
    """The pairs of factors that a rank correlation ties together, by name."""
    of = {stream: factor.name for factor in varied for stream in factor.streams}
    pairs = set[tuple[str, str]]()
    for group in prepared.copula.groups:
        tied = group.cholesky @ group.cholesky.T
        for row, column in zip(*np.nonzero(np.abs(np.tril(tied, -1)) > 1e-12), strict=True):
            first, second = of.get(group.names[row]), of.get(group.names[column])
            if first is not None and second is not None and first != second:
                pairs.add((min(first, second), max(first, second)))
    return sorted(pairs)


def outputs(asked: Questions) -> tuple[Output, ...]:
    """What is asked, each with a name of its own.

    Raises ``ScenarioError`` where nothing is asked, or where two measures have one name.
    """
    if isinstance(asked, Mapping):
        found = [Output(name, getattr(q, "view", ""), q, name) for name, q in asked.items()]
    else:
        found = []
        for m in (asked,) if isinstance(asked, Measure) else asked:
            view = ", ".join(filter(None, (m.view, m.cohort)))
            found.append(Output(m.name, view, m, m.definition.label))
    names = {(output.measure, output.view) for output in found}
    if not found or len(names) < len(found):
        what = "two have one name" if found else "there are none"
        raise refuse("measures", "measures", what, "Give a dictionary of names and measures.")
    return tuple(found)


def model_of(scenario: Scenario, asked: Sequence[Output]) -> Model:
    """The scenario as a function of columns whose row 0 is the base case."""

    def model(columns: Columns) -> FloatArray:
        rows = max(len(column) for column in columns.values()) - 1
        impacts = evaluate(scenario, Draws(columns, rows, "global sensitivity"))
        return np.array([output.question(impacts)[1:] for output in asked])

    return model


def missing(values: FloatArray) -> str:
    """That an output does not exist in some draws, in words; empty where it always does.

    >>> missing(np.array([1.0, np.nan, 2.0, 3.0]))
    'does not exist in 25% of draws'
    """
    part = 1 - np.isfinite(values).mean()
    if not part:
        return ""
    return f"does not exist in {part:.0%} of draws" if part >= 0.01 else "does not always exist"


def unusable(values: FloatArray) -> str:
    """Why nothing can be said of an output with these values; empty where something can.

    >>> unusable(np.ones(3))
    'does not vary'
    """
    if missing(values):
        return missing(values)
    return "" if np.ptp(values) > 1e-12 * np.abs(values).max() else "does not vary"
