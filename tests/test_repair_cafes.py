"""A newcomer's programme of another field, typed into a new workbook by its headings alone.

Where the first newcomer stumbled, and what mended it: a lump sum was typed as the quantity 1 (the
comment and the message now say what to write); nothing said which distribution is usual for what,
nor what each kind of profile means (the comments do); the example of an index named one that a new
workbook does not hold (it names one that it does).
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook.workbook import Workbook

import econ

GUESS = {"source": "Assumption: my guess", "evidence": "illustrative"}
DEFLATED = {**GUESS, "index": "GDP deflator"}
ABOUT: dict[str, str | int | None] = {
    "decision question": "What do twelve repair cafes return over four years?",
    "population": "Visitors of repair cafes",
    "setting": "Community halls of one city",
    "comparator": "No repair cafes",
    "first year": "2024/25",
    "years": 4,
    "intake": None,
    "discount rate": "3.5%",
}
PAYERS = (("council", "yes"), ("households", "no"), ("volunteers", "no"))
PARAMETERS: Sequence[Mapping[str, object]] = (
    {"name": "items", "value": 6000, "unit": "items a year", **GUESS},
    {
        "name": "repaired",
        "value": 0.6,
        "n": 400,
        "distribution": "beta",
        "unit": "proportion",
        **GUESS,
    },
    {
        "name": "would_buy",
        "low": 0.2,
        "high": 0.6,
        "distribution": "uniform",
        "unit": "proportion",
        **GUESS,
    },
    {
        "name": "new_price",
        "value": 40,
        "se": 10,
        "distribution": "gamma",
        "unit": "GBP per item",
        "price year": "2022/23",
        **DEFLATED,
    },
    {"name": "weight", "value": 4, "unit": "kg", **GUESS},
    {
        "name": "gate_fee",
        "value": 0.13,
        "unit": "GBP per kg",
        "price year": "2023/24",
        **DEFLATED,
    },
    {"name": "grants", "value": 1, "unit": "grants a year", **GUESS},
    {"name": "grant", "value": 48000, "unit": "GBP", "price year": "2024/25", **DEFLATED},
)
OUTCOMES = (
    ("purchases", "items * repaired * would_buy", "new_price", "saving", "economic", "households"),
    ("disposal", "items * repaired * weight", "gate_fee", "saving", "fiscal", "council"),
    ("grant_paid", "grants", "grant", "cost", "fiscal", "council"),
)


def typed(book: Workbook, sheet: str, rows: Sequence[Mapping[str, object]]) -> None:
    """Type rows below the examples, each cell under its heading; then delete the examples."""
    page = book[sheet]
    columns = {str(cell.value): number for number, cell in enumerate(page[1], 1)}
    first = next(row for row in range(2, page.max_row + 2) if page.cell(row, 1).value is None)
    for line, row in enumerate(rows, first):
        for heading, value in row.items():
            page.cell(line, columns[heading]).value = value  # type: ignore[assignment]
    page.delete_rows(2, first - 2)


def filled_in(path: Path) -> Path:
    """What a newcomer does, sheet by sheet, in the order of the sheet Start here."""
    book = load_workbook(path)
    for item, statement, *_ in book["About"].iter_rows(2):
        if item.value in ABOUT:
            statement.value = ABOUT[str(item.value)]
    views = [
        {"NHS and PSS": "no", "public sector": public, "society": "yes"} for _, public in PAYERS
    ]
    names = [{"name": name, "label": name.title()} for name, _ in PAYERS]
    typed(book, "Payers", [{**n, **v} for n, v in zip(names, views, strict=True)])
    typed(book, "Parameters", [{**p, "label": str(p["name"]).title()} for p in PARAMETERS])
    typed(book, "Profiles", [{"name": "each_year", "kind": "every year", "clock": "calendar"}])
    headings = ("name", "quantity", "unit value", "direction", "value class")
    shared = {"profile": "each_year", "cash-releasing share": 1, "cash delay": 0}
    rows = [dict(zip(headings, row[:5], strict=True)) for row in OUTCOMES]
    more = [{"label": row["name"].title(), "counts": row["name"], **shared} for row in rows]
    typed(book, "Outcomes", [{**row, **rest} for row, rest in zip(rows, more, strict=True)])
    for column, (payer, _) in enumerate(PAYERS, 2):
        book["Incidence"].cell(1, column).value = payer
    split = [
        {"outcome": row[0], **{payer: float(payer == row[5]) for payer, _ in PAYERS}}
        for row in OUTCOMES
    ]
    typed(book, "Incidence", split)
    for sheet in ("Cohorts", "Correlations", "Unmonetised", "Changes"):
        del book[sheet]
    typed(book, "Scenarios", [])
    book.save(path)
    return path


@pytest.fixture(scope="module")
def scenario(tmp_path_factory: pytest.TempPathFactory) -> econ.Scenario:
    path = econ.new_workbook(tmp_path_factory.mktemp("newcomer") / "repair_cafes.xlsx")
    return econ.read(filled_in(path))


def test_a_workbook_filled_in_by_its_headings_is_accepted(scenario: econ.Scenario) -> None:
    told = [f"{warning.where}  {warning.who}: {warning.what}" for warning in scenario.warnings]
    assert told == ["Payers!A4  volunteers: bears and keeps nothing"]
    assert [outcome.name for outcome in scenario.outcomes] == [
        "purchases",
        "disposal",
        "grant_paid",
    ]
    assert "Example" not in " ".join(p.label for p in scenario.parameters.values())


def test_its_base_case_is_what_a_pocket_calculator_says(scenario: econ.Scenario) -> None:
    years = sum(1.035**-year for year in range(4))
    price, fee = (scenario[name].mean for name in ("new_price", "gate_fee"))
    each_year = 6000 * 0.6 * (0.4 * price + 4 * fee) - 48000
    found = econ.headline().base(econ.evaluate(scenario, econ.base_case(scenario)))
    assert found == pytest.approx(each_year * years, rel=1e-9)
    assert price > 40
    assert fee > 0.13


def test_it_runs_with_its_uncertainty(scenario: econ.Scenario) -> None:
    found = econ.headline().estimate(econ.run(scenario, draws=500, seed=3))
    assert found.p2_5 is not None
    assert found.p97_5 is not None
    assert found.p2_5 < (found.base_case or 0) < found.p97_5
