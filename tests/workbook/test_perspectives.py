"""Perspectives are columns of Payers, in the order of the sheet, any number of them."""

from pathlib import Path

import openpyxl
import pytest

import econ
from econ.model.designs import MonteCarlo
from econ.reports.records import as_json
from econ.reports.report import report
from tests.workbook.small import Change, add_row, cell, heading, without, written

OWN: tuple[Change, ...] = (
    heading("Payers", "NHS and PSS", "health bodies"),
    heading("Payers", "public sector", "households"),
    *(cell("Payers", row, "households", "no") for row in (2, 3)),
    cell("Payers", 4, "households", "yes"),
)


def test_the_usual_three_stand_in_the_order_of_the_sheet(tmp_path: Path) -> None:
    read = econ.read(written(tmp_path))
    assert read.perspectives == ("NHS and PSS", "public sector", "society")


def test_a_programme_has_perspectives_of_its_own_names(tmp_path: Path) -> None:
    read = econ.read(written(tmp_path, *OWN, cell("About", 6, "statement", "health bodies")))
    assert read.perspectives == ("health bodies", "households", "society")
    assert read.perspective == "health bodies"
    assert read.payers_in("households") == ("families",)
    assert read.public_views == ("health bodies",)


def test_a_programme_without_society_has_every_payer_in_it(tmp_path: Path) -> None:
    read = econ.read(written(tmp_path, *OWN, without("Payers", "society")))
    assert read.perspectives == ("health bodies", "households", "society")
    assert read.payers_in("society") == ("nhs", "council", "families")
    assert read.perspective == "society"


def test_results_are_told_for_the_programmes_own_views(tmp_path: Path) -> None:
    found = report(econ.read(written(tmp_path, *OWN)), MonteCarlo(10, 1))
    told = as_json(found)["measures"]
    assert isinstance(told, list)
    views = list(dict.fromkeys(line["view"] for line in told))
    assert views == ["health bodies", "households", "society", "nhs", "council", "families"]
    paid = [x for x in told if x["measure"] == "net_present_value_had_it_paid"]
    own = [x for x in told if x["measure"] == "net_present_value"]
    borne = {x["view"] for x, y in zip(paid, own, strict=True) if x["mean"] != y["mean"]}
    assert borne == {"households", "nhs", "families"}


def test_a_written_workbook_keeps_the_columns_and_offers_the_views(tmp_path: Path) -> None:
    made = econ.new_workbook(tmp_path / "copy.xlsx", written(tmp_path, *OWN))
    book = openpyxl.load_workbook(made)
    headings = [c.value for c in book["Payers"][1]]
    assert headings == ["name", "label", "health bodies", "households", "society", "note"]
    offered = [rule.formula1 for rule in book["About"].data_validations.dataValidation]
    assert '"health bodies,households,society"' in offered
    assert econ.read(made).perspectives == ("health bodies", "households", "society")


@pytest.mark.parametrize("role", ["attribution", "optimism bias", None])
def test_a_role_says_what_part_a_number_plays(tmp_path: Path, role: str | None) -> None:
    row = {
        "name": "bias",
        "label": "Bias",
        "value": 0.9 if role == "attribution" else 1.2,
        "unit": "factor",
        "source": "Assumption: x",
    }
    made = written(
        tmp_path,
        add_row("Parameters", {**row, "evidence": "expert", "role": role}),
        cell("Outcomes", 4, "quantity", "grant_share * bias"),
    )
    assert econ.read(made)["bias"].role == (role or "")
