"""The README's Python runs, and its commands name what exists."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PYTHON = re.findall(r"```python\n(.*?)```", README, re.DOTALL)


@pytest.mark.parametrize("code", PYTHON, ids=range(len(PYTHON)))
def test_the_python_of_the_readme_runs(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    exec(compile(code, "README.md", "exec"), {})  # noqa: S102 - our own README


def test_every_path_in_a_command_of_the_readme_exists() -> None:
    commands = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    paths = re.findall(r"(?:parameters|scenarios)/\w+\.(?:py|xlsx)", "\n".join(commands))
    assert len(paths) >= 4
    made = set(re.findall(r"> (\S+)", "\n".join(commands)))
    for path in set(paths) - made:
        assert (ROOT / path).is_file(), path


def test_the_query_of_the_readme_runs_on_what_its_python_leaves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    duckdb = pytest.importorskip("duckdb")
    from econ.batch.results import run_batch
    from econ.batch.table import read_batch

    (query,) = re.findall(r"```sql\n(.*?)```", README, re.DOTALL)
    whole = read_batch(ROOT / "scenarios" / "boards.csv")
    (base, *_) = whole.units[0].runs
    first = replace(whole, units=(replace(whole.units[0], runs=(base,)),))
    monkeypatch.chdir(tmp_path)
    run_batch(first, "results/first_board", draws=20)
    found = duckdb.sql(query).fetchall()
    assert [row[1] for row in found] != []
    assert {row[1] for row in found} == {payer.name for payer in base.scenario.payers}
