"""The summary workbook: everything one run found, for a commissioner first and an auditor last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from math import ceil
from pathlib import Path

import xlsxwriter

from econ.files import replacing
from econ.pages import (
    acceptability_sheet,
    assumptions,
    cheers,
    contents,
    impact_assessment,
    run_sheet,
    settling,
    version_log,
    waterfall,
)
from econ.pages import account as sources
from econ.pages import answer as first_sheet
from econ.pages import money as tables
from econ.pages import one_way as one_way_sheets
from econ.pages import spread as distribution
from econ.pages import uncertainty as uncertainty_sheet
from econ.pages.live import checks, inputs, what_if, workings
from econ.pages.page import Column
from econ.pages.style import PLAIN, Styles
from econ.reports.choices import Choices, choices
from econ.reports.pictures import alike, binned, settled
from econ.reports.report import Report
from econ.reports.sensitivity import Sensitivity
from econ.workbook.writing.paper import Page

CREATED = datetime(2026, 1, 1, tzinfo=UTC)
"""Every summary says it was made then, so that the same results are the same bytes."""
UPRIGHT = 130
"""Characters that still can be read across one printed page that stands upright."""


def write_summary(
    found: Report,
    path: Path,
    run: Mapping[str, str],
    sensitivity: Sensitivity | None = None,
    what_if: Sequence[str] = (),
) -> None:
    """Write a report as a workbook: Summary first, Run last.

    Args:
        found: What a run found (``econ.reports.report.report``).
        path: The file; it is whole or as it was before.
        run: Rows of the sheet Run: label and text, in order.
        sensitivity: What drives it (``econ.reports.sensitivity``), for the sheets Tornado,
            Switching values and Frontier, and for what Uncertainty and Summary say of it.
        what_if: Names of parameters that have a cell on the sheet What-if, besides those that
            matter most.

    Raises:
        ScenarioError: A name of ``what_if`` is not one that can be changed alone.
        OSError: The file cannot be written.
    """
    tornado = sensitivity.one_way.tornado if sensitivity else None
    offered = choices(found.scenario, tornado, what_if)
    with replacing(path) as temporary, xlsxwriter.Workbook(temporary, PLAIN) as workbook:
        workbook.set_properties(properties(found))
        _Book(workbook, found, sensitivity, offered).write(run)


def properties(found: Report) -> dict[str, object]:
    """What the file says of itself, in the document's properties."""
    about = found.scenario.about
    return {
        "title": found.scenario.name,
        "subject": about.get("decision question", "Costs and impacts by payer and year")[:250],
        "author": about.get("analyst", "Not said"),
        "category": "Economic evaluation",
        "keywords": "costs, impacts, budget impact, uncertainty",
        "comments": "Made by econ",
        "created": CREATED,
    }


class _Book:
    """The sheets of one workbook, made in the order in which they stand."""

    def __init__(
        self,
        workbook: xlsxwriter.Workbook,
        found: Report,
        sensitivity: Sensitivity | None,
        offered: Choices,
    ) -> None:
        self.workbook = workbook
        self.found = found
        self.sensitivity = sensitivity
        self.offered = offered
        self.style = Styles(workbook)
        self.pages: list[Page] = []

    def write(self, run: Mapping[str, str]) -> None:
        """Write every sheet; Summary stands first but is filled last."""
        first = self._page(first_sheet.SHEET, first_sheet.widths(self.found))
        second = self._page(contents.SHEET, _widths(contents.COLUMNS))
        bins = self._results()
        verdict, live = self._live()
        sheet = first_sheet.FirstSheet(
            self.workbook, first, self.found, bins, verdict, self.sensitivity, live
        )
        sheet.write()
        first.finish(None, self.found.scenario.name, wide=False, pages=1)
        self._account(run)
        top = contents.write_contents(second, self.pages)
        second.finish(top, self.found.scenario.name, wide=False, pages=1)

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
                top = write(page, self.found)
                if name == "By cohort":
                    tables.cohort_chart(self.workbook, page, self.found, top)
                page.finish(top, said, wide=sum(page.widths) > UPRIGHT, across=across)
            if name == "By outcome":
                self._falling()
        self._assessed()
        self._driven()
        self._uncertainty()
        draws = self.found.net_rows[1:]
        if alike(draws):
            return None
        bins = binned(draws, distribution.BINS)
        page = self._page("Distribution", _widths(distribution.COLUMNS))
        top = distribution.write_bins(page, self.found, bins)
        page.finish(top, self.found.scenario.name, wide=False)
        self._acceptable()
        return page, top + 1, len(bins.counts)

    def _falling(self) -> None:
        """From cost to net."""
        page = self._page(waterfall.SHEET, _widths(waterfall.COLUMNS))
        top = waterfall.write_waterfall(self.workbook, page, self.found)
        page.finish(None, self.found.scenario.name, wide=True)
        page.sheet.repeat_rows(top)

    def _assessed(self) -> None:
        """The boxes of an NHS impact assessment."""
        page = self._page(impact_assessment.SHEET, impact_assessment.widths(self.found))
        impact_assessment.Assessment(page, self.found, self.sensitivity).write()
        page.finish(None, self.found.scenario.name, wide=False)

    def _acceptable(self) -> None:
        """The chance of at least so much; where there is a distribution, there is one."""
        page = self._page(acceptability_sheet.SHEET, _widths(acceptability_sheet.COLUMNS))
        write = acceptability_sheet.write_acceptability
        top = write(self.workbook, page, self.found)
        page.finish(None, self.found.scenario.name, wide=False)
        page.sheet.repeat_rows(top)

    def _account(self, run: Mapping[str, str]) -> None:
        """What others ask for: CHEERS, Assumptions, Version log, Sources and Run."""
        found, told, said = self.found, self.sensitivity, self.found.scenario.name
        sheets = frozenset(page.name for page in self.pages) | {assumptions.SHEET}
        page = self._page(cheers.SHEET, _widths(cheers.COLUMNS))
        page.finish(cheers.write_cheers(page, found, told, sheets), said, wide=True)
        page = self._page(assumptions.SHEET, _widths(assumptions.COLUMNS))
        page.finish(assumptions.write_assumptions(page, found, told), said, wide=True)
        page = self._page(version_log.SHEET, _widths(version_log.COLUMNS))
        page.finish(version_log.write_versions(page, found, run), said, wide=True)
        page = self._page(sources.SHEET, _widths(sources.COLUMNS))
        page.finish(sources.write_sources(page, found), said, wide=True)
        page = self._page(run_sheet.SHEET, _widths(run_sheet.COLUMNS))
        page.finish(run_sheet.write_run(page, found, run), said, wide=True)

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
        said, run = self.found.scenario.name, settled(self.found)
        page = self._page(uncertainty_sheet.SHEET, uncertainty_sheet.WIDTHS)
        points_at = None
        if run is not None:
            points = self._page(settling.SHEET, _widths(settling.COLUMNS))
            points_at = settling.write_settling(points, self.found, run)
            points.finish(points_at.top, said, wide=False)
        together = self.sensitivity.together if self.sensitivity else None
        sheet = uncertainty_sheet.UncertaintySheet(
            self.workbook, page, self.found, together, points_at
        )
        sheet.write()
        page.finish(None, said, wide=True)

    def _live(self) -> tuple[str, what_if.Live]:
        """What-if, Inputs, Workings and Checks; the address of the verdict, and the answer's."""
        said = self.found.scenario.name
        asking = self._page(what_if.SHEET, what_if.WIDTHS)
        sheet = what_if.WhatIf(self.workbook, asking, self.found, self.offered)
        page = self._page(inputs.SHEET, _widths(inputs.COLUMNS))
        top = inputs.inputs(page, self.found, sheet.asked)
        page.finish(top, said, wide=True, across=3)
        places = inputs.places(page, self.found, top)
        ledger = self._page(workings.SHEET, workings.widths(self.found))
        made = workings.workings(ledger, self.found, places, sheet.asked)
        across = ceil(sum(ledger.widths) / workings.PRINTED)
        ledger.finish(None, said, wide=True, across=across)
        live = sheet.write(ledger, made)
        asking.finish(None, said, wide=True, pages=1)
        checking = self._page(checks.SHEET, _widths(checks.COLUMNS))
        checked = checks.Checked(self.found, ledger, made, page, top, sheet.changed())
        heading, verdict = checks.write_checks(checking, checked)
        checking.finish(heading, said, wide=False)
        return verdict, live

    def _page(self, name: str, widths: list[float]) -> Page:
        page = Page(self.workbook.add_worksheet(name), name, self.style, widths)
        self.pages.append(page)
        return page


def _widths(columns: tuple[Column, ...]) -> list[float]:
    return [column.width for column in columns]
