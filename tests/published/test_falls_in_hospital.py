"""Falls in hospital before and after a prevention programme (United States, dollars).

https://pmc.ncbi.nlm.nih.gov/articles/PMC9860521/table/aoi220092t4 (JAMA Health Forum 2023;4(1)),
Table 4: patients x average cost without the programme, less patients x average cost with it.

Tolerance: totals are printed to a tenth of a million, average costs to the dollar, patients whole.

Two things of the source: 567 more patients without a fall are printed, and its own counts differ by
568; and its intervals are a tenth wider than independent errors of falls and costs would make them.
"""

from collections.abc import Iterator
from math import sqrt
from pathlib import Path

import numpy as np
import pytest

import econ
from tests.published.declared import Number, source
from tests.published.tables import Row, figure, line, read, worth

SOURCE = source(__doc__, "paper", "Table 4")
MILLION, DAYS = 1e6, 1_492_832
# Patients before and after, average cost; printed totals before, after and their difference.
LINES = {
    "no_fall": (302_265, 302_833, 24_175, 7307.2, 7320.9, 13.8),
    "fall": (2503, 2078, 62_521, 156.5, 129.9, -26.6),
    "injury": (900, 758, 64_526, 58.1, 48.9, -9.2),
}
EVERYTHING = (7521.8, 7499.8, -22.0)
EACH_1000_DAYS = (5_038_626, 5_023_864, -14_762)
# Of falls and injuries: how many fewer, average cost, printed saving; each with its 95% limits.
INTERVALS = {
    "fall": ((425, 155, 695), (62_521, 54_779, 70_264), (26.6, 7.3, 45.9)),
    "injury": ((142, 69, 215), (64_526, 55_650, 73_401), (9.2, 3.8, 14.6)),
}


def hospital(folder: Path) -> econ.Scenario:
    """Patients before less patients after, of each line."""
    figures, lines = list[Row](), list[Row]()
    for name, (before, after, price, *_) in LINES.items():
        for when, count in (("before", before), ("after", after)):
            figures.append(figure(f"{name}_{when}", count, "patients"))
        figures.append(figure(f"{name}_cost", price, "GBP per patient"))
        lines.append(line(name, f"{name}_before - {name}_after", f"{name}_cost", "saving"))
    return read(folder, __doc__, figures, lines)


@pytest.fixture
def scenario(tmp_path: Path) -> econ.Scenario:
    return hospital(tmp_path)


def numbers(folder: Path) -> Iterator[Number]:
    scenario, why = hospital(folder), "average costs are printed to the dollar, patients whole"
    for name, (before, after, price, *totals, printed) in LINES.items():
        said = name.replace("_", " ")
        slack = (0.5 * abs(before - after) + price) / MILLION + 0.05
        yield Number(
            f"Millions more: {said}", printed, -worth(scenario, name) / MILLION, slack, why
        )
        for when, count, total in zip(("before", "after"), (before, after), totals, strict=True):
            found = count * scenario[f"{name}_cost"].mean / MILLION
            within = 0.5 * (count + price) / MILLION + 0.05
            yield Number(f"Millions {when}: {said}", total, found, within, why)
    found = -econ.benefits().base(econ.run(scenario, draws=10))
    thousands = DAYS / 1000
    yield Number("Millions more: everything", EVERYTHING[2], found / MILLION, 0.1)
    each, within = EACH_1000_DAYS[2], 0.1e6 / thousands
    why = "the total is printed to a tenth of a million"
    yield Number("More in 1,000 days of patients", each, found / thousands, within, why)
    for total, each in zip(EVERYTHING[:2], EACH_1000_DAYS[:2], strict=True):
        yield Number(
            f"Of {total} millions in 1,000 days", each, total * MILLION / thousands, 50, why
        )
    why = "their own counts differ by 568"
    fewer = worth(scenario, "no_fall") / LINES["no_fall"][2]
    yield Number("More patients without a fall", 567, -fewer, None, why)


def test_patients_without_a_fall_are_568_more_and_not_567(scenario: econ.Scenario) -> None:
    assert worth(scenario, "no_fall") / 24_175 == pytest.approx(-568, abs=1e-9)
    assert sum(row[1] - row[0] for row in LINES.values()) == 1  # of 305,669 both times


@pytest.mark.parametrize("name", INTERVALS)
def test_the_printed_interval_is_a_tenth_wider_than_independent_errors(
    name: str, tmp_path: Path
) -> None:
    fewer, price, (printed, low, high) = INTERVALS[name]
    spread = {"distribution": "normal", "range kind": "published"}
    figures = [
        figure("fewer", fewer[0], "patients", low=fewer[1], high=fewer[2], role="effect", **spread),
        figure("price", price[0], "GBP per patient", low=price[1], high=price[2], **spread),
    ]
    scenario = read(tmp_path, __doc__, figures, [line(name, "fewer", "price", "saving")])
    draws = econ.run(scenario, draws=10_000, seed=1).total()[1:] / MILLION
    near = 4 * draws.std() / sqrt(10_000)
    assert draws.mean() == pytest.approx(printed, abs=0.05 + near)
    least, most = np.quantile(draws, (0.025, 0.975))
    assert (high - low) / (most - least) == pytest.approx(1.11, abs=0.05)
