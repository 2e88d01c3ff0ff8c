"""The 3D trial: general practice for people with several long-term conditions (UK, pounds).

https://pmc.ncbi.nlm.nih.gov/articles/PMC7044971/table/T4 (BMJ Open 2020;10:e030110), Table 4: mean
costs a patient in two arms, by who bears them, and their difference with its 95% interval.

Tolerance: means and differences are printed to the pound, each on its own.

The parts do not add up to the printed totals, as the source says: each rests on those patients who
answered. Usual care: 5335 by its parts, 4929 printed.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

import econ
from tests.published.declared import Number, source
from tests.published.tables import figure, line, read, worth

SOURCE = source(__doc__, "paper", "Table 4")
# Who bears it, usual care, the 3D approach, printed difference and its interval.
ITEMS = {
    "consultations": ("nhs", 627, 726, 99, -7, 205),
    "investigations": ("nhs", 45, 61, 15, -6, 37),
    "community_care": ("nhs", 160, 167, 7, -35, 49),
    "inpatient_stays": ("nhs", 1867, 1920, 52, -470, 574),
    "outpatient_visits": ("nhs", 614, 613, -1, -168, 167),
    "emergency_visits": ("nhs", 102, 99, -3, -24, 19),
    "ambulance_trips": ("nhs", 131, 141, 10, -56, 77),
    "medications": ("nhs", 1230, 1221, -8, -220, 203),
    "pharmacy_reviews": ("nhs", 0, 8, 8, 7, 9),
    "set_up": ("nhs", 0, 4, 4, 3, 5),
    "social_services": ("nhs", 559, 403, -156, -476, 164),
    "prescription_charges": ("patients", 5, 4, -2, -6, 2),
    "travel": ("patients", 24, 34, 10, -4, 24),
    "over_the_counter": ("patients", 39, 35, -3, -16, 9),
    "private_care": ("patients", 93, 122, 29, -40, 97),
    "productivity": ("employers", 122, 161, 39, -47, 125),
}
TOTAL = ("nhs", 4929, 4746, -183, -923, 556)


def arms(folder: Path) -> econ.Scenario:
    """A line an item: what the 3D approach costs a patient more than usual care."""
    figures = [figure("patient", 1, "people")]
    for name, (_, usual, approach, *_) in ITEMS.items():
        figures.append(figure(f"{name}_usual", usual, "GBP per person"))
        figures.append(figure(f"{name}_3d", approach, "GBP per person"))
    lines = [
        line(name, "patient", f"{name}_3d - {name}_usual", payer=row[0])
        for name, row in ITEMS.items()
    ]
    return read(folder, __doc__, figures, lines)


@pytest.fixture(scope="module")
def two_arms(tmp_path_factory: pytest.TempPathFactory) -> econ.Scenario:
    return arms(tmp_path_factory.mktemp("arms"))


def numbers(folder: Path) -> Iterator[Number]:
    scenario, why = arms(folder), "means are printed to the pound"
    for name, (*_, printed, _, _) in ITEMS.items():
        said = name.replace("_", " ").capitalize()
        yield Number(f"{said} with 3D, more", printed, -worth(scenario, name), 1, why)
    parts = sum(row[1] for row in ITEMS.values() if row[0] == "nhs")
    why = "each part rests on those patients who answered, as the source says"
    yield Number("Usual care of the NHS, by its parts", TOTAL[1], parts, None, why)
    yield from intervals(folder)


def intervals(folder: Path) -> Iterator[Number]:
    """A printed difference keeps its interval: negative where the 3D approach costs less.

    Tolerance: six errors of the mean of draws. A difference of money may be below 0 because its
    role is that of an effect.
    """
    printed = {**ITEMS, "everything": TOTAL}
    figures = [figure("patient", 1, "people")]
    for name, (*_, more, low, high) in printed.items():
        limits = {"low": low, "high": high, "distribution": "normal", "role": "effect"}
        figures.append(figure(f"{name}_more", more, "GBP per person", **limits))
    lines = [line(name, "patient", f"{name}_more", payer=row[0]) for name, row in printed.items()]
    impacts = econ.run(read(folder, __doc__, figures, lines), draws=10_000, seed=1)
    why = "drawn, of limits printed to the pound"
    for name, (*_, more, low, high) in printed.items():
        found = econ.costs().estimate(impacts.select(outcome=name))
        near = 0.5 + 6 * (found.se or 0)
        said = name.replace("_", " ")
        ours = (found.mean, found.p2_5, found.p97_5)
        for of, x, y in zip(("mean", "2.5%", "97.5%"), (more, low, high), ours, strict=True):
            assert y is not None
            yield Number(f"{of.capitalize()} of {said}", x, y, near, why)


@pytest.mark.parametrize("payer", ["nhs", "patients", "employers"])
def test_a_payer_bears_its_own_items(two_arms: econ.Scenario, payer: str) -> None:
    found = econ.costs(payer=payer).base(econ.run(two_arms, draws=10))
    assert found == sum(row[2] - row[1] for row in ITEMS.values() if row[0] == payer)
    assert sum(row[1] for row in ITEMS.values() if row[0] == "nhs") == 5335 > TOTAL[1]
