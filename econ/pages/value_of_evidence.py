"""The sheet Value of evidence: what it is worth to know more, which study, and which option."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from econ.analysis.options import OptionLine
from econ.methods.decisions import Worth
from econ.methods.information import Evppi
from econ.methods.net_benefits import FUND_NOTHING
from econ.methods.studies import NetSampling
from econ.pages import charts, page
from econ.pages.style import DECIMAL, LIKELIHOOD, PENCE, RIGHT, WHOLE
from econ.palette import BLUE, SERIES
from econ.reports.report import Report
from econ.reports.value_of_evidence import ValueOfEvidence
from econ.reports.worth_knowing import seen, whose_view, worth_knowing
from econ.words import listed, money, started, unique

_NAME = "Value of evidence"
_MOST, _MOST_OPTIONS = 12, 7
_DASHES = ("solid", "dash", "round_dot", "long_dash", "dash_dot", "long_dash_dot")
_MARKERS = ("circle", "square", "triangle", "diamond", "x", "plus")
_LABEL, _WIDTH = 54.0, 15.0
_RANKED = (
    page.Column("What would be known", _LABEL),
    *page.in_pounds(
        "Worth of knowing it, one programme", "Monte Carlo standard error", width=_WIDTH
    ),
    *page.in_pounds("Worth to all, over the decision", width=_WIDTH),
    page.Column("For each person reached", _WIDTH, PENCE),
    page.Column("Told of it", _WIDTH),
)
_STUDIES = (
    page.Column("Study, its design, and what it measures", _LABEL),
    page.Column("Best size", _WIDTH, WHOLE),
    page.Column("Nearly as good", _WIDTH, look=RIGHT),
    *page.in_pounds("Its cost at that size", "Worth to all, less its cost", width=_WIDTH),
    page.Column("Years until it reports", _WIDTH, DECIMAL),
)
_OPTIONS = (
    page.Column("Option, by cost", _LABEL),
    *page.in_pounds("Mean net", width=_WIDTH),
    page.Column("Chance of being best", _WIDTH, LIKELIHOOD),
    *page.in_pounds("Expected loss", "Mean of the worst 1 in 20", width=_WIDTH),
    page.Column("Each further unit costs", _WIDTH, PENCE),
    page.Column("Dominated by", 2 * _WIDTH),
)


def value_of_evidence_sheet(found: Report) -> page.Sheet | None:
    """Everything of one decision; none where it was not asked for."""
    of = found.worth
    if of is None:
        return None
    first, whom = of.first, of.first.population
    first_words, *others = worth_knowing(of)
    when = "at the start" if whom.when == "start" else "at the end"
    return page.sheet_of(
        _NAME,
        "What would it be worth to know more before deciding?",
        first_words,
        page.Notes(tuple(others)),
        page.Space(),
        *page.headed("What it is worth to know, one number or a group at a time", *_ranked(of)),
        *page.headed("The options", *_options(of)),
        *page.headed("Studies that could be done", *_studies(of)),
        note=f"Pounds of {of.scenario.price_year}, present value, view: {whose_view(first)}; "
        f"{first.draws:,} draws of a Sobol' sequence. To all: {whom.a_year:g} a year for "
        f"{whom.years} years, each counted {when} of its year and later ones discounted.\n"
        "Worth of knowing: what is gained on average by choosing when it is known in place of "
        "choosing now (EVPI of everything, EVPPI of a part). Worth of a study: that of what its "
        "result would tell (EVSI), times all who come after it has reported, less its cost (ENBS).",
    )


def _ranked(of: ValueOfEvidence) -> tuple[page.Block, ...]:
    """Everything, then each number and each group that is worth something, largest first."""
    first, rows = of.first, list[list[page.Content]]()

    def line(label: str, worth: Worth, told: str) -> None:
        each = first.per_person(worth)
        person = each.estimate if each else None
        all_of_it = first.to_all(worth).estimate
        rows.append([label, *worth, all_of_it, person, started(told) or "As found"])

    line("Everything", first.evpi, "")
    single = [one for one in first.evppi if seen(Worth(one.estimate, one.se))]
    for one in single[:_MOST]:
        line(of.scenario.label(one.name), Worth(one.estimate, one.se), one.told)
    for one in first.evppi_groups:
        if seen(Worth(one.estimate, one.se)) and len(one.parameters) > 1:
            line(f"Group: {one.name}", Worth(one.estimate, one.se), one.told)
    table = page.tabled("Worth of knowing", _RANKED, rows, "What each would be worth to know.")
    nothing, shown = len(first.evppi) - len(single), [*single[:_MOST]]
    said = f"{nothing} numbers are worth nothing to know alone that these draws can tell from £0."
    drawn = [_bars(of, table, shown)] if shown else []
    return (*([page.Text(said)] if nothing else []), table, *drawn)


def _bars(of: ValueOfEvidence, table: page.Table, shown: Sequence[Evppi]) -> page.Chart:
    """Bars of the single numbers, which stand below everything in the table."""
    worth, rows = [one.estimate for one in shown], [str(k) for k in range(1, len(shown) + 1)]
    told = "; ".join(f"{of.scenario.label(one.name)} {money(one.estimate)}" for one in shown)
    return charts.bar_chart(
        "What each number would be worth to know, one programme",
        "Pounds",
        charts.money_axis(worth),
        [charts.bars(table, _RANKED[1].name, rows, fill={"color": BLUE})],
        f"Bars: the worth of knowing each number alone. {told}.",
        size=(charts.WIDEST, charts.height(len(rows))),
    )


def _studies(of: ValueOfEvidence) -> tuple[page.Block, ...]:
    """Each study at its best size, and what is left of it by size."""
    left = [f"“{study.label or study.name}”" for study in of.left_out]
    said = (
        f"Not looked at, as what they measure plays no part here: {listed(left)}." if left else ""
    )
    notes = (page.Text(said),) if said else ()
    if not of.first.enbs:
        return notes or (page.Text("No study is proposed on the sheet Studies."),)
    rows = [_study(of, one) for one in of.first.enbs]
    describes = "Each study: its best size, its cost, and what it leaves."
    return (*notes, page.tabled("Studies", _STUDIES, rows, describes), _by_size(of))


def _study(of: ValueOfEvidence, one: NetSampling) -> list[page.Content]:
    study, best, (low, high) = one.study, one.best, one.nearly
    measured = listed([of.scenario.label(name) for name in study.measures])
    label = f"{study.label or study.name} ({study.design}): {measured}"
    size: list[page.Content] = [page.Cell("do not study", look=RIGHT), "", "", ""]
    if best.n:
        size = [float(best.n), f"{low:,} to {high:,}", study.cost(best.n), best.estimate]
    return [label, *size, study.years_until_it_reports]


def _by_size(of: ValueOfEvidence) -> page.Chart:
    """Lines of what each study leaves, by how many people take part."""
    most = max(one.n for study in of.first.enbs for one in study.enbs)
    names = [study.study.label or study.study.name for study in of.first.enbs]
    columns = [page.Column("People", 12, WHOLE), *page.in_pounds(*names, width=16)]
    made, amounts = page.Draft("Left of each study", columns), list[float]()
    for place, study in enumerate(of.first.enbs):
        for one in study.enbs:
            cells: list[page.Content] = ["" for _ in names]
            cells[place] = one.estimate
            made.row(f"{place} {one.n}", float(one.n), *cells)
            amounts.append(one.estimate)
    table = made.table("What is left of each study, by its size.")
    series = []
    for place, (study, name) in enumerate(zip(of.first.enbs, names, strict=True)):
        rows = [f"{place} {one.n}" for one in study.enbs]
        look = place % len(_DASHES)
        line = {"color": SERIES[place % len(SERIES)], "width": 2.0, "dash_type": _DASHES[look]}
        marker = {"type": _MARKERS[look], "size": 5}
        series.append(charts.series(table, "People", name, rows, line=line, marker=marker))
    told = "; ".join(
        f"{name}: {money(one.best.estimate)} at {one.best.n:,}"
        for name, one in zip(names, of.first.enbs, strict=True)
    )
    drawn = charts.line_chart(
        "Worth of each study to all, less its cost, by size",
        {"name": "People who take part", "min": 0, "max": most, "num_format": "#,##0"},
        {"name": "Pounds", **charts.money_axis(amounts)},
        series,
        f"Lines: what is left of each study, best {told}.",
        (charts.WIDEST, 330),
    )
    return replace(drawn, behind=table)


def _options(of: ValueOfEvidence) -> tuple[page.Block, ...]:
    """The options by cost, how each stands beside the others, and whom each makes better off."""
    lines = of.options.lines
    describes = "Each option: its mean, how often it is best, what choosing it may lose."
    rows = [_option(line) for line in lines]
    beside = page.tabled("Options side by side", _OPTIONS, rows, describes)
    shown = [line for line in lines if line.option != FUND_NOTHING][:_MOST_OPTIONS]
    columns = [page.Column("Chance of being better off than with nothing", _LABEL)]
    names = unique([line.option for line in shown])
    columns += [page.Column(name, _WIDTH, LIKELIHOOD) for name in names]
    odds = [{x.payer: x.probability_better for x in line.payers} for line in shown]
    payers: list[list[page.Content]] = [
        [p.label, *(x[p.name] for x in odds)] for p in of.scenario.payers
    ]
    told = "How often each payer keeps more than it spends, by option."
    return beside, page.Space(), page.tabled("Better off, by payer", columns, payers, told)


def _option(line: OptionLine) -> list[page.Content]:
    ratio = line.extra_ratio
    numbers = (line.mean, line.probability_best, line.expected_loss, line.shortfall)
    step = "" if ratio is None else ratio
    return [started(line.option), *numbers, step, line.dominated_by or "none"]
