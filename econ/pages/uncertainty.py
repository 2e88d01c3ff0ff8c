"""The sheet Uncertainty: what it comes from, and how far each figure may be off by chance.

Shapley effects, Sobol' indices, Morris and PAWN where they were asked for; Monte Carlo errors of
the headline, and how its mean settled, always.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

from econ.errors import Problem
from econ.pages import charts
from econ.pages.money import INTERVAL, MEASURED, measured
from econ.pages.page import (
    Block,
    Cell,
    Chart,
    Column,
    Content,
    Notes,
    PageBreak,
    Sheet,
    Space,
    Table,
    Text,
    opening,
    tabled,
)
from econ.pages.style import BLUE, POUNDS, signed
from econ.reports.pictures import error_lines
from econ.reports.report import Report
from econ.words import listed, percent, started

if TYPE_CHECKING:
    from econ.analysis.shapley import ShapleyEffects
    from econ.analysis.sobol import SobolIndex, SobolIndices
    from econ.reports.sensitivity import Global

INDEX = signed("0.0%")
SCORE = signed("0.00")
UNSEEN = 0.0005
"""Shares are shown to a tenth of a percent."""
WIDTHS = (46.0, 34.0, *[15.5] * 10)


class Limited(Protocol):
    """An estimate between limits that lie evenly on either side."""

    @property
    def estimate(self) -> float | None:
        """The estimate, ``None`` where it does not exist."""

    @property
    def high(self) -> float | None:
        """Its upper limit."""


def sheet(found: Report, together: Global | None, settling: Chart | None) -> Sheet:
    """Where the uncertainty comes from, its errors, and every measure in every view.

    ``settling`` is the picture of the running mean, where there is one.
    """
    scenario, design = found.scenario, found.design
    said = opening(
        "Uncertainty",
        f"{design.size:,} draws ({design.name}); view: {scenario.perspective}; present values "
        f"in {scenario.price_year} prices. {INTERVAL}",
        "n/a: the figure does not exist, because a ratio's denominator is 0 or changes sign, "
        "a payback never comes within the time horizon, or nothing varies.",
    )
    describes = "Base case, mean, interval and error of every measure, by view."
    blocks = (
        *said,
        *(_sources(found, together) if together else ()),
        *_errors(found),
        *((settling, Space()) if settling else ()),
        PageBreak(),
        Text("Every measure, in every view", "subtitle"),
        tabled("Every measure", MEASURED, measured(found), describes),
    )
    answers = "Where the uncertainty comes from, and how far figures may be off by chance."
    return Sheet("Uncertainty", answers, WIDTHS, blocks, heads="", wide=True)


def _sources(found: Report, together: Global) -> Iterator[Block]:
    """Where the uncertainty comes from: by number, and by group of numbers."""
    yield Text("Where the uncertainty of net present value comes from", "subtitle")
    yield Notes(tuple(_explained(together)))
    yield Space()
    table = by_number(found, together)
    if any(effect.estimate is not None for effect in together.shapley.effects):
        yield _shares_chart(table, together.shapley)
    yield PageBreak()
    yield table
    yield Space()
    if not _names(together.shapley_groups) <= _names(together.shapley):
        yield Text("The same by group of numbers", "subtitle")
        yield by_group(found, together)
        yield Space()
    yield PageBreak()


def _shares_chart(table: Table, found: ShapleyEffects) -> Chart:
    shown = found.effects[: charts.MOST]
    rows = [effect.parameter for effect in shown]
    told = "; ".join(f"{e.label}: {percent(e.estimate)}" for e in shown[:5])
    off = charts.error_bars(table, "Shapley, 95% ±", "Shapley, 95% ±", rows)
    return charts.bar_chart(
        "Which numbers the uncertainty comes from",
        "Share of the variance (Shapley effect); thin lines: 95% confidence interval",
        charts.share_axis([x for e in shown for x in (e.low, e.high) if x is not None]),
        [{**charts.bars(table, "Shapley effect", rows), "fill": {"color": BLUE}, **off}],
        f"Bars: each number's share of the variance, largest first. {told}.",
        size=(1_100, charts.height(len(shown))),
    )


ERRORS = (
    Column("Net present value"),
    Column("What it says"),
    Column("Estimate", shown=POUNDS),
    Column("Monte Carlo standard error", shown=POUNDS),
    Column("95% from", shown=POUNDS),
    Column("95% to", shown=POUNDS),
)
_SAID = {
    "mean": ("Mean", "the average of all draws"),
    "p2_5": ("2.5th percentile", "lower end of the 95% interval"),
    "p50": ("Median", "half of the draws lie below"),
    "p97_5": ("97.5th percentile", "upper end of the 95% interval"),
    "probability_positive": ("Chance of paying for itself", "share of draws above £0"),
}


def _errors(found: Report) -> tuple[Block, ...]:
    """The Monte Carlo error of each headline figure, and the 95% interval that it gives."""
    note = (
        f"These errors come from drawing {found.design.size:,} times and no more. More draws make "
        "them smaller; they do not make the 95% interval of the result narrower."
    )
    rows: list[list[Content]] = []
    for line in error_lines(found):
        shown = INDEX if line.name == "probability_positive" else POUNDS
        figures = (line.estimate, line.se, line.low, line.high)
        rows.append([*_SAID[line.name], *(Cell(x, shown) for x in figures)])
    describes = "The Monte Carlo error of each figure of net present value."
    title = Text("How far the figures may be off by chance", "subtitle")
    return title, Notes((note,)), tabled("Errors by chance", ERRORS, rows, describes), Space()


_SHAPLEY_SAID = (
    "Shapley effect: the share of the variance that a number answers for, alone and with others, "
    "whether or not they are correlated; the shares add up to 100%. A share slightly below 0 is 0 "
    "but for chance."
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


def _explained(together: Global) -> list[str]:
    """What the columns mean, what does not apply, and what the sample cannot bear."""
    said = [_SHAPLEY_SAID, _MORRIS_SAID, f"{_PAWN_SAID} {_score(together.density.noise)}."]
    said += [_SOBOL_SAID] if _applies(together.sobol) or _applies(together.sobol_groups) else []
    warned = [
        warning
        for analysis in (
            together.sobol,
            together.shapley,
            together.shapley_groups,
            together.morris,
            together.density,
        )
        for warning in analysis.warnings
    ]
    return said + list(dict.fromkeys(_warning(together, problem) for problem in warned))


def _warning(together: Global, problem: Problem) -> str:
    """A caution as a sentence, with labels for names."""
    labels = {effect.parameter: effect.label for effect in together.shapley.effects}
    labels |= {index.parameter: index.label for index in together.density.indices}
    remedy = f" {problem.remedy}" if problem.remedy else ""
    names = problem.who.replace(" and ", ", ").split(", ")
    if all(name in labels for name in names):
        named = listed([f"“{labels[name]}”" for name in names])
        return f"Caution. {named} {problem.what}.{remedy}"
    return f"Caution. {started(problem.who)}: {problem.what}.{remedy}"


def _score(noise: float | None) -> str:
    return "not known" if noise is None else f"{noise:.2f}"


def _applies(found: SobolIndices) -> bool:
    return any(index.estimate is not None for index in found.indices)


_SHAPLEY = (Column("Shapley effect", shown=INDEX), Column("Shapley, 95% ±", shown=INDEX))
_SOBOL = (
    Column("Sobol' first", shown=INDEX),
    Column("Sobol' first, 95% ±", shown=INDEX),
    Column("Sobol' total", shown=INDEX),
    Column("Sobol' total, 95% ±", shown=INDEX),
)
_MORRIS = (Column("Morris mu*", shown=POUNDS), Column("Morris, 95% ±", shown=POUNDS))
_PAWN = (Column("PAWN", shown=SCORE), Column("PAWN, 95% ±", shown=SCORE))


def by_number(found: Report, together: Global) -> Table:
    """Every index of every number, largest Shapley effect first; Sobol' where it applies."""
    sobol = _applies(together.sobol)
    columns = (
        Column("Number"),
        Column("Group"),
        *_SHAPLEY,
        *(_SOBOL if sobol else ()),
        *_MORRIS,
        *_PAWN,
    )
    moved = {effect.parameter: effect for effect in together.morris.effects}
    dense = {index.parameter: index for index in together.density.indices}
    shares = {effect.parameter: effect for effect in together.shapley.effects}
    labels = {name: index.label for name, index in dense.items()}
    labels |= {name: effect.label for name, effect in shares.items()}
    lines: dict[str, tuple[Content, ...]] = {}
    for name in dict.fromkeys([*shares, *dense]):
        indices = _sobol(together.sobol, name) if sobol else []
        limits = [*indices, *_two(moved.get(name)), *_two(dense.get(name))]
        lines[name] = (labels[name], _group(found, name), *_two(shares.get(name)), *limits)
    return Table("Uncertainty by number", columns, lines, "What each number adds to the variance.")


def by_group(found: Report, together: Global) -> Table:
    """Shapley effects and, where they apply, Sobol' indices of the groups of the workbook.

    A number without a group stands by itself.
    """
    sobol = _applies(together.sobol_groups)
    columns = (
        Column("Group"),
        Column("Numbers in it that vary"),
        *_SHAPLEY,
        *(_SOBOL if sobol else ()),
    )
    inside = [_group(found, index.parameter) for index in together.density.indices]
    rows: list[list[Content]] = []
    for effect in together.shapley_groups.effects:
        indices = _sobol(together.sobol_groups, effect.parameter) if sobol else []
        count = inside.count(effect.label) or 1
        rows.append([effect.label, str(count), *_two(effect), *indices])
    describes = "What each group of numbers adds to the variance."
    return tabled("Uncertainty by group", columns, rows, describes)


def _names(found: ShapleyEffects) -> set[str]:
    return {effect.parameter for effect in found.effects}


def _group(found: Report, name: str) -> str:
    parameter = found.scenario.parameters.get(name)
    return (parameter.group if parameter else "") or "none"


def _two(found: Limited | None) -> list[Content]:
    """An estimate, and how far its limits lie on either side: the length of its error bars."""
    if found is None or found.estimate is None or found.high is None:
        return [None, None]
    return [_shown(found.estimate), found.high - found.estimate]


def _shown(figure: float | None) -> float | None:
    """A figure, but 0 for a share so little below it that it would be shown as minus nothing."""
    return 0.0 if figure is not None and -UNSEEN < figure < 0 else figure


def _sobol(found: SobolIndices, name: str) -> list[Content]:
    kinds: tuple[Sequence[SobolIndex], ...] = (found.first, found.total)
    return [
        figure
        for kind in kinds
        for figure in _two(next((i for i in kind if i.parameter == name), None))
    ]
