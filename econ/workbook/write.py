"""The summary workbook: everything one run found, for a commissioner first and an auditor last."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from math import ceil
from pathlib import Path

import xlsxwriter

from econ.files import replacing
from econ.report import Report
from econ.sensitivity import Sensitivity
from econ.workbook.summary import (
    checks,
    distribution,
    first_sheet,
    inputs,
    one_way_sheets,
    run_sheet,
    settling,
    tables,
    uncertainty_sheet,
    workings,
)
from econ.workbook.summary.page import Column, Page
from econ.workbook.summary.style import PLAIN, Styles

CREATED = datetime(2026, 1, 1, tzinfo=UTC)
"""Every summary says it was made then, so that the same results are the same bytes."""


def write_summary(
    found: Report, path: Path, run: Mapping[str, str], sensitivity: Sensitivity | None = None
) -> None:
    """Write a report as a workbook: Summary first, Run last.

    Args:
        found: What a run found (``econ.report.report``).
        path: The file; it is whole or as it was before.
        run: Rows of the sheet Run: label and text, in order.
        sensitivity: What drives it (``econ.sensitivity``), for the sheets Tornado, Switching
            values and Frontier, and for what Uncertainty and Summary say of it.

    Raises:
        OSError: The file cannot be written.
    """
    with replacing(path) as temporary, xlsxwriter.Workbook(temporary, PLAIN) as workbook:
        about = {"title": found.scenario.name, "created": CREATED, "comments": "Made by econ"}
        workbook.set_properties(about)
        _Book(workbook, found, sensitivity).write(run)


class _Book:
    """The sheets of one workbook, made in the order in which they stand."""

    def __init__(
        self, workbook: xlsxwriter.Workbook, found: Report, sensitivity: Sensitivity | None
    ) -> None:
        self.workbook = workbook
        self.found = found
        self.sensitivity = sensitivity
        self.style = Styles(workbook)

    def write(self, run: Mapping[str, str]) -> None:
        """Write every sheet; Summary stands first but is filled last."""
        first = self._page(first_sheet.SHEET, first_sheet.widths(self.found))
        bins = self._results()
        verdict = self._live()
        sheet = first_sheet.FirstSheet(
            self.workbook, first, self.found, bins, verdict, self.sensitivity
        )
        sheet.write()
        first.finish(None, self.found.scenario.name, wide=False, pages=1)
        page = self._page(run_sheet.SHEET, _widths(run_sheet.COLUMNS))
        page.finish(run_sheet.write_run(page, self.found, run), self.found.scenario.name, wide=True)

    def _results(self) -> tuple[Page, int, int] | None:
        """The tables of results; where the bins of the distribution stand, if there are any."""
        unpriced = bool(self.found.scenario.unmonetised)
        for name, columns, write, across in (
            ("By payer and year", tables.BY_PAYER_AND_YEAR, tables.by_payer_and_year, 1),
            ("By outcome", tables.BY_OUTCOME, tables.by_outcome, 2),
            ("Without a price", tables.UNPRICED, tables.without_a_price, int(unpriced)),
            ("By cohort", tables.BY_COHORT, tables.by_cohort, 1),
            ("Cash-releasing", tables.CASH, tables.cash_releasing, 1),
        ):
            if across:
                page, said = self._page(name, _widths(columns)), self.found.scenario.name
                page.finish(write(page, self.found), said, wide=True, across=across)
        self._driven()
        self._uncertainty()
        bins = distribution.binned([float(x) for x in self.found.net_rows[1:]])
        if bins is None:
            return None
        page = self._page("Distribution", _widths(distribution.COLUMNS))
        top = distribution.write_bins(page, self.found, bins)
        page.finish(top, self.found.scenario.name, wide=False)
        return page, top + 1, len(bins.counts)

    def _driven(self) -> None:
        """One number at a time: Tornado, Switching values and Frontier."""
        if self.sensitivity is None:
            return
        alone, said = self.sensitivity.one_way, self.found.scenario.name
        page = self._page("Tornado", _widths(one_way_sheets.TORNADO))
        top = one_way_sheets.write_tornado(self.workbook, page, alone.tornado, alone.options)
        page.finish(None, said, wide=True)
        page.sheet.repeat_rows(top)
        page = self._page("Switching values", _widths(one_way_sheets.SWITCHING))
        top = one_way_sheets.write_switching(self.workbook, page, alone.switching)
        page.finish(None, said, wide=True)
        page.sheet.repeat_rows(top)
        if alone.frontier is not None:
            page = self._page("Frontier", _widths(one_way_sheets.FRONTIER))
            top = one_way_sheets.write_frontier(self.workbook, page, alone.frontier)
            page.finish(None, said, wide=True)
            page.sheet.repeat_rows(top)

    def _uncertainty(self) -> None:
        """Where the uncertainty comes from, its errors, and how the mean settled."""
        said, run = self.found.scenario.name, settling.settled(self.found)
        page = self._page(uncertainty_sheet.SHEET, uncertainty_sheet.WIDTHS)
        settled = None
        if run is not None:
            points = self._page(settling.SHEET, _widths(settling.COLUMNS))
            settled = settling.write_settling(points, self.found, run)
            points.finish(settled.top, said, wide=False)
        together = self.sensitivity.together if self.sensitivity else None
        sheet = uncertainty_sheet.UncertaintySheet(
            self.workbook, page, self.found, together, settled
        )
        sheet.write()
        page.finish(None, said, wide=True)

    def _live(self) -> str:
        """Inputs, Workings and Checks; the address of the verdict."""
        said = self.found.scenario.name
        page = self._page(inputs.SHEET, _widths(inputs.COLUMNS))
        top = inputs.inputs(page, self.found)
        page.finish(top, said, wide=True, across=3)
        places = inputs.places(page, self.found, top)
        ledger = self._page(workings.SHEET, workings.widths(self.found))
        made = workings.workings(ledger, self.found, places)
        across = ceil(sum(ledger.widths) / workings.PRINTED)
        ledger.finish(None, said, wide=True, across=across)
        checking = self._page(checks.SHEET, _widths(checks.COLUMNS))
        checked = checks.Checked(self.found, ledger, made, page, top)
        heading, verdict = checks.write_checks(checking, checked)
        checking.finish(heading, said, wide=False)
        return verdict

    def _page(self, name: str, widths: list[float]) -> Page:
        return Page(self.workbook.add_worksheet(name), name, self.style, widths)


def _widths(columns: tuple[Column, ...]) -> list[float]:
    return [column.width for column in columns]
