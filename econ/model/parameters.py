"""Named, sourced, immutable evidence."""

from __future__ import annotations

from dataclasses import dataclass, replace

from econ.model.distributions import Distribution
from econ.model.prices import PriceIndex
from econ.model.units import is_money

OPTIMISM_BIAS = "optimism bias"
"""The role of a factor that corrects for optimism: 1 is no adjustment."""


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
    from the library row it was taken from.
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
