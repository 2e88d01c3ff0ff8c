"""What the NHS in England paid its staff in 1994-95, region by region.

https://hansard.parliament.uk/Commons/1996-01-30/debates/b6da3935-5638-4090-9fe0-e681cee9abea/NhsStaff
(House of Commons, 30 January 1996), the table of the answer, thousands of pounds. A region is a
cohort, and so are the special health authorities. Everything adds up as printed.
"""

from pathlib import Path

import pytest

import econ
from tests.published.tables import cohort, figure, line, read, worth

STAFF = ("managers", "clerks", "nurses")
REGIONS = {
    "northern_and_yorkshire": (100_963, 199_367, 856_849),
    "trent": (59_387, 139_380, 598_343),
    "anglian_and_oxford": (70_363, 148_005, 586_048),
    "north_thames": (122_388, 285_923, 974_093),
    "south_thames": (112_835, 243_981, 843_465),
    "south_and_west": (91_730, 183_010, 808_721),
    "west_midlands": (70_588, 166_298, 624_969),
    "north_west": (93_474, 212_515, 885_259),
    "special_authorities": (1633, 3650, 6268),
}
ENGLAND = (723_361, 1_582_129, 6_184_015)


@pytest.fixture
def scenario(tmp_path: Path) -> econ.Scenario:
    """Thousands of pounds are so many amounts of a thousand pounds."""
    figures = [figure(name, 1, "thousands") for name in STAFF]
    figures.append(figure("thousand", 1000, "GBP per thousand"))
    cohorts = [
        cohort(name, **dict(zip(STAFF, paid, strict=True))) for name, paid in REGIONS.items()
    ]
    lines = [line(f"pay_of_{name}", name, "thousand") for name in STAFF]
    return read(tmp_path, __doc__, figures, lines, year="1994/95", cohorts=cohorts)


def test_regions_add_up_to_england(scenario: econ.Scenario) -> None:
    impacts = econ.run(scenario, draws=10)
    assert [-worth(scenario, f"pay_of_{name}") / 1000 for name in STAFF] == list(ENGLAND)
    assert econ.costs(payer="payer").base(impacts) == sum(ENGLAND) * 1000


def test_each_region_pays_what_its_row_prints(scenario: econ.Scenario) -> None:
    found = econ.run(scenario, draws=10).by("cohort", "outcome").base / -1000
    assert found.tolist() == [list(paid) for paid in REGIONS.values()]
