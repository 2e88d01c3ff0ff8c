"""The notebooks: stored with what they show, each with its answer first, and true when run."""

import json
import os
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from tests.stored import kept

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
FIGURE = re.compile(r"−?£\d[\d,]*(?:\.\d+)?m?|\d+(?:\.\d+)?%(?! interval)|\b\d+p\b|\b\d+\.\d+\b")
"""An amount, a percentage, pence, or a number with decimals."""

every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def cells(path: Path) -> list[dict[str, Any]]:
    stored: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return stored


def sources(path: Path, kind: str) -> list[str]:
    return ["".join(cell["source"]) for cell in cells(path) if cell["cell_type"] == kind]


def test_there_are_seven_and_their_numbers_say_in_which_order() -> None:
    assert [path.stem.split("_")[0] for path in NOTEBOOKS] == [f"{n:02}" for n in range(1, 8)]


@every_notebook
def test_a_notebook_is_stored_with_its_pictures_for_whoever_only_looks(path: Path) -> None:
    code = [cell for cell in cells(path) if cell["cell_type"] == "code"]
    shown = [output for cell in code for output in cell["outputs"]]
    assert any("image/svg+xml" in output.get("data", {}) for output in shown)
    assert len(path.read_text(encoding="utf-8")) < 250_000
    assert {cell["execution_count"] for cell in code} == {None}
    assert all(cell["metadata"] == {} for cell in cells(path))


@every_notebook
def test_a_notebook_is_sound_and_stored_in_one_way_so_that_changes_can_be_read(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    stored = json.loads(text)
    nbformat.validate(stored)
    assert text == json.dumps(stored, indent=1, ensure_ascii=False) + "\n"
    assert set(stored["metadata"]) == {"kernelspec", "language_info"}


@every_notebook
def test_the_first_cell_holds_a_title_and_the_answer(path: Path) -> None:
    first = cells(path)[0]
    assert first["cell_type"] == "markdown"
    title, answer = "".join(first["source"]).split("\n\n")[:2]
    assert title.startswith("# ")
    assert answer.startswith("**")
    assert len(FIGURE.findall(answer)) >= 4


@every_notebook
def test_every_figure_of_the_answer_is_checked_when_the_notebook_runs(path: Path) -> None:
    checked = "\n".join(code for code in sources(path, "code") if "assert " in code)
    quoted = FIGURE.findall("".join(cells(path)[0]["source"]))
    assert not [figure for figure in quoted if figure not in checked]


def shown_by_cell(path: Path, source: str) -> list[list[dict[str, Any]]]:
    """What each cell of a notebook shows, run from its own folder with this repository's econ."""
    book = nbformat.reads(source, as_version=4)  # type: ignore[no-untyped-call]
    place = {"metadata": {"path": str(path.parent)}}
    client = NotebookClient(book, timeout=300, kernel_name="python3", resources=place)
    client.execute(env={**os.environ, "PYTHONPATH": str(ROOT)})
    return [cell.get("outputs", []) for cell in book.cells]


def run(path: Path, source: str) -> list[dict[str, Any]]:
    """All that a notebook shows."""
    return [output for outputs in shown_by_cell(path, source) for output in outputs]


def in_words(outputs: list[dict[str, Any]]) -> list[str]:
    """The words of what a cell shows; pictures differ between versions of what draws them.

    What is printed may come in one piece or, on a busy machine, in several.
    """
    words, printing = list[str](), False
    for each in map(kept, outputs):
        said = each.get("text") or "".join(each["data"].get("text/plain", ""))
        if printing and "text" in each:
            words[-1] += said
        else:
            words.append(said)
        printing = "text" in each
    return words


def test_what_is_printed_in_pieces_is_read_as_one() -> None:
    shown = {"output_type": "display_data", "data": {"text/plain": "a picture"}}
    pieces = [{"output_type": "stream", "name": "stdout", "text": text} for text in ("a\n", "b\n")]
    assert in_words([*pieces, shown, pieces[0]]) == ["a\nb\n", "a picture", "a\n"]


@every_notebook
def test_a_notebook_runs_its_answer_holds_and_what_is_stored_is_what_it_says(path: Path) -> None:
    """Word for word; run ``python -m tests.stored`` where results moved."""
    found = shown_by_cell(path, path.read_text(encoding="utf-8"))
    for cell, outputs in zip(cells(path), found, strict=True):
        if cell["cell_type"] == "code":
            assert in_words(cell["outputs"]) == in_words(outputs)


def test_an_answer_that_no_longer_holds_is_caught() -> None:
    (path,) = [path for path in NOTEBOOKS if "what_if" in path.stem]
    source = path.read_text(encoding="utf-8")
    assert "−£4.2m" in source
    with pytest.raises(CellExecutionError, match="AssertionError"):
        run(path, source.replace("−£4.2m", "−£4.3m"))
