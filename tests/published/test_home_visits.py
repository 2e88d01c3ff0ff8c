"""Tracing lost members of a birth cohort: home visits on request, or unless declined (UK, pounds).

https://bmcmedresmethodol.biomedcentral.com/articles/10.1186/s12874-015-0041-y/tables/5, Table 5:
mean use of resources a participant, unit costs, and mean costs by arm. An arm is a cohort.

Tolerance: uses and unit costs are printed to two decimals, so that a line may differ by half a
hundredth of each times the other, and by its own half penny.
"""

from pathlib import Path

import pytest

import econ
from tests.published.tables import cohort, figure, line, read, worth

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
arms = pytest.mark.parametrize("arm", PEOPLE)


@pytest.fixture
def scenario(tmp_path: Path) -> econ.Scenario:
    figures = [figure("participants", 284, "people")]
    for name, (price, used, _) in ITEMS.items():
        figures.append(figure(f"{name}_cost", price, f"GBP per {name}"))
        figures.append(figure(f"{name}_used", used[0], f"{name} per person"))
    cohorts = [
        cohort(arm, participants=n, **{f"{name}_used": row[1][k] for name, row in ITEMS.items()})
        for k, (arm, n) in enumerate(PEOPLE.items())
    ]
    lines = [line(name, f"participants * {name}_used", f"{name}_cost") for name in ITEMS]
    return read(tmp_path, __doc__, figures, lines, cohorts=cohorts)


@arms
@pytest.mark.parametrize("name", ITEMS)
def test_an_item_costs_a_participant_what_is_printed(
    scenario: econ.Scenario, name: str, arm: str
) -> None:
    price, used, printed = ITEMS[name]
    k = list(PEOPLE).index(arm)
    found = -worth(scenario, name, arm) / PEOPLE[arm]
    assert found == pytest.approx(printed[k], abs=0.005 * (price + used[k] + 1))


@arms
def test_an_arm_costs_what_is_printed_in_all_and_a_participant(
    scenario: econ.Scenario, arm: str
) -> None:
    near = 0.005 * sum(price + max(used) for price, used, _ in ITEMS.values())
    found = econ.costs(cohort=arm).base(econ.run(scenario, draws=10))
    assert found == pytest.approx(TOTAL[arm], abs=near * PEOPLE[arm])
    assert found / PEOPLE[arm] == pytest.approx(EACH[arm], abs=near)
