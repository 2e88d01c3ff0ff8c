"""The sheet Who pays, who gains: what each payer keeps in each year, and what of it is cash."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from econ.model.estimates import ROUNDING
from econ.model.perspectives import SOCIETY
from econ.pages import charts, page
from econ.pages.live.formulas import Formula, sum_of, total
from econ.pages.style import among_millions
from econ.reports import narrative
from econ.reports.parts import largest_figure
from econ.reports.periods import periods
from econ.reports.pictures import PeriodRow, by_payer, by_view, transfers
from econ.reports.report import ALL, HAD_IT_PAID, BudgetLine, Report, perspectives_shown
from econ.words import exact_money, money

EVERY_YEAR = "All years"
KEPT = "Positive is money kept, negative is money spent or harm."
_HIGHEST = 340
"""Pixels of the picture that leave room for the table above it on one page."""
_MORE = ("95% from", "95% to", "Of the mean: cash", "Of the mean: capacity")


def who_pays_sheet(found: Report) -> page.Sheet:
    """Payer by year, with totals by view, and cash apart from capacity."""
    years = [period.label for period in periods(found.scenario.year_labels)]
    table = _apart(found, _added_up(found))
    bars = len(_drawn(found)) * max(2, len(years)) // 2
    return page.sheet_of(
        "Who pays, who gains",
        "Who pays, and who gains, in which year?",
        narrative.who_gains(found),
        table,
        page.Space(),
        payer_chart(found, table, years, (charts.WIDEST, min(charts.height(bars), _HIGHEST))),
        note=f"Budget impact: means, undiscounted, in {found.scenario.price_year} prices. {KEPT} "
        "The interval is that of all years together.\n"
        "Views overlap: do not add them up. Had it paid: less the programme's costs that "
        "others bear.\n"
        "An average cost is not cash saved: one visit fewer frees staff, beds and time for "
        "other people. Only what is marked as releasing cash, from its year on, and money "
        "spent on the programme are cash; the rest is capacity: worth having, but it pays no "
        "invoice.",
    )


def money_kept(found: Report) -> page.Table:
    """Payer by year, with totals by view and over all years by formulas; £m where any is."""
    made = _added_up(found, largest_figure(found))
    return made.table(_DESCRIBES, _views(found))


_DESCRIBES = "Mean money kept by each payer in each year, and by view. Views overlap."


def _views(found: Report) -> list[str]:
    return [f"view: {view.name}" for view in by_view(found)]


def _added_up(found: Report, most: float = 0.0) -> page.Draft:
    """Payers, then views as sums of them; where ``most`` is in millions, all are told so."""
    scenario = found.scenario
    labels = [period.label for period in periods(scenario.year_labels)]
    heading = f"Money kept (−: spent), mean, undiscounted, {scenario.price_year} prices"
    width = max(12.0, len(exact_money(-largest_figure(found))) + 2.0)
    columns = page.Column(heading, 36, key="Payer"), *page.in_pounds(*labels, width=width)
    whole = page.in_pounds(EVERY_YEAR, width=width)
    made = page.Draft("Money kept by payer", [*columns, *whole])

    def add(key: str, label: str, amounts: Iterable[float | Formula]) -> None:
        made.row(key, label, *(_shown(amount, most) for amount in amounts))
        made.row(key, _shown(total(made.across(key, labels)), most))

    moved = transfers(found)
    drawn = _drawn(found)
    others = [own for own in by_payer(found) if own not in drawn]
    for own in (*drawn, *others):
        add(own.name, own.label, own.by_period)
    for view in by_view(found):
        sums: Iterable[float | Formula] = view.by_period
        if view.name in scenario.perspectives:
            kept = list(scenario.payers_in(view.name))
            kept += [moved.name] if moved and view.name == SOCIETY else []
            sums = [sum_of(made.cell(payer, label) for payer in kept) for label in labels]
        add(f"view: {view.name}", f"All together, view: {view.label}", sums)
    return made


def _shown(amount: float | Formula, most: float) -> page.Cell:
    value = float(amount.single) if isinstance(amount, Formula) else amount
    return page.Cell(amount, among_millions(value, most))


def _apart(found: Report, made: page.Draft) -> page.Table:
    """The table with the interval of all years beside them, and cash apart from capacity."""
    made.columns = [*made.columns, *page.in_pounds(*_MORE, width=made.columns[1].width)]
    whole = {f"view: {x.payer}": x for x in found.totals if x.year == ALL}
    for row in made.lines:
        made.row(row, *_parts(whole.get(row) or whole.get(f"view: {row}")))
    return made.table(_DESCRIBES, _views(found))


def _parts(line: BudgetLine | None) -> Sequence[page.Content]:
    if line is None:
        return [None] * len(_MORE)
    mean = line.impact.mean or 0.0
    rest = mean - line.cash if abs(mean - line.cash) > ROUNDING * abs(mean) else 0.0
    return line.impact.p2_5, line.impact.p97_5, line.cash, rest


def _drawn(found: Report) -> list[PeriodRow]:
    """The payers of the picture: those with the largest sums, in the order of the workbook.

    None that has nothing, where others have something; transfers last, so that all add up.
    """
    rows = by_payer(found)
    largest = sorted(rows, key=lambda row: -max(map(abs, (row.total, *row.by_period))))
    kept = [row for row in largest if any(row.by_period)][: charts.MOST] or largest[:1]
    moved = transfers(found)
    return [*(row for row in rows if row in kept), *([moved] if moved else [])]


def payer_chart(
    found: Report, table: page.Table, columns: Sequence[str], size: tuple[int, int]
) -> page.Chart:
    """Bars by payer, one a year or one for all years, from a heavy line at nothing."""
    rows = _drawn(found)
    payers, single = [own.name for own in rows], list(columns) == [EVERY_YEAR]
    amounts = [x for own in rows for x in ([own.total] if single else own.by_period)]
    series = [
        charts.bars(table, column, payers, **look, gap=60)
        for column, look in zip(columns, charts.FILLS, strict=False)
    ]
    told = "; ".join(f"{own.label} {money(own.total)}" for own in rows)
    each = "over all years" if single else "in each year"
    return charts.at_nothing(
        charts.bar_chart(
            "Who pays (left of £0) and who gains" + (", all years" if single else ", by year"),
            "Money kept (−: spent), mean, undiscounted",
            charts.money_axis(amounts),
            series,
            f"Bars: mean money kept by each payer {each}. All years: {told}.",
            of="Payer",
            legend=charts.NO_LEGEND if len(columns) == 1 else charts.LEGEND,
            size=size,
        )
    )


def viewed(found: Report, view: str) -> str:
    """What readers see for a payer, a perspective or all payers."""
    if view == ALL:
        return "All payers"
    seen, paid, _ = view.partition(HAD_IT_PAID)
    if seen in found.scenario.perspectives:
        return f"View: {perspectives_shown(found).get(seen, seen)}{paid}"
    return {payer.name: payer.label for payer in found.scenario.payers}[view]
