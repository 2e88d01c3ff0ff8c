"""Screening at football clubs: three ways to promote it, two clubs an arm (UK, 2012/13 pounds).

https://sti.bmj.com/highwire/markup/154430/expansion (SPORTSMART, doi 10.1136/sextrans-2014-051715),
Table 2: unit cost x number = total cost, by arm. An arm is a cohort, with its own clubs, players
and cost of promotion.

Tolerance: unit costs are printed to the penny, so that a total may differ by half a penny for each
unit, and by its own half penny.
"""

from collections.abc import Iterator
from pathlib import Path

import econ
from tests.published.declared import Number, source
from tests.published.tables import cohort, figure, line, read, worth

SOURCE = source(__doc__, "paper", "Table 2")
# Of each club, of each of 46 players, of each player tested: unit cost, printed totals of the arms.
ITEMS: dict[str, tuple[str, float, tuple[float, ...]]] = {
    "recruitment": ("club", 516.88, (1033.75,) * 3),
    "poster_pack": ("club", 53.92, (107.85,) * 3),
    "test_kit": ("player", 5.66, (260.36,) * 3),
    "promotion": ("club", 125, (250, 450, 250)),
    "box": ("club", 55.62, (111.25,) * 3),
    "transport": ("club", 135.64, (271.28,) * 3),
    "storage": ("club", 11.63, (23.26,) * 3),
    "processing": ("tested", 10.79, (302.12, 334.49, 334.49)),
    "notification": ("tested", 4.71, (131.74, 145.86, 145.86)),
}
ARMS = ("captain_led", "adviser_led", "poster_only")
TESTED, PROMOTION = (28, 31, 31), (125, 225, 125)
TOTAL = (2491.61, 2738.09, 2538.09)
CLUBS, PLAYERS = 2, 46


def clubs(folder: Path) -> econ.Scenario:
    """Each item of each arm."""
    figures = [
        figure("club", CLUBS, "clubs"),
        figure("player", PLAYERS, "players"),
        figure("tested", TESTED[0], "players"),
        *(figure(name, price, f"GBP per {of}") for name, (of, price, _) in ITEMS.items()),
    ]
    cohorts = [
        cohort(arm, club=CLUBS, player=PLAYERS, tested=TESTED[k], promotion=PROMOTION[k])
        for k, arm in enumerate(ARMS)
    ]
    lines = [line(name, of, name) for name, (of, *_) in ITEMS.items()]
    return read(folder, __doc__, figures, lines, year="2012/13", cohorts=cohorts)


def near(name: str, k: int) -> float:
    """What the rounding of a unit cost comes to."""
    return 0.005 * {"club": CLUBS, "player": PLAYERS, "tested": TESTED[k]}[ITEMS[name][0]]


def numbers(folder: Path) -> Iterator[Number]:
    scenario, why = clubs(folder), "unit costs are printed to the penny"
    impacts = econ.run(scenario, draws=10)
    for k, arm in enumerate(ARMS):
        said = arm.replace("_", " ")
        for name, (*_, printed) in ITEMS.items():
            found = -worth(scenario, name, arm)
            within = near(name, k) + 0.0051
            yield Number(
                f"{name.replace('_', ' ')}, {said}".capitalize(), printed[k], found, within, why
            )
        items = sum(printed[k] for *_, printed in ITEMS.values())
        yield Number(f"Printed items added up, {said}", TOTAL[k], items, 0.011)
        slack = sum(near(name, k) for name in ITEMS) + 0.005
        yield Number(f"Total, {said}", TOTAL[k], econ.costs(cohort=arm).base(impacts), slack, why)
