"""What the verbs of a scenario refuse, in words, before anything is changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from numbers import Real

from econ.errors import (
    Fault,
    FaultError,
    Problem,
    ScenarioError,
    refuse,
    require_kind,
    require_known,
)
from econ.model.chain import Chain, Made, at_means, parse, rest_of
from econ.model.distributions import DirichletShare, Distribution
from econ.model.parameters import Parameter, Parameters, Priced, made_from
from econ.model.prices import HIGHEST_RATE, DiscountRate, constant_rate
from econ.model.profiles import Profile
from econ.model.programme import Cohort, Outcome
from econ.model.reach import reach_of, zero_faults
from econ.model.sharing import OFF_BY, REST, share_faults, whole_fault
from econ.words import exact_percent


def rate_given(discount: DiscountRate | float) -> DiscountRate:
    """A discount rate, also where a number is given for one."""
    if isinstance(discount, DiscountRate):
        return discount
    require_kind("over", "discount", discount, Real, "a rate, such as 0.035 or econ.GREEN_BOOK")
    if not 0 <= (rate := float(discount)) < HIGHEST_RATE:
        what = f"{rate:g} is not between 0 and {HIGHEST_RATE}"
        raise refuse("over", "discount", what, "Give 0.035 where you mean 3.5%.")
    return constant_rate(rate)


def whole_given(
    who: str,
    given: Mapping[str, float | str],
    payers: Sequence[str],
    parameters: Parameters,
    cohorts: Sequence[Cohort],
) -> dict[str, float]:
    """Shares of payers: numbers, arithmetic of parameters, and of one of them the rest.

    Refuses what is none, is of payers that there are not, or is not all of it.
    """
    wanted = "shares of payers, such as {'icb': 0.6, 'council': 'rest'}"
    require_kind("borne_by", who, given, Mapping, wanted)
    require_known("borne_by", given, payers, "payer")
    shares, rest = dict[str, float](), ""
    for payer, share in given.items():
        require_kind("borne_by", who, share, (Real, str), wanted)
        if share == REST:
            rest = payer
        elif isinstance(share, str):
            shares[payer] = Made(_chain_given(who, share, parameters))
        else:
            shares[payer] = float(share)
    if rest:
        shares[rest] = rest_of(shares.values())
    means = {name: parameter.mean for name, parameter in parameters.items()}
    whole = dict(zip(shares, at_means(shares.values(), means.__getitem__), strict=True))
    faults = [fault for _, fault in share_faults(whole, parameters, cohorts)]
    for fault in faults or filter(None, [whole_fault(whole, rest, parameters, "payers' shares")]):
        remedy = fault.remedy or "Give each payer its part of the whole."
        raise refuse("borne_by", who, fault.what, remedy)
    return whole


def _chain_given(who: str, text: str, parameters: Parameters) -> Chain:
    try:
        chain = parse(text)
    except FaultError as error:
        raise refuse("borne_by", who, error.fault.what, error.fault.remedy) from error
    require_known("borne_by", chain.names, parameters, "parameter")
    return chain


def setting_given(who: str, read: Callable[..., str], *given: str) -> str:
    """A setting of About as it is written there."""
    require_kind("over", who, given[0], str, "words, as in the sheet About")
    try:
        return read(*given)
    except FaultError as error:
        raise refuse("over", who, error.fault.what, error.fault.remedy) from error


def refuse_zero(
    parameters: Parameters, outcomes: Sequence[Outcome], cohorts: Sequence[Cohort]
) -> None:
    """Refuse what would divide by something that can be 0."""
    chains = {o.label: o.quantity for o in outcomes}
    chains |= {p.label: p.formula for p in parameters.values() if p.formula}
    if not any(chain.divisors for chain in chains.values()):
        return
    reach = reach_of(parameters, cohorts)
    for label, chain in chains.items():
        for fault in zero_faults(chain, reach):
            raise refuse("vary", label, fault.what, fault.remedy)


def require_told(verb: str, used: Mapping[str, Profile], years: int) -> None:
    """Refuse, all at once, tables in use that do not tell of the whole time horizon."""
    told = {name: profile.untold(years) for name, profile in used.items()}
    if problems := [fault.at("", name) for name, fault in told.items() if fault]:
        raise ScenarioError(verb, problems)


def as_distribution(value: float | Distribution | Priced) -> Distribution:
    """A number, an amount or a distribution as a distribution."""
    return value.distribution if isinstance(value, Priced) else Priced(value, "").distribution


def require_sound(
    parameters: Parameters,
    values: Mapping[str, float | Distribution | Priced],
    told: Callable[[str, float | Distribution], Iterable[Fault]],
    price_year: str,
) -> None:
    """Refuse, all at once, what may not replace the distributions of these parameters.

    ``told`` gives what is said of a distribution that a parameter may not have.
    """
    problems = list(_broken_groups(parameters, values))
    for name, value in values.items():
        given = value.amount if isinstance(value, Priced) else value
        require_kind("vary", name, given, (Real, Distribution), "a number or a distribution")
        if is_uncertain(parameters, name) and not isinstance(given, Distribution):
            what = f"is uncertain, and {given} would remove its uncertainty in silence"
            remedy = f"Give a distribution, or econ.Fixed({given}) if that is what you mean."
            faults = [Fault(what, remedy)]
        else:
            faults = [*told(name, as_distribution(value))]
        faults += _not_a_price(parameters[name], value, price_year)
        problems += [fault.at("", name) for fault in faults]
    if problems:
        raise ScenarioError("vary", problems)


def _not_a_price(
    before: Parameter, value: float | Distribution | Priced, price_year: str
) -> Iterator[Fault]:
    """Why an amount cannot be carried from the price year that it comes with."""
    if not isinstance(value, Priced) or (before.money and value.year == price_year):
        return
    index = before.uplift and before.uplift.by
    remedy = f"Give it in {price_year} prices, as a number or a distribution alone."
    if not before.money:
        unit = f"its unit is '{before.unit}'" if before.unit else "it has no unit"
        yield Fault(f"is not money, and has no price year: {unit}", "Give the number alone.")
    elif not index:
        yield Fault(f"has no index that carries {value.year} prices to {price_year}", remedy)
    elif lacking := [year for year in (value.year, price_year) if not index.covers(year)]:
        yield Fault(f"{index.name} runs {index.span}, without {lacking[0]}", remedy)


def is_uncertain(parameters: Parameters, name: str) -> bool:
    """Whether a parameter is uncertain, or made by its formula from one that is."""
    return any(parameters[made].uncertain for made in made_from([name], parameters))


def _broken_groups(
    parameters: Parameters, asked: Mapping[str, float | Distribution | Priced]
) -> Iterator[Problem]:
    """Shares of a Dirichlet group that would be replaced alone, or by others than a whole."""
    groups = dict.fromkeys(_group_of(parameters[name]) for name in sorted(asked))
    for group in filter(None, groups):
        members = sorted(n for n, p in parameters.items() if _group_of(p) == group)
        for name in sorted(asked) if not {*members} <= {*asked} else ():
            if name in members:
                what = f"is one share of the group '{group}', which adds up to 1"
                yield Problem("", name, what, f"Vary all of it: {', '.join(members)}.")
        given = [asked[name] for name in members if name in asked]
        if len(given) == len(members) and all(isinstance(g, Real | Distribution) for g in given):
            total = sum(as_distribution(value).mean for value in given)
            if abs(total - 1) > OFF_BY:
                what = f"its shares add to {exact_percent(total)}, not 100%"
                yield Problem("", members[0], f"in the group '{group}', {what}", "Check them.")


def _group_of(parameter: Parameter) -> str:
    distribution = parameter.distribution
    return distribution.group if isinstance(distribution, DirichletShare) else ""
