"""Sheets for whoever checks: every measure, how the mean settled, and what drives the result.

Shapley effects, Sobol' indices, Morris and PAWN where they were asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, log10
from typing import TYPE_CHECKING

from econ.analysis.screening import DensityIndex, Score
from econ.errors import Problem
from econ.model.measures import Definition
from econ.pages import charts, page
from econ.pages.how_sure import INTERVAL
from econ.pages.style import DECIMAL, SHARE, figure_format, signed
from econ.pages.who_pays import viewed
from econ.palette import BLUE, GREY, ORANGE
from econ.reports.pictures import settled
from econ.reports.report import Report, perspectives_shown
from econ.reports.sensitivity import DIGIT, as_known, known_to
from econ.words import exact_money, listed, money, percent, started

if TYPE_CHECKING:
    from econ.analysis.shapley import ShapleyEffect, ShapleyEffects
    from econ.analysis.sobol import SobolIndex, SobolIndices
    from econ.reports.sensitivity import Global

INDEX = signed("0.0%")
SCORE = signed("0.00")
LABELS = (page.Column("Number", 36), page.Column("Group", 18))
_GROUPS = (page.Column("Group", 36), page.Column("Numbers in it that vary", 18))
MEASURED = (
    page.Column("Measure", 42),
    page.Column("View", 34),
    *(page.Column(heading, 15, DECIMAL) for heading in ("Mean", "95% interval from", "Median")),
    page.Column("95% interval to", 15, DECIMAL),
    page.Column("Monte Carlo standard error", 15, DECIMAL),
    page.Column("Chance above 0", 10, SHARE),
)
RUNNING_MEAN = (
    page.Column("The first draws", 26),
    page.Column("Draws", 14, "#,##0"),
    *page.in_pounds("Mean so far", "95% band from", "95% band to", width=16),
)
NONE = (
    "n/a: the figure does not exist, because a ratio's denominator is 0 or changes sign, "
    "a payback never comes within the time horizon, or nothing varies."
)
_SHAPLEY_SAID = (
    "Shapley effect: the share of the variance that a number answers for, alone and with others, "
    "whether or not they are correlated; the shares add up to 100%. A share within its own error "
    "is told as a bound."
)
_MORRIS_SAID = (
    "Morris: how far the result moves, on average, as the number moves through its range."
)
_PAWN_SAID = (
    "PAWN: how far knowing the number would move the whole distribution of the result, from 0 to "
    "1; chance alone scores"
)
_SOBOL_SAID = (
    "Sobol' first: the share of the variance that would go if the number, or the group, were "
    "known; total: the share that would stay if all others were known."
)
_SHAPLEY = (page.Column("Shapley effect", 11, SHARE), page.Column("Shapley, 95% ±", 11, INDEX))
_SOBOL = tuple(
    page.Column(f"Sobol' {kind}{error}", 11, INDEX if error else SHARE)
    for kind in ("first", "total")
    for error in ("", ", 95% ±")
)
_MORRIS = page.in_pounds("Morris mu*", "Morris, 95% ±", width=12)
_PAWN = (page.Column("PAWN", 9, SCORE), page.Column("PAWN, 95% ±", 9, SCORE))


def all_measures(found: Report) -> page.Sheet:
    """Every measure in every view."""
    describes = "Mean, median, interval and error of every measure, by view."
    table = page.tabled("All measures", MEASURED, measured(found), describes)
    return page.sheet_of(
        "All measures",
        "What does every measure come to, in every view?",
        f"{len(table.lines)} figures, each with its interval and its Monte Carlo error.",
        table,
        note=f"{_drawn(found)}\n{NONE}",
    )


def measured(found: Report) -> list[list[page.Content]]:
    """Every measure in every perspective that differs, and each payer's net present value."""
    net = found.definitions["net_present_value"]
    every = found.definitions.values()
    asked = [
        (definition, view)
        for view in perspectives_shown(found)
        for definition in every
        if definition.name != "net_present_value_had_it_paid" or found.had_it_paid(view)
    ]
    asked += [(net, payer.name) for payer in found.scenario.payers]
    return [_measured(found, definition, view) for definition, view in asked]


def _measured(found: Report, definition: Definition, view: str) -> list[page.Content]:
    kept = found.measures[definition.name, view]
    shown = figure_format(definition)
    numbers = (kept.mean, kept.p2_5, kept.p50, kept.p97_5, kept.se)
    chance = kept.probability_positive if definition.is_money else None
    return [definition.title, viewed(found, view), *(page.Cell(n, shown) for n in numbers), chance]


def as_draws_were_added(found: Report) -> page.Sheet | None:
    """How the mean settled; ``None`` where too few draws tell."""
    run = settled(found)
    if run is None:
        return None
    rows = [
        (f"the first {count:,}", count, mean, low, high)
        for count, mean, low, high in zip(run.draws, run.mean, run.low, run.high, strict=True)
    ]
    describes = "The mean of the first draws, for ever more of them."
    table = page.tabled("Convergence", RUNNING_MEAN, rows, describes)
    net = found.measure("net_present_value")
    came_to = (
        f"After {found.design.size:,} draws the mean is {money(net.mean)}, with a Monte Carlo "
        f"standard error of {exact_money(net.se)}."
    )
    words = f"The mean of the first draws, with its 95% band. {came_to}"
    return page.sheet_of(
        "Convergence",
        "Were there draws enough?",
        came_to,
        _settling_lines(table, run.draws[0], [*run.low, *run.high], words),
        table,
        note=f"Net present value, view: {found.scenario.perspective}, "
        f"{found.scenario.price_year} prices.",
        wide=False,
    )


def _settling_lines(
    table: page.Table, fewest: int, amounts: Sequence[float], words: str
) -> page.Chart:
    """The running mean and its band, over the number of draws on a log scale."""
    looks = (
        ("Mean so far", BLUE, 2.25, "solid"),
        ("95% band from", ORANGE, 1.25, "dash"),
        ("95% band to", GREY, 1.25, "round_dot"),
    )
    series = [
        charts.line(table, "Draws", column, color=colour, width=width, dash_type=dash)
        for column, colour, width, dash in looks
    ]
    decade = 10 ** floor(log10(fewest))
    return charts.line_chart(
        "How the mean of net present value settled",
        {"name": "Draws", "log_base": 10, "num_format": "#,##0", "min": decade},
        {"name": "Net present value", "num_format": charts.money_format(amounts)},
        series,
        words,
        (charts.WIDEST, 360),
    )


def global_sheet(found: Report, together: Global) -> page.Sheet:
    """Where the uncertainty comes from, number by number, by each of the methods."""
    table, effects = by_number(found, together), together.shapley.effects
    known = [effect for effect in effects if isinstance(as_known(effect), float)]
    first = f"Most of it from “{effects[0].label}”." if known else "No share of it is known."
    apart = not _names(together.shapley_groups) <= _names(together.shapley)
    groups = page.headed("The same by group of numbers", by_group(found, together))
    return page.sheet_of(
        "Global sensitivity",
        "Where does the uncertainty of net present value come from?",
        first,
        *([_shares_chart(table, known)] if known else []),
        table,
        page.Space(),
        *(groups if apart else ()),
        note="\n".join([_drawn(found), NONE, *_explained(together)]),
    )


def _drawn(found: Report) -> str:
    """How figures were drawn."""
    scenario, design = found.scenario, found.design
    return (
        f"{design.size:,} draws ({design.name}); view: {scenario.perspective}; present values "
        f"in {scenario.price_year} prices. {INTERVAL}"
    )


def _shares_chart(table: page.Table, known: Sequence[ShapleyEffect]) -> page.Chart:
    shown = known[: charts.MOST]
    rows = [effect.parameter for effect in shown]
    told = "; ".join(f"{e.label}: {percent(e.estimate)}" for e in shown[:5])
    off = charts.error_bars(table, "Shapley, 95% ±", "Shapley, 95% ±", rows)
    return charts.bar_chart(
        "Which numbers the uncertainty comes from",
        "Share of the variance (Shapley effect); thin lines: 95% confidence interval",
        charts.share_axis([x for e in shown for x in (e.low, e.high) if x is not None]),
        [charts.bars(table, "Shapley effect", rows, fill={"color": BLUE}, **off)],
        f"Bars: each number's share of the variance, largest first. {told}.",
        size=(charts.WIDEST, charts.height(len(shown))),
    )


def _explained(together: Global) -> list[str]:
    """What the columns mean, what does not apply, and what the sample cannot bear."""
    noise = together.density.noise
    score = "not known" if noise is None else f"{noise:.2f}"
    said = [_SHAPLEY_SAID, _MORRIS_SAID, f"{_PAWN_SAID} {score}."]
    said += [_SOBOL_SAID] if _applies(together.sobol) or _applies(together.sobol_groups) else []
    alone = (together.sobol, together.shapley)
    analyses = (*alone, together.shapley_groups, together.morris, together.density)
    off = max(known_to(a) for a in (*alone, together.shapley_groups, together.sobol_groups))
    if round(off, 2) > DIGIT:
        said.append(f"Shares are known to within {percent(off)} either way.")
    warned = [_warning(together, p) for analysis in analyses for p in analysis.warnings]
    return said + list(dict.fromkeys(warned))


def _warning(together: Global, problem: Problem) -> str:
    """A caution as a sentence, with labels for names."""
    labels = _labels(together)
    names = problem.who.replace(" and ", ", ").split(", ")
    said = f"{started(problem.who)}:"
    if all(name in labels for name in names):
        said = listed([f"“{labels[name]}”" for name in names])
    remedy = f" {problem.remedy}" if problem.remedy else ""
    return f"Caution. {said} {problem.what}.{remedy}"


def _labels(together: Global) -> dict[str, str]:
    """The labels of all numbers, largest Shapley effect first."""
    density = {index.parameter: index.label for index in together.density.indices}
    return {effect.parameter: effect.label for effect in together.shapley.effects} | density


def _applies(found: SobolIndices) -> bool:
    return any(index.estimate is not None for index in found.indices)


def by_number(found: Report, together: Global) -> page.Table:
    """Every index of every number, largest Shapley effect first; Sobol' where it applies."""
    sobol = _SOBOL if _applies(together.sobol) else ()
    columns = (*LABELS, *_SHAPLEY, *sobol, *_MORRIS, *_PAWN)
    moved = {effect.parameter: effect for effect in together.morris.effects}
    dense = {index.parameter: index for index in together.density.indices}
    shares = {effect.parameter: effect for effect in together.shapley.effects}
    lines: dict[str, tuple[page.Content, ...]] = {}
    for name, label in _labels(together).items():
        limits = [*_sobol(together.sobol, name), *_two(moved.get(name)), *_two(dense.get(name))]
        lines[name] = (label, _group(found, name), *_two(shares.get(name)), *limits)
    return page.Table(
        "Uncertainty by number", columns, lines, "What each number adds to the variance."
    )


def by_group(found: Report, together: Global) -> page.Table:
    """Shapley effects and, where they apply, Sobol' indices of the groups of the workbook.

    A number without a group stands by itself.
    """
    sobol = _SOBOL if _applies(together.sobol_groups) else ()
    columns = (
        page.Column("Group", 36),
        page.Column("Numbers in it that vary", 18),
        *_SHAPLEY,
        *sobol,
    )
    inside = [_group(found, index.parameter) for index in together.density.indices]
    rows: list[list[page.Content]] = []
    for effect in together.shapley_groups.effects:
        count = inside.count(effect.label) or 1
        indices = _sobol(together.sobol_groups, effect.parameter)
        rows.append([effect.label, str(count), *_two(effect), *indices])
    describes = "What each group of numbers adds to the variance."
    return page.tabled("Uncertainty by group", columns, rows, describes)


def _names(found: ShapleyEffects) -> set[str]:
    return {effect.parameter for effect in found.effects}


def _group(found: Report, name: str) -> str:
    parameter = found.scenario.parameters.get(name)
    return (parameter.group if parameter else "") or "none"


def _two(
    found: ShapleyEffect | SobolIndex | Score | None,
) -> list[page.Content]:
    """An estimate as it may be shown, and how far its limits lie on either side: its error bars."""
    if found is None or found.estimate is None or found.high is None:
        return [None, None]
    if isinstance(found, DensityIndex) and not found.above_noise:
        return ["within chance", found.high - found.estimate]
    known = found.estimate if isinstance(found, Score) else as_known(found)
    return [known, found.high - found.estimate]


def _sobol(found: SobolIndices, name: str) -> list[page.Content]:
    """The indices of a number or a group; none where they do not apply."""
    if not _applies(found):
        return []
    kinds = [{i.parameter: i for i in kind} for kind in (found.first, found.total)]
    return [figure for indices in kinds for figure in _two(indices.get(name))]
