"""What is said of what does not hold between the sheets, word for word."""

# ruff: noqa: E501 - messages stand here as they are shown

from pathlib import Path
from textwrap import dedent

import pytest

from tests.workbook.small import (
    SENTENCE,
    Messages,
    add,
    add_row,
    cell,
    drop,
    own_values,
    told,
    without,
)

MESSAGES: Messages = {
    "payers' shares that do not add to 100%": (
        [cell("Incidence", 3, "families", 0.95)],
        """
        mine.xlsx: 1 problem

          Incidence!B3:D3  care: payers' shares add to 95%, not 100%
        """,
    ),
    "a share left blank": (
        [cell("Incidence", 3, "nhs", None)],
        """
        mine.xlsx: 1 problem

          Incidence!B3  care: nhs is blank
              Type a share; 0% where there is none.
        """,
    ),
    "an outcome nobody bears": (
        [drop("Incidence", 3)],
        """
        mine.xlsx: 1 problem

          Outcomes!A3  care: has no row in the sheet Incidence
              Add a row that shares its value among the payers.
        """,
    ),
    "a row of Incidence for no outcome": (
        [cell("Incidence", 3, "outcome", "carer")],
        """
        mine.xlsx: 1 problem

          Incidence!A3  carer: no outcome called 'carer'
              Did you mean 'care'?
        """,
    ),
    "a parameter that does not exist": (
        [cell("Outcomes", 3, "quantity", "poeple * hours * attribution")],
        """
        mine.xlsx: 1 problem

          Outcomes!C3  care: no parameter called 'poeple'
              Did you mean 'people'?
        """,
    ),
    "a unit value that does not exist": (
        [cell("Outcomes", 3, "unit value", "wage")],
        """
        mine.xlsx: 1 problem

          Outcomes!D3  care: no parameter called 'wage'
              Known: people, visits_before, visits_after, attribution, hours, leaving_rate, visit_cost, hour_value, grant, grant_share.
        """,
    ),
    "a profile that does not exist": (
        [cell("Outcomes", 2, "profile", "involvd")],
        """
        mine.xlsx: 1 problem

          Outcomes!F2  visits: no profile called 'involvd'
              Did you mean 'involved'?
        """,
    ),
    "a label that differs by a space": (
        [cell("Outcomes", 2, "profile", "involved ")],
        """
        mine.xlsx: 1 problem

          Outcomes!F2  visits: no profile called 'involved '
              Did you mean 'involved'?
        """,
    ),
    "a unit value that is not money": (
        [cell("Outcomes", 3, "unit value", "hours")],
        """
        mine.xlsx: 1 problem

          Outcomes!D3  care: hours is not money: its unit is 'hours a year'
              A unit value is money: its unit begins with GBP.
        """,
    ),
    "a quantity that is money": (
        [cell("Outcomes", 4, "quantity", "grant_share * hour_value")],
        """
        mine.xlsx: 1 problem

          Outcomes!C4  delivery: hour_value is money
              Name it as the unit value only: money is multiplied once.
        """,
    ),
    "the same thing counted twice": (
        [
            cell("Outcomes", 3, "counts", "A visit"),
            cell("Incidence", 3, "nhs", 0.5),
            cell("Incidence", 3, "families", 0.5),
        ],
        """
        mine.xlsx: 1 problem

          Outcomes!J3  care: 'A visit' is counted for nhs in J2 too
              Keep one of the two, or say what else it counts.
        """,
    ),
    "a name twice": (
        [cell("Parameters", 4, "name", "visits_before")],
        """
        mine.xlsx: 1 problem

          Parameters!A4  visits_before: the name stands in A3 too
              Each stands once.
        """,
    ),
    "a profile with too few parameters": (
        [cell("Profiles", 3, "kind", "involved then fading")],
        """
        mine.xlsx: 1 problem

          Profiles!D3  involved: kind 'involved then fading' needs leaving rate, share carried on, fading rate: 3 names, not 1
              Name a row of Parameters for each, in this order, with commas.
        """,
    ),
    "a profile with parameters it does not have": (
        [cell("Profiles", 4, "parameters", "leaving_rate")],
        """
        mine.xlsx: 1 problem

          Profiles!D4  every_year: kind 'every year' takes no parameters
              Clear the cell.
        """,
    ),
    "a profile's parameter that does not exist": (
        [cell("Profiles", 3, "parameters", "leaving")],
        """
        mine.xlsx: 1 problem

          Profiles!D3  involved: no parameter called 'leaving'
              Did you mean 'leaving_rate'?
        """,
    ),
    "a table without its years": (
        [cell("Profiles", 4, "kind", "table")],
        """
        mine.xlsx: 1 problem

          Profiles!B4  every_year: a table needs its years
              Fill in year 0 and those after it.
        """,
    ),
    "a table with a year left blank": (
        [cell("Profiles", 2, "year 0", None)],
        """
        mine.xlsx: 1 problem

          Profiles!E2  intake: year 0 is blank, but year 1 is given
              Type a number; 0 where there is none.
        """,
    ),
    "years of a profile that is no table": (
        [cell("Profiles", 4, "year 0", 1)],
        """
        mine.xlsx: 1 problem

          Profiles!E4  every_year: year 0 is given, but the kind is 'every year'
              Clear the years, or choose table.
        """,
    ),
    "an intake that does not add up": (
        [cell("Profiles", 2, "year 1", 0.3)],
        """
        mine.xlsx: 1 problem

          Profiles!E2:F2  intake: the intake's years add to 90%, not 100%
        """,
    ),
    "an intake that is no table": (
        [cell("About", 11, "statement", "involved")],
        """
        mine.xlsx: 1 problem

          About!B11  intake: the profile 'involved' is not a table by the calendar
              Choose kind table and clock calendar for it.
        """,
    ),
    "an intake that does not exist": (
        [cell("About", 11, "statement", "intakes")],
        """
        mine.xlsx: 1 problem

          About!B11  intake: no profile called 'intakes'
              Did you mean 'intake'?
        """,
    ),
    "cohorts that do not add up": (
        [cell("Cohorts", 3, "people", 30)],
        """
        mine.xlsx: 1 problem

          Cohorts!D2:D3  people: the cohorts add up to 90, not 100
              Check the column, and Parameters!D2.
        """,
    ),
    "people that are not shared out": (
        [without("Cohorts", "people")],
        """
        mine.xlsx: 1 problem

          Parameters!A2  people: has no column in the sheet Cohorts, so each would count 100
              Add a column headed 'people'; its cells add up to the whole.
        """,
    ),
    "a cohort's own value of a parameter whose mean is zero": (
        [cell("Parameters", 4, "value", 0), own_values("visits_after", 1, 2)],
        """
        mine.xlsx: 2 problems

          Cohorts!F2  north: visits_after is 1, but the mean of its row in Parameters is 0
              Give the parameter the mean of the whole, which the cohorts share out.
          Cohorts!F3  south: visits_after is 2, but the mean of its row in Parameters is 0
              Give the parameter the mean of the whole, which the cohorts share out.
        """,
    ),
    "a cohort's cell left blank": (
        [cell("Cohorts", 3, "people", None)],
        """
        mine.xlsx: 1 problem

          Cohorts!D3  south: people is blank
              Type a number.
        """,
    ),
    "a correlation out of range, and with itself": (
        [
            cell("Correlations", 2, "rank correlation", 1.2),
            cell("Correlations", 2, "with", "visit_cost"),
        ],
        """
        mine.xlsx: 2 problems

          Correlations!B2  visit_cost with visit_cost: is the same parameter
              Name another one.
          Correlations!C2  visit_cost with visit_cost: rank correlation 1.2 is outside -1 to 1
              Type a number from -1 to 1.
        """,
    ),
    "a correlation of a fixed number": (
        [cell("Correlations", 2, "with", "grant")],
        """
        mine.xlsx: 1 problem

          Correlations!B2  visit_cost with grant: grant is fixed
              Give it a distribution, or drop the pair.
        """,
    ),
    "a correlation of a parameter that does not exist": (
        [cell("Correlations", 2, "parameter", "visits_cost")],
        """
        mine.xlsx: 1 problem

          Correlations!A2  row 2: no parameter called 'visits_cost'
              Did you mean 'visit_cost'?
        """,
    ),
    "a pair twice": (
        [
            add_row(
                "Correlations",
                {
                    "parameter": "hour_value",
                    "with": "visit_cost",
                    "rank correlation": 0.2,
                    "why": SENTENCE,
                },
            )
        ],
        """
        mine.xlsx: 1 problem

          Correlations!A3  hour_value with visit_cost: the pair stands in row 2 too
              Each pair stands once.
        """,
    ),
    "a correlation of an imported sample": (
        [
            cell("Parameters", 6, "distribution", "sample"),
            cell("Parameters", 6, "se", None),
            add("Samples", hours=10),
            add("Samples", hours=12),
            cell("Parameters", 6, "value", None),
            cell("Correlations", 2, "with", "hours"),
        ],
        """
        mine.xlsx: 1 problem

          Correlations!B2  visit_cost with hours: hours is drawn together with its group or sample
              Drop the pair: those draws hold their own correlations.
        """,
    ),
    "a share of a cohort typed as a whole number": (
        [own_values("attribution", 17, 0.5)],
        """
        mine.xlsx: 1 problem

          Cohorts!F2  north: attribution 17 is 1,700%
              Did you mean 17%? Type 17% or 0.17.
        """,
    ),
    "a share that is taken from one, typed as a whole number": (
        [
            cell("Outcomes", 4, "quantity", "grant_share * (1 - leaving_rate)"),
            cell("Parameters", 7, "value", 17),
            cell("Parameters", 7, "se", 1),
        ],
        """
        mine.xlsx: 1 problem

          Outcomes!C4  delivery: leaving_rate, used as a share: 17 is 1,700%
              Did you mean 17%? Type 17% or 0.17.
        """,
    ),
    "a share of a profile typed as a whole number": (
        [
            cell("Profiles", 3, "kind", "retained"),
            cell("Parameters", 7, "value", 80),
            cell("Parameters", 7, "se", 5),
        ],
        """
        mine.xlsx: 1 problem

          Profiles!D3  involved: leaving_rate, used as a share: 80 is 8,000%
              Did you mean 80%? Type 80% or 0.8.
        """,
    ),
    "a rate of a profile below nothing": (
        [cell("Parameters", 7, "value", -0.5), cell("Parameters", 7, "distribution", "normal")],
        """
        mine.xlsx: 1 problem

          Profiles!D3  involved: leaving_rate, used as a leaving rate: -0.5 is below 0
              A rate is 0 or more.
        """,
    ),
}


@pytest.mark.parametrize("title", MESSAGES)
def test_what_does_not_hold_between_sheets_is_told_word_for_word(
    title: str, tmp_path: Path
) -> None:
    changes, report = MESSAGES[title]
    assert told(tmp_path, *changes) == dedent(report).strip()
