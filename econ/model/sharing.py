"""A whole that is shared out: an outcome among payers, people among the years of an intake."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from econ.errors import Fault
from econ.model.chain import Made, at_means, names_in
from econ.model.distributions import DirichletShare
from econ.model.parameters import Parameters
from econ.model.programme import Cohort
from econ.model.reach import Reach, going, reach_of
from econ.model.units import share_fault
from econ.words import exact_percent

REST = "rest"
"""Stands for what the other shares leave of the whole."""
MEANT_PERCENT = 2.0
"""A share of so much and more was meant in percent."""
OFF_BY = 1e-6
"""So far may shares of a whole be from it: what rounding leaves."""


def dirichlet_groups(parameters: Parameters) -> dict[str, dict[str, DirichletShare]]:
    """The shares of each group, by parameter."""
    groups: dict[str, dict[str, DirichletShare]] = {}
    for name, parameter in parameters.items():
        if isinstance(parameter.distribution, DirichletShare):
            groups.setdefault(parameter.distribution.group, {})[name] = parameter.distribution
    return groups


def share_faults(
    shares: Mapping[str, float], parameters: Parameters, cohorts: Sequence[Cohort]
) -> Iterator[tuple[str, Fault]]:
    """What is said of each share that can be below 0 or above 1, by whose it is."""
    reach = reach_of(parameters, cohorts) if names_in(shares.values()) else None
    for whose, share in shares.items():
        goes = Reach(share, share)
        if isinstance(share, Made) and reach:
            goes = _reach_of(share, reach, parameters)
        if goes.low >= -OFF_BY and goes.high <= 1 + OFF_BY:
            continue
        if isinstance(share, Made):
            between = f"{exact_percent(round(goes.low, 4))} to {exact_percent(round(goes.high, 4))}"
            remedy = "Choose shares that stay between 0% and 100% together, such as a dirichlet's."
            yield whose, Fault(f"{whose}'s share goes from {between}", remedy)
        else:
            remedy = "A share lies between 0% and 100%."
            if fault := share_fault(share) if share >= MEANT_PERCENT else None:
                remedy = fault.remedy
            yield whose, Fault(f"{whose}'s share is {exact_percent(share)}", remedy)


def whole_fault(
    shares: Mapping[str, float], rest: str, parameters: Parameters, noun: str
) -> Fault | None:
    """What is said of shares that do not add up to the whole, or not in every draw.

    ``rest`` is whose share is what the others leave; empty where there is none.
    """
    total, made = sum(map(float, shares.values())), {*names_in(shares.values())}
    if abs(total - 1) > OFF_BY:
        remedy = f"Write the word {REST} where what is left belongs." if made and not rest else ""
        return Fault(f"{noun} add to {exact_percent(total)}, not 100%", remedy)
    whole = made in map(set, dirichlet_groups(parameters).values()) or all(
        abs(_total(shares, parameters, off) - 1) <= OFF_BY for off in _ELSEWHERE
    )
    if made and not rest and not whole:
        what = f"{noun} add to 100% at their means alone"
        return Fault(what, f"Write the word {REST} in place of one of them.")
    return None


_ELSEWHERE = (0.25, 0.6, 1.75)
"""Multiples of means, none in a round relation to another, at which a whole is looked at too."""


def _total(shares: Mapping[str, float], parameters: Parameters, off: float) -> float:
    """What shares come to where each parameter is some way off its mean, each by its own."""
    names = names_in(shares.values())
    moved = {name: parameters[name].mean * (off + 0.1 * k) for k, name in enumerate(names)}
    return sum(map(float, at_means(shares.values(), moved.__getitem__)))


def _reach_of(share: Made, reach: Callable[[str], Reach], parameters: Parameters) -> Reach:
    """How far a share can go; shares of one dirichlet come to at most the whole together."""
    first, *others = share.chain.parts
    groups, names = dirichlet_groups(parameters).values(), {*share.chain.names}
    taken = len(others) > 1 and {*share.chain.signs} == {"-"}
    if taken and isinstance(first, float) and any(names <= {*group} for group in groups):
        return Reach(first - 1.0, first)
    return going(share.chain, reach)
