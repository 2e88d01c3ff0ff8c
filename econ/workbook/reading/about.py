"""What the sheet About states, item by item."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import TypeVar

from econ.errors import Fault, FaultError
from econ.model.perspectives import SOCIETY
from econ.model.prices import GREEN_BOOK, DiscountRate
from econ.model.starting import AT_ONCE, entry_of, last_year
from econ.words import day, is_day
from econ.workbook.layout import ABOUT_ITEMS, briefly
from econ.workbook.reading.cells import InputCell
from econ.workbook.reading.findings import Findings
from econ.workbook.reading.kinds import chosen, rate_of, year_of
from econ.workbook.reading.tables import InputTable, Row

LONGEST_HORIZON = 125
"""Years for which the Green Book gives a discount rate."""

WHY_SO_LONG = "years: why"
"""What About's note of its years is called among its statements."""
Meaning = TypeVar("Meaning")


@dataclass(frozen=True, slots=True)
class Settings:
    """The statements that the model uses; those that cannot be read stand at a default.

    ``price_year`` is empty where it cannot be read; ``editions`` are the editions of indices asked
    for, by index; ``oldest`` is the oldest price year that is not reported, empty for any.
    """

    rows: Mapping[str, Row]
    first_year: str
    years: int
    price_year: str
    perspective: str
    intake: str
    entry: str
    support_ends: str
    discount: DiscountRate
    library: str
    editions: Mapping[str, str]
    oldest: str

    def told(self, item: str) -> bool:
        """Whether what the sheet says of an item, if anything, can be read."""
        row = self.rows.get(item)
        if row is None:
            return bool(self.rows) and not _misspelt(self.rows)
        return row.sound("statement")

    @property
    def about(self) -> dict[str, str]:
        """Every statement as it stands, and why there are so many years."""
        stated = {item: row.text("statement") for item, row in self.rows.items()}
        why = self.rows["years"].text("note") if "years" in self.rows else ""
        return {**stated, WHY_SO_LONG: why}


def read_settings(table: InputTable, findings: Findings, views: Sequence[str] = ()) -> Settings:
    """Read the sheet About; faults go to ``findings``. ``views`` are the perspectives of Payers."""
    rows = table.named()
    if rows:
        check_items(table, rows, ABOUT_ITEMS, findings)
    stated = Statements(rows, findings)
    stated.read("currency", _currency, "")
    stated.read("assured on", _assured_on, "")
    stated.read("decision lasts", _whole_years, 0)
    stated.read("programmes a year", _above_nothing, 0.0)
    stated.read("assurer", _not_the_analyst(rows), "")
    first_year = stated.read("first year", year_of, "")
    known = tuple(dict.fromkeys((*views, SOCIETY)))

    def ends(text: str) -> str:
        return last_year(text, first_year) if first_year else ""

    return Settings(
        rows=rows,
        first_year=first_year or "2000",
        years=stated.read("years", _years, 1),
        price_year=stated.read("price year", year_of, ""),
        perspective=stated.read("perspective", lambda text: _perspective(text, known), SOCIETY),
        intake=stated.read("intake", str, ""),
        entry=stated.read("entry", entry_of, AT_ONCE),
        support_ends=stated.read("support ends", ends, ""),
        discount=stated.read("discount rate", rate_of, GREEN_BOOK),
        library=stated.read("unit-cost library", str, ""),
        editions=stated.read("index edition", _editions, {}),
        oldest=stated.read("oldest price year", year_of, ""),
    )


def check_items(
    table: InputTable,
    rows: Mapping[str, Row],
    items: Mapping[str, tuple[bool, str]],
    findings: Findings,
) -> None:
    """Items that must be stated: each with whether it must, and what it means."""
    must = {item: meaning for item, (required, meaning) in items.items() if required}
    for item, meaning in must.items():
        row = rows.get(item)
        if row is None and not _misspelt(rows):
            fault = Fault("the item is missing", f"Add a row '{item}': {briefly(meaning)}")
            findings.wrong(InputCell(table.sheet.name, 1, 0), item, fault)
        elif row is not None and row.sound("statement") and not row.text("statement"):
            fault = Fault("statement is blank", f"Fill it in: {briefly(meaning)}")
            findings.wrong(row.cell("statement"), item, fault)


def _misspelt(rows: Mapping[str, Row]) -> bool:
    """Whether some row's item is not known: it may be the one that seems to be missing."""
    return any(not row.sound("item") for row in rows.values())


@dataclass(frozen=True, slots=True)
class Statements:
    """The statements of a sheet About, of any kind of workbook."""

    rows: Mapping[str, Row]
    findings: Findings

    def read(self, item: str, reader: Callable[[str], Meaning], otherwise: Meaning) -> Meaning:
        """What an item states; ``otherwise`` where it is blank or cannot be read."""
        row = self.rows.get(item)
        text = row.text("statement") if row else ""
        if row is None or not text:
            return otherwise
        try:
            return reader(text)
        except FaultError as error:
            self.findings.wrong(row.cell("statement"), item, error.fault)
            return otherwise


def _currency(text: str) -> str:
    if text != "GBP":
        raise FaultError(f"'{text}' is not GBP", "Type GBP: all money is in pounds.")
    return text


def _assured_on(text: str) -> str:
    if not is_day(day(text)):
        raise FaultError(f"'{text}' is not a day", "Write it as 2026-11-26.")
    return text


def _not_the_analyst(rows: Mapping[str, Row]) -> Callable[[str], str]:
    analyst = rows["analyst"].text("statement") if "analyst" in rows else ""

    def assurer(text: str) -> str:
        if text.strip().lower() == analyst.strip().lower():
            remedy = "Name somebody who had no part in it, or leave it blank."
            raise FaultError("is the analyst, who cannot check their own work", remedy)
        return text

    return assurer


def _years(text: str) -> int:
    if not text.isdecimal() or len(text) > 3 or not 1 <= int(text) <= LONGEST_HORIZON:
        what = f"'{text}' is not a whole number from 1 to {LONGEST_HORIZON}"
        raise FaultError(what, "Type the number of years.")
    return int(text)


def _whole_years(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= LONGEST_HORIZON:
        what = f"'{text}' is not a whole number from 1 to {LONGEST_HORIZON}"
        raise FaultError(what, "Type the number of years, or leave it blank: 10.")
    return int(text)


def _above_nothing(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0 < number < inf:
        raise FaultError(
            f"'{text}' is not a number above 0", "Type how many, or leave it blank: 1."
        )
    return number


def _perspective(text: str, known: Sequence[str]) -> str:
    if text not in known:
        raise FaultError(f"no perspective called '{text}'", chosen(known))
    return text


def _editions(text: str) -> dict[str, str]:
    editions = {}
    for part in text.split(";"):
        index, colon, edition = (piece.strip() for piece in part.partition(":"))
        if not (index and colon and edition):
            remedy = "Write the index, a colon and its edition, as in NHSCII: PSSRU 2024."
            raise FaultError(f"cannot read the edition '{part.strip()}'", remedy)
        editions[index] = edition
    return editions
