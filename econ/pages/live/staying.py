"""Closed forms of who is still there, as formulas; those of ``econ.model.profiles`` again.

Excel has no e^x - 1, so that means near a rate of 0 are series. Those of a first year divide by a
rate's square and cube, and turn to them below a larger rate.
"""

from __future__ import annotations

from dataclasses import dataclass

from econ.pages.live.formulas import Formula, exp, formula, size, when


def mean_survival(rate: Formula, small: Formula) -> Formula:
    """Mean over one year of e^(-at); ``small`` is the rate below which a series is used.

    >>> rate = Formula(("B2",), 0.0)
    >>> mean_survival(rate, Formula(("B1",), 0.01)).value
    1.0
    """
    series = 1 - rate / 2 + rate**2 / 6 - rate**3 / 24 + rate**4 / 120 - rate**5 / 720
    return when(size(rate).below(small), series, (1 - exp(-rate)) / rate)


def mean_time(rate: Formula, small: Formula) -> Formula:
    """Mean over one year of t e^(-at).

    >>> mean_time(Formula(("B2",), 0.0), Formula(("B1",), 0.01)).value
    0.5
    """
    series = formula(1) / 2 - rate / 3 + rate**2 / 8 - rate**3 / 30 + rate**4 / 144
    return when(size(rate).below(small), series, (1 - exp(-rate) * (1 + rate)) / rate**2)


def first_year(rate: Formula, small: Formula) -> Formula:
    """Mean over one year of (1 - t) e^(-at): of those who start evenly, in their first year.

    >>> first_year(Formula(("B2",), 0.0), Formula(("B1",), 0.05)).value
    0.5
    """
    series = formula(1) / 2 - rate / 6 + rate**2 / 24 - rate**3 / 120 + rate**4 / 720
    series = series - rate**5 / 5040 + rate**6 / 40320
    return when(size(rate).below(small), series, (rate - 1 + exp(-rate)) / rate**2)


def first_year_time(rate: Formula, small: Formula) -> Formula:
    """Minus the derivative of ``first_year`` in the rate.

    >>> round(first_year_time(Formula(("B2",), 0.0), Formula(("B1",), 0.05)).value, 9)
    0.166666667
    """
    series = formula(1) / 6 - rate / 12 + rate**2 / 40 - rate**3 / 180 + rate**4 / 1008
    series = series - rate**5 / 6720 + rate**6 / 51840
    exact = ((rate + 2) * exp(-rate) + rate - 2) / rate**3
    return when(size(rate).below(small), series, exact)


@dataclass(frozen=True, slots=True)
class Evenly:
    """People who start evenly through the last ``window`` of a year, and their means at one rate.

    ``spread`` and ``spread_time`` are the means over the window of e^(-at) and t e^(-at), t as a
    share of it; ``first`` and ``first_time`` those of a first year.
    """

    window: Formula
    spread: Formula
    first: Formula
    spread_time: Formula
    first_time: Formula


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate at which people leave or an effect fades, with its means over a year.

    Where they start evenly through a year, ``evenly`` has more of them. The mean of time is there
    only for the rate between two that are nearly equal.
    """

    rate: Formula
    staying: Formula
    time: Formula | None = None
    evenly: Evenly | None = None

    def during(self, year: Formula) -> Formula:
        """Mean of e^(-at) over a year since the one in which people start."""
        if self.evenly is None:
            return exp(-(self.rate * year)) * self.staying
        later = exp(-(self.rate * (year - 1))) * self.staying * self.evenly.spread
        return when(year.equals(0), self.evenly.window * self.evenly.first, later)

    def slope_during(self, year: Formula) -> Formula:
        """Minus the derivative of ``during`` in the rate."""
        mean_of_time = _known(self.time)
        if self.evenly is None:
            return exp(-(self.rate * year)) * (year * self.staying + mean_of_time)
        window, spread = self.evenly.window, self.evenly.spread
        waiting = self.staying * window * self.evenly.spread_time
        later = ((year - 1) * self.staying + mean_of_time) * spread + waiting
        first = window**2 * self.evenly.first_time
        return when(year.equals(0), first, exp(-(self.rate * (year - 1))) * later)

    def at(self, after: Formula) -> Formula:
        """Mean of e^(-at) so many years after the beginning of the year in which people start."""
        if self.evenly is None:
            return exp(-(self.rate * after))
        return exp(-(self.rate * (after - 1))) * self.evenly.spread

    def slope_at(self, after: Formula) -> Formula:
        """Minus the derivative of ``at`` in the rate."""
        if self.evenly is None:
            return after * exp(-(self.rate * after))
        waiting = self.evenly.window * self.evenly.spread_time
        inner = (after - 1) * self.evenly.spread + waiting
        return exp(-(self.rate * (after - 1))) * inner


@dataclass(frozen=True, slots=True)
class Rates:
    """How people leave and, where they carry on, how what they carry fades.

    ``between`` is the rate in the middle, for where both are nearer than ``near``. Where an effect
    builds up, ``rising`` is the rate at which it fades and ``leaving`` that with its rise added.
    """

    leaving: Rate
    carried: Formula | None = None
    fading: Rate | None = None
    between: Rate | None = None
    near: Formula | None = None
    rising: Rate | None = None

    def in_year(
        self, year: Formula, left: Formula | None = None, held: Formula | None = None
    ) -> Formula:
        """The share of a full year's effect in a year since the one in which people start.

        ``left`` is how many years of support they have, ``held`` what is carried on where it ends.
        """
        involved = self.leaving.during(year)
        if self.rising is not None:
            risen = self.rising.during(year) - involved
            return risen if left is None else when(left.above(0), risen, 0)
        if self.fading is None or self.between is None:
            return involved if left is None else when(year.below(left), involved, 0)
        meeting, gap = self.between.slope_during(year), self.fading.rate - self.leaving.rate
        quotient = (involved - self.fading.during(year)) / gap
        gone = when(size(gap).below(_known(self.near)), meeting, quotient)
        share = involved + _known(self.carried) * self.leaving.rate * gone
        if left is None or held is None:
            return share
        after = exp(-(self.fading.rate * (year - left))) * self.fading.staying
        return when(year.below(left), share, _known(self.carried) * held * after)

    def held(self, left: Formula) -> Formula:
        """What is carried on when support ends, of an effect kept whole."""
        if self.fading is None or self.between is None:
            return formula(0)
        there, gap = self.leaving.at(left), self.fading.rate - self.leaving.rate
        meeting, quotient = self.between.slope_at(left), (there - self.fading.at(left)) / gap
        gone = when(size(gap).below(_known(self.near)), meeting, quotient)
        return when(left.above(0), there + self.leaving.rate * gone, 0)


def _known(content: Formula | None) -> Formula:
    if content is None:
        raise TypeError("a rate between two lacks its mean of time or its limit")
    return content
