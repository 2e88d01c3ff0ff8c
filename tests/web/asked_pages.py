"""What a live page should find: its settings, worked out by econ on the page's own draws."""

from collections.abc import Mapping
from dataclasses import replace
from math import inf
from typing import Any

import numpy as np
from scipy import optimize

import econ
from econ.model import measures
from econ.model.chain import Made, parse, rest_of
from econ.model.designs import MonteCarlo
from econ.model.draws import Draws, with_formula_columns
from econ.model.estimates import Estimate
from econ.model.impacts import Impacts
from econ.model.parameters import formulas
from econ.model.prices import SCHEDULES, discount_rate
from econ.model.profiles import Profile
from econ.model.programme import Cohort
from econ.model.scenario import Scenario
from econ.web.declaration import Declaration
from tests.programmes import PERSPECTIVES, cost, programme, saving

Settings = dict[str, Any]


def declared(scenario: Scenario, draws: int, seed: int = 7) -> tuple[Declaration, dict[str, Any]]:
    made = Declaration(scenario, MonteCarlo(draws, seed), {})
    return made, made.made()


def _shifted(
    drawn: np.ndarray, mean: float, target: float, rule: str, none: float
) -> np.ndarray | None:
    """Draws whose mean has moved and whose doubt is kept, written without the page's own code.

    None where that cannot be: a share whose chance of none is too large for its mean.
    """
    if rule == "scale":
        return drawn * target / mean if target > 0 else None
    if rule == "odds":
        goal = target * drawn.mean() / mean
        if not 0 < goal < 0.995 * np.mean(drawn > 0):
            return None

        def tilted(log_odds: float) -> np.ndarray:
            k = np.exp(log_odds)
            return np.asarray(k * drawn / (1 - drawn + k * drawn))

        at = optimize.brentq(lambda x: float(tilted(x).mean() - goal), -25, 25, xtol=1e-15)
        return tilted(at)
    by = (target - mean) / (1 - none)
    return np.where((none > 0) & (drawn == 0), 0.0, drawn + by)


def columns_of(made: Declaration, held: dict[str, Any], asked: Settings) -> dict[str, Any]:
    """The page's columns with what was held, moved or otherwise distributed."""
    packed = [c[: made.size()].astype("<f4").astype(float) for c in made.columns]
    rows = {p["name"]: p for p in held["parameters"]}
    drawn = dict[str, Any]()
    for name, p in rows.items():
        mean, place = p["mean"], p.get("column")
        if name in asked.get("column", {}):
            place, mean = asked["column"][name]
        drawn[name] = np.array([mean])
        if place is not None:
            drawn[name] = np.append(mean, packed[place])
    moved = dict(drawn)
    for name, target in asked.get("held", {}).items():
        p = rows[name]
        moved[name] = np.array([target])
        if asked.get("keep") and len(drawn[name]) > 1:
            mean = float(drawn[name][0])
            rest = _shifted(drawn[name][1:], mean, target, p["rule"], p["none"])
            moved[name] = moved[name] if rest is None else np.append(target, rest)
    for name in asked.get("held", {}):
        if group := rows[name].get("group"):
            for other, p in rows.items():
                if p.get("group") == group and other != name:
                    moved[other] = drawn[other] * (1 - moved[name]) / (1 - drawn[name])
    return moved


def scenario_of(made: Declaration, asked: Settings) -> Scenario:
    """The scenario that settings make, by replacing what they name."""
    whole = made.whole
    value, profile, shares = (asked.get(k, {}) for k in ("value", "profile", "shares"))
    payers = [payer.name for payer in whole.payers]
    outcomes = [
        replace(
            o,
            unit_value=value.get(o.name, o.unit_value),
            profile=profile.get(o.name, o.profile),
            shares=dict(zip(payers, [s[0] for s in shares[o.name]], strict=True))
            if o.name in shares
            else o.shares,
        )
        for o in whole.outcomes
        if o.name in (asked.get("outcomes") or [x.name for x in whole.outcomes])
    ]
    kept = asked.get("cohorts") or [c.name for c in whole.cohorts]
    free = {*asked.get("held", {}), *asked.get("column", {})}
    parameters = {
        n: replace(p, formula=None) if n in free else p for n, p in whole.parameters.items()
    }
    rates = {rate.name: rate for rate in (whole.discount, *SCHEDULES)}
    asked_rate = asked.get("discount", whole.discount.name)
    return replace(
        whole,
        parameters=parameters,
        outcomes=tuple(outcomes),
        cohorts=tuple(c for c in whole.cohorts if c.name in kept),
        years=asked.get("years", whole.years),
        discount=rates.get(asked_rate) or discount_rate(asked_rate),
        entry=asked.get("entry", whole.entry),
        support_ends=asked.get("support_ends", whole.support_ends),
    )


def impacts_of(made: Declaration, held: dict[str, Any], asked: Settings) -> Impacts:
    """The impacts of settings on the page's own draws."""
    scenario = scenario_of(made, asked)
    columns = columns_of(made, held, asked)
    known = {n: columns[n] for n in scenario.parameters}
    chains = formulas(scenario.parameters)
    return econ.evaluate(scenario, Draws(with_formula_columns(known, chains), made.size(), "page"))


def _figures(found: Estimate) -> list[float | None]:
    return [found.base_case, found.mean, found.p2_5, found.p97_5, found.probability_positive]


def expected(made: Declaration, held: dict[str, Any], asked: Settings) -> dict[str, Any]:
    """What the page should answer."""
    impacts = impacts_of(made, held, asked)
    view = asked.get("view") or made.scenario.perspective
    named = {
        "net": measures.net_present_value,
        "cost": measures.costs,
        "gain": measures.benefits,
        "paid": measures.net_present_value_had_it_paid,
    }
    found: dict[str, Any] = {
        name: _figures(ask(view).estimate(impacts)) for name, ask in named.items()
    }
    rows = impacts.by("outcome", "payer", "year").rows
    found["years"] = (rows[1:].mean(axis=0) if len(rows) > 1 else rows[0]).tolist()
    cash = impacts.where_outcome("saving").cash().by("outcome", "payer", "year").rows
    found["cash"] = (cash[1:].mean(axis=0) if len(cash) > 1 else cash[0]).tolist()
    present = impacts.present_value().by("outcome", "payer").rows
    found["payers"] = (present[1:].mean(axis=0) if len(present) > 1 else present[0]).tolist()
    return found


def told(answer: Mapping[str, Any]) -> dict[str, Any]:
    """What a page answered, in the same shape."""
    kept = ("central", "mean", "low", "high", "positive")
    found: dict[str, Any] = {
        name: None if answer[name] is None else [answer[name][key] for key in kept]
        for name in ("net", "cost", "gain", "paid")
    }
    found["payers"] = [payers for _, _, payers, _, _ in answer["lines"]]
    found["years"] = [years for *_, years, _ in answer["lines"]]
    found["cash"] = [cash for _, cost_, *_, cash in answer["lines"] if not cost_]
    return found


def apart(found: Mapping[str, Any], wanted: Mapping[str, Any]) -> float:
    """How far a page's answers lie from econ's, of the largest; a chance is the same or no near."""
    figures = [x for name in ("net", "cost", "gain", "paid") for x in wanted[name][:4]]
    figures += [float(np.max(np.abs(wanted[name]))) for name in ("payers", "years")]
    size = max(map(abs, figures)) or 1.0
    worst = 0.0
    for name in ("net", "cost", "gain", "paid"):
        if found[name] is None:  # the view pays for all of it
            gap = np.abs(np.subtract(wanted["net"][:4], wanted[name][:4])) / size
            worst = max(worst, float(np.max(gap)))
            continue
        if found[name][4] != wanted[name][4]:
            return inf
        gaps = np.abs(np.subtract(found[name][:4], wanted[name][:4])) / size
        worst = max(worst, float(np.max(gaps)))
    for name in ("payers", "years", "cash"):
        gaps = np.abs(np.subtract(found[name], wanted[name])) / size
        worst = max(worst, float(np.max(gaps, initial=0.0)))
    return worst


def some_settings(made: Declaration, held: dict[str, Any], count: int, seed: int) -> list[Settings]:
    """Settings of every kind that the page's controls make, by chance."""
    chance = np.random.default_rng(seed)
    found = list[Settings]()
    for k in range(count):
        asked: Settings = {"held": {}, "keep": k % 3 == 2}
        if made.others and k % 2:
            place = int(chance.integers(len(made.others)))
            other = made.others[place]
            settings = held["scenarios"][place]["settings"]
            asked |= settings | {"held": dict(settings["held"])}
            asked |= {"entry": other.entry, "support_ends": other.support_ends}
        asked["held"] |= _held(held, chance, keep=asked["keep"])
        names = [*held["perspectives"], *(payer["name"] for payer in held["payers"])]
        asked["view"] = str(chance.choice(names))
        if k % 4 == 1:
            asked["cohorts"] = [str(chance.choice([c["name"] for c in held["cohorts"]]))]
        if k % 4 == 2:
            asked["years"] = int(chance.choice(held["horizons"]))
        if k % 4 == 3:
            asked["discount"] = str(chance.choice(list(held["rates"])))
        for v in held["valuations"]:
            if chance.random() < 0.3:
                name = str(chance.choice([name for name, _ in v["options"]]))
                asked["value"] = {**asked.get("value", {}), v["outcome"]: name}
        found.append(asked)
    return found


def _held(held: dict[str, Any], chance: np.random.Generator, *, keep: bool) -> dict[str, float]:
    """Some numbers within their ranges, at most one share of a whole, nothing divided by 0."""
    rows = [p for p in held["parameters"] if "low" in p]
    picked = chance.permutation(len(rows))[: int(chance.integers(0, 5))]
    found, groups = dict[str, float](), set[str]()
    for p in (rows[place] for place in picked):
        low, high = p["low"], p["high"]
        if keep and p["rule"] == "odds":  # a mean that its chance of none allows
            high = min(high, 1.2 * p["mean"])
        part = 0.1 + 0.7 * chance.random() if keep else chance.random()
        value = float(low + part * (high - low))
        if p.get("group", "") not in groups and not (p["divides"] and value == 0):
            groups |= {p["group"]} if "group" in p else set()
            found[p["name"]] = value
    return found


def with_more(scenario: Scenario, seed: int) -> Scenario:
    """A programme with what few have: growth, rates of their own, transfers, entry and its end.

    And shares of payers, of cash and of those who start that are made of parameters.
    """
    chance = np.random.default_rng(seed)
    rising = Profile("rising profile", "rising then fading", "entry", ("share", "fading"))
    share, starts = Made(parse("share")), scenario.profiles["starts"]
    starts = replace(starts, table=(share, rest_of([share])))
    more = {rising.name: rising} | ({"starts": starts} if seed % 3 == 1 else {})
    profiles = {**scenario.profiles, **more}
    times = [name for name in profiles if name.endswith(" profile")]
    outcomes = [
        replace(
            o,
            profile=times[(k + seed) % len(times)],
            growth=float(chance.choice([0.0, 0.02])),
            discount_rate=SCHEDULES[1] if chance.random() < 0.3 else None,
            value_class=str(chance.choice(["fiscal", "economic", "transfer"])),
            shares={"nhs": share, "council": rest_of([share])} if k % 2 else o.shares,
            cash_share=share if k % 2 else o.cash_share,
            cash_delay=float(chance.choice([0, 0.5, 2])),
        )
        for k, o in enumerate(scenario.outcomes)
    ]
    cohorts = [
        replace(c, relative={**c.relative, "wage": Made(parse("price / 2"))}) if k % 2 else c
        for k, c in enumerate(scenario.cohorts)
    ]
    return replace(
        scenario,
        outcomes=tuple(outcomes),
        cohorts=tuple(cohorts),
        profiles=profiles,
        entry=("start of year", "evenly", "evenly from October")[seed % 3],
        support_ends=str(chance.choice(["", *scenario.year_labels])),
    )


def of_every_kind() -> Scenario:
    """A programme in which every piece of the page's arithmetic tells."""
    share = Made(parse("share"))
    kinds = {
        "first year": (),
        "every year": (),
        "retained": ("share",),
        "involved": ("leaving",),
        "involved then fading": ("leaving", "share", "fading"),
        "rising then fading": ("share", "fading"),
    }
    times = [Profile(f"{kind} profile", kind, "entry", names) for kind, names in kinds.items()]
    times.append(Profile("listed", "table", "entry", (), (1.0, share), after="last"))
    alike = ("leaving", "share", "leaving")  # where the two rates meet
    times.append(Profile("alike", "involved then fading", "entry", alike))
    starts = Profile("starts", "table", "calendar", (), (share, rest_of([share])), after="0")
    outcomes = [saving(f"o{k}", "people * effect", "fee", p.name) for k, p in enumerate(times)]
    outcomes[0] = replace(outcomes[0], cash_share=share, cash_delay=1.5)
    outcomes[1] = replace(outcomes[1], shares={"nhs": share, "council": rest_of([share])})
    outcomes += [cost("delivery", "people / 2", "fee", "every year", {"council": 1.0})]
    made = programme(
        {
            "people": 100,
            "effect": econ.Normal(1, 0.3),
            "fee": econ.Gamma.from_moments(20, 4),
            "leaving": econ.Uniform(0.002, 0.008),
            "fading": econ.Uniform(0.3, 0.6),
            "share": econ.Beta(4, 3),
        },
        outcomes,
        payers={"nhs": PERSPECTIVES, "council": PERSPECTIVES[1:]},
        cohorts=[
            Cohort("here", "Here", 1.0, {"people": 0.6}),
            Cohort("there", "There", 1.0, {"people": 0.4, "effect": Made(parse("share * 2"))}),
        ],
        profiles=[*times, starts],
        years=40,
        intake="starts",
        discount=econ.GREEN_BOOK,
    )
    return replace(made, entry="evenly from October", support_ends="2050/51")
