"""The sheet Version log: what was changed in the inputs, by this scenario, and who answers for it.

The four roles are those of HM Treasury's Aqua Book.
"""

from __future__ import annotations

from collections.abc import Mapping

from econ.pages.page import Cell, Column, Content
from econ.pages.style import INPUT, SUBTITLE
from econ.reports.report import Report
from econ.workbook.writing.paper import Page

SHEET = "Version log"
COLUMNS = (
    Column("Version", 24),
    Column("Date", 30),
    Column("Where", 26),
    Column("What was changed", 64),
    Column("Why", 64),
)
ROLES = (
    ("Commissioner", "asks the question and says what the answer is for"),
    ("Analyst", "does the work and says how it was done"),
    ("Assurer", "checks the work, and did not do it"),
    ("Approver", "decides that it may be used"),
)


def write_versions(page: Page, found: Report, run: Mapping[str, str]) -> int:
    """The log, then the roles; returns the row of the headings."""
    top = page.opening(
        SHEET,
        "Edits of the workbook of inputs as its own sheet Changes tells them, then what this "
        "scenario changes, then this run.",
    )
    end = page.table(top, COLUMNS, _rows(found, run), "Each version: when, where, what and why.")
    page.text(end + 1, 0, "Who answers for it", SUBTITLE)
    columns = (
        Column("Role", 24),
        Column("Who", 30),
        Column("When", 26),
        Column("What the role does", 64),
    )
    analyst = found.scenario.about.get("analyst", "")
    rows: list[list[Content]] = [
        [
            role,
            analyst if analyst and role == "Analyst" else _asked("name"),
            _asked("date"),
            f"The {role.lower()} {does}.",
        ]
        for role, does in ROLES
    ]
    page.table(end + 2, columns, rows, "The four roles of quality assurance, and who has them.")
    return top


def _rows(found: Report, run: Mapping[str, str]) -> list[list[Content]]:
    scenario = found.scenario
    version = scenario.about.get("version", "") or "not said"
    why = scenario.why or "not said"
    rows: list[list[Content]] = [
        [edit.version, edit.date, edit.sheet, edit.what, edit.why] for edit in scenario.version_log
    ]
    for change in scenario.changes:
        what = f"{change.what}: {change.after} (before: {change.before})"
        rows.append([scenario.name, "in this scenario", "the scenario", what, why])
    rows.append(
        [
            version,
            run.get("Date", "") or "not known",
            "this workbook",
            f"Run of “{scenario.name}”: the sheet Run says how to repeat it.",
            scenario.about.get("decision question", "") or "not said",
        ]
    )
    return rows


def _asked(what: str) -> Cell:
    return Cell(f"Input: {what}", look={**INPUT, "text_wrap": True})
