"""Named, sourced, immutable evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from graphlib import CycleError, TopologicalSorter

import numpy as np

from econ.model.allowed import Allowed, allowed, part_of
from econ.model.chain import Chain, ratio
from econ.model.distributions import ChanceOfNone, Distribution, Fixed, interval
from econ.model.prices import THEN, PriceIndex
from econ.model.units import is_money

OPTIMISM_BIAS = "optimism bias"
"""The role of a factor that corrects for optimism: 1 is no adjustment."""


@dataclass(frozen=True, slots=True)
class Uplift:
    """How a price was carried to the price year: once, by this index of this edition (C2).

    ``by`` is the index itself, for other amounts of the same thing.
    """

    from_year: str
    to_year: str
    index: str
    edition: str
    factor: float
    by: PriceIndex | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Priced:
    """An amount of money, or its distribution, in the prices of a year of its own.

    ``base.vary(cost=Priced(14_500, "2021/22"))`` carries it to the programme's price year by the
    index of the row that it replaces.

    >>> Priced(14_500, "2021/22").distribution.mean
    14500.0
    """

    amount: float | Distribution
    year: str

    @property
    def distribution(self) -> Distribution:
        """The amount as a distribution: a bare number is certain."""
        given = self.amount
        return given if isinstance(given, Distribution) else Fixed(float(given))


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number that the model uses, with where it comes from and how sure it is.

    ``distribution`` is in the price year's pounds where the unit is money; ``original`` is the
    distribution as the source gives it. ``overridden`` names the columns in which a row departs
    from the library row it was taken from. What has a ``formula`` is made of other parameters in
    each draw and cohort; its ``distribution`` is what that comes to at their means.
    ``value_class`` is what the unit-cost library says of it: a transfer is nothing to society.
    """

    name: str
    label: str
    distribution: Distribution
    unit: str = ""
    group: str = ""
    range_kind: str = ""
    evidence: str = ""
    source: str = ""
    link: str = ""
    licence: str = ""
    note: str = ""
    where: str = ""
    from_library: str = ""
    overridden: tuple[str, ...] = ()
    original: Distribution | None = None
    uplift: Uplift | None = None
    role: str = ""
    formula: Chain | None = None
    value_class: str = ""

    @property
    def mean(self) -> float:
        """The base-case value (C5)."""
        return self.distribution.mean

    @property
    def uncertain(self) -> bool:
        """Whether the number varies."""
        return self.distribution.sd > 0

    @property
    def money(self) -> bool:
        """Whether it is an amount in pounds."""
        return is_money(self.unit)

    @property
    def part(self) -> str:
        """What part it plays: its role or, without one, what its name says."""
        return part_of(self.role, self.name)

    @property
    def allowed(self) -> Allowed:
        """What it may be (C17)."""
        return allowed(self.unit, self.part)

    def uplifted(
        self, index: PriceIndex, from_year: str, to_year: str, *, rate: PriceIndex | None = None
    ) -> Parameter:
        """The parameter in the prices of ``to_year``; refuses to uplift twice.

        Where it is in another currency, ``rate`` is how much of that a pound was worth: the
        amount becomes pounds in its own price year, and is carried then.
        """
        if self.uplift is not None:
            raise ValueError(f"{self.name} is in {self.uplift.to_year} prices already")
        factor = index.factor(from_year, to_year)
        name, edition = index.name, index.edition
        if rate is not None:
            factor /= rate.level(from_year)
            name, edition = f"{rate.name}{THEN}{name}", f"{rate.edition}{THEN}{edition}"
        return replace(
            self,
            original=self.distribution,
            distribution=self.distribution.scaled(factor),
            uplift=Uplift(from_year, to_year, name, edition, factor, index),
        )

    def given(self, distribution: Distribution, year: str, to_year: str) -> Parameter:
        """The parameter with another distribution, in prices of ``year`` if it is money.

        ``KeyError`` where its index does not have that year.
        """
        bare = replace(self, distribution=distribution, original=None, uplift=None)
        index = self.uplift and self.uplift.by
        if not index and year == to_year:
            return bare
        return bare.uplifted(index or PriceIndex("", "", {}), year, to_year)


Parameters = Mapping[str, Parameter]
"""Parameters by their names."""


def made_from(names: Iterable[str], *versions: Parameters) -> tuple[str, ...]:
    """Names, and through formulas of any version all that they are made from, each once."""
    found = list(dict.fromkeys(names))
    for name in found:  # which grows meanwhile
        rows = [parameters[name] for parameters in versions if name in parameters]
        inner = (n for row in rows if row.formula for n in row.formula.names)
        found += [n for n in dict.fromkeys(inner) if n not in found]
    return tuple(found)


def formulas(parameters: Parameters) -> dict[str, Chain]:
    """The formulas, each after those from which it is made.

    Raises ``graphlib.CycleError`` where one is made from itself.
    """
    found = {name: p.formula for name, p in parameters.items() if p.formula is not None}
    graph = {name: [n for n in chain.names if n in found] for name, chain in found.items()}
    return {name: found[name] for name in TopologicalSorter(graph).static_order()}


def circle(error: CycleError, names: Sequence[str]) -> list[str]:
    """What is made from itself: from the first in the order of these names, back to it.

    >>> circle(CycleError("", ["a", "b", "c", "a"]), ["b", "a", "c"])
    ['b', 'a', 'c', 'b']
    """
    round_ = error.args[1][::-1][1:]
    start = min(range(len(round_)), key=lambda place: names.index(round_[place]))
    return [*round_[start:], *round_[: start + 1]]


def with_formulas(parameters: Parameters) -> dict[str, Parameter]:
    """The parameters, those with a formula at what it comes to at the means of the others.

    One that is made from itself raises as ``formulas`` does; one made from what is not there,
    ``KeyError``.
    """
    found, means = dict(parameters), {name: p.mean for name, p in parameters.items()}
    for name, chain in formulas(parameters).items():
        means[name] = float(chain.formula(means.__getitem__, divide=ratio))
        found[name] = replace(found[name], distribution=Fixed(means[name]))
    return found


def priced(parameter: Parameter, year: str, given: Distribution | None = None) -> str:
    """A parameter in words, its own distribution unless another is given; money with its year.

    >>> from econ.model.distributions import Fixed
    >>> priced(Parameter("fee", "Fee", Fixed(400), "GBP per person"), "2024/25")
    '400 in 2024/25 prices'
    """
    said = mean_and_interval(given or parameter.distribution)
    said = f"{said} in {year} prices" if parameter.money else said
    return said if parameter.formula is None else f"{parameter.formula}, which comes to {said}"


def mean_and_interval(distribution: Distribution) -> str:
    """A distribution in words: its mean and, where it varies, its 95% interval.

    >>> from econ.model.distributions import Fixed, Uniform
    >>> mean_and_interval(Fixed(400)), mean_and_interval(ChanceOfNone(0.3, Uniform(0.0, 0.8)))
    ('400', '0.28 (95% interval 0 to 0.7714; none with a chance of 30%)')
    >>> from econ.model.distributions import Normal
    >>> mean_and_interval(Normal(4.52, 4.52 / 1.959963984540054))
    '4.52 (95% interval 0 to 9.04)'
    """
    if distribution.sd == 0:
        return _figure(distribution.mean)
    ends = interval(distribution)
    least = 1e-12 * max(map(abs, ends))  # what is left of 0 by rounding
    low, high = (_figure(end if abs(end) > least else 0.0) for end in ends)
    none = ""
    if isinstance(distribution, ChanceOfNone):
        none = f"; none with a chance of {100 * distribution.chance:.4g}%"
    return f"{_figure(distribution.mean)} (95% interval {low} to {high}{none})"


def _figure(number: float) -> str:
    """Four significant digits, never in powers of ten."""
    if abs(number) >= 1000:
        return f"{number:,.0f}"
    return np.format_float_positional(number, 4, unique=False, fractional=False, trim="-")
