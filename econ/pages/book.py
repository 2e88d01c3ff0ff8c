"""The workbooks: the summary of one run, scenarios side by side, and what a revision did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from econ.analysis.comparison import Comparison, ModelAverage
from econ.analysis.difference import Explanation
from econ.model.scenario import Scenario
from econ.pages import account, scenarios
from econ.pages import difference as revised
from econ.pages.page import Book, Sheet

CREATED = datetime(2026, 1, 1, tzinfo=UTC)
"""Every workbook says it was made then, so that the same results are the same bytes."""


def comparison(
    found: Comparison,
    explanations: Sequence[Explanation],
    average: ModelAverage | None,
    run: Mapping[str, str],
    compared: Sequence[Scenario] = (),
) -> Book:
    """A comparison as a workbook: Scenarios first, Run last.

    Args:
        found: Scenarios on the same draws, the first of them what the others differ from.
        explanations: Why each later scenario differs from the first.
        average: The result averaged over the scenarios, where weights were given.
        run: Rows of the sheet Run: label and text, in order.
        compared: The scenarios themselves, in their order: for their stories and the labels of
            payers. Without them, names stand for both.
    """
    names = scenarios.Names.of(found, compared)
    sheets = (
        scenarios.each_scenario(found, names),
        *([scenarios.why_they_differ(explanations, names)] if explanations else []),
        scenarios.for_each_payer(found, names),
        *([scenarios.averaged(average)] if average is not None else []),
        account.comparison_run(found, run),
    )
    return _made(names.title, names.title, sheets)


def difference(found: revised.Compared) -> Book:
    """What differs between two workbooks: what that did to the result, then each cell."""
    said = f"{Path(found.old).name} → {Path(found.new).name}"
    return _made("What changed", said, (revised.what_it_did(found), revised.what_changed(found)))


def _made(title: str, said: str, sheets: tuple[Sheet, ...]) -> Book:
    return Book(sheets, said, {"title": title, "created": CREATED, "comments": "Made by econ"})
