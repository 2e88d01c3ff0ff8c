"""Whatever is done to the shipped workbooks, they are read or their problems are told.

By default 120 of 2,000 seeded mutations are tried, so that the tests stay quick. All of them:

    ECON_FUZZ=2000 python -m pytest tests/workbook/test_fuzz.py

No mutation may run on: the bound is ten times what the slowest took when it was set (1.2 s of the
processor's time), so that it tells a runaway and not a slow machine.
`tests/workbook/fuzz_reader.py` is the search guided by coverage.
"""

import os
import shutil
import time
from pathlib import Path

import pytest

import econ
from econ.model.scenario import Scenario
from tests.workbook.mutations import Parts, mutated, packed, unpacked

SHIPPED = Path(__file__).parents[2] / "parameters"
PROGRAMME, LIBRARY = "side_by_side.xlsx", "unit_costs.xlsx"
MUTATIONS = int(os.environ.get("ECON_FUZZ", "120"))
BATCH = 50
LONGEST = 12.0


@pytest.fixture(scope="module")
def parts() -> dict[str, Parts]:
    return {name: unpacked((SHIPPED / name).read_bytes()) for name in (PROGRAMME, LIBRARY)}


def ends_well(folder: Path) -> bool:
    """Whether the programme is read, or told to have problems each of which says where."""
    try:
        return isinstance(econ.read(folder / PROGRAMME), Scenario)
    except econ.WorkbookError as error:
        told = error.problems
        return bool(told) and all(p.who and p.what and (p.where or len(told) == 1) for p in told)


@pytest.mark.parametrize("first", range(0, MUTATIONS, BATCH))
def test_a_mutated_workbook_ends_in_a_result_or_a_report(
    tmp_path: Path, parts: dict[str, Parts], first: int
) -> None:
    for seed in range(first, min(first + BATCH, MUTATIONS)):
        name = LIBRARY if seed % 5 == 0 else PROGRAMME
        if name == PROGRAMME:
            shutil.copy(SHIPPED / LIBRARY, tmp_path)
        else:
            shutil.copy(SHIPPED / PROGRAMME, tmp_path)
        (tmp_path / name).write_bytes(mutated(parts[name], seed))
        before = time.process_time()
        assert ends_well(tmp_path), f"mutation {seed}"
        assert time.process_time() - before < LONGEST, f"mutation {seed}"


def test_a_mutation_is_the_same_each_time_and_differs_from_others(parts: dict[str, Parts]) -> None:
    first, again, other = (mutated(parts[PROGRAMME], seed) for seed in (1, 1, 2))
    assert unpacked(first) == unpacked(again)
    assert first != other


def changed(folder: Path, part: str, before: bytes, after: bytes) -> Path:
    """The shipped programme with some bytes of a part replaced: a find of the search."""
    shutil.copy(SHIPPED / LIBRARY, folder)
    contents = unpacked((SHIPPED / PROGRAMME).read_bytes())
    assert before in contents[part]
    contents[part] = contents[part].replace(before, after, 1)
    (folder / PROGRAMME).write_bytes(packed(contents))
    return folder


FOUND = {
    "a sheet without a name": ("xl/workbook.xml", b'name="Unmonetised"', b'name=""'),
    "an encoding that does not exist": ("xl/worksheets/sheet3.xml", b'"UTF-8"', b'"UTF-d"'),
}


@pytest.mark.parametrize("name", FOUND)
def test_what_the_search_found_ends_well(tmp_path: Path, name: str) -> None:
    assert ends_well(changed(tmp_path, *FOUND[name]))
