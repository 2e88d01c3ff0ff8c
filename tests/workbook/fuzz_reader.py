"""A search, guided by coverage, for a workbook that the reader neither reads nor reports.

In an environment of its own, with this package and Atheris installed, for ten minutes:

    pip install -e . atheris
    python -m tests.workbook.fuzz_reader -max_total_time=600

Each input is a list of edits to the parts of the shipped programme. What it finds stands in a file
``crash-...``, which ``python -m tests.workbook.fuzz_reader crash-...`` runs again; mend the reader
and add the case to ``tests/workbook/test_fuzz.py``.
"""

import random
import sys
import tempfile
from pathlib import Path

from tests.workbook.mutations import DEEDS, packed, unpacked

SHIPPED = Path(__file__).parents[2] / "parameters"
FOLDER = Path(tempfile.mkdtemp(prefix="econ-fuzz-"))
LIBRARY = "unit_costs.xlsx"
PARTS = unpacked((SHIPPED / "side_by_side.xlsx").read_bytes())
SHEETS = sorted(name for name in PARTS if name.startswith("xl/"))


def one_input(data: bytes) -> None:
    """Read the programme after the edits that the data mean."""
    import atheris  # type: ignore[import-not-found, import-untyped, unused-ignore]

    import econ

    edits = atheris.FuzzedDataProvider(data)
    parts = dict(PARTS)
    for _ in range(edits.ConsumeIntInRange(1, 4)):
        if edits.ConsumeBool():
            deed = DEEDS[edits.ConsumeIntInRange(0, len(DEEDS) - 1)]
            deed(parts, random.Random(edits.ConsumeIntInRange(0, 2**20)))  # noqa: S311
        else:
            name = SHEETS[edits.ConsumeIntInRange(0, len(SHEETS) - 1)]
            content = parts.get(name, b"")
            at = edits.ConsumeIntInRange(0, len(content))
            new, cut = edits.ConsumeBytes(12), edits.ConsumeIntInRange(0, 12)
            parts[name] = content[:at] + new + content[at + cut :]
    path = FOLDER / "mine.xlsx"
    path.write_bytes(packed(parts))
    try:
        econ.read(path)
    except econ.WorkbookError as error:
        if not error.problems:
            raise AssertionError("no problem is told") from error


def search() -> None:
    """Run until the time is up or something is found."""
    import atheris  # type: ignore[import-not-found, import-untyped, unused-ignore]

    with atheris.instrument_imports(
        include=["econ.workbook", "econ.model.chain", "econ.model.fitting"]
    ):
        import econ.workbook.read  # noqa: F401 - so that it is instrumented
    (FOLDER / LIBRARY).write_bytes((SHIPPED / LIBRARY).read_bytes())
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    search()
