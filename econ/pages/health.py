"""Health beside money: what a unit costs, and what becomes of the net at what it may be worth.

Blocks for the sheet What it is made of, where a scenario counts health in units of its own.
"""

from __future__ import annotations

from dataclasses import replace

from econ.analysis.cost_effectiveness import CostEffectiveness
from econ.pages import charts, page
from econ.pages.style import LIKELIHOOD, POUNDS, SHARE, WHOLE
from econ.palette import BLUE, ORANGE
from econ.reports.health import health_beside_money, whose
from econ.reports.report import Report
from econ.words import money, percent, started

VALUES_OF_A_UNIT = (
    page.Column("What a unit is worth", 36),
    *page.in_pounds("Pounds a unit", "Net benefit, mean", "95% interval from", width=12),
    *page.in_pounds("95% interval to", width=11),
    page.Column("Chance above £0", 8, LIKELIHOOD),
    page.Column("Whose money", 20),
)
_SIZE = (620, 300)


def health_blocks(found: Report) -> tuple[page.Block, ...]:
    """The sentences, the net at each value, the curve and the plane; nothing without health."""
    if not found.health:
        return ()
    first, said = found.health[0], health_beside_money(found)
    pictures = page.Beside((_curve(found.health),), _plane(first), 3)
    blocks = (page.Notes(tuple(said)), pictures, _table(found.health))
    return page.headed("Health beside money", *blocks)


def _table(every: tuple[CostEffectiveness, ...]) -> page.Table:
    """The net benefit at each value of a unit, in each view, and the chance that it is above 0."""
    rows: list[list[page.Content]] = []
    for one in every:
        for at in one.at:
            net = at.net_benefit
            figures = (at.value, net.mean, net.p2_5, net.p97_5, at.probability)
            rows.append([at.label or "As asked", *figures, started(whose(one))])
    describes = "The net benefit at values of a unit of health, in each view."
    return page.tabled("Net benefit", VALUES_OF_A_UNIT, rows, describes)


def _curve(every: tuple[CostEffectiveness, ...]) -> page.Chart:
    """The chance of being acceptable, by what a unit of health is worth."""
    lines = [f"Chance, {whose(one)}" for one in every]
    made = page.Draft(
        "Acceptability by value",
        [
            page.Column("Pounds a unit of health", 16, POUNDS),
            *(page.Column(x, 16, SHARE) for x in lines),
        ],
    )
    for points in zip(*(one.curve for one in every), strict=True):
        made.row(f"{points[0][0]:.6g}", points[0][0], *(chance for _, chance in points))
    table, unit = made.table("The chance of being acceptable at each value."), every[0].unit
    looks = zip(lines, (BLUE, ORANGE), ("solid", "dash"), strict=False)
    told = "; ".join(
        f"{at.label or money(at.value)} {percent(at.probability)}" for at in every[0].at
    )
    drawn = charts.line_chart(
        f"The chance that it is worth it, by the value of a {unit}",
        {"name": f"Value of a {unit}", **charts.money_axis([x for x, _ in every[0].curve])},
        {"name": "Chance", "num_format": SHARE, "min": 0, "max": 1, "major_unit": 0.25},
        [
            charts.line(table, made.columns[0].name, name, color=colour, width=2.25, dash_type=dash)
            for name, colour, dash in looks
        ],
        f"Lines: the chance that net benefit is above £0. {whose(every[0])}: {told}.",
        _SIZE,
    )
    return replace(drawn, behind=table)


def _plane(found: CostEffectiveness) -> page.Chart:
    """Draws by health gained and net cost: the four quadrants of the cost-effectiveness plane."""
    columns = (
        page.Column(f"{found.unit}s gained", 16, WHOLE),
        *page.in_pounds("Net cost", width=16),
    )
    table = page.tabled("Plane", columns, found.plane, "Some draws, by health gained and net cost.")
    gained, cost = zip(*found.plane, strict=True)
    marker = {"type": "circle", "size": 4, "fill": {"color": BLUE}, "border": {"color": BLUE}}
    series = charts.series(table, columns[0].name, "Net cost", marker=marker, line={"none": True})
    look = {**charts.NAMED, "label_position": "low", "major_gridlines": charts.GRID}
    parts = [
        f"{name.replace('_', ' ')} {percent(x)}" for name, x in found.quadrants._asdict().items()
    ]
    return page.Chart(
        {"type": "scatter"},
        (series,),
        {
            "title": charts.titled(f"Cost-effectiveness plane, {whose(found)}"),
            "x_axis": {**look, "name": f"{found.unit}s gained"},
            "y_axis": {**look, "name": "Net cost", **charts.money_axis(cost)},
            "legend": charts.NO_LEGEND,
        },
        f"Points: draws by {found.unit}s gained, {min(gained):.3g} to {max(gained):.3g}, and net "
        f"cost. Shares of all draws: {'; '.join(parts)}.",
        _SIZE,
        table,
    )
