"""Time profiles as Excel formulas: the closed forms of ``econ.model.profiles``, limits and all.

Excel has no e^x - 1, so that the mean over a year is a series below the same rate at which
``econ.model.profiles`` turns to one.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from econ.model.profiles import involved, involved_then_fading


def mean_survival(rate: str, small: str) -> str:
    """Mean over one year of e^(-at), as a formula; ``small`` is the rate of the series.

    >>> mean_survival("B2", "B1")
    'IF(ABS(B2)<B1,1-B2/2+B2^2/6-B2^3/24+B2^4/120-B2^5/720,(1-EXP(-B2))/B2)'
    """
    series = f"1-{rate}/2+{rate}^2/6-{rate}^3/24+{rate}^4/120-{rate}^5/720"
    return f"IF(ABS({rate})<{small},{series},(1-EXP(-{rate}))/{rate})"


def mean_time(rate: str, small: str) -> str:
    """Mean over one year of t e^(-at), as a formula."""
    series = f"1/2-{rate}/3+{rate}^2/8-{rate}^3/30+{rate}^4/144"
    return f"IF(ABS({rate})<{small},{series},(1-EXP(-{rate})*(1+{rate}))/{rate}^2)"


def mean_survival_value(rate: float) -> float:
    """What ``mean_survival`` comes to.

    >>> mean_survival_value(0.0)
    1.0
    """
    return float(involved(_YEAR_0, np.array([rate]))[0])


def mean_time_value(rate: float) -> float:
    """What ``mean_time`` comes to.

    >>> mean_time_value(0.0)
    0.5
    """
    if rate == 0:
        return 0.5
    rates = np.array([rate])
    both = involved_then_fading(_YEAR_0, rates, 1 / rates, rates)
    return float(both[0]) - mean_survival_value(rate)


_YEAR_0 = np.array([0.0])


def at_age(kind: str, year: str, cells: Sequence[str], near: str) -> str:
    """A profile in one year since the start, as a formula.

    Args:
        kind: The kind of profile, other than *table*.
        year: The cell of the year's number.
        cells: *retained*: the share kept. *involved*: the leaving rate and its mean survival.
            *involved then fading*: leaving rate, its mean survival, share carried on, fading
            rate, its mean survival, the rate between both, its mean survival and mean time.
        near: The cell of the gap below which two rates count as equal.

    >>> at_age("involved", "C5", ("$C$2", "$D$2"), "$B$1")
    'EXP(-$C$2*C5)*$D$2'
    """
    match kind:
        case "first year":
            return f"IF({year}=0,1,0)"
        case "every year":
            return f"IF({year}>=0,1,0)"
        case "retained":
            return f"IF({year}=0,1,{cells[0]}^{year})"
        case "involved":
            return f"EXP(-{cells[0]}*{year})*{cells[1]}"
        case _:
            return _then_fading(year, cells, near)


def _then_fading(year: str, cells: Sequence[str], near: str) -> str:
    leaving, stayed, carried, fading, faded, middle, at_middle, slope = cells
    quotient = (
        f"(EXP(-{leaving}*{year})*{stayed}-EXP(-{fading}*{year})*{faded})/({fading}-{leaving})"
    )
    meeting = f"EXP(-{middle}*{year})*({year}*{at_middle}+{slope})"
    left = f"IF(ABS({fading}-{leaving})<{near},{meeting},{quotient})"
    return f"EXP(-{leaving}*{year})*{stayed}+{carried}*{leaving}*{left}"


def convolved(ages: Sequence[str], starts: Sequence[str], year: int) -> str:
    """A profile by calendar year: those who started in each year, at their age in this one.

    >>> convolved(["C9", "D9", "E9"], ["C4", "D4"], 2)
    'C4*E9+D4*D9'
    """
    return "+".join(f"{share}*{ages[year - k]}" for k, share in enumerate(starts[: year + 1]))
