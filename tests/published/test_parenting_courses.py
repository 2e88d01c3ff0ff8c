"""Parenting courses at four sites: what they cost, site by site (United Kingdom, pounds).

https://bmjopen.bmj.com/highwire/markup/82212/expansion (BMJ Open), Table 6, a summary of the costs
of implementation. A site is a cohort.

Misprints of the source:

* Site D is printed as costing 69,827; its parts come to 69,817, and so does 15 times the printed
  cost of one of its courses, 4654.47.
* Salaries of site B have 40 pence that the printed total of salaries, and so of everything, drops.
"""

from collections.abc import Iterator
from pathlib import Path
from statistics import mean, stdev

import econ
from tests.published.declared import Number, source
from tests.published.tables import cohort, figure, line, read, worth

SOURCE = source(__doc__, "paper", "Table 6")
SITES = ("site_a", "site_b", "site_c", "site_d")
# By site, and the printed total.
ITEMS = {
    "salaries": ((63_002, 33_341.4, 52_772, 44_423), 193_538),
    "training": ((5801.90, 4733.90, 5081.90, 5144), 20_761.70),
    "room_hire": ((3883.89, 3003, 3000, 3000), 12_886.89),
    "materials": ((3750, 1625, 2250, 2250), 9875),
    "creche": ((17_862.66, 17_097.96, 15_000, 15_000), 64_960.62),
}
COURSES = (15, 13, 15, 15)
TOTALS = (94_300.45, 59_801.26, 78_103.90, 69_827)
EACH = (6286.70, 4600, 5206.93, 4654.47)
ALL, EACH_OF_ALL = 302_022.21, 5207.28


def courses(folder: Path) -> econ.Scenario:
    """Each item of each site."""
    figures = [figure(item, at[0], "GBP per site") for item, (at, _) in ITEMS.items()]
    figures.append(figure("site", 1, "sites"))
    cohorts = [
        cohort(site, site=1, **{item: at[k] for item, (at, _) in ITEMS.items()})
        for k, site in enumerate(SITES)
    ]
    lines = [line(item, "site", item, payer="sponsor") for item in ITEMS]
    return read(folder, __doc__, figures, lines, cohorts=cohorts)


def numbers(folder: Path) -> Iterator[Number]:
    scenario = courses(folder)
    for item, (_, printed) in ITEMS.items():
        odd = item == "salaries"
        within, why = (0.4 + 1e-6, "the total drops 40 pence of site B") if odd else (1e-6, "")
        said = item.replace("_", " ").capitalize()
        yield Number(f"{said} of all sites", printed, -worth(scenario, item), within, why)
    each = [-worth(scenario, cohort=site) / n for site, n in zip(SITES, COURSES, strict=True)]
    yield from of_sites(each)
    found = econ.costs().base(econ.run(scenario, draws=10))
    yield Number("Cost of all sites", ALL, found, 0.4 + 1e-6, "40 pence of site B")
    within = 0.4 / 58 + 0.005
    yield Number("Cost of any course", EACH_OF_ALL, found / sum(COURSES), within, "40 pence")
    why = "from 4600 for site B"
    yield Number("Mean of a course's cost", 5187.03, mean(each), 0.1 / 4 + 0.005, why)
    yield Number("Standard deviation of a course's cost", 782.71, stdev(each), 0.1, why)
    for families, printed in ((8, 648.38), (13, 399), (6, 865)):
        found = mean(each) / families
        yield Number(f"Cost of a family of {families} a course", printed, found, 0.51)


def of_sites(each: list[float]) -> Iterator[Number]:
    """A site's cost, and that of one of its courses."""
    for k, site in enumerate(SITES):
        said, found = site.replace("_", " "), each[k] * COURSES[k]
        odd = site == "site_d"
        within, why = (10 + 1e-6, "its parts come to 69,817") if odd else (1e-6, "")
        yield Number(f"Cost of {said}", TOTALS[k], found, within, why)
        odd = site == "site_b"
        within, why = (0.1 + 1e-6, "4600.10 is printed as 4600") if odd else (0.005, "")
        yield Number(f"Cost of a course of {said}", EACH[k], each[k], within, why)


def test_the_sites_come_to_what_their_parts_do_and_not_to_the_misprints(tmp_path: Path) -> None:
    scenario = courses(tmp_path)
    assert abs(-worth(scenario, "salaries") - 193_538.4) < 1e-6
    assert abs(-worth(scenario, cohort="site_d") - 69_817) < 1e-6
    assert abs(econ.costs().base(econ.run(scenario, draws=10)) - ALL - 0.4) < 1e-6
