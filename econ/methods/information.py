"""What it would be worth to know: everything (EVPI), one number or several (EVPPI).

From draws that are there already, of any model: the mean of what each option gains is fitted, given
what would be known, and what is gained by choosing on it is the mean of the draws' own gains. The
fit decides only what is chosen, so that its error counts twice over nothing: a choice between two
that are nearly alike loses next to nothing by being wrong.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from econ.errors import refuse, require_known
from econ.methods.chaos import Chaos
from econ.methods.decisions import Decision, Fitted, Worth, columns, decision
from econ.methods.results import Result, record
from econ.methods.smooth import BinnedDraws, IntArray, Smooth
from econ.model.distributions import FloatArray

if TYPE_CHECKING:
    from econ.methods.decisions import Table

CUT, RAISED, LOWERED = "cut at 0", "raised to that of a part of it", "lowered to the EVPI"
"""What is told of a figure that is not shown as it was found."""

Batches = int | Sequence[int] | IntArray


@dataclass(frozen=True, slots=True)
class Evppi:
    """What it is worth to know one number, or several together, before choosing.

    ``found`` is the figure before ``told`` was done to it, which is empty where nothing was.
    """

    name: str
    parameters: tuple[str, ...]
    estimate: float
    se: float
    found: float
    told: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class PerfectInformation(Result):
    """What it is worth to know everything, each number, and groups of them; largest first.

    All in the unit of net benefit, each with its Monte Carlo standard error. To know more is never
    worth less: figures that say otherwise by chance are mended, and each says so.
    """

    READS = "name estimate se told"

    evpi: Worth
    evppi: tuple[Evppi, ...]
    evppi_groups: tuple[Evppi, ...] = ()

    def records(self) -> list[dict[str, object]]:
        """One record a figure, the groups' after the single ones."""
        return [record(one) for one in (*self.evppi, *self.evppi_groups)]


def evpi(net_benefit: Table, *, batches: Batches = 0) -> Worth:
    """The expected value of perfect information: the mean of the best, less the best of the means.

    ``net_benefit`` has one row a draw and one column an option: a data frame, a mapping of names to
    columns, or an array. One column alone is an option against doing nothing: an option that brings
    0 in every draw is put beside it. ``batches`` is the number of replicates, as equal as can be
    and one after the other (16 for this package's Sobol' sequences and Latin hypercubes), or the
    replicate of each draw; 0 where draws are independent.

    Raises ``ScenarioError`` for what is not finite numbers, or for fewer than 100 draws.

    >>> draws = np.random.default_rng(1).normal(1, 2, 10_000)
    >>> round(evpi(draws).estimate, 1)  # 2 phi(1/2) + Phi(1/2) - 1
    0.4
    """
    return everything(decision(net_benefit, batches))


def everything(of: Decision) -> Worth:
    """What it is worth to know everything."""
    return of.worth(np.maximum(of.gains.max(axis=1), 0.0))


def evppi(
    net_benefit: Table,
    parameters: Table,
    groups: Mapping[str, Sequence[str]] | None = None,
    *,
    batches: Batches = 0,
) -> PerfectInformation:
    """The expected value of perfect information on each parameter, and on groups of them.

    ``net_benefit`` and ``batches`` are as in ``evpi``; ``parameters`` has one column a parameter,
    of the same draws in the same order. ``groups`` gives the names in each. A parameter that is the
    same in every draw is worth 0.

    One parameter: a penalised spline, its penalty by REML (``econ.methods.smooth``; Strong, Oakley
    and Brennan 2014 for the regression). Several: polynomial chaos (``econ.methods.chaos``), whose
    degree is 3 up to some twelve parameters, and less for more.

    Raises ``ScenarioError`` for tables that are not finite numbers of one length, for names that
    are not known, and for a group of nothing.

    >>> a, b = np.random.default_rng(1).normal([[1], [0]], [[1], [2]], (2, 10_000))
    >>> found = evppi(a + b, {"a": a, "b": b}, {"both": ["a", "b"]})
    >>> [(one.name, round(one.estimate, 1)) for one in found.evppi]  # exactly .3956 and .0833
    [('b', 0.4), ('a', 0.1)]
    >>> found.evppi_groups[0].estimate <= found.evpi.estimate
    True
    """
    of = decision(net_benefit, batches)
    return perfect_information(of, parameters_of(of, parameters), groups or {})


def perfect_information(
    of: Decision, numbers: Mapping[str, FloatArray], groups: Mapping[str, Sequence[str]]
) -> PerfectInformation:
    """The same of a decision, and columns that are known to be sound."""
    named = groups_of(groups, numbers)
    found = coherent([*((name, (name,)) for name in numbers), *named.items()], of, numbers)
    singles, several = found[: len(numbers)], found[len(numbers) :]
    return PerfectInformation(everything(of), _ranked(singles), _ranked(several))


def parameters_of(of: Decision, parameters: Table) -> dict[str, FloatArray]:
    """The columns of parameters, of the decision's own draws; refuses others."""
    found = columns("parameters", "parameter", parameters)
    for name, values in found.items():
        if len(values) != len(of.gains):
            what = f"has {len(values):,} draws, and net benefit {len(of.gains):,}"
            raise refuse("parameters", name, what, "Give both of the same draws, in one order.")
    return found


def groups_of(
    groups: Mapping[str, Sequence[str]], numbers: Mapping[str, FloatArray]
) -> dict[str, tuple[str, ...]]:
    """The members of each group, each once; refuses unknown ones and a group without any."""
    for name, members in groups.items():
        require_known(f"group {name}", members, numbers, "parameter")
        if not members:
            raise refuse("groups", name, "has no parameters", "Name some, or leave it out.")
    return {name: tuple(dict.fromkeys(members)) for name, members in groups.items()}


def _ranked(found: Sequence[Evppi]) -> tuple[Evppi, ...]:
    return tuple(sorted(found, key=lambda one: -one.estimate))


def known(of: Decision, numbers: Sequence[FloatArray]) -> Worth:
    """What it is worth to know these numbers, as it is found."""
    varied = [number for number in numbers if np.ptp(number) > 0]
    if not varied:
        return Worth(0.0, 0.0)
    worth = _chosen_on(of, varied)
    if of.batch is None or len(varied) > 1:
        return worth

    order = np.argsort(varied[0])  # once: draws that are in order stay so
    inside, number = of._replace(gains=of.gains[order], batch=of.batch[order]), varied[0][order]

    def without(left: npt.NDArray[np.bool_]) -> float:
        return _chosen_on(inside.only(left), [number[left]]).estimate

    return worth._replace(se=inside.jackknifed(without))


def _chosen_on(of: Decision, numbers: Sequence[FloatArray]) -> Worth:
    """What is gained by choosing what a fit to these numbers says is best."""
    fit = fit_given(numbers, of.gains)
    return of.by_rule(of.best(fit.mean), fit)


def fit_given(numbers: Sequence[FloatArray], gains: FloatArray) -> Fitted:
    """The mean of gains given all of these numbers, none of them certain."""
    if len(numbers) > 1:
        return Chaos.of(numbers, gains)
    return Smooth.of(BinnedDraws.of(numbers[0]), gains)


def coherent(
    asked: Sequence[tuple[str, tuple[str, ...]]],
    of: Decision,
    numbers: Mapping[str, FloatArray],
) -> list[Evppi]:
    """What each set of parameters is worth, none less than a part of it or more than everything."""
    whole = everything(of)
    shown = dict[frozenset[str], Worth]()
    found = list[Evppi]()
    for place in sorted(range(len(asked)), key=lambda k: len(set(asked[k][1]))):
        name, members = asked[place]
        raw = known(of, [numbers[member] for member in members])
        parts = [worth for part, worth in shown.items() if part <= set(members)]
        worth, told = _mended(raw, parts, whole)
        shown[frozenset(members)] = worth
        found.append(Evppi(name, members, *worth, raw.estimate, told))
    order = {name: place for place, name in enumerate(asked)}
    return sorted(found, key=lambda one: order[one.name, one.parameters])


def _mended(raw: Worth, parts: Sequence[Worth], whole: Worth) -> tuple[Worth, str]:
    least = max(parts, default=raw)
    if raw.estimate > whole.estimate:
        return Worth(whole.estimate, raw.se), LOWERED
    if raw.estimate < least.estimate:
        return least, RAISED
    return (raw, "") if raw.estimate >= 0 else (Worth(0.0, raw.se), CUT)
