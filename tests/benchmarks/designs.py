"""Which design should be the default: the error of each figure that is printed, and what it costs.

Each design draws 10,000 times at forty seeds, for the shipped programme and for others of these
tests. The error of a figure is the root of its mean squared distance from a reference of two
million draws; *told* is how large a run says that error is, over how large it was. Errors and told
errors do not depend on the machine; times do.

    python -m tests.benchmarks.designs
"""

import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import numpy as np

import econ
from econ.model.designs import DESIGNS, Design, SobolSequence
from econ.model.distributions import FloatArray
from econ.model.equation import ask
from econ.model.estimates import errors, estimate
from econ.model.measures import net_present_value
from econ.model.scenario import Scenario
from tests.benchmarks import forty_parameters
from tests.net_inputs import LIBRARY, SHIPPED
from tests.rich_programme import write_programme
from tests.test_second_programme import literacy_at

DRAWS, SEEDS, REFERENCE = 10_000, 40, 2**21
FIGURES = ("mean", "p2_5", "p97_5", "probability_positive")
HEADINGS = "programme, design | " + " | ".join(
    ("mean", "2.5th", "97.5th", "chance", "told: mean", "2.5th", "97.5th", "chance", "seconds")
)


def programmes(folder: Path) -> Iterator[tuple[str, Scenario]]:
    """The shipped programme, one of another field, a rich one, and one of forty parameters."""
    yield "shipped", econ.read(SHIPPED / "side_by_side.xlsx")
    yield "another field", literacy_at(folder / "literacy.xlsx")
    shutil.copy(SHIPPED / LIBRARY, folder / LIBRARY)
    write_programme(folder / "rich.xlsx")
    yield "rich", econ.read(folder / "rich.xlsx")
    yield "forty parameters", forty_parameters.scenario()


def net(scenario: Scenario, design: Design) -> FloatArray:
    """Net present value: the base case, then one a draw."""
    return ask(scenario, design, [net_present_value(scenario.perspective)])[0]


def told(rows: FloatArray, batches: int) -> tuple[list[float], list[float]]:
    """The figures that are printed, and the errors that are printed with them."""
    found, error = estimate(rows, batches), errors(rows, batches)
    figures, off = ([float(getattr(one, name)) for name in FIGURES] for one in (found, error))
    return figures, off


def reference(scenario: Scenario) -> FloatArray:
    """The figures of very many draws: of an even sequence, of a seed that no run below has."""
    design = SobolSequence(REFERENCE, 1_000_003)
    return np.array(told(net(scenario, design), design.batches)[0])


def weighed(scenario: Scenario, name: str, known: FloatArray, seeds: int = SEEDS) -> FloatArray:
    """Four errors, four times how large they are said to be, and the seconds of a run."""
    figures, said, seconds = list[list[float]](), list[list[float]](), list[float]()
    for seed in range(seeds):
        design = DESIGNS[name](DRAWS, seed)
        start = perf_counter()
        rows = net(scenario, design)
        seconds.append(perf_counter() - start)
        for kept, one in zip((figures, said), told(rows, design.batches), strict=True):
            kept.append(one)
    missed = np.sqrt(np.mean((np.array(figures) - known) ** 2, axis=0))
    honest = np.sqrt(np.mean(np.array(said) ** 2, axis=0)) / missed
    return np.array([*missed, *honest, np.median(seconds)])


def table(found: Mapping[tuple[str, str], FloatArray]) -> Iterator[str]:
    """One line a programme and design."""
    yield HEADINGS
    for (programme, design), line in found.items():
        money = " | ".join(f"{x:,.0f}" for x in line[:3])
        ratios = " | ".join(f"{x:.2f}" for x in line[4:8])
        yield f"{programme}, {design} | {money} | {line[3]:.2%} | {ratios} | {line[8]:.2f}"


def main() -> None:
    """Weigh each design on each programme."""
    with TemporaryDirectory() as folder:
        for programme, scenario in programmes(Path(folder)):
            known = reference(scenario)
            found = {(programme, name): weighed(scenario, name, known) for name in DESIGNS}
            sys.stdout.write("\n".join(table(found)) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
