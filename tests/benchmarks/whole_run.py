"""The command line from start to finish: ``econ run`` of the base case, in a process of its own."""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[2]


def by_econ(draws: int = 10_000) -> None:
    """Start, read, draw, evaluate and write the summary workbook."""
    with TemporaryDirectory() as folder:
        command = ["run", "scenarios/base_case.py", "--draws", str(draws), "--out", folder]
        subprocess.run(
            [sys.executable, "-m", "econ", *command], cwd=ROOT, check=True, capture_output=True
        )
