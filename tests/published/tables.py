"""Published tables as workbooks: each printed number a row, each printed item an outcome.

What a newcomer would type is written to a file and read back, so that a replication goes the whole
way from cells to measures. No amount is carried to another year or currency: dollars are typed as
pounds, for a workbook has no other currency.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import econ
from tests.workbook.small import table, write

Row = Mapping[str, object]
UNDATED = "2000"
"""Stands for the price year that a workbook needs and a table does not print."""
_OUTCOMES = (
    "name|label|quantity|unit value|direction|profile|value class|cash-releasing share|cash delay"
    "|counts"
)


def figure(name: str, value: float | None, unit: str, **more: object) -> Row:
    """A printed number, or a ``formula`` of others."""
    return {"name": name, "label": name.replace("_", " "), "value": value, "unit": unit, **more}


def line(
    name: str, quantity: str, unit_value: str, direction: str = "cost", payer: str = "payer"
) -> Row:
    """A printed item: how much of it, at what price, for whom."""
    kind = (direction, "once", "fiscal", 0, 0, name)
    (row,) = table(_OUTCOMES, (name, name.replace("_", " "), quantity, unit_value, *kind))
    return row | {"payer": payer}


def cohort(name: str, **values: float) -> Row:
    """A site or an arm, with its own values of some numbers."""
    return {"name": name, "label": name.replace("_", " "), "equity weight": 1} | values


def read(
    folder: Path,
    paper: str,
    figures: Sequence[Row],
    lines: Sequence[Row],
    *,
    year: str = UNDATED,
    cohorts: Sequence[Row] = (),
    scenarios: Sequence[tuple[object, ...]] = (),
) -> econ.Scenario:
    """The workbook of a table, written and read back; ``paper`` tells of it, its address first."""
    asked = ("decision question", "population", "setting", "comparator")
    stated = (("perspective", "society"), ("years", 1), ("first year", year), ("price year", year))
    rates = (("currency", "GBP"), ("discount rate", "Green Book"))
    payers = list(dict.fromkeys(str(row["payer"]) for row in lines))
    address = paper[paper.index("https") :].split(maxsplit=1)[0]
    given = {"evidence": "observed", "source": "The table", "link": address}
    money = [row["value"] is not None and str(row["unit"]).startswith("GBP") for row in figures]
    tables = {
        "About": table("item|statement", *((a, "See the table") for a in asked), *stated, *rates),
        "Parameters": [
            {**row, **given, "price year": year if dated else None}
            for row, dated in zip(figures, money, strict=True)
        ],
        "Outcomes": [{k: cell for k, cell in row.items() if k != "payer"} for row in lines],
        "Incidence": [
            {"outcome": row["name"]} | {payer: int(payer == row["payer"]) for payer in payers}
            for row in lines
        ],
        "Payers": table("name|label|society", *((payer, payer, "yes") for payer in payers)),
        "Profiles": table("name|kind|clock", ("once", "first year", "entry")),
        "Cohorts": [dict(row) for row in cohorts],
        "Scenarios": table("scenario|what|value|why", *scenarios),
    }
    return econ.read(write(folder / "table.xlsx", {k: rows for k, rows in tables.items() if rows}))


def worth(scenario: econ.Scenario, outcome: str = "", cohort: str = "") -> float:
    """What an item comes to, of all cohorts or of one: saved is positive, spent is negative."""
    impacts = econ.evaluate(scenario, econ.base_case(scenario))
    return float(impacts.select(outcome=outcome or (), cohort=cohort or ()).total()[0])
