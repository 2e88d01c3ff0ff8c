"""The workbook of ``econ compare``: scenarios side by side, why they differ, and their average."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import xlsxwriter

from econ.analysis.comparison import Comparison, ModelAverage
from econ.analysis.difference import Difference
from econ.files import replacing
from econ.model.scenario import Scenario
from econ.pages import run_sheet
from econ.pages import scenarios as scenario_sheets
from econ.pages.book import CREATED
from econ.pages.page import Column
from econ.pages.scenarios import Names
from econ.pages.style import PLAIN, Styles
from econ.workbook.writing.paper import Page


def write_comparison(
    comparison: Comparison,
    explanations: Sequence[Difference],
    average: ModelAverage | None,
    path: Path,
    run: Mapping[str, str],
    scenarios: Sequence[Scenario] = (),
) -> None:
    """Write a comparison as a workbook: Scenarios first, Run last.

    Args:
        comparison: Scenarios on the same draws, the first of them what the others differ from.
        explanations: Why each later scenario differs from the first.
        average: The result averaged over the scenarios, where weights were given.
        path: The file; it is whole or as it was before.
        run: Rows of the sheet Run: label and text, in order.
        scenarios: The scenarios themselves, in their order: for their stories and the labels of
            payers. Without them, names stand for both.

    Raises:
        OSError: The file cannot be written.
    """
    with replacing(path) as temporary, xlsxwriter.Workbook(temporary, PLAIN) as workbook:
        names = Names.of(comparison, scenarios)
        about = {"title": names.title, "created": CREATED, "comments": "Made by econ"}
        workbook.set_properties(about)
        book = _Book(workbook, names)
        book.compared(comparison)
        if explanations:
            book.explained(explanations)
        book.by_payer(comparison)
        if average is not None:
            book.averaged(average)
        page = book.page(run_sheet.SHEET, run_sheet.COLUMNS)
        book.finish(page, run_sheet.write_comparison_run(page, comparison, run))


class _Book:
    """The sheets of one workbook, in the order in which they stand."""

    def __init__(self, workbook: xlsxwriter.Workbook, names: Names) -> None:
        self.workbook = workbook
        self.names = names
        self.style = Styles(workbook)

    def compared(self, found: Comparison) -> None:
        """The sheet Scenarios."""
        page = self.page("Scenarios", scenario_sheets.SCENARIOS)
        top = scenario_sheets.write_scenarios(self.workbook, page, found, self.names)
        self.finish(page, top, charted=True)

    def explained(self, found: Sequence[Difference]) -> None:
        """The sheet Why they differ."""
        columns = scenario_sheets.why_columns(found, self.names)
        page = self.page("Why they differ", columns)
        self.finish(page, scenario_sheets.write_why(page, found, columns, self.names))

    def by_payer(self, found: Comparison) -> None:
        """The sheet By payer."""
        page = self.page("By payer", scenario_sheets.BY_PAYER)
        self.finish(page, scenario_sheets.write_by_payer(page, found, self.names))

    def averaged(self, found: ModelAverage) -> None:
        """The sheet Structural uncertainty."""
        page = self.page("Structural uncertainty", scenario_sheets.AVERAGED)
        top = scenario_sheets.write_average(self.workbook, page, found)
        self.finish(page, top, charted=True)

    def page(self, name: str, columns: Sequence[Column]) -> Page:
        """A new sheet, as wide as its columns."""
        sheet = self.workbook.add_worksheet(name)
        return Page(sheet, name, self.style, [column.width for column in columns])

    def finish(self, page: Page, top: int, *, charted: bool = False) -> None:
        """Row heights, headings and the printed page; below a chart the headings do not freeze."""
        page.finish(None if charted else top, self.names.title, wide=True)
        if charted:
            page.sheet.repeat_rows(top)
