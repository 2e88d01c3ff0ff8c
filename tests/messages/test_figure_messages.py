"""What is said of the figures of a parameter, word for word."""

from pathlib import Path
from textwrap import dedent

import pytest

from tests.workbook.small import Messages, add, cell, dirichlet, told

MESSAGES: Messages = {
    "a value outside its limits": (
        [cell("Parameters", 3, "value", 1.5)],
        """
        mine.xlsx: 1 problem

          Parameters!D3  visits_before: value 1.5 is outside its limits 2 to 4
              Check D3, E3 and F3.
        """,
    ),
    "low above high": (
        [cell("Parameters", 3, "low", 5)],
        """
        mine.xlsx: 1 problem

          Parameters!E3  visits_before: low 5 is above high 4
              Check E3 and F3.
        """,
    ),
    "one limit without the other": (
        [cell("Parameters", 3, "high", None)],
        """
        mine.xlsx: 1 problem

          Parameters!F3  visits_before: high is blank, but low is given
              Give both, or neither.
        """,
    ),
    "a spread without a distribution": (
        [cell("Parameters", 3, "distribution", None)],
        """
        mine.xlsx: 1 problem

          Parameters!I3  visits_before: distribution is blank, but a spread is given
              Choose one; fixed leaves the spread out.
        """,
    ),
    "a distribution without a spread": (
        [cell("Parameters", 6, "se", None)],
        """
        mine.xlsx: 1 problem

          Parameters!I6  hours: a normal needs its spread
              Fill in se, or low and high; where the source gives none, say so and assume one.
        """,
    ),
    "limits that straddle zero where harm cannot be held": (
        [cell("Parameters", 3, "distribution", "gamma"), cell("Parameters", 3, "low", -1)],
        """
        mine.xlsx: 1 problem

          Parameters!I3  visits_before: a gamma cannot hold the limits -1 to 4: it is never below 0
              Use normal, which can show harm as well as benefit.
        """,
    ),
    "a fixed number without a value": (
        [cell("Parameters", 4, "value", None)],
        """
        mine.xlsx: 1 problem

          Parameters!D4  visits_after: value is blank
              Type the number.
        """,
    ),
    "a proportion typed as a whole number": (
        [cell("Parameters", 5, "high", 83)],
        """
        mine.xlsx: 1 problem

          Parameters!F5  attribution: high 83 is 8,300%
              Did you mean 83%? Type 83% or 0.83.
        """,
    ),
    "a proportion below nothing": (
        [cell("Parameters", 5, "low", -0.5)],
        """
        mine.xlsx: 1 problem

          Parameters!E5  attribution: low -0.5 is -50%
              Give a change that may be a harm another unit: a share is never below 0%.
        """,
    ),
    "a uniform whose value is not its mean": (
        [cell("Parameters", 5, "value", 0.2)],
        """
        mine.xlsx: 1 problem

          Parameters!D5  attribution: value 0.2 is not the mean of a uniform, 0.5
              Leave value blank, or choose triangular or pert, where it is the most likely.
        """,
    ),
    "a beta of everybody": (
        [
            cell("Parameters", 5, "distribution", "beta"),
            cell("Parameters", 5, "value", 1),
            cell("Parameters", 5, "n", 50),
        ],
        """
        mine.xlsx: 1 problem

          Parameters!I5  attribution: a beta needs some people with and some without: 0 < r < n
              Check value, low, high, se and n.
        """,
    ),
    "a unit in capitals": (
        [cell("Parameters", 2, "unit", "People")],
        """
        mine.xlsx: 1 problem

          Parameters!K2  people: no unit called 'People'
              Did you mean 'people'?
        """,
    ),
    "money that does not say GBP": (
        [cell("Parameters", 9, "unit", "£ per hour")],
        """
        mine.xlsx: 1 problem

          Parameters!K9  hour_value: unit '£ per hour' is money that does not begin with GBP
              Begin it with GBP and a space, as in GBP per hour.
        """,
    ),
    "money of another country": (
        [cell("Parameters", 9, "unit", "EUR per hour")],
        """
        mine.xlsx: 1 problem

          Parameters!K9  hour_value: unit 'EUR per hour' is not in pounds
              Choose a value in GBP.
        """,
    ),
    "money below nothing": (
        [cell("Parameters", 10, "value", -1000)],
        """
        mine.xlsx: 1 problem

          Parameters!D10  grant: value -1,000 is below 0, and the unit is money
              Type it as positive; a cost is an outcome with direction cost.
        """,
    ),
    "money without a price year or an index": (
        [cell("Parameters", 10, "price year", None), cell("Parameters", 10, "index", None)],
        """
        mine.xlsx: 2 problems

          Parameters!L10  grant: price year is blank, and the unit is money
              Type the year whose prices the value is in, such as 2024/25.
          Parameters!M10  grant: index is blank, and the unit is money
              Known: NHSCII.
        """,
    ),
    "an index that is not known": (
        [cell("Parameters", 10, "index", "NHSCI")],
        """
        mine.xlsx: 1 problem

          Parameters!M10  grant: no index called 'NHSCI'
              Did you mean 'NHSCII'?
        """,
    ),
    "a price year outside its index": (
        [cell("Parameters", 10, "price year", "2011/12")],
        """
        mine.xlsx: 1 problem

          Parameters!L10  grant: NHSCII runs 2022/23 to 2024/25, without 2011/12
              Choose another index for this price.
        """,
    ),
    "a price year without money": (
        [cell("Parameters", 6, "price year", "2023/24")],
        """
        mine.xlsx: 1 problem

          Parameters!K6  hours: unit 'hours a year' is not money, but a price year is given
              Begin the unit with GBP, or clear the price year.
        """,
    ),
    "a dirichlet without its group or size": (
        [cell("Parameters", 5, "distribution", "dirichlet")],
        """
        mine.xlsx: 1 problem

          Parameters!C5  attribution: group is blank, and the distribution is dirichlet
              Give the shares that add up to 100% one group.
        """,
    ),
    "shares of a dirichlet that do not add up": (
        [dirichlet("steady", 0.5, 100), dirichlet("rare", 0.3, 80)],
        """
        mine.xlsx: 2 problems

          Parameters!D12:D13  Mix: the shares of a dirichlet add to 80%, not 100%
          Parameters!H12:H13  Mix: n differs within a dirichlet
              Give all shares of the group the same n.
        """,
    ),
    "a sample without its draws": (
        [cell("Parameters", 6, "distribution", "sample"), cell("Parameters", 6, "se", None)],
        """
        mine.xlsx: 1 problem

          Parameters!I6  hours: a sample needs its draws
              Add a column headed 'hours' to the sheet Samples.
        """,
    ),
    "a sample of one draw": (
        [cell("Parameters", 6, "distribution", "sample"), add("Samples", hours=10)],
        """
        mine.xlsx: 1 problem

          Parameters!I6  hours: a sample needs at least two draws
              Add rows to the sheet Samples.
        """,
    ),
    "a sample whose value is not its mean": (
        [
            cell("Parameters", 6, "distribution", "sample"),
            add("Samples", hours=10),
            add("Samples", hours=12),
        ],
        """
        mine.xlsx: 1 problem

          Parameters!D6  hours: value 10 is not the mean of its draws, 11
              Leave value blank: the mean of the draws is the base case.
        """,
    ),
    "draws of a parameter that does not use them": (
        [add("Samples", hours=10), add("Samples", hours=12)],
        """
        mine.xlsx: 1 problem

          Parameters!I6  hours: has draws in the sheet Samples that are not used
              Choose sample, or clear them.
        """,
    ),
    "a blank among the draws": (
        [
            cell("Parameters", 6, "distribution", "sample"),
            add("Samples", hours=10, people=100),
            add("Samples", people=100),
        ],
        """
        mine.xlsx: 2 problems

          Parameters!I2  people: has draws in the sheet Samples that are not used
              Choose sample, or clear them.
          Samples!A3  row 3: hours is blank
              Type a number.
        """,
    ),
}


@pytest.mark.parametrize("title", MESSAGES)
def test_a_figure_that_cannot_be_used_is_told_word_for_word(title: str, tmp_path: Path) -> None:
    changes, report = MESSAGES[title]
    assert told(tmp_path, *changes) == dedent(report).strip()
