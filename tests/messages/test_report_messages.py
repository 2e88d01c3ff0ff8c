"""What is said of several problems at once, word for word."""

# ruff: noqa: E501 - messages stand here as they are shown

from pathlib import Path
from textwrap import dedent

import pytest

from tests.workbook.small import Messages, cell, library_cell, told

MESSAGES: Messages = {
    "several problems in sheet order": (
        [
            cell("Incidence", 3, "families", 0.95),
            cell("Parameters", 3, "value", 0.24),
            cell("Parameters", 6, "distribution", "lognromal"),
            library_cell("Unit costs", 3, "how sure", None),
            cell("About", 6, "statement", "NHS"),
        ],
        """
        mine.xlsx: 5 problems

          About!B6  perspective: no perspective called 'NHS'
              Choose NHS and PSS, public sector or society.
          Parameters!D3  visits_before: value 0.24 is outside its limits 2 to 4
              Check D3, E3 and F3.
          Parameters!I6  hours: no distribution called 'lognromal'
              Choose fixed, normal, lognormal, gamma, beta, uniform, triangular, pert, dirichlet or sample.
          Incidence!B3:D3  care: payers' shares add to 95%, not 100%
          costs.xlsx Unit costs!S3  euro_hour: how sure is blank
              Choose high, medium or low.
        """,
    ),
    "an unsound row is not called missing": (
        [
            cell("Parameters", 2, "value", None),
            cell("Parameters", 7, "source", None),
            cell("Payers", 2, "label", None),
            cell("Profiles", 3, "clock", "entyr"),
            cell("Outcomes", 2, "counts", None),
        ],
        """
        mine.xlsx: 5 problems

          Parameters!D2  people: value is blank
              Type the number.
          Parameters!O7  leaving_rate: source is blank
              Fill it in: where the number comes from, or the words 'Assumption: ' and the reasoning.
          Outcomes!J2  visits: counts is blank
              Fill it in: the physical thing counted.
          Payers!B2  nhs: label is blank
              Fill it in: what readers see instead of the name.
          Profiles!C3  involved: no clock called 'entyr'
              Choose entry or calendar.
        """,
    ),
}


@pytest.mark.parametrize("title", MESSAGES)
def test_several_problems_are_told_word_for_word(title: str, tmp_path: Path) -> None:
    changes, report = MESSAGES[title]
    assert told(tmp_path, *changes) == dedent(report).strip()
