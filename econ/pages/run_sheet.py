"""The sheet Run: what made this workbook, and how to make it again."""

from __future__ import annotations

from collections.abc import Mapping

from econ.analysis.comparison import Comparison
from econ.pages.page import Column, Content
from econ.reports.report import Report
from econ.workbook.writing.paper import Page

SHEET = "Run"
COLUMNS = (Column("Item", 34), Column("This run", 96))


_INTERVAL = "The 2.5th to the 97.5th percentile of the draws."
_ERROR = (
    "How far a mean may be from that of endless draws. More draws make it smaller; they do not "
    "make the interval narrower."
)
_SIGN = "Positive is money that a payer keeps; costs are negative."


def write_run(page: Page, found: Report, run: Mapping[str, str]) -> int:
    """The record of the run, then what its figures mean; returns the row of the headings."""
    return _write(page, _rows(found, run))


def write_comparison_run(page: Page, found: Comparison, run: Mapping[str, str]) -> int:
    """The record of a comparison; returns the row of the headings."""
    said = {
        **run,
        "Scenarios": ", ".join(found.scenarios),
        "Draws": f"{found.draws:,}, the same for every scenario",
        "Seed": str(found.seed),
        "Base case": "Every number at its mean, in each scenario.",
        "95% interval": _INTERVAL,
        "Monte Carlo standard error": _ERROR,
        "Sign": _SIGN,
    }
    return _write(page, said)


def _write(page: Page, said: Mapping[str, str]) -> int:
    top = page.opening(
        "Run", "Enough to make every figure of this workbook again, to the last digit."
    )
    rows: list[list[Content]] = [[label, text or "not known"] for label, text in said.items()]
    page.table(top, COLUMNS, rows, "The record of the run.")
    return top


def _rows(found: Report, run: Mapping[str, str]) -> dict[str, str]:
    scenario, design = found.scenario, found.design
    return {
        "Scenario": scenario.name,
        **run,
        "Design": design.name,
        "Draws": f"{design.size:,}",
        "Seed": str(design.seed),
        "Base case": "Every number at its mean. Where the model is not a plain product the mean "
        "of the draws differs from it; the Summary says so where it matters.",
        "95% interval": "The 2.5th to the 97.5th percentile: of the draws for results, of the "
        "fitted distribution for inputs.",
        "Monte Carlo standard error": _ERROR,
        "Prices": f"{scenario.price_year} prices; each price was carried there once, by the "
        "index named on the sheet Inputs.",
        "Discounting": f"{scenario.discount.name} rate; the first year is year 0 and is not "
        "discounted. Budget figures by year are undiscounted.",
        "Sign": _SIGN,
    }
