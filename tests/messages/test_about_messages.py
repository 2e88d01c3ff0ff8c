"""What is said of the sheet About, word for word."""

from pathlib import Path
from textwrap import dedent

import pytest

from tests.workbook.small import Messages, add, cell, drop, told

MESSAGES: Messages = {
    "an item missing": (
        [drop("About", 4)],
        """
        mine.xlsx: 1 problem

          About  setting: the item is missing
              Add a row 'setting': where, and by whom, the programme is provided.
        """,
    ),
    "an item misspelt": (
        [cell("About", 12, "item", "discount rte")],
        """
        mine.xlsx: 1 problem

          About!A12  discount rte: no item called 'discount rte'
              Did you mean 'discount rate'?
        """,
    ),
    "a statement left blank": (
        [cell("About", 5, "statement", None)],
        """
        mine.xlsx: 1 problem

          About!B5  comparator: statement is blank
              Fill it in: what the programme is compared with.
        """,
    ),
    "a perspective that is not known": (
        [cell("About", 6, "statement", "NHS")],
        """
        mine.xlsx: 1 problem

          About!B6  perspective: no perspective called 'NHS'
              Choose NHS and PSS, public sector or society.
        """,
    ),
    "years that are not whole": (
        [cell("About", 8, "statement", 2.5)],
        """
        mine.xlsx: 1 problem

          About!B8  years: '2.5' is not a whole number from 1 to 125
              Type the number of years.
        """,
    ),
    "years beyond all rates": (
        [cell("About", 8, "statement", 126)],
        """
        mine.xlsx: 1 problem

          About!B8  years: '126' is not a whole number from 1 to 125
              Type the number of years.
        """,
    ),
    "a first year that is no year": (
        [cell("About", 7, "statement", "next year")],
        """
        mine.xlsx: 1 problem

          About!B7  first year: 'next year' is not a year
              Write a financial year as 2024/25 and a calendar year as 2024.
        """,
    ),
    "another currency": (
        [cell("About", 10, "statement", "EUR")],
        """
        mine.xlsx: 1 problem

          About!B10  currency: 'EUR' is not GBP
              Type GBP: all money is in pounds.
        """,
    ),
    "a discount rate that cannot be read": (
        [cell("About", 12, "statement", "3.5")],
        """
        mine.xlsx: 1 problem

          About!B12  discount rate: cannot read the rate '3.5'
              Did you mean 3.5%?
        """,
    ),
    "a price year that no index covers": (
        [cell("About", 9, "statement", "2030/31")],
        """
        mine.xlsx: 1 problem

          About!B9  price year: no index covers 2030/31
              Choose a year within one: NHSCII runs 2022/23 to 2024/25.
        """,
    ),
    "a library that is not there": (
        [cell("About", 13, "statement", "csts.xlsx")],
        """
        mine.xlsx: 1 problem

          About!B13  unit-cost library: 'csts.xlsx': there is no such file
              Check the path and the name. The path is read from this workbook's folder.
        """,
    ),
    "no library named": (
        [cell("About", 13, "statement", None)],
        """
        mine.xlsx: 3 problems

          Parameters!P8  visit_cost: no unit cost called 'visit_2324'
              Name a unit-cost library in the sheet About.
          Parameters!M9  hour_value: no index called 'NHSCII'
              Name a unit-cost library in the sheet About, or add a sheet Indices.
          Parameters!M10  grant: no index called 'NHSCII'
              Name a unit-cost library in the sheet About, or add a sheet Indices.
        """,
    ),
    "an edition that cannot be read": (
        [add("About", item="index edition", statement="PSSRU 2024")],
        """
        mine.xlsx: 1 problem

          About!B14  index edition: cannot read the edition 'PSSRU 2024'
              Write the index, a colon and its edition, as in NHSCII: PSSRU 2024.
        """,
    ),
    "an edition that is not known": (
        [add("About", item="index edition", statement="NHSCII: 2024; CPI: 2025")],
        """
        mine.xlsx: 2 problems

          About!B14  index edition: no edition of NHSCII called '2024'
              Did you mean '2026'?
          About!B14  index edition: no index called 'CPI'
              Known: NHSCII.
        """,
    ),
}


@pytest.mark.parametrize("title", MESSAGES)
def test_a_statement_that_cannot_be_read_is_told_word_for_word(title: str, tmp_path: Path) -> None:
    changes, report = MESSAGES[title]
    assert told(tmp_path, *changes) == dedent(report).strip()
