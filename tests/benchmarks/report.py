"""A report's figures in one pass: processor seconds, seconds and peak memory, each in a process.

``python -m tests.benchmarks.report`` prints the table of ARCHITECTURE.md; with names of lines, only
those. Nothing here is a test: figures belong to their machine and its day.
"""

import resource
import subprocess
import sys
from time import perf_counter

from econ.methods.one_pass import in_one_pass
from econ.methods.workers import processes
from econ.model.designs import MonteCarlo
from econ.model.distributions import Gamma, Normal
from econ.model.programme import Cohort
from econ.model.scenario import Scenario
from econ.reports.report import _ask
from econ.scripts import load
from tests.programmes import Number, cost, programme, saving

LINES = {
    "report, 10,000": ("base", 10_000, 1),
    "report, 100,000": ("base", 100_000, 1),
    "report, 1,000,000": ("base", 1_000_000, 1),
    "report, 10,000,000": ("base", 10_000_000, 1),
    "report, 2,000,000": ("base", 2_000_000, 1),
    "report, 2,000,000, two workers": ("base", 2_000_000, 2),
    "200 cohorts, 40 outcomes, 100,000": ("large", 100_000, 1),
    "ten of them with local brackets": ("ten", 100_000, 1),
    "all of them with local brackets": ("brackets", 100_000, 1),
}
"""Each line's programme, draws and workers; the base case is without its sheet Scenarios."""


def large(brackets: int) -> Scenario:
    """Two hundred cohorts with people and needs of their own, forty outcomes, five years.

    In so many outcomes the need stands in a bracket, so that no two cohorts' sums are multiples.
    """
    numbers: dict[str, Number] = {"people": 20_000, "fee": 90, "need": Normal(2.0, 0.3)}
    numbers |= {f"effect_{k}": Normal(0.2, 0.1) for k in range(39)}
    numbers |= {f"price_{k}": Gamma.from_moments(50 + k, 10) for k in range(39)}
    cohorts = [
        Cohort(f"c{k:03}", f"C{k}", relative={"people": 1 / 200, "need": 0.5 + k / 200})
        for k in range(200)
    ]
    quantity = [
        "people * (need - effect_{})" if k < brackets else "people * need * effect_{}"
        for k in range(39)
    ]
    outcomes = [
        saving(f"o{k:02}", of.format(k), f"price_{k}", "every year")
        for k, of in enumerate(quantity)
    ]
    delivery = cost("delivery", "people", "fee")
    return programme(numbers, [*outcomes, delivery], cohorts=cohorts, years=5)


PROGRAMMES = {
    "base": lambda: load("scenarios/base_case.py"),
    "large": lambda: large(0),
    "ten": lambda: large(10),
    "brackets": lambda: large(39),
}


def alone(what: str) -> None:
    """Find all figures of a line, and print what that took; reading a workbook is not counted."""
    which, draws, workers = LINES[what]
    scenario, who = PROGRAMMES[which](), processes(workers)
    in_one_pass(scenario, MonteCarlo(10_000), _ask)
    before, began = resource.getrusage(resource.RUSAGE_SELF), perf_counter()
    in_one_pass(scenario, MonteCarlo(draws), _ask, workers=who)
    after = resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    seconds = perf_counter() - began
    sys.stdout.write(f"| {what} | {cpu:.2f} | {seconds:.2f} | {after.ru_maxrss / 1024:.0f} |\n")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--alone"]:
        alone(sys.argv[2])
    else:
        sys.stdout.write("| work | CPU, s | seconds | MB |\n|---|--:|--:|--:|\n")
        sys.stdout.flush()
        for line in sys.argv[1:] or LINES:
            command = [sys.executable, "-m", "tests.benchmarks.report", "--alone", line]
            subprocess.run(command, check=True)
