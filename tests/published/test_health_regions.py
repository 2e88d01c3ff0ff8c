"""What the NHS in England paid its staff in 1994-95, region by region.

https://hansard.parliament.uk/Commons/1996-01-30/debates/b6da3935-5638-4090-9fe0-e681cee9abea/NhsStaff
(House of Commons, 30 January 1996), the table of the answer, thousands of pounds. A region is a
cohort, and so are the special health authorities. Everything adds up as printed.
"""

from collections.abc import Iterator
from pathlib import Path

import econ
from tests.published.declared import Number, source
from tests.published.tables import cohort, figure, line, read, worth

SOURCE = source(__doc__, "official record", "the table of the answer")
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


def england(folder: Path) -> econ.Scenario:
    """Thousands of pounds are so many amounts of a thousand pounds."""
    figures = [figure(name, 1, "thousands") for name in STAFF]
    figures.append(figure("thousand", 1000, "GBP per thousand"))
    cohorts = [
        cohort(name, **dict(zip(STAFF, paid, strict=True))) for name, paid in REGIONS.items()
    ]
    lines = [line(f"pay_of_{name}", name, "thousand") for name in STAFF]
    return read(folder, __doc__, figures, lines, year="1994/95", cohorts=cohorts)


def numbers(folder: Path) -> Iterator[Number]:
    scenario = england(folder)
    impacts = econ.run(scenario, draws=10)
    for name, paid in zip(STAFF, ENGLAND, strict=True):
        found = -worth(scenario, f"pay_of_{name}") / 1000
        yield Number(f"Thousands paid to {name} in England", paid, found, 0)
    found = econ.costs(payer="payer").base(impacts) / 1000
    yield Number("Thousands paid in England", sum(ENGLAND), found, 0)
    rows = impacts.by("cohort", "outcome").base / -1000
    for (region, printed), row in zip(REGIONS.items(), rows.tolist(), strict=True):
        for name, paid, found in zip(STAFF, printed, row, strict=True):
            where = region.replace("_", " ").title()
            yield Number(f"Thousands paid to {name} in {where}", paid, found, 0)
