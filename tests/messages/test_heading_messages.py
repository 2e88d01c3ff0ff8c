"""What is said of headings and sheets, word for word."""

from pathlib import Path
from textwrap import dedent

import pytest

from tests.workbook.small import Messages, drop, heading, no_sheet, told, without

MESSAGES: Messages = {
    "a heading misspelt": (
        [heading("Parameters", "value", "vlaue")],
        """
        mine.xlsx: 1 problem

          Parameters!D1  heading: no column called 'vlaue'
              Did you mean 'value'?
        """,
    ),
    "a heading with a stray space": (
        [heading("Outcomes", "quantity", "quantity ")],
        """
        mine.xlsx: 1 problem

          Outcomes!C1  heading: no column called 'quantity '
              Did you mean 'quantity'?
        """,
    ),
    "a heading that means nothing known": (
        [heading("Payers", "label", "colour")],
        """
        mine.xlsx: 2 problems

          Payers  heading: the column 'label' is missing
              Add it: what readers see instead of the name.
          Payers!B1  heading: no column called 'colour'
              Known: label, note.
        """,
    ),
    "a required column missing": (
        [without("Outcomes", "counts")],
        """
        mine.xlsx: 1 problem

          Outcomes  heading: the column 'counts' is missing
              Add it: the physical thing counted.
        """,
    ),
    "cells without a heading": (
        [heading("Unmonetised", "evidence", "")],
        """
        mine.xlsx: 2 problems

          Unmonetised  heading: the column 'evidence' is missing
              Add it: what is known of it.
          Unmonetised!C1  column C: has cells but no heading
              Name it in row 1, or clear its cells.
        """,
    ),
    "a sheet missing": (
        [no_sheet("Incidence")],
        """
        mine.xlsx: 1 problem

          Incidence  sheet: is missing
              Row 1 holds the headings; then one row is an outcome.
        """,
    ),
    "a sheet under another name": (
        [no_sheet("Cohorts", "Cohort")],
        """
        mine.xlsx: 1 problem

          Cohort  sheet: no sheet called 'Cohort'
              Did you mean 'Cohorts'?
        """,
    ),
    "a sheet without rows": (
        [drop("Unmonetised", 2), drop("Payers", 4), drop("Payers", 3), drop("Payers", 2)],
        """
        mine.xlsx: 1 problem

          Payers  sheet: is empty
              Row 1 holds the headings; then one row is a budget.
        """,
    ),
    "a sheet quite empty": (
        [without("Profiles")],
        """
        mine.xlsx: 1 problem

          Profiles  sheet: is empty
              Row 1 holds the headings; then one row is a time profile.
        """,
    ),
    "a payer without a column": (
        [without("Incidence", "families")],
        """
        mine.xlsx: 1 problem

          Incidence  heading: the column 'families' is missing
              Add it: the share of each outcome's value that this payer keeps or bears.
        """,
    ),
    "a column for a payer who does not exist": (
        [heading("Incidence", "council", "councils")],
        """
        mine.xlsx: 1 problem

          Incidence!C1  heading: no column called 'councils'
              Did you mean 'council'?
        """,
    ),
    "a column for a parameter that does not exist": (
        [heading("Cohorts", "people", "peolpe")],
        """
        mine.xlsx: 1 problem

          Cohorts!D1  heading: no column called 'peolpe'
              Did you mean 'people'?
        """,
    ),
    "a year left out of the columns": (
        [heading("Profiles", "year 1", "year 2")],
        """
        mine.xlsx: 1 problem

          Profiles  heading: the column 'year 1' is missing
              Add it: the value of a table profile in this year.
        """,
    ),
    "a year in other words": (
        [heading("Profiles", "year 1", "2nd year")],
        """
        mine.xlsx: 1 problem

          Profiles!F1  heading: no column called '2nd year'
              Known: note, year 1.
        """,
    ),
}


@pytest.mark.parametrize("title", MESSAGES)
def test_a_fault_of_headings_or_sheets_is_told_word_for_word(title: str, tmp_path: Path) -> None:
    changes, report = MESSAGES[title]
    assert told(tmp_path, *changes) == dedent(report).strip()
