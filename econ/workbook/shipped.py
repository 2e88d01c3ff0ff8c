"""The programme, the library and the scenarios that come with the package."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from econ.errors import Problem, ScenarioError
from econ.files import replacing

FOLDERS = {"parameters": (".xlsx", ".md"), "scenarios": (".py", "boards.csv")}
"""What an example is made of: folders, and how the names of what is taken from each end."""


def shipped() -> Path:
    """The folder that holds ``parameters`` and ``scenarios``: of the package, or of a checkout.

    >>> (shipped() / "parameters" / "unit_costs.xlsx").is_file()
    True
    """
    package = Path(str(files("econ")))
    inside = package / "shipped"
    return inside if inside.is_dir() else package.parent


def write_example(folder: str | Path) -> tuple[Path, ...]:
    """Write the shipped programme, its unit-cost library and its scenarios into a folder.

    Scenarios read ``parameters/...``, so they are run from within the folder. Returns what was
    written. Raises ``ScenarioError`` where a file of that name is there already: nothing is
    overwritten, and then nothing is written at all.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     any(path.name == "base_case.py" for path in write_example(folder))
    True
    """
    copies = {Path(folder, *parts): source for parts, source in _sources().items()}
    there = [path for path in copies if path.exists()]
    if there:
        remedy = "Choose another folder, or move the file away."
        problems = [Problem("", path.as_posix(), "is there already", remedy) for path in there]
        raise ScenarioError(str(folder), problems)
    for path, source in copies.items():
        with replacing(path) as whole:
            whole.write_bytes(source.read_bytes())
    return tuple(copies)


def _sources() -> dict[tuple[str, str], Path]:
    return {
        (name, path.name): path
        for name, kinds in FOLDERS.items()
        for path in sorted((shipped() / name).iterdir())
        if path.name.endswith(kinds) and not path.name.startswith((".", "~"))
    }
