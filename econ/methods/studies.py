"""What a study would be worth: the value of sample information (EVSI), and what is left of it.

In two steps. First what the options gain is fitted, given what the study measures, as for perfect
information. Then the study's own likelihood says how likely each choice is after it: of one measure
by ``econ.methods.pre_posterior``; of several by a result simulated for each draw, on which what was
fitted is regressed (Strong, Oakley, Brennan and Breeze 2015).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from econ.errors import refuse, require_known
from econ.methods.decisions import Decision, Worth, decision
from econ.methods.information import CUT, Batches, Evppi, coherent, fit_given, parameters_of
from econ.methods.pre_posterior import Observed, nodes, rule
from econ.methods.results import Result, record
from econ.methods.smooth import BinnedDraws, Smooth
from econ.model.designs import stream
from econ.model.distributions import Z_95, FloatArray
from econ.model.studies import Population, Study

if TYPE_CHECKING:
    from econ.methods.decisions import Table

NEARLY = 0.95
"""The part of the best net value from which on a size is nearly as good."""
RAISED_TO_SMALLER, LOWERED_TO_EVPPI = "raised to that of a smaller study", "lowered to the EVPPI"


@dataclass(frozen=True, slots=True)
class Evsi:
    """What a study of ``n`` people is worth before its cost, to one decision.

    ``found`` is the figure before ``told`` was done to it, which is empty where nothing was.
    """

    n: int
    estimate: float
    se: float
    found: float
    told: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class SampleInformation(Result):
    """What a study would be worth at each size, in the unit of net benefit; never more than EVPPI.

    ``evppi`` is what it is worth to know what it measures without error.
    """

    READS = "study n estimate se told"

    study: Study
    evppi: Evppi
    evsi: tuple[Evsi, ...]

    def records(self) -> list[dict[str, object]]:
        """One record a size."""
        return [record({"study": self.study.name}, one) for one in self.evsi]


@dataclass(frozen=True, slots=True)
class Enbs:
    """What is left of a study of ``n`` people: its worth to a whole population, less its cost.

    ``n`` is 0 where no study is done, which is worth 0.
    """

    n: int
    estimate: float
    se: float


@dataclass(frozen=True, slots=True, repr=False)
class NetSampling(Result):
    """What is left of a study at each size, 0 among them.

    ``population`` is how many gain by it, discounted, after it has reported; ``evppi`` is what
    knowing without error would be worth to them, which no study can exceed.
    """

    READS = "study n estimate se"

    study: Study
    population: float
    evppi: Worth
    enbs: tuple[Enbs, ...]

    @property
    def best(self) -> Enbs:
        """The size that leaves most; of size 0 where no study is worth its cost."""
        return max(self.enbs, key=lambda one: one.estimate)

    @property
    def nearly(self) -> tuple[int, int]:
        """The smallest and the largest size that leave at least 95% of what the best does."""
        good = [one.n for one in self.enbs if one.estimate >= NEARLY * self.best.estimate]
        return (min(good), max(good)) if self.best.n else (0, 0)

    @property
    def clear(self) -> bool:
        """Whether what the best leaves is above 0 by more than the error of the draws."""
        return self.best.estimate > Z_95 * self.best.se

    def records(self) -> list[dict[str, object]]:
        """One record a size."""
        return [record({"study": self.study.name}, one) for one in self.enbs]


def evsi(
    net_benefit: Table,
    parameters: Table,
    study: Study,
    sizes: Sequence[int] | None = None,
    *,
    batches: Batches = 0,
    seed: int = 2025,
) -> SampleInformation:
    """The expected value of sample information: what a study is worth at each of some sizes.

    ``net_benefit``, ``parameters`` and ``batches`` are as in ``econ.evppi``; ``study`` names among
    the parameters what it measures, and ``sizes`` are numbers of people, by default twenty up to
    its largest. The error is that of the draws. Figures rise with size and stay below the EVPPI;
    one that does not, by chance, is mended and says so. ``seed`` plays a part only where a study
    measures more than one parameter, and its results are simulated.

    Raises ``ScenarioError`` as ``econ.evppi`` does; for sizes that are none; and where an audit
    counts what is not a proportion, or is below 0.

    >>> a, b = np.random.default_rng(1).normal([[1], [0]], [[1], [2]], (2, 10_000))
    >>> survey = Study("survey", ("a",), "costing study", spread=1.0)
    >>> found = evsi(a + b, {"a": a, "b": b}, survey, [10, 100])  # exactly .0723 and .0821
    >>> [0.05 < one.estimate < 0.12 for one in found.evsi]
    [True, True]
    """
    of = decision(net_benefit, batches)
    return sample_information(of, parameters_of(of, parameters), study, sizes, seed)


def sample_information(
    of: Decision,
    numbers: Mapping[str, FloatArray],
    study: Study,
    sizes: Sequence[int] | None = None,
    seed: int = 2025,
) -> SampleInformation:
    """The same of a decision, and columns that are known to be sound."""
    subject = f"study {study.name}"
    require_known(subject, study.measures, numbers, "parameter")
    asked = study.sizes() if sizes is None else tuple(sizes)
    if not asked or min(asked) < 1:
        raise refuse(subject, "sizes", "are not numbers of people", "Give 1 or more.")
    measured = {name: numbers[name] for name in study.measures}
    _refuse_uncountable(subject, study, measured)
    (most,) = coherent([(study.name, study.measures)], of, numbers)
    worth = _of_one if len(measured) == 1 else _of_several
    certain = all(np.ptp(values) == 0 for values in measured.values())
    found = [Worth(0.0, 0.0)] * len(asked) if certain else worth(of, measured, study, asked, seed)
    return SampleInformation(study, most, _rising(asked, found, most.estimate))


def _refuse_uncountable(subject: str, study: Study, measured: Mapping[str, FloatArray]) -> None:
    for name, values in measured.items():
        if study.likelihood == "proportion" and not (values.min() >= 0 and values.max() <= 1):
            what = "is not always from 0 to 1, and the study is an audit of a proportion"
            raise refuse(subject, name, what, "Choose another design.")
        if study.likelihood == "count" and values.min() < 0:
            what = "is below 0 in some draws, and the study is an audit of a count"
            raise refuse(subject, name, what, "Choose another design.")


def _observed(study: Study, size: int) -> list[Observed]:
    """What is observed of each measure; of an audit, whole people."""
    if study.likelihood == "mean":
        return [Observed("mean", error) for error in study.errors_of(size)]
    return [Observed(study.likelihood, int(study.kept(size) + 1e-9))] * len(study.measures)


def _of_one(
    of: Decision, measured: Mapping[str, FloatArray], study: Study, sizes: Sequence[int], _: int
) -> list[Worth]:
    """The rule that a result leads to is exact, and its chances are taken to every draw."""
    (draws,) = measured.values()
    bins = BinnedDraws.of(draws)
    prior, fit = nodes(bins, draws), Smooth.of(bins, of.gains)
    gains, number = fit.at(prior.values), of.gains.shape[1]
    rules = (rule(_observed(study, size)[0], prior, gains) for size in sizes)
    return [of.by_rule(one.chances(bins.values, number), fit) for one in rules]


def _of_several(
    of: Decision, measured: Mapping[str, FloatArray], study: Study, sizes: Sequence[int], seed: int
) -> list[Worth]:
    """A result is simulated for each draw, of the same luck at every size."""
    varied = [values for values in measured.values() if np.ptp(values) > 0]
    whole, found = fit_given(varied, of.gains), list[Worth]()
    gains = whole.spread(whole.mean)
    for size in sizes:
        seen = zip(measured.items(), _observed(study, size), strict=True)
        results = [
            one.simulated(values, stream(seed, f"{study.name} {name}"))
            for (name, values), one in seen
        ]
        after = fit_given(results, gains)
        found.append(of.by_rule(of.best(after.mean), after))
    return found


def _rising(sizes: Sequence[int], found: Sequence[Worth], most: float) -> tuple[Evsi, ...]:
    """No smaller than that of fewer people, no larger than to know without error."""
    least, shown = Worth(0.0, 0.0), dict[int, Evsi]()
    for size, raw in sorted(zip(sizes, found, strict=True)):
        worth, told = raw, ""
        if raw.estimate > most:
            worth, told = Worth(most, raw.se), LOWERED_TO_EVPPI
        elif raw.estimate < least.estimate:
            worth, told = least, RAISED_TO_SMALLER
        elif raw.estimate < 0:
            worth, told = Worth(0.0, raw.se), CUT
        least = worth
        shown[size] = Evsi(size, *worth, raw.estimate, told)
    return tuple(shown[size] for size in sizes)


def enbs(found: SampleInformation, population: Population | None = None) -> NetSampling:
    """The expected net benefit of sampling: a study's worth to a population, less what it costs.

    Only those who come after it has reported gain by it, so that the years until then cost value.
    Its cost is paid at once. ``population`` is by default one a year for ten years, discounted as
    the Green Book does: where net benefit is a programme's, a programme begun each year.

    >>> a, b = np.random.default_rng(1).normal([[1], [0]], [[1], [2]], (2, 10_000))
    >>> survey = Study("survey", ("a",), "costing study", spread=1.0, fixed_cost=10.0)
    >>> enbs(evsi(a + b, {"a": a, "b": b}, survey)).best.n  # .08 each for 8.6 in all
    0
    """
    study, whom = found.study, population or Population()
    total = whom.total(study.years_until_it_reports)
    left = [
        Enbs(one.n, total * one.estimate - study.cost(one.n), total * one.se) for one in found.evsi
    ]
    known_to_all = Worth(total * found.evppi.estimate, total * found.evppi.se)
    return NetSampling(study, total, known_to_all, (Enbs(0, 0.0, 0.0), *left))
