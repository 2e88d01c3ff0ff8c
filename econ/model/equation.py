"""The equation, for every draw at once.

    impact[draw, cohort, year, payer, outcome] =
        sign * quantity[draw, cohort] * unit value[draw] * profile[draw, year] * share[payer]

It is pure: no file, no randomness, no state.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from econ.model.chain import Chain, Made, chain_of, names_in, ratio
from econ.model.designs import Design, MonteCarlo
from econ.model.distributions import FloatArray
from econ.model.draws import Draws, draw, draw_blocks, with_formula_columns
from econ.model.impacts import Impacts
from econ.model.parameters import formulas, made_from
from econ.model.programme import Outcome
from econ.model.scenario import Scenario

Question = Callable[[Impacts], FloatArray]
"""Anything asked of impacts: rows of shape (draws + 1, ...), the base case first."""

BLOCK = 8_192
"""Rows evaluated together: large enough to outweigh the calls, small enough for the cache."""


def evaluate(scenario: Scenario, draws: Draws) -> Impacts:
    """Value every outcome, for every draw, cohort, year and payer."""
    values = _Values(scenario, draws)
    for name in formulas(scenario.parameters):  # in their order, so that none goes deep
        values.of(name)
    amounts = [values.amount(o, values.of(o.unit_value)) for o in scenario.outcomes]
    profiles = {name: values.profile(name) for name in {o.profile for o in scenario.outcomes}}
    return Impacts(
        scenario=scenario,
        draws=draws,
        common=tuple(common for common, _ in amounts),
        local=tuple(local for _, local in amounts),
        timing=tuple(grown(profiles[o.profile], o.growth) for o in scenario.outcomes),
        share=values.shares(),
        elsewhere=np.zeros((1, len(scenario.outcomes))),
        released=tuple(values.released(outcome) for outcome in scenario.outcomes),
        people=values.people(),
        cohorts=tuple(cohort.name for cohort in scenario.cohorts),
        years=scenario.year_labels,
        payers=tuple(payer.name for payer in scenario.payers),
        outcomes=tuple(outcome.name for outcome in scenario.outcomes),
    )


def run(scenario: Scenario, draws: int = 10_000, seed: int = 2025) -> Impacts:
    """A Monte Carlo of a scenario: the base case and ``draws`` random draws.

    A longer run extends a shorter one of the same seed, and scenarios share draws (C11).
    """
    return evaluate(scenario, draw(scenario, MonteCarlo(draws, seed)))


def ask(
    scenario: Scenario,
    design: Design,
    questions: Sequence[Question],
    *,
    block: int = BLOCK,
    progress: Callable[[int], None] | None = None,
) -> list[FloatArray]:
    """Evaluate a design in blocks and keep only the answers to ``questions``.

    Memory grows with the answers kept, not with the parameters, cohorts or outcomes behind them.
    Each answer has the base case in row 0. ``progress`` is told the number of draws done.
    """
    answers, done = list[FloatArray](), 0
    for draws in draw_blocks(scenario, design, block):
        impacts = evaluate(scenario, draws)
        found = [question(impacts) for question in questions]
        answers = answers or [np.empty((design.size + 1, *rows.shape[1:])) for rows in found]
        for answer, rows in zip(answers, found, strict=True):
            answer[0] = rows[0]
            answer[done + 1 : done + 1 + len(draws)] = rows[1:]
        done += len(draws)
        if progress is not None:
            progress(done)
    return answers


def grown(profile: FloatArray, growth: float) -> FloatArray:
    """A profile whose value grows in real terms, year by year from the first."""
    return profile if growth == 0 else profile * (1 + growth) ** np.arange(profile.shape[1])


def unvalued(impacts: Impacts) -> Impacts:
    """The same impacts with every unit worth 1: how much of each outcome, before it is valued."""
    values = _Values(impacts.scenario, impacts.draws)
    amounts = [values.amount(outcome, np.ones((1, 1))) for outcome in impacts.scenario.outcomes]
    common, local = zip(*amounts, strict=True)
    timing = tuple(values.profile(outcome.profile) for outcome in impacts.scenario.outcomes)
    return replace(impacts, common=common, local=local, timing=timing)


@dataclass(frozen=True, slots=True)
class _Values:
    """Parameter values of one evaluation, by name and cohort."""

    scenario: Scenario
    draws: Draws
    known: dict[str, FloatArray] = field(default_factory=dict)

    def of(self, name: str) -> FloatArray:
        """A parameter's values: shape (1 or cohorts, 1 or draws + 1)."""
        given = self.scenario.parameters.get(name)
        if given is not None and given.formula is not None:
            if name not in self.known:
                self.known[name] = self.made(given.formula)
            return self.known[name]
        column = self.draws.columns[name][np.newaxis, :]
        relative = [cohort.relative.get(name, 1.0) for cohort in self.scenario.cohorts]
        if any(isinstance(factor, Made) for factor in relative):
            own = [self.number(x) if isinstance(x, Made) else x * column[0] for x in relative]
            return np.stack(np.broadcast_arrays(*own))
        if all(factor == 1.0 for factor in relative):
            return column
        return np.asarray(column * np.array(relative)[:, np.newaxis])

    def made(self, chain: Chain) -> FloatArray:
        """What a chain comes to, in the shape of its names."""
        found: FloatArray = chain.formula(self.of, lambda x: np.full((1, 1), x), ratio)
        return found

    def amount(self, outcome: Outcome, worth: FloatArray) -> tuple[FloatArray, FloatArray]:
        """A full year's money of an outcome, signed: what cohorts have in common, and their own.

        Shapes (draws + 1 or 1,) and (draws + 1 or 1, cohorts). Cohorts are rows while it is made,
        so that the draws lie together in memory. Which factor belongs where does not depend on
        what varies, or the last bit would (C11).
        """
        value = np.asarray(outcome.sign * worth)
        common = local = np.ones((1, 1))
        factors = ((sign, self.made(chain)) for sign, chain in outcome.quantity.factors)
        for sign, factor in (("*", value), *factors):
            times = ratio if sign == "/" else np.multiply
            if len(factor) == 1:
                common = times(common, factor)
            else:
                local = times(local, factor)
        cohorts = np.broadcast_to(local, (len(self.scenario.cohorts), local.shape[1]))
        return common[0], np.asarray(cohorts.T)

    def profile(self, name: str) -> FloatArray:
        """A profile by calendar year: shape (draws + 1 or 1, years)."""
        profile, scenario = self.scenario.profiles[name], self.scenario
        values = [self.whole(chain_of(parameter)) for parameter in profile.parameters]
        if profile.table:
            values = [self.number(share) for share in profile.through(scenario.years)]
        starting = scenario.starting
        if names_in(scenario.intake_shares):
            shares = tuple(self.number(share)[:, np.newaxis] for share in scenario.intake_shares)
            starting = replace(starting, shares=shares)
        return profile.by_year(values, scenario.years, starting)

    def number(self, number: float) -> FloatArray:
        """A number of the whole programme, in each draw where it is made of parameters."""
        return self.whole(number.chain) if isinstance(number, Made) else np.array([number])

    def whole(self, chain: Chain) -> FloatArray:
        """What a chain comes to in the whole programme: shape (draws + 1 or 1,)."""
        columns, rows = dict(self.draws.columns), self.scenario.parameters
        needed = {n: rows[n] for n in made_from(chain.names, rows) if n in rows}
        columns = with_formula_columns(columns, formulas(needed))
        return np.asarray(chain.formula(columns.__getitem__, np.atleast_1d, ratio))

    def shares(self) -> FloatArray:
        """Each payer's share of each outcome: shape (draws + 1 or 1, outcomes, payers)."""
        payers = [payer.name for payer in self.scenario.payers]
        rows = [[o.shares.get(name, 0.0) for name in payers] for o in self.scenario.outcomes]
        if not any(names_in(row) for row in rows):
            return np.array([rows])
        drawn = [np.broadcast_arrays(*(self.number(share) for share in row)) for row in rows]
        size = len(self.draws) + 1
        return np.stack(
            [np.stack([np.broadcast_to(x, size) for x in row], axis=1) for row in drawn], axis=1
        )

    def released(self, outcome: Outcome) -> FloatArray:
        """The share of an outcome that releases cash, by year: shape (draws + 1 or 1, years).

        From a delay of a year and a half on it is half of the second year's.
        """
        share, delay = (self.number(x) for x in (outcome.cash_share, outcome.cash_delay))
        year = np.arange(self.scenario.years, dtype=np.float64)
        begun = np.clip(year + 1.0 - delay[:, np.newaxis], 0.0, 1.0)
        return np.asarray(share[:, np.newaxis] * begun)

    def people(self) -> FloatArray | None:
        """People by cohort: the parameter whose unit is people, where there is just one."""
        named = [n for n, p in self.scenario.parameters.items() if p.unit == "people"]
        if len(named) != 1:
            return None
        people = self.of(named[0])
        return np.broadcast_to(people, (len(self.scenario.cohorts), people.shape[1])).T
