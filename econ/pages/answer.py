"""The sheet Summary: the answer in words, four figures, who pays and who gains, cautions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from econ.model.perspectives import SOCIETY
from econ.pages import charts, page
from econ.pages.live.formulas import Formula, sum_of, total
from econ.pages.style import FIXED, LIKELIHOOD, NOTE, POUNDS, SHARE, SUBTITLE, among_millions
from econ.palette import SERIES
from econ.reports import narrative, otherwise
from econ.reports.parts import largest_figure, made_of
from econ.reports.pictures import by_payer, by_view, periods, round_width, transfers
from econ.reports.report import GRADES, Report, varies
from econ.words import money

if TYPE_CHECKING:
    from econ.pages.live.what_if import Live
    from econ.reports.sensitivity import Sensitivity

_LABELS, _NUMBERS, _FEWEST = 76.0, 15.0, 4
_TICKS = 4
LOWEST = 250.0
"""Points: the lowest picture that can be read."""


def answer_sheet(
    found: Report,
    histogram: page.Chart | None,
    live: Live,
    sensitivity: Sensitivity | None = None,
    date: str = "",
) -> page.Sheet:
    """Everything, from the title down; ``histogram`` is the distribution, if there is one."""
    budget = money_kept(found)
    said = page.words("The answer", narrative.answer(found, sensitivity))
    moved = narrative.would_change(sensitivity) if sensitivity is not None else []
    if moved := [*moved, *otherwise.others_tried(found)]:
        said += page.words("What would change the answer", moved)
    if sought := narrative.find_out(found):
        said += page.words("What to find out next", sought)
    if between := otherwise.between_structures(found):
        said += page.words("How far the answer moves between structures", between)
    blocks = (
        *_opening(found, date),
        page.Beside(said, _money_chart(found, budget), lowest=LOWEST),
        four_figures(found),
        page.Notes(tuple(filter(None, [narrative.one_net(found)]))),
        *(page.Space(), budget, page.Space()),
        *_grounds(found, histogram),
        *_made_of(found),
        *_live(found, live),
    )
    numbers = max(len(periods(found.scenario.year_labels)) + 1, _FEWEST)
    answers = "What it costs, what it returns and to whom, how sure that is, what it rests on."
    return page.Sheet(
        "Summary", answers, (_LABELS, *[_NUMBERS] * numbers), blocks, heads="", pages=1
    )


def _opening(found: Report, date: str) -> tuple[page.Block, ...]:
    """Programme and question, the scenario in a line, and whose work it is."""
    scenario = found.scenario
    question = scenario.about.get("decision question", "")
    why = f"This scenario: {scenario.why}." if scenario.why else ""
    return (
        page.Text(narrative.programme_name(scenario), "title"),
        *([page.Notes((question,), SUBTITLE)] if question else []),
        page.Text(narrative.in_one_line(found), "strong"),
        page.Notes(tuple(filter(None, (why, narrative.account(found, date))))),
        *page.alarm(narrative.alert(found)),
        page.Space(),
    )


def four_figures(found: Report) -> page.Table:
    """The headline, each figure with a name by which other workbooks and readers find it."""
    amounts = page.in_pounds("Mean", "Median", "95% from", "95% to")
    columns = (page.Column(f"Four figures, view: {found.scenario.perspective}"), *amounts)
    net, paid = found.measure("net_present_value"), found.had_it_paid()
    shown = {
        "costs": ("Cost (present value)", found.measure("costs")),
        "benefits": ("Return (present value)", found.measure("benefits")),
        "net_present_value": ("Net: return less cost (present value)", net),
    }
    pays = {"chance_of_paying_for_itself": ("Chance of paying for itself", net)}
    if paid:
        shown["had_it_paid"] = ("Net, had it paid for the programme (present value)", paid)
        pays = {"chance_of_paying_for_itself": ("Chance of keeping more than it spends", net)}
        pays["chance_had_it_paid"] = ("The same, had it paid for the programme", paid)
    made, names = page.Draft("Four figures", columns), dict[str, tuple[str, str]]()
    most = largest_figure(found)
    ends = dict(zip(("mean", "median", "low", "high"), amounts, strict=True))
    for name, (label, of) in shown.items():
        told = (of.mean, of.p50, of.p2_5, of.p97_5)
        mean, *others = (page.Cell(x, among_millions(x, most)) for x in told)
        others = others if varies(of) else [replace(x, shown=FIXED) for x in others]
        made.row(name, label, mean, *others)
        names |= {f"{name}_{end}": (name, column.name) for end, column in ends.items()}
    for name, (label, of) in pays.items():
        made.row(name, label, page.Cell(of.probability_positive, LIKELIHOOD), None, None, None)
        names[name] = (name, "Mean")
    describes = "Cost, return, net and the chance of paying for itself, with 95% intervals."
    return made.table(describes, names=names)


def money_kept(found: Report) -> page.Table:
    """Payer by year, added up for each view and over all years by formulas."""
    scenario = found.scenario
    labels = [period.label for period in periods(scenario.year_labels)]
    heading = f"Money kept (−: spent), mean, undiscounted, {scenario.price_year} prices"
    columns = [page.Column(heading, key="Payer"), *page.in_pounds(*labels, "All years")]
    made, most = page.Draft("Money kept by payer", columns), largest_figure(found)

    def add(key: str, label: str, amounts: Iterable[float | Formula]) -> None:
        for cell in (label, *amounts):
            made.row(key, cell if isinstance(cell, str) else _shown(cell, most))
        made.row(key, _shown(total(made.across(key, labels)), most))

    for own in by_payer(found):
        add(own.name, own.label, own.by_period)
    totals = []
    if moved := transfers(found):
        add(moved.name, moved.label, moved.by_period)
    for view in by_view(found):
        key = f"view: {view.name}"
        sums: Iterable[float | Formula] = view.by_period
        if view.name in scenario.perspectives:
            kept = list(scenario.payers_in(view.name))
            kept += [moved.name] if moved and view.name == SOCIETY else []
            sums = [sum_of(made.cell(payer, label) for payer in kept) for label in labels]
        add(key, f"All together, view: {view.label}", sums)
        totals.append(key)
    describes = "Mean money kept by each payer in each year, and by view. Views overlap."
    return made.table(describes, totals)


def _shown(amount: float | Formula, most: float) -> page.Cell:
    value = float(amount.single) if isinstance(amount, Formula) else amount
    return page.Cell(amount, among_millions(value, most))


def _money_chart(found: Report, budget: page.Table) -> page.Chart:
    """Bars by payer, one a year: payers are named on the axis, years stand in their order."""
    rows = by_payer(found)
    payers = [own.name for own in rows]
    amounts = [0.0, *(part for own in rows for part in own.by_period)]
    reach = max(amounts) - min(amounts)
    step = {"major_unit": round_width(reach / _TICKS)} if reach else {}
    series = [
        charts.bars(budget, column.name, payers, fill={"color": colour}, gap=60)
        for column, colour in zip(budget.columns[1:-1], SERIES, strict=False)
    ]
    told = "; ".join(f"{own.label} {money(own.total)}" for own in rows)
    return charts.bar_chart(
        "Who keeps or spends money, by year",
        "Money kept (−: spent), mean, undiscounted",
        {"num_format": charts.money_format(amounts), **step},
        series,
        f"Bars: mean money kept by each payer in each year. All years: {told}.",
        of="Payer",
        legend=charts.LEGEND,
    )


def _grounds(found: Report, histogram: page.Chart | None) -> tuple[page.Block, ...]:
    """What it rests on, what was changed and the cautions, with the distribution beside."""
    said = page.words("What it rests on", narrative.rests_on(found))
    said += page.words("What was changed from the base case", narrative.changed(found))
    without = narrative.unpriced(found)
    warned = narrative.cautions(found)
    warned += [f"{without} See the sheet Without a price."] if without else []
    said += page.words("Cautions", warned) if warned else ()
    return (page.Beside(said, histogram, lowest=LOWEST),) if histogram else said


def _made_of(found: Report) -> tuple[page.Block, ...]:
    """What the return is made of: share of gross value, evidence and cash, by outcome."""
    parts = made_of(found)
    if not parts:
        return ()
    graded = [k for k, _ in enumerate(GRADES) if any(part.grades[k] for part in parts)]
    shares = ["Share of gross value", *(_ON[GRADES[k]] for k in graded), "Releases cash"]
    columns = [
        page.Column("What the return is made of, and the weakest evidence behind it"),
        *(page.Column(share, shown=SHARE) for share in shares),
    ]
    rows: list[list[page.Content]] = [
        [p.label, p.share, *(p.grades[k] for k in graded), p.cash] for p in parts
    ]
    table = page.tabled(
        "What the return is made of",
        columns,
        rows,
        "Each outcome's share of gross value, the evidence behind it and its cash.",
        [len(parts) - 1],
    )
    return table, page.Space()


_ON = {
    "observed": "Observed here",
    "analogue": "Borrowed",
    "expert": "Judgement",
    "illustrative": "Illustrative",
}
"""The grades of evidence as headings: those on which nothing rests have no column."""


def _live(found: Report, live: Live) -> tuple[page.Block, ...]:
    """The answer of the sheet What-if, beside the model's, and whether they agree."""
    columns = [
        page.Column("With the What-if inputs: net present value, every number at its mean"),
        page.Column("What-if, live", shown=POUNDS, look={"align": "right"}),
        page.Column("Model", shown=POUNDS, look={"align": "right"}),
    ]
    describes = "Net present value with the inputs of the sheet What-if, and with the model's."
    most = largest_figure(found)
    answers: list[page.Content] = [live.chosen, _shown(live.net, most), _shown(live.model, most)]
    return (
        page.tabled("With the What-if inputs", columns, [answers], describes),
        _noted("Inputs changed on What-if?", page.Cell(live.status, look=NOTE)),
        page.Space(),
        _noted("Formulas against model (sheet Checks)", page.strong(live.verdict)),
    )


def _noted(said: str, content: page.Cell) -> page.Table:
    """A note, and a cell on its right."""
    columns = (page.Column("", key="said"), page.Column("", shown=POUNDS, key="found"))
    note = page.Cell(said, look={**NOTE, "text_wrap": False, "align": "general"})
    return page.Table(said, columns, {"live": (note, content)}, plain=True)
