"""What is said of the library and its indices, word for word."""

from pathlib import Path
from textwrap import dedent

import pytest

from tests.workbook.small import Messages, cell, library_cell, told

MESSAGES: Messages = {
    "a library row that is not known": (
        [cell("Parameters", 8, "from library", "visit_2425")],
        """
        mine.xlsx: 1 problem

          Parameters!P8  visit_cost: no unit cost called 'visit_2425'
              Did you mean 'visit_2324'?
        """,
    ),
    "a library row in euros": (
        [cell("Parameters", 8, "from library", "euro_hour")],
        """
        mine.xlsx: 1 problem

          Parameters!K8  visit_cost: unit 'EUR per hour' is not in pounds
              Choose a value in GBP.
        """,
    ),
    "a library row whose price year no index covers": (
        [cell("Parameters", 8, "from library", "visit_1112")],
        """
        mine.xlsx: 1 problem

          Parameters!L8  visit_cost: NHSCII runs 2022/23 to 2024/25, without 2011/12
              Choose another index for this price.
        """,
    ),
    "an index of the row's own that is not known": (
        [cell("Parameters", 8, "index", "CPI")],
        """
        mine.xlsx: 1 problem

          Parameters!M8  visit_cost: no index called 'CPI'
              Known: NHSCII.
        """,
    ),
    "a value of the row's own outside the library's limits": (
        [
            library_cell("Unit costs", 2, "low", 100),
            library_cell("Unit costs", 2, "high", 300),
            cell("Parameters", 8, "value", 400),
        ],
        """
        mine.xlsx: 1 problem

          Parameters!D8  visit_cost: value 400 is outside its limits 100 to 300
              Check D8, E8 and F8.
        """,
    ),
    "a number kept as text in the library": (
        [library_cell("Unit costs", 2, "value", "200")],
        """
        mine.xlsx: 1 problem

          costs.xlsx Unit costs!D2  visit_2324: value is text, not a number: '200'
              Type 200, in a cell that is not formatted as text.
        """,
    ),
    "a level of an index below nothing, and one twice": (
        [library_cell("Indices", 2, "value", -100), library_cell("Indices", 4, "year", "2023/24")],
        """
        mine.xlsx: 2 problems

          costs.xlsx Indices!D2  NHSCII 2026: value -100 is not above 0
              Type the level of the index.
          costs.xlsx Indices!C4  NHSCII 2026: 2023/24 stands twice
              Keep one.
        """,
    ),
}


@pytest.mark.parametrize("title", MESSAGES)
def test_a_fault_of_the_library_is_told_word_for_word(title: str, tmp_path: Path) -> None:
    changes, report = MESSAGES[title]
    assert told(tmp_path, *changes) == dedent(report).strip()
