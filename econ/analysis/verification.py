"""Does the model do, with this programme, what any such model must? Check by check.

What TECH-VER (Büyükkaramikli and others 2019, https://doi.org/10.1007/s40273-019-00844-y), the Aqua
Book (2025, https://www.gov.uk/guidance/the-aqua-book) and the sixth task force of ISPOR and SMDM
(Briggs and others 2012, https://doi.org/10.1177/0272989X12458348) ask: extreme values, directions,
identities, units, draws against what they are drawn from, convergence, and a second implementation.

What an outcome must come to at an extreme, or when a number is doubled, is read from how it is
written, never from what the model makes of it. Which number is which is known by its role.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isfinite, sqrt
from typing import NamedTuple

import numpy as np

from econ.errors import FaultError, counted
from econ.methods.consequences import (
    multiplied,
    numbers_behind,
    powers_of,
    roots_of,
    settled_at,
    with_numbers,
)
from econ.methods.plain_model import CellNames, OneDraw, carried_back, cash_of_row, impacts_of_row
from econ.model.allowed import ATTRIBUTION, DEADWEIGHT, EFFECT
from econ.model.chain import Chain, Made
from econ.model.designs import MonteCarlo
from econ.model.dimensions import dimension_of, units_of
from econ.model.distributions import FloatArray, interval
from econ.model.draws import Draws, draw, one_at_a_time
from econ.model.equation import evaluate
from econ.model.impacts import Impacts
from econ.model.measures import benefits, costs, headline, net_present_value
from econ.model.prices import DiscountRate, constant_rate
from econ.model.programme import Outcome
from econ.model.scenario import Scenario
from econ.shown import Line, Shown
from econ.words import exact_money, exact_number, listed

_RESULTS, _OVERALL = "TECH-VER, results", "TECH-VER, overall"
_SAMPLED = "TECH-VER, uncertainty analysis; ISPOR-SMDM task force 6"
ASKED_BY: Mapping[str, str] = {
    "Extreme values": f"{_RESULTS}; Aqua Book, stress tests",
    "Directions": _RESULTS,
    "Identities": f"{_OVERALL}; Aqua Book, constraints",
    "Units": "TECH-VER, input calculations",
    "Draws": _SAMPLED,
    "Convergence": _SAMPLED,
    "Second implementation": f"{_OVERALL}: parallel replication",
}
"""The kinds of checks, and by whom they are asked."""
_EXTREMES, _DIRECTIONS, _IDENTITIES, _UNITS, _DRAWS, _CONVERGENCE, _SECOND = ASKED_BY
_PLAIN = "the plain model's figures"
FEW, BY_HAND = 32, 3
"""Draws at which extremes, directions and identities are looked at, and the plain model too."""
SURE, ROUNDING_OFF = 4.0, 1e-9
"""Standard errors that chance may explain, and how far rounding may part two sums, of their size"""
KNOWN_TO = 0.02
"""The error of the mean, over the spread of the draws, at which there are draws enough."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One check: what is expected, what was found, and whether it passes.

    ``passes`` is ``None`` where it does not apply, which ``why`` says. ``off`` is how far what was
    found is from what should be, and ``within`` how far it may be, in the same unit.
    """

    kind: str
    check: str
    expected: str
    found: str
    passes: bool | None
    why: str = ""
    off: float | None = None
    within: float | None = None

    @property
    def result(self) -> str:
        """*pass*, *fail* or *does not apply*."""
        return {True: "pass", False: "fail", None: "does not apply"}[self.passes]


@dataclass(frozen=True, slots=True, repr=False)
class Verification(Shown):
    """Every check of one scenario."""

    scenario: str
    verdicts: tuple[Verdict, ...]

    @property
    def failures(self) -> tuple[Verdict, ...]:
        """The checks that fail."""
        return tuple(verdict for verdict in self.verdicts if verdict.passes is False)

    @property
    def in_one_line(self) -> str:
        """How many pass, fail, and do not apply."""
        results = [verdict.result for verdict in self.verdicts]
        left = f"{results.count('does not apply')} do not apply"
        passed, failed = results.count("pass"), results.count("fail")
        return f"{counted(len(results), 'check')}: {passed} pass, {failed} fail, {left}"

    def told(self) -> tuple[str, list[Line]]:
        """The checks, one a row."""
        kept = ("kind", "check", "found", "result")
        lines = [{name: str(getattr(v, name)) for name in kept} for v in self.verdicts]
        return f"Verification of {self.scenario}: {self.in_one_line}", lines

    def records(self) -> list[dict[str, object]]:
        """The checks as records for machines."""
        return [
            {
                "kind": v.kind,
                "check": v.check,
                "expected": v.expected,
                "found": v.found,
                "result": v.result,
                "why": v.why,
                "off": v.off if v.off is None or isfinite(v.off) else None,
                "within": v.within,
                "asked_by": ASKED_BY[v.kind],
            }
            for v in self.verdicts
        ]


class _Tried(NamedTuple):
    """A scenario with the few draws at which it is looked at."""

    scenario: Scenario
    draws: Draws
    impacts: Impacts

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        return self.scenario.outcomes

    def with_role(self, *roles: str) -> frozenset[str]:
        """The numbers that play a part, by their role alone."""
        return frozenset(n for n, p in self.scenario.parameters.items() if p.role in roles)

    def valued(self, *directions: str) -> frozenset[str]:
        """The unit values of outcomes of some directions."""
        return frozenset(o.unit_value for o in self.outcomes if o.direction in directions)

    @property
    def people(self) -> frozenset[str]:
        """The numbers that count people."""
        return frozenset(n for n, p in self.scenario.parameters.items() if p.unit == "people")


def verify(scenario: Scenario, draws: int = 10_000, seed: int = 2025) -> Verification:
    """Every check of a scenario, in the order in which they are told.

    ``draws`` is how many are held against the distributions they are drawn from. A check that
    compares draws with what they are drawn from fails by chance one time in sixteen thousand.

    >>> import econ
    >>> found = econ.verify(econ.read("parameters/side_by_side.xlsx"), draws=4_000)
    >>> found.failures
    ()
    """
    design = MonteCarlo(draws, seed)
    many, few = draw(scenario, design), draw(scenario, MonteCarlo(FEW, seed))
    tried = _Tried(scenario, few, evaluate(scenario, few))
    made = evaluate(scenario, many)
    return Verification(
        scenario.name,
        (
            *_extremes(tried),
            *_directions(tried),
            *_identities(tried),
            _units(scenario),
            *_drawn(scenario, many, seed),
            *_converged(made),
            *_by_hand(tried),
        ),
    )


def _apart(kind: str, check: str, expected: str, why: str) -> Verdict:
    """A check that does not apply, and why."""
    return Verdict(kind, check, expected, "", None, why)


def _alike(
    kind: str, check: str, expected: str, found: FloatArray, wanted: FloatArray, **told: object
) -> Verdict:
    """Whether two arrays agree but for rounding; the worst of them is told where they do not."""
    within = ROUNDING_OFF * max(1.0, float(np.max(np.abs(wanted), initial=0.0)))
    gap = np.abs(found - wanted)
    off = float(np.max(gap, initial=0.0))
    passes = bool(off <= within)  # not, where it is not a number
    said = str(told.get("said") or f"they differ by {_small(off)} at most")
    at = "" if passes else f"off by {_small(off)}{_where(gap, told.get('labels'))}"
    return Verdict(kind, check, expected, said, passes, at, off, within)


def _where(gap: FloatArray, labels: object) -> str:
    """The label, along the last axis, of what is furthest off."""
    if not isinstance(labels, Sequence) or gap.ndim == 0 or gap.shape[-1] != len(labels):
        return ""
    worst = np.argmax(np.nan_to_num(gap, nan=np.inf).reshape(-1, len(labels)).max(axis=0))
    return f": {labels[int(worst)]}"


def _small(amount: float) -> str:
    return f"£{amount:.1e}" if abs(amount) < 1 else exact_money(amount)


def _worth(impacts: Impacts) -> FloatArray:
    """Present value by outcome, all payers together: shape (draws + 1, outcomes)."""
    return impacts.present_value().by("outcome").rows


def _extremes(tried: _Tried) -> Iterator[Verdict]:
    """What must vanish vanishes, and what has nothing to do with it stays as it was."""
    yield _at(tried, "No effect", tried.with_role(EFFECT), 0.0)
    yield _at(tried, "None of the change due to it (attribution 0)", tried.with_role(ATTRIBUTION))
    yield _whole(tried)
    yield _at(tried, "All of it without it too (deadweight 1)", tried.with_role(DEADWEIGHT), 1.0)
    displaced = tried.with_role("displacement")
    yield _at(tried, "All of it lost elsewhere (displacement 1)", displaced, 1.0)
    yield _at(tried, "Nobody takes it up", tried.with_role("uptake"))
    yield _at(tried, "No people", tried.people)
    yield _at(tried, "A programme that costs nothing", tried.valued("cost"))
    yield _at(tried, "Savings worth nothing a unit", tried.valued("saving"))
    yield _undiscounted(tried)
    yield _at_their_ends(tried)


def _at(tried: _Tried, what: str, names: frozenset[str], value: float = 0.0) -> Verdict:
    """Outcomes that must vanish where some numbers are 0 or 1, and those that must not move."""
    expected = "outcomes made of it come to £0, others stay as they are"
    scenario = tried.scenario
    if why := _no_such(names) or _divides(scenario, names):
        return _apart(_EXTREMES, what, expected, why)
    given, wanted = dict.fromkeys(names, value), _worth(tried.impacts).copy()
    must, stay = list[int](), list[int]()
    for place, outcome in enumerate(scenario.outcomes):
        parts = (outcome.quantity, outcome.unit_value)
        if any(settled_at(part, scenario, given) == 0 for part in parts):
            must.append(place)
        elif not names & numbers_behind(scenario, outcome):
            stay.append(place)
    if not must:
        return _apart(_EXTREMES, what, expected, f"no outcome is a multiple of {_named(names)}")
    before = wanted[0, must]
    wanted[:, must] = 0.0
    found = _worth(with_numbers(tried.impacts, given))
    kept = [*must, *stay]
    labels = [scenario.outcomes[place].label for place in kept]
    said = _becomes(np.abs(before).sum(), np.abs(found[0, must]).sum())
    told = {"said": f"{said} in {_many(must)}; {_many(stay)} as before", "labels": labels}
    return _alike(_EXTREMES, what, expected, found[:, kept], wanted[:, kept], **told)


def _whole(tried: _Tried) -> Verdict:
    """With attribution 1, an outcome is what it was over the attribution that was drawn."""
    check = "All of the change due to it (attribution 1)"
    expected = "what it was, over the attribution drawn"
    names = tried.with_role(ATTRIBUTION)
    if why := _no_such(names) or _divides(tried.scenario, names):
        return _apart(_EXTREMES, check, expected, why)
    powers = {name: powers_of(tried.scenario, frozenset({name})) for name in names}
    own = any(isinstance(c.relative.get(n), Made) for c in tried.scenario.cohorts for n in names)
    each = enumerate(zip(*powers.values(), strict=True))
    kept = [place for place, of in each if None not in of and any(of)]
    if own or not kept:
        why = f"no outcome is a multiple of {_named(names)} alone, the same in every draw"
        return _apart(_EXTREMES, check, expected, why)
    drawn, most = (
        impacts.present_value().by("cohort", "outcome").rows[..., kept]
        for impacts in (tried.impacts, with_numbers(tried.impacts, dict.fromkeys(names, 1.0)))
    )
    at_one = most[0].sum()
    for name in names:
        local = np.array([c.relative.get(name, 1.0) for c in tried.scenario.cohorts])
        share = tried.impacts.draws.columns[name][:, np.newaxis] * local
        power = np.array([powers[name][k] for k in kept], dtype=np.float64)
        most = most * share[..., np.newaxis] ** power
    said = f"{_becomes(drawn[0].sum(), at_one)} in {_many(kept)}"
    labels = [tried.outcomes[k].label for k in kept]
    return _alike(_EXTREMES, check, expected, most, drawn, said=said, labels=labels)


def _undiscounted(tried: _Tried) -> Verdict:
    """Without discounting, a present value is the sum of the years."""
    found = _worth(replace(tried.impacts, scenario=_at_rates(tried.scenario, _no_rate)))
    wanted = tried.impacts.by("outcome").rows
    whole, years = exact_money(found[0].sum()), exact_money(wanted[0].sum())
    said = f"{whole}, and the years add up to {years}"
    expected = "the present value is the sum of the years"
    labels = [outcome.label for outcome in tried.outcomes]
    return _alike(
        _EXTREMES, "A discount rate of 0", expected, found, wanted, said=said, labels=labels
    )


def _at_their_ends(tried: _Tried) -> Verdict:
    """Each number at either end of its 95% interval, alone, gives an answer."""
    scenario, check = tried.scenario, "Each number at the ends of its 95% interval, alone"
    ends = {n: interval(scenario[n].distribution) for n in scenario.uncertain}
    expected = "an answer each time"
    if not ends:
        return _apart(_EXTREMES, check, expected, "no number is uncertain")
    net = headline().draws(evaluate(scenario, one_at_a_time(scenario, ends)))
    lost = np.flatnonzero(~np.isfinite(net)) // 2
    said = f"{len(net)} answers, {exact_money(net.min())} to {exact_money(net.max())}"
    why = _named({[*ends][int(place)] for place in lost}) if len(lost) else ""
    return Verdict(_EXTREMES, check, expected, said, not len(lost), why, float(len(lost)), 0.0)


def _directions(tried: _Tried) -> Iterator[Verdict]:
    """What is made of some numbers goes as they go, and as many times."""
    yield _times(tried, "Twice as many people", tried.people, 2.0)
    yield _times(tried, "Dearer units of what is saved, by a tenth", tried.valued("saving"), 1.1)
    yield _times(tried, "A dearer programme, by a tenth", tried.valued("cost"), 1.1)
    yield _times(tried, "Effects twice as large", tried.with_role(EFFECT), 2.0)
    yield _times(tried, "Harm instead of an effect", tried.with_role(EFFECT), -1.0)
    yield _dearer_time(tried)


def _times(tried: _Tried, what: str, names: frozenset[str], factor: float) -> Verdict:
    """Outcomes that are multiples of some numbers, once these are so many times what they were."""
    expected = f"what is made of it is {exact_number(factor)} times what it was"
    expected = "what was saved by it is lost, and what was lost saved" if factor < 0 else expected
    if why := _no_such(names):
        return _apart(_DIRECTIONS, what, expected, why)
    scenario = tried.scenario
    moved = roots_of(scenario, names)
    powers = powers_of(scenario, moved)
    kept = [place for place, power in enumerate(powers) if power is not None]
    goes = [place for place in kept if powers[place]]
    if not goes:
        return _apart(_DIRECTIONS, what, expected, f"no outcome is a multiple of {_named(names)}")
    before, found = _worth(tried.impacts), _worth(multiplied(tried.impacts, moved, factor))
    wanted = before[:, kept] * np.array([factor ** (powers[place] or 0) for place in kept])
    said = _becomes(before[0, goes].sum(), found[0, goes].sum())
    labels = [scenario.outcomes[place].label for place in kept]
    told = {"said": f"{said} in {_many(goes)}", "labels": labels}
    return _alike(_DIRECTIONS, what, expected, found[:, kept], wanted, **told)


def _dearer_time(tried: _Tried) -> Verdict:
    """A point more on the rate shrinks each later year as it should, and year 0 not at all."""
    check, more = "A discount rate a point higher", 0.01
    expected = "later years are worth less, the first as much"
    scenario = tried.scenario
    if scenario.years == 1:
        return _apart(_DIRECTIONS, check, expected, "there is one year")
    dearer = replace(tried.impacts, scenario=_at_rates(scenario, _more_by(more)))
    before, found = (i.present_value().by("outcome", "year").rows for i in (tried.impacts, dearer))
    ratio = np.ones((len(tried.outcomes), scenario.years))
    for place, outcome in enumerate(tried.outcomes):
        rate = outcome.discount_rate or scenario.discount
        for year in range(1, scenario.years):
            shrunk = (1 + rate.rate(year)) / (1 + rate.rate(year) + more)
            ratio[place, year] = ratio[place, year - 1] * shrunk
    sizes = [np.abs(rows[0, :, 1:]).sum() for rows in (before, found)]
    said = f"{_becomes(sizes[0], sizes[1])}: later years, in all their parts"
    return _alike(
        _DIRECTIONS, check, expected, found, before * ratio, said=said, labels=scenario.year_labels
    )


def _more_by(points: float) -> Callable[[DiscountRate], DiscountRate]:
    return lambda rate: replace(
        rate, name="higher", steps=tuple((year, r + points) for year, r in rate.steps)
    )


def _no_rate(_: DiscountRate) -> DiscountRate:
    return constant_rate(0.0)


def _at_rates(scenario: Scenario, change: Callable[[DiscountRate], DiscountRate]) -> Scenario:
    """The scenario with its discount rate, and each outcome's own, changed."""
    own = (
        replace(o, discount_rate=change(o.discount_rate)) if o.discount_rate else o
        for o in scenario.outcomes
    )
    return replace(scenario, discount=change(scenario.discount), outcomes=tuple(own))


def _identities(tried: _Tried) -> Iterator[Verdict]:
    """Parts that must add up to the whole, in every draw."""
    impacts, labels = tried.impacts, [outcome.label for outcome in tried.outcomes]
    whole = impacts.by("outcome").rows

    def added(check: str, parts: FloatArray, wanted: FloatArray = whole) -> Verdict:
        said = f"{exact_money(parts[0].sum())} and {exact_money(wanted[0].sum())}"
        return _alike(_IDENTITIES, check, "the same", parts, wanted, said=said, labels=labels)

    size = len(impacts) + 1
    unshared = [
        np.broadcast_to(amount.sum(axis=1) * timing.sum(axis=1), size)
        for amount, timing in zip(impacts.amount, impacts.timing, strict=True)
    ]
    by_payer = impacts.by("outcome", "payer").rows.sum(axis=2)
    yield added("Payers' shares add up to each outcome", by_payer, np.stack(unshared, axis=1))
    cohorts = sum(impacts.select(cohort=name).by("outcome").rows for name in impacts.cohorts)
    yield added("Cohorts add up to the whole", np.asarray(cohorts))
    yield added("Years add up to the whole", impacts.by("outcome", "year").rows.sum(axis=2))
    both = impacts.cash().by("outcome").rows + impacts.capacity().by("outcome").rows
    yield added("Cash and capacity add up to the whole", both)
    first = impacts.present_value().by("outcome", "year").rows[..., 0]
    yield added(
        "The first year is not discounted", first, impacts.by("outcome", "year").rows[..., 0]
    )
    views = tried.scenario.perspectives
    net = np.stack([net_present_value(view)(impacts) for view in views], axis=1)
    parts = np.stack([benefits(v)(impacts) - costs(v)(impacts) for v in views], axis=1)
    check = "Benefits less costs are the net, in each view"
    said = f"{exact_money(net[0].sum())}, of {counted(len(views), 'view')} together"
    yield _alike(_IDENTITIES, check, "the same", parts, net, said=said, labels=views)


def _units(scenario: Scenario) -> Verdict:
    """Quantity times unit value is pounds, or pounds a year, of each outcome."""
    units, wrong, unknown = units_of(scenario.parameters), dict[str, str](), list[str]()
    for outcome in scenario.outcomes:
        try:
            value = dimension_of(Chain((outcome.unit_value,)), units)
            comes_to = dimension_of(outcome.quantity, units) * value
        except FaultError as error:
            wrong[outcome.label] = error.fault.what
            continue
        if not comes_to.known:
            unknown.append(outcome.label)
        elif comes_to.pounds != 1 or (comes_to.left and not comes_to.numbers):
            wrong[outcome.label] = f"comes to {comes_to}"
    check, expected = "Quantity times unit value", "pounds, or pounds a year"
    many = len(scenario.outcomes)
    read, told = many - len(unknown), "a blank unit stands in the others" if unknown else ""
    if not read:
        return _apart(_UNITS, check, expected, "a blank unit stands in every outcome")
    said = f"{read - len(wrong)} of {counted(read, 'outcome')}"
    why = "; ".join(f"{label}: {what}" for label, what in wrong.items()) or told
    return Verdict(_UNITS, check, expected, said, not wrong, why, float(len(wrong)), 0.0)


def _drawn(scenario: Scenario, many: Draws, seed: int) -> Iterator[Verdict]:
    """Draws have the mean and the quantiles of what they are drawn from, one number a row."""
    base = np.array([many.base[name] for name in scenario.parameters])
    means = np.array([parameter.mean for parameter in scenario.parameters.values()])
    check, labels = "The central case", [p.label for p in scenario.parameters.values()]
    told = {"said": f"{counted(len(base), 'number')}", "labels": labels}
    yield _alike(_DRAWS, check, "every number at its mean (C5)", base, means, **told)
    if not scenario.uncertain:
        yield _apart(_DRAWS, "Means and quantiles", "the sheet's", "no number is uncertain")
        return
    yield _again(scenario, many, seed)
    yield _allowed(scenario, many)
    for name in scenario.uncertain:
        yield _one_drawn(scenario, name, many[name])


def _again(scenario: Scenario, many: Draws, seed: int) -> Verdict:
    """A shorter run of the same seed is the beginning of a longer one."""
    few, names = draw(scenario, MonteCarlo(FEW, seed)), scenario.uncertain
    short = min(FEW, len(many))
    pairs = [(few[name][:short], many[name][:short]) for name in names]
    found, wanted = (np.stack(side, axis=1) for side in zip(*pairs, strict=True))
    labels = [scenario[name].label for name in names]
    told = {"said": f"{counted(short, 'draw')} of {len(names)} numbers", "labels": labels}
    return _alike(
        _DRAWS, "The same seed again, a shorter run", "the same draws", found, wanted, **told
    )


def _allowed(scenario: Scenario, many: Draws) -> Verdict:
    """Of each number, at least 95 of 100 draws are what it may be (C17)."""
    outside = dict[str, float]()
    for name in scenario.uncertain:
        rows = many[name]
        kept = [(r.low - 1e-9 <= rows) & (rows <= r.high + 1e-9) for r in scenario.rules(name)]
        outside[name] = 1.0 - float(np.mean(np.logical_and.reduce(kept)))
    worst = max(outside, key=outside.__getitem__)
    within = 0.05 + SURE * sqrt(0.05 * 0.95 / len(many))
    said = f"at most {outside[worst]:.1%} of the draws of a number are not"
    why = f"{scenario[worst].label}" if outside[worst] else ""
    check, expected = "Draws are what a number may be (C17)", "95 of 100 at least, of each"
    passes = outside[worst] <= within
    return Verdict(_DRAWS, check, expected, said, passes, why, outside[worst], within)


def _one_drawn(scenario: Scenario, name: str, rows: FloatArray) -> Verdict:
    """Mean, and the shares of draws below three quantiles, against the distribution's own."""
    given, count = scenario[name].distribution, len(rows)
    mean, error = float(rows.mean()), given.sd / sqrt(count)
    offs = [abs(mean - given.mean) / error]
    probabilities = np.array([0.025, 0.5, 0.975])
    for p, place in zip(probabilities, given.quantile(probabilities), strict=True):
        spread = sqrt(p * (1 - p) / count)
        near = ROUNDING_OFF * max(1.0, abs(place))
        below, upto = np.mean(rows < place - near), np.mean(rows <= place + near)
        offs.append(max(float(below - p), float(p - upto), 0.0) / spread)
    said = f"mean {_digits(mean)}, {max(offs):.1f} standard errors off at most"
    expected = f"mean {_digits(given.mean)} and its quantiles, within {SURE:g} standard errors"
    label = scenario[name].label
    why = "" if max(offs) <= SURE else "the mean" if offs[0] > SURE else "a quantile"
    return Verdict(_DRAWS, label, expected, said, max(offs) <= SURE, why, max(offs), SURE)


def _converged(made: Impacts) -> Iterator[Verdict]:
    """The headline's mean is known well enough, and either half of the draws tells the same."""
    net = headline().draws(made)
    count, spread = len(net), float(np.std(net, ddof=1))
    enough, alike = (
        "The error of the mean, against the spread",
        "One half of the draws, and the other",
    )
    expected, same = f"{KNOWN_TO:.0%} of it at most", f"alike within {SURE:g} standard errors"
    if not np.isfinite(spread) or spread <= ROUNDING_OFF * abs(float(net[0])):
        for check, wanted in ((enough, expected), (alike, same)):
            yield _apart(_CONVERGENCE, check, wanted, "the answer does not vary, or does not exist")
        return
    share = 1 / sqrt(count)
    said = f"{exact_money(spread / sqrt(count))} of {exact_money(spread)}, with {count:,} draws"
    why = "" if share <= KNOWN_TO else f"ask for {exact_number(KNOWN_TO**-2)} draws or more"
    yield Verdict(_CONVERGENCE, enough, expected, said, share <= KNOWN_TO, why, share, KNOWN_TO)
    halves = [float(half.mean()) for half in np.array_split(net, 2)]
    off = abs(halves[0] - halves[1]) / (2 * spread / sqrt(count))
    said = f"{exact_money(halves[0])} and {exact_money(halves[1])}, {off:.1f} standard errors apart"
    yield Verdict(_CONVERGENCE, alike, same, said, off <= SURE, "", off, SURE)


def _by_hand(tried: _Tried) -> Iterator[Verdict]:
    """Each cell of the model, and what plain Python makes of it, a number at a time."""
    cells = tried.impacts.by("cohort", "year", "payer", "outcome").rows
    labels = [outcome.label for outcome in tried.outcomes]
    for check, rows in (("The central case", range(1)), ("Draws", range(1, BY_HAND + 1))):
        made = [[*impacts_of_row(tried.scenario, _row(tried, k)).values()] for k in rows]
        wanted = np.array(made).reshape(-1, *cells.shape[1:])
        said = f"{counted(wanted.size, 'cell')} of cohort, year, payer and outcome"
        told = {"said": f"{said}; {exact_money(wanted[0].sum())} in all", "labels": labels}
        yield _alike(_SECOND, check, _PLAIN, cells[list(rows)], wanted, **told)
    first = tried.impacts.base_case()
    worth, cash = _worth(first)[0], first.cash().by("outcome").base
    for check, found, wanted in (
        ("Present value of the central case", worth, _plain_worth(tried)),
        ("Cash of the central case", cash, _by_outcome(tried, cash_of_row)),
    ):
        said = f"{exact_money(found.sum())} and {exact_money(wanted.sum())}"
        yield _alike(_SECOND, check, _PLAIN, found, wanted, said=said, labels=labels)


def _row(tried: _Tried, row: int) -> dict[str, float]:
    columns = tried.draws.columns.items()
    return {name: float(column[row if len(column) > 1 else 0]) for name, column in columns}


def _by_outcome(
    tried: _Tried, money: Callable[[Scenario, OneDraw], Mapping[CellNames, float]]
) -> FloatArray:
    """What the plain model makes of the central case, added up by outcome."""
    found = dict.fromkeys((outcome.name for outcome in tried.outcomes), 0.0)
    for place, amount in money(tried.scenario, _row(tried, 0)).items():
        found[place[3]] += amount
    return np.array([*found.values()])


def _plain_worth(tried: _Tried) -> FloatArray:
    of = {outcome.name: outcome for outcome in tried.outcomes}
    years = {label: year for year, label in enumerate(tried.scenario.year_labels)}

    def worth(scenario: Scenario, row: OneDraw) -> dict[CellNames, float]:
        return {
            place: carried_back(scenario, of[place[3]], money, years[place[1]])
            for place, money in impacts_of_row(scenario, row).items()
        }

    return _by_outcome(tried, worth)


def _no_such(names: Iterable[str]) -> str:
    return "" if [*names] else "no number plays this part"


def _divides(scenario: Scenario, names: frozenset[str]) -> str:
    """Why some numbers cannot be set at an extreme, if something is divided by them."""
    below = sorted(names & scenario.dividing)
    return f"something is divided by {_named(below)}" if below else ""


def _becomes(before: float, after: float) -> str:
    return f"{exact_money(before)} becomes {exact_money(after)}"


def _digits(number: float) -> str:
    """Six digits of a number."""
    return exact_number(float(f"{number:.6g}"))


def _named(names: Iterable[str]) -> str:
    return listed(sorted(names)[:4])


def _many(places: Sequence[int]) -> str:
    return counted(len(places), "outcome")
