"""The sheet Uncertainty: what it comes from, and how far each figure may be off by chance.

Shapley effects, Sobol' indices, Morris and PAWN where they were asked for; Monte Carlo errors of
the headline, and how its mean settled, always.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from econ.errors import Problem
from econ.pages import money as tables
from econ.pages import settling
from econ.pages.page import Cell, Column, Content
from econ.pages.settling import Settling
from econ.pages.style import BLUE, POUNDS, SUBTITLE, signed
from econ.reports.pictures import error_lines
from econ.reports.report import Report
from econ.words import listed, percent, started
from econ.workbook.writing import charts
from econ.workbook.writing.paper import Page

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

    from econ.analysis.shapley import ShapleyEffect, ShapleyEffects
    from econ.analysis.sobol import SobolIndex, SobolIndices
    from econ.reports.sensitivity import Global

SHEET = "Uncertainty"
WIDE, TALL = 1_100, 360
INDEX = signed("0.0%")
SCORE = signed("0.00")
UNSEEN = 0.0005
"""Shares are shown to a tenth of a percent."""
WIDTHS = [46.0, 34.0, *[15.5] * 10]


class Limited(Protocol):
    """An estimate between limits that lie evenly on either side."""

    @property
    def estimate(self) -> float | None:
        """The estimate, ``None`` where it does not exist."""

    @property
    def high(self) -> float | None:
        """Its upper limit."""


@dataclass(slots=True)
class UncertaintySheet:
    """The sheet being written; ``settled`` is where the points of the running mean stand."""

    workbook: Workbook
    page: Page
    found: Report
    together: Global | None
    settled: Settling | None
    breaks: list[int] = field(default_factory=list)

    def write(self) -> None:
        """Everything, from the title down."""
        scenario, design = self.found.scenario, self.found.design
        row = self.page.opening(
            SHEET,
            f"{design.size:,} draws ({design.name}); view: {scenario.perspective}; present values "
            f"in {scenario.price_year} prices. {tables.INTERVAL}",
            "n/a: the figure does not exist, because a ratio's denominator is 0 or changes sign, "
            "a payback never comes within the time horizon, or nothing varies.",
        )
        if self.together is not None:
            row = self._sources(row, self.together)
        row = self._errors(row)
        self.page.text(row, 0, "Every measure, in every view", SUBTITLE)
        describes = "Base case, mean, interval and error of every measure, by view."
        rows = tables.measured(self.found)
        self.page.table(row + 1, tables.MEASURED, rows, describes)
        self.page.sheet.set_h_pagebreaks([*self.breaks, row])

    def _sources(self, row: int, together: Global) -> int:
        """Where the uncertainty comes from: by number, and by group of numbers."""
        self.page.text(row, 0, "Where the uncertainty of net present value comes from", SUBTITLE)
        row = self.page.notes(row + 1, _explained(together)) + 1
        effects = together.shapley.effects
        count = min(len(effects), charts.MOST)
        top = row + charts.rows_below(charts.height(count))
        self.breaks.append(top)
        columns, rows = by_number(self.found, together)
        end = self.page.table(top, columns, rows, "What each number adds to the variance.")
        if any(effect.estimate is not None for effect in effects):
            self._shares_chart(row, top, effects[:count])
        if _names(together.shapley_groups) <= _names(together.shapley):
            return end + 1
        self.page.text(end + 1, 0, "The same by group of numbers", SUBTITLE)
        columns, rows = by_group(self.found, together)
        describes = "What each group of numbers adds to the variance."
        return self.page.table(end + 2, columns, rows, describes) + 1

    def _shares_chart(self, row: int, top: int, shown: Sequence[ShapleyEffect]) -> None:
        title = "Which numbers the uncertainty comes from"
        along = "Share of the variance (Shapley effect); thin lines: 95% confidence interval"
        ends = [x for e in shown for x in (e.low, e.high) if x is not None]
        chart = charts.bar_chart(self.workbook, title, along, charts.share_axis(ends))
        rows = (top + 1, top + len(shown))
        look = {"fill": {"color": BLUE}, **charts.error_bars(self.page, rows, 3, 3)}
        chart.add_series({**charts.bars(self.page, rows, 2), **look})
        said = "; ".join(f"{e.label}: {percent(e.estimate)}" for e in shown[:5])
        words = f"Bars: each number's share of the variance, largest first. {said}."
        charts.place(self.page, row, chart, (WIDE, charts.height(len(shown))), words)

    def _errors(self, row: int) -> int:
        """The Monte Carlo error of each headline figure, and the running mean."""
        design = self.found.design
        self.breaks += [row] if self.breaks else []
        self.page.text(row, 0, "How far the figures may be off by chance", SUBTITLE)
        note = (
            f"These errors come from drawing {design.size:,} times and no more. More draws make "
            "them smaller; they do not make the 95% interval of the result narrower."
        )
        row = self.page.notes(row + 1, [note])
        describes = "The Monte Carlo error of each figure of net present value."
        row = self.page.table(row, ERRORS, error_rows(self.found), describes) + 1
        if self.settled is None:
            return row
        chart = settling.chart(self.workbook, self.settled)
        words = f"The mean of the first draws, with its 95% band. {settling.said(self.found)}."
        return charts.place(self.page, row, chart, (WIDE, TALL), words) + 1


ERRORS = (
    Column("Net present value", 46),
    Column("What it says", 34),
    Column("Estimate", 14, POUNDS),
    Column("Monte Carlo standard error", 14, POUNDS),
    Column("95% from", 14, POUNDS),
    Column("95% to", 14, POUNDS),
)
_SAID = {
    "mean": ("Mean", "the average of all draws"),
    "p2_5": ("2.5th percentile", "lower end of the 95% interval"),
    "p50": ("Median", "half of the draws lie below"),
    "p97_5": ("97.5th percentile", "upper end of the 95% interval"),
    "probability_positive": ("Chance of paying for itself", "share of draws above £0"),
}


def error_rows(found: Report) -> list[list[Content]]:
    """Each headline figure, its Monte Carlo error and the 95% interval that it gives."""
    rows: list[list[Content]] = []
    for line in error_lines(found):
        label, said = _SAID[line.name]
        shown = INDEX if line.name == "probability_positive" else POUNDS
        figures = (line.estimate, line.se, line.low, line.high)
        rows.append([label, said, *(Cell(x, shown) for x in figures)])
    return rows


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


_SHAPLEY = (Column("Shapley effect", 14, INDEX), Column("Shapley, 95% ±", 14, INDEX))
_SOBOL = (
    Column("Sobol' first", 14, INDEX),
    Column("Sobol' first, 95% ±", 14, INDEX),
    Column("Sobol' total", 14, INDEX),
    Column("Sobol' total, 95% ±", 14, INDEX),
)
_MORRIS = (Column("Morris mu*", 14, POUNDS), Column("Morris, 95% ±", 14, POUNDS))
_PAWN = (Column("PAWN", 14, SCORE), Column("PAWN, 95% ±", 14, SCORE))

Table = tuple[tuple[Column, ...], list[list[Content]]]


def by_number(found: Report, together: Global) -> Table:
    """Every index of every number, largest Shapley effect first; Sobol' where it applies."""
    sobol = _applies(together.sobol)
    columns = (
        Column("Number", 46),
        Column("Group", 34),
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
    rows: list[list[Content]] = []
    for name in dict.fromkeys([*shares, *dense]):
        indices = _sobol(together.sobol, name) if sobol else []
        limits = [*indices, *_two(moved.get(name)), *_two(dense.get(name))]
        rows.append([labels[name], _group(found, name), *_two(shares.get(name)), *limits])
    return columns, rows


def by_group(found: Report, together: Global) -> Table:
    """Shapley effects and, where they apply, Sobol' indices of the groups of the workbook.

    A number without a group stands by itself.
    """
    sobol = _applies(together.sobol_groups)
    columns = (
        Column("Group", 46),
        Column("Numbers in it that vary", 34),
        *_SHAPLEY,
        *(_SOBOL if sobol else ()),
    )
    rows: list[list[Content]] = []
    for effect in together.shapley_groups.effects:
        inside = [index.parameter for index in together.density.indices]
        count = sum(_group(found, name) == effect.label for name in inside) or 1
        indices = _sobol(together.sobol_groups, effect.parameter) if sobol else []
        rows.append([effect.label, str(count), *_two(effect), *indices])
    return columns, rows


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
