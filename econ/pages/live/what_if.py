"""The sheet What-if: change a cell and see the answer, with no program but the spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from econ.model.parameters import Parameter
from econ.model.units import figure
from econ.pages.live import what_if_charts
from econ.pages.live.chosen import GAINS, NET, OUTLAY
from econ.pages.live.formulas import YEAR_0
from econ.pages.live.inputs import limits, number_format
from econ.pages.live.offered import Offered, matches
from econ.pages.live.validations import bounds, discount_rates, from_list, number
from econ.pages.live.workings import Workings
from econ.pages.page import Cell, Column, Content, Formula, given
from econ.pages.style import (
    ALERT,
    EXACT,
    EXACT_SHARE,
    INPUT,
    PENCE,
    POUNDS,
    STRONG,
    WHOLE,
    Look,
    lines,
)
from econ.reports.choices import ALL_COHORTS, Asked, Choices
from econ.reports.report import Report
from econ.words import NOT_AVAILABLE, years
from econ.workbook.writing import charts
from econ.workbook.writing.paper import INDENT, LINE, Page

if TYPE_CHECKING:
    from xlsxwriter.chart import Chart
    from xlsxwriter.workbook import Workbook

SHEET = "What-if"
AS_TEXT = "@"
LABEL, YOURS, KIND, MODEL, CHANGED = range(5)
_FIVE = (44.0, 27.0, 10.0, 27.0, 12.0)
_WORDS: Look = {"align": "left", "indent": 1}
_FIGURES: Look = {"align": "right"}
CHOICES = (
    Column("Choose", _FIVE[0]),
    Column("Your choice", _FIVE[1], look=_WORDS),
    Column("Kind of cell", _FIVE[2]),
    Column("The model's choice (to reset)", _FIVE[3]),
    Column("Changed", _FIVE[4], look=_WORDS),
)
NUMBERS = (
    Column("Type your own number", _FIVE[0]),
    Column("Your number", _FIVE[1], EXACT),
    Column("Kind of cell", _FIVE[2]),
    Column("The model's number (to reset)", _FIVE[3], EXACT),
    Column("Changed", _FIVE[4], look=_WORDS),
    Column("In the cohort chosen", 20, EXACT, _FIGURES),
    Column("Unit", 34),
    Column("Low (2.5%)", 15, EXACT),
    Column("High (97.5%)", 15, EXACT),
)
RESULTS = (
    Column("The answer", _FIVE[0]),
    Column("With your inputs", _FIVE[1], POUNDS, _FIGURES),
    Column("Kind of cell", _FIVE[2]),
    Column("With the model's inputs", _FIVE[3], POUNDS, _FIGURES),
    Column("Difference", _FIVE[4], POUNDS, _FIGURES),
)
WIDTHS = [column.width for column in NUMBERS]
LINES = ("Net present value", "Benefits, present value", "Costs, present value")
RATIO, PAYBACK = "Benefits for each £1 of costs", "Years until it has paid for itself"
NO_COST = "n/a: no cost to this view"
YES, NO, UNUSABLE = "yes", "no", "not usable"
UNCHANGED = "No: every cell holds the model's own value."
HIGHEST_RATE = 0.3
"""A yearly discount rate is below this, as in a workbook."""
PIXELS_A_POINT = 96 / 72
GAP = 12


@dataclass(frozen=True, slots=True)
class Live:
    """Where the answer stands, for other sheets: its cells, and what the model had."""

    net: Formula
    model: Formula
    chosen: Formula
    status: Formula


@dataclass(slots=True)
class WhatIf:
    """The sheet being written: its words first, so that other sheets know where its cells are."""

    workbook: Workbook
    page: Page
    found: Report
    choices: Choices
    asked: Asked = field(init=False)
    status: int = field(init=False)
    answer: int = field(init=False)
    """The first lines of the status, and of the tables' headings below it."""
    chosen: int = field(init=False)
    numbers: int = field(init=False)

    def __post_init__(self) -> None:
        """Write the words and settle where everything stands."""
        self.status = self.page.opening(
            SHEET,
            "The base case, live: change a yellow cell marked Input and the answer follows. "
            "Choose from the lists, type numbers of your own.",
            "To go back, copy the model's value from the column '(to reset)' and paste its value, "
            "or close the file without saving.",
            "These are base-case figures: every number at its mean. The Summary's are means over "
            f"the draws. Money is in {self.found.scenario.price_year} prices.",
            "A number that differs between cohorts is the whole programme's: beside it stands what "
            "it comes to in the cohort chosen.",
        )
        self.answer = self.status + 2
        self.chosen = self.answer + len(LINES) + 4
        self.numbers = self.chosen + 3 + len(self.choices.valuations) + 2
        self.asked = self._asked()

    def _asked(self) -> Asked:
        line = self.chosen + 1
        offered = enumerate(self.choices.valuations, line + 3)
        listed = enumerate(self.choices.numbers, self.numbers + 1)
        return Asked(
            self.choices,
            {name: self._address(row) for row, name in listed},
            self._address(line),
            self._address(line + 1),
            self._address(line + 2),
            {valuation.outcome.name: self._address(row) for row, valuation in offered},
        )

    def _address(self, row: int) -> str:
        return self.page.at(row, YOURS, sheet=True)

    def changed(self) -> Formula:
        """How many choices that bear on Workings are changed: not the view, not the cohort."""
        first = self.page.at(self.chosen + 3, CHANGED, sheet=True)
        last = self.page.at(self.chosen + 3 + len(self.choices.valuations), CHANGED)
        return Formula(f'COUNTIF({first}:{last},"{YES}")', 0.0)

    def write(self, workings: Page, made: Workings) -> Live:
        """Fill the sheet, once Workings says where everything is."""
        live = self._answer(workings, made)
        self._choices(made)
        below = self._numbers(workings, made)
        self._marks()
        rows = (self.answer + 1, self.answer + len(LINES))
        self._beside(what_if_charts.parts(self.workbook, self.page, rows, (YOURS, MODEL)))
        first, horizon = made.answered.running, self.found.scenario.years
        total = what_if_charts.running_total(self.workbook, workings, first, horizon)
        words = "Columns: the running total of net money by year, with your inputs and the model's."
        charts.place(self.page, below + 1, total, (900, 300), words)
        return live

    def _marks(self) -> None:
        """What was changed stands out, in bold and by its word."""
        strong, alert = self.page.style(STRONG), self.page.style(ALERT)
        for first, last in (
            (self.chosen + 1, self.numbers - 2),
            (self.numbers + 1, self.numbers + len(self.choices.numbers)),
        ):
            for word, look in ((YES, strong), (UNUSABLE, alert)):
                rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": look}
                self.page.sheet.conditional_format(first, CHANGED, last, CHANGED, rule)

    def _answer(self, workings: Page, made: Workings) -> Live:
        """The status and the table of the answer."""
        self.page.text(self.status, LABEL, "Inputs changed?", STRONG)
        status = Formula(self._status(), UNCHANGED)
        self.page.put(self.status, YOURS, status, Column(""), STRONG)
        rows = self._lines(workings, made)
        describes = "The answer with your inputs, beside the model's for the same choice."
        self.page.table(self.answer, RESULTS, rows, describes)
        net, _, _ = self._base()
        first, view, cohort = self.answer + 1, self.asked.view, self.asked.cohort
        seen = f"View: {self.found.scenario.perspective}, {ALL_COHORTS}"
        return Live(
            Formula(self.page.at(first, YOURS, sheet=True), net),
            Formula(self.page.at(first, MODEL, sheet=True), net),
            Formula(f'{view}&", "&{cohort}', seen),
            Formula(self.page.at(self.status, YOURS, sheet=True), UNCHANGED),
        )

    def _status(self) -> str:
        cells = self._flags()
        bad = "+".join(f'COUNTIF({block},"{UNUSABLE}")' for block in cells)
        moved = "+".join(f'COUNTIF({block},"{YES}")' for block in cells)
        whole = 3 + len(self.choices.valuations) + len(self.choices.numbers)
        trouble = f"\" cannot be used: see '{UNUSABLE}' in the column Changed.\""
        return (
            f'IF({bad}>0,{bad}&{trouble},IF({moved}=0,"{UNCHANGED}",'
            f'"Yes: "&{moved}&" of {whole} cells are not the model\'s."))'
        )

    def _flags(self) -> list[str]:
        """The blocks of cells that say whether something was changed."""
        page, count = self.page, len(self.choices.numbers)
        return [
            page.span((self.chosen + 1, CHANGED), (self.numbers - 2, CHANGED)),
            page.span((self.numbers + 1, CHANGED), (self.numbers + count, CHANGED)),
        ]

    def _base(self) -> tuple[float, float, float]:
        """The model's net, benefits and costs in the headline's view."""
        gains, outlay = (
            self.found.measure(name).base_case or 0.0 for name in ("benefits", "costs")
        )
        return gains - outlay, gains, outlay

    def _lines(self, workings: Page, made: Workings) -> list[list[Content]]:
        answered, scenario = made.answered, self.found.scenario
        total = YEAR_0 + scenario.years
        worth = [
            workings.at(answered.by_year + line, total + 1, sheet=True)
            for line in (NET, GAINS, OUTLAY)
        ]
        held = [workings.at(answered.model, total + place, sheet=True) for place in (0, 1)]
        model = [f"{held[0]}-{held[1]}", *held]
        rows: list[list[Content]] = []
        for label, yours, models, value in zip(LINES, worth, model, self._base(), strict=True):
            rows.append(self._line(label, (yours, models), value, POUNDS, len(rows)))
        page, first = self.page, self.answer + 1
        cells = [(page.at(first + 1, c), page.at(first + 2, c)) for c in (YOURS, MODEL)]
        ratios = [f'IF({low}>0,{top}/{low},"{NO_COST}")' for top, low in cells]
        ratio = self.found.measure("benefit_cost_ratio").base_case
        rows.append(self._line(RATIO, ratios, NO_COST if ratio is None else ratio, PENCE, 3))
        numbers = made.time.numbers
        paid = [self._payback(workings, answered.running + line, numbers) for line in (0, 1)]
        when = self.found.measure("payback_year").base_case
        rows.append(self._line(PAYBACK, paid, self._never() if when is None else when, WHOLE, 4))
        return rows

    def _line(
        self,
        label: str,
        texts: list[str] | tuple[str, str],
        value: float | str,
        shown: str,
        place: int,
    ) -> list[Content]:
        """A line of the answer; in place of an error it says that there is none."""
        yours, models = texts
        bad = "+".join(f'COUNTIF({block},"{UNUSABLE}")' for block in self._flags())
        row = self.answer + 1 + place
        pair = self.page.at(row, YOURS), self.page.at(row, MODEL)
        gap = f'IF(COUNT({pair[0]},{pair[1]})=2,{pair[0]}-{pair[1]},"{NOT_AVAILABLE}")'
        number = isinstance(value, float)
        shielded = [f'IF({bad}>0,"{NOT_AVAILABLE}",{text})' for text in (yours, models)]
        return [
            label,
            Cell(Formula(shielded[0], value), shown, STRONG),
            "Formula",
            Cell(Formula(shielded[1], value), shown),
            Cell(Formula(gap, 0.0 if number else NOT_AVAILABLE), shown),
        ]

    def _never(self) -> str:
        return f"n/a: not within {years(self.found.scenario.years)}"

    def _payback(self, workings: Page, line: int, numbers: Sequence[str]) -> str:
        """One more than the last year in which the running total is below 0."""
        last = YEAR_0 + self.found.scenario.years - 1
        start = workings.at(line, YEAR_0, sheet=True)
        block = f"{start}:{workings.at(line, last)}"
        counted = f"{workings.name}!{numbers[0]}:{numbers[-1]}"
        below = f"SUMPRODUCT(MAX(({block}<0)*({counted}+1)))"
        return f'IF({workings.at(line, last, sheet=True)}<0,"{self._never()}",1+{below})'

    def _choices(self, made: Workings) -> None:
        scenario, answered = self.found.scenario, made.answered
        rate = scenario.discount
        named = len(rate.steps) > 1
        view = f"View: {scenario.perspective}"
        listed = [("Whose money: a view or a payer", view, answered.views)]
        listed += [("Which cohort", ALL_COHORTS, answered.cohorts)]
        rows: list[list[Content]] = [
            self._choice(self.chosen + 1 + line, label, now, offered)
            for line, (label, now, offered) in enumerate(listed)
        ]
        rows.append(self._discount(made, rate.name if named else rate.rate(1)))
        for row, valuation in enumerate(self.choices.valuations, self.chosen + 4):
            offered = made.valued[valuation.outcome.name].offered
            label = f"What one is worth: {valuation.outcome.label}"
            rows.append(self._choice(row, label, valuation.options[0].label, offered))
            room = _FIVE[YOURS] - INDENT
            longest = max(lines(option.label, room) for option in valuation.options)
            self.page.taller(row, 4 + longest * LINE)
        describes = "Whose money, which cohort, the discount rate and how outcomes are valued."
        self.page.table(self.chosen, CHOICES, rows, describes)

    def _choice(self, row: int, label: str, now: str, offered: Offered) -> list[Content]:
        self.page.sheet.data_validation(row, YOURS, row, YOURS, from_list(offered.labels))
        usable = f"{matches(offered.labels, self.page.at(row, YOURS))}=1"
        return self._with_reset(row, label, now, AS_TEXT, usable)

    def _with_reset(
        self, row: int, label: str, now: str | float, shown: str, usable: str
    ) -> list[Content]:
        yours, model = self.page.at(row, YOURS), self.page.at(row, MODEL)
        flag = f'IF({usable},IF({yours}={model},"{NO}","{YES}"),"{UNUSABLE}")'
        return [label, Cell(now, shown, INPUT), "Input", Cell(now, shown), Formula(flag, NO)]

    def _discount(self, made: Workings, now: str | float) -> list[Content]:
        row = self.chosen + 3
        cell, names = self.page.at(row, YOURS), made.time.rates.labels
        named = f"{matches(names, cell)}=1"
        within = f"IF(ISNUMBER({cell}),AND({cell}>=0,{cell}<{HIGHEST_RATE}),{named})"
        rule = discount_rates(within, [rate.name for rate in self.choices.schedules])
        self.page.sheet.data_validation(row, YOURS, row, YOURS, rule)
        return self._with_reset(
            row, "Discount rate: a schedule or a rate", now, EXACT_SHARE, within
        )

    def _numbers(self, workings: Page, made: Workings) -> int:
        rows = [
            self._number(self.numbers + 1 + line, self.found.scenario[name], workings, made)
            for line, name in enumerate(self.choices.numbers)
        ]
        describes = "Numbers that you may change, beside the model's own and its 95% limits."
        return self.page.table(self.numbers, NUMBERS, rows, describes)

    def _number(
        self, row: int, parameter: Parameter, workings: Page, made: Workings
    ) -> list[Content]:
        value = self.found.base.draws.base[parameter.name]
        shown = number_format(parameter.unit, value)
        low, high = limits(parameter)
        least, most = bounds(parameter)
        self.page.sheet.data_validation(row, YOURS, row, YOURS, number(parameter, value))
        cell, model = self.page.at(row, YOURS), self.page.at(row, MODEL)
        usable = f"AND({cell}>={least!r},{cell}<={most!r})"
        flag = f'IF({cell}={model},"{NO}","{YES}")'
        return [
            parameter.label,
            given(value, shown),
            "Input",
            Cell(value, shown),
            Formula(f'IF(ISNUMBER({cell}),IF({usable},{flag},"{UNUSABLE}"),"{UNUSABLE}")', NO),
            Cell(self._locally(parameter, workings, made), shown),
            parameter.unit or "none",
            Cell(low, shown),
            Cell(high, shown),
        ]

    def _locally(self, parameter: Parameter, workings: Page, made: Workings) -> Formula | str:
        """What a number is in the cohort chosen, where cohorts have values of their own."""
        cohorts = self.found.scenario.cohorts
        ends = [made.local.get((parameter.name, cohorts[place].name)) for place in (0, -1)]
        if ends[0] is None:
            return "the same"
        sheet, chosen = workings.name, made.answered.cohorts
        block = f"{sheet}!{ends[0]}:{ends[1]}"
        own = f"INDEX({block},1,MATCH(1,{sheet}!{chosen.chosen},0)-1)"
        everyone = f"{sheet}!{chosen.is_chosen(0)}=1"
        return Formula(f'IF({everyone},"varies",IFERROR({own},"{NOT_AVAILABLE}"))', "varies")

    def _beside(self, chart: Chart) -> None:
        """The picture on the right of the answer and the choices, as high as they are."""
        rows = range(self.answer, self.numbers - 1)
        height = sum(self.page.heights.get(row, 14.25) for row in rows) * PIXELS_A_POINT
        width = sum(8 * width + 5 for width in WIDTHS[CHANGED + 1 :]) - 2 * GAP
        chart.set_size({"width": width, "height": height})
        net, gains, outlay = (
            figure(self.found.measure(name).base_case or 0.0, "GBP")
            for name in ("net_present_value", "benefits", "costs")
        )
        words = (
            "Columns: net present value, benefits and costs with your inputs beside the model's. "
            f"At the model's own: net {net}, benefits {gains}, costs {outlay}."
        )
        place = {"description": words, "object_position": 2, "x_offset": GAP}
        self.page.sheet.insert_chart(self.answer, CHANGED + 1, chart, place)
