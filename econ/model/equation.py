"""The equation, for every draw at once.

    impact[draw, cohort, year, payer, outcome] =
        sign * quantity[draw, cohort] * unit value[draw] * profile[draw, year] * share[payer]

It is pure: no file, no randomness, no state.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial
from typing import Any, NamedTuple, Protocol, TypeVar

import numpy as np

from econ.errors import refuse, require_kind
from econ.model.chain import Chain, Made, chain_of, names_in, ratio
from econ.model.designs import Design, MonteCarlo
from econ.model.distributions import FloatArray
from econ.model.draws import Draws, Progress, draw, draw_blocks, with_formula_columns
from econ.model.impacts import Impacts, by_name
from econ.model.parameters import formulas, made_from
from econ.model.profiles import Intake
from econ.model.programme import Outcome
from econ.model.scenario import A_SCENARIO, Scenario
from econ.model.shelf import Shelf
from econ.model.terms import Terms

_Result = TypeVar("_Result")
Question = Callable[[Impacts], FloatArray]
"""Anything asked of impacts: rows of shape (draws + 1, ...), the base case first."""

BLOCK = 8_192
"""The fewest rows that are evaluated together: enough to outweigh most of the calls."""
_BLOCKS, _NUMBERS = 4, 8_000_000
"""Blocks that are evaluated together where no more numbers are held of parameters and outcomes."""


def evaluate(scenario: Scenario, draws: Draws) -> Impacts:
    """Value every outcome, for every draw, cohort, year and payer."""
    values = _Values.of_draws(scenario, draws)
    amounts = [values.amount(outcome) for outcome in scenario.outcomes]
    profiles = {name: values.profile(name) for name in {o.profile for o in scenario.outcomes}}
    return _impacts(
        scenario,
        draws,
        common=tuple(common for common, _ in amounts),
        local=tuple(local for _, local in amounts),
        timing=tuple(grown(profiles[o.profile], o.growth) for o in scenario.outcomes),
        share=values.shares(),
        elsewhere=np.zeros((1, len(scenario.outcomes))),
        released=tuple(values.released(outcome) for outcome in scenario.outcomes),
        people=values.people(),
        outcomes=tuple(outcome.name for outcome in scenario.outcomes),
    )


def _impacts(scenario: Scenario, draws: Draws, **found: Any) -> Impacts:  # noqa: ANN401 - fields
    """Impacts of a scenario's own cohorts, years and payers."""
    return Impacts(
        scenario=scenario,
        draws=draws,
        cohorts=tuple(cohort.name for cohort in scenario.cohorts),
        years=scenario.year_labels,
        payers=tuple(payer.name for payer in scenario.payers),
        **found,
    )


class OutcomePart(NamedTuple):
    """A part of an outcome in which nothing but its amount and its times differs between draws.

    ``common`` has shape (draws + 1 or 1,), ``timing`` (draws + 1 or 1, years), ``local`` (1,
    cohorts). Where draws differ in payers' shares a part is that of one ``payer``, by number; where
    they differ in what releases cash it is all ``cash`` or none. Otherwise both are ``None``.
    """

    outcome: Outcome
    common: FloatArray
    local: FloatArray
    timing: FloatArray
    payer: int | None
    cash: bool | None


class MakeParts(Protocol):
    """Makes every outcome in its parts, of draws whose values are found once."""

    def __call__(self, *, valued: bool) -> list[OutcomePart]:
        """One part of each, or one for each cohort, payer or kind of money.

        Unless ``valued`` it is how much there is of each outcome, with no growth in its worth.
        """
        ...


def parts(scenario: Scenario, draws: Draws, shelf: Shelf | None = None) -> MakeParts:
    """Every outcome in its parts, worked out when it is asked for.

    What others have made of the same draws stands on the ``shelf``.
    """
    values = _Values.of_draws(scenario, draws, shelf)
    timing = cache(values.profile)

    def made(*, valued: bool) -> list[OutcomePart]:
        found = list[OutcomePart]()
        for outcome in scenario.outcomes:
            growth = outcome.growth if valued else 0.0
            profile = timing(outcome.profile)
            whole = values.once(("grown", growth), (profile,), partial(grown, profile, growth))
            times = list(values.cash_apart(outcome, whole))
            payers = list(values.payers_apart(outcome))
            for common, local in values.cohorts_apart(values.terms(outcome, valued=valued)):
                for payer, share in payers:
                    amount = common if share is None else common * share
                    found += [
                        OutcomePart(outcome, amount, local, time, payer, cash)
                        for time, cash in times
                    ]
        return found

    return made


def apart(scenario: Scenario, draws: Draws, found: Sequence[OutcomePart]) -> Impacts:
    """The impacts of these parts: cohorts, payers' shares and cash are the same in every draw."""
    values = _Values(scenario, draws.base_case())
    shares, alone = values.shares()[0], np.eye(len(scenario.payers))
    place = {outcome.name: k for k, outcome in enumerate(scenario.outcomes)}
    own = (shares[place[x.outcome.name]] if x.payer is None else alone[x.payer] for x in found)
    every = np.ones((1, scenario.years))
    return _impacts(
        scenario,
        draws,
        common=tuple(part.common for part in found),
        local=tuple(part.local for part in found),
        timing=tuple(part.timing for part in found),
        share=np.array([list(own)]),
        elsewhere=np.zeros((1, len(found))),
        released=tuple(
            values.released(part.outcome) if part.cash is None else every * part.cash
            for part in found
        ),
        people=people_drawn(scenario, draws),
        outcomes=tuple(part.outcome.name for part in found),
    )


def people_drawn(scenario: Scenario, draws: Draws, shelf: Shelf | None = None) -> FloatArray | None:
    """People by draw and cohort, as ``Impacts`` have them."""
    return _Values.of_draws(scenario, draws, shelf).people()


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
    block: int | None = None,
    progress: Progress | None = None,
) -> list[FloatArray]:
    """Evaluate a design in blocks and keep only the answers to ``questions``.

    Memory grows with the answers kept, not with the parameters, cohorts or outcomes behind them.
    Each answer has the base case in row 0. ``progress`` is told the number of draws done.
    """
    require_kind("ask", "scenario", scenario, Scenario, A_SCENARIO)
    rows_at_once = rows_together([scenario]) if block is None else block
    require_kind("ask", "block", rows_at_once, int, "a whole number of draws")
    if rows_at_once < 1:
        raise refuse("ask", "block", f"it is {block}", "Evaluate one draw at a time, or more.")
    answers, done = list[FloatArray](), 0
    for draws in draw_blocks(scenario, design, rows_at_once):
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


def rows_together(scenarios: Sequence[Scenario]) -> int:
    """Rows of some scenarios that are best evaluated together, all of them held at once.

    The more the fewer calls, as far as memory allows; what is asked of them takes more.
    """
    each = (
        len(one.parameters) + len(one.outcomes) * (len(one.cohorts) + one.years)
        for one in scenarios
    )
    return BLOCK * min(max(_NUMBERS // (BLOCK * max(sum(each), 1)), 1), _BLOCKS)


def grown(profile: FloatArray, growth: float) -> FloatArray:
    """A profile whose value grows in real terms, year by year from the first."""
    return profile if growth == 0 else profile * (1 + growth) ** np.arange(profile.shape[1])


def unvalued(impacts: Impacts) -> Impacts:
    """The same impacts with every unit worth 1: how much of each outcome, before it is valued."""
    values = _Values.of_draws(impacts.scenario, impacts.draws)
    amounts = [values.amount(outcome, valued=False) for outcome in impacts.scenario.outcomes]
    common, local = zip(*amounts, strict=True)
    timing = tuple(values.profile(outcome.profile) for outcome in impacts.scenario.outcomes)
    return replace(impacts, common=common, local=local, timing=timing)


@dataclass(frozen=True, slots=True)
class _Values:
    """Parameter values of one evaluation, by name and cohort."""

    scenario: Scenario
    draws: Draws
    shelf: Shelf = field(default_factory=Shelf)
    known: dict[str | Chain, Terms] = field(default_factory=dict)
    begun: list[Intake] = field(default_factory=list)

    @classmethod
    def of_draws(cls, scenario: Scenario, draws: Draws, shelf: Shelf | None = None) -> _Values:
        """Values of which the formulas are made, in their order, so that none goes deep."""
        values = cls(scenario, draws, shelf or Shelf())
        for name in formulas(scenario.parameters):
            values.of(name)
        return values

    def once(
        self, name: Hashable, made_from: tuple[object, ...], make: Callable[[], _Result]
    ) -> _Result:
        """What is made of these once for all scenarios that rest on them."""
        return self.shelf.once(name, made_from, make)

    def of(self, name: str) -> Terms:
        """A parameter's values by draw and cohort."""
        if name not in self.known:
            given = self.scenario.parameters.get(name)
            made = given is not None and given.formula
            self.known[name] = self.made(made) if made else self.drawn(name)
        return self.known[name]

    def drawn(self, name: str) -> Terms:
        """The values of a parameter that no formula makes."""
        column = self.draws.columns[name]
        if not any(name in cohort.relative for cohort in self.scenario.cohorts):
            return self.once("alike", (column,), partial(Terms.of, column))
        relative = tuple(cohort.relative.get(name, 1.0) for cohort in self.scenario.cohorts)
        if any(isinstance(factor, Made) for factor in relative):
            own = [self.number(x) if isinstance(x, Made) else x * column for x in relative]
            return Terms.each(np.stack(np.broadcast_arrays(*own)))
        if all(factor == 1.0 for factor in relative):
            return self.once("alike", (column,), partial(Terms.of, column))
        weights = np.array(relative)[:, np.newaxis]
        return self.once(("cohorts", relative), (column,), partial(Terms.of, column, weights))

    def made(self, chain: Chain) -> Terms:
        """What a chain comes to."""
        if chain not in self.known:
            made = partial(chain.formula, self.of, Terms.number, Terms.over)
            named = tuple(self.of(name) for name in chain.names)
            self.known[chain] = self.once(chain, named, made)
        return self.known[chain]

    def terms(self, outcome: Outcome, *, valued: bool = True) -> Terms:
        """A full year's money of an outcome, signed; how much there is of it unless ``valued``."""
        many = self.made(outcome.quantity)
        worth = many
        if valued:
            each = self.of(outcome.unit_value)
            worth = self.once("worth", (each, many), lambda: each * many)
        return worth if outcome.sign > 0 else self.once("minus", (worth,), worth.negative)

    def amount(self, outcome: Outcome, *, valued: bool = True) -> tuple[FloatArray, FloatArray]:
        """The same as what cohorts have in common, and their own.

        Shapes (draws + 1 or 1,) and (draws + 1 or 1, cohorts). Cohorts are rows while it is made,
        so that the draws lie together in memory.
        """
        terms = self.terms(outcome, valued=valued)
        single = terms if len(terms.terms) == 1 else Terms.each(terms.whole())
        ((common, local, _),) = single.terms
        cohorts = np.broadcast_to(local, (len(self.scenario.cohorts), local.shape[1]))
        return common, np.asarray(cohorts.T)

    def cohorts_apart(self, amount: Terms) -> list[tuple[FloatArray, FloatArray]]:
        """An amount in parts: a column of draws, and cohorts' own, of shape (1, cohorts)."""
        cohorts = tuple(cohort.name for cohort in self.scenario.cohorts)

        def apart() -> Iterator[tuple[FloatArray, FloatArray]]:
            for column, weights, _ in amount.terms:
                if weights.shape[1] == 1:
                    yield column, np.broadcast_to(weights.T, (1, len(cohorts)))
                    continue
                for place in by_name(cohorts):
                    yield column * weights[place], np.eye(len(cohorts))[[place]]

        return self.once(("apart", cohorts), (amount,), lambda: list(apart()))

    def payers_apart(self, outcome: Outcome) -> Iterator[tuple[int | None, FloatArray | None]]:
        """Each payer with its share, where draws differ in them."""
        if not names_in(outcome.shares.values()):
            yield None, None
            return
        payers = [payer.name for payer in self.scenario.payers]
        for place in by_name(payers):
            yield place, self.number(outcome.shares.get(payers[place], 0.0))

    def cash_apart(
        self, outcome: Outcome, timing: FloatArray
    ) -> Iterator[tuple[FloatArray, bool | None]]:
        """Times of what releases cash and of what does not, where draws differ in that."""
        if not names_in((outcome.cash_share, outcome.cash_delay)):
            yield timing, None
            return
        released = self.released(outcome)
        yield timing * released, True
        yield timing * (1 - released), False

    def profile(self, name: str) -> FloatArray:
        """A profile by calendar year: shape (draws + 1 or 1, years)."""
        profile, scenario = self.scenario.profiles[name], self.scenario
        values = [self.whole(chain_of(parameter)) for parameter in profile.parameters]
        if profile.table:
            values = [self.number(share) for share in profile.through(scenario.years)]
        starting = self.begun[0] if self.begun else scenario.starting
        self.begun[:] = [starting]
        if names_in(scenario.intake_shares):
            shares = tuple(self.number(share)[:, np.newaxis] for share in scenario.intake_shares)
            starting = replace(starting, shares=shares)
        running = partial(profile.by_year, values, scenario.years, starting)
        drawn = tuple(x for x in starting.shares if isinstance(x, np.ndarray))
        whose = (profile, scenario.years, starting if not drawn else replace(starting, shares=()))
        return self.once(whose, (*values, *drawn), running)

    def number(self, number: float) -> FloatArray:
        """A number of the whole programme, in each draw where it is made of parameters."""
        return self.whole(number.chain) if isinstance(number, Made) else np.array([number])

    def whole(self, chain: Chain) -> FloatArray:
        """What a chain comes to in the whole programme: shape (draws + 1 or 1,)."""
        columns, rows = self.draws.columns, self.scenario.parameters
        needed = {n: rows[n] for n in made_from(chain.names, rows) if n in rows}
        if any(row.formula for row in needed.values()):
            columns = with_formula_columns(dict(columns), formulas(needed))
        made = partial(chain.formula, columns.__getitem__, np.atleast_1d, ratio)
        rests_on = tuple(columns[name] for name in chain.names)
        return np.asarray(self.once(("whole", chain), rests_on, made))

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
        people = self.of(named[0]).whole()
        return np.broadcast_to(people, (len(self.scenario.cohorts), people.shape[1])).T
