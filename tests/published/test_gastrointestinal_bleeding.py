"""Acute upper gastrointestinal bleeding in the UK, scaled up from a trial (2012/13 pounds).

https://pmc.ncbi.nlm.nih.gov/articles/PMC4420945, the table that scales the trial up to the UK:
population x incidence = patients, patients x cost, by age; and informal care after discharge.

Tolerance: printed costs a patient are whole pounds, so that printed totals differ from the
products of the printed factors by up to half a pound a patient; patients are printed whole.
"""

from collections.abc import Iterator
from pathlib import Path

from econ.model.draws import base_case
from econ.model.equation import evaluate
from econ.model.measures import costs
from econ.model.programme import Cohort
from econ.model.scenario import Scenario
from tests.programmes import cost, programme, saving
from tests.published.declared import Number, source

SOURCE = source(__doc__, "paper", "the table that scales the trial up to the UK")
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


def numbers(_: Path) -> Iterator[Number]:
    why = "half a pound a patient, and half a patient, are lost in print"
    scenario = scaled_up()
    for (age, row), found in zip(AGES.items(), by_age(scenario), strict=True):
        yield Number(f"Cost at ages {age}", row[4], found, 0.5 * row[2] + 0.5 * row[3], why)
    found = costs().base(evaluate(scenario, base_case(scenario)))
    yield Number("Cost in the UK", TOTAL, found, 2e-4 * TOTAL, why)
    yield Number("Printed costs added up", TOTAL, sum(row[4] for row in AGES.values()), 0)
    people = by_age(scaled_up(patient_cost=False))
    for (age, row), found in zip(AGES.items(), people, strict=True):
        yield Number(f"Patients at ages {age}", row[2], found, 0.5, "printed whole")
    yield Number("Patients in the UK", PATIENTS, sum(people), 0.5, "printed whole")
    why = "each age is rounded by itself"
    yield Number(
        "Printed patients added up", PATIENTS, sum(row[2] for row in AGES.values()), 1, why
    )
    why = "the value of an hour, 15.01, is derived, to the penny"
    yield Number("Informal care of a patient", 357.30, informal_care(), 0.12, why)


def informal_care() -> float:
    """180 of 523 had it, 69.17 hours each; the printed 357.30 implies 15.01 an hour (derived)."""
    scenario = programme(
        {"patients": 1, "cared_for": 180 / 523, "hours": 69.17, "wage": 15.01},
        [saving("care", "patients * cared_for * hours", "wage", shares={"carers": 1.0})],
    )
    return float(evaluate(scenario, base_case(scenario)).select("carers").total()[0])


def test_patients_printed_by_age_are_one_more_than_printed_in_all() -> None:
    assert sum(row[2] for row in AGES.values()) == PATIENTS + 1
