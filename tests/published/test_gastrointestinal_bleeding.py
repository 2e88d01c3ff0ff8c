"""Acute upper gastrointestinal bleeding in the UK, scaled up from a trial (2012/13 pounds).

https://pmc.ncbi.nlm.nih.gov/articles/PMC4420945, the table that scales the trial up to the UK:
population x incidence = patients, patients x cost, by age; and informal care after discharge.

Tolerance: printed costs a patient are whole pounds, so that printed totals differ from the
products of the printed factors by up to half a pound a patient; patients are printed whole.
"""

import pytest

from econ.model.draws import base_case
from econ.model.equation import evaluate
from econ.model.measures import costs
from econ.model.programme import Cohort
from econ.model.scenario import Scenario
from tests.programmes import cost, programme, saving

# Age: population, cases in 100,000, patients, pounds a patient, printed total.
AGES = {
    "16-29": (11_806_800, 23, 2716, 1143, 3_104_535),
    "30-44": (12_843_400, 41, 5266, 2053, 10_811_709),
    "45-59": (12_605_800, 69, 8698, 2183, 18_990_830),
    "60-64": (3_624_400, 109, 3951, 2686, 10_613_733),
    "65-74": (5_820_900, 214, 12_457, 2749, 34_248_977),
    "75+": (5_020_000, 485, 24_347, 3190, 77_667_271),
}
PATIENTS, TOTAL = 57_434, 155_437_055


def scaled_up(patient_cost: bool = True) -> Scenario:
    """Ages are cohorts: each has its own population, incidence and cost a patient.

    Without the cost each patient counts one pound, so that the money is the number of patients.
    """
    first = AGES["16-29"]
    cohorts = []
    for age, row in AGES.items():
        own = {"population": row[0] / first[0], "incidence": row[1] / first[1]}
        if patient_cost:
            own["patient_cost"] = row[3] / first[3]
        cohorts.append(Cohort(age, age, relative=own))
    return programme(
        {
            "population": first[0],
            "incidence": first[1] / 100_000,
            "patient_cost": first[3] if patient_cost else 1,
        },
        [cost("care", "population * incidence", "patient_cost")],
        cohorts=cohorts,
    )


def by_age(scenario: Scenario) -> list[float]:
    return [float(-money) for money in evaluate(scenario, base_case(scenario)).by("cohort").base]


def test_each_age_costs_what_is_printed() -> None:
    """Half a pound a patient, and half a patient, are lost in print."""
    found = by_age(scaled_up())
    for money, (_, _, patients, each, printed) in zip(found, AGES.values(), strict=True):
        assert money == pytest.approx(printed, abs=0.5 * patients + 0.5 * each)


def test_the_uk_costs_what_is_printed() -> None:
    """Products of rounded factors fall short of the printed total by less than 0.02%."""
    scenario = scaled_up()
    found = costs().base(evaluate(scenario, base_case(scenario)))
    assert found == pytest.approx(TOTAL, rel=2e-4)
    assert sum(row[4] for row in AGES.values()) == TOTAL


def test_there_are_as_many_patients_as_printed() -> None:
    """Printed by age they add up to one more than the printed total: each age is rounded."""
    found = by_age(scaled_up(patient_cost=False))
    assert found == pytest.approx([row[2] for row in AGES.values()], abs=0.5)
    assert sum(row[2] for row in AGES.values()) == PATIENTS + 1
    assert sum(found) == pytest.approx(PATIENTS, abs=0.5)


def test_informal_care_is_the_printed_amount() -> None:
    """180 of 523 had it, 69.17 hours each; the printed 357.30 implies 15.01 an hour (derived)."""
    scenario = programme(
        {"patients": 1, "cared_for": 180 / 523, "hours": 69.17, "wage": 15.01},
        [saving("care", "patients * cared_for * hours", "wage", shares={"carers": 1.0})],
    )
    found = evaluate(scenario, base_case(scenario)).select("carers").total()[0]
    assert found == pytest.approx(357.30, abs=0.12)  # half a penny an hour
