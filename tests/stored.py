"""Notebooks with what they show: ``python -m tests.stored`` runs each and stores its outputs."""

import json
from pathlib import Path
from typing import Any

LARGEST = 100_000
"""Characters of an output beyond which only its plain text is stored: the live page is a file."""


def kept(output: dict[str, Any]) -> dict[str, Any]:
    """An output as it is stored: text as it is, pictures, and pages that are not too large."""
    if output["output_type"] == "stream":
        return {"name": output["name"], "output_type": "stream", "text": output["text"]}
    data = {kind: shown for kind, shown in output["data"].items() if len(shown) <= LARGEST}
    found = {"data": data, "execution_count": None, "metadata": {}}
    return {**found, "output_type": "execute_result"}


def without_outputs(stored: dict[str, Any]) -> dict[str, Any]:
    """A notebook as it is before it runs."""
    code = [cell for cell in stored["cells"] if cell["cell_type"] == "code"]
    for cell in code:
        cell["outputs"], cell["execution_count"] = [], None
    return stored


def store(path: Path) -> None:
    """Run a notebook and store what each cell shows."""
    from tests.test_notebooks import shown_by_cell

    stored = without_outputs(json.loads(path.read_text(encoding="utf-8")))
    shown = shown_by_cell(path, json.dumps(stored))
    for cell, outputs in zip(stored["cells"], shown, strict=True):
        if cell["cell_type"] == "code":
            cell["outputs"] = [kept(output) for output in outputs]
    text = json.dumps(stored, indent=1, ensure_ascii=False) + "\n"
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    for notebook in sorted(Path("notebooks").glob("*.ipynb")):
        store(notebook)
