"""How far each figure may be off by chance; and for who checks, all measures and what drives them.

Shapley effects, Sobol' indices, Morris and PAWN where they were asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from econ.analysis.screening import DensityIndex, Score
from econ.errors import Problem
from econ.pages import charts, page
from econ.pages.money import INTERVAL, MEASURED, measured
from econ.pages.style import POUNDS, SHARE, signed
from econ.palette import BLUE
from econ.reports.pictures import error_lines
from econ.reports.report import Report
from econ.reports.sensitivity import DIGIT, as_known, known_to
from econ.words import listed, percent, started

if TYPE_CHECKING:
    from econ.analysis.shapley import ShapleyEffect, ShapleyEffects
    from econ.analysis.sobol import SobolIndex, SobolIndices
    from econ.reports.sensitivity import Global

INDEX = signed("0.0%")
SCORE = signed("0.00")
WIDTHS = (46.0, 34.0, *[15.5] * 10)
ERRORS = (
    page.Column("Net present value"),
    page.Column("What it says"),
    *page.in_pounds("Estimate", "Monte Carlo standard error", "95% from", "95% to"),
)
NONE = (
    "n/a: the figure does not exist, because a ratio's denominator is 0 or changes sign, "
    "a payback never comes within the time horizon, or nothing varies."
)
_SAID = {
    "mean": ("Mean", "the average of all draws"),
    "p2_5": ("2.5th percentile", "lower end of the 95% interval"),
    "p50": ("Median", "half of the draws lie below"),
    "p97_5": ("97.5th percentile", "upper end of the 95% interval"),
    "probability_positive": ("Chance of paying for itself", "share of draws above £0"),
}
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
_SHAPLEY = (page.Column("Shapley effect", shown=SHARE), page.Column("Shapley, 95% ±", shown=INDEX))
_SOBOL = tuple(
    page.Column(f"Sobol' {kind}{error}", shown=INDEX if error else SHARE)
    for kind in ("first", "total")
    for error in ("", ", 95% ±")
)
_MORRIS = page.in_pounds("Morris mu*", "Morris, 95% ±")
_PAWN = (page.Column("PAWN", shown=SCORE), page.Column("PAWN, 95% ±", shown=SCORE))


def uncertainty_sheet(found: Report) -> page.Sheet:
    """How far the headline's figures may be off by chance."""
    blocks = (*page.opening("Uncertainty", _drawn(found)), *_errors(found))
    answers = "How far the figures of the headline may be off by chance."
    return page.Sheet("Uncertainty", answers, WIDTHS[:6], blocks, heads="", wide=True)


def all_measures(found: Report) -> page.Sheet:
    """Every measure in every view."""
    describes = "Mean, median, interval and error of every measure, by view."
    table = page.tabled("All measures", MEASURED, measured(found), describes)
    blocks = (*page.opening("All measures", _drawn(found), NONE), table)
    answers = "Every measure, in every view, with its interval and its Monte Carlo error."
    return page.Sheet("All measures", answers, WIDTHS[: len(MEASURED)], blocks, wide=True)


def global_sheet(found: Report, together: Global) -> page.Sheet:
    """Where the uncertainty comes from, number by number, by each of the methods."""
    blocks = (*page.opening("Global sensitivity", _drawn(found), NONE), *_sources(found, together))
    answers = "Where the uncertainty comes from, number by number, by each of the methods."
    return page.Sheet("Global sensitivity", answers, WIDTHS, blocks, heads="", wide=True)


def _drawn(found: Report) -> str:
    """How figures were drawn."""
    scenario, design = found.scenario, found.design
    return (
        f"{design.size:,} draws ({design.name}); view: {scenario.perspective}; present values "
        f"in {scenario.price_year} prices. {INTERVAL}"
    )


def _sources(found: Report, together: Global) -> Iterator[page.Block]:
    """Where the uncertainty comes from: by number, and by group of numbers."""
    notes = page.Notes(tuple(_explained(together)))
    yield from page.headed("Where the uncertainty of net present value comes from", notes)
    table = by_number(found, together)
    if any(isinstance(as_known(effect), float) for effect in together.shapley.effects):
        yield _shares_chart(table, together.shapley)
    yield from (page.PageBreak(), table, page.Space())
    if not _names(together.shapley_groups) <= _names(together.shapley):
        yield from page.headed("The same by group of numbers", by_group(found, together))


def _shares_chart(table: page.Table, found: ShapleyEffects) -> page.Chart:
    shown = [e for e in found.effects if isinstance(as_known(e), float)][: charts.MOST]
    rows = [effect.parameter for effect in shown]
    told = "; ".join(f"{e.label}: {percent(e.estimate)}" for e in shown[:5])
    off = charts.error_bars(table, "Shapley, 95% ±", "Shapley, 95% ±", rows)
    return charts.bar_chart(
        "Which numbers the uncertainty comes from",
        "Share of the variance (Shapley effect); thin lines: 95% confidence interval",
        charts.share_axis([x for e in shown for x in (e.low, e.high) if x is not None]),
        [charts.bars(table, "Shapley effect", rows, fill={"color": BLUE}, **off)],
        f"Bars: each number's share of the variance, largest first. {told}.",
        size=(1_100, charts.height(len(shown))),
    )


def _errors(found: Report) -> tuple[page.Block, ...]:
    """The Monte Carlo error of each headline figure, and the 95% interval that it gives."""
    note = (
        f"These errors come from drawing {found.design.size:,} times and no more. More draws make "
        "them smaller; they do not make the 95% interval of the result narrower."
    )
    rows: list[list[page.Content]] = []
    for line in error_lines(found):
        shown = INDEX if line.name == "probability_positive" else POUNDS
        figures = (line.estimate, line.se, line.low, line.high)
        rows.append([*_SAID[line.name], *(page.Cell(x, shown) for x in figures)])
    describes = "The Monte Carlo error of each figure of net present value."
    table = page.tabled("Errors by chance", ERRORS, rows, describes)
    return page.headed("How far the figures may be off by chance", page.Notes((note,)), table)


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
    columns = (page.Column("Number"), page.Column("Group"), *_SHAPLEY, *sobol, *_MORRIS, *_PAWN)
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
    columns = (page.Column("Group"), page.Column("Numbers in it that vary"), *_SHAPLEY, *sobol)
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
