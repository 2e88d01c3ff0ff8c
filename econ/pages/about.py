"""The sheets of account: About, with contents, words, versions and sign-off; and Run.

The four roles are those of HM Treasury's Aqua Book.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from econ.analysis.comparison import Comparison
from econ.files import TECHNICAL
from econ.pages import page
from econ.reports.narrative import account
from econ.reports.report import Report
from econ.words import day

ABOUT_SHEET = "About"
_ASKS = "What is where, what do words mean, and who answers for it?"
CONTENTS = (page.Column("Sheet", 27), page.Column("What it answers", 63))
VERSIONS = (
    page.Column("Version", 27),
    page.Column("What was changed", 63),
    page.Column("Date", 18),
    page.Column("Where", 21),
    page.Column("Why", 40),
)
ASSURED = (
    page.Column("Role", 27),
    page.Column("What the role does", 63),
    page.Column("When", 18),
    page.Column("Who", 21),
)
ROLES = {
    "Commissioner": "asks the question and says what the answer is for",
    "Analyst": "does the work and says how it was done",
    "Assurer": "checks the work, and did not do it",
    "Approver": "decides that it may be used",
}
_RUN = (page.Column("Item", 34), page.Column("This run", 96))
_WORDS = "words.csv"
_EDITS = 6
"""Edits of the workbook that are shown: the last ones."""


def about_sheet(
    found: Report,
    record: Mapping[str, object],
    before: Sequence[page.Sheet],
    after: Sequence[page.Sheet],
    technical: Sequence[page.Sheet],
) -> page.Sheet:
    """What each sheet answers, words, the run, what was changed, and who answers for it.

    It stands between those ``before`` and those ``after``; ``technical`` are of the other workbook.
    """
    design = found.design
    asks = [(x.name, x.answers) for x in before] + [(ABOUT_SHEET, _ASKS)]
    asks += [(x.name, x.answers) for x in after]
    listed = [(page.to_sheet(name), answers) for name, answers in asks]
    contents = page.tabled("Contents", CONTENTS, listed, "Each sheet, and what it answers.")
    said = "Each version: when, where, what and why."
    log = page.tabled("Version log", VERSIONS, _logged(found, record), said)
    described = "The four roles of quality assurance, and who has them."
    roles = page.tabled("Who answers for it", ASSURED, _roles(found), described)
    run = (
        f"{design.size:,} draws ({design.name}), seed {design.seed}, on "
        f"{day(str(record.get('Date', ''))) or 'a day that is not known'}."
    )
    return page.sheet_of(
        ABOUT_SHEET,
        _ASKS,
        account(found, str(record.get("Date", ""))),
        contents,
        page.Space(),
        *page.headed("What words and marks mean", *map(_word, page.listed_in(_WORDS))),
        *page.headed("Versions and the run", page.Notes((run,), label="This run"), log),
        *page.headed(roles.name, roles),
        note=f"For whoever checks this work, {TECHNICAL} beside this file has: "
        f"{', '.join(sheet.name for sheet in technical)}.",
    )


def _word(word: Mapping[str, str]) -> page.Notes:
    return page.Notes((word["meaning"],), label=word["word"])


def _roles(found: Report) -> Iterator[list[page.Content]]:
    about = found.scenario.about
    for role, does in ROLES.items():
        who = about.get(role.lower()) or page.to_fill("Not named. Input: name")
        when = day(about.get("assured on", "")) if role == "Assurer" else ""
        yield [role, f"The {role.lower()} {does}.", when or page.to_fill("Input: date"), who]


def _logged(found: Report, record: Mapping[str, object]) -> Iterator[tuple[str, ...]]:
    scenario = found.scenario
    kept = scenario.version_log[-_EDITS:]
    if earlier := len(scenario.version_log) - len(kept):
        told = f"{earlier} earlier edits stand on the sheet Changes of the programme's workbook."
        yield "", told, "", "the workbook", ""
    for edit in kept:
        yield edit.version, edit.what, day(edit.date), edit.sheet, edit.why
    for change in scenario.changes:
        what = f"{change.what}: {change.after} (before: {change.before})"
        why = scenario.why or "not said"
        yield scenario.name, what, "in this scenario", "the scenario", why
    yield (
        scenario.about.get("version") or "not said",
        f"Run of “{scenario.name}”: the sheet Run of {TECHNICAL} says how to repeat it.",
        day(str(record.get("Date", ""))) or "not known",
        "this workbook",
        scenario.why or "to answer the question of the Summary",
    )


def run_sheet(found: Report, record: Mapping[str, object]) -> page.Sheet:
    """The record of the run."""
    scenario, design = found.scenario, found.design
    drawn = {"Design": design.name, "Draws": f"{design.size:,}", "Seed": str(design.seed)}
    return recorded({"Scenario": scenario.name, **record, **drawn})


def comparison_run(found: Comparison, record: Mapping[str, object]) -> page.Sheet:
    """The record of a comparison, then what its words mean."""
    made = {
        **record,
        "Scenarios": ", ".join(found.scenarios),
        "Draws": f"{found.draws:,}, the same for every scenario",
        "Seed": str(found.seed),
    }
    return recorded({**made, **{word["word"]: word["meaning"] for word in page.listed_in(_WORDS)}})


def recorded(said: Mapping[str, object]) -> page.Sheet:
    """The sheet Run of such a record."""
    rows = [(label, str(text or "not known")) for label, text in said.items()]
    return page.sheet_of(
        "Run",
        "How can these results be made again?",
        "With what stands below: enough to make every figure of them again, to the last digit.",
        page.tabled("Run", _RUN, rows, "The record of the run."),
    )
