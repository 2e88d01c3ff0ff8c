"""Tracing lost members of a birth cohort: home visits on request, or unless declined (UK, pounds).

https://bmcmedresmethodol.biomedcentral.com/articles/10.1186/s12874-015-0041-y/tables/5, Table 5:
mean use of resources a participant, unit costs, and mean costs by arm. An arm is a cohort.

Tolerance: uses and unit costs are printed to two decimals, so that a line may differ by half a
hundredth of each times the other, and by its own half penny.
"""

from collections.abc import Iterator
from pathlib import Path

import econ
from tests.published.declared import Number, source
from tests.published.tables import cohort, figure, line, read, worth

SOURCE = source(__doc__, "paper", "Table 5")
PEOPLE = {"opt_in": 145, "opt_out": 139}
# Unit cost, then mean use and mean cost a participant: opting in, opting out.
ITEMS = {
    "travel": (2.05, (0.34, 3.60), (0.69, 7.36)),
    "visits": (15.18, (0.34, 3.60), (5.13, 54.60)),
    "calls": (6.00, (0.28, 1.29), (1.70, 7.77)),
    "other_contacts": (6.00, (0.10, 0.37), (0.62, 2.20)),
}
EACH = {"opt_in": 8.14, "opt_out": 71.93}
TOTAL = {"opt_in": 1180.07, "opt_out": 9998.93}


def visits(folder: Path) -> econ.Scenario:
    """Each use of each arm."""
    figures = [figure("participants", 284, "people")]
    for name, (price, used, _) in ITEMS.items():
        figures.append(figure(f"{name}_cost", price, f"GBP per {name}"))
        figures.append(figure(f"{name}_used", used[0], f"{name} per person"))
    cohorts = [
        cohort(arm, participants=n, **{f"{name}_used": row[1][k] for name, row in ITEMS.items()})
        for k, (arm, n) in enumerate(PEOPLE.items())
    ]
    lines = [line(name, f"participants * {name}_used", f"{name}_cost") for name in ITEMS]
    return read(folder, __doc__, figures, lines, cohorts=cohorts)


def numbers(folder: Path) -> Iterator[Number]:
    scenario, why = visits(folder), "uses and unit costs are printed to two decimals"
    impacts = econ.run(scenario, draws=10)
    near = 0.005 * sum(price + max(used) for price, used, _ in ITEMS.values())
    for k, (arm, people) in enumerate(PEOPLE.items()):
        said = arm.replace("_", " ")
        for name, (price, used, printed) in ITEMS.items():
            found = -worth(scenario, name, arm) / people
            within = 0.005 * (price + used[k] + 1)
            what = f"{name.replace('_', ' ').capitalize()} a participant, {said}"
            yield Number(what, printed[k], found, within, why)
        found = econ.costs(cohort=arm).base(impacts)
        yield Number(f"All of {said}", TOTAL[arm], found, near * people, why)
        yield Number(f"A participant of {said}", EACH[arm], found / people, near, why)
