"""What is said of a cell that cannot be read (C8), word for word."""

# ruff: noqa: E501 - messages stand here as they are shown

from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest

from tests.workbook.small import Messages, cell, heading, told

MESSAGES: Messages = {
    "a blank where a number must stand": (
        [cell("Outcomes", 2, "cash-releasing share", None)],
        """
        mine.xlsx: 1 problem

          Outcomes!H2  visits: cash-releasing share is blank
              Type a share; 0% where there is none.
        """,
    ),
    "a blank source": (
        [cell("Parameters", 2, "source", "  ")],
        """
        mine.xlsx: 1 problem

          Parameters!O2  people: source is blank
              Fill it in: where the number comes from, or the words 'Assumption: ' and the reasoning.
        """,
    ),
    "a blank choice": (
        [cell("Outcomes", 3, "direction", None)],
        """
        mine.xlsx: 1 problem

          Outcomes!E3  care: direction is blank
              Choose saving or cost.
        """,
    ),
    "an Excel error": (
        [cell("Parameters", 2, "value", "#N/A")],
        """
        mine.xlsx: 1 problem

          Parameters!D2  people: value holds the Excel error #N/A
              Mend the formula, or type the number.
        """,
    ),
    "an Excel error in a name that refers": (
        [cell("Outcomes", 2, "unit value", "#REF!")],
        """
        mine.xlsx: 1 problem

          Outcomes!D2  visits: unit value holds the Excel error #REF!
              Mend the formula, or type the unit value.
        """,
    ),
    "a number kept as text": (
        [cell("Parameters", 10, "value", "£1,200")],
        """
        mine.xlsx: 1 problem

          Parameters!D10  grant: value is text, not a number: '£1,200'
              Type 1200, in a cell that is not formatted as text.
        """,
    ),
    "a percentage kept as text": (
        [cell("Incidence", 4, "council", "100%")],
        """
        mine.xlsx: 1 problem

          Incidence!C4  delivery: council is text, not a number: '100%'
              Type 1, or 100% in a cell that is not formatted as text.
        """,
    ),
    "words where a number may stand": (
        [cell("Parameters", 3, "low", "n/a")],
        """
        mine.xlsx: 1 problem

          Parameters!E3  visits_before: low is text, not a number: 'n/a'
              Type a number, or leave the cell blank.
        """,
    ),
    "words where a number must stand": (
        [cell("Cohorts", 2, "equity weight", "one")],
        """
        mine.xlsx: 1 problem

          Cohorts!C2  north: equity weight is text, not a number: 'one'
              Type a number.
        """,
    ),
    "true where a number belongs": (
        [cell("Parameters", 2, "value", True)],
        """
        mine.xlsx: 1 problem

          Parameters!D2  people: value is TRUE, not a number
              Type a number.
        """,
    ),
    "a date where a number belongs": (
        [cell("Parameters", 2, "value", date(2024, 3, 1))],
        """
        mine.xlsx: 1 problem

          Parameters!D2  people: value is a date or a time, not a number
              Format the cell as a number and type the number again.
        """,
    ),
    "a formula that was never calculated": (
        [cell("Parameters", 2, "value", "=50*2")],
        """
        mine.xlsx: 1 problem

          Parameters!D2  people: value is a formula without a stored value
              Open the workbook in Excel, let it calculate and save it; a formula may not give a blank.
        """,
    ),
    "a formula in a column of words": (
        [cell("Parameters", 2, "label", "=A2")],
        """
        mine.xlsx: 1 problem

          Parameters!B2  people: label is a formula without a stored value
              Open the workbook in Excel, let it calculate and save it; a formula may not give a blank.
        """,
    ),
    "a share typed as a whole number": (
        [cell("Outcomes", 2, "cash-releasing share", 17)],
        """
        mine.xlsx: 1 problem

          Outcomes!H2  visits: cash-releasing share 17 is 1,700%
              Did you mean 17%? Type 17% or 0.17.
        """,
    ),
    "a share below nothing": (
        [cell("Outcomes", 2, "cash-releasing share", -0.1)],
        """
        mine.xlsx: 1 problem

          Outcomes!H2  visits: cash-releasing share -0.1 is -10%
              A share lies between 0% and 100%.
        """,
    ),
    "a delay of half a year": (
        [cell("Outcomes", 2, "cash delay", 1.5)],
        """
        mine.xlsx: 1 problem

          Outcomes!I2  visits: cash delay 1.5 is not a whole number, 0 or more
              Type a whole number, 0 or more.
        """,
    ),
    "a word that is not among the choices": (
        [cell("Parameters", 3, "distribution", "lognromal")],
        """
        mine.xlsx: 1 problem

          Parameters!I3  visits_before: no distribution called 'lognromal'
              Choose fixed, normal, lognormal, gamma, beta, uniform, triangular, pert, dirichlet or sample.
        """,
    ),
    "a choice with a stray space": (
        [cell("Outcomes", 2, "direction", "saving ")],
        """
        mine.xlsx: 1 problem

          Outcomes!E2  visits: no direction called 'saving '
              Choose saving or cost.
        """,
    ),
    "yes in other words": (
        [cell("Payers", 2, "society", "Yes")],
        """
        mine.xlsx: 1 problem

          Payers!E2  nhs: society is 'Yes', not yes or no
              Type yes or no.
        """,
    ),
    "a name with capitals and spaces": (
        [cell("Payers", 2, "name", "The NHS"), heading("Incidence", "nhs", "The NHS")],
        """
        mine.xlsx: 1 problem

          Payers!A2  The NHS: 'The NHS' is not a name
              Write it as the_nhs: small letters, digits and underscores, a letter first.
        """,
    ),
    "a name that scripts cannot use": (
        [cell("Parameters", 7, "name", "lambda"), cell("Profiles", 3, "parameters", "lambda")],
        """
        mine.xlsx: 1 problem

          Parameters!A7  lambda: 'lambda' means something else in scripts
              Choose another, such as lambda_value.
        """,
    ),
    "a quantity that cannot be read": (
        [cell("Outcomes", 3, "quantity", "people * hours / 2")],
        """
        mine.xlsx: 1 problem

          Outcomes!C3  care: quantity: cannot read 'hours / 2'
              Multiply names, as in a * b; a factor may be (a + b), (a - b) or (1 - a).
        """,
    ),
    "a quantity with a factor missing": (
        [cell("Outcomes", 3, "quantity", "people * * hours")],
        """
        mine.xlsx: 1 problem

          Outcomes!C3  care: quantity: a factor is missing
              Multiply names, as in a * b; a factor may be (a + b), (a - b) or (1 - a).
        """,
    ),
    "a financial year in another form": (
        [cell("Parameters", 10, "price year", "2023-24")],
        """
        mine.xlsx: 1 problem

          Parameters!L10  grant: price year '2023-24' is not a year
              Write a financial year as 2023/24 and a calendar year as 2023.
        """,
    ),
    "a financial year whose end is wrong": (
        [cell("Parameters", 10, "price year", "2023/25")],
        """
        mine.xlsx: 1 problem

          Parameters!L10  grant: price year '2023/25' is not a year
              Write a financial year as 2023/24 and a calendar year as 2023.
        """,
    ),
    "a year that Excel made a date of": (
        [cell("Parameters", 10, "price year", date(2011, 12, 1))],
        """
        mine.xlsx: 1 problem

          Parameters!L10  grant: price year is a date, not a year
              Excel makes a date of such as 2011/12: format the cell as text and type it again.
        """,
    ),
    "a list of names with a comma too many": (
        [cell("Profiles", 3, "parameters", "leaving_rate,")],
        """
        mine.xlsx: 1 problem

          Profiles!D3  involved: parameters has a comma without a name
              Put one comma between names.
        """,
    ),
}


@pytest.mark.parametrize("title", MESSAGES)
def test_a_cell_that_cannot_be_read_is_told_word_for_word(title: str, tmp_path: Path) -> None:
    changes, report = MESSAGES[title]
    assert told(tmp_path, *changes) == dedent(report).strip()
