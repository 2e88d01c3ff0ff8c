"""Coordinated care in Australia: what the intervention's patients used less than the controls.

https://pmc.ncbi.nlm.nih.gov/articles/PMC554920/table/tbl3 (BMJ 2005), Table 3, Australian dollars:
net differences between the arms of all projects, and the cost of coordination. The second column
has those patients of the first who had been admitted in the year before, so that it is a workbook
of its own and no cohort. More use is printed as a negative saving; its role is that of an effect.

Tolerance: each part is printed to the dollar, so that a sum may be half a dollar out for each part,
and by its own half dollar.
"""

from collections.abc import Iterator
from pathlib import Path

import econ
from tests.published.declared import Number, source
from tests.published.tables import figure, line, read, worth

SOURCE = source(__doc__, "paper", "Table 3")
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


def numbers(folder: Path) -> Iterator[Number]:
    for column, (parts, subtotal, coordination, net) in COLUMNS.items():
        scenario = trial(folder, column)
        for name, printed in zip(PARTS, parts, strict=True):
            found = worth(scenario, f"less_{name}")
            yield Number(f"Saved on {name.replace('_', ' ')}, {column}", printed, found, 0)
        impacts = econ.run(scenario, draws=10)
        saved = econ.benefits().base(impacts)
        yield Number(f"Saved in all, {column}", subtotal, saved, 0.5 * 4 + 0.5)
        yield Number(f"Coordination, {column}", coordination, econ.costs().base(impacts), 0)
        found = econ.net_present_value().base(impacts)
        yield Number(f"Net saving, {column}", net, found, 0.5 * 5 + 0.5)
