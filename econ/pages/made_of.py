"""The sheet What it is made of: from cost to net, each outcome, and what has no price."""

from __future__ import annotations

from collections.abc import Iterator

from econ.model.programme import Outcome
from econ.model.scenario import Scenario
from econ.pages import charts, page
from econ.pages.health import health_blocks
from econ.pages.style import SHARE, Look
from econ.pages.who_pays import KEPT
from econ.palette import BLUE, GREY
from econ.reports import narrative
from econ.reports.parts import cash_of, evidence_behind, kept_by
from econ.reports.pictures import Step, steps
from econ.reports.report import Report
from econ.words import money, started, years

MOST_STEPS = 24
BY_OUTCOME = (
    page.Column("Outcome, and what it counts", 36),
    *page.in_pounds("Mean", "95% interval from", "95% interval to", width=12),
    page.Column("Share of gross value", 11, SHARE),
    page.Column("In cash", 8, SHARE),
    page.Column("Rests on", 20),
    page.Column("Who keeps or bears it", 52),
)
WATERFALL = (
    page.Column("Step", 62),
    *page.in_pounds("Room before the bar", "Bar above £0", "Bar below £0", width=16),
)


def made_of_sheet(found: Report) -> page.Sheet:
    """The picture from cost to net, then each outcome, then impacts without a price."""
    scenario = found.scenario
    shown = [o for o in scenario.outcomes if o.name not in found.left_out]
    zero = "; ".join(o.label for o in scenario.outcomes if o.name in found.left_out)
    nothing = f"Counted as nothing here, by a number that is 0: {zero}." if zero else ""
    describes = "Present value of each outcome, what it rests on, who has it, and its making."
    table = page.tabled("By outcome", BY_OUTCOME, [_outcome(found, o) for o in shown], describes)
    return page.sheet_of(
        "What it is made of",
        "What is the result made of?",
        " ".join(filter(None, (narrative.rests_on(found)[0], narrative.unpriced(found)))),
        from_cost_to_net(found),
        table,
        page.Space(),
        *health_blocks(found),
        *page.headed("How each is worked out", *(_worked_out(found.scenario, o) for o in shown)),
        *without_a_price(found),
        note=f"Present values over {years(scenario.years)}, all groups, discounted "
        f"({scenario.discount.name}), in {scenario.price_year} prices. {KEPT}\n"
        "Gross value is the size of every saving's mean; costs have no part of it (n/a). What a "
        "value rests on is the weakest number behind it. How each runs over time stands on "
        f"Assumptions and sources.\n{nothing}",
    )


def _outcome(found: Report, of: Outcome) -> list[page.Content]:
    worth, counts = found.outcome(of.name), f" ({of.counts})" if of.counts else ""
    ends = (worth.mean, worth.p2_5, worth.p97_5)
    told = (
        found.by_outcome.get(of.name),
        cash_of(found, of.name),
        started(evidence_behind(found, of)),
    )
    return [f"{of.label}{counts}", *ends, *told, kept_by(found, of.name)]


def _worked_out(scenario: Scenario, of: Outcome) -> page.Notes:
    made = f"{of.quantity.sentence(scenario.label)} × {scenario.label(of.unit_value)}."
    return page.Notes((made,), label=of.label)


def without_a_price(found: Report) -> Iterator[page.Block]:
    """Impacts that are known and in no figure; nothing where there are none."""
    if found.scenario.unmonetised:
        yield page.Text(
            "Without a price: known, and in none of the figures (sources: Assumptions and sources)",
            "subtitle",
        )
    for impact in found.scenario.unmonetised:
        known = f"{started(impact.direction)}: {impact.evidence.rstrip('.')}."
        yield page.Notes((known,), label=impact.label)


def from_cost_to_net(found: Report) -> page.Chart:
    """Waterfall: what each outcome adds to the result, costs first.

    A bar floats because it is stacked on one that cannot be seen; across £0 it is in two.
    """
    made = steps(found)
    shown = made[-MOST_STEPS:]
    lines = [(_step(bar), bar.room, bar.above, bar.below) for bar in shown]
    table = page.tabled("Waterfall", WATERFALL, lines, "Where each bar from cost to net stands.")
    hidden: Look = {"fill": {"none": True}, "border": {"none": True}}
    points: Look = {"points": [_bar_look(bar.kind) for bar in shown]}
    looks = zip(WATERFALL[1:], (hidden, points, points), strict=True)
    series = [
        charts.series(table, "Step", column.name, gap=40, overlap=100, **look)
        for column, look in looks
    ]
    told = "; ".join(f"{_step(bar)} {money(bar.change)}" for bar in shown)
    return charts.bar_chart(
        "From cost to net present value",
        f"Present value, mean, view: {found.scenario.perspective}; left of £0: spent, or harm",
        charts.money_axis([end for bar in shown for end in (bar.start, bar.end)]),
        series,
        f"Bars from the top, each from where the last one ended. {told}.",
        of="Step",
        stacked=True,
        size=(charts.WIDEST, charts.height(len(shown))),
        behind=table,
    )


def _step(bar: Step) -> str:
    return bar.label if bar.kind == "net" else f"{bar.label} ({bar.kind})"


def _bar_look(kind: str) -> dict[str, object]:
    """A cost is striped, so that it is not told by its colour alone."""
    colour = BLUE if kind == "saving" else GREY
    filled = {"pattern": charts.STRIPED} if kind == "cost" else {"fill": {"color": colour}}
    return {**filled, "border": {"color": GREY, "width": 0.5}}
