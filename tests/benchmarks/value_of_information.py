"""The value of information: how long it takes, how far it is off, and whether errors told are true.

    python -m tests.benchmarks.value_of_information        seconds and errors
    python -m tests.benchmarks.value_of_information 200    and the coverage over so many seeds

Seconds are of the processor. By hand means twenty bins in NumPy, as an analyst would write them,
which tell neither error nor what they read into noise. Exact values are closed forms.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import exp, log, sqrt
from time import process_time

import numpy as np
from scipy import special

from econ.methods.decisions import decision
from econ.methods.information import everything, evppi, known
from econ.methods.studies import evsi
from econ.model.designs import Design, LatinHypercube, MonteCarlo, SobolSequence
from econ.model.distributions import Z_95, FloatArray
from econ.model.studies import Study

Columns = dict[str, FloatArray]
Exact = dict[tuple[str, ...], float]
Replicated = MonteCarlo | LatinHypercube | SobolSequence


def loss(mean: float, sd: float) -> float:
    """What perfect information is worth of a normal net benefit, set against nothing."""
    density = exp(-((mean / sd) ** 2) / 2) / sqrt(2 * np.pi)
    return float(mean * special.ndtr(mean / sd) + sd * density - max(0.0, mean))


def call(sd: float, at: float) -> float:
    """The mean of what exp(a normal of mean 0) is above a number (Black and Scholes)."""
    d = -log(at) / sd
    return float(exp(sd**2 / 2) * special.ndtr(d + sd) - at * special.ndtr(d))


@dataclass(frozen=True)
class Case:
    """Net benefit and parameters from points of the cube, and what knowing each set is worth."""

    name: str
    parameters: tuple[str, ...]
    model: Callable[[Columns], tuple[FloatArray, Columns]]
    exact: Mapping[tuple[str, ...], float]
    evpi: float


def _linear(u: Columns) -> tuple[FloatArray, Columns]:
    a, b = 1 + special.ndtri(u["a"]), 2 * special.ndtri(u["b"])
    return a + b, {"a": a, "b": b}


def _correlated(u: Columns) -> tuple[FloatArray, Columns]:
    a = 1 + special.ndtri(u["a"])
    b = a + 2 * special.ndtri(u["b"])
    return a + b, {"a": a, "b": b}


def _atom(u: Columns) -> tuple[FloatArray, Columns]:
    a, b = np.where(u["a"] > 0.3, 1.0, 0.0), 2 + special.ndtri(u["b"])
    return a * b - 1.5, {"a": a, "b": b}


def _product(u: Columns) -> tuple[FloatArray, Columns]:
    x = {name: np.exp(0.3 * special.ndtri(column)) for name, column in u.items()}
    return x["a"] * x["b"] * x["c"] - 1.2 * x["d"], x


WEIGHTS = np.linspace(0.2, 1, 10)
TEN = tuple(f"x{k}" for k in range(10))
FORTY = tuple(f"x{k:02}" for k in range(40))


def _ten(u: Columns) -> tuple[FloatArray, Columns]:
    x = {name: special.ndtri(u[name]) for name in TEN}
    return 0.5 + sum(w * x[name] for w, name in zip(WEIGHTS, TEN, strict=True)), x


def _forty(u: Columns) -> tuple[FloatArray, Columns]:
    x = {name: special.ndtri(u[name]) for name in FORTY}
    return np.asarray(0.1 + sum(x.values()) / sqrt(40)), x


def _of_product() -> dict[tuple[str, ...], float]:
    """Net benefit is abc - 1.2 d, of lognormals with mean m: given a set, a line or a product."""
    m = exp(0.045)
    base = max(0.0, m**3 - 1.2 * m)
    alone = 1.2 * call(0.3, m**3 / 1.2) - (1.2 * m - m**3)  # a put, from the call by parity
    return {
        ("a",): m**2 * call(0.3, 1.2 * m / m**2) - base,
        ("d",): alone - base,
        ("a", "b", "c"): call(sqrt(0.27), 1.2 * m) - base,
        ("a", "b", "c", "d"): _margrabe(m**3, 1.2 * m, 0.6) - base,
    }


def _margrabe(first: float, second: float, sd: float) -> float:
    """The mean of what one lognormal is above another, from their means (Margrabe 1978)."""
    d = log(first / second) / sd + sd / 2
    return float(first * special.ndtr(d) - second * special.ndtr(d - sd))


def cases() -> list[Case]:
    """One of each kind: independent, correlated, an atom, products of heavy tails, many."""
    both, four, five = ("a", "b"), ("a", "b", "c", "d"), TEN[5:]
    linear: Exact = {("a",): loss(1, 1), ("b",): loss(1, 2)}
    correlated: Exact = {("a",): loss(2, 2), both: loss(2, sqrt(8))}
    atom: Exact = {("a",): 0.35, ("b",): 0.23210434, both: 0.48845759}
    ten: Exact = {("x9",): loss(0.5, 1), ("x4",): loss(0.5, float(WEIGHTS[4]))}
    ten[five] = loss(0.5, float(np.linalg.norm(WEIGHTS[5:])))
    product = _of_product()
    return [
        Case("linear", both, _linear, linear, loss(1, sqrt(5))),
        Case("correlated", both, _correlated, correlated, loss(2, sqrt(8))),
        Case("atom", both, _atom, atom, 0.48845759),
        Case("product", four, _product, product, product[four]),
        Case("ten", TEN, _ten, ten, loss(0.5, float(np.linalg.norm(WEIGHTS)))),
    ]


DESIGNS = (MonteCarlo, 10_000), (LatinHypercube, 8_192), (SobolSequence, 8_192)


def drawn(case: Case, design: Design) -> tuple[FloatArray, Columns]:
    """Net benefit and parameters of a design's points."""
    points = design.points(case.parameters, 0, design.size)
    return case.model({name: np.clip(u, 1e-9, 1 - 1e-9) for name, u in points.items()})


Found = dict[tuple[str, ...], list[tuple[float, float]]]


def repeated(case: Case, design: type[Replicated], size: int, seeds: int) -> Found:
    """Error and told error of each figure, everything's under no names, seed by seed."""
    found: Found = {names: [] for names in (*case.exact, ())}
    for seed in range(seeds):
        points = design(size, seed)
        values, columns = drawn(case, points)
        of = decision(values, points.batches)
        for names, exact in case.exact.items():
            worth = known(of, [columns[name] for name in names])
            found[names].append((worth.estimate - exact, worth.se))
        whole = everything(of)
        found[()].append((whole.estimate - case.evpi, whole.se))
    return found


def covered(errors: Sequence[tuple[float, float]]) -> float:
    """How often 1.96 told errors hold the exact value."""
    return float(np.mean([abs(off) <= Z_95 * se for off, se in errors]))


def coverage(seeds: int) -> list[str]:
    """The table of coverage, errors in % of EVPI."""
    heads = ("case", "known", "design", "draws", "covered", "off by", "told")
    lines = ["{:<12}{:<10}{:<17}{:>7}{:>9}{:>9}{:>9}".format(*heads)]
    for case in cases():
        for design, size in DESIGNS:
            for names, errors in repeated(case, design, size, seeds).items():
                off, told = np.sqrt(np.mean(np.square(errors), axis=0)) / case.evpi
                who = names[0] if len(names) == 1 else f"{len(names)} of them" if names else "all"
                lines.append(
                    f"{case.name:<12}{who:<10}{design(1).name:<17}{size:>7,}"
                    f"{covered(errors):>9.1%}{off:>9.3%}{told:>9.3%}"
                )
    return lines


def accuracy() -> list[str]:
    """The mean error of forty parameters on Sobol' draws, in % of EVPI."""
    exact, evpi = loss(0.1, 1 / sqrt(40)), loss(0.1, 1)
    case, lines = Case("forty", FORTY, _forty, {}, evpi), list[str]()
    for size, sequences in ((8_192, 1), (8_192, 16), (65_536, 16)):
        off = []
        for seed in range(5):
            design = SobolSequence(size * 16 // sequences, seed)
            values, columns = drawn(case, design)
            first = {name: column[:size] for name, column in columns.items()}
            found = evppi(values[:size], first, batches=16 if sequences > 1 else 0).evppi
            off.append([abs(one.estimate - exact) / evpi for one in found])
        of = f"{sequences} x {size // sequences:,} Sobol' draws"
        lines.append(f"forty parameters, {of}: off by {np.mean(off):.3%} of EVPI")
    return lines


def by_hand(values: FloatArray, columns: Columns) -> list[float]:
    """Twenty bins of each parameter, with the means of each."""
    base = max(0.0, float(values.mean()))
    parts = (np.array_split(values[np.argsort(x)], 20) for x in columns.values())
    return [float(np.mean([max(0.0, p.mean()) for p in of])) - base for of in parts]


def seconds(work: Callable[[], object], repeats: int = 5) -> float:
    """The least processor time of some turns."""
    taken = []
    for _ in range(repeats):
        start = process_time()
        work()
        taken.append(process_time() - start)
    return min(taken)


def speed() -> list[str]:
    """Processor seconds, beside the twenty bins where there are some."""
    lines, case = list[str](), Case("forty", FORTY, _forty, {}, 1.0)
    survey = Study("survey", ("x00",), "costing study", spread=1.0)
    for size in (10_000, 100_000):
        values, columns = drawn(case, MonteCarlo(size, 1))
        ours = seconds(partial(evppi, values, columns))
        hand = seconds(partial(by_hand, values, columns))
        curve = seconds(partial(evsi, values, columns, survey))
        lines.append(f"40 parameters, {size:,} draws: {ours:.3f} s (twenty bins {hand:.3f} s)")
        lines.append(f"EVSI at 20 sizes, {size:,} draws: {curve:.3f} s")
    values, columns = drawn(case, MonteCarlo(100_000, 1))
    for several in (5, 12):
        some = [columns[name] for name in FORTY[:several]]
        taken = seconds(partial(known, decision(values), some), 2)
        lines.append(f"a group of {several}, {len(values):,} draws: {taken:.3f} s")
    return lines


if __name__ == "__main__":
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 0
    for line in [*speed(), *accuracy(), *(coverage(seeds) if seeds else [])]:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
