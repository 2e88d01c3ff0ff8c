"""Named, sourced, immutable evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from graphlib import CycleError, TopologicalSorter

from econ.model.chain import Chain, ratio
from econ.model.distributions import Distribution, Fixed
from econ.model.prices import PriceIndex
from econ.model.units import is_money


@dataclass(frozen=True, slots=True)
class Uplift:
    """How a price was carried to the price year: once, by this index of this edition (C2)."""

    from_year: str
    to_year: str
    index: str
    edition: str
    factor: float


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number that the model uses, with where it comes from and how sure it is.

    ``distribution`` is in the price year's pounds where the unit is money; ``original`` is the
    distribution as the source gives it. ``overridden`` names the columns in which a row departs
    from the library row it was taken from. What has a ``formula`` is made of other parameters in
    each draw and cohort; its ``distribution`` is what that comes to at their means.
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
    formula: Chain | None = None

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

    def uplifted(self, index: PriceIndex, from_year: str, to_year: str) -> Parameter:
        """The parameter in the prices of ``to_year``; refuses to uplift twice."""
        if self.uplift is not None:
            raise ValueError(f"{self.name} is in {self.uplift.to_year} prices already")
        factor = index.factor(from_year, to_year)
        return replace(
            self,
            original=self.distribution,
            distribution=self.distribution.scaled(factor),
            uplift=Uplift(from_year, to_year, index.name, index.edition, factor),
        )


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
