"""The sheet Summary: the answer in words, four figures, who pays and who gains, cautions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from econ.pages import spread as distribution
from econ.pages.live.checks import PASS
from econ.pages.page import Cell, Column, Content, Formula
from econ.pages.style import (
    ALERT,
    FONT,
    MILLIONS,
    NOTE,
    POUNDS,
    PROSE,
    SHARE,
    STRONG,
    SUBTITLE,
    THOUSANDS,
    TITLE,
)
from econ.palette import GREY, PALE, SERIES
from econ.reports.narrative import (
    alert,
    answer,
    cautions,
    changed,
    in_one_line,
    rests_on,
    unpriced,
    would_change,
)
from econ.reports.parts import made_of
from econ.reports.pictures import PeriodRow, by_payer, by_view, periods, round_width
from econ.reports.report import Report
from econ.words import money
from econ.workbook.writing.paper import Page

if TYPE_CHECKING:
    from xlsxwriter.chart import Chart
    from xlsxwriter.workbook import Workbook

    from econ.pages.live.what_if import Live
    from econ.reports.sensitivity import Sensitivity

SHEET = "Summary"
LABELS, NUMBERS, FEWEST = 76.0, 15.0, 4
PIXELS_A_POINT = 96 / 72
TICKS = 4
GAP = 10
"""Pixels between words and a picture."""
DEFAULT_ROW, LOWEST = 14.25, 250.0
"""Points: of a row that nothing was said about, and of the lowest picture that can be read."""


def widths(found: Report) -> list[float]:
    """One wide column of words, then a narrow one a number."""
    return [LABELS, *[NUMBERS] * max(len(periods(found.scenario.year_labels)) + 1, FEWEST)]


@dataclass(slots=True)
class FirstSheet:
    """The sheet being written; ``bins`` is where the distribution's table stands, if it has one."""

    workbook: Workbook
    page: Page
    found: Report
    bins: tuple[Page, int, int] | None
    verdict: str
    sensitivity: Sensitivity | None = None
    live: Live | None = None

    def write(self) -> None:
        """Everything, from the title down."""
        top = self._opening()
        row = self._words(top, "The answer", answer(self.found, self.sensitivity))
        if self.sensitivity is not None:
            row = self._words(row, "What would change the answer", would_change(self.sensitivity))
        beside = (top, row)
        row = self._figures(row)
        row, first = self._budget(row)
        self._beside(self._money_chart(first), beside, self._money_said())
        row = self._grounds(row)
        row = self._made_of(row)
        row = self._what_if(row)
        said = "Formulas against model (sheet Checks)"
        self.page.text(row, 0, said, NOTE)
        rule = Column("", shown=POUNDS)
        self.page.put(row, 1, Formula(self.verdict, PASS), rule, STRONG)

    def _what_if(self, row: int) -> int:
        """The answer of the sheet What-if, beside the model's; returns the next free row."""
        if self.live is None:
            return row
        columns = [
            Column("With the What-if inputs: net present value in the base case"),
            Column("What-if, live", shown=POUNDS, look={"align": "right"}),
            Column("Model", shown=POUNDS, look={"align": "right"}),
        ]
        cells: list[Content] = [self.live.chosen, self.live.net, self.live.model]
        describes = "Net present value with the inputs of the sheet What-if, and with the model's."
        end = self.page.table(row, columns, [cells], describes)
        self.page.text(end, 0, "Inputs changed on What-if?", NOTE)
        self.page.put(end, 1, self.live.status, Column("", shown=POUNDS), NOTE)
        return end + 2

    def _opening(self) -> int:
        scenario = self.found.scenario
        self.page.text(0, 0, scenario.name, TITLE)
        line = in_one_line(self.found).removeprefix(f"{scenario.name}: ")
        self.page.text(1, 0, line[:1].upper() + line[1:], STRONG)
        row = 2
        question = scenario.about.get("decision question", "")
        row = self.page.notes(row, [question] if question else [])
        row = self.page.notes(row, [f"This scenario: {scenario.why}."] if scenario.why else [])
        return self._alert(row) + 1

    def _alert(self, row: int) -> int:
        """Illustrative numbers, said so that nobody can miss it."""
        text = alert(self.found)
        if not text:
            return row
        return self.page.banner(row, text, ALERT)

    def _words(self, row: int, title: str, sentences: Sequence[str]) -> int:
        """A heading and sentences below it, in the column of words; returns the next free row."""
        self.page.text(row, 0, title, SUBTITLE)
        for line, sentence in enumerate(sentences, row + 1):
            self.page.text(line, 0, sentence, PROSE)
        return row + len(sentences) + 2

    def _figures(self, row: int) -> int:
        rows: list[list[Content]] = []
        named = (
            ("costs", "Cost"),
            ("benefits", "Return"),
            ("net_present_value", "Net: return less cost"),
        )
        for name, label in named:
            figures = self.found.measure(name)
            rows.append([f"{label} (present value)", figures.mean, figures.p2_5, figures.p97_5])
        chance = self.found.measure("net_present_value").probability_positive
        rows.append(["Chance of paying for itself", Cell(chance, SHARE), None, None])
        view = self.found.scenario.perspective
        columns = [
            Column(f"Four figures, view: {view}"),
            Column("Mean", shown=POUNDS),
            Column("95% from", shown=POUNDS),
            Column("95% to", shown=POUNDS),
        ]
        self._name(row + 1, [name for name, _ in named])
        describes = "Cost, return, net and the chance of paying for itself, with 95% intervals."
        return self.page.table(row, columns, rows, describes) + 1

    def _name(self, first: int, measured: Sequence[str]) -> None:
        """Names for the headline figures, so that other workbooks and readers can find them."""
        places = {
            f"{name}_{end}": (first + line, column)
            for line, name in enumerate(measured)
            for column, end in enumerate(("mean", "low", "high"), 1)
        }
        places["chance_of_paying_for_itself"] = (first + len(measured), 1)
        for name, place in places.items():
            self.workbook.define_name(name, f"={self.page.at(*place, sheet=True)}")

    def _budget(self, row: int) -> tuple[int, int]:
        """Payer by year; the next free row, and the first line of the table."""
        scenario = self.found.scenario
        shown, first = periods(scenario.year_labels), row + 1
        rows: list[list[Content]] = [
            [own.label, *own.by_period, self._sum(first + line, own)]
            for line, own in enumerate(by_payer(self.found))
        ]
        rows += [
            self._view(view, first, first + len(rows) + place)
            for place, view in enumerate(by_view(self.found))
        ]
        said = f"Money kept (−: spent), mean, undiscounted, {scenario.price_year} prices"
        columns = [Column(said), *(Column(p.label, shown=POUNDS) for p in shown)]
        columns.append(Column("All years", shown=POUNDS))
        totals = range(len(scenario.payers), len(rows))
        describes = "Mean money kept by each payer in each year, and by view. Views overlap."
        return self.page.table(row, columns, rows, describes, totals) + 1, first

    def _sum(self, line: int, own: PeriodRow) -> Formula:
        block = self.page.span((line, 1), (line, len(own.by_period)))
        return Formula(f"SUM({block})", own.total)

    def _view(self, own: PeriodRow, first: int, line: int) -> list[Content]:
        """The payers that count in a view, added up; ``first`` is the first payer's line."""
        payers = enumerate(self.found.scenario.payers)
        kept = [first + k for k, payer in payers if own.name in payer.perspectives]
        cells: list[Content] = [
            Formula("+".join(self.page.at(payer, column) for payer in kept), value)
            for column, value in enumerate(own.by_period, 1)
        ]
        return [f"All together, view: {own.label}", *cells, self._sum(line, own)]

    def _grounds(self, row: int) -> int:
        """What it rests on, what was changed and the cautions, with the distribution beside."""
        top = row
        row = self._words(row, "What it rests on", rests_on(self.found))
        row = self._words(row, "What was changed from the base case", changed(self.found))
        if said := cautions(self.found) + self._unpriced():
            row = self._words(row, "Cautions", said)
        if self.bins is not None:
            chart = distribution.chart(self.workbook, self.found, *self.bins)
            words = f"Columns: how many draws lie in each range. {distribution.said(self.found)}."
            self._beside(chart, (top, row), words)
        return row

    def _made_of(self, row: int) -> int:
        """What the return is made of: share of gross value, evidence and cash, by outcome."""
        lines = made_of(self.found)
        if not lines:
            return row
        rows: list[list[Content]] = [
            [line.label, line.share, line.firm, line.weak, line.cash] for line in lines
        ]
        named = ("Share of gross value", "Observed or analogue", "Expert or illustrative")
        columns = [
            Column("What the return is made of, and the weakest evidence behind it"),
            *(Column(name, shown=SHARE) for name in (*named, "Releases cash")),
        ]
        describes = "Each outcome's share of gross value, the evidence behind it and its cash."
        return self.page.table(row, columns, rows, describes, [len(rows) - 1]) + 1

    def _unpriced(self) -> list[str]:
        said = unpriced(self.found)
        return [f"{said} See the sheet Without a price."] if said else []

    def _money_chart(self, first: int) -> Chart:
        """Bars by payer, one a year: payers are named on the axis, years stand in their order."""
        count, name = len(self.found.scenario.payers), self.page.name
        chart = self.workbook.add_chart({"type": "bar"})
        for place, colour in zip(
            range(len(periods(self.found.scenario.year_labels))), SERIES, strict=False
        ):
            chart.add_series(
                {
                    "name": [name, first - 1, 1 + place],
                    "categories": [name, first, 0, first + count - 1, 0],
                    "values": [name, first, 1 + place, first + count - 1, 1 + place],
                    "fill": {"color": colour},
                    "border": {"color": GREY, "width": 0.5},
                    "gap": 60,
                }
            )
        chart.set_title(
            {"name": "Who keeps or spends money, by year", "name_font": _font(11, True)}
        )
        chart.set_x_axis(
            {
                "name": "Money kept (−: spent), mean, undiscounted",
                "name_font": _font(9),
                "num_font": _font(9),
                **self._axis(),
                "major_gridlines": {"visible": True, "line": {"color": PALE, "width": 0.5}},
            }
        )
        chart.set_y_axis(
            {
                "name": "Payer",
                "name_font": _font(9),
                "reverse": True,
                "crossing": "max",
                "label_position": "low",
                "num_font": _font(9),
            }
        )
        chart.set_legend({"position": "bottom", "font": _font(9)})
        return chart

    def _axis(self) -> dict[str, object]:
        """Axis numbers in millions or thousands, and few enough to stand side by side."""
        amounts = [0.0, *(part for own in by_payer(self.found) for part in own.by_period)]
        most = max(abs(amount) for amount in amounts)
        shown = MILLIONS if most >= 500_000 else THOUSANDS if most >= 2_000 else POUNDS
        reach = max(amounts) - min(amounts)
        step = {"major_unit": round_width(reach / TICKS)} if reach else {}
        return {"num_format": shown, **step}

    def _money_said(self) -> str:
        parts = [f"{own.label} {money(own.total)}" for own in by_payer(self.found)]
        return f"Bars: mean money kept by each payer in each year. All years: {'; '.join(parts)}."

    def _beside(self, chart: Chart, rows: tuple[int, int], words: str) -> None:
        """Put a picture on the right of some rows of words, as high as they are."""
        first, last = rows[0], rows[1] - 1
        height = sum(self.page.heights.get(row, DEFAULT_ROW) for row in range(first, last))
        if height < LOWEST:
            self.page.taller(last, DEFAULT_ROW + LOWEST - height)
            height = LOWEST
        chart.set_size(
            {
                "width": sum(8 * width + 5 for width in self.page.widths[1:]) - GAP,
                "height": height * PIXELS_A_POINT,
            }
        )
        place = {"description": words, "object_position": 2, "x_offset": GAP}
        self.page.sheet.insert_chart(first, 1, chart, place)


def _font(size: int, bold: bool = False) -> dict[str, object]:
    return {"name": FONT, "size": size, "bold": bold, "color": "#000000"}
