"""The sheet Impact assessment: the boxes of an NHS integrated impact assessment, from the run.

Activity, service, finance, cost to the commissioner against the NHS as a whole, funding, risk,
value for money and cost profile, in that order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from econ.model.programme import PERSPECTIVES
from econ.pages.money import KEPT
from econ.pages.page import Cell, Column, Content
from econ.pages.style import ALERT, DECIMAL, POUNDS, SUBTITLE, signed
from econ.reports.narrative import alert, answer, cautions, rests_on, unpriced, would_change
from econ.reports.parts import activity, balances, cost_profile, funding
from econ.reports.pictures import PeriodRow, by_payer, by_view, periods
from econ.reports.report import Report
from econ.words import exact_money, listed, percent, years
from econ.workbook.writing.paper import Page

if TYPE_CHECKING:
    from econ.reports.sensitivity import Sensitivity

SHEET = "Impact assessment"
LABELS, NUMBERS, FEWEST = 58.0, 16.0, 5
COUNTED = signed("#,##0")
WHOLE = "All years"


def widths(found: Report) -> list[float]:
    """A wide column of labels, one of words or numbers, then one a number."""
    count = max(len(periods(found.scenario.year_labels)) + 2, FEWEST)
    return [LABELS, *[NUMBERS] * count]


@dataclass(slots=True)
class Assessment:
    """The sheet being written, box by box."""

    page: Page
    found: Report
    sensitivity: Sensitivity | None = None

    def write(self) -> None:
        """Every box, from the top."""
        scenario = self.found.scenario
        row = self.page.opening(
            SHEET,
            f"The boxes of an NHS integrated impact assessment, over {years(scenario.years)} from "
            f"{scenario.year_labels[0]}, in {scenario.price_year} prices. {KEPT}",
        )
        warned = alert(self.found)
        row = self.page.banner(row - 1, warned, ALERT) + 1 if warned else row
        row = self._activity(row)
        row = self._service(row)
        row = self._finance(row)
        row = self._whole(row)
        row = self._funding(row)
        self.page.sheet.set_h_pagebreaks([row])
        row = self._risk(row)
        row = self._value(row)
        self._profile(row)

    def _box(self, row: int, title: str, sentences: Sequence[str]) -> int:
        """The heading of a box, and what is said in it; returns the next free row."""
        self.page.text(row, 0, title, SUBTITLE)
        return self.page.notes(row + 1, [sentence for sentence in sentences if sentence])

    def _activity(self, row: int) -> int:
        said = (
            "What would be done or needed less (−: more), in numbers, base case: the quantity "
            "behind each saving, before it is valued."
        )
        row = self._box(row, "1. Activity", [said])
        lines = activity(self.found)
        rows = [[own.label, *_line(own)] for own in lines]
        if not rows:
            return self.page.notes(row, ["There is no saving, and so no activity to count."]) + 1
        columns = [Column("Activity, and what it counts"), *self._years(COUNTED)]
        return self.page.table(row, columns, rows, "How much activity changes, by year.") + 1

    def _service(self, row: int) -> int:
        people = [line.people for line in self.found.cohorts]
        known = [count for count in people if count is not None]
        reached = f"{sum(known):,.0f} people, in {len(people)} groups." if known else ""
        setting = self.found.scenario.about.get("setting", "")
        return (
            self._box(
                row,
                "2. Service",
                [setting, reached, rests_on(self.found)[-1], unpriced(self.found)],
            )
            + 1
        )

    def _finance(self, row: int) -> int:
        said = "Budget impact: the mean for each payer, undiscounted. Views overlap: do not add."
        row = self._box(row, "3. Finance", [said])
        rows = [[own.label, *_line(own)] for own in by_payer(self.found)]
        count = len(rows)
        rows += [[f"View: {own.label}", *_line(own)] for own in by_view(self.found)]
        columns = [Column("Payer or view"), *self._years(POUNDS)]
        describes = "Mean money kept by each payer in each year, and by view."
        return self.page.table(row, columns, rows, describes, range(count, len(rows))) + 1

    def _whole(self, row: int) -> int:
        said = (
            "Read the commissioner's own line against that of the NHS and PSS: what one budget "
            "spends, another may keep. Base case, all years, undiscounted."
        )
        title = "4. Cost to the commissioner against the NHS as a whole"
        row = self._box(row, title, [said])
        scenario, rows = self.found.scenario, list[list[Content]]()
        for own in balances(self.found):
            label = f"View: {own.view}" if own.view in PERSPECTIVES else scenario.label(own.view)
            rows.append([label, own.spent, own.cash, own.capacity, own.total])
        columns = [
            Column("Payer or view"),
            Column("Spent on the programme", shown=POUNDS),
            Column("Saved in cash", shown=POUNDS),
            Column("Capacity freed", shown=POUNDS),
            Column("All together", shown=POUNDS),
        ]
        totals = range(len(scenario.payers), len(rows))
        describes = "What each payer spends, saves in cash and frees as capacity."
        return self.page.table(row, columns, rows, describes, totals) + 1

    def _funding(self, row: int) -> int:
        parts = [
            f"{label} {percent(share)} ({exact_money(amount)})"
            for label, share, amount in funding(self.found)
        ]
        said = f"Who pays for the programme: {listed(parts)}." if parts else "Nothing is spent."
        return self._box(row, "5. Funding", [said]) + 1

    def _risk(self, row: int) -> int:
        turned = would_change(self.sensitivity) if self.sensitivity is not None else []
        return (
            self._box(
                row,
                "6. Risk",
                [*answer(self.found, self.sensitivity)[1:], *turned, *cautions(self.found)],
            )
            + 1
        )

    def _value(self, row: int) -> int:
        said = f"Present values, {self.found.scenario.discount.name} rate; means."
        row = self._box(row, "7. Value for money", [said])
        names = ("costs", "benefits", "net_present_value", "benefit_cost_ratio", "payback_year")
        named = [self.found.definitions[name] for name in names]
        rows: list[list[Content]] = []
        for view in PERSPECTIVES:
            figures = [(self.found.measure(m.name, view).mean, m.in_pounds) for m in named]
            cells = [Cell(x, POUNDS if pounds else DECIMAL) for x, pounds in figures]
            rows.append([f"View: {view}", *cells])
        headings = ("Cost", "Return", *(definition.title for definition in named[2:]))
        columns = [Column("View"), *(Column(heading, shown=POUNDS) for heading in headings)]
        return self.page.table(row, columns, rows, "Value for money, by view.") + 1

    def _profile(self, row: int) -> int:
        said = "What is spent in each year, base case, undiscounted."
        row = self._box(row, "8. Cost profile", [said])
        lines = cost_profile(self.found)
        rows = [[own.label, *_line(own)] for own in lines]
        columns = [Column("Cost"), *self._years(POUNDS)]
        describes = "What the programme costs in each year."
        return self.page.table(row, columns, rows, describes, [len(rows) - 1]) + 1

    def _years(self, shown: str) -> list[Column]:
        labels = [period.label for period in periods(self.found.scenario.year_labels)]
        return [Column(label, shown=shown) for label in [*labels, WHOLE]]


def _line(own: PeriodRow) -> list[Content]:
    return [*own.by_period, own.total]
