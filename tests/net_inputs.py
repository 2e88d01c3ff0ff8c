"""What the net feeds to the commands: copies of the shipped workbook, changed or made faulty.

Each copy is the same to the last byte whenever it is made, so that its SHA-256 may be compared.
"""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell

from tests.rich_programme import write_programme, write_scripts

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = ROOT / "parameters"
LIBRARY = "unit_costs.xlsx"
ALWAYS = (1980, 1, 1, 0, 0, 0)

Edit = Callable[[Workbook], None]


def put(sheet: str, row: str, heading: str, value: object) -> Edit:
    """One cell, by the first cell of its row and by its heading."""

    def edit(book: Workbook) -> None:
        _cell(book, sheet, row, heading).value = value  # type: ignore[assignment]

    return edit


def drop(sheet: str, row: str) -> Edit:
    """One row less."""

    def edit(book: Workbook) -> None:
        book[sheet].delete_rows(_cell(book, sheet, row, "").row)

    return edit


def add(sheet: str, **values: object) -> Edit:
    """One row more; a blank in a heading is written as an underscore, but for names of payers."""

    def edit(book: Workbook) -> None:
        page = book[sheet]
        headings = [str(cell.value) for cell in page[1]]
        spoken = {name.replace("_", " "): value for name, value in values.items()} | values
        page.append([spoken.get(heading) for heading in headings])

    return edit


def heading(sheet: str, before: str, after: str) -> Edit:
    """Another heading for a column."""

    def edit(book: Workbook) -> None:
        for cell in book[sheet][1]:
            if cell.value == before:
                cell.value = after

    return edit


def without(sheet: str) -> Edit:
    """A workbook without one of its sheets."""

    def edit(book: Workbook) -> None:
        del book[sheet]

    return edit


def together(*edits: Edit) -> Edit:
    """Several edits, one after the other."""

    def edit(book: Workbook) -> None:
        for one in edits:
            one(book)

    return edit


def about(item: str, statement: object) -> Edit:
    """Another statement of About."""
    return put("About", item, "statement", statement)


def _cell(book: Workbook, sheet: str, row: str, heading: str) -> Cell:
    """The cell of a row under a heading; its first cell where no heading is named."""
    page = book[sheet]
    column = next(c.column for c in page[1] if c.value == heading) if heading else 1
    number = next(cells[0].row for cells in page.iter_rows() if cells[0].value == row)
    cell = page.cell(number, column)
    assert isinstance(cell, Cell)
    return cell


_VALUE = put("Parameters", "share_with_carer", "value", 0.4)
_LIMIT = put("Parameters", "attribution", "high", 0.6)
_PROFILE = put("Outcomes", "informal_care", "profile", "involved_then_fading")
_SPLIT = together(
    put("Incidence", "bed_days", "nhs_mental_health", 0.8),
    put("Incidence", "bed_days", "nhs_acute", 0.2),
)
_LESS = together(drop("Outcomes", "gp_contacts"), drop("Incidence", "gp_contacts"))
_MORE = together(
    add(
        "Outcomes",
        name="evaluation",
        label="The evaluation",
        quantity="in_person_share * in_person_cost_share",
        unit_value="grant",
        direction="cost",
        profile="grant_spend",
        value_class="fiscal",
        cash_delay=1,
        counts="an evaluation",
        **{"cash-releasing share": 1},
    ),
    add(
        "Incidence",
        outcome="evaluation",
        nhs_acute=0,
        nhs_mental_health=0,
        primary_care=0.5,
        programme_funder=0.5,
        members=0,
        carers_and_families=0,
    ),
)
_COHORTS = together(
    put("Cohorts", "other_communities", "equity weight", 1.3),
    put("Cohorts", "other_communities", "in_person", 0.9),
)

EDITS: Mapping[str, Edit] = {
    "value": _VALUE,
    "limit": _LIMIT,
    "unit_cost": put("Parameters", "carer_hour", "from library", "nlw_2024"),
    "profile": _PROFILE,
    "shape": together(
        put("Profiles", "grant_spend", "year 0", 0.7),
        put("Profiles", "grant_spend", "year 1", 0.3),
    ),
    "outcome_less": _LESS,
    "outcome_more": _MORE,
    "incidence": _SPLIT,
    "payer": put("Payers", "nhs_mental_health", "public sector", "no"),
    "years": about("years", 5),
    "price_year": about("price year", "2023/24"),
    "perspective": about("perspective", "NHS and PSS"),
    "discount": about("discount rate", "5%"),
    "cohorts": _COHORTS,
    "words": together(
        put("Parameters", "leaving_rate", "label", "How fast people leave"),
        put("Parameters", "leaving_rate", "note", "Another note"),
        put("Correlations", "cost_ae", "rank correlation", 0.7),
        drop("Unmonetised", "Symptoms"),
    ),
    "everything": together(
        _VALUE, _LIMIT, _PROFILE, _SPLIT, _LESS, _MORE, _COHORTS, about("years", 4)
    ),
}
"""Versions of the shipped programme that are sound."""

FAULTS: Mapping[str, Edit] = {
    "text_for_a_number": put("Parameters", "reduction_ae", "value", "£1,200"),
    "no_payers": without("Payers"),
    "no_library": about("unit-cost library", "nowhere.xlsx"),
    "wrong_heading": heading("Outcomes", "profile", "profil"),
    "shares_short": put("Incidence", "bed_days", "nhs_mental_health", 0.8),
    "unknown_names": together(
        put("Outcomes", "bed_days", "quantity", "participants * reduction_bed_day"),
        put("Outcomes", "gp_contacts", "unit value", "cost_of_gp"),
        put("Parameters", "cost_ae", "from library", "ae_attendance_2526"),
    ),
    "many": together(
        about("years", "three"),
        about("perspective", "the public"),
        put("Parameters", "attribution", "low", 0.9),
        put("Parameters", "share_with_carer", "value", 35),
        put("Parameters", "grant", "price year", None),
        put("Parameters", "leaving_rate", "distribution", "gama"),
        put("Outcomes", "informal_care", "quantity", "participants + 2"),
        put("Payers", "primary_care", "society", "perhaps"),
        put("Profiles", "involved", "parameters", "leaving_rate, carried_on"),
        put("Cohorts", "online", "participants", 20_000),
        put("Correlations", "cost_ae", "rank correlation", 1.5),
        drop("Incidence", "outpatient"),
    ),
}
"""Versions that cannot be read."""


def write_inputs(folder: Path, called: str) -> list[str]:
    """Write every input into a new folder; `called` is its path from where the commands run.

    Returns the scripts of the rich programme, by the path from there.
    """
    folder.mkdir(parents=True)
    shutil.copyfile(SHIPPED / LIBRARY, folder / LIBRARY)
    shutil.copyfile(SHIPPED / "side_by_side.xlsx", folder / "old.xlsx")
    for name, edit in {**EDITS, **FAULTS}.items():
        book = load_workbook(SHIPPED / "side_by_side.xlsx")
        edit(book)
        book.save(folder / f"{name}.xlsx")
        settle(folder / f"{name}.xlsx")
    (folder / "not_a_workbook.xlsx").write_text("name,value\n", encoding="utf-8")
    write_programme(folder / "rich.xlsx")
    settle(folder / "rich.xlsx")
    (folder / "broken.py").write_text("import econ\n\nscenario = 1 / 0\n", encoding="utf-8")
    misspelt = 'import econ\n\nbase = econ.read("parameters/side_by_side.xlsx")\n'
    misspelt += "scenario = base.vary(attribtion=econ.Fixed(0.2))\n"
    (folder / "misspelt.py").write_text(misspelt, encoding="utf-8")
    return [f"{called}/{path.name}" for path in write_scripts(folder, f"{called}/rich.xlsx")]


def settle(path: Path) -> None:
    """Take the hour at which it was written out of a workbook."""
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    written = rb"(<dcterms:(created|modified)[^>]*>)[^<]*"
    core = re.sub(written, rb"\g<1>2026-01-01T00:00:00Z", parts["docProps/core.xml"])
    parts["docProps/core.xml"] = core
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as file:
        for name, content in parts.items():
            file.writestr(zipfile.ZipInfo(name, ALWAYS), content)
