"""Sobol' indices of forty parameters: ours, SALib's own path, and OpenTURNS's where installed.

Each does the same work in one run: a design of N = 4,096, quantiles (normal, gamma, beta and
lognormal), the model, and indices with 100 resamples; OpenTURNS has no intervals of the second
order. Run it on a quiet machine:

    python -m tests.benchmarks.global_sensitivity
"""

import importlib.util
import sys
from collections.abc import Callable, Mapping
from time import perf_counter

import numpy as np
from SALib.analyze import sobol as salib_analysis
from SALib.sample import sobol as salib_design

from econ.analysis.shapley import shapley_effects
from econ.analysis.sobol import sobol
from econ.model.distributions import Beta, Distribution, FloatArray, Gamma, LogNormal, Normal
from econ.model.measures import Measure, net_present_value
from econ.model.scenario import Scenario
from tests.programmes import PERSPECTIVES, cost, programme, saving

N = 4096
PAYERS = {f"payer_{k}": PERSPECTIVES for k in range(10)}
EVEN = dict.fromkeys(PAYERS, 0.1)
UNCERTAIN: Mapping[str, Distribution] = {
    **{f"effect_{k}": Normal(0.3, 0.1 + 0.01 * k) for k in range(13)},
    **{f"price_{k}": Gamma.from_moments(100.0 + 10 * k, 25.0) for k in range(13)},
    **{f"uptake_{k}": Beta(8.0 + k, 4.0) for k in range(13)},
    "delivery": LogNormal.from_moments(150.0, 40.0),
}


def forty_parameters() -> Scenario:
    """Thirteen savings of three uncertain parameters each, and the cost of the programme."""
    savings = [
        saving(f"saving_{k}", f"people * effect_{k} * uptake_{k}", f"price_{k}", shares=EVEN)
        for k in range(13)
    ]
    delivery = cost("delivery_cost", "people", "delivery", shares=EVEN)
    return programme({"people": 300.0, **UNCERTAIN}, [*savings, delivery], payers=PAYERS)


def in_numpy(values: Mapping[str, FloatArray]) -> FloatArray:
    """The same model written by hand."""
    total = -300.0 * values["delivery"]
    for k in range(13):
        total += 300.0 * values[f"effect_{k}"] * values[f"uptake_{k}"] * values[f"price_{k}"]
    return total


def by_salib(second_order: bool) -> None:
    """SALib's sample over the unit cube, SciPy's quantiles, SALib's analysis."""
    names = list(UNCERTAIN)
    problem = {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}
    cube = salib_design.sample(problem, N, calc_second_order=second_order, seed=1)
    cube = np.clip(cube, 2.0**-31, 1 - 2.0**-31)
    values = {name: UNCERTAIN[name].quantile(cube[:, k]) for k, name in enumerate(names)}
    salib_analysis.analyze(problem, in_numpy(values), second_order, num_resamples=100, seed=1)


def by_openturns(second_order: bool) -> None:
    """OpenTURNS's experiment, its own quantiles, and its Saltelli algorithm with a bootstrap."""
    import openturns as ot  # type: ignore[import-not-found, unused-ignore]

    made: dict[type, Callable[..., object]] = {
        Normal: lambda d: ot.Normal(d.mean, d.sd),
        Gamma: lambda d: ot.Gamma(d.shape, 1 / d.scale),
        Beta: lambda d: ot.Beta(d.alpha, d.beta, d.low, d.high),
        LogNormal: lambda d: ot.LogNormal(d.log_mean, d.log_sd),
    }
    joint = ot.JointDistribution([made[type(d)](d) for d in UNCERTAIN.values()])
    design = ot.SobolIndicesExperiment(joint, N, second_order).generate()
    columns = np.ascontiguousarray(np.array(design).T)
    answers = in_numpy(dict(zip(UNCERTAIN, columns, strict=True)))
    found = ot.SaltelliSensitivityAlgorithm(design, ot.Sample(answers[:, np.newaxis]), N)
    found.setUseAsymptoticDistribution(False)
    found.setBootstrapSize(100)
    found.getFirstOrderIndicesInterval()
    found.getTotalOrderIndicesInterval()
    if second_order:
        found.getSecondOrderIndices()


def seconds(work: Callable[[], object]) -> float:
    """The better of two runs."""
    times = []
    for _ in range(2):
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return min(times)


def timings() -> dict[str, float]:
    """Seconds each path takes."""
    scenario, one = forty_parameters(), net_present_value("society")
    ten: list[Measure] = [net_present_value(payer=payer) for payer in PAYERS]
    found = {
        "ours, first and total": seconds(lambda: sobol(scenario, one, n=N)),
        "ours, ten outputs": seconds(lambda: sobol(scenario, ten, n=N)),
        "ours, second order": seconds(lambda: sobol(scenario, one, n=N, second_order=True)),
        "ours, Shapley effects": seconds(lambda: shapley_effects(scenario, one, n=N)),
        "SALib, first and total": seconds(lambda: by_salib(False)),
        "SALib, second order": seconds(lambda: by_salib(True)),
    }
    if importlib.util.find_spec("openturns"):
        found["OpenTURNS, first and total"] = seconds(lambda: by_openturns(False))
        found["OpenTURNS, second order"] = seconds(lambda: by_openturns(True))
    return found


if __name__ == "__main__":
    for path, taken in timings().items():
        sys.stdout.write(f"{path:<28}{taken:8.2f} s\n")
