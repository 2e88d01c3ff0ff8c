"""Whatever stands in a workbook, it is read or its problems are told: never a traceback."""

from contextlib import suppress
from datetime import date, time
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import econ
from econ.model.scenario import Scenario
from tests.workbook.small import Books, Tables

ANYTHING = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**6), 10**6),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=20),
    st.sampled_from([date(2024, 3, 1), time(3, 4), "#N/A", "=1", " ", "17%", "£5", "2024/25"]),
    st.sampled_from(["people", "hours", "visits", "involved", "nhs", "NHSCII", "visit_2324"]),
    st.sampled_from(["fixed", "gamma", "beta", "pert", "dirichlet", "sample", "table", "cost"]),
    st.sampled_from(["GBP", "GBP per hour", "people", "share", "proportion", "(a - b)", "a, b"]),
)


def altered(data: st.DataObject, tables: Tables) -> None:
    """Put anything into one cell, or take a row, a heading or a sheet away."""
    sheet = data.draw(st.sampled_from(sorted(tables)))
    rows = tables[sheet]
    row = data.draw(st.sampled_from(range(len(rows))))
    heading = data.draw(st.sampled_from(sorted(rows[row])))
    deed = data.draw(st.sampled_from(["cell", "cell", "cell", "row", "heading", "sheet"]))
    if deed == "cell":
        rows[row][heading] = data.draw(ANYTHING)
    elif deed == "row" and len(rows) > 1:
        del rows[row]
    elif deed == "heading" and len(rows[0]) > 1:
        tables[sheet] = [{k: v for k, v in one.items() if k != heading} for one in rows]
    elif deed == "sheet" and len(tables) > 1:
        del tables[sheet]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data(), st.integers(1, 4))
def test_anything_in_a_workbook_is_read_or_told(
    tmp_path: Path, data: st.DataObject, changes: int
) -> None:
    books = Books()
    for _ in range(changes):
        altered(data, data.draw(st.sampled_from([books.programme, books.library])))
    with suppress(econ.WorkbookError):
        assert isinstance(econ.read(books.write(tmp_path)), Scenario)
