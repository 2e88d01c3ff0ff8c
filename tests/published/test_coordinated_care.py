"""Coordinated care in Australia: what the intervention's patients used less than the controls.

https://pmc.ncbi.nlm.nih.gov/articles/PMC554920/table/tbl3 (BMJ 2005), Table 3, Australian dollars:
net differences between the arms of all projects, and the cost of coordination. The second column
has those patients of the first who had been admitted in the year before, so that it is a workbook
of its own and no cohort. More use is printed as a negative saving; its role is that of an effect.

Tolerance: each part is printed to the dollar, so that a sum may be half a dollar out for each part,
and by its own half dollar.
"""

from pathlib import Path

import pytest

import econ
from tests.published.tables import figure, line, read, worth

PARTS = ("hospital", "medical_benefits", "pharmaceuticals", "community_services")
# Parts, their printed total, coordination, and the printed net saving.
COLUMNS = {
    "all patients": ((252_584, -2755, -107_499, -212_991), -70_662, 4_772_236, -4_842_898),
    "admitted": ((958_470, 60_229, -57_001, -117_186), 844_510, 2_567_274, -1_722_764),
}


def trial(folder: Path, column: str) -> econ.Scenario:
    parts, _, coordination, _ = COLUMNS[column]
    figures = [
        figure("trial", 1, "trials"),
        figure("coordination_cost", coordination, "GBP per trial"),
    ]
    for name, saved in zip(PARTS, parts, strict=True):
        figures.append(figure(name, saved, "GBP per trial", role="effect"))
    lines = [line(f"less_{name}", "trial", name, "saving") for name in PARTS]
    lines.append(line("coordination", "trial", "coordination_cost"))
    return read(folder, __doc__, figures, lines)


@pytest.mark.parametrize("column", COLUMNS)
def test_parts_and_coordination_come_to_the_printed_loss(column: str, tmp_path: Path) -> None:
    scenario = trial(tmp_path, column)
    parts, subtotal, coordination, net = COLUMNS[column]
    assert tuple(worth(scenario, f"less_{name}") for name in PARTS) == parts
    impacts = econ.run(scenario, draws=10)
    assert econ.benefits().base(impacts) == pytest.approx(subtotal, abs=0.5 * 4 + 0.5)
    assert econ.costs().base(impacts) == coordination
    assert econ.net_present_value().base(impacts) == pytest.approx(net, abs=0.5 * 5 + 0.5)
