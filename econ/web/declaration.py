"""What the live page holds of a scenario: chains, profiles, shares, and its columns of draws.

The page works out the same equation from it (``live/model.js``), so that it is a third reading of
the one declaration. A member of a chain is a parameter's place, a number in brackets, or its parts
with the signs between them; payers' shares and the cells of tables are members too.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import isfinite
from pathlib import Path
from typing import Any

import numpy as np

from econ.methods.moved_alone import plausible_range
from econ.model.allowed import taken_from_one, used_as
from econ.model.chain import Chain, Made, Member, names_in
from econ.model.designs import Design, MonteCarlo
from econ.model.distributions import ChanceOfNone, DirichletShare, FloatArray, interval
from econ.model.draws import draw, draw_blocks
from econ.model.parameters import Parameter, made_from
from econ.model.prices import SCHEDULES, DiscountRate, constant_rate
from econ.model.programme import Outcome
from econ.model.scenario import Scenario
from econ.model.units import is_proportion
from econ.reports.choices import Valuation, choices
from econ.reports.scenarios import to_try

MOST_DRAWS = 10_000
"""As many of a run's draws as a page holds."""
MOST_BYTES = 1_866_000
"""Room for the columns of draws, as base64, so that the file stays below 2 MB as text."""
_HORIZON = 10
_RATES = (0.0, 0.01, 0.02, 0.03, 0.035, 0.04, 0.05, 0.06, 0.08)
_NAMES = ("GREEN_BOOK", "GREEN_BOOK_HEALTH", "GREEN_BOOK_LONG_TEST", "JUNE_2026_REVIEW")

Declared = dict[str, Any]
"""A part of the declaration, as JSON has it."""


@dataclass(slots=True)
class Declaration:
    """A scenario as the page holds it; ``columns`` are its draws, ``central`` their means.

    ``swings`` say how far numbers move the answer: those that move it most come first.
    """

    scenario: Scenario
    design: Design
    swings: Mapping[str, float]
    columns: list[FloatArray] = field(default_factory=list)
    central: list[float] = field(default_factory=list)
    whole: Scenario = field(init=False)
    valuations: tuple[Valuation, ...] = field(init=False)
    others: tuple[Scenario, ...] = field(init=False)
    place: dict[str, int] = field(init=False)
    needed: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        """Gather what any control may ask for, and draw it."""
        base = self.scenario
        self.valuations = choices(base, None).valuations
        every = (base.alternative(asked.name) for asked in to_try(base))
        self.others = tuple(other for other in every if _expressible(base, other))
        extra = dict(base.parameters)
        for other in self.others:
            extra = {**other.parameters, **extra}
        for option in (o for v in self.valuations for o in v.options):
            extra.setdefault(option.name, base.library.get(option.name) or base[option.name])
        self.whole = replace(base, parameters=extra)
        self.place = {name: place for place, name in enumerate(self.whole.parameters)}
        self.needed = self._needed()

    def size(self, room: int = MOST_BYTES) -> int:
        """How many draws, the run's first, it holds in so many bytes as they are sent."""
        most = max(room, 0) // 4 * 3 // (4 * max(len(self.columns), 1))
        return min(self.design.size, MOST_DRAWS, most)

    def _needed(self) -> frozenset[str]:
        """The parameters that some control may bring into the answer."""
        named = set[str]()
        for s in (self.scenario, *self.others):
            named |= {name for o in s.outcomes for name in o.names}
            named |= {name for profile in s.running.values() for name in profile.names}
            named |= {n for c in s.cohorts for n in names_in(c.relative.values())}
        named |= {option.name for v in self.valuations for option in v.options}
        groups = {_group(self.whole[n]) for n in named} - {""}
        named |= {n for n, p in self.whole.parameters.items() if _group(p) in groups}
        named |= {n for o in self.others for n in made_from(named, o.parameters) if n in self.place}
        return frozenset(made_from(named, self.whole.parameters))

    def made(self) -> Declared:
        """The whole declaration, and its columns beside it."""
        base, whole = self.scenario, self.whole
        self.columns, self.central = [], []
        own = next(draw_blocks(base, self.design, MOST_DRAWS)).columns  # the run's first
        drawn = {**self._by_name(whole), **own}
        parameters = [self._parameter(p, drawn) for p in whole.parameters.values()]
        scenarios = [self._button(other) for other in self.others]
        people = [n for n, p in base.parameters.items() if p.unit == "people"]
        used = {o.profile for s in (base, *self.others) for o in s.outcomes}
        return {
            "begun": "the base case" if not base.changes else f"“{base.name}”",
            "workbook": _found_by(base.workbook),
            "view": base.perspective,
            "perspectives": list(base.perspectives),
            "public": list(base.public_views[-1:]),
            "first": base.first_year,
            "years": base.years,
            "horizons": self._horizons(used),
            "priceYear": base.price_year,
            "n": self.size(),
            "discount": base.discount.name,
            "rates": {r.name: [list(s) for s in r.steps] for r in self._rates()},
            "rateWords": {r.name: _in_python(r) for r in self._rates()},
            "starting": self._starting(base),
            "parameters": parameters,
            "people": self.place[people[0]] if len(people) == 1 else None,
            "attributions": [self.place[n] for n in base.attributions],
            "outcomes": [self._outcome(o) for o in base.outcomes],
            "payers": [
                {"name": p.name, "label": p.label, "views": list(p.perspectives)}
                for p in base.payers
            ],
            "cohorts": self._cohorts(),
            "profiles": {name: self._profile(name) for name in sorted(used)},
            "valuations": [
                {"outcome": v.outcome.name, "options": [[o.name, o.label] for o in v.options]}
                for v in self.valuations
            ],
            "scenarios": scenarios,
            "central": self.central,
        }

    def packed(self, size: int) -> str:
        """The first draws of each column in turn, 32 bits wide and little-endian, as base64."""
        parts = [column[:size].astype("<f4").tobytes() for column in self.columns]
        return base64.b64encode(b"".join(parts)).decode()

    def member(self, part: Member) -> Any:  # noqa: ANN401 - as JSON has it
        """A member of a chain."""
        if isinstance(part, str):
            return self.place[part]
        if isinstance(part, Made):
            return self.member(part.chain)
        if isinstance(part, Chain):
            if len(part.parts) == 1:
                return self.member(part.parts[0])
            return {"p": [self.member(x) for x in part.parts], "s": "".join(part.signs)}
        return [float(part)]

    def _by_name(self, scenario: Scenario) -> Mapping[str, FloatArray]:
        """Draws of what the run itself does not vary: of each name's own stream (C11)."""
        size = min(self.design.size, MOST_DRAWS)
        return draw(scenario, MonteCarlo(size, self.design.seed)).columns

    def _column(self, rows: FloatArray, mean: float) -> int:
        self.columns.append(rows[1:])
        self.central.append(mean)
        return len(self.columns) - 1

    def _parameter(self, p: Parameter, drawn: Mapping[str, FloatArray]) -> Declared:
        """A number: what it is, what it may be, how far it goes, how it is moved, its column."""
        own = p.name in self.scenario.parameters
        made: Declared = {"name": p.name, "label": p.label, "unit": p.unit, "mean": p.mean}
        made |= {"share": is_proportion(p.unit) or bool(_group(p)), "rule": _moves(p), "none": 0}
        made |= {"divides": p.name in self.scenario.dividing}
        made |= {"swing": self.swings.get(p.name, 0.0), "leaves": p.name in self._leaving()}
        if isinstance(p.distribution, ChanceOfNone):
            made["none"] = p.distribution.chance
        if p.uncertain:
            made["interval"] = interval(p.distribution)
            if p.name in self.needed and p.formula is None:
                made["column"] = self._column(drawn[p.name], p.mean)
        if p.formula is not None:
            made["formula"] = self.member(p.formula)
        elif own and (ends := self._range(p)):
            made |= {"low": ends[0], "high": ends[1]}
        if own:
            made["rules"] = list(self._rules(p.name))
        made |= {"group": group} if (group := _group(p)) else {}
        tied = {
            c.second if c.first == p.name else c.first
            for c in self.scenario.correlations
            if p.name in (c.first, c.second)
        }
        if tied := tied & self.scenario.used:
            made["tied"] = sorted(self.scenario.label(name) for name in tied)
        return made

    def _range(self, p: Parameter) -> tuple[float, float] | None:
        """How far a slider goes; a certain amount goes from nothing to its double."""
        base = self.scenario
        ends = plausible_range(p, divides=p.name in base.dividing)
        if p.unit == "share" and not p.uncertain:
            return None  # a cohort's part of a whole
        if ends is None and p.mean > 0:
            ends = (0.0, 1.0 if p.unit == "indicator" else 2 * p.mean)
        elif ends is None and p.unit == "indicator":
            ends = (0.0, 1.0)
        if ends is None or not ends[0] < ends[1]:
            return None
        low = max([ends[0], *(rule.low for rule in base.rules(p.name))])
        high = min([ends[1], *(rule.high for rule in base.rules(p.name))])
        return (low, high) if isfinite(low) and isfinite(high) and low < high else None

    def _rules(self, name: str) -> Iterator[Declared]:
        """What it may be, and what is said of a number that may not, at every door (C17)."""
        rules = list(self.scenario.rules(name))
        if any(name in taken_from_one(o.quantity) for o in self.scenario.outcomes):
            rules.append(replace(used_as("share"), use=""))
        for rule in rules:
            ends = {
                end: x if isfinite(x := getattr(rule, end)) else None for end in ("low", "high")
            }
            yield {
                **ends,
                "why": rule.why,
                "remedy": rule.remedy,
                "most": rule.most,
                "use": rule.use,
            }

    def _leaving(self) -> set[str]:
        base = self.scenario
        return {base.profiles[o.profile].leaving_rate for o in base.outcomes}

    def _outcome(self, o: Outcome) -> Declared:
        return {
            "name": o.name,
            "label": o.label,
            "cost": o.sign < 0,
            "households": o.of_households,
            "transfer": o.transfer,
            "quantity": self.member(o.quantity),
            "value": self.place[o.unit_value],
            "profile": o.profile,
            "shares": self._shares(o),
            "discount": o.discount_rate.name if o.discount_rate else None,
            "growth": o.growth,
            "cash": self.member(o.cash_share),
            "delay": self.member(o.cash_delay),
        }

    def _shares(self, o: Outcome) -> list[Any]:
        return [self.member(o.shares.get(payer.name, 0.0)) for payer in self.scenario.payers]

    def _profile(self, name: str) -> Declared:
        profile = self.whole.profiles[name]
        return {
            "kind": profile.kind,
            "clock": profile.clock,
            "parameters": [self.place[n] for n in profile.parameters],
            "table": [self.member(x) for x in profile.table],
            "after": profile.after,
        }

    def _starting(self, scenario: Scenario) -> Declared:
        s = scenario.starting
        ends = {"evenly": s.evenly, "first": s.first, "support": s.support}
        return {"shares": [self.member(x) for x in scenario.intake_shares], **ends}

    def _cohorts(self) -> list[Declared]:
        """Groups of people: what numbers are multiplied by there, or what stands for them."""
        base = self.scenario
        own = [(n, x) for c in base.cohorts for n, x in c.relative.items() if n in self.place]
        listed = sorted({n for n, x in own if x != 1 or isinstance(x, Made)})
        return [
            {
                "name": c.name,
                "label": c.label,
                "relative": {self.place[n]: self.member(c.relative.get(n, 1.0)) for n in listed},
                "own": [self.place[n] for n in listed if isinstance(c.relative.get(n), Made)],
            }
            for c in base.cohorts
        ]

    def _rates(self) -> tuple[DiscountRate, ...]:
        """The discount rates that may be asked for, the scenario's own first."""
        scenarios = (self.scenario, *self.others)
        own = [s.discount for s in scenarios]
        own += [o.discount_rate for s in scenarios for o in s.outcomes if o.discount_rate]
        known = [*own, *SCHEDULES, *map(constant_rate, _RATES)]
        longest = max(_HORIZON, *(s.years for s in scenarios))
        return tuple({r.name: r for r in reversed(known) if not r.beyond(longest)}.values())[::-1]

    def _horizons(self, used: set[str]) -> list[int]:
        """The horizons of which every table tells, and every rate is known."""
        base = self.scenario
        tables = [base.profiles[name] for name in (*used, base.intake) if name in base.profiles]
        rates = [base.discount, *(o.discount_rate for o in base.outcomes if o.discount_rate)]
        return [
            years
            for years in range(1, max(_HORIZON, base.years) + 1)
            if not any(table.untold(years) for table in tables)
            and not any(rate.beyond(years) for rate in rates)
        ]

    def _button(self, other: Scenario) -> Declared:
        """A scenario as the page's own settings: what it has that the page's scenario has not."""
        base = self.scenario
        made: Declared = {"value": {}, "profile": {}, "shares": {}, **self._otherwise(other)}
        for was, now in zip(_kept(base.outcomes, other), other.outcomes, strict=True):
            if was.unit_value != now.unit_value:
                made["value"][now.name] = now.unit_value
            if was.profile != now.profile:
                made["profile"][now.name] = now.profile
            if was.shares != now.shares:
                made["shares"][now.name] = self._shares(now)
        made |= {"years": other.years, "discount": other.discount.name, "view": other.perspective}
        if self._starting(other) != self._starting(base):
            made["starting"] = self._starting(other)
        for kind in ("cohorts", "outcomes"):
            if len(getattr(other, kind)) < len(getattr(base, kind)):
                made[kind] = [one.name for one in getattr(other, kind)]
        return {"name": other.name, "why": other.why, "settings": made}

    def _otherwise(self, other: Scenario) -> Declared:
        """The numbers that a scenario holds, and those to which it gives another distribution."""
        held, column, drawn = dict[str, float](), dict[str, list[float]](), None
        for name, after in other.parameters.items():
            before = self.scenario.parameters.get(name)
            if before is None or before.distribution == after.distribution:
                continue
            if after.uncertain:
                drawn = drawn or self._by_name(other)
                column[name] = [self._column(drawn[name], after.mean), after.mean]
            else:
                held[name] = after.mean
        return {"held": held, "column": column}


def _expressible(base: Scenario, other: Scenario) -> bool:
    """Whether the page's own settings make a scenario: it adds no arithmetic of its own."""
    made = {n: p.formula for n, p in other.parameters.items() if p.formula is not None}
    same = all(n in base.parameters and base[n].formula == chain for n, chain in made.items())
    whole = [
        replace(o, unit_value=b.unit_value, profile=b.profile, shares=b.shares) == b
        for b, o in zip(_kept(base.outcomes, other), other.outcomes, strict=True)
    ]
    return same and all(whole) and all(cohort in base.cohorts for cohort in other.cohorts)


def _kept(outcomes: Sequence[Outcome], other: Scenario) -> list[Outcome]:
    """Those of the outcomes that another scenario has too."""
    names = {outcome.name for outcome in other.outcomes}
    return [outcome for outcome in outcomes if outcome.name in names]


def _group(p: Parameter) -> str:
    return p.distribution.group if isinstance(p.distribution, DirichletShare) else ""


def _moves(p: Parameter) -> str:
    """How draws move when their mean does and their doubt is kept.

    Shares move in their odds, what is never below 0 in proportion; the rest is shifted.
    """
    low, high = p.distribution.quantile(np.array([0.0, 1.0]))
    if (is_proportion(p.unit) or _group(p)) and low >= 0 and high <= 1:
        return "odds"
    return "scale" if low >= 0 and p.mean > 0 else "shift"


def _in_python(rate: DiscountRate) -> str:
    """A discount rate as a scenario script writes it."""
    named = {
        schedule.name: f"econ.{name}" for schedule, name in zip(SCHEDULES, _NAMES, strict=True)
    }
    return named.get(rate.name) or f"{rate.rate(1):.6g}"


def _found_by(workbook: str) -> str:
    """The workbook as a script asks for it: its name, and no folder but that of all programmes."""
    path = Path(workbook)
    return f"parameters/{path.name}" if path.parent.name == "parameters" else path.name
